// How old something is, who keeps it, and whether it should still be relied on.
import { Tag, Tooltip } from 'antd';
import { FRESHNESS } from '../../brief/theme.js';
import type { WorkspaceSummary } from '../../server/contract/workspace.js';
import { useAnswer } from '../api.js';
import { useLanguage } from '../language.js';

export function AgeBadge({ day, owner }: { day: string | null; owner?: string | null }) {
  const { words, colon } = useLanguage();
  const today = useAnswer<WorkspaceSummary>('/workspace').data?.today;
  const say = words.parts.age;
  const days = day === null || today === undefined ? null : daysBetween(day, today);
  const colour =
    days === null || days <= FRESHNESS.ageing ? 'default' : days <= FRESHNESS.old ? 'gold' : 'red';
  const told =
    days === null
      ? (day ?? say.unknown)
      : days <= 0
        ? say.today
        : days > FRESHNESS.old
          ? `${say.days(days)} · ${say.old}`
          : days > FRESHNESS.ageing
            ? `${say.days(days)} · ${say.ageing}`
            : say.days(days);
  return (
    <Tooltip title={[day, owner && `${say.owner}${colon}${owner}`].filter(Boolean).join(' · ')}>
      <Tag color={colour} className="age">
        {told}
        {owner && ` · ${owner}`}
      </Tag>
    </Tooltip>
  );
}

/** Whole days from one ISO day to another. */
export function daysBetween(from: string, to: string): number {
  return Math.round(
    (Date.parse(`${to.slice(0, 10)}T00:00Z`) - Date.parse(`${from.slice(0, 10)}T00:00Z`)) / 86_400_000,
  );
}

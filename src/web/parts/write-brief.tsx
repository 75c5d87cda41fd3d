// From what is looked at to a brief of it.
import type { BriefKind } from '../../server/contract/briefs.js';
import { useLanguage } from '../language.js';
import { followed } from '../router.js';

/** The month, or the year, that a period ends in: 2024-08 of 2024-01/2024-08, 2024 of 2024-Q4. */
export function briefPeriod(period: string): string {
  const found = /^(\d{4})(?:-(?:(\d{2})|Q([1-4])|H([12])))?$/.exec(period.split('/').at(-1) ?? '');
  if (found === null) return '';
  const [, year, month, quarter, half] = found;
  const last = Number(month ?? (quarter ? 3 * Number(quarter) : half ? 6 * Number(half) : 12));
  return last === 12 ? year! : `${year}-${String(last).padStart(2, '0')}`;
}

/** `choices`: what else the brief is to be written by, under the names of the address of a new brief. */
export function WriteBrief({
  kind,
  subject,
  choices = {},
}: {
  kind: BriefKind;
  subject: string;
  choices?: Record<string, string>;
}) {
  const { words } = useLanguage();
  const given = Object.entries({ kind, subject, ...choices }).filter(([, value]) => value !== '');
  const query = new URLSearchParams(given);
  return (
    <a href={`/briefs/new?${query}`} onClick={followed}>
      {words.briefs.writeOf[kind]}
    </a>
  );
}

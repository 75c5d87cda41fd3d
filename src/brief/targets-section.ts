/** What was promised, by when, and where it stands. */
import type { TargetProgress } from '../read/across/index.js';
import { amount } from './amount.js';
import type { Inline, Row, Section } from './brief-document.js';
import { badge, both, type Desk, period, said } from './desk.js';
import { SECTIONS, STATES } from './wording.js';

export function targetsSection(desk: Desk): Section | null {
  if (desk.targets.length === 0) return null;
  return {
    id: 'targets',
    title: SECTIONS.targets,
    lead: both(
      `以 ${desk.today} 为准。只与同口径的实际数相比；没有同口径的数，就说不明。`,
      `As of ${desk.today}. Compared with figures of the same scope only; where there is none, it says unknown.`,
    ),
    blocks: [
      {
        type: 'table',
        dense: false,
        columns: [
          { title: both('目标', 'Target'), align: 'start', width: 38 },
          { title: both('期限', 'Deadline'), align: 'start', width: 16 },
          { title: both('最新实际数', 'Latest figure'), align: 'start', width: 20 },
          { title: both('差距', 'Gap'), align: 'end', width: 12 },
          { title: both('状态', 'State'), align: 'start', width: 14 },
        ],
        rows: desk.targets.map((t) => row(desk, t)),
      },
    ],
  };
}

function row(desk: Desk, item: TargetProgress): Row {
  const { target, observed } = item;
  const state = STATES[item.state];
  const cells: Inline[][] = [
    [desk.notebook.cite(target.textSpan, target.citations)],
    [said(period(target.deadline)), { type: 'break' }, said(remaining(item.daysLeft), 'muted')],
    observed === null
      ? [said('—', 'muted')]
      : [
          desk.notebook.cite(observed.statement.textSpan, observed.statement.mentions),
          { type: 'break' },
          said(period(observed.fact.period), 'muted'),
        ],
    gapCell(desk, item),
    [
      badge(state, state.tone),
      ...(item.state === 'open' && item.reach === 'short'
        ? []
        : [{ type: 'break' } as const, said(item.why, 'muted')]),
    ],
  ];
  const progress = progressOf(item);
  return progress === null ? { cells } : { cells, progress: { cell: 3, share: progress } };
}

function remaining(days: number | null): { zh: string; en: string } {
  if (days === null) return both('', '');
  if (days >= 0) return both(`还有 ${days} 天`, `${days} days left`);
  return both(`已过 ${-days} 天`, `${-days} days ago`);
}

function gapCell(desk: Desk, { target, observed, reach, gap, state }: TargetProgress): Inline[] {
  if (gap === null || observed === null || target.unit === null) return [said('—', 'muted')];
  if (state === 'met') return [said(both('无', 'none'), 'good')];
  if (reach === 'unsaid' && gap <= 0) return [said(both('不能断定', 'cannot be told'), 'muted')];
  const unit = target.unit === '%' ? '个百分点' : target.unit;
  const size = amount(Math.abs(gap), unit);
  const { bound } = observed.statement;
  const words =
    bound === 'over'
      ? both(`不到${size.zh}`, `under ${size.en}`)
      : bound === 'near'
        ? both(`超过${size.zh}`, `over ${size.en}`)
        : size;
  const computed = both(
    `目标 ${target.textSpan} 减最新数 ${observed.statement.textSpan}`,
    `target less the latest figure (${observed.statement.textSpan})`,
  );
  return [
    desk.notebook.cite(words, [...target.citations.slice(0, 1), ...observed.statement.mentions.slice(0, 1)], {
      computed,
    }),
  ];
}

function progressOf({ target, observed }: TargetProgress): number | null {
  if (observed === null || target.value === null || target.value <= 0 || target.bound === 'under')
    return null;
  if (observed.fact.kind !== 'count' && observed.fact.kind !== 'level' && observed.fact.kind !== 'share')
    return null;
  return Math.min(1, Math.max(0, observed.statement.value / target.value));
}

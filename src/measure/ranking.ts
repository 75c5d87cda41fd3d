/** Ranks and their changes. Equal values share the better rank; what has no figure has no rank. */
import type { Definition } from '../model/index.js';

export interface Ranked {
  name: string;
  value: number | null;
  rank: number | null;
  /** Places won since the earlier table; negative for places lost. Null where either table has no figure. */
  moved: number | null;
}

/** From the highest on, or from the lowest where less is better. Rows come out by rank, those without one last. */
export function ranking(
  now: readonly { name: string; value: number | null }[],
  before: readonly { name: string; value: number | null }[] = [],
  better: 'more' | 'less' = 'more',
): Ranked[] {
  const ranks = ranksOf(now, better);
  const earlier = ranksOf(before, better);
  const rows = now.map(({ name, value }) => {
    const rank = ranks.get(name) ?? null;
    const old = earlier.get(name) ?? null;
    return { name, value, rank, moved: rank === null || old === null ? null : old - rank };
  });
  return rows.sort(
    (a, b) => (a.rank ?? Number.POSITIVE_INFINITY) - (b.rank ?? Number.POSITIVE_INFINITY) || 0,
  );
}

/** Rank by name; 1, 2, 2, 4. Throws a RangeError where a name stands twice. */
export function ranksOf(
  rows: readonly { name: string; value: number | null }[],
  better: 'more' | 'less' = 'more',
): Map<string, number> {
  if (new Set(rows.map((row) => row.name)).size !== rows.length) throw new RangeError('a name stands twice');
  const known = rows.flatMap(({ name, value }) =>
    value === null || Number.isNaN(value) ? [] : [{ name, value }],
  );
  known.sort((a, b) => (better === 'more' ? b.value - a.value : a.value - b.value));
  const ranks = new Map<string, number>();
  for (const [i, { name, value }] of known.entries()) {
    const above = known[i - 1];
    ranks.set(name, above !== undefined && above.value === value ? ranks.get(above.name)! : i + 1);
  }
  return ranks;
}

export const RANKING_DEFINITIONS = {
  rank: {
    name: { zh: '位次', en: 'rank' },
    definition: {
      zh: '按数值从高到低（越小越好的指标从低到高）的位次，相同者并列',
      en: 'place from the highest on (from the lowest where less is better); equal values share the better place',
    },
    formula: '1 + n(better)',
    unit: '位',
    source: '通行做法 common practice',
  },
  moved: {
    name: { zh: '位次变动', en: 'change of rank' },
    definition: {
      zh: '比上期上升的位次，负数为后退',
      en: 'places won since the earlier period, negative for places lost',
    },
    formula: 'rank_{t-1} - rank_t',
    unit: '位',
    source: '通行做法 common practice',
  },
} satisfies Record<string, Definition>;

/** Shares at current prices, their change in points, and gaps between areas in points. */
import type { Definition, Figure } from '../model/index.js';
import { comparability, obstacleText } from './comparability.js';
import { COMPUTED_LABEL, type Computed, computedFigure, type Refusal, refused } from './origin.js';
import { type Percent, type Points, percentOf, pointsBetween } from './percent.js';
import type { MeasureRules } from './rules.js';

export interface ShareRow {
  name: string;
  share: Percent | null;
  /** Against the earlier table, where there is one; a name that is in one table only has none. */
  change: Points | null;
}

/** Share of each name in the whole, and its change. Throws a RangeError where a name stands twice in one table. */
export function shares(
  now: readonly { name: string; value: number }[],
  before?: readonly { name: string; value: number }[],
): ShareRow[] {
  const earlier = before === undefined ? null : sharesOf(before);
  return [...sharesOf(now)].map(([name, share]) => {
    const old = earlier?.get(name) ?? null;
    return { name, share, change: share === null || old === null ? null : pointsBetween(share, old) };
  });
}

function sharesOf(rows: readonly { name: string; value: number }[]): Map<string, Percent | null> {
  const whole = rows.reduce((total, row) => total + row.value, 0);
  const result = new Map<string, Percent | null>();
  for (const { name, value } of rows) {
    if (result.has(name)) throw new RangeError(`${name} stands twice in one table`);
    result.set(name, percentOf(value, whole));
  }
  return result;
}

/** Part over whole: same period, release, unit and prices, the part inside the whole. Levels only. */
export function shareOf(part: Figure, whole: Figure, rules: MeasureRules): Computed | Refusal {
  if (part.kind !== whole.kind || (part.kind !== 'level' && part.kind !== 'count')) {
    return refused(
      '比重由两个水平或两个个数相除',
      'a share is one level over another, or one count over another',
    );
  }
  const { obstacles, cautions } = comparability(part, whole, rules, [
    'indicator',
    'area',
    'industry',
    'group',
  ]);
  if (obstacles.length > 0) return { ok: false, why: obstacleText(obstacles) };
  if (part.priceBasis === 'comparable') {
    return refused(
      '比重按现价计算，给出的是可比价数',
      'shares are at current prices; the figure is at comparable ones',
    );
  }
  const share = percentOf(part.value, whole.value);
  if (share === null) return refused('总量为零', 'the whole is zero');
  return {
    ok: true,
    figure: computedFigure(
      part,
      { value: share, unit: '%', kind: 'share', comparator: `占${whole.area.name}${whole.indicator}` },
      { formula: '100 × part / whole', method: 'share', inputs: [part, whole] },
    ),
    label: COMPUTED_LABEL,
    cautions: cautions.map((obstacle) => obstacle.why),
  };
}

/**
 * Change of a share or a rate between two periods, in points. Refused across releases: half-year against year, preliminary
 * against final and prices all move a share without anything having happened.
 */
export function changeInPoints(now: Figure, before: Figure, rules: MeasureRules): Computed | Refusal {
  return pointsApart(now, before, rules, 'period', '变动', 'share.change');
}

/** Gap between an area and the one it is measured against (全国, 全省), in points. Same period and release. */
export function gapInPoints(own: Figure, reference: Figure, rules: MeasureRules): Computed | Refusal {
  return pointsApart(own, reference, rules, 'area', `比${reference.area.name}`, 'share.gap');
}

function pointsApart(
  a: Figure,
  b: Figure,
  rules: MeasureRules,
  aspect: 'period' | 'area',
  comparator: string,
  method: string,
): Computed | Refusal {
  if (a.unit !== '%' || b.unit !== '%') {
    return refused('百分点只用于以%计的数之间', 'points lie between figures in per cent only');
  }
  const { obstacles, cautions } = comparability(a, b, rules, [aspect]);
  if (obstacles.length > 0) return { ok: false, why: obstacleText(obstacles) };
  return {
    ok: true,
    figure: computedFigure(
      a,
      {
        value: Number((a.value - b.value).toPrecision(12)),
        unit: '个百分点',
        kind: 'difference',
        comparator,
      },
      { formula: 'a - b', method, inputs: [a, b] },
    ),
    label: COMPUTED_LABEL,
    cautions: cautions.map((obstacle) => obstacle.why),
  };
}

const NBS = '国家统计局《主要统计指标解释》';

export const SHARE_DEFINITIONS = {
  share: {
    name: { zh: '比重', en: 'share' },
    definition: {
      zh: '部分占总体的比例，按现价、同一时期、同一次发布',
      en: 'part of the whole at current prices, of one period and one release',
    },
    formula: '100 × part / whole',
    unit: '%',
    source: NBS,
  },
  change: {
    name: { zh: '比重变动', en: 'change of a share' },
    definition: { zh: '两个时期比重之差', en: 'difference of a share between two periods' },
    formula: 's_t - s_{t-1}',
    unit: '个百分点',
    source: NBS,
  },
  gap: {
    name: { zh: '与全国（全省）的差距', en: 'gap to the nation or province' },
    definition: {
      zh: '本地数与全国（全省）同期同口径数之差',
      en: "the area's figure less that of the nation or province, same period and scope",
    },
    formula: 'x_area - x_reference',
    unit: '个百分点',
    source: NBS,
  },
} satisfies Record<string, Definition>;

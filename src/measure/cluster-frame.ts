/**
 * Clusters compared by five abilities (innovation network, advanced manufacturing, enterprises, ecology, governance) with
 * weights that the user sets and everyone sees. A ranking never stands alone: coverage, the range of ranks under other
 * weights, and the weight that would turn each pair around stand beside it.
 */
import { type Bilingual, type Definition, dirichlet, uniform } from '../model/index.js';
import { ranksOf } from './ranking.js';
import type { MeasureRules } from './rules.js';

export interface FrameIndicator {
  id: string;
  name: Bilingual;
  unit: string;
  better: 'more' | 'less';
  weight: number;
}

export interface FrameAbility {
  id: string;
  name: Bilingual;
  weight: number;
  indicators: FrameIndicator[];
}

export type Normalisation = 'minMax' | 'zScore' | 'rank';

export interface Frame {
  abilities: FrameAbility[];
  /** How indicators come on one scale. */
  normalisation: Normalisation;
  /**
   * `renormalise`: the weights of what is there are raised to make up for what is missing, and coverage says so;
   * `refuse`: a cluster with anything missing is not scored.
   */
  missing: 'renormalise' | 'refuse';
  /** Below this part of all weights a cluster is not scored under `renormalise` either. */
  leastCoverage: number;
}

export interface ClusterValues {
  name: string;
  values: Readonly<Record<string, number | null>>;
}

export interface ClusterScore {
  name: string;
  /** 0 to 100; null where the cluster is not scored. */
  score: number | null;
  rank: number | null;
  /** Part of all weights whose indicators are known. */
  coverage: number;
  abilities: { id: string; score: number | null; coverage: number }[];
  missing: string[];
  why: Bilingual | null;
}

export interface RankRange {
  name: string;
  best: number;
  worst: number;
  /** 5 and 95 % of the draws. */
  low: number;
  high: number;
  /** Part of the draws in which it comes first. */
  first: number;
}

export interface Flip {
  above: string;
  below: string;
  /** The least change of one weight, the others keeping their proportions, that turns the two around; null where none does. */
  flip: { ability: string; from: number; to: number } | null;
}

export interface FrameResult {
  /** As used: abilities and, inside each, indicators, each set adding up to 1. */
  weights: { ability: string; weight: number; indicators: { id: string; weight: number }[] }[];
  normalisation: Normalisation;
  clusters: ClusterScore[];
  sensitivity: { seed: number; draws: number; concentration: number; ranges: RankRange[]; flips: Flip[] };
  cautions: Bilingual[];
}

/** The frame of the rules, with weights of abilities and indicators the user sets. Throws a RangeError for unknown names. */
export function clusterFrame(
  rules: MeasureRules,
  set: {
    abilities?: Readonly<Record<string, number>>;
    indicators?: Readonly<Record<string, number>>;
    normalisation?: Normalisation;
    missing?: Frame['missing'];
    leastCoverage?: number;
  } = {},
): Frame {
  const abilities = Object.entries(rules.frameAbilities).map(([id, ability]) => ({
    id,
    name: { zh: ability.zh, en: ability.en },
    weight: set.abilities?.[id] ?? ability.weight,
    indicators: ability.indicators.map(({ id: indicator, zh, en, unit, better, weight }) => ({
      id: indicator,
      name: { zh, en },
      unit,
      better,
      weight: set.indicators?.[indicator] ?? weight,
    })),
  }));
  const known = new Set(
    abilities.flatMap((ability) => [ability.id, ...ability.indicators.map((one) => one.id)]),
  );
  for (const id of [...Object.keys(set.abilities ?? {}), ...Object.keys(set.indicators ?? {})]) {
    if (!known.has(id))
      throw new RangeError(`no ability or indicator ${id}; there are ${[...known].join(', ')}`);
  }
  return {
    abilities,
    normalisation: set.normalisation ?? 'minMax',
    missing: set.missing ?? 'renormalise',
    leastCoverage: set.leastCoverage ?? rules.frame.leastCoverage,
  };
}

/** Scores, ranks and how far they hang on the weights. Throws a RangeError for weights below zero or all zero. */
export function compareClusters(
  clusters: readonly ClusterValues[],
  frame: Frame,
  sample: { draws: number; seed: number; concentration: number },
): FrameResult {
  const withData = frame.abilities
    .map((ability) => ({
      ...ability,
      indicators: ability.indicators.filter((one) =>
        clusters.some((cluster) => known(cluster, one.id) !== null),
      ),
    }))
    .filter((ability) => ability.indicators.length > 0);
  proportions(frame.abilities.map(({ weight }) => weight));
  // Weight that lies on abilities without data alone ranks nobody.
  const present = withData.some(({ weight }) => weight > 0) ? withData : [];
  const cautions: Bilingual[] = [];
  const absent = frame.abilities.filter((ability) => !withData.some((one) => one.id === ability.id));
  for (const ability of absent) {
    cautions.push({
      zh: `“${ability.name.zh}”没有任何集群有数据，不计入`,
      en: `no cluster has data on ${ability.name.en}: left out`,
    });
  }
  const weights = present.length === 0 ? [] : proportions(present.map((ability) => ability.weight));
  const inner = present.map((ability) => proportions(ability.indicators.map((one) => one.weight)));
  const normal = new Map<string, (number | null)[]>();
  for (const ability of present) {
    for (const one of ability.indicators) {
      normal.set(
        one.id,
        normalised(
          clusters.map((cluster) => known(cluster, one.id)),
          one.better,
          frame.normalisation,
        ),
      );
    }
  }
  const rows = clusters.map((cluster, c) => {
    const abilities = present.map((ability, a) => {
      let [total, weight] = [0, 0];
      for (const [i, one] of ability.indicators.entries()) {
        const value = normal.get(one.id)![c]!;
        if (value === null) continue;
        total += inner[a]![i]! * value;
        weight += inner[a]![i]!;
      }
      return { id: ability.id, score: weight > 0 ? total / weight : null, coverage: weight };
    });
    const coverage = abilities.reduce((all, ability, a) => all + weights[a]! * ability.coverage, 0);
    const missing = present.flatMap((ability) =>
      ability.indicators.filter((one) => known(cluster, one.id) === null).map((one) => one.id),
    );
    return { name: cluster.name, abilities, coverage, missing, why: whyNot(frame, coverage, missing) };
  });
  const scored = rows.filter((row) => row.why === null);
  const scores = scored.map((row) => scoreOf(row.abilities, weights));
  const ranks = ranksOf(scored.map((row, i) => ({ name: row.name, value: scores[i]! })));
  return {
    weights: present.map((ability, a) => ({
      ability: ability.id,
      weight: weights[a]!,
      indicators: ability.indicators.map((one, i) => ({ id: one.id, weight: inner[a]![i]! })),
    })),
    normalisation: frame.normalisation,
    clusters: rows
      .map((row) => {
        const at = scored.indexOf(row);
        return { ...row, score: at < 0 ? null : scores[at]!, rank: ranks.get(row.name) ?? null };
      })
      .sort((a, b) => (a.rank ?? rows.length + 1) - (b.rank ?? rows.length + 1)),
    sensitivity: {
      ...sample,
      ranges: rankRanges(scored, weights, sample),
      flips: flips(scored, scores, weights, present),
    },
    cautions,
  };
}

interface Scored {
  name: string;
  abilities: { id: string; score: number | null }[];
}

function known(cluster: ClusterValues, id: string): number | null {
  const value = cluster.values[id] ?? null;
  return value === null || !Number.isFinite(value) ? null : value;
}

function whyNot(frame: Frame, coverage: number, missing: readonly string[]): Bilingual | null {
  if (missing.length > 0 && frame.missing === 'refuse') {
    return {
      zh: `缺${missing.length}项数据，按所选规则不评分`,
      en: `${missing.length} indicators are missing: not scored by the rule chosen`,
    };
  }
  if (coverage < frame.leastCoverage - 1e-12) {
    const [have, need] = [Math.round(coverage * 100), Math.round(frame.leastCoverage * 100)];
    return {
      zh: `数据覆盖权重的${have}%，不足${need}%，不评分`,
      en: `data cover ${have} % of the weights, less than ${need} %: not scored`,
    };
  }
  return null;
}

function proportions(weights: readonly number[]): number[] {
  const total = weights.reduce((all, weight) => all + weight, 0);
  if (weights.some((weight) => !(weight >= 0)) || !(total > 0)) {
    throw new RangeError('weights must not be negative, and not all zero');
  }
  return weights.map((weight) => weight / total);
}

/** On a scale of 0 to 100, better up; everything equal is 50. Z-scores are drawn in at three deviations. */
function normalised(
  values: readonly (number | null)[],
  better: 'more' | 'less',
  how: Normalisation,
): (number | null)[] {
  const sign = better === 'more' ? 1 : -1;
  const there = values.flatMap((value) => (value === null ? [] : [sign * value]));
  if (there.length === 0) return [...values];
  const [least, most] = [Math.min(...there), Math.max(...there)];
  if (least === most) return values.map((value) => (value === null ? null : 50));
  const mean = there.reduce((all, value) => all + value, 0) / there.length;
  const deviation = Math.sqrt(there.reduce((all, value) => all + (value - mean) ** 2, 0) / there.length);
  return values.map((value) => {
    if (value === null) return null;
    const here = sign * value;
    if (how === 'minMax') return (100 * (here - least)) / (most - least);
    if (how === 'zScore') return 50 + (50 * Math.max(-3, Math.min(3, (here - mean) / deviation))) / 3;
    const below = there.filter((other) => other < here).length;
    const same = there.filter((other) => other === here).length;
    return (100 * (below + (same - 1) / 2)) / (there.length - 1);
  });
}

/** Weighted mean of the abilities that are known; an ability without data hands its weight to the others. */
function scoreOf(abilities: readonly { score: number | null }[], weights: readonly number[]): number {
  let [total, weight] = [0, 0];
  for (const [a, ability] of abilities.entries()) {
    if (ability.score === null) continue;
    total += weights[a]! * ability.score;
    weight += weights[a]!;
  }
  return weight > 0 ? total / weight : 0;
}

/** Ranks under weights drawn around the chosen ones: Dirichlet with parameters concentration × weight. */
function rankRanges(
  scored: readonly Scored[],
  weights: readonly number[],
  sample: { draws: number; seed: number; concentration: number },
): RankRange[] {
  const random = uniform(sample.seed);
  const seen = scored.map(() => new Float64Array(sample.draws));
  for (let draw = 0; draw < sample.draws; draw++) {
    const drawn = dirichlet(
      weights.map((weight) => sample.concentration * weight),
      random,
    );
    const values = scored.map((row) => scoreOf(row.abilities, drawn));
    for (const [i, value] of values.entries()) {
      seen[i]![draw] = 1 + values.filter((other) => other > value).length;
    }
  }
  return scored.map((row, i) => {
    const sorted = seen[i]!.sort();
    const at = (part: number) => sorted[Math.min(sample.draws - 1, Math.floor(part * sample.draws))]!;
    return {
      name: row.name,
      best: sorted[0]!,
      worst: sorted[sample.draws - 1]!,
      low: at(0.05),
      high: at(0.95),
      first: sorted.filter((rank) => rank === 1).length / sample.draws,
    };
  });
}

/**
 * For neighbours in the ranking: with the weight of ability k moved from w_k to t and the others scaled by
 * (1 - t) / (1 - w_k), the lead is t d_k + (1 - t) / (1 - w_k) × Σ_{j≠k} w_j d_j, which is zero at one t.
 */
function flips(
  scored: readonly Scored[],
  scores: readonly number[],
  weights: readonly number[],
  abilities: readonly FrameAbility[],
): Flip[] {
  const order = scored.map((_, i) => i).sort((a, b) => scores[b]! - scores[a]!);
  return order.slice(0, -1).map((first, position) => {
    const [a, b] = [scored[first]!, scored[order[position + 1]!]!];
    const pair = { above: a.name, below: b.name };
    const leads = a.abilities.map((ability, k) => {
      const other = b.abilities[k]!.score;
      return ability.score === null || other === null ? null : ability.score - other;
    });
    if (leads.includes(null)) return { ...pair, flip: null };
    let flip: Flip['flip'] = null;
    for (const [k, lead] of leads.entries()) {
      const weight = weights[k]!;
      if (weight >= 1) continue;
      const others =
        leads.reduce<number>((all, d, j) => (j === k ? all : all + weights[j]! * d!), 0) / (1 - weight);
      const to = others / (others - lead!);
      if (!(to >= 0 && to <= 1)) continue;
      if (flip === null || Math.abs(to - weight) < Math.abs(flip.to - flip.from)) {
        flip = { ability: abilities[k]!.id, from: weight, to };
      }
    }
    return { ...pair, flip };
  });
}

export const FRAME_DEFINITIONS = {
  score: {
    name: { zh: '集群综合得分', en: 'cluster score' },
    definition: {
      zh: '各项指标归一到0—100后，先按指标权重合成五项能力，再按能力权重合成；缺数据时按已有权重重算并列出覆盖率，低于下限不评分',
      en: 'indicators on a scale of 0 to 100, weighted into five abilities and these into one score; what is missing hands its weight on, coverage is shown, and below the limit there is no score',
    },
    formula: 'S = Σ_a w_a Σ_i v_ai x_ai / Σ_a w_a Σ_i v_ai',
    unit: '0—100',
    source:
      '五项能力：2022年起先进制造业集群培育目标；权重由用户设定 five abilities of cluster policy since 2022; weights set by the user',
  },
  rankRange: {
    name: { zh: '位次区间', en: 'range of ranks' },
    definition: {
      zh: '权重在所设值附近随机变动（狄利克雷分布，固定种子）时位次的5%—95%区间',
      en: 'ranks from 5 to 95 % when the weights vary around those set (Dirichlet, fixed seed)',
    },
    formula: 'w ~ Dirichlet(c × w)',
    unit: '位',
    source: 'OECD/JRC Handbook on Constructing Composite Indicators (2008), 7',
  },
  flip: {
    name: { zh: '翻转权重', en: 'turning weight' },
    definition: {
      zh: '使相邻两个集群位次互换所需的最小单项能力权重变动，其余权重按比例缩放',
      en: 'least change of one weight, the others in proportion, that turns two neighbours around',
    },
    formula: 't d_k + (1 - t) / (1 - w_k) Σ_{j≠k} w_j d_j = 0',
    unit: '1',
    source: '本项目 Ballast',
  },
} satisfies Record<string, Definition>;

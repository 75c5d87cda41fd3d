/** The short list of a region: which activities to go for, by fit, base, gain, neighbours, differentiation and risk, each visible. */
import { type Bilingual, UserError } from '../model/index.js';
import type { Foresight } from './foresight.js';
import { presenceCells } from './presence.js';
import { listed, type RegionActivityTable } from './table.js';

/** How much each term counts; only their ratios matter. */
export interface RecommendationWeights {
  /** Density: how much of what is related the region has. */
  fit: number;
  /** RCA now, below the threshold: what the region has of it already. */
  base: number;
  /** Opportunity gain: what the activity would open. */
  gain: number;
  /** Advantage of the neighbours, whose suppliers and skills are near. */
  neighbours: number;
  /** How few neighbours have the activity or would be told to go for it. */
  differentiation: number;
  /** How little its chains are exposed; the middle where nothing is known. */
  risk: number;
  /** Whether it is among the activities marked as priority. */
  priority: number;
}

export type RecommendationTerm = keyof RecommendationWeights;

export const RECOMMENDATION_WEIGHTS: Readonly<RecommendationWeights> = {
  fit: 0.3,
  base: 0.2,
  gain: 0.15,
  neighbours: 0.1,
  differentiation: 0.15,
  risk: 0.1,
  priority: 0,
};

export interface RecommendationOptions {
  weights?: Partial<RecommendationWeights>;
  /** Neighbours of each region; regions that the map does not name have none. Default: all other regions are neighbours. */
  neighbours?: ReadonlyMap<string, readonly string[]>;
  /** Exposure of an activity's chains, the higher the worse; in any unit, for it is read by rank. */
  risk?: ReadonlyMap<string, number>;
  priority?: ReadonlySet<string>;
  /** Length of the list. Default 10. */
  count?: number;
  /** Activities of fewer regions are no candidates: one holder says little about what goes with what. Default 2. */
  leastHolders?: number;
  /** Related activities shown with each. Default 4. */
  related?: number;
}

/** Every region's candidates with their terms, R × P; NaN where an activity is no candidate. */
export interface RecommendationScores {
  weights: RecommendationWeights;
  count: number;
  /** Numbers of each region's neighbours. */
  neighbours: Int32Array[];
  /** 0 to 1: place among the region's candidates, ties at their middle. */
  terms: Record<RecommendationTerm, Float64Array>;
  /** Mean over the neighbours of (RCA − 1) / (RCA + 1); NaN without any. */
  neighbourAdvantage: Float64Array;
  /** Share of the neighbours that have the activity or would list it by the other terms; NaN without any. */
  crowding: Float64Array;
  score: Float64Array;
  /** Without the term of differentiation. */
  ownScore: Float64Array;
  /** Each region's list by `score`, and by `ownScore`, as numbers of activities, the best first. */
  lists: Int32Array[];
  ownLists: Int32Array[];
  /** RCA, R × P. */
  advantage: Float64Array;
  has: Uint8Array;
}

/**
 * Scores of all regions at once, for what neighbours would choose decides on differentiation. A candidate is an activity that
 * the region does not have (M = 0) and at least `leastHolders` regions do. Each term is the place among the region's candidates
 * from 0 to 1; a score is their mean by weights, over the terms there are (no gain without complexity, no neighbours in an empty list).
 * Crowding counts a neighbour that has the activity, or has it in its own list by all terms but differentiation.
 *
 * Throws `UserError` for a weight below 0, for weights that are all 0, and for neighbours that are not in the table.
 */
export function recommendationScores(
  table: RegionActivityTable,
  result: Foresight,
  options: RecommendationOptions = {},
): RecommendationScores {
  const weights = { ...RECOMMENDATION_WEIGHTS, ...options.weights };
  refuseWeights(weights);
  const { count = 10, leastHolders = 2 } = options;
  if (!(Number.isInteger(count) && count >= 1))
    throw new UserError({
      zh: `推荐个数 ${count} 应为 1 以上的整数`,
      en: `a list of ${count} cannot be made; 1 or more is expected`,
    });
  const n = table.regions.length;
  const m = table.activities.length;
  const has = presenceCells(result.presence);
  const advantage = denseAdvantage(table, result);
  const neighbours = neighbourNumbers(table, options.neighbours);
  const { ubiquity } = result.presence;
  const neighbourAdvantage = meanOverNeighbours(advantage, neighbours, n, m);
  const blank = () => new Float64Array(n * m).fill(Number.NaN);
  const terms: Record<RecommendationTerm, Float64Array> = {
    fit: blank(),
    base: blank(),
    gain: blank(),
    neighbours: blank(),
    differentiation: blank(),
    risk: blank(),
    priority: blank(),
  };
  const candidates = Array.from({ length: n }, (_, r) =>
    Int32Array.from({ length: m }, (_, p) => p).filter(
      (p) => !has[r * m + p] && ubiquity[p]! >= leastHolders,
    ),
  );
  for (let r = 0; r < n; r++) {
    const own = candidates[r]!;
    const put = (term: RecommendationTerm, value: (p: number) => number) => {
      const places = placesOf(Array.from(own, value));
      own.forEach((p, i) => {
        terms[term][r * m + p] = places[i]!;
      });
    };
    put('fit', (p) => orLowest(result.density![r * m + p]!));
    put('base', (p) => advantage[r * m + p]!);
    if (result.opportunityGain) put('gain', (p) => orLowest(result.opportunityGain![r * m + p]!));
    if (neighbours[r]!.length > 0) put('neighbours', (p) => neighbourAdvantage[r * m + p]!);
    if (options.risk !== undefined)
      putRisk(table, own, terms.risk.subarray(r * m, (r + 1) * m), options.risk);
    if (options.priority !== undefined)
      for (const p of own) terms.priority[r * m + p] = options.priority.has(table.activities[p]!) ? 1 : 0;
  }
  const ownScore = blank();
  for (let r = 0; r < n; r++)
    for (const p of candidates[r]!) ownScore[r * m + p] = weighted(terms, weights, r * m + p);
  const ownLists = candidates.map((own, r) => bestOf(own, ownScore.subarray(r * m, (r + 1) * m), count));
  const wanted = new Uint8Array(n * m);
  ownLists.forEach((list, r) => {
    for (const p of list) wanted[r * m + p] = 1;
  });
  const crowding = blank();
  const score = blank();
  // Where all others are neighbours, whoever has or wants an activity is counted once for all of them.
  const takers = new Int32Array(m);
  for (let at = 0; at < n * m; at++) if (has[at] || wanted[at]) takers[at % m]!++;
  for (let r = 0; r < n; r++) {
    const near = neighbours[r]!;
    for (const p of candidates[r]!) {
      const at = r * m + p;
      if (near.length > 0) {
        let taken = 0;
        if (near.length === n - 1) taken = takers[p]! - (has[at] || wanted[at] ? 1 : 0);
        else for (const other of near) if (has[other * m + p] || wanted[other * m + p]) taken++;
        crowding[at] = taken / near.length;
        terms.differentiation[at] = 1 - crowding[at];
      }
      score[at] = weighted(terms, weights, at);
    }
  }
  const lists = candidates.map((own, r) => bestOf(own, score.subarray(r * m, (r + 1) * m), count));
  return {
    weights,
    count,
    neighbours,
    terms,
    neighbourAdvantage,
    crowding,
    score,
    ownScore,
    lists,
    ownLists,
    advantage,
    has,
  };
}

export interface RelatedActivity {
  activity: string;
  /** φ. */
  proximity: number;
  /** RCA of the region now; 0 where it has nothing of it. */
  advantage: number;
}

export interface Recommendation {
  activity: string;
  score: number;
  /** Rank among all candidates of the region, and what it would be without the term of differentiation. */
  rank: number;
  rankWithoutDifferentiation: number;
  /** Each term from 0 to 1, null where it is not known, beside the weight it had. */
  terms: Record<RecommendationTerm, { score: number | null; weight: number }>;
  density: number;
  gain: number | null;
  complexity: number;
  /** RCA and value of the region now. */
  advantage: number;
  value: number;
  /** How many regions have it. */
  ubiquity: number;
  neighbourAdvantage: number;
  /** The neighbours with the highest RCA in it. */
  strongestNeighbours: { region: string; advantage: number }[];
  /** Neighbours that have it, and those that do not but would have it in their lists. */
  heldBy: string[];
  wantedBy: string[];
  risk: number | null;
  priority: boolean;
  /** Nearest activities that the region has, and those that it lacks: what to stand on, what to build. */
  standsOn: RelatedActivity[];
  toBuild: RelatedActivity[];
}

export interface RegionRecommendations {
  region: string;
  /** Activities that the region does not have and could have been listed. */
  candidates: number;
  neighbours: string[];
  /** Whether the neighbours were given, or all other regions stand for them. */
  neighboursGiven: boolean;
  recommendations: Recommendation[];
  /** Mean share of a list that it has in common with the list of a neighbour, over all pairs: without the term, and with it. */
  overlap: { without: number; with: number };
  weights: RecommendationWeights;
  /** What of the score could not be counted. */
  doubts: Bilingual[];
}

/** The list of one region with the reasons. `result` must keep φ. Throws `UserError` for a region that is not in the table. */
export function recommendations(
  table: RegionActivityTable,
  result: Foresight,
  region: string,
  options: RecommendationOptions = {},
  scores: RecommendationScores = recommendationScores(table, result, options),
): RegionRecommendations {
  const r = table.regions.indexOf(region);
  if (r < 0)
    throw new UserError({
      zh: `表中没有地区“${region}”${listed('；有：', table.regions)}`,
      en: `the table has no region “${region}”${listed('; it has ', table.regions)}`,
    });
  const m = table.activities.length;
  const { related = 4 } = options;
  const { terms, weights, neighbours, advantage, has, score, ownScore } = scores;
  const row = (values: Float64Array) => values.subarray(r * m, (r + 1) * m);
  const rank = ranked(row(score));
  const ownRank = ranked(row(ownScore));
  const wanted = scores.ownLists.map((list) => new Set(list));
  const near = Array.from(neighbours[r]!);
  const relatedTo = (p: number, held: 0 | 1): RelatedActivity[] =>
    Array.from({ length: m }, (_, q) => q)
      .filter((q) => q !== p && has[r * m + q] === held && result.proximity![p * m + q]! > 0)
      .sort((a, b) => result.proximity![p * m + b]! - result.proximity![p * m + a]! || a - b)
      .slice(0, related)
      .map((q) => ({
        activity: table.activities[q]!,
        proximity: result.proximity![p * m + q]!,
        advantage: advantage[r * m + q]!,
      }));
  const made = Array.from(scores.lists[r]!, (p): Recommendation => {
    const at = r * m + p;
    const activity = table.activities[p]!;
    return {
      activity,
      score: score[at]!,
      rank: rank[p]!,
      rankWithoutDifferentiation: ownRank[p]!,
      terms: Object.fromEntries(
        (Object.keys(weights) as RecommendationTerm[]).map((term) => [
          term,
          { score: Number.isNaN(terms[term][at]!) ? null : terms[term][at]!, weight: weights[term] },
        ]),
      ) as Recommendation['terms'],
      density: result.density![at]!,
      gain: result.opportunityGain?.[at] ?? null,
      complexity: result.complexity.pci[p]!,
      advantage: advantage[at]!,
      value: amountOf(table, r, p),
      ubiquity: result.presence.ubiquity[p]!,
      neighbourAdvantage: scores.neighbourAdvantage[at]!,
      strongestNeighbours: near
        .filter((other) => advantage[other * m + p]! > 0)
        .sort((a, b) => advantage[b * m + p]! - advantage[a * m + p]! || a - b)
        .slice(0, 3)
        .map((other) => ({ region: table.regions[other]!, advantage: advantage[other * m + p]! })),
      heldBy: near.filter((other) => has[other * m + p]).map((other) => table.regions[other]!),
      wantedBy: near
        .filter((other) => !has[other * m + p] && wanted[other]!.has(p))
        .map((other) => table.regions[other]!),
      risk: options.risk?.get(activity) ?? null,
      priority: options.priority?.has(activity) ?? false,
      standsOn: relatedTo(p, 1),
      toBuild: relatedTo(p, 0),
    };
  });
  return {
    region,
    candidates: row(score).reduce((sum, own) => sum + (Number.isNaN(own) ? 0 : 1), 0),
    neighbours: near.map((other) => table.regions[other]!),
    neighboursGiven: options.neighbours !== undefined,
    recommendations: made,
    overlap: { without: overlapOf(scores.ownLists, neighbours), with: overlapOf(scores.lists, neighbours) },
    weights,
    doubts: doubtsOf(result, near.length, options),
  };
}

function doubtsOf(result: Foresight, near: number, options: RecommendationOptions): Bilingual[] {
  const doubts: Bilingual[] = [];
  if (result.opportunityGain === null)
    doubts.push({
      zh: '复杂度被拒绝，增益一项未计入得分',
      en: 'complexity is refused: the gain does not count in the score',
    });
  if (near === 0)
    doubts.push({
      zh: '没有给出该地区的邻近地区：邻区实力与差异化未计入得分',
      en: 'no neighbours of the region were given: strength of neighbours and differentiation do not count in the score',
    });
  else if (options.neighbours === undefined)
    doubts.push({
      zh: '没有给出邻近关系：以表中其余地区为邻近地区',
      en: 'no neighbours were given: all other regions of the table stand for them',
    });
  if (options.risk === undefined)
    doubts.push({
      zh: '没有产业链数据：风险未计入得分',
      en: 'there are no data on chains: risk does not count in the score',
    });
  return doubts;
}

function refuseWeights(weights: RecommendationWeights): void {
  for (const [term, weight] of Object.entries(weights))
    if (!(weight >= 0 && weight < Number.POSITIVE_INFINITY))
      throw new UserError({
        zh: `权重 ${term} 为 ${weight}，应为不小于 0 的数`,
        en: `the weight ${term} is ${weight}; a number of 0 or more is expected`,
      });
  if (Object.values(weights).every((weight) => weight === 0))
    throw new UserError({ zh: '各项权重全为 0', en: 'all weights are 0' });
}

/** RCA, R × P, 0 where there is nothing. */
function denseAdvantage(table: RegionActivityTable, result: Foresight): Float64Array {
  const m = table.activities.length;
  const out = new Float64Array(table.regions.length * m);
  for (let r = 0; r < table.regions.length; r++)
    for (let k = table.start[r]!; k < table.start[r + 1]!; k++)
      out[r * m + table.activity[k]!] = result.advantage[k]!;
  return out;
}

function amountOf(table: RegionActivityTable, r: number, p: number): number {
  for (let k = table.start[r]!; k < table.start[r + 1]!; k++)
    if (table.activity[k] === p) return table.values[k]!;
  return 0;
}

function neighbourNumbers(
  table: RegionActivityTable,
  given: ReadonlyMap<string, readonly string[]> | undefined,
): Int32Array[] {
  if (given === undefined)
    return table.regions.map((_, r) => Int32Array.from(table.regions.keys()).filter((other) => other !== r));
  const number = new Map(table.regions.map((name, r) => [name, r]));
  const unknown = [...new Set([...given].flat(2))].filter((name) => !number.has(name));
  if (unknown.length > 0)
    throw new UserError({
      zh: listed('邻近关系中有表里没有的地区：', unknown),
      en: listed('neighbours that are not in the table: ', unknown),
    });
  return table.regions.map((name, r) =>
    Int32Array.from(new Set((given.get(name) ?? []).map((other) => number.get(other)!)))
      .filter((other) => other !== r)
      .sort(),
  );
}

function meanOverNeighbours(
  advantage: Float64Array,
  neighbours: readonly Int32Array[],
  n: number,
  m: number,
): Float64Array {
  const symmetric = advantage.map((own) => (own - 1) / (own + 1));
  const out = new Float64Array(n * m).fill(Number.NaN);
  const all = new Float64Array(m);
  for (let at = 0; at < symmetric.length; at++) all[at % m]! += symmetric[at]!;
  for (let r = 0; r < n; r++) {
    const near = neighbours[r]!;
    if (near.length === 0) continue;
    const row = out.subarray(r * m, (r + 1) * m).fill(0);
    if (near.length === n - 1) for (let p = 0; p < m; p++) row[p] = all[p]! - symmetric[r * m + p]!;
    else for (const other of near) for (let p = 0; p < m; p++) row[p]! += symmetric[other * m + p]!;
    for (let p = 0; p < m; p++) row[p]! /= near.length;
  }
  return out;
}

/** The less exposed the higher; those of which nothing is known stand in the middle. */
function putRisk(
  table: RegionActivityTable,
  candidates: Int32Array,
  to: Float64Array,
  risk: ReadonlyMap<string, number>,
): void {
  const known = candidates.filter((p) => risk.has(table.activities[p]!));
  if (known.length === 0) return;
  const places = placesOf(Array.from(known, (p) => risk.get(table.activities[p]!)!));
  for (const p of candidates) to[p] = 0.5;
  known.forEach((p, i) => {
    to[p] = 1 - places[i]!;
  });
}

/** Place of each value from 0 for the lowest to 1 for the highest, ties at their middle; ½ for one alone. */
function placesOf(values: readonly number[]): number[] {
  const order = values.map((_, i) => i).sort((a, b) => values[a]! - values[b]! || a - b);
  const out = new Array<number>(values.length);
  for (let from = 0; from < order.length; ) {
    let to = from + 1;
    while (to < order.length && values[order[to]!] === values[order[from]!]) to++;
    const place = values.length === 1 ? 0.5 : (from + to - 1) / 2 / (values.length - 1);
    for (let i = from; i < to; i++) out[order[i]!] = place;
    from = to;
  }
  return out;
}

const TERMS = Object.keys(RECOMMENDATION_WEIGHTS) as RecommendationTerm[];

function weighted(terms: RecommendationScores['terms'], weights: RecommendationWeights, at: number): number {
  let sum = 0;
  let all = 0;
  for (const term of TERMS) {
    const own = terms[term][at]!;
    if (Number.isNaN(own) || weights[term] === 0) continue;
    sum += weights[term] * own;
    all += weights[term];
  }
  return all > 0 ? sum / all : 0;
}

/** The first `count` candidates by falling score, of equal ones the earlier. */
export function bestOf(candidates: Int32Array, score: ArrayLike<number>, count: number): Int32Array {
  return candidates
    .slice()
    .sort((a, b) => score[b]! - score[a]! || a - b)
    .slice(0, count);
}

/** Rank from 1 by falling score, of equal ones the earlier first; NaN where there is none. */
function ranked(score: Float64Array): Float64Array {
  const out = new Float64Array(score.length).fill(Number.NaN);
  const order = Int32Array.from(score.keys()).filter((p) => !Number.isNaN(score[p]!));
  bestOf(order, score, order.length).forEach((p, i) => {
    out[p] = i + 1;
  });
  return out;
}

function overlapOf(lists: readonly Int32Array[], neighbours: readonly Int32Array[]): number {
  const sets = lists.map((list) => new Set(list));
  let sum = 0;
  let pairs = 0;
  neighbours.forEach((near, r) => {
    const own = lists[r]!;
    if (own.length === 0) return;
    for (const other of near) {
      let shared = 0;
      for (const p of own) if (sets[other]!.has(p)) shared++;
      sum += shared / own.length;
      pairs++;
    }
  });
  return pairs === 0 ? Number.NaN : sum / pairs;
}

export function orLowest(value: number): number {
  return Number.isNaN(value) ? Number.NEGATIVE_INFINITY : value;
}

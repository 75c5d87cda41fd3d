/** How well a score tells those that come true from those that do not: the area under the ROC curve, with intervals. */
import { type Interval, percentiles } from './interval.js';

/** A score split by what came of it. */
export interface Outcomes {
  /** Scores of those that came true. */
  positives: Float64Array;
  negatives: Float64Array;
}

/**
 * For each positive the share of negatives below it, and for each negative the share of positives above it, ties one half: the
 * structural components of DeLong, DeLong and Clarke-Pearson (1988), whose means are both the area.
 */
export interface Placements {
  positives: Float64Array;
  negatives: Float64Array;
  auc: number;
}

export function placements({ positives, negatives }: Outcomes): Placements {
  const sortedPositives = positives.slice().sort();
  const sortedNegatives = negatives.slice().sort();
  const below = (sorted: Float64Array, value: number) =>
    (place(sorted, value, false) + place(sorted, value, true)) / (2 * sorted.length);
  const ofPositives = positives.map((value) => below(sortedNegatives, value));
  const ofNegatives = negatives.map((value) => 1 - below(sortedPositives, value));
  return { positives: ofPositives, negatives: ofNegatives, auc: mean(ofPositives) };
}

/** Standard error of an area, or of the difference of two areas over the same cases. DeLong et al. (1988), Biometrics 44. */
export function deLongError(one: Placements, other?: Placements): number {
  const own = (values: Float64Array, less: Float64Array | undefined) =>
    variance(less ? values.map((value, i) => value - less[i]!) : values) / values.length;
  return Math.sqrt(own(one.positives, other?.positives) + own(one.negatives, other?.negatives));
}

/** Cases of a back-test, in groups that are drawn together: the cells of a region are not independent of each other. */
export interface GroupedCases {
  group: Int32Array;
  groups: number;
  /** 1 where the case came true. */
  outcome: Uint8Array;
}

/**
 * Areas of each score over draws of whole groups with repetition: `rounds` values a score, NaN where a draw has no positive or
 * no negative. The same draws serve every score, so that differences are paired. `draw(round)` is a stream of uniforms.
 */
export function groupBootstrap(
  scores: readonly Float64Array[],
  { group, groups, outcome }: GroupedCases,
  rounds: number,
  draw: (round: number) => () => number,
): Float64Array[] {
  const times = Array.from({ length: rounds }, (_, round) => {
    const random = draw(round);
    const own = new Int32Array(groups);
    for (let i = 0; i < groups; i++) own[Math.floor(random() * groups)]!++;
    return own;
  });
  const truths = new Int32Array(groups);
  for (let i = 0; i < group.length; i++) truths[group[i]!]! += outcome[i]!;
  const others = new Int32Array(groups);
  for (let i = 0; i < group.length; i++) others[group[i]!]! += 1 - outcome[i]!;
  return scores.map((score) => {
    const wins = groupWins(score, { group, groups, outcome });
    return Float64Array.from(times, (own) => {
      let positives = 0;
      let negatives = 0;
      let won = 0;
      for (let g = 0; g < groups; g++) {
        positives += own[g]! * truths[g]!;
        negatives += own[g]! * others[g]!;
        if (own[g] === 0) continue;
        let row = 0;
        for (let h = 0; h < groups; h++) row += own[h]! * wins[g * groups + h]!;
        won += own[g]! * row;
      }
      return won / (positives * negatives);
    });
  });
}

/**
 * wins[g, h]: how many pairs of a positive of group g and a negative of group h the positive wins, ties one half. With it the
 * area of any draw of groups is a quadratic form. Cost: positives × groups.
 */
function groupWins(score: Float64Array, { group, groups, outcome }: GroupedCases): Float64Array {
  // Cases by rising score, ties together: a counting sort by the place of the value.
  const n = score.length;
  const values = score.slice().sort();
  const at = score.map((value) => place(values, value, false));
  const next = new Int32Array(n + 1);
  for (let i = 0; i < n; i++) next[at[i]! + 1]!++;
  for (let i = 0; i < n; i++) next[i + 1]! += next[i]!;
  const order = new Int32Array(n);
  for (let i = 0; i < n; i++) order[next[at[i]!]!++] = i;
  const wins = new Float64Array(groups * groups);
  const below = new Float64Array(groups);
  const half = new Float64Array(groups);
  for (let from = 0; from < n; ) {
    const run = at[order[from]!]!;
    let to = from;
    for (; to < n && at[order[to]!]! === run; to++)
      if (!outcome[order[to]!]!) half[group[order[to]!]!]! += 0.5;
    for (let i = from; i < to; i++) {
      if (!outcome[order[i]!]!) continue;
      const row = group[order[i]!]! * groups;
      for (let h = 0; h < groups; h++) wins[row + h]! += below[h]! + half[h]!;
    }
    for (let i = from; i < to; i++) {
      const g = group[order[i]!]!;
      below[g]! += 2 * half[g]!;
      half[g] = 0;
    }
    from = to;
  }
  return wins;
}

/** The middle `level` of the values that are numbers. */
export function percentileInterval(values: Float64Array, level: number): Interval {
  return percentiles(
    Array.from(values).filter((value) => !Number.isNaN(value)),
    level,
  );
}

/** How many of the sorted values are below, or with `equal` not above, the value. */
function place(sorted: Float64Array, value: number, equal: boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const own = sorted[middle]!;
    if (own < value || (equal && own === value)) low = middle + 1;
    else high = middle;
  }
  return low;
}

function mean(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

function variance(values: Float64Array): number {
  const middle = mean(values);
  let sum = 0;
  for (const value of values) sum += (value - middle) ** 2;
  return sum / (values.length - 1);
}

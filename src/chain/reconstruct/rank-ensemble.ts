// What an ensemble says of each firm: its index, its rank, and how sure either is.
import { intervalOf } from '../shock/draws.js';
import { competitionRanks, rankCorrelation, topShared } from './rank-agreement.js';

/** Of each firm, n: over the networks of the ensemble. */
export interface EnsembleRanks {
  networks: number;
  level: number;
  top: number;
  mean: Float64Array;
  /** The middle `level` of the networks. */
  low: Float64Array;
  high: Float64Array;
  /** Standard error of the mean, for the networks drawn are some of many; 0 with one network. */
  standardError: Float64Array;
  /** Rank by the mean, 1 the riskiest. */
  rank: Uint32Array;
  /** The middle `level` of the ranks in each network, outward to whole ranks, and their median. */
  rankLow: Uint32Array;
  rankMedian: Float64Array;
  rankHigh: Uint32Array;
  /** Part of the networks in which the firm is among the `top` riskiest. */
  topProbability: Float64Array;
}

/** `esri`: of each network, n values. O(networks · n log n) time; ranks of all networks are held, 4 bytes each. */
export function ensembleRanks(
  esri: readonly Float64Array[],
  { level = 0.9, top = 20 }: { level?: number; top?: number } = {},
): EnsembleRanks {
  const networks = esri.length;
  if (networks === 0) throw new RangeError('an ensemble of no networks');
  const n = esri[0]!.length;
  const ranks = esri.map(competitionRanks);
  const of = () => new Float64Array(n);
  const result: EnsembleRanks = {
    networks,
    level,
    top,
    mean: of(),
    low: of(),
    high: of(),
    standardError: of(),
    rank: new Uint32Array(n),
    rankLow: new Uint32Array(n),
    rankMedian: of(),
    rankHigh: new Uint32Array(n),
    topProbability: of(),
  };
  const values = new Float64Array(networks);
  const places = new Float64Array(networks);
  for (let i = 0; i < n; i++) {
    let sum = 0;
    let inTop = 0;
    for (let k = 0; k < networks; k++) {
      values[k] = esri[k]![i]!;
      places[k] = ranks[k]![i]!;
      sum += values[k]!;
      if (places[k]! <= top) inTop++;
    }
    const mean = sum / networks;
    let squares = 0;
    for (const value of values) squares += (value - mean) ** 2;
    const risk = intervalOf(values, level);
    const rank = intervalOf(places, level);
    result.mean[i] = mean;
    result.low[i] = risk.low;
    result.high[i] = risk.high;
    result.standardError[i] = networks > 1 ? Math.sqrt(squares / (networks - 1) / networks) : 0;
    result.rankLow[i] = Math.floor(rank.low);
    result.rankMedian[i] = rank.median;
    result.rankHigh[i] = Math.ceil(rank.high);
    result.topProbability[i] = inTop / networks;
  }
  result.rank = competitionRanks(result.mean);
  return result;
}

export interface RankStability {
  /** Networks used, half of them on either side. */
  networks: number;
  /** Spearman's correlation of the mean index of the two halves over all firms; null where one does not vary. */
  rankCorrelation: number | null;
  /** Part of the `top` riskiest firms of one half that are among those of the other. */
  topShared: number;
}

/**
 * How stable ranks by the mean are with 2, 4, 8 … and all networks: two halves that share none (every other network) are
 * held against each other. What both halves have wrong in common, the assumptions of the reconstruction, does not show.
 */
export function rankStability(esri: readonly Float64Array[], top: number): RankStability[] {
  const even = esri.length - (esri.length % 2);
  const steps: number[] = [];
  for (let networks = 2; networks < even; networks *= 2) steps.push(networks);
  if (even >= 2) steps.push(even);
  const n = esri[0]?.length ?? 0;
  const halves = [new Float64Array(n), new Float64Array(n)] as const;
  const found: RankStability[] = [];
  let used = 0;
  for (const networks of steps) {
    for (; used < networks; used++) {
      const half = halves[used % 2]!;
      for (let i = 0; i < n; i++) half[i]! += esri[used]![i]!;
    }
    found.push({
      networks,
      rankCorrelation: rankCorrelation(...halves),
      topShared: topShared(...halves, top),
    });
  }
  return found;
}

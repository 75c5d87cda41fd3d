/** How far ranks by complexity and fitness depend on chance: intervals from resampled tables. */
import { poisson, UserError, uniformStream } from '../model/index.js';
import { type ForesightOptions, standingOf } from './foresight.js';
import { type Interval, percentiles } from './interval.js';
import { correlation, ranks } from './ranking.js';
import { type RegionActivityTable, regionActivityTableOf, withValues } from './table.js';

export interface BootstrapOptions extends ForesightOptions {
  /**
   * `poisson`: each count is drawn anew from a Poisson law of its size (firms, patents, plants). `activities`: as many
   * activities are drawn with repetition, for values that are no counts; how far does the order hang on single activities?
   */
  method: 'poisson' | 'activities';
  /** Default 200. */
  rounds?: number;
  seed: number;
  /** Share of rounds within an interval. Default 0.95. */
  level?: number;
}

export interface BootstrappedRegion {
  region: string;
  /** On the table as it is; NaN where not ranked. */
  eci: number;
  eciRank: number;
  fitnessRank: number;
  /** Percentile intervals over the rounds in which the region is ranked. */
  eciInterval: Interval;
  eciRankInterval: Interval;
  fitnessRankInterval: Interval;
  /** Rounds in which the region was ranked by ECI. */
  ranked: number;
}

export interface Bootstrap {
  method: BootstrapOptions['method'];
  rounds: number;
  seed: number;
  level: number;
  /** Rounds whose table could not be ranked at all. */
  refused: number;
  regions: BootstrappedRegion[];
}

/**
 * Percentile intervals of ECI and of the ranks by ECI and by fitness. In each round ECI takes the sign with which it
 * correlates with that of the table. Round i depends on the seed and i alone. Efron and Tibshirani (1993), chapter 13.
 *
 * Throws `UserError` where `poisson` meets a value that is no whole number.
 */
export function bootstrap(table: RegionActivityTable, options: BootstrapOptions): Bootstrap {
  const { method, rounds = 200, seed, level = 0.95 } = options;
  if (!(Number.isInteger(rounds) && rounds >= 2) || !(level > 0 && level < 1))
    throw new UserError({
      zh: `自助法需要至少 2 轮、置信水平在 0 与 1 之间；现为 ${rounds} 轮、${level}`,
      en: `the bootstrap takes at least 2 rounds and a level between 0 and 1; got ${rounds} and ${level}`,
    });
  if (method === 'poisson') refuseFractions(table);
  const n = table.regions.length;
  const number = new Map(table.regions.map((name, r) => [name, r]));
  const base = standingOf(table, options);
  const eci = Array.from({ length: n }, (): number[] => []);
  const eciRanks = Array.from({ length: n }, (): number[] => []);
  const fitnessRanks = Array.from({ length: n }, (): number[] => []);
  let refused = 0;
  for (let round = 0; round < rounds; round++) {
    const drawn = resampled(table, method, uniformStream(seed, round));
    if (!drawn) {
      refused++;
      continue;
    }
    const standing = standingOf(drawn, options);
    const place = drawn.regions.map((name) => number.get(name)!);
    ranks(standing.fitness.fitness).forEach((rank, r) => {
      fitnessRanks[place[r]!]!.push(rank);
    });
    if (standing.complexity.refusal) {
      refused++;
      continue;
    }
    const own = standing.complexity.eci;
    const sign =
      correlation(
        own,
        place.map((r) => base.complexity.eci[r]!),
      ) < 0
        ? -1
        : 1;
    const turned = own.map((value) => sign * value);
    const rank = ranks(turned);
    for (let r = 0; r < own.length; r++) {
      if (Number.isNaN(turned[r]!)) continue;
      eci[place[r]!]!.push(turned[r]!);
      eciRanks[place[r]!]!.push(rank[r]!);
    }
  }
  const rank = ranks(base.complexity.eci);
  const fitnessRank = ranks(base.fitness.fitness);
  return {
    method,
    rounds,
    seed,
    level,
    refused,
    regions: table.regions.map((region, r) => ({
      region,
      eci: base.complexity.eci[r]!,
      eciRank: rank[r]!,
      fitnessRank: fitnessRank[r]!,
      eciInterval: percentiles(eci[r]!, level),
      eciRankInterval: percentiles(eciRanks[r]!, level),
      fitnessRankInterval: percentiles(fitnessRanks[r]!, level),
      ranked: eci[r]!.length,
    })),
  };
}

/** undefined where too little is left to make a table. */
function resampled(
  table: RegionActivityTable,
  method: BootstrapOptions['method'],
  random: () => number,
): RegionActivityTable | undefined {
  const m = table.activities.length;
  try {
    if (method === 'poisson')
      return withValues(
        table,
        table.values.map((value) => poisson(value, random)),
      );
    const times = new Int32Array(m);
    for (let draw = 0; draw < m; draw++) times[Math.floor(random() * m)]!++;
    const first = new Int32Array(m + 1);
    for (let p = 0; p < m; p++) first[p + 1] = first[p]! + times[p]!;
    const region: number[] = [];
    const activity: number[] = [];
    const value: number[] = [];
    for (let r = 0; r < table.regions.length; r++)
      for (let k = table.start[r]!; k < table.start[r + 1]!; k++) {
        const p = table.activity[k]!;
        for (let copy = first[p]!; copy < first[p + 1]!; copy++) {
          region.push(r);
          activity.push(copy);
          value.push(table.values[k]!);
        }
      }
    return regionActivityTableOf({
      regions: table.regions,
      activities: table.activities.flatMap((name, p) =>
        Array.from({ length: times[p]! }, (_, copy) => `${name} #${copy + 1}`),
      ),
      region,
      activity,
      value,
    });
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

function refuseFractions(table: RegionActivityTable): void {
  for (let r = 0; r < table.regions.length; r++)
    for (let k = table.start[r]!; k < table.start[r + 1]!; k++)
      if (!Number.isInteger(table.values[k]!)) {
        const where = `${table.regions[r]}, ${table.activities[table.activity[k]!]}`;
        throw new UserError({
          zh: `${where}：数值 ${table.values[k]} 不是整数；泊松自助法只适用于计数（企业数、专利数等），其他数据请用 activities 法`,
          en: `${where}: the value ${table.values[k]} is no whole number; the Poisson bootstrap is for counts (firms, patents …), use the method activities for others`,
        });
      }
}

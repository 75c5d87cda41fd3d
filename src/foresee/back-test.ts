/** Does it foretell? Entries of regions into activities, foretold by density and by what needs no theory. */
import { type Bilingual, UserError, uniformStream } from '../model/index.js';
import { type Profile, profileOf } from './conventions.js';
import {
  deLongError,
  type GroupedCases,
  groupBootstrap,
  percentileInterval,
  placements,
} from './discrimination.js';
import { foresight } from './foresight.js';
import { type Interval, normalQuantile } from './interval.js';
import { presenceCells } from './presence.js';
import type { RegionActivityTable } from './table.js';

export interface PanelYear {
  year: number;
  table: RegionActivityTable;
}

/** Density, and the baselines it must beat to be worth its theory. */
export type ForecastScore = 'density' | 'ubiquity' | 'diversity' | 'advantage' | 'random';
const SCORES: readonly ForecastScore[] = ['density', 'ubiquity', 'diversity', 'advantage', 'random'];

export interface BackTestOptions {
  profile?: Profile;
  population?: ReadonlyMap<string, number>;
  /** Years ahead. Default [5]. */
  horizons?: readonly number[];
  /** Only cells with an advantage below it at the start are candidates, against flicker around the threshold. Default: all with M = 0. */
  absentBelow?: number;
  /** `regions` draws whole regions, whose cells depend on each other; `deLong` takes cells as independent and is narrower. */
  interval?: 'regions' | 'deLong';
  /** Draws of `regions`. Default 200. */
  rounds?: number;
  seed?: number;
  /** Default 0.95. */
  level?: number;
}

export interface ScoreResult {
  score: ForecastScore;
  /** Chance that an entry scores above a cell that was not entered; one half is no better than a coin. */
  auc: number;
  interval: Interval;
  /** Mean over regions and years of the area within the region and year, by entries: the choice among activities, which is what a region has. */
  withinRegions: number;
  /** Of the ten candidates of each region and year that score highest, the share that was entered. */
  hitRateOfTen: number;
  /** AUC of density less this one, over the same cases; null for density itself. */
  densityAhead: { difference: number; interval: Interval } | null;
}

export interface BackTestHorizon {
  horizon: number;
  pairs: { from: number; to: number; candidates: number; entries: number }[];
  candidates: number;
  entries: number;
  /** Share of candidates that were entered: what `hitRateOfTen` is held against. */
  entryRate: number;
  scores: ScoreResult[];
  /** What the figures allow to be said. */
  verdict: Bilingual;
}

export interface BackTest {
  profile: Profile;
  interval: NonNullable<BackTestOptions['interval']>;
  level: number;
  seed: number;
  rounds: number;
  absentBelow: number | null;
  horizons: BackTestHorizon[];
  /** Regions and activities that some pair of years did not share, so that their cells were left out there. */
  leftOut: { regions: string[]; activities: string[] };
}

/**
 * For each horizon h and each year t of the panel with a table at t + h: candidates are the cells with M = 0 at t, entries
 * those with M = 1 at t + h. Scores are taken at t alone. Cells are pooled over years. Hidalgo et al. (2007) introduce density as
 * a forecast of entry; areas by DeLong et al. (1988).
 *
 * Throws `UserError` where no two years are a horizon apart, where a year stands twice, and where nothing or everything was entered.
 */
export function backTest(panel: readonly PanelYear[], options: BackTestOptions = {}): BackTest {
  const {
    profile = profileOf(),
    population,
    horizons = [5],
    absentBelow,
    interval = 'regions',
    rounds = 200,
    seed = 1,
    level = 0.95,
  } = options;
  const years = [...panel].sort((a, b) => a.year - b.year);
  const twice = years.find(({ year }, i) => years[i + 1]?.year === year);
  if (twice)
    throw new UserError({
      zh: `面板中 ${twice.year} 年出现两次`,
      en: `the year ${twice.year} stands twice in the panel`,
    });
  if (horizons.length === 0)
    throw new UserError({ zh: '至少需要一个预测期', en: 'at least one horizon is expected' });
  const states = new Map<number, YearState>();
  const stateOf = (year: number): YearState | undefined => {
    const known = states.get(year);
    const own = years.find((each) => each.year === year);
    if (known || !own) return known;
    const state = yearState(own.table, profile, population);
    states.set(year, state);
    return state;
  };
  const leftOut = { regions: new Set<string>(), activities: new Set<string>() };
  return {
    profile,
    interval,
    level,
    seed,
    rounds,
    absentBelow: absentBelow ?? null,
    horizons: horizons.map((horizon) => {
      if (!(Number.isInteger(horizon) && horizon >= 1))
        throw new UserError({
          zh: `预测期 ${horizon} 应为 1 以上的整年数`,
          en: `the horizon ${horizon} must be a whole number of years, at least 1`,
        });
      const cases = new Cases();
      for (const { year } of years) {
        const later = stateOf(year + horizon);
        if (!later) continue;
        cases.add(
          year,
          year + horizon,
          stateOf(year)!,
          later,
          absentBelow,
          uniformStream(seed, -year),
          leftOut,
        );
      }
      if (cases.pairs.length === 0)
        throw new UserError({
          zh: `面板年份 ${years.map((own) => own.year).join('、')} 中没有相隔 ${horizon} 年的两年`,
          en: `of the years ${years.map((own) => own.year).join(', ')} no two are ${horizon} apart`,
        });
      return cases.result(horizon, { interval, rounds, level, seed });
    }),
    leftOut: { regions: [...leftOut.regions], activities: [...leftOut.activities] },
  };
}

interface YearState {
  table: RegionActivityTable;
  /** R × P. */
  has: Uint8Array;
  advantage: Float64Array;
  density: Float64Array;
  diversity: Int32Array;
  ubiquity: Int32Array;
}

function yearState(
  table: RegionActivityTable,
  profile: Profile,
  population: ReadonlyMap<string, number> | undefined,
): YearState {
  const own = foresight(table, { profile, gain: false, ...(population && { population }) });
  const m = table.activities.length;
  const advantage = new Float64Array(table.regions.length * m);
  for (let r = 0; r < table.regions.length; r++)
    for (let k = table.start[r]!; k < table.start[r + 1]!; k++)
      advantage[r * m + table.activity[k]!] = own.advantage[k]!;
  return {
    table,
    has: presenceCells(own.presence),
    advantage,
    // Nothing is near what nobody has.
    density: own.density!.map((value) => (Number.isNaN(value) ? 0 : value)),
    diversity: own.presence.diversity,
    ubiquity: own.presence.ubiquity,
  };
}

class Cases {
  readonly pairs: BackTestHorizon['pairs'] = [];
  readonly #scores = SCORES.map((): number[] => []);
  readonly #outcome: number[] = [];
  readonly #group: number[] = [];
  /** Cases of one region and year stand together: where each such run begins. */
  readonly #runs: number[] = [];
  readonly #groups = new Map<string, number>();

  add(
    from: number,
    to: number,
    now: YearState,
    later: YearState,
    absentBelow: number | undefined,
    random: () => number,
    leftOut: { regions: Set<string>; activities: Set<string> },
  ): void {
    const regionLater = placesIn(now.table.regions, later.table.regions, leftOut.regions);
    const activityLater = placesIn(now.table.activities, later.table.activities, leftOut.activities);
    const m = now.table.activities.length;
    const mLater = later.table.activities.length;
    let candidates = 0;
    let entries = 0;
    for (let r = 0; r < now.table.regions.length; r++) {
      const rLater = regionLater[r]!;
      if (rLater < 0) continue;
      const name = now.table.regions[r]!;
      const group = this.#groups.get(name) ?? this.#groups.size;
      this.#groups.set(name, group);
      this.#runs.push(this.#outcome.length);
      for (let p = 0; p < m; p++) {
        const at = r * m + p;
        const pLater = activityLater[p]!;
        if (pLater < 0 || now.has[at] || !(absentBelow === undefined || now.advantage[at]! < absentBelow))
          continue;
        const entered = later.has[rLater * mLater + pLater]!;
        const scores = [now.density[at]!, now.ubiquity[p]!, now.diversity[r]!, now.advantage[at]!, random()];
        for (let s = 0; s < scores.length; s++) this.#scores[s]!.push(scores[s]!);
        this.#outcome.push(entered);
        this.#group.push(group);
        candidates++;
        entries += entered;
      }
    }
    this.pairs.push({ from, to, candidates, entries });
  }

  result(
    horizon: number,
    {
      interval,
      rounds,
      level,
      seed,
    }: { interval: 'regions' | 'deLong'; rounds: number; level: number; seed: number },
  ): BackTestHorizon {
    const n = this.#outcome.length;
    const outcome = Uint8Array.from(this.#outcome);
    const entries = outcome.reduce((sum, own) => sum + own, 0);
    if (entries === 0 || entries === n)
      throw new UserError({
        zh: `${horizon} 年内 ${n} 个候选中有 ${entries} 个进入，无从检验`,
        en: `within ${horizon} years ${entries} of ${n} candidates were entered: nothing to tell apart`,
      });
    const scores = this.#scores.map((own) => Float64Array.from(own));
    const cases: GroupedCases = { group: Int32Array.from(this.#group), groups: this.#groups.size, outcome };
    const placed = scores.map((score) => placements(splitBy(score, outcome)));
    const drawn =
      interval === 'regions'
        ? groupBootstrap(scores, cases, rounds, (round) => uniformStream(seed, round))
        : null;
    const z = normalQuantile(level);
    const around = (value: number, error: number): Interval => ({
      low: value - z * error,
      high: value + z * error,
    });
    const density = placed[0]!;
    const results = SCORES.map((score, s): ScoreResult => {
      const own = placed[s]!;
      const difference = density.auc - own.auc;
      return {
        score,
        auc: own.auc,
        interval: drawn ? percentileInterval(drawn[s]!, level) : around(own.auc, deLongError(own)),
        withinRegions: this.#withinRegions(scores[s]!, outcome),
        hitRateOfTen: this.#hitRate(scores[s]!, outcome, 10),
        densityAhead:
          s === 0
            ? null
            : {
                difference,
                interval: drawn
                  ? percentileInterval(
                      drawn[0]!.map((value, i) => value - drawn[s]![i]!),
                      level,
                    )
                  : around(difference, deLongError(density, own)),
              },
      };
    });
    return {
      horizon,
      pairs: this.pairs,
      candidates: n,
      entries,
      entryRate: entries / n,
      scores: results,
      verdict: verdictOf(results, level),
    };
  }

  #withinRegions(score: Float64Array, outcome: Uint8Array): number {
    let sum = 0;
    let weight = 0;
    for (const [from, to] of this.#spans()) {
      const own = splitBy(score.subarray(from, to), outcome.subarray(from, to));
      if (own.positives.length === 0 || own.negatives.length === 0) continue;
      sum += own.positives.length * placements(own).auc;
      weight += own.positives.length;
    }
    return sum / weight;
  }

  /** Ties at the last place count by their share of entries. */
  #hitRate(score: Float64Array, outcome: Uint8Array, top: number): number {
    let hits = 0;
    let tried = 0;
    for (const [from, to] of this.#spans()) {
      const own = score.slice(from, to).sort();
      const last = own[Math.max(0, own.length - top)]!;
      let above = 0;
      let aboveHits = 0;
      let tied = 0;
      let tiedHits = 0;
      for (let i = from; i < to; i++) {
        if (score[i]! > last) {
          above++;
          aboveHits += outcome[i]!;
        } else if (score[i] === last) {
          tied++;
          tiedHits += outcome[i]!;
        }
      }
      const chosen = Math.min(top, to - from);
      hits += aboveHits + ((chosen - above) * tiedHits) / tied;
      tried += chosen;
    }
    return hits / tried;
  }

  /** The cases of each region in each year. */
  #spans(): [number, number][] {
    const runs = [...this.#runs, this.#outcome.length];
    return runs.slice(0, -1).flatMap((from, i) => (from < runs[i + 1]! ? [[from, runs[i + 1]!]] : []));
  }
}

function splitBy(
  score: Float64Array,
  outcome: Uint8Array,
): { positives: Float64Array; negatives: Float64Array } {
  return {
    positives: score.filter((_, i) => outcome[i] === 1),
    negatives: score.filter((_, i) => outcome[i] === 0),
  };
}

/** The place of each name in the others, −1 where it is not among them; names that only one has are noted. */
function placesIn(names: readonly string[], others: readonly string[], missing: Set<string>): Int32Array {
  const place = new Map(others.map((name, i) => [name, i]));
  const known = new Set(names);
  for (const name of others) if (!known.has(name)) missing.add(name);
  return Int32Array.from(names, (name) => {
    const at = place.get(name);
    if (at === undefined) missing.add(name);
    return at ?? -1;
  });
}

const SCORE_NAMES: Record<ForecastScore, Bilingual> = {
  density: { zh: '关联密度', en: 'density' },
  ubiquity: { zh: '行业普遍性', en: 'ubiquity' },
  diversity: { zh: '地区多样性', en: 'diversity of the region' },
  advantage: { zh: '现有比较优势', en: 'advantage now' },
  random: { zh: '随机', en: 'chance' },
};

function verdictOf(results: readonly ScoreResult[], level: number): Bilingual {
  const [density, ...rivals] = results;
  const best = rivals.reduce((a, b) => (b.auc > a.auc ? b : a));
  const bestWithin = rivals.reduce((a, b) => (b.withinRegions > a.withinRegions ? b : a));
  const own = density!.auc.toFixed(3);
  const other = best.auc.toFixed(3);
  const name = SCORE_NAMES[best.score];
  const at = `${Math.round(level * 100)}%`;
  const inside = {
    zh: `；在同一地区内选行业时，关联密度为 ${density!.withinRegions.toFixed(3)}，最好的基准“${SCORE_NAMES[bestWithin.score].zh}”为 ${bestWithin.withinRegions.toFixed(3)}`,
    en: `; in the choice among activities of one region density has ${density!.withinRegions.toFixed(3)}, the best baseline, ${SCORE_NAMES[bestWithin.score].en}, ${bestWithin.withinRegions.toFixed(3)}`,
  };
  if (rivals.every((rival) => rival.densityAhead!.interval.low > 0))
    return {
      zh: `关联密度（AUC ${own}）优于最好的简单基准“${name.zh}”（${other}），差异在 ${at} 水平上成立${inside.zh}`,
      en: `density (AUC ${own}) beats the best plain baseline, ${name.en} (${other}), at the ${at} level${inside.en}`,
    };
  if (best.densityAhead!.interval.high < 0)
    return {
      zh: `关联密度（AUC ${own}）不如简单基准“${name.zh}”（${other}）：此数据上不宜单凭关联密度推荐${inside.zh}`,
      en: `density (AUC ${own}) falls short of the plain baseline ${name.en} (${other}): do not recommend by density alone on these data${inside.en}`,
    };
  return {
    zh: `关联密度（AUC ${own}）与最好的简单基准“${name.zh}”（${other}）在 ${at} 水平上无法区分${inside.zh}`,
    en: `density (AUC ${own}) cannot be told from the best plain baseline, ${name.en} (${other}), at the ${at} level${inside.en}`,
  };
}

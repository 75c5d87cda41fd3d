/** Specialisation: revealed comparative advantage (location quotient), its variants, and who is taken to have what. */
import { UserError } from '../model/index.js';
import { type Presence, presenceOfRows } from './presence.js';
import { listed, type RegionActivityTable } from './table.js';

/**
 * RCA_rp = (X_rp / X_r.) / (X_.p / X), one for each cell of the table; elsewhere it is 0. The location quotient of regional
 * science is the same number. Two identities hold: Σ_p (X_.p / X) RCA_rp = 1 and Σ_r (X_r. / X) RCA_rp = 1.
 * Balassa (1965), The Manchester School 33.
 */
export function revealedComparativeAdvantage(table: RegionActivityTable): Float64Array {
  const { start, activity, values, regionTotals, activityTotals, total } = table;
  const rca = new Float64Array(values.length);
  for (let r = 0; r < regionTotals.length; r++)
    for (let k = start[r]!; k < start[r + 1]!; k++)
      rca[k] = values[k]! / regionTotals[r]! / (activityTotals[activity[k]!]! / total);
  return rca;
}

/**
 * RPOP_rp = (X_rp / X_.p) / (N_r / N), N the population: what a region has of an activity beside its part of the people. One
 * for each cell of the table. As the Stata command ecomplexity (2020) has it.
 *
 * Throws `UserError` naming regions without a population above 0.
 */
export function populationAdvantage(
  table: RegionActivityTable,
  population: ReadonlyMap<string, number>,
): Float64Array {
  const people = figuresOf(table.regions, population, { zh: '人口', en: 'population' });
  const all = people.reduce((sum, own) => sum + own, 0);
  const { start, activity, values, activityTotals } = table;
  const advantage = new Float64Array(values.length);
  for (let r = 0; r < people.length; r++)
    for (let k = start[r]!; k < start[r + 1]!; k++)
      advantage[k] = values[k]! / activityTotals[activity[k]!]! / (people[r]! / all);
  return advantage;
}

/** (RCA − 1) / (RCA + 1), in [−1, 1): equally far from 0 for twice and for half. Dalum, Laursen and Villumsen (1998). */
export function symmetricAdvantage(advantage: Float64Array): Float64Array {
  return advantage.map((own) => (own - 1) / (own + 1));
}

/** Where advantage counts as presence. */
export interface PresenceRule {
  threshold: number;
  /** What an advantage of just the threshold is. */
  atThreshold: 'present' | 'absent';
  /** Advantages are rounded to so many decimals first; null: not at all. */
  decimals: number | null;
}

/**
 * M_rp = 1 where the advantage of a cell reaches the threshold; with several kinds of advantage, where any of them does.
 * Throws `UserError` for a threshold that is not above 0: every region would have everything.
 */
export function presenceOfAdvantage(
  table: RegionActivityTable,
  advantages: readonly Float64Array[],
  { threshold, atThreshold, decimals }: PresenceRule,
): Presence {
  if (!(threshold > 0))
    throw new UserError({
      zh: `比较优势门槛 ${threshold} 应大于 0`,
      en: `the threshold ${threshold} of advantage must be above 0`,
    });
  const power = 10 ** (decimals ?? 0);
  const start = new Int32Array(table.regions.length + 1);
  const activity = new Int32Array(table.values.length);
  let count = 0;
  for (let r = 0; r < table.regions.length; r++) {
    for (let k = table.start[r]!; k < table.start[r + 1]!; k++)
      for (const advantage of advantages) {
        const own = decimals === null ? advantage[k]! : Math.round(advantage[k]! * power) / power;
        if (own > threshold || (atThreshold === 'present' && own === threshold)) {
          activity[count++] = table.activity[k]!;
          break;
        }
      }
    start[r + 1] = count;
  }
  return presenceOfRows(table.regions, table.activities, start, activity.slice(0, count));
}

/** One figure above 0 for each name. Throws `UserError` naming those that have none. */
export function figuresOf(
  names: readonly string[],
  figures: ReadonlyMap<string, number>,
  what: { zh: string; en: string },
): Float64Array {
  const without = names.filter((name) => {
    const figure = figures.get(name);
    return !(figure !== undefined && figure > 0 && figure < Number.POSITIVE_INFINITY);
  });
  if (without.length > 0)
    throw new UserError({
      zh: listed(`以下名称没有大于零的${what.zh}数据：`, without),
      en: listed(`no ${what.en} above zero is given for: `, without),
    });
  return Float64Array.from(names, (name) => figures.get(name)!);
}

/** Complexity of activities taken from world trade by a concordance, and of regions by what they do. */
import { UserError } from '../model/index.js';
import type { Presence } from './presence.js';
import { listed, type RegionActivityTable } from './table.js';

/** One line of a concordance: a product belongs to an activity with a weight (its trade, or its part), above 0. */
export interface ConcordanceLine {
  product: string;
  activity: string;
  weight: number;
}

export interface ExogenousComplexity {
  /** One for each activity: the weighted mean of its products; NaN where it has none. */
  activities: Float64Array;
  /** One for each region: the mean over what it has (M = 1) and has a complexity. NaN where there is nothing. */
  regions: Float64Array;
  /** The same by value, over all it does. */
  regionsByValue: Float64Array;
  /** Share of the value of each region that has a complexity. */
  covered: Float64Array;
  /** Activities without any product that has a complexity. */
  unmatchedActivities: string[];
  /** Products of the concordance without a complexity. */
  unmatchedProducts: string[];
}

/**
 * Complexity of a sub-national table from products of world trade: PCI_a = Σ_p w_pa PCI_p / Σ_p w_pa over the products of the
 * concordance. The complexity of an activity then does not depend on how few regions of one country there are, nor on how
 * they are cut. Throws `UserError` for a weight that is not above 0, and where no activity of the table is matched.
 */
export function exogenousComplexity(
  table: RegionActivityTable,
  presence: Presence,
  productComplexity: ReadonlyMap<string, number>,
  concordance: Iterable<ConcordanceLine>,
): ExogenousComplexity {
  const number = new Map(table.activities.map((name, p) => [name, p]));
  const sums = new Float64Array(table.activities.length);
  const weights = new Float64Array(table.activities.length);
  const unmatchedProducts = new Set<string>();
  for (const { product, activity, weight } of concordance) {
    if (!(weight > 0 && weight < Number.POSITIVE_INFINITY))
      throw new UserError({
        zh: `对照表 ${product} → ${activity}：权重 ${weight} 应为大于 0 的数`,
        en: `concordance ${product} → ${activity}: the weight ${weight} must be above 0`,
      });
    const complexity = productComplexity.get(product);
    if (complexity === undefined || !Number.isFinite(complexity)) {
      unmatchedProducts.add(product);
      continue;
    }
    const p = number.get(activity);
    if (p === undefined) continue;
    sums[p]! += weight * complexity;
    weights[p]! += weight;
  }
  const activities = sums.map((sum, p) => (weights[p]! > 0 ? sum / weights[p]! : Number.NaN));
  const unmatchedActivities = table.activities.filter((_, p) => Number.isNaN(activities[p]!));
  if (unmatchedActivities.length === table.activities.length)
    throw new UserError({
      zh: listed('对照表没有为表中任何行业给出有复杂度的产品：', unmatchedActivities),
      en: listed(
        'the concordance gives no product with a complexity for any activity of the table: ',
        unmatchedActivities,
      ),
    });
  const n = table.regions.length;
  const regions = new Float64Array(n);
  const regionsByValue = new Float64Array(n);
  const covered = new Float64Array(n);
  for (let r = 0; r < n; r++) {
    let sum = 0;
    let count = 0;
    for (let k = presence.start[r]!; k < presence.start[r + 1]!; k++) {
      const own = activities[presence.activity[k]!]!;
      if (Number.isNaN(own)) continue;
      sum += own;
      count++;
    }
    regions[r] = sum / count;
    let value = 0;
    let matched = 0;
    for (let k = table.start[r]!; k < table.start[r + 1]!; k++) {
      const own = activities[table.activity[k]!]!;
      if (Number.isNaN(own)) continue;
      value += table.values[k]! * own;
      matched += table.values[k]!;
    }
    regionsByValue[r] = value / matched;
    covered[r] = matched / table.regionTotals[r]!;
  }
  return {
    activities,
    regions,
    regionsByValue,
    covered,
    unmatchedActivities,
    unmatchedProducts: [...unmatchedProducts],
  };
}

/** Filters of small regions and thinly held activities, and what they do to the ranks. */
import { UserError } from '../model/index.js';
import { type ForesightOptions, type Standing, standingOf } from './foresight.js';
import { rankCorrelation, ranks, withoutSmallest } from './ranking.js';
import { partOfTable, type RegionActivityTable } from './table.js';

export interface TableFilters {
  /** Leaves out so much of the regions, those with the smallest totals: 0.4 leaves out 40 %, rounded down; of equal totals the later ones go. */
  smallestRegions?: number;
  /** Least total of a region, in the unit of the table. */
  leastRegionTotal?: number;
  /** Least total of an activity. */
  leastActivityTotal?: number;
  /** An activity is kept if at least so many regions have any of it. */
  leastSupport?: number;
}

export interface FilteredTable {
  table: RegionActivityTable;
  droppedRegions: string[];
  droppedActivities: string[];
}

/** The table behind the filters; regions first, then activities, whose totals are those over the regions that stay. */
export function filteredTable(table: RegionActivityTable, filters: TableFilters): FilteredTable {
  const { smallestRegions = 0, leastRegionTotal = 0, leastActivityTotal = 0, leastSupport = 0 } = filters;
  if (!(smallestRegions >= 0 && smallestRegions < 1))
    throw new UserError({
      zh: `剔除最小地区的比例 ${smallestRegions} 应在 0 与 1 之间`,
      en: `the share ${smallestRegions} of the smallest regions must be at least 0 and below 1`,
    });
  const large = withoutSmallest(table.regionTotals, smallestRegions);
  const keepRegion = (r: number) => large[r] === 1 && table.regionTotals[r]! >= leastRegionTotal;
  const totals = new Float64Array(table.activities.length);
  const support = new Int32Array(table.activities.length);
  for (let r = 0; r < table.regions.length; r++) {
    if (!keepRegion(r)) continue;
    for (let k = table.start[r]!; k < table.start[r + 1]!; k++) {
      totals[table.activity[k]!]! += table.values[k]!;
      support[table.activity[k]!]!++;
    }
  }
  const keepActivity = (p: number) => totals[p]! >= leastActivityTotal && support[p]! >= leastSupport;
  const part = partOfTable(table, keepRegion, keepActivity);
  const regions = new Set(part.regions);
  const activities = new Set(part.activities);
  return {
    table: part,
    droppedRegions: table.regions.filter((name) => !regions.has(name)),
    droppedActivities: table.activities.filter((name) => !activities.has(name)),
  };
}

export interface RankChange {
  region: string;
  /** Rank by ECI among all that are ranked, from 1; NaN where it is not ranked. */
  before: number;
  /** After the filters; NaN where the region is left out or not ranked. */
  after: number;
}

export interface FilterEffect extends FilteredTable {
  filters: TableFilters;
  before: Standing;
  after: Standing;
  /** Every region of the whole table, by the rank after, then before. */
  changes: RankChange[];
  /** Spearman's ρ of ECI before and after over the regions ranked in both; NaN where one of them is refused. */
  agreement: number;
}

/** Complexity with and without the filters. */
export function filterEffect(
  table: RegionActivityTable,
  filters: TableFilters,
  options: ForesightOptions = {},
): FilterEffect {
  const filtered = filteredTable(table, filters);
  const before = standingOf(table, options);
  const after = standingOf(filtered.table, options);
  const rankBefore = ranks(before.complexity.eci);
  const rankAfter = ranks(after.complexity.eci);
  const place = new Map(filtered.table.regions.map((name, r) => [name, r]));
  const laterOf = (values: Float64Array) =>
    table.regions.map((name) => {
      const r = place.get(name);
      return r === undefined ? Number.NaN : values[r]!;
    });
  const later = laterOf(rankAfter);
  const last = (rank: number) => (Number.isNaN(rank) ? Number.POSITIVE_INFINITY : rank);
  const changes = table.regions.map((region, r) => ({ region, before: rankBefore[r]!, after: later[r]! }));
  changes.sort(
    (a, b) => difference(last(a.after), last(b.after)) || difference(last(a.before), last(b.before)),
  );
  return {
    ...filtered,
    filters,
    before,
    after,
    changes,
    agreement: rankCorrelation(before.complexity.eci, laterOf(after.complexity.eci)),
  };
}

function difference(a: number, b: number): number {
  return a === b ? 0 : a - b;
}

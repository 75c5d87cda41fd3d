/** A table of regions by activities from long rows: summed, checked, and laid out by compressed sparse rows. */
import { type Bilingual, UserError } from '../model/index.js';

/** One long row: what a region has of an activity (exports, output, employment, firms …), of zero or more. */
export interface RegionActivityRow {
  region: string;
  activity: string;
  value: number;
}

/** Rows as columns, the names coded: `region[i]` is the number of a name in `regions`. For tables of millions of rows. */
export interface RegionActivityColumns {
  regions: readonly string[];
  activities: readonly string[];
  region: ArrayLike<number>;
  activity: ArrayLike<number>;
  value: ArrayLike<number>;
}

/** What becomes of rows of the same region and activity: added up, or all but the first dropped. Both are reported. */
export type DuplicateRule = 'sum' | 'first';

export interface TableOptions {
  /** Default `sum`. */
  duplicates?: DuplicateRule;
}

export interface RejectedRow {
  /** Place among the rows handed in, from 1. */
  row: number;
  region: string;
  activity: string;
  value: number;
  reason: Bilingual;
}

export interface DuplicatePair {
  region: string;
  activity: string;
  rows: number;
}

export interface TableReport {
  /** Rows handed in. */
  rows: number;
  /** Left out, with the reason. */
  rejected: RejectedRow[];
  /** Pairs that stood in more than one row, and what was done. */
  duplicates: DuplicatePair[];
  duplicateRule: DuplicateRule;
  /** Without any value above 0: shares of them are not defined, and they are left out. */
  emptyRegions: string[];
  emptyActivities: string[];
}

/** Only values above 0 are kept: those of region r stand at `start[r]` … `start[r + 1] − 1`, by rising activity. */
export interface RegionActivityTable {
  regions: string[];
  activities: string[];
  start: Int32Array;
  activity: Int32Array;
  values: Float64Array;
  regionTotals: Float64Array;
  activityTotals: Float64Array;
  total: number;
  report: TableReport;
}

/**
 * The table of rows, regions and activities in the order of their first row. Negative and non-finite values are
 * rejected and reported; so are regions and activities of nothing but zeros. Throws `UserError` where fewer than two
 * regions or two activities are left: shares of a single row or column say nothing.
 */
export function regionActivityTable(
  rows: Iterable<RegionActivityRow>,
  options: TableOptions = {},
): RegionActivityTable {
  const regions = new Names();
  const activities = new Names();
  const region: number[] = [];
  const activity: number[] = [];
  const value: number[] = [];
  for (const row of rows) {
    region.push(regions.of(row.region));
    activity.push(activities.of(row.activity));
    value.push(row.value);
  }
  return regionActivityTableOf(
    { regions: regions.names, activities: activities.names, region, activity, value },
    options,
  );
}

/** As `regionActivityTable`, from columns. */
export function regionActivityTableOf(
  columns: RegionActivityColumns,
  { duplicates: rule = 'sum' }: TableOptions = {},
): RegionActivityTable {
  const rows = columns.value.length;
  const ofRegion = columns.region instanceof Int32Array ? columns.region : Int32Array.from(columns.region);
  const ofActivity =
    columns.activity instanceof Int32Array ? columns.activity : Int32Array.from(columns.activity);
  const rejected: RejectedRow[] = [];
  const kept = new Int32Array(rows);
  let count = 0;
  for (let i = 0; i < rows; i++) {
    const value = columns.value[i]!;
    if (value >= 0 && value < Number.POSITIVE_INFINITY) kept[count++] = i;
    else
      rejected.push({
        row: i + 1,
        region: columns.regions[ofRegion[i]!]!,
        activity: columns.activities[ofActivity[i]!]!,
        value,
        reason:
          value < 0
            ? {
                zh: `数值 ${value} 为负，应为零或正数`,
                en: `the value ${value} is negative; zero or more is expected`,
              }
            : { zh: `数值 ${value} 不是有限数`, en: `the value ${value} is no finite number` },
      });
  }
  // Two stable counting sorts: by activity, then by region.
  const byActivity = sortedBy(kept.subarray(0, count), ofActivity, columns.activities.length);
  const order = sortedBy(byActivity, ofRegion, columns.regions.length);
  const duplicates: DuplicatePair[] = [];
  const region = new Int32Array(count);
  const activity = new Int32Array(count);
  const values = new Float64Array(count);
  let cells = 0;
  for (let k = 0; k < count; ) {
    const first = order[k]!;
    const r = ofRegion[first]!;
    const p = ofActivity[first]!;
    let sum = columns.value[first]!;
    let end = k + 1;
    for (; end < count && ofRegion[order[end]!] === r && ofActivity[order[end]!] === p; end++)
      if (rule === 'sum') sum += columns.value[order[end]!]!;
    if (end - k > 1)
      duplicates.push({ region: columns.regions[r]!, activity: columns.activities[p]!, rows: end - k });
    if (sum > 0) {
      region[cells] = r;
      activity[cells] = p;
      values[cells++] = sum;
    }
    k = end;
  }
  return laidOut(
    columns.regions,
    columns.activities,
    region.subarray(0, cells),
    activity.subarray(0, cells),
    values.subarray(0, cells),
    { rows, rejected, duplicates, duplicateRule: rule },
  );
}

/**
 * The part of a table with the regions and activities for which the marks are true; what is then empty is left out
 * and reported. Throws as `regionActivityTable`.
 */
export function partOfTable(
  table: RegionActivityTable,
  keepRegion: (region: number) => boolean,
  keepActivity: (activity: number) => boolean = () => true,
): RegionActivityTable {
  const region: number[] = [];
  const activity: number[] = [];
  const values: number[] = [];
  for (let r = 0; r < table.regions.length; r++) {
    if (!keepRegion(r)) continue;
    for (let k = table.start[r]!; k < table.start[r + 1]!; k++) {
      const p = table.activity[k]!;
      if (!keepActivity(p)) continue;
      region.push(r);
      activity.push(p);
      values.push(table.values[k]!);
    }
  }
  const { rows, rejected, duplicates, duplicateRule } = table.report;
  const regions = table.regions.filter((_, r) => keepRegion(r));
  const activities = table.activities.filter((_, p) => keepActivity(p));
  const newRegion = renumbered(table.regions.length, keepRegion);
  const newActivity = renumbered(table.activities.length, keepActivity);
  return laidOut(
    regions,
    activities,
    Int32Array.from(region, (r) => newRegion[r]!),
    Int32Array.from(activity, (p) => newActivity[p]!),
    Float64Array.from(values),
    { rows, rejected, duplicates, duplicateRule },
  );
}

/** The same pairs with other values, of the same order; a value of 0 takes its pair out. For resampling. */
export function withValues(table: RegionActivityTable, values: Float64Array): RegionActivityTable {
  const region = new Int32Array(values.length);
  for (let r = 0; r < table.regions.length; r++) region.fill(r, table.start[r]!, table.start[r + 1]!);
  const positive = Int32Array.from(values.keys()).filter((k) => values[k]! > 0);
  return laidOut(
    table.regions,
    table.activities,
    positive.map((k) => region[k]!),
    positive.map((k) => table.activity[k]!),
    Float64Array.from(positive, (k) => values[k]!),
    table.report,
  );
}

/** Cells sorted by region, then activity, all above 0. */
function laidOut(
  allRegions: readonly string[],
  allActivities: readonly string[],
  region: Int32Array,
  activity: Int32Array,
  values: Float64Array,
  report: Omit<TableReport, 'emptyRegions' | 'emptyActivities'>,
): RegionActivityTable {
  const used = new Uint8Array(allRegions.length);
  const usedActivity = new Uint8Array(allActivities.length);
  for (let k = 0; k < values.length; k++) {
    used[region[k]!] = 1;
    usedActivity[activity[k]!] = 1;
  }
  const regions = allRegions.filter((_, r) => used[r]);
  const activities = allActivities.filter((_, p) => usedActivity[p]);
  const emptyRegions = allRegions.filter((_, r) => !used[r]);
  const emptyActivities = allActivities.filter((_, p) => !usedActivity[p]);
  if (regions.length < 2 || activities.length < 2)
    throw new UserError({
      zh:
        `表中有数值大于零的地区 ${regions.length} 个、行业 ${activities.length} 个；` +
        `至少各需两个才能计算专业化与复杂度${listed('；只有零的地区：', emptyRegions)}${listed('；只有零的行业：', emptyActivities)}`,
      en:
        `the table has ${regions.length} regions and ${activities.length} activities with a value above zero; at least two of each ` +
        `are needed to measure specialisation and complexity${listed('; regions of zeros only: ', emptyRegions)}${listed('; activities of zeros only: ', emptyActivities)}`,
    });
  const newRegion = renumbered(allRegions.length, (r) => used[r] === 1);
  const newActivity = renumbered(allActivities.length, (p) => usedActivity[p] === 1);
  const start = new Int32Array(regions.length + 1);
  const regionTotals = new Float64Array(regions.length);
  const activityTotals = new Float64Array(activities.length);
  const columns = new Int32Array(values.length);
  let total = 0;
  for (let k = 0; k < values.length; k++) {
    const r = newRegion[region[k]!]!;
    const p = newActivity[activity[k]!]!;
    columns[k] = p;
    start[r + 1]!++;
    regionTotals[r]! += values[k]!;
    activityTotals[p]! += values[k]!;
    total += values[k]!;
  }
  for (let r = 0; r < regions.length; r++) start[r + 1]! += start[r]!;
  if (!Number.isFinite(total))
    throw new UserError({
      zh: '各数值之和超出可表示范围，请换用更大的计量单位',
      en: 'the sum of the values is out of range; use a larger unit',
    });
  return {
    regions,
    activities,
    start,
    activity: columns,
    values: values.slice(),
    regionTotals,
    activityTotals,
    total,
    report: { ...report, emptyRegions, emptyActivities },
  };
}

/** Up to five names, and how many more there are. */
export function listed(head: string, names: readonly string[]): string {
  if (names.length === 0) return '';
  const more = names.length > 5 ? ` … (${names.length})` : '';
  return head + names.slice(0, 5).join(', ') + more;
}

function renumbered(n: number, keep: (i: number) => boolean): Int32Array {
  const numbers = new Int32Array(n).fill(-1);
  let next = 0;
  for (let i = 0; i < n; i++) if (keep(i)) numbers[i] = next++;
  return numbers;
}

/** `items` by the key of each, stably. */
function sortedBy(items: Int32Array, keys: Int32Array, n: number): Int32Array {
  const next = new Int32Array(n + 1);
  for (let i = 0; i < items.length; i++) next[keys[items[i]!]! + 1]!++;
  for (let k = 0; k < n; k++) next[k + 1]! += next[k]!;
  const out = new Int32Array(items.length);
  for (let i = 0; i < items.length; i++) out[next[keys[items[i]!]!]!++] = items[i]!;
  return out;
}

class Names {
  readonly names: string[] = [];
  readonly #numbers = new Map<string, number>();
  of(name: string): number {
    const known = this.#numbers.get(name);
    if (known !== undefined) return known;
    this.#numbers.set(name, this.names.length);
    return this.names.push(name) - 1;
  }
}

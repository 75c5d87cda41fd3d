/**
 * Checks of reported data: what a firm's figures say against its own history, against other firms' and against each
 * other. Every finding has a severity and a reason a person can act on; none is proof.
 *
 * `checkReports` is the plain version over rows in memory, and the oracle of src/measure/report-checks-sql.ts, which
 * says the same of any number of rows inside the database.
 */
import { z } from 'zod';
import { type Bilingual, monthOfKey, printPeriod, UserError } from '../model/index.js';

export const ReportChecksSchema = z.object({
  thresholds: z.object({
    smallestJump: z.number().positive(),
    jumpDeviations: z.number().positive(),
    smallestNoise: z.number().positive(),
    unitPowers: z.array(z.number().positive()).min(1),
    unitTolerance: z.number().positive(),
    digitTolerance: z.number().positive(),
    cumulativeTolerance: z.number().positive(),
    repeatNormal: z.number().min(0).max(1),
    equalCommon: z.number().min(0).max(1),
    copiedDeviations: z.number().positive(),
    copiedDeviationsCommon: z.number().positive(),
    copiedItems: z.number().int().min(2),
    benfordDeviation: z.number().positive(),
    benfordValues: z.number().int().positive(),
    benfordDecades: z.number().positive(),
  }),
  mayBeNegative: z.array(z.string().min(1)),
  stocks: z.array(z.string().min(1)),
  atMost: z.array(z.tuple([z.string(), z.string()])),
  sums: z.array(z.array(z.string()).min(3)),
});
export type ReportCheckRules = z.infer<typeof ReportChecksSchema>;

/** The rules, out of the merged lexicons. */
export function reportCheckRules(lexicons: Record<string, unknown>): ReportCheckRules {
  const parsed = ReportChecksSchema.safeParse(lexicons.reportChecks);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0]!;
  const at = ['reportChecks', ...issue.path].join('.');
  throw new UserError({ zh: `词表 ${at} 有误：${issue.message}`, en: `lexicon ${at}: ${issue.message}` });
}

export const REPORT_FINDINGS = [
  'sign',
  'unit-slip',
  'digit-slip',
  'spike',
  'level-shift',
  'cumulative-in-month',
  'repeated',
  'copied',
  'copied-form',
  'cumulative-falls',
  'cumulative-gap',
  'at-most',
  'sum',
  'missing',
  'benford',
] as const;
export type ReportFindingKind = (typeof REPORT_FINDINGS)[number];

/** `error`: almost certainly wrong; `warning`: a person should look; `note`: evidence beside other evidence. */
export type Severity = 'error' | 'warning' | 'note';

export const SEVERITY: Record<ReportFindingKind, Severity> = {
  sign: 'error',
  'unit-slip': 'error',
  'digit-slip': 'warning',
  spike: 'warning',
  'level-shift': 'note',
  'cumulative-in-month': 'warning',
  repeated: 'warning',
  copied: 'warning',
  'copied-form': 'warning',
  'cumulative-falls': 'warning',
  'cumulative-gap': 'warning',
  'at-most': 'warning',
  sum: 'warning',
  missing: 'note',
  benford: 'note',
};

export interface ReportItem {
  id: number;
  item: string;
  unit: string | null;
}

/** One reported value: an item of a firm in a month, of that month alone or of the year up to it. */
export interface ReportedValue {
  reporter: number;
  item: number;
  cumulative: boolean;
  /** Months since year 0: `monthKey` of the model. */
  month: number;
  /** In the item's base unit. */
  value: number;
  row: number;
  /** Of the submission that is being checked; the others are history. */
  fresh: boolean;
}

export interface ReportFinding {
  kind: ReportFindingKind;
  /** Null where the finding is about an item as a whole. */
  reporter: number | null;
  item: number | null;
  cumulative: boolean;
  /** First and last month concerned. */
  from: number | null;
  to: number | null;
  row: number | null;
  value: number | null;
  /** What the history or the other figures let expect. */
  expected: number | null;
  /** The other firm of a copy. */
  other: number | null;
  /** How many values are concerned. */
  count: number;
}

/** What the names of items say of them, as the rules have it. */
export interface ItemTraits {
  mayBeNegative: ReadonlySet<number>;
  stocks: ReadonlySet<number>;
  atMost: readonly (readonly [number, number])[];
  sums: readonly (readonly number[])[];
}

export function itemTraits(items: readonly ReportItem[], rules: ReportCheckRules): ItemTraits {
  const having = (words: readonly string[]) =>
    new Set(items.filter(({ item }) => words.some((word) => item.includes(word))).map(({ id }) => id));
  const named = new Map<string, ReportItem>();
  for (const item of items) if (!named.has(item.item)) named.set(item.item, item);
  const known = (names: readonly string[]) => {
    const found = names.map((name) => named.get(name));
    const complete = found.every((item) => item !== undefined && item.unit === found[0]?.unit);
    return complete ? found.map((item) => item!.id) : null;
  };
  return {
    mayBeNegative: having(rules.mayBeNegative),
    stocks: having(rules.stocks),
    atMost: rules.atMost.map(known).filter((pair) => pair !== null) as [number, number][],
    sums: rules.sums.map(known).filter((sum) => sum !== null),
  };
}

/**
 * Steps of a series whose largest exceeds this many times their usual spread are looked at closely; the rest of the
 * series holds no jump of five deviations from its neighbours, which is a step of 3.5 spreads.
 */
export const SCREEN = 3;
/** E|X| of a normal X is its deviation times √(2/π); its median absolute value, 0.6745 times. */
export const MEAN_TO_DEVIATION = 1.2533;
export const MEDIAN_TO_DEVIATION = 1.4826;
export const BEFORE = 5;
export const LEAST_BEFORE = 3;
export const AFTER = 3;
export const LEAST_AFTER = 2;
/** A cumulative value is looked for where a month rises by this much at least, in powers of ten and in deviations. */
export const CUMULATIVE_RISE = 0.15;
export const CUMULATIVE_DEVIATIONS = 2.5;
/** A change of unit is no growth: it comes from one month to the next, in powers of ten. */
export const LEAP = 2.5;
/** Fewer values than this say nothing of what is usual for a firm. */
export const LEAST_HISTORY = 6;
/** Decimal places and zeros that a resolution is looked for in. */
export const RESOLUTION_POWERS = [8, 7, 6, 5, 4, 3, 2, 1, 0, -1, -2, -3] as const;
export const FINEST = -4;

interface Series {
  reporter: number;
  item: number;
  cumulative: boolean;
  rows: ReportedValue[];
}

/** All findings about fresh values. Each firm, item, basis and month is to stand once. Time linear in rows but for sorting. */
export function checkReports(
  values: readonly ReportedValue[],
  items: readonly ReportItem[],
  rules: ReportCheckRules,
): ReportFinding[] {
  const traits = itemTraits(items, rules);
  const series = seriesOf(values);
  const findings: ReportFinding[] = [];
  for (const one of series) {
    findings.push(...signs(one, traits), ...falls(one, traits));
    if (isSuspect(one, traits, rules)) findings.push(...history(one, traits, rules));
  }
  findings.push(...repeats(series, rules), ...copies(series, rules), ...copiedForms(values, rules));
  findings.push(...identities(values, series, traits), ...missing(series), ...benford(values, rules));
  return findings;
}

function seriesOf(values: readonly ReportedValue[]): Series[] {
  const found = new Map<string, Series>();
  for (const value of values) {
    const { reporter, item, cumulative } = value;
    const key = `${reporter} ${item} ${cumulative}`;
    const series = found.get(key);
    if (series) series.rows.push(value);
    else found.set(key, { reporter, item, cumulative, rows: [value] });
  }
  for (const { rows } of found.values()) rows.sort((a, b) => a.month - b.month);
  return [...found.values()];
}

function about(
  value: ReportedValue,
  kind: ReportFindingKind,
  more: Partial<ReportFinding> = {},
): ReportFinding {
  const { reporter, item, cumulative, month, row } = value;
  return {
    kind,
    reporter,
    item,
    cumulative,
    from: month,
    to: month,
    row,
    value: value.value,
    expected: null,
    other: null,
    count: 1,
    ...more,
  };
}

function signs(series: Series, traits: ItemTraits): ReportFinding[] {
  if (traits.mayBeNegative.has(series.item)) return [];
  return series.rows
    .filter((row) => row.fresh && row.value < 0)
    .map((row) => about(row, 'sign', { expected: -row.value }));
}

/** Sums of flows since January do not fall. */
function falls({ item, cumulative, rows }: Series, traits: ItemTraits): ReportFinding[] {
  if (!cumulative || traits.stocks.has(item) || traits.mayBeNegative.has(item)) return [];
  return rows.flatMap((row, i) => {
    const before = rows[i - 1];
    const falling = before && yearOf(before) === yearOf(row) && row.value < before.value;
    return falling && row.fresh ? [about(row, 'cumulative-falls', { expected: before.value })] : [];
  });
}

/**
 * A value on the scale that series are compared on: powers of ten, sums since January as the average of their months.
 * Null below zero and at it.
 */
function levelOf(row: ReportedValue, traits: ItemTraits): number | null {
  if (row.value <= 0) return null;
  const months = row.cumulative && !traits.stocks.has(row.item) ? (row.month % 12) + 1 : 1;
  return Math.log10(row.value / months);
}

function yearOf(row: { month: number }): number {
  return Math.floor(row.month / 12);
}

function isSuspect({ rows }: Series, traits: ItemTraits, { thresholds }: ReportCheckRules): boolean {
  const steps: number[] = [];
  const levels = rows.map((row) => levelOf(row, traits));
  for (let i = 1; i < rows.length; i++) {
    const [a, b] = [levels[i - 1]!, levels[i]!];
    if (a !== null && b !== null) steps.push(Math.abs(b - a));
  }
  if (steps.length === 0) return false;
  const top = Math.max(...steps);
  const sum = steps.reduce((total, step) => total + step, 0);
  const spread = steps.length > 2 ? (MEAN_TO_DEVIATION * (sum - 2 * top)) / (steps.length - 2) : 0;
  return top > Math.max(thresholds.smallestJump, SCREEN * spread);
}

/** A series against itself: shifted units and decimal points, jumps, and sums of the year where a month belongs. */
function history(series: Series, traits: ItemTraits, rules: ReportCheckRules): ReportFinding[] {
  const { thresholds } = rules;
  const rows = series.rows.filter((row) => row.value > 0);
  const x = rows.map((row) => levelOf(row, traits)!);
  const steps = x.map((value, i) => (i === 0 ? null : value - x[i - 1]!));
  const noise = Math.max(
    thresholds.smallestNoise,
    (MEDIAN_TO_DEVIATION * (median(steps.filter((s) => s !== null).map(Math.abs)) ?? 0)) / Math.SQRT2,
  );
  const units = unitsOf(x, rules);
  const findings = unitRuns(rows, steps, units);
  const limit = Math.max(thresholds.smallestJump, thresholds.jumpDeviations * noise);
  const rise = Math.max(CUMULATIVE_RISE, CUMULATIVE_DEVIATIONS * noise);
  for (const [i, row] of rows.entries()) {
    if (!row.fresh) continue;
    const earlier = x.slice(Math.max(0, i - BEFORE), i);
    const later = x.slice(i + 1, i + 1 + AFTER);
    const before = earlier.length >= LEAST_BEFORE ? median(earlier) : null;
    const after = later.length >= LEAST_AFTER ? median(later) : null;
    const up = before === null ? null : x[i]! - before;
    const down = after === null ? null : x[i]! - after;
    const usual = before ?? after;
    if (usual === null) continue;
    if (units[i] !== 0 || isUnitStep(up ?? down!, rules)) continue;
    const sum = yearSoFar(rows, row, usual);
    if (
      !series.cumulative &&
      !traits.stocks.has(series.item) &&
      sum !== null &&
      (up === null || up > rise) &&
      (down === null || down > rise) &&
      Math.abs(x[i]! - Math.log10(sum)) < thresholds.cumulativeTolerance
    ) {
      findings.push(about(row, 'cumulative-in-month', { expected: 10 ** usual }));
      continue;
    }
    const apart = isolated(up, down, limit);
    if (apart !== null) {
      const power = Math.round(Math.abs(apart));
      const slipped = power >= 1 && Math.abs(Math.abs(apart) - power) < thresholds.digitTolerance;
      findings.push(about(row, slipped ? 'digit-slip' : 'spike', { expected: row.value / 10 ** apart }));
    } else if (
      up !== null &&
      down !== null &&
      Math.abs(up) > limit &&
      Math.abs(down) <= limit &&
      Math.abs(after! - before!) > limit &&
      Math.abs(steps[i] ?? 0) > 0.7 * limit
    ) {
      findings.push(about(row, 'level-shift', { expected: row.value / 10 ** up }));
    }
  }
  return findings;
}

/** How far a value stands from its neighbours on both sides; null where one side agrees with it. */
function isolated(up: number | null, down: number | null, limit: number): number | null {
  if (up === null) return down !== null && Math.abs(down) > limit ? down : null;
  if (Math.abs(up) <= limit) return null;
  if (down === null) return up;
  if (Math.abs(down) <= limit || up > 0 !== down > 0) return null;
  return Math.abs(down) < Math.abs(up) ? down : up;
}

/** What the sum of the year would be in this month: the months there are, made up to their number, and the usual. */
function yearSoFar(rows: readonly ReportedValue[], row: ReportedValue, usual: number): number | null {
  const months = row.month % 12;
  const prior = rows.filter((other) => yearOf(other) === yearOf(row) && other.month < row.month);
  if (prior.length === 0) return null;
  const sum = prior.reduce((total, other) => total + other.value, 0);
  return (sum / prior.length) * months + 10 ** usual;
}

function isUnitStep(step: number, { thresholds }: ReportCheckRules): boolean {
  return thresholds.unitPowers.some((power) => Math.abs(Math.abs(step) - power) <= thresholds.unitTolerance);
}

/** The power of ten of a unit by which each value stands off the middle of its series; 0 where by none. */
function unitsOf(x: readonly number[], { thresholds }: ReportCheckRules): number[] {
  const middle = [...x].sort((a, b) => a - b)[Math.ceil(x.length / 2) - 1]!;
  return x.map((value) => {
    const off = value - middle;
    const power = thresholds.unitPowers.find((p) => Math.abs(Math.abs(off) - p) <= thresholds.unitTolerance);
    return power === undefined ? 0 : Math.sign(off) * power;
  });
}

/** Every run of months in another unit than most is a finding, however long, if it begins or ends with a leap. */
function unitRuns(
  rows: readonly ReportedValue[],
  steps: readonly (number | null)[],
  units: readonly number[],
): ReportFinding[] {
  const findings: ReportFinding[] = [];
  for (let i = 0; i < rows.length; i++) {
    if (units[i] === 0) continue;
    let end = i;
    while (end + 1 < rows.length && units[end + 1] === units[i]) end++;
    const run = rows.slice(i, end + 1);
    const fresh = run.find((row) => row.fresh);
    const leap = Math.max(Math.abs(steps[i] ?? 0), Math.abs(steps[end + 1] ?? 0));
    if (fresh && leap > LEAP) {
      findings.push(
        about(fresh, 'unit-slip', {
          from: run[0]!.month,
          to: run[run.length - 1]!.month,
          expected: fresh.value / 10 ** units[i]!,
          count: run.length,
        }),
      );
    }
    i = end;
  }
  return findings;
}

/** Values of one or two digits repeat by chance: they say nothing. */
export function hasThreeDigits(value: number): boolean {
  const two = Math.abs(value) / 10 ** (Math.floor(Math.log10(Math.abs(value))) - 1);
  return Math.abs(two - Math.round(two)) > 1e-6;
}

/**
 * A value of fewer than three digits, counted in what its series is rounded to (12.0 has three, where tenths are
 * reported), repeats the month before by chance.
 */
function repeats(series: readonly Series[], { thresholds }: ReportCheckRules): ReportFinding[] {
  const found = new Map<string, { rows: ReportedValue[]; values: number }>();
  for (const { item, cumulative, rows } of series) {
    const key = `${item} ${cumulative}`;
    const entry = found.get(key) ?? { rows: [], values: 0 };
    found.set(key, entry);
    const positive = rows.filter((row) => row.value > 0);
    entry.values += positive.length;
    const repeated = rows.filter((row, i) => {
      const before = rows[i - 1];
      return row.value > 0 && before?.month === row.month - 1 && before.value === row.value;
    });
    if (repeated.length === 0) continue;
    const unit = 10 ** Math.min(...positive.map((row) => resolutionPower(row.value)));
    entry.rows.push(...repeated.filter((row) => row.value > 99.5 * unit));
  }
  return [...found.values()]
    .filter(({ rows, values }) => rows.length <= Math.max(1, thresholds.repeatNormal * values))
    .flatMap(({ rows }) => rows.filter((row) => row.fresh))
    .map((row) => about(row, 'repeated', { expected: row.value }));
}

/** One value of two firms in one month, which for one of them is out of line. */
function copies(series: readonly Series[], { thresholds }: ReportCheckRules): ReportFinding[] {
  type Placed = { row: ReportedValue; deviation: number };
  const equal = new Map<string, Placed[]>();
  const sizes = new Map<string, { values: number; equal: number }>();
  for (const { item, cumulative, rows } of series) {
    const positive = rows.filter((row) => row.value > 0);
    const x = positive.map((row) => Math.log10(row.value));
    const mean = x.reduce((sum, value) => sum + value, 0) / x.length;
    const spread = Math.sqrt(x.reduce((sum, value) => sum + (value - mean) ** 2, 0) / x.length);
    const size = sizes.get(`${item} ${cumulative}`) ?? { values: 0, equal: 0 };
    sizes.set(`${item} ${cumulative}`, size);
    size.values += positive.length;
    positive.forEach((row, i) => {
      if (!hasThreeDigits(row.value)) return;
      const deviation =
        x.length < LEAST_HISTORY ? 0 : Math.abs(x[i]! - mean) / Math.max(spread, thresholds.smallestNoise);
      const key = `${item} ${cumulative} ${row.month} ${row.value}`;
      const group = equal.get(key);
      if (group) group.push({ row, deviation });
      else equal.set(key, [{ row, deviation }]);
    });
  }
  const groups = [...equal.values()].filter((group) => group.length > 1);
  for (const group of groups) {
    const { item, cumulative } = group[0]!.row;
    sizes.get(`${item} ${cumulative}`)!.equal += group.length;
  }
  return groups.flatMap((group) => {
    const { item, cumulative } = group[0]!.row;
    const size = sizes.get(`${item} ${cumulative}`)!;
    const limit =
      size.equal > thresholds.equalCommon * size.values
        ? thresholds.copiedDeviationsCommon
        : thresholds.copiedDeviations;
    group.sort((a, b) => b.deviation - a.deviation || b.row.reporter - a.row.reporter);
    const [odd, plain] = [group[0]!, group[group.length - 1]!];
    if (odd.deviation <= limit || !odd.row.fresh) return [];
    return [about(odd.row, 'copied', { other: plain.row.reporter, count: group.length })];
  });
}

/** Whole forms: every item of a month equal to another firm's. */
function copiedForms(values: readonly ReportedValue[], { thresholds }: ReportCheckRules): ReportFinding[] {
  const forms = new Map<string, ReportedValue[]>();
  for (const value of values) {
    if (value.value === 0) continue;
    const key = `${value.reporter} ${value.month} ${value.cumulative}`;
    const form = forms.get(key);
    if (form) form.push(value);
    else forms.set(key, [value]);
  }
  const alike = new Map<string, ReportedValue[][]>();
  for (const form of forms.values()) {
    if (form.length < thresholds.copiedItems) continue;
    form.sort((a, b) => a.item - b.item);
    const { month, cumulative } = form[0]!;
    const key = JSON.stringify([month, cumulative, ...form.map(({ item, value }) => [item, value])]);
    const group = alike.get(key);
    if (group) group.push(form);
    else alike.set(key, [form]);
  }
  return [...alike.values()].flatMap((group) => {
    group.sort((a, b) => a[0]!.reporter - b[0]!.reporter);
    return group.slice(1).flatMap((form) => {
      const fresh = form.filter((row) => row.fresh);
      if (fresh.length === 0) return [];
      const first = fresh.reduce((a, b) => (b.row < a.row ? b : a));
      return [
        about(first, 'copied-form', {
          item: null,
          value: null,
          other: group[0]![0]!.reporter,
          count: form.length,
        }),
      ];
    });
  });
}

/** Items of one firm in one month against each other, as far as their rounding allows. */
function identities(
  values: readonly ReportedValue[],
  series: readonly Series[],
  traits: ItemTraits,
): ReportFinding[] {
  const at = new Map<string, ReportedValue>();
  const key = (reporter: number, item: number, cumulative: boolean, month: number) =>
    `${reporter} ${item} ${cumulative} ${month}`;
  for (const value of values) at.set(key(value.reporter, value.item, value.cumulative, value.month), value);
  const resolutions = resolutionsOf(series);
  const ruled = new Set([...traits.atMost, ...traits.sums].flat());
  const form = (value: ReportedValue) => key(value.reporter, -1, value.cumulative, value.month);
  const freshForms = new Set(values.filter((v) => v.fresh && ruled.has(v.item)).map(form));
  const findings: ReportFinding[] = [];
  for (const value of values) {
    const { reporter, item, cumulative, month } = value;
    const beside = (other: number) => at.get(key(reporter, other, cumulative, month));
    const half = (other: number) => resolutions.get(other)! / 2;
    for (const [lesser, greater] of traits.atMost) {
      const limit = item === lesser ? beside(greater) : undefined;
      if (!limit || !freshForms.has(form(value))) continue;
      if (value.value > limit.value + half(lesser) + half(greater))
        findings.push(about(value, 'at-most', { expected: limit.value }));
    }
    for (const [total, ...parts] of traits.sums) {
      if (item !== total) continue;
      const found = parts.map(beside);
      if (found.some((part) => part === undefined) || !freshForms.has(form(value))) continue;
      const sum = found.reduce((running, part) => running + part!.value, 0);
      const slack = [total, ...parts].reduce((running, one) => running + half(one!), 0);
      if (Math.abs(value.value - sum) > slack * (1 + 1e-9))
        findings.push(about(value, 'sum', { expected: sum, count: parts.length }));
    }
    if (cumulative && !traits.stocks.has(item)) {
      const single = at.get(key(reporter, item, false, month));
      const earlier = month % 12 === 0 ? 0 : at.get(key(reporter, item, true, month - 1))?.value;
      if (!single || earlier === undefined || !(value.fresh || single.fresh)) continue;
      const slack = 3 * half(item);
      if (Math.abs(value.value - earlier - single.value) > slack * (1 + 1e-9))
        findings.push(about(value, 'cumulative-gap', { expected: earlier + single.value }));
    }
  }
  return findings;
}

/** The largest power of ten that the latest values of an item are multiples of: what they were rounded to. */
function resolutionsOf(series: readonly Series[]): Map<number, number> {
  const powers = new Map<number, number>();
  for (const { item, rows } of series) {
    const { value } = rows[rows.length - 1]!;
    const power = resolutionPower(value);
    powers.set(item, Math.min(powers.get(item) ?? power, power));
  }
  return new Map([...powers].map(([item, power]) => [item, 10 ** power]));
}

/** The largest power of ten that a value is a multiple of. */
function resolutionPower(value: number): number {
  return RESOLUTION_POWERS.find((power) => isMultiple(value, power)) ?? FINEST;
}

function isMultiple(value: number, power: number): boolean {
  const times = value / 10 ** power;
  const whole = Math.round(times);
  return Math.abs(times - whole) < 1e-6 && (whole !== 0 || value === 0);
}

/** Months that a firm left out between its first and its last report of an item. */
function missing(series: readonly Series[]): ReportFinding[] {
  const firms = new Map<string, ReportFinding>();
  for (const { reporter, cumulative, rows } of series) {
    const [first, last] = [rows[0]!.month, rows[rows.length - 1]!.month];
    const gaps = last - first + 1 - rows.length;
    if (gaps === 0 || !rows.some((row) => row.fresh)) continue;
    const key = `${reporter} ${cumulative}`;
    const known = firms.get(key);
    firms.set(key, {
      kind: 'missing',
      reporter,
      item: null,
      cumulative,
      from: Math.min(known?.from ?? first, first),
      to: Math.max(known?.to ?? last, last),
      row: null,
      value: null,
      expected: null,
      other: null,
      count: (known?.count ?? 0) + gaps,
    });
  }
  return [...firms.values()];
}

export const BENFORD = Array.from({ length: 9 }, (_, i) => Math.log10(1 + 1 / (i + 1)));

/**
 * Mean absolute deviation of first digits from Benford's law (Nigrini 2012), for items that span decades. A large set
 * fails a chi-square test by the smallest oddity, so none is made.
 */
function benford(values: readonly ReportedValue[], { thresholds }: ReportCheckRules): ReportFinding[] {
  const items = new Map<number, { digits: number[]; least: number; most: number; fresh: boolean }>();
  for (const { item, value, fresh } of values) {
    if (value <= 0) continue;
    const entry = items.get(item) ?? {
      digits: new Array(9).fill(0),
      least: value,
      most: value,
      fresh: false,
    };
    items.set(item, entry);
    entry.digits[firstDigit(value) - 1]!++;
    entry.least = Math.min(entry.least, value);
    entry.most = Math.max(entry.most, value);
    entry.fresh ||= fresh;
  }
  return [...items].flatMap(([item, { digits, least, most, fresh }]) => {
    const count = digits.reduce((sum, digit) => sum + digit, 0);
    if (!fresh || count < thresholds.benfordValues) return [];
    if (Math.log10(most) - Math.log10(least) < thresholds.benfordDecades) return [];
    const deviation = digits.reduce((sum, n, i) => sum + Math.abs(n / count - BENFORD[i]!), 0) / 9;
    if (deviation <= thresholds.benfordDeviation) return [];
    return [
      {
        kind: 'benford' as const,
        reporter: null,
        item,
        cumulative: false,
        from: null,
        to: null,
        row: null,
        value: deviation,
        expected: thresholds.benfordDeviation,
        other: null,
        count,
      },
    ];
  });
}

function firstDigit(value: number): number {
  const size = Math.log10(value) + 1e-12;
  const part = size - Math.floor(size);
  const digit = [2, 3, 4, 5, 6, 7, 8, 9].find((next) => part < Math.log10(next));
  return digit === undefined ? 9 : digit - 1;
}

function median(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** What a finding is about, in the words of the table it was made from. */
export interface FindingNames {
  enterprise: string | null;
  item: string | null;
  unit: string | null;
  other: string | null;
}

/** The reason, and what to do about it. */
export function findingReason(finding: ReportFinding, names: FindingNames): Bilingual {
  const { kind, count } = finding;
  const unit = names.unit ?? '';
  const value = amount(finding.value, unit);
  const expected = amount(finding.expected, unit);
  const span = { zh: spanOf(finding, '至'), en: spanOf(finding, ' to ') };
  const times = finding.value !== null && finding.expected ? finding.value / finding.expected : Number.NaN;
  switch (kind) {
    case 'sign':
      return {
        zh: `该指标不应为负，填报为 ${value}。请核对正负号。`,
        en: `This item cannot be negative, reported ${value}. Check the sign.`,
      };
    case 'unit-slip':
      return {
        zh: `${span.zh}共 ${count} 个数是本企业通常水平的约 ${factor(times)} 倍，像是元、万元、亿元混填：${value}，通常约 ${expected}。请核对计量单位。`,
        en: `${count} values, ${span.en}, are about ${factor(times)} times this firm's usual level, as if 元, 万元 and 亿元 were mixed: ${value}, usually about ${expected}. Check the unit.`,
      };
    case 'digit-slip':
      return {
        zh: `与前后月相差约 ${factor(times)} 倍，像是小数点错位或多（少）填一位：${value}，前后约 ${expected}。请核对。`,
        en: `About ${factor(times)} times its neighbours, as by a shifted decimal point: ${value}, around it about ${expected}. Check it.`,
      };
    case 'spike':
      return {
        zh: `与本企业前后月差异过大：${value}，前后约 ${expected}。若属实请说明原因。`,
        en: `Far from this firm's neighbouring months: ${value}, around it about ${expected}. If true, say why.`,
      };
    case 'level-shift':
      return {
        zh: `自本月起水平持续改变：${value}，此前约 ${expected}。可能是投产、重组，也可能是口径变动，请注明。`,
        en: `From this month on the level is another: ${value}, before about ${expected}. A new plant, a merger or another scope: say which.`,
      };
    case 'cumulative-in-month':
      return {
        zh: `像是把年初以来的累计数填进了当月：${value}，当月通常约 ${expected}。请改填当月数。`,
        en: `Looks like the sum since January in the place of the month: ${value}, a month is usually about ${expected}. Give the month alone.`,
      };
    case 'repeated':
      return {
        zh: `与上月完全相同（${value}），像是照抄上月。请核对本月是否已更新。`,
        en: `Exactly last month's value (${value}), as if copied. Check that this month was filled in anew.`,
      };
    case 'copied':
      return {
        zh: `与${names.other ?? '另一企业'}同月数值完全相同（${value}），且偏离本企业通常水平，像是串户。请核对。`,
        en: `Exactly the value of ${names.other ?? 'another firm'} in that month (${value}), and out of line for this firm. Check whose it is.`,
      };
    case 'copied-form':
      return {
        zh: `本月 ${count} 个指标与${names.other ?? '另一企业'}全部相同，像是重复报送。请核对。`,
        en: `All ${count} items of the month equal those of ${names.other ?? 'another firm'}, as if one form was sent twice. Check it.`,
      };
    case 'cumulative-falls':
      return {
        zh: `累计数比上月减少：${value}，上月累计 ${expected}。请核对，如属修订请注明。`,
        en: `The cumulative figure fell: ${value}, a month before ${expected}. Check it; if it is a revision, say so.`,
      };
    case 'cumulative-gap':
      return {
        zh: `累计与当月对不上：本月累计 ${value}，上月累计加当月为 ${expected}（已计入四舍五入）。`,
        en: `Cumulative and month disagree: cumulative ${value}, last month's plus the month is ${expected} (rounding allowed for).`,
      };
    case 'at-most':
      return {
        zh: `该指标不应大于其上级指标：${value} > ${expected}。请核对两项。`,
        en: `This item cannot exceed the one above it: ${value} > ${expected}. Check both.`,
      };
    case 'sum':
      return {
        zh: `合计与 ${count} 个分项之和不符：${value}，分项之和 ${expected}（已计入四舍五入）。`,
        en: `The total is not the sum of its ${count} parts: ${value}, the parts add up to ${expected} (rounding allowed for).`,
      };
    case 'missing':
      return {
        zh: `${span.zh}之间缺 ${count} 个数。缺报不按 0 计，请补报。`,
        en: `${count} values are missing within ${span.en}. They are not taken as zero; report them.`,
      };
    case 'benford':
      return {
        zh: `${count} 个数的首位数字分布偏离本福特定律（平均绝对偏差 ${finding.value!.toFixed(4)}，常用界限 ${finding.expected}）。仅作线索，不是造假的证据。`,
        en: `First digits of ${count} values depart from Benford's law (mean absolute deviation ${finding.value!.toFixed(4)}, usual limit ${finding.expected}). A lead, no proof.`,
      };
  }
}

function spanOf({ from, to, cumulative }: ReportFinding, joint: string): string {
  if (from === null || to === null) return '';
  return from === to ? periodOfMonth(from, cumulative) : `${isoOf(from)}${joint}${isoOf(to)}`;
}

/** A month, or the months from January on, in the notation of the model. */
export function periodOfMonth(month: number, cumulative: boolean): string {
  const to = monthOfKey(month);
  return cumulative
    ? printPeriod({ kind: 'months', from: { year: to.year, month: 1 }, to })
    : printPeriod({ kind: 'month', ...to });
}

function isoOf(month: number): string {
  return periodOfMonth(month, false);
}

function factor(times: number): string {
  if (times >= 1) return times >= 1.5 ? `${Number(times.toPrecision(2))}` : times.toFixed(2);
  return `1/${Number((1 / times).toPrecision(2))}`;
}

function amount(value: number | null, unit: string): string {
  if (value === null) return '—';
  const scaled: [number, string] =
    unit === '元' && Math.abs(value) >= 1e8
      ? [value / 1e8, '亿元']
      : unit === '元' && Math.abs(value) >= 1e4
        ? [value / 1e4, '万元']
        : [value, unit];
  return `${Number(scaled[0].toPrecision(8))}${scaled[1]}`;
}

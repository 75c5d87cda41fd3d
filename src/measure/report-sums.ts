/**
 * Sums over the firms that report, by area and division of industry: of a period, and of the same period a year earlier
 * over the same firms. `reportSums` says in memory what `reportSumsSql` says of more reports than memory holds, and is
 * the oracle of its tests.
 */

/** A period within one year, as keys of `monthKey`. */
export interface SumRange {
  start: number;
  end: number;
}

export interface ReportSumsRequest {
  /** Numbers of `report_items`. A stock (应收账款) is what it is at the end; a flow is added up over the months. */
  items: readonly { id: number; stock: boolean }[];
  ranges: readonly SumRange[];
  /** Beginnings of GB/T 2260 codes: a firm is meant where its code begins with one of them. [''] is everywhere. */
  areas: readonly string[];
  /** Digits by which the parts of the area are told apart: 2 provinces, 4 prefectures, 6 counties. */
  areaDigits: 2 | 4 | 6;
  /** Divisions of GB/T 4754-2017 that are meant; null: industry (06–46), and firms whose industry is not known. */
  divisions: readonly string[] | null;
  /** Codes of the firms that are meant; null for all. */
  firms: readonly string[] | null;
}

/** One cell. Area and division are '' where they are not known, null where all of them are meant. */
export interface ReportSum extends SumRange {
  item: number;
  area: string | null;
  division: string | null;
  /** Firms that reported the whole period, their sum, and how many values went into it. */
  firms: number;
  total: number;
  values: number;
  /** Of these, firms that reported the same period a year earlier too, with both sums: the same firms on both sides. */
  same: number;
  value: number;
  base: number;
  sameValues: number;
  baseValues: number;
  /** Of the same firms, those above their value of a year earlier. */
  growing: number;
  /** Firms below zero; and of the same firms, now and a year earlier. */
  below: number;
  sameBelow: number;
  baseBelow: number;
}

export interface Reporter {
  /** Number in `reporters`. */
  reporter: number;
  code: string;
  areaCode: string | null;
  /** `GB/T 4754-2017:C36` or below. */
  industryCode: string | null;
}

export interface ReportedMonth {
  reporter: number;
  item: number;
  cumulative: boolean;
  month: number;
  value: number;
}

export const FIRST_INDUSTRY = 6;
export const LAST_INDUSTRY = 46;

/** Division of GB/T 4754-2017; '' where the code is of another system or edition, or none. */
export function divisionOf(industryCode: string | null): string {
  return /^GB\/T 4754-2017:[A-Z]?(\d{2})/.exec(industryCode ?? '')?.[1] ?? '';
}

/**
 * The value of a period out of the reports of one firm and year; null where a month is missing. A cumulative report
 * states it; else it is added up from single months, after January and February as one where they were reported so, or
 * is the difference of two cumulative reports. `single` and `cumulative` go by month, 0–11.
 */
export function valueOfPeriod(
  single: ReadonlyMap<number, number>,
  cumulative: ReadonlyMap<number, number>,
  { start, end }: SumRange,
  stock: boolean,
): { value: number; values: number } | null {
  const [from, to] = [start % 12, end % 12];
  const one = (value: number | undefined) => (value === undefined ? null : { value, values: 1 });
  if (stock) return one(single.get(to)) ?? one(cumulative.get(to));
  const sumFrom = (first: number, begun: { value: number; values: number } | null) => {
    let sum = begun;
    for (let month = first; month <= to && sum !== null; month++) {
      const value = single.get(month);
      sum = value === undefined ? null : { value: sum.value + value, values: sum.values + 1 };
    }
    return sum;
  };
  const singles = sumFrom(from, { value: 0, values: 0 });
  if (from === 0)
    return one(cumulative.get(to)) ?? singles ?? (to > 1 ? sumFrom(2, one(cumulative.get(1))) : null);
  const [last, before] = [cumulative.get(to), cumulative.get(from - 1)];
  return singles ?? (last === undefined || before === undefined ? null : { value: last - before, values: 2 });
}

/** Cells of all items and ranges: of the whole, by area, and by division. */
export function reportSums(
  reports: readonly ReportedMonth[],
  reporters: readonly Reporter[],
  request: ReportSumsRequest,
): ReportSum[] {
  const meant = new Map(
    reporters.flatMap((one) => {
      const place = placeOf(one, request);
      return place === null ? [] : [[one.reporter, place] as const];
    }),
  );
  const years = new Map<string, { single: Map<number, number>; cumulative: Map<number, number> }>();
  for (const { reporter, item, cumulative, month, value } of reports) {
    const key = `${reporter} ${item} ${Math.floor(month / 12)}`;
    const year = years.get(key) ?? { single: new Map(), cumulative: new Map() };
    years.set(key, year);
    (cumulative ? year.cumulative : year.single).set(month % 12, value);
  }
  const cells = new Map<string, ReportSum>();
  for (const { id: item, stock } of request.items)
    for (const range of request.ranges)
      for (const [reporter, { area, division }] of meant) {
        const at = (earlier: number) => {
          const year = years.get(`${reporter} ${item} ${Math.floor(range.end / 12) - earlier}`);
          return year === undefined ? null : valueOfPeriod(year.single, year.cumulative, range, stock);
        };
        const now = at(0);
        if (now === null) continue;
        for (const place of [
          { area: null, division: null },
          { area, division: null },
          { area: null, division },
        ])
          add(cells, { item, ...range, ...place }, now, at(1));
      }
  return [...cells.values()];
}

function placeOf(
  { code, areaCode, industryCode }: Reporter,
  { areas, areaDigits, divisions, firms }: ReportSumsRequest,
): { area: string; division: string } | null {
  const [place, division] = [areaCode ?? '', divisionOf(industryCode)];
  if (firms !== null && !firms.includes(code)) return null;
  if (!areas.some((stem) => place.startsWith(stem))) return null;
  const known = Number(division);
  const isMeant =
    divisions === null
      ? division === '' || (known >= FIRST_INDUSTRY && known <= LAST_INDUSTRY)
      : divisions.includes(division);
  return isMeant ? { area: place.slice(0, areaDigits), division } : null;
}

interface Reported {
  value: number;
  values: number;
}

function add(
  cells: Map<string, ReportSum>,
  at: Pick<ReportSum, 'item' | 'start' | 'end' | 'area' | 'division'>,
  now: Reported,
  before: Reported | null,
): void {
  const key = JSON.stringify(at);
  const cell = cells.get(key) ?? { ...at, ...NOTHING };
  cells.set(key, cell);
  cell.firms++;
  cell.total += now.value;
  cell.values += now.values;
  if (now.value < 0) cell.below++;
  if (before === null) return;
  cell.same++;
  cell.value += now.value;
  cell.base += before.value;
  cell.sameValues += now.values;
  cell.baseValues += before.values;
  if (now.value > before.value) cell.growing++;
  if (now.value < 0) cell.sameBelow++;
  if (before.value < 0) cell.baseBelow++;
}

const NOTHING = {
  firms: 0,
  total: 0,
  values: 0,
  same: 0,
  value: 0,
  base: 0,
  sameValues: 0,
  baseValues: 0,
  growing: 0,
  below: 0,
  sameBelow: 0,
  baseBelow: 0,
};

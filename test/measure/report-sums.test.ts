import { DuckDBInstance } from '@duckdb/node-api';
import { describe, expect, it } from 'vitest';
import {
  divisionOf,
  type ReportedMonth,
  type Reporter,
  type ReportSum,
  type ReportSumsRequest,
  reportFilesSql,
  reportSumOf,
  reportSums,
  reportSumsSql,
  unplacedSql,
  valueOfPeriod,
} from '../../src/measure/index.js';
import { mulberry32 } from './reported-panel.js';

/** January 2024. */
const JANUARY = 2024 * 12;
const MARCH = JANUARY + 2;

const request: ReportSumsRequest = {
  items: [{ id: 0, stock: false }],
  ranges: [{ start: JANUARY, end: MARCH }],
  areas: ['43'],
  areaDigits: 4,
  divisions: null,
  firms: null,
};

const firm = (reporter: number, areaCode: string | null, industry: string | null): Reporter => ({
  reporter,
  code: `F${reporter}`,
  areaCode,
  industryCode: industry === null ? null : `GB/T 4754-2017:${industry}`,
});

function months(reporter: number, first: number, values: readonly number[]): ReportedMonth[] {
  return values.map((value, i) => ({ reporter, item: 0, cumulative: false, month: first + i, value }));
}

/** Tables of a workspace, as far as the queries speak of them. */
async function inDatabase(
  reports: readonly ReportedMonth[],
  reporters: readonly Reporter[],
  sqlOf: readonly string[],
): Promise<Record<string, unknown>[][]> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const text = (value: string | null) => (value === null ? 'NULL' : `'${value}'`);
  try {
    await connection.run(`
      CREATE TABLE reporters (id INTEGER, code VARCHAR);
      CREATE TABLE enterprises (credit_code VARCHAR, name VARCHAR, area_code VARCHAR, industry_code VARCHAR, revised_by INTEGER);
      CREATE TABLE sources (sha256 VARCHAR, file VARCHAR, kind VARCHAR, released VARCHAR, synthetic BOOLEAN, import_id INTEGER);
      CREATE TABLE report_values (series BIGINT, month INTEGER, value DOUBLE, import_id INTEGER, revised_by INTEGER);
      INSERT INTO sources VALUES ('aa', 'a.csv', 'reports', '2024-04-20', false, 1), ('bb', 'b.csv', 'reports', NULL, true, 2)`);
    for (const { reporter, code, areaCode, industryCode } of reporters) {
      await connection.run(`INSERT INTO reporters VALUES (${reporter}, ${text(code)})`);
      if (areaCode !== null || industryCode !== null)
        await connection.run(
          `INSERT INTO enterprises VALUES (${text(code)}, 'x', ${text(areaCode)}, ${text(industryCode)}, NULL),
             (${text(code)}, 'x', '110000', 'GB/T 4754-2017:G53', 9)`,
        );
    }
    const rows = reports.map(
      ({ reporter, item, cumulative, month, value }) =>
        `(${reporter * 65536 + item * 2 + Number(cumulative)}, ${month}, ${value}, 1 + (${month} % 2), NULL)`,
    );
    for (let i = 0; i < rows.length; i += 2000)
      await connection.run(`INSERT INTO report_values VALUES ${rows.slice(i, i + 2000).join(', ')}`);
    // What a later import revised does not count.
    await connection.run(`INSERT INTO report_values VALUES (0, ${MARCH}, 1e9, 1, 2)`);
    const results: Record<string, unknown>[][] = [];
    for (const sql of sqlOf) results.push((await connection.runAndReadAll(sql)).getRowObjectsJS());
    return results;
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

function inOrder(cells: readonly ReportSum[]): ReportSum[] {
  const key = ({ item, start, end, area, division }: ReportSum) =>
    JSON.stringify([item, start, end, area, division]);
  return cells
    .map(({ total, value, base, ...cell }) => ({
      ...cell,
      total: Number(total.toFixed(3)),
      value: Number(value.toFixed(3)),
      base: Number(base.toFixed(3)),
    }))
    .sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

describe('the value of a period', () => {
  const of = (entries: Record<number, number>) => new Map(Object.entries(entries).map(([k, v]) => [+k, v]));
  const quarter = { start: JANUARY, end: MARCH };

  it('is stated by a cumulative report, else added up from every month, else not known', () => {
    expect(valueOfPeriod(of({ 0: 1, 1: 2, 2: 3 }), of({}), quarter, false)).toEqual({ value: 6, values: 3 });
    expect(valueOfPeriod(of({ 0: 1, 1: 2, 2: 3 }), of({ 2: 7 }), quarter, false)).toEqual({
      value: 7,
      values: 1,
    });
    expect(valueOfPeriod(of({ 0: 1, 2: 3 }), of({}), quarter, false)).toBeNull();
  });

  it('takes January and February as one where they were reported so', () => {
    expect(valueOfPeriod(of({ 2: 3 }), of({ 1: 5 }), quarter, false)).toEqual({ value: 8, values: 2 });
  });

  it('is the difference of two cumulative reports for a month that was not reported', () => {
    const march = { start: MARCH, end: MARCH };
    expect(valueOfPeriod(of({}), of({ 1: 5, 2: 9 }), march, false)).toEqual({ value: 4, values: 2 });
    expect(valueOfPeriod(of({ 2: 3 }), of({ 1: 5, 2: 9 }), march, false)).toEqual({ value: 3, values: 1 });
  });

  it('is what it is at the end for a stock', () => {
    expect(valueOfPeriod(of({ 0: 1, 2: 3 }), of({}), quarter, true)).toEqual({ value: 3, values: 1 });
    expect(valueOfPeriod(of({ 0: 1 }), of({}), quarter, true)).toBeNull();
  });
});

describe('sums of reports', () => {
  it('compares the same firms: one that is new counts in the level only', () => {
    const cells = reportSums(
      [
        ...months(0, JANUARY, [10, 10, 10]),
        ...months(0, JANUARY - 12, [8, 8, 8]),
        ...months(1, JANUARY, [5, 5, 5]),
        ...months(2, JANUARY, [-2, 1, -2]),
        ...months(2, JANUARY - 12, [1, 1, 1]),
      ],
      [firm(0, '430100', 'C36'), firm(1, '430100', 'C3912'), firm(2, '430200', null)],
      request,
    );
    const whole = cells.find((cell) => cell.area === null && cell.division === null);
    expect(whole).toMatchObject({
      firms: 3,
      total: 42,
      values: 9,
      same: 2,
      value: 27,
      base: 27,
      sameValues: 6,
      baseValues: 6,
      growing: 1,
      below: 1,
      sameBelow: 1,
      baseBelow: 0,
    });
    expect(cells.find((cell) => cell.division === '36')).toMatchObject({ firms: 1, value: 30, base: 24 });
    expect(cells.find((cell) => cell.division === '39')).toMatchObject({ firms: 1, total: 15, same: 0 });
    expect(cells.find((cell) => cell.area === '4302')).toMatchObject({ firms: 1, total: -3 });
  });

  it('leaves out other places, and industries that are none; keeps firms whose industry is not known', () => {
    const reporters = [
      firm(0, '430100', 'C36'),
      firm(1, '440100', 'C36'),
      firm(2, '430100', 'G53'),
      firm(3, '430100', null),
      firm(4, null, 'C36'),
    ];
    const reports = reporters.flatMap(({ reporter }) => months(reporter, JANUARY, [1, 1, 1]));
    const whole = (more: Partial<ReportSumsRequest>) =>
      reportSums(reports, reporters, { ...request, ...more }).find(
        (c) => c.area === null && c.division === null,
      )?.firms;
    expect(whole({})).toBe(2);
    expect(whole({ areas: [''] })).toBe(4);
    expect(whole({ divisions: ['36'] })).toBe(1);
    expect(whole({ areas: [''], firms: ['F1', 'F4'] })).toBe(2);
  });

  it('reads a division of the present edition only', () => {
    expect(divisionOf('GB/T 4754-2017:C3612')).toBe('36');
    expect(divisionOf('GB/T 4754-2017:36')).toBe('36');
    expect(divisionOf('GB/T 4754-2011:C36')).toBe('');
    expect(divisionOf(null)).toBe('');
  });

  it.each([1, 2, 3])('is the same in SQL (panel %i)', async (seed) => {
    const random = mulberry32(seed);
    const pick = <T>(list: readonly T[]) => list[Math.floor(random() * list.length)]!;
    const reporters = Array.from({ length: 40 }, (_, i) =>
      firm(
        i,
        pick(['430100', '430200', '430000', '440100', null]),
        pick(['C36', 'C3912', 'B06', 'G53', null]),
      ),
    );
    const reports: ReportedMonth[] = [];
    for (const { reporter } of reporters)
      for (const item of [0, 1])
        for (let m = JANUARY - 24; m < JANUARY + 9; m++)
          for (const cumulative of [false, true])
            if (random() > (cumulative ? 0.7 : 0.04))
              reports.push({
                reporter,
                item,
                cumulative,
                month: m,
                value: Math.round(random() * 1e6 - 1e5) / 4,
              });
    const asked: ReportSumsRequest = {
      items: [
        { id: 0, stock: false },
        { id: 1, stock: true },
      ],
      ranges: [
        { start: JANUARY, end: JANUARY + 7 },
        { start: JANUARY, end: JANUARY + 1 },
        { start: JANUARY + 7, end: JANUARY + 7 },
        { start: JANUARY - 12, end: JANUARY - 1 },
        { start: JANUARY + 3, end: JANUARY + 5 },
      ],
      areas: seed === 2 ? [''] : ['43'],
      areaDigits: seed === 3 ? 6 : 4,
      divisions: seed === 3 ? ['36', '39'] : null,
      firms: seed === 2 ? reporters.slice(0, 25).map(({ code }) => code) : null,
    };
    const [rows] = await inDatabase(reports, reporters, [reportSumsSql(asked)]);
    const found = rows!.map((row) => reportSumOf(row as Record<keyof ReportSum, unknown>));
    const expected = reportSums(reports, reporters, asked);
    expect(expected.length).toBeGreaterThan(20);
    expect(inOrder(found)).toEqual(inOrder(expected));
  });

  it('says in which files the values stand, and how many firms have no place', async () => {
    const reporters = [firm(0, '430100', 'C36'), firm(1, null, 'C36'), firm(2, null, null)];
    const reports = reporters.flatMap(({ reporter }) => months(reporter, JANUARY, [1, 1, 1]));
    const [files, unplaced] = await inDatabase(reports, reporters, [reportFilesSql(request), unplacedSql()]);
    expect(files).toEqual([
      expect.objectContaining({ month: JANUARY, file: 'a.csv', released: '2024-04-20', values: 1 }),
      expect.objectContaining({ month: JANUARY + 1, file: 'b.csv', synthetic: true, values: 1 }),
      expect.objectContaining({ month: MARCH, file: 'a.csv', values: 1 }),
    ]);
    expect(unplaced).toEqual([{ withoutArea: 2, withoutIndustry: 1, firms: 3 }]);
  });

  it('asks nothing where nothing is asked for', () => {
    expect(reportSumsSql({ ...request, items: [] })).toBe('');
    expect(reportFilesSql({ ...request, ranges: [] })).toBe('');
  });
});

import { DuckDBInstance } from '@duckdb/node-api';
import { describe, expect, it } from 'vitest';
import {
  checkReports,
  findingReason,
  type ReportCheckRules,
  type ReportedValue,
  type ReportFinding,
  type ReportItem,
  reportCheckRules,
} from '../../src/measure/report-checks.js';
import { reportChecksSql } from '../../src/measure/report-checks-sql.js';
import { loadLexicons } from '../../src/store/lexicons.js';
import { INJECTIONS, type Injection, ITEMS, reportedPanel } from './reported-panel.js';

const rules: ReportCheckRules = reportCheckRules(await loadLexicons());

async function checkedInDatabase(values: readonly ReportedValue[], items: readonly ReportItem[]) {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    await connection.run(
      'CREATE TABLE panel (series BIGINT, month INTEGER, value DOUBLE, "row" INTEGER, fresh BOOLEAN)',
    );
    const appender = await connection.createAppender('panel');
    const seriesOf = (v: ReportedValue) => v.reporter * 65536 + v.item * 2 + (v.cumulative ? 1 : 0);
    for (const v of [...values].sort((a, b) => seriesOf(a) - seriesOf(b) || a.month - b.month)) {
      appender.appendBigInt(BigInt(seriesOf(v)));
      appender.appendInteger(v.month);
      appender.appendDouble(v.value);
      appender.appendInteger(v.row);
      appender.appendBoolean(v.fresh);
      appender.endRow();
    }
    appender.closeSync();
    const plan = reportChecksSql({ relation: 'panel', items, cuts: [10 * 65536, 40 * 65536] }, rules);
    for (const sql of plan.prepare) await connection.run(sql);
    const findings: ReportFinding[] = [];
    for (const { sql, when } of plan.findings) {
      if (when !== null && (await connection.runAndReadAll(when)).getRowsJS()[0]![0] === 0n) continue;
      const reader = await connection.runAndReadAll(sql);
      for (const found of reader.getRowObjectsJS()) {
        const number = (key: string) => (found[key] === null ? null : Number(found[key]));
        const series = number('series')!;
        const reporter = Math.floor(series / 65536);
        const key = ((series % 65536) + 65536) % 65536;
        const kind = found.kind as ReportFinding['kind'];
        findings.push({
          kind,
          reporter: reporter < 0 ? null : reporter,
          item: kind === 'missing' || kind === 'copied-form' ? null : key >> 1,
          cumulative: (key & 1) === 1,
          from: number('from'),
          to: number('to'),
          row: number('row'),
          value: kind === 'copied-form' ? null : number('value'),
          expected: number('expected'),
          other: number('other'),
          count: number('count')!,
        });
      }
    }
    for (const sql of plan.drop) await connection.run(sql);
    return findings;
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** In one order, with what was computed apart from what was found. */
function inOrder(findings: readonly ReportFinding[]) {
  const keyed = findings.map(({ expected, value, ...found }) => ({
    found: JSON.stringify(found),
    numbers: [value ?? 0, expected ?? 0],
  }));
  keyed.sort((a, b) => (a.found < b.found ? -1 : a.found > b.found ? 1 : a.numbers[1]! - b.numbers[1]!));
  return { found: keyed.map((k) => k.found), numbers: keyed.flatMap((k) => k.numbers) };
}

/** Recall by kind of error, and findings on clean cells as a share of all clean cells, by kind of finding. */
function scored(shape: Parameters<typeof reportedPanel>[0]) {
  const { items, values, injected } = reportedPanel(shape);
  const found = new Map<string, string>();
  for (const f of checkReports(values, items, rules)) {
    if (f.reporter === null || f.item === null || f.from === null || f.kind === 'level-shift') continue;
    for (let month = f.from; month <= f.to!; month++) found.set(`${f.reporter} ${f.item} ${month}`, f.kind);
    // A pair of equal values names both firms.
    if (f.other !== null) found.set(`${f.other} ${f.item} ${f.from}`, f.kind);
  }
  const wrong = new Set(injected.map((i) => `${i.reporter} ${i.item} ${i.month}`));
  const recall = {} as Record<Injection, number>;
  for (const kind of INJECTIONS) {
    const of = injected.filter((i) => i.kind === kind);
    recall[kind] = of.filter((i) => found.has(`${i.reporter} ${i.item} ${i.month}`)).length / of.length;
  }
  const clean = values.length - wrong.size;
  const falsely: Record<string, number> = {};
  for (const [cell, kind] of found) if (!wrong.has(cell)) falsely[kind] = (falsely[kind] ?? 0) + 1;
  for (const kind in falsely) falsely[kind] = falsely[kind]! / clean;
  return { recall, falsely, clean };
}

const VALUE = { reporter: 0, item: 0, cumulative: false, fresh: true };
const INCOME: ReportItem[] = [{ id: 0, item: '营业收入', unit: '元' }];

function monthly(values: readonly number[], more: Partial<ReportedValue> = {}): ReportedValue[] {
  return values.map((value, i) => ({ ...VALUE, month: 24252 + i, value, row: i + 2, ...more }));
}

const QUIET = [1012, 987, 1043, 1005, 1018, 994, 1031, 979, 1008, 1022, 1001, 1037].map((v) => v * 1e4);

describe('checks of reported values', () => {
  it('find nothing in a quiet year', () => {
    expect(checkReports(monthly(QUIET), INCOME, rules)).toEqual([]);
  });

  it('tell 元 in a 万元 column from a decimal point that moved', () => {
    const unit = QUIET.with(7, QUIET[7]! / 1e4);
    expect(checkReports(monthly(unit), INCOME, rules)).toMatchObject([
      { kind: 'unit-slip', from: 24259, to: 24259, row: 9, count: 1 },
    ]);
    const digit = QUIET.with(7, QUIET[7]! * 10);
    expect(checkReports(monthly(digit), INCOME, rules)).toMatchObject([{ kind: 'digit-slip', from: 24259 }]);
  });

  it('cover every month of a unit that was switched for good', () => {
    const [finding, ...others] = checkReports(
      monthly(QUIET.map((value, i) => (i >= 8 ? value * 1e4 : value))),
      INCOME,
      rules,
    );
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ kind: 'unit-slip', from: 24260, to: 24263, count: 4 });
    const reason = findingReason(finding!, { enterprise: null, item: '营业收入', unit: '元', other: null });
    expect(reason.zh).toMatch(/4 个数.*元、万元、亿元混填/);
  });

  it('count the digits of a repeated value in what its series is rounded to', () => {
    const tenths = [91.2, 93.7, 92, 92, 90.8, 94.1, 91.9, 93.3].map((v) => v * 1e4);
    expect(checkReports(monthly(tenths), INCOME, rules)).toMatchObject([
      { kind: 'repeated', from: 24255, value: 92e4 },
    ]);
    const small = tenths.map((value) => value / 1e6);
    expect(checkReports(monthly(small), INCOME, rules)).toMatchObject([{ kind: 'repeated', value: 0.92 }]);
    const whole = tenths.map((value) => Math.round(value / 1e4) * 1e4);
    expect(checkReports(monthly(whole), INCOME, rules)).toEqual([]);
  });

  it('read a sum of the year where a month belongs', () => {
    const sum = QUIET.slice(0, 9).reduce((a, b) => a + b);
    expect(checkReports(monthly(QUIET.with(8, sum)), INCOME, rules)).toMatchObject([
      { kind: 'cumulative-in-month', from: 24260 },
    ]);
  });

  it('let profits fall below zero, but no income', () => {
    const values = monthly(QUIET.with(3, -5e6));
    expect(checkReports(values, INCOME, rules).map((f) => f.kind)).toEqual(['sign']);
    expect(checkReports(values, [{ id: 0, item: '利润总额', unit: '元' }], rules).map((f) => f.kind)).toEqual(
      [],
    );
  });

  it('hold cumulative figures against the months, within rounding', () => {
    let sum = 0;
    const cumulative = QUIET.map((value) => {
      sum += value;
      return sum;
    });
    const both = (sums: readonly number[]) => [...monthly(QUIET), ...monthly(sums, { cumulative: true })];
    expect(checkReports(both(cumulative), INCOME, rules)).toEqual([]);
    expect(checkReports(both(cumulative.map((v, i) => v + (i % 2) * 1e4)), INCOME, rules)).toEqual([]);
    const wrong = checkReports(both(cumulative.with(5, cumulative[3]!)), INCOME, rules).map((f) => f.kind);
    expect(wrong).toEqual(expect.arrayContaining(['cumulative-falls', 'cumulative-gap']));
  });

  it('hold parts against totals within rounding', () => {
    const items = ['利税总额', '利润总额', '税金总额'].map((item, id) => ({ id, item, unit: '元' }));
    const form = (total: number) => [
      ...monthly([total], { item: 0 }),
      ...monthly([1234_0000], { item: 1 }),
      ...monthly([567_0000], { item: 2 }),
    ];
    expect(checkReports(form(1802_0000), items, rules)).toEqual([]);
    expect(checkReports(form(1811_0000), items, rules)).toMatchObject([
      { kind: 'sum', expected: 1801_0000, count: 2 },
    ]);
  });

  it('hold small numbers, too, against what they are part of', () => {
    const items = ['主营业务收入', '营业收入'].map((item, id) => ({ id, item, unit: null }));
    const form = [...monthly([12.5], { item: 0 }), ...monthly([11.2], { item: 1 })];
    expect(checkReports(form, items, rules)).toMatchObject([
      { kind: 'at-most', value: 12.5, expected: 11.2 },
    ]);
  });

  it('count what is missing instead of taking it for zero', () => {
    const values = monthly(QUIET).filter((_, i) => i !== 4 && i !== 5);
    expect(checkReports(values, INCOME, rules)).toMatchObject([{ kind: 'missing', count: 2, item: null }]);
  });

  it('take odd first digits for a lead, where the values span decades', () => {
    const spread = (first: (i: number) => number) =>
      Array.from({ length: 1200 }, (_, i) => ({
        ...VALUE,
        reporter: i,
        month: 24252,
        row: i + 2,
        value: first(i) * 10 ** (i % 4) * 1e4,
      }));
    const lawful = spread((i) => 10 ** ((i * 0.618034) % 1));
    expect(checkReports(lawful, INCOME, rules)).toEqual([]);
    const even = spread((i) => 1 + ((i * 0.618034) % 1) * 9);
    expect(checkReports(even, INCOME, rules)).toMatchObject([{ kind: 'benford', count: 1200 }]);
  });

  it('look at what is new, and use what is known', () => {
    const values = monthly(QUIET.with(2, QUIET[2]! * 1e4)).map((v, i) => ({ ...v, fresh: i === 11 }));
    expect(checkReports(values, INCOME, rules)).toEqual([]);
    const late = monthly(QUIET.with(11, QUIET[11]! * 1e4)).map((v, i) => ({ ...v, fresh: i === 11 }));
    expect(checkReports(late, INCOME, rules).map((f) => f.kind)).toEqual(['unit-slip']);
  });

  it('recall injected errors at least as well as the reference, with fewer false alarms', () => {
    const { recall, falsely } = scored({
      firms: 400,
      months: 48,
      items: ITEMS,
      seed: 7,
      errors: 0.002,
      missing: 0.01,
    });
    const floor: Record<Injection, number> = {
      'times 10000': 0.99,
      'over 10000': 0.99,
      'times 10': 0.98,
      'over 10': 0.98,
      sign: 1,
      'previous month': 0.99,
      'other firm': 0.95,
      spike: 0.85,
      'cumulative in month': 0.85,
      'unit switch': 0.97,
    };
    for (const kind of INJECTIONS) expect.soft(recall[kind], kind).toBeGreaterThanOrEqual(floor[kind]);
    expect(falsely['unit-slip'] ?? 0).toBe(0);
    expect(falsely.copied ?? 0).toBeLessThan(0.01);
    for (const [kind, share] of Object.entries(falsely))
      if (kind !== 'copied') expect.soft(share, kind).toBeLessThan(0.002);
    if (process.env.SHOW) console.log(recall, falsely);
  });

  it.each([1, 2, 3])('say the same in SQL (panel %i)', async (seed) => {
    const items = [...ITEMS, '利润总额', '利税总额', '税金总额'];
    const { items: known, values } = reportedPanel({
      firms: 60,
      months: 30,
      items,
      seed,
      errors: 0.006,
      missing: 0.03,
    });
    // Cumulative figures beside the months, some of them wrong; two firms with one form.
    const sums = new Map<string, number>();
    const more: ReportedValue[] = [];
    for (const v of [...values].sort((a, b) => a.month - b.month)) {
      if (v.item > 1) continue;
      const key = `${v.reporter} ${v.item} ${Math.floor(v.month / 12)}`;
      const sum = (sums.get(key) ?? 0) + v.value;
      sums.set(key, sum);
      more.push({ ...v, cumulative: true, value: v.row % 97 === 0 ? sum * 0.9 : sum, row: v.row + 100_000 });
    }
    for (const v of values.filter((v) => v.reporter === 3)) {
      const twin = values.find((o) => o.reporter === 9 && o.item === v.item && o.month === v.month);
      if (twin && v.month === 24260) twin.value = v.value;
    }
    const panel = [...values, ...more].map((v) => ({ ...v, fresh: seed !== 3 || v.month > 24270 }));
    const expected = inOrder(checkReports(panel, known, rules));
    expect(new Set(expected.found.map((f) => JSON.parse(f).kind)).size).toBeGreaterThan(8);
    expect(expected.found.some((f) => f.includes('benford'))).toBe(true);
    const inSql = inOrder(await checkedInDatabase(panel, known));
    expect(inSql.found).toEqual(expected.found);
    for (const [i, number] of inSql.numbers.entries()) {
      const other = expected.numbers[i]!;
      expect(Math.abs(number - other)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(other)));
    }
  });
});

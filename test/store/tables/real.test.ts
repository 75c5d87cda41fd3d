/** Real files of bureaus, where they are at hand: they are not part of the project. */
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadCodes, readTable, readTidyTables } from '../../../src/store/index.js';
import { lexicon, options } from './sheets-made.js';

const SHARED = '../shared/data';
const present = existsSync(SHARED);
const codes = await loadCodes();

describe.skipIf(!present)('tables under ../shared (skipped where it is absent)', () => {
  it('the thirty provincial input–output sheets give the numbers of the tidy file, the offset one too', async () => {
    const folder = join(SHARED, 'io-province-2007');
    const totals = await readTable(join(folder, 'province_sector_2007_totals.csv'), { lexicon });
    const at = (name: string) => totals.columns.indexOf(name);
    const known = new Map<string, number>();
    const provinces: string[] = [];
    for (const row of totals.rows) {
      const province = row[at('province')] as string;
      if (!provinces.includes(province)) provinces.push(province);
      for (const [heading, name] of [
        ['总产出', '总产出'],
        ['出口', '出口'],
        ['调出', '调出'],
        ['农村消费', '农村居民消费'],
        ['存货增加', '存货增加'],
      ] as const) {
        known.set(`${province} ${row[at('sector')]} ${heading}`, row[at(name)] as number);
      }
    }
    const tables = await readTidyTables(join(folder, 'ChinaIO_zhangda1021.xls'), {
      lexicon,
      area: options.area,
    });
    const sheets = [...new Set(tables.map((table) => table.sheet))].slice(0, 30);
    expect(sheets).toHaveLength(30);
    let compared = 0;
    for (const [index, sheet] of sheets.entries()) {
      const table = tables.find((each) => each.sheet === sheet)!;
      for (const value of table.rows) {
        const words = value.indicator!.split('·');
        let heading = words[words.length - 1]!;
        // 山东 puts 调出 before 出口; the tidy file took both by their place, as in the other sheets.
        if (sheet === 'SHD') heading = { 调出: '出口', 出口: '调出' }[heading] ?? heading;
        const expected = known.get(`${provinces[index]} ${words[0]} ${heading}`);
        if (expected === undefined) continue;
        compared++;
        // The tidy file is in 万元, rounded to the fen.
        expect(Math.abs(value.value! / value.scale - expected)).toBeLessThan(0.0051);
      }
    }
    expect(compared).toBe(30 * 42 * 5);
  });

  it('every series is read without a loss that is not explained', async () => {
    const folder = join(SHARED, 'series');
    const industries = (text: string) => {
      const newest = codes.industries.resolve(text);
      return newest.status === 'resolved' ? newest : codes.industries.resolve(text, { version: '2011' });
    };
    const read: Record<string, [values: number, rejects: number]> = {};
    for (const file of (await readdir(folder)).filter((name) => name.endsWith('.csv'))) {
      const tables = await readTidyTables(join(folder, file), {
        ...options,
        today: null,
        industry: industries,
      });
      expect(tables).toHaveLength(1);
      read[file] = [tables[0]!.rows.length, tables[0]!.rejects.length];
    }
    expect(read['nbs_industrial_va_yoy_by_industry.csv']).toEqual([208, 0]);
    expect(read['province_gdp_1952_2022.csv']).toEqual([2185 * 4, 0]);
    expect(read['province_industrial_value_added_2013_2022.csv']).toEqual([310, 0]);
    expect(read['national_macro_1952_2023.csv']).toEqual([72 * 26, 0]);
    expect(read['china_employment.csv']![0]).toBeGreaterThan(3_200);
  });
});

/** Mappings: guessed, saved, used again next month, and refused with their line where they are wrong. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { UserError } from '../../../src/model/index.js';
import { loadMapping, parseMapping, printMapping, saveMapping } from '../../../src/store/index.js';
import { lines, tidy } from './sheets-made.js';

const AUGUST = '地区,8月产值（万元）,1-8月产值（万元）,说法\n合肥市,1,8,甲\n芜湖市,2,9,乙\n';
const SEPTEMBER = '说法,地区,9月产值（万元）,1-9月产值（万元）\n甲,合肥市,3,11\n乙,芜湖市,4,13\n';

it('a guessed mapping is saved as YAML and fits the next month, whose columns stand elsewhere', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'ballast-map-'));
  try {
    const [august] = await tidy(AUGUST, '2024年8月.csv');
    const file = join(folder, 'map.yaml');
    await saveMapping(file, august!.mapping);
    const mapping = await loadMapping(file);
    expect(mapping).toEqual(august!.mapping);
    expect(printMapping(mapping)).toContain('{months}产值');
    const [september] = await tidy(SEPTEMBER, '2024年9月.csv', { mapping, mapFile: file });
    expect(lines(september!)).toEqual([
      '合肥市||产值|2024-09|level|30000元',
      '合肥市||产值|2024-01/2024-09|level|110000元',
      '芜湖市||产值|2024-09|level|40000元',
      '芜湖市||产值|2024-01/2024-09|level|130000元',
    ]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

it('states what the table does not: unit, period, indicator', async () => {
  const mapping = parseMapping(
    `schema: ballast.map/1
defaults: { unit: 亿元, period: 2024年8月, indicator: 工业增加值 }
columns:
  - { heading: 地区, role: area }
  - { heading: 数, role: value, flow: cumulative }
`,
    'map.yaml',
  );
  const [table] = await tidy('地区,数\n合肥市,1.5\n芜湖市,2\n', 'x.csv', { mapping });
  expect(lines(table!)[0]).toBe('合肥市||工业增加值|2024-01/2024-08|level|150000000元');
  expect(table!.notices).toEqual([]);
});

it('tells which of two columns of one heading is meant', async () => {
  const mapping = parseMapping(
    `schema: ballast.map/1
columns:
  - { heading: 地区, role: area }
  - { heading: 产值（亿元）, column: C, role: value, period: "2024" }
`,
    'map.yaml',
  );
  const [table] = await tidy('地区,产值（亿元）,产值（亿元）\n合肥市,1,2\n', 'x.csv', { mapping });
  expect(table!.rows.map((row) => row.locator.column)).toEqual(['C']);
});

it('names the line of a fault', () => {
  const wrong: [yaml: string, line: number, says: RegExp][] = [
    ['schema: ballast.map/1\ncolumns:\n  - heading: 地区\n    role: place\n', 4, /columns\.0\.role/],
    ['schema: ballast.map/1\ncolumns:\n  - role: area\n', 3, /heading or its letters/],
    [
      'schema: ballast.map/1\ndefaults:\n  period: 某月\ncolumns: [{ heading: a, role: area }]\n',
      3,
      /no period/,
    ],
    ['schema: ballast.map/2\ncolumns: [{ heading: a, role: area }]\n', 1, /schema/],
    ['schema: ballast.map/1\ncolums: []\n', 1, /columns|colums/],
    ['schema: [', 1, /./],
  ];
  for (const [yaml, line, says] of wrong) {
    try {
      parseMapping(yaml, 'map.yaml');
      expect.fail(yaml);
    } catch (error) {
      expect(error).toBeInstanceOf(UserError);
      expect((error as UserError).zh).toContain(`map.yaml 第 ${line} 行`);
      expect((error as UserError).en).toMatch(says);
    }
  }
});

it('a column of the mapping that the sheet lacks: what the sheet has', async () => {
  const mapping = parseMapping(
    'schema: ballast.map/1\ncolumns: [{ heading: 区县, role: area }]\n',
    'map.yaml',
  );
  await expect(tidy(AUGUST, '2024年8月.csv', { mapping })).rejects.toThrow(/区县.*A 地区/s);
});

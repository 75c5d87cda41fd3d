// Input–output tables in the workspace: figures come back to the bit, a changed table is a further vintage.
import { mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type IoTableEntry, importIoTables, Workspace } from '../../src/store/index.js';

let dir: string;
let workspace: Workspace;
let now: Date;

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'ballast-io-'));
  now = new Date('2024-03-01T02:00:00Z');
  workspace = await Workspace.open(join(dir, 'w'), { now: () => now });
});

afterEach(async () => {
  await workspace.close();
  rmSync(dir, { recursive: true, force: true });
});

function entry(name: string, figure: number): IoTableEntry {
  return {
    name,
    title: '某省2017年投入产出表',
    year: 2017,
    unit: '万元',
    layout: 'national',
    sheet: 'Sheet1',
    places: [{ part: 'intermediate', sheet: 'Sheet1', range: 'D5:E6' }],
    checks: { decimals: 2 },
    labels: [
      { axis: 'industry', code: '01', name: '农业', nameEn: 'Farming', region: '甲', kind: null },
      { axis: 'industry', code: '02', name: '工业', nameEn: null, region: '乙', kind: null },
      { axis: 'finalUse', code: 'EX', name: '出口', nameEn: null, region: null, kind: 'export' },
    ],
    vectors: [
      { part: 'finalUse', seq: 0, values: Float64Array.of(0.1 + 0.2, -0) },
      { part: 'intermediate', seq: 0, values: Float64Array.of(figure, 5e-324) },
      { part: 'intermediate', seq: 1, values: Float64Array.of(1e308, -1 / 3) },
    ],
  };
}

async function take(content: string, ...entries: IoTableEntry[]) {
  const file = join(dir, 'table.csv');
  await writeFile(file, content);
  const findings = [
    {
      finding: 'negativeFlow',
      severity: 'warning' as const,
      item: '农业 → 工业',
      value: -1,
      expected: null,
      unit: '万元',
      row: 5,
      zh: '负',
      en: 'negative',
    },
  ];
  return importIoTables(
    workspace,
    file,
    async () => ({ entries: entries.map((table) => ({ table, findings })), refused: [] }),
    { mapping: null, released: '2024-02-01', publisher: '某省统计局', synthetic: false },
  );
}

describe('input–output tables in the workspace', () => {
  it('come back to the bit, with labels, places and checks', async () => {
    const table = entry('表', 7);
    expect(await take('a', table)).toMatchObject({
      importId: 1,
      accepted: 1,
      unchanged: 0,
      revised: 0,
      rejected: 0,
    });
    const stored = await workspace.ioTable('表');
    expect(stored.labels).toEqual([table.labels[2], table.labels[0], table.labels[1]]);
    expect(stored.vectors.map(({ part, seq, values }) => [part, seq, ...values])).toEqual(
      table.vectors.map(({ part, seq, values }) => [part, seq, ...values]),
    );
    expect(Object.is(stored.vectors[0]!.values[1], -0)).toBe(true);
    expect(stored).toMatchObject({
      title: table.title,
      year: 2017,
      unit: '万元',
      layout: 'national',
      sheet: 'Sheet1',
      places: table.places,
      checks: table.checks,
      industries: 2,
      regions: 2,
      released: '2024-02-01',
      importId: 1,
      revisedBy: null,
    });
    expect(
      (await workspace.findings()).map(({ finding, item, value, unit, row }) => [
        finding,
        item,
        value,
        unit,
        row,
      ]),
    ).toEqual([['negativeFlow', '农业 → 工业', -1, '万元', 5]]);
    expect((await workspace.sources())[0]).toMatchObject({ kind: 'io-table', title: table.title });
    expect(Buffer.from(await workspace.originals.get(stored.sha256)).toString()).toBe('a');
  });

  it('are known by their file, and by what they say', async () => {
    await take('a', entry('表', 7));
    expect(await take('a', entry('表', 8))).toMatchObject({ importId: null, knownAs: 1 });
    expect(await take('b', entry('表', 7))).toMatchObject({
      importId: 2,
      accepted: 0,
      unchanged: 1,
      revised: 0,
    });
    expect(await workspace.ioTables('all')).toHaveLength(1);
  });

  it('keep the vintage that stood on a day', async () => {
    await take('a', entry('表', 7));
    now = new Date('2024-09-01T02:00:00Z');
    expect(await take('b', entry('表', 8))).toMatchObject({ accepted: 1, revised: 1 });
    const figure = async (asOf: string | null) =>
      (await workspace.ioTable('表', asOf)).vectors.find(({ part }) => part === 'intermediate')!.values[0];
    expect(await figure(null)).toBe(8);
    expect(await figure('2024-03-01')).toBe(7);
    expect(await figure('2024-08-31')).toBe(7);
    expect(await figure('2024-09-01')).toBe(8);
    await expect(workspace.ioTable('表', '2024-02-28')).rejects.toThrow('没有投入产出表');
    expect((await workspace.ioTables()).map(({ id, revisedBy }) => [id, revisedBy])).toEqual([[2, null]]);
    expect((await workspace.ioTables('all')).map(({ id, revisedBy }) => [id, revisedBy])).toEqual([
      [1, 2],
      [2, null],
    ]);
  });

  it('are named where a name is not there', async () => {
    await take('a', entry('甲表', 1), entry('乙表', 2));
    await expect(workspace.ioTable('丙表')).rejects.toMatchObject({
      en: 'There is no input–output table “丙表” in the workspace. It has 乙表, 甲表.',
    });
  });
});

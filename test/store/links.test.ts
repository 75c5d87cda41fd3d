import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseCsv, writeCsv } from 'hucre/csv';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  exportTable,
  importTable,
  loadCodes,
  loadLexicons,
  type TableImportOptions,
  tryTable,
  Workspace,
} from '../../src/store/index.js';

const lexicons = await loadLexicons();
const codes = await loadCodes(lexicons);

let dir: string;
let workspace: Workspace;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'ballast-links-'));
  workspace = await Workspace.open(join(dir, 'w'), { now: () => new Date('2025-03-01T02:00:00.000Z') });
});
afterEach(async () => {
  await workspace.close();
  await rm(dir, { recursive: true, force: true });
});

async function file(name: string, rows: readonly (readonly unknown[])[]): Promise<string> {
  const path = join(dir, name);
  await writeFile(path, writeCsv(rows as never));
  return path;
}

const settings = (as: TableImportOptions['as']): TableImportOptions => ({
  as,
  lexicons,
  codes,
  today: '2025-03-15',
});
const take = (path: string, as: TableImportOptions['as'], more: Partial<TableImportOptions> = {}) =>
  importTable(workspace, path, { ...settings(as), ...more });

const HEAD = ['供应企业', '采购企业', '产品', '金额', '单位', '时期', '证据等级', '来源'];

describe('links', () => {
  it('are kept in base units with grade, origin and place', async () => {
    const path = await file('l.csv', [
      HEAD,
      ['91440300192317458F', '甲厂', 'C31', '1,704.5', '万元', '2024年', 'A', '发票'],
      ['甲厂', '乙厂', 'C36', 20, '亿元', '2024', '', ''],
    ]);
    expect(await take(path, 'links')).toMatchObject({ accepted: 2, rejected: 0 });
    expect(await workspace.links()).toMatchObject([
      {
        supplier: '91440300192317458F',
        buyer: '甲厂',
        product: 'C31',
        period: '2024',
        value: 17_045_000,
        unit: '元',
        evidence: 'A',
        origin: '发票',
        row: 2,
        lines: 1,
        importId: 1,
      },
      { supplier: '甲厂', value: 2_000_000_000, evidence: null, origin: null, row: 3 },
    ]);
  });

  it('another value of the same link is a further vintage; the same file again adds nothing', async () => {
    const one = await file('1.csv', [HEAD, ['甲', '乙', 'C31', 10, '元', '2024', 'C', '']]);
    await take(one, 'links');
    expect(await take(one, 'links')).toMatchObject({ knownAs: 1 });
    const two = await file('2.csv', [
      HEAD,
      ['甲', '乙', 'C31', 12, '元', '2024', 'C', ''],
      ['甲', '乙', 'C31', 7, '元', '2023', 'C', ''],
    ]);
    expect(await take(two, 'links')).toMatchObject({ accepted: 2, revised: 1, unchanged: 0 });
    expect((await workspace.links()).map(({ period, value }) => [period, value])).toEqual([
      ['2023', 7],
      ['2024', 12],
    ]);
    const all = await workspace.query<{ value: number; revised_by: number | null }>(
      'SELECT value, revised_by FROM links ORDER BY id',
    );
    expect(all[0]).toEqual({ value: 10, revised_by: 2 });
  });

  it('invoice lines are added up by month, and every line stays traceable', async () => {
    const path = await file('invoices.csv', [
      ['某市购销明细', '', '', '', ''],
      ['开票日期', '销方名称', '购方名称', '货物名称', '金额（万元）'],
      ['2024-01-05', '甲', '乙', '螺纹钢', 1],
      ['2024/1/31', '甲', '乙', '螺纹钢', 2.5],
      ['20240201', '甲', '乙', '螺纹钢', 4],
      ['2024年1月9日', '甲', '乙', '线材', 8],
    ]);
    const result = await take(path, 'links');
    expect(result).toMatchObject({ accepted: 3, rejected: 0 });
    expect(result.notices.map(({ en }) => en).join()).toMatch(/1 rows of a supplier/);
    const links = await workspace.links();
    expect(links.map(({ product, period, value, lines }) => [product, period, value, lines])).toEqual([
      ['线材', '2024-01', 80_000, 1],
      ['螺纹钢', '2024-01', 35_000, 2],
      ['螺纹钢', '2024-02', 40_000, 1],
    ]);
    expect(await workspace.linkLines(links[1]!.id)).toMatchObject([
      { row: 3, day: '2024-01-05', value: 10_000 },
      { row: 4, day: '2024-01-31', value: 25_000 },
    ]);
  });

  it('bad rows are kept with the reason, mended in the export, and taken in', async () => {
    const path = await file('bad.csv', [
      HEAD,
      ['甲', '乙', 'C31', 10, '元', '2024', 'C', ''],
      ['', '乙', 'C31', 10, '元', '2024', 'C', ''],
      ['甲', '丙', 'C31', -3, '元', '2024', 'C', ''],
      ['甲', '丁', 'C31', '很多', '元', '2024', 'C', ''],
      ['甲', '戊', 'C31', 10, '箩', '2024', 'C', ''],
      ['甲', '己', 'C31', 10, '元', '去年某时', 'C', ''],
      ['甲', '庚', 'C31', 10, '元', '2024', 'E', ''],
      ['914403001922038217', '辛', 'C31', 10, '元', '2024', 'A', ''],
      ['甲', '壬', 'C31', '', '元', '2024', 'A', ''],
    ]);
    expect(await take(path, 'links')).toMatchObject({ accepted: 1, rejected: 8 });
    const rejects = await workspace.rejects();
    expect(rejects.map(({ row, column }) => [row, column])).toEqual([
      [3, '供应企业'],
      [4, '金额'],
      [5, '金额'],
      [6, '单位'],
      [7, '时期'],
      [8, '证据等级'],
      [9, '供应企业'],
      [10, '金额'],
    ]);
    const out = join(dir, 'rejects.csv');
    await exportTable(workspace, 'rejects', 'csv', out);
    const [head, , minus] = parseCsv(await readFile(out, 'utf8')) as string[][];
    expect(minus![3]!.replace("'", '')).toBe('-3');
    minus![3] = '3';
    const mended = await file('mended.csv', [head!, minus!]);
    expect(await take(mended, 'links')).toMatchObject({ accepted: 1, rejected: 0 });
    expect(await workspace.rejects()).toHaveLength(7);
  });

  it('a table without the columns says which are missing, and what it has', async () => {
    const path = await file('x.csv', [
      ['供应企业', '数额'],
      ['甲', 1],
    ]);
    await expect(take(path, 'links')).rejects.toThrow(/没有找到.*供应企业、数额/);
  });

  it('a dry run says what it would do and writes nothing', async () => {
    const path = await file('l.csv', [
      HEAD,
      ['甲', '乙', 'C31', 10, '元', '2024', 'C', ''],
      ['甲', '', 'C31', 10, '元', '2024', 'C', ''],
    ]);
    expect(await tryTable(path, settings('links'))).toMatchObject([{ rows: 2, values: 1, rejected: 1 }]);
    expect(await workspace.links()).toEqual([]);
  });

  it('are exported with their provenance', async () => {
    const path = await file('l.csv', [HEAD, ['甲', '乙', 'C31', 10, '元', '2024', 'C', '年报']]);
    await take(path, 'links');
    const out = join(dir, 'links.json');
    expect(await exportTable(workspace, 'links', 'json', out)).toBe(1);
    expect(JSON.parse(await readFile(out, 'utf8')).rows[0]).toMatchObject({
      supplier: '甲',
      value: 10,
      evidence: 'C',
      origin: '年报',
      file: path,
      row: 2,
    });
  });
});

describe('input classes', () => {
  it('are kept by pair; contradictions and strange classes are refused', async () => {
    const path = await file('c.csv', [
      ['供应行业', '采购行业', '类别'],
      ['C31', 'C36', 2],
      ['C31', 'C36', 1],
      ['C39', 'C36', 3],
      ['C39', '', 1],
      ['C26', 'C36', 0],
    ]);
    expect(await take(path, 'input-classes')).toMatchObject({ accepted: 2, rejected: 3 });
    expect((await workspace.inputClasses()).map((one) => [one.supplierSector, one.class])).toEqual([
      ['C26', 0],
      ['C31', 2],
    ]);
  });
});

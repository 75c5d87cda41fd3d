import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { parseCsv } from 'hucre/csv';
import { readXlsx } from 'hucre/xlsx';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UserError } from '../../src/model/index.js';
import {
  EXPORT_FORMATS,
  EXPORT_TABLES,
  type ExportFormat,
  type ExportOptions,
  type ExportTable,
  exportTable,
  Workspace,
} from '../../src/store/index.js';
import { readPage } from './pages-read.js';

let dir: string;
let workspace: Workspace;

const HOSTILE = '=HYPERLINK("http://x","点此")';

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "ballast-o'export-"));
  workspace = await Workspace.open(join(dir, 'w'), { now: () => new Date('2025-03-01T02:00:00.000Z') });
  await workspace.addDocuments(
    [
      readPage('a.txt', [
        { indicator: '出口', value: -1.3, quote: '-1.3%', bound: 'over', period: '2024-H1' },
        { indicator: HOSTILE, value: 40e12, quote: '40万亿元', unit: '元', kind: 'level' },
      ]),
      readPage('b.txt', [{ indicator: '出口', value: -1.2, quote: '-1.2%', period: '2024-H1' }], {
        title: '@SUM(A1)\u0001控制字符\ud800',
        published: '2025-02-20',
      }),
    ],
    { readerVersion: '1' },
  );
  const run = workspace.startImport({ kind: 'figures', source: 't.csv' });
  await run.reject([
    {
      file: 't.csv',
      row: 3,
      column: '产值',
      value: `\t+1${'长'.repeat(40_000)}`,
      zh: '不是数字',
      en: 'not a number',
    },
  ]);
  await run.finish();
});
afterEach(async () => {
  await workspace.close();
  await rm(dir, { recursive: true, force: true });
});

async function exported(
  what: ExportTable,
  format: ExportFormat,
  options: ExportOptions = {},
): Promise<Buffer> {
  const file = join(dir, 'out', `${what}.${format}`);
  await exportTable(workspace, what, format, file, options);
  return readFile(file);
}

async function csv(what: ExportTable, options: ExportOptions = {}): Promise<string[][]> {
  return parseCsv((await exported(what, 'csv', options)).toString()) as string[][];
}

describe('exports', () => {
  it('as CSV begin with a mark for Excel, carry headings in both languages, and keep numbers', async () => {
    const bytes = await exported('figures', 'csv');
    expect(bytes.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
    expect((await exported('figures', 'csv', { bom: false })).subarray(0, 3).toString()).not.toContain(
      '\ufeff',
    );
    const [headings, ...rows] = await csv('figures');
    expect(headings!.slice(0, 7)).toEqual(['编号', '指标', '数值', '单位', '类型', '时期', '时期说明']);
    const row = rows.find((r) => r[headings!.indexOf('原文')] === "'-1.3%")!;
    expect(row.slice(1, 7)).toEqual(['出口', '-1.3', '%', '增速', '2024-H1', '2024年上半年']);
    expect(row[headings!.indexOf('界限')]).toBe('超过');
    const [english, ...others] = await csv('figures', { lang: 'en' });
    expect(english!.slice(1, 3)).toEqual(['Indicator', 'Value']);
    expect(others.map((r) => r[4]).sort()).toEqual(['growth', 'growth', 'level']);
    expect(others.flat()).toContain('H1 2024');
  });

  it('make text that would be a formula inert', async () => {
    for (const what of EXPORT_TABLES) {
      for (const row of (await csv(what)).slice(1)) {
        for (const cell of row) {
          if (/^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(cell)) continue;
          expect(cell).not.toMatch(/^[=+\-@\t\r]/);
        }
      }
      const workbook = await readXlsx(await exported(what, 'xlsx'));
      for (const cell of workbook.sheets[0]!.rows.flat()) {
        if (typeof cell === 'string') expect(cell).not.toMatch(/^[=+\-@\t\r]/);
      }
    }
    const [headings, ...rows] = await csv('figures');
    expect(rows.map((r) => r[headings!.indexOf('指标')])).toContain(`'${HOSTILE}`);
  });

  it('as XLSX open, with numbers as numbers, and nothing that XML or Excel refuses', async () => {
    const bytes = await exported('figures', 'xlsx');
    const [sheet] = (await readXlsx(bytes)).sheets;
    expect(sheet!.name).toBe('数据');
    const column = sheet!.rows[0]!.indexOf('数值');
    expect(sheet!.rows.slice(1).map((row) => row[column])).toEqual([40e12, -1.3, -1.2]);
    const titles = (await readXlsx(await exported('documents', 'xlsx'))).sheets[0]!.rows.map((row) => row[1]);
    expect(titles).toContain("'@SUM(A1)\ufffd控制字符\ufffd");
    const rejects = (await readXlsx(await exported('rejects', 'xlsx', { lang: 'en' }))).sheets[0]!;
    expect(rejects.rows[0]!.slice(0, 2)).toEqual(['Reject', 'File']);
    expect(String(rejects.rows[1]![4]).length).toBeLessThanOrEqual(32_767);
  });

  it('as JSON say what they are, in keys that no language changes', async () => {
    const json = JSON.parse((await exported('figures', 'json', { lang: 'zh' })).toString()) as {
      schema: string;
      rows: Record<string, unknown>[];
    };
    expect(json.schema).toBe('ballast.export/1');
    expect(json.rows).toHaveLength(3);
    expect(json.rows[0]).toMatchObject({ indicator: HOSTILE, value: 40e12, kind: 'level', approx: false });
  });

  it('as Parquet are read by DuckDB with their types', async () => {
    await exported('figures', 'parquet');
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    const file = join(dir, 'out', 'figures.parquet').replaceAll("'", "''");
    const rows = await connection.runAndReadAll(
      `SELECT "value", typeof("value") AS t, superseded, span_start FROM '${file}' ORDER BY "value"`,
    );
    expect(rows.getRowsJS()).toEqual([
      [-1.3, 'DOUBLE', true, expect.any(BigInt)],
      [-1.2, 'DOUBLE', false, expect.any(BigInt)],
      [40e12, 'DOUBLE', false, expect.any(BigInt)],
    ]);
    connection.closeSync();
    instance.closeSync();
  });

  it('show figures as known on a day', async () => {
    const [headings, ...rows] = await csv('figures', {
      figures: { asOf: { day: '2025-01-31' }, vintages: 'current' },
    });
    expect(rows.map((r) => Number(r[headings!.indexOf('数值')]))).toEqual([40e12, -1.3]);
  });

  it('are the same bytes for the same question, whatever the format', async () => {
    for (const what of EXPORT_TABLES) {
      for (const format of EXPORT_FORMATS) {
        expect((await exported(what, format)).equals(await exported(what, format)), `${what} ${format}`).toBe(
          true,
        );
      }
    }
    expect(await readdir(join(dir, 'out'))).toHaveLength(EXPORT_TABLES.length * EXPORT_FORMATS.length);
  });

  it('of an empty workspace have headings and no rows', async () => {
    const empty = await Workspace.open(join(dir, 'empty'));
    for (const what of EXPORT_TABLES) {
      for (const format of EXPORT_FORMATS) {
        expect(await exportTable(empty, what, format, join(dir, `empty.${format}`))).toBe(0);
      }
    }
    await empty.close();
  });

  it('name what cannot be written or is not known', async () => {
    await writeFile(join(dir, 'file'), '');
    for (const format of EXPORT_FORMATS) {
      await expect(exportTable(workspace, 'figures', format, join(dir, 'file', 'x'))).rejects.toThrow(
        UserError,
      );
      await expect(exportTable(workspace, 'figures', format, dir)).rejects.toThrow(UserError);
    }
    expect((await readdir(dir)).filter((name) => name.startsWith('.partial'))).toEqual([]);
    await expect(exportTable(workspace, 'figures', 'ods' as never, join(dir, 'x'))).rejects.toThrow(
      /csv、xlsx/,
    );
    await expect(exportTable(workspace, 'people' as never, 'csv', join(dir, 'x'))).rejects.toThrow(
      /figures、measures/,
    );
  });
});

/** Files as they arrive: encodings, delimiters, damage, traps; and what the user is told. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { utils, write } from '@e965/xlsx';
import { writeXlsx } from 'hucre/xlsx';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UserError } from '../../../src/model/index.js';
import { inMemory } from '../../../src/store/database.js';
import {
  dryRun,
  openTables,
  readSheets,
  readTable,
  readTidyTables,
  type TableBytes,
} from '../../../src/store/index.js';
import { largeDelimited } from '../../../src/store/tables/delimited.js';
import { lexicon, lines, options, tidy, workbook } from './sheets-made.js';

const TABLE = '地区,2024年产值（亿元）\n合肥市,10\n芜湖市,20\n';
const LINES = ['合肥市||产值|2024|level|1000000000元', '芜湖市||产值|2024|level|2000000000元'];

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ballast-tables-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** 地区 合肥市 芜湖市 年 产值 亿元 and the brackets, in GBK. */
const GBK: Record<string, string> = {
  地: 'b5d8',
  区: 'c7f8',
  合: 'bacf',
  肥: 'b7ca',
  市: 'cad0',
  芜: 'cedf',
  湖: 'bafe',
  年: 'c4ea',
  产: 'b2fa',
  值: 'd6b5',
  亿: 'd2da',
  元: 'd4aa',
  '（': 'a3a8',
  '）': 'a3a9',
};

function gbk(text: string): Uint8Array {
  return Buffer.concat(
    [...text].map((char) =>
      Buffer.from(GBK[char] ?? char.charCodeAt(0).toString(16).padStart(2, '0'), 'hex'),
    ),
  );
}

async function refused(read: Promise<unknown>): Promise<UserError> {
  const error = await read.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(UserError);
  return error as UserError;
}

describe('text', () => {
  const utf16 = Buffer.from(`\ufeff${TABLE}`, 'utf16le');
  for (const [name, bytes] of [
    ['UTF-8 with a byte order mark', Buffer.from(`\ufeff${TABLE}`)],
    ['GB18030', gbk(TABLE)],
    ['UTF-16', utf16],
    ['UTF-16 without a mark', utf16.subarray(2)],
    ['CRLF', Buffer.from(TABLE.replaceAll('\n', '\r\n'))],
    ['tabs', Buffer.from(TABLE.replaceAll(',', '\t'))],
    ['semicolons', Buffer.from(TABLE.replaceAll(',', ';'))],
    ['full-width commas', Buffer.from(TABLE.replaceAll(',', '，'))],
    ['quotes', Buffer.from('"地区","2024年产值（亿元）"\n"合肥市","10"\n"芜湖市","20"\n')],
  ] as const) {
    it(name, async () => {
      expect(lines((await tidy(bytes, 'a.csv'))[0]!)).toEqual(LINES);
    });
  }

  it('lines of two encodings in one file', async () => {
    const bytes = Buffer.concat([gbk('地区,2024年产值（亿元）\n合肥市,10\n'), Buffer.from('芜湖市,20\n')]);
    expect(lines((await tidy(bytes, 'a.csv'))[0]!)).toEqual(LINES);
  });

  it('bytes of no encoding, with their line', async () => {
    const error = await refused(
      tidy(Buffer.concat([Buffer.from(TABLE), Buffer.from([0xff, 0xff, 0x41, 0x0a])]), 'a.csv'),
    );
    expect(error.zh).toContain('a.csv 第 4 行');
  });

  it('a quote that is never closed', async () => {
    const error = await refused(tidy(`${TABLE}"${'蚌埠市,1\n'.repeat(20_000)}`, 'a.csv'));
    expect(error.en).toContain('never closed');
  });

  it('an encoding that is none', async () => {
    expect((await refused(tidy(TABLE, 'a.csv', { encoding: 'klingon' }))).en).toContain('klingon');
  });

  it('large files in parts that are cut at lines, not inside quotes', async () => {
    const file = join(folder, 'large.csv');
    const rows = 120_000;
    const row = `合肥市,"备注, 有逗号\n有换行${'。'.repeat(30)}",12.5\n`;
    await writeFile(file, `地区,备注,产值（亿元）\n${row.repeat(rows)}`);
    const seen: number[] = [];
    const sheet = await largeDelimited('large.csv', file, {
      encoding: null,
      delimiter: null,
      onRows: (at) => seen.push(at),
      signal: null,
    });
    let found = sheet.height;
    for await (const part of sheet.rest!) {
      expect(part.firstRow).toBe(found);
      expect(part.value(part.height - 1, 2)).toBe('12.5');
      expect(part.width).toBe(3);
      found += part.height;
    }
    expect(found).toBe(rows + 1);
    expect(seen.length).toBeGreaterThan(1);
    expect(seen[seen.length - 1]).toBe(rows + 1);
  });
});

describe('workbooks', () => {
  const rows = [
    ['地区', '2024年产值（亿元）'],
    ['合肥市', 10],
    ['芜湖市', 20],
  ];

  it('a sheet that is not there: the others are named', async () => {
    const bytes = await workbook({ name: '八月', rows }, { name: '九月', rows });
    const error = await refused(tidy(bytes, 'a.xlsx', { sheet: '十月' }));
    expect(error.zh).toBe('a.xlsx：没有工作表“十月”。现有：八月、九月。');
    expect(error.en).toContain('八月, 九月');
  });

  it('hidden sheets only when asked for', async () => {
    const bytes = await workbook({ name: '表', rows }, { name: '底稿', rows, hidden: true });
    expect(await tidy(bytes)).toHaveLength(1);
    expect(await tidy(bytes, 'a.xlsx', { hiddenSheets: true })).toHaveLength(2);
    expect(await tidy(bytes, 'a.xlsx', { sheet: '底稿' })).toHaveLength(1);
  });

  it('a password', async () => {
    const bytes = await writeXlsx({
      sheets: [{ name: '表', rows }],
      encryption: { password: 'secret', spinCount: 100 },
    });
    expect((await refused(tidy(bytes, 'a.xlsx'))).zh).toContain('密码');
  });

  it('cut off, at any place', async () => {
    const bytes = await workbook({ rows });
    for (const share of [0.1, 0.5, 0.9, 0.99]) {
      const error = await refused(tidy(bytes.subarray(0, Math.floor(bytes.length * share)), 'a.xlsx'));
      expect(error.en).toMatch(/cut off|damaged/);
    }
  });

  it('old ones cut off', async () => {
    const book = utils.book_new();
    utils.book_append_sheet(book, utils.aoa_to_sheet(rows), '表');
    const bytes: Uint8Array = write(book, { type: 'buffer', bookType: 'biff8' });
    await refused(tidy(bytes.subarray(0, 600), 'a.xls'));
  });

  it('a bomb by what it declares', async () => {
    const bytes = zip({ 'xl/workbook.xml': Buffer.alloc(80 * 1024 * 1024) });
    expect((await refused(tidy(bytes, 'a.xlsx'))).zh).toContain('压缩炸弹');
  });

  it('a bomb that declares less than it holds', async () => {
    const bytes = zip({ 'xl/workbook.xml': Buffer.alloc(4 * 1024 * 1024) }, 1000);
    expect((await refused(tidy(bytes, 'a.xlsx'))).zh).toContain('压缩炸弹');
  });

  it('16,384 columns of words, and as many of colour only', async () => {
    const wide = Array.from({ length: 16_384 }, (_, at) => `列${at}`);
    expect((await refused(tidy(await workbook({ rows: [wide] }), 'a.xlsx'))).zh).toContain('16384 列');
    expect((await refused(tidy(wide.join(','), 'a.csv'))).zh).toContain('16384 列');
    const blank = [[...rows[0]!, ...Array.from({ length: 16_382 }, () => null)], ...rows.slice(1)];
    expect(lines((await tidy(await workbook({ rows: blank })))[0]!)).toEqual(LINES);
  });

  it('files that are no tables', async () => {
    await refused(tidy(Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 0]), 'a.xlsx'));
    await refused(tidy(new Uint8Array(0), 'a.csv'));
    await refused(tidy(zip({ 'word/document.xml': Buffer.from('<a/>') }), 'a.xlsx'));
    await refused(collect(join(folder, 'none.xlsx')));
    await refused(collect(folder));
    expect((await refused(tidy('\n\n', 'a.csv'))).zh).toContain('没有找到表格');
  });
});

describe('Parquet', () => {
  it('reads names and rows', async () => {
    const file = join(folder, 'a.parquet');
    await inMemory(async (connection) => {
      await connection.run(
        `COPY (SELECT '合肥市' AS "地区", 2024 AS "年份", 10.5::DECIMAL(9,2) AS "产值（亿元）", 900::BIGINT AS "企业数（家）") TO '${file}' (FORMAT parquet)`,
      );
    });
    const [table] = await tidyFile(file);
    expect(lines(table!)).toEqual([
      '合肥市||产值|2024|level|1050000000元',
      '合肥市||企业数|2024|count|900家',
    ]);
  });

  it('says what is wrong with a damaged one', async () => {
    const file = join(folder, 'bad.parquet');
    await writeFile(file, 'PAR1 and nothing more');
    await refused(tidyFile(file));
  });
});

describe('a plain table', () => {
  it('gives names, rows and where they stand', async () => {
    const table = await readTable(
      { name: 'a.csv', bytes: Buffer.from('标题\n地区,产值,产值\n合肥,"1,200",—\n芜湖,3,4\n') },
      { lexicon },
    );
    expect(table.columns).toEqual(['地区', '产值', '产值 (2)']);
    expect(table.rows).toEqual([
      ['合肥', 1200, null],
      ['芜湖', 3, 4],
    ]);
    expect(table.rowNumbers).toEqual([3, 4]);
  });
});

describe('a dry run', () => {
  it('counts what would be imported and shows rejects by reason', async () => {
    const input: TableBytes = {
      name: '2024年.csv',
      bytes: Buffer.from(
        '地区,产值（亿元）,利润（亿元）\n合肥市,1,2\n芜湖是,3,4\n蚌埠市,待核,—\n淮南市,5,6\n',
      ),
    };
    for await (const table of openTables(input, options)) {
      const run = await dryRun(table);
      expect(run).toMatchObject({ rows: 4, values: 4, missing: 1, rejected: 3, areas: 3 });
      expect(run.indicators).toEqual(['产值', '利润总额']);
      expect(run.rejects.map((reject) => reject.value)).toEqual(['芜湖是', '待核']);
      expect(run.mapping.columns.map((column) => column.role)).toEqual(['area', 'value', 'value']);
    }
  });
});

async function collect(input: string): Promise<void> {
  for await (const _ of readSheets(input));
}

function tidyFile(file: string) {
  return readTidyTables(file, options);
}

/** A ZIP of given parts; `declared` lies about their size. */
function zip(parts: Record<string, Uint8Array>, declared?: number): Uint8Array {
  const locals: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of Object.entries(parts)) {
    const packed = deflateRawSync(content);
    const named = Buffer.from(name);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(8, 8);
    local.writeUInt32LE(packed.length, 18);
    local.writeUInt32LE(declared ?? content.length, 22);
    local.writeUInt16LE(named.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(8, 10);
    entry.writeUInt32LE(packed.length, 20);
    entry.writeUInt32LE(declared ?? content.length, 24);
    entry.writeUInt16LE(named.length, 28);
    entry.writeUInt32LE(offset, 42);
    locals.push(local, named, packed);
    central.push(entry, named);
    offset += 30 + named.length + packed.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(Object.keys(parts).length, 8);
  end.writeUInt16LE(Object.keys(parts).length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, directory, end]);
}

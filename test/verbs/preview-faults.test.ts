// Faults planted in a table of each kind: the preview marks each at its cell, and refuses the rows that the import refuses.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Workspace } from '../../src/store/index.js';
import { type ImportKind, importFile, mendRejects, previewFile } from '../../src/verbs/index.js';

const TODAY = '2026-11-22';
const SILENT = { step: () => undefined, end: () => undefined };
const sample = async (name: string, rows = 6) =>
  (await readFile(`samples/${name}`, 'utf8')).split(/\r?\n/).slice(0, rows);

let folder: string;
let workspace: Workspace;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ballast-faults-'));
  workspace = await Workspace.open(join(folder, 'workspace'));
});
afterAll(async () => {
  await workspace.close();
  await rm(folder, { recursive: true, force: true });
});

/** Row and column letters (null: of the row) of a fault, and what is put there; null where the rows have it already. */
type Fault = [row: number, column: string | null, value?: string];

const indexOf = (letters: string) => letters.charCodeAt(0) - 65;
function planted(lines: readonly string[], faults: readonly Fault[]): string {
  const rows = lines.map((line) => line.split(','));
  for (const [row, column, value] of faults)
    if (column !== null && value !== undefined) rows[row - 1]![indexOf(column)] = value;
  return rows.map((cells) => cells.join(',')).join('\n');
}

const register = (name: string, ...rest: string[]) => [`统一社会信用代码,企业名称,${name}`, ...rest];

const tables: [ImportKind, () => Promise<readonly string[]> | readonly string[], Fault[]][] = [
  [
    'figures',
    () => [
      '指标,地区,时期,数值,单位',
      ...[2020, 2021, 2022, 2023].map((year) => `规模以上工业增加值,北京市,${year},1${year},亿元`),
    ],
    [
      [2, 'D', '约莫一百'],
      [4, 'C', '前年春天'],
    ],
  ],
  [
    'enterprises',
    () =>
      register(
        '住所,行业代码,成立日期',
        ',甲公司,北京市,C36,2012-05-01',
        ',乙公司,北京市,C36,2012-05-01',
        ',丙公司,北京市,C36,2012-05-01',
        ',,北京市,C36,2012-05-01',
        ',戊公司,北京市,C36,2012-05-01',
        ',戊公司,上海市,C36,2012-05-01',
        ',己公司,北京市,C36,2015-13',
      ),
    [
      [2, 'A', '91990500MA0000002X'],
      [3, 'D', 'C99'],
      [4, 'C', '西堰市'],
      [5, 'B'],
      [7, null],
      [8, 'E'],
    ],
  ],
  [
    'clusters',
    () => [
      '集群名称,地区,主导产业',
      '甲集群,北京市,汽车',
      ',北京市,汽车',
      '丙集群,北京市,汽车',
      '丙集群,上海市,汽车',
    ],
    [
      [2, 'B', '西堰市'],
      [3, 'A'],
      [5, null],
    ],
  ],
  [
    'titles',
    () =>
      register(
        '称号,有效期起,有效期止',
        ...['甲', '乙', '丙', '丁'].map((name) => `,${name}公司,专精特新中小企业,2024-01-01,2026-12-31`),
        ',甲公司,专精特新中小企业,2024-01-01,2027-12-31',
      ),
    [
      [2, 'D', '二〇二四年吧'],
      [3, 'C', ''],
      [4, 'E', '2023-12-31'],
      [5, 'B', ''],
    ],
  ],
  [
    'reports',
    () => sample('economy/reports.synthetic.csv'),
    [
      [3, 'C', '很多'],
      [4, 'B', '某月'],
      [5, 'A', '91990500MA0000002X'],
    ],
  ],
  [
    'links',
    () => sample('chain/links.synthetic.csv'),
    [
      [2, 'D', '许多'],
      [3, 'F', '某年'],
      [4, 'A', ''],
      [5, 'G', '甲'],
    ],
  ],
  [
    'input-classes',
    () => sample('chain/input-classes.synthetic.csv'),
    [
      [3, 'C', '3'],
      [4, 'B', ''],
    ],
  ],
  [
    'firm-items',
    () => [
      '统一社会信用代码,企业名称,注册成立日期,2025年营业收入（万元）,拥有自主品牌',
      ...['甲', '乙', '丙', '丁'].map((name) => `,${name}公司,2016-11-19,29029,是`),
    ],
    [
      [2, 'D', '许多'],
      [3, 'E', '也许'],
      [4, 'C', '某日'],
      [5, 'A', '91990500MA0000002X'],
    ],
  ],
  [
    'chain',
    () => sample('chain/chain-actors.synthetic.csv'),
    [
      [2, 'G', '一半'],
      [3, 'H', '甲'],
      [4, 'B', ''],
    ],
  ],
  [
    'challenges',
    () => sample('match/challenges.synthetic.csv'),
    [
      [2, 'H', '许多'],
      [3, 'K', '某日'],
      [4, 'B', ''],
    ],
  ],
  [
    'capabilities',
    () => sample('match/firms.synthetic.csv'),
    [
      [2, 'B', ''],
      [3, 'L', '几项'],
    ],
  ],
  ['large-firms', () => sample('match/large.synthetic.csv'), [[2, 'G', '几家']]],
  ['small-firms', () => sample('match/small.synthetic.csv'), [[2, 'J', '几家']]],
  [
    'finance-products',
    () => sample('match/products.synthetic.csv'),
    [
      [2, 'F', '许多'],
      [3, 'H', '一年'],
      [4, 'D', ''],
    ],
  ],
  [
    'finance-needs',
    () => sample('match/needs.synthetic.csv'),
    [
      [2, 'B', '许多'],
      [3, 'A', ''],
    ],
  ],
  [
    'layout-table',
    () => sample('layout/city-industries.synthetic.csv', 400),
    [
      [2, 'D', '许多'],
      [3, 'A', '某年'],
      [4, 'B', ''],
    ],
  ],
];

describe('faults in a table', () => {
  it.each(tables)('of %s are marked at their cells before they are refused', async (kind, lines, faults) => {
    const name = `${kind}.csv`;
    const file = { path: join(folder, name), name };
    await writeFile(file.path, planted(await lines(), faults));
    const asked = { as: kind, synthetic: true };
    const [table] = await previewFile(workspace, file, asked, TODAY);
    const marked = table!.faults.map(({ row, column }) => `${row} ${column}`);
    for (const [row, column] of faults)
      expect(marked, JSON.stringify(table!.faults)).toContain(`${row} ${column}`);
    for (const { row, column, value } of table!.faults) {
      const line = table!.lines.find((one) => one.row === row)!;
      if (column !== null) expect(line.cells[indexOf(column)]).toBe(value ?? '');
    }
    const done = await importFile(workspace, file, asked, TODAY, SILENT);
    // Of tables of values, values are counted before, rejects after.
    if (kind !== 'reports') expect(done.rejected).toBe(table!.rejected);
    const refused = (await workspace.rejects()).filter(({ importId }) => importId === done.importId);
    expect(new Set(refused.map(({ row }) => row))).toEqual(new Set(table!.faults.map(({ row }) => row)));
  });

  it('of steps of challenges too', async () => {
    const challenges = { path: join(folder, 'tasks.csv'), name: 'tasks.csv' };
    await writeFile(challenges.path, await readFile('samples/match/challenges.synthetic.csv'));
    await importFile(workspace, challenges, { as: 'challenges', synthetic: true }, TODAY, SILENT);
    const file = { path: join(folder, 'steps.csv'), name: 'steps.csv' };
    const lines = await sample('match/challenge-steps.synthetic.csv', 7);
    await writeFile(
      file.path,
      planted(lines, [
        [2, 'F', '某日'],
        [3, 'E', '想过'],
        [7, 'A', '没有'],
      ]),
    );
    const [table] = await previewFile(workspace, file, { as: 'challenge-entries' }, TODAY);
    const marked = table!.faults.map(({ row, column }) => `${row} ${column}`);
    // What rests on a step that is refused is refused too.
    expect(marked).toEqual(['2 F', '3 E', '5 E', '6 E', '7 A']);
    const done = await importFile(workspace, file, { as: 'challenge-entries' }, TODAY, SILENT);
    expect(done.rejected).toBe(table!.rejected);
    // They are kept, and one is mended by itself.
    const kept = (await workspace.rejects()).filter(({ importId }) => importId === done.importId);
    expect(kept.map(({ row }) => row)).toEqual([2, 3, 5, 6, 7]);
    const [first] = kept;
    const { importId, seq, record } = first!;
    const mended = await mendRejects(
      workspace,
      [{ importId, seq, record: { ...record, 日期: '2026-03-16' } }],
      TODAY,
    );
    expect(mended).toEqual({ accepted: 1, unchanged: 0, open: [] });
    expect(
      (await workspace.rejects('all')).find((one) => one.importId === importId && one.seq === seq),
    ).toMatchObject({
      resolvedBy: expect.any(Number),
    });
  });
});

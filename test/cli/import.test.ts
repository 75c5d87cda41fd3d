import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeXlsx } from 'hucre/xlsx';
import { describe, expect, it } from 'vitest';
import { ballast, folder } from './ballast.js';

const A = '91340100000000000D';
const REPORTS = `统一社会信用代码,报告期,营业收入(万元),用电量(万千瓦时)
${A},2024-01,"1,234.5",88
${A},2024-02,1300,—
${A},2024-03,abc,91
`;

async function put(dir: string, name: string, text: string): Promise<string> {
  const file = join(dir, name);
  await writeFile(file, text);
  return file;
}

describe('ballast import', () => {
  it('takes reports in, refuses bad cells with their place, and takes the mended ones', async () => {
    const dir = folder();
    const workspace = join(dir, 'w');
    const file = await put(dir, 'reports.csv', REPORTS);
    const run = await ballast([
      'import',
      file,
      '--as',
      'reports',
      '--workspace',
      workspace,
      '--today',
      '2024-06-01',
      '--json',
    ]);
    expect(run.code).toBe(1);
    expect(JSON.parse(run.stdout)).toMatchObject({
      schema: 'ballast.import/1',
      kind: 'reports',
      accepted: 4,
      rejected: 1,
      missing: 1,
    });
    const rejects = join(dir, 'rejects.csv');
    expect((await ballast(['export', 'rejects', '--out', rejects, '--workspace', workspace])).code).toBe(0);
    const text = await readFile(rejects, 'utf8');
    expect(text).toContain('abc');
    await writeFile(rejects, text.replace(',abc,', ',1290,'));
    const again = await ballast([
      'import',
      rejects,
      '--as',
      'reports',
      '--workspace',
      workspace,
      '--today',
      '2024-06-01',
      '--json',
    ]);
    expect(JSON.parse(again.stdout)).toMatchObject({ rejected: 0 });
    expect(again.code).toBe(0);
    const left = await ballast([
      'export',
      'rejects',
      '--format',
      'json',
      '--out',
      join(dir, 'left.json'),
      '--workspace',
      workspace,
    ]);
    expect(left.stdout).toContain('0 行');
    const out = join(dir, 'out.csv');
    await ballast(['export', 'reports', '--out', out, '--workspace', workspace]);
    expect((await readFile(out, 'utf8')).trim().split('\n')).toHaveLength(6);
  });

  it('tells what the checks found in a table of figures', async () => {
    const dir = folder();
    const workspace = join(dir, 'w');
    const gdp =
      '2024年安徽省各市生产总值（亿元）\n地区,地区生产总值,第一产业,第二产业,第三产业\n合肥市,100.0,10.0,40.0,52.0\n';
    const file = await put(dir, 'gdp.csv', gdp);
    const run = await ballast(['import', file, '--as', 'figures', '--workspace', workspace, '--json']);
    expect(run.code).toBe(0);
    expect(JSON.parse(run.stdout)).toMatchObject({ accepted: 4, findings: { 'total-differs': 1 } });
    const out = join(dir, 'findings.csv');
    await ballast(['export', 'findings', '--out', out, '--workspace', workspace]);
    expect(await readFile(out, 'utf8')).toMatch(/地区生产总值.*合肥市.*差 2亿元.*±2000万元/);
  });

  it('shows what would happen, writes a mapping, and uses it', async () => {
    const dir = folder();
    const workspace = join(dir, 'w');
    const file = await put(dir, 'reports.csv', REPORTS);
    const map = join(dir, 'map.yaml');
    const dry = await ballast([
      'import',
      file,
      '--as',
      'reports',
      '--dry-run',
      '--save-map',
      map,
      '--workspace',
      workspace,
      '--lang',
      'en',
      '--today',
      '2024-06-01',
    ]);
    expect(dry.stdout).toMatch(/3 rows, 4 values, 1 missing, 1 would be refused/);
    expect(existsSync(join(workspace, 'ballast.duckdb'))).toBe(false);
    await writeFile(map, (await readFile(map, 'utf8')).replace('unit: 万元', 'unit: 亿元'));
    const run = await ballast([
      'import',
      file,
      '--as',
      'reports',
      '--map',
      map,
      '--workspace',
      workspace,
      '--today',
      '2024-06-01',
      '--json',
    ]);
    expect(JSON.parse(run.stdout)).toMatchObject({ accepted: 4 });
    const out = join(dir, 'out.json');
    await ballast(['export', 'reports', '--format', 'json', '--out', out, '--workspace', workspace]);
    const { rows } = JSON.parse(await readFile(out, 'utf8')) as { rows: { item: string; value: number }[] };
    expect(rows.find((row) => row.item === '营业收入')!.value).toBe(123450000000);
  });

  it('reads a pasted release through the reader', async () => {
    const dir = folder();
    const release = '2024年3月17日，国家统计局发布：1—2月份，全国规模以上工业增加值同比实际增长7.0%。';
    const run = await ballast(
      ['import', '-', '--as', 'figures', '--workspace', join(dir, 'w'), '--json'],
      release,
    );
    expect(run.code).toBe(0);
    expect(JSON.parse(run.stdout)).toMatchObject({ schema: 'ballast.import/1', accepted: 1 });
  });

  it('keeps what cannot be, each cell with its place, and takes the rest', async () => {
    const dir = folder();
    const workspace = ['--workspace', join(dir, 'w'), '--today', '2024-06-01'];
    const text = `地区,时期,产值(万元),利润(万元),利润(万元),用电量(斛)
安徽省,2023,120,5,6,
江苏省,2031,330,,,
上海市闸北区,2020,90,,,
浙江省,2023,260,,,7
`;
    const file = await put(dir, 'mixed.csv', text);
    const run = await ballast(['import', file, '--as', 'figures', ...workspace]);
    expect(run.code).toBe(1);
    expect(run.stdout).toContain('收入 2，其中修订 0；已有 0；空缺 0；退回 5');
    for (const words of [
      '2 处，首处第 2 行“利润(万元)”列 “5”：表头与 D、E 列重复',
      '第 3 行“产值(万元)”列 “330”：时期 2031 在今天（2024-06-01）之后',
      '第 4 行“地区”列 “上海市闸北区”：地区“上海市闸北区”已于 2016-07 撤销，2020-01-01 时已不存在；后继为 静安区',
      '第 5 行“用电量(斛)”列 “7”：不认识的计量单位“斛”',
    ])
      expect(run.stdout).toContain(words);
    const out = join(dir, 'rejects.csv');
    await ballast(['export', 'rejects', '--out', out, ...workspace.slice(0, 2)]);
    const kept = await readFile(out, 'utf8');
    expect(kept).toContain('地区,时期,产值(万元),利润(万元)（D）,利润(万元)（E）');
    expect(kept).toContain('安徽省,2023,120,5,6,');
  });

  it('refuses files that cannot be read, with their path and what to do', async () => {
    const dir = folder();
    const rows = [
      ['地区', '2024年产值(万元)'],
      ['安徽省', 120],
    ];
    const book = await writeXlsx({ sheets: [{ name: '数据', rows }] });
    const locked = await writeXlsx({
      sheets: [{ name: '数据', rows }],
      encryption: { password: 'secret', spinCount: 100 },
    });
    const asked = await Promise.all(
      (
        [
          ['sheet.xlsx', book, ['--sheet', '别的'], /没有工作表“别的”。现有：数据。/],
          ['locked.xlsx', locked, [], /有密码保护.*去掉打开密码/],
          ['cut.xlsx', book.subarray(0, book.length / 2), [], /不完整，文件末尾缺失/],
          [
            'bytes.csv',
            Buffer.from('地区,数\n\xff\xfe\x80\x81\xff,1\n', 'latin1'),
            [],
            /第 2 行.*--encoding/,
          ],
        ] as const
      ).map(async ([name, bytes, more, reason]) => {
        const file = join(dir, name);
        await writeFile(file, bytes);
        const args = ['import', file, '--as', 'figures', '--workspace', join(dir, `w-${name}`), ...more];
        return { file, reason, ...(await ballast(args)) };
      }),
    );
    for (const { file, code, stdout, stderr, reason } of asked) {
      expect([code, stdout]).toEqual([1, '']);
      expect(stderr).toContain(file);
      expect(stderr).toMatch(reason);
    }
  });

  it('says clearly what is wrong with a file or an option', async () => {
    const dir = folder();
    const none = await ballast([
      'import',
      join(dir, 'none.csv'),
      '--as',
      'reports',
      '--workspace',
      join(dir, 'w'),
    ]);
    expect(none.code).toBe(1);
    expect(none.stderr).toContain('none.csv');
    const empty = await ballast([
      'import',
      await put(dir, 'e.csv', ''),
      '--as',
      'reports',
      '--workspace',
      join(dir, 'w'),
    ]);
    expect(empty.code).toBe(1);
    expect(empty.stderr).toContain('空的');
    expect((await ballast(['import', 'x.csv', '--as', 'wishes'])).code).toBe(2);
    expect((await ballast(['import', 'x.csv'])).code).toBe(2);
  });
});

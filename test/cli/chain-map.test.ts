import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ballast } from './ballast.js';

let dir: string;
let folder: string;

beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'ballast-chain-map-'));
  folder = join(dir, 'battery');
  mkdirSync(folder);
  writeFileSync(
    join(folder, 'nodes.csv'),
    '编号,名称,类型,环节,责任单位,日期,来源\nn1,碳酸锂,产品,材料,省工信厅,2024-05,行业报告\nn2,电芯,产品,电池,,,\nn3,新能源汽车,产品,整车,,,\nn4,电池回收,工序,整车,,,\n',
  );
  writeFileSync(
    join(folder, 'edges.csv'),
    'from,to,kind,share,grade\nn1,n2,goesInto,0.9,A\nn2,n3,goesInto,,B\nn3,n4,goesInto,,C\nn4,n1,goesInto,,C\nn1,,goesInto,,C\nn1,n2,goesInto,1.7,A\n',
  );
  writeFileSync(
    join(folder, 'actors.csv'),
    '产品,企业,所在地,份额（%）,来源\n碳酸锂,=HYPERLINK("x"),江西省,90,年报\n碳酸锂,乙化工,青海省,10,年报\n电芯,丙电池,深圳市,,\n新能源汽车,丁汽车,广东省,,\n',
  );
  writeFileSync(join(folder, 'projects.csv'), '项目,产品,承担主体,投资\n扩产二期,碳酸锂,乙化工,12亿元\n');
  writeFileSync(join(folder, 'notes.csv'), 'memo\n备注\n');
});

afterAll(() => rmSync(dir, { recursive: true, force: true }));

async function json(...args: string[]) {
  const { stdout } = await ballast([...args, '--json']);
  return JSON.parse(stdout);
}

describe('ballast chain map', () => {
  it('maps files: stages in order, gaps with their rule, refused rows told, exit 1', async () => {
    const { code, stdout, stderr } = await ballast([
      'chain',
      'map',
      folder,
      join(folder, 'nodes.csv'),
      '--home',
      '广东',
      '--json',
    ]);
    expect(code).toBe(1);
    expect(stderr).toContain('notes.csv');
    expect(stderr).toContain('第 6 行“to”列');
    const map = JSON.parse(stdout);
    expect(map.schema).toBe('ballast.chain.map/1');
    expect(map.refused).toBe(2);
    expect(map.stages.map((stage: { name: string }) => stage.name)).toHaveLength(3);
    expect(map.errorBound).toBeLessThan(1e-8);
    const gap = (node: string, rule: string) =>
      map.gaps.find((one: { node: string; rule: string }) => one.node === node && one.rule === rule);
    expect(gap('n1', 'noHomeMaker').state).toBe('met');
    expect(gap('n2', 'noHomeMaker').state).toBe('unmet');
    expect(gap('n1', 'oneSource')).toMatchObject({ state: 'met', threshold: 0.4 });
    expect(gap('n1', 'oneSource').value).toBeCloseTo(0.82, 10);
    expect(gap('n4', 'noKnownMaker').state).toBe('met');
  });

  it('keeps a chain in the workspace, row by row in vintages, and exports its lists', async () => {
    const workspace = ['--workspace', join(dir, 'ws')];
    const first = await json(
      'import',
      folder,
      '--as',
      'chain',
      '--name',
      '电池',
      '--synthetic',
      ...workspace,
    );
    expect(first).toMatchObject({ chain: '电池', nodes: 4, edges: 4, actors: 4, projects: 1, rejected: 2 });
    const again = await json(
      'import',
      folder,
      '--as',
      'chain',
      '--name',
      '电池',
      '--synthetic',
      ...workspace,
    );
    expect(again.files.every((file: { knownAs: number | null }) => file.knownAs !== null)).toBe(true);
    const later = join(dir, 'later.csv');
    writeFileSync(later, '产品,企业,所在地,份额（%）,来源\n碳酸锂,乙化工,青海省,20,年报\n');
    const revised = await json('import', later, '--as', 'chain', '--name', '电池', ...workspace);
    expect(revised.files[0]).toMatchObject({ accepted: 1, revised: 1 });

    const page = join(dir, 'map.html');
    const map = await json(
      'chain',
      'map',
      '电池',
      '--home',
      'CHN',
      '--html',
      page,
      '--today',
      '2026-01-01',
      ...workspace,
    );
    expect(map.synthetic).toBe(true);
    expect(map.actors.find((actor: { name: string }) => actor.name === '乙化工').share).toBe(0.2);
    const html = readFileSync(page, 'utf8');
    expect(html).toContain('class="picture wide"');
    expect(html).toContain('合成数据');

    for (const list of ['firms', 'products', 'projects', 'gaps']) {
      const out = join(dir, `${list}.csv`);
      const done = await ballast([
        'export',
        'chain',
        '电池',
        '--list',
        list,
        '--home',
        'CHN',
        '--out',
        out,
        ...workspace,
      ]);
      expect(done.code).toBe(0);
    }
    const firms = readFileSync(join(dir, 'firms.csv'), 'utf8');
    expect(firms).toContain(`'=HYPERLINK`);
    expect(firms.split(/\r?\n/)[0]).toMatch(/责任单位,日期,来源/);
    const products = readFileSync(join(dir, 'products.csv'), 'utf8').split(/\r?\n/);
    expect(products[1]).toContain('省工信厅,2024-05,行业报告');
    expect(products.find((line) => line.startsWith('电芯'))).toMatch(/,,,[^,]*nodes\.csv,,3$/);
    expect(readFileSync(join(dir, 'projects.csv'), 'utf8')).toContain('12亿元');
    const rejects = join(dir, 'rejects.csv');
    await ballast(['export', 'rejects', '--out', rejects, ...workspace]);
    expect(readFileSync(rejects, 'utf8')).toContain('份额应在 0 与 1 之间');
  });

  it('says what there is when a name is unknown, and what a table needs when none is found', async () => {
    const none = await ballast(['chain', 'map', '没有', '--workspace', join(dir, 'ws'), '--lang', 'en']);
    expect(none.code).toBe(1);
    expect(none.stderr).toContain('There is no chain');
    expect(none.stderr).toContain('电池');
    const wrong = await ballast(['chain', 'map', join(folder, 'notes.csv')]);
    expect(wrong.code).toBe(1);
    expect(wrong.stderr).toContain('没有认出图谱的表');
    const home = await ballast(['chain', 'map', folder, '--home', '某某地']);
    expect(home.code).toBe(1);
    expect(home.stderr).toContain('--home');
  });
});

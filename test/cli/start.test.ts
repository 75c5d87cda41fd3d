import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ballast, folder, MAIN, ROOT } from './ballast.js';

const workspace = join(folder(), 'workspace');
const start = (...args: string[]) =>
  ballast(['start', '--workspace', workspace, '--today', '2024-12-31', '--json', ...args]);

test('the samples: ledger in the workspace, brief in two forms', async () => {
  const { code, stdout } = await start();
  expect(code).toBe(0);
  const account = JSON.parse(stdout) as Record<string, number | string>;
  expect(account).toMatchObject({
    schema: 'ballast.start/1',
    pages: 13,
    added: 13,
    unchanged: 0,
    rejected: 0,
  });
  expect(account.figures).toBeGreaterThan(100);
  const html = readFileSync(account.html as string, 'utf8');
  expect(html).toContain('政策台账简报');
  expect(html).not.toMatch(/<script|src="http|url\(http/);
  expect(readFileSync(account.markdown as string, 'utf8')).toContain('# ');
});

let again: Awaited<ReturnType<typeof start>>;

test('the same pages again add nothing; the same question, the same answer', async () => {
  const ledger = join(workspace, 'briefs/ledger.html');
  const before = readFileSync(ledger, 'utf8');
  again = await start('--lang', 'zh');
  expect(JSON.parse(again.stdout)).toMatchObject({ added: 0, renewed: 0, unchanged: 13 });
  expect(readFileSync(ledger, 'utf8')).toBe(before);
});

interface Monitoring {
  added: number;
  known: number;
  tables: number;
  rejected: number;
  enterprises: number;
  monthly: string;
  cluster: string;
  chain: string;
  ladder: string;
  firm: string;
  layout: string;
  challenges: number;
  challenge: string;
  national: string | null;
}

test('the sample economy: imported once, seven briefs that say they are synthetic', () => {
  const { code, stdout } = again;
  expect(code).toBe(0);
  const { monitoring } = JSON.parse(stdout) as { monitoring: Monitoring };
  expect(monitoring).toMatchObject({ added: 0, known: 18, tables: 18, rejected: 0, enterprises: 600 });
  expect(monitoring.national).toBeNull();
  for (const file of [
    monitoring.monthly,
    monitoring.cluster,
    monitoring.chain,
    monitoring.ladder,
    monitoring.layout,
    monitoring.firm,
    monitoring.challenge,
  ]) {
    const html = readFileSync(file, 'utf8');
    expect(html).toContain('<p class="synthetic">');
    expect(html).toContain('合成数据');
    expect(html).not.toContain(ROOT);
  }
  const monthly = readFileSync(monitoring.monthly, 'utf8');
  expect(monthly).toContain('临江省2024年工业经济运行简报');
  const chain = readFileSync(monitoring.chain, 'utf8');
  for (const id of ['strength', 'dependence', 'outage', 'shock', 'mending', 'map', 'method'])
    expect(chain).toContain(`id="s-${id}"`);
  const layout = readFileSync(monitoring.layout, 'utf8');
  expect(layout).toContain('江城市产业布局');
  for (const id of ['standing', 'list', 'reasons', 'differentiation', 'belief', 'method'])
    expect(layout).toContain(`id="s-${id}"`);
  const ladder = readFileSync(monitoring.ladder, 'utf8');
  expect(ladder).toContain('临江省优质企业梯度（2026-06-30）');
  for (const id of ['standing', 'places', 'rise', 'obstacles', 'lapse', 'movement', 'targets', 'method'])
    expect(ladder).toContain(`id="s-${id}"`);
  const firm = readFileSync(monitoring.firm, 'utf8');
  expect(firm).toContain('称号预审（2026-06-30）');
  for (const id of ['profile', 'ladder', 'verdicts', 'criteria', 'gaps', 'calendar', 'evidence', 'method'])
    expect(firm).toContain(`id="s-${id}"`);
  expect(monitoring.challenges).toBe(12);
  const challenge = readFileSync(monitoring.challenge, 'utf8');
  expect(challenge).toContain('谁能揭榜');
  for (const id of ['task', 'candidates', 'shortlist', 'life', 'method'])
    expect(challenge).toContain(`id="s-${id}"`);
  for (const id of ['industries', 'drivers', 'areas', 'firms']) expect(monthly).toContain(`id="s-${id}"`);
});

test('the account says where the briefs are, and that the province is made up', async () => {
  const { stdout } = await ballast([
    'start',
    '--workspace',
    workspace,
    '--today',
    '2024-12-31',
    '--lang',
    'zh',
  ]);
  expect(stdout).toContain('临江省为合成数据');
  expect(stdout).toContain('monthly.synthetic.html');
  expect(stdout).toContain('cluster.synthetic.html');
  expect(stdout).toContain('chain.synthetic.html');
  expect(stdout).toContain('ladder.synthetic.html');
  expect(stdout).toContain('firm.synthetic.html');
  expect(stdout).toContain('layout.synthetic.html');
  expect(stdout).toMatch(/揭榜任务 12 项.*ballast match task list.*challenge\.synthetic\.html/);
});

test('named pages are read without the sample economy', async () => {
  const { stdout } = await ballast(['start', 'samples/pages', '--workspace', join(folder(), 'w'), '--json']);
  expect(JSON.parse(stdout)).not.toHaveProperty('monitoring');
});

test('one page more: counts are of the run, the brief is of the workspace', async () => {
  const dir = folder();
  const page = join(dir, 'one.txt');
  writeFileSync(
    page,
    '某市：二季度工业稳中有进\n2024-07-16 来源：某市工业和信息化局\n\n7月15日，市工业和信息化局介绍，2024年上半年，全市规模以上工业增加值同比增长6.4%。\n',
  );
  const own = join(dir, 'workspace');
  cpSync(workspace, own, { recursive: true });
  const args = ['start', page, '--workspace', own, '--today', '2024-12-31'];
  const { code, stdout } = await ballast([...args, '--json']);
  expect(code).toBe(0);
  const account = JSON.parse(stdout) as Record<string, unknown>;
  expect(account).toMatchObject({ pages: 1, added: 1, briefPages: 14, rejects: [] });
  const html = readFileSync(account.html as string, 'utf8');
  expect(html).toContain('某市：二季度工业稳中有进');
  expect(html.length).toBeGreaterThan(readFileSync(join(workspace, 'briefs/ledger.html'), 'utf8').length);
  expect((await ballast(args)).stdout).toContain('工作区全部 14 页');
});

test('every page refused: one document all the same, with nothing counted and the reasons', async () => {
  const dir = folder();
  writeFileSync(join(dir, 'empty.txt'), '');
  const args = ['start', join(dir, 'empty.txt'), '--workspace', join(dir, 'w')];
  const { code, stdout } = await ballast([...args, '--json']);
  expect(code).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({
    schema: 'ballast.start/1',
    pages: 0,
    figures: 0,
    added: 0,
    rejected: 1,
    rejects: [{ file: join(dir, 'empty.txt'), en: expect.stringContaining('empty') }],
    briefPages: 0,
    html: null,
    markdown: null,
  });
  const plain = await ballast(args);
  expect(plain.code).toBe(1);
  expect(plain.stdout).toContain('退回 1');
});

test('the brief of the whole workspace, and its tables', async () => {
  const dir = folder();
  const brief = await ballast([
    'brief',
    'ledger',
    '--workspace',
    workspace,
    '--format',
    'md',
    '--out',
    join(dir, 'l.md'),
  ]);
  expect(brief.code).toBe(0);
  expect(existsSync(join(dir, 'l.md'))).toBe(true);
  for (const format of ['csv', 'xlsx', 'json', 'parquet']) {
    const file = join(dir, `figures.${format}`);
    const { code, stdout } = await ballast([
      'export',
      'figures',
      '--workspace',
      workspace,
      '--format',
      format,
      '--out',
      file,
      '--json',
    ]);
    expect(code).toBe(0);
    expect((JSON.parse(stdout) as { rows: number }).rows).toBeGreaterThan(100);
    expect(existsSync(file)).toBe(true);
  }
});

test('start --serve goes on to the workbench, on the day that was named', async () => {
  const child = spawn(
    process.execPath,
    [
      MAIN,
      'start',
      'samples/pages/2022-12-clusters.txt',
      '--workspace',
      workspace,
      '--today',
      '2024-12-31',
      '--serve',
      '--port',
      '0',
      '--lang',
      'en',
    ],
    { cwd: ROOT, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const ended = once(child, 'exit');
  const address = await new Promise<string>((resolve, reject) => {
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (part) => {
      said += part;
      const found = /http:\/\/[\d.:]+\//.exec(said);
      if (found) resolve(found[0]);
    });
    void ended.then(() => reject(new Error(said)));
  });
  try {
    const today = (await (await fetch(`${address}api/v1/today`)).json()) as { today: string };
    expect(today.today).toBe('2024-12-31');
  } finally {
    child.kill('SIGTERM');
  }
  expect((await ended)[0]).toBe(0);
});

test('page text never reaches the brief as markup', async () => {
  const dir = folder();
  mkdirSync(join(dir, 'pages'));
  writeFileSync(
    join(dir, 'pages/evil.txt'),
    '工信部：<script>alert(1)</script>加快发展\n2023-03-02 来源：<img src=x onerror=alert(2)>网\n\n3月1日，部长<b onclick="alert(3)">表示</b>，2022年"工业增加值"突破40万亿元，javascript:alert(4)占GDP比重达到33.2%。一是<script>alert(5)</script>推进发展。二是加快建设。\n',
  );
  const { stdout } = await ballast(['start', join(dir, 'pages'), '--workspace', join(dir, 'w'), '--json']);
  const html = readFileSync((JSON.parse(stdout) as { html: string }).html, 'utf8');
  expect(html).not.toMatch(/<script|<img|onclick="|onerror=(?!alert\(2\)&gt;)/);
  expect(html).not.toMatch(/href="javascript:/);
});

test('a workspace without pages says how to read some in', async () => {
  const dir = folder();
  const { code, stderr } = await ballast([
    'brief',
    'ledger',
    '--workspace',
    join(dir, 'none'),
    '--out',
    join(dir, 'x.html'),
  ]);
  expect(code).toBe(1);
  expect(stderr).toContain(join(dir, 'none'));
});

test('the sample pages lie where start looks for them', () =>
  expect(existsSync(join(ROOT, 'samples/pages'))).toBe(true));

/** What goes wrong around reading: faults of ours, targets that cannot be written, readers that go away, kills, mended files. */
import { type SpawnSyncReturns, spawn, spawnSync } from 'node:child_process';
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { Workspace } from '../../src/store/index.js';
import { ballast, ballastProcess, folder, MAIN, ROOT } from './ballast.js';

const page = (n: number | string) =>
  `某省：工业经济稳定运行\n2023-03-02 10:00 来源：某省工业和信息化厅\n\n3月1日，省工业和信息化厅第${n}次发布，2022年，全省工业增加值同比增长5.8%，占地区生产总值比重达到33.2%。\n`;

function put(file: string, content: string | Uint8Array): string {
  writeFileSync(file, content);
  return file;
}

describe('a fault of ours on one page', () => {
  const dir = folder();
  const preload = ['--import', pathToFileURL(join(ROOT, 'test/cli/defect.mjs')).href];
  const pages = join(dir, 'pages');
  beforeAll(() => {
    mkdirSync(pages);
    for (const name of ['a', 'c', 'd']) put(join(pages, `${name}.txt`), page(name));
    put(join(pages, 'b.txt'), page('DEFECT'));
    put(join(pages, 'e.txt'), '');
  });

  test('is told with its trace, the other pages are read, the exit code is 70', async () => {
    const { code, stdout, stderr } = await ballastProcess(['read', pages, '--json'], '', preload);
    expect(code).toBe(70);
    const { pages: read, rejects } = JSON.parse(stdout) as {
      pages: { source: string }[];
      rejects: { file: string; zh: string; en: string }[];
    };
    expect(read.map(({ source }) => source)).toEqual(['a.txt', 'c.txt', 'd.txt']);
    expect(rejects.map(({ file }) => file)).toEqual([join(pages, 'b.txt'), join(pages, 'e.txt')]);
    expect(rejects[0]!.zh).toContain('我们的缺陷');
    expect(rejects[0]!.en).toContain('a defect of ours');
    expect(stderr).toContain('b.txt');
    expect(stderr).toMatch(/TypeError: cannot read a page of this kind\n\s+at /);
    expect(stdout).not.toContain('TypeError');
  });

  test('leaves the others in the workspace, with a brief', async () => {
    const workspace = join(dir, 'w');
    const { code, stdout } = await ballastProcess(
      ['start', pages, '--workspace', workspace, '--json'],
      '',
      preload,
    );
    expect(code).toBe(70);
    expect(JSON.parse(stdout)).toMatchObject({ added: 3, rejected: 2, briefPages: 3 });
    const opened = await Workspace.open(workspace, { readOnly: true });
    expect((await opened.rejects()).map(({ file }) => file)).toEqual([
      join(pages, 'b.txt'),
      join(pages, 'e.txt'),
    ]);
    await opened.close();
  });
});

describe('days', () => {
  const dir = folder();
  test.each([
    [['start', '--today', '2024-02-30']],
    [['brief', 'ledger', '--today', '30.2.2024', '--out', join(dir, 'x.html')]],
    [['export', 'figures', '--as-of', '2023-02-29', '--out', join(dir, 'x.csv')]],
    [['export', 'figures', '--as-of', '2024-02', '--out', join(dir, 'x.csv')]],
  ])('%j: no such day', async (args) => {
    const { code, stdout, stderr } = await ballast([...args, '--workspace', join(dir, 'w')]);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^日期无法识别：/);
    expect(readdirSync(dir)).toEqual([]);
  });
  test('in English', async () => {
    const { stderr } = await ballast(['start', '--today', 'tomorrow', '--lang', 'en']);
    expect(stderr).toBe('Not a date: tomorrow. Write it as 2023-03-01.\n');
  });
});

describe('targets', () => {
  const dir = folder();
  const workspace = join(dir, 'w');
  let good: string;
  let file: string;
  beforeAll(async () => {
    good = put(join(dir, 'good.txt'), page(1));
    file = put(join(dir, 'file'), 'mine');
    expect((await ballast(['read', good, '--save', '--workspace', workspace])).code).toBe(0);
  });

  test('a folder that is missing is made', async () => {
    const out = join(dir, 'new/deep/ledger.md');
    const args = ['brief', 'ledger', '--format', 'md', '--workspace', workspace];
    expect((await ballast([...args, '--out', out])).code).toBe(0);
    expect(readFileSync(out, 'utf8')).toContain('# ');
    expect(readdirSync(join(dir, 'new/deep'))).toEqual(['ledger.md']);
  });

  test.each([
    [['brief', 'ledger'], 'file/x.html', /文件/],
    [['brief', 'ledger'], 'w', /同名文件夹/],
    [['export', 'figures'], 'file/x.csv', /文件/],
    [['export', 'figures'], 'w', /同名文件夹/],
  ])('%j --out %s is refused', async (verb, out, reason) => {
    const { code, stdout, stderr } = await ballast([
      ...verb,
      '--workspace',
      workspace,
      '--out',
      join(dir, out),
    ]);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^无法写入 /);
    expect(stderr).toMatch(reason);
    expect(readFileSync(file, 'utf8')).toBe('mine');
  });

  test('read --out on a file is refused before anything is read', async () => {
    const { code, stderr } = await ballast([
      'read',
      good,
      '--out',
      file,
      '--save',
      '--workspace',
      join(dir, 'w2'),
    ]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^无法写入 .*file：那里有一个同名文件。\n$/);
    expect(existsSync(join(dir, 'w2'))).toBe(false);
  });

  test('a pipe is written to, not replaced', () => {
    const run = shell(`brief ledger --format md --workspace '${workspace}' --out /dev/stdout | head -n 1`);
    expect(run.stdout).toBe('# 政策台账简报\n');
  });

  test('a full disk behind standard output', (context) => {
    context.skip(!existsSync('/dev/full'), 'no /dev/full here');
    const run = shell(`read '${good}' > /dev/full`);
    expect(run.status).toBe(1);
    // A slow machine is told of progress before.
    expect(run.stderr).toMatch(/(^|\n)无法写入 stdout：磁盘已满。\n$/);
  });
});

function shell(command: string): SpawnSyncReturns<string> {
  return spawnSync('sh', ['-c', `'${process.execPath}' '${MAIN}' ${command}`], {
    cwd: ROOT,
    encoding: 'utf8',
  });
}

test('whoever reads along may go before the end', () => {
  const run = shell('read samples/pages --lang en --json | head -n 1');
  expect([run.status, run.stdout]).toEqual([0, '{\n']);
  expect(run.stderr).not.toMatch(/EPIPE|Error|defect/);
});

describe('a run that is stopped', () => {
  const dir = folder();
  const pages = join(dir, 'pages');
  const workspace = join(dir, 'w');
  const killed = join(dir, 'killed');

  test('loses at most the batch at hand, and the next one goes on from there', async () => {
    mkdirSync(pages);
    for (let n = 10; n < 70; n++) put(join(pages, `${n}.txt`), page(n));
    put(join(pages, '45.txt'), `${page(45)}${'2022年工业增加值增长5.8%，'.repeat(20_000)}`);
    const child = spawn(process.execPath, [MAIN, 'start', pages, '--workspace', workspace], { cwd: ROOT });
    const ended = new Promise<NodeJS.Signals | null>((resolve) => {
      child.on('close', (_, signal) => resolve(signal));
    });
    const originals = join(workspace, 'originals');
    while (child.exitCode === null && !(existsSync(originals) && readdirSync(originals).length > 20)) {
      await pause(5);
    }
    child.kill('SIGINT');
    expect(await ended).toBe('SIGINT');
    cpSync(workspace, killed, { recursive: true });
    const opened = await Workspace.open(workspace, { readOnly: true });
    const kept = (await opened.documents()).length;
    await opened.close();
    expect([20, 40]).toContain(kept);

    rmSync(join(pages, '45.txt'));
    const { code, stdout } = await ballast(['start', pages, '--workspace', workspace, '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ added: 59 - kept, unchanged: kept, briefPages: 59 });
  });

  test.each(['read', 'start'])('and whose log is damaged: %s says so', async (verb) => {
    const damaged = join(dir, verb);
    cpSync(killed, damaged, { recursive: true });
    appendFileSync(join(damaged, 'ballast.duckdb.wal'), new Uint8Array(700));
    const good = put(join(dir, 'good.txt'), page('log'));
    const save = verb === 'read' ? ['--save'] : [];
    const { code, stderr } = await ballast([verb, good, ...save, '--workspace', damaged, '--lang', 'en']);
    expect(code).toBe(0);
    expect(stderr).toMatch(/The workspace log was damaged/);
  });
});

describe('rejects', () => {
  const dir = folder();
  const workspace = join(dir, 'w');
  const keep = (path: string, input?: string) =>
    ballast(['read', path, '--save', '--workspace', workspace], input);
  async function rejects(which: 'open' | 'all'): Promise<string[]> {
    const opened = await Workspace.open(workspace, { readOnly: true });
    try {
      return (await opened.rejects(which)).map(({ file }) => file);
    } finally {
      await opened.close();
    }
  }

  test('a file that is back as it was known is no longer refused', async () => {
    const file = put(join(dir, 'a.txt'), page('a'));
    expect((await keep(file)).code).toBe(0);
    put(file, '');
    expect((await keep(file)).code).toBe(1);
    expect(await rejects('open')).toEqual([file]);
    put(file, page('a'));
    expect((await keep(file)).code).toBe(0);
    expect(await rejects('open')).toEqual([]);
    expect(await rejects('all')).toEqual([file]);
  });

  test('standard input has no name by which one thing could mend another', async () => {
    expect((await keep('-', '')).code).toBe(1);
    expect((await keep('-', '')).code).toBe(1);
    expect((await keep('-', page('stdin'))).code).toBe(0);
    expect(await rejects('open')).toEqual(['-', '-']);
  });
});

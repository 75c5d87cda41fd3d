// ballast brief challenge: the candidates of the match, in its order and with its scores; the gap; what cannot be found.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ballast, folder, ROOT } from './ballast.js';

const dir = folder();
const sample = (name: string) => join(ROOT, `samples/match/${name}.synthetic.csv`);
const tables = ['--firms', sample('firms'), '--on', '2026-06-30', '--workspace', join(dir, 'none')];

async function written(id: string): Promise<string> {
  const out = join(dir, `${id}.md`);
  const run = await ballast([
    ...['brief', 'challenge', id, '--challenges', sample('challenges'), ...tables, '--synthetic'],
    ...['--today', '2026-06-30', '--format', 'md', '--out', out, '--lang', 'zh'],
  ]);
  expect(run.code, run.stderr).toBe(0);
  return readFileSync(out, 'utf8');
}

test('candidates stand in the order and with the scores of the match, each number with one source', async () => {
  const brief = await written('LJ-01');
  expect(brief).toContain('合成数据');
  expect(brief).toContain('# LJ-01 车规级碳化硅功率模块封装：谁能揭榜');
  const run = await ballast(['match', 'challenges', sample('challenges'), ...tables, '--json']);
  const { challenges } = JSON.parse(run.stdout) as {
    challenges: { id: string; candidates: { name: string; score: number }[] }[];
  };
  const { candidates } = challenges.find(({ id }) => id === 'LJ-01')!;
  const rows = [...brief.matchAll(/^\| (\d+) \| (\S+公司) \| \**([\d.]+)/gm)];
  expect(rows.length).toBeGreaterThan(5);
  expect(rows.map(([, rank, name, score]) => [Number(rank), name, score])).toEqual(
    candidates.slice(0, rows.length).map(({ name, score }, at) => [at + 1, name, (100 * score).toFixed(1)]),
  );
  for (const target of ['≤ 0.12 K/W', '≥ 60000 次', '≥ 200 ℃']) expect(brief).toContain(target);
  expect(brief).not.toMatch(/(\[\^\d+\])\1/);
  for (const heading of ['任务', '候选企业', '建议入围名单', '进展与期限', '怎样算的'])
    expect(brief).toMatch(new RegExp(`^## [一二三四五六]、${heading}$`, 'm'));
});

test('where nobody fits the brief says so, and proposes nobody', async () => {
  const brief = await written('LJ-09');
  expect(brief).toMatch(/^## [一二三四五六]、.*缺口/m);
  expect(brief).not.toContain('建议入围');
});

test('a task that is not there: the nearest are named, and nothing is written', async () => {
  const out = join(dir, 'x.html');
  const { code, stderr } = await ballast([
    ...['brief', 'challenge', 'LJ-1', '--challenges', sample('challenges'), ...tables, '--out', out],
  ]);
  expect(code).toBe(1);
  expect(stderr).toContain('“LJ-1”');
  expect(stderr).toContain('LJ-01');
  expect(existsSync(out)).toBe(false);
});

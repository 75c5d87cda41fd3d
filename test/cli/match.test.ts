import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readXlsx, writeXlsx } from 'hucre/xlsx';
import { describe, expect, test } from 'vitest';
import { folder, ROOT, ballast as started } from './ballast.js';

const ballast = (...args: string[]) => started(args);

const dir = folder();
const at = (name: string) => join(dir, name);
const sample = (name: string) => join(ROOT, `samples/match/${name}.synthetic.csv`);
const CHALLENGES = sample('challenges');
const FIRMS = sample('firms');
const workspace = at('workspace');
const table = (name: string, lines: readonly string[]) => {
  writeFileSync(at(name), `${lines.join('\n')}\n`);
  return at(name);
};

interface Reject {
  row: number | null;
  column: string | null;
  value: string | null;
  reason: string;
  expected: string;
}

describe('match challenges', () => {
  test('candidates with terms that add up, a gap, and a shortlist within places and groups', async () => {
    const run = await ballast(
      ...[
        'match',
        'challenges',
        CHALLENGES,
        '--firms',
        FIRMS,
        '--shortlist',
        '--json',
        '--workspace',
        workspace,
      ],
    );
    expect(run.code).toBe(0);
    const found = JSON.parse(run.stdout) as {
      schema: string;
      challenges: {
        id: string;
        gap: { absent: string[] } | null;
        candidates: { name: string; score: number; terms: { points: number; reason: string }[] }[];
      }[];
      shortlist: { optimal: boolean; chosen: { challenge: string; name: string }[] };
    };
    expect(found.schema).toBe('ballast.match.challenges/1');
    for (const { candidates } of found.challenges)
      for (const { score, terms } of candidates)
        expect(terms.reduce((sum, { points }) => sum + points, 0)).toBeCloseTo(score, 9);
    expect(found.challenges.filter(({ gap }) => gap !== null).map(({ id }) => id)).toEqual(['LJ-09']);
    const { chosen, optimal } = found.shortlist;
    expect(optimal).toBe(true);
    const places = new Map(
      readFileSync(FIRMS, 'utf8')
        .trim()
        .split('\n')
        .slice(1)
        .map((line) => line.split(','))
        .map((cells) => [cells[1]!, Number(cells.at(-3))] as const),
    );
    const taken = new Map<string, number>();
    for (const { name } of chosen) taken.set(name, (taken.get(name) ?? 0) + 1);
    for (const [name, count] of taken) expect(count).toBeLessThanOrEqual(places.get(name)!);
    expect(chosen.some(({ challenge }) => challenge === 'LJ-09')).toBe(false);
  });

  test('bad rows are said with row, column, value and what is expected; the good ones are used; exit 1', async () => {
    const bad = table('bad.csv', [
      '任务编号,任务名称,需求,行业,地区,预算(万元),称号,指标,申报截止,发榜日期',
      'X1,甲,乙,汽车制造,广州,-5,,寿命,,',
      'X2,激光,激光焊接,C35,,10,万能冠军,,,',
      ',,,,,,,,,',
      'X3,焊接机,激光焊接设备,C35,,10,,寿命≥5 h,,',
      'X3,焊接机,激光焊接设备,C35,,10,,,,',
      'X4,焊接机,激光焊接设备,C35,火星,10,,,2026-01-01,2026-02-01',
    ]);
    const run = await ballast(
      ...['match', 'challenges', bad, '--firms', FIRMS, '--json', '--workspace', workspace],
    );
    expect(run.code).toBe(1);
    const { challenges, rejects } = JSON.parse(run.stdout) as {
      challenges: { id: string }[];
      rejects: Reject[];
    };
    expect(challenges.map(({ id }) => id)).toEqual(['X3']);
    const said = rejects.map(({ row, column, value }) => [row, column, value]);
    expect(said).toContainEqual([2, '预算(万元)', '-5']);
    expect(said).toContainEqual([2, '指标', '寿命']);
    expect(said).toContainEqual([3, '称号', '万能冠军']);
    expect(said).toContainEqual([6, '任务编号', 'X3']);
    expect(said).toContainEqual([7, '地区', '火星']);
    expect(said).toContainEqual([7, '申报截止', '2026-01-01']);
  });

  test('one column only, weights that cannot be, areas that exclude each other', async () => {
    const one = await ballast(
      ...['match', 'challenges', table('one.csv', ['任务编号', 'X1']), '--firms', FIRMS],
    );
    expect(one.code).toBe(1);
    expect(one.stderr).toContain('只有一列');
    const weights = await ballast(
      ...['match', 'challenges', CHALLENGES, '--firms', FIRMS, '--weights', 'words=1'],
    );
    expect(weights.code).toBe(1);
    expect(weights.stderr).toContain('words');
    const apart = table('apart.csv', ['任务编号,任务名称,需求,地区', 'X1,焊接,激光焊接,广东省']);
    const run = await ballast(
      ...['match', 'challenges', apart, '--firms', FIRMS, '--area', '浙江省', '--workspace', workspace],
    );
    expect(run.code).toBe(1);
    expect(run.stderr).toContain('没有交集');
  });

  test('a sheet of indicators: its bad rows are said, and a task that lost one is left out', async () => {
    const file = at('listed.xlsx');
    const tasks = ['S1', 'S2', 'S3'].map((id) => [id, '激光焊接设备', '锂电池极片激光焊接']);
    const indicators = [
      ['S1', '速度', '≥', '1,200', 'm/min'],
      ['S2', '速度', '约', '100', 'm/min'],
      ['S2', '', '', '高', ''],
      ['', '', '', '', ''],
      ['S9', '速度', '', 100, 'm/min'],
      ['', '寿命', '', 5, 'h'],
    ];
    const sheets = [
      { name: '任务', rows: [['任务编号', '任务名称', '需求'], ...tasks] },
      { name: '指标', rows: [['任务编号', '指标名称', '比较', '目标值', '单位'], ...indicators] },
    ];
    writeFileSync(file, await writeXlsx({ sheets }));
    const run = await ballast(
      ...['match', 'challenges', file, '--firms', FIRMS, '--json', '--workspace', workspace],
    );
    expect(run.code).toBe(1);
    const { challenges, rejects } = JSON.parse(run.stdout) as {
      challenges: { id: string; indicators: { target: number; unit: string }[] }[];
      rejects: Reject[];
    };
    expect(challenges.map(({ id }) => id)).toEqual(['S1', 'S3']);
    expect(challenges[0]!.indicators).toMatchObject([{ name: '速度', target: 1200, unit: 'm/min' }]);
    expect(rejects.map(({ row, column, value }) => [row, column, value])).toEqual([
      [3, '比较', '约'],
      [4, '指标名称', null],
      [4, '目标值', '高'],
      [7, '任务编号', null],
      [6, '任务编号', 'S9'],
      [3, '任务编号', 'S2'],
    ]);
    for (const { expected } of rejects) expect(expected).not.toBe('');
  });

  test('YAML in, XLSX out, nearness along the chain', async () => {
    const yaml = table('tasks.yaml', [
      '- id: Y1',
      '  title: 激光焊接设备',
      '  need: 锂电池极片激光焊接',
      '  industries: [C35]',
      '  indicators: [{ name: 速度, comparison: ≥, target: 100, unit: m/min, testMethod: 现场测试 }]',
    ]);
    const io = join(ROOT, 'samples/chain/io-table.synthetic.csv');
    const out = at('found.xlsx');
    const run = await ballast(
      ...['match', 'challenges', yaml, '--firms', FIRMS, '--io', io, '--out', out, '--workspace', workspace],
    );
    expect(run.code).toBe(0);
    const { sheets } = await readXlsx(readFileSync(out));
    expect(sheets.map(({ name }) => name)).toEqual(['候选', '任务']);
    expect(sheets[0]!.rows[1]!.slice(0, 3)).toEqual(['Y1', '激光焊接设备', 1]);
    expect(JSON.stringify(sheets[0]!.rows)).toContain('产业链上相邻');
  });
});

describe('match task', () => {
  test('tasks and steps into the workspace; steps the rules forbid are refused; exports come in again', async () => {
    const run = (...words: string[]) => ballast(...words, '--workspace', workspace);
    expect((await run('import', CHALLENGES, '--as', 'challenges', '--synthetic')).code).toBe(0);
    expect((await run('import', sample('challenge-steps'), '--as', 'challenge-entries')).code).toBe(0);
    const again = JSON.parse(
      (await run('import', sample('challenge-steps'), '--as', 'challenge-entries', '--json')).stdout,
    ) as { accepted: number; unchanged: number };
    expect(again).toMatchObject({ accepted: 0, unchanged: 11 });
    const { tasks } = JSON.parse(
      (await run('match', 'task', 'list', 'LJ-01', '--on', '2026-11-01', '--json')).stdout,
    ) as {
      tasks: {
        entries: { lead: string; state: string; testDue: string | null; indicators: { state: string }[] }[];
      }[];
    };
    const tested = tasks[0]!.entries.find(({ state }) => state === 'tested')!;
    expect(tested.indicators.map(({ state }) => state)).toEqual(['met', 'unmet', 'met']);
    expect(tasks[0]!.entries.find(({ state }) => state === 'inProgress')!.testDue).toBe('2028-05-15');
    const won = await run(
      ...[
        'match',
        'task',
        'advance',
        'LJ-01',
        '--lead',
        tested.lead,
        '--to',
        '揭榜优胜',
        '--by',
        '厅',
        '--on',
        '2026-11-01',
      ],
    );
    expect([won.code, won.stderr]).toEqual([1, expect.stringContaining('指标 2')]);
    const late = await run(
      ...['match', 'task', 'apply', 'LJ-02', '--lead', '甲', '--by', '甲', '--on', '2026-05-01'],
    );
    expect([late.code, late.stderr]).toEqual([1, expect.stringContaining('2026-04-30')]);
    const done = await run(
      ...[
        'match',
        'task',
        'apply',
        'LJ-02',
        '--lead',
        '甲',
        '--partners',
        '乙',
        '--by',
        '甲',
        '--on',
        '2026-04-01',
      ],
    );
    expect(done.code).toBe(0);
    const out = at('tasks.csv');
    expect((await run('match', 'task', 'export', '--out', out)).code).toBe(0);
    const other = at('other');
    for (const [file, as] of [
      [out, 'challenges'],
      [at('tasks-entries.csv'), 'challenge-entries'],
    ] as const)
      expect((await ballast('import', file, '--as', as, '--workspace', other)).code).toBe(0);
    const list = async (where: string) =>
      JSON.parse(
        (await ballast('match', 'task', 'list', '--on', '2026-11-01', '--json', '--workspace', where)).stdout,
      );
    expect(await list(other)).toEqual(await list(workspace));
  });
});

describe('match partners, finance, listing, templates', () => {
  test('a stable matching; bad lists and zero places are said', async () => {
    const run = await ballast(
      ...['match', 'partners', '--large', sample('large'), '--small', sample('small'), '--json'],
    );
    expect(run.code).toBe(0);
    expect(JSON.parse(run.stdout)).toMatchObject({ schema: 'ballast.match.partners/1', stable: true });
    const large = table('large.csv', [
      '企业名称,需求,名额,意向名单',
      '大甲,激光焊接设备,1,小乙',
      '大丙,轴承,0,',
    ]);
    const small = table('small.csv', [
      '企业名称,主要产品,名额',
      '小甲,激光焊接设备,1',
      '小甲,轴承,1',
      '小丁,轴承,-1',
    ]);
    const bad = await ballast(...['match', 'partners', '--large', large, '--small', small, '--json']);
    expect(bad.code).toBe(1);
    const { rejects, notes } = JSON.parse(bad.stdout) as { rejects: Reject[]; notes: string[] };
    expect(rejects.map(({ row, column }) => [row, column])).toEqual([
      [4, '名额'],
      [3, 'id'],
    ]);
    expect(notes.join('\n')).toMatch(/小乙[\s\S]*|名额为 0/u);
  });

  test('conditions as columns, judged in five states; needs of one kind are summed and that is said', async () => {
    const needs = table('needs.csv', [
      '企业,金额,期限,方式',
      '示例精密,500,12,贷款',
      '示例精密,300,24,贷款',
      '无此企业,10,,',
    ]);
    const run = await ballast(
      ...[
        'match',
        'finance',
        '--products',
        sample('products'),
        '--firms',
        join(ROOT, 'samples/assess/firms.csv'),
      ],
      ...['--needs', needs, '--on', '2026-05-01', '--json', '--workspace', workspace],
    );
    expect(run.code).toBe(1);
    const found = JSON.parse(run.stdout) as {
      needs: {
        amount: number;
        ranked: { id: string; state: string }[];
        refused: { id: string; reasons: string[] }[];
      }[];
      notes: string[];
      rejects: Reject[];
    };
    expect(found.needs.map(({ amount }) => amount)).toEqual([800]);
    expect(found.notes.join()).toContain('合并');
    expect(found.rejects[0]).toMatchObject({ row: 4, value: '无此企业' });
    expect(found.needs[0]!.ranked.map(({ id }) => id).sort()).toEqual(['P01', 'P02', 'P07']);
    expect(found.needs[0]!.refused.find(({ id }) => id === 'P03')!.reasons).toContain('不是所需的融资方式');
  });

  test('the way to the market by stage, and templates that name every column', async () => {
    const run = await ballast(
      ...['match', 'listing', sample('listing'), '--on', '2026-06-30', '--since', '2025-06-30', '--json'],
    );
    const { stages } = JSON.parse(run.stdout) as { stages: { count: number }[] };
    expect(stages.reduce((sum, { count }) => sum + count, 0)).toBe(24);
    const wrong = await ballast(
      ...['match', 'listing', sample('listing'), '--on', '2025-01-01', '--since', '2026-01-01'],
    );
    expect(wrong.code).toBe(1);
    expect((await ballast('match', 'templates', '--out', at('templates'))).code).toBe(0);
    const { sheets } = await readXlsx(readFileSync(at('templates/challenges.xlsx')));
    expect(sheets[0]!.rows[0]).toContain('任务编号');
  });

  test('suppliers for the weak links of a network', async () => {
    const chain = (name: string) => join(ROOT, `samples/chain/${name}.synthetic.csv`);
    const run = await ballast(
      ...['match', 'partners', '--weak-links', '--firms', chain('firms'), '--links', chain('links')],
      ...[
        '--classes',
        chain('input-classes'),
        '--leak',
        '0.3',
        '--evaluated',
        '8',
        '--threads',
        '1',
        '--json',
      ],
    );
    expect(run.code).toBe(0);
    const { weakLinks, stable } = JSON.parse(run.stdout) as {
      stable: boolean;
      weakLinks: { proposals: { chosen: boolean; change: number; supplier: { id: string } }[] }[];
    };
    expect(stable).toBe(true);
    const chosen = weakLinks.flatMap(({ proposals }) => proposals.filter((one) => one.chosen));
    expect(new Set(chosen.map(({ supplier }) => supplier.id)).size).toBe(chosen.length);
    expect(weakLinks.every(({ proposals }) => proposals.every(({ change }) => change < 0))).toBe(true);
  });
});

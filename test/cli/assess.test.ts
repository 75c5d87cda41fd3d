import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readXlsx } from 'hucre/xlsx';
import { describe, expect, test } from 'vitest';
import { ballast, folder, ROOT } from './ballast.js';

const dir = folder();
const at = (name: string) => join(dir, name);
const FIRM = join(ROOT, 'samples/assess/firm.json');
const FIRMS = join(ROOT, 'samples/assess/firms.csv');
const sample = JSON.parse(readFileSync(FIRM, 'utf8')) as Record<string, unknown>;

function firm(name: string, content: unknown): string {
  const file = at(name);
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}

interface Document {
  verdict: string;
  criteria: {
    id: string;
    state: string;
    wanted: string;
    actual: string | null;
    period: string | null;
    reason: string;
  }[];
  rulebook: { id: string; whyChosen: string };
  rejects: {
    row: number | null;
    column: string | null;
    value: string | null;
    reason: string;
    expected: string;
  }[];
  gaps: unknown[];
  duties: unknown[];
}

async function assess(args: readonly string[]) {
  const run = await ballast(['assess', ...args, '--workspace', at('ws'), '--json']);
  return { ...run, document: (run.stdout === '' ? null : JSON.parse(run.stdout)) as Document };
}

describe('one firm', () => {
  test('the sample firm as 小巨人: what data can tell is met, the rest is for a person, never a pass', async () => {
    const { code, document } = await assess([FIRM, '--title', '小巨人', '--on', '2026-05-01']);
    expect(code).toBe(0);
    expect(document).toMatchObject({
      schema: 'ballast.assess/1',
      subject: '示例精密',
      title: '小巨人',
      on: '2026-05-01',
      application: 'new',
      rulebook: { id: 'little-giant-2026', draft: false },
      verdict: 'manualReview',
      score: null,
      rejects: [],
    });
    expect(document.rulebook.whyChosen).toContain('2026-04-01');
    const states = Object.fromEntries(document.criteria.map(({ id, state }) => [id, state]));
    expect(states).toMatchObject({
      revenue: 'met',
      'main-share': 'met',
      growth: 'met',
      debt: 'met',
      'rd-amount': 'met',
      'rd-share': 'met',
      ip: 'met',
      market: 'met',
      control: 'manualReview',
      'score-review': 'notApplicable',
    });
    expect(document.criteria.find(({ id }) => id === 'revenue')).toMatchObject({
      clause: '附件2（二）',
      wanted: '≥ 5000 万元',
      actual: '2025 年 6100 万元',
      period: '2025',
    });
  });

  test('as text: signs with words, what was wanted and found, and that it is a pre-check', async () => {
    const { code, stdout, stderr } = await ballast([
      'assess',
      FIRM,
      '--title',
      '“小巨人”企业',
      '--on',
      '2026-05-01',
      '--set',
      '营业收入@2025=4000',
      '--changes',
    ]);
    expect(code).toBe(0);
    expect(stderr).toBe('');
    expect(stdout).toContain('小巨人预审：示例精密');
    expect(stdout).toMatch(
      /✗ 不符合 +上年度营业收入总额5000万元以上 +≥ 5000 万元 +2025 年 4000 万元 +2025年/,
    );
    expect(stdout).toMatch(/◇ 待人工核实/);
    expect(stdout).toContain('这是自评预审，不是认定结果');
    expect(stdout).not.toMatch(/通过认定|予以认定/);
    // How far, and the fewest numbers that would do.
    expect(stdout).toMatch(/2025 年营业收入 4000 万元，要求 ≥ 5000 万元，差 1000 万元/);
    expect(stdout).toMatch(/→ 2025 年营业收入 4000 万元 → 5733 万元/);
    // Main revenue above all revenue is told, not mended.
    expect(stdout).toMatch(/! 2025 年主营业务收入 5700 万元，大于营业收入 4000 万元/);
    expect(stdout).toMatch(/2027-05-31 {2}专精特新 {2}“专精特新”有效期届满/);
    // The round of the title aimed at.
    expect(stdout).toMatch(/2026-05-25 {2}小巨人 {2}2026年度网上填报/);
  });

  test('in English, for a review: what is for new applications only does not apply', async () => {
    const { document } = await assess([
      FIRM,
      '--title',
      '小巨人',
      '--on',
      '2027-05-01',
      '--review',
      '--lang',
      'en',
    ]);
    expect(document).toMatchObject({ application: 'review', rulebook: { id: 'little-giant-2026' } });
    const growth = document.criteria.find(({ id }) => id === 'growth');
    expect(growth?.state).toBe('notApplicable');
    // Nothing of 2026 is known, and no other year stands in.
    expect(document.criteria.find(({ id }) => id === 'revenue')).toMatchObject({
      state: 'unknown',
      actual: null,
    });
    expect(document.verdict).not.toBe('met');
  });

  test('the ladder, and several titles at once', async () => {
    const { document } = await assess([FIRM, '--ladder', '--on', '2026-05-01']);
    const { titles } = document as unknown as { titles: (Document & { title: string })[] };
    expect(titles.map(({ title }) => title)).toEqual(['企业规模', '科技型', '创新型', '专精特新', '小巨人']);
    expect(titles[0]).toMatchObject({ level: { low: { name: '小型' }, high: { name: '小型' } } });
    expect(titles[2]).toMatchObject({ score: { parts: [{ id: expect.any(String) }, {}, {}] } });
  });
});

describe('what is not as it should be', () => {
  test.each([
    [
      'a day before any rulebook',
      [FIRM, '--title', '小巨人', '--on', '2010-01-01'],
      '没有适用的规则：2010-01-01',
    ],
    ['a title that nobody knows', [FIRM, '--title', '小巨入', '--on', '2026-05-01'], '小巨人'],
    [
      'a setting of no item',
      [FIRM, '--title', '小巨人', '--on', '2026-05-01', '--set', 'sales=1'],
      '没有“sales”这一指标',
    ],
    [
      'a setting without its year',
      [FIRM, '--title', '小巨人', '--on', '2026-05-01', '--set', 'revenue=1'],
      '请写明年份',
    ],
    ['an area that is none', [FIRM, '--title', '小巨人', '--on', '2026-05-01', '--area', '乌有乡'], '--area'],
    ['a day that is none', [FIRM, '--title', '小巨人', '--on', '2026-13-01'], '日期无法识别'],
    ['a file that is not there', [at('none.csv'), '--title', '小巨人', '--on', '2026-05-01'], 'none.csv'],
    ['an empty workspace', ['--ladder', '--on', '2026-05-01'], '工作区'],
    [
      'a file format of no kind',
      [FIRM, '--title', '小巨人', '--on', '2026-05-01', '--out', at('x.doc')],
      '.xlsx',
    ],
  ])('%s', async (_, args, told) => {
    const { code, stdout, stderr } = await assess(args);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain(told);
  });

  test('a draft that was not asked for is shown, and nothing computed by it', async () => {
    const args = [FIRM, '--title', '小巨人', '--on', '2026-03-31'];
    const { code, document } = await assess(args);
    expect(code).toBe(0);
    expect(document).toMatchObject({
      verdict: 'manualReview',
      rulebook: { id: 'little-giant-2022', draft: true },
      hint: expect.stringContaining('--drafts'),
    });
    expect(new Set(document.criteria.map(({ state }) => state))).toEqual(new Set(['manualReview']));
    const asked = await assess([...args, '--drafts']);
    expect(asked.document.rulebook).toMatchObject({ id: 'little-giant-2022', draft: true });
    expect(asked.document.criteria.some(({ state }) => state === 'met')).toBe(true);
  });

  test('without a day or a title it does not guess', async () => {
    expect((await assess([FIRM, '--title', '小巨人'])).code).toBe(2);
    expect((await assess([FIRM, '--on', '2026-05-01'])).code).toBe(2);
  });

  test('files that are no firm', async () => {
    const args = ['--title', '小巨人', '--on', '2026-05-01'];
    for (const [file, told] of [
      [firm('broken.json', '{"name": '), '不是 JSON'],
      [firm('other.json', { name: '某页', text: '……' }), '不是企业资料'],
      [firm('list.csv', '产品,产地\n轴承,江苏\n'), '没有认出企业表'],
    ] as const) {
      const { code, stderr } = await assess([file, ...args]);
      expect(code).toBe(1);
      expect(stderr).toContain(told);
    }
  });

  test('text for a number, a wrong unit, a wrong year, less than nothing: unknown with the reason, never a pass', async () => {
    const file = firm('odd.json', {
      ...sample,
      revenue: { '2025': '六千一百', '2024': 5600, '2023': 5200 },
      liabilities: { '2025': -1 },
      yearsInSegment: '6年',
      mainRevenue: { '2023': 5000 },
    });
    const { code, document } = await assess([file, '--title', '小巨人', '--on', '2026-05-01']);
    expect(code).toBe(1);
    const states = Object.fromEntries(document.criteria.map(({ id, state }) => [id, state]));
    expect(states).toMatchObject({
      revenue: 'unknown',
      growth: 'unknown',
      debt: 'unknown',
      years: 'unknown',
      'main-share': 'unknown',
    });
    expect(document.verdict).toBe('unknown');
    expect(document.rejects.map(({ column, value }) => [column, value])).toEqual([
      ['revenue@2025', '六千一百'],
      ['liabilities@2025', '-1'],
      ['yearsInSegment', '6年'],
    ]);
    expect(document.rejects[0]!.expected).toBe('0 或以上的数（万元）');
  });
});

describe('many firms', () => {
  test('from a table: a row a firm; a bad cell is unknown to the rules and told with its place', async () => {
    const table = readFileSync(FIRMS, 'utf8').replace(',6100,', ',约六千,');
    const { code, document } = await assess([
      firm('firms.csv', table),
      '--title',
      '专精特新',
      '--on',
      '2026-05-01',
    ]);
    expect(code).toBe(1);
    const { firms } = document as unknown as { firms: (Document & { subject: string; row: number })[] };
    expect(firms.map(({ subject, row, verdict }) => [subject, row, verdict])).toEqual([
      ['示例精密', 2, 'unknown'],
      ['示例材料', 3, 'unmet'],
      ['示例软件', 4, 'unmet'],
      ['示例铸造', 5, 'unmet'],
    ]);
    expect(document.rejects).toEqual([
      expect.objectContaining({
        row: 2,
        column: '2025年营业收入（万元）',
        value: '约六千',
        expected: '0 或以上的数（万元）',
      }),
    ]);
  });

  test('as a workbook, a table and a calendar', async () => {
    const args = ['assess', FIRMS, '--ladder', '--on', '2026-05-01', '--out'];
    const book = await ballast([...args, at('verdicts.xlsx')]);
    expect([book.code, book.stdout]).toEqual([0, expect.stringContaining('企业 4 家，预审结果 20 个')]);
    const { sheets } = await readXlsx(readFileSync(at('verdicts.xlsx')));
    expect(sheets.map(({ name }) => name)).toEqual(['结论', '条件', '差距', '日历', '汇总', '卡在哪里']);
    expect(sheets[0]!.rows).toHaveLength(21);
    const criteria = sheets[1]!.rows.slice(1).map((row) => row[7]);
    expect(new Set(criteria)).toEqual(new Set(['符合', '不符合', '缺数据', '待人工核实', '不适用']));
    expect((await ballast([...args, at('criteria.csv')])).code).toBe(0);
    expect(readFileSync(at('criteria.csv'), 'utf8').trim().split('\n')).toHaveLength(criteria.length + 1);
    expect((await ballast([...args, at('dates.ics')])).code).toBe(0);
    const calendar = readFileSync(at('dates.ics'), 'utf8');
    expect(calendar.match(/BEGIN:VEVENT/g)!.length).toBeGreaterThan(3);
    expect(calendar).toContain('示例精密 专精特新');
    expect(calendar).toMatch(/^BEGIN:VCALENDAR\r\n[\s\S]*END:VCALENDAR\r\n$/);
    for (const line of calendar.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
  });
});

describe('templates', () => {
  test('as a workbook: units and notes in the cells, lists to choose from, an example that is never read', async () => {
    const made = await ballast([
      'assess',
      '--template',
      '小巨人',
      '--on',
      '2026-05-01',
      '--out',
      at('t.xlsx'),
    ]);
    expect(made.code).toBe(0);
    const { sheets } = await readXlsx(readFileSync(at('t.xlsx')), { readStyles: true });
    const [form] = sheets;
    const headings = form!.rows[0]!.map(String);
    expect(headings).toEqual(
      expect.arrayContaining([
        '企业名称',
        '2023年营业收入（万元）',
        '2025年营业收入（万元）',
        '2024年研发费用（万元）',
        '2026年专精特新发展评价得分（分）',
        '专精特新：有效期止',
      ]),
    );
    expect(form!.rows[1]![0]).toContain('【示例】');
    const letter = (name: string) => {
      const n = headings.indexOf(name);
      return n < 26 ? String.fromCharCode(65 + n) : `A${String.fromCharCode(65 + n - 26)}`;
    };
    const list = form!.dataValidations!.find(({ range }) =>
      range.startsWith(`${letter('市场占有率的范围')}2:`),
    );
    expect(list).toMatchObject({ type: 'list', values: ['国内', '全球', '省内'] });
    const revenue = form!.cells!.get(`0,${headings.indexOf('2025年营业收入（万元）')}`);
    expect(revenue?.comment?.text).toContain('0 或以上的数（万元）');
    const empty = await assess([at('t.xlsx'), '--title', '小巨人', '--on', '2026-05-01']);
    expect([empty.code, empty.stderr]).toEqual([1, expect.stringContaining('没有可判断的企业')]);
  });

  test('as text, filled in and judged', async () => {
    await ballast(['assess', '--template', '专精特新', '--on', '2026-05-01', '--out', at('t.csv')]);
    const [head, notes, example] = readFileSync(at('t.csv'), 'utf8').trim().split(/\r?\n/);
    const filled = firm('filled.csv', [head, notes, example, example!.replace('【示例】', '')].join('\n'));
    const { code, document } = await assess([filled, '--title', '专精特新', '--on', '2026-05-01']);
    expect(code).toBe(0);
    expect(document.criteria.find(({ id }) => id === 'revenue')?.actual ?? '').toContain('6100');
    expect(document.criteria.every(({ state }) => state !== 'unknown')).toBe(true);
  });
});

test('the list of rulebooks', async () => {
  const { code, document } = await assess(['--list', '--today', '2026-12-01']);
  expect(code).toBe(0);
  const { rulebooks } = document as unknown as {
    rulebooks: { id: string; status: string; draft: boolean; confidence: string; ageDays: number }[];
  };
  expect(rulebooks.find(({ id }) => id === 'little-giant-2026')).toMatchObject({
    status: 'current',
    draft: false,
    confidence: 'V2',
    ageDays: 10,
  });
  expect(rulebooks.find(({ id }) => id === 'little-giant-2022')).toMatchObject({
    draft: true,
    confidence: 'MEM',
  });
});

test('firms of the workspace: items and titles are kept, judged, and the verdicts never overwritten', async () => {
  const ws = ['--workspace', at('ws2')];
  const first = await ballast(['import', FIRMS, '--as', 'firm-items', ...ws, '--json']);
  expect(first.code).toBe(0);
  expect(JSON.parse(first.stdout)).toMatchObject({ kind: 'firm-items', firms: 4, titles: 3, rejected: 0 });
  const again = await ballast(['import', FIRMS, '--as', 'firm-items', ...ws, '--json']);
  expect(JSON.parse(again.stdout)).toMatchObject({ knownAs: 1, accepted: 0 });
  const list = firm(
    'holders.csv',
    '企业名称,称号,有效期,批次\n示例材料,专精特新中小企业,2025-11-20至2028-11-19,第三批\n示例软件,高新技术企业,前年,\n',
  );
  const titles = await ballast(['import', list, '--as', 'titles', ...ws, '--json']);
  expect(titles.code).toBe(1);
  expect(JSON.parse(titles.stdout)).toMatchObject({
    accepted: 1,
    rejected: 1,
    reasons: [{ row: 3, column: '有效期', value: '前年' }],
  });
  const judge = ['assess', '--title', '小巨人', '--on', '2026-05-01', '--keep', ...ws, '--json'];
  const one = JSON.parse((await ballast(judge)).stdout) as {
    firms: (Document & { subject: string })[];
    assessments: number[];
  };
  expect(one.assessments).toEqual([1, 2, 3, 4]);
  const tier = (name: string) =>
    one.firms.find(({ subject }) => subject === name)!.criteria.find(({ id }) => id === 'tier')!;
  expect(tier('示例材料')).toMatchObject({ state: 'met', actual: expect.stringContaining('2028-11-19') });
  expect(tier('示例软件').state).toBe('unmet');
  const two = JSON.parse((await ballast(judge)).stdout) as { assessments: number[] };
  expect(two.assessments).toEqual([5, 6, 7, 8]);
  expect(
    (await ballast(['export', 'assessments', '--out', at('assessments.json'), '--format', 'json', ...ws]))
      .code,
  ).toBe(0);
  const { rows } = JSON.parse(readFileSync(at('assessments.json'), 'utf8')) as {
    rows: Record<string, unknown>[];
  };
  expect(rows).toHaveLength(8);
  expect(rows[0]).toMatchObject({ rulebook: 'little-giant-2026', on: '2026-05-01', application: 'new' });
  expect(rows[0]!.data_version).toBe(rows[4]!.data_version);
});

test('more than 200 firms: states of all by one query, reasons of those asked for, the same as the judge gives', async () => {
  const firms = Array.from({ length: 210 }, (_, i) => ({
    ...sample,
    name: `企业${String(i).padStart(3, '0')}`,
    area: i % 3 === 0 ? '330106' : '440300',
    ...(i % 5 === 0 ? { assets: {} } : { liabilities: { '2025': i % 2 === 0 ? 5200 : 8000 } }),
    ip: { class1: i % 4, class1HighValue: 1, class1SelfDeveloped: i % 4, class2: 8 },
  }));
  const file = firm('many.json', { firms });
  const asked = [file, '--title', '小巨人', '--title', '专精特新', '--on', '2026-05-01'];
  interface Many {
    summary: {
      titles: {
        states: Record<string, number>;
        nearMisses: number;
        holdingBack: { criterion: string; unmet: number }[];
      }[];
      areas: { code: string; name: string; firms: number }[];
    };
    firms: {
      subject: string;
      titles: {
        verdict: string;
        unmet?: string[];
        unknown?: string[];
        criteria?: { id: string; state: string }[];
      }[];
    }[];
    assessments?: number[];
  }
  const short = (await assess([...asked, '--detail', '企业007', '--keep'])).document as unknown as Many;
  const full = (await assess([...asked, '--full'])).document as unknown as Many;
  expect(short.firms).toHaveLength(210);
  expect(short.assessments).toHaveLength(420);
  expect(
    short.firms.filter(({ titles }) => titles[0]!.criteria !== undefined).map(({ subject }) => subject),
  ).toEqual(['企业007']);
  for (const [i, one] of short.firms.entries())
    for (const [t, title] of one.titles.entries()) {
      const whole = full.firms[i]!.titles[t]!;
      expect(title.verdict).toBe(whole.verdict);
      if (title.unknown !== undefined)
        expect(title.unknown).toEqual(
          whole.criteria!.filter(({ state }) => state === 'unknown').map(({ id }) => id),
        );
    }
  expect(short.summary).toEqual(full.summary);
  expect(Object.values(short.summary.titles[0]!.states).reduce((sum, n) => sum + n, 0)).toBe(210);
  expect(short.summary.titles[0]!.holdingBack[0]!.unmet).toBeGreaterThan(40);
  expect(short.summary.areas.map(({ code, name, firms: n }) => [code, name, n])).toEqual([
    ['440300', '深圳市', 140],
    ['330100', '杭州市', 70],
  ]);
  const book = await ballast(['assess', ...asked, '--out', at('many.xlsx'), '--workspace', at('ws')]);
  expect(book.code).toBe(0);
  const { sheets } = await readXlsx(readFileSync(at('many.xlsx')));
  expect(sheets.map(({ name }) => name)).toEqual(['汇总', '卡在哪里', '企业']);
  expect(sheets[2]!.rows).toHaveLength(421);
  const text = await ballast(['assess', ...asked, '--workspace', at('ws')]);
  expect(text.stdout).toContain('卡住企业最多的条件');
  expect(text.stdout).toContain('（另有 10 家');
});

test('values that a rulebook leaves to an official table are given, and only those it knows', async () => {
  const wrong = await ballast([
    'assess',
    FIRM,
    '--title',
    '绿色工厂',
    '--on',
    '2026-05-01',
    '--parameter',
    'energy.bas=1',
    '--workspace',
    at('ws'),
  ]);
  expect([wrong.code, wrong.stderr]).toEqual([1, expect.stringContaining('energy.base')]);
  const file = firm('plant.json', { ...sample, green: { energyIntensity: 0.5 } });
  const run = (args: string[]) =>
    assess([file, '--title', '绿色工厂', '--on', '2026-05-01', '--drafts', ...args]);
  const without = await run([]);
  const given = await run(['--parameter', 'energy.base=1', '--parameter', 'energy.lead=0.6']);
  expect(given.code).toBe(without.code);
  const scores = (document: unknown) => JSON.stringify((document as { score: unknown }).score);
  expect(scores(given.document)).not.toBe(scores(without.document));
});

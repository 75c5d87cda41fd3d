import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseRulebook, type Rulebook } from '../../src/assess/index.js';
import { UserError } from '../../src/model/index.js';
import { BODY, bent, DEMO, FILE, HEAD, items, lineOf } from './demo-rulebook.js';

const parse = (text: string): Rulebook => parseRulebook(text, FILE, items);

function refusal(text: string): UserError {
  try {
    parse(text);
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error('it was not refused');
}

describe('a rulebook as it is written', () => {
  const rulebook = parse(DEMO);

  test('gates come first; a condition stands in place or under its name', () => {
    expect(rulebook.criteria.map(({ id }) => id)).toEqual(['honest', 'revenue', 'rd', 'points']);
    expect(rulebook.gates).toEqual(['honest']);
    expect(rulebook.criteria[0]!.condition).toEqual({ flag: 'flags.dishonest', is: false });
    expect(rulebook.criteria[2]!.condition).toEqual({
      item: 'rdExpense',
      per: 'revenue',
      basis: 'eachOfTwoYears',
      atLeast: 3,
      unit: '%',
    });
  });

  test('a threshold in 亿元 of an item in 万元 comes back in 万元', () => {
    expect(rulebook.criteria[1]!.condition).toEqual({
      item: 'revenue',
      basis: 'lastYear',
      atLeast: 5000,
      unit: '万元',
    });
    const odd = parse(bent('atLeast: 0.5', 'atLeast: 0.07'));
    expect(odd.criteria[1]!.condition).toMatchObject({ atLeast: 700 });
  });

  test('bands in 亿元 likewise', () => {
    const text = bent(
      /per: revenue\n {8}basis: lastYear\n {8}unit: '%'\n[\s\S]*?(?= {6}energy)/,
      `basis: lastYear
        unit: 亿元
        bands: [{over: 0.3, points: 6}, {to: 0.3, points: 0}]
`,
    );
    expect(parse(text).scores[0]!.entries[0]!.scoring).toMatchObject({
      unit: '万元',
      bands: [
        { over: 3000, points: 6 },
        { to: 3000, points: 0 },
      ],
    });
  });

  test('what is not stated: the confidence of the rulebook, the whole country, both applications while in force', () => {
    expect(rulebook.criteria.map(({ confidence }) => confidence)).toEqual(['V2', 'V2', 'V2', 'V2']);
    expect(rulebook.duties[0]!.confidence).toBe('V2');
    expect(rulebook.area).toBe('100000');
    expect(rulebook.covers).toEqual([
      { application: 'new', from: '2026-04-01', to: null, note: null, confidence: 'V2' },
      { application: 'review', from: '2026-04-01', to: null, note: null, confidence: 'V2' },
    ]);
    expect(rulebook.name.en).toBe('Sample firms');
    expect(rulebook.criteria[0]!.text).toEqual({ zh: '未失信', en: '未失信' });
  });

  test('pass: all means all criteria that are no gates', () => {
    expect(rulebook.pass).toEqual({
      all: [{ criterion: 'revenue' }, { criterion: 'rd' }, { criterion: 'points' }],
    });
  });

  test('the source names file and content', () => {
    expect(rulebook.source).toEqual({
      file: FILE,
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      overlays: [],
    });
    expect(parse(`${DEMO}# one more line\n`).source.sha256).not.toBe(rulebook.source.sha256);
  });
});

describe('faults name file, line, key and reason', () => {
  const cases: [what: string, piece: string | RegExp, by: string, at: string, reason: RegExp][] = [
    ['unknown field', 'owner: 示例处', 'owner: 示例处\nsponsor: 甲', 'sponsor', /没有“sponsor”这个字段$/m],
    [
      'unknown field of a criterion',
      'atLeast: 0.5',
      'atleast: 0.5',
      'atleast',
      /没有“atleast”这个字段，是否指 atLeast/,
    ],
    ['missing field', 'status: current\n', '', 'id: demo', /缺少“status”/],
    ['missing unit', '    atLeast: 0.5\n    unit: 亿元\n', '    atLeast: 0.5\n', '  revenue:', /缺少“unit”/],
    ['unit that does not fit', 'unit: 亿元', 'unit: 人', 'unit: 人', /单位“人”.*单位“万元”对不上/],
    [
      'points for per cent',
      "atLeast: 3, unit: '%'",
      'atLeast: 3, unit: 个百分点',
      'condition: {item: rd',
      /不是一回事/,
    ],
    [
      'unknown item',
      'item: revenue',
      'item: revenues',
      'item: revenues',
      /没有“revenues”，是否指 revenue（营业收入）/,
    ],
    ['item of another subject', 'item: energyLevel', 'item: land', 'scoring: {quantity', /不是企业的指标/],
    [
      'no basis of a yearly item',
      '    basis: lastYear\n    atLeast',
      '    atLeast',
      '  revenue:',
      /缺少“basis”/,
    ],
    [
      'basis of a single item',
      '{item: energyLevel}',
      '{item: energyLevel, basis: lastYear}',
      'scoring:',
      /只有一个数/,
    ],
    [
      'growth of a share',
      'basis: eachOfTwoYears',
      'basis: growthOverOneYear',
      'condition: {item: rd',
      /占比不能用/,
    ],
    [
      'share of another unit',
      'item: rdExpense, per: revenue',
      'item: rdExpense, per: staff',
      'condition: {item: rd',
      /不能算百分比/,
    ],
    ['no bound', '    atLeast: 0.5\n', '', '  revenue:', /没有写界限/],
    [
      'two bounds on a side',
      'atLeast: 0.5',
      'atLeast: 0.5\n    over: 1',
      'over: 1',
      /只能写 atLeast 或 over 之一/,
    ],
    [
      'bounds without values between',
      'atLeast: 0.5',
      'atLeast: 5\n    below: 5',
      '  revenue:',
      /之间没有数值/,
    ],
    [
      'two conditions at once',
      'item: revenue',
      'item: revenue\n    flag: keyField',
      '  revenue:',
      /一处写了两个条件/,
    ],
    ['no condition', 'flag: flags.dishonest, is: false', 'is: false', '  honest:', /没有写条件/],
    ['flag that is none', 'flag: flags.dishonest', 'flag: staff', '  honest:', /不是是非项/],
    [
      'choice that is none',
      'flag: flags.dishonest, is: false',
      'item: rdInstitution, oneOf: [县级]',
      '  honest:',
      /没有“县级”这一项，只有：国家级、省部级、无/,
    ],
    ['industry code', 'flag: flags.dishonest, is: false', 'industry: [06]', '  honest:', /“6”不是行业代码/],
    ['unknown score', 'score: main', 'score: mian', 'score: mian', /没有编号为“mian”的评分表/],
    [
      'unknown part of a score',
      'score: main',
      'score: main\n    part: half',
      'part: half',
      /没有“half”这一部分/,
    ],
    [
      'score that cannot be reached',
      'atLeast: 6',
      'atLeast: 11',
      'atLeast: 11',
      /要求 11 分，但最高只有 10 分/,
    ],
    [
      'unknown criterion',
      'pass: all',
      'pass: {all: [{criterion: revenu}]}',
      'pass:',
      /没有编号为“revenu”的条件/,
    ],
    [
      'unknown parameter',
      '{parameter: lead}',
      '{parameter: leading}',
      'scoring:',
      /没有编号为“leading”的参数/,
    ],
    ['parameter in another unit', 'unit: 千克标准煤}', 'unit: 吨标准煤}', 'scoring:', /参数“lead”的单位/],
    [
      'unknown part of an entry',
      'part: all\n        name: 能耗',
      'part: al\n        name: 能耗',
      'part: al\n        name: 能耗',
      /没有“al”这一部分/,
    ],
    [
      'points over the most',
      '{from: 5, points: 6}',
      '{from: 5, points: 7}',
      '{from: 5',
      /7 分超过了本项满分 6 分/,
    ],
    ['weight over the most', 'weight: 4', 'weight: 5', 'scoring:', /5 分超过了本项满分 4 分/],
    ['entries over the part', 'most: 10', 'most: 9', 'parts:', /各项满分合计 10，超过本部分的 9 分/],
    [
      'overlapping bands',
      '{from: 3, below: 5,',
      '{from: 3, to: 5,',
      '{from: 5',
      /第 1 档（5 %以上）与第 2 档（3 %以上、5 %以下）重叠/,
    ],
    [
      'gap between bands',
      '{from: 3, below: 5,',
      '{over: 3, below: 5,',
      '{over: 3',
      /第 3 档与第 2 档之间有空档：恰为 3 %没有分数/,
    ],
    [
      'no band at the top',
      '{from: 5, points: 6}',
      '{from: 5, to: 100, points: 6}',
      '{from: 5',
      /超过 100 %没有分档/,
    ],
    [
      'no band at the bottom',
      '{below: 3, points: 0}',
      '{from: 1, below: 3, points: 0}',
      '{from: 1',
      /不足 1 %没有分档/,
    ],
    ['no points', 'pass: all\n', '', 'id: demo', /既没有通过条件（pass）也没有等级/],
    [
      'pass and levels',
      'pass: all\n',
      'pass: all\nlevels: {a: {name: 甲级, criterion: rd}}\n',
      'levels:',
      /只能写一个/,
    ],
    [
      'levels out of order',
      'pass: all\n',
      'levels:\n  one: {name: 一级, score: main, atLeast: 2}\n  two: {name: 二级, score: main, atLeast: 4}\n',
      '  two:',
      /等级次序不对.*“二级”要求 4，高于上一级的 2/,
    ],
    [
      'circle of criteria',
      'flag: flags.dishonest, is: false',
      'criterion: honest',
      '  honest:',
      /循环：honest → honest/,
    ],
    [
      'circle through a score',
      'scoring: {quantity: {item: energyLevel}, unit: 千克标准煤, base: 3.9, lead: {parameter: lead}, weight: 4}',
      'first: [{when: {criterion: points}, points: 4}, {points: 0}]',
      '  points:',
      /循环：points → main → points/,
    ],
    ['the same id twice', 'gates:\n  honest', 'gates:\n  rd', '  rd:\n', /在 gates 里已经有了/],
    ['key twice', 'status: current', 'status: current\nstatus: draft', 'status: draft', /键重复/],
    ['day that is none', 'from: 2026-04-01', 'from: 2026-02-30', 'inForce', /应为日期/],
    [
      'end before the beginning',
      '{from: 2026-04-01}',
      '{from: 2026-04-01, to: 2026-04-01}',
      'inForce',
      /不在起日/,
    ],
    ['day of the year', 'yearly: 05-31', 'yearly: 31-05', 'update:', /应为月和日/],
    [
      'covers twice',
      'status: current',
      'status: current\ncovers:\n  - {application: new, from: 2026-04-01}\n  - {application: new, from: 2027-01-01}',
      '- {application: new, from: 2027',
      /重叠/,
    ],
    [
      'not of the words',
      'confidence: V2',
      'confidence: sure',
      'confidence',
      /应为 V2、V1、MEM、CONFLICT、DER 之一，而写的是 "sure"/,
    ],
    ['text for a number', 'atLeast: 0.5', 'atLeast: 五千万', 'atLeast: 五', /应为数字，而写的是 "五千万"/],
    [
      'comma in braces',
      'en: revenue}',
      'en: revenue, 50 million}',
      'text: {zh: 营',
      /花括号里的文字有逗号时要加引号/,
    ],
    ['area', 'status: current', 'status: current\narea: 44', 'area', /六位行政区划代码/],
    [
      'supersedes itself',
      'status: current',
      'status: current\nsupersedes: [demo-2026]',
      'supersedes',
      /取代自己/,
    ],
    [
      'last of the first with a condition',
      /scoring: \{quantity.*\}/,
      'first: [{when: {flag: keyField, is: true}, points: 4}]',
      'first:',
      /应不写条件/,
    ],
    ['line without a slope', 'lead: {parameter: lead}', 'lead: 3.9', 'scoring:', /无法按线性给分/],
  ];

  test.each(cases)('%s', (_, piece, by, at, reason) => {
    const text = bent(piece, by);
    const { zh, en } = refusal(text);
    expect(zh).toContain(`${FILE} 第 ${lineOf(at, text)} 行`);
    expect(en).toContain(`${FILE}, line ${lineOf(at, text)}`);
    expect(zh).toMatch(reason);
    expect(`${zh}${en}`).not.toMatch(/undefined|\[object|NaN/);
  });

  test('all of them are told, by line', () => {
    const { zh } = refusal(bent('unit: 亿元', 'unit: 人', bent('item: rdExpense,', 'item: rd,')));
    const told = [...zh.matchAll(/第 (\d+) 行/g)].map(([, line]) => Number(line));
    expect(told).toEqual([22, 26]);
    expect(zh).toContain('规则文件有 2 处错误');
  });

  test('an empty file, a list and a broken one are refused too', () => {
    expect(refusal('').zh).toContain('第 1 行');
    expect(refusal('- a\n').zh).toContain('应为若干键值');
    expect(refusal('id: [a\n').zh).toMatch(/第 \d 行/);
    expect(refusal(`${HEAD}\tpass: all`).zh).toMatch(/第 11 行/);
  });
});

test('whatever becomes of a line, the file is read or refused with a line of its own', () => {
  const lines = DEMO.split('\n');
  const damage = fc.record({
    line: fc.nat(lines.length - 2),
    how: fc.constantFrom('drop', 'twice', 'cut', 'indent', 'value'),
    at: fc.nat(60),
    value: fc.constantFrom(
      'null',
      '-1',
      '1e400',
      '[]',
      '{}',
      '"',
      'all',
      '2026',
      '~',
      '*a',
      '&a x',
      '{a: 1}',
    ),
  });
  fc.assert(
    fc.property(damage, ({ line, how, at, value }) => {
      const text = lines
        .flatMap((here, index) => {
          if (index !== line) return [here];
          if (how === 'drop') return [];
          if (how === 'twice') return [here, here];
          if (how === 'cut') return [here.slice(0, at)];
          if (how === 'indent') return [` ${here}`];
          return [here.replace(/: .*$/, `: ${value}`)];
        })
        .join('\n');
      try {
        parse(text);
      } catch (error) {
        expect(error).toBeInstanceOf(UserError);
        const told = [...(error as UserError).zh.matchAll(/第 (\d+) 行/g)].map(([, found]) => Number(found));
        expect(told.length).toBeGreaterThan(0);
        for (const found of told) expect(found).toBeLessThanOrEqual(text.split('\n').length);
      }
    }),
    { numRuns: 150, seed: 20261122 },
  );
});

test('the demo begins its body on line 11', () => {
  expect(lineOf(BODY, DEMO)).toBe(11);
});

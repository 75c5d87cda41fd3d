import { existsSync, readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { assembleArticle } from '../../../src/read/article.js';
import { readDirections } from '../../../src/read/directions/index.js';
import { processorTime } from '../../processor-time.js';
import { lexicon, pageOf } from './lexicon.js';

const gold = new URL('../../../../shared/read/gold/', import.meta.url);

/** `组 序 标题: 措施 | 措施`, one line a direction. */
function linesOf(...page: Parameters<typeof pageOf>): string[] {
  return readDirections(pageOf(...page), lexicon).directions.map(
    ({ group, ordinal, implicitOrdinal, title, measures }) =>
      `${group} ${ordinal ?? '-'}${implicitOrdinal ? '*' : ''} ${title}: ${measures.map(({ text }) => text).join(' | ')}`,
  );
}

describe('numbered lists', () => {
  test('several ordinals in one paragraph, each with its own head verb', () => {
    expect(
      linesOf(
        '发布会',
        '他说，将抓好三方面工作。第一方面工作是稳定工业运行，加强监测调度。第二方面工作需要健全创新体系，组织技术攻关。第三方面工作旨在推动绿色发展，建设绿色工厂。',
      ),
    ).toEqual([
      '三方面工作 1 稳定工业运行: 加强监测调度',
      '三方面工作 2 健全创新体系: 组织技术攻关',
      '三方面工作 3 推动绿色发展: 建设绿色工厂',
    ]);
  });

  test('an item may run over paragraphs; a closing paragraph is not part of the last', () => {
    expect(
      linesOf(
        '答问',
        '答：下一步重点做好两个方面。',
        '答：一是健全标准体系。制定一批行业标准。',
        '答：二是要强化服务。我们将联合有关部门，完善公共服务平台，帮助企业降本增效。',
        '答：总之，未来在这两个方面要抓紧落实。谢谢。',
      ),
    ).toEqual([
      '两个方面 1 健全标准体系: 制定一批行业标准',
      '两个方面 2 强化服务: 完善公共服务平台 | 帮助企业降本增效',
    ]);
  });

  test('a policy paper: background is left out, sections name groups, inner lists make groups', () => {
    expect(
      linesOf(
        '关于培育产业集群的若干措施',
        '# 一、总体要求',
        '（一）指导思想。立足新发展阶段，推动高质量发展。',
        '（二）基本原则。坚持市场主导。',
        '# 二、重点任务',
        '（一）强化创新能力。支持企业组建创新联合体，布局建设制造业创新中心。（责任单位：省工业和信息化厅）',
        '（二）推动协同发展。',
        '1.培育链主企业。遴选一批具有生态主导力的企业。',
        '2.深化融通对接。每年组织不少于20场供需对接活动。',
        '# 三、保障措施',
        '（一）加强组织领导。建立协调机制。',
        '（二）加大资金支持。统筹用好专项资金。',
      ),
    ).toEqual([
      '重点任务 1 强化创新能力: 支持企业组建创新联合体 | 布局建设制造业创新中心',
      '重点任务 2 推动协同发展: ',
      '推动协同发展 1 培育链主企业: 遴选一批具有生态主导力的企业',
      '推动协同发展 2 深化融通对接: 每年组织不少于20场供需对接活动',
      '保障措施 1 加强组织领导: 建立协调机制',
      '保障措施 2 加大资金支持: 统筹用好专项资金',
    ]);
  });

  test('lists of results, problems, features and rules are no lines of work', () => {
    expect(
      linesOf(
        '前三季度运行情况',
        '工业经济取得积极成效。一是产业规模持续扩大，增加值同比增长6.2%。二是创新能力明显增强，累计建成3家创新中心。',
        '也存在一些问题：一是创新能力不足；二是要素成本偏高。',
        '主要呈现以下特点：一是工业生产稳中有升。二是装备制造业利润增长加快。',
        '一、推荐条件',
        '集群主导产业产值占比不低于70%。',
        '二、推荐程序',
        '由运营管理机构填报申报书。',
      ),
    ).toEqual([]);
  });

  test('questions are not the answerer’s lines of work', () => {
    expect(
      linesOf('答问', '记者：请问下一步怎么办？一是加强支持，二是完善服务？', '答：谢谢您的提问。'),
    ).toEqual([]);
  });
});

describe('lists without marks', () => {
  test('a list before its count, told twice, is read once', () => {
    const sentence = '将从推进基础再造、提升创新能力、统筹推进传统产业改造和新兴产业培育等3个方面推动发展。';
    const { directions, announced } = readDirections(pageOf('发布会', sentence, sentence), lexicon);
    expect(directions.map(({ ordinal, title }) => `${ordinal} ${title}`)).toEqual([
      '1 推进基础再造',
      '2 提升创新能力',
      '3 统筹推进传统产业改造和新兴产业培育',
    ]);
    expect(announced.map(({ textSpan, count, found }) => ({ textSpan, count, found }))).toEqual([
      { textSpan: '3个方面', count: 3, found: 3 },
      { textSpan: '3个方面', count: 3, found: 3 },
    ]);
  });

  test('a list after its count and a colon', () => {
    expect(
      linesOf(
        '部署会',
        '下半年要做好以下两方面工作：加快项目建设，强化用地保障；培育优质企业，完善梯度体系。',
      ),
    ).toEqual(['两方面工作 1 加快项目建设: 强化用地保障', '两方面工作 2 培育优质企业: 完善梯度体系']);
  });

  test('parallel 要 sentences, counted though the page does not', () => {
    expect(linesOf('会议', '会议强调，要坚持创新驱动，加强技术攻关。要优化营商环境，完善直达机制。')).toEqual(
      ['要… 1* 要坚持创新驱动: 加强技术攻关', '要… 2* 要优化营商环境: 完善直达机制'],
    );
  });

  test('paragraphs that open with their subject', () => {
    expect(
      linesOf(
        '政策',
        '在财税政策方面，加大税前扣除力度，延长缓缴政策。',
        '在金融信贷方面，引导金融机构让利，扩大中长期贷款。',
      ).map((line) => line.slice(line.indexOf(' ') + 1)),
    ).toEqual([
      '1* 财税政策: 加大税前扣除力度 | 延长缓缴政策',
      '2* 金融信贷: 引导金融机构让利 | 扩大中长期贷款',
    ]);
  });

  test('下一步将…: one direction without a number, under its aim', () => {
    const { directions } = readDirections(
      pageOf('集群观察', '李明透露，下一步，工信部将完善工作机制，引导要素集聚，加快培育一批先进集群。'),
      lexicon,
    );
    expect(directions).toMatchObject([
      { group: '下一步', ordinal: null, title: '加快培育一批先进集群', status: 'planned', speaker: '李明' },
    ]);
  });
});

describe('measures', () => {
  const measuresOf = (sentence: string) =>
    readDirections(
      pageOf('会议', `一是加强统筹。${sentence}二是优化服务。`),
      lexicon,
    ).directions[0]?.measures.map(({ text }) => text);

  test.each([
    ['围绕碳达峰目标，发展绿色制造体系。', ['发展绿色制造体系']],
    ['通过“揭榜挂帅”等方式，攻克一批关键技术。', ['攻克一批关键技术']],
    ['建设智能工厂、绿色园区，同时也鼓励地方先行先试。', ['建设智能工厂、绿色园区', '鼓励地方先行先试']],
    ['新兴产业是引领发展的新支柱，实现跨越的重要抓手。', []],
    ['加快发展先进制造业，是拓展空间的重要举措。', []],
    ['目前，已经培育了7万多家企业。', []],
    ['力争今年企业数量超过8万家。', []],
    ['支持创建6个示范区，4个先导区。', ['支持创建6个示范区，4个先导区']],
    ['对新认定的中心给予资金支持。', ['对新认定的中心给予资金支持']],
    ['工信部引导重点产业优化布局。', ['引导重点产业优化布局']],
    ['要素成本持续上升，创新能力显著增强。', []],
  ])('%s', (sentence, expected) => {
    expect(measuresOf(sentence)).toEqual(expected);
  });
});

describe('properties', () => {
  const words = [
    '一是',
    '二是',
    '第三，',
    '要',
    '将',
    '加快',
    '推进',
    '从',
    '等2个方面',
    '“',
    '”',
    '（一）',
    '，',
    '。',
    '；',
    '：',
    '发展',
    '2025年',
    '了',
    '在',
    '方面',
    '\u3000',
  ];

  test('every citation stands in the text, whatever the text', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.constantFrom(...words), { maxLength: 30 }), { maxLength: 6 }),
        (page) => {
          const article = pageOf('页', ...page.map((paragraph) => paragraph.join('')));
          for (const direction of readDirections(article, lexicon).directions) {
            expect(article.text.slice(direction.start, direction.end)).toBe(direction.title);
            for (const { text, start, end } of direction.measures)
              expect(article.text.slice(start, end)).toBe(text);
          }
        },
      ),
      { numRuns: 300, seed: 7 },
    );
  });

  test.each([
    '要推进发展。',
    '一是推进发展，二是推动工作。',
    '“',
    '（一）加快',
    '五个方面',
    '进一步更加快积极主动',
    '四个聚焦。聚焦发展。',
    '一、推进情况\n●要推进发展。\n第一条 推进发展。\n',
  ])('cost is linear in length: %s', (unit) => {
    const timed = (length: number) => {
      const article = assembleArticle(
        '',
        unit
          .repeat(length / unit.length)
          .split('\n')
          .map((text) => ({ text, role: 'body' })),
      );
      const before = processorTime();
      readDirections(article, lexicon);
      return processorTime() - before;
    };
    timed(20_000);
    const short = timed(40_000);
    expect(timed(160_000)).toBeLessThan(Math.max(400, short * 12));
  });
});

describe.skipIf(!existsSync(gold))(
  'labelled pages beside the project (skipped where they are absent)',
  () => {
    test.each(existsSync(gold) ? readdirSync(gold) : [])(
      '%s: every title and ordinal, and nearly every measure',
      (file) => {
        const page = JSON.parse(readFileSync(new URL(file, gold), 'utf8'));
        const article = assembleArticle(
          page.title,
          page.cleanedParagraphs.map((text: string, i: number) => ({ text, role: page.paragraphRoles[i] })),
        );
        const { directions } = readDirections(article, lexicon);
        const heads = (list: { ordinal: number | null; title: string }[]) =>
          list.map(({ ordinal, title }) => `${ordinal} ${title}`).sort();
        expect(heads(directions)).toEqual(heads(page.directions));
        const texts = (list: { measures: { text: string }[] }[]) =>
          list.flatMap(({ measures }) => measures.map(({ text }) => text));
        const [read, labelled] = [texts(directions), texts(page.directions)];
        const common = labelled.filter((text) => read.includes(text)).length;
        expect(common).toBeGreaterThanOrEqual(0.95 * Math.max(labelled.length, read.length));
      },
    );
  },
);

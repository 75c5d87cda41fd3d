import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileQuantities, findQuantities } from '../../../src/read/figures/quantity.js';
import { lexicon } from './grammar.js';

const grammar = compileQuantities(lexicon);
const read = (text: string) =>
  findQuantities(text, grammar).map((q) => [text.slice(q.start, q.end), q.value, q.unit, q.bound]);

describe('a number with its scale, unit and approximators', () => {
  test.each([
    ['主导产业产值近10万亿元', [['近10万亿元', 1e13, '元', 'near']]],
    ['工业增加值突破40万亿元大关', [['突破40万亿元', 4e13, '元', 'over']]],
    ['已经培育了7万多家企业', [['7万多家', 70000, '家', 'over']]],
    ['新增2000余家企业', [['2000余家', 2000, '家', 'over']]],
    ['培育十多个集群', [['十多个', 10, '个', 'over']]],
    ['占比三成以上', [['三成以上', 30, '%', 'over']]],
    ['超六成企业', [['超六成', 60, '%', 'over']]],
    ['提高3.1个百分点', [['3.1个百分点', 3.1, '个百分点', null]]],
    ['出口4.5亿美元', [['4.5亿美元', 4.5e8, '美元', null]]],
    ['发电量9074亿千瓦时', [['9074亿千瓦时', 907_400_000_000, '千瓦时', null]]],
    ['装机402吉瓦', [['402吉瓦', 402, '吉瓦', null]]],
    ['亩均税收28.6万元/亩', [['28.6万元/亩', 286000, '元/亩', null]]],
    ['约为106万吨', [['106万吨', 1060000, '吨', 'about']]],
    ['规模突破万亿元', [['突破万亿元', 1e12, '元', 'over']]],
    ['占四分之三', [['四分之三', 75, '%', null]]],
    ['增速超过两位数', [['超过两位数', 10, '%', 'over']]],
    ['收入翻一番', [['翻一番', 100, '%', null]]],
    ['年收入2000万元及以上', [['2000万元及以上', 2e7, '元', 'over']]],
  ])('%s', (text, expected) => expect(read(text)).toEqual(expected));
});

describe('numbers that share a unit', () => {
  test.each([
    ['高4.5个和1.3个百分点', [4.5, 1.3], '个百分点'],
    ['提高0.9个、0.6个和1.2个百分点', [0.9, 0.6, 1.2], '个百分点'],
    ['快于全国4.6、2.4个百分点', [4.6, 2.4], '个百分点'],
    ['由6.9:40.0:53.1调整', [6.9, 40, 53.1], '%'],
  ])('%s', (text, values, unit) => {
    const found = findQuantities(text, grammar);
    expect(found.map((q) => q.value)).toEqual(values);
    expect(new Set(found.map((q) => q.unit))).toEqual(new Set([unit]));
  });
  test('a range is one figure, told by its lower end', () => {
    expect(read('上涨10%—15%')).toEqual([['10%—15%', 10, '%', null]]);
    expect(read('利润率在8.5亿元至10亿元之间')).toEqual([['8.5亿元至10亿元', 8.5e8, '元', null]]);
  });
  test('from and to are two figures', () => {
    expect(read('从16%到20%').map(([words]) => words)).toEqual(['16%', '20%']);
  });
});

describe('places in order', () => {
  test.each([
    [
      '连续11年位居世界第一',
      [
        ['连续11年', 11, '年'],
        ['世界第一', 1, '位'],
      ],
    ],
    ['居世界首位', [['世界首位', 1, '位']]],
    ['总量居全国第9位', [['全国第9位', 9, '位']]],
    ['增速列全市三县两区第二', [['第二', 2, '位']]],
  ])('%s', (text, expected) => expect(read(text).map((q) => q.slice(0, 3))).toEqual(expected));
});

describe('what is no figure', () => {
  test.each([
    '2022年9月23日上午10时',
    '推动5G、6G和C919发展',
    '“十四五”时期',
    '第六方面工作',
    '实现第二个百年奋斗目标',
    '国发〔2005〕39号',
    '2022世界先进制造业大会',
    '一批重大装备',
    '从五个方面采取措施',
    '成立100周年',
    '第三届大会',
    '建成一个平台',
    '41个大类行业中，',
    '零部件企业',
    '四大板块',
    '双千兆网络',
  ])('%s', (text) => expect(read(text)).toEqual([]));
});

test('every digit quantity written is read back', () => {
  const number = fc.double({ min: 0.1, max: 9999, noNaN: true }).map((n) => Number(n.toFixed(1)));
  const unit = fc.constantFrom(['亿元', 1e8, '元'], ['万吨', 1e4, '吨'], ['%', 1, '%'], ['家', 1, '家']);
  fc.assert(
    fc.property(number, unit, (n, [written, scale, base]) => {
      const [found] = findQuantities(`产值为${n}${written}，增长明显`, grammar);
      expect(found?.value).toBeCloseTo(n * (scale as number), 3);
      expect(found?.unit).toBe(base);
    }),
    { seed: 7, numRuns: 300 },
  );
});

test('quantities stand in order and apart in any text', () => {
  const pieces = fc.constantFrom(
    '增长',
    '1',
    '3.5',
    '万',
    '亿元',
    '%',
    '个',
    '和',
    '、',
    '第',
    '成',
    '近',
    '百',
    '年',
    '，',
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 40 }), (parts) => {
      const text = parts.join('');
      const found = findQuantities(text, grammar);
      for (const [i, q] of found.entries()) {
        expect(q.start).toBeLessThan(q.end);
        if (i > 0) expect(q.start).toBeGreaterThanOrEqual(found[i - 1]!.end);
      }
    }),
    { seed: 3, numRuns: 500 },
  );
});

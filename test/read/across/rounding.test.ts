import { expect, it } from 'vitest';
import type { Bound, FigureKind } from '../../../src/model/index.js';
import { interval, overlap } from '../../../src/read/across/index.js';

function written(
  textSpan: string,
  value: number,
  unit: string,
  kind: FigureKind,
  bound: Bound | null = null,
) {
  return interval({ textSpan, value, unit, kind, bound, approx: bound !== null });
}

it.each([
  [
    '近10万亿元 and 9.8万亿元',
    written('近10万亿元', 1e13, '元', 'level', 'near'),
    written('9.8万亿元', 9.8e12, '元', 'level'),
    true,
  ],
  [
    '突破40万亿元 and 40.2万亿元',
    written('突破40万亿元', 4e13, '元', 'level', 'over'),
    written('40.2万亿元', 4.02e13, '元', 'level'),
    true,
  ],
  [
    '突破40万亿元 and 39.6万亿元',
    written('突破40万亿元', 4e13, '元', 'level', 'over'),
    written('39.6万亿元', 3.96e13, '元', 'level'),
    false,
  ],
  [
    '7万多家 and 7.4万家',
    written('7万多家', 70000, '家', 'count', 'over'),
    written('7.4万家', 74000, '家', 'count'),
    true,
  ],
  [
    '1300多家 and 1650家',
    written('1300多家', 1300, '家', 'count', 'over'),
    written('1650家', 1650, '家', 'count'),
    false,
  ],
  ['6.7% and 6.72%', written('6.7%', 6.7, '%', 'growth'), written('6.72%', 6.72, '%', 'growth'), true],
  [
    '6.7% and 6.8%, whose roundings touch',
    written('6.7%', 6.7, '%', 'growth'),
    written('6.81%', 6.81, '%', 'growth'),
    false,
  ],
  [
    '近三成 and 27.5%',
    written('近三成', 30, '%', 'share', 'near'),
    written('27.5%', 27.5, '%', 'share'),
    true,
  ],
  ['下降1.3% and 上升1.3%', written('1.3%', -1.3, '%', 'growth'), written('1.3%', 1.3, '%', 'growth'), false],
  [
    '超过两位数 and 37%',
    written('超过两位数', 10, '%', 'growth', 'over'),
    written('37%', 37, '%', 'growth'),
    true,
  ],
  ['25个 and 26个', written('25个', 25, '个', 'count'), written('26个', 26, '个', 'count'), false],
  ['2.8倍 and 281%', written('2.8倍', 280, '%', 'growth'), written('281%', 281, '%', 'growth'), true],
])('%s', (_, a, b, meet) => {
  expect(overlap(a, b)).toBe(meet);
  expect(overlap(b, a)).toBe(meet);
});

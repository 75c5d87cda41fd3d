import { describe, expect, test } from 'vitest';
import { findTimes } from '../../../src/read/figures/time.js';

const anchor = { year: 2024, month: 9, day: 14 };
const periods = (text: string) => findTimes(text, anchor).map((t) => t.period);

describe('expressions of time resolve to the period notation', () => {
  test.each([
    ['今年上半年', '2024-H1'],
    ['上半年', '2024-H1'],
    ['去年全年', '2023'],
    ['2021年', '2021'],
    ['前三季度', '2024-01/2024-09'],
    ['一季度', '2024-Q1'],
    ['2024年第二季度', '2024-Q2'],
    ['二季度末', 'asof:2024-06'],
    ['1—8月份', '2024-01/2024-08'],
    ['今年1至8月', '2024-01/2024-08'],
    ['前8个月', '2024-01/2024-08'],
    ['前5个月', '2024-01/2024-05'],
    ['8月份', '2024-08'],
    ['8月末', 'asof:2024-08'],
    ['截至6月底', 'asof:2024-06'],
    ['截至目前', 'asof:2024-09-14'],
    ['2012年到2020年', '2012/2020'],
    ['2013—2021年', '2013/2021'],
    ['“十三五”期间', '2016/2020'],
    ['12月份', '2023-12'],
  ])('%s', (text, period) => expect(periods(text)).toEqual([period]));
});

describe('what a time is for', () => {
  test.each([
    ['较去年同期增长', 'comparison'],
    ['比2012年增长', 'comparison'],
    ['是2012年的近17倍', 'comparison'],
    ['由2015年的不足两成提升', 'comparison'],
    ['自2021年启动以来', 'comparison'],
    ['到2027年', 'deadline'],
    ['2025年底前', 'deadline'],
    ['2021年', 'governs'],
    ['目前，', 'governs'],
  ])('%s', (text, role) => expect(findTimes(text, anchor)[0]?.role).toBe(role));
});

test('without an anchor only absolute years resolve', () => {
  expect(findTimes('今年上半年', null).map((t) => t.period)).toEqual([null]);
  expect(findTimes('2022年上半年', null).map((t) => t.period)).toEqual(['2022-H1']);
});

test('years in names are no times', () => {
  expect(findTimes('2022世界先进制造业大会', anchor)).toEqual([]);
});

import { describe, expect, it } from 'vitest';
import { canonicalPeriod } from '../../src/model/index.js';

describe('the one notation of a span of time', () => {
  it.each([
    ['2022-01/2022-06', '2022-H1'],
    ['2022-07/2022-12', '2022-H2'],
    ['2024-01/2024-03', '2024-Q1'],
    ['2024-10/2024-12', '2024-Q4'],
    ['2022-01/2022-12', '2022'],
    ['2022/2022', '2022'],
    ['2021-01/2022-12', '2021/2022'],
    ['2022-06/2022-06', '2022-06'],
    ['asof:2022', 'asof:2022-12'],
    ['asof:2024-02-29', 'asof:2024-02'],
  ])('of %s is %s', (text, canonical) => {
    expect(canonicalPeriod(text)).toBe(canonical);
    expect(canonicalPeriod(canonical)).toBe(canonical);
  });

  it.each(['2022-02/2022-04', '2022-01/2022-11', '2021-11/2022-02', '2023-03-01', 'asof:2023-03-15', '去年'])(
    'leaves %s as it is',
    (text) => expect(canonicalPeriod(text)).toBe(text),
  );
});

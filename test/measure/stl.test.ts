import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { classicalDecomposition, stl, stlParameters } from '../../src/measure/stl.js';
import { describeWith, largestDifference, sharedRows } from './reference.js';

/** R prints twelve digits. */
const PRINTED = 1e-11;

describeWith('reference/measure', 'STL and the classical decomposition against R', () => {
  const column = (rows: Record<string, string>[], name: string) =>
    rows.map((row) => (row[name] === 'NA' ? Number.NaN : Number(row[name])));

  it('periodic, to the digits printed', () => {
    const rows = sharedRows('reference/measure/stl_R_airpassengers_log_periodic.csv');
    const ours = stl(column(rows, 'y'), { period: 12, seasonalWindow: 'periodic' });
    for (const part of ['seasonal', 'trend', 'remainder'] as const)
      expect(largestDifference(ours[part], column(rows, part))).toBeLessThan(PRINTED);
  });

  // With R's partial sort in the place of the median the difference was 5e-13; see `robustnessWeights`.
  it('robust, within what the median for an even number of months makes', () => {
    const rows = sharedRows('reference/measure/stl_R_airpassengers_log_s7_robust.csv');
    const ours = stl(column(rows, 'y'), { period: 12, seasonalWindow: 7, robust: true });
    for (const part of ['seasonal', 'trend', 'remainder'] as const)
      expect(largestDifference(ours[part], column(rows, part))).toBeLessThan(4e-3);
  });

  it('decompose(), multiplicative', () => {
    const rows = sharedRows('reference/measure/classical_decompose_R_airpassengers.csv');
    const ours = classicalDecomposition(column(rows, 'y'), 12, 'multiplicative');
    expect(largestDifference(ours.seasonal, column(rows, 'seasonal'))).toBeLessThan(1e-12);
    expect(largestDifference(ours.trend, column(rows, 'trend'))).toBeLessThan(1e-11);
  });
});

describe('STL', () => {
  it('takes a line and a fixed season apart exactly', () => {
    const season = [3, -1, -4, 2];
    const y = Array.from({ length: 40 }, (_, i) => 10 + 0.5 * i + season[i % 4]!);
    const { seasonal, trend, remainder } = stl(y, { period: 4, seasonalWindow: 'periodic', inner: 20 });
    expect(largestDifference(seasonal.subarray(0, 4), season)).toBeLessThan(1e-6);
    expect(trend[20]).toBeCloseTo(20, 6);
    expect(Math.max(...remainder.map(Math.abs))).toBeLessThan(1e-6);
  });

  it('always adds up, and scales with the series', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -1000, max: 1000, noNaN: true }), { minLength: 24, maxLength: 60 }),
        fc.constantFrom<number | 'periodic'>(7, 11, 'periodic'),
        fc.boolean(),
        (y, seasonalWindow, robust) => {
          const parts = stl(y, { period: 6, seasonalWindow, robust });
          const sum = parts.seasonal.map((s, i) => s + parts.trend[i]! + parts.remainder[i]!);
          expect(largestDifference(sum, y)).toBeLessThan(1e-9);
          if (robust) return;
          const shifted = stl(
            y.map((value) => 2 * value + 5),
            { period: 6, seasonalWindow },
          );
          expect(
            largestDifference(
              shifted.trend,
              parts.trend.map((value) => 2 * value + 5),
            ),
          ).toBeLessThan(1e-8);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('outer loops keep a spike out of trend and season', () => {
    const y = Array.from({ length: 96 }, (_, i) => 100 + i + 10 * Math.sin((Math.PI * i) / 6));
    y[50]! += 200;
    const robust = stl(y, { period: 12, seasonalWindow: 'periodic', robust: true });
    expect(robust.weights[50]).toBe(0);
    expect(robust.remainder[50]).toBeCloseTo(200, 0);
  });

  it('fills in defaults as R does and says what it used', () => {
    expect(stlParameters({ period: 12, seasonalWindow: 7 }, 144)).toEqual({
      period: 12,
      seasonalWindow: 7,
      trendWindow: 23,
      lowPassWindow: 13,
      seasonalDegree: 0,
      trendDegree: 1,
      lowPassDegree: 1,
      seasonalJump: 1,
      trendJump: 3,
      lowPassJump: 2,
      robust: false,
      inner: 2,
      outer: 0,
    });
  });

  it.each([
    ['a gap', [1, 2, Number.NaN, 4, 5, 6, 7, 8], { period: 4, seasonalWindow: 7 }, /value 3/],
    ['one cycle', [1, 2, 3, 4, 5], { period: 4, seasonalWindow: 7 }, /two whole cycles/],
    ['an even window', [1, 2, 3, 4, 5, 6, 7, 8], { period: 4, seasonalWindow: 8 }, /odd/],
    ['a window of a half', [1, 2, 3, 4, 5, 6, 7, 8], { period: 4, seasonalWindow: 7.5 }, /whole number/],
  ] as const)('refuses %s', (_, y, options, message) => {
    let said = '';
    try {
      stl(y, options);
    } catch (error) {
      said = (error as { en: string }).en;
    }
    expect(said).toMatch(message);
  });
});

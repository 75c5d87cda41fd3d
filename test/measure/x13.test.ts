import { describe, expect, it } from 'vitest';
import { festivalRegressor } from '../../src/measure/spring-festival.js';
import {
  parseDiagnostics,
  parseMessages,
  parseSavedTable,
  X13_DEFAULTS,
  type X13Request,
  x13Spec,
  x13Tables,
} from '../../src/measure/x13.js';

const request: X13Request = {
  ...X13_DEFAULTS,
  title: '用电量 "electricity"\n',
  values: Array.from({ length: 40 }, (_, i) => 100 + i / 3),
  start: { year: 2020, month: 3 },
};

describe('the spec file', () => {
  it('asks for what was asked, in lines the program can read', () => {
    const text = x13Spec(request);
    expect(text).toMatch(/^series\{\n {2}title="electricity"\n {2}start=2020\.03\n {2}period=12\n/);
    expect(text).toContain('transform{\n  function=auto\n}');
    expect(text).toContain('variables=(td)');
    expect(text).toContain('user=(festival)\n  usertype=holiday\n  start=2020.03');
    expect(text).toContain('automdl{ }');
    expect(text).toContain('outlier{\n  types=(ao ls tc)\n}');
    expect(text).toContain('x11{\n  save=(d11 d12 d13 d10)\n}');
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(132);
    expect([...text].every((char) => char.charCodeAt(0) < 128)).toBe(true);
  });

  it('has every value of the series, and the festival as far as the forecasts go', () => {
    const blocks = [...x13Spec(request).matchAll(/data=\(([^)]*)\)/g)].map((block) =>
      block[1]!.trim().split(/\s+/).map(Number),
    );
    expect(blocks[0]).toHaveLength(40);
    expect(blocks[0]![1]).toBeCloseTo(100 + 1 / 3, 12);
    expect(blocks[1]).toHaveLength(52);
    const regressor = festivalRegressor({ year: 2020, month: 3 }, 52);
    for (const [i, value] of blocks[1]!.entries()) expect(value).toBeCloseTo(regressor[i]!, 12);
  });

  it('names a model, and SEATS, and leaves out what was not asked', () => {
    const text = x13Spec({
      ...request,
      method: 'seats',
      model: { regular: [0, 1, 1], seasonal: [0, 1, 1] },
      outliers: false,
      tradingDays: false,
      festival: null,
    });
    expect(text).toContain('arima{\n  model=(0 1 1)(0 1 1)\n}');
    expect(text).toContain('seats{\n  appendfcst=no\n  save=(s11 s12 s13 s10)\n}');
    expect(text).not.toMatch(/regression|outlier/);
    expect(x13Tables('seats').adjusted).toBe('s11');
  });

  it('refuses what the program would', () => {
    expect(() => x13Spec({ ...request, values: [1, 2, 3] })).toThrow(/36/);
    expect(() => x13Spec({ ...request, values: Array(40).fill(0), transform: 'log' })).toThrow(/对数/);
    const gap = [...(request.values as number[])];
    gap[7] = Number.NaN;
    expect(() => x13Spec({ ...request, values: gap })).toThrow(/第 8 个月/);
  });
});

describe('what the program writes', () => {
  it('a table', () => {
    const table = parseSavedTable(
      'date\tseries.d11\n------\t-----------------------\n202011\t+0.100250000000000E+03\n202012\t-0.5E+00\n202101\t1.5\n',
      'd11',
    );
    expect(table.start).toEqual({ year: 2020, month: 11 });
    expect([...table.values]).toEqual([100.25, -0.5, 1.5]);
  });

  it.each([
    ['nothing', ''],
    ['a gap', '202011\t1\n202101\t2\n'],
    ['a word for a number', '202011\t*****\n'],
  ])('%s in the place of a table is said', (_, text) => {
    expect(() => parseSavedTable(text, 'd11')).toThrow(/d11/);
  });

  it('errors and warnings, plain or in HTML', () => {
    const plain = ` ERROR: Series contains a nonpositive value;
        a logarithm cannot be taken.

 WARNING: Trading day effects found in the residuals.
 NOTE: nothing
        of ours.
`;
    expect(parseMessages(plain)).toEqual({
      errors: ['Series contains a nonpositive value; a logarithm cannot be taken.'],
      warnings: ['Trading day effects found in the residuals.'],
    });
    expect(parseMessages('<p><strong>ERROR:</strong> No such file</p>').errors).toEqual(['No such file']);
    expect(parseMessages('')).toEqual({ errors: [], warnings: [] });
  });

  it('diagnostics', () => {
    const found = parseDiagnostics(
      'version: 1.1\nf3.q: 0.34\nf3.m01: 0.010\nnot a line\narimamdl: (0 1 1)(0 1 1)\n',
    );
    expect(found.get('f3.q')).toBe('0.34');
    expect(found.get('arimamdl')).toBe('(0 1 1)(0 1 1)');
    expect(found.size).toBe(4);
  });
});

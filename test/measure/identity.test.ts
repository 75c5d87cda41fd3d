import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  checkDifference,
  checkGrowth,
  checkShare,
  checkSum,
  exactly,
  quotient,
  roundedInterval,
  writtenInterval,
} from '../../src/measure/index.js';

test('a written number stands for all that round to it', () => {
  expect(writtenInterval('5.5')).toEqual({ low: 5.45, high: 5.55 });
  expect(writtenInterval('２７，２９８.3亿元')).toEqual({ low: 27298.25, high: 27298.35 });
  expect(writtenInterval('-1.30%').low).toBeCloseTo(-1.305, 12);
  expect(() => writtenInterval('三成')).toThrow(RangeError);
  expect(() => writtenInterval('1至2')).toThrow(RangeError);
});

test('30.5 less 3.1 is 27.4, and 27.6 is out of reach', () => {
  const [own, gap] = [writtenInterval('30.5'), writtenInterval('3.1')];
  expect(checkDifference(own, gap, writtenInterval('27.4')).holds).toBe(true);
  expect(checkDifference(own, gap, writtenInterval('27.6')).holds).toBe(false);
});

test('8 997 little giants by region', () => {
  const parts = ['5370', '2068', '1167', '392'].map((text) => exactly(Number(text)));
  expect(checkSum(parts, exactly(8997)).holds).toBe(true);
  expect(checkSum(parts, exactly(8998)).why.zh).toContain('不含');
});

test('growth and shares within rounding', () => {
  expect(checkGrowth(writtenInterval('6.2'), writtenInterval('5.84'), writtenInterval('6.1')).holds).toBe(
    true,
  );
  expect(checkShare(writtenInterval('1.0'), writtenInterval('3.0'), writtenInterval('50')).holds).toBe(false);
  expect(quotient(exactly(1), roundedInterval(0, 0)).high).toBe(Number.POSITIVE_INFINITY);
});

test('a share computed from exact parts and rounded is always accepted', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1e6 }), fc.integer({ min: 1, max: 1e6 }), (a, b) => {
      const share = Math.round((1000 * a) / b) / 10;
      expect(checkShare(roundedInterval(a, 0), roundedInterval(b, 0), roundedInterval(share, 1)).holds).toBe(
        true,
      );
    }),
  );
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { arabicNumeral, chineseNumeral } from '../../../src/read/figures/numeral.js';

test.each([
  ['十', 10],
  ['十三', 13],
  ['二十', 20],
  ['一百零五', 105],
  ['两千零一十二', 2012],
  ['二〇二三', 2023],
  ['三万五千', 35000],
  ['一亿二千万', 120000000],
  ['三万亿', 3e12],
  ['万亿', 1e12],
  ['三点五', 3.5],
  ['两', 2],
])('%s is %d', (text, value) => expect(chineseNumeral(text)).toBe(value));

test.each(['十四五', '三四', '七八', '', '百千'])('%s is no numeral', (text) =>
  expect(chineseNumeral(text)).toBeNull(),
);

test('Arabic numerals with commas and full-width digits', () => {
  expect(arabicNumeral('1,234.5')).toBe(1234.5);
  expect(arabicNumeral('１２．５')).toBe(12.5);
});

/** Plain reading of an integer below 10 000 in Chinese numerals, as the oracle. */
function spelled(n: number): string {
  const digits = '零一二三四五六七八九';
  const units = ['', '十', '百', '千'];
  const out: string[] = [];
  let zero = false;
  for (let power = 3; power >= 0; power--) {
    const digit = Math.floor(n / 10 ** power) % 10;
    if (digit === 0) {
      zero ||= out.length > 0;
      continue;
    }
    if (zero) out.push('零');
    zero = false;
    out.push(digits[digit]! + units[power]!);
  }
  return out.join('');
}

test('every integer below 10 000 is read back from its spelling', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 9999 }), (n) => {
      expect(chineseNumeral(spelled(n))).toBe(n);
    }),
    { seed: 1, numRuns: 500 },
  );
});

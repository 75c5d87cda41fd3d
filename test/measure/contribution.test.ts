import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import {
  checkContribution,
  contributions,
  type MeasureRules,
  percent,
  pullOf,
  writtenInterval,
} from '../../src/measure/index.js';
import { rulesOfMeasures } from './figures.js';
import { describeWith, sharedRows } from './reference.js';

let rules: MeasureRules;
beforeAll(async () => {
  rules = await rulesOfMeasures();
});

test('a worked example: 60 → 66 and 40 → 41 of 100', () => {
  const found = contributions(
    [
      { name: '甲', value: 66, base: 60 },
      { name: '乙', value: 41, base: 40 },
    ],
    rules,
  );
  if (!found.ok) throw new Error(found.why.en);
  expect(found.total.growth).toBeCloseTo(7, 10);
  expect(
    found.parts.map((part) => [part.pull, part.contribution].map((n) => Math.round(n! * 100) / 100)),
  ).toEqual([
    [6, 85.71],
    [1, 14.29],
  ]);
  expect(found.rest).toBeNull();
});

test('a whole that stands still has pulls and no contribution rates', () => {
  const found = contributions(
    [
      { name: '甲', value: 70, base: 60 },
      { name: '乙', value: 30, base: 40 },
    ],
    rules,
  );
  if (!found.ok) throw new Error(found.why.en);
  expect(found.parts.map((part) => part.contribution)).toEqual([null, null]);
  expect(found.parts[0]?.pull).toBeCloseTo(10, 10);
  expect(found.cautions).toHaveLength(1);
});

test('a falling whole is named, for the sign of the rate turns', () => {
  const found = contributions(
    [
      { name: '甲', value: 50, base: 60 },
      { name: '乙', value: 41, base: 40 },
    ],
    rules,
  );
  expect(found.ok && found.parts[0]!.contribution! > 0 && found.parts[0]!.pull < 0).toBe(true);
  expect(found.ok && found.cautions[0]?.zh).toContain('下降');
});

test('what the parts leave of the whole is shown', () => {
  const found = contributions([{ name: '甲', value: 66, base: 60 }], rules, { value: 107, base: 100 });
  expect(found.ok && found.rest).toMatchObject({ value: 41, base: 40 });
  expect(contributions([], rules).ok).toBe(false);
  expect(contributions([{ name: '甲', value: 1, base: 0 }], rules).ok).toBe(false);
});

test('T6: 5.5 of 7.9 points may be 68.8 % when all three are rounded', () => {
  const check = checkContribution(writtenInterval('5.5'), writtenInterval('7.9'), writtenInterval('68.8'));
  expect(check.holds).toBe(true);
  expect((100 * 5.5) / 7.9).toBeCloseTo(69.6, 1);
  expect(
    checkContribution(writtenInterval('5.5'), writtenInterval('7.9'), writtenInterval('72.0')).holds,
  ).toBe(false);
});

test('share and growth make a pull', () => {
  expect(pullOf(percent(30), percent(5))).toBeCloseTo(1.5, 12);
});

test('pulls add up to the growth of the whole', () => {
  const number = fc.double({ min: 1, max: 1e6, noNaN: true });
  fc.assert(
    fc.property(
      fc.array(fc.record({ name: fc.constant('x'), value: number, base: number }), { minLength: 1 }),
      (parts) => {
        const found = contributions(parts, rules);
        if (!found.ok) throw new Error(found.why.en);
        const pulls = found.parts.reduce((all, part) => all + part.pull, 0);
        expect(Math.abs(pulls - found.total.growth)).toBeLessThan(
          1e-8 * Math.max(1, Math.abs(found.total.growth)),
        );
      },
    ),
  );
});

describeWith('reference/measure', 'reference: pull and contribution', () => {
  test('growth_ref to 1e-10', () => {
    const input = sharedRows('reference/measure/growth_input.csv');
    const reference = sharedRows('reference/measure/growth_ref.csv');
    const cumulated = new Map<string, { value: number; base: number }>();
    for (const month of new Set(input.map((row) => row.month!))) {
      const rows = input.filter((row) => row.month === month);
      const parts = rows.map((row) => ({
        name: row.industry!,
        value: Number(row.value),
        base: Number(row.base_comparable),
      }));
      for (const part of parts) {
        const before = cumulated.get(part.name) ?? { value: 0, base: 0 };
        cumulated.set(part.name, { value: before.value + part.value, base: before.base + part.base });
      }
      const single = contributions(parts, rules);
      const soFar = contributions(
        [...cumulated].map(([name, sums]) => ({ name, ...sums })),
        rules,
      );
      if (!single.ok || !soFar.ok) throw new Error('refused');
      for (const row of reference.filter((candidate) => candidate.month === month)) {
        const part = single.parts.find((one) => one.name === row.industry)!;
        expect(Math.abs(part.pull - Number(row.pull_pp))).toBeLessThan(1e-10);
        expect(Math.abs(part.contribution! - Number(row.contribution_rate))).toBeLessThan(1e-10);
        expect(Math.abs(single.total.growth - Number(row.total_yoy))).toBeLessThan(1e-10);
        expect(
          Math.abs(soFar.parts.find((one) => one.name === row.industry)!.pull - Number(row.cum_pull_pp)),
        ).toBeLessThan(1e-10);
        expect(Math.abs(soFar.total.growth - Number(row.total_cum_yoy))).toBeLessThan(1e-10);
      }
    }
  });
});

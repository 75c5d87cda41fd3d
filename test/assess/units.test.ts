import { expect, test } from 'vitest';
import { inUnit, unitFactor } from '../../src/assess/units.js';

test('units of one measure by their scale', () => {
  expect(unitFactor('亿元', '万元')).toBe(10_000);
  expect(unitFactor('万元', '亿元')).toBe(0.0001);
  expect(unitFactor('元', '万元')).toBe(0.0001);
  expect(unitFactor('千万元', '万元')).toBe(1000);
  expect(unitFactor('万吨标准煤', '吨标准煤')).toBe(10_000);
  expect(unitFactor('人', '人')).toBe(1);
});

test('units of different measures have no factor', () => {
  expect(unitFactor('人', '万元')).toBeNull();
  expect(unitFactor('%', '个百分点')).toBeNull();
  expect(unitFactor('百分点', '分点')).toBeNull();
  expect(unitFactor('万', '人')).toBeNull();
});

test('a converted number carries no dust', () => {
  expect(inUnit(0.07, 10_000)).toBe(700);
  expect(inUnit(1.1, 10_000)).toBe(11_000);
  expect(inUnit(0.1 + 0.2, 1)).toBe(0.1 + 0.2);
});

import { describe, expect, test } from 'vitest';
import { parseItems } from '../../src/assess/index.js';

const FILE = 'rulebooks/items.yaml';
const refusal = (text: string): string => {
  try {
    parseItems(text, FILE);
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('it was not refused');
};

describe('the item catalogue', () => {
  test('what is not stated: of a firm, never negative, computed by nobody', () => {
    const item = parseItems('items:\n  staff: {name: 从业人员, shape: yearly, unit: 人}\n', FILE).get(
      'staff',
    );
    expect(item).toEqual({
      id: 'staff',
      name: { zh: '从业人员', en: '从业人员' },
      shape: 'yearly',
      unit: '人',
      subject: ['enterprise'],
      nonNegative: true,
      choices: [],
      note: { zh: '', en: '' },
      official: false,
    });
  });

  test('a map by id needs no heading', () => {
    const items = parseItems('land: {name: 面积, shape: single, unit: 平方公里, subject: cluster}\n', FILE);
    expect([...items.keys()]).toEqual(['land']);
    expect(items.get('land')!.subject).toEqual(['cluster']);
  });

  test.each([
    ['no unit', 'a: {name: 甲, shape: yearly}\n', /第 1 行 a：缺少单位/],
    ['a unit of a flag', '\na: {name: 甲, shape: flag, unit: 个}\n', /第 2 行 a.unit：flag 没有单位/],
    ['a choice without choices', 'a: {name: 甲, shape: choice}\n', /第 1 行 a：缺少选项/],
    ['choices of a date', 'a: {name: 甲, shape: date, choices: [甲]}\n', /a.choices：date 没有选项/],
    ['an unknown field', 'a: {name: 甲, shape: date, unti: 天}\n', /没有“unti”这个字段/],
    ['an unknown shape', 'a: {name: 甲, shape: monthly, unit: 元}\n', /应为 yearly、single/],
    ['an id that is a number', '1: {name: 甲, shape: date}\n', /编号应以字母或汉字开头/],
    ['an id twice', 'a: {name: 甲, shape: date}\na: {name: 乙, shape: date}\n', /第 2 行.*键重复/],
  ])('%s is refused', (_, text, reason) => {
    expect(refusal(text)).toMatch(reason);
    expect(refusal(text)).toContain(FILE);
  });
});

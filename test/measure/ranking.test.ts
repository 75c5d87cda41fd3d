import { expect, test } from 'vitest';
import { ranking } from '../../src/measure/index.js';

test('ranks: ties share the better place, no figure no rank', () => {
  const rows = ranking(
    [
      { name: '甲', value: 5 },
      { name: '乙', value: 7 },
      { name: '丙', value: 7 },
      { name: '丁', value: null },
    ],
    [
      { name: '甲', value: 9 },
      { name: '乙', value: 8 },
      { name: '丙', value: 1 },
    ],
  );
  expect(rows.map((row) => [row.name, row.rank, row.moved])).toEqual([
    ['乙', 1, 1],
    ['丙', 1, 2],
    ['甲', 3, -2],
    ['丁', null, null],
  ]);
  expect(
    ranking(
      [
        { name: '甲', value: 5 },
        { name: '乙', value: 7 },
      ],
      [],
      'less',
    )[0]?.name,
  ).toBe('甲');
});

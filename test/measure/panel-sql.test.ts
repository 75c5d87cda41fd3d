import { DuckDBInstance } from '@duckdb/node-api';
import { describe, expect, it } from 'vitest';
import { type PanelCell, type PanelRow, panelGrowth, panelSql } from '../../src/measure/panel-sql.js';
import { mulberry32 } from './reported-panel.js';

const BASE = 24240;

async function inDatabase(rows: readonly PanelRow[], options: Parameters<typeof panelGrowth>[1]) {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    await connection.run(
      'CREATE TABLE panel (area SMALLINT, industry SMALLINT, month INTEGER, value BIGINT)',
    );
    const appender = await connection.createAppender('panel');
    for (const row of rows) {
      appender.appendSmallInt(row.area);
      appender.appendSmallInt(row.industry);
      appender.appendInteger(row.month);
      appender.appendBigInt(BigInt(row.value));
      appender.endRow();
    }
    appender.closeSync();
    const sql = panelSql({
      relation: 'main.panel',
      area: 'area',
      industry: 'industry',
      month: 'month',
      value: 'value',
      ...options,
    });
    const reader = await connection.runAndReadAll(sql);
    return reader.getRowObjectsJS().map((row) => {
      for (const key in row) if (row[key] !== null) row[key] = Number(row[key]);
      return row as unknown as PanelCell;
    });
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

function inOrder(cells: readonly PanelCell[]) {
  const rounded = (value: number | null) => (value === null ? null : Number(value.toFixed(6)));
  return [...cells]
    .sort((a, b) => a.area - b.area || a.industry - b.industry || a.month - b.month)
    .map((cell) => ({
      ...cell,
      growth: rounded(cell.growth),
      pull: rounded(cell.pull),
      share: rounded(cell.share),
      shareChange: rounded(cell.shareChange),
    }));
}

function randomPanel(seed: number, missing: number): PanelRow[] {
  const random = mulberry32(seed);
  const rows: PanelRow[] = [];
  for (let area = 0; area < 4; area++)
    for (let industry = 0; industry < 5; industry++)
      for (let m = 0; m < 40; m++)
        for (let firm = 0; firm < 2; firm++)
          if (random() >= missing)
            rows.push({ area, industry, month: BASE + m, value: Math.floor(random() * 1000) - 50 });
  return rows;
}

describe('a panel', () => {
  it('gives growth, pull and share, and pulls that add up to the growth of the area', () => {
    const rows = [
      { area: 1, industry: 1, month: BASE, value: 60 },
      { area: 1, industry: 2, month: BASE, value: 40 },
      { area: 1, industry: 1, month: BASE + 12, value: 66 },
      { area: 1, industry: 2, month: BASE + 12, value: 50 },
      { area: 1, industry: 3, month: BASE + 12, value: 4 },
    ];
    const now = inOrder(panelGrowth(rows, { from: BASE + 12 }));
    expect(now.map(({ growth, pull, share }) => ({ growth, pull, share }))).toEqual([
      { growth: 10, pull: 6, share: 55 },
      { growth: 25, pull: 10, share: 41.666667 },
      { growth: null, pull: 4, share: 3.333333 },
    ]);
    expect(now.reduce((sum, cell) => sum + cell.pull!, 0)).toBeCloseTo(20);
  });

  it('takes the month of a year ago, not the twelfth row before', () => {
    const rows = Array.from({ length: 25 }, (_, i) => ({
      area: 1,
      industry: 1,
      month: BASE + i,
      value: 100 + i,
    })).filter((row) => row.month !== BASE + 5);
    const at = (month: number) => panelGrowth(rows).find((cell) => cell.month === month)!;
    expect(at(BASE + 17).base).toBeNull();
    expect(at(BASE + 18).base).toBe(106);
  });

  it.each([
    [1, {}],
    [2, { from: BASE + 20 }],
    [3, { cumulative: true }],
    [4, { cumulative: true, from: BASE + 14, to: BASE + 30 }],
  ])('is the same in SQL (panel %i)', async (seed, options) => {
    const rows = randomPanel(seed, 0.1);
    expect(inOrder(await inDatabase(rows, options))).toEqual(inOrder(panelGrowth(rows, options)));
  });
});

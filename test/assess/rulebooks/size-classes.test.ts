/** 统计上大中小微型企业划分办法（2017）: every lower bound of every industry, on both sides. */
import { describe, expect, it } from 'vitest';
import { judge, subjectOf } from '../../../src/assess/index.js';
import { items, shipped } from '../shipped.js';

const sizes = shipped('size-class-2017');

interface Firm {
  industry: string;
  /** 人. */
  staff?: number;
  /** 万元. */
  revenue?: number;
  assets?: number;
}

function sizeOf({ industry, ...values }: Firm) {
  const lastYear = Object.fromEntries(
    Object.entries(values).map(([item, value]) => [item, { '2025': value }]),
  );
  const subject = subjectOf({ name: '示例', industry, ...lastYear }, { items });
  const { level } = judge(sizes, subject, { on: '2026-05-01', application: 'new', items });
  return [level?.low?.name.zh ?? null, level?.high?.name.zh ?? null];
}

const exactly = (size: string | null) => [size, size];

/** Lower bounds of 小型, 中型 and 大型. */
type Bounds = [small: number, medium: number, large: number];
interface Row {
  codes: string[];
  staff?: Bounds;
  revenue?: Bounds;
  assets?: Bounds;
}

// biome-ignore format: a table reads better in columns
const rows: [sector: string, row: Row][] = [
  ['农林牧渔业',   { codes: ['A0111', 'A05'],                                     revenue: [50, 500, 20000] }],
  ['工业',         { codes: ['B06', 'C3484', 'D44'],   staff: [20, 300, 1000],    revenue: [300, 2000, 40000] }],
  ['建筑业',       { codes: ['E47'],                                              revenue: [300, 6000, 80000], assets: [300, 5000, 80000] }],
  ['批发业',       { codes: ['F51'],                   staff: [5, 20, 200],       revenue: [1000, 5000, 40000] }],
  ['零售业',       { codes: ['F52'],                   staff: [10, 50, 300],      revenue: [100, 500, 20000] }],
  ['交通运输业',   { codes: ['G54', 'G55', 'G56', 'G57', 'G58'], staff: [20, 300, 1000], revenue: [200, 3000, 30000] }],
  ['仓储业',       { codes: ['G59'],                   staff: [20, 100, 200],     revenue: [100, 1000, 30000] }],
  ['邮政业',       { codes: ['G60'],                   staff: [20, 300, 1000],    revenue: [100, 2000, 30000] }],
  ['住宿业、餐饮业', { codes: ['H61', 'H62'],          staff: [10, 100, 300],     revenue: [100, 2000, 10000] }],
  ['信息传输业',   { codes: ['I63', 'I64'],            staff: [10, 100, 2000],    revenue: [100, 1000, 100000] }],
  ['软件业',       { codes: ['I65', '6510'],           staff: [10, 100, 300],     revenue: [50, 1000, 10000] }],
  ['房地产开发',   { codes: ['K7010'],                                            revenue: [100, 1000, 200000], assets: [2000, 5000, 10000] }],
  ['物业管理',     { codes: ['K7020'],                 staff: [100, 300, 1000],   revenue: [500, 1000, 5000] }],
  ['租赁和商务',   { codes: ['L71', 'L72'],            staff: [10, 100, 300],     assets: [100, 8000, 120000] }],
  ['其他未列明',   { codes: ['M74', 'N77', 'O80', 'Q85', 'R88', 'K703', 'K709'], staff: [10, 100, 300] }],
];

const NAMES = ['微型', '小型', '中型', '大型'];
const INDICATORS = ['staff', 'revenue', 'assets'] as const;

describe.each(rows)('%s', (_, row) => {
  const used = INDICATORS.filter((indicator) => row[indicator] !== undefined);

  it.each(row.codes)('%s: each class begins at its lower bounds', (industry) => {
    [0, 1, 2].forEach((bound) => {
      const firm: Firm = { industry };
      for (const indicator of used) firm[indicator] = row[indicator]![bound]!;
      expect(sizeOf(firm)).toEqual(exactly(NAMES[bound + 1]!));
      // Below the bound in one indicator, however large in the others.
      for (const indicator of used) {
        const step = indicator === 'staff' ? 1 : 0.01;
        const short: Firm = { ...firm, [indicator]: row[indicator]![bound]! - step };
        expect(sizeOf(short), indicator).toEqual(exactly(NAMES[bound]!));
        const others = used.filter((other) => other !== indicator);
        for (const other of others) short[other] = 10_000_000;
        expect(sizeOf(short), indicator).toEqual(exactly(NAMES[bound]!));
      }
    });
  });
});

describe('the rule of the worst indicator', () => {
  it.each([
    ['industry X=1200, Y=30000', { industry: 'C34', staff: 1200, revenue: 30000 }, '中型'],
    ['industry X=250, Y=50000', { industry: 'C34', staff: 250, revenue: 50000 }, '小型'],
    ['industry X=10, Y=5000', { industry: 'C34', staff: 10, revenue: 5000 }, '微型'],
    ['industry X=300, Y=2000', { industry: 'C34', staff: 300, revenue: 2000 }, '中型'],
    ['industry X=20, Y=299', { industry: 'C34', staff: 20, revenue: 299 }, '微型'],
    // 100 to 200 is medium in storage; a copy of the table that is going round has 200 to 300.
    ['storage X=150, Y=5000', { industry: 'G59', staff: 150, revenue: 5000 }, '中型'],
    // The bound is 100000 and not 10000.
    ['telecoms X=2500, Y=50000', { industry: 'I63', staff: 2500, revenue: 50000 }, '中型'],
    ['the same figures in software', { industry: 'I65', staff: 320, revenue: 12000 }, '大型'],
    ['and in manufacturing', { industry: 'C39', staff: 320, revenue: 12000 }, '中型'],
  ] as [string, Firm, string][])('%s', (_, firm, size) => {
    expect(sizeOf(firm)).toEqual(exactly(size));
  });
});

describe('what is not known', () => {
  it('leaves a span of classes', () => {
    expect(sizeOf({ industry: 'C34', revenue: 5000 })).toEqual(['微型', '中型']);
    expect(sizeOf({ industry: 'C34', staff: 15 })).toEqual(exactly('微型'));
    expect(sizeOf({ industry: 'C34' })).toEqual(['微型', '大型']);
  });

  it.each(['G53', 'J66', 'P83', 'Q84', 'S92', 'K704'])('%s is not covered: no class', (industry) => {
    expect(sizeOf({ industry, staff: 500, revenue: 5000, assets: 5000 })).toEqual(exactly(null));
  });
});

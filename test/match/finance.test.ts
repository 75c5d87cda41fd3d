import { describe, expect, it } from 'vitest';
import {
  type Eligibility,
  type FinanceProduct,
  listingPipeline,
  rankProducts,
} from '../../src/match/index.js';

const product = (id: string, extra: Partial<FinanceProduct> = {}): FinanceProduct => ({
  id,
  name: id,
  institution: '某银行',
  kind: 'loan',
  leastAmount: null,
  mostAmount: 1000,
  rate: 4,
  mostMonths: 12,
  area: null,
  industries: [],
  ...extra,
});
const met: Eligibility = { state: 'met', reasons: [] };
const need = { firm: '示例', amount: 500, months: 24, kinds: [] };

describe('products for a firm', () => {
  it('are ranked by terms that add up, the cheapest first when all else is equal', () => {
    const products = [product('a'), product('b', { rate: 3 }), product('c', { rate: 5 })];
    const { ranked } = rankProducts(need, products, [met, met, met]);
    expect(ranked.map((one) => products[one.product]!.id)).toEqual(['b', 'a', 'c']);
    // .4 · 1 + .3 · 1 + .15 · ½ + .15 · 0
    expect(ranked[0]!.score).toBeCloseTo(0.775, 12);
    for (const { score, terms } of ranked)
      expect(terms.reduce((sum, { points }) => sum + points, 0)).toBeCloseTo(score, 12);
  });

  it('what is unmet is refused with its reason, what is unknown stands apart, a manual one is ranked as such', () => {
    const products = ['a', 'b', 'c', 'd', 'e'].map((id) => product(id));
    products[3]!.leastAmount = 600;
    products[4]!.kind = 'equity';
    const reason = { zh: '营业收入低于 2000 万元', en: 'revenue below 2000' };
    const { ranked, open, refused } = rankProducts({ ...need, kinds: ['loan'] }, products, [
      { state: 'unmet', reasons: [reason] },
      { state: 'unknown', reasons: [] },
      { state: 'manualReview', reasons: [] },
      met,
      met,
    ]);
    expect(refused).toEqual([
      { product: 0, reasons: [reason] },
      { product: 3, reasons: [{ zh: '需求 500 万元低于起点 600 万元', en: expect.any(String) }] },
      { product: 4, reasons: [{ zh: '不是所需的融资方式', en: expect.any(String) }] },
    ]);
    expect(open.map((one) => one.product)).toEqual([1]);
    expect(ranked).toMatchObject([{ product: 2, state: 'manualReview' }]);
  });

  it('refuses weights below zero and amounts of nothing', () => {
    const weights = { cost: -1, amount: 1, term: 1, aimed: 1 };
    expect(() => rankProducts(need, [], [], weights)).toThrow('权重');
    expect(() => rankProducts({ ...need, amount: 0 }, [], [])).toThrow('0');
  });
});

describe('the way to the market', () => {
  it('counts each firm at its last stage, and who came and went', () => {
    const events = [
      { firm: '甲', stage: 'cultivated', on: '2023-05-01' },
      { firm: '乙', stage: 'cultivated', on: '2023-06-01' },
      { firm: '甲', stage: 'tutoring', on: '2024-03-01' },
      { firm: '甲', stage: 'listed', on: '2026-01-01' },
    ] as const;
    const { stages } = listingPipeline(events, '2024-12-31', '2023-12-31');
    expect(stages.filter(({ firms }) => firms.length > 0)).toEqual([
      { stage: 'cultivated', firms: ['乙'], entered: 0, left: 1 },
      { stage: 'tutoring', firms: ['甲'], entered: 1, left: 0 },
    ]);
  });
});

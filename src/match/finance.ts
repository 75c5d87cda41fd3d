/** Firms and money (产融对接): which products a firm may have, in which order, and how far firms are on the way to the market. */
import { type Bilingual, type CriterionState, UserError } from '../model/index.js';

export type FinanceKind = 'loan' | 'guarantee' | 'insurance' | 'lease' | 'equity' | 'bond' | 'subsidy';

export interface FinanceProduct {
  id: string;
  name: string;
  institution: string;
  kind: FinanceKind;
  /** 万元; null where it is not stated. */
  leastAmount: number | null;
  mostAmount: number | null;
  /** % a year; null where it is not stated or has none. */
  rate: number | null;
  mostMonths: number | null;
  /** GB/T 2260; null for anywhere. GB/T 4754-2017 prefixes; empty for any. */
  area: string | null;
  industries: string[];
}

export interface FinanceNeed {
  firm: string;
  /** 万元 and months asked for. */
  amount: number;
  months: number | null;
  kinds: FinanceKind[];
}

/** What the rules of a product say of the firm (by `assess`). */
export interface Eligibility {
  state: CriterionState;
  reasons: Bilingual[];
}

export interface FinanceWeights {
  cost: number;
  amount: number;
  term: number;
  aimed: number;
}

export const FINANCE_WEIGHTS: FinanceWeights = { cost: 0.4, amount: 0.3, term: 0.15, aimed: 0.15 };

export interface RankedProduct {
  product: number;
  state: CriterionState;
  score: number;
  terms: { term: keyof FinanceWeights; weight: number; value: number; points: number; reason: Bilingual }[];
  reasons: Bilingual[];
}

export interface FinanceRanking {
  firm: string;
  /** Met, or for a person to judge; best first. */
  ranked: RankedProduct[];
  /** What is missing to know: unknown. */
  open: RankedProduct[];
  refused: { product: number; reasons: Bilingual[] }[];
}

/** Products by weighted terms, each shown; a product whose rules are unmet or that is of another kind is refused with the reason. */
export function rankProducts(
  need: FinanceNeed,
  products: readonly FinanceProduct[],
  eligible: readonly Eligibility[],
  weights: FinanceWeights = FINANCE_WEIGHTS,
): FinanceRanking {
  const sum = Object.values(weights).reduce((total, weight) => total + weight, 0);
  if (Object.values(weights).some((weight) => !(weight >= 0)) || !(sum > 0) || sum === Infinity)
    throw new UserError({
      zh: '权重应不小于 0 且不全为 0',
      en: 'weights should be at least 0, and not all 0',
    });
  if (!(need.amount > 0) || need.amount === Infinity)
    throw new UserError({
      zh: `${need.firm} 的需求金额应大于 0，这里是 ${need.amount}`,
      en: `the amount that ${need.firm} asks for should be above 0, found ${need.amount}`,
    });
  const ranking: FinanceRanking = { firm: need.firm, ranked: [], open: [], refused: [] };
  const fitting = products.flatMap((product, at) => {
    const reasons = misfits(need, product);
    if (eligible[at]!.state === 'unmet') reasons.push(...eligible[at]!.reasons);
    if (reasons.length > 0) {
      ranking.refused.push({ product: at, reasons });
      return [];
    }
    return [at];
  });
  const rates = fitting.map((at) => products[at]!.rate).filter((rate) => rate !== null);
  const [cheapest, dearest] = [Math.min(...rates), Math.max(...rates)];
  for (const at of fitting) {
    const product = products[at]!;
    const { state, reasons } = eligible[at]!;
    const values = {
      cost: costOf(product, cheapest, dearest),
      amount: amountOf(product, need),
      term: termOf(product, need),
      aimed: aimedOf(product),
    };
    const terms = (Object.keys(values) as (keyof FinanceWeights)[]).map((term) => ({
      term,
      weight: weights[term] / sum,
      value: values[term].value,
      points: (weights[term] / sum) * values[term].value,
      reason: values[term].reason,
    }));
    const entry = {
      product: at,
      state,
      score: terms.reduce((all, { points }) => all + points, 0),
      terms,
      reasons,
    };
    if (state === 'unknown') ranking.open.push(entry);
    else ranking.ranked.push(entry);
  }
  const before = (a: RankedProduct, b: RankedProduct) =>
    b.score - a.score || (products[a.product]!.id < products[b.product]!.id ? -1 : 1);
  ranking.ranked.sort(before);
  ranking.open.sort(before);
  return ranking;
}

function misfits(need: FinanceNeed, { kind, leastAmount }: FinanceProduct): Bilingual[] {
  const reasons: Bilingual[] = [];
  if (need.kinds.length > 0 && !need.kinds.includes(kind))
    reasons.push({ zh: '不是所需的融资方式', en: 'not of the kind asked for' });
  if (leastAmount !== null && need.amount < leastAmount)
    reasons.push({
      zh: `需求 ${need.amount} 万元低于起点 ${leastAmount} 万元`,
      en: `${need.amount} 万元 asked for, ${leastAmount} 万元 at least`,
    });
  return reasons;
}

function costOf({ rate }: FinanceProduct, cheapest: number, dearest: number) {
  if (rate === null)
    return { value: 0.5, reason: { zh: '未列明成本，取中间值', en: 'no cost stated: taken as the middle' } };
  return {
    value: dearest > cheapest ? (dearest - rate) / (dearest - cheapest) : 1,
    reason: { zh: `年化 ${rate}%`, en: `${rate} % a year` },
  };
}

function amountOf({ mostAmount }: FinanceProduct, { amount }: FinanceNeed) {
  if (mostAmount === null) return { value: 1, reason: { zh: '未列明额度上限', en: 'no limit stated' } };
  return {
    value: Math.min(1, mostAmount / amount),
    reason: {
      zh: `额度上限 ${mostAmount} 万元，需求 ${amount} 万元`,
      en: `${mostAmount} 万元 at most, ${amount} 万元 asked for`,
    },
  };
}

function termOf({ mostMonths }: FinanceProduct, { months }: FinanceNeed) {
  if (mostMonths === null || months === null)
    return { value: 1, reason: { zh: '期限未限定', en: 'no limit of time' } };
  return {
    value: Math.min(1, mostMonths / months),
    reason: {
      zh: `期限 ${mostMonths} 个月，需求 ${months} 个月`,
      en: `${mostMonths} months, ${months} asked for`,
    },
  };
}

/** A product made for the area or the industry counts above one for everybody. */
function aimedOf({ area, industries }: FinanceProduct) {
  const value = (area !== null && area !== '100000' ? 0.5 : 0) + (industries.length > 0 ? 0.5 : 0);
  return {
    value,
    reason:
      value === 0
        ? { zh: '面向所有企业', en: 'for any firm' }
        : { zh: '专为本地或本行业设立', en: 'made for the area or the industry' },
  };
}

/** From cultivation to the market. */
export const LISTING_STAGES = [
  'cultivated',
  'reserve',
  'tutoring',
  'accepted',
  'approved',
  'listed',
] as const;
export type ListingStage = (typeof LISTING_STAGES)[number];
export const LISTING_NAMES: Readonly<Record<ListingStage, Bilingual>> = {
  cultivated: { zh: '专精特新培育', en: 'cultivated' },
  reserve: { zh: '上市后备', en: 'reserve list' },
  tutoring: { zh: '辅导备案', en: 'tutoring' },
  accepted: { zh: '申报受理', en: 'application accepted' },
  approved: { zh: '注册生效', en: 'registered' },
  listed: { zh: '已上市', en: 'listed' },
};

export interface ListingEvent {
  firm: string;
  stage: ListingStage;
  on: string;
}

export interface ListingPipeline {
  on: string;
  since: string | null;
  stages: { stage: ListingStage; firms: string[]; entered: number; left: number }[];
}

/** Where each firm stands on a day by its last event, and who came and went at each stage since another day. */
export function listingPipeline(
  events: readonly ListingEvent[],
  on: string,
  since: string | null = null,
): ListingPipeline {
  const now = stagesOn(events, on);
  const before = since === null ? null : stagesOn(events, since);
  return {
    on,
    since,
    stages: LISTING_STAGES.map((stage) => {
      const firms = [...now].filter(([, at]) => at === stage).map(([firm]) => firm);
      const were =
        before === null ? firms : [...before].filter(([, at]) => at === stage).map(([firm]) => firm);
      return {
        stage,
        firms: firms.sort(),
        entered: firms.filter((firm) => !were.includes(firm)).length,
        left: were.filter((firm) => !firms.includes(firm)).length,
      };
    }),
  };
}

function stagesOn(events: readonly ListingEvent[], day: string): Map<string, ListingStage> {
  const stages = new Map<string, ListingStage>();
  for (const { firm, stage, on } of [...events].sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0)))
    if (on <= day) stages.set(firm, stage);
  return stages;
}

// The words of practice as definitions that are computed: 断点, 堵点, 卡点, 强链, 链主; each with its thresholds and evidence.
import {
  allOf,
  type Bilingual,
  type Criterion,
  type CriterionState,
  criterionOf,
} from '../../model/index.js';
import { replaceability } from './cascade.js';
import { chainGraph } from './chain-graph.js';
import { type SellerConcentration, sellerConcentration } from './structure-concentration.js';
import { type SoleSource, singlePoints, soleSources } from './structure-single-points.js';
import type { InputClasses, SupplyNetwork } from './supply-network.js';
import type { SystemicRisk } from './systemic-risk.js';

export type PracticeTerm = 'breakPoint' | 'chokePoint' | 'strangleholdPoint' | 'strongLink' | 'chainLeader';

export const PRACTICE_TERMS: Record<PracticeTerm, Bilingual> = {
  breakPoint: { zh: '断点', en: 'break point' },
  chokePoint: { zh: '堵点', en: 'choke point' },
  strangleholdPoint: { zh: '卡点', en: 'stranglehold point' },
  strongLink: { zh: '强链', en: 'strong link' },
  chainLeader: { zh: '链主', en: 'chain leader' },
};

/** The figures that decide, to be changed one by one. Shares are in [0, 1]. */
export const PRACTICE_THRESHOLDS = {
  /** 断点: sellers of the product on the list of firms, at most. */
  domesticSellers: 0,
  /** 断点: share of imports in use. */
  importShare: 0.5,
  /** 断点: firms cut off from the rest of their chain when the firm is lost. */
  cutOff: 2,
  /** 堵点: loss of the economy when the firm closes. */
  systemicRisk: 0.01,
  /** 堵点: share of the firm's loss that others of its market cannot make good at once, σ. */
  irreplaceability: 0.9,
  /** 堵点: concentration of the sellers of its product; the bound of the European Commission (2021). */
  sellerHerfindahl: 0.4,
  /** 堵点: use of capacity. */
  capacityUse: 0.85,
  /** 卡点: concentration of the sources of imports; European Commission (2021), CEPII GeoDep. */
  importHerfindahl: 0.4,
  /** 卡点: imports over exports. */
  importsOverExports: 1,
  /** 卡点: concentration of world exports; CEPII GeoDep. */
  worldExportHerfindahl: 0.4,
  /** 卡点: percentile of the product complexity index. */
  complexityPercentile: 0.75,
  /** 卡点: share of the largest foreign source. */
  largestSourceShare: 0.5,
  /** 卡点, within the network: class of the input, suppliers of it, and others who could step in. */
  inputClass: 2,
  suppliers: 1,
  alternatives: 0,
  /** 强链: linkages relative to the mean, and revealed comparative advantage. */
  backwardLinkage: 1,
  forwardLinkage: 1,
  revealedComparativeAdvantage: 1,
  /** 链主: share of firms that are less risky to lose, share of the sales of its sector, inputs it alone delivers. */
  riskPercentile: 0.99,
  marketShare: 0.2,
  soleSourceLinks: 3,
};
export type PracticeThresholds = typeof PRACTICE_THRESHOLDS;
export type PracticeMeasure = keyof PracticeThresholds;

const LABELS: Record<PracticeMeasure, Bilingual> = {
  domesticSellers: { zh: '名单内的供应企业数', en: 'firms on the list that sell it' },
  importShare: { zh: '进口占使用的份额', en: 'share of imports in use' },
  cutOff: { zh: '失去后与主体断开的企业数', en: 'firms cut off when it is lost' },
  systemicRisk: { zh: '系统性风险指数', en: 'systemic risk index' },
  irreplaceability: { zh: '同行不能立即替代的份额 σ', en: 'share that others cannot replace at once, σ' },
  sellerHerfindahl: { zh: '同行业供应集中度 HHI', en: 'HHI of the sellers of its sector' },
  capacityUse: { zh: '产能利用率', en: 'use of capacity' },
  importHerfindahl: { zh: '进口来源 HHI', en: 'HHI of sources of imports' },
  importsOverExports: { zh: '进口与出口之比', en: 'imports over exports' },
  worldExportHerfindahl: { zh: '世界出口 HHI', en: 'HHI of world exports' },
  complexityPercentile: { zh: '产品复杂度分位', en: 'percentile of product complexity' },
  largestSourceShare: { zh: '最大境外来源份额', en: 'share of the largest foreign source' },
  inputClass: { zh: '投入类别（2 为必需）', en: 'class of the input (2 essential)' },
  suppliers: { zh: '该投入的供应商数', en: 'suppliers of the input' },
  alternatives: { zh: '可接替的同行数', en: 'others of the sector that could step in' },
  backwardLinkage: { zh: '影响力系数', en: 'backward linkage' },
  forwardLinkage: { zh: '感应度系数', en: 'forward linkage' },
  revealedComparativeAdvantage: { zh: '显性比较优势 RCA', en: 'revealed comparative advantage' },
  riskPercentile: { zh: '系统性风险的分位', en: 'percentile of systemic risk' },
  marketShare: { zh: '占本行业网内销售的份额', en: 'share of the sales of its sector' },
  soleSourceLinks: { zh: '由其独家供应的投入数', en: 'inputs it alone delivers' },
};

/** What is known of a sector from outside the network; what is not known is left out. */
export interface SectorFacts {
  importShare?: number;
  importHerfindahl?: number;
  worldExportHerfindahl?: number;
  importsOverExports?: number;
  complexityPercentile?: number;
  largestSourceShare?: number;
  backwardLinkage?: number;
  forwardLinkage?: number;
  revealedComparativeAdvantage?: number;
}

export interface PracticeInput {
  network: SupplyNetwork;
  /** The index of every firm, in the order of the network; null where it was not computed. */
  risk: Pick<SystemicRisk, 'esri'> | null;
  classes: InputClasses | null;
  /** By code of the sector; sectors that no firm of the network has are taken too. */
  sectorFacts?: ReadonlyMap<string, SectorFacts>;
  /** n: use of capacity; NaN where unknown. */
  capacityUse?: Float64Array;
  /** Groups in which firms replace each other; default their sectors, null: no firm can be replaced. */
  markets?: Int32Array | null;
}

/** `input`: what a buyer takes of a sector. */
export type PracticeSubject =
  | { kind: 'firm'; firm: number }
  | { kind: 'sector'; sector: string }
  | { kind: 'input'; buyer: number; supplier: number; sector: string };

export interface PracticeFinding {
  term: PracticeTerm;
  rule: PracticeRule;
  subject: PracticeSubject;
  state: CriterionState;
  criteria: Criterion[];
  /** Measures whose data is missing. */
  missing: string[];
}

/** Each rule in words, criteria joined by “and”. */
export const PRACTICE_RULES = {
  noDomesticSeller: {
    term: 'breakPoint',
    zh: '名单内没有企业供应该产品，且进口份额不低于阈值',
    en: 'no firm on the list sells the product, and the share of imports reaches the threshold',
  },
  partsTheChain: {
    term: 'breakPoint',
    zh: '企业是链图的割点：失去它，至少若干家企业与主体断开',
    en: 'the firm is an articulation point of the chain: with it lost, so many firms are cut off from the rest',
  },
  constrainedNode: {
    term: 'chokePoint',
    zh: '停产损失大、同行难以替代、供应集中，且产能吃紧',
    en: 'losing it costs much, others can hardly replace it, its sellers are concentrated, and capacity is short',
  },
  foreignStranglehold: {
    term: 'strangleholdPoint',
    zh: '进口来源集中、进口大于出口、世界出口集中、复杂度高，且依赖单一境外来源（卡脖子）',
    en: 'sources of imports concentrated, imports above exports, world exports concentrated, complex, and one foreign source dominant',
  },
  soleEssentialSource: {
    term: 'strangleholdPoint',
    zh: '必需的投入只有一家供应商，名单内没有同行可以接替',
    en: 'an essential input has one supplier, and no other firm on the list could step in',
  },
  strongOnAllSides: {
    term: 'strongLink',
    zh: '影响力系数、感应度系数与显性比较优势都高于阈值',
    en: 'backward linkage, forward linkage and revealed comparative advantage all above their thresholds',
  },
  leadsItsChain: {
    term: 'chainLeader',
    zh: '系统性风险居前、本行业份额高、独家供应的投入多；创新与生态带动须由专家评定',
    en: 'among the riskiest to lose, large in its sector, sole source of many inputs; innovation and leadership are for experts to judge',
  },
} as const satisfies Record<string, Bilingual & { term: PracticeTerm }>;
export type PracticeRule = keyof typeof PRACTICE_RULES;

/**
 * Everything the rules find. Of firms and inputs, those that are met, unknown or for a person to judge; of sectors all,
 * for a reader asks what is known of each. `counts` has every state of every rule. O(links) and a sort.
 * The definitions are proposals: the official rules of provinces (链主, say) name criteria without a formula.
 */
export function practiceFindings(
  input: PracticeInput,
  changed: Partial<PracticeThresholds> = {},
): {
  findings: PracticeFinding[];
  counts: Record<PracticeRule, Partial<Record<CriterionState, number>>>;
  thresholds: PracticeThresholds;
} {
  const thresholds = { ...PRACTICE_THRESHOLDS, ...changed };
  const { network, classes } = input;
  const sellers = sellerConcentration(network);
  const sole = soleSources(network, classes);
  const counts = Object.fromEntries(Object.keys(PRACTICE_RULES).map((rule) => [rule, {}])) as Record<
    PracticeRule,
    Partial<Record<CriterionState, number>>
  >;
  const findings: PracticeFinding[] = [];
  const judged = new Judge(thresholds, (finding) => {
    const of = counts[finding.rule];
    of[finding.state] = (of[finding.state] ?? 0) + 1;
    if (finding.state !== 'unmet' || finding.subject.kind === 'sector') findings.push(finding);
  });
  judgeSectors(input, sellers, judged);
  for (const { firm, cutOff } of singlePoints(chainGraph(network)).articulationPoints)
    judged.add('partsTheChain', { kind: 'firm', firm }, [['cutOff', cutOff, '≥']]);
  judgeFirms(input, sellers, sole, judged);
  for (const source of sole)
    judged.add(
      'soleEssentialSource',
      {
        kind: 'input',
        buyer: source.buyer,
        supplier: source.supplier,
        sector: network.sectors[source.sector]!,
      },
      [
        ['inputClass', source.inputClass, '≥'],
        ['suppliers', 1, '≤'],
        ['alternatives', source.alternatives, '≤'],
      ],
    );
  const order: Record<CriterionState, number> = {
    met: 0,
    manualReview: 1,
    unknown: 2,
    unmet: 3,
    notApplicable: 4,
  };
  const rules = Object.keys(PRACTICE_RULES);
  // Sorting keeps the order in which each rule found its subjects.
  findings.sort((a, b) => rules.indexOf(a.rule) - rules.indexOf(b.rule) || order[a.state] - order[b.state]);
  return { findings, counts, thresholds };
}

type Measured = readonly [measure: PracticeMeasure, value: number | null | undefined, '≥' | '>' | '≤'];

class Judge {
  readonly #thresholds: PracticeThresholds;
  readonly #found: (finding: PracticeFinding) => void;

  constructor(thresholds: PracticeThresholds, found: (finding: PracticeFinding) => void) {
    this.#thresholds = thresholds;
    this.#found = found;
  }

  add(
    rule: PracticeRule,
    subject: PracticeSubject,
    measured: readonly Measured[],
    further: readonly Criterion[] = [],
  ): void {
    const criteria = measured.map(([measure, value, comparison]) =>
      criterionOf(measure, LABELS[measure], value, comparison, this.#thresholds[measure]),
    );
    criteria.push(...further);
    this.#found({
      term: PRACTICE_RULES[rule].term,
      rule,
      subject,
      state: allOf(criteria),
      criteria,
      missing: criteria.filter(({ state }) => state === 'unknown').map(({ measure }) => measure),
    });
  }
}

function judgeSectors(
  { network, sectorFacts = new Map() }: PracticeInput,
  sellers: readonly SellerConcentration[],
  judge: Judge,
): void {
  const own = new Map(network.sectors.map((code, k) => [code, sellers[k]!.sellers]));
  for (const code of new Set([...network.sectors, ...sectorFacts.keys()])) {
    const facts: SectorFacts = sectorFacts.get(code) ?? {};
    const subject = { kind: 'sector', sector: code } as const;
    judge.add('noDomesticSeller', subject, [
      ['domesticSellers', own.get(code) ?? 0, '≤'],
      ['importShare', facts.importShare, '≥'],
    ]);
    judge.add('foreignStranglehold', subject, [
      ['importHerfindahl', facts.importHerfindahl, '>'],
      ['importsOverExports', facts.importsOverExports, '>'],
      ['worldExportHerfindahl', facts.worldExportHerfindahl, '>'],
      ['complexityPercentile', facts.complexityPercentile, '≥'],
      ['largestSourceShare', facts.largestSourceShare, '≥'],
    ]);
    judge.add('strongOnAllSides', subject, [
      ['backwardLinkage', facts.backwardLinkage, '>'],
      ['forwardLinkage', facts.forwardLinkage, '>'],
      ['revealedComparativeAdvantage', facts.revealedComparativeAdvantage, '>'],
    ]);
  }
}

/** What no table of links can say of a 链主. */
const BY_EXPERTS: Criterion = {
  measure: 'leadership',
  label: { zh: '创新引领与生态带动（专家评定）', en: 'innovation and leadership (experts)' },
  value: null,
  comparison: null,
  threshold: null,
  state: 'manualReview',
};

function judgeFirms(
  { network, risk, capacityUse, markets }: PracticeInput,
  sellers: readonly SellerConcentration[],
  sole: readonly SoleSource[],
  judge: Judge,
): void {
  const { sectorOf, outStrength } = network;
  const n = sectorOf.length;
  const sigma = irreplaceability(network, markets);
  const percentile = risk === null ? null : percentiles(risk.esri);
  const soleLinks = new Uint32Array(n);
  for (const { supplier } of sole) soleLinks[supplier]!++;
  const byRisk = Array.from({ length: n }, (_, i) => i);
  if (risk !== null) byRisk.sort((a, b) => risk.esri[b]! - risk.esri[a]! || a - b);
  for (const i of byRisk) {
    if (!(outStrength[i]! > 0)) continue;
    const { herfindahl, sales } = sellers[sectorOf[i]!]!;
    const subject = { kind: 'firm', firm: i } as const;
    judge.add('constrainedNode', subject, [
      ['systemicRisk', risk?.esri[i], '≥'],
      ['irreplaceability', sigma[i], '≥'],
      ['sellerHerfindahl', herfindahl, '>'],
      ['capacityUse', capacityUse?.[i], '≥'],
    ]);
    judge.add(
      'leadsItsChain',
      subject,
      [
        ['riskPercentile', percentile?.[i], '≥'],
        ['marketShare', outStrength[i]! / sales, '≥'],
        ['soleSourceLinks', soleLinks[i]!, '≥'],
      ],
      [BY_EXPERTS],
    );
  }
}

/**
 * n: σ_i = min(1, s_i / (S − s_i)) with s what firm i sells and S what its market sells: the share of its failure that
 * reaches its customers (Diem et al. 2022); 1 for all where nobody can be replaced.
 */
export function irreplaceability(
  { sectorOf, outStrength }: Pick<SupplyNetwork, 'sectorOf' | 'outStrength'>,
  markets: Int32Array | null = sectorOf,
): Float64Array {
  const sigma = new Float64Array(sectorOf.length).fill(1);
  if (markets === null) return sigma;
  const total = new Map<number, number>();
  for (let i = 0; i < sigma.length; i++)
    total.set(markets[i]!, (total.get(markets[i]!) ?? 0) + outStrength[i]!);
  return sigma.map((_, i) => {
    return replaceability(outStrength[i]!, total.get(markets[i]!)! - outStrength[i]!);
  });
}

/** n: share of the others that have less. */
function percentiles(values: Float64Array): Float64Array {
  const sorted = values.slice().sort();
  const others = Math.max(1, values.length - 1);
  return values.map((value) => below(sorted, value) / others);
}

function below(sorted: Float64Array, value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

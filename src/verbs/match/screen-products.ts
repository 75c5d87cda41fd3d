// Which products a firm may have by their conditions on a day, and in which order.
import { judge, levelRulebookOf, type RulebookSet, type Subject } from '../../assess/index.js';
import {
  type Eligibility,
  type FinanceNeed,
  type FinanceWeights,
  type RankedProduct,
  rankProducts,
} from '../../match/index.js';
import { allOf, areaStem, type Bilingual, type CriterionState, nearestNames } from '../../model/index.js';
import type { Codes } from '../../store/index.js';
import type { Teller } from '../teller.js';
import type { RuledProduct } from './finance-table.js';
import type { MatchReject } from './match-table.js';

/** Stands with every answer. */
export const SCREENING: Bilingual = {
  zh: '这是按产品公布条件的预筛，不是授信结论；以金融机构审查为准。',
  en: 'A screening by the conditions that products state, no credit decision; the institution decides.',
};

/** What a need may be met by: products ranked, those with data missing or for a person to check, those refused. */
export interface FirmProducts {
  firm: string;
  row: number;
  amount: number;
  ranked: RankedProduct[];
  open: RankedProduct[];
  refused: { product: number; reasons: Bilingual[] }[];
}

/** Of every need whose firm is known; the others are rejected with the names that are near. */
export function screenProducts(
  needs: readonly (FinanceNeed & { row: number })[],
  products: readonly RuledProduct[],
  subjects: readonly Subject[],
  {
    set,
    codes,
    on,
    weights,
    rejects,
    file,
    teller,
  }: {
    set: RulebookSet;
    codes: Codes;
    on: string;
    weights: FinanceWeights;
    rejects: MatchReject[];
    /** Where the needs stand. */
    file: string;
    teller: Teller;
  },
): FirmProducts[] {
  const ruling = new Ruling(set, codes, on);
  const firms = new Map<string, Subject>();
  for (const subject of subjects)
    for (const key of [subject.name, subject.creditCode])
      if (key !== null && !firms.has(key)) firms.set(key, subject);
  const found: FirmProducts[] = [];
  const progress = teller.progress({ zh: '逐家判断', en: 'judging firms' }, needs.length);
  for (const { row, ...need } of needs) {
    const subject = firms.get(need.firm);
    if (subject === undefined) {
      const near = nearestNames(need.firm, subjects)
        .map(({ name }) => name)
        .join('、');
      rejects.push({
        ...{ file, sheet: null, row, column: '企业', value: need.firm },
        ...{ zh: '不在企业资料里', en: 'is not among the firms' },
        expected:
          near === ''
            ? { zh: '企业名称或信用代码', en: 'a name or credit code' }
            : { zh: `是否为：${near}`, en: `perhaps ${near}` },
      });
      continue;
    }
    const ranking = rankProducts(
      need,
      products.map(({ product }) => product),
      products.map((one) => ruling.eligible(one, subject)),
      weights,
    );
    found.push({ ...ranking, firm: subject.name, row, amount: need.amount });
    progress.step(subject.name);
  }
  progress.end();
  return found;
}

/** The conditions of products on a day. */
export class Ruling {
  readonly #set: RulebookSet;
  readonly #codes: Codes;
  readonly #on: string;
  readonly #levels: ReturnType<typeof levelRulebookOf>;

  constructor(set: RulebookSet, codes: Codes, on: string) {
    this.#set = set;
    this.#codes = codes;
    this.#on = on;
    this.#levels = levelRulebookOf(set, { on, application: 'new', area: null });
  }

  /** All conditions together, with the reasons of those that are not met; a product without any is met. */
  eligible({ product, rules }: RuledProduct, subject: Subject): Eligibility {
    const states: { state: CriterionState; reason: Bilingual | null }[] = [];
    if (product.area !== null) states.push(this.#inArea(product.area, subject.area));
    if (rules !== null) {
      const verdict = judge(rules, subject, {
        on: this.#on,
        application: 'new',
        items: this.#set.items,
        levelRulebook: this.#levels,
      });
      for (const { state, text, reason } of verdict.criteria)
        states.push({
          state,
          reason:
            state === 'met' || state === 'notApplicable'
              ? null
              : { zh: `${text.zh}：${reason.zh}`, en: `${text.en}: ${reason.en}` },
        });
    }
    if (states.length === 0) return { state: 'met', reasons: [] };
    return {
      state: allOf(states),
      reasons: states.flatMap(({ reason }) => (reason === null ? [] : [reason])),
    };
  }

  #inArea(wanted: string, has: string | null): { state: CriterionState; reason: Bilingual | null } {
    const name = this.#codes.areas.byCode(wanted)?.name ?? wanted;
    if (has === null)
      return {
        state: 'unknown',
        reason: { zh: `限 ${name}，企业地区不明`, en: `${name} only; the area of the firm is unknown` },
      };
    return has.startsWith(areaStem(wanted))
      ? { state: 'met', reason: null }
      : {
          state: 'unmet',
          reason: { zh: `限 ${name}，企业不在此地`, en: `${name} only; the firm is elsewhere` },
        };
  }
}

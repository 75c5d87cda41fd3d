/** How widely growth is spread: share of parts that grow, diffusion indices, and the composite of purchasing managers. */
import type { Bilingual, Definition } from '../model/index.js';
import { type Percent, percent, rounded } from './percent.js';

export interface Breadth {
  growing: number;
  flat: number;
  falling: number;
  /** Parts without a figure: not counted in the whole. */
  missing: number;
  breadth: Percent | null;
  /** 41个大类中36个增长，增长面为87.8%. */
  said: Bilingual | null;
}

/** 增长面: parts that grow, of those that have a figure. A part that neither grows nor falls counts as one that does not grow. */
export function breadth(
  growths: readonly (number | null)[],
  unit: Bilingual = { zh: '个行业', en: 'industries' },
): Breadth {
  const known = growths.filter((growth): growth is number => growth !== null && Number.isFinite(growth));
  const growing = known.filter((growth) => growth > 0).length;
  const falling = known.filter((growth) => growth < 0).length;
  const share = known.length === 0 ? null : percent((100 * growing) / known.length);
  return {
    growing,
    falling,
    flat: known.length - growing - falling,
    missing: growths.length - known.length,
    breadth: share,
    said:
      share === null
        ? null
        : {
            zh: `${known.length}${unit.zh}中${growing}个增长，增长面为${rounded(share, 1)}%`,
            en: `${growing} of ${known.length} ${unit.en} grow, ${rounded(share, 1)} %`,
          },
  };
}

/** Share saying up plus half of the share saying the same, in per cent. Answers need not add up to 100. */
export function diffusionIndex(answers: { up: number; same: number; down: number }): number {
  const all = answers.up + answers.same + answers.down;
  if (!(all > 0) || Math.min(answers.up, answers.same, answers.down) < 0) {
    throw new RangeError('a diffusion index needs answers, none of them negative');
  }
  return (100 * (answers.up + answers.same / 2)) / all;
}

export interface PurchasingManagers {
  newOrders: number;
  output: number;
  employment: number;
  supplierDelivery: number;
  rawInventory: number;
}

/** Weights of the composite; deliveries that slow down count as a sign of demand, so their index is turned around. */
const PMI_WEIGHTS = {
  newOrders: 0.3,
  output: 0.25,
  employment: 0.2,
  supplierDelivery: 0.15,
  rawInventory: 0.1,
};

/** Manufacturing PMI out of its five diffusion indices. */
export function purchasingManagersIndex(indices: PurchasingManagers): number {
  return (
    PMI_WEIGHTS.newOrders * indices.newOrders +
    PMI_WEIGHTS.output * indices.output +
    PMI_WEIGHTS.employment * indices.employment +
    PMI_WEIGHTS.supplierDelivery * (100 - indices.supplierDelivery) +
    PMI_WEIGHTS.rawInventory * indices.rawInventory
  );
}

export const BREADTH_DEFINITIONS = {
  breadth: {
    name: { zh: '增长面', en: 'breadth of growth' },
    definition: {
      zh: '实现增长的行业（产品、地区）个数占有数据个数的比例；持平的不算增长',
      en: 'parts that grow, of those with a figure; flat is not growing',
    },
    formula: '100 × n(g > 0) / n',
    unit: '%',
    source: '国家统计局工业生产新闻稿',
  },
  diffusion: {
    name: { zh: '扩散指数', en: 'diffusion index' },
    definition: {
      zh: '回答上升的比例加回答持平比例的一半',
      en: 'share saying up plus half of the share saying the same',
    },
    formula: '% up + % same / 2',
    unit: '50 为临界点 50 is neutral',
    source: '国家统计局采购经理指数附注',
  },
  pmi: {
    name: { zh: '制造业采购经理指数', en: "manufacturing purchasing managers' index" },
    definition: {
      zh: '五个扩散指数加权合成，供应商配送时间为逆指数；公布的序列经季节调整',
      en: 'weighted sum of five diffusion indices, supplier delivery turned around; the published series is seasonally adjusted',
    },
    formula: '0.30 NO + 0.25 OP + 0.20 EM + 0.15 (100 - SD) + 0.10 RI',
    unit: '50 为临界点 50 is neutral',
    source: '国家统计局采购经理指数附注',
  },
} satisfies Record<string, Definition>;

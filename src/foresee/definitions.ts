/** What each number of this room is; stands beside it wherever it is shown. */
import type { Definition } from '../model/index.js';

export const FORESIGHT_DEFINITIONS = {
  advantage: {
    name: { zh: '显示性比较优势（区位商）', en: 'revealed comparative advantage (location quotient)' },
    definition: {
      zh: '该行业在该地区的比重与该行业在全部地区的比重之比；达到 1 视为具有优势',
      en: "the activity's weight in the region over its weight in all regions of the table; from 1 on the region counts as having it",
    },
    formula: 'RCA_rp = (X_rp / X_r.) / (X_.p / X)',
    unit: '1',
    source: 'Balassa 1965',
  },
  populationAdvantage: {
    name: { zh: '人均比较优势', en: 'advantage by head' },
    definition: {
      zh: '该地区在该行业中的份额与其人口份额之比',
      en: 'the share of the region in the activity over its share of the population',
    },
    formula: 'RPOP_rp = (X_rp / X_.p) / (N_r / N)',
    unit: '1',
    source: 'Stata ecomplexity 2020',
  },
  symmetricAdvantage: {
    name: { zh: '对称比较优势', en: 'symmetric advantage' },
    definition: {
      zh: '把比较优势变换到 -1 与 1 之间，0 为平均',
      en: 'advantage brought between -1 and 1; 0 is average',
    },
    formula: '(RCA − 1) / (RCA + 1)',
    unit: '1',
    source: 'Dalum, Laursen & Villumsen 1998',
  },
  diversity: {
    name: { zh: '多样性', en: 'diversity' },
    definition: { zh: '地区具有优势的行业个数', en: 'how many activities a region has' },
    formula: 'k_r,0 = Σ_p M_rp',
    unit: '个',
    source: 'Hidalgo & Hausmann 2009',
  },
  ubiquity: {
    name: { zh: '普遍性', en: 'ubiquity' },
    definition: { zh: '在该行业具有优势的地区个数', en: 'how many regions have an activity' },
    formula: 'k_p,0 = Σ_r M_rp',
    unit: '个',
    source: 'Hidalgo & Hausmann 2009',
  },
  eci: {
    name: { zh: '经济复杂度指数', en: 'economic complexity index' },
    definition: {
      zh: '地区优势行业构成的主要差异方向上的位置（第二特征向量），以标准差计；只有同一张表内的次序可比',
      en: 'where a region stands along the main difference in what regions have (second eigenvector), in standard deviations; only the order within one table compares',
    },
    formula: 'second right eigenvector of D⁻¹ M U⁻¹ Mᵀ',
    unit: '1',
    source: 'Hidalgo & Hausmann 2009; Hausmann, Hidalgo et al. 2014',
  },
  pci: {
    name: { zh: '行业（产品）复杂度指数', en: 'product complexity index' },
    definition: {
      zh: '行业在同一方向上的位置：由复杂度高的地区所具有的行业为高',
      en: 'where an activity stands along the same line: high where complex regions have it',
    },
    formula: 'U⁻¹ Mᵀ K',
    unit: '1',
    source: 'Hidalgo & Hausmann 2009; Hausmann, Hidalgo et al. 2014',
  },
  fitness: {
    name: { zh: '经济适合度', en: 'economic fitness' },
    definition: {
      zh: '具有的行业越多、越复杂则越高；行业的复杂度由具有它的适合度最低的地区主导。轮数固定，宜看位次',
      en: 'higher the more and the more complex activities a region has; an activity is as complex as the least fit regions that have it allow. A fixed number of rounds; read the rank',
    },
    formula: 'F_r = Σ_p M_rp Q_p, Q_p = 1 / Σ_r (M_rp / F_r), each divided by its mean',
    unit: '1',
    source: 'Tacchella, Cristelli, Caldarelli, Gabrielli & Pietronero 2012',
  },
  proximity: {
    name: { zh: '邻近度', en: 'proximity' },
    definition: {
      zh: '两个行业同时具有优势的条件概率中较小的一个',
      en: 'the smaller of the two chances of having one activity given the other',
    },
    formula: 'φ_pq = Σ_r M_rp M_rq / max(k_p,0, k_q,0)',
    unit: '1',
    source: 'Hidalgo, Klinger, Barabási & Hausmann 2007',
  },
  density: {
    name: { zh: '关联密度', en: 'density' },
    definition: {
      zh: '与该行业邻近的行业中，地区已具有的部分（按邻近度加权）',
      en: 'how much of what is near the activity the region has, weighted by proximity',
    },
    formula: 'ω_rp = Σ_q M_rq φ_qp / Σ_q φ_qp',
    unit: '1',
    source: 'Hidalgo, Klinger, Barabási & Hausmann 2007',
  },
  distance: {
    name: { zh: '能力距离', en: 'distance' },
    definition: {
      zh: '与该行业邻近的行业中，地区尚不具有的部分',
      en: 'how much of what is near the activity the region lacks',
    },
    formula: 'd_rp = 1 − ω_rp',
    unit: '1',
    source: 'Hausmann, Hidalgo et al. 2014',
  },
  opportunityValue: {
    name: { zh: '机会价值（复杂度前景指数）', en: 'opportunity value (complexity outlook index)' },
    definition: {
      zh: '地区尚不具有的行业的复杂度之和，按关联密度加权',
      en: 'the complexity of what the region lacks, weighted by how near it is',
    },
    formula: 'COI_r = Σ_p ω_rp (1 − M_rp) PCI_p',
    unit: '1',
    source: 'Hausmann, Hidalgo et al. 2014',
  },
  opportunityGain: {
    name: { zh: '机会增益（复杂度前景增益）', en: 'opportunity gain (complexity outlook gain)' },
    definition: {
      zh: '进入该行业能使地区离其他复杂行业更近多少',
      en: 'how much nearer to other complex activities the region comes by entering this one',
    },
    formula: 'COG_rp = (1 − M_rp) · { Σ_q φ_pq / Σ_s φ_sq · (1 − M_rq) PCI_q [ − ω_rp PCI_p ] }',
    unit: '1',
    source: 'Hausmann, Hidalgo et al. 2014',
  },
  relatednessDensity: {
    name: { zh: '关联度密度', en: 'relatedness density' },
    definition: {
      zh: '与该行业相关的行业中，地区已具有的百分比',
      en: 'the percentage of what is related to the activity that the region has',
    },
    formula: '100 · Σ_q M_rq R_qp / Σ_q R_qp',
    unit: '%',
    source: 'Boschma, Balland & Kogler 2015',
  },
  prody: {
    name: { zh: '行业收入水平（PRODY）', en: 'income behind an activity (PRODY)' },
    definition: {
      zh: '从事该行业的地区的人均收入，按其在各地区结构中的比重加权',
      en: 'the income per head of the regions that do it, by how much of their activity it is',
    },
    formula: 'PRODY_p = Σ_r [(X_rp / X_r.) / Σ_r (X_rp / X_r.)] y_r',
    unit: '收入的单位',
    source: 'Hausmann, Hwang & Rodrik 2007',
  },
  expy: {
    name: { zh: '结构收入水平（EXPY）', en: 'income content of a region (EXPY)' },
    definition: {
      zh: '地区所从事行业的 PRODY 按结构加权的平均',
      en: 'the mean PRODY of what the region does, by value',
    },
    formula: 'EXPY_r = Σ_p (X_rp / X_r.) PRODY_p',
    unit: '收入的单位',
    source: 'Hausmann, Hwang & Rodrik 2007',
  },
  exogenousComplexity: {
    name: { zh: '外生复杂度', en: 'exogenous complexity' },
    definition: {
      zh: '按对照表由世界贸易的产品复杂度加权得到的行业复杂度；不受一国内地区数目和划分的影响',
      en: 'complexity of an activity from that of its products in world trade by a concordance; it does not depend on how a country is cut',
    },
    formula: 'Σ_p w_pa PCI_p / Σ_p w_pa',
    unit: '1',
    source: 'concordance-weighted mean of PCI',
  },
  areaUnderCurve: {
    name: { zh: '区分度（AUC）', en: 'area under the ROC curve (AUC)' },
    definition: {
      zh: '随机取一个后来进入的与一个没有进入的，前者得分较高的概率；0.5 等于掷硬币',
      en: 'the chance that a cell that was entered scores above one that was not; 0.5 is a coin',
    },
    formula: 'P(S_entered > S_other) + ½ P(S_entered = S_other)',
    unit: '1',
    source: 'DeLong, DeLong & Clarke-Pearson 1988',
  },
} as const satisfies Record<string, Definition>;

/** The five states in words. Nothing here promises a title: a verdict is a pre-check. */
import type { Bilingual, CriterionState } from '../model/index.js';

export const STATE_WORDS: Readonly<Record<CriterionState, Bilingual>> = {
  met: { zh: '符合', en: 'met' },
  unmet: { zh: '不符合', en: 'unmet' },
  unknown: { zh: '缺数据', en: 'data missing' },
  manualReview: { zh: '待人工核实', en: 'for a person to check' },
  notApplicable: { zh: '不适用', en: 'not applicable' },
};

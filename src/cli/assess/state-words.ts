// The five states as signs and words. Nothing here promises a title: it is a pre-check.
import type { Application, Confidence } from '../../assess/index.js';
import type { Bilingual, CriterionState } from '../../model/index.js';
import { STATE_WORDS } from '../../verbs/index.js';

export { STATE_WORDS };

export const STATES: readonly CriterionState[] = ['met', 'unmet', 'unknown', 'manualReview', 'notApplicable'];

export const SIGNS: Readonly<Record<CriterionState, string>> = {
  met: '✓',
  unmet: '✗',
  unknown: '?',
  manualReview: '◇',
  notApplicable: '–',
};

export const APPLICATION_WORDS: Readonly<Record<Application, Bilingual>> = {
  new: { zh: '新申请', en: 'new application' },
  review: { zh: '复核', en: 'review' },
};

export const CONFIDENCE_WORDS: Readonly<Record<Confidence, Bilingual>> = {
  V2: { zh: '两个以上来源一致', en: 'two or more sources agree' },
  V1: { zh: '单一来源，请对照正式文本', en: 'one source, compare with the official text' },
  MEM: { zh: '未经核实', en: 'unverified' },
  CONFLICT: { zh: '来源不一', en: 'sources disagree' },
  DER: { zh: '系推定', en: 'derived' },
};

export const PRE_CHECK: Bilingual = {
  zh: '这是自评预审，不是认定结果；是否认定以主管部门为准。',
  en: 'This is a pre-check, not a recognition; the authority in charge decides.',
};

export const DRAFT_MARK: Bilingual = {
  zh: '所用规则是未经核对的草稿（--drafts），结果只供参考。',
  en: 'The rulebook is a draft that nobody has checked (--drafts); take the result as a trial.',
};

export const WITHHELD_MARK: Bilingual = {
  zh: '适用的规则是未经核对的草稿，不据以判断，各条只列出供人核实；要看试算结果，请加 --drafts。',
  en: 'The rulebook is a draft that nobody has checked: nothing is computed by it, and its criteria are listed for a person. Add --drafts for a trial.',
};

export function stateText(state: CriterionState, lang: 'zh' | 'en'): string {
  return `${SIGNS[state]} ${STATE_WORDS[state][lang]}`;
}

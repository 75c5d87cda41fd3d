// The five states of a criterion, by word and shape as well as by colour.
import { Tag } from 'antd';
import type { CriterionState } from '../../model/criterion.js';
import { useLanguage } from '../language.js';

const LOOKS: Readonly<Record<CriterionState, { colour: string; mark: string }>> = {
  met: { colour: 'green', mark: '✓' },
  unmet: { colour: 'red', mark: '✗' },
  unknown: { colour: 'default', mark: '?' },
  manualReview: { colour: 'gold', mark: '✎' },
  notApplicable: { colour: 'default', mark: '–' },
};

export function StateTag({ state }: { state: CriterionState }) {
  const { words } = useLanguage();
  const { colour, mark } = LOOKS[state];
  return (
    <Tag color={colour} className={`state state-${state}`} title={words.terms[state].means}>
      <span aria-hidden="true">{mark} </span>
      {words.parts.states[state]}
    </Tag>
  );
}

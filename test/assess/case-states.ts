/** What a verdict in words says of a case on the ladder: the oracle of what the query says. */
import { blocking, type CaseStates, type Rulebook, type Verdict } from '../../src/assess/index.js';

/** How far a verdict is off, out of its gaps. */
export function distanceOf(verdict: Verdict, rulebook: Rulebook): number {
  return blocking(verdict).reduce((sum, { id }) => {
    const gap = verdict.gaps.find((one) => one.criterion === id && one.short !== null);
    const condition = rulebook.criteria.find((one) => one.id === id)!.condition as {
      atLeast?: number;
      over?: number;
      atMost?: number;
      below?: number;
    };
    const threshold = condition.atLeast ?? condition.over ?? condition.atMost ?? condition.below ?? 0;
    return sum + (gap === undefined || threshold === 0 ? 1 : Math.abs(gap.short! / threshold));
  }, 0);
}

export function caseStates({ verdict, rulebook }: { verdict: Verdict; rulebook: Rulebook }): CaseStates {
  const ids = (state: string) => verdict.criteria.filter((one) => one.state === state).map(({ id }) => id);
  return {
    rulebook,
    state: verdict.state,
    unmet: blocking(verdict).map(({ id }) => id),
    unknown: ids('unknown'),
    manual: ids('manualReview'),
    distance: distanceOf(verdict, rulebook),
  };
}

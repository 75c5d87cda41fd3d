// Where a score comes from: its terms with their weights, as the popover of a number tells it.
import type { Origin } from '../../../server/contract/origin.js';

interface TermShown {
  term: string;
  weight: number;
  value: number;
  points: number;
}

export function scoreOrigin(
  label: string,
  score: number,
  terms: readonly TermShown[],
  words: { formula: string; method: string; names: Readonly<Record<string, string>>; synthetic: boolean },
): Origin {
  return {
    id: '',
    label,
    value: score,
    unit: null,
    period: null,
    area: null,
    industry: null,
    group: null,
    priceBasis: null,
    scope: null,
    released: null,
    title: null,
    publisher: null,
    synthetic: words.synthetic,
    place: {
      kind: 'formula',
      formula: words.formula,
      method: words.method,
      inputs: terms.map(({ term, weight, value, points }) => ({
        id: term,
        label: `${words.names[term] ?? term} ${weight.toFixed(2)} × ${value.toFixed(2)} →`,
        value: Number(points.toFixed(4)),
        unit: null,
      })),
    },
    vintages: [],
  };
}

export const percent = (share: number, digits = 0) => `${(100 * share).toFixed(digits)}%`;

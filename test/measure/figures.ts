// Figures and rules for the tests of measures.

import { type MeasureRules, measureRules } from '../../src/measure/index.js';
import { type Figure, sha256 } from '../../src/model/index.js';
import { loadMeasureRules } from '../../src/store/index.js';

export async function rulesOfMeasures(): Promise<MeasureRules> {
  return measureRules(await loadMeasureRules());
}

/** A figure of a table; `quote` decides its rounding. */
export function figure(
  stated: Partial<Omit<Figure, 'area'>> & { value: number; unit: string; quote?: string; area?: string },
): Figure {
  const { quote = String(stated.value), area = '全国', ...rest } = stated;
  const figure: Omit<Figure, 'id'> = {
    indicator: '工业增加值',
    kind: 'level',
    baseKind: null,
    period: null,
    industry: null,
    group: null,
    priceBasis: null,
    scope: null,
    comparator: null,
    bound: null,
    approx: false,
    released: null,
    source: { kind: 'cell', file: 't.csv', sha256: '', sheet: null, row: 2, column: 'value', quote },
    ...rest,
    area: { code: null, name: area },
  };
  return { id: sha256(JSON.stringify(figure)).slice(0, 20), ...figure };
}

/** What the checks of figures find in a table, or between tables. */
import type { Bilingual, Figure } from '../model/index.js';
import type { Severity } from './report-checks.js';

/**
 * `total-differs`: all parts of a whole are given and do not add up to it; `parts-exceed-total`: some are, and are more
 * than it; `scope-differs`, `price-basis-differs`: one quantity, of several scopes or at several prices.
 */
export type FigureFindingKind =
  | 'total-differs'
  | 'parts-exceed-total'
  | 'scope-differs'
  | 'price-basis-differs';

export interface FigureFinding extends Bilingual {
  kind: FigureFindingKind;
  severity: Severity;
  /** The figure to look at first. */
  figure: Figure;
  /** What it should be by the others. */
  expected: number | null;
}

/** Where a figure stands: 第 7 行 C 列 of its table. */
export function placeOf({ source }: Figure): Bilingual {
  if (source.kind !== 'cell') return { zh: '发布稿', en: 'a page' };
  return {
    zh: `第 ${source.row} 行 ${source.column} 列`,
    en: `row ${source.row}, column ${source.column}`,
  };
}

/** An amount as people write it, to twelve digits: 8125亿元. */
export function amountText(value: number, unit: string): string {
  const size = Math.abs(value);
  const large = unit === '元' || size >= 1e9;
  const [scale, word] =
    large && size >= 1e8 ? [1e8, '亿'] : large && size >= 1e4 ? [1e4, '万'] : ([1, ''] as const);
  return `${Number((value / scale).toPrecision(12))}${word}${unit}`;
}

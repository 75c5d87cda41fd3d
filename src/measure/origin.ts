/** Figures that were computed: their origin is a formula and the figures that went into it. */
import { type Bilingual, type Figure, type FormulaLocator, sha256 } from '../model/index.js';

export interface Refusal {
  ok: false;
  why: Bilingual;
}

export interface Computed {
  ok: true;
  figure: Figure;
  /** What must stand beside the number wherever it is shown. */
  label: Bilingual;
  cautions: Bilingual[];
}

export function refused(zh: string, en: string): Refusal {
  return { ok: false, why: { zh, en } };
}

/** §8.3 of the rules of statistics: a rate worked out from levels is not the publisher's. */
export const COMPUTED_LABEL: Bilingual = {
  zh: '按公布数计算，未作可比口径调整',
  en: 'computed from published levels, not comparable-adjusted',
};

export const DERIVED_LABEL: Bilingual = {
  zh: '由公布的水平与增速倒推，不是公布数',
  en: 'derived from a published level and rate, not itself published',
};

/** A figure like `template`, with a value worked out from others. Named by its formula and inputs. */
export function computedFigure(
  template: Figure,
  changed: Partial<Omit<Figure, 'id' | 'source'>> & { value: number },
  origin: { formula: string; method: string; inputs: readonly Figure[] },
): Figure {
  const source: FormulaLocator = {
    kind: 'formula',
    formula: origin.formula,
    method: origin.method,
    inputs: origin.inputs.map((input) => input.id),
  };
  const stated = { ...template, bound: null, approx: false, baseKind: null, ...changed, source };
  const id = sha256(
    JSON.stringify([source, stated.indicator, stated.value, stated.unit, stated.kind, stated.period]),
  ).slice(0, 20);
  return { ...stated, id, released: changed.released ?? latestRelease(origin.inputs) };
}

/** A computed value was known when the last of its inputs was; null where one of them is undated. */
function latestRelease(inputs: readonly Figure[]): string | null {
  let latest: string | null = '';
  for (const input of inputs) {
    if (input.released === null) return null;
    if (latest !== null && input.released > latest) latest = input.released;
  }
  return latest === '' ? null : latest;
}

// Where a measure of the area comes from: its formula, and the cells that weigh most in it.
import type { LayoutArea, LayoutSpace } from '../../../server/contract/layout.js';
import type { Origin } from '../../../server/contract/origin.js';
import type { Language } from '../../language.js';

export interface Seen {
  space: LayoutSpace;
  area: LayoutArea;
  /** Number of each activity among the nodes. */
  at: ReadonlyMap<string, number>;
}

export function seen(space: LayoutSpace, area: LayoutArea): Seen {
  return { space, area, at: new Map(space.nodes.map(({ activity }, p) => [activity, p])) };
}

/** `from`: activities whose values went in; of those without a row nothing is told. */
export function measured(
  { space, area, at }: Seen,
  measure: string,
  value: number | null,
  from: readonly string[],
  language: Language,
  industry: string | null = null,
): Origin | null {
  const definition = space.definitions[measure];
  if (definition === undefined || value === null) return null;
  const { source, profile, year } = space;
  return {
    id: measure,
    label: definition.name[language],
    value,
    unit: null,
    period: year === null ? null : String(year),
    area: area.area,
    industry,
    group: null,
    priceBasis: null,
    scope: null,
    released: source.released,
    title: source.name,
    publisher: null,
    synthetic: source.synthetic,
    place: {
      kind: 'formula',
      formula: definition.formula,
      method: `${definition.source} · ${profile.name}`,
      inputs: [...new Set(from)].flatMap((name) => {
        const own = area.activities[at.get(name) ?? -1];
        return own?.originId == null
          ? []
          : [{ id: own.originId, label: `${name} ${source.value}`, value: own.value, unit: source.unit }];
      }),
    },
    vintages: [],
  };
}

/** A number of the back-test, by its formula and what was counted. */
export function tested(
  { source, profile }: LayoutSpace,
  {
    label,
    value,
    unit,
    period,
    formula,
    method,
    inputs,
  }: {
    label: string;
    value: number | null;
    unit: string | null;
    /** Years from which to which it was tested. */
    period: string;
    formula: string;
    method: string;
    inputs: readonly (readonly [label: string, value: number, unit: string | null])[];
  },
): Origin {
  return {
    ...{ id: '', label, value, unit, period },
    ...{ area: null, industry: null, group: null, priceBasis: null, scope: null },
    released: source.released,
    title: source.name,
    publisher: null,
    synthetic: source.synthetic,
    place: {
      kind: 'formula',
      formula,
      method: `${method} · ${profile.name}`,
      inputs: inputs.map(([label, value, unit]) => ({ id: '', label, value, unit })),
    },
    vintages: [],
  };
}

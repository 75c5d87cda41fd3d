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
  const { source, year } = space;
  return computed(
    space,
    {
      ...{ id: measure, label: definition.name[language], value, unit: null },
      ...{ period: year === null ? null : String(year), area: area.area, industry },
    },
    {
      formula: definition.formula,
      method: definition.source,
      inputs: [...new Set(from)].flatMap((name) => {
        const own = area.activities[at.get(name) ?? -1];
        return own?.originId == null
          ? []
          : [{ id: own.originId, label: `${name} ${source.value}`, value: own.value, unit: source.unit }];
      }),
    },
  );
}

/** A number of the back-test, by its formula and what was counted. */
export function tested(
  space: LayoutSpace,
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
  return computed(
    space,
    { id: '', label, value, unit, period, area: null, industry: null },
    { formula, method, inputs: inputs.map(([label, value, unit]) => ({ id: '', label, value, unit })) },
  );
}

type Formula = Extract<Origin['place'], { kind: 'formula' }>;

/** What is worked out from the table of the space, under its profile. */
function computed(
  { source, profile }: LayoutSpace,
  told: Pick<Origin, 'id' | 'label' | 'value' | 'unit' | 'period' | 'area' | 'industry'>,
  { formula, method, inputs }: Pick<Formula, 'formula' | 'inputs'> & { method: string },
): Origin {
  return {
    ...told,
    ...{ group: null, priceBasis: null, scope: null, publisher: null },
    released: source.released,
    title: source.name,
    synthetic: source.synthetic,
    place: { kind: 'formula', formula, method: `${method} · ${profile.name}`, inputs },
    vintages: [],
  };
}

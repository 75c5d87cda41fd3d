// Where one number comes from, in the form that a reader is shown.
import { canonicalPeriod, type Figure } from '../model/index.js';
import { figureWithVintages, type SourcedFigure, type Workspace } from '../store/index.js';
import { codesOfAreas, layoutCellOf } from './layout/index.js';

export interface NumberOrigin {
  id: string;
  label: string;
  value: number | null;
  unit: string | null;
  period: string | null;
  area: string | null;
  industry: string | null;
  group: string | null;
  priceBasis: Figure['priceBasis'];
  scope: string | null;
  released: string | null;
  title: string | null;
  publisher: string | null;
  synthetic: boolean;
  place: NumberPlace;
  vintages: { id: string; value: number; released: string | null; title: string | null }[];
}

export type NumberPlace =
  | { kind: 'page'; document: string; start: number; end: number; quote: string }
  | { kind: 'cell'; file: string; sheet: string | null; row: number; column: string; quote: string }
  | {
      kind: 'formula';
      formula: string;
      method: string;
      inputs: {
        id: string;
        label: string;
        value: number | null;
        unit: string | null;
        /** Of a number that stands in a sentence and is no stored figure. */
        page?: PageCitation;
      }[];
    }
  | {
      kind: 'reports';
      item: string;
      firms: number;
      values: number;
      files: { file: string; values: number }[];
      counted?: boolean;
    };

/** Of a figure or a cell of a layout table that the workspace holds, with the code of its area; null where there is none of that id. */
export async function storedOrigin(
  workspace: Workspace,
  id: string,
): Promise<{ origin: NumberOrigin; areaCode: string | null } | null> {
  const cell = layoutCellOf(id);
  if (cell !== null) return layoutOrigin(workspace, id, cell);
  const found = await figureWithVintages((sql, values) => workspace.query(sql, values), id);
  if (found === null) return null;
  const { own, all } = found;
  return {
    origin: originOf(own.figure, { source: own, vintages: all }),
    areaCode: own.figure.area.code,
  };
}

async function layoutOrigin(
  workspace: Workspace,
  id: string,
  { table, row }: { table: number; row: number },
): Promise<{ origin: NumberOrigin; areaCode: string | null } | null> {
  const found = await workspace.layoutCell(table, row);
  if (found === null) return null;
  const { area, activity, year, value, unit, sheet, column, file, title, publisher, released, synthetic } =
    found;
  return {
    areaCode: (await codesOfAreas([area])).get(area) ?? null,
    origin: {
      id,
      label: column,
      value,
      unit,
      period: year === null ? null : String(year),
      area,
      industry: activity,
      group: null,
      priceBasis: null,
      scope: null,
      released,
      title,
      publisher,
      synthetic,
      place: { kind: 'cell', file, sheet, row, column, quote: String(value) },
      vintages: [],
    },
  };
}

/**
 * Of any figure. `inputs` are what a computed one was made from; `vintages` other values of the same quantity, told
 * where there is more than the one.
 */
export function originOf(
  figure: Figure,
  about: {
    source?: Pick<SourcedFigure, 'title' | 'publisher' | 'synthetic'>;
    inputs?: readonly Figure[];
    vintages?: readonly SourcedFigure[];
  },
): NumberOrigin {
  const { source, inputs = [], vintages = [] } = about;
  return {
    id: figure.id,
    label: figure.indicator,
    value: figure.value,
    unit: figure.unit,
    period: figure.period === null ? null : canonicalPeriod(figure.period),
    area: figure.area.name,
    industry: figure.industry?.name ?? null,
    group: figure.group,
    priceBasis: figure.priceBasis,
    scope: figure.scope,
    released: figure.released,
    title: source?.title ?? null,
    publisher: source?.publisher ?? null,
    synthetic: source?.synthetic ?? false,
    place: placeOf(figure, inputs),
    vintages:
      vintages.length < 2
        ? []
        : vintages.map(({ figure: other, title }) => ({
            id: other.id,
            value: other.value,
            released: other.released,
            title,
          })),
  };
}

function placeOf({ source }: Figure, inputs: readonly Figure[]): NumberPlace {
  switch (source.kind) {
    case 'page':
      return source;
    case 'cell': {
      const { file, sheet, row, column, quote } = source;
      return { kind: 'cell', file, sheet, row, column, quote };
    }
    case 'formula':
      return {
        kind: 'formula',
        formula: source.formula,
        method: source.method,
        inputs: inputs.map(({ id, indicator, industry, area, period, value, unit }) => ({
          id,
          label: [area.name, industry?.name, indicator, period].filter(Boolean).join(' '),
          value,
          unit,
        })),
      };
    case 'reports':
      return { ...source, counted: source.counted ?? false };
  }
}

/** Where a page says something. */
export interface PageCitation {
  document: string;
  start: number;
  end: number;
  quote: string;
}

/** Of a number that stands in a sentence of a page: a target, a statement of several pages. */
export function pageOrigin(
  stated: {
    indicator: string;
    value: number | null;
    unit: string | null;
    period: string | null;
    said: string | null;
  },
  { document, start, end, quote }: PageCitation,
  titles: ReadonlyMap<string, string>,
): NumberOrigin & { place: { kind: 'page' } } {
  return {
    id: `${document.slice(0, 16)}-${start}-${end}`,
    label: stated.indicator,
    value: stated.value,
    unit: stated.unit,
    period: stated.period,
    area: null,
    industry: null,
    group: null,
    priceBasis: null,
    scope: null,
    released: stated.said,
    title: titles.get(document) ?? null,
    publisher: null,
    synthetic: false,
    place: { kind: 'page', document, start, end, quote },
    vintages: [],
  };
}

/** Of a difference of two numbers that stand in sentences of pages. */
export function differenceOrigin(
  stated: Pick<NumberOrigin, 'label' | 'value' | 'unit' | 'period'>,
  { formula, method }: { formula: string; method: string },
  terms: readonly (NumberOrigin & { place: { kind: 'page' } })[],
): NumberOrigin {
  return {
    ...terms[0]!,
    ...stated,
    id: terms.map(({ id }) => id).join('~'),
    released:
      terms
        .map(({ released }) => released ?? '')
        .sort()
        .at(-1) || null,
    title: null,
    place: {
      kind: 'formula',
      formula,
      method,
      inputs: terms.map(({ id, label, period, value, unit, place: { document, start, end, quote } }) => ({
        id,
        label: [label, period].filter(Boolean).join(' '),
        value,
        unit,
        page: { document, start, end, quote },
      })),
    },
  };
}

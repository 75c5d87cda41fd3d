// What a table, the workspace and the past say of one region, written up.
import { basename } from 'node:path';
import {
  type BriefDocument,
  briefLexicon,
  type LayoutInput,
  layoutBrief,
  rowFigure,
} from '../../brief/index.js';
import { measureRules } from '../../measure/index.js';
import type { Area, Figure, Lang } from '../../model/index.js';
import { hashFile, loadMeasureRules, type Workspace } from '../../store/index.js';
import { titleOf } from '../briefs/writing.js';
import { type FigureTableAsked, figureRows } from './figure-tables.js';
import { keptRows, type LayoutRows } from './layout-rows.js';
import { type RegionOptions, type RegionRun, runRegion } from './region-run.js';
import { layoutCellId } from './studies.js';

export interface LayoutBriefOptions extends RegionOptions {
  unit?: string;
  synthetic?: boolean;
  title?: string;
  today: string;
}

/** What a table that the workspace has is written up by: its columns are known. */
export type HeldLayoutOptions = Omit<
  LayoutBriefOptions,
  'area' | 'activity' | 'value' | 'year' | 'sheet' | 'unit' | 'synthetic'
>;

/** What a document is written from: the rows, and where they come from. */
interface Source extends Required<Pick<LayoutInput, 'titles' | 'synthetic'>> {
  rows: string | LayoutRows;
  figureOf: (row: number, one: Standing) => Figure;
}

/** What stands in a row. */
interface Standing {
  area: Area;
  activity: string;
  value: number;
  year: number | null;
  sheet: string;
}

/** The brief of a region by a table file, whose columns the options name. */
export async function writeLayout(
  region: string,
  file: string,
  workspace: Workspace | null,
  lexicons: Record<string, unknown>,
  options: LayoutBriefOptions,
  lang: Lang,
): Promise<BriefDocument> {
  const { hash } = await hashFile(file);
  const source = fileSource(file, { file, sha256: hash, released: null }, options);
  return documentOf(region, source, workspace, lexicons, options, lang);
}

/**
 * The brief of a region by a layout table that the workspace keeps, or by one of its indicators.
 * @throws UserError where it has no such table
 */
export async function writeHeldLayout(
  region: string,
  of: { table: string } | FigureTableAsked,
  workspace: Workspace,
  lexicons: Record<string, unknown>,
  options: HeldLayoutOptions,
  lang: Lang,
): Promise<BriefDocument> {
  const { source, columns } =
    'table' in of ? await keptSource(of.table, workspace) : await figureSource(of, workspace);
  return documentOf(region, source, workspace, lexicons, { ...options, ...columns }, lang);
}

type Columns = Pick<LayoutBriefOptions, 'area' | 'activity' | 'value' | 'year' | 'unit' | 'synthetic'>;

async function keptSource(
  table: string,
  workspace: Workspace,
): Promise<{ source: Source; columns: Columns }> {
  const kept = await workspace.layoutTable(table);
  const { area, activity, value, year } = kept.columns;
  const { unit, synthetic } = kept;
  const columns = { area, activity, value, unit, synthetic, ...(year !== null && { year }) };
  const source = fileSource(keptRows(kept), kept, columns);
  return {
    // By this id the workbench finds the cell again.
    source: {
      ...source,
      figureOf: (row, one) => ({ ...source.figureOf(row, one), id: layoutCellId(kept.id, row) }),
    },
    columns,
  };
}

function fileSource(
  rows: string | LayoutRows,
  { file, sha256, released }: { file: string; sha256: string; released: string | null },
  { value: column, unit = '', synthetic = false }: Columns,
): Source {
  const isText = /\.(csv|tsv|txt)$/i.test(file);
  return {
    rows,
    figureOf: (row, { area, activity, value, year, sheet: read }) => {
      const place = { file, sha256, released, sheet: isText || read === '' ? null : read };
      return rowFigure(place, area, year === null ? null : String(year), {
        ...{ indicator: column, value, unit, row, column, quote: String(value) },
        industry: { name: activity, code: null },
      });
    },
    synthetic: new Set(synthetic ? [sha256] : []),
    titles: new Map([[sha256, { title: basename(file), outlet: null, file }]]),
  };
}

/** Figures have each a source of its own. */
async function figureSource(
  of: FigureTableAsked,
  workspace: Workspace,
): Promise<{ source: Source; columns: Columns }> {
  const { rows, ids, synthetic } = await figureRows(workspace, of, null);
  const figures = await workspace.figures({ indicator: of.indicator, vintages: 'current' });
  const byId = new Map(figures.map((figure) => [figure.id, figure]));
  const sources = await workspace.sources();
  const { area, activity, value, year } = rows.columns;
  return {
    source: {
      rows,
      figureOf: (row) => byId.get(ids[row]!)!,
      synthetic: new Set(sources.flatMap((one) => (one.synthetic ? [one.sha256] : []))),
      titles: new Map([
        ...figures.map(
          ({ document, documentTitle, outlet, documentSource }) =>
            [document, { title: titleOf(documentTitle), outlet, file: documentSource }] as const,
        ),
        ...sources.map(
          ({ sha256, title, publisher, file }) =>
            [sha256, { title: titleOf(title ?? file), outlet: publisher, file }] as const,
        ),
      ]),
    },
    columns: { area, activity, value, year: year!, unit: of.unit, synthetic },
  };
}

async function documentOf(
  region: string,
  { rows, figureOf, synthetic, titles }: Source,
  workspace: Workspace | null,
  lexicons: Record<string, unknown>,
  options: LayoutBriefOptions,
  lang: Lang,
): Promise<BriefDocument> {
  const found = await runRegion(region, rows, options, workspace);
  const area = { code: null, name: found.region };
  const values = valuesOf(found);
  return layoutBrief(
    {
      region: found.region,
      area,
      table: found.table,
      result: found.result,
      diagnosis: found.diagnosis,
      answer: found.answer,
      listTest: found.listTest,
      backTest: found.backTest,
      tagsOf: found.tagsOf,
      taxonomies: found.tags.taxonomies,
      exposure: found.exposure !== null && found.exposure.risk.size > 0 ? found.exposure : null,
      firms: found.firms,
      valueColumn: options.value,
      year: found.read.year,
      figureOf: (activity) => {
        const row = found.read.rowOf(found.region, activity);
        const value = values.get(activity) ?? 0;
        const { year, input } = found.read;
        return row === null ? null : figureOf(row, { area, activity, value, year, sheet: input.sheet });
      },
      notes: found.notes,
      lexicon: briefLexicon(lexicons.brief),
      rules: measureRules(await loadMeasureRules()),
      synthetic,
      titles,
    },
    {
      lang,
      today: options.today,
      ...(options.title === undefined ? {} : { title: options.title }),
    },
  );
}

function valuesOf({ region, table }: RegionRun): Map<string, number> {
  const r = table.regions.indexOf(region);
  const values = new Map<string, number>();
  for (let k = table.start[r]!; k < table.start[r + 1]!; k++)
    values.set(table.activities[table.activity[k]!]!, table.values[k]!);
  return values;
}

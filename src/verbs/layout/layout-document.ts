// What a table, the workspace and the past say of one region, written up.
import { basename } from 'node:path';
import { type BriefDocument, briefLexicon, layoutBrief } from '../../brief/index.js';
import { measureRules } from '../../measure/index.js';
import type { Lang } from '../../model/index.js';
import { hashFile, loadMeasureRules, type Workspace } from '../../store/index.js';
import { keptRows, type LayoutRows } from './layout-rows.js';
import { type RegionOptions, runRegion } from './region-run.js';

export interface LayoutBriefOptions extends RegionOptions {
  unit?: string;
  synthetic?: boolean;
  title?: string;
  today: string;
}

/** What a document is written from: the rows, and where they come from. */
interface Source {
  rows: string | LayoutRows;
  file: string;
  sha256: string;
  released: string | null;
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
  const source = { rows: file, file, sha256: hash, released: null };
  return documentOf(region, source, workspace, lexicons, options, lang);
}

/** The brief of a region by a layout table that the workspace keeps; throws `UserError` where it keeps none of that name. */
export async function writeKeptLayout(
  region: string,
  table: string,
  workspace: Workspace,
  lexicons: Record<string, unknown>,
  options: Omit<LayoutBriefOptions, 'area' | 'activity' | 'value' | 'year' | 'sheet' | 'unit' | 'synthetic'>,
  lang: Lang,
): Promise<BriefDocument> {
  const kept = await workspace.layoutTable(table);
  const { area, activity, value, year } = kept.columns;
  const asked: LayoutBriefOptions = {
    ...options,
    area,
    activity,
    value,
    unit: kept.unit,
    synthetic: kept.synthetic,
    ...(year !== null && { year }),
  };
  const source = {
    rows: keptRows(kept),
    file: kept.file,
    sha256: kept.sha256,
    released: kept.released,
  };
  return documentOf(region, source, workspace, lexicons, asked, lang);
}

async function documentOf(
  region: string,
  { rows, file, sha256, released }: Source,
  workspace: Workspace | null,
  lexicons: Record<string, unknown>,
  options: LayoutBriefOptions,
  lang: Lang,
): Promise<BriefDocument> {
  const found = await runRegion(region, rows, options, workspace);
  const { sheet } = found.read.input;
  return layoutBrief(
    {
      region: found.region,
      area: { code: null, name: found.region },
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
      file: { file, sha256, sheet: /\.(csv|tsv|txt)$/i.test(file) ? null : sheet, released },
      valueColumn: options.value,
      unit: options.unit ?? '',
      year: found.read.year,
      rowOf: (area, activity) => found.read.rowOf(area, activity),
      notes: found.notes,
      lexicon: briefLexicon(lexicons.brief),
      rules: measureRules(await loadMeasureRules()),
      synthetic: new Set(options.synthetic ? [sha256] : []),
      titles: new Map([[sha256, { title: basename(file), outlet: null, file }]]),
    },
    {
      lang,
      today: options.today,
      ...(options.title === undefined ? {} : { title: options.title }),
    },
  );
}

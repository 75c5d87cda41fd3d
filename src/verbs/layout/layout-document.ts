// What a table, the workspace and the past say of one region, written up.
import { basename } from 'node:path';
import { type BriefDocument, briefLexicon, layoutBrief } from '../../brief/index.js';
import { measureRules } from '../../measure/index.js';
import type { Lang } from '../../model/index.js';
import { hashFile, loadMeasureRules, type Workspace } from '../../store/index.js';
import { type RegionOptions, runRegion } from './region-run.js';

export interface LayoutBriefOptions extends RegionOptions {
  unit?: string;
  synthetic?: boolean;
  title?: string;
  today: string;
}

export async function writeLayout(
  region: string,
  file: string,
  workspace: Workspace | null,
  lexicons: Record<string, unknown>,
  options: LayoutBriefOptions,
  lang: Lang,
): Promise<BriefDocument> {
  const found = await runRegion(region, file, options, workspace);
  const { hash } = await hashFile(file);
  const { sheet } = found.read.input.table;
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
      file: { file, sha256: hash, sheet: /\.(csv|tsv|txt)$/i.test(file) ? null : sheet, released: null },
      valueColumn: options.value,
      unit: options.unit ?? '',
      year: found.read.year,
      rowOf: (area, activity) => found.read.rowOf(area, activity),
      notes: found.notes,
      lexicon: briefLexicon(lexicons.brief),
      rules: measureRules(await loadMeasureRules()),
      synthetic: new Set(options.synthetic ? [hash] : []),
      titles: new Map([[hash, { title: basename(file), outlet: null, file }]]),
    },
    {
      lang,
      today: options.today,
      ...(options.title === undefined ? {} : { title: options.title }),
    },
  );
}

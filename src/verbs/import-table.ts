// A table file into the workspace, or what would become of it: lists of words and codes, checks, and what the user said.
import { figureChecks, measureRules, reportCheckRules, reportChecks } from '../measure/index.js';
import {
  loadMapping,
  loadMeasureRules,
  type Mapping,
  type TableImportOptions,
  type TableKind,
} from '../store/index.js';
import { openCodes, openLexicons } from './lexicons.js';
import type { ProgressTeller } from './teller.js';

/** What a user says of a table; what is left out the table says itself. */
export interface TableAsked {
  as: TableKind;
  /** A mapping file (YAML), or the mapping itself. */
  map?: string | Mapping;
  sheet?: string;
  area?: string;
  indicator?: string;
  unit?: string;
  period?: string;
  encoding?: string;
  /** ISO date on which the figures were made known. */
  released?: string;
  title?: string;
  publisher?: string;
  keepNames?: boolean;
  confirmed?: boolean;
  synthetic?: boolean;
}

/**
 * Settings of `importTable` and `tryTable` for one table.
 *
 * @param workspace folder of the workspace, for its own word lists
 * @param today ISO date in China
 */
export async function openTableImport(
  workspace: string,
  asked: TableAsked,
  today: string,
  progress: ProgressTeller,
): Promise<TableImportOptions> {
  const { lexicons } = await openLexicons(workspace);
  const codes = await openCodes(lexicons);
  const rules = reportCheckRules(lexicons);
  const { as, map } = asked;
  return {
    as,
    lexicons,
    codes,
    today,
    mapping: map === undefined ? null : typeof map === 'string' ? await loadMapping(map) : map,
    ...(typeof map === 'string' ? { mapFile: map } : {}),
    sheet: asked.sheet ?? null,
    area: asked.area ?? null,
    indicator: asked.indicator ?? null,
    unit: asked.unit ?? null,
    period: asked.period ?? null,
    encoding: asked.encoding ?? null,
    released: asked.released ?? null,
    title: asked.title ?? null,
    publisher: asked.publisher ?? null,
    keepNames: asked.keepNames ?? false,
    confirmed: asked.confirmed ?? false,
    synthetic: asked.synthetic ?? false,
    checks: as === 'reports' ? reportChecks(rules) : null,
    figureChecks:
      as === 'figures' ? figureChecks(measureRules(await loadMeasureRules()), rules, codes) : null,
    onStep: (step) => progress.step(step),
  };
}

/**
 * Table files into the workspace: figures, enterprises, reports, clusters and titles, from any spreadsheet that
 * src/store/tables reads. One file is one import and one transaction.
 */
import { basename } from 'node:path';
import { writeCsv } from 'hucre/csv';
import { writeClusters } from './clusters.js';
import { writeEnterprises } from './enterprises.js';
import { importFigures, lackOf } from './figure-import.js';
import { importInputClasses, importLinks, tryLinks } from './link-import.js';
import { hashFile } from './originals.js';
import { clusterOf, enterpriseOf, importRegister, registerTrial, titlesOf } from './register-import.js';
import { importReports, reportFaults } from './report-import.js';
import {
  type Context,
  lexiconOf,
  type TableImported,
  type TableImportOptions,
  tableOptions,
} from './table-context.js';
import { firstSheet, headOf, wholeLines } from './table-head.js';
import {
  type DryRun,
  dryRun,
  type Mapping,
  openTables,
  type Sheet,
  type TableBytes,
} from './tables/index.js';
import { formatOf } from './tables/sheets.js';
import { writeTitles } from './titles.js';
import type { Mended, TableSource, Workspace } from './workspace.js';

/** Column of an export of rejects in which their numbers stand; it and all to its right are ours. */
export const REJECT_HEADINGS = ['退回编号', 'Reject'] as const;

/** Says what an import would do, table by table; writes nothing. */
export async function tryTable(file: string, options: TableImportOptions): Promise<DryRun[]> {
  if (options.as === 'links' || options.as === 'input-classes') return tryLinks(file, options);
  const runs: DryRun[] = [];
  const trial = registerTrial(options.as);
  for await (const table of openTables(file, tableOptions(options))) {
    if (trial !== null) runs.push(await trial(table, options));
    else if (options.as === 'reports') runs.push(await dryRun(table, reportFaults(table, options)));
    else runs.push(await dryRun(table, (value) => lackOf(value, options)));
  }
  return runs;
}

/** Takes a file in. The same file in the same mapping again adds nothing. */
export async function importTable(
  workspace: Workspace,
  file: string,
  options: TableImportOptions,
): Promise<TableImported> {
  const { onStep } = options;
  onStep?.({ zh: '核对文件', en: 'Looking at the file' });
  const { hash, bytes } = await hashFile(file);
  const returned = await returnedRejects(file, options);
  const mapping = options.mapping ?? null;
  const name = options.name ?? file;
  const source: TableSource = {
    sha256: hash,
    file: name,
    title: options.title ?? null,
    publisher: options.publisher ?? null,
    bytes,
    mapping: mappingKey(mapping, options),
    released: options.released ?? null,
    synthetic: options.synthetic ?? false,
  };
  const run = workspace.startImport({ kind: options.as, source: name });
  const knownAs = await run.importOf(options.as, source);
  const result: TableImported = {
    kind: options.as,
    file: name,
    importId: null,
    knownAs,
    accepted: 0,
    unchanged: 0,
    revised: 0,
    rejected: 0,
    reasons: [],
    missing: 0,
    reports: null,
    findings: {},
    notices: [],
    mapping,
  };
  if (knownAs !== null) return result;
  await workspace.originals.putFile(hash, file, bytes);
  const context: Context = {
    workspace,
    run,
    file,
    input: returned?.table ?? file,
    marks: returned?.marks ?? null,
    source,
    options,
    lexicon: lexiconOf(options),
    result,
  };
  switch (options.as) {
    case 'links':
      await importLinks(context);
      break;
    case 'input-classes':
      await importInputClasses(context);
      break;
    case 'reports':
      await importReports(context);
      break;
    case 'figures':
      await importFigures(context);
      break;
    case 'enterprises':
      await importRegister(context, enterpriseOf, writeEnterprises);
      break;
    case 'clusters':
      await importRegister(context, clusterOf, writeClusters);
      break;
    case 'titles':
      await importRegister(context, titlesOf, writeTitles);
      break;
  }
  if (result.rejected > 0 && result.importId !== null)
    result.reasons = await workspace.rejectReasons(result.importId);
  return result;
}

/** What makes an import of one file another import. */
function mappingKey(
  mapping: Mapping | null,
  { as, title, sheet, area, indicator, unit, period, encoding, keepNames, confirmed }: TableImportOptions,
): string | null {
  const said = {
    mapping,
    // The title of a list of titles says which title it is of.
    ...(as === 'titles' ? { title } : {}),
    sheet,
    area,
    indicator,
    unit,
    period,
    encoding,
    keepNames: keepNames || undefined,
    confirmed: confirmed || undefined,
  };
  const text = JSON.stringify(said, (_, value: unknown) => value ?? undefined);
  return text === '{}' ? null : text;
}

/** The rows of an export of rejects as a table of their own, and which reject each of them mends; else null. */
async function returnedRejects(
  file: string,
  options: TableImportOptions,
): Promise<{ table: TableBytes; marks: Map<number, Mended> } | null> {
  const head = await headOf(file);
  const format = formatOf(file, head, false);
  if (format === 'parquet') return null;
  const lines = wholeLines(head);
  // A first row that is longer than the head says nothing by its beginning.
  const sample = format === 'text' && lines.at(-1) === 0x0a ? { name: file, bytes: lines } : file;
  const first = await firstSheet(sample, options.sheet ?? null);
  const marked = Array.from({ length: first.width }, (_, column) => first.value(0, column)).findIndex(
    (words) => (REJECT_HEADINGS as readonly unknown[]).includes(words),
  );
  if (marked < 0) return null;
  const sheet = await firstSheet(file, options.sheet ?? null);
  const marks = new Map<number, Mended>();
  const rows: string[][] = [];
  const take = (part: Sheet) => {
    for (let row = 0; row < part.height; row++) {
      // The apostrophe is the export's own: it keeps text from being run as a formula.
      const cell = (column: number) => part.cell(row, column).text.replace(/^'(?=[=+\-@\t\r\n＝＋－＠])/, '');
      rows.push(Array.from({ length: marked }, (_, column) => cell(column)));
      const parts = /^(\d+):(\d+)$/.exec(part.cell(row, marked).text.trim());
      if (parts) marks.set(rows.length, { importId: Number(parts[1]), seq: Number(parts[2]) });
    }
  };
  take(sheet);
  if (sheet.rest) for await (const part of sheet.rest) take(part);
  return { table: { name: `${basename(file)}.csv`, bytes: Buffer.from(writeCsv(rows)) }, marks };
}

/** What the checks of figures find, kept beside what the checks of reports find. The checks come from the engine. */
import type { Bilingual, Figure } from '../model/index.js';
import type { Cell, Transaction } from './database.js';
import { MOST_FINDINGS } from './reports.js';
import type { Aggregate } from './tables/index.js';
import type { FindingSeverity } from './workspace.js';

export interface FigureFound extends Bilingual {
  kind: string;
  severity: FindingSeverity;
  figure: Figure;
  expected: number | null;
}

/** A figure with what its row is in the table. */
export interface TableFigure {
  figure: Figure;
  aggregate: Aggregate;
}

/** Made by the engine, run here. */
export interface FigureChecks {
  /** The figures of one table: parts against totals. */
  totals(table: readonly TableFigure[]): FigureFound[];
  /** Figures that come in against each other and against those that stand: one quantity under several scopes. */
  scopes(given: readonly Figure[], standing: readonly Figure[]): FigureFound[];
  /** What a figure says of its scope; null where it says nothing. */
  scopeText(figure: Figure): string | null;
}

/** A finding without a figure: of a row, or of a sheet. */
export interface SheetFound extends Bilingual {
  kind: string;
  severity: FindingSeverity;
  row: number | null;
}

/**
 * The figures of an import whose quantity also stands in another scope or at other prices, and those others. Brackets
 * behind an indicator are scope: 固定资产投资(不含农户).
 */
export async function rivalFigures(
  transaction: Transaction,
  importId: number,
): Promise<{ given: Figure[]; standing: Figure[] }> {
  const rows = await transaction.rows<{ figure: string; fresh: boolean }>(
    `WITH said AS (
       SELECT figure, id, import_id = $1 AS fresh, regexp_replace(fact_key, '([^()|]*)', '', 'g') AS quantity,
         coalesce(scope_words, '') || '|' || coalesce(price_basis, '') AS scope
       FROM figures WHERE retired_at IS NULL AND period IS NOT NULL
     ), rivals AS (
       SELECT quantity FROM said GROUP BY quantity HAVING bool_or(fresh) AND count(DISTINCT scope) > 1
     )
     SELECT figure, fresh FROM said WHERE quantity IN (SELECT quantity FROM rivals) ORDER BY id`,
    [importId],
  );
  const figures = (fresh: boolean) =>
    rows.filter((row) => row.fresh === fresh).map((row) => JSON.parse(row.figure) as Figure);
  return { given: figures(true), standing: figures(false) };
}

/** Writes findings and counts them by kind. */
export async function writeFindings(
  transaction: Transaction,
  run: { id: number; now: string; file: string },
  found: readonly (FigureFound | SheetFound)[],
): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  const rows: Cell[][] = [];
  for (const finding of found) {
    counts[finding.kind] = (counts[finding.kind] ?? 0) + 1;
    if (counts[finding.kind]! > MOST_FINDINGS) continue;
    const figure = 'figure' in finding ? finding.figure : null;
    const row = 'row' in finding ? finding.row : figure?.source.kind === 'cell' ? figure.source.row : null;
    rows.push([
      run.id,
      rows.length,
      finding.kind,
      finding.severity,
      null,
      figure?.indicator ?? null,
      figure?.period ?? null,
      figure?.value ?? null,
      'expected' in finding ? finding.expected : null,
      figure?.unit ?? null,
      run.file,
      row,
      finding.zh,
      finding.en,
      run.now,
    ]);
  }
  await transaction.append('findings', rows);
  return counts;
}

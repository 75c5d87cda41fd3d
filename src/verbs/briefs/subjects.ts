// What the workspace offers to write of, by kind of brief.
import type { Workspace } from '../../store/index.js';
import { type FigureTableAsked, figureTableAreas } from '../layout/index.js';
import type { BriefKind, BriefSettings } from './write-brief.js';

export interface BriefSubject {
  /** As the settings take it. */
  value: string;
  label: string;
  /** How much there is to write from. */
  figures: number | null;
}

const OFFERED = 50;

/** Areas, clusters, chains, firms or tasks whose name holds `search`, those with most to write from first. */
export async function briefSubjects(
  workspace: Workspace,
  kind: BriefKind,
  search = '',
): Promise<BriefSubject[]> {
  const sql = SUBJECTS[kind];
  if (sql === null) return [];
  return workspace.query<BriefSubject>(
    `SELECT value, label, figures::INTEGER AS figures FROM (${sql})
     WHERE contains(lower(label), lower($1)) OR contains(lower(value), lower($1))
     ORDER BY figures DESC NULLS LAST, label LIMIT ${OFFERED}`,
    [search],
  );
}

/** Areas of a layout table, or of an indicator that makes one, whose name holds `search`. */
export async function layoutAreas(
  workspace: Workspace,
  of: { table: string } | FigureTableAsked,
  search = '',
): Promise<BriefSubject[]> {
  const areas =
    'table' in of
      ? await workspace.query<{ area: string; values: number }>(
          `SELECT c.area, count(*)::INTEGER AS "values"
           FROM layout_cells AS c JOIN layout_tables AS t ON t.id = c.table_id
           WHERE t.revised_by IS NULL AND t.name = $1 GROUP BY c.area ORDER BY "values" DESC, c.area`,
          [of.table],
        )
      : await figureTableAreas(workspace, of);
  return areas
    .filter(({ area }) => area.includes(search.trim()))
    .slice(0, OFFERED)
    .map(({ area, values }) => ({ value: area, label: area, figures: values }));
}

const AREAS = `
  SELECT area AS value, area AS label, count(*) AS figures FROM figures
  WHERE retired_at IS NULL AND area <> '' AND period_end IS NOT NULL AND (group_name IS NULL OR group_name = '')
  GROUP BY area`;

const SUBJECTS: Readonly<Record<BriefKind, string | null>> = {
  ledger: null,
  monthly: AREAS,
  cluster: `
    SELECT c.name AS value, c.name AS label, count(f.id) AS figures
    FROM clusters AS c LEFT JOIN figures AS f
      ON f.retired_at IS NULL AND (f.group_name = c.name OR f.area = c.name)
    WHERE c.revised_by IS NULL GROUP BY c.name`,
  chain: `
    SELECT chain AS value, chain AS label, count(*) AS figures FROM chains WHERE revised_by IS NULL GROUP BY chain
    UNION ALL
    SELECT name AS value, name AS label, NULL AS figures FROM io_tables WHERE revised_by IS NULL GROUP BY name`,
  ladder: `
    SELECT value, label, sum(figures) AS figures FROM (
      SELECT area AS value, area AS label, count(*) AS figures FROM enterprises
      WHERE revised_by IS NULL AND area <> '' GROUP BY area
      UNION ALL SELECT value, label, 0 AS figures FROM (${AREAS})
    ) GROUP BY value, label`,
  firm: `
    SELECT coalesce(credit_code, name) AS value, any_value(name) AS label, count(*) AS figures FROM (
      SELECT credit_code, name FROM firm_items WHERE revised_by IS NULL
      UNION ALL SELECT credit_code, name FROM enterprises WHERE revised_by IS NULL
    ) GROUP BY coalesce(credit_code, name)`,
  challenge: `
    SELECT id AS value, id || ' ' || title AS label, NULL AS figures FROM challenges WHERE revised_by IS NULL`,
  // They are those of a table: see layoutAreas.
  layout: null,
};

/**
 * Periods that a brief of the subject could be of, newest first: every month in which figures or reports end, a year
 * where it is the last of one.
 */
export async function briefPeriods(
  workspace: Workspace,
  kind: 'monthly' | 'cluster',
  subject: string,
): Promise<string[]> {
  const about = kind === 'monthly' ? 'area = $1' : '(group_name = $1 OR area = $1)';
  const ends = await workspace.query<{ month: number }>(
    `SELECT DISTINCT period_end AS month FROM figures
     WHERE retired_at IS NULL AND ${about} AND period_end - period_start < 12`,
    [subject],
  );
  const reported = await workspace.query<{ month: number }>('SELECT DISTINCT month FROM report_values');
  const months = new Set([...ends, ...reported].map(({ month }) => month));
  return [...months].sort((a, b) => b - a).map(periodEnding);
}

/** Month keys count from year 0: year × 12 + month − 1. */
function periodEnding(month: number): string {
  const [year, of] = [Math.floor(month / 12), (month % 12) + 1];
  return of === 12 ? String(year) : `${year}-${String(of).padStart(2, '0')}`;
}

/** Number of the last import of all; 0 before the first. */
export async function lastImport(workspace: Workspace): Promise<number> {
  const [found] = await workspace.query<{ id: number }>('SELECT coalesce(max(id), 0) AS id FROM imports');
  return found!.id;
}

/** Imports after the one given that brought something that such a brief rests on, oldest first. */
export async function importsSince(
  workspace: Workspace,
  settings: BriefSettings,
  after: number,
): Promise<{ source: string; finished: string }[]> {
  const ofFigures = settings.kind === 'layout' && !('table' in settings.of);
  const kinds = [...IMPORTS[settings.kind], ...(ofFigures ? ['figures', 'pages'] : [])]
    .map((one) => `'${one}'`)
    .join(', ');
  return workspace.query(
    `SELECT source, finished_at AS finished FROM imports
     WHERE id > $1 AND finished_at IS NOT NULL AND accepted > 0 AND kind IN (${kinds}) ORDER BY id`,
    [after],
  );
}

/** Kinds of imports by kind of brief. */
const IMPORTS: Readonly<Record<BriefKind, readonly string[]>> = {
  ledger: ['pages'],
  monthly: ['figures', 'pages', 'reports', 'enterprises'],
  cluster: ['figures', 'pages', 'reports', 'enterprises', 'clusters'],
  chain: ['io-table', 'chain', 'links', 'input-classes', 'enterprises', 'firm-items'],
  ladder: ['firm-items', 'titles', 'enterprises', 'figures', 'pages'],
  firm: ['firm-items', 'titles', 'enterprises'],
  challenge: ['challenges', 'firm-items', 'titles', 'enterprises'],
  layout: ['layout-table', 'neighbours', 'io-table', 'enterprises', 'titles'],
};

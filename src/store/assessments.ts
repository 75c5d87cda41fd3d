/** Verdicts that were kept: who was judged by which rulebook and which data, when. Only ever added to. */
import { sha256 } from '../model/index.js';
import type { Cell, Transaction } from './database.js';

type Rows = <Row>(sql: string, values: readonly Cell[]) => Promise<Row[]>;

/** A verdict to be kept: who was judged by what, with which data. */
export interface Assessment {
  creditCode: string | null;
  name: string;
  title: string;
  application: 'new' | 'review';
  /** ISO day of judging. */
  on: string;
  area: string | null;
  rulebook: string;
  rulebookVersion: string;
  /** Hash of all that was known of the firm. */
  dataVersion: string;
  programVersion: string;
  /** File, or the workspace. */
  origin: string;
  state: string;
  level: { low: string | null; high: string | null } | null;
  verdict: unknown;
}

export interface StoredAssessment extends Assessment {
  id: number;
  recordedAt: string;
}

/** Appends; what was judged before stays. Returns the ids. */
export async function writeAssessments(
  transaction: Transaction,
  now: string,
  assessments: readonly Assessment[],
): Promise<number[]> {
  const [last] = await transaction.rows<{ id: number | null }>('SELECT max(id) AS id FROM assessments');
  const first = (last?.id ?? 0) + 1;
  await transaction.append(
    'assessments',
    assessments.map((one, i) => [
      first + i,
      one.creditCode,
      one.name,
      one.title,
      one.application,
      one.on,
      one.area,
      one.rulebook,
      one.rulebookVersion,
      one.dataVersion,
      one.programVersion,
      one.origin,
      one.state,
      one.level?.low ?? null,
      one.level?.high ?? null,
      JSON.stringify(one.verdict),
      now,
    ]),
  );
  return assessments.map((_, i) => first + i);
}

/** Every verdict that was kept, in the order of judging. */
export async function storedAssessments(rows: Rows): Promise<StoredAssessment[]> {
  const found = await rows<StoredAssessment & { verdict: string; low: string | null; high: string | null }>(
    `SELECT id, credit_code AS "creditCode", name, title, application, day AS "on", area, rulebook,
       rulebook_version AS "rulebookVersion", data_version AS "dataVersion",
       program_version AS "programVersion", origin, state, level_low AS low, level_high AS high, verdict,
       recorded_at AS "recordedAt"
     FROM assessments ORDER BY id`,
    [],
  );
  return found.map(({ low, high, ...row }) => ({
    ...row,
    level: low === null && high === null ? null : { low, high },
    verdict: JSON.parse(row.verdict) as unknown,
  }));
}

/** Names a state of the data of one firm. */
export function dataVersion(known: unknown): string {
  return sha256(
    JSON.stringify(known, (_, value: unknown) =>
      value instanceof Map ? [...value].sort(([a], [b]) => (a < b ? -1 : 1)) : value,
    ),
  ).slice(0, 16);
}

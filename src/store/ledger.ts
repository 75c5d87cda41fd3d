/** Who changed what and when, and the long jobs of a server: rows are only ever added. */
import type { Bilingual } from '../model/index.js';
import type { Transaction } from './database.js';

export interface AuditEntry {
  principal: string;
  action: string;
  subject: string;
  recordedAt: string;
}

/** A job at its start (`running`) or at its end. */
export interface JobEntry {
  id: string;
  kind: string;
  title: Bilingual;
  principal: string;
  state: string;
  failure: Bilingual | null;
  recordedAt: string;
}

export async function writeAudit(transaction: Transaction, entry: AuditEntry): Promise<void> {
  await transaction.append('audit', [[entry.principal, entry.action, entry.subject, entry.recordedAt]]);
}

export async function writeJob(transaction: Transaction, entry: JobEntry): Promise<void> {
  await transaction.append('jobs', [
    [
      entry.id,
      entry.kind,
      entry.title.zh,
      entry.title.en,
      entry.principal,
      entry.state,
      entry.failure?.zh ?? null,
      entry.failure?.en ?? null,
      entry.recordedAt,
    ],
  ]);
}

export interface StoredJob extends JobEntry {
  startedAt: string;
}

type Rows = <Row>(sql: string) => Promise<Row[]>;

/** A part of the changes, newest first, and how many there are in all. */
export async function storedAudit(
  rows: Rows,
  count: number,
  from: number,
): Promise<{ entries: AuditEntry[]; total: number }> {
  const [all] = await rows<{ total: number }>('SELECT count(*) AS total FROM audit');
  const entries = await rows<AuditEntry>(
    `SELECT principal, action, subject, recorded_at AS "recordedAt" FROM audit
     ORDER BY recorded_at DESC, rowid DESC LIMIT ${Math.floor(count)} OFFSET ${Math.floor(from)}`,
  );
  return { entries, total: all?.total ?? 0 };
}

/** The last entry of each job, newest first, with the instant at which it started. */
export async function storedJobs(rows: Rows, count: number): Promise<StoredJob[]> {
  const found = await rows<Record<string, string | null>>(
    `SELECT id, arg_max(kind, recorded_at) AS kind, any_value(title_zh) AS zh, any_value(title_en) AS en,
       any_value(principal) AS principal, arg_max(state, recorded_at) AS state,
       arg_max(failure_zh, recorded_at) AS "failureZh", arg_max(failure_en, recorded_at) AS "failureEn",
       min(recorded_at) AS "startedAt", max(recorded_at) AS "recordedAt"
     FROM jobs GROUP BY id ORDER BY "startedAt" DESC LIMIT ${Math.floor(count)}`,
  );
  return found.map((row) => ({
    id: row.id!,
    kind: row.kind!,
    title: { zh: row.zh!, en: row.en! },
    principal: row.principal!,
    state: row.state!,
    failure: row.failureZh == null ? null : { zh: row.failureZh, en: row.failureEn! },
    startedAt: row.startedAt!,
    recordedAt: row.recordedAt!,
  }));
}

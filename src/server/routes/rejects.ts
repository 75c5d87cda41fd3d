import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { EditConflict } from '../../store/index.js';
import { checkStillRefused } from '../../verbs/index.js';
import { Mended, Mending, type RejectedRow, RejectPage, RejectQuery } from '../contract/data.js';
import { Failure } from '../contract/shared.js';
import { Refusal } from '../failure.js';
import type { Routes } from './index.js';

export const rejectRoutes: Routes = async (plain, { workspace, files, audit }) => {
  const api = plain.withTypeProvider<ZodTypeProvider>();
  const tags = ['data'];
  let mending: Promise<unknown> = Promise.resolve();
  api.get(
    '/rejects',
    {
      config: { restsOn: ['rejects', 'imports'] },
      schema: {
        tags,
        summary: '退回的行 rows that were refused, newest import first',
        querystring: RejectQuery,
        response: { 200: RejectPage },
      },
    },
    async ({ query }) => {
      const where = `($1::INTEGER IS NULL OR r.import_id = $1) ${query.state === 'open' ? 'AND r.resolved_by IS NULL' : ''}`;
      const [count] = await workspace.query<{ n: number }>(
        `SELECT count(*) AS n FROM rejects AS r WHERE ${where}`,
        [query.import ?? null],
      );
      const rows = await workspace.query<Omit<RejectedRow, 'record'> & { record: string | null }>(
        `SELECT r.import_id AS "importId", r.seq, i.kind, r.file, r.row_number AS "row", r.column_name AS "column",
           r.value, r.reason_zh AS zh, r.reason_en AS en, r.record, r.recorded_at AS "recordedAt",
           r.resolved_by AS "resolvedBy"
         FROM rejects AS r JOIN imports AS i ON i.id = r.import_id WHERE ${where}
         ORDER BY r.import_id DESC, r.seq LIMIT $2 OFFSET $3`,
        [query.import ?? null, query.count, query.from],
      );
      const total = count?.n ?? 0;
      return {
        items: rows.map((row) => ({
          ...row,
          record: row.record === null ? null : (JSON.parse(row.record) as RejectedRow['record']),
        })),
        total,
        next: query.from + rows.length < total ? query.from + rows.length : null,
      };
    },
  );
  api.post(
    '/rejects/mend',
    {
      schema: {
        tags,
        summary: '改正退回的行并再导入 mended rows, imported again',
        body: Mending,
        response: { 200: Mended, 409: Failure },
      },
    },
    async ({ body, principal }) => {
      // One after another: of two that mend the same row the second is told of the first.
      const work = mending.then(async () => {
        await checkStillRefused(workspace, body.rows);
        return files.mend(body.rows);
      });
      mending = work.catch(() => undefined);
      const result = await work.catch((error: unknown) => {
        throw error instanceof EditConflict ? new Refusal(409, 'conflict', error) : error;
      });
      await audit(principal, 'mend', body.rows.map(({ importId, seq }) => `${importId}:${seq}`).join(' '));
      return result;
    },
  );
};

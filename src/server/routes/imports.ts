import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { importTable, tableLines, tryTable } from '../../store/index.js';
import { openTableImport, type ProgressTeller, type TableAsked } from '../../verbs/index.js';
import { ImportPage, Preview, Started, TableSaid } from '../contract/data.js';
import { PageQuery } from '../contract/shared.js';
import type { Routes } from './index.js';
import { UploadId, withoutPath } from './uploads.js';

/** Rows shown from the beginning of a table, beside those with faults. */
const SHOWN = 12;
const SILENT: ProgressTeller = { step: () => undefined, end: () => undefined };

export const importRoutes: Routes = async (plain, { workspace, jobs, staging, today, audit }) => {
  const api = plain.withTypeProvider<ZodTypeProvider>();
  const tags = ['data'];
  api.post(
    '/uploads/:id/preview',
    {
      schema: {
        tags,
        summary: '预览导入 what an import would do; writes nothing',
        params: UploadId,
        body: TableSaid,
        response: { 200: Preview },
      },
    },
    async ({ params, body }) => {
      const staged = staging.get(params.id);
      try {
        const settings = await openTableImport(workspace.dir, askedOf(body), today(), SILENT);
        const tables: Preview['tables'] = [];
        for (const run of await tryTable(staged.path, settings)) {
          const { rejects, mapping, notices, file: _, ...counts } = run;
          tables.push({
            ...counts,
            mapping: { ...mapping } as unknown as Preview['tables'][number]['mapping'],
            faults: rejects.map(({ row, column, value, zh, en }) => ({ row, column, value, zh, en })),
            notices: notices.map(({ zh, en }) => ({ zh, en })),
            lines: await tableLines(
              staged.path,
              run.sheet,
              SHOWN,
              rejects.map(({ row }) => row),
            ),
          });
        }
        return { tables };
      } catch (error) {
        throw withoutPath(error, staged);
      }
    },
  );

  api.post(
    '/uploads/:id/import',
    {
      schema: {
        tags,
        summary: '导入（后台任务） imports the file as a job; its result is what was taken in',
        params: UploadId,
        body: TableSaid,
        response: { 202: Started },
      },
    },
    async ({ params, body, principal }, reply) => {
      const staged = staging.get(params.id);
      const job = await jobs.start(
        {
          kind: 'import',
          title: { zh: `导入 ${staged.file}`, en: `Import of ${staged.file}` },
          principal: principal.id,
          lane: 'import',
        },
        async ({ signal, progress }) => {
          const teller: ProgressTeller = {
            step: (now) => {
              signal.throwIfAborted();
              progress(null, typeof now === 'string' ? { zh: now, en: now } : now);
            },
            end: () => undefined,
          };
          try {
            const settings = await openTableImport(workspace.dir, askedOf(body), today(), teller);
            const {
              mapping: _,
              reports: __,
              ...result
            } = await importTable(workspace, staged.path, { ...settings, name: staged.file });
            await audit(principal, 'import', `${staged.file} ${result.importId ?? 'known'}`);
            return result;
          } catch (error) {
            throw withoutPath(error, staged);
          }
        },
      );
      return reply.status(202).send({ job });
    },
  );

  api.get(
    '/imports',
    {
      config: { restsOn: ['imports'] },
      schema: {
        tags,
        summary: '导入记录 imports, newest first',
        querystring: PageQuery,
        response: { 200: ImportPage },
      },
    },
    async ({ query: { from, count } }) => {
      const items = await workspace.query<ImportPage['items'][number]>(
        `SELECT id, kind, source, started_at AS "startedAt", finished_at AS "finishedAt", accepted, unchanged, rejected
         FROM imports ORDER BY id DESC LIMIT $1 OFFSET $2`,
        [count, from],
      );
      const [all] = await workspace.query<{ n: number }>('SELECT count(*) AS n FROM imports');
      const total = all?.n ?? 0;
      return { items, total, next: from + items.length < total ? from + items.length : null };
    },
  );
};

function askedOf({ mapping, ...said }: TableSaid): TableAsked {
  const asked = Object.fromEntries(
    Object.entries(said).filter(([, value]) => value !== undefined && value !== ''),
  ) as unknown as TableAsked;
  return mapping === undefined
    ? asked
    : { ...asked, map: mapping as unknown as Exclude<TableAsked['map'], string | undefined> };
}

import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { FileAsked, NamedFile } from '../../verbs/index.js';
import { ImportPage, Preview, Started, TableSaid } from '../contract/data.js';
import { PageQuery } from '../contract/shared.js';
import { untilGone } from '../gone.js';
import type { Staging } from '../staging.js';
import type { Routes } from './index.js';
import { UploadId } from './uploads.js';

export const importRoutes: Routes = async (plain, { workspace, jobs, staging, files, audit }) => {
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
    async ({ params, body }, reply) => {
      const file = fileOf(staging, params.id);
      const tables = await files.preview(file, askedOf(body, staging), untilGone(reply));
      return {
        tables: tables.map(({ mapping, ...table }) => ({
          ...table,
          mapping: mapping as unknown as Preview['tables'][number]['mapping'],
        })),
      };
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
      const file = fileOf(staging, params.id);
      const asked = askedOf(body, staging);
      const job = await jobs.start(
        {
          kind: 'import',
          title: { zh: `导入 ${file.name}`, en: `Import of ${file.name}` },
          principal: principal.id,
          lane: 'import',
        },
        async ({ signal, progress }) => {
          const result = await files.import(file, asked, { signal, onProgress: progress });
          await audit(principal, 'import', `${file.name} ${result.importId ?? 'known'}`);
          return result;
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

function fileOf(staging: Staging, id: string): NamedFile {
  const { path, file } = staging.get(id);
  return { path, name: file };
}

/** Words left blank say nothing; uploads are named by their ids. */
function askedOf(
  { mapping, with: others, totals, concordance, regions, ...said }: TableSaid,
  staging: Staging,
): FileAsked {
  const asked = Object.fromEntries(
    Object.entries(said).filter(([, value]) => value !== undefined && value !== ''),
  ) as unknown as FileAsked;
  if (mapping !== undefined) asked.map = mapping as unknown as Exclude<FileAsked['map'], undefined>;
  if (others !== undefined) asked.with = others.map((id) => fileOf(staging, id));
  for (const [key, id] of Object.entries({ totals, concordance, regions }))
    if (id !== undefined) asked[key as 'totals'] = fileOf(staging, id);
  return asked;
}

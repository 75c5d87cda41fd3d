import { dirname, join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { backupWorkspace, restoreWorkspace } from '../../store/index.js';
import { AuditPage, AuditQuery, Restored } from '../contract/backup.js';
import { Refusal } from '../failure.js';
import type { Routes } from './index.js';

/** Bytes of an archive; the disk is the limit before it. */
const LARGEST_ARCHIVE = 2 ** 40;

export const backupRoutes: Routes = async (plain, session) => {
  const api = plain.withTypeProvider<ZodTypeProvider>();
  const tags = ['workspace'];
  const { workspace, staging, version, name } = session;
  api.get(
    '/backup',
    { schema: { tags, summary: '备份整个工作区（tar） the whole workspace as one archive' } },
    async (request, reply) => {
      const parts = backupWorkspace(workspace, staging.place('.duckdb'), {
        version,
        at: new Date().toISOString(),
      });
      // What keeps it from beginning is told as an answer; what ends it later can only break the download off.
      const first = await parts.next();
      await session.audit(request.principal, 'backup', name);
      const all = async function* () {
        if (!first.done) yield first.value;
        yield* parts;
      };
      const file = `${name}-${session.today()}.tar`;
      return reply
        .header('content-type', 'application/x-tar')
        .header(
          'content-disposition',
          `attachment; filename="backup.tar"; filename*=UTF-8''${encodeURIComponent(file)}`,
        )
        .send(Readable.from(all(), { objectMode: false }));
    },
  );
  api.post(
    '/restore',
    {
      schema: {
        tags,
        summary: '由备份恢复到一个新的工作区 a new workspace, beside this one, out of a backup',
        consumes: ['multipart/form-data'],
        querystring: z.object({
          /** Of its folder. */
          name: z.string().regex(/^[\p{L}\p{N}][\p{L}\p{N} _-]{0,59}$/u),
        }),
        response: { 201: Restored },
      },
    },
    async (request, reply) => {
      const part = request.isMultipart()
        ? await request.file({ limits: { fileSize: LARGEST_ARCHIVE } })
        : undefined;
      if (!part)
        throw new Refusal(400, 'noFile', {
          zh: '请求里没有备份文件，应以 multipart/form-data 发送',
          en: 'the request holds no backup; send it as multipart/form-data',
        });
      const folder = join(dirname(resolve(workspace.dir)), request.query.name.trim());
      const counts = await restoreWorkspace(part.file, folder);
      await session.audit(request.principal, 'restore', request.query.name);
      return reply.status(201).send({ name: request.query.name, counts: { ...counts } });
    },
  );
  api.get(
    '/audit',
    {
      schema: {
        tags,
        summary: '操作记录，最新的在前 who changed what, newest first',
        querystring: AuditQuery,
        response: { 200: AuditPage },
      },
    },
    async ({ query: { from, count } }) => {
      const { entries, total } = await workspace.audit(count, from);
      return { items: entries, total, next: from + entries.length < total ? from + entries.length : null };
    },
  );
};

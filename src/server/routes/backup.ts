import { mkdir, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import type { MultipartFile } from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { backupWorkspace, restoreBackup, restoreWorkspace } from '../../store/index.js';
import { AuditPage, AuditQuery, Restored, RestoreState, Restoring } from '../contract/backup.js';
import { notFound, Refusal } from '../failure.js';
import { plainName } from '../staging.js';
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
      const all = async function* () {
        if (!first.done) yield first.value;
        yield* parts;
      };
      // What keeps it from beginning is told as an answer; what ends it later can only break the download off.
      const first = await parts.next();
      const archive = Readable.from(all(), { objectMode: false });
      // Of one that nobody took a byte of, too, the copy goes.
      archive.once('close', () => void parts.return().catch(() => undefined));
      await session.audit(request.principal, 'backup', name).catch((error: unknown) => {
        archive.destroy();
        throw error;
      });
      const file = `${name}-${session.today()}.tar`;
      return reply
        .header('content-type', 'application/x-tar')
        .header(
          'content-disposition',
          `attachment; filename="backup.tar"; filename*=UTF-8''${encodeURIComponent(file)}`,
        )
        .send(archive);
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
      const part = await archiveOf(request);
      const folder = join(dirname(resolve(workspace.dir)), request.query.name.trim());
      const counts = await restoreWorkspace(part.file, folder);
      await session.audit(request.principal, 'restore', request.query.name);
      return reply.status(201).send({ name: request.query.name, counts: { ...counts } });
    },
  );
  const unpacked = new Map<string, { folder: string; kept: string; file: string }>();
  const exchangeable = () => {
    if (session.exchange !== null) return session.exchange;
    throw new Refusal(409, 'cannotReplace', {
      zh: '这个服务不能在运行中替换工作区；可以恢复为另一个工作区',
      en: 'this server cannot replace its workspace while it runs; restore into another one',
    });
  };
  api.post(
    '/restore/replace',
    {
      schema: {
        tags,
        summary:
          '展开备份，看它将替换什么 unpacks a backup and says what it would replace; replaces nothing yet',
        consumes: ['multipart/form-data'],
        response: { 201: Restoring },
      },
    },
    async (request, reply) => {
      exchangeable();
      const part = await archiveOf(request);
      const folder = resolve(staging.place());
      await mkdir(dirname(folder), { recursive: true });
      const { counts, made } = await restoreBackup(part.file, folder);
      const id = basename(folder);
      const stamp = new Date().toISOString().slice(0, 19).replaceAll(':', '').replace('T', '-');
      const kept = `${basename(resolve(workspace.dir))}.before-restore-${stamp}`;
      const file = plainName(part.filename);
      unpacked.set(id, { folder, kept, file });
      const now = await workspace.counts();
      return reply.status(201).send({ id, file, made, now: { ...now }, backup: { ...counts }, kept });
    },
  );
  const Id = z.object({ id: z.uuid() });
  const found = (id: string) => {
    const one = unpacked.get(id);
    if (one) return one;
    throw notFound(
      '没有这个展开的备份，服务重启后需重新上传',
      'there is no such unpacked backup; after a restart of the server it has to be sent again',
    );
  };
  api.post(
    '/restore/replace/:id',
    {
      schema: {
        tags,
        summary:
          '用展开的备份替换工作区 puts an unpacked backup in the place of the workspace, which stays beside it',
        params: Id,
        response: { 202: RestoreState },
      },
    },
    async ({ params, principal }, reply) => {
      const exchange = exchangeable();
      const { folder, kept, file } = found(params.id);
      const busy = session.jobs.list().find(({ state }) => state === 'running' || state === 'waiting');
      if (busy)
        throw new Refusal(409, 'busy', {
          zh: `“${busy.title.zh}”还在进行，等它完成或取消后再恢复`,
          en: `“${busy.title.en}” is under way; restore when it has ended or was cancelled`,
        });
      await session.audit(principal, 'restore', `${file} → ${name}`);
      unpacked.delete(params.id);
      // Everything is closed for it, this connection too: not before the answer is out.
      reply.raw.once('close', () => setImmediate(() => exchange.begin(folder, kept)));
      return reply.status(202).send({ state: 'running', kept, failure: null });
    },
  );
  api.delete(
    '/restore/replace/:id',
    { schema: { tags, summary: '丢弃展开的备份 forgets an unpacked backup', params: Id } },
    async ({ params }, reply) => {
      const { folder } = found(params.id);
      unpacked.delete(params.id);
      await rm(folder, { recursive: true, force: true });
      return reply.status(204).send();
    },
  );
  api.get(
    '/restore/last',
    {
      schema: {
        tags,
        summary: '最近一次替换 the last replacing since the server started',
        response: { 200: RestoreState },
      },
    },
    () => {
      const last = session.exchange?.last ?? null;
      return last === null ? { state: 'none' as const, kept: null, failure: null } : last;
    },
  );
  api.get(
    '/audit',
    {
      config: { restsOn: ['audit'] },
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

async function archiveOf(request: FastifyRequest): Promise<MultipartFile> {
  const part = request.isMultipart()
    ? await request.file({ limits: { fileSize: LARGEST_ARCHIVE } })
    : undefined;
  if (part) return part;
  throw new Refusal(400, 'noFile', {
    zh: '请求里没有备份文件，应以 multipart/form-data 发送',
    en: 'the request holds no backup; send it as multipart/form-data',
  });
}

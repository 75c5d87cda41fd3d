import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { Job } from '../contract/shared.js';
import { notFound } from '../failure.js';
import { mayAccess, type Principal } from '../principal.js';
import type { Routes } from './index.js';

const Id = z.object({ id: z.uuid() });
const missing = () => notFound('没有这项任务，可能已过期', 'there is no such job; it may be too old');

/** Jobs of others are for those who may see everything. */
const mayFollow = (principal: Principal, job: { principal: string }) =>
  job.principal === principal.id || mayAccess(principal, null);

export const jobRoutes: Routes = async (plain, { jobs }) => {
  const api = plain.withTypeProvider<ZodTypeProvider>();
  const tags = ['jobs'];
  const found = (id: string, principal: Principal) => {
    const job = jobs.get(id);
    if (job === undefined || !mayFollow(principal, job)) throw missing();
    return job;
  };
  api.get(
    '/jobs',
    { schema: { tags, summary: '后台任务 jobs, newest first', response: { 200: z.array(Job) } } },
    async ({ principal }) => jobs.list().filter((job) => mayFollow(principal, job)),
  );
  api.get(
    '/jobs/:id',
    { schema: { tags, summary: '任务状态 how far a job is', params: Id, response: { 200: Job } } },
    async ({ params, principal }) => found(params.id, principal),
  );
  api.get(
    '/jobs/:id/result',
    { schema: { tags, summary: '任务结果 the result of a job that is done', params: Id } },
    async ({ params, principal }) => {
      if (!found(params.id, principal).hasResult) throw missing();
      return jobs.result(params.id);
    },
  );
  api.delete(
    '/jobs/:id',
    { schema: { tags, summary: '取消任务 cancel a job', params: Id, response: { 202: Job } } },
    async ({ params, principal }, reply) => {
      const job = found(params.id, principal);
      jobs.cancel(params.id);
      return reply.status(202).send(job);
    },
  );
  api.get(
    '/jobs/:id/events',
    { schema: { tags, summary: '任务进度（SSE） progress as server-sent events', params: Id } },
    (request, reply) => {
      found(request.params.id, request.principal);
      reply.hijack();
      const { raw } = reply;
      raw.writeHead(200, {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
      });
      const stop = jobs.watch(request.params.id, (job) => {
        raw.write(`event: job\ndata: ${JSON.stringify(job)}\n\n`);
        if (job.ended !== null) raw.end();
      });
      raw.on('close', stop);
    },
  );
};

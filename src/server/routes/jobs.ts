import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { Job } from '../contract/shared.js';
import { notFound } from '../failure.js';
import type { Routes } from './index.js';

const Id = z.object({ id: z.uuid() });
const missing = () => notFound('没有这项任务，可能已过期', 'there is no such job; it may be too old');

export const jobRoutes: Routes = async (plain, { jobs }) => {
  const api = plain.withTypeProvider<ZodTypeProvider>();
  const tags = ['jobs'];
  api.get(
    '/jobs',
    { schema: { tags, summary: '后台任务 jobs, newest first', response: { 200: z.array(Job) } } },
    async () => jobs.list(),
  );
  api.get(
    '/jobs/:id',
    { schema: { tags, summary: '任务状态 how far a job is', params: Id, response: { 200: Job } } },
    async ({ params }) => {
      const job = jobs.get(params.id);
      if (!job) throw missing();
      return job;
    },
  );
  api.get(
    '/jobs/:id/result',
    { schema: { tags, summary: '任务结果 the result of a job that is done', params: Id } },
    async ({ params }) => {
      if (!jobs.get(params.id)?.hasResult) throw missing();
      return jobs.result(params.id);
    },
  );
  api.delete(
    '/jobs/:id',
    { schema: { tags, summary: '取消任务 cancel a job', params: Id, response: { 202: Job } } },
    async ({ params }, reply) => {
      const job = jobs.get(params.id);
      if (!job) throw missing();
      jobs.cancel(params.id);
      return reply.status(202).send(job);
    },
  );
  api.get(
    '/jobs/:id/events',
    { schema: { tags, summary: '任务进度（SSE） progress as server-sent events', params: Id } },
    (request, reply) => {
      if (!jobs.get(request.params.id)) throw missing();
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

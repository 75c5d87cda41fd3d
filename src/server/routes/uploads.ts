import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { UserError } from '../../model/index.js';
import { Upload } from '../contract/data.js';
import { Refusal } from '../failure.js';
import { untilGone } from '../gone.js';
import type { Routes } from './index.js';

export const UploadId = z.object({ id: z.string().regex(/^[0-9a-f]{64}$/) });

export const uploadRoutes: Routes = async (plain, session) => {
  const api = plain.withTypeProvider<ZodTypeProvider>();
  const tags = ['data'];
  const { staging } = session;
  api.post(
    '/uploads',
    {
      schema: {
        tags,
        summary: '上传表格（multipart/form-data，一个文件） send one table file',
        consumes: ['multipart/form-data'],
        response: { 201: Upload },
      },
    },
    async (request, reply) => {
      const part = request.isMultipart() ? await request.file() : undefined;
      if (!part)
        throw new Refusal(400, 'noFile', {
          zh: '请求里没有文件，应以 multipart/form-data 发送一个文件',
          en: 'the request holds no file; send one as multipart/form-data',
        });
      const staged = await staging.receive(part.file, part.filename);
      try {
        const guess = await session.files.guess(staged.path, untilGone(reply));
        await session.audit(request.principal, 'upload', `${staged.file} ${staged.id}`);
        return reply.status(201).send({ id: staged.id, file: staged.file, bytes: staged.bytes, guess });
      } catch (error) {
        await staging.discard(staged.id);
        throw withoutPath(error, staged);
      }
    },
  );
  api.delete(
    '/uploads/:id',
    { schema: { tags, summary: '丢弃上传的文件 forget an uploaded file', params: UploadId } },
    async ({ params }, reply) => {
      staging.get(params.id);
      await staging.discard(params.id);
      return reply.status(204).send();
    },
  );
};

/** What readers say of a file names it as the user does, not where we keep it. */
export function withoutPath(error: unknown, { path, file }: { path: string; file: string }): unknown {
  if (!(error instanceof UserError)) return error;
  return new UserError({ zh: error.zh.replaceAll(path, file), en: error.en.replaceAll(path, file) });
}

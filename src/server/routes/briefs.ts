import { readdir, readFile, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { type SavedBrief, SavedBriefs } from '../contract/briefs.js';
import { notFound } from '../failure.js';
import type { Routes } from './index.js';

const TYPES = {
  html: 'text/html; charset=utf-8',
  md: 'text/markdown; charset=utf-8',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
} as const;

const formatOf = (name: string) => extname(name).slice(1) as keyof typeof TYPES;

export const briefRoutes: Routes = async (plain, { workspace }) => {
  const api = plain.withTypeProvider<ZodTypeProvider>();
  const tags = ['briefs'];
  const folder = join(workspace.dir, 'briefs');
  /** Only what stands in the folder itself is ever read, under the name it has there. */
  const names = async () => {
    const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
    return entries.filter((entry) => entry.isFile() && formatOf(entry.name) in TYPES).map(({ name }) => name);
  };
  api.get(
    '/briefs',
    {
      schema: {
        tags,
        summary: '已写的简报 briefs of the workspace, newest first',
        response: { 200: SavedBriefs },
      },
    },
    async () => {
      const briefs = await Promise.all(
        (await names()).map(async (name): Promise<SavedBrief> => {
          const { size, mtime } = await stat(join(folder, name));
          return { name, format: formatOf(name), bytes: size, written: mtime.toISOString() };
        }),
      );
      return briefs.sort((a, b) =>
        a.written < b.written ? 1 : a.written > b.written ? -1 : a.name < b.name ? -1 : 1,
      );
    },
  );
  api.get(
    '/briefs/:name',
    {
      schema: {
        tags,
        summary: '一份简报 one brief, to be shown or (download=1) taken home',
        params: z.object({ name: z.string() }),
        querystring: z.object({ download: z.literal('1').optional() }),
      },
    },
    async ({ params: { name }, query }, reply) => {
      if (!(await names()).includes(name)) throw notFound('没有这份简报', 'there is no such brief');
      const format = formatOf(name);
      const way = query.download === '1' || format === 'docx' ? 'attachment' : 'inline';
      return reply
        .headers({
          'content-type': TYPES[format],
          'content-disposition': `${way}; filename*=UTF-8''${encodeURIComponent(name)}`,
        })
        .send(await readFile(join(folder, name)));
    },
  );
};

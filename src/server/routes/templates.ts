import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { listTemplates, writeTableTemplate } from '../../verbs/index.js';
import { TEMPLATE_FORMATS, Templates } from '../contract/data.js';
import { Refusal } from '../failure.js';
import type { Routes } from './index.js';

const TYPES = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const;

export const templateRoutes: Routes = async (plain, { workspace, today }) => {
  const api = plain.withTypeProvider<ZodTypeProvider>();
  const tags = ['data'];
  api.get(
    '/templates',
    {
      // Rests on rulebooks and lists alone; a change of rulebooks drops every answer.
      config: { restsOn: [] },
      schema: { tags, summary: '导入模板 tables to fill in', response: { 200: Templates } },
    },
    async () => {
      const items = await listTemplates(workspace.dir, today());
      return { items: items.map(({ formats, ...item }) => ({ ...item, formats: [...formats] })) };
    },
  );
  api.get(
    '/templates/:id',
    {
      schema: {
        tags,
        summary: '一张模板 one template as a file',
        params: z.object({ id: z.string().max(100) }),
        querystring: z.object({
          format: z.enum(TEMPLATE_FORMATS).default('xlsx'),
          lang: z.enum(['zh', 'en']).default('zh'),
        }),
      },
    },
    async ({ params: { id }, query: { format, lang } }, reply) => {
      const template = await writeTableTemplate(workspace.dir, id, format, lang, today());
      if (!template)
        throw new Refusal(404, 'notFound', {
          zh: `没有这个模板：${id}`,
          en: `There is no such template: ${id}`,
        });
      const { content } = template;
      const name = `${template.name[lang].replace(/[\\/:*?"<>|：]/g, ' ')}.${format}`;
      return reply
        .headers({
          'content-type': TYPES[format],
          'content-disposition': `attachment; filename="template.${format}"; filename*=UTF-8''${encodeURIComponent(name)}`,
        })
        .send(typeof content === 'string' ? content : Buffer.from(content));
    },
  );
};

import { createReadStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { EXPORT_FORMATS, EXPORT_TABLES, exportSdmx, exportTable } from '../../store/index.js';
import { Refusal } from '../failure.js';
import type { Routes } from './index.js';

const TYPES = {
  csv: 'text/csv; charset=utf-8',
  json: 'application/json; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  parquet: 'application/vnd.apache.parquet',
  'sdmx-csv': 'application/vnd.sdmx.data+csv; version=2.0.0; charset=utf-8',
} as const;

export const exportRoutes: Routes = async (plain, { workspace, audit }) => {
  const api = plain.withTypeProvider<ZodTypeProvider>();
  api.get(
    '/exports/:table',
    {
      schema: {
        tags: ['data'],
        summary: '导出表格 a table as a file, each row with its source',
        params: z.object({ table: z.enum(EXPORT_TABLES) }),
        querystring: z.object({
          format: z.enum([...EXPORT_FORMATS, 'sdmx-csv']).default('csv'),
          lang: z.enum(['zh', 'en']).default('zh'),
          import: z.coerce.number().int().optional(),
        }),
      },
    },
    async ({ params: { table }, query, principal }, reply) => {
      const { format } = query;
      if (format === 'sdmx-csv' && table !== 'figures')
        throw new Refusal(400, 'format', {
          zh: 'SDMX-CSV 只用于 figures（数据）',
          en: 'SDMX-CSV goes with figures only',
        });
      const name = format === 'sdmx-csv' ? 'figures.sdmx.csv' : `${table}.${format}`;
      const folder = await mkdtemp(join(tmpdir(), 'ballast-export-'));
      const gone = () => rm(folder, { recursive: true, force: true });
      try {
        const file = join(folder, name);
        if (format === 'sdmx-csv') await exportSdmx(workspace, file);
        else
          await exportTable(workspace, table, format, file, {
            lang: query.lang,
            ...(query.import === undefined ? {} : { importId: query.import }),
          });
        await audit(principal, 'export', name);
        const content = createReadStream(file);
        content.once('close', () => void gone());
        return reply
          .headers({
            'content-type': TYPES[format],
            'content-length': String((await stat(file)).size),
            'content-disposition': `attachment; filename="${name}"`,
          })
          .send(content);
      } catch (error) {
        await gone();
        throw error;
      }
    },
  );
};

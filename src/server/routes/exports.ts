import { createReadStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type { FastifyReply } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { EXPORT_FORMATS, EXPORT_TABLES, exportSdmx, exportTable } from '../../store/index.js';
import { CHAIN_PARTS, exportChainRows, exportIoRows } from '../../verbs/index.js';
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
      const out = await written(name, (file) =>
        format === 'sdmx-csv'
          ? exportSdmx(workspace, file)
          : exportTable(workspace, table, format, file, {
              lang: query.lang,
              ...(query.import === undefined ? {} : { importId: query.import }),
            }),
      );
      await audit(principal, 'export', name);
      return sent(reply, out, name, format);
    },
  );
  const named = (zh: string, en: string) => ({
    tags: ['data'],
    summary: `${zh} ${en}`,
    params: z.object({ name: z.string().max(200) }),
  });
  const asked = { format: z.enum(EXPORT_FORMATS).default('csv'), lang: z.enum(['zh', 'en']).default('zh') };
  api.get(
    '/exports/io-table/:name',
    {
      schema: {
        ...named(
          '导出一张投入产出表（长表）',
          'an input–output table in the long form, which an import takes back',
        ),
        querystring: z.object(asked),
      },
    },
    async ({ params, query: { format }, principal }, reply) => {
      const out = await written(`io-table.${format}`, (file) =>
        exportIoRows(workspace, params.name, format, file),
      );
      await audit(principal, 'export', `io-table ${params.name}`);
      return sent(reply, out, `${params.name}.${format}`, format);
    },
  );
  api.get(
    '/exports/chain/:name',
    {
      schema: {
        ...named('导出一条产业链的一部分', 'one part of a chain, which an import takes back'),
        querystring: z.object({ ...asked, part: z.enum(CHAIN_PARTS).default('nodes') }),
      },
    },
    async ({ params, query: { format, lang, part }, principal }, reply) => {
      const out = await written(`chain.${format}`, (file) =>
        exportChainRows(workspace, params.name, part, format, file, lang),
      );
      await audit(principal, 'export', `chain ${params.name} ${part}`);
      return sent(reply, out, `${params.name}-${part}.${format}`, format);
    },
  );
};

/** A file on its way out, in a folder of its own. */
async function written(name: string, write: (file: string) => Promise<unknown>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'ballast-export-'));
  try {
    const file = join(folder, name);
    await write(file);
    return file;
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

/** Sends the file, and removes it with its folder. */
async function sent(reply: FastifyReply, file: string, name: string, format: keyof typeof TYPES) {
  const { size } = await stat(file);
  const content = createReadStream(file);
  content.once('close', () => void rm(dirname(file), { recursive: true, force: true }));
  const plain = /^[\w .()-]+$/.test(name) ? name : basename(file);
  const disposition = `attachment; filename="${plain}"`;
  return reply
    .headers({
      'content-type': TYPES[format],
      'content-length': String(size),
      'content-disposition':
        plain === name ? disposition : `${disposition}; filename*=UTF-8''${encodeURIComponent(name)}`,
    })
    .send(content);
}

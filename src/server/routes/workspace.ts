import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { WorkspaceSummary } from '../contract/workspace.js';
import type { Routes } from './index.js';

const COUNTED = [
  'documents',
  'figures',
  'enterprises',
  'report_values',
  'clusters',
  'links',
  'chains',
  'io_tables',
  'titles',
  'rejects',
  'sources',
];

export const workspaceRoutes: Routes = async (plain, { workspace, name, version, today }) => {
  const api = plain.withTypeProvider<ZodTypeProvider>();
  api.get(
    '/workspace',
    {
      config: { restsOn: COUNTED },
      schema: {
        tags: ['workspace'],
        summary: '工作区概况 what the workspace holds',
        response: { 200: WorkspaceSummary },
      },
    },
    async () => {
      const { synthetic, ...counts } = await workspace.counts();
      return { name, version, today: today(), synthetic, counts };
    },
  );
};

import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { attention } from '../../verbs/index.js';
import { Today, TodayQuery } from '../contract/today.js';
import type { Routes } from './index.js';

/** Of each kind so many are told. */
const TOLD = 8;
const WEEK_MS = 7 * 86_400_000;

const TODAY_RESTS_ON = [
  'figures',
  'documents',
  'sources',
  'targets',
  'titles',
  'links',
  'enterprises',
  'chains',
  'rejects',
  'imports',
];

export const todayRoutes: Routes = async (plain, { workspace, today }) => {
  const api = plain.withTypeProvider<ZodTypeProvider>();
  api.get(
    '/today',
    {
      config: { restsOn: TODAY_RESTS_ON },
      schema: {
        tags: ['workspace'],
        summary: '今日 what wants attention',
        querystring: TodayQuery,
        response: { 200: Today },
      },
    },
    async ({ query }) => {
      const day = today();
      const since = query.since ?? new Date(Date.parse(`${day}T00:00:00Z`) - WEEK_MS).toISOString();
      return { today: day, since, ...(await attention(workspace, { today: day, since, count: TOLD })) };
    },
  );
};

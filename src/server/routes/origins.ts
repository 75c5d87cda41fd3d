import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { storedOrigin } from '../../verbs/index.js';
import { Origin } from '../contract/origin.js';
import { notFound } from '../failure.js';
import { mayAccess } from '../principal.js';
import type { Routes } from './index.js';

export const originRoutes: Routes = async (plain, { workspace }) => {
  const api = plain.withTypeProvider<ZodTypeProvider>();
  api.get(
    '/origins/:id',
    {
      schema: {
        tags: ['origins'],
        summary: '数的出处 where a number comes from',
        params: z.object({ id: z.string().regex(/^[0-9a-f]{8,64}$/) }),
        response: { 200: Origin },
      },
    },
    async ({ params, principal }) => {
      const found = await storedOrigin(workspace, params.id);
      if (found === null || !mayAccess(principal, found.areaCode))
        throw notFound(
          '没有登记这个数的出处，可能已随重读而撤下',
          'no origin is recorded for this number; a later reading may have withdrawn it',
        );
      return found.origin;
    },
  );
};

import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { mapShapes } from '../../brief/index.js';
import { chinaOutline } from '../../verbs/index.js';
import { MapShapes } from '../contract/map.js';
import type { Routes } from './index.js';

export const mapRoutes: Routes = async (plain, { outline }) => {
  const api = plain.withTypeProvider<ZodTypeProvider>();
  let china: Promise<MapShapes> | null = null;
  api.get(
    '/maps/china',
    {
      config: { restsOn: [] },
      schema: {
        tags: ['maps'],
        summary: '全国省级底图 outline of the 34 provincial units, with the South China Sea',
        response: { 200: MapShapes },
      },
    },
    async () => {
      china ??= (outline === undefined ? chinaOutline() : Promise.resolve(outline)).then(mapShapes);
      return china;
    },
  );
};

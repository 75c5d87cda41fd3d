import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { measureRules } from '../../measure/index.js';
import { parsePeriod } from '../../model/index.js';
import { loadMeasureRules } from '../../store/index.js';
import { IndicatorExplorer } from '../../verbs/index.js';
import {
  ContributionAnswer,
  FigureKind,
  FigureView,
  Frequency,
  IndicatorList,
  SeriesAnswer,
} from '../contract/monitoring.js';
import { notFound } from '../failure.js';
import { mayAccess, type Principal, withinOf } from '../principal.js';
import type { Routes } from './index.js';

const name = z.string().max(200);
/** One value, or several of the same name in the query. */
const names = z
  .union([name, z.array(name).max(200)])
  .optional()
  .transform((given) => (given === undefined ? [] : Array.isArray(given) ? given : [given]));
const day = z.string().refine((text) => parsePeriod(text)?.kind === 'day', 'a day, such as 2024-12-31');

const Known = z.object({
  indicator: name,
  unit: name,
  /** As known at the end of that day. */
  asOf: day.optional(),
  by: z.enum(['released', 'recorded']).default('released'),
});

const missing = () =>
  notFound('没有这个指标的数', 'there are no figures of this indicator, as this kind and in this unit');

/** What series are made of, with what is told of their sources. */
const FIGURES = ['figures', 'documents', 'sources'];

export const monitoringRoutes: Routes = async (plain, { workspace, lexicons }) => {
  const api = plain.withTypeProvider<ZodTypeProvider>();
  const tags = ['monitoring'];
  let made: IndicatorExplorer | null = null;
  const explorer = () => {
    made ??= new IndicatorExplorer(workspace, lexicons);
    return made;
  };
  const asked = (query: z.infer<typeof Known>, principal: Principal) => ({
    id: query.indicator,
    unit: query.unit,
    within: withinOf(principal),
    asOf: query.asOf === undefined ? null : { day: query.asOf, by: query.by },
  });

  api.get(
    '/monitoring/indicators',
    {
      config: { restsOn: FIGURES },
      schema: { tags, summary: '指标目录 indicators that figures state', response: { 200: IndicatorList } },
    },
    async ({ principal }) => ({ items: await explorer().indicators(withinOf(principal)) }),
  );

  api.get(
    '/monitoring/figures/:id',
    {
      schema: {
        tags,
        summary: '一个数所在的序列 the series that a figure stands in',
        params: z.object({ id: z.string().regex(/^[0-9a-f]{8,64}$/) }),
        response: { 200: FigureView },
      },
    },
    async ({ params, principal }) => {
      const view = await explorer().viewOf(params.id);
      if (view === null || !mayAccess(principal, view.areaCode)) throw missing();
      return view;
    },
  );

  api.get(
    '/monitoring/series',
    {
      config: { restsOn: FIGURES },
      schema: {
        tags,
        summary: '指标序列：地区×行业×时期 series by areas, industries and periods',
        querystring: Known.extend({
          kind: FigureKind,
          frequency: Frequency.optional(),
          area: names,
          industry: names,
          compare: z.enum(['0', '1']).default('1'),
        }),
        response: { 200: SeriesAnswer },
      },
    },
    async ({ query, principal }) => {
      const answer = await explorer().series({
        ...asked(query, principal),
        kind: query.kind,
        frequency: query.frequency ?? null,
        areas: query.area,
        industries: query.industry,
        compare: query.compare === '1',
      });
      if (answer === null) throw missing();
      return answer;
    },
  );

  api.get(
    '/monitoring/contribution',
    {
      config: { restsOn: FIGURES },
      schema: {
        tags,
        summary: '拉动与贡献 what each part adds to the growth of the whole',
        querystring: Known.extend({
          area: name.optional(),
          period: name.optional(),
          /** Industries where they are stated, areas else. */
          of: z.enum(['industry', 'area']).optional(),
          division: name.optional(),
        }),
        response: { 200: ContributionAnswer },
      },
    },
    async ({ query, principal }) => {
      const rules = measureRules(await loadMeasureRules());
      const by = (of: 'industry' | 'area') =>
        explorer().contribution(
          {
            ...asked(query, principal),
            area: query.area ?? null,
            period: query.period ?? null,
            by: of,
            division: query.division ?? null,
          },
          rules,
        );
      let answer = await by(query.of ?? 'industry');
      if (query.of === undefined && answer?.parts.length === 0) {
        const byArea = await by('area');
        if (byArea !== null && byArea.parts.length > 0) answer = byArea;
      }
      if (answer === null) throw missing();
      return answer;
    },
  );
};

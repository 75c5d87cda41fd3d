// Layout: which industries fit an area. Answers that take long come as a job; what it made is kept, and the same request then has it.
import type { FastifyReply } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import {
  FORESIGHT_DEFINITIONS,
  PROFILES,
  RECOMMENDATION_WEIGHTS,
  type RecommendationTerm,
  RULE_NAMES,
  ranks,
} from '../../foresee/index.js';
import { type Bilingual, UserError } from '../../model/index.js';
import {
  AREA_LEVELS,
  type AreaList,
  figureTables,
  INDUSTRY_LEVELS,
  LayoutStudies,
  type ListAsked,
  type Past,
  type Study,
  type StudyAsked,
} from '../../verbs/index.js';
import {
  GuessedTable,
  LayoutArea,
  LayoutPast,
  LayoutSpace,
  LayoutTables,
  TableKept,
  TableToKeep,
  UnderWay,
} from '../contract/layout.js';
import { notFound, Refusal } from '../failure.js';
import { untilGone } from '../gone.js';
import { type Principal, withinOf } from '../principal.js';
import { weightsOf } from '../weights.js';
import type { Routes } from './index.js';
import { UploadId, withoutPath } from './uploads.js';

/** An answer that is not there by then comes as a job. */
const PATIENCE_MS = 300;

const flag = z.enum(['0', '1']);

const StudyQuery = z.object({
  table: z.string().max(200).optional(),
  indicator: z.string().max(200).optional(),
  unit: z.string().max(60).default(''),
  areas: z.enum(AREA_LEVELS).default('prefecture'),
  industries: z.enum(INDUSTRY_LEVELS).default('division'),
  at: z.coerce.number().int().min(1900).max(2100).optional(),
  profile: z.enum(Object.keys(PROFILES) as [string, ...string[]]).default('atlas'),
  threshold: z.coerce.number().positive().max(100).optional(),
  atThreshold: z.enum(['present', 'absent']).optional(),
  density: z.enum(['withOwn', 'leaveOneOut']).optional(),
  proximity: z.enum(['conditionalProbability', 'correlation']).optional(),
  parts: z.enum(['refuse', 'largest']).optional(),
  dropSmall: z.coerce.number().min(0).max(0.9).default(0),
});

const ListQuery = StudyQuery.extend({
  area: z.string().max(200),
  weights: z.string().max(400).optional(),
  count: z.coerce.number().int().min(1).max(100).default(10),
  leastHolders: z.coerce.number().int().min(1).max(100).default(2),
  neighbours: flag.default('1'),
  prefer: z.enum(['emerging', 'future']).optional(),
});

export const layoutRoutes: Routes = async (plain, { workspace, jobs, staging, files, audit }) => {
  const api = plain.withTypeProvider<ZodTypeProvider>();
  const tags = ['layout'];
  const studies = new LayoutStudies(workspace);
  const waiting = new Map<string, { id: string }>();

  /** What is there soon, or the job that makes it. */
  async function soon<Made>(
    key: string,
    title: Bilingual,
    principal: Principal,
    work: () => Promise<Made>,
  ): Promise<Made | UnderWay> {
    const under = waiting.get(key);
    const known = under && jobs.get(under.id);
    if (known && known.ended === null) return { job: { ...known } };
    const made = work();
    const late = Symbol('late');
    const first = await Promise.race([
      made,
      new Promise<typeof late>((resolve) => setTimeout(resolve, PATIENCE_MS, late).unref()),
    ]);
    if (first !== late) return first;
    made.catch(() => undefined);
    const job = await jobs.start({ kind: 'layout', title, principal: principal.id }, async () => {
      // A job tells what was asked wrongly, as an answer at once would.
      await made.catch((error) => {
        throw error instanceof Refusal ? new UserError({ zh: error.zh, en: error.en }) : error;
      });
      return null;
    });
    waiting.set(key, job);
    made.finally(() => waiting.delete(key)).catch(() => undefined);
    return { job };
  }

  const send = <Made>(reply: FastifyReply, answer: Made | UnderWay) => {
    if (typeof answer === 'object' && answer !== null && 'job' in answer) reply.status(202);
    return answer;
  };

  api.get(
    '/layout/tables',
    {
      config: { restsOn: ['layout_tables', 'layout_cells', 'neighbours', 'figures', 'documents', 'sources'] },
      schema: {
        tags,
        summary: '可选的表与指标 tables and indicators to choose from',
        response: { 200: LayoutTables },
      },
    },
    async ({ principal }) => {
      const neighbours = await workspace.neighbours();
      return {
        tables: (await workspace.layoutTables()).map(({ columns, ...table }) => ({
          ...table,
          value: columns.value,
        })),
        figures: await figureTables(workspace, withinOf(principal)),
        neighbours:
          neighbours === null
            ? null
            : {
                file: neighbours.file,
                pairs: neighbours.pairs.length,
                synthetic: neighbours.synthetic,
              },
        profiles: Object.keys(PROFILES),
        weights: RECOMMENDATION_WEIGHTS,
      };
    },
  );

  api.get(
    '/layout/space',
    {
      schema: {
        tags,
        summary: '产业空间 the product space of a table: activities, links, areas',
        querystring: StudyQuery,
        response: { 200: LayoutSpace, 202: UnderWay },
      },
    },
    async ({ query, principal }, reply) => {
      const asked = studyAsked(query, principal);
      const title = { zh: '测算产业空间', en: 'Working out the product space' };
      const found = await soon(`space ${JSON.stringify(asked)}`, title, principal, () =>
        studies.study(asked),
      );
      return send(reply, 'job' in found ? found : spaceAnswer(found)) as LayoutSpace;
    },
  );

  api.get(
    '/layout/area',
    {
      schema: {
        tags,
        summary: '一个地区的建议与理由 the short list of an area with its reasons (weights=fit:0.3,…)',
        querystring: ListQuery,
        response: { 200: LayoutArea, 202: UnderWay },
      },
    },
    async ({ query, principal }, reply) => {
      const asked = studyAsked(query, principal);
      const list = listAsked(query);
      const title = { zh: `测算${query.area}的布局建议`, en: `Working out the list of ${query.area}` };
      const found = await soon(`area ${JSON.stringify([asked, list])}`, title, principal, async () => {
        const study = await studies.study(asked);
        refuseArea(study, list.area);
        return studies.area(study, list);
      });
      return send(reply, 'job' in found ? found : areaAnswer(found)) as LayoutArea;
    },
  );

  api.get(
    '/layout/past',
    {
      schema: {
        tags,
        summary: '回测 what became of such lists in the past',
        querystring: ListQuery.extend({ horizon: z.coerce.number().int().min(1).max(50).optional() }),
        response: { 200: LayoutPast, 202: UnderWay },
      },
    },
    async ({ query, principal }, reply) => {
      const asked = studyAsked(query, principal);
      const list = listAsked(query);
      const horizon = query.horizon ?? null;
      const title = { zh: '回测', en: 'Back-test' };
      const found = await soon(
        `past ${JSON.stringify([asked, list, horizon])}`,
        title,
        principal,
        async () => {
          const study = await studies.study(asked);
          refuseArea(study, list.area);
          return studies.past(study, list, horizon);
        },
      );
      return send(reply, 'job' in found ? found : pastAnswer(found)) as LayoutPast;
    },
  );

  api.get(
    '/layout/uploads/:id',
    {
      schema: {
        tags,
        summary: '猜列 which column of an uploaded table is which',
        params: UploadId,
        response: { 200: GuessedTable },
      },
    },
    async ({ params }, reply) => {
      const staged = staging.get(params.id);
      try {
        return await files.layoutColumns(staged.path, untilGone(reply));
      } catch (error) {
        throw withoutPath(error, staged);
      }
    },
  );

  api.post(
    '/layout/uploads/:id/keep',
    {
      schema: {
        tags,
        summary: '收入布局表 keeps an uploaded table of area, activity, value and year',
        params: UploadId,
        body: TableToKeep,
        response: { 201: TableKept },
      },
    },
    async ({ params, body, principal }, reply) => {
      const staged = staging.get(params.id);
      const { year, publisher, released, ...rest } = body;
      try {
        const kept = await files.keepLayout(
          { path: staged.path, name: staged.file },
          {
            ...rest,
            ...(year !== undefined && { year }),
            ...(publisher !== undefined && { publisher }),
            ...(released !== undefined && { released }),
          },
        );
        await audit(principal, 'import', `${staged.file} ${kept.importId ?? 'known'}`);
        return reply.status(201).send(kept);
      } catch (error) {
        throw withoutPath(error, staged);
      }
    },
  );

  api.post(
    '/layout/uploads/:id/neighbours',
    {
      schema: {
        tags,
        summary: '收入邻近关系 keeps an uploaded list of areas that adjoin',
        params: UploadId,
        body: z.object({ synthetic: z.boolean().default(false) }),
        response: { 201: TableKept },
      },
    },
    async ({ params, body, principal }, reply) => {
      const staged = staging.get(params.id);
      try {
        const kept = await files.keepNeighbours({ path: staged.path, name: staged.file }, body.synthetic);
        await audit(principal, 'import', `${staged.file} ${kept.importId ?? 'known'}`);
        return reply.status(201).send({ ...kept, name: staged.file });
      } catch (error) {
        throw withoutPath(error, staged);
      }
    },
  );
};

function studyAsked(query: z.infer<typeof StudyQuery>, principal: Principal): StudyAsked {
  const { table, indicator, unit, areas, industries, at, dropSmall } = query;
  const { profile, threshold, atThreshold, density, proximity, parts } = query;
  if (table === undefined && indicator === undefined)
    throw new Refusal(400, 'noTable', {
      zh: '应指明一张表（table）或一个指标（indicator）',
      en: 'a table or an indicator is expected',
    });
  return {
    of: table === undefined ? { indicator: indicator!, unit, areas, industries } : { table },
    at: at ?? null,
    conventions: {
      profile,
      ...(threshold !== undefined && { threshold }),
      ...(atThreshold !== undefined && { atThreshold }),
      ...(density !== undefined && { density }),
      ...(proximity !== undefined && { proximity }),
      ...(parts !== undefined && { parts }),
    },
    dropSmall: dropSmall === 0 ? null : dropSmall,
    within: withinOf(principal),
  };
}

function listAsked(query: z.infer<typeof ListQuery>): ListAsked {
  const { area, weights, count, leastHolders, neighbours, prefer } = query;
  return {
    area,
    weights: weightsOf(weights, Object.keys(RECOMMENDATION_WEIGHTS) as RecommendationTerm[]),
    count,
    leastHolders,
    neighbours: neighbours === '1',
    prefer: prefer ?? null,
  };
}

function refuseArea({ table, effect }: Study, area: string): void {
  if (table.regions.includes(area)) return;
  if (effect?.droppedRegions.includes(area))
    throw notFound(`“${area}”因规模小被筛选剔除`, `“${area}” is left out by the filter of small areas`);
  throw notFound(`表中没有地区“${area}”`, `the table has no area “${area}”`);
}

/** What is not defined is null. */
function defined(value: number | undefined): number | null {
  return value === undefined || !Number.isFinite(value) ? null : value;
}

function spaceAnswer(study: Study): LayoutSpace {
  const { source, read, profile, table, result, diagnosis, space, effect, neighbours, notes } = study;
  const eciRank = ranks(result.complexity.eci);
  const m = table.activities.length;
  return {
    source,
    year: read.year,
    years: study.panel.map(({ year }) => year),
    profile: { name: profile.name, changed: profile.changed, threshold: profile.conventions.threshold },
    areas: table.regions.map((name, r) => ({
      name,
      total: table.regionTotals[r]!,
      diversity: result.presence.diversity[r]!,
      eci: defined(result.complexity.eci[r]),
      rank: defined(eciRank[r]),
    })),
    nodes: table.activities.map((activity, p) => ({
      activity,
      x: defined(space?.x[p]),
      y: defined(space?.y[p]),
      complexity: defined(result.complexity.pci[p]),
      total: table.activityTotals[p]!,
      ubiquity: result.presence.ubiquity[p]!,
    })),
    links: (space?.links ?? []).map(({ from, to, tree }) => ({
      from,
      to,
      tree,
      proximity: result.proximity![from * m + to]!,
    })),
    refusals: diagnosis.refusals,
    doubts: diagnosis.doubts,
    notes,
    dropped: effect === null ? null : { areas: effect.droppedRegions, activities: effect.droppedActivities },
    neighbours: neighbours === null ? null : { file: neighbours.file, unknown: neighbours.unknown },
    definitions: FORESIGHT_DEFINITIONS,
  };
}

function areaAnswer({ study, answer, scores, firms }: AreaList): LayoutArea {
  const { table, result, tagsOf, taxonomies, exposure } = study;
  const m = table.activities.length;
  const r = table.regions.indexOf(answer.region);
  const own = (values: ArrayLike<number> | null, p: number) => defined(values?.[r * m + p]);
  const values = new Float64Array(m);
  for (let k = table.start[r]!; k < table.start[r + 1]!; k++) values[table.activity[k]!] = table.values[k]!;
  const has = (p: number) => scores.has[r * m + p] === 1;
  const order = Array.from({ length: m }, (_, p) => p)
    .filter((p) => own(scores.score, p) !== null)
    .sort((a, b) => scores.score[r * m + b]! - scores.score[r * m + a]! || a - b);
  const rank = new Map(order.map((p, i) => [p, i + 1]));
  let lacking = 0;
  for (let p = 0; p < m; p++) if (!has(p)) lacking++;
  return {
    area: answer.region,
    weights: answer.weights,
    candidates: answer.candidates,
    diversity: result.presence.diversity[r]!,
    eci: defined(result.complexity.eci[r]),
    eciRank: defined(ranks(result.complexity.eci)[r]),
    areas: table.regions.length,
    opportunityValue: defined(result.opportunityValue?.[r]),
    neighbours: answer.neighbours,
    neighboursGiven: answer.neighboursGiven,
    overlap: { without: defined(answer.overlap.without), with: defined(answer.overlap.with) },
    recommended: answer.recommendations.map((one) => {
      const found = firms.get(one.activity);
      return {
        ...one,
        gain: defined(one.gain ?? Number.NaN),
        complexity: defined(one.complexity),
        neighbourAdvantage: defined(one.neighbourAdvantage),
        chain: exposure?.through.get(one.activity) ?? null,
        tags: tagsOf(one.activity).map(({ kind, name, en }) => ({ kind, name, en })),
        firms: found ?? null,
      };
    }),
    activities: table.activities.map((activity, p) => ({
      value: values[p]!,
      originId: study.originOf(answer.region, activity),
      advantage: scores.advantage[r * m + p]!,
      has: has(p),
      candidate: rank.has(p),
      rank: rank.get(p) ?? null,
      density: own(result.density, p),
      gain: has(p) ? null : own(result.opportunityGain, p),
    })),
    tooFew: lacking - answer.candidates,
    exposure: exposure === null ? null : { table: exposure.table, measure: exposure.measure },
    taxonomies: taxonomies.map(({ name, nameEn, publisher, document }) => ({
      name,
      nameEn,
      publisher,
      document,
    })),
    doubts: answer.doubts,
  };
}

function pastAnswer({ horizons, horizon, lists, back, refusal }: Past): LayoutPast {
  const tested = back?.horizons[0];
  const interval = ({ low, high }: { low: number; high: number }) => ({
    low: defined(low),
    high: defined(high),
  });
  return {
    horizons,
    horizon,
    refusal,
    lists:
      lists === null
        ? null
        : {
            ...lists,
            rules: lists.rules.map((one) => ({
              ...one,
              name: RULE_NAMES[one.rule],
              interval: interval(one.interval),
              aheadOfChance: interval(one.aheadOfChance),
            })),
            own: lists.lists ?? [],
          },
    back:
      back === null || tested === undefined
        ? null
        : {
            horizon: tested.horizon,
            candidates: tested.candidates,
            entries: tested.entries,
            entryRate: tested.entryRate,
            level: back.level,
            rounds: back.rounds,
            seed: back.seed,
            scores: tested.scores.map(({ score, auc, interval: own, withinRegions, hitRateOfTen }) => ({
              score,
              auc,
              interval: interval(own),
              withinRegions: defined(withinRegions),
              hitRateOfTen: defined(hitRateOfTen),
            })),
            verdict: tested.verdict,
          },
  };
}

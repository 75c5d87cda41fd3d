// Chains: maps laid out, the supply network on its thread, closures at once, rankings, shocks and mending as jobs.
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { compareScenarios, type IoTable, type Interval as Range, type Scenario } from '../../chain/index.js';
import type { Bilingual } from '../../model/index.js';
import { scenariosInThreads } from '../../threads/index.js';
import { chainView, ioTableOf, keptChain } from '../../verbs/index.js';
import { doNotKeep } from '../answers.js';
import {
  ChainMapAnswer,
  ChainsSummary,
  ClosureAnswer,
  FirmDossier,
  MendAsked,
  type MendResult,
  NETWORK,
  NetworkFirms,
  type NetworkSummary,
  NodeDossier,
  RankingAsked,
  RankingSummary,
  ShockAsked,
  type ShockResult,
  type ShockScenario,
} from '../contract/chains.js';
import { Job, PageQuery } from '../contract/shared.js';
import { notFound } from '../failure.js';
import { dossierOf, type HeldView, mapAnswer } from '../network/answers.js';
import { NETWORK_RESTS_ON, networkDeskOf, RANKING } from '../network/desk.js';
import type { Session } from '../session.js';
import type { Routes } from './index.js';

/** How long an answer waits for the network to open before it says that it is being opened. */
const PATIENCE_MS = 1000;
const LEVEL = 0.9;

const DYNAMIC_METHOD = {
  name: { zh: '适应性区域投入产出模型（库存）', en: 'adaptive regional input–output model with inventories' },
  definition: {
    zh: '产出损失为正常产出减逐日产出之和；增加值按产出比例折算',
    en: 'loss is the sum over days of normal less actual output; value added in proportion to output',
  },
  formula: 'Σ_t Σ_i (x_i(0) − x_i(t))',
  source: 'Hallegatte (2008, 2014), Risk Analysis; Guan et al. (2020), Nature Human Behaviour 4',
};
export const chainRoutes: Routes = async (plain, session) => {
  const api = plain.withTypeProvider<ZodTypeProvider>();
  const { workspace, jobs } = session;
  const network = networkDeskOf(session);
  const maps = new ChainMaps(session);
  const tags = ['chains'];
  let opening: Promise<Job> | null = null;
  plain.addHook('onClose', () => network.close());

  /** The job that opens the network; null where it is open, or known not to be there, within `PATIENCE_MS`. */
  async function openedSoon(by: string): Promise<Job | null> {
    const ready = network.ready();
    const isReady = await Promise.race([
      ready.then(() => true),
      new Promise<false>((resolve) => setTimeout(() => resolve(false), PATIENCE_MS).unref()),
    ]);
    if (isReady) return null;
    opening ??= jobs
      .start(
        {
          kind: 'chain-open',
          title: { zh: '打开供应网络', en: 'opening the supply network' },
          principal: by,
        },
        async ({ progress }) => {
          progress(null, {
            zh: '读入企业和供应关系，建立停产传导模型',
            en: 'reading firms and links, making the model of the cascade',
          });
          await ready.finally(() => {
            opening = null;
          });
          return null;
        },
      )
      .catch((error: unknown) => {
        opening = null;
        throw error;
      });
    return opening;
  }

  api.get(
    '/chains',
    {
      config: { restsOn: [...NETWORK_RESTS_ON, 'chains', 'io_tables', 'sources'] },
      schema: {
        tags,
        summary: '产业链概况 chains, the supply network and input–output tables',
        response: { 200: ChainsSummary },
      },
    },
    async (request) => {
      const [chains, tables, job] = await Promise.all([
        workspace.chains(),
        workspace.ioTables(),
        openedSoon(request.principal.id),
      ]);
      if (job !== null) doNotKeep(request);
      const found =
        job === null
          ? await network.ask<{ network: NetworkSummary | null; reason: Bilingual | null }>('summary', null)
          : { network: null, reason: null };
      return {
        chains: chains.map((chain) => ({ ...chain, synthetic: chain.synthetic === true })),
        network: found.network,
        noNetwork: found.reason,
        opening: job,
        ioTables: tables.map(({ name, title, year, unit, industries, regions, synthetic }) => ({
          name,
          title,
          year,
          unit,
          industries,
          regions,
          synthetic,
        })),
      };
    },
  );

  api.get(
    '/chains/map',
    {
      config: { restsOn: [...NETWORK_RESTS_ON, RANKING, 'chains', 'sources'] },
      schema: {
        tags,
        summary: '产业链图谱 a map laid out by upstreamness; ~network is the supply network by sector',
        querystring: z.object({ chain: z.string(), home: z.string().optional() }),
        response: { 200: ChainMapAnswer },
      },
    },
    async ({ query: { chain, home = null } }) =>
      chain === NETWORK
        ? network.ask<ChainMapAnswer>('map', { chain, home })
        : mapAnswer(chain, await maps.view(chain, home), null),
  );

  api.get(
    '/chains/node',
    {
      config: { restsOn: [...NETWORK_RESTS_ON, 'chains', 'sources'] },
      schema: {
        tags,
        summary: '环节档案 dossier of a node: inputs, uses, makers, gaps, projects',
        querystring: z.object({ chain: z.string(), node: z.string(), home: z.string().optional() }),
        response: { 200: NodeDossier },
      },
    },
    async ({ query: { chain, node, home = null } }) => {
      if (chain === NETWORK) return network.ask<NodeDossier>('node', { node, home });
      const held = await maps.view(chain, home);
      const ids = held.view.map.actors.flatMap(({ id }) => id ?? []);
      const known = new Set(ids.length === 0 ? [] : await network.ask<string[]>('known', ids));
      return dossierOf(node, held, () => known);
    },
  );

  api.get(
    '/chains/firms',
    {
      config: { restsOn: [...NETWORK_RESTS_ON, RANKING] },
      schema: {
        tags,
        summary: '网络中的企业 firms of the supply network, by systemic risk where a ranking is kept',
        querystring: PageQuery.extend({
          text: z.string().optional(),
          sector: z.string().optional(),
          sort: z.enum(['esri', 'down', 'up', 'output', 'suppliers', 'customers', 'name']).default('esri'),
          order: z.enum(['down', 'up']).default('down'),
        }),
        response: { 200: NetworkFirms },
      },
    },
    async ({ query }) => network.ask<NetworkFirms>('firms', query),
  );

  api.get(
    '/chains/firm',
    {
      config: { restsOn: [...NETWORK_RESTS_ON, RANKING] },
      schema: {
        tags,
        summary: '企业在网络中的位置 a firm of the network: suppliers, customers, who could stand in',
        querystring: z.object({ id: z.string() }),
        response: { 200: FirmDossier },
      },
    },
    async ({ query }) => network.ask<FirmDossier>('firm', query.id),
  );

  api.get(
    '/chains/close',
    {
      config: { restsOn: NETWORK_RESTS_ON },
      schema: {
        tags,
        summary: '停产推演 what the network loses when these firms close, worked out at once',
        querystring: z.object({
          /** Several with commas. */
          firms: z.string().min(1),
          rule: z.enum(['converged', 'eps']).default('converged'),
          eps: z.coerce.number().min(1e-6).max(0.5).default(0.01),
        }),
        response: { 200: ClosureAnswer },
      },
    },
    async ({ query: { firms, rule, eps } }) =>
      network.ask<ClosureAnswer>('close', {
        firms: [...new Set(firms.split(',').map((id) => id.trim()))],
        rule,
        eps,
      }),
  );

  api.get(
    '/chains/ranking',
    {
      config: { restsOn: [...NETWORK_RESTS_ON, RANKING] },
      schema: {
        tags,
        summary: '上次的风险排名 the ranking that was kept last; null where there is none',
        response: { 200: z.object({ ranking: RankingSummary.nullable() }) },
      },
    },
    async () => ({ ranking: await network.ask<RankingSummary | null>('ranking', null) }),
  );

  api.post(
    '/chains/ranking',
    {
      schema: {
        tags,
        summary: '计算风险排名 close every firm alone, as a job; the result is kept',
        body: RankingAsked,
        response: { 202: z.object({ job: Job }) },
      },
    },
    async ({ body, principal }, reply) => {
      await network.ask('open', null);
      const job = await jobs.start(
        {
          kind: 'chain-ranking',
          title: { zh: '系统性风险排名', en: 'ranking by systemic risk' },
          principal: principal.id,
        },
        async ({ signal, progress }) => {
          const parameter = body.rule === 'eps' ? body.eps : body.tolerance;
          const ranking = await network.ask<RankingSummary>(
            'rank',
            { rule: body.rule, parameter, computedAt: new Date().toISOString() },
            { signal, onProgress: progress },
          );
          workspace.noteChange(RANKING);
          await session.audit(principal, 'chain-ranking', `${body.rule} ${parameter}`);
          return ranking;
        },
      );
      return reply.status(202).send({ job });
    },
  );

  api.get(
    '/chains/industries',
    {
      config: { restsOn: ['io_tables'] },
      schema: {
        tags,
        summary: '投入产出表的部门 industries of an input–output table',
        querystring: z.object({ table: z.string() }),
        response: {
          200: z.object({ industries: z.array(z.object({ code: z.string(), name: z.string() })) }),
        },
      },
    },
    async ({ query }) => {
      const { industries } = ioTableOf(await workspace.ioTable(query.table));
      return {
        industries: industries.map(({ code, name, region }) => ({
          code,
          name: region === null ? name : `${region} ${name}`,
        })),
      };
    },
  );

  api.post(
    '/chains/shock',
    {
      schema: {
        tags,
        summary: '冲击推演 one or two scenarios day by day on an input–output table, as a job',
        body: ShockAsked,
        response: { 202: z.object({ job: Job }) },
      },
    },
    async ({ body, principal }, reply) => {
      const entry = (await workspace.ioTables()).find(({ name }) => name === body.table);
      if (entry === undefined)
        throw notFound('工作区没有这张投入产出表', 'the workspace has no such input–output table');
      const table = ioTableOf(await workspace.ioTable(body.table));
      const scenarios = body.scenarios.map((asked, at) => scenarioOf(asked, at));
      const job = await jobs.start(
        {
          kind: 'chain-shock',
          title: {
            zh: `冲击推演：${scenarios.map(({ name }) => name).join('、')}`,
            en: `shock: ${scenarios.map(({ name }) => name).join(', ')}`,
          },
          principal: principal.id,
        },
        async ({ signal, progress }) => {
          progress(0.05, { zh: '逐日推演', en: 'day by day' });
          const { draws = 20, seed = 1 } = body;
          const results = await scenariosInThreads(
            table,
            scenarios,
            { draws, seed, level: LEVEL },
            {
              signal,
              onProgress: (done, of) => progress(done / of),
            },
          );
          return shockResult(table, entry.synthetic, body.table, scenarios, results, seed);
        },
      );
      return reply.status(202).send({ job });
    },
  );

  api.post(
    '/chains/mend',
    {
      schema: {
        tags,
        summary: '补链 which further supplier lowers the risk of the whole most, as a job',
        body: MendAsked,
        response: { 202: z.object({ job: Job }) },
      },
    },
    async ({ body, principal }, reply) => {
      await network.ask('open', null);
      const job = await jobs.start(
        { kind: 'chain-mend', title: { zh: '补链建议', en: 'links to add' }, principal: principal.id },
        ({ signal, progress }) => network.ask<MendResult>('mend', body, { signal, onProgress: progress }),
      );
      return reply.status(202).send({ job });
    },
  );
};

/** Maps of chains, laid out once for each state of a chain. */
class ChainMaps {
  readonly #session: Session;
  readonly #views = new Map<string, Promise<HeldView>>();

  constructor(session: Session) {
    this.#session = session;
  }

  view(chain: string, home: string | null): Promise<HeldView> {
    const { workspace } = this.#session;
    const key = JSON.stringify([chain, home, workspace.version(['chains', 'sources'])]);
    const known = this.#views.get(key);
    if (known !== undefined) return known;
    const made = this.#make(chain, home);
    if (this.#views.size >= 12) this.#views.delete(this.#views.keys().next().value!);
    this.#views.set(key, made);
    made.catch(() => this.#views.delete(key));
    return made;
  }

  async #make(chain: string, home: string | null): Promise<HeldView> {
    const { map, synthetic, files } = await keptChain(this.#session.workspace, chain);
    return {
      view: await chainView(map, home),
      synthetic,
      unit: null,
      period: null,
      files: files.map(({ file }) => file),
    };
  }
}

function scenarioOf(asked: z.infer<typeof ShockScenario>, at: number): Scenario & { kind: 'dynamic' } {
  const { name, days, inventoryDays, restorationDays, events } = asked;
  return {
    name: name || `#${at + 1}`,
    kind: 'dynamic',
    days,
    parameters: { inventoryDays, inventoryRestorationDays: restorationDays },
    capitalToValueAdded: 4,
    events: events.map(({ kind, industry, loss, start, duration, recoveryDays }) =>
      kind === 'capacity'
        ? { kind, start, duration, loss: { [industry]: loss }, recoveryDays, shape: 'linear' as const }
        : {
            kind,
            start,
            duration,
            change: {
              [industry]: typeof loss === 'number' ? -loss : ([-loss[1], -loss[0]] as [number, number]),
            },
          },
    ),
  };
}

const interval = ({ low, median, high }: Range) => ({ low, median, high });

function shockResult(
  table: IoTable,
  synthetic: boolean,
  name: string,
  scenarios: readonly (Scenario & { kind: 'dynamic' })[],
  results: Awaited<ReturnType<typeof scenariosInThreads>>,
  seed: number,
): ShockResult {
  const n = table.industries.length;
  const [a, b] = results;
  return {
    table: name,
    title: table.title,
    year: table.year,
    unit: table.unit,
    synthetic,
    level: LEVEL,
    draws: Math.max(...results.map(({ draws }) => draws)),
    seed,
    industries: table.industries.map(({ code, name: words, region }, i) => ({
      code,
      name: region === null ? words : `${region} ${words}`,
      output: table.output[i]!,
    })),
    scenarios: results.map((result, at) => ({
      name: result.name,
      days: scenarios[at]!.days,
      loss: {
        output: interval(result.loss!.output),
        valueAdded: result.loss!.valueAdded && interval(result.loss!.valueAdded),
        outputShare: interval(result.loss!.outputShare),
      },
      unmet: result.unmet && interval(result.unmet),
      verdict: result.stability?.verdict ?? null,
      path: (result.path ?? []).map(interval),
      byIndustry: [...result.byIndustry],
      production: Array.from({ length: scenarios[at]!.days }, (_, day) =>
        Array.from(result.production!.subarray(day * n, (day + 1) * n), (share) =>
          Math.round(share * 10_000),
        ),
      ),
    })),
    difference:
      a !== undefined && b !== undefined ? interval(compareScenarios(a, b, LEVEL).difference) : null,
    method: DYNAMIC_METHOD,
  };
}

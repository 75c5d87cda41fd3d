// Chains: maps laid out, the supply network held in memory, closures at once, rankings, shocks and mending as jobs.
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import {
  CHAIN_POSITION_DEFINITION,
  compareScenarios,
  GAP_WORDS,
  type IoTable,
  type Interval as Range,
  type Scenario,
  type StopRule,
  stageFlows,
  topFlows,
} from '../../chain/index.js';
import { type Bilingual, UserError } from '../../model/index.js';
import { loadCodes, writeWhole } from '../../store/index.js';
import { scenariosInThreads } from '../../threads/index.js';
import {
  type ChainView,
  chainView,
  closeFirms,
  type HeldNetwork,
  ioTableOf,
  keptChain,
  mendNetwork,
  networkMap,
  networkVersion,
  openNetwork,
  rankNetwork,
} from '../../verbs/index.js';
import {
  ChainMapAnswer,
  ChainsSummary,
  ClosureAnswer,
  FirmDossier,
  MendAsked,
  type MendResult,
  NETWORK,
  type NetworkFirm,
  NetworkFirms,
  NodeDossier,
  RankingAsked,
  RankingSummary,
  ShockAsked,
  type ShockResult,
  type ShockScenario,
} from '../contract/chains.js';
import { Job, PageQuery } from '../contract/shared.js';
import { notFound } from '../failure.js';
import type { Session } from '../session.js';
import type { Routes } from './index.js';

const RESULTS = 'results';
const RANKING = 'chain-ranking.json';
/** What the supply network rests on. */
const NETWORK_TABLES = ['links', 'input_classes', 'enterprises', 'firm_items', 'sources'];
/** Flows between stages that are drawn. */
const FLOWS = 60;
const MAKERS = 200;
const PARTNERS = 12;
/** Stages of a map that names none: upstream, midstream, downstream. */
const TIERS = 3;
const LEVEL = 0.9;

const CASCADE_METHOD = {
  name: { zh: '经济系统性风险指数', en: 'economic systemic risk index' },
  formula: 'ESRI = Σ_i w_i max(ℓᵈ_i, ℓᵘ_i)',
  source: 'Diem, Borsos, Reisch, Kertész & Thurner (2022), Scientific Reports 12:7719',
};
const STOP_WORDS: Record<StopRule['rule'], Bilingual> = {
  eps: {
    zh: '文献的停止规则：没有企业在一步内多损失超过 eps 时停止；eps 是模型参数，不是误差',
    en: 'rule of the literature: stops after the step in which no firm loses more than eps; eps is a parameter of the model, no error',
  },
  converged: {
    zh: '不动点处的指数，附误差界',
    en: 'at the fixed point of the cascade, with a bound on the error',
  },
};
const DYNAMIC_METHOD = {
  name: { zh: '适应性区域投入产出模型（库存）', en: 'adaptive regional input–output model with inventories' },
  definition: {
    zh: '产出损失为正常产出减逐日产出之和；增加值按产出比例折算',
    en: 'loss is the sum over days of normal less actual output; value added in proportion to output',
  },
  formula: 'Σ_t Σ_i (x_i(0) − x_i(t))',
  source: 'Hallegatte (2008, 2014), Risk Analysis; Guan et al. (2020), Nature Human Behaviour 4',
};
const MEND_MEASURE: Bilingual = {
  zh: '总风险：计入的风险最高企业与变动涉及的三家企业的系统性风险指数之和，权数取变动之前的',
  en: 'total risk: the sum of the systemic risk index over the riskiest firms and the three firms of the change, weights as before it',
};

/** A ranking as it is kept beside the workspace's tables. */
const Ranking = z.object({
  schema: z.literal('ballast.ranking/1'),
  version: z.string(),
  rule: z.enum(['certified', 'eps']),
  parameter: z.number(),
  way: z.enum(['certified', 'stepped']),
  computedAt: z.string(),
  ids: z.array(z.string()),
  esri: z.array(z.number()),
  down: z.array(z.number()),
  up: z.array(z.number()),
  errorBound: z.array(z.number()).nullable(),
});
type Ranking = z.infer<typeof Ranking>;
type Ranked = Ranking & { places: ReadonlyMap<string, number>; rows: ReadonlyMap<string, number> };

export const chainRoutes: Routes = async (plain, session) => {
  const api = plain.withTypeProvider<ZodTypeProvider>();
  const { workspace, jobs } = session;
  const desk = new ChainDesk(session);
  const tags = ['chains'];

  api.get(
    '/chains',
    {
      config: { restsOn: [...NETWORK_TABLES, 'chains', 'io_tables'] },
      schema: {
        tags,
        summary: '产业链概况 chains, the supply network and input–output tables',
        response: { 200: ChainsSummary },
      },
    },
    async () => {
      const [chains, tables, network] = await Promise.all([
        workspace.chains(),
        workspace.ioTables(),
        desk.network().then(
          (held) => held,
          (error: unknown) => {
            if (error instanceof UserError) return error;
            throw error;
          },
        ),
      ]);
      return {
        chains: chains.map((chain) => ({ ...chain, synthetic: chain.synthetic === true })),
        network: network instanceof UserError ? null : await summaryOf(network, desk),
        noNetwork: network instanceof UserError ? { zh: network.zh, en: network.en } : null,
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
      config: { restsOn: [...NETWORK_TABLES, 'chains'] },
      schema: {
        tags,
        summary: '产业链图谱 a map laid out by upstreamness; ~network is the supply network by sector',
        querystring: z.object({ chain: z.string(), home: z.string().optional() }),
        response: { 200: ChainMapAnswer },
      },
    },
    async ({ query }) => mapAnswer(query.chain, await desk.view(query.chain, query.home ?? null)),
  );

  api.get(
    '/chains/node',
    {
      config: { restsOn: [...NETWORK_TABLES, 'chains'] },
      schema: {
        tags,
        summary: '环节档案 dossier of a node: inputs, uses, makers, gaps, projects',
        querystring: z.object({ chain: z.string(), node: z.string(), home: z.string().optional() }),
        response: { 200: NodeDossier },
      },
    },
    async ({ query }) => {
      const held = await desk.view(query.chain, query.home ?? null);
      const at = held.view.map.nodes.findIndex(({ id }) => id === query.node);
      if (at < 0) throw notFound('图谱里没有这个环节', 'the map has no such node');
      return dossierOf(at, held, await desk.network().catch(() => null));
    },
  );

  api.get(
    '/chains/firms',
    {
      config: { restsOn: [...NETWORK_TABLES, RANKING] },
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
    async ({ query }) => {
      const { from, count, text, sector, sort, order } = query;
      const held = await desk.network();
      const ranked = await desk.ranking();
      const { network, names } = held;
      const words = text?.trim() ?? '';
      const found = [...network.ids.keys()].filter(
        (i) =>
          (sector === undefined || network.sectors[network.sectorOf[i]!] === sector) &&
          (words === '' || names[i]!.includes(words) || network.ids[i]!.includes(words)),
      );
      const key = sortKey(held, ranked, sort);
      const sign = order === 'down' ? -1 : 1;
      found.sort((a, b) => {
        const [x, y] = [key(a), key(b)];
        if (typeof x === 'string' && typeof y === 'string') return sign * x.localeCompare(y, 'zh') || a - b;
        return sign * ((x as number) - (y as number)) || held.output[b]! - held.output[a]! || a - b;
      });
      const items: NetworkFirm[] = [];
      for (const i of found.slice(from, from + count)) items.push(await firmRow(i, held, ranked, desk));
      return { items, total: found.length, next: from + count < found.length ? from + count : null };
    },
  );

  api.get(
    '/chains/firm',
    {
      config: { restsOn: [...NETWORK_TABLES, RANKING] },
      schema: {
        tags,
        summary: '企业在网络中的位置 a firm of the network: suppliers, customers, who could stand in',
        querystring: z.object({ id: z.string() }),
        response: { 200: FirmDossier },
      },
    },
    async ({ query }) => {
      const held = await desk.network();
      const at = numberOf(held, query.id);
      const { network, names, unit, period } = held;
      const { outStart, outBuyer, outWeight, inStart, inSupplier, inWeight, outStrength, sectorOf } = network;
      const name = await desk.sectorNames();
      const largest = (firms: ArrayLike<number>, values: ArrayLike<number>, whole: number) =>
        Array.from({ length: firms.length }, (_, k) => [firms[k]!, values[k]!] as const)
          .sort((a, b) => b[1] - a[1] || a[0] - b[0])
          .slice(0, PARTNERS)
          .map(([i, value]) => ({
            ...named(i, held, name),
            value,
            share: whole > 0 ? value / whole : 0,
          }));
      const ins = [inStart[at]!, inStart[at + 1]!] as const;
      const outs = [outStart[at]!, outStart[at + 1]!] as const;
      const peers = [...network.ids.keys()].filter((i) => i !== at && sectorOf[i] === sectorOf[at]);
      const sector = peers.reduce((sum, i) => sum + outStrength[i]!, outStrength[at]!);
      return {
        ...(await firmRow(at, held, await desk.ranking(), desk)),
        unit,
        period,
        suppliersLargest: largest(
          inSupplier.subarray(...ins),
          inWeight.subarray(...ins),
          network.inStrength[at]!,
        ),
        customersLargest: largest(outBuyer.subarray(...outs), outWeight.subarray(...outs), outStrength[at]!),
        peers: largest(
          peers,
          peers.map((i) => outStrength[i]!),
          sector,
        ).map((peer) => ({ ...peer, name: names[held.indexOf.get(peer.id)!]! })),
      };
    },
  );

  api.get(
    '/chains/close',
    {
      config: { restsOn: NETWORK_TABLES },
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
    async ({ query }) => {
      const held = await desk.network();
      const firms = [...new Set(query.firms.split(','))].map((id) => numberOf(held, id.trim()));
      const stop: StopRule =
        query.rule === 'eps' ? { rule: 'eps', eps: query.eps } : { rule: 'converged', tolerance: 1e-6 };
      const began = performance.now();
      const closure = closeFirms(held, firms, stop);
      const milliseconds = performance.now() - began;
      const name = await desk.sectorNames();
      const { network, output, unit, period, synthetic } = held;
      return {
        ...closure,
        firms: firms.map((i) => named(i, held, name)),
        rule: stop.rule,
        eps: stop.rule === 'eps' ? stop.eps : null,
        whole: output.reduce((sum, value) => sum + value, 0),
        unit,
        period,
        synthetic,
        milliseconds,
        sectors: closure.sectors.map(({ sector, ...rest }) => ({
          code: network.sectors[sector]!,
          name: name(network.sectors[sector]!),
          ...rest,
        })),
        losers: closure.losers.map(({ firm, ...rest }) => ({ ...named(firm, held, name), ...rest })),
        routes: closure.routes.map(({ firms: along, ...rest }) => ({
          ...rest,
          firms: along.map((i) => named(i, held, name)),
        })),
        method: { ...CASCADE_METHOD, stop: STOP_WORDS[stop.rule] },
      };
    },
  );

  api.get(
    '/chains/ranking',
    {
      config: { restsOn: [...NETWORK_TABLES, RANKING] },
      schema: {
        tags,
        summary: '上次的风险排名 the ranking that was kept last; null where there is none',
        response: { 200: z.object({ ranking: RankingSummary.nullable() }) },
      },
    },
    async () => {
      const kept = await desk.kept();
      return { ranking: kept && rankingSummary(kept, kept.version !== (await networkVersion(workspace))) };
    },
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
      const held = await desk.network();
      const job = await jobs.start(
        {
          kind: 'chain-ranking',
          title: { zh: '系统性风险排名', en: 'ranking by systemic risk' },
          principal: principal.id,
        },
        async ({ signal, progress }) => {
          const stop: StopRule =
            body.rule === 'eps'
              ? { rule: 'eps', eps: body.eps }
              : { rule: 'converged', tolerance: body.tolerance };
          const risk = await rankNetwork(held, stop, {
            signal,
            onProgress: (done, of) =>
              progress(done / of, { zh: `已停产 ${done}/${of} 家`, en: `${done} of ${of} firms closed` }),
          });
          const ranking: Ranking = {
            schema: 'ballast.ranking/1',
            version: held.version,
            rule: body.rule,
            parameter: body.rule === 'eps' ? body.eps : body.tolerance,
            way: risk.way,
            computedAt: new Date().toISOString(),
            ids: [...held.network.ids],
            esri: [...risk.esri],
            down: [...risk.down],
            up: [...risk.up],
            errorBound: risk.errorBound === null ? null : [...risk.errorBound],
          };
          await desk.keep(ranking);
          await session.audit(principal, 'chain-ranking', `${body.rule} ${ranking.parameter}`);
          return rankingSummary(ranking, false);
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
      const held = await desk.network();
      const name = await desk.sectorNames();
      const job = await jobs.start(
        { kind: 'chain-mend', title: { zh: '补链建议', en: 'links to add' }, principal: principal.id },
        async ({ signal, progress }): Promise<MendResult> => {
          const { moved = 0.5, largestOrder = 0.5, within = null } = body;
          const found = await mendNetwork(
            held,
            { moved, largestOrder, within },
            { signal, onProgress: progress },
          );
          return {
            unit: held.unit,
            period: held.period,
            synthetic: held.synthetic,
            moved,
            within,
            counts: found.counts,
            together: found.together,
            links: found.links.map(({ buyer, from, to, ...link }) => ({
              value: link.value,
              order: link.order,
              nearness: link.nearness,
              before: link.before,
              after: link.after,
              change: link.change,
              relative: link.relative,
              error: link.error,
              buyer: named(buyer, held, name),
              from: named(from, held, name),
              to: named(to, held, name),
            })),
            gaps: found.gaps.map(({ buyer, supplier, value, firstOrder }) => ({
              buyer: named(buyer, held, name),
              supplier: named(supplier, held, name),
              value,
              firstOrder,
            })),
            measure: MEND_MEASURE,
          };
        },
      );
      return reply.status(202).send({ job });
    },
  );
};

interface HeldView {
  view: ChainView;
  synthetic: boolean;
  unit: string | null;
  period: string | null;
  files: string[];
}

/** What is costly to make out of the workspace, made once for each state of it. */
class ChainDesk {
  readonly #session: Session;
  #network: { version: string; held: Promise<HeldNetwork> } | null = null;
  #names: Promise<(code: string) => string> | null = null;
  #ranked: Ranked | null | undefined;
  readonly #views = new Map<string, Promise<HeldView>>();

  constructor(session: Session) {
    this.#session = session;
  }

  async network(): Promise<HeldNetwork> {
    const { workspace } = this.#session;
    const version = await networkVersion(workspace);
    if (this.#network?.version !== version) {
      const held = openNetwork(workspace);
      this.#network = { version, held };
      // What could not be opened is tried again at the next request.
      held.catch(() => {
        this.#network = null;
      });
    }
    return this.#network!.held;
  }

  /** Names of GB/T 4754 for codes of sectors; what has none stands for itself. */
  sectorNames(): Promise<(code: string) => string> {
    this.#names ??= loadCodes(this.#session.lexicons).then(({ industries }) => {
      const known = new Map<string, string>();
      return (code) => {
        const before = known.get(code);
        if (before !== undefined) return before;
        const found = industries.resolve(code);
        const name = found.status === 'resolved' ? found.name : code;
        known.set(code, name);
        return name;
      };
    });
    return this.#names;
  }

  async view(chain: string, home: string | null): Promise<HeldView> {
    const { workspace } = this.#session;
    const [state] =
      chain === NETWORK
        ? [{ id: await networkVersion(workspace) }]
        : await workspace.query<{ id: string }>(
            'SELECT max(import_id)::VARCHAR AS id FROM chains WHERE chain = $1',
            [chain],
          );
    const key = JSON.stringify([chain, home, state?.id]);
    const known = this.#views.get(key);
    if (known !== undefined) return known;
    const made = chain === NETWORK ? this.#networkView(home) : this.#chainView(chain, home);
    if (this.#views.size >= 12) this.#views.delete(this.#views.keys().next().value!);
    this.#views.set(key, made);
    made.catch(() => this.#views.delete(key));
    return made;
  }

  async #chainView(chain: string, home: string | null): Promise<HeldView> {
    const { map, synthetic, files } = await keptChain(this.#session.workspace, chain);
    return {
      view: await chainView(map, home),
      synthetic,
      unit: null,
      period: null,
      files: files.map(({ file }) => file),
    };
  }

  async #networkView(home: string | null): Promise<HeldView> {
    const held = await this.network();
    const { unit, period, synthetic, files } = held;
    const map = networkMap(held, await this.sectorNames());
    return { view: await chainView(map, home, TIERS), synthetic, unit, period, files };
  }

  #file(): string {
    return join(this.#session.workspace.dir, RESULTS, RANKING);
  }

  /** The ranking that was kept last, whatever it rests on. */
  async kept(): Promise<Ranked | null> {
    if (this.#ranked !== undefined) return this.#ranked;
    const text = await readFile(this.#file(), 'utf8').catch(() => null);
    const read = text === null ? null : Ranking.safeParse(JSON.parse(text));
    this.#ranked = read?.success ? placed(read.data) : null;
    return this.#ranked;
  }

  /** The ranking of the network as it stands; null where there is none. */
  async ranking(): Promise<Ranked | null> {
    const kept = await this.kept();
    return kept !== null && kept.version === (await networkVersion(this.#session.workspace)) ? kept : null;
  }

  async keep(ranking: Ranking): Promise<void> {
    await mkdir(join(this.#session.workspace.dir, RESULTS), { recursive: true });
    await writeWhole(this.#file(), JSON.stringify(ranking));
    this.#ranked = placed(ranking);
    this.#session.workspace.noteChange(RANKING);
  }
}

function placed(ranking: Ranking): Ranked {
  const order = [...ranking.ids.keys()].sort((a, b) => ranking.esri[b]! - ranking.esri[a]! || a - b);
  return {
    ...ranking,
    places: new Map(order.map((row, place) => [ranking.ids[row]!, place + 1])),
    rows: new Map(ranking.ids.map((id, row) => [id, row])),
  };
}

function rankingSummary(
  { rule, parameter, way, computedAt, esri, errorBound }: Ranking,
  stale: boolean,
): RankingSummary {
  const most = (values: readonly number[]) => values.reduce((max, value) => Math.max(max, value), 0);
  return {
    rule,
    parameter,
    way,
    computedAt,
    firms: esri.length,
    mean: esri.length === 0 ? 0 : esri.reduce((sum, value) => sum + value, 0) / esri.length,
    largest: most(esri),
    above10Percent: esri.filter((value) => value > 0.1).length,
    largestErrorBound: errorBound === null ? null : most(errorBound),
    stale,
  };
}

async function summaryOf(held: HeldNetwork, desk: ChainDesk) {
  const { network, period, unit, synthetic, files, basis, notes } = held;
  const name = await desk.sectorNames();
  const counts = new Uint32Array(network.sectors.length);
  for (const sector of network.sectorOf) counts[sector]!++;
  return {
    firms: network.ids.length,
    links: network.outBuyer.length,
    sectors: network.sectors.map((code, at) => ({ code, name: name(code), firms: counts[at]! })),
    period,
    unit,
    synthetic,
    files,
    basis,
    notes,
  };
}

function numberOf({ indexOf }: HeldNetwork, id: string): number {
  const at = indexOf.get(id);
  if (at === undefined) throw notFound(`供应网络里没有企业 ${id}`, `the supply network has no firm ${id}`);
  return at;
}

const named = (i: number, { network, names }: HeldNetwork, sectorName: (code: string) => string) => ({
  id: network.ids[i]!,
  name: names[i]!,
  sectorName: sectorName(network.sectors[network.sectorOf[i]!]!),
});

async function firmRow(
  i: number,
  held: HeldNetwork,
  ranked: Ranked | null,
  desk: ChainDesk,
): Promise<NetworkFirm> {
  const { network, places, output } = held;
  const sector = network.sectors[network.sectorOf[i]!]!;
  const id = network.ids[i]!;
  const row = ranked?.rows.get(id);
  return {
    ...named(i, held, await desk.sectorNames()),
    sector,
    area: places[i]!,
    output: output[i]!,
    sales: network.outStrength[i]!,
    purchases: network.inStrength[i]!,
    suppliers: network.inStart[i + 1]! - network.inStart[i]!,
    customers: network.outStart[i + 1]! - network.outStart[i]!,
    rank: ranked?.places.get(id) ?? null,
    esri: row === undefined ? null : ranked!.esri[row]!,
    down: row === undefined ? null : ranked!.down[row]!,
    up: row === undefined ? null : ranked!.up[row]!,
    errorBound: row === undefined ? null : (ranked!.errorBound?.[row] ?? null),
  };
}

function sortKey(
  { network, names, output }: HeldNetwork,
  ranked: Ranked | null,
  sort: 'esri' | 'down' | 'up' | 'output' | 'suppliers' | 'customers' | 'name',
): (i: number) => number | string {
  switch (sort) {
    case 'name':
      return (i) => names[i]!;
    case 'output':
      return (i) => output[i]!;
    case 'suppliers':
      return (i) => network.inStart[i + 1]! - network.inStart[i]!;
    case 'customers':
      return (i) => network.outStart[i + 1]! - network.outStart[i]!;
    default: {
      if (ranked === null) return (i) => output[i]!;
      const values = ranked[sort];
      return (i) => values[ranked.rows.get(network.ids[i]!) ?? -1] ?? -1;
    }
  }
}

function mapAnswer(chain: string, { view, synthetic, unit, period, files }: HeldView): ChainMapAnswer {
  const { map, layers, upstreamness, gaps, home } = view;
  const order = layers.columns.flatMap(({ nodes }) => nodes);
  const placeOf = new Map(order.map((node, place) => [node, place]));
  const makers = new Uint32Array(map.nodes.length);
  for (const { atNode } of map.actors) if (atNode !== null) makers[atNode]!++;
  const gapsOf = new Map<number, (typeof gaps)[number][]>();
  for (const gap of gaps) gapsOf.set(gap.node, [...(gapsOf.get(gap.node) ?? []), gap]);
  const ways = new Map<number, 'level' | 'feedback'>([
    ...layers.level.map((edge) => [edge, 'level'] as const),
    ...layers.feedback.map((edge) => [edge, 'feedback'] as const),
  ]);
  const areas = new Map<string, number>();
  for (const { area } of map.actors) if (area !== null) areas.set(area, (areas.get(area) ?? 0) + 1);
  const { flows, by } = stageFlows(map, layers);
  // Stages stand from upstream to downstream: what leads to a later one is forward.
  const position = Float64Array.from(layers.stages, (_, at) => layers.stages.length - at);
  const { forward, feedback } = topFlows(flows, position, FLOWS);
  return {
    chain,
    synthetic,
    home,
    areas: [...areas]
      .sort((a, b) => b[1] - a[1])
      .slice(0, 30)
      .map(([area]) => area),
    unit,
    period,
    files,
    stages: layers.stages.map(({ name, nodes, upstreamness: at }, stage) => ({
      name,
      nodes: nodes.length,
      upstreamness: at,
      column: layers.columns.findIndex((column) => column.stage === stage),
    })),
    columns: layers.columns.length,
    nodes: order.map((i) => ({
      id: map.nodes[i]!.id,
      name: map.nodes[i]!.name,
      kind: map.nodes[i]!.kind,
      stage: layers.stageOf[i]!,
      column: layers.columnOf[i]!,
      upstreamness: upstreamness[i]!,
      makers: makers[i]!,
      gaps: (gapsOf.get(i) ?? [])
        .filter(({ state }) => state === 'met' || state === 'manualReview')
        .map(({ rule, state }) => ({ rule, state })),
    })),
    edges: map.edges.map(({ fromNode, toNode, kind, weight, share, grade }, at) => ({
      from: placeOf.get(fromNode)!,
      to: placeOf.get(toNode)!,
      kind,
      weight,
      share,
      grade,
      way: ways.get(at) ?? 'forward',
    })),
    flows: { by, forward, feedback },
    treatments: map.treatments.map(({ message }) => message),
    definition: {
      name: CHAIN_POSITION_DEFINITION.name,
      definition: CHAIN_POSITION_DEFINITION.definition,
      source: CHAIN_POSITION_DEFINITION.source,
    },
  };
}

function dossierOf(at: number, { view, synthetic, unit }: HeldView, held: HeldNetwork | null): NodeDossier {
  const { map, layers, upstreamness, gaps } = view;
  const node = map.nodes[at]!;
  const side = (own: 'fromNode' | 'toNode', other: 'fromNode' | 'toNode') =>
    map.edges
      .filter((edge) => edge[own] === at)
      .map((edge) => ({
        id: map.nodes[edge[other]]!.id,
        name: map.nodes[edge[other]]!.name,
        weight: edge.weight,
        share: edge.share,
        grade: edge.grade,
        kind: edge.kind,
        source: edge.source,
        date: edge.date,
        place: edge.place,
      }))
      .sort((a, b) => (b.weight ?? b.share ?? 0) - (a.weight ?? a.share ?? 0));
  const makers = map.actors
    .filter(({ atNode }) => atNode === at)
    .sort((a, b) => (b.share ?? -1) - (a.share ?? -1));
  return {
    id: node.id,
    name: node.name,
    kind: node.kind,
    stage: layers.stages[layers.stageOf[at]!]?.name ?? null,
    owner: node.owner,
    source: node.source,
    date: node.date,
    place: node.place,
    upstreamness: upstreamness[at]!,
    synthetic,
    unit,
    inputs: side('toNode', 'fromNode'),
    uses: side('fromNode', 'toNode'),
    makers: makers.slice(0, MAKERS).map(({ name, id, kind, area, share, grade, source, date, place }) => ({
      name,
      id,
      kind,
      area,
      share,
      grade,
      source,
      date,
      place,
      inNetwork: id !== null && held?.indexOf.has(id) === true,
    })),
    makersInAll: makers.length,
    gaps: gaps
      .filter((gap) => gap.node === at)
      .map(({ rule, state, why, value, threshold }) => ({
        rule,
        state,
        name: GAP_WORDS[rule],
        why,
        value,
        threshold,
      })),
    projects: map.projects
      .filter(({ atNode }) => atNode === at)
      .map(({ name, firm, area, status, investment, source, date, place }) => ({
        name,
        firm,
        area,
        status,
        investment,
        source,
        date,
        place,
      })),
  };
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

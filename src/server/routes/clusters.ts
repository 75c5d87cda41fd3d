// Clusters: the ranking under weights of the asker, with how far it hangs on them; one cluster with its firms and chains.
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { briefLexicon } from '../../brief/index.js';
import {
  clusterFrame,
  compareClusters,
  concentrationRatio,
  FRAME_DEFINITIONS,
  herfindahl,
  type MeasureRules,
  measureRules,
} from '../../measure/index.js';
import { loadMeasureRules, type StoredCluster } from '../../store/index.js';
import { clusterMembers, firmsByArea, openCodes } from '../../verbs/index.js';
import { ClusterPage, ClusterRanking, Concentration, ConcentrationQuery } from '../contract/clusters.js';
import { notFound, Refusal } from '../failure.js';
import type { Session } from '../session.js';
import { weightsOf } from '../weights.js';
import type { Routes } from './index.js';

/** Indicators of the frame that figures name by terms of the brief. */
const TERM_OF: Readonly<Record<string, string>> = {
  rdIntensity: 'research',
  innovationPlatforms: 'platforms',
  output: 'output',
  digitalRate: 'digital',
  greenFactories: 'greenFactories',
  energyIntensity: 'energyUse',
  aboveScale: 'scaleFirms',
  littleGiants: 'littleGiants',
  champions: 'champions',
  revenue: 'revenue',
  profit: 'profit',
  localSupply: 'localSupply',
  marketShare: 'marketShare',
  foreignCapital: 'foreign',
  promotionActivities: 'services',
};
const SAMPLE = { draws: 2000, seed: 1, concentration: 50 };
const FIRMS = 500;

interface ValueRow {
  id: string;
  cluster: string;
  indicator: string;
  value: number;
  unit: string | null;
  kind: string;
  period: string | null;
}

const CLUSTERS = ['clusters', 'figures', 'enterprises', 'chains', 'sources'];

export const clusterRoutes: Routes = async (plain, session) => {
  const api = plain.withTypeProvider<ZodTypeProvider>();
  const { workspace } = session;
  const tags = ['clusters'];
  let rules: Promise<MeasureRules> | null = null;
  const names = frameNames(session);

  api.get(
    '/clusters',
    {
      config: { restsOn: CLUSTERS },
      schema: {
        tags,
        summary: '集群排名 clusters ranked by five abilities under the weights given (innovation:30,…)',
        querystring: z.object({
          period: z.string().optional(),
          weights: z.string().optional(),
          normalisation: z.enum(['minMax', 'zScore', 'rank']).default('minMax'),
        }),
        response: { 200: ClusterRanking },
      },
    },
    async ({ query }) => {
      rules ??= loadMeasureRules().then(measureRules);
      const frame = clusterFrameOf(await rules, query.weights, query.normalisation);
      const entries = await workspace.clusters();
      const synthetic = await syntheticImports(session);
      const values = await valuesOf(
        session,
        entries.map(({ name }) => name),
      );
      const periods = [...new Set(values.flatMap(({ period }) => period ?? []))].sort().reverse();
      const period = query.period ?? periods[0] ?? null;
      const idOf = await names(await rules);
      const known = new Map<string, Map<string, ValueRow>>();
      for (const row of values) {
        const id = idOf.get(row.indicator);
        if (id === undefined || row.period !== period || !STATES.has(row.kind)) continue;
        const own = known.get(row.cluster) ?? new Map<string, ValueRow>();
        own.set(id, row);
        known.set(row.cluster, own);
      }
      const result = compareClusters(
        entries.map(({ name }) => ({
          name,
          values: Object.fromEntries([...(known.get(name) ?? [])].map(([id, { value }]) => [id, value])),
        })),
        frame,
        SAMPLE,
      );
      const ranges = new Map(result.sensitivity.ranges.map((range) => [range.name, range]));
      const entryOf = new Map(entries.map((entry) => [entry.name, entry]));
      return {
        periods,
        period,
        abilities: frame.abilities.map(({ id, name, weight, indicators }) => ({
          id,
          name,
          weight,
          indicators: indicators.map((one) => ({
            id: one.id,
            name: one.name,
            unit: one.unit,
            weight: one.weight,
          })),
        })),
        clusters: result.clusters.map(({ name, ...score }) => ({
          ...entryAnswer(entryOf.get(name)!, synthetic),
          ...score,
          values: [...(known.get(name) ?? [])].map(([indicator, row]) => ({
            indicator,
            value: row.value,
            unit: row.unit,
            period: row.period,
            originId: row.id,
          })),
          range: ranges.get(name) ?? null,
        })),
        flips: result.sensitivity.flips,
        draws: SAMPLE.draws,
        cautions: result.cautions,
        definitions: Object.values(FRAME_DEFINITIONS),
      };
    },
  );

  api.get(
    '/clusters/concentration',
    {
      config: { restsOn: CLUSTERS },
      schema: {
        tags,
        summary: '集中度 how firms of an industry are spread over areas, with location quotients',
        querystring: ConcentrationQuery,
        response: { 200: Concentration },
      },
    },
    async ({ query }) =>
      firmsByArea(
        workspace,
        await openCodes(session.lexicons),
        'brief' in session.lexicons ? briefLexicon(session.lexicons.brief).industries : {},
        { industry: query.industry ?? null, level: query.level ?? null },
      ),
  );

  api.get(
    '/clusters/page',
    {
      config: { restsOn: CLUSTERS },
      schema: {
        tags,
        summary: '集群页 one cluster: values, firms, where they are, chains',
        querystring: z.object({ name: z.string() }),
        response: { 200: ClusterPage },
      },
    },
    async ({ query }) => {
      const entry = (await workspace.clusters()).find(({ name }) => name === query.name);
      if (entry === undefined) throw notFound('工作区没有这个集群', 'the workspace has no such cluster');
      const values = await valuesOf(session, [entry.name]);
      const members = await clusterMembers(workspace, entry.name);
      const total = members.length;
      const grouped = (of: (row: (typeof members)[number]) => string) => {
        const counts = new Map<string, number>();
        for (const row of members) counts.set(of(row), (counts.get(of(row)) ?? 0) + 1);
        return [...counts].sort((a, b) => b[1] - a[1]);
      };
      const codeOf = new Map(members.map(({ area, code }) => [area ?? '—', code]));
      const areas = grouped(({ area }) => area ?? '—').map(([area, firms]) => ({
        area,
        code: codeOf.get(area) ?? null,
        firms,
        share: firms / total,
      }));
      const chains = await workspace.query<{ chain: string; id: string | null; node: string | null }>(
        `SELECT chain, json_extract_string(record, '$.id') AS id, json_extract_string(record, '$.node') AS node
         FROM chains WHERE part = 'actor' AND revised_by IS NULL
           AND json_extract_string(record, '$.id') IN (SELECT unnest(json_extract_string($1::JSON, '$[*]')))`,
        [JSON.stringify(members.map(({ id }) => id))],
      );
      const byChain = new Map<string, { firms: Set<string>; nodes: Set<string> }>();
      for (const { chain, id, node } of chains) {
        const own = byChain.get(chain) ?? { firms: new Set(), nodes: new Set() };
        if (id !== null) own.firms.add(id);
        if (node !== null) own.nodes.add(node);
        byChain.set(chain, own);
      }
      const shares = areas.map(({ share }) => share);
      return {
        entry: entryAnswer(entry, await syntheticImports(session)),
        values: values
          .sort((a, b) => (b.period ?? '').localeCompare(a.period ?? ''))
          .map(({ id, indicator, value, unit, period, kind }) => ({
            indicator,
            value,
            unit,
            period,
            kind,
            originId: id,
          })),
        firms: members.slice(0, FIRMS).map(({ id, name, area, industry }) => ({ id, name, area, industry })),
        firmsInAll: total,
        areas,
        industries: grouped(({ industry }) => industry ?? '—').map(([industry, firms]) => ({
          industry,
          firms,
          share: firms / total,
        })),
        concentration: total === 0 ? null : { hhi: herfindahl(shares), cr3: concentrationRatio(shares, 3) },
        chains: [...byChain].map(([chain, { firms, nodes }]) => ({
          chain,
          firms: firms.size,
          nodes: [...nodes],
        })),
      };
    },
  );
};

const STATES: ReadonlySet<string> = new Set(['level', 'count', 'share', 'index']);

/** The frame under the weights of the asker; a frame of weights that are all zero ranks nothing. */
function clusterFrameOf(
  rules: MeasureRules,
  weights: string | undefined,
  normalisation: 'minMax' | 'zScore' | 'rank',
) {
  const abilities = weightsOf(weights, Object.keys(rules.frameAbilities)) as Record<string, number>;
  const frame = clusterFrame(rules, { abilities, normalisation });
  if (frame.abilities.some(({ weight }) => weight > 0)) return frame;
  throw new Refusal(400, 'weights', {
    zh: '各项能力的权重不能都为 0',
    en: 'the weights of the abilities must not all be 0',
  });
}

/** What figures call the indicators of the frame, made once. */
function frameNames({ lexicons }: Session) {
  let made: Map<string, string> | null = null;
  return async (rules: MeasureRules): Promise<Map<string, string>> => {
    if (made !== null) return made;
    const { indicators } = briefLexicon(lexicons.brief);
    made = new Map();
    for (const ability of Object.values(rules.frameAbilities))
      for (const { id, zh } of ability.indicators) {
        const term = TERM_OF[id];
        for (const name of [zh, ...(term === undefined ? [] : (indicators[term]?.names ?? []))])
          if (!made.has(name)) made.set(name, id);
      }
    return made;
  };
}

/** Standing figures that are about one of the clusters, by group or as a place of its own. */
function valuesOf({ workspace }: Session, names: readonly string[]): Promise<ValueRow[]> {
  if (names.length === 0) return Promise.resolve([]);
  const list = names.map((_, at) => `$${at + 1}`).join(', ');
  return workspace.query<ValueRow>(
    `SELECT id, CASE WHEN group_name IN (${list}) THEN group_name ELSE area END AS cluster, indicator, value, unit,
       kind, period
     FROM figure_vintages WHERE NOT superseded AND (group_name IN (${list}) OR area IN (${list}))
     ORDER BY period, indicator, released NULLS FIRST`,
    names,
  );
}

async function syntheticImports({ workspace }: Session): Promise<ReadonlySet<number>> {
  const sources = await workspace.sources();
  return new Set(sources.flatMap(({ synthetic, importId }) => (synthetic ? [importId] : [])));
}

function entryAnswer(entry: StoredCluster, synthetic: ReadonlySet<number>) {
  const { name, area, industry, level, listed, organisation, importId, recordedAt } = entry;
  return {
    name,
    area,
    industry,
    level,
    listed,
    organisation,
    synthetic: synthetic.has(importId),
    recordedAt,
  };
}

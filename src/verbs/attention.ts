// What wants attention: out of the whole workspace, of each kind how much there is and the first of it.
import { indicatorName, measureRules, type ObservedValue, trackTarget, turnOf } from '../measure/index.js';
import { type Bilingual, parsePeriod, periodDays, type ReadDocument } from '../model/index.js';
import { loadMeasureRules, type Workspace } from '../store/index.js';
import { keptChain } from './chain-files.js';
import { chainView } from './chain-view.js';
import { numericTargets } from './numeric-targets.js';

export interface AttentionAsked {
  /** ISO day in China. */
  today: string;
  /** Instant of the last visit. */
  since: string;
  /** How many of each kind are told. */
  count: number;
}

interface Told {
  value: number | null;
  unit: string | null;
  period: string | null;
  originId: string | null;
}

interface List<Item> {
  total: number;
  items: Item[];
}

export interface Attention {
  newFigures: List<
    Told & {
      indicator: string;
      area: string;
      industry: string | null;
      group: string | null;
      released: string | null;
      file: string;
    }
  >;
  /** The tables and pages that the new figures came with. */
  arrivals: List<{
    file: string;
    document: string | null;
    figures: number;
    indicators: number;
    latest: string | null;
    synthetic: boolean;
  }>;
  turns: List<
    Told & { indicator: string; area: string; word: Bilingual; condition: Bilingual; before: Told }
  >;
  lateTargets: List<{
    indicator: string;
    quote: string;
    deadline: string | null;
    state: 'late' | 'unknown';
    why: Bilingual;
    latest: Told | null;
    document: string;
    title: string;
    start: number;
    end: number;
  }>;
  lapsing: List<{
    name: string;
    creditCode: string | null;
    title: string;
    to: string;
    days: number;
    area: string | null;
  }>;
  weakLinks: List<{ product: string; supplier: string; suppliers: number; buyers: number; share: number }>;
  /** Nodes of chain maps that nobody is known to make, or that hang on one source. */
  gaps: List<{ chain: string; node: string; id: string; uses: number; why: Bilingual }>;
  stale: List<{
    file: string;
    kind: string;
    day: string;
    owner: string | null;
    entries: number;
    synthetic: boolean;
  }>;
  rejects: List<{ importId: number; file: string; kind: string; count: number }>;
}

/** Titles are told so long before they lapse, sources and entries so long after they were made. */
const LAPSE_DAYS = 183;
const STALE_DAYS = 365;
/** A product of which one firm supplies at least this share to at least so many buyers hangs on it. */
const ONE_SUPPLIER = 0.8;
const LEAST_BUYERS = 2;
/** Chain maps that are looked through for gaps. */
const MOST_CHAINS = 20;

export async function attention(workspace: Workspace, asked: AttentionAsked): Promise<Attention> {
  const [newFigures, arrivals, turns, lateTargets, lapsing, weakLinks, gaps, stale, rejects] =
    await Promise.all([
      newOnes(workspace, asked),
      arrived(workspace, asked),
      turned(workspace, asked),
      late(workspace, asked),
      lapsingTitles(workspace, asked),
      hanging(workspace, asked),
      chainGaps(workspace, asked),
      staleOnes(workspace, asked),
      toMend(workspace, asked),
    ]);
  return { newFigures, arrivals, turns, lateTargets, lapsing, weakLinks, gaps, stale, rejects };
}

/** Rows that carry how many there are in all. */
function listed<Row extends { total: number }>(rows: Row[]): List<Omit<Row, 'total'>> {
  return { total: rows[0]?.total ?? 0, items: rows.map(({ total: _, ...row }) => row) };
}

const SOURCE_OF_FIGURE = `LEFT JOIN documents AS d ON d.sha256 = f.document
       LEFT JOIN (
         SELECT sha256, any_value(title) AS title, any_value(file) AS file, bool_or(synthetic) AS synthetic
         FROM sources GROUP BY sha256
       ) AS s ON s.sha256 = f.document`;

/** Of every quantity the latest period; wholes before their parts. */
async function newOnes(
  workspace: Workspace,
  { since, count }: AttentionAsked,
): Promise<Attention['newFigures']> {
  return listed(
    await workspace.query<Attention['newFigures']['items'][number] & { total: number }>(
      `SELECT f.id AS "originId", f.indicator, f.area, f.industry, f.group_name AS "group", f.value, f.unit, f.period,
         f.released, parse_filename(coalesce(d.title, s.title, s.file, '')) AS file, f.total
       FROM (
         SELECT *, count(*) OVER () AS total FROM figures
         WHERE retired_at IS NULL AND recorded_at > $1 AND kind <> 'target'
         QUALIFY row_number() OVER (
           PARTITION BY indicator, kind, area, industry, group_name ORDER BY period_end DESC NULLS LAST, recorded_at DESC, id
         ) = 1
         ORDER BY (industry IS NOT NULL)::INTEGER + (group_name IS NOT NULL)::INTEGER, period_end DESC NULLS LAST,
           recorded_at DESC, id
         LIMIT $2
       ) AS f ${SOURCE_OF_FIGURE}
       ORDER BY (f.industry IS NOT NULL)::INTEGER + (f.group_name IS NOT NULL)::INTEGER, f.period_end DESC NULLS LAST,
         f.recorded_at DESC, f.id`,
      [since, count],
    ),
  );
}

async function arrived(
  workspace: Workspace,
  { since, count }: AttentionAsked,
): Promise<Attention['arrivals']> {
  return listed(
    await workspace.query<Attention['arrivals']['items'][number] & { total: number }>(
      `SELECT parse_filename(coalesce(d.title, s.title, s.file, '')) AS file, d.sha256 AS document, f.figures,
         f.indicators, f.latest, coalesce(s.synthetic, false) AS synthetic, f.total
       FROM (
         SELECT document, count(*) AS figures, count(DISTINCT indicator) AS indicators,
           arg_max(period, period_end) AS latest, max(recorded_at) AS recorded, count(*) OVER () AS total
         FROM figures WHERE retired_at IS NULL AND recorded_at > $1 GROUP BY document
         ORDER BY recorded DESC, document LIMIT $2
       ) AS f ${SOURCE_OF_FIGURE}
       ORDER BY f.recorded DESC, f.document`,
      [since, count],
    ),
  );
}

/** The two latest cumulative rates of one year, of areas as a whole, as they were published. */
async function turned(workspace: Workspace, { count }: AttentionAsked): Promise<Attention['turns']> {
  const { turning } = measureRules(await loadMeasureRules());
  const rows = await workspace.query<{
    indicator: string;
    area: string;
    unit: string;
    id: string;
    value: number;
    period: string;
    beforeId: string;
    before: number;
    beforePeriod: string;
    end: number;
  }>(
    `WITH rates AS (
       SELECT *, row_number() OVER (PARTITION BY indicator, area ORDER BY period_end DESC, released DESC) AS place
       FROM figure_vintages
       WHERE kind = 'growth' AND unit = '%' AND NOT superseded AND industry IS NULL AND group_name IS NULL
         AND regexp_matches(period, '^\\d{4}-01/\\d{4}-\\d{2}$')
     )
     SELECT a.indicator, a.area, a.unit, a.id, a.value, a.period, b.id AS "beforeId", b.value AS before,
       b.period AS "beforePeriod", a.period_end AS "end"
     FROM rates AS a JOIN rates AS b ON b.indicator = a.indicator AND b.area = a.area
       AND b.place = 2 AND substr(b.period, 1, 4) = substr(a.period, 1, 4) AND b.period <> a.period
     WHERE a.place = 1
     ORDER BY a.period_end DESC, a.area, a.indicator LIMIT 5000`,
  );
  const found = rows.flatMap((row) => {
    const turn = turnOf(row.before, row.value, turning);
    if (turn === null || turn.word === 'flat') return [];
    const { indicator, area, value, unit, period } = row;
    return [
      {
        indicator,
        area,
        value,
        unit,
        period,
        originId: row.id,
        word: { zh: turn.zh, en: turn.en },
        condition: turn.condition,
        before: { value: row.before, unit, period: row.beforePeriod, originId: row.beforeId },
        // Signs that change come before speeds that do.
        weight:
          (turn.word === 'turnedNegative' || turn.word === 'turnedPositive' ? 1000 : 0) +
          Math.abs(row.value - row.before),
      },
    ];
  });
  found.sort((a, b) => b.weight - a.weight);
  return { total: found.length, items: found.slice(0, count).map(({ weight: _, ...turn }) => turn) };
}

/** Targets of pages against figures of the nation; those past their day that no figure answers are told too. */
async function late(
  workspace: Workspace,
  { today, count }: AttentionAsked,
): Promise<Attention['lateTargets']> {
  const rules = measureRules(await loadMeasureRules());
  const pages = await workspace.query<{ reading: string }>(
    'SELECT reading FROM documents WHERE sha256 IN (SELECT document FROM targets) ORDER BY sha256',
  );
  const found: (Attention['lateTargets']['items'][number] & { due: string })[] = [];
  const observed = new Map<string, (ObservedValue & { id: string })[]>();
  for (const { id, indicator, period, value, unit } of await workspace.query<{
    id: string;
    indicator: string;
    period: string;
    value: number;
    unit: string;
  }>(
    `SELECT id, indicator, period, value, unit FROM figure_vintages
     WHERE NOT superseded AND period IS NOT NULL AND kind <> 'target' AND industry IS NULL AND area = '全国'
       AND indicator IN (SELECT indicator FROM targets)`,
  )) {
    const name = indicatorName(indicator, rules);
    observed.set(name, [...(observed.get(name) ?? []), { id, period, value, unit }]);
  }
  for (const { reading } of pages) {
    const document = JSON.parse(reading) as ReadDocument;
    for (const { target, quote, start, end } of numericTargets(document)) {
      const values = observed.get(indicatorName(target.indicator, rules)) ?? [];
      const track = trackTarget(target, values, rules.targets);
      const deadline = target.deadline === null ? null : parsePeriod(target.deadline);
      const due = deadline === null ? '' : periodDays(deadline).end;
      if (track.state !== 'late' && !(track.state === 'unknown' && due !== '' && due < today)) continue;
      const { latest } = track;
      found.push({
        indicator: target.indicator,
        quote,
        deadline: target.deadline,
        state: track.state,
        why: track.why,
        latest:
          latest === null
            ? null
            : {
                value: latest.value,
                unit: latest.unit ?? null,
                period: latest.period,
                originId:
                  values.find((one) => one.period === latest.period && one.value === latest.value)?.id ??
                  null,
              },
        document: document.sha256,
        title: document.title,
        start,
        end,
        due,
      });
    }
  }
  found.sort(
    (a, b) => Number(a.state === 'unknown') - Number(b.state === 'unknown') || (a.due < b.due ? 1 : -1),
  );
  return { total: found.length, items: found.slice(0, count).map(({ due: _, ...target }) => target) };
}

async function lapsingTitles(
  workspace: Workspace,
  { today, count }: AttentionAsked,
): Promise<Attention['lapsing']> {
  return listed(
    await workspace.query<Attention['lapsing']['items'][number] & { total: number }>(
      `SELECT name, credit_code AS "creditCode", title, held_to AS "to", area,
         date_diff('day', $1::DATE, held_to::DATE)::INTEGER AS days, count(*) OVER () AS total
       FROM titles WHERE revised_by IS NULL AND held_to >= $1 AND held_to <= ($1::DATE + ${LAPSE_DAYS})::DATE::VARCHAR
       ORDER BY held_to, name, title LIMIT $2`,
      [today, count],
    ),
  );
}

/** By the amounts of links where they are stated, else by their number. */
async function hanging(workspace: Workspace, { count }: AttentionAsked): Promise<Attention['weakLinks']> {
  return listed(
    await workspace.query<Attention['weakLinks']['items'][number] & { total: number }>(
      `WITH sold AS (
         SELECT product, supplier, sum(coalesce(value, 1)) AS amount FROM links
         WHERE revised_by IS NULL AND product IS NOT NULL GROUP BY product, supplier
       ), products AS (
         SELECT product, count(*) AS suppliers, sum(amount) AS amount, arg_max(supplier, amount) AS supplier,
           max(amount) / nullif(sum(amount), 0) AS share
         FROM sold GROUP BY product
       ), bought AS (
         SELECT product, count(DISTINCT buyer) AS buyers FROM links WHERE revised_by IS NULL GROUP BY product
       )
       SELECT p.product, coalesce(e.name, p.supplier) AS supplier, p.suppliers, b.buyers, p.share,
         count(*) OVER () AS total
       FROM products AS p JOIN bought AS b ON b.product = p.product
       LEFT JOIN (SELECT credit_code, any_value(name) AS name FROM enterprises WHERE revised_by IS NULL GROUP BY credit_code) AS e
         ON e.credit_code = p.supplier
       WHERE p.share >= ${ONE_SUPPLIER} AND b.buyers >= ${LEAST_BUYERS}
       ORDER BY b.buyers DESC, p.share DESC, p.product LIMIT $1`,
      [count],
    ),
  );
}

/** Nodes with a gap that is certain, those that most other nodes use first. */
async function chainGaps(workspace: Workspace, { count }: AttentionAsked): Promise<Attention['gaps']> {
  const found: Attention['gaps']['items'] = [];
  for (const { name } of (await workspace.chains()).slice(0, MOST_CHAINS)) {
    const { map, gaps } = await chainView((await keptChain(workspace, name)).map, null);
    const uses = new Uint32Array(map.nodes.length);
    for (const { fromNode } of map.edges) uses[fromNode]!++;
    for (const { node, state, why } of gaps)
      if (state === 'met')
        found.push({
          chain: name,
          node: map.nodes[node]!.name,
          id: map.nodes[node]!.id,
          uses: uses[node]!,
          why,
        });
  }
  found.sort((a, b) => b.uses - a.uses);
  return { total: found.length, items: found.slice(0, count) };
}

async function staleOnes(
  workspace: Workspace,
  { today, count }: AttentionAsked,
): Promise<Attention['stale']> {
  return listed(
    await workspace.query<Attention['stale']['items'][number] & { total: number }>(
      `WITH entries AS (
         SELECT parse_filename(s.file) AS file, s.kind, coalesce(s.released, s.recorded_at)[1:10] AS day,
           s.publisher AS owner, 1 AS entries, s.synthetic
         FROM sources AS s WHERE s.kind <> 'chain'
         UNION ALL
         SELECT c.chain, 'chain', min(coalesce(c.noted, s.released, c.recorded_at)[1:10]), c.owner, count(*),
           coalesce(bool_or(s.synthetic), false)
         FROM chains AS c LEFT JOIN sources AS s ON s.import_id = c.import_id
         WHERE c.revised_by IS NULL
           AND coalesce(c.noted, s.released, c.recorded_at)[1:10] < ($1::DATE - ${STALE_DAYS})::DATE::VARCHAR
         GROUP BY c.chain, c.owner
       )
       SELECT *, count(*) OVER () AS total FROM entries WHERE day < ($1::DATE - ${STALE_DAYS})::DATE::VARCHAR
       ORDER BY day, file LIMIT $2`,
      [today, count],
    ),
  );
}

async function toMend(workspace: Workspace, { count }: AttentionAsked): Promise<Attention['rejects']> {
  return listed(
    await workspace.query<Attention['rejects']['items'][number] & { total: number }>(
      `SELECT r.import_id AS "importId", parse_filename(any_value(r.file)) AS file, any_value(i.kind) AS kind,
         count(*) AS count, sum(count(*)) OVER ()::INTEGER AS total
       FROM rejects AS r JOIN imports AS i ON i.id = r.import_id WHERE r.resolved_by IS NULL
       GROUP BY r.import_id ORDER BY r.import_id DESC LIMIT $1`,
      [count],
    ),
  );
}

/**
 * `checkReports` as SQL, for more rows than memory holds: a pure function from a request to statements that the
 * workspace runs in one transaction. Its oracle in the tests is `checkReports` itself.
 *
 * The whole panel is passed over in the order in which it stands: steps are taken from row to row, without sorting.
 * Only series with an unusual step, a few per cent of them, and values that two firms share are looked at closely.
 */
import type { Bilingual } from '../model/index.js';
import {
  AFTER,
  BEFORE,
  BENFORD,
  CUMULATIVE_DEVIATIONS,
  CUMULATIVE_RISE,
  FINEST,
  type FindingNames,
  findingReason,
  itemTraits,
  LEAP,
  LEAST_AFTER,
  LEAST_BEFORE,
  LEAST_HISTORY,
  MEAN_TO_DEVIATION,
  MEDIAN_TO_DEVIATION,
  type REPORT_FINDINGS,
  RESOLUTION_POWERS,
  type ReportCheckRules,
  type ReportFinding,
  type ReportFindingKind,
  type ReportItem,
  SCREEN,
  SEVERITY,
  type Severity,
} from './report-checks.js';

/**
 * A relation with the columns `series` (BIGINT: reporter × 65536 + item × 2 + 1 if cumulative), `month` (INTEGER),
 * `value` (DOUBLE), `row` (INTEGER) and `fresh` (BOOLEAN), each series and month once. Its rows come in the order of
 * series and month; the checks stop with an error where they do not.
 */
export interface ReportPanel {
  relation: string;
  items: readonly ReportItem[];
  /** Series, ascending, at which the panel may be cut so that its parts are passed over at the same time. */
  cuts?: readonly number[];
}

/** A row that a query of the plan gives. */
export interface FindingRow extends Omit<ReportFinding, 'kind' | 'reporter' | 'item' | 'cumulative'> {
  kind: string;
  series: number;
}

/** The checks as the workspace runs them. */
export function reportChecks(rules: ReportCheckRules): {
  plan(panel: ReportPanel): ReportCheckPlan;
  severity(kind: string): Severity;
  reason(finding: FindingRow, names: FindingNames): Bilingual;
} {
  return {
    plan: (panel) => reportChecksSql(panel, rules),
    severity: (kind) => SEVERITY[kind as ReportFindingKind],
    reason: ({ series, kind, ...finding }, names) =>
      findingReason(
        {
          ...finding,
          kind: kind as ReportFindingKind,
          reporter: Math.floor(series / 65536),
          item: null,
          cumulative: series % 2 !== 0,
        },
        names,
      ),
  };
}

/** Statements in order, and queries that give findings. */
export interface ReportCheckPlan {
  prepare: string[];
  /** Queries, each with one that counts (`n`) what it would look at, where looking in vain costs a pass. */
  findings: { sql: string; when: string | null }[];
  drop: string[];
}

export function reportChecksSql(panel: ReportPanel, rules: ReportCheckRules): ReportCheckPlan {
  const traits = itemTraits(panel.items, rules);
  const { thresholds: t } = rules;
  const any = (ids: Iterable<number>) => {
    const list = [...ids];
    return list.length > 0 ? `IN (${list.join(', ')})` : 'IN (NULL)';
  };
  const item = (series: string) => `((${series} & 65535) >> 1)`;
  const key = (series: string) => `(${series} & 65535)`;
  const isCumulative = (series: string) => `((${series} & 1) = 1)`;
  const mayBeNegative = (series: string) => `coalesce(${item(series)} ${any(traits.mayBeNegative)}, false)`;
  const isStock = (series: string) => `coalesce(${item(series)} ${any(traits.stocks)}, false)`;
  const threeDigits = (value: string) => {
    const two = `(${value} / pow(10, floor(log10(${value})) - 1))`;
    return `CASE WHEN ${value} > 0 THEN abs(${two} - round(${two})) > 1e-6 ELSE false END`;
  };
  const size = 'CASE WHEN value > 0 THEN log10(value) END';
  const level = `size - CASE WHEN ${isCumulative('series')} AND NOT ${isStock('series')}
    THEN log10(month % 12 + 1) ELSE 0 END`;
  const content = `(hash(${key('series')}, month, value) >> 32)::UINTEGER`;
  const unit = `CASE ${t.unitPowers
    .map(
      (power) =>
        `WHEN abs(abs(x - middle) - ${power}) <= ${t.unitTolerance} THEN sign(x - middle) * ${power}`,
    )
    .join(' ')} ELSE 0 END`;
  const isUnitStep = (step: string) =>
    `(${t.unitPowers.map((power) => `abs(abs(${step}) - ${power}) <= ${t.unitTolerance}`).join(' OR ')})`;

  const ends = [null, ...(panel.cuts ?? []), null];
  const parts = ends.slice(1).map((to, i) => {
    const from = ends[i];
    const bounds = [
      ...(from === null ? [] : [`series >= ${from}`]),
      ...(to === null ? [] : [`series < ${to}`]),
    ];
    return `SELECT *, lag(series) OVER () AS ps, lag(month) OVER () AS pm, lag(value) OVER () AS pv, lag(x) OVER () AS px
      FROM (SELECT *, ${level} AS x FROM (
        SELECT series, month, value, fresh, ${size} AS size FROM ${panel.relation} AS panel
        ${bounds.length > 0 ? `WHERE ${bounds.join(' AND ')}` : ''}))`;
  });
  const flags = Object.entries({
    repeats: 'pm = month - 1 AND pv = value AND value > 0',
    falls: `CASE WHEN ${isCumulative('series')} THEN value < pv AND pm // 12 = month // 12 ELSE false END`,
  }).map(
    ([flag, holds]) =>
      `coalesce(ps = series AND ${holds}, false)::UTINYINT * ${FLAGS[flag as Flag]}::UTINYINT`,
  );
  const prepare = [
    // One pass over everything: what is usual for each series.
    `CREATE TEMP TABLE check_series AS
     SELECT series, min(month) AS first, max(month) AS last, count(*) AS n, bool_or(fresh) AS fresh,
       count(x) AS positive, avg(size) AS mean, coalesce(stddev_pop(size), 0) AS spread,
       count(step) AS steps, max(step) AS top, sum(step) AS total, bit_or(flags) AS flags,
       arg_max(value, month) AS latest
     FROM (
       SELECT series, month, value, fresh, x, size, CASE WHEN ps = series THEN abs(x - px) END AS step,
         CASE WHEN ps > series OR (ps = series AND pm >= month) THEN error('the panel is not in order')::UTINYINT
           ELSE ${flags.join(' + ')} + (value < 0)::UTINYINT * ${FLAGS.negatives}::UTINYINT END AS flags
       FROM (${parts.join(' UNION ALL ')}))
     GROUP BY series`,
    `CREATE TEMP TABLE check_suspects AS
     SELECT series FROM check_series
     WHERE fresh AND top > greatest(${t.smallestJump},
       CASE WHEN steps > 2 THEN ${SCREEN * MEAN_TO_DEVIATION} * (total - 2 * top) / (steps - 2) ELSE 0 END)`,
    `CREATE TEMP TABLE check_near AS
     SELECT series, month, value, "row", fresh, x, x - ${neighbour(1)} AS dx,
       CASE WHEN ${neighbour(LEAST_BEFORE)} IS NOT NULL
         THEN list_median([${neighbours(BEFORE, 1)}]) END AS before,
       CASE WHEN ${neighbour(-LEAST_AFTER)} IS NOT NULL
         THEN list_median([${neighbours(AFTER, -1)}]) END AS after
     FROM (
       SELECT *, ${level} AS x FROM (
         SELECT series, month, value, "row", fresh, ${size} AS size FROM ${panel.relation} AS panel
         SEMI JOIN check_suspects USING (series) WHERE value > 0))
     WINDOW w AS (PARTITION BY series ORDER BY month)`,
    `CREATE TEMP TABLE check_noise AS
     SELECT series,
       greatest(${t.smallestNoise}, ${MEDIAN_TO_DEVIATION} * coalesce(median(abs(dx)), 0) / sqrt(2)) AS noise,
       quantile_disc(x, 0.5) AS middle
     FROM check_near GROUP BY series`,
    `CREATE TEMP TABLE check_judged AS
     WITH steps AS (
       SELECT n.*, noise, middle, x - before AS up, x - after AS down, coalesce(before, after) AS usual,
         greatest(${t.smallestJump}, ${t.jumpDeviations} * noise) AS "limit",
         greatest(${CUMULATIVE_RISE}, ${CUMULATIVE_DEVIATIONS} * noise) AS rise
       FROM check_near AS n JOIN check_noise USING (series)
       WHERE fresh AND (before IS NOT NULL OR after IS NOT NULL)
     ), odd AS (
       SELECT * FROM steps
       WHERE (abs(up) > least("limit", rise) OR up IS NULL) AND NOT ${isUnitStep('coalesce(up, down)')}
         AND NOT ${isUnitStep('x - middle')}
     ), so_far AS (
       SELECT o.series, o.month, avg(p.value) * (o.month % 12) + pow(10, any_value(o.usual)) AS year_sum
       FROM odd AS o JOIN check_near AS p
         ON p.series = o.series AND p.month // 12 = o.month // 12 AND p.month < o.month
       WHERE NOT ${isCumulative('o.series')} AND NOT ${isStock('o.series')}
         AND (up IS NULL OR up > rise) AND (down IS NULL OR down > rise)
       GROUP BY o.series, o.month
     )
     SELECT odd.*,
       coalesce(abs(x - log10(year_sum)) < ${t.cumulativeTolerance}, false) AS is_sum,
       CASE WHEN up IS NULL THEN CASE WHEN abs(down) > "limit" THEN down END
         WHEN abs(up) <= "limit" THEN NULL
         WHEN down IS NULL THEN up
         WHEN abs(down) <= "limit" OR (up > 0) <> (down > 0) THEN NULL
         WHEN abs(down) < abs(up) THEN down ELSE up END AS apart
     FROM odd LEFT JOIN so_far USING (series, month)`,
    // Values that two firms share, and a few that only seem so: 32 bits of each value, item and month, sorted.
    `CREATE TEMP TABLE check_shared AS
     WITH twice AS (
       SELECT content FROM (
         SELECT content, lag(content) OVER () AS before FROM (
           SELECT ${content} AS content FROM ${panel.relation} AS panel WHERE value <> 0 ORDER BY content))
       WHERE content = before
     )
     SELECT series, month, value, "row", fresh
     FROM (SELECT *, ${content} AS content FROM ${panel.relation} AS panel WHERE value <> 0)
     SEMI JOIN twice USING (content)`,
    `CREATE TEMP TABLE check_digits AS
     SELECT item, digit, count(*) AS n, min(value) AS least, max(value) AS most, bool_or(fresh) AS fresh
     FROM (
       SELECT item, value, fresh, ${firstDigit(1, 9)} AS digit FROM (
         SELECT ${item('series')} AS item, value, fresh, log10(value) + 1e-12 - floor(log10(value) + 1e-12) AS part
         FROM ${panel.relation} AS panel WHERE value > 0))
     GROUP BY ALL`,
  ];

  const ruled = [...new Set([...traits.atMost, ...traits.sums].flat())].sort((a, b) => a - b);
  if (ruled.length > 0) {
    prepare.push(
      // What rules relate, firm by firm and month by month, as one row.
      `CREATE TEMP TABLE check_forms AS
       SELECT series >> 16 AS reporter, series & 1 AS basis, month, bool_or(fresh) AS fresh
         ${ruled.map((id) => `, max(CASE WHEN item = ${id} THEN value END) AS v${id}`).join('')}
       FROM (SELECT *, ${item('series')} AS item FROM ${panel.relation} AS panel)
       WHERE item IN (${ruled.join(', ')}) GROUP BY ALL`,
    );
  }
  const rates = `SELECT ${key('series')} AS key, sum(positive) AS values FROM check_series GROUP BY ALL`;
  const always = (sql: string) => ({ sql, when: null });
  const flagged = (flag: Flag) => `(flags & ${FLAGS[flag]}) > 0`;
  const some = (flag: Flag, sql: string) => ({
    sql,
    when: `SELECT count(*) AS n FROM check_series WHERE ${flagged(flag)}`,
  });
  const findings: ReportCheckPlan['findings'] = [
    some(
      'negatives',
      `${columns('sign', { expected: '-value' })} FROM ${panel.relation} AS panel
     WHERE fresh AND value < 0 AND NOT ${mayBeNegative('series')}`,
    ),

    always(`WITH placed AS (
       SELECT n.*, lead(dx) OVER w AS next_dx, ${unit} AS unit, lag(${unit}) OVER w AS previous
       FROM check_near AS n JOIN check_noise USING (series)
       WHERE series IN (SELECT series FROM check_near WHERE abs(dx) > ${LEAP})
       WINDOW w AS (PARTITION BY series ORDER BY month)
     ), runs AS (
       SELECT *, sum(CASE WHEN unit IS NOT DISTINCT FROM previous THEN 0 ELSE 1 END)
         OVER (PARTITION BY series ORDER BY month) AS run
       FROM placed
     ), grouped AS (
       SELECT series, min(month) AS "from", max(month) AS "to", count(*) AS count, any_value(unit) AS unit,
         greatest(abs(arg_min(dx, month)), abs(arg_max(next_dx, month))) AS leap,
         arg_min("row", month) FILTER (fresh) AS "row", arg_min(value, month) FILTER (fresh) AS value
       FROM runs WHERE unit <> 0 GROUP BY series, run HAVING bool_or(fresh)
     )
     ${columns('unit-slip', { expected: 'value / pow(10, unit)', from: '"from"', to: '"to"', count: 'count' })}
     FROM grouped WHERE leap > ${LEAP}`),

    always(`SELECT 'missing' AS kind, (series >> 16) * 65536 + (series & 1) AS series, min(first) AS "from", max(last) AS "to",
       NULL::INTEGER AS "row", NULL::DOUBLE AS value, NULL::DOUBLE AS expected, NULL::BIGINT AS other,
       sum(last - first + 1 - n) AS count
     FROM check_series WHERE fresh AND last - first + 1 > n GROUP BY series >> 16, series & 1`),

    always(`${columns('cumulative-in-month', { expected: 'pow(10, usual)' })} FROM check_judged WHERE is_sum
     UNION ALL
     ${columns('spike', {
       kind: `CASE WHEN round(abs(apart)) >= 1 AND abs(abs(apart) - round(abs(apart))) < ${t.digitTolerance}
         THEN 'digit-slip' ELSE 'spike' END`,
       expected: 'value / pow(10, apart)',
     })} FROM check_judged WHERE NOT is_sum AND apart IS NOT NULL
     UNION ALL
     ${columns('level-shift', { expected: 'value / pow(10, up)' })} FROM check_judged
     WHERE NOT is_sum AND apart IS NULL AND abs(up) > "limit" AND abs(down) <= "limit"
       AND abs(after - before) > "limit" AND abs(dx) > 0.7 * "limit"`),

    some(
      'repeats',
      `WITH repeats AS (
       SELECT series, month, value, "row", fresh FROM (
         SELECT *, lag(month) OVER w AS pm, lag(value) OVER w AS pv,
           min(CASE WHEN value > 0 THEN ${resolutionPower('value')} END) OVER (PARTITION BY series) AS power FROM ${panel.relation} AS panel
         SEMI JOIN (SELECT series FROM check_series WHERE ${flagged('repeats')}) AS few USING (series)
         WINDOW w AS (PARTITION BY series ORDER BY month))
       WHERE pm = month - 1 AND pv = value AND value > 99.5 * pow(10, power)
     ), normal AS (
       SELECT key FROM (SELECT ${key('series')} AS key, count(*) AS n FROM repeats GROUP BY ALL) AS r
       JOIN (${rates}) AS v USING (key) WHERE r.n > greatest(1, ${t.repeatNormal} * v.values)
     )
     ${columns('repeated', { expected: 'value' })} FROM repeats
     WHERE fresh AND ${key('series')} NOT IN (SELECT key FROM normal)`,
    ),

    always(`WITH placed AS MATERIALIZED (
       SELECT e.series, ${key('e.series')} AS key, month, value, "row", e.fresh,
         CASE WHEN positive < ${LEAST_HISTORY} THEN 0
         ELSE abs(log10(value) - mean) / greatest(spread, ${t.smallestNoise}) END AS deviation
       FROM check_shared AS e JOIN check_series USING (series)
       WHERE value > 0 AND ${threeDigits('value')}
     ), groups AS MATERIALIZED (
       SELECT key, month, value, count(*) AS count, max(deviation) AS deviation
       FROM placed GROUP BY ALL HAVING count(*) > 1
     ), common AS (
       SELECT key, n > ${t.equalCommon} * values AS common
       FROM (SELECT key, sum(count) AS n FROM groups GROUP BY key) JOIN (${rates}) USING (key)
     ), pairs AS (
       SELECT key, month, value, any_value(count) AS count,
         arg_max({'series': series, 'row': "row", 'fresh': fresh}, {'d': p.deviation, 's': series}) AS odd,
         arg_min(series, {'d': p.deviation, 's': series}) AS plain
       FROM placed AS p JOIN (
         SELECT g.* FROM groups AS g JOIN common USING (key)
         WHERE deviation > CASE WHEN common THEN ${t.copiedDeviationsCommon} ELSE ${t.copiedDeviations} END
       ) AS g USING (key, month, value)
       GROUP BY ALL
     )
     ${columns('copied', { series: 'odd.series', row: 'odd."row"', other: 'plain >> 16', count: 'count' })}
     FROM pairs WHERE odd.fresh`),

    // A form that is a copy consists of shared values only: it is sought among those, and then looked at whole.
    always(`WITH forms AS (
       SELECT reporter, basis, month, count(*) AS n, bit_xor(content) AS content
       FROM (
         SELECT series >> 16 AS reporter, series & 1 AS basis, month, hash(${key('series')}, value) AS content
         FROM check_shared)
       GROUP BY ALL HAVING count(*) >= ${t.copiedItems}
     ), alike AS MATERIALIZED (
       SELECT reporter, basis, month, n, content FROM forms
       QUALIFY count(*) OVER (PARTITION BY month, basis, n, content) > 1
     ), whole AS (
       SELECT reporter, basis, month, alike.n, content, min("row") FILTER (fresh) AS "row"
       FROM (
         SELECT series >> 16 AS reporter, series & 1 AS basis, month, "row", fresh
         FROM ${panel.relation} AS panel
         WHERE value <> 0 AND series >> 16 IN (SELECT reporter FROM alike))
       JOIN alike USING (reporter, basis, month) GROUP BY ALL HAVING count(*) = alike.n
     ), groups AS (
       SELECT *, min(reporter) OVER (PARTITION BY month, basis, n, content) AS first_one FROM whole
     )
     SELECT 'copied-form' AS kind, reporter * 65536 + basis AS series, month AS "from", month AS "to", "row",
       NULL::DOUBLE AS value, NULL::DOUBLE AS expected, first_one AS other, n AS count
     FROM groups WHERE first_one <> reporter AND "row" IS NOT NULL`),

    some(
      'falls',
      `${columns('cumulative-falls', { expected: 'pv' })} FROM (
       SELECT *, lag(month) OVER w AS pm, lag(value) OVER w AS pv FROM ${panel.relation} AS panel
       SEMI JOIN (SELECT series FROM check_series WHERE ${flagged('falls')}) AS few USING (series)
       WINDOW w AS (PARTITION BY series ORDER BY month))
     WHERE fresh AND pm // 12 = month // 12 AND value < pv
       AND NOT ${isStock('series')} AND NOT ${mayBeNegative('series')}`,
    ),

    ...identities(panel, traits, isCumulative, isStock),

    always(`WITH wide AS (
       SELECT item FROM check_digits GROUP BY item
       HAVING bool_or(fresh) AND sum(n) >= ${t.benfordValues}
         AND log10(max(most)) - log10(min(least)) >= ${t.benfordDecades}
     ), shares AS (
       SELECT item, law.digit, coalesce(n, 0) / sum(coalesce(n, 0)) OVER (PARTITION BY item) AS share, law.expected,
         sum(coalesce(n, 0)) OVER (PARTITION BY item) AS count
       FROM wide CROSS JOIN (VALUES ${BENFORD.map((p, i) => `(${i + 1}, ${p})`).join(', ')}) AS law(digit, expected)
       LEFT JOIN check_digits USING (item, digit)
     )
     SELECT 'benford' AS kind, (item * 2 - 65536)::BIGINT AS series, NULL::INTEGER AS "from", NULL::INTEGER AS "to",
       NULL::INTEGER AS "row", sum(abs(share - expected)) / 9 AS value, ${t.benfordDeviation} AS expected,
       NULL::BIGINT AS other, any_value(count) AS count
     FROM shares GROUP BY item HAVING sum(abs(share - expected)) / 9 > ${t.benfordDeviation}`),
  ];
  const drop = prepare.map((sql) => `DROP TABLE IF EXISTS ${/TABLE (\w+)/.exec(sql)![1]}`);
  return { prepare, findings, drop };
}

/** What happens at least once in a series, as bits of a number. */
const FLAGS = { repeats: 1, falls: 2, negatives: 4 } as const;
type Flag = keyof typeof FLAGS;

/** The first digit of a value, from the fractional part (`part`) of its logarithm: by halves of the digits. */
function firstDigit(least: number, most: number): string {
  if (least === most) return String(least);
  const middle = Math.ceil((least + most) / 2);
  return `CASE WHEN part >= ${Math.log10(middle)} THEN ${firstDigit(middle, most)} ELSE ${firstDigit(least, middle - 1)} END`;
}

/** The largest power of ten that a value is a multiple of. */
function resolutionPower(value: string): string {
  return `CASE ${RESOLUTION_POWERS.map(
    (p) => `WHEN abs(${value} / pow(10, ${p}) - round(${value} / pow(10, ${p}))) < 1e-6
      AND (round(${value} / pow(10, ${p})) <> 0 OR ${value} = 0) THEN ${p}`,
  ).join(' ')} ELSE ${FINEST} END`;
}

/** The value `back` places before the present one in the window; negative: after. */
function neighbour(back: number): string {
  return back > 0 ? `lag(x, ${back}) OVER w` : `lead(x, ${-back}) OVER w`;
}

function neighbours(count: number, direction: 1 | -1): string {
  return Array.from({ length: count }, (_, i) => neighbour(direction * (i + 1))).join(', ');
}

type Given = Partial<
  Record<'kind' | 'series' | 'from' | 'to' | 'row' | 'value' | 'expected' | 'other' | 'count', string>
>;

function columns(kind: (typeof REPORT_FINDINGS)[number], given: Given): string {
  return `SELECT ${given.kind ?? `'${kind}'`} AS kind, ${given.series ?? 'series'} AS series,
    ${given.from ?? 'month'} AS "from", ${given.to ?? 'month'} AS "to", ${given.row ?? '"row"'} AS "row",
    ${given.value ?? 'value'} AS value, ${given.expected ?? 'NULL::DOUBLE'} AS expected,
    ${given.other ?? 'NULL::BIGINT'} AS other, ${given.count ?? '1'} AS count`;
}

/** Items of one firm and month against each other, within what their rounding allows. */
function identities(
  panel: ReportPanel,
  traits: ReturnType<typeof itemTraits>,
  isCumulative: (series: string) => string,
  isStock: (series: string) => string,
): ReportCheckPlan['findings'] {
  const halves = `halves AS (
    SELECT (series & 65535) >> 1 AS item, pow(10, min(${resolutionPower('latest')})) / 2 AS half FROM check_series GROUP BY ALL)`;
  const rules = [
    ...traits.atMost.map(([lesser, greater]) => ({ kind: 'at-most' as const, ids: [lesser, greater] })),
    ...traits.sums.map((ids) => ({ kind: 'sum' as const, ids: [...ids] })),
  ];
  const queries: ReportCheckPlan['findings'] = [];
  if (rules.length > 0) {
    const half = (id: number) => `(SELECT half FROM halves WHERE item = ${id})`;
    const found = rules.map(({ kind, ids: [first, ...others] }) => {
      const sum = others.map((id) => `v${id}`).join(' + ');
      const slack = [first!, ...others].map(half).join(' + ');
      const wrong =
        kind === 'at-most'
          ? `v${first} > ${sum} + ${slack}`
          : `abs(v${first} - (${sum})) > (${slack}) * (1 + 1e-9)`;
      return `SELECT '${kind}' AS kind, reporter * 65536 + basis + ${first! * 2} AS series, month, ${sum} AS expected,
          ${kind === 'sum' ? others.length : 1} AS count
        FROM check_forms WHERE ${wrong} AND fresh`;
    });
    queries.push({
      when: null,
      sql: `WITH ${halves}, wrong AS (${found.join(' UNION ALL ')})
       SELECT kind, series, month AS "from", month AS "to", "row", value, expected, NULL::BIGINT AS other, count
       FROM ${panel.relation} AS panel JOIN wrong USING (series, month)`,
    });
  }
  const bothWays = `FROM check_series AS c JOIN check_series AS m ON m.series = c.series - 1
    WHERE ${isCumulative('c.series')} AND NOT ${isStock('c.series')}`;
  queries.push({
    when: `SELECT count(*) AS n ${bothWays}`,
    sql: `WITH both_ways AS (SELECT c.series ${bothWays}), sums AS (SELECT * FROM ${panel.relation} AS panel SEMI JOIN both_ways USING (series)),
     singles AS (
       SELECT * FROM ${panel.relation} AS panel
       SEMI JOIN (SELECT series - 1 AS series FROM both_ways) AS single USING (series)
     ), ${halves},
     joined AS (
       SELECT a.*, a.fresh OR m.fresh AS either,
         CASE WHEN a.month % 12 = 0 THEN 0 ELSE b.value END + m.value AS sum
       FROM sums AS a JOIN singles AS m ON m.series = a.series - 1 AND m.month = a.month
       LEFT JOIN sums AS b ON b.series = a.series AND b.month = a.month - 1
     )
     ${columns('cumulative-gap', { expected: 'sum' })} FROM joined
     JOIN halves ON halves.item = (series & 65535) >> 1
     WHERE either AND abs(value - sum) > 3 * half * (1 + 1e-9)`,
  });
  return queries;
}

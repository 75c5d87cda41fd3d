/**
 * `reportSums` as a query over the tables of a workspace. Reports are first laid out as one row a firm, item and year;
 * a period is then a sum over columns, which is null by itself where a month is missing. Firms' sums are added up as
 * decimals, so that the order in which threads come by does not show in the result.
 */
import {
  FIRST_INDUSTRY,
  LAST_INDUSTRY,
  type ReportSum,
  type ReportSumsRequest,
  type SumRange,
} from './report-sums.js';

/** Columns as `ReportSum` names them, in no order. Empty text where nothing is asked for. */
export function reportSumsSql(request: ReportSumsRequest): string {
  const { items, ranges } = request;
  if (items.length === 0 || ranges.length === 0) return '';
  const shapes = [...new Map(ranges.map((range) => [shapeName(range), range])).entries()];
  const columns = shapes.flatMap(([name, range]) => [
    `${valueSql(range, items)} AS v_${name}`,
    `${valuesSql(range, items)} AS n_${name}`,
  ]);
  const cells = ranges.map((range) => {
    const name = shapeName(range);
    return `
      SELECT y.item, ${range.start} AS "start", ${range.end} AS "end", f.area, f.division,
        y.v_${name} AS v, y.n_${name} AS n, b.v_${name} AS b, b.n_${name} AS bn
      FROM years AS y JOIN firms AS f ON f.reporter = y.reporter
      LEFT JOIN years AS b ON b.reporter = y.reporter AND b.item = y.item AND b.year = y.year - 1
      WHERE y.year = ${Math.floor(range.end / 12)} AND y.v_${name} IS NOT NULL`;
  });
  const sum = (what: string) => `coalesce(sum(${what}::DECIMAL(28, 4)), 0)::DOUBLE`;
  const count = (condition: string) => `count(*) FILTER (WHERE ${condition})`;
  return `
    WITH firms AS MATERIALIZED (${firmsSql(request)}),
    months AS MATERIALIZED (${monthsSql(request)}),
    years AS MATERIALIZED (SELECT reporter, item, year, ${columns.join(', ')} FROM months)
    SELECT item, "start", "end", area, division, count(*) AS firms, ${sum('v')} AS total, sum(n)::BIGINT AS "values",
      ${count('b IS NOT NULL')} AS same, coalesce(sum(v::DECIMAL(28, 4)) FILTER (WHERE b IS NOT NULL), 0)::DOUBLE AS value,
      ${sum('b')} AS base, coalesce(sum(n) FILTER (WHERE b IS NOT NULL), 0)::BIGINT AS "sameValues",
      coalesce(sum(bn), 0)::BIGINT AS "baseValues", ${count('v > b')} AS growing, ${count('v < 0')} AS below,
      ${count('v < 0 AND b IS NOT NULL')} AS "sameBelow", ${count('b < 0')} AS "baseBelow"
    FROM (${cells.join(' UNION ALL ')})
    GROUP BY GROUPING SETS ((item, "start", "end"), (item, "start", "end", area), (item, "start", "end", division))`;
}

/** One row of the query as numbers: the database counts in 64 bits. */
export function reportSumOf(row: Record<keyof ReportSum, unknown>): ReportSum {
  const { area, division, ...numbers } = row;
  return {
    ...(Object.fromEntries(
      Object.entries(numbers).map(([name, value]) => [name, Number(value)]),
    ) as unknown as Omit<ReportSum, 'area' | 'division'>),
    area: area as string | null,
    division: division as string | null,
  };
}

/** What the files of the imports hold of each item and month: item, month, file, sha256, released, synthetic, values. */
export function reportFilesSql(request: ReportSumsRequest): string {
  if (request.items.length === 0 || request.ranges.length === 0) return '';
  return `
    WITH firms AS MATERIALIZED (${firmsSql(request)})
    SELECT ${ITEM} AS item, v.month, s.file, s.sha256, s.released, s.synthetic, count(*)::INTEGER AS "values"
    FROM report_values AS v JOIN firms AS f ON f.reporter = v.series >> 16
    JOIN sources AS s ON s.import_id = v.import_id AND s.kind = 'reports'
    WHERE ${standing(request)}
    GROUP BY ALL ORDER BY ALL`;
}

/** Firms with reports that the register gives no area, or no industry of the present edition. */
export function unplacedSql(): string {
  return `
    SELECT count(*) FILTER (WHERE area_code IS NULL)::INTEGER AS "withoutArea",
      count(*) FILTER (WHERE ${DIVISION} = '')::INTEGER AS "withoutIndustry", count(*)::INTEGER AS firms
    FROM (SELECT e.area_code, e.industry_code FROM reporters AS r ${REGISTER})  AS e`;
}

const ITEM = '((v.series & 65535) >> 1)';
const DIVISION = `regexp_extract(coalesce(e.industry_code, ''), '^GB/T 4754-2017:[A-Z]?([0-9]{2})', 1)`;
const REGISTER = `LEFT JOIN (
      SELECT coalesce(credit_code, name) AS code, any_value(area_code) AS area_code,
        any_value(industry_code) AS industry_code
      FROM enterprises WHERE revised_by IS NULL GROUP BY 1) AS e ON e.code = r.code`;

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

function firmsSql({ areas, areaDigits, divisions, firms }: ReportSumsRequest): string {
  const area = `coalesce(e.area_code, '')`;
  const inArea = areas.some((stem) => stem === '')
    ? 'true'
    : `(${areas.map((stem) => `starts_with(${area}, ${quoted(stem)})`).join(' OR ') || 'false'})`;
  const inIndustry =
    divisions === null
      ? `(${DIVISION} = '' OR ${DIVISION}::INTEGER BETWEEN ${FIRST_INDUSTRY} AND ${LAST_INDUSTRY})`
      : `${DIVISION} IN (${['NULL', ...divisions.map(quoted)].join(', ')})`;
  const named = firms === null ? 'true' : `r.code IN (${['NULL', ...firms.map(quoted)].join(', ')})`;
  return `
      SELECT r.id AS reporter, ${area}[:${areaDigits}] AS area, ${DIVISION} AS division
      FROM reporters AS r ${REGISTER}
      WHERE ${inArea} AND ${inIndustry} AND ${named}`;
}

function standing({ items, ranges }: ReportSumsRequest): string {
  const years = new Set(ranges.flatMap(({ end }) => [Math.floor(end / 12), Math.floor(end / 12) - 1]));
  return `v.revised_by IS NULL AND ${ITEM} IN (${items.map(({ id }) => id).join(', ')})
      AND v.month // 12 IN (${[...years].join(', ')})`;
}

/** One row a firm, item and year: m0–m11 single months, c0–c11 cumulative. */
function monthsSql(request: ReportSumsRequest): string {
  const column = (name: string, cumulative: 0 | 1) =>
    Array.from(
      { length: 12 },
      (_, month) =>
        `max(v.value) FILTER (WHERE v.series & 1 = ${cumulative} AND v.month % 12 = ${month}) AS ${name}${month}`,
    ).join(', ');
  return `
      SELECT v.series >> 16 AS reporter, ${ITEM} AS item, v.month // 12 AS year, ${column('m', 0)}, ${column('c', 1)}
      FROM report_values AS v JOIN firms AS f ON f.reporter = v.series >> 16
      WHERE ${standing(request)}
      GROUP BY ALL`;
}

function shapeName({ start, end }: SumRange): string {
  return `${start % 12}_${end % 12}`;
}

/** `valueOfPeriod` over columns; with how many values it is made of. */
function waysOf({ start, end }: SumRange): { value: string; values: number }[] {
  const [from, to] = [start % 12, end % 12];
  const months = (first: number) => Array.from({ length: to - first + 1 }, (_, i) => `m${first + i}`);
  const singles = { value: months(from).join(' + '), values: to - from + 1 };
  if (from > 0) return [singles, { value: `c${to} - c${from - 1}`, values: 2 }];
  return [
    { value: `c${to}`, values: 1 },
    singles,
    ...(to > 1 ? [{ value: ['c1', ...months(2)].join(' + '), values: to }] : []),
  ];
}

function byKind(items: ReportSumsRequest['items'], flow: string, stock: string): string {
  const stocks = items.filter((item) => item.stock).map(({ id }) => id);
  if (stocks.length === 0) return flow;
  if (stocks.length === items.length) return stock;
  return `CASE WHEN item IN (${stocks.join(', ')}) THEN ${stock} ELSE ${flow} END`;
}

function valueSql(range: SumRange, items: ReportSumsRequest['items']): string {
  const to = range.end % 12;
  const ways = waysOf(range).map(({ value }) => value);
  return byKind(items, `coalesce(${ways.join(', ')})`, `coalesce(m${to}, c${to})`);
}

function valuesSql(range: SumRange, items: ReportSumsRequest['items']): string {
  const ways = waysOf(range).map(({ value, values }) => `WHEN ${value} IS NOT NULL THEN ${values}`);
  const to = range.end % 12;
  return byKind(
    items,
    `CASE ${ways.join(' ')} END`,
    `CASE WHEN coalesce(m${to}, c${to}) IS NOT NULL THEN 1 END`,
  );
}

// Tables of area, industry and year out of the figures of the workspace: an indicator at one level of areas and of industries.
import { UserError } from '../../model/index.js';
import type { LayoutCell, Workspace } from '../../store/index.js';
import type { LayoutRows } from './layout-rows.js';

export const AREA_LEVELS = ['province', 'prefecture', 'county'] as const;
export type AreaLevel = (typeof AREA_LEVELS)[number];
export const INDUSTRY_LEVELS = ['section', 'division', 'group', 'class', 'named'] as const;
/** `named`: industries without a code, by the words that the sources use. */
export type IndustryLevel = (typeof INDUSTRY_LEVELS)[number];

export interface FigureTableAsked {
  indicator: string;
  unit: string;
  areas: AreaLevel;
  industries: IndustryLevel;
}

export interface FigureTable extends FigureTableAsked {
  years: number[];
  areaCount: number;
  industryCount: number;
  values: number;
  synthetic: boolean;
}

/** A table of fewer says nothing of what goes with what. */
const LEAST = { areas: 3, industries: 4 };

const FIGURES = `
  SELECT f.id, f.indicator, coalesce(f.unit, '') AS unit, f.value, f.area, f.industry, f.import_id,
    try_cast(f.period AS INTEGER) AS year, f.released,
    CASE WHEN f.area_code LIKE '__0000' THEN 'province' WHEN f.area_code LIKE '____00' THEN 'prefecture'
      WHEN f.area_code IS NOT NULL THEN 'county' END AS area_level,
    CASE WHEN f.industry_code IS NULL THEN 'named'
      ELSE CASE length(regexp_extract(f.industry_code, '[0-9]*$'))
        WHEN 0 THEN 'section' WHEN 2 THEN 'division' WHEN 3 THEN 'group' WHEN 4 THEN 'class' END
    END AS industry_level
  FROM figure_vintages AS f
  WHERE NOT f.superseded AND f.area IS NOT NULL AND f.industry IS NOT NULL AND f.group_name IS NULL
    AND f.kind IN ('level', 'count') AND f.value >= 0 AND f.area_code <> '100000'
    AND regexp_full_match(f.period, '[0-9]{4}')`;

/** The indicators that make a table, the largest first. `within`: leading digits of areas; null for all. */
export async function figureTables(
  workspace: Workspace,
  within: readonly string[] | null,
): Promise<FigureTable[]> {
  const rows = await workspace.query<{
    indicator: string;
    unit: string;
    areas: AreaLevel;
    industries: IndustryLevel;
    years: string;
    areaCount: number;
    industryCount: number;
    n: number;
    synthetic: boolean;
  }>(
    `WITH figures AS (${FIGURES}${withinSql(within)})
     SELECT indicator, unit, area_level AS areas, industry_level AS industries,
       string_agg(DISTINCT year::VARCHAR, ',') AS years, count(DISTINCT area) AS "areaCount",
       count(DISTINCT industry) AS "industryCount", count(*) AS n,
       coalesce(bool_or(s.synthetic), false) AS synthetic
     FROM figures LEFT JOIN sources AS s ON s.import_id = figures.import_id
     WHERE area_level IS NOT NULL AND industry_level IS NOT NULL
     GROUP BY ALL
     HAVING count(DISTINCT area) >= ${LEAST.areas} AND count(DISTINCT industry) >= ${LEAST.industries}
     ORDER BY n DESC, indicator LIMIT 100`,
  );
  return rows.map(({ years, n, areaCount, industryCount, ...rest }) => ({
    ...rest,
    years: years
      .split(',')
      .map(Number)
      .sort((a, b) => a - b),
    areaCount: Number(areaCount),
    industryCount: Number(industryCount),
    values: Number(n),
  }));
}

/** Areas that such a table has values of, those with the most first. */
export async function figureTableAreas(
  workspace: Workspace,
  { indicator, unit, areas, industries }: FigureTableAsked,
): Promise<{ area: string; values: number }[]> {
  return workspace.query(
    `WITH figures AS (${FIGURES})
     SELECT area, count(*)::INTEGER AS "values" FROM figures
     WHERE indicator = $1 AND unit = $2 AND area_level = $3 AND industry_level = $4
     GROUP BY area ORDER BY "values" DESC, area`,
    [indicator, unit, areas, industries],
  );
}

/** The figures of a table and where each comes from: `row` of a cell is the number of its id. */
export async function figureRows(
  workspace: Workspace,
  { indicator, unit, areas, industries }: FigureTableAsked,
  within: readonly string[] | null,
): Promise<{ rows: LayoutRows; ids: string[]; synthetic: boolean; released: string | null }> {
  const found = await workspace.query<{
    id: string;
    area: string;
    industry: string;
    year: number;
    value: number;
    synthetic: boolean | null;
    released: string | null;
  }>(
    `WITH figures AS (${FIGURES}${withinSql(within)})
     SELECT figures.id, area, industry, year, value, s.synthetic, figures.released
     FROM figures LEFT JOIN sources AS s ON s.import_id = figures.import_id
     WHERE indicator = $1 AND unit = $2 AND area_level = $3 AND industry_level = $4
     QUALIFY row_number() OVER (PARTITION BY area, industry, year ORDER BY figures.released DESC NULLS LAST, figures.id) = 1
     ORDER BY year, area, industry`,
    [indicator, unit, areas, industries],
  );
  if (found.length === 0)
    throw new UserError({
      zh: `工作区没有这样的数：${indicator}${unit === '' ? '' : `（${unit}）`}`,
      en: `the workspace has no such figures: ${indicator}${unit === '' ? '' : ` (${unit})`}`,
    });
  const cells = found.map(
    ({ area, industry, year, value }, row): LayoutCell => ({ area, activity: industry, year, value, row }),
  );
  return {
    rows: {
      from: indicator,
      sheet: '',
      columns: { area: '地区', activity: '行业', value: indicator, year: '年份' },
      rowCount: cells.length,
      cells,
      refused: [],
    },
    ids: found.map(({ id }) => id),
    synthetic: found.some(({ synthetic }) => synthetic === true),
    released: found.reduce<string | null>(
      (last, { released }) => (released !== null && (last === null || released > last) ? released : last),
      null,
    ),
  };
}

function withinSql(within: readonly string[] | null): string {
  if (within === null) return '';
  const digits = within.filter((code) => /^\d+$/.test(code));
  return ` AND (${digits.map((code) => `starts_with(f.area_code, '${code}')`).join(' OR ') || 'false'})`;
}

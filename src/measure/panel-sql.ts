/**
 * Growth, pull and share by area × industry × month over more rows than memory holds: pure functions from a request to
 * SQL. Rows are summed into cells first, over integer keys; the same month a year earlier is joined by its key, which
 * stays right where months are missing. `panelGrowth` says the same of rows in memory and is the oracle of the tests.
 */

export interface PanelRequest {
  /** A table or a query in brackets. Its areas, industries and months are integers, months those of `monthKey`. */
  relation: string;
  area: string;
  industry: string;
  month: string;
  value: string;
  /** Condition on rows, as SQL: one item, single months. */
  where?: string | null;
  /** Only these months are told; their bases are found all the same. */
  from?: number | null;
  to?: number | null;
  /** Sum from January to the month instead of the month alone. */
  cumulative?: boolean;
}

/**
 * One cell. Of `growth` in per cent and `pull` in percentage points, computed from reported levels, not comparable-
 * adjusted: a part's pull is its increase as a share of the area's base, so that pulls add up to the area's growth.
 * Null where there is no base, or none that a rate can be made of.
 */
export interface PanelCell {
  area: number;
  industry: number;
  month: number;
  value: number;
  base: number | null;
  /** How many rows stand behind value and base: how far they speak of the same firms. */
  rows: number;
  baseRows: number | null;
  growth: number | null;
  pull: number | null;
  /** Of the area's sum, in per cent. */
  share: number | null;
  /** Change of the share in percentage points. */
  shareChange: number | null;
}

/** Columns as `PanelCell` names them, one row a cell, in no order. */
export function panelSql(request: PanelRequest): string {
  const { relation, area, industry, month, value, where, from, to, cumulative } = request;
  const earliest = from == null ? null : from - 12 - (cumulative ? 11 : 0);
  const conditions = [
    ...(where == null ? [] : [`(${where})`]),
    ...(earliest === null ? [] : [`${month} >= ${earliest}`]),
    ...(to == null ? [] : [`${month} <= ${to}`]),
  ];
  const cells = `
    SELECT ${area} AS area, ${industry} AS industry, ${month} AS month, sum(${value})::DOUBLE AS value,
      count(*)::BIGINT AS "rows"
    FROM ${relation} AS panel ${conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : ''}
    GROUP BY ALL`;
  // A year's sum lacks what no month of it was reported for; a cell stands for every month from its first to December.
  const summed = `
    SELECT c.area, c.industry, m.month, sum(c.value) AS value, sum(c."rows")::BIGINT AS "rows"
    FROM (${cells}) AS c
    JOIN (SELECT DISTINCT month FROM (${cells})) AS m ON m.month // 12 = c.month // 12 AND m.month >= c.month
    GROUP BY ALL`;
  return `
    WITH cells AS MATERIALIZED (${cumulative ? summed : cells}),
    areas AS MATERIALIZED (SELECT area, month, sum(value) AS value FROM cells GROUP BY ALL)
    SELECT c.area, c.industry, c.month, c.value, b.value AS base, c."rows", b."rows" AS "baseRows",
      CASE WHEN b.value > 0 THEN (c.value / b.value - 1) * 100 END AS growth,
      CASE WHEN ab.value > 0 THEN (c.value - coalesce(b.value, 0)) / ab.value * 100 END AS pull,
      CASE WHEN a.value > 0 THEN c.value / a.value * 100 END AS share,
      CASE WHEN a.value > 0 AND ab.value > 0 AND b.value IS NOT NULL
        THEN c.value / a.value * 100 - b.value / ab.value * 100 END AS "shareChange"
    FROM cells AS c
    JOIN areas AS a ON a.area = c.area AND a.month = c.month
    LEFT JOIN cells AS b ON b.area = c.area AND b.industry = c.industry AND b.month = c.month - 12
    LEFT JOIN areas AS ab ON ab.area = c.area AND ab.month = c.month - 12
    ${from == null ? '' : `WHERE c.month >= ${from}`}`;
}

export interface PanelRow {
  area: number;
  industry: number;
  month: number;
  value: number;
}

export function panelGrowth(
  rows: readonly PanelRow[],
  options: { from?: number | null; to?: number | null; cumulative?: boolean } = {},
): PanelCell[] {
  const { from = null, to = null, cumulative = false } = options;
  const known = rows.filter((row) => to === null || row.month <= to);
  const months = new Set(known.map((row) => row.month));
  const cells = new Map<
    string,
    { area: number; industry: number; month: number; value: number; rows: number }
  >();
  const add = (row: PanelRow, month: number) => {
    const key = `${row.area} ${row.industry} ${month}`;
    const cell = cells.get(key) ?? { area: row.area, industry: row.industry, month, value: 0, rows: 0 };
    cells.set(key, cell);
    cell.value += row.value;
    cell.rows++;
  };
  for (const row of known) {
    if (!cumulative) add(row, row.month);
    else for (let m = row.month; m <= row.month - (row.month % 12) + 11; m++) if (months.has(m)) add(row, m);
  }
  const areas = new Map<string, number>();
  for (const { area, month, value } of cells.values()) {
    areas.set(`${area} ${month}`, (areas.get(`${area} ${month}`) ?? 0) + value);
  }
  const found: PanelCell[] = [];
  for (const cell of cells.values()) {
    if (from !== null && cell.month < from) continue;
    const base = cells.get(`${cell.area} ${cell.industry} ${cell.month - 12}`) ?? null;
    const all = areas.get(`${cell.area} ${cell.month}`)!;
    const allBase = areas.get(`${cell.area} ${cell.month - 12}`) ?? null;
    const share = all > 0 ? (cell.value / all) * 100 : null;
    const baseShare = allBase !== null && allBase > 0 && base ? (base.value / allBase) * 100 : null;
    found.push({
      ...cell,
      base: base?.value ?? null,
      baseRows: base?.rows ?? null,
      growth: base && base.value > 0 ? (cell.value / base.value - 1) * 100 : null,
      pull: allBase !== null && allBase > 0 ? ((cell.value - (base?.value ?? 0)) / allBase) * 100 : null,
      share,
      shareChange: share !== null && baseShare !== null ? share - baseShare : null,
    });
  }
  return found;
}

/** Industrial clusters: name, place, leading industry, who speaks for it. A changed entry is a further one. */
import type { Cell, Transaction } from './database.js';
import { markRevised } from './mark-revised.js';
import { Twins } from './twins.js';
import type { Reject, TableSource, TableWritten } from './workspace.js';

export interface Cluster {
  name: string;
  areaCode: string | null;
  area: string | null;
  industry: string | null;
  /** 国家级, 省级 …, as the list has it. */
  level: string | null;
  /** Year or day of the list that names it. */
  listed: string | null;
  /** The organisation that promotes it. */
  organisation: string | null;
  other: Record<string, string | number>;
  sheet: string | null;
  row: number;
}

export interface StoredCluster extends Cluster {
  file: string | null;
  importId: number;
  recordedAt: string;
}

export function clusterTwins(): Twins<Cluster> {
  return new Twins(
    ({ row: _, sheet: __, ...said }) => ({ key: said.name, content: JSON.stringify(said) }),
    (one, row) => ({
      row: one.row,
      column: null,
      value: one.name,
      zh: `与第 ${row} 行是同一集群，内容不同。请留下正确的一行。`,
      en: `The same cluster as row ${row}, with other content. Keep the right one.`,
      record: recordOf(one),
    }),
  );
}

export async function writeClusters(
  transaction: Transaction,
  run: { id: number; now: string },
  source: TableSource,
  clusters: readonly Cluster[],
  refused: readonly Reject[],
): Promise<TableWritten> {
  const standing = await transaction.rows<{ name: string; content: string }>(
    'SELECT name, content FROM clusters WHERE revised_by IS NULL',
  );
  const known = new Map(standing.map((row) => [row.name, row.content]));
  const result = { accepted: 0, unchanged: 0, revised: 0, rejects: [...refused] };
  const rows: Cell[][] = [];
  const revised: string[] = [];
  const twins = clusterTwins();
  for (const one of clusters) {
    const { row, sheet } = one;
    const { content, isAgain, clash } = twins.take(one);
    if (clash) {
      result.rejects.push({ file: source.file, ...clash });
      continue;
    }
    if (isAgain || known.get(one.name) === content) {
      result.unchanged++;
      continue;
    }
    if (known.has(one.name)) {
      revised.push(one.name);
      result.revised++;
    }
    result.accepted++;
    rows.push([
      one.name,
      one.areaCode,
      one.area,
      one.industry,
      one.level,
      one.listed,
      one.organisation,
      JSON.stringify(one.other),
      content,
      source.sha256,
      sheet,
      row,
      run.id,
      run.now,
      null,
    ]);
  }
  await markRevised(transaction, 'clusters', 'name', revised, run.id);
  await transaction.append('clusters', rows);
  return result;
}

function recordOf(one: Cluster): Record<string, string | number | null> {
  return {
    集群名称: one.name,
    地区: one.area,
    主导产业: one.industry,
    级别: one.level,
    认定年份: one.listed,
    集群促进机构: one.organisation,
    ...one.other,
  };
}

export async function storedClusters(
  rows: <Row>(sql: string, values: readonly Cell[]) => Promise<Row[]>,
): Promise<StoredCluster[]> {
  const found = await rows<StoredCluster & { other: unknown }>(
    `SELECT name, area_code AS "areaCode", area, industry, level, listed, organisation, other, sheet,
       row_number AS "row", s.file, c.import_id AS "importId", c.recorded_at AS "recordedAt"
     FROM clusters AS c LEFT JOIN sources AS s ON s.import_id = c.import_id
     WHERE revised_by IS NULL ORDER BY name`,
    [],
  );
  return found.map((row) => ({
    ...row,
    other: JSON.parse(row.other as unknown as string) as Record<string, string | number>,
  }));
}

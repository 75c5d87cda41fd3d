// Files, folders and workbooks of a chain map, and its rows in the workspace.
import { readdir, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import {
  buildChainMap,
  type ChainActor,
  type ChainCell,
  type ChainEdge,
  type ChainMap,
  type ChainNode,
  type ChainProject,
  type ChainReading,
  type ChainTable,
  readChainTables,
} from '../chain/index.js';
import { type Bilingual, UserError } from '../model/index.js';
import {
  type ChainFile,
  type ChainRow,
  readSheets,
  type Sheet,
  type StoredChainRow,
  type Workspace,
} from '../store/index.js';
import { cellText } from './columns-file.js';

const TABLES = new Set(['.csv', '.tsv', '.xlsx', '.ods', '.xls']);

export interface ChainSource {
  readings: ChainReading[];
  notices: Bilingual[];
}

/** Tables of files and folders, read together. */
export async function readChainFiles(paths: readonly string[], encoding?: string): Promise<ChainSource> {
  const tables: ChainTable[] = [];
  for (const path of paths)
    for (const file of await tableFiles(path)) tables.push(...(await tablesOf(file, encoding)));
  const readings = readChainTables(tables);
  const notices = readings
    .filter(({ form }) => form === null)
    .map(({ table: { file, sheet, columns } }) => ({
      zh: `${file}${sheet ? `［${sheet}］` : ''}：不是图谱的表，略过（列：${columns.slice(0, 6).join('、')}）`,
      en: `${file}${sheet ? ` [${sheet}]` : ''}: no table of a chain map, passed over (columns: ${columns.slice(0, 6).join(', ')})`,
    }));
  if (readings.every(({ form }) => form === null))
    throw new UserError({
      zh: `${paths.join('、')}：没有认出图谱的表。节点表要有“编号、名称、类型、环节”，连接表要有“上游、下游”（from, to），主体表要有“产品、企业、所在地、份额”，项目表要有“项目”。${notices.map(({ zh }) => zh).join('；')}`,
      en: `${paths.join(', ')}: no table of a chain map was found. Nodes have id, name, kind, stage; edges have from, to; actors have node, actor, area, share; projects have project. ${notices.map(({ en }) => en).join('; ')}`,
    });
  return { readings, notices };
}

export function mapOfReadings(readings: readonly ChainReading[]): ChainMap {
  return buildChainMap({
    nodes: readings.flatMap(({ nodes }) => nodes),
    edges: readings.flatMap(({ edges }) => edges),
    actors: readings.flatMap(({ actors }) => actors),
    projects: readings.flatMap(({ projects }) => projects),
  });
}

async function tableFiles(path: string): Promise<string[]> {
  const there = await stat(path).catch(() => null);
  if (there === null)
    throw new UserError({
      zh: `没有这个文件或文件夹：${path}`,
      en: `There is no such file or folder: ${path}`,
    });
  if (!there.isDirectory()) return [path];
  const names = (await readdir(path)).filter((name) => TABLES.has(extname(name).toLowerCase())).sort();
  if (names.length === 0)
    throw new UserError({
      zh: `${path}：文件夹里没有表格（CSV、TSV、XLSX、ODS、XLS）`,
      en: `${path}: the folder holds no table (CSV, TSV, XLSX, ODS, XLS)`,
    });
  return names.map((name) => join(path, name));
}

async function tablesOf(file: string, encoding: string | undefined): Promise<ChainTable[]> {
  const tables: ChainTable[] = [];
  for await (const sheet of readSheets(file, encoding === undefined ? {} : { encoding })) {
    if (sheet.hidden) continue;
    const parts: Sheet[] = [sheet];
    if (sheet.rest) for await (const part of sheet.rest) parts.push(part);
    const rows = parts.flatMap((part) =>
      Array.from({ length: part.height }, (_, row) => ({
        row: part.rowNumber(row),
        cells: Array.from({ length: sheet.width }, (_, column): ChainCell => {
          const value = part.value(row, column);
          return typeof value === 'number' ? value : cellText(value) || null;
        }),
      })),
    );
    const filled = rows.filter(({ cells }) => cells.some((cell) => cell !== null));
    const [head, ...body] = filled;
    if (head === undefined) continue;
    const isBook = !['.csv', '.tsv'].includes(extname(file).toLowerCase());
    tables.push({
      file,
      sheet: isBook ? sheet.name : null,
      columns: head.cells.map((cell) => String(cell ?? '')),
      rows: body.map(({ cells }) => cells),
      rowNumbers: body.map(({ row }) => row),
    });
  }
  return tables;
}

/** Rows to keep, by the file that they stand in. */
export function rowsToKeep(readings: readonly ChainReading[]): ChainFile[] {
  const files = new Map<string, { file: string; rows: ChainRow[]; rejects: ChainReading['rejects'] }>();
  for (const reading of readings) {
    if (reading.form === null) continue;
    const { file } = reading.table;
    const own = files.get(file) ?? { file, rows: [], rejects: [] };
    files.set(file, own);
    const times = new Map<string, number>();
    const add = (
      part: ChainRow['part'],
      key: string,
      row: ChainNode | ChainEdge | ChainActor | ChainProject,
    ) => {
      const { source, date, owner, place, ...record } = row;
      const { grade = null, ...rest } = record as { grade?: string | null } & ChainRow['record'];
      const seen = times.get(`${part} ${key}`) ?? 0;
      times.set(`${part} ${key}`, seen + 1);
      own.rows.push({
        part,
        key: seen === 0 ? key : `${key} (${seen + 1})`,
        grade,
        owner,
        date,
        source,
        record: rest,
        sheet: place?.sheet ?? null,
        row: place?.row ?? 0,
      });
    };
    for (const node of reading.nodes) add('node', node.id, node);
    for (const edge of reading.edges) add('edge', `${edge.from} → ${edge.to} ${edge.kind}`, edge);
    for (const actor of reading.actors)
      add('actor', `${actor.id ?? actor.name} @ ${actor.node} ${actor.kind}`, actor);
    for (const project of reading.projects)
      add('project', `${project.name} @ ${project.node ?? ''}`, project);
    own.rejects.push(...reading.rejects);
  }
  return [...files.values()];
}

export interface KeptChain {
  map: ChainMap;
  synthetic: boolean;
  /** Files it was read from, with what the imports were told of them. */
  files: { file: string; publisher: string | null; released: string | null; synthetic: boolean }[];
}

/** A chain of the workspace. Rows that name no owner, date or source take what the import of their file was told. */
export async function keptChain(workspace: Workspace, name: string): Promise<KeptChain> {
  const rows = await workspace.chain(name);
  const of = (part: ChainRow['part']) =>
    rows
      .filter((row) => row.part === part)
      .map((row) => ({ ...row.record, grade: row.grade, ...recordOf(row) }) as unknown);
  const files = new Map(
    rows.map(({ file, publisher, released, synthetic }) => [file, { file, publisher, released, synthetic }]),
  );
  return {
    map: buildChainMap({
      nodes: of('node') as ChainNode[],
      edges: of('edge') as ChainEdge[],
      actors: of('actor') as ChainActor[],
      projects: of('project') as ChainProject[],
    }),
    synthetic: rows.some(({ synthetic }) => synthetic),
    files: [...files.values()],
  };
}

function recordOf({ source, date, owner, publisher, released, file, sheet, row }: StoredChainRow) {
  return { source: source ?? publisher, date: date ?? released, owner, place: { file, sheet, row } };
}

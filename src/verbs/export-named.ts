// Tables that stand in the workspace under a name, as files that an import takes back.
import { LONG_COLUMNS, longRows } from '../chain/index.js';
import { type Lang, UserError } from '../model/index.js';
import {
  type ExportFormat,
  type ListTable,
  type StoredChainRow,
  type Workspace,
  writeListTable,
} from '../store/index.js';
import { ioTableOf } from './io-tables.js';

export const CHAIN_PARTS = ['nodes', 'edges', 'actors', 'projects'] as const;
export type ChainPartList = (typeof CHAIN_PARTS)[number];

type ListColumn = ListTable['columns'][number];

const text = (key: string, zh: string): ListColumn => ({ key, zh, en: key, type: 'text' });
const number = (key: string, zh: string): ListColumn => ({ key, zh, en: key, type: 'number' });

/** Headings that the import of chains knows, in both languages. */
const COLUMNS: Readonly<Record<ChainPartList, readonly ListColumn[]>> = {
  nodes: [
    text('id', '节点编号'),
    text('name', '名称'),
    text('kind', '类型'),
    text('stage', '环节'),
    number('stageOrder', '环节次序'),
  ],
  edges: [
    text('from', '上游'),
    text('to', '下游'),
    text('kind', '关系'),
    number('weight', '权重'),
    number('share', '份额'),
    text('grade', '证据等级'),
  ],
  actors: [
    text('node', '节点'),
    text('actor', '主体'),
    text('id', '编号'),
    text('kind', '类型'),
    text('area', '地区'),
    number('share', '份额'),
    text('grade', '证据等级'),
  ],
  projects: [
    text('project', '项目'),
    text('node', '节点'),
    text('firm', '承担主体'),
    text('area', '地区'),
    text('status', '进展'),
    text('investment', '投资'),
  ],
};

const OF_ALL: readonly ListColumn[] = [
  text('owner', '责任单位'),
  text('date', '日期'),
  text('source', '来源'),
];

const PART: Readonly<Record<ChainPartList, StoredChainRow['part']>> = {
  nodes: 'node',
  edges: 'edge',
  actors: 'actor',
  projects: 'project',
};

/** Rows of one part of a chain, each with its source; returns how many. */
export async function exportChainRows(
  workspace: Workspace,
  chain: string,
  part: ChainPartList,
  format: ExportFormat,
  file: string,
  lang: Lang,
): Promise<number> {
  const rows = (await workspace.chain(chain)).filter((row) => row.part === PART[part]);
  const columns = [...COLUMNS[part], ...OF_ALL];
  return writeListTable(file, format, {
    name: `chain ${chain} ${part}`,
    sheet: chain.replace(/[[\]:*?/\\]/g, ' ').slice(0, 31),
    columns,
    rows: rows.map((row) => columns.map(({ key }) => cellOf(row, part, key))),
    lang,
    modified: newest(rows.map(({ recordedAt }) => recordedAt)),
  });
}

function cellOf(row: StoredChainRow, part: ChainPartList, key: string): string | number | null {
  switch (key) {
    case 'grade':
      return row.grade;
    case 'owner':
      return row.owner;
    case 'date':
      return row.date ?? row.released;
    case 'source':
      return row.source ?? row.publisher ?? row.file;
    default:
      // Actors and projects are kept under their name.
      return row.record[(key === 'actor' && part === 'actors') || key === 'project' ? 'name' : key] ?? null;
  }
}

/** An input–output table in the long form; returns how many rows. */
export async function exportIoRows(
  workspace: Workspace,
  name: string,
  format: ExportFormat,
  file: string,
): Promise<number> {
  const stored = await workspace.ioTable(name, null);
  const rows: (string | number | null)[][] = [];
  for (const row of longRows(ioTableOf(stored))) {
    if (rows.length >= MOST_ROWS)
      throw new UserError({
        zh: `“${name}”超过 ${MOST_ROWS} 个数，请在命令行导出：ballast export io-table`,
        en: `“${name}” holds more than ${MOST_ROWS} figures; export it on the command line: ballast export io-table`,
      });
    rows.push(LONG_COLUMNS.map((column) => row[column]));
  }
  return writeListTable(file, format, {
    name: `io-table ${name}`,
    sheet: name.replace(/[[\]:*?/\\]/g, ' ').slice(0, 31),
    columns: LONG_COLUMNS.map((key) => ({
      ...{ key, zh: key, en: key },
      type: key === 'value' ? 'number' : key === 'year' ? 'integer' : 'text',
    })),
    rows,
    lang: 'en',
    modified: newest([stored.recordedAt]),
  });
}

/** Rows of a worksheet, less its heading. */
const MOST_ROWS = 1_048_575;

const newest = (days: readonly string[]): string | null => [...days].sort().at(-1)?.slice(0, 10) ?? null;

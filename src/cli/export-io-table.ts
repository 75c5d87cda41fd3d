// ballast export io-table NAME: the long form, which an import takes back.
import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { writeCsv } from 'hucre/csv';
import { LONG_COLUMNS, type LongRow, longRows } from '../chain/index.js';
import { UserError } from '../model/index.js';
import { replaceWhole } from '../store/index.js';
import { ioTableOf } from '../verbs/index.js';
import { EXIT, type Terminal } from './terminal.js';
import { openWorkspace } from './workspace.js';

export interface IoExportArguments {
  format: string;
  out: string;
  asOf?: string;
  json?: boolean;
  workspace: string;
}

/** Rows that are put into words at a time: a table of many regions has millions. */
const PART = 20_000;

export async function exportIoTable(
  name: string | undefined,
  options: IoExportArguments,
  terminal: Terminal,
): Promise<number> {
  const { format } = options;
  if (format !== 'csv' && format !== 'json') {
    throw new UserError({
      zh: `投入产出表导出为 csv 或 json：${format}。`,
      en: `An input–output table is exported as csv or json: ${format}.`,
    });
  }
  const workspace = await openWorkspace(options.workspace, terminal, { readOnly: true });
  try {
    if (name === undefined) {
      const names = (await workspace.ioTables()).map((table) => table.name);
      throw new UserError({
        zh: `请写明导出哪张投入产出表：${names.join('、') || '工作区里还没有'}。`,
        en: `Name the input–output table to export: ${names.join(', ') || 'there is none in the workspace'}.`,
      });
    }
    const stored = await workspace.ioTable(name, options.asOf ?? null);
    const rows = longRows(ioTableOf(stored));
    let count = 0;
    await replaceWhole(options.out, async (partial) => {
      const counted = function* () {
        for (const row of rows) {
          count++;
          yield row;
        }
      };
      const parts = format === 'csv' ? csvParts(counted()) : jsonParts(name, counted());
      await pipeline(parts, createWriteStream(partial));
    });
    if (options.json)
      terminal.json({ schema: 'ballast.export/1', table: 'io-table', name, rows: count, file: options.out });
    else
      terminal.print(
        terminal.say({ zh: `${options.out}：${count} 行`, en: `${options.out}: ${count} rows` }),
      );
    return EXIT.done;
  } finally {
    await workspace.close();
  }
}

function* csvParts(rows: Iterable<LongRow>): Generator<string> {
  yield writeCsv([[...LONG_COLUMNS]], { bom: true });
  for (const part of inParts(rows)) {
    const cells = part.map((row) => LONG_COLUMNS.map((column) => inert(row[column])));
    yield `\r\n${writeCsv(cells)}`;
  }
}

function* jsonParts(name: string, rows: Iterable<LongRow>): Generator<string> {
  const head = JSON.stringify({ schema: 'ballast.export/1', table: 'io-table', name, columns: LONG_COLUMNS });
  yield `${head.slice(0, -1)},"rows":[\n`;
  let isFirst = true;
  for (const part of inParts(rows)) {
    yield (isFirst ? '' : ',\n') + part.map((row) => JSON.stringify(row)).join(',\n');
    isFirst = false;
  }
  yield '\n]}\n';
}

function* inParts(rows: Iterable<LongRow>): Generator<LongRow[]> {
  let part: LongRow[] = [];
  for (const row of rows) {
    part.push(row);
    if (part.length < PART) continue;
    yield part;
    part = [];
  }
  if (part.length > 0) yield part;
}

/** Text that a spreadsheet would take for a formula gets an apostrophe before it. */
function inert(cell: string | number | null): string | number | null {
  return typeof cell === 'string' && /^[=+\-@\t\r\n＝＋－＠]/.test(cell) ? `'${cell}` : cell;
}

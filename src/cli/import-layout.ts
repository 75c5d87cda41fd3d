// ballast import FILE --as layout-table | neighbours: what tells which industries fit a region.
import type { LayoutImported } from '../store/index.js';
import {
  columnsAsked,
  keepLayoutTable,
  keepNeighbours,
  readLayoutRows,
  refusedLine,
} from '../verbs/index.js';
import { EXIT, type Terminal } from './terminal.js';
import { openWorkspace } from './workspace.js';

export interface LayoutArguments {
  areaColumn?: string;
  activityColumn?: string;
  valueColumn?: string;
  yearColumn?: string;
  sheet?: string;
  name?: string;
  unit?: string;
  title?: string;
  publisher?: string;
  released?: string;
  synthetic?: boolean;
  dryRun?: boolean;
  json?: boolean;
  workspace: string;
}

export async function importLayout(
  file: string,
  options: LayoutArguments & { as: 'layout-table' | 'neighbours' },
  terminal: Terminal,
): Promise<number> {
  const { as, areaColumn, activityColumn, valueColumn, yearColumn, sheet } = options;
  const columns =
    as === 'neighbours'
      ? null
      : await columnsAsked(file, {
          ...(areaColumn !== undefined && { area: areaColumn }),
          ...(activityColumn !== undefined && { activity: activityColumn }),
          ...(valueColumn !== undefined && { value: valueColumn }),
          ...(yearColumn !== undefined && { year: yearColumn }),
          ...(sheet !== undefined && { sheet }),
        });
  if (options.dryRun && columns !== null) {
    const { cells, refused } = await readLayoutRows(file, columns);
    for (const cell of refused.slice(0, 5)) terminal.note(refusedLine(cell));
    tell({ accepted: cells.length, rejected: refused.length, dryRun: true });
    return EXIT.done;
  }
  const workspace = await openWorkspace(options.workspace, terminal);
  try {
    const kept: LayoutImported =
      columns === null
        ? await keepNeighbours(workspace, file, options)
        : await keepLayoutTable(workspace, file, { ...options, ...columns });
    tell({ ...kept });
    return EXIT.done;
  } finally {
    await workspace.close();
  }

  function tell(done: { accepted: number; rejected: number; knownAs?: number | null; dryRun?: true }): void {
    if (options.json) {
      terminal.json({ schema: 'ballast.import/1', kind: as, file, columns, ...done });
      return;
    }
    const { accepted, rejected, knownAs = null, dryRun } = done;
    terminal.print(
      terminal.say(
        knownAs !== null
          ? {
              zh: `${file}：这个文件已在第 ${knownAs} 次导入中收入，没有改动。`,
              en: `${file}: this file was taken in by import ${knownAs}; nothing was changed.`,
            }
          : {
              zh: `${file}：收入 ${accepted} 行，退回 ${rejected} 行${dryRun ? '（未写入）' : ''}`,
              en: `${file}: ${accepted} rows taken in, ${rejected} refused${dryRun ? ' (nothing was written)' : ''}`,
            },
      ),
    );
  }
}

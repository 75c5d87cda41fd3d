// A layout table, or who adjoins whom, into the workspace.
import { basename } from 'node:path';
import { UserError } from '../../model/index.js';
import {
  importLayoutTable,
  importNeighbours,
  type LayoutImported,
  type Reject,
  type Workspace,
} from '../../store/index.js';
import type { RefusedCell } from '../table-input.js';
import { type LayoutRows, readLayoutRows, type TableColumns } from './layout-rows.js';
import { readAdjoining } from './neighbours.js';
import { regionTables } from './region-table.js';

export interface KeptTableAsked extends TableColumns {
  /** Under which the workspace keeps it; the name of the file without it. */
  name?: string;
  unit?: string;
  title?: string;
  publisher?: string;
  released?: string;
  synthetic?: boolean;
  /** What the user calls the file, where it is not its path. */
  called?: string;
}

/** Reads the table, tries that it can be measured, and keeps it with what was refused. */
export async function keepLayoutTable(
  workspace: Workspace,
  file: string,
  asked: KeptTableAsked,
): Promise<LayoutImported & { name: string }> {
  const { called = file, unit = '', title = null, publisher = null, released = null } = asked;
  const name = asked.name ?? basename(called).replace(/\.[^.]+$/, '');
  const { area, activity, value, year = null, sheet = null } = asked;
  const mapping = JSON.stringify({ name, unit, area, activity, value, year, sheet });
  const kept = await importLayoutTable(
    workspace,
    file,
    async () => {
      const rows = await readLayoutRows(file, asked);
      regionTables(rows, { duplicates: 'sum' });
      return { table: tableOf(rows, name, unit), refused: refusedRows(rows.refused, called) };
    },
    { mapping, title, publisher, released, synthetic: asked.synthetic ?? false, file: called },
  );
  return { ...kept, name };
}

export async function keepNeighbours(
  workspace: Workspace,
  file: string,
  about: Pick<KeptTableAsked, 'called' | 'synthetic' | 'publisher' | 'title'> = {},
): Promise<LayoutImported> {
  const { called = file, synthetic = false, publisher = null, title = null } = about;
  return importNeighbours(
    workspace,
    file,
    async () => {
      const pairs = await readAdjoining(file);
      if (pairs.length === 0)
        throw new UserError({
          zh: `${called}：没有一行写明地区与邻近地区`,
          en: `${called}: no row names an area and its neighbour`,
        });
      return { pairs, refused: [] };
    },
    { mapping: null, title, publisher, released: null, synthetic, file: called },
  );
}

function tableOf(rows: LayoutRows, name: string, unit: string) {
  const { sheet, columns, cells } = rows;
  return { name, unit, sheet: sheet === '' ? null : sheet, columns, cells };
}

function refusedRows(refused: readonly RefusedCell[], file: string): Reject[] {
  return refused.map(({ row, column, value, reason }) => ({
    file,
    row,
    column,
    value,
    zh: reason.zh,
    en: reason.en,
  }));
}

/** Rows of a table file as they stand, to be shown beside what is said of them. */
import { readSheets } from './tables/index.js';

export interface TableLine {
  /** Counts from 1. */
  row: number;
  cells: string[];
}

const WIDEST = 60;

/** The first `count` rows of a sheet, and those asked for by number as far as they are there. */
export async function tableLines(
  file: string,
  sheet: string | null,
  count: number,
  rows: readonly number[],
): Promise<TableLine[]> {
  const wanted = new Set([...Array.from({ length: count }, (_, i) => i + 1), ...rows]);
  const last = Math.max(...wanted);
  const lines: TableLine[] = [];
  for await (const first of readSheets(file, { sheet })) {
    let above = 0;
    const take = (part: typeof first) => {
      for (let i = 0; i < part.height && above + i < last; i++)
        if (wanted.has(above + i + 1))
          lines.push({
            row: above + i + 1,
            cells: Array.from(
              { length: Math.min(part.width, WIDEST) },
              (_, column) => part.cell(i, column).text,
            ),
          });
      above += part.height;
    };
    take(first);
    if (first.rest && above < last)
      for await (const part of first.rest) {
        take(part);
        if (above >= last) break;
      }
    break;
  }
  return lines;
}

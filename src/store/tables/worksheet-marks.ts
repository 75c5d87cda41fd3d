/**
 * What a worksheet says of its cells apart from their values: which are merged, which rows and columns are hidden. Rows
 * that are streamed come without it, and merges stand below all rows, so the part is gone through once beforehand.
 */
import type { Merge, SheetValue } from './sheet.js';
import { columnOfLetters } from './words.js';

export interface WorksheetMarks {
  /** By their top row. */
  merges: Merge[];
  hiddenRows: Set<number>;
  hiddenColumns: Set<number>;
}

const TAG = /<(?:\w+:)?(row|col|mergeCell)(\s[^<>]*)>/g;
const HIDDEN = /\shidden\s*=\s*["'](?:1|true)["']/;
const MOST_HIDDEN_COLUMNS = 20_000;

/** Takes a worksheet's text in pieces, cut anywhere. */
export class WorksheetMarksReader {
  readonly marks: WorksheetMarks = { merges: [], hiddenRows: new Set(), hiddenColumns: new Set() };
  #carried = '';
  #row = -1;

  take(text: string): void {
    const all = this.#carried + text;
    const cut = all.lastIndexOf('<');
    // A tag that is cut off is read with the next piece; no tag is this long.
    const end = cut >= 0 && all.length - cut < 10_000 && !all.includes('>', cut) ? cut : all.length;
    this.#carried = all.slice(end);
    for (const [, tag, attributes] of all.slice(0, end).matchAll(TAG)) this.#note(tag!, attributes!);
  }

  /** The marks, once all has been taken. */
  done(): WorksheetMarks {
    this.marks.merges.sort((a, b) => a.top - b.top);
    return this.marks;
  }

  #note(tag: string, attributes: string): void {
    if (tag === 'row') {
      const stated = numberOf(attributes, 'r');
      this.#row = stated === null ? this.#row + 1 : stated - 1;
      if (HIDDEN.test(attributes)) this.marks.hiddenRows.add(this.#row);
    } else if (tag === 'mergeCell') {
      const merge = mergeOf(/\sref\s*=\s*["']([^"']+)["']/.exec(attributes)?.[1] ?? '');
      if (merge) this.marks.merges.push(merge);
    } else if (HIDDEN.test(attributes)) {
      const [from, to] = [numberOf(attributes, 'min'), numberOf(attributes, 'max')];
      if (from === null || to === null) return;
      for (let column = from; column <= Math.min(to, MOST_HIDDEN_COLUMNS); column++)
        this.marks.hiddenColumns.add(column - 1);
    }
  }
}

function numberOf(attributes: string, name: string): number | null {
  const found = new RegExp(`\\s${name}\\s*=\\s*["'](\\d+)["']`).exec(attributes);
  return found ? Number(found[1]) : null;
}

function mergeOf(range: string): Merge | null {
  const found = /^([A-Z]{1,3})(\d+):([A-Z]{1,3})(\d+)$/.exec(range);
  if (!found) return null;
  return {
    top: Number(found[2]) - 1,
    left: columnOfLetters(found[1]!),
    bottom: Number(found[4]) - 1,
    right: columnOfLetters(found[3]!),
  };
}

/** Cuts the marks of a sheet to its parts, which are asked for from above down. */
export class PartMarks {
  readonly #marks: WorksheetMarks;
  #next = 0;
  /** Merges that began above and are not over, with the words they show. */
  #open: { merge: Merge; words: string | null }[] = [];

  constructor(marks: WorksheetMarks) {
    this.#marks = marks;
  }

  /**
   * Merges and hidden rows of the rows from `firstRow` on, counted from there. Words of a merge that began in an earlier
   * part are written into its first row here; a number is not, it would be counted twice.
   */
  of(firstRow: number, rows: SheetValue[][]): { merges: Merge[]; hiddenRows: Set<number> } {
    const last = firstRow + rows.length - 1;
    this.#open = this.#open.filter(({ merge }) => merge.bottom >= firstRow);
    const merges: Merge[] = [];
    for (const { merge, words } of this.#open) {
      const { left, right, bottom } = merge;
      const [row] = rows;
      while (words !== null && row!.length <= left) row!.push(null);
      if (words !== null && row![left] === null) row![left] = words;
      merges.push({ top: 0, left, right, bottom: bottom - firstRow });
    }
    for (; this.#next < this.#marks.merges.length; this.#next++) {
      const merge = this.#marks.merges[this.#next]!;
      if (merge.top > last) break;
      if (merge.bottom < firstRow || merge.top < firstRow) continue;
      merges.push({ ...merge, top: merge.top - firstRow, bottom: merge.bottom - firstRow });
      const value = rows[merge.top - firstRow]?.[merge.left] ?? null;
      if (merge.bottom > last) this.#open.push({ merge, words: typeof value === 'string' ? value : null });
    }
    const hiddenRows = new Set<number>();
    for (let row = 0; row < rows.length; row++)
      if (this.#marks.hiddenRows.has(firstRow + row)) hiddenRows.add(row);
    return { merges, hiddenRows };
  }
}

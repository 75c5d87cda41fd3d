/**
 * Tables that stand side by side on a sheet, an empty column between them, each with its own heading: 地区 产值 | 地区 利润.
 * Read as one, the right one's numbers would go to the left one's names.
 */
import { GridView } from './grid-view.js';
import { findLayout, formLabel, type Layout, type LayoutHints, type Role, unitLine } from './layout.js';
import type { TablesLexicon } from './lexicon.js';
import type { Sheet } from './sheet.js';

const WIDEST = 400;
const LABELS: ReadonlySet<Role> = new Set(['area', 'industry', 'indicator', 'enterprise', 'period']);
const CODES: ReadonlySet<Role> = new Set(['ordinal', 'areaCode', 'industryCode', 'creditCode']);

/** The sheet, or one sheet a table with the other columns blank; places stay those of the sheet. */
export function sideBySide(sheet: Sheet, lexicon: TablesLexicon, hints: LayoutHints = {}): Sheet[] {
  // A sheet that comes in parts can be read through only once, and so can hold one table only.
  if (sheet.rest || sheet.width > WIDEST || hints.header || hints.transposed) return [sheet];
  const view = new GridView(sheet, lexicon);
  let inGap = false;
  for (let column = 1; column < view.width - 1; column++) {
    const before = inGap;
    inGap = isGap(view, column);
    // Of several empty columns the first alone: the others part the sheet in the same way.
    if (!inGap || before) continue;
    const parts = partsAt(view, column, lexicon);
    if (parts === null) continue;
    const left = findLayout(parts[0], lexicon, hints);
    if (left === null || !isTable(left)) continue;
    const right = findLayout(parts[1], lexicon, hints);
    if (right !== null && isTable(right) && areTwo(left, right))
      return [parts[0], ...sideBySide(parts[1], lexicon, hints)];
  }
  return [sheet];
}

/** Blank from above down, but for lines that are merged across. */
function isGap(view: GridView, column: number): boolean {
  for (let row = 0; row < view.height; row++) {
    if (view.classOf(row, column) !== 'blank' && !view.isCovered(row, column)) return false;
  }
  return true;
}

/** It names its rows and has values beside the names. */
function isTable(part: Layout): boolean {
  return !part.transposed && namesOf(part) !== null;
}

/** Not 企业名称 产值 | 地区 人数, further columns of one list of firms. */
function areTwo(left: Layout, right: Layout): boolean {
  const names = namesOf(left);
  return names === namesOf(right) || names !== 'enterprise';
}

/** What the first column names the rows by; null where it does not, or where no value stands beside it. */
function namesOf({ columns, header }: Layout): Role | null {
  if (header === null) return null;
  const first = columns.find((column) => !CODES.has(column.role));
  if (!first || !LABELS.has(first.role) || first.heading.length === 0) return null;
  return columns.some((column) => column.role === 'value') ? first.role : null;
}

/** The columns to the left and to the right of a gap; a title of one of them is the title of both. */
function partsAt(view: GridView, gap: number, lexicon: TablesLexicon): [Sheet, Sheet] | null {
  const filled = (row: number, from: number, to: number) => {
    for (let column = from; column <= to; column++)
      if (view.classOf(row, column) !== 'blank' && !view.isCovered(row, column)) return true;
    return false;
  };
  const [last, height] = [view.width - 1, view.height];
  let top = 0;
  while (top < height && !(filled(top, 0, gap - 1) && filled(top, gap + 1, last))) top++;
  if (top === height) return null;
  const titleOf = (from: number, to: number) => {
    for (let row = 0; row < top; row++) {
      for (let column = from; column <= to; column++) {
        const words = view.words(row, column);
        if (words !== '' && unitLine(words, lexicon) === null && formLabel(words, lexicon) === null)
          return true;
      }
    }
    return false;
  };
  const own = [titleOf(0, gap - 1), titleOf(gap + 1, last)] as const;
  const isForm = (row: number, column: number) => {
    const words = view.words(row, column);
    return unitLine(words, lexicon) !== null || formLabel(words, lexicon) !== null;
  };
  const part = (from: number, to: number, hasTitle: boolean) =>
    view.sheet.masked(
      (row, column) => (column >= from && column <= to) || (row < top && (!hasTitle || isForm(row, column))),
    );
  return [part(0, gap - 1, own[0]), part(gap + 1, last, own[1])];
}

/** Tables that lost their lines: a page saved as text shows every cell on a line of its own, or columns between spaces. */

import { fold } from './lexicon.js';
import type { ClassedLine } from './lines.js';

const NUMBER = /^[-+—–−]?\d[\d,.]*\s?%?$|^[-—–…/]+$/;
const UNIT_NOTE = /^[[(]?单位[:：]/;

/** Classes the lines of such tables, and the caption above them, as `table`. */
export function markTables(body: ClassedLine[]): void {
  let i = 0;
  while (i < body.length) {
    let end = i;
    let numbers = 0;
    let columns = 0;
    while (end < body.length && isCell(body[end]!)) {
      const text = fold(body[end]!.line.text.text);
      if (NUMBER.test(text)) numbers++;
      else if (isRow(text)) columns++;
      end++;
    }
    // A row ends in a figure: the line after the last one heads what follows.
    if (end - i > 1 && end < body.length && isParagraphAfter(body, end) && !isFigure(body[end - 1]!)) end--;
    const length = end - i;
    const isTable = (length >= 8 && numbers >= length * 0.25) || (columns >= 2 && columns >= length * 0.4);
    if (isTable) {
      for (let k = i; k < end; k++) body[k]!.kind = 'table';
      for (let k = i - 1; k >= 0 && k >= i - 3 && isCaption(body[k]!); k--) body[k]!.kind = 'table';
    }
    const isMarked = body[i]!.line.markup === 'table';
    if (isMarked)
      for (let k = i - 1; k >= 0 && k >= i - 3 && isCaption(body[k]!); k--) body[k]!.kind = 'table';
    i = Math.max(end, i + 1);
  }
}

function isFigure(c: ClassedLine): boolean {
  const text = fold(c.line.text.text);
  return NUMBER.test(text) || isRow(text);
}

function isParagraphAfter(body: readonly ClassedLine[], at: number): boolean {
  const { kind, line } = body[at]!;
  return kind === 'text' && /[。；]/.test(line.text.text);
}

function isCell(c: ClassedLine): boolean {
  if (c.line.markup === 'table' || (c.kind !== 'text' && c.kind !== 'attachment' && c.kind !== 'chrome'))
    return false;
  const text = c.line.text.text;
  if (/[。！？；]/.test(text)) return false;
  return text.length <= 24 || isRow(fold(text)) || UNIT_NOTE.test(text);
}

/** Several columns between wide spaces, most of them numbers. */
function isRow(text: string): boolean {
  const columns = text.split(/\t+|\s{2,}|\s?\|\s?/);
  if (
    columns.length >= 3 &&
    columns.filter((column) => NUMBER.test(column.trim())).length >= columns.length / 2
  )
    return true;
  const tokens = text.split(/\s+/);
  return (
    tokens.length >= 3 &&
    tokens.filter((token) => NUMBER.test(token)).length >= 2 &&
    tokens.every((token) => token.length <= 20)
  );
}

function isCaption(c: ClassedLine): boolean {
  const text = fold(c.line.text.text);
  return (
    text.length <= 50 &&
    !/[。;]/.test(text) &&
    (/^附?[表图]\s?\d/.test(text) ||
      /^附表/.test(text) ||
      UNIT_NOTE.test(text) ||
      /(?:主要数据|统计表|情况表|明细表|数据表)$/.test(text))
  );
}

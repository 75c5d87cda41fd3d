// From a cell to the value of an item, or to the reason why it cannot be used.
import type { Item } from '../../assess/index.js';
import type { Bilingual } from '../../model/index.js';
import { type SheetValue, scaled, type TablesLexicon, writtenDay, writtenNumber } from '../../store/index.js';
import { headingKey, unitScale } from './item-headings.js';

export interface WrittenCell {
  value: SheetValue;
  /** As the sheet shows it. */
  text: string;
  percent: boolean;
  formulaError?: string | undefined;
}

export type CellReading =
  | { kind: 'value'; value: number | boolean | string }
  | { kind: 'missing' }
  | { kind: 'refused'; reason: Bilingual; expected: Bilingual };

export interface CellWords {
  lexicon: TablesLexicon;
  yes: readonly string[];
  no: readonly string[];
}

/** A value in the unit of the item. `scale` is that of the column. */
export function itemValue(item: Item, scale: number, cell: WrittenCell, words: CellWords): CellReading {
  const expected = expectedValue(item);
  const refuse = (zh: string, en: string): CellReading => ({
    kind: 'refused',
    reason: { zh, en },
    expected,
  });
  if (cell.formulaError !== undefined)
    return refuse(`公式没有结果（${cell.formulaError}）`, `the formula has no result (${cell.formulaError})`);
  if (cell.value === null || cell.text.trim() === '') return { kind: 'missing' };
  switch (item.shape) {
    case 'yearly':
    case 'single':
      return numberOf(item, scale, cell, words, refuse);
    case 'flag': {
      const said = yesOrNo(cell, words);
      if (said !== null) return { kind: 'value', value: said };
      return isMissing(cell.text, words.lexicon)
        ? { kind: 'missing' }
        : refuse('不是“是”或“否”', 'is neither yes nor no');
    }
    case 'choice': {
      const key = headingKey(cell.text);
      const choice = item.choices.find((one) => headingKey(one) === key);
      if (choice !== undefined) return { kind: 'value', value: choice };
      return isMissing(cell.text, words.lexicon)
        ? { kind: 'missing' }
        : refuse('不在可选项之中', 'is none of the choices');
    }
    case 'date': {
      const day =
        cell.value instanceof Date ? cell.value.toISOString().slice(0, 10) : writtenDay(cell.text, 'first');
      return day === null ? refuse('不是日期', 'is no date') : { kind: 'value', value: day };
    }
    case 'text':
      return { kind: 'value', value: cell.text.trim() };
  }
}

function numberOf(
  item: Item,
  scale: number,
  cell: WrittenCell,
  { lexicon }: CellWords,
  refuse: (zh: string, en: string) => CellReading,
): CellReading {
  let value: number;
  if (typeof cell.value === 'number') {
    if (cell.percent && item.unit !== '%')
      return refuse(
        `是百分数，而这一项以“${item.unit}”计`,
        `is in %, but this item is counted in “${item.unit}”`,
      );
    // Sheets keep 9 % as 0.09.
    value = cell.percent ? Number((cell.value * 100).toPrecision(15)) : scaled(cell.value, scale);
  } else if (typeof cell.value === 'string') {
    const written = writtenNumber(cell.value, lexicon);
    if (written.kind === 'missing' || written.kind === 'blank') return { kind: 'missing' };
    if (written.kind === 'text') return refuse('不是数', 'is no number');
    let own = scale;
    const said = written.percent ?? written.unit;
    if (said !== null) {
      const factor = unitScale(said, item.unit, lexicon);
      if (factor === null)
        return refuse(
          `单位是“${said}”，而这一项以“${item.unit ?? '无单位'}”计`,
          `the unit is “${said}”, but this item is counted in “${item.unit ?? 'no unit'}”`,
        );
      own = factor;
    }
    value = scaled(written.value, own);
  } else return refuse('不是数', 'is no number');
  if (!Number.isFinite(value)) return refuse('不是数', 'is no number');
  if (item.nonNegative && value < 0) return refuse('为负', 'is negative');
  return { kind: 'value', value };
}

/** Null where a cell says neither. */
export function yesOrNo(cell: WrittenCell, { yes, no }: Pick<CellWords, 'yes' | 'no'>): boolean | null {
  if (typeof cell.value === 'boolean') return cell.value;
  const said = cell.text.normalize('NFKC').trim().toLowerCase();
  const is = (words: readonly string[]) =>
    words.some((word) => word.normalize('NFKC').toLowerCase() === said);
  if (said === 'true' || is(yes)) return true;
  if (said === 'false' || is(no)) return false;
  return null;
}

function isMissing(text: string, lexicon: TablesLexicon): boolean {
  return writtenNumber(text, lexicon).kind === 'missing';
}

export function expectedValue(item: Item): Bilingual {
  switch (item.shape) {
    case 'yearly':
    case 'single': {
      const unit = item.unit === null ? '' : item.unit;
      return item.nonNegative
        ? { zh: `0 或以上的数${unit && `（${unit}）`}`, en: `a number of 0 or above${unit && ` (${unit})`}` }
        : { zh: `数${unit && `（${unit}）`}`, en: `a number${unit && ` (${unit})`}` };
    }
    case 'flag':
      return { zh: '是 或 否', en: '是 (yes) or 否 (no)' };
    case 'choice':
      return { zh: item.choices.join('、'), en: `one of ${item.choices.join(', ')}` };
    case 'date':
      return { zh: '日期，如 2012-05-01', en: 'a date such as 2012-05-01' };
    case 'text':
      return { zh: '文字', en: 'text' };
  }
}

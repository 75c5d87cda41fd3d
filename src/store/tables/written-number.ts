/** From what a cell says to a number: thousands separators, full-width digits, percent signs, notes, marks of absence. */
import type { MissingMark, TablesLexicon } from './lexicon.js';
import { halfWidth, plainWord } from './words.js';

export type WrittenNumber =
  | {
      kind: 'number';
      value: number;
      /** The cell itself says % or ‰. */
      percent: '%' | '‰' | null;
      /** 1,234(修订), 123.4①, 56.7*: what stands after the number. */
      note: string | null;
      /** 0.0 where zero may mean "below the last digit". */
      negligible: boolean;
      /** 123万元: words that touch the number and may be its unit. */
      unit: string | null;
    }
  | { kind: 'missing'; mark: MissingMark; text: string }
  | { kind: 'blank' }
  | { kind: 'text'; text: string };

/** Superscripts, circled and bracketed digits, daggers, trailing stars: footnote marks. */
const MARKS = /[\u00b9\u00b2\u00b3\u2070-\u2079\u2460-\u249b\u24ea-\u24ff\u2776-\u2793†‡§※*#\u2021]/u;
const LONGEST = 120;
const NUMBER = /^([+\-−－]?)([￥¥$]?)(\d{1,3}(?:[,，' \u2009]\d{3})+|\d+)?(\.\d*)?(?:[eE]([+-]?\d{1,3}))?/;

/** Reads a text cell; numbers of the sheet itself are passed through by `writtenValue`. */
export function writtenNumber(
  text: string,
  lexicon: Pick<TablesLexicon, 'missing' | 'negligibleZero'>,
): WrittenNumber {
  if (text.length > LONGEST) return text.trim() === '' ? { kind: 'blank' } : { kind: 'text', text };
  const marks: string[] = [];
  const chars = [...text.trim()];
  while (chars.length > 1 && MARKS.test(chars[chars.length - 1]!)) marks.unshift(chars.pop()!);
  let bare = chars.join('');
  const mark = lexicon.missing.get(plainWord(text));
  if (mark !== undefined) return { kind: 'missing', mark, text: text.trim() };
  bare = halfWidth(bare).trim().replace(/^'/, '');
  if (bare === '') return marks.length > 0 ? { kind: 'text', text } : { kind: 'blank' };
  const short = lexicon.missing.get(plainWord(bare));
  if (short !== undefined) return { kind: 'missing', mark: short, text: text.trim() };

  // Accountants write losses in brackets: (1,234.5).
  const bracketed = /^\(([\d,.]+)\)$/.exec(bare);
  const numeral = bracketed ? `-${bracketed[1]}` : bare;
  const match = NUMBER.exec(numeral);
  if (!match || (match[3] === undefined && (match[4] === undefined || match[4] === '.')))
    return { kind: 'text', text };
  const rest = numeral.slice(match[0].length).trim();
  const sign = match[1] === '' || match[1] === '+' ? '' : '-';
  const digits = (match[3] ?? '0').replace(/[,，' \u2009]/g, '');
  const value = Number(`${sign}${digits}${match[4] === '.' ? '' : (match[4] ?? '')}e${match[5] ?? '0'}`);
  if (!Number.isFinite(value)) return { kind: 'text', text };
  const percent = rest.startsWith('%') ? '%' : rest.startsWith('‰') ? '‰' : null;
  const tail = percent ? rest.slice(1).trim() : rest;
  const note = noteOf(tail, marks);
  if (note === undefined) {
    const unit = /^[\p{Script=Han}a-zA-Z/·]{1,8}$/u.test(tail) ? tail : null;
    if (unit === null || percent !== null) return { kind: 'text', text };
    return { kind: 'number', value, percent, note: marks.join('') || null, negligible: false, unit };
  }
  const negligible = value === 0 && lexicon.negligibleZero.has(plainWord(bare));
  return { kind: 'number', value: value === 0 ? 0 : value, percent, note, negligible, unit: null };
}

/** undefined: what stands after the number is no note. */
function noteOf(tail: string, marks: readonly string[]): string | null | undefined {
  if (tail === '') return marks.length > 0 ? marks.join('') : null;
  const bracket = /^[([{【〔](.{1,60})[)\]}】〕]$/u.exec(tail);
  if (bracket) return [bracket[1]!, ...marks].join(' ');
  if (/^(?:r|p|e|a|b|c|修订|初步|预计|估计|快报)$/iu.test(tail)) return [tail, ...marks].join(' ');
  return undefined;
}

/** value × scale without the noise of binary fractions: 936147.79 万 is 9361477900. */
export function scaled(value: number, scale: number): number {
  if (scale === 1 || value === 0) return value;
  const exponent = Math.log10(scale);
  const written = String(value);
  return Number.isInteger(exponent) && !written.includes('e')
    ? Number(`${written}e${exponent}`)
    : Number((value * scale).toPrecision(15));
}

/** Numbers and their changes as releases word them, in both languages. */
import type { Bilingual, Figure } from '../model/index.js';
import { amount } from './amount.js';
import { both } from './desk.js';

/** The size of a number with its unit, with the decimals of its source; the verb beside it carries the sign. */
export function size(figure: Figure): Bilingual {
  const absolute = Math.abs(figure.value);
  const digits = decimalsOf(figure);
  if (figure.unit === '%') return both(`${absolute.toFixed(digits)}%`, `${absolute.toFixed(digits)}%`);
  if (figure.unit === '个百分点')
    return both(
      `${absolute.toFixed(digits)}个百分点`,
      `${absolute.toFixed(digits)} percentage point${absolute === 1 ? '' : 's'}`,
    );
  return amount(absolute, figure.unit);
}

/** As `size`, with the sign: for tables. */
export function signedSize(figure: Figure): string {
  const digits = decimalsOf(figure);
  if (figure.unit === '%' || figure.unit === '个百分点')
    return figure.value.toFixed(digits).replace('-', '−');
  return amount(figure.value, figure.unit).zh;
}

/** Decimals written in the source; of computed rates one, as releases have it. */
function decimalsOf(figure: Figure): number {
  if (figure.source.kind === 'formula') return 1;
  const number = /\d[\d,]*(?:\.(\d+))?/.exec(figure.source.quote.normalize('NFKC'));
  const written = number?.[1]?.length ?? 0;
  const needed = (Number(figure.value.toFixed(4)).toString().split('.')[1] ?? '').length;
  return Math.min(4, Math.max(written, needed > 2 ? 1 : needed));
}

/** 同比增长, 同比下降 or 与上年同期持平: the verb for a growth rate. */
export function growthVerb(value: number): Bilingual {
  if (value === 0) return both('与上年同期持平', 'was level with a year earlier');
  return value > 0 ? both('同比增长', 'grew year on year by ') : both('同比下降', 'fell year on year by ');
}

export function listed(words: readonly string[], lang: 'zh' | 'en'): string {
  return words.join(lang === 'zh' ? '、' : ', ');
}

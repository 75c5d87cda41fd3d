/** Numbers and their changes as releases word them, in both languages. */
import { REPORT_INDICATORS, rounded } from '../measure/index.js';
import type { Bilingual, Figure } from '../model/index.js';
import { amount } from './amount.js';
import type { Words } from './brief-document.js';
import { both } from './desk.js';

/** The size of a number with its unit, with the decimals of its source; the verb beside it carries the sign. */
export function size(figure: Figure): Bilingual {
  const value = Math.abs(figure.value).toFixed(decimalsOf(figure));
  if (figure.unit === '%') return both(`${value}%`, `${value}%`);
  if (figure.unit === '个百分点')
    return both(`${value}个百分点`, `${value} percentage point${Number(value) === 1 ? '' : 's'}`);
  return quantity(Math.abs(figure.value), figure.unit);
}

/** The number alone, with its sign; `digits` where a column has more decimals than the number itself. */
export function signedSize(figure: Figure, digits = decimalsOf(figure)): Words {
  return isRate(figure) ? minus(figure.value.toFixed(digits)) : quantity(figure.value, figure.unit);
}

/** As it is drawn: computed rates as they are printed. */
export function drawnValue(figure: Figure): number {
  return 'quote' in figure.source || !isRate(figure)
    ? figure.value
    : rounded(figure.value, decimalsOf(figure));
}

/** As many decimals as the most exact rate among them. */
export function commonDecimals(figures: readonly Figure[]): number {
  return Math.max(1, ...figures.filter(isRate).map(decimalsOf));
}

function isRate({ unit }: Figure): boolean {
  return unit === '%' || unit === '个百分点';
}

/** Money in 亿元 throughout, as bulletins have it, so that a table can be read down. */
function quantity(value: number, unit: string): Bilingual {
  if (unit !== '元' || Math.abs(value) < 1e8) {
    const { zh, en } = amount(value, unit);
    return both(minus(zh), minus(en));
  }
  const yi = Math.round(value / 1e6) / 100;
  return both(`${minus(String(yi))}亿元`, minus(amount(value, unit).en));
}

function minus(text: string): string {
  return text.replace('-', '−');
}

/** Decimals written in the source, at least one; of computed rates one, as releases have it, of pulls two. */
function decimalsOf(figure: Figure): number {
  if (!('quote' in figure.source)) {
    // A change of 0.02 points is not none.
    const faint = figure.value !== 0 && Math.abs(figure.value) < 0.05;
    return faint || figure.indicator === REPORT_INDICATORS.pull ? 2 : 1;
  }
  const number = /\d[\d,]{0,40}(?:\.(\d{1,9}))?/.exec(figure.source.quote.normalize('NFKC'));
  const written = number?.[1]?.length ?? 0;
  const needed = (Number(figure.value.toFixed(4)).toString().split('.')[1] ?? '').length;
  return Math.min(4, Math.max(1, written, needed > 2 ? 1 : needed));
}

/** 同比增长, 同比下降 or 与上年同期持平: the verb for a growth rate. */
export function growthVerb(value: number): Bilingual {
  if (value === 0) return both('与上年同期持平', 'was level with a year earlier');
  return value > 0 ? both('同比增长', 'grew year on year by ') : both('同比下降', 'fell year on year by ');
}

/** The first word of an English sentence. */
export function capital(words: string): string {
  return words === '' ? words : `${words[0]!.toUpperCase()}${words.slice(1)}`;
}

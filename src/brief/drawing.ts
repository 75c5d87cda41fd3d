/** What every picture is drawn with: words in one language or both, numbers at a tenth of a pixel, axes in round steps. */
import type { Bilingual, Lang } from '../model/index.js';
import type { Cited, Picture, Words } from './brief-document.js';
import { type Content, type Markup, markup } from './markup.js';
import { COLOURS, PICTURE } from './theme.js';

export interface Anchor {
  href: string;
  /** Where the note leads back to. */
  id: string;
}

export interface Drawing {
  /** `both`: each word in both languages, for a page that lets the reader choose. */
  lang: Lang | 'both';
  /** Where a number leads to; null where the picture stands alone. */
  anchor: (figure: Cited) => Anchor | null;
  synthetic: Bilingual | null;
  /** For a phone: another drawing of what would be too small there. */
  narrow?: boolean;
}

export interface LabelStyle {
  x: number;
  y: number;
  size?: number;
  fill?: string;
  anchor?: 'start' | 'middle' | 'end';
  bold?: boolean;
  /** A rim that keeps the words readable over lines and areas. */
  halo?: boolean;
  className?: string;
}

export function label(words: Words, style: LabelStyle, lang: Drawing['lang']): Markup {
  if (typeof words === 'string') return text(words, style, style.className ?? null);
  if (lang !== 'both') return text(words[lang], style, style.className ?? null);
  if (words.zh === words.en) return text(words.zh, style, style.className ?? null);
  return markup`${text(words.zh, style, joined('zh', style.className))}${text(words.en, style, joined('en', style.className))}`;
}

function text(words: string, style: LabelStyle, className: string | null): Markup {
  const { x, y, size = PICTURE.text, fill = COLOURS.soft, anchor = 'start' } = style;
  const rim = style.halo
    ? markup` stroke="#fff" stroke-width="3" stroke-linejoin="round" paint-order="stroke"`
    : null;
  return markup`<text${className === null ? null : markup` class="${className}"`} x="${round(x)}" y="${round(y)}" font-size="${size}" fill="${fill}" text-anchor="${anchor}"${style.bold ? markup` font-weight="600"` : null}${rim}>${words}</text>`;
}

function joined(lang: string, className: string | undefined): string {
  return className === undefined ? lang : `${lang} ${className}`;
}

export function line(x1: number, y1: number, x2: number, y2: number, colour: string, width = 1): Markup {
  return markup`<line x1="${round(x1)}" y1="${round(y1)}" x2="${round(x2)}" y2="${round(y2)}" stroke="${colour}" stroke-width="${width}"/>`;
}

/** The parts of a picture that state one number, leading to where it stands. */
export function linked(figure: Cited, drawing: Drawing, content: Content): Markup {
  const anchor = drawing.anchor(figure);
  return anchor === null
    ? markup`${content}`
    : markup`<a href="${anchor.href}" id="${anchor.id}">${content}</a>`;
}

export function inLang(words: Words, lang: Lang): string {
  return typeof words === 'string' ? words : words[lang];
}

/** Width in pixels: Chinese characters are square, others a little over half as wide; quotation marks are as in Chinese. */
export function textWidth(words: Words, lang: Drawing['lang'], size: number = PICTURE.text): number {
  if (typeof words !== 'string' && lang === 'both')
    return Math.max(textWidth(words.zh, 'zh', size), textWidth(words.en, 'en', size));
  let width = 0;
  for (const char of typeof words === 'string' ? words : words[lang === 'en' ? 'en' : 'zh'])
    width += char > '\u2e80' || (char >= '\u2014' && char <= '\u2026') ? 1 : 0.56;
  return width * size;
}

/** Cuts words to a width, with a mark that something is missing. */
export function fitted(words: Words, width: number, size: number = PICTURE.text): Words {
  if (typeof words !== 'string') {
    return { zh: fitted(words.zh, width, size) as string, en: fitted(words.en, width, size) as string };
  }
  if (textWidth(words, 'zh', size) <= width) return words;
  let cut = words;
  while (cut.length > 1 && textWidth(`${cut}…`, 'zh', size) > width) cut = [...cut].slice(0, -1).join('');
  return `${cut}…`;
}

/** On one line where it fits in the usual size, else on two in a smaller one, broken where words part. */
export function inTwo(text: string, width: number, small: number): [string, string] {
  if (textWidth(text, 'zh') <= width) return [text, ''];
  const parts = text.match(/[\u2e80-\uffef]|[^\s\u2e80-\uffef]+\s*|\s+/gu) ?? [text];
  let first = parts.shift() ?? '';
  // Lines of about one length read as one name.
  const limit = Math.min(width, textWidth(text, 'zh', small) / 2 + 2 * small);
  while (parts.length > 1 && textWidth(first + parts[0], 'zh', small) <= limit) first += parts.shift();
  return [first.trimEnd(), fitted(parts.join(''), width, small) as string];
}

/** Round steps (1, 2, 2.5 or 5 times a power of ten) that cover the range in about `count` intervals. */
export function roundTicks(low: number, high: number, count: number): number[] {
  const range = high - low || Math.abs(high) || 1;
  const power = 10 ** Math.floor(Math.log10(range / count));
  const step = [1, 2, 2.5, 5, 10].map((m) => m * power).find((s) => range / s <= count) ?? 10 * power;
  const ticks: number[] = [];
  for (let i = Math.floor(low / step + 1e-9); ; i++) {
    ticks.push(Number((i * step).toPrecision(10)));
    if (i * step >= high - step * 1e-9) break;
  }
  return ticks;
}

/** Values beside each other are written with the same number of decimals. */
export function decimals(values: readonly number[]): number {
  return Math.min(
    2,
    Math.max(0, ...values.map((value) => (Number(value.toFixed(2)).toString().split('.')[1] ?? '').length)),
  );
}

export function signed(value: number, digits: number): string {
  return value.toFixed(digits).replace('-', '−');
}

export function round(value: number): number {
  return Math.round(value * 10) / 10;
}

/** Pictures that are drawn once for a page and once for a phone. */
export const TWICE: ReadonlySet<Picture['kind']> = new Set([
  'chain',
  'flows',
  'heat',
  'ranks',
  'quadrant',
  'space',
  'tiers',
  'stairs',
]);

export function widthOf(picture: Picture): number {
  return picture.kind === 'map' ? PICTURE.wide : PICTURE.width;
}

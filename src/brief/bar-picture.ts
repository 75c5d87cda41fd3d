/** Signed bars, one a row: pull by industry, areas ranked. */
import type { Lang } from '../model/index.js';
import type { BarPicture, Words } from './brief-document.js';
import { type Drawing, decimals, inTwo, label, line, linked, round, signed, textWidth } from './drawing.js';
import type { Drawn } from './line-picture.js';
import { type Markup, markup } from './markup.js';
import { COLOURS, PICTURE } from './theme.js';

const ROW = 23;
const BAR = 13;
const TOP = 22;
const LONGEST_NAME = 168;
/** Size of a name on two lines. */
const SMALL = 10;

export function barPicture(picture: BarPicture, drawing: Drawing): Drawn {
  const { width } = PICTURE;
  const values = picture.bars.map((b) => b.value);
  const reference = picture.reference;
  const all = reference === null ? values : [...values, reference.value];
  const digits = decimals(all);
  const low = Math.min(0, ...all);
  const high = Math.max(0, ...all);
  const names =
    Math.min(LONGEST_NAME, Math.max(...picture.bars.map((b) => textWidth(b.label, drawing.lang)))) + 10;
  const room = Math.max(...all.map((value) => textWidth(signed(value, digits), 'zh'))) + 10;
  const left = names + (low < 0 ? room : 2);
  const x = (value: number) => left + ((value - low) / (high - low || 1)) * (width - left - room);
  const height = TOP + picture.bars.length * ROW + (reference === null ? 6 : 22);
  const bars = picture.bars.map((bar, i) => {
    const y = TOP + i * ROW;
    const from = Math.min(x(0), x(bar.value));
    const colour = bar.value < 0 ? COLOURS.fall : bar.marked ? COLOURS.accent : COLOURS.bar;
    return linked(
      bar.figure,
      drawing,
      markup`${name(bar.label, y, bar.marked, drawing.lang)}<rect x="${round(from)}" y="${y + 4}" width="${round(Math.max(1, Math.abs(x(bar.value) - x(0))))}" height="${BAR}" fill="${colour}"/>${label(
        signed(bar.value, digits),
        {
          x: bar.value < 0 ? x(bar.value) - 5 : x(bar.value) + 5,
          y: y + 15,
          fill: COLOURS.ink,
          anchor: bar.value < 0 ? 'end' : 'start',
          bold: bar.marked,
          halo: reference !== null,
        },
        drawing.lang,
      )}`,
    );
  });
  const bottom = TOP + picture.bars.length * ROW + 2;
  const mark =
    reference === null
      ? null
      : linked(
          reference.figure,
          drawing,
          markup`<line x1="${round(x(reference.value))}" y1="${TOP - 2}" x2="${round(x(reference.value))}" y2="${bottom}" stroke="${COLOURS.ochre}" stroke-width="1.4" stroke-dasharray="4 3"/>${label(
            captioned(reference.label, signed(reference.value, digits)),
            {
              x: Math.min(x(reference.value), width - 60),
              y: bottom + 14,
              anchor: 'middle',
              fill: COLOURS.ochre,
            },
            drawing.lang,
          )}`,
        );
  return {
    width,
    height,
    content: markup`${label(picture.unit, { x: 2, y: 12, size: PICTURE.small }, drawing.lang)}${line(x(0), TOP - 2, x(0), bottom, COLOURS.faint)}${mark}${bars}`,
  };
}

/** On one line, or on two smaller ones where it is long. */
function name(words: Words, y: number, marked: boolean, lang: Drawing['lang']): Markup[] {
  const style = { x: 2, fill: marked ? COLOURS.ink : COLOURS.soft, bold: marked };
  const inLang = (one: Lang): Markup[] => {
    const text = typeof words === 'string' ? words : words[one];
    const shown = lang === 'both' && typeof words !== 'string' && words.zh !== words.en ? one : undefined;
    const class_ = shown === undefined ? {} : { className: shown };
    const [first, second] = inTwo(text, LONGEST_NAME, SMALL);
    return second === ''
      ? [label(first, { ...style, ...class_, y: y + 15 }, one)]
      : [
          label(first, { ...style, ...class_, y: y + 9.5, size: SMALL }, one),
          label(second, { ...style, ...class_, y: y + 20, size: SMALL }, one),
        ];
  };
  if (lang !== 'both') return inLang(lang);
  return typeof words === 'string' || words.zh === words.en
    ? inLang('zh')
    : [...inLang('zh'), ...inLang('en')];
}

function captioned(
  words: BarPicture['bars'][number]['label'],
  value: string,
): BarPicture['bars'][number]['label'] {
  return typeof words === 'string'
    ? `${words} ${value}`
    : { zh: `${words.zh} ${value}`, en: `${words.en} ${value}` };
}

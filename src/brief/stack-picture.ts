/** Bars made of parts, one a row: firms by rung in each area, firms held back by a criterion alone or with others. */
import type { StackPicture, Words } from './brief-document.js';
import { type Drawing, inTwo, label, line, linked, round, textWidth } from './drawing.js';
import type { Drawn } from './line-picture.js';
import { type Markup, markup } from './markup.js';
import { COLOURS, OBSTACLE_CLASSES, PICTURE, RUNG_CLASSES, TERM_CLASSES } from './theme.js';

const ROW = 25;
const BAR = 16;
const LONGEST_NAME = 168;
const SMALL = 10;
const KEY = 18;

/** Counts whole, points with one decimal. */
const shown = (value: number) => value.toLocaleString('en-US', { maximumFractionDigits: 1 });

export function stackPicture(picture: StackPicture, drawing: Drawing): Drawn {
  const { width } = PICTURE;
  const colours: readonly string[] = {
    rungs: RUNG_CLASSES,
    obstacles: OBSTACLE_CLASSES,
    terms: TERM_CLASSES,
  }[picture.scale];
  const totals = picture.rows.map(({ values }) => values.reduce((sum, { value }) => sum + value, 0));
  const most = Math.max(1, ...totals);
  const names =
    Math.min(LONGEST_NAME, Math.max(...picture.rows.map(({ name }) => textWidth(name, drawing.lang)))) + 10;
  const room = textWidth(shown(most), 'zh') + 10;
  const scale = (width - names - room) / most;
  const { content: key, height: top } = legend(picture, colours, width, drawing);
  const rows = picture.rows.map(({ name, values }, r) => {
    const y = top + r * ROW;
    let x = names;
    const parts = values.map(({ value, figure }, i) => {
      const length = value * scale;
      const from = x;
      x += length;
      if (value === 0) return null;
      const text = shown(value);
      const fits = length > textWidth(text, 'zh', SMALL) + 5;
      const dark = picture.scale === 'rungs' ? i >= 2 : picture.scale === 'obstacles' ? i === 0 : i < 4;
      return linked(
        figure,
        drawing,
        markup`<rect x="${round(from)}" y="${y + 4}" width="${round(Math.max(0.6, length - 0.8))}" height="${BAR}" fill="${colours[Math.min(i, colours.length - 1)]!}"/>${
          fits
            ? label(
                text,
                {
                  x: from + length / 2,
                  y: y + 4 + BAR / 2 + 3.5,
                  size: SMALL,
                  anchor: 'middle',
                  fill: dark ? '#fff' : COLOURS.ink,
                },
                drawing.lang,
              )
            : null
        }`,
      );
    });
    return markup`${nameOf(name, y, drawing)}${parts}${label(shown(totals[r]!), { x: x + 6, y: y + 16.5, fill: COLOURS.ink }, drawing.lang)}`;
  });
  const bottom = top + picture.rows.length * ROW + 2;
  return {
    width,
    height: bottom + 6,
    content: markup`${label(picture.unit, { x: 2, y: 12, size: PICTURE.small }, drawing.lang)}${key}${line(names, top, names, bottom, COLOURS.faint)}${rows}`,
  };
}

/** Parts with their colours, as many a line as fit. */
function legend(
  { parts }: StackPicture,
  colours: readonly string[],
  width: number,
  { lang }: Drawing,
): { content: Markup; height: number } {
  let [x, y] = [2, 22];
  const marks = parts.map((words, i) => {
    const length = textWidth(words, lang, PICTURE.small) + 26;
    if (x > 2 && x + length > width) [x, y] = [2, y + KEY];
    const at = x;
    x += length;
    return markup`<rect x="${at}" y="${y}" width="11" height="11" fill="${colours[Math.min(i, colours.length - 1)]!}"/>${label(words, { x: at + 16, y: y + 10, size: PICTURE.small }, lang)}`;
  });
  return { content: markup`${marks}`, height: y + KEY + 4 };
}

function nameOf(words: Words, y: number, { lang }: Drawing): Markup[] {
  const shown = (one: 'zh' | 'en', className: string | null): Markup[] => {
    const [first, second] = inTwo(typeof words === 'string' ? words : words[one], LONGEST_NAME, SMALL);
    const style = { x: 2, fill: COLOURS.ink, ...(className !== null && { className }) };
    return second === ''
      ? [label(first, { ...style, y: y + 16.5 }, one)]
      : [
          label(first, { ...style, y: y + 10, size: SMALL }, one),
          label(second, { ...style, y: y + 21, size: SMALL }, one),
        ];
  };
  if (lang !== 'both') return shown(lang, null);
  if (typeof words === 'string' || words.zh === words.en) return shown('zh', null);
  return [...shown('zh', 'zh'), ...shown('en', 'en')];
}

/** Coefficients as a heat map, industries upstream first both ways, so that what runs back up stands below the diagonal. */
import type { HeatPicture, Words } from './brief-document.js';
import { type Drawing, fitted, label, line, linked, round, textWidth } from './drawing.js';
import type { Drawn } from './line-picture.js';
import { type Markup, markup } from './markup.js';
import { CHAIN_PICTURE, COLOURS, HEAT_CLASSES, PICTURE } from './theme.js';

/** More are not told apart on a page, or on a phone. */
const MOST = { wide: 48, narrow: 22 };

export function heatPicture(picture: HeatPicture, drawing: Drawing): Drawn {
  const narrow = drawing.narrow === true;
  const width = narrow ? CHAIN_PICTURE.narrow : CHAIN_PICTURE.full;
  const all = picture.places.length;
  const shown = largest(picture, narrow ? MOST.narrow : MOST.wide);
  const n = shown.length;
  const size = n > 30 || narrow ? 10 : PICTURE.small;
  const names = Math.min(
    narrow ? 96 : 190,
    Math.max(...shown.map((i) => textWidth(picture.places[i]!.name, drawing.lang, size))) + 8,
  );
  const codes = Math.max(...shown.map((i) => textWidth(picture.places[i]!.code, 'zh', size))) + 6;
  const left = narrow ? names : names + codes;
  const cell = Math.min(22, (width - left) / n);
  const top = 34 + (narrow ? 0 : codes);
  const thresholds = classes(picture, shown);
  const at = (row: number, column: number) => picture.values[row * all + column] ?? 0;
  const cells: Markup[] = [];
  for (const [r, row] of shown.entries())
    for (const [c, column] of shown.entries()) {
      const value = at(row, column);
      const class_ = thresholds.findLastIndex((low) => value >= low);
      if (class_ < 0) continue;
      cells.push(
        markup`<rect x="${round(left + c * cell)}" y="${round(top + r * cell)}" width="${round(Math.max(1, cell - 0.6))}" height="${round(Math.max(1, cell - 0.6))}" fill="${HEAT_CLASSES[class_]!}"><title>${said(picture.places[row]!.name, drawing)} → ${said(picture.places[column]!.name, drawing)} ${value.toPrecision(3)}</title></rect>`,
      );
    }
  const rows = shown.map((i, r) => {
    const y = top + r * cell + cell / 2 + size * 0.36;
    const own = picture.places[i]!;
    return markup`${label(fitted(own.name, names - 6, size), { x: 0, y, size, fill: COLOURS.ink }, drawing.lang)}${
      narrow ? null : label(own.code, { x: left - 5, y, size, anchor: 'end' }, drawing.lang)
    }`;
  });
  const heads = narrow
    ? null
    : shown.map((i, c) => {
        const x = round(left + c * cell + cell / 2 + size * 0.36);
        return markup`<text transform="translate(${x} ${top - 4}) rotate(-90)" font-size="${size}" fill="${COLOURS.soft}">${picture.places[i]!.code}</text>`;
      });
  const edge = n * cell;
  const breaks = picture.breaks
    .map((first) => shown.filter((i) => i < first).length)
    .filter((k) => k > 0 && k < n)
    .map(
      (k) =>
        markup`${line(left, top + k * cell, left + edge, top + k * cell, COLOURS.faint, 0.8)}${line(left + k * cell, top, left + k * cell, top + edge, COLOURS.faint, 0.8)}`,
    );
  const frame = markup`<rect x="${round(left)}" y="${round(top)}" width="${round(edge)}" height="${round(edge)}" fill="none" stroke="${COLOURS.rule}"/><path d="M${round(left)} ${round(top)}L${round(left + edge)} ${round(top + edge)}" stroke="${COLOURS.faint}" stroke-width=".6" stroke-dasharray="2 3"/>`;
  const foot = top + edge + 16;
  const less: Words | null =
    n < all
      ? { zh: `只画产出最大的 ${n} 个（共 ${all} 个）`, en: `the ${n} largest of ${all} are drawn` }
      : null;
  return {
    width,
    height: foot + (less === null ? 20 : 36),
    content: linked(
      picture.figure,
      drawing,
      markup`${label(picture.unit, { x: 0, y: 12, size: PICTURE.small }, drawing.lang)}${label(
        AXES,
        { x: 0, y: 27, size: PICTURE.small, fill: COLOURS.faint },
        drawing.lang,
      )}${heads}${frame}${cells}${breaks}${rows}${key(thresholds, narrow ? 0 : left, foot, drawing)}${
        less === null
          ? null
          : label(less, { x: left, y: foot + 28, size: PICTURE.small, fill: COLOURS.faint }, drawing.lang)
      }`,
    ),
  };
}

const AXES: Words = {
  zh: '行：供给部门；列：使用部门；由上游到下游。虚线以下为回流',
  en: 'rows supply, columns use, upstream first; below the dashed line runs back up',
};

/** Those of largest weight, in the order of the picture. */
function largest(picture: HeatPicture, most: number): number[] {
  const order = [...picture.places.keys()];
  if (order.length <= most) return order;
  const kept = new Set(
    [...order].sort((a, b) => picture.places[b]!.weight - picture.places[a]!.weight || a - b).slice(0, most),
  );
  return order.filter((i) => kept.has(i));
}

/** Lower ends of the classes: round numbers at quantiles of the larger coefficients; what is below the first stays white. */
function classes(picture: HeatPicture, shown: readonly number[]): number[] {
  const all = picture.places.length;
  const values = shown
    .flatMap((row) => shown.map((column) => picture.values[row * all + column] ?? 0))
    .filter((value) => value > 0)
    .sort((a, b) => a - b);
  if (values.length === 0) return [];
  const at = (share: number) => values[Math.min(values.length - 1, Math.floor(values.length * share))]!;
  const ends = [0.5, 0.75, 0.88, 0.95, 0.985].map((share) => Number(at(share).toPrecision(1)));
  return [...new Set(ends)];
}

function key(thresholds: readonly number[], x: number, y: number, drawing: Drawing): Markup[] {
  return thresholds.map((low, i) => {
    const left = x + i * 68;
    return markup`<rect x="${round(left)}" y="${y - 9}" width="12" height="11" fill="${HEAT_CLASSES[i]!}"/>${label(
      `≥${Number(low.toPrecision(2))}`,
      { x: left + 16, y, size: PICTURE.small },
      drawing.lang,
    )}`;
  });
}

function said(words: Words, { lang }: Drawing): string {
  return typeof words === 'string' ? words : words[lang === 'en' ? 'en' : 'zh'];
}

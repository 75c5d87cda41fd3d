/** Several series over time: what the brief is about against the province and the nation. */
import type { LinePicture, SeriesRole } from './brief-document.js';
import {
  type Drawing,
  decimals,
  fitted,
  label,
  line,
  linked,
  round,
  roundTicks,
  signed,
  textWidth,
} from './drawing.js';
import { type Markup, markup } from './markup.js';
import { COLOURS, PICTURE, SERIES } from './theme.js';

const TOP = 26;
const BOTTOM = 26;
const LEFT = 34;
/** Least distance between two names at the end of their lines. */
const LEADING = 15;
const LONGEST_NAME = 150;

export interface Drawn {
  width: number;
  height: number;
  content: Markup;
}

export function linePicture(picture: LinePicture, drawing: Drawing): Drawn {
  const { width } = PICTURE;
  const height = 250;
  const points = picture.series.flatMap((s) => s.points);
  const values = points.map((p) => p.value);
  const ticks = roundTicks(Math.min(...values), Math.max(...values), 5);
  const [low, high] = [ticks[0]!, ticks.at(-1)!];
  const digits = decimals(values);
  const names = picture.series.map((s) => Math.min(LONGEST_NAME, textWidth(s.name, drawing.lang)));
  const right = Math.max(...names) + textWidth('−00.0', 'zh') + 18;
  const x = (position: number) => LEFT + position * (width - LEFT - right);
  const y = (value: number) => TOP + ((high - value) / (high - low || 1)) * (height - TOP - BOTTOM);
  const ends = spread(
    picture.series.map((s) => y(s.points.at(-1)!.value)),
    LEADING,
    height - BOTTOM,
  );
  const axis = ticks.map(
    (tick) =>
      markup`${line(LEFT, y(tick), width - right + 6, y(tick), tick === 0 ? COLOURS.faint : COLOURS.rule)}${label(
        signed(tick, decimals(ticks)),
        { x: LEFT - 6, y: y(tick) + 4, anchor: 'end', size: PICTURE.small },
        drawing.lang,
      )}`,
  );
  // What the brief is about is drawn last, over the others.
  const order = picture.series
    .map((series, i) => ({ series, i }))
    .sort((a, b) => rank(b.series.role) - rank(a.series.role));
  const lines = order.map(({ series, i }) => {
    const style = SERIES[series.role];
    const path = series.points
      .map((p, k) => `${k === 0 || p.begins ? 'M' : 'L'}${round(x(p.position))} ${round(y(p.value))}`)
      .join('');
    const last = series.points.at(-1)!;
    return markup`<path d="${path}" fill="none" stroke="${style.colour}" stroke-width="${style.width}" stroke-linejoin="round"${
      style.dash === null ? null : markup` stroke-dasharray="${style.dash}"`
    }/>${series.points.map((p) =>
      linked(
        p.figure,
        drawing,
        markup`<circle cx="${round(x(p.position))}" cy="${round(y(p.value))}" r="${style.dot}" fill="#fff" stroke="${style.colour}" stroke-width="1.6"/>`,
      ),
    )}${Math.abs(ends[i]! - y(last.value)) > 6 ? line(x(last.position) + 5, y(last.value), x(last.position) + 11, ends[i]!, style.colour, 0.8) : null}${label(
      fitted(series.name, LONGEST_NAME),
      { x: x(last.position) + 14, y: ends[i]! + 4, fill: style.colour, bold: series.role === 'self' },
      drawing.lang,
    )}${label(
      signed(last.value, digits),
      {
        x: width - 2,
        y: ends[i]! + 4,
        fill: style.colour,
        bold: true,
        anchor: 'end',
      },
      drawing.lang,
    )}`;
  });
  return {
    width,
    height,
    content: markup`${label(picture.unit, { x: 2, y: 12, size: PICTURE.small }, drawing.lang)}${axis}${timeLabels(picture, x, height - 6, drawing)}${lines}`,
  };
}

const ORDER: SeriesRole[] = ['self', 'province', 'nation'];

function rank(role: SeriesRole): number {
  return ORDER.indexOf(role);
}

/** The periods of all series, as many as stand apart; the last one always. */
function timeLabels(
  picture: LinePicture,
  x: (position: number) => number,
  y: number,
  drawing: Drawing,
): Markup[] {
  const periods = new Map(picture.series.flatMap((s) => s.points.map((p) => [p.position, p.label] as const)));
  const all = [...periods].sort(([a], [b]) => b - a);
  const shown: Markup[] = [];
  let free = Number.POSITIVE_INFINITY;
  for (const [position, words] of all) {
    const half = textWidth(words, drawing.lang, PICTURE.small) / 2;
    if (x(position) + half + 6 > free) continue;
    free = x(position) - half;
    shown.push(label(words, { x: x(position), y, anchor: 'middle', size: PICTURE.small }, drawing.lang));
  }
  return shown;
}

/** Moves places apart until each has its distance, keeping their order. */
function spread(places: readonly number[], distance: number, floor: number): number[] {
  const order = places.map((_, i) => i).sort((a, b) => places[a]! - places[b]!);
  const out = [...places];
  for (let k = 1; k < order.length; k++) {
    const above = out[order[k - 1]!]!;
    out[order[k]!] = Math.max(out[order[k]!]!, above + distance);
  }
  for (let k = order.length - 1, limit = floor; k >= 0; k--) {
    out[order[k]!] = Math.min(out[order[k]!]!, limit);
    limit = out[order[k]!]! - distance;
  }
  return out;
}

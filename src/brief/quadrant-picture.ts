/** Two measures of the same things, such as linkages: the upper right quarter is marked. Size by weight; names where they fit. */
import type { QuadrantPicture, Words } from './brief-document.js';
import {
  type Drawing,
  decimals,
  fitted,
  label,
  line,
  linked,
  round,
  roundTicks,
  textWidth,
} from './drawing.js';
import { boxOf, labelPlaces } from './label-places.js';
import type { Drawn } from './line-picture.js';
import { type Markup, markup } from './markup.js';
import { CHAIN_PICTURE, COLOURS, PICTURE } from './theme.js';

const TOP = 30;
const BOTTOM = 40;
const LEFT = 40;

export function quadrantPicture(picture: QuadrantPicture, drawing: Drawing): Drawn {
  const narrow = drawing.narrow === true;
  const width = narrow ? CHAIN_PICTURE.narrow : CHAIN_PICTURE.medium;
  const height = narrow ? 380 : 480;
  const points = picture.points.filter(({ x, y }) => Number.isFinite(x) && Number.isFinite(y));
  const centre = picture.centre ?? { x: 1, y: 1 };
  const across = roundTicks(
    ...ends(
      points.map(({ x }) => x),
      centre.x,
    ),
    5,
  );
  const up = roundTicks(
    ...ends(
      points.map(({ y }) => y),
      centre.y,
    ),
    5,
  );
  const x = scale(across, LEFT, width - 6);
  const y = scale(up, height - BOTTOM, TOP);
  const most = Math.max(...points.map(({ weight }) => weight), 1e-300);
  const radius = (weight: number) => 3 + (narrow ? 7 : 10) * Math.sqrt(Math.max(0, weight) / most);
  const [digitsX, digitsY] = [decimals(across), decimals(up)];
  const bottom = height - BOTTOM;
  const grid = markup`${across.map(
    (tick) =>
      markup`${line(x(tick), TOP, x(tick), bottom, COLOURS.wash)}${label(tick.toFixed(digitsX), { x: x(tick), y: bottom + 15, size: PICTURE.small, anchor: tick === across.at(-1) ? 'end' : 'middle' }, drawing.lang)}`,
  )}${up.map(
    (tick) =>
      markup`${line(LEFT, y(tick), width - 6, y(tick), COLOURS.wash)}${label(tick.toFixed(digitsY), { x: LEFT - 6, y: y(tick) + 4, size: PICTURE.small, anchor: 'end' }, drawing.lang)}`,
  )}`;
  const quarter = markup`<rect x="${round(x(centre.x))}" y="${TOP}" width="${round(width - 6 - x(centre.x))}" height="${round(y(centre.y) - TOP)}" fill="${COLOURS.accentSoft}" opacity=".5"/>${line(x(centre.x), TOP, x(centre.x), bottom, COLOURS.faint)}${line(LEFT, y(centre.y), width - 6, y(centre.y), COLOURS.faint)}${label(
    picture.corner ?? KEY,
    { x: width - 12, y: TOP + 14, anchor: 'end', size: PICTURE.small, fill: COLOURS.accent, bold: true },
    drawing.lang,
  )}`;
  const order = [...points].sort((a, b) => Number(a.key) - Number(b.key) || b.weight - a.weight);
  const dots = order.map(({ x: px, y: py, weight, key, figure }) => {
    const dot = markup`<circle cx="${round(x(px))}" cy="${round(y(py))}" r="${round(radius(weight))}" fill="${key ? COLOURS.accent : COLOURS.bar}" fill-opacity="${key ? 0.85 : 0.5}" stroke="#fff" stroke-width=".8"/>`;
    return figure === null ? dot : linked(figure, drawing, dot);
  });
  return {
    width,
    height,
    content: markup`${grid}${quarter}${dots}${names(points, x, y, radius, { width, bottom, centre }, drawing)}${label(
      picture.up,
      { x: 0, y: 12, size: PICTURE.small },
      drawing.lang,
    )}${label(picture.across, { x: width - 6, y: height - 8, size: PICTURE.small, anchor: 'end' }, drawing.lang)}`,
  };
}

const KEY: Words = { zh: '关键部门', en: 'key sectors' };

function ends(values: readonly number[], centre: number): [number, number] {
  const margin = centre === 1 ? 0.1 : 0;
  const low = Math.min(centre - margin, ...values);
  const high = Math.max(centre + margin, ...values);
  const room = (high - low) * 0.03;
  return [low - room, high + room];
}

function scale(ticks: readonly number[], from: number, to: number): (value: number) => number {
  const [low, high] = [ticks[0]!, ticks.at(-1)!];
  return (value) => from + ((value - low) / (high - low || 1)) * (to - from);
}

/** Key sectors first, then what lies furthest out; a name that would cover another, or a point, is left out. */
function names(
  points: QuadrantPicture['points'],
  x: (value: number) => number,
  y: (value: number) => number,
  radius: (weight: number) => number,
  frame: { width: number; bottom: number; centre: { x: number; y: number } },
  drawing: Drawing,
): Markup[] {
  const far = (p: QuadrantPicture['points'][number]) =>
    Math.hypot(x(p.x) - x(frame.centre.x), y(p.y) - y(frame.centre.y));
  const size = PICTURE.small;
  const boxes = new Map(points.map((p) => [p, boxOf(x(p.x), y(p.y), radius(p.weight) * 0.7)]));
  const wanted = [...points]
    .sort((a, b) => Number(b.key) - Number(a.key) || far(b) - far(a))
    .map((point) => ({ point, words: fitted(point.name, 132, size) }));
  const places = labelPlaces(
    wanted.map(({ point, words }) => ({
      x: x(point.x),
      y: y(point.y),
      radius: radius(point.weight),
      width: textWidth(words, drawing.lang, size),
      own: boxes.get(point),
    })),
    [...boxes.values()],
    { left: LEFT, right: frame.width, top: TOP, bottom: frame.bottom },
    size,
  );
  return wanted.flatMap(({ point, words }, i) => {
    const place = places[i];
    if (place == null) return [];
    return label(
      words,
      {
        x: place.left,
        y: place.y,
        size,
        fill: point.key ? COLOURS.ink : COLOURS.soft,
        bold: point.key,
        halo: true,
      },
      drawing.lang,
    );
  });
}

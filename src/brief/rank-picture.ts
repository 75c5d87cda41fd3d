/** An index against its rank: few carry most. Ranks on a logarithmic axis, intervals as whiskers, the first ones named. */
import type { RankPicture } from './brief-document.js';
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
import type { Drawn } from './line-picture.js';
import { type Markup, markup } from './markup.js';
import { CHAIN_PICTURE, COLOURS, PICTURE } from './theme.js';

const TOP = 26;
const BOTTOM = 38;
const LEADING = 15;
/** Points that are drawn: the first ones all, later ones as far as they are told apart. */
const EVERY = 400;

export function rankPicture(picture: RankPicture, drawing: Drawing): Drawn {
  const narrow = drawing.narrow === true;
  const width = narrow ? CHAIN_PICTURE.narrow : CHAIN_PICTURE.medium;
  const height = narrow ? 300 : 340;
  const { points } = picture;
  const n = Math.max(2, points.length);
  const ticks = roundTicks(0, Math.max(...points.map(({ value, high }) => Math.max(value, high ?? 0))), 5);
  const [low, most] = [ticks[0]!, ticks.at(-1)!];
  const left = Math.max(...ticks.map((tick) => textWidth(String(tick), 'zh', PICTURE.small))) + 12;
  const x = (rank: number) => left + 10 + (Math.log(rank) / Math.log(n)) * (width - left - 24);
  const y = (value: number) => TOP + ((most - value) / (most - low || 1)) * (height - TOP - BOTTOM);
  const digits = decimals(ticks);
  const axis = ticks.map(
    (tick) =>
      markup`${line(left, y(tick), width, y(tick), tick === 0 ? COLOURS.faint : COLOURS.rule)}${label(
        tick.toFixed(digits),
        { x: left - 6, y: y(tick) + 4, size: PICTURE.small, anchor: 'end' },
        drawing.lang,
      )}`,
  );
  const shown = [...points.keys()].filter((i) => i < EVERY || Math.round(x(i + 1)) !== Math.round(x(i)));
  const whiskers = shown.flatMap((i) => {
    const { low: from, high: to } = points[i]!;
    return from === null || to === null
      ? []
      : [
          markup`<path d="M${round(x(i + 1))} ${round(y(from))}V${round(y(to))}" stroke="${COLOURS.bar}" stroke-width="${i < 12 ? 3 : 1.4}" opacity=".55"/>`,
        ];
  });
  const dots = shown.map((i) => {
    const { value, figure, named } = points[i]!;
    const dot = markup`<circle cx="${round(x(i + 1))}" cy="${round(y(value))}" r="${named ? 3.6 : 2}" fill="${named ? COLOURS.accent : COLOURS.sea}"/>`;
    return figure === null ? dot : linked(figure, drawing, dot);
  });
  const bottom = height - BOTTOM;
  const marks = decades(n).map(
    (rank) =>
      markup`${line(x(rank), bottom, x(rank), bottom + 4, COLOURS.faint)}${label(
        String(rank),
        { x: x(rank), y: bottom + 16, size: PICTURE.small, anchor: 'middle' },
        drawing.lang,
      )}`,
  );
  return {
    width,
    height,
    content: markup`${label(picture.unit, { x: 2, y: 12, size: PICTURE.small }, drawing.lang)}${axis}${whiskers}${dots}${names(picture, x, y, width, drawing)}${marks}${label(
      RANK,
      { x: width, y: height - 6, size: PICTURE.small, anchor: 'end' },
      drawing.lang,
    )}`,
  };
}

/** Names in a column to the right of the points, in their order, each with a thin line to its point. */
function names(
  picture: RankPicture,
  x: (rank: number) => number,
  y: (value: number) => number,
  width: number,
  drawing: Drawing,
): Markup[] {
  const named = [...picture.points.keys()].filter((i) => picture.points[i]!.named);
  const from = Math.max(x(Math.max(2, named.length)) + 30, width * 0.46);
  const room = width - from - 4;
  let free = TOP + 4;
  return named.map((i) => {
    const { name, value, figure } = picture.points[i]!;
    const at = Math.max(free, Math.min(y(value) + 4, TOP + 4 + i * LEADING));
    free = at + LEADING;
    const words = fitted(name, room - 46);
    const text = markup`<path d="M${round(x(i + 1) + 5)} ${round(y(value))}L${round(from - 4)} ${round(at - 4)}" stroke="${COLOURS.rule}" stroke-width=".8"/>${label(words, { x: from, y: at, fill: COLOURS.ink, halo: true }, drawing.lang)}${label(
      short(value),
      { x: width - 2, y: at, anchor: 'end', halo: true },
      drawing.lang,
    )}`;
    return figure === null ? text : linked(figure, { ...drawing, anchor: withoutId(drawing) }, text);
  });
}

/** The point already has the place that the note leads back to. */
function withoutId(drawing: Drawing): Drawing['anchor'] {
  return (figure) => {
    const anchor = drawing.anchor(figure);
    return anchor === null ? null : { href: anchor.href, id: `${anchor.id}-name` };
  };
}

const RANK = { zh: '位次（对数刻度）', en: 'rank (logarithmic)' };

function decades(n: number): number[] {
  const out: number[] = [];
  for (let power = 1; power <= n; power *= 10)
    for (const step of n < 60 ? [1, 2, 5] : [1]) if (step * power <= n) out.push(step * power);
  return out;
}

function short(value: number): string {
  return value >= 0.1 ? value.toFixed(2) : String(Number(value.toPrecision(2)));
}

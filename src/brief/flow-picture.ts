/** The largest flows: what supplies on the left, what uses on the right; those that run back upstream in a part of their own. */
import type { FlowPicture, PictureFlow, Words } from './brief-document.js';
import { type Drawing, fitted, label, linked, round, textWidth } from './drawing.js';
import type { Drawn } from './line-picture.js';
import { type Markup, markup } from './markup.js';
import { CHAIN_PICTURE, COLOURS, PICTURE } from './theme.js';

const BAR = 9;
/** Least height of a place, so that its name has a line of its own. */
const LEAST = 17;
const GAP = 7;

export function flowPicture(picture: FlowPicture, drawing: Drawing): Drawn {
  const narrow = drawing.narrow === true;
  const width = narrow ? CHAIN_PICTURE.narrow : CHAIN_PICTURE.medium;
  const all = [...picture.forward, ...picture.feedback];
  const total = all.reduce((sum, { value }) => sum + value, 0);
  // One scale for both parts: a feedback flow is as thick as a forward one of its size.
  const scale = Math.max(180, 16 * all.length) / (total || 1);
  const parts: Markup[] = [label(picture.unit, { x: 0, y: 12, size: PICTURE.small }, drawing.lang)];
  let y = 22;
  for (const [flows, title, colour] of [
    [picture.forward, FORWARD, COLOURS.sea],
    [picture.feedback, FEEDBACK, COLOURS.fall],
  ] as const) {
    if (flows.length === 0) continue;
    parts.push(label(title, { x: 0, y: y + 12, fill: COLOURS.ink, bold: true }, drawing.lang));
    const drawn = part(picture, flows, { colour, scale, top: y + 22, width }, drawing);
    parts.push(drawn.content);
    y = drawn.bottom + 14;
  }
  const shown: Words = {
    zh: `图中占部门（环节）间全部流量的 ${percent(picture.covered)}`,
    en: `${percent(picture.covered)} of all flows between places is shown`,
  };
  parts.push(label(shown, { x: 0, y: y + 8, size: PICTURE.small, fill: COLOURS.faint }, drawing.lang));
  return { width, height: y + 14, content: linked(picture.figure, drawing, parts) };
}

interface Part {
  colour: string;
  scale: number;
  top: number;
  width: number;
}

function part(
  picture: FlowPicture,
  flows: readonly PictureFlow[],
  { colour, scale, top, width }: Part,
  drawing: Drawing,
): { content: Markup; bottom: number } {
  const side = (end: 'from' | 'to') => {
    const sums = new Map<number, number>();
    for (const flow of flows) sums.set(flow[end], (sums.get(flow[end]) ?? 0) + flow.value);
    let y = top;
    return new Map(
      [...sums]
        .sort(([a], [b]) => a - b)
        .map(([place, sum]) => {
          const height = Math.max(sum * scale, 2);
          const room = Math.max(height, LEAST);
          const at = { y: y + (room - height) / 2, height, centre: y + room / 2, filled: 0 };
          y += room + GAP;
          return [place, at] as const;
        }),
    );
  };
  const [from, to] = [side('from'), side('to')];
  const most = (width - 2 * BAR) * 0.3;
  const names = (places: ReadonlyMap<number, unknown>) =>
    Math.min(
      most,
      Math.max(...[...places.keys()].map((i) => textWidth(picture.places[i]!, drawing.lang))) + 6,
    );
  const [left, right] = [names(from), width - names(to)];
  // Ribbons leave in the order of where they go, and arrive in the order of where they come from.
  const ordered = [...flows].sort((a, b) => a.from - b.from || a.to - b.to);
  const ribbons = ordered.map((flow) => {
    const [a, b] = [from.get(flow.from)!, to.get(flow.to)!];
    const height = Math.max(1, flow.value * scale);
    const [y1, y2] = [a.y + a.filled + height / 2, b.y + b.filled + height / 2];
    a.filled += flow.value * scale;
    b.filled += flow.value * scale;
    const [x1, x2] = [left + BAR, right - BAR];
    const half = (x2 - x1) / 2;
    const title = textOf(picture.places[flow.from]!, picture.places[flow.to]!, flow.words, drawing);
    return markup`<path d="M${round(x1)} ${round(y1)}C${round(x1 + half)} ${round(y1)} ${round(x2 - half)} ${round(y2)} ${round(x2)} ${round(y2)}" fill="none" stroke="${colour}" stroke-width="${round(height)}" opacity=".42"><title>${title}</title></path>`;
  });
  const values = ordered
    .filter((flow) => flow.value * scale >= 13)
    .map((flow) => {
      const a = from.get(flow.from)!;
      const before = ordered
        .filter((other) => other.from === flow.from && other.to < flow.to)
        .reduce((sum, { value }) => sum + value, 0);
      return label(
        flow.words,
        {
          x: left + BAR + 5,
          y: a.y + (before + flow.value / 2) * scale + 4,
          size: PICTURE.small,
          fill: COLOURS.ink,
          halo: true,
        },
        drawing.lang,
      );
    });
  const bars = (places: typeof from, x: number, anchor: 'start' | 'end') =>
    [...places].map(
      ([place, { y, height, centre }]) =>
        markup`<rect x="${round(x)}" y="${round(y)}" width="${BAR}" height="${round(height)}" fill="${colour}"/>${label(
          fitted(picture.places[place]!, most),
          {
            x: anchor === 'end' ? x - 5 : x + BAR + 5,
            y: centre + 4,
            fill: COLOURS.ink,
            anchor,
          },
          drawing.lang,
        )}`,
    );
  const bottom = Math.max(
    ...[...from.values(), ...to.values()].map(({ centre, height }) => centre + Math.max(height, LEAST) / 2),
  );
  return {
    content: markup`${ribbons}${bars(from, left, 'end')}${bars(to, right - BAR, 'start')}${values}`,
    bottom,
  };
}

const FORWARD: Words = { zh: '顺流：上游 → 下游', en: 'Forward: upstream → downstream' };
const FEEDBACK: Words = { zh: '回流：下游 → 上游', en: 'Feedback: downstream → upstream' };

function textOf(from: Words, to: Words, words: Words, { lang }: Drawing): string {
  const say = (text: Words) => (typeof text === 'string' ? text : text[lang === 'en' ? 'en' : 'zh']);
  return `${say(from)} → ${say(to)} ${say(words)}`;
}

function percent(share: number): string {
  return `${Number((100 * share).toFixed(1))}%`;
}

/** A product space: what the region has, what is recommended to it, and the rest, joined where they go together. */
import type { SpaceMark, SpacePicture, Words } from './brief-document.js';
import { type Drawing, fitted, label, line, linked, round, textWidth } from './drawing.js';
import { boxOf, labelPlaces } from './label-places.js';
import type { Drawn } from './line-picture.js';
import { type Markup, markup } from './markup.js';
import { CHAIN_PICTURE, COLOURS, PICTURE } from './theme.js';

const TOP = 34;
const SIDE = 16;

const FILL: Record<SpaceMark, string> = { has: COLOURS.accent, listed: COLOURS.fall, other: '#b4c3cd' };
const KEY: Record<SpaceMark, Words> = {
  has: { zh: '已有优势', en: 'has advantage' },
  listed: { zh: '建议布局（序号同表）', en: 'recommended, numbered as in the table' },
  other: { zh: '其他', en: 'other' },
};

export function spacePicture(picture: SpacePicture, drawing: Drawing): Drawn {
  const narrow = drawing.narrow === true;
  const width = narrow ? CHAIN_PICTURE.narrow : CHAIN_PICTURE.medium;
  const height = narrow ? 380 : 500;
  const x = (place: number) => SIDE + place * (width - 2 * SIDE);
  const y = (place: number) => TOP + 10 + place * (height - TOP - 24);
  const most = Math.max(...picture.nodes.map(({ weight }) => weight), 1e-300);
  const scale = Math.min(1, 9 / Math.sqrt(picture.nodes.length));
  const radius = (node: SpacePicture['nodes'][number]) =>
    node.mark === 'listed' ? 9 : 3.2 + (narrow ? 6 : 9) * scale * Math.sqrt(Math.max(0, node.weight) / most);
  const links = picture.links.map(({ from, to, tree }) => {
    const [a, b] = [picture.nodes[from]!, picture.nodes[to]!];
    return line(x(a.x), y(a.y), x(b.x), y(b.y), tree ? '#c9d3da' : COLOURS.rule, tree ? 1.3 : 0.8);
  });
  const order: SpaceMark[] = ['other', 'has', 'listed'];
  const nodes = order.flatMap((mark) =>
    picture.nodes
      .filter((node) => node.mark === mark)
      .map(
        (node) =>
          markup`<circle cx="${round(x(node.x))}" cy="${round(y(node.y))}" r="${round(radius(node))}" fill="${FILL[mark]}" stroke="#fff" stroke-width="1"/>${
            node.number === null
              ? null
              : label(
                  String(node.number),
                  {
                    x: x(node.x),
                    y: y(node.y) + 4,
                    size: PICTURE.small,
                    anchor: 'middle',
                    fill: '#fff',
                    bold: true,
                  },
                  drawing.lang,
                )
          }`,
      ),
  );
  return {
    width,
    height,
    content: markup`${legend(width, drawing)}${links}${linked(picture.figure, drawing, markup`${nodes}`)}${names(picture, x, y, radius, { width, height }, drawing)}`,
  };
}

function legend(width: number, drawing: Drawing): Markup[] {
  let at = 6;
  return (['has', 'listed', 'other'] as const).map((mark) => {
    const words = fitted(KEY[mark], width / 2, PICTURE.small);
    const entry = markup`<circle cx="${round(at)}" cy="10" r="5" fill="${FILL[mark]}"/>${label(words, { x: at + 9, y: 14, size: PICTURE.small }, drawing.lang)}`;
    at += 26 + textWidth(words, drawing.lang, PICTURE.small);
    return entry;
  });
}

/** What is listed first, then the largest that the region has; a name that would cover another, or what the region has or is told, is left out. */
function names(
  picture: SpacePicture,
  x: (place: number) => number,
  y: (place: number) => number,
  radius: (node: SpacePicture['nodes'][number]) => number,
  frame: { width: number; height: number },
  drawing: Drawing,
): Markup[] {
  const size = PICTURE.small;
  const boxes = new Map(
    picture.nodes
      .filter(({ mark }) => mark !== 'other')
      .map((node) => [node, boxOf(x(node.x), y(node.y), radius(node))]),
  );
  const wanted = picture.nodes
    .filter(({ named }) => named)
    .sort(
      (a, b) =>
        Number(b.mark === 'listed') - Number(a.mark === 'listed') ||
        (a.number ?? 0) - (b.number ?? 0) ||
        b.weight - a.weight,
    )
    .map((node) => ({ node, words: fitted(node.name, 120, size) }));
  const places = labelPlaces(
    wanted.map(({ node, words }) => ({
      x: x(node.x),
      y: y(node.y),
      radius: radius(node),
      width: textWidth(words, drawing.lang, size),
      own: boxes.get(node),
    })),
    [...boxes.values()],
    { left: 0, right: frame.width, top: TOP - 10, bottom: frame.height },
    size,
  );
  return wanted.flatMap(({ node, words }, i) => {
    const place = places[i];
    if (place == null) return [];
    const listed = node.mark === 'listed';
    return label(
      words,
      {
        x: place.left,
        y: place.y,
        size,
        fill: listed ? COLOURS.ink : COLOURS.soft,
        bold: listed,
        halo: true,
      },
      drawing.lang,
    );
  });
}

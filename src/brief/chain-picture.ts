/** A chain from upstream to downstream: columns of cards with the links between them; on a phone, stage below stage. */
import type { ChainPicture, ChainPictureNode, Words } from './brief-document.js';
import { type Drawing, fitted, inTwo, label, line, linked, round, textWidth } from './drawing.js';
import type { Drawn } from './line-picture.js';
import { type Markup, markup } from './markup.js';
import { CHAIN_MARKS, CHAIN_PICTURE, COLOURS, PICTURE } from './theme.js';

const HEAD = 46;
const CARD = 42;
const PITCH = 52;
const GUTTER = 40;
/** Between the last column of one stage and the first of the next. */
const STAGE_GUTTER = 52;
const LEGEND = 30;
const SMALL = 10.5;
const TINY = 9.5;

export function chainPicture(picture: ChainPicture, drawing: Drawing): Drawn {
  return drawing.narrow === true ? stacked(picture, drawing) : layered(picture, drawing);
}

interface Place {
  x: number;
  y: number;
  width: number;
  column: number;
}

function layered(picture: ChainPicture, drawing: Drawing): Drawn {
  const { full: width } = CHAIN_PICTURE;
  const columns = picture.stages.flatMap((stage, s) => stage.columns.map((nodes) => ({ nodes, stage: s })));
  const count = Math.max(1, columns.length);
  const gutters = columns.reduce(
    (sum, { stage }, c) => (c === 0 ? sum : sum + (columns[c - 1]!.stage === stage ? GUTTER : STAGE_GUTTER)),
    0,
  );
  // Links within the last column bend out to the right of it.
  const inner = width - 24;
  const card = Math.min(210, (inner - gutters) / count);
  const rows = Math.max(1, ...columns.map(({ nodes }) => nodes.length));
  const hidden = picture.stages.some((stage) => stage.hidden > 0) ? 24 : 0;
  const bottom = HEAD + rows * PITCH + hidden;
  const lanes = picture.links.filter(({ run }) => run === 'feedback').length;
  const floor = bottom + (lanes > 0 ? 14 + 5 * Math.min(lanes, 12) : 0);
  const used = count * card + gutters;
  // Fewer columns than fill the page are spread over it.
  const stretch = count > 1 ? Math.min(130, (inner - used) / (count - 1)) : 0;
  const places = new Map<number, Place>();
  const left: number[] = [];
  let x = 0;
  for (const [c, { nodes, stage }] of columns.entries()) {
    if (c > 0) x += card + stretch + (columns[c - 1]!.stage === stage ? GUTTER : STAGE_GUTTER);
    left.push(x);
    const top = HEAD + ((rows - nodes.length) * PITCH) / 2;
    for (const [k, node] of nodes.entries())
      places.set(node, { x, y: top + k * PITCH, width: card, column: c });
  }
  let at = 0;
  const heads = picture.stages.map((stage) => {
    const from = left[at] ?? 0;
    at += stage.columns.length;
    const to = (left[at - 1] ?? from) + card;
    const room = to - from;
    const more: Words = {
      zh: `另有 ${stage.hidden} 个未画出`,
      en: `${stage.hidden} more not drawn`,
    };
    return markup`${label(fitted(stage.name, room, 14), { x: from, y: 14, size: 14, fill: COLOURS.ink, bold: true }, drawing.lang)}${label(
      fitted(stage.detail, room, PICTURE.small),
      { x: from, y: 30, size: PICTURE.small },
      drawing.lang,
    )}${line(from, 37, to, 37, COLOURS.accent, 1.5)}${
      stage.hidden === 0
        ? null
        : label(more, { x: from, y: bottom - 8, size: PICTURE.small, fill: COLOURS.faint }, drawing.lang)
    }`;
  });
  const links = linksOf(picture, places, bottom);
  const cards = [...places].map(([node, place]) => cardOf(picture.nodes[node]!, place, drawing));
  return {
    width,
    height: floor + LEGEND,
    content: linked(
      picture.figure,
      drawing,
      markup`${heads}${links}${cards}${legend(picture, 0, floor + 18, width, drawing)}`,
    ),
  };
}

function linksOf(picture: ChainPicture, places: ReadonlyMap<number, Place>, bottom: number): Markup[] {
  const out: Markup[] = [];
  let lane = 0;
  for (const { from, to, run } of picture.links) {
    const a = places.get(from);
    const b = places.get(to);
    if (a === undefined || b === undefined) continue;
    const [ay, by] = [a.y + CARD / 2, b.y + CARD / 2];
    const right = a.x + a.width;
    if (run === 'feedback') {
      const y = bottom + 8 + 5 * (lane++ % 12);
      const [start, end] = [a.x + a.width / 2 + lane * 2, b.x + b.width / 2 - lane * 2];
      out.push(
        markup`<path d="M${round(start)} ${round(a.y + CARD)}V${round(y - 6)}Q${round(start)} ${round(y)} ${round(start - 6)} ${round(y)}H${round(end + 6)}Q${round(end)} ${round(y)} ${round(end)} ${round(y - 6)}V${round(b.y + CARD + 5)}" fill="none" stroke="${COLOURS.fall}" stroke-width="1.2" stroke-dasharray="4 3"/>${arrow(end, b.y + CARD, 'up', COLOURS.fall)}`,
      );
      continue;
    }
    if (run === 'level' || a.column === b.column) {
      const bend = 16 + Math.min(14, Math.abs(by - ay) / 18);
      out.push(
        markup`<path d="M${round(right)} ${round(ay)}C${round(right + bend)} ${round(ay)} ${round(right + bend)} ${round(by)} ${round(right + 5)} ${round(by)}" fill="none" stroke="${run === 'kind' ? COLOURS.faint : COLOURS.sea}" stroke-width="1" opacity=".75"${run === 'kind' ? markup` stroke-dasharray="1.5 2.5"` : null}/>${run === 'kind' ? null : arrow(right, by, 'left', COLOURS.sea)}`,
      );
      continue;
    }
    // What is a kind of what may stand on either side.
    const [x1, y1, x2, y2] = a.column < b.column ? [right, ay, b.x, by] : [b.x + b.width, by, a.x, ay];
    const half = (x2 - x1) / 2;
    const isKind = run === 'kind';
    out.push(
      markup`<path d="M${round(x1)} ${round(y1)}C${round(x1 + half)} ${round(y1)} ${round(x2 - half)} ${round(y2)} ${round(x2 - (isKind ? 0 : 5))} ${round(y2)}" fill="none" stroke="${isKind ? COLOURS.faint : COLOURS.sea}" stroke-width="${isKind ? 1 : 1.2}" opacity="${isKind ? 0.7 : 0.6}"${isKind ? markup` stroke-dasharray="1.5 2.5"` : null}/>${isKind ? null : arrow(x2, y2, 'right', COLOURS.sea)}`,
    );
  }
  return out;
}

function arrow(x: number, y: number, way: 'right' | 'left' | 'up', colour: string): Markup {
  const [a, b] = way === 'up' ? [3, 6] : [6, 3];
  const path =
    way === 'right'
      ? `M${round(x)} ${round(y)}l${-a} ${-b}v${2 * b}z`
      : way === 'left'
        ? `M${round(x)} ${round(y)}l${a} ${-b}v${2 * b}z`
        : `M${round(x)} ${round(y)}l${-a} ${b}h${2 * a}z`;
  return markup`<path d="${path}" fill="${colour}"/>`;
}

function cardOf(node: ChainPictureNode, { x, y, width }: Place, drawing: Drawing): Markup {
  const colour = CHAIN_MARKS[node.mark];
  const fill = node.mark === 'gap' ? COLOURS.badSoft : '#fff';
  const room = width - 16;
  const names = namesIn(node.name, drawing, (words, className) => {
    const [first, second] = inTwo(words, room, SMALL);
    const class_ = className === null ? {} : { className };
    const style = { x: x + 10, fill: COLOURS.ink, ...class_ };
    const one = drawing.lang === 'en' ? 'en' : 'zh';
    if (second !== '')
      return [
        label(fitted(first, room, SMALL), { ...style, y: y + 13, size: SMALL }, one),
        label(second, { ...style, y: y + 25, size: SMALL }, one),
      ];
    return [label(first, { ...style, y: y + (node.detail === null ? 25 : 19) }, one)];
  });
  return markup`<rect x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${CARD}" rx="3" fill="${fill}" stroke="${COLOURS.rule}"/><rect x="${round(x)}" y="${round(y)}" width="4" height="${CARD}" rx="1.5" fill="${colour}"/>${names}${
    node.detail === null
      ? null
      : label(fitted(node.detail, room, TINY), { x: x + 10, y: y + 36.5, size: TINY }, drawing.lang)
  }`;
}

/** Each language's words, set by themselves where both are in the drawing. */
function namesIn(
  words: Words,
  drawing: Drawing,
  set: (words: string, className: string | null) => Markup[],
): Markup[] {
  if (typeof words === 'string') return set(words, null);
  if (drawing.lang !== 'both') return set(words[drawing.lang], null);
  return words.zh === words.en ? set(words.zh, null) : [...set(words.zh, 'zh'), ...set(words.en, 'en')];
}

function legend(picture: ChainPicture, x: number, y: number, width: number, drawing: Drawing): Markup[] {
  const marks = new Set(
    picture.stages.flatMap(({ columns }) => columns.flat().map((node) => picture.nodes[node]!.mark)),
  );
  const runs = new Set(picture.links.map(({ run }) => run));
  const items: { words: Words; draw: (x: number, y: number) => Markup; width: number }[] = [];
  for (const mark of ['gap', 'possible', 'unknown', 'none'] as const)
    if (marks.has(mark))
      items.push({
        words: MARK_WORDS[mark],
        width: 10,
        draw: (at, top) =>
          markup`<rect x="${round(at)}" y="${round(top - 9)}" width="4" height="11" rx="1.5" fill="${CHAIN_MARKS[mark]}"/>`,
      });
  if (drawing.narrow !== true)
    for (const run of ['kind', 'feedback'] as const)
      if (runs.has(run))
        items.push({
          words: run === 'feedback' ? feedbackWords(picture.undrawn) : KIND_OF,
          width: 28,
          draw: (at, top) =>
            markup`<path d="M${round(at)} ${round(top - 4)}h22" stroke="${run === 'feedback' ? COLOURS.fall : COLOURS.faint}" stroke-width="1.2" stroke-dasharray="${run === 'feedback' ? '4 3' : '1.5 2.5'}"/>`,
        });
  let left = x;
  let top = y;
  return items.map(({ words, draw, width: own }) => {
    const room = own + textWidth(words, drawing.lang, PICTURE.small) + 20;
    if (left > x && left + room > width + 20) {
      left = x;
      top += 17;
    }
    const drawn = markup`${draw(left, top)}${label(words, { x: left + own, y: top, size: PICTURE.small }, drawing.lang)}`;
    left += room;
    return drawn;
  });
}

const MARK_WORDS: Record<ChainPictureNode['mark'], Words> = {
  gap: { zh: '有缺口', en: 'gap' },
  possible: { zh: '须核实', en: 'to be reviewed' },
  unknown: { zh: '数据不足', en: 'data missing' },
  none: { zh: '未见缺口', en: 'no gap found' },
};
const KIND_OF: Words = { zh: '细类', en: 'kind of' };

function feedbackWords(undrawn: number): Words {
  return undrawn === 0
    ? { zh: '回流（下游到上游）', en: 'feedback (downstream to upstream)' }
    : { zh: `回流（另有 ${undrawn} 条未画）`, en: `feedback (${undrawn} more not drawn)` };
}

/** Stage below stage, two cards abreast, with the number of links from one stage to the next. */
function stacked(picture: ChainPicture, drawing: Drawing): Drawn {
  const { narrow: width } = CHAIN_PICTURE;
  const card = (width - 10) / 2;
  const stageOf = new Map<number, number>();
  for (const [s, stage] of picture.stages.entries())
    for (const node of stage.columns.flat()) stageOf.set(node, s);
  const out: Markup[] = [];
  let y = 0;
  for (const [s, stage] of picture.stages.entries()) {
    out.push(
      markup`${label(fitted(stage.name, width - 110, 14), { x: 0, y: y + 14, size: 14, fill: COLOURS.ink, bold: true }, drawing.lang)}${label(
        stage.detail,
        { x: width, y: y + 14, size: PICTURE.small, anchor: 'end' },
        drawing.lang,
      )}${line(0, y + 21, width, y + 21, COLOURS.accent, 1.5)}`,
    );
    y += 29;
    for (const nodes of stage.columns) {
      for (const [k, node] of nodes.entries()) {
        const place = { x: (k % 2) * (card + 10), y: y + Math.floor(k / 2) * 48, width: card, column: 0 };
        out.push(cardOf(picture.nodes[node]!, place, drawing));
      }
      y += Math.ceil(nodes.length / 2) * 48 + 4;
    }
    if (stage.hidden > 0) {
      const more: Words = { zh: `另有 ${stage.hidden} 个未画出`, en: `${stage.hidden} more not drawn` };
      out.push(label(more, { x: 0, y: y + 10, size: PICTURE.small, fill: COLOURS.faint }, drawing.lang));
      y += 18;
    }
    if (s + 1 === picture.stages.length) continue;
    const onward = picture.links.filter(
      ({ from, to, run }) => run !== 'kind' && stageOf.get(from) === s && (stageOf.get(to) ?? -1) > s,
    ).length;
    const words: Words = { zh: `${onward} 条投入向下游`, en: `${onward} inputs further down` };
    out.push(
      markup`<path d="M${width / 2 - 6} ${y + 4}h12l-6 9z" fill="${COLOURS.sea}"/>${label(words, { x: width / 2 + 14, y: y + 13, size: PICTURE.small }, drawing.lang)}`,
    );
    y += 28;
  }
  y += 18;
  const keys = legend(picture, 0, y, width, drawing);
  return {
    width,
    height: y + 24,
    content: linked(picture.figure, drawing, markup`${out}${keys}`),
  };
}

/** The ladder of one firm: steps that rise to the right, what is held filled, the next ones by what the pre-check says. */
import type { Lang } from '../model/index.js';
import type { StairPicture, StepMark } from './brief-document.js';
import { type Drawing, fitted, inLang, type LabelStyle, label, linked, round, textWidth } from './drawing.js';
import type { Drawn } from './line-picture.js';
import { type Markup, markup } from './markup.js';
import { HERE, STEP_WORDS } from './picture-words.js';
import { CHAIN_PICTURE, COLOURS, PICTURE } from './theme.js';

const FILLS: Record<StepMark, { fill: string; edge: string; ink: string; dash: string | null }> = {
  held: { fill: COLOURS.accent, edge: COLOURS.accent, ink: '#fff', dash: null },
  met: { fill: COLOURS.goodSoft, edge: COLOURS.good, ink: COLOURS.good, dash: null },
  manualReview: { fill: COLOURS.warnSoft, edge: COLOURS.warn, ink: COLOURS.warn, dash: null },
  unknown: { fill: COLOURS.paper, edge: COLOURS.warn, ink: COLOURS.warn, dash: '5 4' },
  unmet: { fill: COLOURS.badSoft, edge: COLOURS.bad, ink: COLOURS.bad, dash: null },
  notApplicable: { fill: COLOURS.wash, edge: COLOURS.faint, ink: COLOURS.soft, dash: null },
  none: { fill: COLOURS.wash, edge: COLOURS.rule, ink: COLOURS.soft, dash: null },
};

const FLAG = 30;
const NARROW_STEP = 100;
const RISE = 44;
/** Height of the lowest step: name on two lines, state, two lines. */
const LOWEST = 106;

export function stairPicture(picture: StairPicture, drawing: Drawing): Drawn {
  return drawing.narrow === true ? standing(picture, drawing) : rising(picture, drawing);
}

function rising({ steps }: StairPicture, drawing: Drawing): Drawn {
  const width = CHAIN_PICTURE.medium;
  const each = width / steps.length;
  const bottom = FLAG + LOWEST + (steps.length - 1) * RISE;
  const drawn = steps.map((step, i) => {
    const top = bottom - LOWEST - i * RISE;
    const x = i * each + 3;
    const box = boxOf(step.mark, { x, y: top, width: each - 6, height: bottom - top });
    return one(
      step,
      drawing,
      markup`${box}${words(step, { x: x + 10, y: top, room: each - 24 }, drawing)}${step.here ? flag(x + 10, top, drawing) : null}`,
    );
  });
  return {
    width,
    height: bottom + 6,
    content: markup`${drawn}<path d="M0 ${bottom + 0.5}H${width}" stroke="${COLOURS.faint}"/>`,
  };
}

/** On a phone: one step a row, the highest first, set in by its height. */
function standing({ steps }: StairPicture, drawing: Drawing): Drawn {
  const width = CHAIN_PICTURE.narrow;
  const drawn = [...steps.keys()].reverse().map((i, row) => {
    const step = steps[i]!;
    const y = FLAG + row * (NARROW_STEP + 8);
    const x = i * 14;
    const box = boxOf(step.mark, { x, y, width: width - x - 1, height: NARROW_STEP });
    return one(
      step,
      drawing,
      markup`${box}${words(step, { x: x + 10, y, room: width - x - 24 }, drawing)}${step.here ? flag(width - 84, y, drawing) : null}`,
    );
  });
  return { width, height: FLAG + steps.length * (NARROW_STEP + 8), content: markup`${drawn}` };
}

type Step = StairPicture['steps'][number];

function one({ figure }: Step, drawing: Drawing, content: Markup): Markup {
  return figure === null ? content : linked(figure, drawing, content);
}

function boxOf(mark: StepMark, at: { x: number; y: number; width: number; height: number }): Markup {
  const { fill, edge, dash } = FILLS[mark];
  return markup`<rect x="${round(at.x)}" y="${round(at.y)}" width="${round(at.width)}" height="${round(at.height)}" fill="${fill}"/><path d="M${round(at.x)} ${round(at.y)}H${round(at.x + at.width)}" stroke="${edge}" stroke-width="3"${dash === null ? null : markup` stroke-dasharray="${dash}"`}/>`;
}

function words(step: Step, at: { x: number; y: number; room: number }, drawing: Drawing): Markup[] {
  if (drawing.lang !== 'both') return inOne(step, at, drawing.lang, null);
  return [...inOne(step, at, 'zh', 'zh'), ...inOne(step, at, 'en', 'en')];
}

/** Name on one line or two, state, and what more there is to say. */
function inOne(
  { name, mark, lines }: Step,
  at: { x: number; y: number; room: number },
  lang: Lang,
  className: string | null,
): Markup[] {
  const { ink } = FILLS[mark];
  const held = mark === 'held';
  const out: Markup[] = [];
  let y = at.y + 20;
  const put = (text: string, style: Pick<LabelStyle, 'fill' | 'size' | 'bold'>, leading: number) => {
    out.push(label(text, { x: at.x, y, ...style, ...(className !== null && { className }) }, lang));
    y += leading;
  };
  for (const part of onLines(inLang(name, lang), at.room))
    put(part, { fill: held ? '#fff' : COLOURS.ink, bold: true }, 16);
  y += 2;
  put(inLang(STEP_WORDS[mark], lang), { fill: ink, bold: !held }, 17);
  for (const line of lines.slice(0, 3))
    put(
      fitted(inLang(line, lang), at.room, PICTURE.small) as string,
      { fill: held ? COLOURS.accentSoft : COLOURS.soft, size: PICTURE.small },
      15,
    );
  return out;
}

function onLines(text: string, room: number): string[] {
  if (textWidth(text, 'zh') <= room) return [text];
  const parts = text.match(/[\u2e80-\uffef]|[^\s\u2e80-\uffef]+\s*|\s+/gu) ?? [text];
  let first = '';
  while (parts.length > 0 && textWidth(first + parts[0], 'zh') <= room) first += parts.shift();
  return [first.trimEnd(), fitted(parts.join(''), room) as string];
}

function flag(x: number, top: number, drawing: Drawing): Markup {
  const width = textWidth(HERE, drawing.lang, PICTURE.small) + 14;
  return markup`<path d="M${round(x)} ${round(top - 1)}V${round(top - 24)}H${round(x + width)}V${round(top - 7)}H${round(x + 7)}Z" fill="${COLOURS.ochre}"/>${label(
    HERE,
    { x: x + 7, y: top - 11.5, size: PICTURE.small, fill: '#fff', bold: true },
    drawing.lang,
  )}`;
}

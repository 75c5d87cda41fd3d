/** What a picture of a chain or ladder says, in words: for readers who do not see it, and for files that hold text only. */
import type { Bilingual, Lang } from '../model/index.js';
import type {
  ChainPicture,
  FlowPicture,
  HeatPicture,
  Picture,
  QuadrantPicture,
  RankPicture,
  SpacePicture,
  StairPicture,
  StepMark,
  TierPicture,
} from './brief-document.js';
import { inLang, TWICE } from './drawing.js';
import { VERDICT_WORDS } from './wording.js';

export type ChainKind =
  | ChainPicture
  | FlowPicture
  | HeatPicture
  | RankPicture
  | QuadrantPicture
  | SpacePicture
  | TierPicture
  | StairPicture;

export const HERE: Bilingual = { zh: '现在这里', en: 'stands here' };

/** States of a title on the ladder of a firm. */
export const STEP_WORDS: Record<StepMark, Bilingual> = {
  held: { zh: '持有', en: 'held' },
  ...VERDICT_WORDS,
  none: { zh: '未预审', en: 'not checked' },
};

/** So many of a kind are told. */
const TOLD = 10;

export function isChainKind(picture: Picture): picture is ChainKind {
  return TWICE.has(picture.kind);
}

/** One line an entry. */
export function pictureLines(picture: ChainKind, lang: Lang): string[] {
  const say = (words: string | Bilingual) => inLang(words, lang);
  const colon = lang === 'zh' ? '：' : ': ';
  const comma = lang === 'zh' ? '、' : ', ';
  const flow = ({ from, to, words }: FlowPicture['forward'][number], places: FlowPicture['places']) =>
    `${say(places[from]!)} → ${say(places[to]!)} ${say(words)}`;
  switch (picture.kind) {
    case 'chain':
      return picture.stages.map(({ name, detail, columns }) => {
        const nodes = columns.flat().map((i) => {
          const { name: own, mark } = picture.nodes[i]!;
          return mark === 'gap' ? `${say(own)}${lang === 'zh' ? '（缺口）' : ' (gap)'}` : say(own);
        });
        return `${say(name)} (${say(detail)})${colon}${nodes.join(comma)}`;
      });
    case 'flows':
      return [
        ...(picture.forward.length === 0
          ? []
          : [
              `${lang === 'zh' ? '顺流' : 'forward'}${colon}${picture.forward.map((one) => flow(one, picture.places)).join(comma)}`,
            ]),
        ...(picture.feedback.length === 0
          ? []
          : [
              `${lang === 'zh' ? '回流' : 'feedback'}${colon}${picture.feedback.map((one) => flow(one, picture.places)).join(comma)}`,
            ]),
      ];
    case 'heat': {
      const n = picture.places.length;
      return [...picture.values.keys()]
        .filter((at) => picture.values[at]! > 0)
        .sort((a, b) => picture.values[b]! - picture.values[a]! || a - b)
        .slice(0, TOLD)
        .map((at) => {
          const [row, column] = [Math.floor(at / n), at % n];
          return `${say(picture.places[row]!.name)} → ${say(picture.places[column]!.name)} ${Number(picture.values[at]!.toPrecision(3))}`;
        });
    }
    case 'ranks':
      return picture.points.slice(0, TOLD).map(({ name, value, low, high }, i) => {
        const range = low === null || high === null ? '' : ` (${short(low)}–${short(high)})`;
        return `${i + 1}. ${say(name)} ${short(value)}${range}`;
      });
    case 'quadrant':
      return picture.points
        .filter(({ key }) => key)
        .map(({ name, x, y }) => `${say(name)} ${x.toFixed(2)} × ${y.toFixed(2)}`);
    case 'space': {
      const of = (mark: 'has' | 'listed') =>
        picture.nodes
          .filter((node) => node.mark === mark)
          .map(({ name }) => say(name))
          .join(comma);
      return [
        `${lang === 'zh' ? '已有优势' : 'has'}${colon}${of('has')}`,
        `${lang === 'zh' ? '建议' : 'listed'}${colon}${of('listed')}`,
      ];
    }
    case 'tiers':
      return picture.tiers.map(
        ({ name, value, detail }) => `${say(name)} ${value}${detail === null ? '' : ` (${say(detail)})`}`,
      );
    case 'stairs':
      return picture.steps.map(
        ({ name, mark, lines, here }) =>
          `${say(name)}${colon}${[here ? say(HERE) : '', say(STEP_WORDS[mark]), ...lines.map(say)].filter((part) => part !== '').join(comma)}`,
      );
  }
}

/** The alternative of an image: its title and what it says. */
export function pictureAlternative(picture: Picture, lang: Lang): string {
  const title = `${picture.title[lang]} (${picture.detail[lang]})`;
  return isChainKind(picture) ? `${title} ${pictureLines(picture, lang).join('; ')}` : title;
}

function short(value: number): string {
  return String(Number(value.toPrecision(3)));
}

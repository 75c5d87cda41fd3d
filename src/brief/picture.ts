/** A picture as SVG: inside a page, or as a file of its own with title, unit, source and the mark of made-up data. */
import type { Bilingual, Lang } from '../model/index.js';
import { barPicture } from './bar-picture.js';
import type { BriefDocument, Picture, Section, Words } from './brief-document.js';
import { chainPicture } from './chain-picture.js';
import { type Drawing, inLang, TWICE, textWidth } from './drawing.js';
import { flowPicture } from './flow-picture.js';
import { heatPicture } from './heat-picture.js';
import { type Drawn, linePicture } from './line-picture.js';
import { mapPicture } from './map-picture.js';
import { type Markup, markup } from './markup.js';
import { citedInPicture } from './notebook.js';
import { pathPicture } from './path-picture.js';
import { isChainKind, pictureAlternative } from './picture-words.js';
import { quadrantPicture } from './quadrant-picture.js';
import { rankPicture } from './rank-picture.js';
import { spacePicture } from './space-picture.js';
import { stackPicture } from './stack-picture.js';
import { stairPicture } from './stair-picture.js';
import { extentOf } from './synthetic.js';
import { COLOURS, FACES, PICTURE } from './theme.js';
import { tierPicture } from './tier-picture.js';
import { SYNTHETIC_MARK } from './wording.js';

/** In a page; what would be too small on a phone is drawn a second time for it, and the stylesheet shows one of the two. */
export function drawPicture(picture: Picture, drawing: Drawing): Markup {
  if (!TWICE.has(picture.kind)) return svgOf(picture, drawing, 'picture');
  const { anchor } = drawing;
  const narrow: Drawing = {
    ...drawing,
    narrow: true,
    anchor: (figure) => {
      const one = anchor(figure);
      return one === null ? null : { href: one.href, id: `${one.id}-narrow` };
    },
  };
  return markup`${svgOf(picture, drawing, 'picture wide')}${svgOf(picture, narrow, 'picture narrow')}`;
}

function svgOf(picture: Picture, drawing: Drawing, className: string): Markup {
  const { width, height, content } = drawn(picture, drawing);
  const lang = drawing.lang === 'en' ? 'en' : 'zh';
  const name = isChainKind(picture) ? pictureAlternative(picture, lang) : picture.title[lang];
  return markup`<svg class="${className}" viewBox="0 0 ${width} ${Math.ceil(height)}" role="img" aria-label="${name}" font-family="${FACES.sans}">${content}</svg>`;
}

const HEAD = 46;
const LEADING = 15;

export interface PictureFile {
  svg: string;
  width: number;
  height: number;
}

/**
 * One language, one file. It says its source, and that its data are made up, wherever it is pasted; `titled: false` where
 * the title stands beside it.
 */
export function pictureFile(
  picture: Picture,
  lang: Lang,
  synthetic: Bilingual | null,
  { titled = true }: { titled?: boolean } = {},
): PictureFile {
  const drawing: Drawing = { lang, anchor: () => null, synthetic };
  const { width, height, content } = drawn(picture, drawing);
  const source = wrapped(inLang(picture.source, lang), width - 4, PICTURE.small);
  const mark = synthetic === null ? [] : wrapped(synthetic[lang], width - 4, PICTURE.small);
  const head = titled ? HEAD : 4;
  const foot = head + Math.ceil(height) + 16;
  const total = foot + (source.length + mark.length) * LEADING;
  const title = wrapped(picture.title[lang], width - 4, 15)[0]!;
  const heading = titled
    ? markup`<text x="2" y="17" font-size="15" font-weight="600" fill="${COLOURS.ink}">${title}</text><text x="2" y="35" font-size="${PICTURE.small}" fill="${COLOURS.soft}">${picture.detail[lang]}</text>`
    : null;
  const svg = markup`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${total}" viewBox="0 0 ${width} ${total}" font-family="${FACES.sans}"><rect width="${width}" height="${total}" fill="#fff"/>${heading}<g transform="translate(0 ${head})">${content}</g>${source.map(
    (line, i) =>
      markup`<text x="2" y="${foot + i * LEADING}" font-size="${PICTURE.small}" fill="${COLOURS.soft}">${line}</text>`,
  )}${mark.map(
    (line, i) =>
      markup`<text x="2" y="${foot + (source.length + i) * LEADING}" font-size="${PICTURE.small}" font-weight="600" fill="${COLOURS.bad}">${line}</text>`,
  )}</svg>`;
  return { svg: `${svg}`, width, height: total };
}

function drawn(whole: Picture, drawing: Drawing): Drawn {
  const picture = extentOf(citedInPicture(whole)) === 'some' ? withMarks(whole) : whole;
  switch (picture.kind) {
    case 'lines':
      return linePicture(picture, drawing);
    case 'bars':
      return barPicture(picture, drawing);
    case 'map':
      return mapPicture(picture, drawing);
    case 'path':
      return pathPicture(picture, drawing);
    case 'chain':
      return chainPicture(picture, drawing);
    case 'flows':
      return flowPicture(picture, drawing);
    case 'heat':
      return heatPicture(picture, drawing);
    case 'ranks':
      return rankPicture(picture, drawing);
    case 'quadrant':
      return quadrantPicture(picture, drawing);
    case 'space':
      return spacePicture(picture, drawing);
    case 'tiers':
      return tierPicture(picture, drawing);
    case 'stairs':
      return stairPicture(picture, drawing);
    case 'stacks':
      return stackPicture(picture, drawing);
  }
}

/** Where part of a picture is made up, the names of that part say so. */
function withMarks(picture: Picture): Picture {
  const marked = (words: Words, isMadeUp: boolean): Words => {
    if (!isMadeUp) return words;
    return typeof words === 'string'
      ? `${words}${SYNTHETIC_MARK}`
      : { zh: `${words.zh}${SYNTHETIC_MARK}`, en: `${words.en}${SYNTHETIC_MARK}` };
  };
  switch (picture.kind) {
    case 'lines':
      return {
        ...picture,
        series: picture.series.map((one) => ({
          ...one,
          name: marked(
            one.name,
            one.points.some(({ figure }) => figure.synthetic === true),
          ),
        })),
      };
    case 'bars':
      return {
        ...picture,
        bars: picture.bars.map((bar) => ({
          ...bar,
          label: marked(bar.label, bar.figure.synthetic === true),
        })),
      };
    case 'ranks':
    case 'quadrant':
      return {
        ...picture,
        points: picture.points.map((point) => ({
          ...point,
          name: marked(point.name, point.figure?.synthetic === true),
        })),
      } as Picture;
    case 'map':
    case 'path':
    case 'chain':
    case 'flows':
    case 'heat':
    case 'space':
    case 'stairs':
      return picture;
    case 'tiers':
      return {
        ...picture,
        tiers: picture.tiers.map((tier) => ({
          ...tier,
          name: marked(tier.name, tier.figure.synthetic === true),
        })),
      };
    case 'stacks':
      return {
        ...picture,
        rows: picture.rows.map((row) => ({
          ...row,
          name: marked(
            row.name,
            row.values.some(({ figure }) => figure.synthetic === true),
          ),
        })),
      };
  }
}

/** All pictures of a brief, in reading order. */
export function picturesOf(brief: Pick<BriefDocument, 'sections'>): Picture[] {
  return brief.sections.flatMap((section: Section) =>
    section.blocks.flatMap((block) => (block.type === 'pictures' ? block.pictures : [])),
  );
}

/** Lines of at most `width` pixels; Chinese breaks anywhere, other words at spaces. */
function wrapped(text: string, width: number, size: number): string[] {
  const lines: string[] = [''];
  for (const part of text.match(/[\u2e80-\uffef]|[^\s\u2e80-\uffef]+\s*|\s+/gu) ?? []) {
    const last = lines.at(-1)!;
    const closing = /^[，。、；：）」”]/u.test(part);
    if (last === '' || closing || textWidth(last + part, 'zh', size) <= width)
      lines[lines.length - 1] = last + part;
    else lines.push(part);
  }
  return lines;
}

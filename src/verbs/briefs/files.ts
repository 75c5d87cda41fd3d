// A brief as files: HTML, Word or Markdown, and its pictures.
import { mkdir } from 'node:fs/promises';
import { basename, dirname, extname, join, relative } from 'node:path';
import {
  type BriefDocument,
  madeUpIn,
  type Picture,
  pictureFile,
  picturesOf,
  renderDocx,
  renderHtml,
  renderMarkdown,
} from '../../brief/index.js';
import { writeWhole } from '../../store/index.js';
import type { Teller } from '../teller.js';
import { openRaster } from './raster.js';

export const BRIEF_FORMATS = ['html', 'docx', 'md'] as const;
export type BriefFormat = (typeof BRIEF_FORMATS)[number];

/** The format that a file's ending names; null for any other ending. */
export function formatOfName(file: string): BriefFormat | null {
  const ending = extname(file).slice(1).toLowerCase();
  if (ending === 'htm') return 'html';
  if (ending === 'markdown') return 'md';
  return BRIEF_FORMATS.find((format) => format === ending) ?? null;
}

export interface RenderedAs {
  format: BriefFormat;
  /** Of Markdown: where a picture lies beside it; null for none. */
  fileOf?: (picture: Picture) => string | null;
  /** Of Word: the user's own font file. */
  font?: string;
}

export async function renderBrief(
  document: BriefDocument,
  { format, fileOf = () => null, font }: RenderedAs,
  teller: Pick<Teller, 'note'>,
): Promise<string | Uint8Array> {
  switch (format) {
    case 'html':
      return renderHtml(document);
    case 'md':
      return renderMarkdown(document, { pictures: fileOf });
    case 'docx': {
      const raster = await openRaster(font);
      if (raster.face === null)
        teller.note({
          zh: '没有找到中文字体：不能显示 SVG 的软件里，图上将没有文字。可用 --font 指定字体文件',
          en: 'No Chinese face was found: programs that show no SVG will show the pictures without words. Name one by --font',
        });
      return renderDocx(document, raster);
    }
  }
}

/** A picture as a file of its own. */
export function pictureSvg(picture: Picture, document: BriefDocument): string {
  return pictureFile(picture, document.lang, madeUpIn(picture, document)).svg;
}

export interface BriefFile {
  out: string;
  format: BriefFormat;
  /** Folder for the pictures as files of their own. */
  charts?: string;
  font?: string;
}

/** Writes the brief, and its pictures where they are asked for or the format cannot hold them; names the pictures. */
export async function writeBriefFile(
  document: BriefDocument,
  { out, format, charts: asked, font }: BriefFile,
  teller: Pick<Teller, 'note'>,
): Promise<string[]> {
  const pictures = picturesOf(document);
  const beside = join(dirname(out), `${basename(out, extname(out))}-charts`);
  const folder = asked ?? (format === 'md' && pictures.length > 0 ? beside : null);
  if (folder !== null) await mkdir(folder, { recursive: true });
  const pathOf = ({ id }: Picture) => (folder === null ? null : join(folder, `${id}.svg`));
  const charts: string[] = [];
  for (const picture of pictures) {
    const file = pathOf(picture);
    if (file === null) continue;
    await writeWhole(file, pictureSvg(picture, document));
    charts.push(file);
  }
  const fileOf = (picture: Picture) => {
    const file = pathOf(picture);
    return file === null ? null : relative(dirname(out), file).replaceAll('\\', '/');
  };
  const content = await renderBrief(
    document,
    { format, fileOf, ...(font === undefined ? {} : { font }) },
    teller,
  );
  await writeWhole(out, content);
  return charts;
}

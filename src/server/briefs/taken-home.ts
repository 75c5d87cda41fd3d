// A brief as a file that is taken home.
import { zipSync } from 'fflate';
import { type BriefDocument, picturesOf } from '../../brief/index.js';
import { type BriefFormat, pictureSvg, renderBrief } from '../../verbs/index.js';

/** Media types by ending. */
export const TYPES = {
  html: 'text/html; charset=utf-8',
  md: 'text/markdown; charset=utf-8',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
} as const;

/** Markdown with pictures comes as ZIP. */
export async function fileOf(
  document: BriefDocument,
  name: string,
  format: BriefFormat,
): Promise<{ type: string; file: string; content: string | Uint8Array }> {
  const silent = { note: () => undefined };
  const pictures = format === 'md' ? picturesOf(document) : [];
  const beside = `${name}-charts`;
  const content = await renderBrief(
    document,
    { format, fileOf: ({ id }) => (pictures.length === 0 ? null : `${beside}/${id}.svg`) },
    silent,
  );
  if (pictures.length === 0) return { type: TYPES[format], file: `${name}.${format}`, content };
  const bytes = (text: string) => new TextEncoder().encode(text);
  const files = Object.fromEntries(
    pictures.map((picture) => [`${beside}/${picture.id}.svg`, bytes(pictureSvg(picture, document))]),
  );
  return {
    type: 'application/zip',
    file: `${name}.md.zip`,
    content: zipSync({ [`${name}.md`]: bytes(content as string), ...files }),
  };
}

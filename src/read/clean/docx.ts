/** The lines of a Word file. Its text layer, a line a paragraph, is the decoded page. */
import { UserError } from '../../model/index.js';
import { TracedText } from '../traced.js';
import { readHtml } from './html.js';
import type { Vocabulary } from './lexicon.js';
import type { PageLine } from './lines.js';

/** Reads paragraphs, headings and tables; mammoth is loaded with the first Word file. */
export async function readDocx(
  name: string,
  bytes: Uint8Array,
  limit: number,
  vocabulary: Vocabulary,
): Promise<{ text: string; lines: PageLine[] }> {
  const broken = (detail: string) =>
    new UserError({
      zh: `${name}：这个 Word 文件读不出来（${detail}）。请用 Word 或 WPS 打开后重新另存为 .docx。`,
      en: `${name}: this Word file could not be read (${detail}). Open it in Word or WPS and save it as .docx again.`,
    });
  const size = unpackedSize(bytes);
  if (size === null) throw broken('ZIP directory not found / 压缩目录缺失');
  if (size > limit * 10)
    throw new UserError({
      zh: `${name}：Word 文件解压后超过 ${Math.round((limit * 10) / 1e6)} MB 的上限。`,
      en: `${name}: the Word file unpacks to more than the limit of ${Math.round((limit * 10) / 1e6)} MB.`,
    });
  const { default: mammoth } = await import('mammoth');
  let html: string;
  try {
    const result = await mammoth.convertToHtml(
      { buffer: Buffer.from(bytes) },
      {
        styleMap: [
          "p[style-name='Title'] => h1:fresh",
          "p[style-name='标题'] => h1:fresh",
          "p[style-name='Subtitle'] => h2:fresh",
        ],
        convertImage: mammoth.images.imgElement(async () => ({ src: '' })),
      },
    );
    html = result.value;
  } catch (error) {
    throw broken(error instanceof Error ? error.message : String(error));
  }
  const parts: string[] = [];
  let at = 0;
  const lines: PageLine[] = readHtml(html, vocabulary).lines.map((line) => {
    const text = TracedText.at(line.text.text, at);
    parts.push(text.text);
    at += text.length + 1;
    return { ...line, text, region: 'article', markup: line.markup === 'table' ? 'table' : null };
  });
  if (lines.length === 0)
    throw new UserError({
      zh: `${name}：这个 Word 文件里没有文字。`,
      en: `${name}: there is no text in this Word file.`,
    });
  return { text: parts.join('\n'), lines };
}

/** Sum of the unpacked sizes in the ZIP directory, null where there is none. */
function unpackedSize(bytes: Uint8Array): number | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let end = bytes.length - 22;
  while (end >= 0 && end >= bytes.length - 66_000 && view.getUint32(end, true) !== 0x06054b50) end--;
  if (end < 0 || view.getUint32(end, true) !== 0x06054b50) return null;
  let at = view.getUint32(end + 16, true);
  let size = 0;
  for (let left = view.getUint16(end + 10, true); left > 0; left--) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== 0x02014b50) return null;
    size += view.getUint32(at + 24, true);
    at += 46 + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return size;
}

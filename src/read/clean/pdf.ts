/** The lines of a PDF: its text layer without page furniture, joined to paragraphs, is the decoded page. */
import { fileURLToPath } from 'node:url';
import { UserError } from '../../model/index.js';
import { TracedText } from '../traced.js';
import type { PageLine } from './lines.js';

interface PrintedLine {
  page: number;
  text: string;
  /** Left and right edge, base line, type size, in points. */
  x: number;
  right: number;
  y: number;
  size: number;
}

/** Reads the text layer; pdfjs and its character maps are loaded with the first PDF. */
export async function readPdf(name: string, bytes: Uint8Array): Promise<{ text: string; lines: PageLine[] }> {
  const printed = withoutFurniture(await printedLines(name, bytes));
  const characters = printed.reduce((sum, line) => sum + line.text.replace(/\s/g, '').length, 0);
  if (characters < 20)
    throw new UserError({
      zh: `${name}：这个 PDF 没有文字层（多半是扫描件）。请先做文字识别（OCR）再读。`,
      en: `${name}: this PDF has no text layer (most likely a scan). Run text recognition (OCR) on it first.`,
    });
  const paragraphs = joinParagraphs(printed);
  const parts: string[] = [];
  let at = 0;
  const lines = paragraphs.map((paragraph): PageLine => {
    const text = TracedText.at(paragraph.text, at);
    parts.push(paragraph.text);
    at += text.length + 1;
    return {
      text,
      gap: paragraph.gap,
      indent: 0,
      region: 'article',
      level: paragraph.level,
      markup: null,
    };
  });
  return { text: parts.join('\n'), lines };
}

async function printedLines(name: string, bytes: Uint8Array): Promise<PrintedLine[]> {
  const pdfjs = await import('pdfjs-dist/legacy/build/pdf.mjs');
  const home = new URL('.', import.meta.resolve('pdfjs-dist/package.json'));
  const task = pdfjs.getDocument({
    data: Uint8Array.from(bytes),
    cMapUrl: fileURLToPath(new URL('cmaps/', home)),
    cMapPacked: true,
    standardFontDataUrl: fileURLToPath(new URL('standard_fonts/', home)),
    isEvalSupported: false,
    useSystemFonts: false,
    disableFontFace: true,
    verbosity: 0,
  });
  try {
    const document = await task.promise;
    const lines: PrintedLine[] = [];
    for (let number = 1; number <= document.numPages; number++) {
      const page = await document.getPage(number);
      const content = await page.getTextContent();
      let current: PrintedLine | null = null;
      for (const item of content.items) {
        if (!('str' in item) || item.str === '') continue;
        const [, , , scale, x, y] = item.transform as [number, number, number, number, number, number];
        const size = Math.abs(scale) || item.height || 10;
        if (item.str.trim() === '') continue;
        if (
          current !== null &&
          Math.abs(current.y - y) < Math.min(size, current.size) * 0.5 &&
          x > current.right - size
        ) {
          const space = x - current.right;
          const between =
            space > size * 1.5
              ? '\t'
              : space > size * 0.25 && /[A-Za-z0-9,.]$/.test(current.text) && /^[A-Za-z0-9]/.test(item.str)
                ? ' '
                : '';
          current.text += between + item.str;
          current.right = x + item.width;
          current.size = Math.max(current.size, size);
        } else {
          if (current !== null) lines.push(current);
          current = { page: number, text: item.str, x, right: x + item.width, y, size };
        }
      }
      if (current !== null) lines.push(current);
      page.cleanup();
    }
    return lines
      .map((line) => ({ ...line, text: withoutRadicals(line.text).trim() }))
      .filter((line) => line.text !== '');
  } catch (error) {
    const locked = error instanceof Error && error.name === 'PasswordException';
    throw new UserError({
      zh: locked
        ? `${name}：这个 PDF 加了密码，请先解除密码。`
        : `${name}：这个 PDF 读不出来，文件可能已损坏。请重新下载或另存。`,
      en: locked
        ? `${name}: this PDF is protected by a password; remove it first.`
        : `${name}: this PDF could not be read; the file may be damaged. Download or save it again.`,
    });
  } finally {
    await task.destroy();
  }
}

/**
 * Fonts embedded by browsers name the glyphs of common characters by the radical that shares the glyph. NFKC knows the
 * Kangxi radicals; of the radicals supplement these stand for simplified characters.
 */
const RADICALS = new Map(
  '⺁厂⺄乙⺅亻⺆冂⺇几⺋卩⺌小⺍小⺎兀⺏尣⺐尢⺑允⺒巳⺓幺⺔彑⺕彐⺖忄⺗心⺘扌⺙攵⺛旡⺜日⺝月⺞歺⺟母⺠民⺡氵⺢水⺣灬⺤爫⺥爫⺦丬⺨犭⺩王⺪疋⺫罒⺬示⺭礻⺮竹⺯糸⺰纟⺱罒⺲罒⺳网⺴网⺵网⺶羊⺷羊⺸羊⺹耂⺺肀⺻聿⺼月⺽臼⺾艹⺿艹⻀艹⻁虎⻂衤⻃西⻄西⻅见⻆角⻇角⻈讠⻉贝⻊足⻋车⻌辶⻍辶⻎辶⻏阝⻐钅⻑長⻒镸⻓长⻔门⻕阜⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻞食⻟食⻠饣⻡首⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龟⻲亀⻳龟'
    .match(/../gu)!
    .map((pair) => [pair[0]!, pair[1]!]),
);

function withoutRadicals(text: string): string {
  return text.replace(/[\u2e80-\u2fd5]/g, (c) => RADICALS.get(c) ?? c.normalize('NFKC'));
}

const PAGE_NUMBER =
  /^(?:[-—–·\s]*\d{1,4}[-—–·\s]*(?:\/\s*\d{1,4})?|第\s*\d{1,4}\s*页(?:[\s,，/]*共\s*\d{1,4}\s*页)?|page\s+\d+(?:\s+of\s+\d+)?)$/i;

/** Page numbers, and lines that return at the head or foot of most pages. */
function withoutFurniture(lines: readonly PrintedLine[]): PrintedLine[] {
  const pages = new Map<number, PrintedLine[]>();
  for (const line of lines) {
    const page = pages.get(line.page);
    if (page === undefined) pages.set(line.page, [line]);
    else page.push(line);
  }
  const key = (line: PrintedLine) => `${line.text.replace(/\d+/g, '#')}@${Math.round(line.y / 4)}`;
  const edges = new Set<PrintedLine>();
  const counts = new Map<string, number>();
  for (const page of pages.values()) {
    const byHeight = page.toSorted((a, b) => b.y - a.y);
    for (const line of new Set([...byHeight.slice(0, 2), ...byHeight.slice(-2)])) {
      edges.add(line);
      counts.set(key(line), (counts.get(key(line)) ?? 0) + 1);
    }
  }
  const often = Math.max(2, pages.size * 0.5);
  return lines.filter(
    (line) => !edges.has(line) || !(PAGE_NUMBER.test(line.text) || counts.get(key(line))! >= often),
  );
}

function joinParagraphs(lines: readonly PrintedLine[]): { text: string; level: number; gap: boolean }[] {
  const bodySize = weightedMedian(lines.map((line) => [line.size, line.text.length]));
  const body = lines.filter(
    (line) => Math.abs(line.size - bodySize) < bodySize * 0.1 && line.text.length > 10,
  );
  const left = weightedMedian(body.map((line) => [line.x, line.text.length]));
  const right = body.map((line) => line.right).sort((a, b) => a - b)[Math.floor(body.length * 0.9)] ?? 0;
  const out: { text: string; level: number; gap: boolean }[] = [];
  let before: PrintedLine | null = null;
  for (const line of lines) {
    const large = line.size > bodySize * 1.2;
    const level = large ? 1 : 0;
    const samePage = before !== null && before.page === line.page;
    const step = before !== null && samePage ? before.y - line.y : 0;
    const gap = before !== null && samePage && step > Math.max(line.size, before.size) * 2.6;
    const sameType = before !== null && Math.abs(before.size - line.size) < bodySize * 0.1;
    const isRow = line.text.includes('\t') || (before?.text.includes('\t') ?? false);
    const continues =
      before !== null &&
      sameType &&
      !gap &&
      !isRow &&
      (large
        ? samePage && step < line.size * 2
        : line.x < left + line.size &&
          before.right > right - line.size * (/^[A-Za-z]/.test(line.text) ? 7 : 2.2));
    if (continues) {
      const last = out[out.length - 1]!;
      const space = /[A-Za-z0-9,.]$/.test(last.text) && /^[A-Za-z]/.test(line.text) ? ' ' : '';
      last.text += space + line.text;
    } else out.push({ text: line.text, level, gap });
    before = line;
  }
  return out;
}

function weightedMedian(pairs: [value: number, weight: number][]): number {
  const sorted = pairs.toSorted((a, b) => a[0] - b[0]);
  const half = sorted.reduce((sum, [, weight]) => sum + weight, 0) / 2;
  let sum = 0;
  for (const [value, weight] of sorted) {
    sum += weight;
    if (sum >= half) return value;
  }
  return 0;
}

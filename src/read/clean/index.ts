/** Cleaning: from the bytes of a page to its article, with what the page says of itself. */
import { type ParagraphRole, UserError } from '../../model/index.js';
import type { CleanPage, CleanParagraph, ParagraphRepair } from '../article.js';
import type { RepairContext, RepairedPage } from '../repair/index.js';
import type { TracedText } from '../traced.js';
import {
  binaryFormat,
  type FrontMatter,
  feedItem,
  type PageFormat,
  plainMarkdown,
  splitFrontMatter,
  textFormat,
} from './container.js';
import { type DecodedText, decodeText } from './decode.js';
import { readDocx } from './docx.js';
import { readHtml } from './html.js';
import { type CleaningLexicon, fold, type Vocabulary, vocabularyOf } from './lexicon.js';
import {
  type ClassedLine,
  classifyLines,
  joinHeadlines,
  joinWrappedLines,
  markParticulars,
  type PageLine,
  splitAtIndents,
  splitLines,
} from './lines.js';
import {
  type Headline,
  headlineOfHead,
  type PageHead,
  readMetadata,
  siteOfTitle,
  withoutSite,
} from './metadata.js';
import { isSavedPage, readSavedPage } from './mhtml.js';
import { readPdf } from './pdf.js';

export { type CleaningLexicon, CleaningLexiconSchema } from './lexicon.js';

/** `repairLines` of ./repair with its lexicon bound. */
export type RepairLines = (lines: readonly TracedText[], context: RepairContext) => RepairedPage;

export interface CleaningOptions {
  /** Largest page that is read, in bytes of text; a Word file or PDF may be five times as large. */
  maxBytes?: number;
}

export interface CleanedPage {
  clean: CleanPage;
  format: PageFormat;
  decoded: DecodedText;
}

const MAX_BYTES = 20_000_000;

/**
 * Decodes a page, finds its article, repairs it and reads its metadata. Throws a UserError, which names the file, for
 * a page that cannot be read.
 */
export async function cleanPage(
  page: { name: string; bytes: Uint8Array },
  lexicon: CleaningLexicon,
  repairLines: RepairLines,
  options: CleaningOptions = {},
): Promise<CleanedPage> {
  const vocabulary = vocabularyOf(lexicon);
  const opened = await openPage(page, vocabulary, options.maxBytes ?? MAX_BYTES);
  const marked = markParticulars(splitAtIndents(opened.lines), vocabulary);
  const pageLines = joinHeadlines(marked, vocabulary).map((line) => withoutTails(line, vocabulary));
  const inHead = headlineOfHead(opened.head, pageLines, vocabulary);
  // Where the markup names no headline, the lines are classed before the repair too: the repair needs it.
  const asTheyCame = inHead === null ? classifyLines(pageLines, null, vocabulary) : null;
  const found = inHead ?? headlineOf(asTheyCame!);
  const repaired = repairLines(
    pageLines.map((line) => line.text),
    { title: found?.title ?? null },
  );
  const stated = inHead === null ? null : repaired.title;
  const isUntouched = pageLines.every((line, i) => line.text.text === repaired.lines[i]!.text);
  const classed =
    asTheyCame !== null && isUntouched
      ? asTheyCame
      : classifyLines(
          pageLines.map((line, i) => ({ ...line, text: repaired.lines[i]! })),
          stated?.text ?? null,
          vocabulary,
        );
  const title = stated ?? classed.find((c) => c.kind === 'title')?.line.text ?? repaired.title;
  const clean = assemble(classed, repaired, lineStarts(opened.decoded.text));
  if (clean.paragraphs.length === 0) throw noArticle(page.name);

  const { documentTitle } = opened.head.html ?? { documentTitle: null };
  const plainTitle = title === null ? null : withoutTitleLabel(title, vocabulary);
  const site =
    documentTitle === null
      ? titleLineSite(classed, vocabulary)
      : siteOfTitle(documentTitle.text, found?.title.text ?? plainTitle?.text ?? '', vocabulary);
  const headline = plainTitle === null ? '' : withoutSite(plainTitle, site, vocabulary).title.text;
  const deck = classed.find((c) => c.kind === 'deck')?.line.text.text;
  return {
    clean: {
      title: headline,
      ...(found?.raw == null ? {} : { titleRaw: found.raw }),
      ...readMetadata(classed, opened.head, site, vocabulary),
      ...(deck === undefined ? {} : { deck: withoutLabel(deck, vocabulary) }),
      ...clean,
    },
    format: opened.format,
    decoded: opened.decoded,
  };
}

/**
 * The characters of a page as its reading counts them: `rawStart` and `rawEnd` of repairs and the `raw` of offset runs are
 * places in this text.
 */
export async function decodedPage(
  page: { name: string; bytes: Uint8Array },
  lexicon: CleaningLexicon,
  options: CleaningOptions = {},
): Promise<string> {
  const opened = await openPage(page, vocabularyOf(lexicon), options.maxBytes ?? MAX_BYTES);
  return opened.decoded.text;
}

interface OpenedPage {
  format: PageFormat;
  decoded: DecodedText;
  lines: PageLine[];
  head: PageHead;
}

async function openPage(
  page: { name: string; bytes: Uint8Array },
  vocabulary: Vocabulary,
  limit: number,
): Promise<OpenedPage> {
  const binary = binaryFormat(page.bytes);
  refuseSize(page, binary === null && !isSavedPage(page.bytes) ? limit : limit * 5);
  if (binary !== null) {
    const { text, lines } =
      binary === 'docx'
        ? await readDocx(page.name, page.bytes, limit, vocabulary)
        : await readPdf(page.name, page.bytes);
    const decoded: DecodedText = { text, encoding: 'text-layer', byteOffset: null };
    return { format: binary, decoded, lines, head: { frontMatter: null, html: null } };
  }
  const decoded = decodePage(page);
  const feed = feedItem(decoded.text);
  if (feed !== null) {
    const { lines, ...html } = readHtml(decoded.text.slice(0, feed.end), vocabulary, feed.start);
    return { format: 'html', decoded, lines, head: { frontMatter: feed, html } };
  }
  const frontMatter: FrontMatter | null = splitFrontMatter(decoded.text);
  const start = frontMatter?.end ?? 0;
  const format = textFormat(page.name, decoded.text, start);
  if (format === 'html') {
    const { lines, ...html } = readHtml(decoded.text, vocabulary, start);
    return { format, decoded, lines, head: { frontMatter, html } };
  }
  const split = splitLines(decoded.text, start);
  const lines = joinWrappedLines(format === 'markdown' ? plainMarkdown(split) : split);
  return { format, decoded, lines, head: { frontMatter, html: null } };
}

/** A page saved in one file with its pictures is decoded from the part that holds it. */
function decodePage(page: { name: string; bytes: Uint8Array }): DecodedText {
  if (!isSavedPage(page.bytes)) return decodeText(page.name, page.bytes);
  const saved = readSavedPage(page.name, page.bytes);
  const decoded = decodeText(page.name, saved.bytes, saved.charset);
  const { byteOffset } = decoded;
  return {
    ...decoded,
    byteOffset: byteOffset === null ? null : (at) => saved.origin[byteOffset(at)] ?? page.bytes.length,
  };
}

function refuseSize(page: { name: string; bytes: Uint8Array }, limit: number): void {
  if (page.bytes.length <= limit) return;
  const size = (page.bytes.length / 1e6).toFixed(1);
  const most = (limit / 1e6).toFixed(0);
  throw new UserError({
    zh: `${page.name}：文件有 ${size} MB，超过单页 ${most} MB 的上限。一个文件应是一篇文章；请拆分后再读。`,
    en: `${page.name}: the file has ${size} MB, more than the limit of ${most} MB for one page. A file should hold one article; split it.`,
  });
}

function noArticle(name: string): UserError {
  return new UserError({
    zh: `${name}：没有找到正文。请提供含有完整段落的文章页面，而不是列表页、空页或脚本页。`,
    en: `${name}: no article text was found. Expected a page with whole paragraphs, not a list, an empty page or a page made by script.`,
  });
}

function headlineOf(classed: readonly ClassedLine[]): Headline | null {
  const title = classed.find((c) => c.kind === 'title');
  return title === undefined ? null : { title: title.line.text, raw: null };
}

function assemble(
  classed: readonly ClassedLine[],
  repaired: RepairedPage,
  starts: Int32Array,
): Pick<CleanPage, 'paragraphs' | 'repairs'> {
  const paragraphs: CleanParagraph[] = [];
  const place = new Map<number, number>();
  for (const [i, { line, kind, role }] of classed.entries()) {
    if (kind !== 'text') continue;
    place.set(i, paragraphs.length);
    paragraphs.push({
      text: line.text,
      role: role satisfies ParagraphRole,
      rawLine: rawLineOf(line.text, starts),
    });
  }
  const repairs: ParagraphRepair[] = [];
  for (const { line, ...repair } of repaired.repairs) {
    const paragraph = place.get(line);
    if (paragraph !== undefined) repairs.push({ ...repair, paragraph });
  }
  return { paragraphs, repairs };
}

/** Offset of every line of the decoded page. */
function lineStarts(text: string): Int32Array {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return Int32Array.from(starts);
}

function rawLineOf(text: TracedText, starts: Int32Array): number | null {
  const at = text.origin.find((origin) => origin >= 0);
  if (at === undefined) return null;
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle]! <= at) low = middle;
    else high = middle - 1;
  }
  return low + 1;
}

/** A saved page may begin with its document title, site name and all: the same headline once more, with a tail. */
function titleLineSite(classed: readonly ClassedLine[], vocabulary: Vocabulary): string | null {
  for (const c of classed.slice(0, 3)) {
    if (c.kind !== 'navigation' && c.kind !== 'title') continue;
    const { site } = withoutSite(c.line.text, null, vocabulary);
    if (site !== null) return site;
  }
  return null;
}

/** Buttons at the end of a paragraph go, unless they are all of the line. */
function withoutTails(line: PageLine, vocabulary: Vocabulary): PageLine {
  let { text } = line;
  for (let round = 0; round < 4; round++) {
    const from = Math.max(0, text.length - 24);
    const m = vocabulary.paragraphTail.exec(fold(text.text.slice(from)));
    if (m === null || from + m.index < 12) break;
    text = text.slice(0, from + m.index).trim();
  }
  return text === line.text ? line : { ...line, text };
}

function withoutTitleLabel(title: TracedText, vocabulary: Vocabulary): TracedText {
  const folded = fold(title.text.slice(0, 20));
  const m = vocabulary.titleLabel.exec(folded) ?? vocabulary.titlePrefix.exec(folded);
  return m === null || m[0].length >= title.length ? title : title.slice(m[0].length).trim();
}

function withoutLabel(deck: string, vocabulary: Vocabulary): string {
  const m = vocabulary.deckLabel.exec(fold(deck.slice(0, 40)));
  return m === null ? deck : deck.slice(m[0].length).trim();
}

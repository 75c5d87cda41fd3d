/**
 * The article in an HTML page: the element that holds it, its lines with their places in the source, and what the
 * head of the page says of it. One pass over the tokens; cost is linear in the length of the page at any depth.
 */
import { Tokenizer } from 'htmlparser2';
import { TracedText } from '../traced.js';
import { findDates } from './date.js';
import { bare, type Vocabulary } from './lexicon.js';
import { endsSentence, joinWrappedLines, kindOfLine, type PageLine } from './lines.js';

export interface HtmlPage {
  lines: PageLine[];
  /** Content of meta elements by name, property or itemprop, in small letters; the first of each name. */
  meta: Map<string, TracedText>;
  /** Content of the title element. */
  documentTitle: TracedText | null;
  /** Text of the first element that is named for an author. */
  author: string | null;
  /** Fields of the first schema.org description that has them. */
  linkedData: { headline?: string; datePublished?: string; author?: string; publisher?: string };
}

interface Block {
  tag: string;
  index: number;
  parent: Block | null;
  /** Index of the last block inside. */
  last: number;
  asideHint: boolean;
  commentHint: boolean;
  articleHint: boolean;
  captionHint: boolean;
  hint: 'headline' | 'deck' | null;
  aside: boolean;
  caption: boolean;
  data: boolean;
  lineCount: number;
  /** Characters of all lines, and of those that read like an article, in the whole subtree. */
  length: number;
  good: number;
  /** Of a row: cells with text. Of a table: the most cells with text in any of its rows. */
  cells: number;
  /** Characters of the longest cell inside. */
  widest: number;
}

interface HtmlLine {
  text: TracedText;
  block: Block;
  links: number;
  /** Characters in bold or large type. */
  strong: number;
  good: number;
  /** A date, a credit, a button, a heading: found beside articles and beside anything else. */
  furniture: boolean;
  gap: boolean;
  indent: number;
}

interface OpenElement {
  tag: string;
  block: Block | null;
  link: boolean;
  strong: boolean;
  skip: boolean;
}

const BLOCK_TAGS = new Set(
  'address article aside blockquote body caption center dd details dir div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr html legend li main menu nav ol p pre section summary table tbody td tfoot th thead tr ul'.split(
    ' ',
  ),
);
const VOID_TAGS = new Set('area base br col embed hr img input link meta param source track wbr'.split(' '));
const SKIPPED_TAGS = new Set(
  'script style noscript template select option button iframe object svg math canvas audio video map datalist head title textarea noframes rp rt'.split(
    ' ',
  ),
);
const ASIDE_TAGS = new Set(['nav', 'footer', 'aside']);
const CLOSED_BY: Record<string, string[]> = {
  li: ['li'],
  dt: ['dt', 'dd'],
  dd: ['dt', 'dd'],
  td: ['td', 'th'],
  th: ['td', 'th'],
  tr: ['td', 'th', 'tr'],
  tbody: ['td', 'th', 'tr', 'tbody', 'thead'],
  tfoot: ['td', 'th', 'tr', 'tbody', 'thead'],
};
/** Elements that publishing systems add to HTML, by what their names end in. */
const OWN_BLOCK = /-(?:title|subtitle|content|author|body|text)$/;
const STRONG_TAGS = new Set(['b', 'strong', 'big']);
const LARGE_TYPE =
  /font-size\s{0,3}:\s{0,3}(?:1[89]|[2-6]\d)(?:\.\d{1,3})?\s{0,3}p[xt]|font-weight\s{0,3}:\s{0,3}(?:bold|[6-9]00)/;
const HIDDEN_STYLE = /display\s{0,3}:\s{0,3}none|font-size\s{0,3}:\s{0,3}0(?![.\d])/;
const AUTHOR_CLASS =
  /(?:^|\s)(?:(?:article|post|news)?[-_]?(?:author|byline|writer|reporter)[-_]?(?:name)?)(?:\s|$)/;
const HIDDEN_CLASS = /(?:^|\s)(?:hide|hidden|d-none|sr-only|visually-hidden)(?:\s|$)/;
const COMMENT_HINT = /(?:^|[\s_-])(?:comment|pinglun|reply|guestbook|liuyan)/;

/** Reads the tokens of a page, from `start` on, into lines and finds the article among them. */
export function readHtml(source: string, vocabulary: Vocabulary, start = 0): HtmlPage {
  const part = start === 0 ? source : source.slice(start);
  let reader = new HtmlReader(part, start, vocabulary, true);
  let { lines, blocks } = reader.read();
  if (!lines.some((line) => line.good > 0)) {
    // Some sites hide the whole article until their script has run.
    reader = new HtmlReader(part, start, vocabulary, false);
    ({ lines, blocks } = reader.read());
  }
  settleBlocks(blocks, lines);
  const container = chooseContainer(blocks, lines, headlineAt(lines, reader.documentTitle));
  return {
    lines: toPageLines(lines, container),
    meta: reader.meta,
    documentTitle: reader.documentTitle,
    author: reader.author,
    linkedData: reader.linkedData,
  };
}

class HtmlReader {
  readonly meta = new Map<string, TracedText>();
  readonly linkedData: HtmlPage['linkedData'] = {};
  documentTitle: TracedText | null = null;
  author: string | null = null;
  private authorTag: { tag: string; from: number } | null = null;
  private readonly lines: HtmlLine[] = [];
  private readonly blocks: Block[] = [];
  private readonly open: OpenElement[] = [];
  private readonly openCount = new Map<string, number>();
  private block: Block;
  private links = 0;
  private skipped = 0;
  private gap = false;

  private parts: string[] = [];
  private partOffsets: number[] = [];
  private linkLength = 0;
  /** Parts that begin a labelled element right after another one ended: their gap is made by style alone. */
  private seams: number[] = [];
  private closedAt = -1;
  private strongs = 0;
  private strongLength = 0;

  private tag = '';
  private attribute = '';
  private attributes = new Map<string, { value: string; at: number; exact: boolean }>();
  private capture: 'title' | 'data' | null = null;
  private captured: string[] = [];
  private capturedAt = -1;

  constructor(
    private readonly source: string,
    private readonly offset: number,
    private readonly vocabulary: Vocabulary,
    private readonly obeysHiding: boolean,
  ) {
    this.block = this.newBlock('root', null);
  }

  read(): { lines: HtmlLine[]; blocks: Block[] } {
    const { source } = this;
    const tokenizer = new Tokenizer(
      { decodeEntities: true },
      {
        ontext: (from, to) => {
          this.text(source.slice(from, to), from, to);
        },
        ontextentity: (code, to) => {
          this.text(String.fromCodePoint(code), source.lastIndexOf('&', to - 1), to);
        },
        oncdata: () => undefined,
        oncomment: (from, to) => this.readProperties(source.slice(from, to), from),
        ondeclaration: () => undefined,
        onprocessinginstruction: () => undefined,
        onopentagname: (from, to) => {
          this.tag = source.slice(from, to).toLowerCase();
          this.attributes = new Map();
        },
        onattribname: (from, to) => {
          this.attribute = source.slice(from, to).toLowerCase();
          this.attributes.set(this.attribute, { value: '', at: to, exact: true });
        },
        onattribdata: (from, to) => {
          const entry = this.attributes.get(this.attribute)!;
          if (entry.value === '') entry.at = from;
          else entry.exact = false;
          entry.value += source.slice(from, to);
        },
        onattribentity: (code) => {
          const entry = this.attributes.get(this.attribute)!;
          entry.value += String.fromCodePoint(code);
          entry.exact = false;
        },
        onattribend: () => undefined,
        onopentagend: (to) => this.openTag(to),
        onselfclosingtag: (to) => this.openTag(to),
        onclosetag: (from, to) => this.closeTag(source.slice(from, to).toLowerCase()),
        onend: () => undefined,
      },
    );
    tokenizer.write(source);
    tokenizer.end();
    this.flush();
    while (this.open.length > 0) this.pop();
    this.blocks[0]!.last = this.blocks.length - 1;
    return { lines: this.lines, blocks: this.blocks };
  }

  private newBlock(tag: string, parent: Block | null): Block {
    const block: Block = {
      tag,
      index: this.blocks.length,
      parent,
      last: this.blocks.length,
      asideHint: ASIDE_TAGS.has(tag),
      commentHint: false,
      articleHint: tag === 'article',
      captionHint: tag === 'figcaption' || tag === 'caption',
      hint: tag.endsWith('-subtitle') ? 'deck' : tag.endsWith('-title') ? 'headline' : null,
      aside: false,
      caption: false,
      data: false,
      lineCount: 0,
      length: 0,
      good: 0,
      cells: 0,
      widest: 0,
    };
    this.blocks.push(block);
    return block;
  }

  private text(data: string, from: number, to: number): void {
    if (this.capture !== null) {
      if (this.capturedAt < 0) this.capturedAt = from;
      this.captured.push(data);
      return;
    }
    if (this.skipped > 0 || data === '') return;
    this.parts.push(data);
    this.partOffsets.push(data.length === to - from ? from : -1 - from);
    if (this.links > 0) this.linkLength += data.length;
    if (this.strongs > 0) this.strongLength += data.trim().length;
  }

  private openTag(end: number): void {
    const { tag, attributes } = this;
    if (tag === 'br') {
      if (/^h[1-6]$/.test(this.block.tag)) this.text(' ', end, end + 1);
      else this.breakLine();
      return;
    }
    if (tag === 'meta') this.readMeta();
    if (VOID_TAGS.has(tag) && tag !== 'hr') return;
    const isBlock = isBlockTag(tag);
    if (isBlock) {
      this.flush();
      this.closeImplied(tag);
      if (tag === 'hr') return;
    }
    const name = `${attributes.get('class')?.value ?? ''} ${attributes.get('id')?.value ?? ''}`
      .toLowerCase()
      .slice(0, 300);
    const style = attributes.get('style')?.value;
    const hidden =
      this.obeysHiding &&
      (attributes.has('hidden') ||
        (style !== undefined && HIDDEN_STYLE.test(style.slice(0, 500).toLowerCase())) ||
        (name.length > 1 && HIDDEN_CLASS.test(name)));
    const element: OpenElement = {
      tag,
      block: null,
      link: tag === 'a',
      strong:
        STRONG_TAGS.has(tag) ||
        (tag === 'font' && /^\+?[4-7]$/.test(attributes.get('size')?.value ?? '')) ||
        (style !== undefined && LARGE_TYPE.test(style.slice(0, 300).toLowerCase())),
      skip: (hidden && tag !== 'body' && tag !== 'html') || SKIPPED_TAGS.has(tag),
    };
    if (!isBlock && (attributes.has('class') || tag === 'time') && this.closedAt === this.parts.length)
      this.seams.push(this.parts.length);
    if (this.author === null && name.length > 1 && AUTHOR_CLASS.test(name))
      this.authorTag = { tag, from: this.parts.length };
    if (isBlock) {
      element.block = this.newBlock(tag, this.block);
      if (name.length > 1 && tag !== 'body' && tag !== 'html')
        this.readHints(element.block, name, attributes.get('itemprop')?.value);
      this.block = element.block;
    }
    if (element.link) this.links++;
    if (element.strong) this.strongs++;
    if (element.skip) this.skipped++;
    this.open.push(element);
    this.openCount.set(tag, (this.openCount.get(tag) ?? 0) + 1);
    if (tag === 'title' && this.documentTitle === null) this.startCapture('title');
    else if (tag === 'script' && attributes.get('type')?.value === 'application/ld+json')
      this.startCapture('data');
  }

  private readHints(block: Block, name: string, itemprop: string | undefined): void {
    block.articleHint ||= this.vocabulary.articleHint.test(name) || itemprop === 'articleBody';
    block.asideHint = !block.articleHint && (block.asideHint || this.vocabulary.asideHint.test(name));
    block.commentHint = block.asideHint && COMMENT_HINT.test(name);
    block.captionHint ||= this.vocabulary.captionHint.test(name);
    block.hint ??= this.vocabulary.deckHint.test(name)
      ? 'deck'
      : this.vocabulary.titleHint.test(name)
        ? 'headline'
        : null;
  }

  private startCapture(what: 'title' | 'data'): void {
    this.capture = what;
    this.captured = [];
    this.capturedAt = -1;
  }

  private endCapture(): void {
    const text = this.captured.join('');
    if (this.capture === 'title' && text.trim() !== '') {
      const at = this.capturedAt + this.offset;
      const exact = this.captured.length === 1;
      this.documentTitle = (
        exact ? TracedText.at(text, at) : new TracedText(text, new Int32Array(text.length).fill(at))
      ).trim();
    } else if (this.capture === 'data')
      Object.assign(this.linkedData, { ...readLinkedData(text), ...this.linkedData });
    this.capture = null;
  }

  private readMeta(): void {
    const { attributes } = this;
    const key = (attributes.get('name') ?? attributes.get('property') ?? attributes.get('itemprop'))?.value
      .trim()
      .toLowerCase();
    const content = attributes.get('content');
    if (
      key === undefined ||
      key === '' ||
      content === undefined ||
      content.value.trim() === '' ||
      this.meta.has(key)
    )
      return;
    const at = content.at + this.offset;
    this.meta.set(
      key,
      (content.exact
        ? TracedText.at(content.value, at)
        : new TracedText(content.value, new Int32Array(content.value.length).fill(at))
      ).trim(),
    );
  }

  /** Digital newspapers keep what they know of an article in a comment of their publishing system. */
  private readProperties(comment: string, at: number): void {
    const start = comment.slice(0, 20).trimStart();
    if (!/^(?:enp|fpt)property/i.test(start)) return;
    for (const [tag, key] of PROPERTIES) {
      const m = new RegExp(`<${tag}>([^<]{1,300})</${tag}>`, 'i').exec(comment.slice(0, 4000));
      if (m === null || m[1]!.trim() === '' || this.meta.has(key)) continue;
      this.meta.set(key, TracedText.at(m[1]!, this.offset + at + m.index + tag.length + 2).trim());
    }
  }

  /** Elements that the opening of `tag` ends: a paragraph by any block, a cell by the next cell. */
  private closeImplied(tag: string): void {
    if (this.block.tag === 'p') this.popThrough('p');
    const closes = CLOSED_BY[tag];
    if (closes !== undefined) while (closes.includes(this.block.tag)) this.popThrough(this.block.tag);
  }

  private closeTag(tag: string): void {
    if (this.capture !== null && (tag === 'title' || tag === 'script')) this.endCapture();
    if (this.authorTag?.tag === tag) {
      const text = this.parts.slice(this.authorTag.from).join('').trim();
      if (text.length >= 2 && text.length <= 24) this.author = text;
      this.authorTag = null;
    }
    if ((this.openCount.get(tag) ?? 0) === 0) {
      if (tag === 'br' || tag === 'p') this.breakLine();
      return;
    }
    if (isBlockTag(tag)) {
      this.flush();
      this.popThrough(tag);
      return;
    }
    this.closedAt = this.parts.length;
    // An inline element may end across a block's border; the block stays open, as browsers keep it.
    for (let i = this.open.length - 1; i >= 0 && i >= this.open.length - 64; i--) {
      const element = this.open[i]!;
      if (element.tag !== tag) continue;
      if (i === this.open.length - 1) this.pop();
      else {
        this.release(element);
        element.tag = '';
      }
      return;
    }
  }

  private popThrough(tag: string): void {
    while (this.open.length > 0) if (this.pop() === tag) return;
  }

  private pop(): string {
    const element = this.open.pop()!;
    const { tag } = element;
    this.release(element);
    if (element.block !== null) {
      element.block.last = this.blocks.length - 1;
      this.block = element.block.parent!;
    }
    return tag;
  }

  private release(element: OpenElement): void {
    if (element.tag === '') return;
    this.openCount.set(element.tag, this.openCount.get(element.tag)! - 1);
    if (element.link) this.links--;
    if (element.strong) this.strongs--;
    if (element.skip) this.skipped--;
    element.link = element.strong = element.skip = false;
  }

  private breakLine(): void {
    if (this.parts.length === 0) this.gap = true;
    this.flush();
  }

  /** Ends the line: white space becomes single blanks, none where the source only wrapped Chinese text. */
  private flush(): void {
    if (this.parts.length === 0) return;
    const { parts, partOffsets } = this;
    const preformatted = this.block.tag === 'pre';
    let text = '';
    let origins: number[] = [];
    let seams: number[] = [];
    let seam = 0;
    const emit = () => {
      this.pushLine(text, origins, seams);
      text = '';
      origins = [];
      seams = [];
    };
    let blank = -1;
    let wrapped = false;
    for (let p = 0; p < parts.length; p++) {
      const part = parts[p]!;
      const at = partOffsets[p]!;
      if (this.seams[seam] === p) {
        seams.push(text.length);
        seam++;
      }
      for (let i = 0; i < part.length; i++) {
        const code = part.charCodeAt(i);
        const origin = this.offset + (at >= 0 ? at + i : -1 - at);
        if (code === 32 || (code >= 9 && code <= 13)) {
          if (preformatted && code === 10) {
            emit();
            blank = -1;
            continue;
          }
          if (blank < 0) {
            blank = origin;
            wrapped = false;
          }
          if (code === 10 || code === 13) wrapped = true;
          continue;
        }
        if (blank >= 0) {
          if (text !== '' && !(wrapped && (isWide(text.charCodeAt(text.length - 1)) || isWide(code)))) {
            text += ' ';
            origins.push(blank);
          }
          blank = -1;
        }
        text += code === 0xa0 ? ' ' : part[i];
        origins.push(origin);
      }
    }
    emit();
    this.parts = [];
    this.partOffsets = [];
    this.seams = [];
    this.closedAt = -1;
    this.linkLength = this.strongLength = 0;
    this.gap = false;
  }

  private pushLine(raw: string, origins: number[], seams: readonly number[]): void {
    const indent = raw.length - raw.trimStart().length;
    const whole = new TracedText(raw, Int32Array.from(origins));
    const apart =
      seams.length > 0 && raw.length <= 120 && findDates(raw).length > 0
        ? whole.replace(seams.map((at) => ({ start: at, end: at, text: ' ' })))
        : whole;
    const text = apart.trim();
    if (text.length === 0) {
      this.gap = true;
      return;
    }
    const line: HtmlLine = {
      text,
      block: this.block,
      links: this.linkLength,
      strong: this.strongLength,
      good: 0,
      furniture: false,
      gap: this.gap,
      indent: indent * 2,
    };
    this.gap = false;
    line.good = this.articleLength(line);
    line.furniture =
      line.good === 0 &&
      text.length <= 80 &&
      line.links <= text.length / 2 &&
      (/^h[1-6]$/.test(this.block.tag) || kindOfLine(text.text, this.vocabulary) !== 'text');
    this.lines.push(line);
  }

  /** The characters of a line that reads like an article; 0 for any other. */
  private articleLength(line: HtmlLine): number {
    const text = line.text.text;
    if (text.length < 12 || !/[，。；！？、：,;]/.test(text)) return 0;
    const linked = line.links / text.length;
    if (linked > 0.5 && !(endsSentence(text) && text.length > 60 && linked < 0.9)) return 0;
    return kindOfLine(text, this.vocabulary) === 'text' ? text.length : 0;
  }
}

const PROPERTIES = [
  ['title', 'articletitle'],
  ['date', 'pubdate'],
  ['author', 'author'],
] as const;

function isBlockTag(tag: string): boolean {
  return BLOCK_TAGS.has(tag) || OWN_BLOCK.test(tag);
}

function isWide(code: number): boolean {
  return (
    (code >= 0x2e80 && code <= 0x9fff) ||
    (code >= 0x3000 && code <= 0x303f) ||
    (code >= 0xff00 && code <= 0xffef) ||
    code === 0x201c ||
    code === 0x201d
  );
}

function readLinkedData(text: string): HtmlPage['linkedData'] {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return {};
  }
  const graph = (data as { '@graph'?: unknown[] } | null)?.['@graph'];
  const items = Array.isArray(data) ? data : Array.isArray(graph) ? graph : [data];
  const found: HtmlPage['linkedData'] = {};
  const name = (value: unknown): string | undefined => {
    const one = Array.isArray(value) ? value[0] : value;
    if (typeof one === 'string') return one;
    const inner = (one as { name?: unknown } | null)?.name;
    return typeof inner === 'string' ? inner : undefined;
  };
  for (const item of items.slice(0, 20)) {
    if (typeof item !== 'object' || item === null) continue;
    const fields = item as Record<string, unknown>;
    for (const key of ['headline', 'datePublished', 'author', 'publisher'] as const) {
      const value = name(fields[key]);
      if (value !== undefined && value !== '') found[key] ??= value;
    }
    found.datePublished ??= typeof fields.pubDate === 'string' ? fields.pubDate : found.datePublished!;
  }
  if (found.datePublished === undefined) delete found.datePublished;
  return found;
}

/** Sums each block's lines up to its ancestors, then hands hints and table verdicts down. Parents precede children. */
function settleBlocks(blocks: readonly Block[], lines: readonly HtmlLine[]): void {
  for (const { block, text, good } of lines) {
    block.lineCount++;
    block.length += text.length;
    block.good += good;
  }
  for (let i = blocks.length - 1; i > 0; i--) {
    const block = blocks[i]!;
    const parent = block.parent!;
    parent.length += block.length;
    parent.good += block.good;
    if (block.length === 0) continue;
    if (block.tag === 'td' || block.tag === 'th') {
      parent.cells++;
      parent.widest = Math.max(parent.widest, block.length);
    } else if (
      block.tag === 'tr' ||
      block.tag === 'tbody' ||
      block.tag === 'thead' ||
      block.tag === 'tfoot'
    ) {
      parent.cells = Math.max(parent.cells, block.cells);
      parent.widest = Math.max(parent.widest, block.widest);
    }
  }
  const total = blocks[0]!.good;
  for (const block of blocks) {
    const { parent } = block;
    // A word in a class name is a hint only: an element that holds most of the page is no aside. Comments may.
    const holdsThePage = block.good > total * (block.commentHint ? 0.95 : 0.5);
    block.aside = (parent?.aside ?? false) || (block.asideHint && !holdsThePage);
    block.caption = (parent?.caption ?? false) || (block.captionHint && block.length < 300);
    const isData =
      block.tag === 'table' && block.cells >= 2 && !(block.widest >= block.length * 0.5 && block.good >= 40);
    block.data = (parent?.data ?? false) || isData;
  }
}

/** The first line that the document's title begins with. */
function headlineAt(lines: readonly HtmlLine[], documentTitle: TracedText | null): number {
  const heading = lines.findIndex((line) => line.block.tag === 'h1' && !line.block.aside);
  if (documentTitle === null) return heading;
  const title = bare(documentTitle.text);
  for (const [i, line] of lines.entries()) {
    if (line.text.length > 120 || line.text.length < 6 || line.links > line.text.length / 2) continue;
    const key = bare(line.text.text);
    if (key.length >= 6 && title.startsWith(key)) return i;
  }
  return heading;
}

/**
 * The element that holds the article: paragraphs count in full for the element that groups them, in part for the two
 * above it, so that one long article outweighs many short comments. The choice then widens to ancestors as long as
 * what they add reads like an article too.
 */
function chooseContainer(blocks: readonly Block[], lines: readonly HtmlLine[], headline: number): Block {
  const good = new Float64Array(blocks.length);
  const all = new Float64Array(blocks.length);
  const grouped = new Float64Array(blocks.length);
  const goodLines = new Float64Array(blocks.length);
  const allLines = new Float64Array(blocks.length);
  const readable = new Float64Array(blocks.length);
  const readableLines = new Float64Array(blocks.length);
  for (const [i, line] of lines.entries()) {
    const { block } = line;
    if (block.aside || block.caption || block.data) continue;
    good[block.index]! += line.good;
    all[block.index]! += line.text.length;
    allLines[block.index]!++;
    if (line.good > 0) goodLines[block.index]!++;
    if (line.furniture || i === headline) continue;
    readable[block.index]! += line.text.length;
    readableLines[block.index]!++;
  }
  for (let i = blocks.length - 1; i > 0; i--) {
    const parent = blocks[i]!.parent!.index;
    for (const sums of [good, all, goodLines, allLines, readable, readableLines]) sums[parent]! += sums[i]!;
  }
  for (const [i, line] of lines.entries()) {
    const { block } = line;
    if (line.good === 0 || block.aside || block.caption || block.data) continue;
    let group = block.lineCount > 1 || block.parent === null ? block : block.parent;
    let weight = line.good * (i < headline ? 0.5 : 1);
    for (let step = 0; step < 3; step++) {
      grouped[group.index]! += weight;
      if (group.parent === null) break;
      // Comments and cards are mixed with names, times and buttons; wrappers of single paragraphs are not.
      weight *= 0.5 * (goodLines[group.index]! / allLines[group.index]!) ** 2;
      group = group.parent;
    }
  }
  let best = blocks[0]!;
  let bestScore = -1;
  for (const block of blocks) {
    const i = block.index;
    if (block.aside || good[i] === 0) continue;
    const score = grouped[i]! * (block.articleHint ? 1.5 : 1) * (0.4 + (0.6 * good[i]!) / all[i]!);
    if (score > bestScore) {
      bestScore = score;
      best = block;
    }
  }
  let chosen = best;
  for (let parent = best.parent; parent !== null; parent = parent.parent) {
    const mostOfPage = good[chosen.index]! >= good[0]! * 0.5;
    const outer = parent.index;
    const added = (sums: Float64Array) => sums[outer]! - sums[chosen.index]!;
    if (added(readable) === 0 || added(goodLines) < added(readableLines) * 0.6) continue;
    if (added(good) < added(readable) * (mostOfPage ? 0.9 : 0.6)) continue;
    if (added(good) >= good[chosen.index]! * (mostOfPage ? 0.1 : 0)) chosen = parent;
  }
  return chosen;
}

function toPageLines(lines: readonly HtmlLine[], container: Block): PageLine[] {
  let seen = false;
  const toLine = (line: HtmlLine): PageLine => {
    const { block } = line;
    const inside = block.index >= container.index && block.index <= container.last;
    if (inside) seen = true;
    return {
      text: line.text,
      gap: line.gap,
      indent: line.indent,
      region: inside ? 'article' : seen ? 'after' : 'before',
      level: headingLevel(block),
      hint: hintOf(line),
      markup: block.data
        ? 'table'
        : block.caption
          ? 'caption'
          : block.aside || isLinkLine(line)
            ? 'aside'
            : null,
    };
  };
  const out: PageLine[] = [];
  for (let i = 0; i < lines.length; ) {
    const { block } = lines[i]!;
    const first = i;
    while (i < lines.length && lines[i]!.block === block) i++;
    const run = lines.slice(first, i).map(toLine);
    for (const line of block.tag === 'pre' ? joinWrappedLines(run) : run) out.push(line);
  }
  return out;
}

/** What the markup makes of a short line that stands alone in its element or shares it with one other. */
function hintOf(line: HtmlLine): 'headline' | 'deck' | null {
  const { block } = line;
  if (line.text.length > 300) return null;
  const own = block.hint ?? (block.parent !== null && block.parent.length < 300 ? block.parent.hint : null);
  if (own === 'deck') return 'deck';
  if (line.text.length > 120) return null;
  return (own === 'headline' && block.length < 160) || line.strong >= line.text.length * 0.8
    ? 'headline'
    : null;
}

function isLinkLine(line: HtmlLine): boolean {
  return line.links > line.text.length * 0.8 && !endsSentence(line.text.text);
}

function headingLevel(block: Block): number {
  const m = /^h([1-6])$/.exec(block.tag);
  return m === null ? 0 : Number(m[1]);
}

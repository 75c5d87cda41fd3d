/** The lines of a page, and what each of them is: article, heading, question and answer, or what surrounds an article. */
import type { ParagraphRole } from '../../model/index.js';
import { TracedText } from '../traced.js';
import { findDates } from './date.js';
import { bare, fold, type Vocabulary } from './lexicon.js';
import { markTables } from './table.js';

export interface PageLine {
  /** Trimmed and not empty. */
  text: TracedText;
  /** A blank line stands before it. */
  gap: boolean;
  /** Columns of white space before its first character. */
  indent: number;
  /** Where the markup puts it; plain text is all `article`. */
  region: 'before' | 'article' | 'after';
  /** Heading level in the markup, 0 for none. */
  level: number;
  /** What the markup says it is, if not text. */
  markup: 'caption' | 'table' | 'aside' | null;
  /** What its type or the name of its element suggests. */
  hint?: 'headline' | 'deck' | 'particular' | null;
}

export type LineKind =
  | 'text'
  | 'title'
  | 'navigation'
  | 'breadcrumb'
  | 'dateline'
  | 'byline'
  | 'editor'
  | 'chrome'
  | 'advert'
  | 'disclaimer'
  | 'caption'
  | 'leadIn'
  | 'originalTitle'
  | 'deck'
  | 'attachment'
  | 'table'
  | 'related'
  | 'comments'
  | 'teaser'
  | 'tail';

export interface ClassedLine {
  line: PageLine;
  kind: LineKind;
  role: ParagraphRole;
}

const LINE_BREAK = /\r\n|[\n\r\u0085\u2028\u2029\u000b\u000c]/g;

/** Cuts a text page into its lines; blank ones are only remembered as gaps. */
export function splitLines(text: string, start = 0, end = text.length): PageLine[] {
  const lines: PageLine[] = [];
  let gap = false;
  const push = (from: number, to: number) => {
    let a = from;
    let b = to;
    while (a < b && isSpace(text.charCodeAt(a))) a++;
    while (b > a && isSpace(text.charCodeAt(b - 1))) b--;
    if (a === b) gap = true;
    else {
      const indent = displayWidth(text.slice(from, Math.min(a, from + 40)));
      lines.push({
        text: TracedText.at(text.slice(a, b), a),
        gap,
        indent,
        region: 'article',
        level: 0,
        markup: null,
      });
      gap = false;
    }
  };
  let from = start;
  LINE_BREAK.lastIndex = start;
  for (let m = LINE_BREAK.exec(text); m !== null && m.index < end; m = LINE_BREAK.exec(text)) {
    push(from, m.index);
    from = LINE_BREAK.lastIndex;
  }
  if (from < end) push(from, end);
  return lines;
}

function isSpace(code: number): boolean {
  return (
    (code >= 9 && code <= 13) ||
    code === 32 ||
    code === 0xa0 ||
    code === 0x3000 ||
    code === 0xfeff ||
    code === 0x200b
  );
}

/** Cells a text takes on a terminal: Han and full-width signs two each. */
function displayWidth(text: string): number {
  let width = 0;
  for (let i = 0; i < text.length; i++) width += text.charCodeAt(i) > 0x2e7f ? 2 : 1;
  return width;
}

/**
 * Joins the lines of a page whose paragraphs were broken at a fixed width. Such a page shows itself: most of its long
 * lines are equally wide and end in the middle of a sentence.
 */
export function joinWrappedLines(lines: PageLine[]): PageLine[] {
  const broken = [displayWidth, (text: string) => text.length * 2]
    .map((measure) =>
      brokenAt(
        lines,
        lines.map((line) => (line.text.length > 400 ? 0 : line.indent + measure(line.text.text))),
      ),
    )
    .filter((found) => found !== null);
  if (broken.length === 0) return lines;
  const { isFull } = broken.reduce((a, b) => (b.count > a.count ? b : a));
  return joinAt(lines, isFull);
}

/** The lines as wide as the page was broken at, and their number; null where it was not broken. */
function brokenAt(
  lines: readonly PageLine[],
  widths: readonly number[],
): { count: number; isFull: (i: number) => boolean } | null {
  const counts = new Map<number, number>();
  for (const width of widths) if (width >= 30) counts.set(width, (counts.get(width) ?? 0) + 1);
  let full = 0;
  let count = 0;
  for (const width of counts.keys()) {
    let near = 0;
    for (let w = width - 3; w <= width; w++) near += counts.get(w) ?? 0;
    if (near > count || (near === count && width > full)) {
      count = near;
      full = width;
    }
  }
  const isFull = (i: number) => widths[i]! >= full - 3 && widths[i]! <= full + 2;
  const midSentence = lines.filter((line, i) => isFull(i) && !endsSentence(line.text.text)).length;
  const long = widths.filter((width) => width >= 30).length;
  const wider = widths.filter((width) => width === 0 || width > full + 2).length;
  return count < 4 || midSentence < 4 || count < long * 0.45 || wider > long * 0.1 ? null : { count, isFull };
}

function joinAt(lines: readonly PageLine[], isFull: (i: number) => boolean): PageLine[] {
  const joined: PageLine[] = [];
  let parts: TracedText[] = [];
  let open: PageLine | null = null;
  const close = () => {
    if (open !== null) joined.push(parts.length === 1 ? open : { ...open, text: TracedText.concat(parts) });
    open = null;
    parts = [];
  };
  for (const [i, line] of lines.entries()) {
    const continues = open !== null && isFull(i - 1) && !line.gap && line.indent < 2 && line.level === 0;
    if (!continues) {
      close();
      open = line;
      parts = [line.text];
    } else {
      const before = parts[parts.length - 1]!.text;
      if (/[A-Za-z0-9,.;]$/.test(before) && /^[A-Za-z]/.test(line.text.text))
        parts.push(new TracedText(' ', new Int32Array([-1])));
      parts.push(line.text);
    }
  }
  close();
  return joined;
}

/**
 * Cuts lines in which a copy lost its line breaks: paragraphs are still told by the two wide blanks that begin them, or
 * by a wide gap after the end of a sentence.
 */
export function splitAtIndents(lines: readonly PageLine[]): PageLine[] {
  const out: PageLine[] = [];
  for (const line of lines) {
    const pieces = line.text.length < 80 || line.markup === 'table' ? null : indentPieces(line.text.text);
    if (pieces === null) {
      out.push(line);
      continue;
    }
    for (const [i, { start, end }] of pieces.entries())
      out.push({
        ...line,
        text: line.text.slice(start, end),
        gap: i > 0 || line.gap,
        indent: i > 0 ? 4 : line.indent,
      });
  }
  return out;
}

function indentPieces(text: string): { start: number; end: number }[] | null {
  const gaps = [...text.matchAll(/\u3000{2,}|[ \u2002\u2003\u00a0]{3,}/g)];
  const afterSentence = gaps.map((m) => SENTENCE_END.test(text.slice(Math.max(0, m.index - 5), m.index)));
  const wide = gaps.filter((m) => m[0][0] === '\u3000').length;
  if (!afterSentence.includes(true)) return null;
  const all = wide >= 2 && afterSentence.filter(Boolean).length >= 2;
  const pieces = [];
  let start = 0;
  for (const [i, m] of gaps.entries()) {
    if (!afterSentence[i] && !(all && m[0][0] === '\u3000')) continue;
    pieces.push({ start, end: m.index });
    start = m.index + m[0].length;
  }
  pieces.push({ start, end: text.length });
  return pieces.filter((piece) => piece.end > piece.start);
}

const PARTICULARS_REACH = 150;

/** Joins the headline of an official document that was set over two or three lines: 某厅关于开展某项 / 工作的通知. */
export function joinHeadlines(lines: readonly PageLine[], vocabulary: Vocabulary): PageLine[] {
  const out: PageLine[] = [];
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i]!;
    const parts = i < PARTICULARS_REACH ? headlineParts(lines, i, vocabulary) : 1;
    if (parts === 1) out.push(line);
    else {
      out.push({ ...line, text: TracedText.concat(lines.slice(i, i + parts).map(({ text }) => text)) });
      i += parts - 1;
    }
  }
  return out;
}

function headlineParts(lines: readonly PageLine[], from: number, vocabulary: Vocabulary): number {
  const first = lines[from]!.text.text;
  if (!/关于|印发/.test(first)) return 1;
  for (let i = from, length = 0; i < lines.length && i < from + 3; i++) {
    const { text, hint } = lines[i]!;
    length += text.length;
    if (length > 120 || hint === 'particular' || /[。；：:！？]|[，、]$/.test(text.text)) return 1;
    // Lines of one headline stand together, or all stand out.
    if (i > from && lines[i]!.gap && !(hint === 'headline' && lines[from]!.hint === 'headline')) return 1;
    if (vocabulary.documentType.test(fold(text.text))) return i - from + 1;
  }
  return 1;
}

/**
 * The particulars of an official document: 索引号, 文号, 成文日期 and so on above its headline. They often stand in cells,
 * label and value apart, or on two lines in a copy of such a table; these are put together again, as 索引号：… on one line.
 */
export function markParticulars(lines: readonly PageLine[], vocabulary: Vocabulary): PageLine[] {
  let end = lines.findIndex((line) => isParagraph(line.text.text) && line.markup !== 'table');
  if (end < 0 || end > PARTICULARS_REACH) end = Math.min(lines.length, PARTICULARS_REACH);
  const labels = lines.slice(0, end).map((line) => particularLabel(line.text.text, vocabulary));
  if (labels.filter((label) => label !== null).length < 3) return [...lines];
  const out: PageLine[] = [];
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i]!;
    const label = labels[i] ?? null;
    const value = lines[i + 1];
    if (label === null) out.push(line);
    else if (label.alone && labels[i + 1] === null && value !== undefined && value.text.length <= 120) {
      const text = TracedText.concat([
        line.text.slice(0, label.end),
        new TracedText('：', new Int32Array([-1])),
        value.text,
      ]);
      out.push({ ...line, text, markup: null, hint: 'particular' });
      i++;
    } else out.push({ ...line, markup: null, hint: 'particular' });
  }
  return out;
}

/** Where the label that a line begins with ends, and whether nothing follows it. */
function particularLabel(text: string, vocabulary: Vocabulary): { end: number; alone: boolean } | null {
  if (text.length > 200) return null;
  const folded = fold(text);
  const colon = folded.indexOf(':');
  if (colon > 16 || (colon < 0 && text.length > 12)) return null;
  const end = colon < 0 ? text.length : folded.slice(0, colon).trimEnd().length;
  if (!vocabulary.particulars.has(particularKey(folded.slice(0, end)))) return null;
  return { end, alone: colon < 0 || folded.slice(colon + 1).trim() === '' };
}

function particularKey(folded: string): string {
  return folded.replace(/^[[(<]+|\s+|[\])>]+$/g, '');
}

const SENTENCE_END = /(?:[。！？!?；;…]|[a-z]\.)[”’」』）)》"'\]]{0,3}$/;
const REPORT_OPENING = /^[（(【]?[^，,。：:]{2,24}?(?:电|讯|获悉|消息)(?:[\s，,：:（(）)】]|$)/;
const ORDINAL_START =
  /^(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]|第[一二三四五六七八九十\d]{1,3}[章节条部]|[①-⑳●•·◆■▲])/;
/** 第07版：县域, A05：工业: the page of a newspaper. */
const PAPER_PAGE = /(?:^|\s)(?:第\s?)?[a-z]?\d{1,3}\s?版(?:$|[\s:(])|(?:^|\s)[a-z]\d{2}\s?:/;
/** — 2 —, 第 3 页 共 4 页: where a paged file broke. */
const PAGE_NUMBER =
  /^[-—–·•]\s{0,3}\d{1,4}\s{0,3}[-—–·•]$|^第\s?\d{1,4}\s?页(?:[\s,/]{0,3}共\s?\d{1,4}\s?页)?$|^page\s\d{1,4}(?:\sof\s\d{1,4})?$/;
/** 某某省工业和信息化厅文件: the printed head of a document. */
const RED_HEAD = /^\p{Script=Han}[\p{Script=Han}、\s]{2,28}(?:厅|局|部|委|会|府|室|院|署|司)\s?文\s?件$/u;
/** 江源新闻 3月6日 09:12: a time without a year. */
const SHORT_TIME = /\d{1,2}(?:月\d{1,2}日|-\d{1,2})\s{1,3}\d{1,2}:\d{2}(?::\d{2})?$/;
/** 1234人评论, 12次浏览: a counter with its button. */
const COUNTER = /^\d+\s?[人次条个]?(?:网友)?(?:评论|参与|跟[贴帖]|阅读|浏览|点赞|收藏|转发|赞)\d*$/;
/** 某网友 2小时前, 昨天 10:20: who wrote a comment and when. */
const READER_LINE =
  /(?:^|\s)(?:\d{1,3}\s?(?:秒|分钟|小时|天|周|个月|年)前|昨天|前天|刚刚)(?:\s?\d{1,2}:\d{2})?(?:\s?来自.{1,12})?$/;
const DOCUMENT_NUMBER =
  /^\p{Script=Han}{2,16}[〔［（([【]\d{4}[〕］）)\]】]\s?第?\s?\d{1,5}\s?号$|^\p{Script=Han}{2,24}(?:公告|令)?\s?\d{4}年第\s?\d{1,4}\s?号$/u;
const FILE_END = /\.(?:pdf|docx?|xlsx?|wps|et|ofd|zip|rar|pptx?|txt)(?:\s*[（(][^）)]{0,20}[）)])?$/i;

export function endsSentence(text: string): boolean {
  return SENTENCE_END.test(text);
}

/** Enough of a sentence to be part of an article. */
export function isParagraph(text: string): boolean {
  return (
    (text.length >= 12 && endsSentence(text)) ||
    (text.length >= 20 && text.includes('。')) ||
    (text.length >= 60 && /[，,；;]/.test(text))
  );
}

/** What a line is by its words alone. */
export function kindOfLine(text: string, vocabulary: Vocabulary): LineKind {
  const length = text.length;
  if (length > 700) return 'text';
  const folded = fold(text);
  if (!/[\p{L}\p{N}]/u.test(folded)) return 'chrome';
  const letters = length <= 40 ? bare(folded) : '';
  if (length <= 160 && isBreadcrumb(folded, vocabulary)) return 'breadcrumb';
  if (length <= 40) {
    const counted = letters.replace(/\d+$/, '');
    if (vocabulary.relatedHeads.has(counted)) return 'related';
    if (
      vocabulary.commentHeads.has(counted) ||
      /^[([]?(?:共|已有|全部)?\s?\d*\s?条?(?:网友)?评论\s?[([]?\d*[)\]]?$/.test(folded)
    )
      return 'comments';
    if (vocabulary.chromeLines.has(counted) || vocabulary.chromeLines.has(letters)) return 'chrome';
    if (allChrome(folded, vocabulary) && findDates(folded).length === 0) return 'chrome';
    if (vocabulary.leadIn.test(folded)) return 'leadIn';
  }
  if (length <= 40 && DOCUMENT_NUMBER.test(folded)) return 'chrome';
  if (length <= 24 && (PAPER_PAGE.test(folded) || COUNTER.test(letters))) return 'chrome';
  if (length <= 3 && /^\d{1,2}$/.test(letters)) return 'chrome';
  if (length <= 30 && (PAGE_NUMBER.test(folded) || RED_HEAD.test(folded))) return 'chrome';
  if (/^\d{1,2}:\d{2}(?::\d{2})?(?:\s?\/\s?\d{1,2}:\d{2}(?::\d{2})?)?$/.test(folded)) return 'chrome';
  if (length <= 30) {
    const time = SHORT_TIME.exec(folded);
    const owner = time === null ? null : folded.slice(0, time.index).trim();
    if (owner === '' || (owner !== null && isPublisher(owner, vocabulary))) return 'chrome';
  }
  const sentence = /[。！？]/.test(text.slice(0, -1)) || (endsSentence(text) && length > 30);
  if (length <= 80 && !sentence) {
    const colon = folded.indexOf(':');
    if (colon > 0 && colon <= 8 && vocabulary.relatedHeads.has(bare(folded.slice(0, colon))))
      return 'related';
    if (vocabulary.originalTitle.test(folded)) return 'originalTitle';
    if (isEditorLine(folded, vocabulary)) return 'editor';
    if (isDateline(folded, vocabulary)) return 'dateline';
    if (isByline(folded, vocabulary)) return 'byline';
    if (vocabulary.chromeStart.test(folded)) return 'chrome';
    if (/^附\s?[件表图]\s?\d{0,2}\s?(?:[:.、]|$)/.test(folded) || FILE_END.test(folded)) return 'attachment';
  }
  // 2024年03月06日 07:30 来源于 某某周刊 可以听文章啦！
  if (
    length <= 80 &&
    sentence &&
    /^(?:19|20)\d{2}.{5,16}\d:\d{2}/.test(folded) &&
    isDateline(folded, vocabulary)
  )
    return 'dateline';
  if (length <= 260 && vocabulary.advertStart.test(folded)) return 'advert';
  if (length <= 120 && vocabulary.advertWord.test(folded)) return 'advert';
  if (isSlogan(text)) return 'advert';
  if (vocabulary.disclaimerStart.test(folded)) return 'disclaimer';
  if (length <= 160 && vocabulary.disclaimerWord.test(folded)) return 'disclaimer';
  if (length <= 160 && !sentence && vocabulary.captionStart.test(folded)) return 'caption';
  if (length <= 200 && vocabulary.captionEnd.test(folded)) return 'caption';
  if (length <= 160 && vocabulary.captionCredit.test(folded)) return 'caption';
  if (isOriginNote(folded, vocabulary)) return 'byline';
  if (vocabulary.teaserEnd.test(folded)) return 'teaser';
  return 'text';
}

/** What a line of particulars is to the page: its date, its source, or nothing. The document's name stays text. */
function kindOfParticular(text: string, vocabulary: Vocabulary): LineKind {
  const folded = fold(text);
  const colon = folded.indexOf(':');
  const key = particularKey(colon < 0 ? folded : folded.slice(0, colon));
  const value = colon < 0 ? '' : folded.slice(colon + 1).trim();
  if (value === '') return 'chrome';
  if (vocabulary.titleLabel.test(`${key}:`)) return 'text';
  if (findDates(value).length > 0 && value.length <= 40) return 'dateline';
  return vocabulary.labels.source.has(key) ? 'byline' : 'chrome';
}

function isBreadcrumb(folded: string, vocabulary: Vocabulary): boolean {
  if (vocabulary.breadcrumbStart.test(folded)) return true;
  if (folded.length > 100 || /[。,;]/.test(folded)) return false;
  const steps = folded.split(/\s*(?:>>|>|»|›|→)\s*/);
  return steps.length >= 3 && steps.slice(0, -1).every((step) => step.length <= 14);
}

/** Buttons in a row: 分享 微信 QQ 微博, [大 中 小]. */
function allChrome(folded: string, vocabulary: Vocabulary): boolean {
  const tokens = folded.split(/[\s|/·、,:()[\]+_-]+/).filter((token) => token !== '');
  return (
    tokens.length > 1 &&
    tokens.some((token) => !/^\d+$/.test(token)) &&
    tokens.every(
      (token) => /^\d{1,6}$/.test(token) || vocabulary.chromeLines.has(bare(token).replace(/^\d+|\d+$/g, '')),
    )
  );
}

/** 权威，专业，及时，全面，尽在某某！: short calls strung together, as only advertising has them. */
function isSlogan(text: string): boolean {
  if (text.length > 70 || !/[!！。]$/.test(text) || /[；;“”]/.test(text)) return false;
  const calls = text.slice(0, -1).split(/[,，、\s]+/);
  if (calls.length < 4 || text.length / calls.length > 9) return false;
  if (!text.endsWith('。')) return true;
  return (
    text.length <= 40 &&
    !/[、。]/.test(text.slice(0, -1)) &&
    calls.filter((call) => call.length <= 2).length >= 3
  );
}

/** Only names may follow the label: a heading such as 设计 一批 … is no credit. */
function isEditorLine(folded: string, vocabulary: Vocabulary): boolean {
  const m = vocabulary.editorLine.exec(folded);
  if (m === null) return false;
  const rest = folded
    .slice(m[0].length)
    .replace(vocabulary.label, ' ')
    .replace(/[\])。]+$/, '');
  if (/[:/丨|]$/.test(m[0].trimEnd()))
    return (
      rest.length <= 60 &&
      !/[,;]/.test(rest.replace(/(?<=\p{Script=Han}{2,4})[,;](?=\s?\p{Script=Han}{2,4}(?:$|[,;\s]))/gu, ''))
    );
  const names = rest.trim().split(/\s+/);
  return names.length <= 4 && names.every((name) => /^[\p{Script=Han}·]{1,4}$/u.test(name));
}

/** A full date and nothing else but clock, labels, a short name of an outlet and buttons. */
function isDateline(folded: string, vocabulary: Vocabulary): boolean {
  const dates = findDates(folded);
  if (dates.length === 0 || dates.length > 2) return false;
  let rest = folded;
  for (const date of dates.toReversed()) rest = `${rest.slice(0, date.start)} ${rest.slice(date.end)}`;
  rest = rest
    .replace(/[(]?总?第\s?\d{1,4}\s?期[)]?/, ' ')
    .replace(/(?<=\p{Script=Han})(?:编|编印|主办|印发)(?=\s)/u, ' ');
  const labelled = rest.replace(vocabulary.label, ' ') !== rest;
  rest = rest.replace(vocabulary.label, ' ').replace(/[[(<][^\])>]{0,12}[\])>]/g, ' ');
  const words = rest
    .split(/[\s|·:/,]+/)
    .filter((word) => word !== '' && !vocabulary.chromeLines.has(bare(word)));
  const left = words.join('');
  if (left === '') return true;
  if (/[。;!?]/.test(left) && !(dates[0]!.timed && dates[0]!.start <= 1 && left.length <= 24)) return false;
  if (labelled || dates.some((date) => date.timed)) return left.length <= 40;
  const edge = dates[0]!.start <= 1 || dates.at(-1)!.end >= folded.length - 2;
  return edge && left.length <= (words.every((word) => isPublisher(word, vocabulary)) ? 40 : 8);
}

function isPublisher(word: string, vocabulary: Vocabulary): boolean {
  return vocabulary.outlets.has(word) || vocabulary.outletEnd.test(word);
}

/** 来源：…, 作者：…, （记者 …） on a line of its own. */
function isByline(folded: string, vocabulary: Vocabulary): boolean {
  if (/^原创\s/.test(folded) && folded.length <= 40) return true;
  // Where a report was sent from and by whom, on a line above it.
  if (/^[^,。:]{2,24}[电讯]\s?\([^()]{4,30}\)$/.test(folded) && vocabulary.reporter.test(folded)) return true;
  // A report that is signed by the section that wrote it: （行业发展部）.
  const signed = /^\(([^(),。:;、]{3,16})\)$/.exec(folded);
  if (signed !== null) return vocabulary.outletEnd.test(signed[1]!);
  const inner = folded.replace(/^[[(]+/, '');
  vocabulary.label.lastIndex = 0;
  const m = vocabulary.label.exec(inner);
  vocabulary.label.lastIndex = 0;
  if (m !== null && m.index === 0) {
    const value = inner.slice(m[0].length).trim();
    const isReporter = vocabulary.reporter.test(m[0]);
    if (value === '') return !isReporter;
    return isReporter
      ? /^[\p{Script=Han}·\s、]{2,16}[\])]?$/u.test(value)
      : value.length <= 50 && !/[,;!?]/.test(value);
  }
  const reporter = vocabulary.reporter.exec(inner);
  return (
    reporter !== null &&
    inner.length <= 30 &&
    /^[^,。:;]{0,8}$/.test(inner.slice(0, reporter.index)) &&
    /^[\s/:丨|][\p{Script=Han}·\s/、]{2,24}[\])]?$/u.test(inner.slice(reporter.index + reporter[0].length))
  );
}

/** 本文编选自“…”公众号。 */
function isOriginNote(folded: string, vocabulary: Vocabulary): boolean {
  if (folded.length > 120) return false;
  const start = folded.replace(/^[[(*]+/, '');
  for (const label of vocabulary.labels.origin)
    if (start.startsWith(label) && (label.startsWith('本文') || /^\s*:/.test(start.slice(label.length))))
      return true;
  return false;
}

/**
 * Classes all lines of a page. `title` is the headline if the markup gave one; otherwise the line that holds it is
 * classed `title`. The article begins after headline and date line, and ends where editors, readers or other articles
 * take over.
 */
export function classifyLines(
  lines: readonly PageLine[],
  title: string | null,
  vocabulary: Vocabulary,
): ClassedLine[] {
  const beforeText = lines.findIndex(
    (line) => line.region === 'article' && line.markup === null && isParagraph(line.text.text),
  );
  const classed: ClassedLine[] = lines.map((line, i) => ({
    line,
    kind: kindOfPageLine(line, i < beforeText, vocabulary),
    role: 'body',
  }));
  if (title !== null) {
    const headline = bare(title);
    for (const c of classed)
      if (c.kind === 'text' && c.line.text.length <= title.length + 20 && bare(c.line.text.text) === headline)
        c.kind = 'title';
  }
  const first = classed.findIndex((c) => c.line.region === 'article');
  if (first < 0) return classed;
  let last = classed.length - 1;
  while (classed[last]!.line.region !== 'article') last--;
  if (title === null && first > 0)
    markHeadlineBefore(classed.slice(Math.max(0, first - 60), last + 1), vocabulary);
  for (const c of classed)
    if (c.line.region !== 'article' && c.kind === 'text')
      c.kind = c.line.region === 'before' ? 'navigation' : 'tail';
  for (const c of classed) if (c.line.markup === 'aside' && c.kind === 'text') c.kind = 'tail';
  const article = classed.slice(first, last + 1).filter((c) => c.line.markup !== 'aside');
  const known = title !== null || classed.some((c) => c.kind === 'title');
  const bodyStart = known ? skipOpening(article, vocabulary) : classifyOpening(article, vocabulary);
  markTables(article.slice(bodyStart));
  keepSignatures(article, bodyStart);
  keepAnnexLists(article, bodyStart);
  classifyEnd(article, bodyStart, boxesIn(classed));
  markDeckAbove(classed, vocabulary);
  if (!classed.some((c) => c.kind === 'deck')) markDeck(article, bodyStart, vocabulary);
  assignRoles(
    article.filter((c) => c.kind === 'text'),
    vocabulary,
  );
  return classed;
}

function kindOfPageLine(line: PageLine, isAbove: boolean, vocabulary: Vocabulary): LineKind {
  const { text } = line.text;
  if (line.markup === 'caption') return 'caption';
  if (line.markup === 'table' && line.region !== 'before') {
    // Old layouts set date and source above the article in cells.
    const kind = isAbove ? kindOfLine(text, vocabulary) : 'table';
    return kind === 'dateline' || kind === 'byline' || kind === 'chrome' || kind === 'editor'
      ? kind
      : 'table';
  }
  if (line.hint === 'particular') return kindOfParticular(text, vocabulary);
  return line.region === 'article' && text.length > 700 ? 'text' : kindOfLine(text, vocabulary);
}

/** The headline of a page whose markup does not name it, where it stands before the element that holds the article. */
function markHeadlineBefore(opening: ClassedLine[], vocabulary: Vocabulary): void {
  const paragraph = opening.findIndex(
    (c) => c.kind === 'text' && c.line.region === 'article' && isParagraph(c.line.text.text),
  );
  const at = headlineIn(opening, paragraph < 0 ? opening.length : paragraph, vocabulary);
  if (at >= 0) opening[at]!.kind = 'title';
}

/** Finds headline and date line of a page without markup; returns where the article may begin. */
function classifyOpening(article: ClassedLine[], vocabulary: Vocabulary): number {
  const textAt = (i: number) => article[i]!.line.text.text;
  let firstParagraph = article.findIndex((c) => c.kind === 'text' && isParagraph(c.line.text.text));
  if (firstParagraph < 0) firstParagraph = article.length;
  const limit = Math.min(firstParagraph, 120);
  const titleAt = headlineIn(article, limit, vocabulary);
  if (titleAt >= 0) article[titleAt]!.kind = 'title';
  for (let i = titleAt + 1; i < limit; i++) {
    const c = article[i]!;
    if (c.kind === 'text' && isUnderHeadline(fold(textAt(i)))) c.kind = 'dateline';
  }
  let start = titleAt + 1;
  for (let i = 0; i < firstParagraph && i < article.length; i++) {
    const c = article[i]!;
    if (i > titleAt && (c.kind === 'dateline' || c.kind === 'byline' || c.kind === 'editor'))
      start = Math.max(start, i + 1);
  }
  if (titleAt < 0) start = firstParagraph === article.length ? 0 : start;
  for (let i = 0; i < start; i++) if (article[i]!.kind === 'text') article[i]!.kind = 'navigation';
  const headline = titleAt < 0 ? '' : bare(fold(textAt(titleAt)).replace(vocabulary.titleLabel, ''));
  for (let i = start; i < firstParagraph; i++) {
    const c = article[i]!;
    if (
      c.kind === 'text' &&
      (bare(fold(textAt(i))) === headline || isOutletName(fold(textAt(i)), vocabulary))
    )
      c.kind = 'navigation';
  }
  return start;
}

/** The line before `limit` that most looks like a headline, by its length, its place, its type and its neighbours. */
function headlineIn(article: readonly ClassedLine[], limit: number, vocabulary: Vocabulary): number {
  const textAt = (i: number) => article[i]!.line.text.text;
  let dateline = -1;
  for (let i = 0; i < limit && dateline < 0; i++)
    if (article[i]!.kind === 'dateline' && article[i]!.line.hint !== 'particular') dateline = i;

  const copies = new Map<string, number>();
  for (let i = 0; i < limit; i++) {
    const key = bare(textAt(i));
    if (key.length >= 6) copies.set(key, (copies.get(key) ?? 0) + 1);
  }
  const crumbs = article
    .slice(0, limit)
    .filter((c) => c.kind === 'breadcrumb')
    .map((c) => bare(c.line.text.text))
    .join(' ');
  let titleAt = -1;
  let best = 0;
  for (let i = 0; i < limit; i++) {
    const c = article[i]!;
    const text = textAt(i);
    const key = bare(text);
    if (
      c.kind !== 'text' ||
      c.line.markup === 'aside' ||
      key.length < 4 ||
      text.length > 100 ||
      /^[（(]?[一二三四五六七八九十]{1,3}[）)、]/.test(text)
    )
      continue;
    let score = key.length >= 8 ? 6 : key.length >= 6 ? 3 : 1;
    if (isMenu(text)) score -= 6;
    if (vocabulary.titleLabel.test(fold(text))) score += 10;
    if (c.line.level === 1) score += 6;
    else if (c.line.hint === 'headline') score += 3;
    else if (c.line.hint === 'deck') score -= 4;
    if ((copies.get(key) ?? 0) > 1 || crumbs.includes(key)) score += 4;
    if (dateline >= 0)
      score += i < dateline ? 3 - Math.min(3, (dateline - i - 1) * 0.5) : i <= dateline + 2 ? 1 : -2;
    else score -= Math.min(3, i * 0.2);
    if (/[:：]$/.test(text)) score -= 4;
    if (/^[—–-]{2}/.test(text)) score -= 6;
    if (isSiteTitle(text, vocabulary)) score -= 6;
    // Where most lines surround the article, the headline is the one next to it.
    if (c.line.region === 'before') score -= Math.min(3, (limit - i - 1) * 0.1);
    if (score > best) {
      best = score;
      titleAt = i;
    }
  }
  return titleAt;
}

/** Between headline and text a short line with a full date at its edge dates the page, whoever else it names. */
function isUnderHeadline(folded: string): boolean {
  if (folded.length > 50 || /[。,;!?]/.test(folded)) return false;
  return findDates(folded).some((date) => date.start <= 1 || date.end >= folded.length - 2);
}

/** Where the article may begin on a page whose headline is known. */
function skipOpening(article: ClassedLine[], vocabulary: Vocabulary): number {
  let start = 0;
  let firstParagraph = article.findIndex((c) => c.kind === 'text' && isParagraph(c.line.text.text));
  if (firstParagraph < 0) firstParagraph = article.length;
  for (let i = 0; i < firstParagraph && i < 60; i++) {
    const c = article[i]!;
    const { text } = c.line.text;
    if (c.kind === 'title' || (c.kind === 'text' && c.line.level === 1 && !ORDINAL_START.test(text))) {
      c.kind = 'title';
      start = i + 1;
    } else if (c.kind === 'text' && isUnderHeadline(fold(text))) c.kind = 'dateline';
    if (c.kind === 'dateline') start = i + 1;
  }
  for (let i = 0; i < start; i++)
    if (article[i]!.kind === 'text' && !isParagraph(article[i]!.line.text.text))
      article[i]!.kind = 'navigation';
  for (let i = start; i < firstParagraph; i++) {
    const c = article[i]!;
    if (c.kind === 'text' && isOutletName(fold(c.line.text.text), vocabulary)) c.kind = 'navigation';
  }
  return start;
}

/** 首页 新闻 财经 科技: many short words in a row. */
function isMenu(text: string): boolean {
  const words = text.split(/[\s|｜·/]+/).filter((word) => word !== '');
  const parted = /[|｜]/.test(text) ? 3 : 4;
  return (
    /^(?:网站)?首页(?!.*[，。])/.test(text) ||
    (words.length >= parted && words.every((word) => word.length <= 7))
  );
}

const STRONG_PUBLISHER =
  /(?:网|网站|门户|报|日报|晚报|时报|厅|局|委员会|人民政府|管委会|协会|学会|商会|联合会|促进会|办公室|研究院|社区|论坛|博客|客户端|电视台|周刊|杂志)$/;

/** Nothing but names of sites and of their sections: 某某日报数字报, 某某机械网--行业新闻, 打印页面. */
export function isSiteTitle(text: string, vocabulary: Vocabulary): boolean {
  const folded = fold(text).trim();
  if (DOCUMENT_NUMBER.test(folded)) return true;
  const pieces = folded.split(/[-_|—–>»·\s]+/).filter((piece) => bare(piece) !== '');
  return (
    pieces.length > 0 &&
    pieces.length <= 6 &&
    pieces.every((piece) => {
      if (/[,。:;!?、“”]/.test(piece)) return false;
      const name = piece.replace(/[(][^)]*[)]$/, '').replace(vocabulary.editionEnd, '');
      return (
        name === '' ||
        vocabulary.outlets.has(name) ||
        vocabulary.platforms.has(name) ||
        vocabulary.chromeLines.has(bare(piece)) ||
        (name.length <= 20 && (STRONG_PUBLISHER.test(name) || name !== piece)) ||
        (piece.length <= 6 && (vocabulary.channelEnd.test(piece) || vocabulary.outletEnd.test(piece)))
      );
    })
  );
}

/** A line that is only the name of a publisher. */
export function isOutletName(folded: string, vocabulary: Vocabulary): boolean {
  return (
    folded.length <= 16 &&
    !/[,。:;!?、]/.test(folded) &&
    (vocabulary.outlets.has(folded) ||
      (folded.length <= 12 &&
        /(?:日报|晚报|早报|时报|周报|商报|证券报|新闻网|新闻|客户端|电视台|通讯社|微报|公众号|发布)$/.test(
          folded,
        )))
  );
}

/** Heads of link lists inside an article: links follow them, and then whole paragraphs without any link line. */
function boxesIn(classed: readonly ClassedLine[]): ReadonlySet<ClassedLine> {
  const boxes = new Set<ClassedLine>();
  let paragraphs = 0;
  for (let i = classed.length - 1; i >= 0; i--) {
    const { kind, line } = classed[i]!;
    if (line.region !== 'article') continue;
    if (line.markup === 'aside') {
      let first = i;
      while (first > 0 && classed[first - 1]!.line.markup === 'aside') first--;
      const head = classed[first - 1];
      if (paragraphs >= 1 && i - first < 12 && head?.kind === 'related') boxes.add(head);
      paragraphs = head?.kind === 'related' ? paragraphs : 0;
      i = first;
    } else if (kind === 'related' || kind === 'comments') paragraphs = 0;
    else if (kind === 'text' && isParagraph(line.text.text)) paragraphs++;
  }
  return boxes;
}

function classifyEnd(article: ClassedLine[], bodyStart: number, boxes: ReadonlySet<ClassedLine>): void {
  const text = (i: number) => article[i]!.line.text.text;
  const paragraphAfter = (i: number) => article[i]!.kind === 'text' && isParagraph(text(i));
  let lastEditor = -1;
  for (let i = bodyStart; i < article.length; i++) if (article[i]!.kind === 'editor') lastEditor = i;

  let paragraphs = 0;
  let length = 0;
  let cut = article.length;
  for (let i = bodyStart; i < article.length; i++) {
    const { kind } = article[i]!;
    if (paragraphAfter(i)) {
      paragraphs++;
      length += text(i).length;
    }
    if (paragraphs === 0) {
      if (kind === 'related') dropShortRun(article, i);
      continue;
    }
    if (kind === 'comments' || (kind === 'editor' && !standsAbove(article, i, length))) cut = i;
    else if (kind === 'related' && boxes.has(article[i]!)) continue;
    else if (kind === 'related') {
      // A box inside the article is followed by more of it, and by its editors' line.
      let more = i + 1;
      while (more < lastEditor && more <= i + 12 && !paragraphAfter(more)) more++;
      if ((more < lastEditor && more <= i + 12) || boxEnd(article, i) >= 0) dropShortRun(article, i);
      else cut = i;
    } else if (isReaderLine(article[i]!) && article.slice(i + 1, i + 9).some(isReaderLine)) cut = i;
    else if (kind === 'text' && startsHeadlineList(article, i)) cut = i;
    if (cut <= i) break;
  }
  for (let i = cut; i < article.length; i++) if (article[i]!.kind === 'text') article[i]!.kind = 'tail';
  for (let i = bodyStart; i < cut; i++)
    if (article[i]!.kind === 'teaser' && !isParagraph(text(i))) article[i]!.kind = 'tail';
  dropTrailingTitles(article, bodyStart, cut);
}

/** The head of a comment or of a post in a thread. */
function isReaderLine(c: ClassedLine): boolean {
  const text = c.line.text.text;
  if (c.kind === 'dateline') return /^(?:发表于|回复于|评论于)/.test(text);
  return c.kind !== 'title' && text.length <= 30 && !/[，。；：]/.test(text) && READER_LINE.test(text);
}

/**
 * Where a box of titles inside an article ends, -1 where no more of the article follows: whole paragraphs, two or more in
 * a row, as teasers never stand.
 */
function boxEnd(article: readonly ClassedLine[], from: number): number {
  let start = from + 1;
  while (start < article.length && start <= from + 7 && !isBodyLine(article[start]!)) start++;
  let end = start;
  while (end < article.length && isBodyLine(article[end]!)) end++;
  const next = article.slice(end, end + 3).find((c) => c.kind !== 'chrome');
  return end - start >= 2 && next?.kind !== 'text' && next?.kind !== 'teaser' ? start : -1;
}

function isBodyLine(c: ClassedLine): boolean {
  return c.kind === 'text' && c.line.text.length >= 40 && /[。！”]$/.test(c.line.text.text);
}

/** Editors may be named above the article: then most of it follows them, before any list of other articles. */
function standsAbove(article: readonly ClassedLine[], at: number, lengthBefore: number): boolean {
  if (lengthBefore > 300) return false;
  let length = 0;
  for (let i = at + 1; i < article.length && length <= lengthBefore * 2; i++) {
    const { kind, line } = article[i]!;
    if (kind === 'related' || kind === 'comments' || kind === 'disclaimer') return false;
    if (kind === 'text' && isParagraph(line.text.text)) length += line.text.length;
  }
  return length > lengthBefore * 2;
}

/** A document inside the page is signed and dated: such a date, written out, is text and no date line. */
function keepSignatures(article: readonly ClassedLine[], bodyStart: number): void {
  let paragraphs = 0;
  for (let i = bodyStart; i < article.length; i++) {
    const c = article[i]!;
    const text = c.line.text.text;
    if (c.kind === 'text' && isParagraph(text)) paragraphs++;
    else if (
      c.kind === 'dateline' &&
      paragraphs > 0 &&
      /^[（(]?[二〇零○一\d]{4}\s?年.{2,8}日[）)]?$/.test(text)
    )
      c.kind = 'text';
  }
}

/** The list of annexes that stands between a document's text and its signature belongs to the document. */
function keepAnnexLists(article: readonly ClassedLine[], bodyStart: number): void {
  for (let i = bodyStart; i < article.length; i++) {
    if (article[i]!.kind !== 'attachment') continue;
    let end = i;
    while (article[end]?.kind === 'attachment') end++;
    const signed = article.slice(end, end + 4).findIndex((c) => isDate(c.line.text.text));
    if (signed > 0 && article.slice(end, end + signed).every((c) => c.line.text.length <= 40))
      for (const c of article.slice(i, end)) c.kind = 'text';
    i = end;
  }
}

/** The titles of a box, up to the next paragraph. */
function dropShortRun(article: ClassedLine[], from: number): void {
  for (let i = from + 1; i < article.length; i++) {
    const c = article[i]!;
    if (c.kind === 'text' && isParagraph(c.line.text.text)) return;
    if (c.kind === 'text') c.kind = 'tail';
  }
}

/** Two or more times a title and below it outlet and date: other articles, though no heading says so. */
function startsHeadlineList(article: readonly ClassedLine[], from: number): boolean {
  let pairs = 0;
  for (let i = from; i + 1 < article.length && i < from + 12; i += 2) {
    if (endsSentence(article[i]!.line.text.text) && article[i]!.line.text.length > 60) break;
    if (article[i]!.kind !== 'text' || article[i + 1]!.kind !== 'dateline') break;
    pairs++;
  }
  return pairs >= 2;
}

/** After the last sentence only a signature, a date or the end of a list may follow. */
function dropTrailingTitles(article: ClassedLine[], bodyStart: number, cut: number): void {
  let lastSentence = -1;
  for (let i = bodyStart; i < cut; i++) {
    const c = article[i]!;
    if (
      c.kind === 'text' &&
      // A headline may ask; the last line of an article does not.
      ((endsSentence(c.line.text.text) && !/[?？]$/.test(c.line.text.text)) ||
        (isParagraph(c.line.text.text) && c.line.text.length > 40) ||
        ORDINAL_START.test(c.line.text.text))
    )
      lastSentence = i;
  }
  if (lastSentence < 0) return;
  const rest = article.slice(lastSentence + 1, cut).filter((c) => c.kind === 'text');
  if (rest.length <= 4 && rest.every((c) => isSignature(c.line.text.text))) return;
  const dated = rest.slice(0, 5).findIndex((c) => isDate(c.line.text.text));
  const signed = dated > 0 && rest.slice(0, dated).every((c) => c.line.text.length <= 40) ? dated + 1 : 0;
  for (const c of rest.slice(signed)) c.kind = 'tail';
}

function isSignature(text: string): boolean {
  const folded = fold(text);
  if (
    /(?:部|委|局|厅|院|办|会|室|署|府|行|司|处|中心|公司|集团|组)$/.test(folded.replace(/[\s()]+$/, '')) &&
    text.length <= 60 &&
    !folded.includes(':')
  )
    return true;
  return isDate(folded);
}

/** A subtitle or summary between headline and article. */
function markDeckAbove(classed: readonly ClassedLine[], vocabulary: Vocabulary): void {
  const opening = classed.findIndex((c) => c.kind === 'text');
  const title = classed.findLastIndex((c, i) => i < opening && c.kind === 'title');
  for (const c of classed.slice(Math.max(title + 1, opening - 15), Math.max(0, opening + 1))) {
    const { text } = c.line.text;
    if ((c.kind !== 'navigation' && c.kind !== 'text') || text.length < 8 || text.length > 400) continue;
    const subtitle = title >= 0 && /^(?:—{1,2}|-{2})[^—-]/.test(text) && text.length <= 60;
    const above =
      c.kind === 'navigation' &&
      (c.line.hint === 'deck' || vocabulary.deckLabel.test(fold(text.slice(0, 20))));
    if (!subtitle && (!above || text.split(/\s+/).every((name) => isPublisher(fold(name), vocabulary))))
      continue;
    c.kind = 'deck';
    return;
  }
}

/** A first paragraph that a later one repeats, or that calls itself a summary. */
function markDeck(article: ClassedLine[], bodyStart: number, vocabulary: Vocabulary): void {
  const body = article.filter((c, i) => i >= bodyStart && c.kind === 'text');
  const opening = body[0];
  if (opening === undefined || body.length < 2) return;
  const stated = body.slice(0, 4).findIndex((c) => c.line.hint !== 'deck');
  if (stated > 0) {
    for (const c of body.slice(0, stated))
      c.kind = vocabulary.deckLabel.test(`${fold(c.line.text.text)}:`) ? 'chrome' : 'deck';
    return;
  }
  const text = opening.line.text.text;
  if (text.length <= 6 && body.length > 2 && vocabulary.deckLabel.test(`${fold(text)}:`)) {
    opening.kind = 'chrome';
    body[1]!.kind = 'deck';
    return;
  }
  if (text.length > 400 || text.length < 10) return;
  if (vocabulary.deckLabel.test(fold(text.slice(0, 20))) && !/编者按/.test(text.slice(0, 6))) {
    opening.kind = 'deck';
    return;
  }
  const core = bare(text);
  for (const other of body.slice(1, 12)) {
    if (other.line.text.length < text.length * 0.7) continue;
    const within = bare(other.line.text.text);
    if (within.length > core.length && containment(core, within) >= 0.85) {
      opening.kind = 'deck';
      return;
    }
  }
  // A report begins 新华社北京3月1日电 or 某某APP获悉; a short paragraph before that, told again below, is a summary.
  const second = body[1]!.line.text.text;
  if (text.length > 200 || REPORT_OPENING.test(text) || !REPORT_OPENING.test(second)) return;
  const rest = body.slice(1, 40).map((c) => bare(c.line.text.text));
  if (containment(core, rest.join('')) >= 0.3) opening.kind = 'deck';
}

/** Share of the 6-character pieces of `part` that `whole` holds too. */
function containment(part: string, whole: string): number {
  const size = Math.min(6, part.length);
  const pieces = new Set<string>();
  for (let i = 0; i + size <= whole.length; i++) pieces.add(whole.slice(i, i + size));
  let held = 0;
  let total = 0;
  for (let i = 0; i + size <= part.length; i++, total++) if (pieces.has(part.slice(i, i + size))) held++;
  return total === 0 ? 0 : held / total;
}

const SPEAKER_LINE = /^[\p{Script=Han}·A-Za-z“”"、 （）()]{1,40}[:：]$/u;
const SPEAKER_INLINE =
  /^([\p{Script=Han}·]{1,24}|[\p{Script=Han}·“”]{2,24}(?:[（(][^）)]{1,20}[）)])?|[QA])\s?[:：]\s?(?=\S)/u;

/** Headings, and who speaks in a transcript. */
function assignRoles(body: ClassedLine[], vocabulary: Vocabulary): void {
  const transcript = isTranscript(body, vocabulary);
  const openings = transcript ? countOpenings(body) : new Map<string, number>();
  let voice: 'question' | 'answer' | 'body' = 'body';
  let lastParagraph = -1;
  for (const [i, c] of body.entries()) if (isParagraph(c.line.text.text)) lastParagraph = i;
  for (const [i, c] of body.entries()) {
    const text = c.line.text.text;
    if (transcript) {
      const whole = SPEAKER_LINE.test(text) && text.length <= 42;
      const name = whole ? text.slice(0, -1) : SPEAKER_INLINE.exec(text)?.[1];
      if (name !== undefined && (whole ? !ORDINAL_START.test(text) : isSpeaker(name, openings, vocabulary))) {
        voice = voiceOf(
          name.replace(/[（(].*$/, '').trim(),
          whole ? (body[i + 1]?.line.text.text ?? '') : text,
          vocabulary,
        );
        c.role = whole ? 'speaker' : voice;
        continue;
      }
      c.role = voice;
      if (c.line.level > 0 && !isParagraph(text) && text.length <= 60) c.role = 'heading';
      continue;
    }
    if (i < lastParagraph && isHeading(c) && !isDate(text) && !isDate(body[i + 1]?.line.text.text ?? ''))
      c.role = 'heading';
  }
}

function isDate(text: string): boolean {
  const date = text.length > 24 ? undefined : findDates(text)[0];
  return date !== undefined && date.start <= 1 && date.end >= text.length - 1;
}

function isHeading(c: ClassedLine): boolean {
  const text = c.line.text.text;
  if (text.length > 80 || isParagraph(text) || endsSentence(text)) return false;
  return c.line.level > 0 || (text.length <= 60 && !/[：:，,、]$/.test(text));
}

function voiceOf(name: string, said: string, vocabulary: Vocabulary): 'question' | 'answer' | 'body' {
  const folded = fold(name);
  if (vocabulary.host.test(folded)) return /[?？]/.test(said) ? 'question' : 'body';
  if (vocabulary.asker.test(folded) || folded === 'q') return 'question';
  return 'answer';
}

/** A transcript names who asks at least once, and who speaks at least twice. */
function isTranscript(body: readonly ClassedLine[], vocabulary: Vocabulary): boolean {
  let askers = 0;
  let speakers = 0;
  for (const c of body) {
    const text = c.line.text.text;
    const whole = SPEAKER_LINE.test(text);
    const name = whole ? text.slice(0, -1) : SPEAKER_INLINE.exec(text)?.[1];
    if (name === undefined) continue;
    const folded = fold(name.replace(/[（(].*$/, '').trim());
    if (vocabulary.asker.test(folded) || vocabulary.host.test(folded)) askers++;
    else if (vocabulary.answer.test(folded) || whole || /^[\p{Script=Han}·]{2,4}$/u.test(folded)) speakers++;
  }
  return askers >= 1 && speakers >= 1;
}

/** How many lines each name opens. */
function countOpenings(body: readonly ClassedLine[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const c of body) {
    const text = c.line.text.text;
    const name = SPEAKER_LINE.test(text) ? text.slice(0, -1) : SPEAKER_INLINE.exec(text)?.[1];
    if (name === undefined) continue;
    const key = fold(name.replace(/[（(].*$/, '').trim());
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

/** 问：, 答：, 记者：, or a name that opens more than one line or stands alone somewhere. */
function isSpeaker(name: string, openings: ReadonlyMap<string, number>, vocabulary: Vocabulary): boolean {
  const folded = fold(name.replace(/[（(].*$/, '').trim());
  if (vocabulary.asker.test(folded) || vocabulary.host.test(folded) || vocabulary.answer.test(folded))
    return true;
  return /^[\p{Script=Han}·]{2,4}$/u.test(folded) && (openings.get(folded) ?? 0) >= 2;
}

/** What kind of file a page is, and where its front matter ends and its text begins. */
import type { ReadDocument } from '../../model/index.js';
import { type TextEdit, TracedText } from '../traced.js';
import type { PageLine } from './lines.js';

export type PageFormat = ReadDocument['format'];

export interface FrontMatter {
  /** Top-level scalar fields, by name in small letters. */
  fields: Map<string, TracedText>;
  /** Where the page's text begins. */
  end: number;
}

const FRONT_MATTER_LIMIT = 50_000;

/** Word files and PDFs by their content, whatever they are called; everything else is text until decoded. */
export function binaryFormat(bytes: Uint8Array): 'docx' | 'pdf' | null {
  if (bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4)
    return holds(bytes, 'word/document.xml') ? 'docx' : null;
  return holds(bytes.subarray(0, 1024), '%PDF-') ? 'pdf' : null;
}

function holds(bytes: Uint8Array, word: string): boolean {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes(word, 0, 'latin1');
}

/**
 * Front matter between two lines of `---`. Read line by line and not as YAML: crawlers write titles with colons and
 * quotes that YAML refuses, and every field must keep its place in the page.
 */
export function splitFrontMatter(text: string): FrontMatter | null {
  const labelled = labelledHead(text);
  if (labelled !== null) return labelled;
  const opening = /^\s{0,200}---[ \t]*\r?\n/.exec(text.slice(0, 300));
  if (opening === null) return null;
  const head = text.slice(0, FRONT_MATTER_LIMIT);
  const closing = /\n---[ \t]*(?:\r?\n|$)/g;
  closing.lastIndex = opening[0].length - 1;
  const close = closing.exec(head);
  if (close === null) return null;
  const fields = new Map<string, TracedText>();
  const line = /^([A-Za-z_][\w-]{0,40})[ \t]*:[ \t]*(.*)$/gm;
  line.lastIndex = opening[0].length;
  for (let m = line.exec(head); m !== null && m.index < close.index; m = line.exec(head)) {
    const value = m[2]!.trimEnd();
    const at = m.index + m[0].length - m[2]!.length;
    const field = /^[>|][+-]?$/.test(value)
      ? foldedBlock(head, line.lastIndex, close.index)
      : unquote(TracedText.at(value, at));
    const name = m[1]!.toLowerCase();
    if (field.length > 0 && !fields.has(name)) fields.set(name, field);
  }
  return fields.size === 0 ? null : { fields, end: close.index + close[0].length };
}

/** What reading services write above the Markdown they make of a page: Title, URL Source, Published Time. */
function labelledHead(text: string): FrontMatter | null {
  const head = text.slice(0, 4000);
  if (!/^\s{0,20}Title:/.test(head)) return null;
  const content = /^Markdown Content:[ \t]*\r?\n/m.exec(head);
  if (content === null) return null;
  const fields = new Map<string, TracedText>();
  for (const m of head
    .slice(0, content.index)
    .matchAll(/^(Title|Published Time|Author|Site)[ \t]*:[ \t]*(\S.*)$/gm)) {
    const value = m[2]!.trimEnd();
    fields.set(
      m[1] === 'Published Time' ? 'published' : m[1]!.toLowerCase(),
      TracedText.at(value, m.index + m[0].length - m[2]!.length),
    );
  }
  return { fields, end: content.index + content[0].length };
}

/** The indented lines below `key: >-`, as one line. */
function foldedBlock(text: string, from: number, end: number): TracedText {
  const parts: TracedText[] = [];
  const line = /\r?\n([ \t]+)([^\r\n]+)/y;
  line.lastIndex = from;
  for (let m = line.exec(text); m !== null && m.index < end; m = line.exec(text)) {
    if (parts.length > 0) parts.push(new TracedText(' ', new Int32Array([-1])));
    parts.push(TracedText.at(m[2]!.trimEnd(), m.index + m[0].length - m[2]!.length));
  }
  return TracedText.concat(parts);
}

function unquote(value: TracedText): TracedText {
  const quote = value.text[0];
  if (value.length < 2 || (quote !== "'" && quote !== '"') || !value.text.endsWith(quote)) return value;
  const inner = value.slice(1, -1);
  const edits: TextEdit[] = [];
  const escaped = quote === "'" ? /''/g : /\\(["\\/nt])/g;
  for (const m of inner.text.matchAll(escaped)) {
    const text = quote === "'" ? "'" : m[1] === 'n' || m[1] === 't' ? ' ' : m[1]!;
    edits.push({ start: m.index, end: m.index + m[0].length, text });
  }
  return inner.replace(edits);
}

const FEED =
  /^\s{0,500}(?:<\?xml[^>]{0,200}>\s{0,100}(?:<!--[^>]{0,500}-->\s{0,100})?)?<(?:rss|feed|rdf:RDF)\b/;

/** A feed saved as a page: its first item, whose text stands as HTML in character data. */
export function feedItem(text: string): (FrontMatter & { start: number }) | null {
  if (!FEED.test(text.slice(0, 2000))) return null;
  const item = /<(item|entry)[\s>]/.exec(text);
  if (item === null) return null;
  const close = text.indexOf(`</${item[1]}>`, item.index);
  const end = close < 0 ? text.length : close;
  const content =
    element(text, 'content:encoded', item.index, end) ??
    element(text, 'content', item.index, end) ??
    element(text, 'description', item.index, end) ??
    element(text, 'summary', item.index, end);
  if (content === null) return null;
  const fields = new Map<string, TracedText>();
  const put = (field: string, from: number, to: number, ...names: string[]) => {
    for (const name of names) {
      const found = element(text, name, from, to);
      if (found === null || fields.has(field)) continue;
      fields.set(field, TracedText.at(text.slice(found.start, found.end), found.start).trim());
    }
  };
  put('title', item.index, end, 'title');
  put('date', item.index, end, 'pubDate', 'published', 'dc:date', 'updated');
  put('author', item.index, end, 'dc:creator', 'author', 'name');
  put('site', 0, item.index, 'title');
  return { fields, start: content.start, end: content.end };
}

/** Where the content of an element lies, the marks of character data left out. */
function element(
  text: string,
  name: string,
  from: number,
  to: number,
): { start: number; end: number } | null {
  const open = text.indexOf(`<${name}`, from);
  if (open < 0 || open > to || !/[\s>]/.test(text[open + name.length + 1] ?? '')) return null;
  const start = text.indexOf('>', open) + 1;
  const end = text.indexOf(`</${name}>`, start);
  if (start === 0 || end < 0 || end > to) return null;
  const data = /^\s{0,50}<!\[CDATA\[/.exec(text.slice(start, start + 100));
  if (data === null) return { start, end };
  const close = text.indexOf(']]>', start);
  return { start: start + data[0].length, end: close < 0 || close > end ? end : close };
}

/** The format of decoded text: HTML by its tags, Markdown by its name or its front matter. */
export function textFormat(name: string, text: string, start: number): 'html' | 'markdown' | 'text' {
  const head = text.slice(start, start + 200_000);
  if (
    /^\s{0,500}<(?:!doctype\s+html|html|\?xml|head|body)\b/i.test(head.slice(0, 700)) ||
    /<html[\s>]/i.test(head.slice(0, 5000))
  )
    return 'html';
  let tags = 0;
  for (const _ of head.matchAll(
    /<(?:p|div|br|span|table|td|h[1-6]|section|article|li|a\s+href)\b[^<>]{0,300}>/gi,
  ))
    if (++tags >= 4) break;
  if (tags >= 4 || (tags >= 1 && /\.(?:[xs]?html?|mht(?:ml)?)$/i.test(name)) || (tags >= 2 && start > 0))
    return 'html';
  return start > 0 || /\.(?:md|markdown)$/i.test(name) ? 'markdown' : 'text';
}

/** Takes the marks of Markdown out of a page's lines. */
export function plainMarkdown(lines: readonly PageLine[]): PageLine[] {
  const out: PageLine[] = [];
  let fenced = false;
  for (const line of lines) {
    const text = line.text.text;
    if (/^(?:```|~~~)/.test(text)) {
      fenced = !fenced;
      continue;
    }
    if (/^={3,}$/.test(text) && !line.gap && out.length > 0 && out.at(-1)!.text.length <= 120) {
      out[out.length - 1] = { ...out.at(-1)!, level: 1 };
      continue;
    }
    if (fenced || /^(?:[-*_=]\s?){3,}$/.test(text) || /^!\[[^\]]{0,300}\]\([^)]{0,2000}\)$/.test(text))
      continue;
    if (/^\|.*\|$/.test(text)) {
      out.push({ ...line, markup: 'table' });
      continue;
    }
    const heading = /^(#{1,6})\s+/.exec(text);
    const mark = heading ?? /^(?:>\s?){1,5}|^[-*+]\s+/.exec(text);
    let plain = mark === null ? line.text : line.text.slice(mark[0].length);
    plain = withoutInlineMarks(plain).trim();
    if (plain.length > 0)
      out.push({
        ...line,
        text: plain,
        level: heading === null ? (isBoldLine(text) ? 6 : 0) : heading[1]!.length,
        hint: text.startsWith('>') ? 'deck' : null,
      });
  }
  return out;
}

function isBoldLine(text: string): boolean {
  return text.length <= 80 && /^\*\*[^*]+\*\*$/.test(text);
}

function withoutInlineMarks(line: TracedText): TracedText {
  if (/^\*[^*]+\*$/.test(line.text)) return withoutInlineMarks(line.slice(1, -1));
  if (!/[*`[\\]/.test(line.text)) return line;
  const edits: TextEdit[] = [];
  for (const m of line.text.matchAll(
    /!\[[^\][]{0,300}\]\([^()]{0,2000}\)|\[([^\][]{1,300})\]\([^()]{0,2000}\)|(\*\*|__|`)|\\([\\*_[\]#.()-])/g,
  )) {
    const text = m[1] ?? m[3] ?? '';
    const { index } = m;
    if (m[1] !== undefined) {
      edits.push(
        { start: index, end: index + 1, text: '' },
        { start: index + 1 + text.length, end: index + m[0].length, text: '' },
      );
    } else if (m[3] !== undefined) edits.push({ start: index, end: index + 1, text: '' });
    else edits.push({ start: index, end: index + m[0].length, text: '' });
  }
  return line.replace(edits);
}

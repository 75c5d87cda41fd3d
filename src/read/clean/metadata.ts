/** What a page says of itself: headline, date, publishers, authors, editors. */

import { type TextEdit, TracedText } from '../traced.js';
import type { FrontMatter } from './container.js';
import { findDates, type PageDate, readDate } from './date.js';
import type { HtmlPage } from './html.js';
import { bare, fold, type Vocabulary } from './lexicon.js';
import { type ClassedLine, isOutletName, isSiteTitle, type PageLine } from './lines.js';

/** The head of a page: what stands in its markup rather than in its text. */
export interface PageHead {
  frontMatter: FrontMatter | null;
  html: Pick<HtmlPage, 'meta' | 'documentTitle' | 'linkedData' | 'author'> | null;
}

export interface Headline {
  title: TracedText;
  /** The title as it stands in the page, where underscores took the place of its quotation marks. */
  raw: string | null;
}

export interface Metadata {
  published: string | null;
  publishedRaw?: string;
  outlet: string | null;
  originalOutlet: string | null;
  authors: string[];
  editors: string[];
}

const TITLE_META = ['articletitle', 'article:title', 'title', 'headline'];
const SHARED_TITLE_META = ['og:title', 'twitter:title'];
const DATE_META = [
  'pubdate',
  'publishdate',
  'article:published_time',
  'datepublished',
  'og:published_time',
  'og:release_date',
  'publish_time',
  'publishtime',
  '_pubtime',
  'firstpublishedtime',
  'article:create_at',
  'weibo: article:create_at',
  'weibo:article:create_at',
  'dc.date',
  'dcterms.issued',
  'date',
  'createdate',
];
const SITE_META = ['sitename', 'og:site_name', 'site_name', 'application-name', 'dc.publisher'];
const SOURCE_META = ['contentsource', 'article:source', 'og:source', 'source', 'mediaid', 'dc.source'];
const AUTHOR_META = ['author', 'article:author', 'dc.creator', 'og:article:author'];
const SITE_FIELDS = ['site', 'sitename', 'source', 'outlet', 'publisher', 'media', 'from', 'author'];

/** The headline as markup or front matter has it; null where only the text can tell. */
export function headlineOfHead(
  head: PageHead,
  lines: readonly PageLine[],
  vocabulary: Vocabulary,
): Headline | null {
  const field = head.frontMatter?.fields.get('title');
  if (field !== undefined)
    return restoreQuotes(withoutSite(field, siteOfHead(head, vocabulary), vocabulary).title);
  if (head.html === null) {
    const heading = lines.findIndex((line) => line.level === 1);
    return heading >= 0 && heading < 30 ? { title: lines[heading]!.text, raw: null } : null;
  }
  const { meta, documentTitle, linkedData } = head.html;
  const site = siteOfHead(head, vocabulary);
  const cms = first(meta, TITLE_META);
  if (cms !== null && !isSiteTitle(cms.text, vocabulary))
    return restoreQuotes(withoutSite(cms, site, vocabulary).title);
  const shared = first(meta, SHARED_TITLE_META);
  const stated = documentTitle ?? shared;
  const from = lines.findIndex((line) => line.region === 'article');
  const reach = lines.slice(0, from < 0 ? lines.length : from + 12);
  const inPage = stated === null ? null : lineWithin(reach, stated.text, vocabulary);
  if (inPage !== null) return { title: inPage, raw: null };
  const heading =
    reach
      .filter(
        (line) =>
          line.level === 1 && bare(line.text.text).length >= 4 && !isSiteTitle(line.text.text, vocabulary),
      )
      .at(-1) ?? null;
  if (heading !== null) return { title: heading.text, raw: null };
  const candidate = stated === null ? null : withoutSite(shared ?? stated, site, vocabulary).title;
  if (candidate !== null && bare(candidate.text).length >= 8 && !isSiteTitle(candidate.text, vocabulary))
    return restoreQuotes(candidate);
  if (linkedData.headline !== undefined) {
    const text = linkedData.headline.trim();
    return { title: new TracedText(text, new Int32Array(text.length).fill(-1)), raw: null };
  }
  const smaller = reach
    .filter(
      (line) =>
        line.level > 0 && line.level <= 3 && line.region === 'before' && bare(line.text.text).length >= 8,
    )
    .at(-1);
  return smaller === undefined ? null : { title: smaller.text, raw: null };
}

/** The longest line near the article that the document's title begins with, holds, or has as one of its parts. */
function lineWithin(lines: readonly PageLine[], stated: string, vocabulary: Vocabulary): TracedText | null {
  const whole = bare(stated);
  const parts = new Set(stated.split(TITLE_JOINT).map(bare));
  let best: TracedText | null = null;
  let length = 5;
  for (const line of lines) {
    if (line.text.length > 140 || line.text.length < 6) continue;
    const key = bare(line.text.text);
    if (
      key.length > length &&
      (parts.has(key) || whole.startsWith(key) || (key.length >= 10 && whole.includes(key))) &&
      !isSiteTitle(line.text.text, vocabulary)
    ) {
      best = line.text;
      length = key.length;
    }
  }
  return best;
}

function first(meta: ReadonlyMap<string, TracedText>, names: readonly string[]): TracedText | null {
  for (const name of names) {
    const value = meta.get(name);
    if (value !== undefined && value.text.trim() !== '') return value;
  }
  return null;
}

/** _十四五_ in a title that was a file name stands for “十四五”. */
function restoreQuotes(title: TracedText): Headline {
  const marks = [...title.text.matchAll(/_/g)].map((m) => m.index);
  if (marks.length === 0 || marks.length % 2 !== 0) return { title, raw: null };
  const edits: TextEdit[] = [];
  for (let i = 0; i < marks.length; i += 2) {
    const inner = title.text.slice(marks[i]! + 1, marks[i + 1]);
    if (inner === '' || inner.length > 30 || /\s$|^\s/.test(inner)) return { title, raw: null };
    edits.push(
      { start: marks[i]!, end: marks[i]! + 1, text: '“' },
      { start: marks[i + 1]!, end: marks[i + 1]! + 1, text: '”' },
    );
  }
  return { title: title.replace(edits), raw: title.text };
}

/** What joins the names of site, section and article in a document's title. */
const TITLE_JOINT = /[_|｜>»]+|-{2,}|\s[-–—·]\s|(?<![-–—])[-–—](?![-–—])|\s::\s/;

/** The name of the site in a document's title, given the headline that the title repeats; null where it has none. */
export function siteOfTitle(stated: string, headline: string, vocabulary: Vocabulary): string | null {
  const at = headline.length < 6 ? -1 : stated.indexOf(headline);
  if (at < 0) {
    if (!isSiteTitle(stated, vocabulary))
      return siteName(withoutSite(TracedText.at(stated, 0), null, vocabulary).site, vocabulary);
    const names = stated.split(/[-_|｜—–>»\s]+/).map((piece) => siteName(piece, vocabulary));
    return names.find((name) => name !== null && isOutletLike(name, vocabulary)) ?? null;
  }
  const tail = stated.slice(at + headline.length);
  const after = tail.split(/[_|｜>»\s]+|[-–—·]+|::/).map((piece) => siteName(piece, vocabulary));
  const before = stated
    .slice(0, at)
    .split(TITLE_JOINT)
    .map((piece) => siteName(piece, vocabulary));
  const like = (name: string | null): name is string =>
    name !== null && isOutletLike(name, vocabulary) && !isSection(name, vocabulary);
  const named = after.findLast(like) ?? before.find(like);
  if (named !== undefined) return named;
  const section = after.findLast((name) => name !== null);
  if (
    section != null &&
    section.length >= 4 &&
    isOutletLike(section, vocabulary) &&
    !vocabulary.chromeLines.has(section.slice(0, 2)) &&
    !vocabulary.chromeLines.has(section)
  )
    return section;
  // What a title adds after a joint is its site, though the name says nothing of it.
  const last = /^\s*(?:[_|｜]|-{1,2}|\s[-–—·]\s)/.test(tail) ? after.findLast((name) => name !== null) : null;
  return last != null && last.length <= 8 && !isSection(last, vocabulary) ? last : null;
}

function isSection(name: string, vocabulary: Vocabulary): boolean {
  const folded = fold(name);
  return (
    vocabulary.chromeLines.has(bare(folded)) ||
    (name.length <= 10 && vocabulary.channelEnd.test(folded) && !vocabulary.outlets.has(folded))
  );
}

/** 手机某某网, 某某日报数字报, 某某网(example.cn): the publisher without its edition or address. */
function siteName(name: string | null, vocabulary: Vocabulary): string | null {
  if (name === null) return null;
  const plain = name
    .trim()
    .replace(/[（(][^）)]{0,40}[）)]$/, '')
    .replace(/^手机(?=.{2,}网$)/, '');
  const m = vocabulary.editionEnd.exec(fold(plain));
  const base = m === null || m.index < 2 ? plain : plain.slice(0, m.index);
  return base === '' ||
    /[〔［[]\d{4}/.test(base) ||
    /[,，。:：;；!！?？、《》“”]/.test(base) ||
    vocabulary.platforms.has(fold(base))
    ? null
    : base;
}

/** Cuts names of sites and channels off the end of a document's title: …_新浪财经_新浪网. */
export function withoutSite(
  title: TracedText,
  site: string | null,
  vocabulary: Vocabulary,
): { title: TracedText; site: string | null } {
  let rest = title.trim();
  let found: string | null = null;
  for (let round = 0; round < 5; round++) {
    const m =
      /\s*(?:[_|｜]|-{2}|\s[-–—·]{1,2}\s?|(?<![-–—])[-–—](?![-–—])|\s»\s|\s::\s|[<《]{2})\s*([^_|｜]{1,30}?)\s*$/.exec(
        rest.text.slice(-60),
      );
    if (m === null) break;
    const tail = m[1]!;
    const cut = Math.max(0, rest.length - 60) + m.index;
    const folded = fold(tail);
    const isSite =
      (site !== null && (bare(folded) === bare(fold(site)) || folded.includes(fold(site)))) ||
      vocabulary.outlets.has(folded) ||
      (folded.length <= 20 && !/[,。:;!?、]/.test(folded) && vocabulary.outletEnd.test(folded)) ||
      (folded.length <= 8 && vocabulary.chromeLines.has(bare(folded)));
    if (!isSite || bare(rest.text.slice(0, cut)).length < 6) break;
    // The outermost name is the site; what stands before it is a channel of it.
    found ??= tail;
    rest = rest.slice(0, cut).trim();
  }
  return { title: rest, site: found };
}

function isOutletLike(name: string, vocabulary: Vocabulary): boolean {
  const folded = fold(name.trim());
  return (
    folded !== '' &&
    (vocabulary.outlets.has(folded) ||
      vocabulary.outletStart.test(folded) ||
      vocabulary.outletEnd.test(folded))
  );
}

function siteOfHead(head: PageHead, vocabulary: Vocabulary): string | null {
  if (head.html !== null) {
    const stated = siteName(
      first(head.html.meta, SITE_META)?.text ?? head.html.linkedData.publisher ?? null,
      vocabulary,
    );
    if (stated !== null && /\p{Script=Han}/u.test(stated)) return stated;
  }
  for (const key of SITE_FIELDS) {
    const value = head.frontMatter?.fields.get(key)?.text.trim();
    if (
      value !== undefined &&
      value.length <= 30 &&
      !value.startsWith('http') &&
      (key === 'author' || key === 'from' ? isOutletLike(value, vocabulary) : value !== '')
    )
      return value;
  }
  return null;
}

interface Credit {
  /** From the label to the end of the value. */
  start: number;
  end: number;
  label: string;
  value: string;
  /** What stands before the label in one word with it: 智通财经 in 智通财经编辑. */
  owner: string;
}

/** Labels and their values on one line. Cost is linear in the length of the line, which is short. */
export function creditsOf(text: string, vocabulary: Vocabulary): Credit[] {
  const folded = fold(text);
  const labels: { start: number; end: number; word: string; owner: string }[] = [];
  for (const m of folded.matchAll(vocabulary.label)) {
    const word = m[0].replace(/\s*[:/丨|]$/, '');
    const owner =
      /[\p{Script=Han}A-Za-z0-9]{1,12}$/u.exec(folded.slice(labels.at(-1)?.end ?? 0, m.index))?.[0] ?? '';
    if (word.length === 1 && owner !== '') continue;
    labels.push({ start: m.index, end: m.index + m[0].length, word, owner });
  }
  return labels.map((label, i) => {
    const next = labels[i + 1];
    let end = next === undefined ? text.length : next.start;
    const date = findDates(folded.slice(label.end, end))[0];
    if (date !== undefined && !vocabulary.labels.date.has(label.word)) end = label.end + date.start;
    const lead = /^[\s“"《「]*/.exec(text.slice(label.end, end))![0].length;
    const value = text.slice(label.end + lead, end);
    const cut = /[）)\]】〕|｜丨;；。”"」》]|\s{3,}|\[/.exec(value);
    const kept = (cut === null ? value : value.slice(0, cut.index)).trim();
    return {
      label: label.word,
      value: kept,
      owner: label.owner,
      start: label.start,
      end: label.end + lead + kept.length,
    };
  });
}

/** Names in a credit: 张三 李四, 王 伟, 记者张三、通讯员李四. Codes of the editorial system are left out. */
export function namesIn(value: string, vocabulary: Vocabulary): string[] {
  const names: string[] = [];
  let single = '';
  for (const token of value.split(/[\s、,，;；/&|]+/)) {
    const name = token
      .replace(vocabulary.reporter, '')
      .replace(/^[:：]+|[.。]+$/g, '')
      .split('_')[0]!;
    if (
      /[:：]/.test(name) ||
      vocabulary.chromeStart.test(fold(name)) ||
      vocabulary.chromeLines.has(bare(fold(name)))
    )
      break;
    if (name === '' || /\d/.test(name) || name.length > 20 || vocabulary.noNames.has(bare(fold(name))))
      continue;
    if (name.length === 1) {
      single += name;
      if (single.length < 2) continue;
    }
    names.push(single.length >= 2 ? single : name);
    single = '';
  }
  return [...new Set(names)];
}

/** Reads metadata from the head of the page and from the lines around its article. */
export function readMetadata(
  classed: readonly ClassedLine[],
  head: PageHead,
  documentSite: string | null,
  vocabulary: Vocabulary,
): Metadata {
  const isArticle = (c: ClassedLine) => c.kind === 'text' || c.kind === 'deck';
  let opening = classed.findIndex((c) => c.kind === 'text');
  if (opening < 0) opening = classed.length;
  let closing = classed.length - 1;
  while (closing > opening && !isArticle(classed[closing]!)) closing--;
  const titleAt = classed.findLastIndex((c, i) => i < opening && c.kind === 'title');
  const headLines = classed.slice(
    Math.max(0, Math.min(titleAt < 0 ? opening : titleAt, opening - 12) - 6),
    opening,
  );
  const tailLines = classed.slice(closing + 1, closing + 26);
  const within = classed
    .slice(opening, closing + 1)
    .filter(
      (c) =>
        c.kind === 'byline' ||
        c.kind === 'editor' ||
        c.kind === 'caption' ||
        c.kind === 'disclaimer' ||
        c.kind === 'dateline',
    );
  const paragraphs = classed
    .slice(opening, closing + 1)
    .filter((c) => c.kind === 'text')
    .map((c) => c.line.text.text);

  const authors: string[] = [];
  const editors: string[] = [];
  const sources: string[] = [];
  let origin: string | null = null;
  let owner: string | null = null;
  const credit = (c: ClassedLine) => {
    if (
      c.kind === 'navigation' ||
      c.kind === 'title' ||
      c.kind === 'deck' ||
      c.kind === 'breadcrumb' ||
      c.kind === 'caption' ||
      c.kind === 'related' ||
      c.kind === 'teaser'
    )
      return;
    const text = c.line.text.text;
    if (text.length > 300) return;
    for (const { label, value, owner: before } of creditsOf(text, vocabulary)) {
      if (value === '') continue;
      if (vocabulary.labels.editor.has(label)) {
        editors.push(...namesIn(value, vocabulary));
        if (before !== '' && isOutletLike(before, vocabulary)) owner ??= before;
      } else if (vocabulary.labels.author.has(label)) {
        for (const name of namesIn(value, vocabulary)) {
          if (name.length > 4 && isOutletLike(name, vocabulary)) sources.push(name);
          else authors.push(name);
        }
      } else if (vocabulary.labels.origin.has(label)) origin ??= outletName(value);
      else if (vocabulary.labels.source.has(label)) pushName(sources, outletName(value));
    }
    for (const label of vocabulary.labels.origin) {
      const at = fold(text).indexOf(label);
      if (at >= 0 && at <= 2 && origin === null)
        origin = outletName(text.slice(at + label.length).replace(/^[:：自于\s]+/, ''));
    }
    if (c.kind === 'disclaimer') {
      const m = /^([^,，。：:]{2,8}?)(?:免责|版权|特别|郑重)?声明[：:]/.exec(text);
      if (m !== null && isOutletLike(m[1]!, vocabulary)) owner ??= m[1]!;
    }
  };
  for (const c of [...headLines, ...within, ...tailLines]) credit(c);
  const underTitle = headLines.slice(headLines.findLastIndex((c) => c.kind === 'title') + 1);
  const named = headLines.flatMap((c) =>
    c.kind === 'navigation' && !underTitle.includes(c)
      ? editionOf(c, vocabulary)
      : bareOutlets(c, vocabulary),
  );
  for (const text of [paragraphs[0], paragraphs[1], paragraphs.at(-1)])
    if (text !== undefined) authors.push(...reportersIn(text, vocabulary));
  for (const c of underTitle) {
    const { text } = c.line.text;
    if (c.kind === 'byline') authors.push(...reportersIn(text, vocabulary));
    // An account of the messenger: 原创 author account date.
    const own = /^原创[\s:：]+(\p{Script=Han}{2,4})\s+(?!\1)\p{Script=Han}{2,}/u.exec(text);
    if (own !== null && (c.kind === 'byline' || c.kind === 'dateline')) authors.push(own[1]!);
  }

  const wire = wireService(paragraphs[0] ?? '', vocabulary);
  const meta = head.html?.meta ?? new Map<string, TracedText>();
  const metaSource = first(meta, SOURCE_META)?.text;
  if (metaSource !== undefined && /\p{Script=Han}/u.test(metaSource)) {
    const name = outletName(metaSource);
    if (name !== null) sources.unshift(name);
  }
  const metaAuthor =
    first(meta, AUTHOR_META)?.text ??
    head.html?.author ??
    head.html?.linkedData.author ??
    head.frontMatter?.fields.get('author')?.text;
  if (
    metaAuthor !== undefined &&
    authors.length === 0 &&
    /\p{Script=Han}/u.test(metaAuthor) &&
    !isOutletLike(metaAuthor, vocabulary)
  )
    for (const name of namesIn(metaAuthor, vocabulary))
      if (!isOutletLike(name, vocabulary)) authors.push(name);

  const site =
    siteOfHead(head, vocabulary) ??
    documentSite ??
    siteOfBreadcrumb(classed.slice(0, opening), vocabulary) ??
    named[0] ??
    (head.html === null ? null : publisherOf(classed, vocabulary));
  const outlet =
    site ??
    sources[0] ??
    speakerOutlet(paragraphs, vocabulary) ??
    owner ??
    signatory(paragraphs, vocabulary) ??
    origin;
  const other = (name: string | null | undefined) =>
    name != null && (outlet === null || bare(fold(name)) !== bare(fold(outlet)));
  const originalOutlet = [origin, ...sources, ...named, wire].find(other) ?? null;
  return {
    ...publication(classed, headLines, tailLines, opening, head, paragraphs, vocabulary),
    outlet,
    originalOutlet,
    authors: unique(authors),
    editors: unique(editors),
  };
}

function unique(names: readonly string[]): string[] {
  return [...new Set(names)];
}

/** The name in front of 公众号, 微信, brackets or a note. */
function outletName(value: string): string | null {
  const quoted = /^[“"「《]([^”"」》]{2,24})[”"」》]/.exec(value)?.[1];
  if (quoted !== undefined) return quoted;
  const name = value
    .replace(/^(?:微信)?公众号[:：\s]*/, '')
    .replace(/^[“"「《]/, '')
    .split(/[\s,，。;；|｜()（）[\]【】”"」》]/)[0]!
    .replace(/^综合自?/, '')
    .replace(/(?:微信公众号|公众号|微信号|官方微信|微信)$/, '')
    .trim();
  return name.length >= 2 && name.length <= 30 && !/^https?:/.test(name) ? name : null;
}

function pushName(names: string[], name: string | null): void {
  if (name !== null) names.push(name);
}

/** Outlets that stand unlabelled beside the date, or on a line of their own under the headline. */
function bareOutlets(c: ClassedLine, vocabulary: Vocabulary): string[] {
  const text = c.line.text.text;
  if (c.kind === 'byline') return /^原创\s/.test(text) ? text.split(/\s+/).slice(-1) : [];
  if (c.kind === 'navigation') {
    const edition = editionOf(c, vocabulary);
    if (edition.length > 0) return edition;
    const names = text.split(/[\s\u3000]+/);
    const all =
      text.length <= 40 &&
      (isOutletName(fold(text), vocabulary) ||
        names.every((name) => name.length >= 4 && isOutletLike(name, vocabulary)));
    return all && !/[，。：:；！？、]/.test(text) ? names : [];
  }
  if (c.kind !== 'dateline') return [];
  const taken = [...creditsOf(text, vocabulary), ...findDates(fold(text))].sort((a, b) => a.start - b.start);
  let rest = '';
  let at = 0;
  for (const { start, end } of taken) {
    if (start > at) rest += `${text.slice(at, start)} `;
    at = Math.max(at, end);
  }
  rest = (rest + text.slice(at)).replace(/[[【(（<][^\]】)）>]{0,20}[\]】)）>]/g, ' ');
  const words = rest.split(/[\s|｜·•/]+/).filter((word) => word !== '');
  return words.filter((word) => {
    const key = bare(fold(word));
    return (
      word.length >= 3 &&
      word.length <= 20 &&
      /^[\p{Script=Han}\d]/u.test(word) &&
      !/[:：,，]/.test(word) &&
      !vocabulary.chromeLines.has(key) &&
      !vocabulary.chromeStart.test(fold(word)) &&
      (isOutletLike(word, vocabulary) || (words.length === 1 && word.length >= 4))
    );
  });
}

/** 某某日报数字报 above a page names its paper. */
function editionOf(c: ClassedLine, vocabulary: Vocabulary): string[] {
  const text = c.line.text.text;
  const name = text.length <= 30 ? siteName(text, vocabulary) : null;
  return name !== null && name !== text && isOutletName(fold(name), vocabulary) ? [name] : [];
}

/** 某某网 > 财经 > 正文: the way to a page begins at its site. */
function siteOfBreadcrumb(opening: readonly ClassedLine[], vocabulary: Vocabulary): string | null {
  for (const c of opening) {
    if (c.kind !== 'breadcrumb') continue;
    const text = c.line.text.text.replace(/^[^:：>»]{0,12}[:：]\s*/, '');
    const name = siteName(text.split(/\s*(?:>>?|»|›|→|\/|-)\s*/)[0]!, vocabulary);
    if (name !== null && name.length >= 3 && isOutletLike(name, vocabulary) && !isSection(name, vocabulary))
      return name;
  }
  return null;
}

/** Who runs the site, by the foot of the page. A company is only its operator. */
function publisherOf(classed: readonly ClassedLine[], vocabulary: Vocabulary): string | null {
  for (const c of classed.slice(-40)) {
    if (c.line.region === 'article' || c.line.text.length > 300) continue;
    const name = vocabulary.publisher.exec(fold(c.line.text.text))?.[1];
    if (name !== undefined && !/公司|所有|保留/.test(name) && isOutletLike(name, vocabulary)) return name;
  }
  return null;
}

/** （记者张三、李四）, 本报记者 张三. */
function reportersIn(text: string, vocabulary: Vocabulary): string[] {
  const names: string[] = [];
  const edges = text.length <= 400 ? [text] : [text.slice(0, 160), text.slice(-160)];
  for (const edge of edges) {
    for (const m of edge.matchAll(/[（(]([^（）()]{2,60})[）)]/g)) {
      const inner = m[1]!;
      const at = inner.search(vocabulary.reporter);
      if (at < 0 || at > 8 || /[。，,：:]|摄/.test(inner.slice(at))) continue;
      names.push(...namesIn(inner.slice(at), vocabulary));
    }
    const lead =
      /^(?:[^\s，。（(]{0,10}?)(?:本报|本网|本刊|本台|新华社|每经|见习|实习)?(?:见习|实习|全媒体)?记者[\s　]+((?:\p{Script=Han}{2,3}|\p{Script=Han}\s\p{Script=Han})(?:[\s　、]+\p{Script=Han}{2,3}){0,3})[\s　]*(?:\p{Script=Han}{2}报道)?(?:$|[\s　])/u.exec(
        edge,
      );
    if (lead !== null) names.push(...namesIn(lead[1]!, vocabulary));
  }
  return names.filter((name) => /^[\p{Script=Han}·]{2,8}$/u.test(name));
}

/** 新华社北京8月12日电, 中新网3月2日电, 央视网消息. */
function wireService(text: string, vocabulary: Vocabulary): string | null {
  const opening = text.slice(0, 60).replace(/^[\s（(【[]+/, '');
  const m =
    /^([^，。：:\s（(]{2,24}?)(?:\d{1,2}月\d{1,2}日)?(?:电|讯|消息)(?=[\s，,：:（(）)】\]丨|]|$)/.exec(
      opening,
    );
  if (m === null || m[1]!.startsWith('本')) return null;
  const name = m[1]!.replace(/\d.*$/, '');
  for (let length = Math.min(name.length, 8); length >= 2; length--)
    if (vocabulary.outlets.has(fold(name.slice(0, length)))) return name.slice(0, length);
  for (let length = 3; length <= Math.min(name.length, 8); length++)
    if (/[社网报]$|新闻$|客户端$/.test(name.slice(0, length))) return name.slice(0, length);
  return null;
}

/** 智通财经APP获悉: the page's own outlet speaks in its first paragraphs. */
function speakerOutlet(paragraphs: readonly string[], vocabulary: Vocabulary): string | null {
  for (const text of paragraphs.slice(0, 2)) {
    const m =
      /^[（(【]?([\p{Script=Han}\d]{2,12}?)\s?(?:APP|App|app|客户端|记者)?\s?(?:获悉|了解到|讯|消息)(?=[，,：:\s】）)])/u.exec(
        text.slice(0, 40),
      );
    if (
      m !== null &&
      !/^(?:本|据|记者|此前)/.test(m[1]!) &&
      (/\bAPP|客户端/i.test(m[0]) || isOutletLike(m[1]!, vocabulary))
    )
      return m[1]!;
  }
  return null;
}

function publication(
  classed: readonly ClassedLine[],
  headLines: readonly ClassedLine[],
  tailLines: readonly ClassedLine[],
  opening: number,
  head: PageHead,
  paragraphs: readonly string[],
  vocabulary: Vocabulary,
): { published: string | null; publishedRaw?: string } {
  const meta = head.html === null ? null : first(head.html.meta, DATE_META);
  const inMeta = meta === null ? null : readDate(meta.text);
  if (inMeta !== null) return { published: inMeta, publishedRaw: meta!.text };

  const dated = (lines: readonly ClassedLine[]) =>
    best(
      lines.flatMap((c) =>
        c.kind === 'dateline' || c.kind === 'byline' || c.kind === 'chrome' || c.kind === 'editor'
          ? datesOfLine(c.line.text.text, vocabulary)
          : [],
      ),
    );
  const line = dated(headLines) ?? dated(classed.slice(0, opening));
  if (line !== null) return { published: line.date, publishedRaw: line.text.slice(line.start, line.end) };
  const data = head.html?.linkedData.datePublished;
  if (data !== undefined) {
    const date = readDate(data);
    if (date !== null) return { published: date, publishedRaw: data };
  }
  for (const key of [
    'date',
    'pubdate',
    'published',
    'publish_date',
    'publishdate',
    'created',
    'time',
    'datetime',
  ]) {
    const value = head.frontMatter?.fields.get(key)?.text;
    const date = value === undefined ? null : readDate(value);
    if (date !== null) return { published: date, publishedRaw: value! };
  }
  const after = tailLines
    .filter((c) => c.kind === 'dateline' && findDates(fold(c.line.text.text)).length > 0)
    .slice(0, 1);
  const foot = dated(after);
  if (foot !== null) return { published: foot.date, publishedRaw: foot.text.slice(foot.start, foot.end) };
  const signed = signatureOf(paragraphs);
  if (signed !== null) return { published: signed.date, publishedRaw: paragraphs[signed.at]! };
  // Digital newspapers date the page of the paper only, not the article.
  const issue = best(
    classed
      .slice(0, opening)
      .filter((c) => c.line.text.length <= 40)
      .flatMap((c) => datesOfLine(c.line.text.text, vocabulary)),
  );
  return issue === null
    ? { published: null }
    : { published: issue.date, publishedRaw: issue.text.slice(issue.start, issue.end) };
}

interface StatedDate extends PageDate {
  text: string;
  /** 3 for a date of publication, 2 with a clock, 1 without, 0 for a later change, -1 for the document's own date. */
  rank: number;
}

/** The dates of a line, without the reader's own day. */
function datesOfLine(text: string, vocabulary: Vocabulary): StatedDate[] {
  const folded = fold(text);
  const found: StatedDate[] = [];
  for (const date of findDates(folded)) {
    const lead = folded.slice(Math.max(0, date.start - 16), date.start);
    const { today, document, update, publication } = vocabulary.dateOf;
    if (today.test(lead)) continue;
    const rank = document.test(lead)
      ? -1
      : update.test(lead)
        ? 0
        : publication.test(lead)
          ? 3
          : date.timed
            ? 2
            : 1;
    found.push({ ...date, text, rank });
  }
  return found;
}

/** The date that most is one of publication; among equals the last, as it stands nearest to the article. */
function best(dates: readonly StatedDate[]): StatedDate | null {
  let found: StatedDate | null = null;
  for (const date of dates) if (found === null || date.rank >= found.rank) found = date;
  return found;
}

function signatory(paragraphs: readonly string[], vocabulary: Vocabulary): string | null {
  const signed = signatureOf(paragraphs);
  const name = signed === null ? undefined : paragraphs[signed.at - 1];
  return name !== undefined && name.length <= 30 && isOutletLike(name, vocabulary) ? name : null;
}

/** A notice is dated by its signature: a line that is nothing but a date. An annex may follow it. */
function signatureOf(paragraphs: readonly string[]): { at: number; date: string } | null {
  for (const [at, text] of paragraphs.entries()) {
    if (text.length > 24) continue;
    const date = findDates(fold(text))[0];
    if (date !== undefined && date.start <= 1 && date.end >= text.length - 1) return { at, date: date.date };
  }
  return null;
}

// Lines of work without numbers: parallel 要… sentences, sentences that repeat their head, and single commitments
// such as 下一步将… or 在…方面,要….
import type { Span } from '../../model/index.js';
import type { Article, ArticleParagraph } from '../article.js';
import { type CutClause, cutSentences, likeness } from './clauses.js';
import { endOf, type Grammar } from './lexicon.js';
import { type Item, lookOf, type WorkList } from './lists.js';
import { measuresOf, measuresOfSentence, readClause } from './measures.js';
import { firstFrom } from './spans.js';

export type Covered = (offset: number) => boolean;

/** Paragraphs of running text that no numbered list covers yet. */
function openParagraphs(article: Article): ArticleParagraph[] {
  return article.paragraphs.filter((paragraph) => paragraph.role === 'body' || paragraph.role === 'answer');
}

/** 要A，…。要B，…。: each 要 opens an item; two make a list when they carry measures, three always do. */
export function parallelLists(article: Article, covered: Covered, reported: Covered, g: Grammar): WorkList[] {
  const lists = paragraphLists(article, (offset) => covered(offset) || reported(offset), g);
  const taken = new Set(lists.flatMap(({ items }) => items.map(({ extent }) => extent.start)));
  for (const paragraph of openParagraphs(article)) {
    if (taken.has(paragraph.start)) continue;
    const heads = headsOf(article, paragraph, covered, g);
    if (heads.length < 2) continue;
    const end = endOfRun(article, paragraph, heads.at(-1)!, covered, g);
    const items = heads.map((head, index): Item => {
      const next = heads[index + 1];
      return {
        ordinal: index + 1,
        title: head,
        extent: { start: head.start, end: next === undefined ? end : next.start },
        implicitOrdinal: true,
      };
    });
    const { text } = article;
    const carried = items.reduce(
      (sum, item) =>
        sum + measuresOf(text, { start: item.title.end, end: item.extent.end, committed: true }, g).length,
      0,
    );
    const active = items.filter((item) => isWork(text, item.title, g)).length;
    if (active * 2 < items.length || (items.length === 2 && carried < 2)) continue;
    lists.push({
      kind: 'parallel',
      group: groupOfHeads(text, heads, g),
      items,
      start: heads[0]!.start,
      size: items.length,
    });
  }
  return lists;
}

/** A sign that sets off an item, with the spaces around it. */
const BULLET = /^([▶►▷●○•·◆◇■□★☆✦✔✅➤➢❖※]|[—–-]{1,2})\s{0,3}/u;

/** Three or more paragraphs on end that open with the same word or sign: 要…, 聚焦…, ●…. Most carry measures. */
function paragraphLists(article: Article, covered: Covered, g: Grammar): WorkList[] {
  const { text } = article;
  const lists: WorkList[] = [];
  let run: { word: string; paragraph: ArticleParagraph; title: Span }[] = [];
  const close = () => {
    const items = run.map(
      ({ paragraph, title }, index): Item => ({
        ordinal: index + 1,
        title,
        extent: { start: paragraph.start, end: paragraph.end },
        implicitOrdinal: true,
      }),
    );
    const carrying = items.filter(
      ({ title, extent }) =>
        isWork(text, title, g) &&
        measuresOf(text, { start: title.end, end: extent.end, committed: true }, g).length > 0,
    );
    if (items.length >= 3 && carrying.length * 3 >= items.length * 2) {
      const titles = items.map(({ title }) => title);
      const group = BULLET.test(run[0]!.word) ? '' : groupOfHeads(text, titles, g);
      lists.push({ kind: 'parallel', group, items, start: items[0]!.extent.start, size: items.length });
    }
    run = [];
  };
  for (const paragraph of article.paragraphs) {
    const bullet = BULLET.exec(text.slice(paragraph.start, paragraph.start + 8));
    const start = paragraph.start + (bullet?.[0].length ?? 0);
    const word = bullet === null ? endOf(g.anaphoraAt, text, start) : start;
    const title = cutSentences(text, start, paragraph.end)[0]?.[0];
    const running = paragraph.role === 'body' || paragraph.role === 'answer';
    if (word < 0 || title === undefined || !running || covered(paragraph.start)) {
      close();
      continue;
    }
    const key = bullet?.[1] ?? text.slice(start, word);
    if (run.length > 0 && run[0]!.word !== key) close();
    run.push({ word: key, paragraph, title: { start: title.start, end: title.end } });
  }
  close();
  return lists;
}

function isWork(text: string, title: Span, g: Grammar): boolean {
  const start = text[title.start] === '要' ? title.start + 1 : title.start;
  return lookOf(text, { start, end: title.end }, g) === 'action' || endOf(g.framed, text, start) > 0;
}

/** Clauses that open with 要, or sentences three or more of which open with the same word. */
function headsOf(article: Article, paragraph: ArticleParagraph, covered: Covered, g: Grammar): Span[] {
  const { text } = article;
  const musts: Span[] = [];
  const repeated = new Map<string, Span[]>();
  for (const sentence of cutSentences(text, paragraph.start, paragraph.end)) {
    const first = sentence[0]!;
    if (covered(first.start) || isCited(text, sentence, g)) continue;
    for (const clause of sentence) {
      const at = mustAt(text, clause, g);
      if (at >= 0) musts.push({ start: at, end: clause.end });
    }
    const word = endOf(g.anaphoraAt, text, first.start);
    if (word > 0) {
      const key = text.slice(first.start, word);
      const heads = repeated.get(key);
      const head = { start: first.start, end: first.end };
      if (heads === undefined) repeated.set(key, [head]);
      else heads.push(head);
    }
  }
  if (musts.length >= 2) return musts;
  for (const heads of repeated.values()) if (heads.length >= 3) return heads;
  return [];
}

/** Where the 要 of a clause stands that opens it, perhaps behind a connective or a party; -1 where none does. */
function mustAt(text: string, clause: CutClause, g: Grammar): number {
  let at = clause.start;
  for (let step = 0; step < 3; step++) {
    if (text[at] === '要') return '素点求闻害紧件么'.includes(text[at + 1] ?? '素') ? -1 : at;
    const connective = endOf(g.connectiveAt, text, at);
    const actor = endOf(g.actorAt, text, at);
    const next = Math.max(connective, actor);
    if (next < 0 || next >= clause.end) return -1;
    // 既要…也要… is one thought.
    if (/[也还更既都就]/u.test(text.slice(at, next))) return -1;
    at = next;
  }
  return -1;
}

function isCited(text: string, sentence: readonly CutClause[], g: Grammar): boolean {
  return g.cited.test(
    text.slice(sentence[0]!.start, Math.min(sentence.at(-1)!.end, sentence[0]!.start + 80)),
  );
}

/** The last head reaches to the end of its paragraph, or to a sentence that reports, closes or looks elsewhere. */
function endOfRun(
  article: Article,
  paragraph: ArticleParagraph,
  head: Span,
  covered: Covered,
  g: Grammar,
): number {
  const { text } = article;
  const { sentences } = paragraph;
  for (let i = firstFrom(sentences, head.start + 1); i < sentences.length; i++) {
    const sentence = sentences[i]!;
    if (
      covered(sentence.start) ||
      endOf(g.closingAt, text, sentence.start) > 0 ||
      endOf(g.pastFrameAt, text, sentence.start) > 0 ||
      endOf(g.futureFrameAt, text, sentence.start) > 0
    )
      return sentence.start;
  }
  return paragraph.end;
}

function groupOfHeads(text: string, heads: readonly Span[], g: Grammar): string {
  const words = heads.map((head) => text.slice(head.start, head.end));
  const first = words[0]!;
  for (let length = Math.min(first.length, 5); length >= 1; length--) {
    const opening = first.slice(0, length);
    if (words.filter((word) => word.startsWith(opening)).length * 2 <= words.length) continue;
    const word = endOf(g.anaphoraAt, opening, 0);
    return length === 1 || opening === '要' || word === opening.length ? `${opening}…` : opening;
  }
  return '要…';
}

const TOPIC =
  /^[“"]?(?:(?:[^，,：:]{1,20}(?:表示|强调|指出|介绍|说|称|透露)[，,：:])?)(?:在|关于|就)([^，,。]{2,30}?)(?:工作)?(?:方面|工作)[，,]/u;

/** 在A方面，…。在B方面，…。: sentences or paragraphs that each open with their subject. */
export function topicLists(
  article: Article,
  others: readonly WorkList[],
  covered: Covered,
  g: Grammar,
): WorkList[] {
  const { text } = article;
  const inOrder = [...others].sort((a, b) => a.start - b.start);
  const lists: WorkList[] = [];
  let run: { item: Item; paragraph: number }[] = [];
  const close = () => {
    const items = run.map(({ item }, index) => ({ ...item, ordinal: index + 1 }));
    const active = items.filter(
      ({ title, extent }) =>
        measuresOf(text, { start: title.end, end: extent.end, committed: true }, g).length > 0,
    );
    if (items.length >= 2 && active.length * 2 > items.length)
      lists.push({ kind: 'parallel', group: '', items, start: items[0]!.extent.start, size: items.length });
    run = [];
  };
  for (const paragraph of openParagraphs(article)) {
    for (const sentence of paragraph.sentences) {
      const last = run.at(-1);
      if (last !== undefined && paragraph.index - last.paragraph > 1) close();
      const topic = TOPIC.exec(text.slice(sentence.start, Math.min(sentence.end, sentence.start + 80)));
      if (topic === null || covered(sentence.start)) continue;
      const inside = inOrder[firstFrom(inOrder, sentence.start + 1)];
      if (inside !== undefined && inside.start < sentence.end) continue;
      const previous = run.at(-1);
      if (previous !== undefined && previous.paragraph === paragraph.index)
        previous.item.extent.end = sentence.start;
      const start = sentence.start + topic[0].lastIndexOf(topic[1]!);
      run.push({
        paragraph: paragraph.index,
        item: {
          ordinal: null,
          title: { start, end: start + topic[1]!.length },
          extent: { start: sentence.start, end: paragraph.end },
          implicitOrdinal: true,
        },
      });
    }
  }
  close();
  return lists;
}

/** 下一步将…, 在…方面,要…, 工信部将…: one direction a paragraph, where enough is committed to. */
export function singleCommitments(
  article: Article,
  others: readonly WorkList[],
  covered: Covered,
  g: Grammar,
): WorkList[] {
  const { text } = article;
  const lists: WorkList[] = [];
  const paragraphs = openParagraphs(article);
  const inOrder = [...others].sort((a, b) => a.start - b.start);
  for (const [index, paragraph] of paragraphs.entries()) {
    if (covered(paragraph.start)) continue;
    // What a page says first it says of the list to come; so does what stands right before a list.
    const summary = others.length > 0 && index === 0;
    const next = inOrder[firstFrom(inOrder, paragraph.start + 1)];
    if (summary || (next !== undefined && next.start <= paragraph.end + 2)) continue;
    let topic: string | null = null;
    let ahead = false;
    for (const sentence of cutSentences(text, paragraph.start, paragraph.end)) {
      const first = sentence[0]!;
      if (covered(first.start)) break;
      const whole = text.slice(first.start, sentence.at(-1)!.end + 1);
      if (isCited(text, sentence, g) || g.event.test(whole) || announces(whole, g)) continue;
      topic ??= TOPIC.exec(whole.slice(0, 80))?.[1] ?? null;
      ahead ||= sentence
        .slice(0, 3)
        .some((clause) => endOf(g.futureFrameAt, text, skipQuote(text, clause.start)) > 0);
      const actions = withoutPrinciples(text, measuresOfSentence(text, sentence, topic !== null, g));
      if (actions.length === 0) continue;
      const extent = { start: first.start, end: paragraph.end };
      const all = withoutPrinciples(text, measuresOf(text, { ...extent, committed: true }, g));
      const following = paragraphs[index + 1];
      const follows =
        topic !== null &&
        all.length < 2 &&
        following !== undefined &&
        following.index === paragraph.index + 1 &&
        !covered(following.start);
      const more = follows
        ? measuresOf(text, { start: following.start, end: following.end, committed: true }, g)
        : [];
      if (more.length >= 2) extent.end = following!.end;
      if (topic === null && !ahead && others.length > 0) break;
      const needed = topic !== null || (ahead && others.length === 0) ? 2 : 3;
      const told = [...all, ...more].filter((span) => !g.formula.test(text.slice(span.start, span.end)));
      if (all.length + more.length < needed || told.length < 2) break;
      const title = chooseTitle(article, sentence, actions, paragraph, g);
      lists.push({
        kind: 'single',
        group: topic === null ? (ahead ? aheadWord(text, sentence, g) : '') : withoutVerb(topic, g),
        items: [{ ordinal: null, title, extent, implicitOrdinal: false }],
        start: first.start,
        size: 1,
      });
      break;
    }
  }
  return lists;
}

/** 尊重产业规律, 坚持企业主体: by what one acts, no act. */
const PRINCIPLE =
  /^(?:要)?(?:尊重|遵循|坚持|把握|秉持|立足|牢牢把握)[^，。]{2,12}(?:规律|原则|主体|主导|导向|主线|方针|理念|底线|总基调|方向)$/u;

function withoutPrinciples<T extends Span>(text: string, actions: readonly T[]): T[] {
  return actions.filter((action) => !PRINCIPLE.test(text.slice(action.start, action.end)));
}

/** 将重点做好六个方面工作: the sentence promises a list, it is none. */
function announces(sentence: string, g: Grammar): boolean {
  return sentence.search(g.announced) >= 0;
}

function skipQuote(text: string, at: number): number {
  return text[at] === '“' ? at + 1 : at;
}

function aheadWord(text: string, sentence: readonly CutClause[], g: Grammar): string {
  for (const clause of sentence) {
    const end = endOf(g.futureFrameAt, text, skipQuote(text, clause.start));
    if (end > 0) return text.slice(skipQuote(text, clause.start), end);
  }
  return '下一步';
}

/** 推动产业基础再造工程 → 产业基础再造工程. */
export function withoutVerb(topic: string, g: Grammar): string {
  const end = endOf(g.actionAt, topic, 0);
  return end > 0 && topic.length - end >= 4 ? topic.slice(end) : topic;
}

/**
 * What stands before a colon names the commitment, and the rest spells it out. Where it ends on an aim (打造…), so its last action names it, unless the page's title or the heading above names
 * another. Where the words stood before, in a lead, the earlier place is taken.
 */
function chooseTitle(
  article: Article,
  sentence: readonly CutClause[],
  actions: readonly Span[],
  paragraph: ArticleParagraph,
  g: Grammar,
): Span {
  const { text } = article;
  const heading = article.paragraphs[paragraph.index - 1];
  const names = [
    article.title,
    ...(heading?.role === 'heading' ? [text.slice(heading.start, heading.end)] : []),
  ];
  const wordsOf = (span: Span) => text.slice(span.start, span.end);
  const opened = actions.find((action) =>
    sentence.some(({ end, mark }) => end === action.end && (mark === '：' || mark === ':')),
  );
  if (opened !== undefined) return opened;
  const likest = actions
    .map((span) => ({ span, score: Math.max(...names.map((name) => likeness(wordsOf(span), name))) }))
    .sort((a, b) => b.score - a.score)[0]!;
  const told = actions.filter((span) => !g.formula.test(wordsOf(span)));
  const last = told.at(-1);
  const aim = last !== undefined && g.aim.test(wordsOf(last)) ? last : (told[0] ?? actions[0]!);
  const chosen = likest.score >= 0.3 ? likest.span : aim;
  const words = wordsOf(chosen);
  const earlier = text.indexOf(words);
  return earlier >= 0 && earlier < paragraph.start ? { start: earlier, end: earlier + words.length } : chosen;
}

/** A section that commits to something, or whose sentences mostly open with an action as instructions do. */
function isImperative(text: string, range: Span, g: Grammar): boolean {
  const sentences = cutSentences(text, range.start, range.end);
  if (sentences.some((sentence) => measuresOfSentence(text, sentence, false, g).length > 0)) return true;
  const opening = sentences.filter((sentence) => {
    const reading = readClause(text, sentence[0]!, g);
    return reading.kind === 'action' && !reading.past && !reading.attributed;
  });
  return sentences.length > 0 && opening.length * 2 >= sentences.length;
}

/** Headings that are each a line of work, over paragraphs that commit to something. */
export function headingList(article: Article, covered: Covered, g: Grammar): WorkList | null {
  const { text } = article;
  const headings = article.paragraphs.filter((paragraph) => paragraph.role === 'heading');
  const items: Item[] = [];
  let committed = 0;
  for (const [index, heading] of headings.entries()) {
    if (lookOf(text, heading, g) !== 'action') continue;
    const end = headings[index + 1]?.start ?? text.length;
    if (covered(heading.end + 1)) continue;
    const body = { start: Math.min(heading.end + 1, end), end };
    if (isImperative(text, body, g)) committed++;
    items.push({
      ordinal: items.length + 1,
      title: { start: heading.start, end: heading.end },
      extent: { start: heading.start, end },
      implicitOrdinal: true,
    });
  }
  const most = items.length >= 2 && items.length * 5 >= headings.length * 3 && committed * 2 >= items.length;
  return most
    ? { kind: 'headings', group: article.title, items, start: items[0]!.extent.start, size: items.length }
    : null;
}

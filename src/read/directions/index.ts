/**
 * Directions: the lines of work that a page names, with the measures under each. Lists are numbered (一是, 第三方面,
 * 一、（一）1.), stand in the sentence that announces them (从A、B等5个方面), run parallel (要…。要…。) or are single
 * commitments (下一步将…). A list that a page names twice is read once.
 */
import type { Direction, Span } from '../../model/index.js';
import type { Article } from '../article.js';
import { type AnnouncedCount, announcedCounts, enumeratedLists, linkCounts } from './announced.js';
import { core } from './clauses.js';
import { type DirectionsLexicon, endOf, type Grammar, grammarOf } from './lexicon.js';
import { type Item, lastSentence, numberedLists, type WorkList } from './lists.js';
import { markersOf, runsOf } from './markers.js';
import { distinct, measuresOf } from './measures.js';
import {
  type Covered,
  headingList,
  parallelLists,
  singleCommitments,
  topicLists,
  withoutVerb,
} from './parallel.js';
import { refrainLists } from './refrains.js';
import { covering, firstFrom } from './spans.js';
import { speakerAt, turnsOf } from './speakers.js';

export type { AnnouncedCount } from './announced.js';
export { type DirectionsLexicon, DirectionsLexiconSchema } from './lexicon.js';

export interface DirectionsReading {
  directions: Direction[];
  announced: AnnouncedCount[];
}

/** Themes are left empty: `tagDirections` of ../themes.js fills them. */
export function readDirections(article: Article, lexicon: DirectionsLexicon): DirectionsReading {
  const g = grammarOf(lexicon);
  const counts = announcedCounts(article, g);
  const {
    lists: numbered,
    outline,
    reported,
  } = numberedLists(article, runsOf(article, markersOf(article)), g);
  const lists = [...numbered];
  const inNumbered = coverage(numbered);
  for (const list of enumeratedLists(article, counts, g))
    if (!list.items.every((item) => inNumbered(item.extent.start))) lists.push(list);
  const headings = headingList(article, coverage(lists), g);
  if (headings !== null) lists.push(headings);
  lists.push(...refrainLists(article, coverage(lists), g));
  lists.push(...topicLists(article, lists, coverage(lists), g));
  lists.push(...parallelLists(article, coverage(lists), reported, g));
  lists.push(...singleCommitments(article, lists, coverage(lists), g));

  const worked = draftsOf(article, lists, g).filter((draft) => !tellsResults(article, draft, g));
  const drafts = withoutRepeats(article, worked, g);
  const names = namesOf(article, drafts, outline, counts, g);
  const turns = turnsOf(article, g);
  const directions = drafts.flatMap(({ list, directions }) =>
    directions.map(({ item, measures }): Direction => {
      const title = firstMention(article, item.title);
      const speaker = speakerAt(turns, item.extent.start);
      return {
        group: names.get(list)!,
        ordinal: item.ordinal,
        title: article.text.slice(title.start, title.end),
        ...title,
        ...(item.implicitOrdinal ? { implicitOrdinal: true } : {}),
        status: statusOf(article, list, item, measures, g),
        ...(speaker === undefined ? {} : { speaker }),
        themes: [],
        measures: measures.map((measure) => ({
          text: article.text.slice(measure.start, measure.end),
          ...measure,
          themes: [],
        })),
      };
    }),
  );
  const counted = drafts.filter(({ list }) => list.kind !== 'single');
  const announced = linkCounts(
    counts,
    counted.map(({ list }) => ({
      start: list.start,
      size: list.size,
      group: names.get(list)!,
    })),
  );
  return { directions, announced };
}

interface Draft {
  list: WorkList;
  directions: { item: Item; measures: Span[] }[];
}

/** Whether an offset lies in an item of one of the lists. */
function coverage(lists: readonly WorkList[]): Covered {
  return covering(extentsOf(lists));
}

function extentsOf(lists: readonly WorkList[]): Span[] {
  return lists
    .flatMap((list) => list.items.map((item) => item.extent))
    .sort((a, b) => a.start - b.start || b.end - a.end);
}

/** The measures of each item: from its range, without its title and without what lists inside it hold. */
function draftsOf(article: Article, lists: readonly WorkList[], g: Grammar): Draft[] {
  const extents = extentsOf(lists);
  return lists.map((list) => ({
    list,
    directions: list.items.map((item) => {
      const inner: Span[] = [];
      for (let i = firstFrom(extents, item.extent.start + 1); i < extents.length; i++) {
        const extent = extents[i]!;
        if (extent.start >= item.extent.end) break;
        inner.push(extent);
      }
      const measures = rangesOf(article, item, inner).flatMap((range) =>
        measuresOf(article.text, { ...range, committed: true }, g),
      );
      return {
        item,
        measures: distinct(article.text, measures).filter(
          (measure) => measure.end <= item.title.start || measure.start >= item.title.end,
        ),
      };
    }),
  }));
}

/** What is left of an item for measures, cut at paragraphs; inner headings and questions are left out. */
function rangesOf(article: Article, item: Item, inner: readonly Span[]): Span[] {
  const ranges: Span[] = [];
  const numbered = item.ordinal !== null;
  let from = numbered ? Math.max(item.extent.start, item.title.end) : item.extent.start;
  const take = (to: number) => {
    for (
      let i = Math.max(0, firstFrom(article.paragraphs, from + 1) - 1);
      i < article.paragraphs.length;
      i++
    ) {
      const paragraph = article.paragraphs[i]!;
      if (paragraph.start >= to) break;
      if (paragraph.end <= from || paragraph.role === 'question' || paragraph.role === 'speaker') continue;
      if (paragraph.role === 'heading' && paragraph.start > item.extent.start) continue;
      ranges.push({ start: Math.max(from, paragraph.start), end: Math.min(to, paragraph.end) });
    }
  };
  for (const span of inner) {
    if (span.start > from) take(span.start);
    from = Math.max(from, span.end);
  }
  if (item.extent.end > from) take(item.extent.end);
  return ranges;
}

/** A list half of whose wording richer lists carry is a lead or a recapitulation of them, and is dropped. */
function withoutRepeats(article: Article, drafts: readonly Draft[], g: Grammar): Draft[] {
  const keyOf = (span: Span) => {
    const words = article.text.slice(span.start, span.end);
    return core(words.slice(Math.max(0, endOf(g.adverbsAt, words, 0))));
  };
  const keysOf = ({ directions }: Draft) =>
    directions.flatMap(({ item, measures }) => [item.title, ...measures].map(keyOf));
  const kept: Draft[] = [];
  const known = new Set<string>();
  const richest = drafts
    .map((draft) => ({ draft, keys: [...new Set(keysOf(draft))] }))
    .sort((a, b) => b.keys.length - a.keys.length || a.draft.list.start - b.draft.list.start);
  for (const { draft, keys } of richest) {
    const repeated = keys.filter((key) => known.has(key)).length;
    if (repeated * 2 >= keys.length) continue;
    for (const key of keys) known.add(key);
    kept.push(draft);
  }
  return kept.sort((a, b) => a.list.start - b.list.start);
}

const LEAD = 20_000;
const NAMEABLE = 6;

/** A title that stands word for word in the lead or in a heading before its item is cited from there. */
function firstMention(article: Article, title: Span): Span {
  const words = article.text.slice(title.start, title.end);
  const at = article.text.slice(0, Math.min(title.start, LEAD)).indexOf(words);
  return words.length < NAMEABLE || at < 0 ? title : { start: at, end: at + words.length };
}

const BEFORE = 250;
const CLOSE = 40;
const PARENT_REACH = 1000;

/** What a list is called: by its announced count, its topic, the item or the heading above, or the page's title. */
function namesOf(
  article: Article,
  drafts: readonly Draft[],
  outline: readonly Item[],
  counts: readonly AnnouncedCount[],
  g: Grammar,
): Map<WorkList, string> {
  const { text } = article;
  const parents = [...outline].sort((a, b) => a.extent.start - b.extent.start);
  const parentStarts = parents.map((item) => item.extent);
  const headings = article.paragraphs.filter(({ role }) => role === 'heading');
  const names = new Map<WorkList, string>();
  let reached = 0;
  for (const { list } of drafts) {
    names.set(list, nameOf(list, reached));
    reached = Math.max(reached, list.start);
  }
  return names;

  function nameOf(list: WorkList, previousList: number): string {
    if (list.group !== '' || list.kind === 'single') return list.group;
    const { start, items } = list;
    const before: AnnouncedCount[] = [];
    for (let i = firstFrom(counts, start) - 1; i >= 0 && start - counts[i]!.end <= BEFORE; i--)
      if (counts[i]!.end > previousList || previousList === 0) before.push(counts[i]!);
    const announced =
      before.find(({ count }) => count === items.length) ?? before.find(({ end }) => start - end <= CLOSE);
    if (announced !== undefined) return announced.textSpan;
    const topic = g.topic.exec(text.slice(Math.max(0, start - 80), start));
    if (topic !== null) return withoutVerb(topic[1]!, g);
    const last = firstFrom(parentStarts, start) - 1;
    for (let i = last; i >= Math.max(0, last - PARENT_REACH); i--) {
      const { extent, title } = parents[i]!;
      if (extent.end > start) return text.slice(title.start, title.end);
    }
    const heading = headings[firstFrom(headings, start) - 1];
    return heading === undefined || heading.end > start
      ? article.title
      : text.slice(heading.start, heading.end);
  }
}

/** A list that is said to be done, and names figures rather than what was done, tells results. */
function tellsResults(article: Article, { list, directions }: Draft, g: Grammar): boolean {
  if (list.kind !== 'numbered' || !isReported(leadOf(article, list), g)) return false;
  const told = directions.filter(({ measures }) => measures.length > 0).length;
  return told * 2 < directions.length;
}

function isReported(lead: string, g: Grammar): boolean {
  return !g.commits.test(lead) && lead.replace(g.exceptions, '').includes('了');
}

/** What the sentence before a list reports is done; what is said to be under way, or of these years, is ongoing. */
function statusOf(
  article: Article,
  list: WorkList,
  item: Item,
  measures: readonly Span[],
  g: Grammar,
): 'planned' | 'ongoing' | 'done' {
  const { start, end } = item.extent;
  const paragraph = article.paragraphs[firstFrom(article.paragraphs, start + 1) - 1]!;
  if (list.kind === 'single') {
    const told = measures.length > 0 && measures.every((measure) => measure.start > paragraph.end);
    return told ? 'ongoing' : 'planned';
  }
  const lead = leadOf(article, list);
  if (isReported(lead, g)) return 'done';
  if (!g.commits.test(lead) && endOf(g.pastFrameAt, lead, 0) > 0) return 'ongoing';
  return g.underWay.test(article.text.slice(start, end)) ? 'ongoing' : 'planned';
}

/** The sentence before a list, which may be the paragraph above. */
function leadOf(article: Article, list: WorkList): string {
  const { text, paragraphs } = article;
  const paragraph = paragraphs[firstFrom(paragraphs, list.start + 1) - 1]!;
  const words = text.slice(Math.max(0, list.start - BEFORE), list.start);
  return lastSentence(words, list.start === paragraph.start).trim();
}

// From an article to its observations and numeric targets: every number that states a fact, with kind, subject, period and scope.
import type { Observation, Target } from '../../model/index.js';
import type { Article, ArticleParagraph, Clause, Sentence } from '../article.js';
import { type PageTime, readPageTime } from './anchor.js';
import { groupSubjects, nameIndicator, RATIO_PARTS } from './indicator.js';
import { compileKinds, type Reading, readKind } from './kind.js';
import { alternation, type FiguresLexicon } from './lexicon.js';
import { carriesOver, govern, pagePeriod, placeInTime, withoutTimes } from './period.js';
import { enterPlace, mentionsIn, pageRegion, placeAfter, startingIn, wholeOf } from './place.js';
import { GRANTS, planEnd, targetOf, updateTarget } from './promise.js';
import { compileQuantities, findQuantities, type Quantity } from './quantity.js';
import { type Carry, EMPTY_CARRY, type FigureContext, type FiguresGrammar, type Page } from './state.js';
import { compileSubjects, headIn, headOf, subjectOf } from './subject.js';
import { findTimes, type TimeExpression } from './time.js';

export function compileFigures(lexicon: FiguresLexicon): FiguresGrammar {
  return {
    quantities: compileQuantities(lexicon),
    kinds: compileKinds(lexicon),
    subjects: compileSubjects(lexicon),
    target: new RegExp(alternation(lexicon.targetCues)),
    forecast: new RegExp(alternation(lexicon.forecastCues)),
    logistics: new RegExp(alternation(lexicon.logistics)),
  };
}

export interface Figures {
  time: PageTime;
  observations: Observation[];
  targets: Target[];
}

/** Cost is linear in the length of the article. */
export function readFigures(article: Article, context: FigureContext, grammar: FiguresGrammar): Figures {
  const time = readPageTime(article, context.published);
  const anchor = time.anchor;
  const page: Page = {
    article,
    context,
    grammar,
    anchor,
    period: pagePeriod(article, anchor),
    region: pageRegion(article, context),
    plan: planEnd(article.title),
    wholes: remembered((word: string) => wholeOf(word, context)),
  };
  const observations: Observation[] = [];
  const targets: Target[] = [];
  let carry = EMPTY_CARRY;
  for (const paragraph of article.paragraphs) {
    if (paragraph.role === 'speaker' || paragraph.role === 'heading') continue;
    carry = {
      ...EMPTY_CARRY,
      head: carry.head,
      period: carriesOver(carry.period, page) ? carry.period : null,
    };
    for (const sentence of paragraph.sentences) {
      carry = readSentence(sentence, paragraph, carry, page, observations, targets);
    }
  }
  nameRepeats(observations);
  return { time, observations, targets };
}

/** Computes each answer once. */
function remembered<T>(compute: (word: string) => T): (word: string) => T {
  const known = new Map<string, T>();
  return (word) => {
    if (!known.has(word)) known.set(word, compute(word));
    return known.get(word)!;
  };
}

function readSentence(
  sentence: Sentence,
  paragraph: ArticleParagraph,
  before: Carry,
  page: Page,
  observations: Observation[],
  targets: Target[],
): Carry {
  const { text } = page.article;
  const body = text.slice(sentence.start, sentence.end);
  const times = findTimes(body, page.anchor).map((t) => ({
    ...t,
    start: t.start + sentence.start,
    end: t.end + sentence.start,
  }));
  const quantities = findQuantities(body, page.grammar.quantities)
    .map((q) => ({ ...q, start: q.start + sentence.start, end: q.end + sentence.start }))
    .filter((q) => !startingIn(times, q.start - LONGEST_TIME, q.end).some((t) => q.start < t.end));
  let carry: Carry = {
    ...before,
    region: before.topic,
    period: before.main ?? before.period,
    main: null,
    recent: [],
    reading: null,
    forecast: page.grammar.forecast.test(body),
    periodIsSaid: false,
    target: before.target?.deadline ? before.target : null,
  };
  for (const clause of mergeBracketed(sentence.clauses, text)) {
    carry = readClause(clause, sentence, paragraph, times, quantities, carry, page, observations, targets);
  }
  return carry;
}

/** No expression of time is longer. */
const LONGEST_TIME = 40;

/** A comma inside brackets ends no clause. */
function mergeBracketed(clauses: readonly Clause[], text: string): Clause[] {
  const merged: Clause[] = [];
  let depth = 0;
  for (const clause of clauses) {
    const previous = merged.at(-1);
    if (previous && depth > 0)
      merged[merged.length - 1] = { ...previous, end: clause.end, mark: clause.mark };
    else merged.push(clause);
    for (let i = clause.start; i < clause.end; i++) {
      if ('（('.includes(text[i]!)) depth++;
      else if ('）)'.includes(text[i]!) && depth > 0) depth--;
    }
  }
  return merged;
}

function readClause(
  clause: Clause,
  sentence: Sentence,
  paragraph: ArticleParagraph,
  times: readonly TimeExpression[],
  all: readonly Quantity[],
  before: Carry,
  page: Page,
  observations: Observation[],
  targets: Target[],
): Carry {
  const { text } = page.article;
  const { grammar } = page;
  const carry: Carry = { ...before };
  const clauseText = text.slice(clause.start, clause.end);
  const quantities = grammar.logistics.test(clauseText) ? [] : startingIn(all, clause.start, clause.end);
  const clauseTimes = startingIn(times, clause.start, clause.end);

  updateTarget(carry, clause, clauseText, clauseTimes, page);

  if (quantities.length === 0) {
    govern(carry, clauseTimes, sentence.start, page);
    enterPlace(carry, page, clause.start, clause.start, clause.end, clauseTimes);
    const subject = subjectOf(withoutTimes(text, clause.start, clause.end, clauseTimes), grammar.subjects);
    const head = headOf(subject, grammar.subjects);
    if (head && subject.length <= 30) {
      carry.subject = subject;
      carry.head = head;
    }
    return carry;
  }

  const figures = quantities.filter(
    (q) => !isThreshold(q, text) && !CRITICAL.test(text.slice(q.end, q.end + 5)),
  );
  let cursor = clause.start;
  let previousLead = '';
  const told: string[] = [];
  for (let at = 0; at < figures.length; ) {
    let next = at + 1;
    while (next < figures.length && isListed(figures[next - 1]!, figures[next]!, text)) next++;
    const group = figures.slice(at, next);
    const first = group[0]!;
    const leadTimes = clauseTimes.filter((t) => t.start >= cursor && t.end <= first.start);
    govern(carry, leadTimes, clause.start, page);
    enterPlace(carry, page, clause.start, cursor, first.start, clauseTimes);
    const lead = leadOf(withoutTimes(text, cursor, first.start, leadTimes), at > 0 ? previousLead : null);
    const named = readGroup(
      { group, lead, until: figures[next]?.start ?? clause.end, clause, clauseTimes, paragraph },
      carry,
      page,
      observations,
      targets,
    );
    told.push(...named);
    if (new Set(named).size > 1) carry.subjects = named;
    previousLead = lead;
    cursor = group.at(-1)!.end;
    at = next;
  }
  govern(
    carry,
    clauseTimes.filter((t) => t.start >= cursor),
    clause.start,
    page,
  );
  if (new Set(told).size === told.length && told.length > 1) carry.subjects = told;
  const tail = headIn(text.slice(cursor, clause.end), grammar.subjects);
  if (tail) carry.head = tail;
  return carry;
}

interface Group {
  /** Numbers listed side by side: 4.8%和5.3%. */
  group: readonly Quantity[];
  /** The words left of them. */
  lead: string;
  /** Where the words right of the last of them end. */
  until: number;
  clause: Clause;
  clauseTimes: readonly TimeExpression[];
  paragraph: ArticleParagraph;
}

/** Makes an observation of each number of a group, and leaves in `carry` what the next number inherits. */
function readGroup(
  { group, lead, until, clause, clauseTimes, paragraph }: Group,
  carry: Carry,
  page: Page,
  observations: Observation[],
  targets: Target[],
): string[] {
  const { text } = page.article;
  const { grammar } = page;
  const byPlace = group.length > 1 && group.length === carry.places.length && lead.includes('分别');
  const subjects = groupSubjects(
    byPlace ? withoutPlaces(lead, carry.places) : lead,
    group.length,
    carry,
    grammar.subjects,
  );
  const granted = GRANTS.test(text.slice(Math.max(clause.start, group[0]!.start - LONGEST_CLAUSE), until));
  const named: string[] = [];
  for (const [i, quantity] of group.entries()) {
    const right = text.slice(quantity.end, group[i + 1]?.start ?? until);
    const own = subjects[i] ?? subjects[0] ?? '';
    const verb = i === 0 ? '' : (LISTED.exec(text.slice(group[i - 1]!.end, quantity.start))?.[1] ?? '');
    let reading = readKind(quantity, lead + verb, right, own || carry.subject, carry.head, grammar.kinds);
    if (
      !reading.decided &&
      carry.reading &&
      (i > 0 || carry.reading.kind === 'growth' || carry.reading.kind === 'share')
    )
      reading = carry.reading;
    const placed = placeInTime(quantity, reading, group, lead, text, clauseTimes, carry, page);
    const from = placed.role === 'to' ? observations.at(-1) : undefined;
    const paired = from?.role === 'from' && from.unit === quantity.unit && quantity.word !== 'ratio';
    if (paired && carry.reading)
      reading = { ...carry.reading, sign: reading.kind === 'growth' ? reading.sign : carry.reading.sign };
    const name = paired
      ? { indicator: from.indicator, group: from.scope.group, subject: carry.subject }
      : quantity.word === 'ratio'
        ? { indicator: RATIO_PARTS[i % 3]!, group: null, subject: carry.subject }
        : nameIndicator(quantity, reading, own, lead, right, carry, grammar.subjects);
    const bound =
      quantity.bound ??
      (/约占[^，。；]*$/.test(lead) ? 'about' : null) ??
      (/分别(?:约|近|超)?(?:为)?$/.test(lead) ? group[0]!.bound : null);
    const target =
      placed.role !== 'from' &&
      !granted &&
      carry.target !== null &&
      reading.kind !== 'rank' &&
      !carry.forecast
        ? carry.target
        : null;
    const yearly = /每年/.test(
      text.slice(Math.max(clause.start, quantity.start - LONGEST_CLAUSE), quantity.start),
    );
    const observation: Observation = {
      id: `o${observations.length + 1}`,
      textSpan: text.slice(quantity.start, quantity.end),
      start: quantity.start,
      end: quantity.end,
      clause: clauseAround(text, clause, quantity, paragraph.end),
      indicator: withoutPlace(name.indicator, carry.region),
      ...sizeOf(quantity, reading),
      kind: target ? 'target' : reading.kind,
      ...(target ? { baseKind: reading.kind } : {}),
      period: (target && yearly ? page.plan?.years : null) ?? target?.deadline ?? placed.period,
      ...(placed.text ? { periodText: placed.text } : {}),
      ...(placed.inferred && !target ? { periodInferred: true } : {}),
      scope: {
        region:
          (byPlace ? carry.places[i] : null) ??
          placeAfter(page, quantity, right) ??
          carry.region ??
          page.region ??
          '全国',
        industry: mentionsIn(page.context.industries, clause.start, quantity.start)[0]?.name ?? null,
        group: name.group,
      },
      comparator: reading.comparator,
      approx: bound !== null,
      bound,
      ...(placed.role ? { role: placed.role } : {}),
    };
    observations.push(observation);
    if (target) targets.push(targetOf(observation, target, clause, text));
    carry.reading = reading;
    if (reading.kind === 'level') carry.unit = quantity.unit;
    if (name.subject) {
      named.push(name.subject);
      if ((reading.kind === 'level' || reading.kind === 'count') && !carry.recent.includes(name.subject))
        carry.recent = [...carry.recent, name.subject];
      carry.subject = name.subject;
      const head = headOf(name.subject, grammar.subjects);
      if (head) carry.head = head;
    }
  }
  return named;
}

const CRITICAL = /^的?(?:临界点|荣枯线|警戒线)/;

/** What an endless clause is cut to, around its number. */
const LONGEST_CLAUSE = 240;

function clauseAround(text: string, clause: Clause, quantity: Quantity, limit: number): string {
  const end = Math.min(clause.end + 1, limit);
  if (end - clause.start <= LONGEST_CLAUSE) return text.slice(clause.start, end);
  const from = Math.max(clause.start, quantity.start - LONGEST_CLAUSE / 2);
  return text.slice(from, Math.min(end, from + LONGEST_CLAUSE));
}

/** 超10亿元项目4个, 年营业收入1亿元以上企业12家: the amount names a class, it states no figure. */
function isThreshold(quantity: Quantity, text: string): boolean {
  return (
    quantity.unitClass === 'money' &&
    /^(?:级|的?(?:工业|产业|制造业|重点|重大|龙头|骨干|领军)?(?:法人)?(?:企业|项目|集群|园区|开发区|产业集群|产业链|产业|县|强县)(?!收入|投资|增加值))/.test(
      text.slice(quantity.end, quantity.end + 12),
    ) &&
    (quantity.bound === 'over' || quantity.bound === 'under' || text[quantity.end] === '级')
  );
}

/** 广东、江苏、浙江三省规上工业增加值分别: the places stand in the scopes. */
function withoutPlaces(lead: string, places: readonly string[]): string {
  const first = lead.indexOf(places[0]!);
  const last = lead.lastIndexOf(places.at(-1)!) + places.at(-1)!.length;
  if (first < 0 || last < first) return lead;
  return lead.slice(0, first) + lead.slice(last).replace(/^[两三四五六七八九十](?:省区?市?|市|地|县|区)/, '');
}

/** A place that opens an indicator stands in its scope. */
function withoutPlace(indicator: string, region: string | null): string {
  return region && indicator.startsWith(region) && indicator.length - region.length >= 3
    ? indicator.slice(region.length)
    : indicator;
}

/**
 * The words that name a number, where an earlier number of the clause has taken its own: after 58%的 and 40亿元的 the
 * noun up to 、 is the earlier one's, and what is then left says the same of the next.
 */
function leadOf(lead: string, previous: string | null): string {
  if (previous === null) return lead;
  const rest = lead.startsWith('的') ? lead.replace(/^的[^、和与]*[、和与]?/, '') : lead;
  return /[、和与及]$/.test(rest) || rest === '' ? previous : rest;
}

/** 增长4.5%、下降10.3%和增长1.9% is a list too: each number has its own verb. */
const LISTED = /^(?:[、和及与]|以及)(增长|下降|上升|提高|降低|增加|减少|持平|回落)?$/;

function isListed(a: Quantity, b: Quantity, text: string): boolean {
  return (
    LISTED.test(text.slice(a.end, b.start)) ||
    (a.word === 'ratio' && b.word === 'ratio' && b.start === a.end + 1)
  );
}

/** Signed, and a growth of so many times in per cent. */
function sizeOf(quantity: Quantity, reading: Reading): { value: number; unit: string } {
  const times = quantity.unitClass === 'times' && reading.kind === 'growth';
  const size = times ? Number((quantity.value * 100).toPrecision(12)) : quantity.value;
  const falls = reading.sign < 0 && (reading.kind === 'growth' || reading.kind === 'difference');
  return { value: falls ? -size : size, unit: times ? '%' : quantity.unit };
}

function nameRepeats(observations: Observation[]): void {
  const first = new Map<string, string>();
  for (const o of observations) {
    const key = JSON.stringify([o.value, o.unit, o.kind, o.indicator, o.period]);
    const id = first.get(key);
    if (id) o.sameAs = id;
    else first.set(key, o.id);
  }
}

// From an article to its observations and numeric targets: every number that states a fact, with kind, subject, period and scope.
import type { Observation, Target } from '../../model/index.js';
import type { Article, ArticleParagraph, Clause, Sentence } from '../article.js';
import { type PageTime, readPageTime } from './anchor.js';
import { type Carried, groupSubjects, nameIndicator, RATIO_PARTS } from './indicator.js';
import { compileKinds, type KindGrammar, type Reading, readKind } from './kind.js';
import { alternation, type FiguresLexicon } from './lexicon.js';
import { compileQuantities, findQuantities, type Quantity, type QuantityGrammar } from './quantity.js';
import { compileSubjects, headIn, headOf, type SubjectGrammar, subjectOf } from './subject.js';
import { type Anchor, asOf, findTimes, type TimeExpression } from './time.js';

export interface FiguresGrammar {
  quantities: QuantityGrammar;
  kinds: KindGrammar;
  subjects: SubjectGrammar;
  target: RegExp;
  forecast: RegExp;
  logistics: RegExp;
}

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

/** A name in running text. */
export interface LevelledPlace {
  name: string;
  /** Equal for every name of one place. */
  key: string;
  level: string | null;
}

export interface PlaceMention {
  start: number;
  end: number;
  name: string;
}

/** What names the text around figures: places and industries, found by the names room. */
export interface FigureContext {
  published: string | null;
  /** Places of the title, the fullest name first. */
  titlePlaces: readonly LevelledPlace[];
  /** Every place named, also inside the names of organisations. */
  namedPlaces: readonly LevelledPlace[];
  places: readonly (PlaceMention & LevelledPlace)[];
  industries: readonly PlaceMention[];
}

export interface Figures {
  time: PageTime;
  observations: Observation[];
  targets: Target[];
}

/** What carries over from clause to clause and sentence to sentence. */
interface Carry extends Carried {
  period: TimeExpression | null;
  region: string | null;
  /** Places last listed side by side: 广东、江苏、山东. */
  places: readonly string[];
  /** The place that the paragraph is about. */
  topic: string | null;
  /** The sentence tells what somebody expects. */
  forecast: boolean;
  /** The period that an aside interrupts. */
  main: TimeExpression | null;
  /** The sentence itself names the period. */
  periodIsSaid: boolean;
  target: { deadline: string | null; start: number } | null;
}

/** Cost is linear in the length of the article. */
export function readFigures(article: Article, context: FigureContext, grammar: FiguresGrammar): Figures {
  const time = readPageTime(article, context.published);
  const anchor = time.anchor;
  const page = {
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
  let carry: Carry = {
    period: null,
    region: null,
    topic: null,
    places: [],
    subject: '',
    subjects: [],
    unit: null,
    head: '',
    reading: null,
    forecast: false,
    periodIsSaid: false,
    main: null,
    target: null,
  };
  for (const paragraph of article.paragraphs) {
    if (paragraph.role === 'speaker' || paragraph.role === 'heading' || paragraph.role === 'question')
      continue;
    carry = {
      ...carry,
      period: carriesOver(carry.period, page) ? carry.period : null,
      region: null,
      topic: null,
      places: [],
      subject: '',
      subjects: [],
      unit: null,
      reading: null,
      forecast: false,
      periodIsSaid: false,
      main: null,
      target: null,
    };
    for (const sentence of paragraph.sentences) {
      carry = readSentence(sentence, paragraph, carry, page, observations, targets);
    }
  }
  nameRepeats(observations);
  return { time, observations, targets };
}

interface Page {
  article: Article;
  context: FigureContext;
  grammar: FiguresGrammar;
  anchor: Anchor | null;
  /** The period that a release is about, from its title or opening. */
  period: string | null;
  region: string | null;
  /** What 全省 and 全市 mean here. */
  wholes: (word: string) => string | null;
  /** The last year of a plan that the page publishes. */
  plan: { deadline: string | null } | null;
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
    .filter((q) => !times.some((t) => t.start < q.end && q.start < t.end));
  let carry: Carry = {
    ...before,
    region: before.topic,
    period: before.main ?? before.period,
    main: null,
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
  const quantities = grammar.logistics.test(clauseText)
    ? []
    : all.filter((q) => q.start >= clause.start && q.start < clause.end);
  const clauseTimes = times.filter((t) => t.start >= clause.start && t.start < clause.end);

  updateTarget(carry, clause, clauseText, clauseTimes, page);

  if (quantities.length === 0) {
    govern(carry, clauseTimes, sentence.start, text);
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
    govern(carry, leadTimes, clause.start, text);
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
    text,
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
  const subjects = groupSubjects(lead, group.length, carry, grammar.subjects);
  const named: string[] = [];
  for (const [i, quantity] of group.entries()) {
    const right = text.slice(quantity.end, group[i + 1]?.start ?? until);
    const own = subjects[i] ?? subjects[0] ?? '';
    let reading = readKind(quantity, lead, right, own || carry.subject, carry.head, grammar.kinds);
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
    const bound = quantity.bound ?? (/分别(?:约|近|超)?(?:为)?$/.test(lead) ? group[0]!.bound : null);
    const target =
      placed.role !== 'from' &&
      !GRANTS.test(text.slice(clause.start, clause.end)) &&
      carry.target !== null &&
      reading.kind !== 'rank' &&
      !grammar.forecast.test(text.slice(clause.start, quantity.start)) &&
      !carry.forecast
        ? carry.target
        : null;
    const observation: Observation = {
      id: `o${observations.length + 1}`,
      textSpan: text.slice(quantity.start, quantity.end),
      start: quantity.start,
      end: quantity.end,
      clause: text.slice(clause.start, Math.min(clause.end + 1, paragraph.end)),
      indicator: withoutPlace(name.indicator, carry.region),
      ...sizeOf(quantity, reading),
      kind: target ? 'target' : reading.kind,
      ...(target ? { baseKind: reading.kind } : {}),
      period: target?.deadline ?? placed.period,
      ...(placed.text ? { periodText: placed.text } : {}),
      ...(placed.inferred && !target ? { periodInferred: true } : {}),
      scope: {
        region:
          (group.length > 1 && group.length === carry.places.length && lead.includes('分别')
            ? carry.places[i]
            : null) ??
          placeAfter(page, quantity, right) ??
          carry.region ??
          page.region ??
          '全国',
        industry:
          page.context.industries.find((n) => n.start >= clause.start && n.end <= quantity.start)?.name ??
          null,
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
    carry.unit = quantity.unit;
    if (name.subject) {
      named.push(name.subject);
      carry.subject = name.subject;
      const head = headOf(name.subject, grammar.subjects);
      if (head) carry.head = head;
    }
  }
  return named;
}

const CRITICAL = /^的?(?:临界点|荣枯线|警戒线)/;

/** 超10亿元项目4个, 年营业收入1亿元以上企业12家: the amount names a class, it states no figure. */
function isThreshold(quantity: Quantity, text: string): boolean {
  return (
    quantity.unitClass === 'money' &&
    /^(?:级|的?(?:工业|产业|制造业|重点|重大|龙头|骨干)?(?:法人)?(?:企业|项目|集群|园区|开发区|产业集群|产业链|产业|县|强县)(?!收入|投资|增加值))/.test(
      text.slice(quantity.end, quantity.end + 12),
    ) &&
    (quantity.bound === 'over' || quantity.bound === 'under' || text[quantity.end] === '级')
  );
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

const LISTED = /^(?:[、和及与]|以及)$/;
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

function inBrackets(text: string, from: number, at: number): boolean {
  const lead = text.slice(from, at);
  return (
    Math.max(lead.lastIndexOf('（'), lead.lastIndexOf('(')) >
    Math.max(lead.lastIndexOf('）'), lead.lastIndexOf(')'))
  );
}

function withoutTimes(text: string, start: number, end: number, times: readonly TimeExpression[]): string {
  let out = '';
  let at = start;
  for (const t of times) {
    if (t.start < at || t.end > end) continue;
    // a comparison stays: 比2017年的 says what the number is measured against
    if (t.role === 'comparison') continue;
    out += text.slice(at, t.start);
    at = t.end;
  }
  return out + text.slice(at, end);
}

interface Placed {
  period: string | null;
  text?: string;
  role?: 'from' | 'to';
  inferred?: boolean;
}

const TO =
  /^(?:[，,]?(?:增长|增加|提高|提升|上升|上涨|下降|降|降低|延长|转|减少|调整|优化|变化|变|发展|扩大|增|升|跃升|攀升|回升|回落|收窄|缩小|改善|跃|突破|加快|放缓|缩短|压减|拓展|改|升级)?(?:到|至|为)(?:了)?|[，,]?到(?:20\d\d年)?的)/;

/** The period of a number, and which end of a pair it is. */
function placeInTime(
  quantity: Quantity,
  reading: Reading,
  group: readonly Quantity[],
  lead: string,
  text: string,
  times: readonly TimeExpression[],
  carry: Carry,
  page: Page,
): Placed {
  const leftText = text.slice(Math.max(0, group[0]!.start - 24), group[0]!.start);
  const rightText = text.slice(group.at(-1)!.end, group.at(-1)!.end + 14);
  const attached = times.find(
    (t) =>
      t.end <= quantity.start &&
      (t.role !== 'comparison' || /^(?:同期)?的/.test(text.slice(t.end, t.end + 3))) &&
      quantity.unitClass !== 'times' &&
      /^(?:同期)?(?:的|末的?|底的?|为|时的?)?(?:约|近|超)?$/.test(text.slice(t.end, quantity.start)) &&
      quantity.start - t.end <= 4,
  );
  const governing = carry.period;
  const from = /(?:由|从)[^，。；,;]{0,16}$/.test(leftText) && TO.test(rightText);
  const earlier = text.slice(Math.max(0, group[0]!.start - 40), group[0]!.start);
  const to =
    !from &&
    /(?:由|从)[^，。；;]{0,30}[\d.％%成亿万元家个吨]+[^，。；;\d]{0,10}(?:到|至|为)(?:了)?(?:20\d\d年的?|目前的?|当前的?)?(?:增长|下降|上升)?(?:近|约|超过?)?$/.test(
      earlier,
    );
  const bracket =
    inBrackets(text, Math.max(0, quantity.start - 40), quantity.start) && /(?:去年|上年)同期/.test(lead);
  if (from || to) {
    const sameTime = attached?.role === 'comparison' && /^[去上]年$/.test(attached.text) && governing?.period;
    const own = sameTime ? shiftYear(sameTime, -1) : (attached?.period ?? null);
    const ends = governing?.range;
    const fallback = from
      ? (ends?.from ?? previousYear(governing, times, quantity))
      : (ends?.to ?? governing?.period ?? null);
    return {
      period: own ?? fallback ?? defaultPeriod(page),
      role: from ? 'from' : 'to',
      ...(attached ? { text: attached.text } : governing ? { text: governing.text } : {}),
    };
  }
  if (attached?.text.match(/^[去上]年$/) && governing?.period && attached.role === 'comparison') {
    return { period: shiftYear(governing.period, -1), text: `${attached.text}同期` };
  }
  if (attached?.period) return { period: attached.period, text: attached.text };
  if (bracket)
    return { period: governing?.period ? shiftYear(governing.period, -1) : null, text: '去年同期' };
  if (
    governing &&
    isStock(quantity, reading) &&
    !carry.periodIsSaid &&
    page.period === null &&
    isPast(governing.period, page.anchor)
  ) {
    return { period: defaultPeriod(page), inferred: true };
  }
  if (governing) {
    const consecutive = quantity.unitClass === 'years';
    const end =
      governing.range && (consecutive || quantity.unitClass === 'rank')
        ? governing.range.to
        : governing.period;
    return {
      period: consecutive && end && !end.startsWith('asof:') ? `asof:${end}` : end,
      text: governing.text,
    };
  }
  return { period: defaultPeriod(page), inferred: true };
}

/** How many there are is told as of now, where a sentence names no time of its own. */
function isStock(quantity: Quantity, reading: Reading): boolean {
  return reading.kind === 'count' && quantity.unitClass === 'count';
}

function previousYear(
  governing: TimeExpression | null,
  times: readonly TimeExpression[],
  quantity: Quantity,
): string | null {
  const comparison = times.findLast((t) => t.role === 'comparison' && t.end <= quantity.start);
  if (!governing?.period) return comparison?.period ?? null;
  if (comparison?.period && /\d/.test(comparison.text)) return comparison.period;
  return comparison ? shiftYear(governing.period, -1) : governing.period;
}

function shiftYear(period: string, by: number): string {
  return period.replace(/\b(?:19|20)\d{2}\b/g, (year) => String(Number(year) + by));
}

function defaultPeriod(page: Page): string | null {
  return (
    page.period ??
    (page.anchor
      ? asOf(page.anchor).replace(/-\d{2}$/, (day) =>
          /^asof:\d{4}-\d{2}-\d{2}$/.test(asOf(page.anchor!)) ? '' : day,
        )
      : null)
  );
}

/** A release about one period carries it through the page; a speech does not. */
function carriesOver(period: TimeExpression | null, page: Page): boolean {
  return period !== null && page.period !== null && period.period === page.period;
}

function pagePeriod(article: Article, anchor: Anchor | null): string | null {
  const title = findTimes(article.title, anchor).find(
    (t) => t.role === 'governs' && t.period !== null && !t.range,
  );
  return title?.period && !/\d{4}-\d{2}-\d{2}/.test(title.period) ? title.period : null;
}

const WHOLE = /全省|全市|全区|全县|全州|全旗|全自治区|我省|我市|我区|我县/;

/** Computes each answer once. */
function remembered<T>(compute: (word: string) => T): (word: string) => T {
  const known = new Map<string, T>();
  return (word) => {
    if (!known.has(word)) known.set(word, compute(word));
    return known.get(word)!;
  };
}

/** The place that 全省 or 全市 means: the one the title names, else the one of that level that the page names most. */
function wholeOf(word: string, context: FigureContext): string | null {
  const level = word.at(-1)!;
  const fits = (place: { name: string; level: string | null }) =>
    level === '省'
      ? place.level === 'province'
      : level === '市'
        ? place.level === 'prefecture' || place.level === 'province'
        : place.name.endsWith(level);
  const counts = new Map<string, number>();
  for (const place of context.namedPlaces)
    if (fits(place)) counts.set(place.key, (counts.get(place.key) ?? 0) + 1);
  let best = context.titlePlaces.find(fits)?.key ?? null;
  if (best === null) for (const [key, n] of counts) if (best === null || n > counts.get(best)!) best = key;
  return best === null ? null : fullestName(best, context);
}

/** A place by the fullest name that the page gives it outside the names of bodies, else inside them. */
function fullestName(key: string, context: FigureContext): string {
  const names = (places: readonly LevelledPlace[]) => places.filter((p) => p.key === key).map((p) => p.name);
  const own = names([...context.places, ...context.titlePlaces]);
  return (own.length > 0 ? own : names(context.namedPlaces)).reduce((a, b) => (b.length > a.length ? b : a));
}

/** The place of all figures of a local page; null where the page speaks of the nation, and of a place in passing. */
function pageRegion(article: Article, context: FigureContext): string | null {
  const whole = article.text.match(new RegExp(WHOLE, 'g')) ?? [];
  const national = article.text.match(/全国|我国/g)?.length ?? 0;
  if (whole.length === 0) return null;
  const place = wholeOf(whole[0]!, context);
  const titled = context.titlePlaces.some(({ name }) => name === place);
  return titled || (whole.length >= 2 && whole.length >= national) ? place : null;
}

/** A time that governs holds until the next one; 累计 is said within a period or, after a flow, as of now. */
function govern(carry: Carry, times: readonly TimeExpression[], from: number, text: string): void {
  for (const t of times) {
    if (t.role !== 'governs' || t.period === null || inBrackets(text, from, t.start)) continue;
    if (t.text === '全年' && /^\d{4}$/.test(carry.period?.period ?? '')) continue;
    if (t.text === '累计' && carry.period?.period?.startsWith('asof:')) continue;
    // a month told within a longer period is an aside: the next sentence goes on with the period
    const aside = /^\d{4}-\d{2}$/.test(t.period) && isWithin(t.period, carry.period?.period ?? null);
    carry.main = aside ? (carry.main ?? carry.period) : null;
    carry.period = t;
    carry.periodIsSaid = true;
  }
}

/** 2024-09 lies within 2024-01/2024-09, 2024-H2 and 2024. */
function isWithin(month: string, period: string | null): boolean {
  if (period === null || period.startsWith('asof:') || /^\d{4}-\d{2}$/.test(period)) return false;
  return period.startsWith(month.slice(0, 4));
}

/** Takes over the place named in [start, end); one that opens its clause is what the paragraph goes on about. */
function enterPlace(
  carry: Carry,
  page: Page,
  clauseStart: number,
  start: number,
  end: number,
  times: readonly TimeExpression[],
): void {
  const listed = placesListed(page, start, end);
  if (listed.length > 1) carry.places = listed;
  const place = listed.length > 1 ? '全国' : placeIn(page, start, end);
  if (place === null) return;
  carry.region = place;
  const { text } = page.article;
  const opening = withoutTimes(
    text,
    clauseStart,
    end,
    times.filter((t) => t.end <= end),
  ).replace(/^(?:其中|同时|此外)?[，,、]?/, '');
  if (opening.startsWith(place) || WHOLE.exec(opening)?.index === 0) carry.topic = place;
}

/** Mentions that lie in [start, end), of a list in the order of the text. Logarithmic in its length. */
function mentionsIn<T extends PlaceMention>(mentions: readonly T[], start: number, end: number): T[] {
  let low = 0;
  let high = mentions.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (mentions[middle]!.start < start) low = middle + 1;
    else high = middle;
  }
  const inside: T[] = [];
  for (let i = low; i < mentions.length && mentions[i]!.start < end; i++) {
    if (mentions[i]!.end <= end) inside.push(mentions[i]!);
  }
  return inside;
}

/** Where something was held, and what is measured against, is not what figures are about. */
const PASSING = /(?:[在于赴来到对向与比从是为]|超过|超越|高于|低于|赶超)$/;

/** Places joined by 、 in [start, end). */
function placesListed(page: Page, start: number, end: number): string[] {
  const { text } = page.article;
  const inside = mentionsIn(page.context.places, start, end);
  const listed = inside.filter((p, i) => {
    const [previous, next] = [inside[i - 1], inside[i + 1]];
    return (
      (previous !== undefined && /^[、和]$/.test(text.slice(previous.end, p.start))) ||
      (next !== undefined && /^[、和]$/.test(text.slice(p.end, next.start)))
    );
  });
  return listed.map((p) => p.name);
}

function placeIn(page: Page, start: number, end: number): string | null {
  const said = WHOLE.exec(page.article.text.slice(start, end));
  let found: string | null = said ? page.wholes(said[0]) : null;
  for (const place of mentionsIn(page.context.places, start, end)) {
    // where something was said or held is not what its figures are about
    if (PASSING.test(page.article.text.slice(Math.max(0, place.start - 2), place.start))) continue;
    if (/^(?:商)?投资/.test(page.article.text.slice(place.end, place.end + 3))) continue;
    found = place.name;
  }
  const text = page.article.text.slice(start, end);
  if (
    found === null &&
    /(?:全国|我国|中国|全球|世界)(?!平均|的?比重|首|第|领先|前|一流|先进|级|大会|人民|政协|人大)/.test(
      text,
    ) &&
    !/占(?:全国|我国|全球|世界)|(?:高于|低于|快于|比|较)(?:全国|全球)/.test(text)
  ) {
    return /全球|世界/.test(text) && !/全国|我国|中国/.test(text)
      ? /^(?:其中|同期|远?高于同期)?(?:全球|世界)/.test(text)
        ? '全球'
        : null
      : '全国';
  }
  return found;
}

/** 58%的智能制造示范工厂、53%的数字化车间位于东部地区: the place stands behind. */
function placeAfter(page: Page, quantity: Quantity, right: string): string | null {
  const { text } = page.article;
  if (quantity.unitClass !== 'percent' || !right.startsWith('的')) return null;
  const rest = text.slice(quantity.end, quantity.end + 60).split(/[，。；,;]/, 1)[0]!;
  const at = /(?:位于|分布在|集中在|来自|落户)/.exec(rest);
  if (!at) return null;
  const from = quantity.end + at.index;
  return mentionsIn(page.context.places, from, quantity.end + rest.length)[0]?.name ?? null;
}

/** Enters and leaves the mode in which numbers are promises. */
function updateTarget(
  carry: Carry,
  clause: Clause,
  clauseText: string,
  times: readonly TimeExpression[],
  page: Page,
): void {
  const deadline = times.find((t) => t.role === 'deadline');
  const governing = times.find((t) => t.role === 'governs' && t.period !== null);
  const cue =
    page.grammar.target.exec(clauseText) ?? /\d[^，。；]{0,8}(?:以上)?的(?:目标|任务)(?!的)/.exec(clauseText);
  if (deadline && carry.forecast) {
    // what somebody expects of a year is told of that year, and promised by nobody
    carry.target = null;
    carry.period = deadline;
    return;
  }
  if (deadline) {
    carry.target = { deadline: deadlineOf(deadline.period), start: clause.start };
    return;
  }
  if (
    /(?<!由|从|比|较|在)(?:已(?!有)|已有|目前|截至|累计|去年|(?<!以)上年)|了(?:\d|近|约|超)/.test(
      clauseText,
    ) &&
    !cue
  ) {
    carry.target = null;
    return;
  }
  if (cue && !/(?:完成|实现|达成|超额完成|较|比)(?:了)?(?:年度|全年|预期|既定)?目标/.test(clauseText)) {
    const wholeYear = governing?.text === '全年' && page.anchor ? String(page.anchor.year) : null;
    const period = wholeYear ?? governing?.period ?? null;
    if (isPast(period, page.anchor)) return;
    carry.target = {
      deadline: deadlineOf(period) ?? carry.target?.deadline ?? page.plan?.deadline ?? null,
      start: clause.start + cue.index,
    };
    return;
  }
  if (governing && isPast(governing.period, page.anchor)) carry.target = null;
  else if (page.plan && carry.target === null && COMMITS.test(clauseText) && !GRANTS.test(clauseText)) {
    carry.target = { deadline: page.plan.deadline, start: clause.start };
  }
}

/** In a plan, a clause that opens with a verb of doing commits to the number it names; a grant or a threshold does not. */
const COMMITS =
  /^(?:每年|全省|全市|全国|省级|着力|重点|新|.{0,10}(?=安排|设立|投入))?[，,]?(?:滚动支持|安排|投入|建设|建成|培育|打造|新增|组织|举办|设立|推广|实施|开展|引进|突破|形成|完成|改造|创建|认定|遴选|发布|制定|布局|推动|支持建设|争创|新建|攻克|培养|招引|落地)/;
const GRANTS = /奖励|补助|补贴|资助|给予|奖补|贴息|不超过|最高/;

function isPast(period: string | null, anchor: Anchor | null): boolean {
  const year = Number(/\d{4}/.exec(period ?? '')?.[0]);
  return anchor !== null && year < anchor.year;
}

function deadlineOf(period: string | null): string | null {
  if (period === null) return null;
  const yearEnd = /^asof:(\d{4})-12$/.exec(period);
  return yearEnd ? yearEnd[1]! : period.replace(/^asof:/, '');
}

/** 行动计划（2024—2027年）: what the plan commits to falls due in its last year. */
function planEnd(title: string): { deadline: string | null } | null {
  if (!/计划|方案|规划|意见|措施|纲要|通知/.test(title)) return null;
  const range = /(20\d{2})\s*[—–－\-~至]+\s*(20\d{2})/.exec(title);
  return { deadline: range ? range[2]! : null };
}

function targetOf(
  observation: Observation,
  target: { deadline: string | null; start: number },
  clause: Clause,
  text: string,
): Target {
  const start = Math.min(Math.max(target.start, clause.start), observation.start);
  return {
    textSpan: text.slice(start, observation.end),
    start,
    end: observation.end,
    type: 'numeric',
    indicator: observation.indicator,
    value: observation.value,
    unit: observation.unit,
    deadline: target.deadline,
    bound: observation.bound,
  };
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

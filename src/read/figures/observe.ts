// From an article to its observations and numeric targets: every number that states a fact, with kind, subject, period and scope.
import type { Observation, Target } from '../../model/index.js';
import type { Article, ArticleParagraph, Clause, Sentence } from '../article.js';
import { type PageTime, readPageTime } from './anchor.js';
import { compileKinds, type KindGrammar, type Reading, readKind } from './kind.js';
import { alternation, type FiguresLexicon } from './lexicon.js';
import { compileQuantities, findQuantities, type Quantity, type QuantityGrammar } from './quantity.js';
import { compileSubjects, countedNoun, headIn, headOf, type SubjectGrammar, subjectOf } from './subject.js';
import { type Anchor, asOf, findTimes, type TimeExpression } from './time.js';

export interface FiguresGrammar {
  quantities: QuantityGrammar;
  kinds: KindGrammar;
  subjects: SubjectGrammar;
  target: RegExp;
  forecast: RegExp;
}

export function compileFigures(lexicon: FiguresLexicon): FiguresGrammar {
  return {
    quantities: compileQuantities(lexicon),
    kinds: compileKinds(lexicon),
    subjects: compileSubjects(lexicon),
    target: new RegExp(alternation(lexicon.targetCues)),
    forecast: new RegExp(alternation(lexicon.forecastCues)),
  };
}

/** A named place in running text. */
export interface PlaceMention {
  start: number;
  end: number;
  name: string;
}

/** What names the text around figures: places and industries, found by the names room. */
export interface FigureContext {
  published: string | null;
  places: readonly PlaceMention[];
  industries: readonly PlaceMention[];
}

export interface Figures {
  time: PageTime;
  observations: Observation[];
  targets: Target[];
}

/** What carries over from clause to clause and sentence to sentence. */
interface Carry {
  period: TimeExpression | null;
  region: string | null;
  subject: string;
  /** The subjects of the last 分别 list, one a number. */
  subjects: string[];
  head: string;
  reading: Reading | null;
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
    region: pageRegion(article, context.places),
    plan: planEnd(article.title),
  };
  const observations: Observation[] = [];
  const targets: Target[] = [];
  let carry: Carry = {
    period: null,
    region: null,
    subject: '',
    subjects: [],
    head: '',
    reading: null,
    target: null,
  };
  for (const paragraph of article.paragraphs) {
    if (paragraph.role === 'speaker' || paragraph.role === 'heading' || paragraph.role === 'question')
      continue;
    carry = {
      ...carry,
      period: carriesOver(carry.period, page) ? carry.period : null,
      region: null,
      subject: '',
      subjects: [],
      reading: null,
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
  let carry: Carry = { ...before, reading: null, target: before.target?.deadline ? before.target : null };
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
  const quantities = all.filter((q) => q.start >= clause.start && q.start < clause.end);
  const clauseText = text.slice(clause.start, clause.end);
  const clauseTimes = times.filter((t) => t.start >= clause.start && t.start < clause.end);

  updateTarget(carry, clause, clauseText, clauseTimes, page);
  if (/^(?:今年以来)?(?:全国|我国|全球)/.test(clauseText)) carry.region = '全国';

  if (quantities.length === 0) {
    for (const t of clauseTimes)
      if (t.role === 'governs' && t.period !== null && !inBrackets(text, sentence.start, t.start))
        carry.period = t;
    const place = placeIn(page, clause.start, clause.end);
    if (place) carry.region = place;
    const subject = subjectOf(withoutTimes(text, clause.start, clause.end, clauseTimes), grammar.subjects);
    const head = headOf(subject, grammar.subjects);
    if (head && subject.length <= 30) {
      carry.subject = subject;
      carry.head = head;
    }
    return carry;
  }

  const figures = quantities.filter((q) => !isThreshold(q, text));
  let cursor = clause.start;
  let previousLead = '';
  for (let at = 0; at < figures.length; ) {
    let next = at + 1;
    while (next < figures.length && isListed(figures[next - 1]!, figures[next]!, text)) next++;
    const group = figures.slice(at, next);
    const first = group[0]!;
    const leadTimes = clauseTimes.filter((t) => t.start >= cursor && t.end <= first.start);
    for (const t of leadTimes) {
      if (t.role === 'governs' && t.period !== null && !inBrackets(text, clause.start, t.start))
        carry.period = t;
    }
    const place = placeIn(page, cursor, first.start);
    if (place) carry.region = place;
    const lead = leadOf(withoutTimes(text, cursor, first.start, leadTimes), at > 0 ? previousLead : null);
    readGroup(
      { group, lead, until: figures[next]?.start ?? clause.end, clause, clauseTimes, paragraph },
      carry,
      page,
      observations,
      targets,
    );
    previousLead = lead;
    cursor = group.at(-1)!.end;
    at = next;
  }
  for (const t of clauseTimes) {
    if (
      t.start >= cursor &&
      t.role === 'governs' &&
      t.period !== null &&
      !inBrackets(text, clause.start, t.start)
    )
      carry.period = t;
  }
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
): void {
  const { text } = page.article;
  const { grammar } = page;
  const subjects = groupSubjects(lead, group.length, carry, grammar.subjects);
  const named: string[] = [];
  for (const [i, quantity] of group.entries()) {
    const right = text.slice(quantity.end, group[i + 1]?.start ?? until);
    const own = subjects[i] ?? subjects[0] ?? '';
    let reading = readKind(quantity, lead, right, own || carry.subject, carry.head, grammar.kinds);
    if (!reading.decided && carry.reading && (i > 0 || (carry.reading.kind === 'growth' && own !== '')))
      reading = carry.reading;
    const placed = placeInTime(quantity, group, lead, text, clauseTimes, carry, page);
    const from = placed.role === 'to' ? observations.at(-1) : undefined;
    const paired = from?.role === 'from' && from.unit === quantity.unit && quantity.word !== 'ratio';
    if (paired && carry.reading) reading = carry.reading;
    const name = paired
      ? { indicator: from.indicator, group: from.scope.group, subject: carry.subject }
      : quantity.word === 'ratio'
        ? { indicator: RATIO_PARTS[i % 3]!, group: null, subject: carry.subject }
        : nameIndicator(quantity, reading, own, lead, right, carry, grammar.subjects);
    const target =
      carry.target !== null && reading.kind !== 'rank' && !grammar.forecast.test(lead) ? carry.target : null;
    const observation: Observation = {
      id: `o${observations.length + 1}`,
      textSpan: text.slice(quantity.start, quantity.end),
      start: quantity.start,
      end: quantity.end,
      clause: text.slice(clause.start, Math.min(clause.end + 1, paragraph.end)),
      indicator: withoutPlace(name.indicator, carry.region),
      value: signed(quantity.value, reading),
      unit: quantity.unit,
      kind: target ? 'target' : reading.kind,
      ...(target ? { baseKind: reading.kind } : {}),
      period: target?.deadline ?? placed.period,
      ...(placed.text ? { periodText: placed.text } : {}),
      ...(placed.inferred && !target ? { periodInferred: true } : {}),
      scope: {
        region: placeAfter(page, quantity, right) ?? carry.region ?? page.region ?? '全国',
        industry:
          page.context.industries.find((n) => n.start >= clause.start && n.end <= quantity.start)?.name ??
          null,
        group: name.group,
      },
      comparator: reading.comparator,
      approx: quantity.bound !== null,
      bound: quantity.bound,
      ...(placed.role ? { role: placed.role } : {}),
    };
    observations.push(observation);
    if (target) targets.push(targetOf(observation, target, clause, text));
    carry.reading = reading;
    if (name.subject) {
      named.push(name.subject);
      carry.subject = name.subject;
      const head = headOf(name.subject, grammar.subjects);
      if (head) carry.head = head;
    }
  }
  carry.subjects = named.length > 1 && new Set(named).size === named.length ? named : [];
}

const RATIO_PARTS = ['第一产业占比', '第二产业占比', '第三产业占比'];

/** 超10亿元项目4个, 年营业收入1亿元以上企业12家: the amount names a class, it states no figure. */
function isThreshold(quantity: Quantity, text: string): boolean {
  return (
    quantity.unitClass === 'money' &&
    /^(?:级|的?(?:工业|产业|制造业|重点|重大|龙头|骨干)?(?:企业|项目|集群|园区|开发区|产业集群|产业链|产业|县|强县)(?!收入|投资|增加值))/.test(
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

function signed(value: number, reading: Reading): number {
  return reading.sign < 0 && (reading.kind === 'growth' || reading.kind === 'difference') ? -value : value;
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

/** A、B产量同比分别增长2.8倍和18.4%: one subject a number, with the shared head. */
function groupSubjects(lead: string, count: number, carry: Carry, grammar: SubjectGrammar): string[] {
  const subject = subjectOf(lead.replace(/分别.*$/, ''), grammar);
  if (count === 1) return [subject];
  if ((subject === '' || grammar.generic.has(subject)) && carry.subjects.length === count) {
    return carry.subjects.map((inherited) => composed(subject, inherited, grammar));
  }
  if (!lead.includes('分别') && !subject.includes('、')) return [subject];
  const whole = subject || carry.subject;
  if (/产销量?$/.test(whole) && count === 2) {
    const stem = whole.replace(/产销量?$/, '');
    return [`${stem}产量`, `${stem}销量`];
  }
  const parts = whole.split(/[、和与及]/);
  if (parts.length !== count) return [subject];
  const last = parts.at(-1)!;
  const head = headOf(last, grammar);
  return parts.map((part, i) => {
    if (i === count - 1) return part;
    // 中、小型企业PMI: each size takes the rest of the last
    if (/^[大中小微]$/.test(part) && /^[大中小微]/.test(last)) return part + last.slice(1);
    return head && !headOf(part, grammar) ? `${part}${head}` : part;
  });
}

interface Named {
  indicator: string;
  group: string | null;
  /** What the next clause inherits. */
  subject: string;
}

function nameIndicator(
  quantity: Quantity,
  reading: Reading,
  own: string,
  lead: string,
  right: string,
  carry: Carry,
  grammar: SubjectGrammar,
): Named {
  const inherited = carry.subject;
  const head = headOf(own, grammar);
  const noun = countedNoun(right, grammar);
  switch (reading.kind) {
    case 'count': {
      if (quantity.unitClass === 'years') {
        const of = own || inherited;
        return { indicator: `${of}连续年数`, group: null, subject: of };
      }
      if (noun && noun.length > 1) return { indicator: `${noun}数量`, group: noun, subject: noun };
      const base = own || inherited;
      if (/(?:量|数|规模|人数|产销|户|额)$/.test(base))
        return { indicator: base, group: null, subject: base };
      if (head) return { indicator: base, group: null, subject: base };
      return { indicator: `${base}数量`, group: base || null, subject: base };
    }
    case 'rank':
      return { indicator: `${own || inherited}排名`, group: null, subject: own || inherited };
    case 'share': {
      if (/占(?!有率|地|用)|比重|比例|份额/.test(lead)) {
        const tail =
          /占(?!有率|地|用).*$/
            .exec(lead.replace(/[（(].*$/, ''))?.[0]
            .replace(/(?:达到|达|为|了|由|从|的|约|近|超过|超)+$/g, '') ?? '';
        const stem = own.replace(/占.*$/, '') || inherited.replace(/占.*$/, '');
        const indicator = tail
          ? `${stem}${tail}${/比重|比例|份额|占比/.test(tail) ? '' : '比重'}`
          : composed(own, inherited, grammar);
        return { indicator, group: null, subject: indicator };
      }
      const part = rightNoun(right);
      if (part) {
        const whole = /(?:全国|全球|世界|全省|全市)$/.test(lead);
        return {
          indicator: whole ? `${inherited.replace(/占.*$/, '')}${part}占比` : `${own}${part}占比`,
          group: part,
          subject: whole ? inherited : own || inherited,
        };
      }
      const base = composed(own, inherited, grammar);
      return {
        indicator: /占比|比重|[率面度]$/.test(base) ? base : `${base}占比`,
        group: null,
        subject: base,
      };
    }
    case 'growth': {
      let base = composed(own, inherited.replace(/占.*$/, ''), grammar);
      if (
        !headOf(base, grammar) &&
        !/增速|增幅|涨幅|率|指数/.test(base) &&
        carry.head &&
        base !== inherited
      ) {
        base = `${base}${carry.head}`;
      }
      const noted = /两年平均/.test(lead)
        ? '两年平均增速'
        : /年均|年平均|复合/.test(lead)
          ? '年均增速'
          : /环比/.test(lead)
            ? '环比增速'
            : /同比|同期/.test(lead) || reading.comparator === '同比'
              ? '同比增速'
              : '增速';
      const bare = base.replace(/(?:同比|环比|年均|两年平均)?(?:增速|增幅|涨幅|降幅)$/, '');
      return { indicator: `${bare}${noted}`, group: null, subject: bare };
    }
    case 'difference': {
      const plain = composed(own, inherited, grammar);
      const rate = quantity.unitClass === 'point' && carry.reading?.kind === 'growth' && own === '';
      const base = rate ? `${plain}增速` : plain;
      const { comparator } = reading;
      const suffix =
        comparator === null
          ? '变化'
          : /^[高低快慢多少]/.test(comparator)
            ? `${comparator}幅度`
            : `${comparator}变化`;
      return { indicator: `${base}${suffix}`, group: null, subject: plain };
    }
    default: {
      const after = own === '' || !head ? rightNoun(right) : '';
      if (after && grammar.headAny.test(after)) {
        const whole = `${own || ''}${after}`;
        return { indicator: whole, group: null, subject: whole };
      }
      let base = composed(own, inherited, grammar);
      if (own && !head && quantity.unitClass === 'physical' && /量$/.test(carry.head))
        base = `${own}${carry.head}`;
      return { indicator: base, group: null, subject: base };
    }
  }
}

/** 三成以上进出口额, 40.5亿元销售收入: the noun right of the number. */
function rightNoun(right: string): string {
  return (
    /^(?:的)?([\p{Script=Han}A-Za-z“”]{2,14})/u
      .exec(right)?.[1]
      ?.replace(/(?:和|与|及|以及|在|是|为).*$/u, '') ?? ''
  );
}

/** A subject that is only 增速 or 占比 belongs to the one before it. */
function composed(own: string, inherited: string, grammar: SubjectGrammar): string {
  if (own === '') return inherited;
  if (grammar.generic.has(own) && inherited !== '') {
    const stem = inherited.replace(grammar.headEnd, '');
    return /^(?:增速|增幅|占比|比重|两年平均增速|平均增速|年均增速|同比增速|贡献率)$/.test(own)
      ? `${inherited}${own}`
      : `${stem}${own}`;
  }
  return own;
}

interface Placed {
  period: string | null;
  text?: string;
  role?: 'from' | 'to';
  inferred?: boolean;
}

const TO =
  /^(?:[，,]?(?:增长|增加|提高|提升|上升|上涨|下降|降|降低|减少|调整|优化|变化|变|发展|扩大|增|升|跃升|攀升|回升|回落|收窄|缩小|改善|跃|突破|加快|放缓|缩短|压减|拓展|改|升级)?(?:到|至|为)(?:了)?|[，,]?到(?:20\d\d年)?的)/;

/** The period of a number, and which end of a pair it is. */
function placeInTime(
  quantity: Quantity,
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
      (t.role !== 'comparison' || text[t.end] === '的') &&
      quantity.unitClass !== 'times' &&
      /^(?:的|末的?|底的?|为|时的?)?(?:约|近|超)?$/.test(text.slice(t.end, quantity.start)) &&
      quantity.start - t.end <= 3,
  );
  const governing = carry.period;
  const from = /(?:由|从)[^，。；,;]{0,16}$/.test(leftText) && TO.test(rightText);
  const earlier = text.slice(Math.max(0, group[0]!.start - 40), group[0]!.start);
  const to =
    !from &&
    /(?:由|从)[^，。；;]{0,30}[\d.％%成亿万元家个吨]+[^，。；;\d]{0,10}(?:到|至|为)(?:了)?(?:20\d\d年的?)?(?:近|约|超过?)?$/.test(
      earlier,
    );
  const bracket =
    inBrackets(text, Math.max(0, quantity.start - 40), quantity.start) && /(?:去年|上年)同期/.test(lead);
  if (from || to) {
    const own = attached?.period ?? null;
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
  if (attached?.period) return { period: attached.period, text: attached.text };
  if (bracket)
    return { period: governing?.period ? shiftYear(governing.period, -1) : null, text: '去年同期' };
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

/** 全省 and 全市 mean the place that the page is about. */
function pageRegion(article: Article, places: readonly PlaceMention[]): string | null {
  const said = /全省|全市|全区|全县|我省|我市|我区|我县|全自治区|全州|全旗/.exec(article.text);
  if (!said) return null;
  const level = said[0].at(-1)!;
  const wanted = places.filter((p) => p.name.endsWith(level) && p.name !== said[0]);
  const counts = new Map<string, number>();
  for (const p of wanted.length > 0 ? wanted : places) counts.set(p.name, (counts.get(p.name) ?? 0) + 1);
  let best: string | null = null;
  for (const [name, n] of counts) if (best === null || n > counts.get(best)!) best = name;
  return best;
}

function placeIn(page: Page, start: number, end: number): string | null {
  let found: string | null = null;
  for (const place of page.context.places) {
    if (place.start >= end) break;
    if (place.start >= start && place.end <= end) found = place.name;
  }
  const text = page.article.text.slice(start, end);
  if (
    found === null &&
    /(?:全国|我国|中国|全球|世界)(?!平均|的?比重|首|第|领先|前|一流|先进|级|大会|人民|政协|人大)/.test(
      text,
    ) &&
    !/占(?:全国|我国|全球|世界)|(?:高于|低于|快于|比|较)(?:全国|全球)/.test(text)
  ) {
    return /全球|世界/.test(text) && !/全国|我国|中国/.test(text) ? null : '全国';
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
  return (
    page.context.places.find((p) => p.start >= from && p.end <= quantity.end + rest.length)?.name ?? null
  );
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
  const cue = page.grammar.target.exec(clauseText);
  if (deadline) {
    carry.target = { deadline: deadlineOf(deadline.period), start: clause.start };
    return;
  }
  if (/已|目前|截至|累计|去年|上年|了(?:\d|近|约|超)/.test(clauseText) && !cue) {
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
}

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

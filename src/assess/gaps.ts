/**
 * What stands between a subject and a title: how far each criterion is off, what would close it, and the earliest day of
 * judging on which it can hold. Years that are over cannot be changed; the year of judging and those to come can.
 */
import type { Bilingual } from '../model/index.js';
import type { ConditionNode, CriterionOutcome, Outcome } from './condition.js';
import type { Judgement } from './judge.js';
import {
  atMost,
  growthYears,
  isAverage,
  isGrowth,
  isSum,
  itemValue,
  type MeasuredValue,
  within,
  yearsOf,
} from './quantity.js';
import type { Bounds, Item } from './rulebook.js';
import type { Gap } from './verdict.js';
import {
  amount,
  both,
  boundsText,
  criterionReason,
  joined,
  lackText,
  quantityName,
  reasonOf,
  scoreName,
  telling,
  titleText,
  type Wording,
  wordingOf,
} from './words.js';

type QuantityNode = ConditionNode & { kind: 'quantity' };

/** How far a part of a condition is off. */
interface Distance {
  short: number | null;
  unit: string | null;
  text: Bilingual;
  /** ISO day; null where nothing says so. */
  earliest: string | null;
}

/**
 * Gaps of what decides against the subject, those of missing data included, in the order of the rulebook. Shortcuts that
 * nobody claims are no gaps. None where the verdict is met or waits for a person.
 */
export function gapsOf(judged: Judgement): Gap[] {
  const wording = wordingOf(judged.compiled.rulebook, judged.day);
  const gaps = new Map<string, Gap>();
  const take = (id: string, outcome: CriterionOutcome | null, distance: Distance, state: Gap['state']) => {
    if (gaps.has(id)) return;
    const remedy = outcome === null ? undefined : wording.criteria.get(outcome.id)!.remedy;
    gaps.set(id, { criterion: id, state, ...distance, remedy: remedy ?? null });
  };
  const criterion = (outcome: CriterionOutcome) => {
    if (outcome.state !== 'unmet' && outcome.state !== 'unknown') return;
    const decisive = outcome.why === 'scopeOpen' ? null : outcome.outcome;
    const distance =
      decisive === null
        ? { short: null, unit: null, text: criterionReason(outcome, wording), earliest: null }
        : distanceOf(decisive, judged, wording);
    take(outcome.id, outcome, withException(outcome, distance, judged, wording), outcome.state);
  };
  const visit = (outcome: Outcome) => {
    if (outcome.state !== 'unmet' && outcome.state !== 'unknown') return;
    if (outcome.criterion) {
      criterion(outcome.criterion);
      return;
    }
    if (outcome.node.kind === 'all' || outcome.node.kind === 'any') {
      const open = outcome.parts!.filter((part) => part.state === 'unmet' || part.state === 'unknown');
      const unclaimed = open.filter((part) => !part.criterion?.claimed);
      for (const part of outcome.node.kind === 'any' && unclaimed.length > 0 ? unclaimed : open) visit(part);
      return;
    }
    const id =
      outcome.node.kind === 'score'
        ? `score:${outcome.node.table}${outcome.node.part === null ? '' : `.${outcome.node.part}`}`
        : 'pass';
    take(id, null, distanceOf(outcome, judged, wording), outcome.state);
  };
  for (const gate of judged.gates) criterion(gate);
  if (judged.pass) visit(judged.pass);
  const order = judged.compiled.rulebook.criteria.map(({ id }) => id);
  const place = (gap: Gap) => (order.includes(gap.criterion) ? order.indexOf(gap.criterion) : order.length);
  return [...gaps.values()].sort((a, b) => place(a) - place(b));
}

/** An exception that does not hold yet is another way. */
function withException(
  { id, exception }: CriterionOutcome,
  distance: Distance,
  judged: Judgement,
  wording: Wording,
): Distance {
  const unless = wording.criteria.get(id)!.unless;
  if (exception === null || unless === undefined || exception.state === 'notApplicable') return distance;
  const other = distanceOf(exception, judged, wording).text;
  return {
    ...distance,
    text: both(
      `${distance.text.zh}；或主张例外：${unless.text.zh}${other.zh ? `（${other.zh}）` : ''}`,
      `${distance.text.en}; or claim the exception: ${unless.text.en}${other.en ? ` (${other.en})` : ''}`,
    ),
  };
}

/** The earliest day on which all gaps can be closed, by what is known; null where nothing says so. */
export function earliestOf(gaps: readonly Gap[]): string | null {
  return latest(gaps.map((gap) => gap.earliest));
}

function latest(days: readonly (string | null)[]): string | null {
  return days.reduce<string | null>(
    (last, day) => (day !== null && (last === null || day > last) ? day : last),
    null,
  );
}

function distanceOf(outcome: Outcome, judged: Judgement, wording: Wording): Distance {
  const { node } = outcome;
  if (outcome.state === 'met' || outcome.state === 'notApplicable')
    return { short: null, unit: null, text: both('', ''), earliest: null };
  switch (node.kind) {
    case 'quantity':
      return numberDistance(outcome, node, judged);
    case 'criterion': {
      const { criterion } = outcome;
      return criterion?.outcome
        ? distanceOf(criterion.outcome, judged, wording)
        : { short: null, unit: null, text: reasonOf(outcome, wording), earliest: null };
    }
    case 'score':
      return scoreDistance(outcome, node, judged, wording);
    case 'holds': {
      const coming = outcome.titles?.flatMap(({ from }) =>
        from !== null && from > judged.day.iso ? [from] : [],
      );
      const reason = reasonOf(outcome, wording);
      return {
        short: null,
        unit: null,
        text: both(`${reason.zh}；须先取得并在有效期内`, `${reason.en}; it must be held first, and be valid`),
        earliest: coming?.sort()[0] ?? null,
      };
    }
    case 'lacks': {
      const ends = outcome.titles?.filter(({ to }) => to === null || to >= judged.day.iso) ?? [];
      const last = latest(ends.map(({ to }) => to));
      const held = joined(ends.map(titleText), '；', '; ');
      const known = last !== null && ends.every(({ to }) => to !== null);
      return {
        short: null,
        unit: null,
        text:
          ends.length === 0
            ? reasonOf(outcome, wording)
            : both(
                `持有${held.zh}，有效期内不能申报`,
                `holds ${held.en}, and cannot apply while it is valid`,
              ),
        earliest: known ? nextDay(last) : null,
      };
    }
    case 'all':
    case 'any': {
      const all = node.kind === 'all';
      const open = outcome.parts!.filter((part) => part.state === 'unmet' || part.state === 'unknown');
      const parts = (open.length === 0 ? telling(outcome) : open).map((part) =>
        distanceOf(part, judged, wording),
      );
      const [only] = parts;
      const days = parts.map((part) => part.earliest);
      return {
        short: parts.length === 1 ? only!.short : null,
        unit: parts.length === 1 ? only!.unit : null,
        text: joined(
          parts.map((part) => part.text),
          all ? '；' : '；或：',
          all ? '; ' : '; or: ',
        ),
        earliest: all
          ? latest(days)
          : days.includes(null)
            ? null
            : ([...(days as string[])].sort()[0] ?? null),
      };
    }
    default:
      return { short: null, unit: null, text: reasonOf(outcome, wording), earliest: null };
  }
}

/** The day after an ISO day. */
export function nextDay(day: string): string {
  const next = new Date(`${day}T00:00:00Z`);
  next.setUTCDate(next.getUTCDate() + 1);
  return next.toISOString().slice(0, 10);
}

/** By how much a value misses its bounds, in the unit of the value; a share misses by percentage points. */
function missBy(value: MeasuredValue, bounds: Bounds): number {
  const { low, high } = value.interval;
  const under = Math.max(bounds.atLeast ?? -Infinity, bounds.over ?? -Infinity) - high;
  const above = low - Math.min(bounds.atMost ?? Infinity, bounds.below ?? Infinity);
  const miss = Math.max(under, above, 0);
  return miss < 0.001 ? miss : Number(miss.toFixed(4));
}

function numberDistance(outcome: Outcome, node: QuantityNode, judged: Judgement): Distance {
  const { quantity, bounds } = node;
  const failing = outcome.measured!.values.filter(
    (value) => within(value.interval, bounds) === (outcome.state === 'unmet' ? 'unmet' : 'unknown'),
  );
  if (outcome.state !== 'unmet') {
    const lacks = failing.flatMap((value) => value.lacks).map(lackText);
    const text = joined(lacks, '；', '; ');
    return {
      short: null,
      unit: null,
      text: both(`须补齐资料：${text.zh}`, `data to be supplied: ${text.en}`),
      earliest: null,
    };
  }
  const unit = quantity.unit === '%' ? '个百分点' : quantity.unit;
  const short = (outcome.measured!.join === 'any' ? Math.min : Math.max)(
    ...failing.map((value) => missBy(value, bounds)),
  );
  const texts = failing.map((value) => {
    const miss = amount(missBy(value, bounds), unit);
    const found = Number.isFinite(value.interval.low)
      ? amount(
          value.interval.low,
          quantity.unit,
          bounds.atLeast ?? bounds.atMost ?? bounds.over ?? bounds.below,
        )
      : amount(value.interval.high, quantity.unit);
    const wanted = boundsText(node.written, node.unit);
    const year = value.years.length === 1 && quantity.item.shape === 'yearly' ? value.years[0] : undefined;
    const name = quantityName(quantity);
    const zh = year === undefined ? name.zh : `${year} 年${plainName(quantity).zh}`;
    const en = year === undefined ? name.en : `${plainName(quantity).en} of ${year}`;
    const money = numeratorMiss(value, node);
    return both(
      `${zh} ${found.zh}，要求 ${wanted.zh}，差 ${miss.zh}${money ? `（${money.zh}）` : ''}`,
      `${en} is ${found.en}, wanted ${wanted.en}, off by ${miss.en}${money ? ` (${money.en})` : ''}`,
    );
  });
  const closing = closingOf(node, judged);
  const text = joined([...texts, ...(closing.text ? [closing.text] : [])], '；', '; ');
  return { short, unit, text, earliest: closing.earliest };
}

function plainName({ item, per }: QuantityNode['quantity']): Bilingual {
  return per
    ? both(`${item.name.zh}占${per.name.zh}的比重`, `${item.name.en} as a share of ${per.name.en}`)
    : item.name;
}

/** What a missed share comes to in money or heads: 2.9 % of 5000 is 5 short of 3 %. */
function numeratorMiss(value: MeasuredValue, { quantity, bounds }: QuantityNode): Bilingual | null {
  const { item, per, basis } = quantity;
  if (per === null || isAverage(basis) || isGrowth(basis)) return null;
  const sum = (id: string) =>
    value.readings.reduce((all, each) => all + (each.item.id === id ? Number(each.value) : 0), 0);
  const bound = bounds.atLeast ?? bounds.over ?? bounds.atMost ?? bounds.below;
  if (bound === undefined || item.unit === null) return null;
  const miss = Math.abs((bound / 100) * sum(per.id) - sum(item.id));
  const { zh, en } = amount(miss, item.unit);
  return both(`折合${item.name.zh} ${zh}`, `that is ${en} of ${item.name.en}`);
}

/** Years ahead that are looked at for the earliest day. */
const HORIZON = 10;

/**
 * The first day of the first year of judging in which a number can keep its bounds, if the years not yet over bring what
 * is needed; and what they must bring.
 */
function closingOf(
  node: QuantityNode,
  judged: Judgement,
): { earliest: string | null; text: Bilingual | null } {
  const { quantity, bounds } = node;
  const { item, basis } = quantity;
  const { year } = judged.day;
  const lower = bounds.atLeast ?? bounds.over;
  if (basis === 'yearsSince') {
    const since = judged.subject.single.get(item.id);
    if (typeof since !== 'string' || lower === undefined) return { earliest: null, text: null };
    const years = bounds.atLeast === undefined ? Math.floor(lower) + 1 : Math.ceil(lower);
    const day = yearsAfter(since, years);
    return { earliest: day, text: both(`${day} 起满足`, `from ${day} on`) };
  }
  if (item.shape === 'single') {
    if (item.unit !== '年' || lower === undefined || quantity.per !== null)
      return { earliest: null, text: null };
    const has = itemValue(judged.subject, item, null)!;
    const wait = bounds.atLeast === undefined ? Math.floor(lower - has) + 1 : Math.ceil(lower - has - 1e-9);
    const when = year + Math.max(1, wait);
    return {
      earliest: `${when}-01-01`,
      text: both(
        `每过一年增加 1 年，不间断的话最早 ${when} 年判定时满足`,
        `it grows by a year every year: met in ${when} at the earliest`,
      ),
    };
  }
  if (basis === 'thisYear')
    return {
      earliest: null,
      text: both(
        `${year} 年${item.name.zh}须 ${boundsText(node.written, node.unit).zh}`,
        `${item.name.en} of ${year} must be ${boundsText(node.written, node.unit).en}`,
      ),
    };
  for (let wait = 1; wait <= HORIZON; wait++) {
    const needed = neededOf(node, judged, year + wait);
    if (needed === null) continue;
    return { earliest: `${year + wait}-01-01`, text: closingText(needed, node, year, year + wait) };
  }
  return {
    earliest: null,
    text: both(
      '已结束年度的数不能改，十年内看不到满足的可能',
      'the years that are over cannot be changed, and no year within ten can make up for them',
    ),
  };
}

function closingText(needed: Needed, { quantity }: QuantityNode, year: number, when: number): Bilingual {
  const { item, basis } = quantity;
  const least = Math.max(needed.bounds.atLeast ?? -Infinity, needed.bounds.over ?? -Infinity);
  const upper = needed.bounds.atMost ?? needed.bounds.below;
  if (needed.plain && upper === undefined && least <= 0)
    return both(`最早 ${when} 年判定时满足`, `met in ${when} at the earliest`);
  const free = yearsOf(basis, { iso: '', year: when }).filter((each) => each >= year);
  const several = free.length > 1;
  const years = several ? `${free[0]}—${free.at(-1)}` : `${free[0]}`;
  const want = boundsText(needed.bounds, needed.unit);
  const what = needed.growth
    ? both(`${item.name.zh}增长率`, `growth of ${item.name.en}`)
    : needed.plain
      ? item.name
      : plainName(quantity);
  const extra = needed.extra ? amount(needed.extra, item.unit ?? '') : null;
  const each = several && needed.each;
  return both(
    `${years} 年${each ? '每年' : ''}${what.zh}${several && !each ? '合计' : ''}须 ${want.zh}${extra ? `，另再多 ${extra.zh}` : ''}，最早 ${when} 年判定时满足`,
    `${what.en} of ${years.replace('—', '–')}${each ? ', each year,' : ''} must be ${want.en}${extra ? `, and ${extra.en} more` : ''}: met in ${when} at the earliest`,
  );
}

interface Needed {
  bounds: Bounds;
  unit: string;
  /** Of each of the free years, or of the first and only one. */
  each: boolean;
  /** The item itself, not its share. */
  plain: boolean;
  growth?: boolean;
  /** By how much a share of sums must be exceeded, in the unit of the item, to make up for the years that are over. */
  extra?: number;
}

/** What the years not yet over must bring for a judging year; null where the years that are over rule it out. */
function neededOf(node: QuantityNode, judged: Judgement, when: number): Needed | null {
  const { quantity, bounds, written, unit } = node;
  const { item, per, basis, join } = quantity;
  const window = yearsOf(basis, { iso: '', year: when });
  const fixed = window.filter((each) => each < judged.day.year);
  const free = window.length - fixed.length;
  if (free === 0) return null;
  const ratio = (year: number): number | null => {
    const value = itemValue(judged.subject, item, year);
    if (per === null || value === null) return value;
    const whole = itemValue(judged.subject, per, year);
    return whole === null || whole <= 0 ? null : (100 * value) / whole;
  };
  const whole: Needed = { bounds: written, unit, each: true, plain: false };
  if (basis === 'lastYear' || join === 'any') return whole;
  if (join === 'all') {
    const kept = fixed.every((year) => {
      const value = ratio(year);
      return value === null || within({ low: value, high: value }, bounds) === 'met';
    });
    return kept ? whole : null;
  }
  if (isGrowth(basis)) {
    const ends = growthYears(basis, { iso: '', year: when });
    const values = ends
      .filter((year) => year < judged.day.year)
      .map((year) => itemValue(judged.subject, item, year));
    if (values.some((value) => value !== null && value <= 0)) return null;
    if (values.length < ends.length - 1 || values.includes(null)) return { ...whole, growth: true };
    const [first = 0, second = 0] = values as number[];
    const at = (rate: number): number =>
      basis === 'averageGrowthOverTwoYears'
        ? second * (2 + (2 * rate) / 100 - second / first)
        : first * (1 + rate / 100) ** (window.length - 1);
    return { bounds: mapped(bounds, at), unit: item.unit ?? '', each: false, plain: true };
  }
  if (isSum(basis) && per !== null) {
    if (fixed.length === 0) return whole;
    const total = (of: Item) =>
      fixed.reduce<number | null>((sum, year) => {
        const value = itemValue(judged.subject, of, year);
        return sum === null || value === null ? null : sum + value;
      }, 0);
    const [part, all] = [total(item), total(per)];
    const bound = bounds.atLeast ?? bounds.over;
    if (part === null || all === null || bound === undefined) return whole;
    return { ...whole, extra: Math.max(0, (bound / 100) * all - part) };
  }
  const values = fixed.map(ratio);
  if (values.includes(null)) return whole;
  const past = (values as number[]).reduce((sum, value) => sum + value, 0);
  const count = isAverage(basis) ? window.length : 1;
  const needed = mapped(bounds, (bound) => bound * count - past);
  const least = Math.max(needed.atLeast ?? 0, needed.over ?? 0);
  const most = Math.min(needed.atMost ?? Infinity, needed.below ?? Infinity);
  // What cannot be negative cannot make up for too much, nor a share above the whole for too little.
  if ((item.nonNegative && most < 0) || (per !== null && !atMost(least / free, 100))) return null;
  return isAverage(basis)
    ? {
        bounds: mapped(needed, (bound) => bound / free),
        unit: quantity.unit,
        each: true,
        plain: per === null,
      }
    : { bounds: needed, unit: quantity.unit, each: false, plain: true };
}

function mapped(bounds: Bounds, by: (bound: number) => number): Bounds {
  return Object.fromEntries(
    Object.entries(bounds).map(([side, bound]) => [side, Number(by(bound as number).toPrecision(12))]),
  );
}

/** The same day some years later; 29 February goes to 1 March. */
export function yearsAfter(day: string, years: number): string {
  const year = Number(day.slice(0, 4)) + years;
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const rest = day.slice(5) === '02-29' && !leap ? '03-01' : day.slice(5);
  return `${String(year).padStart(4, '0')}-${rest}`;
}

function scoreDistance(
  outcome: Outcome,
  node: ConditionNode & { kind: 'score' },
  judged: Judgement,
  wording: Wording,
): Distance {
  const score = judged.scores.find((each) => each.table.id === node.table)!;
  const wanted = Math.max(node.bounds.atLeast ?? -Infinity, node.bounds.over ?? -Infinity);
  const entries = score.entries.filter(({ entry }) => node.part === null || entry.part === node.part);
  const { low, high } = outcome.interval!;
  const name = scoreName(node, wording);
  const open = entries.filter(({ interval }) => interval.low < interval.high);
  const lost = entries
    .filter(({ entry, interval }) => interval.high < entry.most)
    .sort((a, b) => b.entry.most - b.interval.high - (a.entry.most - a.interval.high))
    .slice(0, 3);
  const lacking = joined(
    open.map(({ entry }) => entry.name),
    '、',
    ', ',
  );
  const losses = joined(
    lost.map(({ entry, interval }) =>
      both(
        `${entry.name.zh}（得 ${interval.high}，满分 ${entry.most}）`,
        `${entry.name.en} (${interval.high} of ${entry.most})`,
      ),
    ),
    '、',
    ', ',
  );
  const bounds = boundsText(node.bounds, '分');
  const parts = [
    both(
      `${name.zh} ${low === high ? low : `${low}–${high}`} 分，要求 ${bounds.zh}`,
      `${name.en}: ${low === high ? low : `${low}–${high}`} points, wanted ${bounds.en}`,
    ),
    ...(open.length > 0 ? [both(`未定的有：${lacking.zh}`, `open: ${lacking.en}`)] : []),
    ...(lost.length > 0 ? [both(`失分较多的有：${losses.zh}`, `most points are lost in: ${losses.en}`)] : []),
  ];
  const short =
    outcome.state === 'unmet' && Number.isFinite(wanted) ? Number((wanted - high).toPrecision(12)) : null;
  return { short, unit: short === null ? null : '分', text: joined(parts, '；', '; '), earliest: null };
}

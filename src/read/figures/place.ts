// Where a figure holds: the place named before it, the place a paragraph or a page is about, or the one named behind it.
import type { Article } from '../article.js';
import { withoutTimes } from './period.js';
import type { Quantity } from './quantity.js';
import type { Carry, FigureContext, LevelledPlace, Page, PlaceMention } from './state.js';
import type { TimeExpression } from './time.js';

const WHOLE = /全省|全市|全区|全县|全州|全旗|全自治区|我省|我市|我区|我县/;

/** What is compared with the whole, or ranked within it, is not of the whole: 居全省第三, 高于全国、全省. */
const COMPARED = /(?:[居列于占比较、和与在入获到]|位列|位居|高出|超过|领跑)$/;

/** The place that 全省 or 全市 means: the one the title names, else the one of that level that the page names most. */
export function wholeOf(word: string, context: FigureContext): string {
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
  // an unnamed province must not pass for the nation
  return best === null ? word.replace(/^[我]/, '全') : fullestName(best, context);
}

/** A place as the title names it, else by the fullest name that the text gives it, outside the names of bodies where it can. */
function fullestName(key: string, context: FigureContext): string {
  const names = (places: readonly LevelledPlace[]) => places.filter((p) => p.key === key).map((p) => p.name);
  const titled = names(context.titlePlaces);
  const own = titled.length > 0 ? titled : names(context.places);
  return (own.length > 0 ? own : names(context.namedPlaces)).reduce((a, b) => (b.length > a.length ? b : a));
}

/** The place of all figures of a local page; null where the page speaks of the nation, and of a place in passing. */
export function pageRegion(article: Article, context: FigureContext): string | null {
  const whole = article.text.match(new RegExp(WHOLE, 'g')) ?? [];
  const national = article.text.match(/全国|我国/g)?.length ?? 0;
  if (whole.length === 0) return null;
  const place = wholeOf(whole[0]!, context);
  const titled = context.titlePlaces.some(({ name }) => name === place);
  return titled || (whole.length >= 2 && whole.length >= national) ? place : null;
}

/** Takes over the place named in [start, end); one that opens its clause is what the paragraph goes on about. */
export function enterPlace(
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
  const isSubject =
    said !== null &&
    !COMPARED.test(page.article.text.slice(Math.max(0, start + said.index - 2), start + said.index));
  let found: string | null = isSubject ? page.wholes(said[0]) : null;
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
export function placeAfter(page: Page, quantity: Quantity, right: string): string | null {
  const { text } = page.article;
  if (quantity.unitClass !== 'percent' || !right.startsWith('的')) return null;
  const rest = text.slice(quantity.end, quantity.end + 60).split(/[，。；,;]/, 1)[0]!;
  const at = /(?:位于|分布在|集中在|来自|落户)/.exec(rest);
  if (!at) return null;
  const from = quantity.end + at.index;
  return mentionsIn(page.context.places, from, quantity.end + rest.length)[0]?.name ?? null;
}

/** Those of a list in the order of the text that start in [from, to). Logarithmic in the length of the list. */
export function startingIn<T extends { start: number }>(list: readonly T[], from: number, to: number): T[] {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle]!.start < from) low = middle + 1;
    else high = middle;
  }
  let end = low;
  while (end < list.length && list[end]!.start < to) end++;
  return list.slice(low, end);
}

/** Mentions that lie in [start, end). */
export function mentionsIn<T extends PlaceMention>(mentions: readonly T[], start: number, end: number): T[] {
  return startingIn(mentions, start, end).filter((mention) => mention.end <= end);
}

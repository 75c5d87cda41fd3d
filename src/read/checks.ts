// What a page lets us check of itself: announced counts, parts that add up, a rise that rises, a page date that fits.
import type { Observation, SelfCheck } from '../model/index.js';
import type { Article } from './article.js';
import type { AnnouncedCount } from './directions/index.js';
import type { PageTime } from './figures/index.js';

/** Share points by which rounded parts of a whole may miss it. */
const ROUNDING = 0.15;

export function selfChecks(
  article: Article,
  announced: readonly AnnouncedCount[],
  observations: readonly Observation[],
  time: PageTime,
  published: string | null,
): SelfCheck[] {
  return [
    ...announcedCounts(announced),
    ...changes(article, observations),
    ...wholes(observations),
    ...pageDate(time, published),
  ];
}

function announcedCounts(announced: readonly AnnouncedCount[]): SelfCheck[] {
  return announced.flatMap((count) => {
    if (count.found === null) return [];
    return [
      {
        check: 'announced-count' as const,
        ok: count.found === count.count,
        zh: `页面说“${count.textSpan}”，读到 ${count.found} 条`,
        en: `the page announces “${count.textSpan}”; ${count.found} were read`,
        spans: [{ start: count.start, end: count.end }],
      },
    ];
  });
}

const RISES = /(?:上升|提高|提升|增长|增加|扩大|上涨|跃升|攀升|回升)(?:到|至|为)/;
const FALLS = /(?:下降|降低|减少|回落|收窄|下跌|缩小|降)(?:到|至|为)/;

/** 由 A 上升为 B: B must be above A. */
function changes(article: Article, observations: readonly Observation[]): SelfCheck[] {
  const checks: SelfCheck[] = [];
  for (const [i, to] of observations.entries()) {
    const from = observations[i - 1];
    if (to.role !== 'to' || from?.role !== 'from' || from.unit !== to.unit || from.indicator !== to.indicator)
      continue;
    const between = article.text.slice(from.end, to.start);
    const verb = RISES.exec(between) ?? FALLS.exec(between);
    if (!verb) continue;
    const rises = RISES.test(between);
    const ok = rises ? to.value > from.value : to.value < from.value;
    checks.push({
      check: 'direction-of-change',
      ok,
      zh: `“${from.textSpan}${between}${to.textSpan}”：数值${to.value > from.value ? '上升' : to.value < from.value ? '下降' : '未变'}，用词为“${verb[0]}”`,
      en: `“${from.textSpan}${between}${to.textSpan}”: the value ${to.value > from.value ? 'rises' : to.value < from.value ? 'falls' : 'does not change'}, the wording says ${rises ? 'a rise' : 'a fall'}`,
      spans: [{ start: from.start, end: to.end }],
    });
  }
  return checks;
}

/** The three industries of one period make up the whole. */
function wholes(observations: readonly Observation[]): SelfCheck[] {
  const checks: SelfCheck[] = [];
  for (let i = 0; i + 2 < observations.length; i++) {
    const parts = observations.slice(i, i + 3);
    if (!parts.every((o, k) => o.indicator.startsWith(`第${'一二三'[k]}产业占`) && o.role === parts[0]!.role))
      continue;
    const sum = parts.reduce((total, o) => total + o.value, 0);
    checks.push({
      check: 'parts-sum',
      ok: Math.abs(sum - 100) <= ROUNDING,
      zh: `三次产业占比合计 ${sum.toFixed(1)}%`,
      en: `shares of the three industries add up to ${sum.toFixed(1)} %`,
      spans: [{ start: parts[0]!.start, end: parts[2]!.end }],
    });
  }
  return checks;
}

function pageDate(time: PageTime, published: string | null): SelfCheck[] {
  if (published === null || time.publishedTrust === undefined) return [];
  const suspect = time.publishedTrust === 'suspect';
  const event = time.eventDates[0]?.date ?? null;
  if (!suspect) return [];
  return [
    {
      check: 'page-date',
      ok: false,
      zh: `页面日期 ${published} 与正文不符${event ? `（正文指向 ${event}）` : ''}，不用它推算“今年”`,
      en: `the page date ${published} contradicts the text${event ? ` (which points to ${event})` : ''}; 今年 is not resolved by it`,
      spans: [],
    },
  ];
}

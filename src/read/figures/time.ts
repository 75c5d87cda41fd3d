// Expressions of time in running text, resolved to the period notation against the year of the event.
import { chineseNumeral } from './numeral.js';

export interface TimeExpression {
  start: number;
  end: number;
  /** In the period notation; null where it cannot be resolved (今年 without an anchor). */
  period: string | null;
  /** `governs`: the figures that follow; `comparison`: what is compared with (去年同期, 比2017年的); `deadline`: 到2025年. */
  role: 'governs' | 'comparison' | 'deadline';
  /** Ends of a range of years, for from/to pairs. */
  range?: { from: string; to: string };
  text: string;
}

export interface Anchor {
  year: number;
  month: number | null;
  day: number | null;
}

const D = '[0-9０-９]';
const CN = '[〇零一二三四五六七八九十]';
const DASH = '(?:—|–|－|-|~|～|至|到|−)+';
const PATTERNS: [RegExp, (match: RegExpExecArray, anchor: Anchor | null, text: string) => Resolved][] = [];

interface Resolved {
  period: string | null;
  range?: { from: string; to: string };
  relativeYear?: boolean;
}

const half = (text: string) =>
  Number(text.replace(/[０-９]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0)));
const pad = (n: number) => String(n).padStart(2, '0');
const YEAR_WORDS: Record<string, number> = {
  今年: 0,
  本年度: 0,
  本年: 0,
  当年: 0,
  去年: -1,
  上年度: -1,
  上年: -1,
  上一年: -1,
  前年: -2,
  明年: 1,
  后年: 2,
};
const YEAR = `(?:(${D}{4})年度?(?!代)|(${Object.keys(YEAR_WORDS)
  .sort((a, b) => b.length - a.length)
  .join('|')}))`;

function yearOf(
  absolute: string | undefined,
  word: string | undefined,
  anchor: Anchor | null,
): number | null {
  if (absolute) return half(absolute);
  if (word) return anchor ? anchor.year + YEAR_WORDS[word]! : null;
  return null;
}

/** A month without a year is the last such month before the event. */
function yearOfMonth(month: number, anchor: Anchor | null): number | null {
  if (!anchor) return null;
  return anchor.month !== null && month > anchor.month ? anchor.year - 1 : anchor.year;
}

const chinese = (text: string): number =>
  new RegExp(`^${D}+$`).test(text) ? half(text) : (chineseNumeral(text) ?? Number.NaN);

function rule(
  source: string,
  resolve: (m: RegExpExecArray, anchor: Anchor | null, text: string) => Resolved,
): void {
  PATTERNS.push([new RegExp(source, 'y'), resolve]);
}

const withYear = (year: number | null, rest: (year: number) => string): Resolved => ({
  period: year === null ? null : rest(year),
});

// 2012年到2020年, 2013—2021年, 2012-2021年
rule(`(?:从|自|由)?(${D}{4})年?度?${DASH}(${D}{4})年`, (m) => ({
  period: `${half(m[1]!)}/${half(m[2]!)}`,
  range: { from: String(half(m[1]!)), to: String(half(m[2]!)) },
}));
// 2022年1—8月份, 今年1至8月, 1-8月
rule(`${YEAR}?(?:的)?(${D}{1,2})月?${DASH}(${D}{1,2})月份?(?!${D})`, (m, anchor) => {
  const to = half(m[4]!);
  const year = yearOf(m[1], m[2], anchor) ?? (m[1] || m[2] ? null : yearOfMonth(to, anchor));
  return withYear(year, (y) => `${y}-${pad(half(m[3]!))}/${y}-${pad(to)}`);
});
// 今年前8个月, 前三季度, 前三个季度, 头两个月
rule(`${YEAR}?(?:的)?(?:前|头)(${D}{1,2}|十一|十二|[一二两三四五六七八九十])个?(月|季度)`, (m, anchor) => {
  const count = chinese(m[3]!);
  const months = m[4] === '月' ? count : count * 3;
  const year = yearOf(m[1], m[2], anchor) ?? (m[1] || m[2] ? null : yearOfMonth(months, anchor));
  return withYear(year, (y) => (months === 6 ? `${y}-H1` : `${y}-01/${y}-${pad(months)}`));
});
// 2022年上半年, 下半年
rule(`${YEAR}?(?:的)?(上|下)半年`, (m, anchor) => {
  const first = m[3] === '上';
  const year = yearOf(m[1], m[2], anchor) ?? (m[1] || m[2] ? null : (anchor?.year ?? null));
  return withYear(year, (y) => `${y}-H${first ? 1 : 2}`);
});
// 2024年一季度, 第三季度, 二季度末
rule(`${YEAR}?(?:的)?第?([一二三四1-4])季度(末)?`, (m, anchor) => {
  const quarter = chinese(m[3]!);
  const year = yearOf(m[1], m[2], anchor) ?? (m[1] || m[2] ? null : yearOfMonth(quarter * 3 - 2, anchor));
  return withYear(year, (y) => (m[4] ? `asof:${y}-${pad(quarter * 3)}` : `${y}-Q${quarter}`));
});
// 2022年9月23日, 9月23日, 8月28日至31日
rule(`${YEAR}?(?:的)?(${D}{1,2})月(${D}{1,2})日(?:${DASH}(?:${D}{1,2}月)?${D}{1,2}日)?`, (m, anchor) => {
  const month = half(m[3]!);
  const year = yearOf(m[1], m[2], anchor) ?? (m[1] || m[2] ? null : yearOfMonth(month, anchor));
  return withYear(year, (y) => `asof:${y}-${pad(month)}-${pad(half(m[4]!))}`);
});
// 2022年8月末, 8月底, 8月份, 8月当月
rule(`${YEAR}?(?:的)?(${D}{1,2}|十一|十二|${CN})月(份|末|底|初|当月)?(?!${D})`, (m, anchor) => {
  const month = chinese(m[3]!);
  if (!(month >= 1 && month <= 12)) return { period: null };
  const year = yearOf(m[1], m[2], anchor) ?? (m[1] || m[2] ? null : yearOfMonth(month, anchor));
  return withYear(year, (y) =>
    m[4] === '末' || m[4] === '底' ? `asof:${y}-${pad(month)}` : `${y}-${pad(month)}`,
  );
});
// 2022年全年, 2022年底, 2022年末, 2022年, 今年, 去年
rule(`${YEAR}(全年|年?底|年?末|以来)?`, (m, anchor) => {
  const year = yearOf(m[1], m[2], anchor);
  if (m[3] === '以来') {
    if (m[2] && anchor)
      return { period: anchor.month === null ? String(year) : `asof:${anchor.year}-${pad(anchor.month)}` };
    return { period: null };
  }
  return withYear(year, (y) => (m[3] && m[3] !== '全年' ? `asof:${y}-12` : String(y)));
});
// “十四五”期间, 十四五
rule(`[“"]?十([二三四五六])五[”"]?(期间|时期|以来|末|初)?`, (m, anchor) => {
  const n = { 二: 2011, 三: 2016, 四: 2021, 五: 2026, 六: 2031 }[m[1]!]!;
  if (m[2] === '末') return { period: `asof:${n + 4}-12` };
  if (m[2] === '以来') return { period: anchor ? `${n}/${anchor.year}` : null };
  return m[2] === '期间' || m[2] === '时期'
    ? { period: `${n}/${n + 4}`, range: { from: String(n), to: String(n + 4) } }
    : { period: null };
});
// 上月, 本月, 当月
rule('(上月|上个月|本月|当月)', (m, anchor) => {
  if (anchor?.month == null) return { period: null };
  const back = m[1]!.startsWith('上') ? 1 : 0;
  const month = anchor.month - back;
  return { period: month >= 1 ? `${anchor.year}-${pad(month)}` : `${anchor.year - 1}-12` };
});
// 目前, 截至目前, 迄今, 累计
rule(
  '(截至目前|截止目前|到目前为止|迄今为止|迄今|至今|目前|现已|如今|累计(?=已|有|培育|认定|建成|拥有|创建|发布))',
  (_m, anchor) => ({
    period: anchor ? asOf(anchor) : null,
  }),
);
// 全年: of the year before where the page is a yearly review published in January or February
rule('(全年)(?!龄|度)', (_m, anchor) => ({
  period: anchor ? String(anchor.month !== null && anchor.month <= 2 ? anchor.year - 1 : anchor.year) : null,
}));
// 年底前, 年内, 到年底: the event's year
rule('(年底|年末|年内)(前)?', (m, anchor) => ({
  period: anchor ? (m[1] === '年内' ? String(anchor.year) : `asof:${anchor.year}-12`) : null,
}));

export function asOf(anchor: Anchor): string {
  if (anchor.month === null) return `asof:${anchor.year}`;
  return `asof:${anchor.year}-${pad(anchor.month)}${anchor.day === null ? '' : `-${pad(anchor.day)}`}`;
}

const START = /[0-9０-９今去上前头明后本当下第一二三四“"十从自由截到迄至目现如年累头全]/;

/**
 * Expressions of time in `text`, in order. 去年同期, 上年同期 and years after 比/较/与 are comparisons; 到2025年 and
 * 2025年前 after the anchor are deadlines. Cost is linear in the length of the text.
 */
export function findTimes(text: string, anchor: Anchor | null): TimeExpression[] {
  const found: TimeExpression[] = [];
  for (let i = 0; i < text.length; i++) {
    if (!START.test(text[i]!) || (text[i] === '上' && text[i - 1] === '以')) continue;
    if (/[0-9０-９]/.test(text[i]!) && /[0-9０-９.．A-Za-z]/.test(text[i - 1] ?? '')) continue;
    for (const [pattern, resolve] of PATTERNS) {
      pattern.lastIndex = i;
      const match = pattern.exec(text);
      if (!match || match[0].length < 2) continue;
      const end = i + match[0].length;
      // 2022世界先进制造业大会 and 2022年版 are names.
      const resolved = resolve(match, anchor, text);
      const left = text.slice(Math.max(0, i - 4), i);
      const right = text.slice(end, end + 6);
      if (/^(?:当年|前年|后年|当月)$/.test(match[0]) && resolved.period === null) break;
      let role: TimeExpression['role'] = 'governs';
      if (
        /^的?(?:约|近|超过?)?[\d.]+(?:多|余)?倍/.test(right) ||
        (/[由从]$/.test(left) && right.startsWith('的')) ||
        /自从?$/.test(left)
      )
        role = 'comparison';
      else if (
        /^(?:同期|同月|同日|水平|末的?水平)/.test(right) ||
        (/(?:比|较|与|同|和|相比于?|对比)$/.test(left) && !/^(?:相比)?[，,]/.test(right))
      ) {
        role = 'comparison';
      } else if (isDeadline(left, match[0], right, resolved.period, anchor)) role = 'deadline';
      found.push({
        start: i,
        end,
        period: resolved.period,
        role,
        text: match[0],
        ...(resolved.range ? { range: resolved.range } : {}),
      });
      i = end - 1;
      break;
    }
  }
  return found;
}

function isDeadline(
  left: string,
  text: string,
  right: string,
  period: string | null,
  anchor: Anchor | null,
): boolean {
  if (/[”"期时]/.test(text) && /五/.test(text)) return false;
  const before = /(?:到|至|截至|力争|确保|争取)$/.test(left);
  const bound = /^(?:前|之前|以前|底前|末前)/.test(right) || /(?<!目)前$/.test(text);
  if (!before && !bound) return false;
  if (/截至$/.test(left)) return false;
  const year = Number(/\d{4}/.exec(period ?? '')?.[0]);
  return !anchor || Number.isNaN(year) || year >= anchor.year;
}

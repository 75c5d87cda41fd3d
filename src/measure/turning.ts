/**
 * The words of bulletins for a turn, as conditions on figures: a phrase is used where its condition holds, and never
 * otherwise. Rates are taken as they are printed, that is after rounding.
 */
import type { Bilingual } from '../model/index.js';
import { type Points, points, rounded } from './percent.js';
import type { MeasureRules } from './rules.js';

export type TurnWord =
  | 'faster'
  | 'slower'
  | 'flat'
  | 'turnedPositive'
  | 'turnedNegative'
  | 'fallNarrowed'
  | 'fallWidened'
  | 'run'
  | 'steadied'
  | 'doubled';

export interface Turn {
  word: TurnWord;
  zh: string;
  en: string;
  /** The condition that holds, with the figures it holds for. */
  condition: Bilingual;
  /** Change of the rate since the period before; null for words that are about no change. */
  change: Points | null;
}

type Turning = MeasureRules['turning'];

/** 加快: cumulative growth is higher than the period before by at least 0.1 point. */
export function faster(previous: number, current: number, rules: Turning): Turn | null {
  const change = changeOf(previous, current, rules);
  return change >= rules.faster
    ? turn(
        'faster',
        '加快',
        'faster',
        change,
        `增速提高${change}个百分点，不小于${rules.faster}`,
        `up by ${change} points, at least ${rules.faster}`,
      )
    : null;
}

/** 回落: lower by at least 0.1 point. */
export function slower(previous: number, current: number, rules: Turning): Turn | null {
  const change = changeOf(previous, current, rules);
  return change <= rules.slower
    ? turn(
        'slower',
        '回落',
        'slower',
        change,
        `增速降低${-change}个百分点，不小于${-rules.slower}`,
        `down by ${-change} points, at least ${-rules.slower}`,
      )
    : null;
}

/** 持平: no change after rounding to the printed decimals, that is less than 0.05 point at one decimal. */
export function flat(previous: number, current: number, rules: Turning): Turn | null {
  const change = changeOf(previous, current, rules);
  return Math.abs(change) < 0.5 * 10 ** -rules.decimals
    ? turn('flat', '持平', 'unchanged', change, '四舍五入后没有变动', 'no change after rounding')
    : null;
}

/** 由负转正: the period before fell, this one grows. Zero is neither. */
export function turnedPositive(previous: number, current: number, rules: Turning): Turn | null {
  const [before, now] = printed(previous, current, rules);
  return before < 0 && now > 0
    ? turn(
        'turnedPositive',
        '由负转正',
        'turned positive',
        points(rounded(now - before, rules.decimals)),
        `上期${before}%，本期${now}%`,
        `${before} % before, ${now} % now`,
      )
    : null;
}

/** 由正转负: the period before grew, this one falls. */
export function turnedNegative(previous: number, current: number, rules: Turning): Turn | null {
  const [before, now] = printed(previous, current, rules);
  return before > 0 && now < 0
    ? turn(
        'turnedNegative',
        '由正转负',
        'turned negative',
        points(rounded(now - before, rules.decimals)),
        `上期${before}%，本期${now}%`,
        `${before} % before, ${now} % now`,
      )
    : null;
}

/** 降幅收窄: both fall, this one by less. */
export function fallNarrowed(previous: number, current: number, rules: Turning): Turn | null {
  const [before, now] = printed(previous, current, rules);
  const change = changeOf(previous, current, rules);
  return before < 0 && now < 0 && change > 0
    ? turn(
        'fallNarrowed',
        '降幅收窄',
        'falls less',
        change,
        `两期都下降，本期少降${change}个百分点`,
        `both fall, this one by ${change} points less`,
      )
    : null;
}

/** 降幅扩大: both fall, this one by more. */
export function fallWidened(previous: number, current: number, rules: Turning): Turn | null {
  const [before, now] = printed(previous, current, rules);
  const change = changeOf(previous, current, rules);
  return before < 0 && now < 0 && change < 0
    ? turn(
        'fallWidened',
        '降幅扩大',
        'falls more',
        change,
        `两期都下降，本期多降${-change}个百分点`,
        `both fall, this one by ${-change} points more`,
      )
    : null;
}

/** 翻番: growth of 100 % or more. */
export function doubled(growth: number, rules: Turning): Turn | null {
  return Number.isFinite(growth) && growth >= rules.doubled
    ? turn(
        'doubled',
        '翻番',
        'doubled',
        null,
        `增长${rounded(growth, rules.decimals)}%，不小于${rules.doubled}%`,
        `up ${rounded(growth, rules.decimals)} %, at least ${rules.doubled} %`,
      )
    : null;
}

/**
 * 企稳: after a fall of the rate by more than 0.3 point, the next period stays within 0.3 point of it. `rates` are the
 * three latest, the oldest first.
 */
export function steadied(rates: readonly [number, number, number], rules: Turning): Turn | null {
  const fall = changeOf(rates[0], rates[1], rules);
  const change = changeOf(rates[1], rates[2], rules);
  return fall < -rules.steadied && Math.abs(change) <= rules.steadied
    ? turn(
        'steadied',
        '企稳',
        'steadied',
        change,
        `上期回落${-fall}个百分点，本期变动${change}个百分点，不超过±${rules.steadied}`,
        `fell by ${-fall} points, then moved by ${change}, within ±${rules.steadied}`,
      )
    : null;
}

export type RunOf = 'growth' | 'fall' | 'faster' | 'slower';

const RUN_WORDS: Record<RunOf, Bilingual> = {
  growth: { zh: '增长', en: 'growing' },
  fall: { zh: '下降', en: 'falling' },
  faster: { zh: '加快', en: 'gaining speed' },
  slower: { zh: '回落', en: 'losing speed' },
};

/**
 * 连续n个月: how many months up to the last one have moved one way without a break. Monthly rates only: cumulative ones
 * carry the months before in them. A missing month ends the run. Null for fewer than two months.
 */
export function run(
  months: readonly { month: number; growth: number | null }[],
  of: RunOf,
  rules: Turning,
  series: { cumulative: boolean },
): (Turn & { months: number }) | null {
  if (series.cumulative || months.length === 0) return null;
  const byMonth = new Map(months.map(({ month, growth }) => [month, growth]));
  const last = Math.max(...byMonth.keys());
  let count = 0;
  for (let month = last; ; month--) {
    const growth = byMonth.get(month) ?? null;
    if (growth === null || Number.isNaN(growth)) break;
    const before = byMonth.get(month - 1) ?? null;
    const holds =
      of === 'growth'
        ? rounded(growth, rules.decimals) > 0
        : of === 'fall'
          ? rounded(growth, rules.decimals) < 0
          : before !== null &&
            (of === 'faster'
              ? faster(before, growth, rules) !== null
              : slower(before, growth, rules) !== null);
    if (!holds) break;
    count++;
  }
  if (count < 2) return null;
  const words = RUN_WORDS[of];
  return {
    ...turn(
      'run',
      `连续${count}个月${words.zh}`,
      `${words.en} for ${count} months`,
      null,
      `当月数连续${count}个月${words.zh}，中间无缺月`,
      `${count} single months in a row, none missing`,
    ),
    months: count,
  };
}

/** The one word for two rates in a row: signs first, then falls, then speed. Null between 持平 and 加快, and for no numbers. */
export function turnOf(previous: number, current: number, rules: Turning): Turn | null {
  for (const test of [turnedPositive, turnedNegative, fallNarrowed, fallWidened, faster, slower, flat]) {
    const found = test(previous, current, rules);
    if (found !== null) return found;
  }
  return null;
}

function printed(previous: number, current: number, rules: Turning): [number, number] {
  return [rounded(previous, rules.decimals), rounded(current, rules.decimals)];
}

function changeOf(previous: number, current: number, rules: Turning): Points {
  const [before, now] = printed(previous, current, rules);
  return points(rounded(now - before, rules.decimals));
}

function turn(
  word: TurnWord,
  zh: string,
  en: string,
  change: Points | null,
  conditionZh: string,
  conditionEn: string,
): Turn {
  return { word, zh, en, change, condition: { zh: conditionZh, en: conditionEn } };
}

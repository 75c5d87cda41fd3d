// Promises: the clauses in which a number is what somebody commits to, until when, and how they end.
import type { Observation, Target } from '../../model/index.js';
import type { Clause } from '../article.js';
import { isPast } from './period.js';
import type { Carry, Page } from './state.js';
import { LIST_MARK } from './subject.js';
import type { TimeExpression } from './time.js';

/** Enters and leaves the mode in which numbers are promises. */
export function updateTarget(
  carry: Carry,
  clause: Clause,
  clauseText: string,
  times: readonly TimeExpression[],
  page: Page,
): void {
  const deadline = times.find((t) => t.role === 'deadline');
  const governing = times.find((t) => t.role === 'governs' && t.period !== null);
  const cue =
    page.grammar.target.exec(clauseText) ??
    /\d[^，。；]{0,8}(?:以上)?的(?:目标|任务)(?!的)/.exec(clauseText) ??
    /(?:报告|会议|计划)[^，。；]{0,6}(?:提出|明确|确定|设定)/.exec(clauseText);
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
    /(?<!由|从|比|较|在)(?:已(?!有)|已有|目前|截至|累计(?!超|达|突破|新)|去年|(?<!以)上年)|了(?:\d|近|约|超)/.test(
      clauseText,
    ) &&
    !cue
  ) {
    carry.target = null;
    return;
  }
  if (
    cue &&
    !/(?:完成|实现|达成|超额完成|较|比)(?:了|这一|这个|上述)?(?:年度|全年|预期|既定)?目标/.test(clauseText)
  ) {
    const wholeYear = governing?.text === '全年' && page.anchor ? String(page.anchor.year) : null;
    const sentence = carry.periodIsSaid ? (carry.period?.period ?? null) : null;
    const period = wholeYear ?? governing?.period ?? sentence;
    if (isPast(period, page.anchor)) return;
    carry.target = {
      deadline: deadlineOf(period) ?? carry.target?.deadline ?? page.plan?.deadline ?? null,
      start: clause.start + cue.index,
    };
    return;
  }
  if (governing && isPast(governing.period, page.anchor)) carry.target = null;
  else if (
    page.plan &&
    carry.target === null &&
    COMMITS.test(clauseText.replace(LIST_MARK, '')) &&
    !GRANTS.test(clauseText)
  ) {
    carry.target = { deadline: page.plan.deadline, start: clause.start };
  }
}

/** In a plan, a clause that opens with a verb of doing commits to the number it names; a grant or a threshold does not. */
const COMMITS =
  /^(?:每[年市县省区州](?:全年|每年)?|全省|全市|全国|省级|着力|重点|新|.{0,10}(?=安排|设立|投入))?[，,]?(?:滚动支持|安排|投入|建设|建成|培育|打造|新增|组织|举办|设立|推广|实施|开展|引进|突破|形成|完成|改造|创建|认定|遴选|发布|制定|布局|推动|支持建设|争创|新建|攻克|培养|招引|落地)/;

export const GRANTS = /奖励|补助|补贴|资助|给予|奖补|贴息|不超过|最高/;

function deadlineOf(period: string | null): string | null {
  if (period === null) return null;
  const yearEnd = /^asof:(\d{4})-12$/.exec(period);
  return yearEnd ? yearEnd[1]! : period.replace(/^asof:/, '');
}

/** 行动计划（2024—2027年）, 2025年工作要点: what the plan commits to falls due in its last year. */
export function planEnd(title: string): Page['plan'] {
  if (!/计划|方案|规划|意见|措施|纲要|通知|要点/.test(title) || /名单|结果|公示|公布|通报|情况/.test(title))
    return null;
  const range = /(20\d{2})\s*[—–－\-~至]+\s*(20\d{2})/.exec(title);
  if (range) return { deadline: range[2]!, years: `${range[1]}/${range[2]}` };
  const year = /(20\d{2})年/.exec(title)?.[1] ?? null;
  return { deadline: year, years: year };
}

export function targetOf(
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

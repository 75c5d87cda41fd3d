/** Targets against what was observed: met, on track, late, unknown, with the yearly pace that is still needed. */
import {
  type Bilingual,
  type Bound,
  comparePeriods,
  type Definition,
  type FigureKind,
  type Period,
  parsePeriod,
  periodDays,
  periodTextLabel,
} from '../model/index.js';
import { type Percent, type Points, percent, points } from './percent.js';
import type { MeasureRules } from './rules.js';

export interface TrackedTarget {
  indicator: string;
  value: number | null;
  unit: string | null;
  /** What the number is: a level or count grows by a yearly rate, a share or index moves by points, a growth stands for its own period. */
  kind: FigureKind;
  /** A period or a day, in the notation of figures. */
  deadline: string | null;
  /** `under`: to stay or come below; anything else: to reach or exceed. */
  bound: Bound | null;
  /** Where the promise starts from; otherwise the earliest observation. */
  start?: ObservedValue;
}

export interface ObservedValue {
  period: string;
  value: number;
  unit?: string | null;
}

export type TargetState = 'met' | 'onTrack' | 'late' | 'unknown';

export interface TargetTrack {
  target: TrackedTarget;
  state: TargetState;
  latest: ObservedValue | null;
  /** Target less latest, in the unit of the target. */
  gap: number | null;
  /** What an even pace from the start would have reached by the latest observation. */
  expected: number | null;
  /** Pace from the latest observation to the deadline: a yearly rate for levels and counts, points a year otherwise. */
  requiredYearlyRate: Percent | null;
  requiredPointsAYear: Points | null;
  /** Pace from the start to the latest observation. */
  observedYearlyRate: Percent | null;
  observedPointsAYear: Points | null;
  why: Bilingual;
}

/**
 * How a target stands by the observations of its indicator. Observations in another unit or outside the notation of
 * periods take no part. A pace needs two observations, or a start and one.
 */
export function trackTarget(
  target: TrackedTarget,
  observations: readonly ObservedValue[],
  rules: MeasureRules['targets'],
): TargetTrack {
  const track: TargetTrack = {
    target,
    state: 'unknown',
    latest: null,
    gap: null,
    expected: null,
    requiredYearlyRate: null,
    requiredPointsAYear: null,
    observedYearlyRate: null,
    observedPointsAYear: null,
    why: { zh: '', en: '' },
  };
  const unknown = (zh: string, en: string): TargetTrack => ({ ...track, why: { zh, en } });
  if (target.value === null || !Number.isFinite(target.value)) {
    return unknown('目标没有数值，只能由人判断', 'the target has no number: a person must judge');
  }
  const deadline = target.deadline === null ? null : parsePeriod(target.deadline);
  if (deadline === null) return unknown('目标没有写明期限', 'the target names no deadline');
  const dated = observations
    .filter((one) => one.unit === undefined || one.unit === null || one.unit === target.unit)
    .flatMap((one) => {
      const period = parsePeriod(one.period);
      return period === null || !Number.isFinite(one.value) ? [] : [{ one, period }];
    })
    .sort((a, b) => comparePeriods(a.period, b.period));
  if (dated.length === 0) {
    return observations.length === 0
      ? unknown('没有观测值', 'nothing has been observed')
      : unknown(
          `观测值的单位或时期与目标（${target.unit ?? '无单位'}）对不上`,
          'no observation is in the unit of the target and has a period',
        );
  }
  if (target.kind === 'growth') return trackGrowth(track, target.value, deadline, dated, rules, unknown);

  const { one: latest, period } = dated.at(-1)!;
  const goal = target.value;
  track.latest = latest;
  track.gap = clean(goal - latest.value);
  const due = yearNumber(periodDays(deadline).end);
  const now = yearNumber(periodDays(period).end);
  const left = due - now;
  const label = (text: string, lang: 'zh' | 'en') => periodTextLabel(text, lang);
  if (reaches(latest.value, goal, target.bound, rules)) {
    return {
      ...track,
      state: 'met',
      why: {
        zh: `${label(latest.period, 'zh')}为${latest.value}，已达到目标${goal}`,
        en: `${latest.value} in ${label(latest.period, 'en')} meets the target of ${goal}`,
      },
    };
  }
  if (left <= 0) {
    return {
      ...track,
      state: 'late',
      why: {
        zh: `期限${label(target.deadline!, 'zh')}已到，${label(latest.period, 'zh')}为${latest.value}，未达到${goal}`,
        en: `the deadline ${label(target.deadline!, 'en')} has come; ${latest.value} in ${label(latest.period, 'en')} is short of ${goal}`,
      },
    };
  }
  const byRate = target.kind === 'level' || target.kind === 'count';
  if (byRate && goal > 0 && latest.value > 0) {
    track.requiredYearlyRate = percent(100 * ((goal / latest.value) ** (1 / left) - 1));
  } else track.requiredPointsAYear = points((goal - latest.value) / left);
  const start = target.start ?? (dated.length > 1 ? dated[0]!.one : undefined);
  const startPeriod = start === undefined ? null : parsePeriod(start.period);
  if (start === undefined || startPeriod === null) {
    return {
      ...track,
      why: {
        zh: '只有一个观测值，看不出进度；已列出今后每年所需',
        en: 'one observation shows no pace; what is needed a year is given',
      },
    };
  }
  const began = yearNumber(periodDays(startPeriod).end);
  const passed = now - began;
  if (passed <= 0)
    return {
      ...track,
      why: { zh: '起点不早于最新观测', en: 'the start is not before the latest observation' },
    };
  const part = passed / (passed + left);
  const compound = track.requiredYearlyRate !== null && start.value > 0;
  track.expected = clean(
    compound ? start.value * (goal / start.value) ** part : start.value + (goal - start.value) * part,
  );
  if (compound) track.observedYearlyRate = percent(100 * ((latest.value / start.value) ** (1 / passed) - 1));
  else track.observedPointsAYear = points((latest.value - start.value) / passed);
  const onTrack = target.bound === 'under' ? latest.value <= track.expected : latest.value >= track.expected;
  const pace = compound
    ? {
        zh: `年均${track.observedYearlyRate!.toFixed(1)}%，今后每年需${track.requiredYearlyRate!.toFixed(1)}%`,
        en: `${track.observedYearlyRate!.toFixed(1)} % a year so far, ${track.requiredYearlyRate!.toFixed(1)} % a year needed`,
      }
    : {
        zh: `每年变动${track.observedPointsAYear!.toFixed(2)}，今后每年需${((goal - latest.value) / left).toFixed(2)}`,
        en: `${track.observedPointsAYear!.toFixed(2)} a year so far, ${((goal - latest.value) / left).toFixed(2)} a year needed`,
      };
  return {
    ...track,
    state: onTrack ? 'onTrack' : 'late',
    why: {
      zh: `${label(latest.period, 'zh')}为${latest.value}，按进度应为${Number(track.expected.toPrecision(6))}：${pace.zh}`,
      en: `${latest.value} in ${label(latest.period, 'en')} against ${Number(track.expected.toPrecision(6))} at an even pace: ${pace.en}`,
    },
  };
}

interface Dated {
  one: ObservedValue;
  period: Period;
}

/** A growth target is met by the growth of its own period; that of a part of the period shows how it stands so far. */
function trackGrowth(
  track: TargetTrack,
  goal: number,
  deadline: Period,
  dated: readonly Dated[],
  rules: MeasureRules['targets'],
  unknown: (zh: string, en: string) => TargetTrack,
): TargetTrack {
  if (/年均|平均/.test(track.target.indicator)) {
    const mean = dated.findLast(({ period }) => period.kind === 'years' && period.to === yearOf(deadline));
    if (mean === undefined) {
      return unknown(
        '年均目标要用到期年份的年均增速来判断，没有这样的观测',
        'a mean rate over years is met by a mean rate, and none was observed',
      );
    }
    const met = reaches(mean.one.value, goal, track.target.bound, rules);
    return {
      ...track,
      latest: mean.one,
      gap: clean(goal - mean.one.value),
      state: met ? 'met' : 'late',
      why: {
        zh: `${periodTextLabel(mean.one.period, 'zh')}年均${mean.one.value}%，目标${goal}%`,
        en: `${mean.one.value} % a year over ${periodTextLabel(mean.one.period, 'en')}, target ${goal} %`,
      },
    };
  }
  const own = periodDays(deadline);
  const within = dated.filter(({ period }) => {
    const days = periodDays(period);
    return period.kind !== 'asof' && days.start === own.start && days.end <= own.end;
  });
  const last = within.at(-1);
  if (last === undefined) {
    return unknown('没有目标年份内的增速', 'no growth of the period of the target has been observed');
  }
  const reached = reaches(last.one.value, goal, track.target.bound, rules);
  const whole = periodDays(last.period).end === own.end;
  const at = { zh: periodTextLabel(last.one.period, 'zh'), en: periodTextLabel(last.one.period, 'en') };
  return {
    ...track,
    latest: last.one,
    gap: clean(goal - last.one.value),
    state: whole ? (reached ? 'met' : 'late') : reached ? 'onTrack' : 'late',
    why: {
      zh: `${at.zh}增长${last.one.value}%，目标${goal}%${whole ? '' : '，期限未到'}`,
      en: `${last.one.value} % in ${at.en}, target ${goal} %${whole ? '' : ', the period is not over'}`,
    },
  };
}

/** Does a value meet a target, by the words of the target: 左右 leaves a little room on either side, 以内 is an upper limit. */
export function reaches(
  value: number,
  goal: number,
  bound: Bound | null,
  rules: MeasureRules['targets'],
): boolean {
  const slack = 1e-9 * Math.abs(goal);
  if (bound === 'under') return value <= goal + slack;
  if (bound === 'about') return value >= goal - Math.abs(goal) * rules.about - slack;
  if (bound === 'near') return value >= goal - Math.abs(goal) * (1 - rules.near) - slack;
  return value >= goal - slack;
}

/** Years since year 0 at the end of a day, by months, so that from one year's end to the next is exactly one. */
function yearNumber(iso: string): number {
  const [year, month, day] = iso.split('-').map(Number) as [number, number, number];
  const days = new Date(Date.UTC(year, month, 0)).getUTCDate();
  return year + (month - 1 + day / days) / 12;
}

function yearOf(period: Period): number {
  return Number(periodDays(period).end.slice(0, 4));
}

function clean(value: number): number {
  return Number(value.toPrecision(12));
}

export const TARGET_DEFINITIONS = {
  state: {
    name: { zh: '目标进度', en: 'state of a target' },
    definition: {
      zh: '最新观测已达到为“完成”；不低于匀速进度为“按期”；低于进度或到期未达为“滞后”；缺观测、期限或数值为“不明”',
      en: 'met: reached by the latest observation; on track: not behind an even pace; late: behind it or past the deadline; unknown: no observation, deadline or number',
    },
    formula: 'x_t ≥ x_0 (X / x_0)^((t - 0) / (T - 0))',
    unit: '状态 state',
    source: '本项目 Ballast',
  },
  required: {
    name: { zh: '今后所需年均增速', en: 'required yearly rate' },
    definition: {
      zh: '从最新观测到期限达到目标所需的年均增速；比重类为每年百分点',
      en: 'yearly rate from the latest observation to the target by its deadline; points a year for shares',
    },
    formula: '100 × ((X / x_t)^(1 / (T - t)) - 1)',
    unit: '%',
    source: '本项目 Ballast',
  },
} satisfies Record<string, Definition>;

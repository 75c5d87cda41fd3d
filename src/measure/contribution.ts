/**
 * What each part adds to the growth of the whole: pull, in percentage points, and contribution rate, in per cent of the
 * change. Pull comes first; the rate explodes where the whole hardly changes, and is then refused.
 */
import type { Bilingual, Definition } from '../model/index.js';
import { growthRate } from './growth.js';
import { checkShare, type IdentityCheck, type Interval } from './identity.js';
import { type Refusal, refused } from './origin.js';
import { type Percent, type Points, percent, points } from './percent.js';
import type { MeasureRules } from './rules.js';

export interface Part {
  name: string;
  value: number;
  /** The same period a year earlier, on the same scope as `value`. */
  base: number;
}

export interface PartContribution {
  name: string;
  growth: Percent | null;
  /** Share of the part in the base of the whole. */
  baseShare: Percent;
  pull: Points;
  /** Null where the whole hardly changes. */
  contribution: Percent | null;
}

export interface Contributions {
  ok: true;
  parts: PartContribution[];
  total: { value: number; base: number; growth: Percent };
  /** What the parts leave of the whole: zero where they are all of it. */
  rest: { value: number; base: number; pull: Points } | null;
  cautions: Bilingual[];
}

/**
 * pull_i = 100 (V_i - B_i) / ΣB and contribution_i = 100 (V_i - B_i) / Σ(V - B). The pulls of all parts add up to the
 * growth of the whole. `total` where the parts are not all of it.
 */
export function contributions(
  parts: readonly Part[],
  rules: MeasureRules,
  total?: { value: number; base: number },
): Contributions | Refusal {
  if (parts.length === 0) return refused('没有分项', 'there are no parts');
  const value = parts.reduce((all, part) => all + part.value, 0);
  const base = parts.reduce((all, part) => all + part.base, 0);
  const whole = total ?? { value, base };
  const growth = growthRate(whole.value, whole.base);
  if (growth === null)
    return refused('总量的基数不大于零，无法计算拉动', 'the base of the whole is not above zero: no pull');
  const change = whole.value - whole.base;
  const still = Math.abs(growth) < rules.contribution.leastTotalGrowth;
  const cautions: Bilingual[] = [];
  if (still) {
    cautions.push({
      zh: `总量变动只有${growth.toFixed(2)}%，贡献率没有意义，只列拉动`,
      en: `the whole changes by ${growth.toFixed(2)} % only: contribution rates would say nothing; pulls are shown`,
    });
  } else if (growth < 0) {
    cautions.push({
      zh: '总量下降：贡献率为正的分项是在拉低总量，请看拉动的正负',
      en: 'the whole falls: a positive contribution rate means the part drags; go by the sign of the pull',
    });
  }
  const rest = { value: whole.value - value, base: whole.base - base };
  const scale = Math.max(Math.abs(whole.value), Math.abs(whole.base));
  const complete = Math.abs(rest.value) + Math.abs(rest.base) <= rules.identity.slack * scale;
  return {
    ok: true,
    parts: parts.map((part) => ({
      name: part.name,
      growth: growthRate(part.value, part.base),
      baseShare: percent((100 * part.base) / whole.base),
      pull: points((100 * (part.value - part.base)) / whole.base),
      contribution: still ? null : percent((100 * (part.value - part.base)) / change),
    })),
    total: { ...whole, growth },
    rest: complete ? null : { ...rest, pull: points((100 * (rest.value - rest.base)) / whole.base) },
    cautions,
  };
}

/** Pull of a part from its share in the base and its published real growth: a part of 30 % that grows by 5 % pulls 1.5 points. */
export function pullOf(baseShare: Percent, growth: Percent): Points {
  return points((baseShare * growth) / 100);
}

/** Is a published contribution rate what the published pull and growth allow, each within its rounding. */
export function checkContribution(
  pull: Interval,
  totalGrowth: Interval,
  contribution: Interval,
): IdentityCheck {
  return checkShare(pull, totalGrowth, contribution);
}

const NBS = '国家统计局《主要统计指标解释》';

export const CONTRIBUTION_DEFINITIONS = {
  pull: {
    name: { zh: '拉动', en: 'pull' },
    definition: {
      zh: '分项增量占总量基数的比例，即基期比重×分项增速；各分项之和等于总量增速',
      en: "the part's increase over the base of the whole: base share × the part's growth; pulls add up to the growth of the whole",
    },
    formula: '100 × (V_i - B_i) / Σ B',
    unit: '个百分点',
    source: NBS,
  },
  contribution: {
    name: { zh: '贡献率', en: 'contribution rate' },
    definition: {
      zh: '分项增量占总量增量的比例，可以超过100%或为负；总量几乎不变时不算',
      en: "the part's increase over that of the whole; may exceed 100 % or be negative; not given where the whole hardly changes",
    },
    formula: '100 × (V_i - B_i) / Σ (V - B)',
    unit: '%',
    source: NBS,
  },
  baseShare: {
    name: { zh: '基期比重', en: 'base share' },
    definition: { zh: '分项在总量基数中所占的比例', en: 'what the part is of the base of the whole' },
    formula: '100 × B_i / Σ B',
    unit: '%',
    source: NBS,
  },
} satisfies Record<string, Definition>;

/**
 * Statements read from pages, checked against each other and against series: which can be confirmed, which are
 * contradicted, which cannot be checked, and why. What follows from a statement (a base, the national figure behind a
 * gap) is worked out and labelled as derived.
 */
import {
  type Bilingual,
  type Definition,
  type Figure,
  LARGEST_REVISION,
  parsePeriod,
  periodTextLabel,
  printPeriod,
} from '../model/index.js';
import { comparability, indicatorName, obstacleText, scopeWords } from './comparability.js';
import { checkContribution } from './contribution.js';
import { growthRate, impliedBase, meanYearlyGrowth } from './growth.js';
import {
  checkIdentity,
  difference,
  exactly,
  figureInterval,
  growthFactor,
  type Interval,
  quotient,
} from './identity.js';
import { computedFigure } from './origin.js';
import { rounded } from './percent.js';
import type { MeasureRules } from './rules.js';

/** A figure as a page states it, with the end of 由 A 上升为 B it stands for. */
export interface Statement extends Figure {
  role?: 'from' | 'to';
}

export type Verdict = 'confirmed' | 'contradicted' | 'uncheckable';

export type CheckKind =
  | 'series'
  | 'levelAndGap'
  | 'growthAndShare'
  | 'impliedBase'
  | 'pullAndContribution'
  | 'shareOfMembers'
  | 'alone';

export interface StatementCheck {
  check: CheckKind;
  /** Ids of the statements that take part. */
  statements: string[];
  claim: Bilingual;
  verdict: Verdict;
  /** What follows from the statements; never a published figure. */
  derived: Figure | null;
  /** Ids of the figures of the series that were used. */
  evidence: string[];
  why: Bilingual;
}

export interface StatementOptions {
  /** Codes of the areas that make up a group of areas (西部地区); null where the name is no group. */
  members?: (area: string) => readonly string[] | null;
}

/** Statements in the order of the page; each takes part in at least one check. Targets are not checked here. */
export function checkStatements(
  statements: readonly Statement[],
  evidence: readonly Figure[],
  rules: MeasureRules,
  options: StatementOptions = {},
): StatementCheck[] {
  const desk = new Desk(evidence, rules, options);
  const facts = statements.filter((statement) => statement.kind !== 'target');
  const checks: StatementCheck[] = [];
  for (const [i, statement] of facts.entries()) {
    const near = nearBefore(facts, i, rules.statements.reach);
    checks.push(
      ...desk.gap(statement, near),
      ...desk.shareAndGrowth(statement, near),
      ...desk.base(statement, near),
      ...desk.contribution(statement, near),
      ...desk.series(statement),
      ...desk.shareOfMembers(statement),
    );
  }
  const used = new Set(checks.flatMap((check) => check.statements));
  for (const statement of facts) if (!used.has(statement.id)) checks.push(desk.alone(statement));
  const place = new Map(facts.map((statement, i) => [statement.id, i]));
  return checks.sort((a, b) => place.get(a.statements[0]!)! - place.get(b.statements[0]!)!);
}

/** Statements of the same page shortly before, the nearest first. */
function nearBefore(facts: readonly Statement[], at: number, reach: number): Statement[] {
  const here = facts[at]!.source;
  if (here.kind !== 'page') return [];
  const near: Statement[] = [];
  for (let i = at - 1; i >= 0; i--) {
    const there = facts[i]!.source;
    if (there.kind !== 'page' || there.document !== here.document || here.start - there.end > reach) break;
    near.push(facts[i]!);
  }
  return near;
}

class Desk {
  readonly #evidence: readonly Figure[];
  readonly #byIndicator = new Map<string, Figure[]>();
  readonly #rules: MeasureRules;
  readonly #options: StatementOptions;

  constructor(evidence: readonly Figure[], rules: MeasureRules, options: StatementOptions) {
    this.#evidence = evidence;
    this.#rules = rules;
    this.#options = options;
    for (const figure of evidence) {
      const name = this.#name(figure.indicator);
      const list = this.#byIndicator.get(name);
      if (list === undefined) this.#byIndicator.set(name, [figure]);
      else list.push(figure);
    }
  }

  /** The statement against a figure of a series for the same thing. */
  series(statement: Statement): StatementCheck[] {
    const found = (this.#byIndicator.get(this.#name(statement.indicator)) ?? []).filter(
      (figure) =>
        figure.unit === statement.unit &&
        figure.kind === statement.kind &&
        figure.period === statement.period &&
        sameArea(figure, statement) &&
        (figure.industry === null ||
          statement.industry === null ||
          figure.industry.name === statement.industry.name),
    );
    return found.map((figure) => {
      const { obstacles } = comparability(statement, figure, this.#rules, [
        'release',
        'indicator',
        'industry',
        'group',
        'area',
      ]);
      const claim = says(statement);
      const base = {
        check: 'series' as const,
        statements: [statement.id],
        claim,
        derived: null,
        evidence: [figure.id],
      };
      if (obstacles.length > 0)
        return { ...base, verdict: 'uncheckable' as const, why: obstacleText(obstacles) };
      const agreed = checkIdentity(figureInterval(statement), figureInterval(figure));
      const later =
        statement.released !== null && figure.released !== null && statement.released !== figure.released;
      const shown = { zh: `序列为${print(figure)}`, en: `the series has ${print(figure)}` };
      if (agreed.holds) return { ...base, verdict: 'confirmed' as const, why: shown };
      const larger = Math.max(Math.abs(statement.value), Math.abs(figure.value));
      const revised = later && Math.abs(statement.value - figure.value) <= LARGEST_REVISION * larger;
      return revised
        ? {
            ...base,
            verdict: 'uncheckable' as const,
            why: {
              zh: `${shown.zh}，发布日期不同（${statement.released}、${figure.released}），可能已修订`,
              en: `${shown.en}, released on another day (${figure.released}): it may have been revised`,
            },
          }
        : { ...base, verdict: 'contradicted' as const, why: shown };
    });
  }

  /** 东部 30.5%, 比全国高 3.1 个百分点: the nation stands at 27.4 %. */
  gap(statement: Statement, near: readonly Statement[]): StatementCheck[] {
    if (statement.kind !== 'difference' || statement.unit !== '个百分点') return [];
    if (!/全国|全省|平均/.test(statement.comparator ?? '')) return [];
    const own = near.find(
      (other) =>
        other.unit === '%' && other.period === statement.period && other.area.name === statement.area.name,
    );
    if (own === undefined) return [];
    const national = !/全省/.test(statement.comparator ?? '');
    const behind = difference(figureInterval(own), figureInterval(statement));
    const value = rounded(own.value - statement.value, 6);
    const derived = computedFigure(
      own,
      {
        value,
        area: national ? { code: null, name: '全国' } : { code: null, name: '全省' },
      },
      { formula: 'own - gap', method: 'statements.levelAndGap', inputs: [own, statement] },
    );
    const claim = {
      zh: `${own.area.name}${own.indicator}${print(own)}，${statement.comparator}高${statement.value}个百分点，即${derived.area.name}${value}%`,
      en: `${own.area.name} ${print(own)}, ${statement.value} points over ${derived.area.name}, which is then ${value} %`,
    };
    const base = { check: 'levelAndGap' as const, statements: [own.id, statement.id], claim, derived };
    const reference = (this.#byIndicator.get(this.#name(own.indicator)) ?? []).find(
      (figure) =>
        figure.unit === '%' &&
        figure.period === own.period &&
        isNation(figure) === national &&
        figure.kind === own.kind &&
        !sameArea(figure, own),
    );
    if (reference === undefined) {
      return [
        {
          ...base,
          evidence: [],
          verdict: 'uncheckable',
          why: {
            zh: `没有${derived.area.name}${own.period ?? ''}同一指标的公布数；推得${value}%，不是公布数`,
            en: `no published figure of ${derived.area.name} for ${own.period ?? 'the period'}; ${value} % is derived`,
          },
        },
      ];
    }
    const { obstacles } = comparability(own, reference, this.#rules, [
      'area',
      'indicator',
      'industry',
      'group',
      'release',
    ]);
    if (obstacles.length > 0) {
      return [{ ...base, evidence: [reference.id], verdict: 'uncheckable', why: obstacleText(obstacles) }];
    }
    const agreed = checkIdentity(figureInterval(reference), behind);
    return [
      {
        ...base,
        evidence: [reference.id],
        verdict: agreed.holds ? 'confirmed' : 'contradicted',
        why: {
          zh: `公布的${reference.area.name}数为${print(reference)}；${agreed.why.zh}`,
          en: `published for ${reference.area.name}: ${print(reference)}; ${agreed.why.en}`,
        },
      },
    ];
  }

  /**
   * A share that rose from a to b while the part grew by g a year for n years: the whole grew by
   * ((1 + g)^n a / b)^(1/n) - 1 a year, if share and rate are at the same prices. They seldom are.
   */
  shareAndGrowth(statement: Statement, near: readonly Statement[]): StatementCheck[] {
    if (statement.role !== 'to' || statement.kind !== 'share') return [];
    const from = near.find(
      (other) => other.role === 'from' && other.kind === 'share' && sameArea(other, statement),
    );
    const [start, end] = [yearOf(from?.period ?? null), yearOf(statement.period)];
    if (from === undefined || start === null || end === null || end <= start) return [];
    const growth = near.find(
      (other) =>
        other.kind === 'growth' &&
        sameArea(other, statement) &&
        other.period === printPeriod({ kind: 'years', from: start, to: end }),
    );
    if (growth === undefined) return [];
    const years = end - start;
    const whole = (g: number, a: number, b: number) => 100 * ((1 + g / 100) * (a / b) ** (1 / years) - 1);
    const value = rounded(whole(growth.value, from.value, statement.value), 4);
    const ratio = quotient(figureInterval(from), figureInterval(statement));
    const factor = growthFactor(figureInterval(growth));
    const allowed: Interval = {
      low: 100 * (factor.low * ratio.low ** (1 / years) - 1),
      high: 100 * (factor.high * ratio.high ** (1 / years) - 1),
    };
    const derived = computedFigure(
      growth,
      { value, area: { code: null, name: '全国' }, comparator: '年均' },
      {
        formula: '100 × ((1 + g / 100) (a / b)^(1 / n) - 1)',
        method: 'statements.growthAndShare',
        inputs: [growth, from, statement],
      },
    );
    const range = `${hundredths(allowed.low)}—${hundredths(allowed.high)}%`;
    const base = {
      check: 'growthAndShare' as const,
      statements: [growth.id, from.id, statement.id],
      claim: {
        zh: `${statement.area.name}比重由${print(from)}变为${print(statement)}，年均增长${print(growth)}：若比重与增速同价，全国年均增长${range}`,
        en: `${statement.area.name}: share from ${print(from)} to ${print(statement)} at ${print(growth)} a year; at one set of prices the nation grows by ${range} a year`,
      },
      derived,
    };
    const reference = (this.#byIndicator.get(this.#name(growth.indicator)) ?? []).find(
      (figure) => figure.kind === 'growth' && figure.period === growth.period && isNation(figure),
    );
    if (reference === undefined) {
      const loose = this.#loosely(growth).find(
        (figure) => figure.kind === 'growth' && figure.period === growth.period && isNation(figure),
      );
      return [
        {
          ...base,
          evidence: loose === undefined ? [] : [loose.id],
          verdict: 'uncheckable',
          why:
            loose === undefined
              ? {
                  zh: '没有全国同期同口径的年均增速；且增速是可比价、比重是现价，只能作参考',
                  en: 'no national rate of the same years and scope; and the rate is at comparable, the share at current prices',
                }
              : {
                  zh: `全国${loose.indicator}年均${print(loose)}口径不同，不能对比；且增速是可比价、比重是现价`,
                  en: `the national ${loose.indicator} of ${print(loose)} a year is of another scope; and the rate is at comparable, the share at current prices`,
                },
        },
      ];
    }
    const rises = statement.value > from.value;
    const agreed = checkIdentity(figureInterval(reference), allowed);
    const direction = rises === growth.value > reference.value;
    return [
      {
        ...base,
        evidence: [reference.id],
        verdict: agreed.holds ? 'confirmed' : 'uncheckable',
        why: agreed.holds
          ? {
              zh: `全国年均${print(reference)}，在推得的区间内`,
              en: `the national rate of ${print(reference)} lies in the range derived`,
            }
          : {
              zh: `全国年均${print(reference)}，不在${range}内；增速按可比价、比重按现价，差异可由价格解释${direction ? '，方向一致' : '，但方向也不一致'}`,
              en: `the national rate is ${print(reference)}, outside ${range}; the rate is at comparable and the share at current prices, which may explain it${direction ? '; the direction agrees' : '; yet the direction disagrees too'}`,
            },
      },
    ];
  }

  /** 6.2万亿元, 增长6.1%: the base was 5.84万亿元, by the publisher's own scope. */
  base(statement: Statement, near: readonly Statement[]): StatementCheck[] {
    if (
      statement.kind !== 'growth' ||
      statement.unit !== '%' ||
      /年均|平均|环比/.test(statement.comparator ?? '')
    )
      return [];
    const stem = this.#name(statement.indicator).replace(/(?:同比)?(?:增速|增长率?|增幅)$/, '');
    const level = near.find(
      (other) =>
        (other.kind === 'level' || other.kind === 'count') &&
        other.period === statement.period &&
        sameArea(other, statement) &&
        this.#name(other.indicator) === stem,
    );
    if (level === undefined) return [];
    const implied = impliedBase(level, statement);
    if (!implied.ok) return [];
    const { figure } = implied;
    const range = quotient(figureInterval(level), growthFactor(figureInterval(statement)));
    const shown = `${large(range.low)}—${large(range.high)}${level.unit}`;
    const base = {
      check: 'impliedBase' as const,
      statements: [level.id, statement.id],
      claim: {
        zh: `${level.indicator}${print(level)}，增长${print(statement)}，即上年同期约${large(figure.value)}${level.unit}`,
        en: `${level.indicator} ${print(level)}, up ${print(statement)}: about ${large(figure.value)} ${level.unit} a year earlier`,
      },
      derived: figure,
    };
    const published = (this.#byIndicator.get(this.#name(level.indicator)) ?? []).find(
      (other) =>
        other.kind === level.kind &&
        other.unit === level.unit &&
        other.period === figure.period &&
        sameArea(other, level),
    );
    if (published === undefined) {
      return [
        {
          ...base,
          evidence: [],
          verdict: 'uncheckable',
          why: {
            zh: `没有上年同期数可对；基数${shown}是倒推的，不是公布数`,
            en: `no figure of a year earlier to hold against it; the base of ${shown} is derived, not published`,
          },
        },
      ];
    }
    const agreed = checkIdentity(figureInterval(published), range);
    const naive = growthRate(level.value, published.value);
    return [
      {
        ...base,
        evidence: [published.id],
        verdict: agreed.holds ? 'confirmed' : 'uncheckable',
        why: agreed.holds
          ? {
              zh: `上年同期公布数${print(published)}，与倒推的基数相容`,
              en: `published a year earlier: ${print(published)}, which meets the derived base`,
            }
          : {
              zh: `上年同期公布数${print(published)}，直接相比为${naive?.toFixed(1) ?? '—'}%；增速按可比口径（企业进出、剔重、修订），两者可以不同，不能据此否定`,
              en: `published a year earlier: ${print(published)}, which gives ${naive?.toFixed(1) ?? '—'} %; the rate is on comparable scope, so the two may differ and this does not refute it`,
            },
      },
    ];
  }

  /** 拉动 5.5 个百分点, 贡献率 68.8%, 总增速 7.9%. */
  contribution(statement: Statement, near: readonly Statement[]): StatementCheck[] {
    if (!/贡献率/.test(statement.indicator) || statement.unit !== '%') return [];
    const pull = near.find(
      (other) => /拉动/.test(`${other.indicator}${other.comparator ?? ''}`) && other.unit === '个百分点',
    );
    const total = near.find(
      (other) => other.kind === 'growth' && other.unit === '%' && other.id !== pull?.id,
    );
    if (pull === undefined || total === undefined) return [];
    const agreed = checkContribution(figureInterval(pull), figureInterval(total), figureInterval(statement));
    return [
      {
        check: 'pullAndContribution',
        statements: [total.id, pull.id, statement.id],
        claim: {
          zh: `拉动${pull.value}个百分点，总增速${print(total)}，贡献率${print(statement)}`,
          en: `a pull of ${pull.value} points of ${print(total)}, a contribution of ${print(statement)}`,
        },
        derived: null,
        evidence: [],
        verdict: agreed.holds ? 'confirmed' : 'contradicted',
        why: agreed.why,
      },
    ];
  }

  /** 占全国规模以上工业增加值比重 of a group, against the sum of its members in a series of levels. */
  shareOfMembers(statement: Statement): StatementCheck[] {
    if (
      statement.kind !== 'share' ||
      statement.unit !== '%' ||
      !(statement.comparator ?? '').startsWith('占全国')
    )
      return [];
    const members = this.#options.members?.(statement.area.name) ?? null;
    const of = this.#name((statement.comparator ?? '').slice('占全国'.length));
    if (members === null || of === '') return [];
    const same = this.#levels(this.#byIndicator.get(of) ?? [], statement.period);
    const loose = same.length > 0 ? [] : this.#levels(this.#looselyNamed(of), statement.period);
    const levels = same.length > 0 ? same : loose;
    const provinces = levels.filter(
      (figure) => /^\d{2}0000$/.test(figure.area.code ?? '') && figure.area.code !== '000000',
    );
    const ours = provinces.filter((figure) => members.includes(figure.area.code!));
    if (ours.length < members.length) return [];
    const whole = levels.find(isNation)?.value ?? provinces.reduce((all, figure) => all + figure.value, 0);
    const value = rounded((100 * ours.reduce((all, figure) => all + figure.value, 0)) / whole, 4);
    const derived = computedFigure(
      ours[0]!,
      { value, unit: '%', kind: 'share', area: statement.area, comparator: statement.comparator },
      { formula: '100 × Σ members / whole', method: 'statements.shareOfMembers', inputs: ours },
    );
    const differs = same.length === 0 || scopeDiffers(statement, ours[0]!, this.#rules);
    const agreed = checkIdentity(figureInterval(statement), exactly(value));
    const summed = levels.some(isNation) ? '' : `（分母为${provinces.length}个地区之和）`;
    return [
      {
        check: 'shareOfMembers',
        statements: [statement.id],
        claim: says(statement),
        derived,
        evidence: ours.map((figure) => figure.id),
        verdict: agreed.holds ? 'confirmed' : differs ? 'uncheckable' : 'contradicted',
        why: {
          zh: `按${ours[0]!.indicator}序列${ours.length}个地区合计为${value.toFixed(2)}%${summed}${differs ? '；口径不同，只能作参考' : ''}`,
          en: `${ours.length} areas of the series of ${ours[0]!.indicator} make ${value.toFixed(2)} %${differs ? '; another scope, for orientation only' : ''}`,
        },
      },
    ];
  }

  alone(statement: Statement): StatementCheck {
    const same = this.#byIndicator.get(this.#name(statement.indicator)) ?? [];
    const mean = this.#nominalMean(statement);
    return {
      check: 'alone',
      statements: [statement.id],
      claim: says(statement),
      verdict: 'uncheckable',
      derived: null,
      evidence: [],
      why:
        mean !== null
          ? mean
          : same.length === 0
            ? { zh: '没有这个指标的序列', en: 'there is no series of this indicator' }
            : statement.period === null
              ? { zh: '没有写明时期', en: 'it names no period' }
              : {
                  zh: '序列里没有这个时期和地区的数',
                  en: 'the series has no figure of this period and area',
                },
    };
  }

  /** A mean yearly rate can be set beside that of current-price levels, which never confirms it. */
  #nominalMean(statement: Statement): Bilingual | null {
    const period = statement.period === null ? null : parsePeriod(statement.period);
    if (statement.kind !== 'growth' || period?.kind !== 'years') return null;
    const stem = this.#name(statement.indicator).replace(/(?:年均)?(?:增速|增长率?)$/, '');
    const at = (year: number) =>
      (this.#byIndicator.get(stem) ?? []).find(
        (figure) => figure.kind === 'level' && figure.period === String(year) && sameArea(figure, statement),
      );
    const [first, last] = [at(period.from), at(period.to)];
    if (first === undefined || last === undefined) return null;
    const nominal = meanYearlyGrowth(first.value, last.value, period.to - period.from);
    return nominal === null
      ? null
      : {
          zh: `按水平推得名义年均${nominal.toFixed(2)}%；公布的是不变价增速，两者不可比`,
          en: `the levels give ${nominal.toFixed(2)} % a year in nominal terms; the rate stated is at constant prices`,
        };
  }

  #levels(figures: readonly Figure[], period: string | null): Figure[] {
    return figures.filter((figure) => figure.kind === 'level' && figure.period === period);
  }

  /** Figures of an indicator that is the same but for the words of its scope. */
  #loosely(statement: Figure): Figure[] {
    return this.#looselyNamed(this.#name(statement.indicator));
  }

  #looselyNamed(name: string): Figure[] {
    const bare = this.#withoutScope(name);
    return this.#evidence.filter((figure) => this.#withoutScope(this.#name(figure.indicator)) === bare);
  }

  #withoutScope(name: string): string {
    let bare = name;
    for (const words of Object.values(this.#rules.scope)) {
      for (const form of Object.values(words).flat()) {
        bare = bare.replaceAll(form, form.endsWith('工业') ? '工业' : '');
      }
    }
    return bare;
  }

  #name(indicator: string): string {
    return indicatorName(indicator, this.#rules);
  }
}

function scopeDiffers(a: Figure, b: Figure, rules: MeasureRules): boolean {
  const [left, right] = [scopeWords(a, rules), scopeWords(b, rules)];
  return [...new Set([...left.keys(), ...right.keys()])].some(
    (family) => left.get(family) !== right.get(family),
  );
}

function sameArea(a: Figure, b: Figure): boolean {
  if (a.area.code !== null && b.area.code !== null) return a.area.code === b.area.code;
  return plainArea(a.area.name) === plainArea(b.area.name);
}

function plainArea(name: string): string {
  const plain = name.normalize('NFKC').replace(/\s/g, '');
  return plain === '中国' || plain === '我国' || plain === '' ? '全国' : plain;
}

function isNation(figure: Figure): boolean {
  return figure.area.code === '000000' || plainArea(figure.area.name) === '全国';
}

function yearOf(period: string | null): number | null {
  const parsed = period === null ? null : parsePeriod(period);
  return parsed?.kind === 'year' ? parsed.year : null;
}

function says(statement: Figure): Bilingual {
  const where = plainArea(statement.area.name);
  return {
    zh: `${where} ${periodTextLabel(statement.period ?? '', 'zh')} ${statement.indicator} ${print(statement)}`,
    en: `${where}, ${periodTextLabel(statement.period ?? '', 'en')}: ${statement.indicator} ${print(statement)}`,
  };
}

const BOUND_ZH = { over: '超', under: '不到', near: '近', about: '约' } as const;

function print(figure: Figure): string {
  return `${figure.bound === null ? '' : BOUND_ZH[figure.bound]}${large(figure.value)}${figure.unit}`;
}

/** 62000亿 as 6.2万亿: the scale is part of the number. */
function hundredths(value: number): string {
  return Number.isFinite(value) ? value.toFixed(2) : large(value);
}

function large(value: number): string {
  const size = Math.abs(value);
  if (size === Number.POSITIVE_INFINITY) return value > 0 ? '∞' : '-∞';
  if (size >= 1e12) return `${Number((value / 1e12).toPrecision(4))}万亿`;
  if (size >= 1e8) return `${Number((value / 1e8).toPrecision(6))}亿`;
  return String(Number(value.toPrecision(8)));
}

export const STATEMENT_DEFINITIONS = {
  verdict: {
    name: { zh: '核对结论', en: 'verdict' },
    definition: {
      zh: '同指标、同时期、同口径的数在四舍五入区间内相符为“证实”，不符为“矛盾”；口径、价格、发布不同或没有数据为“无法核对”',
      en: 'confirmed where figures of one indicator, period and scope agree within rounding; contradicted where they do not; uncheckable where scope, prices or release differ or there is no figure',
    },
    formula: '[x - h, x + h] ∩ [y - h, y + h] ≠ ∅',
    unit: '状态 state',
    source: '本项目 Ballast',
  },
} satisfies Record<string, Definition>;

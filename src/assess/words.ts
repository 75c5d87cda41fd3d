/** What was wanted, found and concluded, in sentences that a firm's accountant can check against the books. Both languages. */
import type { Bilingual } from '../model/index.js';
import type { ConditionNode, CriterionOutcome, Outcome } from './condition.js';
import { leavesOf } from './condition.js';
import {
  type CompiledQuantity,
  isAverage,
  isGrowth,
  isSum,
  type JudgingDay,
  type Lack,
  type MeasuredValue,
  type Reading,
  within,
  yearsOf,
} from './quantity.js';
import type { Basis, Bounds, Criterion, Rulebook, ScoreTable } from './rulebook.js';
import type { EntryOutcome, ScoringOutcome } from './score.js';
import type { HeldTitle } from './subject.js';

/** The words that sentences are made of beside the numbers: names in the rulebook, the day of judging. */
export interface Wording {
  day: JudgingDay;
  criteria: ReadonlyMap<string, Criterion>;
  scores: ReadonlyMap<string, ScoreTable>;
}

export function wordingOf(rulebook: Rulebook, day: JudgingDay): Wording {
  return {
    day,
    criteria: new Map(rulebook.criteria.map((criterion) => [criterion.id, criterion])),
    scores: new Map(rulebook.scores.map((table) => [table.id, table])),
  };
}

export function both(zh: string, en: string): Bilingual {
  return { zh, en };
}

/** Texts one after another, each once. */
export function joined(texts: readonly Bilingual[], zh: string, en: string): Bilingual {
  return {
    zh: [...new Set(texts.map((text) => text.zh))].join(zh),
    en: [...new Set(texts.map((text) => text.en))].join(en),
  };
}

/**
 * A number as it is read: two decimals at most, more only where it would otherwise look like the bound that it misses.
 */
export function numberText(value: number, apart?: number, most = 2): string {
  if (value === Number.POSITIVE_INFINITY) return '∞';
  if (value === Number.NEGATIVE_INFINITY) return '−∞';
  for (let decimals = most; decimals < 8; decimals++) {
    const text = trimmed(value, decimals);
    if (apart === undefined || value === apart || Number(text) !== apart) return text;
  }
  return trimmed(value, 8);
}

function trimmed(value: number, decimals: number): string {
  const text = value.toFixed(decimals).replace(/\.?0+$/, '');
  return text === '-0' || text === '' ? '0' : text;
}

export function withUnit(number: string, unit: string): string {
  return unit === '' ? number : unit === '%' ? `${number}%` : `${number} ${unit}`;
}

const UNITS_EN: Record<string, string> = {
  元: 'yuan',
  人: 'people',
  万人: '10k people',
  项: 'items',
  件: 'items',
  个: 'items',
  家: 'firms',
  名: 'people',
  分: 'points',
  年: 'years',
  位: '',
  级: '',
  个百分点: 'pp',
  平方公里: 'km²',
};

/** 万元 and 亿元 are read as million yuan. */
const MILLIONS: Record<string, number> = { 万元: 0.01, 亿元: 100 };

/** A number in the English of its unit: 6100 万元 is 61 million yuan. */
export function amountEn(value: number, unit: string, apart?: number): string {
  const millions = MILLIONS[unit];
  if (millions === undefined) return withUnit(numberText(value, apart), UNITS_EN[unit] ?? unit);
  const edge = apart === undefined ? undefined : Number((apart * millions).toPrecision(12));
  const number = Number((value * millions).toPrecision(12));
  return `${numberText(number, edge, 4)} million yuan`;
}

/** A number with its unit, in both languages. */
export function amount(value: number, unit: string, apart?: number): Bilingual {
  return both(withUnit(numberText(value, apart), unit), amountEn(value, unit, apart));
}

const BASIS: Record<Basis, Bilingual> = {
  asOf: both('', ''),
  lastYear: both('上年', 'last year'),
  thisYear: both('本年', 'this year'),
  eachOfTwoYears: both('近两年每年', 'in each of the last two years'),
  eachOfThreeYears: both('近三年每年', 'in each of the last three years'),
  eitherOfTwoYears: both('近两年任一年', 'in either of the last two years'),
  anyOfThreeYears: both('近三年任一年', 'in any of the last three years'),
  sumOfTwoYears: both('近两年合计', 'over the last two years together'),
  sumOfThreeYears: both('近三年合计', 'over the last three years together'),
  sumOfFiveYears: both('近五年合计', 'over the last five years together'),
  averageOfTwoYears: both('近两年平均', 'on average of the last two years'),
  averageOfThreeYears: both('近三年平均', 'on average of the last three years'),
  growthOverOneYear: both('上年增长率', 'growth over one year'),
  compoundGrowthOverTwoYears: both('近两年复合增长率', 'compound growth over two years'),
  averageGrowthOverTwoYears: both('近两年平均增长率', 'average growth over two years'),
  compoundGrowthOverThreeYears: both('近三年复合增长率', 'compound growth over three years'),
  yearsSince: both('至判定日', 'until the day of judging'),
};

const ALSO: Partial<Record<Basis, Bilingual>> = {
  eachOfTwoYears: both('须近两年每年均达到', 'each of the last two years must reach it'),
  eachOfThreeYears: both('须近三年每年均达到', 'each of the last three years must reach it'),
  eitherOfTwoYears: both('近两年任一年达到即可', 'one of the last two years is enough'),
  anyOfThreeYears: both('近三年任一年达到即可', 'one of the last three years is enough'),
};

/** 近两年每年研发费用占营业收入的比重. */
export function quantityName({ item, per, basis }: CompiledQuantity): Bilingual {
  const zh = per ? `${item.name.zh}占${per.name.zh}的比重` : item.name.zh;
  const en = per ? `${item.name.en} as a share of ${per.name.en}` : item.name.en;
  if (isGrowth(basis)) return both(`${zh}${BASIS[basis].zh}`, `${BASIS[basis].en} of ${en}`);
  if (basis === 'yearsSince') return both(`${zh}${BASIS[basis].zh}`, `${en} ${BASIS[basis].en}`);
  return both(`${BASIS[basis].zh}${zh}`, `${en} ${BASIS[basis].en}`.trim());
}

/** ≥ 5000 万元. */
export function boundsText(bounds: Bounds, unit: string): Bilingual {
  const sides: [number | undefined, string][] = [
    [bounds.atLeast, '≥'],
    [bounds.over, '>'],
    [bounds.atMost, '≤'],
    [bounds.below, '<'],
  ];
  return joined(
    sides.flatMap(([bound, sign]) => {
      if (bound === undefined) return [];
      const { zh, en } = amount(bound, unit);
      return [both(`${sign} ${zh}`, `${sign} ${en}`)];
    }),
    ' 且 ',
    ' and ',
  );
}

/** What a condition wants; of a single number the bound alone, unless its name is asked for. */
export function wantedOf(node: ConditionNode, wording: Wording, named = true): Bilingual {
  switch (node.kind) {
    case 'quantity': {
      const bounds = boundsText(node.written, node.unit);
      if (!named) {
        const { basis } = node.quantity;
        if (basis === 'asOf' || basis === 'lastYear' || basis === 'thisYear' || basis === 'yearsSince')
          return bounds;
        const when = BASIS[basis];
        return isGrowth(basis)
          ? both(`${when.zh} ${bounds.zh}`, `${when.en} ${bounds.en}`)
          : both(`${when.zh} ${bounds.zh}`, `${bounds.en} ${when.en}`);
      }
      const name = quantityName(node.quantity);
      return both(`${name.zh} ${bounds.zh}`, `${name.en} ${bounds.en}`);
    }
    case 'oneOf':
      return both(
        `${node.item.name.zh}为${node.choices.join('、')}${node.choices.length > 1 ? '之一' : ''}`,
        `${node.item.name.en} is ${orEn(node.choices)}`,
      );
    case 'industry': {
      const except = node.except.length > 0;
      return both(
        `行业代码属于 ${node.codes.join('、')}${except ? `，${node.except.join('、')} 除外` : ''}`,
        `industry code within ${orEn(node.codes)}${except ? `, not ${orEn(node.except)}` : ''}`,
      );
    }
    case 'flag':
      return both(
        `${node.item.name.zh}：${node.is ? '是' : '否'}`,
        `${node.item.name.en}: ${node.is ? 'yes' : 'no'}`,
      );
    case 'declared':
      return both(
        `企业声明“${node.item.name.zh}”：${node.is ? '是' : '否'}`,
        `the firm declares ${node.item.name.en}: ${node.is ? 'yes' : 'no'}`,
      );
    case 'holds':
      return both(
        `持有有效期内的${node.titles.join('、')}${node.titles.length > 1 ? '之一' : ''}`,
        `holds ${orEn(node.titles)}, valid on the day`,
      );
    case 'lacks':
      return both(`未持有${node.titles.join('、')}`, `does not hold ${orEn(node.titles)}`);
    case 'award':
      return both(
        `近 ${node.withinYears} 年内${node.level}${node.level === '市级' ? '' : '以上'}奖励${node.rankAtMost === null ? '' : `，排名前 ${node.rankAtMost}`}`.replace(
          '国家级以上',
          '国家级',
        ),
        `an award of ${AWARD_EN[node.level] ?? node.level} level${node.level === '国家级' ? '' : ' or above'} within ${node.withinYears} years${node.rankAtMost === null ? '' : `, among the first ${node.rankAtMost}`}`,
      );
    case 'level':
      return both(
        `${node.title}为${node.levels.join('、')}${node.levels.length > 1 ? '之一' : ''}`,
        `${node.title} is ${orEn(node.levels)}`,
      );
    case 'score': {
      const name = scoreName(node, wording);
      const bounds = boundsText(node.bounds, '分');
      return both(`${name.zh} ${bounds.zh}`, `${name.en} ${bounds.en}`);
    }
    case 'manual':
      return both('由审核人判断', 'for a person to judge');
    case 'criterion':
      return wording.criteria.get(node.id)?.text ?? both(node.id, node.id);
    case 'not': {
      const { zh, en } = wantedOf(node.of, wording);
      return both(`并非：${zh}`, `not: ${en}`);
    }
    case 'all':
    case 'any': {
      const texts = node.of.map((each) => {
        const { zh, en } = wantedOf(each, wording);
        return each.kind === 'all' || each.kind === 'any' ? both(`（${zh}）`, `(${en})`) : both(zh, en);
      });
      return node.kind === 'all' ? joined(texts, '；且 ', '; and ') : joined(texts, '；或 ', '; or ');
    }
  }
}

const AWARD_EN: Record<string, string> = { 国家级: 'national', 省部级: 'provincial', 市级: 'municipal' };

function orEn(of: readonly string[]): string {
  return of.length < 2 ? of.join('') : `${of.slice(0, -1).join(', ')} or ${of.at(-1)}`;
}

export function scoreName(node: { table: string; part: string | null }, wording: Wording): Bilingual {
  const table = wording.scores.get(node.table);
  if (!table) return both(node.table, node.table);
  const part = table.parts.find((each) => each.id === node.part);
  return part
    ? both(`${table.name.zh}·${part.name.zh}`, `${table.name.en}, ${part.name.en}`)
    : both(`${table.name.zh}总分`, `${table.name.en}, total`);
}

/** What was found; null where nothing is known. */
export function actualOf(outcome: Outcome, wording: Wording): Bilingual | null {
  const { node } = outcome;
  switch (node.kind) {
    case 'quantity': {
      const texts = outcome.measured!.values.flatMap((value) => {
        const text = measuredText(value, node.quantity, edgeOf(node.bounds));
        return text === null ? [] : [text];
      });
      return texts.length === 0 ? null : joined(texts, '；', '; ');
    }
    case 'oneOf': {
      const value = outcome.readings![0]!.value;
      return value === null ? null : both(`${value}`, `${value}`);
    }
    case 'flag':
    case 'declared': {
      const value = outcome.readings![0]!.value;
      return value === null ? null : both(value === 'true' ? '是' : '否', value === 'true' ? 'yes' : 'no');
    }
    case 'industry':
      return outcome.found === undefined ? null : both(outcome.found, outcome.found);
    case 'holds':
    case 'lacks':
      if (outcome.titles === undefined) return null;
      if (outcome.titles.length === 0) return both('未见持有', 'none held');
      return joined(outcome.titles.map(titleText), '；', '; ');
    case 'award':
      if (outcome.awards === undefined) return null;
      if (outcome.awards.length === 0) return both('无符合的奖励', 'no such award');
      return joined(
        outcome.awards.map((award) =>
          both(
            `${award.date} ${award.level}${award.rank === null ? '，排名未注明' : `，排名第 ${award.rank}`}`,
            `${award.date} ${AWARD_EN[award.level] ?? award.level}, ${award.rank === null ? 'place not stated' : `place ${award.rank}`}`,
          ),
        ),
        '；',
        '; ',
      );
    case 'level':
      if (outcome.levels!.length === 0) return null;
      return both(
        outcome.levels!.map((level) => level?.name.zh ?? '未达任何等级').join(' 或 '),
        outcome.levels!.map((level) => level?.name.en ?? 'no level').join(' or '),
      );
    case 'score':
      return intervalText(outcome.interval!.low, outcome.interval!.high, '分');
    case 'manual':
      return null;
    case 'criterion':
      return outcome.criterion!.outcome === null ? null : actualOf(outcome.criterion!.outcome, wording);
    default: {
      const texts = (outcome.parts ?? []).flatMap((part) => {
        const actual = actualOf(part, wording);
        if (actual === null) return [];
        const name = subjectMatter(part.node, wording);
        return [name === null ? actual : both(`${name.zh} ${actual.zh}`, `${name.en} ${actual.en}`)];
      });
      return texts.length === 0 ? null : joined(texts, '；', '; ');
    }
  }
}

/** What a condition is about, to stand before its value. */
function subjectMatter(node: ConditionNode, wording: Wording): Bilingual | null {
  switch (node.kind) {
    case 'quantity':
      return quantityName(node.quantity);
    case 'oneOf':
    case 'flag':
    case 'declared':
      return node.item.name;
    case 'score':
      return scoreName(node, wording);
    case 'level':
      return both(node.title, node.title);
    case 'industry':
      return both('行业', 'industry');
    case 'criterion':
      return wantedOf(node, wording);
    default:
      return null;
  }
}

export function titleText(held: HeldTitle): Bilingual {
  if (held.from === null && held.to === null)
    return both(`${held.title}（有效期未注明）`, `${held.title} (validity not stated)`);
  return both(
    `${held.title}（${held.from ?? '起始日未注明'} 至 ${held.to ?? '到期日未注明'}）`,
    `${held.title} (${held.from ?? 'start not stated'} to ${held.to ?? 'end not stated'})`,
  );
}

export function intervalText(low: number, high: number, unit: string): Bilingual {
  if (low === high) return amount(low, unit);
  const text = `${numberText(low)}–${numberText(high)}`;
  return both(withUnit(text, unit), withUnit(text, UNITS_EN[unit] ?? unit));
}

function edgeOf(bounds: Bounds): number | undefined {
  return bounds.atLeast ?? bounds.over ?? bounds.atMost ?? bounds.below;
}

/** 2025 年 700 万元; null where nothing of it is known. */
export function measuredText(
  value: MeasuredValue,
  quantity: CompiledQuantity,
  apart?: number,
): Bilingual | null {
  const { item, per, basis, unit } = quantity;
  const known = value.interval.low === value.interval.high;
  const own = value.readings.filter((reading) => reading.value !== null);
  if (own.length === 0) return null;
  if (basis === 'yearsSince') {
    const { zh, en } = amount(value.interval.low, unit);
    return both(`${zh}（自 ${own[0]!.value} 起）`, `${en} (since ${own[0]!.value})`);
  }
  const yearly = both(
    yearText(own, item.unit ?? '', per !== null),
    yearText(own, item.unit ?? '', per !== null, true),
  );
  if (!known) {
    const least = Number.isFinite(value.interval.low) ? amount(value.interval.low, unit) : null;
    const zh = yearly.zh;
    return least
      ? both(`已知 ${least.zh}（${zh}）`, `${least.en} known (${yearly.en})`)
      : both(`仅知 ${zh}`, `only ${yearly.en} known`);
  }
  const number = amount(value.interval.low, unit, apart);
  if (isGrowth(basis))
    return both(
      `${number.zh}（${own.map((each) => `${each.year} 年 ${numberText(Number(each.value))}`).join(' → ')}${item.unit ? ` ${item.unit}` : ''}）`,
      `${number.en} (${own.map((each) => `${each.year}: ${amountEn(Number(each.value), item.unit ?? '')}`).join(' → ')})`,
    );
  const year = value.years.length === 1 ? value.years[0] : undefined;
  if (per && !isSum(basis) && !isAverage(basis)) {
    const parts = (english: boolean) =>
      own
        .map((each) => {
          const text = amount(Number(each.value), each.item.unit ?? '');
          return english ? text.en : text.zh;
        })
        .join(' / ');
    return both(
      `${year === undefined ? '' : `${year} 年 `}${number.zh}（${parts(false)}）`,
      `${year === undefined ? '' : `${year}: `}${number.en} (${parts(true)})`,
    );
  }
  if (own.length > 1) return both(`${number.zh}（${yearly.zh}）`, `${number.en} (${yearly.en})`);
  return both(
    `${year === undefined ? '' : `${year} 年 `}${number.zh}`,
    `${year === undefined ? '' : `${year}: `}${number.en}`,
  );
}

function yearText(readings: readonly Reading[], unit: string, several: boolean, english = false): string {
  return readings
    .map(({ item, year, value }) => {
      const own = item.unit ?? unit;
      const text =
        typeof value !== 'number' ? String(value) : english ? amountEn(value, own) : amount(value, own).zh;
      if (english)
        return [...(several ? [item.name.en] : []), ...(year === null ? [] : [`${year}:`]), text].join(' ');
      return year === null
        ? [...(several ? [item.name.zh] : []), text].join(' ')
        : `${year} 年${several ? item.name.zh : ''} ${text}`;
    })
    .join(english ? ', ' : '、');
}

/** 缺 2025 年营业收入（有 2024 年的，不是所需年份，不采用）. */
export function lackText(lack: Lack): Bilingual {
  const { name } = lack.item;
  switch (lack.kind) {
    case 'missing': {
      const what =
        lack.year === null ? name : both(`${lack.year} 年${name.zh}`, `${name.en} of ${lack.year}`);
      if (lack.fault)
        return both(
          `${what.zh}所填的值不能采用：${lack.fault.zh}`,
          `the value given for ${what.en} cannot be used: ${lack.fault.en}`,
        );
      return lack.others.length === 0
        ? both(`缺${lack.year === null ? '' : ' '}${what.zh}`, `${what.en} is missing`)
        : both(
            `缺 ${what.zh}（有 ${lack.others.join('、')} 年的，不是所需年份，不采用）`,
            `${what.en} is missing (there are values of ${lack.others.join(', ')}, not of the year wanted, and not used)`,
          );
    }
    case 'denominator': {
      const when = lack.years.length === 0 ? '' : `${lack.years.join('、')} 年`;
      return both(
        `${when}${name.zh}为 ${numberText(lack.value)}，不能作分母`,
        `${name.en}${lack.years.length === 0 ? '' : ` of ${lack.years.join(', ')}`} is ${numberText(lack.value)}, so that there is no share of it`,
      );
    }
    case 'base':
      return both(
        `${lack.year} 年${name.zh}为 ${numberText(lack.value)}，不能据以计算增长率`,
        `${name.en} of ${lack.year} is ${numberText(lack.value)}, so that no growth can be computed from it`,
      );
  }
}

/** 2025, 2024/2025, asof:2026-05-01; null where it has none. In the notation of periods. */
export function periodOf(outcome: Outcome, day: JudgingDay): string | null {
  const periods = new Set<string>();
  const visit = (each: Outcome) => {
    for (const leaf of leavesOf(each)) {
      const { node } = leaf;
      if (node.kind === 'quantity') {
        const years = yearsOf(node.quantity.basis, day);
        const single = node.quantity.item.shape === 'single';
        periods.add(
          years.length === 0 || single
            ? `asof:${day.iso}`
            : years.length === 1
              ? `${years[0]}`
              : `${years[0]}/${years.at(-1)}`,
        );
      } else if (node.kind === 'criterion') {
        if (leaf.criterion?.outcome) visit(leaf.criterion.outcome);
      } else if (node.kind !== 'manual' && node.kind !== 'score' && node.kind !== 'level')
        periods.add(`asof:${day.iso}`);
    }
  };
  visit(outcome);
  return periods.size === 0 ? null : [...periods].join(', ');
}

type Side = keyof Bounds;

/** How a value stands to the bound: keeps it, or misses it. */
const KEPT: Record<Side, Bilingual> = {
  atLeast: both('不低于', 'not below'),
  over: both('超过', 'above'),
  atMost: both('不超过', 'not above'),
  below: both('低于', 'below'),
};
const MISSED: Record<Side, Bilingual> = {
  atLeast: both('低于', 'below'),
  over: both('未超过', 'not above'),
  atMost: both('超过', 'above'),
  below: both('不低于', 'not below'),
};

function comparison(
  value: MeasuredValue,
  node: ConditionNode & { kind: 'quantity' },
  kept: boolean,
): Bilingual {
  const sides = (Object.keys(node.written) as Side[]).filter((side) => node.written[side] !== undefined);
  const told = kept
    ? sides
    : sides.filter((side) => within(value.interval, { [side]: node.bounds[side] }) !== 'met');
  return joined(
    told.map((side) => {
      const bound = amount(node.written[side]!, node.unit);
      const words = (kept ? KEPT : MISSED)[side];
      return both(`${words.zh} ${bound.zh}`, `${words.en} ${bound.en}`);
    }),
    '，',
    ', ',
  );
}

/** The name of a value of one year, 2025 年研发费用, or of the whole quantity. */
function valueName(value: MeasuredValue, { item, per, basis, join }: CompiledQuantity): Bilingual {
  const whole = quantityName({ item, per, basis } as CompiledQuantity);
  if (isSum(basis) || isAverage(basis) || isGrowth(basis) || basis === 'asOf' || basis === 'yearsSince')
    return whole;
  if (value.years.length !== 1 || (join === 'one' && item.shape === 'single')) return whole;
  const zh = per ? `${item.name.zh}占${per.name.zh}的比重` : item.name.zh;
  const en = per ? `${item.name.en} as a share of ${per.name.en}` : item.name.en;
  return both(`${value.years[0]} 年${zh}`, `${en} of ${value.years[0]}`);
}

function numberReason(outcome: Outcome, node: ConditionNode & { kind: 'quantity' }): Bilingual {
  const { quantity, bounds } = node;
  const { join, values } = outcome.measured!;
  const state = outcome.state === 'met' ? 'met' : outcome.state === 'unmet' ? 'unmet' : 'unknown';
  const telling = values.filter((value) => within(value.interval, bounds) === state);
  const texts = telling.flatMap((value) => {
    if (state === 'unknown') {
      const least = Number.isFinite(value.interval.low) && value.interval.low > 0;
      const lacks = value.lacks.map(lackText);
      if (!least) return lacks;
      const known = measuredText(value, quantity);
      return known ? [known, ...lacks] : lacks;
    }
    const point = value.interval.low === value.interval.high;
    const number = point
      ? amount(value.interval.low, quantity.unit, edgeOf(bounds))
      : both(
          `已知部分已达 ${amount(value.interval.low, quantity.unit).zh}`,
          `at least ${amount(value.interval.low, quantity.unit).en}`,
        );
    const name = valueName(value, quantity);
    const told = comparison(value, node, state === 'met');
    return [both(`${name.zh} ${number.zh}，${told.zh}`, `${name.en} is ${number.en}, ${told.en}`)];
  });
  const also = ALSO[quantity.basis];
  const text = joined(texts, '；', '; ');
  if (!also || (join === 'all' && state === 'met')) return text;
  return both(`${text.zh}；${also.zh}`, `${text.en}; ${also.en}`);
}

/** Why a condition has its state. */
export function reasonOf(outcome: Outcome, wording: Wording): Bilingual {
  const { node, state } = outcome;
  const wanted = () => wantedOf(node, wording);
  switch (node.kind) {
    case 'quantity':
      return numberReason(outcome, node);
    case 'oneOf':
    case 'flag': {
      if (state === 'unknown') return joined(outcome.lacks!.map(lackText), '；', '; ');
      const actual = actualOf(outcome, wording)!;
      if (state === 'met')
        return both(`${node.item.name.zh}：${actual.zh}`, `${node.item.name.en}: ${actual.en}`);
      return both(
        `${node.item.name.zh}：${actual.zh}；要求：${wanted().zh}`,
        `${node.item.name.en}: ${actual.en}; wanted: ${wanted().en}`,
      );
    }
    case 'declared': {
      if (state === 'manualReview') {
        const lack = outcome.lacks![0]!;
        const fault = lack.kind === 'missing' ? lack.fault : null;
        return both(
          `须由企业声明并由审核人核实：${node.item.name.zh}${fault ? `（所填的值不能采用：${fault.zh}）` : ''}`,
          `the firm must declare it and a person verify it: ${node.item.name.en}${fault ? ` (the value given cannot be used: ${fault.en})` : ''}`,
        );
      }
      const actual = actualOf(outcome, wording)!;
      return both(
        `企业声明“${node.item.name.zh}”为${actual.zh}${state === 'met' ? '' : `，要求为${node.is ? '是' : '否'}`}`,
        `the firm declares ${node.item.name.en}: ${actual.en}${state === 'met' ? '' : `; wanted: ${node.is ? 'yes' : 'no'}`}`,
      );
    }
    case 'industry':
      if (outcome.found === undefined) return both('缺行业代码', 'the industry code is missing');
      if (state === 'unknown')
        return both(
          `行业代码 ${outcome.found} 过粗，不足以判断是否属于 ${node.codes.join('、')}`,
          `industry code ${outcome.found} is too coarse to tell whether it is within ${orEn(node.codes)}`,
        );
      return both(
        `行业代码 ${outcome.found} ${state === 'met' ? '属于' : '不属于'} ${node.codes.join('、')}${state === 'unmet' && node.except.length > 0 ? `，或属除外的 ${node.except.join('、')}` : ''}`,
        `industry code ${outcome.found} is ${state === 'met' ? '' : 'not '}within ${orEn(node.codes)}${state === 'unmet' && node.except.length > 0 ? `, or is excepted (${node.except.join(', ')})` : ''}`,
      );
    case 'holds':
    case 'lacks': {
      if (outcome.titles === undefined)
        return both('缺所持称号的资料', 'nothing is known of the titles held');
      const day = wording.day.iso;
      const found = outcome.titles;
      if (found.length === 0)
        return both(`未见持有${node.titles.join('、')}`, `${orEn(node.titles)} is not held`);
      const text = joined(found.map(titleText), '；', '; ');
      const held = (state === 'met') === (node.kind === 'holds');
      return held
        ? both(`${day} 持有${text.zh}`, `on ${day} holds ${text.en}`)
        : both(`${day} 不在有效期内：${text.zh}`, `not valid on ${day}: ${text.en}`);
    }
    case 'award': {
      if (outcome.awards === undefined) return both('缺获奖资料', 'nothing is known of awards');
      const actual = actualOf(outcome, wording)!;
      if (state === 'unknown')
        return both(`${actual.zh}；须注明排名`, `${actual.en}; the place must be stated`);
      return state === 'met'
        ? actual
        : both(`${actual.zh}；要求${wanted().zh}`, `${actual.en}; wanted: ${wanted().en}`);
    }
    case 'level': {
      const actual = actualOf(outcome, wording);
      if (actual === null)
        return both(`没有可用的“${node.title}”规则`, `there is no rulebook to tell ${node.title}`);
      if (state === 'met') return both(`${node.title}：${actual.zh}`, `${node.title}: ${actual.en}`);
      return both(
        `${node.title}：${actual.zh}；要求：${wanted().zh}`,
        `${node.title}: ${actual.en}; wanted: ${wanted().en}`,
      );
    }
    case 'score': {
      const name = scoreName(node, wording);
      const actual = actualOf(outcome, wording)!;
      const bounds = boundsText(node.bounds, '分');
      const open =
        state === 'unknown'
          ? both('，资料不足，尚不能定', ', open for want of data')
          : state === 'manualReview'
            ? both('，其余须人工评定', ', the rest for a person to give')
            : both('', '');
      return both(
        `${name.zh} ${actual.zh}，要求 ${bounds.zh}${open.zh}`,
        `${name.en} ${actual.en}, wanted ${bounds.en}${open.en}`,
      );
    }
    case 'manual':
      return both('须由审核人判断，不能由数据得出', 'for a person to judge; no data can say');
    case 'criterion': {
      const { criterion } = outcome;
      const text = criterionReason(criterion!, wording);
      return outcome.unclaimed
        ? both(`${wanted().zh}：未主张（${text.zh}）`, `${wanted().en}: not claimed (${text.en})`)
        : both(`${wanted().zh}：${text.zh}`, `${wanted().en}: ${text.en}`);
    }
    case 'not': {
      const part = reasonOf(outcome.parts![0]!, wording);
      return state === 'met' || state === 'unmet'
        ? both(`${part.zh}（此项要求相反）`, `${part.en} (the opposite is wanted)`)
        : part;
    }
    case 'all': {
      if (state === 'notApplicable') return both('不适用', 'does not apply');
      return joined(
        telling(outcome).map((part) => reasonOf(part, wording)),
        '；',
        '; ',
      );
    }
    case 'any': {
      if (state === 'notApplicable') return both('不适用', 'does not apply');
      const parts = telling(outcome);
      const text = joined(
        parts.map((part) => reasonOf(part, wording)),
        '；',
        '; ',
      );
      if (state !== 'unmet' || parts.length < 2) return text;
      return both(`均未达到：${text.zh}`, `none of them holds: ${text.en}`);
    }
  }
}

/** Parts that decide the state of an `all` or an `any`. */
export function telling(outcome: Outcome): Outcome[] {
  return (outcome.parts ?? []).filter((part) => part.state === outcome.state);
}

/** Why a criterion has its state, with the exception that was used or is still open. */
export function criterionReason(outcome: CriterionOutcome, wording: Wording): Bilingual {
  const criterion = wording.criteria.get(outcome.id)!;
  switch (outcome.why) {
    case 'draft':
      return both('规则是草案，未核实，不据以判断', 'the rules are an unverified draft and not judged by');
    case 'otherApplication':
      return criterion.only === 'new'
        ? both('仅用于新申请，复核不适用', 'for new applications only, not for reviews')
        : both('仅用于复核，新申请不适用', 'for reviews only, not for new applications');
    case 'unverified':
      return criterion.confidence === 'CONFLICT'
        ? both(
            '各来源说法不一，未核对，不计算，须人工核对原文',
            'sources disagree on this rule: not computed, check the official text',
          )
        : both(
            '该条仅凭记忆，未核对，不计算，须人工核对原文',
            'this rule is from memory: not computed, check the official text',
          );
    case 'notApplying': {
      const text = reasonOf(outcome.applies!, wording);
      return both(`不在适用范围：${text.zh}`, `not among those it is for: ${text.en}`);
    }
    case 'scopeOpen': {
      const text = reasonOf(outcome.applies!, wording);
      return both(`是否适用尚不能定：${text.zh}`, `open whether it applies: ${text.en}`);
    }
    case 'exception': {
      const base = reasonOf(outcome.outcome!, wording);
      const used = reasonOf(outcome.exception!, wording);
      const { zh, en } = criterion.unless!.text;
      return both(
        `${base.zh}；因例外免除：${zh}（${used.zh}）`,
        `${base.en}; waived by the exception: ${en} (${used.en})`,
      );
    }
    case 'condition': {
      const text = reasonOf(outcome.outcome!, wording);
      const exception = outcome.exception;
      if (
        outcome.state === 'met' ||
        exception === null ||
        exception.state === 'unmet' ||
        exception.state === 'notApplicable'
      )
        return text;
      const open = reasonOf(exception, wording);
      return both(
        `${text.zh}；另有例外尚未主张：${criterion.unless!.text.zh}（${open.zh}）`,
        `${text.en}; an exception is open, not claimed yet: ${criterion.unless!.text.en} (${open.en})`,
      );
    }
  }
}

/** What an entry of a score table read, and why it has its points. */
export function entryWords(
  { entry, outcome, interval }: EntryOutcome,
  wording: Wording,
): { actual: Bilingual | null; reason: Bilingual } {
  const points = intervalText(interval.low, interval.high, '分');
  const most = both(`满分 ${numberText(entry.most)} 分`, `of ${numberText(entry.most)}`);
  const { actual, reason } = scoringWords(outcome, wording);
  const tail = both(`得 ${points.zh}（${most.zh}）`, `${points.en} (${most.en})`);
  return {
    actual,
    reason: reason === null ? tail : both(`${reason.zh}；${tail.zh}`, `${reason.en}; ${tail.en}`),
  };
}

function scoringWords(
  outcome: ScoringOutcome,
  wording: Wording,
): { actual: Bilingual | null; reason: Bilingual | null } {
  const { node } = outcome;
  switch (node.kind) {
    case 'manual':
      return { actual: null, reason: both('须由审核人或省级评定', 'for a person or the province to give') };
    case 'bands':
    case 'every':
    case 'linear': {
      const value = outcome.measured!.values[0]!;
      const text = measuredText(value, node.quantity);
      const name = quantityName(node.quantity);
      const lacks = [
        ...value.lacks.map(lackText),
        ...(outcome.missing ?? []).map((id) =>
          both(`规则参数 ${id} 尚未载入`, `the parameter ${id} is not loaded`),
        ),
      ];
      const stated = text ? [both(`${name.zh} ${text.zh}`, `${name.en} ${text.en}`)] : [];
      return { actual: text, reason: joined([...stated, ...lacks], '；', '; ') };
    }
    case 'first':
    case 'sum': {
      const telling = outcome.conditions!.filter(
        (each) =>
          each.outcome !== null && each.outcome.state !== 'unmet' && each.outcome.state !== 'notApplicable',
      );
      const named = telling.map((each) => reasonOf(each.outcome!, wording));
      const actuals = telling.flatMap((each) => {
        const actual = actualOf(each.outcome!, wording);
        return actual === null ? [] : [actual];
      });
      return {
        actual: actuals.length === 0 ? null : joined(actuals, '；', '; '),
        reason: named.length === 0 ? both('各项均不具备', 'none of them holds') : joined(named, '；', '; '),
      };
    }
    case 'bestOf': {
      const best = outcome.ways!.reduce((a, b) => (b.interval.low > a.interval.low ? b : a));
      return scoringWords(best, wording);
    }
  }
}

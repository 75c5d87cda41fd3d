/** Inequality between areas: Theil's T and L with between and within parts, Williamson's and Gini's weighted measures. */
import { type Definition, UserError } from '../model/index.js';

export interface InequalityUnit {
  /** The larger part it belongs to: a province's region, a county's province. */
  group: string;
  /** Population, or any other measure of how much the unit counts; above 0. */
  weight: number;
  /** Income, output …: what is unequally spread; not negative. */
  value: number;
}

export interface GroupInequality {
  group: string;
  units: number;
  valueShare: number;
  weightShare: number;
  /** Within the group. */
  index: number;
  /** What the group's inside adds to the whole: share × index. */
  within: number;
  /** What the group's distance from the whole's mean adds; these add up to `between`, and may be negative. */
  between: number;
}

export interface TheilDecomposition {
  total: number;
  between: number;
  within: number;
  /** In order of first appearance. */
  groups: GroupInequality[];
}

/**
 * T = Σ (Y_i/Y) ln[(Y_i/Y)/(N_i/N)], weighted by value: T = T_between + Σ_g (Y_g/Y) T_g. Theil (1967). In [0, ∞);
 * a unit of value 0 adds 0. Throws `UserError` where a weight is not above 0, a value is negative, or all values are 0.
 */
export function theilT(units: readonly InequalityUnit[]): TheilDecomposition {
  return decompose(
    units,
    (valueShare, weightShare) => (valueShare === 0 ? 0 : valueShare * Math.log(valueShare / weightShare)),
    'value',
  );
}

/**
 * L = Σ (N_i/N) ln[(N_i/N)/(Y_i/Y)], weighted by weight (population): L = L_between + Σ_g (N_g/N) L_g. The mean
 * logarithmic deviation; Infinity where a unit has value 0. Throws as `theilT` does.
 */
export function theilL(units: readonly InequalityUnit[]): TheilDecomposition {
  return decompose(
    units,
    (valueShare, weightShare) => weightShare * Math.log(weightShare / valueShare),
    'weight',
  );
}

function decompose(
  units: readonly InequalityUnit[],
  term: (valueShare: number, weightShare: number) => number,
  insideCountsBy: 'value' | 'weight',
): TheilDecomposition {
  const { value, weight } = checkedSums(units);
  const groups = grouped(units, (unit) => unit.group);
  const out: GroupInequality[] = [];
  for (const [group, members] of groups) {
    const groupValue = members.reduce((sum, unit) => sum + unit.value, 0);
    const groupWeight = members.reduce((sum, unit) => sum + unit.weight, 0);
    const index =
      groupValue === 0
        ? 0
        : members.reduce((sum, unit) => sum + term(unit.value / groupValue, unit.weight / groupWeight), 0);
    const valueShare = groupValue / value;
    const weightShare = groupWeight / weight;
    out.push({
      group,
      units: members.length,
      valueShare,
      weightShare,
      index,
      within: (insideCountsBy === 'value' ? valueShare : weightShare) * index,
      between: term(valueShare, weightShare),
    });
  }
  return {
    total: units.reduce((sum, unit) => sum + term(unit.value / value, unit.weight / weight), 0),
    between: out.reduce((sum, group) => sum + group.between, 0),
    within: out.reduce((sum, group) => sum + group.within, 0),
    groups: out,
  };
}

/**
 * Williamson (1965), V_w: the coefficient of variation of value per weight, weighted: √[Σ (N_i/N)(y_i - ȳ)²] / ȳ with
 * y_i = Y_i/N_i and ȳ = Y/N.
 */
export function williamson(units: readonly Omit<InequalityUnit, 'group'>[]): number {
  const { value, weight } = checkedSums(units);
  const mean = value / weight;
  let sum = 0;
  for (const unit of units) sum += (unit.weight / weight) * (unit.value / unit.weight - mean) ** 2;
  return Math.sqrt(sum) / mean;
}

/** Gini of value per weight, weighted by weight: one minus twice the area under the Lorenz curve; in [0, 1). */
export function weightedGini(units: readonly Omit<InequalityUnit, 'group'>[]): number {
  const { value, weight } = checkedSums(units);
  const poorestFirst = [...units].sort((a, b) => a.value / a.weight - b.value / b.weight);
  let cumulative = 0;
  let twiceArea = 0;
  for (const unit of poorestFirst) {
    const share = unit.value / value;
    twiceArea += (2 * cumulative + share) * (unit.weight / weight);
    cumulative += share;
  }
  return 1 - twiceArea;
}

function checkedSums(units: readonly Omit<InequalityUnit, 'group'>[]): { value: number; weight: number } {
  let value = 0;
  let weight = 0;
  for (const unit of units) {
    if (!(unit.weight > 0) || !(unit.value >= 0) || !Number.isFinite(unit.weight + unit.value))
      throw new UserError({
        zh: `不平等指数要求权重大于 0、数值不小于 0，得到 ${unit.weight} 与 ${unit.value}`,
        en: `inequality needs weights above 0 and values of 0 or more; here ${unit.weight} and ${unit.value}`,
      });
    value += unit.value;
    weight += unit.weight;
  }
  if (value === 0)
    throw new UserError({
      zh: '数值合计为 0，无法计算不平等指数',
      en: 'the values add up to 0: no inequality to measure',
    });
  return { value, weight };
}

export interface PanelUnit extends InequalityUnit {
  area: string;
  period: string;
}

/** That an area came into being out of another, of which it is no part from that day on. */
export interface AreaSplit {
  area: string;
  from: string;
  /** ISO date, or its year. */
  since: string;
}

/** How a split was taken: before `separateFrom` the area's own rows are left out, for they lie within the older area. */
export interface SplitTreatment extends AreaSplit {
  separateFrom: number;
  /** `table`: the older area's figure falls in that year by what the younger one takes with it. `founding`: it is not to be seen. */
  seenIn: 'table' | 'founding';
  /** Periods in which the table has the younger area before that year. */
  leftOut: string[];
}

export interface Inequality {
  areas: number;
  theilT: TheilDecomposition;
  theilL: TheilDecomposition;
  williamson: number;
  gini: number;
}

export interface InequalityPeriod extends Inequality {
  period: string;
  /** Areas here but not in the period before, and the other way round; empty for the first period. */
  entered: string[];
  left: string[];
  /**
   * Where areas entered: the same on the areas of the period before, a younger area taken back into the one it came out
   * of, others left out. This, and not the period's own measure, is to be held against the period before. Null where no
   * area entered, or one that was there before is missing.
   */
  onEarlierAreas: Inequality | null;
}

export interface InequalityOverTime {
  periods: InequalityPeriod[];
  history: SplitTreatment[];
}

/**
 * Inequality in every period of a panel, in the order of the periods' first appearance. Areas that did not exist yet are
 * absent, whatever the table worked out for them afterwards: their activity is counted with the area they were a part
 * of. Statistics often cut the new area out some time before its day; where the older area's figure in one of the three
 * years before falls short of growing as the other areas do by more than half of what the new one has, that year is
 * taken. Where the areas change, measures of the two periods are of different maps: `onEarlierAreas` bridges them.
 * Periods carry a year (`1996`, `1996-Q3`).
 */
export function inequalityOverTime(
  units: readonly PanelUnit[],
  splits: readonly AreaSplit[] = [],
): InequalityOverTime {
  const history = splits
    .filter((split) => units.some((unit) => unit.area === split.area))
    .map((split) => treatmentOf(split, units));
  const younger = new Map(history.map((split) => [split.area, split.separateFrom]));
  const present = units.filter((unit) => !(periodYear(unit.period) < (younger.get(unit.area) ?? 0)));
  const equalWeights = units.every((unit) => unit.weight === units[0]!.weight);
  let last: Set<string> | null = null;
  const periods = [...grouped(present, (unit) => unit.period)].map(([period, rows]) => {
    const areas = new Set(rows.map((row) => row.area));
    const before = last;
    last = areas;
    const entered = before ? [...areas].filter((area) => !before.has(area)) : [];
    const left = before ? [...before].filter((area) => !areas.has(area)) : [];
    return {
      period,
      ...inequality(rows),
      entered,
      left,
      onEarlierAreas:
        entered.length > 0 && left.length === 0
          ? inequality(onEarlierAreas(rows, new Set(entered), history, equalWeights))
          : null,
    };
  });
  return { periods, history };
}

function inequality(rows: readonly PanelUnit[]): Inequality {
  return {
    areas: new Set(rows.map((row) => row.area)).size,
    theilT: theilT(rows),
    theilL: theilL(rows),
    williamson: williamson(rows),
    gini: weightedGini(rows),
  };
}

/** Where every area counts the same, so does one that holds another again. */
function onEarlierAreas(
  rows: readonly PanelUnit[],
  entered: ReadonlySet<string>,
  splits: readonly AreaSplit[],
  equalWeights: boolean,
): PanelUnit[] {
  const young = rows.filter((row) => entered.has(row.area));
  return rows
    .filter((row) => !entered.has(row.area))
    .map((row) => {
      const taken = young.filter((other) =>
        splits.some((split) => split.area === other.area && split.from === row.area),
      );
      return {
        ...row,
        value: taken.reduce((sum, other) => sum + other.value, row.value),
        weight: equalWeights ? row.weight : taken.reduce((sum, other) => sum + other.weight, row.weight),
      };
    });
}

function treatmentOf(split: AreaSplit, units: readonly PanelUnit[]): SplitTreatment {
  const founded = periodYear(split.since);
  const inYear = (year: number, chosen: (unit: PanelUnit) => boolean) =>
    units.reduce(
      (sum, unit) => (periodYear(unit.period) === year && chosen(unit) ? sum + unit.value : sum),
      0,
    );
  const isOld = (unit: PanelUnit) => unit.area === split.from;
  const isYoung = (unit: PanelUnit) => unit.area === split.area;
  let separateFrom = founded;
  let seenIn: SplitTreatment['seenIn'] = 'founding';
  for (let year = founded - 3; year <= founded && seenIn === 'founding'; year++) {
    const lastYear = new Set(
      units.filter((unit) => periodYear(unit.period) === year - 1).map((unit) => unit.area),
    );
    const elsewhere = (unit: PanelUnit) => !isOld(unit) && !isYoung(unit) && lastYear.has(unit.area);
    const growth = inYear(year, elsewhere) / inYear(year - 1, elsewhere) || 1;
    const missing = inYear(year - 1, isOld) * growth - inYear(year, isOld);
    const young = inYear(year, isYoung);
    if (inYear(year, isOld) > 0 && young > 0 && missing > young / 2) {
      separateFrom = year;
      seenIn = 'table';
    }
  }
  const early = units.filter((unit) => isYoung(unit) && periodYear(unit.period) < separateFrom);
  return { ...split, separateFrom, seenIn, leftOut: [...new Set(early.map((unit) => unit.period))] };
}

function periodYear(period: string): number {
  return Number(/\d{4}/.exec(period)?.[0] ?? Number.NaN);
}

function grouped<Item>(items: readonly Item[], key: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group) group.push(item);
    else groups.set(key(item), [item]);
  }
  return groups;
}

export const THEIL_DEFINITIONS = {
  theilT: {
    name: { zh: '泰尔指数 T', en: "Theil's T" },
    definition: {
      zh: '各地区数值比重与权重比重之比的对数，按数值比重加权；等于组间与组内之和',
      en: "logarithm of each area's share of value over its share of weight, weighted by value; between groups plus within groups",
    },
    formula: 'Σ_i (Y_i/Y) ln[(Y_i/Y)/(N_i/N)] = T_between + Σ_g (Y_g/Y) T_g',
    unit: '1',
    source: 'Theil 1967',
  },
  theilL: {
    name: { zh: '泰尔指数 L（平均对数离差）', en: "Theil's L (mean logarithmic deviation)" },
    definition: {
      zh: '各地区权重比重与数值比重之比的对数，按权重比重加权；等于组间与组内之和',
      en: "logarithm of each area's share of weight over its share of value, weighted by weight; between groups plus within groups",
    },
    formula: 'Σ_i (N_i/N) ln[(N_i/N)/(Y_i/Y)] = L_between + Σ_g (N_g/N) L_g',
    unit: '1',
    source: 'Theil 1967',
  },
  williamson: {
    name: { zh: '威廉姆森系数', en: "Williamson's coefficient" },
    definition: { zh: '人均值的加权变异系数', en: 'weighted coefficient of variation of value per weight' },
    formula: '√[Σ (N_i/N)(y_i - ȳ)²] / ȳ',
    unit: '1',
    source: 'Williamson 1965',
  },
  gini: {
    name: { zh: '加权基尼系数', en: 'weighted Gini' },
    definition: { zh: '人均值的加权基尼系数', en: 'Gini of value per weight, weighted by weight' },
    formula: '1 - 2 ∫ L(p) dp',
    unit: '1',
    source: 'Gini 1912',
  },
} as const satisfies Record<string, Definition>;

/** Economic complexity of regions (ECI) and of activities (PCI): the second eigenvector, by its symmetric form. */
import { type Bilingual, UserError } from '../model/index.js';
import type { Conventions } from './conventions.js';
import { type Eigenpair, largestEigenpair } from './eigenpair.js';
import { type PresencePart, presenceParts } from './parts.js';
import { type Presence, partOfPresence } from './presence.js';
import { correlation, spreadOf } from './ranking.js';
import { meansOver, reflections } from './reflections.js';
import { listed } from './table.js';

export type ComplexityConventions = Pick<
  Conventions,
  'parts' | 'sign' | 'deviation' | 'eciScale' | 'pciScale'
>;

export interface Complexity {
  /** One for each region; NaN for those outside the ranked part. */
  eci: Float64Array;
  /** One for each activity; NaN likewise. */
  pci: Float64Array;
  /** PCI as an eigenvector of length 1 over the ranked part, with the sign of `pci`, and ECI as its means, unscaled. */
  unitPci: Float64Array;
  unitEci: Float64Array;
  /** Why there is no ECI at all, or null. */
  refusal: Bilingual | null;
  /** What to doubt in it. */
  doubts: Bilingual[];
  spectrum: Spectrum | null;
  parts: PartOfRanking[];
  /** Regions that have nothing and activities that nobody has, by name: not ranked. */
  loneRegions: string[];
  loneActivities: string[];
}

/** A connected part of M by names; `ranked` where ECI was computed on it. */
export interface PartOfRanking {
  regions: string[];
  activities: string[];
  ranked: boolean;
}

export interface Spectrum {
  /** λ₂ of M's transition matrix; λ₁ is 1. */
  second: number;
  /** λ₃; NaN where there is none. */
  third: number;
  /** (λ₂ − λ₃) / λ₂: how clearly the second vector is told from the next. */
  gap: number;
  /** ‖A v − λ₂ v‖ of the vector found. */
  residual: number;
  products: number;
}

/** With a smaller gap, noise of the table can turn the second eigenvector into the third. */
const LEAST_GAP = 0.05;
const LARGEST_RESIDUAL = 1e-10;
/** Below it, the second eigenvector is not determined. */
const NO_GAP = 1e-9;

/**
 * ECI and PCI. With D = diag(diversity), U = diag(ubiquity) and A = D^−½ M U^−½, the second eigenvector v of AAᵀ gives
 * K = D^−½ v, the second right eigenvector of D⁻¹ M U⁻¹ Mᵀ, and Q = U⁻¹ Mᵀ K; the eigenproblem is solved on the smaller
 * side. Hidalgo and Hausmann (2009), PNAS 106; Hausmann, Hidalgo et al. (2014), The Atlas of Economic Complexity; as
 * spectral clustering, Mealy, Farmer and Teytelboym (2019), Science Advances 5.
 *
 * An M that falls into parts without links has λ₂ = 1 and a vector that only tells the parts apart: it is refused, naming
 * the parts, unless the convention `parts` asks for the largest alone. So is one whose regions are all alike.
 */
export function economicComplexity(presence: Presence, conventions: ComplexityConventions): Complexity {
  const { parts, loneRegions, loneActivities } = presenceParts(presence);
  const chosen = parts.length === 1 || conventions.parts === 'largest' ? parts[0] : undefined;
  const out: Complexity = {
    eci: new Float64Array(presence.regions.length).fill(Number.NaN),
    pci: new Float64Array(presence.activities.length).fill(Number.NaN),
    unitEci: new Float64Array(presence.regions.length).fill(Number.NaN),
    unitPci: new Float64Array(presence.activities.length).fill(Number.NaN),
    refusal: null,
    doubts: [],
    spectrum: null,
    parts: parts.map((part) => ({
      regions: namesOf(presence.regions, part.regions),
      activities: namesOf(presence.activities, part.activities),
      ranked: part === chosen,
    })),
    loneRegions: namesOf(presence.regions, loneRegions),
    loneActivities: namesOf(presence.activities, loneActivities),
  };
  const refuse = (refusal: Bilingual): Complexity => {
    for (const part of out.parts) part.ranked = false;
    return { ...out, refusal };
  };
  if (parts.length === 0) return refuse({ zh: '没有任何地区具有任何行业', en: 'no region has any activity' });
  if (!chosen) return refuse(disconnected(out.parts));
  if (chosen.regions.length < 2 || chosen.activities.length < 2)
    return refuse({
      zh: `相互连通的部分只有 ${chosen.regions.length} 个地区、${chosen.activities.length} 个行业，无从排序`,
      en: `the part that holds together has ${chosen.regions.length} regions and ${chosen.activities.length} activities: nothing to rank`,
    });
  const whole =
    chosen.regions.length === presence.regions.length &&
    chosen.activities.length === presence.activities.length;
  const part = whole ? presence : partOfPresence(presence, chosen.regions, chosen.activities);
  const { second, third } = secondEigenpair(part);
  const spectrum: Spectrum = {
    second: second.value,
    third: third?.value ?? Number.NaN,
    gap: third ? (second.value - third.value) / second.value : 1,
    residual: second.residual,
    products: second.products + (third?.products ?? 0),
  };
  if (second.value < 1e-12)
    return refuse({
      zh: '各地区的行业构成在二值矩阵中无法区分（第二特征值为零），无从排序',
      en: 'the regions cannot be told apart by what they have (the second eigenvalue is zero): nothing to rank',
    });
  if (spectrum.gap < NO_GAP)
    return {
      ...refuse({
        zh: `第二、第三特征值相等（${second.value.toPrecision(6)}），复杂度的次序不确定`,
        en: `the second and third eigenvalues are equal (${second.value.toPrecision(6)}): the order by complexity is not determined`,
      }),
      spectrum,
    };
  const vectors = signed(part, second.vector, conventions.sign);
  const eci = scaled(vectors.eci, conventions.eciScale, conventions.deviation, part.activities.length);
  const pci =
    conventions.pciScale === 'eci'
      ? onScaleOf(vectors.pci, vectors.eci, conventions.deviation, part.activities.length)
      : scaled(
          vectors.pci,
          conventions.pciScale === 'own' ? 'standard' : 'sumOne',
          conventions.deviation,
          part.regions.length,
        );
  spread(chosen, eci, pci, out.eci, out.pci);
  spread(chosen, vectors.eci, vectors.pci, out.unitEci, out.unitPci);
  if (spectrum.residual > LARGEST_RESIDUAL)
    out.doubts.push({
      zh: `特征向量尚未收敛：残差 ${spectrum.residual.toExponential(1)}，高于 ${LARGEST_RESIDUAL}`,
      en: `the eigenvector has not settled: its residual is ${spectrum.residual.toExponential(1)}, above ${LARGEST_RESIDUAL}`,
    });
  if (spectrum.gap < LEAST_GAP)
    out.doubts.push({
      zh: `特征值间隔 (λ₂−λ₃)/λ₂ 仅 ${spectrum.gap.toPrecision(2)}，低于 ${LEAST_GAP}：次序对数据噪声敏感`,
      en: `the eigengap (λ₂−λ₃)/λ₂ is only ${spectrum.gap.toPrecision(2)}, below ${LEAST_GAP}: the order is sensitive to noise`,
    });
  if (parts.length > 1) {
    const rest = out.parts.filter((own) => !own.ranked);
    out.doubts.push({
      zh: `只在最大的连通部分内排序；其外的地区：${listed(
        '',
        rest.flatMap((own) => own.regions),
      )}`,
      en: `ranked within the largest part that holds together; regions outside it: ${listed(
        '',
        rest.flatMap((own) => own.regions),
      )}`,
    });
  }
  return { ...out, spectrum };
}

/**
 * PCI on the scale that opportunity value and gain take it in, NaN where there is none; `eciDeviation` is the deviation of
 * the unscaled ECI that belongs to the eigenvector of length 1.
 */
export function opportunityPci(
  { unitEci, unitPci }: Complexity,
  { opportunityPci: scale, deviation }: Pick<Conventions, 'opportunityPci' | 'deviation'>,
): { pci: Float64Array; eciDeviation: number } {
  const regions = spreadOf(unitEci).count;
  const activities = spreadOf(unitPci).count;
  const eciDeviation = deviationOf(unitEci, deviation, activities);
  if (scale === 'unit') return { pci: unitPci, eciDeviation };
  if (scale === 'eci') return { pci: onScaleOf(unitPci, unitEci, deviation, activities), eciDeviation };
  return { pci: scaled(unitPci, 'standard', deviation, regions), eciDeviation };
}

/** Standard deviation over the values that are not NaN; `repeats`: how often the long table repeats each of them. */
export function deviationOf(
  values: Float64Array,
  deviation: Conventions['deviation'],
  repeats: number,
): number {
  const { squares, count } = spreadOf(values);
  if (deviation === 'population') return Math.sqrt(squares / count);
  if (deviation === 'sample') return Math.sqrt(squares / (count - 1));
  return Math.sqrt((squares * repeats) / (count * repeats - 1));
}

function scaled(
  values: Float64Array,
  scale: Conventions['eciScale'],
  deviation: Conventions['deviation'],
  repeats: number,
): Float64Array {
  if (scale === 'standard') return onScaleOf(values, values, deviation, repeats);
  let sum = 0;
  for (const value of values) sum += value;
  return values.map((value) => value / Math.abs(sum));
}

function onScaleOf(
  values: Float64Array,
  other: Float64Array,
  deviation: Conventions['deviation'],
  repeats: number,
): Float64Array {
  const { mean } = spreadOf(other);
  const by = deviationOf(other, deviation, repeats);
  return values.map((value) => (value - mean) / by);
}

function secondEigenpair(presence: Presence): { second: Eigenpair; third: Eigenpair | undefined } {
  const { start, activity, activityStart, region, diversity, ubiquity } = presence;
  const small = diversity.length <= ubiquity.length;
  const [rowStart, column, size, otherSize] = small
    ? [start, activity, diversity, ubiquity]
    : [activityStart, region, ubiquity, diversity];
  const n = size.length;
  const root = Float64Array.from(size, (own) => 1 / Math.sqrt(own));
  const share = Float64Array.from(otherSize, (own) => 1 / own);
  const between = new Float64Array(otherSize.length);
  const times = (x: Float64Array, y: Float64Array): void => {
    between.fill(0);
    for (let i = 0; i < n; i++) {
      const own = x[i]! * root[i]!;
      for (let k = rowStart[i]!, end = rowStart[i + 1]!; k < end; k++) between[column[k]!]! += own;
    }
    for (let j = 0; j < between.length; j++) between[j]! *= share[j]!;
    for (let i = 0; i < n; i++) {
      let sum = 0;
      for (let k = rowStart[i]!, end = rowStart[i + 1]!; k < end; k++) sum += between[column[k]!]!;
      y[i] = sum * root[i]!;
    }
  };
  // λ₁ = 1 belongs to the roots of the sizes.
  const links = column.length;
  const first = Float64Array.from(size, (own) => Math.sqrt(own / links));
  const second = largestEigenpair(n, times, [first]);
  const third = n > 2 ? largestEigenpair(n, times, [first, second.vector], 1e-8) : undefined;
  const own = second.vector.map((value, i) => value * root[i]!);
  if (!small) return { second: { ...second, vector: own }, third };
  const activities = meansOver(activityStart, region, own);
  return { second: { ...second, vector: activities }, third };
}

/** Q of length 1 and K as its means over what each region has, with the sign of the rule. */
function signed(
  presence: Presence,
  activities: Float64Array,
  rule: Conventions['sign'],
): { eci: Float64Array; pci: Float64Array } {
  const length = Math.sqrt(activities.reduce((sum, value) => sum + value * value, 0));
  let pci: Float64Array = activities.map((value) => value / length);
  let eci: Float64Array = meansOver(presence.start, presence.activity, pci);
  const turn = (values: Float64Array): Float64Array => values.map((value) => -value);
  if (rule === 'separate') {
    if (correlation(eci, presence.diversity) < 0) eci = turn(eci);
    if (correlation(pci, presence.ubiquity) > 0) pci = turn(pci);
    return { eci, pci };
  }
  const wrong =
    rule === 'diversity'
      ? correlation(eci, presence.diversity) < 0
      : rule === 'reflections'
        ? correlation(eci, reflections(presence, 18).regions) < 0
        : meanOfNamed(presence, pci, rule.high) < meanOfNamed(presence, pci, rule.low);
  return wrong ? { eci: turn(eci), pci: turn(pci) } : { eci, pci };
}

function meanOfNamed(presence: Presence, pci: Float64Array, names: readonly string[]): number {
  const wanted = new Set(names);
  let sum = 0;
  let count = 0;
  presence.activities.forEach((name, p) => {
    if (!wanted.has(name)) return;
    sum += pci[p]!;
    count++;
  });
  if (count === 0)
    throw new UserError({
      zh: listed('用于确定符号的行业都不在表中：', names),
      en: listed('none of the activities that are to fix the sign is in the table: ', names),
    });
  return sum / count;
}

function spread(
  part: PresencePart,
  eci: Float64Array,
  pci: Float64Array,
  toEci: Float64Array,
  toPci: Float64Array,
): void {
  part.regions.forEach((r, i) => {
    toEci[r] = eci[i]!;
  });
  part.activities.forEach((p, i) => {
    toPci[p] = pci[i]!;
  });
}

function namesOf(names: readonly string[], numbers: Int32Array): string[] {
  return Array.from(numbers, (i) => names[i]!);
}

function disconnected(parts: readonly PartOfRanking[]): Bilingual {
  const shown = parts.slice(0, 5);
  const more = parts.length > shown.length ? ' …' : '';
  return {
    zh: `二值矩阵分成 ${parts.length} 个互不相连的部分，第二特征向量只能区分各部分，不能排序：${shown
      .map(
        (part, i) =>
          `（${i + 1}）地区 ${part.regions.length} 个：${listed('', part.regions)}；行业 ${part.activities.length} 个：${listed('', part.activities)}`,
      )
      .join('；')}${more}`,
    en: `the 0/1 matrix falls into ${parts.length} parts without links; its second eigenvector only tells them apart and ranks nothing: ${shown
      .map(
        (part, i) =>
          `(${i + 1}) ${part.regions.length} regions: ${listed('', part.regions)}; ${part.activities.length} activities: ${listed('', part.activities)}`,
      )
      .join('; ')}${more}`,
  };
}

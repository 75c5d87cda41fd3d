// How hard the loss of one firm hits the next: the impact matrices of the cascade.
import { type Bilingual, UserError } from '../../model/index.js';
import { INPUT_CLASS, type InputClasses, type SupplyNetwork } from './supply-network.js';

export interface CascadeOptions {
  /** A failed supplier can be replaced by others of its market in proportion to what they still make. Default true. */
  substitution?: boolean;
  /** n: number of the market in which a firm can be replaced; default its sector. */
  markets?: Int32Array;
  /** n: revenue by firm, in the money of the links; what exceeds the sales in the network leaks to final demand. */
  revenue?: Float64Array;
  /** n: costs by firm; what exceeds the purchases in the network is no input that can fail. */
  costs?: Float64Array;
  /**
   * Share of a firm's sales that goes to final demand, in [0, 1): one number, or n by firm. Stands in for revenue:
   * revenue = out-strength / (1 − leak).
   */
  leak?: number | Float64Array;
  /** n: what a firm counts for in the index; default its revenue where given, else its out-strength. */
  weights?: Float64Array;
}

/**
 * What a cascade needs, made once for a network. Losses ℓ = 1 − h are shares of a firm's production, in [0, 1].
 * Diem et al. (2022), Scientific Reports 12:7719, methods.
 */
export interface CascadeModel {
  network: SupplyNetwork;
  /** By in-link: class of the supplier's sector for the buyer's. */
  inClass: Uint8Array;
  /** By in-link: loss of the buyer for the loss of all of the supplier's production, Λᵈ. */
  downImpact: Float64Array;
  /** By out-link: loss of the supplier for the loss of all of the buyer's production, Λᵘ. */
  upImpact: Float64Array;
  /** n, and how many markets; null without substitution. */
  markets: { of: Int32Array; count: number } | null;
  /** n: share of the firm in the index; they add up to 1, or are all 0 where every weight is. */
  weights: Float64Array;
  /** Revenue or a leak to final demand was given, so that losses of customers do not run on for ever. */
  leaks: boolean;
  treatments: CascadeTreatments;
}

export interface CascadeTreatments {
  /** Firms that sell but have no revenue above 0: their sales in the network were taken. */
  withoutRevenue: readonly number[];
  /** Firms that sell more in the network than their revenue: the sum of their impacts is above 1. */
  revenueBelowSales: readonly number[];
  /** Firms that buy but have no costs above 0: their purchases in the network were taken. */
  withoutCosts: readonly number[];
  costsBelowPurchases: readonly number[];
}

/**
 * Downstream, for supplier j of buyer i with input class c: c = 2: Λᵈ_ji = W_ji / Σ_{l of j's sector} W_li; c = 1:
 * W_ji / s_i^in; c = 0: 0; times s_i^in / costs_i where costs are given. Upstream: Λᵘ_ij = W_ij / revenue_i, or
 * W_ij / s_i^out without revenue. Throws `UserError` on values that are negative or no finite numbers, a leak
 * outside [0, 1), revenue together with a leak, and sectors without classes.
 */
export function cascadeModel(
  network: SupplyNetwork,
  classes: InputClasses,
  options: CascadeOptions = {},
): CascadeModel {
  const { ids, outStart, outWeight, outStrength, inStart, inSupplier, inStrength, sectorOf } = network;
  const n = ids.length;
  checked(network, options);
  const treatments = {
    withoutRevenue: [] as number[],
    revenueBelowSales: [] as number[],
    withoutCosts: [] as number[],
    costsBelowPurchases: [] as number[],
  };

  const upImpact = new Float64Array(outWeight.length);
  for (let i = 0; i < n; i++) {
    const sales = outStrength[i]!;
    let denominator = sales;
    if (options.revenue !== undefined && sales > 0) {
      if (options.revenue[i]! > 0) denominator = options.revenue[i]!;
      else treatments.withoutRevenue.push(i);
      if (denominator < sales) treatments.revenueBelowSales.push(i);
    } else if (options.leak !== undefined) {
      denominator = sales / (1 - (typeof options.leak === 'number' ? options.leak : options.leak[i]!));
    }
    for (let e = outStart[i]!; e < outStart[i + 1]!; e++) upImpact[e] = outWeight[e]! / denominator;
  }

  const classOf = classTable(network, classes);
  const inClass = new Uint8Array(inSupplier.length);
  const downImpact = new Float64Array(inSupplier.length);
  for (let i = 0; i < n; i++) {
    const purchases = inStrength[i]!;
    let scale = 1;
    if (options.costs !== undefined && purchases > 0) {
      if (options.costs[i]! > 0) scale = purchases / options.costs[i]!;
      else treatments.withoutCosts.push(i);
      if (scale > 1) treatments.costsBelowPurchases.push(i);
    }
    for (const { from, to } of inputsBySector(i)) {
      const c = classOf(sectorOf[inSupplier[from]!]!, sectorOf[i]!);
      inClass.fill(c, from, to);
      if (c === INPUT_CLASS.negligible) continue;
      let bought = 0;
      for (let e = from; e < to; e++) bought += network.inWeight[e]!;
      const denominator = c === INPUT_CLASS.essential ? bought : purchases;
      for (let e = from; e < to; e++) downImpact[e] = (network.inWeight[e]! / denominator) * scale;
    }
  }

  return {
    network,
    inClass,
    downImpact,
    upImpact,
    markets: marketsOf(network, options),
    weights: normalised(options.weights ?? options.revenue ?? outStrength),
    leaks: leaksSomewhere(options),
    treatments,
  };

  function* inputsBySector(i: number): Generator<{ from: number; to: number }> {
    let from = inStart[i]!;
    const end = inStart[i + 1]!;
    while (from < end) {
      const sector = sectorOf[inSupplier[from]!]!;
      let to = from + 1;
      while (to < end && sectorOf[inSupplier[to]!] === sector) to++;
      yield { from, to };
      from = to;
    }
  }
}

function leaksSomewhere({ revenue, leak = 0 }: CascadeOptions): boolean {
  return revenue !== undefined || (typeof leak === 'number' ? leak > 0 : leak.some((share) => share > 0));
}

/** Class by numbers of sectors of the network. */
function classTable(network: SupplyNetwork, { sectors, classes }: InputClasses) {
  const numberOf = new Map(sectors.map((code, at) => [code, at]));
  const place = network.sectors.map((code) => {
    const at = numberOf.get(code);
    if (at === undefined)
      throw new UserError({
        zh: `投入类别表没有行业 ${code}`,
        en: `the table of input classes has no sector ${code}`,
      });
    return at;
  });
  return (supplierSector: number, buyerSector: number): number =>
    classes[place[supplierSector]! * sectors.length + place[buyerSector]!]!;
}

function marketsOf(network: SupplyNetwork, { substitution = true, markets }: CascadeOptions) {
  if (!substitution) return null;
  if (markets === undefined) return { of: network.sectorOf, count: network.sectors.length };
  let count = 0;
  for (const market of markets) count = Math.max(count, market + 1);
  return { of: markets, count };
}

/** Weights as shares of their sum; all 0 where the sum is. */
export function normalised(weights: Float64Array): Float64Array {
  let sum = 0;
  for (const weight of weights) sum += weight;
  return sum > 0 ? weights.map((weight) => weight / sum) : new Float64Array(weights.length);
}

function checked(network: SupplyNetwork, options: CascadeOptions): void {
  const { revenue, costs, weights, leak, markets } = options;
  const n = network.ids.length;
  for (const [values, name] of [
    [revenue, NAMES.revenue],
    [costs, NAMES.costs],
    [weights, NAMES.weights],
    [typeof leak === 'number' ? undefined : leak, NAMES.leak],
  ] as const) {
    if (values === undefined) continue;
    if (values.length !== n)
      throw new UserError({
        zh: `${name.zh}有 ${values.length} 个值，企业有 ${n} 家`,
        en: `${values.length} values of ${name.en} for ${n} firms`,
      });
    const at = values.findIndex((value) => !Number.isFinite(value) || value < 0);
    if (at >= 0)
      throw new UserError({
        zh: `企业 ${network.ids[at]} 的${name.zh}为 ${values[at]}：应为不小于 0 的有限数`,
        en: `the ${name.en} of firm ${network.ids[at]} is ${values[at]}: a finite number of 0 or more is expected`,
      });
  }
  if (markets !== undefined && (markets.length !== n || markets.some((market) => market < 0)))
    throw new UserError({
      zh: `市场编号应有 ${n} 个，且不小于 0`,
      en: `${n} numbers of markets, each 0 or more, are expected`,
    });
  if (leak === undefined) return;
  if (revenue !== undefined)
    throw new UserError({
      zh: '营业收入与最终需求份额只能给一个',
      en: 'revenue and a leak to final demand were both given; one of them is enough',
    });
  for (const share of typeof leak === 'number' ? [leak] : leak)
    if (!(share >= 0 && share < 1))
      throw new UserError({
        zh: `最终需求份额为 ${share}：应在 [0, 1) 内`,
        en: `a leak to final demand of ${share}: a share in [0, 1) is expected`,
      });
}

const NAMES = {
  revenue: { zh: '营业收入', en: 'revenue' },
  costs: { zh: '成本', en: 'costs' },
  weights: { zh: '权重', en: 'weight' },
  leak: { zh: '最终需求份额', en: 'leak' },
} satisfies Record<string, Bilingual>;

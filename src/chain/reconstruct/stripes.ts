/**
 * The network before anyone knows its links: stripes, each of suppliers whose product is one and the same and of those
 * who buy it, with what every supplier sells and every buyer buys. Within a stripe the expected trade of a pair is the
 * product of a size of the supplier and a size of the buyer, and no firm supplies itself.
 */
import type { FirmStrengths, SectorPurchases } from './firm-strengths.js';

/** Stripes one after another; suppliers and buyers of each by descending size. e_ij = supplierSize_i · buyerSize_j. */
export interface Stripes {
  firms: number;
  /** What each stripe is: a sector of the suppliers, or all firms. */
  names: readonly string[];
  /** Stripe k has suppliers supplierStart[k] … supplierStart[k + 1] − 1, and buyers likewise. */
  supplierStart: Uint32Array;
  supplier: Uint32Array;
  supplierSize: Float64Array;
  buyerStart: Uint32Array;
  buyer: Uint32Array;
  buyerSize: Float64Array;
  /** Expected trade of each stripe, W_g. */
  trade: Float64Array;
}

/** How sales and purchases of a stripe are brought together where they differ. */
export type Balance = 'least' | 'geometric';

export interface StripeTreatments {
  /** By stripe: sales and purchases given, and the trade within the network. */
  balance: readonly { stripe: string; sales: number; purchases: number; trade: number }[];
  /** Firms that would have to supply themselves: sales or purchases beyond what others can trade with them. */
  ownSupply: readonly { firm: number; stripe: string; amount: number }[];
  /** Largest relative miss of a firm's expected sales by the sizes found. */
  residual: number;
}

/** A firm may have at most this part of a stripe's sales and purchases together, for no firm supplies itself. */
const MOST_OF_BOTH = 0.99;
const CLOSE = 1e-11;
const MOST_ROUNDS = 2000;

/**
 * One stripe for each supplying sector: firm i of sector g expects to sell to j in proportion to its sales and to what j
 * buys of g, e_ij = s_i S_{g→j} / W_g. `stripeOf` numbers the stripe (industry) of each sector of firms; by default a
 * sector is a stripe. Ialongo, de Valk, Marchese, Jansen, Zmarrou, Squartini & Garlaschelli (2022), Scientific Reports
 * 12:11847.
 *
 * Where sales and purchases of a stripe differ, both are scaled to the lesser (`least`: what is over goes to or comes
 * from outside the network) or to √(sales · purchases) (`geometric`, as in the source).
 */
export function sectorStripes(
  { ids, sectors, sectorOf, sales }: FirmStrengths,
  purchases: SectorPurchases,
  { balance = 'least', industryNumber, industries = sectors }: StripeOptions = {},
): { stripes: Stripes; treatments: StripeTreatments } {
  const builder = new StripeBuilder(ids.length, balance);
  const members: number[][] = industries.map(() => []);
  for (let i = 0; i < ids.length; i++)
    if (sales[i]! > 0) members[industryNumber ? industryNumber[sectorOf[i]!]! : sectorOf[i]!]!.push(i);
  for (const [g, name] of industries.entries()) {
    const buyers: number[] = [];
    const amounts: number[] = [];
    purchases.each(g, (buyer, amount) => {
      buyers.push(buyer);
      amounts.push(amount);
    });
    const suppliers = members[g]!;
    builder.add(
      name,
      suppliers,
      suppliers.map((i) => sales[i]!),
      buyers,
      amounts,
    );
  }
  return builder.finish();
}

export interface StripeOptions {
  balance?: Balance;
  /** By sector of firms: number of its stripe, and the names of the stripes. */
  industryNumber?: Int32Array;
  industries?: readonly string[];
}

/**
 * One stripe for all: sectors play no part, e_ij = s_i^out s_j^in / W. Cimini, Squartini, Garlaschelli & Gabrielli
 * (2015), Scientific Reports 5:15758.
 */
export function singleStripe(
  { ids, sales, purchases }: FirmStrengths,
  { balance = 'least' }: Pick<StripeOptions, 'balance'> = {},
): { stripes: Stripes; treatments: StripeTreatments } {
  const builder = new StripeBuilder(ids.length, balance);
  const positive = (values: Float64Array) => [...values.keys()].filter((i) => values[i]! > 0);
  const [suppliers, buyers] = [positive(sales), positive(purchases)];
  builder.add(
    'all',
    suppliers,
    suppliers.map((i) => sales[i]!),
    buyers,
    buyers.map((j) => purchases[j]!),
  );
  return builder.finish();
}

class StripeBuilder {
  readonly #firms: number;
  readonly #balance: Balance;
  readonly #names: string[] = [];
  readonly #sides: { suppliers: Side; buyers: Side }[] = [];
  readonly #trade: number[] = [];
  readonly #told: { stripe: string; sales: number; purchases: number; trade: number }[] = [];
  readonly #ownSupply: { firm: number; stripe: string; amount: number }[] = [];
  #residual = 0;

  constructor(firms: number, balance: Balance) {
    this.#firms = firms;
    this.#balance = balance;
  }

  add(name: string, suppliers: number[], sales: number[], buyers: number[], amounts: number[]): void {
    const given = { sales: sum(sales), purchases: sum(amounts) };
    this.#withoutOwnSupply(name, suppliers, sales, buyers, amounts);
    const [sold, bought] = [sum(sales), sum(amounts)];
    const trade =
      !(sold > 0 && bought > 0) || alone(suppliers, buyers)
        ? 0
        : this.#balance === 'least'
          ? Math.min(sold, bought)
          : Math.sqrt(sold * bought);
    this.#told.push({ stripe: name, ...given, trade });
    this.#names.push(name);
    this.#trade.push(trade);
    if (trade === 0) {
      this.#sides.push({ suppliers: EMPTY, buyers: EMPTY });
      return;
    }
    const { supplierSize, buyerSize, residual } = sizes(
      this.#firms,
      suppliers,
      sales.map((value) => (value * trade) / sold),
      buyers,
      amounts.map((value) => (value * trade) / bought),
    );
    this.#residual = Math.max(this.#residual, residual);
    this.#sides.push({
      suppliers: descending(suppliers, supplierSize),
      buyers: descending(buyers, buyerSize),
    });
  }

  /** A firm with shares u of sales and v of purchases: where u + v > 1 too few others are left to trade with. */
  #withoutOwnSupply(
    stripe: string,
    suppliers: number[],
    sales: number[],
    buyers: number[],
    amounts: number[],
  ): void {
    const placeOf = new Map(suppliers.map((firm, at) => [firm, at]));
    const cut = new Map<number, number>();
    // Two firms cannot both have more than half; but what one gives up can put another there.
    for (let found = true; found; ) {
      found = false;
      const [sold, bought] = [sum(sales), sum(amounts)];
      if (!(sold > 0 && bought > 0)) break;
      for (const [at, firm] of buyers.entries()) {
        const sellsAt = placeOf.get(firm);
        if (sellsAt === undefined) continue;
        const [u, v] = [sales[sellsAt]! / sold, amounts[at]! / bought];
        if (u === 0 || v === 0 || u + v <= MOST_OF_BOTH * (1 + CLOSE)) continue;
        // The lesser gives way, to the share that the other leaves: x / (x + others) = MOST_OF_BOTH − larger.
        const left = Math.max(0, MOST_OF_BOTH - Math.max(u, v));
        const [values, place, total] = u < v ? [sales, sellsAt, sold] : [amounts, at, bought];
        const kept = ((total - values[place]!) * left) / (1 - left);
        cut.set(firm, (cut.get(firm) ?? 0) + values[place]! - kept);
        values[place] = kept;
        found = true;
        break;
      }
    }
    for (const [firm, amount] of cut) this.#ownSupply.push({ firm, stripe, amount });
    dropZeros(suppliers, sales);
    dropZeros(buyers, amounts);
  }

  finish(): { stripes: Stripes; treatments: StripeTreatments } {
    const joined = (side: 'suppliers' | 'buyers') => {
      const start = new Uint32Array(this.#sides.length + 1);
      for (const [k, sides] of this.#sides.entries()) start[k + 1] = start[k]! + sides[side].firm.length;
      const count = start[this.#sides.length]!;
      const firm = new Uint32Array(new SharedArrayBuffer(4 * count));
      const size = new Float64Array(new SharedArrayBuffer(8 * count));
      for (const [k, sides] of this.#sides.entries()) {
        firm.set(sides[side].firm, start[k]!);
        size.set(sides[side].size, start[k]!);
      }
      return { start, firm, size };
    };
    const [suppliers, buyers] = [joined('suppliers'), joined('buyers')];
    return {
      stripes: {
        firms: this.#firms,
        names: this.#names,
        supplierStart: suppliers.start,
        supplier: suppliers.firm,
        supplierSize: suppliers.size,
        buyerStart: buyers.start,
        buyer: buyers.firm,
        buyerSize: buyers.size,
        trade: Float64Array.from(this.#trade),
      },
      treatments: { balance: this.#told, ownSupply: this.#ownSupply, residual: this.#residual },
    };
  }
}

interface Side {
  firm: Uint32Array;
  size: Float64Array;
}

const EMPTY: Side = { firm: new Uint32Array(0), size: new Float64Array(0) };

function dropZeros(firms: number[], values: number[]): void {
  for (let at = values.length - 1; at >= 0; at--)
    if (!(values[at]! > 0)) {
      firms.splice(at, 1);
      values.splice(at, 1);
    }
}

/** The only supplier and the only buyer are one firm. */
function alone(suppliers: readonly number[], buyers: readonly number[]): boolean {
  return suppliers.length === 1 && buyers.length === 1 && suppliers[0] === buyers[0];
}

/**
 * Sizes α, β with Σ_{j≠i} α_i β_j = sales_i and Σ_{i≠j} α_i β_j = amounts_j: iterative proportional fitting of a product
 * with an empty diagonal, O(n) a round. Without firms on both sides the first round is exact.
 */
function sizes(
  firms: number,
  suppliers: readonly number[],
  sales: readonly number[],
  buyers: readonly number[],
  amounts: readonly number[],
): { supplierSize: Float64Array; buyerSize: Float64Array; residual: number } {
  const place = new Int32Array(firms).fill(-1);
  for (const [at, firm] of buyers.entries()) place[firm] = at;
  const asBuyer = Int32Array.from(suppliers, (firm) => place[firm]!);
  const asSupplier = new Int32Array(buyers.length).fill(-1);
  for (let at = 0; at < asBuyer.length; at++) if (asBuyer[at]! >= 0) asSupplier[asBuyer[at]!] = at;
  const alpha = new Float64Array(sales.length);
  const trade = sum(amounts);
  const beta = Float64Array.from(amounts, (value) => value / Math.sqrt(trade));
  let residual = Number.POSITIVE_INFINITY;
  for (let round = 0; round < MOST_ROUNDS && residual > CLOSE; round++) {
    let total = sum(beta);
    residual = 0;
    for (let at = 0; at < alpha.length; at++) {
      const own = asBuyer[at]! < 0 ? 0 : beta[asBuyer[at]!]!;
      const next = sales[at]! / (total - own);
      residual = Math.max(residual, Math.abs(alpha[at]! - next) / next);
      alpha[at] = next;
    }
    total = sum(alpha);
    for (let at = 0; at < beta.length; at++)
      beta[at] = amounts[at]! / (total - (asSupplier[at]! < 0 ? 0 : alpha[asSupplier[at]!]!));
  }
  const total = sum(beta);
  let miss = 0;
  for (let at = 0; at < alpha.length; at++) {
    const own = asBuyer[at]! < 0 ? 0 : beta[asBuyer[at]!]!;
    miss = Math.max(miss, Math.abs(alpha[at]! * (total - own) - sales[at]!) / sales[at]!);
  }
  return { supplierSize: alpha, buyerSize: beta, residual: miss };
}

/** By descending size; of equal ones the firm with the lower number first. */
function descending(firms: readonly number[], size: Float64Array): Side {
  const order = Uint32Array.from(firms.keys()).sort((a, b) => size[b]! - size[a]! || firms[a]! - firms[b]!);
  return {
    firm: Uint32Array.from(order, (at) => firms[at]!),
    size: Float64Array.from(order, (at) => size[at]!),
  };
}

function sum(values: ArrayLike<number>): number {
  let total = 0;
  for (let at = 0; at < values.length; at++) total += values[at]!;
  return total;
}

/** n each: what every firm is expected to sell and to buy in the network, O(firms of all stripes). */
export function expectedStrengths({
  firms,
  trade,
  supplierStart,
  supplier,
  supplierSize,
  buyerStart,
  buyer,
  buyerSize,
}: Stripes): { sales: Float64Array; purchases: Float64Array } {
  const expected = { sales: new Float64Array(firms), purchases: new Float64Array(firms) };
  const asSupplier = new Float64Array(firms);
  const asBuyer = new Float64Array(firms);
  for (let k = 0; k < trade.length; k++) {
    const [s0, s1, b0, b1] = [supplierStart[k]!, supplierStart[k + 1]!, buyerStart[k]!, buyerStart[k + 1]!];
    const [supplied, bought] = [sum(supplierSize.subarray(s0, s1)), sum(buyerSize.subarray(b0, b1))];
    for (let at = s0; at < s1; at++) asSupplier[supplier[at]!] = supplierSize[at]!;
    for (let at = b0; at < b1; at++) asBuyer[buyer[at]!] = buyerSize[at]!;
    for (let at = s0; at < s1; at++)
      expected.sales[supplier[at]!]! += supplierSize[at]! * (bought - asBuyer[supplier[at]!]!);
    for (let at = b0; at < b1; at++)
      expected.purchases[buyer[at]!]! += buyerSize[at]! * (supplied - asSupplier[buyer[at]!]!);
    for (let at = s0; at < s1; at++) asSupplier[supplier[at]!] = 0;
    for (let at = b0; at < b1; at++) asBuyer[buyer[at]!] = 0;
  }
  return expected;
}

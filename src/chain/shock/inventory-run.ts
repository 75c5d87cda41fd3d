import { type DailyEconomy, dailyEconomy } from './daily-economy.js';
import { checkEvents, type RebuildEvent, type ShockEvent, stillLost } from './events.js';
import {
  checkInventories,
  INVENTORY_DEFAULTS,
  type InventoryParameters,
  type InventoryTable,
} from './inventory-model.js';

/** The economy day by day: n industries, k final users, T days; matrices row-major, one row a day. */
export interface InventoryRun {
  days: number;
  /** n, a day, before anything happened. */
  normal: Float64Array;
  /** T × n. */
  production: Float64Array;
  capacity: Float64Array;
  /** T × k: final demand that was not met. */
  unmet: Float64Array;
  /** T × n: the product whose inventory held production down, −1 where none did. */
  limiting: Int16Array;
}

export interface InventoryRunOptions {
  days?: number;
  onDay?: (day: number, of: number) => void;
  signal?: AbortSignal | undefined;
}

/**
 * The adaptive regional input–output model with inventories: Hallegatte (2008, 2014), orders split by capacity after
 * Guan et al. (2020) where asked for. Each day overproduction follows scarcity; production is the least of demand,
 * capacity and what inventories allow; output is rationed in proportion to all that was ordered; inventories take in
 * and give out; new orders fill them up.
 *
 * Orders are not stored, order_ij = Z_ij w_i q_sj with s the product of i: a day reads the n × n flows twice, in
 * order. Time T n², memory 8 n² bytes for the flows beside the table's own.
 * Throws UserError where an event asks for what cannot be, or the inventories do not fit the sectors.
 */
export function runInventoryModel(
  table: InventoryTable,
  events: readonly ShockEvent[],
  parameters: Partial<InventoryParameters> = {},
  { days = 365, onDay, signal }: InventoryRunOptions = {},
): InventoryRun {
  const p = { ...INVENTORY_DEFAULTS, ...parameters };
  checkEvents(table, events);
  checkInventories(table, p);
  const n = table.output.length;
  const m = table.sectors.length;
  const k = table.finalUsers.length;
  const economy = dailyEconomy(table, p);
  const { order, normal, perUnit } = economy;
  const damage = new Damage(table, economy, events, p.capitalDecimals);

  const run: InventoryRun = {
    days,
    normal: table.output.map((value) => value / p.yearDays),
    production: new Float64Array(days * n),
    capacity: new Float64Array(days * n),
    unmet: new Float64Array(days * k),
    limiting: new Int16Array(days * n).fill(-1),
  };

  // Everything below is by place, see DailyEconomy.
  const overproduction = new Float64Array(n).fill(p.overproductionBase);
  const stock = economy.use.map((daily, at) => daily * economy.inventoryDays[Math.floor(at / n)]!);
  const { passes } = economy;
  const { quota, weight, share, asked, delivered, supply } = passes;
  economy.use.forEach((daily, at) => {
    quota[at] = economy.supply[at]! > 0 ? daily / economy.supply[at]! : 0;
  });
  weight.fill(1);
  const made = Float64Array.from(normal);
  const [wanted, capacity, aim, met] = Array.from({ length: 4 }, () => new Float64Array(n)) as Four;

  passes.orders();
  for (let day = 0; day < days; day++) {
    signal?.throwIfAborted();
    const lost = damage.on(day);
    const finalFactor = demandFactor(events, economy, day);
    for (let i = 0; i < n; i++) wanted[i] = asked[i]! + economy.finalTotal[i]! * finalFactor[i]!;
    damage.order(day, wanted);

    for (let i = 0; i < n; i++) {
      const scarcity = wanted[i]! > 0 ? (wanted[i]! - made[i]!) / wanted[i]! : 0;
      const towards =
        scarcity === 0
          ? p.overproductionBase - overproduction[i]!
          : (p.overproductionMax - overproduction[i]!) * scarcity;
      overproduction[i] = Math.max(1, overproduction[i]! + towards / p.overproductionDays);
      capacity[i] = normal[i]! * overproduction[i]! * (1 - lost[i]!);
      aim[i] = Math.min(wanted[i]!, capacity[i]!);
    }
    for (let j = 0; j < n; j++) {
      let least = 1;
      let short = -1;
      for (let s = 0, at = j; s < m; s++, at += n) {
        if (economy.needed[at] === 0) continue;
        const floor = economy.inventoryDays[s]! * aim[j]! * perUnit[at]! * p.inventoryHeterogeneity;
        // An inventory without end is no floor: both sides are infinite.
        if (stock[at]! < floor && stock[at]! / floor < least) {
          least = stock[at]! / floor;
          short = s;
        }
      }
      made[j] = aim[j]! * least;
      met[j] = wanted[j]! > 0 ? made[j]! / wanted[j]! : 0;
      run.limiting[day * n + order[j]!] = short;
      run.production[day * n + order[j]!] = made[j]!;
      run.capacity[day * n + order[j]!] = capacity[j]!;
      const row = order[j]! * k;
      const missing = ((1 - met[j]!) * finalFactor[j]!) / p.yearDays;
      for (let u = 0; u < k; u++) run.unmet[day * k + u]! += table.finalDemand[row + u]! * missing;
    }
    // What rebuilding was given is no longer asked for when the inventories' aim is set.
    damage.deliver(day, met, wanted);

    for (let i = 0; i < n; i++) {
      share[i] = weight[i]! * met[i]!;
      weight[i] = p.orders === 'capacity' ? overproduction[i]! * (1 - lost[i]!) : 1;
    }
    passes.supplies();
    refill(stock, delivered, quota, made, perUnit);
    for (let s = 0; s < m; s++) {
      const goalDays = economy.inventoryDays[s]!;
      for (let j = 0; j < n; j++) {
        const at = s * n + j;
        const goal = goalDays * Math.min(capacity[j]!, wanted[j]!) * perUnit[at]!;
        const gap = goalDays === Number.POSITIVE_INFINITY ? 0 : Math.max(0, goal - stock[at]!);
        const need = gap / p.inventoryRestorationDays + made[j]! * perUnit[at]!;
        quota[at] = supply[at]! > 0 ? need / supply[at]! : 0;
      }
    }
    passes.orders();
    onDay?.(day + 1, days);
  }
  return run;
}

type Four = [Float64Array, Float64Array, Float64Array, Float64Array];

/**
 * Stocks after a day: what came in less what was used. A day on which all that came in equals all that was used, to
 * one part in 100 000, leaves them as they are, so that rounding does not wear them down.
 */
function refill(
  stock: Float64Array,
  delivered: Float64Array,
  quota: Float64Array,
  made: Float64Array,
  perUnit: Float64Array,
): void {
  const n = made.length;
  let balanced = true;
  for (let row = 0; row < stock.length && balanced; row += n)
    for (let j = 0, at = row; j < n && balanced; j++, at++) {
      const used = made[j]! * perUnit[at]!;
      balanced = Math.abs(delivered[at]! * quota[at]! - used) <= 1e-8 + 1e-5 * used;
    }
  if (balanced) return;
  for (let row = 0; row < stock.length; row += n)
    for (let j = 0, at = row; j < n; j++, at++)
      stock[at] = Math.max(0, stock[at]! + delivered[at]! * quota[at]! - made[j]! * perUnit[at]!);
}

function demandFactor(events: readonly ShockEvent[], { place }: DailyEconomy, day: number): Float64Array {
  const factors = new Float64Array(place.length).fill(1);
  for (const event of events)
    if (event.kind === 'demand' && day >= event.start && day < event.start + event.duration)
      for (const [industry, factor] of event.factor) factors[place[industry]!]! *= factor;
  return factors;
}

/** Orders for rebuilding: what is still to be delivered by a supplier to an industry that lost capital. */
interface RebuildOrder {
  event: RebuildEvent;
  cells: { supplier: number; buyer: number; left: number }[];
}

/** What is lost day by day, and what rebuilding asks for and gets. */
class Damage {
  readonly #table: InventoryTable;
  readonly #economy: DailyEconomy;
  readonly #events: readonly ShockEvent[];
  readonly #rebuilding: readonly RebuildOrder[];
  readonly #round: (value: number) => number;

  constructor(
    table: InventoryTable,
    economy: DailyEconomy,
    events: readonly ShockEvent[],
    decimals: number | null,
  ) {
    this.#table = table;
    this.#economy = economy;
    this.#events = events;
    const unit = 10 ** (decimals ?? 0);
    this.#round = decimals === null ? (value) => value : (value) => Math.round(value * unit) / unit;
    this.#rebuilding = events
      .filter((event) => event.kind === 'rebuild')
      .map((event) => ({ event, cells: rebuildCells(table, economy, event) }));
  }

  /** n, by place: the share of its capacity that each industry is without. Capital of all events adds up. */
  on(day: number): Float64Array {
    const { capital } = this.#table;
    const n = capital.length;
    const out = new Float64Array(n);
    const destroyed = new Float64Array(n);
    for (const event of this.#events) {
      if (event.kind === 'demand' || day < event.start) continue;
      const mending = day - event.start - event.duration;
      if (event.kind === 'rebuild') {
        if (mending > 0) continue;
        for (const [industry, lost] of event.capitalLost) destroyed[industry]! += lost * capital[industry]!;
      } else {
        const left = stillLost(event.shape, mending - 1, event.recoveryDays);
        if (event.kind === 'capacity')
          for (const [industry, part] of event.out) out[industry] = Math.max(out[industry]!, part * left);
        else
          for (const [industry, part] of event.capitalLost) {
            const lost = part * capital[industry]! * left;
            destroyed[industry]! += mending > 0 ? this.#round(lost) : lost;
          }
      }
    }
    for (const { event, cells } of this.#rebuilding)
      if (day > event.start + event.duration)
        for (const { buyer, left } of cells) destroyed[buyer]! += left / event.factor;
    const lost = new Float64Array(n);
    for (let i = 0; i < n; i++)
      if (destroyed[i]! > 0 || out[i]! > 0)
        // An industry without capital has none to lose, but its capacity can be out.
        lost[this.#economy.place[i]!] = Math.min(
          1,
          Math.max(capital[i]! > 0 ? destroyed[i]! / capital[i]! : 0, out[i]!),
        );
    return lost;
  }

  /** Adds to `wanted` what is ordered for rebuilding on the day. */
  order(day: number, wanted: Float64Array): void {
    for (const { event, cells } of this.#rebuilding)
      if (day >= event.start + event.duration)
        for (const { supplier, left } of cells) wanted[supplier]! += left / Math.max(1, event.rebuildDays);
  }

  /** Takes the delivered part off what is left, and off `wanted`. */
  deliver(day: number, met: Float64Array, wanted: Float64Array): void {
    for (const { event, cells } of this.#rebuilding)
      if (day >= event.start + event.duration)
        for (const cell of cells) {
          const given = (cell.left / Math.max(1, event.rebuildDays)) * met[cell.supplier]!;
          wanted[cell.supplier]! -= given;
          cell.left = Math.max(0, this.#round(cell.left - given));
        }
  }
}

/** Orders go to the suppliers of each building product in the proportion in which the damaged industry buys it. */
function rebuildCells(
  { intermediate, capital, output, sectorOf }: InventoryTable,
  { place }: DailyEconomy,
  event: RebuildEvent,
): RebuildOrder['cells'] {
  const n = output.length;
  const cells: RebuildOrder['cells'] = [];
  for (const [buyer, lost] of event.capitalLost)
    for (const [sector, part] of event.builders) {
      const suppliers = Array.from({ length: n }, (_, i) => i).filter((i) => sectorOf[i] === sector);
      const bought = suppliers.map((i) => intermediate[i * n + buyer]!);
      const basis = bought.some((flow) => flow > 0) ? bought : suppliers.map((i) => output[i]!);
      const total = basis.reduce((sum, value) => sum + value, 0);
      suppliers.forEach((supplier, at) => {
        const left = (lost * capital[buyer]! * event.factor * part * basis[at]!) / total;
        if (left > 0) cells.push({ supplier: place[supplier]!, buyer, left });
      });
    }
  return cells;
}

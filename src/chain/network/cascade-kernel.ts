// Cascades of many shocks over one network, in WebAssembly: the numbers of the plain cascade, much faster.
import { UserError } from '../../model/index.js';
import { bytes } from '../kernels/compiled/cascade.js';
import { Places } from '../kernels/dense.js';
import { type Cascade, leastChange, type StopRule } from './cascade.js';
import type { CascadeModel } from './cascade-model.js';
import { INPUT_CLASS } from './supply-network.js';
import { emptyRisk, type SystemicRisk } from './systemic-risk.js';

/**
 * A model laid out for the kernel, with room for the state of some threads. Crosses to a thread without a copy. Firms
 * are numbered anew, those with most links first, so that what is read most lies together.
 */
export interface CascadeLayout {
  firms: number;
  markets: number;
  slots: number;
  upChunks: number;
  slotChunks: number;
  upLinks: number;
  downLinks: number;
  /** Place in the layout of each firm of the network. */
  placeOf: Uint32Array;
  memory: WebAssembly.Memory;
  /** Kernels that can work on it at once, and where each has its table of addresses. */
  tables: readonly number[];
  /** Address of the count of kernels that have taken a table. */
  taken: number;
}

/** Throws `UserError` where the network is too large for a memory of 4 GB. O(links · log degree), once for a model. */
export function cascadeLayout(model: CascadeModel, threads = 1): CascadeLayout {
  const { network } = model;
  const { outStart, outBuyer, outStrength, inStart, inSupplier, sectorOf } = network;
  const n = network.ids.length;
  const { firmAt, placeOf } = byDegree(network.outStart, network.inStart);
  const at = (values: Float64Array) => Float64Array.from(firmAt, (firm) => values[firm]!);

  const links = outBuyer.length;
  const up = { start: new Uint32Array(n + 1), to: new Uint32Array(links), impact: new Float64Array(links) };
  let count = 0;
  for (let p = 0; p < n; p++) {
    const firm = firmAt[p]!;
    for (let e = outStart[firm]!; e < outStart[firm + 1]!; e++) {
      up.to[count] = placeOf[outBuyer[e]!]!;
      up.impact[count++] = model.upImpact[e]!;
    }
    up.start[p + 1] = count;
  }

  // Slots of each buyer: the non-essential inputs together, then each essential kind.
  let downLinks = 0;
  for (const impact of model.downImpact) if (impact > 0) downLinks++;
  const slotStart = new Uint32Array(n + 1);
  const slotLinkStart: number[] = [0];
  const slotBuyer: number[] = [];
  const down = {
    from: new Uint32Array(downLinks),
    slot: new Uint32Array(downLinks),
    impact: new Float64Array(downLinks),
  };
  let placed = 0;
  const add = (e: number) => {
    down.from[placed] = placeOf[inSupplier[e]!]!;
    down.slot[placed] = slotBuyer.length;
    down.impact[placed++] = model.downImpact[e]!;
  };
  for (let p = 0; p < n; p++) {
    const firm = firmAt[p]!;
    const [from, to] = [inStart[firm]!, inStart[firm + 1]!];
    const close = () => {
      if (placed === slotLinkStart.at(-1)) return;
      slotLinkStart.push(placed);
      slotBuyer.push(p);
    };
    for (let e = from; e < to; e++)
      if (model.inClass[e] === INPUT_CLASS.nonEssential && model.downImpact[e]! > 0) add(e);
    close();
    let sector = -1;
    for (let e = from; e < to; e++) {
      if (model.inClass[e] !== INPUT_CLASS.essential || !(model.downImpact[e]! > 0)) continue;
      if (sectorOf[inSupplier[e]!] !== sector) close();
      sector = sectorOf[inSupplier[e]!]!;
      add(e);
    }
    close();
    slotStart[p + 1] = slotBuyer.length;
  }

  const inward = transpose(n, up.start, up.to, up.impact);
  const spread = bySupplier(n, down.from, down.slot, down.impact);
  const market =
    model.markets === null
      ? new Uint32Array(n)
      : Uint32Array.from(firmAt, (firm) => model.markets!.of[firm]!);
  const markets = model.markets?.count ?? 0;
  const strength = at(outStrength);
  const { memberStart, members, total } = membersOf(market, markets, strength);
  const slots = slotBuyer.length;
  const upRows = chunked(up.start, up.to, up.impact);
  const slotRows = chunked(Uint32Array.from(slotLinkStart), down.from, down.impact);
  const arrays = [
    strength,
    at(model.weights),
    market,
    memberStart,
    members,
    total,
    upRows.row,
    upRows.chunkStart,
    upRows.column,
    upRows.value,
    inward.start,
    inward.to,
    inward.impact,
    slotStart,
    slotRows.row,
    slotRows.chunkStart,
    slotRows.column,
    slotRows.value,
    Uint32Array.from(slotBuyer),
    spread.start,
    spread.to,
    spread.impact,
  ];
  // State as the kernel declares it: numbers of 8 bytes and of 4; then what a batch of firms needs.
  // One firm and one slot more than there are: what fills up a chunk of four writes there.
  const [each, eachSlot] = [8 * (n + 1), 8 * (slots + 1)];
  const state = [
    each,
    each,
    each,
    eachSlot,
    4 * slots,
    4 * n,
    each,
    each,
    4 * n,
    4 * n,
    8 * markets,
    each,
    each,
  ];
  const places = new Places();
  const taken = places.take(4);
  const constant = arrays.map(({ byteLength }) => places.take(byteLength));
  const tables = Array.from({ length: threads }, () => {
    const addresses = [...constant, ...state.map((size) => places.take(size))];
    const table = places.take(4 * addresses.length + BATCH_BYTES);
    return { table, addresses };
  });
  const memory = memoryOf(places.take(0));
  for (const [at, array] of arrays.entries())
    (array instanceof Uint32Array
      ? new Uint32Array(memory.buffer, constant[at]!, array.length)
      : new Float64Array(memory.buffer, constant[at]!, array.length)
    ).set(array);
  for (const { table, addresses } of tables)
    new Uint32Array(memory.buffer, table, addresses.length).set(addresses);
  return {
    firms: n,
    markets,
    slots,
    upChunks: upRows.chunkStart.length - 1,
    slotChunks: slotRows.chunkStart.length - 1,
    upLinks: links,
    downLinks,
    placeOf,
    memory,
    tables: tables.map(({ table }) => table),
    taken,
  };
}

/** One of the kernels that work on a layout; throws `RangeError` where the layout has no room for another. */
export class CascadeKernel {
  readonly #layout: CascadeLayout;
  readonly #kernel: Exports;
  readonly #list: number;
  readonly #results: number;
  readonly #steps: number;
  readonly #lowDown: number;
  readonly #lowUp: number;

  constructor(layout: CascadeLayout) {
    const { firms, markets, slots, upChunks, slotChunks, upLinks, downLinks, memory, tables, taken } = layout;
    const number = Atomics.add(new Int32Array(memory.buffer, taken, 1), 0, 1);
    const table = tables[number];
    if (table === undefined) throw new RangeError(`the layout has room for ${tables.length} kernels`);
    this.#layout = layout;
    compiled ??= new WebAssembly.Module(bytes);
    this.#kernel = new WebAssembly.Instance(compiled, { env: { memory, abort: failed } })
      .exports as unknown as Exports;
    this.#results = aligned(table + 4 * ADDRESSES);
    this.#list = this.#results + 32 * BATCH;
    this.#steps = this.#list + 4 * BATCH;
    // The last two arrays that the kernel declares.
    [this.#lowDown, this.#lowUp] = new Uint32Array(
      memory.buffer,
      table + 4 * (ADDRESSES - 2),
      2,
    ) as unknown as [number, number];
    this.#kernel.setCounts(firms, markets, slots, upChunks, slotChunks, upLinks, downLinks, SWITCH_SHARE);
    this.#kernel.setArrays(table);
  }

  /**
   * Each of `firms` (numbers in the network) closed alone. With the rule `converged` each part of the index is stepped
   * until it is certain to the tolerance, as `convergedCascade` does, and `errorBound` says how certain it is; the
   * model must leak (`requireLeak`).
   */
  closeEach(firms: ArrayLike<number>, stop: StopRule): SystemicRisk {
    const least = leastChange(stop);
    const converged = stop.rule === 'converged';
    const risk = emptyRisk(firms.length, converged);
    const { buffer } = this.#layout.memory;
    const list = new Uint32Array(buffer, this.#list, BATCH);
    const results = new Float64Array(buffer, this.#results, 4 * BATCH);
    const steps = new Uint32Array(buffer, this.#steps, BATCH);
    for (let from = 0; from < firms.length; from += BATCH) {
      const count = Math.min(BATCH, firms.length - from);
      for (let at = 0; at < count; at++) list[at] = this.#layout.placeOf[firms[from + at]!]!;
      if (converged) this.#kernel.convergeEach(this.#list, count, least, this.#results, this.#steps);
      else this.#kernel.closeEach(this.#list, count, least, MOST_STEPS, this.#results, this.#steps);
      for (let at = 0; at < count; at++) {
        risk.esri[from + at] = results[4 * at]!;
        risk.down[from + at] = results[4 * at + 1]!;
        risk.up[from + at] = results[4 * at + 2]!;
        if (risk.errorBound !== null) risk.errorBound[from + at] = results[4 * at + 3]!;
        risk.iterations[from + at] = steps[at]!;
      }
    }
    return risk;
  }

  /**
   * Shares of capacity lost by some firms (numbers in the network) as suppliers and as customers, together; stepped
   * until no firm changes by more than the rule says.
   */
  shock(
    firms: ArrayLike<number>,
    supply: ArrayLike<number>,
    demand: ArrayLike<number>,
    stop: StopRule,
  ): { esri: number; down: number; up: number; iterations: number } {
    for (let at = 0; at < firms.length; at++)
      this.#kernel.shock(this.#layout.placeOf[firms[at]!]!, supply[at]!, demand[at]!);
    const iterations = this.#kernel.run(leastChange(stop), MOST_STEPS, this.#results);
    const [esri, down, up] = new Float64Array(this.#layout.memory.buffer, this.#results, 3);
    return { esri: esri!, down: down!, up: up!, iterations };
  }

  /**
   * What every firm of the network loses when `firms` (numbers in it) close together: `cascade`, or `convergedCascade` with
   * the largest of its bounds; the model must leak then (`requireLeak`).
   */
  losses(firms: ArrayLike<number>, stop: StopRule): Cascade & { errorBound: number | null } {
    const { placeOf, memory, firms: n } = this.#layout;
    for (let at = 0; at < firms.length; at++) this.#kernel.shock(placeOf[firms[at]!]!, 1, 1);
    const converged = stop.rule === 'converged';
    const iterations = this.#kernel.losses(leastChange(stop), converged ? 1 : 0, this.#results);
    const errorBound = new Float64Array(memory.buffer, this.#results, 4)[3]!;
    const lost = (address: number) => {
      const values = new Float64Array(memory.buffer, address, n);
      return Float64Array.from(placeOf, (place) => values[place]!);
    };
    return {
      down: lost(this.#lowDown),
      up: lost(this.#lowUp),
      iterations,
      errorBound: converged ? errorBound : null,
    };
  }
}

interface Exports {
  setCounts(...counts: number[]): void;
  setArrays(at: number): void;
  shock(firm: number, supply: number, demand: number): void;
  run(least: number, most: number, result: number): number;
  losses(least: number, isConverged: number, result: number): number;
  convergeEach(list: number, count: number, tolerance: number, results: number, steps: number): void;
  closeEach(list: number, count: number, least: number, most: number, results: number, steps: number): void;
}

let compiled: WebAssembly.Module | undefined;

/** Firms closed in one call of the kernel: four results, a number and its steps each. */
const BATCH = 256;
const BATCH_BYTES = BATCH * 40 + 64;
/** Arrays and state of the kernel. */
const ADDRESSES = 35;
const PAGE = 65536;
const LARGEST = 65536 * PAGE;
const MOST_STEPS = 0xffffffff;
/** Measured: from a quarter of the links on, a pass over all of them is faster than a visit of those reached. */
const SWITCH_SHARE = 4;

function memoryOf(size: number): WebAssembly.Memory {
  if (size > LARGEST)
    throw new UserError({
      zh: `网络需要 ${Math.ceil(size / 1e6)} MB，超过一个内核可用的 4 GB。请减少线程数（--threads）`,
      en: `the network takes ${Math.ceil(size / 1e6)} MB, more than the 4 GB a kernel can use. Use fewer threads (--threads)`,
    });
  const pages = Math.ceil(size / PAGE);
  return new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
}

function aligned(address: number): number {
  return Math.ceil(address / 64) * 64;
}

function failed(): never {
  throw new Error('the cascade kernel stopped');
}

/** Firms by number of links, most first; of equal ones the first in the network first. */
export function byDegree(outStart: Uint32Array, inStart: Uint32Array) {
  const n = outStart.length - 1;
  const degree = (i: number) => outStart[i + 1]! - outStart[i]! + inStart[i + 1]! - inStart[i]!;
  const firmAt = Uint32Array.from({ length: n }, (_, i) => i).sort((a, b) => degree(b) - degree(a) || a - b);
  const placeOf = new Uint32Array(n);
  for (let p = 0; p < n; p++) placeOf[firmAt[p]!] = p;
  return { firmAt, placeOf };
}

/**
 * Rows by falling length in chunks of four, each chunk column by column, missing cells of value 0; empty rows are left
 * out. A row that only fills up the last chunk is numbered one past the last row.
 */
function chunked(start: Uint32Array, to: Uint32Array, impact: Float64Array) {
  const rows = start.length - 1;
  const length = (row: number) => (row < rows ? start[row + 1]! - start[row]! : 0);
  const order = Uint32Array.from({ length: rows }, (_, row) => row)
    .filter((row) => length(row) > 0)
    .sort((a, b) => length(b) - length(a) || a - b);
  const chunks = Math.ceil(order.length / 4);
  const row = new Uint32Array(4 * chunks).fill(rows);
  row.set(order);
  const chunkStart = new Uint32Array(chunks + 1);
  for (let chunk = 0; chunk < chunks; chunk++)
    chunkStart[chunk + 1] = chunkStart[chunk]! + length(row[4 * chunk]!);
  const column = new Uint32Array(4 * chunkStart[chunks]!);
  const value = new Float64Array(4 * chunkStart[chunks]!);
  for (let chunk = 0; chunk < chunks; chunk++)
    for (let lane = 0; lane < 4; lane++) {
      const of = row[4 * chunk + lane]!;
      for (let k = 0; k < length(of); k++) {
        const at = 4 * (chunkStart[chunk]! + k) + lane;
        column[at] = to[start[of]! + k]!;
        value[at] = impact[start[of]! + k]!;
      }
    }
  return { row, chunkStart, column, value };
}

function transpose(n: number, start: Uint32Array, to: Uint32Array, impact: Float64Array) {
  const from = new Uint32Array(to.length);
  for (let i = 0; i < n; i++) from.fill(i, start[i]!, start[i + 1]!);
  return bySupplier(n, to, from, impact);
}

/** Links in rows of `of`, in the order given. */
function bySupplier(n: number, of: Uint32Array, to: Uint32Array, impact: Float64Array) {
  const start = new Uint32Array(n + 1);
  for (const i of of) start[i + 1]!++;
  for (let i = 0; i < n; i++) start[i + 1]! += start[i]!;
  const place = start.slice(0, n);
  const sortedTo = new Uint32Array(of.length);
  const sortedImpact = new Float64Array(of.length);
  for (let e = 0; e < of.length; e++) {
    const at = place[of[e]!]!++;
    sortedTo[at] = to[e]!;
    sortedImpact[at] = impact[e]!;
  }
  return { start, to: sortedTo, impact: sortedImpact };
}

function membersOf(market: Uint32Array, markets: number, strength: Float64Array) {
  const memberStart = new Uint32Array(markets + 1);
  const total = new Float64Array(markets);
  if (markets === 0) return { memberStart, members: new Uint32Array(0), total };
  for (let i = 0; i < market.length; i++) {
    memberStart[market[i]! + 1]!++;
    total[market[i]!]! += strength[i]!;
  }
  for (let k = 0; k < markets; k++) memberStart[k + 1]! += memberStart[k]!;
  const place = memberStart.slice(0, markets);
  const members = new Uint32Array(market.length);
  for (let i = 0; i < market.length; i++) members[place[market[i]!]!++] = i;
  return { memberStart, members, total };
}

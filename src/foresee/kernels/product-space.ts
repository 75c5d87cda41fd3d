/** Columns of the product space and their sums over what regions have, in WebAssembly, eight activities at a time. */
import { activityBits, bitWords, type Presence } from '../presence.js';
import { bytes } from './compiled/product-space.js';

interface Exports {
  together(
    bits: number,
    words: number,
    activities: number,
    first: number,
    packed: number,
    panel: number,
  ): void;
  proximities(ubiquity: number, activities: number, first: number, own: number, panel: number): void;
  sums(rows: number, start: number, member: number, panel: number, to: number): void;
  weightedSums(
    rows: number,
    start: number,
    member: number,
    weight: number,
    panel: number,
    to: number,
    weighted: number,
  ): void;
}

/** Activities of a panel. */
export const PANEL = 8;
const PAGE = 65536;

let compiled: WebAssembly.Module | undefined;

/**
 * The kernel with a memory of its own for one M. A panel is P × 8, `panel[q * 8 + j]` for the activity `first + j`; columns
 * beyond the last activity are 0. Throws RangeError where it does not fit in 4 GB.
 */
export class ProductSpaceKernel {
  /** The current panel. */
  readonly panel: Float64Array;
  /** After `sums`: rows × 8, and a last row for all activities together. */
  readonly plain: Float64Array;
  readonly weighted: Float64Array;
  /** P: weights of activities in `weightedSums`. */
  readonly weight: Float64Array;
  readonly #kernel: Exports;
  readonly #activities: number;
  readonly #words: number;
  readonly #rows: number;
  readonly #bits: number;
  readonly #packed: number;
  readonly #ubiquity: number;
  readonly #start: number;
  readonly #member: number;

  constructor(presence: Presence) {
    const { regions, activities, start, activity, ubiquity } = presence;
    const [n, m, words] = [regions.length, activities.length, bitWords(presence)];
    this.#activities = m;
    this.#words = words;
    this.#rows = n;
    const links = start[n]!;
    let next = PAGE;
    const take = (size: number): number => {
      const at = next;
      next += Math.ceil(size / 64) * 64;
      return at;
    };
    this.#bits = take(m * words * 8);
    this.#packed = take(8 * words * 8);
    this.#ubiquity = take((m + PANEL) * 8);
    this.#start = take((n + 2) * 4);
    this.#member = take((links + m) * 4);
    const [weight, panel, plain, weighted] = [
      take(m * 8),
      take(m * 64),
      take((n + 1) * 64),
      take((n + 1) * 64),
    ];
    const pages = Math.ceil(next / PAGE);
    if (pages > PAGE) throw new RangeError(`a product space of ${n} × ${m} does not fit in 4 GB`);
    const memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
    const { buffer } = memory;
    activityBits(presence, new Uint32Array(buffer, this.#bits, m * words * 2));
    const ubiquities = new Float64Array(buffer, this.#ubiquity, m + PANEL).fill(1);
    for (let p = 0; p < m; p++) ubiquities[p] = Math.max(1, ubiquity[p]!);
    const starts = new Int32Array(buffer, this.#start, n + 2);
    starts.set(start);
    starts[n + 1] = links + m;
    const members = new Int32Array(buffer, this.#member, links + m);
    members.set(activity);
    for (let p = 0; p < m; p++) members[links + p] = p;
    this.weight = new Float64Array(buffer, weight, m);
    this.panel = new Float64Array(buffer, panel, m * PANEL);
    this.plain = new Float64Array(buffer, plain, (n + 1) * PANEL);
    this.weighted = new Float64Array(buffer, weighted, (n + 1) * PANEL);
    compiled ??= new WebAssembly.Module(bytes);
    this.#kernel = new WebAssembly.Instance(compiled, { env: { memory } }).exports as unknown as Exports;
  }

  /** panel = in how many regions q and first + j occur together. */
  together(first: number): void {
    this.#kernel.together(
      this.#bits,
      this.#words,
      this.#activities,
      first,
      this.#packed,
      this.panel.byteOffset,
    );
  }

  /** panel = φ by conditional probability, with this diagonal. */
  proximities(first: number, diagonal: number): void {
    this.together(first);
    this.#kernel.proximities(this.#ubiquity, this.#activities, first, diagonal, this.panel.byteOffset);
  }

  /** plain = sums of the panel over what each region has, and over all activities. */
  sums(): void {
    this.#sumsOf(0, this.#rows + 1, this.plain.byteOffset);
  }

  /** The last row of `plain` alone: the sums over all activities. */
  totals(): void {
    this.#sumsOf(this.#rows, 1, this.plain.byteOffset + this.#rows * PANEL * 8);
  }

  /** `sums`, and weighted = the same with each activity by its weight. */
  weightedSums(): void {
    this.#kernel.weightedSums(
      this.#rows + 1,
      this.#start,
      this.#member,
      this.weight.byteOffset,
      this.panel.byteOffset,
      this.plain.byteOffset,
      this.weighted.byteOffset,
    );
  }

  #sumsOf(row: number, rows: number, to: number): void {
    this.#kernel.sums(rows, this.#start + row * 4, this.#member, this.panel.byteOffset, to);
  }
}

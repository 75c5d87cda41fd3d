/** The two passes of a day over the flows of an inventory model, in WebAssembly. */
import { bytes } from './compiled/daily.js';
import { denseMemory, Places } from './dense.js';

interface DailyExports {
  ordersOfRows(
    n: number,
    from: number,
    to: number,
    flows: number,
    quota: number,
    weight: number,
    asked: number,
  ): void;
  supplyOfRows(
    n: number,
    from: number,
    to: number,
    flows: number,
    share: number,
    weight: number,
    delivered: number,
    supply: number,
  ): void;
}

let compiled: WebAssembly.Module | undefined;

/**
 * n industries sorted by product, m products whose suppliers stand at sectorStart[s] … sectorStart[s + 1] − 1. The arrays
 * lie on the kernel's memory and are filled and read by the caller: `flows` n × n, `quota`, `delivered` and `supply` m × n,
 * the others n. Throws RangeError where they do not fit in 4 GB.
 */
export class DailyPasses {
  readonly flows: Float64Array;
  readonly quota: Float64Array;
  readonly delivered: Float64Array;
  readonly supply: Float64Array;
  readonly weight: Float64Array;
  readonly share: Float64Array;
  readonly asked: Float64Array;
  readonly #n: number;
  readonly #sectorStart: Int32Array;
  readonly #kernel: DailyExports;

  constructor(n: number, sectorStart: Int32Array) {
    const m = sectorStart.length - 1;
    const sizes = [n * n, m * n, m * n, m * n, n, n, n];
    const memory = denseMemory(Places.bytes(...sizes.map((size) => size * 8)));
    const places = new Places();
    const arrays = sizes.map((size) => new Float64Array(memory.buffer, places.take(size * 8), size));
    [this.flows, this.quota, this.delivered, this.supply, this.weight, this.share, this.asked] = arrays as [
      Float64Array,
      Float64Array,
      Float64Array,
      Float64Array,
      Float64Array,
      Float64Array,
      Float64Array,
    ];
    this.#n = n;
    this.#sectorStart = sectorStart;
    compiled ??= new WebAssembly.Module(bytes);
    this.#kernel = new WebAssembly.Instance(compiled, { env: { memory } }).exports as unknown as DailyExports;
  }

  /** asked_i = w_i Σ_j Z_ij q_sj, s the product of supplier i: what all industries order of each. */
  orders(): void {
    this.#eachSector((s, from, to) =>
      this.#kernel.ordersOfRows(
        this.#n,
        from,
        to,
        this.flows.byteOffset,
        this.quota.byteOffset + s * this.#n * 8,
        this.weight.byteOffset,
        this.asked.byteOffset,
      ),
    );
  }

  /**
   * Per product s and user j: delivered_sj = Σ_i Z_ij share_i (times the quota it is what j received) and
   * supply_sj = Σ_i Z_ij w_i (what tomorrow's order is split over).
   */
  supplies(): void {
    this.#eachSector((s, from, to) =>
      this.#kernel.supplyOfRows(
        this.#n,
        from,
        to,
        this.flows.byteOffset,
        this.share.byteOffset,
        this.weight.byteOffset,
        this.delivered.byteOffset + s * this.#n * 8,
        this.supply.byteOffset + s * this.#n * 8,
      ),
    );
  }

  #eachSector(pass: (s: number, from: number, to: number) => void): void {
    for (let s = 0; s + 1 < this.#sectorStart.length; s++)
      pass(s, this.#sectorStart[s]!, this.#sectorStart[s + 1]!);
  }
}

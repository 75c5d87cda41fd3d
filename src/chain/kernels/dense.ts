/** Dense systems in WebAssembly: factors, solves with many right-hand sides, inverse, condition. Row-major, f64. */
import { bytes } from './compiled/dense.js';

export interface DenseExports {
  add64: Product;
  addTransposed64: Product;
  subtract32: Product;
  subtractTransposed32: Product;
  orthogonalise32(n: number, v: number, stride: number, steps: number, h: number): void;
  combine32(n: number, v: number, stride: number, steps: number, y: number, x: number): void;
  factor64(n: number, a: number, pivots: number, scratch: number): number;
  solve64(n: number, lu: number, pivots: number, columns: number, x: number, scratch: number): void;
  solveRows64(n: number, lu: number, pivots: number, rows: number, x: number, scratch: number): void;
}

type Product = (
  m: number,
  n: number,
  k: number,
  a: number,
  lda: number,
  b: number,
  ldb: number,
  c: number,
  ldc: number,
  scratch: number,
) => void;

const PAGE = 65536;
/** The first page stays free, so that no matrix begins at 0. */
const FIRST = PAGE;
/** Right-hand sides that are solved at once; keeps what an inverse needs beside its factors small. */
const AT_ONCE = 512;
const LARGEST = 65536 * PAGE;

let compiled: WebAssembly.Module | undefined;

/** The kernel on a memory of its own or, for a thread, on one that others work on too. */
export function denseKernel(memory: WebAssembly.Memory): DenseExports {
  compiled ??= new WebAssembly.Module(bytes);
  return new WebAssembly.Instance(compiled, { env: { memory } }).exports as unknown as DenseExports;
}

/** Memory for so many bytes beyond the first page, shared so that threads can work on it. Throws RangeError above 4 GB. */
export function denseMemory(size: number): WebAssembly.Memory {
  if (size + FIRST > LARGEST)
    throw new RangeError(`a dense system of ${size} bytes does not fit in ${LARGEST} bytes`);
  const pages = Math.ceil((size + FIRST) / PAGE);
  return new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
}

/** Hands out parts of a memory one after the other, each on a 64-byte line. */
export class Places {
  #next = FIRST;
  take(size: number): number {
    const at = this.#next;
    this.#next += Math.ceil(size / 64) * 64;
    return at;
  }
  static bytes(...sizes: number[]): number {
    return sizes.reduce((sum, size) => sum + Math.ceil(size / 64) * 64, 0);
  }
}

/** Bytes of one packed block of the kernel. */
export const SCRATCH = 256 * 2048;

/** No pivot is left in `column`: the matrix is singular to working precision. */
export class SingularMatrix extends Error {
  readonly column: number;
  constructor(column: number) {
    super(`no pivot in column ${column}`);
    this.column = column;
  }
}

/** P·M = L·U of one n × n matrix, kept in WebAssembly memory; solves both M·x = b and x·M = b. */
export class DenseFactors {
  readonly n: number;
  /** ‖M‖₁, the largest column sum of absolute values. */
  readonly oneNorm: number;
  readonly #kernel: DenseExports;
  readonly #memory: WebAssembly.Memory;
  readonly #factors: number;
  readonly #pivots: number;
  readonly #scratch: number;
  readonly #sides: number;

  /** `matrix`: n × n, left as it is. Throws SingularMatrix. */
  constructor(matrix: Float64Array, n: number) {
    this.n = n;
    const sides = n * Math.min(n, AT_ONCE) * 8;
    this.#memory = denseMemory(Places.bytes(n * n * 8, n * 4, SCRATCH, sides));
    this.#kernel = denseKernel(this.#memory);
    const places = new Places();
    this.#factors = places.take(n * n * 8);
    this.#pivots = places.take(n * 4);
    this.#scratch = places.take(SCRATCH);
    this.#sides = places.take(sides);
    new Float64Array(this.#memory.buffer, this.#factors, n * n).set(matrix);
    const sums = new Float64Array(n);
    for (let i = 0, at = 0; i < n; i++) for (let j = 0; j < n; j++) sums[j]! += Math.abs(matrix[at++]!);
    this.oneNorm = sums.reduce((most, sum) => Math.max(most, sum), 0);
    const column = this.#kernel.factor64(n, this.#factors, this.#pivots, this.#scratch);
    if (column >= 0) throw new SingularMatrix(column);
  }

  /** M⁻¹·b, b and result n × columns. */
  solve(b: Float64Array, columns = 1): Float64Array {
    const { n } = this;
    const x = new Float64Array(n * columns);
    for (let from = 0; from < columns; from += AT_ONCE) {
      const width = Math.min(AT_ONCE, columns - from);
      const sides = new Float64Array(this.#memory.buffer, this.#sides, n * width);
      for (let i = 0; i < n; i++)
        sides.set(b.subarray(i * columns + from, i * columns + from + width), i * width);
      this.#kernel.solve64(n, this.#factors, this.#pivots, width, this.#sides, this.#scratch);
      for (let i = 0; i < n; i++) x.set(sides.subarray(i * width, (i + 1) * width), i * columns + from);
    }
    return x;
  }

  /** b·M⁻¹, b and result rows × n: the transposed system. */
  solveRows(b: Float64Array, rows = 1): Float64Array {
    const { n } = this;
    const x = new Float64Array(rows * n);
    const most = Math.min(AT_ONCE, n);
    for (let from = 0; from < rows; from += most) {
      const height = Math.min(most, rows - from);
      const sides = new Float64Array(this.#memory.buffer, this.#sides, height * n);
      sides.set(b.subarray(from * n, (from + height) * n));
      this.#kernel.solveRows64(n, this.#factors, this.#pivots, height, this.#sides, this.#scratch);
      x.set(sides, from * n);
    }
    return x;
  }

  /** M⁻¹, n × n. */
  inverse(): Float64Array {
    const { n } = this;
    const inverse = new Float64Array(n * n);
    this.#inverseStrips((from, width, columns) => {
      for (let i = 0; i < n; i++) inverse.set(columns.subarray(i * width, (i + 1) * width), i * n + from);
    });
    return inverse;
  }

  /** The diagonal of M⁻¹, n, without keeping the rest. */
  inverseDiagonal(): Float64Array {
    const diagonal = new Float64Array(this.n);
    this.#inverseStrips((from, width, columns) => {
      for (let j = 0; j < width; j++) diagonal[from + j] = columns[(from + j) * width + j]!;
    });
    return diagonal;
  }

  #inverseStrips(take: (from: number, width: number, columns: Float64Array) => void): void {
    const { n } = this;
    for (let from = 0; from < n; from += AT_ONCE) {
      const width = Math.min(AT_ONCE, n - from);
      const sides = new Float64Array(this.#memory.buffer, this.#sides, n * width).fill(0);
      for (let j = 0; j < width; j++) sides[(from + j) * width + j] = 1;
      this.#kernel.solve64(n, this.#factors, this.#pivots, width, this.#sides, this.#scratch);
      take(from, width, sides);
    }
  }

  /**
   * Estimate of κ₁(M) = ‖M‖₁·‖M⁻¹‖₁ from a few solves, a lower bound that is rarely off by more than a factor of 3.
   * Hager (1984); Higham (1988), ACM TOMS 14(4), algorithm 674.
   */
  condition(): number {
    const { n } = this;
    let x: Float64Array = new Float64Array(n).fill(1 / n);
    let estimate = 0;
    let last = -1;
    for (let step = 0; step < 5; step++) {
      const y = this.solve(x);
      const size = y.reduce((sum, value) => sum + Math.abs(value), 0);
      if (step > 0 && size <= estimate) break;
      estimate = size;
      const slope = this.solveRows(y.map((value) => (value < 0 ? -1 : 1)));
      let steepest = 0;
      for (let j = 1; j < n; j++) if (Math.abs(slope[j]!) > Math.abs(slope[steepest]!)) steepest = j;
      if (steepest === last) break;
      last = steepest;
      x = new Float64Array(n);
      x[steepest] = 1;
    }
    // The second test vector, against cancellation in the first.
    const alternating = Float64Array.from(
      { length: n },
      (_, i) => (i % 2 ? -1 : 1) * (1 + i / Math.max(1, n - 1)),
    );
    const second = this.solve(alternating).reduce((sum, value) => sum + Math.abs(value), 0);
    return this.oneNorm * Math.max(estimate, (2 * second) / (3 * n));
  }
}

/** a (m × k) · b (k × n), both row-major. */
export function denseProduct(
  m: number,
  n: number,
  k: number,
  a: Float64Array,
  b: Float64Array,
): Float64Array {
  const memory = denseMemory(Places.bytes(m * k * 8, k * n * 8, m * n * 8, SCRATCH));
  const kernel = denseKernel(memory);
  const places = new Places();
  const [aAt, bAt, cAt] = [places.take(m * k * 8), places.take(k * n * 8), places.take(m * n * 8)];
  const scratch = places.take(SCRATCH);
  new Float64Array(memory.buffer, aAt, m * k).set(a);
  new Float64Array(memory.buffer, bAt, k * n).set(b);
  // Strips, so that the engine's compiler can replace its first draft of the kernel between two calls.
  for (let j = 0; j < n; j += AT_ONCE)
    kernel.add64(m, Math.min(AT_ONCE, n - j), k, aAt, k, bAt + j * 8, n, cAt + j * 8, n, scratch);
  return new Float64Array(memory.buffer, cAt, m * n).slice();
}

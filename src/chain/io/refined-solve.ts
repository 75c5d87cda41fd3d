/**
 * Solves of a large table without factors: many right-hand sides at once, by GMRES in f32 on coefficients in f32, refined
 * by residuals in f64 from the flows themselves. Parts of the right-hand sides are independent, so threads need no barrier.
 *
 * Saad & Schultz (1986) for GMRES; Higham (2002), ch. 12, and Turner & Walker (1992) for refinement in two precisions.
 */
import { UserError } from '../../model/index.js';
import {
  type DenseExports,
  DenseFactors,
  denseKernel,
  denseMemory,
  Places,
  SCRATCH,
  SingularMatrix,
} from '../kernels/dense.js';
import type { IoTable } from './table.js';

/** Right-hand sides of one part: enough that packing the coefficients costs little beside the product. */
export const SIDES_AT_ONCE = 112;
/** Vectors that GMRES keeps before it is refined and begins again. */
const STEPS = 24;
/** Where f32 can get no further. */
const F32_LIMIT = 5e-7;
/** Bound on what f32 adds to a residual that is carried over a turn, as a part of the correction that was made. */
const CARRIED = 5e-6;
/** Industries of a diagonal block that is inverted: a region, or a part of one. */
const LARGEST_BLOCK = 256;
const REFINEMENTS = 12;
/** Columns of the coefficients in one product. */
const STRIP = 512;
/** Rows of flows that are brought into the kernel's memory at once. */
const FLOW_ROWS = 256;

/** What threads share: coefficients in the kernel's memory, flows and output beside it. */
export interface RefinedSystem {
  n: number;
  memory: WebAssembly.Memory;
  /** N, n × n f32 in `memory`: A with 0 in the diagonal blocks, so that I − A = P − N. */
  coefficientsAt: number;
  /** Where the diagonal blocks of P begin among the industries, and n. */
  blocks: Int32Array;
  /** Block after block: P and P⁻¹ in f64, −P⁻¹ in f32. */
  blocksAt: number;
  inversesAt: number;
  negativeInversesAt: number;
  /** Where each thread's own memory begins, and how far apart; the first word counts the threads. */
  workAt: number;
  workSize: number;
  counterAt: number;
  threads: number;
  /** n × n, as in the table; on a SharedArrayBuffer it is not copied for each thread. */
  flows: Float64Array;
  /** 1 / x_j, 0 without output. */
  perOutput: Float64Array;
}

export interface RefinedPart {
  /** `rows`: w·(I − A) = b; `columns`: (I − A)·x = b. */
  system: 'rows' | 'columns';
  /** count × n: each right-hand side a row in either case. */
  sides: Float64Array;
  count: number;
  /** ‖residual‖∞ / ‖b‖∞ at which it stops. */
  tolerance: number;
}

export interface RefinedSolution {
  /** count × n, each solution a row. */
  solutions: Float64Array;
  /**
   * Largest ‖residual‖∞ / ‖b‖∞: measured in f64, or a bound carried from one that was; and the steps of GMRES.
   */
  residual: number;
  steps: number;
}

/** Bytes of a thread's parts: scratch, flows, basis, solutions, residuals, one column of the Hessenberg matrix. */
function workBytes(n: number): number[] {
  const sides = SIDES_AT_ONCE * n;
  return [SCRATCH, FLOW_ROWS * n * 8, (STEPS + 1) * sides * 4, sides * 8, sides * 8, (STEPS + 2) * 8];
}

/** Prepares the system for so many threads. Throws UserError where it does not fit into 4 GB. */
export function refinedSystem(
  { industries, intermediate, output, title }: IoTable,
  threads: number,
): RefinedSystem {
  const n = industries.length;
  const blocks = diagonalBlocks(industries);
  const cells = Array.from(blocks.subarray(1), (end, b) => (end - blocks[b]!) ** 2).reduce(
    (sum, own) => sum + own,
    0,
  );
  const workSize = Places.bytes(...workBytes(n));
  const places = new Places();
  const counterAt = places.take(64);
  const coefficientsAt = places.take(n * n * 4);
  const blocksAt = places.take(cells * 8);
  const inversesAt = places.take(cells * 8);
  const negativeInversesAt = places.take(cells * 4);
  const workAt = places.take(0);
  let memory: WebAssembly.Memory;
  try {
    memory = denseMemory(Places.bytes(64, n * n * 4, cells * 8, cells * 8, cells * 4) + threads * workSize);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new UserError({
      zh: `${title}：${n} 个部门、${threads} 个线程放不进 4 GB 内存；请减少线程或合并部门`,
      en: `${title}: ${n} industries on ${threads} threads do not fit in 4 GB; take fewer threads or aggregate`,
    });
  }
  const perOutput = output.map((x) => (x > 0 ? 1 / x : 0));
  const coefficients = new Float32Array(memory.buffer, coefficientsAt, n * n);
  for (let i = 0, at = 0; i < n; i++)
    for (let j = 0; j < n; j++, at++) coefficients[at] = intermediate[at]! * perOutput[j]!;
  const own = new Float64Array(memory.buffer, blocksAt, cells);
  const inverses = new Float64Array(memory.buffer, inversesAt, cells);
  const negative = new Float32Array(memory.buffer, negativeInversesAt, cells);
  for (let b = 0, at = 0; b + 1 < blocks.length; b++) {
    const [from, size] = [blocks[b]!, blocks[b + 1]! - blocks[b]!];
    const block = Float64Array.from({ length: size * size }, (_, cell) => {
      const [i, j] = [from + Math.floor(cell / size), from + (cell % size)];
      return (i === j ? 1 : 0) - intermediate[i * n + j]! * perOutput[j]!;
    });
    const inverse = inverseOrNull(block, size);
    if (inverse) {
      own.set(block, at);
      inverses.set(inverse, at);
      for (let i = from; i < from + size; i++) coefficients.fill(0, i * n + from, i * n + from + size);
    } else
      for (let i = 0; i < size; i++) {
        own[at + i * size + i] = 1;
        inverses[at + i * size + i] = 1;
      }
    for (let cell = 0; cell < size * size; cell++) negative[at + cell] = -inverses[at + cell]!;
    at += size * size;
  }
  return {
    n,
    memory,
    coefficientsAt,
    blocks,
    blocksAt,
    inversesAt,
    negativeInversesAt,
    workAt,
    workSize,
    counterAt,
    threads,
    flows: intermediate,
    perOutput,
  };
}

/** A region buys most from itself: its industries make a block, in parts where they are many. */
function diagonalBlocks(industries: IoTable['industries']): Int32Array {
  const starts: number[] = [];
  industries.forEach(({ region }, i) => {
    if (i === 0 || region !== industries[i - 1]!.region || i - starts.at(-1)! >= LARGEST_BLOCK)
      starts.push(i);
  });
  return Int32Array.of(...starts, industries.length);
}

function inverseOrNull(block: Float64Array, size: number): Float64Array | null {
  try {
    return new DenseFactors(block, size).inverse();
  } catch (error) {
    if (error instanceof SingularMatrix) return null;
    throw error;
  }
}

/** One thread's hold of the system. */
export class RefinedSolver {
  readonly #system: RefinedSystem;
  readonly #kernel: DenseExports;
  readonly #scratch: number;
  readonly #flowRows: number;
  readonly #basis: number;
  readonly #x: number;
  readonly #r: number;
  readonly #h: number;

  constructor(system: RefinedSystem) {
    this.#system = system;
    this.#kernel = denseKernel(system.memory);
    const counter = new Int32Array(system.memory.buffer, system.counterAt, 1);
    const thread = Atomics.add(counter, 0, 1) % system.threads;
    let at = system.workAt + thread * system.workSize;
    const places = workBytes(system.n).map((size) => {
      const place = at;
      at += Places.bytes(size);
      return place;
    });
    [this.#scratch, this.#flowRows, this.#basis, this.#x, this.#r, this.#h] = places as [
      number,
      number,
      number,
      number,
      number,
      number,
    ];
  }

  /** Solves for up to SIDES_AT_ONCE right-hand sides. A residual above the tolerance says that it did not converge. */
  solve({ system, sides, count, tolerance }: RefinedPart): RefinedSolution {
    const { n, memory } = this.#system;
    const x = new Float64Array(memory.buffer, this.#x, count * n).fill(0);
    const r = new Float64Array(memory.buffer, this.#r, count * n);
    r.set(sides);
    const sizes = Float64Array.from({ length: count }, (_, s) => largest(sides, s * n, n));
    let residual = Number.POSITIVE_INFINITY;
    let steps = 0;
    let current = 1;
    for (let turn = 0; turn < REFINEMENTS; turn++) {
      if (system === 'columns') this.#byBlocks(count, this.#system.inversesAt);
      // Two turns share the way where f32 can go half of it; a later one goes only as far as is still wanted. The margin
      // covers what lies between the 2-norm that GMRES sees and the largest norm that is asked for.
      const wanted = Math.max(F32_LIMIT, turn === 0 ? Math.sqrt(tolerance) / 4 : tolerance / current / 4);
      const turned = this.#minimise(count, wanted, system);
      steps += turned.steps;
      // A residual measured in f64 is carried over one more turn of f32, which errs by a part of it that is known.
      const carried = worst(r, sizes, n) + CARRIED * turned.growth * current;
      if (turn > 0 && carried <= tolerance) {
        residual = carried;
        break;
      }
      this.#residual(count, sides, system);
      const reached = worst(r, sizes, n);
      const stuck = !(reached < residual / 2);
      residual = reached;
      current = reached;
      if (residual <= tolerance || stuck) break;
    }
    return { solutions: x.slice(), residual, steps };
  }

  /**
   * x += the solution for r by up to STEPS steps of GMRES, every side in a space of its own; r becomes what is left of it,
   * by the relation of Arnoldi, which holds to the precision of f32 whether or not the basis stays orthogonal.
   */
  #minimise(count: number, wanted: number, system: RefinedPart['system']): { steps: number; growth: number } {
    const { n, memory, blocks, blocksAt, inversesAt } = this.#system;
    const stride = SIDES_AT_ONCE * n * 4;
    const r = new Float64Array(memory.buffer, this.#r, count * n);
    const first = new Float32Array(memory.buffer, this.#basis, count * n);
    const lengths = new Float64Array(count);
    for (let s = 0; s < count; s++) {
      let squares = 0;
      for (let j = s * n; j < (s + 1) * n; j++) squares += r[j]! * r[j]!;
      lengths[s] = Math.sqrt(squares);
      const over = lengths[s]! > 0 ? 1 / lengths[s]! : 0;
      for (let j = s * n; j < (s + 1) * n; j++) first[j] = r[j]! * over;
    }
    const before = Float64Array.from({ length: count }, (_, s) => largest(r, s * n, n));
    const spaces = Array.from(lengths, (length) => new KrylovSpace(length));
    const h = new Float64Array(memory.buffer, this.#h, STEPS + 2);
    let k = 0;
    while (k < STEPS) {
      k++;
      this.#apply(count, k, system);
      let open = 0;
      for (let s = 0; s < count; s++) {
        this.#kernel.orthogonalise32(n, this.#basis + s * n * 4, stride, k, this.#h);
        const space = spaces[s]!;
        if (space.relative > wanted) space.add(h, k);
        if (space.relative > wanted) open++;
      }
      if (open === 0) break;
    }
    const gained = r.fill(0);
    for (let s = 0; s < count; s++) {
      const weights = spaces[s]!.weights();
      h.set(weights);
      this.#kernel.combine32(
        n,
        this.#basis + s * n * 4,
        stride,
        weights.length,
        this.#h,
        this.#r + s * n * 8,
      );
    }
    const growth = 1 + worst(gained, before, n);
    // For columns x itself was solved for; for rows v = x·P, so that x gains v·P⁻¹.
    if (system === 'rows')
      this.#eachBlock(blocks, inversesAt, 8, (from, size, block) =>
        this.#kernel.add64(
          count,
          size,
          size,
          this.#r + from * 8,
          n,
          block,
          size,
          this.#x + from * 8,
          n,
          this.#scratch,
        ),
      );
    else {
      const x = new Float64Array(memory.buffer, this.#x, count * n);
      for (let at = 0; at < x.length; at++) x[at]! += gained[at]!;
    }
    r.fill(0);
    for (let s = 0; s < count; s++) {
      const weights = spaces[s]!.residual();
      h.set(weights);
      this.#kernel.combine32(
        n,
        this.#basis + s * n * 4,
        stride,
        weights.length,
        this.#h,
        this.#r + s * n * 8,
      );
    }
    if (system === 'columns') this.#byBlocks(count, blocksAt);
    return { steps: k, growth };
  }

  /** v_k = v_(k−1)·(I − P⁻¹·N), or (I − P⁻¹·N)·v_(k−1), for all sides; r's place holds what lies between. */
  #apply(count: number, k: number, system: RefinedPart['system']): void {
    const { n, memory, coefficientsAt, blocks, negativeInversesAt } = this.#system;
    const stride = SIDES_AT_ONCE * n * 4;
    const from = this.#basis + (k - 1) * stride;
    const to = this.#basis + k * stride;
    const between = this.#r;
    new Float32Array(memory.buffer, between, count * n).fill(0);
    new Float32Array(memory.buffer, to, count * n).set(new Float32Array(memory.buffer, from, count * n));
    if (system === 'rows') {
      this.#eachBlock(blocks, negativeInversesAt, 4, (start, size, block) =>
        this.#kernel.subtract32(
          count,
          size,
          size,
          from + start * 4,
          n,
          block,
          size,
          between + start * 4,
          n,
          this.#scratch,
        ),
      );
      for (let j = 0; j < n; j += STRIP)
        this.#kernel.subtract32(
          count,
          Math.min(STRIP, n - j),
          n,
          between,
          n,
          coefficientsAt + j * 4,
          n,
          to + j * 4,
          n,
          this.#scratch,
        );
      return;
    }
    for (let j = 0; j < n; j += STRIP)
      this.#kernel.subtractTransposed32(
        count,
        Math.min(STRIP, n - j),
        n,
        from,
        n,
        coefficientsAt + j * n * 4,
        n,
        between + j * 4,
        n,
        this.#scratch,
      );
    this.#eachBlock(blocks, negativeInversesAt, 4, (start, size, block) =>
      this.#kernel.subtractTransposed32(
        count,
        size,
        size,
        between + start * 4,
        n,
        block,
        size,
        to + start * 4,
        n,
        this.#scratch,
      ),
    );
  }

  /** r becomes the blocks at `at` times r, side by side; the basis's place holds the product. */
  #byBlocks(count: number, at: number): void {
    const { n, memory, blocks } = this.#system;
    const product = new Float64Array(memory.buffer, this.#basis, count * n).fill(0);
    this.#eachBlock(blocks, at, 8, (from, size, block) =>
      this.#kernel.addTransposed64(
        count,
        size,
        size,
        this.#r + from * 8,
        n,
        block,
        size,
        this.#basis + from * 8,
        n,
        this.#scratch,
      ),
    );
    new Float64Array(memory.buffer, this.#r, count * n).set(product);
  }

  #eachBlock(
    blocks: Int32Array,
    at: number,
    bytes: number,
    visit: (from: number, size: number, block: number) => void,
  ): void {
    let block = at;
    for (let b = 0; b + 1 < blocks.length; b++) {
      const size = blocks[b + 1]! - blocks[b]!;
      visit(blocks[b]!, size, block);
      block += size * size * bytes;
    }
  }

  /** r = b − x·(I − A), or b − (I − A)·x, in f64, a block of rows of the flows at a time. */
  #residual(count: number, sides: Float64Array, system: RefinedPart['system']): void {
    const { n, memory, flows, perOutput } = this.#system;
    const x = new Float64Array(memory.buffer, this.#x, count * n);
    const r = new Float64Array(memory.buffer, this.#r, count * n).fill(0);
    // What is multiplied with the flows: x itself, or output's shares of it, which lie where the basis was.
    const factor = system === 'columns' ? this.#basis : this.#x;
    if (system === 'columns') {
      const shares = new Float64Array(memory.buffer, this.#basis, count * n);
      shares.set(x);
      multiplyRows(shares, perOutput, n);
    }
    for (let i = 0; i < n; i += FLOW_ROWS) {
      const rows = Math.min(FLOW_ROWS, n - i);
      new Float64Array(memory.buffer, this.#flowRows, rows * n).set(flows.subarray(i * n, (i + rows) * n));
      if (system === 'columns')
        this.#kernel.addTransposed64(
          count,
          rows,
          n,
          factor,
          n,
          this.#flowRows,
          n,
          this.#r + i * 8,
          n,
          this.#scratch,
        );
      else
        for (let j = 0; j < n; j += STRIP)
          this.#kernel.add64(
            count,
            Math.min(STRIP, n - j),
            rows,
            factor + i * 8,
            n,
            this.#flowRows + j * 8,
            n,
            this.#r + j * 8,
            n,
            this.#scratch,
          );
    }
    if (system === 'rows') multiplyRows(r, perOutput, n);
    for (let at = 0; at < r.length; at++) r[at] = sides[at]! - x[at]! + r[at]!;
  }
}

/** The least-squares problem of one side: its Hessenberg matrix, kept triangular by rotations. */
class KrylovSpace {
  readonly #length: number;
  readonly #columns: Float64Array[] = [];
  readonly #cosines: number[] = [];
  readonly #sines: number[] = [];
  readonly #right: number[];
  relative: number;

  constructor(length: number) {
    this.#length = length;
    this.#right = [length];
    this.relative = length > 0 ? 1 : 0;
  }

  /** Takes the k-th column, k + 1 long. */
  add(h: Float64Array, k: number): void {
    // I − Ã leaves v's own part in h as it is: the recurrence runs on the operator that was applied.
    const column = h.slice(0, k + 1);
    for (let i = 0; i < k - 1; i++) {
      const [c, s] = [this.#cosines[i]!, this.#sines[i]!];
      const [up, down] = [column[i]!, column[i + 1]!];
      column[i] = c * up + s * down;
      column[i + 1] = c * down - s * up;
    }
    const size = Math.hypot(column[k - 1]!, column[k]!);
    if (!(size > 0)) {
      this.relative = 0;
      return;
    }
    const c = column[k - 1]! / size;
    const s = column[k]! / size;
    this.#cosines.push(c);
    this.#sines.push(s);
    column[k - 1] = size;
    this.#columns.push(column);
    const last = this.#right[k - 1]!;
    this.#right[k - 1] = c * last;
    this.#right.push(-s * last);
    this.relative = Math.abs(s * last) / this.#length;
  }

  /** What is left of the side, along the vectors of the basis. */
  residual(): Float64Array {
    const k = this.#columns.length;
    const along = new Float64Array(k + 1);
    along[k] = this.#right[k]!;
    for (let i = k - 1; i >= 0; i--) {
      const [c, s] = [this.#cosines[i]!, this.#sines[i]!];
      const last = along[i + 1]!;
      along[i] = -s * last;
      along[i + 1] = c * last;
    }
    return along;
  }

  /** The combination of the basis that leaves least. */
  weights(): Float64Array {
    const k = this.#columns.length;
    const y = Float64Array.from(this.#right.slice(0, k));
    for (let i = k - 1; i >= 0; i--) {
      y[i]! /= this.#columns[i]![i]!;
      for (let above = 0; above < i; above++) y[above]! -= this.#columns[i]![above]! * y[i]!;
    }
    return y;
  }
}

/** Largest ‖row of r‖∞ / size of its side; NaN where one is. */
function worst(r: Float64Array, sizes: Float64Array, n: number): number {
  let most = 0;
  sizes.forEach((size, s) => {
    const own = size > 0 ? largest(r, s * n, n) / size : 0;
    if (own > most || Number.isNaN(own)) most = own;
  });
  return most;
}

function largest(values: Float64Array, from: number, n: number): number {
  let most = 0;
  for (let at = from; at < from + n; at++) {
    const size = Math.abs(values[at]!);
    if (size > most || Number.isNaN(size)) most = size;
  }
  return most;
}

function multiplyRows(rows: Float64Array, by: Float64Array, n: number): void {
  for (let at = 0; at < rows.length; at += n) for (let j = 0; j < n; j++) rows[at + j]! *= by[j]!;
}

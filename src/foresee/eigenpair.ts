/** The largest eigenpair of a symmetric matrix that is known by its products alone. */
import { uniform } from '../model/index.js';

export interface Eigenpair {
  value: number;
  /** Of length 1. */
  vector: Float64Array;
  /** ‖A v − λ v‖. */
  residual: number;
  /** Products with the matrix. */
  products: number;
}

const LONGEST = 240;
const MOST_RESTARTS = 20;
/** Looks at the small matrix grow apart, for each costs the cube of its size. */
const FIRST_LOOK = 6;
/** Below it the basis spans all that the matrix reaches from its first vector. */
const SPENT = 1e-13;
const CANCELLED = 1e-6;

/**
 * The largest eigenvalue of the symmetric n × n matrix of `times` (y = A x, y is overwritten) on what is orthogonal to `known`
 * (vectors of length 1), by Lanczos' method with full reorthogonalisation, restarted from the best vector so far after
 * 240 steps. `known` shorter than n. Lanczos (1950); Golub and Van Loan, Matrix Computations, §10.1.
 */
export function largestEigenpair(
  n: number,
  times: (x: Float64Array, y: Float64Array) => void,
  known: readonly Float64Array[],
  tolerance = 1e-14,
): Eigenpair {
  const random = uniform(20240607 + known.length);
  let vector: Float64Array = Float64Array.from({ length: n }, () => random() - 0.5);
  const most = Math.min(LONGEST, n - known.length);
  let products = 0;
  for (let restart = 0; ; restart++) {
    const basis: Float64Array[] = [];
    const diagonal: number[] = [];
    const beside: number[] = [];
    orthogonalise(vector, known);
    scaleToOne(vector);
    let next = vector;
    let look = FIRST_LOOK;
    let value = 0;
    let weights: Float64Array = new Float64Array([1]);
    let residual = Number.POSITIVE_INFINITY;
    while (true) {
      basis.push(next);
      const y = new Float64Array(n);
      times(next, y);
      products++;
      const along = dot(next, y);
      diagonal.push(along);
      orthogonalise(y, known);
      orthogonalise(y, basis);
      const beta = Math.sqrt(dot(y, y));
      const step = basis.length;
      const spent = step === most || beta < SPENT;
      if (spent || step === look) {
        look += Math.max(FIRST_LOOK, look >> 2);
        ({ value, vector: weights } = largestOfTridiagonal(diagonal, beside));
        residual = beta * Math.abs(weights[step - 1]!);
        if (spent || residual <= tolerance) break;
      }
      beside.push(beta);
      for (let i = 0; i < n; i++) y[i]! /= beta;
      if (beta < CANCELLED) {
        // What is left of y is small enough for its rounding to lie along the basis.
        orthogonalise(y, known);
        orthogonalise(y, basis);
        scaleToOne(y);
      }
      next = y;
    }
    vector = new Float64Array(n);
    for (let k = 0; k < basis.length; k++) add(vector, basis[k]!, weights[k]!);
    if (residual <= tolerance || basis.length < LONGEST || restart === MOST_RESTARTS) {
      orthogonalise(vector, known);
      scaleToOne(vector);
      return { value, vector, residual, products };
    }
  }
}

/** Twice, for the first pass leaves rounding behind. */
function orthogonalise(x: Float64Array, to: readonly Float64Array[]): void {
  for (let pass = 0; pass < 2; pass++) for (const other of to) add(x, other, -dot(x, other));
}

function dot(x: Float64Array, y: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += x[i]! * y[i]!;
  return sum;
}

function add(x: Float64Array, y: Float64Array, by: number): void {
  for (let i = 0; i < x.length; i++) x[i]! += by * y[i]!;
}

function scaleToOne(x: Float64Array): void {
  const length = Math.sqrt(dot(x, x));
  for (let i = 0; i < x.length; i++) x[i]! /= length;
}

/**
 * Largest eigenpair of a symmetric tridiagonal matrix by QL with implicit shifts, accumulating every vector. Its size is
 * that of a Lanczos basis. Bowdler, Martin, Reinsch and Wilkinson (1968), Numerische Mathematik 11.
 */
function largestOfTridiagonal(
  diagonal: readonly number[],
  beside: readonly number[],
): { value: number; vector: Float64Array } {
  const n = diagonal.length;
  const d = Float64Array.from(diagonal);
  const e = new Float64Array(n);
  e.set(beside.slice(0, n - 1));
  const z = Array.from({ length: n }, (_, i) => {
    const row = new Float64Array(n);
    row[i] = 1;
    return row;
  });
  for (let l = 0; l < n; l++)
    for (let round = 0; round < 60; round++) {
      let m = l;
      for (; m < n - 1; m++)
        if (Math.abs(e[m]!) <= Number.EPSILON * (Math.abs(d[m]!) + Math.abs(d[m + 1]!))) break;
      if (m === l) break;
      let g = (d[l + 1]! - d[l]!) / (2 * e[l]!);
      let r = Math.hypot(g, 1);
      g = d[m]! - d[l]! + e[l]! / (g + (g >= 0 ? r : -r));
      let s = 1;
      let c = 1;
      let p = 0;
      let split = false;
      for (let i = m - 1; i >= l; i--) {
        const f = s * e[i]!;
        const b = c * e[i]!;
        r = Math.hypot(f, g);
        e[i + 1] = r;
        if (r === 0) {
          d[i + 1]! -= p;
          e[m] = 0;
          split = true;
          break;
        }
        s = f / r;
        c = g / r;
        g = d[i + 1]! - p;
        r = (d[i]! - g) * s + 2 * c * b;
        p = s * r;
        d[i + 1] = g + p;
        g = c * r - b;
        // Rows of z are eigenvectors.
        const lower = z[i]!;
        const upper = z[i + 1]!;
        for (let k = 0; k < n; k++) {
          const above = upper[k]!;
          upper[k] = s * lower[k]! + c * above;
          lower[k] = c * lower[k]! - s * above;
        }
      }
      if (split) continue;
      d[l]! -= p;
      e[l] = g;
      e[m] = 0;
    }
  let largest = 0;
  for (let i = 1; i < n; i++) if (d[i]! > d[largest]!) largest = i;
  return { value: d[largest]!, vector: z[largest]! };
}

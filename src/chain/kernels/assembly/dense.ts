// memory: shared
// Dense linear algebra on raw memory: products, LU factors with partial pivoting, solves with many right-hand sides.
// Matrices are row-major; a pointer is a byte offset, `ld` is the length of a row in elements. f64 and f32 from one source.

/** Rows of the product that are kept in registers; columns are two vectors. */
const TILE_ROWS: i32 = 4;
/** Depth of a packed block: four rows of it and one panel stay in the first cache. */
const DEPTH: i32 = 256;
/** Bytes of a row of a packed block, which stays in the second cache: DEPTH × WIDTH bytes of scratch. */
const WIDTH: i32 = 2048;
/** Columns that are factored or solved before the rest is updated. */
const BLOCK: i32 = 64;

function lanes<T>(): i32 {
  return 16 / sizeof<T>();
}

/** Four rows by two vectors: c += (or −=) a · b over `depth`, b packed. Strides in bytes. */
function tile<T>(
  depth: i32,
  a: usize,
  aStride: usize,
  b: usize,
  c: usize,
  cStride: usize,
  subtract: bool,
): void {
  const zero = i64x2(0, 0);
  let s00 = zero;
  let s01 = zero;
  let s10 = zero;
  let s11 = zero;
  let s20 = zero;
  let s21 = zero;
  let s30 = zero;
  let s31 = zero;
  let a0 = a;
  let a1 = a + aStride;
  let a2 = a1 + aStride;
  let a3 = a2 + aStride;
  const end = b + ((<usize>depth) << 5);
  for (; b < end; b += 32) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    const x0 = v128.load_splat<T>(a0);
    s00 = v128.add<T>(s00, v128.mul<T>(x0, b0));
    s01 = v128.add<T>(s01, v128.mul<T>(x0, b1));
    const x1 = v128.load_splat<T>(a1);
    s10 = v128.add<T>(s10, v128.mul<T>(x1, b0));
    s11 = v128.add<T>(s11, v128.mul<T>(x1, b1));
    const x2 = v128.load_splat<T>(a2);
    s20 = v128.add<T>(s20, v128.mul<T>(x2, b0));
    s21 = v128.add<T>(s21, v128.mul<T>(x2, b1));
    const x3 = v128.load_splat<T>(a3);
    s30 = v128.add<T>(s30, v128.mul<T>(x3, b0));
    s31 = v128.add<T>(s31, v128.mul<T>(x3, b1));
    a0 += sizeof<T>();
    a1 += sizeof<T>();
    a2 += sizeof<T>();
    a3 += sizeof<T>();
  }
  let at = c;
  put<T>(at, s00, s01, subtract);
  at += cStride;
  put<T>(at, s10, s11, subtract);
  at += cStride;
  put<T>(at, s20, s21, subtract);
  at += cStride;
  put<T>(at, s30, s31, subtract);
}

function put<T>(at: usize, s0: v128, s1: v128, subtract: bool): void {
  const c0 = v128.load(at);
  const c1 = v128.load(at, 16);
  v128.store(at, subtract ? v128.sub<T>(c0, s0) : v128.add<T>(c0, s0));
  v128.store(at, subtract ? v128.sub<T>(c1, s1) : v128.add<T>(c1, s1), 16);
}

/** One row by two vectors. */
function rowTile<T>(depth: i32, a: usize, b: usize, c: usize, subtract: bool): void {
  const zero = i64x2(0, 0);
  let s0 = zero;
  let s1 = zero;
  const end = b + ((<usize>depth) << 5);
  for (; b < end; b += 32) {
    const x = v128.load_splat<T>(a);
    s0 = v128.add<T>(s0, v128.mul<T>(x, v128.load(b)));
    s1 = v128.add<T>(s1, v128.mul<T>(x, v128.load(b, 16)));
    a += sizeof<T>();
  }
  put<T>(c, s0, s1, subtract);
}

function product<T>(
  m: i32,
  n: i32,
  k: i32,
  a: usize,
  lda: i32,
  b: usize,
  ldb: i32,
  c: usize,
  ldc: i32,
  scratch: usize,
  subtract: bool,
  transposed: bool,
): void {
  const panel = 2 * lanes<T>();
  const aStride = <usize>lda * sizeof<T>();
  const bStride = <usize>ldb * sizeof<T>();
  const cStride = <usize>ldc * sizeof<T>();
  const most = WIDTH / sizeof<T>();
  for (let k0 = 0; k0 < k; k0 += DEPTH) {
    const depth = min(DEPTH, k - k0);
    for (let j0 = 0; j0 < n; j0 += most) {
      const width = min(most, n - j0);
      let ready = false;
      for (let i = 0; i < m; i += TILE_ROWS) {
        const rows = min(TILE_ROWS, m - i);
        const aRow = a + <usize>i * aStride + <usize>k0 * sizeof<T>();
        // Intensities of one region alone are 0 nearly everywhere.
        if (width === most && isZero(aRow, aStride, rows, <usize>depth * sizeof<T>())) continue;
        if (!ready) {
          ready = true;
          if (transposed)
            packTransposed<T>(
              b + <usize>j0 * bStride + <usize>k0 * sizeof<T>(),
              bStride,
              depth,
              width,
              scratch,
            );
          else pack<T>(b + <usize>k0 * bStride + <usize>j0 * sizeof<T>(), bStride, depth, width, scratch);
        }
        const cRow = c + <usize>i * cStride + <usize>j0 * sizeof<T>();
        let packed = scratch;
        let j = 0;
        for (; j + panel <= width; j += panel) {
          const cTile = cRow + <usize>j * sizeof<T>();
          if (rows === TILE_ROWS) tile<T>(depth, aRow, aStride, packed, cTile, cStride, subtract);
          else
            for (let r = 0; r < rows; r++)
              rowTile<T>(depth, aRow + <usize>r * aStride, packed, cTile + <usize>r * cStride, subtract);
          packed += (<usize>depth) << 5;
        }
        if (j < width)
          edge<T>(
            depth,
            rows,
            width - j,
            aRow,
            aStride,
            packed,
            cRow + <usize>j * sizeof<T>(),
            cStride,
            subtract,
          );
      }
    }
  }
}

/** Whether rows of so many bytes hold nothing but 0. */
function isZero(a: usize, stride: usize, rows: i32, bytes: usize): bool {
  for (let r = 0; r < rows; r++) {
    let at = a;
    const end = a + bytes;
    for (; at + 16 <= end; at += 16) if (v128.any_true(v128.load(at))) return false;
    for (; at < end; at += 4) if (load<i32>(at) !== 0) return false;
    a += stride;
  }
  return true;
}

/** A panel with fewer columns than two vectors hold. On the stack of no thread: rows go one by one through registers. */
function edge<T>(
  depth: i32,
  rows: i32,
  columns: i32,
  a: usize,
  aStride: usize,
  b: usize,
  c: usize,
  cStride: usize,
  subtract: bool,
): void {
  for (let r = 0; r < rows; r++) {
    for (let j = 0; j < columns; j++) {
      let at = b + <usize>j * sizeof<T>();
      let from = a;
      let sum: T = 0;
      for (let k = 0; k < depth; k++) {
        sum += load<T>(from) * load<T>(at);
        from += sizeof<T>();
        at += 32;
      }
      const target = c + <usize>j * sizeof<T>();
      store<T>(target, subtract ? load<T>(target) - sum : load<T>(target) + sum);
    }
    a += aStride;
    c += cStride;
  }
}

/** Panels of two vectors' width, one after the other, rows of a panel adjacent; missing columns are 0. */
function pack<T>(b: usize, bStride: usize, depth: i32, width: i32, to: usize): void {
  const panel = 2 * lanes<T>();
  for (let j = 0; j < width; j += panel) {
    const columns = min(panel, width - j);
    let from = b + <usize>j * sizeof<T>();
    if (columns === panel)
      for (let k = 0; k < depth; k++) {
        v128.store(to, v128.load(from));
        v128.store(to, v128.load(from, 16), 16);
        from += bStride;
        to += 32;
      }
    else
      for (let k = 0; k < depth; k++) {
        v128.store(to, i64x2(0, 0));
        v128.store(to, i64x2(0, 0), 16);
        for (let c = 0; c < columns; c++)
          store<T>(to + <usize>c * sizeof<T>(), load<T>(from + <usize>c * sizeof<T>()));
        from += bStride;
        to += 32;
      }
  }
}

/** Four rows of f32 become columns, 32 bytes apart. */
function transposeFours(from: usize, stride: usize, depth: i32, to: usize): void {
  let k = 0;
  for (; k + 4 <= depth; k += 4) {
    const r0 = v128.load(from);
    const r1 = v128.load(from + stride);
    const r2 = v128.load(from + 2 * stride);
    const r3 = v128.load(from + 3 * stride);
    const low01 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5);
    const low23 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5);
    const high01 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
    const high23 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
    v128.store(to, v128.shuffle<f64>(low01, low23, 0, 2));
    v128.store(to, v128.shuffle<f64>(low01, low23, 1, 3), 32);
    v128.store(to, v128.shuffle<f64>(high01, high23, 0, 2), 64);
    v128.store(to, v128.shuffle<f64>(high01, high23, 1, 3), 96);
    from += 16;
    to += 128;
  }
  for (; k < depth; k++) {
    for (let r = 0; r < 4; r++) store<f32>(to + ((<usize>r) << 2), load<f32>(from + <usize>r * stride));
    from += 4;
    to += 32;
  }
}

/** Two rows of f64 become columns, 32 bytes apart. */
function transposeTwos(from: usize, stride: usize, depth: i32, to: usize): void {
  let k = 0;
  for (; k + 2 <= depth; k += 2) {
    const r0 = v128.load(from);
    const r1 = v128.load(from + stride);
    v128.store(to, v128.shuffle<f64>(r0, r1, 0, 2));
    v128.store(to, v128.shuffle<f64>(r0, r1, 1, 3), 32);
    from += 16;
    to += 64;
  }
  if (k < depth) {
    store<f64>(to, load<f64>(from));
    store<f64>(to + 8, load<f64>(from + stride));
  }
}

/** The panels of the transpose: `b` holds the columns as rows. */
function packTransposed<T>(b: usize, bStride: usize, depth: i32, width: i32, to: usize): void {
  const panel = 2 * lanes<T>();
  for (let j = 0; j < width; j += panel) {
    const columns = min(panel, width - j);
    if (columns === panel) {
      const from = b + <usize>j * bStride;
      if (sizeof<T>() === 4) {
        transposeFours(from, bStride, depth, to);
        transposeFours(from + 4 * bStride, bStride, depth, to + 16);
      } else {
        transposeTwos(from, bStride, depth, to);
        transposeTwos(from + 2 * bStride, bStride, depth, to + 16);
      }
      to += (<usize>depth) << 5;
      continue;
    }
    memory.fill(to, 0, (<usize>depth) << 5);
    for (let c = 0; c < columns; c++) {
      let from = b + <usize>(j + c) * bStride;
      let at = to + <usize>c * sizeof<T>();
      for (let k = 0; k < depth; k++) {
        store<T>(at, load<T>(from));
        from += sizeof<T>();
        at += 32;
      }
    }
    to += (<usize>depth) << 5;
  }
}

/** row −= factor · pivot over `length` elements. */
function eliminate<T>(row: usize, pivot: usize, factor: T, length: i32): void {
  const f = v128.splat<T>(factor);
  let j = 0;
  for (; j + lanes<T>() <= length; j += lanes<T>()) {
    v128.store(row, v128.sub<T>(v128.load(row), v128.mul<T>(f, v128.load(pivot))));
    row += 16;
    pivot += 16;
  }
  for (; j < length; j++) {
    store<T>(row, load<T>(row) - factor * load<T>(pivot));
    row += sizeof<T>();
    pivot += sizeof<T>();
  }
}

function swapRows<T>(one: usize, other: usize, length: i32): void {
  for (let j = 0; j < length; j++) {
    const kept = load<T>(one);
    store<T>(one, load<T>(other));
    store<T>(other, kept);
    one += sizeof<T>();
    other += sizeof<T>();
  }
}

/**
 * P·A = L·U in place, right-looking. `pivots`: n × i32, the row that was swapped with each. Returns −1, or the first
 * column without a pivot other than 0.
 */
function factor<T>(n: i32, a: usize, pivots: usize, scratch: usize): i32 {
  const stride = <usize>n * sizeof<T>();
  for (let k0 = 0; k0 < n; k0 += BLOCK) {
    const width = min(BLOCK, n - k0);
    const end = k0 + width;
    for (let k = k0; k < end; k++) {
      let best: T = 0;
      let chosen = k;
      for (let i = k; i < n; i++) {
        const size = abs<T>(load<T>(a + <usize>i * stride + <usize>k * sizeof<T>()));
        if (size > best) {
          best = size;
          chosen = i;
        }
      }
      if (!(best > 0)) return k;
      store<i32>(pivots + ((<usize>k) << 2), chosen);
      const row = a + <usize>k * stride;
      if (chosen !== k) swapRows<T>(row, a + <usize>chosen * stride, n);
      const pivot = row + <usize>k * sizeof<T>();
      const inverse: T = <T>1 / load<T>(pivot);
      for (let i = k + 1; i < n; i++) {
        const at = a + <usize>i * stride + <usize>k * sizeof<T>();
        const f: T = load<T>(at) * inverse;
        store<T>(at, f);
        if (f !== 0) eliminate<T>(at + sizeof<T>(), pivot + sizeof<T>(), f, end - k - 1);
      }
    }
    if (end === n) break;
    const right = a + <usize>k0 * stride + <usize>end * sizeof<T>();
    const below = a + <usize>end * stride;
    lowerBlock<T>(width, n - end, a + <usize>k0 * stride + <usize>k0 * sizeof<T>(), n, right, n);
    product<T>(
      n - end,
      n - end,
      width,
      below + <usize>k0 * sizeof<T>(),
      n,
      right,
      n,
      below + <usize>end * sizeof<T>(),
      n,
      scratch,
      true,
      false,
    );
  }
  return -1;
}

/** x = L⁻¹ x for one block of a unit lower triangle, x with `columns` columns, in strips that stay in the cache. */
function lowerBlock<T>(size: i32, columns: i32, l: usize, ldl: i32, x: usize, ldx: i32): void {
  const lStride = <usize>ldl * sizeof<T>();
  const xStride = <usize>ldx * sizeof<T>();
  for (let j = 0; j < columns; j += 128) {
    const strip = min(128, columns - j);
    const from = x + <usize>j * sizeof<T>();
    for (let r = 1; r < size; r++)
      for (let s = 0; s < r; s++)
        eliminate<T>(
          from + <usize>r * xStride,
          from + <usize>s * xStride,
          load<T>(l + <usize>r * lStride + <usize>s * sizeof<T>()),
          strip,
        );
  }
}

/** x = U⁻¹ x for one block of an upper triangle. */
function upperBlock<T>(size: i32, columns: i32, u: usize, ldu: i32, x: usize, ldx: i32): void {
  const uStride = <usize>ldu * sizeof<T>();
  const xStride = <usize>ldx * sizeof<T>();
  for (let j = 0; j < columns; j += 128) {
    const strip = min(128, columns - j);
    const from = x + <usize>j * sizeof<T>();
    for (let r = size - 1; r >= 0; r--) {
      const row = from + <usize>r * xStride;
      for (let s = r + 1; s < size; s++)
        eliminate<T>(
          row,
          from + <usize>s * xStride,
          load<T>(u + <usize>r * uStride + <usize>s * sizeof<T>()),
          strip,
        );
      scale<T>(row, <T>1 / load<T>(u + <usize>r * uStride + <usize>r * sizeof<T>()), strip);
    }
  }
}

function scale<T>(row: usize, by: T, length: i32): void {
  for (let j = 0; j < length; j++) {
    store<T>(row, load<T>(row) * by);
    row += sizeof<T>();
  }
}

/** x (n × columns) becomes the solution of A·x = b, given in x, from the factors of A. */
function solve<T>(n: i32, lu: usize, pivots: usize, columns: i32, x: usize, scratch: usize): void {
  const stride = <usize>n * sizeof<T>();
  const xStride = <usize>columns * sizeof<T>();
  for (let k = 0; k < n; k++) {
    const chosen = load<i32>(pivots + ((<usize>k) << 2));
    if (chosen !== k) swapRows<T>(x + <usize>k * xStride, x + <usize>chosen * xStride, columns);
  }
  for (let k0 = 0; k0 < n; k0 += BLOCK) {
    const width = min(BLOCK, n - k0);
    const end = k0 + width;
    const column = lu + <usize>k0 * sizeof<T>();
    lowerBlock<T>(width, columns, column + <usize>k0 * stride, n, x + <usize>k0 * xStride, columns);
    if (end < n)
      product<T>(
        n - end,
        columns,
        width,
        column + <usize>end * stride,
        n,
        x + <usize>k0 * xStride,
        columns,
        x + <usize>end * xStride,
        columns,
        scratch,
        true,
        false,
      );
  }
  for (let k0 = ((n - 1) / BLOCK) * BLOCK; k0 >= 0; k0 -= BLOCK) {
    const width = min(BLOCK, n - k0);
    const column = lu + <usize>k0 * sizeof<T>();
    upperBlock<T>(width, columns, column + <usize>k0 * stride, n, x + <usize>k0 * xStride, columns);
    product<T>(
      k0,
      columns,
      width,
      column,
      n,
      x + <usize>k0 * xStride,
      columns,
      x,
      columns,
      scratch,
      true,
      false,
    );
  }
}

/** x (rows × n) becomes the solution of x·A = b, given in x: the transposed system, right-hand sides as rows. */
function solveRows<T>(n: i32, lu: usize, pivots: usize, rows: i32, x: usize, scratch: usize): void {
  const stride = <usize>n * sizeof<T>();
  for (let k0 = 0; k0 < n; k0 += BLOCK) {
    const end = min(n, k0 + BLOCK);
    for (let r = 0; r < rows; r++) {
      const row = x + <usize>r * stride;
      for (let k = k0; k < end; k++) {
        const at = row + <usize>k * sizeof<T>();
        const u = lu + <usize>k * stride + <usize>k * sizeof<T>();
        const value: T = load<T>(at) / load<T>(u);
        store<T>(at, value);
        eliminate<T>(at + sizeof<T>(), u + sizeof<T>(), value, end - k - 1);
      }
    }
    if (end < n)
      product<T>(
        rows,
        n - end,
        end - k0,
        x + <usize>k0 * sizeof<T>(),
        n,
        lu + <usize>k0 * stride + <usize>end * sizeof<T>(),
        n,
        x + <usize>end * sizeof<T>(),
        n,
        scratch,
        true,
        false,
      );
  }
  for (let k0 = ((n - 1) / BLOCK) * BLOCK; k0 >= 0; k0 -= BLOCK) {
    const end = min(n, k0 + BLOCK);
    for (let r = 0; r < rows; r++) {
      const row = x + <usize>r * stride;
      for (let k = end - 1; k > k0; k--)
        eliminate<T>(
          row + <usize>k0 * sizeof<T>(),
          lu + <usize>k * stride + <usize>k0 * sizeof<T>(),
          load<T>(row + <usize>k * sizeof<T>()),
          k - k0,
        );
    }
    if (k0 > 0)
      product<T>(
        rows,
        k0,
        end - k0,
        x + <usize>k0 * sizeof<T>(),
        n,
        lu + <usize>k0 * stride,
        n,
        x,
        n,
        scratch,
        true,
        false,
      );
  }
  for (let r = 0; r < rows; r++) {
    const row = x + <usize>r * stride;
    for (let k = n - 1; k >= 0; k--) {
      const chosen = load<i32>(pivots + ((<usize>k) << 2));
      if (chosen !== k) swapRows<T>(row + <usize>k * sizeof<T>(), row + <usize>chosen * sizeof<T>(), 1);
    }
  }
}

/** c (m × n) += a (m × k) · b (k × n). */
export function add64(
  m: i32,
  n: i32,
  k: i32,
  a: usize,
  lda: i32,
  b: usize,
  ldb: i32,
  c: usize,
  ldc: i32,
  scratch: usize,
): void {
  product<f64>(m, n, k, a, lda, b, ldb, c, ldc, scratch, false, false);
}

/** c (m × n) += a (m × k) · bᵀ, b n × k. */
export function addTransposed64(
  m: i32,
  n: i32,
  k: i32,
  a: usize,
  lda: i32,
  b: usize,
  ldb: i32,
  c: usize,
  ldc: i32,
  scratch: usize,
): void {
  product<f64>(m, n, k, a, lda, b, ldb, c, ldc, scratch, false, true);
}

/** c (m × n) −= a (m × k) · b (k × n) in f32. */
export function subtract32(
  m: i32,
  n: i32,
  k: i32,
  a: usize,
  lda: i32,
  b: usize,
  ldb: i32,
  c: usize,
  ldc: i32,
  scratch: usize,
): void {
  product<f32>(m, n, k, a, lda, b, ldb, c, ldc, scratch, true, false);
}

/** c (m × n) −= a (m × k) · bᵀ, b n × k, in f32. */
export function subtractTransposed32(
  m: i32,
  n: i32,
  k: i32,
  a: usize,
  lda: i32,
  b: usize,
  ldb: i32,
  c: usize,
  ldc: i32,
  scratch: usize,
): void {
  product<f32>(m, n, k, a, lda, b, ldb, c, ldc, scratch, true, true);
}

/** Σ a·b of f32 vectors: partial sums of 256 elements in f32, their sum in f64. */
function dot32(n: i32, a: usize, b: usize): f64 {
  let total: f64 = 0;
  for (let from = 0; from < n; from += 256) {
    const length = min(256, n - from);
    let s0 = f32x4.splat(0);
    let s1 = f32x4.splat(0);
    let k = 0;
    for (; k + 8 <= length; k += 8) {
      s0 = f32x4.add(s0, f32x4.mul(v128.load(a), v128.load(b)));
      s1 = f32x4.add(s1, f32x4.mul(v128.load(a, 16), v128.load(b, 16)));
      a += 32;
      b += 32;
    }
    s0 = f32x4.add(s0, s1);
    total += <f64>f32x4.extract_lane(s0, 0);
    total += <f64>f32x4.extract_lane(s0, 1);
    total += <f64>f32x4.extract_lane(s0, 2);
    total += <f64>f32x4.extract_lane(s0, 3);
    for (; k < length; k++) {
      total += <f64>load<f32>(a) * <f64>load<f32>(b);
      a += 4;
      b += 4;
    }
  }
  return total;
}

/**
 * One step of Arnoldi on one vector: w, `steps` strides of bytes after v₀, loses its parts along v₀ … v_(steps − 1) and is
 * brought to length 1. What it lost and its length go to h, steps + 1 × f64. A w of no length is left 0.
 */
export function orthogonalise32(n: i32, v: usize, stride: usize, steps: i32, h: usize): void {
  const w = v + <usize>steps * stride;
  for (let i = 0; i < steps; i++) {
    const along = dot32(n, v, w);
    store<f64>(h, along);
    h += 8;
    eliminate<f32>(w, v, <f32>along, n);
    v += stride;
  }
  const size = Math.sqrt(dot32(n, w, w));
  store<f64>(h, size);
  scale<f32>(w, size > 0 ? <f32>(1 / size) : 0, n);
}

/** x (f64) += Σ_i y_i·v_i over `steps` f32 vectors, y f64. */
export function combine32(n: i32, v: usize, stride: usize, steps: i32, y: usize, x: usize): void {
  for (let i = 0; i < steps; i++) {
    const by = f64x2.splat(load<f64>(y));
    let from = v;
    let to = x;
    let j = 0;
    for (; j + 2 <= n; j += 2) {
      v128.store(
        to,
        f64x2.add(v128.load(to), f64x2.mul(by, f64x2.promote_low_f32x4(v128.load64_zero(from)))),
      );
      from += 8;
      to += 16;
    }
    if (j < n) store<f64>(to, load<f64>(to) + load<f64>(y) * <f64>load<f32>(from));
    y += 8;
    v += stride;
  }
}

export function factor64(n: i32, a: usize, pivots: usize, scratch: usize): i32 {
  return factor<f64>(n, a, pivots, scratch);
}

export function solve64(n: i32, lu: usize, pivots: usize, columns: i32, x: usize, scratch: usize): void {
  solve<f64>(n, lu, pivots, columns, x, scratch);
}

export function solveRows64(n: i32, lu: usize, pivots: usize, rows: i32, x: usize, scratch: usize): void {
  solveRows<f64>(n, lu, pivots, rows, x, scratch);
}

// memory: shared
// Columns of the product space, eight at a time: how often two activities occur together, from bits, as proximity; and
// the sums of such columns over what each region has. A panel holds one row of 8 × f64 for each activity.

/** Bytes of a row of a panel. */
const ROW: usize = 64;

/**
 * panel(q, j) = number of regions that have both q and `first` + j, 0 beyond the last activity; `words` of 64 bits an
 * activity. `packed`: 8 × `words` × 8 bytes of scratch.
 */
export function together(
  bits: usize,
  words: i32,
  activities: i32,
  first: i32,
  packed: usize,
  panel: usize,
): void {
  for (let w = 0; w < words; w++)
    for (let j = 0; j < 8; j++) {
      const p = first + j;
      store<i64>(
        packed + ((<usize>(w * 8 + j)) << 3),
        p < activities ? load<i64>(bits + ((<usize>p * words + w) << 3)) : 0,
      );
    }
  for (let q = 0; q < activities; q++) {
    let c0: i64 = 0;
    let c1: i64 = 0;
    let c2: i64 = 0;
    let c3: i64 = 0;
    let c4: i64 = 0;
    let c5: i64 = 0;
    let c6: i64 = 0;
    let c7: i64 = 0;
    let at = packed;
    for (let w = 0; w < words; w++) {
      const own = load<i64>(bits);
      c0 += popcnt(own & load<i64>(at));
      c1 += popcnt(own & load<i64>(at, 8));
      c2 += popcnt(own & load<i64>(at, 16));
      c3 += popcnt(own & load<i64>(at, 24));
      c4 += popcnt(own & load<i64>(at, 32));
      c5 += popcnt(own & load<i64>(at, 40));
      c6 += popcnt(own & load<i64>(at, 48));
      c7 += popcnt(own & load<i64>(at, 56));
      bits += 8;
      at += 64;
    }
    store<f64>(panel, <f64>c0);
    store<f64>(panel, <f64>c1, 8);
    store<f64>(panel, <f64>c2, 16);
    store<f64>(panel, <f64>c3, 24);
    store<f64>(panel, <f64>c4, 32);
    store<f64>(panel, <f64>c5, 40);
    store<f64>(panel, <f64>c6, 48);
    store<f64>(panel, <f64>c7, 56);
    panel += ROW;
  }
}

/**
 * Counts become φ(q, j) = count / max(k_q, k_j), the diagonal `own`. `ubiquity`: activities × f64, at least 1 each, and
 * 8 more after the last.
 */
export function proximities(ubiquity: usize, activities: i32, first: i32, own: f64, panel: usize): void {
  const columns = ubiquity + ((<usize>first) << 3);
  const k0 = v128.load(columns);
  const k1 = v128.load(columns, 16);
  const k2 = v128.load(columns, 32);
  const k3 = v128.load(columns, 48);
  let row = panel;
  for (let q = 0; q < activities; q++) {
    const k = v128.load_splat<f64>(ubiquity + ((<usize>q) << 3));
    v128.store(row, f64x2.div(v128.load(row), f64x2.max(k, k0)));
    v128.store(row, f64x2.div(v128.load(row, 16), f64x2.max(k, k1)), 16);
    v128.store(row, f64x2.div(v128.load(row, 32), f64x2.max(k, k2)), 32);
    v128.store(row, f64x2.div(v128.load(row, 48), f64x2.max(k, k3)), 48);
    row += ROW;
  }
  // The diagonal of an activity that nobody has stays 0.
  for (let j = 0; j < 8 && first + j < activities; j++) {
    const at = panel + <usize>(first + j) * ROW + ((<usize>j) << 3);
    if (load<f64>(at) > 0) store<f64>(at, own);
  }
}

/** sums(i, j) = Σ_q panel(q, j) over the members q of each of `rows`; rows × 8 × f64. */
export function sums(rows: i32, start: usize, member: usize, panel: usize, to: usize): void {
  for (let i = 0; i < rows; i++) {
    let s0 = f64x2.splat(0);
    let s1 = s0;
    let s2 = s0;
    let s3 = s0;
    let at = member + ((<usize>load<i32>(start)) << 2);
    const end = member + ((<usize>load<i32>(start, 4)) << 2);
    for (; at < end; at += 4) {
      const row = panel + ((<usize>load<u32>(at)) << 6);
      s0 = f64x2.add(s0, v128.load(row));
      s1 = f64x2.add(s1, v128.load(row, 16));
      s2 = f64x2.add(s2, v128.load(row, 32));
      s3 = f64x2.add(s3, v128.load(row, 48));
    }
    v128.store(to, s0);
    v128.store(to, s1, 16);
    v128.store(to, s2, 32);
    v128.store(to, s3, 48);
    to += ROW;
    start += 4;
  }
}

/** As `sums`, and at the same time weighted(i, j) = Σ_q weight_q panel(q, j). */
export function weightedSums(
  rows: i32,
  start: usize,
  member: usize,
  weight: usize,
  panel: usize,
  to: usize,
  weighted: usize,
): void {
  for (let i = 0; i < rows; i++) {
    let s0 = f64x2.splat(0);
    let s1 = s0;
    let s2 = s0;
    let s3 = s0;
    let t0 = s0;
    let t1 = s0;
    let t2 = s0;
    let t3 = s0;
    let at = member + ((<usize>load<i32>(start)) << 2);
    const end = member + ((<usize>load<i32>(start, 4)) << 2);
    for (; at < end; at += 4) {
      const q = <usize>load<u32>(at);
      const row = panel + (q << 6);
      const w = v128.load_splat<f64>(weight + (q << 3));
      const x0 = v128.load(row);
      const x1 = v128.load(row, 16);
      const x2 = v128.load(row, 32);
      const x3 = v128.load(row, 48);
      s0 = f64x2.add(s0, x0);
      s1 = f64x2.add(s1, x1);
      s2 = f64x2.add(s2, x2);
      s3 = f64x2.add(s3, x3);
      t0 = f64x2.add(t0, f64x2.mul(w, x0));
      t1 = f64x2.add(t1, f64x2.mul(w, x1));
      t2 = f64x2.add(t2, f64x2.mul(w, x2));
      t3 = f64x2.add(t3, f64x2.mul(w, x3));
    }
    v128.store(to, s0);
    v128.store(to, s1, 16);
    v128.store(to, s2, 32);
    v128.store(to, s3, 48);
    v128.store(weighted, t0);
    v128.store(weighted, t1, 16);
    v128.store(weighted, t2, 32);
    v128.store(weighted, t3, 48);
    to += ROW;
    weighted += ROW;
    start += 4;
  }
}

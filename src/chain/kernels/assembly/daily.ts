// memory: shared
// The two passes of a day over the flows of an inventory model, row-major f64, n columns. All addresses are of f64.

/** asked[i] = weight[i] Σ_j flows[i, j] quota[j] for rows from … to − 1. */
export function ordersOfRows(
  n: u32,
  from: u32,
  to: u32,
  flows: usize,
  quota: usize,
  weight: usize,
  asked: usize,
): void {
  const whole: u32 = n & ~7;
  for (let i = from; i < to; i++) {
    const row = flows + ((<usize>i * n) << 3);
    let a = f64x2.splat(0);
    let b = f64x2.splat(0);
    let c = f64x2.splat(0);
    let d = f64x2.splat(0);
    let j: u32 = 0;
    for (; j < whole; j += 8) {
      const at = (<usize>j) << 3;
      a = f64x2.add(a, f64x2.mul(v128.load(row + at), v128.load(quota + at)));
      b = f64x2.add(b, f64x2.mul(v128.load(row + at, 16), v128.load(quota + at, 16)));
      c = f64x2.add(c, f64x2.mul(v128.load(row + at, 32), v128.load(quota + at, 32)));
      d = f64x2.add(d, f64x2.mul(v128.load(row + at, 48), v128.load(quota + at, 48)));
    }
    const sums = f64x2.add(f64x2.add(a, b), f64x2.add(c, d));
    let sum = f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1);
    for (; j < n; j++) {
      const at = (<usize>j) << 3;
      sum += load<f64>(row + at) * load<f64>(quota + at);
    }
    store<f64>(asked + ((<usize>i) << 3), sum * load<f64>(weight + ((<usize>i) << 3)));
  }
}

/** delivered[j] = Σ_i flows[i, j] share[i] and supply[j] = Σ_i flows[i, j] weight[i] over rows from … to − 1. */
export function supplyOfRows(
  n: u32,
  from: u32,
  to: u32,
  flows: usize,
  share: usize,
  weight: usize,
  delivered: usize,
  supply: usize,
): void {
  memory.fill(delivered, 0, (<usize>n) << 3);
  memory.fill(supply, 0, (<usize>n) << 3);
  const width = (<usize>n) << 3;
  let i = from;
  // Four rows at once, so that both sums are read and written once for four flows.
  for (; i + 4 <= to; i += 4) {
    const row = flows + ((<usize>i * n) << 3);
    const at = (<usize>i) << 3;
    const sa = f64x2.splat(load<f64>(share + at));
    const sb = f64x2.splat(load<f64>(share + at, 8));
    const sc = f64x2.splat(load<f64>(share + at, 16));
    const sd = f64x2.splat(load<f64>(share + at, 24));
    const wa = f64x2.splat(load<f64>(weight + at));
    const wb = f64x2.splat(load<f64>(weight + at, 8));
    const wc = f64x2.splat(load<f64>(weight + at, 16));
    const wd = f64x2.splat(load<f64>(weight + at, 24));
    let j: usize = 0;
    for (; j + 16 <= width; j += 16) {
      const a = v128.load(row + j);
      const b = v128.load(row + width + j);
      const c = v128.load(row + 2 * width + j);
      const d = v128.load(row + 3 * width + j);
      v128.store(
        delivered + j,
        f64x2.add(
          v128.load(delivered + j),
          f64x2.add(
            f64x2.add(f64x2.mul(a, sa), f64x2.mul(b, sb)),
            f64x2.add(f64x2.mul(c, sc), f64x2.mul(d, sd)),
          ),
        ),
      );
      v128.store(
        supply + j,
        f64x2.add(
          v128.load(supply + j),
          f64x2.add(
            f64x2.add(f64x2.mul(a, wa), f64x2.mul(b, wb)),
            f64x2.add(f64x2.mul(c, wc), f64x2.mul(d, wd)),
          ),
        ),
      );
    }
    if (j < width) {
      for (let r: u32 = 0; r < 4; r++)
        addTo(row + r * width, at + ((<usize>r) << 3), j, share, weight, delivered, supply);
    }
  }
  for (; i < to; i++)
    for (let j: usize = 0; j < width; j += 8)
      addTo(flows + ((<usize>i * n) << 3), (<usize>i) << 3, j, share, weight, delivered, supply);
}

function addTo(
  row: usize,
  at: usize,
  j: usize,
  share: usize,
  weight: usize,
  delivered: usize,
  supply: usize,
): void {
  const flow = load<f64>(row + j);
  store<f64>(delivered + j, load<f64>(delivered + j) + flow * load<f64>(share + at));
  store<f64>(supply + j, load<f64>(supply + j) + flow * load<f64>(weight + at));
}

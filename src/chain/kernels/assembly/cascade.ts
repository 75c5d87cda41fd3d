// memory: shared
// Cascades over one network, one shock at a time. While a shock has reached few firms only they are visited; after that
// each step is a sequential pass over all links. Each channel goes over on its own.
//
// Losses never fall from one step to the next (the step is a monotone function of them and starts at the shock), so a
// step may keep the larger of old and new in place.

/** Stands for a market of which nothing is left: whoever sold anything is then irreplaceable, σ = 1. */
const EMPTY_MARKET: f64 = f64.MIN_NORMAL_VALUE;
/** Below this share of a market, what is left of it is added up anew: the difference of two sums has lost its digits. */
const LITTLE_LEFT: f64 = 1e-3;

let n: u32 = 0;
let marketCount: u32 = 0;
let slots: u32 = 0;
let upChunks: u32 = 0;
let slotChunks: u32 = 0;
let upLinks: u32 = 0;
let downLinks: u32 = 0;
/** A pass over all links is cheaper than a visit of those reached, from one in so many of them. */
let switchAt: u32 = 4;

// By firm. Markets are 0 in number where no supplier can be replaced.
let strength: usize = 0;
let weight: usize = 0;
let market: usize = 0;
let memberStart: usize = 0;
let members: usize = 0;
let marketTotal: usize = 0;
// Rows to be summed stand in chunks of four of about equal length, column by column, so that four sums run side by side;
// missing cells have impact 0.
// Demand: impacts by supplier, to be summed; and by buyer, to be spread.
let upRow: usize = 0;
let upChunk: usize = 0;
let upBuyer: usize = 0;
let upImpact: usize = 0;
let inStart: usize = 0;
let inSupplier: usize = 0;
let inImpact: usize = 0;
// Supply: what a buyer lacks is the largest of its slots: one for all non-essential inputs, one for each essential kind.
let slotStart: usize = 0;
let slotRow: usize = 0;
let slotChunk: usize = 0;
let slotSupplier: usize = 0;
let slotImpact: usize = 0;
let slotBuyer: usize = 0;
let spreadStart: usize = 0;
let spreadSlot: usize = 0;
let spreadImpact: usize = 0;
// State; all 0 between cascades.
let down: usize = 0;
let downBefore: usize = 0;
let effective: usize = 0;
let slotLack: usize = 0;
let slotList: usize = 0;
let downList: usize = 0;
let up: usize = 0;
let upNext: usize = 0;
let upList: usize = 0;
let candidates: usize = 0;
let marketLeft: usize = 0;
let lowDown: usize = 0;
let lowUp: usize = 0;

let downCount: u32 = 0;
let downReach: u32 = 0;
let downDense: bool = false;
let upCount: u32 = 0;
let upReach: u32 = 0;
let upDense: bool = false;

export function setCounts(
  firms: u32,
  markets: u32,
  slotCount: u32,
  upChunkCount: u32,
  slotChunkCount: u32,
  up: u32,
  down: u32,
  switchShare: u32,
): void {
  n = firms;
  marketCount = markets;
  slots = slotCount;
  upChunks = upChunkCount;
  slotChunks = slotChunkCount;
  upLinks = up;
  downLinks = down;
  switchAt = switchShare;
}

/** The addresses of all arrays, in the order of their declaration, as 32-bit numbers in a row. */
export function setArrays(at: usize): void {
  strength = load<u32>(at);
  weight = load<u32>(at, 4);
  market = load<u32>(at, 8);
  memberStart = load<u32>(at, 12);
  members = load<u32>(at, 16);
  marketTotal = load<u32>(at, 20);
  upRow = load<u32>(at, 24);
  upChunk = load<u32>(at, 28);
  upBuyer = load<u32>(at, 32);
  upImpact = load<u32>(at, 36);
  inStart = load<u32>(at, 40);
  inSupplier = load<u32>(at, 44);
  inImpact = load<u32>(at, 48);
  slotStart = load<u32>(at, 52);
  slotRow = load<u32>(at, 56);
  slotChunk = load<u32>(at, 60);
  slotSupplier = load<u32>(at, 64);
  slotImpact = load<u32>(at, 68);
  slotBuyer = load<u32>(at, 72);
  spreadStart = load<u32>(at, 76);
  spreadSlot = load<u32>(at, 80);
  spreadImpact = load<u32>(at, 84);
  down = load<u32>(at, 88);
  downBefore = load<u32>(at, 92);
  effective = load<u32>(at, 96);
  slotLack = load<u32>(at, 100);
  slotList = load<u32>(at, 104);
  downList = load<u32>(at, 108);
  up = load<u32>(at, 112);
  upNext = load<u32>(at, 116);
  upList = load<u32>(at, 120);
  candidates = load<u32>(at, 124);
  marketLeft = load<u32>(at, 128);
  lowDown = load<u32>(at, 132);
  lowUp = load<u32>(at, 136);
}

function u32At(array: usize, i: u32): u32 {
  return load<u32>(array + ((<usize>i) << 2));
}
// @ts-expect-error: decorator
function f64At(array: usize, i: u32): f64 {
  return load<f64>(array + ((<usize>i) << 3));
}
// @ts-expect-error: decorator
function put32(array: usize, i: u32, value: u32): void {
  store<u32>(array + ((<usize>i) << 2), value);
}
// @ts-expect-error: decorator
function put64(array: usize, i: u32, value: f64): void {
  store<f64>(array + ((<usize>i) << 3), value);
}

/** Adds a firm to the shock: share of capacity that it loses as a supplier and as a customer. */
export function shock(firm: u32, supply: f64, demand: f64): void {
  if (supply > 0 && f64At(down, firm) === 0) reachDown(firm);
  if (supply > f64At(down, firm)) put64(down, firm, supply);
  if (demand > 0 && f64At(up, firm) === 0) reachUp(firm);
  if (demand > f64At(up, firm)) put64(up, firm, demand);
}

/**
 * Steps until no firm loses more than `least` in a step, or `most` steps. Writes the index, its downstream part, its
 * upstream part and the largest last change to `result`, and forgets the shock.
 */
export function run(least: f64, most: u32, result: usize): u32 {
  const steps = settle(least, most, result);
  sum(result);
  forget();
  return steps;
}

/** Closes each of `count` firms alone: three numbers each to `results`, steps to `steps`. */
export function closeEach(
  list: usize,
  count: u32,
  least: f64,
  most: u32,
  results: usize,
  steps: usize,
): void {
  for (let at: u32 = 0; at < count; at++) {
    shock(u32At(list, at), 1, 1);
    put32(steps, at, settle(least, most, results));
    sum(results);
    forget();
    results += 32;
  }
}

/** Changes below this are noise of the arithmetic. */
const NOISE: f64 = 1e-15;
const FINER: f64 = 0.125;
const MOST_STEPS_ABOVE: u32 = 400;

/**
 * Closes each of `count` firms alone and steps to the fixed point, until each part of the index is certain to
 * `tolerance` or the changes are noise: index, its parts and the bound on their error to `results`. A bound from above
 * is any u with F(u) ≤ u, found by stepping F(u) + δ from the losses until a step adds no more than δ.
 */
export function convergeEach(list: usize, count: u32, tolerance: f64, results: usize, steps: usize): void {
  for (let at: u32 = 0; at < count; at++) {
    shock(u32At(list, at), 1, 1);
    put32(steps, at, converge(tolerance, results));
    forget();
    results += 32;
  }
}

/** Steps to the fixed point as `convergeEach` does, and leaves the losses standing. */
function converge(tolerance: f64, result: usize): u32 {
  const bytes = (<usize>n) << 3;
  let change = tolerance;
  let taken: u32 = 0;
  let error: f64 = 1;
  while (error > tolerance && change > NOISE) {
    change = max(change * FINER, NOISE);
    taken += settle(change, u32.MAX_VALUE, result);
    memory.copy(lowDown, down, bytes);
    memory.copy(lowUp, up, bytes);
    sum(result);
    error = errorOf(result, 2 * change);
    memory.copy(down, lowDown, bytes);
    memory.copy(up, lowUp, bytes);
  }
  store<f64>(result, error, 24);
  return taken;
}

/**
 * As `run`, or to the fixed point where `isConverged`, with the bound on the error in place of the last change; what each firm
 * loses then stands in `lowDown` and `lowUp`.
 */
export function losses(least: f64, isConverged: u32, result: usize): u32 {
  const bytes = (<usize>n) << 3;
  let steps: u32 = 0;
  if (isConverged) steps = converge(least, result);
  else {
    steps = settle(least, u32.MAX_VALUE, result);
    sum(result);
    memory.copy(lowDown, down, bytes);
    memory.copy(lowUp, up, bytes);
  }
  forget();
  return steps;
}

/** Raises the losses above the fixed point, and says by how much at most a part of the index in `low` falls short. */
function errorOf(low: usize, more: f64): f64 {
  let k: u32 = 0;
  while (k < MOST_STEPS_ABOVE && !raiseDown(more)) k++;
  if (k === MOST_STEPS_ABOVE) for (let i: u32 = 0; i < n; i++) put64(down, i, 1);
  k = 0;
  while (k < MOST_STEPS_ABOVE && !raiseUp(more)) k++;
  if (k === MOST_STEPS_ABOVE) for (let i: u32 = 0; i < n; i++) put64(up, i, 1);
  let both: f64 = 0;
  let lostDown: f64 = 0;
  let lostUp: f64 = 0;
  for (let i: u32 = 0; i < n; i++) {
    const w = f64At(weight, i);
    const d = f64At(down, i);
    const u = f64At(up, i);
    lostDown += w * d;
    lostUp += w * u;
    both += w * max(d, u);
  }
  return max(both - load<f64>(low), max(lostDown - load<f64>(low, 8), lostUp - load<f64>(low, 16)));
}

/** Whether a step adds nothing to the losses; else they rise to it and by `more`. */
function raiseDown(more: f64): bool {
  setEffective();
  sumSlots();
  let above = true;
  let slot: u32 = 0;
  for (let i: u32 = 0; i < n; i++) {
    const lastSlot = u32At(slotStart, i + 1);
    let loss: f64 = 0;
    for (; slot < lastSlot; slot++) loss = max(loss, f64At(slotLack, slot));
    const now = f64At(down, i);
    if (min<f64>(1, loss) > now + NOISE) above = false;
    put64(upNext, i, max(now, min<f64>(1, loss + more)));
  }
  memory.fill(slotLack, 0, (<usize>slots) << 3);
  return raised(down, above);
}

function raiseUp(more: f64): bool {
  sumUp();
  let above = true;
  for (let i: u32 = 0; i < n; i++) {
    const lost = f64At(upNext, i);
    const now = f64At(up, i);
    if (min<f64>(1, lost) > now + NOISE) above = false;
    put64(upNext, i, max(now, min<f64>(1, lost + more)));
  }
  return raised(up, above);
}

/** Takes over the raised losses unless the old ones will do. */
function raised(losses: usize, above: bool): bool {
  const bytes = (<usize>n) << 3;
  if (!above) memory.copy(losses, upNext, bytes);
  memory.fill(upNext, 0, bytes);
  return above;
}

function settle(least: f64, most: u32, result: usize): u32 {
  let steps: u32 = 0;
  let downChange: f64 = 1;
  let upChange: f64 = 1;
  let change: f64 = 1;
  while (change > least && steps < most) {
    steps++;
    // A channel in which nothing changed at all will not change again.
    if (downChange > 0) downChange = stepDown();
    if (upChange > 0) upChange = stepUp();
    change = max(downChange, upChange);
  }
  store<f64>(result, change, 24);
  return steps;
}

// @ts-expect-error: decorator
function reachDown(firm: u32): void {
  put32(downList, downCount++, firm);
  downReach += u32At(spreadStart, firm + 1) - u32At(spreadStart, firm);
}
// @ts-expect-error: decorator
function reachUp(firm: u32): void {
  put32(upList, upCount++, firm);
  upReach += u32At(inStart, firm + 1) - u32At(inStart, firm);
}

function stepDown(): f64 {
  if (!downDense && <u64>downReach * switchAt > <u64>downLinks) downDense = true;
  return downDense ? stepDownAll() : stepDownReached();
}

function stepDownReached(): f64 {
  const count = downCount;
  if (marketCount > 0) {
    for (let at: u32 = 0; at < count; at++) {
      const j = u32At(downList, at);
      put64(marketLeft, u32At(market, j), 0);
    }
    // What is lost, then what is left.
    for (let at: u32 = 0; at < count; at++) {
      const j = u32At(downList, at);
      const k = u32At(market, j);
      put64(marketLeft, k, f64At(marketLeft, k) - f64At(strength, j) * f64At(down, j));
    }
    for (let at: u32 = 0; at < count; at++) {
      const k = u32At(market, u32At(downList, at));
      // Still the negative of what is lost, or 0: firms of one market share the entry and turn it once.
      const lost = f64At(marketLeft, k);
      if (lost > 0) continue;
      put64(marketLeft, k, leftOf(k, lost));
    }
  }
  let touched: u32 = 0;
  for (let at: u32 = 0; at < count; at++) {
    const j = u32At(downList, at);
    const loss = f64At(down, j);
    put64(downBefore, j, loss);
    let x = loss;
    if (marketCount > 0) x *= min<f64>(1, f64At(strength, j) / f64At(marketLeft, u32At(market, j)));
    const to = u32At(spreadStart, j + 1);
    for (let e = u32At(spreadStart, j); e < to; e++) {
      const add = x * f64At(spreadImpact, e);
      if (add > 0) {
        const slot = u32At(spreadSlot, e);
        const lack = f64At(slotLack, slot);
        if (lack === 0) put32(slotList, touched++, slot);
        put64(slotLack, slot, lack + add);
      }
    }
  }
  let change: f64 = 0;
  for (let at: u32 = 0; at < touched; at++) {
    const slot = u32At(slotList, at);
    const i = u32At(slotBuyer, slot);
    const lack = min<f64>(1, f64At(slotLack, slot));
    put64(slotLack, slot, 0);
    const now = f64At(down, i);
    if (lack > now) {
      if (now === 0) reachDown(i);
      put64(down, i, lack);
      change = max(change, lack - f64At(downBefore, i));
    }
  }
  return change;
}

/** What is left of a market of which so much (as a negative number) is lost. */
function leftOf(k: u32, lost: f64): f64 {
  const total = f64At(marketTotal, k);
  let left = total + lost;
  if (left < LITTLE_LEFT * total) {
    left = 0;
    const to = u32At(memberStart, k + 1);
    for (let at = u32At(memberStart, k); at < to; at++) {
      const l = u32At(members, at);
      left += f64At(strength, l) * (1 - f64At(down, l));
    }
  }
  return max(left, EMPTY_MARKET);
}

/** σ ℓ of every firm. */
function setEffective(): void {
  if (marketCount > 0) {
    memory.fill(marketLeft, 0, (<usize>marketCount) << 3);
    for (let j: u32 = 0; j < n; j++) {
      const k = u32At(market, j);
      put64(marketLeft, k, f64At(marketLeft, k) + f64At(strength, j) * (1 - f64At(down, j)));
    }
    for (let k: u32 = 0; k < marketCount; k++) {
      put64(marketLeft, k, max(f64At(marketLeft, k), EMPTY_MARKET));
    }
    for (let j: u32 = 0; j < n; j++) {
      const loss = f64At(down, j);
      const lasting = loss > 0 ? min<f64>(1, f64At(strength, j) / f64At(marketLeft, u32At(market, j))) : 0;
      put64(effective, j, loss * lasting);
    }
  } else memory.copy(effective, down, (<usize>n) << 3);
}

/** What each slot lacks, from σ ℓ. */
function sumSlots(): void {
  let at: u32 = u32At(slotChunk, 0);
  for (let chunk: u32 = 0; chunk < slotChunks; chunk++) {
    const to = u32At(slotChunk, chunk + 1);
    let a: f64 = 0;
    let b: f64 = 0;
    let c: f64 = 0;
    let d: f64 = 0;
    for (; at < to; at++) {
      const index = slotSupplier + ((<usize>at) << 4);
      const impact = slotImpact + ((<usize>at) << 5);
      a += load<f64>(impact) * f64At(effective, load<u32>(index));
      b += load<f64>(impact, 8) * f64At(effective, load<u32>(index, 4));
      c += load<f64>(impact, 16) * f64At(effective, load<u32>(index, 8));
      d += load<f64>(impact, 24) * f64At(effective, load<u32>(index, 12));
    }
    const row = slotRow + ((<usize>chunk) << 4);
    put64(slotLack, load<u32>(row), a);
    put64(slotLack, load<u32>(row, 4), b);
    put64(slotLack, load<u32>(row, 8), c);
    put64(slotLack, load<u32>(row, 12), d);
  }
}

/** To upNext: what each firm loses in customers. */
function sumUp(): void {
  memory.fill(upNext, 0, (<usize>n) << 3);
  let at: u32 = u32At(upChunk, 0);
  for (let chunk: u32 = 0; chunk < upChunks; chunk++) {
    const to = u32At(upChunk, chunk + 1);
    let a: f64 = 0;
    let b: f64 = 0;
    let c: f64 = 0;
    let d: f64 = 0;
    for (; at < to; at++) {
      const index = upBuyer + ((<usize>at) << 4);
      const impact = upImpact + ((<usize>at) << 5);
      a += load<f64>(impact) * f64At(up, load<u32>(index));
      b += load<f64>(impact, 8) * f64At(up, load<u32>(index, 4));
      c += load<f64>(impact, 16) * f64At(up, load<u32>(index, 8));
      d += load<f64>(impact, 24) * f64At(up, load<u32>(index, 12));
    }
    const row = upRow + ((<usize>chunk) << 4);
    put64(upNext, load<u32>(row), a);
    put64(upNext, load<u32>(row, 4), b);
    put64(upNext, load<u32>(row, 8), c);
    put64(upNext, load<u32>(row, 12), d);
  }
}

function stepDownAll(): f64 {
  setEffective();
  sumSlots();
  let change: f64 = 0;
  let slot: u32 = 0;
  for (let i: u32 = 0; i < n; i++) {
    const lastSlot = u32At(slotStart, i + 1);
    const now = f64At(down, i);
    let loss = now;
    for (; slot < lastSlot; slot++) loss = max(loss, f64At(slotLack, slot));
    loss = min<f64>(1, loss);
    put64(down, i, loss);
    change = max(change, loss - now);
  }
  return change;
}

function stepUp(): f64 {
  if (!upDense && <u64>upReach * switchAt > <u64>upLinks) upDense = true;
  return upDense ? stepUpAll() : stepUpReached();
}

function stepUpReached(): f64 {
  const count = upCount;
  let touched: u32 = 0;
  for (let at: u32 = 0; at < count; at++) {
    const j = u32At(upList, at);
    const loss = f64At(up, j);
    const to = u32At(inStart, j + 1);
    for (let e = u32At(inStart, j); e < to; e++) {
      const add = loss * f64At(inImpact, e);
      if (add > 0) {
        const i = u32At(inSupplier, e);
        const lost = f64At(upNext, i);
        if (lost === 0) put32(candidates, touched++, i);
        put64(upNext, i, lost + add);
      }
    }
  }
  let change: f64 = 0;
  for (let at: u32 = 0; at < touched; at++) {
    const i = u32At(candidates, at);
    const lost = min<f64>(1, f64At(upNext, i));
    put64(upNext, i, 0);
    const now = f64At(up, i);
    if (lost > now) {
      if (now === 0) reachUp(i);
      put64(up, i, lost);
      change = max(change, lost - now);
    }
  }
  return change;
}

function stepUpAll(): f64 {
  sumUp();
  let change: f64 = 0;
  for (let i: u32 = 0; i < n; i++) {
    const now = f64At(up, i);
    const loss = max(now, min<f64>(1, f64At(upNext, i)));
    put64(up, i, loss);
    change = max(change, loss - now);
  }
  return change;
}

function sum(result: usize): void {
  let both: f64 = 0;
  let lostDown: f64 = 0;
  let lostUp: f64 = 0;
  if (downDense || upDense) {
    for (let i: u32 = 0; i < n; i++) {
      const w = f64At(weight, i);
      const d = f64At(down, i);
      const u = f64At(up, i);
      lostDown += w * d;
      lostUp += w * u;
      both += w * max(d, u);
    }
  } else {
    for (let at: u32 = 0; at < downCount; at++) {
      const i = u32At(downList, at);
      const w = f64At(weight, i);
      const d = f64At(down, i);
      lostDown += w * d;
      both += w * max(d, f64At(up, i));
    }
    for (let at: u32 = 0; at < upCount; at++) {
      const i = u32At(upList, at);
      const lost = f64At(weight, i) * f64At(up, i);
      lostUp += lost;
      if (f64At(down, i) === 0) both += lost;
    }
  }
  store<f64>(result, both);
  store<f64>(result, lostDown, 8);
  store<f64>(result, lostUp, 16);
}

function forget(): void {
  const bytes = (<usize>n) << 3;
  if (downDense) {
    memory.fill(down, 0, bytes);
    memory.fill(downBefore, 0, bytes);
    memory.fill(slotLack, 0, (<usize>slots) << 3);
  } else
    for (let at: u32 = 0; at < downCount; at++) {
      const i = u32At(downList, at);
      put64(down, i, 0);
      put64(downBefore, i, 0);
    }
  if (upDense) {
    memory.fill(up, 0, bytes);
    memory.fill(upNext, 0, bytes);
  } else for (let at: u32 = 0; at < upCount; at++) put64(up, u32At(upList, at), 0);
  downCount = 0;
  downReach = 0;
  downDense = false;
  upCount = 0;
  upReach = 0;
  upDense = false;
}

// Where a cascade ends when it is let run: the fixed point, with a bound on the distance to it, and its closed forms.
import { UserError } from '../../model/index.js';
import { DenseFactors } from '../kernels/dense.js';
import { type Cascade, cascade, riskOf, type Shock, stepDown, stepUp } from './cascade.js';
import type { CascadeModel } from './cascade-model.js';
import { INPUT_CLASS } from './supply-network.js';

export interface ConvergedCascade extends Cascade {
  /** How much larger than stated each part of the index can be at most; it is never smaller. */
  bound: { esri: number; down: number; up: number };
}

/** Smaller changes are noise of the arithmetic. */
const NOISE = 1e-15;
const FINER = 1 / 8;
/** Steps of the bound from above; one that needs more is not worth waiting for. */
const MOST_STEPS_ABOVE = 400;

/**
 * The least fixed point of the cascade of `shock`: stepped until the index is certain to `tolerance`, or as near as
 * the arithmetic allows (`bound` says which). Losses from below rise to it; a bound from above is any u with F(u) ≤ u,
 * for F keeps the least fixed point below u: it is found by stepping F(u) + δ until a step adds no more than δ.
 * O(steps · links). Throws `UserError` where demand losses leak nowhere (`requireLeak`).
 */
export function convergedCascade(model: CascadeModel, shock: Shock, tolerance: number): ConvergedCascade {
  requireLeak(model);
  const { supply, demand = supply } = shock;
  let change = tolerance;
  let iterations = 0;
  let from = shock;
  for (;;) {
    change = Math.max(change * FINER, NOISE);
    const { down, up, iterations: steps } = cascade(model, from, { rule: 'converged', tolerance: change });
    iterations += steps;
    const above = {
      down: fixedPointAbove((loss) => stepDown(model, supply, loss), down, change),
      up: fixedPointAbove((loss) => stepUp(model, demand, loss), up, change),
    };
    const low = riskOf({ down, up }, model.weights);
    const high = riskOf(
      { down: above.down ?? down.map(() => 1), up: above.up ?? up.map(() => 1) },
      model.weights,
    );
    const bound = { esri: high.esri - low.esri, down: high.down - low.down, up: high.up - low.up };
    if (Math.max(bound.esri, bound.down, bound.up) <= tolerance || change === NOISE)
      return { down, up, iterations, bound };
    // A shock caps production and losses only rise: the cascade goes on from where it stands.
    from = { supply: down, demand: up };
  }
}

/** A point above the least fixed point of the monotone `step`, near `loss` which is below it; null where none is found. */
function fixedPointAbove(
  step: (loss: Float64Array) => Float64Array,
  loss: Float64Array,
  change: number,
): Float64Array | null {
  const more = 2 * change;
  let above = loss;
  for (let k = 0; k < MOST_STEPS_ABOVE; k++) {
    const next = step(above);
    if (next.every((value, i) => value <= above[i]! + NOISE)) return above;
    above = next.map((value, i) => Math.max(above[i]!, Math.min(1, value + more)));
  }
  return null;
}

/**
 * Throws `UserError` unless demand losses leak: with every sale of a group of firms going to firms of that group, the
 * fixed point is the loss of everything, whoever fails. Leaks come from revenue above the sales in the network, or a
 * stated share of final demand.
 */
export function requireLeak(model: CascadeModel): void {
  if (!model.leaks)
    throw new UserError({
      zh: '没有营业收入，也没有最终需求份额：客户停产的损失没有去处，迭代到底没有意义。请给出收入列（--revenue 列名）或最终需求占销售的份额（--leak 0.3，或按行业的文件）；或采用文献的停止规则（--stop 0.01，它是模型参数，不是误差）',
      en: 'there is neither revenue nor a share of final demand: losses of customers leak nowhere, and the end of the cascade says nothing. Give a column of revenue (--revenue COLUMN) or the share of sales that goes to final demand (--leak 0.3, or a file by sector); or take the stop rule of the literature (--stop 0.01, which is a parameter of the model and no error)',
    });
  const stuck = firmWithoutLeak(model);
  if (stuck !== null)
    throw new UserError({
      zh: `企业 ${model.network.ids[stuck]} 的销售无论经过多少环节都不到最终需求：上游损失没有去处。请更正其收入或份额，或采用 --stop 0.01`,
      en: `the sales of firm ${model.network.ids[stuck]} never reach final demand, however many hands they pass through: its losses leak nowhere. Mend its revenue or leak, or take --stop 0.01`,
    });
}

/** A firm from which no chain of customers leads to one whose losses leak; null where there is none. O(links). */
function firmWithoutLeak(model: CascadeModel): number | null {
  const { outStart, inStart, inSupplier } = model.network;
  const n = outStart.length - 1;
  const reaches = new Uint8Array(n);
  const list: number[] = [];
  for (let i = 0; i < n; i++) {
    let sum = 0;
    for (let e = outStart[i]!; e < outStart[i + 1]!; e++) sum += model.upImpact[e]!;
    if (sum < 1 - 1e-9) {
      reaches[i] = 1;
      list.push(i);
    }
  }
  for (let i = list.pop(); i !== undefined; i = list.pop())
    for (let e = inStart[i]!; e < inStart[i + 1]!; e++) {
      const supplier = inSupplier[e]!;
      if (reaches[supplier] === 1) continue;
      reaches[supplier] = 1;
      list.push(supplier);
    }
  const stuck = reaches.indexOf(0);
  return stuck < 0 ? null : stuck;
}

/**
 * The upstream index of every firm closed alone, at the fixed point and exact to rounding: with G = (I − Λᵘ)⁻¹ and
 * weights r of sum 1, (rᵀG)_f / G_ff. It is hypothetical extraction (Miller & Blair 2009, ch. 12) on the network of
 * firms. Dense, O(n³) time and n² memory: an oracle, and for networks of some thousand firms. Throws `UserError` as
 * `requireLeak` does, and where a firm sells more than its revenue.
 */
export function upstreamClosedForm(model: CascadeModel): Float64Array {
  requireLeak(model);
  const below = model.treatments.revenueBelowSales[0];
  if (below !== undefined)
    throw new UserError({
      zh: `企业 ${model.network.ids[below]} 的收入低于其在网络中的销售额，闭式解不成立`,
      en: `firm ${model.network.ids[below]} sells more in the network than its revenue: the closed form does not hold`,
    });
  const { outStart, outBuyer } = model.network;
  return extracted(model, (subtract) => {
    for (let i = 0; i + 1 < outStart.length; i++)
      for (let e = outStart[i]!; e < outStart[i + 1]!; e++) subtract(i, outBuyer[e]!, model.upImpact[e]!);
  });
}

/**
 * The downstream index of every firm closed alone where all inputs are linear and no supplier can be replaced:
 * (rᵀH)_f / H_ff with H = (I − Λᵈᵀ)⁻¹. Dense as `upstreamClosedForm`. Throws `UserError` where an input is essential,
 * suppliers can be replaced, or a firm buys more than its costs.
 */
export function linearDownstreamClosedForm(model: CascadeModel): Float64Array {
  if (
    model.markets !== null ||
    model.inClass.includes(INPUT_CLASS.essential) ||
    model.treatments.costsBelowPurchases.length > 0
  )
    throw new UserError({
      zh: '下游闭式解只在投入都非必需、供应商不可替代且成本不低于采购额时成立',
      en: 'the closed form downstream holds only where no input is essential, no supplier can be replaced, and costs are at least the purchases',
    });
  const { inStart, inSupplier } = model.network;
  return extracted(model, (subtract) => {
    for (let i = 0; i + 1 < inStart.length; i++)
      for (let e = inStart[i]!; e < inStart[i + 1]!; e++) subtract(i, inSupplier[e]!, model.downImpact[e]!);
  });
}

/** (rᵀM⁻¹)_f / (M⁻¹)_ff with M = I − the impacts given. */
function extracted(
  { weights }: CascadeModel,
  impacts: (subtract: (row: number, column: number, impact: number) => void) => void,
): Float64Array {
  const n = weights.length;
  const matrix = new Float64Array(n * n);
  for (let i = 0; i < n; i++) matrix[i * n + i] = 1;
  impacts((row, column, impact) => {
    matrix[row * n + column]! -= impact;
  });
  const factors = new DenseFactors(matrix, n);
  const diagonal = factors.inverseDiagonal();
  return factors.solveRows(weights).map((value, f) => value / diagonal[f]!);
}

// The cascade of a shock through suppliers and buyers, as written in the literature. Plain, and the oracle of the fast one.
import { type Bilingual, UserError } from '../../model/index.js';
import type { CascadeModel } from './cascade-model.js';
import { INPUT_CLASS } from './supply-network.js';

/** Share of capacity that each firm loses at the start, in [0, 1]; n each. */
export interface Shock {
  supply: Float64Array;
  /** What it loses as a customer, where that differs. */
  demand?: Float64Array;
}

/**
 * When a cascade ends. `eps`: the rule of Diem et al. (2022), after the first step in which no firm loses more than
 * eps; the result is what stands after that step, so eps is a parameter of the model and not an error.
 * `converged`: at the fixed point, each firm within `tolerance` of the step before.
 */
export type StopRule = { rule: 'eps'; eps: number } | { rule: 'converged'; tolerance: number };

export interface Cascade {
  /** n: share of production lost for want of inputs. */
  down: Float64Array;
  /** n: share of production lost for want of customers. */
  up: Float64Array;
  /** Steps taken, the last one that met the rule counted. */
  iterations: number;
}

/**
 * σ of a firm of strength `s` in a market of which `left` remains, in the limit where nothing remains: 1 for whoever
 * sold anything. The literature's code sets what remains to one unit of money there, so that its index of a sole seller
 * depends on the unit that links are in as soon as it sells less than one; from one unit on both say the same.
 */
export function replaceability(s: number, left: number): number {
  return s < left ? s / left : s > 0 ? 1 : 0;
}

/**
 * Steps both channels together, each firm from the losses of the step before, until `stop` is met:
 *
 *   σ_j = min(1, s_j / Σ_{l in j's market} s_l (1 − ℓ_l)), see `replaceability`; 1 without substitution;
 *   short_ik = Σ_{j of sector k} σ_j Λᵈ_ji ℓ_j;
 *   ℓᵈ_i = max(ψ_i, max_{k essential} short_ik, Σ_{k non-essential} short_ik), at most 1;
 *   ℓᵘ_i = max(ψᵘ_i, Σ_j Λᵘ_ij ℓᵘ_j), at most 1.
 *
 * A shock caps production and is not added to losses. Time O(steps · links). `onStep` sees the losses after each step.
 * Diem, Borsos, Reisch, Kertész & Thurner (2022), eqs. 5–12.
 */
export function cascade(
  model: CascadeModel,
  shock: Shock,
  stop: StopRule,
  onStep?: (step: number, down: Float64Array, up: Float64Array) => void,
): Cascade {
  const { supply, demand = supply } = shock;
  checkShock(model, supply);
  checkShock(model, demand);
  const smallest = leastChange(stop);
  let down: Float64Array = supply.slice();
  let up: Float64Array = demand.slice();
  let iterations = 0;
  for (;;) {
    const nextDown = stepDown(model, supply, down);
    const nextUp = stepUp(model, demand, up);
    iterations++;
    const change = Math.max(largestGain(down, nextDown), largestGain(up, nextUp));
    down = nextDown;
    up = nextUp;
    onStep?.(iterations, down, up);
    if (!(change > smallest)) return { down, up, iterations };
  }
}

/** One step of losses for want of inputs. */
export function stepDown(model: CascadeModel, shock: Float64Array, loss: Float64Array): Float64Array {
  const { inStart, inSupplier, sectorOf } = model.network;
  const lasting = replaceabilityOf(model, loss);
  return shock.map((own, i) => {
    let essential = 0;
    let nonEssential = 0;
    let e = inStart[i]!;
    const end = inStart[i + 1]!;
    while (e < end) {
      const sector = sectorOf[inSupplier[e]!];
      const inputClass = model.inClass[e];
      let short = 0;
      for (; e < end && sectorOf[inSupplier[e]!] === sector; e++) {
        const j = inSupplier[e]!;
        short += lasting[j]! * model.downImpact[e]! * loss[j]!;
      }
      if (inputClass === INPUT_CLASS.essential) essential = Math.max(essential, short);
      else if (inputClass === INPUT_CLASS.nonEssential) nonEssential += short;
    }
    return Math.min(1, Math.max(own, essential, nonEssential));
  });
}

/** One step of losses for want of customers. */
export function stepUp(model: CascadeModel, shock: Float64Array, loss: Float64Array): Float64Array {
  const { outStart, outBuyer } = model.network;
  return shock.map((own, i) => {
    let lost = 0;
    for (let e = outStart[i]!; e < outStart[i + 1]!; e++) lost += model.upImpact[e]! * loss[outBuyer[e]!]!;
    return Math.min(1, Math.max(own, lost));
  });
}

/** σ: the part of a supplier's loss that others of its market cannot take over. */
export function replaceabilityOf(model: CascadeModel, loss: Float64Array): Float64Array {
  const { outStrength } = model.network;
  if (model.markets === null) return new Float64Array(loss.length).fill(1);
  const { of, count } = model.markets;
  const left = new Float64Array(count);
  for (let i = 0; i < loss.length; i++) left[of[i]!]! += outStrength[i]! * (1 - loss[i]!);
  return outStrength.map((strength, i) => replaceability(strength, left[of[i]!]!));
}

/** The index of one cascade under weights that add up to 1. */
export function riskOf(
  { down, up }: Pick<Cascade, 'down' | 'up'>,
  weights: Float64Array,
): { esri: number; down: number; up: number } {
  let esri = 0;
  let lostDown = 0;
  let lostUp = 0;
  for (let i = 0; i < weights.length; i++) {
    const weight = weights[i]!;
    esri += weight * Math.max(down[i]!, up[i]!);
    lostDown += weight * down[i]!;
    lostUp += weight * up[i]!;
  }
  return { esri, down: lostDown, up: lostUp };
}

function largestGain(before: Float64Array, after: Float64Array): number {
  let largest = 0;
  for (let i = 0; i < before.length; i++) largest = Math.max(largest, after[i]! - before[i]!);
  return largest;
}

export function leastChange(stop: StopRule): number {
  const value = stop.rule === 'eps' ? stop.eps : stop.tolerance;
  if (value > 0 && value < 1) return value;
  const name: Bilingual =
    stop.rule === 'eps'
      ? { zh: '停止阈值 eps', en: 'the stop rule eps' }
      : { zh: '容差', en: 'the tolerance' };
  throw new UserError({
    zh: `${name.zh}为 ${value}：应在 (0, 1) 内`,
    en: `${name.en} is ${value}: a number between 0 and 1 is expected`,
  });
}

function checkShock({ network }: CascadeModel, shock: Float64Array): void {
  if (shock.length !== network.ids.length)
    throw new UserError({
      zh: `冲击有 ${shock.length} 个值，企业有 ${network.ids.length} 家`,
      en: `a shock of ${shock.length} values for ${network.ids.length} firms`,
    });
  const at = shock.findIndex((value) => !(value >= 0 && value <= 1));
  if (at >= 0)
    throw new UserError({
      zh: `企业 ${network.ids[at]} 的冲击为 ${shock[at]}：应在 0（不受影响）与 1（全部停产）之间`,
      en: `the shock to firm ${network.ids[at]} is ${shock[at]}: a share between 0 (untouched) and 1 (closed) is expected`,
    });
}

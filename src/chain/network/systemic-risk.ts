// What the economy loses when a firm, or any set of firms, fails.
import { type Cascade, cascade, riskOf, type Shock, type StopRule } from './cascade.js';
import { type CascadeModel, type CascadeOptions, cascadeModel, normalised } from './cascade-model.js';
import { convergedCascade } from './fixed-point.js';
import type { InputClasses, SupplyNetwork } from './supply-network.js';

/** Shares of the weighted production of all firms lost, the shocked firms' own loss included; one value a scenario. */
export interface SystemicRisk {
  /** Σ_i w_i max(ℓᵈ_i, ℓᵘ_i). */
  esri: Float64Array;
  /** Σ_i w_i ℓᵈ_i: for want of inputs. */
  down: Float64Array;
  /** Σ_i w_i ℓᵘ_i: for want of customers. */
  up: Float64Array;
  iterations: Uint32Array;
  /**
   * How much larger than stated each of the three can be at most (they are never smaller) when the cascade is let run
   * to its end; null under the rule `eps`, which does not ask.
   */
  errorBound: Float64Array | null;
}

export interface RiskOptions extends CascadeOptions {
  stop: StopRule;
  /** Numbers of the firms to close one at a time; default all. */
  firms?: ArrayLike<number>;
}

/**
 * The economic systemic risk index of every firm: the share of weighted production lost when it alone closes.
 * Diem et al. (2022). Plain version, O(firms · steps · links): for large networks use `CascadeKernel`.
 */
export function economicSystemicRiskIndex(
  network: SupplyNetwork,
  classes: InputClasses,
  { stop, firms, ...options }: RiskOptions,
): SystemicRisk {
  const model = cascadeModel(network, classes, options);
  const n = network.ids.length;
  const closed = firms ?? Uint32Array.from({ length: n }, (_, i) => i);
  const shocks = function* (): Generator<Shock> {
    for (let at = 0; at < closed.length; at++) {
      const supply = new Float64Array(n);
      supply[closed[at]!] = 1;
      yield { supply };
    }
  };
  return riskOfShocks(model, shocks(), stop);
}

/** The index of any shocks: a column of the shock matrix Ψ each, with its own demand shock where it has one. */
export function riskOfShocks(model: CascadeModel, shocks: Iterable<Shock>, stop: StopRule): SystemicRisk {
  const parts: SystemicRisk[] = [];
  for (const shock of shocks) {
    const part = emptyRisk(1, stop.rule === 'converged');
    let result: Cascade;
    if (stop.rule === 'converged') {
      const converged = convergedCascade(model, shock, stop.tolerance);
      part.errorBound![0] = Math.max(converged.bound.esri, converged.bound.down, converged.bound.up);
      result = converged;
    } else result = cascade(model, shock, stop);
    const { esri, down, up } = riskOf(result, model.weights);
    part.esri[0] = esri;
    part.down[0] = down;
    part.up[0] = up;
    part.iterations[0] = result.iterations;
    parts.push(part);
  }
  return joinedRisk(parts);
}

/** Firms reported together: sectors, areas, owners. */
export interface ReportingGroups {
  /** n: number of the group. */
  of: Int32Array;
  count: number;
  /** n: what a firm counts for within its group; default its weight in the index. */
  weights?: Float64Array;
}

/** By group: share of its weighted production lost beyond the shock itself. */
export interface GroupLosses {
  down: Float64Array;
  up: Float64Array;
  both: Float64Array;
  /** The shock itself. */
  initialDown: Float64Array;
  initialUp: Float64Array;
}

/**
 * Losses by group g after a cascade: Σ_{i∈g} a_i ℓ_i / Σ_{i∈g} a_i less the group's initial shock; for both channels
 * together less the larger of the two initial shocks. Groups without weight lose 0.
 */
export function groupLosses(
  model: CascadeModel,
  { down, up }: Pick<Cascade, 'down' | 'up'>,
  { supply, demand = supply }: Shock,
  groups: ReportingGroups,
): GroupLosses {
  const weights = groups.weights === undefined ? model.weights : normalised(groups.weights);
  const both = down.map((loss, i) => Math.max(loss, up[i]!));
  const mean = (loss: Float64Array) => groupMeans(loss, weights, groups);
  const initialDown = mean(supply);
  const initialUp = mean(demand);
  return {
    down: mean(down).map((loss, g) => loss - initialDown[g]!),
    up: mean(up).map((loss, g) => loss - initialUp[g]!),
    both: mean(both).map((loss, g) => loss - Math.max(initialDown[g]!, initialUp[g]!)),
    initialDown,
    initialUp,
  };
}

function groupMeans(loss: Float64Array, weights: Float64Array, { of, count }: ReportingGroups): Float64Array {
  const lost = new Float64Array(count);
  const whole = new Float64Array(count);
  for (let i = 0; i < loss.length; i++) {
    lost[of[i]!]! += weights[i]! * loss[i]!;
    whole[of[i]!]! += weights[i]!;
  }
  return lost.map((sum, g) => (whole[g]! > 0 ? sum / whole[g]! : 0));
}

/** Results of parts, one after the other. */
export function joinedRisk(parts: readonly SystemicRisk[]): SystemicRisk {
  const bounded = parts.length > 0 && parts.every(({ errorBound }) => errorBound !== null);
  const joined = emptyRisk(
    parts.reduce((sum, { esri }) => sum + esri.length, 0),
    bounded,
  );
  let at = 0;
  for (const { esri, down, up, iterations, errorBound } of parts) {
    joined.esri.set(esri, at);
    joined.down.set(down, at);
    joined.up.set(up, at);
    joined.iterations.set(iterations, at);
    if (bounded) joined.errorBound!.set(errorBound!, at);
    at += esri.length;
  }
  return joined;
}

export function emptyRisk(count: number, bounded: boolean): SystemicRisk {
  return {
    esri: new Float64Array(count),
    down: new Float64Array(count),
    up: new Float64Array(count),
    iterations: new Uint32Array(count),
    errorBound: bounded ? new Float64Array(count) : null,
  };
}

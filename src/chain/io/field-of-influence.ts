/** Field of influence: which single coefficient, when it changes, moves the whole inverse most. */
import type { Definition } from '../../model/index.js';
import type { LeontiefSystem } from './leontief.js';

/** The change of a coefficient for which Sonis and Hewings's field is taken unless said otherwise. */
export const SMALL_CHANGE = 1e-3;

/**
 * F(i,j) = L·e_i·e_jᵀ·L / (1 − ε·l_ji), n × n: the change of the inverse for a change ε of a_ij, over ε.
 * Sonis & Hewings (1989; 1992), from the identity of Sherman & Morrison (1950).
 */
export function fieldOfInfluence(
  system: LeontiefSystem,
  i: number,
  j: number,
  change = SMALL_CHANGE,
): Float64Array {
  const { n } = system;
  const l = system.inverse();
  const field = new Float64Array(n * n);
  const over = 1 / (1 - change * l[j * n + i]!);
  for (let k = 0; k < n; k++)
    for (let m = 0; m < n; m++) field[k * n + m] = l[k * n + i]! * l[j * n + m]! * over;
  return field;
}

/**
 * The total of every field, n × n: S(i,j) = Σ_km f_km(i,j)² = (Σ_k l_ki²)·(Σ_m l_jm²) / (1 − ε·l_ji)². O(n²) for all
 * cells, from one inverse. Sonis & Hewings (1989).
 */
export function totalInfluence(system: LeontiefSystem, change = SMALL_CHANGE): Float64Array {
  const { n } = system;
  const l = system.inverse();
  const columns = new Float64Array(n);
  const rows = new Float64Array(n);
  for (let k = 0, at = 0; k < n; k++)
    for (let m = 0; m < n; m++, at++) {
      const square = l[at]! * l[at]!;
      rows[k]! += square;
      columns[m]! += square;
    }
  const total = new Float64Array(n * n);
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++)
      total[i * n + j] = (columns[i]! * rows[j]!) / (1 - change * l[j * n + i]!) ** 2;
  return total;
}

export interface InfluentialCell {
  /** Places of supplier and buyer among the industries. */
  supplier: number;
  buyer: number;
  influence: number;
}

/** The cells of largest total influence, largest first. */
export function mostInfluential(influence: Float64Array, n: number, count: number): InfluentialCell[] {
  const most: number[] = [];
  // A heap of the smallest kept would do for any count; so few are kept that a sorted list is as quick.
  for (let at = 0; at < influence.length; at++) {
    if (most.length === count && influence[at]! <= influence[most.at(-1)!]!) continue;
    let place = most.length;
    while (place > 0 && influence[most[place - 1]!]! < influence[at]!) place--;
    most.splice(place, 0, at);
    if (most.length > count) most.pop();
  }
  return most.map((at) => ({ supplier: Math.floor(at / n), buyer: at % n, influence: influence[at]! }));
}

export const INFLUENCE_DEFINITIONS = {
  totalInfluence: {
    name: { zh: '影响域总强度', en: 'total field of influence' },
    definition: {
      zh: '直接消耗系数 a_ij 变动 ε 时列昂惕夫逆各元素单位变动的平方和',
      en: 'sum of squares of the changes of the Leontief inverse per unit of a change ε of a_ij',
    },
    formula: '(Σ_k l_ki²)(Σ_m l_jm²) / (1 − ε l_ji)², ε = 0.001',
    unit: '1',
    source: 'Sonis & Hewings 1989',
  },
} as const satisfies Record<string, Definition>;

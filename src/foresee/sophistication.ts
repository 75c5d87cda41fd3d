/** Income behind activities (PRODY) and of what a region does (EXPY). */
import { figuresOf } from './specialisation.js';
import type { RegionActivityTable } from './table.js';

export interface Sophistication {
  /** PRODY_p, in the unit of income: the income of those who do p, by how much of their activity it is. */
  prody: Float64Array;
  /** EXPY_r, in the unit of income: the mean PRODY of what the region does, by value. */
  expy: Float64Array;
}

/**
 * PRODY_p = Σ_r [(X_rp / X_r.) / Σ_r' (X_r'p / X_r'.)] y_r and EXPY_r = Σ_p (X_rp / X_r.) PRODY_p, with y income per head.
 * Hausmann, Hwang and Rodrik (2007), Journal of Economic Growth 12. Throws `UserError` naming regions without income.
 */
export function sophistication(
  table: RegionActivityTable,
  income: ReadonlyMap<string, number>,
): Sophistication {
  const y = figuresOf(table.regions, income, { zh: '收入', en: 'income' });
  const { start, activity, values, regionTotals } = table;
  const shares = new Float64Array(table.activities.length);
  const prody = new Float64Array(table.activities.length);
  const expy = new Float64Array(table.regions.length);
  eachShare((r, p, share) => {
    shares[p]! += share;
    prody[p]! += share * y[r]!;
  });
  for (let p = 0; p < prody.length; p++) prody[p]! /= shares[p]!;
  eachShare((r, p, share) => {
    expy[r]! += share * prody[p]!;
  });
  return { prody, expy };

  function eachShare(take: (r: number, p: number, share: number) => void): void {
    for (let r = 0; r < regionTotals.length; r++)
      for (let k = start[r]!; k < start[r + 1]!; k++) take(r, activity[k]!, values[k]! / regionTotals[r]!);
  }
}

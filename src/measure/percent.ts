/** Percent and percentage points as different types: a share that goes from 30 % to 33 % rises by 3 points, not by 3 %. */

declare const unit: unique symbol;
/** A rate or a share, in per cent. */
export type Percent = number & { readonly [unit]: '%' };
/** A distance between two rates or shares, in percentage points. */
export type Points = number & { readonly [unit]: '个百分点' };

export function percent(value: number): Percent {
  return value as Percent;
}

export function points(value: number): Points {
  return value as Points;
}

export function pointsBetween(later: Percent, earlier: Percent): Points {
  return (later - earlier) as Points;
}

export function shifted(rate: Percent, by: Points): Percent {
  return (rate + by) as Percent;
}

/** 100 part / whole; null where the whole is zero or either is no number. */
export function percentOf(part: number, whole: number): Percent | null {
  const value = (100 * part) / whole;
  return Number.isFinite(value) ? percent(value) : null;
}

/** Rounds half away from zero, as statistical bulletins do; free of the noise of binary fractions. */
export function rounded(value: number, decimals: number): number {
  const scaled = Number((Math.abs(value) * 10 ** decimals).toPrecision(12));
  const result = (Math.sign(value) * Math.round(scaled)) / 10 ** decimals;
  return result === 0 ? 0 : result;
}

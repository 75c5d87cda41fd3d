/**
 * Identities between rounded figures. A figure written 5.5 stands for anything from 5.45 to 5.55; an identity holds where
 * the interval that the parts allow meets the interval that the claim allows.
 */
import { type Bilingual, type Figure, valueInterval } from '../model/index.js';

export interface Interval {
  low: number;
  high: number;
}

/** Relative slack for sums in binary floating point. */
const SLACK = 1e-9;

/**
 * The values a written number stands for, from the decimals it is written with: `5.5` is [5.45, 5.55], `68.8%` is
 * [68.75, 68.85]. Throws a RangeError where the text holds no number, or more than one.
 */
export function writtenInterval(text: string): Interval {
  const numbers = text
    .slice(0, 200)
    .normalize('NFKC')
    .replaceAll('−', '-')
    .match(/[-+]?\d[\d,]{0,40}(?:\.\d{1,20})?/g);
  if (numbers?.length !== 1)
    throw new RangeError(`expected one number in ${JSON.stringify(text.slice(0, 40))}`);
  const digits = numbers[0]!.replaceAll(',', '');
  const decimals = digits.includes('.') ? digits.length - digits.indexOf('.') - 1 : 0;
  return roundedInterval(Number(digits), decimals);
}

/** The values that round to `value` at so many decimals; negative decimals for rounding to tens and hundreds. */
export function roundedInterval(value: number, decimals: number): Interval {
  const half = 0.5 * 10 ** -decimals;
  return { low: value - half, high: value + half };
}

export function exactly(value: number): Interval {
  return { low: value, high: value };
}

/**
 * What a figure allows by its rounding and by its words (近, 约). 超过X is taken by the letter, without an upper end: an
 * identity is broken only by what cannot be.
 */
export function figureInterval(figure: Pick<Figure, 'value' | 'bound' | 'approx' | 'source'>): Interval {
  const [low, high] = valueInterval(figure, 'said');
  return { low, high };
}

export function sum(...terms: readonly Interval[]): Interval {
  return {
    low: terms.reduce((total, term) => total + term.low, 0),
    high: terms.reduce((total, term) => total + term.high, 0),
  };
}

export function difference(a: Interval, b: Interval): Interval {
  return { low: a.low - b.high, high: a.high - b.low };
}

export function product(a: Interval, b: Interval): Interval {
  return hull([a.low * b.low, a.low * b.high, a.high * b.low, a.high * b.high]);
}

/** Everything where the divisor can be zero. */
export function quotient(a: Interval, b: Interval): Interval {
  if (b.low <= 0 && b.high >= 0) return { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY };
  return hull([a.low / b.low, a.low / b.high, a.high / b.low, a.high / b.high]);
}

export function scaled(a: Interval, by: number): Interval {
  return hull([a.low * by, a.high * by]);
}

/** 1 + g / 100 of a growth rate in per cent. */
export function growthFactor(growth: Interval): Interval {
  return { low: 1 + growth.low / 100, high: 1 + growth.high / 100 };
}

function hull(values: readonly number[]): Interval {
  const numbers = values.map((value) => (Number.isNaN(value) ? 0 : value));
  return { low: Math.min(...numbers), high: Math.max(...numbers) };
}

export interface IdentityCheck {
  holds: boolean;
  claimed: Interval;
  /** What the parts allow. */
  allowed: Interval;
  why: Bilingual;
}

/** Do the values that `claimed` allows and those that the parts allow meet. */
export function checkIdentity(claimed: Interval, allowed: Interval): IdentityCheck {
  const size = Math.max(
    ...[claimed.low, claimed.high, allowed.low, allowed.high].filter(Number.isFinite).map(Math.abs),
    0,
  );
  const slack = SLACK * size;
  const holds = claimed.low <= allowed.high + slack && allowed.low <= claimed.high + slack;
  const range = `[${shown(allowed.low)}, ${shown(allowed.high)}]`;
  const stated =
    claimed.low === claimed.high ? shown(claimed.low) : `[${shown(claimed.low)}, ${shown(claimed.high)}]`;
  return {
    holds,
    claimed,
    allowed,
    why: holds
      ? {
          zh: `按四舍五入推出的区间 ${range} 与 ${stated} 相容`,
          en: `the parts allow ${range} after rounding, which meets ${stated}`,
        }
      : {
          zh: `按四舍五入推出的区间 ${range} 不含 ${stated}`,
          en: `the parts allow ${range} after rounding, which leaves out ${stated}`,
        },
  };
}

/** Parts add up to the total. */
export function checkSum(parts: readonly Interval[], total: Interval): IdentityCheck {
  return checkIdentity(total, sum(...parts));
}

/** 100 part / whole is the share or rate claimed, in per cent: 5.5 of 7.9 points may well be 68.8 %. */
export function checkShare(part: Interval, whole: Interval, share: Interval): IdentityCheck {
  return checkIdentity(share, scaled(quotient(part, whole), 100));
}

/** a - b is the difference claimed. */
export function checkDifference(a: Interval, b: Interval, claimed: Interval): IdentityCheck {
  return checkIdentity(claimed, difference(a, b));
}

/** 100 (value / base - 1) is the growth claimed, in per cent. */
export function checkGrowth(value: Interval, base: Interval, growth: Interval): IdentityCheck {
  const factor = quotient(value, base);
  return checkIdentity(growth, { low: 100 * (factor.low - 1), high: 100 * (factor.high - 1) });
}

function shown(value: number): string {
  return Number.isFinite(value) ? String(Number(value.toPrecision(6))) : value > 0 ? '∞' : '-∞';
}

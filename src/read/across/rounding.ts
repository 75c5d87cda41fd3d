/** What a written number leaves open: 近10万亿元 is no other figure than 9.8万亿元. */
import type { Observation } from '../../model/index.js';

export interface Interval {
  low: number;
  high: number;
}

/** 近, 约 and 超 are words, not measures; this share of the value is what they are taken to leave open. */
const NEAR = 0.15;
const ABOUT = 0.1;
const OVER = 0.25;

type Written = Pick<Observation, 'value' | 'textSpan' | 'unit' | 'kind' | 'bound' | 'approx'>;

export function interval(figure: Written): Interval {
  const size = Math.abs(figure.value);
  const { half, step } = precision(figure, size);
  let low = size - half;
  let high = size + half;
  if (figure.bound === 'over') {
    low = size;
    high = /[两三]位数/.test(figure.textSpan) ? size * 10 : size + Math.max(step, OVER * size);
  } else if (figure.bound === 'near') {
    low = size * (1 - NEAR);
    high = size;
  } else if (figure.bound === 'under') {
    low = 0;
    high = size;
  } else if (figure.bound === 'about' || figure.approx) {
    low = size * (1 - ABOUT) - half;
    high = size * (1 + ABOUT) + half;
  }
  return figure.value < 0 ? { low: -high, high: -low } : { low, high };
}

/** Shares an end at least; the tolerance is for sums in binary floating point. */
export function overlap(a: Interval, b: Interval): boolean {
  const tolerance = 1e-9 * Math.max(Math.abs(a.low), Math.abs(a.high), Math.abs(b.low), Math.abs(b.high));
  return a.low <= b.high + tolerance && b.low <= a.high + tolerance;
}

/**
 * `half`: half a unit of the last digit written. `step`: one unit of the last digit that is not zero, which is
 * what 多 and 余 leave open (1300多家 is less than 1400).
 */
function precision(figure: Written, size: number): { half: number; step: number } {
  const exact = figure.kind === 'count' || figure.kind === 'rank';
  const literal = /(\d[\d,]*)(?:\.(\d+))?/.exec(figure.textSpan.normalize('NFKC'));
  const written = literal === null ? 0 : Number(literal[0].replaceAll(',', ''));
  if (literal === null || written === 0 || size === 0) {
    const unit = figure.unit === '%' && figure.textSpan.includes('成') ? 10 : lastPlace(String(size));
    return { half: exact ? 0 : unit / 2, step: unit };
  }
  const scale = size / written;
  const last = 10 ** -(literal[2]?.length ?? 0) * scale;
  return {
    half: exact && scale === 1 && literal[2] === undefined ? 0 : last / 2,
    step: lastPlace(literal[0].replaceAll(',', '')) * scale,
  };
}

/** The worth of the last digit that is not zero: 1300 -> 100, 6.70 -> 0.1. */
function lastPlace(digits: string): number {
  const [whole = '', fraction = ''] = digits.split('.');
  const tail = fraction.replace(/0+$/, '');
  if (tail !== '') return 10 ** -tail.length;
  return 10 ** (whole.length - whole.replace(/0+$/, '').length);
}

/** Bands of a score: whether they cover every value once. */
import type { Bilingual } from '../model/index.js';
import type { Band } from './rulebook.js';

/** An edge, just before or just after its number. */
interface Cut {
  at: number;
  /** The number itself lies after the cut. */
  before: boolean;
}

const lowCut = (band: Band): Cut =>
  band.from !== undefined
    ? { at: band.from, before: true }
    : band.over !== undefined
      ? { at: band.over, before: false }
      : { at: -Infinity, before: true };

const highCut = (band: Band): Cut =>
  band.below !== undefined
    ? { at: band.below, before: true }
    : band.to !== undefined
      ? { at: band.to, before: false }
      : { at: Infinity, before: false };

const compare = (a: Cut, b: Cut): number =>
  a.at === b.at ? Number(b.before) - Number(a.before) : a.at - b.at;

export interface BandFault {
  /** Place in the list. */
  band: number;
  reason: Bilingual;
}

/**
 * Faults of a list of bands, in any order: two edges on one side, empty ones, overlaps, gaps, sides that are not open.
 *
 * @param nonNegative Values below 0 cannot be, so that the lowest band may begin from 0.
 */
export function bandFaults(bands: readonly Band[], unit: string, nonNegative: boolean): BandFault[] {
  const faults: BandFault[] = [];
  bands.forEach((band, index) => {
    if (band.from !== undefined && band.over !== undefined) {
      faults.push({
        band: index,
        reason: { zh: '下限只能写 from 或 over 之一', en: 'either from or over, not both' },
      });
    } else if (band.to !== undefined && band.below !== undefined) {
      faults.push({
        band: index,
        reason: { zh: '上限只能写 to 或 below 之一', en: 'either to or below, not both' },
      });
    } else if (compare(lowCut(band), highCut(band)) >= 0) {
      faults.push({
        band: index,
        reason: {
          zh: `这一档里没有任何数值：${words(band, unit).zh}`,
          en: `a band without values: ${words(band, unit).en}`,
        },
      });
    }
  });
  if (faults.length > 0) return faults;

  const sorted = bands.map((band, index) => ({ band, index, low: lowCut(band), high: highCut(band) }));
  sorted.sort((a, b) => compare(a.low, b.low));
  const first = sorted[0]!;
  if (first.low.at !== -Infinity && !(nonNegative && compare(first.low, { at: 0, before: true }) <= 0)) {
    const upTo: Band = first.low.before
      ? { below: first.low.at, points: 0 }
      : { to: first.low.at, points: 0 };
    faults.push({
      band: first.index,
      reason: {
        zh: `${words(upTo, unit).zh}没有分档`,
        en: `no band for ${words(upTo, unit).en}`,
      },
    });
  }
  let reach = first;
  for (const next of sorted.slice(1)) {
    const order = compare(next.low, reach.high);
    if (order < 0) {
      faults.push({
        band: next.index,
        reason: {
          zh: `第 ${next.index + 1} 档（${words(next.band, unit).zh}）与第 ${reach.index + 1} 档（${words(reach.band, unit).zh}）重叠`,
          en: `band ${next.index + 1} (${words(next.band, unit).en}) overlaps band ${reach.index + 1} (${words(reach.band, unit).en})`,
        },
      });
    } else if (order > 0) {
      const gap: Band = {
        ...(reach.high.before ? { from: reach.high.at } : { over: reach.high.at }),
        ...(next.low.before ? { below: next.low.at } : { to: next.low.at }),
        points: 0,
      };
      faults.push({
        band: next.index,
        reason: {
          zh: `第 ${reach.index + 1} 档与第 ${next.index + 1} 档之间有空档：${words(gap, unit).zh}没有分数`,
          en: `gap between bands ${reach.index + 1} and ${next.index + 1}: no points for ${words(gap, unit).en}`,
        },
      });
    }
    if (compare(next.high, reach.high) > 0) reach = next;
  }
  if (reach.high.at !== Infinity) {
    const rest: Band = reach.high.before
      ? { from: reach.high.at, points: 0 }
      : { over: reach.high.at, points: 0 };
    faults.push({
      band: reach.index,
      reason: {
        zh: `${words(rest, unit).zh}没有分档；最高一档的上限应不写`,
        en: `no band for ${words(rest, unit).en}; leave the upper side of the highest band open`,
      },
    });
  }
  return faults;
}

function words({ from, over, to, below }: Band, unit: string): Bilingual {
  if (from !== undefined && from === to) return { zh: `恰为 ${from} ${unit}`, en: `exactly ${from} ${unit}` };
  const low: Bilingual | null =
    from !== undefined
      ? { zh: `${from} ${unit}以上`, en: `${from} ${unit} and more` }
      : over !== undefined
        ? { zh: `超过 ${over} ${unit}`, en: `over ${over} ${unit}` }
        : null;
  const high: Bilingual | null =
    to !== undefined
      ? { zh: `${to} ${unit}以下`, en: `up to ${to} ${unit}` }
      : below !== undefined
        ? { zh: `不足 ${below} ${unit}`, en: `below ${below} ${unit}` }
        : null;
  if (low && high) return { zh: `${low.zh}、${high.zh}`, en: `${low.en}, ${high.en}` };
  return low ?? high ?? { zh: '任何值', en: 'every value' };
}

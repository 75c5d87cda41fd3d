/** Units of rules and of items: 4 亿元 is 40000 万元. */

const SCALES: readonly [prefix: string, factor: number][] = [
  ['万亿', 1e12],
  ['千万', 1e7],
  ['百万', 1e6],
  ['亿', 1e8],
  ['万', 1e4],
  ['千', 1e3],
];

function scaled(unit: string): { base: string; factor: number } {
  for (const [prefix, factor] of SCALES) {
    if (unit.startsWith(prefix) && unit.length > prefix.length)
      return { base: unit.slice(prefix.length), factor };
  }
  return { base: unit, factor: 1 };
}

/** What a number in one unit is multiplied by to be in another; null where they measure different things. */
export function unitFactor(from: string, to: string): number | null {
  const [a, b] = [scaled(from), scaled(to)];
  return a.base === b.base ? a.factor / b.factor : null;
}

/** A number in another unit, without the dust of binary fractions: 0.07 亿元 is 700 万元. */
export function inUnit(value: number, factor: number): number {
  return factor === 1 ? value : Number((value * factor).toPrecision(15));
}

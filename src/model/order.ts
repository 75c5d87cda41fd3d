/** Orders that are the same on every machine. */

/** By UTF-16 code units, whatever the locale. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

// The reference results beside the project, for tests that compare with trusted tools; absent in a plain clone.
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, it } from 'vitest';

export const SHARED = fileURLToPath(new URL('../../../shared/', import.meta.url));

/** Runs the suite where ../shared has the folder, and says so where it has not. */
export function describeWith(folder: string, name: string, suite: () => void): void {
  if (existsSync(`${SHARED}${folder}`)) describe(name, suite);
  // The suite's body is not run: it may read what is absent while tests are gathered.
  else describe.skip(`${name} (../shared/${folder} is absent)`, () => it('needs the reference', () => {}));
}

/** Rows of a plain comma-separated file, quotes around cells removed. */
export function sharedRows(file: string): Record<string, string>[] {
  const [header = [], ...rows] = readFileSync(`${SHARED}${file}`, 'utf8')
    .replace(/^\uFEFF/, '')
    .trim()
    .split(/\r?\n/)
    .map((line) => line.split(',').map((cell) => cell.replace(/^"|"$/g, '')));
  return rows.map((row) => Object.fromEntries(header.map((name, i) => [name, row[i] ?? ''])));
}

/** Largest absolute difference; NaN and NA agree only with each other. */
export function largestDifference(ours: ArrayLike<number>, theirs: ArrayLike<number>): number {
  if (ours.length !== theirs.length) return Number.POSITIVE_INFINITY;
  let largest = 0;
  for (let i = 0; i < ours.length; i++) {
    if (Number.isNaN(ours[i]!) && Number.isNaN(theirs[i]!)) continue;
    const difference = Math.abs(ours[i]! - theirs[i]!);
    largest = Number.isNaN(difference) ? Number.POSITIVE_INFINITY : Math.max(largest, difference);
  }
  return largest;
}

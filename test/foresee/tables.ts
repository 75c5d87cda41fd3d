// Tables for the tests of this room: written out, and made by fast-check.
import fc from 'fast-check';
import { type Presence, presenceOf, type RegionActivityRow } from '../../src/foresee/index.js';

export const row = (region: string, activity: string, value: number): RegionActivityRow => ({
  region,
  activity,
  value,
});

/** Long rows of a dense table: at least two regions and activities, zeros among them. */
export const rowsOfTables = fc
  .tuple(fc.integer({ min: 2, max: 7 }), fc.integer({ min: 2, max: 9 }))
  .chain(([n, m]) =>
    fc
      .array(fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 1000 })), {
        minLength: n * m,
        maxLength: n * m,
      })
      .map((values) =>
        values.map((value, i) =>
          row(`R${Math.floor(i / m)}`, `P${i % m}`, i === 0 || i === n * m - 1 ? 5 : value),
        ),
      ),
  );

/** Rows of 0 and 1, one string a region. */
export function matrix(...rows: string[]): Presence {
  return presenceOf(
    rows.map((_, r) => `R${r}`),
    [...rows[0]!].map((_, p) => `P${p}`),
    rows.flatMap((row) => [...row].map(Number)),
  );
}

/** A connected M: every region also has P0. */
export const presences = fc
  .tuple(fc.integer({ min: 3, max: 9 }), fc.integer({ min: 3, max: 11 }))
  .chain(([n, m]) =>
    fc.array(fc.constantFrom(0, 0, 1), { minLength: n * m, maxLength: n * m }).map((cells) =>
      presenceOf(
        Array.from({ length: n }, (_, r) => `R${r}`),
        Array.from({ length: m }, (_, p) => `P${p}`),
        cells.map((cell, at) => (at % m === 0 ? 1 : cell)),
      ),
    ),
  );

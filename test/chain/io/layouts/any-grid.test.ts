// Whatever a sheet holds: tables of finite figures, or a fault that the user can mend; never a NaN, never a defect.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { checkIdentities, examineTable, IoGrid, readIoTables } from '../../../../src/chain/index.js';
import { UserError } from '../../../../src/model/index.js';

const WORDS =
  '01 02 1 2 3 农业 工业 TIU TII GO TI EX FU101 TC VA001 TVA IM 进口 国内 Imports 合计 小计 北京 河北 CHN_01 CHN_02 from to value kind export Country RNr IndustryCode TOT AUS1 NA - x'.split(
    ' ',
  );
const cell = fc.oneof(
  fc.constantFrom(...WORDS),
  fc.integer({ min: -9, max: 99 }),
  fc.constantFrom('', null, '1,234.5', '(3)', '1e3', Number.NaN, Number.POSITIVE_INFINITY),
);
const grids = fc
  .tuple(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 8 }))
  .chain(([height, width]) =>
    fc.array(fc.array(cell, { minLength: width, maxLength: width }), {
      minLength: height,
      maxLength: height,
    }),
  );
// A square of codes with anything around and inside it.
const squares = fc
  .tuple(fc.integer({ min: 2, max: 4 }), fc.array(cell, { minLength: 80, maxLength: 80 }))
  .map(([n, fill]) => {
    let at = 0;
    const next = () => fill[at++ % fill.length]!;
    const codes = Array.from({ length: n }, (_, i) => `0${i + 1}`);
    return [
      ['code', ...codes, next(), next(), next()],
      ...codes.map((code) => [code, ...codes.map(next), next(), next(), next()]),
      [next(), ...codes.map(next)],
      [next(), ...codes.map(next)],
    ];
  });

it.each([
  ['cells at random', grids],
  ['a square with cells at random', squares],
])('%s', (_, arbitrary) => {
  fc.assert(
    fc.property(arbitrary, (rows) => {
      const width = Math.max(...rows.map((row) => row.length));
      const grid = IoGrid.of({
        name: 'any',
        height: rows.length,
        width,
        value: (row, column) => rows[row]?.[column] ?? null,
      });
      let readings: ReturnType<typeof readIoTables>;
      try {
        readings = readIoTables(grid);
      } catch (error) {
        expect(error).toBeInstanceOf(UserError);
        return;
      }
      for (const { table, stated } of readings) {
        const vectors = [
          table.intermediate,
          table.importedIntermediate,
          ...table.finalUses.flatMap(({ values, imported }) => [values, imported]),
          ...table.valueAdded.map(({ values }) => values),
          table.imports,
          table.inflows,
          table.discrepancy,
          table.output,
        ];
        for (const values of vectors)
          for (const value of values ?? []) expect(Number.isFinite(value)).toBe(true);
        const report = checkIdentities(table, stated);
        for (const { largest } of report.checks) expect(Number.isFinite(largest!.residual)).toBe(true);
        examineTable(table, report);
      }
    }),
    { seed: 17, numRuns: 1500 },
  );
});

import { describe, expect, it } from 'vitest';
import { footprints, refinedFootprints } from '../../../src/chain/io/footprint.js';
import { LeontiefSystem, multiply, multiplyRow } from '../../../src/chain/io/leontief.js';
import { RefinedSolver, refinedSystem } from '../../../src/chain/io/refined-solve.js';
import { largestDifference } from '../../measure/reference.js';
import { randomMultiRegional, randomTable, seeded, tableOf } from './plain.js';

describe('refined solves', () => {
  it.each([
    ['rows', 0.6],
    ['columns', 0.6],
    ['rows', 0.95],
    ['columns', 0.95],
  ] as const)('%s of a table that spends %d of output on inputs: as factors in f64', (kind, share) => {
    const n = 530;
    const table = randomTable(n, share);
    const random = seeded(5);
    const count = 5;
    const sides = Float64Array.from({ length: count * n }, (_, at) => (at < n ? 0 : random()));
    const solver = new RefinedSolver(refinedSystem(table, 1));
    const { solutions, residual } = solver.solve({ system: kind, sides, count, tolerance: 1e-12 });
    expect(residual).toBeLessThan(1e-12);
    const system = new LeontiefSystem(table);
    const left = solutions.slice(n, 2 * n);
    const used =
      kind === 'rows' ? multiplyRow(left, system.coefficients) : multiply(system.coefficients, left);
    const measured = left.map((value, i) => Math.abs(value - used[i]! - sides[n + i]!));
    expect(Math.max(...measured) / Math.max(...sides.subarray(n, 2 * n))).toBeLessThanOrEqual(
      residual + 1e-15,
    );
    for (let s = 0; s < count; s++) {
      const side = sides.subarray(s * n, (s + 1) * n);
      const exact = kind === 'rows' ? system.solveRows(side) : system.solve(side);
      const size = Math.max(1e-300, ...exact.map(Math.abs));
      expect(largestDifference(solutions.subarray(s * n, (s + 1) * n), exact) / size).toBeLessThan(1e-11);
    }
  });

  it('says so when it does not get there', () => {
    // Eigenvalues of A beyond 1 and of both signs: GMRES without enough steps.
    const n = 600;
    const random = seeded(3);
    const table = tableOf(
      Array.from({ length: n }, () =>
        Array.from({ length: n }, () => (random() < 0.5 ? 1 : 0) * random() * 4),
      ),
      [],
      Array.from({ length: n }, () => 1),
    );
    const solver = new RefinedSolver(refinedSystem(table, 1));
    const sides = Float64Array.from({ length: n }, () => 1);
    const { residual } = solver.solve({ system: 'rows', sides, count: 1, tolerance: 1e-15 });
    expect(residual).toBeGreaterThan(1e-15);
  });

  it('an industry without output', () => {
    const { table } = randomMultiRegional(2, 6, 1);
    const output = table.output.slice();
    output[3] = 0;
    const solver = new RefinedSolver(refinedSystem({ ...table, output }, 1));
    const sides = Float64Array.from({ length: 12 }, (_, i) => i);
    const { solutions, residual } = solver.solve({ system: 'columns', sides, count: 1, tolerance: 1e-12 });
    expect(residual).toBeLessThan(1e-12);
    expect(largestDifference(solutions, new LeontiefSystem({ ...table, output }).solve(sides))).toBeLessThan(
      1e-10,
    );
  });
});

describe('refined footprints', () => {
  it('are those of factors in f64, accuracy and all', () => {
    const { table, accounts } = randomMultiRegional(13, 11, 9);
    const [refined, exact] = [refinedFootprints(table, accounts, 1e-12), footprints(table, accounts)];
    for (const account of ['consumption', 'production', 'imports', 'exports', 'multipliers'] as const)
      expect(largestDifference(refined[account], exact[account]) / Math.max(...exact[account])).toBeLessThan(
        1e-12,
      );
    expect(refined.accuracy.residual).toBeLessThan(1e-12);
    expect(refined.accuracy.condition).toBeCloseTo(exact.accuracy.condition, 6);
  });

  it('with demand of the rest of the world', () => {
    const { table, accounts } = randomMultiRegional(7, 11, 3);
    const open = {
      ...table,
      finalUses: table.finalUses.map((use, c) => (c === 2 ? { ...use, region: 'export' } : use)),
    };
    const [refined, exact] = [refinedFootprints(open, accounts, 1e-12), footprints(open, accounts)];
    for (const account of ['consumption', 'production', 'imports', 'exports', 'restOfWorld'] as const)
      expect(
        largestDifference(refined[account]!, exact[account]!) / Math.max(...exact[account]!),
      ).toBeLessThan(1e-12);
  });

  it('a table that is not productive is refused, as with factors', () => {
    const { table, accounts } = randomMultiRegional(2, 5, 1);
    const greedy = { ...table, output: table.output.map((x) => x / 8) };
    expect(() => refinedFootprints(greedy, accounts)).toThrow(/谱半径/);
  });
});

import { describe, expect, it } from 'vitest';
import { ras } from '../../../src/chain/io/ras.js';

describe('RAS', () => {
  it('the worked example of Miller & Blair: one step of each by hand', () => {
    // Rows of [[1, 2], [3, 4]] come to (4, 6), columns to (5, 5); with one step the rows are scaled first.
    const { matrix, converged, residual } = ras(
      Float64Array.of(1, 2, 3, 4),
      Float64Array.of(4, 6),
      Float64Array.of(5, 5),
    );
    expect(converged).toBe(true);
    expect(residual).toBeLessThan(1e-10);
    // x₁₁ solves the cross product: x₁₁·x₂₂ / (x₁₂·x₂₁) stays 1·4 / (2·3).
    const [a, b, c, d] = matrix as unknown as [number, number, number, number];
    expect((a * d) / (b * c)).toBeCloseTo(2 / 3, 9);
    expect(a + b).toBeCloseTo(4, 9);
    expect(b + d).toBeCloseTo(5, 9);
  });

  it('negative cells keep their sign and the margins hold (GRAS)', () => {
    // Junius & Oosterhaven (2003), table 1: rows, columns and the wanted margins.
    const known = Float64Array.of(7, 3, 5, -3, 2, 9, 8, 1, -2, 0, 2, 0);
    const rows = Float64Array.of(15, 26, -1);
    const columns = Float64Array.of(9, 16, 17, -2);
    const { matrix, converged } = ras(known, rows, columns);
    expect(converged).toBe(true);
    for (let i = 0; i < 3; i++)
      expect([...matrix.subarray(i * 4, i * 4 + 4)].reduce((sum, value) => sum + value, 0)).toBeCloseTo(
        rows[i]!,
        8,
      );
    for (let j = 0; j < 4; j++)
      expect(matrix[j]! + matrix[4 + j]! + matrix[8 + j]!).toBeCloseTo(columns[j]!, 8);
    matrix.forEach((value, at) => {
      expect(Math.sign(value)).toBe(Math.sign(known[at]!));
    });
  });

  it('margins that nothing can meet are refused with their place', () => {
    expect(() => ras(Float64Array.of(0, 0, 1, 1), Float64Array.of(1, 1), Float64Array.of(1, 1))).toThrow(
      /第 1 行/,
    );
    expect(() => ras(Float64Array.of(1, 0, 1, 0), Float64Array.of(1, 1), Float64Array.of(1, 1))).toThrow(
      /第 2 列/,
    );
    expect(() => ras(Float64Array.of(1, 1, 1, 1), Float64Array.of(1, 1), Float64Array.of(1, 2))).toThrow(
      /不等/,
    );
  });

  it('a row of zeros that should be zero stays so', () => {
    const { matrix, converged } = ras(
      Float64Array.of(0, 0, 1, 1),
      Float64Array.of(0, 4),
      Float64Array.of(1, 3),
    );
    expect(converged).toBe(true);
    expect([...matrix]).toEqual([0, 0, 1, 3]);
  });

  it('zeros that leave no way through: said not to converge', () => {
    // The cell (1, 2) alone can carry row 1, and column 2 wants less.
    const { converged, residual } = ras(
      Float64Array.of(0, 1, 1, 1),
      Float64Array.of(3, 1),
      Float64Array.of(2, 2),
      { iterations: 200 },
    );
    expect(converged).toBe(false);
    expect(residual).toBeGreaterThan(1e-3);
  });
});

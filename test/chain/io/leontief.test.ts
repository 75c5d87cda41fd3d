import { describe, expect, it } from 'vitest';
import {
  fieldOfInfluence,
  mostInfluential,
  totalInfluence,
} from '../../../src/chain/io/field-of-influence.js';
import {
  concentrationOfSources,
  importDependence,
  verticalSpecialisation,
} from '../../../src/chain/io/import-dependence.js';
import { LeontiefSystem } from '../../../src/chain/io/leontief.js';
import { keySectors, linkages } from '../../../src/chain/io/linkages.js';
import { openUpstreamness, upstreamness } from '../../../src/chain/io/position.js';
import type { IoTable } from '../../../src/chain/io/table.js';
import { largestDifference } from '../../measure/reference.js';
import { millerBlair, plainInverse, plainUnitMinus, randomTable, tableOf } from './plain.js';

describe('the Leontief system', () => {
  it('new demand of (600, 1500) asks for 1247.5 and 1841.6', () => {
    const system = new LeontiefSystem(millerBlair());
    const x = system.solve(Float64Array.of(600, 1500));
    expect(x[0]!).toBeCloseTo(1247.52, 2);
    expect(x[1]!).toBeCloseTo(1841.58, 2);
    // Labour of 0.30 and 0.25 a unit of output.
    expect(x[0]! * 0.3).toBeCloseTo(374.25, 1);
    expect(x[1]! * 0.25).toBeCloseTo(460.4, 1);
  });

  it('refuses a statistical discrepancy that is no number', () => {
    const table = { ...millerBlair(), discrepancy: Float64Array.of(0, Number.NaN) };
    expect(() => new LeontiefSystem(table)).toThrow(/统计误差，行“.*”列“统计误差”：NaN 不是有限的数/);
  });

  it('inverse, spectral radius and residual of a random table', () => {
    const system = new LeontiefSystem(randomTable(80, 0.6));
    expect(
      largestDifference(system.inverse(), plainInverse(plainUnitMinus(system.coefficients, 80), 80)),
    ).toBeLessThan(1e-12);
    // Columns spend 0.6 of output, but for what the small addition to output takes.
    expect(system.spectralRadius().value).toBeGreaterThan(0.59);
    expect(system.spectralRadius().value).toBeLessThan(0.6);
    expect(system.accuracy().residual).toBeLessThan(1e-13);
  });

  it('two industries that buy from each other only: eigenvalues of equal size and opposite sign', () => {
    const system = new LeontiefSystem(
      tableOf(
        [
          [0, 30],
          [40, 0],
        ],
        [[70], [60]],
        [100, 100],
      ),
    );
    expect(system.spectralRadius().value).toBeCloseTo(Math.sqrt(0.12), 9);
  });

  it('an industry without output: named, coefficients 0, measures 1', () => {
    const system = new LeontiefSystem(
      tableOf(
        [
          [10, 20, 5],
          [0, 0, 0],
          [5, 10, 5],
        ],
        [[65], [0], [80]],
        [100, 0, 100],
      ),
    );
    expect(system.treatments.map(({ kind, industries }) => [kind, industries])).toEqual([
      ['zeroOutput', ['02']],
      ['inputsWithoutOutput', ['02']],
    ]);
    expect(system.columnSums()[1]).toBe(1);
    expect(upstreamness(system)[1]).toBe(1);
    expect([...system.inverse()].every(Number.isFinite)).toBe(true);
    // What the industry without output took in counts as final use, so that x = L·f.
    expect(largestDifference(system.solve(system.finalDemand), [100, 0, 100])).toBeLessThan(1e-12);
  });

  it('refuses an economy that uses up more than it makes, and names the industries', () => {
    const greedy = tableOf(
      [
        [60, 50],
        [70, 60],
      ],
      [[-10], [-30]],
      [100, 100],
    );
    expect(() => new LeontiefSystem(greedy)).toThrow(/01|部门1/);
    const whole = tableOf(
      [
        [50, 50],
        [50, 50],
      ],
      [[0], [0]],
      [100, 100],
    );
    expect(() => new LeontiefSystem(whole)).toThrow(/谱半径/);
  });

  it('negative final demand and coefficients are told and used', () => {
    const system = new LeontiefSystem(
      tableOf(
        [
          [10, 120],
          [-5, 20],
        ],
        [[-30], [85]],
        [100, 100],
      ),
    );
    expect(system.treatments.map(({ kind }) => kind)).toEqual([
      'negativeCoefficient',
      'inputsAboveOutput',
      'negativeFinalDemand',
    ]);
    expect(linkages(system, 'finalDemand').backward.every(Number.isFinite)).toBe(true);
  });

  it('refuses a value that is no number, with its place', () => {
    const table = millerBlair();
    table.intermediate[1] = Number.NaN;
    expect(() => new LeontiefSystem(table)).toThrow(/01 部门1.*02 部门2/);
  });
});

describe('linkages', () => {
  it('weights: the weighted mean of the index is 1', () => {
    const system = new LeontiefSystem(randomTable(10, 0.5));
    const total = system.output.reduce((sum, x) => sum + x, 0);
    const { backward } = linkages(system, 'output');
    expect(backward.reduce((sum, value, j) => sum + (value * system.output[j]!) / total, 0)).toBeCloseTo(
      1,
      12,
    );
  });

  it('key sectors', () => {
    expect(keySectors(Float64Array.of(1.2, 1.2, 0.9, 0.9), Float64Array.of(1.1, 0.9, 1.1, 0.9))).toEqual([
      'key',
      'backward',
      'forward',
      'weak',
    ]);
  });
});

describe('field of influence', () => {
  it('the total is the sum of squares of the field, and the field the change of the inverse', () => {
    const n = 6;
    const system = new LeontiefSystem(randomTable(n, 0.6));
    const total = totalInfluence(system, 0.01);
    const field = fieldOfInfluence(system, 2, 4, 0.01);
    expect(field.reduce((sum, value) => sum + value * value, 0)).toBeCloseTo(total[2 * n + 4]!, 9);
    const changed = system.coefficients.slice();
    changed[2 * n + 4]! += 0.01;
    const after = plainInverse(plainUnitMinus(changed, n), n);
    const slope = after.map((value, at) => (value - system.inverse()[at]!) / 0.01);
    expect(largestDifference(field, slope)).toBeLessThan(1e-9);
  });

  it('the most influential cells, largest first', () => {
    const cells = mostInfluential(Float64Array.of(1, 5, 3, 4), 2, 3);
    expect(cells).toEqual([
      { supplier: 0, buyer: 1, influence: 5 },
      { supplier: 1, buyer: 1, influence: 4 },
      { supplier: 1, buyer: 0, influence: 3 },
    ]);
  });
});

describe('upstreamness of an open economy', () => {
  it('exports and imports move the denominator', () => {
    const table = {
      ...millerBlair(),
      finalUses: [
        {
          code: 'EX',
          name: '出口',
          kind: 'export',
          region: null,
          values: Float64Array.of(200, 400),
          imported: null,
        },
      ],
      imports: Float64Array.of(100, 300),
    } as const;
    // δ = [[150, 500] / 900, [200, 100] / 1900].
    const delta = Float64Array.of(150 / 900, 500 / 900, 200 / 1900, 100 / 1900);
    const inverse = plainInverse(plainUnitMinus(delta, 2), 2);
    const { values, treatments } = openUpstreamness(table);
    expect(treatments).toEqual([]);
    expect(values![0]!).toBeCloseTo(inverse[0]! + inverse[1]!, 12);
    expect(values![1]!).toBeCloseTo(inverse[2]! + inverse[3]!, 12);
  });

  it('an industry that exports all is told', () => {
    const table = {
      ...millerBlair(),
      finalUses: [
        {
          code: 'EX',
          name: '出口',
          kind: 'export',
          region: null,
          values: Float64Array.of(1000, 0),
          imported: null,
        },
      ],
    } as const;
    const { values, treatments } = openUpstreamness(table);
    expect(treatments[0]).toMatchObject({ kind: 'openDenominator', industries: ['01'] });
    expect(values![0]).toBe(1);
  });
});

describe('dependence on imports', () => {
  // Domestic flows of 100 and 50 a column, imports of 40 and 10 below them, value added the rest of 200 and 100.
  const domestic = [
    [60, 20],
    [40, 30],
  ];
  const below = (imports: Partial<IoTable>) =>
    tableOf(domestic, [[120], [30]], [200, 100], {
      valueAdded: [
        { code: 'VA', name: '增加值', kind: 'total', values: Float64Array.of(60, 40) },
        ...(imports.valueAdded ?? []),
      ],
      importedIntermediate: imports.importedIntermediate ?? null,
    });

  it('imports by product and imports in one row come to the same', () => {
    const byProduct = new LeontiefSystem(below({ importedIntermediate: Float64Array.of(30, 10, 10, 0) }));
    const inARow = new LeontiefSystem(
      below({ valueAdded: [{ code: 'IM', name: '进口', kind: 'imports', values: Float64Array.of(40, 10) }] }),
    );
    const [one, other] = [byProduct, inARow].map((system) => verticalSpecialisation(system)!);
    expect(largestDifference(one!.bySector, other!.bySector)).toBeLessThan(1e-15);
    // Without exports there is no share of exports.
    expect(one!.total).toBeNaN();
    expect(importDependence(byProduct.table)!.direct[0]).toBeCloseTo(0.2, 12);
    expect(importDependence(inARow.table)!.intermediateShare[0]).toBeCloseTo(40 / 140, 12);
  });

  it('a competitive table tells nothing of imported inputs', () => {
    expect(verticalSpecialisation(new LeontiefSystem(millerBlair()))).toBeNull();
    expect(importDependence(millerBlair())).toBeNull();
  });

  it('sources: negative imports are refused', () => {
    expect(() => concentrationOfSources(Float64Array.of(1, -1), 1, 2)).toThrow(/第 2 个来源/);
    expect(concentrationOfSources(Float64Array.of(0, 0), 1, 2)[0]).toBeNaN();
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  buildSupplyNetwork,
  CascadeKernel,
  cascade,
  cascadeLayout,
  cascadeModel,
  convergedCascade,
  economicSystemicRiskIndex,
  linearDownstreamClosedForm,
  requireLeak,
  riskOf,
  supplyNetworkOf,
  upstreamClosedForm,
} from '../../../src/chain/index.js';
import { describeWith, largestDifference, sharedRows } from '../../measure/reference.js';
import { referenceNetwork } from './reference-network.js';

fc.configureGlobal({ seed: 22 });

const firms = ['a', 'b', 'c'].map((id) => ({ id, sector: 's' }));
const { network } = buildSupplyNetwork(firms, [
  { supplier: 'a', buyer: 'b', weight: 1 },
  { supplier: 'b', buyer: 'a', weight: 1 },
  { supplier: 'c', buyer: 'a', weight: 2 },
]);
const linear = { sectors: ['s'], classes: Uint8Array.of(1) };

describe('losses of customers that leak to final demand', () => {
  // a and b sell half of their output to each other, c sells half of its own to a.
  const model = cascadeModel(network, linear, { leak: 0.5, substitution: false });

  it('by hand: close b, and a loses half, c a quarter', () => {
    const { up, bound } = convergedCascade(model, { supply: Float64Array.of(0, 1, 0) }, 1e-9);
    expect([...up]).toEqual([0.5, 1, 0.25]);
    expect(bound.up).toBe(0);
    // Weights 1, 1 and 2 of 4: (0.5 + 1 + 2 × 0.25) / 4.
    expect(upstreamClosedForm(model)[1]).toBeCloseTo(0.5, 14);
  });

  it('by hand: close c, which buys nothing, and nobody upstream loses', () => {
    expect(upstreamClosedForm(model)[2]).toBeCloseTo(0.5, 14);
    expect(
      riskOf(convergedCascade(model, { supply: Float64Array.of(0, 0, 1) }, 1e-9), model.weights).up,
    ).toBe(0.5);
  });
});

describe('without a leak', () => {
  it('says what to type', () => {
    expect(() => requireLeak(cascadeModel(network, linear))).toThrow('--leak');
    const supply = Float64Array.of(1, 0, 0);
    expect(() => convergedCascade(cascadeModel(network, linear), { supply }, 1e-6)).toThrow('--stop 0.01');
    expect(() => upstreamClosedForm(cascadeModel(network, linear))).toThrow('--revenue');
  });

  it('names a firm whose sales never reach final demand', () => {
    expect(() => requireLeak(cascadeModel(network, linear, { leak: Float64Array.of(0, 0, 0.4) }))).toThrow(
      '企业 ',
    );
    expect(() =>
      requireLeak(cascadeModel(network, linear, { leak: Float64Array.of(0.1, 0, 0) })),
    ).not.toThrow();
  });
});

describe('closed forms hold only where they hold', () => {
  it('refuse essential inputs, substitution, and revenue below sales', () => {
    const essential = { sectors: ['s'], classes: Uint8Array.of(2) };
    expect(() =>
      linearDownstreamClosedForm(cascadeModel(network, essential, { substitution: false })),
    ).toThrow();
    expect(() => linearDownstreamClosedForm(cascadeModel(network, linear))).toThrow();
    const revenue = Float64Array.of(2, 0.5, 4);
    expect(() => upstreamClosedForm(cascadeModel(network, linear, { revenue }))).toThrow('企业 b');
  });
});

describe('whatever the network, with a leak', () => {
  const economies = fc.integer({ min: 2, max: 20 }).chain((n) =>
    fc.record({
      sectorOf: fc.array(fc.integer({ min: 0, max: 2 }), { minLength: n, maxLength: n }),
      links: fc.array(
        fc.tuple(
          fc.integer({ min: 0, max: n - 1 }),
          fc.integer({ min: 0, max: n - 1 }),
          fc.double({ min: 1, max: 1e4, noNaN: true }),
        ),
        { minLength: 1, maxLength: 80 },
      ),
      classes: fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 9, maxLength: 9 }),
      leak: fc.constantFrom(0.05, 0.3, 0.7),
      substitution: fc.boolean(),
      tolerance: fc.constantFrom(1e-2, 1e-4, 1e-7),
    }),
  );

  it('the bound holds, the kernel agrees, and the closed form lies within it', () => {
    fc.assert(
      fc.property(economies, ({ sectorOf, links, classes, tolerance, ...options }) => {
        const { network } = supplyNetworkOf(
          sectorOf.map((_, i) => String(i)),
          ['0', '1', '2'],
          Int32Array.from(sectorOf),
          Uint32Array.from(links, ([supplier]) => supplier),
          Uint32Array.from(links, ([, buyer]) => buyer),
          Float64Array.from(links, ([, , weight]) => weight),
        );
        const matrix = { sectors: network.sectors, classes: Uint8Array.from(classes) };
        const stop = { rule: 'converged', tolerance } as const;
        const model = cascadeModel(network, matrix, options);
        const plain = economicSystemicRiskIndex(network, matrix, { stop, ...options });
        const closed = upstreamClosedForm(model);
        const fast = new CascadeKernel(cascadeLayout(model)).closeEach(
          network.ids.map((_, i) => i),
          stop,
        );
        // Both are certain to their bound; rounding decides which of them takes one more round.
        for (const key of ['esri', 'down', 'up'] as const)
          for (let f = 0; f < sectorOf.length; f++)
            expect(Math.abs(fast[key][f]! - plain[key][f]!)).toBeLessThan(
              Math.max(fast.errorBound![f]!, plain.errorBound![f]!) + 1e-12,
            );
        for (let f = 0; f < sectorOf.length; f++) {
          const bound = plain.errorBound![f]!;
          expect(fast.errorBound![f]).toBeLessThanOrEqual(tolerance);
          expect(bound).toBeLessThanOrEqual(tolerance);
          expect(closed[f]! - plain.up[f]!).toBeGreaterThan(-1e-12);
          expect(closed[f]! - plain.up[f]!).toBeLessThan(bound + 1e-12);
          const supply = new Float64Array(sectorOf.length);
          supply[f] = 1;
          const end = riskOf(
            cascade(model, { supply }, { rule: 'converged', tolerance: 1e-15 }),
            model.weights,
          );
          expect(end.esri - plain.esri[f]!).toBeLessThan(bound + 1e-12);
          expect(end.down - plain.down[f]!).toBeLessThan(bound + 1e-12);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describeWith('reference/chain', 'closed forms on the network of 50 firms', () => {
  it('upstream, and downstream where all is linear, as the cascade of the R/C++ package at 1e-13', () => {
    const { network, classes } = referenceNetwork('n50');
    const rows = sharedRows('reference/chain/ref_n50_revenue_costs_linear_eps1e-13.csv');
    const column = (name: string) => Float64Array.from(rows, (row) => Number(row[name]));
    const matrix = { sectors: classes.sectors, classes: classes.classes.map(() => 1) };
    const model = cascadeModel(network, matrix, {
      substitution: false,
      revenue: column('revenue'),
      costs: column('costs'),
    });
    expect(largestDifference(upstreamClosedForm(model), column('esri_up'))).toBeLessThan(1e-11);
    expect(largestDifference(linearDownstreamClosedForm(model), column('esri_down_linear'))).toBeLessThan(
      1e-11,
    );
  });
});

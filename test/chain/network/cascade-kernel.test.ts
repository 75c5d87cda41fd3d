import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  CascadeKernel,
  cascade,
  cascadeLayout,
  cascadeModel,
  convergedCascade,
  economicSystemicRiskIndex,
  riskOf,
  supplyNetworkOf,
} from '../../../src/chain/index.js';
import { describeWith, largestDifference } from '../../measure/reference.js';
import { referenceNetwork, referenceRisk } from './reference-network.js';

fc.configureGlobal({ seed: 21 });

const economies = fc.integer({ min: 2, max: 40 }).chain((n) =>
  fc.record({
    sectorOf: fc.array(fc.integer({ min: 0, max: 3 }), { minLength: n, maxLength: n }),
    links: fc.array(
      fc.tuple(
        fc.integer({ min: 0, max: n - 1 }),
        fc.integer({ min: 0, max: n - 1 }),
        fc.double({ min: 1, max: 1e6, noNaN: true }),
      ),
      { maxLength: 200 },
    ),
    classes: fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 16, maxLength: 16 }),
    eps: fc.constantFrom(0.1, 0.01, 1e-4),
    substitution: fc.boolean(),
    leak: fc.constantFrom(undefined, 0.2),
  }),
);
type Economy = typeof economies extends fc.Arbitrary<infer E> ? E : never;

function networkOf({ sectorOf, links, classes }: Economy) {
  const { network } = supplyNetworkOf(
    sectorOf.map((_, i) => String(i)),
    ['0', '1', '2', '3'],
    Int32Array.from(sectorOf),
    Uint32Array.from(links, ([supplier]) => supplier),
    Uint32Array.from(links, ([, buyer]) => buyer),
    Float64Array.from(links, ([, , weight]) => weight),
  );
  return { network, classes: { sectors: network.sectors, classes: Uint8Array.from(classes) } };
}

describe('the kernel gives the numbers and steps of the plain cascade', () => {
  it('every firm closed alone, one after another in one memory', () => {
    fc.assert(
      fc.property(economies, (economy) => {
        const { network, classes } = networkOf(economy);
        const { substitution, leak } = economy;
        const stop = { rule: 'eps', eps: economy.eps } as const;
        const options = { substitution, ...(leak !== undefined && { leak }) };
        const plain = economicSystemicRiskIndex(network, classes, { stop, ...options });
        const kernel = new CascadeKernel(cascadeLayout(cascadeModel(network, classes, options)));
        const fast = kernel.closeEach(
          network.ids.map((_, i) => i),
          stop,
        );
        expect(largestDifference(fast.esri, plain.esri)).toBeLessThan(1e-12);
        expect(largestDifference(fast.down, plain.down)).toBeLessThan(1e-12);
        expect(largestDifference(fast.up, plain.up)).toBeLessThan(1e-12);
        expect([...fast.iterations]).toEqual([...plain.iterations]);
      }),
      { numRuns: 300 },
    );
  });

  it('partial shocks of several firms, with demand shocks of their own', () => {
    const share = fc.oneof(fc.constant(0), fc.double({ min: 0, max: 1, noNaN: true }));
    const shocks = fc.array(fc.tuple(share, share), { minLength: 40, maxLength: 40 });
    fc.assert(
      fc.property(economies, shocks, (economy, shares) => {
        const { network, classes } = networkOf(economy);
        const model = cascadeModel(network, classes, { substitution: economy.substitution });
        const stop = { rule: 'eps', eps: economy.eps } as const;
        const supply = Float64Array.from(network.ids, (_, i) => shares[i]![0]!);
        const demand = Float64Array.from(network.ids, (_, i) => shares[i]![1]!);
        const plain = cascade(model, { supply, demand }, stop);
        const firms = network.ids.map((_, i) => i);
        const fast = new CascadeKernel(cascadeLayout(model)).shock(firms, supply, demand, stop);
        const expected = riskOf(plain, model.weights);
        expect(fast.esri).toBeCloseTo(expected.esri, 12);
        expect(fast.down).toBeCloseTo(expected.down, 12);
        expect(fast.up).toBeCloseTo(expected.up, 12);
        expect(fast.iterations).toBe(plain.iterations);
      }),
    );
  });

  it('what each firm loses when some close together, at the step rule and at the fixed point', () => {
    fc.assert(
      fc.property(economies, fc.array(fc.nat(39), { minLength: 1, maxLength: 3 }), (economy, picked) => {
        const { network, classes } = networkOf(economy);
        const model = cascadeModel(network, classes, { substitution: economy.substitution, leak: 0.2 });
        const firms = picked.map((firm) => firm % network.ids.length);
        const supply = new Float64Array(network.ids.length);
        for (const firm of firms) supply[firm] = 1;
        const kernel = new CascadeKernel(cascadeLayout(model));
        const eps = { rule: 'eps', eps: economy.eps } as const;
        const plain = cascade(model, { supply }, eps);
        const fast = kernel.losses(firms, eps);
        expect(largestDifference(fast.down, plain.down)).toBeLessThan(1e-12);
        expect(largestDifference(fast.up, plain.up)).toBeLessThan(1e-12);
        expect(fast).toMatchObject({ iterations: plain.iterations, errorBound: null });
        const end = convergedCascade(model, { supply }, 1e-6);
        const converged = kernel.losses(firms, { rule: 'converged', tolerance: 1e-6 });
        const bound = Math.max(end.bound.esri, end.bound.down, end.bound.up);
        expect(converged.errorBound).toBeLessThanOrEqual(1e-6);
        const [own, other] = [riskOf(converged, model.weights), riskOf(end, model.weights)];
        for (const part of ['esri', 'down', 'up'] as const)
          expect(Math.abs(own[part] - other[part])).toBeLessThan(
            Math.max(bound, converged.errorBound!) + 1e-12,
          );
      }),
      { numRuns: 300 },
    );
  });

  it('whatever unit the money is in: a sole seller is no easier to replace in 亿元 than in 元', () => {
    fc.assert(
      fc.property(economies, (economy) => {
        const stop = { rule: 'eps', eps: economy.eps } as const;
        // A power of two changes no digit of the shares.
        const small = {
          ...economy,
          links: economy.links.map(([i, j, w]) => [i, j, w * 2 ** -60] as (typeof economy.links)[0]),
        };
        const [whole, scaled] = [economy, small].map((each) => {
          const { network, classes } = networkOf(each);
          const plain = economicSystemicRiskIndex(network, classes, { stop });
          const kernel = new CascadeKernel(cascadeLayout(cascadeModel(network, classes)));
          const fast = kernel.closeEach([...network.ids.keys()], stop);
          return {
            plain: [...plain.esri],
            fast: [...fast.esri],
            steps: [...plain.iterations, ...fast.iterations],
          };
        });
        expect(scaled).toEqual(whole);
      }),
    );
  });

  it('takes no more kernels than the layout has room for', () => {
    const { network, classes } = networkOf({
      sectorOf: [0, 1],
      links: [[0, 1, 2]],
      classes: new Array(16).fill(2),
      eps: 0.01,
      substitution: true,
      leak: undefined,
    });
    const layout = cascadeLayout(cascadeModel(network, classes), 2);
    const [first, second] = [new CascadeKernel(layout), new CascadeKernel(layout)];
    const stop = { rule: 'eps', eps: 0.01 } as const;
    expect(second.closeEach([0], stop)).toEqual(first.closeEach([0], stop));
    expect(() => new CascadeKernel(layout)).toThrow(RangeError);
  });
});

describeWith('reference/chain', 'the kernel gives what the R/C++ package computes, for every firm', () => {
  it.each([
    ['n50', 1e-2, true, 'ref_n50_eps1e-2_subst1_rcpp.csv'],
    ['n50', 1e-2, false, 'ref_n50_eps1e-2_subst0_rcpp.csv'],
    ['n50', 1e-6, true, 'ref_n50_eps1e-6_subst1_rcpp.csv'],
    ['n50', 1e-6, false, 'ref_n50_eps1e-6_subst0_rcpp.csv'],
    ['n1000', 1e-2, true, 'ref_n1000_eps1e-2_subst1_rcpp.csv'],
    ['n1000', 1e-2, false, 'ref_n1000_eps1e-2_subst0_rcpp.csv'],
    ['n1000', 1e-6, true, 'ref_n1000_eps1e-6_subst1_rcpp_100.csv'],
    ['n5000', 1e-2, true, 'ref_n5000_eps1e-2_subst1_rcpp.csv'],
  ])('%s, eps %d, substitution %s', (name, eps, substitution, file) => {
    const { network, classes } = referenceNetwork(name);
    const theirs = referenceRisk(file);
    const numberOf = new Map(network.ids.map((id, i) => [id, i]));
    const kernel = new CascadeKernel(cascadeLayout(cascadeModel(network, classes, { substitution })));
    const ours = kernel.closeEach(
      theirs.ids.map((id) => numberOf.get(id)!),
      { rule: 'eps', eps },
    );
    expect(largestDifference(ours.esri, theirs.esri)).toBeLessThan(1e-9);
    expect(largestDifference(ours.down, theirs.down)).toBeLessThan(1e-9);
    expect(largestDifference(ours.up, theirs.up)).toBeLessThan(1e-9);
    expect([...ours.iterations]).toEqual(theirs.iterations);
  });
});

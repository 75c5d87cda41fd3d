import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bestAddedLinks,
  bestOfEach,
  CascadeKernel,
  cascadeLayout,
  cascadeModel,
  economicSystemicRiskIndex,
  type InputClasses,
  inputClasses,
  type StopRule,
  type SupplyNetwork,
  withMovedPurchases,
} from '../../../src/chain/index.js';
import { hasReference, referenceNetwork } from './reference-network.js';
import { anyNetwork, networkOf } from './small-networks.js';

const EPS: StopRule = { rule: 'eps', eps: 1e-4 };

function allEssential(network: SupplyNetwork): InputClasses {
  return inputClasses(network, [], { missing: 2 }).classes;
}

describe('a further supplier', () => {
  // Chips of firm 0 go into the boards of 2 and 3; firm 1 makes chips too, for 4. Boards go to the phones of 5.
  const network = networkOf(
    6,
    [
      [0, 2, 40],
      [0, 3, 60],
      [1, 4, 100],
      [2, 5, 50],
      [3, 5, 70],
    ],
    ['chip', 'chip', 'board', 'board', 'radio', 'phone'],
  );
  const options = { stop: EPS, cascade: { leak: 0.3 } };

  it('moves half the purchases of the buyer to another maker of the same product', () => {
    const changed = withMovedPurchases(network, [{ buyer: 3, from: 0, to: 1 }], 0.5);
    expect([...changed.outStrength]).toEqual([70, 130, 50, 70, 0, 0]);
    expect([...changed.inStrength]).toEqual([...network.inStrength]);
    expect([...withMovedPurchases(network, [{ buyer: 3, from: 0, to: 1 }], 1).outStrength]).toEqual([
      40, 160, 50, 70, 0, 0,
    ]);
    expect(() => withMovedPurchases(network, [{ buyer: 5, from: 0, to: 1 }], 1)).toThrow(RangeError);
  });

  it('is ranked by what the plain index says after the change', () => {
    const classes = allEssential(network);
    const risk = economicSystemicRiskIndex(network, classes, { ...options.cascade, stop: EPS });
    const found = bestAddedLinks(network, classes, risk, options);
    const best = found.links[0]!;
    expect(best).toMatchObject({ buyer: 3, from: 0, to: 1, value: 30, order: 0.3, nearness: 'unknown' });
    const weights = network.outStrength;
    const after = economicSystemicRiskIndex(
      withMovedPurchases(network, [{ buyer: 3, from: 0, to: 1 }], 0.5),
      classes,
      { ...options.cascade, weights, stop: EPS },
    );
    const sum = (values: Float64Array) => values.reduce((a, b) => a + b, 0);
    expect(best.before).toBeCloseTo(sum(risk.esri), 12);
    expect(best.after).toBeCloseTo(sum(after.esri), 12);
    expect(best.change).toBeLessThan(0);
    expect(best.fromEsri[1]).toBeLessThan(best.fromEsri[0]);
    expect(best.error).toBeNull();
  });

  it('leaves out those who cannot take the order, and names the gap', () => {
    const classes = allEssential(network);
    const risk = economicSystemicRiskIndex(network, classes, { ...options.cascade, stop: EPS });
    const { links, gaps } = bestAddedLinks(network, classes, risk, { ...options, largestOrder: 0.25 });
    expect(links.map(({ buyer }) => buyer)).not.toContain(3);
    expect(gaps[0]).toMatchObject({ buyer: 3, supplier: 0, value: 60 });
  });

  it('knows near from far, and keeps within the province where asked', () => {
    const classes = allEssential(network);
    const risk = economicSystemicRiskIndex(network, classes, { ...options.cascade, stop: EPS });
    const areas = ['340100', '440300', '340100', '340200', null, null];
    const found = bestAddedLinks(network, classes, risk, { ...options, areas });
    expect(found.links.find(({ to }) => to === 1)!.nearness).toBe('elsewhere');
    const near = bestAddedLinks(network, classes, risk, { ...options, areas, within: 'province' });
    expect(near.links.some(({ to }) => to === 1)).toBe(false);
  });

  it('refuses a share above 1', () => {
    const classes = allEssential(network);
    const risk = economicSystemicRiskIndex(network, classes, { ...options.cascade, stop: EPS });
    expect(() => bestAddedLinks(network, classes, risk, { ...options, moved: 1.5 })).toThrow(/moved/);
  });

  it('is certain to a stated error where the cascade is run to its end', () => {
    const classes = allEssential(network);
    const stop: StopRule = { rule: 'converged', tolerance: 1e-8 };
    const risk = economicSystemicRiskIndex(network, classes, { leak: 0.3, stop });
    const [best] = bestAddedLinks(network, classes, risk, { stop, cascade: { leak: 0.3 } }).links;
    expect(best!.error).toBeGreaterThanOrEqual(0);
    expect(best!.error).toBeLessThan(6 * 2e-8);
  });

  it('with everything evaluated, each change is what the plain index says', () => {
    fc.assert(
      fc.property(anyNetwork(8), (any) => {
        const classes = allEssential(any);
        const cascade = { leak: 0.2 };
        const risk = economicSystemicRiskIndex(any, classes, { ...cascade, stop: EPS });
        const found = bestAddedLinks(any, classes, risk, {
          stop: EPS,
          cascade,
          evaluated: 1000,
          candidatesPerLink: 100,
          largestOrder: 1e9,
        });
        for (const link of found.links) {
          const after = economicSystemicRiskIndex(withMovedPurchases(any, [link], 0.5), classes, {
            ...cascade,
            weights: any.outStrength,
            stop: EPS,
          }).esri.reduce((a, b) => a + b, 0);
          expect(link.after).toBeCloseTo(after, 10);
          expect(any.sectorOf[link.to]).toBe(any.sectorOf[link.from]);
          const suppliers = any.inSupplier.slice(any.inStart[link.buyer]!, any.inStart[link.buyer + 1]!);
          expect(suppliers).not.toContain(link.to);
          expect(link.to).not.toBe(link.buyer);
        }
        expect(found.counts.evaluated).toBe(found.links.length + found.counts.worsened);
        const falls = found.links.map(({ change }) => change);
        expect(falls).toEqual([...falls].sort((a, b) => a - b));
        expect(bestOfEach(found.links).length).toBeLessThanOrEqual(5);
      }),
      { seed: 23, numRuns: 60 },
    );
  });

  it.skipIf(!hasReference('n1000'))(
    'the screen finds, on 1,000 firms, changes that do lower the total',
    () => {
      const { network: large, classes } = referenceNetwork('n1000');
      const stop: StopRule = { rule: 'eps', eps: 0.01 };
      const kernel = new CascadeKernel(cascadeLayout(cascadeModel(large, classes)));
      const risk = kernel.closeEach([...large.ids.keys()], stop);
      const found = bestAddedLinks(large, classes, risk, { stop, atRisk: 100, evaluated: 10 });
      expect(found.links.length).toBeGreaterThanOrEqual(5);
      expect(found.links[0]!.relative).toBeLessThan(-0.0001);
      expect(found.together!.change).toBeLessThan(found.links[0]!.change);
    },
  );
});

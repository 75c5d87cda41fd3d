import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  buildSupplyNetwork,
  cascade,
  cascadeModel,
  contributionsBySector,
  lossRoutes,
  riskOf,
} from '../../../src/chain/index.js';
import { anyNetwork } from './small-networks.js';

// ore → steel → cars, with a second mill that takes scrap; half of the steel of `cars` comes from each mill.
const { network } = buildSupplyNetwork(
  [
    { id: 'ore', sector: 'ore' },
    { id: 'mill1', sector: 'steel' },
    { id: 'mill2', sector: 'steel' },
    { id: 'cars', sector: 'cars' },
    { id: 'dealer', sector: 'trade' },
  ],
  [
    { supplier: 'ore', buyer: 'mill1', weight: 10 },
    { supplier: 'mill1', buyer: 'cars', weight: 20 },
    { supplier: 'mill2', buyer: 'cars', weight: 20 },
    { supplier: 'cars', buyer: 'dealer', weight: 50 },
  ],
);
const classes = { sectors: network.sectors, classes: new Uint8Array(16).fill(2) };
const model = cascadeModel(network, classes, { substitution: false });
const at = (id: string) => network.ids.indexOf(id);
const close = (id: string) => {
  const supply = new Float64Array(5);
  supply[at(id)] = 1;
  return cascade(model, { supply }, { rule: 'eps', eps: 1e-6 });
};

describe('why a firm ranks as it does', () => {
  it('sectors add up to the index, most first', () => {
    const result = close('ore');
    const sectors = contributionsBySector(model, result);
    // Weights of 100: ore 10, each mill 20, cars 50. Ore stops mill 1; half of the steel, so half of the cars.
    expect(sectors.map(({ sector, esri }) => [network.sectors[sector], esri])).toEqual([
      ['cars', 0.25],
      ['steel', 0.2],
      ['ore', 0.1],
      // The dealer sells to nobody in the network: it loses, and weighs nothing.
      ['trade', 0],
    ]);
    expect(sectors.reduce((sum, { down }) => sum + down, 0)).toBeCloseTo(
      riskOf(result, model.weights).down,
      14,
    );
    expect(sectors[1]).toMatchObject({ firms: 1, largestLoss: 1 });
  });

  it('downstream: from ore by mill 1 to cars', () => {
    expect(
      lossRoutes(model, close('ore'), at('ore'), 2).map(({ firms, channel, ...rest }) => ({
        path: firms.map((i) => network.ids[i]),
        channel,
        ...rest,
      })),
    ).toEqual([
      { path: ['ore', 'mill1', 'cars'], channel: 'down', loss: 0.5, contribution: 0.25, share: 1 },
      { path: ['ore', 'mill1'], channel: 'down', loss: 1, contribution: 0.2, share: 1 },
    ]);
  });

  it('upstream: from the dealer back to the mills', () => {
    const routes = lossRoutes(model, close('dealer'), at('dealer'), 9).filter(
      ({ channel }) => channel === 'up',
    );
    expect(routes.map(({ firms }) => firms.map((i) => network.ids[i]).join('>'))).toEqual([
      'dealer>cars',
      'dealer>cars>mill1',
      'dealer>cars>mill2',
      'dealer>cars>mill1>ore',
    ]);
  });

  it('two routes to one firm share its loss', () => {
    const supply = new Float64Array(5);
    // Both mills get their ore from one mine.
    const { network } = buildSupplyNetwork(
      ['ore', 'mill1', 'mill2', 'cars', 'dealer'].map((id) => ({ id, sector: id.replace(/\d/, '') })),
      [
        { supplier: 'ore', buyer: 'mill1', weight: 1 },
        { supplier: 'ore', buyer: 'mill2', weight: 1 },
        { supplier: 'mill1', buyer: 'cars', weight: 3 },
        { supplier: 'mill2', buyer: 'cars', weight: 1 },
        { supplier: 'cars', buyer: 'dealer', weight: 10 },
      ],
    );
    const model = cascadeModel(
      network,
      { sectors: network.sectors, classes: new Uint8Array(25).fill(2) },
      { substitution: false },
    );
    supply[0] = 1;
    const result = cascade(model, { supply }, { rule: 'eps', eps: 1e-6 });
    const [first] = lossRoutes(model, result, 0, 1);
    expect(first!.firms.map((i) => network.ids[i])).toEqual(['ore', 'mill1', 'cars']);
    expect(first).toMatchObject({ loss: 1, share: 0.75 });
    expect(first!.contribution).toBeCloseTo(10 / 16, 14);
  });

  it('few routes are the first of all of them', () => {
    const classOf = fc.integer({ min: 0, max: 2 });
    fc.assert(
      fc.property(
        anyNetwork(30, 4),
        fc.array(classOf, { minLength: 9, maxLength: 9 }),
        fc.nat(29),
        fc.boolean(),
        (network, classes, picked, substitution) => {
          const { length } = network.sectors;
          const model = cascadeModel(
            network,
            { sectors: network.sectors, classes: Uint8Array.from(classes.slice(0, length * length)) },
            { substitution, leak: 0.2 },
          );
          const closed = picked % network.ids.length;
          const supply = new Float64Array(network.ids.length);
          supply[closed] = 1;
          const result = cascade(model, { supply }, { rule: 'converged', tolerance: 1e-9 });
          const all = lossRoutes(model, result, closed, 1000);
          for (const most of [1, 3, 10])
            expect(lossRoutes(model, result, closed, most)).toEqual(all.slice(0, most));
        },
      ),
      { numRuns: 300, seed: 5 },
    );
  });
});

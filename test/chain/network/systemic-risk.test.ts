import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  buildSupplyNetwork,
  cascade,
  cascadeModel,
  economicSystemicRiskIndex,
  groupLosses,
  type InputClasses,
  replaceabilityOf,
  riskOf,
  riskOfShocks,
  type StopRule,
  type SupplyNetwork,
} from '../../../src/chain/index.js';

fc.configureGlobal({ seed: 20 });

const EPS: StopRule = { rule: 'eps', eps: 0.01 };

/** Firms 1 … n with their sectors; links as supplier, buyer and weight. */
function networkOf(
  sectors: readonly (number | string)[],
  links: readonly (readonly number[])[],
): SupplyNetwork {
  return buildSupplyNetwork(
    sectors.map((sector, i) => ({ id: String(i + 1), sector: String(sector) })),
    links.map(([supplier, buyer, weight = 1]) => ({
      supplier: String(supplier),
      buyer: String(buyer),
      weight,
    })),
    { selfLoops: 'keep' },
  ).network;
}

/** Classes by the code of the supplier's sector. */
function classesOf({ sectors }: SupplyNetwork, of: (supplierSector: string) => number): InputClasses {
  return {
    sectors,
    classes: Uint8Array.from(sectors.flatMap((supplier) => sectors.map(() => of(supplier)))),
  };
}

const close = (ours: ArrayLike<number>, theirs: readonly number[]) => {
  expect(ours).toHaveLength(theirs.length);
  for (let i = 0; i < theirs.length; i++) expect(ours[i], `value ${i + 1}`).toBeCloseTo(theirs[i]!, 5);
};

// Fig. 1 of Diem et al. (2022): eleven firms, unit links.
const fig1 = networkOf(
  [1, 2, 1, 3, 4, 2, 4, 1, 2, 3, 5],
  [
    [2, 1],
    [2, 3],
    [3, 7],
    [6, 7],
    [7, 4],
    [7, 11],
    [8, 11],
    [9, 5],
    [9, 10],
    [10, 7],
  ],
);
const ESRI_U = [0.1, 0.2, 0.2, 0.35, 0.1, 0.1, 0.7, 0.1, 0.2, 0.2, 0.45];

describe('the eleven firms of the paper', () => {
  it('linear inputs, no substitution', () => {
    const linear = classesOf(fig1, () => 1);
    const risk = economicSystemicRiskIndex(fig1, linear, { stop: EPS, substitution: false });
    close(risk.esri, [0.1, 0.366667, 0.266667, 0.35, 0.1, 0.166667, 0.7, 0.1, 0.366667, 0.266667, 0.45]);
    close(risk.down, [0, 0.366667, 0.166667, 0, 0, 0.166667, 0.2, 0.1, 0.366667, 0.166667, 0]);
    close(risk.up, ESRI_U);
    expect([...risk.iterations]).toEqual([2, 4, 3, 4, 2, 3, 3, 2, 4, 3, 4]);
  });

  it('linear inputs, substitution', () => {
    const risk = economicSystemicRiskIndex(
      fig1,
      classesOf(fig1, () => 1),
      { stop: EPS },
    );
    close(risk.esri, [0.1, 0.3, 0.266667, 0.35, 0.1, 0.116667, 0.7, 0.1, 0.311111, 0.266667, 0.45]);
    close(risk.up, ESRI_U);
  });

  it('essential inputs, without and with substitution', () => {
    const essential = classesOf(fig1, () => 2);
    const without = economicSystemicRiskIndex(fig1, essential, { stop: EPS, substitution: false });
    close(without.esri, [0.1, 0.5, 0.4, 0.35, 0.1, 0.3, 0.7, 0.1, 0.5, 0.4, 0.45]);
    const risk = economicSystemicRiskIndex(fig1, essential, { stop: EPS });
    close(risk.esri, [0.1, 0.366667, 0.4, 0.35, 0.1, 0.15, 0.7, 0.1, 0.4, 0.4, 0.45]);
  });

  it('inputs of sector 2 essential, of sector 4 negligible, others linear', () => {
    const mixed = classesOf(fig1, (sector) => ({ 2: 2, 4: 0 })[sector] ?? 1);
    const risk = economicSystemicRiskIndex(fig1, mixed, { stop: EPS });
    close(risk.esri, [0.1, 0.3, 0.266667, 0.35, 0.1, 0.15, 0.7, 0.1, 0.311111, 0.266667, 0.45]);
    expect([...risk.iterations]).toEqual([2, 3, 2, 4, 2, 2, 3, 2, 3, 2, 4]);
  });
});

it('the same shock to a sector costs others differently by which of its firms is hit', () => {
  // Fig. 1 of Diem et al. (2024), PNAS Nexus pgae064.
  const network = networkOf(
    [1, 1, 2, 2, 2, 3, 3, 4, 4, 5, 5],
    [
      [3, 6],
      [4, 6],
      [4, 7],
      [5, 7],
      [6, 1],
      [6, 2],
      [7, 10],
      [7, 11],
      [8, 1],
      [8, 2],
      [9, 11],
    ],
  );
  const weights = network.outStrength.map((out, i) => Math.max(out, network.inStrength[i]!));
  const model = cascadeModel(
    network,
    classesOf(network, () => 1),
    { substitution: false, weights },
  );
  const shockOf = (firm: number, share: number) => {
    const supply = new Float64Array(11);
    supply[firm - 1] = share;
    return { supply };
  };
  const shocks = [shockOf(3, 1), shockOf(4, 0.5), shockOf(5, 1)];
  const risk = riskOfShocks(model, shocks, EPS);
  close(risk.esri, [1 / 6, 1 / 6, 1 / 6]);
  close(risk.up, [0.0555556, 0.0555556, 0.0555556]);
  const bySector = shocks.map((shock) =>
    groupLosses(model, cascade(model, shock, EPS), shock, { of: network.sectorOf, count: 5 }),
  );
  close(
    bySector.map(({ initialDown }) => initialDown[1]!),
    [0.25, 0.25, 0.25],
  );
  close(
    bySector.flatMap(({ down }) => [down[0]!, down[2]!, down[4]!]),
    [0.25, 0.25, 0, 0.125, 0.25, 1 / 6, 0, 0.25, 1 / 3],
  );
});

it('a firm that sells to itself and to another', () => {
  const network = networkOf(
    [1, 1],
    [
      [1, 1],
      [1, 2],
      [2, 2],
    ],
  );
  const model = cascadeModel(
    network,
    classesOf(network, () => 2),
    { substitution: false },
  );
  const shock = { supply: Float64Array.of(1, 0) };
  const risk = riskOfShocks(model, [shock], { rule: 'eps', eps: 1e-9 });
  close(risk.up, [2 / 3]);
  close(risk.down, [1]);
});

it('replaceability is the share of what is left of the market, at most 1', () => {
  const network = networkOf(
    [1, 1, 2],
    [
      [1, 2, 2],
      [2, 1, 1],
      [3, 1, 3],
    ],
  );
  const model = cascadeModel(
    network,
    classesOf(network, () => 1),
  );
  close(replaceabilityOf(model, Float64Array.of(0, 0.5, 0.75)), [0.8, 0.4, 1]);
  // Nothing left of the market of firm 3: nobody stands in for it, however little it sold.
  const little = { ...model, network: { ...network, outStrength: Float64Array.of(0.2, 0.1, 0.3) } };
  close(replaceabilityOf(little, Float64Array.of(0, 0.5, 1)), [0.8, 0.4, 1]);
});

it('impacts: essential inputs by their own kind, others by all purchases', () => {
  const network = networkOf(
    [1, 2, 1],
    [
      [1, 1, 1],
      [1, 2, 2],
      [2, 2, 4],
      [3, 2, 3],
      [3, 3, 1],
    ],
  );
  const model = cascadeModel(
    network,
    classesOf(network, (sector) => (sector === '1' ? 2 : 1)),
  );
  const into2 = Object.fromEntries(
    Array.from({ length: 3 }, (_, at) => network.inStart[1]! + at).map((e) => [
      network.ids[network.inSupplier[e]!],
      model.downImpact[e],
    ]),
  );
  expect(into2).toEqual({ 1: 2 / 5, 3: 3 / 5, 2: 4 / 9 });
});

it('a network without links loses nothing, and says 0 and not NaN', () => {
  const network = networkOf([1, 1, 2], []);
  const risk = economicSystemicRiskIndex(
    network,
    classesOf(network, () => 2),
    { stop: EPS },
  );
  expect([...risk.esri, ...risk.down, ...risk.up]).toEqual(new Array(9).fill(0));
});

interface Economy {
  sectors: number[];
  links: [number, number, number][];
  classes: number[];
}

const economies: fc.Arbitrary<Economy> = fc.integer({ min: 2, max: 9 }).chain((n) =>
  fc.record({
    sectors: fc.array(fc.integer({ min: 0, max: 2 }), { minLength: n, maxLength: n }),
    links: fc.array(
      fc.tuple(
        fc.integer({ min: 1, max: n }),
        fc.integer({ min: 1, max: n }),
        fc.double({ min: 0.01, max: 100, noNaN: true }),
      ),
      { minLength: 1, maxLength: 25 },
    ),
    classes: fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 9, maxLength: 9 }),
  }),
);
const ALL = ['0', '1', '2'];
const modelOf = ({ sectors, links, classes }: Economy, substitution = true) =>
  cascadeModel(
    networkOf(sectors, links),
    { sectors: ALL, classes: Uint8Array.from(classes) },
    { substitution },
  );

describe('whatever the network', () => {
  it('a uniform shock costs exactly that share, in one step', () => {
    fc.assert(
      fc.property(
        economies,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.boolean(),
        (economy, share, on) => {
          const model = modelOf(economy, on);
          const supply = new Float64Array(economy.sectors.length).fill(share);
          const result = cascade(model, { supply }, EPS);
          const { esri, down, up } = riskOf(result, model.weights);
          for (const value of [esri, down, up]) expect(value).toBeCloseTo(share, 12);
          expect(result.iterations).toBe(1);
        },
      ),
    );
  });

  it('the order of firms and links changes nothing', () => {
    fc.assert(
      fc.property(economies, fc.boolean(), (economy, substitution) => {
        const n = economy.sectors.length;
        const turned: Economy = {
          ...economy,
          sectors: economy.sectors.toReversed(),
          links: economy.links
            .map(([i, j, w]): [number, number, number] => [n + 1 - i, n + 1 - j, w])
            .toReversed(),
        };
        const risk = (each: Economy) => {
          const network = networkOf(each.sectors, each.links);
          const classes = { sectors: ALL, classes: Uint8Array.from(each.classes) };
          return economicSystemicRiskIndex(network, classes, {
            stop: { rule: 'eps', eps: 1e-4 },
            substitution,
          });
        };
        const [there, back] = [risk(economy), risk(turned)];
        for (let i = 0; i < n; i++) expect(back.esri[n - 1 - i]).toBeCloseTo(there.esri[i]!, 3);
      }),
    );
  });

  it('a larger shock costs no less, step by step and for every firm', () => {
    fc.assert(
      fc.property(
        economies,
        fc.array(
          fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true })),
          {
            minLength: 9,
            maxLength: 9,
          },
        ),
        (economy, shares) => {
          const model = modelOf(economy);
          const n = economy.sectors.length;
          const small = Float64Array.from({ length: n }, (_, i) => shares[i]![0]! * shares[i]![1]!);
          const large = Float64Array.from({ length: n }, (_, i) => shares[i]![0]!);
          const stepsOf = (supply: Float64Array) => {
            const steps: { down: Float64Array; up: Float64Array }[] = [];
            cascade(model, { supply }, { rule: 'eps', eps: 1e-3 }, (_, down, up) => steps.push({ down, up }));
            return steps;
          };
          const [less, more] = [stepsOf(small), stepsOf(large)];
          for (let t = 0; t < Math.min(less.length, more.length); t++)
            for (let i = 0; i < n; i++) {
              expect(more[t]!.down[i]! - less[t]!.down[i]!).toBeGreaterThan(-1e-12);
              expect(more[t]!.up[i]! - less[t]!.up[i]!).toBeGreaterThan(-1e-12);
            }
        },
      ),
    );
  });

  it('losses lie between the shock and everything, and the index between its parts and their sum', () => {
    fc.assert(
      fc.property(economies, fc.boolean(), (economy, substitution) => {
        const model = modelOf(economy, substitution);
        const supply = new Float64Array(economy.sectors.length);
        supply[0] = 1;
        const result = cascade(model, { supply }, EPS);
        const { esri, down, up } = riskOf(result, model.weights);
        expect(esri).toBeGreaterThanOrEqual(Math.max(down, up) - 1e-12);
        expect(esri).toBeLessThanOrEqual(Math.min(1, down + up) + 1e-12);
        expect(down).toBeGreaterThanOrEqual(model.weights[0]! - 1e-12);
      }),
    );
  });

  it('weights of one firm alone give the loss of that firm', () => {
    fc.assert(
      fc.property(economies, (economy) => {
        const network = networkOf(economy.sectors, economy.links);
        const weights = new Float64Array(economy.sectors.length);
        weights[1] = 7;
        const classes = { sectors: ALL, classes: Uint8Array.from(economy.classes) };
        const model = cascadeModel(network, classes, { weights });
        const supply = new Float64Array(economy.sectors.length);
        supply[0] = 1;
        const result = cascade(model, { supply }, EPS);
        expect(riskOf(result, model.weights)).toEqual({
          esri: Math.max(result.down[1]!, result.up[1]!),
          down: result.down[1],
          up: result.up[1],
        });
      }),
    );
  });
});

describe('markets other than sectors', () => {
  it('a firm is replaced by those of its market, whatever they are called', () => {
    const network = networkOf(
      ['a', 'b', 'c'],
      [
        [1, 3, 1],
        [2, 3, 1],
      ],
    );
    const classes = classesOf(network, () => 2);
    const down = (markets?: Int32Array) => {
      const model = cascadeModel(network, classes, {
        ...(markets && { markets }),
        weights: Float64Array.of(0, 0, 1),
      });
      return riskOfShocks(model, [{ supply: Float64Array.of(0.5, 0, 0) }], EPS).down[0];
    };
    // Alone in its sector it cannot be replaced; beside firm 2, of which 1.5 units are left, one in 1.5 cannot.
    expect(down()).toBeCloseTo(0.5, 12);
    expect(down(Int32Array.of(0, 0, 1))).toBeCloseTo(0.5 / 1.5, 12);
  });
});

describe('what cannot be', () => {
  const network = networkOf([1, 1], [[1, 2]]);
  const classes = classesOf(network, () => 1);
  const model = cascadeModel(network, classes);
  it.each([1.5, -0.1, Number.NaN])('a shock of %d', (share) => {
    expect(() => cascade(model, { supply: Float64Array.of(0, share) }, EPS)).toThrow('企业 2 的冲击');
  });
  it('a shock for another number of firms', () => {
    expect(() => cascade(model, { supply: Float64Array.of(1) }, EPS)).toThrow('企业有 2 家');
  });
  it('revenue that is no number, or together with a leak', () => {
    expect(() => cascadeModel(network, classes, { revenue: Float64Array.of(1, Number.NaN) })).toThrow(
      '营业收入',
    );
    expect(() => cascadeModel(network, classes, { revenue: Float64Array.of(1, 1), leak: 0.2 })).toThrow(
      '只能给一个',
    );
    expect(() => cascadeModel(network, classes, { leak: 1 })).toThrow('[0, 1)');
  });
  it('a stop rule of 0', () => {
    expect(() => cascade(model, { supply: Float64Array.of(0, 1) }, { rule: 'eps', eps: 0 })).toThrow('eps');
  });
  it('revenue below the sales in the network, or missing, is kept and reported', () => {
    const { treatments } = cascadeModel(
      networkOf(
        [1, 1, 1],
        [
          [1, 2, 4],
          [2, 3, 4],
        ],
      ),
      classes,
      {
        revenue: Float64Array.of(3, 0, 0),
      },
    );
    expect(treatments.revenueBelowSales).toEqual([0]);
    expect(treatments.withoutRevenue).toEqual([1]);
  });
});

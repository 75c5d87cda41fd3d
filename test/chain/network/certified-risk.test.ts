import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  buildSupplyNetwork,
  type CascadeModel,
  type CascadeOptions,
  CertifiedClosures,
  cascadeModel,
  certifiedNetwork,
  certifiedRisk,
  convergedCascade,
  riskiestFirms,
  riskOf,
  riskUpperBounds,
  type SupplyNetwork,
  supplyNetworkOf,
} from '../../../src/chain/index.js';
import { describeWith, sharedRows } from '../../measure/reference.js';
import { referenceNetwork } from './reference-network.js';

fc.configureGlobal({ seed: 23 });

/** The plain fixed point of the closure of firm f: never above the true one, and at most `bound` below it. */
function plainClosure(model: CascadeModel, f: number) {
  const supply = new Float64Array(model.weights.length);
  supply[f] = 1;
  const cascaded = convergedCascade(model, { supply }, 1e-11);
  return { ...riskOf(cascaded, model.weights), bound: cascaded.bound };
}

function expectCertified(
  model: CascadeModel,
  tolerance: number,
  firms: Iterable<number>,
  { reaches = true } = {},
): Set<string> {
  const closures = new CertifiedClosures(certifiedNetwork(model));
  const ways = new Set<string>();
  for (const f of firms) {
    const closure = closures.close(f, tolerance);
    ways.add(closure.way);
    const plain = plainClosure(model, f);
    for (const key of ['esri', 'down', 'up'] as const) {
      const { low, high } = closure[key];
      expect(low, `${key} of ${f} from below`).toBeLessThanOrEqual(plain[key] + plain.bound[key]);
      expect(high, `${key} of ${f} from above`).toBeGreaterThanOrEqual(plain[key]);
      if (reaches) expect((high - low) / 2, `${key} of ${f}`).toBeLessThanOrEqual(tolerance);
    }
  }
  return ways;
}

const all = (model: CascadeModel) => model.weights.keys();

describe('certified risk by hand', () => {
  // a and b sell half of their output to each other, c sells half of its own to a.
  const { network } = buildSupplyNetwork(
    ['a', 'b', 'c'].map((id) => ({ id, sector: 's' })),
    [
      { supplier: 'a', buyer: 'b', weight: 1 },
      { supplier: 'b', buyer: 'a', weight: 1 },
      { supplier: 'c', buyer: 'a', weight: 2 },
    ],
  );
  const linear = { sectors: ['s'], classes: Uint8Array.of(1) };

  it('upstream: close b, and a loses half, c a quarter', () => {
    const net = certifiedNetwork(cascadeModel(network, linear, { leak: 0.5, substitution: false }));
    const { up } = new CertifiedClosures(net).close(1, 1e-9);
    // (½ a + b + ¼ · 2 c) / 4
    expect(up.low).toBeLessThanOrEqual(0.5);
    expect(up.high).toBeGreaterThanOrEqual(0.5);
    expect(up.high - up.low).toBeLessThan(2e-9);
  });

  it('downstream: close c, and a lacks two thirds of its inputs, b all that a does not make', () => {
    const net = certifiedNetwork(cascadeModel(network, linear, { leak: 0.5, substitution: false }));
    const { down } = new CertifiedClosures(net).close(2, 1e-9);
    // a = ⅔ + ⅓ b and b = a, so that both lose everything.
    expect(down.low).toBeLessThanOrEqual(1);
    expect(down.high).toBeGreaterThanOrEqual(1);
    expect(down.low).toBeGreaterThan(1 - 3e-9);
  });

  it('refuses demand losses that leak nowhere, and revenues below sales', () => {
    expect(() => certifiedNetwork(cascadeModel(network, linear))).toThrow('--leak');
    const revenue = Float64Array.of(2, 0.5, 4);
    expect(() => certifiedNetwork(cascadeModel(network, linear, { revenue }))).toThrow('b');
  });
});

interface Drawn {
  network: SupplyNetwork;
  classes: { sectors: string[]; classes: Uint8Array };
  options: CascadeOptions;
}

/** Networks with firms that sell nothing, parts that do not meet, sectors of one firm, firms that sell to themselves. */
const drawn: fc.Arbitrary<Drawn> = fc
  .record({ n: fc.integer({ min: 1, max: 24 }), m: fc.integer({ min: 1, max: 5 }) })
  .chain(({ n, m }) =>
    fc.record({
      n: fc.constant(n),
      m: fc.constant(m),
      sectorOf: fc.array(fc.nat(m - 1), { minLength: n, maxLength: n }),
      links: fc.array(fc.tuple(fc.nat(n - 1), fc.nat(n - 1), fc.integer({ min: 1, max: 1000 })), {
        maxLength: 4 * n,
      }),
      classes: fc.oneof(
        fc.array(fc.integer({ min: 0, max: 2 }), { minLength: m * m, maxLength: m * m }),
        fc.constant(new Array(m * m).fill(2)),
      ),
      substitution: fc.boolean(),
      leak: fc.double({ min: 0.05, max: 0.9, noNaN: true }),
      costs: fc.option(fc.double({ min: 1, max: 3, noNaN: true }), { nil: undefined }),
      byRevenue: fc.boolean(),
    }),
  )
  .map(({ n, m, sectorOf, links, classes, substitution, leak, costs, byRevenue }) => {
    const sectors = Array.from({ length: m }, (_, k) => String(k));
    const { network } = supplyNetworkOf(
      Array.from({ length: n }, (_, i) => String(i)),
      sectors,
      Int32Array.from(sectorOf),
      Uint32Array.from(links, ([supplier]) => supplier),
      Uint32Array.from(links, ([, buyer]) => buyer),
      Float64Array.from(links, ([, , weight]) => weight),
    );
    return {
      network,
      classes: { sectors, classes: Uint8Array.from(classes) },
      options: {
        substitution,
        // Weights follow revenue: firms of no sales count as well, and strength is not weight.
        ...(byRevenue ? { revenue: network.outStrength.map((s, i) => s / (1 - leak) + (i % 3)) } : { leak }),
        ...(costs !== undefined && { costs: network.inStrength.map((s) => s * costs) }),
      },
    };
  });

describe('certified risk, whatever the network', () => {
  it.each([1e-2, 1e-6])('holds the fixed point of the plain cascade, tolerance %f', (tolerance) => {
    fc.assert(
      fc.property(drawn, ({ network, classes, options }) => {
        const model = cascadeModel(network, classes, options);
        expectCertified(model, tolerance, all(model));
      }),
      { numRuns: 150 },
    );
  });

  it('no upper bound from the network alone is too small', () => {
    fc.assert(
      fc.property(drawn, ({ network, classes, options }) => {
        const model = cascadeModel(network, classes, options);
        const bounds = riskUpperBounds(certifiedNetwork(model));
        for (const f of all(model)) expect(bounds[f]).toBeGreaterThanOrEqual(plainClosure(model, f).esri);
      }),
      { numRuns: 60 },
    );
  });

  it('the riskiest are those of the plain cascade of every firm', async () => {
    await fc.assert(
      fc.asyncProperty(
        drawn,
        fc.integer({ min: 1, max: 8 }),
        async ({ network, classes, options }, count) => {
          const model = cascadeModel(network, classes, options);
          const net = certifiedNetwork(model);
          const closures = new CertifiedClosures(net);
          const every = Float64Array.from(all(model), (f) => plainClosure(model, f).esri);
          const riskiest = await riskiestFirms(net, count, 1e-6, async (firms, fine) =>
            certifiedRisk(closures, firms, fine),
          );
          const largest = every.slice().sort().reverse().slice(0, count);
          expect(riskiest.firms).toHaveLength(largest.length);
          for (const [at, esri] of riskiest.risk.esri.entries())
            expect(Math.abs(esri - largest[at]!)).toBeLessThanOrEqual(1.1e-6);
          if (riskiest.setProven) {
            const least = Math.min(...Array.from(riskiest.firms, (f) => every[f]!));
            for (const f of net.weights.keys())
              if (!riskiest.firms.includes(f)) expect(every[f]).toBeLessThanOrEqual(least + 2e-8);
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('certified risk in competitive markets', () => {
  // Two sectors of 400 firms with few large ones; each buys from five, hash-drawn in proportion to rank.
  const n = 800;
  const draw = (a: number, b: number) =>
    ((Math.imul(a + 1, 2654435761) ^ Math.imul(b + 7, 40503)) >>> 0) / 2 ** 32;
  const size = Float64Array.from({ length: n }, (_, i) => 1000 / (1 + Math.floor(i / 2)) ** 0.7);
  const links: [number, number, number][] = [];
  for (let i = 0; i < n; i++)
    for (let d = 0; d < 5; d++) links.push([Math.floor(n * draw(i, d) ** 1.6), i, 1 + size[i]! * draw(d, i)]);
  const sectors = ['0', '1'];
  const { network } = supplyNetworkOf(
    Array.from({ length: n }, (_, i) => String(i)),
    sectors,
    Int32Array.from({ length: n }, (_, i) => i % 2),
    Uint32Array.from(links, ([supplier]) => supplier),
    Uint32Array.from(links, ([, buyer]) => buyer),
    Float64Array.from(links, ([, , weight]) => weight),
  );

  it('is bounded, followed or exhausted, and right each way', () => {
    const model = cascadeModel(network, { sectors, classes: Uint8Array.of(1, 2, 1, 2) }, { leak: 0.23 });
    const few = Array.from({ length: 40 }, (_, k) => k * 20);
    const ways = new Set([
      ...expectCertified(model, 1e-4, few),
      ...expectCertified(model, 1e-7, few.slice(0, 12)),
    ]);
    expect(ways).toContain('bound');
    expect(ways).toContain('followed');
  });

  it('names the riskiest without closing all, each within the tolerance', async () => {
    const model = cascadeModel(network, { sectors, classes: Uint8Array.of(1, 2, 1, 2) }, { leak: 0.23 });
    const net = certifiedNetwork(model);
    const closures = new CertifiedClosures(net);
    const every = certifiedRisk(closures, Uint32Array.from(all(model)), 1e-9).esri;
    const order = [...all(model)].sort((a, b) => every[b]! - every[a]!);
    const riskiest = await riskiestFirms(net, 12, 1e-5, async (firms, fine) =>
      certifiedRisk(closures, firms, fine),
    );
    expect([...riskiest.firms]).toEqual(order.slice(0, 12));
    expect(riskiest.setProven).toBe(true);
    expect(riskiest.orderProven.every((proven) => proven === 1)).toBe(true);
    expect(riskiest.closed).toBeLessThan(n / 2);
    for (const [at, firm] of riskiest.firms.entries()) {
      expect(Math.abs(riskiest.risk.esri[at]! - every[firm]!)).toBeLessThanOrEqual(
        riskiest.risk.errorBound[at]! + 1e-9,
      );
      expect(riskiest.risk.errorBound[at]).toBeLessThanOrEqual(1e-5);
    }
  });
});

describeWith('reference/chain/n50', 'certified risk of the reference networks', () => {
  it('n50, with and without substitution', () => {
    const { network, classes } = referenceNetwork('n50');
    for (const substitution of [true, false]) {
      const model = cascadeModel(network, classes, { leak: 0.23, substitution });
      expectCertified(model, 1e-6, all(model));
    }
  });

  it('n1000: every tenth firm, and those that come back to one another without loss', () => {
    const { network, classes } = referenceNetwork('n1000');
    const model = cascadeModel(network, classes, { leak: 0.23 });
    const firms = new Set(Array.from({ length: 60 }, (_, k) => k * 16));
    for (const f of [93, 223, 883]) firms.add(f);
    expectCertified(model, 1e-6, firms);
  });

  it('upstream and linear downstream of the R/C++ package at eps 1e-13, with revenue and costs', () => {
    const { network, classes } = referenceNetwork('n50');
    const rows = sharedRows('reference/chain/ref_n50_revenue_costs_linear_eps1e-13.csv');
    const column = (name: string) => Float64Array.from(rows, (row) => Number(row[name]));
    const linear = { sectors: classes.sectors, classes: classes.classes.map(() => 1) };
    const model = cascadeModel(network, linear, {
      revenue: column('revenue'),
      costs: column('costs'),
      substitution: false,
    });
    const { up, down, errorBound } = certifiedRisk(
      new CertifiedClosures(certifiedNetwork(model)),
      Uint32Array.from(all(model)),
      1e-9,
    );
    const [theirUp, theirDown] = [column('esri_up'), column('esri_down_linear')];
    for (const f of all(model)) {
      expect(Math.abs(up[f]! - theirUp[f]!)).toBeLessThanOrEqual(errorBound[f]! + 1e-12);
      expect(Math.abs(down[f]! - theirDown[f]!)).toBeLessThanOrEqual(errorBound[f]! + 1e-12);
      expect(errorBound[f]).toBeLessThanOrEqual(1e-9);
    }
  });
});

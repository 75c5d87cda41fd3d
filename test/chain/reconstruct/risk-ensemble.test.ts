import { describe, expect, it } from 'vitest';
import {
  correlation,
  drawnModel,
  economicSystemicRiskIndex,
  ensembleClasses,
  ensembleRanks,
  ensembleRunner,
  type FirmStrengths,
  gravityModel,
  knownPurchases,
  type RiskEnsemble,
  rankCorrelation,
  requireEnsembleLeak,
  riskOfShocks,
  type SupplyNetwork,
  sectorStripes,
  splitByTable,
  topShared,
} from '../../../src/chain/index.js';
import { describeWith } from '../../measure/reference.js';
import { referenceNetwork, referenceRisk } from '../network/reference-network.js';

const N = 30;
const firms: FirmStrengths = {
  ids: Array.from({ length: N }, (_, i) => `F${i}`),
  sectors: ['a', 'b', 'c'],
  sectorOf: Int32Array.from({ length: N }, (_, i) => i % 3),
  sales: Float64Array.from({ length: N }, (_, i) => 1000 / (1 + i)),
  purchases: Float64Array.from({ length: N }, (_, i) => 900 / (1 + ((i * 7) % N))),
};
const flows = { flows: Float64Array.from([0, 3, 1, 1, 1, 2, 2, 0, 0]), inputs: Float64Array.from([3, 4, 3]) };
const { stripes } = sectorStripes(firms, splitByTable(firms.purchases, firms.sectorOf, flows));
const pairs = [...'abc'].flatMap((k, g) =>
  [...'abc'].map((l, h) => ({ supplierSector: k, buyerSector: l, class: (g + h) % 3 })),
);
const { classes } = ensembleClasses(firms, stripes, pairs, null);
const ensemble: RiskEnsemble = {
  gravity: gravityModel(stripes, { total: 90, spread: 'suppliers' }),
  firms,
  classes,
  substitution: true,
  weights: firms.sales,
  leak: new Float64Array(N).fill(0.3),
  costLeak: new Float64Array(N).fill(0.2),
  stop: { rule: 'eps', eps: 1e-3 },
  seed: 4,
};

describe('the index on networks of an ensemble', () => {
  it('is the plain index on the network drawn, with its own leaks', () => {
    const run = ensembleRunner(ensemble);
    const { network } = drawnModel(ensemble, 3);
    const plain = economicSystemicRiskIndex(network, classes, {
      stop: ensemble.stop,
      weights: firms.sales,
      leak: 0.3,
      costs: network.inStrength.map((bought) => bought / 0.8),
    });
    const { esri, down, up, links, errorBound } = run({ network: 3, from: 0, to: N });
    for (let i = 0; i < N; i++) {
      expect(esri[i]).toBeCloseTo(plain.esri[i]!, 12);
      expect(down[i]).toBeCloseTo(plain.down[i]!, 12);
      expect(up[i]).toBeCloseTo(plain.up[i]!, 12);
    }
    expect(links).toBe(network.outBuyer.length);
    expect(errorBound).toBeNull();
    // In parts, another network in between: the same.
    run({ network: 1, from: 0, to: 5 });
    const part = run({ network: 3, from: 10, to: 20 });
    expect([...part.esri]).toEqual([...esri.subarray(10, 20)]);
  });

  it('run to the end, the bound on the error is told', () => {
    const run = ensembleRunner({ ...ensemble, stop: { rule: 'converged', tolerance: 1e-8 } });
    const { esri, errorBound } = run({ network: 0, from: 0, to: N });
    expect(errorBound).toBeLessThanOrEqual(1e-8);
    const model = drawnModel(ensemble, 0);
    const one = new Float64Array(N);
    one[2] = 1;
    const exact = riskOfShocks(model, [{ supply: one }], { rule: 'converged', tolerance: 1e-12 });
    expect(Math.abs(esri[2]! - exact.esri[0]!)).toBeLessThan(2e-8);
  });

  it('the end of the cascade is asked for only where every seller leaks', () => {
    const converged: RiskEnsemble = { ...ensemble, stop: { rule: 'converged', tolerance: 1e-6 } };
    expect(() => requireEnsembleLeak(converged)).not.toThrow();
    expect(() => requireEnsembleLeak({ ...converged, leak: null })).toThrow(/--stop 0.01/);
    const leak = ensemble.leak!.slice();
    leak[6] = 0;
    expect(() => requireEnsembleLeak({ ...converged, leak })).toThrow(/F6/);
    expect(() => requireEnsembleLeak({ ...ensemble, leak: null })).not.toThrow();
  });

  it('classes are asked for all pairs of sectors that may trade, and only those', () => {
    // c buys of a and b, a sells to b and c: of the nine pairs, (a, a), (c, b) and (c, c) have no flow.
    const needed = pairs.filter(
      ({ supplierSector, buyerSector }) => !['aa', 'cb', 'cc'].includes(supplierSector + buyerSector),
    );
    expect(ensembleClasses(firms, stripes, needed, null).treatments.missingUnneeded).toBe(3);
    expect(() => ensembleClasses(firms, stripes, needed.slice(1), null)).toThrow(/a→b/);
  });
});

/** What a statistical office would know of a network: strengths, flows between sectors, links of each sector. */
function known({
  ids,
  sectors,
  sectorOf,
  outStart,
  outBuyer,
  outWeight,
  outStrength,
  inStrength,
}: SupplyNetwork) {
  const m = sectors.length;
  const flows = new Float64Array(m * m);
  const links = new Float64Array(m);
  const [buyer, sector]: number[][] = [[], []];
  for (let i = 0; i < ids.length; i++)
    for (let e = outStart[i]!; e < outStart[i + 1]!; e++) {
      flows[sectorOf[i]! * m + sectorOf[outBuyer[e]!]!]! += outWeight[e]!;
      links[sectorOf[i]!]!++;
      buyer!.push(outBuyer[e]!);
      sector!.push(sectorOf[i]!);
    }
  const inputs = new Float64Array(m);
  for (let at = 0; at < flows.length; at++) inputs[at % m]! += flows[at]!;
  const strengths: FirmStrengths = { ids, sectors, sectorOf, sales: outStrength, purchases: inStrength };
  return {
    strengths,
    flows: { flows, inputs },
    links,
    bought: knownPurchases(m, buyer!, sector!, outWeight),
  };
}

describeWith('reference/chain', 'a network of 1,000 firms, its links forgotten and reconstructed', () => {
  it('the mean index ranks firms much as the true network does, far better than size', () => {
    const { network, classes } = referenceNetwork('n1000');
    const truth = Float64Array.from(referenceRisk('ref_n1000_eps1e-2_subst1_rcpp.csv').esri);
    const { strengths, flows, bought } = known(network);
    const recovered = (purchases: typeof bought) => {
      const { stripes } = sectorStripes(strengths, purchases);
      const run = ensembleRunner({
        gravity: gravityModel(stripes, { total: network.outBuyer.length, spread: 'suppliers' }),
        firms: strengths,
        classes,
        substitution: true,
        weights: network.outStrength,
        leak: null,
        costLeak: null,
        stop: { rule: 'eps', eps: 0.01 },
        seed: 1,
      });
      const esri = Array.from(
        { length: 20 },
        (_, number) => run({ network: number, from: 0, to: 1000 }).esri,
      );
      const { mean } = ensembleRanks(esri);
      return {
        pearson: correlation(mean, truth)!,
        spearman: rankCorrelation(mean, truth)!,
        top: topShared(mean, truth, 20),
      };
    };
    const [iogm, scgm] = [
      recovered(splitByTable(strengths.purchases, strengths.sectorOf, flows)),
      recovered(bought),
    ];
    const size = {
      pearson: correlation(network.outStrength, truth)!,
      spearman: rankCorrelation(network.outStrength, truth)!,
      top: topShared(network.outStrength, truth, 20),
    };
    expect(iogm.pearson).toBeGreaterThan(0.9);
    expect(iogm.spearman).toBeGreaterThan(0.85);
    expect(scgm.spearman).toBeGreaterThan(0.88);
    expect(scgm.top).toBeGreaterThanOrEqual(0.75);
    expect(size.pearson).toBeLessThan(0.5);
    expect(size.top).toBeLessThan(0.3);
    expect(size.spearman).toBeLessThan(iogm.spearman - 0.1);
  });
});

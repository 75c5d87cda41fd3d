import { expect, it } from 'vitest';
import {
  type CascadeOptions,
  cascade,
  cascadeModel,
  economicSystemicRiskIndex,
  groupLosses,
  riskOf,
} from '../../../src/chain/index.js';
import { describeWith, largestDifference, sharedRows } from '../../measure/reference.js';
import { referenceNetwork, referenceRisk } from './reference-network.js';

describeWith('reference/chain', 'systemic risk as the R/C++ package computes it', () => {
  // Files of a thousand firms and more: every so many of their rows, for the plain version is slow.
  it.each([
    ['n50', 1e-2, true, 'ref_n50_eps1e-2_subst1_rcpp.csv', 1],
    ['n50', 1e-2, false, 'ref_n50_eps1e-2_subst0_rcpp.csv', 1],
    ['n50', 1e-6, true, 'ref_n50_eps1e-6_subst1_rcpp.csv', 1],
    ['n50', 1e-6, false, 'ref_n50_eps1e-6_subst0_rcpp.csv', 1],
    ['n1000', 1e-2, true, 'ref_n1000_eps1e-2_subst1_rcpp.csv', 10],
    ['n1000', 1e-2, false, 'ref_n1000_eps1e-2_subst0_rcpp.csv', 25],
    ['n1000', 1e-6, true, 'ref_n1000_eps1e-6_subst1_rcpp_100.csv', 10],
    ['n5000', 1e-2, true, 'ref_n5000_eps1e-2_subst1_rcpp.csv', 100],
  ])('%s, eps %d, substitution %s', (name, eps, substitution, file, every) => {
    const { network, classes } = referenceNetwork(name);
    const theirs = referenceRisk(file);
    const rows = theirs.ids.map((_, row) => row).filter((row) => row % every === 0);
    const firms = rows.map((row) => network.ids.indexOf(theirs.ids[row]!));
    const ours = economicSystemicRiskIndex(network, classes, {
      stop: { rule: 'eps', eps },
      substitution,
      firms,
    });
    const at = (values: number[]) => rows.map((row) => values[row]!);
    expect(largestDifference(ours.esri, at(theirs.esri))).toBeLessThan(1e-9);
    expect(largestDifference(ours.down, at(theirs.down))).toBeLessThan(1e-9);
    expect(largestDifference(ours.up, at(theirs.up))).toBeLessThan(1e-9);
    expect([...ours.iterations]).toEqual(at(theirs.iterations));
  });

  it('partial shocks of several firms, with demand shocks of their own, and losses by sector', () => {
    const { network, classes } = referenceNetwork('n50');
    const model = cascadeModel(network, classes);
    const rows = sharedRows('reference/chain/ref_n50_psi_scenarios_eps1e-6.csv');
    // As printed beside the file: the index, its two parts, and the steps of each scenario.
    const printed = [
      [0.179462812366, 0.0121394907808, 0.179460740807, 69],
      [0.177158484034, 0.0219082868029, 0.171483842188, 46],
      [0.109888010236, 0.0145026358362, 0.109788768662, 33],
      [0.05, 0.05, 0.05, 1],
    ];
    // Sectors 1 to 6: losses of both channels beyond the shock.
    const bySector = [
      [1.7894381e-1, 1.7166423e-1, 1.6161669e-1, 1.34588e-1, 1.3929162e-1, 5.5413756e-2],
      [1.2318053e-1, 1.245303e-1, 1.2707843e-1, 1.6524228e-1, 1.547137e-1, 5.2613787e-2],
      [1.064082e-1, 0, 1.1568107e-1, 1.1527265e-1, 8.5794564e-2, 3.5632761e-2],
      [0, 0, 0, 0, 0, 0],
    ];
    for (let s = 1; s <= 4; s++) {
      const column = (name: string) => Float64Array.from(rows, (row) => Number(row[`${name}_${s}`]));
      const shock = { supply: column('psi_down'), demand: column('psi_up') };
      const result = cascade(model, shock, { rule: 'eps', eps: 1e-6 });
      // The file rounds to ten digits.
      expect(largestDifference(result.down, column('loss_down'))).toBeLessThan(1e-9);
      expect(largestDifference(result.up, column('loss_up'))).toBeLessThan(1e-9);
      const { esri, down, up } = riskOf(result, model.weights);
      const [theirs, theirDown, theirUp, steps] = printed[s - 1]!;
      expect(largestDifference([esri, down, up], [theirs!, theirDown!, theirUp!])).toBeLessThan(1e-11);
      expect(result.iterations).toBe(steps);
      const losses = groupLosses(model, result, shock, {
        of: network.sectorOf,
        count: network.sectors.length,
      });
      const order = ['1', '2', '3', '4', '5', '6'].map((code) => network.sectors.indexOf(code));
      expect(
        largestDifference(
          order.map((at) => losses.both[at]!),
          bySector[s - 1]!,
        ),
      ).toBeLessThan(1e-8);
    }
  });

  it('revenue and costs above the sales and purchases in the network, iterated to 1e-13', () => {
    const { network, classes } = referenceNetwork('n50');
    const rows = sharedRows('reference/chain/ref_n50_revenue_costs_linear_eps1e-13.csv');
    const column = (name: string) => Float64Array.from(rows, (row) => Number(row[name]));
    const linear = { sectors: classes.sectors, classes: classes.classes.map(() => 1) };
    const options: CascadeOptions = {
      substitution: false,
      revenue: column('revenue'),
      costs: column('costs'),
    };
    const ours = economicSystemicRiskIndex(network, linear, {
      stop: { rule: 'eps', eps: 1e-13 },
      ...options,
    });
    expect(largestDifference(ours.up, column('esri_up'))).toBeLessThan(1e-9);
    expect(largestDifference(ours.down, column('esri_down_linear'))).toBeLessThan(1e-9);
  });
});

import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { allocationCoefficients } from '../../../src/chain/io/coefficients.js';
import { extractGroup, extractionLosses } from '../../../src/chain/io/extraction.js';
import { totalInfluence } from '../../../src/chain/io/field-of-influence.js';
import { concentrationOfSources } from '../../../src/chain/io/import-dependence.js';
import { ghoshInverse, LeontiefSystem } from '../../../src/chain/io/leontief.js';
import { linkages, linkageVariation } from '../../../src/chain/io/linkages.js';
import { averagePropagationLengths, downstreamness, upstreamness } from '../../../src/chain/io/position.js';
import { describeWith, largestDifference, SHARED } from '../../measure/reference.js';
import { tableOf } from './plain.js';

interface ReferenceTable {
  name: string;
  Z: number[][];
  Y: number[][];
  x: number[];
  A: number[][];
  L: number[][];
  B: number[][];
  G: number[][];
  influence_coef_yingxiangli: number[];
  sensitivity_coef_ganyingdu_leontief_rows: number[];
  sensitivity_coef_ganyingdu_ghosh_rows: number[];
  coef_variation_col: number[];
  coef_variation_row: number[];
  HEM_total_loss: number[];
  HEM_backward_loss: number[];
  HEM_forward_loss: number[];
  upstreamness: number[];
  downstreamness: number[];
  APL: number[][];
  field_of_influence_total_eps1e_3: number[][];
  import_hhi?: number[];
  imports_by_source?: number[][];
}

const FILE = 'reference/io/io_reference.json';
const EXACT = 1e-9;

describeWith(FILE, 'input–output measures against values from their definitions', () => {
  const tables = JSON.parse(
    readFileSync(`${SHARED}${FILE}`, 'utf8').replaceAll('eps1e-3', 'eps1e_3'),
  ) as ReferenceTable[];

  it.each(tables.map((table) => [table.name, table] as const))('%s', (_, theirs) => {
    const system = new LeontiefSystem(tableOf(theirs.Z, theirs.Y, theirs.x));
    const near = (ours: ArrayLike<number>, wanted: number[]) =>
      expect(
        Math.max(...wanted.map((value, i) => Math.abs(ours[i]! - value) / Math.max(1, Math.abs(value)))),
      ).toBeLessThan(EXACT);
    near(system.coefficients, theirs.A.flat());
    near(system.inverse(), theirs.L.flat());
    near(allocationCoefficients(system.table), theirs.B.flat());
    near(ghoshInverse(system), theirs.G.flat());
    near(linkages(system).backward, theirs.influence_coef_yingxiangli);
    near(linkages(system).forwardLeontief, theirs.sensitivity_coef_ganyingdu_leontief_rows);
    near(linkages(system).forwardGhosh, theirs.sensitivity_coef_ganyingdu_ghosh_rows);
    near(linkageVariation(system).backward, theirs.coef_variation_col);
    near(linkageVariation(system).forwardLeontief, theirs.coef_variation_row);
    near(extractionLosses(system).total, theirs.HEM_total_loss);
    near(extractionLosses(system).backward, theirs.HEM_backward_loss);
    near(extractionLosses(system).forward, theirs.HEM_forward_loss);
    for (const kind of ['total', 'backward', 'forward'] as const)
      near(
        theirs.x.map((__, j) => extractGroup(system, [j], 1, kind).loss),
        theirs[`HEM_${kind}_loss`],
      );
    near(upstreamness(system), theirs.upstreamness);
    near(downstreamness(system), theirs.downstreamness);
    near(averagePropagationLengths(system), theirs.APL.flat());
    near(totalInfluence(system), theirs.field_of_influence_total_eps1e_3.flat());
    expect(system.accuracy().residual).toBeLessThan(1e-12);
    expect(system.accuracy().condition).toBeGreaterThan(1);
    if (theirs.imports_by_source && theirs.import_hhi) {
      const sources = theirs.imports_by_source[0]!.length;
      const imports = Float64Array.from(theirs.imports_by_source.flat());
      expect(
        largestDifference(concentrationOfSources(imports, theirs.x.length, sources), theirs.import_hhi),
      ).toBeLessThan(EXACT);
    }
  });
});

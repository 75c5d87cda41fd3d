// The risk index on every network of an ensemble.
import { UserError } from '../../model/index.js';
import type { StopRule } from '../network/cascade.js';
import { CascadeKernel, cascadeLayout } from '../network/cascade-kernel.js';
import { type CascadeModel, cascadeModel } from '../network/cascade-model.js';
import { type ClassTreatments, type InputClassRow, inputClasses } from '../network/input-classes.js';
import type { InputClasses, SupplyNetwork } from '../network/supply-network.js';
import type { FirmStrengths } from './firm-strengths.js';
import type { GravityModel } from './gravity.js';
import { drawNetwork } from './network-draw.js';
import type { Stripes } from './stripes.js';

/** Everything that a thread needs to draw any network of the ensemble and to run the index on it. */
export interface RiskEnsemble {
  gravity: GravityModel;
  firms: Pick<FirmStrengths, 'ids' | 'sectors' | 'sectorOf'>;
  classes: InputClasses;
  substitution: boolean;
  /** n: what a firm counts for in the index, the same in every network; null for its sales in each. */
  weights: Float64Array | null;
  /** n: part of a firm's sales that leaves the network, in [0, 1); null for none. */
  leak: Float64Array | null;
  /** n: part of a firm's costs that is no purchase in the network, in [0, 1); null for none. */
  costLeak: Float64Array | null;
  stop: StopRule;
  seed: number;
}

/** Some firms closed in one network. */
export interface EnsemblePart {
  network: number;
  from: number;
  to: number;
}

export interface EnsembleOutput {
  /** to − from each. */
  esri: Float64Array;
  down: Float64Array;
  up: Float64Array;
  /** Largest bound on the error; null under the rule `eps`. */
  errorBound: number | null;
  links: number;
  /** Firms without a link in this network. */
  unlinked: number;
}

/**
 * Runs parts one after another; the network of the last part is kept for the next. In each network a firm's revenue is
 * what it sells there over 1 − leak, and its costs likewise: the parts that stay outside are its own, the level is the
 * draw's.
 */
export function ensembleRunner(ensemble: RiskEnsemble): (part: EnsemblePart) => EnsembleOutput {
  let current: { network: number; kernel: CascadeKernel; links: number; unlinked: number } | null = null;
  return ({ network: number, from, to }) => {
    if (current?.network !== number) {
      const model = drawnModel(ensemble, number);
      current = {
        network: number,
        kernel: new CascadeKernel(cascadeLayout(model)),
        links: model.network.outBuyer.length,
        unlinked: unlinkedFirms(model.network),
      };
    }
    const firms = Uint32Array.from({ length: to - from }, (_, at) => from + at);
    const { esri, down, up, errorBound } = current.kernel.closeEach(firms, ensemble.stop);
    return {
      esri,
      down,
      up,
      errorBound: errorBound?.reduce((most, bound) => Math.max(most, bound), 0) ?? null,
      links: current.links,
      unlinked: current.unlinked,
    };
  };
}

/** The cascade model of one network of the ensemble. */
export function drawnModel(ensemble: RiskEnsemble, number: number): CascadeModel {
  const { gravity, firms, classes, substitution, weights, leak, costLeak, seed } = ensemble;
  const network = drawNetwork(gravity, firms, seed, number);
  return cascadeModel(network, classes, {
    substitution,
    weights: weights ?? network.outStrength,
    ...(leak && { leak }),
    ...(costLeak && { costs: network.inStrength.map((bought, i) => bought / (1 - costLeak[i]!)) }),
  });
}

/**
 * Throws `UserError` where the rule asks for the end of the cascade and a firm that may sell in the network has no
 * leak: the fixed point might then say nothing, as `requireLeak` explains.
 */
export function requireEnsembleLeak({ gravity, firms, leak, stop }: Omit<RiskEnsemble, 'seed'>): void {
  if (stop.rule === 'eps') return;
  const without = gravity.stripes.supplier.find((i) => !(leak !== null && leak[i]! > 0));
  if (without === undefined) return;
  throw new UserError({
    zh: `企业 ${firms.ids[without]}（行业 ${firms.sectors[firms.sectorOf[without]!]}）的销售没有一部分去往最终需求，迭代到底没有意义。请给出有最终使用的投入产出表，或采用文献的停止规则（--stop 0.01，它是模型参数，不是误差）`,
    en: `no part of the sales of firm ${firms.ids[without]} (sector ${firms.sectors[firms.sectorOf[without]!]}) goes to final demand, so that the end of the cascade says nothing. Give an input–output table with final uses, or take the stop rule of the literature (--stop 0.01, which is a parameter of the model and no error)`,
  });
}

/** Classes of all pairs of sectors that some network of the ensemble may link; see `inputClasses`. */
export function ensembleClasses(
  { sectors, sectorOf }: Pick<FirmStrengths, 'sectors' | 'sectorOf'>,
  stripes: Stripes,
  rows: Iterable<InputClassRow>,
  missing: 0 | 1 | 2 | null,
): { classes: InputClasses; treatments: ClassTreatments } {
  const m = sectors.length;
  const sells: Set<number>[] = sectors.map(() => new Set());
  for (let k = 0; k < stripes.trade.length; k++) {
    const of = (firms: Uint32Array, start: Uint32Array) => {
      const found = new Set<number>();
      for (let at = start[k]!; at < start[k + 1]!; at++) found.add(sectorOf[firms[at]!]!);
      return found;
    };
    const buyers = of(stripes.buyer, stripes.buyerStart);
    for (const g of of(stripes.supplier, stripes.supplierStart)) for (const h of buyers) sells[g]!.add(h);
  }
  // One firm a sector that sells to each sector it may sell to.
  const outStart = new Uint32Array(m + 1);
  for (let g = 0; g < m; g++) outStart[g + 1] = outStart[g]! + sells[g]!.size;
  return inputClasses(
    {
      sectors,
      sectorOf: Int32Array.from({ length: m }, (_, g) => g),
      outStart,
      outBuyer: Uint32Array.from(sells.flatMap((of) => [...of])),
    },
    rows,
    { missing },
  );
}

function unlinkedFirms({ outStart, inStart }: SupplyNetwork): number {
  let count = 0;
  for (let i = 0; i + 1 < outStart.length; i++)
    if (outStart[i] === outStart[i + 1] && inStart[i] === inStart[i + 1]) count++;
  return count;
}

import { availableParallelism } from 'node:os';
import type { EnsemblePart, RiskEnsemble } from '../chain/index.js';
import { cut, type InThreads, inThreads } from './pool.js';

/** Firms of a part: a network of more is cut, so that progress is told and no thread waits long for the last. */
const LARGEST_PART = 20_000;

export interface EnsembleRun {
  /** Of each network, n values. */
  esri: Float64Array[];
  /** n: means over the networks. */
  meanDown: Float64Array;
  meanUp: Float64Array;
  /** Of each network. */
  links: Uint32Array;
  unlinked: Uint32Array;
  /** Largest over all networks and firms; null under the rule `eps`. */
  errorBound: number | null;
}

/**
 * The index of all firms on `networks` networks, over all threads. Each network depends on the seed and its number
 * alone, so that the result is the same with any number of threads.
 */
export async function ensembleInThreads(
  ensemble: RiskEnsemble,
  networks: number,
  { threads = availableParallelism(), ...options }: InThreads = {},
): Promise<EnsembleRun> {
  const n = ensemble.firms.ids.length;
  const ranges = cut(n, LARGEST_PART);
  const parts: EnsemblePart[] = [];
  for (let network = 0; network < networks; network++)
    for (const range of ranges) parts.push({ network, ...range });
  const outputs = await inThreads('ensembles', ensemble, parts, { threads, ...options });
  const run: EnsembleRun = {
    esri: Array.from({ length: networks }, () => new Float64Array(n)),
    meanDown: new Float64Array(n),
    meanUp: new Float64Array(n),
    links: new Uint32Array(networks),
    unlinked: new Uint32Array(networks),
    errorBound: null,
  };
  for (const [at, { network, from }] of parts.entries()) {
    const { esri, down, up, links, unlinked, errorBound } = outputs[at]!;
    run.esri[network]!.set(esri, from);
    for (let i = 0; i < esri.length; i++) {
      run.meanDown[from + i]! += down[i]! / networks;
      run.meanUp[from + i]! += up[i]! / networks;
    }
    run.links[network] = links;
    run.unlinked[network] = unlinked;
    if (errorBound !== null) run.errorBound = Math.max(run.errorBound ?? 0, errorBound);
  }
  return run;
}

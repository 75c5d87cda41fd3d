import {
  type CertifiedNetwork,
  type CertifiedRisk,
  joinedCertifiedRisk,
  type RiskiestFirms,
  riskiestFirms,
} from '../chain/index.js';
import { type InThreads, inThreads } from './pool.js';

/** Firms of a part: some take a thousand times as long as others, so parts are short. */
const LARGEST_PART = 500;
const LEAST_PARTS = 200;

/** The certified index of each of `firms` closed alone, over all threads on one memory. */
export async function certifiedRiskInThreads(
  network: CertifiedNetwork,
  firms: Uint32Array,
  tolerance: number,
  { onProgress, ...rest }: InThreads = {},
): Promise<CertifiedRisk> {
  const size = Math.max(1, Math.min(LARGEST_PART, Math.ceil(firms.length / LEAST_PARTS)));
  const parts: Uint32Array[] = [];
  for (let from = 0; from < firms.length; from += size) parts.push(firms.slice(from, from + size));
  const done = await inThreads('certified', { network, tolerance }, parts, {
    ...(onProgress && {
      onProgress: (parts: number) => onProgress(Math.min(parts * size, firms.length), firms.length),
    }),
    ...rest,
  });
  return joinedCertifiedRisk(done);
}

/** The `count` firms of the largest index, with proof, over all threads. Progress counts the firms of a round. */
export function riskiestInThreads(
  network: CertifiedNetwork,
  count: number,
  tolerance: number,
  options: InThreads = {},
): Promise<RiskiestFirms> {
  return riskiestFirms(network, count, tolerance, (firms, fine) =>
    certifiedRiskInThreads(network, firms, fine, options),
  );
}

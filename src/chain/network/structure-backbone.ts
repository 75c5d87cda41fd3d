// The links that are too large for chance: the backbone of a network.
import { UserError } from '../../model/index.js';
import type { SupplyNetwork } from './supply-network.js';

export interface Backbone {
  /** By out-link: the smaller of the two ends' significance; small is unlikely by chance. */
  significance: Float64Array;
  /** Out-links in the backbone, ascending. */
  links: Uint32Array;
  /** Of all money, what the backbone carries; and how many firms it has. */
  shareOfValue: number;
  firms: number;
}

/**
 * Disparity filter (Serrano, Boguñá & Vespignani 2009, PNAS 106:6483, eq. 2): a link that carries the share p of what a
 * firm with k links sells (or buys) is significant with (1 − p)^(k − 1); it belongs to the backbone where that is below
 * `level` at either end. A firm's only link says nothing at that end. O(links). Throws `UserError` on a level outside
 * (0, 1].
 */
export function backbone(network: SupplyNetwork, level = 0.05): Backbone {
  if (!(level > 0 && level <= 1))
    throw new UserError({
      zh: `骨干网的显著性水平为 ${level}：应在 (0, 1] 内`,
      en: `the level of the backbone is ${level}: a number in (0, 1] is expected`,
    });
  const { ids, outStart, outBuyer, outWeight, outStrength, inStart, inStrength } = network;
  const significance = new Float64Array(outBuyer.length);
  const kept: number[] = [];
  const isIn = new Uint8Array(ids.length);
  let [carried, all, firms] = [0, 0, 0];
  for (let i = 0; i < ids.length; i++) {
    const buyers = outStart[i + 1]! - outStart[i]!;
    for (let e = outStart[i]!; e < outStart[i + 1]!; e++) {
      const buyer = outBuyer[e]!;
      const suppliers = inStart[buyer + 1]! - inStart[buyer]!;
      const value = Math.min(
        unlikely(outWeight[e]! / outStrength[i]!, buyers),
        unlikely(outWeight[e]! / inStrength[buyer]!, suppliers),
      );
      significance[e] = value;
      all += outWeight[e]!;
      if (value >= level) continue;
      kept.push(e);
      carried += outWeight[e]!;
      for (const end of [i, buyer])
        if (isIn[end] === 0) {
          isIn[end] = 1;
          firms++;
        }
    }
  }
  return { significance, links: Uint32Array.from(kept), shareOfValue: all > 0 ? carried / all : 0, firms };
}

function unlikely(share: number, links: number): number {
  return links < 2 ? 1 : Math.max(0, 1 - share) ** (links - 1);
}

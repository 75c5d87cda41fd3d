// The chain as a graph without direction: two firms are neighbours where either supplies the other.
import type { SupplyNetwork } from './supply-network.js';

/** Neighbours of firm i stand at start[i] … start[i + 1] − 1, ascending; no firm is its own neighbour. */
export interface ChainGraph {
  n: number;
  start: Uint32Array;
  neighbour: Uint32Array;
  /** Money that passes between the two in either direction. */
  weight: Float64Array;
  /** Number of the pair, the same from both of its ends. */
  pair: Uint32Array;
  pairs: number;
}

/** O(links · log degree). */
export function chainGraph(network: SupplyNetwork): ChainGraph {
  const { ids, outStart, outBuyer, outWeight, inStart, inSupplier, inWeight } = network;
  const n = ids.length;
  const start = new Uint32Array(n + 1);
  const neighbour = new Uint32Array(2 * outBuyer.length);
  const weight = new Float64Array(2 * outBuyer.length);
  let count = 0;
  for (let i = 0; i < n; i++) {
    const near: [firm: number, value: number][] = [];
    for (let e = outStart[i]!; e < outStart[i + 1]!; e++)
      if (outBuyer[e] !== i) near.push([outBuyer[e]!, outWeight[e]!]);
    for (let e = inStart[i]!; e < inStart[i + 1]!; e++)
      if (inSupplier[e] !== i) near.push([inSupplier[e]!, inWeight[e]!]);
    near.sort((a, b) => a[0] - b[0]);
    for (const [firm, value] of near) {
      if (count > start[i]! && neighbour[count - 1] === firm) weight[count - 1]! += value;
      else {
        neighbour[count] = firm;
        weight[count++] = value;
      }
    }
    start[i + 1] = count;
  }
  const pair = new Uint32Array(count);
  // The larger end meets its smaller neighbours in ascending order, as the smaller ends come along.
  const place = start.slice(0, n);
  let pairs = 0;
  for (let i = 0; i < n; i++)
    for (let e = start[i]!; e < start[i + 1]!; e++) {
      const other = neighbour[e]!;
      if (other < i) continue;
      pair[e] = pairs;
      pair[place[other]!++] = pairs++;
    }
  return { n, start, neighbour: neighbour.slice(0, count), weight: weight.slice(0, count), pair, pairs };
}

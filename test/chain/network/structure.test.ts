import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  backbone,
  betweenness,
  type ChainGraph,
  chainGraph,
  communities,
  coreNumbers,
  influenceVector,
  inputClasses,
  modularity,
  pageRank,
  rawFirms,
  type SupplyNetwork,
  SupplyRouteFinder,
  sellerConcentration,
  singlePoints,
  soleSources,
  sourceConcentration,
} from '../../../src/chain/index.js';
import { anyNetwork, networkOf } from './small-networks.js';

/** Sizes of the connected parts of a graph without one firm, or without one pair. */
function parts(graph: ChainGraph, without: { firm?: number; pair?: [number, number] }): Map<number, number> {
  const of = new Int32Array(graph.n).fill(-1);
  const sizes = new Map<number, number>();
  for (let root = 0; root < graph.n; root++) {
    if (of[root]! >= 0 || root === without.firm) continue;
    const list = [root];
    of[root] = root;
    for (let v = list.pop(); v !== undefined; v = list.pop()) {
      sizes.set(root, (sizes.get(root) ?? 0) + 1);
      for (let e = graph.start[v]!; e < graph.start[v + 1]!; e++) {
        const u = graph.neighbour[e]!;
        const isCut = without.pair?.includes(u) && without.pair.includes(v);
        if (of[u]! >= 0 || u === without.firm || isCut) continue;
        of[u] = root;
        list.push(u);
      }
    }
  }
  return sizes;
}

describe('single points of failure', () => {
  it('two triangles that hang on one firm, with a tail', () => {
    // 0-1-2 and 2-3-4 are triangles; 4 supplies 5.
    const graph = chainGraph(
      networkOf(6, [
        [0, 1],
        [1, 2],
        [2, 0],
        [2, 3],
        [3, 4],
        [4, 2],
        [4, 5],
      ]),
    );
    const found = singlePoints(graph);
    expect(found.articulationPoints).toEqual([
      { firm: 2, pieces: 2, cutOff: 2 },
      { firm: 4, pieces: 2, cutOff: 1 },
    ]);
    expect(found.bridges).toEqual([{ firms: [4, 5], cutOff: 1 }]);
    expect(found).toMatchObject({ components: 1, largestComponent: 6 });
  });

  it('a tie in both directions is one tie, and still a bridge', () => {
    const { bridges } = singlePoints(
      chainGraph(
        networkOf(2, [
          [0, 1],
          [1, 0],
          [0, 0],
        ]),
      ),
    );
    expect(bridges).toEqual([{ firms: [0, 1], cutOff: 1 }]);
  });

  it('are those whose removal parts the chain, and cut off what it says', () => {
    fc.assert(
      fc.property(anyNetwork(), (network) => {
        const graph = chainGraph(network);
        const found = singlePoints(graph);
        const whole = parts(graph, {});
        expect(found.components).toBe(whole.size);
        const points = new Map(found.articulationPoints.map((point) => [point.firm, point]));
        for (let firm = 0; firm < graph.n; firm++) {
          const rest = parts(graph, { firm });
          const isAlone = graph.start[firm] === graph.start[firm + 1];
          const more = rest.size - (whole.size - (isAlone ? 1 : 0));
          expect(points.has(firm)).toBe(more > 0);
          if (more > 0) {
            expect(points.get(firm)!.pieces).toBe(more + 1);
            const own = [...piecesAround(graph, firm)];
            expect(points.get(firm)!.cutOff).toBe(
              own.reduce((sum, size) => sum + size, 0) - Math.max(...own),
            );
          }
        }
        const bridges = new Set(found.bridges.map(({ firms }) => firms.join('-')));
        for (let v = 0; v < graph.n; v++)
          for (let e = graph.start[v]!; e < graph.start[v + 1]!; e++) {
            const u = graph.neighbour[e]!;
            if (u < v) continue;
            expect(bridges.has(`${v}-${u}`)).toBe(parts(graph, { pair: [v, u] }).size > whole.size);
          }
      }),
      { seed: 11, numRuns: 300 },
    );
  });

  it('a long chain does not overflow the stack', () => {
    const n = 50_000;
    const graph = chainGraph(
      networkOf(
        n,
        Array.from({ length: n - 1 }, (_, i) => [i, i + 1] as const),
      ),
    );
    const { articulationPoints, bridges } = singlePoints(graph);
    expect(articulationPoints).toHaveLength(n - 2);
    expect(bridges[0]).toEqual({ firms: [n / 2 - 1, n / 2], cutOff: n / 2 });
  });
});

/** Sizes of the parts that a firm's own part of the chain falls into without it. */
function piecesAround(graph: ChainGraph, firm: number): number[] {
  const without = parts(graph, { firm });
  const roots = new Set<number>();
  for (let e = graph.start[firm]!; e < graph.start[firm + 1]!; e++) {
    let smallest = graph.neighbour[e]!;
    const met = new Set([smallest]);
    const list = [smallest];
    for (let v = list.pop(); v !== undefined; v = list.pop())
      for (let f = graph.start[v]!; f < graph.start[v + 1]!; f++) {
        const u = graph.neighbour[f]!;
        if (u === firm || met.has(u)) continue;
        met.add(u);
        smallest = Math.min(smallest, u);
        list.push(u);
      }
    roots.add(smallest);
  }
  return [...roots].map((root) => without.get(root)!);
}

describe('sole sources and concentration', () => {
  // 0 and 1 make steel, 2 chips; 3 and 4 make cars. 3 buys steel from both, 4 from 0 only.
  const network = networkOf(
    5,
    [
      [0, 3, 30],
      [1, 3, 10],
      [2, 3, 10],
      [0, 4, 20],
      [3, 3, 50],
    ],
    ['steel', 'steel', 'chip', 'car', 'car'],
  );
  const { classes } = inputClasses(network, [
    { supplierSector: 'chip', buyerSector: 'car', class: 2 },
    { supplierSector: 'steel', buyerSector: 'car', class: 1 },
    { supplierSector: 'car', buyerSector: 'car', class: 0 },
  ]);

  it('names inputs of one supplier, who could step in, and how much they matter', () => {
    expect(soleSources(network, classes)).toEqual([
      {
        buyer: 3,
        supplier: 2,
        sector: 1,
        value: 10,
        shareOfPurchases: 0.1,
        inputClass: 2,
        alternatives: 0,
      },
      { buyer: 4, supplier: 0, sector: 0, value: 20, shareOfPurchases: 1, inputClass: 1, alternatives: 1 },
    ]);
    expect(soleSources(network)[0]!.inputClass).toBeNull();
  });

  it('Herfindahl by buyer and input, and by seller', () => {
    expect(sourceConcentration(network)[0]).toEqual({
      buyer: 3,
      sector: 0,
      suppliers: 2,
      herfindahl: 0.75 ** 2 + 0.25 ** 2,
      largestSupplier: 0,
      largestShare: 0.75,
      value: 40,
      shareOfPurchases: 0.4,
    });
    const [steel, chip, car] = sellerConcentration(network);
    expect(steel).toMatchObject({ sellers: 2, largestSeller: 0, sales: 60 });
    expect(steel!.herfindahl).toBeCloseTo((50 / 60) ** 2 + (10 / 60) ** 2, 15);
    expect(chip).toMatchObject({ sellers: 1, herfindahl: 1, largestShare: 1 });
    expect(car).toMatchObject({ firms: 2, sellers: 1 });
  });

  it('lies between 1/suppliers and 1', () => {
    fc.assert(
      fc.property(anyNetwork(), (any) => {
        for (const { herfindahl, suppliers, largestShare } of sourceConcentration(any)) {
          expect(herfindahl).toBeGreaterThanOrEqual(1 / suppliers - 1e-12);
          expect(herfindahl).toBeLessThanOrEqual(Math.min(1, largestShare) + 1e-12);
        }
        const sole = sourceConcentration(any).filter(({ suppliers }) => suppliers === 1);
        expect(soleSources(any)).toHaveLength(sole.length);
      }),
      { seed: 3, numRuns: 200 },
    );
  });
});

/** Fewest firms, raw firms included and the target not, without which no supply route leads to the target. */
function smallestCut(network: SupplyNetwork, raw: readonly number[], target: number): number {
  const n = network.ids.length;
  let best = n;
  for (let set = 0; set < 1 << n; set++) {
    if ((set >> target) & 1) continue;
    let size = 0;
    for (let i = 0; i < n; i++) size += (set >> i) & 1;
    if (size < best && !reached(network, raw, target, (i) => ((set >> i) & 1) === 1)) best = size;
  }
  return best;
}

function reached(
  network: SupplyNetwork,
  raw: readonly number[],
  target: number,
  lost: (firm: number) => boolean,
): boolean {
  const seen = new Set([target]);
  const list = [target];
  for (let v = list.pop(); v !== undefined; v = list.pop()) {
    if (raw.includes(v)) return true;
    for (let e = network.inStart[v]!; e < network.inStart[v + 1]!; e++) {
      const u = network.inSupplier[e]!;
      if (seen.has(u) || lost(u)) continue;
      seen.add(u);
      list.push(u);
    }
  }
  return false;
}

describe('supply routes', () => {
  it('two mines, two mills, one works: the works is the cut', () => {
    const network = networkOf(6, [
      [0, 2],
      [1, 3],
      [2, 4],
      [3, 4],
      [4, 5],
    ]);
    expect([...rawFirms(network)]).toEqual([0, 1]);
    const finder = new SupplyRouteFinder(network, rawFirms(network));
    expect(finder.routesTo(5)).toMatchObject({ count: 1, cut: [4], limited: false });
    expect(finder.routesTo(4)).toMatchObject({ count: 2, cut: [2, 3] });
    expect(finder.routesTo(4).routes).toEqual([
      [0, 2, 4],
      [1, 3, 4],
    ]);
    expect(finder.routesTo(4, 1)).toMatchObject({ count: 1, limited: true, cut: null });
    expect(finder.routesTo(0)).toMatchObject({ count: 0, routes: [] });
  });

  it('a route gives way where two others then fit', () => {
    // The shortest route 0→3→4→6 stands in the way of 0→3→5→6 and 1→4→6 only if it is not rerouted.
    const network = networkOf(7, [
      [0, 3],
      [3, 4],
      [4, 6],
      [1, 2],
      [2, 4],
      [3, 5],
      [5, 6],
    ]);
    const found = new SupplyRouteFinder(network, [0, 1]).routesTo(6);
    expect(found.routes).toEqual([
      [1, 2, 4, 6],
      [0, 3, 5, 6],
    ]);
  });

  it('are as many as the fewest firms that cut them (Menger), share no firm, and follow links', () => {
    fc.assert(
      fc.property(
        anyNetwork(8),
        fc.array(fc.integer({ min: 0, max: 7 }), { minLength: 1, maxLength: 3 }),
        (network, chosen) => {
          const n = network.ids.length;
          const raw = [...new Set(chosen.map((i) => i % n))];
          const finder = new SupplyRouteFinder(network, raw);
          for (let target = 0; target < n; target++) {
            if (raw.includes(target)) continue;
            const { count, routes, cut } = finder.routesTo(target, 99);
            expect(count).toBe(smallestCut(network, raw, target));
            expect(routes).toHaveLength(count);
            const used = routes.flatMap((route) => route.slice(0, -1));
            expect(new Set(used).size).toBe(used.length);
            for (const route of routes) {
              expect(raw).toContain(route[0]);
              for (let at = 1; at < route.length; at++) {
                const [from, to] = [network.inStart[route[at]!]!, network.inStart[route[at]! + 1]!];
                expect(network.inSupplier.slice(from, to)).toContain(route[at - 1]);
              }
            }
            expect(cut).toHaveLength(count);
            expect(reached(network, raw, target, (firm) => cut!.includes(firm))).toBe(false);
          }
        },
      ),
      { seed: 5, numRuns: 300 },
    );
  });
});

describe('centralities', () => {
  it('influence of a star: the hub that all buy from', () => {
    // Three firms buy from firm 0 alone; it buys nothing. v_i = α/n, v_0 = α/n (1 + 3 (1 − α)).
    const { values, error } = influenceVector(
      networkOf(4, [
        [0, 1],
        [0, 2],
        [0, 3],
      ]),
      0.5,
    );
    expect([...values]).toEqual([0.3125, 0.125, 0.125, 0.125]);
    expect(error).toBeLessThan(1e-12);
  });

  it('influence solves its equation; with every firm buying it adds up to 1 and is PageRank', () => {
    fc.assert(
      fc.property(anyNetwork(), fc.double({ min: 0.1, max: 0.9, noNaN: true }), (network, alpha) => {
        const n = network.ids.length;
        const { values } = influenceVector(network, alpha);
        for (let i = 0; i < n; i++) {
          let right = alpha / n;
          for (let e = network.outStart[i]!; e < network.outStart[i + 1]!; e++) {
            const j = network.outBuyer[e]!;
            right += ((1 - alpha) * network.outWeight[e]! * values[j]!) / network.inStrength[j]!;
          }
          expect(values[i]).toBeCloseTo(right, 11);
        }
        const rank = pageRank(network, 1 - alpha).values;
        expect(rank.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 10);
        if (network.inStrength.every((bought) => bought > 0))
          for (let i = 0; i < n; i++) expect(rank[i]).toBeCloseTo(values[i]!, 10);
      }),
      { seed: 7, numRuns: 150 },
    );
  });

  it('betweenness of a path, against counting routes one by one', () => {
    expect([
      ...betweenness(
        networkOf(4, [
          [0, 1],
          [1, 2],
          [2, 3],
        ]),
      ).values,
    ]).toEqual([0, 2 / 6, 2 / 6, 0]);
    fc.assert(
      fc.property(anyNetwork(7), (network) => {
        const n = network.ids.length;
        const { values, exact } = betweenness(network);
        expect(exact).toBe(true);
        const expected = betweennessByPairs(network);
        for (let i = 0; i < n; i++) expect(values[i]).toBeCloseTo(expected[i]!, 12);
      }),
      { seed: 9, numRuns: 150 },
    );
  });

  it('sampled betweenness says so, and is near', () => {
    const n = 400;
    let state = 1;
    const firm = (power: number) => {
      state = (state * 48271) % 2147483647;
      return Math.floor(n * (state / 2147483647) ** power);
    };
    // Firms with small numbers have many customers, and many suppliers.
    const links = Array.from({ length: n * 4 }, () => [firm(2), firm(1.5)] as const);
    const network = networkOf(n, links);
    const exact = betweenness(network).values;
    const sampled = betweenness(network, (n + network.outBuyer.length) * 100);
    expect(sampled).toMatchObject({ exact: false, sources: 100 });
    const top = exact.indexOf(Math.max(...exact));
    expect(sampled.values[top]! / exact[top]!).toBeGreaterThan(0.7);
    expect(sampled.values[top]! / exact[top]!).toBeLessThan(1.4);
  });

  it('core numbers: what is left when firms with fewer ties are taken away again and again', () => {
    fc.assert(
      fc.property(anyNetwork(), (network) => {
        const graph = chainGraph(network);
        const cores = coreNumbers(graph);
        for (let k = 1; k <= 6; k++) {
          const inside = new Set(cores.keys());
          for (let going = true; going; ) {
            going = false;
            for (const v of inside) {
              const near = graph.neighbour.slice(graph.start[v]!, graph.start[v + 1]!);
              if (near.filter((u) => inside.has(u)).length >= k) continue;
              inside.delete(v);
              going = true;
            }
          }
          for (const [v, core] of cores.entries()) expect(core >= k).toBe(inside.has(v));
        }
      }),
      { seed: 13, numRuns: 150 },
    );
  });
});

function betweennessByPairs(network: SupplyNetwork): number[] {
  const n = network.ids.length;
  const distances = Array.from({ length: n }, (_, s) => {
    const distance = new Array<number>(n).fill(Number.POSITIVE_INFINITY);
    const routes = new Array<number>(n).fill(0);
    distance[s] = 0;
    routes[s] = 1;
    const queue = [s];
    for (const v of queue)
      for (let e = network.outStart[v]!; e < network.outStart[v + 1]!; e++) {
        const w = network.outBuyer[e]!;
        if (distance[w] === Number.POSITIVE_INFINITY) {
          distance[w] = distance[v]! + 1;
          queue.push(w);
        }
        if (distance[w] === distance[v]! + 1) routes[w]! += routes[v]!;
      }
    return { distance, routes };
  });
  return Array.from({ length: n }, (_, v) => {
    let sum = 0;
    for (let s = 0; s < n; s++)
      for (let t = 0; t < n; t++) {
        if (s === t || s === v || t === v) continue;
        const [from, on] = [distances[s]!, distances[v]!];
        if (!Number.isFinite(from.distance[t]!)) continue;
        if (from.distance[v]! + on.distance[t]! === from.distance[t])
          sum += (from.routes[v]! * on.routes[t]!) / from.routes[t]!;
      }
    return n > 2 ? sum / ((n - 1) * (n - 2)) : 0;
  });
}

describe('communities', () => {
  it('two groups of four with one tie between them', () => {
    const clique = (from: number) =>
      [0, 1, 2].flatMap((a) =>
        Array.from({ length: 3 - a }, (_, b) => [from + a, from + a + b + 1, 1] as const),
      );
    const found = communities(chainGraph(networkOf(8, [...clique(0), ...clique(4), [3, 4, 1]])));
    expect(found.count).toBe(2);
    expect([...found.of]).toEqual([0, 0, 0, 0, 1, 1, 1, 1]);
    // Q = 12/13 − 2 (13/26)².
    expect(found.modularity).toBeCloseTo(12 / 13 - 0.5, 14);
  });

  it('are no worse than no groups, than one group, and the same twice', () => {
    fc.assert(
      fc.property(anyNetwork(12), (network) => {
        const graph = chainGraph(network);
        const { of, count, modularity: q } = communities(graph);
        expect(q).toBeCloseTo(modularity(graph, of), 12);
        expect(q).toBeGreaterThanOrEqual(
          modularity(
            graph,
            of.map((_, i) => i),
          ) - 1e-9,
        );
        expect(q).toBeGreaterThanOrEqual(-1e-9);
        expect(new Set(of).size).toBe(count);
        expect(communities(graph).of).toEqual(of);
      }),
      { seed: 17, numRuns: 200 },
    );
  });
});

describe('backbone', () => {
  it('keeps the link that is too large for chance', () => {
    // Firm 0 sells 97, 1, 1, 1 to four firms that buy from nobody else: (1 − 0.97)³ and 0.99³.
    const network = networkOf(5, [
      [0, 1, 97],
      [0, 2, 1],
      [0, 3, 1],
      [0, 4, 1],
    ]);
    const found = backbone(network, 0.05);
    expect([...found.links]).toEqual([0]);
    expect(found.significance[0]).toBeCloseTo(0.03 ** 3, 12);
    expect(found.significance[1]).toBeCloseTo(0.99 ** 3, 12);
    expect(found).toMatchObject({ shareOfValue: 0.97, firms: 2 });
    expect(() => backbone(network, 0)).toThrow(/显著性水平为 0/);
  });

  it('grows with its level', () => {
    fc.assert(
      fc.property(anyNetwork(), (network) => {
        let before = 0;
        for (const level of [0.01, 0.1, 0.5, 1]) {
          const { links, shareOfValue } = backbone(network, level);
          expect(links.length).toBeGreaterThanOrEqual(before);
          expect(shareOfValue).toBeLessThanOrEqual(1);
          before = links.length;
        }
      }),
      { seed: 19, numRuns: 100 },
    );
  });
});

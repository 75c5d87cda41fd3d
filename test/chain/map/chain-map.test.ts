import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { parseCsv } from 'hucre/csv';
import { describe, expect, it } from 'vitest';
import {
  buildChainMap,
  type ChainActor,
  type ChainEdge,
  type ChainMap,
  type ChainNode,
  type ChainTable,
  chainGaps,
  chainLayers,
  chainList,
  chainUpstreamness,
  readChainTables,
  stageFlows,
  topFlows,
} from '../../../src/chain/index.js';
import { describeWith, SHARED } from '../../measure/reference.js';

const ROW = { source: null, date: null, owner: null, place: null };

function node(id: string, stage: string | null = null): ChainNode {
  return { id, name: id, kind: 'product', stage, stageOrder: null, ...ROW };
}

function edge(from: string, to: string, more: Partial<ChainEdge> = {}): ChainEdge {
  return { from, to, kind: 'goesInto', weight: null, share: null, grade: null, ...ROW, ...more };
}

function actor(at: string, name: string, more: Partial<ChainActor> = {}): ChainActor {
  return { node: at, name, id: null, kind: 'firm', area: null, share: null, grade: null, ...ROW, ...more };
}

function mapOf(edges: ChainEdge[], nodes: ChainNode[] = [], actors: ChainActor[] = []): ChainMap {
  return buildChainMap({ nodes, edges, actors, projects: [] });
}

function table(file: string, text: string): ChainTable {
  const [columns = [], ...rows] = parseCsv(text);
  return {
    file,
    sheet: null,
    columns: columns.map(String),
    rows: rows.map((row) => row.map((cell) => (cell === '' ? null : String(cell)))),
    rowNumbers: rows.map((_, i) => i + 2),
  };
}

/** Solved by elimination, as the oracle of the sparse solver: (I − (1 − λ)D) U = 1. */
function denseUpstreamness(shares: number[][], leak: number): number[] {
  const n = shares.length;
  const rows = shares.map((own, i) => [...own.map((share, j) => (i === j ? 1 : 0) - (1 - leak) * share), 1]);
  for (let k = 0; k < n; k++) {
    const pivot = rows[k]![k]!;
    for (let i = 0; i < n; i++) {
      if (i === k) continue;
      const factor = rows[i]![k]! / pivot;
      for (let j = k; j <= n; j++) rows[i]![j]! -= factor * rows[k]![j]!;
    }
  }
  return rows.map((row, i) => row[n]! / row[i]!);
}

describe('upstreamness on a chain map', () => {
  it('counts the steps to final use: ore → steel → car, a tenth leaving at each', () => {
    const map = mapOf([edge('ore', 'steel'), edge('steel', 'car')]);
    const { upstreamness, iterations } = chainUpstreamness(map, { leak: 0.1 });
    // car 1; steel 1 + 0.9·1 = 1.9; ore 1 + 0.9·1.9 = 2.71
    expect([...upstreamness].map((u) => Number(u.toFixed(9)))).toEqual([2.71, 1.9, 1]);
    expect(iterations).toBe(2);
  });

  it('takes stated shares first, then weights, then equal parts', () => {
    const shares = mapOf([edge('a', 'b', { share: 0.25 }), edge('a', 'c', { weight: 9 }), edge('b', 'c')]);
    const u = chainUpstreamness(shares, { leak: 0.2 }).upstreamness;
    // c 1; b 1.8; a 1 + 0.8·(0.25·1.8 + 0.75·1) = 1.96
    expect(u[0]).toBeCloseTo(1.96, 9);
  });

  it('lets a kind of a product stand where the product stands', () => {
    const map = mapOf([edge('EUV', 'lithography', { kind: 'isA' }), edge('lithography', 'wafer')]);
    const [euv, lithography] = chainUpstreamness(map).upstreamness;
    expect(euv).toBe(lithography);
  });

  it('solves cycles as elimination does, within its stated bound', () => {
    const graphs = fc.record({
      n: fc.integer({ min: 1, max: 9 }),
      edges: fc.array(fc.tuple(fc.nat(8), fc.nat(8), fc.double({ min: 0.01, max: 50, noNaN: true })), {
        maxLength: 40,
      }),
      leak: fc.double({ min: 0.01, max: 0.9, noNaN: true }),
    });
    fc.assert(
      fc.property(graphs, ({ n, edges, leak }) => {
        const map = mapOf(
          edges.map(([a, b, weight]) => edge(`n${a % n}`, `n${b % n}`, { weight })),
          Array.from({ length: n }, (_, i) => node(`n${i}`)),
        );
        const shares = Array.from({ length: n }, () => new Array<number>(n).fill(0));
        for (const { fromNode, toNode, weight } of map.edges) shares[fromNode]![toNode]! += weight!;
        for (const row of shares) {
          const sum = row.reduce((a, b) => a + b, 0);
          for (const j of row.keys()) row[j]! /= sum || 1;
        }
        const exact = denseUpstreamness(shares, leak);
        const { upstreamness, errorBound } = chainUpstreamness(map, { leak });
        expect(errorBound).toBeLessThanOrEqual(1.1e-9);
        for (const [i, value] of exact.entries())
          expect(Math.abs(upstreamness[i]! - value)).toBeLessThanOrEqual(errorBound + 1e-9);
      }),
      { numRuns: 200, seed: 7 },
    );
  });

  it('draws layers of any graph: every node in one column, every edge in one direction', () => {
    const kinds = fc.constantFrom('goesInto' as const, 'isA' as const);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(14), fc.nat(14), kinds), { maxLength: 70 }),
        fc.array(fc.option(fc.constantFrom('一', '二', '三')), { minLength: 15, maxLength: 15 }),
        (edges, stages) => {
          const map = mapOf(
            edges.map(([a, b, kind]) => edge(`n${a}`, `n${b}`, { kind })),
            stages.map((stage, i) => node(`n${i}`, stage)),
          );
          const { upstreamness } = chainUpstreamness(map);
          const layers = chainLayers(map, upstreamness);
          const placed = layers.columns.flatMap(({ nodes }) => nodes).sort((a, b) => a - b);
          expect(placed).toEqual(map.nodes.map((_, i) => i));
          const told = [...layers.forward, ...layers.level, ...layers.feedback].sort((a, b) => a - b);
          expect(told).toEqual(map.edges.map((_, e) => e));
          expect(layers.columns.length).toBeLessThanOrEqual(7);
          for (const e of layers.feedback)
            expect(layers.columnOf[map.edges[e]!.toNode]!).toBeLessThan(
              layers.columnOf[map.edges[e]!.fromNode]!,
            );
        },
      ),
      { numRuns: 150, seed: 11 },
    );
  });

  it('solves a ring of 20,000 with chords', () => {
    const n = 20_000;
    const edges = Array.from({ length: n }, (_, i) => edge(`n${i}`, `n${(i + 1) % n}`, { weight: 1 }));
    for (let i = 0; i < n; i += 7) edges.push(edge(`n${i}`, `n${(i * 31 + 5) % n}`, { weight: 2 }));
    const map = mapOf(edges);
    const { upstreamness } = chainUpstreamness(map);
    // Nothing leaves but the leak: every node is 1/λ steps away.
    expect(Math.max(...upstreamness)).toBeCloseTo(20, 6);
    expect(Math.min(...upstreamness)).toBeCloseTo(20, 6);
  });

  it('refuses a leak that leaves no way out', () => {
    expect(() => chainUpstreamness(mapOf([edge('a', 'b')]), { leak: 0 })).toThrow(RangeError);
  });
});

describe('layers', () => {
  it('keeps named stages, gives the others the stage of what they go into, and unties crossings', () => {
    const map = mapOf(
      [edge('a', 'y'), edge('b', 'x'), edge('x', 'car'), edge('y', 'car')],
      [node('a'), node('b'), node('x', '零部件'), node('y', '零部件'), node('car', '整车')],
    );
    const { upstreamness } = chainUpstreamness(map);
    const layers = chainLayers(map, upstreamness);
    expect(layers.stages.map(({ name, named, nodes }) => [name, named, nodes.length])).toEqual([
      ['零部件', 2, 4],
      ['整车', 1, 1],
    ]);
    expect(layers.crossings).toBe(0);
    expect(layers.columns.length).toBe(3);
  });
});

describe('gaps', () => {
  const nodes = ['a', 'b', 'c', 'd'].map((id) => node(id));
  const areas = (at: string, shares: Record<string, number>) =>
    Object.entries(shares).map(([name, share]) => actor(at, name, { kind: 'area', area: name, share }));
  const map = mapOf([edge('kind', 'a', { kind: 'isA' })], nodes, [
    ...areas('a', { JPN: 0.9, CHN: 0.1 }),
    ...areas('b', { JPN: 0.5, USA: 0.2 }),
    actor('c', '甲厂'),
    actor('kind', '乙厂', { area: 'NLD' }),
  ]);
  const isHome = (area: string) => area === 'CHN';
  const of = (id: string, rule: string, options = {}) =>
    chainGaps(map, { isHome, homeName: '中国', ...options }).find(
      (gap) => map.nodes[gap.node]!.id === id && gap.rule === rule,
    )!;

  it('finds one source by the HHI: 0.9² + 0.1² = 0.82', () => {
    const gap = of('a', 'oneSource');
    expect([gap.state, gap.threshold]).toEqual(['met', 0.4]);
    expect(gap.value).toBeCloseTo(0.82, 12);
    expect(of('a', 'oneSource', { concentration: 0.9 }).state).toBe('unmet');
  });

  it('gives the possible range where shares are missing: 0.29 to 0.5² + … + 0.3 with the largest', () => {
    const gap = of('b', 'oneSource');
    expect(gap.state).toBe('unknown');
    expect(gap.range![0]).toBeCloseTo(0.29, 12);
    expect(gap.range![1]).toBeCloseTo(0.68, 12);
    expect(of('b', 'oneSource', { concentration: 0.7 }).state).toBe('unmet');
    expect(of('b', 'oneSource', { concentration: 0.25 }).state).toBe('met');
  });

  it('does not take what is not recorded for what is not there', () => {
    expect(of('c', 'noHomeMaker').state).toBe('unknown');
    expect(of('c', 'oneSource').state).toBe('manualReview');
    expect(of('d', 'noKnownMaker').state).toBe('met');
    expect(of('d', 'noHomeMaker').state).toBe('unknown');
    expect(of('b', 'noHomeMaker').state).toBe('met');
    expect(of('a', 'noHomeMaker').state).toBe('unmet');
    expect(of('a', 'noHomeMaker', { isHome: null }).state).toBe('notApplicable');
    const empty = mapOf([edge('a', 'b')]);
    expect(chainGaps(empty, { isHome, homeName: null })[0]!.state).toBe('unknown');
  });

  it('counts makers of a kind as makers of the product, not the other way round', () => {
    expect(of('a', 'noKnownMaker').evidence.map((at) => map.actors[at]!.name)).toContain('乙厂');
    const of2 = of('kind', 'noKnownMaker');
    expect(of2.evidence.map((at) => map.actors[at]!.name)).toEqual(['乙厂']);
  });
});

describe('rows brought together', () => {
  it('says what it set right', () => {
    const map = mapOf(
      [
        edge('a', 'b', { grade: 'C' }),
        edge('a', 'b', { grade: 'A' }),
        edge('b', 'b'),
        edge('b', 'z', { weight: -1 }),
      ],
      [node('a'), node('b')],
      [
        actor('a', '甲', { share: 0.2, date: '2023' }),
        actor('a', '甲', { share: 0.4, date: '2024' }),
        actor('q', '乙'),
      ],
    );
    expect(map.treatments.map(({ kind }) => kind).sort()).toEqual([
      'badWeights',
      'duplicateActors',
      'duplicateEdges',
      'impliedNodes',
      'selfLoops',
      'unknownPlaces',
    ]);
    expect(map.edges.map(({ from, to, grade, weight }) => [from, to, grade, weight])).toEqual([
      ['a', 'b', 'A', null],
      ['b', 'z', null, null],
    ]);
    expect(map.actors.map(({ share }) => share)).toEqual([0.4]);
  });
});

describe('tables of a chain', () => {
  it('reads own tables in Chinese and English and refuses rows with the reason', () => {
    const [nodes, edges, actors, projects] = readChainTables([
      table('n.csv', '编号,名称,类型,环节\np1,锂矿,产品,上游\np2,涂布,工序,中游\n,,产品,\nx,y,魔法,\n'),
      table(
        'e.csv',
        'from,to,weight,grade,date\np1,p2,3,a,2024\np1,p2,-3,B,2024\np1,,1,B,\np1,p2,1,E,\np1,p2,1,B,昨天\n',
      ),
      table(
        'a.csv',
        '企业,产品或工序,所在地,份额（%）,来源\n甲厂,锂矿,青海,40,年报\n乙厂,锂矿,江西,140,年报\n',
      ),
      table('p.csv', '项目,产品,承担主体,投资,责任单位\n扩产,锂矿,甲厂,3亿元,市工信局\n'),
    ]) as [ReturnType<typeof readChainTables>[0], ...ReturnType<typeof readChainTables>];
    expect([nodes, edges, actors, projects].map((one) => one!.form)).toEqual([
      'nodes',
      'edges',
      'actors',
      'projects',
    ]);
    expect(nodes!.nodes.map(({ id, kind }) => [id, kind])).toEqual([
      ['p1', 'product'],
      ['p2', 'process'],
    ]);
    expect(nodes!.rejects.map(({ row, column }) => [row, column])).toEqual([
      [4, '名称'],
      [5, '类型'],
    ]);
    expect(edges!.edges).toHaveLength(1);
    expect(edges!.edges[0]).toMatchObject({ grade: 'A', weight: 3, date: '2024' });
    expect(edges!.rejects.map(({ row, column, value }) => [row, column, value])).toEqual([
      [3, 'weight', '-3'],
      [4, 'to', null],
      [5, 'grade', 'E'],
      [6, 'date', '昨天'],
    ]);
    expect(actors!.actors[0]).toMatchObject({ share: 0.4, area: '青海', source: '年报', node: '锂矿' });
    expect(actors!.rejects[0]!.zh).toContain('份额');
    expect(projects!.projects[0]).toMatchObject({ owner: '市工信局', date: null, investment: '3亿元' });
  });

  it('leaves tables alone that say nothing of a chain', () => {
    expect(readChainTables([table('x.csv', 'srcId,dstId,transAmt\n1,2,3\n')])[0]!.form).toBeNull();
  });
});

describe('lists', () => {
  it('leave empty what nobody said', () => {
    const map = mapOf(
      [edge('a', 'b')],
      [],
      [actor('a', '甲厂', { source: '年报', date: '2024' }), actor('b', '乙厂')],
    );
    const { upstreamness } = chainUpstreamness(map);
    const layers = chainLayers(map, upstreamness);
    const gaps = chainGaps(map, { isHome: null, homeName: null });
    const input = { map, layers, upstreamness, gaps, lang: 'zh' as const };
    const { columns, rows } = chainList('firms', {
      ...input,
      defaults: { owner: '省工信厅', date: null, source: null },
    });
    const at = (key: string) => columns.findIndex((one) => one.key === key);
    expect(rows.map((row) => [row[at('owner')], row[at('date')], row[at('source')]])).toEqual([
      ['省工信厅', '2024', '年报'],
      ['省工信厅', null, null],
    ]);
  });
});

describe('flows between stages', () => {
  it('sets feedback apart', () => {
    const { forward, feedback, within, rest, total } = topFlows(
      [
        { from: 0, to: 1, value: 5, edges: 1 },
        { from: 1, to: 0, value: 2, edges: 1 },
        { from: 1, to: 1, value: 3, edges: 1 },
        { from: 1, to: 2, value: 1, edges: 1 },
      ],
      [3, 2, 1],
      2,
    );
    expect(forward.map(({ value }) => value)).toEqual([5]);
    expect(feedback.map(({ value }) => value)).toEqual([2]);
    expect(within.map(({ value }) => value)).toEqual([3]);
    expect([rest, total]).toEqual([1, 11]);
  });
});

function published(folder: string): ChainMap {
  const dir = join(SHARED, 'data/chains', folder);
  const files = readdirSync(dir).filter((file) => file.endsWith('.csv'));
  const readings = readChainTables(files.map((file) => table(file, readFileSync(join(dir, file), 'utf8'))));
  expect(readings.flatMap(({ rejects }) => rejects)).toEqual([]);
  return buildChainMap({
    nodes: readings.flatMap(({ nodes }) => nodes),
    edges: readings.flatMap(({ edges }) => edges),
    actors: readings.flatMap(({ actors }) => actors),
    projects: [],
  });
}

describeWith('data/chains', 'published chain maps', () => {
  it('the chip chain: 126 inputs in three stages from design to packaging', () => {
    const map = published('eto-chip');
    expect(map.nodes).toHaveLength(126);
    expect(map.edges).toHaveLength(139);
    const { upstreamness } = chainUpstreamness(map);
    const layers = chainLayers(map, upstreamness);
    expect(layers.stages.map(({ name }) => name)).toEqual([
      'Design',
      'Fabrication',
      'Assembly, testing, and packaging (ATP)',
    ]);
    const { flows } = stageFlows(map, layers);
    expect(flows.length).toBeGreaterThan(0);
    const gaps = chainGaps(map, { isHome: (area) => area === 'CHN', homeName: 'CHN' });
    const euv = map.nodes.findIndex(({ name }) => name === 'EUV lithography tools');
    expect(gaps.find(({ node: at, rule }) => at === euv && rule === 'noHomeMaker')!.state).toBe('met');
    expect(gaps.find(({ node: at, rule }) => at === euv && rule === 'oneSource')!.state).toBe('met');
  });

  it('the tyre chain: a product tree whose chain has cycles', () => {
    const map = published('openspg-tyre');
    const { upstreamness, errorBound } = chainUpstreamness(map);
    expect(errorBound).toBeLessThan(1e-8);
    expect(Math.min(...upstreamness)).toBeGreaterThanOrEqual(1);
    const layers = chainLayers(map, upstreamness);
    expect(layers.forward.length + layers.level.length + layers.feedback.length).toBe(map.edges.length);
    expect(map.actors.length).toBeGreaterThan(100);
  });
});

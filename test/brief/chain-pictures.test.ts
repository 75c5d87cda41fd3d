import { describe, expect, it } from 'vitest';
import {
  type BriefDocument,
  type Cited,
  chainMapPicture,
  coefficientPicture,
  linkagePicture,
  type Picture,
  pictureFile,
  renderHtml,
  renderMarkdown,
  riskRankPicture,
  stageWords,
  topFlowPicture,
} from '../../src/brief/index.js';
import {
  buildChainMap,
  type ChainEdge,
  chainGaps,
  chainLayers,
  chainUpstreamness,
  type IoTable,
  LeontiefSystem,
  stageFlows,
  upstreamness,
} from '../../src/chain/index.js';

const ROW = { source: null, date: null, owner: null, place: null };
const FIGURE: Cited = { type: 'cited', words: '图谱', tone: 'plain', references: [{ note: 1, use: 1 }] };

function use(times: number): Cited {
  return { ...FIGURE, references: [{ note: 1, use: times }] };
}
const SYNTHETIC = { zh: '合成数据', en: 'synthetic data' };

function head(id: string) {
  return {
    id,
    title: { zh: `图 ${id}`, en: `Picture ${id}` },
    detail: { zh: '2024年', en: '2024' },
    source: { zh: '来源：示例', en: 'Source: sample' },
  };
}

/** A chain of `stages` × `each` nodes, every node feeding two of the next stage, the last one the first. */
function chainOf(stages: number, each: number, name = (s: number, k: number) => `产品${s}-${k}`) {
  const edges: ChainEdge[] = [];
  const add = (from: string, to: string) =>
    edges.push({ from, to, kind: 'goesInto', weight: null, share: null, grade: 'C', ...ROW });
  for (let s = 0; s + 1 < stages; s++)
    for (let k = 0; k < each; k++) {
      add(name(s, k), name(s + 1, k));
      add(name(s, k), name(s + 1, (k + 1) % each));
    }
  add(name(stages - 1, 0), name(0, 0));
  const nodes = Array.from({ length: stages * each }, (_, i) => {
    const [s, k] = [Math.floor(i / each), i % each];
    return {
      id: name(s, k),
      name: name(s, k),
      kind: 'product' as const,
      stage: `环节${s}`,
      stageOrder: s,
      ...ROW,
    };
  });
  const actors = [
    {
      node: name(0, 1),
      name: '<甲>&厂',
      id: null,
      kind: 'firm' as const,
      area: null,
      share: null,
      grade: null,
      ...ROW,
    },
  ];
  const map = buildChainMap({ nodes, edges, actors, projects: [] });
  const { upstreamness: u } = chainUpstreamness(map);
  const layers = chainLayers(map, u);
  const gaps = chainGaps(map, { isHome: null, homeName: null });
  return { map, layers, gaps, upstreamness: u };
}

function table(n: number): IoTable {
  const intermediate = Float64Array.from({ length: n * n }, (_, at) => ((at * 7919) % 13) / n);
  const output = new Float64Array(n).fill(40).map((x, i) => x + i);
  return {
    title: '示例',
    year: 2024,
    unit: '亿元',
    industries: Array.from({ length: n }, (_, i) => ({
      code: String(i + 1).padStart(2, '0'),
      name: `部门${i + 1}`,
      nameEn: `Industry ${i + 1}`,
      region: null,
    })),
    intermediate,
    importedIntermediate: null,
    finalUses: [],
    imports: null,
    inflows: null,
    discrepancy: null,
    valueAdded: [],
    output,
  };
}

function pictures(): Picture[] {
  const chain = chainOf(4, 5);
  const { flows } = stageFlows(chain.map, chain.layers);
  const io = table(60);
  return [
    chainMapPicture(head('chain'), chain, FIGURE),
    topFlowPicture(
      head('flows'),
      {
        places: chain.layers.stages.map((_, s) => stageWords(chain.layers, s)),
        upstreamness: [4, 3, 2, 1],
        flows,
        unit: '条',
        words: String,
      },
      use(2),
    ),
    coefficientPicture(head('heat'), io, upstreamness(new LeontiefSystem(io)), use(3)),
    riskRankPicture(
      head('ranks'),
      '指数',
      Array.from({ length: 3000 }, (_, i) => ({
        name: `企业${i + 1}`,
        value: 1 / (i + 1),
        low: 0.9 / (i + 1),
        high: 1.2 / (i + 1),
      })),
    ),
    linkagePicture(
      head('quadrant'),
      io.industries.map(({ name }, i) => ({
        name,
        backward: 0.7 + (i % 9) / 12,
        forward: 0.6 + (i % 7) / 8,
        output: io.output[i]!,
      })),
    ),
  ];
}

function brief(of: Picture[], synthetic: BriefDocument['synthetic'] = null): BriefDocument {
  return {
    schema: 'ballast.brief/1',
    lang: 'zh',
    title: '产业链',
    genre: { zh: '产业链', en: 'chain' },
    synthetic,
    today: '2026-01-01',
    masthead: [],
    summary: [],
    sections: [
      {
        id: 'a',
        title: { zh: '图', en: 'Pictures' },
        lead: null,
        blocks: [{ type: 'pictures', pictures: of }],
      },
    ],
    sources: [],
    footnotes: [],
    appendix: [],
  };
}

/** Rectangles, words and circles that reach beyond the picture's own width. */
function outside(svg: string, width: number): string[] {
  return [...svg.matchAll(/<(?:rect|text|circle)[^>]*? (?:x|cx)="(-?[\d.]+)"[^>]*>/g)]
    .filter(([, x]) => Number(x) < -1 || Number(x) > width + 1)
    .map(([element]) => element);
}

describe('pictures of a chain', () => {
  it.each(pictures().map((picture) => [picture.kind, picture] as const))(
    '%s: a file of its own with title, unit and source, in both languages, nothing beyond its edge',
    (_, picture) => {
      for (const lang of ['zh', 'en'] as const) {
        const { svg, width } = pictureFile(picture, lang, SYNTHETIC);
        expect(svg).toContain(picture.title[lang]);
        expect(svg).toContain(picture.detail[lang]);
        expect(svg).toContain(lang === 'zh' ? '来源：示例' : 'Source: sample');
        expect(svg).toContain(SYNTHETIC[lang]);
        expect(svg).not.toMatch(/NaN|Infinity|undefined/);
        expect(outside(svg, width)).toEqual([]);
      }
      expect(pictureFile(picture, 'zh', null)).toEqual(pictureFile(picture, 'zh', null));
    },
  );

  it('are drawn for a page and for a phone, with unique anchors and an alternative in words', () => {
    const html = renderHtml(brief(pictures()));
    expect(html.match(/class="picture wide"/g)).toHaveLength(5);
    expect(html.match(/class="picture narrow"/g)).toHaveLength(5);
    const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    const twice = ids.filter((id, at) => ids.indexOf(id) !== at);
    expect(twice).toEqual([]);
    expect(html).toMatch(/aria-label="图 chain \(2024年\) 环节0/);
    const markdown = renderMarkdown(brief(pictures()));
    expect(markdown).toContain('企业1 1');
    expect(markdown).toContain('顺流');
  });

  it('say that data are made up where they are', () => {
    const chain = chainOf(3, 3);
    const made = chainMapPicture(head('made'), chain, { ...FIGURE, synthetic: true });
    const html = renderHtml(brief([made], SYNTHETIC));
    expect(html).toContain('<p class="source bad">');
    expect(renderHtml(brief([chainMapPicture(head('made'), chain, FIGURE)], SYNTHETIC))).not.toContain(
      '<p class="source bad">',
    );
  });

  it('keep names of the data from becoming markup', () => {
    const chain = chainOf(2, 3, (s, k) => `<script>${s}${k}</script>`);
    expect(pictureFile(chainMapPicture(head('x'), chain, FIGURE), 'zh', null).svg).not.toContain('<script>');
  });

  it('set feedback apart: the chain that returns to its start is drawn, and its return dashed', () => {
    const chain = chainOf(4, 5);
    const picture = chainMapPicture(head('loop'), chain, FIGURE);
    expect(picture.links.filter(({ run }) => run === 'feedback')).toHaveLength(1);
    expect(pictureFile(picture, 'zh', null).svg).toContain('回流');
  });

  it('name the largest share of a product, not that of a kind of it', () => {
    const share = (at: string, area: string, part: number) => ({
      node: at,
      name: area,
      id: null,
      kind: 'area' as const,
      area,
      share: part,
      grade: null,
      ...ROW,
    });
    const isA = {
      from: 'EUV',
      to: '光刻机',
      kind: 'isA' as const,
      weight: null,
      share: null,
      grade: null,
      ...ROW,
    };
    const actors = [share('EUV', 'NLD', 1), share('光刻机', 'NLD', 0.82), share('光刻机', '其他', 0.18)];
    const map = buildChainMap({ nodes: [], edges: [isA], actors, projects: [] });
    const layers = chainLayers(map, chainUpstreamness(map).upstreamness);
    const gaps = chainGaps(map, { isHome: (area) => area === 'CHN', homeName: 'CHN' });
    const picture = chainMapPicture(head('kinds'), { map, layers, gaps }, FIGURE);
    const [euv, machine] = picture.nodes.map(({ detail }) => detail);
    expect(euv).toEqual({ zh: 'NLD 100%', en: 'NLD 100%' });
    expect(machine).toEqual({ zh: 'NLD 82%', en: 'NLD 82%' });
    // 其他 may lie anywhere, at home too.
    const home = gaps.filter(({ rule }) => rule === 'noHomeMaker').map(({ state }) => state);
    expect(home).toEqual(['met', 'unknown']);
  });

  it('show the first nodes of each stage, and count the rest, of a map of 400', () => {
    const chain = chainOf(5, 80);
    const picture = chainMapPicture(head('large'), chain, FIGURE);
    const shown = picture.stages.flatMap(({ columns }) => columns.flat()).length;
    expect(shown).toBeLessThanOrEqual(60);
    expect(shown + picture.stages.reduce((sum, { hidden }) => sum + hidden, 0)).toBe(400);
    expect(pictureFile(picture, 'zh', null).svg).toContain('个未画出');
  });

  it('draws the largest industries of a table that is too wide, in order of upstreamness', () => {
    const { svg } = pictureFile(pictures()[2]!, 'zh', null);
    expect(svg).toContain('只画产出最大的 48 个（共 60 个）');
    expect(svg).not.toContain('>部门1<');
    expect(svg).toContain('>部门60<');
  });

  it('do not fall over an empty or one-sided chain', () => {
    const map = buildChainMap({ nodes: [], edges: [], actors: [], projects: [] });
    const { upstreamness: u } = chainUpstreamness(map);
    const layers = chainLayers(map, u);
    const empty = chainMapPicture(head('empty'), { map, layers, gaps: [] }, FIGURE);
    const none = topFlowPicture(
      head('none'),
      { places: [], upstreamness: [], flows: [], unit: '条', words: String },
      FIGURE,
    );
    for (const picture of [
      empty,
      none,
      riskRankPicture(head('r'), '指数', [{ name: '甲', value: 0.3 }]),
      linkagePicture(head('q'), []),
    ])
      expect(pictureFile(picture, 'zh', null).svg).not.toMatch(/NaN|Infinity/);
  });
});

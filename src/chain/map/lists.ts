/** N图N清单: the lists that go with a chain map, one row a firm, product, project or gap, each with owner, date, source. */
import type { Bilingual } from '../../model/index.js';
import type { ChainMap, ChainRecord } from './chain-map.js';
import type { GapFinding, GapRule, GapState } from './gaps.js';
import { makersOf } from './gaps.js';
import type { ChainLayers } from './layers.js';

export const CHAIN_LISTS = ['firms', 'products', 'projects', 'gaps'] as const;
export type ChainList = (typeof CHAIN_LISTS)[number];

export interface ChainListColumn {
  key: string;
  zh: string;
  en: string;
  type: 'text' | 'number' | 'integer';
}

export interface ChainListTable {
  list: ChainList;
  title: Bilingual;
  columns: ChainListColumn[];
  rows: (string | number | null)[][];
}

/** Who answers for rows that name nobody, and of which day rows are that name none; null where it is not known. */
export interface ListDefaults {
  owner: string | null;
  date: string | null;
  source: string | null;
}

export interface ListInput {
  map: ChainMap;
  layers: ChainLayers;
  upstreamness: Float64Array;
  gaps: readonly GapFinding[];
  lang: 'zh' | 'en';
  defaults: ListDefaults;
}

/** A list of the chain. Cells that the data do not fill stay empty. */
export function chainList(list: ChainList, input: ListInput): ChainListTable {
  switch (list) {
    case 'firms':
      return firms(input);
    case 'products':
      return products(input);
    case 'projects':
      return projects(input);
    case 'gaps':
      return gapRows(input);
  }
}

const column = (
  key: string,
  zh: string,
  en: string,
  type: ChainListColumn['type'] = 'text',
): ChainListColumn => ({ key, zh, en, type });

const ORIGIN = [
  column('owner', '责任单位', 'Owner'),
  column('date', '日期', 'Date'),
  column('source', '来源', 'Source'),
  column('file', '文件', 'File'),
  column('sheet', '工作表', 'Sheet'),
  column('row', '行', 'Row', 'integer'),
];

function originOf(row: ChainRecord, defaults: ListDefaults): (string | number | null)[] {
  const { owner, date, source, place } = row;
  return [
    owner ?? defaults.owner,
    date ?? defaults.date,
    source ?? defaults.source,
    place?.file ?? null,
    place?.sheet ?? null,
    place?.row ?? null,
  ];
}

function stageName({ layers }: ListInput, node: number): string | null {
  return layers.stages[layers.stageOf[node]!]?.name ?? null;
}

function firms(input: ListInput): ChainListTable {
  const { map, defaults } = input;
  const rows = map.actors.map((actor) => {
    const node = actor.atNode === null ? null : map.nodes[actor.atNode]!;
    return [
      actor.name,
      actor.id,
      KIND_WORDS[actor.kind][input.lang],
      actor.area,
      node?.name ?? null,
      actor.atNode === null ? actor.atStage : stageName(input, actor.atNode),
      actor.share === null ? null : Number((100 * actor.share).toPrecision(10)),
      actor.grade,
      ...originOf(actor, defaults),
    ];
  });
  return {
    list: 'firms',
    title: { zh: '企业清单', en: 'Firms' },
    columns: [
      column('name', '主体', 'Name'),
      column('id', '编号', 'Id'),
      column('kind', '类别', 'Kind'),
      column('area', '所在地', 'Area'),
      column('product', '产品或工序', 'Product or process'),
      column('stage', '环节', 'Stage'),
      column('share_percent', '份额（%）', 'Share (%)', 'number'),
      column('grade', '证据等级', 'Evidence'),
      ...ORIGIN,
    ],
    rows,
  };
}

function products(input: ListInput): ChainListTable {
  const { map, defaults, upstreamness, lang } = input;
  const makers = makersOf(map);
  const inputs = map.nodes.map(() => 0);
  const uses = map.nodes.map(() => 0);
  for (const { kind, fromNode, toNode } of map.edges)
    if (kind === 'goesInto') {
      uses[fromNode]!++;
      inputs[toNode]!++;
    }
  const rows = map.nodes.map((node, i) => [
    node.name,
    node.id,
    KIND_WORDS[node.kind][lang],
    stageName(input, i),
    Number(upstreamness[i]!.toFixed(3)),
    inputs[i]!,
    uses[i]!,
    makers[i]!.length,
    ...originOf(node, defaults),
  ]);
  return {
    list: 'products',
    title: { zh: '产品清单', en: 'Products' },
    columns: [
      column('name', '产品或工序', 'Product or process'),
      column('id', '编号', 'Id'),
      column('kind', '类别', 'Kind'),
      column('stage', '环节', 'Stage'),
      column('upstreamness', '上游度', 'Upstreamness', 'number'),
      column('inputs', '投入数', 'Inputs', 'integer'),
      column('uses', '去向数', 'Uses', 'integer'),
      column('actors', '主体数', 'Actors', 'integer'),
      ...ORIGIN,
    ],
    rows,
  };
}

function projects(input: ListInput): ChainListTable {
  const { map, defaults } = input;
  return {
    list: 'projects',
    title: { zh: '项目清单', en: 'Projects' },
    columns: [
      column('name', '项目', 'Project'),
      column('product', '产品或工序', 'Product or process'),
      column('stage', '环节', 'Stage'),
      column('firm', '承担主体', 'Firm'),
      column('area', '所在地', 'Area'),
      column('status', '进展', 'Status'),
      column('investment', '投资', 'Investment'),
      ...ORIGIN,
    ],
    rows: map.projects.map((project) => [
      project.name,
      project.atNode === null ? project.node : map.nodes[project.atNode]!.name,
      project.atNode === null ? null : stageName(input, project.atNode),
      project.firm,
      project.area,
      project.status,
      project.investment,
      ...originOf(project, defaults),
    ]),
  };
}

/** Gaps and what points to one; not the nodes that have none, nor those of which nothing is known. */
function gapRows(input: ListInput): ChainListTable {
  const { map, gaps, lang, defaults } = input;
  const told = gaps.filter(({ state }) => state === 'met' || state === 'manualReview');
  return {
    list: 'gaps',
    title: { zh: '缺口清单', en: 'Gaps' },
    columns: [
      column('product', '产品或工序', 'Product or process'),
      column('id', '编号', 'Id'),
      column('stage', '环节', 'Stage'),
      column('gap', '缺口', 'Gap'),
      column('state', '判定', 'Finding'),
      column('value', '数值', 'Value', 'number'),
      column('threshold', '门槛', 'Threshold', 'number'),
      column('why', '依据', 'Evidence'),
      column('upstreamness', '上游度', 'Upstreamness', 'number'),
      ...ORIGIN,
    ],
    rows: told.map((gap) => {
      const node = map.nodes[gap.node]!;
      const sources = gap.evidence.map((at) => map.actors[at]!);
      return [
        node.name,
        node.id,
        stageName(input, gap.node),
        GAP_WORDS[gap.rule][lang],
        STATE_WORDS[gap.state][lang],
        rounded(gap.value ?? gap.range?.[0] ?? null),
        gap.threshold,
        gap.why[lang],
        Number(input.upstreamness[gap.node]!.toFixed(3)),
        ...originOf(evidenceRecord(node, sources), defaults),
      ];
    }),
  };
}

function rounded(value: number | null): number | null {
  return value === null ? null : Number(value.toFixed(4));
}

/** A gap rests on the actors that were counted: their common words and latest date; else on the node's own row. */
function evidenceRecord(node: ChainRecord, actors: readonly ChainRecord[]): ChainRecord {
  if (actors.length === 0) return node;
  const dates = actors.flatMap(({ date }) => date ?? []).sort();
  const sources = [...new Set(actors.flatMap(({ source }) => source ?? []))];
  return {
    owner: node.owner,
    date: dates.at(-1) ?? node.date,
    source: sources.length > 0 ? sources.slice(0, 3).join('；') : node.source,
    place: actors[0]!.place,
  };
}

export const KIND_WORDS = {
  product: { zh: '产品', en: 'product' },
  process: { zh: '工序', en: 'process' },
  firm: { zh: '企业', en: 'firm' },
  area: { zh: '国家或地区', en: 'area' },
} as const satisfies Record<string, Bilingual>;

export const GAP_WORDS = {
  noKnownMaker: { zh: '无已知生产者', en: 'no known maker' },
  noHomeMaker: { zh: '本地无生产者', en: 'no maker in the home area' },
  oneSource: { zh: '来源单一', en: 'one source' },
} as const satisfies Record<GapRule, Bilingual>;

export const STATE_WORDS = {
  met: { zh: '成立', en: 'met' },
  unmet: { zh: '不成立', en: 'unmet' },
  unknown: { zh: '不明', en: 'unknown' },
  manualReview: { zh: '须人工核实', en: 'to be reviewed' },
  notApplicable: { zh: '不适用', en: 'not applicable' },
} as const satisfies Record<GapState, Bilingual>;

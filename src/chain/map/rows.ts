/**
 * Tables as rows of a chain map: own tables of nodes, edges, actors and projects, and two published forms, told apart by
 * their columns. What cannot be used is given back with the reason.
 */
import { type Bilingual, EVIDENCE_GRADES, type EvidenceGrade, evidenceGrade } from '../../model/index.js';
import type { ChainActor, ChainEdge, ChainNode, ChainProject, ChainRecord } from './chain-map.js';

export type ChainCell = string | number | null;

/** A sheet with its headings. */
export interface ChainTable {
  file: string;
  sheet: string | null;
  columns: readonly string[];
  rows: readonly (readonly ChainCell[])[];
  /** Of each row, its number in the sheet, from 1. */
  rowNumbers: readonly number[];
}

export interface ChainReject extends Bilingual {
  file: string;
  row: number | null;
  column: string | null;
  value: string | null;
  record: Record<string, ChainCell> | null;
}

/** `chip…`: inputs, their sequence, providers and provision of a published map; `product…`: a tree of products. */
export type ChainForm =
  | 'nodes'
  | 'edges'
  | 'actors'
  | 'projects'
  | 'chipInputs'
  | 'chipSequence'
  | 'chipProviders'
  | 'chipProvision'
  | 'chipStages'
  | 'productTree'
  | 'productMakers';

/** Rows by the table that they stand in, in its order. */
export interface ChainReading {
  table: ChainTable;
  /** Null: nothing that belongs to a chain map. */
  form: ChainForm | null;
  nodes: ChainNode[];
  edges: ChainEdge[];
  actors: ChainActor[];
  projects: ChainProject[];
  rejects: ChainReject[];
}

/** Reads tables of one chain together: providers of one table say where the makers of another are. */
export function readChainTables(tables: readonly ChainTable[]): ChainReading[] {
  const readings = tables.map((table) => new Reader(table));
  const context = contextOf(readings);
  return readings.map((reader) => reader.read(context));
}

type Field =
  | 'id'
  | 'name'
  | 'kind'
  | 'stage'
  | 'stageOrder'
  | 'from'
  | 'to'
  | 'weight'
  | 'share'
  | 'grade'
  | 'node'
  | 'actor'
  | 'area'
  | 'project'
  | 'firm'
  | 'status'
  | 'investment'
  | 'owner'
  | 'date'
  | 'source';

/** Headings by what they mean; written without regard to case, blanks, underscores, and a unit in brackets. */
const HEADINGS: Record<Field, readonly string[]> = {
  id: ['id', '编号', '代码', 'code', '节点编号', '产品编号', '统一社会信用代码', 'creditcode'],
  name: ['name', '名称', '产品名称', '环节名称', '产品或工序', '产品', 'product', 'productorprocess'],
  kind: ['kind', 'type', '类型', '类别', '关系', 'relation'],
  stage: ['stage', 'stagename', '环节', '阶段', '所属环节'],
  stageOrder: ['stageorder', '环节次序', '环节序号'],
  from: ['from', 'fromid', 'fromnode', '上游', '投入', '投入品', '起点'],
  to: ['to', 'toid', 'tonode', '下游', '产出', '产出品', '终点'],
  weight: ['weight', 'value', '权重', '金额', '流量'],
  share: ['share', 'sharepercent', '份额', '占比', '市场份额'],
  grade: ['grade', 'evidence', '证据等级', '证据'],
  node: ['node', 'nodeid', '节点', '产品或工序', '产品', 'product', 'productorprocess', '所在环节'],
  actor: ['actor', 'firm', 'company', '企业', '企业名称', '主体', '主体名称', 'name', '名称'],
  area: ['area', 'country', '所在地', '地区', '国家', '国家或地区'],
  project: ['project', '项目', '项目名称'],
  firm: ['firm', 'company', '企业', '企业名称', '承担主体', '实施主体'],
  status: ['status', '进展', '状态'],
  investment: ['investment', '投资', '总投资', '投资额'],
  owner: ['owner', '责任单位', '牵头单位'],
  date: ['date', 'asof', '日期', '时点', 'year', '年份'],
  source: ['source', '来源', '出处', '依据'],
};

function plain(heading: string): string {
  return heading
    .normalize('NFKC')
    .replace(/[(（][^)）]*[)）]/g, '')
    .replace(/[\s_-]/g, '')
    .toLowerCase();
}

/** What the tables of one map tell of each other. */
interface Context {
  providers: ReadonlyMap<string, { type: string; country: string | null }>;
  stages: ReadonlyMap<string, string>;
}

class Reader {
  readonly table: ChainTable;
  readonly form: ChainForm | null;
  readonly #headings: readonly string[];
  readonly #out: ChainReading;

  constructor(table: ChainTable) {
    this.table = table;
    this.#headings = table.columns.map(plain);
    this.form = formOf(new Set(this.#headings));
    this.#out = {
      table,
      form: this.form,
      nodes: [],
      edges: [],
      actors: [],
      projects: [],
      rejects: [],
    };
  }

  /** The column of a heading as the form's own documentation writes it; −1 where there is none. */
  at(...names: string[]): number {
    const wanted = new Set(names.map(plain));
    return this.#headings.findIndex((heading) => wanted.has(heading));
  }

  #field(field: Field): number {
    for (const name of HEADINGS[field]) {
      const at = this.#headings.indexOf(name);
      if (at >= 0) return at;
    }
    return -1;
  }

  text(row: readonly ChainCell[], at: number): string | null {
    const cell = at < 0 ? null : (row[at] ?? null);
    if (cell === null) return null;
    const words = String(cell).trim();
    return words === '' ? null : words;
  }

  read(context: Context): ChainReading {
    const read = this.form === null ? null : this.#rowReader(this.form, context);
    for (const [index, row] of this.table.rows.entries()) {
      if (read === null) break;
      try {
        read(row, index);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        this.#out.rejects.push(this.#rejected(error, row, index));
      }
    }
    return this.#out;
  }

  #rejected(refusal: Refusal, row: readonly ChainCell[], index: number): ChainReject {
    const { columns, file, rowNumbers } = this.table;
    const record: Record<string, ChainCell> = {};
    for (const [at, heading] of columns.entries()) record[heading] = row[at] ?? null;
    return {
      file,
      row: rowNumbers[index] ?? null,
      column: refusal.column < 0 ? null : (columns[refusal.column] ?? null),
      value: refusal.value,
      zh: refusal.said.zh,
      en: refusal.said.en,
      record,
    };
  }

  #rowReader(form: ChainForm, context: Context): (row: readonly ChainCell[], index: number) => void {
    const out = this.#out;
    switch (form) {
      case 'nodes':
        return (row, index) => {
          const name = this.#needed(row, 'name', this.#field('name') < 0 ? 'id' : 'name');
          out.nodes.push({
            id: this.text(row, this.#field('id')) ?? name,
            name,
            kind: this.#word(row, 'kind', NODE_KINDS) ?? 'product',
            stage: this.text(row, this.#field('stage')),
            stageOrder: this.#number(row, 'stageOrder'),
            ...this.#record(row, index),
          });
        };
      case 'edges':
        return (row, index) => {
          out.edges.push({
            from: this.#needed(row, 'from', 'from'),
            to: this.#needed(row, 'to', 'to'),
            kind: this.#word(row, 'kind', EDGE_KINDS) ?? 'goesInto',
            weight: this.#weight(row),
            share: this.#share(row),
            grade: this.#grade(row),
            ...this.#record(row, index),
          });
        };
      case 'actors':
        return (row, index) => {
          const name = this.#needed(row, 'actor', 'actor');
          const kind = this.#word(row, 'kind', ACTOR_KINDS) ?? 'firm';
          out.actors.push({
            node: this.#needed(row, 'node', 'node'),
            name,
            id: this.text(row, this.#field('id')),
            kind,
            area: this.text(row, this.#field('area')) ?? (kind === 'area' ? name : null),
            share: this.#share(row),
            grade: this.#grade(row),
            ...this.#record(row, index),
          });
        };
      case 'projects':
        return (row, index) => {
          out.projects.push({
            name: this.#needed(row, 'project', 'project'),
            node: this.text(row, this.#field('node')),
            firm: this.text(row, this.#field('firm')),
            area: this.text(row, this.#field('area')),
            status: this.text(row, this.#field('status')),
            investment: this.text(row, this.#field('investment')),
            ...this.#record(row, index),
          });
        };
      case 'chipInputs':
        return this.#chipInputs();
      case 'chipSequence':
        return this.#chipSequence();
      case 'chipProvision':
        return this.#chipProvision(context);
      case 'chipProviders':
      case 'chipStages':
        return () => undefined;
      case 'productTree':
        return this.#productTree();
      case 'productMakers':
        return this.#productMakers();
    }
  }

  #chipInputs() {
    const [id, name, type, stage, year] = [
      this.at('input_id'),
      this.at('input_name'),
      this.at('type'),
      this.at('stage_name'),
      this.at('year'),
    ];
    return (row: readonly ChainCell[], index: number) => {
      this.#out.nodes.push({
        id: this.#cell(row, id),
        name: this.#cell(row, name),
        kind: this.text(row, type) === 'process' ? 'process' : 'product',
        stage: this.text(row, stage),
        stageOrder: null,
        ...this.#record(row, index),
        date: this.#day(row, year),
      });
    };
  }

  #chipSequence() {
    const [from, into, kind] = [this.at('input_id'), this.at('goes_into_id'), this.at('is_type_of_id')];
    return (row: readonly ChainCell[], index: number) => {
      const own = this.#cell(row, from);
      const record = this.#record(row, index);
      const add = (to: string | null, edge: ChainEdge['kind']) => {
        if (to !== null)
          this.#out.edges.push({
            from: own,
            to,
            kind: edge,
            weight: null,
            share: null,
            grade: null,
            ...record,
          });
      };
      const [use, of] = [this.text(row, into), this.text(row, kind)];
      if (use === null && of === null)
        throw new Refusal(into, null, {
          zh: '这一行没有写去向，也没有写所属类别',
          en: 'the row names neither what it goes into nor what it is a kind of',
        });
      add(use, 'goesInto');
      add(of, 'isA');
    };
  }

  #chipProvision({ providers, stages }: Context) {
    const [id, name, node, share, year] = [
      this.at('provider_id'),
      this.at('provider_name'),
      this.at('provided_id'),
      this.at('share_provided'),
      this.at('year'),
    ];
    return (row: readonly ChainCell[], index: number) => {
      const provider = this.#cell(row, id);
      const known = providers.get(provider);
      const at = this.#cell(row, node);
      const kind = known?.type === 'country' ? 'area' : 'firm';
      const words = this.text(row, name) ?? provider;
      this.#out.actors.push({
        node: stages.get(at) ?? at,
        name: words,
        id: provider,
        kind,
        area: kind === 'area' ? words : (known?.country ?? null),
        share: this.#percent(row, share),
        grade: null,
        ...this.#record(row, index),
        date: this.#day(row, year),
      });
    };
  }

  #productTree() {
    const [id, uses] = [this.at('id', 'fullname'), this.at('hasSupplyChain')];
    const known = new Set<string>();
    return (row: readonly ChainCell[], index: number) => {
      const own = this.#cell(row, id);
      const record = this.#record(row, index);
      const add = (path: string) => {
        for (let at = path; !known.has(at); ) {
          known.add(at);
          const cut = at.lastIndexOf('-');
          const name = at.slice(cut + 1);
          this.#out.nodes.push({ id: at, name, kind: 'product', stage: null, stageOrder: null, ...record });
          if (cut < 0) break;
          const of = at.slice(0, cut);
          this.#out.edges.push({
            from: at,
            to: of,
            kind: 'isA',
            weight: null,
            share: null,
            grade: null,
            ...record,
          });
          at = of;
        }
      };
      add(own);
      for (const to of listed(this.text(row, uses))) {
        add(to);
        this.#out.edges.push({
          from: own,
          to,
          kind: 'goesInto',
          weight: null,
          share: null,
          grade: null,
          ...record,
        });
      }
    };
  }

  #productMakers() {
    const [id, name, made] = [this.at('id'), this.at('name'), this.at('product', 'products')];
    return (row: readonly ChainCell[], index: number) => {
      const firm = this.#cell(row, name);
      const record = this.#record(row, index);
      for (const node of listed(this.text(row, made)))
        this.#out.actors.push({
          node,
          name: firm,
          id: this.text(row, id),
          kind: 'firm',
          area: null,
          share: null,
          grade: null,
          ...record,
        });
    };
  }

  #record(row: readonly ChainCell[], index: number): ChainRecord {
    const { file, sheet, rowNumbers } = this.table;
    return {
      source: this.text(row, this.#field('source')),
      date: this.#day(row, this.#field('date')),
      owner: this.text(row, this.#field('owner')),
      place: { file, sheet, row: rowNumbers[index]! },
    };
  }

  #cell(row: readonly ChainCell[], at: number): string {
    const words = this.text(row, at);
    if (words !== null) return words;
    const heading = this.table.columns[at] ?? '';
    throw new Refusal(at, null, {
      zh: `“${heading}”是空的，应有内容`,
      en: `"${heading}" is empty, something was expected`,
    });
  }

  #needed(row: readonly ChainCell[], field: Field, instead: Field): string {
    const at = this.#field(field);
    return this.#cell(row, at < 0 ? this.#field(instead) : at);
  }

  #number(row: readonly ChainCell[], field: Field): number | null {
    const at = this.#field(field);
    const words = this.text(row, at);
    if (words === null) return null;
    const value = numberOf(words);
    if (Number.isFinite(value)) return value;
    throw new Refusal(at, words, { zh: `“${words}”不是数`, en: `"${words}" is no number` });
  }

  #weight(row: readonly ChainCell[]): number | null {
    const value = this.#number(row, 'weight');
    if (value === null || value > 0) return value;
    const at = this.#field('weight');
    throw new Refusal(at, String(value), {
      zh: `权重应大于 0：${value}`,
      en: `a weight is above 0: ${value}`,
    });
  }

  #share(row: readonly ChainCell[]): number | null {
    const at = this.#field('share');
    const words = this.text(row, at);
    if (words === null) return null;
    const heading = this.table.columns[at]!;
    const isPercent = /[%％]|percent/i.test(heading) || /[%％]$/.test(words);
    return isPercent ? this.#percent(row, at) : this.#part(numberOf(words), at, words);
  }

  #percent(row: readonly ChainCell[], at: number): number | null {
    const words = this.text(row, at);
    return words === null ? null : this.#part(numberOf(words.replace(/[%％]$/, '')) / 100, at, words);
  }

  #part(share: number, at: number, words: string): number {
    if (share >= 0 && share <= 1) return share;
    throw new Refusal(at, words, {
      zh: `份额应在 0 与 1 之间，或写成 0% 至 100%：${words}`,
      en: `a share lies between 0 and 1, or is written as 0% to 100%: ${words}`,
    });
  }

  #grade(row: readonly ChainCell[]): EvidenceGrade | null {
    const at = this.#field('grade');
    const words = this.text(row, at);
    if (words === null) return null;
    const grade = evidenceGrade(words);
    if (grade !== null) return grade;
    throw new Refusal(at, words, {
      zh: `证据等级应是 ${EVIDENCE_GRADES.join('、')}：${words}`,
      en: `a grade of evidence is one of ${EVIDENCE_GRADES.join(', ')}: ${words}`,
    });
  }

  #word<Kind extends string>(
    row: readonly ChainCell[],
    field: Field,
    kinds: Readonly<Record<Kind, readonly string[]>>,
  ): Kind | null {
    const at = this.#field(field);
    const words = this.text(row, at);
    if (words === null) return null;
    const said = plain(words);
    for (const kind in kinds) if (kinds[kind].includes(said)) return kind;
    const known = Object.values<readonly string[]>(kinds).flatMap((names) => names.slice(0, 2));
    throw new Refusal(at, words, {
      zh: `“${words}”不认得，应是 ${known.join('、')} 之一`,
      en: `"${words}" is not known; expected one of ${known.join(', ')}`,
    });
  }

  #day(row: readonly ChainCell[], at: number): string | null {
    const words = this.text(row, at);
    if (words === null) return null;
    const parts = /^(\d{4})(?:[-/.年](\d{1,2})(?:[-/.月](\d{1,2}))?)?[年月日]?$/.exec(
      words.normalize('NFKC'),
    );
    const [, year, month, day] = parts ?? [];
    const isDay = (m: string | undefined, most: number) =>
      m === undefined || (Number(m) >= 1 && Number(m) <= most);
    if (year !== undefined && isDay(month, 12) && isDay(day, 31))
      return [year, month?.padStart(2, '0'), day?.padStart(2, '0')].filter((part) => part).join('-');
    throw new Refusal(at, words, {
      zh: `日期应是年份、年月或 ISO 日期：${words}`,
      en: `a date is a year, a month or an ISO date: ${words}`,
    });
  }
}

class Refusal extends Error {
  readonly column: number;
  readonly value: string | null;
  readonly said: Bilingual;
  constructor(column: number, value: string | null, said: Bilingual) {
    super(said.en);
    this.column = column;
    this.value = value;
    this.said = said;
  }
}

const NODE_KINDS = {
  product: ['product', '产品', 'material', '材料', '原材料', '零部件', '设备', 'tool'],
  process: ['process', '工序', '工艺', '服务', 'service'],
} as const;
const EDGE_KINDS = {
  goesInto: ['goesinto', '投入', '用于', 'input'],
  isA: ['isa', '属于', '细类', 'kindof'],
} as const;
const ACTOR_KINDS = {
  firm: ['firm', '企业', '公司', 'organization', 'organisation', 'company'],
  area: ['area', '国家或地区', '国家', '地区', 'country', 'region'],
} as const;

function formOf(headings: ReadonlySet<string>): ChainForm | null {
  const has = (...names: string[]) => names.every((name) => headings.has(plain(name)));
  const hasField = (field: Field) => HEADINGS[field].some((name) => headings.has(name));
  if (has('provider_id', 'provided_id')) return 'chipProvision';
  if (has('provider_id', 'provider_type')) return 'chipProviders';
  if (has('input_id', 'goes_into_id')) return 'chipSequence';
  if (has('input_id', 'input_name')) return 'chipInputs';
  if (has('stage_id', 'stage_name')) return 'chipStages';
  if (has('hasSupplyChain') && (has('id') || has('fullname'))) return 'productTree';
  // Another kind of table of the same publication: events.
  if (has('subject', 'trend')) return null;
  if (has('id', 'name') && (has('products') || (has('product') && headings.size === 3)))
    return 'productMakers';
  if (hasField('from') && hasField('to')) return 'edges';
  if (hasField('project')) return 'projects';
  const actorOnly = ['actor', 'firm', 'company', '企业', '企业名称', '主体', '主体名称'];
  if (hasField('node') && actorOnly.some((name) => headings.has(name))) return 'actors';
  if (headings.has('node') && hasField('actor')) return 'actors';
  if (hasField('name') && (hasField('id') || hasField('kind') || hasField('stage'))) return 'nodes';
  return null;
}

function contextOf(readers: readonly Reader[]): Context {
  const providers = new Map<string, { type: string; country: string | null }>();
  const stages = new Map<string, string>();
  for (const reader of readers) {
    const { form, table } = reader;
    const each = (visit: (row: readonly ChainCell[]) => void) => {
      for (const row of table.rows) visit(row);
    };
    if (form === 'chipProviders') {
      const [id, type, country] = [
        reader.at('provider_id'),
        reader.at('provider_type'),
        reader.at('country'),
      ];
      each((row) => {
        const own = reader.text(row, id);
        if (own !== null)
          providers.set(own, { type: reader.text(row, type) ?? '', country: reader.text(row, country) });
      });
    }
    if (form === 'chipStages' || form === 'chipInputs') {
      const [id, name] = [reader.at('stage_id'), reader.at('stage_name')];
      each((row) => {
        const [own, words] = [reader.text(row, id), reader.text(row, name)];
        if (own !== null && words !== null) stages.set(own, words);
      });
    }
  }
  return { providers, stages };
}

function listed(words: string | null): string[] {
  return words === null
    ? []
    : words
        .split(',')
        .map((part) => part.trim())
        .filter((part) => part !== '');
}

function numberOf(words: string): number {
  return words === '' ? Number.NaN : Number(words.replace(/[,，](?=\d{3})/g, ''));
}

// Those who could solve a challenge: firms of a table, or of the workspace.
import type { HeldTitle, Subject } from '../../assess/index.js';
import type { Provider } from '../../match/index.js';
import type { Bilingual } from '../../model/index.js';
import type { Codes, Workspace } from '../../store/index.js';
import { keptChain } from '../chain-files.js';
import {
  type Field,
  type MatchReject,
  type MatchRow,
  readMatchTable,
  withoutTwins,
  wordsOf,
} from './match-table.js';

export const PROVIDER_FIELDS: readonly Field[] = [
  { key: 'id', names: ['统一社会信用代码', '企业编号', '编号', 'creditCode', 'id'], optional: true },
  { key: 'name', names: ['企业名称', '单位名称', '名称', 'name'] },
  { key: 'area', names: ['地区', '地区代码', '所在地', 'area'], optional: true },
  { key: 'industry', names: ['行业代码', '行业', '所属行业', 'industry'], optional: true },
  { key: 'products', names: ['主要产品', '主营产品', '主导产品', '产品', 'products'], optional: true },
  {
    key: 'capabilities',
    names: ['技术能力', '能力', '核心能力', '研发方向', 'capabilities'],
    optional: true,
  },
  { key: 'patents', names: ['专利', '知识产权', 'patents'], optional: true },
  { key: 'titles', names: ['称号', 'titles'], optional: true },
  { key: 'won', names: ['揭榜优胜', '优胜', 'won'], optional: true },
  { key: 'finished', names: ['揭榜完成', '完成', 'finished'], optional: true },
  { key: 'terminated', names: ['揭榜终止', '终止', 'terminated'], optional: true },
  { key: 'places', names: ['可承担任务数', '可承担', '名额', 'places'], optional: true },
  { key: 'group', names: ['所属集团', '集团', 'group'], optional: true },
];

/** Tasks that a firm takes up at once where its table does not say. */
export const USUAL_PLACES = 1;

export interface FirmOffered {
  provider: Provider;
  /** What rules may judge it by; made where a rule is asked for. */
  subject: Subject;
  /** Where it stands. */
  origin: string;
}

export interface ProvidersRead {
  firms: FirmOffered[];
  rejects: MatchReject[];
  notices: Bilingual[];
  /** File, or the workspace. */
  origin: string;
}

export async function readProviders(
  file: string,
  codes: Codes,
  { sheet, encoding }: { sheet?: string | null; encoding?: string | null } = {},
): Promise<ProvidersRead> {
  const table = await readMatchTable(file, PROVIDER_FIELDS, {
    what: { zh: '企业', en: 'firm' },
    sheet: sheet ?? null,
    encoding: encoding ?? null,
  });
  const read = table.rows.map((row) => ({ row, provider: providerOf(row, codes) }));
  const kept = withoutTwins(read, 'id', ({ provider }) => provider.id).filter(({ row }) => !row.refused);
  const silent = kept.filter(
    ({ provider }) => `${provider.products}${provider.capabilities}${provider.patents}` === '',
  );
  const notices = [...table.notices];
  if (silent.length > 0)
    notices.push({
      zh: `${file}：${silent.length} 家企业没有产品、能力和专利文字，只能按名称检索`,
      en: `${file}: ${silent.length} firms have no words on products, capabilities or patents, and are searched by name only`,
    });
  const full = kept.filter(({ provider }) => provider.places === 0).length;
  if (full > 0)
    notices.push({
      zh: `${file}：${full} 家企业可承担任务数为 0，不作候选`,
      en: `${file}: ${full} firms have no place for a task, and are no candidates`,
    });
  return {
    firms: kept.map(({ row, provider }) => ({
      provider,
      subject: subjectOfProvider(provider),
      origin: `${file}#${row.row}`,
    })),
    rejects: table.rejects,
    notices,
    origin: file,
  };
}

function providerOf(row: MatchRow, codes: Codes): Provider {
  const name = row.needed('name');
  const count = (key: string) => row.number(key, { least: 0, whole: true });
  return {
    id: row.text('id') ?? name,
    name,
    area: row.area('area', codes),
    industry: row.industries('industry', codes)[0] ?? null,
    products: row.text('products') ?? '',
    capabilities: row.text('capabilities') ?? '',
    patents: row.text('patents') ?? '',
    titles: row.list('titles'),
    record: {
      won: count('won') ?? 0,
      finished: count('finished') ?? 0,
      terminated: count('terminated') ?? 0,
    },
    places: count('places') ?? USUAL_PLACES,
    group: row.text('group'),
  };
}

function subjectOfProvider({ id, name, area, industry, titles }: Provider): Subject {
  return {
    name,
    creditCode: /^[0-9A-Z]{18}$/.test(id) ? id : null,
    area,
    industry,
    single: new Map(),
    yearly: new Map(),
    titles: titles.map((title): HeldTitle => ({ title, from: null, to: null })),
    awards: null,
    faults: [],
    origin: new Map(),
  };
}

const named = (key: string): readonly string[] => PROVIDER_FIELDS.find((field) => field.key === key)!.names;

/**
 * Firms of the workspace: register, titles valid on the day, items, nodes of chains that they are actors of (as
 * products), and tasks they had. `subjects` are those of ballast assess.
 */
export async function workspaceProviders(
  workspace: Workspace,
  subjects: readonly { subject: Subject; origin: string }[],
  on: string,
): Promise<ProvidersRead> {
  const [register, nodes, records] = await Promise.all([
    workspace.enterprises(),
    chainProducts(workspace),
    taskRecords(workspace),
  ]);
  const entryOf = new Map(register.map((entry) => [entry.creditCode ?? entry.name, entry]));
  const firms = subjects.map(({ subject, origin }): FirmOffered => {
    const key = subject.creditCode ?? subject.name;
    const entry = entryOf.get(key) ?? entryOf.get(subject.name);
    const other = (name: string) =>
      named(name)
        .map((heading) => entry?.other[heading])
        .filter((value) => value !== undefined)
        .map(wordsOf)
        .join('；');
    const product = subject.single.get('mainProduct');
    return {
      origin,
      subject,
      provider: {
        id: key,
        name: subject.name,
        area: subject.area,
        industry: subject.industry,
        products: [other('products'), product === undefined ? '' : String(product), ...(nodes.get(key) ?? [])]
          .filter((words) => words !== '')
          .join('；'),
        capabilities: other('capabilities'),
        patents: other('patents'),
        titles: (subject.titles ?? [])
          .filter(({ from, to }) => (from === null || from <= on) && (to === null || to >= on))
          .map(({ title }) => title),
        record: records.get(subject.name) ?? { won: 0, finished: 0, terminated: 0 },
        places: USUAL_PLACES,
        group: other('group') || null,
      },
    };
  });
  const silent = firms.filter(
    ({ provider: { products, capabilities, patents } }) => `${products}${capabilities}${patents}` === '',
  ).length;
  return {
    firms,
    rejects: [],
    notices:
      silent === 0
        ? []
        : [
            {
              zh: `工作区 ${firms.length} 家企业中 ${silent} 家没有产品、能力和专利文字，只能按名称检索；可用 --firms 给出带“主要产品、技术能力、专利”列的表`,
              en: `of ${firms.length} firms of the workspace ${silent} have no words on products, capabilities or patents, and are searched by name only; --firms FILE gives a table with such columns`,
            },
          ],
    origin: workspace.dir,
  };
}

/** By credit code or name: nodes of chains where the firm is an actor. */
async function chainProducts(workspace: Workspace): Promise<Map<string, string[]>> {
  const products = new Map<string, string[]>();
  for (const { name: chain } of await workspace.chains()) {
    const { map } = await keptChain(workspace, chain);
    const nodeName = new Map(map.nodes.map(({ id, name }) => [id, name]));
    for (const { node, name, id, kind } of map.actors) {
      if (kind !== 'firm' || node === null) continue;
      const product = nodeName.get(node) ?? node;
      for (const key of id === null || id === name ? [name] : [id, name])
        products.set(key, [...(products.get(key) ?? []), product]);
    }
  }
  return products;
}

/** By name of the lead: how the tasks ended that the workspace keeps. */
async function taskRecords(workspace: Workspace): Promise<Map<string, Provider['record']>> {
  const records = new Map<string, Provider['record']>();
  for (const { lead, steps } of await workspace.challengeEntries()) {
    const ended = steps.at(-1)?.to;
    if (lead === null) continue;
    if (ended !== 'won' && ended !== 'finished' && ended !== 'terminated') continue;
    const record = records.get(lead) ?? { won: 0, finished: 0, terminated: 0 };
    record[ended]++;
    records.set(lead, record);
  }
  return records;
}

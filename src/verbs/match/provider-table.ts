// Those who could solve a challenge: firms of a table, or of the workspace.
import type { HeldTitle, Subject } from '../../assess/index.js';
import type { Provider } from '../../match/index.js';
import type { Bilingual } from '../../model/index.js';
import { type Codes, loadCodes, type StoredFirmItem, type Workspace } from '../../store/index.js';
import { keptChain } from '../chain-files.js';
import { subjectsOf, type TitleNames } from '../workspace-firms.js';
import {
  type Field,
  keptTable,
  type MatchReject,
  type MatchRow,
  type MatchTable,
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
  return providersOf(table, codes);
}

/** Firms of a table with what they can do. */
export function providersOf(table: MatchTable, codes: Codes): ProvidersRead {
  const { file } = table;
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
 * products), tasks they had, and what tables of capabilities say of them. Firms of those tables that nothing else knows
 * are among them. `subjects` are those of ballast assess. `pause` is awaited after every stretch of the work.
 */
export async function workspaceProviders(
  workspace: Workspace,
  subjects: readonly { subject: Subject; origin: string }[],
  on: string,
  pause: () => Promise<void> = async () => undefined,
): Promise<ProvidersRead> {
  const [register, nodes, records, stated] = await Promise.all([
    workspace.enterprises(),
    chainProducts(workspace),
    taskRecords(workspace),
    statedCapabilities(workspace, pause),
  ]);
  const entryOf = new Map(register.map((entry) => [entry.creditCode ?? entry.name, entry]));
  const offered = ({ subject, origin }: (typeof subjects)[number]): FirmOffered => {
    const key = subject.creditCode ?? subject.name;
    const entry = entryOf.get(key) ?? entryOf.get(subject.name);
    const own = stated.take(key, subject.name);
    const other = (name: string) =>
      named(name)
        .map((heading) => entry?.other[heading])
        .filter((value) => value !== undefined)
        .map(wordsOf)
        .join('；');
    const product = subject.single.get('mainProduct');
    const { won, finished, terminated } = records.get(subject.name) ?? NO_RECORD;
    const before = own?.record ?? NO_RECORD;
    return {
      origin,
      subject,
      provider: {
        id: key,
        name: subject.name,
        area: subject.area ?? own?.area ?? null,
        industry: subject.industry ?? own?.industry ?? null,
        products: joined(
          other('products'),
          product === undefined ? '' : String(product),
          ...(nodes.get(key) ?? []),
          own?.products,
        ),
        capabilities: joined(other('capabilities'), own?.capabilities),
        patents: joined(other('patents'), own?.patents),
        titles:
          subject.titles === null
            ? (own?.titles ?? [])
            : subject.titles
                .filter(({ from, to }) => (from === null || from <= on) && (to === null || to >= on))
                .map(({ title }) => title),
        record: {
          won: won + before.won,
          finished: finished + before.finished,
          terminated: terminated + before.terminated,
        },
        places: own?.places ?? USUAL_PLACES,
        group: other('group') || (own?.group ?? null),
      },
    };
  };
  const firms: FirmOffered[] = [];
  for (const one of subjects) {
    firms.push(offered(one));
    if (firms.length % STRETCH === 0) await pause();
  }
  for (const provider of stated.left())
    firms.push({ provider, subject: subjectOfProvider(provider), origin: workspace.dir });
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
              zh: `工作区 ${firms.length} 家企业中 ${silent} 家没有产品、能力和专利文字，只能按名称检索；可导入带“主要产品、技术能力、专利”列的表（ballast import 表 --as capabilities），或用 --firms 给出`,
              en: `of ${firms.length} firms of the workspace ${silent} have no words on products, capabilities or patents, and are searched by name only; import a table with such columns (ballast import FILE --as capabilities), or give one with --firms`,
            },
          ],
    origin: workspace.dir,
  };
}

/** Firms between which others get their turn. */
const STRETCH = 1000;
const NO_RECORD: Provider['record'] = { won: 0, finished: 0, terminated: 0 };

const joined = (...parts: readonly (string | undefined)[]) =>
  [...new Set(parts)].filter((words) => words !== undefined && words !== '').join('；');

/** What tables of capabilities say, by credit code or name, each given once. */
async function statedCapabilities(workspace: Workspace, pause: () => Promise<void>) {
  const rows = await workspace.market('capabilities');
  const codes = rows.length === 0 ? null : await loadCodes();
  const byKey = new Map<string, Provider>();
  const left = new Set<Provider>();
  const ids = new Set<string>();
  for (let from = 0; from < rows.length; from += STRETCH) {
    for (const { provider } of providersOf(keptTable(rows.slice(from, from + STRETCH)), codes!).firms) {
      if (ids.has(provider.id)) continue;
      ids.add(provider.id);
      left.add(provider);
      for (const key of [provider.name, provider.id]) byKey.set(key, provider);
    }
    await pause();
  }
  return {
    take(...keys: readonly string[]): Provider | null {
      const found = keys.map((key) => byKey.get(key)).find((one) => one !== undefined) ?? null;
      if (found !== null) left.delete(found);
      return found;
    },
    left: () => [...left],
  };
}

/**
 * Firms of the workspace as `workspaceFirms` has them, with only what a match looks at: of their items no more than the
 * main product, area and industry.
 */
export async function firmsForMatching(
  workspace: Workspace,
  names: TitleNames,
): Promise<{ subject: Subject; origin: string }[]> {
  const [titles, register, items] = await Promise.all([
    workspace.titles(),
    workspace.enterprises(),
    workspace.query<StoredFirmItem>(
      `SELECT DISTINCT ON (coalesce(credit_code, name), i.item) credit_code AS "creditCode", name, i.item,
         NULL AS year, coalesce(words, value::BIGINT::VARCHAR, '') AS value, NULL AS unit, NULL AS file, NULL AS sheet, 0 AS "row", NULL AS "column"
       FROM (
         SELECT credit_code, name, item, words, value FROM firm_items
         WHERE item IN ('mainProduct', 'area', 'industry') AND revised_by IS NULL
         UNION ALL
         -- A firm of which nothing but further items is known is a firm all the same.
         SELECT DISTINCT credit_code, name, 'mainProduct', NULL, NULL FROM firm_items WHERE revised_by IS NULL
       ) AS i ORDER BY (words IS NULL AND value IS NULL), words`,
    ),
  ]);
  return subjectsOf({ items, titles, register }, names).map((subject) => ({
    subject,
    origin: workspace.dir,
  }));
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
    const record = records.get(lead) ?? { ...NO_RECORD };
    record[ended]++;
    records.set(lead, record);
  }
  return records;
}

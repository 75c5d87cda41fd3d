/**
 * Aggregation of an input–output table by a concordance, names kept: Z' = S Z Sᵀ with S (groups × industries) of zeros
 * and ones, or of shares where an industry is split. Miller & Blair (2009), §4.9.
 */
import { type Bilingual, UserError } from '../../model/index.js';
import type { IoGrid } from './layouts/grid.js';
import { plainLabel } from './layouts/labels.js';
import { pairingLabel } from './layouts/names.js';
import type { FinalUse, IoIndustry, IoTable, SatelliteAccounts } from './table.js';

/** Where an industry goes. Without a weight it goes there whole. */
export interface ConcordanceRow {
  from: string;
  to: string;
  /** Of `to`; null where the concordance names none. */
  name: string | null;
  /** Share of `from` that goes to `to`, 0 to 1; null for all of it. */
  weight: number | null;
  /** Line of the file, from 1. */
  line: number;
}

export interface Concordance {
  /** Named in messages. */
  source: string;
  rows: readonly ConcordanceRow[];
}

export interface Aggregation {
  /** In the order of the concordance, region by region. */
  groups: IoIndustry[];
  /** For each industry of the table its groups and shares. */
  shares: readonly (readonly { group: number; share: number }[])[];
  /** Codes of the concordance that the table does not have. */
  unused: readonly string[];
}

const SHARES_MAY_MISS = 1e-9;

/**
 * Where each industry goes.
 *
 * @param industries of the table; `from` is matched by code, leading zeros aside, then by name
 * @param regions a second concordance, of the regions of a multi-regional table; without it regions stay
 * @throws UserError where an industry is not mapped, is mapped twice without weights, or its weights do not sum to 1
 */
export function aggregationOf(
  industries: readonly IoIndustry[],
  concordance: Concordance | null,
  regions: Concordance | null = null,
): Aggregation {
  const sectors =
    concordance &&
    mapped(
      concordance,
      industries.map(({ code, name }) => ({ code, name })),
    );
  const places =
    regions &&
    mapped(
      regions,
      industries.map(({ region }) => ({ code: region ?? '', name: region ?? '' })),
    );
  const at = new Map<string, number>();
  const drafts: { industry: IoIndustry; members: IoIndustry[]; order: [number, number] }[] = [];
  const regionOrder = new Map<string, number>();
  const shares = industries.map((industry) => {
    const own: Target[] = [{ code: industry.code, name: null, share: 1, order: drafts.length }];
    const here: Target[] = [{ code: industry.region ?? '', name: null, share: 1, order: 0 }];
    const list: { group: number; share: number }[] = [];
    for (const place of places?.of(industry.region ?? '', industry.region ?? '') ?? here) {
      const region = industry.region === null ? null : (place.name ?? place.code);
      if (!regionOrder.has(region ?? '')) regionOrder.set(region ?? '', regionOrder.size);
      for (const target of sectors?.of(industry.code, industry.name) ?? own) {
        const key = `${region ?? ''}|${target.code}`;
        let draft = at.get(key);
        if (draft === undefined) {
          draft = drafts.length;
          at.set(key, draft);
          drafts.push({
            industry: { code: target.code, name: target.name ?? '', nameEn: null, region },
            members: [],
            order: [regionOrder.get(region ?? '')!, target.order],
          });
        }
        drafts[draft]!.members.push(industry);
        list.push({ group: draft, share: place.share * target.share });
      }
    }
    return list;
  });
  const order = drafts
    .map((_, draft) => draft)
    .sort((a, b) => {
      const [left, right] = [drafts[a]!.order, drafts[b]!.order];
      return left[0] - right[0] || left[1] - right[1];
    });
  const place = new Int32Array(drafts.length);
  for (const [group, draft] of order.entries()) place[draft] = group;
  return {
    groups: order.map((draft) => named(drafts[draft]!)),
    shares: shares.map((list) => list.map(({ group, share }) => ({ group: place[group]!, share }))),
    unused: [...(sectors?.unused ?? []), ...(places?.unused ?? [])],
  };
}

/** A group without a name of its own bears that of its only member, or those of its members. */
function named({ industry, members }: { industry: IoIndustry; members: readonly IoIndustry[] }): IoIndustry {
  const names = [...new Set(members.map(({ name }) => name))];
  const english = [...new Set(members.map(({ nameEn }) => nameEn))];
  if (industry.name !== '') return { ...industry, nameEn: null };
  return {
    ...industry,
    name: names.length <= 3 ? names.join('、') : `${names[0]}等${names.length}个部门`,
    nameEn: english.length === 1 ? english[0]! : null,
  };
}

interface Target {
  code: string;
  name: string | null;
  share: number;
  /** Place of the group in the concordance. */
  order: number;
}

/** Checks a concordance against the codes of a table, and looks codes up in it. */
function mapped(
  concordance: Concordance,
  members: readonly { code: string; name: string }[],
): { of(code: string, name: string): readonly Target[]; unused: string[] } {
  const { source, rows } = concordance;
  const order = new Map<string, number>();
  const names = new Map<string, { name: string; line: number }>();
  const faults: Bilingual[] = [];
  const targets = new Map<string, (Target & { line: number; weight: number | null })[]>();
  for (const { from, to, name, weight, line } of rows) {
    const group = pairingLabel(to);
    if (!order.has(group)) order.set(group, order.size);
    const known = names.get(group);
    if (name !== null && known && known.name !== name) {
      faults.push({
        zh: `第 ${line} 行：“${to}”名为“${name}”，第 ${known.line} 行名为“${known.name}”。一个代码只能有一个名称。`,
        en: `line ${line}: “${to}” is named “${name}”, and “${known.name}” on line ${known.line}. A code has one name.`,
      });
    } else if (name !== null) names.set(group, { name, line });
    const target = { code: to, name: null, share: weight ?? 1, weight, order: order.get(group)!, line };
    const key = pairingLabel(from);
    const list = targets.get(key);
    if (list) list.push(target);
    else targets.set(key, [target]);
  }
  for (const [key, list] of targets) {
    for (const target of list) target.name = names.get(pairingLabel(target.code))?.name ?? null;
    const from = rows.find((row) => pairingLabel(row.from) === key)!.from;
    const where = list.map(({ code, line }) => `${code}（第 ${line} 行）`).join('、');
    const whereEn = list.map(({ code, line }) => `${code} (line ${line})`).join(', ');
    if (list.length > 1 && list.some(({ weight }) => weight === null)) {
      faults.push({
        zh: `“${from}”对应多个代码而没有权重：${where}。`,
        en: `“${from}” is mapped more than once without weights: ${whereEn}.`,
      });
      continue;
    }
    const sum = list.reduce((total, { share }) => total + share, 0);
    if (Math.abs(sum - 1) > SHARES_MAY_MISS) {
      faults.push({
        zh: `“${from}”的权重合计为 ${Number(sum.toPrecision(12))}，应为 1：${where}。`,
        en: `the weights of “${from}” sum to ${Number(sum.toPrecision(12))}, expected 1: ${whereEn}.`,
      });
    }
  }
  const used = new Set<string>();
  const find = (code: string, name: string) => {
    for (const key of [pairingLabel(code), pairingLabel(name)]) {
      const list = targets.get(key);
      if (!list) continue;
      used.add(key);
      return list;
    }
    return null;
  };
  const lacking = new Map<string, string>();
  for (const { code, name } of members)
    if (!find(code, name)) lacking.set(code, name === code ? code : `${code} ${name}`);
  if (lacking.size > 0) {
    const list = [...lacking.values()];
    const shown = list.slice(0, 10);
    const more = list.length - shown.length;
    faults.push({
      zh: `没有对应的部门：${shown.join('、')}${more > 0 ? ` 等 ${list.length} 个` : ''}。`,
      en: `industries that are not mapped: ${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}.`,
    });
  }
  if (faults.length > 0) {
    throw new UserError({
      zh: `${source}：${faults.map(({ zh }) => zh).join('')}`,
      en: `${source}: ${faults.map(({ en }) => en).join(' ')}`,
    });
  }
  return {
    of: (code, name) => find(code, name)!,
    unused: [...targets.keys()].filter((key) => !used.has(key)),
  };
}

/**
 * The table with its industries grouped: every sum over industries is kept, to the noise of binary fractions. Final uses
 * of regions that are put together are put together too.
 *
 * @throws UserError as `aggregationOf`
 */
export function aggregateTable(
  table: IoTable,
  concordance: Concordance | null,
  regions: Concordance | null = null,
): { table: IoTable; unused: readonly string[] } {
  const aggregation = aggregationOf(table.industries, concordance, regions);
  const { groups, shares, unused } = aggregation;
  const vector = (values: Float64Array) => grouped(values, shares, groups.length);
  const perhaps = (values: Float64Array | null) => values && vector(values);
  const sums: IoTable = {
    ...table,
    industries: groups,
    intermediate: groupedSquare(table.intermediate, shares, groups.length),
    importedIntermediate:
      table.importedIntermediate && groupedSquare(table.importedIntermediate, shares, groups.length),
    finalUses: finalUsesOf(
      table.finalUses.map((use) => ({
        ...use,
        values: vector(use.values),
        imported: perhaps(use.imported),
      })),
      regions,
    ),
    imports: perhaps(table.imports),
    inflows: perhaps(table.inflows),
    discrepancy: perhaps(table.discrepancy),
    valueAdded: table.valueAdded.map((row) => ({ ...row, values: vector(row.values) })),
    output: vector(table.output),
  };
  return { table: sums, unused };
}

/** Satellite accounts of the aggregated table: quantities are split as outputs are. */
export function aggregateSatellites(
  accounts: SatelliteAccounts,
  aggregation: Aggregation,
): SatelliteAccounts {
  const { groups, shares } = aggregation;
  const [n, k] = [shares.length, groups.length];
  const values = new Float64Array(accounts.stressors.length * k);
  for (let s = 0; s < accounts.stressors.length; s++)
    values.set(grouped(accounts.values.subarray(s * n, (s + 1) * n), shares, k), s * k);
  return { ...accounts, values };
}

function finalUsesOf(uses: readonly FinalUse[], regions: Concordance | null): FinalUse[] {
  if (!regions) return [...uses];
  const targets = new Map(regions.rows.map((row) => [plainLabel(row.from), row]));
  const merged = new Map<string, FinalUse>();
  for (const use of uses) {
    const target = use.region === null ? null : targets.get(plainLabel(use.region));
    const region = target ? (target.name ?? target.to) : use.region;
    const key = `${region ?? ''}|${use.code}|${use.kind}`;
    const twin = merged.get(key);
    if (!twin) {
      merged.set(key, { ...use, region });
      continue;
    }
    merged.set(key, {
      ...twin,
      values: twin.values.map((value, i) => value + use.values[i]!),
      imported: twin.imported && use.imported && twin.imported.map((value, i) => value + use.imported![i]!),
    });
  }
  return [...merged.values()];
}

function grouped(values: Float64Array, shares: Aggregation['shares'], k: number): Float64Array {
  const sums = new Float64Array(k);
  for (const [i, list] of shares.entries())
    for (const { group, share } of list) sums[group]! += share * values[i]!;
  return sums;
}

function groupedSquare(matrix: Float64Array, shares: Aggregation['shares'], k: number): Float64Array {
  const n = shares.length;
  const sums = new Float64Array(k * k);
  const row = new Float64Array(k);
  for (let i = 0; i < n; i++) {
    row.fill(0);
    for (let j = 0; j < n; j++) {
      const value = matrix[i * n + j]!;
      if (value === 0) continue;
      for (const { group, share } of shares[j]!) row[group]! += share * value;
    }
    for (const { group, share } of shares[i]!)
      for (let b = 0; b < k; b++) sums[group * k + b]! += share * row[b]!;
  }
  return sums;
}

const COLUMN_WORDS: Readonly<Record<'from' | 'to' | 'name' | 'weight', readonly string[]>> = {
  from: ['from', 'source', 'from_code', '原代码', '从', '原部门', '部门代码'],
  to: ['to', 'target', 'to_code', '新代码', '到', '新部门', '合并后代码', '归并代码'],
  name: ['name', 'to_name', '名称', '新名称', '合并后名称', '归并名称'],
  weight: ['weight', 'share', '权重', '比例', '份额'],
};

/**
 * A concordance from a sheet: columns from, to, and perhaps name and weight, by their headings in any order; without
 * known headings by position, the first row then being a row like the others.
 */
export function readConcordance(grid: IoGrid): Concordance {
  const at = new Map<keyof typeof COLUMN_WORDS, number>();
  for (let column = 0; column < grid.width; column++) {
    const heading = plainLabel(grid.text(0, column));
    for (const key of Object.keys(COLUMN_WORDS) as (keyof typeof COLUMN_WORDS)[])
      if (!at.has(key) && COLUMN_WORDS[key].some((word) => plainLabel(word) === heading)) at.set(key, column);
  }
  const hasHeadings = at.has('from') && at.has('to');
  if (!hasHeadings) {
    at.clear();
    for (const [column, key] of (['from', 'to', 'name', 'weight'] as const).entries()) at.set(key, column);
  }
  const rows: ConcordanceRow[] = [];
  for (let row = hasHeadings ? 1 : 0; row < grid.height; row++) {
    const text = (key: keyof typeof COLUMN_WORDS) => (at.has(key) ? grid.text(row, at.get(key)!).trim() : '');
    if (text('from') === '' && text('to') === '') continue;
    rows.push(concordanceRow(grid.name, row + 1, text('from'), text('to'), text('name'), text('weight')));
  }
  return checkedRows({ source: grid.name, rows });
}

/**
 * A concordance from YAML: a list of `{ from, to, name, weight }`, or groups by code, `A: { name: …, from: [01, 02] }` and
 * `A: [01, 02]`.
 */
export function concordanceOf(source: string, value: unknown): Concordance {
  const rows: ConcordanceRow[] = [];
  const text = (part: unknown) => (part === null || part === undefined ? '' : String(part).trim());
  if (Array.isArray(value)) {
    for (const [at, entry] of value.entries()) {
      const one = (entry ?? {}) as Record<string, unknown>;
      rows.push(
        concordanceRow(source, at + 1, text(one.from), text(one.to), text(one.name), text(one.weight)),
      );
    }
  } else if (typeof value === 'object' && value !== null) {
    for (const [at, [to, group]] of Object.entries(value).entries()) {
      const one = Array.isArray(group) ? { from: group } : ((group ?? {}) as Record<string, unknown>);
      const members = Array.isArray(one.from) ? one.from : [one.from];
      for (const from of members)
        rows.push(concordanceRow(source, at + 1, text(from), to, 'name' in one ? text(one.name) : '', ''));
    }
  }
  return checkedRows({ source, rows });
}

function concordanceRow(
  source: string,
  line: number,
  from: string,
  to: string,
  name: string,
  weight: string,
): ConcordanceRow {
  if (from === '' || to === '') {
    throw new UserError({
      zh: `${source} 第 ${line} 行：${from === '' ? 'from' : 'to'} 为空。每行应有 from 和 to。`,
      en: `${source}, line ${line}: ${from === '' ? 'from' : 'to'} is empty. Every row has from and to.`,
    });
  }
  const share = weight === '' ? null : Number(weight);
  if (share !== null && !(share >= 0 && share <= 1)) {
    throw new UserError({
      zh: `${source} 第 ${line} 行 weight 列：“${weight}”。应为 0 到 1 之间的数。`,
      en: `${source}, line ${line}, column weight: “${weight}”. Expected a number from 0 to 1.`,
    });
  }
  return { from, to, name: name === '' ? null : name, weight: share, line };
}

function checkedRows(concordance: Concordance): Concordance {
  if (concordance.rows.length > 0) return concordance;
  throw new UserError({
    zh: `${concordance.source}：没有对应关系。应有 from、to（及 name、weight）各列。`,
    en: `${concordance.source}: there is no correspondence. Expected columns from, to (and name, weight).`,
  });
}

// What each firm sells into the supply network and buys from it: what is known where the links are not.
import { type Bilingual, UserError } from '../../model/index.js';
import { industryLabel } from '../io/coefficients.js';
import type { IoTable } from '../io/table.js';

/** The firms of a network whose links are unknown. Firms are numbered 0 … n−1, sectors 0 … m−1. */
export interface FirmStrengths {
  ids: readonly string[];
  sectors: readonly string[];
  /** n: number of the sector of each firm. */
  sectorOf: Int32Array;
  /** n: what each firm sells to other firms, in money. */
  sales: Float64Array;
  /** n: what each firm buys from other firms, in the same money. */
  purchases: Float64Array;
}

/** What a firm buys by supplying sector, S_{g→j}: known, or split by the columns of a table. */
export interface SectorPurchases {
  /** Calls back with every buyer (number) and amount > 0 of supplying sector g. */
  each(supplyingSector: number, found: (buyer: number, amount: number) => void): void;
}

/** Sales between the sectors of firms, from an input–output table. */
export interface SectorFlows {
  /** m × m row-major: what sector h buys of g, in the table's money, home products where the table tells them apart. */
  flows: Float64Array;
  /** m: everything sector h buys from any industry of the table, imports among them. */
  inputs: Float64Array;
  /** m: part of the supply of g that other industries use; the rest goes to final demand. */
  intermediateShare: Float64Array;
  /** Negative flows of the table, taken as 0. */
  negativeFlows: number;
  /** Industries of the table that no firm belongs to: what firms buy there comes from outside the network. */
  withoutFirms: readonly string[];
}

/**
 * The flows of `table` between the industries that the firms' `sectors` belong to. `industryOf` names the industry of
 * each sector by code, name, or `region/code` in a table of several regions; without it the sector's own code does.
 * Sectors of firms that share an industry share its row and column: `stripe` numbers the industries in use.
 * Throws `UserError` where a sector has no industry in the table, or a code is in several regions.
 */
export function sectorFlows(
  table: IoTable,
  sectors: readonly string[],
  industryOf: ReadonlyMap<string, string> = new Map(),
): SectorFlows & { industries: readonly string[]; industryNumber: Int32Array } {
  const { industries, intermediate, importedIntermediate, finalUses } = table;
  const n = industries.length;
  const find = industryFinder(table);
  const used: number[] = [];
  const industryNumber = Int32Array.from(sectors, (sector) => {
    const at = find(industryOf.get(sector) ?? sector, sector);
    if (!used.includes(at)) used.push(at);
    return used.indexOf(at);
  });
  let negativeFlows = 0;
  const flow = (i: number, j: number, of: Float64Array | null) => {
    const value = of === null ? 0 : of[i * n + j]!;
    if (value >= 0) return value;
    negativeFlows++;
    return 0;
  };
  const m = used.length;
  const flows = new Float64Array(m * m);
  const inputs = new Float64Array(m);
  const intermediateShare = new Float64Array(m);
  for (const [h, j] of used.entries()) {
    for (let i = 0; i < n; i++) inputs[h]! += flow(i, j, intermediate) + flow(i, j, importedIntermediate);
  }
  for (const [g, i] of used.entries()) {
    for (const [h, j] of used.entries()) flows[g * m + h] = Math.max(0, intermediate[i * n + j]!);
    let toIndustries = 0;
    for (let j = 0; j < n; j++) toIndustries += Math.max(0, intermediate[i * n + j]!);
    let toFinal = 0;
    for (const { values } of finalUses) toFinal += Math.max(0, values[i]!);
    intermediateShare[g] = toIndustries > 0 ? toIndustries / (toIndustries + toFinal) : 0;
  }
  const inUse = new Set(used);
  return {
    flows,
    inputs,
    intermediateShare,
    negativeFlows,
    withoutFirms: industries.filter((_, i) => !inUse.has(i)).map(({ code }) => code),
    industries: used.map((i) => industryLabel(industries[i]!)),
    industryNumber,
  };
}

function industryFinder({ title, industries }: IoTable) {
  const byKey = new Map<string, number[]>();
  const add = (key: string, at: number) => {
    const list = byKey.get(key);
    if (list === undefined) byKey.set(key, [at]);
    else if (!list.includes(at)) list.push(at);
  };
  for (const [at, { code, name, region }] of industries.entries()) {
    add(code, at);
    add(name, at);
    if (region === null) continue;
    add(`${region}/${code}`, at);
    add(`${region}/${name}`, at);
  }
  return (wanted: string, sector: string): number => {
    const found = byKey.get(wanted) ?? byKey.get(wanted.replace(/^0+(?=.)/, ''));
    if (found?.length === 1) return found[0]!;
    if (found === undefined)
      throw new UserError({
        zh: `${title} 中没有与企业行业 ${sector} 对应的部门“${wanted}”。表中部门：${sample(industries.map(({ code }) => code))}。请用 --sectors 给出对照（sector, industry）`,
        en: `${title} has no industry "${wanted}" for the firms' sector ${sector}. It has ${sample(industries.map(({ code }) => code))}. Give a concordance with --sectors (sector, industry)`,
      });
    throw new UserError({
      zh: `${title} 中有 ${found.length} 个部门叫“${wanted}”：请写作 地区/代码，如 ${industries[found[0]!]!.region}/${wanted}`,
      en: `${found.length} industries of ${title} are called "${wanted}": write region/code, such as ${industries[found[0]!]!.region}/${wanted}`,
    });
  };
}

function sample(codes: readonly string[]): string {
  return codes.slice(0, 8).join(', ') + (codes.length > 8 ? ' …' : '');
}

/**
 * Purchases split by the column of the buyer's sector, for firms whose purchases are known in total only:
 * S_{g→j} = S_j · z_{g,h(j)} / Σ_k z_{k,h(j)}. arXiv:2603.09854, eq. 3–4. `sectorOf` numbers the
 * rows of `flows`; `inputs` is the Σ_k, which may hold more than the sectors at hand. Sectors without inputs buy nothing.
 */
export function splitByTable(
  purchases: Float64Array,
  sectorOf: Int32Array,
  { flows, inputs }: Pick<SectorFlows, 'flows' | 'inputs'>,
): SectorPurchases {
  const m = inputs.length;
  return {
    each(g, found) {
      for (let j = 0; j < purchases.length; j++) {
        const h = sectorOf[j]!;
        const amount = inputs[h]! > 0 ? (purchases[j]! * flows[g * m + h]!) / inputs[h]! : 0;
        if (amount > 0) found(j, amount);
      }
    },
  };
}

/** Purchases known by buyer and supplying sector: the three columns of a table, amounts of a pair added up. */
export function knownPurchases(
  sectors: number,
  buyer: ArrayLike<number>,
  supplyingSector: ArrayLike<number>,
  amount: ArrayLike<number>,
): SectorPurchases {
  const bySector: Map<number, number>[] = Array.from({ length: sectors }, () => new Map());
  for (let e = 0; e < amount.length; e++) {
    const of = bySector[supplyingSector[e]!]!;
    of.set(buyer[e]!, (of.get(buyer[e]!) ?? 0) + amount[e]!);
  }
  return {
    each(g, found) {
      for (const [j, value] of bySector[g]!) if (value > 0) found(j, value);
    },
  };
}

/** Throws `UserError` on strengths of another length than the firms, negative ones, and ones that are no numbers. */
export function checkStrengths({ ids, sectorOf, sales, purchases }: FirmStrengths): void {
  for (const [values, name] of [
    [sales, SALES],
    [purchases, PURCHASES],
  ] as const) {
    if (values.length !== ids.length || sectorOf.length !== ids.length)
      throw new UserError({
        zh: `${name.zh}有 ${values.length} 个值，企业有 ${ids.length} 家`,
        en: `${values.length} values of ${name.en} for ${ids.length} firms`,
      });
    const at = values.findIndex((value) => !Number.isFinite(value) || value < 0);
    if (at >= 0)
      throw new UserError({
        zh: `企业 ${ids[at]} 的${name.zh}为 ${values[at]}：应为不小于 0 的有限数`,
        en: `the ${name.en} of firm ${ids[at]} are ${values[at]}: a finite number of 0 or more is expected`,
      });
  }
}

const SALES: Bilingual = { zh: '销售额', en: 'sales' };
const PURCHASES: Bilingual = { zh: '采购额', en: 'purchases' };

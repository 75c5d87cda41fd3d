// Firms whose links are unknown, and what goes with them: their sales and purchases, sectors by industry, links by sector.
import { buildSupplyNetwork, knownPurchases, type SectorPurchases } from '../../chain/index.js';
import { type Bilingual, UserError } from '../../model/index.js';
import { cellNumber, cellText, columnsOf, FIRM } from '../../verbs/index.js';

type Money = 'revenue' | 'costs' | 'sales' | 'purchases';

const MONEY: Record<Money, string[]> = {
  revenue: ['revenue', '营业收入', '营业收入(万元)', '营业收入（万元）', '收入'],
  costs: ['costs', 'cost', '营业成本', '营业成本(万元)', '营业成本（万元）', '成本'],
  sales: ['sales', 'out_strength', '网内销售额', '对企业销售额'],
  purchases: ['purchases', 'in_strength', '网内采购额', '对企业采购额'],
};
const KINDS = Object.keys(MONEY) as Money[];

export interface FirmsRead {
  ids: readonly string[];
  /** n: names of the firms; their ids where the file has no names. */
  names: readonly string[];
  sectors: readonly string[];
  sectorOf: Int32Array;
  /** n each; null where the file has no such column. */
  money: Record<Money, Float64Array | null>;
  rows: number;
  refused: readonly RefusedCell[];
}

export interface RefusedCell {
  row: number;
  column: string;
  value: string;
  reason: Bilingual;
}

/**
 * Rows with an empty or repeated id, an empty sector, or an amount that is no number of 0 or more are left out and
 * reported. Throws `UserError` where a column named in `columns` is not there, or no firm is left.
 */
export async function readFirms(file: string, columns: Partial<Record<Money, string>>): Promise<FirmsRead> {
  const refused: RefusedCell[] = [];
  const rows: { id: string; sector: string; row: number }[] = [];
  const firstOf = new Map<string, { row: number; sector: string; name: string; amounts: number[] }>();
  const found = new Set<Money>();
  let count = 0;
  const wanted = [
    FIRM.id,
    FIRM.sector,
    FIRM.name,
    ...KINDS.map((kind) =>
      columns[kind] === undefined ? { names: MONEY[kind], optional: true } : { names: [columns[kind]] },
    ),
  ];
  for await (const part of columnsOf(file, wanted))
    for (const { row, cells } of part) {
      count++;
      const [id, sector, name] = [cellText(cells[0]!), cellText(cells[1]!), cellText(cells[2]!)];
      const amounts = KINDS.map((kind, at) => {
        const cell = cells[3 + at]!;
        if (cell === null || cellText(cell) === '') return null;
        found.add(kind);
        const value = cellNumber(cell);
        if (!(Number.isFinite(value) && value >= 0))
          refused.push({ row, column: columns[kind] ?? kind, value: cellText(cell), reason: NO_AMOUNT });
        return value;
      });
      if (refused.at(-1)?.row === row) continue;
      rows.push({ id, sector, row });
      if (!firstOf.has(id))
        firstOf.set(id, {
          row,
          sector,
          name: name || id,
          amounts: amounts.map((value) => value ?? Number.NaN),
        });
    }
  const { network, treatments } = buildSupplyNetwork(rows, []);
  refused.push(...treatments.firmsRefused);
  // An amount that only some firms lack is missing, not 0.
  const kept = network.ids.filter((id) => {
    const { row, amounts } = firstOf.get(id)!;
    const at = KINDS.findIndex((kind, at) => found.has(kind) && Number.isNaN(amounts[at]!));
    if (at < 0) return true;
    refused.push({ row, column: columns[KINDS[at]!] ?? KINDS[at]!, value: '', reason: NO_AMOUNT });
    return false;
  });
  const { ids, sectors, sectorOf } =
    kept.length === network.ids.length
      ? network
      : buildSupplyNetwork(
          kept.map((id) => ({ id, sector: firstOf.get(id)!.sector })),
          [],
        ).network;
  if (ids.length === 0)
    throw new UserError({
      zh: `${file}：没有可用的企业${refused[0] ? `；第 ${refused[0].row} 行“${refused[0].column}”列：“${refused[0].value}”${refused[0].reason.zh}` : ''}`,
      en: `${file}: no firm can be used${refused[0] ? `; row ${refused[0].row}, column "${refused[0].column}": "${refused[0].value}" ${refused[0].reason.en}` : ''}`,
    });
  const column = (kind: Money, at: number) =>
    found.has(kind) ? Float64Array.from(ids, (id) => firstOf.get(id)!.amounts[at]!) : null;
  return {
    ids,
    names: ids.map((id) => firstOf.get(id)!.name),
    sectors,
    sectorOf,
    money: Object.fromEntries(KINDS.map((kind, at) => [kind, column(kind, at)])) as FirmsRead['money'],
    rows: count,
    refused: refused.sort((a, b) => a.row - b.row),
  };
}

const NO_AMOUNT: Bilingual = { zh: '不是不小于 0 的数', en: 'is no number of 0 or more' };

/** Two columns as a map, each key once. Throws `UserError` on an empty cell and on a key that stands twice. */
export async function readSectorMap(file: string): Promise<ReadonlyMap<string, string>> {
  const industryOf = new Map<string, string>();
  const wanted = [
    { names: ['sector', '行业', '行业代码'] },
    { names: ['industry', 'code', '部门', '部门代码', '投入产出部门'] },
  ];
  for await (const part of columnsOf(file, wanted))
    for (const { row, cells } of part) {
      const [sector, industry] = [cellText(cells[0]!), cellText(cells[1]!)];
      const before = industryOf.get(sector);
      if (sector === '' || industry === '')
        throw new UserError({
          zh: `${file} 第 ${row} 行：行业与部门都不能为空`,
          en: `${file}, row ${row}: neither the sector nor the industry may be empty`,
        });
      if (before !== undefined && before !== industry)
        throw new UserError({
          zh: `${file} 第 ${row} 行：行业 ${sector} 已对应部门 ${before}，又对应 ${industry}。一个行业只能对应一个部门；可先用 --concordance 归并投入产出表`,
          en: `${file}, row ${row}: sector ${sector} belongs to industry ${before} and now to ${industry}. A sector belongs to one industry; group the table with --concordance first`,
        });
      industryOf.set(sector, industry);
    }
  return industryOf;
}

/** Links by sector of the supplier, in the order of `sectors`; throws `UserError` where one is missing. */
export async function readSectorLinks(file: string, sectors: readonly string[]): Promise<Float64Array> {
  const linksOf = new Map<string, number>();
  const wanted = [{ names: ['sector', '行业', '行业代码'] }, { names: ['links', '供应关系数', '关系数'] }];
  for await (const part of columnsOf(file, wanted))
    for (const { row, cells } of part) {
      const links = cellNumber(cells[1]!);
      if (!(links >= 0 && Number.isFinite(links)))
        throw new UserError({
          zh: `${file} 第 ${row} 行：供应关系数“${cellText(cells[1]!)}”不是不小于 0 的数`,
          en: `${file}, row ${row}: "${cellText(cells[1]!)}" links is no number of 0 or more`,
        });
      linksOf.set(cellText(cells[0]!), links);
    }
  const missing = sectors.find((sector) => !linksOf.has(sector));
  if (missing !== undefined)
    throw new UserError({
      zh: `${file}：没有行业 ${missing} 的供应关系数`,
      en: `${file}: there is no number of links for sector ${missing}`,
    });
  return Float64Array.from(sectors, (sector) => linksOf.get(sector)!);
}

/** What each firm buys by supplying sector. Rows about unknown firms or sectors, and bad amounts, are reported. */
export async function readPurchases(
  file: string,
  { ids, sectors }: Pick<FirmsRead, 'ids' | 'sectors'>,
): Promise<{ purchases: SectorPurchases; total: Float64Array; refused: RefusedCell[] }> {
  const numberOf = new Map(ids.map((id, i) => [id, i]));
  const sectorNumber = new Map(sectors.map((code, k) => [code, k]));
  const refused: RefusedCell[] = [];
  const total = new Float64Array(ids.length);
  const [buyer, sector, amount]: [number[], number[], number[]] = [[], [], []];
  const wanted = [
    { names: ['buyer', '采购企业', '采购商', '买方', 'id'] },
    { names: ['supplier_sector', '供应行业', '投入行业', 'sector'] },
    { names: ['value', 'amount', 'weight', '金额', '采购额'] },
  ];
  for await (const part of columnsOf(file, wanted))
    for (const { row, cells } of part) {
      const [j, g, value] = [
        numberOf.get(cellText(cells[0]!)),
        sectorNumber.get(cellText(cells[1]!)),
        cellNumber(cells[2]!),
      ];
      const refuse = (column: string, at: number, reason: Bilingual) =>
        refused.push({ row, column, value: cellText(cells[at]!), reason });
      if (j === undefined) refuse('buyer', 0, UNKNOWN_FIRM);
      else if (!(Number.isFinite(value) && value >= 0)) refuse('value', 2, NO_AMOUNT);
      else if (g === undefined) refuse('supplier_sector', 1, UNKNOWN_SECTOR);
      else {
        buyer.push(j);
        sector.push(g);
        amount.push(value);
        total[j]! += value;
      }
    }
  return { purchases: knownPurchases(sectors.length, buyer, sector, amount), total, refused };
}

const UNKNOWN_FIRM: Bilingual = { zh: '不在企业名单中', en: 'is not in the list of firms' };
const UNKNOWN_SECTOR: Bilingual = { zh: '没有企业属于这个行业', en: 'is a sector that no firm belongs to' };

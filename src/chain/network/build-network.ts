// From rows of firms and links to a network: every row is either in it or reported.
import type { Bilingual } from '../../model/index.js';
import type { SupplyNetwork } from './supply-network.js';

export interface FirmRow {
  id: string;
  /** Code of what it makes. */
  sector: string;
  /** Where it stands in its source, from 1; default its place in the list. */
  row?: number;
}

export interface LinkRow {
  supplier: string;
  buyer: string;
  /** Money value that the supplier sold to the buyer in the period. */
  weight: number;
  /** What the cell says, for the report where that is no number. */
  written?: string;
  row?: number;
}

/** A cell that cannot be used, and why; the row it stands in is left out. */
export interface RefusedRow {
  row: number;
  column: 'id' | 'sector' | 'supplier' | 'buyer' | 'weight';
  value: string;
  reason: Bilingual;
}

/** What was done to the rows on the way into the network. */
export interface NetworkTreatments {
  /** Rows given. */
  firmRows: number;
  linkRows: number;
  firmsRefused: readonly RefusedRow[];
  linksRefused: readonly RefusedRow[];
  /** Link rows whose weight was added to an earlier row of the same supplier and buyer. */
  linksMerged: number;
  /** Links of a firm to itself, and their value. */
  selfLoops: { count: number; weight: number; treatment: 'dropped' | 'kept'; firstRows: readonly number[] };
  /** Links of value 0, which say nothing and were left out. */
  zeroLinks: { count: number; firstRows: readonly number[] };
}

export interface BuildOptions {
  /** A firm that sells to itself: left out of the network (default) or kept in it. Reported either way. */
  selfLoops?: 'drop' | 'keep';
}

const FIRST_ROWS = 10;

/**
 * The network of `firms` and `links`. Firms are numbered in the order given, sectors in order of first appearance.
 * Links of the same supplier and buyer are added up. Rows with an empty or repeated id, an empty sector, an unknown
 * firm, or a weight that is negative, infinite or no number are left out and reported with row, column and value;
 * nothing throws. Time O(links · log degree), two copies of the links in memory.
 */
export function buildSupplyNetwork(
  firms: Iterable<FirmRow>,
  links: Iterable<LinkRow>,
  options: BuildOptions = {},
): { network: SupplyNetwork; treatments: NetworkTreatments } {
  const builder = new SupplyNetworkBuilder(firms, options);
  for (const link of links) builder.add(link);
  return builder.finish();
}

/** `buildSupplyNetwork` for links that come one after another and are never held as rows. */
export class SupplyNetworkBuilder {
  readonly #firms: ReturnType<typeof numberedFirms>;
  readonly #selfLoops: 'drop' | 'keep';
  readonly #refused: RefusedRow[] = [];
  readonly #loops = { count: 0, weight: 0, firstRows: [] as number[] };
  readonly #zero = { count: 0, firstRows: [] as number[] };
  readonly #list = new LinkList();
  #rows = 0;

  constructor(firms: Iterable<FirmRow>, { selfLoops = 'drop' }: BuildOptions = {}) {
    this.#firms = numberedFirms(firms);
    this.#selfLoops = selfLoops;
  }

  add(link: LinkRow): void {
    const row = link.row ?? this.#rows + 1;
    this.#rows++;
    const supplier = this.#firms.numberOf.get(link.supplier);
    const buyer = this.#firms.numberOf.get(link.buyer);
    const { weight, written = String(weight) } = link;
    if (supplier === undefined) this.#refuse(row, 'supplier', link.supplier, UNKNOWN_FIRM);
    else if (buyer === undefined) this.#refuse(row, 'buyer', link.buyer, UNKNOWN_FIRM);
    else if (Number.isNaN(weight)) this.#refuse(row, 'weight', written, NO_NUMBER);
    else if (!Number.isFinite(weight)) this.#refuse(row, 'weight', written, INFINITE);
    else if (weight < 0) this.#refuse(row, 'weight', written, NEGATIVE);
    else if (weight === 0) {
      this.#zero.count++;
      if (this.#zero.firstRows.length < FIRST_ROWS) this.#zero.firstRows.push(row);
    } else {
      if (supplier === buyer) {
        this.#loops.count++;
        this.#loops.weight += weight;
        if (this.#loops.firstRows.length < FIRST_ROWS) this.#loops.firstRows.push(row);
        if (this.#selfLoops === 'drop') return;
      }
      this.#list.add(supplier, buyer, weight);
    }
  }

  finish(): { network: SupplyNetwork; treatments: NetworkTreatments } {
    const { ids, sectors, sectorOf, refused: firmsRefused, rows: firmRows } = this.#firms;
    const { supplier, buyer, weight } = this.#list.columns();
    const { network, merged } = supplyNetworkOf(ids, sectors, sectorOf, supplier, buyer, weight);
    return {
      network,
      treatments: {
        firmRows,
        linkRows: this.#rows,
        firmsRefused,
        linksRefused: this.#refused,
        linksMerged: merged,
        selfLoops: { ...this.#loops, treatment: this.#selfLoops === 'drop' ? 'dropped' : 'kept' },
        zeroLinks: this.#zero,
      },
    };
  }

  #refuse(row: number, column: RefusedRow['column'], value: string, reason: Bilingual): void {
    this.#refused.push({ row, column, value, reason });
  }
}

/**
 * The network of links between firms that already have numbers: supplier[e] sold weight[e] > 0 to buyer[e], in any
 * order, links of the same pair added up (`merged` of them). Weights and numbers are taken as they are.
 */
export function supplyNetworkOf(
  ids: readonly string[],
  sectors: readonly string[],
  sectorOf: Int32Array,
  supplier: Uint32Array,
  buyer: Uint32Array,
  weight: Float64Array,
): { network: SupplyNetwork; merged: number } {
  const n = ids.length;
  const { start, column, value, merged } = mergedRows(n, supplier, buyer, weight);
  const inward = transposed(n, start, column, value, sectorOf, sectors.length);
  const outStrength = rowSums(n, start, value);
  const inStrength = rowSums(n, inward.start, inward.value);
  return {
    network: {
      ids,
      sectors,
      sectorOf,
      outStart: start,
      outBuyer: column,
      outWeight: value,
      inStart: inward.start,
      inSupplier: inward.column,
      inWeight: inward.value,
      outStrength,
      inStrength,
    },
    merged,
  };
}

const UNKNOWN_FIRM: Bilingual = { zh: '不在企业名单中', en: 'is not in the list of firms' };
const NO_NUMBER: Bilingual = {
  zh: '不是数，应为不小于 0 的数',
  en: 'is no number; a number of 0 or more is expected',
};
const INFINITE: Bilingual = { zh: '为无穷大，应为有限的数', en: 'is infinite; a finite number is expected' };
const NEGATIVE: Bilingual = {
  zh: '为负，应为不小于 0 的数',
  en: 'is negative; a number of 0 or more is expected',
};
const EMPTY: Bilingual = { zh: '为空', en: 'is empty' };

function numberedFirms(firms: Iterable<FirmRow>) {
  const ids: string[] = [];
  const sectors: string[] = [];
  const sectorOf: number[] = [];
  const numberOf = new Map<string, number>();
  const sectorNumber = new Map<string, number>();
  const refused: RefusedRow[] = [];
  let rows = 0;
  for (const firm of firms) {
    const row = firm.row ?? rows + 1;
    rows++;
    if (firm.id === '') refused.push({ row, column: 'id', value: firm.id, reason: EMPTY });
    else if (firm.sector === '') refused.push({ row, column: 'sector', value: firm.sector, reason: EMPTY });
    else if (numberOf.has(firm.id)) {
      const first = sectors[sectorOf[numberOf.get(firm.id)!]!]!;
      refused.push({
        row,
        column: 'id',
        value: firm.id,
        reason: { zh: `重复（先前行业为 ${first}）`, en: `stands twice (first in sector ${first})` },
      });
    } else {
      if (!sectorNumber.has(firm.sector)) {
        sectorNumber.set(firm.sector, sectors.length);
        sectors.push(firm.sector);
      }
      numberOf.set(firm.id, ids.length);
      ids.push(firm.id);
      sectorOf.push(sectorNumber.get(firm.sector)!);
    }
  }
  return { ids, sectors, sectorOf: Int32Array.from(sectorOf), numberOf, refused, rows };
}

/** Links one after another in typed arrays that grow. */
class LinkList {
  #count = 0;
  #supplier = new Uint32Array(1024);
  #buyer = new Uint32Array(1024);
  #weight = new Float64Array(1024);

  add(supplier: number, buyer: number, weight: number): void {
    if (this.#count === this.#supplier.length) this.#grow();
    this.#supplier[this.#count] = supplier;
    this.#buyer[this.#count] = buyer;
    this.#weight[this.#count++] = weight;
  }

  columns() {
    return {
      supplier: this.#supplier.subarray(0, this.#count),
      buyer: this.#buyer.subarray(0, this.#count),
      weight: this.#weight.subarray(0, this.#count),
    };
  }

  #grow(): void {
    const room = this.#count * 2;
    const [supplier, buyer, weight] = [this.#supplier, this.#buyer, this.#weight];
    this.#supplier = new Uint32Array(room);
    this.#supplier.set(supplier);
    this.#buyer = new Uint32Array(room);
    this.#buyer.set(buyer);
    this.#weight = new Float64Array(room);
    this.#weight.set(weight);
  }
}

interface Rows {
  start: Uint32Array;
  column: Uint32Array;
  value: Float64Array;
}

/** Compressed rows, columns ascending, equal pairs added up in the order in which they came. */
function mergedRows(
  n: number,
  row: Uint32Array,
  column: Uint32Array,
  value: Float64Array,
): Rows & { merged: number } {
  // Two stable counting sorts, by column and then by row.
  const byColumn = countingOrder(n, column);
  const byRow = countingOrder(n, row, byColumn);
  const start = new Uint32Array(n + 1);
  const columns = new Uint32Array(row.length);
  const values = new Float64Array(row.length);
  let count = 0;
  let lastRow = -1;
  for (const e of byRow) {
    const r = row[e]!;
    if (r === lastRow && columns[count - 1] === column[e]) values[count - 1]! += value[e]!;
    else {
      columns[count] = column[e]!;
      values[count] = value[e]!;
      count++;
      start[r + 1]!++;
      lastRow = r;
    }
  }
  for (let i = 0; i < n; i++) start[i + 1]! += start[i]!;
  const merged = row.length - count;
  return {
    start,
    column: merged === 0 ? columns : columns.slice(0, count),
    value: merged === 0 ? values : values.slice(0, count),
    merged,
  };
}

/** The numbers of items by ascending key, items of equal key in the order given. */
function countingOrder(keys: number, keyOf: Uint32Array | Int32Array, order?: Uint32Array): Uint32Array {
  const place = new Uint32Array(keys + 1);
  for (const key of keyOf) place[key + 1]!++;
  for (let key = 0; key < keys; key++) place[key + 1]! += place[key]!;
  const sorted = new Uint32Array(keyOf.length);
  for (let at = 0; at < keyOf.length; at++) {
    const item = order === undefined ? at : order[at]!;
    sorted[place[keyOf[item]!]!++] = item;
  }
  return sorted;
}

/** The same links by buyer; suppliers of a buyer ordered by sector, then number. */
function transposed(
  n: number,
  start: Uint32Array,
  column: Uint32Array,
  value: Float64Array,
  sectorOf: Int32Array,
  sectors: number,
): Rows {
  const transposedStart = new Uint32Array(n + 1);
  for (const c of column) transposedStart[c + 1]!++;
  for (let i = 0; i < n; i++) transposedStart[i + 1]! += transposedStart[i]!;
  const place = transposedStart.slice(0, n);
  const rows = new Uint32Array(column.length);
  const values = new Float64Array(column.length);
  for (const supplier of countingOrder(sectors, sectorOf)) {
    for (let e = start[supplier]!; e < start[supplier + 1]!; e++) {
      const at = place[column[e]!]!++;
      rows[at] = supplier;
      values[at] = value[e]!;
    }
  }
  return { start: transposedStart, column: rows, value: values };
}

function rowSums(n: number, start: Uint32Array, value: Float64Array): Float64Array {
  const sums = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    let sum = 0;
    for (let e = start[i]!; e < start[i + 1]!; e++) sum += value[e]!;
    sums[i] = sum;
  }
  return sums;
}

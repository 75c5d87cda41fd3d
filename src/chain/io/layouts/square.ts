/**
 * Tables drawn as a square: industries down the side and across the top in the same order, final use to the right, value
 * added below. National and provincial tables, competitive or with imported products in rows of their own; multi-regional
 * ones with regions in a head of their own (CEADs, WIOD's workbooks) or before the code (OECD: CHN_01T02).
 *
 * Nothing is taken for granted of where the square stands: the run of labels that the top and the side share finds it.
 */
import type { IoIndustry } from '../table.js';
import { assemble, type OutlayRow, type UseColumn } from './assemble.js';
import type { IoGrid } from './grid.js';
import { columnRole, originOf, plainLabel, rowRole } from './labels.js';
import { edgeNames, industryNames, pairingLabel, titleOf, unitOf, yearOf } from './names.js';
import { type IoReading, NotATable, type ReadIoOptions } from './reading.js';

const HEAD_ROWS = 14;
const SIDE_COLUMNS = 8;
/** Shorter runs of equal labels are met by chance. */
const LEAST_INDUSTRIES = 2;

/** Null where the sheet shows no square of industries. */
export function readSquare(grid: IoGrid, options: ReadIoOptions): IoReading | null {
  const edges = findEdges(grid);
  return edges && new SquareReader(grid, edges, options).read();
}

interface Edges {
  /** Row of the head, and column of the side, whose labels pair rows with columns. */
  head: number;
  side: number;
  /** First row and column of the flows. */
  top: number;
  left: number;
  /** How many labels agree in a run. */
  run: number;
}

function findEdges(grid: IoGrid): Edges | null {
  const found: Candidate[] = [];
  const rows = Math.min(HEAD_ROWS, grid.height);
  const columns = Math.min(SIDE_COLUMNS, grid.width);
  for (let side = 0; side < columns; side++) {
    const down = Array.from({ length: grid.height }, (_, row) => pairingLabel(grid.text(row, side)));
    const rowsOf = new Map<string, number[]>();
    for (const [row, label] of down.entries()) {
      if (label === '') continue;
      const same = rowsOf.get(label);
      if (same) same.push(row);
      else rowsOf.set(label, [row]);
    }
    for (let head = 0; head < rows; head++) {
      for (let left = side + 1; left < Math.min(grid.width, side + SIDE_COLUMNS + 4); left++) {
        const first = pairingLabel(grid.text(head, left));
        if (first === '') continue;
        for (const top of (rowsOf.get(first) ?? []).slice(0, 4)) {
          if (top <= head) continue;
          let run = 0;
          let turns = 0;
          let numbers = 0;
          while (top + run < grid.height && left + run < grid.width) {
            const label = down[top + run]!;
            if (label === '' || label !== pairingLabel(grid.text(head, left + run))) break;
            if (run > 0 && label !== down[top + run - 1]) turns++;
            if (!Number.isNaN(Number(label))) numbers++;
            run++;
          }
          if (run < LEAST_INDUSTRIES) continue;
          // Regions written over every column pair as well as sectors do, but stay the same for many columns.
          const score = run * 100 + (turns / run) * 50 + totalsNamed(grid, side, top);
          found.push({ head, side, top, left, run, score, turns, isNumeric: numbers === run });
        }
      }
    }
  }
  found.sort((a, b) => b.score - a.score);
  const best = found.find((one) => !found.some((other) => readsFlowsAsLabels(one, other)));
  return best ? widened(grid, best) : null;
}

interface Candidate extends Edges {
  score: number;
  /** How often the label changes along the run. */
  turns: number;
  isNumeric: boolean;
}

/** In a small table a row of flows may well repeat a column of flows: zeros, or sums that balance. */
function readsFlowsAsLabels(
  { head, side, isNumeric }: Candidate,
  { top, left, run, turns }: Candidate,
): boolean {
  if (!isNumeric || turns === 0) return false;
  return head >= top && head < top + run && side >= left && side < left + run;
}

/** Of a column of codes and one of running numbers beside it, the codes also name the rows below. */
function totalsNamed(grid: IoGrid, side: number, top: number): number {
  let hits = 0;
  for (let row = top; row < grid.height && hits < 9; row++) if (rowRole([grid.text(row, side)])) hits++;
  return hits;
}

/** The run may begin after an industry that lacks its partner: the flows begin where numbers do. */
function widened(grid: IoGrid, edges: Edges): Edges {
  const { head, side, run } = edges;
  let { top, left } = edges;
  const isFlowColumn = (column: number) => {
    if (grid.text(head, column) === '') return false;
    let numbers = 0;
    for (let row = edges.top; row < edges.top + run; row++)
      if (!Number.isNaN(grid.number(row, column))) numbers++;
    return numbers > run / 2;
  };
  while (left - 1 > side && isFlowColumn(left - 1)) left--;
  while (top - 1 > head && grid.text(top - 1, side) !== '' && !Number.isNaN(grid.number(top - 1, edges.left)))
    top--;
  return { ...edges, top, left };
}

interface Head {
  column: number;
  /** From the outermost in; what spans columns is carried to the right. */
  heads: string[];
  /** Texts in the column's own cells. */
  own: string[];
  region: string | null;
  /** Pairs the column with a row, within its region. */
  key: string;
}

/** How regions are named: in a head and a column of the side, or before the code. */
type Regions = { head: number; side: number; isEverywhere: boolean } | 'prefix' | null;

class SquareReader {
  readonly #grid: IoGrid;
  readonly #edges: Edges;
  readonly #options: ReadIoOptions;
  readonly #firstHead: number;
  #regions: Regions = null;
  readonly #regionNames = new Set<string>();

  constructor(grid: IoGrid, edges: Edges, options: ReadIoOptions) {
    this.#grid = grid;
    this.#edges = edges;
    this.#options = options;
    this.#firstHead = this.#firstHeadRow();
  }

  read(): IoReading {
    const grid = this.#grid;
    const heads = this.#heads();
    const end = this.#endOfIndustries(heads);
    const across = heads.slice(0, end);
    this.#nameRegions(across);
    const { domestic, imported, below } = this.#rows(across);
    return assemble(
      grid,
      {
        layout:
          this.#regions === null ? 'national' : this.#regions === 'prefix' ? 'oecd-icio' : 'multiregional',
        title: titleOf(grid, this.#edges.head) ?? grid.name,
        year: yearOf(grid, this.#edges.head),
        unit: unitOf(grid, this.#edges.head),
        industries: this.#industries(across, domestic),
        columns: across.map(({ column }) => column),
        domestic,
        imported,
        beyond: this.#uses(heads.slice(end)),
        below,
      },
      this.#options,
    );
  }

  /** Titles, units and scratch figures stand above the heads: rows with less than two words over the flows. */
  #firstHeadRow(): number {
    const grid = this.#grid;
    const { head, left, run } = this.#edges;
    let first = head;
    while (first > 0) {
      const row = first - 1;
      let words = 0;
      let numbers = 0;
      for (let column = left; column < grid.width; column++) {
        if (!Number.isNaN(grid.number(row, column))) numbers++;
        else if (grid.text(row, column) !== '') words++;
      }
      if (words < 2 && numbers < run / 2) break;
      first = row;
    }
    return first;
  }

  #heads(): Head[] {
    const grid = this.#grid;
    const { head, top, left } = this.#edges;
    const carried: string[] = [];
    const list: Head[] = [];
    for (let column = left; column < grid.width; column++) {
      const heads: string[] = [];
      const own: string[] = [];
      let fresh = column === left;
      for (let row = this.#firstHead; row < top; row++) {
        const text = grid.text(row, column);
        if (text !== '') {
          fresh = true;
          carried[row] = text;
          own.push(text);
        } else if (fresh) carried[row] = '';
        heads.push(carried[row] ?? '');
      }
      list.push({ column, heads, own, region: null, key: pairingLabel(grid.text(head, column)) });
    }
    return list;
  }

  /** Industries end at the first column that is known for a total or a use, or that bears no label. */
  #endOfIndustries(heads: readonly Head[]): number {
    const { side, top } = this.#edges;
    const labels = new Set<string>();
    for (let row = top; row < this.#grid.height; row++) labels.add(pairingLabel(this.#grid.text(row, side)));
    const ends = ({ own, key }: Head) =>
      own.some((text) => {
        const word = prefixed(text)?.code ?? text;
        if (/^\d+$/.test(word) || !columnRole([word])) return false;
        return !SHARED_WORDS.has(plainLabel(word)) || !labels.has(key);
      });
    const end = heads.findIndex((head, at) => head.key === '' || (at > 0 && ends(head)));
    return end === -1 ? heads.length : end;
  }

  #nameRegions(across: Head[]): void {
    this.#regions = this.#findRegions(across);
    if (this.#regions === null) return;
    if (this.#regions === 'prefix') {
      for (const one of across) one.region = prefixed(this.#headText(one))!.region;
    } else {
      const named = carriedTexts(across.map(({ column }) => this.#grid.text(this.#regionHead(), column)));
      for (const [at, one] of across.entries()) one.region = named[at]!;
    }
    for (const { region } of across) this.#regionNames.add(plainLabel(region!));
  }

  #regionHead(): number {
    return this.#regions === null || this.#regions === 'prefix' ? -1 : this.#regions.head;
  }

  #headText({ column }: Head): string {
    return this.#grid.text(this.#edges.head, column);
  }

  /** Where codes come back across the top, another head and another column of the side tell them apart. */
  #findRegions(across: readonly Head[]): Regions {
    const grid = this.#grid;
    const { top, left, side, head } = this.#edges;
    const n = across.length;
    if (new Set(across.map(({ key }) => key)).size === n) {
      return across.every((one) => prefixed(this.#headText(one)) !== null) ? 'prefix' : null;
    }
    for (let row = top - 1; row >= 0; row--) {
      if (row === head) continue;
      const over = carriedTexts(across.map(({ column }) => plainLabel(grid.text(row, column))));
      const names = new Set(over);
      if (names.size < 2 || over[0] === '') continue;
      if (new Set(across.map(({ key }, at) => `${over[at]}|${key}`)).size !== n) continue;
      for (let column = 0; column < left; column++) {
        if (column === side) continue;
        const down = carriedTexts(
          Array.from({ length: Math.min(n, grid.height - top) }, (_, at) =>
            plainLabel(grid.text(top + at, column)),
          ),
        );
        if (down.filter((name) => names.has(name)).length > n / 2) {
          const isEverywhere = across.every((one) => grid.text(row, one.column) !== '');
          return { head: row, side: column, isEverywhere };
        }
      }
    }
    return null;
  }

  #rows(across: readonly Head[]): { domestic: number[]; imported: number[]; below: OutlayRow[] } {
    const grid = this.#grid;
    const { top, side, left } = this.#edges;
    const regionSide = this.#regions === null || this.#regions === 'prefix' ? null : this.#regions.side;
    const wanted = this.#wanted(across);
    const domestic = new Array<number>(across.length).fill(-1);
    const imported = new Array<number>(across.length).fill(-1);
    const below: OutlayRow[] = [];
    const strangers: number[] = [];
    let region: string | null = null;
    for (let row = top; row < grid.height; row++) {
      const labels = this.#labels(row);
      if (labels.length === 0) continue;
      if (regionSide !== null && grid.text(row, regionSide) !== '') region = grid.text(row, regionSide);
      const bare = this.#regions === 'prefix' ? labels.map((text) => prefixed(text)?.code ?? text) : labels;
      const role = rowRole(bare);
      const origin = labels.map(originOf).find((found) => found !== null) ?? null;
      const at = wanted.get(keyOf(region, pairingLabel(grid.text(row, side))));
      // Below the industries a code may come back as the number of a total.
      if (at !== undefined && (role === null || origin !== null || below.length === 0)) {
        const rows = origin === 'imported' || (origin === null && domestic[at] !== -1) ? imported : domestic;
        if (rows[at] === -1) {
          rows[at] = row;
          continue;
        }
        if (role === null) throw this.#twice(rows[at]!, row);
      }
      if (role !== null) {
        below.push({ row, ...edgeNames(labels, role), role });
        if (role.role === 'output') break;
        continue;
      }
      let numbers = 0;
      for (let column = left; column < left + across.length; column++)
        if (!Number.isNaN(grid.number(row, column))) numbers++;
      if (numbers === 0) continue;
      if (below.length > 0) below.push({ row, ...edgeNames(labels, null), role: null });
      else strangers.push(row);
    }
    const hasImported = imported.some((row) => row !== -1);
    this.#needSquare(across, domestic, hasImported ? imported : [], strangers);
    return { domestic, imported: hasImported ? imported : [], below };
  }

  #wanted(across: readonly Head[]): Map<string, number> {
    const wanted = new Map<string, number>();
    for (const [at, one] of across.entries()) {
      const key = keyOf(this.#regions === 'prefix' ? null : one.region, one.key);
      const twin = wanted.get(key);
      if (twin !== undefined) {
        const places = [across[twin]!, one].map(({ column }) => this.#grid.address(this.#edges.head, column));
        const name = this.#headText(one);
        throw new NotATable({
          zh: `工作表“${this.#grid.name}”：列 ${places.join(' 与 ')} 是同一部门“${name}”。每个部门应只有一列。`,
          en: `Sheet “${this.#grid.name}”: columns ${places.join(' and ')} are the same industry “${name}”. Each industry has one column.`,
        });
      }
      wanted.set(key, at);
    }
    return wanted;
  }

  #twice(first: number, second: number): NotATable {
    const name = this.#labels(second).join(' ');
    return new NotATable({
      zh: `工作表“${this.#grid.name}”：第 ${first + 1} 行与第 ${second + 1} 行是同一部门“${name}”。每个部门应只有一行。`,
      en: `Sheet “${this.#grid.name}”: rows ${first + 1} and ${second + 1} are the same industry “${name}”. Each industry has one row.`,
    });
  }

  #needSquare(
    across: readonly Head[],
    domestic: readonly number[],
    imported: readonly number[],
    strangers: readonly number[],
  ): void {
    const grid = this.#grid;
    const { head, side } = this.#edges;
    const columnName = ({ column, region, own }: Head) =>
      `${grid.address(head, column)} “${[...new Set([...(region === null ? [] : [region]), ...own])].join(' ')}”`;
    const lacking = (rows: readonly number[]) =>
      rows.flatMap((row, at) => (row === -1 ? [columnName(across[at]!)] : []));
    const faults = [
      { names: lacking(domestic), zh: '有列而没有对应的行', en: 'Columns without a row' },
      {
        names: strangers.map((row) => `${grid.address(row, side)} “${this.#labels(row).join(' ')}”`),
        zh: '有行而没有对应的列',
        en: 'Rows without a column',
      },
      {
        names: lacking(imported),
        zh: '有列而没有对应的进口品行',
        en: 'Columns without a row of imported products',
      },
    ].filter(({ names }) => names.length > 0);
    if (faults.length === 0) return;
    const list = (names: readonly string[], between: string) =>
      names.slice(0, 5).join(between) + (names.length > 5 ? ` … (${names.length})` : '');
    throw new NotATable({
      zh: `工作表“${grid.name}”：中间使用不是方阵，无法成表。${faults.map(({ zh, names }) => `${zh}：${list(names, '、')}。`).join('')}`,
      en: `Sheet “${grid.name}”: the flows are no square, no table can be made. ${faults.map(({ en, names }) => `${en}: ${list(names, ', ')}.`).join(' ')}`,
    });
  }

  /** Texts left of the flows in a row, from the outermost in. */
  #labels(row: number): string[] {
    const labels: string[] = [];
    for (let column = 0; column < this.#edges.left; column++) {
      const text = this.#grid.text(row, column);
      if (text !== '') labels.push(text);
    }
    return labels;
  }

  /** Of the words about an industry those count first that the top and the side share, then those nearest the flows. */
  #industries(across: readonly Head[], rows: readonly number[]): IoIndustry[] {
    return across.map((one, at) => {
      const isRegion = (text: string) => one.region !== null && plainLabel(text) === plainLabel(one.region);
      const bare = (text: string) => (this.#regions === 'prefix' ? (prefixed(text)?.code ?? text) : text);
      const down = this.#labels(rows[at]!).map(bare).reverse();
      const over = one.own.map(bare).reverse();
      const shared = down.filter((text) => over.some((head) => pairingLabel(head) === pairingLabel(text)));
      const texts = [...new Set([...shared, ...down, ...over])].filter(
        (text) => originOf(text) === null && !isRegion(text),
      );
      return { ...industryNames(bare(this.#headText(one)), texts), region: one.region };
    });
  }

  #uses(beyond: readonly Head[]): UseColumn[] {
    const uses: UseColumn[] = [];
    let carried = '';
    for (const { column, heads: all, own } of beyond) {
      if (own.length === 0) continue;
      let heads = all.filter((text) => text !== '');
      let region: string | null = null;
      if (this.#regions === 'prefix') {
        region = own.map(prefixed).find((found) => found !== null)?.region ?? null;
        heads = heads.map((text) => prefixed(text)?.code ?? text);
      } else if (this.#regions) {
        const text = this.#grid.text(this.#regions.head, column);
        if (text !== '' || this.#regions.isEverywhere) carried = text;
        if (this.#regionNames.has(plainLabel(carried))) {
          region = carried;
          heads = heads.filter((head) => head !== carried);
        }
      }
      const role = columnRole(heads);
      // Exports are of no region's demand: what stands to the left of them does not reach this far.
      if (role?.role === 'finalUse' && role.kind === 'export' && own.every((text) => text !== region))
        region = this.#regions === 'prefix' ? region : null;
      uses.push({ column, ...edgeNames(heads, role), region, role });
      if (role?.role === 'output') break;
    }
    return uses;
  }
}

/** Words that an industry may bear too: they end the industries only where the side has no such row. */
const SHARED_WORDS = new Set(
  ['其他', '其它', 'other', 'others', 'to', 'if', 'of', 'ex', 'tc', 'im', '农村', '城镇', '政府'].map(
    plainLabel,
  ),
);

/** `CHN_01T02`: region and code in one label. */
function prefixed(text: string): { region: string; code: string } | null {
  const match = /^([A-Z][A-Z0-9]{1,2})_(\w[\w.-]*)$/.exec(text.trim());
  return match ? { region: match[1]!, code: match[2]! } : null;
}

function keyOf(region: string | null, code: string): string {
  return region === null ? code : `${plainLabel(region)}|${code}`;
}

/** Blank cells take what stands before them. */
function carriedTexts(texts: readonly string[]): string[] {
  let last = '';
  return texts.map((text) => {
    if (text !== '') last = text;
    return last;
  });
}

/**
 * Tables drawn as a square: industries down the side and across the top in the same order, final use to the right, value
 * added below. National and provincial tables, competitive or with imported products in rows of their own, and
 * multi-regional ones with regions in a head of their own.
 *
 * Nothing is taken for granted of where the square stands: the run of labels that the top and the side share finds it.
 */
import type { FinalUse, FinalUseKind, IoIndustry, ValueAddedRow } from '../table.js';
import type { IoGrid } from './grid.js';
import {
  type ColumnRole,
  columnRole,
  KIND_NAMES,
  originOf,
  plainLabel,
  type RowRole,
  rowRole,
} from './labels.js';
import {
  type IoFinding,
  type IoPlace,
  type IoReading,
  NotATable,
  noTotals,
  type ReadIoOptions,
} from './reading.js';

const HEAD_ROWS = 14;
const SIDE_COLUMNS = 8;
/** Shorter runs of equal labels are met by chance. */
const LEAST_INDUSTRIES = 2;

/** Null where the sheet shows no square of industries. */
export function readSquare(grid: IoGrid, options: ReadIoOptions): IoReading | null {
  const edges = findEdges(grid);
  if (!edges) return null;
  return new SquareReader(grid, edges, options).read();
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

/** Codes compare without leading zeros, so that 001, 01 and 1 are one industry. */
function pairingLabel(text: string): string {
  const plain = plainLabel(text);
  return /^0+\d/.test(plain) ? plain.replace(/^0+/, '') : plain;
}

function findEdges(grid: IoGrid): Edges | null {
  let best: (Edges & { score: number }) | null = null;
  const rows = Math.min(HEAD_ROWS, grid.height);
  const columns = Math.min(SIDE_COLUMNS, grid.width);
  for (let side = 0; side < columns; side++) {
    const down = Array.from({ length: grid.height }, (_, row) => pairingLabel(grid.text(row, side)));
    const rowsOf = new Map<string, number[]>();
    for (const [row, label] of down.entries()) {
      if (label === '') continue;
      const found = rowsOf.get(label);
      if (found) found.push(row);
      else rowsOf.set(label, [row]);
    }
    for (let head = 0; head < rows; head++) {
      for (let left = side + 1; left < Math.min(grid.width, side + SIDE_COLUMNS + 4); left++) {
        const first = pairingLabel(grid.text(head, left));
        if (first === '') continue;
        for (const top of (rowsOf.get(first) ?? []).slice(0, 4)) {
          if (top <= head) continue;
          let run = 0;
          while (top + run < grid.height && left + run < grid.width) {
            const label = down[top + run]!;
            if (label === '' || label !== pairingLabel(grid.text(head, left + run))) break;
            run++;
          }
          if (run < LEAST_INDUSTRIES) continue;
          const score = run * 10 + vocabularyHits(grid, side, top);
          if (!best || score > best.score) best = { head, side, top, left, run, score };
        }
      }
    }
  }
  return best && settled(grid, best);
}

/** Of a column of codes and one of running numbers beside it, the codes also name the rows below. */
function vocabularyHits(grid: IoGrid, side: number, top: number): number {
  let hits = 0;
  for (let row = top; row < grid.height && hits < 9; row++) if (rowRole([grid.text(row, side)])) hits++;
  return hits;
}

/** The run may begin after an industry that lacks its partner: the flows begin where numbers do. */
function settled(grid: IoGrid, edges: Edges): Edges {
  let { top, left } = edges;
  const bodyRow = edges.top;
  const bodyColumn = edges.left;
  while (left - 1 > edges.side && isFlowColumn(grid, edges, left - 1)) left--;
  while (
    top - 1 > edges.head &&
    grid.text(top - 1, edges.side) !== '' &&
    !Number.isNaN(grid.number(top - 1, bodyColumn))
  )
    top--;
  return { ...edges, top: Math.min(top, bodyRow), left };
}

function isFlowColumn(grid: IoGrid, { head, top, run }: Edges, column: number): boolean {
  if (grid.text(head, column) === '') return false;
  let numbers = 0;
  for (let row = top; row < top + run; row++) if (!Number.isNaN(grid.number(row, column))) numbers++;
  return numbers > run / 2;
}

interface HeadOfColumn {
  column: number;
  heads: string[];
  region: string | null;
  key: string;
}

class SquareReader {
  readonly #grid: IoGrid;
  readonly #edges: Edges;
  readonly #options: ReadIoOptions;
  readonly #findings: IoFinding[] = [];
  #regions: { head: number; side: number } | null = null;

  constructor(grid: IoGrid, edges: Edges, options: ReadIoOptions) {
    this.#grid = grid;
    this.#edges = edges;
    this.#options = options;
  }

  read(): IoReading {
    const grid = this.#grid;
    const heads = this.#heads();
    const { across, beyond } = this.#industriesAcross(heads);
    const { down, below } = this.#industriesDown(across);
    const industries = this.#industries(across, down.domestic);
    const n = across.length;
    const columns = across.map(({ column }) => column);
    const intermediate = this.#block(down.domestic, columns);
    const isNonCompetitive = down.imported.length > 0;
    const importedIntermediate = isNonCompetitive ? this.#block(down.imported, columns) : null;

    const stated = noTotals();
    const finalUses: FinalUse[] = [];
    const useColumns: number[] = [];
    let imports: Float64Array | null = null;
    let inflows: Float64Array | null = null;
    let discrepancy: Float64Array | null = null;
    let output: Float64Array | null = null;
    const roles = this.#columnRoles(beyond);
    const named = new Set(roles.flatMap(({ role }) => (role?.role === 'finalUse' ? [role.kind] : [])));
    const subtotals: { code: string; name: string; of: readonly FinalUseKind[]; values: Float64Array }[] = [];
    for (const { column, heads: words, region, role: said } of roles) {
      // Without its parts a subtotal is all there is.
      const role: ColumnRole | null =
        said?.role === 'subtotal' && !said.of.some((kind) => named.has(kind))
          ? { role: 'finalUse', kind: said.kind }
          : said;
      const values = () => this.#block(down.domestic, [column]);
      const { code, name } = codeAndName(words, role);
      switch (role?.role) {
        case 'intermediateTotal':
          stated.intermediateUse = values();
          break;
        case 'finalTotal':
          stated.finalUse = values();
          break;
        case 'imports':
          imports = added(imports, values());
          break;
        case 'inflows':
          inflows = added(inflows, values());
          break;
        case 'discrepancy':
          discrepancy = added(discrepancy, values());
          break;
        case 'output':
          output = values();
          if (isNonCompetitive) stated.importedProducts = this.#block(down.imported, [column]);
          break;
        case 'subtotal':
          subtotals.push({ code, name, of: role.of, values: values() });
          break;
        default:
          if (!role) {
            this.#find('unknownColumn', 'warning', name, null, {
              zh: `“${name}”列含义不明，按其他最终使用计入。`,
              en: `Column “${name}” is not known; it is taken as another final use.`,
            });
          }
          useColumns.push(column);
          finalUses.push({
            code,
            name,
            kind: role ? role.kind : 'other',
            region,
            values: values(),
            imported: isNonCompetitive ? this.#block(down.imported, [column]) : null,
          });
      }
    }
    stated.finalSubtotals = subtotals;

    const valueAdded: ValueAddedRow[] = [];
    let total: { row: number; labels: string[] } | null = null;
    for (const { row, labels, role } of this.#rowRoles(below)) {
      const values = () => this.#block([row], columns);
      const { code, name } = codeAndName(labels, role);
      switch (role?.role) {
        case 'intermediateTotal':
          stated.intermediateInput = values();
          if (useColumns.length > 0 && useColumns.some((column) => !Number.isNaN(grid.number(row, column))))
            stated.finalUseColumns = this.#block([row], useColumns);
          break;
        case 'valueAddedTotal':
          total = { row, labels };
          break;
        case 'output':
          stated.input = values();
          break;
        case 'valueAdded':
        case undefined:
          if (!role) {
            this.#find('unknownRow', 'warning', name, row, {
              zh: `“${name}”行含义不明，按其他增加值计入。`,
              en: `Row “${name}” is not known; it is taken as other value added.`,
            });
          }
          valueAdded.push({ code, name, kind: role ? role.kind : 'other', values: values() });
      }
    }
    if (total) {
      const values = this.#block([total.row], columns);
      const proper = new Set(['compensation', 'taxes', 'depreciation', 'surplus', 'other']);
      if (valueAdded.some(({ kind }) => proper.has(kind))) stated.valueAdded = values;
      else
        valueAdded.push({ ...codeAndName(total.labels, { role: 'valueAddedTotal' }), kind: 'total', values });
    }

    if (imports && isWrittenNegative(imports)) {
      imports = imports.map((value) => -value);
      this.#turned('进口', 'imports');
    }
    if (inflows && isWrittenNegative(inflows)) {
      inflows = inflows.map((value) => -value);
      this.#turned('调入', 'inflows');
    }
    const table = {
      title: this.#options.title ?? titleOf(grid, this.#edges.head) ?? grid.name,
      year: this.#options.year ?? yearOf(grid, this.#edges.head),
      unit: this.#options.unit ?? this.#unit(),
      industries,
      intermediate,
      importedIntermediate,
      finalUses,
      imports,
      inflows,
      discrepancy,
      valueAdded,
      output: output ?? stated.input ?? new Float64Array(n),
    };
    if (!output) {
      if (stated.input) stated.input = null;
      else table.output = this.#derivedOutput(table);
    }
    const first = down.domestic[0]!;
    const last = [...down.domestic, ...down.imported].at(-1)!;
    const place = (part: string, top: number, left: number, bottom: number, right: number): IoPlace => ({
      part,
      sheet: grid.name,
      range: grid.range(top, left, bottom, right),
    });
    const lastColumn = columns[n - 1]!;
    const places = [place('intermediate', first, columns[0]!, last, lastColumn)];
    if (roles.length > 0) places.push(place('final', first, roles[0]!.column, last, roles.at(-1)!.column));
    if (below.length > 0) places.push(place('valueAdded', below[0]!, columns[0]!, below.at(-1)!, lastColumn));
    return {
      layout: this.#regions ? 'multiregional' : 'national',
      table,
      stated,
      places,
      findings: this.#findings,
    };
  }

  /** Every column right of the side, with its heads from the outermost in; what spans columns is carried to the right. */
  #heads(): HeadOfColumn[] {
    const grid = this.#grid;
    const { head, top, left } = this.#edges;
    const firstHead = this.#firstHeadRow();
    const carried: string[] = [];
    const list: HeadOfColumn[] = [];
    for (let column = left; column < grid.width; column++) {
      const heads: string[] = [];
      let fresh = column === left;
      for (let row = firstHead; row < top; row++) {
        const text = grid.text(row, column);
        if (text !== '') {
          fresh = true;
          carried[row] = text;
        } else if (fresh) carried[row] = '';
        heads.push(carried[row] ?? '');
      }
      list.push({ column, heads, region: null, key: pairingLabel(grid.text(head, column)) });
    }
    return list;
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

  #industriesAcross(heads: readonly HeadOfColumn[]): { across: HeadOfColumn[]; beyond: HeadOfColumn[] } {
    const across: HeadOfColumn[] = [];
    let at = 0;
    while (at < heads.length && heads[at]!.key !== '') {
      const own = this.#ownHeads(heads[at]!.column);
      if (own.some((text) => isTotalOrUse(text)) && at > 0) break;
      across.push(heads[at]!);
      at++;
    }
    return { across, beyond: heads.slice(at) };
  }

  /** Texts that stand in the column's own cells, not carried from the left. */
  #ownHeads(column: number): string[] {
    const { top } = this.#edges;
    const texts: string[] = [];
    for (let row = this.#firstHeadRow(); row < top; row++) {
      const text = this.#grid.text(row, column);
      if (text !== '') texts.push(text);
    }
    return texts;
  }

  #industriesDown(across: readonly HeadOfColumn[]): {
    down: { domestic: number[]; imported: number[] };
    below: number[];
  } {
    const grid = this.#grid;
    const { top, side, left } = this.#edges;
    this.#regions = this.#findRegions(across);
    const region = this.#regions;
    if (region) {
      let carried = '';
      for (const one of across) {
        const text = grid.text(region.head, one.column);
        if (text !== '') carried = text;
        one.region = carried;
      }
    }
    const keyOf = (place: string | null, code: string) =>
      place === null ? code : `${plainLabel(place)}|${code}`;
    const wanted = new Map<string, number>();
    for (const [at, one] of across.entries()) {
      const key = keyOf(one.region, one.key);
      const twin = wanted.get(key);
      if (twin !== undefined) {
        throw new NotATable({
          zh: `工作表“${grid.name}”：列 ${grid.address(this.#edges.head, across[twin]!.column)} 与 ${grid.address(this.#edges.head, one.column)} 是同一部门“${grid.text(this.#edges.head, one.column)}”。每个部门应只有一列。`,
          en: `Sheet “${grid.name}”: columns ${grid.address(this.#edges.head, across[twin]!.column)} and ${grid.address(this.#edges.head, one.column)} are the same industry “${grid.text(this.#edges.head, one.column)}”. Each industry has one column.`,
        });
      }
      wanted.set(key, at);
    }
    const domestic: number[] = new Array<number>(across.length).fill(-1);
    const imported: number[] = new Array<number>(across.length).fill(-1);
    const below: number[] = [];
    const strangers: number[] = [];
    let ended = false;
    let place = '';
    for (let row = top; row < grid.height; row++) {
      const labels = this.#labels(row);
      if (labels.length === 0) continue;
      if (region && grid.text(row, region.side) !== '') place = grid.text(row, region.side);
      const at = wanted.get(keyOf(region ? place : null, pairingLabel(grid.text(row, side))));
      const origin = labels.map(originOf).find((found) => found !== null) ?? null;
      const role = rowRole(labels);
      if (at !== undefined && !(role && !origin && ended)) {
        const isImported = origin === 'imported' || (origin === null && domestic[at] !== -1);
        const rows = isImported ? imported : domestic;
        if (!(role && rows[at] !== -1)) {
          if (rows[at] !== -1) {
            throw new NotATable({
              zh: `工作表“${grid.name}”：第 ${rows[at]! + 1} 行与第 ${row + 1} 行是同一部门“${labels.join(' ')}”。每个部门应只有一行。`,
              en: `Sheet “${grid.name}”: rows ${rows[at]! + 1} and ${row + 1} are the same industry “${labels.join(' ')}”. Each industry has one row.`,
            });
          }
          rows[at] = row;
          continue;
        }
      }
      if (role) {
        ended = true;
        below.push(row);
        if (role.role === 'output') break;
        continue;
      }
      let numbers = 0;
      for (let column = left; column < left + across.length; column++)
        if (!Number.isNaN(grid.number(row, column))) numbers++;
      if (numbers === 0) continue;
      if (ended) below.push(row);
      else strangers.push(row);
    }
    this.#needSquare(across, domestic, imported, strangers);
    return { down: { domestic, imported: imported.every((row) => row === -1) ? [] : imported }, below };
  }

  #needSquare(
    across: readonly HeadOfColumn[],
    domestic: readonly number[],
    imported: readonly number[],
    strangers: readonly number[],
  ): void {
    const grid = this.#grid;
    const { head, side } = this.#edges;
    const columnName = (at: number) =>
      `${grid.address(head, across[at]!.column)} “${[across[at]!.region, ...new Set(this.#ownHeads(across[at]!.column))].filter(Boolean).join(' ')}”`;
    const rowName = (row: number) => `${grid.address(row, side)} “${this.#labels(row).join(' ')}”`;
    const lacking = domestic.flatMap((row, at) => (row === -1 ? [columnName(at)] : []));
    const extra = strangers.map(rowName);
    const half = imported.some((row) => row !== -1)
      ? imported.flatMap((row, at) => (row === -1 ? [columnName(at)] : []))
      : [];
    if (lacking.length + extra.length + half.length === 0) return;
    const list = (names: readonly string[]) =>
      names.length > 5 ? `${names.slice(0, 5).join('、')} …（${names.length}）` : names.join('、');
    throw new NotATable({
      zh: [
        `工作表“${grid.name}”：中间使用不是方阵，无法成表。`,
        ...(lacking.length > 0 ? [`有列而没有对应的行：${list(lacking)}。`] : []),
        ...(extra.length > 0 ? [`有行而没有对应的列：${list(extra)}。`] : []),
        ...(half.length > 0 ? [`有列而没有对应的进口品行：${list(half)}。`] : []),
      ].join(''),
      en: [
        `Sheet “${grid.name}”: the flows are no square, no table can be made.`,
        ...(lacking.length > 0 ? [`Columns without a row: ${list(lacking)}.`] : []),
        ...(extra.length > 0 ? [`Rows without a column: ${list(extra)}.`] : []),
        ...(half.length > 0 ? [`Columns without a row of imported products: ${list(half)}.`] : []),
      ].join(' '),
    });
  }

  /** Where codes come back across the top, a second head and a second column of the side name the region. */
  #findRegions(across: readonly HeadOfColumn[]): { head: number; side: number } | null {
    const grid = this.#grid;
    const { top, side, head } = this.#edges;
    if (new Set(across.map(({ key }) => key)).size === across.length) return null;
    for (let row = head - 1; row >= 0; row--) {
      const names = new Set<string>();
      for (const { column } of across) {
        const text = plainLabel(grid.text(row, column));
        if (text !== '') names.add(text);
      }
      if (names.size < 2) continue;
      for (let column = side - 1; column >= 0; column--) {
        const down = new Set<string>();
        for (let at = top; at < top + across.length; at++) {
          const text = plainLabel(grid.text(at, column));
          if (text !== '') down.add(text);
        }
        if (down.size >= 2 && [...names].filter((name) => down.has(name)).length >= 2)
          return { head: row, side: column };
      }
    }
    return null;
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
  #industries(across: readonly HeadOfColumn[], rows: readonly number[]): IoIndustry[] {
    return across.map((one, at) => {
      const down = this.#ownLabels(rows[at]!).reverse();
      const over = this.#ownHeads(one.column).reverse();
      const shared = down.filter((text) => over.some((head) => pairingLabel(head) === pairingLabel(text)));
      const texts = [...new Set([...shared, ...down, ...over])].filter(
        (text) => originOf(text) === null && text !== one.region,
      );
      const written = this.#grid.text(this.#edges.head, one.column);
      const code = isCode(written) ? written : (texts.find(isCode) ?? written);
      const names = texts.filter((text) => pairingLabel(text) !== pairingLabel(code) && !isNumeral(text));
      const chinese = names.find((text) => /\p{Script=Han}/u.test(text));
      const english = names.find((text) => !/\p{Script=Han}/u.test(text)) ?? null;
      return {
        code: spaceless(code),
        name: spaceless(chinese ?? english ?? code),
        nameEn: chinese === undefined ? null : english,
        region: one.region,
      };
    });
  }

  /** Labels of a row that are its own: not the region, nor what spans rows. */
  #ownLabels(row: number): string[] {
    const region = this.#regions?.side;
    const texts: string[] = [];
    for (let column = 0; column < this.#edges.left; column++) {
      const text = this.#grid.text(row, column);
      if (text !== '' && column !== region) texts.push(text);
    }
    return texts;
  }

  #columnRoles(beyond: readonly HeadOfColumn[]): (HeadOfColumn & { role: ColumnRole | null })[] {
    const roles: (HeadOfColumn & { role: ColumnRole | null })[] = [];
    const regions = this.#regions;
    let carried = '';
    const known = new Set<string>();
    if (regions) {
      for (let column = this.#edges.left; column < (beyond[0]?.column ?? 0); column++) {
        const text = plainLabel(this.#grid.text(regions.head, column));
        if (text !== '') known.add(text);
      }
    }
    for (const one of beyond) {
      const own = this.#ownHeads(one.column);
      if (own.length === 0) continue;
      let region: string | null = null;
      let heads = one.heads.filter((text) => text !== '');
      if (regions) {
        const text = this.#grid.text(regions.head, one.column);
        if (text !== '') carried = text;
        if (known.has(plainLabel(carried))) {
          region = carried;
          heads = heads.filter((head) => head !== carried);
        }
      }
      const role = columnRole(heads);
      roles.push({ ...one, heads, region, role });
      if (role?.role === 'output') break;
    }
    return roles;
  }

  #rowRoles(below: readonly number[]): { row: number; labels: string[]; role: RowRole | null }[] {
    return below.map((row) => {
      const labels = this.#labels(row);
      return { row, labels, role: rowRole(labels) };
    });
  }

  /** Cells of rows × columns, row-major. What is blank is zero; words where a number belongs are reported. */
  #block(rows: readonly number[], columns: readonly number[]): Float64Array {
    const grid = this.#grid;
    const block = new Float64Array(rows.length * columns.length);
    let at = 0;
    for (const row of rows) {
      for (const column of columns) {
        const value = grid.number(row, column);
        if (!Number.isNaN(value)) block[at] = value;
        else if (grid.isWords(row, column)) {
          const text = grid.text(row, column);
          this.#find('notANumber', 'error', grid.address(row, column), row, {
            zh: `${grid.address(row, column)}（${this.#labels(row).join(' ')}）：“${text}”不是数，按 0 计。应为数或留空。`,
            en: `${grid.address(row, column)} (${this.#labels(row).join(' ')}): “${text}” is no number and counts as 0. Expected a number or nothing.`,
          });
        }
        at++;
      }
    }
    return block;
  }

  #find(
    finding: IoFinding['finding'],
    severity: IoFinding['severity'],
    item: string | null,
    row: number | null,
    said: { zh: string; en: string },
  ): void {
    if (this.#findings.some((one) => one.finding === finding && one.item === item)) return;
    this.#findings.push({
      finding,
      severity,
      item,
      value: null,
      expected: null,
      row: row === null ? null : row + 1,
      ...said,
    });
  }

  #turned(zh: string, en: string): void {
    this.#find('signTurned', 'note', en, null, {
      zh: `${zh}写作负数，已改为正数记载。`,
      en: `${en} are written as negative figures and were turned to positive.`,
    });
  }

  #unit(): string {
    const { head } = this.#edges;
    for (let row = 0; row <= head; row++) {
      for (let column = 0; column < this.#grid.width; column++) {
        const unit = /(?:^|[^表报填位])(?:计量)?(?:单位|unit)\s*[:：]\s*([^()（）]{1,24})/i.exec(
          this.#grid.text(row, column),
        )?.[1];
        if (unit !== undefined) return unit.replace(/[)）]\s*$/, '').trim();
      }
    }
    this.#find('assumedUnit', 'note', null, null, {
      zh: '表中没有写计量单位，未作换算。可用 --unit 指明。',
      en: 'The table states no unit; nothing was converted. State it with --unit.',
    });
    return '';
  }

  /** Where neither 总产出 nor 总投入 is printed, output is what the row adds up to. */
  #derivedOutput(table: {
    intermediate: Float64Array;
    finalUses: readonly FinalUse[];
    imports: Float64Array | null;
    inflows: Float64Array | null;
    discrepancy: Float64Array | null;
    industries: readonly IoIndustry[];
  }): Float64Array {
    const n = table.industries.length;
    const output = new Float64Array(n);
    for (let i = 0; i < n; i++) {
      let sum = 0;
      for (let j = 0; j < n; j++) sum += table.intermediate[i * n + j]!;
      for (const { values } of table.finalUses) sum += values[i]!;
      output[i] = sum - (table.imports?.[i] ?? 0) - (table.inflows?.[i] ?? 0) + (table.discrepancy?.[i] ?? 0);
    }
    this.#find('outputDerived', 'note', null, null, {
      zh: '表中没有总产出和总投入，总产出按行相加得出。',
      en: 'The table prints neither output nor input; output is the sum of each row.',
    });
    return output;
  }
}

function isTotalOrUse(text: string): boolean {
  if (/^\d+$/.test(text.trim())) return false;
  const role = columnRole([text]);
  return role !== null && !AMBIGUOUS.has(plainLabel(text));
}

/** Words that an industry may bear too: they end the industries only where the side has no such row. */
const AMBIGUOUS = new Set([
  '其他',
  '其它',
  'other',
  'others',
  'to',
  'if',
  'of',
  'ex',
  '农村',
  '城镇',
  '政府',
]);

/** Most cells that are not zero lie below it. */
function isWrittenNegative(values: Float64Array): boolean {
  let below = 0;
  let above = 0;
  for (const value of values) {
    if (value < 0) below++;
    else if (value > 0) above++;
  }
  return below > above;
}

function added(sum: Float64Array | null, values: Float64Array): Float64Array {
  return sum ? sum.map((value, at) => value + values[at]!) : values;
}

function codeAndName(
  texts: readonly string[],
  role: ColumnRole | RowRole | null,
): { code: string; name: string } {
  const words = [...new Set(texts.map((text) => text.trim()))].filter(
    (text) => text !== '' && originOf(text) === null && text !== 'TOT',
  );
  const code = words.findLast(isCode);
  const chinese = words.findLast((text) => /\p{Script=Han}/u.test(text) && (role === null || !isSpan(text)));
  const english = words.findLast(
    (text) => !/\p{Script=Han}/u.test(text) && text !== code && !isNumeral(text),
  );
  const known = role && 'kind' in role ? KIND_NAMES[role.kind] : undefined;
  const name = spaceless(chinese ?? english ?? known ?? code ?? words.at(-1) ?? '');
  return { code: code ?? name, name };
}

function isSpan(text: string): boolean {
  return ['最终使用', '中间使用', '增加值', '小计', '合计'].includes(plainLabel(text));
}

function isCode(text: string): boolean {
  return /^(?=.*\d)[\w.-]{1,14}$|^[A-Z][A-Z_]{0,11}$/.test(text.trim());
}

function isNumeral(text: string): boolean {
  return /^\d+$/.test(text.trim());
}

/** Blanks that only set Chinese words apart: `固定资本形成\n总额`, `劳动者报酬   `. */
function spaceless(text: string): string {
  const words = text.replace(/\s+/g, ' ').trim();
  return /\p{Script=Han}/u.test(words)
    ? words.replace(/(?<=[\p{Script=Han}（）、，]) | (?=[\p{Script=Han}（）、，])/gu, '')
    : words;
}

function titleOf(grid: IoGrid, head: number): string | null {
  for (let row = 0; row < head; row++) {
    for (let column = 0; column < Math.min(grid.width, 40); column++) {
      const text = spaceless(grid.text(row, column));
      if (/投入产出|input.?output|流量表/i.test(text)) return text.replace(/[(（]按.*$/, '').trim();
    }
  }
  return null;
}

function yearOf(grid: IoGrid, head: number): number | null {
  for (let row = 0; row < head; row++) {
    for (let column = 0; column < Math.min(grid.width, 40); column++) {
      const year = /(?:^|\D)((?:19|20)\d\d)(?:\D|$)/.exec(grid.text(row, column))?.[1];
      if (year !== undefined) return Number(year);
    }
  }
  return yearIn(grid.name);
}

export function yearIn(name: string): number | null {
  const year = /(?:^|\D)((?:19|20)\d\d)(?:\D|$)/.exec(name)?.[1];
  return year === undefined ? null : Number(year);
}

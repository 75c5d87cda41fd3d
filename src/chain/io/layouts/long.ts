/**
 * The long form: a figure a row, from whom to whom. What `ballast export io-table` writes, and what any data base can
 * give: `from, to, value`, and where there is more to say `part`, `kind`, `origin`, `from_region`, `to_region`, names,
 * `table`, `year`, `unit`. See docs/chain-tables.md.
 */
import type { Bilingual } from '../../../model/index.js';
import type { FinalUse, FinalUseKind, IoIndustry, IoTable, ValueAddedKind, ValueAddedRow } from '../table.js';
import type { IoGrid } from './grid.js';
import { columnRole, KIND_NAMES, originOf, plainLabel, rowRole } from './labels.js';
import { pairingLabel, yearIn } from './names.js';
import {
  type IoFinding,
  type IoReading,
  NotATable,
  noTotals,
  type ReadIoOptions,
  type StatedTotals,
} from './reading.js';
import { type SectorTotals, totalsOf } from './totals.js';

/** What a figure of the long form belongs to. */
export const LONG_PARTS = [
  'output',
  'intermediate',
  'finalUse',
  'imports',
  'inflows',
  'discrepancy',
  'valueAdded',
] as const;
export type LongPart = (typeof LONG_PARTS)[number];

export const LONG_COLUMNS = [
  'table',
  'year',
  'unit',
  'part',
  'kind',
  'origin',
  'from_region',
  'from',
  'from_name',
  'to_region',
  'to',
  'to_name',
  'value',
  'name_en',
] as const;
type LongColumn = (typeof LONG_COLUMNS)[number];

export type LongRow = Record<LongColumn, string | number | null>;

const HEADINGS: Readonly<Record<LongColumn | 'area', string>> = {
  table: 'table|表|表名',
  year: 'year|年份|年度',
  unit: 'unit|单位|计量单位',
  part: 'part|部分',
  kind: 'kind|类别|种类',
  origin: 'origin|来源|产地|货源',
  from_region: 'from_region|from_province|fromregion|region_from|source_region|流出地区|来源地区|供给地区',
  from: 'from|from_sector|from_industry|from_code|source|row|supplier_sector|产品部门|投入部门|供给部门|流出部门',
  from_name: 'from_name|from_sector_name|source_name|产品部门名称|供给部门名称',
  to_region: 'to_region|to_province|toregion|region_to|target_region|流入地区|去向地区|使用地区',
  to: 'to|to_sector|to_industry|to_code|target|col|column|buyer_sector|使用部门|消耗部门|需求部门|流入部门',
  to_name: 'to_name|to_sector_name|target_name|使用部门名称',
  value: 'value|flow|amount|数值|流量|金额|值',
  name_en: 'name_en|english|英文名',
  area: 'province|region|area|country|地区|省份|省',
};

const FINAL_KINDS: ReadonlySet<string> = new Set<FinalUseKind>([
  'ruralHouseholds',
  'urbanHouseholds',
  'households',
  'nonProfit',
  'government',
  'consumption',
  'fixedCapital',
  'inventories',
  'export',
  'outflow',
]);
const OUTLAY_KINDS: ReadonlySet<string> = new Set<ValueAddedKind>([
  'compensation',
  'taxes',
  'depreciation',
  'surplus',
  'total',
  'productTaxes',
  'adjustment',
]);

/** Units at the end of a heading: value_10k_yuan, 金额（万元）. */
const HEADING_UNITS: readonly (readonly [RegExp, string])[] = [
  [/_?(?:10k|wan)_?(?:yuan|cny|rmb)$/i, '万元'],
  [/_?(?:100m|yi)_?(?:yuan|cny|rmb)$/i, '亿元'],
  [/_?(?:mn|million|m)_?usd$/i, 'million USD'],
  [/_?yuan$/i, '元'],
];

interface Columns {
  at: ReadonlyMap<LongColumn | 'area', number>;
  unit: string | null;
}

/** Which column is which; null where from, to and value are not all there. */
function columnsOf(grid: IoGrid): Columns | null {
  const at = new Map<LongColumn | 'area', number>();
  let unit: string | null = null;
  const known = new Map(
    Object.entries(HEADINGS).flatMap(([column, words]) =>
      words.split('|').map((word) => [plainLabel(word), column as LongColumn | 'area'] as const),
    ),
  );
  for (let column = 0; column < Math.min(grid.width, 32); column++) {
    let heading = grid.text(0, column).trim();
    let said: string | null = null;
    const bracket = /^(.+?)[(（]([^()（）]{1,16})[)）]$/.exec(heading);
    if (bracket) [, heading, said] = bracket as unknown as [string, string, string];
    for (const [form, name] of HEADING_UNITS) {
      if (!form.test(heading)) continue;
      heading = heading.replace(form, '');
      said = name;
      break;
    }
    const found = known.get(plainLabel(heading));
    if (found === undefined || at.has(found)) continue;
    at.set(found, column);
    if (found === 'value') unit = said;
  }
  return at.has('from') && at.has('to') && at.has('value') ? { at, unit } : null;
}

/** Tables of the long form, one for each `table`, year and area named; none where the heads are others. */
export function readLong(grid: IoGrid, options: ReadIoOptions): IoReading[] {
  const columns = columnsOf(grid);
  if (!columns) return [];
  const { at } = columns;
  const text = (row: number, column: LongColumn | 'area') => {
    const index = at.get(column);
    return index === undefined ? '' : grid.text(row, index);
  };
  const multiregional = at.has('from_region') || at.has('to_region');
  const rowsOf = new Map<string, number[]>();
  for (let row = 1; row < grid.height; row++) {
    if (text(row, 'from') === '' && text(row, 'to') === '') continue;
    const key = JSON.stringify([
      text(row, 'table'),
      text(row, 'year'),
      multiregional ? '' : text(row, 'area'),
    ]);
    const rows = rowsOf.get(key);
    if (rows) rows.push(row);
    else rowsOf.set(key, [row]);
  }
  const totals = options.totals ? totalsOf(options.totals) : null;
  return [...rowsOf].map(([key, rows]) => {
    const [table, year, area] = JSON.parse(key) as [string, string, string];
    const builder = new LongReader(grid, columns, options);
    for (const row of rows) builder.take(row, text);
    if (totals) builder.join(totals.of(area), options.totals!.name);
    return builder.reading({ table, year, area }, rows);
  });
}

/** An axis that grows as codes are met: industries, uses or outlays, each with what it is. */
class Axis<About> {
  readonly entries: About[] = [];
  readonly #at = new Map<string, number>();

  get(key: string): number | undefined {
    return this.#at.get(key);
  }

  of(key: string, about: () => About): number {
    const known = this.#at.get(key);
    if (known !== undefined) return known;
    this.entries.push(about());
    this.#at.set(key, this.entries.length - 1);
    return this.entries.length - 1;
  }
}

type VectorPart = 'output' | 'imports' | 'inflows' | 'discrepancy';

interface Cell {
  row: number;
  column: number;
  value: number;
  /** Row of the sheet, from 0. */
  line: number;
}

/** A figure and what it belongs to. */
interface Given {
  part: LongPart;
  kind: string;
  isImported: boolean;
  value: number;
  line: number;
}

/** Region and code, whether the code is written with or without leading zeros. */
function keyOf(region: string | null, code: string): string {
  return `${region === null ? '' : plainLabel(region)}|${pairingLabel(code)}`;
}

class LongReader {
  readonly #grid: IoGrid;
  readonly #columns: Columns;
  readonly #options: ReadIoOptions;
  readonly #findings: IoFinding[] = [];
  readonly #industries = new Axis<IoIndustry>();
  readonly #uses = new Axis<Omit<FinalUse, 'values' | 'imported'>>();
  readonly #outlays = new Axis<Omit<ValueAddedRow, 'values'>>();
  readonly #cells = {
    domestic: [] as Cell[],
    imported: [] as Cell[],
    use: [] as Cell[],
    importedUse: [] as Cell[],
    outlay: [] as Cell[],
  };
  readonly #vectors: Record<VectorPart, Map<number, { value: number; line: number }>> = {
    output: new Map(),
    imports: new Map(),
    inflows: new Map(),
    discrepancy: new Map(),
  };
  readonly #given = new Set<string>();
  #unit: string | null = null;
  #totals: SectorTotals | null = null;

  constructor(grid: IoGrid, columns: Columns, options: ReadIoOptions) {
    this.#grid = grid;
    this.#columns = columns;
    this.#options = options;
  }

  take(row: number, text: (row: number, column: LongColumn | 'area') => string): void {
    const value = this.#grid.number(row, this.#columns.at.get('value')!);
    const said = (column: LongColumn) => text(row, column);
    const [from, to] = [said('from'), said('to')];
    if (Number.isNaN(value)) {
      const written = said('value');
      this.#find('notANumber', 'error', `${from} → ${to}`, row, {
        zh: `第 ${row + 1} 行 ${from} → ${to}：“${written}”不是数，该行未计入。`,
        en: `Row ${row + 1}, ${from} → ${to}: “${written}” is no number; the row was left out.`,
      });
      return;
    }
    if (this.#unit === null && said('unit') !== '') this.#unit = said('unit');
    const { part, kind } = this.#partOf(row, said);
    const isImported = originOf(said('origin')) === 'imported';
    this.#put({ part, kind, isImported, value, line: row }, said);
  }

  #put(figure: Given, said: (column: LongColumn) => string): void {
    const { part, kind, isImported, value, line } = figure;
    const supplier = () =>
      this.#industry(said('from'), said('from_region'), said('from_name'), said('name_en'));
    const user = () => this.#industry(said('to'), said('to_region'), said('to_name'), '');
    switch (part) {
      case 'intermediate':
        this.#cells[isImported ? 'imported' : 'domestic'].push({
          row: supplier(),
          column: user(),
          value,
          line,
        });
        break;
      case 'finalUse': {
        const region = said('to_region') || null;
        const code = said('to');
        const column = this.#uses.of(keyOf(region, code), () => ({
          code,
          name: said('to_name') || (KIND_NAMES[kind as FinalUseKind] ?? code),
          kind: kind as FinalUseKind,
          region,
        }));
        this.#cells[isImported ? 'importedUse' : 'use'].push({ row: supplier(), column, value, line });
        break;
      }
      case 'valueAdded': {
        const code = said('from');
        const row = this.#outlays.of(keyOf(null, code), () => ({
          code,
          name: said('from_name') || code,
          kind: kind as ValueAddedKind,
        }));
        this.#cells.outlay.push({ row, column: user(), value, line });
        break;
      }
      default: {
        this.#given.add(part);
        // Output, imports and the rest are of one industry, on whichever side it stands.
        const at = said('from') !== '' && !columnRole([said('from')]) ? supplier() : user();
        const vector = this.#vectors[part];
        const known = vector.get(at);
        if (known !== undefined)
          this.#twice(`${this.#industries.entries[at]!.name} ${part}`, known.line, line);
        vector.set(at, { value: (known?.value ?? 0) + value, line: known?.line ?? line });
      }
    }
  }

  #industry(code: string, region: string, name: string, nameEn: string): number {
    const at = this.#industries.of(keyOf(region || null, code), () => ({
      code,
      name: name || code,
      nameEn: nameEn || null,
      region: region || null,
    }));
    const industry = this.#industries.entries[at]!;
    if (name !== '' && industry.name === industry.code) industry.name = name;
    return at;
  }

  /** Said in `part` or `kind`, else told by the codes: EX is a use, VA001 an outlay, what is unknown an industry. */
  #partOf(row: number, said: (column: LongColumn) => string): { part: LongPart; kind: string } {
    const written = said('part');
    const kind = said('kind');
    const use = columnRole([said('to')]);
    const outlay = rowRole([said('from')]);
    const part = LONG_PARTS.find((one) => plainLabel(one) === plainLabel(written));
    if (written !== '' && part === undefined) {
      throw new NotATable({
        zh: `“${this.#grid.name}”第 ${row + 1} 行 part 列：“${written}”。应为 ${LONG_PARTS.join('、')} 之一。`,
        en: `“${this.#grid.name}”, row ${row + 1}, column part: “${written}”. Expected one of ${LONG_PARTS.join(', ')}.`,
      });
    }
    const useKind = kind || (use?.role === 'finalUse' || use?.role === 'subtotal' ? use.kind : 'other');
    const outlayKind =
      kind ||
      (outlay?.role === 'valueAdded' ? outlay.kind : outlay?.role === 'valueAddedTotal' ? 'total' : 'other');
    if (part !== undefined)
      return { part, kind: part === 'finalUse' ? useKind : part === 'valueAdded' ? outlayKind : '' };
    if (FINAL_KINDS.has(kind)) return { part: 'finalUse', kind };
    if (OUTLAY_KINDS.has(kind)) return { part: 'valueAdded', kind };
    if ((LONG_PARTS as readonly string[]).includes(kind)) return { part: kind as LongPart, kind: '' };
    if (kind !== '') {
      throw new NotATable({
        zh: `“${this.#grid.name}”第 ${row + 1} 行 kind 列：“${kind}”。应为 ${[...FINAL_KINDS, ...OUTLAY_KINDS, ...LONG_PARTS].join('、')} 之一。`,
        en: `“${this.#grid.name}”, row ${row + 1}, column kind: “${kind}”. Expected one of ${[...FINAL_KINDS, ...OUTLAY_KINDS, ...LONG_PARTS].join(', ')}.`,
      });
    }
    if (use && said('to') !== '') {
      if (use.role === 'finalUse' || use.role === 'subtotal') return { part: 'finalUse', kind: useKind };
      if (use.role === 'imports' || use.role === 'inflows' || use.role === 'discrepancy')
        return { part: use.role, kind: '' };
      if (use.role === 'output') return { part: 'output', kind: '' };
    }
    if (outlay?.role === 'valueAdded' || outlay?.role === 'valueAddedTotal')
      return { part: 'valueAdded', kind: outlayKind };
    if (said('to') === '') return { part: 'output', kind: '' };
    return { part: 'intermediate', kind: '' };
  }

  /** Uses, inputs and output of a second file, which has a row an industry. */
  join(totals: SectorTotals | null, file: string): void {
    if (!totals) {
      this.#find('noTotals', 'warning', null, null, {
        zh: `“${file}”中没有这张表的合计，只有中间流量。`,
        en: `“${file}” has no totals of this table; it holds flows alone.`,
      });
      return;
    }
    this.#totals = totals;
    const strangers = [...totals.industries.keys()].filter(
      (code) => this.#industries.get(keyOf(null, code)) === undefined,
    );
    const lacking = this.#industries.entries.filter(({ code }) => !totals.industries.has(pairingLabel(code)));
    if (strangers.length > 0 || lacking.length > 0) {
      const named = [
        ...strangers.map((code) => totals.industries.get(code)!.name),
        ...lacking.map(({ name }) => name),
      ].join('、');
      throw new NotATable({
        zh: `“${this.#grid.name}”与“${file}”的部门不一致：${named}。`,
        en: `“${this.#grid.name}” and “${file}” differ in their industries: ${named}.`,
      });
    }
    for (const industry of this.#industries.entries) {
      const { name } = totals.industries.get(pairingLabel(industry.code))!;
      if (industry.name === industry.code) industry.name = name;
    }
  }

  reading(
    { table, year, area }: { table: string; year: string; area: string },
    rows: readonly number[],
  ): IoReading {
    const n = this.#industries.entries.length;
    if (n === 0) {
      throw new NotATable({
        zh: `“${this.#grid.name}”：没有一个可用的流量。`,
        en: `“${this.#grid.name}”: there is no flow that can be used.`,
      });
    }
    const industry = (i: number) => this.#industries.entries[i]!.name;
    const use = (k: number) => this.#uses.entries[k]!.name;
    const outlay = (k: number) => this.#outlays.entries[k]!.name;
    const square = (cells: readonly Cell[]) => this.#filled(cells, [n, industry], [n, industry]);
    const hasImported = this.#cells.imported.length + this.#cells.importedUse.length > 0;
    const useValues = this.#filled(this.#cells.use, [n, industry], [this.#uses.entries.length, use]);
    const useImported = this.#filled(
      this.#cells.importedUse,
      [n, industry],
      [this.#uses.entries.length, use],
    );
    const width = this.#uses.entries.length;
    const outlays = this.#filled(this.#cells.outlay, [this.#outlays.entries.length, outlay], [n, industry]);
    const vector = (part: VectorPart) => this.#vector(part, n);
    const stated = noTotals();
    const result: IoTable = {
      title:
        this.#options.title ?? (table || (area ? titleOf(area, year, this.#grid.name) : this.#grid.name)),
      year: this.#options.year ?? (year === '' ? yearIn(this.#grid.name) : (yearIn(year) ?? null)),
      unit: this.#options.unit ?? this.#unit ?? this.#columns.unit ?? '',
      industries: this.#industries.entries,
      intermediate: square(this.#cells.domestic),
      importedIntermediate: hasImported ? square(this.#cells.imported) : null,
      finalUses: this.#uses.entries.map((use, at) => ({
        ...use,
        values: every(useValues, at, width, n),
        imported: hasImported ? every(useImported, at, width, n) : null,
      })),
      imports: vector('imports'),
      inflows: vector('inflows'),
      discrepancy: vector('discrepancy'),
      valueAdded: this.#outlays.entries.map((row, at) => ({
        ...row,
        values: outlays.slice(at * n, (at + 1) * n),
      })),
      output: vector('output') ?? new Float64Array(n),
    };
    if (this.#totals) joinTotals(result, stated, this.#totals);
    if (!this.#given.has('output') && !this.#totals?.has('output')) this.#derive(result);
    return {
      layout: 'long',
      table: result,
      stated,
      places: [
        {
          part: 'intermediate',
          sheet: this.#grid.name,
          range: this.#grid.range(rows[0]!, 0, rows.at(-1)!, this.#grid.width - 1),
        },
      ],
      findings: this.#findings,
    };
  }

  #vector(part: VectorPart, n: number): Float64Array | null {
    if (!this.#given.has(part)) return null;
    const values = new Float64Array(n);
    for (const [at, { value }] of this.#vectors[part]) values[at] = value;
    return values;
  }

  /** The cells as a matrix; those that come twice are added up, and said. */
  #filled(
    cells: readonly Cell[],
    [height, rowName]: [number, (row: number) => string],
    [width, columnName]: [number, (column: number) => string],
  ): Float64Array {
    const values = new Float64Array(height * width);
    const lines = new Int32Array(height * width).fill(-1);
    for (const { row, column, value, line } of cells) {
      const at = row * width + column;
      if (lines[at] === -1) lines[at] = line;
      else this.#twice(`${rowName(row)} → ${columnName(column)}`, lines[at]!, line);
      values[at]! += value;
    }
    return values;
  }

  #twice(item: string, first: number, second: number): void {
    this.#find('duplicate', 'warning', item, second, {
      zh: `第 ${first + 1} 行与第 ${second + 1} 行同为 ${item}，两数相加。`,
      en: `Rows ${first + 1} and ${second + 1} both give ${item}; the two figures are added.`,
    });
  }

  #derive(table: IoTable): void {
    const n = table.industries.length;
    for (let i = 0; i < n; i++) {
      let uses = 0;
      for (let j = 0; j < n; j++) uses += table.intermediate[i * n + j]!;
      for (const { values } of table.finalUses) uses += values[i]!;
      table.output[i] =
        uses - (table.imports?.[i] ?? 0) - (table.inflows?.[i] ?? 0) + (table.discrepancy?.[i] ?? 0);
    }
    this.#find('outputDerived', 'note', null, null, {
      zh: '没有总产出，总产出按行相加得出。',
      en: 'No output is given; it is the sum of each row.',
    });
  }

  #find(
    finding: IoFinding['finding'],
    severity: IoFinding['severity'],
    item: string | null,
    row: number | null,
    said: Bilingual,
  ): void {
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
}

/** 北京2007年投入产出表, of a file that holds a table for each area. */
function titleOf(area: string, year: string, file: string): string {
  const of = yearIn(year) ?? yearIn(file);
  if (!/\p{Script=Han}/u.test(area)) return [area, of].filter((part) => part !== null).join(' ');
  return `${area}${of === null ? '' : `${of}年`}投入产出表`;
}

function joinTotals(table: IoTable, stated: StatedTotals, totals: SectorTotals): void {
  const order = table.industries.map(({ code }) => pairingLabel(code));
  const joined = totals.inOrder(order);
  table.finalUses = joined.finalUses;
  table.imports = joined.imports;
  table.inflows = joined.inflows;
  table.discrepancy = joined.discrepancy;
  table.valueAdded = joined.valueAdded;
  if (joined.output) table.output = joined.output;
  Object.assign(stated, joined.stated);
}

function every(values: Float64Array, column: number, width: number, height: number): Float64Array {
  return Float64Array.from({ length: height }, (_, row) => values[row * width + column]!);
}

/**
 * The table in the long form, whole: `readLong` gives back the same one. Flows of zero are left out; every industry is
 * named by its output, which comes first and keeps their order.
 */
export function* longRows(table: IoTable): Generator<LongRow> {
  const { industries } = table;
  const n = industries.length;
  const head = { table: table.title, year: table.year, unit: table.unit };
  const bare: LongRow = {
    ...head,
    part: null,
    kind: null,
    origin: null,
    from_region: null,
    from: null,
    from_name: null,
    to_region: null,
    to: null,
    to_name: null,
    value: null,
    name_en: null,
  };
  const from = (i: number) => ({
    from_region: industries[i]!.region,
    from: industries[i]!.code,
    from_name: industries[i]!.name,
  });
  const to = (j: number) => ({
    to_region: industries[j]!.region,
    to: industries[j]!.code,
    to_name: industries[j]!.name,
  });
  for (let i = 0; i < n; i++)
    yield { ...bare, part: 'output', ...from(i), name_en: industries[i]!.nameEn, value: table.output[i]! };
  const isNonCompetitive = table.importedIntermediate !== null;
  const flows = [
    { values: table.intermediate, origin: isNonCompetitive ? 'domestic' : null },
    ...(isNonCompetitive ? [{ values: table.importedIntermediate!, origin: 'imported' }] : []),
  ];
  for (const { values, origin } of flows) {
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) {
        const value = values[i * n + j]!;
        // One cell stands for a matrix that is all zero.
        if (value !== 0 || (i === 0 && j === 0))
          yield { ...bare, part: 'intermediate', origin, ...from(i), ...to(j), value };
      }
    }
  }
  for (const use of table.finalUses) {
    const user = { to_region: use.region, to: use.code, to_name: use.name, kind: use.kind };
    for (const [values, origin] of [
      [use.values, isNonCompetitive ? 'domestic' : null],
      [use.imported, 'imported'],
    ] as const) {
      for (let i = 0; i < (values?.length ?? 0); i++)
        if (values![i] !== 0 || i === 0)
          yield { ...bare, part: 'finalUse', origin, ...from(i), ...user, value: values![i]! };
    }
  }
  for (const part of ['imports', 'inflows', 'discrepancy'] as const) {
    const values = table[part];
    for (let i = 0; i < (values?.length ?? 0); i++)
      if (values![i] !== 0 || i === 0) yield { ...bare, part, ...from(i), value: values![i]! };
  }
  for (const row of table.valueAdded) {
    for (let j = 0; j < n; j++)
      if (row.values[j] !== 0 || j === 0)
        yield {
          ...bare,
          part: 'valueAdded',
          kind: row.kind,
          from: row.code,
          from_name: row.name,
          ...to(j),
          value: row.values[j]!,
        };
  }
}

/** Cells of an input–output table and rows of firms and links as figures, so that what is worked out from them leads back. */
import type { IoIndustry, IoTable } from '../chain/index.js';
import { type Area, type Bilingual, type Figure, type Industry, sha256 } from '../model/index.js';
import { amount } from './amount.js';
import { both } from './desk.js';
import type { FigureDesk } from './figure-desk.js';

export interface ChainFile {
  file: string;
  sha256: string;
  sheet: string | null;
  released: string | null;
}

export interface ChainIoTable {
  /** Under which the workspace has it, or the title of the file. */
  name: string;
  table: IoTable;
  source: ChainFile;
  /** Parts of the table and the cells they were read from, `C5:U23`. */
  places: readonly { part: string; range: string }[];
}

interface Money {
  factor: number;
  unit: string;
}

/** What a figure of the table comes to in base units; other units stay as they are. */
function moneyOf(unit: string): Money {
  const known: Record<string, number> = { 元: 1, 千元: 1e3, 万元: 1e4, 百万元: 1e6, 亿元: 1e8 };
  const factor = known[unit.replace(/人民币/g, '').trim()];
  return factor === undefined ? { factor: 1, unit } : { factor, unit: '元' };
}

interface Statement {
  indicator: string;
  value: number;
  unit: string;
  row: number;
  column: string;
  quote: string;
  industry?: Industry | null;
  group?: string | null;
}

/** One row of a file as a figure. */
export function rowFigure(
  { file, sha256: hash, sheet, released }: ChainFile,
  area: Area,
  period: string | null,
  { indicator, value, unit, row, column, quote, industry = null, group = null }: Statement,
): Figure {
  return {
    id: sha256(JSON.stringify([hash, sheet, row, column, indicator, value])).slice(0, 20),
    indicator,
    value,
    unit,
    kind: 'level',
    baseKind: null,
    period,
    area,
    industry,
    group,
    priceBasis: null,
    scope: null,
    comparator: null,
    bound: null,
    approx: false,
    released,
    source: { kind: 'cell', file, sha256: hash, sheet, row, column, quote },
  };
}

/** What the table adds on the row of a product beside the flows. */
export type UseColumn = 'output' | 'imports' | 'inflows';

const COLUMNS: Record<UseColumn, string> = { output: '总产出', imports: '进口', inflows: '调入' };

/** The cells of one table. */
export class TableCells {
  readonly table: IoTable;
  readonly #given: ChainIoTable;
  readonly #desk: FigureDesk;
  readonly #area: Area;
  readonly #money: Money;
  /** First row of the flows in the sheet, and whether row i of the table is row i there. */
  readonly #top: number;
  readonly #aligned: boolean;

  constructor(desk: FigureDesk, given: ChainIoTable, area: Area) {
    this.#desk = desk;
    this.#given = given;
    this.#area = area;
    this.table = given.table;
    this.#money = moneyOf(given.table.unit);
    const corner = /^[A-Z]+(\d+):[A-Z]+(\d+)$/.exec(this.#range() ?? '');
    this.#top = corner === null ? 1 : Number(corner[1]);
    this.#aligned =
      corner !== null && Number(corner[2]) - Number(corner[1]) + 1 === given.table.industries.length;
  }

  #range(): string | null {
    return this.#given.places.find(({ part }) => part === 'intermediate')?.range ?? null;
  }

  name(i: number): Bilingual {
    const { name, nameEn, region } = this.table.industries[i] as IoIndustry;
    const place = region === null ? '' : `${region} `;
    return both(`${place}${name}`, `${place}${nameEn ?? this.#desk.industryName(name).en}`);
  }

  /** Money of the table in words. */
  money(value: number): Bilingual {
    return amount(value * this.#money.factor, this.#money.unit);
  }

  /** The block of flows as a whole: what an inverse is worked out from. */
  flows(): Figure {
    const { intermediate, industries } = this.table;
    const n = industries.length;
    const total = intermediate.reduce((sum, value) => sum + value, 0);
    return this.#cell('中间流量', total, this.#top, this.#range() ?? '', `${n} × ${n}`, null);
  }

  flow(i: number, j: number): Figure {
    const { intermediate, industries } = this.table;
    const value = intermediate[i * industries.length + j]!;
    return this.#cell('中间使用', value, this.#rowOf(i), industries[j]!.name, String(value), industries[i]!);
  }

  use(i: number, column: UseColumn): Figure | null {
    const values = this.table[column];
    if (values === null) return null;
    const name = COLUMNS[column];
    return this.#cell(name, values[i]!, this.#rowOf(i), name, String(values[i]!), this.table.industries[i]!);
  }

  output(i: number): Figure {
    return this.use(i, 'output')!;
  }

  /** Of a table grouped on import several rows make one: then the block is all that can be pointed at. */
  #rowOf(i: number): number {
    return this.#aligned ? this.#top + i : this.#top;
  }

  #cell(
    indicator: string,
    value: number,
    row: number,
    column: string,
    quote: string,
    industry: IoIndustry | null,
  ): Figure {
    const { year } = this.table;
    return this.#desk.take(
      rowFigure(this.#given.source, this.#area, year === null ? null : String(year), {
        indicator,
        value: value * this.#money.factor,
        unit: this.#money.unit,
        row,
        column: this.#aligned || industry === null ? column : `${this.#range() ?? ''} ${column}`.trim(),
        quote,
        industry: industry === null ? null : { name: industry.name, code: null },
      }),
    );
  }
}

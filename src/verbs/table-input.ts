// A table with a line of column names on top, as the measures take it: cells by column name, each with its place.
import { type Bilingual, type Period, parsePeriod, UserError } from '../model/index.js';
import {
  columnNamed,
  loadLexicon,
  type PlainTable,
  readTable,
  type TablesLexicon,
  tablesLexicon,
  writtenPeriod,
} from '../store/index.js';

/** A cell that cannot be used, and why; the row it stands in is left out. */
export interface RefusedCell {
  file: string;
  sheet: string;
  /** As spreadsheets count, from 1. */
  row: number;
  column: string;
  value: string;
  reason: Bilingual;
}

export const TOTAL_ROW: Bilingual = { zh: '是合计行', en: 'is a total over other rows' };

type Value = string | number | null;

export interface TableRow {
  number: number;
  cells: readonly Value[];
}

export class TableInput {
  readonly table: PlainTable;
  readonly rows: readonly TableRow[];
  readonly refused: RefusedCell[] = [];

  readonly #totals: ReadonlySet<string>;

  constructor(table: PlainTable, totals: ReadonlySet<string>) {
    this.table = table;
    this.#totals = totals;
    this.rows = table.rows.map((cells, at) => ({ number: table.rowNumbers[at]!, cells }));
  }

  /** With the shipped words for tables, where no others are given; `names`: columns of names, codes among them. */
  static async open(
    file: string,
    sheet: string | undefined,
    words?: TablesLexicon,
    names: readonly string[] = [],
  ): Promise<TableInput> {
    const lexicon = words ?? tablesLexicon(await loadLexicon('tables.yaml'));
    const table = await readTable(file, { lexicon, sheet: sheet ?? null, names });
    return new TableInput(table, new Set([...lexicon.totals, ...lexicon.subtotals, ...lexicon.wholes]));
  }

  column(name: string): number {
    return columnNamed(this.table, name);
  }

  refuse(row: TableRow, column: number, reason: Bilingual): null {
    this.refused.push({
      file: this.table.file,
      sheet: this.table.sheet,
      row: row.number,
      column: this.table.columns[column]!,
      value: shown(row.cells[column] ?? null),
      reason,
    });
    return null;
  }

  /** What a cell says; null, and refused, where it says nothing. */
  text(row: TableRow, column: number): string | null {
    const text = shown(row.cells[column] ?? null);
    return text === '' ? this.refuse(row, column, { zh: '为空', en: 'is empty' }) : text;
  }

  /** The name of an area or industry; a total over others is none, and is refused. */
  name(row: TableRow, column: number): string | null {
    const text = this.text(row, column);
    return text !== null && this.#totals.has(text.replace(/\s/g, '').toLowerCase())
      ? this.refuse(row, column, TOTAL_ROW)
      : text;
  }

  /** The number in a cell; null, and refused, where there is none. */
  number(row: TableRow, column: number): number | null {
    const value = row.cells[column] ?? null;
    if (typeof value === 'number') return value;
    return this.refuse(
      row,
      column,
      value === null
        ? { zh: '缺失（没有活动须写作 0）', en: 'is missing (write 0 where nothing is meant)' }
        : { zh: '不是数', en: 'is no number' },
    );
  }

  /** A number of zero or more. */
  amount(row: TableRow, column: number): number | null {
    const value = this.number(row, column);
    return value === null || value >= 0 ? value : this.refuse(row, column, { zh: '为负', en: 'is negative' });
  }

  period(row: TableRow, column: number): Period | null {
    const text = shown(row.cells[column] ?? null);
    return (
      parsePeriod(text) ??
      writtenPeriod(text, {}) ??
      this.refuse(row, column, { zh: '不是时期', en: 'is no period' })
    );
  }

  /** Every row was refused: nothing can be measured, and the first reasons say why. */
  nothingLeft(): UserError {
    const first = this.refused.slice(0, 5);
    const line = (lang: 'zh' | 'en') => first.map((cell) => refusedLine(cell)[lang]).join('\n');
    return new UserError({
      zh: `${this.table.file}：没有可用的行\n${line('zh')}`,
      en: `${this.table.file}: no row can be used\n${line('en')}`,
    });
  }
}

export function refusedLine({ file, sheet, row, column, value, reason }: RefusedCell): Bilingual {
  const place = sheet === '' ? file : `${file} [${sheet}]`;
  return {
    zh: `${place} 第 ${row} 行“${column}”列：“${value}”${reason.zh}，该行未用`,
    en: `${place}, row ${row}, column "${column}": "${value}" ${reason.en}; the row was left out`,
  };
}

function shown(value: Value): string {
  return value === null ? '' : String(value).trim();
}

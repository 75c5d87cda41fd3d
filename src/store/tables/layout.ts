/**
 * Where a table stands in its sheet and what its columns are: titles, headings of several rows, body, footnotes, and of
 * each column its role, with the reason. Pure: a grid in, a description out.
 */
import {
  type Bilingual,
  columnLetters,
  type FigureKind,
  type Period,
  printPeriod,
} from '../../model/index.js';
import { derivedName, type Facets, type Flow, facetsOf, NO_FACETS, overlay, unitFor } from './facets.js';
import { type CellClass, GridView } from './grid-view.js';
import type { HeadingRole, TablesLexicon } from './lexicon.js';
import type { Sheet } from './sheet.js';
import { halfWidth, plainWord, shownWords } from './words.js';
import { isMonthEdge, type PeriodContext, periodInside, writtenPeriod, yearOf } from './written-period.js';
import { headingUnit, type Unit, writtenUnit, writtenUnits } from './written-unit.js';

export type Role = HeadingRole | 'attribute' | 'ignore';

/** Looks a name up in a code system; null where it is not there. Used for votes only. */
export type NameLookup = (text: string) => { code: string; name: string } | null;

export interface LayoutHints {
  file?: string;
  area?: NameLookup;
  industry?: NameLookup;
  /** First row to look at; further tables of a sheet begin below the one before. */
  from?: number;
  /** Rows of the heading, where a mapping states them. */
  header?: { from: number; to: number } | null;
  transposed?: boolean | null;
}

export interface Column {
  /** Column of the grid as laid out, that is after transposition. */
  index: number;
  letters: string;
  /** Words of the heading, from above down; empty where there is none. */
  heading: string[];
  role: Role;
  /** 0 to 1. */
  confidence: number;
  why: Bilingual;
  /** What the heading says of the values below it. */
  facets: Facets;
  kind: FigureKind | null;
  unit: Unit | null;
  area: string | null;
  industry: string | null;
  /** The column sums others: 合计, 全省. */
  total: boolean;
  hidden: boolean;
  /** All dates of the column stand on the first or last day of a month. */
  monthDates: boolean;
  /** Letters of the columns that say the same, this one among them: none is taken until a mapping says which. */
  rivals?: readonly string[];
}

export interface Line {
  row: number;
  text: string;
}

export interface Layout {
  sheet: string;
  transposed: boolean;
  titles: Line[];
  /** Rows of the grid; null where the table has no heading. */
  header: { from: number; to: number } | null;
  body: { from: number; to: number };
  notes: Line[];
  source: string | null;
  columns: Column[];
  indicator: string | null;
  units: Unit[] | null;
  unknownUnit: string | null;
  period: Period | null;
  area: string | null;
}

const SAMPLE_ROWS = 300;
const WINDOW = 20;
const MOST_HEADER_ROWS = 8;

/** All tables of a sheet, from above down. */
export function findLayouts(sheet: Sheet, lexicon: TablesLexicon, hints: LayoutHints = {}): Layout[] {
  const layouts: Layout[] = [];
  let from = hints.from ?? 0;
  while (from < sheet.height && layouts.length < 50) {
    const layout = findLayout(sheet, lexicon, { ...hints, from });
    if (!layout) break;
    layouts.push(layout);
    if (layout.transposed || hints.header || sheet.rest) break;
    from = layout.body.to + 1;
  }
  return layouts;
}

/** The first table at or below `hints.from`; null where the sheet holds none. */
export function findLayout(sheet: Sheet, lexicon: TablesLexicon, hints: LayoutHints = {}): Layout | null {
  let view = new GridView(sheet, lexicon);
  const transposed = hints.transposed ?? (hints.from ? false : isTransposed(view, lexicon));
  if (transposed) view = new GridView(sheet.transposed(), lexicon);
  return new Layouter(view, lexicon, hints, transposed).find();
}

const TRANSPOSED_ROLES: ReadonlySet<HeadingRole> = new Set([
  'area',
  'areaCode',
  'enterprise',
  'creditCode',
  'industry',
  'industryCode',
  'period',
]);

/** Fields stand in the first column, records side by side: two of its cells below one another name roles, no row does. */
function isTransposed(view: GridView, lexicon: TablesLexicon): boolean {
  const rows = filledRows(view, 0, 16);
  const first = firstFilledColumn(view, rows);
  if (first === null || rows.length < 2 || view.width > 2_000) return false;
  const roleAt = (row: number, column: number) =>
    lexicon.headings.get(headingWord(view.words(row, column), lexicon));
  let before: HeadingRole | undefined;
  let fields = 0;
  for (const row of rows) {
    const role = roleAt(row, first);
    if (role !== undefined && TRANSPOSED_ROLES.has(role) && before !== undefined && role !== before) fields++;
    before = role;
  }
  if (fields === 0) return false;
  for (const row of rows.slice(0, 4)) {
    let across = 0;
    for (let column = first; column < view.width; column++) if (roleAt(row, column) !== undefined) across++;
    if (across > 1) return false;
  }
  return true;
}

function filledRows(view: GridView, from: number, most: number): number[] {
  const rows: number[] = [];
  for (let row = from; row < view.height && rows.length < most; row++)
    if (!view.isBlankRow(row)) rows.push(row);
  return rows;
}

function firstFilledColumn(view: GridView, rows: readonly number[]): number | null {
  let first: number | null = null;
  for (const row of rows) {
    for (let column = 0; column < view.width; column++) {
      if (view.classOf(row, column) === 'blank') continue;
      if (first === null || column < first) first = column;
      break;
    }
  }
  return first;
}

/** A heading as headings are looked up: without its unit. */
function headingWord(words: string, lexicon: TablesLexicon): string {
  const plain = plainWord(words);
  if (lexicon.headings.has(plain)) return plain;
  return plainWord(headingUnit(words, lexicon).words);
}

class Layouter {
  readonly #view: GridView;
  readonly #lexicon: TablesLexicon;
  readonly #hints: LayoutHints;
  readonly #transposed: boolean;

  constructor(view: GridView, lexicon: TablesLexicon, hints: LayoutHints, transposed: boolean) {
    this.#view = view;
    this.#lexicon = lexicon;
    this.#hints = hints;
    this.#transposed = transposed;
  }

  find(): Layout | null {
    const view = this.#view;
    const from = this.#hints.from ?? 0;
    if (filledRows(view, from, 1).length === 0) return null;
    const stated = this.#hints.header;
    const start = stated ? stated.to + 1 : this.#bodyStart(from);
    if (start === null) return null;
    const { header, titles, bodyFrom } = stated
      ? { header: stated, titles: this.#linesBetween(from, stated.from), bodyFrom: start }
      : this.#above(from, start);
    const { to, notes } = this.#bodyEnd(bodyFrom, header);
    const body = { from: bodyFrom, to };

    const titleWords = titles.map((title) => title.text);
    const context = this.#context(titleWords);
    const columns = this.#columns(header, body, context);
    const units = this.#tableUnits(titles, header);
    const title = titleWords.find((words) => !this.#isFormLine(words)) ?? null;
    const layout: Layout = {
      sheet: view.sheet.name,
      transposed: this.#transposed,
      titles,
      header,
      body,
      notes,
      source: this.#sourceLine([...titles, ...notes]),
      columns,
      indicator: this.#titleIndicator(titleWords),
      units: units.units,
      unknownUnit: units.unknown,
      period: context.period ?? null,
      area: title === null ? null : this.#titleArea(title),
    };
    for (const column of columns) {
      if (column.role !== 'value') continue;
      column.kind = column.facets.kind;
      column.unit = unitFor(column.kind, column.facets.units);
    }
    return layout;
  }

  // --- where the body begins and ends -------------------------------------------------------------------------------

  #bodyStart(from: number): number | null {
    const view = this.#view;
    const rows = filledRows(view, from, 60);
    const last = filledRows(view, from, SAMPLE_ROWS);
    const textHeading = new Set<number>();
    for (const [at, row] of rows.entries()) {
      const window = last.slice(at + 1, at + 1 + WINDOW);
      if (this.#isBodyRow(row, window, textHeading)) return row;
      for (let column = 0; column < view.width; column++) {
        if (view.classOf(row, column) === 'text' && !view.isCovered(row, column)) textHeading.add(column);
      }
    }
    return this.#textBodyStart(last);
  }

  #isBodyRow(row: number, window: readonly number[], textHeading: ReadonlySet<number>): boolean {
    const view = this.#view;
    let agreed = 0;
    let numbers = 0;
    let years = 0;
    let missing = 0;
    let yearsOverNumbers = 0;
    let wordsOverNumbers = 0;
    const sequence: number[] = [];
    let otherWords = 0;
    for (let column = 0; column < view.width; column++) {
      const cell = view.classOf(row, column);
      if (cell === 'blank') continue;
      if (cell === 'text') {
        if (!this.#lexicon.ordinalRow.has(view.plain(row, column))) otherWords++;
        if (this.#isFormLine(view.words(row, column))) return false;
        if (this.#mostlyNumbers(column, window, false)) wordsOverNumbers++;
        continue;
      }
      if (cell === 'period' || cell === 'date') continue;
      if (cell === 'number' || cell === 'year') {
        const value = Number(view.text(row, column));
        sequence.push(value);
      }
      if (cell === 'year') {
        years++;
        if (this.#mostlyNumbers(column, window, true)) yearsOverNumbers++;
      }
      if (cell === 'number' || cell === 'error') numbers++;
      if (cell === 'missing' && textHeading.has(column) && this.#mostlyNumbers(column, window, false))
        missing++;
      if (this.#mostlyNumbers(column, window, false)) agreed++;
    }
    if (
      sequence.length >= 2 &&
      isCount(sequence) &&
      otherWords === 0 &&
      (sequence.length >= 3 || years === 0)
    ) {
      // 甲 乙 1 2 3: columns numbered under the heading. In a body it would be a row of data like any other.
      if (textHeading.size > 0 && this.#isNumberingRow(row)) return false;
    }
    if (numbers === 0 && years > 0 && (years >= 2 || textHeading.size === 0) && yearsOverNumbers === years) {
      if (isRun(sequence) || textHeading.size <= 1) return false;
    }
    // A stray number beside the headings makes no body of them.
    if (wordsOverNumbers > numbers + years) return false;
    if (numbers === 0 && years === 0) return missing > 0;
    return agreed > 0;
  }

  #isNumberingRow(row: number): boolean {
    const view = this.#view;
    let first: number | null = null;
    for (let column = 0; column < view.width && first === null; column++) {
      const cell = view.classOf(row, column);
      if (cell === 'number' && !view.isCovered(row, column)) first = Number(view.text(row, column));
      else if (cell === 'text' && this.#lexicon.ordinalRow.has(view.plain(row, column))) return true;
    }
    return first === 1 || first === 0;
  }

  /** Whether the cells of a column below are numbers, most of them; with `butYears` years do not count as such. */
  #mostlyNumbers(column: number, window: readonly number[], butYears: boolean): boolean {
    let filled = 0;
    let numeric = 0;
    for (const row of window) {
      const cell = this.#view.classOf(row, column);
      if (cell === 'blank') continue;
      filled++;
      if (cell === 'number' || cell === 'missing' || cell === 'error' || (cell === 'year' && !butYears))
        numeric++;
    }
    return filled === 0 ? !butYears : numeric * 2 >= filled;
  }

  /** A table without numbers: its heading is the first row about as full as the others. */
  #textBodyStart(rows: readonly number[]): number | null {
    if (rows.length < 2) return null;
    const filled = rows.map((row) => this.#distinctWords(row).length);
    const usual = [...filled].sort((a, b) => a - b)[filled.length >> 1]!;
    const heading = filled.findIndex(
      (count, at) => count >= Math.max(2, usual * 0.6) && !this.#isFormRow(rows[at]!),
    );
    return heading < 0 ? null : (rows[heading + 1] ?? null);
  }

  #distinctWords(row: number): string[] {
    const words: string[] = [];
    for (let column = 0; column < this.#view.width; column++) {
      if (this.#view.classOf(row, column) === 'blank') continue;
      const word = this.#view.words(row, column);
      if (!words.includes(word)) words.push(word);
      if (words.length > 40) break;
    }
    return words;
  }

  /** Goes up from the first row of numbers: headings, then titles. */
  #above(
    from: number,
    start: number,
  ): { header: { from: number; to: number } | null; titles: Line[]; bodyFrom: number } {
    const view = this.#view;
    let top: number | null = null;
    let bottom: number | null = null;
    let bodyFrom = start;
    for (let row = start - 1; row >= from; row--) {
      if (view.isBlankRow(row)) {
        if (top !== null) break;
        continue;
      }
      if (this.#isFormRow(row)) break;
      const distinct = this.#distinctWords(row);
      if (distinct.length < 2) {
        if (top === null) {
          if (!this.#headingAbove(row, from)) {
            if (this.#isLoneHeading(row)) {
              top = row;
              bottom = row;
            }
            break;
          }
          bodyFrom = row;
          continue;
        }
        if (!this.#isUpperHeading(row, bottom!)) break;
      }
      bottom ??= row;
      top = row;
      if (bottom - top + 1 >= MOST_HEADER_ROWS) break;
    }
    return {
      header: top === null ? null : { from: top, to: bottom! },
      titles: this.#linesBetween(from, top ?? bodyFrom),
      bodyFrom,
    };
  }

  /** A row with one filled cell, above it a row with several: 一、总量 opens a section of the body. */
  #headingAbove(row: number, from: number): boolean {
    for (let above = row - 1; above >= from; above--) {
      if (this.#view.isBlankRow(above)) continue;
      if (this.#isFormRow(above)) return false;
      const words = this.#distinctWords(above);
      if (words.length >= 2) return true;
    }
    return false;
  }

  /** The one filled cell stands over the column of numbers: a table of one column. */
  #isLoneHeading(row: number): boolean {
    const filled: number[] = [];
    for (let column = 0; column < this.#view.width; column++) {
      if (this.#view.classOf(row + 1, column) !== 'blank') filled.push(column);
    }
    return filled.length === 1 && this.#view.classOf(row, filled[0]!) === 'text';
  }

  /** 2024年 over several columns, not a title over the whole table. */
  #isUpperHeading(row: number, below: number): boolean {
    const view = this.#view;
    let first: number | null = null;
    let lowest: number | null = null;
    for (let column = 0; column < view.width; column++) {
      if (first === null && view.classOf(row, column) !== 'blank') first = column;
      if (lowest === null && view.classOf(below, column) !== 'blank') lowest = column;
    }
    if (first === null || lowest === null || first <= lowest) return false;
    const words = view.words(row, first);
    return words.length <= 16 || view.isCovered(row, first + 1);
  }

  #linesBetween(from: number, to: number): Line[] {
    const lines: Line[] = [];
    for (let row = from; row < to; row++) {
      for (const text of this.#distinctWords(row)) if (!this.#isPersonLine(text)) lines.push({ row, text });
    }
    return lines;
  }

  #bodyEnd(from: number, header: { from: number; to: number } | null): { to: number; notes: Line[] } {
    const view = this.#view;
    let to = view.height - 1;
    if (!view.sheet.rest && header) {
      const next = this.#nextTable(from, header);
      if (next !== null) to = next - 1;
    }
    const notes: Line[] = [];
    while (to >= from) {
      if (view.isBlankRow(to)) {
        to--;
        continue;
      }
      if (!this.#isNoteRow(to)) break;
      for (const text of this.#distinctWords(to))
        if (!this.#isPersonLine(text)) notes.unshift({ row: to, text });
      to--;
    }
    return { to, notes };
  }

  /** A row of words alone in columns of numbers, after a blank row or a title, is the heading of a further table. */
  #nextTable(from: number, header: { from: number; to: number }): number | null {
    const view = this.#view;
    const numeric: number[] = [];
    const window = filledRows(view, from, WINDOW);
    for (let column = 0; column < view.width; column++) {
      let numbers = 0;
      let others = 0;
      for (const row of window) {
        const cell = view.classOf(row, column);
        if (cell === 'number' || cell === 'year' || cell === 'missing') numbers++;
        else if (cell !== 'blank') others++;
      }
      if (numbers > others) numeric.push(column);
    }
    if (numeric.length === 0) return null;
    for (let row = from + 1; row < view.height; row++) {
      let words = 0;
      let numbers = 0;
      for (const column of numeric) {
        const cell = view.classOf(row, column);
        if (cell === 'text' || cell === 'period') words++;
        else if (cell === 'number' || cell === 'missing') numbers++;
      }
      if (words * 2 < numeric.length || words === 0 || numbers > 0) continue;
      if (this.#distinctWords(row).length < 2 || this.#isRepeatedHeading(row, header) || this.#isNoteRow(row))
        continue;
      let first = row;
      let open = false;
      while (first > from) {
        const above = first - 1;
        if (view.isBlankRow(above)) {
          open = true;
          if (first < row) break;
          first = above;
          continue;
        }
        const lone = this.#distinctWords(above).length === 1 || this.#isFormRow(above);
        if (!lone || this.#hasNumbers(above, numeric)) break;
        open = true;
        first = above;
      }
      if (open) return first;
    }
    return null;
  }

  #hasNumbers(row: number, columns: readonly number[]): boolean {
    return columns.some((column) => ['number', 'year', 'missing'].includes(this.#view.classOf(row, column)));
  }

  #isRepeatedHeading(row: number, header: { from: number; to: number }): boolean {
    for (let above = header.from; above <= header.to; above++) {
      if (sameWords(this.#view, row, above)) return true;
    }
    return false;
  }

  #isNoteRow(row: number): boolean {
    const words = this.#distinctWords(row);
    if (words.length === 0) return false;
    if (isNote(words[0]!, this.#lexicon)) return words.length <= 2 || !this.#rowHasNumbers(row);
    if (this.#rowHasNumbers(row)) return false;
    if (this.#isFormRow(row)) return true;
    return words.length === 1 && /^(?:\d|[①-⑳*※]|\(\d)/u.test(words[0]!) && words[0]!.length > 12;
  }

  #rowHasNumbers(row: number): boolean {
    for (let column = 0; column < this.#view.width; column++) {
      const cell = this.#view.classOf(row, column);
      if (cell === 'number' || cell === 'year') return true;
    }
    return false;
  }

  /** 单位：万元, 填报单位：…, 2024年8月 beside them: lines of a form, none of a heading. */
  #isFormRow(row: number): boolean {
    const words = this.#distinctWords(row);
    if (words.length === 0) return false;
    const form = words.filter((word) => this.#isFormLine(word)).length;
    const others = words.filter((word) => !this.#isFormLine(word) && !/^-?[\d.,]+$/.test(word)).length;
    return form > 0 && others <= 1 && words.length <= 8;
  }

  #isFormLine(words: string): boolean {
    return formLabel(words, this.#lexicon) !== null || unitLine(words, this.#lexicon) !== null;
  }

  #isPersonLine(words: string): boolean {
    const label = formLabel(words, this.#lexicon);
    return label !== null && /人|领导|电话/.test(label);
  }

  // --- what the lines around the table say --------------------------------------------------------------------------

  #context(titles: readonly string[]): PeriodContext & { period: Period | null } {
    for (const words of [...titles, this.#view.sheet.name, this.#hints.file ?? '']) {
      const label = formLabel(words, this.#lexicon);
      if (label !== null && /日期|有效期/.test(label)) continue;
      if (label !== null && /文号|表号/.test(label)) continue;
      if (new Set(words.match(/(?:19|20)\d{2}/g)).size > 1 && !titles.includes(words)) continue;
      const found = periodInside(words);
      if (found) return { year: yearOf(found.period), period: found.period };
    }
    return { year: null, period: null };
  }

  #tableUnits(titles: readonly Line[], header: { from: number; to: number } | null) {
    const lines = titles.map((title) => title.text);
    if (header) {
      for (let row = header.from; row <= header.to; row++) lines.push(...this.#distinctWords(row));
    }
    for (const words of lines) {
      const line = unitLine(words, this.#lexicon);
      if (line === null) continue;
      const units = writtenUnits(line, this.#lexicon);
      return { units, unknown: units ? null : line };
    }
    for (const words of titles.map((title) => title.text)) {
      const unit = headingUnit(words, this.#lexicon);
      if (unit.units) return { units: unit.units, unknown: null };
    }
    return { units: null, unknown: null };
  }

  #sourceLine(lines: readonly Line[]): string | null {
    for (const { text } of lines) {
      const plain = halfWidth(text);
      for (const label of this.#lexicon.sourceLabels) {
        if (plainWord(plain).startsWith(`${label}:`)) return plain.slice(plain.indexOf(':') + 1).trim();
      }
    }
    return null;
  }

  #titleIndicator(titles: readonly string[]): string | null {
    for (const title of titles) {
      if (this.#isFormLine(title)) continue;
      const plain = plainWord(title);
      const form = this.#lexicon.indicatorForms.find((word) => word.length >= 3 && plain.includes(word));
      if (form !== undefined) return this.#lexicon.indicators.get(form)!;
    }
    return null;
  }

  /** The area a title begins with: 安徽省2024年…, 2024年安徽省…. */
  #titleArea(title: string): string | null {
    const lookup = this.#hints.area;
    if (!lookup) return null;
    const bare = halfWidth(title)
      .replace(/\s/g, '')
      .replace(/^表[一二三四五六七八九十\d.-]*/u, '')
      .replace(TITLE_PERIOD, '')
      .replace(/^[^\p{Script=Han}]*/u, '');
    for (let length = Math.min(10, bare.length); length >= 2; length--) {
      const name = bare.slice(0, length);
      if (/[省市区县州盟国]$/u.test(name) || length <= 3) {
        const found = lookup(name);
        if (found) return name;
      }
    }
    return null;
  }

  // --- columns ------------------------------------------------------------------------------------------------------

  #columns(
    header: { from: number; to: number } | null,
    body: { from: number; to: number },
    context: PeriodContext & { period: Period | null },
  ): Column[] {
    const view = this.#view;
    const sample = this.#sampleRows(body);
    const columns: Column[] = [];
    const stats: ColumnStats[] = [];
    for (let index = 0; index < view.width; index++) {
      const stat = this.#statsOf(index, sample);
      const heading = header ? this.#heading(index, header) : [];
      if (stat.filled === 0 && heading.length === 0) continue;
      stats.push(stat);
      columns.push({
        index,
        letters: columnLetters(index),
        heading,
        role: 'ignore',
        confidence: 0,
        why: { zh: '', en: '' },
        facets: NO_FACETS,
        kind: null,
        unit: null,
        area: null,
        industry: null,
        total: false,
        hidden: view.sheet.hiddenColumns.has(index),
        monthDates: stat.monthDates,
      });
    }
    if (header) this.#fillHeadings(columns, stats, header);
    dropTitleHeadings(columns, stats);
    for (const [at, column] of columns.entries()) this.#guessRole(column, stats[at]!, columns, at);
    this.#settleLabels(columns, stats);
    this.#readAcross(columns, context);
    this.#settleIndicator(columns, stats);
    return columns;
  }

  #sampleRows(body: { from: number; to: number }): number[] {
    const rows: number[] = [];
    for (let row = body.from; row <= body.to && rows.length < SAMPLE_ROWS; row++) {
      if (!this.#view.isBlankRow(row)) rows.push(row);
    }
    return rows;
  }

  #statsOf(column: number, sample: readonly number[]): ColumnStats {
    const counts: Record<CellClass, number> = {
      blank: 0,
      number: 0,
      year: 0,
      missing: 0,
      date: 0,
      period: 0,
      error: 0,
      text: 0,
    };
    const words: string[] = [];
    const numbers: number[] = [];
    let monthDates = true;
    for (const row of sample) {
      const cell = this.#view.classOf(row, column);
      counts[cell]++;
      if (cell === 'date') {
        if (!isMonthEdge(this.#view.shown(row, column) as Date)) monthDates = false;
      }
      if (cell === 'blank') continue;
      const text = this.#view.words(row, column);
      if (words.length < 80) words.push(text);
      if ((cell === 'number' || cell === 'year') && numbers.length < 80) numbers.push(Number(text));
    }
    const filled = sample.length - counts.blank;
    return { counts, filled, words, numbers, monthDates };
  }

  #heading(column: number, header: { from: number; to: number }): string[] {
    const words: string[] = [];
    for (let row = header.from; row <= header.to; row++) {
      if (this.#isNumberedRow(row, header)) continue;
      const word = this.#view.words(row, column);
      if (word !== '' && word !== words[words.length - 1]) words.push(word);
    }
    return words;
  }

  #isNumberedRow(row: number, header: { from: number; to: number }): boolean {
    if (row === header.from) return false;
    const numbers: number[] = [];
    for (let column = 0; column < this.#view.width; column++) {
      const cell = this.#view.classOf(row, column);
      if (cell === 'number') numbers.push(Number(this.#view.text(row, column)));
      else if (cell === 'text' && !this.#lexicon.ordinalRow.has(this.#view.plain(row, column))) return false;
      else if (cell === 'year' || cell === 'period' || cell === 'date') return false;
    }
    return numbers.length > 0 && isCount(numbers);
  }

  /** In a sheet without merges 2024年 stands once, over the first of its columns. */
  #fillHeadings(
    columns: Column[],
    stats: readonly ColumnStats[],
    header: { from: number; to: number },
  ): void {
    if (this.#view.merged || header.to === header.from) return;
    for (let row = header.from; row < header.to; row++) {
      let carried = '';
      for (const [at, column] of columns.entries()) {
        const word = this.#view.words(row, column.index);
        const below = this.#belowIn(row, header, column.index);
        if (word !== '') {
          carried = below === '' || isLabelColumn(stats[at]!) ? '' : word;
          continue;
        }
        if (carried === '' || below === '') continue;
        const place = this.#wordsAbove(row, header, column.index);
        column.heading.splice(place, 0, carried);
      }
    }
  }

  #belowIn(row: number, header: { from: number; to: number }, column: number): string {
    for (let below = row + 1; below <= header.to; below++) {
      const word = this.#view.words(below, column);
      if (word !== '') return word;
    }
    return '';
  }

  #wordsAbove(row: number, header: { from: number; to: number }, column: number): number {
    let count = 0;
    for (let above = header.from; above < row; above++) if (this.#view.words(above, column) !== '') count++;
    return count;
  }

  #guessRole(column: Column, stat: ColumnStats, columns: readonly Column[], at: number): void {
    const { headings } = this.#lexicon;
    const leaf = column.heading[column.heading.length - 1] ?? '';
    const numeric = isNumericColumn(stat);
    const whole = headings.get(headingWord(column.heading.join(''), this.#lexicon));
    const parts = leaf.split(/[\\/|＼／｜]|\s{1,}/u).filter(Boolean);
    const named = headings.get(headingWord(leaf, this.#lexicon)) ?? whole;
    const candidates = new Map<Role, number>();
    const say = (role: Role, confidence: number, zh: string, en: string) => {
      if (confidence <= (candidates.get(role) ?? 0)) return;
      candidates.set(role, confidence);
      if (confidence > column.confidence) {
        column.role = role;
        column.confidence = confidence;
        column.why = { zh, en };
      }
    };
    const byHeading = (role: Role, word: string, confidence: number) =>
      say(role, confidence, `表头“${word}”`, `heading “${word}”`);

    if (stat.filled === 0) {
      column.role = 'ignore';
      column.why = { zh: '列内没有内容', en: 'no content in the column' };
      // Rows that should be named and are not have to be refused, not taken for those of the whole table.
      if (named !== undefined && NAMES_ROWS.has(named)) byHeading(named, leaf, 0.5);
      if (numericHeading(leaf, this.#lexicon) && named === undefined) byHeading('value', leaf, 0.4);
      return;
    }
    if (numeric) {
      if (named === 'period' && this.#periodNumbers(stat, leaf)) byHeading('period', leaf, 0.95);
      else if (named && ['areaCode', 'industryCode', 'creditCode', 'enterprise', 'person'].includes(named))
        byHeading(named, leaf, 0.9);
      else if (named === 'ordinal' && (leaf !== '' || isCount(stat.numbers)) && isWhole(stat.numbers))
        byHeading('ordinal', leaf, 0.9);
      else if ((named === 'area' || named === 'industry') && isWhole(stat.numbers))
        byHeading(`${named}Code`, leaf, 0.7);
      if (leaf === '' && isCount(stat.numbers) && stat.numbers.length >= 2 && at === 0)
        say('ordinal', 0.8, '无表头的连续编号', 'consecutive numbers without a heading');
      if (
        leaf === '' &&
        isCount(stat.numbers) &&
        stat.numbers.length >= 3 &&
        columns.length > at + 1 &&
        at <= 2
      )
        say('ordinal', 0.7, '无表头的连续编号', 'consecutive numbers without a heading');
      const left = columns[at - 1];
      if (left && !isValueRole(left.role) && sameHeading(left, column) && isCount(stat.numbers))
        say(
          'ordinal',
          0.85,
          '与标签列同一表头的连续编号',
          'consecutive numbers under the heading of the labels',
        );
      if (named === 'value') byHeading('value', leaf, 0.95);
      if (named === undefined && /(?:代码|编码|编号|\bcode|_code)$/i.test(leaf) && isWhole(stat.numbers))
        byHeading('attribute', leaf, 0.8);
      if (column.heading.length === 0 && at === 0 && stat.counts.year === stat.filled && columns.length > 1)
        say('period', 0.7, '整列都是年份', 'the whole column holds years');
      if (column.role === 'ignore') {
        const share = (stat.counts.number + stat.counts.year + stat.counts.missing) / stat.filled;
        say(
          'value',
          0.6 + 0.3 * share,
          `${percent(share)} 的单元格是数`,
          `${percent(share)} of the cells are numbers`,
        );
      }
      return;
    }
    if (named !== undefined && named !== 'value' && named !== 'ordinal') byHeading(named, leaf, 0.85);
    if (named === 'ordinal') byHeading('ordinal', leaf, isCount(stat.numbers) ? 0.85 : 0.5);
    for (const part of parts) {
      const role = headings.get(plainWord(part));
      if (role !== undefined && role !== 'value' && role !== 'ordinal') byHeading(role, leaf, 0.5);
    }
    this.#vote(stat, say);
    if (column.role === 'ignore')
      say('attribute', 0.5, '文字列，未识别其含义', 'a column of words whose meaning is not known');
  }

  /** What the words of a column are, by looking them up. */
  #vote(stat: ColumnStats, say: (role: Role, confidence: number, zh: string, en: string) => void): void {
    const words = [...new Set(stat.words)]
      .map((word) => labelName(word, this.#lexicon))
      .filter((word) => word !== '' && !isTotalWord(word, this.#lexicon))
      .slice(0, 60);
    if (words.length === 0) return;
    const share = (test: (word: string) => boolean) => words.filter(test).length / words.length;
    const vote = (role: Role, found: number, least: number, zh: string, en: string) => {
      if (found < least) return;
      say(
        role,
        0.45 + 0.5 * found,
        `${percent(found)} 的内容是${zh}`,
        `${percent(found)} of the content: ${en}`,
      );
    };
    const { area, industry } = this.#hints;
    if (area)
      vote(
        'area',
        share((word) => area(word) !== null),
        0.6,
        '地区名称或代码',
        'names or codes of areas',
      );
    if (industry)
      vote(
        'industry',
        share((word) => industry(word) !== null),
        0.5,
        '行业名称或代码',
        'names or codes of industries',
      );
    vote(
      'period',
      share((word) => writtenPeriod(word, { year: 2024 }) !== null),
      0.8,
      '时期',
      'periods',
    );
    vote(
      'creditCode',
      share((word) => CREDIT_CODE.test(plainWord(word))),
      0.6,
      '统一社会信用代码',
      'credit codes',
    );
    vote(
      'unit',
      share((word) => writtenUnit(word, this.#lexicon) !== null),
      0.8,
      '计量单位',
      'units',
    );
    vote(
      'enterprise',
      share((word) => COMPANY.test(word)),
      0.6,
      '企业名称',
      'names of companies',
    );
    vote(
      'indicator',
      share((word) => {
        const facets = facetsOf(word, this.#lexicon, { year: 2024 });
        return (
          facets.known || (facets.units !== null && facets.indicator !== null) || facets.kind === 'growth'
        );
      }),
      0.4,
      '指标名称',
      'names of indicators',
    );
  }

  #periodNumbers(stat: ColumnStats, heading: string): boolean {
    const whole = stat.numbers.every((value) => Number.isInteger(value));
    if (!whole || stat.numbers.length === 0) return false;
    if (stat.numbers.every((value) => value >= 1 && value <= 12)) return /月|month|季|quarter/i.test(heading);
    return stat.numbers.every(
      (value) =>
        (value >= 1900 && value <= 2100) ||
        (value >= 190_001 && value <= 210_012 && value % 100 >= 1 && value % 100 <= 12) ||
        (value >= 19_000_101 && value <= 21_001_231) ||
        (value >= 20_000 && value <= 60_000),
    );
  }

  /** Roles that one column only can have go to the one with the best claim. */
  #settleLabels(columns: Column[], stats: readonly ColumnStats[]): void {
    for (const role of ['unit', 'creditCode', 'enterprise'] as const) {
      const rivals = columns.filter((column) => column.role === role);
      if (rivals.length < 2) continue;
      const best = rivals.reduce((a, b) => (b.confidence > a.confidence ? b : a));
      for (const rival of rivals) {
        if (rival === best) continue;
        rival.role = 'attribute';
        rival.why = { zh: `已有一列作为${role}`, en: `another column is the ${role}` };
        rival.confidence = 0.5;
      }
    }
    // A single unit for all rows is said twice in tables that also have a 单位 column of enterprises.
    for (const [at, column] of columns.entries()) {
      if (
        column.role === 'unit' &&
        stats[at]!.words.every((word) => writtenUnits(word, this.#lexicon) === null)
      ) {
        const company = stats[at]!.words.filter((word) => COMPANY.test(word)).length;
        if (company * 2 > stats[at]!.words.length) column.role = 'enterprise';
      }
    }
  }

  /** Reads what stands across the table: periods, areas, industries, indicators. */
  #readAcross(columns: Column[], context: PeriodContext & { period: Period | null }): void {
    const values = columns.filter((column) => column.role === 'value');
    const level = (column: Column, depth: number) => column.heading[depth] ?? '';
    const depths = Math.max(0, ...values.map((column) => column.heading.length));
    const across: ('area' | 'industry' | null)[] = [];
    for (let depth = 0; depth < depths; depth++) {
      const words = [...new Set(values.map((column) => level(column, depth)).filter(Boolean))].filter(
        (word) => !isTotalWord(word, this.#lexicon),
      );
      const bare = words.map((word) => this.#nameAcross(word)).filter((name) => name !== null);
      const share = (lookup: NameLookup | undefined) =>
        lookup && words.length > 0 ? bare.filter((name) => lookup(name) !== null).length / words.length : 0;
      const known = words.filter((word) => facetsOf(word, this.#lexicon, { year: 2024 }).known).length;
      const [areas, industries] = [share(this.#hints.area), share(this.#hints.industry)];
      across.push(
        words.length < 2 || known * 2 > words.length
          ? null
          : areas >= 0.6
            ? 'area'
            : industries >= 0.5
              ? 'industry'
              : null,
      );
    }
    let left: Facets = NO_FACETS;
    for (const column of values) {
      let facets = NO_FACETS;
      let year = context.year ?? null;
      const names: string[] = [];
      for (const [depth, words] of column.heading.entries()) {
        const role = across[depth];
        if (role) {
          if (isTotalWord(words, this.#lexicon)) column.total = true;
          else {
            const found = facetsOf(words, this.#lexicon, { year, period: context.period });
            column[role] = this.#nameAcross(words) ?? shownWords(words);
            facets = overlay(facets, { ...found, indicator: null, known: false });
            continue;
          }
        }
        if (isTotalWord(words, this.#lexicon)) {
          column.total = true;
          if (column.heading.length === 1 && role) column[role] = shownWords(words);
          if (role) continue;
        }
        const unit = unitLine(words, this.#lexicon);
        if (unit !== null) continue;
        const found = facetsOf(words, this.#lexicon, { year, period: context.period });
        if (found.period) year = yearOf(found.period) ?? year;
        if (found.indicator !== null && !this.#isPlainWord(found.indicator)) names.push(found.indicator);
        facets = overlay(facets, { ...found, indicator: null, known: false });
        if (found.known) names.splice(0, names.length - 1);
      }
      facets = { ...facets, indicator: names.length > 0 ? this.#joined(names) : null };
      facets.known = facets.indicator !== null && this.#lexicon.indicators.has(plainWord(facets.indicator));
      column.facets = beside(left, facets);
      left = column.facets;
      const said = saidOf(column);
      if (said) {
        column.why = { zh: `${column.why.zh}；${said.zh}`, en: `${column.why.en}; ${said.en}` };
        if (facets.known || facets.period || facets.periodWords || column.area || column.industry)
          column.confidence = Math.min(1, column.confidence + 0.08);
      }
    }
  }

  /** The name in 合肥市（亿元）or 2024年合肥市; null where the words say what a value is, not of what. */
  #nameAcross(words: string): string | null {
    const facets = facetsOf(words, this.#lexicon, { year: 2024 });
    if (facets.indicator === null || facets.known || facets.kind !== null || facets.flow !== null)
      return null;
    return labelName(facets.indicator, this.#lexicon);
  }

  #isPlainWord(words: string): boolean {
    return this.#lexicon.headings.get(plainWord(words)) === 'value';
  }

  #joined(names: readonly string[]): string {
    const distinct = names.filter((name, at) => names.indexOf(name) === at);
    const whole = this.#lexicon.indicators.get(plainWord(distinct.join('')));
    return whole ?? distinct.join('·');
  }

  /** Where no column names an indicator and the headings name none, the labels of the rows do. */
  #settleIndicator(columns: Column[], stats: readonly ColumnStats[]): void {
    const values = columns.filter((column) => column.role === 'value');
    if (values.length === 0) return;
    if (columns.some((column) => column.role === 'indicator')) return;
    const labels = columns.filter((column) => column.role === 'attribute');
    const label = labels[0];
    if (!label) return;
    if (!columns.some((column) => SAYS_WHAT.has(column.role))) {
      // Rows have to be told apart by something.
      for (const each of labels) {
        if (each.index > values[0]!.index && each !== label) continue;
        each.role = 'indicator';
        each.confidence = 0.5;
        each.why = {
          zh: '没有别的列说明各行是什么，行标签按指标名读',
          en: 'no other column says what the rows are, so their labels are read as indicators',
        };
      }
      return;
    }
    if (values.some((column) => column.facets.indicator !== null)) return;
    if (label.heading.length > 0 || stats[columns.indexOf(label)]!.words.length === 0) return;
    label.role = 'indicator';
    label.confidence = 0.5;
    label.why = {
      zh: '数值列的表头没有指标名，行标签应是指标',
      en: 'the headings over the values name no indicator, so the labels of the rows should',
    };
  }
}

/** The indicator a derived column was derived from, so that 拉动 | 贡献率 beside one another have the same. */
function stemOf({ indicator, derived }: Facets): string | null {
  return derived === null ? indicator : (indicator?.replace(/(?:拉动增长|增长贡献率)$/u, '') ?? null);
}

/** 工业总产值 | 同比: the rate beside a level is the level's own, of the same months. */
function beside(left: Facets, facets: Facets): Facets {
  const dependent = facets.kind === 'growth' || facets.kind === 'difference' || facets.derived !== null;
  let joined = facets;
  if (facets.derived !== null && left.indicator !== null) {
    joined = { ...joined, indicator: derivedName(stemOf(left), facets), known: false };
    if (facets.flow !== null || facets.period !== null || facets.periodWords !== null) return joined;
    return { ...joined, flow: left.flow, period: left.period, periodWords: left.periodWords };
  }
  if (facets.indicator === null && left.indicator !== null) {
    const bare = facets.flow !== null && facets.period === null && facets.periodWords === null;
    if (dependent || bare || facets.yearsBack > 0)
      joined = { ...joined, indicator: left.indicator, known: left.known };
  }
  if (!dependent || joined.indicator !== left.indicator) return joined;
  if (joined.flow !== null || joined.period !== null || joined.periodWords !== null) return joined;
  return { ...joined, flow: left.flow, period: left.period, periodWords: left.periodWords };
}

/** The period in a title: 2024年, 2024年1—8月, 2024年上半年. */
const TITLE_PERIOD =
  /(?:19|20)\d{2}年(?:\d{1,2}(?:[-—–~～至]\d{1,2})?月(?:份|末|底)?|[一二三四1-4]季度|前三季度|[上下]半年|全年)?/u;

const NAMES_ROWS: ReadonlySet<Role> = new Set(['area', 'industry', 'indicator', 'enterprise']);
const SAYS_WHAT: ReadonlySet<Role> = new Set([
  'area',
  'areaCode',
  'industry',
  'industryCode',
  'enterprise',
  'creditCode',
  'period',
]);

function isValueRole(role: Role): boolean {
  return role === 'value' || role === 'ignore';
}

function sameHeading(a: Column, b: Column): boolean {
  return a.heading.length > 0 && a.heading.join('\n') === b.heading.join('\n');
}

interface ColumnStats {
  counts: Record<CellClass, number>;
  filled: number;
  words: string[];
  numbers: number[];
  monthDates: boolean;
}

/** GB 32100: 18 characters without I, O, Z, S, V; the older organisation code has nine. */
const CREDIT_CODE = /^[0-9a-hj-npqrtuwxy]{18}$|^[0-9a-z]{8}-?[0-9x]$/;
const COMPANY = /(?:公司|集团|厂|企业|合作社|研究院|研究所|中心|事务所|矿|电站|商行|经营部|工作室)$/u;

function isNumericColumn({ counts, filled }: ColumnStats): boolean {
  const numeric = counts.number + counts.year + counts.missing + counts.error;
  return counts.number + counts.year + counts.error > 0
    ? numeric * 2 >= filled
    : counts.missing > 0 && counts.missing === filled;
}

function isLabelColumn(stat: ColumnStats): boolean {
  return stat.filled > 0 && !isNumericColumn(stat);
}

/** A title that stands in the heading rows over every column says nothing of one of them. */
function dropTitleHeadings(columns: readonly Column[], stats: readonly ColumnStats[]): void {
  const headed = columns.filter((column, at) => column.heading.length > 1 && stats[at]!.filled > 0);
  if (headed.length < 2) return;
  const first = headed[0]!.heading[0]!;
  if (!columns.every((column) => column.heading.length === 0 || column.heading[0] === first)) return;
  if (writtenPeriod(first, { year: 2024 })) return;
  for (const column of columns)
    if (column.heading[0] === first && column.heading.length > 1) column.heading.shift();
}

function numericHeading(heading: string, lexicon: TablesLexicon): boolean {
  if (heading === '') return false;
  const facets = facetsOf(heading, lexicon, { year: 2024 });
  return facets.units !== null || facets.kind !== null || facets.known;
}

function isWhole(numbers: readonly number[]): boolean {
  return numbers.length > 0 && numbers.every((value) => Number.isInteger(value));
}

/** 1, 2, 3 … */
function isCount(numbers: readonly number[]): boolean {
  return numbers.length > 1 && numbers.every((value, at) => at === 0 || value === numbers[at - 1]! + 1);
}

/** Rising or falling without a break in step. */
function isRun(numbers: readonly number[]): boolean {
  if (numbers.length < 2) return true;
  const step = numbers[1]! - numbers[0]!;
  return (
    step !== 0 &&
    numbers.every((value, at) => at === 0 || Math.sign(value - numbers[at - 1]!) === Math.sign(step))
  );
}

/** Whether a row of the body says again what a row of the heading says. */
export function sameWords(view: GridView, row: number, header: number): boolean {
  let same = 0;
  let filled = 0;
  for (let column = 0; column < view.width; column++) {
    const word = view.plain(row, column);
    if (word === '') continue;
    filled++;
    if (word === view.plain(header, column)) same++;
  }
  return filled >= 2 && same * 10 >= filled * 6;
}

export function isNote(words: string, lexicon: TablesLexicon): boolean {
  const plain = plainWord(words).replace(/^[*#※[(【]+/, '');
  return lexicon.footnotes.some(
    (label) =>
      plain === label ||
      plain.startsWith(`${label}:`) ||
      plain.startsWith(`${label};`) ||
      (plain.startsWith(label) && /^[\d.、)\]】①-⑳]/u.test(plain.slice(label.length))) ||
      (label.length > 1 &&
        !/^[a-z]/.test(label) &&
        plain.startsWith(label) &&
        plain.length > label.length + 8),
  );
}

/** 填报单位：…: the label; null where the words are no line of a form. */
export function formLabel(words: string, lexicon: TablesLexicon): string | null {
  const plain = plainWord(words).replace(/\((?:盖章|签章|签字|公章)\)/g, '');
  return lexicon.formLabels.find((label) => plain.startsWith(`${label}:`)) ?? null;
}

/** What stands after 单位：; null where the words are no statement of a unit. */
export function unitLine(words: string, lexicon: TablesLexicon): string | null {
  const plain = halfWidth(words).replace(/\s/g, '');
  const match = /^[([]?([^:()]{1,8}):([^:]{1,24}?)[)\]]?$/u.exec(plain);
  if (!match || !lexicon.unitLabels.includes(match[1]!.toLowerCase())) return null;
  return match[2]!;
}

/** A label without its numbering and its 其中: （一）其中：煤炭 -> 煤炭. */
export function labelName(words: string, lexicon: TablesLexicon): string {
  let name = shownWords(words);
  for (let round = 0; round < 3; round++) {
    const before = name;
    name = name
      .replace(
        /^(?:[一二三四五六七八九十]{1,3}[、.．]|[(（][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[、.．](?!\d)|[①-⑳])\s*/u,
        '',
      )
      .replace(/^[—–\-·*+]+\s*(?=\p{L})/u, '');
    const plain = plainWord(name);
    const prefix = lexicon.ofWhich.find(
      (word) => plain.startsWith(word) && (/[:#]$/.test(word) || /^[:,、]/.test(plain.slice(word.length))),
    );
    if (prefix !== undefined) {
      const compact = halfWidth(name).replace(/^\s+/, '');
      let taken = 0;
      let at = 0;
      while (taken < prefix.length && at < compact.length) if (!/\s/.test(compact[at++]!)) taken++;
      name = compact.slice(at).replace(/^[\s:,、]+/, '');
    }
    if (name === before) break;
  }
  return name.trim();
}

export function isTotalWord(words: string, lexicon: TablesLexicon): boolean {
  const plain = plainWord(words).replace(/[:：]$/, '');
  return (
    lexicon.totals.has(plain) ||
    lexicon.subtotals.has(plain) ||
    lexicon.wholes.has(plain) ||
    (/(?:合计|总计|小计)$/.test(plain) && !/^(?:资产|负债|中间|最终)/.test(plain) && plain.length <= 8)
  );
}

function saidOf(column: Column): Bilingual | null {
  const { facets } = column;
  const parts: [string, string][] = [];
  if (facets.indicator) parts.push([`指标 ${facets.indicator}`, `indicator ${facets.indicator}`]);
  if (facets.period)
    parts.push([`时期 ${printPeriod(facets.period)}`, `period ${printPeriod(facets.period)}`]);
  if (facets.units) {
    const written = facets.units.map((unit) => unit.written).join('、');
    parts.push([`单位 ${written}`, `unit ${written}`]);
  }
  if (facets.flow) parts.push([FLOW_ZH[facets.flow], facets.flow]);
  if (facets.comparator) parts.push([facets.comparator, facets.comparator]);
  if (column.area) parts.push([`地区 ${column.area}`, `area ${column.area}`]);
  if (column.industry) parts.push([`行业 ${column.industry}`, `industry ${column.industry}`]);
  return parts.length === 0
    ? null
    : { zh: parts.map(([zh]) => zh).join('，'), en: parts.map(([, en]) => en).join(', ') };
}

const FLOW_ZH: Record<Flow, string> = { single: '当月', cumulative: '累计', stock: '时点' };

function percent(share: number): string {
  return `${Math.round(share * 100)}%`;
}

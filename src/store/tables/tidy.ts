/**
 * From the rows of a laid-out table to tidy values: one a number, with all that says what it is and where it stands.
 * What cannot be read becomes a reject with its place and the reason.
 */
import {
  type AreaResolution,
  type Bilingual,
  columnLetters,
  type FigureKind,
  type IndustryResolution,
  type Period,
  periodDays,
  printPeriod,
} from '../../model/index.js';
import { derivedName, type Facets, type Flow, facetsOf, NO_FACETS, unitFor } from './facets.js';
import { GridView } from './grid-view.js';
import {
  type Column,
  formLabel,
  isNote,
  isTotalWord,
  type Layout,
  labelName,
  sameWords,
  unitLine,
} from './layout.js';
import type { MissingMark, TablesLexicon } from './lexicon.js';
import {
  abolishedArea,
  formulaError,
  futurePeriod,
  notNumber,
  noYear,
  sameHeading,
  UNLABELLED,
  unknownName,
  unknownPeriod,
  unknownUnit,
} from './reject-reasons.js';
import { cleanNumber, FORMULA_ERROR, type Sheet, valueText } from './sheet.js';
import { indentation, plainWord } from './words.js';
import { scaled, writtenNumber } from './written-number.js';
import {
  cumulativeOf,
  datePeriod,
  serialDay,
  singleOf,
  stockOf,
  writtenPeriod,
  yearBefore,
  yearOf,
} from './written-period.js';
import { type Unit, writtenUnit } from './written-unit.js';

/** `AreaCodes.resolve` of the model, or any other that answers alike. */
export type AreaResolver = (text: string, question: { on?: string }) => AreaResolution;
/** `IndustryCodes.resolve`, with its system and edition chosen. */
export type IndustryResolver = (text: string) => IndustryResolution;

export interface TidyOptions {
  lexicon: TablesLexicon;
  area?: AreaResolver;
  industry?: IndustryResolver;
  /** ISO date. Periods that begin after it are rejected; without it no period is. */
  today?: string | null;
  /** Further marks that a mapping counts as missing. */
  missing?: readonly string[];
}

/** `ofWhich`: 其中 a part of the row above. */
export type Aggregate = 'total' | 'subtotal' | 'ofWhich' | null;

export interface Named {
  code: string | null;
  name: string;
  /** As the table has it. */
  written: string;
  /** Of industries: the code system and its edition. */
  system?: string;
  version?: string;
  /** The place was founded only after the period: the figure was cast back to it. */
  foundedLater?: string;
}

export interface TidyPlace {
  sheet: string;
  /** As the spreadsheet shows it, from 1. */
  row: number;
  /** Letters of the column. */
  column: string;
}

export interface TidyValue {
  /** In base units; null where the cell says that there is none, `mark` says why. */
  value: number | null;
  mark: MissingMark | null;
  /** As the cell shows it. */
  quote: string;
  indicator: string | null;
  /** The row's words for the indicator or industry, as the table has them: 规模以上工业总产值. */
  label: string | null;
  unit: string | null;
  /** What the written number was multiplied by. */
  scale: number;
  writtenUnit: string | null;
  kind: FigureKind;
  flow: Flow | null;
  comparator: Facets['comparator'];
  /** In the notation of model/period.ts. */
  period: string | null;
  area: Named | null;
  industry: Named | null;
  enterprise: string | null;
  creditCode: string | null;
  aggregate: Aggregate;
  /** Depth in the hierarchy of the labels, from 0. */
  level: number;
  /** Labels above, the outermost first. */
  parents: string[];
  note: string | null;
  /** The row or the column is hidden in the sheet. */
  hidden: boolean;
  locator: TidyPlace;
}

/** A row of the body with every cell under its heading: what lists of enterprises and clusters are read from. */
export interface TidyRecord {
  row: number;
  aggregate: Aggregate;
  hidden: boolean;
  cells: { column: Column; text: string; value: number | null }[];
}

export interface TableReject extends Bilingual {
  sheet: string;
  row: number;
  /** Letters of the column; null where the fault is of the row. */
  column: string | null;
  heading: string | null;
  value: string;
  /** How many values were not taken for it. */
  values: number;
}

export interface TidyRows {
  values: TidyValue[];
  records: TidyRecord[];
  rejects: TableReject[];
  counts: RowCounts;
}

export interface RowCounts {
  rows: number;
  blank: number;
  headings: number;
  notes: number;
  sections: number;
  totals: number;
  missing: number;
  hidden: number;
}

interface RowLabels {
  area: string | null;
  areaColumn: Column | null;
  industry: string | null;
  industryColumn: Column | null;
  indicator: string | null;
  indicatorColumn: Column | null;
  enterprise: string | null;
  creditCode: string | null;
  unit: string | null;
  unitColumn: Column | null;
  note: string | null;
}

/** All of a value that its row and column say, the number and the place apart. */
interface Meaning {
  indicator: string | null;
  /** All industries together. */
  whole: boolean;
  unit: Unit | null;
  kind: FigureKind | null;
  flow: Flow | null;
  comparator: Facets['comparator'];
  period: string | null;
  area: Named | null;
  industry: Named | null;
}

/** `label`: the fault is of a label, and the same for every value beside it. */
interface Refusal {
  reason: Bilingual;
  label: string | null;
  column: Column | null;
}

const MOST_MEANINGS = 20_000;
/** Tidy values take many times the room of the cells they come from. */
const ROWS_AT_ONCE = 4096;
/** 一、 and （二）before the name of a section. */
const SECTION_NUMBER = /^[(（]?[一二三四五六七八九十]{1,3}[)）、.．]/u;

type Roled = 'area' | 'industry' | 'indicator' | 'enterprise';
const LABEL_ROLES: readonly Roled[] = ['area', 'industry', 'indicator', 'enterprise'];

/** Keeps what later rows need of earlier ones, so that a large sheet can be read in parts. */
export class RowReader {
  readonly #layout: Layout;
  readonly #options: TidyOptions;
  readonly #lexicon: TablesLexicon;
  readonly #values: Column[];
  readonly #rivals: Column[];
  readonly #labels: Column[];
  readonly #periods: Column[];
  readonly #missing: ReadonlySet<string>;
  readonly #resolved = new Map<string, Named | Bilingual>();
  readonly #headingWords: string[];
  readonly #meanings = new Map<Column, Map<string, Meaning | Refusal>>();
  #sections: string[] = [];
  #stack: { level: number; name: string }[] = [];
  #above = new Map<number, string>();
  /** Periods of the rows since a label was last written. */
  readonly #periodsSince = new Set<string>();
  #lastIndicator: Facets = NO_FACETS;

  constructor(layout: Layout, options: TidyOptions) {
    this.#layout = layout;
    this.#options = options;
    this.#lexicon = options.lexicon;
    this.#values = layout.columns.filter((column) => column.role === 'value');
    this.#rivals = layout.columns.filter((column) => column.rivals !== undefined);
    this.#labels = layout.columns.filter((column) => LABEL_ROLES.includes(column.role as Roled));
    this.#periods = layout.columns.filter((column) => column.role === 'period');
    this.#missing = new Set((options.missing ?? []).map(plainWord));
    this.#headingWords = layout.columns.map((column) =>
      plainWord(column.heading[column.heading.length - 1] ?? ''),
    );
  }

  /** Rows of the sheet's head, a part at a time: those of the table's body. */
  *readBody(sheet: Sheet): Generator<TidyRows, void, undefined> {
    const view = new GridView(this.#layout.transposed ? sheet.transposed() : sheet, this.#lexicon);
    const { from, to } = this.#layout.body;
    for (let row = from; row <= to; row += ROWS_AT_ONCE)
      yield this.#read(view, row, Math.min(row + ROWS_AT_ONCE - 1, to));
  }

  /** A further part of a large sheet. */
  readPart(sheet: Sheet): TidyRows {
    return this.#read(new GridView(sheet, this.#lexicon), 0, sheet.height - 1);
  }

  #read(view: GridView, from: number, to: number): TidyRows {
    const rows: TidyRows = {
      values: [],
      records: [],
      rejects: [],
      counts: { rows: 0, blank: 0, headings: 0, notes: 0, sections: 0, totals: 0, missing: 0, hidden: 0 },
    };
    for (let row = from; row <= to; row++) this.#readRow(view, row, rows);
    return rows;
  }

  #readRow(view: GridView, row: number, out: TidyRows): void {
    const { counts } = out;
    const plain = this.#values.some(({ index }) => typeof view.sheet.value(row, index) === 'number');
    if (!plain && view.isBlankRow(row)) {
      counts.blank++;
      return;
    }
    if (!plain && this.#isOther(view, row, counts)) return;
    counts.rows++;
    const hidden = view.sheet.hiddenRows.has(row);
    if (hidden) counts.hidden++;
    const labels = this.#labelsOf(view, row);
    const main = this.#mainLabel(labels);
    const aggregate = this.#aggregateOf(labels, main);
    if (aggregate === 'total' || aggregate === 'subtotal') counts.totals++;
    const { level, parents } = this.#placeInHierarchy(view, row, main, aggregate);
    out.records.push(this.#record(view, row, aggregate, hidden));

    const label = labels.indicator === null ? NO_FACETS : this.#labelFacets(labels.indicator);
    const fault = (column: Column | null, value: string, reason: Bilingual, values: number) =>
      out.rejects.push({ ...this.#place(view, row, column), value, values, ...reason });
    for (const column of this.#rivals) {
      if (this.#hasValue(view, row, column))
        fault(column, view.words(row, column.index), sameHeading(column.rivals!), 1);
    }
    const cells = this.#values.filter((column) => this.#hasValue(view, row, column));
    if (cells.length === 0) return;
    if (main === null && this.#labels.length > 0) {
      fault(this.#labels[0]!, '', UNLABELLED, cells.length);
      return;
    }
    const stated = this.#rowPeriod(view, row);
    if (stated.fault) {
      fault(stated.fault.column, stated.fault.value, stated.fault.reason, cells.length);
      return;
    }
    const rowUnit = this.#rowUnit(labels, label);
    if (rowUnit.unknown !== null) {
      fault(
        labels.unitColumn ?? labels.indicatorColumn,
        rowUnit.unknown,
        unknownUnit(rowUnit.unknown),
        cells.length,
      );
      return;
    }
    const refused = new Map<string, { column: Column; value: string; reason: Bilingual; values: number }>();
    const key = rowKey(labels, label, rowUnit.unit, stated.period);
    for (const column of cells) {
      const found = view.sheet.value(row, column.index);
      const isPercent = view.sheet.isPercent(row, column.index);
      const quote = valueText(found, isPercent).trim();
      const read = this.#number(found, isPercent, quote);
      if (read === null) continue;
      if ('reason' in read) {
        fault(column, quote, read.reason, 1);
        continue;
      }
      const meaning = this.#meaning(key, column, labels, label, rowUnit.unit, stated.period);
      if ('reason' in meaning) {
        if (meaning.label === null) fault(column, quote, meaning.reason, 1);
        else refuse(refused, meaning.label, meaning.column ?? column, meaning.reason);
        continue;
      }
      let { unit } = meaning;
      if (read.percent !== null && unit?.of !== 'percent') unit = writtenUnit(read.percent, this.#lexicon);
      else if (read.unit !== null && unit === null) unit = read.unit;
      const scale = unit?.scale ?? 1;
      if (read.value === null) counts.missing++;
      out.values.push({
        value: read.value === null ? null : scaled(read.value, scale),
        mark: read.mark,
        quote,
        indicator: meaning.indicator,
        label: labels.indicator ?? labels.industry,
        unit: unit?.base ?? (meaning.kind === 'rank' ? '位' : null),
        scale,
        writtenUnit: unit?.written ?? null,
        kind: meaning.kind ?? kindOfUnit(unit),
        flow: meaning.flow,
        comparator: meaning.comparator,
        period: meaning.period,
        area: meaning.area,
        industry: meaning.industry,
        enterprise: labels.enterprise,
        creditCode: labels.creditCode,
        aggregate: aggregate ?? (column.total || meaning.whole ? 'total' : null),
        level,
        parents,
        note: read.note ?? labels.note,
        hidden: hidden || column.hidden,
        locator: this.#locator(view, row, column),
      });
    }
    for (const { column, value, reason, values } of refused.values()) fault(column, value, reason, values);
  }

  // --- what a row is ------------------------------------------------------------------------------------------------

  /** Headings said again, notes and the headings of sections. */
  #isOther(view: GridView, row: number, counts: RowCounts): boolean {
    if (this.#isHeadingAgain(view, row)) counts.headings++;
    else if (this.#isNoteRow(view, row)) counts.notes++;
    else if (this.#isSection(view, row)) {
      counts.sections++;
      const words = this.#firstWords(view, row);
      this.#sections = [labelName(words, this.#lexicon) || words];
      this.#stack = [];
      this.#lastIndicator = NO_FACETS;
    } else return false;
    return true;
  }

  #isHeadingAgain(view: GridView, row: number): boolean {
    const header = this.#layout.header;
    if (!header) return false;
    let same = 0;
    let filled = 0;
    for (const [at, column] of this.#layout.columns.entries()) {
      const word = view.plain(row, column.index);
      if (word === '') continue;
      filled++;
      if (word === this.#headingWords[at]) same++;
    }
    if (filled >= 2 && same * 10 >= filled * 6) return true;
    // Upper rows of a repeated heading of several rows: words alone, each of them in some heading.
    if (header.to === header.from) return false;
    if (view.sheet.firstRow === 0 && row <= header.to) return sameWords(view, row, header.from);
    let words = 0;
    for (const column of this.#layout.columns) {
      const cell = view.classOf(row, column.index);
      if (cell === 'number' || cell === 'missing') return false;
      if (cell === 'blank') continue;
      const word = view.words(row, column.index);
      if (!this.#layout.columns.some((other) => other.heading.includes(word))) return false;
      words++;
    }
    return words >= 2;
  }

  #isNoteRow(view: GridView, row: number): boolean {
    const words = this.#firstWords(view, row);
    if (isNote(words, this.#lexicon))
      return !this.#values.some((column) => this.#hasNumber(view, row, column));
    return formLabel(words, this.#lexicon) !== null || unitLine(words, this.#lexicon) !== null;
  }

  #isSection(view: GridView, row: number): boolean {
    if (this.#layout.columns.length < 2) return false;
    let words: string | null = null;
    for (const column of this.#layout.columns) {
      if (view.classOf(row, column.index) === 'blank') continue;
      const word = view.words(row, column.index);
      if (column.role === 'ordinal' && view.classOf(row, column.index) !== 'text') return false;
      if (words !== null && word !== words) return false;
      if (words === null && column.role === 'value' && !SECTION_NUMBER.test(word)) {
        // A word alone under the heading of a value is a value that cannot be read, unless it is merged across.
        if (!this.#values.some(({ index }) => index > column.index && view.isCovered(row, index)))
          return false;
      }
      words = word;
    }
    if (words === null) return false;
    return !this.#values.some((column) => this.#hasNumber(view, row, column));
  }

  #firstWords(view: GridView, row: number): string {
    for (let column = 0; column < view.width; column++) {
      if (view.classOf(row, column) !== 'blank') return view.words(row, column);
    }
    return '';
  }

  #hasNumber(view: GridView, row: number, column: Column): boolean {
    const cell = view.classOf(row, column.index);
    return cell !== 'blank' && cell !== 'text' && cell !== 'period' && !view.isCovered(row, column.index);
  }

  #hasValue(view: GridView, row: number, column: Column): boolean {
    return view.classOf(row, column.index) !== 'blank' && !view.isCovered(row, column.index);
  }

  // --- labels -------------------------------------------------------------------------------------------------------

  #labelsOf(view: GridView, row: number): RowLabels {
    const labels: RowLabels = {
      area: null,
      areaColumn: null,
      industry: null,
      industryColumn: null,
      indicator: null,
      indicatorColumn: null,
      enterprise: null,
      creditCode: null,
      unit: null,
      unitColumn: null,
      note: null,
    };
    const own = this.#labels.map((column) => view.words(row, column.index));
    const when = this.#periods.map((column) => view.words(row, column.index)).join(' ');
    if (own.some((word) => word !== '')) this.#periodsSince.clear();
    const furtherPeriod = when.trim() !== '' && !this.#periodsSince.has(when);
    this.#periodsSince.add(when);
    for (const [at, column] of this.#labels.entries()) {
      let text = own[at]!;
      // A label that stands for the rows below it, written once: blank here, while a finer one or a further period is not.
      if (text === '' && (furtherPeriod || own.slice(at + 1).some((word) => word !== '')))
        text = this.#above.get(column.index) ?? '';
      else if (text !== '') {
        this.#above.set(column.index, text);
        if (own[at] !== '' && at + 1 < this.#labels.length) this.#forgetBelow(at);
      }
      if (text === '') continue;
      const role = column.role as Roled;
      labels[role] = text;
      if (role === 'area') labels.areaColumn = column;
      if (role === 'industry') labels.industryColumn = column;
      if (role === 'indicator') labels.indicatorColumn = column;
    }
    for (const column of this.#layout.columns) {
      const text = view.words(row, column.index);
      if (text === '') continue;
      if (column.role === 'areaCode' && (labels.area === null || !this.#options.area)) {
        labels.area ??= text;
        labels.areaColumn ??= column;
      } else if (column.role === 'industryCode' && labels.industry === null) {
        labels.industry = text;
        labels.industryColumn = column;
      } else if (column.role === 'creditCode') labels.creditCode = text;
      else if (column.role === 'unit') {
        labels.unit = text;
        labels.unitColumn = column;
      } else if (column.role === 'note') labels.note = text;
    }
    return labels;
  }

  #forgetBelow(at: number): void {
    for (const finer of this.#labels.slice(at + 1)) this.#above.delete(finer.index);
  }

  #mainLabel(labels: RowLabels): string | null {
    return labels.enterprise ?? labels.indicator ?? labels.industry ?? labels.area ?? labels.creditCode;
  }

  #aggregateOf(labels: RowLabels, main: string | null): Aggregate {
    for (const label of [labels.area, labels.industry, labels.indicator, labels.enterprise]) {
      if (label === null) continue;
      const name = labelName(label, this.#lexicon);
      if (!isTotalWord(name, this.#lexicon)) continue;
      const plain = plainWord(name);
      return this.#lexicon.subtotals.has(plain) || /小计$/.test(plain) ? 'subtotal' : 'total';
    }
    return main !== null && this.#isOfWhich(main) ? 'ofWhich' : null;
  }

  #isOfWhich(label: string): boolean {
    const plain = plainWord(label);
    return this.#lexicon.ofWhich.some(
      (word) =>
        plain === word ||
        (plain.startsWith(word) && (/[:#]$/.test(word) || /^[:,、]/.test(plain.slice(word.length)))),
    );
  }

  #placeInHierarchy(view: GridView, row: number, main: string | null, aggregate: Aggregate) {
    let level = 0;
    const columns = [...this.#labels].reverse();
    const column = columns.find(({ index }) => view.words(row, index) !== '');
    if (column) {
      level = Math.ceil(indentation(view.text(row, column.index)) / 2) + view.sheet.indent(row, column.index);
      if (aggregate === 'ofWhich' && level === 0)
        level = (this.#stack[this.#stack.length - 1]?.level ?? 0) || 1;
    }
    while (this.#stack.length > 0 && this.#stack[this.#stack.length - 1]!.level >= level) this.#stack.pop();
    const parents = [
      ...this.#sections,
      ...this.#groups(view, row, column),
      ...this.#stack.map(({ name }) => name),
    ];
    const depth = this.#stack.length;
    if (main !== null) this.#stack.push({ level, name: labelName(main, this.#lexicon) || main });
    return { level: depth, parents };
  }

  /** Words left of the label: 类别 before 指标, 投入 before its rows. */
  #groups(view: GridView, row: number, main: Column | undefined): string[] {
    if (!main) return [];
    const groups: string[] = [];
    for (const column of this.#layout.columns) {
      if (column.index >= main.index) break;
      if (column.role !== main.role && column.role !== 'attribute') continue;
      const words = view.words(row, column.index);
      const group = words === '' && column.role === main.role ? (this.#above.get(column.index) ?? '') : words;
      if (group !== '' && group !== groups[groups.length - 1]) groups.push(group);
    }
    return groups.filter((group) => group !== view.words(row, main.index));
  }

  /** Its cells are read when asked for: tables of figures have no use for them. */
  #record(view: GridView, row: number, aggregate: Aggregate, hidden: boolean): TidyRecord {
    const read = () => this.#cells(view, row);
    return {
      row: view.sheet.rowNumber(row),
      aggregate,
      hidden,
      get cells() {
        return read();
      },
    };
  }

  #cells(view: GridView, row: number): TidyRecord['cells'] {
    const cells: TidyRecord['cells'] = [];
    for (const column of this.#layout.columns) {
      if ((column.role === 'ignore' && !column.rivals) || column.role === 'ordinal') continue;
      const text = view.words(row, column.index);
      if (text === '') continue;
      const value = view.sheet.value(row, column.index);
      cells.push({ column, text, value: typeof value === 'number' ? value : this.#numberOf(text) });
    }
    return cells;
  }

  #numberOf(text: string): number | null {
    const written = writtenNumber(text, this.#lexicon);
    return written.kind === 'number' && written.unit === null ? written.value : null;
  }

  /** A label such as 同比增长（%）is a rate of the row above it. */
  #labelFacets(label: string): Facets {
    const facets = facetsOf(labelName(label, this.#lexicon), this.#lexicon, {
      year: yearOf(this.#layout.period),
      period: this.#layout.period,
    });
    // The indicator above stays the one that further rows belong to.
    if (facets.derived !== null)
      return { ...facets, indicator: derivedName(this.#lastIndicator.indicator, facets), known: false };
    if (facets.indicator === null && (facets.kind !== null || facets.flow !== null || facets.yearsBack > 0)) {
      return { ...facets, indicator: this.#lastIndicator.indicator, known: this.#lastIndicator.known };
    }
    if (facets.indicator !== null) this.#lastIndicator = facets;
    return facets;
  }

  // --- period -------------------------------------------------------------------------------------------------------

  #rowPeriod(
    view: GridView,
    row: number,
  ): { period: Period | null; fault: { column: Column; value: string; reason: Bilingual } | null } {
    let period: Period | null = null;
    for (const column of this.#periods) {
      const value = view.shown(row, column.index);
      if (value === null) continue;
      let text = view.words(row, column.index);
      if (text === '' && value === null) continue;
      const year = yearOf(period) ?? yearOf(this.#layout.period);
      let found: Period | null = null;
      if (value instanceof Date) found = datePeriod(value, column.monthDates);
      else {
        if (/^\d{1,2}$/.test(text))
          text = /季|quarter/i.test(column.heading.join('')) ? `${text}季度` : `${text}月`;
        found = writtenPeriod(text, { year, period: this.#layout.period });
        if (!found && typeof value === 'number' && value >= 20_000 && value <= 60_000) {
          const day = serialDay(value);
          found = day && datePeriod(day, true);
        }
      }
      if (!found) {
        if (this.#lexicon.missing.has(plainWord(text)) && this.#periods.length > 1) continue;
        return { period: null, fault: { column, value: text, reason: unknownPeriod(text) } };
      }
      if (period === null || found.kind !== 'year') period = found;
    }
    return { period, fault: null };
  }

  #periodOf(column: Column, label: Facets, row: Period | null): Period | null | 'noYear' {
    const { facets } = column;
    let period: Period | null = facets.period ?? label.period;
    if (facets.periodWords !== null || label.periodWords !== null) {
      const words = facets.periodWords ?? label.periodWords!;
      const year =
        yearOf(row) ?? yearOf(label.period) ?? yearOf(facets.period) ?? yearOf(this.#layout.period);
      period = writtenPeriod(words, { year });
      if (!period) return 'noYear';
    } else if (period === null || (row !== null && period.kind === 'year' && row.kind !== 'year')) {
      period = row ?? period ?? this.#layout.period;
    } else if (row !== null && period !== null && row.kind !== 'year') period = row;
    if (!period) return null;
    const flow = facets.flow ?? label.flow;
    if (flow === 'single') period = singleOf(period);
    else if (flow === 'cumulative') period = cumulativeOf(period);
    else if (flow === 'stock') period = stockOf(period);
    return facets.yearsBack + label.yearsBack > 0 ? yearBefore(period) : period;
  }

  // --- unit ---------------------------------------------------------------------------------------------------------

  #rowUnit(labels: RowLabels, label: Facets): { unit: Unit | null; unknown: string | null } {
    if (labels.unit !== null && !this.#lexicon.missing.has(plainWord(labels.unit))) {
      const unit = writtenUnit(labels.unit, this.#lexicon);
      return unit ? { unit, unknown: null } : { unit: null, unknown: labels.unit };
    }
    const unit = unitFor(label.kind, label.units);
    return { unit, unknown: unit ? null : label.unknownUnit };
  }

  #unitOf(column: Column, kind: FigureKind | null, row: Unit | null): Unit | null | { unknown: string } {
    const own = column.unit ?? unitFor(kind, column.facets.units);
    // The rate beside 万元 is in per cent although the row says 万元.
    if (row && !((kind === 'growth' || kind === 'share') && row.of !== 'percent')) {
      if (!own || row.of === own.of || own.of !== 'percent') return row;
    }
    if (own) return own;
    if (column.facets.unknownUnit !== null) return { unknown: column.facets.unknownUnit };
    const table = unitFor(kind, this.#layout.units);
    if (table) return table;
    if (kind === 'growth' || kind === 'share') return writtenUnit('%', this.#lexicon);
    if (kind === 'rank' || kind === 'index') return null;
    if (this.#layout.unknownUnit !== null) return { unknown: this.#layout.unknownUnit };
    return null;
  }

  // --- one value ----------------------------------------------------------------------------------------------------

  /** What the values of a column mean in rows of one kind; rows that say the same share it. */
  #meaning(
    key: string,
    column: Column,
    labels: RowLabels,
    label: Facets,
    rowUnit: Unit | null,
    rowPeriod: Period | null,
  ): Meaning | Refusal {
    let known = this.#meanings.get(column);
    if (!known || known.size > MOST_MEANINGS) {
      known = new Map();
      this.#meanings.set(column, known);
    }
    let meaning = known.get(key);
    if (!meaning) {
      meaning = this.#meant(column, labels, label, rowUnit, rowPeriod);
      known.set(key, meaning);
    }
    return meaning;
  }

  #meant(
    column: Column,
    labels: RowLabels,
    label: Facets,
    rowUnit: Unit | null,
    rowPeriod: Period | null,
  ): Meaning | Refusal {
    const kind = column.kind ?? label.kind;
    const pull = kind === 'difference' && (column.facets.derived ?? label.derived) === 'pull';
    const stated = this.#unitOf(column, kind, rowUnit);
    // A pull is in points of growth, whatever the table's 亿元, and although some write % for it.
    const unit = pull ? writtenUnit('个百分点', this.#lexicon) : stated;
    if (unit !== null && 'unknown' in unit)
      return { reason: unknownUnit(unit.unknown), label: null, column: null };
    const period = this.#periodOf(column, label, rowPeriod);
    if (period === 'noYear') {
      const words = column.facets.periodWords ?? label.periodWords ?? '';
      return { reason: noYear(words), label: null, column: null };
    }
    const on = period ? periodDays(period).start : null;
    const { today } = this.#options;
    if (period && today && on! > today)
      return { reason: futurePeriod(printPeriod(period), today), label: null, column: null };

    const areaText = column.area ?? labels.area ?? this.#layout.area;
    const area = this.#resolve('area', areaText, on);
    if (area && 'reason' in area)
      return {
        reason: area.reason,
        label: areaText,
        column: column.area === null ? labels.areaColumn : column,
      };
    const industryText = column.industry ?? labels.industry;
    const whole = this.#wholeOfIndustries(industryText);
    const industry = whole === null ? this.#resolve('industry', industryText, on) : null;
    if (industry && 'reason' in industry) {
      const at = column.industry === null ? labels.industryColumn : column;
      return { reason: industry.reason, label: industryText, column: at };
    }
    return {
      indicator: whole ?? this.#indicatorOf(column, label),
      whole: whole !== null,
      unit,
      kind,
      flow: column.facets.flow ?? label.flow,
      comparator: column.facets.comparator ?? label.comparator,
      period: period ? printPeriod(period) : null,
      area,
      industry,
    };
  }

  /** 地区生产总值 among 第一产业, 第二产业, 第三产业 is no industry but the indicator, of all of them. */
  #wholeOfIndustries(text: string | null): string | null {
    if (text === null || !this.#options.industry) return null;
    const name = labelName(text, this.#lexicon);
    const indicator = this.#lexicon.indicators.get(plainWord(name)) ?? null;
    return indicator !== null && this.#options.industry(name).status !== 'resolved' ? indicator : null;
  }

  /** null: the cell is blank after all. */
  #number(
    value: unknown,
    isPercent: boolean,
    quote: string,
  ):
    | {
        value: number | null;
        mark: MissingMark | null;
        percent: '%' | '‰' | null;
        note: string | null;
        unit: Unit | null;
      }
    | { reason: Bilingual }
    | null {
    const plain = { mark: null, note: null, unit: null };
    if (this.#missing.size > 0 && this.#missing.has(plainWord(quote)))
      return { ...plain, value: null, mark: 'unavailable', percent: null };
    if (typeof value === 'number') {
      if (!Number.isFinite(value)) return { reason: notNumber(quote) };
      return isPercent
        ? { ...plain, value: Number((value * 100).toPrecision(15)), percent: '%' }
        : { ...plain, value: cleanNumber(value), percent: null };
    }
    if (typeof value !== 'string') return value === null ? null : { reason: notNumber(quote) };
    if (FORMULA_ERROR.test(value)) return { reason: formulaError(value) };
    const written = writtenNumber(value, this.#lexicon);
    switch (written.kind) {
      case 'blank':
        return null;
      case 'missing':
        return { ...plain, value: null, mark: written.mark, percent: null };
      case 'text':
        return { reason: notNumber(quote) };
      case 'number': {
        const unit = written.unit === null ? null : writtenUnit(written.unit, this.#lexicon);
        if (written.unit !== null && !unit) return { reason: notNumber(quote) };
        return {
          value: written.value,
          mark: written.negligible ? 'negligible' : null,
          percent: written.percent,
          note: written.note,
          unit,
        };
      }
    }
  }

  #indicatorOf(column: Column, label: Facets): string | null {
    const heading = column.facets.indicator;
    if (column.facets.derived !== null)
      return derivedName(label.indicator ?? this.#layout.indicator, column.facets);
    if (label.indicator !== null && heading !== null && heading !== label.indicator)
      return `${label.indicator}·${heading}`;
    return label.indicator ?? heading ?? this.#layout.indicator;
  }

  #resolve(
    what: 'area' | 'industry',
    text: string | null,
    on: string | null,
  ): Named | { reason: Bilingual } | null {
    if (text === null) return null;
    const name = labelName(text, this.#lexicon);
    if (!this.#options[what]) return { code: null, name, written: text };
    const key = `${what}\n${name}\n${on ?? ''}`;
    let found = this.#resolved.get(key);
    if (!found) {
      found = what === 'area' ? this.#area(name, on) : this.#industry(name);
      this.#resolved.set(key, found);
    }
    if ('code' in found) return { ...found, written: text };
    // 合计 in a column of areas is the area the table is about.
    if (isTotalWord(name, this.#lexicon)) {
      const whole = what === 'area' ? this.#layout.area : null;
      if (whole !== null && whole !== text) return this.#resolve(what, whole, on);
      return { code: null, name, written: text };
    }
    return { reason: found };
  }

  #area(name: string, on: string | null): Named | Bilingual {
    const found = this.#options.area!(name, on === null ? {} : { on });
    if (found.status !== 'resolved') return unknownName('area', name, found);
    if (on !== null && found.abolished) {
      const { how, into } = found.abolished;
      // The same place under another name, or of another rank.
      const [same] = into;
      if (!(into.length === 1 && same && (how === 'renamed' || how === 'upgraded')))
        return abolishedArea(name, found.abolished, on);
      return { code: same.code, name: same.name, written: name };
    }
    const later = found.notYet ? { foundedLater: found.notYet.from } : {};
    return { code: found.code, name: found.name, written: name, ...later };
  }

  #industry(name: string): Named | Bilingual {
    const found = this.#options.industry!(name);
    if (found.status !== 'resolved') return unknownName('industry', name, found);
    return {
      code: found.code,
      name: found.name,
      written: name,
      system: found.system,
      version: found.version,
    };
  }

  // --- places -------------------------------------------------------------------------------------------------------

  #locator(view: GridView, row: number, column: Column): TidyPlace {
    return this.#layout.transposed
      ? { sheet: this.#layout.sheet, row: column.index + 1, column: columnLetters(row) }
      : { sheet: this.#layout.sheet, row: view.sheet.rowNumber(row), column: column.letters };
  }

  #place(
    view: GridView,
    row: number,
    column: Column | null,
  ): Omit<TableReject, 'value' | 'values' | 'zh' | 'en'> {
    const heading = column === null || column.heading.length === 0 ? null : column.heading.join(' / ');
    if (column !== null) return { ...this.#locator(view, row, column), heading };
    return { sheet: this.#layout.sheet, row: view.sheet.rowNumber(row), column: null, heading };
  }
}

/** One reject a label and row, however many values stand beside it. */
function refuse(
  refused: Map<string, { column: Column; value: string; reason: Bilingual; values: number }>,
  label: string,
  column: Column,
  reason: Bilingual,
): void {
  const key = `${column.letters} ${label}`;
  const had = refused.get(key);
  if (had) had.values++;
  else refused.set(key, { column, value: label, reason, values: 1 });
}

function rowKey(labels: RowLabels, label: Facets, unit: Unit | null, period: Period | null): string {
  const { area, industry, indicator } = labels;
  const when = period ? printPeriod(period) : '';
  return `${when}\n${area ?? ''}\n${industry ?? ''}\n${indicator ?? ''}\n${label.indicator ?? ''}\n${unit?.written ?? ''}`;
}

export function kindOfUnit(unit: Unit | null): FigureKind {
  if (unit?.base === '个百分点') return 'difference';
  if (unit?.of === 'counts') return 'count';
  if (unit?.of === 'index' && unit.base.includes('=')) return 'index';
  return 'level';
}

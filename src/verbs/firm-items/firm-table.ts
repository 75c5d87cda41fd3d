// Firms from tables: one row a firm with years as columns, one row a firm and a year, or one row a value.
import { basename, extname } from 'node:path';
import { z } from 'zod';
import type { Award, HeldTitle, Item, Subject, SubjectFault } from '../../assess/index.js';
import { type Bilingual, UserError } from '../../model/index.js';
import {
  type Codes,
  creditCodeFault,
  type FirmItem,
  plainCode,
  type Reject,
  readSheets,
  type Sheet,
  type TablesLexicon,
  type TitleHeld,
  writtenDay,
  writtenSpan,
} from '../../store/index.js';
import { type CellWords, itemValue, type WrittenCell, yesOrNo } from './item-cell.js';
import {
  expectedHeading,
  type HeadingWords,
  headingKey,
  ItemHeadings,
  type Meaning,
  unitScale,
} from './item-headings.js';

/** A cell or row that cannot be used: its value is unknown to every rule. */
export interface FirmReject extends Reject {
  sheet: string | null;
  expected: Bilingual;
}

export interface TableFirm {
  subject: Subject;
  items: FirmItem[];
  titles: TitleHeld[];
  sheet: string | null;
  row: number;
}

export interface FirmTables {
  file: string;
  firms: TableFirm[];
  rejects: FirmReject[];
  /** Rejects that rows of an exported list of rejects take the place of. */
  mended: { importId: number; seq: number }[];
  notices: Bilingual[];
}

export interface FirmTableWords {
  items: readonly Item[];
  lexicon: TablesLexicon;
  registers: HeadingWords['registers'] & Pick<CellWords, 'yes' | 'no'>;
  codes: Codes;
}

export interface FirmTableOptions {
  sheet?: string | null;
  encoding?: string | null;
  /** Unit of money of tables that state none. */
  unit?: string | null;
}

/** What the name of a row begins with that is no firm: the example and the notes of a template. */
export const EXAMPLE_MARK = '【示例】';
const NO_FIRM = /^【(?:示例|说明|Example|Note)/iu;

/** A heading may stand this deep below titles and notes. */
const DEEPEST_HEADING = 15;

/**
 * @throws UserError where no sheet holds a table of firms
 */
export async function readFirmTables(
  file: string,
  words: FirmTableWords,
  options: FirmTableOptions = {},
): Promise<FirmTables> {
  const headings = new ItemHeadings(words);
  const result: FirmTables = { file, firms: [], rejects: [], mended: [], notices: [] };
  const seen: string[] = [];
  let found = false;
  const isText = ['.csv', '.tsv', '.txt'].includes(extname(file).toLowerCase());
  const settings = {
    ...(options.sheet == null ? {} : { sheet: options.sheet }),
    ...(options.encoding == null ? {} : { encoding: options.encoding }),
  };
  for await (const sheet of readSheets(file, settings)) {
    if (sheet.hidden && options.sheet == null) continue;
    const grid = new Grid(sheet);
    const head = findHead(grid, headings, options.unit ?? null);
    if (head === null) {
      seen.push(...grid.firstWords());
      continue;
    }
    found = true;
    const reading = new SheetReading(file, isText ? null : sheet.name, head, words, headings, result);
    reading.head();
    for (let row = head.row + 1; row < grid.height; row++)
      reading.row(
        sheet.rowNumber(row),
        head.columns.map((_, column) => grid.cell(row, column)),
      );
    if (sheet.rest)
      for await (const part of sheet.rest) {
        const more = new Grid(part);
        for (let row = 0; row < more.height; row++)
          reading.row(
            part.rowNumber(row),
            head.columns.map((_, column) => more.cell(row, column)),
          );
      }
    reading.end();
  }
  if (!found) {
    const words8 = seen.filter((word) => word !== '').slice(0, 8);
    throw new UserError({
      zh: `${file}：没有认出企业表。首行应有“企业名称”和带年份、单位的指标，如“2025年营业收入（万元）”${words8.length > 0 ? `；这里是：${words8.join('、')}` : ''}。ballast assess --template 称号 --out 模板.xlsx 可写出模板。`,
      en: `${file}: no table of firms was found. The first row should have “企业名称” (name) and items with year and unit such as “2025年营业收入（万元）”${words8.length > 0 ? `; it has ${words8.join(', ')}` : ''}. ballast assess --template TITLE --out template.xlsx writes a template.`,
    });
  }
  return result;
}

/** A sheet with merged cells filled. */
class Grid {
  readonly #sheet: Sheet;
  readonly #masters = new Map<string, [number, number]>();

  constructor(sheet: Sheet) {
    this.#sheet = sheet;
    for (const { top, left, bottom, right } of sheet.merges) {
      if (top > DEEPEST_HEADING) continue;
      for (let row = top; row <= Math.min(bottom, DEEPEST_HEADING); row++)
        for (let column = left; column <= Math.min(right, sheet.width - 1); column++)
          this.#masters.set(`${row} ${column}`, [top, left]);
    }
  }

  get height(): number {
    return this.#sheet.height;
  }

  get width(): number {
    return this.#sheet.width;
  }

  cell(row: number, column: number): WrittenCell {
    const [r, c] = this.#masters.get(`${row} ${column}`) ?? [row, column];
    const { value, text, formulaError } = this.#sheet.cell(r, c);
    const shown = value instanceof Date ? value.toISOString().slice(0, 10) : text;
    return { value, text: shown, percent: this.#sheet.isPercent(r, c), formulaError };
  }

  words(row: number, column: number): string {
    return this.cell(row, column).text.replace(/\s+/gu, ' ').trim();
  }

  firstWords(): string[] {
    for (let row = 0; row < this.height; row++) {
      const words = Array.from({ length: this.width }, (_, column) => this.words(row, column));
      if (words.some((word) => word !== '')) return words;
    }
    return [];
  }
}

interface Head {
  row: number;
  columns: { heading: string; meaning: Meaning }[];
}

/** The row, or pair of rows, of which most columns are understood and one names the firm. */
function findHead(grid: Grid, headings: ItemHeadings, unit: string | null): Head | null {
  let best: { head: Head; score: number } | null = null;
  let tableUnit = unit;
  for (let row = 0; row < Math.min(grid.height, DEEPEST_HEADING); row++) {
    const single = Array.from({ length: grid.width }, (_, column) => grid.words(row, column));
    const label = /单位\s*[:：]\s*([^\s,，;；)）]+)/u.exec(single.join(' '));
    if (label && single.filter((word) => word !== '').length <= 3) tableUnit ??= label[1]!;
    const pairs =
      row === 0
        ? []
        : single.map((word, column) => {
            const above = grid.words(row - 1, column);
            return above === word ? word : `${above} ${word}`.trim();
          });
    for (const names of [single, pairs]) {
      if (names.length === 0) continue;
      const columns = names.map((heading) => ({ heading, meaning: headings.meaning(heading, tableUnit) }));
      const kinds = columns.map(({ meaning }) => meaning.kind);
      const named = kinds.includes('name') || kinds.includes('creditCode');
      const items = kinds.filter((kind) => kind === 'item' || kind === 'unusable').length;
      const long = kinds.includes('itemName') && kinds.includes('itemValue') ? 2 : 0;
      const titles = kinds.filter((kind) => kind === 'title' || kind === 'titles').length;
      const dated = columns.filter(({ meaning }) => meaning.kind === 'item' && meaning.year !== null).length;
      if (!named || items + long + titles === 0) continue;
      const score = items + long + titles + dated;
      if (best === null || score > best.score) best = { head: { row, columns }, score };
    }
  }
  return best?.head ?? null;
}

interface Gathered {
  name: string;
  creditCode: string | null;
  area: string | null;
  areaName: string | null;
  industry: string | null;
  single: Map<string, number | boolean | string>;
  yearly: Map<string, Map<number, number>>;
  titles: HeldTitle[] | null;
  awards: Award[] | null;
  faults: SubjectFault[];
  origin: Map<string, string>;
  items: FirmItem[];
  row: number;
}

class SheetReading {
  readonly #file: string;
  readonly #sheet: string | null;
  readonly #head: Head;
  readonly #words: FirmTableWords;
  readonly #headings: ItemHeadings;
  readonly #result: FirmTables;
  readonly #firms = new Map<string, Gathered>();
  readonly #isLong: boolean;
  readonly #hasYear: boolean;
  #examples = 0;

  constructor(
    file: string,
    sheet: string | null,
    head: Head,
    words: FirmTableWords,
    headings: ItemHeadings,
    result: FirmTables,
  ) {
    this.#file = file;
    this.#sheet = sheet;
    this.#head = head;
    this.#words = words;
    this.#headings = headings;
    this.#result = result;
    const kinds = new Set(head.columns.map(({ meaning }) => meaning.kind));
    this.#isLong = kinds.has('itemName') && kinds.has('itemValue');
    this.#hasYear = kinds.has('year');
  }

  /** What the headings alone say: columns that cannot be used, or that mean nothing here. */
  head(): void {
    const row = this.#head.row + 1;
    const others: string[] = [];
    for (const { heading, meaning } of this.#head.columns) {
      if (meaning.kind === 'other' && heading !== '') others.push(heading);
      if (meaning.kind === 'unusable')
        this.#reject(row, heading, heading, meaning.reason, meaning.expected, null);
      else if (meaning.kind === 'item' && this.#undated(meaning))
        this.#reject(row, heading, heading, NO_YEAR, expectedHeading(meaning.item, null), null);
    }
    if (others.length > 0)
      this.#result.notices.push({
        zh: `${this.#place()}：不是所需指标的列，略过：${others.slice(0, 8).join('、')}${others.length > 8 ? ` 等 ${others.length} 列` : ''}`,
        en: `${this.#place()}: columns that are no item wanted here, passed over: ${others.slice(0, 8).join(', ')}${others.length > 8 ? ` and others, ${others.length} in all` : ''}`,
      });
  }

  row(row: number, cells: readonly WrittenCell[]): void {
    if (cells.every(({ text }) => text.trim() === '')) return;
    const { columns } = this.#head;
    const first = (kind: Meaning['kind']) => {
      for (const [at, { meaning }] of columns.entries()) {
        const text = cells[at]!.text.trim();
        if (meaning.kind === kind && text !== '')
          return { text, cell: cells[at]!, heading: columns[at]!.heading };
      }
      return null;
    };
    const record = Object.fromEntries(
      columns
        .map(({ heading }, at) => [heading, cells[at]!.text] as const)
        .filter(([heading]) => heading !== ''),
    );
    const refuse = (column: string | null, value: string | null, reason: Bilingual, expected: Bilingual) =>
      this.#reject(row, column, value, reason, expected, record);
    const named = first('name')?.text ?? null;
    if (named !== null && NO_FIRM.test(named)) {
      this.#examples++;
      return;
    }
    const { lexicon } = this.#words;
    if (named !== null && (lexicon.totals.has(named) || lexicon.subtotals.has(named))) return;
    const code = first('creditCode');
    const creditCode = code === null ? null : plainCode(code.text);
    const codeFault = creditCode === null ? null : creditCodeFault(creditCode);
    if (codeFault) {
      refuse(code!.heading, code!.text, codeFault, {
        zh: '18 位统一社会信用代码',
        en: 'a unified social credit code of 18 characters',
      });
      return;
    }
    if (named === null && creditCode === null) {
      // A reject of a whole column has no row of its own.
      if (first('reject') !== null) return;
      refuse(
        null,
        null,
        { zh: '没有企业名称，也没有统一社会信用代码', en: 'neither a name nor a credit code' },
        {
          zh: '企业名称',
          en: 'the name of a firm',
        },
      );
      return;
    }
    const mark = first('reject');
    const ids = mark === null ? null : /^(\d+):(\d+)$/.exec(mark.text);
    if (ids) this.#result.mended.push({ importId: Number(ids[1]), seq: Number(ids[2]) });
    const key = creditCode ?? named!;
    let firm = this.#firms.get(key);
    if (firm !== undefined && !this.#isLong && !this.#hasYear) {
      refuse(
        columns[0]!.heading,
        key,
        {
          zh: `与第 ${firm.row} 行是同一企业`,
          en: `the same firm as row ${firm.row}`,
        },
        { zh: '一家企业一行', en: 'one row a firm' },
      );
      return;
    }
    if (firm === undefined) {
      firm = {
        name: named ?? creditCode!,
        creditCode,
        area: null,
        areaName: null,
        industry: null,
        single: new Map(),
        yearly: new Map(),
        titles: null,
        awards: null,
        faults: [],
        origin: new Map(),
        items: [],
        row,
      };
      this.#firms.set(key, firm);
    }
    this.#identity(firm, first, refuse);
    const year = this.#yearOf(first('year'), refuse);
    if (year === 'refused') return;
    if (this.#isLong) this.#longValue(firm, row, year, first, refuse);
    else this.#wideValues(firm, row, year, cells, refuse);
    this.#titles(firm, row, cells, refuse);
    this.#awards(firm, row, first('awards'), refuse);
  }

  end(): void {
    if (this.#examples > 0)
      this.#result.notices.push({
        zh: `${this.#place()}：示例和说明 ${this.#examples} 行，略过`,
        en: `${this.#place()}: ${this.#examples} rows of example or notes, passed over`,
      });
    for (const firm of this.#firms.values()) {
      const { items, row, areaName: _, ...known } = firm;
      const titles: TitleHeld[] = (firm.titles ?? []).map(({ title, from, to }) => ({
        creditCode: firm.creditCode,
        name: firm.name,
        title,
        from,
        to,
        batch: null,
        areaCode: firm.area,
        area: firm.areaName,
        other: {},
        sheet: this.#sheet,
        row,
      }));
      this.#result.firms.push({ subject: known, items, titles, sheet: this.#sheet, row });
    }
  }

  #place(): string {
    return this.#sheet === null ? basename(this.#file) : `${basename(this.#file)}［${this.#sheet}］`;
  }

  #reject(
    row: number,
    column: string | null,
    value: string | null,
    reason: Bilingual,
    expected: Bilingual,
    record: Reject['record'],
  ): void {
    this.#result.rejects.push({
      file: this.#file,
      sheet: this.#sheet,
      row,
      column,
      value,
      zh: `${reason.zh}；应为：${expected.zh}`,
      en: `${reason.en}; expected: ${expected.en}`,
      expected,
      record,
    });
  }

  #undated({ item, year }: { item: Item; year: number | null }): boolean {
    return item.shape === 'yearly' && year === null && !this.#hasYear;
  }

  #identity(firm: Gathered, first: First, refuse: Refuse): void {
    const { codes } = this.#words;
    const area = first('area');
    if (area !== null && firm.area === null) {
      const found = codes.areas.resolve(area.text, {});
      if (found.status === 'resolved') {
        firm.area = found.code;
        firm.areaName = found.name;
        this.#keep(firm, 'area', null, found.code, null, area.heading, firm.row);
      } else
        refuse(area.heading, area.text, found.why, {
          zh: `行政区划名称或六位代码${near(found.suggestions)}`,
          en: `the name or six-digit code of an area${near(found.suggestions)}`,
        });
    }
    const industry = first('industry');
    if (industry !== null && firm.industry === null) {
      const found = codes.industries.resolve(industry.text);
      if (found.status === 'resolved') {
        const written = /^[A-T]?\d{2,4}$/i.test(industry.text) ? industry.text.toUpperCase() : found.code;
        firm.industry = written;
        this.#keep(firm, 'industry', null, written, null, industry.heading, firm.row);
      } else
        refuse(industry.heading, industry.text, found.why, {
          zh: `国民经济行业名称或代码${near(found.suggestions)}`,
          en: `a GB/T 4754 name or code${near(found.suggestions)}`,
        });
    }
  }

  #yearOf(cell: ReturnType<First>, refuse: Refuse): number | null | 'refused' {
    if (cell === null) return null;
    const match = /^((?:19|20)\d{2})年?度?$/u.exec(cell.text.trim());
    if (match) return Number(match[1]);
    refuse(
      cell.heading,
      cell.text,
      { zh: '不是年份', en: 'is no year' },
      { zh: '如 2025', en: 'such as 2025' },
    );
    return 'refused';
  }

  #longValue(firm: Gathered, row: number, year: number | null, first: First, refuse: Refuse): void {
    const [name, value, unit] = [first('itemName'), first('itemValue'), first('itemUnit')];
    if (name === null || value === null) return;
    if (name.text === 'area' || name.text === 'industry') {
      firm[name.text] ??= value.text;
      this.#keep(firm, name.text, null, value.text, null, value.heading, row);
      return;
    }
    if (name.text === 'titles' && value.text === 'none') {
      firm.titles ??= [];
      this.#keep(firm, name.text, null, value.text, null, value.heading, row);
      return;
    }
    if (name.text === 'awards') {
      this.#awards(firm, row, value, refuse);
      return;
    }
    const meant = this.#headings.meaning(`${name.text}${unit ? `(${unit.text})` : ''}`, unit?.text ?? null);
    const item =
      this.#headings.item(name.text) ??
      (meant.kind === 'item' || meant.kind === 'unusable' ? meant.item : null);
    if (item === null) {
      refuse(
        name.heading,
        name.text,
        { zh: '没有这一指标', en: 'is no item known here' },
        {
          zh: '指标名称，如 营业收入',
          en: 'the name of an item, such as revenue',
        },
      );
      return;
    }
    if (item.shape === 'yearly' && year === null) {
      this.#fault(firm, item, null, value.text, NO_YEAR);
      refuse(name.heading, name.text, NO_YEAR, {
        zh: '年份列写明年份',
        en: 'its year in the column of years',
      });
      return;
    }
    const scale =
      unit === null || item.unit === null ? 1 : unitScale(unit.text, item.unit, this.#words.lexicon);
    if (scale === null || (unit === null && meant.kind === 'unusable')) {
      const reason =
        meant.kind === 'unusable' ? meant.reason : { zh: '单位不对', en: 'the unit does not fit' };
      this.#fault(firm, item, year, value.text, reason);
      refuse(unit?.heading ?? name.heading, unit?.text ?? null, reason, {
        zh: item.unit ?? '无单位',
        en: item.unit ?? 'no unit',
      });
      return;
    }
    this.#take(
      firm,
      row,
      item,
      item.shape === 'yearly' ? year : null,
      scale,
      value.cell,
      value.heading,
      refuse,
    );
  }

  #wideValues(
    firm: Gathered,
    row: number,
    rowYear: number | null,
    cells: readonly WrittenCell[],
    refuse: Refuse,
  ): void {
    for (const [at, { heading, meaning }] of this.#head.columns.entries()) {
      const cell = cells[at]!;
      if (meaning.kind === 'unusable') {
        if (cell.text.trim() !== '')
          this.#fault(firm, meaning.item, meaning.year ?? rowYear, cell.text, meaning.reason);
      } else if (meaning.kind === 'item') {
        const { item } = meaning;
        if (this.#undated(meaning)) {
          if (cell.text.trim() !== '') this.#fault(firm, item, null, cell.text, NO_YEAR);
          continue;
        }
        const year = item.shape === 'yearly' ? (meaning.year ?? rowYear) : null;
        if (item.shape === 'yearly' && year === null) {
          if (cell.text.trim() !== '') {
            this.#fault(firm, item, null, cell.text, NO_YEAR);
            refuse(heading, cell.text, NO_YEAR, {
              zh: '年份列写明年份',
              en: 'its year in the column of years',
            });
          }
          continue;
        }
        this.#take(firm, row, item, year, meaning.scale, cell, heading, refuse);
      }
    }
  }

  #take(
    firm: Gathered,
    row: number,
    item: Item,
    year: number | null,
    scale: number,
    cell: WrittenCell,
    heading: string,
    refuse: Refuse,
  ): void {
    const { lexicon, registers } = this.#words;
    const read = itemValue(item, scale, cell, { lexicon, yes: registers.yes, no: registers.no });
    if (read.kind === 'missing') return;
    if (read.kind === 'refused') {
      this.#fault(firm, item, year, cell.text, read.reason);
      refuse(heading, cell.text, read.reason, read.expected);
      return;
    }
    const { value } = read;
    const had = year === null ? firm.single.get(item.id) : firm.yearly.get(item.id)?.get(year);
    if (had !== undefined && had !== value) {
      const reason = { zh: `同一项另有一值 ${had}`, en: `the same item has another value, ${had}` };
      this.#fault(firm, item, year, cell.text, reason);
      refuse(heading, cell.text, reason, { zh: '一项一值', en: 'one value an item' });
      this.#forget(firm, item, year);
      return;
    }
    if (year === null) firm.single.set(item.id, value);
    else {
      const values = firm.yearly.get(item.id) ?? new Map<number, number>();
      firm.yearly.set(item.id, values.set(year, value as number));
    }
    this.#keep(firm, item.id, year, value, item.unit, heading, row);
  }

  /** Of two values neither is taken. */
  #forget(firm: Gathered, item: Item, year: number | null): void {
    if (year === null) firm.single.delete(item.id);
    else firm.yearly.get(item.id)?.delete(year);
    firm.items = firm.items.filter((one) => one.item !== item.id || one.year !== year);
  }

  #keep(
    firm: Gathered,
    item: string,
    year: number | null,
    value: number | boolean | string,
    unit: string | null,
    column: string,
    row: number,
  ): void {
    firm.origin.set(year === null ? item : `${item}@${year}`, `${this.#place()} 第 ${row} 行“${column}”列`);
    const { creditCode, name } = firm;
    firm.items.push({ creditCode, name, item, year, value, unit, sheet: this.#sheet, row, column });
  }

  #fault(firm: Gathered, item: Item, year: number | null, value: string, reason: Bilingual): void {
    firm.faults.push({ item: item.id, year, value, reason });
  }

  #titles(firm: Gathered, row: number, cells: readonly WrittenCell[], refuse: Refuse): void {
    const { registers } = this.#words;
    const { columns } = this.#head;
    const held: HeldTitle[] = [];
    let said = false;
    const byTitle = new Map<string, { held?: boolean; from?: string; to?: string; answered: boolean }>();
    for (const [at, { heading, meaning }] of columns.entries()) {
      const cell = cells[at]!;
      const text = cell.text.trim();
      if (meaning.kind === 'titles' && text !== '') {
        const read = writtenTitles(text, registers.no);
        if ('fault' in read)
          refuse(heading, text, read.fault, {
            zh: '称号（起至止），如 专精特新（2024-06-01至2027-05-31）；没有写“无”',
            en: 'title (from至to), such as 专精特新（2024-06-01至2027-05-31）; 无 for none',
          });
        else {
          held.push(...read.titles);
          said = true;
        }
      }
      if (meaning.kind !== 'title') continue;
      const one = byTitle.get(meaning.title) ?? { answered: false };
      byTitle.set(meaning.title, one);
      if (text === '') continue;
      if (meaning.edge === 'held') {
        const answer = yesOrNo(cell, registers);
        if (answer === null)
          refuse(
            heading,
            text,
            { zh: '不是“是”或“否”', en: 'is neither yes nor no' },
            {
              zh: '是 或 否',
              en: '是 (yes) or 否 (no)',
            },
          );
        else Object.assign(one, { held: answer, answered: true });
      } else {
        const day = writtenDay(text, meaning.edge === 'from' ? 'first' : 'last');
        if (day === null)
          refuse(
            heading,
            text,
            { zh: '不是日期', en: 'is no date' },
            {
              zh: '日期，如 2024-06-01',
              en: 'a date such as 2024-06-01',
            },
          );
        else {
          one[meaning.edge] = day;
          one.answered = true;
        }
      }
    }
    for (const [title, { held: holds, from, to }] of byTitle)
      if (holds === true || (holds === undefined && (from !== undefined || to !== undefined)))
        held.push({ title, from: from ?? null, to: to ?? null });
    const answers = [...byTitle.values()];
    const complete = answers.length > 0 && answers.every(({ answered }) => answered);
    if (said || complete) {
      firm.titles = [...(firm.titles ?? []), ...held];
      // That there are none is said by no row of titles.
      if (firm.titles.length === 0) this.#keep(firm, 'titles', null, 'none', null, '称号', row);
    } else if (held.length > 0 || answers.some(({ answered }) => answered)) {
      const open = [...byTitle].filter(([, { answered }]) => !answered).map(([title]) => title);
      const reason = {
        zh: `称号没有填全（${open.join('、')} 未答），已填的也不能作准`,
        en: `titles are not all answered (${open.join(', ')} left open), so that none counts`,
      };
      firm.faults.push({ item: 'titles', year: null, value: '', reason });
      refuse(open[0] ?? null, null, reason, { zh: '每个称号答“是”或“否”', en: '是 or 否 for each title' });
    }
  }

  #awards(firm: Gathered, row: number, cell: ReturnType<First>, refuse: Refuse): void {
    if (cell === null) return;
    const read = storedAwards(cell.text) ?? writtenAwards(cell.text, this.#words.registers.no);
    if (read !== null) {
      firm.awards = [...(firm.awards ?? []), ...read];
      this.#keep(firm, 'awards', null, JSON.stringify(firm.awards), null, cell.heading, row);
      return;
    }
    refuse(
      cell.heading,
      cell.text,
      { zh: '奖励无法识别', en: 'no awards could be read' },
      {
        zh: '级别 名次 日期，如 国家级 第2名 2024-05-01；没有写“无”',
        en: 'level, place, date, such as 国家级 第2名 2024-05-01; 无 for none',
      },
    );
  }
}

type First = (kind: Meaning['kind']) => { text: string; cell: WrittenCell; heading: string } | null;
type Refuse = (column: string | null, value: string | null, reason: Bilingual, expected: Bilingual) => void;

const NO_YEAR: Bilingual = { zh: '没有写明年份', en: 'no year is stated' };

function near(suggestions: readonly { name: string }[]): string {
  return suggestions.length === 0 ? '' : `（${suggestions.map(({ name }) => name).join('、')}？）`;
}

/** 专精特新（2024-06-01至2027-05-31）；高新技术企业. A word of `none` alone says that there are none. */
export function writtenTitles(
  text: string,
  none: readonly string[],
): { titles: HeldTitle[] } | { fault: Bilingual } {
  const plain = text.normalize('NFKC').trim();
  if (none.some((word) => headingKey(word) === headingKey(plain))) return { titles: [] };
  const titles: HeldTitle[] = [];
  for (const part of plain.split(/[;、\n|]|,(?![^()]*\))/u)) {
    const match = /^\s*([^()]+?)\s*(?:\(([^()]*)\))?\s*$/u.exec(part);
    if (part.trim() === '') continue;
    if (!match)
      return { fault: { zh: `称号无法识别：${part.trim()}`, en: `no title could be read: ${part.trim()}` } };
    const inside = match[2]?.trim() ?? '';
    const span = inside === '' ? null : writtenSpan(inside);
    if (inside !== '' && span === null)
      return { fault: { zh: `有效期无法识别：${inside}`, en: `no span of days: ${inside}` } };
    titles.push({ title: match[1]!, from: span?.from ?? null, to: span?.to ?? null });
  }
  return { titles };
}

/** Awards as the workspace keeps and exports them. */
function storedAwards(text: string): Award[] | null {
  if (!text.trim().startsWith('[')) return null;
  try {
    const read = AWARDS.safeParse(JSON.parse(text));
    return read.success ? read.data : null;
  } catch {
    return null;
  }
}

const AWARDS = z.array(
  z.object({ level: z.string(), rank: z.number().int().nullable(), date: z.iso.date() }),
);

/** 国家级 第2名 2024-05-01；省部级 2023年6月. Null where it cannot be read. */
export function writtenAwards(text: string, none: readonly string[]): Award[] | null {
  const plain = text.normalize('NFKC').trim();
  if (none.some((word) => headingKey(word) === headingKey(plain))) return [];
  const awards: Award[] = [];
  for (const part of plain.split(/[;、\n|]/u)) {
    if (part.trim() === '') continue;
    const level = /国家级|省部级|省级|市级/u.exec(part)?.[0];
    const day = part
      .split(/[\s,]+/u)
      .map((word) => writtenDay(word, 'first'))
      .find((one) => one !== null);
    if (level === undefined || day === undefined || day === null) return null;
    const rank = /第\s*(\d+)\s*(?:名|位)?/u.exec(part);
    awards.push({
      level: level === '省级' ? '省部级' : level,
      rank: rank ? Number(rank[1]) : null,
      date: day,
    });
  }
  return awards;
}

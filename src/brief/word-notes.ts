/**
 * Footnotes as a Word file has them: of running text one a number; of a table or picture one for all of it, which says
 * for each file the rows and columns that were taken.
 */
import type { Bilingual, Lang } from '../model/index.js';
import type { BriefDocument, Cited, Footnote, Words } from './brief-document.js';
import { rowNumber, summedFrom } from './wording.js';

const LISTED = 6;
const LONGEST = 220;
/** Columns of a table that a note names; the rest is counted. */
const COLUMNS = 8;
/** A formula up to this length takes no more room than to say where it stands. */
const SHORT = 16;

/** A note by its number in the file: a footnote is called once, and by its number from then on. */
export interface CalledNote {
  id: number;
  isAgain: boolean;
}

export class WordNotes {
  readonly #brief: BriefDocument;
  readonly #byNumber: Map<number, Footnote>;
  readonly #lang: Lang;
  /** Texts by id, in the order in which Word numbers them. */
  readonly texts: string[] = [];
  readonly #told = new Map<number, number>();
  readonly #named = new Set<number>();
  readonly #explained = new Set<string>();
  /** In which note a formula is written out. */
  readonly #formulas = new Map<string, number>();
  /** Which note says where a table's or picture's numbers come from, by all that they rest on. */
  readonly #together = new Map<string, number>();

  constructor(brief: BriefDocument) {
    this.#brief = brief;
    this.#lang = brief.lang;
    this.#byNumber = new Map(brief.footnotes.map((note) => [note.number, note]));
  }

  /** The notes of a number, each once: one that was told before is called again by its number. */
  of(cited: Cited): CalledNote[] {
    const here = new Set<number>();
    return cited.references.flatMap(({ note }) => {
      const footnote = this.#byNumber.get(note);
      if (footnote === undefined) return [];
      const before = this.#told.get(note);
      // A formula names the places that it takes in; where a number refers to those as well, they are told already.
      if (before !== undefined && here.has(before)) return [];
      const id = before ?? this.#add(this.#text(footnote));
      this.#told.set(note, id);
      here.add(id);
      return [{ id, isAgain: before !== undefined }];
    });
  }

  /** One note for many numbers; null where none of them has one. */
  together(cited: Iterable<Cited>): CalledNote | null {
    const notes = new Map<number, Footnote>();
    for (const { references } of cited)
      for (const { note } of references) {
        const footnote = this.#byNumber.get(note);
        if (footnote !== undefined) notes.set(note, footnote);
      }
    if (notes.size === 0) return null;
    const [only, ...others] = notes.keys();
    const all = [...notes.keys()].sort((a, b) => a - b).join(' ');
    const before = this.#together.get(all) ?? (others.length === 0 ? this.#told.get(only!) : undefined);
    const id = before ?? this.#add(this.#places([...notes.values()]));
    this.#together.set(all, id);
    return { id, isAgain: before !== undefined };
  }

  /** Rows of the source tables that a row of ours was written from: 12 or 12, 15. */
  rowsOf(cited: Iterable<Cited>): string {
    const rows = new Set<number>();
    for (const { references } of cited)
      for (const { note } of references) {
        const place = this.#byNumber.get(note)?.place;
        if (place?.kind === 'row') rows.add(place.row);
      }
    // Blanks, so that a narrow cell breaks between rows and not within.
    return ranges([...rows], ', ');
  }

  #add(text: string): number {
    this.texts.push(text);
    return this.texts.length;
  }

  #say(zh: string, en: string): string {
    return this.#lang === 'zh' ? zh : en;
  }

  /** A source by its title once, by its number in the list of sources ever after. */
  #source(note: Footnote): string {
    return note.source === null ? '' : this.#sourceOf(note.source);
  }

  #sourceOf(number: number): string {
    const source = this.#brief.sources[number - 1];
    if (source === undefined) return '';
    if (this.#named.has(source.number)) return `[${source.number}]`;
    this.#named.add(source.number);
    return `[${source.number}] ${source.title}`;
  }

  #text(note: Footnote): string {
    const { place } = note;
    switch (place.kind) {
      case 'sentence':
      case 'quote':
        return `${this.#source(note)} “${this.#words(note.sentence).slice(0, LONGEST)}”`;
      case 'row': {
        const cells = place.cells.slice(0, LISTED).map((c) => `${c.column} “${c.quote}”`);
        return this.#listed([
          `${this.#source(note)} ${place.sheet === null ? '' : `${place.sheet} `}${rowNumber(place.row)[this.#lang]} ${cells.join(' ')}`,
          this.#released(place.released),
        ]);
      }
      case 'formula': {
        const inputs = place.inputs.flatMap((n) => this.#byNumber.get(n) ?? []);
        return this.#listed([
          this.#computed([[this.#words(note.sentence), place.method]]),
          inputs.length === 0 ? '' : `${this.#say('取自', 'from')} ${this.#places(inputs)}`,
        ]);
      }
      case 'reports':
        return this.#listed([
          this.#words(note.sentence),
          `${summedFrom(place)[this.#lang]} ${this.#files(place.sources)}`,
          this.#released(place.released),
        ]);
    }
  }

  /** Formulas: what is short, or was not told before, in full; of the others the notes in which they are. */
  #computed(formulas: readonly (readonly [string, Bilingual])[]): string {
    const known = new Set<number>();
    const fresh: (readonly [string, Bilingual])[] = [];
    for (const one of formulas) {
      const before = one[0].length <= SHORT ? undefined : this.#formulas.get(one[0]);
      if (before === undefined) fresh.push(one);
      else known.add(before);
    }
    const shown = fresh.slice(0, LISTED).map(([formula, method]) => {
      this.#formulas.set(formula, this.texts.length + 1);
      return `${formula}${this.#method(method)}`;
    });
    const more =
      fresh.length > LISTED ? this.#say(` 等 ${fresh.length} 个`, ` and others, ${fresh.length} in all`) : '';
    return this.#listed([
      shown.length === 0
        ? ''
        : `${this.#say('算得', 'computed')} ${shown.join(this.#say('；', '; '))}${more}`,
      known.size === 0
        ? ''
        : this.#say(`算式见脚注 ${ranges([...known])}`, `computed as in note ${ranges([...known], ', ')}`),
    ]);
  }

  /** How a formula was meant, the first time. */
  #method({ zh, en }: Bilingual): string {
    if (this.#explained.has(zh)) return '';
    this.#explained.add(zh);
    return this.#say(`（${zh}）`, ` (${en})`);
  }

  #words(words: Words): string {
    return typeof words === 'string' ? words : words[this.#lang];
  }

  #files(sources: readonly number[]): string {
    return sources.map((number) => this.#sourceOf(number)).join(this.#say('、', ', '));
  }

  #released(day: string | null): string | null {
    return day === null ? null : this.#say(`${day} 发布`, `released ${day}`);
  }

  #listed(parts: readonly (string | null)[]): string {
    return parts.filter((part) => part !== null && part !== '').join(this.#say('，', ', '));
  }

  /** Rows by file and sheet, with their columns and releases; then formulas; then pages. */
  #places(notes: readonly Footnote[]): string {
    const tables = new Map<
      string,
      { rows: Set<number>; columns: Set<string>; days: Set<string>; note: Footnote }
    >();
    const formulas = new Map<string, Bilingual>();
    const sums = new Map<number, { firms: Set<number>; counted: boolean }>();
    const pages = new Map<number | null, Footnote>();
    const visit = (note: Footnote): void => {
      const { place } = note;
      if (place.kind === 'row') {
        const key = `${note.source} ${place.sheet ?? ''}`;
        const table = tables.get(key) ?? { rows: new Set(), columns: new Set(), days: new Set(), note };
        table.rows.add(place.row);
        for (const cell of place.cells) table.columns.add(cell.column);
        if (place.released !== null) table.days.add(place.released);
        tables.set(key, table);
      } else if (place.kind === 'formula') {
        formulas.set(this.#words(note.sentence), place.method);
        for (const input of place.inputs) {
          const taken = this.#byNumber.get(input);
          if (taken !== undefined && taken.place.kind !== 'formula') visit(taken);
        }
      } else if (place.kind === 'reports') {
        for (const source of place.sources) {
          const sum = sums.get(source) ?? { firms: new Set(), counted: place.counted === true };
          sum.firms.add(place.firms);
          sums.set(source, sum);
        }
      } else pages.set(note.source, note);
    };
    for (const note of notes) visit(note);
    const parts = [...tables.values()].map(({ note, rows, columns, days }) => {
      const sheet = note.place.kind === 'row' ? note.place.sheet : null;
      const named = [...columns].slice(0, COLUMNS);
      const more = columns.size - named.length;
      const where = this.#say(
        `第${ranges([...rows])}行 ${named.join('、')}${more > 0 ? ` 等 ${columns.size}` : ''} 列`,
        `rows ${ranges([...rows], ', ')}, columns ${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`,
      );
      const ordered = [...days].sort();
      const [first, last] = [ordered[0], ordered.at(-1)];
      return this.#listed([
        [this.#source(note), sheet, where].filter((part) => part !== null && part !== '').join(' '),
        first === undefined ? null : this.#released(first === last ? first : `${first} — ${last}`),
      ]);
    });
    if (formulas.size > 0) parts.push(this.#computed([...formulas]));
    for (const [source, { firms, counted }] of sums) {
      const most = Math.max(...firms).toLocaleString('en-US');
      parts.push(
        `${this.#sourceOf(source)} ${counted ? this.#say(`在 ${most} 家企业的登记中数得`, `counted in the entries of ${most} firms`) : this.#say(`${most} 家企业上报的数加总`, `reports of ${most} firms, added up`)}`,
      );
    }
    for (const note of pages.values()) parts.push(this.#source(note));
    return parts.join(this.#say('；', '; '));
  }
}

/** 3—5、9: numbers in rising order, runs drawn together. */
export function ranges(numbers: readonly number[], between = '、'): string {
  const ordered = [...new Set(numbers)].sort((a, b) => a - b);
  const parts: [number, number][] = [];
  for (const n of ordered) {
    const last = parts.at(-1);
    if (last !== undefined && last[1] === n - 1) last[1] = n;
    else parts.push([n, n]);
  }
  return parts.map(([from, to]) => (from === to ? `${from}` : `${from}—${to}`)).join(between);
}

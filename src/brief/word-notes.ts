/**
 * Footnotes as a Word file has them: of running text one a number; of a table or picture one for all of it, which says
 * for each file the rows and columns that were taken.
 */
import type { Lang } from '../model/index.js';
import type { BriefDocument, Cited, Footnote } from './brief-document.js';
import { rowNumber } from './wording.js';

const LISTED = 6;
const LONGEST = 220;

export class WordNotes {
  readonly #brief: BriefDocument;
  readonly #byNumber: Map<number, Footnote>;
  readonly #lang: Lang;
  /** Texts by id, in the order in which Word numbers them. */
  readonly texts: string[] = [];
  readonly #told = new Map<number, number>();

  constructor(brief: BriefDocument) {
    this.#brief = brief;
    this.#lang = brief.lang;
    this.#byNumber = new Map(brief.footnotes.map((note) => [note.number, note]));
  }

  /** Ids of the notes of a number; a place told before is pointed to. */
  of(cited: Cited): number[] {
    return cited.references.flatMap(({ note }) => {
      const footnote = this.#byNumber.get(note);
      if (footnote === undefined) return [];
      const before = this.#told.get(note);
      const id = this.#add(
        before === undefined
          ? this.#text(footnote)
          : this.#say(
              `见脚注${before}：${this.#short(footnote)}`,
              `see note ${before}: ${this.#short(footnote)}`,
            ),
      );
      if (before === undefined) this.#told.set(note, id);
      return [id];
    });
  }

  /** One note for many numbers; null where none of them has one. */
  together(cited: Iterable<Cited>): number | null {
    const notes = new Map<number, Footnote>();
    for (const { references } of cited)
      for (const { note } of references) {
        const footnote = this.#byNumber.get(note);
        if (footnote !== undefined) notes.set(note, footnote);
      }
    if (notes.size === 0) return null;
    return this.#add(this.#summary([...notes.values()]));
  }

  /** Rows of the source tables that a row of ours was written from: 12 or 12、15. */
  rowsOf(cited: Iterable<Cited>): string {
    const rows = new Set<number>();
    for (const { references } of cited)
      for (const { note } of references) {
        const place = this.#byNumber.get(note)?.place;
        if (place?.kind === 'row') rows.add(place.row);
      }
    return ranges([...rows]);
  }

  #add(text: string): number {
    this.texts.push(text);
    return this.texts.length;
  }

  #say(zh: string, en: string): string {
    return this.#lang === 'zh' ? zh : en;
  }

  #title(note: Footnote): string {
    const source = note.source === null ? undefined : this.#brief.sources[note.source - 1];
    return source?.title ?? '';
  }

  #text(note: Footnote): string {
    const { place } = note;
    switch (place.kind) {
      case 'sentence':
      case 'quote':
        return `${this.#title(note)}：${note.sentence.slice(0, LONGEST)}`;
      case 'row': {
        const cells = place.cells.map((c) => `${c.column} “${c.quote}”（${c.states[this.#lang]}）`);
        return [
          this.#title(note),
          place.sheet,
          rowNumber(place.row)[this.#lang],
          cells.slice(0, LISTED).join('；'),
          this.#released(place.released),
        ]
          .filter((part) => part !== null && part !== '')
          .join('，');
      }
      case 'formula': {
        const inputs = place.inputs
          .slice(0, LISTED)
          .flatMap((n) => this.#byNumber.get(n) ?? [])
          .map((input) => this.#short(input));
        const more =
          place.inputs.length > LISTED
            ? this.#say(` 等${place.inputs.length}处`, ` and others, ${place.inputs.length} in all`)
            : '';
        return `${this.#say('算得', 'computed')}：${note.sentence}（${place.method}）${inputs.length === 0 ? '' : `；${this.#say('取自', 'from')} ${[...new Set(inputs)].join('；')}${more}`}`;
      }
    }
  }

  #released(day: string | null): string | null {
    return day === null ? null : this.#say(`${day} 发布`, `released ${day}`);
  }

  #short(note: Footnote): string {
    const { place } = note;
    if (place.kind === 'row') {
      return [
        this.#title(note),
        place.sheet,
        rowNumber(place.row)[this.#lang],
        [...new Set(place.cells.map((c) => c.column))].join('、'),
      ]
        .filter((part) => part !== null && part !== '')
        .join(' ');
    }
    return place.kind === 'formula' ? note.sentence : this.#title(note);
  }

  /** Rows by file and sheet, with their columns and release; then formulas; then pages. */
  #summary(notes: readonly Footnote[]): string {
    const tables = new Map<
      string,
      { head: string; rows: Set<number>; columns: Set<string>; days: Set<string> }
    >();
    const formulas = new Set<string>();
    const pages = new Set<string>();
    const visit = (note: Footnote) => {
      const { place } = note;
      if (place.kind === 'row') {
        const head = [this.#title(note), place.sheet]
          .filter((part) => part !== null && part !== '')
          .join(' ');
        const table = tables.get(head) ?? {
          head,
          rows: new Set<number>(),
          columns: new Set<string>(),
          days: new Set<string>(),
        };
        table.rows.add(place.row);
        for (const cell of place.cells) table.columns.add(cell.column);
        if (place.released !== null) table.days.add(place.released);
        tables.set(head, table);
      } else if (place.kind === 'formula') {
        formulas.add(`${note.sentence}（${place.method}）`);
        for (const input of place.inputs) {
          const taken = this.#byNumber.get(input);
          if (taken !== undefined && taken.place.kind !== 'formula') visit(taken);
        }
      } else pages.add(this.#title(note));
    };
    for (const note of notes) visit(note);
    const parts = [...tables.values()].map(({ head, rows, columns, days }) => {
      const where = this.#say(
        `第${ranges([...rows])}行，${[...columns].join('、')}列`,
        `rows ${ranges([...rows])}, columns ${[...columns].join(', ')}`,
      );
      const last = [...days].sort();
      const released =
        last.length === 0
          ? ''
          : `，${this.#released(last.length === 1 ? last[0]! : `${last[0]}—${last.at(-1)}`)}`;
      return `${head}，${where}${released}`;
    });
    if (formulas.size > 0) {
      const shown = [...formulas].slice(0, LISTED).join('；');
      parts.push(
        `${this.#say('算得', 'computed')}：${shown}${formulas.size > LISTED ? this.#say(` 等${formulas.size}个`, ` and others, ${formulas.size} in all`) : ''}`,
      );
    }
    if (pages.size > 0) parts.push([...pages].join('；'));
    return parts.join('。');
  }
}

/** 3—5、9: numbers in rising order, runs drawn together. */
export function ranges(numbers: readonly number[]): string {
  const ordered = [...new Set(numbers)].sort((a, b) => a - b);
  const parts: [number, number][] = [];
  for (const n of ordered) {
    const last = parts.at(-1);
    if (last !== undefined && last[1] === n - 1) last[1] = n;
    else parts.push([n, n]);
  }
  return parts.map(([from, to]) => (from === to ? `${from}` : `${from}—${to}`)).join('、');
}

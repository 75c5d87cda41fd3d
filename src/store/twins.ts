/** Rows of one list that speak of the same thing: said again they are no fault, said otherwise they are one. */
import type { Reject } from './workspace.js';

export interface Twin {
  key: string;
  content: string;
  /** An earlier row says the same. */
  isAgain: boolean;
  /** An earlier row says otherwise. */
  clash: Omit<Reject, 'file'> | null;
}

export class Twins<Entry extends { row: number }> {
  readonly #seen = new Map<string, { content: string; row: number }>();
  readonly #told: (entry: Entry) => { key: string; content: string };
  readonly #clash: (entry: Entry, row: number) => Omit<Reject, 'file'>;

  constructor(
    told: (entry: Entry) => { key: string; content: string },
    clash: (entry: Entry, row: number) => Omit<Reject, 'file'>,
  ) {
    this.#told = told;
    this.#clash = clash;
  }

  /** Of the rows in their order; one that clashes does not stand. */
  take(entry: Entry): Twin {
    const { key, content } = this.#told(entry);
    const twin = this.#seen.get(key);
    if (twin === undefined) {
      this.#seen.set(key, { content, row: entry.row });
      return { key, content, isAgain: false, clash: null };
    }
    const isAgain = twin.content === content;
    return { key, content, isAgain, clash: isAgain ? null : this.#clash(entry, twin.row) };
  }
}

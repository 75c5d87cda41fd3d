/** Words in a tree of characters: the longest word that begins at a place of a text, at a cost of its length. */
export class Trie<T> {
  readonly #root: Node<T> = { next: new Map(), value: undefined };
  /** 1 for every character that begins a word: most places of a text begin none. */
  readonly #begins = new Uint8Array(0x10000);

  static of<T>(entries: Iterable<readonly [string, T]>): Trie<T> {
    const trie = new Trie<T>();
    for (const [word, value] of entries) trie.add(word, value);
    return trie;
  }

  /** The first value given to a word stays. */
  add(word: string, value: T): void {
    if (word === '') return;
    this.#begins[word.charCodeAt(0)] = 1;
    let node = this.#root;
    for (let i = 0; i < word.length; i++) {
      const code = word.charCodeAt(i);
      let child = node.next.get(code);
      if (child === undefined) {
        child = { next: new Map(), value: undefined };
        node.next.set(code, child);
      }
      node = child;
    }
    node.value ??= { of: value };
  }

  longestAt(text: string, at: number, limit = text.length): Match<T> | undefined {
    if (this.#begins[text.charCodeAt(at)] !== 1) return undefined;
    let node = this.#root.next.get(text.charCodeAt(at));
    let found: Match<T> | undefined;
    for (let i = at + 1; node !== undefined && i <= limit; i++) {
      if (node.value !== undefined) found = { start: at, end: i, value: node.value.of };
      node = node.next.get(text.charCodeAt(i));
    }
    return found;
  }

  /** Every word that begins at `at`, the shortest first. */
  *allAt(text: string, at: number): Generator<Match<T>> {
    let node = this.#root.next.get(text.charCodeAt(at));
    for (let i = at + 1; node !== undefined && i <= text.length; i++) {
      if (node.value !== undefined) yield { start: at, end: i, value: node.value.of };
      node = node.next.get(text.charCodeAt(i));
    }
  }

  /** Words from left to right, longest first, none overlapping. */
  *scan(text: string, from = 0, to = text.length): Generator<Match<T>> {
    for (let i = from; i < to; ) {
      const match = this.longestAt(text, i, to);
      if (match === undefined) i++;
      else {
        yield match;
        i = match.end;
      }
    }
  }
}

export interface Match<T> {
  start: number;
  end: number;
  value: T;
}

interface Node<T> {
  next: Map<number, Node<T>>;
  value: { of: T } | undefined;
}

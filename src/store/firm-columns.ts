/** The list of firms in memory: filtered, ordered and counted without a query, so that many can ask at once. */
import { areaStem } from '../model/index.js';

export interface FirmEntry {
  /** Place in the order of names, from 1. */
  id: number;
  key: string;
  name: string;
  creditCode: string | null;
  areaCode: string | null;
  area: string | null;
  industryCode: string | null;
  industry: string | null;
  size: string | null;
  /** 万元, 人; of `year`. */
  revenue: number | null;
  staff: number | null;
  year: number | null;
  /** Whether any list says anything of its titles. */
  titlesKnown: boolean;
  synthetic: boolean;
}

export interface EntryTitle {
  short: string;
  /** Place on a ladder, from 0; null beside it. */
  rung: number | null;
  from: string | null;
  to: string | null;
}

export interface FirmFilter {
  /** GB/T 2260 codes to which the asker is limited; 100000 is everything. */
  areas: readonly string[];
  area?: string | undefined;
  /** Two to four digits of GB/T 4754, with or without the letter of the section. */
  industry?: string | undefined;
  /** Held on the day, by its short name; `none` for no title of the ladder. */
  title?: string | undefined;
  /** Part of the name or of the credit code. */
  text?: string | undefined;
  /** Places of states, of the verdicts that the list is asked with. */
  states?: readonly number[] | undefined;
}

export const FIRM_SORTS = [
  'name',
  'area',
  'industry',
  'size',
  'rung',
  'lapses',
  'revenue',
  'staff',
  'nearest',
] as const;
export type FirmSort = (typeof FIRM_SORTS)[number];

export interface ListedFirm {
  entry: FirmEntry;
  /** Highest rung held on the day; null for none. */
  rung: number | null;
  titles: readonly string[];
  /** First last day of a title that is held; null where none ends. */
  lapses: string | null;
  /** Place of the state; null where nothing was judged. */
  state: number | null;
  unmet: number | null;
  unknown: number | null;
}

export interface FirmChoices {
  areas: { code: string; name: string; firms: number }[];
  industries: { code: string; firms: number }[];
  titles: { title: string; firms: number }[];
}

/** What firms come to for one title, by place; `NO_STATE` where no rulebook counts. */
export interface FirmVerdicts {
  name: string;
  state: Uint8Array;
  unmet: Uint16Array;
  unknown: Uint16Array;
}

export const NO_STATE = 255;

interface Standing {
  rung: number | null;
  titles: readonly string[];
  lapses: string | null;
}

const NOTHING_HELD: Standing = { rung: null, titles: [], lapses: null };

/** Answers of each kind that stay. */
const KEPT = { days: 6, orders: 40, found: 40 };

/** Nearest to a title first: met, for a person to see, data missing, unmet, not applicable; by place of the state. */
const NEARNESS = [0, 3, 2, 1, 4];

export class FirmColumns {
  readonly #entries: FirmEntry[];
  readonly #titles: Map<number, readonly EntryTitle[]>;
  readonly #places: Map<string, number>;
  readonly #areas: Codes;
  readonly #industries: Codes;
  readonly #words: Words;
  readonly #standing = new Map<string, Map<number, Standing>>();
  readonly #orders = new Map<string, Int32Array>();
  readonly #found = new Map<string, Int32Array>();
  readonly #choices = new Map<string, FirmChoices>();

  /** @param entries In the order of their ids, which count from 1. */
  constructor(entries: FirmEntry[], titles: Map<number, readonly EntryTitle[]>) {
    this.#entries = entries;
    this.#titles = titles;
    this.#places = new Map(entries.map(({ key, id }) => [key, id - 1]));
    this.#areas = new Codes(entries.map(({ areaCode }) => areaCode));
    this.#industries = new Codes(entries.map(({ industryCode }) => industryCode));
    this.#words = new Words(entries.map(({ name, creditCode }) => `${name}\n${creditCode ?? ''}`));
  }

  get count(): number {
    return this.#entries.length;
  }

  byKey(key: string): FirmEntry | null {
    const place = this.#places.get(key);
    return place === undefined ? null : this.#entries[place]!;
  }

  at(id: number): FirmEntry {
    return this.#entries[id - 1]!;
  }

  /** Of the firm with this id, as far as lists know. */
  titlesOf(id: number): readonly EntryTitle[] {
    return this.#titles.get(id) ?? [];
  }

  areaCodes(): (string | null)[] {
    return [...new Set(this.#entries.map(({ areaCode }) => areaCode))];
  }

  /** Firms of which something else is known now. */
  replace(entries: readonly FirmEntry[], titles: ReadonlyMap<number, readonly EntryTitle[]>): void {
    for (const entry of entries) {
      this.#entries[entry.id - 1] = entry;
      this.#areas.set(entry.id - 1, entry.areaCode);
      this.#industries.set(entry.id - 1, entry.industryCode);
      const own = titles.get(entry.id);
      if (own === undefined) this.#titles.delete(entry.id);
      else this.#titles.set(entry.id, own);
    }
    for (const kept of [this.#standing, this.#orders, this.#found, this.#choices]) kept.clear();
  }

  /** Orders and filters that rest on these verdicts are found anew. */
  forget(verdicts: string): void {
    for (const kept of [this.#orders, this.#found])
      for (const key of kept.keys()) if (key.endsWith(`\n${verdicts}`)) kept.delete(key);
  }

  page(
    on: string,
    filter: FirmFilter,
    order: { sort: FirmSort; down: boolean; from: number; count: number },
    verdicts: FirmVerdicts | null,
  ): { items: ListedFirm[]; total: number } {
    const standing = this.#standingOn(on);
    const found = this.#matching(on, filter, order, verdicts);
    return {
      items: Array.from(found.subarray(order.from, order.from + order.count), (place): ListedFirm => {
        const state = verdicts === null ? NO_STATE : verdicts.state[place]!;
        const entry = this.#entries[place]!;
        const { rung, titles, lapses } = standing.get(entry.id) ?? NOTHING_HELD;
        const isJudged = state !== NO_STATE;
        return {
          entry,
          rung,
          titles,
          lapses,
          state: isJudged ? state : null,
          unmet: isJudged ? verdicts!.unmet[place]! : null,
          unknown: isJudged ? verdicts!.unknown[place]! : null,
        };
      }),
      total: found.length,
    };
  }

  /** What can be filtered by, with how many firms there are of each. */
  choices(on: string, areas: readonly string[]): FirmChoices {
    return kept(this.#choices, `${on} ${areas}`, KEPT.days, () => {
      const standing = this.#standingOn(on);
      const places = new Map<string, { code: string; name: string; firms: number }>();
      const industries = new Map<string, number>();
      const titles = new Map<string, number>();
      const add = (counts: Map<string, number>, key: string) => counts.set(key, (counts.get(key) ?? 0) + 1);
      const isHere = this.#mask({ areas }, standing, null);
      for (const [place, { id, areaCode, area, industryCode }] of this.#entries.entries()) {
        if (isHere[place] === 0) continue;
        if (areaCode !== null) {
          const known = places.get(areaCode);
          if (known === undefined) places.set(areaCode, { code: areaCode, name: area ?? areaCode, firms: 1 });
          else known.firms++;
        }
        const division = industryCode === null ? undefined : /^[A-Z]?(\d{2})/.exec(industryCode)?.[1];
        if (division !== undefined) add(industries, division);
        for (const title of (standing.get(id) ?? NOTHING_HELD).titles) add(titles, title);
      }
      const byCode = <One extends { code: string }>(list: One[]) =>
        list.sort((a, b) => (a.code < b.code ? -1 : 1));
      return {
        areas: byCode([...places.values()]),
        industries: byCode([...industries].map(([code, firms]) => ({ code, firms }))),
        titles: [...titles]
          .map(([title, firms]) => ({ title, firms }))
          .sort((a, b) => b.firms - a.firms || (a.title < b.title ? -1 : 1)),
      };
    });
  }

  /** Places of the firms that pass the filter, in order. */
  #matching(
    on: string,
    filter: FirmFilter,
    { sort, down }: { sort: FirmSort; down: boolean },
    verdicts: FirmVerdicts | null,
  ): Int32Array {
    return kept(
      this.#found,
      `${on} ${JSON.stringify(filter)} ${sort} ${down}\n${verdicts?.name ?? ''}`,
      KEPT.found,
      () => {
        const passes = this.#mask(filter, this.#standingOn(on), verdicts);
        const order = this.#order(on, sort, down, verdicts);
        const found = new Int32Array(order.length);
        let count = 0;
        for (const place of order) if (passes[place] === 1) found[count++] = place;
        return found.slice(0, count);
      },
    );
  }

  /** 1 for each firm that passes the filter. */
  #mask(
    { areas, area, industry, title, text, states }: FirmFilter,
    standing: ReadonlyMap<number, Standing>,
    verdicts: FirmVerdicts | null,
  ): Uint8Array {
    const mask = new Uint8Array(this.#entries.length).fill(1);
    const inArea = (codes: readonly string[]) => {
      const stems = codes.map(areaStem);
      this.#areas.keep(mask, (code) => stems.some((stem) => code.startsWith(stem)));
    };
    if (!areas.includes('100000')) inArea(areas);
    if (area && area !== '100000') inArea([area]);
    if (industry) {
      // Codes stand with the letter of their section and without.
      const wanted = industry.replace(/^[A-Za-z]/, '');
      this.#industries.keep(mask, (code) => code.replace(/^[A-Z]/, '').startsWith(wanted));
    }
    if (title === 'none') {
      for (const { id, titlesKnown } of this.#entries)
        if (!titlesKnown || (standing.get(id) ?? NOTHING_HELD).rung !== null) mask[id - 1] = 0;
    } else if (title) {
      const held = new Uint8Array(mask.length);
      for (const [id, { titles }] of standing) if (titles.includes(title)) held[id - 1] = 1;
      both(mask, held);
    }
    if (verdicts !== null && states !== undefined && states.length > 0) {
      const wanted = new Uint8Array(NO_STATE + 1);
      for (const state of states) wanted[state] = 1;
      for (let place = 0; place < mask.length; place++) mask[place]! &= wanted[verdicts.state[place]!]!;
    }
    const words = text?.normalize('NFKC').trim();
    if (words) both(mask, this.#words.matching(words));
    return mask;
  }

  /** Titles held on a day; firms that hold none are left out. */
  #standingOn(on: string): Map<number, Standing> {
    return kept(this.#standing, on, KEPT.days, () => {
      const found = new Map<number, Standing>();
      for (const [id, titles] of this.#titles) {
        const held = titles.filter(
          ({ from, to }) => (from === null || from <= on) && (to === null || to >= on),
        );
        if (held.length === 0) continue;
        const rungs = held.flatMap(({ rung }) => (rung === null ? [] : [rung]));
        const ends = held.flatMap(({ to }) => (to === null ? [] : [to]));
        found.set(id, {
          rung: rungs.length === 0 ? null : Math.max(...rungs),
          titles: [...new Set(held.map(({ short }) => short))].sort(),
          lapses: ends.length === 0 ? null : ends.reduce((a, b) => (a < b ? a : b)),
        });
      }
      return found;
    });
  }

  /** Every place in order; firms of equal rank in the order of names, those without a value last either way. */
  #order(on: string, sort: FirmSort, down: boolean, verdicts: FirmVerdicts | null): Int32Array {
    const asked = sort === 'nearest' && verdicts === null ? 'name' : sort;
    const isOfDay = asked === 'rung' || asked === 'lapses';
    const name = asked === 'nearest' ? verdicts!.name : '';
    return kept(this.#orders, `${asked} ${down} ${isOfDay ? on : ''}\n${name}`, KEPT.orders, () =>
      ranked(this.#keys(on, asked, verdicts), down),
    );
  }

  /** What firms are ordered by, NaN where there is nothing. */
  #keys(on: string, sort: FirmSort, verdicts: FirmVerdicts | null): Float64Array {
    const entries = this.#entries;
    const numbers = (of: (entry: FirmEntry, place: number) => number | null) => {
      const keys = new Float64Array(entries.length);
      for (let place = 0; place < keys.length; place++)
        keys[place] = of(entries[place]!, place) ?? Number.NaN;
      return keys;
    };
    const texts = (of: (entry: FirmEntry) => string | null) => {
      const found = [...new Set(entries.map(of))].filter((text) => text !== null).sort();
      const ranks = new Map<string | null, number>(found.map((text, rank) => [text, rank]));
      return numbers((entry) => ranks.get(of(entry)) ?? null);
    };
    const standing = this.#standingOn(on);
    switch (sort) {
      case 'name':
        return numbers((_, place) => place);
      case 'area':
        return texts(({ areaCode }) => areaCode);
      case 'industry':
        return texts(({ industryCode }) => industryCode);
      case 'size':
        return texts(({ size }) => size);
      case 'rung':
        return numbers(({ id }) => standing.get(id)?.rung ?? null);
      case 'lapses':
        return texts(({ id }) => standing.get(id)?.lapses ?? null);
      case 'revenue':
        return numbers(({ revenue }) => revenue);
      case 'staff':
        return numbers(({ staff }) => staff);
      case 'nearest':
        return numbers((_, place) => {
          const state = verdicts!.state[place]!;
          if (state === NO_STATE) return null;
          return (NEARNESS[state]! * 65536 + verdicts!.unmet[place]!) * 65536 + verdicts!.unknown[place]!;
        });
    }
  }
}

function both(mask: Uint8Array, other: Uint8Array): void {
  for (let place = 0; place < mask.length; place++) mask[place]! &= other[place]!;
}

/** A code a firm, of which there are few different ones. */
class Codes {
  readonly #numbers = new Map<string | null, number>();
  readonly #of: Uint32Array;

  constructor(codes: readonly (string | null)[]) {
    this.#of = Uint32Array.from(codes, (code) => this.#number(code));
  }

  set(place: number, code: string | null): void {
    this.#of[place] = this.#number(code);
  }

  keep(mask: Uint8Array, passes: (code: string) => boolean): void {
    const wanted = Uint8Array.from(this.#numbers.keys(), (code) => (code !== null && passes(code) ? 1 : 0));
    for (let place = 0; place < mask.length; place++) mask[place]! &= wanted[this.#of[place]!]!;
  }

  #number(code: string | null): number {
    let number = this.#numbers.get(code);
    if (number === undefined) {
      number = this.#numbers.size;
      this.#numbers.set(code, number);
    }
    return number;
  }
}

/** A text a firm, all in one: it is searched in one go. */
class Words {
  readonly #text: string;
  readonly #starts: Uint32Array;

  constructor(texts: readonly string[]) {
    this.#starts = new Uint32Array(texts.length + 1);
    for (const [place, text] of texts.entries())
      this.#starts[place + 1] = this.#starts[place]! + text.length + 1;
    this.#text = texts.map((text) => `${text}\n`).join('');
  }

  /** Words as they stand, or in capitals as codes are written. */
  matching(words: string): Uint8Array {
    const found = new Uint8Array(this.#starts.length - 1);
    if (words.includes('\n')) return found;
    for (const one of new Set([words, words.toUpperCase()])) {
      let place = 0;
      for (let at = this.#text.indexOf(one); at >= 0; at = this.#text.indexOf(one, this.#starts[place])) {
        place = rankAbove(this.#starts, place, at);
        found[place - 1] = 1;
      }
    }
    return found;
  }
}

/** The first place from `low` on whose start is above `at`. */
function rankAbove(starts: Uint32Array, low: number, at: number): number {
  let high = starts.length - 1;
  let first = low;
  while (first < high) {
    const middle = (first + high) >> 1;
    if (starts[middle]! > at) high = middle;
    else first = middle + 1;
  }
  return first;
}

/** Places by their keys. Numbers are sorted without a comparison of ours, which takes a tenth of the time. */
function ranked(keys: Float64Array, down: boolean): Int32Array {
  const sorted = keys.filter((key) => !Number.isNaN(key)).sort();
  let distinct = 0;
  for (const key of sorted) if (distinct === 0 || sorted[distinct - 1] !== key) sorted[distinct++] = key;
  const ranks = new Int32Array(keys.length);
  const starts = new Int32Array(distinct + 2);
  for (let place = 0; place < keys.length; place++) {
    const rank = rankOf(sorted, distinct, keys[place]!);
    ranks[place] = rank === distinct ? rank : down ? distinct - 1 - rank : rank;
    starts[ranks[place]! + 1]!++;
  }
  for (let rank = 1; rank < starts.length; rank++) starts[rank]! += starts[rank - 1]!;
  const order = new Int32Array(keys.length);
  for (let place = 0; place < keys.length; place++) order[starts[ranks[place]!]!++] = place;
  return order;
}

/** `distinct` for what is no number. */
function rankOf(sorted: Float64Array, distinct: number, key: number): number {
  if (Number.isNaN(key)) return distinct;
  let low = 0;
  let high = distinct - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < key) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** What was asked before, or made now; what was asked longest ago goes. */
function kept<Value>(known: Map<string, Value>, key: string, most: number, make: () => Value): Value {
  const value = known.get(key) ?? make();
  known.delete(key);
  known.set(key, value);
  if (known.size > most) known.delete(known.keys().next().value!);
  return value;
}

/** What is judged: a firm, a cluster, a base or a factory, as items by the catalogue. Absent means unknown; 0 and false are values. */
import type { Bilingual } from '../model/index.js';

export interface HeldTitle {
  title: string;
  /** ISO days; `to` is the last day of validity; null where it is not known. */
  from: string | null;
  to: string | null;
}

export interface Award {
  /** 国家级 | 省部级 | 市级. */
  level: string;
  /** Place among those who are named; null where it is not known. */
  rank: number | null;
  date: string;
}

export interface Subject {
  name: string;
  creditCode: string | null;
  /** GB/T 2260 code. */
  area: string | null;
  /** GB/T 4754-2017 code, with or without its letter: C3484. */
  industry: string | null;
  /** By item id, dotted as in the JSON form: `ip.class1`, `flags.dishonest`. Dates as ISO days. */
  single: ReadonlyMap<string, number | boolean | string>;
  /** By item id, then year. */
  yearly: ReadonlyMap<string, ReadonlyMap<number, number>>;
  /** Null where nothing is known of titles; empty where there are none. */
  titles: readonly HeldTitle[] | null;
  awards: readonly Award[] | null;
  /** Values that were refused, with the reason: they are unknown to every rule. */
  faults: readonly SubjectFault[];
  /** Where a value came from, by item id (`revenue` or `revenue@2025`): sentence for the footnote. */
  origin: ReadonlyMap<string, string>;
}

export interface SubjectFault {
  item: string;
  year: number | null;
  value: string;
  reason: Bilingual;
}

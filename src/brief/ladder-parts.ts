/** What the sections of the ladder brief are written from, and how firms are counted with a source. */
import type {
  Application,
  ItemCatalogue,
  RiseCase,
  Rulebook,
  Rung,
  Subject,
  Verdict,
} from '../assess/index.js';
import { type Area, type Bilingual, type CriterionState, type Figure, sha256 } from '../model/index.js';
import type { Cited, Words } from './brief-document.js';
import { both } from './desk.js';
import type { FigureDesk, Material } from './figure-desk.js';
import type { FirmRecord } from './firm-facts.js';

/** A file of the registers, and how many entries of it were looked at. */
export interface RegisterFile {
  file: string;
  sha256: string;
  values: number;
}

export interface LadderInput extends Omit<Material, 'area'> {
  area: Area;
  /** ISO days: of judging, from which movement counts, and to which titles that lapse are listed. */
  on: string;
  since: string;
  until: string;
  firms: readonly FirmRecord[];
  rungs: readonly Rung[];
  /** Lists of titles, and tables of what the rules ask. */
  registers: { titles: readonly RegisterFile[]; items: readonly RegisterFile[] };
  /** The next title of each firm, nearest first. */
  cases: readonly RiseCase[];
  /** What a review comes to of a firm (by its place) whose title is about to lapse; null where no rulebook is in force. */
  review: (firm: number, title: string) => CriterionState | null;
  /** In words, of firms that are listed; null where no rulebook is in force. */
  judge: (firm: Subject, title: string, application: Application) => Verdict | null;
  /** All that were judged by, by id. */
  rulebooks: ReadonlyMap<string, Rulebook>;
  items: ItemCatalogue;
  /** What could not be judged and why, and what was assumed; asked for when all else is written. */
  notes: () => readonly Bilingual[];
}

export interface LadderDesk {
  desk: FigureDesk;
  input: LadderInput;
  subjects: readonly Subject[];
  today: string;
}

interface Counted {
  /** Chinese words of what is counted. */
  what: string;
  value: number;
  on: string;
  area?: Area;
  industry?: string | null;
  /** Firms that were looked at. */
  of: number;
  from: 'titles' | 'items';
  /** Of titles 项; firms where it is not stated. */
  unit?: string;
}

/** A number of firms, counted in the registers. */
export function counted(
  { desk, input }: LadderDesk,
  { what, value, on, area, industry, of, from, unit = '家' }: Counted,
): Figure {
  const files = input.registers[from];
  const place = area ?? input.area;
  return desk.take({
    id: sha256(JSON.stringify(['ladder', what, value, on, place.name, industry ?? null, from])).slice(0, 20),
    indicator: what,
    value,
    unit,
    kind: 'count',
    baseKind: null,
    period: `asof:${on}`,
    area: place,
    industry: industry === undefined || industry === null ? null : { name: industry, code: null },
    group: null,
    priceBasis: null,
    scope: null,
    comparator: null,
    bound: null,
    approx: false,
    released: null,
    source: {
      kind: 'reports',
      item: what,
      firms: of,
      values: files.reduce((sum, one) => sum + one.values, 0),
      files: files.map((one) => ({ ...one })),
      counted: true,
    },
  });
}

/** A count, cited; the words default to the number itself. */
export function citeCount(at: LadderDesk, count: Counted, words?: Words): Cited {
  const figure = counted(at, count);
  return at.desk.cite(words ?? number(count.value), figure);
}

/** A count of verdicts: how many of the firms judged come out so. */
export function citeJudged(
  at: LadderDesk,
  base: Figure,
  { value, what, method }: { value: number; what: Bilingual; method: Bilingual },
  words?: Words,
): Cited {
  const figure = at.desk.compute(
    base,
    { kind: 'count', indicator: what.zh, unit: '家', value },
    what,
    method,
    [base],
  );
  return at.desk.cite(words ?? number(value), figure);
}

/** A difference of two counts, with its sign. */
export function citeChange(at: LadderDesk, now: Figure, before: Figure): Cited {
  const change = now.value - before.value;
  const figure = at.desk.compute(
    now,
    { kind: 'difference', unit: '家', value: change },
    `${now.value} − ${before.value}`,
    both('两日家数之差', 'the count of one day less that of the other'),
    [now, before],
  );
  return at.desk.cite(signedCount(change), figure, change < 0 ? 'bad' : 'plain');
}

export function signedCount(change: number): string {
  return change > 0 ? `+${change}` : change < 0 ? `−${-change}` : '0';
}

export function number(value: number): string {
  return value.toLocaleString('en-US');
}

export function share(part: number, of: number): string {
  return of === 0 ? '—' : `${((100 * part) / of).toFixed(1)}%`;
}

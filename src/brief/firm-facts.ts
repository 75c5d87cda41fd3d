/** What is known of firms, value by value with the row it stands in, so that a verdict leads back to its inputs. */
import type {
  Basis,
  Condition,
  HeldTitle,
  ItemCatalogue,
  JudgedCriterion,
  Quantity,
  Rulebook,
  Scoring,
  Subject,
} from '../assess/index.js';
import { type Area, type Bilingual, type Figure, sha256 } from '../model/index.js';
import type { Inline, Tone, Words } from './brief-document.js';
import { both, said } from './desk.js';
import type { FigureDesk } from './figure-desk.js';

/** A cell of a table of firms, or a key of a file. */
export interface FactCell {
  file: string;
  sha256: string;
  sheet: string | null;
  row: number;
  column: string;
  /** As it stands there. */
  quote: string;
  released: string | null;
}

/** A firm, and where each value of it stands. */
export interface FirmRecord {
  subject: Subject;
  area: Area | null;
  /** In words, where the code is known. */
  industry: Bilingual | null;
  /** By item id, `revenue@2025` where it is of a year. */
  cells: ReadonlyMap<string, FactCell>;
  /** By `heldKey`. */
  titles: ReadonlyMap<string, FactCell>;
}

export function factKey(item: string, year: number | null): string {
  return year === null ? item : `${item}@${year}`;
}

export function heldKey({ title, from, to }: HeldTitle): string {
  return `${title}|${from ?? ''}|${to ?? ''}`;
}

/** One value that a rule reads. */
interface Read {
  item: string;
  year: number | null;
}

/** How many years back a basis reaches, the last year being 0 and the present one -1; null where it has no year. */
const REACH: Record<Basis, readonly number[] | null> = {
  asOf: null,
  yearsSince: null,
  lastYear: [0],
  thisYear: [-1],
  eachOfTwoYears: [0, 1],
  eitherOfTwoYears: [-1, 0, 1],
  sumOfTwoYears: [0, 1],
  averageOfTwoYears: [0, 1],
  growthOverOneYear: [0, 1],
  eachOfThreeYears: [0, 1, 2],
  anyOfThreeYears: [-1, 0, 1, 2],
  sumOfThreeYears: [0, 1, 2],
  averageOfThreeYears: [0, 1, 2],
  compoundGrowthOverTwoYears: [0, 2],
  averageGrowthOverTwoYears: [0, 1, 2],
  compoundGrowthOverThreeYears: [0, 3],
  sumOfFiveYears: [0, 1, 2, 3, 4],
};

/** The facts of one firm as figures. */
export class FirmFacts {
  readonly #desk: FigureDesk;
  readonly #record: FirmRecord;
  readonly #items: ItemCatalogue;
  readonly #on: string;

  constructor(desk: FigureDesk, record: FirmRecord, items: ItemCatalogue, on: string) {
    this.#desk = desk;
    this.#record = record;
    this.#items = items;
    this.#on = on;
  }

  /** A value as a figure; null where it is not known or nothing says where it stands. */
  figure(item: string, year: number | null): Figure | null {
    const cell = this.#record.cells.get(factKey(item, year));
    if (cell === undefined) return null;
    const { subject } = this.#record;
    const value = year === null ? subject.single.get(item) : subject.yearly.get(item)?.get(year);
    if (value === undefined) return null;
    const entry = this.#items.get(item);
    return this.#taken(cell, {
      indicator: entry?.name.zh ?? item,
      value: typeof value === 'string' ? 0 : Number(value),
      unit: typeof value === 'number' ? (entry?.unit ?? '') : '',
      period: year === null ? null : String(year),
    });
  }

  title(held: HeldTitle): Figure | null {
    const cell = this.#record.titles.get(heldKey(held));
    return cell === undefined
      ? null
      : this.#taken(cell, { indicator: held.title, value: 1, unit: '项', period: null });
  }

  #taken(
    cell: FactCell,
    {
      indicator,
      value,
      unit,
      period,
    }: { indicator: string; value: number; unit: string; period: string | null },
  ): Figure {
    const { name } = this.#record.subject;
    const { file, sha256: hash, sheet, row, column, quote, released } = cell;
    return this.#desk.take({
      id: sha256(JSON.stringify(['firm', hash, sheet, row, column, indicator, period])).slice(0, 20),
      indicator,
      value,
      unit,
      kind: 'level',
      baseKind: null,
      period,
      area: { code: null, name },
      industry: null,
      group: null,
      priceBasis: null,
      scope: null,
      comparator: null,
      bound: null,
      approx: false,
      released,
      source: { kind: 'cell', file, sha256: hash, sheet, row, column, quote },
    });
  }

  /** What a criterion was judged by, cited: the cell itself, or what was worked out from several. */
  actual(judged: JudgedCriterion, rulebook: Rulebook, tone: Tone = 'plain'): Inline[] {
    const words = toldOf(judged);
    return [words === null ? said('—', 'muted') : this.cited(words, judged.id, judged.text, rulebook, tone)];
  }

  /** What an entry of a score table was given for. */
  entry(words: Bilingual, { table, entry }: { table: string; entry: string }, rulebook: Rulebook): Inline {
    const found = rulebook.scores.find(({ id }) => id === table)?.entries.find(({ id }) => id === entry);
    if (found === undefined) return said(words);
    const reads = distinct(this.#readsOfScoring(found.scoring, rulebook, 0));
    return this.#stated(words, reads, [], found.name, `${found.clause}`, rulebook, 'plain');
  }

  /** Words that say what a criterion comes to, with the facts behind them. */
  cited(
    words: Bilingual,
    criterion: string,
    name: Bilingual,
    rulebook: Rulebook,
    tone: Tone = 'plain',
  ): Inline {
    const entry = rulebook.criteria.find(({ id }) => id === criterion);
    if (entry === undefined) return said(words, tone);
    const reads = distinct(this.#readsOf(entry.condition, rulebook));
    return this.#stated(words, reads, this.#titlesIn(entry.condition), name, entry.clause, rulebook, tone);
  }

  #stated(
    words: Bilingual,
    reads: readonly Read[],
    titles: readonly Figure[],
    name: Bilingual,
    clause: string,
    rulebook: Rulebook,
    tone: Tone,
  ): Inline {
    const figures = [...reads.flatMap(({ item, year }) => this.figure(item, year) ?? []), ...titles];
    const [first] = figures;
    if (first === undefined) return said(words, tone);
    if (figures.length === 1) return this.#desk.cite(words, first, tone);
    const made = this.#desk.compute(
      first,
      { kind: 'index', indicator: name.zh, unit: '', value: numberIn(words.zh), period: null },
      this.#formula(reads),
      both(
        `${rulebook.document.number} ${clause}：${name.zh}`,
        `${rulebook.document.number} ${clause}: ${name.en}`,
      ),
      figures,
    );
    return this.#desk.cite(words, made, tone);
  }

  #formula(reads: readonly Read[]): Words {
    const years = new Map<string, number[]>();
    for (const { item, year } of reads)
      years.set(item, [...(years.get(item) ?? []), ...(year === null ? [] : [year])]);
    const part = (lang: 'zh' | 'en') =>
      [...years]
        .map(([item, list]) => {
          const name = this.#items.get(item)?.name[lang] ?? item;
          return list.length === 0
            ? name
            : `${name} ${[...new Set(list)].sort((a, b) => a - b).join(lang === 'zh' ? '、' : ', ')}`;
        })
        .join(lang === 'zh' ? '；' : '; ');
    return both(part('zh'), part('en'));
  }

  #titlesIn(condition: Condition): Figure[] {
    if (!('holds' in condition || 'lacks' in condition)) return [];
    return (this.#record.subject.titles ?? []).flatMap((held) => this.title(held) ?? []);
  }

  #readsOf(condition: Condition, rulebook: Rulebook, depth = 0): Read[] {
    if (depth > 8) return [];
    const deeper = (one: Condition) => this.#readsOf(one, rulebook, depth + 1);
    if ('all' in condition) return condition.all.flatMap(deeper);
    if ('any' in condition) return condition.any.flatMap(deeper);
    if ('not' in condition) return deeper(condition.not);
    if ('criterion' in condition) {
      const other = rulebook.criteria.find(({ id }) => id === condition.criterion);
      return other === undefined ? [] : deeper(other.condition);
    }
    if ('score' in condition) {
      const table = rulebook.scores.find(({ id }) => id === condition.score);
      return (table?.entries ?? [])
        .filter(({ part }) => condition.part === undefined || part === condition.part)
        .flatMap(({ scoring }) => this.#readsOfScoring(scoring, rulebook, depth + 1));
    }
    if ('flag' in condition) return [{ item: condition.flag, year: null }];
    if ('declared' in condition) return [{ item: condition.declared, year: null }];
    if ('oneOf' in condition && 'item' in condition) return [{ item: condition.item, year: null }];
    return 'item' in condition ? this.#readsOfQuantity(condition as Quantity) : [];
  }

  #readsOfScoring(scoring: Scoring, rulebook: Rulebook, depth: number): Read[] {
    if ('quantity' in scoring) return this.#readsOfQuantity(scoring.quantity);
    if ('bestOf' in scoring)
      return scoring.bestOf.flatMap((one) => this.#readsOfScoring(one, rulebook, depth));
    if ('first' in scoring)
      return scoring.first.flatMap(({ when }) =>
        when === undefined ? [] : this.#readsOf(when, rulebook, depth),
      );
    return 'sum' in scoring ? scoring.sum.flatMap(({ when }) => this.#readsOf(when, rulebook, depth)) : [];
  }

  #readsOfQuantity({ item, per, basis }: Quantity): Read[] {
    const last = Number(this.#on.slice(0, 4)) - 1;
    const back = (basis === undefined ? null : REACH[basis]) ?? [0];
    return [item, ...(per === undefined ? [] : [per])].flatMap((id): Read[] =>
      this.#items.get(id)?.shape === 'yearly'
        ? back.map((years) => ({ item: id, year: last - years }))
        : [{ item: id, year: null }],
    );
  }
}

/** What a criterion comes to; of one made of several conditions that is unmet, those that are. */
function toldOf({ actual, state, parts }: JudgedCriterion): Bilingual | null {
  if (state !== 'unmet' || parts.length < 2) return actual;
  const unmet = parts.flatMap((part) =>
    part.state === 'unmet' && part.actual !== null ? [part.actual] : [],
  );
  const told = [...new Map(unmet.map((words) => [words.zh, words])).values()];
  return told.length === 0
    ? actual
    : both(told.map(({ zh }) => zh).join('；'), told.map(({ en }) => en).join('; '));
}

function distinct(reads: readonly Read[]): Read[] {
  return [...new Map(reads.map((read) => [factKey(read.item, read.year), read])).values()];
}

/** The number that words begin with or hold first. */
function numberIn(words: string): number {
  const found = /-?\d[\d,]*(?:\.\d+)?/.exec(words.replace('−', '-'))?.[0];
  return found === undefined ? 0 : Number(found.replaceAll(',', ''));
}

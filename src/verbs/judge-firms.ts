// Many firms against titles at once: states, levels, scores and what verdicts turn on, by one query; no words.
import {
  type Application,
  type CaseStates,
  type Column,
  MASK_BITS,
  type Rulebook,
  STATES,
  type Subject,
  verdictsSql,
  wideRow,
  wideTableSql,
} from '../assess/index.js';
import type { CriterionState } from '../model/index.js';
import { type QueryColumns, queryRows } from '../store/index.js';
import type { Choice, DayOfJudging } from './day-of-judging.js';

/** One firm against one title. `unmet` are the criteria that the verdict turns on; `unknown` and `manual` all that are so. */
export interface FirmStates extends Omit<CaseStates, 'rulebook'> {
  choice: Choice;
  /** Ids of levels, null for none; null where the rulebook grades nothing. */
  level: { low: string | null; high: string | null } | null;
  scores: { id: string; low: number; high: number }[];
}

const KINDS = ['turn', 'fail', 'unknown', 'manual', 'notApplicable'] as const;
export type Kind = (typeof KINDS)[number];

/** Where the rows of a firm and title stand. */
interface Block {
  choice: Choice;
  /** Columns of the query without the id of the rulebook; null where nothing could be chosen. */
  columns: ((name: string) => readonly unknown[]) | null;
  /** Ids by their bit. */
  criteria: readonly string[];
  /** Ids by mask, in words of `MASK_BITS`: firms are judged alike in few ways. */
  ids: Map<bigint, readonly string[]>[];
}

/** What firms come to, by place of the firm and of the title. */
export class JudgedFirms {
  readonly titles: readonly string[];
  /** Firms that are judged alike stand in one group. */
  readonly #groupOf: readonly number[];
  readonly #rowOf: readonly number[];
  readonly #blocks: readonly (readonly Block[])[];

  constructor(
    titles: readonly string[],
    groupOf: readonly number[],
    rowOf: readonly number[],
    blocks: readonly (readonly Block[])[],
  ) {
    this.titles = titles;
    this.#groupOf = groupOf;
    this.#rowOf = rowOf;
    this.#blocks = blocks;
  }

  get firms(): number {
    return this.#groupOf.length;
  }

  /** By which rulebooks firms were judged for a title, each once. */
  choices(title: number): Choice[] {
    return [
      ...new Map(this.#blocks.map((group) => group[title]!.choice).map((one) => [keyOf(one), one])).values(),
    ];
  }

  state(firm: number, title: number): CriterionState {
    const { columns } = this.#block(firm, title);
    return columns === null ? 'unknown' : STATES[Number(columns('state')[this.#rowOf[firm]!])]!;
  }

  choice(firm: number, title: number): Choice {
    return this.#block(firm, title).choice;
  }

  /** How far an unmet verdict is off: the sum over what it turns on, each as a share of its threshold or 1. */
  distance(firm: number, title: number): number {
    const { columns } = this.#block(firm, title);
    return columns === null ? 0 : (columns('distance')[this.#rowOf[firm]!] as number);
  }

  /** Ids of the criteria that stand in a mask: `turn` for those that an unmet verdict turns on. */
  criteria(firm: number, title: number, kind: Kind): readonly string[] {
    return idsOf(this.#block(firm, title), kind, this.#rowOf[firm]!);
  }

  states(firm: number, title: number): FirmStates {
    const block = this.#block(firm, title);
    const row = this.#rowOf[firm]!;
    const { choice, columns } = block;
    const nothing = { unmet: [], unknown: [], manual: [], distance: 0, level: null, scores: [] };
    if (columns === null) return { choice, state: 'unknown', ...nothing };
    const { rulebook } = choice.chosen!;
    const cell = <Value>(name: string) => columns(name)[row] as Value;
    return {
      choice,
      state: STATES[Number(cell('state'))]!,
      unmet: idsOf(block, 'turn', row),
      unknown: idsOf(block, 'unknown', row),
      manual: idsOf(block, 'manual', row),
      distance: cell<number>('distance'),
      level:
        rulebook.levels.length === 0 || choice.withheld
          ? null
          : { low: cell<string | null>('levelLow'), high: cell<string | null>('levelHigh') },
      scores: choice.withheld
        ? []
        : rulebook.scores.map(({ id }) => ({
            id,
            low: cell<number>(`scoreLow:${id}`),
            high: cell<number>(`scoreHigh:${id}`),
          })),
    };
  }

  #block(firm: number, title: number): Block {
    return this.#blocks[this.#groupOf[firm]!]![title]!;
  }
}

function idsOf({ columns, criteria, ids }: Block, kind: Kind, row: number): readonly string[] {
  if (columns === null) return [];
  const words = ids.map((known, word) => {
    const mask = columns(`${kind}${word}`)[row] as bigint;
    let found = known.get(mask);
    if (found === undefined) {
      found = criteria
        .slice(word * MASK_BITS, (word + 1) * MASK_BITS)
        .filter((_, place) => ((mask >> BigInt(place)) & 1n) === 1n);
      known.set(mask, found);
    }
    return found;
  });
  return words.length === 1 ? words[0]! : words.flat();
}

function keyOf({ chosen, reason }: Choice): unknown {
  return chosen?.rulebook ?? reason?.zh;
}

/** Firms that stand in memory, or in the tables of a workspace: a query over them is made alike. */
export interface FirmsToJudge {
  count: number;
  area(firm: number): string | null;
  /**
   * Answers of queries over the wide table of some firms, in the order of the firms.
   *
   * @param firms By place, in order: all firms of certain areas.
   */
  ask(
    firms: readonly number[],
    columns: readonly Column[],
    on: string,
    queries: readonly ((relation: string) => string)[],
  ): Promise<QueryColumns[]>;
}

/** Firms that are told of in full. */
export function firmsInMemory(subjects: readonly Subject[]): FirmsToJudge {
  return {
    count: subjects.length,
    area: (firm) => subjects[firm]!.area,
    ask: (firms, columns, on, queries) =>
      queryRows(
        {
          name: 'firms',
          create: wideTableSql('firms', columns),
          rows: rowsOf(
            firms.map((firm) => subjects[firm]!),
            columns,
            on,
          ),
        },
        queries.map((query) => query('firms')),
      ),
  };
}

/**
 * Judges every firm for every title. Areas in which the same rulebooks count are judged in one query.
 *
 * @throws UserError where a rule cannot mean anything, as the judge does.
 */
export async function judgeFirms(
  firms: FirmsToJudge | readonly Subject[],
  titles: readonly string[],
  day: DayOfJudging,
  application: Application,
): Promise<JudgedFirms> {
  const judged = 'ask' in firms ? firms : firmsInMemory(firms);
  const grading = [
    ...new Set(day.set.rulebooks.filter(({ levels }) => levels.length > 0).map(({ title }) => title)),
  ];
  const numbers = new Map<unknown, number>();
  const numberOf = (one: unknown) => {
    if (!numbers.has(one)) numbers.set(one, numbers.size);
    return numbers.get(one)!;
  };
  const groups: { area: string | null; choices: Choice[]; members: number[] }[] = [];
  const places = new Map<string, number>();
  const byArea = new Map<string | null, number>();
  const groupOf: number[] = [];
  const rowOf: number[] = [];
  for (let firm = 0; firm < judged.count; firm++) {
    const area = day.areaOf({ area: judged.area(firm) });
    let place = byArea.get(area);
    if (place === undefined) {
      const choices = titles.map((title) => day.choice(title, application, area));
      const levels = day.levels(application, area);
      const key = [...choices.map(keyOf), ...grading.map(levels)].map(numberOf).join(' ');
      place = places.get(key) ?? groups.push({ area, choices, members: [] }) - 1;
      places.set(key, place);
      byArea.set(area, place);
    }
    groupOf.push(place);
    rowOf.push(groups[place]!.members.push(firm) - 1);
  }
  const blocks: Block[][] = [];
  for (const { area, choices, members } of groups)
    blocks.push(await judgeGroup(judged, members, choices, area, day, application));
  return new JudgedFirms(titles, groupOf, rowOf, blocks);
}

async function judgeGroup(
  firms: FirmsToJudge,
  members: readonly number[],
  choices: readonly Choice[],
  area: string | null,
  day: DayOfJudging,
  application: Application,
): Promise<Block[]> {
  const columns = new Map<string, Column>();
  const queries: ((relation: string) => string)[] = [];
  const at = new Map<Rulebook, number>();
  // Whether a draft is laid on a rulebook is said of all that one query judges by.
  for (const laid of [false, true]) {
    const chosen = choices.flatMap((choice) =>
      choice.chosen !== null && choice.chosen.draft === laid ? [choice.chosen] : [],
    );
    const rulebooks = [...new Set(chosen.map(({ rulebook }) => rulebook))];
    if (rulebooks.length === 0) continue;
    const made = verdictsSql(rulebooks, day.options(chosen[0]!, application, area), { turning: true });
    for (const column of made.columns) columns.set(column.name, column);
    for (const rulebook of rulebooks) at.set(rulebook, queries.length);
    queries.push((relation) => `${made.query(relation)} ORDER BY id`);
  }
  const found = queries.length === 0 ? [] : await firms.ask(members, [...columns.values()], day.on, queries);
  return choices.map((choice): Block => {
    if (choice.chosen === null) return { choice, columns: null, criteria: [], ids: [] };
    const { rulebook } = choice.chosen;
    const answer: QueryColumns = found[at.get(rulebook)!]!;
    const prefix = `${rulebook.id}.`;
    const own = new Map(
      Object.entries(answer).flatMap(([name, cells]) =>
        name.startsWith(prefix) ? [[name.slice(prefix.length), cells] as const] : [],
      ),
    );
    const criteria = rulebook.criteria.map(({ id }) => id);
    return {
      choice,
      columns: (name) => own.get(name)!,
      criteria,
      ids: Array.from({ length: Math.max(1, Math.ceil(criteria.length / MASK_BITS)) }, () => new Map()),
    };
  });
}

function* rowsOf(subjects: readonly Subject[], columns: readonly Column[], on: string) {
  for (const [id, subject] of subjects.entries()) yield [id, ...wideRow(subject, columns, on)];
}

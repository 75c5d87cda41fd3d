// The firms of an area as the brief of the ladder takes them: of all of them what lists say, of few all that is known.
import { type Subject, wideSql } from '../../assess/index.js';
import type { FirmRecord, RegisterFile } from '../../brief/index.js';
import type { FirmColumns, FirmList, Workspace } from '../../store/index.js';
import type { FirmsToJudge } from '../judge-firms.js';
import { openFirmList } from '../workspace-firms.js';
import {
  byCompleteLists,
  industryOf,
  type Naming,
  recordsOf,
  registersOf,
  type SourcesByImport,
  sourcesByImport,
} from './firm-records.js';

const NOTHING = new Map<never, never>();

export class LadderFirms {
  readonly registers: { titles: RegisterFile[]; items: RegisterFile[] };
  /** Firms of the whole workspace, and those without an area. */
  readonly all: number;
  readonly placeless: number;
  /** Of the area, as far as lists go: without the values that rules ask for. In the order of their names. */
  readonly heads: readonly FirmRecord[];
  readonly #list: FirmList;
  readonly #naming: Naming;
  readonly #sources: SourcesByImport;
  readonly #keys: readonly string[];
  readonly #ids: readonly number[];
  /** How many firms of each area code there are, here or not. */
  readonly #inArea: ReadonlyMap<string | null, number>;

  private constructor(
    list: FirmList,
    columns: FirmColumns,
    stems: readonly string[],
    naming: Naming,
    sources: SourcesByImport,
    registers: LadderFirms['registers'],
  ) {
    this.#list = list;
    this.#naming = naming;
    this.#sources = sources;
    this.registers = registers;
    this.all = columns.count;
    const [ids, keys, heads, inArea] = [[], [], [], new Map()] as [
      number[],
      string[],
      FirmRecord[],
      Map<string | null, number>,
    ];
    let placeless = 0;
    const industries = new Map<string | null, FirmRecord['industry']>();
    for (let id = 1; id <= columns.count; id++) {
      const entry = columns.at(id);
      const { areaCode, industryCode } = entry;
      inArea.set(areaCode, (inArea.get(areaCode) ?? 0) + 1);
      if (!stems.some((stem) => stem === '' || areaCode?.startsWith(stem) === true)) {
        if (areaCode === null) placeless++;
        continue;
      }
      const name = entry.area ?? (areaCode && naming.codes.areas.byCode(areaCode)?.name) ?? areaCode;
      if (!industries.has(industryCode))
        industries.set(industryCode, industryOf(industryCode, naming.codes, naming.english));
      const record: FirmRecord = {
        subject: {
          ...{ name: entry.name, creditCode: entry.creditCode, area: areaCode, industry: industryCode },
          ...{ single: NOTHING, yearly: NOTHING, awards: null, faults: [], origin: NOTHING },
          titles: entry.titlesKnown
            ? columns.titlesOf(id).map(({ short, from, to }) => ({ title: short, from, to }))
            : null,
        } satisfies Subject,
        area: name === null ? null : { code: areaCode, name },
        industry: industries.get(industryCode)!,
        ...{ cells: NOTHING, titles: NOTHING },
      };
      ids.push(id);
      keys.push(entry.key);
      heads.push(this.registers.titles.length > 0 ? byCompleteLists(record) : record);
    }
    this.placeless = placeless;
    this.heads = heads;
    this.#ids = ids;
    this.#keys = keys;
    this.#inArea = inArea;
  }

  /** `stems`: what codes of areas begin with; an empty one is everywhere. */
  static async open(workspace: Workspace, stems: readonly string[], naming: Naming): Promise<LadderFirms> {
    const list = openFirmList(workspace, naming.names);
    return new LadderFirms(
      list,
      await list.columns(),
      stems,
      naming,
      await sourcesByImport(workspace),
      await registersOf(workspace),
    );
  }

  /** Where there are lists of titles, whom none names holds none. */
  get isListed(): boolean {
    return this.registers.titles.length > 0;
  }

  /** Some of them, or all, to be judged where they stand. `places` rise. */
  toJudge(places: readonly number[]): FirmsToJudge {
    const areaOf = (place: number) => this.heads[places[place]!]!.subject.area;
    return {
      count: places.length,
      area: areaOf,
      ask: async (members, columns, on, queries) => {
        const areas = [...new Set(members.map(areaOf))];
        const inAll = areas.reduce((sum, area) => sum + (this.#inArea.get(area) ?? 0), 0);
        const only =
          inAll === members.length
            ? ''
            : ` WHERE id IN (${members.map((place) => this.#ids[places[place]!]!).join(', ')})`;
        const known = this.isListed ? ' REPLACE (true AS titles_known)' : '';
        const found = [];
        for (const query of queries)
          found.push(
            await this.#list.answer(areas, (tables) =>
              query(
                `(${wideSql(columns, on, { ...tables, subjects: `(SELECT *${known} FROM ${tables.subjects}${only})` })})`,
              ),
            ),
          );
        return found;
      },
    };
  }

  /** All that is known of some, by place. */
  async inFull(places: readonly number[]): Promise<Map<number, FirmRecord>> {
    const rows = await this.#list.rowsOf(places.map((place) => this.#ids[place]!));
    const byKey = new Map(
      recordsOf(rows, this.#sources, this.#naming).map((record) => [
        record.subject.creditCode ?? record.subject.name,
        record,
      ]),
    );
    return new Map(
      places.flatMap((place) => {
        const record = byKey.get(this.#keys[place]!);
        return record === undefined
          ? []
          : [[place, this.isListed ? byCompleteLists(record) : record] as const];
      }),
    );
  }
}

// Firms before their titles: listed, judged, tried with other values, and set by hand. Kept open by who asks many times.
import {
  type Application,
  type CalendarEvent,
  type Change,
  type ConsistencyFinding,
  calendarOf,
  consistencyOf,
  type ItemCatalogue,
  isDraft,
  isHeld,
  type JudgeOptions,
  judge,
  levelRulebookOf,
  MASK_BITS,
  needsOf,
  parseChange,
  type Rulebook,
  type RulebookSet,
  rungOf,
  type SmallestChange,
  STATES,
  type Subject,
  shownRulebook,
  smallestChange,
  titleKey,
  titleNames,
  type Verdict,
  verdictSql,
  type WhatIf,
  whatIf,
  wideSql,
} from '../assess/index.js';
import { type Bilingual, type CriterionState, parseIsoDay, UserError } from '../model/index.js';
import {
  editFirmItems,
  editTitle,
  type FirmItemEdit,
  type FirmList,
  type FirmRows,
  type FirmSort,
  type FirmsJudged,
  type ItemVintage,
  type JudgingTold,
  type ListedFirm,
  type TitleStanding,
  type Workspace,
} from '../store/index.js';
import { DayOfJudging } from './day-of-judging.js';
import { openRulebooks } from './rulebooks.js';
import { openFirmList, shortTitle, subjectsOf, type TitleNames } from './workspace-firms.js';

export interface FirmsAsked {
  on: string;
  /** To which the asker is limited. */
  areas: readonly string[];
  area?: string | undefined;
  industry?: string | undefined;
  title?: string | undefined;
  text?: string | undefined;
  /** Title that every firm is judged for. */
  judged?: string | undefined;
  state?: CriterionState | undefined;
  sort: FirmSort;
  down: boolean;
  from: number;
  count: number;
}

export interface FirmBeforeTitles {
  subject: Subject;
  rows: FirmRows;
  synthetic: boolean;
  verdicts: {
    title: string;
    rung: number | null;
    held: boolean;
    application: Application;
    rulebook: Rulebook | null;
    verdict: Verdict | null;
    reason: Bilingual;
  }[];
  calendar: CalendarEvent[];
  doubts: ConsistencyFinding[];
}

export interface TitleAsked {
  on: string;
  title: string;
  /** Review of a title that is held, else new, where it is not given. */
  application?: Application | undefined;
  drafts?: boolean | undefined;
}

export interface ItemEdit {
  item: string;
  year: number | null;
  value: number | string | boolean | null;
  was: number | string | boolean | null;
}

export class FirmDesk {
  readonly set: RulebookSet;
  readonly #workspace: Workspace;
  readonly #list: FirmList;
  readonly #names: TitleNames;
  readonly #days = new Map<string, DayOfJudging>();

  private constructor(workspace: Workspace, set: RulebookSet) {
    this.#workspace = workspace;
    this.set = set;
    this.#names = titleNames(set.rulebooks);
    this.#list = openFirmList(workspace, this.#names);
  }

  static async open(workspace: Workspace): Promise<FirmDesk> {
    return new FirmDesk(workspace, await openRulebooks(workspace.dir));
  }

  get items(): ItemCatalogue {
    return this.set.items;
  }

  /** The name that a title of a list goes by here. */
  shortTitle(written: string): string {
    return shortTitle(written, this.#names);
  }

  /** Titles of firms for which there are rules, those of the ladder first. */
  titles(): { title: string; name: Bilingual; rung: number | null }[] {
    const found = new Map<string, { title: string; name: Bilingual; rung: number | null }>();
    for (const { title, name, subject, pass } of this.set.rulebooks)
      if (subject === 'enterprise' && pass !== null && !found.has(title))
        found.set(title, { title, name, rung: rungOf(title) });
    return [...found.values()].sort((a, b) => (a.rung ?? 99) - (b.rung ?? 99));
  }

  /**
   * A part of the list. Where every firm is to be judged for a title and `judge` has not ended yet, it comes without
   * verdicts.
   *
   * @throws UserError for a state without a title to be judged for
   */
  async page(asked: FirmsAsked): Promise<{ items: ListedFirm[]; total: number; isJudged: boolean }> {
    const { on, judged, state, sort, down, from, count, ...filter } = asked;
    if (judged === undefined && state !== undefined)
      throw new UserError({
        zh: '按状态筛选须先选定预审的称号',
        en: 'a state needs a title that is judged for',
      });
    return this.#list.page(
      on,
      { ...filter, ...(state !== undefined && { states: [STATES.indexOf(state)] }) },
      { sort, down, from, count },
      judged === undefined ? null : judgingName(judged, on),
    );
  }

  isJudged(title: string, on: string): Promise<boolean> {
    return this.#list.isJudged(judgingName(title, on));
  }

  /**
   * Judges every firm by the rules of its area for new applications; once, until what is known of firms changes.
   *
   * @throws UserError where no area has rules for the title
   */
  async judge(title: string, on: string, told?: JudgingTold): Promise<void> {
    await this.checkRules(title, on);
    await this.#list.judge(judgingName(title, on), (areas) => this.#parts(title, on, areas).parts, told);
  }

  /** @throws UserError where no area in which there are firms has rules for the title */
  async checkRules(title: string, on: string): Promise<void> {
    const areas = (await this.#list.columns()).areaCodes();
    const { parts, refusal } = this.#parts(title, on, areas);
    if (parts.length === 0 && refusal !== null) throw new UserError(refusal);
  }

  /** Whether there is such a firm, by credit code or, where it has none, name. */
  async knows(key: string): Promise<boolean> {
    return (await this.#list.columns()).byKey(key) !== null;
  }

  choices(on: string, areas: readonly string[]) {
    return this.#list.choices(on, areas);
  }

  /** Null where there is no such firm, or none in these areas. */
  async firm(key: string, areas: readonly string[], on: string): Promise<FirmBeforeTitles | null> {
    const found = await this.#subject(key, areas);
    if (found === null) return null;
    const { subject, rows, synthetic } = found;
    const held = new Set(
      (subject.titles ?? []).filter((title) => isHeld(title, on)).map(({ title }) => titleKey(title)),
    );
    const verdicts = this.titles().map(({ title, rung }): FirmBeforeTitles['verdicts'][number] => {
      const isOwn = held.has(titleKey(title));
      const application = isOwn ? 'review' : 'new';
      const about = { title, rung, held: isOwn, application } as const;
      try {
        const { rulebook, verdict } = this.#judged(subject, { on, title, application });
        return { ...about, rulebook, verdict, reason: verdict.reason };
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        return { ...about, rulebook: null, verdict: null, reason: { zh: error.zh, en: error.en } };
      }
    });
    const day = this.#day(on);
    // Of titles beside the ladder that are not held, nobody has asked for dates.
    const watched = verdicts.filter(({ rung, held: own }) => rung !== null || own);
    return {
      subject,
      rows,
      synthetic,
      verdicts,
      calendar: calendarOf(subject, {
        on,
        rulebookOf: (title) => day.rulebookOf(title, subject.area),
        verdicts: watched.flatMap(({ verdict }) => (verdict === null ? [] : [verdict])),
      }),
      doubts: [...consistencyOf(subject, { on })],
    };
  }

  /** The whole verdict, and what its rules ask for. Null where there is no such firm. */
  async verdict(key: string, areas: readonly string[], asked: TitleAsked) {
    const found = await this.#subject(key, areas);
    if (found === null) return null;
    const { subject, rows } = found;
    const { rulebook, verdict, options } = this.#judged(subject, asked);
    const needs = needsOf(
      [rulebook],
      this.items,
      { on: asked.on, application: verdict.application },
      options.levelRulebook,
    );
    return { subject, rows, rulebook, verdict, needs: needs.items };
  }

  /** @throws UserError for a value that does not fit its item */
  async whatIf(
    key: string,
    areas: readonly string[],
    asked: TitleAsked,
    changes: readonly Change[],
  ): Promise<WhatIf | null> {
    const found = await this.#subject(key, areas);
    if (found === null) return null;
    const { rulebook, options } = this.#ruled(found.subject, asked);
    return whatIf(rulebook, found.subject, this.#checked(changes), options);
  }

  async smallestChange(
    key: string,
    areas: readonly string[],
    asked: TitleAsked,
  ): Promise<SmallestChange | null> {
    const found = await this.#subject(key, areas);
    if (found === null) return null;
    const { rulebook, options } = this.#ruled(found.subject, asked);
    if (isDraft(rulebook) && !asked.drafts)
      throw new UserError({
        zh: '适用的规则是未经核对的草稿，不据以计算',
        en: 'the rulebook is a draft that nobody has checked: nothing is computed by it',
      });
    return smallestChange(rulebook, found.subject, options);
  }

  /** Values set by hand: each a vintage. Null where there is no such firm. */
  async edit(
    key: string,
    areas: readonly string[],
    edits: readonly ItemEdit[],
    by: { principal: string; now: string },
  ): Promise<{ importId: number; changed: number } | null> {
    const found = await this.#subject(key, areas);
    if (found === null) return null;
    const checked = this.#checked(edits);
    const { creditCode, name } = found.subject;
    return editFirmItems(
      this.#workspace,
      { creditCode, name, synthetic: found.synthetic },
      checked.map(
        (change, i): FirmItemEdit => ({
          ...change,
          unit: this.items.get(change.item)!.unit,
          was: edits[i]!.was,
        }),
      ),
      by,
    );
  }

  /**
   * A title set by hand: added, changed, ended or taken away. Null where there is no such firm.
   *
   * @throws UserError for days that are none, or run backwards
   */
  async editTitle(
    key: string,
    areas: readonly string[],
    { was, now }: { was: TitleStanding | null; now: TitleStanding | null },
    by: { principal: string; now: string },
  ): Promise<{ importId: number } | null> {
    const found = await this.#subject(key, areas);
    if (found === null) return null;
    if (was === null && now === null)
      throw new UserError({ zh: '没有要改的称号', en: 'there is no title to change' });
    const title = now?.title.trim() ?? '';
    if (now !== null && title === '') throw new UserError({ zh: '请写明称号', en: 'the title needs a name' });
    const [from, to] = [now?.from, now?.to].map((day) => (day == null ? null : parseIsoDay(day)));
    if (from && to && to < from)
      throw new UserError({
        zh: `止日 ${to} 早于起日 ${from}`,
        en: `the end ${to} lies before the beginning ${from}`,
      });
    const { creditCode, name } = found.subject;
    return editTitle(
      this.#workspace,
      { creditCode, name, synthetic: found.synthetic },
      { was, now: now && { ...now, title } },
      by,
    );
  }

  async vintages(
    key: string,
    areas: readonly string[],
    item: string,
    year: number | null,
  ): Promise<ItemVintage[] | null> {
    const found = await this.#subject(key, areas);
    return found && this.#list.vintages(found.subject.creditCode, found.subject.name, item, year);
  }

  async #subject(
    key: string,
    areas: readonly string[],
  ): Promise<{ subject: Subject; rows: FirmRows; synthetic: boolean } | null> {
    const found = await this.#list.firm(key, areas);
    if (found === null) return null;
    const { synthetic, ...rows } = found;
    const [subject] = subjectsOf(rows, this.#names);
    return subject === undefined ? null : { subject, rows, synthetic };
  }

  #checked(changes: readonly Change[]): Change[] {
    return changes.map(({ item, year, value }) =>
      parseChange(`${item}${year === null ? '' : `@${year}`}=${value ?? ''}`, this.items),
    );
  }

  #ruled(subject: Subject, { on, title, application, drafts = false }: TitleAsked) {
    const { area, titles } = subject;
    const own = (titles ?? []).some((held) => titleKey(held.title) === titleKey(title) && isHeld(held, on));
    const asked = application ?? (own ? 'review' : 'new');
    const question = { title, application: asked, on, area, drafts };
    const { rulebook, draft, why } = shownRulebook(this.set, question);
    const options: JudgeOptions & Required<Pick<JudgeOptions, 'levelRulebook'>> = {
      on,
      application: asked,
      items: this.items,
      levelRulebook: levelRulebookOf(this.set, question),
      whyChosen: why,
      drafts,
      draftLaid: draft,
    };
    return { rulebook, options };
  }

  #judged(subject: Subject, asked: TitleAsked) {
    const { rulebook, options } = this.#ruled(subject, asked);
    return { rulebook, options, verdict: judge(rulebook, subject, options) };
  }

  /** A day that was asked for before has its rulebooks chosen. */
  #day(on: string): DayOfJudging {
    const known = this.#days.get(on) ?? new DayOfJudging(this.set, { on, drafts: false });
    this.#days.delete(on);
    this.#days.set(on, known);
    if (this.#days.size > KEPT_DAYS) this.#days.delete(this.#days.keys().next().value!);
    return known;
  }

  /** By which queries the firms of areas are judged, and why those of others are not. */
  #parts(
    title: string,
    on: string,
    all: readonly (string | null)[],
  ): { parts: FirmsJudged[]; refusal: Bilingual | null } {
    const day = this.#day(on);
    const groups = new Map<Rulebook, { draft: boolean; areas: (string | null)[] }>();
    let refusal: Bilingual | null = null;
    for (const area of all) {
      const { chosen, reason, withheld } = day.choice(title, 'new', area);
      if (chosen === null || withheld) {
        refusal ??= reason ?? {
          zh: `“${title}”的规则是未经核对的草稿，不据以判断`,
          en: `the rules of ${title} are a draft that nobody has checked: nothing is computed by them`,
        };
        continue;
      }
      const group = groups.get(chosen.rulebook) ?? { draft: chosen.draft, areas: [] };
      group.areas.push(area);
      groups.set(chosen.rulebook, group);
    }
    const parts = [...groups].map(([rulebook, { draft, areas }]): FirmsJudged => {
      const { columns, criteria, query } = verdictSql(rulebook, {
        on,
        application: 'new',
        items: this.items,
        levelRulebook: day.levels('new', areas[0] ?? null),
        drafts: draft,
      });
      const masks = Array.from({ length: Math.ceil(criteria.length / MASK_BITS) }, (_, at) => at);
      const counted = (kind: string) => masks.map((at) => `bit_count(${kind}${at})`).join(' + ');
      return {
        areas,
        query: (tables) =>
          `SELECT id, state, (${counted('fail')})::INTEGER AS unmet, (${counted('unknown')})::INTEGER AS "unknown"
           FROM (${query(`(${wideSql(columns, on, tables)})`)})`,
      };
    });
    return { parts, refusal };
  }
}

const KEPT_DAYS = 6;

function judgingName(title: string, on: string): string {
  return `${title} ${on}`;
}

/** State of a place, as the list gives it. */
export function stateOfPlace(place: number | null): CriterionState | null {
  return place === null ? null : (STATES[place] ?? null);
}

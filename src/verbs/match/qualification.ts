// Hard filters by rules: whether a firm holds, or would by the rulebook of a day qualify for, the titles that are asked.
import {
  type ChosenRulebook,
  judge,
  levelRulebookOf,
  type RulebookSet,
  type Subject,
  titleKey,
  titleNames,
} from '../../assess/index.js';
import { TITLE_VALUES } from '../../match/index.js';
import { type Bilingual, type CriterionState, nearestNames, UserError } from '../../model/index.js';

export interface Qualification {
  title: string;
  state: CriterionState;
  rulebook: string | null;
  reason: Bilingual;
}

/** Judges firms by the rulebooks of titles, each chosen and made ready once. */
export class Qualifying {
  readonly #set: RulebookSet;
  readonly #on: string;
  readonly #names: Map<string, string>;
  readonly #chosen = new Map<string, ChosenRulebook | UserError>();
  readonly #levels = new Map<string | null, ReturnType<typeof levelRulebookOf>>();

  constructor(set: RulebookSet, on: string) {
    this.#set = set;
    this.#on = on;
    this.#names = titleNames(set.rulebooks);
  }

  /** The short title of a name by which a rulebook goes; null where there is none. */
  titleOf(name: string): string | null {
    return this.#names.get(titleKey(name)) ?? this.#names.get(titleKey(name.replace(/企业$/u, ''))) ?? null;
  }

  /** Titles that rulebooks are kept for. */
  titles(): string[] {
    return [...new Set(this.#set.rulebooks.map(({ title }) => title))];
  }

  /** A pre-check on the day; `unknown` where no rulebook counts there or data are missing. */
  judge(subject: Subject, title: string): Qualification {
    const area = subject.area !== null && /^99/.test(subject.area) ? null : subject.area;
    const chosen = this.#choose(title, area);
    if (chosen instanceof UserError)
      return { title, state: 'unknown', rulebook: null, reason: { zh: chosen.zh, en: chosen.en } };
    const held =
      subject.titles?.some((one) => this.titleOf(one.title) === title && this.#valid(one)) ?? false;
    const { id } = chosen.rulebook;
    if (held)
      return { title, state: 'met', rulebook: id, reason: { zh: `持有${title}`, en: `holds ${title}` } };
    const levels =
      this.#levels.get(area) ?? levelRulebookOf(this.#set, { on: this.#on, application: 'new', area });
    this.#levels.set(area, levels);
    const verdict = judge(chosen.rulebook, subject, {
      on: this.#on,
      application: 'new',
      items: this.#set.items,
      levelRulebook: levels,
      whyChosen: chosen.why,
    });
    return { title, state: verdict.state, rulebook: id, reason: verdict.reason };
  }

  #valid({ from, to }: { from: string | null; to: string | null }): boolean {
    return (from === null || from <= this.#on) && (to === null || to >= this.#on);
  }

  #choose(title: string, area: string | null) {
    const key = `${title} ${area}`;
    let chosen = this.#chosen.get(key);
    if (chosen === undefined) {
      try {
        chosen = this.#set.choose({ title, on: this.#on, application: 'new', area });
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        chosen = error;
      }
      this.#chosen.set(key, chosen);
    }
    return chosen;
  }
}

/** Why nobody can hold a title: no rulebook is of it, no firm has it; null where somebody can. */
export function nobodyHolds(
  title: string,
  held: ReadonlySet<string>,
  qualifying: Qualifying,
): { reason: Bilingual; expected: Bilingual } | null {
  if (qualifying.titleOf(title) !== null) return null;
  if ([...held, ...Object.keys(TITLE_VALUES)].some((one) => one.includes(title))) return null;
  const known = [...new Set([...qualifying.titles(), ...held])];
  const near = nearestNames(
    title,
    known.map((name) => ({ name })),
  ).map(({ name }) => name);
  const listed = (near.length > 0 ? near : known.slice(0, 8)).join('、');
  return {
    reason: {
      zh: '没有企业持有、也没有规则认定这个称号',
      en: 'no firm holds this title, and no rulebook is of it',
    },
    expected: { zh: `如 ${listed}`, en: `such as ${listed}` },
  };
}

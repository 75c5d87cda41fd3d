// Judging many firms on one day: each rulebook is chosen once for a title, kind of application and area.
import {
  type Application,
  type Judged,
  judge,
  levelRulebookOf,
  type Rulebook,
  type RulebookSet,
  type Subject,
} from '../../assess/index.js';
import { type Bilingual, UserError } from '../../model/index.js';

export class DayOfJudging {
  readonly #set: RulebookSet;
  readonly #on: string;
  readonly #drafts: boolean;
  readonly #chosen = new Map<string, ReturnType<RulebookSet['choose']> | null>();
  readonly #levels = new Map<string, (title: string) => Rulebook | null>();
  readonly #refusals = new Map<string, Bilingual>();
  /** Rulebooks that were judged by, by id. */
  readonly used = new Map<string, Rulebook>();

  constructor(set: RulebookSet, on: string, drafts: boolean) {
    this.#set = set;
    this.#on = on;
    this.#drafts = drafts;
  }

  /** Why titles could not be judged, each reason once. */
  get refusals(): Bilingual[] {
    return [...this.#refusals.values()];
  }

  /** Null where no rulebook is in force, or only a draft. */
  judge(subject: Subject, title: string, application: Application): Judged | null {
    const { area } = subject;
    const key = `${title} ${application} ${area ?? ''}`;
    const chosen = this.#once(this.#chosen, key, () => this.#choose(title, application, area));
    if (chosen === null) return null;
    const question = { application, on: this.#on, area, drafts: this.#drafts };
    const levels = this.#once(this.#levels, `${application} ${area ?? ''}`, () =>
      levelRulebookOf(this.#set, question),
    );
    this.used.set(chosen.rulebook.id, chosen.rulebook);
    const verdict = judge(chosen.rulebook, subject, {
      on: this.#on,
      application,
      items: this.#set.items,
      levelRulebook: levels,
      whyChosen: chosen.why,
      drafts: chosen.draft,
    });
    return { verdict, rulebook: chosen.rulebook };
  }

  /** The rulebook of a title, whatever the application; null where there is none. */
  rulebookOf(title: string, area: string | null): Rulebook | null {
    for (const application of ['new', 'review'] as const) {
      const key = `${title} ${application} ${area ?? ''}`;
      const chosen = this.#once(this.#chosen, key, () => this.#choose(title, application, area, false));
      if (chosen !== null) return chosen.rulebook;
    }
    return null;
  }

  #choose(title: string, application: Application, area: string | null, tell = true) {
    try {
      return this.#set.choose({ title, application, on: this.#on, area, drafts: this.#drafts });
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      if (tell) this.#refusals.set(`${title} ${application}`, { zh: error.zh, en: error.en });
      return null;
    }
  }

  #once<Value>(known: Map<string, Value>, key: string, make: () => Value): Value {
    if (known.has(key)) return known.get(key)!;
    const made = make();
    known.set(key, made);
    return made;
  }
}

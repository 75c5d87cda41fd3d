// Judging many firms on one day: each rulebook is chosen once for a title, kind of application and area.
import {
  type Application,
  type ChosenRulebook,
  type Judged,
  judge,
  levelRulebookOf,
  type Rulebook,
  type RulebookSet,
  type Subject,
} from '../assess/index.js';
import { type Bilingual, UserError } from '../model/index.js';

export class DayOfJudging {
  readonly #set: RulebookSet;
  readonly #on: string;
  readonly #drafts: boolean;
  readonly #chosen = new Map<string, ChosenRulebook | UserError>();
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
    const chosen = this.choice(title, application, area);
    if (chosen instanceof UserError) {
      this.#refusals.set(`${title} ${application}`, { zh: chosen.zh, en: chosen.en });
      return null;
    }
    this.used.set(chosen.rulebook.id, chosen.rulebook);
    const verdict = judge(chosen.rulebook, subject, {
      on: this.#on,
      application,
      items: this.#set.items,
      levelRulebook: this.levels(application, area),
      whyChosen: chosen.why,
      drafts: chosen.draft,
    });
    return { verdict, rulebook: chosen.rulebook };
  }

  /** The rulebook of a title, whatever the application; null where there is none. */
  rulebookOf(title: string, area: string | null): Rulebook | null {
    for (const application of ['new', 'review'] as const) {
      const chosen = this.choice(title, application, area);
      if (!(chosen instanceof UserError)) return chosen.rulebook;
    }
    return null;
  }

  /** The rulebook that counts, or why none does. */
  choice(title: string, application: Application, area: string | null): ChosenRulebook | UserError {
    return this.#once(this.#chosen, `${title} ${application} ${area ?? ''}`, () => {
      try {
        return this.#set.choose({ title, application, on: this.#on, area, drafts: this.#drafts });
      } catch (error) {
        if (error instanceof UserError) return error;
        throw error;
      }
    });
  }

  /** The rulebooks by which levels of other titles are told. */
  levels(application: Application, area: string | null): (title: string) => Rulebook | null {
    return this.#once(this.#levels, `${application} ${area ?? ''}`, () =>
      levelRulebookOf(this.#set, { application, on: this.#on, area, drafts: this.#drafts }),
    );
  }

  #once<Value>(known: Map<string, Value>, key: string, make: () => Value): Value {
    if (known.has(key)) return known.get(key)!;
    const made = make();
    known.set(key, made);
    return made;
  }
}

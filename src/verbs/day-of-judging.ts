// The rulebooks of one day: each is chosen once for a title, kind of application and area, and firms are judged by them.
import {
  type Application,
  type ChosenRulebook,
  isDraft,
  type Judged,
  type JudgeOptions,
  judge,
  levelRulebookOf,
  type Rulebook,
  type RulebookSet,
  type Subject,
} from '../assess/index.js';
import { type Bilingual, UserError } from '../model/index.js';

/** By which rulebook firms of an area are judged for a title. */
export interface Choice {
  title: string;
  /** Null where no rulebook could be chosen; `reason` says why. */
  chosen: ChosenRulebook | null;
  reason: Bilingual | null;
  /** A draft that was not asked for: it is shown, and nothing is computed by it. */
  withheld: boolean;
}

export interface DayQuestion {
  /** ISO day of judging. */
  on: string;
  drafts: boolean;
  /** Counts for firms that name none; GB/T 2260. */
  area?: string | null;
  /** Values that rulebooks leave to an official table; by id, they go before those of the rulebooks. */
  parameters?: ReadonlyMap<string, number>;
}

export class DayOfJudging {
  readonly set: RulebookSet;
  readonly on: string;
  readonly drafts: boolean;
  readonly #area: string | null;
  readonly #parameters: ReadonlyMap<string, number>;
  readonly #counting = new Map<string, ChosenRulebook | UserError>();
  readonly #choices = new Map<string, Choice>();
  readonly #levels = new Map<string, (title: string) => Rulebook | null>();
  readonly #refusals = new Map<string, Bilingual>();
  /** Rulebooks that were judged by, by id. */
  readonly used = new Map<string, Rulebook>();

  constructor(set: RulebookSet, { on, drafts, area = null, parameters = new Map() }: DayQuestion) {
    this.set = set;
    this.on = on;
    this.drafts = drafts;
    this.#area = area;
    this.#parameters = parameters;
  }

  /** Why titles could not be judged, each reason once. */
  get refusals(): Bilingual[] {
    return [...this.#refusals.values()];
  }

  areaOf({ area }: Pick<Subject, 'area'>): string | null {
    return area ?? this.#area;
  }

  /** The rulebook that firms of an area are judged by; where only a draft is there, it is shown. */
  choice(title: string, application: Application, area: string | null): Choice {
    return once(this.#choices, `${title} ${application} ${area ?? ''}`, () => {
      const counting = this.#choose(title, application, area, this.drafts);
      if (!(counting instanceof UserError))
        return {
          title,
          chosen: counting,
          reason: null,
          withheld: !this.drafts && isDraft(counting.rulebook),
        };
      const shown = this.drafts ? counting : this.#choose(title, application, area, true);
      if (!(shown instanceof UserError) && isDraft(shown.rulebook))
        return { title, chosen: shown, reason: null, withheld: true };
      return { title, chosen: null, reason: { zh: counting.zh, en: counting.en }, withheld: false };
    });
  }

  /** As `choice`, of what counts alone: null where no rulebook is in force, or only a draft; the reason is noted. */
  counting(title: string, application: Application, area: string | null): ChosenRulebook | null {
    const chosen = this.#choose(title, application, area, this.drafts);
    if (chosen instanceof UserError) {
      this.#refusals.set(`${title} ${application}`, { zh: chosen.zh, en: chosen.en });
      return null;
    }
    this.used.set(chosen.rulebook.id, chosen.rulebook);
    return chosen;
  }

  options({ draft, why }: ChosenRulebook, application: Application, area: string | null): JudgeOptions {
    return {
      on: this.on,
      application,
      items: this.set.items,
      levelRulebook: this.levels(application, area),
      whyChosen: why,
      drafts: this.drafts,
      draftLaid: draft,
      parameters: this.#parameters,
    };
  }

  /** Null where no rulebook is in force, or only a draft. */
  judge(subject: Subject, title: string, application: Application): Judged | null {
    const area = this.areaOf(subject);
    const chosen = this.counting(title, application, area);
    if (chosen === null) return null;
    const { rulebook } = chosen;
    return { verdict: judge(rulebook, subject, this.options(chosen, application, area)), rulebook };
  }

  /** The rulebook of a title, whatever the application; null where there is none. */
  rulebookOf(title: string, area: string | null): Rulebook | null {
    for (const application of ['new', 'review'] as const) {
      const chosen = this.#choose(title, application, area, this.drafts);
      if (!(chosen instanceof UserError)) return chosen.rulebook;
    }
    return null;
  }

  /** The rulebooks by which levels of other titles are told. */
  levels(application: Application, area: string | null): (title: string) => Rulebook | null {
    return once(this.#levels, `${application} ${area ?? ''}`, () =>
      levelRulebookOf(this.set, { application, on: this.on, area, drafts: this.drafts }),
    );
  }

  #choose(
    title: string,
    application: Application,
    area: string | null,
    drafts: boolean,
  ): ChosenRulebook | UserError {
    return once(this.#counting, `${title} ${application} ${area ?? ''} ${drafts}`, () => {
      try {
        return this.set.choose({ title, application, on: this.on, area, drafts });
      } catch (error) {
        if (error instanceof UserError) return error;
        throw error;
      }
    });
  }
}

function once<Value>(known: Map<string, Value>, key: string, make: () => Value): Value {
  const before = known.get(key);
  if (before !== undefined) return before;
  const made = make();
  known.set(key, made);
  return made;
}

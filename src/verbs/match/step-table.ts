// Steps in the life of a task as tables have them, and every step held against the rules of its day.
import {
  advanced,
  CHALLENGE_STATES,
  type Challenge,
  type ChallengeRules,
  type ChallengeState,
  type Entry,
  type EntryStep,
  rulesFor,
  STATE_NAMES,
} from '../../match/index.js';
import { type Bilingual, nearestNames, UserError } from '../../model/index.js';
import type { ChallengeStep, StoredChallenge, StoredChallengeEntry } from '../../store/index.js';
import { type Field, type MatchReject, type MatchRow, readMatchTable } from './match-table.js';

export const STEP_FIELDS: readonly Field[] = [
  { key: 'challenge', names: ['任务编号', 'challenge'] },
  { key: 'lead', names: ['牵头单位', '揭榜单位', 'lead'], optional: true },
  { key: 'partners', names: ['联合单位', 'partners'], optional: true },
  { key: 'recommendedBy', names: ['推荐单位', 'recommendedBy'], optional: true },
  { key: 'to', names: ['状态', '进展', 'to'] },
  { key: 'on', names: ['日期', 'on'] },
  { key: 'by', names: ['经办', 'by'] },
  { key: 'evidence', names: ['证据', 'evidence'], optional: true },
  { key: 'note', names: ['备注', 'note'], optional: true },
  { key: 'measured', names: ['实测', 'measured'], optional: true },
];

export const STATE_CHOICES = Object.fromEntries(
  CHALLENGE_STATES.map((state) => [state, [STATE_NAMES[state].zh, STATE_NAMES[state].en]]),
) as unknown as Readonly<Record<ChallengeState, readonly string[]>>;

/** Tasks with their applications, to which steps are added one by one. */
export class TaskLives {
  readonly #rules: readonly ChallengeRules[];
  readonly #challenges: ReadonlyMap<string, Challenge>;
  readonly #entries = new Map<string, Entry>();
  /** By task: its own steps. */
  readonly #own = new Map<string, EntryStep[]>();

  constructor(
    challenges: readonly Pick<StoredChallenge, 'id' | 'record'>[],
    entries: readonly StoredChallengeEntry[],
    rules: readonly unknown[],
  ) {
    this.#rules = rules as readonly ChallengeRules[];
    this.#challenges = new Map(challenges.map(({ id, record }) => [id, record as unknown as Challenge]));
    for (const { challenge, lead, partners, recommendedBy, steps } of entries) {
      const taken = steps.map(entryStep);
      if (lead === null) this.#own.set(challenge, taken);
      else
        this.#entries.set(`${challenge} ${lead}`, { challenge, lead, partners, recommendedBy, steps: taken });
    }
  }

  /** The task of an id, with the day on which it was published where a step says so. Throws `UserError` where there is none. */
  challenge(id: string): Challenge {
    const found = this.#challenges.get(id);
    if (found === undefined) {
      const near = nearestNames(
        id,
        [...this.#challenges.keys()].map((name) => ({ name })),
      ).map(({ name }) => name);
      throw new UserError({
        zh: `工作区里没有任务“${id}”${near.length > 0 ? `（是否为 ${near.join('、')}）` : '。先导入：ballast import 任务表 --as challenges'}`,
        en: `the workspace has no task “${id}”${near.length > 0 ? ` (perhaps ${near.join(', ')})` : '. Import some: ballast import FILE --as challenges'}`,
      });
    }
    const step = this.#own.get(id)?.find(({ to }) => to === 'published');
    return { ...found, published: found.published ?? step?.on ?? null };
  }

  /** Its own state: draft until it is published. */
  state(id: string): ChallengeState {
    const { published } = this.challenge(id);
    return this.#own.get(id)?.at(-1)?.to ?? (published === null ? 'draft' : 'published');
  }

  ownSteps(id: string): readonly EntryStep[] {
    return this.#own.get(id) ?? [];
  }

  entries(id: string): Entry[] {
    return [...this.#entries.values()].filter(({ challenge }) => challenge === id);
  }

  rules(id: string, on: string): ChallengeRules {
    return rulesFor(this.challenge(id), this.#rules, on);
  }

  ids(): string[] {
    return [...this.#challenges.keys()];
  }

  /** The step held against the rules and added. Throws `UserError` with the rule that it breaks. */
  add(step: ChallengeStep): void {
    const challenge = this.challenge(step.challenge);
    const to = step.to as ChallengeState;
    const refuse = (zh: string, en: string) =>
      new UserError({ zh: `${step.challenge}：${zh}`, en: `${step.challenge}: ${en}` });
    const own = this.state(step.challenge);
    if (step.lead === null) {
      if (to !== 'published' && to !== 'terminated')
        throw refuse(
          `任务本身只能发榜或终止；“${STATE_NAMES[to].zh}”是申报的进展，请写牵头单位`,
          `a task itself is published or terminated; “${STATE_NAMES[to].en}” is a step of an application: name its lead`,
        );
      if (own === to || own === 'terminated')
        throw refuse(`已是“${STATE_NAMES[own].zh}”`, `is “${STATE_NAMES[own].en}” already`);
      if (to === 'published' && challenge.applyUntil !== null && step.on > challenge.applyUntil)
        throw refuse(
          `申报截止 ${challenge.applyUntil}，不能在 ${step.on} 发榜`,
          `applications end on ${challenge.applyUntil}: it cannot be published on ${step.on}`,
        );
      this.#own.set(step.challenge, [...this.ownSteps(step.challenge), entryStep(step)]);
      return;
    }
    if (own !== 'published')
      throw refuse(
        `任务是“${STATE_NAMES[own].zh}”，不能申报`,
        `the task is “${STATE_NAMES[own].en}”: nobody can apply for it`,
      );
    if (challenge.published !== null && step.on < challenge.published)
      throw refuse(
        `${step.on} 早于发榜日期 ${challenge.published}`,
        `${step.on} is before its publication, ${challenge.published}`,
      );
    const key = `${step.challenge} ${step.lead}`;
    const before = this.#entries.get(key);
    const entry: Entry = {
      challenge: step.challenge,
      lead: step.lead,
      partners: step.partners.length > 0 ? step.partners : (before?.partners ?? []),
      recommendedBy: step.recommendedBy ?? before?.recommendedBy ?? null,
      steps: before?.steps ?? [],
    };
    if (entry.partners.includes(step.lead))
      throw refuse('牵头单位又是联合单位', 'the lead is among the partners too');
    const numbers = new Set(challenge.indicators.map(({ number }) => String(number)));
    for (const number of Object.keys(step.measured ?? {}))
      if (!numbers.has(number))
        throw refuse(
          `没有第 ${number} 项指标；有 ${[...numbers].join('、')}`,
          `there is no indicator ${number}; there are ${[...numbers].join(', ')}`,
        );
    const others = this.entries(step.challenge).filter(({ lead }) => lead !== step.lead);
    const next = advanced(entry, entryStep(step), challenge, this.rules(step.challenge, step.on), others);
    this.#entries.set(key, next);
  }
}

function entryStep({ to, by, on, evidence, note, measured }: ChallengeStep): EntryStep {
  return {
    to: to as ChallengeState,
    by,
    on,
    evidence,
    note,
    ...(measured === null
      ? {}
      : {
          measured: Object.fromEntries(
            Object.entries(measured).map(([number, value]) => [Number(number), value]),
          ),
        }),
  };
}

/** `1=5.2；2=2100` as numbers by number of the indicator; null where a part is none. */
export function writtenMeasured(text: string): Record<string, number> | null {
  const found: Record<string, number> = {};
  for (const part of text.split(/[;；、,，\s]+/u).filter(Boolean)) {
    const match = /^(\d+)[=:：](-?[\d.]+)$/u.exec(part);
    if (match === null || !Number.isFinite(Number(match[2]))) return null;
    found[match[1]!] = Number(match[2]);
  }
  return found;
}

/** Steps of a table that the rules allow, one after another as they stand; the others are refused with the rule. */
export async function readSteps(
  file: string,
  lives: TaskLives,
  { encoding, known }: { encoding?: string | null; known?: ReadonlySet<string> } = {},
): Promise<{ steps: ChallengeStep[]; unchanged: number; rejects: MatchReject[]; notices: Bilingual[] }> {
  const table = await readMatchTable(file, STEP_FIELDS, {
    what: { zh: '进展', en: 'step' },
    encoding: encoding ?? null,
  });
  const steps: ChallengeStep[] = [];
  let unchanged = 0;
  for (const row of table.rows) {
    const step = stepOf(row);
    if (step === null) continue;
    if (known?.has(`${step.challenge} ${step.lead} ${step.to} ${step.on}`)) {
      unchanged++;
      continue;
    }
    const isTask = lives.ids().includes(step.challenge);
    try {
      lives.add(step);
      steps.push(step);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      if (!isTask)
        row.refuse(
          'challenge',
          step.challenge,
          { zh: error.zh, en: error.en },
          { zh: '工作区里的任务编号', en: 'the id of a task in the workspace' },
        );
      else
        row.refuse(
          'to',
          row.text('to'),
          { zh: error.zh, en: error.en },
          { zh: '规则允许的下一步', en: 'a next step that the rules allow' },
        );
    }
  }
  return { steps, unchanged, rejects: table.rejects, notices: table.notices };
}

function stepOf(row: MatchRow): ChallengeStep | null {
  row.needed('to');
  const to = row.choice('to', STATE_CHOICES);
  row.needed('on');
  const on = row.day('on');
  const measured = row.text('measured') === null ? null : writtenMeasured(row.text('measured')!);
  if (row.text('measured') !== null && measured === null)
    row.refuse(
      'measured',
      row.text('measured'),
      { zh: '不是 序号=数值', en: 'is not number=value' },
      { zh: '如 1=5.2；2=2100', en: 'such as 1=5.2；2=2100' },
    );
  const challenge = row.needed('challenge');
  const by = row.needed('by');
  if (row.refused || to === null || on === null) return null;
  return {
    challenge,
    lead: row.text('lead'),
    partners: row.list('partners'),
    recommendedBy: row.text('recommendedBy'),
    to,
    by,
    on,
    evidence: row.text('evidence'),
    note: row.text('note'),
    measured,
  };
}

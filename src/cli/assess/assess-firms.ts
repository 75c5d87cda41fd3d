// ballast assess FILE: firms judged by the rulebooks of titles on a day.
import { createRequire } from 'node:module';
import { extname } from 'node:path';
import {
  type CalendarEvent,
  type ChosenRulebook,
  calendarFile,
  calendarOf,
  consistencyOf,
  isDraft,
  type JudgeOptions,
  judge,
  type RulebookSet,
  type Subject,
  smallestChange,
  titleNames,
  withChanges,
} from '../../assess/index.js';
import { type Bilingual, type Lang, UserError } from '../../model/index.js';
import { type Assessment, dataVersion, writeWhole } from '../../store/index.js';
import { DayOfJudging, type FirmSource, openRulebooks, workspaceFirms } from '../../verbs/index.js';
import { EXIT, type Terminal } from '../terminal.js';
import { openWorkspace } from '../workspace.js';
import { assessJson } from './assess-json.js';
import { assessCsv, assessXlsx } from './assess-sheets.js';
import { assessText } from './assess-text.js';
import { openFirmWords } from './assess-words.js';
import type { Assessed, AssessedFirm, AssessRun } from './assessed.js';
import type { FirmReject, FirmTableWords } from './firm-table.js';
import { changesOf, readFirmFile } from './firms.js';

const { version: PROGRAM } = createRequire(import.meta.url)('../../../package.json') as { version: string };

export interface AssessOptions {
  /** Null: the firms of the workspace. */
  file: string | null;
  /** Empty: the ladder. */
  titles: readonly string[];
  on: string;
  application: 'new' | 'review';
  /** Name or code that counts for firms that name no area. */
  area: string | null;
  drafts: boolean;
  set: readonly string[];
  changes: boolean;
  keep: boolean;
  out: string | null;
  sheet: string | null;
  encoding: string | null;
  unit: string | null;
  workspace: string;
  json?: boolean;
}

const FORMATS = ['.json', '.xlsx', '.csv', '.ics'];

/** Tiers of the ladder of small and medium firms, from the lowest. */
export const LADDER: readonly string[] = ['企业规模', '科技型', '创新型', '专精特新', '小巨人'];

export async function assessFirms(options: AssessOptions, terminal: Terminal): Promise<number> {
  const format = options.out === null ? null : extname(options.out).toLowerCase();
  if (format !== null && !FORMATS.includes(format))
    throw new UserError({
      zh: `--out 写成 ${FORMATS.join('、')} 之一：${options.out}`,
      en: `--out is one of ${FORMATS.join(', ')}: ${options.out}`,
    });
  const set = await openRulebooks(options.workspace);
  // Words take longer to load than one firm to be judged: JSON needs none.
  let opened: Promise<FirmTableWords> | null = null;
  const words = () => {
    opened ??= openFirmWords(options.workspace, set.items);
    return opened;
  };
  const area = options.area === null ? null : areaCode(options.area, (await words()).codes);
  const setting = options.set.length > 0 ? await words() : null;
  const titles = options.titles.length > 0 ? [...options.titles] : ladderTitles(set);
  const names = titleNames(set.rulebooks);
  const needsWorkspace = options.file === null || options.keep;
  const workspace = needsWorkspace
    ? await openWorkspace(options.workspace, terminal, { readOnly: !options.keep })
    : null;
  try {
    const { firms, rejects, notices } =
      options.file === null
        ? { firms: await workspaceFirms(workspace!, names), rejects: [] as FirmReject[], notices: [] }
        : await readFirmFile(options.file, words, set.items, names, options);
    for (const notice of notices) terminal.note(notice);
    if (firms.length === 0)
      throw options.file === null
        ? new UserError({
            zh: `工作区 ${options.workspace} 里没有企业。先导入：ballast import 模板.xlsx --as firm-items`,
            en: `The workspace ${options.workspace} holds no firm. Import some first: ballast import template.xlsx --as firm-items`,
          })
        : new UserError({
            zh: `${options.file}：没有可判断的企业${rejects[0] ? `：${rejects[0].zh}` : ''}`,
            en: `${options.file}: no firm to judge${rejects[0] ? `: ${rejects[0].en}` : ''}`,
          });
    const judging = new Judge(set, { ...options, area });
    const changed = setting === null ? [] : changesOf(options.set, setting);
    const judged = firms.map((firm) =>
      judging.firm(
        changed.length === 0 ? firm : { ...firm, subject: withChanges(firm.subject, changed) },
        titles,
      ),
    );
    // Of one title alone, what no rulebook can be chosen for is the answer; of many, the others are still told.
    if (judged.every((firm) => firm.titles.every(({ verdict }) => verdict === null))) {
      const { reason } = judged[0]!.titles[0]!;
      throw new UserError(reason!);
    }
    const run: AssessRun = { on: options.on, titles, firms: judged, rejects };
    const kept = options.keep ? await workspace!.addAssessments(assessmentsOf(run, options)) : null;
    if (options.out !== null) await writeRun(run, options.out, format!, terminal, kept);
    if (options.json) terminal.json(assessJson(run, terminal.lang, kept));
    else if (options.out === null) terminal.print(assessText(run, terminal.lang));
    else {
      for (const line of outLines(run, options.out, kept)) terminal.print(terminal.say(line));
    }
    return rejects.length > 0 ? EXIT.badInput : EXIT.done;
  } finally {
    await workspace?.close();
  }
}

/** Titles of the ladder for which there is a rulebook at all. */
export function ladderTitles(set: RulebookSet): string[] {
  return LADDER.filter((title) => set.rulebooks.some((rulebook) => rulebook.title === title));
}

interface Question {
  on: string;
  application: 'new' | 'review';
  /** Of firms that name none. */
  area: string | null;
  drafts: boolean;
  changes: boolean;
}

/** Judges firms one after another: verdicts, doubts and calendar of each. */
class Judge {
  readonly #set: RulebookSet;
  readonly #question: Question;
  readonly #day: DayOfJudging;
  readonly #drafts: DayOfJudging;

  constructor(set: RulebookSet, question: Question) {
    this.#set = set;
    this.#question = question;
    this.#day = new DayOfJudging(set, question.on, question.drafts);
    this.#drafts = question.drafts ? this.#day : new DayOfJudging(set, question.on, true);
  }

  firm({ subject, ...place }: FirmSource, titles: readonly string[]): AssessedFirm {
    const { on } = this.#question;
    const judged = titles.map((title) => this.#title(subject, title));
    const area = subject.area ?? this.#question.area;
    return {
      subject,
      ...place,
      titles: judged,
      doubts: consistencyOf(subject, { on }),
      calendar: calendarOf(subject, {
        on,
        rulebookOf: (title) => this.#day.rulebookOf(title, area),
        verdicts: judged.flatMap(({ verdict }) => (verdict === null ? [] : [verdict])),
      }),
    };
  }

  #title(subject: Subject, title: string): Assessed {
    const { on, application, drafts, changes } = this.#question;
    const area = subject.area ?? this.#question.area;
    const chosen = this.#choose(title, area);
    if (chosen instanceof UserError) {
      const reason: Bilingual = { zh: chosen.zh, en: chosen.en };
      return { title, verdict: null, rulebook: null, reason, withheld: false, changes: null };
    }
    const { rulebook, draft, why } = chosen;
    const options: JudgeOptions = {
      on,
      application,
      items: this.#set.items,
      levelRulebook: this.#day.levels(application, area),
      whyChosen: why,
      drafts,
      draftLaid: draft,
    };
    const isComputed = drafts || !isDraft(rulebook);
    return {
      title,
      verdict: judge(rulebook, subject, options),
      rulebook,
      reason: null,
      withheld: !isComputed,
      changes: changes && isComputed ? smallestChange(rulebook, subject, options) : null,
    };
  }

  /** A draft where nothing else counts: it is shown, and nothing is computed by it unless drafts were asked for. */
  #choose(title: string, area: string | null): ChosenRulebook | UserError {
    const { application } = this.#question;
    const chosen = this.#day.choice(title, application, area);
    if (!(chosen instanceof UserError)) return chosen;
    const shown = this.#drafts.choice(title, application, area);
    return shown instanceof UserError || !isDraft(shown.rulebook) ? chosen : shown;
  }
}

function areaCode(text: string, codes: FirmTableWords['codes']): string {
  const found = codes.areas.resolve(text, {});
  if (found.status === 'resolved') return found.code;
  const near = found.suggestions.map(({ name }) => name).join('、');
  throw new UserError({
    zh: `--area：${found.why.zh}${near === '' ? '' : `（是否为：${near}）`}`,
    en: `--area: ${found.why.en}${near === '' ? '' : ` (perhaps ${near})`}`,
  });
}

function assessmentsOf(run: AssessRun, { file, workspace }: AssessOptions): Assessment[] {
  return run.firms.flatMap(({ subject, titles }) =>
    titles.flatMap(({ verdict }): Assessment[] =>
      verdict === null
        ? []
        : [
            {
              creditCode: subject.creditCode,
              name: subject.name,
              title: verdict.title,
              application: verdict.application,
              on: verdict.on,
              area: subject.area,
              rulebook: verdict.rulebook.id,
              rulebookVersion: verdict.rulebook.version,
              dataVersion: dataVersion({ ...subject, origin: null }),
              programVersion: PROGRAM,
              origin: file ?? workspace,
              state: verdict.state,
              level: verdict.level && {
                low: verdict.level.low?.id ?? null,
                high: verdict.level.high?.id ?? null,
              },
              verdict,
            },
          ],
    ),
  );
}

async function writeRun(
  run: AssessRun,
  out: string,
  format: string,
  { lang }: Terminal,
  kept: readonly number[] | null,
): Promise<void> {
  switch (format) {
    case '.json':
      await writeWhole(out, `${JSON.stringify(assessJson(run, lang, kept), null, 2)}\n`);
      break;
    case '.xlsx':
      await writeWhole(out, await assessXlsx(run, lang));
      break;
    case '.csv':
      await writeWhole(out, assessCsv(run, lang));
      break;
    case '.ics':
      await writeWhole(
        out,
        calendarFile(eventsOf(run), { stamp: run.on, lang, name: calendarName(run, lang) }),
      );
      break;
  }
}

/** Of several firms each event names its own. */
function eventsOf({ firms }: AssessRun): CalendarEvent[] {
  return firms.flatMap(({ subject, calendar }) =>
    firms.length === 1
      ? calendar
      : calendar.map((event) => ({ ...event, title: `${subject.name} ${event.title}` })),
  );
}

function calendarName({ firms }: AssessRun, lang: Lang): string {
  if (firms.length === 1) return firms[0]!.subject.name;
  return lang === 'zh' ? `称号日历（${firms.length} 家）` : `Titles of ${firms.length} firms`;
}

function outLines(run: AssessRun, out: string, kept: readonly number[] | null): Bilingual[] {
  const verdicts = run.firms.flatMap(({ titles }) => titles.filter(({ verdict }) => verdict !== null));
  return [
    {
      zh: `${out}：企业 ${run.firms.length} 家，预审结果 ${verdicts.length} 个${kept === null ? '' : '，已记入工作区'}`,
      en: `${out}: ${run.firms.length} firms, ${verdicts.length} verdicts${kept === null ? '' : ', kept in the workspace'}`,
    },
    ...run.rejects.slice(0, 5).map(({ row, column, value, ...reason }) => ({
      zh: `  × ${row === null ? '' : `第 ${row} 行`}${column === null ? '' : `“${column}”列`}${value === null ? '' : ` “${value}”`}：${reason.zh}`,
      en: `  × ${row === null ? '' : `row ${row}`}${column === null ? '' : `, column "${column}"`}${value === null ? '' : ` "${value}"`}: ${reason.en}`,
    })),
  ];
}

// ballast assess FILE: firms judged by the rulebooks of titles on a day.
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { extname } from 'node:path';
import {
  type CalendarEvent,
  type Change,
  calendarFile,
  calendarOf,
  consistencyOf,
  judge,
  type RulebookSet,
  type Subject,
  smallestChange,
  titleKey,
  titleNames,
  versionOf,
  withChanges,
} from '../../assess/index.js';
import { type Bilingual, type Lang, UserError } from '../../model/index.js';
import { type Assessment, dataVersion, replaceWhole, type Workspace, writeWhole } from '../../store/index.js';
import {
  DayOfJudging,
  type FirmHead,
  type FirmReject,
  type FirmSource,
  type FirmsToJudge,
  type FirmTableWords,
  firmsInMemory,
  judgeFirms,
  namedFirm,
  openFirmWords,
  openRulebooks,
  type TitleNames,
  WorkspaceFirms,
} from '../../verbs/index.js';
import { EXIT, type Terminal } from '../terminal.js';
import { openWorkspace } from '../workspace.js';
import { assessJson, statesRecord } from './assess-json.js';
import { assessCsv, assessXlsx } from './assess-sheets.js';
import { assessText } from './assess-text.js';
import type { Assessed, AssessedFirm, AssessRun } from './assessed.js';
import { changesOf, type FirmsRead, readFirmFile } from './firms.js';

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
  /** `id=value`: values that rulebooks leave to an official table. */
  parameter: readonly string[];
  changes: boolean;
  keep: boolean;
  /** Firms to be told of with every reason, by name or credit code. */
  detail: readonly string[];
  /** Every firm is told of so, however many there are. */
  full: boolean;
  out: string | null;
  sheet: string | null;
  encoding: string | null;
  unit: string | null;
  workspace: string;
  json?: boolean;
}

/** Of more firms than this, reasons are told of those that are asked for. */
const DETAILED = 200;

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
    const known =
      options.file === null
        ? await firmsOfWorkspace(workspace!, names)
        : firmsOfFile(await readFirmFile(options.file, words, set.items, names, options));
    const { firms, rejects } = known;
    for (const notice of known.notices) terminal.note(notice);
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
    const changed = setting === null ? [] : changesOf(options.set, setting);
    const parameters = parametersOf(options.parameter, titles, set);
    const day = new DayOfJudging(set, { on: options.on, drafts: options.drafts, area, parameters });
    // A calendar has entries of every firm.
    const every = options.full || format === '.ics' || firms.length <= DETAILED;
    const named = options.detail.map((name) => namedFirm(firms, name, options.file));
    const detailed = new Map<FirmSource<FirmHead>, AssessedFirm>();
    const tell = (source: FirmSource<FirmHead>, subject: Subject) =>
      detailed.set(
        source,
        detailOf(
          { ...source, subject: changed.length === 0 ? subject : withChanges(subject, changed) },
          titles,
          day,
          options,
        ),
      );
    if (every) {
      let place = 0;
      for await (const subject of known.subjects()) tell(firms[place++]!, subject);
    } else for (const source of new Set(named)) tell(source, await known.subject(firms.indexOf(source)));
    // Of one title alone, what no rulebook can be chosen for is the answer; of many, the others are still told.
    const alone = firms.length === 1 ? detailed.get(firms[0]!)! : null;
    const judged =
      alone === null ? await judgeFirms(known.toJudge(changed), titles, day, options.application) : null;
    const refused =
      judged === null
        ? alone!.titles.every(({ verdict }) => verdict === null)
        : titles.every((_, title) => judged.choices(title).every(({ chosen }) => chosen === null));
    if (refused) {
      const { reason } = judged === null ? alone!.titles[0]! : judged.choices(0)[0]!;
      throw new UserError(reason!);
    }
    const run: AssessRun = {
      on: options.on,
      application: options.application,
      titles,
      firms,
      judged,
      detailed,
      day,
      codes: judged === null ? null : (await words()).codes,
      rejects,
    };
    const kept = options.keep
      ? await workspace!.addAssessments(assessmentsOf(run, await versionsOf(known, changed), options))
      : null;
    if (options.out !== null) await writeRun(run, options.out, format!, terminal, kept);
    if (options.json) await printLines(assessJson(run, terminal.lang, kept));
    else if (options.out === null) terminal.print(assessText(run, terminal.lang));
    else {
      for (const line of outLines(run, options.out, kept)) terminal.print(terminal.say(line));
    }
    return rejects.length > 0 ? EXIT.badInput : EXIT.done;
  } finally {
    await workspace?.close();
  }
}

/** Where firms come from, and all that is known of one when it is asked for. */
interface KnownFirms {
  firms: readonly FirmSource<FirmHead>[];
  rejects: readonly FirmReject[];
  notices: readonly Bilingual[];
  toJudge(changes: readonly Change[]): FirmsToJudge;
  subject(place: number): Promise<Subject>;
  /** Of every firm, in order. */
  subjects(): AsyncIterable<Subject>;
}

async function firmsOfWorkspace(workspace: Workspace, names: TitleNames): Promise<KnownFirms> {
  const known = await WorkspaceFirms.open(workspace, names);
  return {
    firms: known.heads.map((subject) => ({ subject, origin: workspace.dir, sheet: null, row: null })),
    rejects: [],
    notices: [],
    toJudge: (changes) => known.toJudge(changes),
    subject: (place) => known.subject(place),
    subjects: () => known.subjects(),
  };
}

function firmsOfFile({ firms, rejects, notices }: FirmsRead): KnownFirms {
  return {
    firms,
    rejects,
    notices,
    toJudge: (changes) =>
      firmsInMemory(
        firms.map(({ subject }) => (changes.length === 0 ? subject : withChanges(subject, changes))),
      ),
    subject: async (place) => firms[place]!.subject,
    async *subjects() {
      for (const { subject } of firms) yield subject;
    },
  };
}

/** Names the data by which each firm was judged. */
async function versionsOf(known: KnownFirms, changed: readonly Change[]): Promise<string[]> {
  const versions: string[] = [];
  for await (const subject of known.subjects())
    versions.push(
      dataVersion({
        ...(changed.length === 0 ? subject : withChanges(subject, changed)),
        origin: null,
      }),
    );
  return versions;
}

/** Titles of the ladder for which there is a rulebook at all. */
export function ladderTitles(set: RulebookSet): string[] {
  return LADDER.filter((title) => set.rulebooks.some((rulebook) => rulebook.title === title));
}

/** `--parameter energy.base=0.8`: parameters of the rulebooks of the titles, whatever their version. */
function parametersOf(
  settings: readonly string[],
  titles: readonly string[],
  set: RulebookSet,
): ReadonlyMap<string, number> {
  const known = new Set(
    settings.length === 0
      ? []
      : rulebooksOf(titles, set).flatMap(({ parameters }) => parameters.map(({ id }) => id)),
  );
  return new Map(
    settings.map((setting) => {
      const [, id = '', text = ''] = /^\s*([^=]+?)\s*=\s*(.*?)\s*$/u.exec(setting) ?? [];
      const value = Number(text);
      if (text === '' || !Number.isFinite(value))
        throw new UserError({
          zh: `--parameter 应写作 编号=数值，如 energy.base=0.8；这里是“${setting}”`,
          en: `--parameter is written id=value, energy.base=0.8; this is “${setting}”`,
        });
      if (!known.has(id))
        throw new UserError({
          zh: `--parameter：${titles.join('、')}的规则没有参数“${id}”${known.size === 0 ? '，也没有其他参数' : `，只有：${[...known].join('、')}`}`,
          en: `--parameter: the rulebooks of ${titles.join(', ')} have no parameter “${id}”${known.size === 0 ? ', nor any other' : `, only ${[...known].join(', ')}`}`,
        });
      return [id, value] as const;
    }),
  );
}

/** Rulebooks of titles, by title or alias. */
function rulebooksOf(titles: readonly string[], { rulebooks }: RulebookSet) {
  const keys = new Set(titles.map(titleKey));
  return rulebooks.filter(({ title, aliases }) =>
    [title, ...aliases].some((name) => keys.has(titleKey(name))),
  );
}

/** One firm in detail: verdicts in words, doubts and calendar. */
function detailOf(
  { subject, ...place }: FirmSource,
  titles: readonly string[],
  day: DayOfJudging,
  { on, application, changes }: AssessOptions,
): AssessedFirm {
  const area = day.areaOf(subject);
  const judged = titles.map((title): Assessed => {
    const { chosen, reason, withheld } = day.choice(title, application, area);
    if (chosen === null) return { title, verdict: null, rulebook: null, reason, withheld, changes: null };
    const { rulebook } = chosen;
    const options = day.options(chosen, application, area);
    return {
      title,
      verdict: judge(rulebook, subject, options),
      rulebook,
      reason: null,
      withheld,
      changes: changes && !withheld ? smallestChange(rulebook, subject, options) : null,
    };
  });
  return {
    subject,
    ...place,
    titles: judged,
    doubts: consistencyOf(subject, { on }),
    calendar: calendarOf(subject, {
      on,
      rulebookOf: (title) => day.rulebookOf(title, area),
      verdicts: judged.flatMap(({ verdict }) => (verdict === null ? [] : [verdict])),
    }),
  };
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

/** Verdicts in words where a firm is told of in detail, else the states of its criteria. */
function assessmentsOf(
  run: AssessRun,
  versions: readonly string[],
  { file, workspace }: AssessOptions,
): Assessment[] {
  const { on, application, judged, day } = run;
  return run.firms.flatMap((source, firm) => {
    const { subject } = source;
    const detail = run.detailed.get(source);
    return run.titles.flatMap((title, at): Assessment[] => {
      const { chosen } = day.choice(title, application, day.areaOf(subject));
      if (chosen === null) return [];
      const { rulebook } = chosen;
      const verdict = detail?.titles[at]?.verdict ?? null;
      const states = verdict === null ? judged!.states(firm, at) : null;
      return [
        {
          creditCode: subject.creditCode,
          name: subject.name,
          title: rulebook.title,
          application,
          on,
          area: subject.area,
          rulebook: rulebook.id,
          rulebookVersion: versionOf(rulebook),
          dataVersion: versions[firm]!,
          programVersion: PROGRAM,
          origin: file ?? workspace,
          state: verdict?.state ?? states!.state,
          level:
            verdict === null
              ? states!.level
              : verdict.level && {
                  low: verdict.level.low?.id ?? null,
                  high: verdict.level.high?.id ?? null,
                },
          verdict: verdict ?? statesRecord(judged!, firm, at),
        },
      ];
    });
  });
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
      await replaceWhole(out, (partial) => writeFile(partial, assessJson(run, lang, kept)));
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

async function printLines(lines: Iterable<string>): Promise<void> {
  for (const line of lines) if (!process.stdout.write(line)) await once(process.stdout, 'drain');
}

/** Of several firms each event names its own. */
function eventsOf({ firms, detailed }: AssessRun): CalendarEvent[] {
  return [...detailed.values()].flatMap(({ subject, calendar }) =>
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
  const verdicts = run.firms.reduce(
    (sum, { subject }) =>
      sum +
      run.titles.filter(
        (title) => run.day.choice(title, run.application, run.day.areaOf(subject)).chosen !== null,
      ).length,
    0,
  );
  return [
    {
      zh: `${out}：企业 ${run.firms.length} 家，预审结果 ${verdicts} 个${kept === null ? '' : '，已记入工作区'}`,
      en: `${out}: ${run.firms.length} firms, ${verdicts} verdicts${kept === null ? '' : ', kept in the workspace'}`,
    },
    ...run.rejects.slice(0, 5).map(({ row, column, value, ...reason }) => ({
      zh: `  × ${row === null ? '' : `第 ${row} 行`}${column === null ? '' : `“${column}”列`}${value === null ? '' : ` “${value}”`}：${reason.zh}`,
      en: `  × ${row === null ? '' : `row ${row}`}${column === null ? '' : `, column "${column}"`}${value === null ? '' : ` "${value}"`}: ${reason.en}`,
    })),
  ];
}

// ballast match challenges: who could solve which task, with reasons; and, where wanted, a shortlist without overlap.
import type { Command } from 'commander';
import { titleNames } from '../../assess/index.js';
import { type Candidate, FIELD_NAMES, type FitWeights } from '../../match/index.js';
import { type Bilingual, type CriterionState, type Lang, parseIsoDay, UserError } from '../../model/index.js';
import { type Codes, loadCodes } from '../../store/index.js';
import {
  challengesOf,
  findSolvers,
  indicatorText,
  type Matched,
  openRulebooks,
  type Qualification,
  Qualifying,
  readChallenges,
  readProviders,
  rejectLine,
  STATE_WORDS,
  workspaceFirms,
  workspaceProviders,
} from '../../verbs/index.js';
import { dayOf } from '../day.js';
import { numberOption, wholeOption } from '../number-option.js';
import { EXIT, type Terminal } from '../terminal.js';
import { textTable } from '../text-table.js';
import { openWorkspace } from '../workspace.js';
import { checkOut, rejectSheet, rejectsJson, type SheetTable, writeAnswer } from './match-sheets.js';
import { nearnessBy } from './nearness.js';
import { fitWeights } from './weights.js';

export const CHALLENGES_SCHEMA = 'ballast.match.challenges/1';

export interface ChallengesOptions {
  firms?: string;
  top: number;
  weights?: string;
  leastCover?: number;
  shortlist?: boolean;
  places?: number;
  io?: string;
  area?: string;
  on?: string;
  today?: string;
  out?: string;
  sheet?: string;
  encoding?: string;
  json?: boolean;
  workspace: string;
}

export function challengesCommand(match: Command, terminal: () => Terminal): void {
  match
    .command('challenges')
    .summary('揭榜挂帅 who could solve which task')
    .description(
      '谁能揭榜：每项任务最合适的企业，逐项给出得分与理由；--shortlist 给出各任务互不冲突的入围名单。没有合适的企业时，答案是缺口。\n' +
        'Who could solve each task: the best firms, each score term by term with its reason; --shortlist chooses solvers for all tasks together. Where nobody fits, the answer is the gap.',
    )
    .argument(
      '[challenges]',
      '任务表：CSV、XLSX、YAML、JSON；不给则为工作区的任务  table of tasks; default those of the workspace',
    )
    .option('--firms <file>', '企业表；不给则为工作区的企业 table of firms; default those of the workspace')
    .option('--top <n>', '每项任务列出几家 firms for each task', wholeOption, 20)
    .option(
      '--weights <list>',
      '各项权重，如 text=.5,industry=.2,record=.1,titles=.1,area=.1 weights of the terms; what is not named is 0',
    )
    .option(
      '--least-cover <share>',
      '文字至少覆盖需求的份额，不足即为缺口 share of the need below which it is a gap',
      numberOption,
    )
    .option('--shortlist', '各任务一起选入围单位，互不冲突 choose solvers for all tasks together')
    .option('--places <n>', '每项任务入围几家，缺省 5 shortlisted for each task', wholeOption)
    .option(
      '--io <table>',
      '投入产出表（文件或工作区中的名称），用来判断行业在产业链上的远近 input–output table for nearness along the chain',
    )
    .option('--area <area>', '只要此地的企业 only firms of this area')
    .option('--on <date>', '称号与规则按此日判断，缺省今天 day of titles and rules; default today')
    .option('--out <file>', '写成 .xlsx、.csv 或 .json write to a file')
    .option('--sheet <name>', '任务表的工作表 sheet of the tasks')
    .option('--encoding <name>', '文字文件的编码 encoding of text files')
    .option('--today <date>', '按此日为今天 the day that is today')
    .addHelpText(
      'after',
      '\n例 Example:\n  ballast match challenges samples/match/challenges.synthetic.csv --firms samples/match/firms.synthetic.csv --top 5\n  ballast match challenges samples/match/challenges.synthetic.csv --firms samples/match/firms.synthetic.csv --shortlist --places 3 --io samples/chain/io-table.synthetic.csv --out out/shortlist.xlsx',
    )
    .action(async (file: string | undefined, _: unknown, command: Command) => {
      process.exitCode = await run(file ?? null, command.optsWithGlobals<ChallengesOptions>(), terminal());
    });
}

async function run(file: string | null, options: ChallengesOptions, terminal: Terminal): Promise<number> {
  checkOut(options.out);
  const on = options.on === undefined ? dayOf(options) : parseIsoDay(options.on);
  const codes = await loadCodes();
  const needsWorkspace = file === null || options.firms === undefined;
  const workspace = needsWorkspace
    ? await openWorkspace(options.workspace, terminal, { readOnly: true })
    : null;
  try {
    const asked =
      file === null
        ? challengesOf(await workspace!.challenges())
        : await readChallenges(file, codes, options);
    if (asked.challenges.length === 0)
      throw new UserError({
        zh: `${file ?? `工作区 ${options.workspace}`}：没有可用的任务${asked.rejects[0] ? `：${rejectLine(asked.rejects[0]).zh}` : '。先导入：ballast import 任务表 --as challenges'}`,
        en: `${file ?? `the workspace ${options.workspace}`}: no task to be used${asked.rejects[0] ? `: ${rejectLine(asked.rejects[0]).en}` : '. Import some: ballast import FILE --as challenges'}`,
      });
    const set = await openRulebooks(options.workspace);
    const firms =
      options.firms === undefined
        ? await workspaceProviders(
            workspace!,
            await workspaceFirms(workspace!, titleNames(set.rulebooks)),
            on,
          )
        : await readProviders(options.firms, codes, { encoding: options.encoding ?? null });
    if (firms.firms.length === 0)
      throw new UserError({
        zh: `${firms.origin}：没有可用的企业${firms.rejects[0] ? `：${rejectLine(firms.rejects[0]).zh}` : ''}`,
        en: `${firms.origin}: no firm to be used${firms.rejects[0] ? `: ${rejectLine(firms.rejects[0]).en}` : ''}`,
      });
    const { top, weights, leastCover, shortlist, places, io, area } = options;
    const matched = await findSolvers(
      asked,
      firms,
      {
        ...{ top, on, qualifying: new Qualifying(set, on) },
        ...(weights !== undefined && { weights: fitWeights(weights) }),
        ...(area !== undefined && { area: areaOption(area, codes) }),
        ...(io !== undefined && { nearness: await nearnessBy(io, options.workspace, codes) }),
        ...(leastCover !== undefined && { leastCover }),
        ...(shortlist !== undefined && { shortlist }),
        ...(places !== undefined && { places }),
      },
      terminal,
    );
    for (const note of matched.notes) terminal.note(note);
    const json = challengesJson(matched, options, terminal.lang);
    if (options.out !== undefined)
      await writeAnswer(options.out, challengeSheets(matched, terminal.lang), json, terminal.lang, on);
    if (options.json) terminal.json(json);
    else if (options.out === undefined) terminal.print(textOf(matched, terminal));
    else
      terminal.print(
        terminal.say({
          zh: `${options.out}：任务 ${matched.challenges.length} 项，候选 ${matched.challenges.reduce((sum, { list }) => sum + list.candidates.length, 0)} 条${matched.shortlist === null ? '' : `，入围 ${matched.shortlist.chosen.length} 家次`}`,
          en: `${options.out}: ${matched.challenges.length} tasks, ${matched.challenges.reduce((sum, { list }) => sum + list.candidates.length, 0)} candidates${matched.shortlist === null ? '' : `, ${matched.shortlist.chosen.length} shortlisted`}`,
        }),
      );
    for (const reject of matched.rejects) terminal.note(prefixed(rejectLine(reject)));
    return matched.rejects.length > 0 ? EXIT.badInput : EXIT.done;
  } finally {
    await workspace?.close();
  }
}

const prefixed = ({ zh, en }: Bilingual): Bilingual => ({ zh: `× ${zh}`, en: `× ${en}` });

function areaOption(text: string, { areas }: Codes): { code: string; name: string } | null {
  if (/^99\d{4}$/.test(text)) return { code: text, name: text };
  const found = areas.resolve(text, {});
  if (found.status === 'resolved')
    return found.level === 'nation' ? null : { code: found.code, name: found.name };
  const near = found.suggestions.map(({ name }) => name).join('、');
  throw new UserError({
    zh: `--area：${found.why.zh}${near === '' ? '' : `（是否为：${near}）`}`,
    en: `--area: ${found.why.en}${near === '' ? '' : ` (perhaps ${near})`}`,
  });
}

const TERMS: readonly { key: keyof FitWeights; name: Bilingual }[] = [
  { key: 'text', name: { zh: '文字', en: 'text' } },
  { key: 'industry', name: { zh: '行业', en: 'industry' } },
  { key: 'record', name: { zh: '记录', en: 'record' } },
  { key: 'titles', name: { zh: '称号', en: 'titles' } },
  { key: 'area', name: { zh: '地区', en: 'area' } },
];

function challengesJson(matched: Matched, options: ChallengesOptions, lang: Lang) {
  const firmOf = (at: number) => {
    const { provider } = matched.firms.firms[at]!;
    return { id: provider.id, name: provider.name, area: provider.area, industry: provider.industry };
  };
  return {
    schema: CHALLENGES_SCHEMA,
    on: matched.on,
    firms: matched.firms.firms.length,
    firmsFrom: matched.firms.origin,
    top: options.top,
    weights: matched.weights,
    notes: matched.notes.map((note) => note[lang]),
    challenges: matched.challenges.map(({ challenge, qualifies, list, qualifications }) => ({
      id: challenge.id,
      title: challenge.title,
      kind: challenge.kind,
      direction: challenge.direction,
      indicators: challenge.indicators,
      area: challenge.area,
      industries: challenge.industries,
      titles: challenge.titles,
      qualifies,
      gap: list.gap === null ? null : { reason: list.gap.reason[lang], absent: list.gap.absent },
      filtered: list.filtered.map(({ reason, count }) => ({ reason: reason[lang], count })),
      candidates: list.candidates.map((candidate, at) => ({
        rank: at + 1,
        ...firmOf(candidate.provider),
        score: candidate.score,
        support: candidate.support,
        terms: candidate.terms.map(({ reason, ...term }) => ({ ...term, reason: reason[lang] })),
        words: candidate.words,
        qualifications: qualifications[at]!.map(({ reason, ...one }) => ({ ...one, reason: reason[lang] })),
      })),
    })),
    shortlist:
      matched.shortlist === null
        ? null
        : {
            score: matched.shortlist.score,
            optimal: matched.shortlist.optimal,
            bound: matched.shortlist.bound,
            chosen: matched.shortlist.chosen.map(({ task, solver, score }) => ({
              challenge: matched.challenges[task]!.challenge.id,
              ...firmOf(solver),
              score,
            })),
          },
    rejects: rejectsJson(matched.rejects, lang),
  };
}

function challengeSheets(matched: Matched, lang: Lang): SheetTable[] {
  const { challenges, firms, shortlist } = matched;
  const both = (zh: string, en: string) => ({ zh, en });
  return [
    {
      name: both('候选', 'Candidates'),
      columns: [
        { title: both('任务编号', 'Task') },
        { title: both('任务名称', 'Title'), width: 34 },
        { title: both('位次', 'Rank'), width: 8 },
        { title: both('企业编号', 'Firm id'), width: 22 },
        { title: both('企业名称', 'Firm'), width: 30 },
        { title: both('得分', 'Score'), width: 10 },
        ...TERMS.flatMap(({ name }) => [
          { title: both(`${name.zh}得分`, `${name.en} points`), width: 10 },
          { title: both(`${name.zh}理由`, `${name.en} reason`), width: 34 },
        ]),
        { title: both('匹配的词', 'Words'), width: 40 },
        { title: both('规则', 'Rules'), width: 30 },
        { title: both('缺口', 'Gap'), width: 30 },
      ],
      rows: challenges.flatMap(({ challenge, list, qualifications }) =>
        list.candidates.map((one, at) => {
          const { provider } = firms.firms[one.provider]!;
          return [
            challenge.id,
            challenge.title,
            at + 1,
            provider.id,
            provider.name,
            rounded(one.score),
            ...TERMS.flatMap(({ key }) => {
              const term = one.terms.find(({ term: name }) => name === key)!;
              return [rounded(term.points), term.reason[lang]];
            }),
            wordsText(one, lang),
            qualificationText(qualifications[at]!, lang),
            list.gap?.reason[lang] ?? null,
          ];
        }),
      ),
    },
    ...(shortlist === null
      ? []
      : [
          {
            name: both('入围名单', 'Shortlist'),
            columns: [
              { title: both('任务编号', 'Task') },
              { title: both('任务名称', 'Title'), width: 34 },
              { title: both('企业编号', 'Firm id'), width: 22 },
              { title: both('企业名称', 'Firm'), width: 30 },
              { title: both('得分', 'Score'), width: 10 },
              { title: both('所属集团', 'Group') },
            ],
            rows: shortlist.chosen.map(({ task, solver, score }) => {
              const { challenge } = challenges[task]!;
              const { provider } = firms.firms[solver]!;
              return [
                challenge.id,
                challenge.title,
                provider.id,
                provider.name,
                rounded(score),
                provider.group,
              ];
            }),
          },
        ]),
    {
      name: both('任务', 'Tasks'),
      columns: [
        { title: both('任务编号', 'Task') },
        { title: both('任务名称', 'Title'), width: 34 },
        { title: both('指标', 'Indicators'), width: 60 },
        { title: both('候选', 'Candidates'), width: 10 },
        { title: both('缺口', 'Gap'), width: 60 },
        { title: both('被筛除', 'Filtered'), width: 50 },
      ],
      rows: challenges.map(({ challenge, list }) => [
        challenge.id,
        challenge.title,
        challenge.indicators.map(indicatorText).join('；'),
        list.candidates.length,
        list.gap?.reason[lang] ?? null,
        list.filtered.map(({ reason, count }) => `${reason[lang]} ${count}`).join('；'),
      ]),
    },
    ...rejectSheet(matched.rejects, lang),
  ];
}

function wordsText({ words }: Candidate, lang: Lang): string {
  return words
    .slice(0, 8)
    .map(
      ({ words: phrase, fields }) =>
        `${phrase}（${fields.map((field) => FIELD_NAMES[field]![lang]).join('、')}）`,
    )
    .join('、');
}

function qualificationText(found: readonly Qualification[], lang: Lang): string {
  const state = (one: CriterionState) => STATE_WORDS[one][lang];
  return found.map(({ title, state: one, reason }) => `${title} ${state(one)}：${reason[lang]}`).join('；');
}

const rounded = (value: number) => Number(value.toFixed(4));

function textOf(matched: Matched, terminal: Terminal): string {
  const { lang } = terminal;
  const say = (zh: string, en: string) => terminal.say({ zh, en });
  const lines: string[] = [
    say(
      `任务 ${matched.challenges.length} 项 × 企业 ${matched.firms.firms.length} 家（${matched.firms.origin}）；权重 ${TERMS.map(({ key, name }) => `${name.zh} ${rounded(matched.weights[key])}`).join('、')}`,
      `${matched.challenges.length} tasks × ${matched.firms.firms.length} firms (${matched.firms.origin}); weights ${TERMS.map(({ key, name }) => `${name.en} ${rounded(matched.weights[key])}`).join(', ')}`,
    ),
  ];
  for (const { challenge, list, qualifications } of matched.challenges) {
    lines.push('', `${challenge.id} ${challenge.title}`);
    if (list.gap !== null) lines.push(`  ! ${list.gap.reason[lang]}`);
    if (list.candidates.length === 0) lines.push(say('  没有候选企业', '  no candidate'));
    else
      lines.push(
        textTable(
          [
            '  #',
            say('企业', 'firm'),
            say('得分', 'score'),
            ...TERMS.map(({ name }) => name[lang]),
            say('理由', 'reasons'),
          ],
          list.candidates.map((one, at) => {
            const { provider } = matched.firms.firms[one.provider]!;
            const reasons = one.terms.filter(({ points }) => points > 0).map(({ reason }) => reason[lang]);
            const rules = qualificationText(qualifications[at]!, lang);
            return [
              `  ${at + 1}`,
              provider.name,
              one.score.toFixed(3),
              ...TERMS.map(({ key }) => one.terms.find(({ term }) => term === key)!.points.toFixed(3)),
              [...reasons, rules].filter((text) => text !== '').join('；'),
            ];
          }),
        ),
      );
    for (const { reason, count } of list.filtered)
      lines.push(say(`  筛除 ${count} 家：${reason.zh}`, `  ${count} left out: ${reason.en}`));
  }
  if (matched.shortlist !== null) {
    lines.push('', say('入围名单', 'Shortlist'));
    lines.push(
      textTable(
        [say('任务', 'task'), say('企业', 'firm'), say('得分', 'score'), say('集团', 'group')],
        matched.shortlist.chosen.map(({ task, solver, score }) => {
          const { provider } = matched.firms.firms[solver]!;
          return [
            matched.challenges[task]!.challenge.id,
            provider.name,
            score.toFixed(3),
            provider.group ?? '',
          ];
        }),
      ),
    );
  }
  return lines.join('\n');
}

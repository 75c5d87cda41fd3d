// ballast match task: the lives of the tasks that the workspace keeps.
import type { Command } from 'commander';
import {
  CHALLENGE_STATES,
  type ChallengeState,
  indicatorsOf,
  STATE_NAMES,
  stateOf,
} from '../../match/index.js';
import { type Bilingual, parseIsoDay, UserError } from '../../model/index.js';
import { type ChallengeStep, exportTable } from '../../store/index.js';
import { dueOf, openLives, rulesOrNull, STATE_CHOICES, writtenMeasured } from '../../verbs/index.js';
import { dayOf } from '../day.js';
import { EXIT, type Terminal } from '../terminal.js';
import { textTable } from '../text-table.js';
import { openWorkspace } from '../workspace.js';

export const TASK_SCHEMA = 'ballast.match.task/1';

interface TaskOptions {
  lead?: string;
  partners: string[];
  recommendedBy?: string;
  to: string;
  by?: string;
  on?: string;
  evidence?: string;
  note?: string;
  measured?: string;
  out?: string;
  today?: string;
  json?: boolean;
  workspace: string;
}

export function taskCommand(match: Command, terminal: () => Terminal): void {
  const task = match
    .command('task')
    .summary('任务进展 the lives of tasks')
    .description(
      '工作区里揭榜任务的进展：发榜、申报、推荐、入围、攻关、中期检查、测评、优胜或完成、终止。每一步都按当日规则核对，只追加，不覆盖。\n' +
        'The lives of the tasks of the workspace. Every step is held against the rules of its day, and added; nothing is overwritten.',
    )
    .addHelpText(
      'after',
      '\n例 Example:\n  ballast import samples/match/challenges.synthetic.csv --as challenges --synthetic\n  ballast match task list\n  ballast match task apply LJ-01 --lead 江城启明电子有限公司 --by 江城市工信局 --on 2026-03-20\n  ballast match task advance LJ-01 --lead 江城启明电子有限公司 --to 已推荐 --by 临江省工信厅 --on 2026-04-15 --evidence 推荐函',
    );
  task
    .command('list')
    .summary('各任务到了哪一步 where each stands')
    .argument('[id]', '只看一项 one task only')
    .option('--on <date>', '期限按此日算，缺省今天 day from which due days are counted')
    .option('--today <date>', '按此日为今天 the day that is today')
    .action(async (id: string | undefined, _: unknown, command: Command) => {
      process.exitCode = await list(id ?? null, command.optsWithGlobals<TaskOptions>(), terminal());
    });
  const stepped = (command: Command) =>
    command
      .requiredOption('--by <who>', '经办 who does it')
      .option('--on <date>', '哪一天，缺省今天 the day; default today')
      .option('--evidence <text>', '证据：文件、报告、名单 paper, report or list that shows it')
      .option('--note <text>', '备注 note')
      .option('--today <date>', '按此日为今天 the day that is today');
  stepped(task.command('publish').summary('发榜 publish a draft').argument('<id>', '任务编号 id')).action(
    async (id: string, _: unknown, command: Command) => {
      process.exitCode = await step(id, 'published', command.optsWithGlobals<TaskOptions>(), terminal());
    },
  );
  stepped(task.command('apply').summary('申报 apply').argument('<id>', '任务编号 id'))
    .requiredOption('--lead <name>', '牵头单位 lead')
    .option('--partners <names...>', '联合单位 partners', [])
    .action(async (id: string, _: unknown, command: Command) => {
      process.exitCode = await step(id, 'applied', command.optsWithGlobals<TaskOptions>(), terminal());
    });
  stepped(task.command('advance').summary('下一步 a further step').argument('<id>', '任务编号 id'))
    .option('--lead <name>', '牵头单位；不给则为任务本身（发榜、终止） lead; without it, the task itself')
    .requiredOption(
      '--to <state>',
      `状态 state: ${CHALLENGE_STATES.map((state) => STATE_NAMES[state].zh).join('、')}`,
    )
    .option('--recommended-by <name>', '推荐单位 who recommends')
    .option('--measured <list>', '测评实测值，如 1=5.2,2=2100 values reached, by number of the indicator')
    .action(async (id: string, _: unknown, command: Command) => {
      const options = command.optsWithGlobals<TaskOptions>();
      const to = (Object.keys(STATE_CHOICES) as ChallengeState[]).find(
        (state) => state === options.to || STATE_CHOICES[state].includes(options.to),
      );
      if (to === undefined)
        throw new UserError({
          zh: `--to “${options.to}”不是状态；有 ${CHALLENGE_STATES.map((state) => STATE_NAMES[state].zh).join('、')}`,
          en: `--to “${options.to}” is no state; there are ${CHALLENGE_STATES.join(', ')}`,
        });
      process.exitCode = await step(id, to, options, terminal());
    });
  task
    .command('export')
    .summary('导出任务与进展 export tasks and steps')
    .requiredOption('--out <file>', '写到 .csv、.xlsx、.json；进展另写 …-entries  write to; steps beside it')
    .action(async (_: unknown, command: Command) => {
      process.exitCode = await exportTasks(command.optsWithGlobals<TaskOptions>(), terminal());
    });
}

async function step(
  id: string,
  to: ChallengeState,
  options: TaskOptions,
  terminal: Terminal,
): Promise<number> {
  const on = options.on === undefined ? dayOf(options) : parseIsoDay(options.on);
  const measured = options.measured === undefined ? null : writtenMeasured(options.measured);
  if (options.measured !== undefined && measured === null)
    throw new UserError({
      zh: `--measured 写作 序号=数值，如 1=5.2,2=2100；这里是“${options.measured}”`,
      en: `--measured is written number=value, 1=5.2,2=2100; this is “${options.measured}”`,
    });
  const workspace = await openWorkspace(options.workspace, terminal);
  try {
    const lives = await openLives(workspace);
    const taken: ChallengeStep = {
      challenge: id,
      lead: options.lead ?? null,
      partners: options.partners ?? [],
      recommendedBy: options.recommendedBy ?? null,
      to,
      by: options.by!,
      on,
      evidence: options.evidence ?? null,
      note: options.note ?? null,
      measured,
    };
    lives.add(taken);
    const [number] = await workspace.addChallengeSteps([taken]);
    const due = dueOf(lives, id, options.lead ?? null, on);
    if (options.json) terminal.json({ schema: TASK_SCHEMA, step: { number, ...taken }, testDue: due });
    else
      terminal.print(
        terminal.say({
          zh: `${id}${taken.lead === null ? '' : ` ${taken.lead}`}：${on} ${STATE_NAMES[to].zh}（第 ${number} 步）${due === null ? '' : `；须在 ${due} 前测评`}`,
          en: `${id}${taken.lead === null ? '' : ` ${taken.lead}`}: ${STATE_NAMES[to].en} on ${on} (step ${number})${due === null ? '' : `; to be tested by ${due}`}`,
        }),
      );
    return EXIT.done;
  } finally {
    await workspace.close();
  }
}

async function list(id: string | null, options: TaskOptions, terminal: Terminal): Promise<number> {
  const on = options.on === undefined ? dayOf(options) : parseIsoDay(options.on);
  const workspace = await openWorkspace(options.workspace, terminal, { readOnly: true });
  try {
    const lives = await openLives(workspace);
    const ids = id === null ? lives.ids() : [lives.challenge(id).id];
    if (ids.length === 0)
      throw new UserError({
        zh: `工作区 ${options.workspace} 里没有任务。先导入：ballast import 任务表 --as challenges`,
        en: `The workspace ${options.workspace} holds no task. Import some: ballast import FILE --as challenges`,
      });
    const { lang } = terminal;
    const tasks = ids.map((one) => {
      const challenge = lives.challenge(one);
      return {
        id: one,
        title: challenge.title,
        state: lives.state(one),
        published: challenge.published,
        applyUntil: challenge.applyUntil,
        steps: lives.ownSteps(one),
        rules: rulesOrNull(lives, one, on),
        entries: lives.entries(one).map((entry) => ({
          ...entry,
          state: stateOf(entry),
          testDue: dueOf(lives, one, entry.lead, on),
          indicators: indicatorsOf(challenge, entry).map(({ indicator, ...found }) => ({
            ...indicator,
            ...found,
          })),
        })),
      };
    });
    if (options.json) {
      terminal.json({ schema: TASK_SCHEMA, on, tasks });
      return EXIT.done;
    }
    const headings: Bilingual[] = [
      { zh: '任务', en: 'task' },
      { zh: '名称或牵头单位', en: 'title or lead' },
      { zh: '状态', en: 'state' },
      { zh: '自', en: 'since' },
      { zh: '期限', en: 'due' },
      { zh: '指标', en: 'indicators' },
    ];
    const late = (day: string | null) =>
      day === null ? '' : `${day}${day < on ? terminal.say({ zh: '（已过）', en: ' (past)' }) : ''}`;
    terminal.print(
      textTable(
        headings.map((one) => one[lang]),
        tasks.flatMap((task) => [
          [
            task.id,
            task.title,
            STATE_NAMES[task.state][lang],
            task.published ?? '',
            task.entries.length === 0 ? late(task.applyUntil) : '',
            '',
          ],
          ...task.entries.map((entry) => [
            '',
            `└ ${entry.lead}`,
            STATE_NAMES[entry.state][lang],
            entry.steps.at(-1)?.on ?? '',
            late(entry.testDue),
            `${entry.indicators.filter(({ state }) => state === 'met').length}/${entry.indicators.length}`,
          ]),
        ]),
      ),
    );
    if (id !== null)
      for (const { lead, steps } of tasks[0]!.entries)
        for (const { to, by, on: day, evidence } of steps)
          terminal.print(
            `  ${day}  ${lead}  ${STATE_NAMES[to][lang]}  ${by}${evidence === null ? '' : `  ${evidence}`}`,
          );
    return EXIT.done;
  } finally {
    await workspace.close();
  }
}

async function exportTasks(options: TaskOptions, terminal: Terminal): Promise<number> {
  const out = options.out!;
  const match = /^(.*)\.(csv|xlsx|json)$/iu.exec(out);
  if (match === null)
    throw new UserError({
      zh: `--out 写成 .csv、.xlsx 或 .json：${out}`,
      en: `--out is .csv, .xlsx or .json: ${out}`,
    });
  const format = match[2]!.toLowerCase() as 'csv' | 'xlsx' | 'json';
  const entries = `${match[1]}-entries.${match[2]}`;
  const workspace = await openWorkspace(options.workspace, terminal, { readOnly: true });
  try {
    const tasks = await exportTable(workspace, 'challenges', format, out, { lang: terminal.lang });
    const steps = await exportTable(workspace, 'challenge-entries', format, entries, { lang: terminal.lang });
    if (options.json) terminal.json({ schema: TASK_SCHEMA, tasks, steps, files: [out, entries] });
    else
      terminal.print(
        terminal.say({
          zh: `${out}：任务 ${tasks} 项\n${entries}：进展 ${steps} 步`,
          en: `${out}: ${tasks} tasks\n${entries}: ${steps} steps`,
        }),
      );
    return EXIT.done;
  } finally {
    await workspace.close();
  }
}

// ballast assess: firms against the rulebooks of titles, on a day, with reasons and gaps.
import type { Command } from 'commander';
import { parseIsoDay } from '../model/index.js';
import { assessFirms, listRulebooks, writeTemplate } from './assess/index.js';
import { dayOf } from './day.js';
import { EXIT, type Terminal } from './terminal.js';

interface AssessArguments {
  title: string[];
  ladder?: boolean;
  on?: string;
  review?: boolean;
  area?: string;
  drafts?: boolean;
  set: string[];
  parameter: string[];
  changes?: boolean;
  keep?: boolean;
  detail: string[];
  full?: boolean;
  list?: boolean;
  template?: string[];
  out?: string;
  sheet?: string;
  encoding?: string;
  unit?: string;
  today?: string;
  json?: boolean;
  workspace: string;
}

const repeated = (value: string, before: string[] = []) => [...before, value];

export function assessCommand(program: Command, terminal: () => Terminal): void {
  program
    .command('assess')
    .summary('称号预审 pre-check firms for titles')
    .description(
      '按某一天适用的官方规则预审企业（或集群、工厂）够不够某个称号：逐条给出要求、实际、时期和理由，缺什么、差多少、何时可补。只是自评预审，不是认定。\n' +
        'Pre-checks firms (or clusters, plants) for a title by the official rules of a day: wanted, actual, period and reason of every criterion, what is missing and by when it can be closed. A pre-check, never a recognition.',
    )
    .argument(
      '[file]',
      '企业：JSON、CSV、XLSX；- 为标准输入的 JSON；不给则为工作区的企业  firms: JSON, CSV, XLSX; - for JSON on standard input; without it, the firms of the workspace',
    )
    .option('--title <title>', '称号，可多次 title, may be repeated', repeated, [])
    .option('--ladder', '梯度各级一起判断 all tiers of the ladder of small and medium firms')
    .option('--on <date>', '判断日 day of judging')
    .option('--review', '按复核判断（默认新申请） judge a review instead of a new application')
    .option('--area <area>', '没写地区的企业所在地，名称或代码 area of firms that name none, by name or code')
    .option('--drafts', '也用未经核对的草稿规则，结果会标明 judge by unchecked drafts too, marked as such')
    .option(
      '--set <item=value>',
      '改一个值再判断，如 revenue@2025=6000，可多次 judge with another value, may be repeated',
      repeated,
      [],
    )
    .option(
      '--parameter <id=value>',
      '规则留给官方表格的参数，如 energy.base=0.8，可多次 a value that a rulebook leaves to an official table, may be repeated',
      repeated,
      [],
    )
    .option('--changes', '给出最少要改变什么 the smallest set of changes that would qualify')
    .option('--keep', '把结果记入工作区（assessments） keep the verdicts in the workspace')
    .option(
      '--detail <name>',
      '企业多时（超过 200 家）要逐条理由的企业，名称或信用代码，可多次 a firm to tell the reasons of where there are more than 200, by name or credit code, may be repeated',
      repeated,
      [],
    )
    .option('--full', '不论多少家都给出逐条理由 the reasons of every firm, however many')
    .option('--out <file>', '写成 .xlsx、.csv、.json 或 .ics（日历） write to a file')
    .option('--list', '列出所有规则 list every rulebook')
    .option(
      '--template <title>',
      '写出该称号所需的填报表，配 --out，可多次 write the table that a title asks for, with --out',
      repeated,
    )
    .option('--sheet <name>', '工作表 sheet')
    .option('--unit <unit>', '金额没写单位时的单位 unit of money of tables that state none')
    .option('--encoding <name>', '文字文件的编码 encoding of a text file: utf-8, gb18030 …')
    .option('--today <date>', '列表中按此日期算距今天数 the day from which ages are counted')
    .addHelpText(
      'after',
      '\n例 Example:\n  ballast assess --list\n  ballast assess samples/assess/firm.json --title 小巨人 --on 2026-05-01\n  ballast assess --template 小巨人 --on 2026-05-01 --out firms.xlsx\n  ballast assess samples/assess/firms.csv --ladder --on 2026-05-01 --out verdicts.xlsx\n  ballast assess samples/assess/firm.json --title 小巨人 --on 2026-05-01 --set revenue@2025=4000 --changes',
    )
    .action(async (file: string | undefined, _: unknown, command: Command) => {
      const options = command.optsWithGlobals<AssessArguments>();
      const usage = (message: string): never => command.error(`error: ${message}`, { exitCode: EXIT.usage });
      if (options.list) {
        if (file !== undefined) usage('--list takes no file');
        process.exitCode = await listRulebooks({ ...options, today: dayOf(options) }, terminal());
        return;
      }
      const application = options.review ? ('review' as const) : ('new' as const);
      const shared = {
        ...options,
        application,
        drafts: options.drafts ?? false,
        area: options.area ?? null,
      };
      const on = options.on === undefined ? null : parseIsoDay(options.on);
      if (options.template !== undefined) {
        if (options.out === undefined) usage('--template goes with --out FILE.xlsx or FILE.csv');
        process.exitCode = await writeTemplate(
          { ...shared, titles: options.template, on: on ?? dayOf(options), out: options.out! },
          terminal(),
        );
        return;
      }
      if (on === null) usage('--on DATE is needed: which rules count depends on the day');
      if (options.title.length === 0 && !options.ladder) usage('--title TITLE or --ladder is needed');
      if (options.title.length > 0 && options.ladder) usage('--title and --ladder exclude each other');
      process.exitCode = await assessFirms(
        {
          ...shared,
          file: file ?? null,
          titles: options.title,
          on: on!,
          changes: options.changes ?? false,
          keep: options.keep ?? false,
          full: options.full ?? false,
          out: options.out ?? null,
          sheet: options.sheet ?? null,
          encoding: options.encoding ?? null,
          unit: options.unit ?? null,
        },
        terminal(),
      );
    });
}

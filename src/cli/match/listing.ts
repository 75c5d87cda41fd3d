// ballast match listing: how many firms stand at each stage on the way to the market, and who came and went.
import type { Command } from 'commander';
import {
  LISTING_NAMES,
  LISTING_STAGES,
  type ListingEvent,
  type ListingStage,
  listingPipeline,
} from '../../match/index.js';
import { type Bilingual, parseIsoDay, UserError } from '../../model/index.js';
import { type Field, type MatchReject, readMatchTable, rejectLine } from '../../verbs/index.js';
import { dayOf } from '../day.js';
import { EXIT, type Terminal } from '../terminal.js';
import { textTable } from '../text-table.js';
import { checkOut, rejectSheet, rejectsJson, writeAnswer } from './match-sheets.js';

export const LISTING_SCHEMA = 'ballast.match.listing/1';

export const LISTING_FIELDS: readonly Field[] = [
  { key: 'firm', names: ['企业', '企业名称', '名称', 'firm'] },
  { key: 'stage', names: ['阶段', '上市阶段', 'stage'] },
  { key: 'on', names: ['日期', '进入日期', 'on'] },
];

const STAGES: Readonly<Record<ListingStage, readonly string[]>> = {
  cultivated: ['专精特新培育', '培育'],
  reserve: ['上市后备', '后备'],
  tutoring: ['辅导备案', '辅导'],
  accepted: ['申报受理', '受理'],
  approved: ['注册生效', '注册'],
  listed: ['已上市', '上市'],
};

interface ListingOptions {
  on?: string;
  since?: string;
  today?: string;
  out?: string;
  sheet?: string;
  encoding?: string;
  json?: boolean;
}

export function listingCommand(match: Command, terminal: () => Terminal): void {
  match
    .command('listing')
    .summary('上市梯队 firms on the way to the market')
    .description(
      '上市梯队：某一天各阶段有哪些企业，与另一天相比谁进谁出。\nThe way to the market: which firms stand at which stage on a day, who came and went since another.',
    )
    .argument('<events>', '事件表：企业、阶段、日期 table of events: firm, stage, day')
    .option('--on <date>', '哪一天，缺省今天 the day; default today')
    .option('--since <date>', '与哪一天相比 compared with this day')
    .option('--out <file>', '写成 .xlsx、.csv 或 .json write to a file')
    .option('--sheet <name>', '工作表 sheet')
    .option('--encoding <name>', '文字文件的编码 encoding of a text file')
    .option('--today <date>', '按此日为今天 the day that is today')
    .addHelpText(
      'after',
      '\n例 Example:\n  ballast match listing samples/match/listing.synthetic.csv --on 2026-06-30 --since 2025-12-31',
    )
    .action(async (file: string, _: unknown, command: Command) => {
      process.exitCode = await run(file, command.optsWithGlobals<ListingOptions>(), terminal());
    });
}

/** Events of a table, each once; a step back to an earlier stage is kept, and said. */
export async function readListing(
  file: string,
  { sheet, encoding }: { sheet?: string; encoding?: string },
): Promise<{ events: ListingEvent[]; rejects: MatchReject[]; notices: Bilingual[] }> {
  const table = await readMatchTable(file, LISTING_FIELDS, {
    what: { zh: '上市事件', en: 'event' },
    sheet: sheet ?? null,
    encoding: encoding ?? null,
  });
  const events: ListingEvent[] = [];
  const seen = new Map<string, number>();
  for (const row of table.rows) {
    const firm = row.needed('firm');
    row.needed('stage');
    const stage = row.choice('stage', STAGES);
    row.needed('on');
    const on = row.day('on');
    if (row.refused || stage === null || on === null) continue;
    const before = seen.get(`${firm} ${on}`);
    const twin = events.find((one) => one.firm === firm && one.on === on);
    if (before !== undefined && twin !== undefined) {
      if (twin.stage === stage)
        row.notice({ zh: `与第 ${before} 行重复，只计一次`, en: `the same as row ${before}, counted once` });
      else
        row.refuse(
          'stage',
          row.text('stage'),
          {
            zh: `与第 ${before} 行同一企业同一天，阶段不同`,
            en: `the same firm and day as row ${before}, with another stage`,
          },
          { zh: '一天一个阶段', en: 'one stage a day' },
        );
      continue;
    }
    seen.set(`${firm} ${on}`, row.row);
    events.push({ firm, stage, on });
  }
  const last = new Map<string, ListingEvent>();
  const notices = [...table.notices];
  for (const event of [...events].sort((a, b) => (a.on < b.on ? -1 : 1))) {
    const before = last.get(event.firm);
    if (before && LISTING_STAGES.indexOf(event.stage) < LISTING_STAGES.indexOf(before.stage))
      notices.push({
        zh: `${event.firm}：${event.on} 由“${LISTING_NAMES[before.stage].zh}”退回“${LISTING_NAMES[event.stage].zh}”`,
        en: `${event.firm}: on ${event.on} back from “${LISTING_NAMES[before.stage].en}” to “${LISTING_NAMES[event.stage].en}”`,
      });
    last.set(event.firm, event);
  }
  return { events, rejects: table.rejects, notices };
}

async function run(file: string, options: ListingOptions, terminal: Terminal): Promise<number> {
  checkOut(options.out);
  const on = options.on === undefined ? dayOf(options) : parseIsoDay(options.on);
  const since = options.since === undefined ? null : parseIsoDay(options.since);
  if (since !== null && since > on)
    throw new UserError({
      zh: `--since ${since} 晚于 --on ${on}：应为更早的一天`,
      en: `--since ${since} is after --on ${on}: an earlier day is expected`,
    });
  const { events, rejects, notices } = await readListing(file, options);
  const late = events.filter((event) => event.on > on).length;
  if (late > 0)
    notices.push({
      zh: `${late} 个事件在 ${on} 之后，未计入`,
      en: `${late} events are after ${on} and were not counted`,
    });
  for (const notice of notices) terminal.note(notice);
  const pipeline = listingPipeline(events, on, since);
  const { lang } = terminal;
  const json = {
    schema: LISTING_SCHEMA,
    ...pipeline,
    stages: pipeline.stages.map((stage) => ({
      ...stage,
      name: LISTING_NAMES[stage.stage][lang],
      count: stage.firms.length,
    })),
    notes: notices.map((notice) => notice[lang]),
    rejects: rejectsJson(rejects, lang),
  };
  const rows = pipeline.stages.map(({ stage, firms, entered, left }) => [
    LISTING_NAMES[stage][lang],
    firms.length,
    since === null ? '—' : entered,
    since === null ? '—' : left,
    firms.slice(0, 6).join('、') + (firms.length > 6 ? ' …' : ''),
  ]);
  const headings: Bilingual[] = [
    { zh: '阶段', en: 'Stage' },
    { zh: '企业数', en: 'Firms' },
    { zh: '进入', en: 'Entered' },
    { zh: '离开', en: 'Left' },
    { zh: '企业', en: 'Which' },
  ];
  if (options.out !== undefined)
    await writeAnswer(
      options.out,
      [
        {
          name: { zh: '上市梯队', en: 'Listing' },
          columns: headings.map((title) => ({ title, width: 20 })),
          rows: pipeline.stages.map(({ stage, firms, entered, left }) => [
            LISTING_NAMES[stage][lang],
            firms.length,
            since === null ? null : entered,
            since === null ? null : left,
            firms.join('、'),
          ]),
        },
        ...rejectSheet(rejects, lang),
      ],
      json,
      lang,
      on,
    );
  if (options.json) terminal.json(json);
  else {
    terminal.print(
      terminal.say({
        zh: `${on} 上市梯队${since === null ? '' : `，与 ${since} 相比`}`,
        en: `On the way to the market on ${on}${since === null ? '' : `, compared with ${since}`}`,
      }),
    );
    terminal.print(
      textTable(
        headings.map((one) => one[lang]),
        rows,
      ),
    );
  }
  for (const reject of rejects) {
    const line = rejectLine(reject);
    terminal.note({ zh: `× ${line.zh}`, en: `× ${line.en}` });
  }
  return rejects.length > 0 ? EXIT.badInput : EXIT.done;
}

// ballast match partners: large firms and small ones (融通) by stable matching; suppliers for the weak links of a network.
import { type Command, Option } from 'commander';
import type { Lang } from '../../model/index.js';
import { loadCodes } from '../../store/index.js';
import { findPartners, type PartnersFound, rejectLine, type Side } from '../../verbs/index.js';
import { withCascadeOptions } from '../chain/index.js';
import { dayOf } from '../day.js';
import { numberOption } from '../number-option.js';
import { EXIT, type Terminal } from '../terminal.js';
import { textTable } from '../text-table.js';
import { checkOut, rejectSheet, rejectsJson, type SheetTable, writeAnswer } from './match-sheets.js';
import { supplyWeakLinks, type WeakLinkOptions } from './weak-links.js';

export const PARTNERS_SCHEMA = 'ballast.match.partners/1';

interface PartnersOptions extends WeakLinkOptions {
  large?: string;
  small?: string;
  pairs?: string;
  proposing: 'large' | 'small';
  leastCover: number;
  weakLinks?: boolean;
  out?: string;
  encoding?: string;
  today?: string;
  json?: boolean;
}

export function partnersCommand(match: Command, terminal: () => Terminal): void {
  withCascadeOptions(
    match
      .command('partners')
      .summary('大中小融通 large firms and small ones')
      .description(
        '大中小企业融通：双方意愿与名额之下的稳定配对，谁吃亏、为什么；--weak-links 为供应网络的薄弱环节逐条推荐供应商。\n' +
          'Large firms and small ones: a stable matching by what both sides would like and how many each takes, who is worse off and why. --weak-links proposes suppliers for each weak link of a supply network.',
      ),
  )
    .option('--large <file>', '大企业表：企业名称、需求、名额… table of large firms')
    .option('--small <file>', '中小企业表：企业名称、主要产品、技术能力… table of small firms')
    .option('--pairs <file>', '双方评分表，代替按文字计算的评分 table of what pairs are worth to both sides')
    .addOption(
      new Option('--proposing <side>', '哪一方先提出（先提出的一方得到最好的稳定配对） who proposes')
        .choices(['large', 'small'])
        .default('large'),
    )
    .option(
      '--least-cover <share>',
      '文字覆盖不足此份额的一对互不接受 share of a need below which a pair is not acceptable',
      numberOption,
      0.08,
    )
    .option(
      '--weak-links',
      '为薄弱环节找供应商（选项同 ballast chain mend） suppliers for the weak links of a network',
    )
    .option('--moved <share>', '由原供应商转出的采购份额 share of purchases moved', numberOption, 0.5)
    .option('--evaluated <n>', '精确重算的方案数 changes computed exactly', numberOption, 30)
    .option('--areas <column>', '企业所在地的列 column of areas')
    .addOption(
      new Option('--within <area>', '只在同城或同省找 only in the same city or province').choices([
        'city',
        'province',
      ]),
    )
    .option('--out <file>', '写成 .xlsx、.csv 或 .json write to a file')
    .option('--encoding <name>', '文字文件的编码 encoding of text files')
    .option('--today <date>', '按此日为今天 the day that is today')
    .addHelpText(
      'after',
      '\n例 Example:\n  ballast match partners --large samples/match/large.synthetic.csv --small samples/match/small.synthetic.csv\n  ballast match partners --weak-links --firms samples/chain/firms.synthetic.csv --links samples/chain/links.synthetic.csv --classes samples/chain/input-classes.synthetic.csv --leak 0.3',
    )
    .action(async (_: unknown, command: Command) => {
      const options = command.optsWithGlobals<PartnersOptions>();
      const usage = (message: string): never => command.error(`error: ${message}`, { exitCode: EXIT.usage });
      checkOut(options.out);
      if (options.weakLinks) {
        if (options.large !== undefined || options.pairs !== undefined)
          usage('--weak-links goes without --large and --pairs');
        process.exitCode = await supplyWeakLinks({ ...options, today: dayOf(options) }, terminal());
        return;
      }
      if (options.large === undefined || options.small === undefined)
        usage('--large FILE and --small FILE are needed, or --weak-links');
      process.exitCode = await run(options, terminal());
    });
}

async function run(options: PartnersOptions, terminal: Terminal): Promise<number> {
  const found = await findPartners(
    {
      large: options.large!,
      small: options.small!,
      proposing: options.proposing,
      leastCover: options.leastCover,
      ...(options.pairs !== undefined && { pairs: options.pairs }),
      ...(options.encoding !== undefined && { encoding: options.encoding }),
    },
    await loadCodes(),
  );
  for (const note of found.notes) terminal.note(note);
  const { lang } = terminal;
  const json = partnersJson(found, options, lang);
  if (options.out !== undefined)
    await writeAnswer(options.out, partnerSheets(found, lang), json, lang, dayOf(options));
  if (options.json) terminal.json(json);
  else if (options.out === undefined) terminal.print(textOf(found, options.proposing, terminal));
  else
    terminal.print(
      terminal.say({
        zh: `${options.out}：配对 ${found.matching.matches.length} 对`,
        en: `${options.out}: ${found.matching.matches.length} pairs`,
      }),
    );
  for (const reject of found.rejects) {
    const line = rejectLine(reject);
    terminal.note({ zh: `× ${line.zh}`, en: `× ${line.en}` });
  }
  return found.rejects.length > 0 ? EXIT.badInput : EXIT.done;
}

function partnersJson(
  { large, small, pairs, matching, notes, rejects }: PartnersFound,
  options: PartnersOptions,
  lang: Lang,
) {
  const firm = ({ id, name, places }: Side) => ({ id, name, places });
  return {
    schema: PARTNERS_SCHEMA,
    proposing: options.proposing,
    large: large.firms.length,
    small: small.firms.length,
    pairs: pairs.length,
    stable: matching.blocking === 0,
    blocking: matching.blocking,
    matches: matching.matches.map(({ large: l, small: s, ...one }) => ({
      large: firm(large.firms[l]!),
      small: firm(small.firms[s]!),
      ...one,
    })),
    worseOff: matching.worseOff.map(({ side, index, reason, ...one }) => ({
      side,
      firm: firm((side === 'large' ? large : small).firms[index]!),
      ...one,
      reason: reason[lang],
    })),
    notes: notes.map((note) => note[lang]),
    rejects: rejectsJson(rejects, lang),
  };
}

const SIDE_NAMES = { large: { zh: '大企业', en: 'large' }, small: { zh: '中小企业', en: 'small' } };

function partnerSheets({ large, small, matching, rejects }: PartnersFound, lang: Lang): SheetTable[] {
  const title = (zh: string, en: string, width = 18) => ({ title: { zh, en }, width });
  return [
    {
      name: { zh: '配对', en: 'Matches' },
      columns: [
        title('大企业', 'Large firm', 30),
        title('中小企业', 'Small firm', 30),
        title('大企业评分', 'Worth to large'),
        title('中小企业评分', 'Worth to small'),
        title('在大企业名单中的位次', 'Rank for large'),
        title('在中小企业名单中的位次', 'Rank for small'),
      ],
      rows: matching.matches.map((one) => [
        large.firms[one.large]!.name,
        small.firms[one.small]!.name,
        Number(one.worthToLarge.toFixed(4)),
        Number(one.worthToSmall.toFixed(4)),
        one.rankForLarge,
        one.rankForSmall,
      ]),
    },
    {
      name: { zh: '未满足', en: 'Worse off' },
      columns: [
        title('一方', 'Side'),
        title('企业', 'Firm', 30),
        title('配到', 'Partners'),
        title('名额', 'Places'),
        title('可接受', 'Acceptable'),
        title('原因', 'Reason', 50),
      ],
      rows: matching.worseOff.map(({ side, index, partners, places, acceptable, reason }) => [
        SIDE_NAMES[side][lang],
        (side === 'large' ? large : small).firms[index]!.name,
        partners,
        places,
        acceptable,
        reason[lang],
      ]),
    },
    ...rejectSheet(rejects, lang),
  ];
}

function textOf(
  { large, small, matching }: PartnersFound,
  proposing: 'large' | 'small',
  terminal: Terminal,
): string {
  const say = (zh: string, en: string) => terminal.say({ zh, en });
  const lines = [
    say(
      `大企业 ${large.firms.length} 家，中小企业 ${small.firms.length} 家；${SIDE_NAMES[proposing].zh}先提出；配对 ${matching.matches.length} 对，${matching.blocking === 0 ? '已逐对核对，没有一对会另行结合（稳定）' : `有 ${matching.blocking} 对会另行结合`}`,
      `${large.firms.length} large firms, ${small.firms.length} small ones; ${proposing} propose; ${matching.matches.length} pairs, ${matching.blocking === 0 ? 'every pair was looked at and none would break away (stable)' : `${matching.blocking} pairs would break away`}`,
    ),
  ];
  if (matching.matches.length > 0)
    lines.push(
      textTable(
        [
          say('大企业', 'large'),
          say('中小企业', 'small'),
          say('大企业评分', 'to large'),
          say('位次', 'rank'),
          say('中小企业评分', 'to small'),
          say('位次', 'rank'),
        ],
        matching.matches.map((one) => [
          large.firms[one.large]!.name,
          small.firms[one.small]!.name,
          one.worthToLarge.toFixed(3),
          one.rankForLarge,
          one.worthToSmall.toFixed(3),
          one.rankForSmall,
        ]),
      ),
    );
  if (matching.worseOff.length > 0)
    lines.push(
      '',
      say('未满足或吃亏的：', 'Left with places, or worse off:'),
      textTable(
        [
          say('一方', 'side'),
          say('企业', 'firm'),
          say('配到/名额', 'partners/places'),
          say('原因', 'reason'),
        ],
        matching.worseOff.map(({ side, index, partners, places, reason }) => [
          terminal.say(SIDE_NAMES[side]),
          (side === 'large' ? large : small).firms[index]!.name,
          `${partners}/${places}`,
          terminal.say(reason),
        ]),
      ),
    );
  return lines.join('\n');
}

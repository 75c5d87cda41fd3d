// ballast match partners: large firms and small ones (融通) by stable matching; suppliers for the weak links of a network.
import { type Command, Option } from 'commander';
import {
  CandidateSearch,
  type Challenge,
  matchPartners,
  type PairValue,
  type PartnerMatching,
  type Provider,
} from '../../match/index.js';
import { type Bilingual, type Lang, nearestNames, UserError } from '../../model/index.js';
import { type Codes, loadCodes } from '../../store/index.js';
import { withCascadeOptions } from '../chain/index.js';
import { dayOf } from '../day.js';
import { numberOption } from '../number-option.js';
import { EXIT, type Terminal } from '../terminal.js';
import { textTable } from '../text-table.js';
import { checkOut, rejectSheet, rejectsJson, type SheetTable, writeAnswer } from './match-sheets.js';
import {
  type Field,
  type MatchReject,
  type MatchRow,
  readMatchTable,
  rejectLine,
  withoutTwins,
} from './match-table.js';
import { USUAL_PLACES } from './provider-table.js';
import { supplyWeakLinks, type WeakLinkOptions } from './weak-links.js';

export const PARTNERS_SCHEMA = 'ballast.match.partners/1';

const SHARED: readonly Field[] = [
  { key: 'id', names: ['统一社会信用代码', '企业编号', '编号', 'creditCode', 'id'], optional: true },
  { key: 'name', names: ['企业名称', '单位名称', '名称', 'name'] },
  { key: 'area', names: ['地区', '地区代码', '所在地', 'area'], optional: true },
  { key: 'industry', names: ['行业代码', '行业', '所属行业', 'industry'], optional: true },
  { key: 'places', names: ['名额', '合作名额', 'places'], optional: true },
  { key: 'wishes', names: ['意向名单', '意向单位', 'wishes'], optional: true },
  { key: 'excludes', names: ['不接受', '排除', 'excludes'], optional: true },
];

export const LARGE_FIELDS: readonly Field[] = [
  ...SHARED,
  { key: 'need', names: ['需求', '配套需求', '需求描述', 'need'] },
  { key: 'industries', names: ['配套行业', '需求行业', 'industries'], optional: true },
];

export const SMALL_FIELDS: readonly Field[] = [
  ...SHARED,
  { key: 'products', names: ['主要产品', '主营产品', '产品', 'products'], optional: true },
  { key: 'capabilities', names: ['技术能力', '能力', 'capabilities'], optional: true },
  { key: 'patents', names: ['专利', 'patents'], optional: true },
  { key: 'titles', names: ['称号', 'titles'], optional: true },
  { key: 'want', names: ['合作意向', '期望', 'want'], optional: true },
];

export const PAIR_FIELDS: readonly Field[] = [
  { key: 'large', names: ['大企业', 'large'] },
  { key: 'small', names: ['中小企业', 'small'] },
  { key: 'toLarge', names: ['大企业评分', 'worthToLarge'], optional: true },
  { key: 'toSmall', names: ['中小企业评分', 'worthToSmall'], optional: true },
];

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

interface Side {
  id: string;
  name: string;
  area: string | null;
  industry: string | null;
  industries: string[];
  places: number;
  wishes: string[];
  excludes: string[];
  need: string;
  provider: Provider;
  row: MatchRow;
}

interface SideRead {
  file: string;
  firms: Side[];
  rejects: MatchReject[];
  notices: Bilingual[];
}

async function readSide(
  file: string,
  side: 'large' | 'small',
  codes: Codes,
  encoding: string | null,
): Promise<SideRead> {
  const what = side === 'large' ? { zh: '大企业', en: 'large firm' } : { zh: '中小企业', en: 'small firm' };
  const table = await readMatchTable(file, side === 'large' ? LARGE_FIELDS : SMALL_FIELDS, {
    what,
    encoding,
  });
  const read = table.rows.map((row): Side => {
    const name = row.needed('name');
    const id = row.text('id') ?? name;
    const products = row.text('products') ?? '';
    const capabilities = row.text('capabilities') ?? '';
    const need = side === 'large' ? row.needed('need') : (row.text('want') ?? `${products}\n${capabilities}`);
    const industry = row.industries('industry', codes)[0] ?? null;
    const area = row.area('area', codes);
    const places = row.number('places', { least: 0, whole: true }) ?? USUAL_PLACES;
    if (places === 0)
      row.notice({ zh: `“${name}”的名额为 0，不参加配对`, en: `“${name}” has no places and takes no part` });
    const industries = row.industries('industries', codes);
    const [wishes, excludes] = [row.list('wishes'), row.list('excludes')];
    const both = wishes.find((one) => excludes.includes(one));
    if (both !== undefined)
      row.refuse(
        'excludes',
        both,
        { zh: '既在意向名单又在不接受之列', en: 'is both wished for and excluded' },
        { zh: '两者不重叠', en: 'lists without overlap' },
      );
    return {
      ...{ id, name, area, industry, industries, places, wishes, excludes, need, row },
      provider: {
        id,
        name,
        area,
        industry,
        products: side === 'large' ? need : products,
        capabilities,
        patents: row.text('patents') ?? '',
        titles: row.list('titles'),
        record: { won: 0, finished: 0, terminated: 0 },
        places: Math.max(1, places),
        group: null,
      },
    };
  });
  const firms = withoutTwins(read, 'id', ({ id }) => id).filter(({ row }) => !row.refused);
  return { file, firms, rejects: table.rejects, notices: table.notices };
}

/** A name that is listed and is nobody on the other side. */
function checkLists(side: SideRead, other: SideRead): Bilingual[] {
  const known = new Set(other.firms.flatMap(({ id, name }) => [id, name]));
  return side.firms.flatMap(({ wishes, excludes, row }) =>
    [...wishes, ...excludes]
      .filter((one) => !known.has(one))
      .map((one): Bilingual => {
        const near = nearestNames(one, other.firms)
          .map(({ name }) => name)
          .join('、');
        return {
          zh: `${side.file} 第 ${row.row} 行：${other.file} 里没有“${one}”，未用${near === '' ? '' : `（是否为 ${near}）`}`,
          en: `${side.file}, row ${row.row}: “${one}” is not in ${other.file} and was not used${near === '' ? '' : ` (perhaps ${near})`}`,
        };
      }),
  );
}

const WANTING = { text: 0.75, industry: 0.25, record: 0, titles: 0, area: 0 };
const BUYING = { text: 0.6, industry: 0.25, record: 0, titles: 0.15, area: 0 };

/** By own index, then index of the other: what the texts are worth; absent where they do not cover enough. */
function worths(
  own: readonly Side[],
  others: readonly Side[],
  weights: typeof WANTING,
  leastCover: number,
): Map<number, number>[] {
  const search = new CandidateSearch(others.map(({ provider }) => provider));
  return own.map((one) => {
    const challenge: Challenge = {
      id: one.id,
      kind: 'largeFirm',
      field: '',
      direction: '',
      title: '',
      need: one.need,
      indicators: [],
      budget: null,
      publisher: one.name,
      applyUntil: null,
      published: null,
      industries: one.industries.length > 0 ? one.industries : one.industry === null ? [] : [one.industry],
      area: null,
      titles: [],
      counted: null,
    };
    const found = new Map<number, number>();
    if (one.need.trim() === '') return found;
    for (const { provider, score, terms } of search.find(challenge, { count: others.length, weights })
      .candidates)
      if (terms[0]!.value >= leastCover) found.set(provider, score);
    return found;
  });
}

/** Those wished for come before all others, in the order of the list. */
function listed(own: Side, other: Side, worth: number | undefined): number | null {
  const has = (list: readonly string[]) => list.findIndex((one) => one === other.id || one === other.name);
  if (has(own.excludes) >= 0) return null;
  const place = has(own.wishes);
  if (place >= 0) return 1 + (own.wishes.length - place) / own.wishes.length;
  return worth ?? null;
}

export interface PartnersFound {
  large: SideRead;
  small: SideRead;
  pairs: PairValue[];
  matching: PartnerMatching;
  notes: Bilingual[];
  rejects: MatchReject[];
}

export async function findPartners(
  {
    large: largeFile,
    small: smallFile,
    pairs: pairFile,
    proposing,
    leastCover,
    encoding,
  }: {
    large: string;
    small: string;
    pairs?: string;
    proposing: 'large' | 'small';
    leastCover: number;
    encoding?: string;
  },
  codes: Codes,
): Promise<PartnersFound> {
  if (!(leastCover >= 0 && leastCover <= 1))
    throw new UserError({
      zh: `--least-cover ${leastCover}：应在 0 与 1 之间`,
      en: `--least-cover ${leastCover}: a share from 0 to 1 is expected`,
    });
  const [large, small] = await Promise.all([
    readSide(largeFile, 'large', codes, encoding ?? null),
    readSide(smallFile, 'small', codes, encoding ?? null),
  ]);
  const rejects = [...large.rejects, ...small.rejects];
  for (const { file, firms, rejects: refused } of [large, small])
    if (firms.length === 0)
      throw new UserError({
        zh: `${file}：没有可用的企业${refused[0] ? `：${rejectLine(refused[0]).zh}` : ''}`,
        en: `${file}: no firm to be used${refused[0] ? `: ${rejectLine(refused[0]).en}` : ''}`,
      });
  const notes = [
    ...large.notices,
    ...small.notices,
    ...checkLists(large, small),
    ...checkLists(small, large),
  ];
  let pairs: PairValue[];
  if (pairFile === undefined) {
    const toLarge = worths(large.firms, small.firms, BUYING, leastCover);
    const toSmall = worths(small.firms, large.firms, WANTING, leastCover);
    pairs = large.firms.flatMap((one, l) =>
      small.firms.flatMap((other, s): PairValue[] => {
        const worthToLarge = listed(one, other, toLarge[l]!.get(s));
        const worthToSmall = listed(other, one, toSmall[s]!.get(l));
        return worthToLarge === null && worthToSmall === null
          ? []
          : [{ large: l, small: s, worthToLarge, worthToSmall }];
      }),
    );
  } else {
    const read = await readPairs(pairFile, large, small, encoding ?? null);
    pairs = read.pairs;
    rejects.push(...read.rejects);
    notes.push(...read.notices);
  }
  const matching = matchPartners({
    largePlaces: large.firms.map(({ places }) => places),
    smallPlaces: small.firms.map(({ places }) => places),
    pairs,
    proposing,
  });
  return { large, small, pairs, matching, notes, rejects };
}

async function readPairs(file: string, large: SideRead, small: SideRead, encoding: string | null) {
  const table = await readMatchTable(file, PAIR_FIELDS, { what: { zh: '评分', en: 'pair' }, encoding });
  const of = (side: SideRead, row: MatchRow, key: string): number => {
    const words = row.needed(key);
    const at = side.firms.findIndex(({ id, name }) => id === words || name === words);
    if (at < 0 && words !== '') {
      const near = nearestNames(words, side.firms)
        .map(({ name }) => name)
        .join('、');
      row.refuse(
        key,
        words,
        { zh: `不在 ${side.file} 里`, en: `is not in ${side.file}` },
        near === ''
          ? { zh: '企业名称或编号', en: 'a name or id' }
          : { zh: `是否为：${near}`, en: `perhaps ${near}` },
      );
    }
    return at;
  };
  const read = table.rows.map((row) => ({
    row,
    large: of(large, row, 'large'),
    small: of(small, row, 'small'),
    worthToLarge: row.number('toLarge', { least: 0 }),
    worthToSmall: row.number('toSmall', { least: 0 }),
  }));
  const pairs = withoutTwins(
    read.filter(({ row }) => !row.refused),
    'large',
    (one) => `${large.firms[one.large]!.name} × ${small.firms[one.small]!.name}`,
  ).map(({ row: _, ...pair }): PairValue => pair);
  return { pairs, rejects: table.rejects, notices: table.notices };
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

// Large firms and small ones (融通) by stable matching, out of tables of both.
import {
  CandidateSearch,
  type Challenge,
  matchPartners,
  type PairValue,
  type PartnerMatching,
  type Provider,
} from '../../match/index.js';
import { type Bilingual, nearestNames, UserError } from '../../model/index.js';
import type { Codes } from '../../store/index.js';
import {
  type Field,
  type MatchReject,
  type MatchRow,
  type MatchTable,
  readMatchTable,
  rejectLine,
  withoutTwins,
} from './match-table.js';
import { USUAL_PLACES } from './provider-table.js';

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

/** A firm of either side, with what it looks for. */
export interface Side {
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

export interface SideRead {
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
  return sideOf(table, side, codes);
}

/** Firms of one side with what they need or offer. */
export function sideOf(table: MatchTable, side: 'large' | 'small', codes: Codes): SideRead {
  const { file } = table;
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

/** Share of a need below which a pair is not acceptable. */
const USUAL_COVER = 0.08;
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
  checkCover(leastCover);
  const [large, small] = await Promise.all([
    readSide(largeFile, 'large', codes, encoding ?? null),
    readSide(smallFile, 'small', codes, encoding ?? null),
  ]);
  const read = pairFile === undefined ? null : await readPairs(pairFile, large, small, encoding ?? null);
  return matchSides(large, small, { proposing, leastCover, read });
}

function checkCover(leastCover: number): void {
  if (!(leastCover >= 0 && leastCover <= 1))
    throw new UserError({
      zh: `--least-cover ${leastCover}：应在 0 与 1 之间`,
      en: `--least-cover ${leastCover}: a share from 0 to 1 is expected`,
    });
}

interface PairsRead {
  pairs: PairValue[];
  rejects: MatchReject[];
  notices: Bilingual[];
}

/** A stable matching of both sides; `read` are worths that a table states in place of those by texts. */
export function matchSides(
  large: SideRead,
  small: SideRead,
  {
    proposing,
    leastCover = USUAL_COVER,
    read = null,
  }: { proposing: 'large' | 'small'; leastCover?: number; read?: PairsRead | null },
): PartnersFound {
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
  if (read === null) {
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

async function readPairs(
  file: string,
  large: SideRead,
  small: SideRead,
  encoding: string | null,
): Promise<PairsRead> {
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

// Challenges as tables have them: one row a challenge, indicators in a cell or on a sheet of their own.
import { extname } from 'node:path';
import type { Challenge, ChallengeIndicator, ChallengeKind } from '../../match/index.js';
import type { Bilingual } from '../../model/index.js';
import { type Codes, readSheets, type Sheet } from '../../store/index.js';
import {
  type Field,
  type MatchReject,
  type MatchRow,
  readMatchTable,
  withoutTwins,
  wordsOf,
} from './match-table.js';

export const CHALLENGE_FIELDS: readonly Field[] = [
  { key: 'id', names: ['任务编号', '编号', '榜单编号', 'id'] },
  { key: 'title', names: ['任务名称', '榜单名称', '课题名称', '名称', 'title'] },
  { key: 'kind', names: ['类别', '任务类别', 'kind'], optional: true },
  { key: 'field', names: ['领域', 'field'], optional: true },
  { key: 'direction', names: ['方向', '揭榜方向', 'direction'], optional: true },
  { key: 'need', names: ['需求', '需求描述', '攻关内容', '揭榜任务', 'need'], optional: true },
  { key: 'indicators', names: ['指标', '预期指标', '考核指标', 'indicators'], optional: true },
  { key: 'budget', names: ['预算(万元)', '预算', '榜额', '经费', 'budget'], optional: true },
  { key: 'publisher', names: ['发榜单位', '发布单位', 'publisher'], optional: true },
  { key: 'published', names: ['发榜日期', '发布日期', 'published'], optional: true },
  { key: 'applyUntil', names: ['申报截止', '截止日期', 'applyUntil'], optional: true },
  { key: 'industries', names: ['行业', '行业代码', 'industries'], optional: true },
  { key: 'area', names: ['地区', '地区代码', '限定地区', 'area'], optional: true },
  { key: 'titles', names: ['称号', '要求称号', 'titles'], optional: true },
  { key: 'qualifies', names: ['够格称号', '须符合规则', 'qualifies'], optional: true },
  { key: 'counted', names: ['计数', '首台套计数', 'counted'], optional: true },
  { key: 'places', names: ['入围名额', '名额', 'places'], optional: true },
];

export const KINDS: Readonly<Record<ChallengeKind, readonly string[]>> = {
  openChallenge: ['揭榜挂帅'],
  industrialBase: ['产业基础再造'],
  firstSet: ['首台套', '首批次', '首版次', '重大技术装备'],
  innovationCentre: ['创新中心', '制造业创新中心'],
  commonTechnology: ['共性技术平台', '共性技术'],
  largeFirm: ['大企业发布', '大企业需求', '融通需求'],
};

/** A challenge as it was asked, with what only the command needs. */
export interface AskedChallenge {
  challenge: Challenge;
  /** Titles whose rulebook a solver must fit on the day, held or not; empty for none. */
  qualifies: string[];
  /** Shortlisted at most; null for the general number. */
  places: number | null;
  /** Null for a task of the workspace. */
  row: MatchRow | null;
}

export interface ChallengesRead {
  file: string;
  challenges: AskedChallenge[];
  rejects: MatchReject[];
  notices: Bilingual[];
}

const WHAT: Bilingual = { zh: '任务', en: 'challenge' };

export async function readChallenges(
  file: string,
  codes: Codes,
  { sheet, encoding }: { sheet?: string | null; encoding?: string | null } = {},
): Promise<ChallengesRead> {
  const table = await readMatchTable(file, CHALLENGE_FIELDS, {
    what: WHAT,
    sheet: sheet ?? null,
    encoding: encoding ?? null,
  });
  const listed = await indicatorSheets(file);
  const known = new Set(table.rows.map((row) => row.text('id')));
  table.rejects.push(...listed.rejects);
  for (const [id, { reject }] of listed.of) if (!known.has(id)) table.rejects.push(reject('id', id, NO_TASK));
  const read = table.rows.map((row) => {
    const id = row.needed('id');
    const own = listed.of.get(id);
    const indicators = [...indicatorsOf(row), ...(own?.indicators ?? [])];
    if (own !== undefined && own.refused > 0)
      row.refuse(
        'id',
        id,
        {
          zh: `指标表里它有 ${own.refused} 行被退回，少了指标的任务不能检验`,
          en: `${own.refused} rows of its indicators were refused, and without them it cannot be tested`,
        },
        { zh: '改好这些行', en: 'those rows mended' },
      );
    const challenge: Challenge = {
      id,
      kind: row.choice('kind', KINDS) ?? 'openChallenge',
      field: row.text('field') ?? '',
      direction: row.text('direction') ?? '',
      title: row.needed('title'),
      need: row.text('need') ?? '',
      indicators: indicators.map((one, at) => ({ ...one, number: one.number || at + 1 })),
      budget: row.number('budget', { least: 0 }),
      publisher: row.text('publisher') ?? '',
      applyUntil: row.day('applyUntil'),
      published: row.day('published'),
      industries: row.industries('industries', codes),
      area: row.area('area', codes),
      titles: row.list('titles'),
      counted: row.choice('counted', { set: ['套', '台套', '台'], batch: ['批', '批次'] }),
    };
    const { applyUntil, published } = challenge;
    if (applyUntil !== null && published !== null && applyUntil < published)
      row.refuse(
        'applyUntil',
        applyUntil,
        { zh: `早于发榜日期 ${published}`, en: `is before the day of publication, ${published}` },
        { zh: '发榜日期当天或以后', en: 'the day of publication or later' },
      );
    const numbers = challenge.indicators.map(({ number }) => number);
    if (new Set(numbers).size < numbers.length)
      row.refuse(
        'indicators',
        numbers.join('、'),
        { zh: '指标序号重复', en: 'numbers of indicators come twice' },
        { zh: '每项指标一个序号', en: 'one number for each' },
      );
    if (challenge.counted !== null && challenge.kind !== 'firstSet')
      row.notice({
        zh: '“计数”只用于首台套，此任务不是，未用',
        en: 'what is counted is for first sets only, and was not used',
      });
    return {
      challenge,
      qualifies: row.list('qualifies'),
      places: row.number('places', { least: 0, whole: true }),
      row,
    };
  });
  const challenges = withoutTwins(read, 'id', ({ challenge }) => challenge.id).filter(
    ({ row }) => !row.refused,
  );
  return { file, challenges, rejects: table.rejects, notices: table.notices };
}

type Written = Omit<ChallengeIndicator, 'number'> & { number: number };

const SIGNS: readonly [RegExp, ChallengeIndicator['comparison']][] = [
  [/^(?:≥|>=|＞＝|不低于|不小于|不少于|达到)$/, '≥'],
  [/^(?:≤|<=|＜＝|不高于|不大于|不超过|不多于)$/, '≤'],
  [/^(?:>|＞|大于|高于|超过)$/, '>'],
  [/^(?:<|＜|小于|低于)$/, '<'],
  [/^(?:=|＝|等于)$/, '='],
];
const INDICATOR =
  /^(?:(\d+)[.、．)）]\s*)?(.+?)\s*(≥|≤|>=|<=|＞＝|＜＝|不低于|不小于|不少于|不高于|不大于|不超过|不多于|达到|大于|高于|超过|小于|低于|等于|[<>=＜＞＝])\s*(-?[\d.]+(?:,\d{3})*)\s*([^（(]*)(?:[（(](.+)[)）])?$/u;

const EXPECTED: Bilingual = {
  zh: '如“寿命≥2000 h（台架试验）”，多项以；分隔',
  en: 'such as 寿命≥2000 h（台架试验）, several parted by ；',
};

/** Of a cell `比功率≥5 kW/kg（台架试验）；寿命≥2000 h`, or of a list in YAML and JSON. */
function indicatorsOf(row: MatchRow): Written[] {
  const raw = row.raw('indicators');
  if (raw === null) return [];
  if (Array.isArray(raw)) return raw.flatMap((one) => indicatorOfRecord(one, row) ?? []);
  return wordsOf(raw)
    .split(/[；;\n]+/u)
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .flatMap((part) => writtenIndicator(part) ?? refusedIndicator(row, part));
}

function refusedIndicator(row: MatchRow, words: string): [] {
  row.refuse(
    'indicators',
    words,
    { zh: '没有比较和目标值，不能检验', en: 'has no comparison and target, and cannot be tested' },
    EXPECTED,
  );
  return [];
}

export function writtenIndicator(words: string): Written | null {
  const match = INDICATOR.exec(words.trim());
  const target = match === null ? Number.NaN : Number(match[4]!.replaceAll(',', ''));
  if (match === null || !Number.isFinite(target)) return null;
  return {
    number: match[1] === undefined ? 0 : Number(match[1]),
    name: match[2]!.trim(),
    comparison: SIGNS.find(([sign]) => sign.test(match[3]!))![1],
    target,
    unit: match[5]!.trim(),
    testMethod: match[6]?.trim() ?? '',
  };
}

function indicatorOfRecord(one: unknown, row: MatchRow): Written | null {
  if (typeof one === 'string') {
    const written = writtenIndicator(one);
    if (written === null) refusedIndicator(row, one);
    return written;
  }
  const part = (...names: string[]) =>
    names
      .map((name) => (one as Record<string, unknown> | null)?.[name])
      .find((value) => value !== undefined) ?? null;
  const target = Number(part('target', '目标值') ?? Number.NaN);
  const sign = wordsOf(part('comparison', '比较') ?? '≥');
  const comparison = SIGNS.find(([known]) => known.test(sign))?.[1];
  const name = wordsOf(part('name', '指标', '指标名称'));
  if (!Number.isFinite(target) || comparison === undefined || name === '') {
    refusedIndicator(row, wordsOf(one));
    return null;
  }
  return {
    number: Number(part('number', '序号') ?? 0),
    name,
    comparison,
    target,
    unit: wordsOf(part('unit', '单位')),
    testMethod: wordsOf(part('testMethod', '测试方法')),
  };
}

const INDICATOR_COLUMNS = {
  id: ['任务编号', 'challenge'],
  number: ['序号', 'number'],
  name: ['指标名称', '指标', 'name'],
  comparison: ['比较', 'comparison'],
  target: ['目标值', 'target'],
  unit: ['单位', 'unit'],
  testMethod: ['测试方法', 'testMethod'],
} as const;

const NO_TASK: Said = [
  { zh: '任务表里没有这项任务', en: 'is no task of the table' },
  { zh: '任务表里的任务编号', en: 'the id of a task of the table' },
];

/** What is wrong, and what is expected. */
type Said = readonly [Bilingual, Bilingual];
type IndicatorColumn = keyof typeof INDICATOR_COLUMNS;

interface ListedIndicators {
  indicators: Written[];
  /** How many of its rows were refused. */
  refused: number;
  /** A rejection of the first of its rows. */
  reject: (column: IndicatorColumn, value: string, said: Said) => MatchReject;
}

interface IndicatorSheets {
  /** By the id of the task. */
  of: Map<string, ListedIndicators>;
  rejects: MatchReject[];
}

/** Further sheets of a workbook with 任务编号, 指标名称 and 目标值. */
async function indicatorSheets(file: string): Promise<IndicatorSheets> {
  const found: IndicatorSheets = { of: new Map(), rejects: [] };
  if (!['.xlsx', '.xls', '.xlsm', '.ods'].includes(extname(file).toLowerCase())) return found;
  for await (const sheet of readSheets(file)) {
    if (sheet.hidden || sheet.height === 0) continue;
    const heads = Array.from({ length: sheet.width }, (_, at) => wordsOf(sheet.value(0, at)));
    const at = (key: IndicatorColumn) =>
      heads.findIndex((name) => (INDICATOR_COLUMNS[key] as readonly string[]).includes(name));
    if (at('id') < 0 || at('name') < 0 || at('target') < 0) continue;
    const take = (part: Sheet, from: number) => {
      for (let row = from; row < part.height; row++) {
        const cell = (key: IndicatorColumn) => (at(key) < 0 ? '' : wordsOf(part.value(row, at(key))));
        const keys = Object.keys(INDICATOR_COLUMNS) as IndicatorColumn[];
        if (keys.every((key) => cell(key) === '')) continue;
        const number = part.rowNumber(row);
        const reject = (key: IndicatorColumn, value: string, [why, expected]: Said): MatchReject => ({
          ...{ file, sheet: sheet.name, row: number, column: heads[at(key)] ?? null },
          value: value === '' ? null : value,
          ...why,
          expected,
        });
        listIndicator(found, cell, reject);
      }
    };
    take(sheet, 1);
    if (sheet.rest) for await (const part of sheet.rest) take(part, 0);
  }
  return found;
}

function listIndicator(
  { of, rejects }: IndicatorSheets,
  cell: (key: IndicatorColumn) => string,
  reject: ListedIndicators['reject'],
): void {
  const before = rejects.length;
  const refuse = (key: IndicatorColumn, why: Bilingual, expected: Bilingual) =>
    rejects.push(reject(key, cell(key), [why, expected]));
  const text: Bilingual = { zh: '文字', en: 'text' };
  const empty: Bilingual = { zh: '为空', en: 'is empty' };
  const id = cell('id');
  if (id === '') refuse('id', empty, { zh: '任务编号', en: 'the id of a task' });
  if (cell('name') === '') refuse('name', empty, text);
  const target = Number(cell('target').replace(/[,，]/g, '') || Number.NaN);
  if (!Number.isFinite(target))
    refuse('target', cell('target') === '' ? empty : { zh: '不是数', en: 'is no number' }, {
      zh: '数，单位另写一列',
      en: 'a number, its unit in a column of its own',
    });
  const sign = cell('comparison') || '≥';
  const comparison = SIGNS.find(([known]) => known.test(sign))?.[1];
  if (comparison === undefined)
    refuse(
      'comparison',
      { zh: '不是比较', en: 'is no comparison' },
      { zh: '≥、≤、>、<、=，空为 ≥', en: '≥, ≤, >, < or =; empty for ≥' },
    );
  const number = Number(cell('number') || 0);
  if (!Number.isInteger(number) || number < 0)
    refuse(
      'number',
      { zh: '不是序号', en: 'is no number of an indicator' },
      { zh: '从 1 起的整数，空为按次序', en: 'a whole number from 1; empty for the order' },
    );
  if (id === '') return;
  const own = of.get(id) ?? { indicators: [], refused: 0, reject };
  of.set(id, own);
  if (rejects.length > before || comparison === undefined) own.refused++;
  else
    own.indicators.push({
      ...{ number, name: cell('name'), comparison, target },
      ...{ unit: cell('unit'), testMethod: cell('testMethod') },
    });
}

/** As a cell of a table. */
export function indicatorText({
  number,
  name,
  comparison,
  target,
  unit,
  testMethod,
}: ChallengeIndicator): string {
  return `${number}. ${name}${comparison}${target}${unit === '' ? '' : ` ${unit}`}${testMethod === '' ? '' : `（${testMethod}）`}`;
}

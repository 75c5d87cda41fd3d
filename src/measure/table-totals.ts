/**
 * Parts against totals in a table of figures: cities of a province, divisions of industry, the three sectors of GDP.
 * Each number stands for all that it may have been before rounding; only a sum that no rounding explains is a finding.
 */
import { type AreaCodes, type Figure, GBT_4754, type IndustryCodes } from '../model/index.js';
import { indicatorName } from './comparability.js';
import { amountText, type FigureFinding, placeOf } from './figure-finding.js';
import { checkSum, figureInterval, type Interval, sum } from './identity.js';
import type { MeasureRules } from './rules.js';

/** A figure and what its row is in the table. `ofWhich`: 其中, a part of the row above. */
export interface TableFigure {
  figure: Figure;
  aggregate: 'total' | 'subtotal' | 'ofWhich' | null;
}

export interface TotalsContext {
  areas: AreaCodes;
  industries: IndustryCodes;
  rules: Pick<MeasureRules, 'partitions' | 'synonyms'>;
  /** Parts of names of what may fall below zero: a part that is missing may be less than nothing. */
  mayBeNegative: readonly string[];
}

/** Not in the tables of the thirty-one that make up the nation's total. */
const OUTSIDE_NATIONAL_TOTALS: ReadonlySet<string> = new Set(['710000', '810000', '820000']);

/** Figures of one table; each finding names the rows, the values, the residual and what rounding allows. */
export function checkTotals(table: readonly TableFigure[], context: TotalsContext): FigureFinding[] {
  const additive = table.filter(({ figure: { kind } }) => kind === 'level' || kind === 'count');
  return [
    ...grouped(additive, ['area']).flatMap((rows) => areaTotals(rows, context)),
    ...grouped(additive, ['industry']).flatMap((rows) => industryTotals(rows, context)),
    ...grouped(additive, ['indicator', 'industry']).flatMap((rows) => namedTotals(rows, context)),
  ];
}

type Axis = 'area' | 'industry' | 'indicator';

/** Figures that agree in all but the axes: unit, period, group and prices among the rest. */
function grouped(table: readonly TableFigure[], but: readonly Axis[]): TableFigure[][] {
  const groups = new Map<string, TableFigure[]>();
  for (const row of table) {
    const { figure } = row;
    const key = JSON.stringify([
      but.includes('area') ? null : (figure.area.code ?? figure.area.name),
      but.includes('industry') ? null : (figure.industry?.code?.code ?? figure.industry?.name ?? ''),
      but.includes('indicator') ? null : figure.indicator,
      figure.unit,
      figure.kind,
      figure.period,
      figure.group,
      figure.priceBasis,
      figure.comparator,
    ]);
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return [...groups.values()].filter((group) => group.length > 2);
}

// --- areas ----------------------------------------------------------------------------------------------------------

function areaTotals(rows: readonly TableFigure[], context: TotalsContext): FigureFinding[] {
  const byCode = parts(rows, ({ area }) => area.code);
  const findings: FigureFinding[] = [];
  for (const row of rows) {
    if (row.aggregate === 'subtotal') continue;
    const { code } = row.figure.area;
    const whole = code ?? (row.aggregate === 'total' ? commonParent(byCode, context.areas) : null);
    if (whole === null) continue;
    const children = childrenOf(whole, context.areas);
    findings.push(...against(row, [children], byCode, context));
  }
  return findings;
}

const children = new WeakMap<AreaCodes, Map<string, string[]>>();

/** Codes of the areas that make up an area: provinces of the nation, prefectures of a province, counties of these. */
function childrenOf(code: string, areas: AreaCodes): string[] {
  let known = children.get(areas);
  if (!known) {
    known = new Map();
    for (const level of ['province', 'prefecture', 'county'] as const) {
      for (const area of areas.list(level)) {
        const parent = areas.parent(area.code);
        if (parent === null || parent.code === area.code || OUTSIDE_NATIONAL_TOTALS.has(area.code)) continue;
        known.set(parent.code, [...(known.get(parent.code) ?? []), area.code]);
      }
    }
    children.set(areas, known);
  }
  return known.get(code) ?? [];
}

function commonParent(byCode: ReadonlyMap<string, unknown>, areas: AreaCodes): string | null {
  const found = new Set([...byCode.keys()].map((code) => areas.parent(code)?.code ?? null));
  const [only] = found;
  return found.size === 1 ? (only ?? null) : null;
}

// --- industries -----------------------------------------------------------------------------------------------------

function industryTotals(rows: readonly TableFigure[], context: TotalsContext): FigureFinding[] {
  const findings: FigureFinding[] = [];
  for (const { system, version } of context.industries.editions()) {
    if (system !== GBT_4754) continue;
    const ofEdition = (figure: Figure) =>
      figure.industry?.code?.system === system && figure.industry.code.version === version;
    const byCode = parts(rows, (figure) => (ofEdition(figure) ? figure.industry!.code!.code : null));
    if (byCode.size < 2) continue;
    for (const row of rows) {
      if (row.aggregate === 'subtotal') continue;
      const { industry } = row.figure;
      const coded = ofEdition(row.figure) ? industry!.code!.code : null;
      if (coded === null && industry !== null && (industry.code !== null || row.aggregate !== 'total'))
        continue;
      let sets = partitionsOf(coded, { version, ...context });
      // A total that does not name its industry is of all the rows, so a set that leaves some of them out is not meant.
      if (coded === null) sets = sets.filter((codes) => coversPeers(codes, byCode));
      findings.push(...against(row, sets, byCode, context));
    }
  }
  return findings;
}

/** Sets of codes each of which makes up an industry; `null` is all of them that a table is about. */
function partitionsOf(
  code: string | null,
  context: Pick<TotalsContext, 'industries' | 'rules'> & { version: string },
): string[][] {
  const { industries, rules, version } = context;
  const edition = { version };
  const divisions = (of: string) => industries.divisions(of, edition);
  const sections = industries.list('section', edition).map((section) => section.code);
  if (code === null) {
    const industry = industries.resolve('工业', edition);
    return [
      ...(industry.status === 'resolved' ? partitionsOf(industry.code, context) : []),
      ...rules.partitions.industries.map((ids) => [...ids]),
      sections,
    ];
  }
  if (/^\d{2}$/.test(code)) {
    const groups = industries.list('group', edition).map((group) => group.code);
    return [groups.filter((group) => group.startsWith(code))];
  }
  const own = new Set(divisions(code));
  const inside = sections.filter(
    (section) => section !== code && divisions(section).every((division) => own.has(division)),
  );
  const whole = inside.flatMap(divisions).length === own.size;
  return [[...own], ...(whole && inside.length > 1 ? [inside] : [])];
}

/** Whether all sections, or all divisions, that the table gives are of the set. */
function coversPeers(codes: readonly string[], byCode: ReadonlyMap<string, unknown>): boolean {
  const shape = [/^[A-Z]$/, /^\d{2}$/].find((pattern) => codes.every((code) => pattern.test(code)));
  return shape === undefined || [...byCode.keys()].every((code) => !shape.test(code) || codes.includes(code));
}

// --- names ----------------------------------------------------------------------------------------------------------

/** 地区生产总值 of 第一产业增加值, 第二产业增加值 and 第三产业增加值, where each is an indicator of its own. */
function namedTotals(rows: readonly TableFigure[], context: TotalsContext): FigureFinding[] {
  const { rules } = context;
  const name = (words: string) => indicatorName(words, rules);
  const byName = parts(
    rows.filter((row) => row.aggregate !== 'ofWhich' && row.figure.industry === null),
    (figure) => name(figure.indicator),
  );
  return rules.partitions.names.flatMap(({ whole, parts: each }) => {
    const totals = whole.map((words) => byName.get(name(words)) ?? []).find((found) => found.length > 0);
    if (totals?.length !== 1) return [];
    const members = each.map((words) => words.map(name).find((one) => byName.has(one)));
    if (members.some((member) => member === undefined)) return [];
    return against({ figure: totals[0]!, aggregate: 'total' }, [members as string[]], byName, context);
  });
}

// --- the sum --------------------------------------------------------------------------------------------------------

/** Figures by what they are a part of; rows that sum others are no parts. */
function parts(
  rows: readonly TableFigure[],
  codeOf: (figure: Figure) => string | null,
): Map<string, Figure[]> {
  const found = new Map<string, Figure[]>();
  for (const { figure, aggregate } of rows) {
    const code = codeOf(figure);
    if (code === null || aggregate === 'subtotal') continue;
    const had = found.get(code);
    if (had) had.push(figure);
    else found.set(code, [figure]);
  }
  return found;
}

function against(
  { figure: total }: TableFigure,
  partitions: readonly (readonly string[])[],
  byCode: ReadonlyMap<string, readonly Figure[]>,
  context: TotalsContext,
): FigureFinding[] {
  for (const codes of partitions) {
    const given = codes.filter((code) => byCode.has(code));
    if (given.length < 2) continue;
    // A part that stands twice may be meant in two ways.
    if (given.some((code) => byCode.get(code)!.length > 1)) continue;
    const figures = given.map((code) => byCode.get(code)![0]!);
    if (figures.includes(total)) continue;
    const complete = given.length === codes.length;
    const found = judged(total, figures, complete, codes.length, context);
    if (found) return [found];
    if (complete) return [];
  }
  return [];
}

function judged(
  total: Figure,
  figures: readonly Figure[],
  complete: boolean,
  of: number,
  { mayBeNegative }: TotalsContext,
): FigureFinding | null {
  const claimed = figureInterval(total);
  const intervals = figures.map(figureInterval);
  const check = checkSum(intervals, claimed);
  if (check.holds) return null;
  const expected = figures.reduce((all, figure) => all + figure.value, 0);
  if (!complete) {
    if (check.allowed.low <= claimed.high) return null;
    const signed = mayBeNegative.some((word) => total.indicator.includes(word));
    if (signed || figures.some((figure) => figure.value < 0)) return null;
  }
  // What the residual may be by rounding alone, were the sum right.
  const slack = Number(halfWidths([...intervals, claimed]).toPrecision(4));
  const amount = (value: number) => amountText(value, total.unit);
  const [where, first, last] = [placeOf(total), placeOf(figures[0]!), placeOf(figures.at(-1)!)];
  const listed = figures.slice(0, 5).map((figure) => `${partName(figure, total)} ${amount(figure.value)}`);
  const zhList = `${listed.join('、')}${figures.length > 5 ? ' 等' : ''}`;
  const enList = `${listed.join(', ')}${figures.length > 5 ? ' …' : ''}`;
  const residual = expected - total.value;
  const zhResidual = `差 ${amount(residual)}；按各数写出的位数，四舍五入只容许 ±${amount(slack)}`;
  const enResidual = `${amount(residual)} apart, where rounding allows ±${amount(slack)}`;
  const about = [total.indicator, total.period].filter((words) => words !== null).join(' ');
  return complete
    ? {
        kind: 'total-differs',
        severity: 'warning',
        figure: total,
        expected,
        zh: `${about}：${where.zh}“${wholeName(total)}”为 ${amount(total.value)}，所含 ${figures.length} 项（${first.zh}至${last.zh}：${zhList}）之和为 ${amount(expected)}，${zhResidual}。请对照原表核对这几行，看是否有错位、漏填或口径不同。`,
        en: `${about}: “${wholeName(total)}” (${where.en}) is ${amount(total.value)}; its ${figures.length} parts (${first.en} to ${last.en}: ${enList}) make ${amount(expected)}, ${enResidual}. Check these rows against the source: shifted rows, blanks, another scope.`,
      }
    : {
        kind: 'parts-exceed-total',
        severity: 'warning',
        figure: total,
        expected,
        zh: `${about}：${where.zh}“${wholeName(total)}”为 ${amount(total.value)}，表中仅有所含 ${of} 项中的 ${figures.length} 项（${first.zh}至${last.zh}：${zhList}），其和 ${amount(expected)} 已超过总数，${zhResidual}。请核对总数和各项的口径、单位。`,
        en: `${about}: “${wholeName(total)}” (${where.en}) is ${amount(total.value)}; only ${figures.length} of its ${of} parts are given (${first.en} to ${last.en}: ${enList}), and they make ${amount(expected)} already, ${enResidual}. Check scope and unit of the total and of the parts.`,
      };
}

function halfWidths(intervals: readonly Interval[]): number {
  const { low, high } = sum(...intervals);
  return (high - low) / 2;
}

function wholeName({ area, industry }: Figure): string {
  return industry === null ? area.name : `${area.name}${industry.name}`;
}

/** What tells a part from its total: the industry, the area, or the indicator. */
function partName(part: Figure, total: Figure): string {
  if (part.industry !== null && part.industry.name !== total.industry?.name) return part.industry.name;
  return part.area.name === total.area.name ? part.indicator : part.area.name;
}

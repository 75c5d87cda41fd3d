// What a table says by one profile, with everything that bears on how far to believe it.
import {
  type BackTest,
  type Bootstrap,
  backTest,
  bootstrap,
  type Diagnosis,
  diagnosis,
  type ExogenousComplexity,
  exogenousComplexity,
  type FilterEffect,
  type Foresight,
  filterEffect,
  foresight,
  type PanelYear,
  type Profile,
  partOfTable,
  type RegionActivityTable,
  type TableFilters,
} from '../../foresee/index.js';
import { type Bilingual, UserError } from '../../model/index.js';
import { cellNumber, cellText, columnsOf } from '../columns-file.js';
import { type LayoutRows, readLayoutRows, type TableColumns } from './layout-rows.js';
import { type ConventionOptions, profileOfOptions } from './profile.js';
import { type ReadTable, regionTables } from './region-table.js';

export interface RunOptions extends TableColumns, ConventionOptions {
  /** The year to measure; the latest without it. */
  at?: number;
  dropSmall?: number;
  leastAreaTotal?: number;
  leastActivityTotal?: number;
  leastSupport?: number;
  population?: string;
  pci?: string;
  concordance?: string;
  bootstrap?: number;
  bootstrapMethod?: 'poisson' | 'activities';
  horizon?: number[];
  absentBelow?: number;
  interval?: 'regions' | 'deLong';
  rounds?: number;
  seed?: number;
  level?: number;
}

export interface ForeseeRun {
  read: ReadTable;
  profile: Profile;
  /** Behind the filters. */
  table: RegionActivityTable;
  panel: PanelYear[];
  filters: TableFilters;
  effect: FilterEffect | null;
  result: Foresight;
  diagnosis: Diagnosis;
  bootstrap: Bootstrap | null;
  exogenous: ExogenousComplexity | null;
  population: ReadonlyMap<string, number> | undefined;
  /** Null where there is no panel, or none that can be tested. */
  backTest: BackTest | null;
  horizons: number[];
  notes: Bilingual[];
}

const LONGEST_HORIZON = 5;

/** `source`: a file, whose columns the options name, or rows that are read already. */
export async function runForesee(source: string | LayoutRows, options: RunOptions): Promise<ForeseeRun> {
  const profile = profileOfOptions(options);
  const rows = typeof source === 'string' ? await readLayoutRows(source, options) : source;
  const read = regionTables(rows, { at: options.at, duplicates: profile.conventions.duplicates });
  const population = options.population === undefined ? undefined : await readPopulation(options.population);
  const withPeople = population === undefined ? {} : { population };
  const notes: Bilingual[] = notesOnTable(read, profile);
  const filters = filtersOf(options);
  const filtering = Object.keys(filters).length > 0;
  const effect = filtering ? filterEffect(read.table, filters, { profile, ...withPeople }) : null;
  const table = effect?.table ?? read.table;
  if (effect !== null) notes.push(filterNote(effect));
  const result = foresight(table, { profile, keepProximity: 'double', ...withPeople });
  const panel = effect === null ? read.panel : filteredPanel(read.panel, effect);
  const { horizons, tested } = tryBackTest(panel, options, profile, population, notes);
  return {
    read,
    profile,
    table,
    panel,
    filters,
    effect,
    result,
    diagnosis: diagnosis(table, result),
    bootstrap: options.bootstrap === undefined ? null : resample(table, options, profile, population),
    exogenous:
      options.pci === undefined ? null : await exogenous(table, result, options.pci, options.concordance),
    population,
    backTest: tested,
    horizons,
    notes,
  };
}

function filtersOf(options: RunOptions): TableFilters {
  const { dropSmall, leastAreaTotal, leastActivityTotal, leastSupport } = options;
  return {
    ...(dropSmall !== undefined && { smallestRegions: dropSmall }),
    ...(leastAreaTotal !== undefined && { leastRegionTotal: leastAreaTotal }),
    ...(leastActivityTotal !== undefined && { leastActivityTotal }),
    ...(leastSupport !== undefined && { leastSupport }),
  };
}

/** The regions and activities that the filters leave of the measured year, in every year. */
export function filteredPanel(panel: readonly PanelYear[], { table }: FilterEffect): PanelYear[] {
  const regions = new Set(table.regions);
  const activities = new Set(table.activities);
  return panel.flatMap(({ year, table: own }) => {
    try {
      return [
        {
          year,
          table: partOfTable(
            own,
            (r) => regions.has(own.regions[r]!),
            (p) => activities.has(own.activities[p]!),
          ),
        },
      ];
    } catch (error) {
      if (error instanceof UserError) return [];
      throw error;
    }
  });
}

function tryBackTest(
  panel: readonly PanelYear[],
  options: RunOptions,
  profile: Profile,
  population: ReadonlyMap<string, number> | undefined,
  notes: Bilingual[],
): { horizons: number[]; tested: BackTest | null } {
  const gaps = panel.flatMap((a) => panel.flatMap((b) => (b.year > a.year ? [b.year - a.year] : [])));
  const longest = longestHorizon(gaps);
  const horizons = options.horizon ?? (longest === null ? [] : [longest]);
  if (horizons.length === 0) {
    notes.push({
      zh: '没有面板（--year 指明年份列，且至少两年）：不能回测，推荐有多可信无从说起',
      en: 'there is no panel (--year names the column of years, two of them at least): no back-test, so nothing says how far to believe a recommendation',
    });
    return { horizons, tested: null };
  }
  try {
    const tested = backTest(panel, {
      profile,
      horizons,
      ...(population && { population }),
      ...(options.absentBelow !== undefined && { absentBelow: options.absentBelow }),
      ...(options.interval !== undefined && { interval: options.interval }),
      ...(options.rounds !== undefined && { rounds: options.rounds }),
      ...(options.seed !== undefined && { seed: options.seed }),
      ...(options.level !== undefined && { level: options.level }),
    });
    return { horizons, tested };
  } catch (error) {
    if (!(error instanceof UserError) || options.horizon !== undefined) throw error;
    notes.push({ zh: `不能回测：${error.zh}`, en: `no back-test: ${error.en}` });
    return { horizons, tested: null };
  }
}

/** The longest of the years between two tables up to five, or the shortest there is; null without any. */
export function longestHorizon(gaps: readonly number[]): number | null {
  const longest = Math.max(0, ...gaps.filter((gap) => gap <= LONGEST_HORIZON));
  return longest > 0 ? longest : gaps.length > 0 ? Math.min(...gaps) : null;
}

function resample(
  table: RegionActivityTable,
  options: RunOptions,
  profile: Profile,
  population: ReadonlyMap<string, number> | undefined,
): Bootstrap {
  const counts = table.values.every((value) => Number.isInteger(value));
  return bootstrap(table, {
    profile,
    method: options.bootstrapMethod ?? (counts ? 'poisson' : 'activities'),
    rounds: options.bootstrap!,
    seed: options.seed ?? 1,
    ...(options.level !== undefined && { level: options.level }),
    ...(population && { population }),
  });
}

const AREA = { names: ['area', 'region', '地区', '地区名称'] };
const ACTIVITY = { names: ['activity', 'industry', '行业', '产业', '行业名称'] };
const PRODUCT = { names: ['product', 'code', '产品', '产品代码', ...ACTIVITY.names] };
const PCI = { names: ['pci', 'complexity', '复杂度', '产品复杂度'] };
const WEIGHT = { names: ['weight', '权重'] };
const PEOPLE = { names: ['population', '人口', '常住人口'] };

async function readPopulation(file: string): Promise<Map<string, number>> {
  return numbersOf(file, [AREA, PEOPLE], (value) => value > 0, { zh: '大于 0 的数', en: 'a number above 0' });
}

async function numbersOf(
  file: string,
  wanted: readonly [{ names: string[] }, { names: string[] }],
  right: (value: number) => boolean,
  expected: Bilingual,
): Promise<Map<string, number>> {
  const out = new Map<string, number>();
  const [, column] = wanted;
  for await (const rows of columnsOf(file, wanted))
    for (const { row, cells } of rows) {
      const name = cellText(cells[0]!);
      const value = cellNumber(cells[1]!);
      if (name === '') continue;
      if (!Number.isFinite(value) || !right(value)) throw wrongCell(file, row, column, cells[1]!, expected);
      if (out.has(name))
        throw new UserError({
          zh: `${file} 第 ${row} 行：“${name}”出现第二次`,
          en: `${file}, row ${row}: “${name}” stands there a second time`,
        });
      out.set(name, value);
    }
  return out;
}

function wrongCell(
  file: string,
  row: number,
  { names }: { names: readonly string[] },
  cell: Parameters<typeof cellText>[0],
  expected: Bilingual,
): UserError {
  return new UserError({
    zh: `${file} 第 ${row} 行“${names[0]}”列：“${cellText(cell)}”应为${expected.zh}`,
    en: `${file}, row ${row}, column "${names[0]}": "${cellText(cell)}"; ${expected.en} is expected`,
  });
}

/** Without a concordance the products of the file are the activities of the table. */
async function exogenous(
  table: RegionActivityTable,
  result: Foresight,
  pciFile: string,
  concordanceFile: string | undefined,
): Promise<ExogenousComplexity> {
  const number = { zh: '数', en: 'a number' };
  const complexity = await numbersOf(pciFile, [PRODUCT, PCI], () => true, number);
  const lines: { product: string; activity: string; weight: number }[] = [];
  if (concordanceFile === undefined)
    for (const product of complexity.keys()) lines.push({ product, activity: product, weight: 1 });
  else
    for await (const rows of columnsOf(concordanceFile, [PRODUCT, ACTIVITY, { ...WEIGHT, optional: true }]))
      for (const { row, cells } of rows) {
        const weight = cellText(cells[2]!) === '' ? 1 : cellNumber(cells[2]!);
        if (!(weight > 0))
          throw wrongCell(concordanceFile, row, WEIGHT, cells[2]!, {
            zh: '大于 0 的数',
            en: 'a number above 0',
          });
        lines.push({ product: cellText(cells[0]!), activity: cellText(cells[1]!), weight });
      }
  return exogenousComplexity(table, result.presence, complexity, lines);
}

export function notesOnTable(
  { repeated, table, leftYears, panel, year }: ReadTable,
  profile: Profile,
): Bilingual[] {
  const notes: Bilingual[] = [];
  if (repeated.length > 0) {
    const [first] = repeated;
    const sum = profile.conventions.duplicates === 'sum';
    const when = first!.year === null ? '' : ` ${first!.year}`;
    notes.push({
      zh: `${repeated.length} 个“地区—行业”有多行，${sum ? '已相加' : '只取第一行'}，如 ${first!.area} ${first!.activity}${when}（第 ${first!.rows.join('、')} 行）`,
      en: `${repeated.length} pairs of area and activity have several rows, ${sum ? 'which were added up' : 'of which the first was taken'}: ${first!.area} ${first!.activity}${when} (rows ${first!.rows.join(', ')})`,
    });
  }
  const { emptyRegions, emptyActivities } = table.report;
  if (emptyRegions.length > 0)
    notes.push({
      zh: `只有零、未计入的地区：${emptyRegions.join('、')}`,
      en: `areas of zeros only, left out: ${emptyRegions.join(', ')}`,
    });
  if (emptyActivities.length > 0)
    notes.push({
      zh: `只有零、未计入的行业：${emptyActivities.join('、')}`,
      en: `activities of zeros only, left out: ${emptyActivities.join(', ')}`,
    });
  for (const { year: left, reason } of leftYears)
    notes.push({ zh: `${left} 年未用：${reason.zh}`, en: `the year ${left} was left out: ${reason.en}` });
  if (panel.length > 1 && year !== panel.at(-1)!.year)
    notes.push({
      zh: `按 ${year} 年测算；表中最近一年是 ${panel.at(-1)!.year} 年`,
      en: `measured for ${year}; the latest year of the table is ${panel.at(-1)!.year}`,
    });
  return notes;
}

export function filterNote({ droppedRegions, droppedActivities, agreement }: FilterEffect): Bilingual {
  const shown = Number.isNaN(agreement) ? '—' : agreement.toFixed(3);
  return {
    zh: `筛选剔除地区 ${droppedRegions.length} 个、行业 ${droppedActivities.length} 个；留下的地区前后次序的秩相关为 ${shown}`,
    en: `the filters left out ${droppedRegions.length} areas and ${droppedActivities.length} activities; the order of those that stay agrees with that before at a rank correlation of ${shown}`,
  };
}

// Tables of figures as figures with their cells: long ones by their named columns, all others as `ballast import` reads them.
import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { type Bilingual, type Figure, type FigureKind, printPeriod, sha256 } from '../../model/index.js';
import { type Codes, readFigures, tablesLexicon, type Unit, writtenUnit } from '../../store/index.js';
import { type RefusedCell, TableInput } from '../../verbs/index.js';
import { todayInChina } from '../day.js';
import { optionalText } from './optional-cell.js';

export interface SeriesColumns {
  indicator: string;
  period: string;
  value: string;
  unit: string;
  area: string;
  kind: string;
  released: string;
  sheet?: string;
}

const USUAL = { indicator: '指标', period: '时期', value: '数值', unit: '单位' } as const;

/** The columns of a long table of figures, by their usual names. */
export function withSeriesColumns(command: Command): Command {
  return command
    .option('--indicator <column>', '指标列 column of indicators', USUAL.indicator)
    .option('--period <column>', '时期列 column of periods', USUAL.period)
    .option('--value <column>', '数值列 column of values', USUAL.value)
    .option('--unit <column>', '单位列 column of units', USUAL.unit)
    .option('--area <column>', '地区列，可无 column of areas, may be absent', '地区')
    .option('--kind <column>', '性质列（level、growth、share…），可无 column of kinds, may be absent', '性质')
    .option('--released <column>', '发布日期列，可无 column of release dates, may be absent', '发布日期')
    .option('--sheet <name>', '工作表 sheet');
}

const KINDS: readonly FigureKind[] = ['level', 'growth', 'share', 'difference', 'count', 'rank', 'index'];

export interface SeriesFigures {
  figures: Figure[];
  table: { file: string; sheet: string; rows: number };
  refused: RefusedCell[];
  notes: Bilingual[];
}

/** A table without the usual columns, of which none was named, is read by the layout that an import finds in it. */
export async function figuresFromTable(
  file: string,
  columns: SeriesColumns,
  codes: Codes,
  lexicons: Record<string, unknown>,
): Promise<SeriesFigures> {
  const keys = Object.keys(USUAL) as (keyof typeof USUAL)[];
  if (keys.every((key) => columns[key] === USUAL[key])) {
    const { table } = await TableInput.open(file, columns.sheet, tablesLexicon(lexicons));
    if (!keys.every((key) => table.columns.includes(columns[key])))
      return figuresAsImported(file, columns.sheet, lexicons, codes);
  }
  return figuresOfLongTable(file, columns, lexicons, codes);
}

/** What names no area is of the nation, and the notes say so. */
async function figuresAsImported(
  file: string,
  sheet: string | undefined,
  lexicons: Record<string, unknown>,
  codes: Codes,
): Promise<SeriesFigures> {
  const read = await readFigures(file, {
    as: 'figures',
    lexicons,
    codes,
    today: todayInChina(),
    sheet: sheet ?? null,
    area: NATION,
  });
  const national = read.figures.filter((figure) => figure.area.name === NATION).length;
  const indicators = [...new Set(read.figures.map((figure) => figure.indicator))];
  const shown = indicators.slice(0, 12);
  return {
    figures: read.figures,
    table: { file, sheet: read.sheets.join('、'), rows: read.rows },
    refused: read.rejects.map(({ sheet: of, row, column, heading, value, zh, en }) => ({
      file,
      sheet: of,
      row,
      column: heading ?? column ?? '',
      value,
      reason: { zh: `：${zh}`, en: `: ${en}` },
    })),
    notes: [
      {
        zh: `${file}：没有“${Object.values(USUAL).join('、')}”各列，按导入的方式认列，读出 ${read.figures.length} 个数，指标 ${indicators.length} 个（${shown.join('、')}${indicators.length > shown.length ? '……' : ''}），其中全国（含没有写明地区的）${national} 个`,
        en: `${file}: it has no columns ${Object.values(USUAL).join(', ')} and was read as an import would: ${read.figures.length} figures of ${indicators.length} indicators (${shown.join(', ')}${indicators.length > shown.length ? ' …' : ''}), ${national} of the nation (or naming no area)`,
      },
    ],
  };
}

const NATION = '全国';

async function figuresOfLongTable(
  file: string,
  columns: SeriesColumns,
  lexicons: Record<string, unknown>,
  codes: Codes,
): Promise<SeriesFigures> {
  const lexicon = tablesLexicon(lexicons);
  const table = await TableInput.open(file, columns.sheet, lexicon);
  const digest = sha256(await readFile(file));
  const optional = (name: string) => (table.table.columns.includes(name) ? table.column(name) : null);
  const [indicator, period, value, unit] = [
    columns.indicator,
    columns.period,
    columns.value,
    columns.unit,
  ].map((name) => table.column(name)) as [number, number, number, number];
  const [area, kind, released] = [columns.area, columns.kind, columns.released].map(optional) as (
    | number
    | null
  )[];
  const figures: Figure[] = [];
  for (const row of table.rows) {
    const name = table.text(row, indicator);
    const at = table.period(row, period);
    const number = table.number(row, value);
    const written = optionalText(row, unit);
    const known = writtenUnit(written, lexicon);
    if (name === null || at === null || number === null) continue;
    if (known === null) {
      table.refuse(row, unit, { zh: '不是认识的单位', en: 'is no known unit' });
      continue;
    }
    const place = optionalText(row, area ?? null);
    const resolved = place === '' ? null : codes.areas.resolve(place);
    const stated = optionalText(row, kind ?? null) as FigureKind;
    const day = optionalText(row, released ?? null);
    const figure: Omit<Figure, 'id'> = {
      indicator: name,
      value: number * known.scale,
      unit: known.base,
      kind: KINDS.includes(stated) ? stated : kindOf(known, name),
      baseKind: null,
      period: printPeriod(at),
      area:
        resolved?.status === 'resolved'
          ? { code: resolved.level === 'group' ? null : resolved.code, name: resolved.name }
          : { code: null, name: place === '' ? '全国' : place },
      industry: null,
      group: null,
      priceBasis: null,
      scope: null,
      comparator: null,
      bound: null,
      approx: false,
      released: /^\d{4}-\d{2}-\d{2}$/.test(day) ? day : null,
      source: {
        kind: 'cell',
        file,
        sha256: digest,
        sheet: table.table.sheet === '' ? null : table.table.sheet,
        row: row.number,
        column: columns.value,
        quote: `${number}${written}`,
      },
    };
    figures.push({ id: sha256(`${digest}:${table.table.sheet}:${row.number}`).slice(0, 20), ...figure });
  }
  if (figures.length === 0) throw table.nothingLeft();
  return {
    figures,
    table: { file, sheet: table.table.sheet, rows: table.rows.length },
    refused: table.refused,
    notes: [],
  };
}

/** By its unit and its name, where the table has no column of kinds. */
function kindOf(unit: Unit, indicator: string): FigureKind {
  if (unit.base === '个百分点') return 'difference';
  if (unit.of === 'percent') return /增速|增长|增幅|同比|环比/.test(indicator) ? 'growth' : 'share';
  return /指数$/.test(indicator) ? 'index' : unit.of === 'counts' ? 'count' : 'level';
}

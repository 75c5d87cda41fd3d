// A long table of figures (one row, one figure) as figures with their cells.
import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { type Figure, type FigureKind, printPeriod, sha256 } from '../../model/index.js';
import { type Codes, loadLexicons, tablesLexicon, type Unit, writtenUnit } from '../../store/index.js';
import { optionalText } from './optional-cell.js';
import { TableInput } from './table-input.js';

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

/** The columns of a table of figures, by their usual names. */
export function withSeriesColumns(command: Command): Command {
  return command
    .option('--indicator <column>', '指标列 column of indicators', '指标')
    .option('--period <column>', '时期列 column of periods', '时期')
    .option('--value <column>', '数值列 column of values', '数值')
    .option('--unit <column>', '单位列 column of units', '单位')
    .option('--area <column>', '地区列，可无 column of areas, may be absent', '地区')
    .option('--kind <column>', '性质列（level、growth、share…），可无 column of kinds, may be absent', '性质')
    .option('--released <column>', '发布日期列，可无 column of release dates, may be absent', '发布日期')
    .option('--sheet <name>', '工作表 sheet');
}

const KINDS: readonly FigureKind[] = ['level', 'growth', 'share', 'difference', 'count', 'rank', 'index'];

export async function figuresFromTable(
  file: string,
  columns: SeriesColumns,
  codes: Codes,
): Promise<{ figures: Figure[]; table: TableInput }> {
  const lexicon = tablesLexicon(await loadLexicons());
  const table = await TableInput.open(file, columns.sheet);
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
  return { figures, table };
}

/** By its unit and its name, where the table has no column of kinds. */
function kindOf(unit: Unit, indicator: string): FigureKind {
  if (unit.base === '个百分点') return 'difference';
  if (unit.of === 'percent') return /增速|增长|增幅|同比|环比/.test(indicator) ? 'growth' : 'share';
  return /指数$/.test(indicator) ? 'index' : unit.of === 'counts' ? 'count' : 'level';
}

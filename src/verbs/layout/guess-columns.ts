// Which column of a table is which, by headings and by what stands below them.
import { UserError } from '../../model/index.js';
import { TableInput } from '../table-input.js';
import type { TableColumns } from './layout-rows.js';

export interface GuessedColumns {
  /** All headings, in order. */
  columns: string[];
  /** Null where no column, or more than one, could be it. */
  area: string | null;
  activity: string | null;
  year: string | null;
  value: string | null;
  /** Columns that are mostly numbers, years apart. */
  values: string[];
}

const NAMES = {
  area: /^(?:地区|地区名称|地市|城市|市|县|区县|省|省份|园区|area|region|city|province|county|country)$/i,
  activity: /^(?:行业|行业名称|行业代码|产业|产业名称|产品|产品名称|activity|industry|product|sector)$/i,
  year: /^(?:年|年份|年度|year)$/i,
};
const LOOKED_AT = 200;

/** Throws `UserError` where the file is no table. */
export async function guessLayoutColumns(file: string, sheet?: string): Promise<GuessedColumns> {
  const input = await TableInput.open(file, sheet);
  const { columns } = input.table;
  const named = (pattern: RegExp) => columns.find((name) => pattern.test(name.trim())) ?? null;
  const [area, activity, year] = [named(NAMES.area), named(NAMES.activity), named(NAMES.year)];
  const some = input.rows.slice(0, LOOKED_AT);
  const values = columns.filter(
    (name, at) =>
      name !== '' &&
      ![area, activity, year].includes(name) &&
      2 * some.filter(({ cells }) => typeof cells[at] === 'number').length >
        some.filter(({ cells }) => cells[at] !== null).length,
  );
  return {
    columns: columns.filter((name) => name !== ''),
    area,
    activity,
    year,
    value: values.length === 1 ? values[0]! : null,
    values,
  };
}

/** What was said, with what can be guessed beside it. Throws `UserError` where a column is left open. */
export async function columnsAsked(file: string, said: Partial<TableColumns>): Promise<TableColumns> {
  const guessed = await guessLayoutColumns(file, said.sheet);
  const area = said.area ?? guessed.area;
  const activity = said.activity ?? guessed.activity;
  const value = said.value ?? guessed.value;
  const year = said.year ?? guessed.year;
  if (area === null || activity === null || value === null) {
    const open = [
      ...(area === null ? [{ zh: '地区', en: 'areas' }] : []),
      ...(activity === null ? [{ zh: '行业', en: 'activities' }] : []),
      ...(value === null ? [{ zh: '数值', en: 'values' }] : []),
    ];
    throw new UserError({
      zh: `${file}：看不出哪一列是${open.map(({ zh }) => zh).join('、')}，请指明；有 ${guessed.columns.join('、')}`,
      en: `${file}: it cannot be seen which column holds the ${open.map(({ en }) => en).join(', ')}; say so. It has ${guessed.columns.join(', ')}`,
    });
  }
  return {
    area,
    activity,
    value,
    ...(year !== null && { year }),
    ...(said.sheet !== undefined && { sheet: said.sheet }),
  };
}

/**
 * X-13ARIMA-SEATS of the US Census Bureau as text: the spec file that asks it for an adjustment, and what it answers.
 * The program itself is run by whoever calls this. Names of specs and tables as in its reference manual, version 1.1.
 */
import { type Definition, type Month, monthKey, UserError } from '../model/index.js';
import { FESTIVAL_WEEK, type FestivalWindow, festivalRegressor } from './spring-festival.js';

export interface X13Request {
  /** Shown in the program's output; what is not printable ASCII is left out. */
  title: string;
  values: ArrayLike<number>;
  start: Month;
  method: 'x11' | 'seats';
  /** `auto` lets the program choose between logarithm and none. */
  transform: 'log' | 'none' | 'auto';
  /** (p d q)(P D Q), or the program's own search. */
  model: { regular: readonly [number, number, number]; seasonal: readonly [number, number, number] } | 'auto';
  /** Looks for additive outliers, level shifts and temporary changes. */
  outliers: boolean;
  tradingDays: boolean;
  /** Adds the Spring Festival as a user-defined regressor of type holiday. */
  festival: FestivalWindow | null;
  /** Months forecast, which regressors are carried on for. */
  forecast: number;
}

export const X13_DEFAULTS = {
  method: 'x11',
  transform: 'auto',
  model: 'auto',
  outliers: true,
  tradingDays: true,
  festival: FESTIVAL_WEEK,
  forecast: 12,
} as const satisfies Partial<X13Request>;

/** The program takes no longer series of months. */
const MOST_MONTHS = 780;

/** Tables asked for, by what they hold. */
const TABLES = {
  x11: { adjusted: 'd11', trend: 'd12', irregular: 'd13', seasonal: 'd10' },
  seats: { adjusted: 's11', trend: 's12', irregular: 's13', seasonal: 's10' },
} as const;

export type X13Part = keyof (typeof TABLES)['x11'];

/** Extension of the file in which the program puts each part. */
export function x13Tables(method: X13Request['method']): Readonly<Record<X13Part, string>> {
  return TABLES[method];
}

/**
 * The text of the .spc file. Throws `UserError` on gaps, on fewer than three or more than 65 years, and on a logarithm of
 * what is not above 0.
 */
export function x13Spec(request: X13Request): string {
  const { values, start, transform, model } = request;
  if (values.length < 36 || values.length > MOST_MONTHS)
    throw new UserError({
      zh: `X-13 需要 36 到 ${MOST_MONTHS} 个月的数据，得到 ${values.length} 个月`,
      en: `X-13 takes 36 to ${MOST_MONTHS} months, not ${values.length}`,
    });
  for (let i = 0; i < values.length; i++)
    if (!Number.isFinite(values[i]!) || (transform === 'log' && values[i]! <= 0))
      throw new UserError({
        zh: `第 ${i + 1} 个月的值 ${values[i]} 不能用于 X-13（缺失，或取对数时不大于 0）`,
        en: `month ${i + 1}: X-13 cannot take the value ${values[i]} (missing, or not above 0 for a logarithm)`,
      });
  const saved = Object.values(TABLES[request.method]).join(' ');
  const specs = [
    spec('series', [
      `title="${plain(request.title)}"`,
      `start=${start.year}.${String(start.month).padStart(2, '0')}`,
      'period=12',
      'decimals=5',
      list('data', values),
    ]),
    spec('transform', [`function=${transform}`]),
    ...regression(request),
    model === 'auto'
      ? spec('automdl', [])
      : spec('arima', [`model=(${model.regular.join(' ')})(${model.seasonal.join(' ')})`]),
    ...(request.outliers ? [spec('outlier', ['types=(ao ls tc)'])] : []),
    spec('forecast', [`maxlead=${request.forecast}`]),
    spec(request.method, [...(request.method === 'seats' ? ['appendfcst=no'] : []), `save=(${saved})`]),
  ];
  return `${specs.join('\n')}\n`;
}

function regression({ tradingDays, festival, start, values, forecast }: X13Request): string[] {
  const parts: string[] = [];
  if (tradingDays) parts.push('variables=(td)');
  if (festival) {
    const from = `${start.year}.${String(start.month).padStart(2, '0')}`;
    parts.push('user=(festival)', 'usertype=holiday', `start=${from}`);
    parts.push(list('data', festivalRegressor(start, values.length + forecast, festival)));
  }
  return parts.length > 0 ? [spec('regression', parts)] : [];
}

function spec(name: string, parts: readonly string[]): string {
  return parts.length === 0 ? `${name}{ }` : `${name}{\n  ${parts.join('\n  ')}\n}`;
}

/** The program reads lines of at most 132 characters. */
function list(name: string, values: ArrayLike<number>): string {
  const lines: string[] = [];
  for (let i = 0; i < values.length; i += 6)
    lines.push(
      Array.from({ length: Math.min(6, values.length - i) }, (_, j) => fixed(values[i + j]!)).join(' '),
    );
  return `${name}=(\n    ${lines.join('\n    ')}\n  )`;
}

function fixed(value: number): string {
  return String(Number(value.toPrecision(15)));
}

/** A quote would end the title, and the program knows no other script. */
function plain(title: string): string {
  return (
    title
      .replace(/[^\x20-\x7e]|["\\]/g, '')
      .trim()
      .slice(0, 79) || 'series'
  );
}

export interface SavedTable {
  start: Month;
  values: Float64Array;
}

/**
 * A table saved by the program: a heading, a line of dashes, then a line a month of `yyyymm`, tab, value. Throws
 * `UserError` where it is not like that, or a month is missing.
 */
export function parseSavedTable(text: string, name: string): SavedTable {
  const rows = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => /^\d{6}\s/.test(line));
  let start: Month | null = null;
  const values = rows.map((row, i) => {
    const [date = '', value = ''] = row.split(/\s+/);
    const month: Month = { year: Number(date.slice(0, 4)), month: Number(date.slice(4)) };
    start ??= month;
    const number = Number(value);
    if (value === '' || Number.isNaN(number) || monthKey(month) !== monthKey(start) + i)
      throw unreadable(name, row);
    return number;
  });
  if (start === null) throw unreadable(name, text.slice(0, 60));
  return { start, values: Float64Array.from(values) };
}

function unreadable(name: string, what: string): UserError {
  return new UserError({
    zh: `X-13 的输出表 ${name} 无法读取：“${what}”`,
    en: `the table ${name} written by X-13 cannot be read: "${what}"`,
  });
}

export interface X13Messages {
  errors: string[];
  warnings: string[];
}

/**
 * What the program says went wrong, from its .err file, plain or HTML. A message runs on over the indented lines below
 * it, up to an empty one.
 */
export function parseMessages(text: string): X13Messages {
  const out: X13Messages = { errors: [], warnings: [] };
  let current: string[] | null = null;
  let list = out.errors;
  const close = () => {
    if (current) list.push(current.join(' '));
    current = null;
  };
  for (const line of text.split(/\r?\n/)) {
    const words = line
      .replace(/<[^<>]*>/g, ' ')
      .replace(/\s+/g, ' ')
      .trim();
    const opening = /^(ERROR|WARNING|NOTE):/.exec(words);
    if (opening || words === '') close();
    if (opening && opening[1] !== 'NOTE') {
      list = opening[1] === 'ERROR' ? out.errors : out.warnings;
      current = [words.slice(opening[0].length).trim()];
    } else if (current !== null && words !== '') (current as string[]).push(words);
  }
  close();
  return out;
}

/** The program's .udg file: a line a diagnostic, `name: value`. */
export function parseDiagnostics(text: string): Map<string, string> {
  const out = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    const colon = line.indexOf(':');
    if (colon > 0) out.set(line.slice(0, colon).trim(), line.slice(colon + 1).trim());
  }
  return out;
}

export const X13_DEFINITION: Definition = {
  name: { zh: 'X-13ARIMA-SEATS 季节调整', en: 'seasonal adjustment by X-13ARIMA-SEATS' },
  definition: {
    zh: '先用 regARIMA 模型剔除交易日、春节与离群值，再用 X-11 滤波或 SEATS 信号提取',
    en: 'trading days, Spring Festival and outliers by a regARIMA model, then the X-11 filters or SEATS',
  },
  formula: 'program of the US Census Bureau',
  unit: 'as given',
  source: 'U.S. Census Bureau, X-13ARIMA-SEATS Reference Manual, version 1.1',
};

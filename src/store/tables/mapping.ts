/**
 * Mappings: what the columns of a table are, as a YAML file that a person can read, mend and use again. A guessed
 * layout becomes a mapping; a mapping laid over the layout of the next month's sheet settles what was guessed.
 */
import { readFile } from 'node:fs/promises';
import { stringify } from 'yaml';
import { z } from 'zod';
import { type Period, UserError } from '../../model/index.js';
import { checkedYaml } from '../checked-yaml.js';
import { writeWhole } from '../files.js';
import type { Column, Layout, Role } from './layout.js';
import type { TablesLexicon } from './lexicon.js';
import { columnOfLetters, plainWord } from './words.js';
import { periodInside, writtenPeriod } from './written-period.js';
import { type Unit, writtenUnit } from './written-unit.js';

export const MAPPING_SCHEMA = 'ballast.map/1';

export const ROLES = [
  'area',
  'areaCode',
  'industry',
  'industryCode',
  'indicator',
  'period',
  'value',
  'enterprise',
  'creditCode',
  'unit',
  'note',
  'person',
  'attribute',
  'ordinal',
  'ignore',
] as const satisfies readonly Role[];

const KINDS = ['level', 'growth', 'share', 'difference', 'count', 'rank', 'index', 'target'] as const;
const text = z.string().min(1);
const period = text.refine((value) => writtenPeriod(value) !== null, {
  message: 'no period: expected 2024-08, 2024年8月, 2024-01/2024-08, 2024Q3 or 2024',
});

const columnSchema = z
  .strictObject({
    /** Words of the heading, its rows joined by ` / `, periods written by their kind: {month}, {months}, {year}. */
    heading: z.string().optional(),
    /** Letters, where there is no heading or several columns have the same one. */
    column: z
      .string()
      .regex(/^[A-Za-z]{1,3}$/, 'letters of a column, such as C or AA')
      .optional(),
    role: z.enum(ROLES),
    indicator: text.optional(),
    unit: text.optional(),
    kind: z.enum(KINDS).optional(),
    flow: z.enum(['single', 'cumulative', 'stock']).optional(),
    period: period.optional(),
    area: text.optional(),
    industry: text.optional(),
    /** For the reader of the file; not used. */
    why: z.string().optional(),
    confidence: z.number().optional(),
  })
  .refine((column) => column.heading !== undefined || column.column !== undefined, {
    message: 'a column needs its heading or its letters',
  });

const mappingSchema = z.strictObject({
  schema: z.literal(MAPPING_SCHEMA),
  sheet: text.optional(),
  transposed: z.boolean().optional(),
  /** Rows of the heading, as the spreadsheet numbers them: [first, last]. */
  header: z.tuple([z.int().positive(), z.int().positive()]).optional(),
  defaults: z
    .strictObject({
      indicator: text.optional(),
      unit: text.optional(),
      period: period.optional(),
      area: text.optional(),
    })
    .optional(),
  missing: z.array(z.coerce.string()).optional(),
  columns: z.array(columnSchema).min(1),
});

export type Mapping = z.infer<typeof mappingSchema>;
export type MappedColumn = Mapping['columns'][number];

export async function loadMapping(file: string): Promise<Mapping> {
  let content: string;
  try {
    content = await readFile(file, 'utf8');
  } catch {
    throw new UserError({ zh: `读不到对照表 ${file}。`, en: `The mapping ${file} cannot be read.` });
  }
  return parseMapping(content, file);
}

export function parseMapping(content: string, file: string): Mapping {
  return checkedYaml(content, file, mappingSchema, { zh: '对照表', en: 'mapping' });
}

/** What was found in a table, as a mapping. Periods are left to the next sheet's own headings. */
export function mappingOf(layout: Layout, defaults: Mapping['defaults'] = undefined): Mapping {
  const keys = layout.columns.map((column) => headingKey(column));
  const ruled = layout.columns.map((column): Omit<MappedColumn, 'heading' | 'column'> => {
    const { facets } = column;
    const isValue = column.role === 'value';
    return {
      role: column.role,
      ...(isValue && facets.indicator ? { indicator: facets.indicator } : {}),
      ...(isValue && column.unit ? { unit: column.unit.written } : {}),
      ...(isValue && column.kind ? { kind: column.kind } : {}),
      ...(isValue && facets.flow ? { flow: facets.flow } : {}),
      ...(isValue && column.area ? { area: column.area } : {}),
      ...(isValue && column.industry ? { industry: column.industry } : {}),
      confidence: Math.round(column.confidence * 100) / 100,
      why: `${column.why.zh} (${column.why.en})`,
    };
  });
  const columns = layout.columns.flatMap((column, at): MappedColumn[] => {
    const key = keys[at]!;
    const same = keys.flatMap((other, index) => (other === key ? [index] : []));
    if (key !== '' && same.every((index) => sameRule(ruled[index]!, ruled[at]!)) && PERIOD_KIND.test(key))
      return same[0] === at ? [{ heading: key, ...ruled[at]! }] : [];
    const heading = key === '' ? {} : { heading: key };
    return [
      { ...heading, ...(same.length === 1 && key !== '' ? {} : { column: column.letters }), ...ruled[at]! },
    ];
  });
  return {
    schema: MAPPING_SCHEMA,
    sheet: layout.sheet,
    ...(layout.transposed ? { transposed: true } : {}),
    ...(defaults && Object.keys(defaults).length > 0 ? { defaults } : {}),
    columns,
  };
}

function sameRule(
  a: Omit<MappedColumn, 'heading' | 'column'>,
  b: Omit<MappedColumn, 'heading' | 'column'>,
): boolean {
  const bare = ({ why: _, confidence: __, ...rule }: typeof a) => JSON.stringify(rule);
  return bare(a) === bare(b);
}

const HEADER = `# 对照表：各列是什么。可以改 role、indicator、unit、kind、flow，再用 --map 导入同样格式的表。
# What the columns are. Mend role, indicator, unit, kind or flow, and import sheets of this form with --map.
`;

export function printMapping(mapping: Mapping): string {
  return `${HEADER}${stringify(mapping, { lineWidth: 0 })}`;
}

export async function saveMapping(file: string, mapping: Mapping): Promise<void> {
  await writeWhole(file, printMapping(mapping));
}

/** The heading on one line, with {month}, {months} … where it names a period: next month's sheet has another. */
export function headingKey(column: Column): string {
  return column.heading.map(withoutPeriod).join(' / ');
}

function withoutPeriod(words: string): string {
  const whole = writtenPeriod(words, { year: 2024 });
  if (whole) return `{${whole.kind}}`;
  const inside = periodInside(words, { year: 2024 });
  return inside ? `${words.slice(0, inside.start)}{${inside.period.kind}}${words.slice(inside.end)}` : words;
}

/** Lays a mapping over a layout; columns that the mapping does not name are not imported. */
export function applyMapping(
  layout: Layout,
  mapping: Mapping,
  place: { file: string; mapFile: string },
  lexicon: TablesLexicon,
): Layout {
  const keys = layout.columns.map((column) => plainWord(headingKey(column)));
  const rules = new Map<number, MappedColumn>();
  for (const rule of mapping.columns) {
    for (const at of columnsOf(rule, layout, keys, place)) rules.set(at, rule);
  }
  const columns = layout.columns.map((column, at): Column => {
    const rule = rules.get(at);
    if (!rule) {
      return {
        ...column,
        role: 'ignore',
        confidence: 1,
        why: { zh: '对照表没有列出', en: 'not named in the mapping' },
      };
    }
    return mapped(column, rule, place, lexicon);
  });
  const defaults = mapping.defaults ?? {};
  return {
    ...layout,
    columns,
    indicator: defaults.indicator ?? layout.indicator,
    units: defaults.unit === undefined ? layout.units : [unitOf(defaults.unit, place, lexicon)],
    unknownUnit: defaults.unit === undefined ? layout.unknownUnit : null,
    period: defaults.period === undefined ? layout.period : writtenPeriod(defaults.period),
    area: defaults.area ?? layout.area,
  };
}

const PERIOD_KIND = /\{(?:year|half|quarter|month|day|months|years|asof)\}/;

function columnsOf(
  rule: MappedColumn,
  layout: Layout,
  keys: readonly string[],
  { file, mapFile }: { file: string; mapFile: string },
): number[] {
  const key = rule.heading === undefined ? null : plainWord(rule.heading);
  const named = keys.flatMap((known, at) => (key !== null && known === key ? [at] : []));
  if (rule.column !== undefined) {
    const index = columnOfLetters(rule.column);
    const at = layout.columns.findIndex((column) => column.index === index);
    if (at >= 0 && (key === null || keys[at] === key)) return [at];
    if (named.length === 1) return named;
  } else if (named.length > 0) {
    // 7月 and 8月 both are {month}: the rule is for all of them.
    if (named.length === 1 || PERIOD_KIND.test(rule.heading!)) return named;
    const letters = named.map((at) => layout.columns[at]!.letters).join('、');
    throw new UserError({
      zh: `${file} 工作表“${layout.sheet}”：表头“${rule.heading}”在 ${letters} 列重复。请在 ${mapFile} 里用 column 写明是哪一列。`,
      en: `${file}, sheet “${layout.sheet}”: the heading “${rule.heading}” stands over the columns ${letters}. Say in ${mapFile} which one is meant, with column.`,
    });
  }
  if (rule.role === 'ignore' || rule.role === 'ordinal' || rule.role === 'note') return [];
  const known = layout.columns.map((column) => `${column.letters} ${headingKey(column)}`).slice(0, 30);
  throw new UserError({
    zh: `${file} 工作表“${layout.sheet}”：没有对照表 ${mapFile} 所列的列“${rule.heading ?? rule.column}”。现有：${known.join('；')}。`,
    en: `${file}, sheet “${layout.sheet}”: the column “${rule.heading ?? rule.column}” of the mapping ${mapFile} is not there. It has ${known.join('; ')}.`,
  });
}

function mapped(
  column: Column,
  rule: MappedColumn,
  place: { file: string; mapFile: string },
  lexicon: TablesLexicon,
): Column {
  const stated = rule.period === undefined ? null : writtenPeriod(rule.period);
  const facets = {
    ...column.facets,
    indicator: rule.indicator ?? column.facets.indicator,
    flow: rule.flow ?? column.facets.flow,
    period: stated ?? column.facets.period,
    unknownUnit: rule.unit === undefined ? column.facets.unknownUnit : null,
  };
  return {
    ...column,
    role: rule.role,
    confidence: 1,
    why: { zh: '对照表', en: 'the mapping' },
    facets,
    kind: rule.kind ?? column.kind,
    unit: rule.unit === undefined ? column.unit : unitOf(rule.unit, place, lexicon),
    area: rule.area ?? column.area,
    industry: rule.industry ?? column.industry,
  };
}

/** A period that the user stated. */
export function statedPeriod(words: string): Period {
  const known = writtenPeriod(words);
  if (known) return known;
  throw new UserError({
    zh: `--period：“${words}”不是时期。应为 2024年8月、2024-08、2024-01/2024-08、2024Q3 或 2024。`,
    en: `--period: “${words}” is no period. Expected 2024-08, 2024年8月, 2024-01/2024-08, 2024Q3 or 2024.`,
  });
}

/** A unit that the user stated. */
export function statedUnit(unit: string, lexicon: TablesLexicon): Unit {
  const known = writtenUnit(unit, lexicon);
  if (known) return known;
  throw new UserError({
    zh: `--unit：不认识的计量单位“${unit}”。${KNOWN_UNITS.zh}`,
    en: `--unit: unknown unit “${unit}”. ${KNOWN_UNITS.en}`,
  });
}

const KNOWN_UNITS = {
  zh: '应为 元、万元、亿元、吨、千瓦时、家、人、% 等。',
  en: 'Expected 元, 万元, 亿元, 吨, 千瓦时, 家, 人, % and the like.',
};

function unitOf(unit: string, { mapFile }: { mapFile: string }, lexicon: TablesLexicon): Unit {
  const known = writtenUnit(unit, lexicon);
  if (known) return known;
  throw new UserError({
    zh: `对照表 ${mapFile}：不认识的计量单位“${unit}”。${KNOWN_UNITS.zh}`,
    en: `Mapping ${mapFile}: unknown unit “${unit}”. ${KNOWN_UNITS.en}`,
  });
}

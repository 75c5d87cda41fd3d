// ballast match templates: the tables that the verb takes, empty, with what each column is.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { type CellValue, writeXlsx } from 'hucre/xlsx';
import type { Bilingual } from '../../model/index.js';
import { writeWhole } from '../../store/index.js';
import {
  CHALLENGE_FIELDS,
  FINANCE_KINDS,
  type Field,
  KINDS,
  LARGE_FIELDS,
  NEED_FIELDS,
  PAIR_FIELDS,
  PRODUCT_FIELDS,
  PROVIDER_FIELDS,
  SMALL_FIELDS,
  STEP_FIELDS,
} from '../../verbs/index.js';
import { EXIT, type Terminal } from '../terminal.js';
import { LISTING_FIELDS } from './listing.js';

interface Template {
  file: string;
  fields: readonly Field[];
  what: Bilingual;
  /** By field: what is written in it. */
  notes: Readonly<Record<string, Bilingual>>;
}

const LIST: Bilingual = { zh: '多个以、或；分隔', en: 'several parted by 、 or ;' };
const NUMBER: Bilingual = { zh: '不小于 0 的数', en: 'a number of at least 0' };
const DAY: Bilingual = { zh: '日期，如 2026-05-01', en: 'a date such as 2026-05-01' };
const AREA: Bilingual = {
  zh: '名称或 GB/T 2260 代码；空为不限',
  en: 'a name or code of GB/T 2260; empty for anywhere',
};
const INDUSTRY: Bilingual = { zh: '名称或 GB/T 4754-2017 代码', en: 'a name or code of GB/T 4754-2017' };

const SHARED: Readonly<Record<string, Bilingual>> = {
  area: AREA,
  industry: INDUSTRY,
  industries: INDUSTRY,
  titles: LIST,
  published: DAY,
  applyUntil: DAY,
  on: DAY,
  budget: NUMBER,
  places: { zh: '不小于 0 的整数', en: 'a whole number of at least 0' },
  indicators: {
    zh: '如“寿命≥2000 h（台架试验）”，多项以；分隔',
    en: 'such as 寿命≥2000 h（台架试验）, several parted by ；',
  },
  qualifies: { zh: '须按规则够格的称号，可未持有', en: 'titles whose rulebook must be fitted, held or not' },
  counted: { zh: '首台套按“套”或“批”', en: 'first sets: set or batch' },
  wishes: LIST,
  excludes: LIST,
  partners: LIST,
};

const words = (choices: Readonly<Record<string, readonly string[]>>): Bilingual => ({
  zh: Object.values(choices)
    .map(([one]) => one)
    .join('、'),
  en: Object.keys(choices).join(', '),
});

export const TEMPLATES: readonly Template[] = [
  {
    file: 'challenges',
    fields: CHALLENGE_FIELDS,
    what: { zh: '任务', en: 'Tasks' },
    notes: { kind: words(KINDS) },
  },
  { file: 'firms', fields: PROVIDER_FIELDS, what: { zh: '企业', en: 'Firms' }, notes: {} },
  { file: 'steps', fields: STEP_FIELDS, what: { zh: '任务进展', en: 'Steps of tasks' }, notes: {} },
  { file: 'large', fields: LARGE_FIELDS, what: { zh: '大企业', en: 'Large firms' }, notes: {} },
  { file: 'small', fields: SMALL_FIELDS, what: { zh: '中小企业', en: 'Small firms' }, notes: {} },
  {
    file: 'pairs',
    fields: PAIR_FIELDS,
    what: { zh: '双方评分', en: 'Pairs' },
    notes: { toLarge: NUMBER, toSmall: NUMBER },
  },
  {
    file: 'products',
    fields: PRODUCT_FIELDS,
    what: { zh: '金融产品', en: 'Products' },
    notes: { kind: words(FINANCE_KINDS) },
  },
  {
    file: 'needs',
    fields: NEED_FIELDS,
    what: { zh: '融资需求', en: 'Needs' },
    notes: { kinds: words(FINANCE_KINDS) },
  },
  {
    file: 'listing',
    fields: LISTING_FIELDS,
    what: { zh: '上市事件', en: 'Events' },
    notes: {
      stage: {
        zh: '专精特新培育、上市后备、辅导备案、申报受理、注册生效、已上市',
        en: 'cultivated, reserve, tutoring, accepted, approved, listed',
      },
    },
  },
];

export function templatesCommand(match: Command, terminal: () => Terminal): void {
  match
    .command('templates')
    .summary('写出空白模板 write empty tables')
    .description(
      '写出各张输入表的空白模板，附各列说明。\nWrites the input tables, empty, with what each column is.',
    )
    .requiredOption('--out <folder>', '写到这个文件夹 folder to write to')
    .addHelpText('after', '\n例 Example:\n  ballast match templates --out templates')
    .action(async (_: unknown, command: Command) => {
      process.exitCode = await run(command.optsWithGlobals<{ out: string; json?: boolean }>(), terminal());
    });
}

async function run({ out, json }: { out: string; json?: boolean }, terminal: Terminal): Promise<number> {
  const { lang } = terminal;
  await mkdir(out, { recursive: true });
  const stamp = new Date('1980-01-01T00:00:00Z');
  const files: string[] = [];
  for (const { file, fields, what, notes } of TEMPLATES) {
    const name = (field: Field) => (lang === 'zh' ? field.names[0] : field.names.at(-1)!);
    const about: CellValue[][] = [
      lang === 'zh' ? ['列', '必填', '填法', '也可写作'] : ['Column', 'Needed', 'What to write', 'Also'],
      ...fields.map((field): CellValue[] => [
        name(field),
        field.optional ? '' : lang === 'zh' ? '是' : 'yes',
        (notes[field.key] ?? SHARED[field.key])?.[lang] ?? '',
        field.names.filter((one) => one !== name(field)).join('、'),
      ]),
    ];
    const path = join(out, `${file}.xlsx`);
    await writeWhole(
      path,
      await writeXlsx({
        properties: { created: stamp, modified: stamp },
        sheets: [
          {
            name: what[lang],
            columns: fields.map(() => ({ width: 18 })),
            rows: [fields.map(name)],
            freezePane: { rows: 1 },
          },
          {
            name: lang === 'zh' ? '说明' : 'About',
            columns: [18, 8, 50, 40].map((width) => ({ width })),
            rows: about,
          },
        ],
      }),
    );
    files.push(path);
  }
  if (json) terminal.json({ schema: 'ballast.match.templates/1', files });
  else terminal.print(files.join('\n'));
  return EXIT.done;
}

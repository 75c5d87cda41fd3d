// The table that a rulebook asks a firm to fill in: columns with years and units, notes, lists to choose from.
import { writeCsv } from 'hucre/csv';
import { type CellValue, writeXlsx } from 'hucre/xlsx';
import type { Item, Needs } from '../../assess/index.js';
import { type Bilingual, columnLetters, type Lang } from '../../model/index.js';
import { EXAMPLE_MARK } from './firm-table.js';
import { expectedValue } from './item-cell.js';

export interface TemplateColumn {
  heading: string;
  note: Bilingual;
  /** Values to choose from. */
  choices: string[];
  kind: 'text' | 'number' | 'date';
  nonNegative: boolean;
  example: string | number | null;
}

/** Rows of a template in which lists and checks work. */
const ROWS = 500;
/** Excel shows so much of a note beside a cell, and refuses a longer one. */
const LONGEST_INPUT = 255;

/** Of more titles than this one column is filled in instead of three for each. */
const MOST_TITLES = 3;

const YES_NO = ['是', '否'];

/** Columns of a template, in the order in which a firm knows them. */
export function templateColumns(needs: Needs, on: string): TemplateColumn[] {
  const column = (
    heading: string,
    zh: string,
    en: string,
    example: TemplateColumn['example'],
    more: Partial<TemplateColumn> = {},
  ): TemplateColumn => ({
    heading,
    note: { zh, en },
    choices: [],
    kind: 'text',
    nonNegative: false,
    example,
    ...more,
  });
  const columns = [
    column(
      '企业名称',
      '营业执照上的全称。',
      'Full name on the licence.',
      `${EXAMPLE_MARK}示例精密（填报时删去此行）`,
    ),
    column(
      '统一社会信用代码',
      '18 位，按文本填；可不填，填了便于与名录对上。',
      '18 characters, as text; may be left out.',
      null,
    ),
    column(
      '所在地',
      '行政区划名称或六位代码，如 深圳市 或 440300。',
      'Area by name or six-digit code.',
      '440300',
    ),
  ];
  if (needs.industry || needs.items.length > 0)
    columns.push(
      column(
        '行业代码',
        '国民经济行业分类（GB/T 4754-2017）代码，如 C3484。',
        'GB/T 4754-2017 code.',
        'C3484',
      ),
    );
  for (const { item, years } of needs.items)
    for (const year of item.shape === 'yearly' ? years : [null]) columns.push(itemColumn(item, year, on));
  if (needs.titles.length > MOST_TITLES)
    columns.push(
      column(
        '已有称号',
        `写法：称号（起至止），如 ${needs.titles[0]}（2024-06-01至2027-05-31），多项用分号隔开；没有写“无”，不清楚留空。这里用到：${needs.titles.join('、')}。`,
        `Title (from至to), such as ${needs.titles[0]}（2024-06-01至2027-05-31）, several with semicolons; 无 for none; blank where not known. Asked for: ${needs.titles.join(', ')}.`,
        '无',
      ),
    );
  else
    for (const title of needs.titles)
      columns.push(
        column(
          `${title}：是否持有`,
          '每个称号都要答；没有答全的不能作准。',
          'Answer for every title.',
          '否',
          {
            choices: YES_NO,
          },
        ),
        column(`${title}：有效期起`, '证书或公告所载日期；不知道留空。', 'Day on the certificate.', null, {
          kind: 'date',
        }),
        column(`${title}：有效期止`, '证书或公告所载日期；不知道留空。', 'Last day of validity.', null, {
          kind: 'date',
        }),
      );
  if (needs.awards)
    columns.push(
      column(
        '科技奖励',
        '级别 名次 日期，如“国家级 第2名 2024-05-01”，多项用分号隔开；没有写“无”，不清楚留空。',
        'Level, place, date, such as 国家级 第2名 2024-05-01; 无 for none; blank where not known.',
        '无',
      ),
    );
  return columns;
}

function itemColumn(item: Item, year: number | null, on: string): TemplateColumn {
  const unit = item.unit === null ? '' : `（${item.unit}）`;
  const official: Bilingual = item.official
    ? {
        zh: '填官方平台给出的结果，本软件不代算。',
        en: 'The result of the official platform; never computed here.',
      }
    : { zh: '', en: '' };
  const expected = expectedValue(item);
  const note = {
    zh: `${item.note.zh}${official.zh}应填：${expected.zh}。不清楚留空，0 表示没有。`,
    en: `${item.note.en} ${official.en} Fill in ${expected.en}. Blank where not known; 0 means none.`,
  };
  const number = item.shape === 'yearly' || item.shape === 'single';
  return {
    heading: `${year === null ? '' : `${year}年`}${item.name.zh}${unit}`,
    note,
    choices: item.shape === 'flag' ? YES_NO : item.choices,
    kind: number ? 'number' : item.shape === 'date' ? 'date' : 'text',
    nonNegative: item.nonNegative,
    example: exampleOf(item, on),
  };
}

/** Of a made-up firm: the example is marked and never read. */
const EXAMPLES: Readonly<Record<string, number>> = {
  staff: 230,
  rdStaff: 40,
  techStaff: 45,
  revenue: 6100,
  mainRevenue: 5700,
  rdExpense: 700,
  assets: 9000,
  liabilities: 5200,
  netProfit: 600,
  totalProfit: 680,
  equityRaised: 0,
  yearsInSegment: 6,
  'marketShare.value': 9,
  'marketShare.rank': 3,
  'ip.class1': 5,
  'ip.class1HighValue': 1,
  'ip.class1SelfDeveloped': 5,
  'ip.class1Transferred': 0,
  'ip.class2': 8,
  platformScore: 63,
};

function exampleOf(item: Item, on: string): TemplateColumn['example'] {
  switch (item.shape) {
    case 'yearly':
    case 'single':
      return EXAMPLES[item.id] ?? null;
    case 'flag':
      return '否';
    case 'choice':
      return item.choices[0] ?? null;
    case 'date':
      return `${Number(on.slice(0, 4)) - 14}-05-01`;
    case 'text':
      return null;
  }
}

/** The template as a workbook: the table to fill in, and a sheet that tells of every column. */
export async function templateXlsx(
  columns: readonly TemplateColumn[],
  about: readonly string[],
  lang: Lang,
  on: string,
): Promise<Uint8Array> {
  const last = ROWS + 1;
  const cells = new Map<string, object>();
  const dataValidations: NonNullable<Parameters<typeof writeXlsx>[0]['sheets'][number]['dataValidations']> =
    [];
  for (const [at, { heading, note, choices, kind, nonNegative, example }] of columns.entries()) {
    const text = note[lang];
    cells.set(`0,${at}`, {
      value: heading,
      style: { font: { bold: true }, alignment: { wrapText: true, vertical: 'center' } },
      comment: { author: 'Ballast', text },
    });
    cells.set(`1,${at}`, {
      ...(example === null ? {} : { value: example }),
      style: { font: { italic: true, color: { rgb: 'FF808080' } } },
    });
    const range = `${columnLetters(at)}2:${columnLetters(at)}${last}`;
    const shown = {
      allowBlank: true,
      showInputMessage: true,
      inputTitle: heading.slice(0, 32),
      inputMessage: text.slice(0, LONGEST_INPUT),
      range,
    };
    if (choices.length > 0)
      dataValidations.push({
        type: 'list',
        values: choices,
        showErrorMessage: true,
        errorTitle: lang === 'zh' ? '请从列表中选择' : 'Choose from the list',
        errorMessage: choices.join('、').slice(0, LONGEST_INPUT),
        ...shown,
      });
    else if (kind === 'number' && nonNegative)
      dataValidations.push({
        type: 'decimal',
        operator: 'greaterThanOrEqual',
        formula1: '0',
        showErrorMessage: true,
        errorTitle: lang === 'zh' ? '应为 0 或以上的数' : 'A number of 0 or above',
        errorMessage: text.slice(0, LONGEST_INPUT),
        ...shown,
      });
  }
  const head = columns.map(({ heading }): CellValue => heading);
  const example = columns.map(({ example: value }): CellValue => value);
  const notes: CellValue[][] = [
    ...about.map((line): CellValue[] => [line]),
    [],
    lang === 'zh' ? ['列', '可选值', '说明'] : ['Column', 'Choices', 'Note'],
    ...columns.map(({ heading, choices, note }): CellValue[] => [heading, choices.join('、'), note[lang]]),
  ];
  const stamp = new Date(`${on}T00:00:00Z`);
  return writeXlsx({
    properties: { created: stamp, modified: stamp },
    sheets: [
      {
        name: lang === 'zh' ? '填报' : 'Firms',
        columns: columns.map(({ heading }) => ({ width: Math.min(28, Math.max(12, heading.length * 2)) })),
        rows: [head, example],
        cells: cells as never,
        dataValidations,
        freezePane: { rows: 1, columns: 1 },
      },
      {
        name: lang === 'zh' ? '填报说明' : 'Notes',
        columns: [{ width: 44 }, { width: 28 }, { width: 90 }],
        rows: notes,
      },
    ],
  });
}

/** The template as a text table: headings, a row of notes and a row of example, both marked and never read. */
export function templateCsv(columns: readonly TemplateColumn[], lang: Lang): string {
  const notes = columns.map(({ note, choices }, at) => {
    const said = `${choices.length > 0 ? `${choices.join('、')}。` : ''}${note[lang]}`;
    return at === 0 ? `【说明】${said}` : said;
  });
  return writeCsv([columns.map(({ heading }) => heading), notes, columns.map(({ example }) => example)], {
    bom: true,
  });
}

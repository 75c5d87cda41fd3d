// Tables to fill in, one for each kind of data that can be imported.
import { writeCsv } from 'hucre/csv';
import { writeXlsx } from 'hucre/xlsx';
import { levelRulebookOf, needsOf, type RulebookSet } from '../assess/index.js';
import { type Bilingual, type Lang, UserError } from '../model/index.js';
import { templateColumns, templateCsv, templateXlsx } from './firm-items/index.js';
import type { ImportKind } from './import-file.js';
import {
  CHALLENGE_FIELDS,
  type Field,
  KINDS,
  LARGE_FIELDS,
  NEED_FIELDS,
  PRODUCT_FIELDS,
  PROVIDER_FIELDS,
  SMALL_FIELDS,
  STATE_CHOICES,
  STEP_FIELDS,
} from './match/index.js';
import { openRulebooks } from './rulebooks.js';

export interface TableTemplate {
  id: string;
  kind: ImportKind;
  name: Bilingual;
  formats: readonly TemplateFormat[];
}

export type TemplateFormat = 'xlsx' | 'csv';

type Column = readonly [heading: string, zh: string, en: string];

interface Fixed extends Omit<TableTemplate, 'formats'> {
  columns: readonly Column[];
}

const CODE: Column = ['统一社会信用代码', '18 位，按文本填', '18 characters, as text'];
const FIRM: Column = ['企业名称', '营业执照上的全称', 'full name on the licence'];
const AREA: Column = [
  '地区',
  '名称或六位代码，如 深圳市 或 440300',
  'name or six-digit code, such as 深圳市 or 440300',
];
const INDUSTRY: Column = ['行业代码', 'GB/T 4754-2017 代码，如 C3484', 'GB/T 4754-2017 code, such as C3484'];
const NOTE: Column = ['备注', '可不填', 'may be left out'];
const GRADE: Column = [
  '证据等级',
  'A 合同、发票，B 企业或协会提供，C 推断；可不填',
  'A contract or invoice, B told by the firm or its association, C inferred; may be left out',
];
const SOURCE: Column = ['来源', '数据从哪里来', 'where it is from'];
const DAY: Column = ['日期', '所说情况的日期，如 2026-06-30', 'the day it holds for, such as 2026-06-30'];
const CHAIN: Column = ['产业链', '链的名称', 'name of the chain'];
const STATED: Column = [
  '单位',
  '如 亿元、%、家；同比增速填 %',
  'such as 亿元 (100 million yuan), % or 家 (units); growth in %',
];

/** Notes on fields of tasks and their steps, by key. */
const FIELD_NOTES: Readonly<Record<string, readonly [zh: string, en: string]>> = {
  kind: [
    Object.values(KINDS)
      .map(([one]) => one)
      .join('、'),
    Object.keys(KINDS).join(', '),
  ],
  to: [
    Object.values(STATE_CHOICES)
      .map(([one]) => one)
      .join('、'),
    Object.keys(STATE_CHOICES).join(', '),
  ],
  indicators: [
    '如“寿命≥2000 h（台架试验）”，多项以；分隔',
    'such as 寿命≥2000 h（台架试验）, several parted by ；',
  ],
  measured: ['如 1=5.2；2=2100', 'such as 1=5.2；2=2100'],
  published: [DAY[1], DAY[2]],
  applyUntil: [DAY[1], DAY[2]],
  on: [DAY[1], DAY[2]],
  area: [AREA[1], AREA[2]],
  industries: [INDUSTRY[1], INDUSTRY[2]],
};

const columnOf = ({ key, names, optional }: Field): Column => {
  const [zh, en] = FIELD_NOTES[key] ?? ['', ''];
  return [
    names[0],
    [zh, optional ? '可不填' : '必填'].filter((part) => part !== '').join('；'),
    [en, optional ? 'may be left out' : 'needed'].filter((part) => part !== '').join('; '),
  ];
};

const FIXED: readonly Fixed[] = [
  {
    id: 'figures',
    kind: 'figures',
    name: { zh: '数据（指标）', en: 'Figures' },
    columns: [
      AREA,
      [
        '时期',
        '如 2026-06、2026-01/2026-06（累计）、2026-Q2、2026',
        'such as 2026-06, 2026-01/2026-06 (cumulative), 2026-Q2, 2026',
      ],
      ['指标', '如 规模以上工业增加值同比增速', 'such as 规模以上工业增加值同比增速'],
      ['行业', '分行业的才填', 'only where it is of an industry'],
      [
        '数值',
        '不带单位的数；没有留空，0 表示零',
        'a number without unit; blank where there is none, 0 means zero',
      ],
      STATED,
    ],
  },
  {
    id: 'enterprises',
    kind: 'enterprises',
    name: { zh: '企业名录', en: 'List of firms' },
    columns: [
      CODE,
      FIRM,
      AREA,
      INDUSTRY,
      ['企业规模', '大型、中型、小型、微型', '大型 large, 中型 medium, 小型 small, 微型 micro'],
      ['从业人员', '人数', 'persons'],
      ['成立日期', '如 2012-05-01', 'such as 2012-05-01'],
      ['称号', '多个用分号隔开', 'several with semicolons'],
    ],
  },
  {
    id: 'reports',
    kind: 'reports',
    name: { zh: '企业报送', en: 'Reports of firms' },
    columns: [
      CODE,
      FIRM,
      ['报告期', '月份，如 2026-06', 'a month, such as 2026-06'],
      ['营业收入(万元)', '每个指标一列，单位写在括号里', 'a column an item, its unit in brackets'],
      ['工业总产值(万元)', '同上', 'as before'],
      ['利润总额(万元)', '同上，可为负', 'as before, may be negative'],
      ['平均用工人数(人)', '同上', 'as before'],
    ],
  },
  {
    id: 'clusters',
    kind: 'clusters',
    name: { zh: '集群名录', en: 'List of clusters' },
    columns: [
      ['集群名称', '认定文件上的名称', 'name as recognised'],
      AREA,
      ['主导产业', '', ''],
      ['级别', '如 国家级、省级', 'such as 国家级 national, 省级 provincial'],
      ['认定年份', '如 2024', 'such as 2024'],
      ['集群促进机构', '可不填', 'may be left out'],
    ],
  },
  {
    id: 'titles',
    kind: 'titles',
    name: { zh: '称号名单', en: 'List of titles' },
    columns: [
      CODE,
      FIRM,
      ['称号', '如 专精特新中小企业', 'such as 专精特新中小企业'],
      ['有效期起', '如 2024-07-01', 'such as 2024-07-01'],
      ['有效期止', '如 2027-06-30', 'such as 2027-06-30'],
      ['批次', '可不填', 'may be left out'],
    ],
  },
  {
    id: 'links',
    kind: 'links',
    name: { zh: '供应关系', en: 'Supply links' },
    columns: [
      ['供应企业', '统一社会信用代码或全称', 'credit code or full name'],
      ['采购企业', '统一社会信用代码或全称', 'credit code or full name'],
      ['产品', '行业代码或品名', 'industry code or product'],
      ['金额', '数', 'a number'],
      ['单位', '如 万元', 'such as 万元'],
      ['时期', '如 2025 年', 'such as 2025'],
      GRADE,
      SOURCE,
    ],
  },
  {
    id: 'input-classes',
    kind: 'input-classes',
    name: { zh: '投入类别', en: 'Classes of inputs' },
    columns: [
      ['供应行业', '行业代码', 'industry code'],
      ['采购行业', '行业代码', 'industry code'],
      ['类别', '2 关键，1 重要，0 次要', '2 essential, 1 important, 0 minor'],
    ],
  },
  {
    id: 'chain-nodes',
    kind: 'chain',
    name: { zh: '产业链图谱：环节', en: 'Chain map: nodes' },
    columns: [
      CHAIN,
      ['节点编号', '图谱内不重复', 'unique in the map'],
      ['名称', '产品或工序', 'product or process'],
      ['环节', '所属环节，如 材料、部件、整机', 'its stage, such as material, part, machine'],
      ['环节次序', '从上游 1 数起', 'counted from 1 upstream'],
      SOURCE,
      DAY,
      NOTE,
    ],
  },
  {
    id: 'chain-edges',
    kind: 'chain',
    name: { zh: '产业链图谱：上下游', en: 'Chain map: edges' },
    columns: [
      CHAIN,
      ['上游', '节点编号', 'id of a node'],
      ['下游', '节点编号', 'id of a node'],
      ['关系', '如 投入', 'such as 投入 (input)'],
      ['份额', '0 到 1，可不填', '0 to 1, may be left out'],
      GRADE,
      SOURCE,
      DAY,
    ],
  },
  {
    id: 'chain-actors',
    kind: 'chain',
    name: { zh: '产业链图谱：企业', en: 'Chain map: firms' },
    columns: [
      CHAIN,
      ['节点', '节点编号', 'id of a node'],
      ['主体', '企业名称', 'name of the firm'],
      ['编号', '统一社会信用代码，可不填', 'credit code, may be left out'],
      ['类型', '如 企业', 'such as 企业 (firm)'],
      AREA,
      ['份额', '0 到 1，可不填', '0 to 1, may be left out'],
      GRADE,
      SOURCE,
      DAY,
    ],
  },
  {
    id: 'challenges',
    kind: 'challenges',
    name: { zh: '揭榜任务', en: 'Challenges' },
    columns: CHALLENGE_FIELDS.map(columnOf),
  },
  {
    id: 'challenge-entries',
    kind: 'challenge-entries',
    name: { zh: '任务进展', en: 'Steps of challenges' },
    columns: STEP_FIELDS.map(columnOf),
  },
  {
    id: 'capabilities',
    kind: 'capabilities',
    name: { zh: '企业能力', en: 'Capabilities of firms' },
    columns: PROVIDER_FIELDS.map(columnOf),
  },
  {
    id: 'large-firms',
    kind: 'large-firms',
    name: { zh: '大企业需求', en: 'Large firms’ needs' },
    columns: LARGE_FIELDS.map(columnOf),
  },
  {
    id: 'small-firms',
    kind: 'small-firms',
    name: { zh: '中小企业供给', en: 'Small firms’ offers' },
    columns: SMALL_FIELDS.map(columnOf),
  },
  {
    id: 'finance-products',
    kind: 'finance-products',
    name: { zh: '金融产品', en: 'Finance products' },
    columns: PRODUCT_FIELDS.map(columnOf),
  },
  {
    id: 'finance-needs',
    kind: 'finance-needs',
    name: { zh: '融资需求', en: 'Finance needs' },
    columns: NEED_FIELDS.map(columnOf),
  },
  {
    id: 'io-table',
    kind: 'io-table',
    name: { zh: '投入产出表（长表）', en: 'Input–output table (long form)' },
    columns: [
      ['table', '表名', 'name of the table'],
      ['year', '年份', 'year'],
      ['unit', '如 万元', 'such as 万元'],
      [
        'part',
        'intermediate 中间流量，finalUse 最终使用，valueAdded 增加值，imports 进口，output 总产出',
        'intermediate, finalUse, valueAdded, imports or output',
      ],
      [
        'kind',
        '最终使用或增加值的种类，如 export、compensation',
        'of final use or value added, such as export or compensation',
      ],
      ['from', '部门代码', 'code of the industry'],
      ['from_name', '部门名称', 'its name'],
      ['to', '使用部门代码', 'code of the user'],
      ['to_name', '使用部门名称', 'its name'],
      ['value', '数', 'a number'],
    ],
  },
];

const FIRM_ITEMS = 'firm-items';

/** @param today ISO day in China: rulebooks ask for what they need on it. */
/** The columns of a table of that kind, by their headings; null where there is no one form of it. */
export function expectedColumns(kind: ImportKind): { name: Bilingual; columns: string[] } | null {
  const form = FIXED.find((one) => one.kind === kind);
  return form === undefined ? null : { name: form.name, columns: form.columns.map(([heading]) => heading) };
}

export async function listTemplates(workspace: string, today: string): Promise<TableTemplate[]> {
  const set = await openRulebooks(workspace);
  const titles = [...titlesInForce(set, today)];
  return [
    ...FIXED.map(({ id, kind, name }): TableTemplate => ({ id, kind, name, formats: ['xlsx', 'csv'] })),
    ...titles.map(
      (title): TableTemplate => ({
        id: `${FIRM_ITEMS}:${title}`,
        kind: FIRM_ITEMS,
        name: itemsName(title),
        formats: ['xlsx', 'csv'],
      }),
    ),
  ];
}

const itemsName = (title: string): Bilingual => ({ zh: `预审指标：${title}`, en: `Items for ${title}` });

function* titlesInForce(set: RulebookSet, on: string): Generator<string> {
  const seen = new Set<string>();
  for (const { title, draft } of set.list(on)) {
    if (draft || seen.has(title)) continue;
    seen.add(title);
    try {
      set.choose({ title, on, application: 'new', area: null, drafts: false });
    } catch (error) {
      // Rules that are not in force on the day ask for nothing.
      if (error instanceof UserError) continue;
      throw error;
    }
    yield title;
  }
}

export interface WrittenTemplate {
  name: Bilingual;
  content: Uint8Array | string;
}

/**
 * A template as a file; null where there is none of that id.
 *
 * @throws UserError where no rules of the title are in force
 */
export async function writeTableTemplate(
  workspace: string,
  id: string,
  format: TemplateFormat,
  lang: Lang,
  today: string,
): Promise<WrittenTemplate | null> {
  if (id.startsWith(`${FIRM_ITEMS}:`)) {
    const title = id.slice(FIRM_ITEMS.length + 1);
    const set = await openRulebooks(workspace);
    const question = { on: today, application: 'new' as const, area: null, drafts: false };
    const { rulebook } = set.choose({ ...question, title });
    const needs = needsOf([rulebook], set.items, question, levelRulebookOf(set, question));
    const columns = templateColumns(needs, today);
    const about = `${rulebook.title}：${rulebook.name[lang]}（${rulebook.document.number}，${today}）`;
    const content =
      format === 'csv' ? templateCsv(columns, lang) : await templateXlsx(columns, [about], lang, today);
    return { name: itemsName(title), content };
  }
  const fixed = FIXED.find((one) => one.id === id);
  if (!fixed) return null;
  const { name } = fixed;
  const headings = fixed.columns.map(([heading]) => heading);
  if (format === 'csv') return { name, content: writeCsv([headings], { bom: true }) };
  const stamp = new Date(`${today}T00:00:00Z`);
  const content = await writeXlsx({
    properties: { created: stamp, modified: stamp },
    sheets: [
      {
        name: fixed.name[lang].replace(/[[\]:*?/\\：]/g, ' ').slice(0, 31),
        columns: headings.map((heading) => ({ width: Math.min(28, Math.max(12, heading.length * 2.4)) })),
        rows: [headings],
        cells: new Map(
          fixed.columns.map(([heading, zh, en], at) => {
            const note = lang === 'zh' ? zh : en;
            return [
              `0,${at}`,
              {
                value: heading,
                style: { font: { bold: true } },
                ...(note === '' ? {} : { comment: { author: 'Ballast', text: note } }),
              },
            ];
          }),
        ) as never,
        freezePane: { rows: 1, columns: 0 },
      },
    ],
  });
  return { name, content };
}

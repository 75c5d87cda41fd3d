// Verdicts as a workbook (verdicts, criteria, gaps, calendar) or as one text table of criteria.
import { writeCsv } from 'hucre/csv';
import { type CellValue, writeXlsx } from 'hucre/xlsx';
import type { Verdict } from '../../assess/index.js';
import type { Lang } from '../../model/index.js';
import { inertCell } from '../../store/index.js';
import type { StateCounts } from '../../verbs/index.js';
import { summaryOfRun } from './assess-summary.js';
import { levelsName } from './assess-text.js';
import type { AssessedFirm, AssessRun } from './assessed.js';
import {
  APPLICATION_WORDS,
  CONFIDENCE_WORDS,
  DRAFT_MARK,
  PRE_CHECK,
  STATE_WORDS,
  STATES,
  WITHHELD_MARK,
} from './state-words.js';

interface SheetTable {
  name: string;
  headings: string[];
  widths: number[];
  rows: CellValue[][];
}

export async function assessXlsx(run: AssessRun, lang: Lang): Promise<Uint8Array> {
  const stamp = new Date(`${run.on}T00:00:00Z`);
  // Of many firms the states of all come first; reasons are told of those that were asked for.
  const some = run.detailed.size < run.firms.length;
  const tables = [
    ...(some ? [...summary(run, lang), ...split(firms(run, lang))] : []),
    ...(run.detailed.size === 0
      ? []
      : [verdicts(run, lang), criteria(run, lang), gaps(run, lang), calendar(run, lang)]),
    ...(some || run.judged === null ? [] : summary(run, lang)),
    ...(run.rejects.length > 0 ? [rejects(run, lang)] : []),
  ];
  return writeXlsx({
    properties: { created: stamp, modified: stamp },
    sheets: tables.map(({ name, headings, widths, rows }) => ({
      name,
      columns: widths.map((width) => ({ width })),
      rows: [headings, ...rows.map((row) => row.map(safe))],
      freezePane: { rows: 1 },
    })),
  });
}

/** One row a firm and criterion; one row a firm and title where not all are told of in detail. */
export function assessCsv(run: AssessRun, lang: Lang): string {
  const { headings, rows } = run.detailed.size < run.firms.length ? firms(run, lang) : criteria(run, lang);
  return writeCsv([headings, ...rows.map((row) => row.map(safe))], { bom: true });
}

function each(run: AssessRun): { firm: AssessedFirm; verdict: Verdict }[] {
  return [...run.detailed.values()].flatMap((firm) =>
    firm.titles.flatMap(({ verdict }) => (verdict === null ? [] : [{ firm, verdict }])),
  );
}

/** Rows of a sheet; Excel holds 1,048,576 with the heading. */
const SHEET_ROWS = 1_000_000;

function split(table: SheetTable): SheetTable[] {
  const parts = Math.ceil(table.rows.length / SHEET_ROWS);
  return Array.from({ length: parts }, (_, at) => ({
    ...table,
    name: at === 0 ? table.name : `${table.name} ${at + 1}`,
    rows: table.rows.slice(at * SHEET_ROWS, (at + 1) * SHEET_ROWS),
  }));
}

/** One row a firm and title: its state, and the criteria by theirs. */
function firms(run: AssessRun, lang: Lang): SheetTable {
  const zh = lang === 'zh';
  const judged = run.judged!;
  const comma = zh ? '、' : ', ';
  // Firms that fail alike are told alike: each list of criteria is written once.
  const written = new Map<readonly string[], string>();
  const named = (ids: readonly string[]) => {
    if (ids.length === 0) return null;
    let text = written.get(ids);
    if (text === undefined) {
      text = ids.join(comma);
      written.set(ids, text);
    }
    return text;
  };
  return {
    name: zh ? '企业' : 'Firms',
    headings: zh
      ? [
          '企业',
          '统一社会信用代码',
          '地区',
          '行业',
          '称号',
          '预审结果',
          '等级',
          '不符合的条件数',
          '不符合的条件',
          '缺数据的条件',
          '待人工核实的条件',
          '评分',
          '规则',
        ]
      : [
          'Firm',
          'Credit code',
          'Area',
          'Industry',
          'Title',
          'State',
          'Level',
          'Criteria unmet',
          'Unmet',
          'Data missing',
          'For a person to check',
          'Score',
          'Rulebook',
        ],
    widths: [24, 22, 10, 10, 14, 12, 16, 10, 40, 40, 40, 14, 24],
    rows: run.firms.flatMap(({ subject }, firm) =>
      run.titles.map((title, at): CellValue[] => {
        const { choice, state, level, scores, unmet, unknown, manual } = judged.states(firm, at);
        return [
          subject.name,
          subject.creditCode,
          subject.area,
          subject.industry,
          title,
          STATE_WORDS[state][lang],
          level === null ? null : levelsName(level.low, level.high, choice.chosen!.rulebook.levels, lang),
          choice.chosen === null ? null : unmet.length,
          named(unmet),
          named(unknown),
          named(manual),
          scores.length === 0
            ? null
            : scores.map(({ low, high }) => (low === high ? `${low}` : `${low}–${high}`)).join('；'),
          choice.chosen?.rulebook.id ?? null,
        ];
      }),
    ),
  };
}

/** Counts by title, by area and by industry; and what holds firms back, by criterion. */
function summary(run: AssessRun, lang: Lang): SheetTable[] {
  const zh = lang === 'zh';
  const { titles, areas, industries } = summaryOfRun(run);
  const counted = (
    what: string,
    name: string | null,
    code: string | null,
    title: string,
    counts: StateCounts,
  ) => [
    what,
    name,
    code,
    title,
    STATES.reduce((sum, state) => sum + counts[state], 0),
    ...STATES.map((state) => counts[state]),
  ];
  const groups = (what: string, list: typeof areas) =>
    list.flatMap(({ key, name, states }) =>
      states.map((counts, at) =>
        counted(what, name ?? (zh ? '不明' : 'not known'), key, run.titles[at]!, counts),
      ),
    );
  return [
    {
      name: zh ? '汇总' : 'Summary',
      headings: [
        ...(zh ? ['按', '名称', '代码', '称号', '企业数'] : ['By', 'Name', 'Code', 'Title', 'Firms']),
        ...STATES.map((state) => STATE_WORDS[state][lang]),
      ],
      widths: [10, 24, 10, 14, 10, 10, 10, 10, 14, 10],
      rows: [
        ...titles.map(({ title, states }) => counted(zh ? '全部' : 'all', null, null, title, states)),
        ...groups(zh ? '地区' : 'area', areas),
        ...groups(zh ? '行业' : 'industry', industries),
      ],
    },
    {
      name: zh ? '卡在哪里' : 'What holds back',
      headings: zh
        ? ['称号', '规则', '编号', '条件', '不符合', '只差这一条', '缺数据', '条款']
        : ['Title', 'Rulebook', 'Id', 'Criterion', 'Unmet', 'This alone', 'Data missing', 'Clause'],
      widths: [14, 24, 16, 48, 10, 12, 10, 18],
      rows: titles.flatMap(({ title, holdingBack }) =>
        holdingBack.map(({ rulebook, criterion, unmet, alone, unknown }): CellValue[] => [
          title,
          rulebook.id,
          criterion.id,
          criterion.text[lang],
          unmet,
          alone,
          unknown,
          criterion.clause,
        ]),
      ),
    },
  ];
}

function verdicts(run: AssessRun, lang: Lang): SheetTable {
  const zh = lang === 'zh';
  const rows = [...run.detailed.values()].flatMap((firm) =>
    firm.titles.map(({ title, verdict, reason, withheld }): CellValue[] => {
      const { name, creditCode, area } = firm.subject;
      if (verdict === null)
        return [
          name,
          creditCode,
          area,
          title,
          null,
          run.on,
          STATE_WORDS.unknown[lang],
          null,
          reason?.[lang] ?? '',
          null,
          null,
          null,
          PRE_CHECK[lang],
        ];
      const { rulebook, level } = verdict;
      return [
        name,
        creditCode,
        area,
        verdict.title,
        APPLICATION_WORDS[verdict.application][lang],
        verdict.on,
        STATE_WORDS[verdict.state][lang],
        level === null ? null : [level.low, level.high].map((one) => one?.name[lang] ?? '—').join(' … '),
        verdict.reason[lang],
        `${rulebook.id} ${rulebook.version}`,
        rulebook.whyChosen[lang],
        CONFIDENCE_WORDS[rulebook.confidence][lang],
        `${PRE_CHECK[lang]}${withheld ? WITHHELD_MARK[lang] : rulebook.draft ? DRAFT_MARK[lang] : ''}`,
      ];
    }),
  );
  return {
    name: zh ? '结论' : 'Verdicts',
    headings: zh
      ? [
          '企业',
          '统一社会信用代码',
          '地区',
          '称号',
          '申请类型',
          '判断日',
          '预审结果',
          '等级',
          '说明',
          '规则',
          '为何用此规则',
          '规则可信度',
          '提示',
        ]
      : [
          'Firm',
          'Credit code',
          'Area',
          'Title',
          'Application',
          'On',
          'State',
          'Level',
          'Reason',
          'Rulebook',
          'Why chosen',
          'Confidence',
          'Note',
        ],
    widths: [24, 22, 10, 16, 10, 12, 12, 16, 48, 28, 40, 24, 48],
    rows,
  };
}

function criteria(run: AssessRun, lang: Lang): SheetTable {
  const zh = lang === 'zh';
  return {
    name: zh ? '条件' : 'Criteria',
    headings: zh
      ? [
          '企业',
          '统一社会信用代码',
          '称号',
          '规则',
          '编号',
          '条款',
          '条件',
          '状态',
          '要求',
          '实际',
          '时期',
          '说明',
          '例外',
          '数据来自',
        ]
      : [
          'Firm',
          'Credit code',
          'Title',
          'Rulebook',
          'Id',
          'Clause',
          'Criterion',
          'State',
          'Wanted',
          'Actual',
          'Period',
          'Reason',
          'Exception',
          'Sources',
        ],
    widths: [24, 22, 14, 20, 14, 16, 40, 12, 30, 24, 16, 48, 30, 40],
    rows: each(run).flatMap(({ firm, verdict }) =>
      verdict.criteria.map((one): CellValue[] => [
        verdict.subject,
        firm.subject.creditCode,
        verdict.title,
        verdict.rulebook.id,
        one.id,
        one.clause,
        one.text[lang],
        STATE_WORDS[one.state][lang],
        one.wanted[lang],
        one.actual?.[lang] ?? null,
        one.period,
        one.reason[lang],
        one.exception?.[lang] ?? null,
        one.sources.join('；'),
      ]),
    ),
  };
}

function gaps(run: AssessRun, lang: Lang): SheetTable {
  const zh = lang === 'zh';
  return {
    name: zh ? '差距' : 'Gaps',
    headings: zh
      ? ['企业', '统一社会信用代码', '称号', '条件', '状态', '差多少', '单位', '差距', '最早可满足', '办法']
      : [
          'Firm',
          'Credit code',
          'Title',
          'Criterion',
          'State',
          'Short by',
          'Unit',
          'Gap',
          'Earliest',
          'Remedy',
        ],
    widths: [24, 22, 14, 16, 12, 12, 8, 48, 14, 48],
    rows: each(run).flatMap(({ firm, verdict }) =>
      verdict.gaps.map((gap): CellValue[] => [
        verdict.subject,
        firm.subject.creditCode,
        verdict.title,
        gap.criterion,
        STATE_WORDS[gap.state][lang],
        gap.short,
        gap.unit,
        gap.text[lang],
        gap.earliest,
        gap.remedy?.[lang] ?? null,
      ]),
    ),
  };
}

function calendar(run: AssessRun, lang: Lang): SheetTable {
  const zh = lang === 'zh';
  return {
    name: zh ? '日历' : 'Calendar',
    headings: zh
      ? ['日期', '企业', '统一社会信用代码', '称号', '事项', '条款', '逾期后果']
      : ['Due', 'Firm', 'Credit code', 'Title', 'What', 'Clause', 'Otherwise'],
    widths: [14, 24, 22, 14, 48, 20, 40],
    rows: [
      ...[...run.detailed.values()].flatMap(({ subject, calendar: events }) =>
        events.map(({ date, title, text, clause, note }): CellValue[] => [
          date,
          subject.name,
          subject.creditCode,
          title,
          text[lang],
          clause,
          note?.[lang] ?? null,
        ]),
      ),
      // What would come with a title that is not held is told without a day.
      ...each(run).flatMap(({ firm, verdict }) =>
        verdict.duties
          .filter(
            ({ due, held, text }) =>
              (due === null || !held) &&
              !firm.calendar.some((one) => one.title === verdict.title && one.text.zh === text.zh),
          )
          .map((duty): CellValue[] => [
            null,
            verdict.subject,
            firm.subject.creditCode,
            verdict.title,
            duty.text[lang],
            duty.clause,
            duty.otherwise?.[lang] ?? null,
          ]),
      ),
    ].sort(([a], [b]) => String(a ?? '9999').localeCompare(String(b ?? '9999'))),
  };
}

function rejects(run: AssessRun, lang: Lang): SheetTable {
  const zh = lang === 'zh';
  return {
    name: zh ? '不能用的值' : 'Rejects',
    headings: zh
      ? ['文件', '工作表', '行', '列', '值', '原因', '应为']
      : ['File', 'Sheet', 'Row', 'Column', 'Value', 'Reason', 'Expected'],
    widths: [30, 14, 8, 30, 20, 40, 40],
    rows: run.rejects.map(({ file, sheet, row, column, value, expected, ...reason }): CellValue[] => [
      file,
      sheet,
      row,
      column,
      value,
      reason[lang],
      expected[lang],
    ]),
  };
}

function safe(cell: CellValue): CellValue {
  return typeof cell === 'string' ? (inertCell(cell) as string) : cell;
}

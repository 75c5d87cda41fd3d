/** The brief's own words, in both languages. */
import type { Bilingual, CriterionState, FigureKind } from '../model/index.js';
import type { TargetState } from '../read/across/index.js';
import type { MomentMark, Tone } from './brief-document.js';

export const SECTIONS = {
  headline: { zh: '要点数字', en: 'Headline figures' },
  movement: { zh: '工作主线及其变化', en: 'Lines of work and how they moved' },
  measures: { zh: '政策举措', en: 'Measures' },
  targets: { zh: '目标与进展', en: 'Targets and progress' },
  charts: { zh: '数字走势', en: 'Figures over time' },
  shares: { zh: '占比一览', en: 'Shares' },
  doubts: { zh: '分歧与存疑', en: 'Contradictions and doubts' },
  figures: { zh: '全部数字', en: 'All figures' },
  sources: { zh: '来源与时效', en: 'Sources and freshness' },
} satisfies Record<string, Bilingual>;

export const APPENDIX: Bilingual = { zh: '附录 引文原句', en: 'Appendix: cited sentences' };
export const ONWARD: Bilingual = { zh: '到工作台查看', en: 'see it in the workbench' };
export const CONTENTS: Bilingual = { zh: '目录', en: 'Contents' };
export const SUMMARY: Bilingual = { zh: '摘要', en: 'In brief' };
export const PRODUCT: Bilingual = { zh: '压舱石', en: 'Ballast' };
export const GENRES = {
  ledger: { zh: '政策台账简报', en: 'policy ledger brief' },
  monthly: { zh: '工业经济运行简报', en: 'industrial economy brief' },
  cluster: { zh: '集群运行监测报告', en: 'cluster monitoring report' },
  chain: { zh: '产业链简报', en: 'industrial chain brief' },
  ladder: { zh: '优质企业梯度简报', en: 'ladder of firms brief' },
  layout: { zh: '产业布局简报', en: 'brief on the layout of industries' },
  firm: { zh: '企业称号预审', en: 'pre-check of a firm' },
  challenge: { zh: '揭榜任务对接简报', en: 'brief of a task to be solved' },
} satisfies Record<string, Bilingual>;
export const NO_NUMBER_WITHOUT_ORIGIN: Bilingual = {
  zh: '每个数字都可点到出处；带虚线的是本简报算出的数。',
  en: 'Every number links to where it stands; dotted ones were calculated here.',
};
export const REPAIR_KEY: Bilingual = {
  zh: '底色为被引原句，下划线为被引数字或提法；绿色为修复后的字，红色删除线为页面上原有、已去除或替换的字。',
  en: 'Shaded: the cited sentence; underlined: the cited words. Green: characters restored or converted; red struck out: what stood on the page instead.',
};
export const ORIGINS: Bilingual = { zh: '附录 数字出处', en: 'Appendix: where the numbers stand' };
export const ORIGINS_KEY: Bilingual = {
  zh: '一条脚注指向来源表的一行，或一个算式及其输入。行号与表格软件所见一致，表头为第1行。',
  en: 'A note leads to one row of a source table, or to a formula and its inputs. Rows count as in a spreadsheet, the heading being row 1.',
};
export const NOT_COMPARABLE: Bilingual = {
  zh: '按公布数计算，未作可比口径调整',
  en: 'computed from published levels, not comparable-adjusted',
};
export const BACK: Bilingual = { zh: '返回正文', en: 'Back to the text' };
export const MORE: Bilingual = { zh: '其余', en: 'More' };

export const MARKS: Record<MomentMark, Bilingual> = {
  listed: { zh: '已列', en: 'listed' },
  new: { zh: '新提', en: 'new' },
  kept: { zh: '沿用', en: 'kept' },
  reworded: { zh: '改述', en: 'reworded' },
  dropped: { zh: '未再列', en: 'dropped' },
  returned: { zh: '重提', en: 'returned' },
};

export const STATES: Record<TargetState, Bilingual & { tone: Tone }> = {
  met: { zh: '已达到', en: 'met', tone: 'good' },
  open: { zh: '未到期', en: 'open', tone: 'plain' },
  pastDue: { zh: '已过期', en: 'past due', tone: 'bad' },
  unknown: { zh: '不明', en: 'unknown', tone: 'warn' },
};

/** What a pre-check says of a criterion or a title; never that a title is granted. */
export const VERDICT_WORDS: Record<CriterionState, Bilingual & { tone: Tone }> = {
  met: { zh: '符合', en: 'met', tone: 'good' },
  unmet: { zh: '不符合', en: 'not met', tone: 'bad' },
  unknown: { zh: '缺数据', en: 'data missing', tone: 'warn' },
  manualReview: { zh: '待人工核', en: 'for a person to judge', tone: 'warn' },
  notApplicable: { zh: '不适用', en: 'not applicable', tone: 'muted' },
};

export const KINDS: Record<FigureKind, Bilingual> = {
  level: { zh: '总量', en: 'level' },
  growth: { zh: '增速', en: 'growth' },
  share: { zh: '占比', en: 'share' },
  difference: { zh: '差额', en: 'difference' },
  count: { zh: '个数', en: 'count' },
  rank: { zh: '位次', en: 'rank' },
  index: { zh: '指数', en: 'index' },
  target: { zh: '目标', en: 'target' },
};

export const UNKNOWN_ISSUER: Bilingual = { zh: '发布单位不明', en: 'Issuer not stated' };
export const OTHER_THEME: Bilingual = { zh: '其他', en: 'Other' };

/** As a spreadsheet counts them. */
export function rowNumber(row: number): Bilingual {
  return { zh: `第${row}行`, en: `row ${row}` };
}

/** How figures were computed that the engines computed, by the name of the method. */
export const METHODS: Record<string, Bilingual> = {
  'reports.growth': {
    zh: `同口径企业本期合计比上年同期合计；${NOT_COMPARABLE.zh}`,
    en: `the same firms, this period over the same period a year earlier; ${NOT_COMPARABLE.en}`,
  },
  'reports.pull': {
    zh: '拉动：该部分同口径企业的增量占全部同口径企业上年同期合计的比例',
    en: "pull: the part's increase over the sum of all the same firms a year earlier",
  },
  'reports.contribution': {
    zh: '贡献率：该部分同口径企业的增量占全部同口径企业增量的比例',
    en: "contribution rate: the part's increase over the increase of all the same firms",
  },
  'reports.share': { zh: '占全部同口径企业合计的比重', en: 'share of the sum of all the same firms' },
  'reports.breadth': {
    zh: '企业增长面：同口径企业中高于上年同期的个数占比',
    en: 'breadth: of the same firms, the share that is above a year earlier',
  },
  'reports.lossShare': {
    zh: '亏损面：利润小于零的企业占上报企业的比例',
    en: 'firms with a profit below zero, of the firms that report',
  },
  'reports.lossChange': {
    zh: '同口径企业中亏损企业占比，本期减上年同期',
    en: 'share of loss-making firms among the same firms, this period less a year earlier',
  },
};

/** Beside a number that is made up. */
export const SYNTHETIC_MARK = '‡';
export const SYNTHETIC_KEY: Bilingual = {
  zh: '标 ‡ 的数和注明的图表是合成数据',
  en: '‡ and a line under a picture or table mark what is synthetic',
};

/** What a sum of reports, or a count in registers, was made of. */
export function summedFrom(made: { firms: number; values: number; counted?: true }): Bilingual {
  const { firms, values } = made;
  const count = (n: number) => n.toLocaleString('en-US');
  if (made.counted === true)
    return {
      zh: `在 ${count(firms)} 家企业的 ${count(values)} 条登记中数得`,
      en: `counted in ${count(values)} entries of ${count(firms)} firms`,
    };
  return {
    zh: `${count(firms)} 家企业上报的 ${count(values)} 个数加总`,
    en: `${count(values)} reported values of ${count(firms)} firms, added up`,
  };
}

/** Sections 10 and 11 of the monthly brief: problems by conditions, and the words of the writer. */
import type { Bilingual, Figure } from '../model/index.js';
import type { Inline, Section } from './brief-document.js';
import { both, said } from './desk.js';
import type { MonthlyDesk } from './monthly.js';
import { industryRows } from './monthly-industries.js';
import { GROWTH, growth, list, section } from './monthly-parts.js';

const NAMED = 4;

interface Problem {
  words: Bilingual;
  /** The figures that it is concluded from; null where the condition does not hold. */
  holds: (at: MonthlyDesk) => { evidence: Figure[]; limit: Bilingual } | null;
}

/** Conditions, not opinions: each is said only where its figures say so. */
const PROBLEMS: readonly Problem[] = [
  {
    words: both('需求不足：出厂价格下降', 'Weak demand: producer prices fall'),
    holds: (at) => falls(at, 'producerPrices'),
  },
  {
    words: both('外需承压：出口交货值下降', 'Weak demand abroad: exports fall'),
    holds: (at) => falls(at, 'exports'),
  },
  {
    words: both('投资拉动不足：工业投资下降', 'Weak investment: it falls'),
    holds: (at) => falls(at, 'investment'),
  },
  { words: both('用电下降', 'Electricity use falls'), holds: (at) => falls(at, 'electricity') },
  {
    words: both(
      '增收不增利：利润增速低于营业收入增速',
      'More revenue, less profit: profit grows slower than revenue',
    ),
    holds: (at) => slower(at, 'profit', 'revenue'),
  },
  {
    words: both(
      '回款变慢：应收账款增速高于营业收入增速',
      'Slow payment: receivables grow faster than revenue',
    ),
    holds: (at) => slower(at, 'revenue', 'receivables'),
  },
  {
    words: both('行业分化：部分行业下降', 'Industries diverge: some fall'),
    holds: (at) => {
      const down = industryRows(at).rows.filter((r) => r.growth.value < 0);
      return down.length === 0
        ? null
        : {
            evidence: down.slice(-NAMED).map((r) => r.growth),
            limit: both(`共 ${down.length} 个行业增速小于 0`, `${down.length} industries below zero`),
          };
    },
  },
];

function falls(at: MonthlyDesk, indicator: string) {
  const query = { indicator, kind: GROWTH, period: at.months.now };
  const figure = at.desk.find(query) ?? at.desk.find({ ...query, of: 'reports' });
  return figure === null || figure.value >= 0
    ? null
    : { evidence: [figure], limit: both('条件：增速小于 0', 'condition: growth below zero') };
}

function slower(at: MonthlyDesk, slow: string, fast: string) {
  const query = { kind: GROWTH, period: at.months.now } as const;
  const [a, b] = (['published', 'reports'] as const)
    .map((of) => [slow, fast].map((indicator) => at.desk.find({ ...query, indicator, of })))
    .find((pair) => pair.every((figure) => figure !== null)) ?? [null, null];
  return a == null || b == null || a.value >= b.value
    ? null
    : { evidence: [a, b], limit: both('条件：前者增速小于后者', 'condition: the former grows slower') };
}

export function problemsSection(at: MonthlyDesk): Section | null {
  const { desk, input } = at;
  const found = PROBLEMS.flatMap(({ words, holds }): Inline[][] => {
    const held = holds(at);
    if (held === null) return [];
    return [
      [
        said(words, 'strong'),
        said(both('：', ': ')),
        ...held.evidence.flatMap((figure, i): Inline[] => [
          ...(i === 0 ? [] : [said(both('，', ', '))]),
          said(thingOf(desk, figure)),
          ...growth(desk, figure),
        ]),
        said(both(`（${held.limit.zh}）`, ` (${held.limit.en})`), 'muted'),
      ],
    ];
  });
  const remarks = input.remarks;
  const own = (remarks?.problems ?? []).map((text): Inline[] => [
    said(text),
    said(signature(remarks!), 'muted'),
  ]);
  return section('problems', both('十、问题', '10. Problems'), [list([...found, ...own])]);
}

export function remarksSection({ desk, input }: MonthlyDesk): Section | null {
  const { remarks } = input;
  const next = desk.write(both('十一、下一步', '11. Next'), () => {
    if (remarks === undefined || remarks.next.length === 0) {
      desk.missing(both('撰写人的意见', "the writer's own words"));
      return null;
    }
    return remarks.next.map((text): Inline[] => [said(text), said(signature(remarks), 'muted')]);
  });
  return section('next', both('十一、下一步', '11. Next'), [next === null ? null : list(next)]);
}

/** The industry or indicator that a rate is about. */
function thingOf(desk: MonthlyDesk['desk'], figure: Figure): Bilingual {
  const { zh, en } = figure.industry === null ? desk.nameOf(figure) : desk.industryName(figure.industry.name);
  return both(zh, `${en} `);
}

function signature({ by, date }: { by: string; date: string }): Bilingual {
  return both(`（${by}，${date}）`, ` (${by}, ${date})`);
}

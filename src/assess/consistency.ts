/**
 * What a subject hands in, held against itself: figures that cannot both be true, and figures that a reviewer will ask
 * about. Nothing is changed or left out because of a finding.
 */
import type { Bilingual } from '../model/index.js';
import { sectionOf } from './condition.js';
import { over } from './quantity.js';
import type { HeldTitle, Subject } from './subject.js';
import { amount, both, numberText } from './words.js';

export interface ConsistencyFinding {
  /** Name of the check. */
  check: string;
  /** `contradiction`: not both can be true. `doubt`: unusual, to be explained or mended. */
  severity: 'contradiction' | 'doubt';
  /** Items that are concerned; `titles` and `industry` beside those of the catalogue. */
  items: string[];
  year: number | null;
  reason: Bilingual;
}

export interface ConsistencyOptions {
  /** ISO day on which it is looked at: dates after it are in doubt. */
  on: string;
  /** Names of GB/T 4754 groups (three digits) by code, for the industry against the main product. */
  industryNames?: ReadonlyMap<string, string>;
}

interface Part {
  part: string;
  whole: string;
  /** What the two are, and their unit. */
  names: [Bilingual, Bilingual];
  unit: string;
}

const named = (zh: string, en: string): Bilingual => ({ zh, en });
const REVENUE = named('营业收入', 'operating revenue');
const STAFF = named('从业人员', 'employees');
const CLASS_1 = named('Ⅰ类知识产权', 'class I IP');

/** A part above its whole, in the same year or as of the same day. */
const PARTS: Part[] = [
  {
    part: 'mainRevenue',
    whole: 'revenue',
    names: [named('主营业务收入', 'main revenue'), REVENUE],
    unit: '万元',
  },
  {
    part: 'exportRevenue',
    whole: 'revenue',
    names: [named('出口收入', 'export revenue'), REVENUE],
    unit: '万元',
  },
  {
    part: 'highTechRevenue',
    whole: 'revenue',
    names: [named('高新技术产品（服务）收入', 'high-tech revenue'), REVENUE],
    unit: '万元',
  },
  {
    part: 'domesticRdExpense',
    whole: 'rdExpense',
    names: [named('境内研发费用', 'domestic R&D expense'), named('研发费用', 'R&D expense')],
    unit: '万元',
  },
  { part: 'rdStaff', whole: 'staff', names: [named('研发人员', 'R&D staff'), STAFF], unit: '人' },
  {
    part: 'techStaff',
    whole: 'staff',
    names: [named('科技人员', 'science and technology staff'), STAFF],
    unit: '人',
  },
  {
    part: 'ip.class1HighValue',
    whole: 'ip.class1',
    names: [named('Ⅰ类高价值知识产权', 'high-value class I IP'), CLASS_1],
    unit: '项',
  },
  {
    part: 'ip.class1SelfDeveloped',
    whole: 'ip.class1',
    names: [named('自主研发的Ⅰ类知识产权', 'self-developed class I IP'), CLASS_1],
    unit: '项',
  },
  {
    part: 'ip.class1Transferred',
    whole: 'ip.class1',
    names: [named('转让取得的Ⅰ类知识产权', 'class I IP transferred in'), CLASS_1],
    unit: '项',
  },
  {
    part: 'cluster.smeOutput',
    whole: 'cluster.output',
    names: [named('中小企业产值', 'output of SMEs'), named('集群总产值', 'output of the cluster')],
    unit: '亿元',
  },
  {
    part: 'cluster.leadingOutput',
    whole: 'cluster.output',
    names: [
      named('主导产业产值', 'output of the leading industry'),
      named('集群总产值', 'output of the cluster'),
    ],
    unit: '亿元',
  },
];

/** A part that may exceed its whole, but rarely does. */
const RARELY: Part[] = [
  { part: 'rdExpense', whole: 'revenue', names: [named('研发费用', 'R&D expense'), REVENUE], unit: '万元' },
  { part: 'netProfit', whole: 'revenue', names: [named('净利润', 'net profit'), REVENUE], unit: '万元' },
  {
    part: 'totalProfit',
    whole: 'revenue',
    names: [named('利润总额', 'total profit'), REVENUE],
    unit: '万元',
  },
  {
    part: 'liabilities',
    whole: 'assets',
    names: [named('负债总额', 'total liabilities'), named('资产总额', 'total assets')],
    unit: '万元',
  },
];

/** Amounts of which a tenfold step from year to year is likelier a slip of unit than a fact. */
const AMOUNTS: [item: string, name: Bilingual, unit: string][] = [
  ['revenue', REVENUE, '万元'],
  ['mainRevenue', named('主营业务收入', 'main revenue'), '万元'],
  ['rdExpense', named('研发费用', 'R&D expense'), '万元'],
  ['assets', named('资产总额', 'total assets'), '万元'],
  ['liabilities', named('负债总额', 'total liabilities'), '万元'],
  ['staff', STAFF, '人'],
];
const JUMP = 10;

/** Revenue a head in 万元 above which amounts look like 元. */
const REVENUE_A_HEAD = 10_000;

/** All findings, contradictions first, by check and year. */
export function consistencyOf(
  subject: Subject,
  { on, industryNames }: ConsistencyOptions,
): ConsistencyFinding[] {
  const findings = [
    ...PARTS.flatMap((part) => exceeding(subject, part, 'contradiction')),
    ...RARELY.flatMap((part) => exceeding(subject, part, 'doubt')),
    ...intellectualProperty(subject),
    ...profits(subject),
    ...jumps(subject),
    ...revenueAHead(subject),
    ...registration(subject, on),
    ...segment(subject, on),
    ...shares(subject),
    ...titles(subject, on),
    ...industry(subject, industryNames),
  ];
  const order = { contradiction: 0, doubt: 1 };
  return findings.sort((a, b) => order[a.severity] - order[b.severity]);
}

function number(subject: Subject, item: string): number | null {
  const value = subject.single.get(item);
  return typeof value === 'number' ? value : null;
}

/** Years of which both items are known. */
function pairs(subject: Subject, a: string, b: string): { year: number | null; a: number; b: number }[] {
  const single = { a: number(subject, a), b: number(subject, b) };
  if (single.a !== null && single.b !== null) return [{ year: null, a: single.a, b: single.b }];
  const [left, right] = [subject.yearly.get(a), subject.yearly.get(b)];
  if (!left || !right) return [];
  return [...left]
    .filter(([year]) => right.has(year))
    .sort(([year], [other]) => year - other)
    .map(([year, value]) => ({ year, a: value, b: right.get(year)! }));
}

const ofYear = (year: number | null): Bilingual =>
  year === null ? named('', '') : named(`${year} 年`, ` of ${year}`);

function exceeding(
  subject: Subject,
  { part, whole, names, unit }: Part,
  severity: ConsistencyFinding['severity'],
): ConsistencyFinding[] {
  return pairs(subject, part, whole).flatMap(({ year, a, b }) => {
    if (!over(a, b)) return [];
    const [left, right] = [amount(a, unit), amount(b, unit)];
    const when = ofYear(year);
    return {
      check: `${part} > ${whole}`,
      severity,
      items: [part, whole],
      year,
      reason: both(
        `${when.zh}${names[0].zh} ${left.zh}，大于${names[1].zh} ${right.zh}`,
        `${names[0].en}${when.en} (${left.en}) is above ${names[1].en} (${right.en})`,
      ),
    };
  });
}

/** Class I is self-developed or transferred in: the two cannot come to more than all. */
function intellectualProperty(subject: Subject): ConsistencyFinding[] {
  const all = number(subject, 'ip.class1');
  const own = number(subject, 'ip.class1SelfDeveloped');
  const bought = number(subject, 'ip.class1Transferred');
  if (all === null || own === null || bought === null || own + bought <= all || own > all || bought > all)
    return [];
  return [
    {
      check: 'ip.class1SelfDeveloped + ip.class1Transferred > ip.class1',
      severity: 'contradiction',
      items: ['ip.class1', 'ip.class1SelfDeveloped', 'ip.class1Transferred'],
      year: null,
      reason: both(
        `自主研发 ${own} 项与转让取得 ${bought} 项之和大于Ⅰ类知识产权 ${all} 项`,
        `${own} self-developed and ${bought} transferred in come to more than ${all} class I items`,
      ),
    },
  ];
}

/** Net profit is what is left of total profit after tax. */
function profits(subject: Subject): ConsistencyFinding[] {
  return pairs(subject, 'netProfit', 'totalProfit').flatMap(({ year, a, b }) =>
    over(a, b) && b > 0
      ? [
          {
            check: 'netProfit > totalProfit',
            severity: 'doubt' as const,
            items: ['netProfit', 'totalProfit'],
            year,
            reason: both(
              `${year} 年净利润 ${numberText(a)} 万元，大于利润总额 ${numberText(b)} 万元`,
              `net profit of ${year} (${amount(a, '万元').en}) is above total profit (${amount(b, '万元').en})`,
            ),
          },
        ]
      : [],
  );
}

function jumps(subject: Subject): ConsistencyFinding[] {
  return AMOUNTS.flatMap(([item, name, unit]) => {
    const years = [...(subject.yearly.get(item) ?? [])].sort(([a], [b]) => a - b);
    return years.slice(1).flatMap(([year, value], at): ConsistencyFinding[] => {
      const [before, earlier] = years[at]!;
      if (earlier <= 0 || value <= 0) return [];
      const ratio = value / earlier;
      if (ratio < JUMP && ratio > 1 / JUMP) return [];
      const slip = ratio >= 5000 || ratio <= 1 / 5000;
      const times = numberText(ratio >= 1 ? ratio : 1 / ratio);
      const [from, to] = [amount(earlier, unit), amount(value, unit)];
      return [
        {
          check: `${item} jumps`,
          severity: 'doubt',
          items: [item],
          year,
          reason: both(
            `${name.zh}由 ${before} 年的 ${from.zh} 变为 ${year} 年的 ${to.zh}，${ratio >= 1 ? '增至' : '减至'}${ratio >= 1 ? ` ${times} 倍` : ` 1/${times}`}，请核对单位${slip ? '（像是元与万元写混）' : '（万元、元）和数位'}`,
            `${name.en} goes from ${from.en} in ${before} to ${to.en} in ${year}, ${ratio >= 1 ? `${times} times` : `1/${times} of`} it: check the unit${slip ? ' (yuan written as 10k yuan, it seems)' : ' and the digits'}`,
          ),
        },
      ];
    });
  });
}

function revenueAHead(subject: Subject): ConsistencyFinding[] {
  return pairs(subject, 'revenue', 'staff').flatMap(({ year, a, b }) =>
    b > 0 && a / b > REVENUE_A_HEAD
      ? [
          {
            check: 'revenue a head',
            severity: 'doubt' as const,
            items: ['revenue', 'staff'],
            year,
            reason: both(
              `${year} 年人均营业收入 ${numberText(a / b)} 万元，像是把元写作万元`,
              `revenue a head of ${year} is ${amount(a / b, '万元').en}: yuan written as 10k yuan, it seems`,
            ),
          },
        ]
      : [],
  );
}

/** Figures of years before the firm was registered, and a registration that is yet to come. */
function registration(subject: Subject, on: string): ConsistencyFinding[] {
  const registered = subject.single.get('registered');
  if (typeof registered !== 'string') return [];
  const findings: ConsistencyFinding[] = [];
  if (registered > on)
    findings.push({
      check: 'registered after the day',
      severity: 'contradiction',
      items: ['registered'],
      year: null,
      reason: both(`注册日期 ${registered} 晚于 ${on}`, `registered on ${registered}, after ${on}`),
    });
  const first = Number(registered.slice(0, 4));
  const early = [...subject.yearly].flatMap(([item, years]) =>
    [...years].filter(([year, value]) => year < first && value !== 0).map(([year]) => ({ item, year })),
  );
  if (early.length > 0) {
    const year = Math.min(...early.map((each) => each.year));
    findings.push({
      check: 'figures before registration',
      severity: 'doubt',
      items: ['registered', ...new Set(early.map(({ item }) => item))],
      year,
      reason: both(
        `${registered} 注册，却有 ${year} 年的数据；如系改制、合并承继，请说明`,
        `registered on ${registered}, yet there are figures of ${year}; explain where they were taken over`,
      ),
    });
  }
  return findings;
}

/** No longer in its market than there has been a firm. */
function segment(subject: Subject, on: string): ConsistencyFinding[] {
  const years = number(subject, 'yearsInSegment');
  const registered = subject.single.get('registered');
  if (years === null || typeof registered !== 'string') return [];
  const most = Number(on.slice(0, 4)) - Number(registered.slice(0, 4));
  if (years <= most) return [];
  return [
    {
      check: 'yearsInSegment > age',
      severity: 'doubt',
      items: ['yearsInSegment', 'registered'],
      year: null,
      reason: both(
        `从事特定细分市场 ${numberText(years)} 年，而 ${registered} 才注册，至上年末至多 ${most} 年；如系承继，请说明`,
        `${numberText(years)} years in the market segment, but registered on ${registered}, ${most} years at most by the end of last year; explain where it was taken over`,
      ),
    },
  ];
}

/** A share above 100 %, or the first place with next to nothing. */
function shares(subject: Subject): ConsistencyFinding[] {
  const findings: ConsistencyFinding[] = [];
  const share = number(subject, 'marketShare.value');
  const rank = number(subject, 'marketShare.rank');
  if (share !== null && share > 100)
    findings.push({
      check: 'marketShare.value > 100',
      severity: 'contradiction',
      items: ['marketShare.value'],
      year: null,
      reason: both(
        `市场占有率 ${numberText(share)}%，大于 100%`,
        `a market share of ${numberText(share)} % is above 100 %`,
      ),
    });
  // Whoever stands k-th has no more than one k-th of the market.
  if (share !== null && rank !== null && rank >= 1 && share <= 100 && over(share, 100 / rank))
    findings.push({
      check: 'marketShare.value against marketShare.rank',
      severity: 'contradiction',
      items: ['marketShare.value', 'marketShare.rank'],
      year: null,
      reason: both(
        `市场占有率 ${numberText(share)}% 而排名第 ${rank}：排在第 ${rank} 的至多占 ${numberText(100 / rank)}%`,
        `a share of ${numberText(share)} % in place ${rank}: whoever stands there has ${numberText(100 / rank)} % at most`,
      ),
    });
  return findings;
}

/** Titles before the firm was there, twice at once, or below a higher one that rests on them. */
function titles(subject: Subject, on: string): ConsistencyFinding[] {
  const held = subject.titles ?? [];
  const registered = subject.single.get('registered');
  const findings: ConsistencyFinding[] = [];
  const add = (check: string, severity: ConsistencyFinding['severity'], zh: string, en: string) =>
    findings.push({ check, severity, items: ['titles'], year: null, reason: both(zh, en) });
  held.forEach((title, at) => {
    if (typeof registered === 'string' && title.from !== null && title.from < registered)
      add(
        'title before registration',
        'contradiction',
        `“${title.title}”自 ${title.from} 起，早于注册日期 ${registered}`,
        `${title.title} is held from ${title.from}, before the registration on ${registered}`,
      );
    if (title.from !== null && title.from > on)
      add(
        'title from a day to come',
        'doubt',
        `“${title.title}”自 ${title.from} 起，晚于 ${on}`,
        `${title.title} is held from ${title.from}, after ${on}`,
      );
    for (const other of held.slice(at + 1))
      if (other.title === title.title && overlap(title, other))
        add(
          'title held twice',
          'doubt',
          `“${title.title}”有两段重叠的有效期（${span(title)}，${span(other)}）`,
          `${title.title} has two terms that overlap (${span(title)}, ${span(other)})`,
        );
  });
  return findings;
}

function overlap(a: HeldTitle, b: HeldTitle): boolean {
  return (a.from ?? '') <= (b.to ?? '9999') && (b.from ?? '') <= (a.to ?? '9999');
}

function span({ from, to }: HeldTitle): string {
  return `${from ?? '…'}—${to ?? '…'}`;
}

/** The letter of a code against its digits, and the industry against the main product and its field. */
function industry(subject: Subject, names: ReadonlyMap<string, string> | undefined): ConsistencyFinding[] {
  const code = subject.industry;
  if (code === null) return [];
  const digits = code.replace(/^[A-Z]/, '');
  const letter = digits.length < code.length ? code[0]! : null;
  const section = sectionOf(digits);
  const findings: ConsistencyFinding[] = [];
  const add = (
    check: string,
    severity: ConsistencyFinding['severity'],
    items: string[],
    zh: string,
    en: string,
  ) => findings.push({ check, severity, items, year: null, reason: both(zh, en) });
  if (digits.length >= 2 && section === null)
    add(
      'industry unknown',
      'contradiction',
      ['industry'],
      `GB/T 4754 没有 ${code} 所在的大类`,
      `GB/T 4754 has no division of ${code}`,
    );
  if (letter !== null && section !== null && letter !== section)
    add(
      'industry letter',
      'contradiction',
      ['industry'],
      `行业代码 ${code} 的门类应为 ${section}，不是 ${letter}`,
      `the section of industry ${code} is ${section}, not ${letter}`,
    );
  const at = section ?? letter;
  // Key fields are basic parts, components, software, processes, materials and their technology.
  if (subject.single.get('keyField') === true && at !== null && !['B', 'C', 'D', 'I', 'M'].includes(at))
    add(
      'keyField against industry',
      'doubt',
      ['keyField', 'industry'],
      `声明主导产品属于重点领域，而行业代码 ${code} 不在工业、软件和技术服务之列，请核对`,
      `the main product is declared to be in a key field, but industry ${code} is neither industry nor software nor technical services`,
    );
  const product = subject.single.get('mainProduct');
  if (names && typeof product === 'string' && digits.length >= 2) {
    const like = industriesOf(product, names);
    if (like.length > 0 && !like.some((group) => group.startsWith(digits.slice(0, 2)))) {
      const told = like.slice(0, 3).map((group) => `${group} ${names.get(group)}`);
      add(
        'mainProduct against industry',
        'doubt',
        ['mainProduct', 'industry'],
        `主导产品“${product}”像是 ${told.join('、')}，所填行业代码是 ${code}${names.has(digits.slice(0, 3)) ? `（${names.get(digits.slice(0, 3))}）` : ''}，请核对`,
        `the main product ${product} looks like ${told.join(', ')}, but the industry is ${code}`,
      );
    }
  }
  return findings;
}

/** Words in names of industries that tell nothing of the product. */
const EMPTY_WORDS =
  /^(?:其他|未列明|通用|专用|设备|器材|制品|产品|材料|用品|服务|零件|配件|装置|机械|加工|生产|相关|零部件|元件|器械)$/;

/** Groups of GB/T 4754 whose own words stand in a text: 锂离子电池 in 384 电池制造. */
function industriesOf(product: string, names: ReadonlyMap<string, string>): string[] {
  return [...names]
    .filter(([, name]) =>
      name
        .split(/[、，,和及与（）()]/)
        .map((word) =>
          word.replace(/^其他|(?:专用设备|设备|器材|制品)?(?:制造业|制造|加工业|加工|生产|业)$/g, ''),
        )
        .some((word) => word.length >= 2 && !EMPTY_WORDS.test(word) && product.includes(word)),
    )
    .map(([group]) => group)
    .sort();
}

/** The sections of the monthly brief, each from the figures that are there. */

import { doubled } from '../measure/index.js';
import type { Area, Bilingual, Figure, FigureKind } from '../model/index.js';
import { compareText } from '../read/across/index.js';
import type { Block, Column, Inline, Picture, PictureBar, Row, Section } from './brief-document.js';
import { both, said } from './desk.js';
import { type FigureDesk, type MonthRange, rangeLabel } from './figure-desk.js';
import { type MonthlyDesk, ranked } from './monthly.js';
import { growthPicture, mapOf, seriesAgainst } from './monthly-pictures.js';
import { capital, commonDecimals, growthVerb, signedSize, size } from './phrase.js';
import { gapClause, monthlyWords, turnClause } from './turns.js';

const GROWTH: FigureKind = 'growth';
/** Industries named in a sentence, and bars drawn. */
const NAMED = 4;
const BARS = 14;

function section(id: string, title: Bilingual, blocks: readonly (Block | null)[]): Section | null {
  const some = blocks.filter((b): b is Block => b !== null);
  return some.length === 0 ? null : { id, title, lead: null, blocks: some };
}

function paragraph(sentences: readonly (Inline[] | null)[]): Block | null {
  const written = sentences.filter((s): s is Inline[] => s !== null && s.length > 0);
  if (written.length === 0) return null;
  return {
    type: 'paragraph',
    tone: 'plain',
    inlines: written.flatMap((s, i) => (i === 0 ? s : [said(both('', ' ')), ...s])),
  };
}

/** Clauses that could be written, parted by commas, ended by a full stop; null where the first is missing. */
function sentence(clauses: readonly (Inline[] | null)[]): Inline[] | null {
  const [head, ...rest] = clauses;
  if (head === null || head === undefined) return null;
  const written = rest.filter((c): c is Inline[] => c !== null);
  return [...head, ...written.flatMap((c) => [said(both('，', ', ')), ...c]), said(both('。', '.'))];
}

/** 同比增长6.3%. */
function growth(desk: FigureDesk, figure: Figure, strong = false): Inline[] {
  const verb = said(growthVerb(figure.value));
  return figure.value === 0
    ? [{ ...desk.cite(growthVerb(0), figure) }]
    : [verb, desk.cite(size(figure), figure, strong ? 'strong' : 'plain')];
}

export function overallSection(at: MonthlyDesk): Section | null {
  const { desk, months, input } = at;
  const { area, nation, province } = input;
  const name = both('规模以上工业增加值', 'value added of industry above the scale');
  const query = { indicator: 'valueAdded', kind: GROWTH };
  const compose = (): Inline[] | null =>
    desk.write(both('总体：累计增速', 'Overall: growth so far this year'), () => {
      const now = desk.want({ ...query, period: months.now });
      if (now === null) return null;
      const rank = rankOf(at, months.now);
      return sentence([
        [
          said(
            both(
              `${months.nowLabel.zh}，${area.name}${name.zh}`,
              `${months.nowLabel.en}: ${name.en} in ${area.name} `,
            ),
          ),
          ...growth(desk, now, true),
        ],
        desk.write(both('总体：较上期加快或回落', 'Overall: faster or slower than before'), () => {
          const before = desk.want({ ...query, period: months.before });
          return before === null ? null : turnClause(desk, now, before, months.beforeLabel);
        }),
        desk.write(both('总体：与全国之差', 'Overall: gap to the nation'), () => {
          const theirs = desk.want({ ...query, period: months.now, area: nation });
          return theirs === null ? null : gapClause(desk, now, theirs, NATION);
        }),
        province === null
          ? null
          : desk.write(both('总体：与全省之差', 'Overall: gap to the province'), () => {
              const theirs = desk.want({ ...query, period: months.now, area: province });
              return theirs === null
                ? null
                : gapClause(desk, now, theirs, both('全省', 'the provincial rate'));
            }),
        rank,
      ]);
    });
  const single = (): Inline[] | null => {
    const { month, monthBefore } = months;
    if (month === null) return null;
    return desk.write(both('总体：当月增速', 'Overall: growth of the month'), () => {
      const now = desk.want({ ...query, period: month });
      if (now === null) return null;
      const before = monthBefore === null ? null : desk.find({ ...query, period: monthBefore });
      return sentence([
        [said(months.monthLabel), said(both('', ' it ')), ...growth(desk, now)],
        before === null ? null : turnClause(desk, now, before, both('上月', 'the month before')),
        monthlyWords(
          desk,
          Array.from({ length: 12 }, (_, i) => month.end - 11 + i).map((key) => ({
            month: key,
            figure: desk.find({ ...query, period: { start: key, end: key } }),
          })),
        ),
      ]);
    });
  };
  return section('overall', both('一、总体', '1. Overall'), [
    paragraph([compose(), single(), valueLevel(at), productionMarks(at)]),
    mainTable(at),
    pictures([growthPicture(at)]),
  ]);
}

/** What a reader with one minute reads: each line only where its figures are there. */
export function highlights(at: MonthlyDesk): Inline[][] {
  const { desk, months, input } = at;
  const find = (indicator: string, area?: Area) => {
    const query = { indicator, kind: GROWTH, period: months.now };
    return desk.find(area === undefined ? query : { ...query, area });
  };
  const own = find('valueAdded');
  const nation = find('valueAdded', input.nation);
  const gap = own === null || nation === null ? null : gapClause(desk, own, nation, NATION);
  const rows = industryRows(at);
  const [lead] = rows.filter((r) => r.pull !== null && r.pull.value > 0);
  const [revenue, profit] = [find('revenue'), find('profit')];
  const order = areaOrder(at);
  const [first, last] = [order[0], order.at(-1)];
  const left = desk.unwritten.length;
  const comma = said(both('，', ', '));
  const stop = said(both('。', '.'));
  const lines: (Inline[] | null)[] = [
    own === null
      ? null
      : [
          said(both('规模以上工业增加值', 'Value added of industry ')),
          ...growth(desk, own, true),
          ...(gap === null ? [] : [comma, ...gap]),
          stop,
        ],
    lead === undefined
      ? null
      : [
          said(both(`拉动最大的行业是${lead.name}，拉动`, `${lead.name} pulls most, by `)),
          desk.cite(size(lead.pull!), lead.pull!),
          stop,
        ],
    revenue === null || profit === null
      ? null
      : [
          said(both('营业收入', 'Revenue ')),
          ...growth(desk, revenue),
          said(both('，利润总额', ', profit ')),
          ...growth(desk, profit),
          stop,
        ],
    first === undefined || last === undefined || first === last
      ? null
      : [
          said(
            both(
              `各地中${first.figure.area.name}最快（`,
              `Of the areas ${first.figure.area.name} is fastest (`,
            ),
          ),
          desk.cite(signedWithUnit(first.figure), first.figure),
          said(both(`），${last.figure.area.name}最慢（`, `), ${last.figure.area.name} slowest (`)),
          desk.cite(signedWithUnit(last.figure), last.figure),
          said(both('）。', ').')),
        ],
    left === 0
      ? null
      : [
          {
            type: 'section',
            words: both(`${left} 句因缺少数据未写`, `${left} sentences not written for want of data`),
            section: 'unwritten',
          },
          stop,
        ],
  ];
  return lines.filter((l): l is Inline[] => l !== null);
}

const NATION = both('全国', 'the national rate');

function areaOrder({ desk, months, input }: MonthlyDesk): ReturnType<typeof ranked> {
  return ranked(
    input.parts.flatMap(
      (area) => desk.find({ indicator: 'valueAdded', kind: GROWTH, period: months.now, area }) ?? [],
    ),
  );
}

/** Quarterly only: the level of value added is published with GDP. */
function valueLevel({ desk, months, input }: MonthlyDesk): Inline[] | null {
  const level = desk.find({ indicator: 'valueAdded', kind: 'level', period: months.now });
  if (level === null) return null;
  return sentence([
    [
      said(both(`${input.area.name}工业增加值`, `Value added of industry in ${input.area.name}: `)),
      desk.cite(size(level), level),
    ],
  ]);
}

function productionMarks(at: MonthlyDesk): Inline[] | null {
  const { desk, months } = at;
  const capacity = desk.find({ indicator: 'capacity', kind: 'level', period: months.now });
  if (capacity === null) return null;
  return sentence([
    [said(both('工业产能利用率为', 'Capacity utilisation was ')), desk.cite(size(capacity), capacity)],
  ]);
}

/** 居全省第k位: as stated, else counted where every peer's growth is there. */
function rankOf({ desk, input }: MonthlyDesk, period: MonthRange): Inline[] | null {
  const where = input.province === null ? both('全国', 'the nation') : both('全省', 'the province');
  return desk.write(both('总体：位次', 'Overall: rank'), () => {
    const stated = desk.find({ indicator: 'valueAdded', kind: 'rank', period });
    if (stated !== null) return rankWords(desk, stated, where, null);
    const peers = input.peers.map((peer) => ({
      peer,
      figure: desk.find({ indicator: 'valueAdded', kind: GROWTH, period, area: peer }),
    }));
    const own = peers.find(({ peer }) => desk.sameArea(peer, input.area))?.figure ?? null;
    const absent = peers.filter(({ figure }) => figure === null);
    if (own === null || peers.length < 2 || absent.length > 0) {
      const names = absent.slice(0, 5).map(({ peer }) => peer.name);
      desk.missing(
        peers.length < 2
          ? both('同级地区名单', 'the list of peer areas')
          : both(
              `${absent.length}个同级地区的增速：${names.join('、')}${absent.length > 5 ? '等' : ''}`,
              `growth of ${absent.length} peer areas: ${names.join(', ')}${absent.length > 5 ? ' …' : ''}`,
            ),
      );
      return null;
    }
    const figures = peers.flatMap(({ figure }) => figure ?? []);
    const place = ranked(figures).find(({ figure }) => figure === own)!.place;
    const counted = desk.compute(
      own,
      { indicator: `${own.indicator}位次`, kind: 'rank', value: place, unit: '位' },
      `${figures.length} 个地区中高于本地的有 ${place - 1} 个`,
      '按累计增速由高到低，相同的并列',
      figures,
    );
    return rankWords(desk, counted, where, figures.length);
  });
}

function rankWords(desk: FigureDesk, figure: Figure, where: Bilingual, among: number | null): Inline[] {
  const of = among === null ? both('', '') : both(`（${among}个地区）`, ` of ${among}`);
  return [
    said(both(`居${where.zh}第`, 'ranking ')),
    desk.cite(both(`${figure.value}`, `${figure.value}`), figure),
    said(both(`位${of.zh}`, `${of.en} in ${where.en}`)),
  ];
}

interface MainRow {
  indicator: string;
  industry?: string;
}

const MAIN: readonly MainRow[] = [
  { indicator: 'valueAdded' },
  { indicator: 'revenue' },
  { indicator: 'profit' },
  { indicator: 'exports' },
  { indicator: 'salesRatio' },
  { indicator: 'electricity' },
  { indicator: 'valueAddedTax' },
  { indicator: 'producerPrices' },
  { indicator: 'freight' },
  { indicator: 'investment' },
  { indicator: 'upgrading' },
];

function cell(desk: FigureDesk, figure: Figure | null, digits?: number): Inline[] {
  return figure === null ? [said('—', 'muted')] : [desk.cite(signedSize(figure, digits), figure)];
}

/** Of a column with quantities in several units, each with its own. */
function sizedCell(desk: FigureDesk, figure: Figure | null): Inline[] {
  if (figure === null) return [said('—', 'muted')];
  return [desk.cite(signedWithUnit(figure), figure)];
}

function heading(words: Bilingual): Bilingual {
  return both(words.zh, capital(words.en));
}

/** T1: the month, the months so far, what they were before, province and nation. */
function mainTable({ desk, months, input }: MonthlyDesk): Block | null {
  const { province, nation } = input;
  const rows: Row[] = [];
  for (const { indicator } of MAIN) {
    const find = (kind: FigureKind, period: MonthRange | null, area?: Area) =>
      period === null
        ? null
        : desk.find(area === undefined ? { indicator, kind, period } : { indicator, kind, period, area });
    const figures = [
      find('level', months.now),
      find(GROWTH, months.month),
      find(GROWTH, months.now),
      find(GROWTH, months.before),
      ...(province === null ? [] : [find(GROWTH, months.now, province)]),
      find(GROWTH, months.now, nation),
    ];
    if (figures.slice(0, 3).every((f) => f === null)) continue;
    rows.push({
      cells: [
        [said(heading(desk.indicatorName(indicator)))],
        ...figures.map((f, i) => (i === 0 ? sizedCell(desk, f) : cell(desk, f))),
      ],
    });
  }
  if (rows.length === 0) return null;
  const columns: Column[] = [
    { title: both('指标', 'Indicator'), align: 'start', width: 26 },
    { title: both('累计', 'So far'), align: 'end', width: 16 },
    { title: both('当月同比 %', 'Month, %'), align: 'end', width: 12 },
    { title: both('累计同比 %', 'So far, %'), align: 'end', width: 12 },
    { title: both('上期累计 %', 'Before, %'), align: 'end', width: 12 },
    ...(province === null
      ? []
      : [{ title: both('全省 %', 'Province, %'), align: 'end' as const, width: 11 }]),
    { title: both('全国 %', 'Nation, %'), align: 'end', width: 11 },
  ];
  return { type: 'table', title: both('表1 主要指标', 'T1 Main indicators'), dense: true, columns, rows };
}

export function sectorsSection({ desk, months, input }: MonthlyDesk): Section | null {
  const sentences = desk.lexicon.sections.map((sector) =>
    desk.write(both(`分门类：${sector.zh}`, `By section: ${sector.en}`), () => {
      const query = { indicator: 'valueAdded', kind: GROWTH, industry: sector.zh };
      const now = desk.want({ ...query, period: months.now });
      if (now === null) return null;
      const before = desk.find({ ...query, period: months.before });
      return sentence([
        [said(both(`${sector.zh}增加值`, `Value added of ${sector.en} `)), ...growth(desk, now)],
        before === null ? null : turnClause(desk, now, before, months.beforeLabel),
      ]);
    }),
  );
  return section('sectors', both('二、分门类', '2. By section of industry'), [
    paragraph(sentences),
    pictures([
      seriesAgainst(
        { desk, months, input },
        'sectors',
        both('三大门类增加值累计增速', 'Growth of value added by section'),
        desk.lexicon.sections.map((s) => ({ industry: s.zh, name: s.short })),
      ),
    ]),
  ]);
}

interface IndustryRow {
  name: string;
  growth: Figure;
  pull: Figure | null;
  contribution: Figure | null;
  share: Figure | null;
}

/** Divisions with a growth rate: sections, the whole, and groups that overlap are told elsewhere. */
function industryRows({ desk, months }: MonthlyDesk): IndustryRow[] {
  const elsewhere = new Set([
    '',
    ...desk.lexicon.sections.map((s) => s.zh),
    ...desk.lexicon.drivers.map((d) => d.zh),
    ...desk.lexicon.products,
  ]);
  const period = months.now;
  const rows: IndustryRow[] = [];
  for (const figure of desk.all({ indicator: 'valueAdded', kind: GROWTH, period, area: desk.area })) {
    const industry = figure.industry?.name ?? '';
    if (figure.group !== null && figure.group !== '' && !/规模以上|规上/.test(figure.group)) continue;
    if (elsewhere.has(desk.industryKey(industry))) continue;
    const code = figure.industry?.code?.code ?? '';
    // With the letter of its section or, as the code table has it, without.
    if (code !== '' && !/^[A-Z]?\d{2}$/.test(code)) continue;
    rows.push({
      name: industry,
      growth: figure,
      pull: desk.find({ indicator: 'pull', kind: 'difference', period, industry }),
      contribution: desk.find({ indicator: 'contribution', kind: 'share', period, industry }),
      share: desk.find({ indicator: 'valueAdded', kind: 'share', period, industry }),
    });
  }
  return rows.sort(
    (a, b) =>
      (b.pull?.value ?? 0) - (a.pull?.value ?? 0) ||
      b.growth.value - a.growth.value ||
      compareText(a.name, b.name),
  );
}

export function industriesSection(at: MonthlyDesk): Section | null {
  const { desk } = at;
  const rows = industryRows(at);
  const breadth = desk.write(both('重点行业：增长面', 'Industries: how many grow'), () => {
    if (rows.length < 2) {
      desk.missing(both('分行业增加值增速', 'growth of value added by industry'));
      return null;
    }
    const growing = rows.filter((r) => r.growth.value > 0);
    const inputs = rows.map((r) => r.growth);
    const [first] = inputs;
    const counted = desk.compute(
      first!,
      { indicator: '增长行业数', kind: 'count', value: growing.length, unit: '个', industry: null },
      `${rows.length} 个行业中增速大于 0 的个数`,
      '增长面的分子',
      inputs,
    );
    const share = desk.compute(
      first!,
      {
        indicator: '增长面',
        kind: 'share',
        value: (100 * growing.length) / rows.length,
        unit: '%',
        industry: null,
      },
      `${growing.length} ÷ ${rows.length}`,
      '增长面：增长的行业占全部行业',
      inputs,
    );
    return sentence([
      [
        said(both(`有数据的${rows.length}个大类行业中，`, `Of ${rows.length} divisions with data, `)),
        desk.cite(both(`${growing.length}个`, `${growing.length}`), counted),
        said(both('实现增长', ' grew')),
      ],
      [said(both('增长面为', 'a share of ')), desk.cite(size(share), share)],
    ]);
  });
  const led = desk.write(both('重点行业：拉动最大的行业', 'Industries: those that pull most'), () =>
    pulls(at, rows, (r) => r.pull!.value > 0, both('拉动最大的是：', 'Pulling most: ')),
  );
  const held = rows.some((r) => r.pull !== null && r.pull.value < 0)
    ? pulls(at, [...rows].reverse(), (r) => r.pull!.value < 0, both('下拉最大的是：', 'Holding back most: '))
    : null;
  return section('industries', both('三、重点行业', '3. Industries'), [
    paragraph([breadth, led, held]),
    industryTable(desk, rows),
    pictures([pullPicture(at, rows)]),
  ]);
}

function pulls(
  { desk }: MonthlyDesk,
  rows: readonly IndustryRow[],
  which: (row: IndustryRow) => boolean,
  lead: Bilingual,
): Inline[] | null {
  const chosen = rows.filter((r) => r.pull !== null && which(r)).slice(0, NAMED);
  if (chosen.length === 0) {
    desk.missing(both('分行业拉动（百分点）', 'pull by industry, in points'));
    return null;
  }
  return [
    said(lead),
    ...chosen.flatMap((row, i): Inline[] => [
      ...(i === 0 ? [] : [said(both('；', '; '))]),
      said(both(`${row.name}增加值`, `${row.name} `)),
      ...growth(desk, row.growth),
      said(row.pull!.value < 0 ? both('，下拉', ', holding back ') : both('，拉动', ', pulling ')),
      desk.cite(size(row.pull!), row.pull!),
      ...(row.contribution === null
        ? []
        : [
            said(both('，贡献率', ', contribution rate ')),
            desk.cite(signedWithUnit(row.contribution), row.contribution),
          ]),
    ]),
    said(both('。', '.')),
  ];
}

function signedWithUnit(figure: Figure): Bilingual {
  const sign = figure.value < 0 ? '−' : '';
  const { zh, en } = size(figure);
  return both(`${sign}${zh}`, `${sign}${en}`);
}

/** T2. */
function industryTable(desk: FigureDesk, rows: readonly IndustryRow[]): Block | null {
  if (rows.length === 0) return null;
  const optional = (['share', 'pull', 'contribution'] as const).filter((key) =>
    rows.some((r) => r[key] !== null),
  );
  const common = (key: 'growth' | (typeof optional)[number]) =>
    commonDecimals(rows.flatMap((r) => r[key] ?? []));
  const digits = {
    growth: common('growth'),
    share: common('share'),
    pull: common('pull'),
    contribution: common('contribution'),
  };
  const titles = {
    share: both('比重 %', 'Share, %'),
    pull: both('拉动 个百分点', 'Pull, points'),
    contribution: both('贡献率 %', 'Contribution, %'),
  };
  return {
    type: 'table',
    title: both('表2 分行业增加值', 'T2 Value added by industry'),
    dense: true,
    columns: [
      { title: both('行业', 'Industry'), align: 'start', width: 46 },
      { title: both('累计同比 %', 'So far, %'), align: 'end', width: 18 },
      ...optional.map((key) => ({ title: titles[key], align: 'end' as const, width: 18 })),
    ],
    rows: rows.map((row) => ({
      cells: [
        [said(row.name)],
        cell(desk, row.growth, digits.growth),
        ...optional.map((key) => cell(desk, row[key], digits[key])),
      ],
    })),
  };
}

/** Pull where it is there, else growth. */
function pullPicture({ desk, months }: MonthlyDesk, rows: readonly IndustryRow[]): Picture | null {
  const pulled = rows.filter((r) => r.pull !== null);
  const of = pulled.length > 1 ? ('pull' as const) : ('growth' as const);
  const ordered = (of === 'pull' ? pulled : [...rows])
    .map((row) => ({ name: row.name, figure: row[of]! }))
    .sort((a, b) => b.figure.value - a.figure.value);
  if (ordered.length < 2) return null;
  // Both ends are shown; what lies between says least.
  const shown =
    ordered.length <= BARS
      ? ordered
      : [...ordered.slice(0, Math.ceil(BARS / 2)), ...ordered.slice(-Math.floor(BARS / 2))];
  const bars: PictureBar[] = shown.map(({ name, figure }) => ({
    label: name,
    value: figure.value,
    figure: desk.cite(signedSize(figure), figure),
    marked: false,
  }));
  const when = rangeLabel(months.now);
  const left = ordered.length - shown.length;
  const unit = of === 'pull' ? both('百分点', 'points') : both('%', '%');
  return {
    kind: 'bars',
    id: `industry-${of}`,
    title:
      of === 'pull'
        ? both('各行业对规模以上工业增长的拉动', 'Pull on the growth of industry')
        : both('各行业增加值累计增速', 'Growth of value added by industry'),
    detail: both(
      `${when.zh}，${unit.zh}${left > 0 ? `；居中的 ${left} 个行业未画` : ''}`,
      `${when.en}, ${unit.en}${left > 0 ? `; ${left} industries in between not drawn` : ''}`,
    ),
    source: desk.sourceLine(shown.map((s) => s.figure)),
    unit,
    bars,
    reference: null,
  };
}

function pictures(list: readonly (Picture | null)[]): Block | null {
  const some = list.filter((p): p is Picture => p !== null);
  return some.length === 0 ? null : { type: 'pictures', pictures: some };
}

export function driversSection({ desk, months }: MonthlyDesk): Section | null {
  const told = desk.lexicon.drivers.map((driver, i) => {
    const query = { indicator: 'valueAdded', kind: GROWTH, industry: driver.zh };
    const compose = () => {
      const now = desk.want({ ...query, period: months.now });
      if (now === null) return null;
      const before = desk.find({ ...query, period: months.before });
      const share = desk.find({
        indicator: 'valueAdded',
        kind: 'share',
        industry: driver.zh,
        period: months.now,
      });
      return sentence([
        [said(both(`${driver.zh}增加值`, `Value added of ${driver.en} `)), ...growth(desk, now)],
        before === null ? null : turnClause(desk, now, before, months.beforeLabel),
        share === null
          ? null
          : [said(both('占规模以上工业的比重为', 'a share of industry of ')), desk.cite(size(share), share)],
      ]);
    };
    // The two that every brief tells are asked for; the others are told where they are there.
    return i < 2
      ? desk.write(both(`新动能：${driver.zh}`, `New drivers: ${driver.en}`), compose)
      : desk.find({ ...query, period: months.now }) === null
        ? null
        : compose();
  });
  const products = desk.lexicon.products.flatMap((product): Inline[][] => {
    const figure =
      desk.find({ indicator: '产量', kind: GROWTH, industry: product, period: months.now }) ??
      desk.find({ indicator: 'output', kind: GROWTH, industry: product, period: months.now });
    return figure === null
      ? []
      : [
          [
            said(both(`${product}产量`, `output of ${product} `)),
            ...growth(desk, figure),
            ...(doubled(figure.value, desk.rules.turning) === null
              ? []
              : [said(both('、实现翻番', ', doubled'))]),
          ],
        ];
  });
  return section('drivers', both('四、新动能', '4. New drivers'), [
    paragraph([...told, products.length === 0 ? null : sentence(products)]),
  ]);
}

/** 营业收入2300亿元，同比增长6.3%，增速较1—7月加快0.2个百分点。 */
function indicatorSentence(at: MonthlyDesk, indicator: string, area: Area = at.input.area): Inline[] | null {
  const { desk, months } = at;
  const name = desk.indicatorName(indicator);
  return desk.write(name, () => {
    const level = desk.find({ indicator, kind: 'level', period: months.now, area });
    const query = { indicator, kind: GROWTH, area };
    const now =
      level === null
        ? desk.want({ ...query, period: months.now })
        : desk.find({ ...query, period: months.now });
    if (now === null && level === null) return null;
    const before = now === null ? null : desk.find({ ...query, period: months.before });
    const start = both(name.zh, `${capital(name.en)} `);
    return sentence([
      level === null
        ? [said(start), ...growth(desk, now!)]
        : [said(both(start.zh, `${start.en}came to `)), desk.cite(size(level), level)],
      level === null || now === null ? null : [said(both('', 'and ')), ...growth(desk, now)],
      before === null ? null : turnClause(desk, now!, before, months.beforeLabel),
    ]);
  });
}

/** A rate or share: 营业收入利润率为5.3%，较上年同期提高0.2个百分点。 */
function rateSentence(at: MonthlyDesk, indicator: string): Inline[] | null {
  const { desk, months } = at;
  const name = desk.indicatorName(indicator);
  return desk.write(name, () => {
    const find = (period: MonthRange) =>
      desk.find({ indicator, kind: 'level', period }) ?? desk.find({ indicator, kind: 'share', period });
    const now = find(months.now);
    if (now === null) {
      desk.want({ indicator, kind: 'level', period: months.now });
      return null;
    }
    const yearBefore = { start: months.now.start - 12, end: months.now.end - 12 };
    const stated = desk.find({ indicator, kind: 'difference', period: months.now });
    const before = find(yearBefore);
    const change =
      stated ??
      (before === null
        ? null
        : desk.compute(
            now,
            { indicator: name.zh, kind: 'difference', value: now.value - before.value, unit: '个百分点' },
            `${now.value} − ${before.value}`,
            '本期减上年同期',
            [now, before],
          ));
    return sentence([
      [said(both(`${name.zh}为`, `${capital(name.en)} was `)), desk.cite(size(now), now)],
      change === null
        ? null
        : change.value === 0
          ? [desk.cite(both('与上年同期持平', 'level with a year earlier'), change)]
          : [
              said(change.value > 0 ? both('同比提高', 'up ') : both('同比降低', 'down ')),
              desk.cite(size(change), change),
              said(both('', ' on a year earlier')),
            ],
    ]);
  });
}

export function efficiencySection(at: MonthlyDesk): Section | null {
  return section('efficiency', both('五、效益', '5. Efficiency'), [
    paragraph([
      indicatorSentence(at, 'revenue'),
      indicatorSentence(at, 'profit'),
      rateSentence(at, 'margin'),
      rateSentence(at, 'lossShare'),
      indicatorSentence(at, 'receivables'),
    ]),
  ]);
}

export function leadingSection(at: MonthlyDesk): Section | null {
  const { desk } = at;
  return section('leading', both('六、要素与先行指标', '6. Inputs and leading indicators'), [
    paragraph([
      indicatorSentence(at, 'electricity'),
      indicatorSentence(at, 'valueAddedTax'),
      rateSentence(at, 'salesRatio'),
      indicatorSentence(at, 'exports'),
      indicatorSentence(at, 'producerPrices'),
      indicatorSentence(at, 'freight'),
    ]),
    pictures([
      seriesAgainst(at, 'electricity', both('用电量与增加值累计增速', 'Electricity use and value added'), [
        { industry: null, name: both('增加值', 'value added') },
        { industry: null, indicator: 'electricity', name: desk.indicatorName('electricity') },
      ]),
    ]),
  ]);
}

export function investmentSection(at: MonthlyDesk): Section | null {
  return section('investment', both('七、投资与项目', '7. Investment and projects'), [
    paragraph([
      indicatorSentence(at, 'investment'),
      indicatorSentence(at, 'upgrading'),
      rateSentence(at, 'projectsStarted'),
      rateSentence(at, 'projectsDone'),
    ]),
    groupTable(at, /(?:项目|工程|基地)$/u, both('表5 重点项目', 'T5 Projects'), [
      'investment',
      'projectsDone',
    ]),
  ]);
}

/** T3, the ranking and the map. */
export function areasSection(at: MonthlyDesk): Section | null {
  const { desk, months, input } = at;
  const order = areaOrder(at);
  const growths = order.map(({ figure }) => figure);
  const ends = desk.write(both('区域：最快与最慢', 'Areas: fastest and slowest'), () => {
    if (order.length < 2) {
      desk.missing(both('下辖地区的增加值增速', 'growth of value added of the areas within'));
      return null;
    }
    const named = (list: typeof order, verb: Bilingual): Inline[] => [
      said(verb),
      ...list.flatMap(({ figure }, i): Inline[] => [
        ...(i === 0 ? [] : [said(both('、', ', '))]),
        said(both(`${figure.area.name}（`, `${figure.area.name} (`)),
        desk.cite(signedWithUnit(figure), figure),
        said(both('）', ')')),
      ]),
    ];
    const count = Math.min(3, Math.floor(order.length / 2));
    return sentence([
      named(order.slice(0, count), both('增速居前的是', 'Fastest: ')),
      named(order.slice(-count), both('居后的是', 'slowest: ')),
    ]);
  });
  const absent = input.parts.length - growths.length;
  const own = desk.find({ indicator: 'valueAdded', kind: GROWTH, period: months.now });
  const when = rangeLabel(months.now);
  const ranking: Picture | null =
    order.length < 2
      ? null
      : {
          kind: 'bars',
          id: 'areas',
          title: both('各地规模以上工业增加值累计增速', 'Growth of value added by area'),
          detail: both(
            `${when.zh}，%${absent > 0 ? `；${absent} 个地区无数据` : ''}`,
            `${when.en}, %${absent > 0 ? `; ${absent} areas without data` : ''}`,
          ),
          source: desk.sourceLine(growths),
          unit: '%',
          bars: order.map(({ figure }) => ({
            label: figure.area.name,
            value: figure.value,
            figure: desk.cite(signedSize(figure), figure),
            marked: false,
          })),
          reference:
            own === null
              ? null
              : { label: input.area.name, value: own.value, figure: desk.cite(signedSize(own), own) },
        };
  return section('areas', both('八、区域', '8. Areas'), [
    paragraph([ends]),
    areaTable(at, order),
    pictures([ranking, mapOf(at)]),
  ]);
}

function areaTable({ desk, months }: MonthlyDesk, order: ReturnType<typeof ranked>): Block | null {
  if (order.length < 2) return null;
  const before = ranked(
    order.flatMap(
      ({ figure }) =>
        desk.find({ indicator: 'valueAdded', kind: GROWTH, period: months.before, area: figure.area }) ?? [],
    ),
  );
  const complete = before.length === order.length;
  return {
    type: 'table',
    title: both('表3 各地区增加值', 'T3 Value added by area'),
    dense: true,
    columns: [
      { title: both('位次', 'Rank'), align: 'end', width: 10 },
      { title: both('地区', 'Area'), align: 'start', width: 34 },
      { title: both('累计同比 %', 'So far, %'), align: 'end', width: 20 },
      { title: both('上期累计 %', 'Before, %'), align: 'end', width: 20 },
      ...(complete ? [{ title: both('位次变动', 'Moved'), align: 'end' as const, width: 16 }] : []),
    ],
    rows: order.map(({ figure, place }) => {
      const old = before.find((b) => desk.sameArea(b.figure.area, figure.area));
      const moved = old === undefined ? 0 : old.place - place;
      return {
        cells: [
          [said(String(place))],
          [said(figure.area.name)],
          cell(desk, figure),
          cell(desk, old?.figure ?? null),
          ...(complete
            ? [
                [
                  said(
                    moved === 0 ? '—' : moved > 0 ? `↑${moved}` : `↓${-moved}`,
                    moved < 0 ? 'warn' : 'muted',
                  ),
                ],
              ]
            : []),
        ],
      };
    }),
  };
}

export function firmsSection(at: MonthlyDesk): Section | null {
  const { desk, months } = at;
  const fresh = desk.write(desk.indicatorName('newFirms'), () => {
    const count = desk.want({ indicator: 'newFirms', kind: 'count', period: months.now });
    return count === null
      ? null
      : sentence([
          [said(both('新增规模以上工业企业', 'Firms new above the scale: ')), desk.cite(size(count), count)],
        ]);
  });
  return section('firms', both('九、企业', '9. Firms'), [
    paragraph([fresh]),
    groupTable(at, /(?:公司|集团|厂|企业)$/u, both('表4 重点企业', 'T4 Firms'), ['output', 'revenue']),
  ]);
}

/** T4 and T5: one row for each named unit that figures speak of. */
function groupTable(
  { desk, months }: MonthlyDesk,
  names: RegExp,
  title: Bilingual,
  indicators: readonly string[],
): Block | null {
  const rows = new Map<string, Map<string, Figure>>();
  for (const indicator of indicators)
    for (const kind of ['level', GROWTH] as const)
      for (const figure of desk.all({ indicator, kind, period: months.now, area: desk.area })) {
        if (figure.group === null || !names.test(figure.group)) continue;
        const row = rows.get(figure.group) ?? new Map<string, Figure>();
        rows.set(figure.group, row.set(`${indicator} ${kind}`, figure));
      }
  if (rows.size === 0) return null;
  const keys = indicators.flatMap((indicator) =>
    (['level', GROWTH] as const)
      .map((kind) => ({ indicator, kind, key: `${indicator} ${kind}` }))
      .filter(({ key }) => [...rows.values()].some((row) => row.has(key))),
  );
  const first = keys[0]!.key;
  return {
    type: 'table',
    title,
    dense: true,
    columns: [
      { title: both('名称', 'Name'), align: 'start', width: 46 },
      ...keys.map(({ indicator, kind }) => ({
        title:
          kind === GROWTH
            ? both(
                `${desk.indicatorName(indicator).zh}同比 %`,
                `${desk.indicatorName(indicator).en}, growth, %`,
              )
            : desk.indicatorName(indicator),
        align: 'end' as const,
        width: 54 / keys.length,
      })),
    ],
    rows: [...rows]
      .sort(([a, x], [b, y]) => (y.get(first)?.value ?? 0) - (x.get(first)?.value ?? 0) || compareText(a, b))
      .map(([name, row]) => ({
        cells: [[said(name)], ...keys.map(({ key }) => cell(desk, row.get(key) ?? null))],
      })),
  };
}

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
      const down = industryRows(at).filter((r) => r.growth.value < 0);
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
  const figure = at.desk.find({ indicator, kind: GROWTH, period: at.months.now });
  return figure === null || figure.value >= 0
    ? null
    : { evidence: [figure], limit: both('条件：增速小于 0', 'condition: growth below zero') };
}

function slower(at: MonthlyDesk, slow: string, fast: string) {
  const a = at.desk.find({ indicator: slow, kind: GROWTH, period: at.months.now });
  const b = at.desk.find({ indicator: fast, kind: GROWTH, period: at.months.now });
  return a === null || b === null || a.value >= b.value
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
          said(
            both(figure.industry?.name ?? figure.indicator, `${figure.industry?.name ?? figure.indicator} `),
          ),
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
      desk.missing(both('撰写人的意见（--remarks 文件）', "the writer's own words (--remarks FILE)"));
      return null;
    }
    return remarks.next.map((text): Inline[] => [said(text), said(signature(remarks), 'muted')]);
  });
  return section('next', both('十一、下一步', '11. Next'), [next === null ? null : list(next)]);
}

function signature({ by, date }: { by: string; date: string }): Bilingual {
  return both(`（${by}，${date}）`, ` (${by}, ${date})`);
}

function list(items: readonly Inline[][]): Block | null {
  return items.length === 0 ? null : { type: 'list', items: [...items], columns: 1, folded: [] };
}

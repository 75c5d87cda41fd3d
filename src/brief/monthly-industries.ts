/** Sections 2 to 4 of the monthly brief: sections of industry, divisions with their pull, new drivers. */
import { doubled, percent, pullOf } from '../measure/index.js';
import type { Bilingual, Figure } from '../model/index.js';
import { compareText } from '../read/across/index.js';
import type { Block, Inline, Picture, PictureBar, Section } from './brief-document.js';
import { both, said } from './desk.js';
import { type FigureDesk, type MonthRange, rangeLabel } from './figure-desk.js';
import type { MonthlyDesk } from './monthly.js';
import {
  comparableScope,
  industryLead,
  type Lead,
  leadName,
  scopeNote,
  sectorLead,
  shortName,
} from './monthly-basis.js';
import {
  cell,
  GROWTH,
  growth,
  paragraph,
  pictures,
  section,
  sentence,
  signedWithUnit,
} from './monthly-parts.js';
import { seriesAgainst } from './monthly-pictures.js';
import { capital, commonDecimals, drawnValue, signedSize, size } from './phrase.js';
import { turnClause } from './turns.js';

/** Industries named in a sentence, and bars drawn. */
const NAMED = 4;
const BARS = 14;

export function sectorsSection(at: MonthlyDesk): Section | null {
  const { desk, months, input } = at;
  const lead = sectorLead(at);
  const name = shortName(desk, lead);
  const sentences = desk.lexicon.sections.map((sector) =>
    desk.write(both(`分门类：${sector.zh}`, `By section: ${sector.en}`), () => {
      const query = { ...lead, kind: GROWTH, industry: sector.zh };
      const now = desk.want({ ...query, period: months.now });
      if (now === null) return null;
      const before = desk.find({ ...query, period: months.before });
      return sentence([
        [
          said(both(`${sector.zh}${name.zh}`, `${capital(name.en)} of ${sector.en} `)),
          ...growth(desk, now),
          ...comparableScope(desk, now),
        ],
        before === null ? null : turnClause(desk, now, before, months.beforeLabel),
      ]);
    }),
  );
  const note = scopeNote(lead);
  return section('sectors', both('二、分门类', '2. By section of industry'), [
    paragraph(sentences),
    pictures([
      seriesAgainst(
        { desk, months, input },
        'sectors',
        both(`三大门类${name.zh}累计增速${note.zh}`, `Growth of ${name.en} by section${note.en}`),
        desk.lexicon.sections.map((s) => ({ industry: s.zh, name: s.short, ...lead })),
      ),
    ]),
  ]);
}

/** What rows of industries are taken from. */
type At = Pick<MonthlyDesk, 'desk' | 'months'>;

export interface IndustryRow {
  name: Bilingual;
  growth: Figure;
  pull: Figure | null;
  contribution: Figure | null;
  share: Figure | null;
}

export interface IndustryRows {
  lead: Lead;
  rows: IndustryRow[];
}

/** Divisions with a growth rate: as published where at least two are, else as the reports of firms have them. */
export function industryRows(at: At): IndustryRows {
  const lead = industryLead((one) => rowsOf(at, one).length > 1);
  return { lead, rows: rowsOf(at, lead) };
}

/** Sections, the whole, and groups that overlap are told elsewhere. */
function rowsOf({ desk, months }: At, { indicator, of }: Lead): IndustryRow[] {
  const elsewhere = new Set([
    '',
    ...desk.lexicon.sections.map((s) => s.zh),
    ...desk.lexicon.drivers.map((d) => d.zh),
    ...desk.lexicon.products,
  ]);
  const period = months.now;
  const rows: IndustryRow[] = [];
  // Pulls that reports add up to go by the item they are of.
  const group = of === 'reports' ? desk.reportName(indicator).zh : null;
  for (const figure of desk.all({ indicator, kind: GROWTH, period, area: desk.area, of })) {
    const industry = figure.industry?.name ?? '';
    if (figure.group !== null && figure.group !== '' && !/规模以上|规上/.test(figure.group)) continue;
    if (elsewhere.has(desk.industryKey(industry))) continue;
    const code = figure.industry?.code?.code ?? '';
    // With the letter of its section or, as the code table has it, without.
    if (code !== '' && !/^[A-Z]?\d{2}$/.test(code)) continue;
    const pull =
      desk.find({ indicator: 'pull', kind: 'difference', period, industry, group, of }) ??
      (of === 'published' ? publishedPull(desk, figure, industry, period) : null);
    rows.push({
      name: desk.industryName(industry),
      growth: figure,
      pull,
      contribution: desk.find({ indicator: 'contribution', kind: 'share', period, industry, group, of }),
      share: desk.find({ indicator, kind: 'share', period, industry, of }),
    });
  }
  return rows.sort(
    (a, b) =>
      (b.pull?.value ?? 0) - (a.pull?.value ?? 0) ||
      b.growth.value - a.growth.value ||
      compareText(a.name.zh, b.name.zh),
  );
}

/** Where no pull was published: share in the base, as published or of published levels, times the published rate. */
function publishedPull(
  desk: FigureDesk,
  growth: Figure,
  industry: string,
  { start, end }: MonthRange,
): Figure | null {
  const base = { start: start - 12, end: end - 12 };
  const indicator = 'valueAdded';
  const made = (share: number, formula: string, inputs: readonly Figure[]) =>
    desk.compute(
      growth,
      {
        indicator: desk.indicatorName('pull').zh,
        kind: 'difference',
        unit: '个百分点',
        value: pullOf(percent(share), percent(growth.value)),
      },
      formula,
      both('拉动：上年同期比重乘以公布的增速', 'pull: share a year earlier times the published rate'),
      inputs,
    );
  const share = desk.find({ indicator, kind: 'share', period: base, industry });
  if (share !== null) return made(share.value, `${share.value}% × ${growth.value}`, [share, growth]);
  const part = desk.find({ indicator, kind: 'level', period: base, industry });
  const whole = desk.find({ indicator, kind: 'level', period: base });
  if (part === null || whole === null || whole.value <= 0 || part.unit !== whole.unit) return null;
  return made((100 * part.value) / whole.value, `${part.value} ÷ ${whole.value} × ${growth.value}`, [
    part,
    whole,
    growth,
  ]);
}

export function industriesSection(at: MonthlyDesk): Section | null {
  const { desk } = at;
  const { lead, rows } = industryRows(at);
  const breadth = desk.write(both('重点行业：增长面', 'Industries: how many grow'), () => {
    if (rows.length < 2) {
      desk.missing(
        both(
          '分行业增加值增速，或企业报表（import --as reports）',
          'growth of value added by industry, or reports of firms (import --as reports)',
        ),
      );
      return null;
    }
    const growing = rows.filter((r) => r.growth.value > 0);
    const inputs = rows.map((r) => r.growth);
    const [first] = inputs;
    const counted = desk.compute(
      first!,
      { indicator: '增长行业数', kind: 'count', value: growing.length, unit: '个', industry: null },
      both(
        `${rows.length} 个行业中增速大于 0 的个数`,
        `of ${rows.length} industries, those with growth above 0`,
      ),
      both('增长面的分子', 'numerator of the breadth'),
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
      both('增长面：增长的行业占全部行业', 'breadth: industries that grow, of all'),
      inputs,
    );
    const name = leadName(desk, lead);
    return sentence([
      [
        said(
          lead.of === 'reports'
            ? both(
                `按${name.zh}计，有数据的${rows.length}个大类行业中，`,
                `By ${name.en}: of ${rows.length} divisions with data, `,
              )
            : both(`有数据的${rows.length}个大类行业中，`, `Of ${rows.length} divisions with data, `),
        ),
        desk.cite(both(`${growing.length}个`, `${growing.length}`), counted),
        said(both('实现增长', ' grew')),
      ],
      [said(both('增长面为', 'a share of ')), desk.cite(size(share), share)],
    ]);
  });
  const led = desk.write(both('重点行业：拉动最大的行业', 'Industries: those that pull most'), () =>
    pulls(at, lead, rows, (r) => r.pull!.value > 0, both('拉动最大的是：', 'Pulling most: ')),
  );
  const held = rows.some((r) => r.pull !== null && r.pull.value < 0)
    ? pulls(
        at,
        lead,
        [...rows].reverse(),
        (r) => r.pull!.value < 0,
        both('下拉最大的是：', 'Holding back most: '),
      )
    : null;
  const whole = lead.of === 'reports' ? desk.find({ ...lead, kind: GROWTH, period: at.months.now }) : null;
  return section('industries', both('三、重点行业', '3. Industries'), [
    paragraph([breadth, led, held, whole === null ? null : comparableScope(desk, whole)]),
    industryTable(desk, lead, rows),
    pictures([pullPicture(at, lead, rows)]),
  ]);
}

function pulls(
  { desk }: MonthlyDesk,
  lead: Lead,
  rows: readonly IndustryRow[],
  which: (row: IndustryRow) => boolean,
  opening: Bilingual,
): Inline[] | null {
  const chosen = rows.filter((r) => r.pull !== null && which(r)).slice(0, NAMED);
  if (chosen.length === 0) {
    desk.missing(both('分行业拉动（百分点）', 'pull by industry, in points'));
    return null;
  }
  const name = shortName(desk, lead).zh;
  return [
    said(opening),
    ...chosen.flatMap((row, i): Inline[] => [
      ...(i === 0 ? [] : [said(both('；', '; '))]),
      said(both(`${row.name.zh}${name}`, `${row.name.en} `)),
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

/** T2. */
export function industryTable(desk: FigureDesk, lead: Lead, rows: readonly IndustryRow[]): Block | null {
  if (rows.length === 0) return null;
  const name = shortName(desk, lead);
  const note = scopeNote(lead);
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
    contribution: both('贡献率 %', 'Contrib., %'),
  };
  return {
    type: 'table',
    title: both(`表2 分行业${name.zh}${note.zh}`, `T2 ${capital(name.en)} by industry${note.en}`),
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
export function pullPicture({ desk, months }: At, lead: Lead, rows: readonly IndustryRow[]): Picture | null {
  const name = shortName(desk, lead);
  const note = scopeNote(lead);
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
    value: drawnValue(figure),
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
        ? lead.of === 'reports'
          ? both(`各行业对${name.zh}增长的拉动${note.zh}`, `Pull on the growth of ${name.en}${note.en}`)
          : both('各行业对规模以上工业增长的拉动', 'Pull on the growth of industry')
        : both(`各行业${name.zh}累计增速${note.zh}`, `Growth of ${name.en} by industry${note.en}`),
    detail: both(
      `${when.zh}，${unit.zh}${left > 0 ? `；居中的 ${left} 个行业未画` : ''}`,
      `${when.en}, ${unit.en}${left > 0 ? `; in between, not drawn: ${left}` : ''}`,
    ),
    source: desk.sourceLine(shown.map((s) => s.figure)),
    unit,
    bars,
    reference: null,
  };
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

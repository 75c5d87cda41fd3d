/**
 * The monitoring report of a cluster, in twelve sections: what it is, how large, its firms by rank, innovation, chain,
 * the three upgradings, inputs, openness, governance, against others, risks, measures. Sentences have conditions; one
 * whose inputs are missing is left out and listed.
 */
import type { Bilingual, Figure, FigureKind } from '../model/index.js';
import type {
  Block,
  BriefDocument,
  Cited,
  Inline,
  LinePicture,
  Picture,
  Row,
  Section,
} from './brief-document.js';
import { both, said } from './desk.js';
import { FigureDesk, type Material, type MonthRange, rangeLabel } from './figure-desk.js';
import { type BriefOptions, monthsOf, ranked } from './monthly.js';
import { industryRows, industryTable, pullPicture } from './monthly-industries.js';
import { stretched } from './monthly-pictures.js';
import { capital, drawnValue, growthVerb, signedSize, size } from './phrase.js';
import type { Remarks } from './remarks.js';
import { reportedScope, reportedSentence, reportedTable } from './reported-sums.js';
import { tableSources } from './table-sources.js';
import { GENRES } from './wording.js';

export interface ClusterFacts {
  name: string;
  industry: string | null;
  /** Where it stands. */
  area: string | null;
  level: string | null;
  /** Year or day of the list that names it. */
  listed: string | null;
  organisation: string | null;
}

export interface ClusterInput extends Omit<Material, 'area'> {
  cluster: ClusterFacts;
  period: string;
  /** Names of the clusters it is held against. */
  others: readonly string[];
  remarks?: Remarks;
}

interface ClusterDesk {
  desk: FigureDesk;
  input: ClusterInput;
  now: MonthRange;
  before: MonthRange;
}

/** The periods over which reports are to be added up: the present one and the same of the years before. */
export function clusterRanges(notation: string): MonthRange[] {
  const { now } = monthsOf(notation);
  return Array.from({ length: YEARS }, (_, i) => ({ start: now.start - 12 * i, end: now.end - 12 * i }));
}

const STATES: readonly FigureKind[] = ['level', 'count', 'share', 'index'];

export function clusterBrief(input: ClusterInput, options: BriefOptions): BriefDocument {
  const { name } = input.cluster;
  const clusters = new Set([name, ...input.others]);
  // Tables name the cluster as the area or as the group of firms; here it is the place that is spoken of.
  const figures = input.figures.map((figure) =>
    figure.group !== null && clusters.has(figure.group)
      ? { ...figure, area: { code: null, name: figure.group }, group: null }
      : figure,
  );
  const { now } = monthsOf(input.period);
  const desk = new FigureDesk({ ...input, figures, area: { code: null, name } });
  const at: ClusterDesk = { desk, input, now, before: { start: now.start - 12, end: now.end - 12 } };
  const written = [
    profileSection(at),
    scaleSection(at),
    ladderSection(at),
    plainSection(at, 'innovation', both('四、创新', '4. Innovation'), INNOVATION),
    chainSection(at),
    plainSection(at, 'upgrading', both('六、高端化智能化绿色化', '6. Upgrading'), UPGRADING),
    plainSection(at, 'inputs', both('七、要素', '7. Inputs'), INPUTS),
    plainSection(at, 'openness', both('八、开放合作', '8. Openness'), OPENNESS),
    governanceSection(at),
    benchmarkSection(at),
    risksSection(at),
    measuresSection(at),
    desk.unwrittenSection(),
  ].filter((s): s is Section => s !== null);
  const summary = highlights(at);
  const { footnotes, appendix } = desk.notebook.number(summary, written);
  const sources = desk.sources(options.today);
  const when = rangeLabel(now);
  return {
    schema: 'ballast.brief/1',
    lang: options.lang,
    title:
      options.title ??
      (options.lang === 'zh'
        ? `${name}运行监测报告（${when.zh}）`
        : `${name}: monitoring report, ${when.en}`),
    genre: GENRES.cluster,
    synthetic: desk.synthetic,
    today: options.today,
    masthead: [
      said(when),
      said(both(` · 成文 ${options.today}`, ` · written ${options.today}`)),
      said(both(` · 来源 ${sources.length} 份`, ` · sources: ${sources.length}`)),
    ],
    summary,
    sections: sources.length === 0 ? written : [...written, tableSources(sources, options.today)],
    sources,
    footnotes,
    appendix,
  };
}

function stateOf(
  { desk }: ClusterDesk,
  indicator: string,
  period: MonthRange,
  cluster?: string,
): Figure | null {
  for (const kind of STATES) {
    const query = { indicator, kind, period };
    const found = desk.find(
      cluster === undefined ? query : { ...query, area: { code: null, name: cluster } },
    );
    if (found !== null) return found;
  }
  return null;
}

/** What has changed since a year earlier: growth as published, else the difference of two counts or two rates. */
function changeOf(at: ClusterDesk, indicator: string, now: Figure): Inline[] | null {
  const { desk } = at;
  const growth = desk.find({ indicator, kind: 'growth', period: at.now });
  if (growth !== null)
    return growth.value === 0
      ? [desk.cite(growthVerb(0), growth)]
      : [said(growthVerb(growth.value)), desk.cite(size(growth), growth)];
  const before = stateOf(at, indicator, at.before);
  // The difference of two levels in money would pass for growth at comparable prices.
  if (before === null || before.unit !== now.unit || now.unit === '元') return null;
  const unit = now.unit === '%' ? '个百分点' : now.unit;
  const change = desk.compute(
    now,
    { kind: 'difference', unit, value: now.value - before.value, comparator: null },
    `${now.value} − ${before.value}`,
    both('本期减上年同期', 'this period less a year earlier'),
    [now, before],
  );
  if (change.value === 0) return [desk.cite(both('与上年同期持平', 'as a year earlier'), change)];
  const [up, down] = now.unit === '%' ? ['提高', '降低'] : ['增加', '减少'];
  return [
    said(change.value > 0 ? both(`比上年同期${up}`, 'up ') : both(`比上年同期${down}`, 'down ')),
    desk.cite(size(change), change),
    said(both('', ' on a year earlier')),
  ];
}

function statement(at: ClusterDesk, indicator: string): Inline[] | null {
  const { desk } = at;
  const name = desk.indicatorName(indicator);
  return desk.write(name, () => {
    const now = stateOf(at, indicator, at.now);
    if (now === null) {
      const added = reportedSentence(desk, indicator, at.now, null);
      if (added === null) desk.want({ indicator, kind: 'level', period: at.now });
      return added === null ? null : [...added, said(both('', ' '))];
    }
    const change = changeOf(at, indicator, now);
    return [
      said(both(name.zh, `${capital(name.en)}: `)),
      desk.cite(size(now), now),
      ...(change === null ? [] : [said(both('，', ', ')), ...change]),
      said(both('。', '. ')),
    ];
  });
}

function paragraph(sentences: readonly (Inline[] | null)[]): Block | null {
  const inlines = sentences.flatMap((s) => s ?? []);
  return inlines.length === 0 ? null : { type: 'paragraph', tone: 'plain', inlines };
}

function section(id: string, title: Bilingual, blocks: readonly (Block | null)[]): Section | null {
  const some = blocks.filter((b): b is Block => b !== null);
  return some.length === 0 ? null : { id, title, lead: null, blocks: some };
}

function plainSection(
  at: ClusterDesk,
  id: string,
  title: Bilingual,
  indicators: readonly string[],
): Section | null {
  return section(id, title, [paragraph(indicators.map((indicator) => statement(at, indicator)))]);
}

const INNOVATION = ['research', 'platforms', 'patents', 'standards', 'challenges'];
const UPGRADING = ['digital', 'smartFactories', 'greenFactories', 'energyUse'];
const INPUTS = ['finance', 'talent', 'land', 'electricity'];
const OPENNESS = ['exportsTotal', 'foreign'];
const LADDER = ['innovative', 'specialised', 'littleGiants', 'champions', 'chainLeaders'];
const SCALE = ['output', 'revenue', 'profit', 'valueAdded', 'scaleFirms', 'employees'];

function profileSection(at: ClusterDesk): Section | null {
  const { desk, input } = at;
  const { name, industry, area, level, listed, organisation } = input.cluster;
  const facts: [Bilingual, string | null][] = [
    [both('主导产业', 'Leading industry'), industry],
    [both('核心承载区', 'Core area'), area],
    [both('级别', 'Level'), level],
    [both('列入名单', 'Listed'), listed],
    [both('促进机构', 'Promotion organisation'), organisation],
  ];
  const known = facts.filter(([, text]) => text !== null);
  for (const [label, text] of facts)
    if (text === null)
      desk.write(both(`概况：${label.zh}`, `Profile: ${label.en}`), () => {
        desk.missing(both(`集群名录中的${label.zh}`, `${label.en} in the list of clusters`));
        return null;
      });
  const share = desk.find({ indicator: 'output', kind: 'share', period: at.now });
  return section('profile', both('一、概况', '1. Profile'), [
    paragraph([
      known.length === 0
        ? null
        : [
            said(name, 'strong'),
            said(
              both(
                `：${known.map(([label, text]) => `${label.zh}${text}`).join('，')}。`,
                `: ${known.map(([label, text]) => `${label.en} ${text}`).join('; ')}. `,
              ),
            ),
          ],
      statement(at, 'firms'),
      share === null
        ? null
        : [
            said(both('产值占全国比重为', 'Share of national output: ')),
            desk.cite(size(share), share),
            said(both('。', '. ')),
          ],
    ]),
  ]);
}

function scaleSection(at: ClusterDesk): Section | null {
  const { desk } = at;
  return section('scale', both('二、规模', '2. Scale'), [
    paragraph(SCALE.map((indicator) => statement(at, indicator))),
    pictures([trend(at)]),
    paragraph([reportedScope(desk, at.now)]),
    unnumbered(reportedTable(desk, at.now)),
    ...industries(at),
  ]);
}

/** Tables have numbers in the monthly brief only. */
function unnumbered(block: Block | null): Block | null {
  return block?.type !== 'table' || block.title === undefined
    ? block
    : {
        ...block,
        title: both(block.title.zh.replace(/^表\d+ /, ''), block.title.en.replace(/^T\d+ /, '')),
      };
}

/** Which industries pull the cluster, by the reports of its firms. */
function industries({ desk, input }: ClusterDesk): (Block | null)[] {
  const { lead, rows } = industryRows({ desk, months: monthsOf(input.period) });
  if (rows.length < 2 || lead.of !== 'reports') return [];
  return [
    unnumbered(industryTable(desk, lead, rows)),
    pictures([pullPicture({ desk, months: monthsOf(input.period) }, lead, rows)]),
  ];
}

const YEARS = 6;

/** Growth of output or revenue, over the years that are there, against the other clusters. */
function trend(at: ClusterDesk): LinePicture | null {
  const { desk, input } = at;
  const periods = Array.from({ length: YEARS }, (_, i) => ({
    start: at.now.start - 12 * (YEARS - 1 - i),
    end: at.now.end - 12 * (YEARS - 1 - i),
  }));
  const indicator = ['output', 'revenue'].find(
    (one) =>
      periods.filter((period) => desk.find({ indicator: one, kind: 'growth', period }) !== null).length > 2,
  );
  if (indicator === undefined) return null;
  const used: Figure[] = [];
  const roles = ['self', 'province', 'nation'] as const;
  const series = [input.cluster.name, ...input.others].slice(0, roles.length).flatMap((name, i) => {
    const points = periods.flatMap((period, k) => {
      const figure = desk.find({ indicator, kind: 'growth', period, area: { code: null, name } });
      if (figure === null) return [];
      used.push(figure);
      const label = rangeLabel(period);
      return [
        {
          label,
          position: k / (YEARS - 1),
          value: drawnValue(figure),
          figure: desk.cite(signedSize(figure), figure),
          begins: false,
        },
      ];
    });
    return points.length < 2 ? [] : [{ name, role: roles[i]!, points }];
  });
  const what = desk.indicatorName(indicator);
  return {
    kind: 'lines',
    id: 'cluster-growth',
    title: both(`${what.zh}同比增速`, `Growth of ${what.en}`),
    detail: both('各年同期，%', 'the same period of each year, %'),
    source: desk.sourceLine(used),
    unit: '%',
    series: stretched(series, Math.min(...series.flatMap((one) => one.points.map((p) => p.position)))),
  };
}

function pictures(list: readonly (Picture | null)[]): Block | null {
  const some = list.filter((p): p is Picture => p !== null);
  return some.length === 0 ? null : { type: 'pictures', pictures: some };
}

/** From the broad base up: how many now, a year ago, and the change. */
function ladderSection(at: ClusterDesk): Section | null {
  const { desk } = at;
  const rows: Row[] = [];
  const bars: { label: Bilingual; value: number; figure: Cited; marked: boolean }[] = [];
  const used: Figure[] = [];
  for (const indicator of LADDER) {
    const name = desk.indicatorName(indicator);
    const now = desk.write(name, () => {
      const found = stateOf(at, indicator, at.now);
      if (found === null) desk.want({ indicator, kind: 'count', period: at.now });
      return found;
    });
    if (now === null) continue;
    const before = stateOf(at, indicator, at.before);
    const change =
      before === null
        ? null
        : desk.compute(
            now,
            { kind: 'difference', unit: now.unit, value: now.value - before.value, comparator: null },
            `${now.value} − ${before.value}`,
            both('本期减上年同期', 'this period less a year earlier'),
            [now, before],
          );
    rows.push({
      cells: [
        [said(name)],
        [desk.cite(signedSize(now), now)],
        before === null ? [said('—', 'muted')] : [desk.cite(signedSize(before), before)],
        change === null ? [said('—', 'muted')] : [desk.cite(signedSize(change), change)],
      ],
    });
    bars.push({ label: name, value: now.value, figure: desk.cite(signedSize(now), now), marked: false });
    used.push(now);
  }
  if (rows.length === 0) return null;
  return section('ladder', both('三、主体梯度', '3. Firms by rank'), [
    {
      type: 'table',
      title: both('企业梯度', 'Firms by rank'),
      dense: true,
      columns: [
        { title: both('梯度', 'Rank'), align: 'start', width: 40 },
        { title: both('本期', 'Now'), align: 'end', width: 20 },
        { title: both('上年同期', 'A year earlier'), align: 'end', width: 20 },
        { title: both('变动', 'Change'), align: 'end', width: 20 },
      ],
      rows,
    },
    pictures([
      bars.length < 2
        ? null
        : {
            kind: 'bars',
            id: 'ladder',
            title: both('企业梯度', 'Firms by rank'),
            detail: both(`${rangeLabel(at.now).zh}，家`, `${rangeLabel(at.now).en}, firms`),
            source: desk.sourceLine(used),
            unit: both('家', 'firms'),
            bars,
            reference: null,
          },
    ]),
  ]);
}

function chainSection(at: ClusterDesk): Section | null {
  const { desk } = at;
  desk.write(both('链条：断点堵点卡点清单', 'Chain: list of weak links'), () => {
    desk.missing(
      both(
        '产业链环节与薄弱环节（chain 模块的产业链图）',
        'the segments and weak links of the chain (a chain map)',
      ),
    );
    return null;
  });
  return plainSection(at, 'chain', both('五、链条', '5. Chain'), [
    'localSupply',
    'chainProjects',
    'marketShare',
  ]);
}

function governanceSection(at: ClusterDesk): Section | null {
  const { organisation } = at.input.cluster;
  return section('governance', both('九、治理', '9. Governance'), [
    paragraph([
      organisation === null
        ? null
        : [said(both(`促进机构为${organisation}。`, `The promotion organisation is ${organisation}. `))],
      statement(at, 'services'),
    ]),
  ]);
}

/** Own past and other clusters, one indicator a row; the ranking of the one that most clusters have. */
function benchmarkSection(at: ClusterDesk): Section | null {
  const { desk, input } = at;
  const { others, cluster } = input;
  const indicators = [...SCALE, 'research', 'localSupply', 'littleGiants', 'champions'];
  const rows: Row[] = [];
  let best: { indicator: string; figures: Figure[] } | null = null;
  for (const indicator of indicators) {
    const own = stateOf(at, indicator, at.now);
    const past = stateOf(at, indicator, at.before);
    const theirs = others.map((name) => stateOf(at, indicator, at.now, name));
    const there = [own, ...theirs].flatMap((f) => f ?? []);
    if (own === null || (past === null && there.length < 2)) continue;
    if (
      there.length > 1 &&
      there.every((f) => f.unit === own.unit) &&
      there.length > (best?.figures.length ?? 1)
    )
      best = { indicator, figures: there };
    const cell = (figure: Figure | null): Inline[] =>
      figure === null ? [said('—', 'muted')] : [desk.cite(size(figure), figure)];
    rows.push({ cells: [[said(desk.indicatorName(indicator))], cell(own), cell(past), ...theirs.map(cell)] });
  }
  if (others.length === 0)
    desk.write(both('对标：其他集群', 'Against others'), () => {
      desk.missing(both('对标集群（--against 名称）', 'clusters to compare with (--against NAME)'));
      return null;
    });
  if (rows.length === 0) return null;
  const order = best === null ? [] : ranked(best.figures);
  const what = best === null ? both('', '') : desk.indicatorName(best.indicator);
  const scaled = order.every(({ figure }) => figure.unit === '元');
  return section('benchmark', both('十、对标', '10. Against its past and others'), [
    {
      type: 'table',
      title: both('对标', 'Comparison'),
      dense: true,
      columns: [
        { title: both('指标', 'Indicator'), align: 'start', width: 24 },
        { title: both(cluster.name, cluster.name), align: 'end', width: 20 },
        { title: both('上年同期', 'A year earlier'), align: 'end', width: 18 },
        ...others.map((name) => ({
          title: both(name, name),
          align: 'end' as const,
          width: 38 / others.length,
        })),
      ],
      rows,
    },
    pictures([
      order.length < 2
        ? null
        : {
            kind: 'bars',
            id: 'benchmark',
            title: both(`各集群${what.zh}`, `${capital(what.en)} of the clusters`),
            detail: both(
              `${rangeLabel(at.now).zh}，${scaled ? '亿元' : order[0]!.figure.unit}`,
              `${rangeLabel(at.now).en}, ${scaled ? '100 million yuan' : order[0]!.figure.unit}`,
            ),
            source: desk.sourceLine(order.map(({ figure }) => figure)),
            unit: scaled ? both('亿元', '100 million yuan') : order[0]!.figure.unit,
            bars: order.map(({ figure }) => ({
              label: figure.area.name,
              value: scaled ? figure.value / 1e8 : figure.value,
              figure: desk.cite(size(figure), figure),
              marked: figure.area.name === cluster.name,
            })),
            reference: null,
          },
    ]),
  ]);
}

/** Conditions on figures; said only where they hold. */
function risksSection(at: ClusterDesk): Section | null {
  const { desk } = at;
  const items: Inline[][] = [];
  const growth = (indicator: string) => desk.find({ indicator, kind: 'growth', period: at.now });
  for (const indicator of ['output', 'revenue', 'profit', 'exportsTotal']) {
    const figure = growth(indicator);
    if (figure === null || figure.value >= 0) continue;
    const name = desk.indicatorName(indicator);
    items.push([
      said(both(`${name.zh}下降：`, `${capital(name.en)} falls: `), 'strong'),
      said(growthVerb(figure.value)),
      desk.cite(size(figure), figure),
      said(both('（条件：增速小于 0）', ' (condition: growth below zero)'), 'muted'),
    ]);
  }
  const [revenue, receivables] = [growth('revenue'), growth('receivables')];
  if (revenue !== null && receivables !== null && receivables.value > revenue.value)
    items.push([
      said(both('回款变慢：应收账款', 'Slow payment: receivables '), 'strong'),
      said(growthVerb(receivables.value)),
      desk.cite(size(receivables), receivables),
      said(both('，营业收入', ', revenue ')),
      said(growthVerb(revenue.value)),
      desk.cite(size(revenue), revenue),
      said(both('（条件：前者增速高于后者）', ' (condition: the former grows faster)'), 'muted'),
    ]);
  for (const indicator of ['research', 'localSupply', ...LADDER]) {
    const now = stateOf(at, indicator, at.now);
    const before = stateOf(at, indicator, at.before);
    if (now === null || before === null || now.unit !== before.unit || now.value >= before.value) continue;
    const name = desk.indicatorName(indicator);
    items.push([
      said(both(`${name.zh}减少：`, `${capital(name.en)} declines: `), 'strong'),
      desk.cite(size(before), before),
      said(both(' → ', ' → ')),
      desk.cite(size(now), now),
      said(both('（条件：少于上年同期）', ' (condition: below a year earlier)'), 'muted'),
    ]);
  }
  for (const text of at.input.remarks?.problems ?? []) items.push(remark(text, at.input.remarks!));
  return section('risks', both('十一、风险与预警', '11. Risks'), [
    items.length === 0 ? null : { type: 'list', items, columns: 1, folded: [] },
  ]);
}

function measuresSection({ desk, input }: ClusterDesk): Section | null {
  const { remarks } = input;
  const title = both('十二、措施与责任', '12. Measures and who answers for them');
  const items = desk.write(title, () => {
    if (remarks === undefined || remarks.next.length === 0) {
      desk.missing(both('撰写人的意见', "the writer's own words"));
      return null;
    }
    return remarks.next.map((text) => remark(text, remarks));
  });
  return section('measures', title, [
    items === null ? null : { type: 'list', items, columns: 1, folded: [] },
  ]);
}

function remark(text: string, { by, date }: Remarks): Inline[] {
  return [said(text), said(both(`（${by}，${date}）`, ` (${by}, ${date})`), 'muted')];
}

function highlights(at: ClusterDesk): Inline[][] {
  const { desk } = at;
  const lines: Inline[][] = [];
  for (const indicator of ['output', 'revenue', 'littleGiants', 'research']) {
    const now = stateOf(at, indicator, at.now);
    if (now === null) continue;
    const change = changeOf(at, indicator, now);
    const name = desk.indicatorName(indicator);
    lines.push([
      said(both(name.zh, `${capital(name.en)}: `)),
      desk.cite(size(now), now, 'strong'),
      ...(change === null ? [] : [said(both('，', ', ')), ...change]),
      said(both('。', '.')),
    ]);
  }
  const left = desk.unwritten.length;
  if (left > 0)
    lines.push([
      {
        type: 'section',
        words: both(`${left} 句因缺少数据未写`, `${left} sentences not written for want of data`),
        section: 'unwritten',
      },
      said(both('。', '.')),
    ]);
  return lines;
}

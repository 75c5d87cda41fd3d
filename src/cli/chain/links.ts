// ballast chain links: how a supply network is built, where it has single points of failure, and what practice calls them.
import { type Command, InvalidArgumentError } from 'commander';
import {
  backbone,
  betweenness,
  chainGraph,
  communities,
  coreNumbers,
  influenceVector,
  PRACTICE_RULES,
  PRACTICE_TERMS,
  PRACTICE_THRESHOLDS,
  type PracticeFinding,
  type PracticeThresholds,
  pageRank,
  practiceFindings,
  rawFirms,
  type SupplyNetwork,
  SupplyRouteFinder,
  sellerConcentration,
  singlePoints,
  soleSources,
  sourceConcentration,
} from '../../chain/index.js';
import { type Bilingual, type Criterion, type CriterionState, UserError } from '../../model/index.js';
import { type ReadNetwork, treatmentNotes } from '../../verbs/index.js';
import { numberOption, wholeOption } from '../number-option.js';
import { EXIT, type Terminal } from '../terminal.js';
import { textTable } from '../text-table.js';
import {
  type CascadeCommandOptions,
  type FirmRisk,
  INTERRUPTED,
  methodOf,
  readCascade,
  readGiven,
  riskOfFirms,
  withCascadeOptions,
} from './cascade-options.js';
import { readSectorFacts } from './sector-facts.js';

export const LINKS_SCHEMA = 'ballast.chain.links/1';

interface LinksOptions extends CascadeCommandOptions {
  sectors?: string;
  capacity?: string;
  threshold: Partial<PracticeThresholds>;
  raw?: string[];
  routes?: string[];
  mostRoutes: number;
  alpha: number;
  level: number;
  top: number;
  json?: boolean;
}

export function linksCommand(chain: Command, terminal: () => Terminal): void {
  withCascadeOptions(
    chain
      .command('links')
      .summary('供应网络结构 structure of a supply network')
      .description(
        '供应网络的结构：割点、桥、独家供应、互不相交的供应路线、来源集中度、中心性、影响向量、社群、骨干；并按可设阈值判断断点、堵点、卡点、强链、链主，附证据与缺失的数据。\n' +
          'Structure of a supply network: single points of failure, disjoint supply routes, concentration of sources, centralities, influence, communities, backbone; and the terms of practice by thresholds that can be set, with evidence and what data is missing.',
      ),
  )
    .option(
      '--sectors <file>',
      '行业的外部数据：进口、世界出口、复杂度、RCA 等 figures of sectors from outside',
    )
    .option('--capacity <column>', '企业表中的产能利用率列（0—1） column of use of capacity')
    .option('--threshold <name=value>', '改一个阈值，可多次 change a threshold', thresholdOption, {})
    .option('--raw <sectors...>', '原料环节的行业；缺省为网内不采购的供应企业 sectors of the raw stage')
    .option('--routes <ids...>', '列出通向这些企业的供应路线 supply routes into these firms')
    .option('--most-routes <n>', '路线最多数到 count routes up to', wholeOption, 10)
    .option('--alpha <share>', '影响向量的劳动份额 α share of labour', numberOption, 0.5)
    .option('--level <p>', '骨干网的显著性水平 level of the backbone', numberOption, 0.05)
    .option('--top <n>', '各列出前几项 how many to list', wholeOption, 10)
    .addHelpText(
      'after',
      `\n例 Example:\n  ballast chain links --firms samples/chain/firms.synthetic.csv --links samples/chain/links.synthetic.csv --classes samples/chain/input-classes.synthetic.csv --leak 0.3 --threshold cutOff=5\n\n阈值 Thresholds:\n${Object.entries(
        PRACTICE_THRESHOLDS,
      )
        .map(([name, value]) => `  ${name}=${value}`)
        .join('\n')}`,
    )
    .action(async (_: unknown, command: Command) => {
      process.exitCode = await run(command.optsWithGlobals<LinksOptions>(), terminal());
    });
}

async function run(options: LinksOptions, terminal: Terminal): Promise<number> {
  const given = await readAll(options, terminal);
  if (given === null) return INTERRUPTED;
  const { read, risk, method, notes } = given;
  const { network, classes } = read;
  const structure = structureOf(read, options, terminal);
  const practice = practiceFindings(
    {
      network,
      risk,
      classes,
      ...(options.sectors !== undefined && { sectorFacts: await readSectorFacts(options.sectors) }),
      ...(options.capacity !== undefined && { capacityUse: read.firmValues.get(options.capacity)! }),
      markets: given.markets,
    },
    options.threshold,
  );
  const rows = practice.findings.map((finding) => findingRow(finding, read));
  if (options.json)
    terminal.json({
      schema: LINKS_SCHEMA,
      firms: network.ids.length,
      links: network.outBuyer.length,
      sectors: network.sectors.length,
      risk: method,
      ...structure,
      practice: {
        terms: PRACTICE_TERMS,
        rules: PRACTICE_RULES,
        thresholds: practice.thresholds,
        counts: practice.counts,
        findings: rows,
      },
      definitions: DEFINITIONS,
      treatments: read.treatments,
      notes,
    });
  else
    terminal.print(
      [structureText(structure, terminal), practiceText(practice.counts, rows, options.top, terminal)].join(
        '\n\n',
      ),
    );
  return EXIT.done;
}

/** The network, and the risk of every firm where all that it takes was given. Null where the user stopped it. */
async function readAll(options: LinksOptions, terminal: Terminal) {
  const further = options.capacity === undefined ? [] : [options.capacity];
  const leaks = options.stop !== undefined || options.leak !== undefined || options.revenue !== undefined;
  if (leaks && (options.classes !== undefined || options.links === undefined)) {
    const { read, model, stop, notes } = await readCascade(options, terminal, { firmColumns: further });
    const risk = await riskOfFirms(model, stop, { threads: options.threads }, terminal);
    const markets = model.markets?.of ?? null;
    return risk && { read, risk, markets, method: methodOf(options, read.network, stop), notes };
  }
  const { read, files } = await readGiven(options, terminal, {
    selfLoops: options.selfLoops,
    firmColumns: further,
    ...(options.missingClass !== undefined && { missingClass: options.missingClass }),
  });
  const notes: Bilingual[] = [
    ...read.notes,
    ...treatmentNotes(files, read.treatments),
    {
      zh: '未计算系统性风险：需要 --classes，以及 --leak、--revenue 或 --stop 之一；堵点与链主因此不能判断',
      en: 'systemic risk was not computed: it takes --classes and one of --leak, --revenue and --stop; choke points and chain leaders cannot be judged',
    },
  ];
  for (const note of notes) terminal.note(note);
  const markets = options.substitution ? read.network.sectorOf : null;
  return { read, risk: null as FirmRisk | null, markets, method: null, notes };
}

interface FirmName {
  id: string;
  name: string;
  sector: string;
}

function firmNames({ network, names }: ReadNetwork) {
  return (i: number): FirmName => ({
    id: network.ids[i]!,
    name: names[i]!,
    sector: network.sectors[network.sectorOf[i]!]!,
  });
}

const DEFINITIONS: Record<string, Bilingual> = {
  articulationPoint: {
    zh: '割点：失去该企业，其所在的链条断成几块（Hopcroft、Tarjan 1973）；cutOff 为与最大一块断开的企业数',
    en: 'articulation point: with it lost, its part of the chain falls apart (Hopcroft & Tarjan 1973); cutOff counts firms outside the largest piece',
  },
  bridge: {
    zh: '桥：失去这对企业之间的往来，链条断成两块',
    en: 'bridge: a tie of two firms without which the chain falls in two',
  },
  soleSource: {
    zh: '独家供应：采购企业的某类投入只有一家供应商',
    en: 'sole source: an input of a buyer, by sector, that one supplier delivers',
  },
  routes: {
    zh: '互不相交的供应路线数：从原料环节到该企业、途中没有共同企业的路线（最大流；Menger 1927）；cut 为同时失去即断供的最少企业',
    en: 'supply routes from raw stages to the firm that share no firm (maximum flow; Menger 1927); cut: the fewest firms whose loss together cuts them all',
  },
  herfindahl: {
    zh: 'HHI：各供应商份额的平方和，0—1',
    en: 'HHI: sum of squared shares of the suppliers, 0 to 1',
  },
  influence: {
    zh: '影响向量 v=(α/n)[I−(1−α)Â]⁻¹1，Â 为各供应商占采购的份额（Acemoglu 等 2012）',
    en: 'influence vector v = (α/n)[I − (1 − α)Â]⁻¹1, Â the shares of suppliers in purchases (Acemoglu et al. 2012)',
  },
  pageRank: {
    zh: 'PageRank：由采购企业投向供应商，阻尼 0.85（Brin、Page 1998）',
    en: 'PageRank from buyer to supplier, damping 0.85 (Brin & Page 1998)',
  },
  betweenness: {
    zh: '介数：最短供应路线经过该企业的份额（Brandes 2001；规模大时抽样，Brandes、Pich 2007）',
    en: 'betweenness: share of shortest supply routes through the firm (Brandes 2001; sampled on large networks, Brandes & Pich 2007)',
  },
  core: {
    zh: '核数：该企业所在的、其中每家都至少有 k 个往来企业的最大 k（Batagelj、Zaveršnik 2003）',
    en: 'core: largest k of a group with it in which each has k neighbours (Batagelj & Zaveršnik 2003)',
  },
  communities: {
    zh: '社群：模块度的 Louvain 优化（Blondel 等 2008）',
    en: 'communities: modularity by Louvain (Blondel et al. 2008)',
  },
  backbone: {
    zh: '骨干：差异过滤 (1−p)^(k−1)<α（Serrano 等 2009）',
    en: 'backbone: disparity filter (1 − p)^(k − 1) < α (Serrano et al. 2009)',
  },
};

function structureOf(read: ReadNetwork, options: LinksOptions, terminal: Terminal) {
  const { network, classes } = read;
  const { sectors } = network;
  const top = Math.max(0, Math.floor(options.top));
  const firm = firmNames(read);
  const progress = terminal.progress({ zh: '网络结构', en: 'structure' }, 1);
  const step = (zh: string, en: string) => progress.step(terminal.say({ zh, en }));
  step('割点与桥', 'articulation points');
  const graph = chainGraph(network);
  const { articulationPoints, bridges, components, largestComponent } = singlePoints(graph);
  const sole = soleSources(network, classes);
  step('中心性', 'centralities');
  const influence = influenceVector(network, options.alpha);
  const rank = pageRank(network);
  const between = betweenness(network);
  const cores = coreNumbers(graph);
  step('社群与骨干', 'communities and backbone');
  const groups = communities(graph);
  const bone = backbone(network, options.level);
  const byInfluence = [...network.ids.keys()].sort(
    (a, b) => influence.values[b]! - influence.values[a]! || a - b,
  );
  step('供应路线', 'supply routes');
  const sources = sourceConcentration(network).sort(
    (a, b) => b.herfindahl * b.value - a.herfindahl * a.value || a.buyer - b.buyer || a.sector - b.sector,
  );
  const redundancy = redundancyOf(network, options, byInfluence.slice(0, top), firm);
  progress.end();
  return {
    singlePoints: {
      components,
      largestComponent,
      articulationPoints: {
        count: articulationPoints.length,
        top: articulationPoints
          .slice(0, top)
          .map(({ firm: i, pieces, cutOff }) => ({ ...firm(i), pieces, cutOff })),
      },
      bridges: {
        count: bridges.length,
        top: bridges
          .slice(0, top)
          .map(({ firms: [a, b], cutOff }) => ({ firms: [firm(a), firm(b)], cutOff })),
      },
      soleSources: {
        count: sole.length,
        withoutAlternative: sole.filter(({ alternatives }) => alternatives === 0).length,
        top: sole.slice(0, top).map(({ buyer, supplier, sector, ...of }) => ({
          buyer: firm(buyer),
          supplier: firm(supplier),
          sector: sectors[sector]!,
          ...of,
        })),
      },
    },
    redundancy,
    concentration: {
      inputs: sources.slice(0, top).map(({ buyer, sector, largestSupplier, ...of }) => ({
        buyer: firm(buyer),
        sector: sectors[sector]!,
        largestSupplier: firm(largestSupplier),
        ...of,
      })),
      sellers: sellerConcentration(network)
        .filter(({ sellers }) => sellers > 0)
        .sort((a, b) => b.herfindahl - a.herfindahl || b.sales - a.sales)
        .map(({ sector, largestSeller, ...of }) => ({
          sector: sectors[sector]!,
          largestSeller: firm(largestSeller),
          ...of,
        })),
    },
    centralities: {
      alpha: options.alpha,
      influenceError: influence.error,
      betweennessSources: between.sources,
      betweennessExact: between.exact,
      top: byInfluence.slice(0, top).map((i) => ({
        ...firm(i),
        influence: influence.values[i]!,
        pageRank: rank.values[i]!,
        betweenness: between.values[i]!,
        core: cores[i]!,
        sales: network.outStrength[i]!,
        purchases: network.inStrength[i]!,
        buyers: network.outStart[i + 1]! - network.outStart[i]!,
        suppliers: network.inStart[i + 1]! - network.inStart[i]!,
        community: groups.of[i]!,
      })),
    },
    communities: {
      count: groups.count,
      modularity: groups.modularity,
      top: communityRows(network, groups.of, top),
    },
    backbone: {
      level: options.level,
      links: bone.links.length,
      ofLinks: network.outBuyer.length,
      firms: bone.firms,
      shareOfValue: bone.shareOfValue,
    },
  };
}

/** Routes into the firms asked for, or into the most influential of those that buy. */
function redundancyOf(
  network: SupplyNetwork,
  { raw, routes, mostRoutes }: LinksOptions,
  ranked: readonly number[],
  firm: (i: number) => FirmName,
) {
  const asked = routes?.map((id) => {
    const at = network.ids.indexOf(id);
    if (at < 0)
      throw new UserError({
        zh: `--routes ${id}：没有这家企业`,
        en: `--routes ${id}: there is no such firm`,
      });
    return at;
  });
  for (const sector of raw ?? [])
    if (!network.sectors.includes(sector))
      throw new UserError({
        zh: `--raw ${sector}：没有企业属于这个行业`,
        en: `--raw ${sector}: no firm is of this sector`,
      });
  const from =
    raw === undefined
      ? rawFirms(network)
      : [...network.ids.keys()].filter((i) => raw.includes(network.sectors[network.sectorOf[i]!]!));
  const finder = new SupplyRouteFinder(network, from);
  const isRaw = new Set(from);
  const targets = asked ?? ranked.filter((i) => !isRaw.has(i));
  return {
    rawFirms: from.length,
    rawSectors: raw ?? null,
    firms: targets.map((i) => {
      const { count, limited, cut, routes: found } = finder.routesTo(i, mostRoutes);
      return {
        ...firm(i),
        routes: count,
        limited,
        cut: cut?.map(firm) ?? null,
        ...(asked && { paths: found.map((route) => route.map((v) => network.ids[v]!)) }),
      };
    }),
  };
}

function communityRows({ sectors, sectorOf, outStrength }: SupplyNetwork, of: Uint32Array, top: number) {
  const groups: { firms: number; sales: number; bySector: Map<number, number> }[] = [];
  for (const [i, group] of of.entries()) {
    groups[group] ??= { firms: 0, sales: 0, bySector: new Map() };
    const own = groups[group]!;
    own.firms++;
    own.sales += outStrength[i]!;
    own.bySector.set(sectorOf[i]!, (own.bySector.get(sectorOf[i]!) ?? 0) + outStrength[i]!);
  }
  return groups.slice(0, top).map(({ firms, sales, bySector }, community) => ({
    community,
    firms,
    sales,
    sectors: [...bySector]
      .sort((a, b) => b[1] - a[1] || a[0] - b[0])
      .slice(0, 3)
      .map(([k]) => sectors[k]!),
  }));
}

interface FindingRow extends Omit<PracticeFinding, 'subject'> {
  firm?: FirmName;
  sector?: string;
  buyer?: FirmName;
  supplier?: FirmName;
}

function findingRow({ subject, ...finding }: PracticeFinding, read: ReadNetwork): FindingRow {
  const firm = firmNames(read);
  switch (subject.kind) {
    case 'firm':
      return { ...finding, firm: firm(subject.firm) };
    case 'sector':
      return { ...finding, sector: subject.sector };
    case 'input':
      return {
        ...finding,
        buyer: firm(subject.buyer),
        supplier: firm(subject.supplier),
        sector: subject.sector,
      };
  }
}

const STATES: Record<CriterionState, Bilingual> = {
  met: { zh: '符合', en: 'met' },
  unmet: { zh: '不符合', en: 'unmet' },
  unknown: { zh: '缺数据', en: 'unknown' },
  manualReview: { zh: '待人工评定', en: 'for review' },
  notApplicable: { zh: '不适用', en: 'not applicable' },
};

const percent = (share: number) => `${(100 * share).toPrecision(3)}%`;

function structureText(
  {
    singlePoints: points,
    redundancy,
    centralities,
    communities: groups,
    backbone: bone,
  }: ReturnType<typeof structureOf>,
  terminal: Terminal,
): string {
  const say = (zh: string, en: string) => terminal.say({ zh, en });
  const { articulationPoints, bridges, soleSources: sole } = points;
  return [
    say(
      `互不相连的部分 ${points.components} 个，最大的有 ${points.largestComponent} 家企业；割点 ${articulationPoints.count} 个，桥 ${bridges.count} 条，独家供应的投入 ${sole.count} 项，其中 ${sole.withoutAlternative} 项没有同行可接替`,
      `${points.components} parts without a tie between them, the largest of ${points.largestComponent} firms; ${articulationPoints.count} articulation points, ${bridges.count} bridges, ${sole.count} inputs of a sole source, ${sole.withoutAlternative} of them without anyone to step in`,
    ),
    say(
      `社群 ${groups.count} 个，模块度 ${groups.modularity.toFixed(3)}；骨干 ${bone.links} / ${bone.ofLinks} 条，占金额 ${percent(bone.shareOfValue)}`,
      `${groups.count} communities, modularity ${groups.modularity.toFixed(3)}; backbone ${bone.links} of ${bone.ofLinks} links with ${percent(bone.shareOfValue)} of the value`,
    ),
    textTable(
      [
        say('割点', 'articulation point'),
        say('行业', 'sector'),
        say('断开企业数', 'cut off'),
        say('块数', 'pieces'),
      ],
      articulationPoints.top.map((point) => [point.name, point.sector, point.cutOff, point.pieces]),
    ),
    textTable(
      [
        say('企业', 'firm'),
        say('行业', 'sector'),
        say('影响', 'influence'),
        'PageRank',
        say('介数', 'betweenness'),
        say('核数', 'core'),
        say('客户', 'buyers'),
        say('供应商', 'suppliers'),
      ],
      centralities.top.map((of) => [
        of.name,
        of.sector,
        of.influence,
        of.pageRank,
        of.betweenness,
        of.core,
        of.buyers,
        of.suppliers,
      ]),
    ),
    ...(redundancy.rawFirms === 0
      ? [
          say(
            '网内没有只供不采的企业，供应路线无从数起：请用 --raw 指定原料环节的行业',
            'no firm sells without buying, so supply routes begin nowhere: name the sectors of the raw stage with --raw',
          ),
        ]
      : []),
    textTable(
      [say('供应路线通向', 'supply routes into'), say('条数', 'routes'), say('最小割', 'smallest cut')],
      redundancy.firms.map((of) => [
        of.name,
        of.limited ? `≥${of.routes}` : String(of.routes),
        (of.cut ?? []).map(({ name }) => name).join('、') || '—',
      ]),
    ),
  ].join('\n\n');
}

function practiceText(
  counts: ReturnType<typeof practiceFindings>['counts'],
  rows: readonly FindingRow[],
  top: number,
  terminal: Terminal,
): string {
  const say = (zh: string, en: string) => terminal.say({ zh, en });
  const parts = Object.entries(PRACTICE_RULES).map(([rule, { term, ...words }]) => {
    const of = counts[rule as keyof typeof PRACTICE_RULES];
    const told = Object.entries(of)
      .map(([state, count]) => `${terminal.say(STATES[state as CriterionState])} ${count}`)
      .join(say('，', ', '));
    const found = rows.filter((row) => row.rule === rule && row.state !== 'unmet');
    const shown = found.filter(({ state }) => state !== 'unknown').slice(0, top);
    const missing = [...new Set(found.flatMap((row) => row.criteria))]
      .filter(({ state }) => state === 'unknown')
      .map(({ label }) => terminal.say(label));
    const lines = shown.map(
      (row) =>
        `  · ${subjectText(row)}${say('：', ': ')}${row.criteria.map((one) => criterionText(one, terminal)).join(say('；', '; '))}`,
    );
    if (missing.length > 0)
      lines.push(`  ? ${say('缺：', 'missing: ')}${[...new Set(missing)].join(say('、', ', '))}`);
    return [
      `${terminal.say(PRACTICE_TERMS[term])}${say('｜', ' | ')}${terminal.say(words)}${say('（', ' (')}${told || '0'}${say('）', ')')}`,
      ...lines,
    ].join('\n');
  });
  return parts.join('\n');
}

function subjectText({ firm, buyer, supplier, sector }: FindingRow): string {
  if (firm) return `${firm.name} (${firm.sector})`;
  if (buyer && supplier) return `${supplier.name} → ${buyer.name} (${sector})`;
  return sector ?? '';
}

function criterionText(
  { label, value, comparison, threshold, state }: Criterion,
  terminal: Terminal,
): string {
  if (comparison === null) return `${terminal.say(label)} ${terminal.say(STATES[state])}`;
  const shown = value === null ? '?' : Number(value.toPrecision(4));
  return `${terminal.say(label)} ${shown} ${comparison} ${threshold}`;
}

function thresholdOption(text: string, before: Partial<PracticeThresholds>): Partial<PracticeThresholds> {
  const [name, value] = text.split('=', 2);
  const number = Number(value);
  if (name === undefined || !(name in PRACTICE_THRESHOLDS) || value === undefined || value.trim() === '')
    throw new InvalidArgumentError(`name=value, name: ${Object.keys(PRACTICE_THRESHOLDS).join(', ')}`);
  if (!Number.isFinite(number)) throw new InvalidArgumentError('须为数 a number');
  return { ...before, [name]: number };
}

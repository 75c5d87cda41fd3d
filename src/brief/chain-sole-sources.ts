/** Single suppliers: inputs that a firm has from one maker only, and what the terms of practice find by their rules. */
import {
  INPUT_CLASS,
  PRACTICE_RULES,
  PRACTICE_TERMS,
  type PracticeFinding,
  type PracticeRule,
  type PracticeSubject,
  practiceFindings,
  type SectorFacts,
  type SoleSource,
  soleSources,
} from '../chain/index.js';
import type { Bilingual, Figure } from '../model/index.js';
import type { Block, Inline, Row } from './brief-document.js';
import { linkRow, linkTotal, sectorName } from './chain-outage.js';
import { type ChainDesk, type ChainNetwork, paragraph, percent } from './chain-parts.js';
import { both, said } from './desk.js';

const ROWS = 8;
const NAMED = 3;

export function soleSourceBlocks(at: ChainDesk, summary: Inline[][]): (Block | null)[] {
  const { desk, input } = at;
  const { network } = input;
  if (network === null) {
    desk.write(both('独家供应与断点、堵点、卡点', 'Single suppliers and weak points'), () => {
      desk.missing(
        both(
          '企业间的供应关系（--firms、--links、--classes）',
          'supply links between firms (--firms, --links, --classes)',
        ),
      );
      return null;
    });
    return [];
  }
  const all = soleSources(network.model.network, network.classes);
  const essential = all.filter(({ inputClass }) => inputClass === INPUT_CLASS.essential);
  const count = (): Inline =>
    desk.cite(
      both(`${essential.length} 项`, `${essential.length}`),
      desk.compute(
        linkTotal(at, network),
        { kind: 'count', indicator: '独家供应的必需投入', unit: '项', value: essential.length },
        both('某企业某行业的供应商数 = 1，且类别 = 2', 'suppliers of the input = 1, class = 2'),
        both('必需投入中只有一家供应商的', 'essential inputs with one supplier'),
        [linkTotal(at, network)],
      ),
    );
  const sentence = (): Inline[] => [
    said(both('只有一家供应商的必需投入有 ', 'Essential inputs with a single supplier: ')),
    count(),
    said(both(`（共 ${all.length} 项投入只有一家）。`, ` (of ${all.length} inputs with a single one). `)),
  ];
  if (essential.length > 0) summary.push(sentence());
  return [
    paragraph([sentence()]),
    essential.length === 0 ? null : soleTable(at, network, essential),
    termsTable(at, network),
  ];
}

/** One row a supplier, those first whose outage costs most. */
function soleTable(at: ChainDesk, network: ChainNetwork, essential: readonly SoleSource[]): Block {
  const { desk } = at;
  const bySupplier = new Map<number, SoleSource[]>();
  for (const source of essential)
    bySupplier.set(source.supplier, [...(bySupplier.get(source.supplier) ?? []), source]);
  const order = [...bySupplier]
    .sort(([a], [b]) => network.risk.esri[b]! - network.risk.esri[a]! || a - b)
    .slice(0, ROWS);
  const linkOf = ({ supplier, buyer }: SoleSource): Figure => {
    const e = network.links.findIndex((link) => link.supplier === supplier && link.buyer === buyer);
    return e < 0 ? linkTotal(at, network) : linkRow(at, network, e);
  };
  return {
    type: 'table',
    title: both(
      '必需投入的独家供应商（按停产代价）',
      'Single suppliers of essential inputs, by what their outage costs',
    ),
    dense: true,
    columns: [
      { title: both('唯一供应商', 'Single supplier'), align: 'start', width: 24 },
      { title: both('投入', 'Input'), align: 'start', width: 24 },
      { title: both('独供企业', 'Firms served'), align: 'end', width: 10 },
      {
        title: both('依赖最深的企业（占其采购）', 'Who depends most (of its purchases)'),
        align: 'start',
        width: 34,
      },
      { title: both('同行', 'Others'), align: 'end', width: 8 },
    ],
    rows: order.map(([supplier, sources]): Row => {
      const [deepest] = [...sources].sort(
        (a, b) => b.shareOfPurchases - a.shareOfPurchases || a.buyer - b.buyer,
      );
      const link = linkOf(deepest!);
      const share = 100 * deepest!.shareOfPurchases;
      return {
        cells: [
          [said(network.firms[supplier]!.name)],
          [said(sectorName(at, network, deepest!.sector), 'muted')],
          [
            desk.cite(
              String(sources.length),
              desk.compute(
                linkTotal(at, network),
                {
                  kind: 'count',
                  indicator: '独供企业',
                  unit: '家',
                  value: sources.length,
                  group: network.firms[supplier]!.name,
                },
                both(
                  `${network.firms[supplier]!.name}：供应商数 = 1、类别 = 2 的采购企业数`,
                  `${network.firms[supplier]!.name}: buyers with suppliers = 1, class = 2`,
                ),
                both('必需投入只从该企业采购的企业', 'firms that have an essential input from this one only'),
                [link, linkTotal(at, network)],
              ),
            ),
          ],
          [
            said(`${network.firms[deepest!.buyer]!.name} `),
            desk.cite(
              percent(deepest!.shareOfPurchases),
              desk.compute(
                link,
                { kind: 'share', indicator: '占网内采购', unit: '%', value: share },
                'W_ji / s_i',
                both('该供应商占采购企业网内采购的比重', 'of all that the buyer buys in the network'),
                [link],
              ),
            ),
          ],
          [said(String(deepest!.alternatives), deepest!.alternatives === 0 ? 'bad' : 'plain')],
        ],
      };
    }),
  };
}

/** What the table of the brief knows of each sector. */
function factsOf({ io }: ChainDesk): Map<string, SectorFacts> {
  const facts = new Map<string, SectorFacts>();
  if (io === null) return facts;
  const { table, output } = io.system;
  const exports = new Float64Array(output.length);
  for (const { kind, values } of table.finalUses)
    if (kind === 'export') for (const [i, value] of values.entries()) exports[i]! += value;
  for (const [i, { code }] of table.industries.entries()) {
    const { backwardLinkage, forwardLinkageGhosh } = io.profile.industries[i]!;
    const imports = table.imports?.[i];
    const used = imports === undefined ? 0 : output[i]! + imports - exports[i]!;
    facts.set(code, {
      backwardLinkage,
      forwardLinkage: forwardLinkageGhosh,
      ...(imports !== undefined && used > 0 && { importShare: imports / used }),
      ...(imports !== undefined && exports[i]! > 0 && { importsOverExports: imports / exports[i]! }),
    });
  }
  return facts;
}

function termsTable(at: ChainDesk, network: ChainNetwork): Block {
  const { desk } = at;
  const { findings, counts } = practiceFindings({
    network: network.model.network,
    risk: network.risk,
    classes: network.classes,
    sectorFacts: factsOf(at),
    markets: network.model.markets?.of ?? null,
  });
  const total = linkTotal(at, network);
  const cite = (rule: PracticeRule, state: 'met' | 'manualReview' | 'unknown'): Inline[] => {
    const value = counts[rule][state] ?? 0;
    const figure: Figure = desk.compute(
      total,
      { kind: 'count', indicator: PRACTICE_TERMS[PRACTICE_RULES[rule].term].zh, unit: '个', value },
      both(PRACTICE_RULES[rule].zh, PRACTICE_RULES[rule].en),
      STATE_WORDS[state],
      [total],
    );
    return value === 0
      ? [said('0', 'muted')]
      : [desk.cite(String(value), figure, state === 'met' ? 'bad' : 'plain')];
  };
  const rules = (Object.keys(PRACTICE_RULES) as PracticeRule[]).filter((rule) =>
    Object.values(counts[rule]).some((n) => (n ?? 0) > 0),
  );
  return {
    type: 'table',
    title: both('断点、堵点、卡点、强链、链主：按规则的结果', 'Weak and strong points, by their rules'),
    dense: true,
    columns: [
      { title: both('规则', 'Rule'), align: 'start', width: 40 },
      { title: both('符合', 'Met'), align: 'end', width: 8 },
      { title: both('待评', 'To review'), align: 'end', width: 8 },
      { title: both('不明', 'Unknown'), align: 'end', width: 8 },
      { title: both('是谁；缺什么', 'Who; what is missing'), align: 'start', width: 36 },
    ],
    rows: rules.map(
      (rule): Row => ({
        cells: [
          [
            said(PRACTICE_TERMS[PRACTICE_RULES[rule].term], 'strong'),
            said(both(`：${PRACTICE_RULES[rule].zh}`, `: ${PRACTICE_RULES[rule].en}`)),
          ],
          cite(rule, 'met'),
          cite(rule, 'manualReview'),
          cite(rule, 'unknown'),
          [
            said(
              whoAndWhat(
                at,
                network,
                findings.filter((one) => one.rule === rule),
              ),
              'muted',
            ),
          ],
        ],
      }),
    ),
  };
}

const STATE_WORDS = {
  met: both('全部条件符合', 'all criteria met'),
  manualReview: both('其余条件符合，须专家评定', 'all else met, for experts to judge'),
  unknown: both('缺数据，不能判断', 'data missing, not to be judged'),
} satisfies Record<string, Bilingual>;

function whoAndWhat(at: ChainDesk, network: ChainNetwork, findings: readonly PracticeFinding[]): Bilingual {
  const shown = findings.filter(({ state }) => state === 'met' || state === 'manualReview');
  const names = shown.slice(0, NAMED).map(({ subject }) => subjectName(at, network, subject));
  const missing = new Map(
    findings.flatMap(({ criteria }) =>
      criteria
        .filter(({ state }) => state === 'unknown')
        .map(({ measure, label }) => [measure, label] as const),
    ),
  );
  const list = (words: readonly Bilingual[], lang: 'zh' | 'en') =>
    words.map((one) => one[lang]).join(lang === 'zh' ? '、' : ', ');
  const lacking = [...missing.values()];
  const who = shown.length > NAMED ? { zh: '等', en: ' and others' } : { zh: '', en: '' };
  return both(
    [
      names.length === 0 ? '' : `${list(names, 'zh')}${who.zh}`,
      lacking.length === 0 ? '' : `缺：${list(lacking, 'zh')}`,
    ]
      .filter((part) => part !== '')
      .join('；'),
    [
      names.length === 0 ? '' : `${list(names, 'en')}${who.en}`,
      lacking.length === 0 ? '' : `missing: ${list(lacking, 'en')}`,
    ]
      .filter((part) => part !== '')
      .join('; '),
  );
}

function subjectName(at: ChainDesk, network: ChainNetwork, subject: PracticeSubject): Bilingual {
  const { firms, model } = network;
  if (subject.kind === 'sector') {
    const sector = model.network.sectors.indexOf(subject.sector);
    return sector < 0 ? both(subject.sector, subject.sector) : sectorName(at, network, sector);
  }
  const words =
    subject.kind === 'firm'
      ? firms[subject.firm]!.name
      : `${firms[subject.supplier]!.name} → ${firms[subject.buyer]!.name}`;
  return both(words, words);
}

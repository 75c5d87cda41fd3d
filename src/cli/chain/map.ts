// ballast chain map: products and processes from upstream to downstream, who makes them, where the gaps are.
import { basename, extname } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { type BriefDocument, chainMapPage, renderHtml } from '../../brief/index.js';
import {
  CHAIN_POSITION_DEFINITION,
  type ChainMap,
  chainGaps,
  chainLayers,
  chainUpstreamness,
  GAP_DEFINITIONS,
  GAP_WORDS,
  STATE_WORDS,
  stageFlows,
} from '../../chain/index.js';
import { EVIDENCE_MEANING } from '../../model/index.js';
import { writeWhole } from '../../store/index.js';
import { homeArea, type KeptChain, keptChain, mapOfReadings, readChainFiles } from '../../verbs/index.js';
import { dayOf } from '../day.js';
import { numberOption } from '../number-option.js';
import { EXIT, type Terminal } from '../terminal.js';
import { textTable } from '../text-table.js';
import { openWorkspace } from '../workspace.js';

export const CHAIN_MAP_SCHEMA = 'ballast.chain.map/1';

interface MapOptions {
  html?: string;
  home?: string;
  hhi?: number;
  leak?: number;
  synthetic?: boolean;
  encoding?: string;
  today?: string;
  json?: boolean;
  workspace: string;
}

export function mapCommand(chain: Command, terminal: () => Terminal): void {
  chain
    .command('map')
    .summary('产业链图谱 chain map')
    .description(
      '产业链图谱：按上游度排定环节，列出各环节的主体，按规则标出缺口（无已知生产者、本地无生产者、来源单一）并附依据；可写成一页 HTML。\n' +
        'A chain map: stages by upstreamness, makers at each node, gaps marked by rule with their evidence; as one HTML page with --html.',
    )
    .argument(
      '<names...>',
      '工作区里的产业链名称，或图谱的文件、文件夹 name of a chain in the workspace, or files and folders of a map',
    )
    .option('--html <file>', '写成一页图谱 write a page with the pictures')
    .option('--home <area>', '本地范围：CHN、北京、440300 home area')
    .option('--hhi <value>', '来源单一的 HHI 门槛 threshold of one source', numberOption, 0.4)
    .option('--leak <share>', '各环节直接进入最终使用的份额 λ share that leaves for final use', leakOption)
    .option('--encoding <name>', '文字文件的编码 encoding of a text file')
    .option('--synthetic', '标为合成数据 mark as synthetic')
    .option('--today <date>', '页上的日期 date on the page')
    .addHelpText(
      'after',
      '\n例 Example:\n  ballast import samples/chain --as chain --name 新能源汽车 && ballast chain map 新能源汽车 --home 临江省 --synthetic --html map.html\n  ballast chain map samples/chain/chain-nodes.synthetic.csv samples/chain/chain-edges.synthetic.csv samples/chain/chain-actors.synthetic.csv --home CHN --json',
    )
    .action(async (names: string[], _: unknown, command: Command) => {
      process.exitCode = await run(names, command.optsWithGlobals<MapOptions>(), terminal());
    });
}

async function run(names: readonly string[], options: MapOptions, terminal: Terminal): Promise<number> {
  const { name, kept, refused } = await chainNamed(names, options, terminal);
  const { map } = kept;
  const written = map.actors.map(({ area }) => area);
  const home = options.home === undefined ? null : await homeArea(options.home, written);
  for (const { message } of map.treatments) terminal.note(message);
  const position = chainUpstreamness(map, options.leak === undefined ? {} : { leak: options.leak });
  for (const { message } of position.treatments) terminal.note(message);
  const layers = chainLayers(map, position.upstreamness);
  const gaps = chainGaps(map, {
    isHome: home?.isHome ?? null,
    homeName: home?.name ?? null,
    concentration: options.hhi ?? 0.4,
  });
  const view = { map, layers, gaps, upstreamness: position.upstreamness };
  if (options.html !== undefined) {
    const page: BriefDocument = chainMapPage({
      ...view,
      name,
      home: home?.name ?? null,
      files: kept.files,
      lang: terminal.lang,
      today: dayOf(options),
      position,
    });
    await writeWhole(options.html, renderHtml(page));
    terminal.note({ zh: `图谱：${options.html}`, en: `map: ${options.html}` });
  }
  if (options.json)
    terminal.json({
      schema: CHAIN_MAP_SCHEMA,
      chain: name,
      home: home?.name ?? null,
      synthetic: kept.synthetic,
      files: kept.files,
      leak: position.leak,
      iterations: position.iterations,
      errorBound: position.errorBound,
      crossings: layers.crossings,
      stages: layers.stages.map(({ name: stage, nodes, named, upstreamness }) => ({
        name: stage,
        nodes: nodes.length,
        named,
        upstreamness,
      })),
      nodes: map.nodes.map((node, i) => ({
        ...node,
        stage: layers.stages[layers.stageOf[i]!]?.name ?? null,
        stageGiven: node.stage !== null,
        tier: layers.stageOf[i]!,
        upstreamness: position.upstreamness[i]!,
      })),
      edges: map.edges.map(({ fromNode, toNode, ...edge }) => ({
        ...edge,
        from: map.nodes[fromNode]!.id,
        to: map.nodes[toNode]!.id,
      })),
      feedback: layers.feedback.length,
      actors: map.actors.map(({ atNode, atStage, ...actor }) => ({
        ...actor,
        node: atNode === null ? atStage : map.nodes[atNode]!.id,
      })),
      projects: map.projects.map(({ atNode: _, ...project }) => project),
      gaps: gaps.map(({ node, evidence, ...gap }) => ({
        node: map.nodes[node]!.id,
        ...gap,
        evidence: evidence.map((at) => map.actors[at]!.name),
      })),
      flows: stageFlows(map, layers),
      treatments: [...map.treatments, ...position.treatments],
      refused,
      evidence: EVIDENCE_MEANING,
      definitions: { upstreamness: CHAIN_POSITION_DEFINITION, ...GAP_DEFINITIONS },
    });
  else terminal.print(summary(name, view, terminal));
  return refused > 0 ? EXIT.badInput : EXIT.done;
}

/** From files where they are there, else from the workspace. */
async function chainNamed(
  names: readonly string[],
  { workspace: dir, encoding, synthetic }: MapOptions,
  terminal: Terminal,
): Promise<{ name: string; kept: KeptChain; refused: number }> {
  const [first] = names as [string];
  const isFile = names.length > 1 || /[\\/]/.test(first) || extname(first) !== '';
  if (!isFile) {
    const workspace = await openWorkspace(dir, terminal, { readOnly: true });
    try {
      return { name: first, kept: await keptChain(workspace, first), refused: 0 };
    } finally {
      await workspace.close();
    }
  }
  const { readings, notices } = await readChainFiles(names, encoding);
  for (const notice of notices) terminal.note(notice);
  const rejects = readings.flatMap((reading) => reading.rejects);
  for (const { file, row, column, zh, en } of rejects.slice(0, 10))
    terminal.note({
      zh: `× ${file} 第 ${row} 行${column === null ? '' : `“${column}”列`}：${zh}`,
      en: `× ${file} row ${row}${column === null ? '' : `, column "${column}"`}: ${en}`,
    });
  if (rejects.length > 10)
    terminal.note({ zh: `× 共退回 ${rejects.length} 行`, en: `× ${rejects.length} rows refused in all` });
  const files = [...new Set(readings.filter(({ form }) => form !== null).map(({ table }) => table.file))];
  return {
    name: basename(first, extname(first)),
    kept: {
      map: mapOfReadings(readings),
      synthetic: synthetic === true,
      files: files.map((file) => ({
        file,
        publisher: null,
        released: null,
        synthetic: synthetic === true,
      })),
    },
    refused: rejects.length,
  };
}

function summary(
  name: string,
  view: {
    map: ChainMap;
    layers: ReturnType<typeof chainLayers>;
    gaps: ReturnType<typeof chainGaps>;
    upstreamness: Float64Array;
  },
  terminal: Terminal,
): string {
  const { map, layers, gaps, upstreamness } = view;
  const say = (zh: string, en: string) => terminal.say({ zh, en });
  const met = gaps.filter(({ state }) => state === 'met');
  const stages = layers.stages.map((stage, s) => [
    stage.name ?? say(`第 ${s + 1} 层`, `tier ${s + 1}`),
    stage.nodes.length,
    stage.upstreamness,
    met.filter(({ node }) => layers.stageOf[node] === s).length,
  ]);
  const rules = (['noKnownMaker', 'noHomeMaker', 'oneSource'] as const).map((rule) => {
    const own = gaps.filter((gap) => gap.rule === rule);
    const count = (state: (typeof own)[number]['state']) => own.filter((gap) => gap.state === state).length;
    return [
      terminal.say(GAP_WORDS[rule]),
      count('met'),
      count('manualReview'),
      count('unmet'),
      count('unknown'),
      count('notApplicable'),
    ];
  });
  const worst = [...met]
    .sort((a, b) => (b.value ?? 0) - (a.value ?? 0) || upstreamness[b.node]! - upstreamness[a.node]!)
    .slice(0, 20)
    .map(({ node, rule, why }) => [map.nodes[node]!.name, terminal.say(GAP_WORDS[rule]), terminal.say(why)]);
  return [
    say(
      `${name}：环节 ${map.nodes.length}，连接 ${map.edges.length}（回流 ${layers.feedback.length}），主体 ${map.actors.length}，项目 ${map.projects.length}`,
      `${name}: ${map.nodes.length} nodes, ${map.edges.length} edges (${layers.feedback.length} feedback), ${map.actors.length} actors, ${map.projects.length} projects`,
    ),
    '',
    textTable(
      [say('环节', 'stage'), say('个数', 'nodes'), say('上游度', 'upstream'), say('缺口', 'gaps')],
      stages,
    ),
    '',
    textTable(
      [
        say('规则', 'rule'),
        ...(['met', 'manualReview', 'unmet', 'unknown', 'notApplicable'] as const).map((state) =>
          terminal.say(STATE_WORDS[state]),
        ),
      ],
      rules,
    ),
    ...(worst.length === 0
      ? []
      : ['', textTable([say('产品或工序', 'node'), say('缺口', 'gap'), say('依据', 'evidence')], worst)]),
    ...(met.length > 20
      ? [
          say(
            `另有 ${met.length - 20} 处（--json 或 export chain --list gaps）`,
            `${met.length - 20} more (--json, or export chain --list gaps)`,
          ),
        ]
      : []),
  ].join('\n');
}

function leakOption(text: string): number {
  const value = Number(text);
  if (!(value >= 0.001 && value < 1)) throw new InvalidArgumentError('0.001 ≤ λ < 1');
  return value;
}

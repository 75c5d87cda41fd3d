// ballast foresee region NAME TABLE: which industries to go for, why, and how much to believe it.
import { type Command, InvalidArgumentError, Option } from 'commander';
import {
  entryRateAt,
  RECOMMENDATION_WEIGHTS,
  type RecommendationTerm,
  type RecommendationWeights,
  RULE_NAMES,
} from '../../foresee/index.js';
import type { Bilingual } from '../../model/index.js';
import { type RegionOptions, type RegionRun, runRegion } from '../../verbs/index.js';
import { exitCode, tellAside } from '../measure/index.js';
import { wholeOption } from '../number-option.js';
import type { Terminal } from '../terminal.js';
import { textTable } from '../text-table.js';
import { openWorkspace, withWorkspace } from '../workspace.js';
import { basisOf, FORESEE_SCHEMA, withoutProfile } from './foresee-json.js';
import { writeAnswer } from './foresee-sheets.js';
import { backTestLines } from './foresee-text.js';

interface RegionCommandOptions extends RegionOptions {
  out?: string;
  strict?: boolean;
  json?: boolean;
  workspace: string;
}

export function regionForm(foresee: Command, terminal: () => Terminal): void {
  regionOptions(
    foresee
      .command('region')
      .summary('一个地区的布局建议 the short list of a region')
      .description(
        '一个地区可布局哪些行业：契合、增益、邻区实力、差异化与产业链风险逐项列出，权重可调；附可依托与需补的能力、在手企业和回测。表的列与口径用 ballast foresee 的选项。\n' +
          'Which industries a region could go for: fit, gain, strength of neighbours, differentiation and risk of chains term by term, the weights yours to set; with what to stand on and to build, the firms at hand, and what became of such lists. Columns and conventions are the options of ballast foresee.',
      )
      .argument('<name>', '地区名 name of the area')
      .argument('<table>', 'CSV, TSV, XLSX, XLS, Parquet'),
  )
    .addHelpText(
      'after',
      '\n例 Example:\n  ballast foresee region 江城市 samples/layout/city-industries.synthetic.csv --area 地区 --activity 行业 --value 从业人员 --year 年份 --horizon 3 --neighbours samples/layout/neighbours.synthetic.csv',
    )
    .action(async (name: string, file: string, _: unknown, command: Command) => {
      process.exitCode = await run(name, file, command.optsWithGlobals<RegionCommandOptions>(), terminal());
    });
}

/** What a list is made by, beside the table. */
export function regionOptions(command: Command): Command {
  const terms = Object.keys(RECOMMENDATION_WEIGHTS).join('|');
  return command
    .option(
      '--neighbours <file>',
      '邻近关系：地区, 邻近地区；缺省其余地区都是 neighbours: area, neighbour; default all others',
    )
    .option(
      '--io-table <table>',
      '产业链风险所用的投入产出表：工作区中的名称，或文件 table for the risk of chains',
    )
    .option('--priority <activities...>', '优先的行业 activities that are to be preferred')
    .addOption(
      new Option('--tags <kind>', '优先新兴或未来产业 prefer those tagged').choices(['emerging', 'future']),
    )
    .option('--count <n>', '列出几个，缺省 10 length of the list', wholeOption)
    .option(
      '--least-holders <n>',
      '至少几个地区已有的行业才入选，缺省 2 least holders of a candidate',
      wholeOption,
    )
    .option('--weight <term=value...>', `各项权重，如 fit=0.5 weights of ${terms}`, collectWeights);
}

function collectWeights(
  text: string,
  before: Partial<RecommendationWeights> | undefined,
): Partial<RecommendationWeights> {
  const found = /^([a-z]+)=([\d.]+)$/i.exec(text);
  const value = Number(found?.[2]);
  if (found === null || !Object.hasOwn(RECOMMENDATION_WEIGHTS, found[1]!) || !Number.isFinite(value))
    throw new InvalidArgumentError(
      `须如 fit=0.5；项有 term=value with one of ${Object.keys(RECOMMENDATION_WEIGHTS).join(', ')}`,
    );
  return { ...before, [found[1] as RecommendationTerm]: value };
}

async function run(
  name: string,
  file: string,
  options: RegionCommandOptions,
  terminal: Terminal,
): Promise<number> {
  const found = await withWorkspace(
    options.workspace,
    () => openWorkspace(options.workspace, terminal, { readOnly: true }),
    (workspace) => runRegion(name, file, options, workspace),
  );
  const json = regionJson(file, found, options);
  const written = options.out === undefined ? [] : await writeAnswer(options.out, regionSheets(found), json);
  if (options.json) terminal.json({ ...json, ...(written.length > 0 ? { written } : {}) });
  else {
    terminal.print(regionText(found, terminal));
    for (const place of written) terminal.print(place);
  }
  tellAside(terminal, found.read.input.refused, [...found.notes, ...found.answer.doubts]);
  for (const refusal of found.diagnosis.refusals)
    terminal.note({ zh: `拒绝按复杂度排序：${refusal.zh}`, en: `no ranking by complexity: ${refusal.en}` });
  for (const doubt of found.diagnosis.doubts)
    terminal.note({ zh: `存疑：${doubt.zh}`, en: `doubt: ${doubt.en}` });
  return exitCode(found.read.input.refused, options.strict);
}

function regionJson(file: string, found: RegionRun, options: RegionCommandOptions) {
  const { answer, listTest, tagsOf, exposure, firms, tags, backTest } = found;
  return {
    schema: FORESEE_SCHEMA,
    form: 'region',
    region: answer.region,
    ...basisOf(file, found, options),
    weights: answer.weights,
    candidates: answer.candidates,
    neighbours: answer.neighbours,
    neighboursGiven: answer.neighboursGiven,
    overlap: answer.overlap,
    recommendations: answer.recommendations.map((one) => ({
      ...one,
      tags: tagsOf(one.activity),
      chain: exposure?.through.get(one.activity) ?? null,
      firms: firms.get(one.activity) ?? null,
      pastEntryRate: listTest === null ? null : entryRateAt(listTest, one.terms.fit.score),
      row: found.read.rowOf(answer.region, one.activity),
    })),
    chain: exposure === null ? null : { table: exposure.table, measure: exposure.measure },
    taxonomies: tags.taxonomies.map(({ fields: _, ...about }) => about),
    listTest,
    backTest: backTest === null ? null : withoutProfile(backTest),
    doubts: answer.doubts,
    refused: found.read.input.refused,
    duplicates: found.read.repeated,
    notes: found.notes,
  };
}

export const TERM_NAMES: Record<RecommendationTerm, Bilingual> = {
  fit: { zh: '契合', en: 'fit' },
  base: { zh: '已有基础', en: 'base' },
  gain: { zh: '增益', en: 'gain' },
  neighbours: { zh: '邻区实力', en: 'neighbours' },
  differentiation: { zh: '差异化', en: 'differentiation' },
  risk: { zh: '链上风险小', en: 'low risk' },
  priority: { zh: '优先', en: 'priority' },
};

function regionSheets(found: RegionRun) {
  const { answer, tagsOf, firms, listTest } = found;
  const terms = Object.keys(answer.weights) as RecommendationTerm[];
  return [
    {
      name: 'recommendations',
      headings: [
        'rank',
        'activity',
        'score',
        ...terms,
        'rank_without_differentiation',
        'density',
        'gain',
        'rca',
        'ubiquity',
        'held_by',
        'wanted_by',
        'stands_on',
        'to_build',
        'tags',
        'firms',
        'past_entry_rate',
      ],
      rows: answer.recommendations.map((one) => [
        one.rank,
        one.activity,
        one.score,
        ...terms.map((term) => one.terms[term].score),
        one.rankWithoutDifferentiation,
        one.density,
        one.gain,
        one.advantage,
        one.ubiquity,
        one.heldBy.join('; '),
        one.wantedBy.join('; '),
        one.standsOn.map(({ activity }) => activity).join('; '),
        one.toBuild.map(({ activity }) => activity).join('; '),
        tagsOf(one.activity)
          .map(({ name }) => name)
          .join('; '),
        firms.get(one.activity)?.count ?? 0,
        listTest === null ? null : (entryRateAt(listTest, one.terms.fit.score)?.rate ?? null),
      ]),
    },
  ];
}

function regionText(found: RegionRun, terminal: Terminal): string {
  const { answer, listTest, tagsOf, firms, exposure } = found;
  const say = (zh: string, en: string) => terminal.say({ zh, en });
  const terms = (Object.keys(answer.weights) as RecommendationTerm[]).filter(
    (term) => answer.weights[term] > 0,
  );
  const head = say(
    `${answer.region}：候选 ${answer.candidates} 个，邻近地区 ${answer.neighbours.length} 个；权重 ${terms.map((term) => `${TERM_NAMES[term].zh} ${answer.weights[term]}`).join('、')}`,
    `${answer.region}: ${answer.candidates} candidates, ${answer.neighbours.length} neighbours; weights ${terms.map((term) => `${TERM_NAMES[term].en} ${answer.weights[term]}`).join(', ')}`,
  );
  const shown = (value: number | null) => (value === null ? '—' : value.toFixed(2));
  const list = textTable(
    [
      '',
      say('行业', 'activity'),
      say('得分', 'score'),
      ...terms.map((term) => terminal.say(TERM_NAMES[term])),
      say('现LQ', 'LQ now'),
      say('不计差异化', 'without diff.'),
      ...(listTest === null ? [] : [say('同等契合往年进入', 'past entry')]),
      say('企业', 'firms'),
      say('标签', 'tags'),
    ],
    answer.recommendations.map((one) => [
      one.rank,
      one.activity,
      one.score.toFixed(3),
      ...terms.map((term) => shown(one.terms[term].score)),
      one.advantage.toFixed(2),
      one.rankWithoutDifferentiation,
      ...(listTest === null ? [] : [pastEntry(found, one.terms.fit.score)]),
      firmCount(found, one.activity, terminal),
      [...new Set(tagsOf(one.activity).map(({ name, en }) => say(name, en)))].join(say('、', ', ')),
    ]),
  );
  const reasons = answer.recommendations.slice(0, 3).flatMap((one) => [
    '',
    `${one.rank}. ${one.activity}`,
    say(
      `   可依托：${named(one.standsOn, '、')}；需补：${named(one.toBuild, '、')}`,
      `   stands on ${named(one.standsOn, ', ')}; to build ${named(one.toBuild, ', ')}`,
    ),
    say(
      `   邻区：${one.heldBy.length} 个已有，${one.wantedBy.length} 个也会列入${
        one.strongestNeighbours.length > 0
          ? `；最强 ${named(
              one.strongestNeighbours.map(({ region, advantage }) => ({ activity: region, advantage })),
              '、',
            )}`
          : ''
      }`,
      `   neighbours: ${one.heldBy.length} have it, ${one.wantedBy.length} would list it${
        one.strongestNeighbours.length > 0
          ? `; strongest ${named(
              one.strongestNeighbours.map(({ region, advantage }) => ({ activity: region, advantage })),
              ', ',
            )}`
          : ''
      }`,
    ),
    ...(one.risk === null
      ? []
      : [
          say(
            `   链上风险 ${one.risk.toFixed(3)}（${exposure!.table}，${exposure!.through.get(one.activity)}）`,
            `   exposure ${one.risk.toFixed(3)} (${exposure!.table}, ${exposure!.through.get(one.activity)})`,
          ),
        ]),
    ...(firms.has(one.activity)
      ? [
          `   ${say('企业：', 'firms: ')}${firms
            .get(one.activity)!
            .firms.map(({ name }) => name)
            .join(say('、', ', '))}`,
        ]
      : []),
  ]);
  return [
    head,
    '',
    list,
    ...reasons,
    '',
    say(
      `各地清单与邻区重合：不计差异化 ${(100 * answer.overlap.without).toFixed(0)}%，计入后 ${(100 * answer.overlap.with).toFixed(0)}%`,
      `lists in common with neighbours: ${(100 * answer.overlap.without).toFixed(0)}% without differentiation, ${(100 * answer.overlap.with).toFixed(0)}% with it`,
    ),
    '',
    say('有多可信：', 'How much to believe it:'),
    ...(listTest === null
      ? [say('没有可回测的面板，不知道。', 'There is no panel to test on: not known.')]
      : [
          terminal.say(listTest.verdict),
          textTable(
            [say('清单', 'list by'), say('命中', 'came true'), `${Math.round(100 * listTest.level)}%`],
            listTest.rules.map(({ rule, hitRate, interval }) => [
              terminal.say(RULE_NAMES[rule]),
              percent(hitRate),
              `${percent(interval.low)}–${percent(interval.high)}`,
            ]),
          ),
        ]),
    ...(found.backTest === null ? [] : ['', ...backTestLines(found.backTest, terminal)]),
  ].join('\n');
}

/** Marked where the register says no more than the division. */
function firmCount({ firms }: RegionRun, activity: string, terminal: Terminal): string {
  const own = firms.get(activity);
  if (own === undefined) return '0';
  return own.by === 'industry'
    ? String(own.count)
    : `${own.count}${terminal.say({ zh: '（大类）', en: ' (division)' })}`;
}

function pastEntry({ listTest }: RegionRun, fit: number | null): string {
  const bin = listTest === null ? null : entryRateAt(listTest, fit);
  return bin === null ? '—' : percent(bin.rate);
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)}%`;
}

function named(list: readonly { activity: string; advantage: number }[], comma: string): string {
  return list.length === 0
    ? '—'
    : list.map(({ activity, advantage }) => `${activity}（${advantage.toFixed(2)}）`).join(comma);
}

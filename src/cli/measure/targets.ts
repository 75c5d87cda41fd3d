// ballast measure targets: targets read from pages against an observed series.
import type { Command } from 'commander';
import {
  indicatorName,
  measureRules,
  type ObservedValue,
  TARGET_DEFINITIONS,
  type TargetTrack,
  trackTarget,
} from '../../measure/index.js';
import { type Bilingual, type Figure, UserError } from '../../model/index.js';
import { loadCodes, loadMeasureRules } from '../../store/index.js';
import { numericTargets, openLexicons, readAllPages } from '../../verbs/index.js';
import { exitCodeOf } from '../refused-pages.js';
import { EXIT, type Terminal } from '../terminal.js';
import { textTable } from '../text-table.js';
import { exitCode, MEASURE_SCHEMA, tellAside } from './answer.js';
import { figuresFromTable, type SeriesColumns, withSeriesColumns } from './series-figures.js';

interface TargetsOptions extends SeriesColumns {
  pages: string[];
  workspace: string;
  strict?: boolean;
  json?: boolean;
}

export function targetsCommand(measure: Command, terminal: () => Terminal): void {
  withSeriesColumns(
    measure
      .command('targets')
      .summary('目标进度 progress of targets')
      .description(
        '把文稿中的量化目标与观测序列对照：完成、按期、滞后或不明，以及今后每年所需的增速和理由。\n' +
          'Numeric targets of pages against an observed series: met, on track, late or unknown, with the yearly rate still needed and the reason.',
      )
      .argument('<table>', '观测序列 observed series: CSV, TSV, XLSX, XLS, Parquet')
      .requiredOption('--pages <path...>', '写有目标的文稿 pages that state targets'),
  )
    .option(
      '--strict',
      '有滞后的目标或未用的行即以 1 退出 exit with 1 when a target is late or a row was left out',
    )
    .addHelpText(
      'after',
      '\n例 Example:\n  ballast measure targets observed.csv --pages samples/pages/2021-12-sme-plan.txt',
    )
    .action(async (file: string, _: unknown, command: Command) => {
      const options = command.optsWithGlobals<TargetsOptions>();
      process.exitCode = await run(file, options, terminal());
    });
}

interface Tracked extends TargetTrack {
  source: string;
  quote: string;
  observations: string[];
}

async function run(file: string, options: TargetsOptions, terminal: Terminal): Promise<number> {
  const rules = measureRules(await loadMeasureRules());
  const { lexicons } = await openLexicons(options.workspace);
  const codes = await loadCodes(lexicons);
  const { figures, table, refused: left, notes } = await figuresFromTable(file, options, codes, lexicons);
  const observed = new Map<string, Figure[]>();
  for (const figure of figures) {
    const name = indicatorName(figure.indicator, rules);
    observed.set(name, [...(observed.get(name) ?? []), figure]);
  }
  const { read, refused: unread } = await readAllPages(options.pages, lexicons, terminal);
  const tracks: Tracked[] = read.flatMap(({ document }) =>
    numericTargets(document).map(({ target, quote }) => {
      const found = observed.get(indicatorName(target.indicator, rules)) ?? [];
      const areas = new Set(found.map((figure) => figure.area.name));
      const own = areas.size > 1 ? found.filter((figure) => figure.area.name === '全国') : found;
      const values: ObservedValue[] = own.map(({ period, value, unit }) => ({
        period: period!,
        value,
        unit,
      }));
      return {
        ...trackTarget(target, values, rules.targets),
        source: document.source,
        quote,
        observations: own.map((figure) => figure.id),
      };
    }),
  );
  if (tracks.length === 0) {
    throw new UserError({
      zh: `${options.pages.join('、')} 中没有读出量化目标`,
      en: `no numeric target was read from ${options.pages.join(', ')}`,
    });
  }
  if (options.json) {
    terminal.json({
      schema: MEASURE_SCHEMA,
      measure: 'targets',
      table,
      targets: tracks,
      refused: left,
      notes,
      definitions: TARGET_DEFINITIONS,
    });
  } else {
    terminal.print(
      textTable(
        [
          terminal.say({ zh: '目标', en: 'target' }),
          terminal.say({ zh: '期限', en: 'deadline' }),
          terminal.say({ zh: '状态', en: 'state' }),
          terminal.say({ zh: '理由', en: 'reason' }),
        ],
        tracks.map((track) => [
          `${track.target.indicator} ${track.quote}`,
          track.target.deadline ?? '—',
          terminal.say(STATES[track.state]),
          terminal.say(track.why),
        ]),
      ),
    );
  }
  tellAside(terminal, left, notes);
  if (unread.length > 0) return exitCodeOf(unread);
  if (options.strict === true && tracks.some((track) => track.state === 'late')) return EXIT.badInput;
  return exitCode(left, options.strict);
}

const STATES: Record<TargetTrack['state'], Bilingual> = {
  met: { zh: '完成', en: 'met' },
  onTrack: { zh: '按期', en: 'on track' },
  late: { zh: '滞后', en: 'late' },
  unknown: { zh: '不明', en: 'unknown' },
};

// What a table says, as text on a terminal.
import type { BackTest, ForecastScore } from '../../foresee/index.js';
import type { Bilingual } from '../../model/index.js';
import type { ForeseeRun } from '../../verbs/index.js';
import type { Terminal } from '../terminal.js';
import { textTable } from '../text-table.js';
import { activityLines, areaLines } from './foresee-json.js';

const SHOWN = 20;

export function foreseeText(run: ForeseeRun, terminal: Terminal): string {
  const say = (zh: string, en: string) => terminal.say({ zh, en });
  const areas = areaLines(run);
  const activities = activityLines(run);
  const { spectrum } = run.result.complexity;
  const { changed, name } = run.profile;
  const head = [
    say(
      `口径 ${name}${changed.length > 0 ? `（另定：${changed.join('、')}）` : ''}${run.read.year === null ? '' : `，${run.read.year} 年`}；地区 ${areas.length} 个，行业 ${activities.length} 个`,
      `profile ${name}${changed.length > 0 ? ` (set apart: ${changed.join(', ')})` : ''}${run.read.year === null ? '' : `, ${run.read.year}`}; ${areas.length} areas, ${activities.length} activities`,
    ),
    ...(spectrum === null
      ? []
      : [
          say(
            `λ₂ ${spectrum.second.toPrecision(4)}，λ₃ ${spectrum.third.toPrecision(4)}，间隔 ${spectrum.gap.toFixed(3)}`,
            `λ₂ ${spectrum.second.toPrecision(4)}, λ₃ ${spectrum.third.toPrecision(4)}, gap ${spectrum.gap.toFixed(3)}`,
          ),
        ]),
  ];
  const intervals = run.bootstrap !== null;
  const areaTable = textTable(
    [
      say('位次', 'rank'),
      say('地区', 'area'),
      'ECI',
      ...(intervals ? [say('位次区间', 'ranks')] : []),
      say('适合度', 'fitness'),
      say('多样性', 'diversity'),
      say('机会值', 'outlook'),
      ...(run.exogenous ? [say('外生复杂度', 'exogenous')] : []),
    ],
    areas
      .slice(0, SHOWN)
      .map((line) => [
        line.rank,
        line.area,
        line.eci,
        ...(line.interval === null ? [] : [line.interval.rank.map((rank) => Math.round(rank)).join('–')]),
        line.fitness,
        line.diversity,
        line.coi ?? Number.NaN,
        ...(line.exogenous === null ? [] : [line.exogenous.complexity]),
      ]),
  );
  const activityTable = textTable(
    [
      say('位次', 'rank'),
      say('行业', 'activity'),
      'PCI',
      say('普遍性', 'ubiquity'),
      ...(run.exogenous ? [say('外生 PCI', 'exogenous PCI')] : []),
    ],
    activities
      .slice(0, SHOWN)
      .map((line) => [
        line.rank,
        line.activity,
        line.pci,
        line.ubiquity,
        ...(line.exogenousPci === null ? [] : [line.exogenousPci]),
      ]),
  );
  const more = (all: number) =>
    all > SHOWN
      ? [say(`… 共 ${all} 行，--json 或 --out 给出全部`, `… ${all} rows; --json or --out gives all`)]
      : [];
  return [
    ...head,
    '',
    areaTable,
    ...more(areas.length),
    '',
    activityTable,
    ...more(activities.length),
    ...(run.backTest === null ? [] : ['', ...backTestLines(run.backTest, terminal)]),
  ].join('\n');
}

export const SCORE_NAMES: Record<ForecastScore, Bilingual> = {
  density: { zh: '关联密度', en: 'density' },
  ubiquity: { zh: '行业普遍性', en: 'ubiquity' },
  diversity: { zh: '地区多样性', en: 'diversity' },
  advantage: { zh: '现有比较优势', en: 'RCA now' },
  random: { zh: '随机', en: 'chance' },
};

export function backTestLines({ horizons, level }: BackTest, terminal: Terminal): string[] {
  const say = (zh: string, en: string) => terminal.say({ zh, en });
  return horizons.flatMap(({ horizon, candidates, entries, entryRate, scores, verdict }) => [
    say(
      `回测：${horizon} 年后，${candidates} 个候选中 ${entries} 个进入（${(100 * entryRate).toFixed(1)}%）`,
      `Back-test: ${horizon} years ahead ${entries} of ${candidates} candidates were entered (${(100 * entryRate).toFixed(1)}%)`,
    ),
    textTable(
      [
        say('按什么预测', 'by'),
        'AUC',
        `${Math.round(100 * level)}%`,
        say('地区内', 'within areas'),
        say('前十命中', 'hits of ten'),
      ],
      scores.map(({ score, auc, interval, withinRegions, hitRateOfTen }) => [
        terminal.say(SCORE_NAMES[score]),
        auc.toFixed(3),
        `${interval.low.toFixed(3)}–${interval.high.toFixed(3)}`,
        withinRegions.toFixed(3),
        `${(100 * hitRateOfTen).toFixed(1)}%`,
      ]),
    ),
    terminal.say(verdict),
  ]);
}

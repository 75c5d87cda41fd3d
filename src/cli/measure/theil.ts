// ballast measure theil: inequality between areas, within and between groups, over time.
import type { Command } from 'commander';
import {
  type AreaSplit,
  type InequalityPeriod,
  inequalityOverTime,
  type PanelUnit,
  type SplitTreatment,
  THEIL_DEFINITIONS,
} from '../../measure/index.js';
import { type AreaCodes, type AreaLevel, type Bilingual, UserError } from '../../model/index.js';
import { loadCodes } from '../../store/index.js';
import { TableInput, TOTAL_ROW } from '../../verbs/index.js';
import type { Terminal } from '../terminal.js';
import { textTable } from '../text-table.js';
import { exitCode, MEASURE_SCHEMA, tellAside } from './answer.js';

interface TheilOptions {
  area: string;
  value: string;
  weight?: string;
  period?: string;
  group?: string;
  groups: string;
  sheet?: string;
  strict?: boolean;
  json?: boolean;
}

const FOUR_REGIONS = 'nbs-east,nbs-central,nbs-west,nbs-northeast';

export function theilCommand(measure: Command, terminal: () => Terminal): void {
  measure
    .command('theil')
    .summary('地区差距 inequality between areas')
    .description(
      '泰尔指数 T、L 及组间与组内分解，威廉姆森系数与基尼系数，可逐年计算。没有权重列时每个地区权重相同。当时尚未设立的地区不单列，并说明其数据在哪个地区之内。\n' +
        "Theil's T and L between and within groups, Williamson and Gini, year by year. Without a column of weights every area counts the same. Areas that did not exist yet are absent, and the answer says within which area they lie.",
    )
    .argument('<table>', 'CSV, TSV, XLSX, XLS, Parquet')
    .requiredOption('--area <column>', '地区列 column of areas')
    .requiredOption('--value <column>', '数值列，如地区生产总值 column of values')
    .option('--weight <column>', '权重列，如人口 column of weights, such as population')
    .option('--period <column>', '时期列 column of periods')
    .option('--group <column>', '分组列 column of groups')
    .option('--groups <ids>', '无分组列时所用的地区组 groups of areas where no column has them', FOUR_REGIONS)
    .option('--sheet <name>', '工作表 sheet')
    .option('--strict', '有未用的行即以 1 退出 exit with 1 when a row was left out')
    .addHelpText(
      'after',
      '\n例 Example:\n  ballast measure theil gdp.csv --area 地区 --value GDP --period 年份 --json',
    )
    .action(async (file: string, _: unknown, command: Command) => {
      process.exitCode = await run(file, command.optsWithGlobals<TheilOptions>(), terminal());
    });
}

async function run(file: string, options: TheilOptions, terminal: Terminal): Promise<number> {
  const table = await TableInput.open(file, options.sheet);
  const { areas: codes } = await loadCodes();
  const units = panelOf(table, options, codes);
  if (units.length === 0) throw table.nothingLeft();
  const { periods, history } = inequalityOverTime(units, splitsOf(units, codes));
  const notes = [
    ...(options.weight
      ? []
      : [
          {
            zh: '没有权重列：各地区权重相同，结果反映地区总量（而非人均）的差距',
            en: 'no column of weights: every area counts the same; this is inequality of totals, not per head',
          },
        ]),
    ...history.filter(({ leftOut }) => leftOut.length > 0).map(historyNote),
    ...periods.flatMap((period, at) => (at === 0 ? [] : breakNotes(periods[at - 1]!, period))),
  ];
  const answer = {
    schema: MEASURE_SCHEMA,
    measure: 'theil',
    table: { file, sheet: table.table.sheet, rows: table.rows.length },
    groups:
      options.group ?? groupsOf(options.groups, codes).map(({ name, publisher }) => ({ name, publisher })),
    periods,
    history,
    refused: table.refused,
    notes,
    definitions: THEIL_DEFINITIONS,
  };
  if (options.json) terminal.json(answer);
  else {
    terminal.print(
      textTable(
        [
          terminal.say({ zh: '时期', en: 'period' }),
          terminal.say({ zh: '地区数', en: 'areas' }),
          'T',
          terminal.say({ zh: '组间', en: 'between' }),
          terminal.say({ zh: '组内', en: 'within' }),
          'L',
          terminal.say({ zh: '组间', en: 'between' }),
          terminal.say({ zh: '组内', en: 'within' }),
          'Williamson',
          'Gini',
        ],
        periods.map(({ period, areas, theilT: t, theilL: l, williamson, gini }) => [
          period,
          areas,
          t.total,
          t.between,
          t.within,
          l.total,
          l.between,
          l.within,
          williamson,
          gini,
        ]),
      ),
    );
    terminal.print(`\n${sharesTable(periods, terminal)}`);
  }
  tellAside(terminal, table.refused, notes);
  return exitCode(table.refused, options.strict);
}

function panelOf(table: TableInput, options: TheilOptions, codes: AreaCodes): PanelUnit[] {
  const area = table.column(options.area);
  const value = table.column(options.value);
  const weight = options.weight === undefined ? null : table.column(options.weight);
  const period = options.period === undefined ? null : table.column(options.period);
  const group = options.group === undefined ? null : table.column(options.group);
  const groups = group === null ? groupsOf(options.groups, codes) : [];
  const units = table.rows.flatMap((row): PanelUnit[] => {
    const name = table.name(row, area);
    const amount = name === null ? null : table.amount(row, value);
    const own = weight === null ? 1 : table.amount(row, weight);
    const when = period === null ? '' : table.text(row, period);
    if (name === null || amount === null || own === null || when === null) return [];
    const found = codes.resolve(name);
    const code = found.status === 'resolved' ? found.code : null;
    if (code === '000000') {
      table.refuse(row, area, TOTAL_ROW);
      return [];
    }
    const part =
      group === null ? groups.find(({ members }) => members.has(code ?? ''))?.name : table.text(row, group);
    if (part === undefined) {
      table.refuse(row, area, {
        zh: code === null ? '不是已知地区，无法归组' : '不在任何一组之内',
        en: code === null ? 'is no known area and belongs to no group' : 'belongs to none of the groups',
      });
      return [];
    }
    if (part === null) return [];
    if (own === 0) {
      table.refuse(row, weight!, { zh: '权重为 0', en: 'is a weight of 0' });
      return [];
    }
    return [{ area: name, period: when, group: part, weight: own, value: amount }];
  });
  return units.sort((a, b) => a.period.localeCompare(b.period, 'en', { numeric: true }));
}

interface Group {
  name: string;
  publisher: string;
  members: Set<string>;
}

function groupsOf(ids: string, codes: AreaCodes): Group[] {
  return ids.split(',').map((id) => {
    const members = codes.members(id.trim());
    const [first] = members;
    if (!first)
      throw new UserError({
        zh: `没有代号为“${id}”的地区组；现有：${codes
          .list('group')
          .map(({ code }) => code)
          .join('、')}`,
        en: `no group of areas is called "${id}"; there are: ${codes
          .list('group')
          .map(({ code }) => code)
          .join(', ')}`,
      });
    const group = codes.byCode(id.trim());
    const resolved = group === null ? null : codes.resolve(group.name);
    return {
      name: group?.name ?? id,
      publisher: resolved?.status === 'resolved' ? (resolved.publisher ?? '') : '',
      members: new Set(members.map(({ code }) => code)),
    };
  });
}

/** Areas of the table that were once a part of another one of the table, named as the table names them. */
function splitsOf(units: readonly PanelUnit[], codes: AreaCodes): AreaSplit[] {
  const names = new Map<string, string>();
  const levels = new Map<string, AreaLevel>();
  for (const area of new Set(units.map((unit) => unit.area))) {
    const found = codes.resolve(area);
    if (found.status !== 'resolved') continue;
    names.set(found.code, area);
    levels.set(area, found.level);
  }
  return [...names].flatMap(([, area]) => {
    const early = codes.resolve(area, { on: '1949-10-01', level: levels.get(area)! });
    const notYet = early.status === 'resolved' ? early.notYet : undefined;
    const from = notYet?.outOf.map(({ code }) => names.get(code)).find((name) => name !== undefined);
    return notYet && from !== undefined ? [{ area, from, since: notYet.from }] : [];
  });
}

/** What each group of areas has of the whole, in per cent. */
function sharesTable(periods: readonly InequalityPeriod[], terminal: Terminal): string {
  const groups = [...new Set(periods.flatMap(({ theilT: t }) => t.groups.map(({ group }) => group)))];
  return textTable(
    [terminal.say({ zh: '比重%', en: 'share %' }), ...groups],
    periods.map(({ period, theilT: t }) => [
      period,
      ...groups.map((name) => {
        const group = t.groups.find((one) => one.group === name);
        return group === undefined ? Number.NaN : 100 * group.valueShare;
      }),
    ]),
  );
}

/** Where areas come or go, the periods on both sides are of different maps. */
function breakNotes(before: InequalityPeriod, period: InequalityPeriod): Bilingual[] {
  if (period.entered.length === 0 && period.left.length === 0) return [];
  const changed = (lang: 'zh' | 'en') =>
    [
      ...(period.entered.length > 0
        ? [`${lang === 'zh' ? '新增' : 'new: '}${period.entered.join(lang === 'zh' ? '、' : ', ')}`]
        : []),
      ...(period.left.length > 0
        ? [`${lang === 'zh' ? '缺少' : 'gone: '}${period.left.join(lang === 'zh' ? '、' : ', ')}`]
        : []),
    ].join(lang === 'zh' ? '，' : '; ');
  const bridge = period.onEarlierAreas;
  const [own, same, last] = [period.theilT.total, bridge?.theilT.total, before.theilT.total].map((value) =>
    value?.toFixed(4),
  );
  return [
    {
      zh: `${before.period} 与 ${period.period} 地区范围不同（${changed('zh')}），各指数与各组比重不可直接相比${bridge ? `；按 ${before.period} 的地区范围，${period.period} 的 T 为 ${same}（${before.period} 为 ${last}），按当期范围为 ${own}` : ''}`,
      en: `the areas of ${before.period} and ${period.period} differ (${changed('en')}): their indices and the shares of groups are not to be compared directly${bridge ? `; on the areas of ${before.period}, T of ${period.period} is ${same} (${before.period}: ${last}), on its own areas ${own}` : ''}`,
    },
  ];
}

function historyNote({ area, from, since, separateFrom, seenIn, leftOut }: SplitTreatment): Bilingual {
  const span = leftOut.length > 1 ? `${leftOut[0]}—${leftOut.at(-1)}` : leftOut[0]!;
  const cut = seenIn === 'table';
  return {
    zh: `${area}于 ${since} 由${from}分出。${span} 不单列${area}${cut ? `：表中${from}的数据到 ${separateFrom} 年才减去${area}，此前${from}含${area}` : `，按在${from}之内处理；表中看不出${from}的数据是否含${area}`}`,
    en: `${area} was founded out of ${from} on ${since}. In ${span} it is absent${cut ? `: the table takes it out of ${from} as of ${separateFrom}, and before that year ${from} includes it` : `, as a part of ${from}; the table does not show whether its figure for ${from} includes it`}`,
  };
}

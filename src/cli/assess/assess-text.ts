// Verdicts as text: what a firm's accountant reads at once.
import type { JudgedScore, LevelName, Verdict } from '../../assess/index.js';
import { type Bilingual, type Lang, periodTextLabel } from '../../model/index.js';
import { type StateCounts, statesSeen } from '../../verbs/index.js';
import { textTable, wrappedTable } from '../text-table.js';
import { type RunSummary, summaryOfRun } from './assess-summary.js';
import type { Assessed, AssessedFirm, AssessRun } from './assessed.js';
import {
  APPLICATION_WORDS,
  CONFIDENCE_WORDS,
  DRAFT_MARK,
  PRE_CHECK,
  SIGNS,
  STATE_WORDS,
  stateText,
  WITHHELD_MARK,
} from './state-words.js';

/** So many rejects, and firms of a long list, are told; --json and --out have all. */
const TOLD = 20;
const TOLD_FIRMS = 200;

/** Of more firms than this the reasons are left to --json and --out. */
const EXPLAINED_FIRMS = 20;

/** How wide the columns of criteria may be. */
const WIDTHS = [22, 40, 28, 32, 18];

export function assessText(run: AssessRun, lang: Lang): string {
  const detailed = [...run.detailed.values()];
  const alone = run.judged === null;
  // Of a few firms the table tells the reasons; of those that were asked for out of many, all is told.
  const told = alone || detailed.length < run.firms.length ? detailed : [];
  const blocks = [
    ...(alone ? [] : [overview(run, lang)]),
    ...told.flatMap((firm) => firm.titles.map((one) => verdictText(firm, one, lang))),
  ];
  const doubts = detailed.flatMap(({ subject, doubts: own }) =>
    own.map((doubt) => `  ! ${run.firms.length > 1 ? `${subject.name}：` : ''}${doubt.reason[lang]}`),
  );
  if (doubts.length > 0)
    blocks.push(
      [
        say(lang, '资料前后不一，请核对', 'What was handed in does not fit together'),
        ...doubts.slice(0, TOLD),
      ].join('\n'),
    );
  for (const { subject, calendar } of alone ? detailed : told) {
    if (calendar.length === 0) continue;
    blocks.push(
      [
        say(lang, '日历', 'Calendar') + (alone ? '' : `：${subject.name}`),
        ...calendar.map(
          ({ date, title, text, note }) =>
            `  ${date}  ${title}  ${text[lang]}${note === null ? '' : say(lang, `（${note.zh}）`, ` (${note.en})`)}`,
        ),
      ].join('\n'),
    );
  }
  const { rejects } = run;
  if (rejects.length > 0)
    blocks.push(
      [
        say(
          lang,
          `不能用的值（${rejects.length} 处，按缺数据处理）`,
          `Values that cannot be used (${rejects.length}, taken as unknown)`,
        ),
        ...rejects.slice(0, TOLD).map(({ file, sheet, row, column, value, ...reason }) => {
          const place = `${file}${sheet === null ? '' : `［${sheet}］`}`;
          return lang === 'zh'
            ? `  × ${place}${row === null ? '' : ` 第 ${row} 行`}${column === null ? '' : `“${column}”列`}${value === null ? '' : ` “${value}”`}：${reason.zh}`
            : `  × ${place}${row === null ? '' : `, row ${row}`}${column === null ? '' : `, column "${column}"`}${value === null ? '' : ` "${value}"`}: ${reason.en}`;
        }),
        ...(rejects.length > TOLD
          ? [
              say(
                lang,
                `  × 另有 ${rejects.length - TOLD} 处（见 --json）`,
                `  × ${rejects.length - TOLD} more (see --json)`,
              ),
            ]
          : []),
      ].join('\n'),
    );
  blocks.push(PRE_CHECK[lang]);
  return blocks.join('\n\n');
}

function verdictText(
  firm: AssessedFirm,
  { title, verdict, rulebook, reason, withheld, changes }: Assessed,
  lang: Lang,
): string {
  if (verdict === null) return [`${title} · ${firm.subject.name}`, `? ${reason?.[lang] ?? ''}`].join('\n');
  const { rulebook: by } = verdict;
  const document =
    rulebook === null
      ? ''
      : `${rulebook.document.name}${rulebook.document.part ?? ''}（${rulebook.document.number}）`;
  const lines = [
    say(
      lang,
      `${verdict.title}预审：${verdict.subject}`,
      `Pre-check for ${verdict.title}: ${verdict.subject}`,
    ),
    say(
      lang,
      `判断日 ${verdict.on}，${APPLICATION_WORDS[verdict.application].zh}`,
      `as of ${verdict.on}, ${APPLICATION_WORDS[verdict.application].en}`,
    ),
    say(
      lang,
      `规则 ${by.id}（${document}；${CONFIDENCE_WORDS[by.confidence].zh}；${by.checked} 核对）`,
      `rulebook ${by.id} (${document}; ${CONFIDENCE_WORDS[by.confidence].en}; checked ${by.checked})`,
    ),
    `  ${by.whyChosen[lang]}`,
    ...(withheld ? [`  ${WITHHELD_MARK[lang]}`] : by.draft ? [`  ${DRAFT_MARK[lang]}`] : []),
    '',
    say(
      lang,
      `结论：${stateText(verdict.state, 'zh')}${levelText(verdict, 'zh')}`,
      `Result: ${stateText(verdict.state, 'en')}${levelText(verdict, 'en')}`,
    ),
    `  ${verdict.reason[lang]}`,
    '',
    wrappedTable(
      lang === 'zh'
        ? ['状态', '条件', '要求', '实际', '时期']
        : ['state', 'criterion', 'wanted', 'actual', 'period'],
      WIDTHS,
      verdict.criteria.map((criterion) => ({
        cells: [
          stateText(criterion.state, lang),
          criterion.text[lang],
          criterion.wanted[lang],
          criterion.actual?.[lang] ?? '—',
          criterion.period === null ? '—' : periodTextLabel(criterion.period, lang),
        ],
        below: `└ ${criterion.reason[lang]}${criterion.clause === '' ? '' : lang === 'zh' ? `［${criterion.clause}］` : ` [${criterion.clause}]`}`,
      })),
    ),
  ];
  for (const score of verdict.scores) lines.push('', scoreText(score, lang));
  if (verdict.gaps.length > 0) {
    lines.push('', say(lang, '差距与办法', 'Gaps and what would close them'));
    for (const gap of verdict.gaps) {
      const earliest =
        gap.earliest === null ? '' : say(lang, `；最早 ${gap.earliest}`, `; ${gap.earliest} at the earliest`);
      lines.push(`  ${gap.state === 'unmet' ? SIGNS.unmet : SIGNS.unknown} ${gap.text[lang]}${earliest}`);
      if (gap.remedy !== null) lines.push(`      ${gap.remedy[lang]}`);
    }
  }
  if (changes !== null) {
    lines.push('', say(lang, '最少要改变什么', 'The smallest set of changes'), `  ${changes.text[lang]}`);
    lines.push(...changes.changes.map((change) => `  → ${change.text[lang]}`));
    lines.push(...changes.blockers.map((blocker) => `  ${SIGNS.unmet} ${blocker.reason[lang]}`));
  }
  if (verdict.duties.length > 0) {
    lines.push('', say(lang, '持有该称号须做的', 'What a holder of the title must do'));
    for (const { due, held, text, otherwise } of verdict.duties) {
      const day =
        due === null
          ? ''
          : held
            ? say(lang, `（下次 ${due}）`, ` (next ${due})`)
            : say(lang, `（如适用，最近一次 ${due}）`, ` (where it applies, next ${due})`);
      lines.push(
        `  ${text[lang]}${day}${otherwise === null ? '' : say(lang, `；${otherwise.zh}`, `; ${otherwise.en}`)}`,
      );
    }
  }
  return lines.join('\n');
}

function levelText(verdict: Verdict, lang: Lang): string {
  if (verdict.level === null) return '';
  const name = levelName(verdict, lang);
  return say(lang, `，等级：${name}`, `, level: ${name}`);
}

function levelName({ level }: Verdict, lang: Lang): string {
  const levels = [level?.low, level?.high].filter((one) => one != null);
  return levelsName(level?.low?.id ?? null, level?.high?.id ?? null, levels, lang);
}

/** A level, or the two it lies between, by their ids; null is below the lowest. */
export function levelsName(
  low: string | null,
  high: string | null,
  levels: readonly LevelName[],
  lang: Lang,
): string {
  const nameOf = (id: string | null) =>
    levels.find((one) => one.id === id)?.name[lang] ?? say(lang, '未达最低等级', 'below the lowest');
  return low === high
    ? nameOf(low)
    : say(lang, `${nameOf(low)}至${nameOf(high)}`, `${nameOf(low)} to ${nameOf(high)}`);
}

function scoreText(score: JudgedScore, lang: Lang): string {
  const range = (low: number, high: number) => (low === high ? `${low}` : `${low}–${high}`);
  return [
    say(
      lang,
      `评分 ${score.name.zh}：${range(score.low, score.high)} 分`,
      `Score ${score.name.en}: ${range(score.low, score.high)}`,
    ),
    ...score.parts.map((part) => `  ${part.name[lang]} ${range(part.low, part.high)} / ${part.most}`),
    ...score.entries.map(
      (entry) =>
        `    ${entry.name[lang]} ${range(entry.low, entry.high)} / ${entry.most}${entry.actual === null ? '' : `（${entry.actual[lang]}）`}${entry.low === entry.high ? '' : ` ${entry.reason[lang]}`}`,
    ),
  ].join('\n');
}

/** Many firms: counts, what holds them back, and a line a firm with a column a title. */
function overview(run: AssessRun, lang: Lang): string {
  const judged = run.judged!;
  const summary = summaryOfRun(run);
  const many = run.firms.length > EXPLAINED_FIRMS;
  const shown = run.firms.slice(0, TOLD_FIRMS);
  const rows = shown.map((source, firm) => {
    const told = run.titles.map((title, at) => ({ title, at, ...judged.states(firm, at) }));
    return {
      cells: [
        source.subject.name,
        ...told.map(({ state, level, choice }) =>
          level === null
            ? stateText(state, lang)
            : `${SIGNS[state]} ${levelsName(level.low, level.high, choice.chosen!.rulebook.levels, lang)}`,
        ),
      ],
      below: told
        .flatMap(({ title, at, state, choice, unmet }) => {
          const which = told.length > 1 ? `${title}：` : '';
          const verdict = many ? null : (run.detailed.get(source)?.titles[at]?.verdict ?? null);
          if (choice.chosen === null) return many ? [] : [`└ ${which}${choice.reason![lang]}`];
          if (verdict) return state === 'met' ? [] : [`└ ${which}${verdict.reason[lang]}`];
          return unmet.length === 0 ? [] : [`└ ${which}${unmet.join(say(lang, '、', ', '))}`];
        })
        .join('\n'),
    };
  });
  const counts = summary.titles.map(({ title, states }) => `${title}：${statesText(states, lang)}`);
  const refused = run.titles.flatMap((title, at) =>
    judged.choices(at).flatMap(({ chosen, reason, withheld }) => {
      const said = chosen === null ? reason : withheld ? WITHHELD_MARK : chosen.draft ? DRAFT_MARK : null;
      return said === null ? [] : [`  ! ${title}：${said[lang]}`];
    }),
  );
  return [
    say(
      lang,
      `预审 ${run.firms.length} 家，判断日 ${run.on}`,
      `Pre-check of ${run.firms.length} firms as of ${run.on}`,
    ),
    ...counts,
    ...(many ? [...new Set(refused), ...summaryText(run, summary, lang)] : []),
    '',
    wrappedTable([say(lang, '企业', 'firm'), ...run.titles], [36, ...run.titles.map(() => 24)], rows),
    ...(run.firms.length > shown.length
      ? [
          say(
            lang,
            `（另有 ${run.firms.length - shown.length} 家，见 --json 或 --out；某家的理由用 --detail 名称）`,
            `(${run.firms.length - shown.length} more, see --json or --out; --detail NAME tells the reasons of one)`,
          ),
        ]
      : []),
  ].join('\n');
}

function statesText(states: StateCounts, lang: Lang): string {
  return statesSeen(states)
    .map(({ state, count }) => `${SIGNS[state]} ${STATE_WORDS[state][lang]} ${count}`)
    .join('  ');
}

/** Criteria, areas and industries that are told; --json and --out have all. */
const TOLD_CRITERIA = 6;
const TOLD_GROUPS = 12;
const TOLD_NEAR = 8;

function summaryText(run: AssessRun, { titles, areas, industries }: RunSummary, lang: Lang): string[] {
  const lines: string[] = [];
  for (const { title, holdingBack, nearMisses } of titles) {
    const worst = holdingBack.slice(0, TOLD_CRITERIA);
    if (worst.length === 0) continue;
    lines.push(
      '',
      say(lang, `${title}：卡住企业最多的条件`, `${title}: what holds most firms back`),
      textTable(
        lang === 'zh'
          ? ['条件', '不符合', '只差这一条', '缺数据', '规则']
          : ['criterion', 'unmet', 'this alone', 'data missing', 'rulebook'],
        worst.map(({ criterion, unmet, alone, unknown, rulebook }) => [
          `  ${criterion.text[lang]}`,
          unmet,
          alone,
          unknown,
          `${rulebook.id} ${criterion.id}`,
        ]),
      ),
    );
    if (nearMisses.length > 0)
      lines.push(
        say(
          lang,
          `  只差一条的 ${nearMisses.length} 家，最近的：${nearMisses
            .slice(0, TOLD_NEAR)
            .map((firm) => run.firms[firm]!.subject.name)
            .join('、')}`,
          `  ${nearMisses.length} lack one criterion alone, the nearest: ${nearMisses
            .slice(0, TOLD_NEAR)
            .map((firm) => run.firms[firm]!.subject.name)
            .join(', ')}`,
        ),
      );
  }
  for (const [heading, groups] of [
    [say(lang, '分地区', 'By area'), areas],
    [say(lang, '分行业', 'By industry'), industries],
  ] as const) {
    if (groups.length < 2) continue;
    lines.push(
      '',
      textTable(
        [heading, say(lang, '企业', 'firms'), ...run.titles],
        groups.slice(0, TOLD_GROUPS).map(({ key, name, firms, states }) => [
          name ?? key ?? say(lang, '不明', 'not known'),
          firms,
          ...states.map((counts) =>
            statesSeen(counts)
              .map(({ state, count }) => `${SIGNS[state]}${count}`)
              .join(' '),
          ),
        ]),
      ),
    );
    if (groups.length > TOLD_GROUPS)
      lines.push(
        say(lang, `（另有 ${groups.length - TOLD_GROUPS} 个）`, `(${groups.length - TOLD_GROUPS} more)`),
      );
  }
  return lines;
}

function say(lang: Lang, zh: string, en: string): Bilingual['zh'] {
  return lang === 'zh' ? zh : en;
}

// Verdicts as text: what a firm's accountant reads at once.
import type { JudgedScore, Verdict } from '../../assess/index.js';
import { type Bilingual, type Lang, periodTextLabel } from '../../model/index.js';
import { wrappedTable } from '../text-table.js';
import type { Assessed, AssessedFirm, AssessRun } from './assessed.js';
import {
  APPLICATION_WORDS,
  CONFIDENCE_WORDS,
  DRAFT_MARK,
  PRE_CHECK,
  SIGNS,
  STATE_WORDS,
  STATES,
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
  const blocks =
    run.firms.length === 1
      ? run.firms[0]!.titles.map((one) => verdictText(run.firms[0]!, one, lang))
      : [overview(run, lang)];
  const doubts = run.firms.flatMap(({ subject, doubts: own }) =>
    own.map((doubt) => `  ! ${run.firms.length > 1 ? `${subject.name}：` : ''}${doubt.reason[lang]}`),
  );
  if (doubts.length > 0)
    blocks.push(
      [
        say(lang, '资料前后不一，请核对', 'What was handed in does not fit together'),
        ...doubts.slice(0, TOLD),
      ].join('\n'),
    );
  const [only] = run.firms;
  if (run.firms.length === 1 && only !== undefined && only.calendar.length > 0)
    blocks.push(
      [
        say(lang, '日历', 'Calendar'),
        ...only.calendar.map(
          ({ date, title, text, note }) =>
            `  ${date}  ${title}  ${text[lang]}${note === null ? '' : say(lang, `（${note.zh}）`, ` (${note.en})`)}`,
        ),
      ].join('\n'),
    );
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

/** A level, or the two it lies between. */
function levelName({ level }: Verdict, lang: Lang): string {
  const none = say(lang, '未达最低等级', 'below the lowest');
  const [low, high] = [level?.low?.name[lang] ?? none, level?.high?.name[lang] ?? none];
  return low === high ? low : say(lang, `${low}至${high}`, `${low} to ${high}`);
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

/** Many firms: a line a firm, a column a title, and what holds it back. */
function overview(run: AssessRun, lang: Lang): string {
  const shown = run.firms.slice(0, TOLD_FIRMS);
  const rows = shown.map(({ subject, titles }) => ({
    cells: [
      subject.name,
      ...titles.map(({ verdict }) =>
        verdict === null
          ? stateText('unknown', lang)
          : verdict.level === null
            ? stateText(verdict.state, lang)
            : `${SIGNS[verdict.state]} ${levelName(verdict, lang)}`,
      ),
    ],
    below: (run.firms.length > EXPLAINED_FIRMS ? [] : titles)
      .flatMap(({ title, verdict, reason }) => {
        const said = verdict === null ? reason : verdict.state === 'met' ? null : verdict.reason;
        return said === null ? [] : [`└ ${titles.length > 1 ? `${title}：` : ''}${said[lang]}`];
      })
      .join('\n'),
  }));
  const counts = run.titles.map((title, at) => {
    const states = STATES.map((state) => ({
      state,
      count: run.firms.filter(({ titles }) => (titles[at]?.verdict?.state ?? 'unknown') === state).length,
    })).filter(({ count }) => count > 0);
    return `${title}：${states.map(({ state, count }) => `${SIGNS[state]} ${STATE_WORDS[state][lang]} ${count}`).join('  ')}`;
  });
  return [
    say(
      lang,
      `预审 ${run.firms.length} 家，判断日 ${run.on}`,
      `Pre-check of ${run.firms.length} firms as of ${run.on}`,
    ),
    ...counts,
    '',
    wrappedTable([say(lang, '企业', 'firm'), ...run.titles], [36, ...run.titles.map(() => 24)], rows),
    ...(run.firms.length > shown.length
      ? [
          say(
            lang,
            `（另有 ${run.firms.length - shown.length} 家，见 --json 或 --out）`,
            `(${run.firms.length - shown.length} more, see --json or --out)`,
          ),
        ]
      : []),
  ].join('\n');
}

function say(lang: Lang, zh: string, en: string): Bilingual['zh'] {
  return lang === 'zh' ? zh : en;
}

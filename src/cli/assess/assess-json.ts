// The JSON form of verdicts, ballast.assess/1: texts in one language.
import type { Gap, JudgedCriterion, JudgedScore, LevelName, Verdict } from '../../assess/index.js';
import type { Bilingual, Lang } from '../../model/index.js';
import type { Assessed, AssessedFirm, AssessRun } from './assessed.js';
import { PRE_CHECK, WITHHELD_MARK } from './state-words.js';

/** One firm and one title as the document itself; several titles under `titles`, several firms under `firms`. */
export function assessJson(run: AssessRun, lang: Lang, kept: readonly number[] | null): object {
  const head = {
    schema: 'ballast.assess/1',
    note: PRE_CHECK[lang],
    on: run.on,
  };
  const rejects = run.rejects.map(({ file, sheet, row, column, value, expected, ...reason }) => ({
    file,
    sheet,
    row,
    column,
    value,
    expected: expected[lang],
    reason: reason[lang],
  }));
  const tail = { rejects, ...(kept === null ? {} : { assessments: kept }) };
  if (run.firms.length === 1) return { ...head, ...firmJson(run.firms[0]!, lang), ...tail };
  return { ...head, firms: run.firms.map((firm) => firmJson(firm, lang)), ...tail };
}

function firmJson(
  { subject, origin, sheet, row, titles, doubts, calendar }: AssessedFirm,
  lang: Lang,
): object {
  const who = {
    subject: subject.name,
    creditCode: subject.creditCode,
    area: subject.area,
    file: origin,
    ...(sheet === null ? {} : { sheet }),
    ...(row === null ? {} : { row }),
    doubts: plain(doubts, lang),
    calendar: plain(calendar, lang),
    faults: subject.faults.map(({ item, year, value, reason }) => ({
      item,
      year,
      value,
      reason: reason[lang],
    })),
  };
  const [only] = titles;
  if (titles.length === 1 && only) return { ...who, ...assessedJson(only, lang) };
  return { ...who, titles: titles.map((one) => assessedJson(one, lang)) };
}

function assessedJson({ title, verdict, reason, withheld, changes }: Assessed, lang: Lang): object {
  if (verdict === null)
    return {
      title,
      rulebook: null,
      verdict: 'unknown',
      reason: reason?.[lang] ?? null,
      criteria: [],
      gaps: [],
      duties: [],
    };
  return {
    ...verdictJson(verdict, lang),
    ...(withheld ? { hint: WITHHELD_MARK[lang] } : {}),
    ...(changes === null ? {} : { changes: plain(changes, lang) }),
  };
}

export function verdictJson(verdict: Verdict, lang: Lang): object {
  const { rulebook, scores } = verdict;
  const [score] = scores;
  return {
    title: verdict.title,
    application: verdict.application,
    rulebook: { ...rulebook, whyChosen: rulebook.whyChosen[lang] },
    verdict: verdict.state,
    level: verdict.level && {
      low: levelJson(verdict.level.low, lang),
      high: levelJson(verdict.level.high, lang),
    },
    reason: verdict.reason[lang],
    criteria: verdict.criteria.map((criterion) => criterionJson(criterion, lang)),
    score: score === undefined ? null : scoreJson(score, lang),
    ...(scores.length > 1 ? { scores: scores.map((one) => scoreJson(one, lang)) } : {}),
    gaps: verdict.gaps.map((gap) => gapJson(gap, lang)),
    duties: verdict.duties.map((duty) => plain(duty, lang)),
  };
}

function levelJson(level: LevelName | null, lang: Lang) {
  return level && { id: level.id, name: level.name[lang] };
}

function criterionJson(criterion: JudgedCriterion, lang: Lang): object {
  const { id, clause, state, wanted, actual, period, reason, exception, parts, text, sources, confidence } =
    criterion;
  return {
    id,
    clause,
    text: text[lang],
    state,
    wanted: wanted[lang],
    actual: actual?.[lang] ?? null,
    period,
    reason: reason[lang],
    exception: exception?.[lang] ?? null,
    sources,
    confidence,
    parts: parts.map((part) => plain(part, lang)),
  };
}

function scoreJson(score: JudgedScore, lang: Lang): object {
  return plain(score, lang) as object;
}

function gapJson(gap: Gap, lang: Lang): object {
  return plain(gap, lang) as object;
}

/** Every text of both languages as a text of one. */
export function plain(value: unknown, lang: Lang): unknown {
  if (Array.isArray(value)) return value.map((one) => plain(one, lang));
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value !== 'object' || value === null) return value;
  if (isBilingual(value)) return value[lang];
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, plain(one, lang)]));
}

function isBilingual(value: object): value is Bilingual {
  const keys = Object.keys(value);
  return keys.length === 2 && 'zh' in value && 'en' in value;
}

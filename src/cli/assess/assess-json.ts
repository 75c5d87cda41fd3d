// The JSON form of verdicts, ballast.assess/1: texts in one language.
import {
  type Gap,
  type JudgedCriterion,
  type JudgedScore,
  type LevelName,
  type Verdict,
  versionOf,
} from '../../assess/index.js';
import type { Bilingual, Lang } from '../../model/index.js';
import type { FirmHead, FirmSource, JudgedFirms } from '../../verbs/index.js';
import { NEAREST, summaryOfRun } from './assess-summary.js';
import type { Assessed, AssessedFirm, AssessRun } from './assessed.js';
import { PRE_CHECK, WITHHELD_MARK } from './state-words.js';

/**
 * One firm and one title as the document itself; several titles under `titles`, several firms under `firms` with a
 * `summary` before them. In pieces, firm by firm: of many firms the document is larger than a string may be.
 */
export function* assessJson(run: AssessRun, lang: Lang, kept: readonly number[] | null): Generator<string> {
  const { judged } = run;
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
  if (judged === null) {
    const [only] = run.detailed.values();
    yield `${JSON.stringify({ ...head, ...firmJson(only!, lang), ...tail }, null, 2)}\n`;
    return;
  }
  const open = JSON.stringify({ ...head, application: run.application, ...summaryJson(run, lang) }, null, 2);
  yield `${open.slice(0, -2)},\n  "firms": [`;
  for (const [firm, source] of run.firms.entries()) {
    const detail = run.detailed.get(source);
    const told = detail === undefined ? statesJson(run, firm, source) : firmJson(detail, lang);
    yield `${firm === 0 ? '' : ','}\n    ${JSON.stringify(told)}`;
  }
  const [first, ...rest] = Object.entries(tail).map(
    ([key, value]) => `\n  ${JSON.stringify(key)}: ${JSON.stringify(value)}`,
  );
  yield `\n  ],${[first, ...rest].join(',')}\n}\n`;
}

function summaryJson(run: AssessRun, lang: Lang): object {
  const { areas, industries, titles } = summaryOfRun(run);
  const groups = (list: typeof areas) =>
    list.map(({ key, name, firms, states }) => ({
      code: key,
      name,
      firms,
      titles: states.map((counts, at) => ({ title: run.titles[at], states: counts })),
    }));
  return {
    summary: {
      firms: run.firms.length,
      titles: titles.map(({ title, states, holdingBack, nearMisses }) => ({
        title,
        states,
        nearMisses: nearMisses.length,
        nearest: nearMisses.slice(0, NEAREST).map((firm) => run.firms[firm]!.subject.name),
        holdingBack: holdingBack.map(({ rulebook, criterion, unmet, alone, unknown }) => ({
          rulebook: rulebook.id,
          criterion: criterion.id,
          text: criterion.text[lang],
          unmet,
          alone,
          unknown,
        })),
      })),
      areas: groups(areas),
      industries: groups(industries),
    },
    rulebooks: run.titles.flatMap((title, at) =>
      run.judged!.choices(at).map(({ chosen, reason, withheld }) =>
        chosen === null
          ? { title, id: null, reason: reason![lang] }
          : {
              title,
              id: chosen.rulebook.id,
              version: versionOf(chosen.rulebook),
              whyChosen: chosen.why[lang],
              confidence: chosen.rulebook.confidence,
              checked: chosen.rulebook.checked,
              draft: chosen.draft || withheld,
              ...(withheld ? { hint: WITHHELD_MARK[lang] } : {}),
              criteria: chosen.rulebook.criteria.map(({ id, clause, text }) => ({
                id,
                clause,
                text: text[lang],
              })),
            },
      ),
    ),
  };
}

/** A firm without reasons: states, and the criteria that are not met. */
function statesJson(
  run: AssessRun,
  firm: number,
  { subject, origin, sheet, row }: FirmSource<FirmHead>,
): object {
  const judged = run.judged!;
  return {
    subject: subject.name,
    creditCode: subject.creditCode,
    area: subject.area,
    file: origin,
    ...(sheet === null ? {} : { sheet }),
    ...(row === null ? {} : { row }),
    titles: run.titles.map((title, at) => {
      const { choice, state, level, scores, unmet, unknown, manual } = judged.states(firm, at);
      return {
        title,
        rulebook: choice.chosen?.rulebook.id ?? null,
        verdict: state,
        ...(level === null ? {} : { level }),
        ...(scores.length === 0 ? {} : { scores }),
        unmet,
        unknown,
        manualReview: manual,
      };
    }),
  };
}

/** What is kept of a firm that is not told of in detail: the state of every criterion, in the keys of a verdict. */
export function statesRecord(judged: JudgedFirms, firm: number, title: number): object {
  const { choice, state, level, scores } = judged.states(firm, title);
  const of = (kind: 'fail' | 'unknown' | 'manual' | 'notApplicable') => judged.criteria(firm, title, kind);
  const [fail, unknown, manual, neutral] = [of('fail'), of('unknown'), of('manual'), of('notApplicable')];
  const stateOf = (id: string) =>
    neutral.includes(id)
      ? 'notApplicable'
      : fail.includes(id)
        ? 'unmet'
        : unknown.includes(id)
          ? 'unknown'
          : manual.includes(id)
            ? 'manualReview'
            : 'met';
  return {
    state,
    level: level && { low: level.low && { id: level.low }, high: level.high && { id: level.high } },
    criteria: choice.chosen!.rulebook.criteria.map(({ id }) => ({ id, state: stateOf(id) })),
    scores,
  };
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

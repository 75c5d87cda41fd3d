/** Numbers: the ones to know first, the ones that form a series, the shares, and all of them. */
import { compareText, NATION } from '../model/index.js';
import {
  type Fact,
  type FigureSeries,
  isConflict,
  monthSpan,
  type Standing,
  thing,
} from '../read/across/index.js';
import type { Bar, Chart, Inline, Section, Tone } from './brief-document.js';
import { badge, both, type Desk, latestSaid, period, said, scopeOf, support } from './desk.js';
import { KINDS, SECTIONS } from './wording.js';

const CARDS = 6;
const CARDS_A_PAGE = 3;
const CHARTS = 12;
const BARS = 12;
const ROWS = 400;

const KIND_WEIGHT = {
  level: 3,
  growth: 2.5,
  share: 2.5,
  count: 2,
  index: 2,
  rank: 1.5,
  difference: 0.5,
  target: 0,
} as const;

const TONES: Record<Standing, Tone> = { current: 'plain', superseded: 'muted', disputed: 'bad' };

/** Ranked by kind, number of independent sources, how lately said, and whether it is about the whole. */
export function headlineSection(desk: Desk): Section | null {
  const days = desk.facts.map((f) => latestSaid(f.statements[0]!)).filter((d) => d !== '');
  const ordered = [...new Set(days)].sort();
  const recency = (fact: Fact) => {
    const at = ordered.indexOf(latestSaid(fact.statements[0]!));
    return ordered.length < 2 ? 0 : Math.max(at, 0) / (ordered.length - 1);
  };
  const weight = (fact: Fact) => {
    const first = fact.statements[0]!;
    return (
      KIND_WEIGHT[fact.kind] +
      2 * Math.log2(first.independent) +
      Math.min(first.mentions.length, 4) / 2 +
      2.5 * recency(fact) +
      (fact.key.region === NATION ? 1 : 0) +
      (fact.key.group === '' ? 0.5 : 0) -
      (isConflict(fact) ? 0.5 : 0) -
      (fact.ambiguous ? 4 : 0) -
      (fact.period === null ? 1.5 : 0)
    );
  };
  const latest = new Map<string, number>();
  for (const fact of desk.facts) latest.set(thing(fact), Math.max(latest.get(thing(fact)) ?? 0, endOf(fact)));
  const ranked = desk.facts
    .filter((f) => f.kind !== 'target' && endOf(f) === latest.get(thing(f)))
    .map((fact) => ({ fact, weight: weight(fact) }))
    .sort((a, b) => b.weight - a.weight || compareText(a.fact.id, b.fact.id));
  const chosen: Fact[] = [];
  const perPage = new Map<string, number>();
  const things = new Set<string>();
  for (const { fact } of ranked) {
    const from = fact.statements[0]!.mentions[0]!.document;
    const used = perPage.get(from) ?? 0;
    if (chosen.length === CARDS || used === CARDS_A_PAGE || things.has(thing(fact))) continue;
    chosen.push(fact);
    perPage.set(from, used + 1);
    things.add(thing(fact));
  }
  if (chosen.length === 0) return null;
  return {
    id: 'headline',
    title: SECTIONS.headline,
    lead: null,
    blocks: [
      {
        type: 'cards',
        cards: chosen.map((fact) => {
          const statement = fact.statements[0]!;
          const { mentions } = statement;
          return {
            figure: desk.notebook.cite(statement.textSpan, mentions, { tone: 'strong' }),
            label: fact.indicator,
            detail: [
              said(period(fact.period)),
              said(` · ${scopeOf(fact)}`),
              ...support(statement),
              ...fact.statements
                .slice(1)
                .flatMap((other): Inline[] =>
                  other.standing === 'superseded'
                    ? [
                        said(both('；修订前 ', '; before revision '), 'muted'),
                        desk.notebook.cite(other.textSpan, other.mentions, { tone: 'muted' }),
                      ]
                    : [
                        said(both('；另有说法 ', '; also given as '), 'bad'),
                        desk.notebook.cite(other.textSpan, other.mentions, { tone: 'bad' }),
                      ],
                ),
              ...(mentions[0]!.periodInferred
                ? [said(both('（时期为推定）', ' (period inferred)'), 'warn')]
                : []),
            ],
          };
        }),
      },
    ],
  };
}

function endOf(fact: Fact): number {
  return monthSpan(fact.period)?.to ?? 0;
}

export function chartsSection(desk: Desk): Section | null {
  const drawn = desk.series.filter((s) => s.kind !== 'rank').slice(0, CHARTS);
  if (drawn.length === 0) return null;
  return {
    id: 'charts',
    title: SECTIONS.charts,
    lead: both(
      '只把同一指标、同一口径、可比时期的数连成线；每个点都可点到原句。',
      'Only figures of one indicator, one scope and comparable periods are joined; every point links to its sentence.',
    ),
    blocks: [{ type: 'charts', charts: drawn.map((s) => chart(desk, s)) }],
  };
}

function chart(desk: Desk, figures: FigureSeries): Chart {
  const { points } = figures;
  const first = points[0]!.span.to;
  const last = points.at(-1)!.span.to;
  return {
    kind: points.length === 2 ? 'slope' : 'line',
    title: figures.indicator,
    detail: [said(KINDS[figures.kind], 'muted'), said(` · ${scopeOf(figures)}`, 'muted')],
    unit: figures.unit,
    positions: points.map((p) => (last === first ? 0.5 : (p.span.to - first) / (last - first))),
    points: points.map((p) => ({
      label: period(p.period),
      value: p.statement.value,
      figure: desk.notebook.cite(p.statement.textSpan, p.statement.mentions, {
        tone: isConflict(p.fact) ? 'bad' : 'plain',
      }),
      contested: isConflict(p.fact),
    })),
  };
}

/** Shares that stand alone: those of a series are in its chart. */
export function sharesSection(desk: Desk): Section | null {
  const inSeries = new Set(desk.series.flatMap((s) => s.points.map((p) => p.fact.id)));
  const shares = desk.facts
    .filter((f) => f.kind === 'share' && !inSeries.has(f.id) && f.unit === '%')
    .filter((f) => f.statements[0]!.value >= 0 && f.statements[0]!.value <= 100)
    .sort((a, b) => b.statements[0]!.value - a.statements[0]!.value || compareText(a.id, b.id))
    .slice(0, BARS);
  if (shares.length < 2) return null;
  const bars = shares.map((fact): Bar => {
    const statement = fact.statements[0]!;
    return {
      label: fact.indicator,
      detail: [said(period(fact.period)), said(` · ${scopeOf(fact)}`)],
      value: statement.value,
      figure: desk.notebook.cite(statement.textSpan, statement.mentions),
    };
  });
  return { id: 'shares', title: SECTIONS.shares, lead: null, blocks: [{ type: 'bars', bars }] };
}

export function figuresSection(desk: Desk): Section | null {
  if (desk.facts.length === 0) return null;
  const rows = desk.facts.slice(0, ROWS);
  const rest = desk.facts.length - rows.length;
  return {
    id: 'figures',
    title: SECTIONS.figures,
    lead:
      rest === 0
        ? null
        : both(
            `列出前 ${ROWS} 条，另有 ${rest} 条在台账里，可导出。`,
            `The first ${ROWS}; ${rest} more are in the ledger and can be exported.`,
          ),
    blocks: [
      {
        type: 'table',
        dense: true,
        columns: [
          { title: both('指标', 'Indicator'), align: 'start', width: 36 },
          { title: both('数值', 'Value'), align: 'end', width: 20 },
          { title: both('时期', 'Period'), align: 'start', width: 16 },
          { title: both('口径', 'Scope'), align: 'start', width: 28 },
        ],
        rows: rows.map((fact) => ({
          cells: [
            [
              said(fact.indicator),
              ...(fact.kind === 'target' ? [said(' '), badge(KINDS.target, 'plain')] : []),
            ],
            fact.statements.flatMap((statement, i): Inline[] => [
              ...(i === 0 ? [] : [{ type: 'break' } as const]),
              desk.notebook.cite(statement.textSpan, statement.mentions, {
                tone: TONES[statement.standing],
              }),
            ]),
            [said(period(fact.period), fact.period === null ? 'muted' : 'plain')],
            [said(scopeOf(fact), 'muted')],
          ],
        })),
      },
    ],
  };
}

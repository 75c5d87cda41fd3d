/** The pages themselves: who published them, how old they are, what was read from each, and who copies whom. */
import type { ReadDocument } from '../model/index.js';
import { daysBetween, pageDate } from '../read/across/index.js';
import type { Inline, Section, Source, Tone } from './brief-document.js';
import { both, type Desk, said } from './desk.js';
import { FRESHNESS } from './theme.js';
import { SECTIONS } from './wording.js';

export function sourcesOf(desk: Desk): Source[] {
  return desk.documents.map((document, i) => {
    const when = pageDate(document);
    return {
      number: i + 1,
      document: document.sha256,
      file: document.source,
      title: document.title,
      outlet: document.outlet,
      said: when,
      published: document.published,
      suspect: document.publishedTrust === 'suspect',
      ageDays: when === null ? null : daysBetween(when, desk.today),
    };
  });
}

export function sourcesSection(desk: Desk, sources: readonly Source[]): Section {
  return {
    id: 'sources',
    title: SECTIONS.sources,
    lead: both(
      `距今天数按 ${desk.today} 计：${FRESHNESS.ageing} 天内为新，超过 ${FRESHNESS.old} 天为旧。`,
      `Age in days at ${desk.today}: up to ${FRESHNESS.ageing} is fresh, over ${FRESHNESS.old} is old.`,
    ),
    blocks: [
      {
        type: 'table',
        dense: false,
        columns: [
          { title: both('页面', 'Page'), align: 'start', width: 44 },
          { title: both('所说之日', 'Speaks of'), align: 'start', width: 15 },
          { title: both('页面日期', 'Page date'), align: 'start', width: 15 },
          { title: both('距今', 'Age'), align: 'end', width: 10 },
          { title: both('所得', 'Read from it'), align: 'start', width: 16 },
        ],
        rows: sources.map((source) => {
          const document = desk.byId.get(source.document)!;
          return {
            source: source.number,
            cells: [
              [
                said(`[${source.number}] `, 'muted'),
                said(document.title, 'strong'),
                { type: 'break' },
                said(provenance(document), 'muted'),
                ...copies(desk, document),
              ],
              [said(source.said ?? '—')],
              [
                said(source.published ?? '—', source.suspect ? 'bad' : 'plain'),
                ...(source.suspect ? [said(both(' 存疑', ' suspect'), 'bad')] : []),
              ],
              [said(age(source.ageDays), freshness(source.ageDays))],
              [said(yieldOf(document), 'muted')],
            ],
          };
        }),
      },
    ],
  };
}

function provenance(document: ReadDocument): string {
  const people = document.people
    .filter((p) => !p.mentionedOnly)
    .map((p) => `${p.org ?? ''}${p.role} ${p.name}`);
  const outlets = [
    document.outlet,
    document.originalOutlet === document.outlet ? null : document.originalOutlet,
  ];
  return [...outlets, ...people, document.source].filter((x) => x !== null && x !== '').join(' · ');
}

function copies(desk: Desk, document: ReadDocument): Inline[] {
  const group = desk.duplicates.find((g) => g.members.some((m) => m.document === document.sha256));
  const own = group?.members.find((m) => m.document === document.sha256);
  if (group === undefined || own === undefined) return [];
  const others = group.members.filter((m) => m !== own);
  const numbers = others.map((m) => `[${desk.notebook.sourceNumber(m.document)}]`).join('');
  const words =
    own.relation === 'excerpt'
      ? both(`节选自 ${numbers}，不另计来源`, `excerpt of ${numbers}, no source of its own`)
      : own.relation === 'copy'
        ? both(`与 ${numbers} 同文，不另计来源`, `same text as ${numbers}, no source of its own`)
        : both(`另有同文或节选 ${numbers}`, `copied or excerpted by ${numbers}`);
  return [{ type: 'break' }, said(words, 'warn')];
}

function age(days: number | null): { zh: string; en: string } {
  if (days === null) return both('不明', 'unknown');
  if (days < 0) return both(`${-days} 天后`, `in ${-days} days`);
  return both(`${days.toLocaleString('en-US')} 天`, `${days.toLocaleString('en-US')} days`);
}

function freshness(days: number | null): Tone {
  if (days === null) return 'warn';
  return days <= FRESHNESS.ageing ? 'good' : days <= FRESHNESS.old ? 'plain' : 'warn';
}

function yieldOf(document: ReadDocument): { zh: string; en: string } {
  const figures = document.observations.length;
  const measures = document.directions.reduce((sum, d) => sum + d.measures.length, 0);
  const repairs = document.repairs.length;
  return both(
    `数字 ${figures} · 主线 ${document.directions.length} · 举措 ${measures}${repairs > 0 ? ` · 修复 ${repairs}` : ''}`,
    `${figures} figures · ${document.directions.length} lines · ${measures} measures${repairs > 0 ? ` · ${repairs} repairs` : ''}`,
  );
}

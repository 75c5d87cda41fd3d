/** The tables and pages that a brief's numbers stand in, with their age. */
import type { Section, Source } from './brief-document.js';
import { both, said } from './desk.js';
import { FRESHNESS } from './theme.js';
import { SECTIONS, SYNTHETIC_MARK } from './wording.js';

export function tableSources(sources: readonly Source[], today: string): Section {
  return {
    id: 'sources',
    title: SECTIONS.sources,
    lead: both(
      `距今天数按 ${today} 计：${FRESHNESS.ageing} 天内为新，超过 ${FRESHNESS.old} 天为旧。`,
      `Age in days at ${today}: up to ${FRESHNESS.ageing} is fresh, over ${FRESHNESS.old} is old.`,
    ),
    blocks: [
      {
        type: 'table',
        dense: true,
        columns: [
          { title: both('来源', 'Source'), align: 'start', width: 52 },
          { title: both('最近发布', 'Latest release'), align: 'start', width: 18 },
          { title: both('距今', 'Age'), align: 'end', width: 12 },
          { title: both('文件指纹', 'Fingerprint'), align: 'start', width: 18 },
        ],
        rows: sources.map((source) => ({
          source: source.number,
          cells: [
            [
              said(`[${source.number}] `, 'muted'),
              said(source.title, 'strong'),
              ...(source.synthetic === true ? [said(SYNTHETIC_MARK, 'bad')] : []),
              ...(source.outlet === null ? [] : [said(` · ${source.outlet}`, 'muted')]),
              ...(source.file === source.title
                ? []
                : [{ type: 'break' } as const, said(source.file, 'muted')]),
            ],
            [said(source.said ?? both('未注明', 'not stated'), source.said === null ? 'warn' : 'plain')],
            [age(source)],
            [said(source.document.slice(0, 12), 'muted')],
          ],
        })),
      },
    ],
  };
}

function age({ ageDays }: Source) {
  if (ageDays === null) return said(both('不明', 'unknown'), 'warn');
  if (ageDays < 0) return said(both(`${-ageDays} 天后`, `in ${-ageDays} days`), 'warn');
  return said(
    both(`${ageDays.toLocaleString('en-US')} 天`, `${ageDays.toLocaleString('en-US')} days`),
    ageDays <= FRESHNESS.ageing ? 'good' : ageDays <= FRESHNESS.old ? 'plain' : 'warn',
  );
}

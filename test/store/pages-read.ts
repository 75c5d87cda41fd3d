/** Pages as the reader would hand them to the store, made from a few words. */
import { type Observation, type ReadDocument, sha256 } from '../../src/model/index.js';
import type { ReadPage } from '../../src/store/index.js';

export interface Said {
  indicator: string;
  value: number;
  quote: string;
  unit?: string;
  kind?: Observation['kind'];
  period?: string | null;
  bound?: Observation['bound'];
  region?: string;
}

export function readPage(
  name: string,
  said: readonly Said[],
  rest: Partial<ReadDocument> = {},
  body = name,
): ReadPage {
  const original = Buffer.from(`${body}\n${said.map((s) => s.quote).join('\n')}`);
  const paragraphs = [`${name}的运行情况。`, ...said.map((s) => `${s.indicator}为${s.quote}。`)];
  const text = paragraphs.join('\n');
  let from = 0;
  const observations = said.map((s, i): Observation => {
    const start = text.indexOf(s.quote, from);
    from = start + s.quote.length;
    return {
      id: `o${i + 1}`,
      textSpan: s.quote,
      clause: `${s.indicator}为${s.quote}`,
      start,
      end: from,
      indicator: s.indicator,
      value: s.value,
      unit: s.unit ?? '%',
      kind: s.kind ?? 'growth',
      period: s.period === undefined ? '2024' : s.period,
      scope: { region: s.region ?? '全国', industry: null, group: null },
      comparator: null,
      approx: false,
      bound: s.bound ?? null,
    };
  });
  const document: ReadDocument = {
    schema: 'ballast.read/1',
    source: name,
    sha256: sha256(original),
    format: 'text',
    title: `${name}的标题`,
    published: '2025-01-17',
    publishedTrust: 'ok',
    eventDates: [{ date: '2025-01-17', what: '发布会' }],
    outlet: '转载网',
    originalOutlet: '某省统计局',
    authors: [],
    editors: [],
    cleanedParagraphs: paragraphs,
    paragraphRoles: paragraphs.map(() => 'body'),
    paragraphRawLine: paragraphs.map((_, i) => i + 1),
    directions: [
      {
        group: '重点工作',
        ordinal: 1,
        title: '稳增长',
        start: 0,
        end: 3,
        status: 'planned',
        themes: ['steady-growth'],
        measures: [
          { text: '=HYPERLINK("http://x")', start: 0, end: 2, themes: ['steady-growth', 'clusters'] },
          { text: '培育链主企业', start: 2, end: 4, themes: [] },
        ],
      },
    ],
    observations,
    targets: [
      {
        textSpan: '超过8万家',
        start: 0,
        end: 2,
        type: 'numeric',
        indicator: '企业数量',
        value: 80_000,
        unit: '家',
        deadline: '2025',
        bound: 'over',
      },
    ],
    programmes: [],
    people: [],
    orgs: [],
    regions: [],
    industries: [],
    futureIndustries: [],
    repairs: [],
    offsetMap: { encoding: 'utf-8', runs: [] },
    selfChecks: [],
    ...rest,
  };
  return { document, original };
}

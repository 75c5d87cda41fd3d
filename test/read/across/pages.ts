/** Pages for the tests of this room: small ones made here, and the labelled seeds where they are at hand. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import {
  type Direction,
  type Observation,
  type ReadDocument,
  sha256,
  type Target,
} from '../../../src/model/index.js';
import { acrossLexicon } from '../../../src/read/across/index.js';

const lexiconFile = fileURLToPath(new URL('../../../lexicons/across.yaml', import.meta.url));
export const lexicon = acrossLexicon(
  (parse(readFileSync(lexiconFile, 'utf8')) as { across: unknown }).across,
);

const goldFolder = fileURLToPath(new URL('../../../../shared/read/gold', import.meta.url));
export const goldAtHand = existsSync(goldFolder);

/** Pages as labelled by hand, in the product's shape. */
export function goldPages(): ReadDocument[] {
  return readdirSync(goldFolder)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => {
      const gold = JSON.parse(readFileSync(`${goldFolder}/${name}`, 'utf8')) as Partial<ReadDocument> & {
        source: string;
      };
      const text = (gold.cleanedParagraphs ?? []).join('\n');
      return page(gold.source, gold.cleanedParagraphs ?? [], {
        ...gold,
        schema: 'ballast.read/1',
        directions: (gold.directions ?? []).map((d) => ({
          ...d,
          themes: [],
          measures: d.measures.map((m) => ({ ...m, themes: [] })),
        })),
        sha256: sha256(text),
      });
    });
}

export function page(source: string, paragraphs: string[], more: Partial<ReadDocument> = {}): ReadDocument {
  return {
    schema: 'ballast.read/1',
    source,
    sha256: sha256(`${source}\n${paragraphs.join('\n')}`),
    format: 'text',
    title: source,
    published: null,
    eventDates: [],
    outlet: null,
    originalOutlet: null,
    authors: [],
    editors: [],
    cleanedParagraphs: paragraphs,
    paragraphRoles: paragraphs.map(() => 'body'),
    paragraphRawLine: paragraphs.map((_, i) => i + 1),
    directions: [],
    observations: [],
    targets: [],
    programmes: [],
    people: [],
    orgs: [],
    regions: [],
    industries: [],
    futureIndustries: [],
    repairs: [],
    offsetMap: { encoding: 'utf-8', runs: [] },
    selfChecks: [],
    ...more,
  };
}

export function observed(
  document: ReadDocument,
  quote: string,
  figure: Pick<Observation, 'indicator' | 'value' | 'unit' | 'kind' | 'period'> & Partial<Observation>,
): ReadDocument {
  const text = document.cleanedParagraphs.join('\n');
  const start = text.indexOf(quote);
  if (start < 0) throw new Error(`「${quote}」 is not on the page`);
  document.observations.push({
    id: `o${document.observations.length + 1}`,
    textSpan: quote,
    clause: quote,
    start,
    end: start + quote.length,
    scope: { region: '全国', industry: null, group: null },
    comparator: null,
    approx: false,
    bound: null,
    ...figure,
  });
  return document;
}

export function promised(document: ReadDocument, quote: string, target: Partial<Target>): ReadDocument {
  const text = document.cleanedParagraphs.join('\n');
  const start = text.indexOf(quote);
  document.targets.push({
    textSpan: quote,
    start,
    end: start + quote.length,
    type: 'numeric',
    indicator: quote,
    value: null,
    unit: null,
    deadline: null,
    bound: null,
    ...target,
  });
  return document;
}

/** Each title must stand on the page. */
export function directed(document: ReadDocument, titles: string[], themes: string[][] = []): ReadDocument {
  const text = document.cleanedParagraphs.join('\n');
  for (const [i, title] of titles.entries()) {
    const start = text.indexOf(title);
    const direction: Direction = {
      group: '重点工作',
      ordinal: i + 1,
      title,
      start,
      end: start + title.length,
      themes: themes[i] ?? [],
      measures: [],
    };
    document.directions.push(direction);
  }
  return document;
}

/** Pages and the measures on them, filtered and a part at a time. */
import type { Cell } from './database.js';

type Rows = <Row>(sql: string, values?: readonly Cell[]) => Promise<Row[]>;

export interface DocumentFilter {
  /** Only these, by SHA-256. */
  among?: readonly string[] | null;
  outlet?: string | null | undefined;
  format?: string | null | undefined;
  /** Id of a line of work. */
  theme?: string | null | undefined;
  year?: string | null | undefined;
  from: number;
  count: number;
}

export interface ListedDocument {
  sha256: string;
  source: string;
  format: string;
  title: string;
  published: string | null;
  publishedTrust: 'ok' | 'suspect' | null;
  eventDate: string | null;
  /** Day by which it stands in the list. */
  day: string | null;
  outlet: string | null;
  readAt: string;
  directions: number;
  measures: number;
  figures: number;
  targets: number;
}

export interface ListedMeasure {
  document: string;
  title: string;
  day: string | null;
  outlet: string | null;
  direction: string;
  speaker: string | null;
  status: string | null;
  text: string;
  themes: string[];
  start: number;
  end: number;
}

export interface DocumentFacets {
  outlets: { name: string; count: number }[];
  formats: { name: string; count: number }[];
  years: { name: string; count: number }[];
  themes: { name: string; count: number }[];
}

const DAY = `coalesce(d.event_date, CASE WHEN d.published_trust = 'suspect' THEN NULL ELSE d.published END)`;
const OUTLET = 'coalesce(d.original_outlet, d.outlet)';

function conditions(filter: Omit<DocumentFilter, 'from' | 'count'>, values: Cell[]): string[] {
  const add = (cell: Cell) => {
    values.push(cell);
    return `$${values.length}`;
  };
  const where = ['true'];
  if (filter.among) where.push(`d.sha256 IN (${filter.among.map(add).join(', ') || 'NULL'})`);
  if (filter.outlet) where.push(`${OUTLET} = ${add(filter.outlet)}`);
  if (filter.format) where.push(`d.format = ${add(filter.format)}`);
  if (filter.year) where.push(`starts_with(${DAY}, ${add(filter.year)})`);
  return where;
}

/** The newest first, those without a day last. */
export async function listDocuments(
  rows: Rows,
  filter: DocumentFilter,
): Promise<{ items: ListedDocument[]; total: number }> {
  const values: Cell[] = [];
  const where = conditions(filter, values);
  if (filter.theme) {
    values.push(JSON.stringify(filter.theme));
    where.push(
      `EXISTS (SELECT 1 FROM directions AS r WHERE r.document = d.sha256 AND contains(r.themes, $${values.length}))`,
    );
  }
  const from = `FROM documents AS d WHERE ${where.join(' AND ')}`;
  const [all] = await rows<{ total: number }>(`SELECT count(*)::INTEGER AS total ${from}`, values);
  const counted = (table: string, extra = '') =>
    `(SELECT count(*)::INTEGER FROM ${table} AS t WHERE t.document = p.sha256 ${extra})`;
  const items = await rows<ListedDocument>(
    `SELECT p.*, ${counted('directions')} AS directions, ${counted('measures')} AS measures,
       ${counted('figures', 'AND t.retired_at IS NULL')} AS figures, ${counted('targets')} AS targets
     FROM (
       SELECT d.sha256, d.source, d.format, d.title, d.published, d.published_trust AS "publishedTrust",
         d.event_date AS "eventDate", ${DAY} AS day, ${OUTLET} AS outlet, d.read_at AS "readAt"
       ${from} ORDER BY day DESC NULLS LAST, d.source, d.sha256 LIMIT ${filter.count} OFFSET ${filter.from}
     ) AS p ORDER BY p.day DESC NULLS LAST, p.source, p.sha256`,
    values,
  );
  return { items, total: all?.total ?? 0 };
}

/** What pages can be filtered by. */
export async function documentFacets(rows: Rows): Promise<DocumentFacets> {
  const by = (name: string, order: string, from = 'documents AS d') =>
    rows<{ name: string; count: number }>(
      `SELECT ${name} AS name, count(DISTINCT d.sha256)::INTEGER AS count FROM ${from}
       WHERE ${name} IS NOT NULL GROUP BY ALL ORDER BY ${order} LIMIT 200`,
    );
  const [outlets, formats, years, themes] = await Promise.all([
    by(OUTLET, 'count DESC, name'),
    by('d.format', 'count DESC, name'),
    by(`substr(${DAY}, 1, 4)`, 'name DESC'),
    by(
      't.theme',
      'count DESC, name',
      `documents AS d JOIN (
         SELECT document, unnest(from_json(themes, '["VARCHAR"]')) AS theme FROM directions
       ) AS t ON t.document = d.sha256`,
    ),
  ]);
  return { outlets, formats, years, themes };
}

/** Measures, those of the latest pages first. `words`: a part of the text. */
export async function listMeasures(
  rows: Rows,
  filter: Omit<DocumentFilter, 'among' | 'format'> & { words?: string | null },
): Promise<{ items: ListedMeasure[]; total: number }> {
  const values: Cell[] = [];
  const where = conditions(filter, values);
  if (filter.theme) {
    values.push(JSON.stringify(filter.theme));
    where.push(`(contains(m.themes, $${values.length}) OR contains(g.themes, $${values.length}))`);
  }
  if (filter.words) {
    values.push(filter.words);
    where.push(`contains(m.text, $${values.length})`);
  }
  const from = `FROM measures AS m
    JOIN directions AS g ON g.document = m.document AND g.seq = m.direction_seq
    JOIN documents AS d ON d.sha256 = m.document WHERE ${where.join(' AND ')}`;
  const [all] = await rows<{ total: number }>(`SELECT count(*)::INTEGER AS total ${from}`, values);
  const items = await rows<Omit<ListedMeasure, 'themes'> & { themes: string }>(
    `SELECT m.document, d.title, ${DAY} AS day, ${OUTLET} AS outlet, g.title AS direction, g.speaker, g.status, m.text,
       m.themes, m.span_start AS "start", m.span_end AS "end"
     ${from} ORDER BY day DESC NULLS LAST, d.source, m.document, m.direction_seq, m.seq
     LIMIT ${filter.count} OFFSET ${filter.from}`,
    values,
  );
  return {
    items: items.map((item) => ({ ...item, themes: JSON.parse(item.themes) as string[] })),
    total: all?.total ?? 0,
  };
}

/** Titles and texts of all pages, for an index of them. */
export async function documentTexts(
  rows: Rows,
): Promise<{ sha256: string; title: string; day: string | null; outlet: string | null; text: string }[]> {
  const found = await rows<{
    sha256: string;
    title: string;
    day: string | null;
    outlet: string | null;
    paragraphs: string;
  }>(
    `SELECT d.sha256, d.title, ${DAY} AS day, ${OUTLET} AS outlet,
       (d.reading::JSON -> '$.cleanedParagraphs')::VARCHAR AS paragraphs
     FROM documents AS d ORDER BY day DESC NULLS LAST, d.source, d.sha256`,
  );
  return found.map(({ paragraphs, ...about }) => ({
    ...about,
    text: (JSON.parse(paragraphs) as string[]).join('\n'),
  }));
}

/** Another text than before wherever a page was added or read anew. */
export async function documentsVersion(rows: Rows): Promise<string> {
  const [row] = await rows<{ pages: number; last: string | null }>(
    'SELECT count(*)::INTEGER AS pages, max(read_at) AS last FROM documents',
  );
  return `${row?.pages ?? 0}|${row?.last ?? ''}`;
}

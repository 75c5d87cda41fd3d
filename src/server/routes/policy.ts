import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { periodTextLabel } from '../../model/index.js';
import { documentFacets, listDocuments, listMeasures } from '../../store/index.js';
import {
  differenceOrigin,
  LONGEST_PHRASE,
  type PageCitation,
  PolicyLibrary,
  pageOrigin,
  type TargetProgress,
} from '../../verbs/index.js';
import {
  DocumentFacets,
  DocumentList,
  MeasureList,
  Movements,
  RawPage,
  ReadPage,
  SearchFound,
  TargetList,
} from '../contract/policy.js';
import { PageQuery } from '../contract/shared.js';
import { notFound } from '../failure.js';
import type { Routes } from './index.js';

const Id = z.object({ sha256: z.string().regex(/^[0-9a-f]{64}$/) });
const word = z.string().max(200).optional();
const Filter = PageQuery.extend({
  outlet: word,
  format: word,
  theme: word,
  year: z
    .string()
    .regex(/^\d{4}$/)
    .optional(),
});
const phrase = z.string().max(LONGEST_PHRASE).optional();
const missing = () =>
  notFound('工作区里没有这一页，可能已被删去', 'the workspace holds no such page; it may have been removed');

/** Pages are published: they have no area, and whoever may open the workspace may read them. */
const PAGES = ['documents', 'directions', 'measures', 'targets', 'figures', 'sources'];

export const policyRoutes: Routes = async (plain, { workspace, lexicons, today }) => {
  const api = plain.withTypeProvider<ZodTypeProvider>();
  const tags = ['policy'];
  const library = new PolicyLibrary(workspace, lexicons);
  const rows = <Row>(sql: string, values: Parameters<typeof workspace.query>[1] = []) =>
    workspace.query<Row>(sql, values);

  api.get(
    '/documents',
    {
      config: { restsOn: PAGES },
      schema: {
        tags,
        summary: '政策页面 pages, the newest first',
        querystring: Filter.extend({ words: phrase }),
        response: { 200: DocumentList },
      },
    },
    async ({ query: { words, ...filter } }) => {
      const among = words?.trim() ? (await library.search(words)).map(({ document }) => document) : null;
      const { items, total } = await listDocuments(rows, { ...filter, among });
      return { items, total, next: nextOf(filter, total) };
    },
  );

  api.get(
    '/documents/facets',
    {
      config: { restsOn: PAGES },
      schema: {
        tags,
        summary: '页面的筛选项 what pages can be filtered by',
        response: { 200: DocumentFacets },
      },
    },
    async () => {
      const facets = await documentFacets(rows);
      const names = new Map(library.themes.map((theme) => [theme.id, theme]));
      return {
        ...facets,
        themes: facets.themes.map((theme) => {
          const { zh, en } = names.get(theme.name) ?? { zh: theme.name, en: theme.name };
          return { ...theme, zh, en };
        }),
      };
    },
  );

  api.get(
    '/documents/:sha256',
    {
      config: { restsOn: PAGES },
      schema: { tags, summary: '阅读一页 a page as it was read', params: Id, response: { 200: ReadPage } },
    },
    async ({ params }) => {
      const found = await library.reading(params.sha256);
      if (found === null) throw missing();
      const { document: read, figureIds, people, copies } = found;
      let at = 0;
      return {
        sha256: read.sha256,
        source: read.source,
        format: read.format,
        title: read.title,
        published: read.published,
        publishedTrust: read.publishedTrust ?? null,
        eventDate: read.eventDates[0]?.date ?? null,
        outlet: read.originalOutlet ?? read.outlet,
        authors: read.authors,
        deck: read.deck ?? null,
        encoding: read.offsetMap.encoding,
        text: read.cleanedParagraphs.join('\n'),
        paragraphs: read.cleanedParagraphs.map((text, i) => {
          const start = at;
          at += text.length + 1;
          return {
            start,
            end: start + text.length,
            role: read.paragraphRoles[i] ?? 'body',
            rawLine: read.paragraphRawLine[i] ?? null,
          };
        }),
        directions: read.directions.map((direction) => ({
          ...direction,
          status: direction.status ?? null,
          speaker: direction.speaker ?? null,
        })),
        figures: read.observations.map((observation, i) => ({
          start: observation.start,
          end: observation.end,
          originId: figureIds[i]!,
          indicator: observation.indicator,
          value: observation.value,
          unit: observation.unit,
          kind: observation.kind,
          period: observation.period,
          scope: [observation.scope.region, observation.scope.industry, observation.scope.group]
            .filter(Boolean)
            .join(' · '),
          quote: observation.textSpan,
        })),
        targets: read.targets.map((target) => ({ ...target, quote: target.textSpan })),
        people: read.people.map((person, i) => ({
          ...person,
          mentionedOnly: person.mentionedOnly ?? false,
          spans: people.filter((span) => span.person === i),
        })),
        organisations: read.orgs.map(({ name }) => name),
        programmes: read.programmes,
        repairs: read.repairs,
        selfChecks: read.selfChecks,
        copies,
      };
    },
  );

  api.get(
    '/documents/:sha256/raw',
    {
      schema: { tags, summary: '原页文本 the page as it came', params: Id, response: { 200: RawPage } },
    },
    async ({ params }) => {
      const read = await workspace.reading(params.sha256);
      if (read === null) throw missing();
      return { ...(await library.raw(read.sha256, read.source)), runs: read.offsetMap.runs };
    },
  );

  api.get(
    '/documents/:sha256/original',
    { schema: { tags, summary: '下载原件 the original file', params: Id } },
    async ({ params }, reply) => {
      const read = await workspace.reading(params.sha256);
      if (read === null) throw missing();
      const bytes = await workspace.originals.get(read.sha256);
      // Never shown by the browser: a page of somebody else's must not run under our name.
      return reply
        .header('content-type', 'application/octet-stream')
        .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(read.source)}`)
        .send(Buffer.from(bytes));
    },
  );

  api.get(
    '/policy/search',
    {
      config: { restsOn: PAGES },
      schema: {
        tags,
        summary: '全文查找词语 phrases in the texts of pages',
        querystring: PageQuery.extend({ words: z.string().max(LONGEST_PHRASE) }),
        response: { 200: SearchFound },
      },
    },
    async ({ query }) => {
      const found = await library.search(query.words);
      return {
        items: found.slice(query.from, query.from + query.count),
        total: found.length,
        next: nextOf(query, found.length),
        hits: found.reduce((sum, { hits }) => sum + hits, 0),
      };
    },
  );

  api.get(
    '/policy/lines',
    {
      config: { restsOn: PAGES },
      schema: { tags, summary: '工作主线的演变 lines of work over the years', response: { 200: Movements } },
    },
    async () => {
      const titles = await library.titles();
      return {
        themes: library.themes,
        movements: (await library.movements()).map(({ issuer, pages, lines }) => ({
          issuer,
          pages,
          lines: lines.map(({ title, themes, moments }) => ({
            title,
            themes,
            moments: moments.map((moment) => ({
              document: moment.document,
              date: moment.date,
              state: moment.state,
              title: moment.title,
              measures: moment.measures,
              cited: moment.citation === null ? null : cited(moment.citation, titles),
              score: moment.match?.score ?? null,
              why: moment.match?.why ?? null,
            })),
          })),
        })),
      };
    },
  );

  api.get(
    '/policy/targets',
    {
      config: { restsOn: PAGES },
      schema: { tags, summary: '目标与最新数 targets and where they stand', response: { 200: TargetList } },
    },
    async () => {
      const titles = await library.titles();
      const day = today();
      return { today: day, items: (await library.targets(day)).map((item) => targetItem(item, titles)) };
    },
  );

  api.get(
    '/policy/measures',
    {
      config: { restsOn: PAGES },
      schema: {
        tags,
        summary: '举措 measures, those of the latest pages first',
        querystring: Filter.omit({ format: true }).extend({ words: phrase }),
        response: { 200: MeasureList },
      },
    },
    async ({ query }) => {
      const { items, total } = await listMeasures(rows, { ...query, words: query.words?.trim() || null });
      return { items, total, next: nextOf(query, total) };
    },
  );
};

const nextOf = ({ from, count }: { from: number; count: number }, total: number) =>
  from + count < total ? from + count : null;

function cited({ document, start, end, quote }: PageCitation, titles: ReadonlyMap<string, string>) {
  return { document, title: titles.get(document) ?? document, start, end, quote };
}

function targetItem(item: TargetProgress, titles: ReadonlyMap<string, string>) {
  const { target, observed, gap } = item;
  const about = { indicator: target.indicator, unit: target.unit, period: target.deadline };
  const origin = pageOrigin(
    { ...about, value: target.value, said: target.said },
    target.citations[0]!,
    titles,
  );
  const latestOrigin =
    observed === null
      ? null
      : pageOrigin(
          {
            indicator: observed.fact.indicator,
            unit: observed.fact.unit,
            period: observed.fact.period,
            value: observed.statement.value,
            said: observed.statement.mentions[0]?.said ?? null,
          },
          observed.statement.mentions[0]!,
          titles,
        );
  return {
    indicator: target.indicator,
    text: target.textSpan,
    value: target.value,
    unit: target.unit,
    period: target.deadline,
    origin,
    due: item.due,
    daysLeft: item.daysLeft,
    state: item.state,
    gap,
    gapOrigin:
      gap === null || latestOrigin === null
        ? null
        : differenceOrigin(
            {
              label: target.indicator,
              value: gap,
              unit: target.unit === '%' ? '个百分点' : target.unit,
              period: target.deadline,
            },
            { formula: 'T − V', method: '目标减最新数 target less the latest value' },
            [origin, latestOrigin],
          ),
    why: item.why,
    citations: target.citations.map((citation) => cited(citation, titles)),
    latest:
      observed === null || latestOrigin === null
        ? null
        : {
            text: observed.statement.textSpan,
            value: observed.statement.value,
            unit: observed.fact.unit,
            period: observed.fact.period,
            when: {
              zh: periodTextLabel(observed.fact.period ?? '—', 'zh'),
              en: periodTextLabel(observed.fact.period ?? '—', 'en'),
            },
            origin: latestOrigin,
          },
  };
}

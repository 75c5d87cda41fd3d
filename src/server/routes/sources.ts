import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { RevisedPage, SourcePage } from '../contract/data.js';
import { PageQuery } from '../contract/shared.js';
import type { Routes } from './index.js';

export const sourceRoutes: Routes = async (plain, { workspace }) => {
  const api = plain.withTypeProvider<ZodTypeProvider>();
  const tags = ['data'];
  const part = <Item>(items: Item[], total: number, from: number) => ({
    items,
    total,
    next: from + items.length < total ? from + items.length : null,
  });
  const countOf = async (sql: string) => (await workspace.query<{ n: number }>(sql))[0]?.n ?? 0;

  api.get(
    '/sources',
    {
      config: { restsOn: ['sources'] },
      schema: {
        tags,
        summary: '来源 table files taken in, newest first',
        querystring: PageQuery,
        response: { 200: SourcePage },
      },
    },
    async ({ query: { from, count } }) =>
      part(
        await workspace.query<SourcePage['items'][number]>(
          `SELECT sha256, parse_filename(file) AS file, kind, title, publisher, released, bytes, synthetic,
             import_id AS "importId", recorded_at AS "recordedAt"
           FROM sources ORDER BY import_id DESC LIMIT $1 OFFSET $2`,
          [count, from],
        ),
        await countOf('SELECT count(*) AS n FROM sources'),
        from,
      ),
  );

  api.get(
    '/revisions',
    {
      config: { restsOn: ['figures'] },
      schema: {
        tags,
        summary: '修订过的数 facts with more than one release',
        querystring: PageQuery,
        response: { 200: RevisedPage },
      },
    },
    async ({ query: { from, count } }) => {
      const revised = `SELECT fact_key FROM figure_vintages GROUP BY fact_key HAVING bool_or(superseded)`;
      const rows = await workspace.query<
        RevisedPage['items'][number] & {
          id: string;
          value: number;
          released: string | null;
          superseded: boolean;
        }
      >(
        `SELECT v.fact_key AS "factKey", v.indicator, v.period, v.area, v.unit, v.id, v.value, v.released, v.superseded
         FROM figure_vintages AS v JOIN (${revised} ORDER BY fact_key LIMIT $1 OFFSET $2) AS r ON r.fact_key = v.fact_key
         ORDER BY v.indicator, v.period, v.fact_key, v.released`,
        [count, from],
      );
      const facts = new Map<string, RevisedPage['items'][number]>();
      for (const { id, value, released, superseded, ...fact } of rows) {
        const known = facts.get(fact.factKey) ?? { ...fact, vintages: [] };
        known.vintages.push({ id, value, released, superseded });
        facts.set(fact.factKey, known);
      }
      return part([...facts.values()], await countOf(`SELECT count(*) AS n FROM (${revised})`), from);
    },
  );
};

// The pages of a workspace over HTTP: the samples, read into a workspace of their own.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Origin } from '../../src/server/contract/origin.js';
import type {
  DocumentFacets,
  DocumentItem,
  MeasureItem,
  Movements,
  RawPage,
  ReadPage,
  SearchFound,
  TargetList,
} from '../../src/server/contract/policy.js';
import { buildApp, openSession } from '../../src/server/index.js';
import { Workspace } from '../../src/store/index.js';
import { keepBatch, openLexicons, readPages } from '../../src/verbs/index.js';

let folder: string;
let workspace: Workspace;
let app: FastifyInstance;
const quiet = { note() {}, trace() {}, progress: () => ({ step() {}, end() {} }) };

async function readIn(paths: string[]): Promise<void> {
  const { lexicons, reading } = await openLexicons(workspace.dir);
  const run = workspace.startImport({ kind: 'pages', source: 'test' });
  for await (const batch of readPages(paths, lexicons, quiet)) await keepBatch(run, batch, reading);
  await run.finish();
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ballast-policy-'));
  workspace = await Workspace.open(join(folder, 'workspace'));
  await readIn(['samples/pages']);
  const { lexicons } = await openLexicons(workspace.dir);
  const session = await openSession({
    workspace,
    name: 'workspace',
    version: '0',
    lexicons,
    today: () => '2024-12-31',
    report: (error) => console.error(error),
  });
  app = await buildApp(session, { web: null });
});

afterAll(async () => {
  await app.close();
  await workspace.close();
  await rm(folder, { recursive: true });
});

const get = (url: string) => app.inject({ method: 'GET', url, headers: { host: 'localhost:4173' } });
async function ask<Answer>(path: string): Promise<Answer> {
  const answer = await get(`/api/v1${path}`);
  expect(answer.statusCode, answer.body.slice(0, 300)).toBe(200);
  return answer.json() as Answer;
}
type Page<Item> = { items: Item[]; total: number; next: number | null };

describe('documents', () => {
  it('lists the newest first, a part at a time', async () => {
    const first = await ask<Page<DocumentItem>>('/documents?count=5');
    expect(first).toMatchObject({ total: 13, next: 5 });
    const rest = await ask<Page<DocumentItem>>('/documents?from=5&count=50');
    expect(rest.next).toBeNull();
    const days = [...first.items, ...rest.items].flatMap(({ day }) => day ?? []);
    expect(days).toEqual([...days].sort().reverse());
    expect(new Set([...first.items, ...rest.items].map(({ sha256 }) => sha256)).size).toBe(13);
  });

  it('every filter offered finds as many pages as it says', async () => {
    const facets = await ask<DocumentFacets>('/documents/facets');
    expect(facets.years.length).toBeGreaterThan(2);
    expect(facets.themes[0]!.en).not.toBe('');
    for (const [key, choices] of [
      ['year', facets.years],
      ['format', facets.formats],
      ['outlet', facets.outlets],
      ['theme', facets.themes],
    ] as const)
      for (const { name, count } of choices) {
        const { total } = await ask<Page<DocumentItem>>(`/documents?${key}=${encodeURIComponent(name)}`);
        expect([key, name, total]).toEqual([key, name, count]);
      }
  });

  it('refuses what is no hash, and says that an unknown page is not there', async () => {
    expect((await get('/api/v1/documents/..%2F..%2Fetc%2Fpasswd')).statusCode).toBe(400);
    const missing = await get(`/api/v1/documents/${'0'.repeat(64)}`);
    expect(missing.statusCode).toBe(404);
    expect(missing.json()).toMatchObject({ error: { code: 'notFound' } });
  });
});

describe('reading view', () => {
  it('every mark stands on the characters it quotes, every figure leads to its origin and back', async () => {
    const { items } = await ask<Page<DocumentItem>>('/documents?count=100');
    let figures = 0;
    for (const { sha256 } of items) {
      const page = await ask<ReadPage>(`/documents/${sha256}`);
      for (const mark of [...page.figures, ...page.targets])
        expect(page.text.slice(mark.start, mark.end)).toBe(mark.quote);
      for (const direction of page.directions)
        for (const measure of direction.measures)
          expect(page.text.slice(measure.start, measure.end)).toBe(measure.text);
      for (const person of page.people)
        for (const { start, end } of person.spans) expect(page.text.slice(start, end)).toBe(person.name);
      const [figure] = page.figures;
      if (!figure) continue;
      figures++;
      const origin = await ask<Origin>(`/origins/${figure.originId}`);
      expect(origin.value).toBe(figure.value);
      expect(origin.place).toEqual({
        kind: 'page',
        document: sha256,
        start: figure.start,
        end: figure.end,
        quote: figure.quote,
      });
      expect(origin.scope).toContain(figure.quote);
    }
    expect(figures).toBeGreaterThan(8);
  });

  it('the raw page has, at the place of each repair, what was repaired; and the runs lead there', async () => {
    const { items } = await ask<Page<DocumentItem>>('/documents?count=100');
    let repairs = 0;
    for (const { sha256 } of items) {
      const page = await ask<ReadPage>(`/documents/${sha256}`);
      const raw = await ask<RawPage>(`/documents/${sha256}/raw`);
      expect(raw.text.length).toBe(raw.total);
      for (const { clean, raw: at, length } of raw.runs.slice(0, 50)) {
        if (page.repairs.some((repair) => repair.start < clean + length && repair.end > clean)) continue;
        expect(raw.text.slice(at, at + length)).toBe(page.text.slice(clean, clean + length));
      }
      for (const repair of page.repairs.filter(({ operation }) => operation === 'pinyin')) {
        repairs++;
        expect(raw.text.slice(repair.rawStart, repair.rawEnd)).toBe(repair.before);
      }
    }
    expect(repairs).toBeGreaterThan(0);
  });

  it('the original comes as a download, byte for byte, and is never shown', async () => {
    const { items } = await ask<Page<DocumentItem>>('/documents?count=100');
    const page = items.find(({ format }) => format === 'html')!;
    const answer = await get(`/api/v1/documents/${page.sha256}/original`);
    expect(answer.headers['content-disposition']).toMatch(/^attachment; /);
    expect(answer.headers['content-type']).toBe('application/octet-stream');
    expect(answer.rawPayload.equals(Buffer.from(await workspace.originals.get(page.sha256)))).toBe(true);
  });
});

describe('search', () => {
  it('finds 专精特新 as a phrase: on all the pages that hold it and on no other', async () => {
    const found = await ask<SearchFound>('/policy/search?words=专精特新');
    const texts = await workspace.readings();
    const holding = texts.filter((page) =>
      `${page.title}\n${page.cleanedParagraphs.join('\n')}`.includes('专精特新'),
    );
    expect(found.items.map(({ document }) => document).sort()).toEqual(
      holding.map(({ sha256 }) => sha256).sort(),
    );
    for (const { snippets } of found.items) for (const { match } of snippets) expect(match).toBe('专精特新');
    // All four characters stand on this page, apart.
    expect((await ask<SearchFound>('/policy/search?words=特专新精')).total).toBe(0);
  });

  it('sees through quotation marks, width and case, and takes words parted by blanks as all wanted', async () => {
    const little = await ask<SearchFound>('/policy/search?words=专精特新小巨人');
    expect(little.total).toBeGreaterThan(0);
    expect(little.items[0]!.snippets[0]!.match).toMatch(/专精特新[“”]?.*小巨人/);
    const wide = await ask<SearchFound>(`/policy/search?words=${encodeURIComponent('５ｇ')}`);
    expect(wide).toEqual(await ask<SearchFound>('/policy/search?words=5G'));
    expect(wide.total).toBeGreaterThan(0);
    const both = await ask<SearchFound>(`/policy/search?words=${encodeURIComponent('专精特新 5G')}`);
    expect(both.total).toBeLessThanOrEqual(Math.min(little.total + 10, wide.total));
    expect(await ask<SearchFound>('/policy/search?words=%20')).toMatchObject({ total: 0 });
    expect((await get(`/api/v1/policy/search?words=${'长'.repeat(101)}`)).statusCode).toBe(400);
  });

  it('finds a page that was read in since', async () => {
    const file = join(folder, '2025-notice.txt');
    const { writeFile } = await import('node:fs/promises');
    await writeFile(
      file,
      '关于试点的通知\n发布时间：2025-01-10\n各单位要认真落实试点要求，<script>alert(1)</script>海风协同不得外泄。\n要加强组织领导，确保取得实效。\n',
    );
    await readIn([file]);
    const found = await ask<SearchFound>('/policy/search?words=海风协同');
    expect(found.total).toBe(1);
    const page = await ask<ReadPage>(`/documents/${found.items[0]!.document}`);
    expect(page.text).toContain('海风协同');
  });
});

describe('lines, targets and measures', () => {
  it('a line of work has a moment for what each page says of it, cited', async () => {
    const { movements } = await ask<Movements>('/policy/lines');
    const [first] = movements;
    expect(first!.pages.length).toBeGreaterThan(1);
    const lasting = first!.lines.filter(({ moments }) => moments.filter((m) => m.title !== null).length > 1);
    expect(lasting.length).toBeGreaterThan(0);
    for (const { moments } of lasting)
      for (const { title, cited, state } of moments) {
        expect(title === null).toBe(state === 'dropped');
        if (cited) expect(cited.title).not.toBe(cited.document);
      }
  });

  it('a target stands with the latest figure of the same thing, both with their sentences', async () => {
    const { items, today } = await ask<TargetList>('/policy/targets');
    expect(today).toBe('2024-12-31');
    expect(items.length).toBeGreaterThan(5);
    const told = items.filter(({ latest }) => latest !== null);
    expect(told.length).toBeGreaterThan(0);
    for (const { latest, citations, origin } of told) {
      expect(citations.length).toBeGreaterThan(0);
      for (const { place } of [origin, latest!.origin]) {
        if (place.kind !== 'page') throw new Error(place.kind);
        const page = await ask<ReadPage>(`/documents/${place.document}`);
        expect(page.text.slice(place.start, place.end)).toBe(place.quote);
      }
    }
  });

  it('measures by theme and words', async () => {
    const all = await ask<Page<MeasureItem>>('/policy/measures?count=1000');
    expect(all.total).toBeGreaterThan(100);
    const theme = all.items.find(({ themes }) => themes.length > 0)!.themes[0]!;
    const some = await ask<Page<MeasureItem>>(`/policy/measures?theme=${theme}&count=1000`);
    expect(some.total).toBeLessThan(all.total);
    const words = await ask<Page<MeasureItem>>('/policy/measures?words=中小企业&count=1000');
    expect(words.items.map(({ text }) => text)).toEqual(
      all.items.map(({ text }) => text).filter((text) => text.includes('中小企业')),
    );
  });
});

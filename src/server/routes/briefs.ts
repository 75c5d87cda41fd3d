import { readdir, readFile, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { zipSync } from 'fflate';
import { z } from 'zod';
import { type BriefDocument, type Footnote, picturesOf, renderHtml } from '../../brief/index.js';
import type { Bilingual } from '../../model/index.js';
import {
  AREA_LEVELS,
  type BriefFormat,
  briefPeriods,
  briefSubjects,
  dropBrief,
  INDUSTRY_LEVELS,
  importsSince,
  type KeptBrief,
  keepBrief,
  keptBrief,
  keptBriefs,
  keptDocument,
  lastImport,
  lastOf,
  layoutAreas,
  notWritten,
  pageFile,
  pictureSvg,
  renderBrief,
  storedOrigin,
  subjectOf,
  type Teller,
  timeOf,
  writeBrief,
} from '../../verbs/index.js';
import {
  Brief,
  BriefAgain,
  type BriefEntry,
  type BriefFile,
  BriefKind,
  BriefList,
  BriefNote,
  BriefPeriods,
  type BriefSettings,
  BriefStarted,
  BriefSubjects,
  type BriefWritten,
  type LayoutOf,
  NewBrief,
} from '../contract/briefs.js';
import { notFound, Refusal } from '../failure.js';
import type { JobContext } from '../jobs.js';
import { mayAccess, type Principal } from '../principal.js';
import type { Routes } from './index.js';

const TYPES = {
  html: 'text/html; charset=utf-8',
  md: 'text/markdown; charset=utf-8',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
} as const;

const formatOf = (name: string) => extname(name).slice(1) as keyof typeof TYPES;
const missing = () =>
  notFound('没有这份简报，可能已被删除', 'there is no such brief; it may have been deleted');
const changed = () =>
  new Refusal(409, 'changed', {
    zh: '这份简报已在别处改写。请刷新后再改，以免盖掉别人的意见',
    en: 'this brief was written again elsewhere: reload before you change it, so that nothing of others is lost',
  });

const KIND_WORDS: Readonly<Record<BriefSettings['kind'], Bilingual>> = {
  ledger: { zh: '政策台账简报', en: 'ledger brief' },
  monthly: { zh: '运行简报', en: 'monthly brief' },
  cluster: { zh: '集群报告', en: 'cluster brief' },
  chain: { zh: '产业链简报', en: 'chain brief' },
  ladder: { zh: '企业梯度简报', en: 'ladder brief' },
  firm: { zh: '企业预审', en: 'firm brief' },
  challenge: { zh: '揭榜任务简报', en: 'task brief' },
  layout: { zh: '产业布局简报', en: 'layout brief' },
};

/** A brief may say something of any area: it is for those who may see them all. */
const seesAll = {
  preHandler: async ({ principal }: { principal: Principal }) => {
    if (!mayAccess(principal, null))
      throw new Refusal(403, 'area', {
        zh: '简报可能涉及全部地区，这一账号只能看部分地区',
        en: 'briefs may speak of every area, and this account is limited to some',
      });
  },
};

/** One after another: each takes what the workspace holds, and a brief is never written twice at once. */
const LANE = 'brief';

/** Of which table the areas are asked for. */
const LayoutTableQuery = {
  table: z.string().max(200).optional(),
  indicator: z.string().max(200).optional(),
  unit: z.string().max(60).default(''),
  areas: z.enum(AREA_LEVELS).default('prefecture'),
  industries: z.enum(INDUSTRY_LEVELS).default('division'),
};

function layoutOf({
  table,
  indicator,
  unit,
  areas,
  industries,
}: z.infer<z.ZodObject<typeof LayoutTableQuery>>): LayoutOf | null {
  if (table !== undefined) return { table };
  return indicator === undefined ? null : { indicator, unit, areas, industries };
}

const Name = z.object({ name: z.string().min(1).max(200) });
const Version = z.object({ version: z.coerce.number().int().min(1).optional() });

export const briefRoutes: Routes = async (plain, { workspace, name: where, jobs, today, audit }) => {
  const api = plain.withTypeProvider<ZodTypeProvider>();
  const tags = ['briefs'];
  const folder = join(workspace.dir, 'briefs');

  /** Only what stands in the folder itself is ever read, under the name it has there. */
  const names = async () => {
    const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
    return entries.filter((entry) => entry.isFile() && formatOf(entry.name) in TYPES).map(({ name }) => name);
  };

  const entryOf = async (kept: KeptBrief): Promise<BriefEntry> => {
    const { lastImport: known, ...last } = lastOf(kept);
    const { name, title, lang, settings, synthetic } = kept;
    return {
      ...last,
      ...{ name, title, lang, synthetic },
      kind: settings.kind,
      subject: subjectOf(settings),
      time: timeOf(settings),
      newer: await importsSince(workspace, settings, known),
    };
  };

  const found = async (name: string): Promise<KeptBrief> => {
    const kept = await keptBrief(workspace, name);
    if (kept === null) throw missing();
    return kept;
  };

  const documentOf = async (name: string, version?: number): Promise<BriefDocument> => {
    const document = await keptDocument(workspace, await found(name), version);
    if (document === null) throw missing();
    return document;
  };

  api.get(
    '/briefs',
    {
      ...seesAll,
      schema: {
        tags,
        summary: '简报 briefs of the workspace, the one written last first, and files beside them',
        response: { 200: BriefList },
      },
    },
    async () => {
      const kept = await keptBriefs(workspace);
      const pages = new Set(kept.map(({ name }) => pageFile(name)));
      const others = (await names()).filter((name) => !pages.has(name));
      const files = await Promise.all(
        others.map(async (name): Promise<BriefFile> => {
          const { size, mtime } = await stat(join(folder, name));
          return { name, format: formatOf(name), bytes: size, written: mtime.toISOString() };
        }),
      );
      files.sort((a, b) =>
        a.written < b.written ? 1 : a.written > b.written ? -1 : a.name < b.name ? -1 : 1,
      );
      return { briefs: await Promise.all(kept.map(entryOf)), files };
    },
  );

  api.get(
    '/briefs/subjects',
    {
      ...seesAll,
      config: {
        restsOn: [
          'figures',
          'clusters',
          'chains',
          'io_tables',
          'enterprises',
          'firm_items',
          'challenges',
          'market',
          'layout_tables',
          'layout_cells',
        ],
      },
      schema: {
        tags,
        summary: '可写的对象 what a kind of brief could be about, those with most to write from first',
        querystring: z.object({
          kind: BriefKind,
          search: z.string().max(100).default(''),
          ...LayoutTableQuery,
        }),
        response: { 200: BriefSubjects },
      },
    },
    async ({ query: { kind, search, ...asked } }) => {
      if (kind !== 'layout') return { items: await briefSubjects(workspace, kind, search) };
      const of = layoutOf(asked);
      return { items: of === null ? [] : await layoutAreas(workspace, of, search) };
    },
  );

  api.get(
    '/briefs/periods',
    {
      ...seesAll,
      config: { restsOn: ['figures', 'report_values'] },
      schema: {
        tags,
        summary: '可写的时期 periods that a brief of the subject could be of, newest first',
        querystring: z.object({ kind: z.enum(['monthly', 'cluster']), subject: z.string().min(1).max(200) }),
        response: { 200: BriefPeriods },
      },
    },
    async ({ query: { kind, subject } }) => ({ items: await briefPeriods(workspace, kind, subject) }),
  );

  const write = async (
    before: KeptBrief | null,
    { settings, lang }: { settings: BriefSettings; lang: 'zh' | 'en' },
    principal: Principal,
    { signal, progress }: JobContext,
  ): Promise<BriefWritten> => {
    const known = await lastImport(workspace);
    const teller = tellerOf(signal, progress);
    const document = await writeBrief(workspace, settings, { lang, today: today(), teller }, where);
    signal.throwIfAborted();
    progress(0.9, { zh: '存入工作区', en: 'keeping it' });
    // Another tab may have written it since this was asked for.
    if (before !== null && lastOf(await found(before.name)).version !== lastOf(before).version)
      throw changed();
    const left = notWritten(document);
    const kept = await keepBrief(workspace, before, document, {
      settings,
      lang,
      by: principal.id,
      written: new Date().toISOString(),
      lastImport: known,
      notWritten: left,
    });
    const { version } = lastOf(kept);
    await audit(principal, before === null ? 'brief' : 'brief again', `${kept.name} ${version}`);
    return { name: kept.name, version, notWritten: left };
  };

  const titleOf = (settings: BriefSettings): Bilingual => {
    const { zh, en } = KIND_WORDS[settings.kind];
    const subject = subjectOf(settings) ?? '';
    return { zh: `写${zh} ${subject}`.trim(), en: `Writing a ${en} ${subject}`.trim() };
  };

  api.post(
    '/briefs',
    {
      ...seesAll,
      schema: {
        tags,
        summary: '写简报（后台任务） writes a brief as a job; its result names it',
        body: NewBrief,
        response: { 202: BriefStarted },
      },
    },
    async ({ body, principal }, reply) => {
      const about = { kind: 'brief', title: titleOf(body.settings), principal: principal.id, lane: LANE };
      const job = await jobs.start(about, (context) => write(null, body, principal, context));
      return reply.status(202).send({ job });
    },
  );

  api.put(
    '/briefs/:name',
    {
      ...seesAll,
      schema: {
        tags,
        summary:
          '改意见、按新数据重写（后台任务） writes a brief again, with other remarks or newer data, as a job',
        params: Name,
        body: BriefAgain,
        response: { 202: BriefStarted },
      },
    },
    async ({ params, body: { basedOn, title, remarks }, principal }, reply) => {
      const before = await found(params.name);
      if (lastOf(before).version !== basedOn) throw changed();
      const { title: oldTitle, remarks: oldRemarks, ...rest } = before.settings as BriefSettings;
      const newTitle = title === undefined ? oldTitle : (title ?? undefined);
      const newRemarks = remarks === undefined ? oldRemarks : (remarks ?? undefined);
      const settings = {
        ...rest,
        ...(newTitle === undefined ? {} : { title: newTitle }),
        ...(newRemarks === undefined ? {} : { remarks: newRemarks }),
      } as BriefSettings;
      const about = { kind: 'brief', title: titleOf(settings), principal: principal.id, lane: LANE };
      const job = await jobs.start(about, (context) =>
        write(before, { settings, lang: before.lang }, principal, context),
      );
      return reply.status(202).send({ job });
    },
  );

  api.get(
    '/briefs/:name',
    {
      ...seesAll,
      schema: {
        tags,
        summary: '一份简报 one brief: what it is about, its sections, its versions',
        params: Name,
        querystring: Version,
        response: { 200: Brief },
      },
    },
    async ({ params, query }) => {
      const kept = await found(params.name);
      const document = await documentOf(params.name, query.version);
      return {
        ...(await entryOf(kept)),
        settings: kept.settings as BriefSettings,
        headings: headingsOf(document),
        versions: kept.versions.map(({ lastImport: _, ...version }) => version),
      };
    },
  );

  api.get(
    '/briefs/:name/preview',
    {
      ...seesAll,
      schema: {
        tags,
        summary: '预览 the brief as a page whose notes lead on into the workbench',
        params: Name,
        querystring: Version.extend({ lang: z.enum(['zh', 'en']).optional() }),
      },
    },
    async ({ params, query }, reply) => {
      const document = await documentOf(params.name, query.version);
      const held = await figuresHeld(document);
      const shown = query.lang === undefined ? document : { ...document, lang: query.lang };
      return reply
        .headers({ 'content-type': TYPES.html, 'cache-control': 'no-store' })
        .send(renderHtml(shown, { leadsTo: (note) => addressOf(note, held) }));
    },
  );

  /** Figures of the notes that the workspace still holds; what briefs compute for themselves it does not. */
  const figuresHeld = async ({ footnotes }: BriefDocument): Promise<ReadonlySet<string>> => {
    const ids = [...new Set(footnotes.flatMap(({ trace }) => trace?.figures ?? []))];
    if (ids.length === 0) return new Set();
    const rows = await workspace.query<{ id: string }>(
      `SELECT DISTINCT id FROM figures WHERE id IN (SELECT unnest(json_extract_string($1::JSON, '$[*]')))`,
      [JSON.stringify(ids)],
    );
    return new Set(rows.map(({ id }) => id));
  };

  api.get(
    '/briefs/:name/notes/:number',
    {
      ...seesAll,
      schema: {
        tags,
        summary: '一条出处 one note of a brief, with the origins of its figures',
        params: Name.extend({ number: z.coerce.number().int().min(1) }),
        querystring: Version,
        response: { 200: BriefNote },
      },
    },
    async ({ params, query }) => {
      const document = await documentOf(params.name, query.version);
      const note = document.footnotes.find(({ number }) => number === params.number);
      if (note === undefined) throw notFound('没有这条出处', 'there is no such note');
      const origins = await Promise.all((note.trace?.figures ?? []).map((id) => storedOrigin(workspace, id)));
      return noteOf(
        note,
        document,
        origins.flatMap((one) => (one === null ? [] : [one.origin])),
      );
    },
  );

  api.get(
    '/briefs/:name/file',
    {
      ...seesAll,
      schema: {
        tags,
        summary:
          '下载 the brief as HTML, Word or Markdown, made when asked for; Markdown with pictures comes as ZIP',
        params: Name,
        querystring: Version.extend({ format: z.enum(['html', 'docx', 'md']) }),
      },
    },
    async ({ params: { name }, query: { format, version } }, reply) => {
      const document = await documentOf(name, version);
      const { type, file, content } = await fileOf(document, name, format);
      return reply
        .headers({
          'content-type': type,
          'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(file)}`,
          'cache-control': 'no-store',
        })
        .send(typeof content === 'string' ? content : Buffer.from(content));
    },
  );

  api.delete(
    '/briefs/:name',
    {
      ...seesAll,
      schema: { tags, summary: '删除简报 deletes a brief with all its versions', params: Name },
    },
    async ({ params, principal }, reply) => {
      await dropBrief(workspace, await found(params.name));
      await audit(principal, 'brief deleted', params.name);
      return reply.status(204).send();
    },
  );

  api.get(
    '/briefs/files/:name',
    {
      ...seesAll,
      schema: {
        tags,
        summary: '另存的简报文件 a file of the folder of briefs, to be shown or (download=1) taken home',
        params: z.object({ name: z.string() }),
        querystring: z.object({ download: z.literal('1').optional() }),
      },
    },
    async ({ params: { name }, query }, reply) => {
      if (!(await names()).includes(name)) throw missing();
      const format = formatOf(name);
      const way = query.download === '1' || format === 'docx' ? 'attachment' : 'inline';
      return reply
        .headers({
          'content-type': TYPES[format],
          'content-disposition': `${way}; filename*=UTF-8''${encodeURIComponent(name)}`,
        })
        .send(await readFile(join(folder, name)));
    },
  );
};

/** A job's way of telling how far the writing is. */
function tellerOf(signal: AbortSignal, progress: JobContext['progress']): Teller {
  return {
    note: () => undefined,
    trace: () => undefined,
    progress: (what, total) => {
      let done = 0;
      progress(null, what);
      return {
        step: (now) => {
          signal.throwIfAborted();
          done++;
          const note = typeof now === 'string' ? { zh: `${what.zh} ${now}`, en: `${what.en} ${now}` } : now;
          progress(total > 1 ? Math.min(0.9, (0.9 * done) / total) : null, note);
        },
        end: () => undefined,
      };
    },
  };
}

function headingsOf({ sections, appendix, footnotes }: BriefDocument): Brief['headings'] {
  const titled = sections.map(({ id, title }) => ({ id: `s-${id}`, title: { zh: title.zh, en: title.en } }));
  if (appendix.length > 0)
    titled.push({ id: 'appendix', title: { zh: '附录 引文原句', en: 'Appendix: cited sentences' } });
  if (footnotes.some(({ place }) => place.kind !== 'sentence'))
    titled.push({ id: 'origins', title: { zh: '数字出处', en: 'Where numbers come from' } });
  return titled;
}

/** Where the workbench shows what a note rests on: a sentence in its page, a figure in its series. */
function addressOf({ trace }: Footnote, held: ReadonlySet<string>): string | null {
  if (trace?.page !== undefined) {
    const { document, start, end } = trace.page;
    return `/policy/${document}?start=${start}&end=${end}`;
  }
  const figure = trace?.figures?.find((id) => held.has(id));
  return figure === undefined ? null : `/monitoring?figure=${figure}`;
}

function noteOf(note: Footnote, { sources }: BriefDocument, origins: BriefNote['origins']): BriefNote {
  const { place, trace } = note;
  const said = (words: Footnote['sentence']): Bilingual =>
    typeof words === 'string' ? { zh: words, en: words } : { zh: words.zh, en: words.en };
  const source = note.source === null ? undefined : sources[note.source - 1];
  return {
    number: note.number,
    sentence: said(note.sentence),
    method: place.kind === 'formula' ? said(place.method) : null,
    inputs: place.kind === 'formula' ? place.inputs : [],
    source:
      source === undefined
        ? null
        : {
            title: source.title,
            file: source.file,
            outlet: source.outlet,
            synthetic: source.synthetic === true,
          },
    sheet: place.kind === 'row' ? place.sheet : null,
    row: place.kind === 'row' ? place.row : null,
    cells:
      place.kind === 'row'
        ? place.cells.map(({ column, quote, states }) => ({ column, quote, states: said(states) }))
        : [],
    released: 'released' in place ? place.released : null,
    page: trace?.page ?? null,
    origins,
  };
}

async function fileOf(
  document: BriefDocument,
  name: string,
  format: BriefFormat,
): Promise<{ type: string; file: string; content: string | Uint8Array }> {
  const silent = { note: () => undefined };
  const pictures = format === 'md' ? picturesOf(document) : [];
  const beside = `${name}-charts`;
  const content = await renderBrief(
    document,
    { format, fileOf: ({ id }) => (pictures.length === 0 ? null : `${beside}/${id}.svg`) },
    silent,
  );
  if (pictures.length === 0) return { type: TYPES[format], file: `${name}.${format}`, content };
  const bytes = (text: string) => new TextEncoder().encode(text);
  const files = Object.fromEntries(
    pictures.map((picture) => [`${beside}/${picture.id}.svg`, bytes(pictureSvg(picture, document))]),
  );
  return {
    type: 'application/zip',
    file: `${name}.md.zip`,
    content: zipSync({ [`${name}.md`]: bytes(content as string), ...files }),
  };
}

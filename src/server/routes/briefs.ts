import { readdir, readFile, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { BriefDocument, Footnote } from '../../brief/index.js';
import type { Bilingual } from '../../model/index.js';
import {
  AREA_LEVELS,
  briefPeriods,
  briefSubjects,
  dropBrief,
  INDUSTRY_LEVELS,
  importsSince,
  type KeptBrief,
  keptBriefs,
  lastOf,
  layoutAreas,
  pageFile,
  storedOrigin,
  subjectOf,
  timeOf,
} from '../../verbs/index.js';
import { BriefDesk, type BriefToWrite } from '../briefs/desk.js';
import { changed, documentOf, found, missing } from '../briefs/kept.js';
import { TYPES } from '../briefs/taken-home.js';
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

const formatOf = (name: string) => extname(name).slice(1) as keyof typeof TYPES;
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

export const briefRoutes: Routes = async (plain, session) => {
  const { workspace, jobs, audit } = session;
  const api = plain.withTypeProvider<ZodTypeProvider>();
  const tags = ['briefs'];
  const folder = join(workspace.dir, 'briefs');
  const desk = new BriefDesk(session);
  api.addHook('onClose', () => desk.close());

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
    asked: BriefToWrite,
    principal: Principal,
    { signal, progress }: JobContext,
  ): Promise<BriefWritten> => {
    const kept = await desk.write(asked, { signal, onProgress: progress });
    const again = asked.before !== null;
    await audit(principal, again ? 'brief again' : 'brief', `${kept.name} ${kept.version}`);
    return kept;
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
      const job = await jobs.start(about, (context) =>
        write({ ...body, by: principal.id, before: null }, principal, context),
      );
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
      const before = await found(workspace, params.name);
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
        write(
          {
            ...{ settings, lang: before.lang, by: principal.id },
            before: { name: before.name, version: basedOn },
          },
          principal,
          context,
        ),
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
      const kept = await found(workspace, params.name);
      const document = await documentOf(workspace, params.name, query.version);
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
    async ({ params: { name }, query: { version, lang } }, reply) =>
      reply
        .headers({ 'content-type': TYPES.html, 'cache-control': 'no-store' })
        .send(await desk.preview({ name, version, lang })),
  );

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
      const document = await documentOf(workspace, params.name, query.version);
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
      const { type, file, content } = await desk.file({ name, version, format });
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
      await dropBrief(workspace, await found(workspace, params.name));
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

function headingsOf({ sections, appendix, footnotes }: BriefDocument): Brief['headings'] {
  const titled = sections.map(({ id, title }) => ({ id: `s-${id}`, title: { zh: title.zh, en: title.en } }));
  if (appendix.length > 0)
    titled.push({ id: 'appendix', title: { zh: '附录 引文原句', en: 'Appendix: cited sentences' } });
  if (footnotes.some(({ place }) => place.kind !== 'sentence'))
    titled.push({ id: 'origins', title: { zh: '数字出处', en: 'Where numbers come from' } });
  return titled;
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

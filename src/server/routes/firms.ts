import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import {
  calendarFile,
  earliestOf,
  FIRM_LADDER,
  isHeld,
  type Subject,
  standingOf,
} from '../../assess/index.js';
import { briefLexicon } from '../../brief/index.js';
import type { Bilingual } from '../../model/index.js';
import { type Codes, EditConflict, loadCodes, type StoredFirmItem } from '../../store/index.js';
import { type FirmDesk, stateOfPlace } from '../../verbs/index.js';
import * as contract from '../contract/firms.js';
import { Failure } from '../contract/shared.js';
import { notFound, Refusal } from '../failure.js';
import { firmDeskOf } from '../firm-desk.js';
import type { Principal } from '../principal.js';
import type { Routes } from './index.js';

const Key = z.object({ key: z.string().min(1).max(200) });
/** An answer waits so long for verdicts before it comes without them. */
const AT_ONCE_MS = 250;
const missing = () => notFound('没有这家企业', 'there is no such firm');

export const firmRoutes: Routes = async (plain, session) => {
  const { workspace, lexicons, today } = session;
  const api = plain.withTypeProvider<ZodTypeProvider>();
  const tags = ['firms'];
  const desk = () => firmDeskOf(workspace);
  let naming: Promise<IndustryNames> | null = null;
  const industries = () => {
    naming ??= loadCodes(lexicons).then((codes) => industryNames(codes, lexicons));
    return naming;
  };
  const found = <Answer>(answer: Answer | null): Answer => {
    if (answer === null) throw missing();
    return answer;
  };

  /** Pre-checks of all firms that are under way, by title and day. */
  const judgings = new Map<string, { done: Promise<void>; job: Promise<{ id: string }> | null }>();
  /** Null where the verdicts are there; else the job that is making them. */
  const judged = async (firms: FirmDesk, title: string, on: string, principal: Principal) => {
    if (await firms.isJudged(title, on)) return null;
    const name = `${title} ${on}`;
    let running = judgings.get(name);
    if (running === undefined) {
      await firms.checkRules(title, on);
      let told: (done: number, of: number) => void = () => undefined;
      const done = firms.judge(title, on, (now, of) => told(now, of)).finally(() => judgings.delete(name));
      done.catch(() => undefined);
      running = { done, job: null };
      judgings.set(name, running);
      if (await endsWithin(AT_ONCE_MS, done)) return null;
      running.job ??= session.jobs.start(
        {
          kind: 'firms-judged',
          title: { zh: `全部企业预审：${title}（${on}）`, en: `every firm pre-checked: ${title} (${on})` },
          principal: principal.id,
        },
        async ({ progress, signal }) => {
          told = (now, of) =>
            progress(of === 0 ? null : now / of, { zh: `${now} / ${of} 家`, en: `${now} of ${of} firms` });
          const cancelled = new Promise<never>((_, reject) => {
            signal.addEventListener('abort', () => reject(signal.reason), { once: true });
          });
          await Promise.race([done, cancelled]);
          return { title, on };
        },
      );
    } else if (await endsWithin(AT_ONCE_MS, running.done)) return null;
    return (await running.job)?.id ?? null;
  };

  api.get(
    '/firms',
    {
      schema: {
        tags,
        summary: '企业名单 firms, filtered and in order, a part at a time',
        querystring: contract.FirmsQuery,
        response: { 200: contract.FirmPage },
      },
    },
    async ({ query, principal }, reply) => {
      const { on = today(), from, count, down, ...asked } = query;
      const [firms, nameOf] = await Promise.all([desk(), industries()]);
      const job = asked.judged === undefined ? null : await judged(firms, asked.judged, on, principal);
      const { items, total, isJudged } = await firms.page({
        ...asked,
        on,
        from,
        count,
        down: down === 'true',
        areas: principal.areas,
      });
      const answer: z.infer<typeof contract.FirmPage> = {
        on,
        total,
        next: from + items.length < total ? from + items.length : null,
        judging: asked.judged === undefined || isJudged ? null : { job },
        // Written out: a copy of all that is left costs ten times as much, for every row of every answer.
        items: items.map(({ entry, rung, titles, lapses, state, unmet, unknown }) => ({
          key: entry.key,
          name: entry.name,
          creditCode: entry.creditCode,
          area: entry.area,
          industry: nameOf(entry.industryCode, entry.industry),
          size: entry.size,
          revenue: entry.revenue,
          staff: entry.staff,
          year: entry.year,
          titlesKnown: entry.titlesKnown,
          synthetic: entry.synthetic,
          rung: rung === null ? null : { id: FIRM_LADDER[rung]!.id, name: FIRM_LADDER[rung]!.name },
          titles: titles as string[],
          lapses,
          state: stateOfPlace(state),
          unmet,
          unknown,
        })),
      };
      // What we made ourselves is not held against the schema again: of 200 firms that takes longer than to find them.
      return reply.type('application/json; charset=utf-8').send(JSON.stringify(answer) as never);
    },
  );

  api.get(
    '/firms/choices',
    {
      schema: {
        tags,
        summary: '可供筛选的地区、行业、称号 what firms can be filtered by',
        querystring: contract.OnDay,
        response: { 200: contract.FirmChoices },
      },
    },
    async ({ query, principal }) => {
      const on = query.on ?? today();
      const [firms, nameOf] = await Promise.all([desk(), industries()]);
      const choices = await firms.choices(on, principal.areas);
      return {
        ...choices,
        on,
        industries: choices.industries.map((one) => ({
          ...one,
          name: nameOf(one.code, null) ?? { zh: one.code, en: one.code },
        })),
        rulebooks: firms.titles().map(({ rung, ...title }) => ({
          ...title,
          rung: rung === null ? null : FIRM_LADDER[rung]!.id,
        })),
      };
    },
  );

  api.get(
    '/firms/:key',
    {
      schema: {
        tags,
        summary: '一家企业：资料、称号、各级预审、日历 one firm before its titles',
        params: Key,
        querystring: contract.OnDay,
        response: { 200: contract.Firm },
      },
    },
    async ({ params, query, principal }) => {
      const on = query.on ?? today();
      const [firms, nameOf] = await Promise.all([desk(), industries()]);
      const firm = found(await firms.firm(params.key, principal.areas, on));
      const { subject, rows, synthetic } = firm;
      const entry = rows.register[0] ?? null;
      const standing = standingOf(subject, on);
      const listed = new Map(
        rows.titles.map((one) => [`${firms.shortTitle(one.title)} ${one.from} ${one.to}`, one]),
      );
      const registered = subject.single.get('registered');
      return {
        on,
        key: params.key,
        name: entry?.name ?? subject.name,
        creditCode: subject.creditCode,
        area: entry?.area ?? rows.titles.find(({ area }) => area !== null)?.area ?? subject.area,
        areaCode: subject.area,
        industry: nameOf(subject.industry, entry?.industry ?? null),
        industryCode: subject.industry,
        size: entry?.size ?? null,
        registered: typeof registered === 'string' ? registered : (entry?.registered ?? null),
        synthetic,
        ladder: FIRM_LADDER.map(({ id, name }, rung) => ({ id, name, held: standing.held[rung] ?? null })),
        titles:
          subject.titles?.map((title) => {
            const entry = listed.get(`${title.title} ${title.from} ${title.to}`);
            return {
              ...title,
              valid: isHeld(title, on),
              source: entry === undefined ? null : `${entry.file ?? ''} · ${entry.row}`,
              written: entry?.title ?? null,
            };
          }) ?? null,
        items: itemsOf(subject, rows.items, firms),
        verdicts: firm.verdicts.map(({ title, rung, held, application, rulebook, verdict, reason }) => {
          const count = (state: string) =>
            verdict?.criteria.filter((criterion) => criterion.state === state).length ?? 0;
          return {
            ...{ title, held, application, reason },
            name: rulebook?.name ?? { zh: title, en: title },
            rung: rung === null ? null : FIRM_LADDER[rung]!.id,
            state: verdict?.state ?? null,
            unmet: verdict?.gaps.filter(({ state }) => state === 'unmet').length ?? 0,
            unknown: verdict?.gaps.filter(({ state }) => state === 'unknown').length ?? 0,
            manual: count('manualReview'),
            met: count('met'),
            level: verdict?.level?.low?.name ?? null,
            draft: verdict?.rulebook.draft ?? false,
            earliest: verdict === null ? null : earliestOf(verdict.gaps),
          };
        }),
        calendar: firm.calendar,
        doubts: firm.doubts.map(({ severity, reason }) => ({ severity, reason })),
      };
    },
  );

  api.get(
    '/firms/:key/verdicts/:title',
    {
      schema: {
        tags,
        summary: '一个称号的预审，逐条 one verdict, criterion by criterion, with what its rules ask for',
        params: Key.extend({ title: z.string().max(60) }),
        querystring: contract.VerdictQuery,
        response: { 200: contract.FirmVerdict },
      },
    },
    async ({ params, query, principal }) => {
      const on = query.on ?? today();
      const firms = await desk();
      const { subject, verdict, rulebook, needs } = found(
        await firms.verdict(params.key, principal.areas, {
          ...query,
          drafts: query.drafts === 'true',
          title: params.title,
          on,
        }),
      );
      return {
        verdict,
        rulebook: {
          name: rulebook.name,
          document: `${rulebook.document.name}${rulebook.document.part ?? ''}`,
          number: rulebook.document.number,
          owner: rulebook.owner,
          checked: rulebook.checked,
          official: rulebook.official,
        },
        levers: needs.flatMap(({ item: { id, subject: _, ...item }, years }) =>
          (item.shape === 'yearly' ? years : [null]).map((year) => ({
            ...item,
            item: id,
            year,
            value: (year === null ? subject.single.get(id) : subject.yearly.get(id)?.get(year)) ?? null,
          })),
        ),
      };
    },
  );

  api.post(
    '/firms/:key/what-if',
    {
      schema: {
        tags,
        summary: '改几个数再判断，不保存 judged again with other values; nothing is kept',
        params: Key,
        body: contract.WhatIfAsked,
        response: { 200: contract.WhatIf },
      },
    },
    async ({ params, body, principal }) => {
      const { changes, on = today(), ...asked } = body;
      const firms = await desk();
      const { before, after, moved } = found(
        await firms.whatIf(params.key, principal.areas, { ...asked, on }, changes),
      );
      return {
        before,
        after,
        moved: moved as z.infer<typeof contract.WhatIf>['moved'],
      };
    },
  );

  api.get(
    '/firms/:key/smallest-change/:title',
    {
      schema: {
        tags,
        summary: '最少改动几个数 the fewest numbers that would have to change',
        params: Key.extend({ title: z.string().max(60) }),
        querystring: contract.VerdictQuery,
        response: { 200: contract.SmallestChange },
      },
    },
    async ({ params, query, principal }) => {
      const firms = await desk();
      return found(
        await firms.smallestChange(params.key, principal.areas, {
          ...query,
          drafts: query.drafts === 'true',
          title: params.title,
          on: query.on ?? today(),
        }),
      );
    },
  );

  api.get(
    '/firms/:key/calendar.ics',
    {
      schema: {
        tags,
        summary: '日历文件 what falls due, as a calendar file',
        params: Key,
        querystring: contract.OnDay.extend({ lang: z.enum(['zh', 'en']).default('zh') }),
      },
    },
    async ({ params, query, principal }, reply) => {
      const on = query.on ?? today();
      const firms = await desk();
      const { subject, calendar } = found(await firms.firm(params.key, principal.areas, on));
      const file = `${subject.name}.ics`;
      return reply
        .header('content-type', 'text/calendar; charset=utf-8')
        .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(file)}`)
        .send(calendarFile(calendar, { stamp: on, lang: query.lang, name: subject.name }));
    },
  );

  api.get(
    '/firms/:key/items/:item',
    {
      schema: {
        tags,
        summary: '一个值的各版 every value that an item has had',
        params: Key.extend({ item: z.string().max(80) }),
        querystring: z.object({ year: z.coerce.number().int().optional() }),
        response: { 200: contract.ItemVintages },
      },
    },
    async ({ params, query, principal }) => {
      const firms = await desk();
      const vintages = found(
        await firms.vintages(params.key, principal.areas, params.item, query.year ?? null),
      );
      return {
        items: vintages.map(({ number, words, unit, revisedBy, revisedAt, ...source }) => ({
          value: number ?? words,
          unit,
          source,
          until: revisedBy === null ? null : (revisedAt ?? ''),
        })),
      };
    },
  );

  api.put(
    '/firms/:key/items',
    {
      schema: {
        tags,
        summary: '改企业的数，旧值留作前一版 sets values; what stood stays as an older vintage',
        params: Key,
        body: contract.ItemsEdited,
        response: { 200: z.object({ changed: z.number() }), 409: Failure },
      },
    },
    async ({ params, body, principal }) => {
      const firms = await desk();
      const by = { principal: principal.id, now: new Date().toISOString() };
      try {
        const { changed } = found(await firms.edit(params.key, principal.areas, body.edits, by));
        const said = body.edits
          .map(({ item, year, was, value }) => `${item}${year === null ? '' : `@${year}`}: ${was} → ${value}`)
          .join('; ');
        await session.audit(principal, 'edit firm', `${params.key} ${said}`);
        return { changed };
      } catch (error) {
        if (error instanceof EditConflict) throw new Refusal(409, 'conflict', error);
        throw error;
      }
    },
  );

  api.put(
    '/firms/:key/titles',
    {
      schema: {
        tags,
        summary:
          '增改企业的称号，旧记录留作前一版 adds, changes or ends a title; what stood stays as an older vintage',
        params: Key,
        body: contract.TitleEdited,
        response: { 200: z.object({ changed: z.number() }), 409: Failure },
      },
    },
    async ({ params, body, principal }) => {
      const firms = await desk();
      const by = { principal: principal.id, now: new Date().toISOString() };
      const said = (title: contract.TitleEdited['was']) =>
        title === null ? '–' : `${title.title} ${title.from ?? '?'}/${title.to ?? '?'}`;
      try {
        found(await firms.editTitle(params.key, principal.areas, body, by));
      } catch (error) {
        if (error instanceof EditConflict) throw new Refusal(409, 'conflict', error);
        throw error;
      }
      await session.audit(principal, 'edit title', `${params.key} ${said(body.was)} → ${said(body.now)}`);
      return { changed: 1 };
    },
  );
};

function itemsOf(subject: Subject, stored: readonly StoredFirmItem[], { items }: FirmDesk) {
  const sources = new Map(
    stored.map(({ item, year, file, sheet, row, column, recordedAt }) => [
      `${item}@${year ?? ''}`,
      { file, sheet, row, column, recordedAt },
    ]),
  );
  return [...items.values()].flatMap(({ id, subject: kinds, ...item }) => {
    if (!kinds.includes('enterprise')) return [];
    const single = subject.single.get(id);
    const values = [
      ...(single === undefined ? [] : [{ year: null, value: single }]),
      ...[...(subject.yearly.get(id) ?? [])].map(([year, value]) => ({ year, value })),
    ].sort((a, b) => (b.year ?? 0) - (a.year ?? 0));
    return [
      {
        ...item,
        item: id,
        values: values.map((one) => ({ ...one, source: sources.get(`${id}@${one.year ?? ''}`) ?? null })),
      },
    ];
  });
}

function endsWithin(milliseconds: number, done: Promise<unknown>): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => resolve(false), milliseconds);
    done.then(() => resolve(true), reject).finally(() => clearTimeout(timer));
  });
}

type IndustryNames = (code: string | null, written: string | null) => Bilingual | null;

/** Names of divisions by code, in both languages where the words of briefs have them. */
function industryNames({ industries }: Codes, lexicons: Record<string, unknown>): IndustryNames {
  const english = 'brief' in lexicons ? briefLexicon(lexicons.brief).industries : {};
  const known = new Map<string, Bilingual>();
  return (code, written) => {
    if (code === null) return written === null ? null : { zh: written, en: english[written] ?? written };
    let names = known.get(code);
    if (names === undefined) {
      const bare = /^[A-Z]?\d{2}/.exec(code)?.[0] ?? code;
      const found = industries.resolve(bare);
      const name = found.status === 'resolved' ? found.name : bare;
      names = { zh: name, en: english[name] ?? name };
      known.set(code, names);
    }
    return names;
  };
}

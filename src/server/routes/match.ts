// Match: tasks with candidates and their lives, shortlists, partners, and finance; long searches as jobs.
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import {
  type Candidate,
  type ChallengeState,
  FIELD_NAMES,
  FINANCE_WEIGHTS,
  FIT_WEIGHTS,
  indicatorsOf,
  NEXT_STATES,
  type Provider,
  stateOf,
} from '../../match/index.js';
import { UserError } from '../../model/index.js';
import { type ChallengeStep, type Codes, loadCodes, type StoredChallenge } from '../../store/index.js';
import {
  dueOf,
  FINANCE_KINDS,
  KEPT_CANDIDATES,
  MATCH_TABLES,
  MatchDesk,
  type NamedFirm,
  openLives,
  type Qualification,
  rejectLine,
  rulesOrNull,
  SCREENING,
  type TaskLives,
  type Teller,
  weakLinkReason,
  weakLinkSuppliers,
} from '../../verbs/index.js';
import * as contract from '../contract/match.js';
import type { Origin } from '../contract/origin.js';
import { Job } from '../contract/shared.js';
import { notFound, Refusal } from '../failure.js';
import { firmDeskOf } from '../firm-desk.js';
import type { WeakLinksFound } from '../network/answers.js';
import { networkDeskOf } from '../network/desk.js';
import type { Session } from '../session.js';
import type { Routes } from './index.js';

const Started = z.object({ job: Job });
const SILENT: Teller = {
  note: () => undefined,
  progress: () => ({ step: () => undefined, end: () => undefined }),
  trace: () => undefined,
};
/** Better candidates that are told of, where a shortlist passes them over. */
const PASSED_OVER = 5;
const MOST_LINKS = 500;
/** The first page has its turn first. */
const READY_MS = 4000;
/** Firms from which one is chosen by name. */
const NAMED = 20;
/** Counted as changed when the best firms of all tasks have been found. */
const COVERS = 'match-covers';

export const matchRoutes: Routes = async (plain, session) => {
  const { workspace, jobs, today, audit } = session;
  const api = plain.withTypeProvider<ZodTypeProvider>();
  const tags = ['match'];
  const counter = new Counter(session);
  const network = networkDeskOf(session);
  // Whoever asks for a task would wait for the texts of all firms: where there are tasks, they are made ready beforehand.
  let making: NodeJS.Timeout | undefined;
  plain.addHook('onListen', async () => {
    making = setTimeout(async () => {
      try {
        const desk = await counter.desk();
        if ((await desk.tasks()).length > 0) await desk.firms(today());
      } catch {
        // Whoever asks is told.
      }
    }, READY_MS);
    making.unref();
  });
  plain.addHook('onClose', async () => clearTimeout(making));
  /** Steps are held against what stands one after another. */
  let recording: Promise<unknown> = Promise.resolve();

  api.get(
    '/match',
    {
      config: { restsOn: [...MATCH_TABLES, 'sources', COVERS] },
      schema: {
        tags,
        summary: '揭榜任务 tasks, how far each has come, and who covers it best',
        querystring: contract.OnQuery,
        response: { 200: contract.Board },
      },
    },
    async ({ query }) => {
      const on = query.on ?? today();
      const desk = await counter.desk();
      const [kept, lives, ready] = await Promise.all([
        workspace.challenges(),
        openLives(workspace),
        desk.coversReady(on),
      ]);
      // Without tasks there is nothing to make the texts of all firms ready for.
      const covers = ready && kept.length > 0 ? await desk.covers(on) : null;
      const read = covers === null ? null : (await desk.firms(on)).read;
      const tasks = kept.map(({ id, synthetic }): contract.BoardTask => {
        const challenge = lives.challenge(id);
        const entries = lives.entries(id);
        const state = lives.state(id);
        const found = covers?.tasks.get(id) ?? null;
        const best = found?.list?.candidates[0];
        const due = entries.flatMap(({ lead }) => dueOf(lives, id, lead, on) ?? []).sort();
        return {
          ...{ id, title: challenge.title, kind: challenge.kind, field: challenge.field },
          ...{ direction: challenge.direction, publisher: challenge.publisher, synthetic, state },
          ...{ published: challenge.published, applyUntil: challenge.applyUntil, budget: challenge.budget },
          stage: state === 'terminated' ? state : furthest(entries.map(stateOf), state),
          applications: entries.length,
          shortlisted: entries.filter(({ steps }) => steps.some(({ to }) => to === 'shortlisted')).length,
          testDue: due[0] ?? null,
          cover:
            found === null
              ? null
              : {
                  best:
                    best === undefined
                      ? null
                      : {
                          key: read!.firms[best.provider]!.provider.id,
                          name: read!.firms[best.provider]!.provider.name,
                          cover: best.terms[0]!.value,
                          score: best.score,
                        },
                  gap: found.list?.gap?.reason ?? null,
                  refused: found.refused,
                },
        };
      });
      return {
        on,
        tasks,
        fields: [...new Set(tasks.map(({ field }) => field).filter((field) => field !== ''))].sort(),
        firms: read?.firms.length ?? 0,
        covered: ready,
        synthetic: kept.some(({ synthetic }) => synthetic),
        files: [...new Set(kept.flatMap(({ file }) => (file === null ? [] : [file])))],
        notes: read?.notices ?? [],
      };
    },
  );

  api.post(
    '/match/covers',
    {
      schema: {
        tags,
        summary: '为全部任务找企业（后台任务） finds the best firms of every task, as a job; they are kept',
        body: contract.OnQuery,
        response: { 202: Started },
      },
    },
    async ({ body, principal }, reply) => {
      const on = body.on ?? today();
      const desk = await counter.desk();
      const job = await jobs.start(
        {
          kind: 'match-covers',
          title: { zh: '为全部任务找企业', en: 'finding firms for all tasks' },
          principal: principal.id,
          lane: 'match',
        },
        async ({ signal, progress }) => {
          progress(0, { zh: '整理企业的文字', en: 'making the texts of firms ready' });
          await desk.covers(on, {
            signal,
            onProgress: (done, of) =>
              progress(done / of, { zh: `已找 ${done}/${of} 项`, en: `${done} of ${of} tasks` }),
          });
          workspace.noteChange(COVERS);
          return { done: true };
        },
      );
      return reply.status(202).send({ job });
    },
  );

  api.get(
    '/match/task/:id',
    {
      schema: {
        tags,
        summary: '一项任务：进展、候选企业与逐项理由 one task: its life, its candidates and why',
        params: z.object({ id: z.string().min(1).max(200) }),
        querystring: contract.TaskQuery,
        response: { 200: contract.TaskPage },
      },
    },
    async ({ params, query, principal }) => {
      const on = query.on ?? today();
      const desk = await counter.desk();
      const [asked, lives, kept] = await Promise.all([
        desk.task(params.id),
        openLives(workspace),
        workspace.challenges(),
      ]);
      const stored = kept.find(({ id }) => id === params.id);
      if (asked === null || stored === undefined) throw notFound('没有这项任务', 'there is no such task');
      const weights = fitWeights(query.weights);
      const [held, shown] = await Promise.all([desk.firms(on), counter.shown()]);
      const area = query.area === undefined ? null : { code: query.area, name: shown.area(query.area) };
      const solved = await desk
        .solve(asked, { on, areas: principal.areas, top: query.top, weights, area })
        .catch((error: unknown) => {
          if (error instanceof UserError) return error;
          throw error;
        });
      const refused = solved instanceof UserError ? { zh: solved.zh, en: solved.en } : null;
      const leads = new Set(lives.entries(params.id).map(({ lead }) => lead));
      const { challenge, qualifies, places } = asked;
      const rules = rulesOrNull(lives, params.id, on);
      return {
        on,
        ...{ id: challenge.id, title: challenge.title, kind: challenge.kind, field: challenge.field },
        ...{ direction: challenge.direction, need: challenge.need, publisher: challenge.publisher },
        published: lives.challenge(params.id).published,
        applyUntil: challenge.applyUntil,
        budget: budgetOf(stored, challenge.budget),
        area: challenge.area === null ? null : shown.area(challenge.area),
        industries: challenge.industries.map(shown.industry),
        ...{ titles: challenge.titles.slice(), qualifies, places, indicators: challenge.indicators },
        ...{ file: stored.file, row: stored.row, synthetic: stored.synthetic },
        ...lifeOf(lives, params.id, on, held.at, held.read.firms),
        rules,
        firms: held.read.firms.length,
        weights: { ...weights },
        candidates:
          solved instanceof UserError
            ? []
            : solved.list.candidates.map((one, at) => ({
                ...candidateOf(one, at, held.read.firms[one.provider]!.provider, shown),
                qualifications: solved.qualifications[at]!,
                applied: leads.has(held.read.firms[one.provider]!.provider.name),
              })),
        gap: solved instanceof UserError ? null : solved.list.gap,
        filtered: solved instanceof UserError ? [] : solved.list.filtered,
        refused,
      };
    },
  );

  api.post(
    '/match/task/:id/steps',
    {
      schema: {
        tags,
        summary: '记一步进展 records a step in the life of a task, held against the rules of its day',
        params: z.object({ id: z.string().min(1).max(200) }),
        body: contract.StepAsked,
        response: { 200: z.object({ number: z.number(), testDue: z.string().nullable() }) },
      },
    },
    async ({ params, body, principal }) => {
      const work = recording.then(() => record(session, params.id, body));
      recording = work.catch(() => undefined);
      const done = await work;
      await audit(principal, 'match step', `${params.id} ${body.lead ?? ''} ${body.to} ${body.on}`);
      return done;
    },
  );

  api.post(
    '/match/shortlist',
    {
      schema: {
        tags,
        summary: '入围名单（后台任务） solvers for all tasks together, as a job',
        body: contract.ShortlistAsked,
        response: { 202: Started },
      },
    },
    async ({ body, principal }, reply) => {
      const on = body.on ?? today();
      const desk = await counter.desk();
      const shown = await counter.shown();
      const weights = fitWeights(body.weights);
      const job = await jobs.start(
        {
          kind: 'match-shortlist',
          title: { zh: '入围名单', en: 'shortlist' },
          principal: principal.id,
          lane: 'match',
        },
        async ({ signal, progress }): Promise<contract.ShortlistResult> => {
          const asked = { on, areas: principal.areas, top: KEPT_CANDIDATES, weights };
          const found = await desk.shortlist(body.places, asked, {
            signal,
            onProgress: (done, of) =>
              progress(done / of, { zh: `已找 ${done}/${of} 项`, en: `${done} of ${of} tasks` }),
          });
          const synthetic = (await workspace.challenges()).some((task) => task.synthetic);
          return shortlistResult(found, { on, places: body.places, synthetic, shown });
        },
      );
      return reply.status(202).send({ job });
    },
  );

  api.get(
    '/match/firm',
    {
      schema: {
        tags,
        summary: '一家企业的对接 one firm as a solver of tasks, a supplier and a buyer',
        querystring: contract.SupplyQuery,
        response: { 200: contract.FirmMatches },
      },
    },
    async ({ query, principal }) => {
      const on = query.on ?? today();
      const desk = await counter.desk();
      const [held, shown, large, ready] = await Promise.all([
        desk.firms(on),
        counter.shown(),
        desk.side('large'),
        desk.coversReady(on),
      ]);
      const at = held.at.get(query.firm);
      if (at === undefined) throw notFound('没有这家企业', 'there is no such firm');
      const { provider } = held.read.firms[at]!;
      const named = (one: number) => firmNamed(held.read.firms[one]!.provider, shown);
      const own = large.firms.find(({ id, name }) => id === provider.id || name === provider.name);
      const published = (await desk.tasks()).find(
        ({ challenge }) => challenge.kind === 'largeFirm' && challenge.publisher === provider.name,
      );
      const need = query.need ?? own?.need ?? published?.challenge.need ?? '';
      const covers = ready ? await desk.covers(on) : null;
      const tasks = new Map((await desk.tasks()).map(({ challenge }) => [challenge.id, challenge]));
      const why = (candidate: Candidate, rank: number) => candidateOf(candidate, rank - 1, provider, shown);
      const supply =
        need.trim() === ''
          ? null
          : await desk.supplyFor(
              { need, industries: own?.industries ?? [], publisher: provider.name },
              { on, areas: principal.areas, top: KEPT_CANDIDATES },
            );
      return {
        on,
        firm: {
          ...named(at),
          ...{ products: provider.products, capabilities: provider.capabilities, patents: provider.patents },
          ...{ titles: [...provider.titles], record: provider.record },
          ...{ places: provider.places, group: provider.group },
        },
        need,
        tasks:
          covers === null
            ? null
            : desk.standings(at, covers.tasks).map(({ id, rank, candidate, gap }) => ({
                ...{ id, title: tasks.get(id)?.title ?? id, gap },
                candidate: why(candidate, rank),
              })),
        customers:
          covers === null
            ? null
            : desk.standings(at, covers.needs).flatMap(({ id, rank, candidate, gap }) => {
                const buyer = large.firms.find((one) => one.id === id);
                if (buyer === undefined) return [];
                const firm = firmNamed(buyer.provider, shown);
                return [{ firm, need: buyer.need, gap, candidate: why(candidate, rank) }];
              }),
        suppliers: {
          candidates: (supply?.list.candidates ?? []).map((one, rank) =>
            candidateOf(one, rank, held.read.firms[one.provider]!.provider, shown),
          ),
          gap: supply?.list.gap ?? null,
        },
        synthetic: large.rows.some((row) => row.synthetic),
      };
    },
  );

  api.get(
    '/match/firms',
    {
      config: { restsOn: [...MATCH_TABLES, 'sources'] },
      schema: {
        tags,
        summary: '按名称找企业 firms by a part of their name, for choosing one',
        querystring: z.object({ text: z.string().max(100).default('') }),
        response: { 200: z.object({ firms: z.array(contract.FirmNamed) }) },
      },
    },
    async ({ query, principal }) => {
      const desk = await counter.desk();
      const [found, shown] = await Promise.all([
        desk.named(query.text.trim(), today(), principal.areas, NAMED),
        counter.shown(),
      ]);
      return { firms: found.map((one) => firmNamed(one, shown)) };
    },
  );

  api.get(
    '/match/partners',
    {
      config: { restsOn: [...MATCH_TABLES, 'sources'] },
      schema: {
        tags,
        summary: '大中小融通：稳定配对 a stable matching of large firms and small ones',
        querystring: z.object({ proposing: z.enum(['large', 'small']).default('large') }),
        response: { 200: contract.PartnersAnswer },
      },
    },
    async ({ query }) => {
      const desk = await counter.desk();
      const [sides, shown] = await Promise.all([
        Promise.all([desk.side('large'), desk.side('small')]),
        counter.shown(),
      ]);
      const [large, small] = sides;
      const about = {
        proposing: query.proposing,
        large: large.firms.length,
        small: small.firms.length,
        synthetic: sides.some(({ rows }) => rows.some((row) => row.synthetic)),
        files: sides.flatMap(({ rows }) => [...new Set(rows.flatMap(({ file }) => file ?? []))]),
      };
      if (large.firms.length === 0 || small.firms.length === 0)
        return { ...about, pairs: 0, blocking: 0, matches: [], worseOff: [], notes: [] };
      const found = await desk.partners(query.proposing);
      const offer = ({ products, capabilities }: Provider) =>
        [products, capabilities].filter((words) => words !== '').join('；');
      return {
        ...about,
        pairs: found.pairs.length,
        blocking: found.matching.blocking,
        matches: found.matching.matches.map(({ large: l, small: s, ...worth }) => ({
          large: firmNamed(found.large.firms[l]!.provider, shown),
          small: firmNamed(found.small.firms[s]!.provider, shown),
          need: found.large.firms[l]!.need,
          offer: offer(found.small.firms[s]!.provider),
          ...worth,
        })),
        worseOff: found.matching.worseOff.map(({ side, index, partners, places, reason }) => ({
          ...{ side, partners, places, reason },
          firm: firmNamed((side === 'large' ? found.large : found.small).firms[index]!.provider, shown),
        })),
        notes: found.notes,
      };
    },
  );

  api.post(
    '/match/weak-links',
    {
      schema: {
        tags,
        summary: '薄弱环节的供应商（后台任务） suppliers for the weak links of the supply network, as a job',
        body: contract.WeakLinksAsked,
        response: { 202: Started },
      },
    },
    async ({ body, principal }, reply) => {
      const on = today();
      const desk = await counter.desk();
      const shown = await counter.shown();
      const job = await jobs.start(
        {
          kind: 'match-weak-links',
          title: { zh: '薄弱环节的供应商', en: 'suppliers for weak links' },
          principal: principal.id,
        },
        async ({ signal, progress }): Promise<contract.WeakLinksResult> => {
          const weakLinks = await network.ask<WeakLinksFound>(
            'weakLinks',
            { moved: body.moved, within: body.within },
            { signal, onProgress: progress },
          );
          const { found, firms, unit, period, synthetic } = weakLinks;
          const outside =
            found.gaps.length === 0
              ? null
              : await desk.outside(on, async (ids) => {
                  const inside = new Set(await network.ask<string[]>('known', ids));
                  return new Set(ids.filter((id) => !inside.has(id)));
                });
          const { weak, chosen, gaps, stable } = weakLinkSuppliers(
            found,
            (i) => firms.get(i)!,
            outside?.find ?? null,
            await counter.codes(),
          );
          const firm = (i: number): contract.FirmNamed => {
            const { id, name, place, sector } = firms.get(i)!;
            return { key: id, name, area: place, industry: shown.industry(sector) };
          };
          return {
            ...{ moved: body.moved, unit, period, synthetic, stable },
            links: weak
              .flatMap(({ buyer, from, proposals }, at) =>
                proposals.map((link) => ({
                  ...{ buyer: firm(buyer), from: firm(from), to: firm(link.to) },
                  ...{ chosen: chosen.get(at) === link.to, value: link.value, relative: link.relative },
                  reason: weakLinkReason(link),
                })),
              )
              .slice(0, MOST_LINKS),
            gaps: gaps.slice(0, MOST_LINKS).map(({ buyer, supplier, value, candidates }) => ({
              ...{ buyer: firm(buyer), supplier: firm(supplier), value },
              candidates: candidates.map(({ provider, score }) => ({
                ...firmNamed(outside!.read.firms[provider]!.provider, shown),
                score,
              })),
            })),
          };
        },
      );
      return reply.status(202).send({ job });
    },
  );

  api.get(
    '/match/finance',
    {
      config: { restsOn: [...MATCH_TABLES, 'sources'] },
      schema: {
        tags,
        summary: '产融对接 which products the firms with a need may have, by their conditions',
        querystring: contract.FinanceQuery,
        response: { 200: contract.FinanceAnswer },
      },
    },
    async ({ query }) => {
      const on = query.on ?? today();
      const desk = await counter.desk();
      const weights = { ...FINANCE_WEIGHTS, ...parsed(query.weights, Object.keys(FINANCE_WEIGHTS)) };
      const { products, found, needs, rejects, notes, keys } = await desk.finance(on, weights, SILENT);
      const about = (at: number) => {
        const { id, name, institution, kind, rate, leastAmount, mostAmount, mostMonths } =
          products.products[at]!.product;
        return {
          id,
          name,
          institution,
          kind: FINANCE_KINDS[kind][0]!,
          rate,
          leastAmount,
          mostAmount,
          mostMonths,
        };
      };
      const rowOf = new Map(needs.map((need) => [need.row, need]));
      return {
        on,
        weights,
        products: products.products.length,
        synthetic: [...needs, ...products.rows].some(({ synthetic }) => synthetic),
        files: [...new Set([...products.rows, ...needs].flatMap(({ file }) => file ?? []))],
        needs: found.map(({ firm, row, amount, ranked, open, refused }) => ({
          firm,
          key: keys.get(firm) ?? null,
          amount: cellOrigin(`${firm} 融资需求`, amount, '万元', '需求金额', rowOf.get(row) ?? null),
          products: [
            ...[...ranked, ...open].map(({ product, state, score, terms, reasons }) => ({
              ...about(product),
              ...{ state, score, terms, reasons },
            })),
            ...refused.map(({ product, reasons }) => ({
              ...about(product),
              ...{ state: 'unmet' as const, score: null, terms: [], reasons },
            })),
          ],
        })),
        rejects: rejects.map(rejectLine),
        notes,
        screening: SCREENING,
      };
    },
  );
};

interface Shown {
  area(code: string): string;
  industry(code: string): string;
}

/** What routes share: the desk, opened once, and names for codes. */
class Counter {
  readonly #session: Session;
  #desk: Promise<MatchDesk> | null = null;
  #codes: Promise<Codes> | null = null;
  #areas: { version: string; names: Promise<Map<string, string>> } | null = null;

  constructor(session: Session) {
    this.#session = session;
  }

  codes(): Promise<Codes> {
    this.#codes ??= loadCodes(this.#session.lexicons);
    return this.#codes;
  }

  desk(): Promise<MatchDesk> {
    this.#desk ??= this.codes()
      .then(async (codes) =>
        MatchDesk.open(this.#session.workspace, codes, await firmDeskOf(this.#session.workspace)),
      )
      .catch((error) => {
        // Rulebooks of the workspace can be mended, and are then read anew.
        this.#desk = null;
        throw error;
      });
    return this.#desk;
  }

  /** Areas as the register of firms calls them, then as the code lists do. */
  async shown(): Promise<Shown> {
    const { workspace } = this.#session;
    const version = workspace.version(['enterprises']);
    if (this.#areas?.version !== version)
      this.#areas = {
        version,
        names: workspace
          .query<{ code: string; name: string }>(
            `SELECT area_code AS code, min(area) AS name FROM enterprises
             WHERE area_code IS NOT NULL AND area IS NOT NULL AND revised_by IS NULL GROUP BY area_code`,
          )
          .then((rows) => new Map(rows.map(({ code, name }) => [code, name]))),
      };
    const [{ areas, industries }, own] = await Promise.all([this.codes(), this.#areas.names]);
    const known = new Map<string, string>();
    return {
      area: (code) => own.get(code) ?? areas.byCode(code)?.name ?? code,
      industry: (code) => {
        let name = known.get(code);
        if (name === undefined) {
          const found = industries.resolve(code);
          name = found.status === 'resolved' ? `${code} ${found.name}` : code;
          known.set(code, name);
        }
        return name;
      },
    };
  }
}

function firmNamed({ id, name, area, industry }: NamedFirm, shown: Shown): contract.FirmNamed {
  return {
    key: id,
    name,
    area: area === null ? null : shown.area(area),
    industry: industry === null ? null : shown.industry(industry),
  };
}

function candidateOf(
  { score, support, terms, words }: Candidate,
  at: number,
  provider: Provider,
  shown: Shown,
): contract.CandidateFirm {
  const qualifications: Qualification[] = [];
  return {
    ...firmNamed(provider, shown),
    ...{ rank: at + 1, score, support, terms, titles: [...provider.titles], qualifications },
    words: words
      .slice(0, 12)
      .map(({ fields, ...one }) => ({ ...one, fields: fields.map((field) => FIELD_NAMES[field]!) })),
    applied: false,
  };
}

function parsed(text: string | undefined, known: readonly string[]): Record<string, number> {
  if (text === undefined) return {};
  const found = new Map(
    text.split(',').map((part) => [part.split(':')[0]!, Number(part.split(':')[1]) / 100]),
  );
  return Object.fromEntries(known.map((term) => [term, found.get(term) ?? 0]));
}

const fitWeights = (text: string | undefined) => ({
  ...FIT_WEIGHTS,
  ...parsed(text, Object.keys(FIT_WEIGHTS)),
});

const ORDER = contract.CHALLENGE_STATES;

/** How far the best application has come; one that ended badly says nothing while others go on. */
function furthest(states: readonly ChallengeState[], own: ChallengeState): ChallengeState {
  const going = states.filter((state) => state !== 'terminated');
  return going.reduce((best, state) => (ORDER.indexOf(state) > ORDER.indexOf(best) ? state : best), own);
}

function lifeOf(
  lives: TaskLives,
  id: string,
  on: string,
  at: ReadonlyMap<string, number>,
  firms: readonly { provider: Provider }[],
) {
  const challenge = lives.challenge(id);
  const own = lives.ownSteps(id);
  const entries = lives.entries(id);
  return {
    state: lives.state(id),
    steps: own.map(({ to, by, on: day, evidence, note }) => ({ to, by, on: day, evidence, note })),
    seen: own.length + entries.reduce((sum, { steps }) => sum + steps.length, 0),
    applications: entries.map((entry) => {
      const index = at.get(entry.lead);
      return {
        lead: entry.lead,
        key: index === undefined ? null : firms[index]!.provider.id,
        partners: entry.partners,
        recommendedBy: entry.recommendedBy,
        state: stateOf(entry),
        next: [...NEXT_STATES[stateOf(entry)]],
        testDue: dueOf(lives, id, entry.lead, on),
        steps: entry.steps.map(({ to, by, on: day, evidence, note }) => ({
          to,
          by,
          on: day,
          evidence,
          note,
        })),
        indicators: indicatorsOf(challenge, entry).map(({ indicator, measured, state }) => ({
          number: indicator.number,
          measured,
          state,
        })),
      };
    }),
  };
}

async function record(
  { workspace }: Session,
  id: string,
  { seen, measured, ...asked }: contract.StepAsked,
): Promise<{ number: number; testDue: string | null }> {
  const lives = await openLives(workspace);
  if (!lives.ids().includes(id)) throw notFound('没有这项任务', 'there is no such task');
  const now = lives.ownSteps(id).length + lives.entries(id).reduce((sum, { steps }) => sum + steps.length, 0);
  if (now !== seen)
    throw new Refusal(409, 'conflict', {
      zh: `这项任务已有新的进展（${now} 步，页面上是 ${seen} 步）：请刷新后再记`,
      en: `somebody has recorded a step meanwhile (${now} steps, the page has ${seen}): reload, then record`,
    });
  const step: ChallengeStep = { challenge: id, ...asked, lead: asked.lead || null, measured };
  lives.add(step);
  const [number] = await workspace.addChallengeSteps([step]);
  return { number: number!, testDue: step.lead === null ? null : dueOf(lives, id, step.lead, step.on) };
}

function shortlistResult(
  { read, tasks, shortlist, refused, notes }: Awaited<ReturnType<MatchDesk['shortlist']>>,
  { on, places, synthetic, shown }: { on: string; places: number; synthetic: boolean; shown: Shown },
): contract.ShortlistResult {
  const chosenOf = new Map<number, Set<number>>();
  const tasksOf = new Map<number, string[]>();
  for (const { task, solver } of shortlist.chosen) {
    chosenOf.set(task, (chosenOf.get(task) ?? new Set()).add(solver));
    tasksOf.set(solver, [...(tasksOf.get(solver) ?? []), tasks[task]!.challenge.id]);
  }
  return {
    ...{ on, places, synthetic, notes, refused, firms: read.firms.length },
    ...{ score: shortlist.score, optimal: shortlist.optimal, bound: shortlist.bound },
    tasks: tasks.map(({ challenge, places: own, list }, task) => {
      const chosen = chosenOf.get(task) ?? new Set();
      const row = (candidate: Candidate, at: number) => {
        const { provider } = read.firms[candidate.provider]!;
        return {
          ...firmNamed(provider, shown),
          ...{ score: candidate.score, rank: at + 1, group: provider.group },
        };
      };
      const all = list.candidates.map((candidate, at) => ({ candidate, row: row(candidate, at) }));
      const last = all.findLastIndex(({ candidate }) => chosen.has(candidate.provider));
      return {
        ...{ id: challenge.id, title: challenge.title, places: own ?? places },
        gap: list.gap?.reason ?? null,
        chosen: all.filter(({ candidate }) => chosen.has(candidate.provider)).map((one) => one.row),
        passedOver: all
          .slice(0, Math.max(0, last))
          .filter(({ candidate }) => !chosen.has(candidate.provider))
          .slice(0, PASSED_OVER)
          .map(({ candidate, row: firm }) => ({ ...firm, elsewhere: tasksOf.get(candidate.provider) ?? [] })),
      };
    }),
  };
}

function budgetOf(stored: StoredChallenge, budget: number | null): Origin | null {
  return budget === null ? null : cellOrigin(`${stored.id} 预算`, budget, '万元', '预算', stored);
}

/** A number that stands in a cell of a table. */
function cellOrigin(
  label: string,
  value: number,
  unit: string,
  column: string,
  at: { file: string | null; sheet: string | null; row: number; synthetic: boolean } | null,
): Origin {
  return {
    id: '',
    ...{ label, value, unit },
    ...{ period: null, area: null, industry: null, group: null, priceBasis: null, scope: null },
    ...{ released: null, title: at?.file ?? null, publisher: null, synthetic: at?.synthetic ?? false },
    place: {
      kind: 'cell',
      ...{ file: at?.file ?? '', sheet: at?.sheet ?? null, row: at?.row ?? 0, column },
      quote: String(value),
    },
    vintages: [],
  };
}

// Tasks, firms and money of a workspace, kept ready for one who asks many times.
import { type Subject, titleNames } from '../../assess/index.js';
import {
  type Candidate,
  type CandidateList,
  CandidateSearch,
  type Challenge,
  FINANCE_WEIGHTS,
  FIT_WEIGHTS,
  type FinanceWeights,
  type FitWeights,
  type Provider,
  type Shortlist,
} from '../../match/index.js';
import { type Bilingual, UserError } from '../../model/index.js';
import type { Codes, StoredChallenge, StoredMarketRow, Workspace } from '../../store/index.js';
import type { FirmDesk } from '../firm-desk.js';
import type { Teller } from '../teller.js';
import type { AskedChallenge } from './challenge-table.js';
import { needsOf, type ProductsRead, productsOf } from './finance-table.js';
import { matchSides, type PartnersFound, type SideRead, sideOf } from './find-partners.js';
import { challengesOf, fits, inside, type MatchedChallenge, shortlistOf } from './find-solvers.js';
import { marketTable } from './market.js';
import { keptTable, type MatchReject } from './match-table.js';
import { firmsForMatching, type ProvidersRead, providersOf, workspaceProviders } from './provider-table.js';
import { type Qualification, Qualifying } from './qualification.js';
import { type FirmProducts, screenProducts } from './screen-products.js';

/** Tables on which firms and what they can do rest. */
const FIRM_TABLES = ['enterprises', 'titles', 'firm_items', 'chains', 'market', 'challenge_entries'];
const TASK_TABLES = ['challenges', 'market'];
/** Tables on which everything here rests. */
export const MATCH_TABLES: readonly string[] = [...new Set([...FIRM_TABLES, ...TASK_TABLES])];
/** Of which the best candidates of every task are kept. */
export const KEPT_CANDIDATES = 20;
/** Pairs of tasks and firms that are searched while the asker waits. */
const AT_ONCE = 60_000;
/** Share of a need below which a firm's texts say nothing of it. */
const LEAST_SHOWN = 0.08;
const LARGE = 'large:';
/** Of a table of capabilities so many times as many rows are looked at as firms are wanted: the list may have some already. */
const OFFERED = 5;

interface HeldFirms {
  version: string;
  on: string;
  read: ProvidersRead;
  search: CandidateSearch;
  /** By credit code or name. */
  at: ReadonlyMap<string, number>;
  judged: Map<string, Qualification>;
}

/** What the asker wants of candidates. */
export interface CandidatesAsked {
  on: string;
  /** To which the asker is limited. */
  areas: readonly string[];
  top: number;
  weights?: FitWeights;
  /** Only firms of this area. */
  area?: { code: string; name: string } | null;
}

export interface SolvedTask {
  asked: AskedChallenge;
  list: CandidateList;
  qualifications: Qualification[][];
}

/** The best candidates of one task, or of what one large firm needs; `refused` where nobody could ever solve it. */
export interface Cover {
  list: CandidateList | null;
  refused: Bilingual | null;
}

export interface Covers {
  tasks: ReadonlyMap<string, Cover>;
  /** By id of the large firm. */
  needs: ReadonlyMap<string, Cover>;
}

/** Where a firm stands among the candidates of a task or a need. */
export interface Standing {
  id: string;
  rank: number;
  of: number;
  candidate: Candidate;
  gap: boolean;
}

/** A firm to be chosen from a list. */
export type NamedFirm = Pick<Provider, 'id' | 'name' | 'area' | 'industry'>;

const pause = () => new Promise<void>((resolve) => setImmediate(resolve));

export class MatchDesk {
  readonly #workspace: Workspace;
  readonly #codes: Codes;
  readonly #firmDesk: FirmDesk;
  #firms: { key: string; held: Promise<HeldFirms> } | null = null;
  #tasks: { version: string; read: Promise<AskedChallenge[]> } | null = null;
  #covers: { key: string; found: Promise<Covers> } | null = null;
  #coversReady: string | null = null;

  private constructor(workspace: Workspace, codes: Codes, firmDesk: FirmDesk) {
    this.#workspace = workspace;
    this.#codes = codes;
    this.#firmDesk = firmDesk;
  }

  /** `firmDesk` is that of the same workspace, for all who ask of its firms: two would put the same list together. */
  static open(workspace: Workspace, codes: Codes, firmDesk: FirmDesk): MatchDesk {
    return new MatchDesk(workspace, codes, firmDesk);
  }

  /** Firms by a part of their name or code, in order of names; those that only a table of capabilities knows come last. */
  async named(text: string, on: string, areas: readonly string[], count: number): Promise<NamedFirm[]> {
    const { items } = await this.#firmDesk.page({
      ...{ on, areas, count, from: 0, sort: 'name', down: false },
      ...(text !== '' && { text }),
    });
    const found = items.map(
      ({ entry: { key, name, areaCode, industryCode } }): NamedFirm => ({
        id: key,
        name,
        area: areaCode,
        industry: industryCode,
      }),
    );
    if (found.length === count) return found;
    const rows = await this.#workspace.market('capabilities', { words: text, most: OFFERED * count });
    if (rows.length === 0) return found;
    const listed = new Set(found.map(({ name }) => name));
    for (const { provider } of providersOf(keptTable(rows), this.#codes).firms) {
      if (found.length === count) break;
      const { id, name, area, industry } = provider;
      const isSeen = areas.some((own) => own === '100000' || (area !== null && inside(area, own)));
      if (isSeen && !listed.has(name) && !(await this.#firmDesk.knows(id)))
        found.push({ id, name, area, industry });
    }
    return found;
  }

  /** Tasks of the workspace as they were asked, by id. */
  tasks(): Promise<AskedChallenge[]> {
    const version = this.#workspace.version(TASK_TABLES);
    if (this.#tasks?.version !== version)
      this.#tasks = {
        version,
        read: this.#workspace.challenges().then((kept: StoredChallenge[]) => challengesOf(kept).challenges),
      };
    return this.#tasks.read;
  }

  /** Firms with what they can do, and their texts made ready to be searched; made once for each state of the workspace. */
  firms(on: string): Promise<HeldFirms> {
    const version = this.#workspace.version(FIRM_TABLES);
    const key = `${version} ${on}`;
    if (this.#firms?.key !== key) {
      const held = this.#open(version, on);
      this.#firms = { key, held };
      held.catch(() => {
        if (this.#firms?.held === held) this.#firms = null;
      });
    }
    return this.#firms.held;
  }

  async #open(version: string, on: string): Promise<HeldFirms> {
    const subjects = await firmsForMatching(this.#workspace, titleNames(this.#firmDesk.set.rulebooks));
    const read = await workspaceProviders(this.#workspace, subjects, on, pause);
    const search = await CandidateSearch.open(
      read.firms.map(({ provider }) => provider),
      pause,
    );
    const at = new Map<string, number>();
    for (const [index, { provider }] of read.firms.entries())
      for (const key of [provider.id, provider.name]) if (!at.has(key)) at.set(key, index);
    return { version, on, read, search, at, judged: new Map() };
  }

  /** The task of an id; null where there is none. */
  async task(id: string): Promise<AskedChallenge | null> {
    return (await this.tasks()).find(({ challenge }) => challenge.id === id) ?? null;
  }

  /** @throws UserError with the reason where nobody could ever solve it, or it has no words */
  async solve(asked: AskedChallenge, options: CandidatesAsked): Promise<SolvedTask> {
    const held = await this.firms(options.on);
    const { read, search, judged } = held;
    const qualifying = new Qualifying(this.#firmDesk.set, options.on);
    const holding = new Set(read.firms.flatMap(({ provider }) => provider.titles));
    const rejects: MatchReject[] = [];
    const area = options.area ?? null;
    if (!fits(asked, area, holding, qualifying, rejects, '')) throw new UserError(rejects[0]!);
    const titles = asked.qualifies.map((name) => qualifying.titleOf(name)!);
    const filter = (provider: number): Bilingual | null => {
      const { area: has } = read.firms[provider]!.provider;
      if (!options.areas.some((own) => own === '100000' || (has !== null && inside(has, own))))
        return { zh: '不在可查看的地区', en: 'not in an area that may be seen' };
      if (area !== null && (has === null || !inside(has, area.code)))
        return { zh: `不在 ${area.name}`, en: `not in ${area.name}` };
      for (const title of titles)
        if (judged.get(`${provider} ${title}`)?.state === 'unmet')
          return { zh: `按规则不够${title}`, en: `does not fit the rulebook of ${title}` };
      return null;
    };
    const find = () =>
      search.find(asked.challenge, { count: options.top, weights: options.weights ?? FIT_WEIGHTS, filter });
    let list = find();
    // Firms are judged as they come among the best; whoever is found unfit leaves a place to the next.
    for (let isUnfit = titles.length > 0; isUnfit; ) {
      isUnfit = false;
      for (const { provider } of list.candidates)
        for (const title of titles) {
          const key = `${provider} ${title}`;
          if (judged.has(key)) continue;
          const found = qualifying.judge(await this.#subject(held, provider), title);
          judged.set(key, found);
          if (found.state === 'unmet') isUnfit = true;
        }
      if (isUnfit) list = find();
    }
    const qualifications = list.candidates.map(({ provider }) =>
      titles.map((title) => judged.get(`${provider} ${title}`)!),
    );
    return { asked, list, qualifications };
  }

  /** A firm with all that is known of it, for rules to judge. */
  async #subject({ read, on }: HeldFirms, provider: number): Promise<Subject> {
    const { provider: firm, subject } = read.firms[provider]!;
    return (await this.#subjectOf(firm.id, on)) ?? subject;
  }

  /** Null where the list of firms has none of this key. */
  async #subjectOf(key: string, on: string): Promise<Subject | null> {
    const [first] = this.#firmDesk.titles();
    if (first === undefined) return null;
    try {
      return (await this.#firmDesk.verdict(key, ['100000'], { on, title: first.title }))?.subject ?? null;
    } catch (error) {
      // No rulebook of that title counts there: what is known of the firm is then not at hand.
      if (!(error instanceof UserError)) throw error;
      return (await this.#firmDesk.firm(key, ['100000'], on))?.subject ?? null;
    }
  }

  /** A firm by its name or code, and all that is known of it; texts of firms are made ready only for what no list has. */
  async #firmNamed(name: string, on: string): Promise<{ key: string; subject: Subject } | null> {
    const { items } = await this.#firmDesk.page({
      ...{ on, areas: ['100000'], text: name, count: 200, from: 0, sort: 'name', down: false },
    });
    const key = items.find(({ entry }) => entry.key === name || entry.name === name)?.entry.key;
    const subject = key === undefined ? null : await this.#subjectOf(key, on);
    if (subject !== null) return { key: key!, subject };
    const held = await this.firms(on);
    const at = held.at.get(name);
    if (at === undefined) return null;
    return { key: held.read.firms[at]!.provider.id, subject: await this.#subject(held, at) };
  }

  #coversKey(on: string): string {
    return `${this.#workspace.version(MATCH_TABLES)} ${on}`;
  }

  /** Whether the covers of all tasks are ready, or so few that they are made at once. */
  async coversReady(on: string): Promise<boolean> {
    if (this.#coversReady === this.#coversKey(on)) return true;
    const [tasks, large, [row]] = await Promise.all([
      this.tasks(),
      this.#workspace.market('large-firms'),
      this.#workspace.query<{ n: number }>(
        `SELECT (SELECT count(*) FROM enterprises WHERE revised_by IS NULL)
           + (SELECT count(*) FROM market WHERE kind = 'capabilities' AND revised_by IS NULL) AS n`,
      ),
    ]);
    return (tasks.length + large.length) * (row?.n ?? 0) <= AT_ONCE;
  }

  /** The best candidates of every task and of every need of a large firm, by the usual weights. */
  covers(
    on: string,
    teller: { signal?: AbortSignal; onProgress?: (done: number, of: number) => void } = {},
  ): Promise<Covers> {
    const key = this.#coversKey(on);
    if (this.#covers?.key !== key || teller.onProgress !== undefined) {
      const found = this.#cover(on, teller);
      const mine = { key, found };
      this.#covers = mine;
      found.then(
        () => {
          if (this.#covers === mine) this.#coversReady = key;
        },
        () => {
          if (this.#covers === mine) this.#covers = null;
        },
      );
    }
    return this.#covers.found;
  }

  async #cover(
    on: string,
    { signal, onProgress }: { signal?: AbortSignal; onProgress?: (done: number, of: number) => void },
  ): Promise<Covers> {
    const tasks = await this.tasks();
    const large = await this.side('large');
    const needs = large.firms.map((firm): AskedChallenge => needTask(firm));
    const found = { tasks: new Map<string, Cover>(), needs: new Map<string, Cover>() };
    let done = 0;
    for (const asked of [...tasks, ...needs]) {
      signal?.throwIfAborted();
      const { id } = asked.challenge;
      const cover = await this.solve(asked, { on, areas: ['100000'], top: KEPT_CANDIDATES }).then(
        ({ list }): Cover => ({ list, refused: null }),
        (error: unknown): Cover => {
          if (!(error instanceof UserError)) throw error;
          return { list: null, refused: { zh: error.zh, en: error.en } };
        },
      );
      if (id.startsWith(LARGE)) found.needs.set(id.slice(LARGE.length), cover);
      else found.tasks.set(id, cover);
      onProgress?.(++done, tasks.length + needs.length);
      await pause();
    }
    return found;
  }

  /** Tasks, or needs of large firms, among whose best candidates the firm is. */
  standings(provider: number, covers: ReadonlyMap<string, Cover>): Standing[] {
    return [...covers]
      .flatMap(([id, { list }]): Standing[] => {
        const rank = list?.candidates.findIndex((one) => one.provider === provider) ?? -1;
        return rank < 0 || list!.candidates[rank]!.terms[0]!.value < LEAST_SHOWN
          ? []
          : [
              {
                id,
                rank: rank + 1,
                of: list!.candidates.length,
                candidate: list!.candidates[rank]!,
                gap: list!.gap !== null,
              },
            ];
      })
      .sort((a, b) => b.candidate.score - a.candidate.score || (a.id < b.id ? -1 : 1));
  }

  /** Search among the firms that `isOutside` does not shut out, by their texts. */
  async outside(
    on: string,
    isOutside: (ids: readonly string[]) => Promise<ReadonlySet<string>>,
  ): Promise<{ read: ProvidersRead; find: (need: Challenge, count: number) => readonly Candidate[] }> {
    const { read, search } = await this.firms(on);
    const left = await isOutside(read.firms.map(({ provider }) => provider.id));
    const inside: Bilingual = { zh: '在供应网络之内', en: 'is in the supply network' };
    const filter = (at: number) => (left.has(read.firms[at]!.provider.id) ? null : inside);
    return { read, find: (need, count) => search.find(need, { count, filter }).candidates };
  }

  /** Solvers for all tasks together. */
  async shortlist(
    places: number,
    options: CandidatesAsked,
    teller: { signal?: AbortSignal; onProgress?: (done: number, of: number) => void } = {},
  ): Promise<{
    read: ProvidersRead;
    tasks: MatchedChallenge[];
    shortlist: Shortlist;
    refused: { id: string; reason: Bilingual }[];
    notes: Bilingual[];
  }> {
    const { read } = await this.firms(options.on);
    const all = await this.tasks();
    const tasks: MatchedChallenge[] = [];
    const refused: { id: string; reason: Bilingual }[] = [];
    for (const [done, asked] of all.entries()) {
      teller.signal?.throwIfAborted();
      try {
        const { list, qualifications } = await this.solve(asked, options);
        tasks.push({ ...asked, list, qualifications });
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        refused.push({ id: asked.challenge.id, reason: { zh: error.zh, en: error.en } });
      }
      teller.onProgress?.(done + 1, all.length);
      await pause();
    }
    const notes: Bilingual[] = [];
    return { read, tasks, shortlist: shortlistOf(tasks, read, places, notes), refused, notes };
  }

  /** Large firms with their needs, or small ones with what they offer, as tables of the workspace say. */
  async side(side: 'large' | 'small'): Promise<SideRead & { rows: StoredMarketRow[] }> {
    const { table, rows } = await marketTable(
      this.#workspace,
      side === 'large' ? 'large-firms' : 'small-firms',
    );
    return { ...sideOf(table, side, this.#codes), rows };
  }

  /** A stable matching of both sides. @throws UserError where a side has nobody */
  async partners(proposing: 'large' | 'small'): Promise<PartnersFound> {
    const [large, small] = await Promise.all([this.side('large'), this.side('small')]);
    return matchSides(large, small, { proposing });
  }

  /** Who of the firms of the workspace could supply what is written. */
  supplyFor(
    need: { need: string; industries: string[]; publisher: string },
    options: CandidatesAsked,
  ): Promise<SolvedTask> {
    return this.solve(needTask({ id: need.publisher, name: need.publisher, ...need }), options);
  }

  /** Which products the firms with a need may have. Needs of firms that the workspace does not know are rejected. */
  async finance(
    on: string,
    weights: FinanceWeights = FINANCE_WEIGHTS,
    teller: Teller,
  ): Promise<{
    products: ProductsRead & { rows: StoredMarketRow[] };
    found: FirmProducts[];
    needs: StoredMarketRow[];
    rejects: MatchReject[];
    notes: Bilingual[];
    keys: ReadonlyMap<string, string>;
  }> {
    const { set } = this.#firmDesk;
    const [ofProducts, ofNeeds] = await Promise.all([
      marketTable(this.#workspace, 'finance-products'),
      marketTable(this.#workspace, 'finance-needs'),
    ]);
    const products = productsOf(ofProducts.table, this.#codes, set.items);
    const needs = needsOf(ofNeeds.table);
    const rejects: MatchReject[] = [...products.rejects, ...needs.rejects];
    const subjects: Subject[] = [];
    const keys = new Map<string, string>();
    for (const name of new Set(needs.needs.map(({ firm }) => firm))) {
      const firm = await this.#firmNamed(name, on);
      if (firm === null) continue;
      subjects.push(firm.subject);
      keys.set(firm.subject.name, firm.key);
    }
    const found = screenProducts(needs.needs, products.products, subjects, {
      ...{ set, codes: this.#codes, on, weights, rejects, teller },
      file: ofNeeds.table.file,
    });
    return {
      products: { ...products, rows: ofProducts.rows },
      found,
      needs: ofNeeds.rows,
      rejects,
      notes: [...products.notices, ...needs.notices],
      keys,
    };
  }
}

/** What a large firm needs, as a task that it publishes. */
function needTask({
  id,
  name,
  need,
  industries,
  industry = null,
}: {
  id: string;
  name?: string;
  publisher?: string;
  need: string;
  industries: string[];
  industry?: string | null;
}): AskedChallenge {
  const challenge: Challenge = {
    id: `${LARGE}${id}`,
    kind: 'largeFirm',
    field: '',
    direction: '',
    title: '',
    need,
    indicators: [],
    budget: null,
    publisher: name ?? id,
    applyUntil: null,
    published: null,
    industries: industries.length > 0 ? industries : industry === null ? [] : [industry],
    area: null,
    titles: [],
    counted: null,
  };
  return { challenge, qualifies: [], places: null, row: null };
}

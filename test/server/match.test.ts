// Tasks with their candidates, shortlists, partners and finance by the API, held against the engine on the same tables.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CandidateSearch } from '../../src/match/index.js';
import type {
  Board,
  FinanceAnswer,
  FirmMatches,
  PartnersAnswer,
  ShortlistResult,
  TaskPage,
} from '../../src/server/contract/match.js';
import { loadCodes } from '../../src/store/index.js';
import { readChallenges, readProviders } from '../../src/verbs/index.js';
import { keepMatchSample } from './match.sample.js';
import { type Served, serve, TODAY } from './served.js';

let served: Served;
beforeAll(async () => {
  served = await serve();
  await keepMatchSample(served.workspace);
});
afterAll(() => served.close());

const answer = async <Answer>(url: string): Promise<Answer> => {
  const response = await served.get(`/api/v1${url}`);
  expect(response.statusCode, response.body).toBe(200);
  return response.json<Answer>();
};
const task = (id: string, query = '') => answer<TaskPage>(`/match/task/${id}${query}`);

describe('tasks', () => {
  test('the board: stages by the furthest application, covers, and the one gap', async () => {
    const board = await answer<Board>('/match');
    expect(board.tasks).toHaveLength(12);
    expect(board.synthetic).toBe(true);
    const first = board.tasks.find(({ id }) => id === 'LJ-01')!;
    expect(first).toMatchObject({ state: 'published', stage: 'tested', applications: 3, shortlisted: 2 });
    expect(board.tasks.filter(({ cover }) => cover?.gap != null).map(({ id }) => id)).toEqual(['LJ-09']);
  });

  test('candidates are those of the engine over the same table, with terms that add up', async () => {
    const codes = await loadCodes();
    const { firms } = await readProviders('samples/match/firms.synthetic.csv', codes);
    const { challenges } = await readChallenges('samples/match/challenges.synthetic.csv', codes);
    // Titles count on the day of a list, and no list of titles is in this workspace: those of the table stand.
    const search = new CandidateSearch(firms.map(({ provider }) => provider));
    for (const id of ['LJ-02', 'LJ-09']) {
      const { challenge } = challenges.find((one) => one.challenge.id === id)!;
      const expected = search.find(challenge, { count: 20 }).candidates.map(({ provider, score }) => ({
        name: firms[provider]!.provider.name,
        score,
      }));
      const found = await task(id);
      expect(found.candidates.map(({ name, score }) => ({ name, score }))).toEqual(expected);
      for (const { score, terms } of found.candidates)
        expect(terms.reduce((sum, { points }) => sum + points, 0)).toBeCloseTo(score, 9);
    }
    expect((await task('LJ-09')).gap).not.toBeNull();
  });

  test('weights of the asker order the firms anew; weights that cannot be are refused', async () => {
    const usual = await task('LJ-03');
    const record = await task('LJ-03', '?weights=record:100');
    expect(record.weights).toMatchObject({ text: 0, record: 1 });
    expect(record.candidates[0]!.score).toBe(record.candidates[0]!.terms[2]!.points);
    expect(record.candidates.map(({ key }) => key)).not.toEqual(usual.candidates.map(({ key }) => key));
    for (const bad of ['colour:3', 'text:x', 'text:1000'])
      expect((await served.get(`/api/v1/match/task/LJ-03?weights=${bad}`)).statusCode).toBe(400);
    expect((await served.get('/api/v1/match/task/LJ-99')).statusCode).toBe(404);
  });

  test('a title that is asked for is held by every candidate, and those without it are told of as filtered', async () => {
    const titled = (
      await Promise.all(['LJ-01', 'LJ-03', 'LJ-05', 'LJ-07', 'LJ-10'].map((id) => task(id)))
    ).find(({ titles }) => titles.length > 0)!;
    for (const { titles } of titled.candidates)
      expect(titles.some((held) => held.includes(titled.titles[0]!))).toBe(true);
    expect(titled.filtered.length).toBeGreaterThan(0);
  });

  test('a step is held against the rules, written down, and refused where the page is old', async () => {
    const before = await task('LJ-02');
    const lead = before.candidates[0]!.name;
    const step = {
      ...{ lead, to: 'applied', by: '江城市工信局', on: '2026-04-01', seen: before.seen },
    };
    const late = await served.send('POST', '/api/v1/match/task/LJ-02/steps', { ...step, on: TODAY });
    expect(late.statusCode).toBe(400);
    expect(late.json().error.zh).toContain('申报截止 2026-04-30');
    const done = await served.send('POST', '/api/v1/match/task/LJ-02/steps', step);
    expect(done.statusCode, done.body).toBe(200);
    const after = await task('LJ-02');
    expect(after.applications).toMatchObject([
      { lead, state: 'applied', next: ['recommended', 'terminated'] },
    ]);
    expect(after.candidates[0]!.applied).toBe(true);
    const again = await served.send('POST', '/api/v1/match/task/LJ-02/steps', {
      ...step,
      to: 'recommended',
    });
    expect(again.statusCode).toBe(409);
    const { entries } = await served.workspace.audit(5);
    expect(entries[0]).toMatchObject({ principal: 'owner', action: 'match step' });
    expect((await served.send('POST', '/api/v1/match/task/LJ-99/steps', step)).statusCode).toBe(404);
  });
});

test('a board that is kept is made anew when the best firms of all tasks have been found', async () => {
  await answer<Board>('/match');
  const before = served.workspace.version(['match-covers']);
  const begun = await served.send('POST', '/api/v1/match/covers', {});
  const { id } = begun.json<{ job: { id: string } }>().job;
  expect((await served.ended(id)).state).toBe('done');
  expect(served.workspace.version(['match-covers'])).not.toBe(before);
});

describe('shortlist', () => {
  test('nobody takes more tasks than it can, and gaps have nobody', async () => {
    const begun = await served.send('POST', '/api/v1/match/shortlist', { places: 3 });
    expect(begun.statusCode).toBe(202);
    const { id } = begun.json<{ job: { id: string } }>().job;
    expect((await served.ended(id)).state).toBe('done');
    const found = await answer<ShortlistResult>(`/jobs/${id}/result`);
    expect(found.optimal).toBe(true);
    expect(found.tasks.find((one) => one.id === 'LJ-09')).toMatchObject({ chosen: [] });
    const { firms } = await readProviders('samples/match/firms.synthetic.csv', await loadCodes());
    const places = new Map(firms.map(({ provider }) => [provider.id, provider.places]));
    const taken = new Map<string, number>();
    for (const { chosen, places: most } of found.tasks) {
      expect(chosen.length).toBeLessThanOrEqual(most);
      const groups = chosen.flatMap(({ group }) => group ?? []);
      expect(new Set(groups).size).toBe(groups.length);
      for (const { key } of chosen) taken.set(key, (taken.get(key) ?? 0) + 1);
    }
    for (const [key, count] of taken) expect(count).toBeLessThanOrEqual(places.get(key)!);
    const sum = found.tasks.flatMap(({ chosen }) => chosen).reduce((all, { score }) => all + score, 0);
    expect(sum).toBeCloseTo(found.score, 9);
  });
});

describe('partners and finance', () => {
  test('a stable matching; a firm as solver, supplier and buyer', async () => {
    const found = await answer<PartnersAnswer>('/match/partners?proposing=small');
    expect(found.blocking).toBe(0);
    expect(found.matches.length).toBeGreaterThan(0);
    const { small, large } = found.matches[0]!;
    const supplier = await answer<FirmMatches>(`/match/firm?firm=${small.key}`);
    expect(supplier.customers!.length).toBeGreaterThan(0);
    for (const { candidate } of [...supplier.tasks!, ...supplier.customers!])
      expect(candidate.key).toBe(small.key);
    const buyer = await answer<FirmMatches>(`/match/firm?firm=${encodeURIComponent(large.name)}`);
    expect(buyer.need).toBe(found.matches[0]!.need);
    expect(buyer.suppliers.candidates.length).toBeGreaterThan(0);
    const asked = await answer<FirmMatches>(
      `/match/firm?firm=${large.key}&need=${encodeURIComponent('锂电池极片涂布机')}`,
    );
    expect(asked.suppliers.candidates[0]!.words.map(({ words }) => words).join('')).toContain('涂布机');
    expect((await served.get('/api/v1/match/firm?firm=nobody')).statusCode).toBe(404);
  });

  test('products in five states with reasons, and amounts that open their cell', async () => {
    const found = await answer<FinanceAnswer>('/match/finance?on=2026-05-01');
    expect(found.needs).toHaveLength(12);
    for (const { products, amount } of found.needs) {
      expect(products).toHaveLength(7);
      expect(amount.place).toMatchObject({ kind: 'cell', column: '需求金额' });
      for (const { score, state, reasons } of products)
        if (score === null) {
          expect(state).toBe('unmet');
          expect(reasons.length).toBeGreaterThan(0);
        }
    }
    const cheap = await answer<FinanceAnswer>('/match/finance?weights=cost:100');
    const ranked = cheap.needs[0]!.products.filter(
      ({ score, state }) => score !== null && state !== 'unknown',
    );
    expect(ranked.map(({ score }) => score)).toEqual(
      [...ranked.map(({ score }) => score!)].sort((a, b) => b - a),
    );
  });

  test('a firm is chosen by a part of its name, each once, also one that only a table of capabilities knows', async () => {
    const { firms: offered } = await readProviders('samples/match/firms.synthetic.csv', await loadCodes());
    const { id, name } = offered[0]!.provider;
    for (const text of [name, id]) {
      const { firms } = await answer<{ firms: { key: string; name: string }[] }>(
        `/match/firms?text=${encodeURIComponent(text)}`,
      );
      expect(firms).toMatchObject([{ key: id, name }]);
    }
    const { firms } = await answer<{ firms: { key: string }[] }>('/match/firms');
    expect(firms).toHaveLength(20);
    expect(new Set(firms.map(({ key }) => key)).size).toBe(20);
    expect((await answer<FirmMatches>(`/match/firm?firm=${firms[0]!.key}`)).firm.key).toBe(firms[0]!.key);
  });

  test('weak links: without a supply network the job says what is missing', async () => {
    const begun = await served.send('POST', '/api/v1/match/weak-links', {});
    const { id } = begun.json<{ job: { id: string } }>().job;
    const ended = await served.ended(id);
    expect(ended.state).toBe('failed');
    expect(ended.failure!.zh).toMatch(/工作区/);
  });

  test('tables of both sides come in by the browser: kind guessed, faults shown, good rows kept', async () => {
    const csv =
      '企业名称,行业代码,需求,名额\n临江重机有限公司,C35,盾构机主轴承配套,2\n北桥电机有限公司,C38,,1\n南浦船舶有限公司,C37,大型曲轴配套,-1\n';
    const upload = (await served.upload('需求.csv', csv)).json<{ id: string; guess: string }>();
    expect(upload.guess).toBe('large-firms');
    const asked = { as: upload.guess };
    const preview = await served.send('POST', `/api/v1/uploads/${upload.id}/preview`, asked);
    expect(preview.statusCode, preview.body).toBe(200);
    expect(preview.json().tables[0]).toMatchObject({ rows: 1, rejected: 2 });
    const begun = await served.send('POST', `/api/v1/uploads/${upload.id}/import`, asked);
    const { id } = begun.json<{ job: { id: string } }>().job;
    expect((await served.ended(id)).state).toBe('done');
    expect(await answer(`/jobs/${id}/result`)).toMatchObject({ accepted: 1, rejected: 2 });
    const found = await answer<FirmMatches>('/match/partners');
    expect(found).toMatchObject({ large: 13 });
  });

  test('nothing of it was a defect', () => expect(served.defects).toEqual([]));
});

// What an account that is limited to some areas may ask for: only routes that keep within them.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { OWNER } from '../../src/server/index.js';
import { withinOf } from '../../src/server/principal.js';
import { type Served, serve } from './served.js';

let served: Served;
beforeAll(async () => {
  served = await serve();
});
afterAll(() => served.close());

const CITY = { id: 'city', name: '长沙', areas: ['430100'] };

async function as<Result>(principal: typeof CITY, work: () => Promise<Result>): Promise<Result> {
  served.session.principal = principal;
  try {
    return await work();
  } finally {
    served.session.principal = OWNER;
  }
}

test('a limited account is refused wherever a route does not keep within its areas', async () => {
  const { paths } = (await served.get('/api/openapi.json')).json() as {
    paths: Record<string, Record<string, unknown>>;
  };
  const answered = await as(CITY, async () => {
    const open = new Set<string>();
    for (const [path, methods] of Object.entries(paths)) {
      if (!('get' in methods) || path.includes('{')) continue;
      const { statusCode } = await served.get(path);
      // What lacks a word of the question was let in all the same.
      if (statusCode !== 403) open.add(path.replace('/api/v1/', '').split('/')[0]!);
    }
    return [...open].sort();
  });
  expect(answered).toEqual([
    'documents',
    'firms',
    'jobs',
    'layout',
    'maps',
    'monitoring',
    'policy',
    'templates',
    'workspace',
  ]);
  expect(served.defects).toEqual([]);
});

test('jobs of others are neither listed nor followed nor ended', async () => {
  const { jobs } = served.session;
  const about = { kind: 'test', title: { zh: '甲', en: 'one' } };
  const ofOwner = await jobs.start({ ...about, principal: OWNER.id }, async () => 1);
  const ofCity = await jobs.start({ ...about, principal: CITY.id }, async () => 2);
  await Promise.all([served.ended(ofOwner.id), served.ended(ofCity.id)]);
  await as(CITY, async () => {
    expect((await served.get('/api/v1/jobs')).json()).toMatchObject([{ id: ofCity.id }]);
    expect((await served.get(`/api/v1/jobs/${ofOwner.id}`)).statusCode).toBe(404);
    expect((await served.get(`/api/v1/jobs/${ofOwner.id}/result`)).statusCode).toBe(404);
    expect((await served.send('DELETE', `/api/v1/jobs/${ofOwner.id}`)).statusCode).toBe(404);
    expect((await served.get(`/api/v1/jobs/${ofCity.id}/result`)).json()).toBe(2);
  });
  expect((await served.get('/api/v1/jobs')).json()).toHaveLength(2);
});

test('codes of areas begin as those below them do', () => {
  expect(withinOf(OWNER)).toBeNull();
  expect(withinOf({ ...CITY, areas: ['430000', '430100', '430102'] })).toEqual(['43', '4301', '430102']);
});

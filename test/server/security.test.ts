import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildApp, openSession } from '../../src/server/index.js';
import { Workspace } from '../../src/store/index.js';

let folder: string;
let workspace: Workspace;
let app: FastifyInstance;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ballast-server-'));
  workspace = await Workspace.open(join(folder, 'workspace'));
  const session = await openSession({
    workspace,
    name: 'workspace',
    version: '0',
    lexicons: {},
    today: () => '2026-11-22',
    report: () => undefined,
  });
  app = await buildApp(session, { web: null });
});

afterAll(async () => {
  await app.close();
  await workspace.close();
  await rm(folder, { recursive: true });
});

const ask = (url: string, headers: Record<string, string> = {}, method: 'GET' | 'DELETE' = 'GET') =>
  app.inject({ method, url, headers: { host: 'localhost:4173', ...headers } });

describe('doors', () => {
  it('answers to the names of this machine alone', async () => {
    expect((await ask('/api/v1/workspace')).statusCode).toBe(200);
    expect((await ask('/api/v1/workspace', { host: '[::1]:80' })).statusCode).toBe(200);
    for (const host of ['evil.example', 'localhost.evil.example', '127.0.0.1.evil.example:4173']) {
      const answer = await ask('/api/v1/workspace', { host });
      expect(answer.statusCode).toBe(421);
      expect(answer.json()).toMatchObject({ error: { code: 'host' } });
    }
  });

  it('changes asked for by another site are refused, those of a program and of our own page are not', async () => {
    const job = '/api/v1/jobs/7b0c8f3e-8c0a-4a8e-9d0a-2f4ad2d0a111';
    expect((await ask(job, { origin: 'http://evil.example' }, 'DELETE')).statusCode).toBe(403);
    expect((await ask(job, { origin: 'null' }, 'DELETE')).statusCode).toBe(403);
    expect((await ask(job, { 'sec-fetch-site': 'cross-site' }, 'DELETE')).statusCode).toBe(403);
    expect((await ask(job, { origin: 'http://localhost:4173' }, 'DELETE')).statusCode).toBe(404);
    expect((await ask(job, {}, 'DELETE')).statusCode).toBe(404);
  });

  it('every answer carries the policy that lets nothing in from outside', async () => {
    for (const url of ['/api/v1/workspace', '/api/openapi.json', '/nothing']) {
      const { headers } = await ask(url);
      expect(headers['content-security-policy']).toContain("default-src 'self'");
      expect(headers['content-security-policy']).not.toMatch(/https?:|\*/);
      expect(headers['x-content-type-options']).toBe('nosniff');
    }
  });

  it('what a field lacks is told in both languages', async () => {
    const { zh, en } = (await ask('/api/v1/firms?count=many')).json().error;
    expect(zh).toBe('请求有误：count 无效输入：期望 数字');
    expect(en).toMatch(/^the request is malformed: count Invalid input: expected number/);
  });

  it('what is malformed is told without our insides', async () => {
    const answer = await ask('/api/v1/jobs/not-an-id');
    expect(answer.statusCode).toBe(400);
    expect(answer.json().error).toMatchObject({
      code: 'badRequest',
      zh: expect.stringContaining('请求有误'),
    });
    expect(answer.body).not.toContain('node_modules');
  });
});

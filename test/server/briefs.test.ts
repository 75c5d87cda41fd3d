import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Served, serve } from './served.js';

let served: Served;
beforeAll(async () => {
  served = await serve();
});
afterAll(() => served.close());

it('saved briefs are listed, shown and taken home; nothing else is', async () => {
  expect((await served.get('/api/v1/briefs')).json()).toEqual([]);
  await served.workspace.saveBrief('运行.html', '<h1>运行</h1>');
  await served.workspace.saveBrief('运行.md', '# 运行');
  await mkdir(join(served.dir, 'briefs', 'charts.html'), { recursive: true });
  await writeFile(join(served.dir, 'briefs', 'secret.key'), 'x');
  const listed = (await served.get('/api/v1/briefs')).json() as { name: string }[];
  expect(listed.map(({ name }) => name).sort()).toEqual(['运行.html', '运行.md']);
  const shown = await served.get(`/api/v1/briefs/${encodeURIComponent('运行.html')}`);
  expect(shown.body).toBe('<h1>运行</h1>');
  expect(shown.headers['content-type']).toBe('text/html; charset=utf-8');
  expect(shown.headers['content-security-policy']).toContain("script-src 'self'");
  const taken = await served.get(`/api/v1/briefs/${encodeURIComponent('运行.md')}?download=1`);
  expect(taken.headers['content-disposition']).toBe(
    `attachment; filename*=UTF-8''${encodeURIComponent('运行.md')}`,
  );
  for (const name of ['secret.key', '../ballast.duckdb', '..%2Fballast.duckdb', 'charts.html'])
    expect((await served.get(`/api/v1/briefs/${encodeURIComponent(name)}`)).statusCode).toBe(404);
});

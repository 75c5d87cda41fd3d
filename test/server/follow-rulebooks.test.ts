// Rulebooks of the workspace are changed while the server runs.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Served, serve } from './served.js';

let served: Served;
beforeAll(async () => {
  served = await serve();
});
afterAll(() => served.close());

it('what is judged by them is judged anew, and a faulty one is told of until it is mended', async () => {
  const titles = async () => {
    const answer = await served.get('/api/v1/firms/choices');
    return answer.statusCode === 200
      ? (answer.json().rulebooks as { title: string; name: { zh: string } }[])
          .filter(({ title }) => title === 'our-sme')
          .map(({ name }) => name.zh)
      : [answer.json().error.zh as string];
  };
  const keptTag = async () => (await served.get('/api/v1/templates')).headers.etag;
  expect(await titles()).toEqual([]);
  const tag = await keptTag();
  const shipped = await readFile('rulebooks/tech-sme-2017.yaml', 'utf8');
  const own = (name: string) =>
    shipped
      .replace(/^id: .*$/m, 'id: our-sme-2026')
      .replace(/^title: .*$/m, 'title: our-sme')
      .replace(/^name: .*$/m, `name: { zh: ${name}, en: Ours }`);
  const file = join(served.dir, 'rulebooks', 'ours.yaml');
  await mkdir(join(served.dir, 'rulebooks'));
  await writeFile(file, own('本市科技企业'));
  await expect.poll(titles).toEqual(['本市科技企业']);
  await writeFile(file, own('本市科技型企业'));
  await expect.poll(titles).toEqual(['本市科技型企业']);
  await writeFile(file, 'rulebook: [');
  await expect.poll(titles).toEqual([expect.stringContaining('ours.yaml')]);
  await writeFile(file, own('本市企业'));
  await expect.poll(titles).toEqual(['本市企业']);
  await rm(file);
  await expect.poll(titles).toEqual([]);
  expect(await keptTag()).toBe(tag);
  expect(served.defects).toEqual([]);
});

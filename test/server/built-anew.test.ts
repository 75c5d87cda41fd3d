// The workbench is built anew under a running server: the parts of the old one are gone, those of the new one are served.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { serve } from './served.js';

it('new parts are served, and one that is gone is told to be gone', async () => {
  const web = await mkdtemp(join(tmpdir(), 'ballast-web-'));
  const build = async (hash: string) => {
    await rm(join(web, 'assets'), { recursive: true, force: true });
    await mkdir(join(web, 'assets'));
    await writeFile(join(web, 'assets', `page-${hash}.js`), `export default '${hash}';`);
    await writeFile(join(web, 'index.html'), `<script src="/assets/page-${hash}.js"></script>`);
  };
  await build('old');
  const served = await serve({ web });
  try {
    expect((await served.get('/assets/page-old.js')).body).toContain('old');
    await build('new');
    expect((await served.get('/firms')).body).toContain('page-new.js');
    const part = await served.get('/assets/page-new.js');
    expect([part.statusCode, part.headers['content-type']]).toEqual([
      200,
      expect.stringContaining('javascript'),
    ]);
    expect(part.headers['cache-control']).toContain('immutable');
    expect((await served.get('/assets/page-old.js')).statusCode).toBe(404);
    expect((await served.get('/assets/page-older.js')).statusCode).toBe(404);
    expect((await served.get('/assets/..%2findex.html')).body).not.toContain(web);
    expect(served.defects).toEqual([]);
  } finally {
    await served.close();
    await rm(web, { recursive: true, force: true });
  }
});

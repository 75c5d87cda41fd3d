import { chmod, mkdir, mkdtemp, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findPages, readPageBytes } from '../../src/store/index.js';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'ballast-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

async function lay(...names: string[]): Promise<void> {
  for (const name of names) {
    await mkdir(join(dir, name, '..'), { recursive: true });
    await writeFile(join(dir, name), `content of ${name}`);
  }
}

/** What was found, as paths below the test's folder; faults as `path: message`. */
async function found(...paths: string[]): Promise<string[]> {
  const entries = await findPages(paths.map((path) => (path === '-' ? path : join(dir, path))));
  return entries.map(({ path, error }) => {
    const short = path === '-' ? path : relative(dir, path) || '.';
    return error ? `${short}: ${error.en.split(':')[0]}` : short;
  });
}

describe('pages', () => {
  it('in a folder are the readable kinds, at any depth, in the order of their paths', async () => {
    await lay('b.txt', 'a.HTML', 'sub/deep/c.md', 'sub/d.docx', 'e.pdf', 'image.png', 'data.json');
    await lay('.hidden.txt', '.git/x.txt');
    expect(await found('.')).toEqual(['a.HTML', 'b.txt', 'e.pdf', 'sub/d.docx', 'sub/deep/c.md']);
  });

  it('come in the order in which they were named, each once', async () => {
    await lay('z.txt', 'a.txt', 'sub/c.txt');
    expect(await found('z.txt', '-', '.', 'sub', '-')).toEqual(['z.txt', '-', 'a.txt', 'sub/c.txt']);
  });

  it('may be named by a glob', async () => {
    await lay('2021/a.txt', '2022/b.txt', '2022/c.shtml', '2022/d.aspx', '2022/e.png', '2022/.f.txt');
    expect(await found('*/*.txt')).toEqual(['2021/a.txt', '2022/b.txt']);
    expect(await found('2022/*')).toEqual(['2022/b.txt', '2022/c.shtml']);
    expect(await found('2022/*.{aspx,txt}')).toEqual(['2022/b.txt', '2022/d.aspx']);
    expect(await found('2023/*')).toEqual(['2023/*: No pages found']);
  });

  it('whose names look like globs are found as they stand', async () => {
    await lay('[工信部] 通知(1).txt', 'a*b.txt');
    expect(await found('[工信部] 通知(1).txt', 'a*b.txt')).toEqual(['[工信部] 通知(1).txt', 'a*b.txt']);
  });

  it('that cannot be read are told beside the good ones', async () => {
    await lay('good.txt', 'odd.aspx');
    await writeFile(join(dir, 'empty.txt'), '');
    await mkdir(join(dir, 'nothing'));
    await symlink(join(dir, 'gone.txt'), join(dir, 'link.txt'));
    await symlink(dir, join(dir, 'loop'));
    expect(await found('.', 'missing.txt', 'nothing', 'odd.aspx', 'good.txt/below')).toEqual([
      'empty.txt: The file is empty',
      'good.txt',
      'link.txt: No such file or folder',
      'missing.txt: No such file or folder',
      'nothing: No pages found',
      'odd.aspx',
      'good.txt/below: No such file or folder',
    ]);
    expect(await found('a\u0000b')).toHaveLength(1);
    expect((await findPages(['/dev/null']))[0]!.error!.zh).toMatch(/不是普通文件/);
  });

  it.skipIf(process.getuid?.() === 0)('without permission are told', async () => {
    await lay('secret.txt');
    await chmod(join(dir, 'secret.txt'), 0o000);
    expect(await found('secret.txt')).toEqual(['secret.txt: No permission to read']);
  });

  it('of a workspace that stands in the folder are not read as pages', async () => {
    await lay('a.txt', 'workspace/ballast.duckdb', 'workspace/briefs/ledger.html', 'workspace/notes.txt');
    expect(await found('.')).toEqual(['a.txt', 'workspace/notes.txt']);
  });

  it('that are too large are refused without being loaded', async () => {
    await lay('large.txt');
    await truncate(join(dir, 'large.txt'), 100 * 1024 * 1024);
    const before = process.memoryUsage().rss;
    const [entry] = await findPages([join(dir, 'large.txt')]);
    expect(entry!.error!.zh).toMatch(/文件太大：.*large\.txt（100\.0 MB），上限为 50\.0 MB/);
    await expect(readPageBytes(entry!)).rejects.toBe(entry!.error);
    const grown = { path: join(dir, 'large.txt'), name: 'large.txt' };
    await expect(readPageBytes(grown)).rejects.toThrow(/文件太大/);
    expect(process.memoryUsage().rss - before).toBeLessThan(50 * 1024 * 1024);
  });

  it('are read, from files and from standard input', async () => {
    await lay('a.txt');
    const [entry] = await findPages([join(dir, 'a.txt')]);
    expect(Buffer.from(await readPageBytes(entry!)).toString()).toBe('content of a.txt');
    const [stdin] = await findPages(['-']);
    const bytes = (...parts: string[]) => Readable.from(parts.map((part) => Buffer.from(part)));
    expect(Buffer.from(await readPageBytes(stdin!, bytes('前三', '季度'))).toString()).toBe('前三季度');
    await expect(readPageBytes(stdin!, bytes())).rejects.toThrow(/空的/);
    await expect(readPageBytes(stdin!, bytes('12345', '67890'), 8)).rejects.toThrow(/文件太大/);
    await expect(readPageBytes({ path: join(dir, 'gone'), name: 'gone' })).rejects.toThrow(/找不到/);
    await expect(readPageBytes({ path: dir, name: 'x' })).rejects.toThrow(/EISDIR/);
  });
});

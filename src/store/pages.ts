/** Finds the pages a user names: files, folders, globs and standard input. What cannot be read is told, not thrown. */
import { constants, type Stats } from 'node:fs';
import { access, open, readdir, stat } from 'node:fs/promises';
import { basename, extname, join, resolve, sep } from 'node:path';
import { glob, isDynamicPattern } from 'tinyglobby';
import { UserError } from '../model/index.js';

export interface PageEntry {
  /** As the user would find it; `-` for standard input. */
  path: string;
  /** File name. */
  name: string;
  /** Why this one cannot be read. */
  error?: UserError;
}

/** What a folder is searched for. A file that is named itself may have any extension. */
export const PAGE_EXTENSIONS = [
  '.txt',
  '.md',
  '.markdown',
  '.html',
  '.htm',
  '.shtml',
  '.mht',
  '.mhtml',
  '.docx',
  '.pdf',
] as const;

/** Largest page that is loaded, in bytes. Policy pages are well under a megabyte, scanned annexes under fifty. */
export const MAX_PAGE_BYTES = 50 * 1024 * 1024;

/** The path that stands for standard input. It names no file: what came by it once and comes by it again are two things. */
export const STANDARD_INPUT = '-';

/** Parts of a workspace that hold no pages of the user's. */
const OUR_FOLDERS = new Set(['briefs', 'lexicons', 'originals', 'staging']);

/** All pages, in the order of `paths`, within a folder or glob by path. Each file once. */
export async function findPages(paths: readonly string[], limit = MAX_PAGE_BYTES): Promise<PageEntry[]> {
  const seen = new Set<string>();
  const found: PageEntry[] = [];
  for (const path of paths) {
    for (const entry of await entriesOf(path, limit)) {
      const identity = entry.path === STANDARD_INPUT ? STANDARD_INPUT : resolve(entry.path);
      if (seen.has(identity)) continue;
      seen.add(identity);
      found.push(entry);
    }
  }
  return found;
}

/** The bytes of a found page. Never holds more than `limit` of them. */
export async function readPageBytes(
  entry: PageEntry,
  stdin: AsyncIterable<Uint8Array> = process.stdin,
  limit = MAX_PAGE_BYTES,
): Promise<Uint8Array> {
  if (entry.error) throw entry.error;
  const bytes =
    entry.path === STANDARD_INPUT ? await readStream(stdin, limit) : await readFile(entry.path, limit);
  if (bytes.length === 0) throw emptyPage(entry.path);
  return bytes;
}

async function entriesOf(path: string, limit: number): Promise<PageEntry[]> {
  if (path === STANDARD_INPUT) return [{ path: STANDARD_INPUT, name: 'stdin' }];
  let stats: Stats;
  try {
    stats = await stat(path);
  } catch (error) {
    if (isDynamicPattern(path)) return globEntries(path, limit);
    return [faulty(path, unreadable(path, error))];
  }
  if (stats.isDirectory()) return folderEntries(path, limit);
  return [await fileEntry(path, stats, limit)];
}

async function fileEntry(path: string, stats: Stats, limit: number): Promise<PageEntry> {
  if (!stats.isFile()) {
    return faulty(path, new UserError({ zh: `不是普通文件：${path}`, en: `Not a regular file: ${path}` }));
  }
  if (stats.size === 0) return faulty(path, emptyPage(path));
  if (stats.size > limit) return faulty(path, tooLarge(path, stats.size, limit));
  try {
    await access(path, constants.R_OK);
  } catch (error) {
    return faulty(path, unreadable(path, error));
  }
  return { path, name: basename(path) };
}

async function folderEntries(folder: string, limit: number): Promise<PageEntry[]> {
  const files: string[] = [];
  const faults: PageEntry[] = [];
  const pending = [folder];
  for (let dir = pending.pop(); dir !== undefined; dir = pending.pop()) {
    try {
      const items = await readdir(dir, { withFileTypes: true });
      const isWorkspace = items.some((item) => item.name === 'ballast.duckdb');
      for (const item of items) {
        if (item.name.startsWith('.') || (isWorkspace && OUR_FOLDERS.has(item.name))) continue;
        const path = join(dir, item.name);
        // A link to a folder may lead back up; a link to a file is as good as the file.
        if (item.isDirectory()) pending.push(path);
        else if ((item.isFile() || item.isSymbolicLink()) && isPage(item.name)) files.push(path);
      }
    } catch (error) {
      faults.push(faulty(dir, unreadable(dir, error)));
    }
  }
  if (files.length === 0 && faults.length === 0) return [faulty(folder, noPages(folder))];
  const entries: PageEntry[] = [];
  for (const file of files) entries.push(await statEntry(file, limit));
  return [...entries, ...faults].sort((a, b) => comparePaths(a.path, b.path));
}

async function globEntries(pattern: string, limit: number): Promise<PageEntry[]> {
  const normal = sep === '\\' ? pattern.replaceAll('\\', '/') : pattern;
  const hits = await glob(normal, { dot: false, onlyFiles: true, followSymbolicLinks: false });
  // `*.shtml` asks for that extension; `pages/*` asks for the pages there.
  const files = /\.[\p{L}\p{N}{},]+$/u.test(normal) ? hits : hits.filter((file) => isPage(file));
  if (files.length === 0) return [faulty(pattern, noPages(pattern))];
  const entries: PageEntry[] = [];
  for (const file of files.sort(comparePaths)) entries.push(await statEntry(file, limit));
  return entries;
}

async function statEntry(path: string, limit: number): Promise<PageEntry> {
  try {
    return await fileEntry(path, await stat(path), limit);
  } catch (error) {
    return faulty(path, unreadable(path, error));
  }
}

async function readFile(path: string, limit: number): Promise<Uint8Array> {
  try {
    const file = await open(path, 'r');
    try {
      const { size } = await file.stat();
      if (size > limit) throw tooLarge(path, size, limit);
      return await file.readFile();
    } finally {
      await file.close();
    }
  } catch (error) {
    throw error instanceof UserError ? error : unreadable(path, error);
  }
}

async function readStream(stream: AsyncIterable<Uint8Array>, limit: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of stream) {
    size += part.length;
    if (size > limit) throw tooLarge(STANDARD_INPUT, size, limit);
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function isPage(name: string): boolean {
  return (PAGE_EXTENSIONS as readonly string[]).includes(extname(name).toLowerCase());
}

function faulty(path: string, error: UserError): PageEntry {
  return { path, name: basename(path), error };
}

function emptyPage(path: string): UserError {
  return new UserError({ zh: `文件是空的：${path}`, en: `The file is empty: ${path}` });
}

function tooLarge(path: string, size: number, limit: number): UserError {
  const mb = (bytes: number) => (bytes / 1024 / 1024).toFixed(1);
  return new UserError({
    zh: `文件太大：${path}（${mb(size)} MB），上限为 ${mb(limit)} MB。请拆分，或另存为纯文本。`,
    en: `The file is too large: ${path} (${mb(size)} MB); the limit is ${mb(limit)} MB. Split it, or save it as plain text.`,
  });
}

function noPages(path: string): UserError {
  const known = PAGE_EXTENSIONS.join(' ');
  return new UserError({
    zh: `没有找到页面：${path}（可读的扩展名：${known}）`,
    en: `No pages found: ${path} (extensions that are read: ${known})`,
  });
}

function unreadable(path: string, error: unknown): UserError {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return new UserError({ zh: `找不到：${path}`, en: `No such file or folder: ${path}` });
  }
  if (code === 'EACCES' || code === 'EPERM') {
    return new UserError({ zh: `没有读取权限：${path}`, en: `No permission to read: ${path}` });
  }
  return new UserError({
    zh: `无法读取：${path}（${code ?? message}）`,
    en: `Cannot be read: ${path} (${code ?? message})`,
  });
}

/** Code-point order, a folder's own files and its subfolders alike: the same on every machine. */
function comparePaths(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

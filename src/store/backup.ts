/**
 * A whole workspace as one tar archive (POSIX.1-2001, pax), and back. The database is copied while nobody writes; the
 * originals never change; what else the folder holds is taken as it stands.
 */
import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { type FileHandle, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative } from 'node:path';
import { finished } from 'node:stream/promises';
import { UserError } from '../model/index.js';
import type { WorkspaceCounts } from './counts.js';
import { asUserError, flushFolder } from './files.js';
import { Workspace } from './workspace.js';

const DATABASE = 'ballast.duckdb';
const MANIFEST = 'ballast-backup.json';
const SCHEMA = 'ballast.backup/1';
const BLOCK = 512;
const READ = 1 << 20;
/** Of a manifest or of the header of a long name. */
const LARGEST_HEADER = 1 << 20;

/**
 * The archive, part by part. `scratch` is a path beside the workspace for the copy of the database; it is gone at the
 * end.
 *
 * @throws UserError where the log of the database cannot be folded in, since somebody reads without a pause
 */
export async function* backupWorkspace(
  workspace: Workspace,
  scratch: string,
  made: { version: string; at: string },
): AsyncGenerator<Buffer, void, undefined> {
  try {
    await workspace.copyDatabase(scratch);
    const manifest = Buffer.from(`${JSON.stringify({ schema: SCHEMA, ...made }, null, 2)}\n`);
    yield* entryOf(MANIFEST, manifest.length, 0);
    yield padded(manifest);
    yield* fileEntry(DATABASE, scratch);
    for (const name of await filesOf(workspace.dir)) yield* fileEntry(name, join(workspace.dir, name));
    yield Buffer.alloc(2 * BLOCK);
  } finally {
    await rm(scratch, { force: true });
  }
}

/** All that belongs to the workspace beside its database, in order: nothing half written, nothing on its way in. */
async function filesOf(dir: string): Promise<string[]> {
  const files: string[] = [];
  const walk = async (folder: string): Promise<void> => {
    for (const entry of await readdir(join(dir, folder), { withFileTypes: true })) {
      const name = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.name.startsWith('.') || name === 'staging' || name.startsWith(DATABASE)) continue;
      if (entry.isDirectory()) await walk(name);
      else if (entry.isFile()) files.push(name);
    }
  };
  await walk('');
  return files.sort();
}

async function* fileEntry(name: string, path: string): AsyncGenerator<Buffer, void, undefined> {
  let file: FileHandle;
  try {
    file = await open(path, 'r');
  } catch (error) {
    // Replaced or removed since the folder was listed.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  try {
    const { size, mtimeMs } = await file.stat();
    yield* entryOf(name, size, Math.floor(mtimeMs / 1000));
    let left = size;
    while (left > 0) {
      const { buffer, bytesRead } = await file.read(
        Buffer.allocUnsafe(Math.min(READ, left)),
        0,
        Math.min(READ, left),
      );
      if (bytesRead === 0) throw new Error(`${name} became shorter while it was copied`);
      left -= bytesRead;
      yield buffer.subarray(0, bytesRead);
    }
    if (size % BLOCK > 0) yield Buffer.alloc(BLOCK - (size % BLOCK));
  } finally {
    await file.close();
  }
}

/** Largest size that a plain header can state. */
const PLAIN_SIZE = 8 ** 11;

function* entryOf(name: string, size: number, modified: number): Generator<Buffer, void, undefined> {
  const bytes = Buffer.from(name);
  const isPlain = bytes.length <= 100 && /^[\u0020-\u007e]*$/.test(name) && size < PLAIN_SIZE;
  if (!isPlain) {
    const records = Buffer.concat([record('path', name), record('size', String(size))]);
    yield header('pax', records.length, modified, 'x');
    yield padded(records);
  }
  yield header(isPlain ? name : 'long', size < PLAIN_SIZE ? size : 0, modified, '0');
}

/** `LENGTH KEY=VALUE\n`, where the length counts itself. */
function record(key: string, value: string): Buffer {
  const rest = Buffer.byteLength(` ${key}=${value}\n`);
  let length = rest + String(rest).length;
  if (String(length).length > String(rest).length) length++;
  return Buffer.from(`${length} ${key}=${value}\n`);
}

function header(name: string, size: number, modified: number, type: string): Buffer {
  const block = Buffer.alloc(BLOCK);
  const octal = (value: number, at: number, length: number) =>
    block.write(`${value.toString(8).padStart(length - 1, '0')}\0`, at, 'latin1');
  block.write(name, 0, 100, 'latin1');
  octal(0o644, 100, 8);
  octal(0, 108, 8);
  octal(0, 116, 8);
  octal(size, 124, 12);
  octal(modified, 136, 12);
  block.write(type, 156, 'latin1');
  block.write('ustar\u000000', 257, 'latin1');
  block.write('        ', 148, 'latin1');
  block.write(`${checksum(block).toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return block;
}

function checksum(block: Buffer): number {
  let sum = 0;
  for (let at = 0; at < BLOCK; at++) sum += at >= 148 && at < 156 ? 0x20 : block[at]!;
  return sum;
}

function padded(bytes: Buffer): Buffer {
  return Buffer.concat([bytes, Buffer.alloc((BLOCK - (bytes.length % BLOCK)) % BLOCK)]);
}

/**
 * Makes a workspace of an archive, in a folder that is not there yet. It is there whole or not at all: every original
 * has the hash of its name, and the database opens.
 *
 * @throws UserError where the folder is there, or the archive is none, damaged or cut off
 */
export async function restoreWorkspace(
  archive: AsyncIterable<Uint8Array>,
  dir: string,
): Promise<WorkspaceCounts> {
  return (await restoreBackup(archive, dir)).counts;
}

/** When a backup was made, and by which version of the program. */
export interface BackupMade {
  version: string;
  at: string;
}

/** `restoreWorkspace`, with what the backup says of itself. */
export async function restoreBackup(
  archive: AsyncIterable<Uint8Array>,
  dir: string,
): Promise<{ counts: WorkspaceCounts; made: BackupMade }> {
  const draft = `${dir}.restoring`;
  if ((await stat(dir).catch(() => null)) !== null) throw taken(dir);
  try {
    await rm(draft, { recursive: true, force: true });
    await mkdir(draft, { recursive: true });
    const made = await unpack(new Blocks(archive), draft);
    const workspace = await Workspace.open(draft);
    let counts: WorkspaceCounts;
    try {
      counts = await workspace.counts();
    } finally {
      await workspace.close();
    }
    // A folder that has come to be there meanwhile is not replaced, unless it is empty.
    await rename(draft, dir);
    await flushFolder(dirname(dir));
    return { counts, made };
  } catch (error) {
    await rm(draft, { recursive: true, force: true }).catch(() => undefined);
    if (['ENOTEMPTY', 'EEXIST'].includes((error as NodeJS.ErrnoException).code ?? '')) throw taken(dir);
    throw asUserError(dir, error);
  }
}

async function unpack(blocks: Blocks, draft: string): Promise<BackupMade> {
  let made: BackupMade | null = null;
  let hasDatabase = false;
  let pax: { path?: string; size?: number } = {};
  for (;;) {
    const block = await blocks.take(BLOCK);
    if (block.every((byte) => byte === 0)) break;
    if (Number.parseInt(text(block, 148, 8), 8) !== checksum(block)) throw noBackup();
    const type = String.fromCharCode(block[156]!);
    const stated = Number.parseInt(text(block, 124, 12), 8);
    if (type === 'x') {
      if (!(stated <= LARGEST_HEADER)) throw noBackup();
      pax = records(await blocks.take(stated));
      await blocks.pass(stated);
      continue;
    }
    const size = pax.size ?? stated;
    const name = pax.path ?? text(block, 0, 100);
    pax = {};
    if ((type !== '0' && type !== '\0') || !Number.isSafeInteger(size) || size < 0) throw noBackup();
    if (made === null) {
      if (name !== MANIFEST || size > LARGEST_HEADER) throw noBackup();
      made = madeOf((await blocks.take(size)).toString());
    } else {
      if (!isSafe(name)) throw noBackup();
      hasDatabase ||= name === DATABASE;
      const hash = await write(blocks, join(draft, name), size);
      const original = /^originals\/([0-9a-f]{64})$/.exec(name);
      if (name.startsWith('originals/') && original?.[1] !== hash) throw noBackup();
    }
    await blocks.pass(size);
  }
  if (made === null || !hasDatabase) throw noBackup();
  return made;
}

function madeOf(manifest: string): BackupMade {
  let said: unknown;
  try {
    said = JSON.parse(manifest);
  } catch {
    throw noBackup();
  }
  const { schema, version, at } = said as Record<string, unknown>;
  if (schema !== SCHEMA || typeof version !== 'string' || typeof at !== 'string') throw noBackup();
  return { version, at };
}

/**
 * Puts the workspace of `folder`, which may lie within `dir`, in the place of the one at `dir`; that one stays, whole,
 * at `kept`. Both must be closed. Where it fails all is as before.
 *
 * @throws UserError where the file system refuses
 */
export async function exchangeWorkspace(dir: string, folder: string, kept: string): Promise<void> {
  try {
    await rename(dir, kept);
    const within = relative(dir, folder);
    const moved = within.startsWith('..') || isAbsolute(within) ? folder : join(kept, within);
    try {
      await rename(moved, dir);
    } catch (error) {
      await rename(kept, dir);
      throw error;
    }
    await flushFolder(dirname(dir));
  } catch (error) {
    throw asUserError(dir, error);
  }
}

/** A path within: no step upwards, nothing hidden, nothing that a file system takes for its own. */
function isSafe(name: string): boolean {
  return name
    .split('/')
    .every(
      (part) => part !== '' && !part.startsWith('.') && !/[\u0000-\u001f\\:]/.test(part) && part.length < 256,
    );
}

async function write(blocks: Blocks, file: string, size: number): Promise<string> {
  await mkdir(dirname(file), { recursive: true });
  const hash = createHash('sha256');
  const out = createWriteStream(file, { flags: 'wx', flush: true });
  const end = finished(out);
  end.catch(() => undefined);
  try {
    for await (const part of blocks.parts(size)) {
      hash.update(part);
      if (!out.write(part))
        await Promise.race([new Promise<void>((resolve) => out.once('drain', () => resolve())), end]);
    }
  } finally {
    out.end();
    await end;
  }
  return hash.digest('hex');
}

/** A stream by the number of bytes that are wanted. */
class Blocks {
  readonly #parts: AsyncIterator<Uint8Array>;
  #held: Buffer = Buffer.alloc(0);

  constructor(stream: AsyncIterable<Uint8Array>) {
    this.#parts = stream[Symbol.asyncIterator]();
  }

  async take(size: number): Promise<Buffer> {
    const parts: Buffer[] = [];
    for await (const part of this.parts(size)) parts.push(part);
    return parts.length === 1 ? parts[0]! : Buffer.concat(parts);
  }

  async *parts(size: number): AsyncGenerator<Buffer, void, undefined> {
    for (let left = size; left > 0; ) {
      if (this.#held.length === 0) {
        const next = await this.#parts.next();
        if (next.done) throw noBackup();
        this.#held = Buffer.from(next.value.buffer, next.value.byteOffset, next.value.byteLength);
      }
      const part = this.#held.subarray(0, left);
      this.#held = this.#held.subarray(part.length);
      left -= part.length;
      if (part.length > 0) yield part;
    }
  }

  /** To the end of the block in which an entry of that size ends. */
  async pass(size: number): Promise<void> {
    await this.take((BLOCK - (size % BLOCK)) % BLOCK);
  }
}

function text(block: Buffer, at: number, length: number): string {
  return block
    .toString('utf8', at, at + length)
    .replace(/\0.*$/s, '')
    .trim();
}

function records(bytes: Buffer): { path?: string; size?: number } {
  const found: { path?: string; size?: number } = {};
  for (let at = 0; at < bytes.length; ) {
    const space = bytes.indexOf(0x20, at);
    const length = Number(bytes.toString('latin1', at, space));
    if (space < 0 || !(length > 0)) throw noBackup();
    const [, key, value] = /^(\w+)=(.*)\n$/s.exec(bytes.toString('utf8', space + 1, at + length)) ?? [];
    if (key === 'path') found.path = value!;
    if (key === 'size') found.size = Number(value);
    at += length;
  }
  return found;
}

function noBackup(): UserError {
  return new UserError({
    zh: '这不是工作区的备份，或者备份已损坏、不完整。没有恢复任何内容。',
    en: 'This is no backup of a workspace, or it is damaged or cut off. Nothing was restored.',
  });
}

function taken(dir: string): UserError {
  return new UserError({
    zh: `那里已有同名文件夹：${dir}。恢复不覆盖已有的工作区，请换一个名称。`,
    en: `A folder of that name is there already: ${dir}. Restoring replaces no workspace; choose another name.`,
  });
}

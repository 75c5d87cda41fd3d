/** Files that are either whole or absent: written beside their place, flushed, then renamed into it. */
import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { UserError } from '../model/index.js';

const PARTIAL = '.partial-';

export async function writeWhole(file: string, content: Uint8Array | string): Promise<void> {
  await replaceWhole(file, (partial) => writeFile(partial, content));
}

/**
 * Lets `write` fill an empty file under another name, and puts it in place once that is on disk. Behind a link it is
 * the linked file that is replaced; what is no file but a device or a pipe is written to as it stands.
 */
export async function replaceWhole(file: string, write: (partial: string) => Promise<void>): Promise<void> {
  let partial: string | null = null;
  try {
    const place = await realpath(file).catch(() => file);
    const there = await stat(place).catch(() => null);
    if (there !== null && !there.isFile() && !there.isDirectory()) {
      await write(place);
      return;
    }
    const folder = dirname(place);
    await mkdir(folder, { recursive: true }).catch((error: unknown) => {
      throw asUserError(folder, error);
    });
    partial = join(folder, `${PARTIAL}${process.pid}-${randomBytes(6).toString('hex')}`);
    await (await open(partial, 'wx')).close();
    await write(partial);
    await flush(partial);
    await rename(partial, place);
    await flushFolder(folder);
  } catch (error) {
    if (partial !== null) await rm(partial, { force: true }).catch(() => undefined);
    throw asUserError(file, error);
  }
}

/** Makes a rename survive a power cut; not every system can open a folder. */
export async function flushFolder(folder: string): Promise<void> {
  try {
    await flush(folder);
  } catch (error) {
    if (!['EISDIR', 'EPERM', 'EACCES', 'EINVAL'].includes((error as NodeJS.ErrnoException).code ?? ''))
      throw error;
  }
}

async function flush(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Removes what a killed process left half written. Only for the process that holds the workspace. */
export async function removePartials(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (name.startsWith(PARTIAL)) await rm(join(folder, name), { force: true });
  }
}

const CAUSES: Record<string, { zh: string; en: string }> = {
  ENOSPC: { zh: '磁盘已满', en: 'the disk is full' },
  EDQUOT: { zh: '磁盘配额已满', en: 'the disk quota is used up' },
  EACCES: { zh: '没有写入权限', en: 'no permission to write there' },
  EPERM: { zh: '没有写入权限', en: 'no permission to write there' },
  EROFS: { zh: '磁盘是只读的', en: 'the disk is read-only' },
  EISDIR: { zh: '那里有一个同名文件夹', en: 'a folder of that name stands there' },
  ENOTDIR: { zh: '路径中有一段是文件而不是文件夹', en: 'a part of the path is a file, not a folder' },
  ENOENT: { zh: '那里没有这个文件夹，也建不了', en: 'there is no such folder, and none can be made' },
  ELOOP: { zh: '链接绕成了圈', en: 'the links go round in a circle' },
  EEXIST: { zh: '那里有一个同名文件', en: 'a file of that name stands there' },
  ENAMETOOLONG: { zh: '文件名太长', en: 'the file name is too long' },
};

/** A failure to write that the user can mend, in the user's words; any other error as it is. */
export function asUserError(file: string, error: unknown): unknown {
  const cause = CAUSES[(error as NodeJS.ErrnoException).code ?? ''];
  if (!cause) return error;
  return new UserError({
    zh: `无法写入 ${file}：${cause.zh}。`,
    en: `Cannot write ${file}: ${cause.en}.`,
  });
}

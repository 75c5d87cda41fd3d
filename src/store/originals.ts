/** The pages as they came, each named by the SHA-256 of its bytes. */
import { createHash } from 'node:crypto';
import { constants, createReadStream } from 'node:fs';
import { copyFile, mkdir, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256, UserError } from '../model/index.js';
import { asUserError, removePartials, replaceWhole, writeWhole } from './files.js';

export class Originals {
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  /** Makes the folder fit for writing. */
  async prepare(): Promise<void> {
    try {
      await mkdir(this.folder, { recursive: true });
      await removePartials(this.folder);
    } catch (error) {
      throw asUserError(this.folder, error);
    }
  }

  /** On disk when it returns. Bytes that are there already are not written again. */
  async put(name: string, bytes: Uint8Array): Promise<void> {
    const file = join(this.folder, name);
    const there = await stat(file).catch(() => null);
    if (there?.isFile() && there.size === bytes.length) return;
    await writeWhole(file, bytes);
  }

  /** `put` for a file that is too large to be held: shared with it where the file system can, else copied. */
  async putFile(name: string, from: string, bytes: number): Promise<void> {
    const file = join(this.folder, name);
    const there = await stat(file).catch(() => null);
    if (there?.isFile() && there.size === bytes) return;
    await replaceWhole(file, (partial) => copyFile(from, partial, constants.COPYFILE_FICLONE));
  }

  async get(name: string): Promise<Uint8Array> {
    const file = join(this.folder, name);
    const bytes = await readFile(file).catch(() => null);
    if (bytes === null) {
      throw new UserError({
        zh: `原件不在工作区里：${file}。请把该页面再读一遍。`,
        en: `The original is not in the workspace: ${file}. Read the page again.`,
      });
    }
    if (sha256(bytes) !== name) {
      throw new UserError({
        zh: `原件已被改动，内容与其哈希不符：${file}`,
        en: `The original has been altered; its content does not match its hash: ${file}`,
      });
    }
    return bytes;
  }

  /** Names of all originals, in order. */
  async names(): Promise<string[]> {
    const names = await readdir(this.folder).catch(() => []);
    return names.filter((name) => /^[0-9a-f]{64}$/.test(name)).sort();
  }
}

/** SHA-256 and size of a file of any size. Throws `UserError` where it cannot be read or is empty. */
export async function hashFile(file: string): Promise<{ hash: string; bytes: number }> {
  const hash = createHash('sha256');
  let bytes = 0;
  try {
    for await (const part of createReadStream(file, { highWaterMark: 1 << 20 })) {
      hash.update(part as Buffer);
      bytes += (part as Buffer).length;
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UserError({
      zh: `文件读不到：${file}（${code ?? (error as Error).message}）`,
      en: `The file cannot be read: ${file} (${code ?? (error as Error).message})`,
    });
  }
  if (bytes === 0) throw new UserError({ zh: `文件是空的：${file}`, en: `The file is empty: ${file}` });
  return { hash: hash.digest('hex'), bytes };
}

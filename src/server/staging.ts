// Files that came over the network, until they are imported or the server ends; and files on their way out.
import { createHash, randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { asUserError } from '../store/index.js';
import { notFound, Refusal } from './failure.js';

export interface StagedFile {
  /** SHA-256 of its bytes. */
  id: string;
  /** Name that the user has for it, without a path. */
  file: string;
  path: string;
  bytes: number;
}

/** A stream of an uploaded file that says whether it was cut off at the limit. */
export interface Incoming extends NodeJS.ReadableStream {
  truncated?: boolean;
}

export class Staging {
  readonly #folder: string;
  readonly #files = new Map<string, StagedFile>();

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /** An empty folder in the workspace: what an earlier server left is nobody's any more. */
  static async open(workspace: string): Promise<Staging> {
    const folder = join(workspace, 'staging');
    try {
      await rm(folder, { recursive: true, force: true });
      await mkdir(folder, { recursive: true });
    } catch (error) {
      throw asUserError(folder, error);
    }
    return new Staging(folder);
  }

  /** Takes a stream in. Nothing is left of one that ends early or is too long. */
  async receive(stream: Incoming, name: string): Promise<StagedFile> {
    const partial = this.place();
    const hash = createHash('sha256');
    let bytes = 0;
    const counted = new Transform({
      transform(part: Buffer, _, done) {
        hash.update(part);
        bytes += part.length;
        done(null, part);
      },
    });
    try {
      // A workspace that was moved away and put back has no such folder.
      await mkdir(this.#folder, { recursive: true });
      await pipeline(stream, counted, createWriteStream(partial, { flags: 'wx' }));
      if (stream.truncated) throw tooLarge(name);
      if (bytes === 0)
        throw new Refusal(400, 'emptyFile', { zh: `文件是空的：${name}`, en: `The file is empty: ${name}` });
      const id = hash.digest('hex');
      const file = plainName(name);
      const folder = join(this.#folder, id);
      await mkdir(folder, { recursive: true });
      const path = join(folder, file);
      await rename(partial, path);
      const staged = { id, file, path, bytes };
      this.#files.set(id, staged);
      return staged;
    } catch (error) {
      // The rest is let pass: a connection that stalls in the middle of sending shows the browser no answer.
      stream.resume();
      await rm(partial, { force: true }).catch(() => undefined);
      throw asUserError(name, error);
    }
  }

  /** @throws Refusal (404) where it is not there, or not any more. */
  get(id: string): StagedFile {
    const staged = this.#files.get(id);
    if (staged) return staged;
    throw notFound(
      '没有这个上传的文件，服务重启后需重新上传',
      'there is no such uploaded file; after a restart of the server it has to be sent again',
    );
  }

  async discard(id: string): Promise<void> {
    if (!this.#files.delete(id)) return;
    await rm(join(this.#folder, id), { recursive: true, force: true });
  }

  /** A path for a file on its way out, which whoever asks removes. */
  place(extension = ''): string {
    return join(this.#folder, `${randomUUID()}${extension}`);
  }
}

/** Longest name in bytes that every file system takes, with room for what is put before it. */
const LONGEST_NAME = 180;

/** A name that is safe as one: no folders, nothing hidden, nothing that a terminal or a file system takes for its own. */
export function plainName(name: string): string {
  const last = name.normalize('NFC').split(/[\\/]/).at(-1)!;
  let plain = last
    .replace(/[\u0000-\u001f\u007f<>:"|?*\u202a-\u202e\u2066-\u2069]/g, '_')
    .replace(/^[.\s]+/, '')
    .trim();
  if (plain === '') plain = 'table';
  if (Buffer.byteLength(plain) <= LONGEST_NAME) return plain;
  const extension = /\.[A-Za-z0-9]{1,8}$/.exec(plain)?.[0] ?? '';
  let stem = plain.slice(0, plain.length - extension.length);
  while (Buffer.byteLength(stem + extension) > LONGEST_NAME) stem = [...stem].slice(0, -1).join('');
  return stem + extension;
}

function tooLarge(name: string): Refusal {
  return new Refusal(413, 'tooLarge', {
    zh: `文件超过上传上限：${name}。请拆分，或在本机用 ballast import 导入。`,
    en: `The file is larger than an upload may be: ${name}. Split it, or import it on this machine with ballast import.`,
  });
}

/** The files of rulebooks: those of the package, then those of the workspace. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sha256, UserError } from '../model/index.js';

/** The same place from `src/store` and from `dist/store`. */
const SHIPPED = fileURLToPath(new URL('../../rulebooks/', import.meta.url));

export interface RulebookFile {
  /** As messages name it: under `rulebooks/` for one of the package, as the workspace was named for one of its own. */
  file: string;
  content: string;
  sha256: string;
  from: 'package' | 'workspace';
}

/**
 * Every YAML file of the package's rulebooks and of the folder `rulebooks` of a workspace, with its subfolders, by name.
 * A workspace without that folder adds nothing.
 *
 * @param workspace Folder of the workspace; null for the package's rulebooks alone.
 * @throws UserError where a folder or file is there and cannot be read.
 */
export async function readRulebookFiles(workspace: string | null = null): Promise<RulebookFile[]> {
  const shipped = await filesIn(SHIPPED, 'package', (file) =>
    ['rulebooks', ...relative(SHIPPED, file).split(sep)].join('/'),
  );
  if (workspace === null) return shipped;
  return [...shipped, ...(await filesIn(join(workspace, 'rulebooks'), 'workspace', (file) => file))];
}

/** Names the state of a workspace's own rulebooks: another one when a file was added, changed or removed. */
export async function rulebookState(workspace: string): Promise<string> {
  const folder = join(workspace, 'rulebooks');
  const files = await Promise.all(
    (await yamlIn(folder)).map(async (name) => {
      const found = await stat(join(folder, name)).catch(() => null);
      return found === null ? name : `${name} ${found.mtimeMs} ${found.size}`;
    }),
  );
  return files.join('\n');
}

async function filesIn(
  folder: string,
  from: RulebookFile['from'],
  named: (file: string) => string,
): Promise<RulebookFile[]> {
  const files: RulebookFile[] = [];
  for (const name of await yamlIn(folder)) {
    const path = join(folder, name);
    const bytes = await readFile(path).catch((error: Error) => {
      throw unreadable(path, error);
    });
    const content = asUtf8(bytes, named(path));
    files.push({ file: named(path), content, sha256: sha256(content), from });
  }
  return files;
}

/**
 * Editors of Chinese Windows may save as GB 18030: read as UTF-8 its names would be garbled without a word. A mark of byte
 * order stays, so that the hash is that of the file.
 */
function asUtf8(bytes: Uint8Array, file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new UserError({
      zh: `规则文件不是 UTF-8 编码：${file}。请在编辑器里另存为 UTF-8 再用`,
      en: `The rulebook file is not UTF-8: ${file}. Save it as UTF-8 in the editor`,
    });
  }
}

async function yamlIn(folder: string): Promise<string[]> {
  try {
    const names = await readdir(folder, { recursive: true });
    return names
      .filter((name) => /\.ya?ml$/i.test(name) && !name.split(sep).some((part) => part.startsWith('.')))
      .sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw unreadable(folder, error as Error);
  }
}

function unreadable(path: string, { message }: Error): UserError {
  return new UserError({
    zh: `规则文件无法读取：${path}（${message}）`,
    en: `The rulebook file cannot be read: ${path} (${message})`,
  });
}

/**
 * Word lists and rules as data: the shipped `lexicons/*.yaml`, then the user's own. Keys of one name merge: lists
 * append, maps merge, scalars override.
 */
import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LineCounter, parseDocument } from 'yaml';
import { sha256, UserError } from '../model/index.js';

/** The same place from `src/store` and from `dist/store`. */
const SHIPPED = fileURLToPath(new URL('../../lexicons/', import.meta.url));

/** Top-level keys that date a file and say nothing of the language. */
const HEADER = new Set(['version', 'updated']);

type Tree = { [key: string]: unknown };

/**
 * All lexicons as one tree. The key `versions` holds the header of each file, by its name, shipped ones first.
 * A folder that does not exist adds nothing.
 */
export async function loadLexicons(dirs: readonly string[] = []): Promise<Record<string, unknown>> {
  const merged: Tree = {};
  const versions: Tree = {};
  for (const dir of [SHIPPED, ...dirs]) {
    for (const file of await lexiconFiles(dir)) {
      const tree = parseLexicon(await readFile(file, 'utf8'), file);
      const label = dir === SHIPPED ? basename(file) : `${basename(dirname(file))}/${basename(file)}`;
      versions[label] = Object.fromEntries(Object.entries(tree).filter(([key]) => HEADER.has(key)));
      for (const [key, value] of Object.entries(tree)) {
        if (!HEADER.has(key)) merged[key] = mergeValue(merged[key], value, [key], file);
      }
    }
  }
  return { ...merged, versions };
}

/** One shipped lexicon by the name of its file, for what needs no other: all together take far longer to parse. */
export async function loadLexicon(name: `${string}.yaml`): Promise<Record<string, unknown>> {
  const file = join(SHIPPED, name);
  return parseLexicon(await readFile(file, 'utf8'), file);
}

/** Names the state of the lexicons, so that a reading can say with which words it was made. */
export function lexiconFingerprint(lexicons: Record<string, unknown>): string {
  return sha256(JSON.stringify(lexicons)).slice(0, 12);
}

async function lexiconFiles(dir: string): Promise<string[]> {
  try {
    const names = await readdir(dir);
    return names
      .filter((name) => /\.ya?ml$/i.test(name) && !name.startsWith('.'))
      .sort()
      .map((name) => join(dir, name));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw new UserError({
      zh: `词库文件夹无法读取：${dir}（${(error as Error).message}）`,
      en: `The lexicon folder cannot be read: ${dir} (${(error as Error).message})`,
    });
  }
}

function parseLexicon(text: string, file: string): Tree {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const fault = document.errors[0];
  if (fault) throw lexiconError(file, lines.linePos(fault.pos[0]).line, fault.message);
  let tree: unknown;
  try {
    tree = document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    throw lexiconError(file, 1, (error as Error).message);
  }
  if (tree === null || tree === undefined) return {};
  if (!isMap(tree)) throw lexiconError(file, 1, 'expected a map of names at the top level');
  return tree;
}

function lexiconError(file: string, line: number, message: string): UserError {
  return new UserError({
    zh: `词库文件有误：${file} 第 ${line} 行：${message}`,
    en: `Fault in lexicon file ${file}, line ${line}: ${message}`,
  });
}

function mergeValue(base: unknown, added: unknown, path: string[], file: string): unknown {
  if (base === undefined || base === null) return added;
  if (added === null) return base;
  const [had, has] = [shapeOf(base), shapeOf(added)];
  if (had !== has) {
    throw new UserError({
      zh: `词库文件 ${file} 的 ${path.join('.')} 是${SHAPE_ZH[has]}，应为${SHAPE_ZH[had]}。`,
      en: `In lexicon file ${file}, ${path.join('.')} is a ${has}; a ${had} is expected.`,
    });
  }
  if (Array.isArray(base) && Array.isArray(added)) return appendList(base, added);
  if (!isMap(base) || !isMap(added)) return added;
  const merged: Tree = { ...base };
  for (const [key, value] of Object.entries(added)) {
    merged[key] = mergeValue(
      Object.hasOwn(merged, key) ? merged[key] : undefined,
      value,
      [...path, key],
      file,
    );
  }
  return merged;
}

/** A word that is there already is not listed twice. */
function appendList(base: readonly unknown[], added: readonly unknown[]): unknown[] {
  const known = new Set(base);
  return [...base, ...added.filter((item) => !known.has(item))];
}

type Shape = 'list' | 'map' | 'value';
const SHAPE_ZH: Record<Shape, string> = { list: '列表', map: '映射', value: '单个值' };

function shapeOf(value: unknown): Shape {
  return Array.isArray(value) ? 'list' : isMap(value) ? 'map' : 'value';
}

function isMap(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

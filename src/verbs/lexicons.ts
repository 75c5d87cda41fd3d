// The word lists and code lists of a workspace.
import { readdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type AreaName, areaCoder } from '../model/index.js';
import { READER_VERSION } from '../read/index.js';
import { type Codes, lexiconFingerprint, loadCodes, loadLexicons, type Reading } from '../store/index.js';

export interface OpenedLexicons {
  lexicons: Record<string, unknown>;
  reading: Reading;
}

/** A server asks again and again, and parsing holds up everybody else: what was opened last stays, as long as its files do. */
let last: { state: string; opened: Promise<OpenedLexicons> } | null = null;
const codesOf = new WeakMap<Record<string, unknown>, Promise<Codes>>();

/** The words and rules of reading: the shipped lexicons, then the workspace's own. */
export async function openLexicons(workspace: string): Promise<OpenedLexicons> {
  const folder = resolve(workspace, 'lexicons');
  const state = await stateOf(folder);
  if (last?.state !== state) {
    const opening = { state, opened: open(folder) };
    last = opening;
    // A file with a fault in it is read again the next time.
    opening.opened.catch(() => {
      if (last === opening) last = null;
    });
  }
  return last.opened;
}

/** The code lists with the names that lexicons add; one for each that `openLexicons` gave. */
export function openCodes(lexicons: Record<string, unknown>): Promise<Codes> {
  const known = codesOf.get(lexicons) ?? loadCodes(lexicons);
  codesOf.set(lexicons, known);
  return known;
}

/** Names, sizes and times of the user's own lists; the shipped ones do not change while we run. */
async function stateOf(folder: string): Promise<string> {
  const names = await readdir(folder).catch(() => []);
  const files = await Promise.all(
    names.sort().map(async (name) => {
      const found = await stat(join(folder, name)).catch(() => null);
      return `${name} ${found?.size} ${found?.mtimeMs}`;
    }),
  );
  return [folder, ...files].join('\n');
}

async function open(folder: string): Promise<OpenedLexicons> {
  const lexicons = await loadLexicons([folder]);
  const readerVersion = `${READER_VERSION}+${lexiconFingerprint(lexicons)}`;
  return { lexicons, reading: { readerVersion, areaCode: areaCoder(areaNames(lexicons)) } };
}

/** Provinces before prefectures: where two share a name, the province has it. */
function areaNames(lexicons: Record<string, unknown>): AreaName[] {
  const { provinces, prefectures } = lexicons.areas as { provinces: AreaName[]; prefectures: AreaName[] };
  return [...provinces, ...prefectures];
}

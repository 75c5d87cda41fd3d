// Reading many pages: each good one is handed on, each bad one is kept with its reason.
import { resolve } from 'node:path';
import { type AreaName, areaCoder, type ReadDocument, UserError } from '../model/index.js';
import { createReader, READER_VERSION } from '../read/index.js';
import {
  findPages,
  lexiconFingerprint,
  loadLexicons,
  type PageEntry,
  type Reading,
  readPageBytes,
} from '../store/index.js';
import type { Terminal } from './terminal.js';

export interface PageRead {
  entry: PageEntry;
  document: ReadDocument;
  bytes: Uint8Array;
}

export interface PageRefused {
  entry: PageEntry;
  error: UserError;
}

export interface PagesRead {
  read: PageRead[];
  refused: PageRefused[];
}

/** The words and rules of reading: the shipped lexicons, then the workspace's own. */
export async function openLexicons(
  workspace: string,
): Promise<{ lexicons: Record<string, unknown>; reading: Reading }> {
  const lexicons = await loadLexicons([resolve(workspace, 'lexicons')]);
  const readerVersion = `${READER_VERSION}+${lexiconFingerprint(lexicons)}`;
  return { lexicons, reading: { readerVersion, areaCode: areaCoder(areaNames(lexicons)) } };
}

/** Provinces before prefectures: where two share a name, the province has it. */
function areaNames(lexicons: Record<string, unknown>): AreaName[] {
  const { provinces, prefectures } = lexicons.areas as { provinces: AreaName[]; prefectures: AreaName[] };
  return [...provinces, ...prefectures];
}

/** Reads the pages that `paths` name, in their order, with progress. Throws a UserError where there is none to read. */
export async function readPages(
  paths: readonly string[],
  lexicons: Record<string, unknown>,
  terminal: Terminal,
): Promise<PagesRead> {
  const entries = await findPages(paths);
  if (entries.length === 0) {
    throw new UserError({
      zh: `没有找到可读的页面：${paths.join('、')}。可读：.txt .md .html .htm .docx .pdf`,
      en: `no page to read in ${paths.join(', ')}. Expected .txt .md .html .htm .docx .pdf`,
    });
  }
  const reader = createReader(lexicons);
  const result: PagesRead = { read: [], refused: [] };
  const progress = terminal.progress({ zh: '读取页面', en: 'Reading pages' }, entries.length);
  for (const entry of entries) {
    try {
      const bytes = await readPageBytes(entry);
      result.read.push({ entry, bytes, document: await reader.read({ name: entry.name, bytes }) });
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      result.refused.push({ entry, error });
    }
    progress.step(entry.name);
  }
  progress.end();
  for (const { error } of result.refused) terminal.note(error);
  return result;
}

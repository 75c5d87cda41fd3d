// Reading many pages: they come batch by batch, in their order; each bad one is kept with its reason.
import { type Bilingual, type ReadDocument, UserError } from '../model/index.js';
import { createReader, type Reader } from '../read/index.js';
import { findPages, type Import, type PageEntry, type Reading, readPageBytes } from '../store/index.js';
import type { Teller } from './teller.js';

export interface PageRead {
  entry: PageEntry;
  document: ReadDocument;
  bytes: Uint8Array;
}

export interface PageRefused {
  entry: PageEntry;
  reason: Bilingual;
  /** Set where the page is not to blame but we are: what was thrown. */
  defect?: unknown;
}

/** Pages that follow one another. */
export interface Batch {
  read: PageRead[];
  refused: PageRefused[];
}

/** What became of pages that were handed to the workspace. */
export interface Kept {
  added: number;
  renewed: number;
  unchanged: number;
}

/** Pages handed on at a time. As many as the workspace commits at once: a kill loses no more than these. */
const BATCH_PAGES = 20;

/** Reads the pages that `paths` name, in their order, with progress. The reasons of the refused are told at the end. */
export async function* readPages(
  paths: readonly string[],
  lexicons: Record<string, unknown>,
  teller: Teller,
): AsyncGenerator<Batch, void, undefined> {
  const entries = await findPages(paths);
  const reader = createReader(lexicons);
  const progress = teller.progress({ zh: '读取页面', en: 'Reading pages' }, entries.length);
  const refused: PageRefused[] = [];
  try {
    for (let first = 0; first < entries.length; first += BATCH_PAGES) {
      const batch: Batch = { read: [], refused: [] };
      for (const entry of entries.slice(first, first + BATCH_PAGES)) {
        const result = await readPage(entry, reader);
        if ('document' in result) batch.read.push(result);
        else batch.refused.push(result);
        progress.step(entry.name);
      }
      refused.push(...batch.refused);
      yield batch;
    }
  } finally {
    progress.end();
    for (const page of refused) {
      teller.note(page.reason);
      if ('defect' in page) teller.trace(page.defect);
    }
  }
}

/** Pages of which all are wanted at once. */
export async function readAllPages(
  paths: readonly string[],
  lexicons: Record<string, unknown>,
  teller: Teller,
): Promise<Batch> {
  const all: Batch = { read: [], refused: [] };
  for await (const { read, refused } of readPages(paths, lexicons, teller)) {
    all.read.push(...read);
    all.refused.push(...refused);
  }
  return all;
}

async function readPage(entry: PageEntry, reader: Reader): Promise<PageRead | PageRefused> {
  try {
    const bytes = await readPageBytes(entry);
    return { entry, bytes, document: await reader.read({ name: entry.name, bytes }) };
  } catch (error) {
    if (error instanceof UserError) return { entry, reason: error };
    return {
      entry,
      reason: {
        zh: `${entry.path}：读这一页时程序出错，这是我们的缺陷，不是页面的问题；其余页面照常读。`,
        en: `${entry.path}: a defect of ours, not of the page, kept it from being read; the other pages are read all the same.`,
      },
      defect: error,
    };
  }
}

/** Enters a batch, with what was refused, into a run of reading in. */
export async function keepBatch(run: Import, batch: Batch, reading: Reading): Promise<Kept> {
  const { added, renewed, unchanged } = await run.addDocuments(
    batch.read.map(({ entry, document, bytes }) => ({ document, original: bytes, file: entry.path })),
    reading,
  );
  await run.reject(
    batch.refused.map(({ entry, reason: { zh, en } }) => ({
      file: entry.path,
      row: null,
      column: null,
      value: null,
      zh,
      en,
    })),
  );
  return { added: added.length, renewed: renewed.length, unchanged: unchanged.length };
}

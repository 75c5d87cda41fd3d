// Briefs that the workspace keeps: settings, every version of the document, and the last one as a page to open.
import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { type BriefDocument, renderHtml } from '../../brief/index.js';
import type { Lang } from '../../model/index.js';
import { asUserError, type Workspace, writeWhole } from '../../store/index.js';
import { type BriefSettings, subjectOf, timeOf } from './write-brief.js';

const SCHEMA = 'ballast.kept-brief/1';

export interface BriefVersion {
  /** Counted from 1. */
  version: number;
  /** ISO instant. */
  written: string;
  by: string;
  /** The last import that it knows of; what came later it does not. */
  lastImport: number;
  /** Sentences left out for want of data. */
  notWritten: number;
  footnotes: number;
}

export interface KeptBrief {
  schema: typeof SCHEMA;
  name: string;
  title: string;
  lang: Lang;
  settings: BriefSettings;
  synthetic: boolean;
  /** Oldest first. */
  versions: BriefVersion[];
}

const shape = z.object({
  schema: z.literal(SCHEMA),
  name: z.string(),
  title: z.string(),
  lang: z.enum(['zh', 'en']),
  settings: z.looseObject({ kind: z.string() }),
  synthetic: z.boolean(),
  versions: z
    .array(
      z.object({
        version: z.number(),
        written: z.string(),
        by: z.string(),
        lastImport: z.number(),
        notWritten: z.number(),
        footnotes: z.number(),
      }),
    )
    .min(1),
});

const folderOf = ({ dir }: Workspace) => join(dir, 'briefs', 'kept');

/** Every brief that is kept, the one written last first. What is no brief of ours is passed over. */
export async function keptBriefs(workspace: Workspace): Promise<KeptBrief[]> {
  const entries = await readdir(folderOf(workspace), { withFileTypes: true }).catch(() => []);
  const found = await Promise.all(
    entries.filter((entry) => entry.isDirectory()).map(({ name }) => read(workspace, name)),
  );
  return found
    .filter((one) => one !== null)
    .sort((a, b) => compare(lastOf(b).written, lastOf(a).written) || compare(a.name, b.name));
}

/** Null where there is none. `name` is looked for among those that are there, and is never a path. */
export async function keptBrief(workspace: Workspace, name: string): Promise<KeptBrief | null> {
  const names = await readdir(folderOf(workspace)).catch((): string[] => []);
  return names.includes(name) ? read(workspace, name) : null;
}

export function lastOf({ versions }: KeptBrief): BriefVersion {
  return versions.at(-1)!;
}

/** The document of one version; null where it is not there. */
export async function keptDocument(
  workspace: Workspace,
  kept: KeptBrief,
  version = lastOf(kept).version,
): Promise<BriefDocument | null> {
  if (!kept.versions.some((one) => one.version === version)) return null;
  const text = await readFile(join(folderOf(workspace), kept.name, documentFile(version)), 'utf8').catch(
    () => null,
  );
  return text === null ? null : (JSON.parse(text) as BriefDocument);
}

export interface Keeping {
  settings: BriefSettings;
  lang: Lang;
  by: string;
  /** ISO instant. */
  written: string;
  lastImport: number;
  notWritten: number;
  /** Of a new brief; made of what it is about if not given. */
  name?: string;
  /** In place of the last version: nobody has read that one yet. */
  instead?: boolean;
}

/** Keeps a document as a new brief, or as the next version of one; earlier versions stay. */
export async function keepBrief(
  workspace: Workspace,
  before: KeptBrief | null,
  document: BriefDocument,
  { settings, lang, by, written, lastImport, notWritten, name: given, instead = false }: Keeping,
): Promise<KeptBrief> {
  const name =
    before?.name ?? given ?? (await freeName(workspace, settings, lang, document.synthetic !== null));
  const earlier = instead ? (before?.versions.slice(0, -1) ?? []) : (before?.versions ?? []);
  const version = (earlier.at(-1)?.version ?? 0) + 1;
  const kept: KeptBrief = {
    schema: SCHEMA,
    name,
    title: document.title,
    lang,
    settings,
    synthetic: document.synthetic !== null,
    versions: [
      ...earlier,
      { version, written, by, lastImport, notWritten, footnotes: document.footnotes.length },
    ],
  };
  const folder = join(folderOf(workspace), name);
  const page = join(workspace.dir, 'briefs', pageFile(name));
  const nextPage = join(workspace.dir, 'briefs', `.${pageFile(name)}`);
  try {
    await mkdir(folder, { recursive: true });
    await writeWhole(join(folder, documentFile(version)), JSON.stringify(document));
    await writeWhole(nextPage, renderHtml(document));
    // What it names is there.
    await writeWhole(join(folder, 'brief.json'), `${JSON.stringify(kept, null, 2)}\n`);
  } catch (error) {
    // Nothing of it stays, and the page of the version before is as it was.
    await rm(nextPage, { force: true });
    if (!instead) await rm(join(folder, documentFile(version)), { force: true });
    if (before === null) await rm(folder, { recursive: true, force: true });
    throw asUserError(folder, error);
  }
  await rename(nextPage, page);
  return kept;
}

export async function dropBrief(workspace: Workspace, { name }: KeptBrief): Promise<void> {
  await rm(join(folderOf(workspace), name), { recursive: true });
  await rm(join(workspace.dir, 'briefs', pageFile(name)), { force: true });
}

/** The page that the last version of a kept brief is saved as. */
export function pageFile(name: string): string {
  return `${name}.html`;
}

const documentFile = (version: number) => `document-${version}.json`;

async function read(workspace: Workspace, name: string): Promise<KeptBrief | null> {
  const text = await readFile(join(folderOf(workspace), name, 'brief.json'), 'utf8').catch(() => null);
  if (text === null) return null;
  try {
    const found = shape.safeParse(JSON.parse(text));
    return found.success && found.data.name === name ? (found.data as unknown as KeptBrief) : null;
  } catch {
    return null;
  }
}

/** Characters of up to three bytes each: with what is added, a name that every file system takes. */
const LONGEST_NAME = 70;

/** Readable in a folder: kind, subject, time and language. */
async function freeName(
  workspace: Workspace,
  settings: BriefSettings,
  lang: Lang,
  synthetic: boolean,
): Promise<string> {
  const taken = new Set([
    ...(await readdir(folderOf(workspace)).catch(() => [])),
    ...(await readdir(join(workspace.dir, 'briefs')).catch(() => [])).map((file) =>
      file.replace(/\.[^.]+$/, ''),
    ),
  ]);
  const parts = [settings.kind, subjectOf(settings), timeOf(settings), lang === 'en' ? 'en' : null];
  const plain = parts
    .filter((part) => part !== null && part !== '')
    .join('-')
    .replace(/[^\p{L}\p{N}（）()—–-]+/gu, '-')
    .slice(0, LONGEST_NAME);
  const marked = (number: number) =>
    `${plain}${number === 1 ? '' : `-${number}`}${synthetic ? '.synthetic' : ''}`;
  let number = 1;
  while (taken.has(marked(number))) number++;
  return marked(number);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { BriefDocument } from '../../../src/brief/index.js';
import { Workspace } from '../../../src/store/index.js';
import {
  dropBrief,
  formatOfName,
  keepBrief,
  keptBrief,
  keptBriefs,
  keptDocument,
  lastOf,
} from '../../../src/verbs/index.js';

const titled = (title: string): BriefDocument => ({
  schema: 'ballast.brief/1',
  lang: 'zh',
  title,
  genre: { zh: '简报', en: 'brief' },
  synthetic: null,
  today: '2026-11-22',
  masthead: [],
  summary: [],
  sections: [],
  sources: [],
  footnotes: [],
  appendix: [],
});
const keeping = (written: string) => ({
  settings: { kind: 'monthly', area: '../临江/省', period: '2024-08' } as const,
  lang: 'zh' as const,
  by: 'owner',
  written,
  lastImport: 3,
  notWritten: 0,
});

let dir: string;
let workspace: Workspace;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'ballast-kept-'));
  workspace = await Workspace.open(join(dir, 'workspace'));
});
afterAll(async () => {
  await workspace.close();
  await rm(dir, { recursive: true, force: true });
});

it('a brief is kept under a name that is no path; every version can be read, and one may take the place of the last', async () => {
  const first = await keepBrief(workspace, null, titled('一'), keeping('2026-11-22T01:00:00Z'));
  expect(first.name).toBe('monthly--临江-省-2024-08');
  const other = await keepBrief(workspace, null, titled('另'), keeping('2026-11-22T02:00:00Z'));
  expect(other.name).toBe('monthly--临江-省-2024-08-2');
  const second = await keepBrief(workspace, first, titled('二'), keeping('2026-11-22T03:00:00Z'));
  expect(lastOf(second).version).toBe(2);
  expect((await keptDocument(workspace, second, 1))?.title).toBe('一');
  expect((await keptDocument(workspace, second))?.title).toBe('二');
  expect(await keptDocument(workspace, second, 3)).toBeNull();
  const redone = await keepBrief(workspace, second, titled('三'), {
    ...keeping('2026-11-22T04:00:00Z'),
    instead: true,
  });
  expect(redone.versions.map(({ version }) => version)).toEqual([1, 2]);
  expect((await keptDocument(workspace, redone))?.title).toBe('三');
  expect((await keptBriefs(workspace)).map(({ name }) => name)).toEqual([redone.name, other.name]);
  for (const name of ['..', '', '../kept', 'brief.json']) expect(await keptBrief(workspace, name)).toBeNull();
  await dropBrief(workspace, redone);
  expect(await keptBrief(workspace, redone.name)).toBeNull();
  expect(await readdir(join(workspace.dir, 'briefs'))).toEqual(['kept', `${other.name}.html`]);
});

it('the ending of a file names its format', () => {
  expect(['a.docx', 'a.MD', 'b.htm', 'c.html', 'd.txt', 'e'].map(formatOfName)).toEqual([
    'docx',
    'md',
    'html',
    'html',
    null,
    null,
  ]);
});

// Briefs that start writes, kept as those of the workbench are, so that they can be read, added to and written again there.
import { join } from 'node:path';
import type { BriefDocument } from '../brief/index.js';
import type { Lang } from '../model/index.js';
import type { Workspace } from '../store/index.js';
import {
  type BriefSettings,
  keepBrief,
  keptBrief,
  lastImport,
  lastOf,
  notWritten,
  pageFile,
} from '../verbs/index.js';

const BY = 'start';

/** The file of its page. A brief that somebody has written again in the workbench stays as they left it. */
export async function keepSampleBrief(
  workspace: Workspace,
  name: string,
  document: BriefDocument,
  settings: BriefSettings,
  lang: Lang,
): Promise<string> {
  const before = await keptBrief(workspace, name);
  if (before === null || lastOf(before).by === BY)
    await keepBrief(workspace, before, document, {
      settings,
      lang,
      by: BY,
      written: new Date().toISOString(),
      lastImport: await lastImport(workspace),
      notWritten: notWritten(document),
      name,
      instead: true,
    });
  return join(workspace.dir, 'briefs', pageFile(name));
}

// Briefs that are kept, as requests ask for them.
import type { BriefDocument } from '../../brief/index.js';
import type { Workspace } from '../../store/index.js';
import { type KeptBrief, keptBrief, keptDocument } from '../../verbs/index.js';
import { notFound, Refusal } from '../failure.js';

export const missing = () =>
  notFound('没有这份简报，可能已被删除', 'there is no such brief; it may have been deleted');

export const changed = () =>
  new Refusal(409, 'changed', {
    zh: '这份简报已在别处改写。请刷新后再改，以免盖掉别人的意见',
    en: 'this brief was written again elsewhere: reload before you change it, so that nothing of others is lost',
  });

export async function found(workspace: Workspace, name: string): Promise<KeptBrief> {
  const kept = await keptBrief(workspace, name);
  if (kept === null) throw missing();
  return kept;
}

/** One version; the last where none is named. */
export async function documentOf(
  workspace: Workspace,
  name: string,
  version: number | undefined,
): Promise<BriefDocument> {
  const document = await keptDocument(workspace, await found(workspace, name), version);
  if (document === null) throw missing();
  return document;
}

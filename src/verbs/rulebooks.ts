// Rulebooks and the catalogue of items as the commands open them: those of the package, then the workspace's own.
import { type ItemCatalogue, RulebookSet } from '../assess/index.js';
import { readRulebookFiles } from '../store/index.js';

export async function openRulebooks(workspace: string): Promise<RulebookSet> {
  return new RulebookSet(await readRulebookFiles(workspace));
}

export async function openItems(workspace: string): Promise<ItemCatalogue> {
  return (await openRulebooks(workspace)).items;
}

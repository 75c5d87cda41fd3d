// Rulebooks and the catalogue of items as the commands open them: those of the package, then the workspace's own.
import { type ItemCatalogue, type Rulebook, RulebookSet } from '../../assess/index.js';
import { UserError } from '../../model/index.js';
import { readRulebookFiles } from '../../store/index.js';

export async function openRulebooks(workspace: string): Promise<RulebookSet> {
  return new RulebookSet(await readRulebookFiles(workspace));
}

export async function openItems(workspace: string): Promise<ItemCatalogue> {
  return (await openRulebooks(workspace)).items;
}

/** The rulebook by which another title is graded (企业规模), null where none counts. */
export function levelRulebook(
  set: RulebookSet,
  question: { application: 'new' | 'review'; on: string; area: string | null; drafts: boolean },
): (title: string) => Rulebook | null {
  return (title) => {
    // A grade knows no reviews: where its rulebook does not tell them apart, that for new applications counts.
    for (const application of [question.application, 'new'] as const) {
      try {
        return set.choose({ ...question, title, application }).rulebook;
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
      }
    }
    return null;
  };
}

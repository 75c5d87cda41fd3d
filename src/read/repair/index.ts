/**
 * Repair: undoes what crawlers and copy sites did to the characters of a page, before anything is read from it.
 * Nothing is dropped or normalised here; a page that needs no repair comes out as it went in.
 */
import type { Repair } from '../../model/index.js';
import type { TracedText } from '../traced.js';
import { EditedLine } from './edited.js';
import { entityEdits } from './entities.js';
import { invisibleEdits } from './invisible.js';
import type { RepairLexicon } from './lexicon.js';

export { type RepairLexicon, RepairLexiconSchema } from './lexicon.js';

/** A repair whose [start, end) counts from the start of its repaired line. */
export interface LineRepair extends Repair {
  /** Index of the line; -1 for the title of the context. */
  line: number;
}

export interface RepairContext {
  /** The title as the page's metadata or its heading has it, where known. */
  title: TracedText | null;
}

export interface RepairedPage {
  /** As many lines as came in, in the same order. */
  lines: TracedText[];
  title: TracedText | null;
  /** Ordered by line, then by place. Putting every `before` back gives the lines that came in. */
  repairs: LineRepair[];
}

/** Repairs all lines of a decoded page together: several repairs are only safe when the whole page is seen. */
export function repairLines(
  lines: readonly TracedText[],
  context: RepairContext,
  lexicon: RepairLexicon,
): RepairedPage {
  const edited = lines.map((line) => new EditedLine(line));
  const title = context.title === null ? null : new EditedLine(context.title);
  const all = title === null ? edited : [title, ...edited];
  const names = new Map(Object.entries(lexicon.entities));
  for (const line of all) {
    line.apply('entity', entityEdits(line.text, names));
    line.apply('zero-width', invisibleEdits(line.text));
  }
  const repairs: LineRepair[] = [];
  if (title !== null) for (const repair of title.repairs()) repairs.push({ ...repair, line: -1 });
  for (const [line, entry] of edited.entries())
    for (const repair of entry.repairs()) repairs.push({ ...repair, line });
  return { lines: edited.map((line) => line.now), title: title?.now ?? null, repairs };
}

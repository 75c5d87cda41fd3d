// How the measures answer: one JSON document, or a table with what was left out beside it.
import type { Bilingual } from '../../model/index.js';
import { type RefusedCell, refusedLine } from '../../verbs/index.js';
import { EXIT, type Terminal } from '../terminal.js';

export const MEASURE_SCHEMA = 'ballast.measure/1';

/** So many refused cells are told one by one. */
const TOLD = 10;

/** Tells what was left out and what to know about the result. */
export function tellAside(
  terminal: Terminal,
  refused: readonly RefusedCell[],
  notes: readonly Bilingual[],
): void {
  for (const cell of refused.slice(0, TOLD)) terminal.note(refusedLine(cell));
  if (refused.length > TOLD)
    terminal.note({
      zh: `另有 ${refused.length - TOLD} 处未用，--json 列出全部`,
      en: `${refused.length - TOLD} more were left out; --json lists them all`,
    });
  for (const note of notes) terminal.note(note);
}

/** Strict: a result from which rows were left out is no success. */
export function exitCode(refused: readonly RefusedCell[], strict: boolean | undefined): number {
  return strict && refused.length > 0 ? EXIT.badInput : EXIT.done;
}

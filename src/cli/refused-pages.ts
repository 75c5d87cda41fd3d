// Pages that could not be read, as a command reports them.
import type { PageRefused } from '../verbs/index.js';
import { EXIT } from './terminal.js';

/** The refused as `--json` shows them. */
export function rejectsOf(refused: readonly PageRefused[]): { file: string; zh: string; en: string }[] {
  return refused.map(({ entry, reason: { zh, en } }) => ({ file: entry.path, zh, en }));
}

export function exitCodeOf(refused: readonly PageRefused[]): number {
  if (refused.some((page) => 'defect' in page)) return EXIT.defect;
  return refused.length > 0 ? EXIT.badInput : EXIT.done;
}

/** Runs repair over a page given as text, the way cleaning does. */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { type RepairedPage, RepairLexiconSchema, repairLines } from '../../../src/read/repair/index.js';
import { TracedText } from '../../../src/read/traced.js';

export const lexicon = RepairLexiconSchema.parse(parse(readFileSync('lexicons/repair.yaml', 'utf8')).repair);

export function repairText(text: string, title: string | null = null): RepairedPage {
  return repairLines(linesOf(text), { title: title === null ? null : TracedText.at(title, 0) }, lexicon);
}

export function linesOf(text: string): TracedText[] {
  let at = 0;
  return text.split('\n').map((line) => {
    const traced = TracedText.at(line, at);
    at += line.length + 1;
    return traced;
  });
}

/** Puts every `before` back over the repaired lines. */
export function undo(page: RepairedPage): string[] {
  return page.lines.map((line, index) => {
    let text = line.text;
    for (const repair of page.repairs.filter((one) => one.line === index).reverse())
      text = text.slice(0, repair.start) + repair.before + text.slice(repair.end);
    return text;
  });
}

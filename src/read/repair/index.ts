/**
 * Repair: undoes what crawlers and copy sites did to the characters of a page, before anything is read from it.
 * Nothing is dropped or normalised here; a page that needs no repair comes out as it went in.
 */
import type { Repair, RepairOperation } from '../../model/index.js';
import type { TextEdit, TracedText } from '../traced.js';
import { Kind, type Profile, profile } from './characters.js';
import { EditedLine } from './edited.js';
import { entityEdits } from './entities.js';
import { interleaveEdits } from './interleave.js';
import { invisibleEdits } from './invisible.js';
import type { RepairLexicon } from './lexicon.js';
import { gbMojibakeEdits, latinMojibakeEdits } from './mojibake.js';
import { pinyinEdits } from './pinyin.js';
import { Plausibility } from './plausibility.js';
import { scriptEdits, simplifiedCharacter } from './script.js';
import { slipEdits } from './slip.js';

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

/** What makes a page worth a closer look: shares of its Chinese characters, and a number of odd ones. */
const MOJIBAKE_SHARE = 0.25;
const TRADITIONAL_HINT = 0.03;
const SLIP_HINT = 3;
const MOST_PAIRS = 100_000;

interface Compiled {
  entities: ReadonlyMap<string, string>;
  model: Plausibility;
  /** The same for text in traditional script. */
  traditionalModel: Plausibility;
}

const compiled = new WeakMap<RepairLexicon, Compiled>();

function compile(lexicon: RepairLexicon): Compiled {
  let found = compiled.get(lexicon);
  if (found === undefined) {
    const model = Plausibility.of(lexicon);
    const traditionalModel = model.folding(simplifiedCharacter);
    found = { entities: new Map(Object.entries(lexicon.entities)), model, traditionalModel };
    compiled.set(lexicon, found);
  }
  return found;
}

/** Repairs all lines of a decoded page together: several repairs are only safe when the whole page is seen. */
export function repairLines(
  lines: readonly TracedText[],
  context: RepairContext,
  lexicon: RepairLexicon,
): RepairedPage {
  const edited = lines.map((line) => new EditedLine(line));
  const title = context.title === null ? null : new EditedLine(context.title);
  const all = title === null ? edited : [...edited, title];
  const { entities, model, traditionalModel } = compile(lexicon);

  // Deepest first: what the bytes were, then what was written around the characters, then the script.
  const came = new PageProfile(all);
  if (came.has(Kind.latinLead)) repairEach(all, 'slipped-bytes', latinMojibakeEdits);
  // Invisible characters stand inside entities, and come out of them.
  if (came.has(Kind.invisible)) repairEach(all, 'zero-width', invisibleEdits);
  if (came.has(Kind.ampersand)) {
    repairEach(all, 'entity', (text) => entityEdits(text, entities));
    repairEach(all, 'zero-width', invisibleEdits);
  }

  const page = came.has(Kind.latinLead | Kind.ampersand | Kind.invisible) ? new PageProfile(all) : came;
  if (page.uncommon + page.outside > page.han * MOJIBAKE_SHARE)
    repairPage(all, 'slipped-bytes', gbMojibakeEdits(texts(all), model));
  const injected = page.brackets > 0 ? pinyinEdits(texts(all), false) : null;
  repairPage(all, 'pinyin', injected);
  const traditional = page.outside > page.han * TRADITIONAL_HINT;
  if (page.has(Kind.lostByte) || page.uncommon + page.outside >= SLIP_HINT) {
    const known = traditional ? traditionalModel : model;
    const slipPage = { asciiMarks: prefersAsciiMarks(all), traditional, hasPair: pairsOf(all) };
    for (const line of all) {
      const seen = profile(line.text);
      if ((seen.kinds & Kind.lostByte) !== 0 || seen.uncommon + seen.outside >= 2)
        line.apply('slipped-bytes', slipEdits(line.text, known, slipPage));
    }
    // Restored characters give their pinyin back its character.
    if (injected !== null) repairPage(all, 'pinyin', pinyinEdits(texts(all), true));
  }
  if (traditional) repairPage(all, 'script', scriptEdits(texts(all)));
  if (title !== null)
    repairPage(edited, 'interleaved-title', interleaveEdits(texts(edited), title.text, model));

  const repairs: LineRepair[] = [];
  if (title !== null) for (const repair of title.repairs()) repairs.push({ ...repair, line: -1 });
  for (const [line, entry] of edited.entries())
    for (const repair of entry.repairs()) repairs.push({ ...repair, line });
  return { lines: edited.map((line) => line.now), title: title?.now ?? null, repairs };
}

class PageProfile {
  readonly kinds: number;
  readonly han: number;
  readonly outside: number;
  readonly uncommon: number;
  readonly brackets: number;

  constructor(lines: readonly EditedLine[]) {
    const all = lines.map((line) => profile(line.text));
    const sum = (of: (one: Profile) => number) => all.reduce((total, one) => total + of(one), 0);
    this.kinds = all.reduce((kinds, one) => kinds | one.kinds, 0);
    this.han = sum((one) => one.han);
    this.outside = sum((one) => one.outside);
    this.uncommon = sum((one) => one.uncommon);
    this.brackets = sum((one) => one.brackets);
  }

  has(kinds: number): boolean {
    return (this.kinds & kinds) !== 0;
  }
}

function texts(lines: readonly EditedLine[]): string[] {
  return lines.map((line) => line.text);
}

function repairEach(
  lines: readonly EditedLine[],
  operation: RepairOperation,
  edits: (text: string) => TextEdit[],
): void {
  for (const line of lines) line.apply(operation, edits(line.text));
}

function repairPage(
  lines: readonly EditedLine[],
  operation: RepairOperation,
  edits: readonly TextEdit[][] | null,
): void {
  if (edits !== null) for (const [i, line] of lines.entries()) line.apply(operation, edits[i]!);
}

function prefersAsciiMarks(lines: readonly EditedLine[]): boolean {
  let ascii = 0;
  let full = 0;
  for (const line of lines) {
    ascii += line.text.match(/[^\x00-\x7f],/g)?.length ?? 0;
    full += line.text.match(/，/g)?.length ?? 0;
  }
  return ascii > full;
}

/** Tells whether a pair of characters stands on the page; reads the page at the first question. */
function pairsOf(lines: readonly EditedLine[]): (pair: string) => boolean {
  let pairs: Set<string> | null = null;
  return (pair) => {
    if (pairs === null) {
      pairs = new Set();
      for (const line of lines)
        for (let i = 1; i < line.text.length && pairs.size < MOST_PAIRS; i++)
          pairs.add(line.text.slice(i - 1, i + 1));
    }
    return pairs.has(pair);
  };
}

/**
 * Interleaved title: some copy sites cut the page's title into pieces and put them, in a fixed cycle, behind
 * punctuation and into words of the first paragraphs. Pieces are found by following the cycle: a piece must come next
 * in the title (or in the cycle, once that has closed), and the text must read better without it. Single pieces
 * prove nothing; only a long enough walk does.
 */
import type { TextEdit } from '../traced.js';
import type { Plausibility } from './plausibility.js';

const LETTER = /[\p{L}\p{N}]/u;
/** What a piece may follow without standing inside a clause. */
const marks = new Uint8Array(0x10000);
for (const mark of ' \t\u3000,.!?;:，。！？；：、）)”’"\'》】]') marks[mark.charCodeAt(0)] = 1;
/** Places that make a page worth the walk: such that break words, or so many within so many marks. */
const ODD_PLACES = 2;
const CROWD = 5;
const ODD_CROWD = 3;
const CROWD_MARKS = 16;
/** How far into the page the walk may begin; it may end anywhere. */
const WINDOW = 30_000;
const BEAM = 64;
const LONGEST_PIECE = 8;
const LONGEST_TITLE = 80;
/** Real text between two pieces. */
const GAP = 2;
/** Accept a walk of so many pieces with such log odds, if its pieces cover so much of the title. */
const FEWEST = 3;
const GATE = 11;
const COVERAGE = 0.7;
/** A piece that begins or ends where the title is that unlikely to have a word border is no word of anybody's. */
const BROKEN = 0.2;
const SELDOM = 0.4;
/** Pieces that are whole words must come round again, with such log odds. */
const WHOLE_WORD_GATE = 30;
/** log odds of a piece behind a mark, of none there, and of a piece inside a clause. */
const BEHIND_MARK = -0.8;
const MARK_WITHOUT = -0.45;
const INSIDE = -4.6;
/** log probability of a piece's length: most are as long as the first. */
const FIRST_LENGTH = -1.4;
const SAME_LENGTH = -0.4;
const OTHER_LENGTH = -2.6;
const LONG = -2.2;
const CLOSE = -0.7;
/** A title's own words turn up in its article anyway: how likely at a clause start, and one after the other. */
const TOPIC = Math.log(0.03);
const TOPIC_INSIDE = Math.log(0.008);
const TOPIC_PAIR = Math.log(0.4);
const FLOOR = -12;
const DEAD = -5;
const WORST_STEP = 5;
/** A letter of the title that no piece took; a piece of the cycle that is not there. */
const SKIPPED_LETTER = -1.2;
const SKIPPED_PIECE = -5;
const MOST_SKIPPED = 5;
/** A piece that goes on further along the title. */
const JUMP = -3;

interface Walk {
  /** Log odds, with the marks passed since the start added back: comparable between walks at any place. */
  score: number;
  pieces: readonly Piece[];
  used: ReadonlySet<number>;
  /** Index of the piece that comes next, once the cycle has closed; -1 while it is open. */
  next: number;
  line: number;
  end: number;
  last: Insertion;
  length: number;
  /** How many pieces of the walk break a word of the title. */
  broken: number;
}

interface Piece {
  text: string;
  /** Letters of the title that it took. */
  letters: readonly number[];
  penalty: number;
}

interface Insertion {
  line: number;
  start: number;
  end: number;
  previous: Insertion | null;
}

export function interleaveEdits(
  lines: readonly string[],
  title: string,
  model: Plausibility,
): TextEdit[][] | null {
  const cut = readTitle(title, model);
  const { letters } = cut;
  if (letters.length < 6) return null;
  const whole = letters.join('');
  const pairs = new Set<string>();
  for (let i = 1; i < letters.length; i++) pairs.add(letters[i - 1]! + letters[i]!);
  if (!mayHold(lines, cut, model)) return null;
  const best = new TitleWalk(cut, pairs, model).walk(lines, eligibleLines(lines, whole));
  if (best === null) return null;
  const edits: TextEdit[][] = lines.map(() => []);
  for (let at: Insertion | null = best; at !== null; at = at.previous)
    edits[at.line]!.push({ start: at.start, end: at.end, text: '' });
  return edits.map((list) => list.reverse());
}

interface Title {
  /** Its letters and digits. */
  letters: readonly string[];
  /** Before each of them, and behind the last: the chance that a word begins there. */
  borders: readonly number[];
}

function readTitle(title: string, model: Plausibility): Title {
  const letters: string[] = [];
  const borders: number[] = [];
  let apart = true;
  for (const char of title) {
    if (!LETTER.test(char)) {
      apart = true;
      continue;
    }
    if (letters.length === LONGEST_TITLE) break;
    borders.push(apart ? 1 : model.border(letters.at(-1)!, char));
    letters.push(char);
    apart = false;
  }
  borders.push(1);
  return { letters, borders };
}

/**
 * The cheap test that most pages end with: behind marks, how often does the text go on as the title does somewhere? In
 * a walk such places crowd together, or begin and end where no word of the title does.
 */
function mayHold(lines: readonly string[], title: Title, model: Plausibility): boolean {
  const places = new Map<string, number>();
  for (let i = title.letters.length - 1; i > 0; i--)
    places.set(title.letters[i - 1]! + title.letters[i]!, i - 1);
  let seen = 0;
  let odd = 0;
  let mark = 0;
  const recent: number[] = [];
  for (const line of lines) {
    const end = Math.min(line.length - 1, WINDOW - seen);
    for (let i = 0; i < end; i++) {
      if (i > 0 && marks[line.charCodeAt(i - 1)] === 0) continue;
      mark++;
      const first = places.get(line.slice(i, i + 2));
      if (first === undefined) continue;
      let length = 2;
      while (length < LONGEST_PIECE && line[i + length] === title.letters[first + length]) length++;
      if (length === title.letters.length - first || length === LONGEST_PIECE) continue;
      if (breaksWord(title, first, first + length - 1, model)) odd++;
      recent.push(mark);
      if (odd >= ODD_PLACES) return true;
      const crowd = odd > 0 ? ODD_CROWD : CROWD;
      if (recent.length >= crowd && mark - recent.at(-crowd)! < CROWD_MARKS) return true;
    }
    seen += line.length;
    if (seen >= WINDOW) break;
  }
  return false;
}

/** Would a piece of the title from letter `first` to letter `last` be no word of anybody's? */
function breaksWord(title: Title, first: number, last: number, model: Plausibility): boolean {
  const begins = title.borders[first]! >= BROKEN;
  const ends = title.borders[last + 1]! >= BROKEN;
  return (
    (!begins && !ends) ||
    (!begins && model.edges(title.letters[first]!).begins < SELDOM) ||
    (!ends && model.edges(title.letters[last]!).ends < SELDOM)
  );
}

/** The lines that are not the title itself, alone or in a breadcrumb. */
function eligibleLines(lines: readonly string[], whole: string): number[] {
  const eligible: number[] = [];
  for (const [index, line] of lines.entries()) {
    if (line.length <= GAP) continue;
    if (line.length < 4 * whole.length && letterText(line).includes(whole)) continue;
    eligible.push(index);
  }
  return eligible;
}

function letterText(line: string): string {
  return Array.from(line)
    .filter((char) => LETTER.test(char))
    .join('');
}

class TitleWalk {
  readonly #title: Title;
  readonly #letters: readonly string[];
  readonly #borders: readonly number[];
  readonly #pairs: ReadonlySet<string>;
  readonly #model: Plausibility;
  readonly #chars: ReadonlySet<string>;
  #walks: Walk[] = [];
  /** Some walk was long and odd enough to show that the page has an interleaved title. */
  #proven = false;
  #best: { score: number; last: Insertion } | null = null;

  constructor(title: Title, pairs: ReadonlySet<string>, model: Plausibility) {
    this.#title = title;
    this.#letters = title.letters;
    this.#borders = title.borders;
    this.#pairs = pairs;
    this.#model = model;
    this.#chars = new Set(title.letters);
  }

  walk(lines: readonly string[], eligible: readonly number[]): Insertion | null {
    const last = this.#letters.at(-1);
    let passed = 0;
    let seen = 0;
    for (const line of eligible) {
      const text = lines[line]!;
      for (let i = 0; i < text.length; i++) {
        const behindMark = i === 0 || marks[text.charCodeAt(i - 1)] === 1;
        if (behindMark) passed++;
        if (!this.#chars.has(text[i]!)) continue;
        if (text[i] !== last && !this.#chars.has(text[i + 1] ?? '')) continue;
        const grown: Walk[] = [];
        for (const walk of this.#walks) {
          if (walk.line === line && i < walk.end + GAP) continue;
          for (const piece of this.#continuations(walk, text, i)) {
            const score =
              walk.score + this.#gain(piece, text, i, behindMark) + (behindMark ? -MARK_WITHOUT : 0);
            if (score > walk.score - WORST_STEP) grown.push(this.#grow(walk, piece, score, line, i));
          }
        }
        if (seen + i < WINDOW)
          for (const piece of this.#beginnings(text, i)) {
            const gain = this.#gain(piece, text, i, behindMark);
            if (gain > -2) grown.push(this.#begin(piece, gain - passed * MARK_WITHOUT, line, i));
          }
        if (grown.length > 0) this.#keep(grown, passed);
      }
      seen += text.length;
      if (seen >= WINDOW && this.#walks.every((walk) => walk.score + passed * MARK_WITHOUT < 0)) break;
    }
    return this.#proven && this.#best !== null ? this.#best.last : null;
  }

  /** Log odds that `piece` was put at `at`, against its being the text's own words. */
  #gain(piece: Piece, text: string, at: number, behindMark: boolean): number {
    const before = at === 0 ? '' : text[at - 1]!;
    const end = at + piece.text.length;
    const after = text[end] ?? '';
    const step = (a: string, b: string) => Math.max(FLOOR, this.#model.follows(a, b));
    const topic = this.#pairs.has(before + piece.text[0]!)
      ? TOPIC_PAIR
      : (behindMark ? TOPIC : TOPIC_INSIDE) + Math.log(this.#borders[piece.letters[0]!]!);
    let own = Math.max(step(before, piece.text[0]!), topic);
    for (let i = 1; i < piece.text.length; i++) {
      const pair = this.#pairs.has(piece.text[i - 1]! + piece.text[i]!);
      own += Math.max(step(piece.text[i - 1]!, piece.text[i]!), pair ? TOPIC_PAIR : FLOOR);
    }
    const lastPair = this.#pairs.has(piece.text.at(-1)! + after);
    own += Math.max(step(piece.text.at(-1)!, after), lastPair ? TOPIC_PAIR : FLOOR);
    return step(before, after) - own + (behindMark ? BEHIND_MARK : INSIDE) + piece.penalty;
  }

  #isBroken(piece: Piece): boolean {
    return breaksWord(this.#title, piece.letters[0]!, piece.letters.at(-1)!, this.#model);
  }

  #accepts(walk: Walk, score: number): boolean {
    if (walk.length < FEWEST || score < GATE) return false;
    if (walk.next < 0) {
      const first = walk.pieces[0]!.letters[0]!;
      const span = Math.max(...walk.used) + 1 - first;
      return walk.broken >= 2 && first === 0 && walk.used.size >= COVERAGE * span;
    }
    if (walk.used.size < COVERAGE * this.#letters.length) return false;
    return walk.broken >= 2 || score >= WHOLE_WORD_GATE;
  }

  #continuations(walk: Walk, text: string, at: number): Piece[] {
    const out: Piece[] = [];
    if (walk.next >= 0) {
      for (let skip = 0; skip < Math.min(2, walk.pieces.length); skip++) {
        const piece = walk.pieces[(walk.next + skip) % walk.pieces.length]!;
        if (text.startsWith(piece.text, at)) out.push({ ...piece, penalty: skip * SKIPPED_PIECE });
      }
      return out;
    }
    const first = walk.pieces[0]!;
    if (walk.pieces.length > 1 && text.startsWith(first.text, at)) out.push({ ...first, penalty: CLOSE });
    const from = walk.pieces.at(-1)!.letters[0]! + 1;
    let skipped = 0;
    for (let k = 0; k < this.#letters.length && skipped <= MOST_SKIPPED; k++) {
      const letter = (from + k) % this.#letters.length;
      if (walk.used.has(letter)) continue;
      this.#extend(walk.used, [letter], '', text, at, skipped * SKIPPED_LETTER, first.text.length, out);
      skipped++;
    }
    return out;
  }

  #beginnings(text: string, at: number): Piece[] {
    const out: Piece[] = [];
    if (!this.#pairs.has(text.slice(at, at + 2))) return out;
    for (let letter = 0; letter < this.#letters.length; letter++)
      this.#extend(new Set(), [letter], '', text, at, letter === 0 ? -1 : -4, 0, out);
    return out;
  }

  /** All pieces that start with these letters of the title and stand at `at` of the text. */
  #extend(
    used: ReadonlySet<number>,
    taken: readonly number[],
    soFar: string,
    text: string,
    at: number,
    penalty: number,
    usual: number,
    out: Piece[],
  ): void {
    const letter = taken.at(-1)!;
    const char = this.#letters[letter]!;
    if (text[at + soFar.length] !== char) return;
    const piece = soFar + char;
    const long = Math.max(0, piece.length - 5) * LONG;
    const length = usual === 0 ? FIRST_LENGTH : piece.length === usual ? SAME_LENGTH : OTHER_LENGTH;
    if (piece.length > 1 || letter === this.#letters.length - 1)
      out.push({ text: piece, letters: taken, penalty: penalty + length + long });
    if (piece.length === LONGEST_PIECE) return;
    const next = text[at + piece.length];
    if (next === undefined) return;
    let free = 0;
    for (let further = letter + 1; further < this.#letters.length; further++) {
      if (used.has(further)) continue;
      const jump = free === 0 ? 0 : free === 1 ? SKIPPED_LETTER : JUMP;
      free++;
      if (this.#letters[further] !== next) continue;
      if (free > 2 && (piece.length < 2 || this.#letters[further + 1] !== text[at + piece.length + 1]))
        continue;
      this.#extend(used, [...taken, further], piece, text, at, penalty + jump, usual, out);
    }
  }

  #begin(piece: Piece, score: number, line: number, at: number): Walk {
    const end = at + piece.text.length;
    return {
      score,
      pieces: [piece],
      used: new Set(piece.letters),
      next: -1,
      line,
      end,
      last: { line, start: at, end, previous: null },
      length: 1,
      broken: this.#isBroken(piece) ? 1 : 0,
    };
  }

  #grow(walk: Walk, piece: Piece, score: number, line: number, at: number): Walk {
    const end = at + piece.text.length;
    const last = { line, start: at, end, previous: walk.last };
    const rest = {
      score,
      line,
      end,
      last,
      length: walk.length + 1,
      broken: walk.broken + (this.#isBroken(piece) ? 1 : 0),
    };
    if (walk.next >= 0) {
      const skip = piece.penalty === 0 ? 0 : 1;
      return { ...walk, ...rest, next: (walk.next + skip + 1) % walk.pieces.length };
    }
    if (piece.letters === walk.pieces[0]!.letters) return { ...walk, ...rest, next: 1 % walk.pieces.length };
    return {
      ...rest,
      pieces: [...walk.pieces, piece],
      used: new Set([...walk.used, ...piece.letters]),
      next: -1,
    };
  }

  #keep(grown: readonly Walk[], passed: number): void {
    for (const walk of grown) {
      const score = walk.score + passed * MARK_WITHOUT;
      if (score > (this.#best?.score ?? -Infinity)) this.#best = { score, last: walk.last };
      this.#proven ||= this.#accepts(walk, score);
    }
    const alive = DEAD - passed * MARK_WITHOUT;
    this.#walks = this.#walks.filter((walk) => walk.score > alive);
    this.#walks.push(...grown);
    if (this.#walks.length > BEAM) {
      this.#walks.sort((a, b) => b.score - a.score);
      this.#walks.length = BEAM;
    }
  }
}

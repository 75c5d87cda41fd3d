/**
 * Slipped bytes: GB 18030 text from which one byte was lost (or into which one came), so that the reader took every
 * second half for a first one until the next ASCII character put it back in step: 六保”任務( came out as 六?！比蝿?.
 * Every way to put the lost byte back is tried; the most plausible Chinese wins, and only by a clear margin.
 */
import type { TextEdit } from '../traced.js';
import { Kind, kindTable } from './characters.js';
import { decodePair, encodePair, isTrail } from './gb18030.js';
import { plain, readings } from './pinyin.js';
import type { Plausibility } from './plausibility.js';

/** How the run came to be out of step. */
type Loss = 'lead marked' | 'lead' | 'trail' | 'extra';

const SILENT: readonly Loss[] = ['lead', 'trail', 'extra'];
const MARKED: readonly Loss[] = ['lead marked'];
/** log odds that such a thing happens here at all: marked losses are likelier than silent ones. */
const PRIOR: Record<Loss, number> = { 'lead marked': -4, lead: -10, trail: -10, extra: -16 };
/** log odds by which the repaired text must beat the text as it came. */
const GATE = 8;
/** Worst mean log probability of a character in a text to be believed. */
const BELIEVABLE = -8.5;
/** log odds by which the best candidate for a lost character must beat the second. */
const MARGIN = 0.7;
/** A quotation that stands open makes its closing mark likelier than any pair of words. */
const AWAITED = 6;
const FORM = 2;
/** Marks in one run that are tried as folded full-width ones. */
const MOST_UNFOLDED = 2;
const LOOK_BACK = 3;
const LOOK_AHEAD = 5;
const SUSPICIOUS_LENGTH = 4;
const SUSPICIOUS_STEP = 2;
const SUSPICIOUS = -9.8;
/** What a pair is worth that the page has elsewhere too. */
const SEEN = 1.2;
/** What each further character is worth of a known word that the candidate completes. */
const WORD = 1.5;
const WORD_RANGE = 8;
/** Steps that a line may cost, and that a choice among a hundred characters counts for. */
const LARGEST_BUDGET = 4_000_000;
const CHOICE_COST = 100;
const CONTEXT = 7;
const PREVIEW = 10;
const FULL_WIDTH_MARK = /[，。；：？！（）]/;
const PINYIN = /^([a-zāáǎàēéěèīíǐìōóǒòūúǔùüǖǘǚǜńňǹ]{1,6})[)）]/;

interface Candidate {
  edit: TextEdit;
  gain: number;
}

/** What the page as a whole tells about its lines. */
export interface SlipPage {
  /** It writes ASCII marks between Chinese characters: full-width ones were folded. */
  asciiMarks: boolean;
  traditional: boolean;
  /** Does this pair of characters stand somewhere on the page? */
  hasPair(pair: string): boolean;
}

/** A character that lost a byte: what to write (`?` where that is not clear), and what it most likely was. */
interface Lost {
  text: string;
  likely: string;
}

interface Restored extends Lost {
  /** End of what it replaces. */
  end: number;
  /** Both its bytes were there. */
  whole?: boolean;
}

export function slipEdits(text: string, model: Plausibility, page: SlipPage): TextEdit[] {
  const kind = kindTable();
  const edits: TextEdit[] = [];
  const search = new SlipSearch(text, model, page);
  let from = 0;
  let i = 0;
  while (i < text.length) {
    const k = kind[text.charCodeAt(i)]!;
    let best: Candidate | null = null;
    let step = 1;
    if ((k & Kind.lostByte) !== 0) best = search.at(i, 'lead marked');
    else if ((k & Kind.han) !== 0 && search.isSuspicious(i)) {
      for (let start = Math.max(from, i - LOOK_BACK); start <= i + LOOK_AHEAD; start++)
        for (const loss of search.losses(start)) {
          const candidate = search.at(start, loss);
          if (candidate !== null && (best === null || candidate.gain > best.gain)) best = candidate;
        }
      step = SUSPICIOUS_STEP;
    }
    if (best === null) {
      i += step;
      continue;
    }
    edits.push(best.edit);
    from = i = best.edit.end;
  }
  return edits;
}

class SlipSearch {
  readonly #text: string;
  readonly #model: Plausibility;
  readonly #page: SlipPage;
  /** Keeps the whole search linear in the length of the line, whatever the line holds. */
  #budget: number;

  constructor(text: string, model: Plausibility, page: SlipPage) {
    this.#text = text;
    this.#model = model;
    this.#page = page;
    this.#budget = Math.min(LARGEST_BUDGET, 100_000 + 40 * text.length);
  }

  /** Do the next characters follow each other as no Chinese text has them? */
  isSuspicious(start: number): boolean {
    const end = Math.min(this.#text.length - 1, start + SUSPICIOUS_LENGTH);
    if (end - start < 2) return false;
    let sum = 0;
    for (let i = start; i < end; i++) sum += this.#model.follows(this.#text[i]!, this.#text[i + 1]!);
    return sum / (end - start) < SUSPICIOUS;
  }

  /** Where the decoder left a mark, the loss was there. */
  losses(start: number): readonly Loss[] {
    const marked = (at: number) => ((kindTable()[this.#text.charCodeAt(at)] ?? 0) & Kind.lostByte) !== 0;
    if (marked(start)) return MARKED;
    return start > 0 && marked(start - 1) ? [] : SILENT;
  }

  at(start: number, loss: Loss): Candidate | null {
    const text = this.#text;
    const bytes: number[] = [];
    let best: Candidate | null = null;
    let unfolded = 0;
    let end = loss === 'lead marked' ? start + 1 : start;
    const first = end;
    if (this.#budget < 0) return null;
    const single = loss === 'lead marked' ? this.#single(start) : null;
    if (single !== null) return single;
    for (; end <= text.length; end++) {
      const code = end < text.length ? text.charCodeAt(end) : 0;
      let pair = encodePair(code);
      if (pair === 0) {
        // The run ends here, unless this is a full-width mark that the crawler folded to ASCII.
        const candidate = this.#restore(start, end, bytes, loss, false);
        if (candidate !== null && (best === null || candidate.gain > best.gain)) best = candidate;
        pair = this.#page.asciiMarks && unfolded < MOST_UNFOLDED ? fullWidth(code) : 0;
        if (pair === 0) break;
        unfolded++;
      }
      bytes.push(pair >> 8, pair & 0xff);
      // Inside a slipped run the second byte is a lead byte; an ASCII one is the swallowed character that ended it.
      if ((pair & 0xff) < 0x80) {
        const candidate = this.#restore(start, end + 1, bytes, loss, true);
        return candidate !== null && (best === null || candidate.gain > best.gain) ? candidate : best;
      }
      if (bytes.length === 2 * PREVIEW && !this.#promising(bytes, first)) break;
      this.#budget--;
    }
    return best;
  }

  /** Does reading the bytes in step give better Chinese than the page has? */
  #promising(bytes: readonly number[], first: number): boolean {
    const shifted = pairs(bytes, 1, bytes.length);
    if (shifted === null) return false;
    const came = this.#text.slice(first, first + PREVIEW);
    return this.#mean(shifted) > this.#mean(came) + 0.5;
  }

  #mean(text: string): number {
    if (text.length < 2) return -20;
    return this.#model.between(text[0]!, text.slice(1, -1), text.at(-1)!) / (text.length - 1);
  }

  #restore(
    start: number,
    runEnd: number,
    bytes: readonly number[],
    loss: Loss,
    closed: boolean,
  ): Candidate | null {
    const text = this.#text;
    const before = text[start - 1] ?? '';
    let ascii = '';
    let stop = bytes.length;
    if (closed) {
      ascii = String.fromCharCode(bytes[stop - 1]!);
      stop--;
    }
    const middleBytes = stop - 1;
    const dangling = middleBytes % 2 === 1 ? bytes[stop - 1]! : null;
    const middle = pairs(bytes, 1, dangling === null ? stop : stop - 1);
    if (middle === null) return null;
    if (middle === '' && !(dangling !== null && isTrail(text.charCodeAt(runEnd)))) return null;
    // Most guesses fail here, before the dear search for lost characters.
    if (middle.length > 2 && this.#mean(middle) < this.#mean(text.slice(start + 1, runEnd))) return null;

    let tail: Restored = { text: ascii, likely: ascii, end: runEnd };
    if (dangling !== null) {
      const found = this.#lastCharacter(dangling, middle.slice(-CONTEXT), runEnd);
      if (found === null) return null;
      tail = found;
    }
    if (middle === '' && !(dangling !== null && tail.text === tail.likely && tail.whole === true))
      return null;
    const left = text.slice(Math.max(0, start - CONTEXT), start);
    const head = this.#firstCharacter(
      bytes,
      loss,
      left,
      (middle + tail.likely).slice(0, CONTEXT),
      closingMark(text.slice(Math.max(0, start - QUOTE_REACH), start)),
    );

    const likely = head.likely + middle + tail.likely;
    const after = text[tail.end] ?? '';
    const score = this.#model.between(before, likely, after);
    if (score / (likely.length + 1) < BELIEVABLE) return null;
    const came = text.slice(start, tail.end);
    const gain = score - this.#model.between(before, came, after) + PRIOR[loss];
    if (gain < GATE) return null;
    return { edit: { start, end: tail.end, text: head.text + middle + tail.text }, gain };
  }

  /** In traditional script a second byte may be ASCII: a single character lost its first one, and `?I` stands there. */
  #single(start: number): Candidate | null {
    const text = this.#text;
    const trail = text.charCodeAt(start + 1);
    if (!this.#page.traditional || !(trail >= 0x40 && trail < 0x7f)) return null;
    const before = text[start - 1] ?? '';
    const after = text[start + 2] ?? '';
    if (!isHan(before) || !isHan(after)) return null;
    const candidates: string[] = [];
    for (let lead = 0x81; lead <= 0xfe; lead++) candidates.push(decodePair(lead, trail));
    const choice = this.#choose(candidates, before, after, [after]);
    return choice.sure ? { edit: { start, end: start + 2, text: choice.char }, gain: GATE } : null;
  }

  /** The character of which the byte was lost: chosen by its neighbours, `?` where they do not tell. */
  #firstCharacter(
    bytes: readonly number[],
    loss: Loss,
    left: string,
    right: string,
    awaited: string | null,
  ): Lost {
    if (loss === 'extra') return { text: '', likely: '' };
    const candidates: string[] = [];
    if (loss === 'trail') {
      for (let trail = 0x40; trail <= 0xfe; trail++) candidates.push(decodePair(bytes[0]!, trail));
    } else {
      for (let lead = 0x81; lead <= 0xfe; lead++) candidates.push(decodePair(lead, bytes[0]!));
    }
    const { char, sure } = this.#choose(candidates, left, right, [right[0]!], awaited);
    return { text: sure ? char : '?', likely: char };
  }

  /** The last character has its lead byte; what became of its trail byte depends on what came after. */
  #lastCharacter(lead: number, previous: string, at: number): Restored | null {
    const text = this.#text;
    const here = text[at] ?? '';
    const code = here === '' ? 0 : here.charCodeAt(0);
    if (code < 0x80 && isTrail(code)) {
      const whole = decodePair(lead, code);
      if (whole !== '' && whole !== '\ufffd') return { text: whole, likely: whole, end: at + 1, whole: true };
    }
    const marked = here === '?' || here === '\ufffd';
    const end = marked ? at + 1 : at;
    const candidates: string[] = [];
    for (let trail = 0x40; trail <= 0xfe; trail++) candidates.push(decodePair(lead, trail));
    const pinyin = PINYIN.exec(text.slice(end, end + 10)) ?? PINYIN.exec(text.slice(end + 1, end + 11));
    const bracketLost = marked && PINYIN.test(text.slice(end, end + 10));
    const bracketKept = !bracketLost && /[(（]/.test(text[end] ?? '');
    if (pinyin !== null && (bracketLost || bracketKept)) {
      const reading = plain(pinyin[1]!);
      const read = candidates.filter((char) => isHan(char) && readings(char).includes(reading));
      const { char } = this.#choose(read, previous, '', []);
      const bracket = bracketLost ? '(' : '';
      if (char !== '') return { text: char + bracket, likely: char + bracket, end };
    }
    if (!marked) return null;
    const next = text[end] ?? '';
    // A `?` took the character after the lost byte with it, unless another ASCII character stands there: a comma, where
    // the page writes ASCII ones and a new clause begins; anything else cannot be known.
    const took = here === '?' && next !== '' && !/[\s!-$&-\-/:-~]/.test(next);
    const comma = took && this.#page.asciiMarks && isHan(next);
    const { char, sure } = this.#choose(candidates, previous, '', comma ? [next, ','] : [took ? '0' : next]);
    const known = sure ? char : '?';
    if (!took) return { text: known, likely: char, end };
    const isComma = comma && this.#model.between(char, ',', next) > this.#model.follows(char, next) - 2;
    return { text: known + (isComma ? ',' : '?'), likely: isComma ? `${char},` : char, end };
  }

  /** The likeliest candidate between what stands left and right of it; not sure where the second is nearly as likely. */
  #choose(
    candidates: readonly string[],
    left: string,
    right: string,
    afters: readonly string[],
    awaited: string | null = null,
  ): { char: string; sure: boolean } {
    this.#budget -= CHOICE_COST;
    const before = left.at(-1) ?? '';
    const near = Array.from(left, this.#model.fold).join('');
    const far = Array.from(right, this.#model.fold).join('');
    let best = '';
    let bestScore = -Infinity;
    let second = -Infinity;
    for (const char of candidates) {
      if (char === '' || char === '\ufffd' || (char >= '\ue000' && char <= '\uf8ff')) continue;
      if (this.#page.asciiMarks && FULL_WIDTH_MARK.test(char)) continue;
      const folded = this.#model.fold(char);
      const outside = (kindTable()[char.charCodeAt(0)]! & Kind.outside) !== 0;
      const seen = this.#page.hasPair(before + char) ? SEEN : 0;
      const seenNext = afters.some((after) => this.#page.hasPair(char + after)) ? SEEN : 0;
      let score =
        this.#model.follows(before, char) + seen + seenNext - (outside && folded === char ? FORM : 0);
      if (char === awaited) score += AWAITED;
      if (afters.length > 0) score += Math.max(...afters.map((after) => this.#model.follows(char, after)));
      if (score > bestScore - WORD_RANGE) score += this.#model.wordAround(near, folded, far) * WORD;
      if (folded === this.#model.fold(best)) {
        // Two forms of one character do not compete.
        if (score > bestScore || (score === bestScore && outside)) best = char;
        bestScore = Math.max(bestScore, score);
      } else if (score > bestScore) {
        second = bestScore;
        bestScore = score;
        best = char;
      } else if (score > second) second = score;
    }
    return { char: best, sure: best !== '' && bestScore - second >= MARGIN };
  }
}

/** A quotation this long ago is taken for closed elsewhere. */
const QUOTE_REACH = 40;

const CLOSING: Record<string, string> = { '“': '”', '《': '》', '（': '）', '「': '」', '‘': '’' };

/** The mark that would close the last quotation left open, null where none is. */
function closingMark(left: string): string | null {
  const open: string[] = [];
  for (const char of left) {
    if (char in CLOSING) open.push(CLOSING[char]!);
    else if (char === open.at(-1)) open.pop();
  }
  return open.at(-1) ?? null;
}

/** Code of the full-width form of an ASCII character, 0 where it has none or marks a lost byte. */
function fullWidth(code: number): number {
  return code > 0x20 && code < 0x7f && code !== 0x3f ? 0xa380 + code : 0;
}

/** Characters of bytes [from, to), null where a pair is no character. */
function pairs(bytes: readonly number[], from: number, to: number): string | null {
  let out = '';
  for (let i = from; i + 1 < to; i += 2) {
    const char = decodePair(bytes[i]!, bytes[i + 1]!);
    if (char === '' || char === '\ufffd' || (char >= '\ue000' && char <= '\uf8ff')) return null;
    out += char;
  }
  return out;
}

function isHan(char: string): boolean {
  return char >= '\u3400' && char <= '\u9fff';
}

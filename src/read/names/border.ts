/** Where a name begins, when only its end is plain to see: 将深入实施|智能制造工程. */
import type { CompiledNames } from './lexicon.js';

const STOP = /[\s，,。；;：:！!?？、（）()[\]【】《》〈〉…—|/]/;
const OPENING: Record<string, string> = { '”': '“', '’': '‘', '」': '「', '』': '『' };
const QUOTED_MAX = 16;
const VAGUE = /^(?:一批|一系列|系列|若干|多个|多项|多家|更多|部分|一些|新一批|各)$/;
/** A programme is what one 推进s. */
const PROMOTING = /(?:推进|推动)$/;
const QUANTITY =
  /(?:第?[\d〇零一二两三四五六七八九十百千万几数]{1,8}|\d[\d,.]{0,12}[万千百亿]?)[多余]?(?:个|家|项|批|条|座|支|只|份|款|艘|所|片|处|类|大(?!数据|飞机|模型|湾区|型|学|众|宗))/y;

export interface NameStart {
  start: number;
  /** Right after a verb that takes programmes or organisations as its object. */
  governed: boolean;
  /** Right after a number with its measure word. */
  counted: boolean;
  /** That number was 一批 or the like. */
  vague: boolean;
}

/** The nearest mark left of `at` that no name runs over; a short quotation inside a name is run over. */
export function segmentStart(text: string, at: number, floor: number, names: CompiledNames): number {
  let i = at;
  while (i > floor) {
    const char = text[i - 1]!;
    if (char === '）' || char === ')') {
      const open = placeInBrackets(text, i - 1, floor, names);
      if (open < 0) break;
      i = open;
      continue;
    }
    if (STOP.test(char)) break;
    const opening = OPENING[char];
    if (opening !== undefined) {
      const reach = Math.max(floor, i - QUOTED_MAX);
      const quoted = text.slice(reach, i - 1);
      const open = quoted.lastIndexOf(opening);
      if (open < 0 || /[，。；\n]/.test(quoted.slice(open))) break;
      i = reach + open;
      continue;
    }
    if (char === '“' || char === '‘' || char === '「' || char === '『') break;
    i--;
  }
  return i;
}

/** 中国（山东）自由贸易试验区, 首台（套）: where the bracket opens, -1 when it holds more than a place or one character. */
function placeInBrackets(text: string, close: number, floor: number, names: CompiledNames): number {
  for (let open = close - 1; open >= Math.max(floor, close - 8); open--) {
    if (text[open] !== '（' && text[open] !== '(') continue;
    return close - open === 2 || names.places.longestAt(text, open + 1, close)?.end === close ? open : -1;
  }
  return -1;
}

/** Reads text[from, to) from left to right and says where the name that ends beyond `to` begins. */
export function nameStart(text: string, from: number, to: number, names: CompiledNames): NameStart {
  let start = from;
  let governed = false;
  let counted = false;
  let vague = false;
  let peel = true;
  const cut = (
    at: number,
    next: { governed?: boolean; counted?: boolean; vague?: boolean; peel?: boolean },
  ) => {
    start = at;
    governed = next.governed ?? false;
    counted = next.counted ?? false;
    vague = next.vague ?? false;
    peel = next.peel ?? true;
  };
  for (let i = from; i < to; ) {
    const char = text[i]!;
    if (char === '“' || char === '‘' || char === '「' || char === '『') {
      const close = closingOf(text, i, to);
      if (close >= 0) {
        i = close + 1;
        continue;
      }
    }
    QUANTITY.lastIndex = i;
    const quantity = QUANTITY.exec(text);
    if (quantity !== null && i + quantity[0].length <= to) {
      const isVague = /^(?:一批|几|数)/.test(quantity[0]);
      cut(i + quantity[0].length, { governed, counted: !isVague, vague: isVague, peel: false });
      i = start;
      continue;
    }
    const border = names.borders.longestAt(text, i, to);
    if (border !== undefined) {
      const atStart = i === start;
      i = border.end;
      if (border.value === 'governing') cut(i, { governed: true, peel: false });
      else if (border.value === 'cutting') cut(i, {});
      else if (border.value === 'leading' && atStart) {
        const word = text.slice(border.start, border.end);
        const isVague = VAGUE.test(word);
        if (peel || isVague)
          cut(i, { governed: governed || PROMOTING.test(word), vague: vague || isVague, peel });
      }
      continue;
    }
    if (char === '的' && !/(?:长期|时期|年|级)$/.test(text.slice(Math.max(from, i - 2), i))) {
      cut(i + 1, { governed });
    } else if (char === '和' || char === '与' || char === '及') {
      if (endsInHead(text, from, i, names)) cut(i + 1, { governed, peel: false });
      else if (
        !governed &&
        char !== '与' &&
        !/融合|结合|协同|一体|衔接|双/.test(text.slice(i + 1, to)) &&
        !/^中长期/.test(text.slice(i + 1, to))
      )
        cut(i + 1, { governed, peel: false });
    }
    i++;
  }
  return { start, governed, counted, vague };
}

/** True when `words` cover text[start, end) without a gap. */
export function isCoveredBy(
  words: { longestAt(text: string, at: number, limit: number): { end: number } | undefined },
  text: string,
  start: number,
  end: number,
): boolean {
  for (let i = start; i < end; ) {
    if (/[“”‘’]/.test(text[i]!)) return false;
    const match = words.longestAt(text, i, end);
    if (match === undefined) return false;
    i = match.end;
  }
  return true;
}

function closingOf(text: string, open: number, limit: number): number {
  const mark = text[open] === '“' ? '”' : text[open] === '‘' ? '’' : text[open] === '「' ? '」' : '』';
  const length = text.slice(open + 1, Math.min(limit, open + QUOTED_MAX)).indexOf(mark);
  return length < 0 ? -1 : open + 1 + length;
}

function endsInHead(text: string, from: number, end: number, names: CompiledNames): boolean {
  for (let length = 2; length <= 10 && end - length >= from; length++)
    if (names.programmeHeadWords.has(text.slice(end - length, end))) return true;
  return false;
}

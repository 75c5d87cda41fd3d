/** Names as tables write them: full width, spaced out, with footnote marks; and how far two names are apart. */

/** Marks that point to a footnote; taken off before folding, which would turn ① into 1. */
const FOOTNOTE = /[\u2460-\u24ff\u2776-\u2793*＊†‡※#＃]+|[[［【]\d{1,2}[\]］】]/g;

/** 其中：, of which:, and the numbering of a list. */
const LEAD = /^(?:其中|#|一|二|三|四|五|六|七|八|九|十)[：:、.．]/;

/** Half width, no white space, no footnote marks, no 其中： in front. */
export function writtenName(text: string): string {
  return text.replace(FOOTNOTE, '').normalize('NFKC').replace(/\s/g, '').replace(LEAD, '').toUpperCase();
}

/** Above this length a text is no name. */
export const LONGEST_NAME = 60;

/** Insertions, deletions and substitutions of characters from `a` to `b`; `limit + 1` where there are more. */
export function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      row[j] = Math.min(previous[j]! + 1, row[j - 1]! + 1, previous[j - 1]! + cost);
      least = Math.min(least, row[j]!);
    }
    if (least > limit) return limit + 1;
    previous = row;
  }
  return previous[b.length]!;
}

/** The candidates nearest to a name, at most five: by distance, then shared first character, then the order given. */
export function nearestNames<T extends { name: string }>(name: string, candidates: Iterable<T>): T[] {
  if (name === '' || name.length > LONGEST_NAME) return [];
  const limit = Math.max(1, Math.floor(name.length / 2));
  const found: { candidate: T; distance: number; first: number; order: number }[] = [];
  let order = 0;
  for (const candidate of candidates) {
    const distance = editDistance(name, candidate.name, limit);
    if (distance <= limit && distance < Math.max(name.length, candidate.name.length)) {
      found.push({ candidate, distance, first: candidate.name[0] === name[0] ? 0 : 1, order });
    }
    order++;
  }
  found.sort((a, b) => a.distance - b.distance || a.first - b.first || a.order - b.order);
  return found.slice(0, 5).map((entry) => entry.candidate);
}

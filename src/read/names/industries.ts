/**
 * Industries, technologies and products as written: those the lexicon knows, and the items of a list that ends in
 * 等产业, 等领域 …. What the page calls 未来产业 or 前沿领域 is listed apart.
 */
import { nameStart, segmentStart } from './border.js';
import type { CompiledNames } from './lexicon.js';
import type { Range } from './places.js';

const LIST_REACH = 160;
const LONGEST_ITEM = 16;
/** 等, 等8大, 三大: what closes a list before its head. */
const LIST_END =
  /等(?:[\d一二两三四五六七八九十]{1,3}[大个类条]类?)?|[\d一二两三四五六七八九十]{1,3}[大个类条]类?(?=[^\d])/g;
const CHUNK = /[^，。；：！？,;:!?\n（）()《》“”]+/g;
const ITEM = /^[\p{Script=Han}A-Za-z\d-]{2,10}$/u;
const FEWEST_PRODUCTS = 3;
const SENTENCE = /[。！？!?\n]/;

interface Term extends Range {
  name: string;
  sector: boolean;
}

export interface IndustryNames {
  industries: string[];
  futureIndustries: string[];
}

export function readIndustries(text: string, names: CompiledNames, bodies: readonly Range[]): IndustryNames {
  const terms = termsOf(
    text,
    names,
    bodies.map((body) => withDepartment(text, body)),
  );
  const lists = listsOf(text, names, terms);
  const future = new Set<string>();
  const named = new Map<string, number>();
  const put = (name: string, at: number) => {
    const before = named.get(name);
    if (before === undefined || at < before) named.set(name, at);
  };
  const inList = new Set<number>();
  for (const list of lists) {
    for (const item of list.items) {
      for (let i = item.start; i < item.end; i++) inList.add(i);
      if (list.future) future.add(item.name);
      else put(item.name, item.start);
    }
  }
  for (const product of productsListed(text, names, terms)) {
    if (inList.has(product.start) || inList.has(product.end - 1)) continue;
    for (let i = product.start; i < product.end; i++) inList.add(i);
    put(product.name, product.start);
  }
  for (const term of terms) {
    if (inList.has(term.start) || inList.has(term.end - 1)) continue;
    if (isFutureTerm(text, term, names)) future.add(term.name);
    else if (!term.sector) put(term.name, term.start);
  }
  if (future.size === 0 && text.includes('未来产业')) future.add('未来产业');
  const industries = [...named]
    .sort((a, b) => a[1] - b[1])
    .map(([name]) => name)
    .filter((name) => !future.has(name));
  return { industries, futureIndustries: [...future] };
}

/** 工业和信息化部|电子信息司 names no industry. */
function withDepartment(text: string, { start, end }: Range): Range {
  const department = /^\p{Script=Han}{2,10}?[司局处室部院所]/u.exec(text.slice(end, end + 11));
  return { start, end: end + (department?.[0].length ?? 0) };
}

/** Names of the lexicon with what belongs to them before and after: 高端|医疗装备, 汽车|制造业. */
function termsOf(text: string, names: CompiledNames, masked: readonly Range[]): Term[] {
  const { notSuffixAfter } = names.lexicon.industries;
  const terms: Term[] = [];
  let mask = 0;
  let floor = 0;
  for (const match of names.industries.scan(text)) {
    if (match.value === null) continue;
    while (mask < masked.length && masked[mask]!.end <= match.start) mask++;
    const over = masked[mask];
    if (over !== undefined && over.start < match.end) continue;
    let { start, end } = match;
    let sector = match.value === 'sector';
    const suffix = names.suffixes.longestAt(text, end);
    if (suffix !== undefined && !notSuffixAfter.some((next) => text.startsWith(next, suffix.end))) {
      end = suffix.end;
      sector = false;
    } else if (sector && isIndustryHead(text, end, names)) sector = false;
    for (let length = 4; length >= 2; length--) {
      const from = start - length;
      if (from < floor || names.modifiers.longestAt(text, from, start)?.end !== start) continue;
      start = from;
      sector = false;
      break;
    }
    floor = end;
    terms.push({ start, end, name: text.slice(start, end), sector });
  }
  return terms;
}

function isIndustryHead(text: string, at: number, names: CompiledNames): boolean {
  return names.industryHeads.longestAt(text, at)?.value === 'industry';
}

/** Terms of the future count as such where their sentence speaks of future industries. */
function isFutureTerm(text: string, term: Term, names: CompiledNames): boolean {
  if (names.futureTerms.longestAt(text, term.start, term.end)?.end !== term.end) return false;
  let start = term.start;
  while (start > 0 && term.start - start < LIST_REACH && !SENTENCE.test(text[start - 1]!)) start--;
  let end = term.end;
  while (end < text.length && end - term.end < LIST_REACH && !SENTENCE.test(text[end]!)) end++;
  return names.lexicon.industries.futureHeads.some((head) => text.slice(start, end).includes(head));
}

interface List {
  items: (Range & { name: string })[];
  future: boolean;
}

/** A、B、C和D等重点产业: found from its end. */
function listsOf(text: string, names: CompiledNames, terms: readonly Term[]): List[] {
  const termEnds = new Map(terms.map((term) => [term.end, term]));
  const lists: List[] = [];
  for (const end of text.matchAll(LIST_END)) {
    const at = end.index;
    const head = headAfter(text, at + end[0].length, names);
    if (head === undefined) continue;
    const items = itemsBefore(text, at, names, termEnds);
    const known = items.filter(
      (item) => isKnown(item, termEnds) || isProductShaped(text, item, names),
    ).length;
    if (!end[0].startsWith('等') && items.length < 2) continue;
    if (items.length < 1 || known === 0) {
      if (head !== 'future') continue;
    } else if (head === 'field' && known * 2 < items.length) continue;
    const kept = items.filter((item) => !names.notItems.has(item.name) || isKnown(item, termEnds));
    const future =
      head === 'future' || (head === 'field' && followsFutureClause(text, items[0]?.start ?? at));
    if (kept.length > 0) lists.push({ items: kept, future });
  }
  return lists;
}

function headAfter(
  text: string,
  at: number,
  names: CompiledNames,
): 'industry' | 'field' | 'future' | undefined {
  let i = at;
  for (let words = 0; words < 4; words++) {
    const head = names.industryHeads.longestAt(text, i);
    if (head?.value === 'future') return 'future';
    const modifier = names.headModifiers.longestAt(text, i);
    if (modifier === undefined || (head !== undefined && head.end >= modifier.end)) return head?.value;
    i = modifier.end;
  }
  return names.industryHeads.longestAt(text, i)?.value;
}

/**
 * Products that no lexicon holds, among others in one list: 空心砖、透水砖、加气混凝土砌块产量. Most of the list must be
 * known names or end as products do.
 */
function* productsListed(
  text: string,
  names: CompiledNames,
  terms: readonly Term[],
): Generator<Range & { name: string }> {
  const ends = new Map(terms.map((term) => [term.end, term]));
  for (const chunk of text.matchAll(CHUNK)) {
    if (!chunk[0].includes('、')) continue;
    if (!chunk[0].includes('、', chunk[0].indexOf('、') + 1) && !/[和与及]/.test(chunk[0])) continue;
    const pieces = piecesOf(text, chunk.index, chunk.index + chunk[0].length, names);
    if (pieces.length < FEWEST_PRODUCTS) continue;
    const items = pieces.map((piece) => {
      const name = text.slice(piece.start, piece.end);
      const term = ends.get(piece.end);
      const known = term !== undefined && term.start === piece.start;
      const shaped = ITEM.test(name) && isProductShaped(text, piece, names);
      return { ...piece, name, known, shaped };
    });
    const sure = items.filter((item) => item.known || item.shaped).length;
    if (sure < FEWEST_PRODUCTS || sure * 3 < items.length * 2) continue;
    for (const { start, end, name, known, shaped } of items) if (shaped && !known) yield { start, end, name };
  }
}

/** The items between 、: the first from where its name begins, the last up to what is said of them all. */
function piecesOf(text: string, from: number, to: number, names: CompiledNames): Range[] {
  const pieces: Range[] = [];
  let start = from;
  for (let i = from; i <= to; i++) {
    if (i < to && text[i] !== '、') continue;
    const last = i === to;
    const piece = { start, end: i };
    start = i + 1;
    for (const part of last ? splitAtConjunction(text, piece, names) : [piece]) {
      const end = last ? productEnd(text, part.start, part.end, names) : part.end;
      const first = part.start === from && end - part.start <= LIST_REACH;
      pieces.push({ start: first ? nameStart(text, part.start, end, names).start : part.start, end });
    }
  }
  return pieces;
}

/** 密封胶条|产量上升: where the last item of a list ends. */
function productEnd(text: string, start: number, end: number, names: CompiledNames): number {
  for (let i = start + 2; i < Math.min(end, start + LONGEST_ITEM); i++)
    if (names.listTails.longestAt(text, i, end) !== undefined) return i;
  return end;
}

function isProductShaped(text: string, { start, end }: Range, names: CompiledNames): boolean {
  const name = text.slice(start, end).replace(/^(?:核心|关键)?基础/, '');
  if (names.notItems.has(name) || names.places.longestAt(text, start, end)?.value?.isFull) return false;
  for (const border of names.borders.scan(text, start, end)) if (border.value !== 'shield') return false;
  for (let at = Math.max(start, end - 4); at < end; at++) {
    const match = names.productEnds.longestAt(text, at, end);
    if (match?.end === end && match.value && (end - at > 1 || end - start >= 3)) return true;
    if (match?.end === end && !match.value) return false;
  }
  return false;
}

/** 谋划未来产业，在量子信息、脑机接口等领域…. */
function followsFutureClause(text: string, at: number): boolean {
  let start = at;
  while (start > 0 && at - start < 24 && !SENTENCE.test(text[start - 1]!)) start--;
  return /未来产业|前沿(?:领域|技术|科技)/.test(text.slice(start, at));
}

function isKnown(item: Range, termEnds: ReadonlyMap<number, Term>): boolean {
  const term = termEnds.get(item.end);
  return term !== undefined && term.start >= item.start;
}

function itemsBefore(
  text: string,
  end: number,
  names: CompiledNames,
  termEnds: ReadonlyMap<number, Term>,
): (Range & { name: string })[] {
  const floor = Math.max(0, end - LIST_REACH);
  const items: (Range & { name: string })[] = [];
  let close = end;
  for (;;) {
    const open = segmentStart(text, close, floor, names);
    const range = { start: open, end: close };
    const first = text[open - 1] !== '、';
    let parts = close === end || first ? splitAtConjunction(text, range, names) : [range];
    // 引导和规范集成电路: the conjunction joins verbs.
    if (first && parts.length > 1 && !isKnown(parts[0]!, termEnds)) parts = parts.slice(1);
    for (const [index, part] of [...parts.entries()].reverse()) {
      const start =
        first && index === 0 ? itemStart(text, part.start, part.end, names, termEnds) : part.start;
      const name = text.slice(start, part.end).replace(/^[“”]|[“”]$/g, '');
      if (name.length >= 2 && name.length <= LONGEST_ITEM) items.unshift({ start, end: part.end, name });
    }
    if (first) {
      // 新材料、新工艺，以及航空、航天等: the list runs on before the comma.
      const joined =
        /[，,]$/.test(text.slice(open - 1, open)) && /^(?:以及|及)/.test(text.slice(open, open + 2));
      if (!joined) return items;
    }
    close = open - 1;
    if (close <= floor) return items;
  }
}

/** Of 高端医疗装备和现代农机装备 both halves are items; 软件和信息服务 is one. */
function splitAtConjunction(text: string, range: Range, names: CompiledNames): Range[] {
  const whole = text.slice(range.start, range.end);
  if (/^(?:以及|及)/.test(whole))
    return splitAtConjunction(
      text,
      { start: range.start + (whole.startsWith('以及') ? 2 : 1), end: range.end },
      names,
    );
  for (let i = range.start + 2; i < range.end - 1; i++) {
    const term = names.industries.longestAt(text, i - 2, range.end);
    if (
      term !== undefined &&
      term.end > i + 1 &&
      term.value !== null &&
      /[和与及]/.test(text.slice(i - 2, term.end))
    ) {
      i = term.end;
      continue;
    }
    if (/[和及]/.test(text[i]!)) {
      const left = text.slice(range.start, i).replace(/以$/, '');
      return [
        { start: range.start, end: range.start + left.length },
        { start: i + 1, end: range.end },
      ];
    }
  }
  return [range];
}

function itemStart(
  text: string,
  start: number,
  end: number,
  names: CompiledNames,
  termEnds: ReadonlyMap<number, Term>,
): number {
  const term = termEnds.get(end);
  if (term !== undefined && term.start >= start) return term.start;
  const border = nameStart(text, start, end, names).start;
  return border < end ? border : start;
}

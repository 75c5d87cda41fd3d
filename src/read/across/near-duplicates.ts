/**
 * Pages that carry the same text: copies on other sites, and excerpts.
 *
 * Character 5-grams of the cleaned text without punctuation are sketched by MinHash (Broder 1997) in 32 bands of
 * 4 rows; short excerpts, which MinHash misses, by the grams whose hash falls on a fixed residue. A candidate is
 * confirmed by containment, the share of the smaller page's grams that the larger one holds, and by its numbers:
 * monthly releases repeat each other's sentences, not each other's figures.
 */
import { compareText, type ReadDocument, spokenOn } from '../../model/index.js';

export interface DuplicateMember {
  document: string;
  source: string;
  relation: 'representative' | 'copy' | 'excerpt';
  /** Share of this page's 5-grams that the longest page of the group holds. */
  containment: number;
  /** Jaccard similarity with the longest page of the group. */
  resemblance: number;
}

export interface DuplicateGroup {
  representative: string;
  members: DuplicateMember[];
}

const GRAM = 5;
const BANDS = 32;
const ROWS = 4;
const CONFIRM = 0.8;
/** Sampled grams: one hash in this many. */
const SAMPLE = 16;
/** A gram that more pages than this start with is boilerplate and finds nothing. */
const COMMON = 32;
/** Pages of one template crowd a band; copies still meet in other bands. */
const CROWDED = 64;
const CANDIDATES = 24;
const LEAST_NUMBERS = 4;

interface Sketch {
  document: ReadDocument;
  grams: Uint32Array;
  numbers: Set<string>;
  bands: Uint32Array;
}

/** Groups of two and more. A page belongs to one group at most. Cost is linear in the total length of the pages. */
export function nearDuplicates(documents: readonly ReadDocument[]): DuplicateGroup[] {
  const sketches = documents
    .map(sketch)
    .sort(
      (a, b) =>
        b.grams.length - a.grams.length ||
        compareText(spokenOn(a.document) ?? '9999', spokenOn(b.document) ?? '9999') ||
        compareText(a.document.source, b.document.source) ||
        compareText(a.document.sha256, b.document.sha256),
    );
  const leads: Sketch[] = [];
  const members: { sketch: Sketch; containment: number; back: number; resemblance: number }[][] = [];
  const buckets = Array.from({ length: BANDS }, () => new Map<number, number[]>());
  const postings = new Map<number, number[]>();

  for (const page of sketches) {
    if (page.grams.length === 0) continue;
    const hits = new Map<number, number>();
    const count = (found: number[] | undefined) => {
      for (const lead of found ?? []) hits.set(lead, (hits.get(lead) ?? 0) + 1);
    };
    for (let band = 0; band < BANDS; band++) count(buckets[band]!.get(page.bands[band]!));
    for (const gram of page.grams) if (gram % SAMPLE === 0) count(postings.get(gram));

    const best = { lead: -1, containment: 0, back: 0, resemblance: 0 };
    const ranked = [...hits].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, CANDIDATES);
    for (const [lead] of ranked) {
      const shared = sharedCount(page.grams, leads[lead]!.grams);
      const containment = ratio(shared, page.grams.length);
      if (containment < CONFIRM || containment <= best.containment) continue;
      if (!sameNumbers(page.numbers, leads[lead]!.numbers)) continue;
      best.lead = lead;
      best.containment = containment;
      best.back = ratio(shared, leads[lead]!.grams.length);
      best.resemblance = ratio(shared, page.grams.length + leads[lead]!.grams.length - shared);
    }
    if (best.lead >= 0) {
      members[best.lead]!.push({ sketch: page, ...best });
      continue;
    }
    const lead = leads.push(page) - 1;
    members.push([]);
    for (let band = 0; band < BANDS; band++) add(buckets[band]!, page.bands[band]!, lead, CROWDED);
    for (const gram of page.grams) if (gram % SAMPLE === 0) add(postings, gram, lead, COMMON);
  }

  return leads
    .map((lead, i) => group(lead, members[i]!))
    .filter((g) => g.members.length > 1)
    .sort((a, b) => compareText(a.representative, b.representative));
}

/** For every page of a group, the page that stands for it. */
export function representatives(groups: readonly DuplicateGroup[]): Map<string, string> {
  return new Map(groups.flatMap((g) => g.members.map((m) => [m.document, g.representative] as const)));
}

function group(
  lead: Sketch,
  others: { sketch: Sketch; containment: number; back: number; resemblance: number }[],
): DuplicateGroup {
  const whole = [
    { sketch: lead, containment: 1, back: 1, resemblance: 1 },
    ...others.filter((m) => m.back >= CONFIRM),
  ];
  const first = whole.map((m) => m.sketch.document).sort(byStanding)[0]!;
  const all = [{ sketch: lead, containment: 1, back: 1, resemblance: 1 }, ...others];
  return {
    representative: first.sha256,
    members: all
      .map(
        ({ sketch: { document }, containment, back, resemblance }): DuplicateMember => ({
          document: document.sha256,
          source: document.source,
          relation: document === first ? 'representative' : back >= CONFIRM ? 'copy' : 'excerpt',
          containment: Math.round(containment * 1000) / 1000,
          resemblance: Math.round(resemblance * 1000) / 1000,
        }),
      )
      .sort((a, b) => order(a) - order(b) || compareText(a.source, b.source)),
  };
}

function order(member: DuplicateMember): number {
  return member.relation === 'representative' ? 0 : member.relation === 'copy' ? 1 : 2;
}

/** Of whole copies, the one to quote: a date that can be trusted, the earlier page, the fewer repairs. */
function byStanding(a: ReadDocument, b: ReadDocument): number {
  const doubt = (d: ReadDocument) => (d.publishedTrust === 'suspect' ? 2 : d.published === null ? 1 : 0);
  return (
    doubt(a) - doubt(b) ||
    compareText(a.published ?? '', b.published ?? '') ||
    a.repairs.length - b.repairs.length ||
    compareText(a.source, b.source) ||
    compareText(a.sha256, b.sha256)
  );
}

function sketch(document: ReadDocument): Sketch {
  const text = document.cleanedParagraphs.join('\n');
  const grams = gramsOf(text.replace(/[^\p{L}\p{N}]+/gu, '').toLowerCase());
  return { document, grams, numbers: new Set(text.match(/\d+(?:\.\d+)?/g) ?? []), bands: bandsOf(grams) };
}

/** Distinct hashes of the character 5-grams, sorted. */
function gramsOf(text: string): Uint32Array {
  const size = Math.max(text.length - GRAM + 1, text.length > 0 ? 1 : 0);
  const hashes = new Uint32Array(size);
  for (let i = 0; i < size; i++) {
    let hash = 0;
    for (let j = i; j < i + GRAM && j < text.length; j++)
      hash = (Math.imul(hash, 0x01000193) ^ text.charCodeAt(j)) >>> 0;
    hashes[i] = mixed(hash);
  }
  hashes.sort();
  let kept = 0;
  for (let i = 0; i < size; i++) if (i === 0 || hashes[i] !== hashes[i - 1]) hashes[kept++] = hashes[i]!;
  return hashes.slice(0, kept);
}

function bandsOf(grams: Uint32Array): Uint32Array {
  const bands = new Uint32Array(BANDS);
  for (let band = 0; band < BANDS; band++) {
    let key = band;
    for (let row = 0; row < ROWS; row++) {
      const { multiply, plus } = PERMUTATIONS[band * ROWS + row]!;
      let least = 0xffffffff;
      for (let i = 0; i < grams.length; i++) {
        const value = (Math.imul(grams[i]!, multiply) + plus) >>> 0;
        if (value < least) least = value;
      }
      key = mixed(key ^ least);
    }
    bands[band] = key;
  }
  return bands;
}

/** Odd multipliers permute the 32-bit integers. */
const PERMUTATIONS = Array.from({ length: BANDS * ROWS }, (_, i) => ({
  multiply: (mixed(2 * i + 1) | 1) >>> 0,
  plus: mixed(2 * i + 2),
}));

/** The finaliser of MurmurHash3. */
function mixed(value: number): number {
  let h = value >>> 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

function sharedCount(a: Uint32Array, b: Uint32Array): number {
  let shared = 0;
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    if (a[i] === b[j]) {
      shared++;
      i++;
      j++;
    } else if (a[i]! < b[j]!) i++;
    else j++;
  }
  return shared;
}

function sameNumbers(smaller: Set<string>, larger: Set<string>): boolean {
  if (smaller.size < LEAST_NUMBERS) return true;
  let shared = 0;
  for (const number of smaller) if (larger.has(number)) shared++;
  return shared / smaller.size >= CONFIRM;
}

function ratio(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}

function add(map: Map<number, number[]>, key: number, lead: number, limit: number): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [lead]);
  else if (list.length < limit) list.push(lead);
}

/** Named projects, actions, plans, strategies, funds, designations, mechanisms and policies. */
import type { Programme } from '../../model/index.js';
import { isCoveredBy, nameStart, segmentStart } from './border.js';
import type { CompiledNames } from './lexicon.js';
import type { Range } from './places.js';
import { Trie } from './trie.js';

const REACH = 40;
const LONGEST_TITLE = 60;

interface Found {
  start: number;
  end: number;
  name: string;
  type: string;
}

export function readProgrammes(text: string, names: CompiledNames, masked: readonly Range[]): Programme[] {
  const found = [...titled(text, names), ...headed(text, names, masked), ...known(text, names)].sort(
    (a, b) => a.start - b.start || b.end - a.end,
  );
  return distinct(found);
}

/** 《…》 of a plan or a policy. */
function* titled(text: string, names: CompiledNames): Generator<Found> {
  const { titled: ends, publications } = names.lexicon.names.programmes;
  for (let open = text.indexOf('《'); open >= 0; open = text.indexOf('《', open + 1)) {
    const length = text.slice(open + 1, open + LONGEST_TITLE).indexOf('》');
    if (length < 4) continue;
    const close = open + 1 + length;
    const name = text.slice(open + 1, close);
    if (name.includes('\n')) continue;
    const stem = name.replace(/[（(〔[][^（()）]{0,20}[）)〕\]]$/, '').replace(/[”"]$/, '');
    const type = Object.keys(ends).find((kind) => ends[kind]!.some((end) => stem.endsWith(end)));
    if (type === undefined || publications.some((end) => stem.endsWith(end))) continue;
    yield { start: open + 1, end: close, name, type };
  }
}

/** What ends in 工程, 行动, 计划 …, with its beginning at the verb, mark or conjunction before it. */
function* headed(text: string, names: CompiledNames, masked: readonly Range[]): Generator<Found> {
  const { notBefore } = names.lexicon.names.programmes;
  const { quotedHeads } = names;
  let floor = 0;
  let mask = 0;
  for (const head of names.programmeHeads.scan(text)) {
    while (mask < masked.length && masked[mask]!.end <= head.start) mask++;
    if ((masked[mask]?.start ?? Number.POSITIVE_INFINITY) < head.end) continue;
    const word = text.slice(head.start, head.end);
    const marked = text[head.start - 1] === '”';
    if (quotedHeads.has(word) && (!marked || closesKnown(text, head.start, names))) continue;
    if (notBefore[word]?.some((next) => text.startsWith(next, head.end))) continue;
    // 未来产业创新发展|的|实施意见: the particle belongs to the title of a document.
    const stem = head.value === 'policy' && text[head.start - 1] === '的' ? head.start - 1 : head.start;
    const from = segmentStart(text, stem, Math.max(floor, head.start - REACH), names);
    if (text[from - 1] === '《') continue;
    if (head.value === 'designation' ? runsOn(text, head.end, names) : endsInDocument(text, head.end, names))
      continue;
    const border = nameStart(text, from, stem, names);
    border.start +=
      /^(?:19|20)\d\d年度?/.exec(text.slice(border.start, Math.min(stem, border.start + 6)))?.[0].length ?? 0;
    if (stem < head.start && !border.governed) continue;
    startAtPeer(text, border, floor, head);
    if (head.value === 'designation') startAfterFounding(text, border, head.start);
    if (!isNamed(text, border, head, word, names)) continue;
    const whole = aroundQuotes(text, floor, { start: border.start, end: head.end }, names);
    floor = whole.end;
    yield { ...whole, name: text.slice(whole.start, whole.end), type: head.value };
  }
}

/** 产业集群|发展工程: the name goes on to a later head. */
function runsOn(text: string, end: number, names: CompiledNames): boolean {
  const link = /^(?:梯度|发展|培育|建设|提升|创建|壮大|升级|倍增|跃升|强基|提质|赋能|扩容|专项){0,3}/.exec(
    text.slice(end, end + 8),
  )![0];
  const next =
    names.programmeHeads.longestAt(text, end + link.length) ?? names.programmeHeads.longestAt(text, end);
  return next !== undefined && /^(?:project|action|plan|strategy|fund)$/.test(next.value);
}

/** 专项行动|实施意见, “扬帆”行动|升级计划: the name is that of the document. */
function endsInDocument(text: string, end: number, names: CompiledNames): boolean {
  const link = /^(?:升级|提升|推进|工作|深化|发展)?/.exec(text.slice(end, end + 2))![0];
  const next = names.programmeHeads.longestAt(text, end + link.length);
  return next !== undefined && (next.value === 'policy' || next.value === 'plan');
}

/** 制造强国、网络强国|战略: names that end, or 首台（套）、首批次: begin, alike share one head. */
function startAtPeer(
  text: string,
  border: { start: number },
  floor: number,
  head: { start: number; value: string },
): void {
  if (head.value !== 'strategy' && head.value !== 'policy') return;
  while (text[border.start - 1] === '、' && head.start - border.start < REACH) {
    const peer =
      /(?<=^|[，,。；：、\s]|实施|完善|落实|推进|建设|加快|深入|坚持)[\p{Script=Han}（）()]{2,12}$/u.exec(
        text.slice(Math.max(floor, border.start - 24), border.start - 1),
      )?.[0];
    const alike =
      peer !== undefined &&
      (head.value === 'strategy'
        ? peer.slice(-2) === text.slice(head.start - 2, head.start)
        : peer.includes('首') && text[border.start] === '首');
    const own = alike ? peer.search(head.value === 'strategy' ? /\p{Script=Han}{4}$/u : /首[^首]*$/) : -1;
    if (peer === undefined || own < 0) return;
    border.start -= 1 + peer.length - own;
  }
}

/** “揭榜挂帅”机制 is known by the words in the marks. */
function closesKnown(text: string, end: number, names: CompiledNames): boolean {
  const from = Math.max(0, end - REACH);
  const open = from + text.slice(from, end).lastIndexOf('“');
  return text[open] === '“' && names.knownProgrammes.longestAt(text, open + 1, end)?.end === end - 1;
}

/** 六个领域培育先导区: the designation is what follows the verb. */
function startAfterFounding(text: string, border: { start: number }, end: number): void {
  const before = text.slice(border.start, end);
  const verb = before.lastIndexOf('培育');
  const state = before.lastIndexOf('国家');
  // 机器人领域|国家制造业创新中心
  border.start += Math.max(verb >= 0 ? verb + 2 : 0, state);
}

/** Of 实施数字经济创新提质“一号发展工程” the words before the mark belong to the name when a verb stands before them. */
function aroundQuotes(text: string, floor: number, range: Range, names: CompiledNames): Range {
  if (text[range.start - 1] !== '“' || text[range.end] !== '”') return range;
  const open = range.start - 1;
  const border = nameStart(text, segmentStart(text, open, Math.max(floor, open - REACH), names), open, names);
  const length = open - border.start;
  return border.governed && length >= 2 && length <= 14 ? { start: border.start, end: range.end + 1 } : range;
}

function isNamed(
  text: string,
  border: { start: number; governed: boolean; counted: boolean; vague: boolean },
  head: { start: number; value: string },
  word: string,
  names: CompiledNames,
): boolean {
  const before = text.slice(border.start, head.start);
  const quoted =
    before.includes('”') || (text[border.start - 1] === '“' && text[head.start + word.length] === '”');
  const length = before.length;
  if (length < 2) return false;
  if (/^[的和与及等该某]/.test(before)) return false;
  // 关键核心技术|攻关工程 consists of plain words and is a name all the same.
  const generic =
    !(border.governed && length + word.length >= (head.value === 'plan' ? 8 : 6) && length >= 4) &&
    isCoveredBy(names.programmeGeneric, text, border.start, head.start);
  const proper =
    names.lexicon.names.programmes.proper.some((start) => before.startsWith(start)) &&
    (length >= 4 || length + word.length >= 7);
  const local = names.places.longestAt(text, border.start, head.start)?.value?.isFull === true;
  switch (head.value) {
    case 'designation': {
      // 东部地区|集群 are those of a place.
      const place = names.places.longestAt(text, border.start, head.start);
      if (
        /集群$/.test(word) &&
        place?.value &&
        (place.end === head.start || !/^\d{6}$/.test(place.value.key))
      )
        return false;
      if ((border.vague && !proper) || before.includes('+')) return false;
      if (proper || local || quoted || (border.counted && length + word.length >= 6)) return true;
      if (/示范平台$/.test(word) && length + word.length >= 8) return true;
      if (generic) return false;
      return /^示范|名[城园]$/.test(word)
        ? length >= (word.startsWith('名') ? 2 : 4)
        : border.governed && length >= 2 && /区$/.test(word);
    }
    case 'project':
      return !generic && (length >= 4 || quoted || (border.governed && length >= 3));
    case 'action':
    case 'strategy':
      return !generic && (quoted || length >= 2);
    case 'plan':
      if (generic) return false;
      return word.length >= 4 ? length >= 3 || quoted : quoted || border.governed;
    case 'fund':
      if (word === '再贷款') return length >= 2;
      if (word.length >= 3 && word !== '专项资金' && (proper || length >= 3)) return proper || !generic;
      return !generic && (proper || local || border.governed || quoted || length >= 4);
    case 'programme':
      return !generic && (quoted || length >= 4 || (length >= 2 && /以旧换新|下乡/.test(word)));
    case 'mechanism':
      return quoted || (!generic && (border.governed || length + word.length >= 8));
    default:
      return !generic && length >= 2 && (border.governed || word.startsWith('一揽子') || length >= 8);
  }
}

/** Programmes known by name; some only in quotation marks or before 政策, 机制 …; adjacent ones are one. */
function* known(text: string, names: CompiledNames): Generator<Found> {
  const { quotedFollowers } = names.lexicon.names.programmes;
  let last: Found | undefined;
  for (const match of names.knownProgrammes.scan(text)) {
    const word = text.slice(match.start, match.end);
    const quoted = text[match.start - 1] === '“' && text[match.end] === '”';
    if (
      names.onlyQuoted.has(word) &&
      !quoted &&
      !quotedFollowers.some((next) => text.startsWith(next, match.end))
    )
      continue;
    const start = quoted ? match.start - 1 : match.start;
    const end = quoted ? match.end + 1 : match.end;
    if (last !== undefined && last.end === start && quoted && match.value === 'policy') {
      last = { ...last, end, name: text.slice(last.start, end) };
      continue;
    }
    if (last !== undefined) yield last;
    last = { start, end, name: text.slice(start, end), type: match.value };
  }
  if (last !== undefined) yield last;
}

/** Every name once; a name that only repeats part of a longer one is left out. */
function distinct(found: readonly Found[]): Programme[] {
  const plain = (name: string) => name.replace(/[“”‘’《》]/g, '').replace(/[—–─－~～-]+/g, '-');
  const kept = new Map<string, Programme>();
  let end = -1;
  for (const item of found) {
    if (item.end <= end) continue;
    end = Math.max(end, item.end);
    const key = plain(item.name);
    if (!kept.has(key)) kept.set(key, { name: item.name, type: item.type });
  }
  const words = Trie.of([...kept.keys()].map((key) => [key, key] as const));
  const parts = new Set<string>();
  for (const key of kept.keys())
    for (let i = 0; i < key.length; i++)
      for (const { value } of words.allAt(key, i)) if (value !== key) parts.add(value);
  return [...kept].filter(([key]) => !parts.has(key)).map(([, programme]) => programme);
}

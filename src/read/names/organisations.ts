/** Organisations: those known by name, bodies of a place (山东省人民政府), and names that end in 研究院, 协会, 公司 …. */
import type { Organisation } from '../../model/index.js';
import type { Article } from '../article.js';
import { isCoveredBy, nameStart, segmentStart } from './border.js';
import type { CompiledNames, Place } from './lexicon.js';

const REACH = 28;
/** What may stand right before a two-character short name, or before 省政府 without its province. */
const FREE_BEFORE = /[^\p{Script=Han}]|[由和与据在从对了被向将的以经是为及同请]/u;
const LOOSE_HEAD = /^(?:领导小组|联席会议|医院|研究中心|公司|集团|联盟|银行)$/;
const BARE = /省|市|自治区|区|县|州/y;
const NAME_SHAPED = /^[\p{Script=Han}A-Za-z][\p{Script=Han}A-Za-z\d·&（）()-]*$/u;
const ASKER = /^(\p{Script=Han}[\p{Script=Han}A-Za-z\d]{1,18}?)记者/u;
const TELLER =
  /^([\p{Script=Han}\d]{2,10}(?=APP|客户端)|[\p{Script=Han}\d]{2,8}(?:报|社|网|财经|新闻|卫视|电视台))(?:APP|客户端)?(?:获悉|讯|消息|报道)/u;
const OWNERLESS = /^(?:省|市|自治区)/;
const LEVEL = /(?:省|市|自治区|特别行政区|区|县|州|盟|旗)$/;

export interface OrganisationSpan {
  start: number;
  end: number;
  name: string;
  /** A body's party committee or government named with its level: 山东省委, 市政府. */
  committee: boolean;
}

export function findOrganisations(article: Article, names: CompiledNames): OrganisationSpan[] {
  const { text } = article;
  const spans: OrganisationSpan[] = [];
  let floor = 0;
  for (let i = 0; i < text.length; ) {
    const span =
      knownAt(text, i, names) ??
      localAt(text, i, names) ??
      bareAt(text, i, names) ??
      headAt(text, i, floor, names);
    if (span === undefined) {
      i = Math.max(i + 1, skipAt(text, i, names));
      continue;
    }
    const last = spans.at(-1);
    // 国家统计局|山东调查总队 is one body.
    if (
      last !== undefined &&
      last.end === span.start &&
      !last.committee &&
      /总队$|税务局$|分行$|证监局$/.test(span.name)
    ) {
      spans[spans.length - 1] = {
        start: last.start,
        end: span.end,
        name: last.name + text.slice(span.start, span.end),
        committee: false,
      };
    } else if (span.end > floor) spans.push(span);
    floor = span.end;
    i = span.end;
  }
  // 广东省税务局 is the 国家税务总局广东省税务局 of the same page.
  const offices = new Map(spans.flatMap(({ name }) => splitOffice(name)));
  for (const [index, span] of spans.entries()) {
    const whole = offices.get(span.name);
    if (whole !== undefined) spans[index] = { ...span, name: whole };
  }
  const all = [...spans, ...outletsNamed(article, spans)].sort((a, b) => a.start - b.start);
  return withOwners(text, all, names);
}

/** 省统计局 is 浙江省统计局 where the page is about 浙江: most of the provinces, or cities, it names are that one. */
function withOwners(
  text: string,
  spans: readonly OrganisationSpan[],
  names: CompiledNames,
): OrganisationSpan[] {
  if (!spans.some((span) => OWNERLESS.test(span.name))) return [...spans];
  const counts = { province: new Map<string, number>(), city: new Map<string, number>() };
  for (const { value } of names.places.scan(text)) {
    const level =
      value === null
        ? undefined
        : /^\d{2}0000$/.test(value.key)
          ? 'province'
          : /^\d{4}00$/.test(value.key)
            ? 'city'
            : undefined;
    if (value !== null && level !== undefined)
      counts[level].set(value.full, (counts[level].get(value.full) ?? 0) + 1);
  }
  const province = mostNamed(counts.province);
  const city = mostNamed(counts.city) ?? province;
  return spans.map((span) => {
    const level = OWNERLESS.exec(span.name)?.[0];
    const owner = level === '省' || level === '自治区' ? province : level === '市' ? city : undefined;
    return level !== undefined && owner?.endsWith(level)
      ? { ...span, name: owner + span.name.slice(level.length) }
      : span;
  });
}

function mostNamed(counts: ReadonlyMap<string, number>): string | undefined {
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  return [...counts].find(([, count]) => count * 2 > total)?.[0];
}

function splitOffice(name: string): [string, string][] {
  const parts = /^(国家统计局|国家税务总局|中国人民银行)(.{2,}(?:总队|税务局|分行))$/.exec(name);
  return parts === null ? [] : [[parts[2]!, name]];
}

export function listOrganisations(text: string, spans: readonly OrganisationSpan[]): Organisation[] {
  const found = new Map<string, Set<string>>();
  for (const { start, end, name } of spans) {
    const mentions = found.get(name) ?? new Set<string>();
    found.set(name, mentions.add(text.slice(start, end)));
  }
  return [...found].map(([name, mentions]) => ({ name, mentions: [...mentions] }));
}

function knownAt(text: string, at: number, names: CompiledNames): OrganisationSpan | undefined {
  const match = names.knownOrganisations.longestAt(text, at);
  if (match === undefined || match.value === null) return undefined;
  if (names.lexicon.names.organisations.notBefore.some((next) => text.startsWith(next, match.end)))
    return undefined;
  if (match.end - match.start === 2 && at > 0 && !FREE_BEFORE.test(text[at - 1]!)) return undefined;
  return { start: at, end: match.end, name: match.value, committee: false };
}

/** A shielded word is passed over whole. */
function skipAt(text: string, at: number, names: CompiledNames): number {
  const match = names.knownOrganisations.longestAt(text, at);
  return match !== undefined && match.value === null ? match.end : at;
}

function localAt(text: string, at: number, names: CompiledNames): OrganisationSpan | undefined {
  const place = names.places.longestAt(text, at);
  if (place === undefined || place.value === null) return undefined;
  const local = localNameAt(text, place.end, names);
  if (local === undefined) return undefined;
  const written = text.slice(at, place.end);
  if (local.name.startsWith('委') && !LEVEL.test(written)) return undefined;
  if (local.name === '人民政府' && !LEVEL.test(written)) return undefined;
  if (!isOfChina(place.value)) return undefined;
  return {
    start: at,
    end: local.end,
    name: (local.name === '海关' ? written : place.value.full) + local.name,
    committee: local.name === '委',
  };
}

function isOfChina(place: Place): boolean {
  return /^\d{6}$/.test(place.key) || /新区$|区$/.test(place.full);
}

function bareAt(text: string, at: number, names: CompiledNames): OrganisationSpan | undefined {
  BARE.lastIndex = at;
  const level = BARE.exec(text)?.[0];
  if (level === undefined || (at > 0 && !FREE_BEFORE.test(text[at - 1]!))) return undefined;
  const local = localNameAt(text, at + level.length, names);
  if (local === undefined) return undefined;
  if (local.name === '委' && /^(?:副?书记|常委)/.test(text.slice(local.end, local.end + 3))) return undefined;
  return { start: at, end: local.end, name: level + local.name, committee: local.name === '委' };
}

function localNameAt(
  text: string,
  at: number,
  names: CompiledNames,
): { end: number; name: string } | undefined {
  const match = names.localOrganisations.longestAt(text, at);
  if (match === undefined) return undefined;
  if (match.value === '委' && /^[员托会派任以内]/.test(text.slice(match.end, match.end + 1)))
    return undefined;
  if (
    match.value === '人民政府' &&
    /^(?:引导|投资|采购|工作|性|部门|网站|职能|补贴)/.test(text.slice(match.end, match.end + 2))
  )
    return undefined;
  if (/^[员门]/.test(text.slice(match.end, match.end + 1)) && /[委部]$/.test(match.value)) return undefined;
  return { end: match.end, name: match.value };
}

function headAt(text: string, at: number, floor: number, names: CompiledNames): OrganisationSpan | undefined {
  const titled = names.titledHeads.longestAt(text, at);
  const isTitled = titled !== undefined && names.titles.longestAt(text, titled.end) !== undefined;
  const head = isTitled ? titled : names.organisationHeads.longestAt(text, at);
  // 研究院|有限公司: the name goes on.
  if (head === undefined || names.organisationHeads.longestAt(text, head.end) !== undefined) return undefined;
  const { headsNotBefore, anchors } = names.lexicon.names.organisations;
  const word = text.slice(head.start, head.end);
  if (headsNotBefore[word]?.some((next) => text.startsWith(next, head.end))) return undefined;
  const from = segmentStart(text, at, Math.max(floor, at - REACH), names);
  // 清华大学|车辆与运载学院|教授: a part of the organisation before it.
  const border = nameStart(text, from, at, names);
  if (border.start === floor && floor > 0) return undefined;
  if (border.start >= at || border.counted || border.vague) return undefined;
  const before = text.slice(border.start, at);
  if (before.length < 2 || !NAME_SHAPED.test(before) || /^[某该本各]/.test(before)) return undefined;
  const national = /^(?:中国|中华|全国)/.test(before);
  if (isCoveredBy(names.organisationGeneric, text, border.start, at) && !(national && before.length >= 4))
    return undefined;
  const place = names.places.longestAt(text, border.start, at)?.value;
  const anchored =
    anchors.some((anchor) => before.startsWith(anchor)) || (place !== undefined && place !== null);
  if (LOOSE_HEAD.test(word) && !anchored && !isTitled && before.length < 3) return undefined;
  if (word.endsWith('委员会') && !anchored) return undefined;
  if (before.length > 18 && !anchored) return undefined;
  return { start: border.start, end: head.end, name: text.slice(border.start, head.end), committee: false };
}

/** `深圳卫视记者：` asks, `某某财经APP获悉` tells; the outlet is an organisation of the page. */
function outletsNamed(article: Article, spans: readonly OrganisationSpan[]): OrganisationSpan[] {
  const outlets: OrganisationSpan[] = [];
  const taken = new Set(spans.map((span) => span.start));
  for (const { start, end, role } of article.paragraphs) {
    const line = article.text.slice(start, Math.min(end, start + 30));
    const pattern = role === 'speaker' ? ASKER : TELLER;
    const name = pattern.exec(line)?.[1];
    if (name === undefined || Array.from(name, (_, i) => start + i).some((at) => taken.has(at))) continue;
    outlets.push({ start, end: start + name.length, name, committee: false });
  }
  return outlets;
}

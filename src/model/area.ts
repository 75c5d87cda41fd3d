/**
 * Areas by GB/T 2260, with history and groups: what a name or a code in a table stands for, on a day. The tables are
 * data (codes/area*.yaml); `AreaCodes` reads them once and answers from an index.
 */
import type { Bilingual } from './failure.js';
import { LONGEST_NAME, nearestNames, writtenName } from './written-name.js';

export type AreaLevel = 'nation' | 'province' | 'prefecture' | 'county' | 'group';

export interface AreaReference {
  code: string;
  name: string;
  level: AreaLevel;
  /** Edition of the code system, or of the definition of a group. */
  version: string;
}

/** The tables behind the codes, as the data files have them. */
export interface AreaTables {
  /** Edition of the code system the list of today's areas is of. */
  version: string;
  nation: { code: string; name: string; names: readonly string[] };
  /** Today's areas: code, full name, short name or null. */
  areas: readonly (readonly [code: string, full: string, short: string | null])[];
  /** Further names, by code. */
  names: Readonly<Record<string, readonly string[]>>;
  founded: Readonly<Record<string, { from: string; outOf: readonly string[] }>>;
  gone: readonly GoneArea[];
  groups: readonly AreaGroup[];
}

export interface GoneArea {
  code: string;
  name: string;
  short: string | null;
  /** ISO day, month or year since when; null where older than the tables. */
  from: string | null;
  /** From when on it was no more, at the latest. */
  to: string;
  /** Until when it stood for certain, where the day it ended is not known. */
  lastSeen?: string;
  how: 'renamed' | 'upgraded' | 'merged' | 'split' | 'changed';
  into: readonly string[];
}

export interface AreaGroup {
  id: string;
  name: string;
  names: readonly string[];
  publisher: string;
  version: string;
  /** Six-digit codes. */
  members: readonly string[];
  /** Members that belong to it in part only. */
  partly: readonly string[];
}

export interface ResolvedArea extends AreaReference {
  status: 'resolved';
  /** Gone on the day asked for, or today where no day was given: what stands in its place. */
  abolished?: { on: string; how: GoneArea['how']; into: AreaReference[] };
  /** Not yet there on the day asked for: what it was a part of. */
  notYet?: { from: string; outOf: AreaReference[] };
  /** For groups. */
  publisher?: string;
  members?: AreaReference[];
  /** Members that belong to the group in part only: their sum overstates it. */
  partly?: AreaReference[];
}

export interface UnresolvedArea {
  status: 'ambiguous' | 'unknown';
  /** The areas the text can mean, or those whose names are nearest to it. */
  suggestions: AreaReference[];
  why: Bilingual;
}

export type AreaResolution = ResolvedArea | UnresolvedArea;

export interface AreaQuestion {
  /** ISO date: what the name stood for on that day. Without it, today. */
  on?: string;
  /** Only areas of this level. */
  level?: AreaLevel;
  /** Only areas inside this one, by code: 朝阳区 within 110000. */
  within?: string;
}

interface Entry extends AreaReference {
  short: string | null;
  from: string | null;
  outOf: readonly string[];
  /** Null for what stands today. */
  gone: GoneArea | null;
  group: AreaGroup | null;
}

const LEVEL_ORDER: Record<AreaLevel, number> = { nation: 0, province: 1, group: 2, prefecture: 3, county: 4 };

/** What a short name loses; 自治 forms are cut at the people's name by the short names of the data. */
const SUFFIX = /(?:特别行政区|自治区|自治州|自治县|自治旗|地区|林区|特区|新区|省|市|盟|州|区|县|旗)$/;

export class AreaCodes {
  readonly version: string;
  readonly #entries: Entry[] = [];
  readonly #byCode = new Map<string, Entry[]>();
  readonly #byName = new Map<string, Entry[]>();
  readonly #longestOuter: number;

  constructor(tables: AreaTables) {
    this.version = tables.version;
    const { nation } = tables;
    this.#add(entry(nation.code, nation.name, 'nation', tables.version), nation.names);
    const predecessors = new Map<string, GoneArea>();
    for (const gone of tables.gone) {
      const [into] = gone.into;
      if (into === undefined || gone.into.length > 1) continue;
      if (gone.how === 'renamed' || gone.how === 'upgraded' || into === gone.code)
        predecessors.set(into, gone);
    }
    // The list of today keeps areas that pages still name; history knows better.
    const gone = new Set(tables.gone.map((area) => `${area.code}${area.name}`));
    for (const [code, full, short] of tables.areas) {
      if (gone.has(`${code}${full}`)) continue;
      const before = predecessors.get(code);
      const founded =
        tables.founded[code] ??
        (before === undefined ? undefined : { from: before.to, outOf: [before.code] });
      this.#add(
        {
          ...entry(code, full, levelOfCode(code), tables.version),
          short,
          from: founded?.from ?? null,
          outOf: founded?.outOf ?? [],
        },
        [...(short === null ? [] : [short, ...dressed(short, full)]), ...(tables.names[code] ?? [])],
      );
    }
    for (const gone of tables.gone) {
      this.#add(
        {
          ...entry(gone.code, gone.name, levelOfCode(gone.code), tables.version),
          short: gone.short,
          from: gone.from,
          gone,
        },
        gone.short === null ? [] : [gone.short],
      );
    }
    for (const group of tables.groups) {
      this.#add({ ...entry(group.id, group.name, 'group', group.version), group }, group.names);
    }
    for (const area of this.#entries) {
      if (area.level === 'county' && area.name.length >= 3) {
        const stem = area.name.replace(SUFFIX, '');
        if (stem.length >= 2 && !this.#byName.has(stem)) this.#index(stem, area);
        else if (stem.length >= 2 && this.#byName.get(stem)!.every((other) => other.level === 'county')) {
          this.#index(stem, area);
        }
      }
    }
    this.#longestOuter = Math.max(
      0,
      ...this.#entries.map((area) =>
        area.level === 'county' || area.level === 'group' ? 0 : area.name.length,
      ),
    );
  }

  /**
   * The area a text stands for: a name in any usual form (内蒙, 内蒙古自治区, 广东深圳市), or a code of two, four, six
   * or twelve digits, full or half width. Where a name has several bearers the higher level has it (吉林 is the
   * province), and among one level the text is ambiguous.
   */
  resolve(text: string, question: AreaQuestion = {}): AreaResolution {
    const name = writtenName(text);
    if (name === '') return unknown([], '没有写地区', 'no area is written');
    if (name.length > LONGEST_NAME)
      return unknown([], '文字太长，不是地区名', 'too long for the name of an area');
    if (/^\d+$/.test(name)) return this.#resolveCode(name, question);
    const coded = /^(\d{6})(.+)$/.exec(name) ?? /^(.+?)[(（]?(\d{6})[)）]?$/.exec(name);
    if (coded) {
      const code = /^\d{6}$/.test(coded[1]!) ? coded[1]! : coded[2]!;
      const words = code === coded[1] ? coded[2]! : coded[1]!;
      const byCode = this.#resolveCode(code, question);
      const byName = this.resolve(words, question);
      if (byCode.status === 'resolved' && byName.status === 'resolved' && byCode.code !== byName.code) {
        return {
          status: 'ambiguous',
          suggestions: [reference(byCode), reference(byName)],
          why: {
            zh: `代码 ${code} 是${byCode.name}，名称却是${byName.name}`,
            en: `code ${code} is ${byCode.name}, but the name says ${byName.name}`,
          },
        };
      }
      return byCode.status === 'resolved' ? byCode : byName;
    }
    const found = this.#choose(this.#named(name), question);
    if (found.length === 1) return this.#resolved(found[0]!, question.on);
    if (found.length > 1) return ambiguous(name, found);
    if (/不含|不包括|除外/.test(name)) {
      return unknown(
        this.#near(name.replace(/[(（].*$/, ''), question),
        '文字把一部分排除在外，不是一个行政区',
        'the words leave a part out, so this is no single area',
      );
    }
    return unknown(this.#near(name, question), `没有叫“${name}”的地区`, `no area is called “${name}”`);
  }

  /** Today's area of a six-digit code, or the last one that had it. */
  byCode(code: string): AreaReference | null {
    const found = this.#byCode.get(code.padEnd(6, '0'));
    const best = found?.find((area) => area.gone === null) ?? found?.[0];
    return best === undefined ? null : reference(best);
  }

  /** The province of a code, the nation for a province; null for groups and for what is not in the list. */
  parent(code: string): AreaReference | null {
    if (!/^\d{6}$/.test(code) || code === '000000') return null;
    if (code.endsWith('0000')) return this.byCode('000000');
    if (!code.endsWith('00'))
      return this.byCode(`${code.slice(0, 4)}00`) ?? this.byCode(`${code.slice(0, 2)}0000`);
    return this.byCode(`${code.slice(0, 2)}0000`);
  }

  /** Today's areas of one level, in the order of their codes. */
  list(level: AreaLevel): AreaReference[] {
    return this.#entries
      .filter((area) => area.level === level && area.gone === null)
      .map(reference)
      .sort((a, b) => (level === 'group' ? 0 : a.code < b.code ? -1 : a.code > b.code ? 1 : 0));
  }

  /** Members of a group by its id, in the order of the definition; empty where there is no such group. */
  members(group: string): AreaReference[] {
    const found = this.#byCode.get(group)?.[0]?.group;
    return found ? found.members.map((code) => this.byCode(code)!) : [];
  }

  #add(area: Entry, names: readonly string[]): void {
    this.#entries.push(area);
    push(this.#byCode, area.code, area);
    for (const name of new Set([area.name, ...names].map(writtenName))) this.#index(name, area);
  }

  #index(name: string, area: Entry): void {
    push(this.#byName, name, area);
  }

  #resolveCode(digits: string, question: AreaQuestion): AreaResolution {
    const code = digits.length === 12 || digits.length === 9 ? digits.slice(0, 6) : digits;
    if (code.length !== 2 && code.length !== 4 && code.length !== 6) {
      return unknown(
        [],
        `“${digits}”不是2、4、6位的行政区划代码`,
        `“${digits}” is no code of 2, 4 or 6 digits`,
      );
    }
    const full = code.padEnd(6, '0');
    const found = this.#choose(this.#byCode.get(full) ?? [], question);
    if (found.length > 0) return this.#resolved(found[0]!, question.on);
    const higher = [`${full.slice(0, 4)}00`, `${full.slice(0, 2)}0000`].flatMap(
      (up) => this.byCode(up) ?? [],
    );
    return unknown(higher, `行政区划代码 ${full} 不在代码表中`, `code ${full} is not in the list of areas`);
  }

  /** Bearers of a name, or of its last part where the first parts name areas around it: 广东省|深圳市|南山区. */
  #named(name: string): Entry[] {
    const whole = this.#byName.get(name);
    if (whole !== undefined) return whole;
    for (let cut = Math.min(this.#longestOuter, name.length - 1); cut >= 2; cut--) {
      const outer = (this.#byName.get(name.slice(0, cut)) ?? []).filter(
        (area) => area.level === 'province' || area.level === 'prefecture',
      );
      if (outer.length === 0) continue;
      const inner = this.#named(name.slice(cut)).filter((area) =>
        outer.some((o) => inside(area.code, o.code)),
      );
      if (inner.length > 0) return inner;
    }
    return [];
  }

  #choose(candidates: readonly Entry[], question: AreaQuestion): Entry[] {
    let left = candidates.filter(
      (area) =>
        (question.level === undefined || area.level === question.level) &&
        (question.within === undefined || inside(area.code, question.within)),
    );
    const standing = left.filter((area) => stands(area, question.on));
    if (standing.length > 0) left = standing;
    else if (left.some((area) => area.gone !== null)) {
      const last = left.reduce(
        (latest, area) => ((area.gone?.to ?? '') > latest ? area.gone!.to : latest),
        '',
      );
      left = left.filter((area) => area.gone?.to === last);
    }
    const top = Math.min(...left.map((area) => LEVEL_ORDER[area.level]));
    left = left.filter((area) => LEVEL_ORDER[area.level] === top);
    // Where a city and the prefecture around it shared a name, the name alone means the city.
    if (left.some((area) => area.gone === null)) left = left.filter((area) => area.gone === null);
    const byFullName = left.filter((area) => left.every((other) => other.name === area.name));
    // Definitions of one group in several versions: the first listed is meant.
    if (top === LEVEL_ORDER.group && byFullName.length === left.length) return left.slice(0, 1);
    return left.length > 1 && new Set(left.map((area) => area.code)).size === 1 ? left.slice(0, 1) : left;
  }

  #resolved(area: Entry, on: string | undefined): ResolvedArea {
    const result: ResolvedArea = { status: 'resolved', ...reference(area) };
    if (area.gone !== null && !stands(area, on)) {
      result.abolished = {
        on: area.gone.to,
        how: area.gone.how,
        into: area.gone.into.flatMap((code) => this.byCode(code) ?? []),
      };
    }
    if (area.from !== null && on !== undefined && isBefore(on, area.from)) {
      result.notYet = { from: area.from, outOf: area.outOf.flatMap((code) => this.byCode(code) ?? []) };
    }
    if (area.group !== null) {
      const members = (codes: readonly string[]) => codes.flatMap((code) => this.byCode(code) ?? []);
      result.publisher = area.group.publisher;
      result.members = members(area.group.members);
      if (area.group.partly.length > 0) result.partly = members(area.group.partly);
    }
    return result;
  }

  #near(name: string, question: AreaQuestion): AreaReference[] {
    const suffix = SUFFIX.exec(name)?.[0];
    const level: AreaLevel | undefined =
      question.level ??
      (suffix === '省' || suffix === '自治区'
        ? 'province'
        : suffix === '县' || suffix === '区' || suffix === '旗'
          ? 'county'
          : undefined);
    const pool = this.#entries.filter(
      (area) =>
        area.gone === null &&
        area.level !== 'nation' &&
        (level === undefined
          ? area.level !== 'county' || (suffix === '市' && area.name.endsWith('市'))
          : area.level === level) &&
        (question.within === undefined || inside(area.code, question.within)),
    );
    const bySuffix = pool.flatMap((area) => [
      { name: area.name, area },
      ...(area.short === null || area.short === area.name ? [] : [{ name: area.short, area }]),
    ]);
    const near = nearestNames(name, bySuffix).map((candidate) => reference(candidate.area));
    if (near.length === 0 && level === undefined) {
      const counties = this.#entries.filter((area) => area.gone === null && area.level === 'county');
      return nearestNames(name, counties).map(reference);
    }
    return near.filter((area, i) => near.findIndex((other) => other.code === area.code) === i);
  }
}

function entry(code: string, name: string, level: AreaLevel, version: string): Entry {
  return { code, name, level, version, short: null, from: null, outOf: [], gone: null, group: null };
}

function levelOfCode(code: string): AreaLevel {
  return code.endsWith('0000') ? 'province' : code.endsWith('00') ? 'prefecture' : 'county';
}

function inside(code: string, outer: string): boolean {
  return code !== outer && code.startsWith(areaStem(outer));
}

/** What every code within an area begins with: 43 for 430000, nothing for the nation (000000, or 100000 as lists write it). */
export function areaStem(code: string): string {
  return /^[01]00000$/.test(code) ? '' : code.replace(/(?:00)+$/, '');
}

/** 延边州 of 延边朝鲜族自治州, 深圳市 of 深圳市; no 兴安市 of 兴安盟. */
function dressed(short: string, full: string): string[] {
  if (full.endsWith('自治州')) return [`${short}州`, `${short}自治州`];
  if (full.endsWith('自治区')) return [`${short}自治区`];
  return [];
}

/** Was the area there on the day; without a day, is it there today. */
function stands(area: Entry, on: string | undefined): boolean {
  if (on === undefined) return area.gone === null;
  if (area.from !== null && isBefore(on, area.from)) return false;
  return area.gone === null || isBefore(on, area.gone.to);
}

/** Days, months and years compare by their common length, so that 1997-03 is not before 1997-03-14. */
function isBefore(day: string, limit: string): boolean {
  const length = Math.min(day.length, limit.length);
  return day.slice(0, length) < limit.slice(0, length);
}

function reference(area: AreaReference): AreaReference {
  return { code: area.code, name: area.name, level: area.level, version: area.version };
}

function unknown(suggestions: AreaReference[], zh: string, en: string): UnresolvedArea {
  const names = suggestions.map((area) => area.name);
  return {
    status: 'unknown',
    suggestions,
    why: {
      zh: names.length === 0 ? zh : `${zh}；相近的有：${names.join('、')}`,
      en: names.length === 0 ? en : `${en}; near to it: ${names.join(', ')}`,
    },
  };
}

function ambiguous(name: string, found: readonly Entry[]): UnresolvedArea {
  const codes = found.slice(0, 5).map((area) => `${area.name} ${area.code}`);
  return {
    status: 'ambiguous',
    suggestions: found.slice(0, 5).map(reference),
    why: {
      zh: `“${name}”有${found.length}处同名：${codes.join('、')}；请写上级地区或代码`,
      en: `${found.length} areas are called “${name}”: ${codes.join(', ')}; write the area around it, or its code`,
    },
  };
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else if (!list.includes(value)) list.push(value);
}

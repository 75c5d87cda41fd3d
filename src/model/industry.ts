/**
 * Industries by code system and edition: GB/T 4754 of 2017, 2011 and 2002, and the 42 sectors of the national
 * input–output tables. The tables are data (codes/industr*.yaml); `IndustryCodes` answers from an index.
 */
import type { Bilingual } from './failure.js';
import { LONGEST_NAME, nearestNames, writtenName } from './written-name.js';

export type IndustryLevel = 'section' | 'division' | 'group' | 'class' | 'sector' | 'set';

export interface IndustryReference {
  system: string;
  version: string;
  /** `C`, `36`, `361`, `3611`; of the 42 sectors `01`; of a set its id. */
  code: string;
  name: string;
  level: IndustryLevel;
}

/** One edition of a code system. */
export interface IndustryTable {
  system: string;
  version: string;
  publisher: string;
  entries: readonly IndustryEntry[];
  /** The edition that a table without a version is taken to mean. */
  isDefault: boolean;
}

export interface IndustryEntry {
  code: string;
  name: string;
  level: IndustryLevel;
  parent: string | null;
  names: readonly string[];
  /** What it is in another table. */
  becomes?: { system: string; version: string; codes: readonly string[]; partly: boolean };
}

/** A set of sections and divisions of one edition: 装备制造业. */
export interface IndustrySet {
  id: string;
  name: string;
  names: readonly string[];
  publisher: string;
  /** Year of the definition. */
  version: string;
  /** Edition of GB/T 4754 whose codes the members are. */
  edition: string;
  members: readonly string[];
  except: readonly string[];
}

export interface ResolvedIndustry extends IndustryReference {
  status: 'resolved';
  /** Section of a division, group or class. */
  section?: string;
  /** For sets: codes of its divisions. */
  members?: string[];
  /** A class below a known group: its own name is not in the list. */
  below?: string;
}

export interface UnresolvedIndustry {
  status: 'ambiguous' | 'unknown';
  suggestions: IndustryReference[];
  why: Bilingual;
}

export type IndustryResolution = ResolvedIndustry | UnresolvedIndustry;

export interface IndustryQuestion {
  /** Default: GB/T 4754. */
  system?: string;
  /** Default: the newest edition of the system. */
  version?: string;
  level?: IndustryLevel;
}

export interface Correspondence {
  from: IndustryReference;
  to: IndustryReference[];
  /** True where a part of `from` went elsewhere, so that no value can be carried over whole. */
  partly: boolean;
}

export const GBT_4754 = 'GB/T 4754';

const LEVELS: IndustryLevel[] = ['set', 'section', 'sector', 'division', 'group', 'class'];

interface Index {
  table: IndustryTable;
  byCode: Map<string, IndustryEntry>;
  byName: Map<string, IndustryEntry[]>;
  byStem: Map<string, IndustryEntry[]>;
}

export class IndustryCodes {
  readonly #tables: Index[] = [];
  readonly #sets: readonly IndustrySet[];

  constructor(tables: readonly IndustryTable[], sets: readonly IndustrySet[] = []) {
    this.#sets = sets;
    for (const table of tables) {
      const index: Index = { table, byCode: new Map(), byName: new Map(), byStem: new Map() };
      const own = table.system === GBT_4754 ? sets.filter((set) => set.edition === table.version) : [];
      const entries: IndustryEntry[] = [
        ...own.map((set) => ({
          code: set.id,
          name: set.name,
          level: 'set' as const,
          parent: null,
          names: set.names,
        })),
        ...table.entries,
      ];
      for (const entry of entries) {
        index.byCode.set(entry.code.toUpperCase(), entry);
        for (const name of [entry.name, ...entry.names]) {
          push(index.byName, writtenName(name), entry);
          push(index.byStem, stem(writtenName(name)), entry);
        }
      }
      this.#tables.push(index);
    }
  }

  editions(): { system: string; version: string }[] {
    return this.#tables.map(({ table }) => ({ system: table.system, version: table.version }));
  }

  /**
   * The industry a text stands for: a code (C36, 36, ３６, 361, 3611), a name as written (汽车制造业, 其中：汽车制造, 计算机
   * 通信和其他电子设备制造业 without its marks), or both (C36 汽车制造业). Throws a RangeError for an unknown system or edition.
   */
  resolve(text: string, question: IndustryQuestion = {}): IndustryResolution {
    const index = this.#index(question);
    const name = writtenName(text);
    if (name === '') return unknown([], '没有写行业', 'no industry is written');
    if (name.length > LONGEST_NAME)
      return unknown([], '文字太长，不是行业名', 'too long for the name of an industry');
    const pure = /^([A-Z]?)(\d{0,4})$/.exec(name);
    if (pure) return this.#resolveCode(index, pure[1]!, pure[2]!, question);
    if (index.byName.has(name)) return this.#resolveName(index, name, question);
    const mixed = /^([A-Z]?)(\d{0,4})[、.:：\-(（]?(\D{2,})$/.exec(name) ?? trailing(name);
    if (mixed && (mixed[1] !== '' || mixed[2] !== '')) {
      const byCode = this.#resolveCode(index, mixed[1]!, mixed[2]!, question);
      const words = mixed[3]!.replace(/^[)）、.:：-]+/, '');
      const byName = this.#resolveName(index, words, question);
      if (byCode.status !== 'resolved') return byName.status === 'resolved' ? byName : byCode;
      if (byName.status === 'resolved' && byName.code !== byCode.code && !contains(byCode, byName)) {
        return {
          status: 'ambiguous',
          suggestions: [plain(byCode), plain(byName)],
          why: {
            zh: `代码是${byCode.name}，名称却是${byName.name}`,
            en: `the code is ${byCode.name}, but the name says ${byName.name}`,
          },
        };
      }
      return byCode;
    }
    return this.#resolveName(index, name, question);
  }

  /** Entry of a code in an edition; null where there is none. */
  byCode(code: string, question: IndustryQuestion = {}): IndustryReference | null {
    const index = this.#index(question);
    const entry = index.byCode.get(code.toUpperCase());
    return entry === undefined ? null : reference(index.table, entry);
  }

  /** Entries of a level, in the order of the edition. */
  list(level: IndustryLevel, question: IndustryQuestion = {}): IndustryReference[] {
    const { table } = this.#index(question);
    return table.entries.filter((entry) => entry.level === level).map((entry) => reference(table, entry));
  }

  /** Divisions of a section, set or 42-sector; of a division itself. Sections are opened, exceptions left out. */
  divisions(code: string, question: IndustryQuestion = {}): string[] {
    const index = this.#index(question);
    const set = this.#sets.find((candidate) => candidate.id === code);
    const members = set?.members ?? [code];
    const opened = members.flatMap((member) => {
      const entry = index.byCode.get(member.toUpperCase());
      if (entry?.level === 'section') {
        return index.table.entries
          .filter((child) => child.level === 'division' && child.parent === entry.code)
          .map((child) => child.code);
      }
      if (entry?.level === 'sector') return entry.becomes?.codes ?? [];
      return entry?.level === 'division' ? [entry.code] : [];
    });
    const except = new Set(set?.except ?? []);
    return opened.filter((division) => !except.has(division));
  }

  /** What an industry of one edition is in the edition its table names: 2002's 37 is parts of 36, 37 and 43 of 2017. */
  correspondence(code: string, question: IndustryQuestion): Correspondence | null {
    const { table, byCode } = this.#index(question);
    const entry = byCode.get(code.toUpperCase());
    if (entry?.becomes === undefined) return null;
    const target = this.#index({ system: entry.becomes.system, version: entry.becomes.version });
    return {
      from: reference(table, entry),
      to: entry.becomes.codes.map((to) => reference(target.table, target.byCode.get(to)!)),
      partly: entry.becomes.partly,
    };
  }

  #index(question: IndustryQuestion): Index {
    const system = question.system ?? GBT_4754;
    const ofSystem = this.#tables.filter(({ table }) => table.system === system);
    const found =
      question.version === undefined
        ? (ofSystem.find(({ table }) => table.isDefault) ?? ofSystem[0])
        : ofSystem.find(({ table }) => table.version === question.version);
    if (found === undefined) throw new RangeError(`no code system ${system} ${question.version ?? ''}`);
    return found;
  }

  #resolveCode(index: Index, letter: string, digits: string, question: IndustryQuestion): IndustryResolution {
    const code = digits === '' ? letter : index.table.system === GBT_4754 ? digits : digits.padStart(2, '0');
    const padded = index.table.system === GBT_4754 && code.length === 1 && digits !== '' ? `0${code}` : code;
    const entry = index.byCode.get(padded);
    if (entry !== undefined && (question.level === undefined || entry.level === question.level)) {
      const section = this.#section(index, entry);
      if (letter !== '' && section !== undefined && section !== letter && entry.level !== 'section') {
        return unknown(
          [reference(index.table, entry)],
          `${letter}${padded} 的门类应为 ${section}`,
          `the section of ${padded} is ${section}, not ${letter}`,
        );
      }
      return this.#resolved(index, entry);
    }
    const group = padded.length === 4 ? index.byCode.get(padded.slice(0, 3)) : undefined;
    if (group !== undefined && question.level === undefined) {
      return { ...this.#resolved(index, group), below: padded };
    }
    const higher = [padded.slice(0, 3), padded.slice(0, 2)].flatMap((up) => {
      const found = index.byCode.get(up);
      return found === undefined || up === padded ? [] : [reference(index.table, found)];
    });
    return unknown(
      higher,
      `行业代码 ${letter}${digits} 不在 ${index.table.system}-${index.table.version} 中`,
      `code ${letter}${digits} is not in ${index.table.system}-${index.table.version}`,
    );
  }

  #resolveName(index: Index, name: string, question: IndustryQuestion): IndustryResolution {
    for (const found of [index.byName.get(name), index.byStem.get(stem(name))]) {
      const fitting = (found ?? []).filter(
        (entry) => question.level === undefined || entry.level === question.level,
      );
      if (fitting.length === 0) continue;
      const top = Math.min(...fitting.map((entry) => LEVELS.indexOf(entry.level)));
      const highest = fitting.filter((entry) => LEVELS.indexOf(entry.level) === top);
      if (highest.length === 1) return this.#resolved(index, highest[0]!);
      return {
        status: 'ambiguous',
        suggestions: highest.slice(0, 5).map((entry) => reference(index.table, entry)),
        why: {
          zh: `“${name}”可以是${highest.map((entry) => `${entry.code} ${entry.name}`).join('、')}`,
          en: `“${name}” can be ${highest.map((entry) => `${entry.code} ${entry.name}`).join(', ')}`,
        },
      };
    }
    const elsewhere = this.#tables.find(
      (other) => other !== index && other.table.system === index.table.system && other.byStem.has(stem(name)),
    );
    const names = [...index.byCode.values()]
      .filter((entry) => question.level === undefined || entry.level === question.level)
      .flatMap((entry) => [
        { name: writtenName(entry.name), entry },
        { name: stem(writtenName(entry.name)), entry },
      ]);
    const near = nearestNames(name, names).map(({ entry }) => reference(index.table, entry));
    const suggestions = near.filter((one, i) => near.findIndex((other) => other.code === one.code) === i);
    return elsewhere === undefined
      ? unknown(
          suggestions,
          `${index.table.system}-${index.table.version} 没有叫“${name}”的行业`,
          `no industry of ${index.table.system}-${index.table.version} is called “${name}”`,
        )
      : unknown(
          suggestions,
          `“${name}”是 ${elsewhere.table.version} 年版的名称，不在 ${index.table.version} 年版中；请指明版本`,
          `“${name}” is a name of the ${elsewhere.table.version} edition, not of ${index.table.version}; name the edition`,
        );
  }

  #resolved(index: Index, entry: IndustryEntry): ResolvedIndustry {
    const result: ResolvedIndustry = { status: 'resolved', ...reference(index.table, entry) };
    const section = this.#section(index, entry);
    if (section !== undefined) result.section = section;
    if (entry.level === 'set') result.members = this.divisions(entry.code);
    return result;
  }

  #section(index: Index, entry: IndustryEntry): string | undefined {
    let at: IndustryEntry | undefined = entry;
    while (at !== undefined && at.level !== 'section') {
      at = at.parent === null ? undefined : index.byCode.get(at.parent);
    }
    return at?.code;
  }
}

/** 汽车制造业(C36): the code behind the name, as the parts of code and name. */
function trailing(name: string): [string, string, string, string] | null {
  const found = /^(\D{2,})[(（]([A-Z]?)(\d{1,4})[)）]$/.exec(name);
  return found === null ? null : [name, found[2]!, found[3]!, found[1]!];
}

/** Without marks, without 和 及 与 的, without the ending: 黑色金属冶炼及压延加工业 and 黑色金属冶炼和压延加工 are one. */
function stem(name: string): string {
  const bare = name.replace(/[、,()·“”"'—-]|[和及与的]/g, '');
  const short = bare.replace(/(?:制造业|制造|工业|行业|业)$/, '');
  return short.length >= 2 ? short : bare;
}

/** A name may be less exact than its code: 3611 汽车制造业. */
function contains(byCode: IndustryReference, byName: IndustryReference): boolean {
  return (
    byCode.code.startsWith(byName.code) || byName.level === 'section' || byName.code.startsWith(byCode.code)
  );
}

function reference(table: IndustryTable, entry: IndustryEntry): IndustryReference {
  return {
    system: table.system,
    version: table.version,
    code: entry.code,
    name: entry.name,
    level: entry.level,
  };
}

function plain(industry: IndustryReference): IndustryReference {
  const { system, version, code, name, level } = industry;
  return { system, version, code, name, level };
}

function unknown(suggestions: IndustryReference[], zh: string, en: string): UnresolvedIndustry {
  const names = suggestions.map((industry) => `${industry.code} ${industry.name}`);
  return {
    status: 'unknown',
    suggestions,
    why: {
      zh: names.length === 0 ? zh : `${zh}；相近的有：${names.join('、')}`,
      en: names.length === 0 ? en : `${en}; near to it: ${names.join(', ')}`,
    },
  };
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else if (!list.includes(value)) list.push(value);
}

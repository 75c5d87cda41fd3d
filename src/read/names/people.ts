/** People with their roles: 工信部规划司司长王伟表示, 田玉龙：, 王伟（规划司司长）, 习近平总书记. */
import type { Person } from '../../model/index.js';
import type { Article } from '../article.js';
import type { CompiledNames } from './lexicon.js';
import type { OrganisationSpan } from './organisations.js';
import type { Range } from './places.js';

const HAN = /\p{Script=Han}/u;
const FOREIGN = /[\p{Script=Han}A-Z]{1,8}(?:[·•‧][\p{Script=Han}A-Z]{1,8}){1,3}/uy;
const ROLE_REACH = 40;
const MOST_COUNTED = 300;
/** Characters of given names that are words of grammar more often: 何向东, 郑和平, 孙未. */
const GRAMMAR = /[的了在是和与及等为对将把被从向也都就并说称]/;
const NAME_GRAMMAR = /[和与及为向对从在将就并]/;
/** 分别 and the like after 和 tell that 和 joins nothing. */
const JOINS_NAMES = /^[任于向曾代兼同时]$/;
const NEVER_JOINED = /^(?:代表|同志|团队|教授|院士|博士|研究员|先生|女士)$/;
const BREAK = /[，,。；;：:！!？?（）()《》“”\s\n]/;

interface Sighting {
  name: string;
  role: string;
  org: string | null;
  start: number;
  end: number;
  acts: boolean;
}

export function readPeople(
  article: Article,
  spans: readonly OrganisationSpan[],
  names: CompiledNames,
): Person[] {
  const reader = new PeopleReader(article, spans, names);
  return reader.read();
}

class PeopleReader {
  readonly #text: string;
  readonly #article: Article;
  readonly #names: CompiledNames;
  readonly #spanEnding = new Map<number, OrganisationSpan>();
  readonly #spanCovering: Int32Array;
  readonly #titles: readonly Range[];

  constructor(article: Article, spans: readonly OrganisationSpan[], names: CompiledNames) {
    this.#article = article;
    this.#text = article.text;
    this.#names = names;
    this.#titles = [...names.titles.scan(this.#text)];
    this.#spanCovering = new Int32Array(this.#text.length + 1).fill(-1);
    for (const [index, span] of spans.entries()) {
      this.#spanEnding.set(span.end, span);
      this.#spanCovering.fill(index, span.start, span.end);
    }
  }

  read(): Person[] {
    const sightings = [
      ...this.#titledNames(),
      ...this.#namesBeforeTitles(),
      ...this.#namesBeforeClauses(),
      ...this.#speakerLines(),
    ];
    sightings.sort((a, b) => a.start - b.start);
    const acting = this.#actingNames(new Set(sightings.map((s) => s.name)));
    const people = new Map<string, Person & { cited: boolean }>();
    for (const sighting of sightings) {
      const cited = isCited(sighting.role, this.#names) && !sighting.acts;
      const known = people.get(sighting.name);
      if (known === undefined) {
        people.set(sighting.name, { name: sighting.name, role: sighting.role, org: sighting.org, cited });
        continue;
      }
      known.cited &&= cited;
      if (sighting.role.length > known.role.length) known.role = sighting.role;
      known.org ??= sighting.org;
    }
    return [...people.values()].map(({ cited, ...person }) =>
      cited || !acting.has(person.name) ? { ...person, mentionedOnly: true } : person,
    );
  }

  /** Title, then name; further names after 、 share the title. */
  *#titledNames(): Generator<Sighting> {
    for (const title of this.#titles) {
      if (this.#isPress(title.start, title.end)) continue;
      let at = title.end;
      for (const word of this.#names.lexicon.names.people.honorifics)
        if (this.#text.startsWith(word, at)) at += word.length;
      while (this.#text[at] === ' ' || this.#text[at] === '\u3000') at++;
      let name = this.#nameAt(at);
      if (name === undefined) continue;
      const { role, org } = this.#roleEndingAt(title.start, title.end);
      yield { name: name.name, role, org, start: at, end: name.end, acts: this.#acts(name.end) };
      while (this.#text[name.end] === '、') {
        const next = this.#nameAt(name.end + 1, true);
        if (next === undefined) break;
        yield { name: next.name, role, org, start: name.end + 1, end: next.end, acts: this.#acts(next.end) };
        name = next;
      }
    }
  }

  /** 习近平总书记 and 王伟（工业和信息化部规划司司长）. */
  *#namesBeforeTitles(): Generator<Sighting> {
    const after = new Set(this.#names.lexicon.names.people.after);
    for (const title of this.#titles) {
      const word = this.#text.slice(title.start, title.end);
      if (!after.has(word)) continue;
      const name = this.#nameEndingAt(title.start);
      if (name === undefined) continue;
      yield { name, role: word, org: null, start: title.start - name.length, end: title.end, acts: false };
    }
    for (let open = 0; open < this.#text.length; open++) {
      const mark = this.#text[open];
      if (mark !== '（' && mark !== '(') continue;
      const length = this.#text.slice(open + 1, open + ROLE_REACH).search(/[）)]/);
      if (length < 2) continue;
      const close = open + 1 + length;
      const title = this.#titleEndingAt(close);
      const name = title === undefined ? undefined : this.#nameEndingAt(open);
      if (title === undefined || name === undefined) continue;
      const { role, org } = this.#roleEndingAt(title.start, close, open + 1);
      yield { name, role, org, start: open - name.length, end: close + 1, acts: this.#acts(close + 1) };
    }
  }

  /** 吴某，某某公司副总裁，曾… and 赵某是某县某局局长。 */
  *#namesBeforeClauses(): Generator<Sighting> {
    const text = this.#text;
    for (const title of this.#titles) {
      const next = text[title.end];
      if (next !== undefined && !/[，,。；;\n]/.test(next)) continue;
      const { role, org } = this.#roleEndingAt(title.start, title.end);
      const from = title.end - ROLE_REACH;
      let mark = title.start - 1;
      while (mark > from && mark > 0 && !/[，,。；;：:！？!?\n“”是]/.test(text[mark]!)) mark--;
      if (!/[，,是]/.test(text[mark] ?? '') || mark <= from) continue;
      const between = text.slice(mark + 1, title.end);
      if (org === null ? between !== role : !between.endsWith(role) || this.#spanCovering[mark + 1]! < 0)
        continue;
      const name = this.#nameEndingAt(mark) ?? this.#clauseBefore(mark);
      if (name === undefined) continue;
      const start = mark - name.length;
      if (start > 0 && HAN.test(text[start - 1]!)) continue;
      yield { name, role, org, start, end: title.end, acts: false };
    }
  }

  /** `田玉龙：` or `国家统计局新闻发言人 付凌晖：` as a line of its own. */
  *#speakerLines(): Generator<Sighting> {
    for (const paragraph of this.#article.paragraphs) {
      if (paragraph.role !== 'speaker') continue;
      const line = this.#text.slice(paragraph.start, paragraph.end).replace(/[：:\s]+$/, '');
      const tail = /[\p{Script=Han}·]{2,12}$/u.exec(line);
      if (tail === null || tail.index > 0) continue;
      if (/记者$|主持人$|问$|答$/.test(line) || !this.#isNameShaped(line.replace(/[和与为向]/g, '一')))
        continue;
      yield {
        name: line,
        role: '',
        org: null,
        start: paragraph.start,
        end: paragraph.start + line.length,
        acts: true,
      };
    }
  }

  #isPress(start: number, end: number): boolean {
    const before = this.#text.slice(Math.max(0, start - 4), start);
    const after = this.#text.slice(end, end + 4);
    return this.#names.lexicon.names.people.pressTitles.some(
      (word) => before.endsWith(word) || after.startsWith(word),
    );
  }

  /** A personal name that begins at `at`, taken as long as what follows it and the rest of the page allow. */
  #nameAt(at: number, inList = false): { name: string; end: number } | undefined {
    const text = this.#text;
    FOREIGN.lastIndex = at;
    const foreign = FOREIGN.exec(text);
    if (foreign !== null) {
      let end = at + foreign[0].length;
      for (let i = at + foreign[0].search(/[·•‧]/) + 2; i < end; i++)
        if (this.#names.follow.longestAt(text, i) !== undefined) end = i;
      return { name: text.slice(at, end), end };
    }
    const spaced = /^(\p{Script=Han})[ \u3000]{1,2}(\p{Script=Han})(?!\p{Script=Han})/u.exec(
      text.slice(at, at + 5),
    );
    if (spaced !== null && this.#names.surnames.has(spaced[1]!))
      return { name: spaced[1]! + spaced[2]!, end: at + spaced[0].length };
    const options: { name: string; end: number }[] = [];
    for (const length of [2, 3, 4]) {
      const name = text.slice(at, at + length);
      const end = at + length;
      if (name.length < length || this.#spanCovering[at]! >= 0) continue;
      if (!this.#isNameShaped(name)) {
        if (this.#isNameWithGrammar(name, end, options.length > 0)) options.push({ name, end });
        continue;
      }
      const next = text[end];
      const ends =
        next === undefined ||
        !HAN.test(next) ||
        (!inList && this.#names.follow.longestAt(text, end) !== undefined) ||
        (inList && (/^[等及和与]/.test(next) || this.#names.follow.longestAt(text, end) !== undefined)) ||
        (length === 3 && this.#names.places.longestAt(name, 0)?.end !== 3 && this.#count(name) > 1);
      if (ends) options.push({ name, end });
    }
    if (options.length === 0) return this.#transliteratedAt(at);
    if (options.length === 1) return options[0];
    const [short, long] = options.slice(-2) as [{ name: string; end: number }, { name: string; end: number }];
    if (this.#count(short.name) > this.#count(long.name)) return short;
    if (NAME_GRAMMAR.test(long.name.at(-1)!)) return long;
    // 王青|接受: a word of two characters that begins inside the longer name.
    const follow = this.#names.follow.longestAt(text, short.end);
    return follow !== undefined && follow.end > long.end ? short : long;
  }

  /** 奥博穆, 格鲁兹杰夫: characters that foreign names are written with, up to a mark or a word that follows names. */
  #transliteratedAt(at: number): { name: string; end: number } | undefined {
    let end = at;
    while (end - at < 7 && this.#names.transliteration.has(this.#text[end] ?? '')) {
      if (end - at >= 2 && this.#names.follow.longestAt(this.#text, end) !== undefined) break;
      end++;
    }
    const next = this.#text[end];
    const ends =
      next === undefined || !HAN.test(next) || this.#names.follow.longestAt(this.#text, end) !== undefined;
    const name = this.#text.slice(at, end);
    if (!ends || name.length < 2 || this.#spanCovering[at]! >= 0) return undefined;
    return this.#names.notNames.longestAt(name, 0) === undefined ? { name, end } : undefined;
  }

  /** 习近平|总书记: the name ends here and begins at a mark or after a word that borders. */
  #nameEndingAt(end: number): string | undefined {
    for (const length of [3, 2, 4]) {
      const start = end - length;
      if (start < 0) continue;
      const name = this.#text.slice(start, end);
      if (!this.#isNameShaped(name) || this.#spanCovering[start]! >= 0) continue;
      const before = this.#text[start - 1];
      if (before === undefined || !HAN.test(before) || /[和与由对向在据从请是的等及为]/.test(before))
        return name;
      if (this.#titleEndingAt(start) !== undefined || this.#spanEnding.has(start)) return name;
    }
    return undefined;
  }

  /** 吴和田|，: the whole clause is a name with a word of grammar in it. */
  #clauseBefore(end: number): string | undefined {
    const name = /(?:^|[^\p{Script=Han}])(\p{Script=Han}{3})$/u.exec(
      this.#text.slice(Math.max(0, end - 4), end),
    )?.[1];
    return name !== undefined && this.#isNameShaped(name.replace(/[和与向为]/g, '一')) ? name : undefined;
  }

  #isNameShaped(name: string): boolean {
    if (!/^\p{Script=Han}{2,4}$/u.test(name))
      return /^[\p{Script=Han}]{1,8}(?:·[\p{Script=Han}]{1,8})+$/u.test(name);
    const compound = this.#names.compoundSurnames.has(name.slice(0, 2)) && name.length >= 3;
    if (!compound && (name.length > 3 || !this.#names.surnames.has(name[0]!))) return false;
    if (this.#names.notNames.longestAt(name, 0) !== undefined || /先生$|女士$/.test(name)) return false;
    return !GRAMMAR.test(name.slice(1));
  }

  /**
   * 何向东|表示, 宋平和|告诉: a name with a word of grammar in it, told by the verb of speech or the mark right after it.
   * `rivalled`: a shorter name ends before that word, as in 林志|和.
   */
  #isNameWithGrammar(name: string, end: number, rivalled: boolean): boolean {
    if (
      !/^\p{Script=Han}{2,3}$/u.test(name) ||
      !this.#names.surnames.has(name[0]!) ||
      /[的了是等把被都说称]/.test(name.slice(1))
    )
      return false;
    if (this.#names.notNames.longestAt(name, 0) !== undefined) return false;
    const text = this.#text;
    const last = name.at(-1)!;
    const next = text[end];
    if (next === undefined || !HAN.test(next))
      return !rivalled || !/[，,、]/.test(next ?? '。') || last === '和';
    const follow = this.#names.follow.longestAt(text, end);
    if (this.#names.speech.longestAt(text, end) !== undefined)
      return !rivalled || /[和与及向对为]/.test(last);
    if (!rivalled && !NAME_GRAMMAR.test(last)) return follow !== undefined;
    if (follow === undefined || !/[和与及]/.test(last)) return false;
    const word = text.slice(follow.start, follow.end);
    if (JOINS_NAMES.test(word)) return /^向(?:记者|媒体|社会|大家)/.test(text.slice(end, end + 3));
    return !NEVER_JOINED.test(word);
  }

  readonly #counts = new Map<string, number>();
  #count(name: string): number {
    let count = this.#counts.get(name);
    if (count === undefined) {
      // On a list of thousands of names counting them all would cost the square of its length.
      if (this.#counts.size >= MOST_COUNTED) return 0;
      count = 0;
      for (let at = this.#text.indexOf(name); at >= 0; at = this.#text.indexOf(name, at + name.length))
        count++;
      this.#counts.set(name, count);
    }
    return count;
  }

  #titleEndingAt(end: number): { start: number } | undefined {
    for (let length = Math.min(10, end); length >= 2; length--)
      if (this.#names.titles.longestAt(this.#text, end - length, end)?.end === end)
        return { start: end - length };
    return undefined;
  }

  /**
   * The role that ends with the title at [titleStart, titleEnd): back over the department to the organisation or the
   * mark before it, and on over further titles joined by 、 or 兼.
   */
  #roleEndingAt(titleStart: number, titleEnd: number, floorAt = 0): { role: string; org: string | null } {
    const text = this.#text;
    const floor = Math.max(floorAt, titleStart - ROLE_REACH);
    let start = titleStart;
    let org: string | null = null;
    let i = titleStart;
    while (i > floor) {
      const span = this.#spanEnding.get(i);
      if (span !== undefined) {
        org = span.name;
        start = i;
        if (span.committee)
          start = i - /(?:省|市|自治区|区|县|州)?委$/.exec(text.slice(span.start, i))![0].length;
        i = span.start;
        const joined = text[i - 1] === '、' ? this.#titleEndingAt(i - 1) : undefined;
        if (joined === undefined || this.#nameEndingAt(joined.start) !== undefined) break;
        i = start = joined.start;
        continue;
      }
      const char = text[i - 1]!;
      if (char === '、' || char === '兼') {
        const joined = this.#titleEndingAt(i - 1);
        if (joined === undefined || this.#nameEndingAt(joined.start) !== undefined) break;
        i = start = joined.start;
        continue;
      }
      if (BREAK.test(char)) break;
      i--;
    }
    if (org === null) start = this.#trimmed(Math.max(i, floor), start);
    const role = text
      .slice(start, titleEnd)
      .replace(/^(?:原|时任|现任|新任|兼|的|之)+/, '')
      .replace(/^(?:本?公司|企业)(?=创始人|负责人|董事|总|副总)/, '')
      .replace(/^(\p{Script=Han}{2,4})\1$/u, '$1');
    return {
      role: role.replace(/[\s\u3000]+/g, ''),
      org: org ?? this.#governmentOf(start, titleStart, titleEnd),
    };
  }

  /** Without an organisation, what stands before the title belongs to it only when it reads as a unit: 规划司|司长. */
  #trimmed(from: number, to: number): number {
    const before = this.#text.slice(from, to);
    const unit =
      /[\p{Script=Han}A-Za-z\d]{0,12}?(?:司|局|厅|处|部|室|院|所|中心|委员会|办公室|集团|公司|协会|学会|企业|系)$/u.exec(
        before,
      );
    if (unit === null || /(?:公司|集团|企业)$/.test(before)) return to;
    let start = from + unit.index;
    for (const border of this.#names.borders.scan(this.#text, start, to))
      if (border.value === 'cutting' || border.value === 'governing') start = border.end;
    return Math.min(start, to);
  }

  #governmentOf(start: number, titleStart: number, titleEnd: number): string | null {
    if (!/^(?:常务|代)?副?(?:省|市|区|县|州)长$/.test(this.#text.slice(titleStart, titleEnd))) return null;
    for (let length = 2; length <= 8 && start - length >= 0; length++) {
      const place = this.#names.places.longestAt(this.#text, start - length, start);
      if (place?.end === start && place.value) return `${place.value.full}人民政府`;
    }
    return null;
  }

  /** Right after the name stands, within a few characters, a verb of speech or of presiding. */
  #acts(end: number): boolean {
    const text = this.#text;
    const limit = Math.min(text.length, end + 200);
    for (let i = end; i < limit; i++) {
      if (/[。；;！？\n]/.test(text[i]!)) return false;
      if (this.#names.speech.longestAt(text, i) !== undefined) return true;
    }
    return false;
  }

  #actingNames(known: ReadonlySet<string>): Set<string> {
    const acting = new Set<string>();
    const lengths = [...new Set([...known].map((name) => name.length))];
    const first = new Set([...known].map((name) => name.charCodeAt(0)));
    for (let i = 0; i < this.#text.length; i++) {
      if (!first.has(this.#text.charCodeAt(i))) continue;
      for (const length of lengths) {
        const name = this.#text.slice(i, i + length);
        if (known.has(name) && !acting.has(name) && this.#acts(i + length)) acting.add(name);
      }
    }
    for (const paragraph of this.#article.paragraphs) {
      if (paragraph.role !== 'speaker') continue;
      const line = this.#text.slice(paragraph.start, paragraph.end).replace(/[：:\s]+$/, '');
      for (const length of lengths) if (known.has(line.slice(-length))) acting.add(line.slice(-length));
    }
    return acting;
  }
}

function isCited(role: string, names: CompiledNames): boolean {
  return names.lexicon.names.people.cited.some((title) => role.endsWith(title));
}

// What the headings of a table of firms mean: items of the catalogue with their years and units, names, titles.
import type { Item } from '../../assess/index.js';
import type { Bilingual } from '../../model/index.js';
import { type TablesLexicon, writtenUnit } from '../../store/index.js';

export type Meaning =
  | { kind: 'name' | 'creditCode' | 'area' | 'industry' | 'titles' | 'awards' | 'reject' }
  /** Of long tables: a row is a firm and a year, or a firm, a year and an item. */
  | { kind: 'year' | 'itemName' | 'itemValue' | 'itemUnit' }
  /** `scale` brings the column's unit to that of the item. */
  | { kind: 'item'; item: Item; year: number | null; scale: number }
  /** An item is meant, but its values cannot be used. */
  | { kind: 'unusable'; item: Item; year: number | null; reason: Bilingual; expected: Bilingual }
  | { kind: 'title'; title: string; edge: 'held' | 'from' | 'to' }
  | { kind: 'other' };

export interface HeadingWords {
  items: readonly Item[];
  lexicon: TablesLexicon;
  /** `registers` of the lexicons. */
  registers: {
    enterprises: Readonly<Record<string, readonly string[]>>;
    titles: Readonly<Record<string, readonly string[]>>;
    firmItems?: Readonly<Record<string, readonly string[]>>;
  };
}

const YEAR = /(?<!\d)((?:19|20)\d{2})\s*(?:年(?:度|末|底)?)?(?!\d)/u;
const RELATIVE_YEAR = /上一?年度?|去年|前年|近[一二两三]年|本年度?|今年/u;
const AWARDS = ['科技奖励', '科学技术奖励', '获奖', '奖励', 'awards'];
const LONG = {
  year: ['年份', '年度', 'year'],
  itemName: ['指标', '项目', '指标名称', '项目名称', 'item'],
  itemValue: ['数值', '值', '数据', 'value'],
  itemUnit: ['单位', '计量单位', 'unit'],
} as const;
const REJECT = ['退回编号', 'reject'];

/** Letters, digits and Han characters alone, half width, lower case: what headings are compared by. */
export function headingKey(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{Letter}\p{Number}%]/gu, '');
}

export class ItemHeadings {
  readonly #words: HeadingWords;
  readonly #items = new Map<string, Item>();
  readonly #fields = new Map<string, Meaning['kind']>();

  constructor(words: HeadingWords) {
    this.#words = words;
    const add = (text: string, item: Item) => {
      const key = headingKey(text);
      if (key !== '' && !this.#items.has(key)) this.#items.set(key, item);
    };
    for (const item of words.items) {
      this.#items.set(item.id.toLowerCase(), item);
      for (const name of [item.name.zh, item.name.en, item.id]) {
        add(name, item);
        add(withoutBrackets(name), item);
      }
    }
    for (const item of words.items)
      for (const name of words.registers.firmItems?.[item.id] ?? []) add(name, item);
    const field = (kind: Meaning['kind'], names: readonly string[]) => {
      for (const name of names) {
        const key = headingKey(name);
        if (!this.#fields.has(key)) this.#fields.set(key, kind);
      }
    };
    field('name', [...(words.registers.enterprises.name ?? []), '企业', '名称', 'name', 'enterprise']);
    field('titles', ['已有称号', '持有称号', ...(words.registers.titles.title ?? [])]);
    field('awards', AWARDS);
    field('reject', REJECT);
    const ofRole = { creditCode: 'creditCode', area: 'area', areaCode: 'area', enterprise: 'name' } as const;
    for (const [word, role] of words.lexicon.headings) {
      if (role in ofRole) field(ofRole[role as keyof typeof ofRole], [word]);
      else if (role === 'industry' || role === 'industryCode') field('industry', [word]);
    }
  }

  /** Item by id, Chinese or English name, or a word of the lexicon. */
  item(text: string): Item | null {
    return (
      this.#items.get(text.trim().toLowerCase()) ??
      this.#items.get(headingKey(text)) ??
      this.#items.get(headingKey(withoutBrackets(text))) ??
      null
    );
  }

  /** `tableUnit` is what the table says of its money above the headings: 单位：万元. */
  meaning(heading: string, tableUnit: string | null): Meaning {
    const text = heading.normalize('NFKC').trim();
    const bare = headingKey(text);
    if (bare === '') return { kind: 'other' };
    for (const kind of ['year', 'itemName', 'itemValue', 'itemUnit'] as const)
      if ((LONG[kind] as readonly string[]).includes(bare)) return { kind };
    const title = /^(.+?)\s*[::]?\s*(是否持有|有效期起|有效期止)$/u.exec(withoutBrackets(text));
    if (title && this.#fields.get(bare) === undefined)
      return {
        kind: 'title',
        title: title[1]!.trim(),
        edge: title[2] === '是否持有' ? 'held' : title[2] === '有效期起' ? 'from' : 'to',
      };
    const whole = this.#items.get(text.toLowerCase());
    const year = YEAR.exec(text);
    const words = year ? text.replace(year[0], ' ') : text;
    const item = whole ?? this.item(words.replace(/[@_\s]+$/u, '').trim()) ?? this.#named(words);
    const field = this.#fields.get(bare) ?? this.#fields.get(headingKey(withoutBrackets(text)));
    if (item === null || (field !== undefined && year === null && item.shape !== 'yearly')) {
      if (field !== undefined) return { kind: field } as Meaning;
      if (item === null) return { kind: 'other' };
    }
    return this.#itemMeaning(item, words, year === null ? null : Number(year[1]), tableUnit);
  }

  /** Item whose name the heading holds beside words in brackets and words of the last year. */
  #named(words: string): Item | null {
    const plain = withoutBrackets(words);
    return this.item(plain) ?? this.item(plain.replace(RELATIVE_YEAR, ''));
  }

  #itemMeaning(item: Item, words: string, year: number | null, tableUnit: string | null): Meaning {
    const { lexicon } = this.#words;
    if (item.shape !== 'yearly' && item.shape !== 'single')
      return { kind: 'item', item, year: null, scale: 1 };
    const written = unitOf(words, lexicon) ?? (isMoney(item.unit, lexicon) ? tableUnit : null);
    const expected = expectedHeading(item, year);
    if (written === null && isMoney(item.unit, lexicon))
      return {
        kind: 'unusable',
        item,
        year,
        reason: { zh: '标题没有写单位', en: 'the heading states no unit' },
        expected,
      };
    const scale = written === null ? 1 : unitScale(written, item.unit, lexicon);
    if (scale === null)
      return {
        kind: 'unusable',
        item,
        year,
        reason: {
          zh: `单位是“${written}”，而这一项以“${item.unit ?? '无单位'}”计`,
          en: `the unit is “${written}”, but this item is counted in “${item.unit ?? 'no unit'}”`,
        },
        expected,
      };
    return { kind: 'item', item, year: item.shape === 'yearly' ? year : null, scale };
  }
}

/** 2025年营业收入（万元） */
export function expectedHeading(item: Item, year: number | null): Bilingual {
  const unit = item.unit === null ? '' : `（${item.unit}）`;
  const when = item.shape === 'yearly' ? `${year ?? 'YYYY'}年` : '';
  return {
    zh: `${when}${item.name.zh}${unit}`,
    en: `${when}${item.name.zh}${unit} (${item.name.en})`,
  };
}

/** What brings a written unit to the wanted one; null where they measure different things. */
export function unitScale(written: string, wanted: string | null, lexicon: TablesLexicon): number | null {
  const plain = (unit: string) => unit.normalize('NFKC').replace(/\s/g, '').toLowerCase();
  if (wanted === null) return null;
  if (plain(written) === plain(wanted)) return 1;
  const [from, to] = [writtenUnit(written, lexicon), writtenUnit(wanted, lexicon)];
  if (from === null || to === null) return null;
  const isSame = from.base === to.base || (from.of === 'counts' && to.of === 'counts');
  return isSame ? from.scale / to.scale : null;
}

function isMoney(unit: string | null, lexicon: TablesLexicon): boolean {
  return unit !== null && writtenUnit(unit, lexicon)?.of === 'money';
}

/** The unit that stands in brackets or behind a slash or comma: 营业收入（万元）, 营业收入/万元. */
function unitOf(words: string, lexicon: TablesLexicon): string | null {
  const text = words.normalize('NFKC');
  for (const [, inside] of text.matchAll(/[([【]([^()[\]【】]*)[)\]】]/gu))
    for (const part of inside!.split(/[,，;；、]/u)) {
      const word = part.replace(/^单位[::]?/u, '').trim();
      if (word !== '' && (writtenUnit(word, lexicon) !== null || /^(?:年|分|级|位|项|岁|月)$/u.test(word)))
        return word;
    }
  const tail = /[/,，]\s*([^/,，()]{1,8})$/u.exec(text.trim());
  return tail && writtenUnit(tail[1]!, lexicon) !== null ? tail[1]!.trim() : null;
}

function withoutBrackets(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[([【][^()[\]【】]*[)\]】]/gu, ' ')
    .replace(/[/,，]\s*[^/,，]{1,8}$/u, (tail) => (/[元%人项家件吨]$/u.test(tail) ? '' : tail))
    .trim();
}

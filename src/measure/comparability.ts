/**
 * May two figures take part in one sum. Units, prices, scope and release must agree; where one of the two does not say,
 * that is a caution that stays with the result, and where both say and differ, the sum is refused.
 */
import type { Bilingual, Figure } from '../model/index.js';
import type { MeasureRules } from './rules.js';

export type Aspect =
  | 'unit'
  | 'kind'
  | 'indicator'
  | 'area'
  | 'industry'
  | 'group'
  | 'period'
  | 'priceBasis'
  | 'scope'
  | 'release';

export interface Obstacle {
  aspect: Aspect;
  why: Bilingual;
}

export interface Comparability {
  /** Both say, and they differ. */
  obstacles: Obstacle[];
  /** One of the two does not say. */
  cautions: Obstacle[];
}

/** The family of what a figure says it leaves out: 不含房地产. */
const LEFT_OUT = 'leftOut';
const LEAVES_OUT = /(?:不含|不包括|不包含|剔除)([\p{Script=Han}]{1,12})/gu;

/** Which words of scope a figure uses, one of a family: population → above. */
export function scopeWords(figure: Figure, rules: MeasureRules): Map<string, string> {
  const found = new Map<string, string>();
  const texts = scopeTexts(figure);
  const words = scopeVocabulary(rules);
  for (const family of words.families)
    for (const text of texts) {
      const said = words.saidIn(text).get(family) ?? [];
      if (said.length === 1) found.set(family, said[0]!);
      if (said.length > 0) break;
    }
  // What a sentence of a page leaves out may be said of another of its figures.
  const own = figure.source.kind === 'cell' ? texts : [texts[0]!];
  const out = new Set(own.flatMap((text) => words.leftOutIn(text)));
  if (out.size > 0) found.set(LEFT_OUT, [...out].sort().join('、'));
  return found;
}

/**
 * Where a figure says its scope, the nearest first: the indicator's own words come before those of the sentence, which
 * may speak of several figures; in a table the heading and the row come before the title.
 */
function scopeTexts(figure: Figure): string[] {
  const words = `${figure.indicator} ${figure.group ?? ''}`;
  const sentence = figure.scope ?? '';
  return [words, ...(figure.source.kind === 'cell' ? sentence.split('；').reverse() : [sentence])];
}

/** So many texts are remembered: a table says the same of many cells. */
const REMEMBERED = 20_000;

/** The words of scope of a set of rules, looked for once in each text. */
class ScopeVocabulary {
  readonly families: readonly string[];
  readonly #members: { family: string; member: string; forms: { form: string; rivals: string[] }[] }[];
  readonly #forms: readonly string[];
  readonly #said = new Map<string, ReadonlyMap<string, readonly string[]>>();

  constructor({ scope }: MeasureRules) {
    this.families = Object.keys(scope);
    this.#forms = Object.values(scope).flatMap((members) => Object.values(members).flat());
    this.#members = Object.entries(scope).flatMap(([family, members]) =>
      Object.entries(members).map(([member, forms]) => ({
        family,
        member,
        forms: forms.map((form) => ({ form, rivals: longerThan(form, members, member) })),
      })),
    );
  }

  /** Family → members that stand in the text. */
  saidIn(text: string): ReadonlyMap<string, readonly string[]> {
    const known = this.#said.get(text);
    if (known) return known;
    const said = new Map<string, string[]>();
    for (const { family, member, forms } of this.#members)
      if (forms.some(({ form, rivals }) => stands(form, text, rivals)))
        said.set(family, [...(said.get(family) ?? []), member]);
    if (this.#said.size >= REMEMBERED) this.#said.clear();
    this.#said.set(text, said);
    return said;
  }

  /** What the text leaves out in words that are none of the rules'. */
  leftOutIn(text: string): string[] {
    return [...text.matchAll(LEAVES_OUT)]
      .filter(([words]) => !this.#forms.some((form) => words.startsWith(form)))
      .map(([, what]) => what!);
  }
}

const vocabularies = new WeakMap<MeasureRules, ScopeVocabulary>();

function scopeVocabulary(rules: MeasureRules): ScopeVocabulary {
  const known = vocabularies.get(rules) ?? new ScopeVocabulary(rules);
  vocabularies.set(rules, known);
  return known;
}

/** Forms of other members of which `form` is a part. */
function longerThan(
  form: string,
  members: Readonly<Record<string, readonly string[]>>,
  member: string,
): string[] {
  return Object.entries(members)
    .flatMap(([other, forms]) => (other === member ? [] : forms))
    .filter((rival) => rival.length > form.length && rival.includes(form));
}

/** 含农户 stands in 不含农户 as part of a longer word only: that is not the word itself. */
function stands(form: string, text: string, rivals: readonly string[]): boolean {
  if (!text.includes(form)) return false;
  let rest = text;
  for (const rival of rivals) rest = rest.replaceAll(rival, ' ');
  return rest.includes(form);
}

/** A word of scope as a person writes it. */
export function scopeLabel(family: string, member: string, rules: MeasureRules): string {
  return family === LEFT_OUT ? `不含${member}` : (rules.scope[family]?.[member]?.[0] ?? member);
}

/** Compares two figures; aspects in `mayDiffer` are what the sum is about (the period of a growth, the area of a gap). */
export function comparability(
  a: Figure,
  b: Figure,
  rules: MeasureRules,
  mayDiffer: readonly Aspect[] = [],
): Comparability {
  const result: Comparability = { obstacles: [], cautions: [] };
  const differ = (aspect: Aspect, zh: string, en: string) => {
    if (!mayDiffer.includes(aspect)) result.obstacles.push({ aspect, why: { zh, en } });
  };
  const doubt = (aspect: Aspect, zh: string, en: string) => {
    if (!mayDiffer.includes(aspect)) result.cautions.push({ aspect, why: { zh, en } });
  };
  if (a.unit !== b.unit)
    differ('unit', `单位不同：${a.unit}、${b.unit}`, `units differ: ${a.unit}, ${b.unit}`);
  if (a.kind !== b.kind)
    differ('kind', `性质不同：${a.kind}、${b.kind}`, `kinds differ: ${a.kind}, ${b.kind}`);
  if (a.indicator !== b.indicator) {
    differ(
      'indicator',
      `指标不同：${a.indicator}、${b.indicator}`,
      `indicators differ: ${a.indicator}, ${b.indicator}`,
    );
  }
  if (areaKey(a) !== areaKey(b)) {
    differ(
      'area',
      `地区不同：${a.area.name}、${b.area.name}`,
      `areas differ: ${a.area.name}, ${b.area.name}`,
    );
  }
  if (industryKey(a) !== industryKey(b)) {
    differ(
      'industry',
      `行业不同：${a.industry?.name ?? '全部'}、${b.industry?.name ?? '全部'}`,
      'industries differ',
    );
  }
  if ((a.group ?? '') !== (b.group ?? '')) {
    differ('group', `对象不同：${a.group ?? '全部'}、${b.group ?? '全部'}`, 'groups of units differ');
  }
  if (a.period !== b.period) {
    differ(
      'period',
      `时期不同：${a.period ?? '未写'}、${b.period ?? '未写'}`,
      `periods differ: ${a.period}, ${b.period}`,
    );
  }
  if (a.priceBasis !== b.priceBasis) {
    if (a.priceBasis !== null && b.priceBasis !== null) {
      differ('priceBasis', '一个是现价，一个是可比价', 'one is at current, the other at comparable prices');
    } else doubt('priceBasis', '有一个没有写明价格口径', 'one of them does not say at which prices');
  }
  const [scopeA, scopeB] = [scopeWords(a, rules), scopeWords(b, rules)];
  for (const family of new Set([...scopeA.keys(), ...scopeB.keys()])) {
    const [left, right] = [scopeA.get(family), scopeB.get(family)];
    if (left === right) continue;
    const say = (word: string | undefined) => (word === undefined ? '未写' : scopeLabel(family, word, rules));
    if (left !== undefined && right !== undefined) {
      differ('scope', `口径不同：${say(left)}、${say(right)}`, `scopes differ: ${say(left)}, ${say(right)}`);
    } else
      doubt(
        'scope',
        `口径未全写明：${say(left)}、${say(right)}`,
        `only one of them says its scope: ${say(left ?? right)}`,
      );
  }
  if (a.released !== b.released) {
    if (a.released !== null && b.released !== null) {
      differ(
        'release',
        `发布日期不同（${a.released}、${b.released}），其间可能有修订和口径调整`,
        `released on different days (${a.released}, ${b.released}); revisions and changes of scope may lie between`,
      );
    } else doubt('release', '有一个没有发布日期', 'one of them has no date of release');
  }
  return result;
}

/** All obstacles as one sentence. */
export function obstacleText(obstacles: readonly Obstacle[]): Bilingual {
  return {
    zh: obstacles.map((obstacle) => obstacle.why.zh).join('；'),
    en: obstacles.map((obstacle) => obstacle.why.en).join('; '),
  };
}

function areaKey(figure: Figure): string {
  return figure.area.code ?? figure.area.name.normalize('NFKC').replace(/\s/g, '');
}

function industryKey(figure: Figure): string {
  const { industry } = figure;
  if (industry === null) return '';
  return industry.code === null
    ? industry.name.normalize('NFKC').replace(/\s/g, '')
    : `${industry.code.system}-${industry.code.version}:${industry.code.code}`;
}

/** An indicator as statements and series name it alike: 地区生产总值 and GDP are one name, 规上 is 规模以上. */
export function indicatorName(indicator: string, rules: Pick<MeasureRules, 'synonyms'>): string {
  let name = indicator.normalize('NFKC').replace(/[\s“”‘’"']/g, '');
  for (const [kept, ...others] of rules.synonyms) {
    for (const other of others) name = name.replaceAll(other, kept!);
  }
  return name;
}

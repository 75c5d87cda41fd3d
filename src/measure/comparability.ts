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
  for (const [family, members] of Object.entries(rules.scope)) {
    for (const text of texts) {
      const said = Object.entries(members).filter(([member, forms]) =>
        forms.some((form) => stands(form, text, others(members, member))),
      );
      if (said.length === 1) found.set(family, said[0]![0]);
      if (said.length > 0) break;
    }
  }
  // What a sentence of a page leaves out may be said of another of its figures.
  const own = figure.source.kind === 'cell' ? texts.join('；') : texts[0]!;
  const known = Object.values(rules.scope).flatMap((members) => Object.values(members).flat());
  const out = [...own.matchAll(LEAVES_OUT)]
    .filter(([words]) => !known.some((form) => words.startsWith(form)))
    .map(([, what]) => what!);
  if (out.length > 0) found.set(LEFT_OUT, [...new Set(out)].sort().join('、'));
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

function others(members: Readonly<Record<string, readonly string[]>>, member: string): string[] {
  return Object.entries(members).flatMap(([other, forms]) => (other === member ? [] : forms));
}

/** 含农户 stands in 不含农户 as part of a longer word only: that is not the word itself. */
function stands(form: string, text: string, rivals: readonly string[]): boolean {
  let rest = text;
  for (const rival of rivals)
    if (rival.length > form.length && rival.includes(form)) rest = rest.replaceAll(rival, ' ');
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

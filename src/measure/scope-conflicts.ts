/**
 * One quantity under several scopes: figures of the same indicator, area, industry, group and period of which one is
 * of enterprises above designated size and another of all, one at current and another at comparable prices. They may
 * both be right; they are not one series.
 */
import { comparableValue, type Figure, factKey } from '../model/index.js';
import { scopeLabel, scopeWords } from './comparability.js';
import { amountText, type FigureFinding, placeOf } from './figure-finding.js';
import { checkIdentity, figureInterval } from './identity.js';
import type { MeasureRules } from './rules.js';

/** The words of scope of a figure as one text that equals another's where they say the same; null where it says none. */
export function scopeText(figure: Figure, rules: MeasureRules): string | null {
  const words = scopeWords(figure, rules);
  if (words.size === 0) return null;
  return [...words]
    .map(([family, member]) => `${family}:${member}`)
    .sort()
    .join(' ');
}

/** A qualifier in brackets is scope, not name: 固定资产投资（不含农户）. */
function withoutQualifiers(figure: Figure): Figure {
  const indicator = figure.indicator.replace(/[（(][^（）()]*[）)]/gu, '').trim();
  return indicator === figure.indicator || indicator === '' ? figure : { ...figure, indicator };
}

/** What a figure is about, its scope left out: figures with one of these are looked at together. */
function quantityKey(figure: Figure): string {
  return factKey(withoutQualifiers(figure));
}

interface Pair {
  kind: 'scope-differs' | 'price-basis-differs';
  /** Both say, and they differ. */
  stated: boolean;
  one: string;
  other: string;
  figures: [Figure, Figure];
  count: number;
}

/**
 * Figures that come in, among themselves and against those that stand. One finding for each indicator and each pair of
 * scopes of two sources, however many areas and periods it holds of. Where only one of two says its scope, it is a
 * finding if the values differ.
 */
export function checkScopes(
  given: readonly Figure[],
  standing: readonly Figure[],
  rules: MeasureRules,
): FigureFinding[] {
  const groups = new Map<string, { given: Figure[]; standing: Figure[] }>();
  for (const figure of given) {
    if (figure.period === null) continue;
    const key = quantityKey(figure);
    const group = groups.get(key);
    if (group) group.given.push(figure);
    else groups.set(key, { given: [figure], standing: [] });
  }
  const ids = new Set(given.map((figure) => figure.id));
  for (const figure of standing)
    if (!ids.has(figure.id)) groups.get(quantityKey(figure))?.standing.push(figure);
  const pairs = new Map<string, Pair>();
  for (const group of groups.values()) {
    for (const [at, figure] of group.given.entries()) {
      for (const other of [...group.given.slice(at + 1), ...group.standing]) {
        for (const pair of differences(figure, other, rules)) {
          const [first, second] = pair.figures;
          const key = JSON.stringify([
            pair.kind,
            first.indicator,
            second.indicator,
            pair.one,
            pair.other,
            sourceName(first),
            sourceName(second),
          ]);
          const had = pairs.get(key);
          if (had) had.count++;
          else pairs.set(key, pair);
        }
      }
    }
  }
  return [...pairs.values()].map(finding);
}

function differences(figure: Figure, other: Figure, rules: MeasureRules): Pair[] {
  const pairs: Pair[] = [];
  const agree = () =>
    comparableValue(figure.value) === comparableValue(other.value) ||
    checkIdentity(figureInterval(figure), figureInterval(other)).holds;
  const add = (kind: Pair['kind'], stated: boolean, one: string, another: string) => {
    if (stated || !agree())
      pairs.push({ kind, stated, one, other: another, figures: [figure, other], count: 1 });
  };
  const [left, right] = [scopeWords(figure, rules), scopeWords(other, rules)];
  const families = [...new Set([...left.keys(), ...right.keys()])].filter(
    (family) => left.get(family) !== right.get(family),
  );
  if (families.length > 0) {
    const say = (words: ReadonlyMap<string, string>) =>
      families.flatMap((family) => {
        const member = words.get(family);
        return member === undefined ? [] : [scopeLabel(family, member, rules)];
      });
    const stated = families.some((family) => left.has(family) && right.has(family));
    add('scope-differs', stated, say(left).join('、'), say(right).join('、'));
  }
  if (figure.priceBasis !== other.priceBasis) {
    const stated = figure.priceBasis !== null && other.priceBasis !== null;
    // 现价 in a heading says what totals are in any case; a rate has to say.
    if (stated || figure.kind === 'growth')
      add('price-basis-differs', stated, priceLabel(figure), priceLabel(other));
  }
  return pairs;
}

function priceLabel({ priceBasis }: Figure): string {
  return priceBasis === null ? '' : priceBasis === 'current' ? '现价' : '可比价';
}

function sourceName({ source }: Figure): string {
  return source.kind === 'cell' ? source.file : source.kind === 'page' ? source.document : source.kind;
}

function finding({ kind, stated, one, other, figures, count }: Pair): FigureFinding {
  const [figure, rival] = figures;
  const place = placeOf(figure);
  const there = placeOf(rival);
  const same = sourceName(figure) === sourceName(rival);
  const file = rival.source.kind === 'cell' ? rival.source.file.replace(/^.*[\\/]/, '') : '';
  const amount = (of: Figure) => amountText(of.value, of.unit);
  const at = [figure.area.name, figure.industry?.name, figure.period].filter(Boolean).join(' ');
  const [what, enWhat] = kind === 'scope-differs' ? ['口径', 'scopes'] : ['价格口径', 'prices'];
  const said = (words: string) => (words === '' ? `没有写明${what}` : `为“${words}”`);
  const enSaid = (words: string) => (words === '' ? 'does not say' : `says “${words}”`);
  const more = count > 1 ? [`，共 ${count} 处`, `, ${count} times in all`] : ['', ''];
  const lead = stated
    ? [`${what}不同`, `of different ${enWhat}`]
    : [`${what}没有都写明，而数不同`, `of ${enWhat} not all stated, and unequal`];
  return {
    kind,
    severity: stated ? 'warning' : 'note',
    figure,
    expected: rival.value,
    zh: `“${figure.indicator}”${lead[0]}：${place.zh}${said(one)}（${at}：${amount(figure)}），${same ? '同一文件' : file ? `${file} ` : ''}${there.zh}${said(other)}（${amount(rival)}）${more[0]}。两者不能放在一个序列里相比；请在对照表的 indicator 里把${what}写进指标名，或只留一种。`,
    en: `“${figure.indicator}” ${lead[1]}: ${place.en} ${enSaid(one)} (${at}: ${amount(figure)}), ${same || !file ? '' : `${file} `}${there.en} ${enSaid(other)} (${amount(rival)})${more[1]}. They are not one series; name the difference in the indicator of a mapping, or keep one of the two.`,
  };
}

/** Clauses on how a rate has moved and how it stands to others: only with the words whose conditions hold. */

import { comparability, obstacleText, rounded, run, steadied, turnOf } from '../measure/index.js';
import { type Bilingual, comparableValue, type Figure } from '../model/index.js';
import type { Inline } from './brief-document.js';
import { both, said } from './desk.js';
import type { FigureDesk } from './figure-desk.js';
import { size } from './phrase.js';

/**
 * 增速较1—7月加快0.2个百分点. Releases of two months differ by nature, so the rates are taken as published; of two rates
 * whose scope or price basis differ nothing is said.
 */
export function turnClause(
  desk: FigureDesk,
  now: Figure,
  before: Figure,
  period: Bilingual,
): Inline[] | null {
  const apart = difference(
    desk,
    now,
    before,
    ['period', 'release', 'indicator'],
    both('本期增速减上期增速', 'growth of this period less that of the period before'),
  );
  const turn = turnOf(asReleased(before), asReleased(now), desk.rules.turning);
  if (apart === null || turn === null) return null;
  const change = size(apart);
  const [zh, en] = [period.zh, period.en];
  switch (turn.word) {
    case 'faster':
    case 'slower':
      return [said(both(`增速较${zh}${turn.zh}`, `${turn.en} than in ${en} by `)), desk.cite(change, apart)];
    case 'flat':
      return [said(both(`增速与${zh}`, 'growth ')), desk.cite(both(turn.zh, `unchanged from ${en}`), apart)];
    case 'fallNarrowed':
    case 'fallWidened':
      return [
        said(both(`${turn.zh.slice(0, 2)}较${zh}${turn.zh.slice(2)}`, `${turn.en} than in ${en} by `)),
        desk.cite(change, apart),
      ];
    default:
      return [said(both(`较${zh}`, '')), desk.cite(both(turn.zh, `${turn.en} after ${en}`), apart)];
  }
}

/** 高于全国0.5个百分点. The two may come from different publishers on different days; that is said in the note. */
export function gapClause(desk: FigureDesk, own: Figure, theirs: Figure, whose: Bilingual): Inline[] | null {
  const apart = difference(
    desk,
    own,
    theirs,
    ['area', 'release', 'indicator'],
    both(`本地增速减${whose.zh}增速`, `growth here less ${whose.en}`),
  );
  if (apart === null) return null;
  if (apart.value === 0) return [desk.cite(both(`与${whose.zh}持平`, `level with ${whose.en}`), apart)];
  return [
    said(
      apart.value > 0
        ? both(`高于${whose.zh}`, `above ${whose.en} by `)
        : both(`低于${whose.zh}`, `below ${whose.en} by `),
    ),
    desk.cite(size(apart), apart),
  ];
}

function difference(
  desk: FigureDesk,
  a: Figure,
  b: Figure,
  mayDiffer: NonNullable<Parameters<typeof comparability>[3]>,
  method: Bilingual,
): Figure | null {
  const { obstacles } = comparability(a, b, desk.rules, mayDiffer);
  if (obstacles.length > 0) {
    desk.missing(obstacleText(obstacles));
    return null;
  }
  const days =
    a.released !== null && b.released !== null && a.released !== b.released
      ? both(
          `；两数分别于 ${a.released}、${b.released} 发布`,
          `; released on ${a.released} and ${b.released}`,
        )
      : both('', '');
  return desk.compute(
    a,
    { kind: 'difference', unit: '个百分点', value: asReleased(a) - asReleased(b), comparator: null },
    `${printed(a)} − ${asReleased(b) < 0 ? `(${printed(b)})` : printed(b)}`,
    both(`${method.zh}${days.zh}`, `${method.en}${days.en}`),
    [a, b],
  );
}

/** 连续n个月增长, 企稳: from monthly rates, oldest first, none missing at the end. */
export function monthlyWords(
  desk: FigureDesk,
  months: readonly { month: number; figure: Figure | null }[],
): Inline[] | null {
  const rates = months.map(({ month, figure }) => ({ month, growth: figure?.value ?? null }));
  const of = (rates.at(-1)?.growth ?? 0) < 0 ? 'fall' : 'growth';
  const found = run(rates, of, desk.rules.turning, { cumulative: false });
  const three = months.slice(-3).flatMap(({ figure }) => figure ?? []);
  const calm =
    three.length === 3
      ? steadied([three[0]!.value, three[1]!.value, three[2]!.value], desk.rules.turning)
      : null;
  const words = [
    ...(found === null
      ? []
      : [
          {
            turn: found as Pick<typeof found, 'zh' | 'en' | 'condition'>,
            inputs: months.slice(-found.months).flatMap(({ figure }) => figure ?? []),
          },
        ]),
    // Where the rate still falls, 企稳 beside 回落 would read as two opinions.
    ...(calm === null || (calm.change ?? 0) < 0 ? [] : [{ turn: calm, inputs: three }]),
  ];
  if (words.length === 0) return null;
  return words.flatMap(({ turn, inputs }, i): Inline[] => {
    const last = inputs.at(-1)!;
    const basis = desk.compute(
      last,
      { kind: 'count', unit: '个月', value: inputs.length, comparator: null },
      both(inputs.map(printed).join('、'), inputs.map(printed).join(', ')),
      turn.condition,
      inputs,
    );
    return [...(i === 0 ? [] : [said(both('，', ', '))]), desk.cite(both(turn.zh, turn.en), basis)];
  });
}

function printed(figure: Figure): string {
  return String(comparableValue(asReleased(figure))).replace('-', '−');
}

/** Rates are compared as they are printed: a computed one has one decimal, as releases have. */
function asReleased({ source, value, unit }: Figure): number {
  return 'quote' in source || unit !== '%' ? value : rounded(value, 1);
}

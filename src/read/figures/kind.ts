// What a number says: a level, a rate of growth, a share, a gap, a count or a rank; its sign and what it is compared with.
import type { FigureKind } from '../../model/index.js';
import { alternation, type FiguresLexicon } from './lexicon.js';
import type { Quantity } from './quantity.js';

export interface Reading {
  kind: FigureKind;
  sign: 1 | -1;
  comparator: string | null;
  /** The words left of the number said what it is; without them it follows the number before it. */
  decided: boolean;
}

export interface KindGrammar {
  masked: RegExp;
  plus: RegExp;
  minus: RegExp;
  neutral: RegExp;
  share: RegExp;
  ratio: RegExp;
  above: RegExp;
  below: RegExp;
  change: RegExp;
}

export function compileKinds(lexicon: FiguresLexicon): KindGrammar {
  const g = (words: readonly string[]) => new RegExp(alternation(words), 'g');
  const verbs = [...lexicon.growth.plus, ...lexicon.growth.minus];
  return {
    masked: g(lexicon.growth.masked),
    plus: g(lexicon.growth.plus),
    minus: g(lexicon.growth.minus),
    neutral: g(lexicon.growth.neutral),
    share: g(lexicon.share),
    ratio: g(lexicon.ratio),
    above: g(lexicon.differenceAbove),
    below: g(lexicon.differenceBelow),
    // 增长到, 提高至, 上升为: the verb of a from/to pair, no rate
    change: new RegExp(`(?:${alternation(verbs)}|调整|优化|变化|发展|扩大|转)(?:了)?(?:到|至|为)(?:了)?$`),
  };
}

/** Pieces made, sold or in use are an amount; pieces named one by one are a count. */
const OUTPUT =
  /产量|销量|产销|销售|出口|进口|生产|保有量|交付|订单|下线|零售|批发|产能|出货|装机|用量|密度|每万/;

function lastMatch(pattern: RegExp, text: string): { index: number; end: number; word: string } | null {
  let last: { index: number; end: number; word: string } | null = null;
  pattern.lastIndex = 0;
  for (let m = pattern.exec(text); m; m = pattern.exec(text))
    last = { index: m.index, end: m.index + m[0].length, word: m[0] };
  return last;
}

/**
 * Reads kind, sign and comparator of a quantity from the words left of it (since the number before, or the clause's
 * start), the words right of it, the subject it belongs to and the measure that the paragraph speaks of.
 */
export function readKind(
  quantity: Quantity,
  left: string,
  right: string,
  subject: string,
  head: string,
  grammar: KindGrammar,
): Reading {
  const masked = left.replace(grammar.masked, (word) => '□'.repeat(word.length));
  const comparator = comparatorOf(left);
  const done = (kind: FigureKind, sign: 1 | -1 = 1, decided = true): Reading => ({
    kind,
    sign,
    comparator,
    decided,
  });

  const plus = lastMatch(grammar.plus, masked);
  const minus = lastMatch(grammar.minus, masked);
  const sign: 1 | -1 = /下拉/.test(left) || (minus && (!plus || minus.end >= plus.end)) ? -1 : 1;

  switch (quantity.unitClass) {
    case 'rank':
      return { kind: 'rank', sign: 1, comparator: null, decided: true };
    case 'years':
      return done('count');
    case 'point': {
      const below = lastMatch(grammar.below, masked);
      const above = lastMatch(grammar.above, masked);
      if (below && (!above || below.end > above.end) && (!plus || below.end > plus.end))
        return done('difference', -1);
      if (above && (!minus || above.end > minus.end)) return done('difference', 1);
      return done('difference', sign);
    }
    case 'percent':
    case 'times': {
      const apart = /(?:比|较)[^，。；,;]{1,20}?(高|低|多|少)(?:出)?(?:约|近|超过?)?$/.exec(left);
      if (apart) return done('growth', /[低少]/.test(apart[1]!) ? -1 : 1);
      if (quantity.word === 'ratio') return done('share');
      if (quantity.word === 'doubling') return done('growth');
      if (quantity.word === 'twoDigits' && !/占|比重/.test(left)) return done('growth', sign);
      const changes = grammar.change.test(masked.replace(/(?:约|近|超|达)$/, ''));
      const share = lastMatch(grammar.share, masked);
      const ratio = lastMatch(grammar.ratio, masked);
      const neutral = lastMatch(grammar.neutral, masked);
      const growthEnd = changes ? -1 : Math.max(plus?.end ?? -1, minus?.end ?? -1, neutral?.end ?? -1);
      const shareEnd = share?.end ?? -1;
      const ratioEnd = ratio?.end ?? -1;
      if (quantity.unitClass === 'times' && growthEnd < 0) return done('level');
      if (growthEnd > Math.max(shareEnd, ratioEnd)) return done('growth', sign);
      if (growthEnd >= 0 && /增速|增幅|降幅|涨幅/.test(masked.slice(Math.max(shareEnd, ratioEnd))))
        return done('growth', sign);
      if (shareEnd > ratioEnd) return { ...done('share'), comparator: shareComparator(left) ?? comparator };
      if (ratioEnd >= 0) return done('level');
      if (/^(?:的|以上的|左右的)(?!增长|增速|增幅|涨幅|降幅|速度|目标|水平)/.test(right)) {
        return { ...done('share'), comparator: comparator ?? null };
      }
      if (/^的(?:增长|增速|增幅|速度)/.test(right)) return done('growth', 1);
      if (/^的(?:降幅|下降)/.test(right)) return done('growth', -1);
      if (/增速|增幅|涨幅|增长率/.test(subject)) return done('growth', /降幅|跌幅/.test(subject) ? -1 : 1);
      if (lastMatch(grammar.ratio, subject)) return done('level');
      if (lastMatch(grammar.share, subject) || /占/.test(subject)) {
        return { ...done('share'), comparator: shareComparator(subject) ?? comparator };
      }
      if (/率$/.test(subject)) return done('level');
      return done('share', 1, false);
    }
    default: {
      const change =
        /(?:同比|环比|比|较|净)[^，。；,;]{0,20}?(增加|多|上升|增长|提高|扩大|延长|增|减少|少|下降|降低|缩短|收窄|回落|减)(?:了)?(?:约|近|超|超过)?$/.exec(
          left,
        ) ?? (quantity.unitClass === 'count' ? null : /(增加|减少|缩短|延长|降低)(?:了)?$/.exec(left));
      if (change && !/(?:到|至|为)$/.test(left)) {
        return done('difference', /减|少|降|缩|收窄|回落/.test(change[1]!) ? -1 : 1);
      }
      if (
        quantity.unitClass === 'count' &&
        /^(?:[辆台套艘架部颗只片块]|台套|台（套）|台\(套\))$/.test(quantity.unit) &&
        OUTPUT.test(subject + left + head)
      ) {
        return done('level');
      }
      return done(quantity.unitClass === 'count' ? 'count' : 'level');
    }
  }
}

/** 同比, 环比, 年均, 比2012年, 较上年同期: verbatim and short. */
export function comparatorOf(left: string): string | null {
  if (/去年同期|上年同期|同比/.test(left)) return '同比';
  if (/环比|比上月|较上月/.test(left)) return /环比/.test(left) ? '环比' : /[比较]上月/.exec(left)![0];
  if (/两年平均/.test(left)) return '两年平均';
  if (/年均|年平均/.test(left)) return '年均';
  const match =
    /(?:比(?!重|例)|较|高于|低于|快于|慢于|多于|少于)([^，。；,;比较]{1,18}?)(?=增|下降|提高|提升|高|低|回落|上升|减|多|少|扩大|收窄|快|慢|加快|放缓|上涨|约|近|超|$)/.exec(
      left,
    );
  return match ? match[0] : null;
}

function shareComparator(text: string): string | null {
  const match =
    /占(?!有率|地(?!区|方)|用)(?:到|了)?([^，。；,;占]{0,20}?)(?:的)?(?:比重|比例|份额|总数|总量|总额|$)/.exec(
      text,
    );
  if (!match) return null;
  return `占${match[1]}`;
}

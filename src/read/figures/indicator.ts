// What a figure is called: the indicator named from the words around the number, and what the next number inherits.
import type { Reading } from './kind.js';
import type { Quantity } from './quantity.js';
import { countedNoun, described, headOf, type SubjectGrammar, subjectOf } from './subject.js';

/** What earlier numbers leave to later ones. */
export interface Carried {
  subject: string;
  /** The subjects of the last numbers told side by side, one a number. */
  subjects: readonly string[];
  /** The measure last spoken of: 产量, 利润总额. */
  head: string;
  /** Subjects of the amounts and counts of the sentence so far. */
  recent: readonly string[];
  reading: Reading | null;
  /** Unit of the last amount. */
  unit: string | null;
}

export interface Named {
  indicator: string;
  group: string | null;
  /** What the next clause inherits. */
  subject: string;
}

/** The three parts of 三次产业结构. */
export const RATIO_PARTS = [
  '第一产业占地区生产总值比重',
  '第二产业占地区生产总值比重',
  '第三产业占地区生产总值比重',
] as const;

/**
 * The subjects of numbers told side by side. A、B产量同比分别增长2.8倍和18.4%: one subject a number, with the shared
 * head; numbers without a subject of their own take the last such list.
 */
export function groupSubjects(
  lead: string,
  count: number,
  carried: Carried,
  grammar: SubjectGrammar,
): string[] {
  const subject = subjectOf(lead.replace(/分别.*$/, ''), grammar)
    .replace(PART_OF, '')
    .replace(/^(?:上述|以上)?(?:[两三四五六七]大|[两三四五六七][项个类])(?:指标|产品)$|^[两三四]者$/, '');
  if (count === 1) return [subject];
  if ((subject === '' || grammar.generic.has(subject)) && carried.subjects.length === count) {
    return carried.subjects.map((inherited) => composed(subject, inherited, grammar));
  }
  if (subject === '' && lead.includes('分别') && carried.recent.length >= count)
    return carried.recent.slice(-count);
  const whole = subject || carried.subject;
  if (/产[、和]?销量?$/.test(whole) && count === 2) {
    const stem = whole.replace(/产[、和]?销量?$/, '');
    return [`${stem}产量`, `${stem}销量`];
  }
  if (!lead.includes('分别') && !subject.includes('、')) return [subject];
  const parts = whole.split(JOINED);
  if (parts.length !== count) return [subject];
  const last = parts.at(-1)!;
  const head = headOf(last, grammar);
  return parts.map((part, i) => {
    if (i === count - 1) return part;
    // 中、小型企业PMI: each size takes the rest of the last
    if (/^[大中小微]$/.test(part) && /^[大中小微]/.test(last)) return part + last.slice(1);
    if (head === '' || headOf(part, grammar)) return part;
    // 大型、中型、小微型企业利润: what follows the shared ending belongs to each
    const shared = last.lastIndexOf(part.at(-1)!);
    return part + (shared >= 0 && shared < last.length - head.length ? last.slice(shared + 1) : head);
  });
}

/** 普及, 参与 and 饱和 join nothing. */
const JOINED = /、|(?<![总饱温缓调])和|(?<!参)与|以及|(?<![普涉波顾以])及(?!时)/;

/** Names a figure from its kind, its own subject, and the words left (`lead`) and right of the number. */
export function nameIndicator(
  quantity: Quantity,
  reading: Reading,
  own: string,
  lead: string,
  right: string,
  carried: Carried,
  grammar: SubjectGrammar,
): Named {
  const base = composed(own, carried.subject, grammar);
  switch (reading.kind) {
    case 'count':
      return nameCount(quantity, own, base, right, carried, grammar);
    case 'rank': {
      const of = own === '' ? base.replace(PART_OF, '') : base;
      return {
        indicator: `${of}${/世界|全球|全国|全省|全市/.exec(lead)?.[0] ?? ''}排名`,
        group: null,
        subject: of,
      };
    }
    case 'share':
      return nameShare(own, base, lead, right, carried.subject, grammar);
    case 'growth': {
      const owner = composed(own, carried.subject.replace(PART_OF, ''), grammar);
      const headless =
        own !== '' &&
        !headOf(owner, grammar) &&
        !MEASURED.test(owner) &&
        !/增速|增幅|涨幅|率|指数/.test(owner);
      const bare = (headless ? owner + carried.head : owner).replace(
        /(?:同比|环比|年均|两年平均)?(?:增速|增幅|涨幅|降幅)$/,
        '',
      );
      return { indicator: `${bare}${rateName(lead, reading)}`, group: null, subject: bare };
    }
    case 'difference': {
      const rate = quantity.unitClass === 'point' && carried.reading?.kind === 'growth' && own === '';
      return {
        indicator: `${base}${rate ? '增速' : ''}${differenceName(reading.comparator)}`,
        group: null,
        subject: base,
      };
    }
    default:
      return nameLevel(quantity, own, base, right, carried, grammar);
  }
}

const PART_OF = /约?占(?!有率|地(?!区|方)|用).*$/;

function nameCount(
  quantity: Quantity,
  own: string,
  base: string,
  right: string,
  carried: Carried,
  grammar: SubjectGrammar,
): Named {
  if (quantity.unitClass === 'years') {
    return {
      indicator: `${base}连续${quantity.unit === '年' ? '年数' : '月数'}`,
      group: null,
      subject: base,
    };
  }
  const counted = countedNoun(right, grammar);
  if (counted.noun.length > 1) {
    return { indicator: `${described(counted)}数量`, group: counted.noun, subject: counted.noun };
  }
  if (/(?:量|数|规模|户|额)$/.test(base) || headOf(own, grammar))
    return { indicator: base, group: null, subject: base };
  if (own && carried.head.endsWith('量') && /^[辆台套艘架部]$/.test(quantity.unit)) {
    return { indicator: own + carried.head, group: null, subject: own + carried.head };
  }
  return { indicator: `${base}数量`, group: base || null, subject: base };
}

function nameShare(
  own: string,
  base: string,
  lead: string,
  right: string,
  inherited: string,
  grammar: SubjectGrammar,
): Named {
  if (/占(?!有率|地(?!区|方)|用)|比重|比例|份额/.test(lead)) {
    const of =
      PART_OF.exec(lead.replace(/[（(].*$/, ''))?.[0]
        .replace(/(?:已由|由|从).*$/, '')
        .replace(/(?:达到|达|为|了|的|约|近|超过|超|分别|到)+$/g, '') ?? '';
    if (of === '') return { indicator: base, group: null, subject: base };
    const part = own.replace(PART_OF, '') || inherited.replace(PART_OF, '');
    const indicator = `${part}${of}${/比重|比例|份额|占比/.test(of) ? '' : of === '占' ? '比' : '比重'}`;
    return { indicator, group: null, subject: indicator };
  }
  const part = right.startsWith('的') ? described(countedNoun(right.slice(1), grammar)) : rightNoun(right);
  if (part) {
    // 创造了全国近三成工业增加值: the whole is the nation's, the part belongs to the subject before
    const whole = /(?:全国|全球|世界|全省|全市)$/.test(lead);
    const part0 = whole ? inherited.replace(PART_OF, '') : own;
    return { indicator: `${part0}${part}占比`, group: part, subject: whole ? inherited : base };
  }
  const whole = PART_OF.exec(inherited)?.[0];
  if (own !== '' && whole && !headOf(own, grammar))
    return { indicator: own + whole, group: null, subject: own + whole };
  return { indicator: /占比|比重|[率面度]$/.test(base) ? base : `${base}占比`, group: null, subject: base };
}

/** Ends in a measure, though not in one that the lexicon lists. */
const MEASURED =
  /(?:周期|排放|能耗|时间|水平|需求|占用|消耗|订单|岗位|就业|费用?|额|值|量|率|资金|收入|成本|价|金|款|税|数|面积|用户|产能|能力|规模)$/;

function nameLevel(
  quantity: Quantity,
  own: string,
  base: string,
  right: string,
  carried: Carried,
  grammar: SubjectGrammar,
): Named {
  const head = headOf(own, grammar);
  if (grammar.generic.has(own) && right.startsWith('的')) {
    const owner = rightNoun(right);
    if (owner) return { indicator: owner + own, group: null, subject: owner + own };
  }
  const after = head ? '' : rightNoun(right);
  if (after && grammar.headAny.test(after))
    return { indicator: own + after, group: null, subject: own + after };
  const pieces = quantity.unitClass === 'physical' || quantity.unitClass === 'count';
  const inheritsHead =
    own !== '' &&
    !head &&
    carried.head !== '' &&
    (pieces
      ? carried.head.endsWith('量')
      : carried.unit === quantity.unit && own.length <= 6 && !MEASURED.test(own));
  const indicator = inheritsHead ? own + carried.head : base;
  return { indicator, group: null, subject: indicator };
}

function rateName(lead: string, reading: Reading): string {
  if (/两年平均/.test(lead)) return '两年平均增速';
  if (/年均|年平均|复合/.test(lead)) return '年均增速';
  if (/环比/.test(lead)) return '环比增速';
  return reading.comparator === '同比' ? '同比增速' : '增速';
}

/** 比上月变动, 与全国平均水平之差. */
function differenceName(comparator: string | null): string {
  if (comparator === null) return '变动';
  const than =
    /^(?:高于|低于|快于|慢于|多于|少于|高出|领先)(.+)$/.exec(comparator)?.[1] ??
    /^比(.*(?:平均|全国|全省).*)$/.exec(comparator)?.[1];
  return than ? `与${than}之差` : `${comparator}变动`;
}

/** 三成以上进出口额, 40.5亿元销售收入: the noun right of the number. */
function rightNoun(right: string): string {
  const noun =
    /^(?:的)?([\p{Script=Han}A-Za-z“”]{2,14})/u
      .exec(right)?.[1]
      ?.replace(/(?:和|与|及|以及|在|是|为).*$/u, '') ?? '';
  return /^(?:提高|提升|上升|下降|增|降|升|调整|扩大|收窄|回升|回落|转|有所|左右|以上|以下)/.test(noun)
    ? ''
    : noun;
}

/** A subject that only names a measure (增速, 利润总额) belongs to the one before it. */
function composed(own: string, inherited: string, grammar: SubjectGrammar): string {
  if (own === '') return inherited;
  if (/^(?:合计)?(?:拉动|下拉|带动|贡献)/.test(own)) return inherited + own;
  if (!grammar.generic.has(own) || inherited === '') return own;
  if (/^(?:(?:同比|年均|两年平均|平均)?(?:增速|增幅|降幅|涨幅)|占比|比重|贡献率|数量|总数|规模)$/.test(own)) {
    return inherited.endsWith(own) ? inherited : `${inherited}${own}`;
  }
  return `${inherited.replace(grammar.headEnd, '')}${own}`;
}

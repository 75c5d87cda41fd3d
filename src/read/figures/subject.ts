// Whose figure it is: the noun phrase left of the predicate, inherited where a clause has none of its own.
import { alternation, type FiguresLexicon } from './lexicon.js';

export interface SubjectGrammar {
  opener: RegExp;
  predicateEnd: RegExp;
  predicateStart: RegExp;
  innerVerb: RegExp;
  headEnd: RegExp;
  headAny: RegExp;
  headAll: RegExp;
  generic: Set<string>;
  entity: RegExp;
}

export function compileSubjects(lexicon: FiguresLexicon): SubjectGrammar {
  const verbs = lexicon.predicates.filter(
    (word) => word.length > 1 || '达为是有均都已将就约仅只了又再比较由从至到共总在也报居列'.includes(word),
  );
  const heads = alternation(lexicon.heads);
  return {
    opener: new RegExp(`^(?:${alternation(lexicon.openers)}|[，,、：:；;\\s“”"（）()])+`),
    predicateEnd: new RegExp(
      `(?:${alternation([...verbs, ...lexicon.growth.plus, ...lexicon.growth.minus, ...lexicon.growth.neutral, ...lexicon.differenceAbove, ...lexicon.differenceBelow].filter((word) => !lexicon.heads.includes(word)))}|[的、，,：:（(\\s])$`,
    ),
    predicateStart: new RegExp(`^(?:${alternation(lexicon.leadingVerbs)})了?`),
    innerVerb: new RegExp(
      `(?:共|累计|合计|预计)?(?:实现|完成|达到|拥有|共有|已有|创造)(?:了)?(?=[^，。]{0,14}(?:${heads})$)`,
    ),
    headEnd: new RegExp(`(?:${heads})$`),
    headAny: new RegExp(heads),
    headAll: new RegExp(heads, 'g'),
    generic: new Set(lexicon.genericHeads),
    entity: new RegExp(alternation(lexicon.entityNouns), 'g'),
  };
}

/** 三是, 第二，, 2. and （一） open a list item. */
export const LIST_MARK =
  /^(?:[一二三四五六七八九十]+是(?:要)?|第[一二三四五六七八九十]+[，,、]|\d{1,2}[.．、]|[（(]?[一二三四五六七八九十]+[)）、])/;

/** The subject that stands in `lead`, the text from the start of a clause to its number; '' where there is none. */
export function subjectOf(lead: string, grammar: SubjectGrammar): string {
  let text = lead
    .replace(/[（(][^（）()]{0,40}[)）]/g, '')
    .replace(LIST_MARK, '')
    .replace(/^到(?=[培建实形打新全突创])/, '');
  text = stripOpeners(text, grammar);
  text = text.replace(/^(?:同比|环比)(?=[^增下上提减回降升名实分微略小大])/, '');
  // X比去年同期…, X较上年…, X快于Y: what follows the comparison is no part of the subject
  text = text.replace(
    /(?:(?<!对|占|可|环|同)比(?!重|例|亚)|较(?!为|大|快|高|多)|(?:明显|大幅|显著)?好于|优于|不及|高于|高出|领先|低于|快于|慢于|同比|环比|年均增长|相比).*$/u,
    (tail, index: number) => (index === 0 ? '' : /^(?:同比|环比)(?:增速|增长率)$/.test(tail) ? tail : ''),
  );
  text = text.replace(/^(?:近)?[一二三四五六七八九十\d]+年(?:来|间)/, '');
  text = text.replace(/(?:(?:已|则)?(?<!自|缘|理)由(?!于)|从(?!业|事|严|而)).*$/u, '');
  text = text.replace(/(?:是|为|相当于)(?:\d{4}年|[上去前]年|上年|同期)[^，,]{0,6}的$/, '');
  // verbs of attribution: 数据显示,… and X介绍,… end before the clause; 据…统计 opens it
  text = text.replace(/^(?:据|根据)[^，,]{0,16}(?:统计|测算|显示|数据)/, '');
  for (let before = ''; before !== text; ) {
    before = text;
    text = text.replace(grammar.predicateEnd, '');
  }
  text = text.replace(grammar.innerVerb, '');
  for (let before = ''; before !== text; ) {
    before = text;
    text = stripOpeners(text.replace(grammar.predicateStart, ''), grammar);
  }
  text = asOutput(text, grammar);
  const quoted = text
    .replace(/^[“"](.*)[”"]$/, '$1')
    .replace(/[“"]$/, '')
    .trim();
  return quoted.includes('”') ? quoted : quoted.replace(/^“/, '');
}

const OUTPUT_OF: Record<string, string> = { 销售: '销量', 生产: '产量', 出口: '出口量', 进口: '进口量' };

/** 销售各类挖掘机 names 挖掘机销量; 生产指数 and 出口交货值 stay. */
function asOutput(text: string, grammar: SubjectGrammar): string {
  const match = /^(?:共|累计|合计)?(销售|生产|出口|进口)(?:各类|各种|了)?([^的，]{2,12})$/u.exec(text);
  return match && !grammar.headEnd.test(text) ? match[2]! + OUTPUT_OF[match[1]!]! : text;
}

function stripOpeners(text: string, grammar: SubjectGrammar): string {
  return text.replace(grammar.opener, (opened) => {
    const quote = /[“"]$/.exec(opened);
    return quote ? quote[0] : '';
  });
}

/** What a number counts: 行业 of 33个行业增加值实现同比增长, and what is said of it. */
export interface Counted {
  noun: string;
  /** 增加值实现同比增长; '' where the noun ends the clause. */
  said: string;
}

const NOUN_ENDS =
  /(?:在(?!线|建|孵)|是|实现|完成|达到|占|同比|被|已|将|成为|位于|分布|入选|入围|通过|纳入|列入|获|保持|以及|和|与(?!会)|及|为(?!主)|主要|产值|产量|增加值|营业收入|集聚|涵盖|覆盖|创造|超|突破|近|约|增长|下降|增加|减少|提高|缩减|扩大|降至|升至|上榜|均|都|投产|开工|落地|参加|增至|反映|综合|处于|销量)/u;

/** The noun that stands right of a number: up to the last word for a countable thing before the next verb. */
export function countedNoun(right: string, grammar: SubjectGrammar): Counted {
  const clause = right.startsWith('的') ? '' : /^[^，。；,;：:！？（）()\s]*/.exec(right)![0];
  // 钢铁、建材企业 is one noun; in 国家级企业24家、省级企业131家 each number has its own
  const first = clause.split('、', 1)[0]!;
  const listed = first === '' || first.search(grammar.entity) >= 0 || /\d/.test(clause) ? first : clause;
  const cut = NOUN_ENDS.exec(listed)?.index ?? listed.length;
  const phrase = listed.slice(0, cut);
  let end = 0;
  for (const match of phrase.matchAll(grammar.entity)) end = match.index + match[0].length;
  const noun = (end > 0 ? phrase.slice(0, end) : phrase).slice(0, 30);
  if (noun.length < 2 && clause.includes('的')) {
    // 10家以上年营业收入超百亿元的领军企业: what stands before 的 says which
    const thing = clause.slice(clause.lastIndexOf('的') + 1);
    if (thing.search(grammar.entity) >= 0) return { noun: clause.slice(0, 30), said: '' };
  }
  const said = clause.slice(noun.length);
  // what ends in a measure is the subject of the next number
  return { noun, said: /^(?:和|与|及|以及|、|的)/.test(said) || grammar.headEnd.test(said) ? '' : said };
}

const PREDICATE =
  /实现|保持|达到|增长|下降|持平|位于|处于|位居|入选|入围|列入|纳入|通过|反映|获得|荣获|上榜|参加|完成|开工|投产|突破|超过|跻身|盈利|亏损|增加|减少|提高|落户|上市/;

/** 增加值实现同比增长的行业 */
export function described({ noun, said }: Counted): string {
  return said.length <= 18 && PREDICATE.test(said) ? `${said}的${noun}` : noun;
}

/** The measure a subject ends in: 利润总额 of 国有控股企业利润总额; '' where it has none. */
export function headOf(subject: string, grammar: SubjectGrammar): string {
  return grammar.headEnd.exec(subject)?.[0] ?? '';
}

/** The last measure named in a stretch of text: 产量 of 有315种产品产量同比增长. */
export function headIn(text: string, grammar: SubjectGrammar): string {
  let last = '';
  for (const match of text.matchAll(grammar.headAll)) last = match[0];
  return last;
}

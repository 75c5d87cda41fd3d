// Finds quantities in cleaned text: numeral, scale, unit, approximation. Meaning (kind, subject, period) comes later.
import type { Bound } from '../../model/index.js';
import { alternation, type FiguresLexicon } from './lexicon.js';
import { arabicNumeral, chineseNumeral, toHalfWidth } from './numeral.js';

export type UnitClass =
  | 'percent'
  | 'point'
  | 'times'
  | 'money'
  | 'physical'
  | 'time'
  | 'count'
  | 'rank'
  | 'years';

export interface Quantity {
  /** Offsets of the whole expression with its approximators: 近10万亿元. */
  start: number;
  end: number;
  /** Unsigned, in base units. */
  value: number;
  unit: string;
  unitClass: UnitClass;
  bound: Bound | null;
  /** Written with Arabic digits; Chinese numerals need more evidence to be a figure. */
  arabic: boolean;
  /** How it is written, where not as numeral and unit: 两位数, 翻一番, 三分之一, 6.9:40.0:53.1. */
  word?: 'twoDigits' | 'doubling' | 'fraction' | 'ratio';
}

export interface QuantityGrammar {
  number: RegExp;
  unit: RegExp;
  before: RegExp;
  after: RegExp;
  boundBefore: Map<string, Bound>;
  boundAfter: Map<string, Bound>;
  unitClass: Map<string, UnitClass>;
  structure: RegExp;
  entity: RegExp;
}

export function compileQuantities(lexicon: FiguresLexicon): QuantityGrammar {
  const { units, bounds } = lexicon;
  const unitClass = new Map<string, UnitClass>();
  for (const unit of units.count) unitClass.set(unit, 'count');
  for (const unit of units.time) unitClass.set(unit, 'time');
  for (const unit of units.physical) unitClass.set(unit, 'physical');
  for (const unit of units.money) unitClass.set(unit, 'money');
  for (const unit of ['%', '％', '成']) unitClass.set(unit, 'percent');
  for (const unit of ['个百分点', '百分点']) unitClass.set(unit, 'point');
  unitClass.set('倍', 'times');
  const boundBefore = new Map<string, Bound>();
  for (const bound of ['near', 'over', 'under', 'about'] as const) {
    for (const word of bounds.before[bound]) boundBefore.set(word, bound);
  }
  const boundAfter = new Map<string, Bound>();
  for (const bound of ['over', 'under', 'about'] as const) {
    for (const word of bounds.after[bound]) boundAfter.set(word, bound);
  }
  const inside = alternation(bounds.inside.over);
  return {
    number:
      /[0-9０-９]{1,3}(?:[,，][0-9０-９]{3})+(?:[.．][0-9０-９]+)?|[0-9０-９]+(?:[.．][0-9０-９]+)?|[〇零一二两三四五六七八九十百千万亿]+(?:点[〇零一二三四五六七八九]+)?/g,
    unit: new RegExp(
      `(${inside})?(万亿|千亿|百亿|十亿|千万|百万|亿万|亿|万|千(?![瓦克米伏乏升])|百(?!分))?(${inside})?(${alternation([...unitClass.keys()])})?(/(?:[亩人户吨家台辆度晚天]|平方米|千瓦时|立方米|公顷))?`,
      'y',
    ),
    before: new RegExp(`(${alternation([...boundBefore.keys()])})$`),
    after: new RegExp(alternation([...boundAfter.keys()]), 'y'),
    boundBefore,
    boundAfter,
    unitClass,
    structure: new RegExp(`^(?:大|重点|主要|核心|关键)?(?:${alternation(lexicon.structureNouns)})`),
    entity: new RegExp(`^.{0,14}?(?:${alternation(lexicon.entityNouns)})`),
  };
}

const SCALES: Record<string, number> = {
  百: 1e2,
  千: 1e3,
  万: 1e4,
  百万: 1e6,
  千万: 1e7,
  亿: 1e8,
  十亿: 1e9,
  百亿: 1e10,
  千亿: 1e11,
  万亿: 1e12,
  亿万: 1e12,
};
const DATE_AFTER =
  /^(?:月|日|号|时(?!的)|点(?![一二三四五六七八九\d])|分(?!之)|届|世纪|周年|版|岁|週|周(?!转))/;
const NAME_BEFORE = /[A-Za-z第〔[【#_\-–—−.:：/](?:\s?)$/;
/** 4×4, 3D, 39号文 */
const NAME_AFTER = /^(?:[A-Za-z〕\]×*＊]|[-–—]?(?:号文|字头))/;

/**
 * Quantities of `text` in order, not overlapping. Dates, ordinals, document numbers and names with digits are left
 * out. Cost is linear in the length of the text.
 */
export function findQuantities(text: string, grammar: QuantityGrammar): Quantity[] {
  const found: Quantity[] = [];
  /** Bare numbers waiting for the unit of the number they are listed with. */
  let bare: { start: number; end: number; value: number }[] = [];
  grammar.number.lastIndex = 0;
  for (let match = grammar.number.exec(text); match; match = grammar.number.exec(text)) {
    const last = found.at(-1);
    if (last && match.index < last.end) {
      grammar.number.lastIndex = Math.max(grammar.number.lastIndex, last.end);
      continue;
    }
    const quantity = quantityAt(text, match.index, match[0], grammar);
    const waiting = bare.at(-1);
    const listed =
      waiting !== undefined && LISTED.test(text.slice(waiting.end, quantity?.start ?? match.index));
    if (!listed) bare = [];
    if (quantity) {
      const written = Number(toHalfWidth(match[0]).replaceAll(',', ''));
      const scale = written ? Math.round(quantity.value / written) || 1 : 1;
      if (quantity.arabic) {
        for (const number of bare) {
          found.push({ ...quantity, ...number, value: cleanFloat(number.value * scale), bound: null });
        }
      }
      bare = [];
      found.push(quantity);
      if (quantity.unitClass === 'point') shareUnit(found, text);
      grammar.number.lastIndex = Math.max(match.index + 1, quantity.end);
    } else if (
      /^[0-9]+(?:\.[0-9]+)?$/.test(match[0]) &&
      /^[、和及与]/.test(text.slice(match.index + match[0].length)) &&
      !/[0-9A-Za-z.\-—第]$/.test(text.slice(0, match.index).slice(-1))
    ) {
      bare.push({ start: match.index, end: match.index + match[0].length, value: Number(match[0]) });
    }
  }
  found.push(...findRatios(text, found));
  found.sort((x, y) => x.start - y.start);
  joinRanges(found, text);
  return mergeOrdered(mergeOrdered(found, findWordValues(text, found)), findRanks(text));
}

function quantityAt(text: string, start: number, numeral: string, grammar: QuantityGrammar): Quantity | null {
  const arabic = /[0-9０-９]/.test(numeral[0]!);
  if (!arabic) {
    const part = chineseFraction(text, start, numeral) ?? hundredths(text, start, numeral);
    if (part) return withBounds(text, part, grammar);
  }
  const value = arabic ? arabicValue(text, start, numeral) : chineseValue(text, start, numeral);
  if (value === null) return null;
  const numberEnd = start + numeral.length;
  const after = text.slice(numberEnd, numberEnd + 6);
  if (/^(?:年|个月)/.test(after)) {
    return consecutive(text, start, numberEnd, value) ?? shortened(text, start, numberEnd, value);
  }
  if (DATE_AFTER.test(after)) return null;
  if (NAME_AFTER.test(after) && !startsWithUnit(text, numberEnd, grammar)) return null;

  grammar.unit.lastIndex = numberEnd;
  const [whole, moreBefore, scale, moreAfter, written, per = ''] = grammar.unit.exec(text)!;
  if (!written) return null;
  const end = numberEnd + whole.length;
  const unitClass = grammar.unitClass.get(written)!;
  if (written === '成' && !isTenths(numeral, text.slice(end, end + 1))) return null;
  if (unitClass === 'count' && !isEntityCount(text, start, end, value, arabic, written, grammar)) return null;
  if (unitClass === 'time' && !arabic) return null;
  const size = value * (scale ? SCALES[scale]! : 1) * (written === '成' ? 10 : 1);
  return withBounds(
    text,
    {
      start,
      end,
      value: cleanFloat(size),
      unit: (UNIT_NAMES[written] ?? written) + per,
      unitClass,
      bound: moreBefore || moreAfter ? 'over' : null,
      arabic,
    },
    grammar,
  );
}

/** One name a unit. */
const UNIT_NAMES: Record<string, string> = {
  成: '%',
  '％': '%',
  百分点: '个百分点',
  美金: '美元',
  人民币: '元',
  元人民币: '元',
};

/** Null where the digits are part of a name, a longer number or a document number. */
function arabicValue(text: string, start: number, numeral: string): number | null {
  const left = text.slice(Math.max(0, start - 8), start);
  if (/[0-9０-９][.．,，/]?$/.test(left) && !/[0-9０-９][,，]$/.test(left)) return null;
  if (NAME_BEFORE.test(left) && !/[0-9%％)）:：][-–—−~:：]$/.test(left) && !/[:：—]\s?$/.test(left))
    return null;
  return arabicNumeral(numeral);
}

/** Null for ordinals, articles (一个重要举措, 一批) and manners of speech (千亿级, 百家争鸣). */
function chineseValue(text: string, start: number, numeral: string): number | null {
  const left = text.slice(Math.max(0, start - 2), start);
  const rest = text.slice(start + numeral.length, start + numeral.length + 4);
  if (left.endsWith('第')) return null;
  if (/^[百千万亿]/.test(numeral)) {
    const approximated = /(?:超|超过|突破|过|逾|近|达)$/.test(left) && !rest.startsWith('级');
    if (!approximated && !/^[余多][家户个项名件]/.test(rest)) return null;
  }
  // before 成, 倍 and 百分点 一 is a number
  if (numeral === '一' && !/^(?:成|倍|个百分点)/.test(rest)) return null;
  return chineseNumeral(numeral) || null;
}

/** 成 counts tenths after a Chinese digit (三成, 近五成); in 一成不变 and 三成立 it is a verb. */
function isTenths(numeral: string, next: string): boolean {
  return /[一二两三四五六七八九十\d]$/.test(numeral) && !/[立本果效员为功就长分品套熟绩都交型不]/.test(next);
}

/** 百分之五: the scanner stands on 五, or on 百 where it is the first numeral. */
function hundredths(text: string, start: number, numeral: string): Quantity | null {
  if (text.slice(Math.max(0, start - 3), start) !== '百分之') return null;
  const value = chineseNumeral(numeral);
  if (!value) return null;
  const end = start + numeral.length;
  return { start: start - 3, end, value, unit: '%', unitClass: 'percent', bound: null, arabic: false };
}

function startsWithUnit(text: string, at: number, grammar: QuantityGrammar): boolean {
  grammar.unit.lastIndex = at;
  const match = grammar.unit.exec(text);
  const unit = match?.[4];
  return (
    unit !== undefined && !/^[A-Za-z]/.test(text.slice(at + match![0].length, at + match![0].length + 1))
  );
}

/** 连续13年 and 连续4个月 are counts; any other number of years or months is a date or a duration. */
function consecutive(text: string, start: number, numberEnd: number, value: number): Quantity | null {
  const lead = /(?:连续|持续|蝉联)$/.exec(text.slice(Math.max(0, start - 2), start));
  if (!lead || value > 100) return null;
  const unit = text[numberEnd] === '年' ? '年' : '个月';
  return {
    start: start - lead[0].length,
    end: numberEnd + unit.length,
    value,
    unit,
    unitClass: 'years',
    bound: null,
    arabic: true,
  };
}

/** 交货期从6个月缩短到2个月: a span of time that changed is a figure. */
function shortened(text: string, start: number, numberEnd: number, value: number): Quantity | null {
  if (!text.startsWith('个月', numberEnd)) return null;
  const end = numberEnd + 2;
  const from =
    /[由从]$/.test(text.slice(Math.max(0, start - 1), start)) &&
    /^(?:缩短|压缩|延长|减少|降)/.test(text.slice(end, end + 2));
  const to = /(?:缩短|压缩|延长|减少|降低?)(?:到|至|为|了)$/.test(text.slice(Math.max(0, start - 4), start));
  if (!from && !to) return null;
  return { start, end, value, unit: '个月', unitClass: 'time', bound: null, arabic: true };
}

/** 三分之一, 三分之二: the scanner stands on the denominator. */
function chineseFraction(text: string, start: number, numeral: string): Quantity | null {
  if (!text.startsWith('分之', start + numeral.length)) return null;
  if (numeral === '百' || numeral === '千' || numeral === '万') return null;
  const match = /^[一二两三四五六七八九十]+/.exec(
    text.slice(start + numeral.length + 2, start + numeral.length + 6),
  );
  const denominator = chineseNumeral(numeral);
  const numerator = match ? chineseNumeral(match[0]) : null;
  if (!denominator || !numerator || numerator >= denominator) return null;
  return {
    start,
    end: start + numeral.length + 2 + match![0].length,
    value: (numerator / denominator) * 100,
    unit: '%',
    unitClass: 'percent',
    bound: null,
    arabic: false,
    word: 'fraction',
  };
}

/** Words that begin like a measure word: 七部门, 三位于. */
const NOT_A_MEASURE =
  /^(?:部[门委分署队长级]|条[例件款]|类[型别]|名[单录]|位[于置居]|台阶|批[次准]|种类|对接|起[来到]|场[所景]|次[会产]|户型|项目|件套)$/;

function isEntityCount(
  text: string,
  start: number,
  end: number,
  value: number,
  arabic: boolean,
  unit: string,
  grammar: QuantityGrammar,
): boolean {
  const after = text.slice(end, end + 20);
  if (grammar.structure.test(after) || NOT_A_MEASURE.test(unit + after.slice(0, 1))) return false;
  // 41个大类行业中有39个: the whole of which a part is told
  if (/^[^，。；、,;\d]{0,16}?中(?:的|有|，|,|$)/.test(after) && !/企业中心/.test(after)) return false;
  if (/^(?:场|期|轮|次|对|节|双|头|张|卷|篇)$/.test(unit) && !arabic) return false;
  if (
    /^(?:期|轮|节|卷|场)$/.test(unit) &&
    !/(?:同比|增|下降|累计|共|不少于|每年)/.test(text.slice(Math.max(0, start - 14), end + 14))
  )
    return false;
  if (arabic) return !/^(?:百年|五年|月|季度|小时|工作日|自然日|交易日|学期)/.test(after);
  if (value >= 10) return true;
  return grammar.entity.test(after.split(/[，。；,;:：]/, 1)[0]!);
}

function withBounds(text: string, quantity: Quantity, grammar: QuantityGrammar): Quantity {
  let { start, end, bound } = quantity;
  const before = grammar.before.exec(text.slice(Math.max(0, start - 5), start));
  if (before && !isPartOfWord(text, start - before[0].length, before[0])) {
    bound = grammar.boundBefore.get(before[0])!;
    // 约为 says approximately and then 为, which is no part of the figure
    if (!before[0].endsWith('为')) {
      start -= before[0].length;
      const second = grammar.before.exec(text.slice(Math.max(0, start - 4), start));
      if (second && !isPartOfWord(text, start - second[0].length, second[0])) start -= second[0].length;
    }
  }
  grammar.after.lastIndex = end;
  const after = grammar.after.exec(text);
  if (after && !/^多(?:于|年|个|的(?:是|增)|样|元|边|方)/.test(text.slice(end, end + 3))) {
    bound = grammar.boundAfter.get(after[0])!;
    end += after[0].length;
  }
  return { ...quantity, start, end, bound };
}

/** 过 in 通过 and 超 in 超级 are no approximators. */
function isPartOfWord(text: string, start: number, word: string): boolean {
  const previous = text[start - 1] ?? '';
  if (word === '过') return !/[已突跨迈]/.test(previous) && previous !== '，' && previous !== '';
  if (word === '近') return /[附接最邻将临]/.test(previous);
  if (word === '约') return /[节契合违预公条签]/.test(previous);
  if (word === '超') return previous === '赶' || previous === '反';
  return false;
}

const LISTED = /^(?:[、和及与]|以及)$/;

/** 0.9个、0.6个和1.2个百分点: the unit of the last is that of all. */
function shareUnit(found: Quantity[], text: string): void {
  const { unit, unitClass } = found.at(-1)!;
  for (let i = found.length - 2; i >= 0; i--) {
    const quantity = found[i]!;
    if (quantity.unit !== '个' || !LISTED.test(text.slice(quantity.end, found[i + 1]!.start))) return;
    found[i] = { ...quantity, unit, unitClass };
  }
}

/** 10%—15% and 三成到四成 are one figure, told by its lower end; 从16%到20% is two. */
function joinRanges(found: Quantity[], text: string): void {
  for (let i = found.length - 2; i >= 0; i--) {
    const low = found[i]!;
    const high = found[i + 1]!;
    if (low.unit !== high.unit || low.unitClass === 'rank') continue;
    if (!/^(?:—|–|-|~|～|－|至|到)+$/.test(text.slice(low.end, high.start))) continue;
    if (/[由从][^，。；,;]{0,12}$/.test(text.slice(Math.max(0, low.start - 14), low.start))) continue;
    found.splice(i, 2, { ...low, end: high.end });
  }
}

/** 6.9:40.0:53.1 is three shares of one whole. */
function findRatios(text: string, taken: readonly Quantity[]): Quantity[] {
  const found: Quantity[] = [];
  for (const match of text.matchAll(
    /(?<![\d.:：])(\d{1,2}(?:\.\d+)?)([:：∶])(\d{1,2}(?:\.\d+)?)[:：∶](\d{1,2}(?:\.\d+)?)(?![\d:：])/g,
  )) {
    const parts = [match[1]!, match[3]!, match[4]!];
    const total = parts.reduce((sum, part) => sum + Number(part), 0);
    if (Math.abs(total - 100) > 0.5) continue;
    if (taken.some((q) => q.start < match.index + match[0].length && match.index < q.end)) continue;
    let at = match.index;
    for (const part of parts) {
      found.push({
        start: at,
        end: at + part.length,
        value: Number(part),
        unit: '%',
        unitClass: 'percent',
        bound: null,
        arabic: true,
        word: 'ratio',
      });
      at += part.length + 1;
    }
  }
  return found;
}

const WORD_VALUES = /(超过|超|突破|保持|实现)?两位数|翻(?:了)?(一|两|二|三)番|增长(?:了)?一倍/g;

function findWordValues(text: string, taken: readonly Quantity[]): Quantity[] {
  const found: Quantity[] = [];
  for (const match of text.matchAll(WORD_VALUES)) {
    const start = match.index;
    const end = start + match[0].length;
    if (taken.some((q) => q.start < end && start < q.end)) continue;
    if (match[0].includes('两位数')) {
      const over = /超|突破/.test(match[1] ?? '');
      found.push({
        start: over ? start : end - 3,
        end,
        value: 10,
        unit: '%',
        unitClass: 'percent',
        bound: 'over',
        arabic: false,
        word: 'twoDigits',
      });
    } else if (match[2]) {
      const doublings = match[2] === '一' ? 1 : match[2] === '三' ? 3 : 2;
      found.push({
        start,
        end,
        value: (2 ** doublings - 1) * 100,
        unit: '%',
        unitClass: 'percent',
        bound: null,
        arabic: false,
        word: 'doubling',
      });
    }
  }
  return found;
}

const RANK_SCOPE =
  '世界|全球|国际|全国|国内|亚洲|东部|中部|西部|东北|中西部|长三角|全省|省内|全市|市内|全区|全县|同行业|行业|同类|我国';
const RANKS = new RegExp(
  `(${RANK_SCOPE})?(?:(首位|榜首)|第([一二三四五六七八九十]+|[0-9]+)(位|名|大(?!类|方|产业))?)(?!方|产|批|届|次|个|季|阶|线|步|时|张|轮|期|代|动|生|资|要|章|节|条|款|项|种|类|家|艘|台|只|组|天|年|集|书|版|段|层|高|经济体|曲)`,
  'g',
);

/** 世界第一, 居首位, 位列第9位. A place in order counts only where a verb of standing or a field of comparison says so. */
function findRanks(text: string): Quantity[] {
  const found: Quantity[] = [];
  for (const match of text.matchAll(RANKS)) {
    const start = match.index;
    const end = start + match[0].length;
    const left = text.slice(Math.max(0, start - 12), start);
    const standing =
      /(?:居|列|排名?|名|位于|跃升|升至|升到|上升到|上升至|上升为|提升至|保持|稳居|蝉联|提高到|跃至|前移至|晋升至|稳定在|下降至|降至)[^，。；,;]{0,10}$/.test(
        left,
      );
    if (!standing && !(match[1] && match[4] !== '位' && !/的|是/.test(text.slice(end, end + 1)))) continue;
    const value = match[2] ? 1 : (chineseNumeral(match[3]!) ?? Number(match[3]));
    if (!Number.isFinite(value)) continue;
    found.push({ start, end, value, unit: '位', unitClass: 'rank', bound: null, arabic: true });
  }
  return found;
}

function mergeOrdered(a: readonly Quantity[], b: readonly Quantity[]): Quantity[] {
  if (b.length === 0) return [...a];
  const clear = b.filter((q) => !a.some((other) => other.start < q.end && q.start < other.end));
  return [...a, ...clear].sort((x, y) => x.start - y.start);
}

/** 2.3 × 1e8 in binary is 229999999.99999997: figures are decimal. */
function cleanFloat(value: number): number {
  return Number(value.toPrecision(15));
}

export { toHalfWidth };

/** The conventions of a layout in words. */
import type { Conventions } from '../foresee/index.js';
import type { Bilingual } from '../model/index.js';
import { both } from './desk.js';

type Words<Value> = (value: Value) => Bilingual;

const among =
  <Key extends string | number>(words: Record<Key, Bilingual>): Words<Key> =>
  (key) =>
    words[key];
const plain: Words<number> = (value) => both(String(value), String(value));
const orNone: Words<number | null> = (value) => (value === null ? both('不取', 'none') : plain(value));
const STANDARD = both('标准差', 'standard deviations');
const SUM_ONE = both('合计为 1', 'adding up to 1');
const BY_ECI = both('按 ECI 的尺度', 'on the scale of ECI');
const OWN = both('按自身', 'on its own');
const RAW = both('不再换算', 'as it is');

const RULES: { [Key in keyof Conventions]: readonly [name: Bilingual, value: Words<Conventions[Key]>] } = {
  duplicates: [
    both('同一地区同一行业多行', 'several rows of a pair'),
    among({ sum: both('相加', 'added up'), first: both('取第一行', 'the first') }),
  ],
  advantage: [
    both('优势按', 'advantage by'),
    among({ rca: both('区位商', 'RCA'), rpop: both('人均', 'RPOP'), either: both('两者之一', 'either') }),
  ],
  threshold: [both('门槛', 'threshold'), plain],
  atThreshold: [
    both('恰在门槛上', 'just at it'),
    among({ present: both('算有', 'present'), absent: both('不算', 'absent') }),
  ],
  advantageDecimals: [both('优势先取小数', 'decimals of advantage'), orNone],
  parts: [
    both('互不相连时', 'a matrix in parts'),
    among({ refuse: both('不排序', 'not ranked'), largest: both('只排最大部分', 'the largest alone') }),
  ],
  sign: [
    both('取向', 'sign by'),
    (rule) =>
      typeof rule === 'object'
        ? both(
            `锚定行业（高：${rule.high.join('、')}；低：${rule.low.join('、')}）`,
            `anchors (high: ${rule.high.join(', ')}; low: ${rule.low.join(', ')})`,
          )
        : among({
            diversity: both('多样性', 'diversity'),
            reflections: both('反射法', 'reflections'),
            separate: both('ECI 按多样性，PCI 按普遍性', 'diversity for ECI, ubiquity for PCI'),
          })(rule),
  ],
  deviation: [
    both('方差除以', 'variance divided by'),
    among({
      population: both('个数', 'n'),
      sample: both('个数减一', 'n − 1'),
      longRows: both('长表行数', 'rows of the long table'),
    }),
  ],
  eciScale: [both('ECI 尺度', 'scale of ECI'), among({ standard: STANDARD, sumOne: SUM_ONE })],
  pciScale: [both('PCI 尺度', 'scale of PCI'), among({ eci: BY_ECI, own: OWN, sumOne: SUM_ONE })],
  proximity: [
    both('邻近度', 'proximity'),
    among({
      conditionalProbability: both('条件概率', 'conditional probability'),
      correlation: both('相关', 'correlation'),
      association: both('关联强度', 'association strength'),
      cosine: both('余弦', 'cosine'),
      jaccard: both('杰卡德', 'Jaccard'),
      probability: both('概率', 'probability'),
      zScore: both('z 值', 'z-score'),
    }),
  ],
  proximityBinaryFrom: [both('邻近度自此记 1', 'proximity 1 from'), orNone],
  proximityDiagonal: [both('其对角线', 'its diagonal'), plain],
  density: [
    both('密度', 'density'),
    among({
      withOwn: both('含自身', 'with the activity itself'),
      leaveOneOut: both('不含自身', 'without it'),
    }),
  ],
  opportunityPci: [
    both('机会中的 PCI', 'PCI of opportunity'),
    among({ unit: both('单位长度', 'of length 1'), eci: BY_ECI, own: OWN }),
  ],
  opportunityValue: [both('机会值', 'opportunity value'), among({ raw: RAW, standard: STANDARD })],
  opportunityGain: [
    both('机会增益', 'opportunity gain'),
    among({ raw: RAW, perEci: both('除以 ECI 的标准差', 'over the deviation of ECI') }),
  ],
  opportunityGainOwnTerm: [
    both('增益减自身项', 'own term taken off the gain'),
    (taken) => (taken ? both('是', 'yes') : both('否', 'no')),
  ],
  fitnessRounds: [both('适合度轮数', 'rounds of Fitness'), plain],
};

/** Every convention with what it is set to. */
export function conventionsInWords(conventions: Conventions): Bilingual {
  const told = (Object.keys(RULES) as (keyof Conventions)[]).map((key) => one(key, conventions));
  return { zh: told.map(({ zh }) => zh).join('；'), en: told.map(({ en }) => en).join('; ') };
}

function one<Key extends keyof Conventions>(key: Key, conventions: Conventions): Bilingual {
  const [name, value] = RULES[key];
  const said = value(conventions[key]);
  return { zh: `${name.zh} ${said.zh}`, en: `${name.en} ${said.en}` };
}

/** Names of those that were set apart. */
export function conventionNames(keys: readonly (keyof Conventions)[]): Bilingual {
  const names = keys.map((key) => RULES[key][0]);
  return { zh: names.map(({ zh }) => zh).join('、'), en: names.map(({ en }) => en).join(', ') };
}

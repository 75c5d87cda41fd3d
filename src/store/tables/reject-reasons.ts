/** Why a value was not taken, said so that a person can mend it. */
import type { Bilingual } from '../../model/index.js';
import { shownWords } from './words.js';

export const UNLABELLED: Bilingual = {
  zh: '这一行有数但没有标签，不知道说的是什么。请补上行标签，或删去该行。',
  en: 'The row has numbers and no label: what they are about is not known. Fill the label, or drop the row.',
};

export function notNumber(value: string): Bilingual {
  return {
    zh: `“${shownWords(value).slice(0, 40)}”不是数，也不是缺失标记。应为数，或 — … N/A 一类的标记；可在对照表的 missing 里增列。`,
    en: `“${shownWords(value).slice(0, 40)}” is neither a number nor a mark of absence. Expected a number or a mark such as — … N/A; a mapping may list more under missing.`,
  };
}

export function formulaError(error: string): Bilingual {
  return {
    zh: `公式没有结果（${error}）。请在表中改正公式后再导入。`,
    en: `The formula has no result (${error}). Mend it in the sheet and import again.`,
  };
}

export function unknownUnit(unit: string): Bilingual {
  return {
    zh: `不认识的计量单位“${unit}”。应为 元、万元、亿元、吨、千瓦时、家、人、% 等；可在对照表中写明 unit，或在词库 tables.yaml 中增列。`,
    en: `Unknown unit “${unit}”. Expected 元, 万元, 亿元, 吨, 千瓦时, 家, 人, % and the like; state the unit in the mapping or add it to the lexicon tables.yaml.`,
  };
}

export function unknownPeriod(text: string): Bilingual {
  return {
    zh: `“${text}”不是时期。应为 2024年8月、1—8月、202408、2024Q3、2024 等。`,
    en: `“${text}” is no period. Expected 2024年8月, 1—8月, 202408, 2024Q3, 2024 or the like.`,
  };
}

export function noYear(words: string): Bilingual {
  return {
    zh: `“${words}”没有年份，表题和文件名里也没有。请在对照表的 defaults.period 写明年份。`,
    en: `“${words}” has no year, and neither title nor file name gives one. State it in the mapping under defaults.period.`,
  };
}

export function futurePeriod(period: string, today: string): Bilingual {
  return {
    zh: `时期 ${period} 在今天（${today}）之后，不会有实际数。应为已经开始的时期。`,
    en: `The period ${period} lies after today (${today}); it cannot have a reported value. Expected a period that has begun.`,
  };
}

export function abolishedArea(
  name: string,
  { on, into }: { on: string; into: { name: string }[] },
  period: string,
): Bilingual {
  const successors = into.map((area) => area.name).join('、');
  return {
    zh: `地区“${name}”已于 ${on} 撤销，${period} 时已不存在${successors ? `；后继为 ${successors}` : ''}。请改用当期的地区，或核对时期。`,
    en: `The area “${name}” was abolished on ${on} and did not exist on ${period}${successors ? `; its place was taken by ${successors}` : ''}. Use an area of that time, or check the period.`,
  };
}

export function unknownName(
  what: 'area' | 'industry',
  name: string,
  miss: { suggestions: readonly { code: string; name: string }[]; why: Bilingual },
): Bilingual {
  const near = miss.suggestions.slice(0, 5).map((known) => `${known.code} ${known.name}`);
  const [zh, en] = what === 'area' ? ['地区', 'area'] : ['行业', 'industry'];
  return {
    zh: `${zh}“${name}”：${miss.why.zh}。${near.length > 0 ? `是否为：${near.join('、')}？` : `应为${zh}的名称或代码。`}`,
    en: `${en} “${name}”: ${miss.why.en}. ${near.length > 0 ? `Did you mean ${near.join(', ')}?` : `Expected a name or code of an ${en}.`}`,
  };
}

/** Several columns have one heading, and nothing says which of them is meant. */
export function sameHeading(letters: readonly string[]): Bilingual {
  return {
    zh: `表头与 ${letters.join('、')} 列重复，不知哪一列为准。请在对照表里用 column 指明。`,
    en: `The columns ${letters.join(', ')} have one heading, and which is meant is not known. Say so in a mapping, with column.`,
  };
}

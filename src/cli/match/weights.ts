import { FIT_WEIGHTS, type FitWeights } from '../../match/index.js';
import { UserError } from '../../model/index.js';

/** `text=.5,industry=.2` as numbers by name, of the names that are known; at least one above 0. */
export function optionNumbers(
  option: string,
  text: string,
  known: readonly string[],
): Record<string, number> {
  const found: Record<string, number> = {};
  for (const part of text.split(/[,，]/u)) {
    const match = /^\s*([A-Za-z]+)\s*[=:：]\s*(\S+)\s*$/u.exec(part);
    const value = match === null ? Number.NaN : Number(match[2]);
    const name = match?.[1] ?? '';
    const why =
      match === null
        ? { zh: '不是 名称=数', en: 'is not name=number' }
        : !known.includes(name)
          ? { zh: `没有“${name}”这一项`, en: `there is no term ${name}` }
          : !(value >= 0) || value === Number.POSITIVE_INFINITY
            ? { zh: '应为不小于 0 的数', en: 'should be a number of at least 0' }
            : name in found
              ? { zh: '写了两次', en: 'is written twice' }
              : null;
    if (why !== null)
      throw new UserError({
        zh: `${option}：“${part.trim()}”${why.zh}；可用的有 ${known.join('、')}`,
        en: `${option}: “${part.trim()}” ${why.en}; there are ${known.join(', ')}`,
      });
    found[name] = value;
  }
  if (Object.values(found).every((value) => value === 0))
    throw new UserError({ zh: `${option}：权重不能全为 0`, en: `${option}: the weights cannot all be 0` });
  return found;
}

/** Weights of the fit of a solver to a task; what is not named is 0. */
export function fitWeights(text: string): FitWeights {
  return {
    text: 0,
    industry: 0,
    record: 0,
    titles: 0,
    area: 0,
    ...optionNumbers('--weights', text, Object.keys(FIT_WEIGHTS)),
  };
}

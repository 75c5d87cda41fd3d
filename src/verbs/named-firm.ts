// A firm that the user names.
import type { Subject } from '../assess/index.js';
import { nearestNames, UserError } from '../model/index.js';

/**
 * @param name Name or credit code.
 * @param file Where the firms were read; null for the workspace.
 */
export function namedFirm<Firm extends { subject: Pick<Subject, 'name' | 'creditCode'> }>(
  firms: readonly Firm[],
  name: string,
  file: string | null,
): Firm {
  const plain = (text: string) => text.normalize('NFKC').replace(/\s/g, '');
  const asked = plain(name);
  const found = firms.filter(({ subject }) => plain(subject.name) === asked || subject.creditCode === asked);
  if (found.length === 1) return found[0]!;
  if (found.length > 1)
    throw new UserError({
      zh: `有 ${found.length} 家企业叫“${name}”，请用统一社会信用代码：${found.map(({ subject }) => subject.creditCode ?? '无代码').join('、')}`,
      en: `${found.length} firms are called “${name}”; give the credit code: ${found.map(({ subject }) => subject.creditCode ?? 'none').join(', ')}`,
    });
  const part = firms.map(({ subject }) => subject.name).filter((one) => one.includes(name));
  const near =
    part.length > 0
      ? part
      : nearestNames(
          name,
          firms.map(({ subject }) => ({ name: subject.name })),
        ).map((one) => one.name);
  throw new UserError({
    zh: `${file === null ? '工作区' : file}里没有企业“${name}”${near.length === 0 ? '' : `，是否为：${near.slice(0, 5).join('、')}`}`,
    en: `${file === null ? 'the workspace' : file} has no firm “${name}”${near.length === 0 ? '' : `; perhaps ${near.slice(0, 5).join(', ')}`}`,
  });
}

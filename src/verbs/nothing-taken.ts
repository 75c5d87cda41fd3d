// An import that takes in nothing is no success: what was expected, and where the rows are.
import type { Bilingual } from '../model/index.js';
import type { ImportKind } from './import-file.js';
import { expectedColumns } from './templates.js';

interface Taken {
  accepted: number;
  unchanged: number;
  rejected: number;
  knownAs: number | null;
}

/** What to say where no row of a file was taken in; null where some were, or stood already. */
export function nothingTaken(
  kind: ImportKind,
  { accepted, unchanged, rejected, knownAs }: Taken,
): Bilingual | null {
  if (accepted + unchanged > 0 || knownAs !== null || kind === 'pages') return null;
  const expected = expectedColumns(kind);
  const zh = [
    '没有收入任何一行',
    rejected > 0 ? `退回的 ${rejected} 处都留着，可改正后再导入` : '表中没有认出可以收入的行',
    ...(expected === null
      ? []
      : [
          `按“${expected.name.zh}”导入，应有这些列：${expected.columns.join('、')}；若不是这类表，请另选种类`,
        ]),
  ];
  const en = [
    'No row was taken in',
    rejected > 0
      ? `the ${rejected} refused are kept, to be mended and imported again`
      : 'no row was found that could be',
    ...(expected === null
      ? []
      : [
          `as “${expected.name.en}” it should have these columns: ${expected.columns.join(', ')}; where it is another kind of table, choose that`,
        ]),
  ];
  return { zh: `${zh.join('。')}。`, en: `${en.join('. ')}.` };
}

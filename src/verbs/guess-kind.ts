// What a table seems to hold, by its headings.
import { readSheets, type TableKind } from '../store/index.js';

/** Rows in which a heading is looked for: titles and units stand above it. */
const HEAD_ROWS = 8;
const COLUMNS = 60;

const has = (words: readonly string[], pattern: RegExp) => words.some((word) => pattern.test(word));

const CODE = /统一社会信用代码|信用代码|credit code/i;
const COMPANY = /^(?:企业|单位|公司|法人单位)(?:详细)?名称$|^company$|^enterprise$/i;

/** The first that fits: those with words of their own before those that share them. */
const SIGNS: readonly (readonly [kind: TableKind, fits: (words: readonly string[]) => boolean])[] = [
  ['input-classes', (w) => has(w, /^供应行业|^supplier.?sector/i) && has(w, /^采购行业|^buyer.?sector/i)],
  [
    'links',
    (w) =>
      has(w, /^(?:供应|供货|销售)(?:企业|方|商)|^supplier/i) &&
      has(w, /^(?:采购|购买|购货|客户)(?:企业|方|商)?|^buyer|^customer/i),
  ],
  ['titles', (w) => (has(w, CODE) || has(w, COMPANY)) && has(w, /^有效期|认定批次|^批次$|公告批次|^title$/i)],
  ['clusters', (w) => has(w, /^(?:产业)?集群名称$|^cluster$/i) && !has(w, /^指标$|^indicator$/i)],
  ['reports', (w) => has(w, CODE) && has(w, /^报告期|^报送期|^所属期|^period$/i)],
  ['enterprises', (w) => has(w, CODE) && !has(w, /^指标$|^indicator$/i)],
];

/**
 * The kind of table of a file, `figures` where nothing says otherwise.
 *
 * @throws UserError where the file is no table, damaged, or too large when unpacked
 */
export async function guessKind(file: string): Promise<TableKind> {
  for await (const sheet of readSheets(file)) {
    if (sheet.hidden) continue;
    const lines: string[][] = [];
    for (let row = 0; row < Math.min(sheet.height, HEAD_ROWS); row++) {
      const words = Array.from({ length: Math.min(sheet.width, COLUMNS) }, (_, column) =>
        sheet.cell(row, column).text.replace(/\s|（.*?）|\(.*?\)/g, ''),
      );
      lines.push(words.filter((word) => word !== ''));
    }
    for (const words of lines) {
      const found = SIGNS.find(([, fits]) => fits(words));
      if (found) return found[0];
    }
    return 'figures';
  }
  return 'figures';
}

// What a file seems to hold: a page by its extension, a table by its headings.
import { extname } from 'node:path';
import { readChainTables } from '../chain/index.js';
import { PAGE_EXTENSIONS, readSheets, type Sheet } from '../store/index.js';
import type { ImportKind } from './import-file.js';

/** Rows in which a heading is looked for: titles and units stand above it. */
const HEAD_ROWS = 8;
const COLUMNS = 60;

const has = (words: readonly string[], pattern: RegExp) => words.some((word) => pattern.test(word));

const CODE = /统一社会信用代码|信用代码|credit code/i;
const COMPANY = /^(?:企业|单位|公司|法人单位)(?:详细)?名称$|^company$|^enterprise$/i;
const COMPANY_OR_FIRM = /^(?:企业|单位|公司)(?:名称)?$|^firm$/i;

/** The first that fits: those with words of their own before those that share them. */
const SIGNS: readonly (readonly [kind: ImportKind, fits: (words: readonly string[]) => boolean])[] = [
  ['input-classes', (w) => has(w, /^供应行业|^supplier.?sector/i) && has(w, /^采购行业|^buyer.?sector/i)],
  [
    'links',
    (w) =>
      has(w, /^(?:供应|供货|销售)(?:企业|方|商)|^supplier/i) &&
      has(w, /^(?:采购|购买|购货|客户)(?:企业|方|商)?|^buyer|^customer/i),
  ],
  [
    'firm-items',
    (w) =>
      has(w, COMPANY) &&
      (has(w, /：是否持有$|^已有称号$/) || w.filter((word) => /^(?:19|20)\d\d年?\D/.test(word)).length >= 2),
  ],
  ['titles', (w) => (has(w, CODE) || has(w, COMPANY)) && has(w, /^有效期|认定批次|^批次$|公告批次|^title$/i)],
  ['neighbours', (w) => has(w, /^邻近地区$|^neighbou?r$/i)],
  ['challenges', (w) => has(w, /^(?:任务|榜单)编号$/) && has(w, /^(?:任务|榜单|课题)名称$/)],
  ['challenge-entries', (w) => has(w, /^任务编号$/) && has(w, /^(?:状态|进展)$/)],
  ['finance-products', (w) => has(w, /^产品编号$/) && has(w, /^产品名称$/) && has(w, /^方式$|^产品类别$/)],
  ['finance-needs', (w) => has(w, COMPANY_OR_FIRM) && has(w, /^需求金额/)],
  ['large-firms', (w) => has(w, COMPANY) && has(w, /^需求$|^配套需求$/)],
  ['small-firms', (w) => has(w, COMPANY) && has(w, /^合作意向$/)],
  ['capabilities', (w) => has(w, COMPANY) && has(w, /^技术能力$/)],
  ['clusters', (w) => has(w, /^(?:产业)?集群名称$|^cluster$/i) && !has(w, /^指标$|^indicator$/i)],
  ['reports', (w) => has(w, CODE) && has(w, /^报告期|^报送期|^所属期|^period$/i)],
  ['enterprises', (w) => has(w, CODE) && !has(w, /^指标$|^indicator$/i)],
];

/** An input–output table has the same labels across the top and down the side. */
const LEAST_SECTORS = 4;
const DEEPEST_SIDE = 400;
const SIDE_COLUMNS = 5;

/**
 * The kind of a file, `figures` where nothing says otherwise.
 *
 * @throws UserError where the file is no table and no page, damaged, or too large when unpacked
 */
export async function guessKind(file: string): Promise<ImportKind> {
  const extension = extname(file).toLowerCase();
  const isText = extension === '.txt';
  if (!isText && (PAGE_EXTENSIONS as readonly string[]).includes(extension)) return 'pages';
  for await (const sheet of readSheets(file)) {
    if (sheet.hidden) continue;
    if (isText && isProse(sheet)) return 'pages';
    const lines: string[][] = [];
    for (let row = 0; row < Math.min(sheet.height, HEAD_ROWS); row++)
      lines.push(
        Array.from({ length: Math.min(sheet.width, COLUMNS) }, (_, column) => plainCell(sheet, row, column)),
      );
    // Notes and examples of our own template.
    if (lines.some(([first]) => first !== undefined && /^【(?:说明|示例)/.test(first))) return 'firm-items';
    for (const line of lines) {
      const words = line.filter((word) => word !== '');
      const found = SIGNS.find(([, fits]) => fits(words));
      if (found) return found[0];
    }
    if (isSquare(sheet, lines)) return 'io-table';
    if (isChain(lines)) return 'chain';
    return 'figures';
  }
  return 'figures';
}

/** Rows of a text in which a full sentence is looked for. */
const PROSE_ROWS = 40;

function isProse(sheet: Sheet): boolean {
  if (sheet.width < 2) return true;
  for (let row = 0; row < Math.min(sheet.height, PROSE_ROWS); row++)
    for (let column = 0; column < Math.min(sheet.width, COLUMNS); column++)
      if (/[^\d\s].*[。；]/.test(sheet.cell(row, column).text)) return true;
  return false;
}

function plainCell(sheet: Sheet, row: number, column: number): string {
  return sheet.cell(row, column).text.replace(/\s|（.*?）|\(.*?\)/g, '');
}

function isSquare(sheet: Sheet, heads: readonly string[][]): boolean {
  if (heads.some((words) => ['from', 'to', 'value'].every((name) => words.includes(name)))) return true;
  for (let column = 0; column < Math.min(sheet.width, SIDE_COLUMNS); column++) {
    const side = Array.from({ length: Math.min(sheet.height, DEEPEST_SIDE) }, (_, row) =>
      plainCell(sheet, row, column),
    ).filter((word) => word !== '');
    for (const words of heads) {
      // A heading that stands on its own side is the corner, not a label.
      const top = new Set(words.slice(column + 1).filter((word) => word !== ''));
      const shared = new Set(side.filter((word) => top.has(word)));
      if (shared.size >= LEAST_SECTORS && shared.size * 2 >= top.size) return true;
    }
  }
  return false;
}

function isChain(lines: readonly string[][]): boolean {
  const [columns, ...rows] = lines.filter((line) => line.some((word) => word !== ''));
  if (columns === undefined) return false;
  const [reading] = readChainTables([
    { file: '', sheet: null, columns, rows, rowNumbers: rows.map((_, at) => at + 2) },
  ]);
  return reading?.form != null;
}

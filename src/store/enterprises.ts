/** Enterprises: who they are, where, in which industry. A changed entry is a further one; the old one stays. */
import type { Bilingual } from '../model/index.js';
import type { Cell, Transaction } from './database.js';
import { EVERY_FIRM, type FirmCondition } from './firm-condition.js';
import { markRevised } from './mark-revised.js';
import { Twins } from './twins.js';
import type { Reject, TableSource, TableWritten } from './workspace.js';

export interface Enterprise {
  creditCode: string | null;
  name: string;
  areaCode: string | null;
  area: string | null;
  /** System, edition and code: `GB/T 4754-2017:C36`. */
  industryCode: string | null;
  industry: string | null;
  size: string | null;
  /** As the table has it, or as an ISO date where that can be read. */
  registered: string | null;
  titles: string[];
  /** Natural persons, by heading. Empty unless the user asked to keep them. */
  persons: Record<string, string>;
  other: Record<string, string | number>;
  sheet: string | null;
  row: number;
}

export interface StoredEnterprise extends Enterprise {
  file: string | null;
  importId: number;
  recordedAt: string;
}

/** GB 32100-2015: 31 signs without I, O, Z, S and V; the last is a check over the 17 before it, weighted 3^i mod 31. */
const SIGNS = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const WEIGHTS = Array.from({ length: 17 }, (_, i) => 3 ** i % 31);

/** Null where the code is sound. */
export function creditCodeFault(code: string): Bilingual | null {
  if (/e\+?\d+$/i.test(code) && /^[\d.]+e/i.test(code)) {
    return {
      zh: `信用代码成了科学计数（${code}），末几位已丢失。请把该列设为文本后重新导出。`,
      en: `The credit code was turned into a number (${code}) and lost its last digits. Make the column text and export it again.`,
    };
  }
  if (code.length !== 18) {
    return {
      zh: `统一社会信用代码应为 18 位，这里是 ${code.length} 位：${code}`,
      en: `A unified social credit code has 18 characters, this one ${code.length}: ${code}`,
    };
  }
  const values = [...code].map((sign) => SIGNS.indexOf(sign));
  const foreign = values.findIndex((value) => value < 0);
  if (foreign >= 0) {
    return {
      zh: `统一社会信用代码第 ${foreign + 1} 位不应是“${code[foreign]}”（不用 I、O、Z、S、V）：${code}`,
      en: `Character ${foreign + 1} of the credit code cannot be “${code[foreign]}” (I, O, Z, S and V are not used): ${code}`,
    };
  }
  const sum = WEIGHTS.reduce((total, weight, i) => total + weight * values[i]!, 0);
  const check = SIGNS[(31 - (sum % 31)) % 31]!;
  if (code[17] === check) return null;
  return {
    zh: `统一社会信用代码校验位不符（末位应为 ${check}）：${code}。请核对是否抄错。`,
    en: `The check character of the credit code does not fit (${check} expected): ${code}. Compare it with the certificate.`,
  };
}

/** Upper case, half width, without blanks. */
export function plainCode(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[\s\-']/g, '')
    .toUpperCase();
}

/** Whether a text is meant for a credit code rather than for a name or a number of the user's own. */
export function looksLikeCreditCode(code: string): boolean {
  return /^[0-9A-Z]{18}$/.test(code);
}

export function enterpriseTwins(): Twins<Enterprise> {
  const keyOf = ({ creditCode, name }: Enterprise) => creditCode ?? name;
  return new Twins(
    (one) => ({ key: keyOf(one), content: contentOf(one) }),
    (one, row) => ({
      row: one.row,
      column: null,
      value: keyOf(one),
      zh: `与第 ${row} 行是同一企业，内容不同。请留下正确的一行。`,
      en: `The same firm as row ${row}, with other content. Keep the right one.`,
      record: recordOf(one),
    }),
  );
}

export async function writeEnterprises(
  transaction: Transaction,
  run: { id: number; now: string },
  source: TableSource,
  enterprises: readonly Enterprise[],
  refused: readonly Reject[],
): Promise<TableWritten> {
  const standing = await transaction.rows<{ key: string; content: string }>(
    `SELECT coalesce(credit_code, name) AS key, content FROM enterprises WHERE revised_by IS NULL`,
  );
  const known = new Map(standing.map((row) => [row.key, row.content]));
  const result = { accepted: 0, unchanged: 0, revised: 0, rejects: [...refused] };
  const rows: Cell[][] = [];
  const revised: string[] = [];
  const twins = enterpriseTwins();
  for (const one of enterprises) {
    const { key, content, isAgain, clash } = twins.take(one);
    if (clash) {
      result.rejects.push({ file: source.file, ...clash });
      continue;
    }
    if (isAgain || known.get(key) === content) {
      result.unchanged++;
      continue;
    }
    if (known.has(key)) {
      revised.push(key);
      result.revised++;
    }
    result.accepted++;
    rows.push([
      one.creditCode,
      one.name,
      one.areaCode,
      one.area,
      one.industryCode,
      one.industry,
      one.size,
      one.registered,
      JSON.stringify(one.titles),
      Object.keys(one.persons).length > 0 ? JSON.stringify(one.persons) : null,
      JSON.stringify(one.other),
      content,
      source.sha256,
      one.sheet,
      one.row,
      run.id,
      run.now,
      null,
    ]);
  }
  await markRevised(transaction, 'enterprises', 'coalesce(credit_code, name)', revised, run.id);
  await transaction.append('enterprises', rows);
  return result;
}

function contentOf({ row: _, sheet: __, ...content }: Enterprise): string {
  return JSON.stringify(content);
}

function recordOf(one: Enterprise): Record<string, string | number | null> {
  return {
    统一社会信用代码: one.creditCode,
    企业名称: one.name,
    地区: one.area,
    行业: one.industry,
    企业规模: one.size,
    成立日期: one.registered,
    称号: one.titles.join('、'),
    ...one.persons,
    ...one.other,
  };
}

export async function storedEnterprises(
  rows: <Row>(sql: string, values: readonly Cell[]) => Promise<Row[]>,
  of: FirmCondition = EVERY_FIRM,
): Promise<StoredEnterprise[]> {
  const found = await rows<
    Record<keyof StoredEnterprise, never> & { titles: string; persons: string | null; other: string }
  >(
    `SELECT credit_code AS "creditCode", name, area_code AS "areaCode", area, industry_code AS "industryCode",
       industry, size, registered, titles, persons, other, sheet, row_number AS "row", s.file,
       e.import_id AS "importId", e.recorded_at AS "recordedAt"
     FROM enterprises AS e LEFT JOIN sources AS s ON s.import_id = e.import_id
     WHERE revised_by IS NULL AND ${of.sql} ORDER BY credit_code, name`,
    of.values,
  );
  return found.map((row) => ({
    ...(row as unknown as StoredEnterprise),
    titles: JSON.parse(row.titles) as string[],
    persons: row.persons === null ? {} : (JSON.parse(row.persons) as Record<string, string>),
    other: JSON.parse(row.other) as Record<string, string | number>,
  }));
}

/**
 * Supply links and input classes as they are kept: who sold what to whom in a period, for how much, and how well that is
 * known. A link that comes again with another value is a further vintage; the rows it was added up from stay traceable.
 */
import type { EvidenceGrade } from '../model/index.js';
import type { Cell, Transaction } from './database.js';
import { markRevised } from './mark-revised.js';
import type { Reject, TableSource, TableWritten } from './workspace.js';

export interface LinkLine {
  row: number;
  /** ISO date of an invoice. */
  day: string | null;
  value: number;
}

export interface Link {
  /** Credit code, or the name as the table has it. */
  supplier: string;
  buyer: string;
  product: string | null;
  period: string | null;
  /** In base units, 元 as a rule; null unit where the table states none. */
  value: number;
  unit: string | null;
  /** The weakest of its rows. */
  evidence: EvidenceGrade | null;
  /** As the table has it. */
  origin: string | null;
  sheet: string | null;
  lines: LinkLine[];
}

export interface StoredLink extends Omit<Link, 'lines'> {
  id: number;
  /** First of its rows, and how many there are. */
  row: number;
  lines: number;
  file: string | null;
  importId: number;
  recordedAt: string;
}

export interface StoredLinkLine extends LinkLine {
  link: number;
}

export interface InputClass {
  supplierSector: string;
  buyerSector: string;
  class: 0 | 1 | 2;
  sheet: string | null;
  row: number;
}

export interface StoredInputClass extends InputClass {
  file: string | null;
  importId: number;
  recordedAt: string;
}

type Rows = <Row>(sql: string, values?: readonly Cell[]) => Promise<Row[]>;

const LINK_KEY = `supplier || chr(31) || buyer || chr(31) || coalesce(product, '') || chr(31) || coalesce(period, '')`;

function keyOf({
  supplier,
  buyer,
  product,
  period,
}: Pick<Link, 'supplier' | 'buyer' | 'product' | 'period'>) {
  return [supplier, buyer, product ?? '', period ?? ''].join('\u001f');
}

export async function writeLinks(
  transaction: Transaction,
  run: { id: number; now: string },
  source: TableSource,
  links: readonly Link[],
  refused: readonly Reject[],
): Promise<TableWritten> {
  const standing = await transaction.rows<{ key: string; content: string }>(
    `SELECT ${LINK_KEY} AS key, content FROM links WHERE revised_by IS NULL`,
  );
  const known = new Map(standing.map(({ key, content }) => [key, content]));
  const [last] = await transaction.rows<{ id: number | null }>('SELECT max(id) AS id FROM links');
  let id = last?.id ?? 0;
  const result = { accepted: 0, unchanged: 0, revised: 0, rejects: refused };
  const rows: Cell[][] = [];
  const lines: Cell[][] = [];
  const revised: string[] = [];
  for (const link of links) {
    const key = keyOf(link);
    const content = JSON.stringify([link.value, link.unit, link.evidence, link.origin]);
    if (known.get(key) === content) {
      result.unchanged++;
      continue;
    }
    if (known.has(key)) {
      revised.push(key);
      result.revised++;
    }
    result.accepted++;
    id++;
    rows.push([
      id,
      link.supplier,
      link.buyer,
      link.product,
      link.period,
      link.value,
      link.unit,
      link.evidence,
      link.origin,
      link.lines.length,
      content,
      source.sha256,
      link.sheet,
      link.lines[0]!.row,
      run.id,
      run.now,
      null,
    ]);
    for (const { row, day, value } of link.lines) lines.push([id, row, day, value]);
  }
  await markRevised(transaction, 'links', LINK_KEY, revised, run.id);
  await transaction.append('links', rows);
  await transaction.append('link_lines', lines);
  return result;
}

/** Standing links by supplier, buyer, product and period. */
export function storedLinks(rows: Rows): Promise<StoredLink[]> {
  return rows<StoredLink>(
    `SELECT id, supplier, buyer, product, period, value, unit, evidence, origin, lines, sheet, row_number AS "row",
       s.file, l.import_id AS "importId", l.recorded_at AS "recordedAt"
     FROM links AS l LEFT JOIN sources AS s ON s.import_id = l.import_id
     WHERE revised_by IS NULL ORDER BY supplier, buyer, product NULLS FIRST, period NULLS FIRST, id`,
  );
}

/** The rows a link was added up from. */
export function storedLinkLines(rows: Rows, link: number): Promise<StoredLinkLine[]> {
  return rows<StoredLinkLine>(
    'SELECT link, row_number AS "row", day, value FROM link_lines WHERE link = $1 ORDER BY row_number',
    [link],
  );
}

export async function writeInputClasses(
  transaction: Transaction,
  run: { id: number; now: string },
  source: TableSource,
  classes: readonly InputClass[],
  refused: readonly Reject[],
): Promise<TableWritten> {
  const key = `supplier_sector || chr(31) || buyer_sector`;
  const standing = await transaction.rows<{ key: string; class: number }>(
    `SELECT ${key} AS key, class FROM input_classes WHERE revised_by IS NULL`,
  );
  const known = new Map(standing.map((row) => [row.key, row.class]));
  const result = { accepted: 0, unchanged: 0, revised: 0, rejects: [...refused] };
  const seen = new Map<string, InputClass>();
  const rows: Cell[][] = [];
  const revised: string[] = [];
  for (const one of classes) {
    const pair = `${one.supplierSector}\u001f${one.buyerSector}`;
    const twin = seen.get(pair);
    if (twin && twin.class !== one.class) {
      result.rejects.push({
        file: source.file,
        row: one.row,
        column: '类别',
        value: String(one.class),
        zh: `与第 ${twin.row} 行给同一对行业的类别 ${twin.class} 矛盾`,
        en: `contradicts the class ${twin.class} that row ${twin.row} gives the same pair`,
        record: { 供应行业: one.supplierSector, 采购行业: one.buyerSector, 类别: one.class },
      });
      continue;
    }
    if (twin || known.get(pair) === one.class) {
      result.unchanged++;
      seen.set(pair, one);
      continue;
    }
    if (known.has(pair)) {
      revised.push(pair);
      result.revised++;
    }
    seen.set(pair, one);
    result.accepted++;
    rows.push([
      one.supplierSector,
      one.buyerSector,
      one.class,
      source.sha256,
      one.sheet,
      one.row,
      run.id,
      run.now,
      null,
    ]);
  }
  await markRevised(transaction, 'input_classes', key, revised, run.id);
  await transaction.append('input_classes', rows);
  return result;
}

export function storedInputClasses(rows: Rows): Promise<StoredInputClass[]> {
  return rows<StoredInputClass>(
    `SELECT supplier_sector AS "supplierSector", buyer_sector AS "buyerSector", class, sheet, row_number AS "row",
       s.file, c.import_id AS "importId", c.recorded_at AS "recordedAt"
     FROM input_classes AS c LEFT JOIN sources AS s ON s.import_id = c.import_id
     WHERE revised_by IS NULL ORDER BY supplier_sector, buyer_sector`,
  );
}

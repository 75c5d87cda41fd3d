/** What a supply network is made of: firms and links in as few columns as it takes. */
import type { StoredEnterprise } from './enterprises.js';
import { type StoredInputClass, type StoredLink, storedInputClasses } from './links.js';
import type { Tables, TablesWanted } from './table-files.js';

/** The item of firms that a network takes for their output. */
export const NETWORK_ITEM = 'revenue';

/** The standing rows of every table that `openNetwork` asks for, as `writeTableFiles` takes them. */
export const NETWORK_TABLES: TablesWanted = {
  enterprises: `SELECT credit_code, name, area_code, area, industry_code, industry, other, row_number, import_id,
      revised_by FROM enterprises WHERE revised_by IS NULL`,
  links: `SELECT id, supplier, buyer, product, period, value, unit, row_number, import_id, revised_by
    FROM links WHERE revised_by IS NULL`,
  input_classes: 'SELECT * FROM input_classes WHERE revised_by IS NULL',
  firm_items: `SELECT credit_code, name, item, year, value, unit, import_id, revised_by FROM firm_items
    WHERE revised_by IS NULL AND item = '${NETWORK_ITEM}'`,
  sources: 'SELECT import_id, file, kind, synthetic FROM sources',
};

export type NetworkEnterprise = Pick<
  StoredEnterprise,
  'creditCode' | 'name' | 'areaCode' | 'area' | 'industryCode' | 'industry' | 'other' | 'file' | 'row'
>;
export type NetworkLink = Pick<StoredLink, 'supplier' | 'buyer' | 'value' | 'unit' | 'period' | 'row'>;

/** Standing enterprises; `other` stays empty unless it is asked for. */
export async function networkEnterprises(
  tables: Tables,
  { other }: { other: boolean },
): Promise<NetworkEnterprise[]> {
  const rows = await tables.query<Omit<NetworkEnterprise, 'other'> & { other?: string }>(
    `SELECT credit_code AS "creditCode", name, area_code AS "areaCode", area, industry_code AS "industryCode",
       industry, ${other ? 'other, s.file' : 'NULL AS file'}, row_number AS "row"
     FROM enterprises AS e ${other ? 'LEFT JOIN sources AS s ON s.import_id = e.import_id' : ''}
     WHERE revised_by IS NULL ORDER BY credit_code, name`,
  );
  return rows.map((row) => ({
    ...row,
    other:
      row.other === undefined ? {} : (JSON.parse(row.other) as Readonly<Record<string, string | number>>),
  }));
}

/** Standing links by supplier, buyer, product and period. */
export function networkLinks(tables: Tables): Promise<NetworkLink[]> {
  return tables.query<NetworkLink>(
    `SELECT supplier, buyer, value, unit, period, row_number AS "row" FROM links WHERE revised_by IS NULL
     ORDER BY supplier, buyer, product NULLS FIRST, period NULLS FIRST, id`,
  );
}

export function networkClasses(tables: Tables): Promise<StoredInputClass[]> {
  return storedInputClasses((sql, values) => tables.query(sql, values));
}

/** Files that links and classes came from. */
export function networkSources(tables: Tables): Promise<{ file: string; synthetic: boolean }[]> {
  return tables.query(
    `SELECT file, synthetic FROM sources WHERE kind IN ('links', 'input-classes') ORDER BY import_id`,
  );
}

// What firms can do and what the sides of a match offer: tables into the workspace, and out of it again.
import type { ItemCatalogue } from '../../assess/index.js';
import type { Bilingual } from '../../model/index.js';
import {
  type Codes,
  importMarket,
  type MarketImported,
  type MarketKind,
  type MarketRow,
  type StoredMarketRow,
  type Workspace,
} from '../../store/index.js';
import { NEED_FIELDS, needsOf, PRODUCT_FIELDS, productsOf } from './finance-table.js';
import { LARGE_FIELDS, SMALL_FIELDS, sideOf } from './find-partners.js';
import { type KeepAsked, keptReject } from './keep-challenges.js';
import {
  type Field,
  keptTable,
  type MatchReject,
  type MatchRow,
  type MatchTable,
  readMatchTable,
} from './match-table.js';
import { PROVIDER_FIELDS, providersOf } from './provider-table.js';

interface Kind {
  fields: readonly Field[];
  what: Bilingual;
  /** Finds the faults of every row, each marked as refused. */
  check(table: MatchTable, codes: Codes, items: ItemCatalogue): { notices: Bilingual[] };
  id(row: MatchRow): string;
  title(row: MatchRow): string;
}

const firmId = (row: MatchRow) => row.text('id') ?? row.needed('name');
const firmName = (row: MatchRow) => row.needed('name');

const KINDS: Readonly<Record<MarketKind, Kind>> = {
  capabilities: {
    fields: PROVIDER_FIELDS,
    what: { zh: '企业', en: 'firm' },
    check: (table, codes) => providersOf(table, codes),
    id: firmId,
    title: firmName,
  },
  'large-firms': {
    fields: LARGE_FIELDS,
    what: { zh: '大企业', en: 'large firm' },
    check: (table, codes) => sideOf(table, 'large', codes),
    id: firmId,
    title: firmName,
  },
  'small-firms': {
    fields: SMALL_FIELDS,
    what: { zh: '中小企业', en: 'small firm' },
    check: (table, codes) => sideOf(table, 'small', codes),
    id: firmId,
    title: firmName,
  },
  'finance-products': {
    fields: PRODUCT_FIELDS,
    what: { zh: '金融产品', en: 'finance product' },
    check: (table, codes, items) => productsOf(table, codes, items),
    id: (row) => row.needed('id'),
    title: firmName,
  },
  'finance-needs': {
    fields: NEED_FIELDS,
    what: { zh: '融资需求', en: 'need' },
    check: (table) => needsOf(table),
    id: (row) => [row.needed('firm'), ...row.list('kinds').sort()].join(' '),
    title: (row) => row.needed('firm'),
  },
};

export interface MarketRead {
  file: string;
  kind: MarketKind;
  rows: MarketRow[];
  rejects: MatchReject[];
  notices: Bilingual[];
}

/** Rows of a table that can be used, and those that cannot with their reasons. */
export async function readMarket(
  file: string,
  kind: MarketKind,
  { codes, items }: { codes: Codes; items: ItemCatalogue },
  { sheet, encoding }: { sheet?: string | null; encoding?: string | null } = {},
): Promise<MarketRead> {
  const { fields, what, check, id, title } = KINDS[kind];
  const table = await readMatchTable(file, fields, {
    what,
    sheet: sheet ?? null,
    encoding: encoding ?? null,
  });
  const { notices } = check(table, codes, items);
  const times = new Map<string, number>();
  const rows = table.rows
    .filter(({ refused }) => !refused)
    .map((row): MarketRow => {
      const own = id(row);
      const before = times.get(own) ?? 0;
      times.set(own, before + 1);
      // A firm may need money twice in one way: its rows are told apart by their order.
      return {
        id: before === 0 ? own : `${own} ${before + 1}`,
        title: title(row),
        cells: row.cells(),
        sheet: table.sheet,
        row: row.row,
      };
    });
  return { file, kind, rows, rejects: table.rejects, notices };
}

export function keepMarket(
  workspace: Workspace,
  { file, kind, rows, rejects }: MarketRead,
  { released, publisher, synthetic, name }: KeepAsked & { name?: string },
): Promise<MarketImported> {
  return importMarket(
    workspace,
    file,
    kind,
    { rows, rejects: rejects.map(keptReject) },
    {
      ...(name !== undefined && { name }),
      released: released ?? null,
      publisher: publisher ?? null,
      synthetic: synthetic ?? false,
    },
  );
}

/** What the workspace keeps of a kind, as the table that it came from, with the rows themselves. */
export async function marketTable(
  workspace: Workspace,
  kind: MarketKind,
): Promise<{ table: MatchTable; rows: StoredMarketRow[] }> {
  const rows = await workspace.market(kind);
  return { table: keptTable(rows), rows };
}

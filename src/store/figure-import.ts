/** Tables of figures: each cell with where it stands and what the table says around it. */
import { type Bilingual, type Figure, factKey, type PriceBasis, sha256 } from '../model/index.js';
import type { Cell, Transaction } from './database.js';
import {
  type FigureFound,
  rivalFigures,
  type SheetFound,
  type TableFigure,
  writeFindings,
} from './figure-findings.js';
import { hashFile } from './originals.js';
import {
  areaOf,
  type Context,
  marksOf,
  rejectOf,
  rowRecord,
  type TableImportOptions,
  tableOptions,
  tables,
} from './table-context.js';
import {
  cellLocator,
  type OpenTable,
  openTables,
  placeOf,
  type TableReject,
  type TidyValue,
} from './tables/index.js';
import { figureRow, type Mended, type Reject, type TableSource, type TableWritten } from './workspace.js';

export async function importFigures(context: Context): Promise<void> {
  const { run, source, result } = context;
  const mended: Mended[] = [];
  const written = await run.addTable(
    'figures',
    source,
    (transaction, stamp) => writeFigures(transaction, stamp, context, mended),
    mended,
  );
  Object.assign(result, {
    importId: written.id,
    accepted: written.accepted,
    unchanged: written.unchanged,
    revised: written.revised,
    rejected: written.rejects.length,
  });
}

/**
 * The rows go to the database as they are read, so that a file of any length fits. Under another mapping, what the
 * file no longer says is retired; nothing is deleted.
 */
async function writeFigures(
  transaction: Transaction,
  stamp: { id: number; now: string },
  context: Context,
  mended: Mended[],
): Promise<TableWritten> {
  const { source, result, options } = context;
  const standing = await transaction.rows<{ id: string }>(
    'SELECT id FROM figures WHERE document = $1 AND retired_at IS NULL',
    [source.sha256],
  );
  const gone = new Set(standing.map((row) => row.id));
  const facts = await transaction.rows<{ key: string; scope: string | null; prices: string | null }>(
    'SELECT DISTINCT fact_key AS key, scope_words AS scope, price_basis AS prices FROM figures',
  );
  const before = new Map<string, { scope: string | null; prices: string | null }[]>();
  for (const { key, ...said } of facts) before.set(key, [...(before.get(key) ?? []), said]);
  const checks = options.figureChecks ?? null;
  const found: (FigureFound | SheetFound)[] = [];
  const done = { accepted: 0, unchanged: 0, revised: 0, rejects: [] as Reject[] };
  const append = async (
    values: readonly TidyValue[],
    state: Stating,
    refuse: Refuse,
    see: (figure: Figure, value: TidyValue) => void,
  ) => {
    const rows: Cell[][] = [];
    for (const value of values) {
      if (value.value === null) continue;
      const figure = state(value);
      if ('zh' in figure) {
        refuse(value, figure);
        continue;
      }
      see(figure, value);
      if (gone.delete(figure.id)) done.unchanged++;
      else {
        const scope = checks?.scopeText(figure) ?? null;
        const row = figureRow(figure, source.sha256, 'table/1', stamp.id, stamp.now, scope);
        const earlier = before.size > 0 ? (before.get(factKey(figure)) ?? []) : [];
        if (earlier.some((had) => mayAgree(had.scope, scope) && mayAgree(had.prices, figure.priceBasis)))
          done.revised++;
        done.accepted++;
        rows.push(row);
      }
    }
    await transaction.append('figures', rows);
  };
  for await (const table of tables(context)) {
    source.title ??= table.layout.titles[0]?.text ?? null;
    const state = stating(table, source, options);
    const hidden = new HiddenRows(table);
    const ofTable: TableFigure[] = [];
    const see = (figure: Figure, value: TidyValue) => {
      hidden.see(value);
      if (checks && ofTable.length <= MOST_SUMMED) ofTable.push({ figure, aggregate: value.aggregate });
    };
    for await (const { values, records, rejects, counts } of table.batches()) {
      result.missing += counts.missing;
      const at = new Map(records.map((record) => [record.row, record]));
      const bad = new Set<number>();
      for (const reject of rejects) {
        bad.add(reject.row);
        done.rejects.push(rejectOf(context, reject, rowRecord(at.get(reject.row), context)));
      }
      const refuse: Refuse = ({ locator: { row, column }, quote }, reason) => {
        bad.add(row);
        const record = rowRecord(at.get(row), context);
        done.rejects.push({ file: context.source.file, row, column, value: quote, ...reason, record });
      };
      await append(values, state, refuse, see);
      options.onStep?.({
        zh: `“${table.sheet}”已核对 ${done.accepted + done.unchanged} 个数`,
        en: `“${table.sheet}”: ${done.accepted + done.unchanged} figures checked`,
      });
      for (const record of records) if (!bad.has(record.row)) mended.push(...marksOf(record, context));
    }
    found.push(...hidden.findings());
    if (ofTable.length > MOST_SUMMED) found.push(tooManyToSum(table));
    else if (checks) found.push(...checks.totals(ofTable));
  }
  await retire(transaction, source.sha256, [...gone], stamp.now);
  if (checks) {
    const { given, standing: rivals } = await rivalFigures(transaction, stamp.id);
    found.push(...checks.scopes(given, rivals));
  }
  result.findings = await writeFindings(transaction, { ...stamp, file: source.file }, found);
  return done;
}

/** Sums need a table as a whole; one of more figures is a database, not a table with its totals. */
const MOST_SUMMED = 50_000;

function tooManyToSum({ sheet }: OpenTable): SheetFound {
  return {
    kind: 'totals-unchecked',
    severity: 'note',
    row: null,
    zh: `工作表“${sheet}”的数超过 ${MOST_SUMMED} 个，没有核对各部分与合计。需要时请拆成几张表再导入。`,
    en: `Sheet “${sheet}” has more than ${MOST_SUMMED} figures; parts were not held against totals. Split it where that is wanted.`,
  };
}

type Refuse = (value: TidyValue, reason: Bilingual) => void;

async function retire(
  transaction: Transaction,
  document: string,
  ids: readonly string[],
  now: string,
): Promise<void> {
  if (ids.length === 0) return;
  await transaction.rows('CREATE TEMP TABLE gone_figures (id VARCHAR)');
  await transaction.append(
    'gone_figures',
    ids.map((id) => [id]),
  );
  await transaction.rows(
    `UPDATE figures SET retired_at = $2 WHERE document = $1 AND retired_at IS NULL
     AND id IN (SELECT id FROM gone_figures)`,
    [document, now],
  );
  await transaction.rows('DROP TABLE gone_figures');
}

/**
 * The figures of a table as an import would take them, for questions that need no workspace. Throws `UserError` where
 * the file cannot be read or holds no table.
 */
export async function readFigures(
  file: string,
  options: TableImportOptions,
): Promise<{ figures: Figure[]; rejects: TableReject[]; sheets: string[]; rows: number }> {
  const read = {
    figures: [] as Figure[],
    rejects: [] as TableReject[],
    sheets: [] as string[],
    rows: 0,
  };
  const source = { file, sha256: (await hashFile(file)).hash, released: options.released ?? null };
  for await (const table of openTables(file, tableOptions(options))) {
    read.sheets.push(table.sheet);
    const state = stating(table, source, options);
    for await (const { values, rejects, counts } of table.batches()) {
      read.rows += counts.rows;
      read.rejects.push(...rejects);
      for (const value of values) {
        if (value.value === null) continue;
        const figure = state(value);
        if ('zh' in figure)
          read.rejects.push({ ...placeOf(value, table), ...figure, value: value.quote, values: 1 });
        else read.figures.push(figure);
      }
    }
  }
  return read;
}

/** Rows and columns that the spreadsheet does not show: imported like the others, and said. */
class HiddenRows {
  readonly #table: OpenTable;
  readonly #rows = new Set<number>();
  readonly #columns = new Set<string>();

  constructor(table: OpenTable) {
    this.#table = table;
  }

  see({ hidden, locator }: TidyValue): void {
    if (!hidden) return;
    const column = this.#table.layout.columns.find((one) => one.letters === locator.column);
    if (column?.hidden) this.#columns.add(locator.column);
    else this.#rows.add(locator.row);
  }

  findings(): SheetFound[] {
    if (this.#rows.size + this.#columns.size === 0) return [];
    const rows = [...this.#rows];
    const columns = [...this.#columns];
    const shown = rows.slice(0, 12).join('、') + (rows.length > 12 ? ' 等' : '');
    const places = [
      ...(rows.length > 0
        ? [
            [
              `${rows.length} 行（第 ${shown} 行）`,
              `${rows.length} rows (${rows.slice(0, 12).join(', ')}${rows.length > 12 ? ' …' : ''})`,
            ],
          ]
        : []),
      ...(columns.length > 0
        ? [
            [
              `${columns.length} 列（${columns.join('、')}）`,
              `${columns.length} columns (${columns.join(', ')})`,
            ],
          ]
        : []),
    ];
    const { sheet } = this.#table;
    return [
      {
        kind: 'hidden',
        severity: 'note',
        row: rows[0] ?? null,
        zh: `工作表“${sheet}”有隐藏的${places.map(([zh]) => zh).join('和')}，其中的数照常导入。如是已作废的数，请在表中删去后重新导入。`,
        en: `Sheet “${sheet}” hides ${places.map(([, en]) => en).join(' and ')}; their figures are imported like the others. If they are void, delete them in the sheet and import it again.`,
      },
    ];
  }
}

const COMPARABLE = /可比价|不变价|实际增长/;
const CURRENT = /现价|当年价|名义/;

type Stated = Pick<TableImportOptions, 'indicator' | 'area'>;

/** What neither the table nor the user says of a value, all at once and with what to type; null where nothing lacks. */
export function lackOf(value: TidyValue, { indicator, area }: Stated): Bilingual | null {
  const lacksIndicator = value.indicator === null && !indicator;
  const lacksArea = value.area === null && !area;
  const lacksPeriod = value.period === null;
  if (lacksIndicator || lacksArea || lacksPeriod) {
    const lacking = [
      ...(lacksIndicator ? [LACKING.indicator] : []),
      ...(lacksArea ? [LACKING.area] : []),
      ...(lacksPeriod ? [LACKING.period] : []),
    ];
    const typed = lacking.map((one) => one.option).join(' ');
    const keys = lacking.map((one) => one.key);
    return {
      zh: `表中没有写明${lacking.map((one) => one.zh).join('、')}。请在命令后加 ${typed}（换成实际的），或写在对照表的 ${keys.join('、')}。`,
      en: `The table does not say ${lacking.map((one) => one.en).join(' and ')}. Add ${typed} to the command (with what is true), or state it in the mapping under ${keys.join(' and ')}.`,
    };
  }
  return null;
}

const LACKING = {
  indicator: {
    zh: '指标',
    en: 'what it counts',
    option: '--indicator 就业人员数',
    key: 'defaults.indicator',
  },
  area: { zh: '地区', en: 'of which area it is', option: '--area 全国', key: 'defaults.area' },
  period: {
    zh: '时期',
    en: 'of which period it is',
    option: '--period 2024年8月',
    key: 'defaults.period',
  },
};

/** A cell as a figure, or why it is none. */
type Stating = (value: TidyValue) => Figure | Bilingual;

/** The cells of a table as figures, with where each stands and what the table says around it. */
function stating(
  table: OpenTable,
  source: Pick<TableSource, 'file' | 'sha256' | 'released'>,
  options: Stated & Pick<TableImportOptions, 'codes'>,
): Stating {
  const title = table.layout.titles.map((line) => line.text).join(' ');
  const notes = table.layout.notes.map((line) => line.text);
  const headings = new Map(table.layout.columns.map((one) => [one.letters, one.heading.join(' / ')]));
  return (value) => {
    const heading = headings.get(value.locator.column) ?? '';
    return lackOf(value, options) ?? figureOf(value, { title, notes, heading }, source, options);
  };
}

function figureOf(
  value: TidyValue,
  { title, notes, heading }: { title: string; notes: readonly string[]; heading: string },
  source: Pick<TableSource, 'file' | 'sha256' | 'released'>,
  options: Stated & Pick<TableImportOptions, 'codes'>,
): Figure {
  const indicator = value.indicator ?? options.indicator!;
  // 全省 and 合计 of a table that does not name its area are of the one the command names.
  const unnamed = value.area?.code === null && value.aggregate === 'total' && Boolean(options.area);
  const area =
    value.area && !unnamed
      ? { code: value.area.code, name: value.area.name }
      : areaOf(options.area!, options.codes);
  const own = notes.filter((note) => note.includes(indicator));
  const words = [title, ...own, ...value.parents, indicator, value.label ?? '', heading].filter(Boolean);
  const said = words.filter((word, at) => word !== words[at - 1]).join('；');
  const { industry } = value;
  const stated: Omit<Figure, 'id'> = {
    indicator,
    value: value.value!,
    unit: value.unit ?? '',
    kind: value.kind,
    baseKind: null,
    period: value.period,
    area,
    industry:
      industry === null
        ? null
        : {
            name: industry.name,
            code:
              industry.code === null || industry.system === undefined
                ? null
                : { system: industry.system, version: industry.version ?? '', code: industry.code },
          },
    group: value.enterprise,
    priceBasis: priceBasisOf(said),
    scope: said === '' ? null : said.slice(0, 400),
    comparator: value.comparator,
    bound: null,
    approx: false,
    released: source.released,
    source: cellLocator(value.locator, source.file, source.sha256, value.quote),
  };
  const { file: _, ...place } = stated.source as { file: string };
  const id = sha256(JSON.stringify({ ...stated, source: place })).slice(0, 20);
  return { id, ...stated };
}

function priceBasisOf(words: string): PriceBasis | null {
  const comparable = COMPARABLE.test(words);
  return comparable === CURRENT.test(words) ? null : comparable ? 'comparable' : 'current';
}

/** Whether what two figures say, if both say it, is the same. */
function mayAgree(one: string | null, other: string | null): boolean {
  return one === null || other === null || one === other;
}

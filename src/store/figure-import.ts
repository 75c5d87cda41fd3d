/** Tables of figures: each cell with where it stands and what the table says around it. */
import { type Bilingual, type Figure, factKey, type PriceBasis, sha256 } from '../model/index.js';
import type { Cell, Transaction } from './database.js';
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
  const facts = await transaction.rows<{ key: string }>('SELECT DISTINCT fact_key AS key FROM figures');
  const before = new Set(facts.map((row) => row.key));
  const done = { accepted: 0, unchanged: 0, revised: 0, rejects: [] as Reject[] };
  const append = async (values: readonly TidyValue[], state: Stating, refuse: Refuse) => {
    const rows: Cell[][] = [];
    for (const value of values) {
      if (value.value === null) continue;
      const figure = state(value);
      if ('zh' in figure) refuse(value, figure);
      else if (gone.delete(figure.id)) done.unchanged++;
      else {
        const row = figureRow(figure, source.sha256, 'table/1', stamp.id, stamp.now);
        if (before.size > 0 && before.has(factKey(figure))) done.revised++;
        done.accepted++;
        rows.push(row);
      }
    }
    await transaction.append('figures', rows);
  };
  for await (const table of tables(context)) {
    source.title ??= table.layout.titles[0]?.text ?? null;
    const state = stating(table, source, options);
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
        done.rejects.push({ file: context.file, row, column, value: quote, ...reason, record });
      };
      await append(values, state, refuse);
      options.onStep?.({
        zh: `“${table.sheet}”已核对 ${done.accepted + done.unchanged} 个数`,
        en: `“${table.sheet}”: ${done.accepted + done.unchanged} figures checked`,
      });
      for (const record of records) if (!bad.has(record.row)) mended.push(...marksOf(record, context));
    }
  }
  await retire(transaction, source.sha256, [...gone], stamp.now);
  return done;
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
  const headings = new Map(table.layout.columns.map((one) => [one.letters, one.heading.join(' / ')]));
  return (value) => {
    const heading = headings.get(value.locator.column) ?? '';
    return lackOf(value, options) ?? figureOf(value, { title, heading }, source, options);
  };
}

function figureOf(
  value: TidyValue,
  { title, heading }: { title: string; heading: string },
  source: Pick<TableSource, 'file' | 'sha256' | 'released'>,
  options: Stated & Pick<TableImportOptions, 'codes'>,
): Figure {
  const indicator = value.indicator ?? options.indicator!;
  const area = value.area
    ? { code: value.area.code, name: value.area.name }
    : areaOf(options.area!, options.codes);
  const said = [title, ...value.parents, indicator, heading].filter((words) => words !== '').join('；');
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

/** Tables of figures: each cell with where it stands and what the table says around it. */
import { type Bilingual, type Figure, factKey, type PriceBasis, sha256 } from '../model/index.js';
import type { Cell, Transaction } from './database.js';
import {
  areaOf,
  type Context,
  marksOf,
  rejectOf,
  rowRecord,
  type TableImportOptions,
  tables,
} from './table-context.js';
import { cellLocator, type OpenTable, type TidyValue } from './tables/index.js';
import { figureRow, type Mended, type Reject, type TableSource, type TableWritten } from './workspace.js';

export async function importFigures(context: Context): Promise<void> {
  const { run, source, result } = context;
  const refused: Reject[] = [];
  const figures: Figure[] = [];
  const mended: Mended[] = [];
  for await (const table of tables(context)) {
    source.title ??= table.layout.titles[0]?.text ?? null;
    for await (const { values, records, rejects, counts } of table.batches()) {
      result.missing += counts.missing;
      const at = new Map(records.map((record) => [record.row, record]));
      const bad = new Set<number>();
      for (const reject of rejects) {
        bad.add(reject.row);
        refused.push(rejectOf(context, reject, rowRecord(at.get(reject.row), context)));
      }
      for (const value of values) {
        if (value.value === null) continue;
        const figure = figureOf(value, table, source, context.options);
        if ('zh' in figure) {
          bad.add(value.locator.row);
          const { row, column } = value.locator;
          refused.push({
            file: context.file,
            row,
            column,
            value: value.quote,
            ...figure,
            record: rowRecord(at.get(row), context),
          });
        } else figures.push(figure);
      }
      for (const record of records) if (!bad.has(record.row)) mended.push(...marksOf(record, context));
    }
  }
  const written = await run.addTable(
    'figures',
    source,
    (transaction, { id, now }) => writeFigures(transaction, { id, now }, source, figures, refused),
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

const COMPARABLE = /可比价|不变价|实际增长/;
const CURRENT = /现价|当年价|名义/;

type Stated = Pick<TableImportOptions, 'indicator' | 'area'>;

/** What neither the table nor the user says of a value, all at once and with what to type; null where nothing lacks. */
export function lackOf(value: TidyValue, { indicator, area }: Stated): Bilingual | null {
  const lacksIndicator = value.indicator === null && !indicator;
  const lacksArea = value.area === null && !area;
  if (lacksIndicator || lacksArea) {
    const lacking = [
      ...(lacksIndicator ? [LACKING.indicator] : []),
      ...(lacksArea ? [LACKING.area] : []),
    ];
    const typed = lacking.map((one) => one.option).join(' ');
    const keys = lacking.map((one) => one.key);
    return {
      zh: `表中没有写明${lacking.map((one) => one.zh).join('和')}。请在命令后加 ${typed}（换成实际的名称），或写在对照表的 ${keys.join('、')}。`,
      en: `The table does not say ${lacking.map((one) => one.en).join(' and ')}. Add ${typed} to the command (with the name that is true), or state it in the mapping under ${keys.join(' and ')}.`,
    };
  }
  return value.period === null ? { zh: '没有写明时期。', en: 'No period is stated.' } : null;
}

const LACKING = {
  indicator: {
    zh: '指标',
    en: 'what it counts',
    option: '--indicator 就业人员数',
    key: 'defaults.indicator',
  },
  area: { zh: '地区', en: 'of which area it is', option: '--area 全国', key: 'defaults.area' },
};

/** A cell as a figure, with where it stands and what the table says around it. */
export function figureOf(
  value: TidyValue,
  table: OpenTable,
  source: Pick<TableSource, 'file' | 'sha256' | 'released'>,
  options: Stated & Pick<TableImportOptions, 'codes'>,
): Figure | Bilingual {
  const lack = lackOf(value, options);
  if (lack) return lack;
  const indicator = value.indicator ?? options.indicator!;
  const area = value.area
    ? { code: value.area.code, name: value.area.name }
    : areaOf(options.area!, options.codes);
  const title = table.layout.titles.map((line) => line.text).join(' ');
  const column = table.layout.columns.find((one) => one.letters === value.locator.column);
  const heading = column?.heading.join(' / ') ?? '';
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

/** Under another mapping, what the file no longer says is retired; nothing is deleted. */
async function writeFigures(
  transaction: Transaction,
  run: { id: number; now: string },
  source: TableSource,
  figures: readonly Figure[],
  refused: readonly Reject[],
): Promise<TableWritten> {
  const standing = await transaction.rows<{ id: string }>(
    'SELECT id FROM figures WHERE document = $1 AND retired_at IS NULL',
    [source.sha256],
  );
  const known = new Set(standing.map((row) => row.id));
  const stated = new Set(figures.map((figure) => figure.id));
  const gone = [...known].filter((id) => !stated.has(id));
  if (gone.length > 0) {
    await transaction.rows('CREATE TEMP TABLE gone_figures (id VARCHAR)');
    await transaction.append(
      'gone_figures',
      gone.map((id) => [id]),
    );
    await transaction.rows(
      `UPDATE figures SET retired_at = $2 WHERE document = $1 AND retired_at IS NULL
       AND id IN (SELECT id FROM gone_figures)`,
      [source.sha256, run.now],
    );
    await transaction.rows('DROP TABLE gone_figures');
  }
  const facts = await transaction.rows<{ key: string }>('SELECT DISTINCT fact_key AS key FROM figures');
  const before = new Set(facts.map((row) => row.key));
  const rows: Cell[][] = [];
  const result = { accepted: 0, unchanged: 0, revised: 0, rejects: refused };
  for (const figure of figures) {
    if (known.has(figure.id)) {
      result.unchanged++;
      continue;
    }
    known.add(figure.id);
    result.accepted++;
    if (before.has(factKey(figure))) result.revised++;
    rows.push(figureRow(figure, source.sha256, 'table/1', run.id, run.now));
  }
  await transaction.append('figures', rows);
  return result;
}

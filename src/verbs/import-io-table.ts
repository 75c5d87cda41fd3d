// A file of input–output tables: every identity checked, then kept with its place in the file.
import {
  checkIdentities,
  examineTable,
  type IdentityReport,
  IO_LAYOUTS,
  type IoFinding,
  type IoLayout,
  type IoTable,
} from '../chain/index.js';
import { type Bilingual, UserError } from '../model/index.js';
import {
  type Codes,
  hashFile,
  type IoImport,
  type IoImported,
  type IoTableEntry,
  importIoTables,
  loadCodes,
  type Reject,
  type Workspace,
} from '../store/index.js';
import {
  type AggregationFiles,
  aggregatedBy,
  type IoFile,
  labelsAndVectors,
  readIoFile,
} from './io-tables.js';

/** What a user says of a file of tables; what is left out the file says itself. */
export interface IoTableAsked extends AggregationFiles {
  layout?: string;
  /** Beside flows in the long form: uses, inputs and output of every industry. */
  totals?: string;
  /** In the workspace; for a file of one table. */
  name?: string;
  sheet?: string;
  unit?: string;
  /** A year. */
  period?: string;
  encoding?: string;
  title?: string;
}

export interface IoTableSource {
  released?: string;
  publisher?: string;
  synthetic?: boolean;
  /** As the user calls the file, where that is not its path. */
  file?: string;
}

/** A table that was read, checked, and perhaps aggregated. */
export interface ExaminedIoTable {
  name: string;
  layout: IoLayout;
  table: IoTable;
  report: IdentityReport;
  findings: IoFinding[];
  entry: IoTableEntry;
}

export interface ExaminedIoFile {
  examined: ExaminedIoTable[];
  /** On the tables together. */
  notes: IoFinding[];
  refused: readonly Reject[];
  content: IoImport;
}

/** Reads and checks the tables of a file; writes nothing. */
export async function examineIoFile(file: string, asked: IoTableAsked): Promise<ExaminedIoFile> {
  const aggregated = await aggregatedBy(asked);
  const found = await readIoFile(file, {
    layout: layoutOf(asked.layout),
    year: yearOf(asked.period),
    sheet: asked.sheet ?? null,
    unit: asked.unit ?? null,
    title: asked.title ?? null,
    encoding: asked.encoding ?? null,
    totalsFile: asked.totals ?? null,
  });
  const examined = examine(found, asked.name ?? null, aggregated);
  const notes = missingProvinces(examined, await loadCodes());
  const content = toKeep(found, examined, notes);
  return { examined, notes, refused: content.refused, content };
}

/** The tables of a file into the workspace; `examined` is null where the very file was taken in before. */
export async function keepIoFile(
  workspace: Workspace,
  file: string,
  asked: IoTableAsked,
  { released, publisher, synthetic, file: called }: IoTableSource,
): Promise<{ kept: IoImported; examined: ExaminedIoFile | null }> {
  let examined: ExaminedIoFile | null = null;
  // What is wrong with the words of the user is said of a known file too.
  layoutOf(asked.layout);
  yearOf(asked.period);
  const kept = await importIoTables(
    workspace,
    file,
    async () => {
      examined = await examineIoFile(file, asked);
      return examined.content;
    },
    {
      mapping: await mappingOf(asked),
      released: released ?? null,
      publisher: publisher ?? null,
      synthetic: synthetic ?? false,
      ...(called === undefined ? {} : { name: called }),
    },
  );
  return { kept, examined };
}

function layoutOf(text: string | undefined): IoLayout | null {
  const layout = text === undefined ? null : IO_LAYOUTS.find((one) => one === text);
  if (layout !== undefined) return layout;
  throw new UserError({
    zh: `没有这样的格式：${text}。可选：${IO_LAYOUTS.join('、')}。`,
    en: `No such layout: ${text}. Choose from ${IO_LAYOUTS.join(', ')}.`,
  });
}

function yearOf(period: string | undefined): number | null {
  if (period === undefined) return null;
  if (/^(?:19|20)\d\d年?$/.test(period)) return Number(period.slice(0, 4));
  throw new UserError({
    zh: `投入产出表的时期应是年份，如 2020：${period}。`,
    en: `The period of an input–output table is a year, such as 2020: ${period}.`,
  });
}

/** What makes an import of one file another import: how it was read, and with what beside it. */
async function mappingOf(options: IoTableAsked): Promise<string | null> {
  const { layout, name, sheet, unit, period, title, encoding } = options;
  const beside: Record<string, string> = {};
  for (const key of ['totals', 'concordance', 'regions'] as const)
    if (options[key] !== undefined) beside[key] = (await hashFile(options[key])).hash;
  const text = JSON.stringify({ layout, name, sheet, unit, period, title, encoding, ...beside });
  return text === '{}' ? null : text;
}

function examine(
  { file, readings }: IoFile,
  name: string | null,
  aggregated: (table: IoTable) => { table: IoTable; unused: readonly string[] },
): ExaminedIoTable[] {
  if (name !== null && readings.length > 1) {
    throw new UserError({
      zh: `${file}：有 ${readings.length} 张投入产出表，--name 只能用于一张。请加 --sheet，或不写 --name。`,
      en: `${file}: holds ${readings.length} tables, and --name is for one. Add --sheet, or leave --name out.`,
    });
  }
  const titles = new Map<string, number>();
  for (const { table } of readings) titles.set(table.title, (titles.get(table.title) ?? 0) + 1);
  return readings.map(({ layout, table: whole, stated, places, sheet, findings }) => {
    const report = checkIdentities(whole, stated);
    const { table, unused } = aggregated(whole);
    const own = name ?? (titles.get(whole.title)! > 1 ? `${whole.title} [${sheet}]` : whole.title);
    const all = [...findings, ...examineTable(whole, report), ...unusedCodes(unused)];
    const entry: IoTableEntry = {
      name: own,
      title: table.title,
      year: table.year,
      unit: table.unit,
      layout,
      sheet,
      places,
      checks: report,
      ...labelsAndVectors(table),
    };
    return { name: own, layout, table, report, findings: all, entry };
  });
}

function unusedCodes(unused: readonly string[]): IoFinding[] {
  if (unused.length === 0) return [];
  return [
    note('unusedCodes', {
      zh: `对照表中有 ${unused.length} 个代码不在表里：${unused.slice(0, 10).join('、')}。`,
      en: `${unused.length} codes of the concordance are not in the table: ${unused.slice(0, 10).join(', ')}.`,
    }),
  ];
}

function note(
  finding: IoFinding['finding'],
  said: Bilingual,
  severity: 'note' | 'warning' = 'note',
): IoFinding {
  return { finding, severity, item: null, value: null, expected: null, row: null, ...said };
}

/** From how many provinces on the others are missed. */
const MOST_PROVINCES = 16;

/** A table of the provinces, or a file with a table for each, that lacks some of them. */
function missingProvinces(examined: readonly ExaminedIoTable[], { areas }: Codes): IoFinding[] {
  const codeOf = (words: string) => {
    const known = PROVINCES.find(([, english]) => english === words.toLowerCase().replace(/[^a-z]/g, ''));
    if (known) return known[0];
    const found = areas.resolve(words, { level: 'province' });
    return found.status === 'resolved' ? found.code : null;
  };
  const lists = examined
    .map(({ table }) => [...new Set(table.industries.flatMap(({ region }) => region ?? []))])
    .filter((regions) => regions.length > 1);
  if (examined.length > 1) lists.push(examined.map(({ table }) => table.title.replace(/\d{4}.*$/, '')));
  return lists.flatMap((names) => {
    const found = new Set<string>();
    const strange: string[] = [];
    for (const name of names) {
      const code = codeOf(name);
      if (code === null) strange.push(name);
      else found.add(code);
    }
    const missing = PROVINCES.filter(([code]) => !found.has(code));
    if (found.size < MOST_PROVINCES || missing.length === 0) return [];
    const list = missing.map(([code]) => {
      const area = areas.resolve(code);
      return area.status === 'resolved' ? area.name : code;
    });
    const others = strange.length === 0 ? '' : `（未认出：${strange.join('、')}）`;
    const othersEn = strange.length === 0 ? '' : ` (not recognised: ${strange.join(', ')})`;
    return [
      note(
        'missingRegion',
        {
          zh: `缺 ${list.length} 个省份：${list.join('、')}${others}。`,
          en: `missing provinces (${list.length}): ${list.join(', ')}${othersEn}.`,
        },
        'warning',
      ),
    ];
  });
}

/** The mainland's provincial units, which interprovincial tables cover, with their English names in one word. */
const PROVINCES: readonly (readonly [code: string, english: string])[] = [
  ['110000', 'beijing'],
  ['120000', 'tianjin'],
  ['130000', 'hebei'],
  ['140000', 'shanxi'],
  ['150000', 'innermongolia'],
  ['210000', 'liaoning'],
  ['220000', 'jilin'],
  ['230000', 'heilongjiang'],
  ['310000', 'shanghai'],
  ['320000', 'jiangsu'],
  ['330000', 'zhejiang'],
  ['340000', 'anhui'],
  ['350000', 'fujian'],
  ['360000', 'jiangxi'],
  ['370000', 'shandong'],
  ['410000', 'henan'],
  ['420000', 'hubei'],
  ['430000', 'hunan'],
  ['440000', 'guangdong'],
  ['450000', 'guangxi'],
  ['460000', 'hainan'],
  ['500000', 'chongqing'],
  ['510000', 'sichuan'],
  ['520000', 'guizhou'],
  ['530000', 'yunnan'],
  ['540000', 'tibet'],
  ['610000', 'shaanxi'],
  ['620000', 'gansu'],
  ['630000', 'qinghai'],
  ['640000', 'ningxia'],
  ['650000', 'xinjiang'],
];

function toKeep(found: IoFile, examined: readonly ExaminedIoTable[], notes: readonly IoFinding[]): IoImport {
  const several = examined.length > 1;
  const refused: Reject[] = found.refused.map(({ sheet, fault }) => ({
    file: found.file,
    row: null,
    column: null,
    value: sheet,
    zh: fault.zh,
    en: fault.en,
  }));
  for (const { findings } of examined) {
    for (const { finding, item, row, zh, en } of findings) {
      if (finding !== 'notANumber') continue;
      refused.push({ file: found.file, row, column: item, value: null, zh, en });
    }
  }
  return {
    refused,
    entries: examined.map(({ entry, findings, name, table }, at) => ({
      table: entry,
      findings: [...findings, ...(at === 0 ? notes : [])].map((one) => ({
        ...one,
        unit: one.value === null ? null : table.unit,
        zh: several ? `${name}：${one.zh}` : one.zh,
        en: several ? `${name}: ${one.en}` : one.en,
      })),
    })),
  };
}

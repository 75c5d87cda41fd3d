// ballast import FILE --as io-table: every identity checked and shown, then kept with its place in the file.
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
} from '../verbs/index.js';
import { EXIT, type Terminal } from './terminal.js';
import { openWorkspace } from './workspace.js';

export interface IoImportArguments extends AggregationFiles {
  layout?: string;
  totals?: string;
  name?: string;
  sheet?: string;
  unit?: string;
  period?: string;
  encoding?: string;
  released?: string;
  title?: string;
  publisher?: string;
  synthetic?: boolean;
  dryRun?: boolean;
  json?: boolean;
  workspace: string;
}

/** A table that was read, checked, and perhaps aggregated. */
interface Examined {
  name: string;
  layout: IoLayout;
  table: IoTable;
  report: IdentityReport;
  findings: IoFinding[];
  entry: IoTableEntry;
}

export async function importIoTable(
  file: string,
  options: IoImportArguments,
  terminal: Terminal,
): Promise<number> {
  const layout = layoutOf(options.layout);
  const year = yearOf(options.period);
  const examined: Examined[] = [];
  const notes: IoFinding[] = [];
  const read = async (): Promise<IoImport> => {
    const aggregated = await aggregatedBy(options);
    const found = await readIoFile(file, {
      layout,
      year,
      sheet: options.sheet ?? null,
      unit: options.unit ?? null,
      title: options.title ?? null,
      encoding: options.encoding ?? null,
      totalsFile: options.totals ?? null,
    });
    examined.push(...examine(found, options.name ?? null, aggregated));
    notes.push(...missingProvinces(examined, await loadCodes()));
    return toKeep(found, examined, notes);
  };
  if (options.dryRun) {
    const { refused } = await read();
    show({ file, examined, notes, refused, kept: null }, options, terminal);
    return refused.length > 0 ? EXIT.badInput : EXIT.done;
  }
  const workspace = await openWorkspace(options.workspace, terminal);
  try {
    const progress = terminal.progress({ zh: '导入投入产出表', en: 'Importing input–output tables' }, 1);
    let refused: readonly Reject[] = [];
    const kept = await importIoTables(
      workspace,
      file,
      async () => {
        const all = await read();
        refused = all.refused;
        return all;
      },
      {
        mapping: await mappingOf(options),
        released: options.released ?? null,
        publisher: options.publisher ?? null,
        synthetic: options.synthetic ?? false,
      },
    );
    progress.end();
    show({ file, examined, notes, refused, kept }, options, terminal);
    return kept.rejected > 0 ? EXIT.badInput : EXIT.done;
  } finally {
    await workspace.close();
  }
}

/** One table of a file that is known to be sound, into a workspace that is open: as `importIoTable`, without an account of it. */
export async function keepIoTable(
  workspace: Workspace,
  file: string,
  { name, synthetic }: { name: string; synthetic: boolean },
): Promise<IoImported> {
  return importIoTables(
    workspace,
    file,
    async () => {
      const found = await readIoFile(file);
      return toKeep(
        found,
        examine(found, name, (table) => ({ table, unused: [] })),
        [],
      );
    },
    { mapping: await mappingOf({ name }), released: null, publisher: null, synthetic },
  );
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
async function mappingOf(options: Partial<IoImportArguments>): Promise<string | null> {
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
): Examined[] {
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
function missingProvinces(examined: readonly Examined[], { areas }: Codes): IoFinding[] {
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

function toKeep(found: IoFile, examined: readonly Examined[], notes: readonly IoFinding[]): IoImport {
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

interface Shown {
  file: string;
  examined: readonly Examined[];
  notes: readonly IoFinding[];
  refused: readonly Reject[];
  /** Null for a dry run. */
  kept: Awaited<ReturnType<typeof importIoTables>> | null;
}

function show(shown: Shown, options: IoImportArguments, terminal: Terminal): void {
  const { file, examined, notes, refused, kept } = shown;
  if (options.json) {
    terminal.json({
      schema: 'ballast.import/1',
      kind: 'io-table',
      file,
      ...(kept ?? { dryRun: true, rejected: refused.length }),
      tables: examined.map(({ name, layout, table, report, findings, entry }) => ({
        name,
        title: table.title,
        year: table.year,
        unit: table.unit,
        layout,
        sheet: entry.sheet,
        places: entry.places,
        industries: table.industries.length,
        regions: new Set(table.industries.flatMap(({ region }) => region ?? [])).size,
        competitive: table.importedIntermediate === null,
        decimals: report.decimals,
        identities: report.checks,
        findings,
      })),
      notes,
      refused,
    });
    return;
  }
  const lines: Bilingual[] = [];
  for (const one of examined) lines.push(...account(one));
  for (const one of notes) lines.push({ zh: `! ${one.zh}`, en: `! ${one.en}` });
  for (const { value, zh, en } of refused)
    if (value !== null) lines.push({ zh: `× ${value}：${zh}`, en: `× ${value}: ${en}` });
  if (kept) lines.push(outcome(file, kept));
  terminal.print(lines.map((line) => terminal.say(line)).join('\n'));
}

function account({ name, layout, table, report, findings }: Examined): Bilingual[] {
  const regions = new Set(table.industries.flatMap(({ region }) => region ?? [])).size;
  const kind = table.importedIntermediate === null ? null : { zh: '，非竞争型', en: ', non-competitive' };
  const of = regions > 0 ? { zh: `${regions} 个地区，`, en: `${regions} regions, ` } : { zh: '', en: '' };
  const n = table.industries.length;
  // Those that do not hold are told among the findings, with the place of the largest residual.
  const checks = report.checks.flatMap(({ says, identity, item, checked, beyondRounding, largest }) => {
    if (beyondRounding > 0) return [];
    const most = largest === null ? 0 : Number(Math.abs(largest.residual).toPrecision(2));
    const of = item === null ? '' : ` ${item}`;
    return [
      {
        zh: `  ✓ ${says.zh}${item === null ? '' : `（${item}）`}：${checked} 处，最大残差 ${most}`,
        en: `  ✓ ${identity}${of}: ${checked} checked, largest residual ${most}`,
      },
    ];
  });
  return [
    {
      zh: `${name}（${layout}${kind?.zh ?? ''}）：${of.zh}${n} 个部门，${table.year ?? '年份不明'}，单位 ${table.unit || '不明'}`,
      en: `${name} (${layout}${kind?.en ?? ''}): ${of.en}${n} industries, ${table.year ?? 'year unknown'}, unit ${table.unit || 'unknown'}`,
    },
    ...checks,
    ...findings.map(({ zh, en, severity }) => {
      const mark = severity === 'note' ? '·' : severity === 'warning' ? '!' : '×';
      return { zh: `  ${mark} ${zh}`, en: `  ${mark} ${en}` };
    }),
  ];
}

function outcome(file: string, kept: NonNullable<Shown['kept']>): Bilingual {
  if (kept.knownAs !== null) {
    return {
      zh: `${file}：这个文件已在第 ${kept.knownAs} 次导入中收入，没有改动。`,
      en: `${file}: this file was taken in by import ${kept.knownAs}; nothing was changed.`,
    };
  }
  return {
    zh: `${file}（第 ${kept.importId} 次导入）：收入 ${kept.accepted} 张表，其中修订 ${kept.revised}；已有 ${kept.unchanged}；退回 ${kept.rejected}`,
    en: `${file} (import ${kept.importId}): ${kept.accepted} tables taken in, ${kept.revised} of them revisions; ${kept.unchanged} known; ${kept.rejected} refused`,
  };
}

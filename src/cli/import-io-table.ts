// ballast import FILE --as io-table: every identity checked and shown, then kept with its place in the file.
import type { Bilingual } from '../model/index.js';
import type { IoImported } from '../store/index.js';
import {
  type ExaminedIoFile,
  type ExaminedIoTable,
  examineIoFile,
  type IoTableAsked,
  type IoTableSource,
  keepIoFile,
} from '../verbs/index.js';
import { EXIT, type Terminal } from './terminal.js';
import { openWorkspace } from './workspace.js';

export interface IoImportArguments extends IoTableAsked, Omit<IoTableSource, 'file'> {
  dryRun?: boolean;
  json?: boolean;
  workspace: string;
}

export async function importIoTable(
  file: string,
  options: IoImportArguments,
  terminal: Terminal,
): Promise<number> {
  if (options.dryRun) {
    const examined = await examineIoFile(file, options);
    show({ file, ...examined, kept: null }, options, terminal);
    return examined.refused.length > 0 ? EXIT.badInput : EXIT.done;
  }
  const workspace = await openWorkspace(options.workspace, terminal);
  try {
    const progress = terminal.progress({ zh: '导入投入产出表', en: 'Importing input–output tables' }, 1);
    const { released, publisher, synthetic } = options;
    const { kept, examined } = await keepIoFile(workspace, file, options, {
      ...(released === undefined ? {} : { released }),
      ...(publisher === undefined ? {} : { publisher }),
      ...(synthetic === undefined ? {} : { synthetic }),
    });
    progress.end();
    show({ file, ...(examined ?? { examined: [], notes: [], refused: [] }), kept }, options, terminal);
    return kept.rejected > 0 ? EXIT.badInput : EXIT.done;
  } finally {
    await workspace.close();
  }
}

interface Shown extends Pick<ExaminedIoFile, 'examined' | 'notes' | 'refused'> {
  file: string;
  /** Null for a dry run. */
  kept: IoImported | null;
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

function account({ name, layout, table, report, findings }: ExaminedIoTable): Bilingual[] {
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

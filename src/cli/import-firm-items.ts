// ballast import FILE --as firm-items: items of firms for assessment, from a filled-in template or a table of its kind.
import type { Bilingual } from '../model/index.js';
import type { FirmItemsImported } from '../store/index.js';
import { keepFirmItems, openFirmWords, openItems, readFirmTables } from './assess/index.js';
import { EXIT, type Terminal } from './terminal.js';
import { openWorkspace } from './workspace.js';

export interface FirmItemsArguments {
  sheet?: string;
  unit?: string;
  encoding?: string;
  released?: string;
  publisher?: string;
  synthetic?: boolean;
  dryRun?: boolean;
  json?: boolean;
  workspace: string;
}

export async function importFirmTable(
  file: string,
  options: FirmItemsArguments,
  terminal: Terminal,
): Promise<number> {
  const words = await openFirmWords(options.workspace, await openItems(options.workspace));
  const { sheet = null, unit = null, encoding = null } = options;
  const reading = { sheet, unit, encoding };
  const read = await readFirmTables(file, words, reading);
  for (const notice of read.notices) terminal.note(notice);
  const items = read.firms.flatMap((firm) => firm.items);
  const titles = read.firms.flatMap((firm) => firm.titles);
  const { rejects } = read;
  let kept: FirmItemsImported | null = null;
  if (!options.dryRun) {
    const workspace = await openWorkspace(options.workspace, terminal);
    try {
      kept = await keepFirmItems(workspace, read, reading, options);
    } finally {
      await workspace.close();
    }
  }
  const counts = { firms: read.firms.length, items: items.length, titles: titles.length };
  const refused = kept?.rejected ?? rejects.length;
  if (options.json)
    terminal.json({
      schema: 'ballast.import/1',
      kind: 'firm-items',
      file,
      ...(kept === null ? { dryRun: true } : kept),
      ...counts,
      rejected: refused,
      rejects: rejects
        .slice(0, 50)
        .map(({ sheet: on, row, column, value, zh, en }) => ({ sheet: on, row, column, value, zh, en })),
    });
  else {
    const lines: Bilingual[] = [
      {
        zh: `${file}：企业 ${counts.firms} 家，指标值 ${counts.items} 个，称号 ${counts.titles} 个${kept === null ? '（未写入）' : ''}`,
        en: `${file}: ${counts.firms} firms, ${counts.items} values, ${counts.titles} titles${kept === null ? ' (nothing was written)' : ''}`,
      },
      ...(kept === null ? [] : [accountOf(kept)]),
      ...rejects.slice(0, 5).map(({ row, column, value, ...said }) => ({
        zh: `  × 第 ${row} 行${column === null ? '' : `“${column}”列`}${value === null ? '' : ` “${value}”`}：${said.zh}`,
        en: `  × row ${row}${column === null ? '' : `, column "${column}"`}${value === null ? '' : ` "${value}"`}: ${said.en}`,
      })),
      ...(rejects.length > 5
        ? [{ zh: `  × 共退回 ${rejects.length} 处`, en: `  × ${rejects.length} refused in all` }]
        : []),
      ...(refused > 0 && kept !== null
        ? [
            {
              zh: '  退回的行：ballast export rejects --out rejects.csv，改好后再导入',
              en: '  refused rows: ballast export rejects --out rejects.csv, mend them, import the file again',
            },
          ]
        : []),
    ];
    terminal.print(lines.map((line) => terminal.say(line)).join('\n'));
  }
  return refused > 0 ? EXIT.badInput : EXIT.done;
}

function accountOf({ importId, knownAs, ...done }: FirmItemsImported): Bilingual {
  if (knownAs !== null)
    return {
      zh: `  这个文件已在第 ${knownAs} 次导入中收入，没有改动`,
      en: `  this file was taken in by import ${knownAs}; nothing was changed`,
    };
  return {
    zh: `  第 ${importId} 次导入：收入 ${done.accepted}，其中修订 ${done.revised}；已有 ${done.unchanged}；退回 ${done.rejected}`,
    en: `  import ${importId}: ${done.accepted} taken in, ${done.revised} of them revisions; ${done.unchanged} known; ${done.rejected} refused`,
  };
}

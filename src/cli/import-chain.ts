// ballast import FILE --as chain: nodes, edges, makers and projects of a chain map; files, folders or workbooks.
import { basename, extname } from 'node:path';
import type { Bilingual } from '../model/index.js';
import { type ChainImported, importChain, type Reject } from '../store/index.js';
import { readChainFiles, rowsToKeep } from '../verbs/index.js';
import { EXIT, type Terminal } from './terminal.js';
import { openWorkspace } from './workspace.js';

export interface ChainImportArguments {
  name?: string;
  encoding?: string;
  released?: string;
  publisher?: string;
  synthetic?: boolean;
  dryRun?: boolean;
  json?: boolean;
  workspace: string;
}

export async function importChainFiles(
  path: string,
  options: ChainImportArguments,
  terminal: Terminal,
): Promise<number> {
  const { readings, notices } = await readChainFiles([path], options.encoding);
  for (const notice of notices) terminal.note(notice);
  const chain = options.name ?? basename(path, extname(path));
  const files = rowsToKeep(readings);
  const rejects = files.flatMap((file) => file.rejects);
  const counts = {
    nodes: readings.reduce((sum, { nodes }) => sum + nodes.length, 0),
    edges: readings.reduce((sum, { edges }) => sum + edges.length, 0),
    actors: readings.reduce((sum, { actors }) => sum + actors.length, 0),
    projects: readings.reduce((sum, { projects }) => sum + projects.length, 0),
  };
  let kept: ChainImported[] | null = null;
  if (!options.dryRun) {
    const workspace = await openWorkspace(options.workspace, terminal);
    try {
      kept = await importChain(workspace, files, {
        chain,
        mapping: options.encoding ?? null,
        released: options.released ?? null,
        publisher: options.publisher ?? null,
        synthetic: options.synthetic ?? false,
      });
    } finally {
      await workspace.close();
    }
  }
  if (options.json)
    terminal.json({
      schema: 'ballast.import/1',
      kind: 'chain',
      chain,
      ...(kept === null ? { dryRun: true } : {}),
      ...counts,
      tables: readings.map(({ table, form, rejects: refused }) => ({
        file: table.file,
        sheet: table.sheet,
        form,
        rows: table.rows.length,
        rejected: refused.length,
      })),
      files: kept,
      rejected: rejects.length,
      rejects: rejects.slice(0, 50),
    });
  else {
    const lines: Bilingual[] = [
      {
        zh: `产业链“${chain}”：环节 ${counts.nodes}，连接 ${counts.edges}，主体 ${counts.actors}，项目 ${counts.projects}`,
        en: `chain “${chain}”: ${counts.nodes} nodes, ${counts.edges} edges, ${counts.actors} actors, ${counts.projects} projects`,
      },
      ...(kept ?? []).map(accountOf),
      ...rejects.slice(0, 5).map(rejectLine),
      ...(rejects.length > 5
        ? [{ zh: `  × 共退回 ${rejects.length} 行`, en: `  × ${rejects.length} rows refused in all` }]
        : []),
    ];
    terminal.print(lines.map((line) => terminal.say(line)).join('\n'));
  }
  return rejects.length > 0 ? EXIT.badInput : EXIT.done;
}

function accountOf({ file, importId, knownAs, ...done }: ChainImported): Bilingual {
  if (knownAs !== null)
    return {
      zh: `  ${file}：这个文件已在第 ${knownAs} 次导入中收入，没有改动`,
      en: `  ${file}: taken in by import ${knownAs}; nothing was changed`,
    };
  return {
    zh: `  ${file}（第 ${importId} 次导入）：收入 ${done.accepted}，其中修订 ${done.revised}；已有 ${done.unchanged}；退回 ${done.rejected}`,
    en: `  ${file} (import ${importId}): ${done.accepted} taken in, ${done.revised} of them revisions; ${done.unchanged} known; ${done.rejected} refused`,
  };
}

function rejectLine({ file, row, column, ...said }: Reject): Bilingual {
  return {
    zh: `  × ${file} 第 ${row} 行${column === null ? '' : `“${column}”列`}：${said.zh}`,
    en: `  × ${file} row ${row}${column === null ? '' : `, column "${column}"`}: ${said.en}`,
  };
}

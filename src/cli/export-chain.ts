// ballast export chain NAME --list firms|products|projects|gaps: the lists that go with a chain map.
import {
  CHAIN_LISTS,
  type ChainList,
  chainGaps,
  chainLayers,
  chainList,
  chainUpstreamness,
} from '../chain/index.js';
import { UserError } from '../model/index.js';
import { writeListTable } from '../store/index.js';
import { homeArea, keptChain } from '../verbs/index.js';
import { EXIT, type Terminal } from './terminal.js';
import { openWorkspace } from './workspace.js';

export interface ChainExportArguments {
  list?: string;
  home?: string;
  owner?: string;
  hhi?: number;
  format: string;
  out: string;
  json?: boolean;
  workspace: string;
}

export async function exportChain(
  name: string | undefined,
  options: ChainExportArguments,
  terminal: Terminal,
): Promise<number> {
  const { format } = options;
  if (format !== 'csv' && format !== 'xlsx' && format !== 'json')
    throw new UserError({
      zh: `清单导出为 csv、xlsx 或 json：${format}。`,
      en: `A list is exported as csv, xlsx or json: ${format}.`,
    });
  const list = CHAIN_LISTS.find((one) => one === options.list);
  if (list === undefined)
    throw new UserError({
      zh: `请用 --list 写明清单：${CHAIN_LISTS.join('、')}${options.list === undefined ? '' : `（没有 ${options.list}）`}。`,
      en: `Name the list with --list: ${CHAIN_LISTS.join(', ')}${options.list === undefined ? '' : ` (there is no ${options.list})`}.`,
    });
  const workspace = await openWorkspace(options.workspace, terminal, { readOnly: true });
  try {
    if (name === undefined) {
      const names = (await workspace.chains()).map((chain) => chain.name);
      throw new UserError({
        zh: `请写明导出哪条产业链：${names.join('、') || '工作区里还没有'}。`,
        en: `Name the chain to export: ${names.join(', ') || 'there is none in the workspace'}.`,
      });
    }
    const { map, files } = await keptChain(workspace, name);
    const written = map.actors.map(({ area }) => area);
    const home = options.home === undefined ? null : await homeArea(options.home, written);
    const { upstreamness } = chainUpstreamness(map);
    const table = chainList(list satisfies ChainList, {
      map,
      upstreamness,
      layers: chainLayers(map, upstreamness),
      gaps: chainGaps(map, {
        isHome: home?.isHome ?? null,
        homeName: home?.name ?? null,
        ...(options.hhi === undefined ? {} : { concentration: options.hhi }),
      }),
      lang: terminal.lang,
      defaults: { owner: options.owner ?? null, date: null, source: null },
    });
    const latest = files.flatMap(({ released }) => released ?? []).sort();
    const rows = await writeListTable(options.out, format, {
      name: `chain ${name} ${list}`,
      sheet: table.title[terminal.lang],
      columns: table.columns,
      rows: table.rows,
      lang: terminal.lang,
      modified: latest.at(-1) ?? null,
    });
    if (options.json)
      terminal.json({ schema: 'ballast.export/1', table: 'chain', name, list, rows, file: options.out });
    else
      terminal.print(terminal.say({ zh: `${options.out}：${rows} 行`, en: `${options.out}: ${rows} rows` }));
    return EXIT.done;
  } finally {
    await workspace.close();
  }
}

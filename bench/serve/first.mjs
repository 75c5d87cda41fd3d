/**
 * How long the first page takes right after the start: for each page a server is started anew, and what the page asks for
 * first is asked at once, as soon as it listens. `cpuMs` is the processor time that the server has taken by then.
 *
 *   node bench/serve/first.mjs --workspace DIR [--only WORDS] [--rest SECONDS] [--json]
 *
 * With --rest the server has so many seconds for itself before it is asked. Needs a build (npm run build).
 */
import { parseArgs } from 'node:util';
import { memoryOf, processorOf, serve } from './served.mjs';

const { values: options } = parseArgs({
  options: {
    workspace: { type: 'string' },
    only: { type: 'string' },
    rest: { type: 'string', default: '0' },
    json: { type: 'boolean', default: false },
  },
});
if (!options.workspace) throw new Error('--workspace DIR is wanted');

const PAGES = {
  today: ['/today'],
  policy: ['/documents', '/documents/facets'],
  monitoring: ['/monitoring/indicators'],
  clusters: ['/clusters'],
  chains: ['/chains'],
  firms: ['/firms?count=100&sort=name&down=false', '/firms/choices'],
  match: ['/match'],
  'match: a firm': ['/match/firms?text='],
  layout: ['/layout/tables'],
  briefs: ['/briefs'],
  data: ['/imports', '/sources', '/templates'],
};

const rows = [];
for (const [page, paths] of Object.entries(PAGES)) {
  if (options.only && !page.includes(options.only)) continue;
  const server = await serve(options.workspace);
  try {
    await new Promise((resolve) => setTimeout(resolve, 1000 * Number(options.rest)));
    const start = performance.now();
    const times = await Promise.all(
      ['/workspace', ...paths].map(async (path) => {
        const answer = await fetch(new URL(`api/v1${path}`, server.address));
        await answer.arrayBuffer();
        if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
        return performance.now() - start;
      }),
    );
    rows.push({
      page,
      ms: Math.round(Math.max(...times)),
      cpuMs: await processorOf(server.pid),
      memoryMB: Math.round(((await memoryOf(server.pid))?.now ?? 0) / 1e6),
    });
  } finally {
    server.kill('SIGTERM');
    await server.gone;
  }
}
if (options.json) process.stdout.write(`${JSON.stringify(rows, null, 2)}\n`);
else console.table(rows);

/**
 * How long each GET address of a server takes on a workspace, one asker at a time: the first answer, and then the median and
 * the 95th percentile of the next ones. `holdUpMs` is the longest that an answer out of memory (/jobs) had to wait
 * meanwhile: how long the address kept everybody else from being served.
 *
 *   node bench/serve/addresses.mjs --workspace DIR [--times 10] [--only WORDS] [--json]
 *
 * Exports and backups are left out. Parameters are taken from what the lists of the workspace hold first. Needs a build.
 */
import { parseArgs } from 'node:util';
import { memoryOf, serve } from './served.mjs';

const { values: options } = parseArgs({
  options: {
    workspace: { type: 'string' },
    times: { type: 'string', default: '10' },
    only: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});
if (!options.workspace) throw new Error('--workspace DIR is wanted');

const began = performance.now();
const server = await serve(options.workspace);
const startSeconds = (performance.now() - began) / 1000;
const rows = [];

async function asked(path) {
  const start = performance.now();
  const answer = await fetch(new URL(`api/v1${path}`, server.address));
  const body = new Uint8Array(await answer.arrayBuffer());
  return { ms: performance.now() - start, status: answer.status, bytes: body.length, body };
}

/** Asks for `/jobs` over and over while `work` is under way; the longest wait. */
async function holdUp(work) {
  let isOver = false;
  let longest = 0;
  const probe = (async () => {
    while (!isOver) {
      longest = Math.max(longest, (await asked('/jobs')).ms);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  })();
  const result = await work();
  isOver = true;
  await probe;
  return { result, longest };
}

const quantile = (list, share) =>
  [...list].sort((a, b) => a - b)[Math.min(list.length - 1, Math.floor(list.length * share))];

/** Measures an address and gives what it answers; `others` are asked in turn after it, each of which is new to the server. */
async function measure(path, others = []) {
  if (options.only && !path.includes(options.only)) return parsed(await asked(path));
  const { result: first, longest: coldHold } = await holdUp(() => asked(path));
  const times = [];
  const { longest } = await holdUp(async () => {
    const paths = others.length > 0 ? others : new Array(Number(options.times)).fill(path);
    for (const next of paths) times.push((await asked(next)).ms);
  });
  rows.push({
    path: decodeURIComponent(path).slice(0, 70),
    status: first.status,
    kB: Math.round(first.bytes / 1000),
    coldMs: Math.round(first.ms),
    p50Ms: Math.round(quantile(times, 0.5)),
    p95Ms: Math.round(quantile(times, 0.95)),
    coldHoldUpMs: Math.round(coldHold),
    holdUpMs: Math.round(longest),
    memoryMB: Math.round(((await memoryOf(server.pid))?.now ?? 0) / 1e6),
  });
  return parsed(first);
}

function parsed({ status, body }) {
  if (status !== 200) return null;
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch {
    return null;
  }
}

const query = (of) => new URLSearchParams(of).toString();
try {
  await measure('/workspace');
  await measure('/today');
  const briefs = await measure('/briefs');
  const brief = briefs?.briefs[0];
  if (brief) await measure(`/briefs/${encodeURIComponent(brief.name)}`);
  await measure('/audit');
  await measure('/jobs');
  await measure('/imports');
  await measure('/rejects');
  await measure('/sources');
  await measure('/revisions');
  await measure('/maps/china');
  const firms = await measure('/firms');
  await measure('/firms/choices');
  const key = firms?.items?.[0]?.key ?? firms?.items?.[0]?.creditCode;
  if (key) await measure(`/firms/${encodeURIComponent(key)}`);
  const { items: indicators = [] } = (await measure('/monitoring/indicators')) ?? {};
  const one = indicators[0];
  if (one) {
    const known = { indicator: one.id, unit: one.unit };
    const series = await measure(`/monitoring/series?${query({ ...known, kind: one.kind })}`);
    await measure(`/monitoring/series?${query({ ...known, kind: one.kind, area: '*', industry: '*' })}`);
    await measure(`/monitoring/contribution?${query(known)}`);
    const origin = series?.series?.[0]?.points?.[0]?.originId;
    if (origin) await measure(`/origins/${encodeURIComponent(origin)}`);
  }
  const documents = await measure('/documents');
  await measure('/documents/facets');
  const page = documents?.items?.[0]?.sha256;
  if (page) {
    await measure(`/documents/${page}`);
    await measure(`/documents/${page}/raw`);
  }
  await measure(`/policy/search?${query({ words: '专精特新' })}`);
  await measure('/policy/lines');
  await measure('/policy/targets');
  await measure('/policy/measures');
  let chains = await measure('/chains');
  const opening = performance.now();
  while (chains?.opening) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    chains = parsed(await asked('/chains'));
    if (!chains?.opening)
      process.stderr.write(
        `the network was open ${((performance.now() - opening) / 1000).toFixed(1)} s later\n`,
      );
  }
  const chain = chains?.chains?.[0]?.chain ?? chains?.chains?.[0]?.name;
  if (chain) await measure(`/chains/map?${query({ chain })}`);
  if (chains?.network) {
    const map = await measure(`/chains/map?${query({ chain: '~network' })}`);
    if (map?.nodes?.[0]) await measure(`/chains/node?${query({ chain: '~network', node: map.nodes[0].id })}`);
    const found = await measure('/chains/firms');
    await measure(`/chains/firms?${query({ text: '999', sort: 'name' })}`);
    const firm = found?.items?.[0]?.id;
    if (firm) {
      await measure(`/chains/firm?${query({ id: firm })}`);
      const closed = (rule) =>
        found.items
          .slice(0, Number(options.times) + 1)
          .map(({ id }) => `/chains/close?${query({ firms: id, rule })}`);
      for (const [first, ...next] of [closed('converged'), closed('eps')]) await measure(first, next);
    }
    await measure('/chains/ranking');
  }
  const table = chains?.ioTables?.[0]?.name;
  if (table) await measure(`/chains/industries?${query({ table })}`);
  const clusters = await measure('/clusters');
  const cluster = clusters?.clusters?.[0]?.name;
  if (cluster) await measure(`/clusters/page?${query({ name: cluster })}`);
  const peak = (await memoryOf(server.pid))?.highest ?? null;
  if (options.json)
    process.stdout.write(
      `${JSON.stringify({ startSeconds, rows, serverMemoryMB: peak && Math.round(peak / 1e6) }, null, 2)}\n`,
    );
  else {
    console.table(rows);
    process.stdout.write(
      `start ${startSeconds.toFixed(1)} s; highest memory of the server ${Math.round(peak / 1e6)} MB\n`,
    );
  }
} finally {
  server.kill('SIGTERM');
  await server.gone;
}

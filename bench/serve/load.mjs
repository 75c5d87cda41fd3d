/**
 * Fifty readers and one importer on a server for two minutes: what fails, how long answers take, how much memory the
 * server comes to, and whether anything that was acknowledged is missing in the end.
 *
 *   node bench/serve/load.mjs --workspace DIR [--readers 50] [--seconds 120] [--think 200] [--rows 20000] [--path /x?y ...]
 *
 * Readers ask for every address of the API that needs no parameter, and for each --path; `think` are the milliseconds
 * that a reader waits after an answer. Each import has `rows` reports of firms of its own. Needs a build
 * (npm run build); bench/serve/workspace.mjs makes a workspace. Exit code 1 where anything failed or is missing.
 */
import { parseArgs } from 'node:util';
import { creditCode, memoryOf, randomFrom, serve } from './served.mjs';

const { values: options } = parseArgs({
  options: {
    workspace: { type: 'string' },
    readers: { type: 'string', default: '50' },
    seconds: { type: 'string', default: '120' },
    think: { type: 'string', default: '200' },
    rows: { type: 'string', default: '20000' },
    seed: { type: 'string', default: '1' },
    path: { type: 'string', multiple: true, default: [] },
  },
});
if (!options.workspace) throw new Error('--workspace DIR is wanted');
/** Downloads of the whole, which are no reading. */
const NOT_READ = /^\/api\/v1\/(?:backup|exports)\b/;

const server = await serve(options.workspace);
const { paths } = await fetch(new URL('api/openapi.json', server.address)).then((answer) => answer.json());
const addresses = [
  ...Object.entries(paths)
    .filter(
      ([path, { get }]) =>
        get &&
        !path.includes('{') &&
        !NOT_READ.test(path) &&
        !get.parameters?.some(({ required }) => required),
    )
    .map(([path]) => path),
  ...options.path.map((path) => `/api/v1${path}`),
];
/** What refuses once for want of something that this workspace has not is not asked again. */
const refused = [];
for (const address of [...addresses]) {
  const answer = await fetch(new URL(address, server.address));
  const said = await answer.text();
  if (answer.status < 400 || answer.status >= 500) continue;
  refused.push({ address, status: answer.status, said: said.slice(0, 200) });
  addresses.splice(addresses.indexOf(address), 1);
}
const times = new Map(addresses.map((address) => [address, []]));
const failures = [];
const began = Date.now();
const until = began + Number(options.seconds) * 1000;
const before = (await server.ask('/workspace')).counts.reports;

async function reader(number) {
  const random = randomFrom(Number(options.seed) * 1000 + number);
  while (Date.now() < until) {
    const address = addresses[Math.floor(random() * addresses.length)];
    const start = performance.now();
    try {
      const answer = await fetch(new URL(address, server.address));
      await answer.arrayBuffer();
      times.get(address).push(performance.now() - start);
      if (!answer.ok) failures.push({ address, status: answer.status });
    } catch (error) {
      failures.push({ address, error: String(error.cause ?? error) });
    }
    await new Promise((resolve) => setTimeout(resolve, Number(options.think) * (0.5 + random())));
  }
}

/** Firms that no run before had: the clock numbers them. */
const firstFirm = 100_000_000 + (Math.floor(began / 1000) % 800_000) * 1000;
const taken = { imports: 0, accepted: 0, seconds: [] };
async function importer() {
  const months = 24;
  let firm = firstFirm;
  while (Date.now() < until) {
    const lines = ['统一社会信用代码,报告期,指标,数值,单位'];
    for (let n = 0; n < Number(options.rows) / months; n++, firm++) {
      const code = creditCode(firm);
      for (let m = 0; m < months; m++)
        lines.push(
          `${code},${2023 + Math.floor(m / 12)}-${String((m % 12) + 1).padStart(2, '0')},营业收入,${500 + m},万元`,
        );
    }
    const start = performance.now();
    try {
      const upload = await server.upload(`reports-${firm}.csv`, `${lines.join('\n')}\n`);
      const job = await server.import(upload.id, { as: 'reports', synthetic: true });
      const { job: end, result } = await server.ended(job.id);
      if (end.state !== 'done') failures.push({ import: end });
      else {
        taken.imports++;
        taken.accepted += result.accepted;
        taken.seconds.push((performance.now() - start) / 1000);
      }
    } catch (error) {
      failures.push({ import: String(error.cause ?? error) });
    }
  }
}

let highest = 0;
const watching = setInterval(async () => {
  highest = Math.max(highest, (await memoryOf(server.pid))?.now ?? 0);
}, 500);
await Promise.all([importer(), ...Array.from({ length: Number(options.readers) }, (_, n) => reader(n))]);
clearInterval(watching);
const after = (await server.ask('/workspace')).counts.reports;
const missing = taken.accepted - (after - before);
const peak = (await memoryOf(server.pid))?.highest ?? highest;
server.kill('SIGTERM');
await server.gone;

const quantile = (list, share) => {
  const sorted = [...list].sort((a, b) => a - b);
  return sorted.length === 0
    ? null
    : Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]);
};
const all = [...times.values()].flat();
const report = {
  readers: Number(options.readers),
  seconds: Number(options.seconds),
  thinkMs: Number(options.think),
  reportsInWorkspace: after,
  answers: all.length,
  refused,
  failures: failures.length,
  firstFailures: failures.slice(0, 5),
  p50Ms: quantile(all, 0.5),
  p95Ms: quantile(all, 0.95),
  p99Ms: quantile(all, 0.99),
  byAddress: Object.fromEntries(
    [...times].map(([address, list]) => [
      address,
      { answers: list.length, p50: quantile(list, 0.5), p95: quantile(list, 0.95) },
    ]),
  ),
  imports: taken.imports,
  importSeconds: quantile(taken.seconds, 0.5),
  rowsAcknowledged: taken.accepted,
  rowsMissing: missing,
  serverMemoryMB: Math.round(peak / 1e6),
};
process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
process.exitCode = failures.length > 0 || missing !== 0 ? 1 : 0;

/**
 * The match page at size: made-up firms with what they can do and tasks come in through the API, then the board, the search
 * for the best firms of every task (a job), one task, a shortlist (a job) and the choice of a firm are asked for. Beside them a
 * request that costs nothing is sent all the time: how late it is answered says how long the server was deaf.
 *
 *   node bench/serve/match.mjs [--firms 50000] [--tasks 1000] [--json]
 *
 * Needs a build (npm run build). Works in a workspace of its own, which is removed.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { labelledSet } from '../match/labelled.mjs';
import { memoryOf, processorOf, serve } from './served.mjs';

const { values: options } = parseArgs({
  options: {
    firms: { type: 'string', default: '50000' },
    tasks: { type: 'string', default: '1000' },
    json: { type: 'boolean', default: false },
  },
});
const folder = await mkdtemp(join(tmpdir(), 'ballast-match-'));
const { firms, tasks } = labelledSet({
  firms: Number(options.firms),
  tasks: Number(options.tasks),
  grades: false,
});
const csv = (headings, rows) =>
  [headings, ...rows]
    .map((cells) => cells.map((cell) => `"${String(cell ?? '').replaceAll('"', '""')}"`).join(','))
    .join('\n');
const server = await serve(join(folder, 'workspace'), []).catch(async () => {
  await rm(folder, { recursive: true });
  throw new Error('the server did not start');
});
const results = [];
async function timed(path, init) {
  const start = performance.now();
  const body = await server.ask(path, init);
  return { ms: performance.now() - start, body };
}
const post = (path, body) =>
  server.ask(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

/** Measures `work`, and the longest that a request which costs nothing waited meanwhile. */
async function measured(what, work) {
  const before = await processorOf(server.pid);
  let isOver = false;
  let deaf = 0;
  const asking = (async () => {
    while (!isOver) {
      deaf = Math.max(deaf, (await timed('/restore/last')).ms);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  })();
  const start = performance.now();
  const result = await work();
  const ms = Math.round(performance.now() - start);
  isOver = true;
  await asking;
  const memory = await memoryOf(server.pid);
  const row = {
    what,
    ms,
    cpuMs: (await processorOf(server.pid)) - before,
    deafMs: Math.round(deaf),
    memoryMB: Math.round(memory.now / 1e6),
    highestMB: Math.round(memory.highest / 1e6),
  };
  results.push(row);
  if (!options.json) process.stdout.write(`${JSON.stringify(row)}\n`);
  return result;
}

async function take(name, as, text) {
  const upload = await server.upload(name, text);
  const { id } = await server.import(upload.id, { as, synthetic: true });
  const { job, result } = await server.ended(id);
  if (job.state !== 'done') throw new Error(JSON.stringify(job.failure));
  return result;
}
async function job(path, body) {
  const { job: started } = await post(path, body);
  const { job: ended, result } = await server.ended(started.id);
  if (ended.state !== 'done') throw new Error(JSON.stringify(ended.failure));
  return result;
}

try {
  await measured(`${firms.length} firms taken in`, () =>
    take(
      'firms.csv',
      'capabilities',
      csv(
        ['企业编号', '企业名称', '行业代码', '主要产品', '技术能力', '专利', '可承担任务数'],
        firms.map(({ provider: one }) => [
          ...[one.id, one.name, one.industry, one.products, one.capabilities, one.patents, one.places],
        ]),
      ),
    ),
  );
  await measured(`${tasks.length} tasks taken in`, () =>
    take(
      'tasks.csv',
      'challenges',
      csv(
        ['任务编号', '任务名称', '类别', '领域', '方向', '需求', '发榜单位', '发榜日期', '行业'],
        tasks.map(({ challenge: one }) => [
          ...[one.id, one.title || one.direction || one.id, '揭榜挂帅', one.field, one.direction, one.need],
          ...[one.publisher, '2026-03-02', one.industries.join('、')],
        ]),
      ),
    ),
  );
  const board = await measured('the board, the first time', () => server.ask('/match'));
  const { id } = board.tasks[0];
  await measured('firms to choose from', () => server.ask('/match/firms'));
  await measured('one task, the first time', () => server.ask(`/match/task/${encodeURIComponent(id)}`));
  await measured('one task, the second time', () =>
    server.ask(`/match/task/${encodeURIComponent(id)}?top=10`),
  );
  await measured('the best firms of every task (job)', () => job('/match/covers', {}));
  const covered = await measured('the board with them', () => server.ask('/match'));
  if (!covered.covered) throw new Error('the board does not know them');
  await measured('shortlist (job)', () => job('/match/shortlist', { places: 5 }));
  if (options.json) process.stdout.write(`${JSON.stringify(results, null, 2)}\n`);
} finally {
  server.kill('SIGTERM');
  await server.gone;
  await rm(folder, { recursive: true, force: true });
}

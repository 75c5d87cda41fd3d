/**
 * How long the list of firms takes to answer: the first time, warm by every filter, order and page, with every firm
 * pre-checked, after a firm was edited, and under many readers at once. Beside it a request that costs nothing is sent all
 * the time: how late it is answered says how long the server was deaf.
 *
 *   node bench/serve/firms.mjs --workspace DIR [--rounds 40] [--readers 50] [--seconds 20] [--think 200] [--on 2026-05-01] [--json]
 *
 * `cpuMs` is the server's own processor time, of one answer where there are many: it says more than the clock on a machine
 * that has other work to do.
 *
 * Edits one value of one firm per round of edits: use a copy of the workspace. Needs a build (npm run build);
 * bench/serve/workspace.mjs makes a workspace, bench/serve/firm-items.mjs gives its firms titles and values.
 */
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { memoryOf, processorOf, randomFrom, serve } from './served.mjs';

const { values: options } = parseArgs({
  options: {
    workspace: { type: 'string' },
    rounds: { type: 'string', default: '40' },
    readers: { type: 'string', default: '50' },
    seconds: { type: 'string', default: '20' },
    think: { type: 'string', default: '200' },
    on: { type: 'string', default: '2026-05-01' },
    edits: { type: 'string', default: '5' },
    json: { type: 'boolean', default: false },
  },
});
if (!options.workspace) throw new Error('--workspace DIR is wanted');
const [rounds, readers, seconds, think, edits] = ['rounds', 'readers', 'seconds', 'think', 'edits'].map(
  (key) => Number(options[key]),
);
const load = loadavg()[0];
const server = await serve(options.workspace);
const random = randomFrom(7);
const giant = encodeURIComponent('小巨人');
const day = `on=${options.on}`;

async function timed(path) {
  const start = performance.now();
  const answer = await fetch(new URL(`api/v1${path}`, server.address));
  const body = await answer.json();
  if (!answer.ok && answer.status !== 202)
    throw new Error(`${path}: ${answer.status} ${JSON.stringify(body)}`);
  return { ms: performance.now() - start, body };
}

/** The longest that a request which costs nothing waited while `work` went on, and the server's processor time. */
async function deafDuring(work) {
  const before = await processorOf(server.pid);
  let isOver = false;
  let longest = 0;
  const asking = (async () => {
    while (!isOver) {
      longest = Math.max(longest, (await timed('/jobs')).ms);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  })();
  const result = await work();
  isOver = true;
  await asking;
  return { result, longest, cpuMs: (await processorOf(server.pid)) - before };
}

const quantile = (list, share) => {
  const sorted = [...list].sort((a, b) => a - b);
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]);
};

const results = [];
const tell = (what, figures) => {
  results.push({ what, ...figures });
  if (!options.json)
    process.stdout.write(
      `${what}: ${Object.entries(figures)
        .map(([key, value]) => `${key} ${value}`)
        .join(', ')}\n`,
    );
};

async function once(what, path) {
  const { result, longest, cpuMs } = await deafDuring(() => timed(path));
  tell(what, { ms: Math.round(result.ms), cpuMs, deafMs: Math.round(longest) });
  return result.body;
}

const first = await once('list, the first time', `/firms?${day}&count=200`);
const choices = await once('choices, the first time', `/firms/choices?${day}`);
const pick = (list) => list[Math.floor(random() * list.length)];
const sorts = ['name', 'area', 'industry', 'size', 'rung', 'lapses', 'revenue', 'staff'];
const FILTERS = {
  'no filter': () => '',
  page: () => `from=${200 * Math.floor((random() * first.total) / 200)}`,
  area: () => `area=${pick(choices.areas).code}`,
  industry: () => `industry=${pick(choices.industries).code}`,
  title: () => `title=${encodeURIComponent(pick([...choices.titles, { title: 'none' }]).title)}`,
  text: () => `text=${encodeURIComponent(Math.floor(random() * 1000))}`,
  sort: () => `sort=${pick(sorts)}&down=${random() < 0.5}`,
  'all at once': () =>
    `area=${pick(choices.areas).code}&industry=${pick(choices.industries).code}&text=${Math.floor(random() * 10)}&sort=${pick(sorts)}`,
};
const JUDGED = {
  judged: () => `judged=${giant}&sort=nearest`,
  state: () => `judged=${giant}&sort=nearest&state=${pick(['met', 'unmet', 'unknown', 'manualReview'])}`,
  'state, area and text': () =>
    `judged=${giant}&sort=nearest&state=unmet&area=${pick(choices.areas).code}&text=${Math.floor(random() * 100)}`,
};
async function warm(filters) {
  for (const [what, queryOf] of Object.entries(filters)) {
    const times = [];
    const before = await processorOf(server.pid);
    for (let round = 0; round < rounds; round++) {
      const { ms } = await timed(`/firms?${day}&count=200&${queryOf()}`);
      times.push(ms);
    }
    const cpuMs = Math.round(((await processorOf(server.pid)) - before) / rounds);
    tell(`list by ${what}`, { p50: quantile(times, 0.5), p95: quantile(times, 0.95), cpuMs });
  }
}
await warm(FILTERS);
{
  const times = [];
  for (let round = 0; round < rounds; round++) times.push((await timed(`/firms/choices?${day}`)).ms);
  tell('choices', { p50: quantile(times, 0.5), p95: quantile(times, 0.95) });
}
{
  const times = { firm: [], verdict: [] };
  for (let round = 0; round < rounds; round++) {
    const { key } = pick(first.items);
    times.firm.push((await timed(`/firms/${encodeURIComponent(key)}?${day}`)).ms);
    times.verdict.push((await timed(`/firms/${encodeURIComponent(key)}/verdicts/${giant}?${day}`)).ms);
  }
  for (const [what, list] of Object.entries(times))
    tell(what, { p50: quantile(list, 0.5), p95: quantile(list, 0.95) });
}

/** Until the list carries verdicts: it may come without them first. */
async function judged() {
  const start = performance.now();
  let answers = 0;
  for (;;) {
    const { ms, body } = await timed(`/firms?${day}&count=200&judged=${giant}&sort=nearest`);
    answers++;
    const firstMs = answers === 1 ? ms : undefined;
    if (firstMs !== undefined) tell('judged, the first answer', { ms: Math.round(ms) });
    if (!body.judging) return performance.now() - start;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
{
  const { result, longest, cpuMs } = await deafDuring(judged);
  tell('every firm pre-checked', { ms: Math.round(result), cpuMs, deafMs: Math.round(longest) });
}
await warm(JUDGED);

{
  const times = { edit: [], list: [], judged: [], choices: [], firm: [] };
  let deaf = 0;
  for (let round = 0; round < edits; round++) {
    const key = encodeURIComponent(pick(first.items).key);
    const { body: firm } = await timed(`/firms/${key}?${day}`);
    const value = firm.items.find(({ item }) => item === 'revenue')?.values[0];
    const start = performance.now();
    const { longest } = await deafDuring(async () => {
      await server.ask(`/firms/${key}/items`, {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          edits: [
            {
              item: 'revenue',
              year: value?.year ?? 2025,
              was: value?.value ?? null,
              value: 100 + Math.floor(random() * 100_000),
            },
          ],
        }),
      });
      times.edit.push(performance.now() - start);
      times.list.push((await timed(`/firms?${day}&count=200`)).ms);
      times.judged.push((await timed(`/firms?${day}&count=200&judged=${giant}&sort=nearest`)).ms);
      times.choices.push((await timed(`/firms/choices?${day}`)).ms);
      times.firm.push((await timed(`/firms/${key}?${day}`)).ms);
    });
    deaf = Math.max(deaf, longest);
  }
  for (const [what, list] of Object.entries(times))
    tell(what === 'edit' ? 'an edit' : `after an edit: ${what}`, {
      p50: quantile(list, 0.5),
      longest: quantile(list, 1),
    });
  tell('edits and what follows', { deafMs: Math.round(deaf) });
}

{
  const until = Date.now() + seconds * 1000;
  const times = [];
  const before = await processorOf(server.pid);
  const every = [...Object.values(FILTERS), ...Object.values(JUDGED)];
  await Promise.all(
    Array.from({ length: readers }, async () => {
      while (Date.now() < until) {
        const path = random() < 0.1 ? `/firms/choices?${day}` : `/firms?${day}&count=200&${pick(every)()}`;
        times.push((await timed(path)).ms);
        await new Promise((resolve) => setTimeout(resolve, think * (0.5 + random())));
      }
    }),
  );
  tell(`${readers} readers`, {
    answers: times.length,
    p50: quantile(times, 0.5),
    p95: quantile(times, 0.95),
    cpuMs: Math.round(((await processorOf(server.pid)) - before) / times.length),
  });
}
const memory = await memoryOf(server.pid);
tell('server', { memoryMB: Math.round((memory?.highest ?? 0) / 1e6) });
server.kill('SIGTERM');
await server.gone;
if (options.json)
  process.stdout.write(
    `${JSON.stringify({ firms: first.total, processors: cpus().length, loadBefore: load, results }, null, 2)}\n`,
  );
else
  process.stdout.write(
    `${first.total} firms, ${cpus().length} processors, load ${load.toFixed(1)} before, ${loadavg()[0].toFixed(1)} after\n`,
  );

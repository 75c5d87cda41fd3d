/**
 * Kills the server with SIGKILL at random moments while several people work on one workspace at once: files come in and
 * are imported, refused rows are mended, values of firms are set by hand, risk is ranked and briefs are written as jobs,
 * backups are made and restored. Starts it again, and looks for everything that it had acknowledged, and for nothing
 * halved.
 *
 *   node bench/serve/kill.mjs [--rounds 100] [--seed 1] [--longest 2500] [--work import,mend,edit,rank,brief,restore] [--json]
 *
 * `longest` is the most milliseconds from the first request to the kill. The workspace is empty where files alone come in,
 * are mended and backed up, and the sample province for the rest. Needs a build (npm run build). Exit code 1 where anything was lost or did not open.
 */
import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Workspace } from '../../dist/store/index.js';
import { creditCode, randomFrom, serve } from './served.mjs';

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '100' },
    seed: { type: 'string', default: '1' },
    longest: { type: 'string', default: '2500' },
    work: { type: 'string', default: 'import,mend,edit,rank,brief,restore' },
    json: { type: 'boolean', default: false },
  },
});
const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const random = randomFrom(Number(options.seed));
const FIRMS = 250;
const MONTHS = 24;

/** Reports of a few firms of their own, so that every import takes in all its rows. */
function reports(serial) {
  const lines = ['统一社会信用代码,报告期,指标,数值,单位'];
  for (let firm = 0; firm < FIRMS; firm++) {
    const code = creditCode(serial * 1000 + firm);
    for (let m = 0; m < MONTHS; m++)
      lines.push(
        `${code},${2023 + Math.floor(m / 12)}-${String((m % 12) + 1).padStart(2, '0')},营业收入,${1000 + firm + m},万元`,
      );
  }
  return `${lines.join('\n')}\n`;
}

function titles(serial) {
  const lines = ['统一社会信用代码,企业名称,称号,有效期起,有效期止'];
  for (let firm = 0; firm < FIRMS; firm++)
    lines.push(
      `${creditCode(serial * 1000 + firm)},合成企业${serial}-${firm},创新型中小企业,2024-01-01,2026-12-31`,
    );
  return `${lines.join('\n')}\n`;
}

/** One row in two has no day where one should be. */
const faulty = (serial) =>
  titles(serial)
    .split('\n')
    .slice(0, 7)
    .map((line, row) => (row % 2 === 1 ? line.replace('2026-12-31', '来年') : line))
    .join('\n');

const folder = await mkdtemp(join(tmpdir(), 'ballast-kill-'));
const dir = join(folder, 'workspace');
const acknowledged = {
  uploads: [],
  jobs: [],
  imports: [],
  mended: [],
  edits: 0,
  /** By firm: the value last acknowledged, and the one that was under way. */
  values: new Map(),
  ranked: null,
  briefs: [],
  restored: [],
};
const lost = [];
const tally = {
  ...{ rounds: 0, uploads: 0, jobs: 0, imports: 0, mended: 0, edits: 0, rankings: 0, briefs: 0, restored: 0 },
  ...{ lostJobsTold: 0, reopeningsFailed: 0 },
};
/** How often each kind of work was under way at a kill. */
const killedIn = {};
/** By worker, what it waits for; null between two requests. */
const under = {};
let serial = 0;

async function waiting(worker, what, promise) {
  under[worker] = what;
  const answer = await promise;
  under[worker] = null;
  return answer;
}

const send = (server, path, method, body) =>
  server.ask(path, { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

/** A job from its start to its end. */
async function throughJob(server, worker, what, started) {
  const job = await waiting(worker, `start of ${what}`, started);
  const entry = { id: job.id, ended: null };
  acknowledged.jobs.push(entry);
  const { job: end, result } = await waiting(worker, what, server.ended(job.id));
  entry.ended = end.state;
  if (end.state !== 'done') lost.push({ what: `${what} failed`, end });
  return result;
}

const WORK = {
  async import(server) {
    const number = ++serial;
    const kind = number % 3 === 0 ? 'titles' : 'reports';
    const text = kind === 'titles' ? titles(number) : reports(number);
    const upload = await waiting('import', 'upload', server.upload(`${kind}-${number}.csv`, text));
    acknowledged.uploads.push(upload.id);
    const started = server.import(upload.id, { as: kind, synthetic: true });
    const result = await throughJob(server, 'import', 'import', started);
    if (result.rejected > 0) lost.push({ what: 'rows of an import', result });
    acknowledged.imports.push({ id: result.importId, accepted: result.accepted });
  },

  async mend(server) {
    const number = ++serial;
    const upload = await waiting('mend', 'upload', server.upload(`faulty-${number}.csv`, faulty(number)));
    acknowledged.uploads.push(upload.id);
    const started = server.import(upload.id, { as: 'titles', synthetic: true });
    const { importId, accepted, rejected } = await throughJob(server, 'mend', 'import', started);
    acknowledged.imports.push({ id: importId, accepted, rejected });
    const { items } = await server.ask(`/rejects?import=${importId}`);
    const rows = items.map(({ seq, record }) => ({
      ...{ importId, seq },
      record: { ...record, 有效期止: '2026-12-31' },
    }));
    const mended = await waiting('mend', 'mending', send(server, '/rejects/mend', 'POST', { rows }));
    if (mended.accepted !== rows.length || mended.open.length > 0)
      lost.push({ what: 'rows of a mending', mended });
    acknowledged.mended.push(...rows.map(({ seq }) => `${importId}:${seq}`));
  },

  async edit(server) {
    const { items } = await server.ask('/firms?count=20');
    for (const { key } of items) {
      const value = acknowledged.values.get(key) ?? { stands: null, next: null };
      acknowledged.values.set(key, value);
      value.next = (value.stands ?? 0) + 1;
      const edits = [{ item: 'revenue', year: 2031, value: value.next, was: value.stands }];
      const path = `/firms/${encodeURIComponent(key)}/items`;
      await waiting('edit', 'edit of a firm', send(server, path, 'PUT', { edits }));
      value.stands = value.next;
      acknowledged.edits++;
    }
  },

  async rank(server) {
    const started = send(server, '/chains/ranking', 'POST', { rule: 'eps', eps: 0.01 });
    const job = started.then((answer) => answer.job);
    const { computedAt } = await throughJob(server, 'rank', 'ranking', job);
    acknowledged.ranked = computedAt;
    tally.rankings++;
  },

  async brief(server) {
    const started = send(server, '/briefs', 'POST', { settings: { kind: 'ledger' } });
    const job = started.then((answer) => answer.job);
    const { name, version } = await throughJob(server, 'brief', 'brief', job);
    acknowledged.briefs.push({ name, version });
  },

  async restore(server) {
    const download = fetch(new URL('api/v1/backup', server.address)).then((answer) => answer.blob());
    const archive = await waiting('restore', 'backup', download);
    const name = `restored-${++serial}`;
    const form = new FormData();
    form.append('file', archive, 'backup.tar');
    const asked = server.ask(`/restore?name=${name}`, { method: 'POST', body: form });
    const { counts } = await waiting('restore', 'restore', asked);
    acknowledged.restored.push({ name, documents: counts.documents });
  },
};
const workers = options.work.split(',');

/** Each kind of work again and again, until the connection breaks. */
function work(server, isKilled) {
  return workers.map(async (worker) => {
    for (;;) {
      try {
        await WORK[worker](server);
      } catch (error) {
        if (isKilled()) return;
        lost.push({ what: `${worker} was refused`, error: error.message });
        return;
      }
    }
  });
}

async function check(server) {
  for (const { id, ended } of acknowledged.jobs) {
    if (ended !== null) continue;
    const job = await server.ask(`/jobs/${id}`).catch(() => null);
    // What the last server had not ended is said to be lost.
    if (job?.state === 'lost') tally.lostJobsTold++;
    else if (job?.state !== 'done') lost.push({ what: 'a lost job is not told', id, state: job?.state });
  }
  for (const job of acknowledged.jobs)
    job.ended ??= (await server.ask(`/jobs/${job.id}`).catch(() => null))?.state ?? null;
  if (acknowledged.ranked !== null) {
    const { ranking } = await server.ask('/chains/ranking');
    if (!(ranking?.computedAt >= acknowledged.ranked))
      lost.push({ what: 'ranking', acknowledged: acknowledged.ranked, found: ranking?.computedAt });
  }
  for (const { name, version } of acknowledged.briefs) {
    const { versions } = await server.ask(`/briefs/${encodeURIComponent(name)}`).catch(() => ({}));
    if (!versions?.some((one) => one.version === version)) lost.push({ what: 'brief', name, version });
  }
}

async function checkTables() {
  const workspace = await Workspace.open(dir);
  try {
    for (const notice of workspace.notices) lost.push({ what: 'the log was damaged', notice: notice.en });
    const { entries } = await workspace.audit(1_000_000);
    const of = (action) => entries.filter((entry) => entry.action === action).map(({ subject }) => subject);
    const uploads = new Set(of('upload').map((subject) => subject.split(' ').at(-1)));
    for (const id of acknowledged.uploads) if (!uploads.has(id)) lost.push({ what: 'upload', id });
    if (of('edit firm').length < acknowledged.edits)
      lost.push({
        what: 'who changed a firm',
        acknowledged: acknowledged.edits,
        found: of('edit firm').length,
      });
    const jobs = new Map((await workspace.jobs(1_000_000)).map((job) => [job.id, job.state]));
    for (const { id, ended } of acknowledged.jobs) {
      if (!jobs.has(id)) lost.push({ what: 'job', id });
      // The end of a job is told once it is written down.
      else if (ended !== null && jobs.get(id) !== ended)
        lost.push({ what: 'end of a job', id, ended, found: jobs.get(id) });
    }
    const imports = new Map((await workspace.imports()).map((one) => [one.id, one]));
    for (const { id, accepted, rejected = 0 } of acknowledged.imports)
      if (imports.get(id)?.accepted !== accepted || imports.get(id).rejected !== rejected)
        lost.push({ what: 'import', id, accepted, rejected, found: imports.get(id) });
    const count = async (sql) => new Map((await workspace.query(sql)).map(({ id, n }) => [id, n]));
    const rows = await count(
      `SELECT import_id AS id, count(*) AS n FROM (SELECT import_id FROM report_values UNION ALL SELECT import_id FROM titles) GROUP BY import_id`,
    );
    const refused = await count('SELECT import_id AS id, count(*) AS n FROM rejects GROUP BY import_id');
    for (const { id, kind, accepted, rejected, finishedAt } of imports.values()) {
      if (id <= made || !['reports', 'titles'].includes(kind)) continue;
      const found = { rows: rows.get(id) ?? 0, refused: refused.get(id) ?? 0, finishedAt };
      if (found.rows !== accepted || found.refused !== rejected || finishedAt === null)
        lost.push({ what: 'halved import', id, accepted, rejected, found });
    }
    const resolved = new Set(
      (await workspace.query('SELECT import_id AS id, seq FROM rejects WHERE resolved_by IS NOT NULL')).map(
        ({ id, seq }) => `${id}:${seq}`,
      ),
    );
    for (const row of acknowledged.mended) if (!resolved.has(row)) lost.push({ what: 'mended row', row });
    const standing = new Map();
    for (const { key, name, value } of await workspace.query(
      `SELECT coalesce(credit_code, name) AS key, name, value FROM firm_items
       WHERE item = 'revenue' AND year = 2031 AND revised_by IS NULL`,
    ))
      standing.set(key, value).set(name, value);
    for (const [key, value] of acknowledged.values) {
      const found = standing.get(key) ?? null;
      if (found !== value.stands && found !== value.next)
        lost.push({ what: 'value of a firm', key, ...value, found });
      value.stands = found;
    }
  } finally {
    await workspace.close();
  }
}

/** What was restored opens; what was not acknowledged is whole, or not there. */
async function checkRestored() {
  for (const name of await readdir(folder)) {
    if (!name.startsWith('restored-')) continue;
    const known = acknowledged.restored.find((one) => one.name === name);
    if (!name.endsWith('.restoring')) {
      const restored = await Workspace.open(join(folder, name));
      const { documents } = await restored.counts();
      await restored.close();
      if (known && documents !== known.documents) lost.push({ what: 'restored', name, documents });
      if (known) known.seen = true;
    }
    await rm(join(folder, name), { recursive: true, force: true });
  }
  for (const { name, seen } of acknowledged.restored) if (!seen) lost.push({ what: 'restored', name });
}

if (workers.some((worker) => ['edit', 'rank', 'brief'].includes(worker))) {
  const start = spawnSync(process.execPath, [MAIN, 'start', '--workspace', dir, '--no-serve'], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (start.status !== 0) throw new Error(`the sample workspace was not made: ${start.status}`);
}
const opened = await Workspace.open(dir);
const made = Math.max(0, ...(await opened.imports()).map(({ id }) => id));
await opened.close();

const began = Date.now();
for (let round = 0; round < Number(options.rounds) && lost.length === 0; round++) {
  let server;
  try {
    server = await serve(dir);
  } catch (error) {
    tally.reopeningsFailed++;
    lost.push({ what: 'the workspace does not open', error: error.message });
    break;
  }
  await check(server);
  let isKilled = false;
  const working = work(server, () => isKilled);
  await new Promise((resolve) => setTimeout(resolve, 50 + random() * Number(options.longest)));
  isKilled = true;
  for (const what of new Set(Object.values(under)))
    if (what !== null) killedIn[what] = (killedIn[what] ?? 0) + 1;
  server.kill();
  await server.gone;
  await Promise.all(working);
  for (const worker of Object.keys(under)) under[worker] = null;
  try {
    await checkTables();
    await checkRestored();
  } catch (error) {
    tally.reopeningsFailed++;
    lost.push({ what: 'the workspace does not open', error: error.message });
  }
  tally.rounds++;
  if (!options.json)
    process.stderr.write(
      `round ${round + 1}: ${acknowledged.imports.length} imports acknowledged, ${lost.length} lost\n`,
    );
}
Object.assign(tally, {
  uploads: acknowledged.uploads.length,
  jobs: acknowledged.jobs.length,
  imports: acknowledged.imports.length,
  mended: acknowledged.mended.length,
  edits: acknowledged.edits,
  briefs: acknowledged.briefs.length,
  restored: acknowledged.restored.length,
  seconds: Math.round((Date.now() - began) / 1000),
});
process.stdout.write(`${JSON.stringify({ ...tally, killedIn, lost }, null, 2)}\n`);
if (lost.length === 0) await rm(folder, { recursive: true, force: true });
else process.stderr.write(`the workspace is kept: ${dir}\n`);
process.exitCode = lost.length > 0 ? 1 : 0;

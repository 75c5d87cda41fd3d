/**
 * Kills the server with SIGKILL at random moments in the middle of imports, starts it again, and looks for everything
 * that it had acknowledged: uploads written down, jobs started, imports done with all their rows; and for nothing halved.
 *
 *   node bench/serve/kill.mjs [--rounds 100] [--seed 1] [--longest 2500] [--json]
 *
 * `longest` is the most milliseconds from the first request to the kill. Needs a build (npm run build). Exit code 1 where
 * anything was lost.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Workspace } from '../../dist/store/index.js';
import { creditCode, randomFrom, serve } from './served.mjs';

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '100' },
    seed: { type: 'string', default: '1' },
    longest: { type: 'string', default: '2500' },
    json: { type: 'boolean', default: false },
  },
});
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

const folder = await mkdtemp(join(tmpdir(), 'ballast-kill-'));
const dir = join(folder, 'workspace');
const acknowledged = { uploads: [], jobs: [], imports: [] };
const lost = [];
const tally = { rounds: 0, uploads: 0, jobs: 0, imports: 0, killedInImport: 0, lostJobsTold: 0 };
let serial = 0;

/** Until the connection breaks: files in, imports begun, the ends of those that come to one. */
async function work(server) {
  for (;;) {
    serial++;
    const kind = serial % 3 === 0 ? 'titles' : 'reports';
    const upload = await server.upload(
      `${kind}-${serial}.csv`,
      kind === 'titles' ? titles(serial) : reports(serial),
    );
    acknowledged.uploads.push(upload.id);
    const job = await server.import(upload.id, { as: kind, synthetic: true });
    acknowledged.jobs.push({ id: job.id, ended: null });
    const { job: end, result } = await server.ended(job.id);
    acknowledged.jobs.at(-1).ended = end.state;
    if (end.state !== 'done' || result.rejected > 0) lost.push({ what: 'import failed', end, result });
    else acknowledged.imports.push({ id: result.importId, accepted: result.accepted, kind });
  }
}

async function check() {
  const workspace = await Workspace.open(dir);
  try {
    for (const notice of workspace.notices) lost.push({ what: 'the log was damaged', notice: notice.en });
    const { entries } = await workspace.audit(1_000_000);
    const uploads = new Set(
      entries.filter(({ action }) => action === 'upload').map(({ subject }) => subject.split(' ').at(-1)),
    );
    for (const id of acknowledged.uploads) if (!uploads.has(id)) lost.push({ what: 'upload', id });
    const jobs = new Map((await workspace.jobs(1_000_000)).map((job) => [job.id, job.state]));
    for (const { id, ended } of acknowledged.jobs) {
      if (!jobs.has(id)) lost.push({ what: 'job', id });
      // The end of a job is told once it is written down.
      else if (ended !== null && jobs.get(id) !== ended)
        lost.push({ what: 'end of a job', id, ended, found: jobs.get(id) });
    }
    const imports = new Map((await workspace.imports()).map((one) => [one.id, one]));
    for (const { id, accepted } of acknowledged.imports)
      if (imports.get(id)?.accepted !== accepted)
        lost.push({ what: 'import', id, accepted, found: imports.get(id) });
    const rows = await workspace.query(
      `SELECT import_id AS id, count(*) AS n FROM (SELECT import_id FROM report_values UNION ALL SELECT import_id FROM titles) GROUP BY import_id`,
    );
    const counted = new Map(rows.map(({ id, n }) => [id, n]));
    for (const { id, accepted, finishedAt } of imports.values())
      if ((counted.get(id) ?? 0) !== accepted || finishedAt === null)
        lost.push({ what: 'halved import', id, accepted, rows: counted.get(id) ?? 0, finishedAt });
  } finally {
    await workspace.close();
  }
}

const began = Date.now();
for (let round = 0; round < Number(options.rounds); round++) {
  const server = await serve(dir);
  // What the last server had not ended is said to be lost.
  for (const { id, ended } of acknowledged.jobs) {
    if (ended !== null) continue;
    const job = await server.ask(`/jobs/${id}`).catch(() => null);
    if (job?.state === 'lost') tally.lostJobsTold++;
    else if (job?.state !== 'done') lost.push({ what: 'a lost job is not told', id, state: job?.state });
  }
  for (const job of acknowledged.jobs)
    job.ended ??= (await server.ask(`/jobs/${job.id}`).catch(() => null))?.state ?? null;
  const working = work(server).catch(() => undefined);
  await new Promise((resolve) => setTimeout(resolve, 50 + random() * Number(options.longest)));
  server.kill();
  await server.gone;
  await working;
  if (acknowledged.jobs.some(({ ended }) => ended === null)) tally.killedInImport++;
  await check();
  tally.rounds++;
  if (!options.json)
    process.stderr.write(
      `round ${round + 1}: ${acknowledged.imports.length} imports acknowledged, ${lost.length} lost\n`,
    );
  if (lost.length > 0) break;
}
Object.assign(tally, {
  uploads: acknowledged.uploads.length,
  jobs: acknowledged.jobs.length,
  imports: acknowledged.imports.length,
  seconds: Math.round((Date.now() - began) / 1000),
});
process.stdout.write(`${JSON.stringify({ ...tally, lost }, null, 2)}\n`);
if (lost.length === 0) await rm(folder, { recursive: true, force: true });
else process.stderr.write(`the workspace is kept: ${dir}\n`);
process.exitCode = lost.length > 0 ? 1 : 0;

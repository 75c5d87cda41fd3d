/**
 * Kills imports of tables with SIGKILL at random moments, and looks at what they leave: the workspace as before, or as
 * after. Usage, after a build: node test/store/kill-import.mjs --rounds 20 [--seed 1]. Prints one JSON document; exit
 * code 1 if anything was lost or halved.
 */
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { reportCheckRules, reportChecks } from '../../dist/measure/index.js';
import { creditCodeFault, importTable, loadCodes, loadLexicons, Workspace } from '../../dist/store/index.js';

const FIRMS = 300;
const MONTHS = 24;

function code(number) {
  const base = `91340100${String(number).padStart(9, '0')}`;
  return base + [...'0123456789ABCDEFGHJKLMNPQRTUWXY'].find((sign) => creditCodeFault(base + sign) === null);
}

/** Reports of one round: all firms, all months; each round revises what the one before said. One row is bad. */
function table(round) {
  const lines = ['统一社会信用代码,报告期,指标,数值,单位', `${code(0)},2024-13,营业收入,${round},万元`];
  for (let firm = 0; firm < FIRMS; firm++) {
    for (let m = 0; m < MONTHS; m++) {
      const period = `${2022 + Math.floor(m / 12)}-${String((m % 12) + 1).padStart(2, '0')}`;
      lines.push(`${code(firm)},${period},营业收入,${1000 + firm + (m % 7) * 3 + round},万元`);
    }
  }
  return `${lines.join('\n')}\n`;
}

async function importOnce(dir, file) {
  const lexicons = await loadLexicons();
  const workspace = await Workspace.open(dir);
  process.stdout.write('open\n');
  await importTable(workspace, file, {
    as: 'reports',
    lexicons,
    codes: await loadCodes(lexicons),
    checks: reportChecks(reportCheckRules(lexicons)),
    today: '2025-01-01',
    bulkFrom: 0,
    onStep: ({ en }) => process.stdout.write(`${en}\n`),
  });
  process.stdout.write('imported\n');
  await workspace.close();
}

/** How long after it had opened the workspace the child is killed; null lets it finish. */
function run(dir, file, delay) {
  const child = spawn(process.execPath, [fileURLToPath(import.meta.url), '--child', dir, '--file', file], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  let opened = 0;
  child.stdout.setEncoding('utf8').on('data', (text) => {
    if (opened === 0 && `${said}${text}`.includes('open\n')) {
      opened = performance.now();
      if (delay !== null) setTimeout(() => child.kill('SIGKILL'), delay);
    }
    said += text;
  });
  return new Promise((resolve) =>
    child.on('close', () => resolve({ steps: said.trim().split('\n'), took: performance.now() - opened })),
  );
}

async function stateOf(dir) {
  const workspace = await Workspace.open(dir);
  try {
    const one = async (sql) => Number((await workspace.query(`SELECT (${sql}) AS n`))[0].n ?? 0);
    return {
      imports: await one('SELECT count(*) FROM imports'),
      unfinished: await one('SELECT count(*) FROM imports WHERE finished_at IS NULL'),
      sources: await one('SELECT count(*) FROM sources'),
      values: await one('SELECT count(*) FROM report_values'),
      standing: await one('SELECT count(*) FROM report_values WHERE revised_by IS NULL'),
      sum: await one('SELECT sum(value) FROM report_values WHERE revised_by IS NULL'),
      rejects: await one('SELECT count(*) FROM rejects'),
      reporters: await one('SELECT count(*) FROM reporters'),
      notices: workspace.notices.length,
    };
  } finally {
    await workspace.close();
  }
}

async function main(rounds, seed) {
  let state = seed;
  const random = () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
  const dir = await mkdtemp(join(tmpdir(), 'ballast-kill-'));
  const result = { rounds, seed, before: 0, after: 0, steps: {}, faults: [] };
  try {
    const workspace = join(dir, 'w');
    let usual = 1500;
    let known = 0;
    for (let round = 0; round < rounds; round++) {
      const file = join(dir, `${round}.csv`);
      await writeFile(file, table(round));
      const { steps, took } = await run(workspace, file, round === 0 ? null : usual * (0.2 + 1.4 * random()));
      if (round === 0) usual = took;
      const last = steps[steps.length - 1];
      result.steps[last] = (result.steps[last] ?? 0) + 1;
      const found = await stateOf(workspace);
      const fault = (text) =>
        result.faults.push(`round ${round} (${last}): ${text} ${JSON.stringify(found)}`);
      if (found.imports === known) result.before++;
      else if (found.imports === known + 1) result.after++;
      else fault('imports that nobody made');
      if (last === 'imported' && found.imports === known) fault('a finished import was lost');
      known = found.imports;
      const cells = FIRMS * MONTHS;
      if (found.standing !== (known > 0 ? cells : 0)) fault('standing values');
      if (found.values !== known * cells) fault('values');
      if (found.rejects !== known || found.sources !== known || found.unfinished > 0)
        fault('halves of an import');
      if (found.reporters !== (known > 0 ? FIRMS : 0)) fault('reporters');
      if (found.notices > 0) fault('notices');
    }
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
  console.log(JSON.stringify(result, null, 2));
  process.exitCode = result.faults.length > 0 ? 1 : 0;
}

const { values } = parseArgs({
  options: {
    child: { type: 'string' },
    file: { type: 'string' },
    rounds: { type: 'string', default: '20' },
    seed: { type: 'string', default: '1' },
  },
});
if (values.child) await importOnce(values.child, values.file);
else await main(Number(values.rounds), Number(values.seed));

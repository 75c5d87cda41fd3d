/**
 * The whole SME ladder over many firms, the state of every criterion kept: 创新型, 科技型, 专精特新, 小巨人 and the size
 * class, as tables of bit masks. Firms are generated into a database first; what is timed is a process of its own that
 * opens it, judges, writes its tables and ends.
 *
 *   node bench/assess/ladder.mjs [--firms 1000000] [--missing 0.05] [--threads 2] [--rounds 3] [--json]
 *
 * Needs a build (npm run build).
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { DuckDBInstance } from '@duckdb/node-api';
import { parseItems, parseRulebook, STATES, verdictsSql } from '../../dist/assess/index.js';
import { firmsSql } from './firms.mjs';

const { values: options } = parseArgs({
  options: {
    firms: { type: 'string', default: '1000000' },
    missing: { type: 'string', default: '0.05' },
    threads: { type: 'string', default: '2' },
    rounds: { type: 'string', default: '3' },
    json: { type: 'boolean', default: false },
    judge: { type: 'string' },
  },
});

const LADDER = [
  'innovative-sme-2022',
  'tech-sme-2017',
  'specialised-sme-2026',
  'little-giant-2026',
  'size-class-2017',
];
const ON = '2026-05-01';

const folder = new URL('../../rulebooks/', import.meta.url);
const read = (name) => readFileSync(new URL(name, folder), 'utf8');

function compiledLadder() {
  const items = parseItems(read('items.yaml'), 'items.yaml');
  const rulebooks = LADDER.map((id) => parseRulebook(read(`${id}.yaml`), `${id}.yaml`, items));
  const levelRulebook = (title) => rulebooks.find((rulebook) => rulebook.title === title) ?? null;
  return { items, ...verdictsSql(rulebooks, { on: ON, application: 'new', items, levelRulebook }) };
}

async function withDatabase(file, work) {
  const instance = await DuckDBInstance.create(file, { threads: options.threads });
  const connection = await instance.connect();
  try {
    return await work(connection);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

async function judgeAll(file) {
  const { query } = compiledLadder();
  const counts = {};
  let seconds = 0;
  await withDatabase(file, async (connection) => {
    const start = performance.now();
    await connection.run(`CREATE OR REPLACE TABLE judged AS ${query('firms')}`);
    seconds = (performance.now() - start) / 1000;
    for (const id of LADDER) {
      const reader = await connection.runAndReadAll(
        `SELECT "${id}.state", count(*) FROM judged GROUP BY ALL ORDER BY ALL`,
      );
      counts[id] = Object.fromEntries(
        reader.getRows().map(([state, count]) => [STATES[Number(state)], Number(count)]),
      );
    }
  });
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  return { seconds, counts, megabytes: maxRSS / 1024, cpu: (userCPUTime + systemCPUTime) / 1e6 };
}

if (options.judge !== undefined) {
  process.stdout.write(JSON.stringify(await judgeAll(options.judge)));
} else {
  const place = mkdtempSync(join(tmpdir(), 'ballast-ladder-'));
  const file = join(place, 'firms.duckdb');
  try {
    const { items, columns, criteria } = compiledLadder();
    const start = performance.now();
    await withDatabase(file, (connection) =>
      connection.run(
        `CREATE TABLE firms AS ${firmsSql(columns, items, Number(options.firms), Number(options.missing))}`,
      ),
    );
    const made = (performance.now() - start) / 1000;
    const rounds = [];
    for (let round = 0; round < Number(options.rounds); round++) {
      const begun = performance.now();
      const child = spawnSync(
        process.execPath,
        [fileURLToPath(import.meta.url), '--judge', file, '--threads', options.threads],
        { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] },
      );
      if (child.status !== 0) throw new Error(`the judging process ended with ${child.status}`);
      rounds.push({ whole: (performance.now() - begun) / 1000, ...JSON.parse(child.stdout) });
    }
    rounds.sort((a, b) => a.whole - b.whole);
    const median = rounds[Math.floor(rounds.length / 2)];
    const result = {
      firms: Number(options.firms),
      columns: columns.length,
      criteria: Object.fromEntries([...criteria].map(([id, all]) => [id, all.length])),
      databaseMegabytes: statSync(file).size / 2 ** 20,
      generatedIn: made,
      ...median,
    };
    process.stdout.write(options.json ? `${JSON.stringify(result, null, 2)}\n` : `${text(result)}\n`);
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

function text(result) {
  const lines = [
    `${result.firms} firms, ${result.columns} columns, made in ${result.generatedIn.toFixed(1)} s`,
    ...Object.entries(result.counts).map(
      ([id, counts]) => `${id}: ${result.criteria[id]} criteria; ${JSON.stringify(counts)}`,
    ),
    `judged and written in ${result.seconds.toFixed(2)} s`,
    `whole process: ${result.whole.toFixed(2)} s, ${result.cpu.toFixed(2)} s of processor, ${result.megabytes.toFixed(0)} MB at most`,
  ];
  return lines.join('\n');
}

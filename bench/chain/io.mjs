/**
 * Dense input–output work beside its peers: footprints of multi-regional tables, and what one factorisation gives of every
 * industry (total and partial extraction) and every coefficient (field of influence).
 *
 *   node bench/chain/io.mjs [--sizes 500,2000,4000,8000] [--extraction 500,1000,2000] [--threads 2]
 *     [--plot FILE.svg] [--json]
 *
 * Needs a build (npm run build). Each case runs in a process of its own, so that its peak of memory is its own. Processor
 * time is of all threads; on a machine with other work it says more than the clock. Tables are random and 30 % dense, with
 * 10 stressors and 40 regions (10 at 500 industries), as in the peer's bench.
 *
 * Peers' figures are not run here. pymrio 0.6.3 (Python, OpenBLAS on 2 threads): calc_A, calc_L, calc_accounts, measured on
 * the same make of table; fio inverts once for each industry extracted (n) and each cell of the field (n²).
 */
import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { extractionLosses, LeontiefSystem, partialLosses, totalInfluence } from '../../dist/chain/index.js';
import { footprintsInThreads } from '../../dist/threads/index.js';
import { growthPlot } from './growth-plot.mjs';

/** Seconds and MB of pymrio 0.6.3 by industries; 40 regions, 10 at 500. */
const PYMRIO = {
  500: { seconds: 0.07, megabytes: 117 },
  2000: { seconds: 2.51, megabytes: 298 },
  4000: { seconds: 17.9, megabytes: 859 },
  8000: { seconds: 147, megabytes: 3075 },
};
const STRESSORS = 10;

const { values: options } = parseArgs({
  options: {
    sizes: { type: 'string', default: '500,2000,4000,8000' },
    extraction: { type: 'string', default: '500,1000,2000' },
    threads: { type: 'string', default: '2' },
    json: { type: 'boolean', default: false },
    plot: { type: 'string' },
    case: { type: 'string' },
  },
});
const threads = Number(options.threads);

if (options.case) {
  const [work, size] = options.case.split(':');
  const measured = work === 'footprints' ? await footprintCase(Number(size)) : extractionCase(Number(size));
  process.stdout.write(JSON.stringify(measured));
} else {
  const results = [
    ...numbers(options.sizes).map((n) => run('footprints', n)),
    ...numbers(options.extraction).map((n) => run('extraction', n)),
  ];
  for (const work of ['footprints', 'extraction']) tellGrowth(results.filter((of) => of.work === work));
  if (options.plot !== undefined) await writeFile(options.plot, plotOf(results));
  if (options.json) process.stdout.write(`${JSON.stringify(results, null, 2)}\n`);
}

function numbers(text) {
  return text.split(',').filter(Boolean).map(Number);
}

function run(work, n) {
  const child = spawnSync(
    process.execPath,
    [fileURLToPath(import.meta.url), '--case', `${work}:${n}`, '--threads', options.threads],
    { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] },
  );
  if (child.status !== 0) throw new Error(`${work} of ${n} industries ended with code ${child.status}`);
  const result = { work, industries: n, ...JSON.parse(child.stdout) };
  const { seconds, processorSeconds, megabytes, residual, condition, peer } = result;
  process.stderr.write(
    `${work} ${n}: ${seconds.toFixed(2)} s by the clock, ${processorSeconds.toFixed(2)} s of processor time, ` +
      `${megabytes} MB, residual ${residual.toExponential(1)}, condition ${condition.toPrecision(3)}` +
      `${peer ? `; pymrio ${peer.seconds} s, ${peer.megabytes} MB` : ''}\n`,
  );
  return result;
}

function tellGrowth(results) {
  if (results.length < 2) return;
  const [first, last] = [results.at(0), results.at(-1)];
  const slope =
    Math.log(last.processorSeconds / first.processorSeconds) / Math.log(last.industries / first.industries);
  process.stderr.write(`${first.work}: processor time grows as industries^${slope.toFixed(2)}\n`);
}

function plotOf(results) {
  const points = (work) =>
    results.filter((of) => of.work === work).map((of) => [of.industries, of.processorSeconds]);
  return growthPlot({
    series: [
      { name: 'footprints', colour: '#0b6e4f', points: points('footprints') },
      { name: 'extraction, influence', colour: '#2f5d8c', points: points('extraction') },
      {
        name: 'pymrio, by the clock',
        colour: '#b3541e',
        points: Object.entries(PYMRIO).map(([n, { seconds }]) => [Number(n), seconds]),
      },
    ].filter((of) => of.points.length > 0),
    xTitle: 'industries',
    yTitle: 'seconds of processor time, all threads',
  });
}

async function footprintCase(n) {
  const regions = n === 500 ? 10 : 40;
  const { table, accounts } = randomTable(n, regions);
  const timed = await clocked(() => footprintsInThreads(table, accounts, { threads }));
  return { regions, stressors: STRESSORS, threads, ...timed, peer: PYMRIO[n] ?? null };
}

function extractionCase(n) {
  const { table } = randomTable(n, 1);
  let parts;
  const work = () => {
    const system = new LeontiefSystem(table);
    const begun = process.cpuUsage();
    totalInfluence(system);
    const influence = process.cpuUsage(begun);
    extractionLosses(system);
    partialLosses(system, 0.3);
    parts = { inverseAndInfluence: (influence.user + influence.system) / 1e6 };
    return { accuracy: system.accuracy() };
  };
  const begun = performance.now();
  const before = process.cpuUsage();
  const { accuracy } = work();
  return { ...spent(begun, before), ...accuracy, ...parts, threads: 1 };
}

async function clocked(work) {
  const begun = performance.now();
  const before = process.cpuUsage();
  const { accuracy } = await work();
  return { ...spent(begun, before), ...accuracy };
}

function spent(begun, before) {
  const { user, system } = process.cpuUsage(before);
  return {
    seconds: (performance.now() - begun) / 1e3,
    processorSeconds: (user + system) / 1e6,
    megabytes: Math.round(process.resourceUsage().maxRSS / 1024),
  };
}

/** Uniform flows in three cells of ten; final demand as much again, so that the spectral radius is near one half. */
function randomTable(n, regions) {
  let state = 1;
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 4294967296;
  };
  const products = n / regions;
  const intermediate = new Float64Array(new SharedArrayBuffer(n * n * 8));
  const output = new Float64Array(n);
  for (let i = 0, at = 0; i < n; i++)
    for (let j = 0; j < n; j++, at++)
      if (random() < 0.3) {
        intermediate[at] = random();
        output[i] += intermediate[at];
      }
  const finalUses = Array.from({ length: regions }, (_, c) => ({
    code: `F${c}`,
    name: `F${c}`,
    kind: 'consumption',
    region: String(c),
    values: Float64Array.from({ length: n }, () => (0.3 * n * random()) / regions),
    imported: null,
  }));
  for (const { values } of finalUses) for (let i = 0; i < n; i++) output[i] += values[i];
  return {
    table: {
      title: 'random',
      year: null,
      unit: '',
      industries: Array.from({ length: n }, (_, i) => ({
        code: `p${i % products}`,
        name: `p${i % products}`,
        nameEn: null,
        region: String(Math.floor(i / products)),
      })),
      intermediate,
      importedIntermediate: null,
      finalUses,
      imports: null,
      inflows: null,
      discrepancy: null,
      valueAdded: [],
      output,
    },
    accounts: {
      stressors: Array.from({ length: STRESSORS }, (_, s) => ({ code: `s${s}`, name: `s${s}`, unit: '' })),
      values: Float64Array.from({ length: STRESSORS * n }, () => random()),
      direct: null,
    },
  };
}

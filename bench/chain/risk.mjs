/**
 * The economic systemic risk index of every firm, measured: processor time a firm on one thread, wall time and peak
 * memory of all firms on one and two threads, growth with the number of firms, and the peers' published figures
 * beside ours. Networks are those of bench/chain/network.mjs, seed 42.
 *
 *   node bench/chain/risk.mjs [--sizes 1000,3000,10000,30000,100000] [--eps 0.01] [--sample 1000] [--threads 1,2]
 *     [--whole 10000] [--converged 0.3] [--against 100] [--plot FILE.svg] [--json]
 *
 * Needs a build (npm run build). --sample: firms measured one after another on one thread, spread over all. --whole:
 * sizes up to this one are also run for all firms, on each number of threads, each in a process of its own.
 * --converged LEAK: the same to the end of the cascade with an error of at most 1e-6. --against: firms also run by the
 * plain version, compared. --plot: time a firm over the number of firms, both logarithmic, with the peers' figures.
 */
import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import {
  CascadeKernel,
  cascadeLayout,
  cascadeModel,
  economicSystemicRiskIndex,
  supplyNetworkOf,
} from '../../dist/chain/index.js';
import { riskInThreads } from '../../dist/threads/index.js';
import { growthPlot } from './growth-plot.mjs';
import { syntheticNetwork } from './network.mjs';

const { values: options } = parseArgs({
  options: {
    sizes: { type: 'string', default: '1000,3000,10000,30000,100000' },
    eps: { type: 'string', default: '0.01' },
    sample: { type: 'string', default: '1000' },
    threads: { type: 'string', default: '1,2' },
    whole: { type: 'string', default: '10000' },
    against: { type: 'string', default: '100' },
    converged: { type: 'string' },
    child: { type: 'string' },
    plot: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});
const stop =
  options.converged === undefined
    ? { rule: 'eps', eps: Number(options.eps) }
    : { rule: 'converged', tolerance: 1e-6 };
const modelOptions = options.converged === undefined ? {} : { leak: Number(options.converged) };

/** Milliseconds a firm, one thread unless said; from their own papers and pages, on their own machines. */
const PEERS = [
  ['R/C++ fastcascade 0.9.3.1, 10,000 firms, 62,820 links', '68 to 116 (measured by us elsewhere, 2 cores)'],
  ['ESRIcascade.jl README, 10,000 firms, 616 sectors, degree 8', '0.777 (published)'],
  ['ESRIcascade.jl README, 100,000 firms', '9.885 (published)'],
];

/** The same as points: firms, milliseconds a firm. */
const R_CPP = [
  [1_000, 10.9],
  [5_000, 33.1],
  [10_000, 68],
  [20_000, 190],
  [50_000, 383],
];
const JULIA = [
  [10_000, 0.777],
  [100_000, 9.885],
];

// About 62,820 links at 10,000 firms and 700,000 at 100,000, as the peers' networks have.
function networkOf(firms) {
  const made = syntheticNetwork({ firms, linksPerFirm: firms >= 100_000 ? 7.9 : 7.4, seed: 42 });
  const { ids, sectors, sectorOf, supplier, buyer, weight, classes } = made;
  const { network } = supplyNetworkOf(ids, sectors, sectorOf, supplier, buyer, weight);
  return { network, classes: { sectors, classes } };
}

if (options.child !== undefined) {
  const [firms, threads] = options.child.split(',').map(Number);
  const { network, classes } = networkOf(firms);
  const model = cascadeModel(network, classes, modelOptions);
  const started = performance.now();
  const cpu = process.cpuUsage();
  const all = Uint32Array.from({ length: firms }, (_, i) => i);
  const risk = await riskInThreads(model, all, stop, { threads });
  const { user, system } = process.cpuUsage(cpu);
  process.stdout.write(
    JSON.stringify({
      threads,
      wallSeconds: (performance.now() - started) / 1e3,
      cpuSeconds: (user + system) / 1e6,
      peakMegabytes: process.resourceUsage().maxRSS / 1024,
      largest: risk.esri.reduce((most, value) => Math.max(most, value), 0),
    }),
  );
} else {
  const results = [];
  for (const firms of options.sizes.split(',').map(Number)) results.push(await measured(firms));
  if (options.json) process.stdout.write(`${JSON.stringify({ stop, results, peers: PEERS }, null, 2)}\n`);
  else print(results);
  if (options.plot !== undefined) await writeFile(options.plot, plotOf(results));
}

async function measured(firms) {
  const { network, classes } = networkOf(firms);
  const before = process.cpuUsage();
  const model = cascadeModel(network, classes, modelOptions);
  const kernel = new CascadeKernel(cascadeLayout(model));
  const prepared = seconds(process.cpuUsage(before));
  const count = Math.min(firms, Number(options.sample));
  const sample = Uint32Array.from({ length: count }, (_, at) => Math.floor(((at + 0.5) * firms) / count));
  kernel.closeEach(sample.subarray(0, Math.min(100, count)), stop);
  const start = process.cpuUsage();
  const risk = kernel.closeEach(sample, stop);
  const milliseconds = (1e3 * seconds(process.cpuUsage(start))) / count;
  const compared = Math.min(count, Math.floor((Number(options.against) * 10_000) / Math.max(firms, 10_000)));
  const plain = compared > 0 ? against(network, classes, sample, risk, compared) : null;
  const whole =
    firms <= Number(options.whole)
      ? options.threads.split(',').map((threads) => wholeRun(firms, Number(threads)))
      : [];
  return {
    firms,
    links: network.outBuyer.length,
    prepareSeconds: prepared,
    sample: count,
    millisecondsPerFirm: milliseconds,
    meanIterations: risk.iterations.reduce((sum, steps) => sum + steps, 0) / count,
    plain,
    whole,
  };
}

/** The plain version on every so many firms of the sample: its time, and the largest difference. */
function against(network, classes, sample, risk, count) {
  const rows = Array.from({ length: count }, (_, at) => Math.floor(((at + 0.5) * sample.length) / count));
  const start = process.cpuUsage();
  const plain = economicSystemicRiskIndex(network, classes, {
    stop,
    firms: rows.map((row) => sample[row]),
    ...modelOptions,
  });
  const taken = (1e3 * seconds(process.cpuUsage(start))) / count;
  let difference = 0;
  let steps = 0;
  for (const [at, row] of rows.entries()) {
    for (const key of ['esri', 'down', 'up'])
      difference = Math.max(difference, Math.abs(plain[key][at] - risk[key][row]));
    if (plain.iterations[at] !== risk.iterations[row]) steps++;
  }
  return { firms: count, millisecondsPerFirm: taken, largestDifference: difference, otherIterations: steps };
}

function wholeRun(firms, threads) {
  const args = [fileURLToPath(import.meta.url), '--child', `${firms},${threads}`, '--eps', options.eps];
  if (options.converged !== undefined) args.push('--converged', options.converged);
  const { stdout, stderr, status } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

function seconds({ user, system }) {
  return (user + system) / 1e6;
}

function print(results) {
  const line = (cells) => process.stdout.write(`| ${cells.join(' | ')} |\n`);
  line([
    'firms',
    'links',
    'ms a firm, 1 thread',
    'mean steps',
    'plain version, ms',
    'largest difference',
    'other step counts',
  ]);
  line(['---:', '---:', '---:', '---:', '---:', '---:', '---:']);
  for (const { firms, links, millisecondsPerFirm, meanIterations, plain } of results)
    line([
      firms,
      links,
      millisecondsPerFirm.toFixed(3),
      meanIterations.toFixed(2),
      plain === null ? '' : plain.millisecondsPerFirm.toFixed(2),
      plain === null ? '' : plain.largestDifference.toExponential(1),
      plain === null ? '' : `${plain.otherIterations} of ${plain.firms}`,
    ]);
  for (const { firms, whole } of results)
    for (const { threads, wallSeconds, cpuSeconds, peakMegabytes } of whole)
      process.stdout.write(
        `all ${firms} firms on ${threads} thread(s): ${wallSeconds.toFixed(1)} s, ${cpuSeconds.toFixed(1)} s of processor time, peak ${peakMegabytes.toFixed(0)} MB\n`,
      );
  if (results.length > 1) {
    const [first, last] = [results[0], results.at(-1)];
    const slope =
      Math.log(last.millisecondsPerFirm / first.millisecondsPerFirm) / Math.log(last.firms / first.firms);
    process.stdout.write(`time a firm grows as firms^${slope.toFixed(2)}\n`);
  }
  for (const [peer, figure] of PEERS) process.stdout.write(`peer: ${peer}: ${figure} ms a firm\n`);
}

function plotOf(results) {
  const ours = results.map(({ firms, millisecondsPerFirm }) => [firms, millisecondsPerFirm]);
  const plain = results
    .filter(({ plain }) => plain !== null)
    .map(({ firms, plain }) => [firms, plain.millisecondsPerFirm]);
  return growthPlot({
    series: [
      { name: 'Ballast, kernel', colour: '#0b6e4f', points: ours },
      ...(plain.length > 1 ? [{ name: 'Ballast, plain', colour: '#7a8b99', points: plain }] : []),
      { name: 'R/C++ fastcascade', colour: '#b3541e', points: R_CPP },
      { name: 'ESRIcascade.jl', colour: '#5b3a8c', points: JULIA },
    ],
    xTitle: 'firms',
    yTitle: 'milliseconds a firm, one thread',
  });
}

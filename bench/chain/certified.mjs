/**
 * Systemic risk at the fixed point with certified errors, measured: wall and processor time and peak memory for every
 * firm, and for the riskiest alone, each run in a process of its own. Networks are those of bench/chain/network.mjs,
 * seed 42, with revenue of 1.3 times the sales in the network.
 *
 *   node bench/chain/certified.mjs [--firms 1000,10000,100000] [--threads 1,2] [--tolerance 1e-6] [--riskiest 0]
 *     [--sectors 50] [--leak 0.230769] [--against 20] [--json]
 *
 * Needs a build (npm run build). --riskiest K: only the K firms of the largest index, with proof. --against: so many
 * firms are also run by the plain version, and must lie within the error; networks up to 20,000 firms.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import {
  CertifiedClosures,
  cascadeModel,
  certifiedNetwork,
  convergedCascade,
  riskOf,
  supplyNetworkOf,
} from '../../dist/chain/index.js';
import { certifiedRiskInThreads, riskiestInThreads } from '../../dist/threads/index.js';
import { syntheticNetwork } from './network.mjs';

const { values: options } = parseArgs({
  options: {
    firms: { type: 'string', default: '1000,10000,100000' },
    threads: { type: 'string', default: '1,2' },
    tolerance: { type: 'string', default: '1e-6' },
    riskiest: { type: 'string', default: '0' },
    sectors: { type: 'string', default: '50' },
    leak: { type: 'string', default: String(1 - 1 / 1.3) },
    against: { type: 'string', default: '20' },
    child: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});
const tolerance = Number(options.tolerance);
const riskiest = Number(options.riskiest);

if (options.child !== undefined) {
  const [firms, threads] = options.child.split(',').map(Number);
  process.stdout.write(JSON.stringify(await run(firms, threads)));
} else {
  const results = [];
  for (const firms of options.firms.split(','))
    for (const threads of options.threads.split(',')) {
      results.push(inProcess(`${firms},${threads}`));
      if (!options.json) print(results.at(-1));
    }
  if (options.json) process.stdout.write(`${JSON.stringify(results, null, 2)}\n`);
}

async function run(firms, threads) {
  // About 62,820 links at 10,000 firms, 700,000 at 100,000 and 7,000,000 at 1,000,000.
  const linksPerFirm = firms >= 100_000 ? 7.9 : 7.4;
  const made = syntheticNetwork({ firms, linksPerFirm, sectors: Number(options.sectors), seed: 42 });
  const { network } = supplyNetworkOf(
    made.ids,
    made.sectors,
    made.sectorOf,
    made.supplier,
    made.buyer,
    made.weight,
  );
  const links = network.outBuyer.length;
  const model = cascadeModel(
    network,
    { sectors: made.sectors, classes: made.classes },
    { leak: Number(options.leak) },
  );
  const started = { wall: performance.now(), cpu: process.cpuUsage() };
  const certified = certifiedNetwork(model);
  const bounded = since(started);
  const levels = certified.levels.map(({ level }) => level);
  let result;
  if (riskiest > 0) {
    const { risk, setProven, orderProven, closed } = await riskiestInThreads(certified, riskiest, tolerance, {
      threads,
    });
    result = {
      largest: risk.esri[0],
      least: risk.esri.at(-1),
      largestError: Math.max(...risk.errorBound),
      setProven,
      orderProven: orderProven.reduce((sum, one) => sum + one, 0),
      closed,
    };
  } else {
    const every = Uint32Array.from({ length: firms }, (_, i) => i);
    const risk = await certifiedRiskInThreads(certified, every, tolerance, { threads });
    result = {
      largest: risk.esri.reduce((most, value) => Math.max(most, value), 0),
      mean: risk.esri.reduce((sum, value) => sum + value, 0) / firms,
      largestError: risk.errorBound.reduce((most, value) => Math.max(most, value), 0),
      closed: firms,
    };
  }
  const whole = since(started);
  const peakMegabytes = process.resourceUsage().maxRSS / 1024;
  const compared = firms > 20_000 || riskiest > 0 ? 0 : Math.min(firms, Number(options.against));
  return {
    firms,
    links,
    threads,
    levels,
    boundSeconds: bounded.wall,
    wallSeconds: whole.wall,
    cpuSeconds: whole.cpu,
    peakMegabytes,
    ...result,
    ...(compared > 0 && { plain: against(model, certified, compared) }),
  };
}

/** The plain version on some firms: its time, and how many of its results lie outside the certified interval. */
function against(model, certified, count) {
  const firms = Array.from({ length: count }, (_, at) =>
    Math.floor(((at + 0.5) * model.weights.length) / count),
  );
  const closures = new CertifiedClosures(certified);
  const started = { wall: performance.now(), cpu: process.cpuUsage() };
  let outside = 0;
  for (const firm of firms) {
    const supply = new Float64Array(model.weights.length);
    supply[firm] = 1;
    const cascaded = convergedCascade(model, { supply }, tolerance / 10);
    const plain = riskOf(cascaded, model.weights);
    const closure = closures.close(firm, tolerance);
    for (const key of ['esri', 'down', 'up'])
      if (plain[key] + cascaded.bound[key] < closure[key].low || plain[key] > closure[key].high) outside++;
  }
  return { firms: count, outside, millisecondsPerFirm: (1e3 * since(started).cpu) / count };
}

function since({ wall, cpu }) {
  const { user, system } = process.cpuUsage(cpu);
  return { wall: (performance.now() - wall) / 1e3, cpu: (user + system) / 1e6 };
}

function inProcess(child) {
  const args = [fileURLToPath(import.meta.url), '--child', child];
  for (const name of ['tolerance', 'riskiest', 'sectors', 'leak', 'against'])
    args.push(`--${name}`, options[name]);
  const { stdout, stderr, status } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

function print(result) {
  const { firms, links, threads, boundSeconds, wallSeconds, cpuSeconds, peakMegabytes, largestError } =
    result;
  const { closed, plain, setProven, orderProven, least } = result;
  const what =
    riskiest > 0
      ? `the ${riskiest} riskiest, ${closed} closures, set ${setProven ? 'proven' : 'not proven'}, ${orderProven} places proven, least ${least.toExponential(3)}`
      : `all firms, ${((1e3 * cpuSeconds) / firms).toFixed(3)} ms of processor time a firm`;
  process.stdout.write(
    `${firms} firms, ${links} links, ${threads} thread(s): ${wallSeconds.toFixed(1)} s (bounds ${boundSeconds.toFixed(1)} s), ` +
      `${cpuSeconds.toFixed(1)} s of processor time, peak ${peakMegabytes.toFixed(0)} MB; ${what}; largest error ${largestError.toExponential(2)}` +
      `${plain === undefined ? '' : `; plain version ${plain.millisecondsPerFirm.toFixed(0)} ms a firm, ${plain.outside} of ${3 * plain.firms} values outside`}\n`,
  );
}

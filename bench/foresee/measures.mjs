/**
 * Region × activity measures, measured: wall and processor time and peak memory of the whole process, each case in a process
 * of its own. Tables are synthetic: regions with more or fewer capabilities, activities that ask for more or fewer, about a
 * third of all cells at RCA ≥ 1 (a nested capability model).
 *
 *   node bench/foresee/measures.mjs [--cases 340x5000,3000x1000,200x1000x10,eci:3000x100000] [--threads 1,2] [--json]
 *
 * A case is REGIONSxACTIVITIES, with xYEARS for a panel, with eci: for complexity and fitness alone on a sparse table. All other
 * cases give ECI, PCI, Fitness, proximity (kept, f32), density, opportunity value and gain. Needs a build (npm run build).
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values: options } = parseArgs({
  options: {
    cases: { type: 'string', default: '340x5000,3000x1000,200x1000x10,eci:3000x100000' },
    threads: { type: 'string', default: '1,2' },
    child: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});

if (options.child !== undefined) {
  const [name, threads] = options.child.split(',');
  process.stdout.write(JSON.stringify(await run(name, Number(threads))));
} else {
  const results = [];
  for (const name of options.cases.split(','))
    for (const threads of name.startsWith('eci:') ? ['1'] : options.threads.split(',')) {
      const result = inProcess(name, threads);
      results.push(result);
      if (!options.json) print(result);
    }
  if (options.json) process.stdout.write(`${JSON.stringify(results, null, 2)}\n`);
}

async function run(name, threads) {
  const { foresight, regionActivityTableOf } = await import('../../dist/foresee/index.js');
  const { foresightInThreads, foresightsInThreads } = await import('../../dist/threads/index.js');
  const eciAlone = name.startsWith('eci:');
  const [regions, activities, years = 1] = name.replace('eci:', '').split('x').map(Number);
  const columns = Array.from({ length: years }, (_, year) =>
    eciAlone ? sparseColumns(regions, activities, 2_000, 7) : nestedColumns(regions, activities, 7 + year),
  );
  const cpu = process.cpuUsage();
  const began = performance.now();
  const tables = columns.map((own) => regionActivityTableOf(own));
  let done;
  if (eciAlone) done = tables.map((table) => foresight(table, { outlook: false }));
  else if (years > 1)
    done =
      threads > 1
        ? await foresightsInThreads(tables, { keepProximity: 'single' }, { threads })
        : tables.map((table) => foresight(table, { keepProximity: 'single' }));
  else done = [await foresightInThreads(tables[0], { keepProximity: 'single' }, { threads })];
  const wall = (performance.now() - began) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  const whole = process.cpuUsage();
  const { presence, complexity } = done[0];
  return {
    name,
    threads,
    wall,
    cpu: (user + system) / 1e6,
    wholeWall: performance.now() / 1000,
    wholeCpu: (whole.user + whole.system) / 1e6,
    peakMegabytes: process.resourceUsage().maxRSS / 1024,
    cells: tables[0].values.length,
    fill: presence.activity.length / (regions * activities),
    refused: complexity.refusal?.en ?? null,
    gap: complexity.spectrum?.gap ?? null,
    products: complexity.spectrum?.products ?? null,
  };
}

function inProcess(name, threads) {
  const child = spawnSync(
    process.execPath,
    [fileURLToPath(import.meta.url), '--child', `${name},${threads}`],
    { encoding: 'utf8', maxBuffer: 1 << 26 },
  );
  if (child.status !== 0) throw new Error(child.stderr);
  return JSON.parse(child.stdout);
}

function print({ name, threads, wall, cpu, wholeWall, wholeCpu, peakMegabytes, fill, gap, refused }) {
  const of = (value, digits = 2) => value.toFixed(digits);
  process.stdout.write(
    `${name}, ${threads} thread${threads > 1 ? 's' : ''}: ${of(wall)} s (processor ${of(cpu)} s; with making the data and starting ${of(wholeWall)} s, processor ${of(wholeCpu)} s), ` +
      `${of(peakMegabytes, 0)} MB, M filled to ${of(100 * fill, 1)} %, gap ${gap === null ? refused : of(gap, 3)}\n`,
  );
}

function uniform(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x9e3779b9) >>> 0;
    let z = state;
    z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
    z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
    return ((z ^ (z >>> 16)) >>> 0) / 4294967296;
  };
}

/** Regions hold some of 60 capabilities, activities ask for some; who lacks none has a value. */
function nestedColumns(regions, activities, seed) {
  const random = uniform(seed);
  const holds = Array.from({ length: regions }, (_, r) => {
    const chance = 0.35 + (0.6 * (r + 0.5)) / regions;
    return Array.from({ length: 60 }, () => random() < chance);
  });
  const asks = Array.from({ length: activities }, () => {
    const count = 1 + Math.floor(4 * random());
    return Array.from({ length: count }, () => Math.floor(60 * random()));
  });
  const columns = { region: [], activity: [], value: [] };
  for (let r = 0; r < regions; r++)
    for (let p = 0; p < activities; p++) {
      if (!asks[p].every((own) => holds[r][own]) && random() > 0.05) continue;
      columns.region.push(r);
      columns.activity.push(p);
      columns.value.push(Math.exp(2 * random() + random()));
    }
  return named(columns, regions, activities);
}

/** So many activities a region, drawn by lot, those nearer to it on a line more often. */
function sparseColumns(regions, activities, perRegion, seed) {
  const random = uniform(seed);
  const size = regions * perRegion;
  const columns = {
    region: new Int32Array(size),
    activity: new Int32Array(size),
    value: new Float64Array(size),
  };
  for (let at = 0; at < size; at++) {
    const r = Math.floor(at / perRegion);
    const spread = random() + random() + random() - 1.5;
    const p = Math.floor(activities * ((r / regions + 0.3 * spread + 1) % 1));
    columns.region[at] = r;
    columns.activity[at] = p;
    columns.value[at] = Math.exp(3 * random());
  }
  return named(columns, regions, activities);
}

function named(columns, regions, activities) {
  return {
    ...columns,
    regions: Array.from({ length: regions }, (_, r) => `R${r}`),
    activities: Array.from({ length: activities }, (_, p) => `P${p}`),
  };
}

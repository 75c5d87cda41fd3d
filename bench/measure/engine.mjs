/**
 * How fast the measures run in memory, on one core, in one run: concentration of a table of areas and industries, plants,
 * distances between plants, decompositions, seasonal adjustment. Medians over rounds of processor time.
 *
 *   node bench/measure/engine.mjs [--rounds 5] [--full] [--json]
 *
 * Needs a build (npm run build). --full adds the sizes that take minutes.
 */
import { parseArgs } from 'node:util';
import {
  activityOf,
  areaSpecialisations,
  coagglomeration,
  dynamicShiftShare,
  industryConcentrations,
  inequalityOverTime,
  kDensity,
  localisation,
  locationQuotients,
  neighboursByOutline,
  plantConcentrations,
  stl,
  stlWithFestival,
} from '../../dist/measure/index.js';

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    full: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});
const rounds = Number(options.rounds);
if (!Number.isInteger(rounds) || rounds < 1)
  throw new Error(`--rounds ${options.rounds}: a whole number of at least 1`);

let state = 1;
function random() {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return state / 4294967296;
}

function cellsOf(areas, industries) {
  const cells = [];
  for (let a = 0; a < areas; a++)
    for (let i = 0; i < industries; i++)
      cells.push({ area: `A${a}`, industry: `I${i}`, value: random() < 0.5 ? 0 : Math.exp(3 * random()) });
  return cells;
}

const results = [];

function measure(name, unit, work, task, times = rounds) {
  const taken = [];
  for (let round = 0; round < times; round++) {
    const before = process.cpuUsage();
    task();
    const { user, system } = process.cpuUsage(before);
    taken.push((user + system) / 1e6);
  }
  taken.sort((a, b) => a - b);
  const seconds = taken[Math.floor(times / 2)];
  results.push({ name, seconds, work, unit, perSecond: work / seconds });
  process.stderr.write(`${name}: ${seconds.toFixed(3)} s\n`);
}

for (const [areas, industries] of [
  [340, 500],
  [2850, 97],
]) {
  const cells = cellsOf(areas, industries);
  const table = activityOf(cells);
  const size = areas * industries;
  measure(`table of ${areas} × ${industries} from cells`, 'cells', size, () => activityOf(cells));
  measure(`location quotients ${areas} × ${industries}`, 'cells', size, () => locationQuotients(table));
  measure(`industry indices ${areas} × ${industries}`, 'cells', size, () => industryConcentrations(table));
  measure(`area indices ${areas} × ${industries}`, 'cells', size, () => areaSpecialisations(table));
  measure(`coagglomeration ${areas} × ${industries}`, 'pairs', industries ** 2, () => coagglomeration(table));
}

const plants = Array.from({ length: 500_000 }, () => ({
  industry: `I${Math.floor(random() * 480)}`,
  area: `A${Math.floor(random() * 2850)}`,
  size: 1 + Math.floor(1000 * random() ** 4),
}));
measure('Ellison–Glaeser, 500 000 plants', 'plants', plants.length, () => plantConcentrations(plants));

const panel = Array.from({ length: 10 }, () =>
  activityOf(cellsOf(340, 97).map((c) => ({ ...c, value: c.value + 1 }))),
);
measure('dynamic shift–share 340 × 97 × 10', 'cells', 9 * 340 * 97, () => dynamicShiftShare(panel));

const units = Array.from({ length: 70 * 2850 }, (_, i) => ({
  period: String(1952 + Math.floor(i / 2850)),
  area: `A${i % 2850}`,
  group: `G${i % 31}`,
  weight: 1 + random(),
  value: 1 + random(),
}));
measure('Theil, 70 years of 2 850 counties', 'rows', units.length, () => inequalityOverTime(units));

const monthly = Float64Array.from(
  { length: 360 },
  (_, i) => 5 + i / 200 + Math.sin((Math.PI * i) / 6) + random() / 10,
);
const adjust = (options, count) => {
  for (let i = 0; i < count; i++) stl(monthly, { period: 12, ...options });
};
measure('STL periodic, 30 years, 100 series', 'series', 100, () =>
  adjust({ seasonalWindow: 'periodic' }, 100),
);
measure('STL robust s.window 7, 30 years, 100 series', 'series', 100, () =>
  adjust({ seasonalWindow: 7, robust: true }, 100),
);
measure('STL with the festival, 30 years, 100 series', 'series', 100, () => {
  for (let i = 0; i < 100; i++)
    stlWithFestival(monthly, { year: 1995, month: 1 }, { seasonalWindow: 'periodic' });
});

const sites = Array.from({ length: 20_000 }, () => ({ x: 100 + 20 * random(), y: 22 + 18 * random() }));
const plane = sites.map(({ x, y }) => ({ x: 100 * x, y: 100 * y }));
const grid = Array.from({ length: 101 }, (_, i) => 5 * i);
for (const n of options.full ? [500, 2000, 5000, 20_000] : [500, 2000, 5000]) {
  const pairs = (n * (n - 1)) / 2;
  measure(`K-density of ${n} points on a plane`, 'distances', pairs, () => kDensity(plane.slice(0, n), grid));
  measure(`K-density of ${n} points on the sphere`, 'distances', pairs, () =>
    kDensity(sites.slice(0, n), grid, { metric: 'sphere' }),
  );
}
for (const n of options.full ? [500, 2000, 5000] : [500]) {
  const industry = Array.from({ length: n }, (_, i) => i);
  measure(
    `Duranton–Overman, ${n} of 20 000 sites, 1 000 draws`,
    'distances',
    (1001 * n * (n - 1)) / 2,
    () => localisation(plane, industry, grid),
    1,
  );
}

const lattice = Array.from({ length: 2500 }, (_, i) => {
  const [x, y] = [i % 50, Math.floor(i / 50)];
  const ring = [];
  for (const [from, to] of [
    [
      [0, 0],
      [1, 0],
    ],
    [
      [1, 0],
      [1, 1],
    ],
    [
      [1, 1],
      [0, 1],
    ],
    [
      [0, 1],
      [0, 0],
    ],
  ])
    for (let s = 0; s < 25; s++)
      ring.push([x + from[0] + ((to[0] - from[0]) * s) / 25, y + from[1] + ((to[1] - from[1]) * s) / 25]);
  ring.push(ring[0]);
  return { area: `A${i}`, rings: [ring] };
});
measure('neighbours of 2 500 outlines', 'areas', 2500, () => neighboursByOutline(lattice));

if (options.json)
  process.stdout.write(`${JSON.stringify({ node: process.version, rounds, results }, null, 2)}\n`);
else
  for (const { name, seconds, unit, perSecond } of results)
    process.stdout.write(
      `${name.padEnd(52)} ${seconds.toFixed(3).padStart(9)} s  ${Math.round(perSecond).toLocaleString('en')} ${unit}/s\n`,
    );

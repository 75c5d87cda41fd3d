// The dynamic model day by day on a table of 56 sectors in 44 regions, as BoARIO 0.6.3 was measured on one of that
// size: 300 ms a step, 109 s for 365 days, 893 MB. Here: seconds, milliseconds a day, peak memory, growth with size.
import { performance } from 'node:perf_hooks';
import { inventoryTable, runInventoryModel } from '../../dist/chain/index.js';

const sizes = process.argv.slice(2).map(Number);
for (const regions of sizes.length ? sizes : [5, 11, 22, 44]) {
  const table = inventoryTable(madeTable(regions, 56));
  const n = table.output.length;
  const events = [
    {
      kind: 'recovery',
      start: 5,
      duration: 5,
      capitalLost: new Map([
        [0, 0.3],
        [1, 0.15],
      ]),
      recoveryDays: 60,
      shape: 'linear',
    },
  ];
  const before = performance.now();
  const processor = process.cpuUsage();
  const run = runInventoryModel(table, events, {}, { days: 365 });
  const seconds = (performance.now() - before) / 1000;
  const { user, system } = process.cpuUsage(processor);
  const processorSeconds = (user + system) / 1e6;
  const last = run.production.subarray(364 * n);
  const total = (values) => values.reduce((sum, value) => sum + value, 0);
  console.log(
    JSON.stringify({
      industries: n,
      days: 365,
      seconds: round(seconds),
      processorSeconds: round(processorSeconds),
      msADay: round((seconds * 1000) / 365),
      peakMB: Math.round(process.resourceUsage().maxRSS / 1024),
      productionAtEnd: round(total(last) / total(run.normal)),
      ...(n === 2464 ? { boario: { seconds: 109, peakMB: 893 }, ratio: round(seconds / 109) } : {}),
    }),
  );
}

/** Flows drawn from a seeded generator: technology by sector, trade by region, half of output to final demand. */
function madeTable(regions, sectors) {
  const n = regions * sectors;
  let state = 7;
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state + 0.5) / 4294967296;
  };
  const output = Float64Array.from({ length: n }, () => 1000 * (0.2 + random()) ** 3);
  const intermediate = new Float64Array(n * n);
  const left = Float64Array.from(output);
  for (let j = 0; j < n; j++) {
    const weights = Float64Array.from(
      { length: n },
      (_, i) => output[i] * random() ** 4 * (Math.floor(i / sectors) === Math.floor(j / sectors) ? 20 : 1),
    );
    const sum = weights.reduce((a, b) => a + b, 0);
    for (let i = 0; i < n; i++) {
      const flow = (0.5 * output[j] * weights[i]) / sum;
      intermediate[i * n + j] = flow;
      left[i] -= flow;
    }
  }
  return {
    title: 'made',
    year: null,
    unit: '1',
    industries: Array.from({ length: n }, (_, i) => ({
      code: `${i}`,
      name: `s${i % sectors}`,
      nameEn: null,
      region: `r${Math.floor(i / sectors)}`,
    })),
    intermediate,
    importedIntermediate: null,
    finalUses: [
      { code: 'fd', name: 'final', kind: 'consumption', region: null, values: left, imported: null },
    ],
    imports: null,
    inflows: null,
    discrepancy: null,
    valueAdded: [],
    output,
  };
}

function round(value) {
  return Number(value.toPrecision(4));
}

/**
 * Ensembles of reconstructed networks: how well they know the true network, and what they cost.
 *
 *   node bench/chain/ensemble.mjs recover FIRMS.csv LINKS.csv CLASSES.csv [--networks 100] [--stop 0.01] [--threads 2]
 *   node bench/chain/ensemble.mjs cost [--firms 1000,10000,100000] [--networks 2] [--threads 1] [--leak 0.4]
 *
 * `recover` takes from the network given what a statistical office would have (sales and purchases of firms, flows
 * between sectors, the number of links), reconstructs by each method, and holds the mean index of the ensemble against
 * the index of the true network. `cost` reconstructs synthetic networks of bench/chain/network.mjs. Build first.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import {
  buildSupplyNetwork,
  cascadeModel,
  correlation,
  drawNetwork,
  ensembleClasses,
  ensembleRanks,
  gravityModel,
  knownPurchases,
  rankCorrelation,
  rankStability,
  sectorStripes,
  singleStripe,
  splitByTable,
  supplyNetworkOf,
  topShared,
} from '../../dist/chain/index.js';
import { ensembleInThreads, riskInThreads } from '../../dist/threads/index.js';
import { syntheticNetwork } from './network.mjs';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    networks: { type: 'string' },
    stop: { type: 'string', default: '0.01' },
    threads: { type: 'string', default: '1' },
    firms: { type: 'string', default: '1000,10000' },
    top: { type: 'string', default: '20' },
    seed: { type: 'string', default: '1' },
    leak: { type: 'string' },
  },
});
// With a leak to final demand the cascade can be run to its end.
const leak = values.leak === undefined ? null : Number(values.leak);
const stop =
  leak === null ? { rule: 'eps', eps: Number(values.stop) } : { rule: 'converged', tolerance: 1e-6 };
const threads = Number(values.threads);
const top = Number(values.top);
const seed = Number(values.seed);

/** What is known of a network without its links. */
function known({ sectors, sectorOf, ids, outStrength, inStrength, outStart, outBuyer, outWeight }) {
  const m = sectors.length;
  const flows = new Float64Array(m * m);
  const linksBySector = new Float64Array(m);
  const [buyer, sector] = [[], []];
  for (let i = 0; i < ids.length; i++)
    for (let e = outStart[i]; e < outStart[i + 1]; e++) {
      flows[sectorOf[i] * m + sectorOf[outBuyer[e]]] += outWeight[e];
      linksBySector[sectorOf[i]]++;
      buyer.push(outBuyer[e]);
      sector.push(sectorOf[i]);
    }
  const inputs = new Float64Array(m);
  for (let at = 0; at < flows.length; at++) inputs[at % m] += flows[at];
  return {
    firms: { ids, sectors, sectorOf, sales: outStrength, purchases: inStrength },
    flows: { flows, inputs },
    linksBySector,
    links: outBuyer.length,
    bought: knownPurchases(m, buyer, sector, outWeight),
  };
}

function stripesBy(method, { firms, flows, bought }) {
  if (method === 'dcgm') return singleStripe(firms);
  return sectorStripes(
    firms,
    method === 'scgm' ? bought : splitByTable(firms.purchases, firms.sectorOf, flows),
  );
}

function ensembleOf(gravity, firms, classes) {
  return {
    gravity,
    firms: { ids: firms.ids, sectors: firms.sectors, sectorOf: firms.sectorOf },
    classes,
    substitution: true,
    weights: firms.sales,
    leak: leak === null ? null : new Float64Array(firms.ids.length).fill(leak),
    costLeak: null,
    stop,
    seed,
  };
}

async function recover([firmsFile, linksFile, classesFile]) {
  const networks = Number(values.networks ?? 100);
  const { network } = buildSupplyNetwork(
    rows(firmsFile).map(([id, sector]) => ({ id, sector })),
    rows(linksFile).map(([supplier, buyer, weight]) => ({ supplier, buyer, weight: Number(weight) })),
  );
  const classRows = rows(classesFile).map(([supplierSector, buyerSector, of]) => ({
    supplierSector,
    buyerSector,
    class: Number(of),
  }));
  const data = known(network);
  const all = Uint32Array.from(network.ids.keys());
  const spread = (model) => ensembleClasses(network, model.stripes, classRows, 0).classes;
  const truth = await riskInThreads(cascadeModel(network, spread(stripesBy('scgm', data))), all, stop, {
    threads,
  });
  console.log(`true network: ${network.ids.length} firms, ${data.links} links, eps ${stop.eps}`);
  console.log(`  degrees P(k ≥ …) ${degreeLine(network)}`);
  const { outStrength } = network;
  console.log(
    `sales alone: Pearson ${short(correlation(outStrength, truth.esri))}, Spearman ${short(rankCorrelation(outStrength, truth.esri))}, top ${top} recovered ${short(topShared(outStrength, truth.esri, top))}`,
  );
  for (const [method, target] of [
    ['dcgm', 'total'],
    ['iogm', 'total'],
    ['iogm', 'suppliers'],
    ['iogm', 'byStripe'],
    ['scgm', 'total'],
    ['scgm', 'suppliers'],
    ['scgm', 'byStripe'],
  ]) {
    const { stripes, treatments } = stripesBy(method, data);
    const gravity = gravityModel(
      stripes,
      {
        total: { total: data.links, spread: 'one' },
        suppliers: { total: data.links, spread: 'suppliers' },
        byStripe: { byStripe: data.linksBySector },
      }[target],
    );
    const classes = method === 'dcgm' ? spread(stripesBy('scgm', data)) : spread({ stripes });
    const missing = method === 'dcgm' ? ensembleClasses(network, stripes, classRows, 0).classes : classes;
    const run = await ensembleInThreads(ensembleOf(gravity, data.firms, missing), networks, { threads });
    const ranks = ensembleRanks(run.esri, { top });
    const one = run.esri.map((esri) => correlation(esri, truth.esri));
    const inside = all.filter(
      (i) => truth.esri[i] >= ranks.low[i] - 1e-15 && truth.esri[i] <= ranks.high[i] + 1e-15,
    ).length;
    const stability = rankStability(run.esri, top).at(-1);
    console.log(
      `${method}, ${{ total: 'one z', suppliers: 'same mean degree in each sector', byStripe: 'links of each sector' }[target]}: links ${mean(run.links).toFixed(0)}, unlinked ${mean(run.unlinked).toFixed(1)}, residual ${treatments.residual.toExponential(1)}`,
    );
    console.log(
      `  Pearson of means ${short(correlation(ranks.mean, truth.esri))} (of one network ${short(mean(one))}), of logs ${short(correlation(ranks.mean.map(Math.log), truth.esri.map(Math.log)))}, Spearman ${short(rankCorrelation(ranks.mean, truth.esri))}, top ${top} recovered ${short(topShared(ranks.mean, truth.esri, top))}`,
    );
    console.log(
      `  mean index ${mean(ranks.mean).toExponential(3)} against ${mean(truth.esri).toExponential(3)}; truth within 5–95 % for ${((100 * inside) / all.length).toFixed(1)} % of firms; halves agree: ranks ${short(stability.rankCorrelation)}, top ${short(stability.topShared)}`,
    );
    console.log(`  degrees P(k ≥ …) ${degreeLine(drawNetwork(gravity, data.firms, seed, 0))}`);
  }
}

/** Out- and in-degrees: complementary distribution. */
function degreeLine({ outStart, inStart }) {
  const line = (start) =>
    [1, 2, 5, 10, 20, 50, 100]
      .map((k) => {
        let count = 0;
        for (let i = 0; i + 1 < start.length; i++) if (start[i + 1] - start[i] >= k) count++;
        return `${k}:${(count / (start.length - 1)).toFixed(3)}`;
      })
      .join(' ');
  return `out ${line(outStart)} | in ${line(inStart)}`;
}

async function cost() {
  const networks = Number(values.networks ?? 2);
  for (const n of values.firms.split(',').map(Number)) {
    const made = syntheticNetwork({ firms: n, seed: 42 });
    const { network } = supplyNetworkOf(
      made.ids,
      made.sectors,
      made.sectorOf,
      made.supplier,
      made.buyer,
      made.weight,
    );
    const data = known(network);
    const before = process.cpuUsage();
    const clock = () => {
      const { user, system } = process.cpuUsage(before);
      return (user + system) / 1e6;
    };
    const { stripes } = stripesBy('iogm', data);
    const fitted = clock();
    const gravity = gravityModel(stripes, { total: data.links, spread: 'suppliers' });
    const solved = clock();
    const drawn = drawNetwork(gravity, data.firms, seed, 0);
    const done = clock();
    const pairs = stripes.trade.reduce(
      (sum, _, k) =>
        sum +
        (stripes.supplierStart[k + 1] - stripes.supplierStart[k]) *
          (stripes.buyerStart[k + 1] - stripes.buyerStart[k]),
      0,
    );
    console.log(
      `${n} firms, ${data.links} links wanted, ${drawn.outBuyer.length} drawn, ${pairs.toExponential(2)} pairs: stripes ${fitted.toFixed(2)} s, z ${(solved - fitted).toFixed(2)} s, one network ${(done - solved).toFixed(2)} s (processor)`,
    );
    const classes = { sectors: made.sectors, classes: made.classes };
    const start = clock();
    await ensembleInThreads(ensembleOf(gravity, data.firms, classes), networks, { threads });
    const spent = clock() - start;
    console.log(
      `  index of all firms on ${networks} networks, ${threads} thread(s): ${(spent / networks).toFixed(2)} s of processor a network, ${((1e3 * spent) / networks / n).toFixed(3)} ms a firm; peak memory ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MB`,
    );
  }
}

function rows(file) {
  return readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(','));
}

function mean(of) {
  let sum = 0;
  for (const value of of) sum += value;
  return sum / of.length;
}

function short(value) {
  return value === null ? '–' : value.toFixed(3);
}

const [what, ...rest] = positionals;
if (what === 'recover' && rest.length === 3) await recover(rest);
else if (what === 'cost') await cost();
else throw new Error('node bench/chain/ensemble.mjs recover FIRMS.csv LINKS.csv CLASSES.csv | cost');

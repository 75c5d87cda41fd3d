/**
 * Synthetic supply networks for benches, of a make that national networks resemble: few large sectors and firms, many
 * small ones, a power law of links, each sector with a recipe of inputs. The same seed gives the same network.
 *
 *   node bench/chain/network.mjs FIRMS DIR [--links-per-firm 7] [--sectors 50] [--seed 42]
 *
 * writes firms.csv, links.csv and classes.csv as `ballast chain risk` takes them.
 *
 * Sector sizes follow Zipf (0.8). Firm sizes follow Pareto (1.05), cut at the size expected of the largest. Numbers of
 * suppliers follow a power law (density exponent 2.5, Fujiwara & Aoyama 2010 find 2.3), of which 80 % go to firms by
 * rank of size. A sector buys from 8 to 16 others in gamma-distributed shares; a supplier is drawn in proportion to
 * size within its sector; weights are the buyer's size times the share times a lognormal factor. An input of the recipe
 * is essential in 45 % of cases, linear in 40 %, negligible in 15 %; any other in 10, 15 and 75 %.
 */
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

/**
 * Numbered columns: sectorOf (n), supplier, buyer and weight by link, classes (sectors × sectors, supplier's first).
 * A pair of firms can come more than once; no firm supplies itself.
 */
export function syntheticNetwork({ firms, linksPerFirm = 7, sectors = 50, seed = 42 }) {
  const random = mulberry32(seed);
  const sectorOf = Int32Array.from({ length: firms }, sampler(zipf(sectors, 0.8), random));
  const largest = firms ** (1 / 1.05);
  const size = Float64Array.from({ length: firms }, () => Math.min(largest, (1 - random()) ** (-1 / 1.05)));
  const degree = coupledDegrees(size, linksPerFirm, random);
  const { inputs, shares, classes } = recipes(sectors, random);

  const members = Array.from({ length: sectors }, () => []);
  for (let i = 0; i < firms; i++) members[sectorOf[i]].push(i);
  const draw = members.map((of) =>
    of.length
      ? sampler(
          Float64Array.from(of, (i) => size[i]),
          random,
        )
      : null,
  );

  const links = degree.reduce((sum, k) => sum + k, 0);
  const supplier = new Uint32Array(links);
  const buyer = new Uint32Array(links);
  const weight = new Float64Array(links);
  const inputOf = shares.map((of) => sampler(of, random));
  let count = 0;
  for (let i = 0; i < firms; i++) {
    const sector = sectorOf[i];
    for (let d = 0; d < degree[i]; d++) {
      const at = inputOf[sector]();
      const from = inputs[sector][at];
      if (draw[from] === null) continue;
      const j = members[from][draw[from]()];
      if (j === i) continue;
      supplier[count] = j;
      buyer[count] = i;
      weight[count++] =
        Math.round(1e4 * size[i] * shares[sector][at] * Math.exp(normal(random))) / 100 + 0.01;
    }
  }
  return {
    ids: Array.from({ length: firms }, (_, i) => String(i + 1)),
    sectors: Array.from({ length: sectors }, (_, k) => String(k + 1)),
    sectorOf,
    supplier: supplier.subarray(0, count),
    buyer: buyer.subarray(0, count),
    weight: weight.subarray(0, count),
    classes,
  };
}

/** Larger firms mostly have more suppliers: ranks agree for 80 % of firms, the others are shuffled. */
function coupledDegrees(size, mean, random) {
  const n = size.length;
  const cut = 3 * Math.sqrt(n);
  // Σ over a Pareto of exponent 1.5 above x0 is 3 x0.
  const degrees = Float64Array.from({ length: n }, () =>
    Math.min(cut, (mean / 3) * (1 - random()) ** (-1 / 1.5)),
  );
  degrees.sort();
  const bySize = Uint32Array.from({ length: n }, (_, i) => i).sort((a, b) => size[a] - size[b]);
  const loose = [];
  for (let rank = 0; rank < n; rank++) if (random() < 0.2) loose.push(rank);
  const shuffled = loose.slice();
  for (let at = shuffled.length - 1; at > 0; at--) {
    const other = Math.floor(random() * (at + 1));
    [shuffled[at], shuffled[other]] = [shuffled[other], shuffled[at]];
  }
  const rankOf = Uint32Array.from({ length: n }, (_, rank) => rank);
  for (const [at, rank] of loose.entries()) rankOf[rank] = shuffled[at];
  const degree = new Uint32Array(n);
  for (let rank = 0; rank < n; rank++) {
    const exact = degrees[rankOf[rank]];
    degree[bySize[rank]] = Math.floor(exact) + (random() < exact % 1 ? 1 : 0);
  }
  return degree;
}

function recipes(sectors, random) {
  const classes = new Uint8Array(sectors * sectors);
  const inputs = [];
  const shares = [];
  for (let l = 0; l < sectors; l++) {
    const kinds = new Set();
    const wanted = Math.min(sectors, 8 + Math.floor(random() * 9));
    while (kinds.size < wanted) kinds.add(Math.floor(random() * sectors));
    inputs.push([...kinds]);
    // Gamma of shape 1.
    shares.push(Float64Array.from(kinds, () => -Math.log(1 - random())));
    for (let k = 0; k < sectors; k++) {
      const u = random();
      const [essential, linear] = kinds.has(k) ? [0.45, 0.85] : [0.1, 0.25];
      classes[k * sectors + l] = u < essential ? 2 : u < linear ? 1 : 0;
    }
  }
  return { inputs, shares, classes };
}

function zipf(count, exponent) {
  return Float64Array.from({ length: count }, (_, k) => (k + 1) ** -exponent);
}

/** Draws positions in proportion to weights. */
function sampler(weights, random) {
  const sums = new Float64Array(weights.length);
  let sum = 0;
  for (let at = 0; at < weights.length; at++) sums[at] = sum += weights[at];
  return () => {
    const wanted = random() * sum;
    let low = 0;
    let high = sums.length - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (sums[middle] > wanted) high = middle;
      else low = middle + 1;
    }
    return low;
  };
}

function normal(random) {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** Mulberry32, widened to 53 bits by two draws. */
function mulberry32(seed) {
  let state = seed >>> 0;
  const draw = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  return () => ((draw() >>> 5) * 67108864 + (draw() >>> 6)) / 9007199254740992;
}

export async function writeNetwork(network, dir) {
  await mkdir(dir, { recursive: true });
  const { ids, sectors, sectorOf, supplier, buyer, weight, classes } = network;
  await written(join(dir, 'firms.csv'), 'id,sector', ids.length, (i) => `${ids[i]},${sectors[sectorOf[i]]}`);
  await written(
    join(dir, 'links.csv'),
    'supplier,buyer,weight',
    supplier.length,
    (e) => `${ids[supplier[e]]},${ids[buyer[e]]},${weight[e]}`,
  );
  await written(
    join(dir, 'classes.csv'),
    'supplier_sector,buyer_sector,class',
    classes.length,
    (at) => `${sectors[Math.floor(at / sectors.length)]},${sectors[at % sectors.length]},${classes[at]}`,
  );
}

async function written(file, head, count, line) {
  const stream = createWriteStream(file);
  stream.write(`${head}\n`);
  for (let from = 0; from < count; from += 10_000) {
    let text = '';
    for (let at = from; at < Math.min(count, from + 10_000); at++) text += `${line(at)}\n`;
    if (!stream.write(text)) await new Promise((resolve) => stream.once('drain', resolve));
  }
  await new Promise((resolve, reject) => stream.end((error) => (error ? reject(error) : resolve())));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      'links-per-firm': { type: 'string', default: '7' },
      sectors: { type: 'string', default: '50' },
      seed: { type: 'string', default: '42' },
    },
  });
  const [firms, dir] = positionals;
  if (!(Number(firms) >= 1) || dir === undefined) throw new Error('node bench/chain/network.mjs FIRMS DIR');
  const network = syntheticNetwork({
    firms: Number(firms),
    linksPerFirm: Number(values['links-per-firm']),
    sectors: Number(values.sectors),
    seed: Number(values.seed),
  });
  await writeNetwork(network, dir);
  process.stderr.write(`${firms} firms, ${network.supplier.length} links\n`);
}

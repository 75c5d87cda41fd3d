/** Random numbers that are the same for the same seed. */

/** Uniform in (0, 1): SplitMix32 of Steele, Lea and Flood (2014), which never gives 0. */
export function uniform(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x9e3779b9) >>> 0;
    let z = state;
    z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
    z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
    return (((z ^ (z >>> 16)) >>> 0) + 0.5) / 4_294_967_296;
  };
}

/** Gamma with shape `a` and scale 1: Marsaglia and Tsang (2000), with their boost for shapes below 1. */
export function gamma(a: number, random: () => number): number {
  if (a < 1) return gamma(a + 1, random) * random() ** (1 / a);
  const d = a - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random());
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(random()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
  }
}

/** A point of the simplex, Dirichlet with the given parameters; a parameter of zero stays zero. */
export function dirichlet(parameters: readonly number[], random: () => number): number[] {
  const draws = parameters.map((parameter) => (parameter > 0 ? gamma(parameter, random) : 0));
  const total = draws.reduce((all, draw) => all + draw, 0);
  return draws.map((draw) => draw / total);
}

/**
 * Poisson with the given mean, 0 for a mean of 0: by products of uniforms below 10, above by transformed rejection with
 * squeeze (PTRS of Hörmann, 1993, Insurance: Mathematics and Economics 12).
 */
export function poisson(mean: number, random: () => number): number {
  if (mean < 10) {
    const floor = Math.exp(-mean);
    let count = 0;
    for (let product = random(); product > floor; product *= random()) count++;
    return count;
  }
  const b = 0.931 + 2.53 * Math.sqrt(mean);
  const a = -0.059 + 0.02483 * b;
  const inverseAlpha = 1.1239 + 1.1328 / (b - 3.4);
  const accepted = 0.9277 - 3.6224 / (b - 2);
  for (;;) {
    const u = random() - 0.5;
    const v = random();
    const beside = 0.5 - Math.abs(u);
    const count = Math.floor(((2 * a) / beside + b) * u + mean + 0.43);
    if (beside >= 0.07 && v <= accepted) return count;
    if (count < 0 || (beside < 0.013 && v > beside)) continue;
    const bound = -mean + count * Math.log(mean) - logFactorial(count);
    if (Math.log((v * inverseAlpha) / (a / beside ** 2 + b)) <= bound) return count;
  }
}

/** ln n!, by Stirling's series from 10 on. */
function logFactorial(n: number): number {
  if (n < 10) {
    let product = 1;
    for (let i = 2; i <= n; i++) product *= i;
    return Math.log(product);
  }
  const square = n * n;
  const series = (1 / 12 - (1 / 360 - 1 / (1260 * square)) / square) / n;
  return (n + 0.5) * Math.log(n) - n + 0.5 * Math.log(2 * Math.PI) + series;
}

/**
 * Uniform in (0, 1), stream `number` of `seed`: xoshiro128** of Blackman and Vigna (2021), its 128 bits of state filled
 * by SplitMix32. Streams are far apart in a period of 2¹²⁸ − 1, so long draws with different numbers do not overlap.
 */
export function uniformStream(seed: number, number: number): () => number {
  const first = uniform(seed);
  const start = uniform(Math.floor(first() * 4_294_967_296) ^ Math.imul(number, 0x9e3779b1));
  const word = () => Math.floor(start() * 4_294_967_296);
  // A state of zeros would stay.
  const next = xoshiro128([word() | 1, word(), word(), word()]);
  return () => (next() + 0.5) / 4_294_967_296;
}

/** Words of 32 bits from a state of four. ACM Transactions on Mathematical Software 47(4), 36. */
export function xoshiro128([a, b, c, d]: [number, number, number, number]): () => number {
  return () => {
    const x = Math.imul(b, 5);
    const word = Math.imul((x << 7) | (x >>> 25), 9) >>> 0;
    const t = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= t;
    d = (d << 11) | (d >>> 21);
    return word;
  };
}

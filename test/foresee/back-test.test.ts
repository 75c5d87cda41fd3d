import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { groupBootstrap } from '../../src/foresee/discrimination.js';
import {
  backTest,
  bootstrap,
  deLongError,
  diagnosis,
  exogenousComplexity,
  filterEffect,
  filteredTable,
  type PanelYear,
  placements,
  profileOf,
  rankCorrelation,
  ranks,
  regionActivityTable,
  standingOf,
} from '../../src/foresee/index.js';
import { normalQuantile } from '../../src/foresee/interval.js';
import { poisson, uniform, uniformStream } from '../../src/model/index.js';
import { row } from './tables.js';

describe('area under the ROC curve', () => {
  it('by hand, with a tie', () => {
    // Positives 3 and 2, negatives 1 and 2: pairs won 1, 1, 1, ½ of 4.
    const own = placements({ positives: Float64Array.of(3, 2), negatives: Float64Array.of(1, 2) });
    expect(own.auc).toBeCloseTo(3.5 / 4, 12);
    expect(Array.from(own.positives)).toEqual([1, 0.75]);
    expect(Array.from(own.negatives)).toEqual([1, 0.75]);
    // Both variances are 1/32, each over 2 cases.
    expect(deLongError(own)).toBeCloseTo(Math.sqrt(1 / 32), 12);
    expect(deLongError(own, own)).toBe(0);
  });

  it('is the share of pairs won, and turns over with the score', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 12 }),
        fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 12 }),
        (positives, negatives) => {
          let won = 0;
          for (const a of positives) for (const b of negatives) won += a > b ? 1 : a === b ? 0.5 : 0;
          const of = (x: number[], y: number[]) =>
            placements({ positives: Float64Array.from(x), negatives: Float64Array.from(y) }).auc;
          expect(of(positives, negatives)).toBeCloseTo(won / (positives.length * negatives.length), 12);
          expect(
            of(
              positives.map((x) => -x),
              negatives.map((x) => -x),
            ),
          ).toBeCloseTo(1 - of(positives, negatives), 12);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('DeLong covers the truth about as often as it says', () => {
    // Positives from U(0.25, 1.25), negatives from U(0, 1): P(a > b) = 1 − 0.75² / 2.
    const truth = 1 - 0.75 ** 2 / 2;
    const random = uniform(5);
    let covered = 0;
    for (let round = 0; round < 400; round++) {
      const own = placements({
        positives: Float64Array.from({ length: 60 }, () => random() + 0.25),
        negatives: Float64Array.from({ length: 90 }, () => random()),
      });
      if (Math.abs(own.auc - truth) < normalQuantile(0.9) * deLongError(own)) covered++;
    }
    expect(covered / 400).toBeGreaterThan(0.85);
    expect(covered / 400).toBeLessThan(0.95);
  });

  it('draws of groups: each draw is the area of the cases that were drawn, as often as they were', () => {
    const score = Float64Array.of(1, 4, 2, 2, 5, 3);
    const outcome = Uint8Array.of(0, 1, 0, 1, 1, 0);
    const group = Int32Array.of(0, 0, 1, 1, 2, 2);
    const [areas] = groupBootstrap([score], { group, groups: 3, outcome }, 20, (round) =>
      uniformStream(9, round),
    );
    for (let round = 0; round < 20; round++) {
      const random = uniformStream(9, round);
      const cases = Array.from({ length: 3 }, () => Math.floor(random() * 3)).flatMap((own) => [
        2 * own,
        2 * own + 1,
      ]);
      const of = (truth: number) =>
        Float64Array.from(
          cases.filter((i) => outcome[i] === truth),
          (i) => score[i]!,
        );
      expect(areas![round]).toBeCloseTo(placements({ positives: of(1), negatives: of(0) }).auc, 12);
    }
  });

  it('normal quantiles', () => {
    expect(normalQuantile(0.95)).toBeCloseTo(1.959963984540054, 9);
    expect(normalQuantile(0.9)).toBeCloseTo(1.6448536269514722, 9);
  });
});

describe('Poisson draws', () => {
  it('have their mean and variance, small and large', () => {
    for (const mean of [0, 0.3, 4, 12, 250, 1e6]) {
      const random = uniformStream(3, mean);
      const draws = Array.from({ length: 20_000 }, () => poisson(mean, random));
      const average = draws.reduce((sum, own) => sum + own, 0) / draws.length;
      const variance = draws.reduce((sum, own) => sum + (own - average) ** 2, 0) / draws.length;
      expect(Math.abs(average - mean)).toBeLessThanOrEqual(4 * Math.sqrt(mean / draws.length));
      expect(Math.abs(variance - mean)).toBeLessThanOrEqual(0.06 * mean);
    }
  });

  it('follow the law of 12 cell by cell', () => {
    const random = uniformStream(4, 1);
    const counts = new Int32Array(60);
    const n = 40_000;
    for (let i = 0; i < n; i++) counts[poisson(12, random)]!++;
    let chance = Math.exp(-12);
    let chi = 0;
    for (let k = 0; k <= 24; k++) {
      if (k >= 3) chi += (counts[k]! - n * chance) ** 2 / (n * chance);
      chance *= 12 / (k + 1);
    }
    // 22 cells; the 99.9th percentile of χ² with 22 degrees is 48.3.
    expect(chi).toBeLessThan(48.3);
  });
});

/** Regions and activities on a circle; each year a region enters what is nearest to what it has. */
function panel(years: number, nearest: boolean, seed: number): PanelYear[] {
  const [n, m] = [24, 40];
  const random = uniformStream(seed, 0);
  const has = Array.from({ length: n }, (_, r) =>
    Array.from({ length: m }, (_, p) => (p - Math.floor((r * m) / n) + m) % m < 5),
  );
  return Array.from({ length: years }, (_, year) => {
    if (year > 0)
      for (const own of has) {
        const free = own.flatMap((held, p) => (held ? [] : [p]));
        const near = free.filter((p) => own[(p + 1) % m] || own[(p + m - 1) % m]);
        const from = nearest ? near : free;
        own[from[Math.floor(random() * from.length)]!] = true;
      }
    return {
      year: 2010 + year,
      table: regionActivityTable(
        has.flatMap((own, r) =>
          own.map((held, p) => row(`R${r}`, `P${p}`, held ? 100 : 1 + ((r * 7 + p * 3) % 3))),
        ),
      ),
    };
  });
}

describe('back-test', () => {
  it('density foretells where regions go to what is near, and is no better than chance where they do not', () => {
    const near = backTest(panel(4, true, 1), { horizons: [1, 2], rounds: 100 });
    expect(near.horizons.map(({ pairs }) => pairs.length)).toEqual([3, 2]);
    for (const { scores, candidates, entries, entryRate, verdict } of near.horizons) {
      const of = (name: string) => scores.find(({ score }) => score === name)!;
      expect(of('density').auc).toBeGreaterThan(0.8);
      expect(of('density').interval.low).toBeLessThanOrEqual(of('density').auc);
      expect(of('density').interval.high).toBeGreaterThanOrEqual(of('density').auc);
      expect(of('density').hitRateOfTen).toBeGreaterThan(entryRate);
      expect(Math.abs(of('random').auc - 0.5)).toBeLessThan(0.15);
      expect(of('diversity').withinRegions).toBeCloseTo(0.5, 12);
      expect(of('random').densityAhead!.interval.low).toBeGreaterThan(0);
      expect(entryRate).toBeCloseTo(entries / candidates, 12);
      expect(verdict.en).toMatch(/density .* beats/);
    }
    const [far] = backTest(panel(4, false, 2), { horizons: [1], interval: 'deLong' }).horizons;
    expect(far!.scores[0]!.interval.low).toBeLessThan(0.55);
    expect(far!.verdict.en).not.toMatch(/beats/);
  });

  it('counts candidates and entries by hand', () => {
    // At 2010 A has x (RCA 1.5) and B y; at 2011 A has y and B x: each enters the one cell it lacked; z is held by C throughout.
    const year = (a: number, b: number) =>
      regionActivityTable([
        row('A', 'x', a),
        row('A', 'y', b),
        row('B', 'x', b),
        row('B', 'y', a),
        row('C', 'z', 50),
      ]);
    const [own] = backTest(
      [
        { year: 2010, table: year(30, 10) },
        { year: 2011, table: year(10, 30) },
      ],
      { horizons: [1] },
    ).horizons;
    // Of nine cells, three are held.
    expect(own!.pairs).toEqual([{ from: 2010, to: 2011, candidates: 6, entries: 2 }]);
  });

  it('refuses panels that cannot be tested', () => {
    const years = panel(2, true, 1);
    expect(() => backTest(years, { horizons: [5] })).toThrow(/2010、2011.*5 年/);
    expect(() => backTest([years[0]!, { ...years[1]!, year: 2010 }])).toThrow(/2010 年出现两次/);
    expect(() => backTest(years, { horizons: [0.5] })).toThrow(/整年数/);
    expect(() => backTest([years[0]!, { ...years[0]!, year: 2011 }], { horizons: [1] })).toThrow(/0 个进入/);
  });

  it('says which regions and activities are not in both years', () => {
    const [first, second] = panel(2, true, 1);
    const rows = (table: typeof first) =>
      table!.table.regions.flatMap((region, r) =>
        Array.from(
          table!.table.activity.subarray(table!.table.start[r]!, table!.table.start[r + 1]!),
          (p, k) =>
            row(region, table!.table.activities[p]!, table!.table.values[table!.table.start[r]! + k]!),
        ),
      );
    const later = regionActivityTable(
      rows(second).filter(({ region, activity }) => region !== 'R3' && activity !== 'P7'),
    );
    const { leftOut } = backTest([first!, { year: 2011, table: later }], { horizons: [1] });
    expect(leftOut).toEqual({ regions: ['R3'], activities: ['P7'] });
  });
});

describe('filters, diagnosis, bootstrap', () => {
  const firms = () => panel(4, true, 3)[3]!.table;

  it('filters by size and support, and shows what they do', () => {
    const table = regionActivityTable([
      row('A', 'x', 60),
      row('A', 'y', 20),
      row('A', 'z', 3),
      row('B', 'x', 5),
      row('B', 'y', 40),
      row('B', 'w', 9),
      row('C', 'x', 30),
      row('C', 'w', 30),
      row('D', 'z', 1),
      row('E', 'y', 2),
    ]);
    const own = filteredTable(table, { smallestRegions: 0.4, leastSupport: 2 });
    expect(own.droppedRegions).toEqual(['D', 'E']);
    expect(own.droppedActivities).toEqual(['z']);
    expect(filteredTable(table, { leastRegionTotal: 60 }).droppedRegions).toEqual(['B', 'D', 'E']);
    expect(filteredTable(table, { leastActivityTotal: 40 }).droppedActivities).toEqual(['z', 'w']);
    expect(() => filteredTable(table, { smallestRegions: 1 })).toThrow(/0 与 1/);
    expect(() => filteredTable(table, { leastRegionTotal: 1000 })).toThrow(/地区 0 个/);
  });

  it('shows what a filter does to the ranks', () => {
    const whole = firms();
    const effect = filterEffect(whole, { smallestRegions: 0.25 });
    expect(effect.droppedRegions.length).toBe(6);
    const alone = ranks(standingOf(effect.table).complexity.eci);
    const before = ranks(standingOf(whole).complexity.eci);
    expect(effect.changes.length).toBe(24);
    for (const { region, before: was, after } of effect.changes) {
      expect(was).toBe(before[whole.regions.indexOf(region)]);
      const place = effect.table.regions.indexOf(region);
      expect(after).toBe(place < 0 ? Number.NaN : alone[place]);
    }
    expect(
      effect.changes
        .slice(-6)
        .map(({ region }) => region)
        .sort(),
    ).toEqual(effect.droppedRegions.sort());
    expect(Math.abs(effect.agreement)).toBeLessThanOrEqual(1);
  });

  it('names tiny regions at the head of the order and what rests on one', () => {
    // A, B, C and D stand on a ladder; T is small and has what only the most complex has.
    const ladder = { A: 'xyzuvw', B: 'xyzw', C: 'xyz', D: 'x', T: 'uvwt' };
    const table = regionActivityTable(
      Object.entries(ladder).flatMap(([region, activities]) =>
        [...activities].map((activity) => row(region, activity, region === 'T' ? 1 : 100)),
      ),
    );
    const standing = standingOf(table, { profile: profileOf('atlas', { threshold: 0.01 }) });
    const own = diagnosis(table, standing, { leaders: 2, tinyShare: 0.2 });
    expect(own.tinyLeaders).toEqual(['T']);
    expect(own.heldByOne).toEqual(['t']);
    expect(own.holdingOne).toEqual(['D']);
    const said = own.doubts.map(({ en }) => en).join('\n');
    expect(said).toMatch(/smallest 20%: T;/);
    expect(said).toMatch(/had by a single region: t/);
    const doubled = regionActivityTable([
      row('A', 'x', 1),
      row('A', 'x', 1),
      row('A', 'y', 1),
      row('B', 'y', 2),
    ]);
    const py = standingOf(doubled, { profile: profileOf('py-ecomplexity') });
    expect(
      diagnosis(doubled, py)
        .doubts.map(({ en }) => en)
        .join(),
    ).toMatch(/took their sum, the profile py-ecomplexity asks for the first row/);
    expect(own.refusals).toEqual([]);
  });

  it('bootstrap intervals hold the rank, and are the same for the same seed', () => {
    const table = firms();
    for (const method of ['poisson', 'activities'] as const) {
      const own = bootstrap(table, { method, rounds: 40, seed: 7 });
      expect(own).toEqual(bootstrap(table, { method, rounds: 40, seed: 7 }));
      for (const { eciRankInterval, fitnessRankInterval, ranked } of own.regions) {
        expect(eciRankInterval.low).toBeLessThanOrEqual(eciRankInterval.high);
        expect(fitnessRankInterval.low).toBeGreaterThanOrEqual(1);
        expect(fitnessRankInterval.high).toBeLessThanOrEqual(24);
        expect(ranked).toBeLessThanOrEqual(40);
      }
    }
    const fraction = regionActivityTable([row('A', 'x', 1.5), row('B', 'y', 2), row('A', 'y', 1)]);
    expect(() => bootstrap(fraction, { method: 'poisson', seed: 1 })).toThrow(/A, x.*1.5 不是整数/);
    expect(() => bootstrap(table, { method: 'poisson', seed: 1, rounds: 1 })).toThrow(/至少 2 轮/);
  });

  it('large counts are steady: a Poisson bootstrap of big numbers keeps the ranks', () => {
    const rows = [
      [9, 8, 7, 1, 0],
      [7, 9, 2, 0, 0],
      [8, 1, 0, 0, 1],
      [1, 0, 0, 9, 0],
      [9, 9, 9, 9, 3],
    ];
    const table = regionActivityTable(
      rows.flatMap((values, r) => values.map((value, p) => row(`R${r}`, `P${p}`, value * 1e9))),
    );
    const own = bootstrap(table, { method: 'poisson', rounds: 30, seed: 2 });
    for (const { eciRank, eciRankInterval } of own.regions)
      expect([eciRankInterval.low, eciRankInterval.high]).toEqual([eciRank, eciRank]);
  });
});

describe('ranks', () => {
  it('by hand, with ties and what is unknown', () => {
    expect(Array.from(ranks([3, 1, Number.NaN, 3, 2]))).toEqual([1.5, 4, Number.NaN, 1.5, 3]);
    expect(rankCorrelation([1, 2, 3, Number.NaN], [10, 40, 90, 1])).toBeCloseTo(1, 12);
    expect(rankCorrelation([1, 2, 3], [3, 2, 1])).toBeCloseTo(-1, 12);
  });
});

describe('complexity from world trade', () => {
  const table = () =>
    regionActivityTable([
      row('A', 'steel', 30),
      row('A', 'chips', 10),
      row('B', 'steel', 10),
      row('B', 'chips', 20),
      row('B', 'tea', 10),
    ]);
  const products = new Map([
    ['7207', -1],
    ['8542', 2],
    ['8541', 1],
  ]);

  it('by hand', () => {
    const own = table();
    const result = exogenousComplexity(own, standingOf(own).presence, products, [
      { product: '7207', activity: 'steel', weight: 5 },
      { product: '8542', activity: 'chips', weight: 3 },
      { product: '8541', activity: 'chips', weight: 1 },
      { product: '0902', activity: 'tea', weight: 1 },
    ]);
    // Chips: (3 · 2 + 1 · 1) / 4. A has steel, B chips and tea, of which tea has no complexity.
    expect(Array.from(result.activities)).toEqual([-1, 1.75, Number.NaN]);
    expect(Array.from(result.regions)).toEqual([-1, 1.75]);
    expect(result.regionsByValue[0]).toBeCloseTo((30 * -1 + 10 * 1.75) / 40, 12);
    expect(result.covered[1]).toBeCloseTo(0.75, 12);
    expect(result.unmatchedActivities).toEqual(['tea']);
    expect(result.unmatchedProducts).toEqual(['0902']);
  });

  it('refuses weights that are none, and a concordance that meets nothing', () => {
    const own = table();
    const { presence } = standingOf(own);
    const line = { product: '7207', activity: 'steel', weight: 0 };
    expect(() => exogenousComplexity(own, presence, products, [line])).toThrow(/7207 → steel.*0/);
    expect(() => exogenousComplexity(own, presence, products, [])).toThrow(/steel, chips, tea/);
  });
});

describe('profiles', () => {
  it('are named, and what is set apart is told', () => {
    expect(profileOf('stata').conventions.atThreshold).toBe('absent');
    expect(profileOf('atlas', { threshold: 1, proximityDiagonal: 0 }).changed).toEqual(['proximityDiagonal']);
    expect(() => profileOf('nobody')).toThrow(/atlas, py-ecomplexity/);
    expect(() => profileOf('atlas', { threshold: -1 })).toThrow(/threshold/);
    expect(() => profileOf('atlas', { fitnessRounds: 0 })).toThrow(/fitnessRounds/);
  });
});

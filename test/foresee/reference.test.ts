import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import {
  backTest,
  binaryRelatedness,
  bootstrap,
  correlation,
  diagnosis,
  economicComplexity,
  filterEffect,
  filteredTable,
  foresight,
  opportunityValues,
  presenceOfAdvantage,
  profileOf,
  ranks,
  reflections,
  regionActivityTable,
  relatedness,
  relatednessDensities,
  revealedComparativeAdvantage,
  standingOf,
} from '../../src/foresee/index.js';
import { describeWith, largestDifference, SHARED, sharedRows } from '../measure/reference.js';

const REFERENCE = 'reference/measure';

describeWith(REFERENCE, 'complexity against py-ecomplexity and an independent version', () => {
  const rows = () => sharedRows(`${REFERENCE}/eco_input.csv`);
  const tableOf = (year: string) =>
    regionActivityTable(
      rows()
        .filter((row) => row.year === year)
        .map(({ region, activity, value }) => ({
          region: region!,
          activity: activity!,
          value: Number(value),
        })),
    );

  for (const year of ['2022', '2023']) {
    it(`py-ecomplexity, every column, ${year}`, () => {
      const table = tableOf(year);
      const own = foresight(table, { profile: profileOf('py-ecomplexity'), keepProximity: 'double' });
      const m = table.activities.length;
      const r = new Map(table.regions.map((name, at) => [name, at]));
      const p = new Map(table.activities.map((name, at) => [name, at]));
      const theirs = sharedRows(`${REFERENCE}/eco_py-ecomplexity_output.csv`).filter(
        (row) => row.year === year,
      );
      expect(theirs.length).toBe(table.regions.length * m);
      const at = theirs.map((row) => ({ r: r.get(row.region!)!, p: p.get(row.activity!)! }));
      const column = (name: string) => theirs.map((row) => Number(row[name]));
      const near = (ours: (place: { r: number; p: number }) => number, name: string) =>
        expect(largestDifference(at.map(ours), column(name)), name).toBeLessThan(1e-9);
      const rca = new Float64Array(table.regions.length * m);
      own.advantage.forEach((value, k) => {
        const row = table.start.findIndex((start, i) => start <= k && k < table.start[i + 1]!);
        rca[row * m + table.activity[k]!] = value;
      });
      near((c) => rca[c.r * m + c.p]!, 'rca');
      near((c) => own.presence.diversity[c.r]!, 'diversity');
      near((c) => own.presence.ubiquity[c.p]!, 'ubiquity');
      near((c) => own.complexity.eci[c.r]!, 'eci');
      near((c) => own.complexity.pci[c.p]!, 'pci');
      near((c) => own.density![c.r * m + c.p]!, 'density');
      near((c) => own.opportunityValue![c.r]!, 'coi');
      near((c) => own.opportunityGain![c.r * m + c.p]!, 'cog');
      const pairs = sharedRows(`${REFERENCE}/eco_py-ecomplexity_proximity.csv`).filter(
        (row) => row.year === year,
      );
      expect(
        largestDifference(
          pairs.map((row) => own.proximity![p.get(row.activity_1!)! * m + p.get(row.activity_2!)!]!),
          pairs.map((row) => Number(row.proximity)),
        ),
      ).toBeLessThan(1e-9);
    });

    it(`the other conventions, ${year}`, () => {
      const table = tableOf(year);
      const order = <T>(names: string[], list: T[], name: (item: T) => string) =>
        names.map((own) => list.find((item) => name(item) === own)!);
      const of = (file: string) => sharedRows(`${REFERENCE}/${file}`).filter((row) => row.year === year);
      const regions = order(table.regions, of('eco_ref_region.csv'), (row) => row.region!);
      const activities = order(table.activities, of('eco_ref_activity.csv'), (row) => row.activity!);
      const cells = of('eco_ref_cells.csv');
      const cell = table.regions.flatMap((region) =>
        table.activities.map(
          (activity) => cells.find((row) => row.region === region && row.activity === activity)!,
        ),
      );
      const near = (ours: ArrayLike<number>, theirs: Record<string, string>[], name: string) =>
        expect(
          largestDifference(
            ours,
            theirs.map((row) => Number(row[name])),
          ),
          name,
        ).toBeLessThan(1e-9);

      const py = foresight(table, { profile: profileOf('py-ecomplexity') });
      near(py.complexity.unitEci, regions, 'kc_raw');
      near(py.complexity.unitPci, activities, 'kp_raw');
      near(py.opportunityValue!, regions, 'coi_z');
      near(opportunityValues(py.presence, py.density!, py.complexity.unitPci, 'raw'), regions, 'coi_raw');
      near(py.complexity.pci, activities, 'pci_eciscale');
      near(py.opportunityGain!, cell, 'cog_pyscale');
      near(py.fitness.fitness, regions, 'fitness20');
      near(py.fitness.complexity, activities, 'complexityQ20');

      const atlas = foresight(table);
      near(atlas.complexity.eci, regions, 'eci');
      near(atlas.complexity.pci, activities, 'pci_z');
      near(atlas.opportunityValue!, regions, 'coi_from_pciz');
      near(atlas.density!, cell, 'density_diag1');
      near(atlas.opportunityGain!, cell, 'cog_pciz_minus_own');
      const withoutOwn = foresight(table, { profile: profileOf('atlas', { opportunityGainOwnTerm: false }) });
      near(withoutOwn.opportunityGain!, cell, 'cog_pciz');
      const off = foresight(table, { profile: profileOf('atlas', { proximityDiagonal: 0 }) });
      near(off.density!, cell, 'density_diag0');
      const leaveOut = foresight(table, { profile: profileOf('atlas', { density: 'leaveOneOut' }) });
      near(leaveOut.density!, cell, 'density_diag0');

      near(reflections(py.presence, 2).regions, regions, 'k_c2');
      near(reflections(py.presence, 18).regions, regions, 'k_c18');
      near(reflections(py.presence, 1).activities, activities, 'k_p1');
      near(reflections(py.presence, 19).activities, activities, 'k_p19');
    });
  }

  const square = (file: string) =>
    Float64Array.from(
      sharedRows(`${REFERENCE}/${file}`).flatMap((row) =>
        Object.entries(row).flatMap(([k, v]) => (k ? [Number(v)] : [])),
      ),
    );
  const econgeo = () => {
    const table = regionActivityTable(
      sharedRows(`${REFERENCE}/eco_matrix_2023.csv`).flatMap(({ '': region, ...row }) =>
        Object.entries(row).map(([activity, value]) => ({ region: region!, activity, value: Number(value) })),
      ),
    );
    return { table, rca: revealedComparativeAdvantage(table) };
  };

  it('EconGeo: location quotients, relatedness, densities, z-scores, KCI', () => {
    const { table, rca } = econgeo();
    const m = table.activities.length;
    const lq = new Float64Array(table.regions.length * m);
    table.regions.forEach((_, r) => {
      for (let k = table.start[r]!; k < table.start[r + 1]!; k++) lq[r * m + table.activity[k]!] = rca[k]!;
    });
    expect(largestDifference(lq, square('econgeo_lq_2023.csv'))).toBeLessThan(1e-9);
    const { conventions } = profileOf('econgeo');
    const presence = presenceOfAdvantage(table, [rca], {
      threshold: 1,
      atThreshold: 'present',
      decimals: conventions.advantageDecimals,
    });
    for (const [measure, file] of [
      ['association', 'econgeo_relatedness_association_2023.csv'],
      ['cosine', 'econgeo_relatedness_cosine_2023.csv'],
      ['jaccard', 'econgeo_relatedness_jaccard_2023.csv'],
      ['probability', 'econgeo_relatedness_prob_2023.csv'],
      ['zScore', 'econgeo_zscore_2023.csv'],
    ] as const)
      expect(largestDifference(relatedness(presence, measure), square(file)), measure).toBeLessThan(1e-9);
    const densities = relatednessDensities(presence, binaryRelatedness(relatedness(presence, 'association')));
    expect(largestDifference(densities, square('econgeo_reldensity_assoc_binary_2023.csv'))).toBeLessThan(
      5e-3 + 1e-9,
    );
    const whole = foresight(table, { profile: profileOf('econgeo') });
    const percent = whole.density!.map((own) => 100 * own);
    expect(largestDifference(percent, square('econgeo_reldensity_assoc_binary_2023.csv'))).toBeLessThan(
      5e-3 + 1e-9,
    );
    const complexity = economicComplexity(presence, conventions);
    const regions = sharedRows(`${REFERENCE}/econgeo_region_2023.csv`);
    const activities = sharedRows(`${REFERENCE}/econgeo_activity_2023.csv`);
    expect(Array.from(presence.diversity)).toEqual(regions.map((row) => Number(row.diversity)));
    expect(Array.from(presence.ubiquity)).toEqual(activities.map((row) => Number(row.ubiquity)));
    expect(
      largestDifference(
        complexity.eci,
        regions.map((row) => Number(row.kci)),
      ),
    ).toBeLessThan(5e-3);
    // EconGeo leaves its TCI with the sign of v / Σv, here against its own KCI; ours goes with ECI.
    expect(
      largestDifference(
        complexity.pci,
        activities.map((row) => -Number(row.tci)),
      ),
    ).toBeLessThan(5e-3);
  });
});

describeWith('data/trade', 'world trade, 226 × 785', () => {
  const trade = () => {
    const [, ...lines] = gunzipSync(
      readFileSync(`${SHARED}data/trade/world_trade_sitc4_avg_1998_2000.csv.gz`),
    )
      .toString()
      .trim()
      .split('\n');
    return regionActivityTable(
      lines.map((line) => {
        const [region, activity, value] = line.split(',').map((cell) => cell.replaceAll('"', ''));
        return { region: region!, activity: activity!, value: Number(value) };
      }),
    );
  };

  it('Fitness after 20 rounds is the published file', () => {
    const table = trade();
    const { fitness } = foresight(table, { outlook: false });
    const published = new Map(
      sharedRows('data/trade/expected_eci.csv').map((row) => [row.country!, Number(row.eci)]),
    );
    const theirs = table.regions.map((name) => published.get(name)!);
    const rank = ranks(fitness.fitness);
    expect(correlation(rank, ranks(theirs))).toBeGreaterThan(0.9999);
    const order = Array.from(table.regions.keys()).sort((a, b) => rank[a]! - rank[b]!);
    expect(order.slice(0, 10).map((r) => table.regions[r])).toEqual(
      'deu esp ita fra cze usa aut gbr bel jpn'.split(' '),
    );
    expect(rank[table.regions.indexOf('chn')]).toBe(19);
  });

  it('ECI on all 226 is led by tiny units, and says so', () => {
    const table = trade();
    const standing = standingOf(table);
    const { tinyLeaders, doubts } = diagnosis(table, standing);
    expect(tinyLeaders.length).toBeGreaterThanOrEqual(5);
    expect(doubts.some(({ en }) => /small regions lead the order/.test(en))).toBe(true);
  });

  it('ECI without the 40 % smallest exporters', () => {
    const { after, changes, droppedRegions, agreement } = filterEffect(trade(), { smallestRegions: 0.4 });
    expect(droppedRegions.length).toBe(90);
    expect(after.complexity.refusal).toBeNull();
    expect(changes.slice(0, 10).map(({ region }) => region)).toEqual(
      'jpn gbr deu usa swe che fra aut sgp ita'.split(' '),
    );
    expect(agreement).toBeLessThan(1);
    expect(diagnosis(filteredTable(trade(), { smallestRegions: 0.4 }).table, after).tinyLeaders).toEqual([]);
  });
});

/** Of each company its cells up to the date of listing; names with commas stand behind them. */
function companyRows(): string[][] {
  return readFileSync(`${SHARED}data/lists/a_share_stock_basic_2025-06.csv`, 'utf8')
    .trim()
    .split(/\r?\n/)
    .slice(1)
    .map((line) => line.split(','))
    .filter((cells) => cells[3] && cells[4]);
}

describeWith('data/lists', 'listed companies by province and industry', () => {
  it('back-test on the years of listing: what is foretold, beside plain baselines', () => {
    // Only companies that are listed still are in the file: exits are not seen.
    const companies = companyRows();
    const panel = Array.from({ length: 11 }, (_, i) => 2015 + i).map((year) => ({
      year,
      table: regionActivityTable(
        companies
          .filter((cells) => Number(cells[7]!.slice(0, 4)) < year)
          .map((cells) => ({ region: cells[3]!, activity: cells[4]!, value: 1 })),
      ),
    }));
    const { horizons } = backTest(panel, { horizons: [3, 5], rounds: 50, seed: 4 });
    for (const { scores, entryRate } of horizons) {
      expect(entryRate).toBeGreaterThan(0.005);
      for (const { auc, interval } of scores) {
        expect(interval.low).toBeLessThan(interval.high);
        expect(auc).toBeGreaterThan(0.3);
        expect(auc).toBeLessThan(0.95);
      }
    }
  });

  it('are ranked, and a bootstrap on their counts shows how far to believe it', () => {
    const rows = companyRows();
    const table = regionActivityTable(
      rows.map((cells) => ({ region: cells[3]!, activity: cells[4]!, value: 1 })),
    );
    expect(table.total).toBe(rows.length);
    expect(table.report.duplicates.length).toBeGreaterThan(500);
    const own = foresight(table);
    expect(own.complexity.refusal).toBeNull();
    const m = table.activities.length;
    expect(own.density!.length).toBe(table.regions.length * m);
    expect(own.density!.every((value) => value >= 0 && value <= 1 + 1e-12)).toBe(true);
    const drawn = bootstrap(table, { method: 'poisson', rounds: 60, seed: 11 });
    const width = drawn.regions.map(({ eciRankInterval: { low, high } }) => high - low);
    expect(Math.max(...width)).toBeGreaterThan(5);
    expect(drawn.regions.every(({ ranked }) => ranked <= 60)).toBe(true);
  });
});

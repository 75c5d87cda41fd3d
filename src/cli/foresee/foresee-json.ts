// ballast.foresee/1: the answer as one JSON document.
import { FORESIGHT_DEFINITIONS, ranks } from '../../foresee/index.js';
import type { ForeseeRun, RunOptions } from '../../verbs/index.js';

export const FORESEE_SCHEMA = 'ballast.foresee/1';

export interface AreaLine {
  area: string;
  total: number;
  diversity: number;
  eci: number;
  rank: number;
  fitness: number;
  fitnessRank: number;
  coi: number | null;
  interval: { eci: [number, number]; rank: [number, number]; fitnessRank: [number, number] } | null;
  exogenous: { complexity: number; byValue: number; covered: number } | null;
}

export interface ActivityLine {
  activity: string;
  total: number;
  ubiquity: number;
  pci: number;
  rank: number;
  complexity: number;
  exogenousPci: number | null;
}

export interface CellLine {
  area: string;
  activity: string;
  value: number;
  rca: number;
  present: boolean;
  density: number;
  distance: number;
  cog: number | null;
}

/** By rank of ECI, those not ranked by rank of fitness after them. */
export function areaLines({ table, result, bootstrap, exogenous }: ForeseeRun): AreaLine[] {
  const { complexity, fitness, presence, opportunityValue } = result;
  const eciRank = ranks(complexity.eci);
  const fitnessRank = ranks(fitness.fitness);
  const drawn = new Map(bootstrap?.regions.map((one) => [one.region, one]));
  const lines = table.regions.map((area, r): AreaLine => {
    const own = drawn.get(area);
    return {
      area,
      total: table.regionTotals[r]!,
      diversity: presence.diversity[r]!,
      eci: complexity.eci[r]!,
      rank: eciRank[r]!,
      fitness: fitness.fitness[r]!,
      fitnessRank: fitnessRank[r]!,
      coi: opportunityValue?.[r] ?? null,
      interval:
        own === undefined
          ? null
          : {
              eci: [own.eciInterval.low, own.eciInterval.high],
              rank: [own.eciRankInterval.low, own.eciRankInterval.high],
              fitnessRank: [own.fitnessRankInterval.low, own.fitnessRankInterval.high],
            },
      exogenous:
        exogenous === null
          ? null
          : {
              complexity: exogenous.regions[r]!,
              byValue: exogenous.regionsByValue[r]!,
              covered: exogenous.covered[r]!,
            },
    };
  });
  return lines.sort((a, b) => last(a.rank) - last(b.rank) || a.fitnessRank - b.fitnessRank);
}

/** By rank of PCI; those not ranked after them, in the order of the table. */
export function activityLines({ table, result, exogenous }: ForeseeRun): ActivityLine[] {
  const { complexity, fitness, presence } = result;
  const pciRank = ranks(complexity.pci);
  return table.activities
    .map((activity, p) => ({
      activity,
      total: table.activityTotals[p]!,
      ubiquity: presence.ubiquity[p]!,
      pci: complexity.pci[p]!,
      rank: pciRank[p]!,
      complexity: fitness.complexity[p]!,
      exogenousPci: exogenous?.activities[p] ?? null,
    }))
    .sort((a, b) => last(a.rank) - last(b.rank));
}

/** Every area with every activity. */
export function* cellLines({ table, result }: ForeseeRun): Generator<CellLine> {
  const m = table.activities.length;
  const { presence, advantage, density, opportunityGain } = result;
  for (let r = 0; r < table.regions.length; r++) {
    const value = new Float64Array(m);
    const rca = new Float64Array(m);
    const present = new Uint8Array(m);
    for (let k = table.start[r]!; k < table.start[r + 1]!; k++) {
      value[table.activity[k]!] = table.values[k]!;
      rca[table.activity[k]!] = advantage[k]!;
    }
    for (let k = presence.start[r]!; k < presence.start[r + 1]!; k++) present[presence.activity[k]!] = 1;
    for (let p = 0; p < m; p++) {
      const at = r * m + p;
      yield {
        area: table.regions[r]!,
        activity: table.activities[p]!,
        value: value[p]!,
        rca: rca[p]!,
        present: present[p] === 1,
        density: density![at]!,
        distance: 1 - density![at]!,
        cog: opportunityGain?.[at] ?? null,
      };
    }
  }
}

function last(rank: number): number {
  return Number.isNaN(rank) ? 1e12 : rank;
}

/** What table, profile and filters the answer rests on, and what is to be doubted in it. */
export function basisOf(file: string, run: ForeseeRun, options: RunOptions) {
  const { read, profile, table, result, effect, filters, diagnosis } = run;
  const { complexity, fitness } = result;
  return {
    table: {
      file,
      sheet: read.input.sheet,
      rows: read.input.rowCount,
      area: options.area,
      activity: options.activity,
      value: options.value,
      year: options.year ?? null,
      measuredYear: read.year,
      years: read.panel.map(({ year }) => year),
      areas: table.regions.length,
      activities: table.activities.length,
      cells: table.values.length,
      total: table.total,
      emptyAreas: read.table.report.emptyRegions,
      emptyActivities: read.table.report.emptyActivities,
    },
    profile,
    diagnostics: {
      refusals: diagnosis.refusals,
      doubts: diagnosis.doubts,
      spectrum: complexity.spectrum,
      components: complexity.parts.map(({ regions, activities, ranked }) => ({
        areas: regions,
        activities,
        ranked,
      })),
      notRanked: { areas: complexity.loneRegions, activities: complexity.loneActivities },
      tinyLeaders: diagnosis.tinyLeaders,
      heldByOne: diagnosis.heldByOne,
      holdingOne: diagnosis.holdingOne,
      fitness: {
        rounds: fitness.rounds,
        changes: fitness.changes,
        ranksMoved: fitness.ranksMoved,
        smallest: fitness.smallestFitness,
      },
      filters:
        effect === null
          ? null
          : {
              ...filters,
              droppedAreas: effect.droppedRegions,
              droppedActivities: effect.droppedActivities,
              rankCorrelation: effect.agreement,
              ranks: effect.changes.map(({ region, before, after }) => ({ area: region, before, after })),
            },
    },
  };
}

export function foreseeJson(file: string, run: ForeseeRun, options: RunOptions & { cells?: boolean }) {
  const { read, bootstrap, exogenous, backTest } = run;
  return {
    schema: FORESEE_SCHEMA,
    ...basisOf(file, run, options),
    areas: areaLines(run),
    activities: activityLines(run),
    ...(options.cells ? { cells: [...cellLines(run)] } : {}),
    bootstrap:
      bootstrap === null
        ? null
        : {
            method: bootstrap.method,
            rounds: bootstrap.rounds,
            seed: bootstrap.seed,
            level: bootstrap.level,
            refused: bootstrap.refused,
          },
    exogenous:
      exogenous === null
        ? null
        : {
            unmatchedActivities: exogenous.unmatchedActivities,
            unmatchedProducts: exogenous.unmatchedProducts,
          },
    backTest: backTest === null ? null : withoutProfile(backTest),
    refused: read.input.refused,
    duplicates: read.repeated,
    notes: run.notes,
    definitions: FORESIGHT_DEFINITIONS,
  };
}

/** It is that of the answer. */
export function withoutProfile<T extends { profile: unknown }>({
  profile: _,
  ...rest
}: T): Omit<T, 'profile'> {
  return rest;
}

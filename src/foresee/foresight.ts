/** Everything on one table by one profile: who has what, complexity, fitness, density, opportunity value and gain. */
import { UserError } from '../model/index.js';
import { type Complexity, economicComplexity, opportunityPci } from './complexity.js';
import { type Conventions, type Profile, profileOf } from './conventions.js';
import { type Fitness, fitnessComplexity } from './fitness.js';
import {
  Outlook,
  type OutlookBlock,
  type OutlookRequest,
  opportunityValues,
  proximityTotals,
} from './outlook.js';
import type { Presence } from './presence.js';
import { correlationProximities, proximities } from './proximity.js';
import { relatedness } from './relatedness.js';
import { populationAdvantage, presenceOfAdvantage, revealedComparativeAdvantage } from './specialisation.js';
import type { RegionActivityTable } from './table.js';

export interface ForesightOptions {
  /** Default: `atlas` as it stands. */
  profile?: Profile;
  /** Needed where the profile asks for advantage by head. */
  population?: ReadonlyMap<string, number>;
  /** Density, value and gain for every region and activity, R × P. Default true. */
  outlook?: boolean;
  /** Opportunity gain among them. Default true. */
  gain?: boolean;
  /** Whether φ is kept whole, P × P, and how wide. Default: not. */
  keepProximity?: 'single' | 'double' | null;
}

/** What needs no product space. */
export interface Standing {
  profile: Profile;
  regions: readonly string[];
  activities: readonly string[];
  /** RCA, one for each cell of the table. */
  advantage: Float64Array;
  presence: Presence;
  complexity: Complexity;
  fitness: Fitness;
}

export interface Foresight extends Standing {
  /** φ, P × P, where it was asked for. */
  proximity: Float32Array | Float64Array | null;
  /** ω_rp, R × P; null where it was not asked for. Distance is 1 − ω. */
  density: Float64Array | null;
  /** One for each region; null without complexity. */
  opportunityValue: Float64Array | null;
  /** R × P, 0 where the region has the activity; null without complexity. */
  opportunityGain: Float64Array | null;
}

/**
 * All measures of one table. Where complexity is refused, density is still given and what rests on PCI is null. Throws
 * `UserError` where the profile needs a population and none is given.
 */
export function foresight(table: RegionActivityTable, options: ForesightOptions = {}): Foresight {
  const standing = standingOf(table, options);
  if (options.outlook === false)
    return { ...standing, proximity: null, density: null, opportunityValue: null, opportunityGain: null };
  const request = outlookRequest(table, standing, options);
  const m = table.activities.length;
  const keep = keptProximity(m, options);
  const block = new Outlook(request).block(0, m, keep);
  return foresightOf(standing, [block], keep);
}

/** The measures of one table that need no product space. */
export function standingOf(
  table: RegionActivityTable,
  { profile = profileOf(), population }: ForesightOptions = {},
): Standing {
  const { conventions } = profile;
  const advantage = revealedComparativeAdvantage(table);
  const advantages: Float64Array[] = [];
  if (conventions.advantage !== 'rpop') advantages.push(advantage);
  if (conventions.advantage !== 'rca') {
    if (!population)
      throw new UserError({
        zh: '所选口径按人口计算比较优势，需要各地区人口',
        en: 'the profile measures advantage by head: the population of each region is needed',
      });
    advantages.push(populationAdvantage(table, population));
  }
  const presence = presenceOfAdvantage(table, advantages, {
    threshold: conventions.threshold,
    atThreshold: conventions.atThreshold,
    decimals: conventions.advantageDecimals,
  });
  return {
    profile,
    regions: table.regions,
    activities: table.activities,
    advantage,
    presence,
    complexity: economicComplexity(presence, conventions),
    fitness: fitnessComplexity(presence, conventions.fitnessRounds),
  };
}

/** What the blocks of density and gain are computed from. */
export function outlookRequest(
  table: RegionActivityTable,
  { profile: { conventions }, presence, advantage, complexity }: Standing,
  { gain = true }: ForesightOptions = {},
): OutlookRequest {
  const { proximityDiagonal, density, opportunityGain, opportunityGainOwnTerm } = conventions;
  const proximity = denseProximity(table, advantage, presence, conventions);
  return {
    presence,
    proximity,
    conventions: { proximityDiagonal, density, opportunityGain, opportunityGainOwnTerm },
    pci: gain && complexity.refusal === null ? opportunityPci(complexity, conventions) : null,
    totals: proximityTotals(presence, proximity, conventions),
  };
}

/** φ whole, P × P, where it is not Hidalgo's, which is made as it is needed. What is not defined is 0. */
function denseProximity(
  table: RegionActivityTable,
  advantage: Float64Array,
  presence: Presence,
  { proximity, proximityBinaryFrom, proximityDiagonal }: Conventions,
): Float64Array | null {
  if (proximity === 'conditionalProbability' && proximityBinaryFrom === null) return null;
  const phi =
    proximity === 'conditionalProbability'
      ? proximities(presence)
      : proximity === 'correlation'
        ? correlationProximities(table, advantage)
        : relatedness(presence, proximity);
  const m = table.activities.length;
  for (let at = 0; at < phi.length; at++)
    if (Number.isNaN(phi[at]!)) phi[at] = 0;
    else if (proximityBinaryFrom !== null) phi[at] = phi[at]! >= proximityBinaryFrom ? 1 : 0;
  for (let p = 0; p < m; p++) phi[p * m + p] = presence.ubiquity[p]! > 0 ? proximityDiagonal : 0;
  return phi;
}

/** Room for φ where it is to be kept, on memory that threads share where asked. */
export function keptProximity(
  activities: number,
  { keepProximity }: ForesightOptions,
  shared = false,
): Float32Array | Float64Array | null {
  if (!keepProximity) return null;
  const width = keepProximity === 'single' ? 4 : 8;
  const size = activities * activities * width;
  const buffer = shared ? new SharedArrayBuffer(size) : new ArrayBuffer(size);
  return width === 4 ? new Float32Array(buffer) : new Float64Array(buffer);
}

/** The whole from its blocks, which cover all activities. */
export function foresightOf(
  standing: Standing,
  blocks: readonly OutlookBlock[],
  proximity: Float32Array | Float64Array | null,
): Foresight {
  const { complexity, presence, profile } = standing;
  const density = joined(standing, blocks, (block) => block.density)!;
  return {
    ...standing,
    proximity,
    density,
    opportunityValue: complexity.refusal
      ? null
      : opportunityValues(
          presence,
          density,
          opportunityPci(complexity, profile.conventions).pci,
          profile.conventions.opportunityValue,
        ),
    opportunityGain: joined(standing, blocks, (block) => block.gain),
  };
}

function joined(
  { regions, activities }: Standing,
  blocks: readonly OutlookBlock[],
  of: (block: OutlookBlock) => Float64Array | null,
): Float64Array | null {
  const [n, m] = [regions.length, activities.length];
  if (blocks.length === 1) return of(blocks[0]!);
  const out = new Float64Array(n * m);
  for (const block of blocks) {
    const values = of(block);
    if (!values) return null;
    const width = block.to - block.from;
    for (let r = 0; r < n; r++) out.set(values.subarray(r * width, (r + 1) * width), r * m + block.from);
  }
  return out;
}

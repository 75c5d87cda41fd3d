/** The measures of every industry of one table side by side, as a report lists them. */
import type { Definition } from '../../model/index.js';
import { EXTRACTION_DEFINITIONS, extractionLosses } from './extraction.js';
import {
  IMPORT_DEFINITIONS,
  importDependence,
  importPenetration,
  type VerticalSpecialisation,
  verticalSpecialisation,
} from './import-dependence.js';
import { type Accuracy, LEONTIEF_DEFINITIONS, type LeontiefSystem, type SpectralRadius } from './leontief.js';
import {
  type KeySector,
  keySectors,
  LINKAGE_DEFINITIONS,
  type LinkageWeights,
  linkages,
  linkageVariation,
} from './linkages.js';
import {
  compensationOf,
  HouseholdClosure,
  hasValueAdded,
  MULTIPLIER_DEFINITIONS,
  multipliersOf,
  perOutput,
  valueAddedOf,
} from './multipliers.js';
import { downstreamness, openUpstreamness, POSITION_DEFINITIONS, upstreamness } from './position.js';
import type { IoIndustry } from './table.js';
import type { Treatment } from './treatment.js';

/** The inverse is kept, and variation measured, up to this many industries: 8·n² bytes each. */
const INVERSE_UP_TO = 4000;

/** One industry; NaN where a measure is not defined, absent where the table does not carry it. */
export interface IndustryProfile {
  industry: IoIndustry;
  output: number;
  outputMultiplier: number;
  outputMultiplierTypeII: number;
  valueAddedMultiplier: number;
  incomeMultiplier: number;
  incomeMultiplierTypeI: number;
  incomeMultiplierTypeII: number;
  backwardLinkage: number;
  forwardLinkageLeontief: number;
  forwardLinkageGhosh: number;
  backwardVariation: number;
  forwardVariation: number;
  keySector: KeySector;
  upstreamness: number;
  upstreamnessOpen: number;
  downstreamness: number;
  extractionTotal: number;
  extractionBackward: number;
  extractionForward: number;
  directImports: number;
  intermediateImportShare: number;
  importPenetration: number;
  verticalSpecialisation: number;
  valueAddedShare: number;
}

export interface TableProfile {
  industries: IndustryProfile[];
  spectralRadius: SpectralRadius;
  verticalSpecialisation: VerticalSpecialisation | null;
  weights: LinkageWeights;
  treatments: readonly Treatment[];
  accuracy: Accuracy;
}

/** Every measure of every industry; see PROFILE_DEFINITIONS. */
export function tableProfile(system: LeontiefSystem, weights: LinkageWeights = 'none'): TableProfile {
  const { table, n, output } = system;
  const treatments = [...system.treatments];
  if (n <= INVERSE_UP_TO) system.inverse();
  const closure = HouseholdClosure.of(system);
  const closed = closure instanceof HouseholdClosure ? closure : null;
  if (!(closure instanceof HouseholdClosure)) treatments.push(closure);
  const compensation = compensationOf(table);
  const income = compensation ? multipliersOf(system, perOutput(compensation, output), closed) : null;
  const valueAdded = hasValueAdded(table) ? system.solveRows(perOutput(valueAddedOf(table), output)) : null;
  const closedOutput = closed?.solveRows(new Float64Array(n).fill(1));
  const linkage = linkages(system, weights);
  const variation = n <= INVERSE_UP_TO ? linkageVariation(system) : null;
  const kinds = keySectors(linkage.backward, linkage.forwardGhosh);
  const open = openUpstreamness(table);
  treatments.push(...open.treatments);
  const losses = extractionLosses(system);
  const imports = importDependence(table);
  const penetration = importPenetration(table);
  const vertical = verticalSpecialisation(system);
  const at = (values: Float64Array | null | undefined, i: number) => values?.[i] ?? Number.NaN;
  const position = { up: upstreamness(system), down: downstreamness(system) };
  return {
    industries: table.industries.map((industry, i) => ({
      industry,
      output: output[i]!,
      outputMultiplier: system.columnSums()[i]!,
      outputMultiplierTypeII: at(closedOutput, i),
      valueAddedMultiplier: at(valueAdded, i),
      incomeMultiplier: at(income?.simple, i),
      incomeMultiplierTypeI: at(income?.typeI, i),
      incomeMultiplierTypeII: at(income?.typeII, i),
      backwardLinkage: linkage.backward[i]!,
      forwardLinkageLeontief: linkage.forwardLeontief[i]!,
      forwardLinkageGhosh: linkage.forwardGhosh[i]!,
      backwardVariation: at(variation?.backward, i),
      forwardVariation: at(variation?.forwardGhosh, i),
      keySector: kinds[i]!,
      upstreamness: position.up[i]!,
      upstreamnessOpen: at(open.values, i),
      downstreamness: position.down[i]!,
      extractionTotal: losses.total[i]!,
      extractionBackward: losses.backward[i]!,
      extractionForward: losses.forward[i]!,
      directImports: at(imports?.direct, i),
      intermediateImportShare: at(imports?.intermediateShare, i),
      importPenetration: at(penetration, i),
      verticalSpecialisation: at(vertical?.bySector, i),
      valueAddedShare: at(vertical?.valueAddedShare, i),
    })),
    spectralRadius: system.spectralRadius(),
    verticalSpecialisation: vertical,
    weights,
    treatments,
    accuracy: system.accuracy(),
  };
}

const { outputMultiplier, outputMultiplierTypeII, valueAddedMultiplier, incomeMultiplier } =
  MULTIPLIER_DEFINITIONS;
const { upstreamness: upstream, upstreamnessOpen, downstreamness: downstream } = POSITION_DEFINITIONS;
const { spectralRadius, residual, condition } = LEONTIEF_DEFINITIONS;

export const PROFILE_DEFINITIONS = {
  spectralRadius,
  residual,
  condition,
  outputMultiplier,
  outputMultiplierTypeII,
  valueAddedMultiplier,
  incomeMultiplier,
  ...LINKAGE_DEFINITIONS,
  upstreamness: upstream,
  upstreamnessOpen,
  downstreamness: downstream,
  ...EXTRACTION_DEFINITIONS,
  ...IMPORT_DEFINITIONS,
} as const satisfies Record<string, Definition>;

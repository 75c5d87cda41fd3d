/** The conventions on which public programs for complexity differ, each by name, and profiles that bundle them. */
import { UserError } from '../model/index.js';
import type { RelatednessMeasure } from './relatedness.js';
import type { DuplicateRule } from './table.js';

/** How the sign of ECI and PCI is chosen; an eigenvector has none. */
export type SignRule =
  /** Both so that ECI rises with diversity. */
  | 'diversity'
  /** Both so that ECI rises with k_r,18 of the method of reflections. */
  | 'reflections'
  /** ECI so that it rises with diversity, PCI on its own so that it falls with ubiquity. */
  | 'separate'
  /** Both so that PCI is higher on average over `high` than over `low`: holds the sign through years and revisions. */
  | { high: readonly string[]; low: readonly string[] };

export interface Conventions {
  /** Rows of the same region and activity. Applied where the table is made. */
  duplicates: DuplicateRule;
  /** What a region is taken to have: by RCA, by RPOP (per head), or where either says so. */
  advantage: 'rca' | 'rpop' | 'either';
  /** M = 1 from here. */
  threshold: number;
  /** What RCA of just the threshold is: `present` is ≥, `absent` is >. */
  atThreshold: 'present' | 'absent';
  /** RCA is rounded to so many decimals before the threshold; null: it is not. */
  advantageDecimals: number | null;
  /** What an M of several parts gets: no ECI at all, or ECI within its largest part. */
  parts: 'refuse' | 'largest';
  sign: SignRule;
  /** Σ(x − mean)² is divided by n, by n − 1, or by what repeating each region in every row of the long table leaves. */
  deviation: 'population' | 'sample' | 'longRows';
  /** ECI: in standard deviations from its mean, or so that its values add up to 1 in absolute value of the sum. */
  eciScale: 'standard' | 'sumOne';
  /** PCI: by the mean and deviation of ECI (then ECI is the mean PCI of what a region has), by its own, or adding up to 1. */
  pciScale: 'eci' | 'own' | 'sumOne';
  /** φ: the smaller of two conditional probabilities (Hidalgo 2007), (1 + correlation of RCA) / 2, or a relatedness. */
  proximity: 'conditionalProbability' | 'correlation' | RelatednessMeasure;
  /** φ becomes 1 from here on and 0 below; null: it stays as it is. */
  proximityBinaryFrom: number | null;
  proximityDiagonal: 0 | 1;
  /** Whether an activity counts towards its own density. */
  density: 'withOwn' | 'leaveOneOut';
  /** PCI inside opportunity value and gain: eigenvector of length 1, on the scale of ECI, or on its own. */
  opportunityPci: 'unit' | 'eci' | 'own';
  opportunityValue: 'raw' | 'standard';
  /** `perEci` divides by the deviation of the unscaled ECI, which takes the arbitrary length of the eigenvector out. */
  opportunityGain: 'raw' | 'perEci';
  /** Whether − (1 − d_rp) PCI_p, what the region already draws from the activity, is taken off the gain. */
  opportunityGainOwnTerm: boolean;
  /** Rounds of Fitness–Complexity. */
  fitnessRounds: number;
}

const PLAIN: Conventions = {
  duplicates: 'sum',
  advantage: 'rca',
  threshold: 1,
  atThreshold: 'present',
  advantageDecimals: null,
  parts: 'refuse',
  sign: 'diversity',
  deviation: 'population',
  eciScale: 'standard',
  pciScale: 'own',
  proximity: 'conditionalProbability',
  proximityBinaryFrom: null,
  proximityDiagonal: 1,
  density: 'withOwn',
  opportunityPci: 'own',
  opportunityValue: 'raw',
  opportunityGain: 'raw',
  opportunityGainOwnTerm: true,
  fitnessRounds: 20,
};

/**
 * `atlas`: Hausmann, Hidalgo et al., The Atlas of Economic Complexity (2014), technical notes. The others follow programs:
 * `py-ecomplexity` 0.5.2, `stata` (ecomplexity, 2020), `economiccomplexity` 2.0.0 (R), `econci` and `econgeo` 1.3 (R).
 * Faults of a program are not followed; docs/foresee.md says which.
 */
export const PROFILES = {
  atlas: PLAIN,
  'py-ecomplexity': {
    ...PLAIN,
    duplicates: 'first',
    pciScale: 'eci',
    opportunityPci: 'unit',
    opportunityValue: 'standard',
    opportunityGain: 'perEci',
    opportunityGainOwnTerm: false,
  },
  stata: {
    ...PLAIN,
    atThreshold: 'absent',
    deviation: 'longRows',
    pciScale: 'eci',
    proximityDiagonal: 0,
    opportunityPci: 'unit',
    opportunityValue: 'standard',
    opportunityGain: 'perEci',
    opportunityGainOwnTerm: false,
  },
  economiccomplexity: {
    ...PLAIN,
    sign: 'reflections',
    deviation: 'sample',
    opportunityGainOwnTerm: false,
  },
  econci: { ...PLAIN, sign: 'separate', proximityDiagonal: 0 },
  econgeo: {
    ...PLAIN,
    advantageDecimals: 2,
    sign: 'reflections',
    eciScale: 'sumOne',
    pciScale: 'sumOne',
    proximity: 'association',
    proximityBinaryFrom: 1,
    proximityDiagonal: 0,
  },
} as const satisfies Record<string, Conventions>;

export type ProfileName = keyof typeof PROFILES;

/** What a result was made by: the profile it started from, and every convention as it was in force. */
export interface Profile {
  name: ProfileName;
  /** Conventions that were set apart from the profile. */
  changed: (keyof Conventions)[];
  conventions: Conventions;
}

/** A profile with some conventions set apart. Throws `UserError` for an unknown name and for values out of range. */
export function profileOf(name = 'atlas', changes: Partial<Conventions> = {}): Profile {
  if (!Object.hasOwn(PROFILES, name)) {
    const known = Object.keys(PROFILES).join(', ');
    throw new UserError({
      zh: `没有名为 ${name} 的口径组合；可选：${known}`,
      en: `no profile is called ${name}; there are ${known}`,
    });
  }
  const base: Conventions = PROFILES[name as ProfileName];
  const conventions = { ...base, ...changes };
  const { threshold, fitnessRounds, advantageDecimals } = conventions;
  refuseUnless('threshold', threshold, threshold > 0 && Number.isFinite(threshold), '> 0');
  refuseUnless(
    'fitnessRounds',
    fitnessRounds,
    Number.isInteger(fitnessRounds) && fitnessRounds >= 1,
    '1, 2, …',
  );
  refuseUnless(
    'advantageDecimals',
    advantageDecimals,
    advantageDecimals === null || (Number.isInteger(advantageDecimals) && advantageDecimals >= 0),
    'null, 0, 1, …',
  );
  return {
    name: name as ProfileName,
    changed: (Object.keys(changes) as (keyof Conventions)[]).filter((key) => changes[key] !== base[key]),
    conventions,
  };
}

function refuseUnless(key: string, value: unknown, right: boolean, expected: string): void {
  if (!right)
    throw new UserError({
      zh: `口径 ${key} 的值 ${value} 不对，应为 ${expected}`,
      en: `the convention ${key} cannot be ${value}; ${expected} is expected`,
    });
}

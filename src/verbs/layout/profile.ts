// A profile of conventions with those that were set apart.
import { type Conventions, type Profile, profileOf } from '../../foresee/index.js';

export interface ConventionOptions {
  profile: string;
  duplicates?: Conventions['duplicates'];
  advantage?: Conventions['advantage'];
  threshold?: number;
  atThreshold?: Conventions['atThreshold'];
  advantageDecimals?: number | 'none';
  parts?: Conventions['parts'];
  sign?: 'diversity' | 'reflections' | 'separate';
  signHigh?: string[];
  signLow?: string[];
  deviation?: Conventions['deviation'];
  eciScale?: Conventions['eciScale'];
  pciScale?: Conventions['pciScale'];
  proximity?: Conventions['proximity'];
  proximityDiagonal?: '0' | '1';
  density?: Conventions['density'];
  opportunityPci?: Conventions['opportunityPci'];
  opportunityValue?: Conventions['opportunityValue'];
  opportunityGain?: Conventions['opportunityGain'];
  ownTerm?: 'yes' | 'no';
  fitnessRounds?: number;
}

/** The profile that the options name, with those conventions set apart that were given. */
export function profileOfOptions(options: ConventionOptions): Profile {
  const anchors =
    options.signHigh !== undefined || options.signLow !== undefined
      ? { high: options.signHigh ?? [], low: options.signLow ?? [] }
      : undefined;
  const sign = anchors ?? options.sign;
  const { advantageDecimals, proximityDiagonal, ownTerm } = options;
  const given: { [Key in keyof Conventions]?: Conventions[Key] | undefined } = {
    duplicates: options.duplicates,
    advantage: options.advantage,
    threshold: options.threshold,
    atThreshold: options.atThreshold,
    advantageDecimals: advantageDecimals === 'none' ? null : advantageDecimals,
    parts: options.parts,
    sign,
    deviation: options.deviation,
    eciScale: options.eciScale,
    pciScale: options.pciScale,
    proximity: options.proximity,
    proximityDiagonal: proximityDiagonal === undefined ? undefined : proximityDiagonal === '1' ? 1 : 0,
    density: options.density,
    opportunityPci: options.opportunityPci,
    opportunityValue: options.opportunityValue,
    opportunityGain: options.opportunityGain,
    opportunityGainOwnTerm: ownTerm === undefined ? undefined : ownTerm === 'yes',
    fitnessRounds: options.fitnessRounds,
  };
  const changes = Object.fromEntries(
    Object.entries(given).filter(([, value]) => value !== undefined),
  ) as Partial<Conventions>;
  return profileOf(options.profile, changes);
}

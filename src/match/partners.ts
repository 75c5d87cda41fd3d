/** Large firms and small ones (融通): what each side would like, the stable matching of it, and who is worse off than need be. */
import type { Bilingual } from '../model/index.js';
import { bestRanks, blockingPairs, deferredAcceptance, type Party } from './stable-matching.js';

/** What a pair is worth to each side, 0 to 1 or more; null where that side would not have the other. */
export interface PairValue {
  large: number;
  small: number;
  worthToLarge: number | null;
  worthToSmall: number | null;
}

export interface PartnerRequest {
  largePlaces: readonly number[];
  smallPlaces: readonly number[];
  pairs: readonly PairValue[];
  /** Who proposes, and so has the best of all stable matchings. */
  proposing: 'large' | 'small';
}

export interface PartnerMatch {
  large: number;
  small: number;
  worthToLarge: number;
  worthToSmall: number;
  /** Place of the other in its own list, from 1. */
  rankForLarge: number;
  rankForSmall: number;
}

export interface PartnerOutcome {
  side: 'large' | 'small';
  index: number;
  partners: number;
  places: number;
  acceptable: number;
  /** Rank of its best partner now, and where the other side's wishes or its own came first. */
  bestRank: number | null;
  bestRankOtherwise: number | null;
  reason: Bilingual;
}

export interface PartnerMatching {
  matches: PartnerMatch[];
  /** Those who are left with places, or would fare better if the other side proposed. */
  worseOff: PartnerOutcome[];
  /** Pairs that would rather have each other; none, or the method has a fault. */
  blocking: number;
}

/** Preferences by worth, ties by index; deferred acceptance both ways round, to say what proposing is worth. */
export function matchPartners({
  largePlaces,
  smallPlaces,
  pairs,
  proposing,
}: PartnerRequest): PartnerMatching {
  const large = partiesOf(largePlaces, pairs, 'large');
  const small = partiesOf(smallPlaces, pairs, 'small');
  const first = deferredAcceptance(large, small);
  const other = deferredAcceptance(small, large);
  const byLarge = { large: first.partners, small: first.receivers };
  const bySmall = { large: other.receivers, small: other.partners };
  const [now, otherwise] = proposing === 'large' ? [byLarge, bySmall] : [bySmall, byLarge];
  const worth = new Map(pairs.map((pair) => [`${pair.large} ${pair.small}`, pair]));
  const matches = now.large.flatMap((partners, one) =>
    partners.map((partner): PartnerMatch => {
      const pair = worth.get(`${one} ${partner}`)!;
      return {
        large: one,
        small: partner,
        worthToLarge: pair.worthToLarge!,
        worthToSmall: pair.worthToSmall!,
        rankForLarge: large[one]!.preferences.indexOf(partner) + 1,
        rankForSmall: small[partner]!.preferences.indexOf(one) + 1,
      };
    }),
  );
  const worseOff = (['large', 'small'] as const).flatMap((side) => {
    const parties = side === 'large' ? large : small;
    const ranks = bestRanks(parties, now[side]);
    const others = bestRanks(parties, otherwise[side]);
    return parties.flatMap((party, index): PartnerOutcome[] => {
      const partners = now[side][index]!.length;
      const better = (others[index] ?? Infinity) < (ranks[index] ?? Infinity);
      const open = party.places - partners;
      if (party.places === 0 || (!better && open === 0)) return [];
      return [
        {
          side,
          index,
          partners,
          places: party.places,
          acceptable: party.preferences.length,
          bestRank: ranks[index] === null ? null : ranks[index]! + 1,
          bestRankOtherwise: others[index] === null ? null : others[index]! + 1,
          reason: reasonOf(party, partners, better, side),
        },
      ];
    });
  });
  const asked = proposing === 'large' ? ([large, small] as const) : ([small, large] as const);
  const blocking = blockingPairs(...asked, proposing === 'large' ? first : other).length;
  return { matches, worseOff, blocking };
}

function reasonOf(
  { preferences, places }: Party,
  partners: number,
  better: boolean,
  side: 'large' | 'small',
): Bilingual {
  if (preferences.length === 0)
    return side === 'large'
      ? { zh: '没有可接受的中小企业', en: 'no small firm is acceptable' }
      : { zh: '没有可接受的大企业', en: 'no large firm is acceptable' };
  if (better)
    return {
      zh: '由对方先提出时名次更好：这是先后次序的代价',
      en: 'would fare better if it proposed: that is the price of the order',
    };
  if (preferences.length < places)
    return {
      zh: `可接受的只有 ${preferences.length} 家，少于 ${places} 个名额`,
      en: `only ${preferences.length} are acceptable, for ${places} places`,
    };
  return {
    zh: `可接受的 ${preferences.length} 家中 ${preferences.length - partners} 家另有更合意的对象或不接受它`,
    en: `of ${preferences.length} acceptable ones ${preferences.length - partners} have others that they like better, or do not accept it`,
  };
}

function partiesOf(places: readonly number[], pairs: readonly PairValue[], side: 'large' | 'small'): Party[] {
  const lists = places.map(() => [] as { other: number; worth: number }[]);
  const seen = new Set<string>();
  for (const { large, small, worthToLarge, worthToSmall } of pairs) {
    const key = `${large} ${small}`;
    if (seen.has(key)) throw new RangeError(`the pair ${key} stands twice`);
    seen.add(key);
    const [own, other, worth] =
      side === 'large' ? [large, small, worthToLarge] : [small, large, worthToSmall];
    if (!lists[own]) throw new RangeError(`no ${side} firm ${own}`);
    if (worth !== null) lists[own].push({ other, worth });
  }
  return lists.map((list, at) => ({
    preferences: list.sort((a, b) => b.worth - a.worth || a.other - b.other).map(({ other }) => other),
    places: places[at]!,
  }));
}

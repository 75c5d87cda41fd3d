/** Large firms and small ones that choose each other: the matching that no pair would break. */
import { UserError } from '../model/index.js';

/** One that proposes: whom it would take, best first, and how many. Whoever is not listed is not acceptable. */
export interface Party {
  preferences: readonly number[];
  places: number;
}

export interface StableMatching {
  /** By proposer: partners, in the order of its preferences. */
  partners: number[][];
  /** By receiver: partners, in the order of its preferences. */
  receivers: number[][];
}

/**
 * Deferred acceptance with capacities on both sides (Gale & Shapley 1962; many-to-many with responsive preferences,
 * Roth 1984): stable, and for every proposer the best of all stable matchings. O(sum of preference lists).
 */
export function deferredAcceptance(proposers: readonly Party[], receivers: readonly Party[]): StableMatching {
  checkParties(proposers, receivers.length);
  checkParties(receivers, proposers.length);
  const rank = receivers.map(ranksOf);
  const held: number[][] = receivers.map(() => []);
  const next = new Uint32Array(proposers.length);
  const taken = new Uint32Array(proposers.length);
  const waiting = Uint32Array.from(proposers.keys()).reverse();
  const queue = [...waiting];
  while (queue.length > 0) {
    const p = queue.pop()!;
    const { preferences, places } = proposers[p]!;
    while (taken[p]! < places && next[p]! < preferences.length) {
      const r = preferences[next[p]!++]!;
      const place = rank[r]!.get(p);
      const capacity = receivers[r]!.places;
      if (place === undefined || capacity === 0) continue;
      const list = held[r]!;
      if (list.length < capacity) {
        list.push(p);
        taken[p]!++;
        continue;
      }
      let worst = 0;
      for (let at = 1; at < list.length; at++)
        if (rank[r]!.get(list[at]!)! > rank[r]!.get(list[worst]!)!) worst = at;
      const out = list[worst]!;
      if (place < rank[r]!.get(out)!) {
        list[worst] = p;
        taken[p]!++;
        taken[out]!--;
        queue.push(out);
      }
    }
  }
  const partners: number[][] = proposers.map(() => []);
  for (const [r, list] of held.entries()) {
    list.sort((a, b) => rank[r]!.get(a)! - rank[r]!.get(b)!);
    for (const p of list) partners[p]!.push(r);
  }
  for (const [p, list] of partners.entries()) {
    const own = ranksOf(proposers[p]!);
    list.sort((a, b) => own.get(a)! - own.get(b)!);
  }
  return { partners, receivers: held };
}

/**
 * Pairs that would rather have each other than what they have: both list the other, and each has a place free or holds
 * one it likes less. None where the matching is stable. Every pair is looked at.
 */
export function blockingPairs(
  proposers: readonly Party[],
  receivers: readonly Party[],
  { partners, receivers: held }: StableMatching,
): [proposer: number, receiver: number][] {
  const rankOfReceiver = receivers.map(ranksOf);
  const rankOfProposer = proposers.map(ranksOf);
  const would = (party: Party, rank: ReadonlyMap<number, number>, has: readonly number[], other: number) =>
    party.places > 0 && (has.length < party.places || has.some((one) => rank.get(one)! > rank.get(other)!));
  const pairs: [number, number][] = [];
  for (const [p, proposer] of proposers.entries())
    for (const r of proposer.preferences) {
      if (partners[p]!.includes(r) || !rankOfReceiver[r]!.has(p)) continue;
      if (
        would(proposer, rankOfProposer[p]!, partners[p]!, r) &&
        would(receivers[r]!, rankOfReceiver[r]!, held[r]!, p)
      )
        pairs.push([p, r]);
    }
  return pairs;
}

/** By proposer: the place of its best partner in its own list, from 0; null where it has none. */
export function bestRanks(
  parties: readonly Party[],
  partners: readonly (readonly number[])[],
): (number | null)[] {
  return parties.map(({ preferences }, at) => {
    const ranks = partners[at]!.map((one) => preferences.indexOf(one));
    return ranks.length === 0 ? null : Math.min(...ranks);
  });
}

function ranksOf({ preferences }: Party): Map<number, number> {
  return new Map(preferences.map((one, place) => [one, place]));
}

function checkParties(parties: readonly Party[], others: number): void {
  for (const [at, { preferences, places }] of parties.entries()) {
    if (!Number.isInteger(places) || places < 0)
      throw new UserError({
        zh: `第 ${at + 1} 方的名额应为不小于 0 的整数，这里是 ${places}`,
        en: `the places of party ${at + 1} should be a whole number of at least 0, found ${places}`,
      });
    if (new Set(preferences).size < preferences.length)
      throw new UserError({
        zh: `第 ${at + 1} 方的意向名单有重复`,
        en: `the preferences of party ${at + 1} name someone twice`,
      });
    for (const one of preferences)
      if (!Number.isInteger(one) || one < 0 || one >= others)
        throw new RangeError(`no party ${one} on the other side`);
  }
}

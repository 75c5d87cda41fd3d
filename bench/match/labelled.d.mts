import type { Challenge, Provider } from '../../src/match/index.js';

export function labelledSet(options?: { seed?: number; firms?: number; tasks?: number; grades?: boolean }): {
  firms: { skills: Set<number>; quality: number; provider: Provider }[];
  tasks: { challenge: Challenge; grades: Uint8Array }[];
};
export function ndcg(ranked: readonly number[], grades: Uint8Array, k?: number): number | null;

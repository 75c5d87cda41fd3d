/** Who does what, at the least cost or the best sum of scores: one to one, and with capacities and conflicts. */
import { munkres } from 'munkres';
import { UserError } from '../model/index.js';
import { flowAssignment } from './flow.js';

/**
 * One column for each row (or one row for each column, whichever are fewer) at the least sum of costs; Kuhn–Munkres,
 * O(rows² · columns). `costs` is rows × columns; a pair of infinite cost is forbidden and left out of the answer.
 * Among equal sums the answer depends on the order of rows and columns alone: sort them by name where it must not.
 */
export function leastCostAssignment(costs: readonly ArrayLike<number>[]): { row: number; column: number }[] {
  const width = costs[0]?.length ?? 0;
  let largest = 0;
  for (const [row, line] of costs.entries()) {
    if (line.length !== width)
      throw new UserError({
        zh: `费用矩阵第 ${row + 1} 行有 ${line.length} 列，应为 ${width} 列`,
        en: `row ${row + 1} of the cost matrix has ${line.length} columns, ${width} expected`,
      });
    for (let column = 0; column < width; column++) {
      const cost = line[column]!;
      if (Number.isNaN(cost) || cost === Number.NEGATIVE_INFINITY)
        throw new UserError({
          zh: `费用矩阵第 ${row + 1} 行第 ${column + 1} 列不是数：${cost}`,
          en: `row ${row + 1}, column ${column + 1} of the cost matrix is no number: ${cost}`,
        });
      if (cost !== Number.POSITIVE_INFINITY) largest = Math.max(largest, Math.abs(cost));
    }
  }
  if (width === 0) return [];
  // A forbidden pair costs more than any sum of allowed ones saves.
  const forbidden = (2 * largest + 1) * (Math.min(costs.length, width) + 1);
  const finite = costs.map((line) =>
    Float64Array.from(line, (cost) => (cost === Number.POSITIVE_INFINITY ? forbidden : cost)),
  );
  return munkres(finite)
    .filter(([row, column]) => costs[row]![column] !== Number.POSITIVE_INFINITY)
    .map(([row, column]) => ({ row, column }))
    .sort((a, b) => a.row - b.row);
}

/** A pair that may be chosen, and what it is worth. */
export interface Offer {
  task: number;
  solver: number;
  /** Larger is better; above 0. */
  score: number;
}

export interface ShortlistRequest {
  offers: readonly Offer[];
  /** By task: how many solvers it takes at most; 0 takes none. */
  taskPlaces: readonly number[];
  /** By solver: how many tasks it takes at most. */
  solverPlaces: readonly number[];
  /** Solvers of which a task takes one at most: firms of one group. */
  conflicts?: readonly (readonly number[])[];
}

export interface Shortlist {
  chosen: Offer[];
  score: number;
  /** No other choice has a larger sum; false where the search over conflicts was ended. */
  optimal: boolean;
  /** What the sum could be at most. */
  bound: number;
}

const MOST_BRANCHES = 2_000;

/**
 * The choice of pairs of the largest sum of scores within the places of both sides. Without conflicts a minimum-cost
 * flow (Ahuja, Magnanti, Orlin 1993, successive shortest paths), exact. With conflicts branch and bound on it: where a
 * task took two of one group, all but one of them are forbidden to it in turn.
 */
export function bestShortlist({
  offers,
  taskPlaces,
  solverPlaces,
  conflicts = [],
}: ShortlistRequest): Shortlist {
  checkPlaces(taskPlaces, { zh: '任务', en: 'task' });
  checkPlaces(solverPlaces, { zh: '单位', en: 'solver' });
  for (const { task, solver, score } of offers)
    if (
      taskPlaces[task] === undefined ||
      solverPlaces[solver] === undefined ||
      !(score > 0) ||
      score === Infinity
    )
      throw new RangeError(`an offer of task ${task} to solver ${solver} with score ${score}`);
  const groupsOf = new Map<number, number[]>();
  for (const [group, members] of conflicts.entries())
    for (const solver of members) groupsOf.set(solver, [...(groupsOf.get(solver) ?? []), group]);
  const solve = (forbidden: ReadonlySet<number>): { chosen: number[]; score: number } => {
    const open = [...offers.keys()].filter((at) => !forbidden.has(at));
    const taken = flowAssignment(
      open.map((at) => offers[at]!),
      taskPlaces,
      solverPlaces,
    );
    const chosen = taken.map((at) => open[at]!);
    return { chosen, score: chosen.reduce((sum, at) => sum + offers[at]!.score, 0) };
  };
  interface Branch {
    forbidden: ReadonlySet<number>;
    chosen: number[];
    score: number;
  }
  const branches: Branch[] = [{ forbidden: new Set(), ...solve(new Set()) }];
  for (let count = 0; ; count++) {
    branches.sort((a, b) => b.score - a.score);
    const best = branches[0]!;
    const clash = clashOf(best.chosen, offers, groupsOf);
    if (clash === null || count >= MOST_BRANCHES) {
      const bound = best.score;
      const kept = clash === null ? best.chosen : withoutClashes(best.chosen, offers, groupsOf);
      const chosen = kept.map((at) => offers[at]!).sort((a, b) => a.task - b.task || b.score - a.score);
      return {
        chosen,
        score: chosen.reduce((sum, { score }) => sum + score, 0),
        optimal: clash === null,
        bound,
      };
    }
    branches.shift();
    // One branch for each that may stay, the others of its group and task forbidden; and one without any of them is in each.
    const { task, members } = clash;
    const rivals = [...offers.keys()].filter(
      (at) => offers[at]!.task === task && members.has(offers[at]!.solver) && !best.forbidden.has(at),
    );
    for (const stays of rivals) {
      const forbidden = new Set(best.forbidden);
      for (const at of rivals) if (at !== stays) forbidden.add(at);
      branches.push({ forbidden, ...solve(forbidden) });
    }
  }

  function clashOf(chosen: readonly number[], all: readonly Offer[], groups: ReadonlyMap<number, number[]>) {
    const seen = new Set<string>();
    for (const at of chosen) {
      const { task, solver } = all[at]!;
      for (const group of groups.get(solver) ?? []) {
        const key = `${task} ${group}`;
        if (seen.has(key)) return { task, members: new Set(conflicts[group]) };
        seen.add(key);
      }
    }
    return null;
  }

  function withoutClashes(
    chosen: readonly number[],
    all: readonly Offer[],
    groups: ReadonlyMap<number, number[]>,
  ) {
    const seen = new Set<string>();
    return [...chosen]
      .sort((a, b) => all[b]!.score - all[a]!.score || a - b)
      .filter((at) => {
        const { task, solver } = all[at]!;
        const keys = (groups.get(solver) ?? []).map((group) => `${task} ${group}`);
        if (keys.some((key) => seen.has(key))) return false;
        for (const key of keys) seen.add(key);
        return true;
      });
  }
}

function checkPlaces(places: readonly number[], who: { zh: string; en: string }): void {
  for (const [at, count] of places.entries())
    if (!Number.isInteger(count) || count < 0)
      throw new UserError({
        zh: `第 ${at + 1} 个${who.zh}的名额应为不小于 0 的整数，这里是 ${count}`,
        en: `the places of ${who.en} ${at + 1} should be a whole number of at least 0, found ${count}`,
      });
}

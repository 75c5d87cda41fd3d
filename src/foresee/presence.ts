/** Who has what: the 0/1 matrix M of regions by activities, by rows, by columns and as bits. */
import { UserError } from '../model/index.js';

/** Activities of region r stand at `start[r]` … `start[r + 1] − 1` of `activity`, rising; regions of activity p likewise. */
export interface Presence {
  regions: readonly string[];
  activities: readonly string[];
  start: Int32Array;
  activity: Int32Array;
  activityStart: Int32Array;
  region: Int32Array;
  /** k_r,0 = Σ_p M_rp: how many activities a region has. */
  diversity: Int32Array;
  /** k_p,0 = Σ_r M_rp: how many regions have an activity. */
  ubiquity: Int32Array;
}

/** M from its rows: `start` and `activity` as in `Presence`, kept as they are. */
export function presenceOfRows(
  regions: readonly string[],
  activities: readonly string[],
  start: Int32Array,
  activity: Int32Array,
): Presence {
  const ubiquity = new Int32Array(activities.length);
  for (const p of activity) ubiquity[p]!++;
  const activityStart = new Int32Array(activities.length + 1);
  for (let p = 0; p < activities.length; p++) activityStart[p + 1] = activityStart[p]! + ubiquity[p]!;
  const next = activityStart.slice();
  const region = new Int32Array(activity.length);
  for (let r = 0; r < regions.length; r++)
    for (let k = start[r]!; k < start[r + 1]!; k++) region[next[activity[k]!]!++] = r;
  const diversity = Int32Array.from(regions, (_, r) => start[r + 1]! - start[r]!);
  return { regions, activities, start, activity, activityStart, region, diversity, ubiquity };
}

/** M from a dense 0/1 table, regions down: `cells[r * activities + p]`. Throws `UserError` on any other value. */
export function presenceOf(
  regions: readonly string[],
  activities: readonly string[],
  cells: ArrayLike<number>,
): Presence {
  const start = new Int32Array(regions.length + 1);
  const found: number[] = [];
  for (let r = 0, at = 0; r < regions.length; r++) {
    for (let p = 0; p < activities.length; p++, at++) {
      if (cells[at] === 1) found.push(p);
      else if (cells[at] !== 0)
        throw new UserError({
          zh: `${regions[r]}，${activities[p]}：${cells[at]} 不是 0 或 1`,
          en: `${regions[r]}, ${activities[p]}: ${cells[at]} is neither 0 nor 1`,
        });
    }
    start[r + 1] = found.length;
  }
  return presenceOfRows(regions, activities, start, Int32Array.from(found));
}

/** M as a dense table of bytes, regions down. */
export function presenceCells({ regions, activities, start, activity }: Presence): Uint8Array {
  const cells = new Uint8Array(regions.length * activities.length);
  for (let r = 0; r < regions.length; r++)
    for (let k = start[r]!; k < start[r + 1]!; k++) cells[r * activities.length + activity[k]!] = 1;
  return cells;
}

/** 64-bit words that hold one bit a region. */
export function bitWords({ regions }: Presence): number {
  return Math.ceil(regions.length / 64);
}

/** The regions of each activity as bits: activity p in `2 · bitWords` words of 32 bits. Written to `bits`, which is 0 before. */
export function activityBits(presence: Presence, bits: Uint32Array): void {
  const words = 2 * bitWords(presence);
  const { activityStart, region, activities } = presence;
  for (let p = 0; p < activities.length; p++)
    for (let k = activityStart[p]!; k < activityStart[p + 1]!; k++) {
      const r = region[k]!;
      bits[p * words + (r >>> 5)]! |= 1 << (r & 31);
    }
}

/** The part of M with these regions and activities, numbers rising. */
export function partOfPresence(
  presence: Presence,
  regions: ArrayLike<number>,
  activities: ArrayLike<number>,
): Presence {
  const number = new Int32Array(presence.activities.length).fill(-1);
  for (let i = 0; i < activities.length; i++) number[activities[i]!] = i;
  const start = new Int32Array(regions.length + 1);
  const found = new Int32Array(presence.activity.length);
  let count = 0;
  for (let i = 0; i < regions.length; i++) {
    const r = regions[i]!;
    for (let k = presence.start[r]!; k < presence.start[r + 1]!; k++) {
      const p = number[presence.activity[k]!]!;
      if (p >= 0) found[count++] = p;
    }
    start[i + 1] = count;
  }
  return presenceOfRows(
    Array.from(regions, (r) => presence.regions[r]!),
    Array.from(activities, (p) => presence.activities[p]!),
    start,
    found.slice(0, count),
  );
}

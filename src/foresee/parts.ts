/** Parts of M that hold together: regions and activities linked by what regions have. */
import type { Presence } from './presence.js';

/** A connected part, by numbers, rising. */
export interface PresencePart {
  regions: Int32Array;
  activities: Int32Array;
}

export interface PresenceParts {
  /** The largest first, by regions, then by activities. */
  parts: PresencePart[];
  /** Regions that have nothing and activities that nobody has: they belong to no part. */
  loneRegions: Int32Array;
  loneActivities: Int32Array;
}

/** Connected components of the graph in which a region is linked with each activity it has. Linear in the links. */
export function presenceParts(presence: Presence): PresenceParts {
  const { start, activity, activityStart, region, diversity, ubiquity } = presence;
  const ofRegion = new Int32Array(diversity.length).fill(-1);
  const ofActivity = new Int32Array(ubiquity.length).fill(-1);
  const queue = new Int32Array(diversity.length);
  let parts = 0;
  for (let first = 0; first < diversity.length; first++) {
    if (ofRegion[first]! >= 0 || diversity[first] === 0) continue;
    const part = parts++;
    let end = 0;
    queue[end++] = first;
    ofRegion[first] = part;
    for (let at = 0; at < end; at++) {
      const r = queue[at]!;
      for (let k = start[r]!; k < start[r + 1]!; k++) {
        const p = activity[k]!;
        if (ofActivity[p]! >= 0) continue;
        ofActivity[p] = part;
        for (let j = activityStart[p]!; j < activityStart[p + 1]!; j++) {
          const other = region[j]!;
          if (ofRegion[other]! >= 0) continue;
          ofRegion[other] = part;
          queue[end++] = other;
        }
      }
    }
  }
  const members = (of: Int32Array) => {
    const lists = Array.from({ length: parts + 1 }, (): number[] => []);
    for (let i = 0; i < of.length; i++) lists[of[i]! < 0 ? parts : of[i]!]!.push(i);
    return lists.map((list) => Int32Array.from(list));
  };
  const regions = members(ofRegion);
  const activities = members(ofActivity);
  return {
    parts: Array.from({ length: parts }, (_, part) => ({
      regions: regions[part]!,
      activities: activities[part]!,
    })).sort((a, b) => b.regions.length - a.regions.length || b.activities.length - a.activities.length),
    loneRegions: regions[parts]!,
    loneActivities: activities[parts]!,
  };
}

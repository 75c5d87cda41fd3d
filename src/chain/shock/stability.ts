import type { ShockEvent } from './events.js';
import type { InventoryParameters, InventoryTable } from './inventory-model.js';
import { type InventoryRun, runInventoryModel } from './inventory-run.js';

/**
 * Whether the economy finds back to where it was once nothing holds it down any more. `mending`: the run ends before
 * all capacity and final demand are back, so nothing can be said. `drifts`: they are back, production is not and does
 * not rise. `collapses`: for want of inputs it is under half and does not rise, whatever else is still out.
 */
export type StabilityVerdict = 'recovers' | 'recovering' | 'mending' | 'drifts' | 'collapses';

export interface Stability {
  verdict: StabilityVerdict;
  /** First day on which all capacity, and all final demand of `events`, is back for good; null where that lies after the run. */
  mendedOn: number | null;
  /** Lowest total production as a share of normal, and its day. */
  trough: { day: number; share: number };
  /** Total production on the last day as a share of normal. */
  end: number;
  /** What production fell short by while an inventory held it down, by the product that was short; largest first. */
  shortages: { sector: number; lost: number; firstDay: number }[];
  /** The most limiting product, what its own makers were short of, and so on until one comes again. */
  loop: number[];
}

/** How production stands to what it was before, day by day: Σ production / Σ normal, T values. */
export function productionPath({ days, normal, production }: InventoryRun): Float64Array {
  const n = normal.length;
  let whole = 0;
  for (const value of normal) whole += value;
  const path = new Float64Array(days);
  for (let day = 0; day < days; day++) {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += production[day * n + i]!;
    path[day] = whole > 0 ? sum / whole : 0;
  }
  return path;
}

const BACK = 1e-3;

/**
 * The verdict on a run, from the run itself: the model is not linear where inventories bind, so no eigenvalue of the
 * table settles it. `events` are those of the run. O(T n).
 */
export function stabilityOf(
  table: InventoryTable,
  run: InventoryRun,
  events: readonly ShockEvent[],
): Stability {
  const n = run.normal.length;
  const path = productionPath(run);
  const end = path[run.days - 1] ?? 1;
  let trough = { day: 0, share: 1 };
  path.forEach((share, day) => {
    if (share < trough.share) trough = { day, share };
  });
  let mendedOn: number | null = 0;
  for (let day = run.days - 1; day >= 0 && mendedOn === 0; day--)
    for (let i = 0; i < n; i++)
      if (run.capacity[day * n + i]! < run.normal[i]! * (1 - 1e-9)) {
        mendedOn = day + 1 < run.days ? day + 1 : null;
        break;
      }
  for (const event of events)
    if (event.kind === 'demand' && mendedOn !== null && event.start < run.days)
      mendedOn =
        event.start + event.duration < run.days ? Math.max(mendedOn, event.start + event.duration) : null;
  const starved = run.limiting.subarray(Math.max(0, run.days - 1) * n).some((short) => short >= 0);
  const m = table.sectors.length;
  const lost = new Float64Array(m);
  const firstDay = new Int32Array(m).fill(-1);
  // lostBy[s, r]: what the makers of s lost for want of r.
  const lostBy = new Float64Array(m * m);
  for (let day = 0; day < run.days; day++)
    for (let i = 0; i < n; i++) {
      const short = run.limiting[day * n + i]!;
      if (short < 0) continue;
      const missing = Math.max(
        0,
        Math.min(run.normal[i]!, run.capacity[day * n + i]!) - run.production[day * n + i]!,
      );
      lost[short]! += missing;
      lostBy[table.sectorOf[i]! * m + short]! += missing;
      if (firstDay[short]! < 0) firstDay[short] = day;
    }
  const shortages = Array.from(lost, (value, sector) => ({
    sector,
    lost: value,
    firstDay: firstDay[sector]!,
  }))
    .filter(({ lost }) => lost > 0)
    .sort((a, b) => b.lost - a.lost || a.sector - b.sector);
  return {
    verdict: verdictOf(path, mendedOn, starved),
    mendedOn,
    trough,
    end,
    shortages,
    loop: loopFrom(shortages[0]?.sector, lostBy, m),
  };
}

function verdictOf(path: Float64Array, mendedOn: number | null, starved: boolean): StabilityVerdict {
  const last = path.length - 1;
  const end = path[last] ?? 1;
  if (end >= 1 - BACK) return 'recovers';
  const earlier = path[Math.max(0, last - 30)]!;
  const falling = end <= earlier + 1e-9;
  if (falling && starved && end < 0.5) return 'collapses';
  if (mendedOn === null) return 'mending';
  return falling ? 'drifts' : 'recovering';
}

function loopFrom(start: number | undefined, lostBy: Float64Array, m: number): number[] {
  const loop: number[] = [];
  let at = start;
  while (at !== undefined && !loop.includes(at)) {
    loop.push(at);
    let next: number | undefined;
    for (let r = 0; r < m; r++)
      if (lostBy[at * m + r]! > (next === undefined ? 0 : lostBy[at * m + next]!)) next = r;
    at = next;
  }
  return loop;
}

/**
 * The smallest factor from 1 on all inventories with which the same events end in recovery: 1 where they do already, else
 * by doubling, up to `largest`, and bisection to 5 %; null where none does. Each try is a run of the model.
 */
export function inventoryThatHolds(
  table: InventoryTable,
  events: readonly ShockEvent[],
  parameters: InventoryParameters,
  { days = 365, largest = 16, signal }: { days?: number; largest?: number; signal?: AbortSignal } = {},
): number | null {
  const holds = (factor: number) => {
    const { inventoryDays } = parameters;
    const run = runInventoryModel(
      table,
      events,
      {
        ...parameters,
        inventoryDays:
          typeof inventoryDays === 'number' ? inventoryDays * factor : inventoryDays.map((d) => d * factor),
      },
      { days, signal },
    );
    return stabilityOf(table, run, events).verdict === 'recovers';
  };
  if (holds(1)) return 1;
  let low = 1;
  let high = 2;
  while (!holds(high)) {
    low = high;
    high *= 2;
    if (high > largest) return null;
  }
  while (high / low > 1.05) {
    const middle = Math.sqrt(low * high);
    if (holds(middle)) high = middle;
    else low = middle;
  }
  return high;
}

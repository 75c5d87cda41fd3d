import { UserError } from '../../model/index.js';
import type { InventoryTable } from './inventory-model.js';

/** One thing that happens. Days count from 0. */
export type ShockEvent = RecoveryEvent | RebuildEvent | CapacityEvent | DemandEvent;

interface Happens {
  start: number;
  /** Days for which all of it lasts, before it mends. */
  duration: number;
}

/** Capital is lost and comes back by itself. */
export interface RecoveryEvent extends Happens {
  kind: 'recovery';
  /** Share of its capital that each industry loses, in [0, 1]. */
  capitalLost: ReadonlyMap<number, number>;
  recoveryDays: number;
  /** linear: 1 − t/τ; convex: (1 − 1/τ)^t, at once under a day; concave: 1 − (t/τ)². */
  shape: 'linear' | 'convex' | 'concave';
}

/** Capital is lost and must be ordered: what the building sectors deliver is what comes back. */
export interface RebuildEvent extends Happens {
  kind: 'rebuild';
  capitalLost: ReadonlyMap<number, number>;
  /** Days over which the demand for rebuilding is spread: each day asks for one part in so many of what is left, all of it under 1. */
  rebuildDays: number;
  /** Sector -> part of what is ordered; adds up to 1. */
  builders: ReadonlyMap<number, number>;
  /** Orders over damage: 1 where a yuan lost is a yuan ordered. */
  factor: number;
}

/** Capacity is out without any capital lost (power cut, lockdown, export stop): all of it for `duration` days. */
export interface CapacityEvent extends Happens {
  kind: 'capacity';
  /** Share of capacity out, in [0, 1]. */
  out: ReadonlyMap<number, number>;
  recoveryDays: number;
  shape: 'linear' | 'convex' | 'concave';
}

/** Final users take less (or more) of some products while it lasts. */
export interface DemandEvent extends Happens {
  kind: 'demand';
  /** Industry -> factor on its final demand, at least 0. */
  factor: ReadonlyMap<number, number>;
}

/** What is still lost of a unit, `elapsed` days into the mending. */
export function stillLost(shape: 'linear' | 'convex' | 'concave', elapsed: number, days: number): number {
  if (elapsed <= 0) return 1;
  if (shape === 'convex') return Math.max(0, 1 - 1 / days) ** elapsed;
  if (elapsed >= days) return 0;
  return shape === 'linear' ? 1 - elapsed / days : 1 - (elapsed / days) ** 2;
}

/** Throws UserError naming the industry and the value where an event asks for what cannot be. */
export function checkEvents(table: InventoryTable, events: readonly ShockEvent[]): void {
  const n = table.output.length;
  const makers = new Set(Array.from(table.sectorOf).filter((_, i) => table.output[i]! > 0));
  const name = (industry: number) =>
    `${table.regions[table.regionOf[industry]!] ?? ''} ${table.sectors[table.sectorOf[industry]!] ?? ''}`.trim();
  const share = (values: ReadonlyMap<number, number>, ofCapital: boolean) => {
    for (const [industry, value] of values) {
      if (!(industry >= 0 && industry < n))
        throw fault(`没有第 ${industry} 个产业`, `there is no industry ${industry}`);
      if (!(value >= 0 && value <= 1))
        throw fault(
          `${name(industry)}：冲击为 ${percent(value)}，应在 0 与 100% 之间`,
          `${name(industry)}: a shock of ${percent(value)}, expected between 0 and 100%`,
        );
      if (ofCapital && value > 0 && !(table.capital[industry]! > 0))
        throw fault(
          `${name(industry)}：表中增加值不为正，没有资本可损失；可改用 capacity 冲击`,
          `${name(industry)}: no value added in the table, so no capital to lose; use a capacity shock`,
        );
    }
  };
  for (const event of events) {
    if (!(event.start >= 0) || !(event.duration >= 0))
      throw fault(
        `开始日与持续日数不能为负：${event.start}，${event.duration}`,
        `start and duration must not be negative: ${event.start}, ${event.duration}`,
      );
    if (event.kind === 'demand') {
      for (const [industry, factor] of event.factor)
        if (!(factor >= 0) || !Number.isFinite(factor))
          throw fault(
            `${name(industry)}：最终需求的倍数为 ${factor}，应不小于 0`,
            `${name(industry)}: a factor of ${factor} on final demand, expected 0 or more`,
          );
      continue;
    }
    share(event.kind === 'capacity' ? event.out : event.capitalLost, event.kind !== 'capacity');
    if (event.kind === 'rebuild') {
      const parts = [...event.builders.values()];
      const sum = parts.reduce((total, part) => total + part, 0);
      if (parts.some((part) => !(part >= 0)) || Math.abs(sum - 1) > 1e-9)
        throw fault(
          `重建需求的分配合计为 ${percent(sum)}，应为 100%`,
          `rebuilding demand adds up to ${percent(sum)}, expected 100%`,
        );
      for (const [sector, part] of event.builders)
        if (part > 0 && !makers.has(sector)) {
          const builder = table.sectors[sector] ?? sector;
          throw fault(
            `重建部门 ${builder} 没有产出，无法承担重建`,
            `sector ${builder} has no output, so it cannot rebuild anything`,
          );
        }
      if (!(event.rebuildDays > 0) || !(event.factor > 0))
        throw fault('重建日数与倍数应大于 0', 'rebuilding days and factor must be above 0');
    } else if (!(event.recoveryDays > 0)) throw fault('恢复日数应大于 0', 'recovery days must be above 0');
  }
}

const percent = (value: number) => `${Number((value * 100).toPrecision(6))}%`;

function fault(zh: string, en: string): UserError {
  return new UserError({ zh, en });
}

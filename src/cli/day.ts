/** The day on which a command works. */
import { parseIsoDay } from '../model/index.js';

/** The day that `--today` names, or the present one. */
export function dayOf({ today }: { today?: string }): string {
  return today === undefined ? todayInChina() : parseIsoDay(today);
}

/** ISO date of now in China, UTC+8. */
export function todayInChina(now = new Date()): string {
  return new Date(now.getTime() + 8 * 3_600_000).toISOString().slice(0, 10);
}

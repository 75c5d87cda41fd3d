// What a run over many firms comes to, with areas and industries by name.
import { type FirmsSummary, type GroupSummary, summaryOf } from '../../verbs/index.js';
import type { AssessRun } from './assessed.js';

/** So many near misses are named. */
export const NEAREST = 20;

export interface NamedGroup extends GroupSummary {
  /** Null where the code is not known. */
  name: string | null;
}

export interface RunSummary extends FirmsSummary {
  areas: NamedGroup[];
  industries: NamedGroup[];
}

export function summaryOfRun({ judged, firms, day, codes }: AssessRun): RunSummary {
  const { areas, industries, ...summary } = summaryOf(
    judged!,
    firms.map(({ subject }) => subject),
    (subject) => day.areaOf(subject),
  );
  const named = (groups: GroupSummary[], nameOf: (key: string) => string | undefined): NamedGroup[] =>
    groups.map((group) => ({ ...group, name: group.key === null ? null : (nameOf(group.key) ?? null) }));
  return {
    ...summary,
    areas: named(areas, (code) => codes!.areas.byCode(code)?.name),
    industries: named(industries, (code) => codes!.industries.byCode(code)?.name),
  };
}

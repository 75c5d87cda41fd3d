/**
 * Where an industry might be a cluster: areas that lie together and pass the user's thresholds, and of every area why it
 * passes or does not. A candidate is a place to look at, no title and no verdict.
 */
import { type Bilingual, type Definition, UserError } from '../model/index.js';

export interface CandidateArea {
  area: string;
  industry: string;
  /** Size in the industry: value added, output, employment. */
  value: number;
  /** NaN where it is not defined. */
  lq: number;
  /** In percent; null where it is not known. */
  growth: number | null;
}

export interface Thresholds {
  /** The area's LQ in the industry, at least. */
  lq: number;
  /** The area's size in the industry, at least. */
  size: number;
  /** Growth in percent, at least; null: growth is not asked. */
  growth: number | null;
  /** What the areas of a candidate have together, at least. */
  togetherSize: number;
  /** Areas in a candidate, at least. */
  areas: number;
}

export type Condition = 'lq' | 'size' | 'growth';

export interface Reason {
  condition: Condition | 'togetherSize' | 'areas';
  status: 'met' | 'unmet' | 'unknown';
  value: number | null;
  threshold: number;
  text: Bilingual;
}

export interface JudgedArea extends CandidateArea {
  /** `unknown`: nothing known stands against it, but something is not known. Such an area joins no candidate. */
  status: 'met' | 'unmet' | 'unknown';
  reasons: Reason[];
  /** Number of its candidate within the industry, in order of size; null where it belongs to none. */
  candidate: number | null;
}

export interface Candidate {
  industry: string;
  /** Largest first. */
  areas: string[];
  size: number;
  /** Of the industry in all areas of the table. */
  share: number;
  /** Mean of the areas' LQ, weighted by what they are of all activity: the LQ of them together. */
  lq: number;
  status: 'met' | 'unmet';
  reasons: Reason[];
}

export interface ClusterCandidates {
  candidates: Candidate[];
  areas: JudgedArea[];
}

/**
 * Groups, within each industry, the areas that meet every condition into connected parts of `neighbours` (pairs of areas,
 * in either order), and holds each part against the thresholds for candidates. Cost is linear in areas and pairs.
 * Throws `UserError` on a threshold that is no number, and on one of LQ that is not above 0.
 */
export function clusterCandidates(
  areas: readonly CandidateArea[],
  neighbours: Iterable<readonly [string, string]>,
  thresholds: Thresholds,
): ClusterCandidates {
  for (const [name, value] of Object.entries(thresholds))
    if (value !== null && !Number.isFinite(value))
      throw new UserError({ zh: `门槛 ${name} 不是数`, en: `the threshold ${name} is no number` });
  if (thresholds.lq <= 0)
    throw new UserError({ zh: '区位商门槛须大于 0', en: 'the threshold of LQ must be above 0' });
  const beside = adjacency(neighbours);
  const judged: JudgedArea[] = areas.map((area) => {
    const reasons = areaReasons(area, thresholds);
    return { ...area, reasons, status: verdict(reasons), candidate: null };
  });
  const byIndustry = new Map<string, JudgedArea[]>();
  for (const area of judged) {
    const own = byIndustry.get(area.industry);
    if (own) own.push(area);
    else byIndustry.set(area.industry, [area]);
  }
  const candidates: Candidate[] = [];
  for (const [industry, members] of byIndustry) {
    const total = members.reduce((sum, area) => sum + area.value, 0);
    const groups = connected(members, beside).sort((a, b) => sizeOf(b) - sizeOf(a));
    for (const [number, group] of groups.entries()) {
      group.sort((a, b) => b.value - a.value);
      for (const area of group) area.candidate = number + 1;
      const reasons = groupReasons(group, thresholds);
      const expected = group.reduce((sum, area) => sum + area.value / area.lq, 0);
      candidates.push({
        industry,
        areas: group.map(({ area }) => area),
        size: sizeOf(group),
        share: sizeOf(group) / total,
        lq: sizeOf(group) / expected,
        status: verdict(reasons) === 'met' ? 'met' : 'unmet',
        reasons,
      });
    }
  }
  return { candidates, areas: judged };
}

function sizeOf(group: readonly JudgedArea[]): number {
  return group.reduce((sum, area) => sum + area.value, 0);
}

function areaReasons({ lq, value, growth }: CandidateArea, thresholds: Thresholds): Reason[] {
  const reasons = [
    reason('lq', Number.isNaN(lq) ? null : lq, thresholds.lq, { zh: '区位商', en: 'LQ' }),
    reason('size', value, thresholds.size, { zh: '规模', en: 'size' }),
  ];
  if (thresholds.growth !== null)
    reasons.push(reason('growth', growth, thresholds.growth, { zh: '增速（%）', en: 'growth (%)' }));
  return reasons;
}

function groupReasons(group: readonly JudgedArea[], { togetherSize, areas }: Thresholds): Reason[] {
  return [
    reason('togetherSize', sizeOf(group), togetherSize, { zh: '合计规模', en: 'size together' }),
    reason('areas', group.length, areas, { zh: '地区数', en: 'areas' }),
  ];
}

function reason(
  condition: Reason['condition'],
  value: number | null,
  threshold: number,
  name: Bilingual,
): Reason {
  if (value === null)
    return {
      condition,
      status: 'unknown',
      value,
      threshold,
      text: {
        zh: `${name.zh}未知，门槛 ${threshold}`,
        en: `${name.en} not known, at least ${threshold} asked`,
      },
    };
  const met = value >= threshold;
  const shown = Number(value.toPrecision(6));
  return {
    condition,
    status: met ? 'met' : 'unmet',
    value,
    threshold,
    text: {
      zh: `${name.zh} ${shown} ${met ? '不低于' : '低于'}门槛 ${threshold}`,
      en: `${name.en} ${shown} ${met ? 'reaches' : 'is below'} ${threshold}`,
    },
  };
}

function verdict(reasons: readonly Reason[]): Reason['status'] {
  if (reasons.some(({ status }) => status === 'unmet')) return 'unmet';
  return reasons.some(({ status }) => status === 'unknown') ? 'unknown' : 'met';
}

function adjacency(pairs: Iterable<readonly [string, string]>): Map<string, string[]> {
  const beside = new Map<string, string[]>();
  const add = (from: string, to: string) => {
    const known = beside.get(from);
    if (known) known.push(to);
    else beside.set(from, [to]);
  };
  for (const [a, b] of pairs) {
    add(a, b);
    add(b, a);
  }
  return beside;
}

function connected(members: readonly JudgedArea[], beside: ReadonlyMap<string, string[]>): JudgedArea[][] {
  const open = new Map(members.filter(({ status }) => status === 'met').map((area) => [area.area, area]));
  const groups: JudgedArea[][] = [];
  for (const first of [...open.values()]) {
    if (!open.delete(first.area)) continue;
    const group = [first];
    for (const area of group)
      for (const name of beside.get(area.area) ?? []) {
        const neighbour = open.get(name);
        if (neighbour && open.delete(name)) group.push(neighbour);
      }
    groups.push(group);
  }
  return groups;
}

/** An area's outline: rings of [longitude, latitude] or of plane coordinates, holes and islands alike. */
export interface Outline {
  area: string;
  rings: readonly (readonly (readonly [number, number])[])[];
}

/**
 * Pairs of areas with a common border, from their outlines: borders are walked in steps of `tolerance` and two areas are
 * neighbours where they come within about as much of each other at `leastSteps` places at least, so that outlines need
 * not share their points and areas that meet in one corner are no neighbours. `tolerance` in units of the coordinates.
 *
 * Cost: linear in the length of all borders over the tolerance. Throws `UserError` on a tolerance so small that there
 * would be more than 20 million steps.
 */
export function neighboursByOutline(
  outlines: readonly Outline[],
  { tolerance = 0.02, leastSteps = 4 } = {},
): [string, string][] {
  const names = [...new Set(outlines.map(({ area }) => area))];
  const cells = new Map<string, Set<number>>();
  let steps = 0;
  for (const { area, rings } of outlines) {
    const index = names.indexOf(area);
    for (const ring of rings)
      for (let i = 1; i < ring.length; i++) {
        const [x0, y0] = ring[i - 1]!;
        const [x1, y1] = ring[i]!;
        const count = Math.max(1, Math.ceil(Math.hypot(x1 - x0, y1 - y0) / tolerance));
        steps += count;
        if (!(steps <= MOST_STEPS))
          throw new UserError({
            zh: `容差 ${tolerance} 过小：边界要分成两千万步以上`,
            en: `the tolerance ${tolerance} is too small: borders would take over 20 million steps`,
          });
        for (let s = 0; s < count; s++) {
          const key = cellOf(x0 + ((x1 - x0) * s) / count, y0 + ((y1 - y0) * s) / count, tolerance);
          const here = cells.get(key);
          if (here) here.add(index);
          else cells.set(key, new Set([index]));
        }
      }
  }
  const met = new Map<number, number>();
  for (const [key, here] of cells) {
    const [column, row] = key.split(' ').map(Number) as [number, number];
    const near = new Set<number>();
    for (let dx = -1; dx <= 1; dx++)
      for (let dy = -1; dy <= 1; dy++)
        for (const index of cells.get(`${column + dx} ${row + dy}`) ?? []) near.add(index);
    for (const a of here)
      for (const b of near)
        if (a < b) met.set(a * names.length + b, (met.get(a * names.length + b) ?? 0) + 1);
  }
  return [...met]
    .filter(([, count]) => count >= leastSteps)
    .map(([key]): [string, string] => [names[Math.floor(key / names.length)]!, names[key % names.length]!]);
}

const MOST_STEPS = 20_000_000;

function cellOf(x: number, y: number, size: number): string {
  return `${Math.floor(x / size)} ${Math.floor(y / size)}`;
}

export const CLUSTER_CANDIDATE_DEFINITION: Definition = {
  name: { zh: '集群候选', en: 'cluster candidate' },
  definition: {
    zh: '相邻且各自达到区位商、规模、增速门槛的地区连成的一片；门槛由使用者设定，候选不等于认定',
    en: 'areas that lie together, each at or above the thresholds of LQ, size and growth, which the user sets; a candidate is no verdict',
  },
  formula: 'connected parts of {r : LQ_r ≥ a, e_r ≥ b, g_r ≥ c}',
  unit: 'areas',
  source: 'Ballast; LQ with size and growth after Delgado, Porter & Stern 2016',
};

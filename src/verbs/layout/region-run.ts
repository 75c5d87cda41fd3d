// The answer for one region: a short list with reasons, firms at hand, exposure of chains, tags, and what became of such lists.
import {
  type ListTest,
  type RecommendationOptions,
  type RecommendationWeights,
  type RegionRecommendations,
  recommendations,
  testLists,
} from '../../foresee/index.js';
import { type Bilingual, UserError } from '../../model/index.js';
import {
  type IndustryTag,
  type IndustryTags,
  loadCodes,
  loadIndustryTags,
  type Workspace,
} from '../../store/index.js';
import { cellText, columnsOf } from '../columns-file.js';
import { type ChainExposure, chainExposure } from './chain-exposure.js';
import { type FirmsAtHand, firmsAtHand } from './firms-at-hand.js';
import { type ForeseeRun, type RunOptions, runForesee } from './table-run.js';

export interface RegionOptions extends RunOptions {
  neighbours?: string;
  ioTable?: string;
  priority?: string[];
  tags?: 'emerging' | 'future';
  count?: number;
  leastHolders?: number;
  weight?: Partial<RecommendationWeights>;
}

export interface RegionRun extends ForeseeRun {
  region: string;
  answer: RegionRecommendations;
  listTest: ListTest | null;
  tags: IndustryTags;
  tagsOf: (activity: string) => IndustryTag[];
  exposure: ChainExposure | null;
  firms: Map<string, FirmsAtHand>;
  /** Firms in the register of the workspace. */
  registered: number;
}

/** `workspace`: null where there is none; then there are no firms and no chains. */
export async function runRegion(
  region: string,
  file: string,
  options: RegionOptions,
  workspace: Workspace | null,
): Promise<RegionRun> {
  // The own term is what the region draws from an activity by its density: with a PCI below 0 it lifts what is simple.
  const run = await runForesee(file, { ...options, ownTerm: options.ownTerm ?? 'no' });
  const { table, result } = run;
  const name = regionNamed(region, table.regions, run.effect?.droppedRegions ?? [], file, options);
  const { industries } = await loadCodes();
  const tags = await loadIndustryTags(industries);
  const tagged = new Map(table.activities.map((activity) => [activity, tags.of(activity)]));
  const exposure = await chainExposure(workspace, options.ioTable, table.activities, industries);
  const priority = priorityOf(table.activities, tagged, options, file);
  const neighbours =
    options.neighbours === undefined
      ? undefined
      : await readNeighbours(options.neighbours, table.regions, file);
  const asked: RecommendationOptions = {
    ...(options.weight && { weights: options.weight }),
    ...(neighbours && { neighbours: neighbours.map }),
    ...(exposure && exposure.risk.size > 0 && { risk: exposure.risk }),
    ...(priority && { priority }),
    ...(options.count !== undefined && { count: options.count }),
    ...(options.leastHolders !== undefined && { leastHolders: options.leastHolders }),
  };
  const answer = recommendations(table, result, name, asked);
  const enterprises = workspace === null ? [] : await workspace.enterprises();
  const firms = new Map<string, FirmsAtHand>();
  for (const { activity } of answer.recommendations) {
    const found = firmsAtHand(enterprises, name, activity, industries);
    if (found !== null) firms.set(activity, found);
  }
  run.notes.push(...(neighbours?.notes ?? []), ...(exposure?.notes ?? []));
  return {
    ...run,
    region: name,
    answer,
    listTest: listTestOf(run, asked, options),
    tags,
    tagsOf: (activity) => tagged.get(activity) ?? [],
    exposure,
    firms,
    registered: enterprises.length,
  };
}

function listTestOf(run: ForeseeRun, asked: RecommendationOptions, options: RegionOptions): ListTest | null {
  const [horizon] = run.horizons;
  if (run.backTest === null || horizon === undefined) return null;
  return testLists(run.panel, horizon, {
    ...asked,
    profile: run.profile,
    ...(run.population && { population: run.population }),
    ...(options.rounds !== undefined && { rounds: options.rounds }),
    ...(options.seed !== undefined && { seed: options.seed }),
    ...(options.level !== undefined && { level: options.level }),
  });
}

/** By its name, or by the one name that begins with it or that it begins with. */
function regionNamed(
  asked: string,
  regions: readonly string[],
  dropped: readonly string[],
  file: string,
  options: RegionOptions,
): string {
  if (regions.includes(asked)) return asked;
  const near = regions.filter((name) => name.startsWith(asked) || asked.startsWith(name));
  if (near.length === 1) return near[0]!;
  if (dropped.includes(asked))
    throw new UserError({
      zh: `${file}：地区“${asked}”被筛选剔除（规模或支撑不足）；去掉 --drop-small 等选项再试`,
      en: `${file}: the area “${asked}” was left out by the filters; try without --drop-small and the like`,
    });
  const some = [...near, ...regions.filter((name) => !near.includes(name))].slice(0, 12);
  throw new UserError({
    zh: `${file}“${options.area}”列没有地区“${asked}”；有 ${some.join('、')}${regions.length > 12 ? ` 等 ${regions.length} 个` : ''}`,
    en: `${file}, column "${options.area}": there is no area “${asked}”; it has ${some.join(', ')}${regions.length > 12 ? `, … ${regions.length} in all` : ''}`,
  });
}

function priorityOf(
  activities: readonly string[],
  tagged: ReadonlyMap<string, IndustryTag[]>,
  { priority, tags }: RegionOptions,
  file: string,
): Set<string> | null {
  if (priority === undefined && tags === undefined) return null;
  const unknown = (priority ?? []).filter((name) => !activities.includes(name));
  if (unknown.length > 0)
    throw new UserError({
      zh: `${file}：没有行业“${unknown.join('、')}”；--priority 用表中的行业名，如 ${activities.slice(0, 5).join('、')}`,
      en: `${file}: there is no activity “${unknown.join(', ')}”; --priority takes names of the table, such as ${activities.slice(0, 5).join(', ')}`,
    });
  return new Set([
    ...(priority ?? []),
    ...(tags === undefined
      ? []
      : activities.filter((name) => tagged.get(name)!.some(({ kind }) => kind === tags))),
  ]);
}

/** Both ways: who adjoins is adjoined. Names that the table lacks are left out and said. */
async function readNeighbours(
  file: string,
  regions: readonly string[],
  table: string,
): Promise<{ map: Map<string, string[]>; notes: Bilingual[] }> {
  const known = new Set(regions);
  const sets = new Map<string, Set<string>>(regions.map((name) => [name, new Set()]));
  const unknown = new Set<string>();
  const wanted = [
    { names: ['area', 'region', '地区'] },
    { names: ['neighbour', 'neighbor', '邻近地区', '相邻地区'] },
  ];
  for await (const rows of columnsOf(file, wanted))
    for (const { row, cells } of rows) {
      const [a, b] = cells.map(cellText) as [string, string];
      if (a === '' && b === '') continue;
      if (a === '' || b === '')
        throw new UserError({
          zh: `${file} 第 ${row} 行：地区或邻近地区为空`,
          en: `${file}, row ${row}: the area or its neighbour is empty`,
        });
      for (const name of [a, b]) if (!known.has(name)) unknown.add(name);
      if (!known.has(a) || !known.has(b) || a === b) continue;
      sets.get(a)!.add(b);
      sets.get(b)!.add(a);
    }
  const map = new Map([...sets].map(([name, near]) => [name, [...near]]));
  if ([...map.values()].every((near) => near.length === 0))
    throw new UserError({
      zh: `${file} 中没有一对地区在 ${table} 里`,
      en: `${file} has no pair of areas that are in ${table}`,
    });
  return {
    map,
    notes:
      unknown.size === 0
        ? []
        : [
            {
              zh: `${file} 中有表里没有的地区，未用：${[...unknown].join('、')}`,
              en: `${file} names areas that the table lacks; they were left out: ${[...unknown].join(', ')}`,
            },
          ],
  };
}

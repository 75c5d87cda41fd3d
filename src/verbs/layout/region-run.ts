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
import { type ChainExposure, chainExposure } from './chain-exposure.js';
import { type FirmsAtHand, firmsAtHand } from './firms-at-hand.js';
import type { LayoutRows } from './layout-rows.js';
import { neighboursAmong, readAdjoining } from './neighbours.js';
import { type ForeseeRun, type RunOptions, runForesee } from './table-run.js';

export interface RegionOptions extends RunOptions {
  /** File of them; false leaves out those that the workspace keeps, too. */
  neighbours?: string | false;
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
}

/** `workspace`: null where there is none; then there are no firms and no chains. */
export async function runRegion(
  region: string,
  source: string | LayoutRows,
  options: RegionOptions,
  workspace: Workspace | null,
): Promise<RegionRun> {
  const file = typeof source === 'string' ? source : source.from;
  // The own term is what the region draws from an activity by its density: with a PCI below 0 it lifts what is simple.
  const run = await runForesee(source, { ...options, ownTerm: options.ownTerm ?? 'no' });
  const { table, result } = run;
  const name = regionNamed(region, table.regions, run.effect?.droppedRegions ?? [], file, options);
  const { industries } = await loadCodes();
  const tags = await loadIndustryTags(industries);
  const tagged = new Map(table.activities.map((activity) => [activity, tags.of(activity)]));
  const exposure = await chainExposure(workspace, options.ioTable, table.activities, industries);
  const priority = priorityOf(table.activities, tagged, options, file);
  const neighbours = await neighboursOf(
    options.neighbours,
    (await workspace?.neighbours()) ?? null,
    table.regions,
    file,
  );
  const asked: RecommendationOptions = {
    ...(options.weight && { weights: options.weight }),
    ...(neighbours && { neighbours: neighbours.map }),
    ...(exposure && exposure.risk.size > 0 && { risk: exposure.risk }),
    ...(priority && { priority }),
    ...(options.count !== undefined && { count: options.count }),
    ...(options.leastHolders !== undefined && { leastHolders: options.leastHolders }),
  };
  const answer = recommendations(table, result, name, asked);
  const firms = await firmsAtHand(
    workspace,
    name,
    answer.recommendations.map(({ activity }) => activity),
    industries,
  );
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

/** Of the file, or those that the workspace keeps. Names that the table lacks are left out and said. */
async function neighboursOf(
  file: string | false | undefined,
  kept: Awaited<ReturnType<Workspace['neighbours']>>,
  regions: readonly string[],
  table: string,
): Promise<{ map: Map<string, string[]>; notes: Bilingual[] } | undefined> {
  if (file === false || (file === undefined && kept === null)) return undefined;
  const pairs =
    file === undefined
      ? kept!.pairs
      : (await readAdjoining(file)).map(({ area, neighbour }) => [area, neighbour] as const);
  const from = file ?? kept!.file;
  const found = neighboursAmong(pairs, regions);
  if (found === null) {
    // The workspace may know the neighbours of other areas.
    if (file === undefined) return undefined;
    throw new UserError({
      zh: `${from} 中没有一对地区在 ${table} 里`,
      en: `${from} has no pair of areas that are in ${table}`,
    });
  }
  const { map, unknown } = found;
  return {
    map,
    notes:
      unknown.length === 0
        ? []
        : [
            {
              zh: `${from} 中有表里没有的地区，未用：${unknown.join('、')}`,
              en: `${from} names areas that the table lacks; they were left out: ${unknown.join(', ')}`,
            },
          ],
  };
}

// What one table says under one set of conventions, kept while it is asked about: the space, the areas, the past.
import {
  type BackTest,
  type BackTestOptions,
  backTest,
  type Diagnosis,
  diagnosis,
  type FilterEffect,
  type Foresight,
  filterEffect,
  type ListTest,
  type ListTestOptions,
  type PanelYear,
  type Profile,
  type RecommendationOptions,
  type RecommendationScores,
  type RecommendationWeights,
  type RegionActivityTable,
  type RegionRecommendations,
  recommendationScores,
  recommendations,
  type SpaceLayout,
  spaceLayout,
  testLists,
} from '../../foresee/index.js';
import { type Bilingual, UserError } from '../../model/index.js';
import {
  type Codes,
  type IndustryTag,
  type IndustryTags,
  type LayoutCell,
  loadCodes,
  loadIndustryTags,
  type Workspace,
} from '../../store/index.js';
import { foresightInThreads, inThreads } from '../../threads/index.js';
import { codesOfAreas, isWithin } from './area-codes.js';
import { type ChainExposure, chainExposure } from './chain-exposure.js';
import { type FigureTableAsked, figureRows } from './figure-tables.js';
import { type FirmsAtHand, firmsAtHand } from './firms-at-hand.js';
import { keptRows, type LayoutRows } from './layout-rows.js';
import { neighboursAmong } from './neighbours.js';
import { type ConventionOptions, profileOfOptions } from './profile.js';
import { type ReadTable, regionTables } from './region-table.js';
import { filteredPanel, filterNote, longestHorizon, notesOnTable } from './table-run.js';

export interface StudyAsked {
  /** A layout table by name, or figures of the workspace. */
  of: { table: string } | FigureTableAsked;
  at: number | null;
  conventions: ConventionOptions;
  /** Share of the areas, the smallest, that is left out; null for none. */
  dropSmall: number | null;
  /** Leading digits of the areas that may be seen; null for all. */
  within: readonly string[] | null;
}

export interface ListAsked {
  area: string;
  weights: Partial<RecommendationWeights>;
  count: number;
  leastHolders: number;
  /** Whether the neighbours that the workspace knows are used where it knows some. */
  neighbours: boolean;
  /** Activities that are tagged as one of these are preferred. */
  prefer: 'emerging' | 'future' | null;
}

/** Where the numbers of a study come from. */
export interface StudySource {
  name: string;
  /** What the values are. */
  value: string;
  unit: string;
  file: string | null;
  released: string | null;
  synthetic: boolean;
}

export interface Study {
  source: StudySource;
  read: ReadTable;
  profile: Profile;
  /** Behind the filter. */
  table: RegionActivityTable;
  panel: PanelYear[];
  effect: FilterEffect | null;
  result: Foresight;
  diagnosis: Diagnosis;
  /** Null where there are too few or too many activities to be drawn. */
  space: SpaceLayout | null;
  tagsOf: (activity: string) => readonly IndustryTag[];
  taxonomies: readonly { name: string; nameEn: string; publisher: string; document: string | null }[];
  exposure: ChainExposure | null;
  neighbours: { map: Map<string, string[]>; file: string; unknown: string[] } | null;
  notes: Bilingual[];
  /** By which the value of an area in an activity is found again; null where it has none. */
  originOf: (area: string, activity: string) => string | null;
}

export interface AreaList {
  study: Study;
  answer: RegionRecommendations;
  scores: RecommendationScores;
  firms: Map<string, FirmsAtHand>;
}

export interface Past {
  horizons: number[];
  horizon: number | null;
  lists: ListTest | null;
  back: BackTest | null;
  /** Why there is no test. */
  refusal: Bilingual | null;
}

/** Tables beyond this many cells over all years are worked on beside the thread that answers. */
const HERE = 60_000;
/** More activities make dots that nobody can tell apart, and a φ that takes gigabytes. */
const PLACED = 2500;
const KEPT = 4;
const KEPT_LISTS = 24;

export class LayoutStudies {
  readonly #workspace: Workspace;
  readonly #studies = new Map<string, Promise<Study>>();
  readonly #scores = new WeakMap<Study, Map<string, RecommendationScores>>();
  readonly #lists = new WeakMap<Study, Map<string, Promise<ListTest>>>();
  readonly #back = new WeakMap<Study, Map<number, Promise<BackTest>>>();

  #loaded: Promise<Codes> | null = null;
  #tags: Promise<IndustryTags> | null = null;

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
  }

  /** Shipped with the program: read once. */
  #codes(): Promise<Codes> {
    this.#loaded ??= loadCodes();
    return this.#loaded;
  }

  /** Made once for each state of the data; what was not asked for the longest is forgotten. */
  async study(asked: StudyAsked): Promise<Study> {
    const key = JSON.stringify([await this.#state(asked), asked]);
    return keptOr(this.#studies, key, KEPT, () => this.#make(asked));
  }

  async area(study: Study, asked: ListAsked): Promise<AreaList> {
    const options = listOptions(study, asked);
    const { area: _, ...rest } = asked;
    const scores = keptOr(mapOf(this.#scores, study), JSON.stringify(rest), KEPT_LISTS, () =>
      recommendationScores(study.table, study.result, options),
    );
    const answer = recommendations(study.table, study.result, asked.area, options, scores);
    const { industries } = await this.#codes();
    const firms = await firmsAtHand(
      this.#workspace,
      asked.area,
      answer.recommendations.map(({ activity }) => activity),
      industries,
    );
    return { study, answer, scores, firms };
  }

  /** `horizon`: null for the longest that the panel allows, up to five years. */
  async past(study: Study, asked: ListAsked, horizon: number | null): Promise<Past> {
    const { panel, profile } = study;
    const gaps = panel.flatMap((a) => panel.flatMap((b) => (b.year > a.year ? [b.year - a.year] : [])));
    const horizons = [...new Set(gaps)].sort((a, b) => a - b);
    const chosen = horizon ?? longestHorizon(gaps);
    if (chosen === null)
      return {
        horizons,
        horizon: null,
        lists: null,
        back: null,
        refusal: {
          zh: '表中没有相隔若干年的数据：不能回测，推荐有多可信无从说起',
          en: 'the table has no years that lie apart: no back-test, so nothing says how far to believe a recommendation',
        },
      };
    const { neighbours, ...options } = listOptions(study, asked);
    const lists: ListTestOptions = {
      ...options,
      ...(neighbours && { neighbours }),
      profile,
      listsOf: asked.area,
    };
    const cells = study.table.regions.length * study.table.activities.length * panel.length;
    try {
      return {
        horizons,
        horizon: chosen,
        lists: await keptOr(
          mapOf(this.#lists, study),
          JSON.stringify([asked, chosen]),
          KEPT_LISTS,
          async () =>
            cells <= HERE
              ? testLists(panel, chosen, lists)
              : (
                  await inThreads('listTests', { horizon: chosen, options: withoutToday(lists) }, [panel], {
                    threads: 1,
                  })
                )[0]!,
        ),
        back: await keptOr(mapOf(this.#back, study), chosen, KEPT_LISTS, async () => {
          const asked: BackTestOptions = { profile, horizons: [chosen] };
          return cells <= HERE
            ? backTest(panel, asked)
            : (await inThreads('backTests', asked, [panel], { threads: 1 }))[0]!;
        }),
        refusal: null,
      };
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      const { zh, en } = error;
      return { horizons, horizon: chosen, lists: null, back: null, refusal: { zh, en } };
    }
  }

  /** What the data and their surroundings are now: another answer asks for another study. */
  async #state({ of }: StudyAsked): Promise<unknown> {
    const [{ now } = { now: null }] = await this.#workspace.query<{ now: string | null }>(
      'table' in of
        ? `SELECT concat_ws('|', (SELECT max(id) FROM layout_tables), (SELECT count(*) FROM layout_tables WHERE revised_by IS NULL),
             (SELECT max(import_id) FROM neighbours), (SELECT max(id) FROM io_tables)) AS now`
        : `SELECT concat_ws('|', (SELECT max(id) FROM imports), (SELECT max(finished_at) FROM imports),
             (SELECT count(*) FROM figures WHERE retired_at IS NULL)) AS now`,
    );
    return now;
  }

  async #make(asked: StudyAsked): Promise<Study> {
    const { rows, source, originOf } = await this.#rows(asked);
    // What a region draws from an activity by its density lifts what is simple where PCI is below 0.
    const profile = profileOfOptions({ ...asked.conventions, ownTerm: asked.conventions.ownTerm ?? 'no' });
    const read = regionTables(rows, { at: asked.at, duplicates: profile.conventions.duplicates });
    const effect =
      asked.dropSmall === null
        ? null
        : filterEffect(read.table, { smallestRegions: asked.dropSmall }, { profile });
    const table = effect?.table ?? read.table;
    const m = table.activities.length;
    const result = await foresightInThreads(table, {
      profile,
      keepProximity: m <= PLACED ? 'double' : 'single',
    });
    const { industries } = await this.#codes();
    this.#tags ??= loadIndustryTags(industries);
    const tags = await this.#tags;
    const exposure = await chainExposure(this.#workspace, undefined, table.activities, industries);
    const kept = await this.#workspace.neighbours();
    const near = kept === null ? null : neighboursAmong(kept.pairs, table.regions);
    return {
      source,
      read,
      profile,
      table,
      panel: effect === null ? read.panel : filteredPanel(read.panel, effect),
      effect,
      result,
      diagnosis: diagnosis(table, result),
      space: await spaceOf(result, m),
      tagsOf: (activity) => tags.of(activity),
      taxonomies: tags.taxonomies,
      exposure: exposure !== null && exposure.risk.size > 0 ? exposure : null,
      neighbours: near === null ? null : { ...near, file: kept!.file },
      notes: [
        ...notesOnTable(read, profile),
        ...(effect === null ? [] : [filterNote(effect)]),
        ...(exposure?.notes ?? []),
      ],
      originOf: (area, activity) => {
        const row = read.rowOf(area, activity);
        return row === null ? null : originOf(row);
      },
    };
  }

  async #rows({ of, within }: StudyAsked): Promise<{
    rows: LayoutRows;
    source: StudySource;
    originOf: (row: number) => string;
  }> {
    if ('table' in of) {
      const whole = await this.#workspace.layoutTable(of.table);
      const table = within === null ? whole : await seenOf(whole, within);
      const { name, columns, unit, file, released, synthetic } = table;
      return {
        rows: keptRows(table),
        source: { name, value: columns.value, unit, file, released, synthetic },
        originOf: (row) => layoutCellId(table.id, row),
      };
    }
    const { rows, ids, synthetic, released } = await figureRows(this.#workspace, of, within);
    return {
      rows,
      source: {
        name: of.indicator,
        value: of.indicator,
        unit: of.unit,
        file: null,
        released,
        synthetic,
      },
      originOf: (row) => ids[row]!,
    };
  }
}

/** What one who is limited to some areas may see of a table: areas that no list knows are not among them. */
async function seenOf<Table extends { name: string; cells: readonly LayoutCell[] }>(
  table: Table,
  within: readonly string[],
): Promise<Table> {
  const codes = await codesOfAreas(table.cells.map(({ area }) => area));
  const cells = table.cells.filter(({ area }) => isWithin(codes.get(area) ?? null, within));
  if (cells.length === 0)
    throw new UserError({
      zh: `表“${table.name}”里没有这一账号可看的地区`,
      en: `the table “${table.name}” has no area that this account may see`,
    });
  return { ...table, cells };
}

/** Of a cell of a layout table, in the alphabet and beside the length of the ids of figures. */
export function layoutCellId(table: number, row: number): string {
  return `1a70${table.toString(16).padStart(8, '0')}${row.toString(16).padStart(12, '0')}`;
}

/** The table and row of such an id; null for any other. */
export function layoutCellOf(id: string): { table: number; row: number } | null {
  const found = /^1a70([0-9a-f]{8})([0-9a-f]{12})$/.exec(id);
  return found === null
    ? null
    : { table: Number.parseInt(found[1]!, 16), row: Number.parseInt(found[2]!, 16) };
}

async function spaceOf(result: Foresight, m: number): Promise<SpaceLayout | null> {
  const { proximity } = result;
  if (proximity === null || m > PLACED || m < 4) return null;
  return m * m <= 4 * HERE
    ? spaceLayout(proximity, m)
    : (await inThreads('spaces', { activities: m }, [proximity], { threads: 1 }))[0]!;
}

function listOptions(study: Study, asked: ListAsked): RecommendationOptions {
  const { exposure, neighbours, table, tagsOf } = study;
  return {
    weights: asked.weights,
    count: asked.count,
    leastHolders: asked.leastHolders,
    ...(exposure && { risk: exposure.risk }),
    ...(asked.neighbours && neighbours && { neighbours: neighbours.map }),
    ...(asked.prefer !== null && {
      priority: new Set(
        table.activities.filter((activity) => tagsOf(activity).some(({ kind }) => kind === asked.prefer)),
      ),
    }),
  };
}

/** Risk and priority are of today: the past does not ask for them. */
function withoutToday({ risk: _, priority: __, ...rest }: ListTestOptions): ListTestOptions {
  return rest;
}

function mapOf<Of extends object, Key, Value>(all: WeakMap<Of, Map<Key, Value>>, of: Of): Map<Key, Value> {
  const known = all.get(of);
  if (known !== undefined) return known;
  const made = new Map<Key, Value>();
  all.set(of, made);
  return made;
}

/** What is kept under a key, made where it is not; a promise that fails is not kept. */
function keptOr<Key, Value>(kept: Map<Key, Value>, key: Key, most: number, make: () => Value): Value {
  const known = kept.get(key);
  if (known !== undefined) {
    kept.delete(key);
    kept.set(key, known);
    return known;
  }
  const made = make();
  kept.set(key, made);
  if (made instanceof Promise) made.catch(() => kept.get(key) === made && kept.delete(key));
  for (const oldest of kept.keys()) {
    if (kept.size <= most) break;
    kept.delete(oldest);
  }
  return made;
}

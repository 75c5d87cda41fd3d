/** What the sections of a brief on layout are written from, and how measures of a table are cited. */
import {
  type BackTest,
  type Diagnosis,
  FORESIGHT_DEFINITIONS,
  type Foresight,
  type ListTest,
  type Recommendation,
  type RecommendationTerm,
  type RegionActivityTable,
  type RegionRecommendations,
} from '../foresee/index.js';
import type { Area, Bilingual, Definition, Figure } from '../model/index.js';
import type { Cited, Words } from './brief-document.js';
import { both } from './desk.js';
import type { FigureDesk, Material } from './figure-desk.js';

/** A field of a dated document that an industry may belong to. */
export interface LayoutTag {
  kind: 'emerging' | 'future';
  name: string;
  en: string;
}

export interface LayoutInput extends Pick<Material, 'lexicon' | 'rules' | 'titles' | 'synthetic'> {
  region: string;
  area: Area;
  /** What was measured, φ kept. */
  table: RegionActivityTable;
  result: Foresight;
  diagnosis: Diagnosis;
  answer: RegionRecommendations;
  /** Null without a panel. */
  listTest: ListTest | null;
  backTest: BackTest | null;
  tagsOf: (activity: string) => readonly LayoutTag[];
  /** The documents that the tags come from. */
  taxonomies: readonly {
    name: string;
    nameEn: string;
    publisher: string;
    document: string | null;
    from: string;
  }[];
  exposure: { table: string; measure: Bilingual; through: ReadonlyMap<string, string> } | null;
  firms: ReadonlyMap<
    string,
    {
      by: 'industry' | 'division';
      count: number;
      firms: readonly { name: string; titles: readonly string[] }[];
    }
  >;
  /** What the values are, and the year measured. */
  valueColumn: string;
  year: number | null;
  /** The value of the region in an activity, with where it stands; null where it has none. */
  figureOf: (activity: string) => Figure | null;
  notes: readonly Bilingual[];
}

export interface LayoutDesk {
  desk: FigureDesk;
  input: LayoutInput;
  /** Number of the region and of each activity in the table. */
  region: number;
  activity: ReadonlyMap<string, number>;
  /** RCA and values of the region by activity. */
  advantage: Float64Array;
  values: Float64Array;
}

export const TERMS: Record<RecommendationTerm, Bilingual> = {
  fit: both('契合', 'fit'),
  base: both('已有基础', 'base'),
  gain: both('增益', 'gain'),
  neighbours: both('邻区实力', 'neighbours'),
  differentiation: both('差异化', 'differentiation'),
  risk: both('链上风险小', 'low risk'),
  priority: both('优先', 'priority'),
};

/** The value of an activity in the region; where there is none, that of its largest activity. */
export function rowOf(at: LayoutDesk, activity: string): Figure {
  const { input, desk } = at;
  return desk.take(input.figureOf(activity) ?? input.figureOf(largest(at))!);
}

function largest({ input, values }: LayoutDesk): string {
  let best = 0;
  for (let p = 0; p < values.length; p++) if (values[p]! > values[best]!) best = p;
  return input.table.activities[best]!;
}

/** A measure of the region, or of one of its activities, with definition and the rows that weigh most in it. */
export function measure(
  at: LayoutDesk,
  {
    definition,
    value,
    words,
    rows,
    unit = '',
  }: {
    definition: Definition;
    value: number;
    words: Words;
    rows: readonly string[];
    unit?: string;
  },
): Cited {
  const inputs = [...new Map(rows.map((name) => rowOf(at, name)).map((one) => [one.id, one])).values()];
  const some = inputs.length > 0 ? inputs : [rowOf(at, largest(at))];
  return at.desk.cite(
    words,
    at.desk.compute(
      some[0]!,
      { kind: 'index', indicator: definition.name.zh, unit, value: Number.isFinite(value) ? value : 0 },
      definition.formula,
      both(
        `${definition.name.zh}：${definition.definition.zh}（${definition.source}）；由全表算出，这里列出最要紧的行`,
        `${definition.name.en}: ${definition.definition.en} (${definition.source}); worked out from the whole table, of which the rows that matter most are named`,
      ),
      some,
    ),
  );
}

export function advantageOf(at: LayoutDesk, activity: string): Cited {
  const value = at.advantage[at.activity.get(activity)!]!;
  return measure(at, {
    definition: FORESIGHT_DEFINITIONS.advantage,
    value,
    words: value.toFixed(2),
    rows: [activity],
  });
}

/** The rows that carry the density of a recommendation. */
export function carriers(one: Recommendation): string[] {
  return one.standsOn.slice(0, 3).map(({ activity }) => activity);
}

export function percent(share: number, digits = 1): string {
  return `${(100 * share).toFixed(digits)}%`;
}

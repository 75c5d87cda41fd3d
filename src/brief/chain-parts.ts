/** What the sections of a chain brief are written from, and the small pieces that all of them use. */
import type {
  AddedLinks,
  CascadeModel,
  ChainLayers,
  ChainMap,
  GapFinding,
  InputClasses,
  LeontiefSystem,
  ScenarioResult,
  StopRule,
  SystemicRisk,
  TableProfile,
} from '../chain/index.js';
import type { Area, Bilingual } from '../model/index.js';
import type { Block, Inline, Picture, Section } from './brief-document.js';
import type { ChainFile, ChainIoTable, TableCells } from './chain-sources.js';
import { both, said } from './desk.js';
import type { FigureDesk, Material } from './figure-desk.js';

export interface ChainFirm {
  name: string;
  area: string | null;
  /** Row of the file of firms, or of one of its own. */
  row: number;
  file?: ChainFile;
  revenue: number | null;
}

export interface ChainLink {
  supplier: number;
  buyer: number;
  value: number;
  /** Of the file of links, or of one of its own. */
  row: number;
  file?: ChainFile;
  /** As it stands there; the value where it is not given. */
  quote?: string;
  grade: string | null;
}

/** Who supplies whom, with the risk of every firm already worked out. */
export interface ChainNetwork {
  model: CascadeModel;
  classes: InputClasses;
  risk: SystemicRisk;
  stop: StopRule;
  /** Added links that lower the risk, evaluated; null where that was not asked for. */
  mending: AddedLinks | null;
  /** Where losses of customers go in the end, in words: revenue, or a share of final demand. */
  leak: Bilingual;
  /** In the order of the network's firms. */
  firms: readonly ChainFirm[];
  links: readonly ChainLink[];
  unit: string | null;
  /** By the code of a sector, where no table of the brief names it. */
  sectorNames?: ReadonlyMap<string, string>;
  firmFile: ChainFile;
  linkFile: ChainFile;
  /** What was left out, merged or assumed on the way. */
  notes: readonly Bilingual[];
}

export interface ChainShock {
  result: ScenarioResult;
  /** In words of the table: what happens to whom. */
  file: ChainFile;
  /** Lines of the file in which the scenario stands. */
  row: number;
}

/** A chain map with its stages and gaps, and the files that its rows stand in, by name. */
export interface ChainMapped {
  map: ChainMap;
  layers: ChainLayers;
  gaps: readonly GapFinding[];
  nodeFile: ChainFile;
  files: ReadonlyMap<string, ChainFile>;
}

export interface ChainInput extends Pick<Material, 'lexicon' | 'rules' | 'titles' | 'synthetic'> {
  /** Of the chain, or of the table where it is about no more. */
  name: string;
  /** Where its home is. */
  home: Area | null;
  table: ChainIoTable | null;
  network: ChainNetwork | null;
  shock: ChainShock | null;
  map: ChainMapped | null;
}

export interface ChainDesk {
  desk: FigureDesk;
  input: ChainInput;
  area: Area;
  io: { cells: TableCells; system: LeontiefSystem; profile: TableProfile } | null;
}

export function section(
  id: string,
  title: Bilingual,
  lead: Bilingual | null,
  blocks: readonly (Block | null)[],
): Section | null {
  const some = blocks.filter((b): b is Block => b !== null);
  return some.length === 0 ? null : { id, title, lead, blocks: some };
}

export function paragraph(sentences: readonly (Inline[] | null)[]): Block | null {
  const inlines = sentences.flatMap((s) => s ?? []);
  return inlines.length === 0 ? null : { type: 'paragraph', tone: 'plain', inlines };
}

export function pictures(list: readonly (Picture | null)[]): Block | null {
  const some = list.filter((p): p is Picture => p !== null);
  return some.length === 0 ? null : { type: 'pictures', pictures: some };
}

/** Items with 、 or commas between them. */
export function listed(items: readonly Inline[][], zh = '、', en = ', '): Inline[] {
  return items.flatMap((item, i) => (i === 0 ? item : [said(both(zh, en)), ...item]));
}

export function percent(share: number, digits = 1): string {
  return `${(100 * share).toFixed(digits).replace('-', '−')}%`;
}

/** Small shares keep two digits that say something. */
export function smallPercent(share: number): string {
  return percent(share, share !== 0 && Math.abs(share) < 0.001 ? 3 : 2);
}

/** Where nothing goes in circles the end is reached, and the bound is 0. */
export function boundWords(bound: number): string {
  return bound === 0 ? '0' : bound.toExponential(1);
}

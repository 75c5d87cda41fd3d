// The search for further suppliers that `chain mend` and `match partners --weak-links` share.
import {
  type AddedLinkOptions,
  type AddedLinks,
  bestAddedLinks,
  type SupplyNetwork,
} from '../../chain/index.js';
import { firmAreas } from '../../verbs/index.js';
import type { Terminal } from '../terminal.js';
import { allRisk, type CascadeCommandOptions, type ReadCascade, readCascade } from './cascade-options.js';

/** What is asked of the search besides the network and its model. */
export interface AddedLinkSearch extends Omit<AddedLinkOptions, 'stop' | 'cascade' | 'areas' | 'onProgress'> {
  evaluated: number;
  /** Column of the firms that says where they are; undefined where nobody named one. */
  areas: string | undefined;
}

export interface FoundLinks extends Pick<ReadCascade, 'stop' | 'notes'> {
  network: SupplyNetwork;
  /** n: names of firms. */
  names: readonly string[];
  found: AddedLinks;
  /** A firm as documents name it. */
  firm(i: number): { id: string; name: string; sector: string; area: string | null };
}

/** The further suppliers that lower the risk of the whole most; null where the user stopped the search. */
export async function findAddedLinks(
  options: CascadeCommandOptions,
  { areas: column, ...search }: AddedLinkSearch,
  terminal: Terminal,
): Promise<FoundLinks | null> {
  const further = column === undefined ? {} : { firmTexts: [column] };
  const { read, model, cascade, stop, notes } = await readCascade(options, terminal, further);
  const { network, classes, names } = read;
  const areas =
    column === undefined && read.areas !== null
      ? read.areas
      : await firmAreas(network.ids, column === undefined ? null : read.firmTexts.get(column)!);
  const risk = await allRisk(model, stop, options.threads, terminal);
  if (risk === null) return null;
  const progress = terminal.progress({ zh: '重算', en: 'computing again' }, search.evaluated);
  const found = bestAddedLinks(network, classes, risk, {
    ...search,
    stop,
    cascade,
    areas,
    onProgress: (done, of) => progress.step(`${done}/${of}`),
  });
  progress.end();
  const firm = (i: number) => ({
    id: network.ids[i]!,
    name: names[i]!,
    sector: network.sectors[network.sectorOf[i]!]!,
    area: areas[i]!,
  });
  return { network, names, found, firm, stop, notes };
}

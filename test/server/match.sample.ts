// The made-up tasks, firms, needs and products of samples/match in a workspace.
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadCodes, type MarketKind, type Workspace } from '../../src/store/index.js';
import {
  keepChallenges,
  keepMarket,
  keepSteps,
  openItems,
  readChallenges,
  readMarket,
} from '../../src/verbs/index.js';

const sample = (name: string) =>
  relative('', fileURLToPath(new URL(`../../samples/match/${name}.synthetic.csv`, import.meta.url)));

const TABLES: readonly (readonly [MarketKind, string])[] = [
  ['capabilities', 'firms'],
  ['large-firms', 'large'],
  ['small-firms', 'small'],
  ['finance-products', 'products'],
  ['finance-needs', 'firm-needs'],
];

export async function keepMatchSample(workspace: Workspace): Promise<void> {
  const codes = await loadCodes();
  const items = await openItems(workspace.dir);
  const read = await readChallenges(sample('challenges'), codes);
  await keepChallenges(workspace, sample('challenges'), read, { synthetic: true });
  await keepSteps(workspace, sample('challenge-steps'));
  for (const [kind, name] of TABLES)
    await keepMarket(workspace, await readMarket(sample(name), kind, { codes, items }), { synthetic: true });
}

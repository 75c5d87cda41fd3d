// The thread that holds the supply network of a workspace: opened once, asked as often as anybody likes.
import { mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { workerData } from 'node:worker_threads';
import type { StopRule } from '../../chain/index.js';
import { UserError } from '../../model/index.js';
import { loadCodes, type TableFiles, withTableFiles, writeWhole } from '../../store/index.js';
import { type Answering, answerInThread } from '../../threads/index.js';
import {
  chainView,
  type HeldNetwork,
  networkMap,
  openLexicons,
  openNetwork,
  rankNetwork,
} from '../../verbs/index.js';
import type { MendAsked } from '../contract/chains.js';
import {
  type ClosureAsked,
  closureOf,
  dossierOf,
  type FirmsAsked,
  firmOf,
  firmsOf,
  type HeldView,
  mapAnswer,
  mendedOf,
  placed,
  type Ranked,
  Ranking,
  rankingSummary,
  type SectorName,
  summaryOf,
  weakLinksOf,
} from './answers.js';

export interface NetworkThreadData {
  /** Folder of the workspace, for its own word lists. */
  workspace: string;
  /** Where the ranking is kept. */
  ranking: string;
  files: TableFiles;
  /** Of `networkVersion`. */
  version: string;
}

/** Stages of a map that names none: upstream, midstream, downstream. */
const TIERS = 3;
const VIEWS = 12;

const data = workerData as NetworkThreadData;
const opened: Promise<HeldNetwork> = withTableFiles(data.files, (tables) =>
  openNetwork(tables, data.version),
);
// Whoever asks is told. The first who closes a firm does not wait for the network to be laid out as well.
opened.then(
  (held) => setImmediate(() => held.kernel()),
  () => undefined,
);
const names: Promise<SectorName> = sectorNames();
let ranked: Promise<Ranked | null> | null = null;
const views = new Map<string, Promise<HeldView>>();

answerInThread({
  /** Throws where there is none. */
  open: async () => {
    await opened;
  },
  /** Null where there is none, for the reason given. */
  summary: async () => {
    try {
      return { network: summaryOf(await opened, await names), reason: null };
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      return { network: null, reason: { zh: error.zh, en: error.en } };
    }
  },
  map: async ({ chain, home }: { chain: string; home: string | null }) =>
    mapAnswer(chain, await viewOf(home), await ranking()),
  node: async ({ node, home }: { node: string; home: string | null }) => {
    const { indexOf } = await opened;
    return dossierOf(node, await viewOf(home), (firms) => new Set(firms.filter((id) => indexOf.has(id))));
  },
  known: async (firms: readonly string[]) => {
    const held = await opened.catch(() => null);
    return firms.filter((id) => held?.indexOf.has(id) === true);
  },
  firms: async (asked: FirmsAsked) => firmsOf(asked, await opened, await ranking(), await names),
  firm: async (id: string) => firmOf(id, await opened, await ranking(), await names),
  close: async (asked: ClosureAsked) => closureOf(asked, await opened, await names),
  ranking: async () => {
    const found = await kept();
    return found && rankingSummary(found, found.version !== data.version);
  },
  rank: async (
    { rule, parameter, computedAt }: { rule: 'certified' | 'eps'; parameter: number; computedAt: string },
    { signal, progress }: Answering,
  ) => {
    const held = await opened;
    const stop: StopRule =
      rule === 'eps' ? { rule: 'eps', eps: parameter } : { rule: 'converged', tolerance: parameter };
    const risk = await rankNetwork(held, stop, {
      signal,
      onProgress: (done, of) =>
        progress(done / of, { zh: `已停产 ${done}/${of} 家`, en: `${done} of ${of} firms closed` }),
    });
    const found: Ranking = {
      schema: 'ballast.ranking/1',
      version: held.version,
      rule,
      parameter,
      way: risk.way,
      computedAt,
      ids: [...held.network.ids],
      esri: [...risk.esri],
      down: [...risk.down],
      up: [...risk.up],
      errorBound: risk.errorBound === null ? null : [...risk.errorBound],
    };
    await mkdir(dirname(data.ranking), { recursive: true });
    await writeWhole(data.ranking, JSON.stringify(found));
    ranked = Promise.resolve(placed(found));
    return rankingSummary(found, false);
  },
  mend: async (asked: MendAsked, { signal, progress }: Answering) =>
    mendedOf(asked, await opened, await names, { signal, onProgress: progress }),
  weakLinks: async (asked: MendAsked, { signal, progress }: Answering) =>
    weakLinksOf(asked, await opened, { signal, onProgress: progress }),
});

/** The ranking that was kept last, whatever it rests on. */
function kept(): Promise<Ranked | null> {
  ranked ??= readFile(data.ranking, 'utf8')
    .then((text) => placed(Ranking.parse(JSON.parse(text))))
    // None is kept, or what is there is none: it can be computed again.
    .catch(() => null);
  return ranked;
}

/** The ranking of the network as it stands; null where there is none. */
async function ranking(): Promise<Ranked | null> {
  const found = await kept();
  return found !== null && found.version === data.version ? found : null;
}

function viewOf(home: string | null): Promise<HeldView> {
  const key = JSON.stringify(home);
  const known = views.get(key);
  if (known !== undefined) return known;
  const made = makeView(home);
  if (views.size >= VIEWS) views.delete(views.keys().next().value!);
  views.set(key, made);
  made.catch(() => views.delete(key));
  return made;
}

async function makeView(home: string | null): Promise<HeldView> {
  const held = await opened;
  const { unit, period, synthetic, files } = held;
  return {
    view: await chainView(networkMap(held, await names), home, TIERS),
    synthetic,
    unit,
    period,
    files,
  };
}

/** Names of GB/T 4754 for codes of sectors; what has none stands for itself. */
async function sectorNames(): Promise<SectorName> {
  const { industries } = await loadCodes((await openLexicons(data.workspace)).lexicons);
  const known = new Map<string, string>();
  return (code) => {
    const before = known.get(code);
    if (before !== undefined) return before;
    const found = industries.resolve(code);
    const name = found.status === 'resolved' ? found.name : code;
    known.set(code, name);
    return name;
  };
}

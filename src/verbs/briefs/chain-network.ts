// The supply network that the workspace keeps, with what the outage of each firm costs, as a brief takes it.
import type { ChainFile, ChainNetwork } from '../../brief/index.js';
import { bestAddedLinks, type StopRule } from '../../chain/index.js';
import { type Bilingual, UserError } from '../../model/index.js';
import { loadCodes, type StoredSource, type Workspace } from '../../store/index.js';
import { riskInThreads } from '../../threads/index.js';
import { type HeldNetwork, openNetwork } from '../held-network.js';
import type { Teller } from '../teller.js';

const STOP: StopRule = { rule: 'converged', tolerance: 1e-6 };
/** Firms of a network of which each is closed while somebody waits for a brief; and in which links are tried. */
const LARGEST = 20_000;
const LARGEST_MENDED = 5000;
/** Riskiest firms whose losses make up the total that a mended link is to lower. */
export const AT_RISK = 200;

/** Null where the workspace keeps none, or one that is too large for every firm of it to be closed. */
export async function workspaceChainNetwork(
  workspace: Workspace,
  sources: readonly StoredSource[],
  teller: Teller,
): Promise<ChainNetwork | null> {
  const [kept] = await workspace.query<{ links: number; classes: number }>(
    `SELECT (SELECT count(*) FROM links WHERE revised_by IS NULL)::DOUBLE AS links,
       (SELECT count(*) FROM input_classes WHERE revised_by IS NULL)::DOUBLE AS classes`,
  );
  if (kept === undefined || kept.links === 0 || kept.classes === 0) return null;
  let held: HeldNetwork;
  try {
    held = await openNetwork(workspace);
  } catch (error) {
    // What is wrong with the network is no fault of the chain's map.
    if (error instanceof UserError) return null;
    throw error;
  }
  const { network, classes, model, cascade, areas } = held;
  if (network.ids.length > LARGEST) return null;
  const { industries } = await loadCodes();
  const sectorNames = new Map(
    network.sectors.flatMap((code) => {
      const found = industries.resolve(code);
      return found.status === 'resolved' ? [[code, found.name] as const] : [];
    }),
  );
  const progress = teller.progress({ zh: '逐家停产', en: 'closing each firm' }, 1);
  const risk = await riskInThreads(model, Uint32Array.from(network.ids.keys()), STOP, {
    onProgress: (done, of) => progress.step(`${done}/${of}`),
  });
  progress.end();
  const mending =
    network.ids.length > LARGEST_MENDED
      ? null
      : bestAddedLinks(network, classes, risk, { stop: STOP, cascade, atRisk: AT_RISK, areas });
  const files = filesOf(sources);
  const [firms, links] = [await firmsOf(workspace, held, files), await linksOf(workspace, held, files)];
  const [firmFile, linkFile] = [firms[0]?.file, links[0]?.file];
  if (firmFile === undefined || linkFile === undefined) return null;
  return {
    ...{ model, classes, risk, mending, firms, links, firmFile, linkFile },
    stop: STOP,
    leak: leakOf(held),
    unit: held.unit,
    sectorNames,
    notes: held.notes,
  };
}

function filesOf(sources: readonly StoredSource[]): ReadonlyMap<number, ChainFile> {
  return new Map(
    sources.map(({ importId, file, sha256, released }) => [
      importId,
      { file, sha256, sheet: null, released },
    ]),
  );
}

async function firmsOf(
  workspace: Workspace,
  { network, names, places, basis, output }: HeldNetwork,
  files: ReadonlyMap<number, ChainFile>,
): Promise<ChainNetwork['firms']> {
  const rows = await workspace.query<{ id: string; row: number; importId: number }>(
    `SELECT coalesce(credit_code, name) AS id, min(row_number) AS row, min(import_id) AS "importId"
     FROM enterprises WHERE revised_by IS NULL GROUP BY ALL`,
  );
  const at = new Map(rows.map((row) => [row.id, row]));
  return network.ids.map((id, i) => {
    const row = at.get(id);
    const file = row && files.get(row.importId);
    return {
      name: names[i]!,
      area: places[i]!,
      row: row?.row ?? 1,
      revenue: basis.kind === 'items' ? output[i]! : null,
      ...(file && { file }),
    };
  });
}

async function linksOf(
  workspace: Workspace,
  { indexOf, names, period, unit }: HeldNetwork,
  files: ReadonlyMap<number, ChainFile>,
): Promise<ChainNetwork['links']> {
  const rows = await workspace.query<{
    supplier: string;
    buyer: string;
    value: number;
    row: number;
    grade: string | null;
    importId: number;
  }>(
    `SELECT supplier, buyer, value, row_number AS row, evidence AS grade, import_id AS "importId" FROM links
     WHERE revised_by IS NULL AND value > 0 AND (period IS NULL OR period = $1)
     ORDER BY import_id, row_number`,
    [period],
  );
  const byName = new Map(names.map((name, i) => [name, i]));
  const numberOf = (firm: string) => indexOf.get(firm) ?? byName.get(firm);
  return rows.flatMap(({ importId, ...link }) => {
    const [supplier, buyer, file] = [numberOf(link.supplier), numberOf(link.buyer), files.get(importId)];
    return supplier === undefined || buyer === undefined
      ? []
      : // Amounts are kept in base units, whatever the cell is in.
        [{ ...link, supplier, buyer, quote: `${link.value} ${unit ?? ''}`.trim(), ...(file && { file }) }];
  });
}

function leakOf({ basis }: HeldNetwork): Bilingual {
  const inputs: Bilingual = {
    zh: '没有成本，网内采购算作企业的全部投入',
    en: 'there are no costs, so that purchases in the network stand for all that a firm needs',
  };
  return basis.kind === 'items'
    ? {
        zh: `客户停产的损失按 ${basis.year} 年营业收入计，网外销售不受影响；${inputs.zh}`,
        en: `losses of customers count against the revenue of ${basis.year}; sales outside the network are not touched; ${inputs.en}`,
      }
    : {
        zh: `假定销售的 ${100 * basis.share}% 去往最终需求，不受影响；${inputs.zh}`,
        en: `${100 * basis.share}% of sales are assumed to go to final demand and not to be touched; ${inputs.en}`,
      };
}

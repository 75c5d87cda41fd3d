/** What is changed by hand in the workbench: the record of it is the original that the change rests on. */
import { sha256 } from '../model/index.js';
import type { TableSource, Workspace } from './workspace.js';

/** Who changes what is known of a firm, and the instant (ISO 8601, UTC). */
export interface HandEdit {
  principal: string;
  now: string;
}

/** Keeps the record of a change among the originals, and gives it as the source of the rows that it writes. */
export async function keepHandEdit(
  workspace: Workspace,
  firm: { creditCode: string | null; name: string; synthetic: boolean },
  change: object,
  by: HandEdit,
): Promise<TableSource> {
  const record = new TextEncoder().encode(`${JSON.stringify({ ...by, firm, ...change }, null, 1)}\n`);
  const hash = sha256(record);
  await workspace.originals.put(hash, record);
  return {
    sha256: hash,
    file: `工作台 ${by.principal} ${by.now.slice(0, 10)}`,
    title: null,
    bytes: record.length,
    mapping: null,
    released: by.now.slice(0, 10),
    publisher: null,
    synthetic: firm.synthetic,
  };
}

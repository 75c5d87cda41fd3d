import type { Codes } from '../../store/index.js';
import { type Nearness, nearnessOf } from '../../verbs/index.js';
import { ioSource } from '../io-source.js';

/** Nearness along the chain by the table that `--io` names: a file, or one of the workspace. */
export async function nearnessBy(io: string, workspace: string, codes: Codes): Promise<Nearness> {
  const { table } = await ioSource(io, { workspace });
  return nearnessOf(table, codes);
}

// Rulebooks and the catalogue of items as the commands open them.
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { type ItemCatalogue, parseItems } from '../../assess/index.js';

/** The same place from `src/cli/assess` and from `dist/cli/assess`. */
const SHIPPED = fileURLToPath(new URL('../../../rulebooks/', import.meta.url));

export async function openItems(): Promise<ItemCatalogue> {
  return parseItems(await readFile(`${SHIPPED}items.yaml`, 'utf8'), 'rulebooks/items.yaml');
}

// Firms that were read from a table, into the workspace.
import { type FirmItemsImported, importFirmItems, type Workspace } from '../../store/index.js';
import type { FirmTableOptions, FirmTables } from './firm-table.js';

export interface FirmItemsSource {
  released?: string | null;
  publisher?: string | null;
  synthetic?: boolean;
  /** As the user calls the file, where that is not its path. */
  name?: string;
}

/** `reading` is how the file was read: the same file read otherwise is another import. */
export function keepFirmItems(
  workspace: Workspace,
  { file, firms, rejects, mended }: FirmTables,
  reading: FirmTableOptions,
  { released, publisher, synthetic, name }: FirmItemsSource,
): Promise<FirmItemsImported> {
  const said = JSON.stringify(reading, (_, value: unknown) => value ?? undefined);
  return importFirmItems(
    workspace,
    file,
    {
      items: firms.flatMap((firm) => firm.items),
      titles: firms.flatMap((firm) => firm.titles),
      rejects,
      mended,
    },
    {
      mapping: said === '{}' ? null : said,
      released: released ?? null,
      publisher: publisher ?? null,
      synthetic: synthetic ?? false,
      ...(name === undefined ? {} : { name }),
    },
  );
}

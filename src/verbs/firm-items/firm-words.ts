// Words, codes and the catalogue of items by which firms are read.
import { z } from 'zod';
import type { ItemCatalogue } from '../../assess/index.js';
import { UserError } from '../../model/index.js';
import { loadCodes, tablesLexicon } from '../../store/index.js';
import { openLexicons } from '../lexicons.js';
import type { FirmTableWords } from './firm-table.js';

const words = z.record(z.string(), z.array(z.coerce.string()));
const REGISTERS = z.object({
  enterprises: words,
  titles: words,
  firmItems: words,
  yes: z.array(z.coerce.string()),
  no: z.array(z.coerce.string()),
});

/** The shipped words, then the workspace's own. */
export async function openFirmWords(workspace: string, items: ItemCatalogue): Promise<FirmTableWords> {
  const { lexicons } = await openLexicons(workspace);
  const registers = REGISTERS.safeParse(lexicons.registers);
  if (!registers.success) {
    const issue = registers.error.issues[0]!;
    throw new UserError({
      zh: `词表 registers.${issue.path.join('.')} 有误：${issue.message}`,
      en: `lexicon registers.${issue.path.join('.')}: ${issue.message}`,
    });
  }
  return {
    items: [...items.values()],
    lexicon: tablesLexicon(lexicons),
    registers: registers.data,
    codes: await loadCodes(lexicons),
  };
}

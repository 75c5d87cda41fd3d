// The ledger of policy pages as a brief.
import { type BriefDocument, ledgerBrief, type ThemeName } from '../../brief/index.js';
import type { ReadDocument } from '../../model/index.js';
import { acrossLexicon } from '../../read/index.js';
import type { Writing } from './writing.js';

const TITLE = { zh: '政策台账简报', en: 'Policy ledger brief' };

export function writeLedger(
  documents: readonly ReadDocument[],
  lexicons: Record<string, unknown>,
  { lang, today }: Writing,
): BriefDocument {
  return ledgerBrief(
    { documents, themes: themeNames(lexicons), lexicon: acrossLexicon(lexicons.across) },
    { lang, today, title: TITLE[lang] },
  );
}

function themeNames(lexicons: Record<string, unknown>): ThemeName[] {
  const { lines } = lexicons.themes as { lines: Record<string, { zh: string; en: string }> };
  return Object.entries(lines).map(([id, { zh, en }]) => ({ id, zh, en }));
}

// The word lists and code lists of a workspace.
import { resolve } from 'node:path';
import { type AreaName, areaCoder } from '../model/index.js';
import { READER_VERSION } from '../read/index.js';
import { lexiconFingerprint, loadLexicons, type Reading } from '../store/index.js';

/** The words and rules of reading: the shipped lexicons, then the workspace's own. */
export async function openLexicons(
  workspace: string,
): Promise<{ lexicons: Record<string, unknown>; reading: Reading }> {
  const lexicons = await loadLexicons([resolve(workspace, 'lexicons')]);
  const readerVersion = `${READER_VERSION}+${lexiconFingerprint(lexicons)}`;
  return { lexicons, reading: { readerVersion, areaCode: areaCoder(areaNames(lexicons)) } };
}

/** Provinces before prefectures: where two share a name, the province has it. */
function areaNames(lexicons: Record<string, unknown>): AreaName[] {
  const { provinces, prefectures } = lexicons.areas as { provinces: AreaName[]; prefectures: AreaName[] };
  return [...provinces, ...prefectures];
}

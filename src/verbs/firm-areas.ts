// Where firms are: a column of the user's, or the area in which a credit code was registered.
import { creditCodeFault, loadCodes, loadLexicons } from '../store/index.js';

/**
 * By firm a GB/T 2260 code, else the name as given, else null. Without names it is the area of the registration
 * authority, signs 3 to 8 of a sound unified social credit code (GB 32100-2015).
 */
export async function firmAreas(
  ids: readonly string[],
  names: readonly string[] | null,
): Promise<(string | null)[]> {
  if (names === null)
    return ids.map((id) =>
      /^[0-9A-Z]{18}$/.test(id) && creditCodeFault(id) === null ? id.slice(2, 8) : null,
    );
  const { areas } = await loadCodes(await loadLexicons());
  const known = new Map<string, string | null>();
  return names.map((name) => {
    if (!known.has(name)) {
      const found = areas.resolve(name, {});
      known.set(name, name === '' ? null : found.status === 'resolved' ? found.code : name);
    }
    return known.get(name)!;
  });
}

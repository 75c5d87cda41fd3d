// Which area a name of a layout table is, for those who may see some areas only.
import { loadCodes } from '../../store/index.js';

let codes: ReturnType<typeof loadCodes> | null = null;

/** Codes of areas by their names; null for a name that no list, or more than one area, goes by. */
export async function codesOfAreas(names: Iterable<string>): Promise<Map<string, string | null>> {
  codes ??= loadCodes();
  const { areas } = await codes;
  return new Map(
    [...new Set(names)].map((name) => {
      const found = areas.resolve(name);
      return [name, found.status === 'resolved' ? found.code : null] as const;
    }),
  );
}

/** `within`: leading digits of the areas that may be seen. */
export function isWithin(code: string | null, within: readonly string[]): boolean {
  return code !== null && within.some((stem) => code.startsWith(stem));
}

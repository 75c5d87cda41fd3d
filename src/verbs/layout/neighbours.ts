// Who adjoins whom: out of a file, or as the workspace keeps it.
import { UserError } from '../../model/index.js';
import type { Adjoining } from '../../store/index.js';
import { cellText, columnsOf } from '../columns-file.js';

const WANTED = [
  { names: ['area', 'region', '地区'] },
  { names: ['neighbour', 'neighbor', '邻近地区', '相邻地区'] },
];

/** Every pair of a file. Throws `UserError` for a row that names only one of the two. */
export async function readAdjoining(file: string): Promise<Adjoining[]> {
  const pairs: Adjoining[] = [];
  for await (const rows of columnsOf(file, WANTED))
    for (const { row, cells } of rows) {
      const [area, neighbour] = cells.map(cellText) as [string, string];
      if (area === '' && neighbour === '') continue;
      if (area === '' || neighbour === '')
        throw new UserError({
          zh: `${file} 第 ${row} 行：地区或邻近地区为空`,
          en: `${file}, row ${row}: the area or its neighbour is empty`,
        });
      pairs.push({ area, neighbour, row });
    }
  return pairs;
}

export interface Neighbours {
  map: Map<string, string[]>;
  /** Names among the pairs that the table lacks. */
  unknown: string[];
}

/** Both ways: who adjoins is adjoined. Null where no pair is of two areas of the table. */
export function neighboursAmong(
  pairs: Iterable<readonly [string, string]>,
  regions: readonly string[],
): Neighbours | null {
  const sets = new Map<string, Set<string>>(regions.map((name) => [name, new Set()]));
  const unknown = new Set<string>();
  for (const [a, b] of pairs) {
    for (const name of [a, b]) if (!sets.has(name)) unknown.add(name);
    if (!sets.has(a) || !sets.has(b) || a === b) continue;
    sets.get(a)!.add(b);
    sets.get(b)!.add(a);
  }
  const map = new Map([...sets].map(([name, near]) => [name, [...near]]));
  return [...map.values()].every((near) => near.length === 0) ? null : { map, unknown: [...unknown] };
}

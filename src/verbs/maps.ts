// Outlines for maps: the one that comes with the product, or the user's own official file.
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { type Outline, officialOutline, shippedOutline } from '../brief/index.js';
import { type AreaCodes, UserError } from '../model/index.js';

/** The same place from `src/verbs` and from `dist/verbs`. */
const CODES = fileURLToPath(new URL('../../codes/', import.meta.url));
/** More than any outline for a brief needs; a larger file is another kind of map. */
const LARGEST_MAP = 200_000_000;

export async function openOutline(
  areas: AreaCodes,
  own: { file: string; approval: string | null } | null,
): Promise<Outline> {
  if (own === null) return chinaOutline();
  const chinaFacts = await readFacts();
  return officialOutline({
    file: basename(own.file),
    approval: own.approval,
    geojson: await readJson(own.file),
    chinaFacts,
    codeOf: (name) => {
      const found = areas.resolve(name);
      return found.status === 'resolved' ? found.code : null;
    },
    provinces: areas.list('province').map(({ code, name }) => ({ code, name })),
  });
}

/** The outline of the country that comes with the product. */
export async function chinaOutline(): Promise<Outline> {
  return shippedOutline(
    JSON.parse(await readFile(`${CODES}map-china-outline.json`, 'utf8')) as unknown,
    await readFacts(),
  );
}

async function readFacts(): Promise<unknown> {
  return parse(await readFile(`${CODES}map-china-facts.yaml`, 'utf8'));
}

async function readJson(file: string): Promise<unknown> {
  try {
    const text = await readFile(file, 'utf8');
    if (text.length > LARGEST_MAP) throw new Error('too large / 太大');
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new UserError({
      zh: `地图文件无法读取：${file}（${(error as Error).message}）`,
      en: `the map file cannot be read: ${file} (${(error as Error).message})`,
    });
  }
}

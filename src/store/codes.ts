/** Code systems as data: `codes/*.yaml`, and today's areas from the lexicon that the reading of pages uses too. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { z } from 'zod';
import {
  AreaCodes,
  type AreaTables,
  GBT_4754,
  IndustryCodes,
  type IndustryEntry,
  type IndustryTable,
  UserError,
} from '../model/index.js';

/** The same place from `src/store` and from `dist/store`. */
const SHIPPED = fileURLToPath(new URL('../../codes/', import.meta.url));

const AREA_LIST = fileURLToPath(new URL('../../lexicons/areas.yaml', import.meta.url));

export interface Codes {
  areas: AreaCodes;
  industries: IndustryCodes;
}

/**
 * All code systems. Today's areas come from lexicons already loaded (with the workspace's own words), else from the
 * shipped list alone, which is much quicker than all lexicons.
 */
export function loadCodes(lexicons?: Record<string, unknown>): Promise<Codes> {
  if (lexicons !== undefined) return readCodes(lexicons);
  // The files of the package are the same for as long as the process runs.
  ofPackage ??= readCodes().catch((error: unknown) => {
    ofPackage = null;
    throw error;
  });
  return ofPackage;
}

let ofPackage: Promise<Codes> | null = null;

async function readCodes(lexicons?: Record<string, unknown>): Promise<Codes> {
  const [areas, industries] = await Promise.all([
    areaTables(lexicons ?? parse(await readFile(AREA_LIST, 'utf8'))),
    industryCodes(),
  ]);
  return { areas: new AreaCodes(areas), industries };
}

/** The thresholds and words of the measures, as the data file has them. */
export async function loadMeasureRules(): Promise<unknown> {
  return parse(await readFile(join(SHIPPED, 'measure-rules.yaml'), 'utf8'));
}

const CHALLENGE_RULES = z.object({
  rules: z.array(
    z.object({
      id: z.string(),
      from: z.string(),
      to: z.string().nullable(),
      kinds: z.array(z.string()),
      document: z.string(),
      confidence: z.string(),
      mostPartners: z.int().nullable(),
      mostShortlisted: z.int().nullable(),
      mostMonths: z.int().nullable(),
      mostRecommended: z.int().nullable(),
    }),
  ),
});

/** Rules of tasks to be solved (揭榜挂帅), each with the days it counts. */
export async function loadChallengeRules(): Promise<z.output<typeof CHALLENGE_RULES>['rules']> {
  const text = await readFile(join(SHIPPED, 'challenge-rules.yaml'), 'utf8');
  // Days stay text: the YAML core schema knows no dates.
  return CHALLENGE_RULES.parse(parse(text)).rules;
}

const code = z.string().regex(/^\d{6}$/);
const day = z.string().regex(/^\d{4}(?:-\d{2}(?:-\d{2})?)?$/);
/** A list as one text; a single number is read as a number by YAML. */
const words = z
  .union([z.string(), z.number()])
  .transform((text) => String(text).split(/\s+/).filter(Boolean));

const AREA_LEXICON = z.object({
  areas: z.object({
    provinces: z.array(z.tuple([code, z.string(), z.string()])),
    prefectures: z.array(z.tuple([code, z.string(), z.string()])),
    counties: z.record(z.string().regex(/^\d{4}$/), words),
  }),
});

const AREAS = z.object({
  edition: z.string(),
  nation: z.object({ code, name: z.string(), names: z.array(z.string()) }),
  names: z.record(code, z.array(z.string())),
  founded: z.record(code, z.object({ from: day, outOf: z.array(code) })),
  gone: z.array(
    z.object({
      code,
      name: z.string(),
      short: z.string(),
      from: day.nullable().default(null),
      to: day,
      how: z.enum(['renamed', 'upgraded', 'merged', 'split']),
      into: z.array(code),
    }),
  ),
});

const COUNTIES = z.object({ goneCounties: z.array(z.tuple([code, z.string(), day, day, z.array(code)])) });

const codes6 = words.transform((list) => list.map((short) => short.padEnd(6, '0')));
const GROUPS = z.object({
  groups: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      names: z.array(z.string()),
      publisher: z.string(),
      version: z.string(),
      members: codes6,
      partly: codes6.default([]),
    }),
  ),
});

async function areaTables(lexicons: unknown): Promise<AreaTables> {
  const [areas, counties, { groups }] = await Promise.all([
    codeFile('areas-gbt2260.yaml', AREAS),
    codeFile('areas-gbt2260-counties.yaml', COUNTIES),
    codeFile('area-groups.yaml', GROUPS),
  ]);
  const today = checked('lexicons/areas.yaml', AREA_LEXICON, lexicons).areas;
  return {
    version: areas.edition,
    nation: areas.nation,
    areas: [
      ...today.provinces,
      ...today.prefectures,
      ...Object.entries(today.counties).flatMap(([prefix, list]) =>
        list.map((entry) => [`${prefix}${entry.slice(0, 2)}`, entry.slice(2), null] as const),
      ),
    ],
    names: areas.names,
    founded: areas.founded,
    gone: [
      ...areas.gone,
      ...counties.goneCounties.map(([gone, name, lastSeen, to, into]) => ({
        code: gone,
        name,
        short: null,
        from: null,
        to,
        lastSeen,
        how: 'changed' as const,
        into,
      })),
    ],
    groups,
  };
}

const HEAD = { system: z.string(), publisher: z.string() };
const DIVISION = z.record(z.string().regex(/^\d{2}$/), z.tuple([z.string(), z.string()]));
const GBT = z.object({
  ...HEAD,
  edition: z.string(),
  successor: z.string().optional(),
  sections: z.record(z.string().regex(/^[A-T]$/), z.object({ name: z.string(), divisions: DIVISION })),
});
const IO42 = z.object({
  ...HEAD,
  editions: z.record(z.string(), z.object({ divisionsOf: z.string(), sectors: DIVISION })),
});
const INDUSTRY_GROUPS = z.object({
  edition: z.string(),
  groups: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      names: z.array(z.string()),
      publisher: z.string(),
      version: z.string(),
      members: words,
      except: words.default([]),
    }),
  ),
  names: z.record(z.string(), z.array(z.string())),
});

async function industryCodes(): Promise<IndustryCodes> {
  const [gbt2017, gbt2011, gbt2002, io42, groups] = await Promise.all([
    codeFile('industries-gbt4754-2017.yaml', GBT),
    codeFile('industries-gbt4754-2011.yaml', GBT),
    codeFile('industries-gbt4754-2002.yaml', GBT),
    codeFile('industries-nbs-io42.yaml', IO42),
    codeFile('industry-groups.yaml', INDUSTRY_GROUPS),
  ]);
  return new IndustryCodes(
    [
      gbtTable(gbt2017, groups.names),
      gbtTable(gbt2011, {}),
      gbtTable(gbt2002, {}),
      ...Object.entries(io42.editions)
        .sort(([a], [b]) => (a < b ? 1 : -1))
        .map(([version, edition], i) => ({
          system: io42.system,
          version,
          publisher: io42.publisher,
          isDefault: i === 0,
          entries: Object.entries(edition.sectors)
            .sort(([a], [b]) => (a < b ? -1 : 1))
            .map(([sector, [name, divisions]]) => ({
              code: sector,
              name,
              level: 'sector' as const,
              parent: null,
              names: [],
              becomes: {
                system: GBT_4754,
                version: edition.divisionsOf,
                codes: divisions.split(' '),
                partly: false,
              },
            })),
        })),
    ],
    groups.groups.map((group) => ({ ...group, edition: groups.edition })),
  );
}

function gbtTable(file: z.infer<typeof GBT>, names: Record<string, string[]>): IndustryTable {
  const entries: IndustryEntry[] = [];
  for (const [section, { name, divisions }] of Object.entries(file.sections)) {
    entries.push({ code: section, name, level: 'section', parent: null, names: names[section] ?? [] });
    // Keys such as "10" come before "06" in the order of a JavaScript object.
    for (const [division, [title, rest]] of Object.entries(divisions).sort(([a], [b]) => (a < b ? -1 : 1))) {
      const entry: IndustryEntry = {
        code: division,
        name: title,
        level: 'division',
        parent: section,
        names: names[division] ?? [],
      };
      if (file.successor === undefined) {
        entries.push(entry);
        for (const group of rest.split(' ')) {
          entries.push({
            code: `${division}${group[0]}`,
            name: group.slice(1),
            level: 'group',
            parent: division,
            names: [],
          });
        }
      } else {
        const partly = rest.startsWith('partly ');
        const codes = (partly ? rest.slice('partly '.length) : rest).split(' ');
        entries.push({ ...entry, becomes: { system: file.system, version: file.successor, codes, partly } });
      }
    }
  }
  return {
    system: file.system,
    version: file.edition,
    publisher: file.publisher,
    isDefault: file.successor === undefined,
    entries,
  };
}

async function codeFile<T extends z.ZodType>(name: string, shape: T): Promise<z.infer<T>> {
  return checked(`codes/${name}`, shape, parse(await readFile(join(SHIPPED, name), 'utf8')));
}

function checked<T extends z.ZodType>(file: string, shape: T, content: unknown): z.infer<T> {
  const result = shape.safeParse(content);
  if (result.success) return result.data;
  const fault = result.error.issues[0];
  const at = `${fault?.path.join('.') ?? ''}: ${fault?.message ?? ''}`;
  throw new UserError({
    zh: `代码表有误：${file}，${at}`,
    en: `Fault in the code table ${file}, ${at}`,
  });
}

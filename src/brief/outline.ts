/**
 * Outlines of a map: the 34 provincial units that come with the product, or the user's own official file. A map of
 * China is complete or it is refused: every unit, Taiwan among them, and the dash line in the South China Sea.
 */
import { z } from 'zod';
import { type Bilingual, UserError } from '../model/index.js';

/** Degrees east and north. */
export type Place = readonly [longitude: number, latitude: number];

export interface OutlineUnit {
  /** GB/T 2260. */
  code: string;
  name: string;
  short: string;
  rings: Place[][];
  /** Where the name stands. */
  at: Place;
}

export interface Island {
  name: Bilingual;
  at: Place;
  on: 'map' | 'inset';
  /** On which side of the island its name stands. */
  side: 'above' | 'below' | 'right';
}

export interface Outline {
  units: OutlineUnit[];
  /** Boundary lines beside the units: the dash line and lines at sea. */
  lines: Place[][];
  /** Null on maps of a part of the country. */
  sea: { name: Bilingual; at: Place; islands: Island[] } | null;
  /** Where the boundaries come from, and the approval number where there is one. */
  source: Bilingual;
}

const pair = z.tuple([z.number(), z.number()]);
const bilingual = z.object({ zh: z.string(), en: z.string() });

const shipped = z.object({
  origin: z.string(),
  licence: z.string(),
  units: z.array(
    z.object({
      code: z.string(),
      name: z.string(),
      short: z.string(),
      rings: z.array(z.string()),
    }),
  ),
});

const facts = z
  .object({
    china: z.object({
      dashes: z.array(z.array(pair).min(2)),
      islands: z.array(
        bilingual.extend({
          at: pair,
          on: z.enum(['map', 'inset']),
          name: z.enum(['above', 'below', 'right']),
        }),
      ),
      sea: bilingual.extend({ at: pair }),
      names: z.record(z.string(), pair),
    }),
  })
  .transform(({ china: { sea, islands, dashes, names } }) => ({
    dashes,
    names: new Map(Object.entries(names)),
    sea: {
      name: { zh: sea.zh, en: sea.en },
      at: sea.at,
      islands: islands.map(({ zh, en, at, on, name }) => ({ name: { zh, en }, at, on, side: name })),
    },
  }));

/** The outline that comes with the product: codes/map-china-outline.json and codes/map-china-facts.yaml, parsed. */
export function shippedOutline(outline: unknown, chinaFacts: unknown): Outline {
  const { units, origin, licence } = shipped.parse(outline);
  const { dashes, sea, names } = facts.parse(chinaFacts);
  const from = origin.split(',')[0];
  return {
    units: units.map((unit) => {
      const rings = unit.rings.map((ring) => ring.split(' ').map(place));
      return { ...unit, rings, at: names.get(unit.code) ?? middle(rings) };
    }),
    lines: dashes,
    sea,
    source: {
      zh: `底图：示意轮廓，非标准地图，无审图号（${from}，${licence}）；公开发布请用 --map 换上标准地图`,
      en: `Base map: schematic outline, no standard map, no approval number (${from}, ${licence}); for publication give a standard map by --map`,
    },
  };
}

function place(text: string): Place {
  const [longitude, latitude] = text.split(',').map(Number);
  return [longitude!, latitude!];
}

const position = z.tuple([z.number(), z.number()]).rest(z.number());
const geometry = z.discriminatedUnion('type', [
  z.object({ type: z.literal('Polygon'), coordinates: z.array(z.array(position)) }),
  z.object({ type: z.literal('MultiPolygon'), coordinates: z.array(z.array(z.array(position))) }),
  z.object({ type: z.literal('LineString'), coordinates: z.array(position) }),
  z.object({ type: z.literal('MultiLineString'), coordinates: z.array(z.array(position)) }),
]);
const collection = z.object({
  type: z.literal('FeatureCollection'),
  features: z
    .array(
      z.object({
        properties: z.record(z.string(), z.unknown()).nullish(),
        geometry: geometry.nullable(),
      }),
    )
    .min(1),
});

export interface OfficialMap {
  /** As the user named it. */
  file: string;
  /** 审图号; null where the user did not give it. */
  approval: string | null;
  geojson: unknown;
  /** GB/T 2260 code of a name, null where there is none. */
  codeOf: (name: string) => string | null;
  /** codes/map-china-facts.yaml, parsed. */
  chinaFacts: unknown;
  /** Codes that a map of the whole country has to show. */
  provinces: readonly { code: string; name: string }[];
}

/** Of the provinces, so many make a file one of the whole country. */
const WHOLE_COUNTRY = 20;
/** Dashes in the South China Sea and east of Taiwan that a map of the country shows. */
const LEAST_DASHES = 9;

/** The user's own file: GeoJSON of units by name or code, with boundary lines where it shows the country. */
export function officialOutline(map: OfficialMap): Outline {
  const parsed = collection.safeParse(map.geojson);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const where = issue === undefined ? '' : `${issue.path.join('.')}: ${issue.message}`;
    throw new UserError({
      zh: `地图文件 ${map.file} 不是可用的 GeoJSON（FeatureCollection，面和线）：${where}`,
      en: `map file ${map.file} is no usable GeoJSON (a FeatureCollection of polygons and lines): ${where}`,
    });
  }
  const { sea, names } = facts.parse(map.chinaFacts);
  const units: OutlineUnit[] = [];
  const lines: Place[][] = [];
  for (const { properties, geometry: shape } of parsed.data.features) {
    if (shape === null) continue;
    const rings = ringsOf(shape);
    const name = nameOf(properties ?? {});
    const code = codeOf(properties ?? {}) ?? (name === null ? null : map.codeOf(name));
    const isArea = shape.type === 'Polygon' || shape.type === 'MultiPolygon';
    if (isArea && name !== null && code !== null)
      units.push({ code, name, short: shortName(name), rings, at: names.get(code) ?? middle(rings) });
    else lines.push(...rings);
  }
  const found = new Set(units.map((u) => u.code));
  const provinces = map.provinces.filter((p) => found.has(p.code));
  const whole = provinces.length >= WHOLE_COUNTRY;
  if (whole) checkComplete(map, found, lines);
  if (units.length === 0) {
    throw new UserError({
      zh: `地图文件 ${map.file} 里没有认得出的行政区：要素的属性里须有名称（name）或六位代码（code、adcode、gb）`,
      en: `no known area in map file ${map.file}: features need a name, or a six-digit code (code, adcode, gb), in their properties`,
    });
  }
  return {
    units,
    lines,
    sea: whole ? sea : null,
    source:
      map.approval === null
        ? {
            zh: `底图：${map.file}（未提供审图号）`,
            en: `Base map: ${map.file} (no approval number given)`,
          }
        : {
            zh: `底图：${map.file}，审图号 ${map.approval}`,
            en: `Base map: ${map.file}, approval number ${map.approval}`,
          },
  };
}

function checkComplete(map: OfficialMap, found: ReadonlySet<string>, lines: readonly Place[][]): void {
  const missing = map.provinces.filter((p) => !found.has(p.code)).map((p) => p.name);
  if (missing.length > 0) {
    throw new UserError({
      zh: `地图文件 ${map.file} 缺少：${missing.join('、')}。全国地图须有全部 ${map.provinces.length} 个省级行政区`,
      en: `map file ${map.file} lacks ${missing.join(', ')}; a map of the country shows all ${map.provinces.length} provincial units`,
    });
  }
  const dashes = lines.filter((l) =>
    l.every(([longitude, latitude]) => latitude > 2 && latitude < 25.5 && longitude > 106 && longitude < 124),
  );
  const southern = dashes.filter((l) =>
    l.some(([longitude, latitude]) => latitude < 21.9 || longitude > 122),
  );
  if (southern.length < LEAST_DASHES) {
    throw new UserError({
      zh: `地图文件 ${map.file} 没有南海断续线（找到 ${southern.length} 段，至少 ${LEAST_DASHES} 段）。全国地图须完整表示国界`,
      en: `map file ${map.file} lacks the dash line of the South China Sea (${southern.length} found, at least ${LEAST_DASHES} expected); a map of the country shows its whole boundary`,
    });
  }
}

function ringsOf(shape: z.infer<typeof geometry>): Place[][] {
  const places = (ring: readonly (readonly [number, number, ...number[]])[]): Place[] =>
    ring.map(([longitude, latitude]) => [longitude, latitude]);
  switch (shape.type) {
    case 'LineString':
      return [places(shape.coordinates)];
    case 'Polygon':
    case 'MultiLineString':
      return shape.coordinates.map(places);
    case 'MultiPolygon':
      return shape.coordinates.flatMap((polygon) => polygon.map(places));
  }
}

function nameOf(properties: Record<string, unknown>): string | null {
  for (const key of ['name', 'NAME', '名称', '省', 'fullname']) {
    const value = properties[key];
    if (typeof value === 'string' && value.trim() !== '' && !/境界|国界|界线|断续线/.test(value))
      return value.trim();
  }
  return null;
}

/** Six digits; codes with the country before them (156) and shorter ones are brought to that. */
function codeOf(properties: Record<string, unknown>): string | null {
  for (const key of ['code', 'adcode', 'gb', 'GB', '代码', 'PAC', 'id']) {
    const digits = /^(?:156)?(\d{6})$/.exec(String(properties[key] ?? ''))?.[1];
    if (digits !== undefined) return digits;
  }
  return null;
}

function shortName(name: string): string {
  return name.length <= 2
    ? name
    : name.replace(/(?:特别行政区|(?:壮族|回族|维吾尔)?自治区|自治州|地区|省|市|县|区|盟)$/u, '');
}

/** Centre of the area of the largest ring. */
function middle(rings: readonly Place[][]): Place {
  let largest = 0;
  let centre: Place = rings[0]?.[0] ?? [0, 0];
  for (const ring of rings) {
    let doubled = 0;
    let x = 0;
    let y = 0;
    for (let i = 0; i < ring.length; i++) {
      const [x1, y1] = ring[i]!;
      const [x2, y2] = ring[(i + 1) % ring.length]!;
      const cross = x1 * y2 - x2 * y1;
      doubled += cross;
      x += (x1 + x2) * cross;
      y += (y1 + y2) * cross;
    }
    if (Math.abs(doubled) > largest) {
      largest = Math.abs(doubled);
      centre = [x / (3 * doubled), y / (3 * doubled)];
    }
  }
  return centre;
}

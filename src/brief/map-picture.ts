/**
 * A choropleth. The country in the conic equal-area projection that national maps use, with the South China Sea as an
 * inset; a part of the country in a plain projection about its middle.
 */
import type { Bilingual } from '../model/index.js';
import type { MapPicture } from './brief-document.js';
import { type Drawing, decimals, label, linked, round, signed } from './drawing.js';
import type { Drawn } from './line-picture.js';
import { type Markup, markup } from './markup.js';
import type { Island, Outline, Place } from './outline.js';
import { COLOURS, MAP_CLASSES, PICTURE } from './theme.js';

type Point = readonly [x: number, y: number];
type Projection = (place: Place) => Point;
interface Box {
  west: number;
  south: number;
  east: number;
  north: number;
}

/** The part of the country on the main map; what lies south of it is in the inset. */
const MAIN: Box = { west: 73, south: 17.9, east: 135.6, north: 54 };
const INSET: Box = { west: 106.4, south: 2.6, east: 124.2, north: 24.6 };
const INSET_WIDTH = 104;
/** Kept free beside the main map, so that the inset covers nothing of it. */
const INSET_ROOM = 78;
const PAD = 8;
const LEGEND_ROW = 17;
const TALLEST = 640;
/** Points nearer to each other than this, in pixels, are drawn as one. */
const NEAREST = 0.6;

export function mapPicture(picture: MapPicture, drawing: Drawing): Drawn {
  const { outline } = picture;
  const legend = classes(picture.values.map((v) => v.value));
  const { width, height, box, projection } = mainMap(outline);
  const main = layer(picture, drawing, projection, box, legend, height);
  return {
    width,
    height,
    content: markup`${main}${outline.sea === null ? null : inset(picture, drawing, legend, width, height)}${legendOf(picture, legend, drawing, height)}`,
  };
}

function mainMap(outline: Outline): { width: number; height: number; box: Box; projection: Projection } {
  const width = PICTURE.wide;
  const box = outline.sea === null ? boxOf(outline) : MAIN;
  const places = outline.units.flatMap((u) => u.rings.flat()).filter((place) => within(place, box));
  const { projection, height } = fitting(
    outline.sea === null ? plain(box) : conic(),
    places,
    outline.sea === null ? width : width - INSET_ROOM,
  );
  return { width, height: Math.max(height, 150), box, projection };
}

/** Where the inset stands on a map of this size. */
function insetMap(width: number, height: number): { frame: InsetBox; projection: Projection } {
  const corners: Place[] = [
    [INSET.west, INSET.south],
    [INSET.east, INSET.north],
  ];
  const fit = fitting(plain(INSET), corners, INSET_WIDTH + 2 * PAD);
  const left = width - INSET_WIDTH - PAD;
  const top = height - fit.height + PAD;
  return {
    frame: { x: round(left), y: round(top), width: INSET_WIDTH, height: round(fit.height - 2 * PAD) },
    projection: (place) => {
      const [x, y] = fit.projection(place);
      return [left + x - PAD, top + y - PAD];
    },
  };
}

/** Albers' equal-area conic projection, parallels 25° and 47° north, meridian 105° east (Snyder 1987, eq. 14-1 to 14-6). */
function conic(): Projection {
  const radians = Math.PI / 180;
  const [south, north] = [Math.sin(25 * radians), Math.sin(47 * radians)];
  const n = (south + north) / 2;
  const c = Math.cos(25 * radians) ** 2 + 2 * n * south;
  return ([longitude, latitude]) => {
    const radius = Math.sqrt(c - 2 * n * Math.sin(latitude * radians)) / n;
    const angle = n * (longitude - 105) * radians;
    return [radius * Math.sin(angle), radius * Math.cos(angle)];
  };
}

function plain(box: Box): Projection {
  const narrowing = Math.cos((((box.south + box.north) / 2) * Math.PI) / 180);
  return ([longitude, latitude]) => [longitude * narrowing, -latitude];
}

/** Scales a projection so that what is drawn fills the width. */
function fitting(
  projection: Projection,
  places: readonly Place[],
  width: number,
): { projection: Projection; height: number } {
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const place of places) {
    const [x, y] = projection(place);
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  }
  const scale = Math.min((width - 2 * PAD) / (right - left), TALLEST / (bottom - top));
  const shift = (width - scale * (right - left)) / 2;
  return {
    projection: (place) => {
      const [x, y] = projection(place);
      return [shift + (x - left) * scale, PAD + (y - top) * scale];
    },
    height: 2 * PAD + (bottom - top) * scale,
  };
}

function layer(
  picture: MapPicture,
  drawing: Drawing,
  projection: Projection,
  box: Box,
  legend: Classes,
  height: number,
): Markup {
  const { outline } = picture;
  const values = new Map(picture.values.map((v) => [v.code, v]));
  const areas = outline.units.map((unit) => {
    const path = areaPath(unit.rings, projection, box);
    if (path === '') return null;
    const value = values.get(unit.code);
    const shape = markup`<path d="${path}" fill="${value === undefined ? MAP_CLASSES.none : legend.colour(value.value)}" fill-rule="evenodd" stroke="#fff" stroke-width="0.7" stroke-linejoin="round"/>`;
    return value === undefined ? shape : linked(value.figure, drawing, shape);
  });
  const names = outline.units.map((unit) => {
    const value = values.get(unit.code);
    const [x, y] = projection(unit.at);
    const dark = value !== undefined && legend.isDark(value.value) && isInside(unit.at, unit.rings);
    return label(
      unit.short,
      { x, y: y + 3, size: 9.5, anchor: 'middle', fill: dark ? '#fff' : COLOURS.ink, className: 'place' },
      drawing.lang,
    );
  });
  return markup`${areas}${marked(outline, values, projection, box)}${boundaries(outline, projection, box)}${islands(outline, 'map', projection, drawing)}${names.map((n, i) => (projection(outline.units[i]!.at)[1] < height ? n : null))}`;
}

/** The unit that the brief is about, rimmed. */
function marked(
  outline: Outline,
  values: ReadonlyMap<string, MapPicture['values'][number]>,
  projection: Projection,
  box: Box,
): Markup[] {
  return outline.units
    .filter((unit) => values.get(unit.code)?.marked)
    .map(
      (unit) =>
        markup`<path d="${areaPath(unit.rings, projection, box)}" fill="none" stroke="${COLOURS.ochre}" stroke-width="1.8" stroke-linejoin="round"/>`,
    );
}

function boundaries(outline: Outline, projection: Projection, box: Box): Markup[] {
  return outline.lines
    .filter((places) => places.some((place) => within(place, box)))
    .map((places) => linePath(places, projection))
    .map(
      (d) =>
        markup`<path class="boundary" d="${d}" fill="none" stroke="${COLOURS.ink}" stroke-width="1.1" stroke-linecap="round"/>`,
    );
}

function islands(outline: Outline, on: 'map' | 'inset', projection: Projection, drawing: Drawing): Markup[] {
  return (outline.sea?.islands ?? [])
    .filter((island) => island.on === on)
    .map((island) => {
      const [x, y] = projection(island.at);
      const dy = { above: -2.5, below: 8, right: 3 }[island.side];
      return markup`<circle cx="${round(x)}" cy="${round(y)}" r="1" fill="${COLOURS.ink}"/>${label(
        island.name,
        {
          x: island.side === 'right' ? x + 3 : x,
          y: y + dy,
          size: on === 'inset' ? 6.5 : 8.5,
          anchor: island.side === 'right' ? 'start' : 'middle',
          fill: COLOURS.soft,
          className: 'place',
        },
        drawing.lang,
      )}`;
    });
}

function inset(
  picture: MapPicture,
  drawing: Drawing,
  legend: Classes,
  width: number,
  height: number,
): Markup {
  const { frame, projection } = insetMap(width, height);
  const { outline } = picture;
  const values = new Map(picture.values.map((v) => [v.code, v.value]));
  const areas = outline.units.map((unit) => {
    const path = areaPath(unit.rings, projection, INSET);
    const value = values.get(unit.code);
    return path === ''
      ? null
      : markup`<path d="${path}" fill="${value === undefined ? MAP_CLASSES.none : legend.colour(value)}" fill-rule="evenodd" stroke="#fff" stroke-width="0.4"/>`;
  });
  const sea = outline.sea!;
  const [x, y] = projection(sea.at);
  return markup`<g class="inset"><rect x="${frame.x}" y="${frame.y}" width="${frame.width}" height="${frame.height}" fill="#fff"/>${areas}${boundaries(outline, projection, INSET)}${islands(outline, 'inset', projection, drawing)}${label(
    sea.name,
    { x, y, size: 8, anchor: 'middle', fill: COLOURS.sea },
    drawing.lang,
  )}<rect x="${frame.x}" y="${frame.y}" width="${frame.width}" height="${frame.height}" fill="none" stroke="${COLOURS.faint}" stroke-width="0.8"/></g>`;
}

/** The outline as paths of a picture, for those who draw the areas themselves; positions in pixels of its own width. */
export interface MapShapes {
  width: number;
  height: number;
  units: { code: string; name: string; short: string; d: string; x: number; y: number }[];
  lines: string[];
  islands: PlacedIsland[];
  inset:
    | (InsetBox & {
        units: { code: string; d: string }[];
        lines: string[];
        islands: PlacedIsland[];
        sea: { name: Bilingual; x: number; y: number };
      })
    | null;
  source: Bilingual;
}

interface PlacedIsland {
  name: Bilingual;
  x: number;
  y: number;
  side: Island['side'];
}

interface InsetBox {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Shapes of an outline in the projections of `mapPicture`, with the same inset. */
export function mapShapes(outline: Outline): MapShapes {
  const { width, height, box, projection } = mainMap(outline);
  const placed = (on: Island['on'], project: Projection): PlacedIsland[] =>
    (outline.sea?.islands ?? [])
      .filter((island) => island.on === on)
      .map(({ name, at, side }) => ({ name, ...position(project(at)), side }));
  const linesIn = (inside: Box, project: Projection) =>
    outline.lines
      .filter((places) => places.some((place) => within(place, inside)))
      .map((places) => linePath(places, project));
  const { sea } = outline;
  const small = sea === null ? null : insetMap(width, height);
  return {
    width,
    height: round(height),
    units: outline.units.map(({ code, name, short, rings, at }) => ({
      code,
      name,
      short,
      d: areaPath(rings, projection, box),
      ...position(projection(at)),
    })),
    lines: linesIn(box, projection),
    islands: placed('map', projection),
    inset:
      sea === null || small === null
        ? null
        : {
            ...small.frame,
            units: outline.units
              .map(({ code, rings }) => ({ code, d: areaPath(rings, small.projection, INSET) }))
              .filter(({ d }) => d !== ''),
            lines: linesIn(INSET, small.projection),
            islands: placed('inset', small.projection),
            sea: { name: sea.name, ...position(small.projection(sea.at)) },
          },
    source: outline.source,
  };
}

function position([x, y]: Point): { x: number; y: number } {
  return { x: round(x), y: round(y) };
}

interface Classes {
  /** From low to high; the ends are values that occur. */
  ranges: { from: number; to: number; colour: string }[];
  colour(value: number): string;
  isDark(value: number): boolean;
}

/** Values below zero are a class of their own; the others are cut into classes of about equal size. */
export function classes(values: readonly number[]): Classes {
  const sorted = [...values].sort((a, b) => a - b);
  const falls = sorted.filter((v) => v < 0);
  const rises = sorted.filter((v) => v >= 0);
  const count = Math.min(MAP_CLASSES.rise.length - (falls.length > 0 ? 1 : 0), new Set(rises).size);
  const ranges: Classes['ranges'] = [];
  if (falls.length > 0) ranges.push({ from: falls[0]!, to: falls.at(-1)!, colour: MAP_CLASSES.fall });
  const groups: number[][] = [];
  for (const value of rises) {
    const group = groups.at(-1);
    const due = Math.ceil((rises.length / count) * groups.length);
    const taken = groups.reduce((sum, g) => sum + g.length, 0);
    // One value is never split over two classes.
    if (group === undefined || (taken >= due && group.at(-1) !== value && groups.length < count))
      groups.push([value]);
    else group.push(value);
  }
  const offset = MAP_CLASSES.rise.length - groups.length;
  for (const [i, group] of groups.entries())
    ranges.push({ from: group[0]!, to: group.at(-1)!, colour: MAP_CLASSES.rise[i + offset]! });
  const of = (value: number) => ranges.find((r) => value >= r.from && value <= r.to);
  return {
    ranges,
    colour: (value) => of(value)?.colour ?? MAP_CLASSES.none,
    isDark: (value) => MAP_CLASSES.rise.slice(3).some((colour) => colour === of(value)?.colour),
  };
}

const NO_DATA: Bilingual = { zh: '无数据', en: 'no data' };

function legendOf(picture: MapPicture, legend: Classes, drawing: Drawing, height: number): Markup {
  const digits = decimals(picture.values.map((v) => v.value));
  const rows: { words: Bilingual | string; colour: string }[] = legend.ranges
    .map(({ from, to, colour }) => ({
      words: from === to ? signed(from, digits) : `${signed(from, digits)} — ${signed(to, digits)}`,
      colour: colour as string,
    }))
    .reverse();
  const known = new Set(picture.values.map((v) => v.code));
  if (picture.outline.units.some((u) => !known.has(u.code)))
    rows.push({ words: NO_DATA, colour: MAP_CLASSES.none });
  const top = height - rows.length * LEGEND_ROW - 8;
  return markup`${label(picture.unit, { x: PAD, y: top - 6, size: PICTURE.small }, drawing.lang)}${rows.map(
    (row, i) =>
      markup`<rect x="${PAD}" y="${round(top + i * LEGEND_ROW)}" width="20" height="12" fill="${row.colour}"/>${label(
        row.words,
        { x: PAD + 27, y: top + i * LEGEND_ROW + 10, size: PICTURE.small },
        drawing.lang,
      )}`,
  )}`;
}

function boxOf(outline: Outline): Box {
  const box: Box = { west: 180, south: 90, east: -180, north: -90 };
  for (const unit of outline.units)
    for (const ring of unit.rings)
      for (const [longitude, latitude] of ring) {
        box.west = Math.min(box.west, longitude);
        box.east = Math.max(box.east, longitude);
        box.south = Math.min(box.south, latitude);
        box.north = Math.max(box.north, latitude);
      }
  return box;
}

function within([longitude, latitude]: Place, box: Box): boolean {
  return longitude >= box.west && longitude <= box.east && latitude >= box.south && latitude <= box.north;
}

/** By the even–odd rule, over all rings of a unit. */
function isInside([x, y]: Place, rings: readonly Place[][]): boolean {
  let inside = false;
  for (const ring of rings)
    for (let i = 0; i < ring.length; i++) {
      const [x1, y1] = ring[i]!;
      const [x2, y2] = ring[(i + 1) % ring.length]!;
      if (y1 > y !== y2 > y && x < x1 + ((y - y1) / (y2 - y1)) * (x2 - x1)) inside = !inside;
    }
  return inside;
}

function areaPath(rings: readonly Place[][], projection: Projection, box: Box): string {
  return rings
    .map((ring) => {
      const points = thinned(clipped(ring, box).map(projection));
      return points.length < 3 ? '' : `M${points.map(([x, y]) => `${round(x)} ${round(y)}`).join('L')}Z`;
    })
    .join('');
}

function linePath(places: readonly Place[], projection: Projection): string {
  return `M${thinned(places.map(projection))
    .map(([x, y]) => `${round(x)} ${round(y)}`)
    .join('L')}`;
}

function thinned(points: readonly Point[]): Point[] {
  const out: Point[] = [];
  for (const point of points) {
    const last = out.at(-1);
    if (last === undefined || Math.hypot(point[0] - last[0], point[1] - last[1]) >= NEAREST) out.push(point);
  }
  const last = points.at(-1);
  if (last !== undefined && out.length === 1) out.push(last);
  return out;
}

/** The part of a ring inside a box (Sutherland and Hodgman 1974). */
function clipped(ring: readonly Place[], box: Box): Place[] {
  if (ring.every((place) => within(place, box))) return [...ring];
  const edges: { inside: (p: Place) => boolean; cut: (a: Place, b: Place) => Place }[] = [
    { inside: ([x]) => x >= box.west, cut: (a, b) => at(a, b, 0, box.west) },
    { inside: ([x]) => x <= box.east, cut: (a, b) => at(a, b, 0, box.east) },
    { inside: ([, y]) => y >= box.south, cut: (a, b) => at(a, b, 1, box.south) },
    { inside: ([, y]) => y <= box.north, cut: (a, b) => at(a, b, 1, box.north) },
  ];
  let points: Place[] = [...ring];
  for (const { inside, cut } of edges) {
    const input = points;
    points = [];
    for (let i = 0; i < input.length; i++) {
      const previous = input[(i + input.length - 1) % input.length]!;
      const current = input[i]!;
      if (inside(previous) !== inside(current)) points.push(cut(previous, current));
      if (inside(current)) points.push(current);
    }
  }
  return points;
}

/** Where the way from `a` to `b` meets a meridian (axis 0) or a parallel (axis 1). */
function at(a: Place, b: Place, axis: 0 | 1, limit: number): Place {
  const share = (limit - a[axis]) / (b[axis] - a[axis]);
  return [a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])];
}

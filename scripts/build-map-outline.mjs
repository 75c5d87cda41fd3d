/**
 * Writes codes/map-china-outline.json: the outline of the 34 provincial units, decoded from the map that ECharts 4.9.0
 * brings along (Apache-2.0). Run it on an unpacked `npm pack echarts@4.9.0`:
 *   node scripts/build-map-outline.mjs PACKAGE_DIR
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';

const [packageDir] = process.argv.slice(2);
if (packageDir === undefined) throw new Error('usage: node scripts/build-map-outline.mjs PACKAGE_DIR');
const map = JSON.parse(await readFile(join(packageDir, 'map/json/china.json'), 'utf8'));
const { provinces } = parse(await readFile('lexicons/areas.yaml', 'utf8')).areas;
const names = new Map(provinces.map(([code, full, short]) => [code, { full, short }]));

/** ECharts' packing: zigzag differences in 1/1024 degree, offset by 64, two characters a point. */
function decode(text, [x0, y0]) {
  const points = [];
  let x = x0;
  let y = y0;
  const difference = (code) => ((code - 64) >> 1) ^ -((code - 64) & 1);
  for (let i = 0; i + 1 < text.length; i += 2) {
    x += difference(text.charCodeAt(i));
    y += difference(text.charCodeAt(i + 1));
    const point = `${Math.round((x / 1024) * 100) / 100},${Math.round((y / 1024) * 100) / 100}`;
    if (point !== points.at(-1)) points.push(point);
  }
  return points;
}

const units = map.features
  .map(({ id, geometry }) => {
    const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
    const offsets = geometry.type === 'Polygon' ? [geometry.encodeOffsets] : geometry.encodeOffsets;
    return {
      code: id,
      name: names.get(id).full,
      short: names.get(id).short,
      rings: polygons.flatMap((rings, i) => rings.map((ring, k) => decode(ring, offsets[i][k]).join(' '))),
    };
  })
  .sort((a, b) => (a.code < b.code ? -1 : 1));

const outline = {
  version: 1,
  updated: '2026-11-21',
  about:
    'Outline of the 34 provincial units for thematic maps, simplified; no standard map, without approval number. Rings as "longitude,latitude …", degrees.',
  origin: 'ECharts 4.9.0, map/json/china.json, decoded and rounded to 0.01 degree',
  licence: 'Apache-2.0',
  notice:
    'Apache ECharts (incubating), Copyright 2017-2020 The Apache Software Foundation. This product includes software developed at The Apache Software Foundation (http://www.apache.org/).',
  units,
};
await writeFile('codes/map-china-outline.json', `${JSON.stringify(outline, null, 2)}\n`);

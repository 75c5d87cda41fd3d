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
    points.push([Math.round((x / 1024) * 1000) / 1000, Math.round((y / 1024) * 1000) / 1000]);
  }
  return points;
}

const features = map.features
  .map(({ id, geometry }) => {
    const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
    const offsets = geometry.type === 'Polygon' ? [geometry.encodeOffsets] : geometry.encodeOffsets;
    return {
      type: 'Feature',
      properties: { code: id, name: names.get(id).full, short: names.get(id).short },
      geometry: {
        type: 'MultiPolygon',
        coordinates: polygons.map((rings, i) => rings.map((ring, k) => decode(ring, offsets[i][k]))),
      },
    };
  })
  .sort((a, b) => (a.properties.code < b.properties.code ? -1 : 1));

const header = {
  version: 1,
  updated: '2026-11-21',
  about:
    'Outline of the 34 provincial units for thematic maps, simplified; not a standard map and without an approval number.',
  origin: 'ECharts 4.9.0, map/json/china.json, decoded and rounded to 0.001 degree',
  licence: 'Apache-2.0',
  notice:
    'Apache ECharts (incubating), Copyright 2017-2020 The Apache Software Foundation. This product includes software developed at The Apache Software Foundation (http://www.apache.org/).',
};
const lines = features.map((feature) => `  ${JSON.stringify(feature)}`).join(',\n');
const head = JSON.stringify({ type: 'FeatureCollection', header }, null, 1).replace(/\n}$/, '');
await writeFile('codes/map-china-outline.json', `${head},\n "features": [\n${lines}\n ]\n}\n`);

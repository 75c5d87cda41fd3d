import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type MapPicture, type Outline, officialOutline, pictureFile } from '../../src/brief/index.js';
import { CHINA_FACTS, china } from './brief-data.js';

const outline = china();
const SYNTHETIC = { zh: '合成数据', en: 'synthetic data' };

function map(of: Outline): MapPicture {
  return {
    kind: 'map',
    id: 'map',
    title: { zh: '各省增速', en: 'Growth' },
    detail: { zh: '2024年，%', en: '2024, %' },
    source: { zh: `来源：甲。${of.source.zh}`, en: `Source: A. ${of.source.en}` },
    unit: '%',
    outline: of,
    values: of.units.slice(0, 20).map((unit, i) => ({
      code: unit.code,
      value: i - 3,
      marked: i === 4,
      figure: { type: 'cited', words: String(i), tone: 'plain', references: [] },
    })),
  };
}

const provinces = outline.units.map(({ code, name }) => ({ code, name }));
const codeOf = (name: string) => provinces.find((p) => p.name === name)?.code ?? null;

function inside([x, y]: [number, number], code: string, of: Outline = outline): boolean {
  let odd = false;
  for (const ring of of.units.find((u) => u.code === code)!.rings)
    for (const [i, [x1, y1]] of ring.entries()) {
      const [x2, y2] = ring[(i + 1) % ring.length]!;
      if (y1 > y !== y2 > y && x < x1 + ((y - y1) / (y2 - y1)) * (x2 - x1)) odd = !odd;
    }
  return odd;
}

describe('the map of the country', () => {
  it('has all 34 provincial units, Taiwan among them', () => {
    expect(outline.units.length).toBe(34);
    expect(new Set(outline.units.map((u) => u.code)).size).toBe(34);
    expect(outline.units.map((u) => u.short)).toEqual(
      expect.arrayContaining(['台湾', '香港', '澳门', '西藏', '新疆']),
    );
    expect(inside([121.0, 23.8], '710000')).toBe(true);
  });

  it('draws the boundary as China draws it', () => {
    expect(inside([93.5, 28.0], '540000')).toBe(true);
    expect(inside([79.3, 35.3], '650000')).toBe(true);
    expect(outline.sea?.islands.map((i) => i.name.zh)).toEqual(
      expect.arrayContaining([
        '钓鱼岛',
        '东沙群岛',
        '西沙群岛',
        '中沙群岛',
        '南沙群岛',
        '黄岩岛',
        '曾母暗沙',
      ]),
    );
    expect(outline.lines.length).toBe(10);
  });

  it('shows the South China Sea in an inset, with the dash line', () => {
    const { svg } = pictureFile(map(outline), 'zh', null);
    const inset = /<g class="inset">(.*?)<\/g>/s.exec(svg)?.[1] ?? '';
    expect(inset.match(/class="boundary"/g)?.length).toBe(10);
    expect(inset).toContain('>南海<');
    expect(inset).toContain('>南沙群岛<');
    expect(svg.replace(inset, '').match(/class="boundary"/g)!.length).toBeGreaterThanOrEqual(2);
  });

  it('says where it comes from, and that it has no approval number', () => {
    const { svg } = pictureFile(map(outline), 'zh', SYNTHETIC);
    const said = svg.replace(/<[^>]+>/g, '');
    expect(said).toContain('来源：甲。底图：示意轮廓，非标准地图，无审图号');
    expect(said).toContain('ECharts 4.9.0，Apache-2.0');
    expect(said).toContain('合成数据');
  });

  it('names each unit once', () => {
    const { svg } = pictureFile(map(outline), 'zh', null);
    for (const unit of outline.units) expect(svg.split(`>${unit.short}<`).length, unit.short).toBe(2);
  });
});

type Feature = { type: 'Feature'; properties: Record<string, string>; geometry: unknown };

function geojson(change: (features: Feature[]) => Feature[] = (f) => f) {
  const units: Feature[] = outline.units.map((unit) => ({
    type: 'Feature',
    properties: { name: unit.name, gb: `156${unit.code}` },
    geometry: { type: 'MultiPolygon', coordinates: unit.rings.map((ring) => [ring]) },
  }));
  const dashes: Feature = {
    type: 'Feature',
    properties: { name: '境界线' },
    geometry: { type: 'MultiLineString', coordinates: outline.lines },
  };
  return { type: 'FeatureCollection', features: change([...units, dashes]) };
}

function official(tree: unknown, approval: string | null = 'GS(2024)0650号'): Outline {
  return officialOutline({
    file: 'map.geojson',
    approval,
    geojson: tree,
    codeOf,
    chinaFacts: CHINA_FACTS,
    provinces,
  });
}

describe('a standard map of the user', () => {
  it('is drawn with its approval number', () => {
    const own = official(geojson());
    expect(own.units.length).toBe(34);
    expect(own.lines.length).toBe(10);
    const { svg } = pictureFile(map(own), 'zh', null);
    expect(svg.replace(/<[^>]+>/g, '')).toContain('底图：map.geojson，审图号 GS(2024)0650号');
    expect(official(geojson(), null).source.zh).toContain('未提供审图号');
  });

  it('is refused without Taiwan, and without the dash line', () => {
    const no = (name: string) => geojson((features) => features.filter((f) => f.properties.name !== name));
    expect(() => official(no('台湾省'))).toThrow(/缺少：台湾省/);
    expect(() => official(no('境界线'))).toThrow(/南海断续线/);
  });

  it('may show a part of the country, without an inset', () => {
    const part = official(geojson((features) => features.slice(0, 5)));
    expect(part.sea).toBeNull();
    expect(pictureFile(map(part), 'en', null).svg).not.toContain('class="inset"');
  });

  it('is refused where it is no map', () => {
    for (const tree of [null, 7, {}, { type: 'FeatureCollection', features: [] }, { type: 'Topology' }])
      expect(() => official(tree)).toThrow(/GeoJSON/);
    expect(() => official(geojson((f) => f.slice(-1)))).toThrow(/没有认得出的行政区/);
  });
});

const REFERENCE = '../shared/data/geo/tianditu_style_china_provinces_scu.json';

describe.skipIf(!existsSync(REFERENCE))('against a map in the official style (needs ../shared)', () => {
  const read = () => official(JSON.parse(readFileSync(REFERENCE, 'utf8')) as unknown);

  it('takes it in whole', () => {
    const own = read();
    expect(own.units.length).toBe(34);
    expect(pictureFile(map(own), 'zh', null).svg).toContain('class="inset"');
  });

  it('agrees with it on nearly every point of the country', () => {
    const own = read();
    let agree = 0;
    let all = 0;
    for (let x = 74; x < 135; x += 1.5)
      for (let y = 18.5; y < 53.5; y += 1.5)
        for (const { code } of provinces) {
          const [ours, theirs] = [inside([x, y], code), inside([x, y], code, own)];
          if (!ours && !theirs) continue;
          all++;
          if (ours && theirs) agree++;
        }
    expect(all).toBeGreaterThan(350);
    expect(agree / all).toBeGreaterThan(0.97);
  });

  it('has each dash where it has it', () => {
    const dashes = read().lines.filter((l) =>
      l.every(([x, y]) => y < 25 && (x > 117.5 || y < 18) && x > 107 && !(x < 112 && y > 18)),
    );
    const middle = (l: Outline['lines'][number]) =>
      [(l[0]![0] + l.at(-1)![0]) / 2, (l[0]![1] + l.at(-1)![1]) / 2] as const;
    for (const dash of outline.lines) {
      const [x, y] = middle(dash);
      const nearest = Math.min(...dashes.map((l) => Math.hypot(middle(l)[0] - x, middle(l)[1] - y)));
      expect(nearest).toBeLessThan(0.2);
    }
  });
});

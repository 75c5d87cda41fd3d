// Writes samples/layout: what thirty made-up cities of five provinces make, 2019 to 2024, and which of them adjoin.
// Seeded, so that every run writes the same bytes; --check compares with the files that are there.
// Cities have capabilities and industries need some of them; a city gains one now and then, sooner where a neighbour has it.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { parse } from 'yaml';
import { csv, randomFrom } from './seeded.mjs';

const FOLDER = new URL('../samples/layout/', import.meta.url);
const YEARS = [2019, 2020, 2021, 2022, 2023, 2024];
const CAPABILITIES = 24;

const random = randomFrom(20241122);
const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
const chosen = (n, from) => {
  const left = [...from];
  return Array.from(
    { length: Math.min(n, left.length) },
    () => left.splice(Math.floor(random() * left.length), 1)[0],
  );
};

const PROVINCES = [
  ['临江省', ['江城市', '北桥市', '南浦市', '东屏市', '西堰市', '石门州'], 0, 0],
  ['望岳省', ['望东市', '望南市', '望西市', '望北市', '望中市', '望川市'], 1, 0.2],
  ['澜洲省', ['澜东市', '澜南市', '澜西市', '澜北市', '澜中市', '澜港市'], 0.3, 1],
  ['沧平省', ['沧东市', '沧南市', '沧西市', '沧北市', '沧中市', '沧湾市'], -0.9, 0.5],
  ['朔原省', ['朔东市', '朔南市', '朔西市', '朔北市', '朔中市', '朔川市'], -0.2, -1],
];

// Divisions of GB/T 4754-2017 whose groups are in the table, from what needs little to what needs much.
const DIVISIONS = [
  ['06', 1],
  ['13', 1],
  ['14', 1],
  ['17', 1],
  ['18', 1],
  ['30', 1],
  ['31', 2],
  ['32', 2],
  ['26', 2],
  ['34', 3],
  ['35', 3],
  ['36', 3],
  ['38', 3],
  ['27', 4],
  ['37', 4],
  ['40', 4],
  ['39', 4],
];
const LEFT = new Set([
  '062',
  '069',
  '154',
  '159',
  '223',
  '262',
  '268',
  '338',
  '339',
  '346',
  '348',
  '352',
  '353',
  '354',
  '363',
  '364',
  '365',
  '376',
  '378',
  '379',
  '386',
  '389',
  '393',
  '394',
  '399',
  '403',
  '405',
  '409',
]);

const sections = parse(
  readFileSync(new URL('../codes/industries-gbt4754-2017.yaml', import.meta.url), 'utf8'),
).sections;
const divisions = Object.assign({}, ...Object.values(sections).map((section) => section.divisions));
const industries = DIVISIONS.flatMap(([division, level]) =>
  divisions[division][1]
    .split(' ')
    .map((group) => ({ code: division + group[0], name: group.slice(1), division, level }))
    .filter(({ code }) => !LEFT.has(code)),
);

// Capabilities become rarer with their number; an industry of level L needs some around 6 (L − 1) to 6 L, those of one
// division mostly the same ones, and one that is easier.
const band = (level) => Array.from({ length: 6 }, (_, i) => 6 * (level - 1) + i);
const needsOf = new Map(DIVISIONS.map(([division, level]) => [division, chosen(3, band(level))]));
for (const industry of industries) {
  const { division, level } = industry;
  const easier = Array.from({ length: 6 * level }, (_, k) => k);
  industry.needs = [...new Set([...chosen(2, needsOf.get(division)), ...chosen(1, easier)])];
  industry.scale = Math.exp(7 + 0.6 * normal());
}

/** Of a city that has got about so far: the easy ones nearly all, the hard ones hardly. */
function capabilitiesOf(reach) {
  const has = new Set();
  for (let k = 0; k < CAPABILITIES; k++)
    if (random() < 1 / (1 + Math.exp((k - reach) / 2.5)) - 0.08) has.add(k);
  return has;
}

const cities = PROVINCES.flatMap(([province, names, x, y]) =>
  names.map((name, i) => ({
    province,
    name,
    x: x + 0.45 * Math.cos((i * Math.PI) / 3) * (i === 0 ? 0 : 1),
    y: y + 0.45 * Math.sin((i * Math.PI) / 3) * (i === 0 ? 0 : 1),
    size: Math.exp(0.5 * normal()) * (i === 0 ? 2.2 : 1),
    has: capabilitiesOf(i === 0 ? 17 : 6 + 9 * random()),
  })),
);
for (const city of cities) city.luck = industries.map(() => Math.exp(0.4 * normal()));
const distance = (a, b) => Math.hypot(a.x - b.x, a.y - b.y);
const nearest = (city) =>
  cities
    .filter((other) => other !== city)
    .sort((a, b) => distance(city, a) - distance(city, b))
    .slice(0, 4);
const adjoining = new Map(cities.map((city) => [city, new Set(nearest(city))]));
for (const [city, near] of adjoining) for (const other of near) adjoining.get(other).add(city);

const rows = [['年份', '地区', '行业', '从业人员']];
for (const year of YEARS) {
  for (const city of cities)
    industries.forEach((industry, p) => {
      const share = industry.needs.filter((need) => city.has.has(need)).length / industry.needs.length;
      city.luck[p] *= Math.exp(0.06 * normal());
      const people = Math.round(industry.scale * city.size * share ** 4 * city.luck[p]);
      if (people >= 100) rows.push([year, city.name, industry.name, people]);
    });
  const before = new Map(cities.map((city) => [city, new Set(city.has)]));
  for (const city of cities)
    for (let k = 0; k < CAPABILITIES; k++) {
      if (before.get(city).has(k)) continue;
      const near =
        [...adjoining.get(city)].filter((other) => before.get(other).has(k)).length /
        adjoining.get(city).size;
      if (
        random() <
        (0.015 + 0.09 * near) * (before.get(city).has(k - 1) || before.get(city).has(k + 1) ? 1.6 : 0.5)
      )
        city.has.add(k);
    }
}

const neighbours = [['地区', '邻近地区']];
for (const [city, near] of adjoining) for (const other of near) neighbours.push([city.name, other.name]);

const files = { 'city-industries.synthetic.csv': csv(rows), 'neighbours.synthetic.csv': csv(neighbours) };
if (process.argv.includes('--check')) {
  for (const [name, text] of Object.entries(files))
    if (readFileSync(new URL(name, FOLDER), 'utf8') !== text) {
      console.error(`samples/layout/${name} is not what the script writes`);
      process.exitCode = 1;
    }
  if (process.exitCode !== 1) console.log('samples/layout is up to date');
} else {
  mkdirSync(FOLDER, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(new URL(name, FOLDER), text);
}

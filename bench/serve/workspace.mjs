/**
 * Makes a workspace of the size that the server is to bear, out of made-up tables that go through the imports as any
 * file does: firms, links between them, classes of inputs, reports. The same seed gives the same tables.
 *
 *   node bench/serve/workspace.mjs --out DIR [--firms 100000] [--links 600000] [--reports 10000000] [--seed 1]
 *
 * Needs a build (npm run build) and, in full size, about 1 GB of disk.
 */
import { createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { importTable, Workspace } from '../../dist/store/index.js';
import { openTableImport } from '../../dist/verbs/index.js';
import { creditCode, randomFrom } from './served.mjs';

const { values: options } = parseArgs({
  options: {
    out: { type: 'string' },
    firms: { type: 'string', default: '100000' },
    links: { type: 'string', default: '600000' },
    reports: { type: 'string', default: '10000000' },
    seed: { type: 'string', default: '1' },
  },
});
if (!options.out) throw new Error('--out DIR is wanted');
const [firms, links, reports, seed] = ['firms', 'links', 'reports', 'seed'].map((key) =>
  Number(options[key]),
);
const ITEMS = [
  '工业总产值(千元)',
  '营业收入(千元)',
  '利润总额(千元)',
  '从业人员(人)',
  '工业用电量(万千瓦时)',
];
const AREAS = [
  '南京市',
  '无锡市',
  '徐州市',
  '常州市',
  '苏州市',
  '南通市',
  '连云港市',
  '淮安市',
  '盐城市',
  '扬州市',
  '镇江市',
  '泰州市',
  '宿迁市',
];
const INDUSTRIES = [
  'C13',
  'C17',
  'C26',
  'C27',
  'C30',
  'C31',
  'C33',
  'C34',
  'C35',
  'C36',
  'C38',
  'C39',
  'C40',
];
const SIZES = ['大型', '中型', '小型', '微型'];
const months = Math.max(1, Math.round(reports / firms / ITEMS.length));
const codes = Array.from({ length: firms }, (_, number) => creditCode(number));

function* enterpriseLines() {
  const random = randomFrom(seed);
  const one = (list) => list[Math.floor(random() * list.length)];
  yield '统一社会信用代码,企业名称,地区,行业代码,企业规模,从业人员,成立日期';
  for (const [number, code] of codes.entries())
    yield `${code},合成企业${number}有限公司,${one(AREAS)},${one(INDUSTRIES)},${one(SIZES)},${5 + Math.floor(random() ** 3 * 3000)},${1995 + Math.floor(random() * 28)}-0${1 + Math.floor(random() * 9)}`;
}

/** Large firms sell and buy more: partners are drawn by the square of a uniform number. */
function* linkLines() {
  const random = randomFrom(seed + 1);
  yield '供应企业,采购企业,产品,金额,单位,时期,证据等级';
  const seen = new Set();
  while (seen.size < links) {
    const supplier = Math.floor(random() ** 2 * firms);
    const buyer = Math.floor(random() ** 2 * firms);
    const key = supplier * firms + buyer;
    if (supplier === buyer || seen.has(key)) continue;
    seen.add(key);
    yield `${codes[supplier]},${codes[buyer]},${INDUSTRIES[supplier % INDUSTRIES.length]},${10 + Math.floor(random() * 9000)},万元,2024年,B`;
  }
}

/** Every third pair of industries essential, every third of no account. */
function* classLines() {
  yield '供应行业,采购行业,类别';
  for (const [i, supplier] of INDUSTRIES.entries())
    for (const [j, buyer] of INDUSTRIES.entries()) yield `${supplier},${buyer},${(7 * i + 3 * j) % 3}`;
}

function* reportLines() {
  const random = randomFrom(seed + 2);
  yield ['统一社会信用代码', '报告期', ...ITEMS].join(',');
  for (const code of codes) {
    const level = 200 + random() ** 4 * 100_000;
    const staff = 5 + Math.floor(level / 90);
    for (let m = 0; m < months; m++) {
      const output = Math.round(level * (0.9 + random() * 0.2));
      const period = `${2023 + Math.floor(m / 12)}-${String((m % 12) + 1).padStart(2, '0')}`;
      yield `${code},${period},${output},${Math.round(output * 0.97)},${Math.round(output * 0.06)},${staff},${(output / 400).toFixed(1)}`;
    }
  }
}

async function* inParts(lines) {
  let part = '';
  for (const line of lines) {
    part += `${line}\n`;
    if (part.length > 1 << 20) {
      yield part;
      part = '';
    }
  }
  yield part;
}

await mkdir(options.out, { recursive: true });
const workspace = await Workspace.open(options.out);
const took = {};
for (const [as, lines] of [
  ['enterprises', enterpriseLines],
  ['links', linkLines],
  ['input-classes', classLines],
  ['reports', reportLines],
]) {
  const file = join(options.out, `.${as}.csv`);
  await pipeline(Readable.from(inParts(lines())), createWriteStream(file));
  const began = performance.now();
  const settings = await openTableImport(options.out, { as, synthetic: true }, '2026-11-22', {
    step: (now) => process.stderr.write(`${as}: ${typeof now === 'string' ? now : now.en}          \r`),
    end: () => undefined,
  });
  const result = await importTable(workspace, file, { ...settings, name: `${as}.csv` });
  took[as] = {
    accepted: result.accepted,
    rejected: result.rejected,
    seconds: Math.round((performance.now() - began) / 1000),
  };
  process.stderr.write(`\n${JSON.stringify({ [as]: took[as], reasons: result.reasons.slice(0, 2) })}\n`);
  await rm(file);
}
await workspace.close();
process.stdout.write(
  `${JSON.stringify({ asked: { firms, links, reports, months, seed }, took }, null, 2)}\n`,
);

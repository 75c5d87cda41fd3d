/**
 * How fast pages are read, on one core, in one run: whole reading of plain text and of HTML, beside two peers on the same
 * pages (@mozilla/readability over linkedom: the body only; Microsoft's recognisers for Chinese: quantities only), and
 * how time grows with the length of a page. Reports medians over rounds, as pages per second of processor time and as
 * ratios.
 *
 *   node bench/read/bench.mjs [--rounds 5] [--pages DIR]… [--no-growth] [--json]
 *
 * Needs a build (npm run build). Pages: samples/pages, and ../shared/seeds where that folder exists.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import Recognizers from '@microsoft/recognizers-text-suite';
import { Readability } from '@mozilla/readability';
import { parseHTML } from 'linkedom';
import { createReader } from '../../dist/read/index.js';
import { loadLexicons } from '../../dist/store/index.js';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    pages: { type: 'string', multiple: true },
    'no-growth': { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});
const rounds = Number(options.rounds);
if (!Number.isInteger(rounds) || rounds < 1)
  throw new Error(`--rounds ${options.rounds}: a whole number of at least 1`);

const folders =
  options.pages ?? [join(root, 'samples', 'pages'), join(root, '..', 'shared', 'seeds')].filter(existsSync);

function decoded(bytes) {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('gb18030').decode(bytes);
  }
}

const files = folders.flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => ['.txt', '.md', '.html', '.htm'].includes(extname(name)))
    .sort()
    .map((name) => ({ name: basename(name), bytes: readFileSync(join(folder, name)) })),
);
const isMarkup = ({ bytes }) => /<(p|div|html)\b/i.test(decoded(bytes));
const plainPages = files.filter((file) => !isMarkup(file));
const encoder = new TextEncoder();
const escapeHtml = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const links = (count, words) =>
  Array.from({ length: count }, (_, i) => {
    const word = words[i % words.length];
    return `<li class="item item-${i % 5}"><a href="/channel/${i}/${i * 37}.html" title="${word}" target="_blank"><span>${word}</span></a></li>`;
  }).join('\n');

/** What stands around an article on a news site, about 40 kB: style, script, menus, teasers, comments, links. */
function siteFrame(title, body) {
  const style = Array.from(
    { length: 150 },
    (_, i) =>
      `.c${i} .item-${i % 5}>a:hover{color:#${(i * 4099).toString(16).padStart(6, '0')};margin:${i % 9}px}`,
  ).join('\n');
  const script = `window.__DATA__=${JSON.stringify(Array.from({ length: 80 }, (_, i) => ({ id: i, slot: `slot-${i}`, visible: i % 2 === 0 })))};`;
  const menu = [
    '首页',
    '要闻',
    '宏观经济',
    '产业经济',
    '政策法规',
    '统计数据',
    '专精特新',
    '先进制造',
    '视频',
    '图片',
  ];
  const teasers = [
    '多地出台措施支持企业技术改造',
    '一季度重点行业运行平稳',
    '专家谈新型工业化',
    '图解：产业链怎么补',
  ];
  return `<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>${title}</title>
<style>${style}</style><script>${script}</script></head>
<body><div class="top"><ul class="nav">${links(80, menu)}</ul></div>
<div class="main"><div class="content"><h1>${title}</h1>
${body}
</div><div class="side">${['热点', '推荐', '排行'].map((head) => `<div class="box"><h3>${head}</h3><ul>${links(20, teasers)}</ul></div>`).join('')}</div></div>
<div class="comments">${Array.from({ length: 20 }, (_, i) => `<div class="reply" id="r${i}"><span class="user">网友${i}</span><p>说得好，支持。</p></div>`).join('')}</div>
<div class="footer"><ul>${links(40, menu)}</ul><p>版权所有</p></div></body></html>`;
}

/** A plain page in the frame of a site: a document that both this reader and a body extractor can work on. */
function wrapped({ name, bytes }) {
  const [title, ...lines] = decoded(bytes)
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
    .map(escapeHtml);
  const body = lines.map((line) => `<p>${line}</p>`).join('\n');
  return { name: `${name}.html`, bytes: encoder.encode(siteFrame(title, body)) };
}

const htmlPages = [...files.filter(isMarkup), ...plainPages.map(wrapped)];
const reader = createReader(await loadLexicons());

/** Processor time, not time on the clock: the machine may be busy with other things. */
const seconds = async (work) => {
  const start = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1e6;
};

async function readAll(pages) {
  for (const page of pages) await reader.read(page);
}

function extractAll(sources) {
  for (const source of sources) new Readability(parseHTML(source).document).parse();
}

function recogniseAll(texts) {
  for (const text of texts) {
    Recognizers.recognizeNumber(text, Recognizers.Culture.Chinese);
    Recognizers.recognizePercentage(text, Recognizers.Culture.Chinese);
    Recognizers.recognizeCurrency(text, Recognizers.Culture.Chinese);
    Recognizers.recognizeDimension(text, Recognizers.Culture.Chinese);
  }
}

const median = (values) => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};

const htmlSources = htmlPages.map((page) => decoded(page.bytes));
const plainTexts = plainPages.map((page) => decoded(page.bytes));
const contests = {
  readText: () => readAll(plainPages),
  recognisers: () => recogniseAll(plainTexts),
  readHtml: () => readAll(htmlPages),
  readability: () => extractAll(htmlSources),
};

/** Short contests are repeated within a round until they take long enough to be timed. */
async function timed(work) {
  let times = 0;
  let total = 0;
  while (total < 0.25) {
    total += await seconds(work);
    times++;
  }
  return total / times;
}

for (const name of ['readText', 'readHtml', 'readability'])
  for (let i = 0; i < 3; i++) await contests[name]();
const taken = Object.fromEntries(Object.keys(contests).map((name) => [name, []]));
for (let round = 0; round < rounds; round++)
  for (const [name, work] of Object.entries(contests)) taken[name].push(await timed(work));

const perRound = (a, b) => median(taken[a].map((time, round) => time / taken[b][round]));
const result = {
  schema: 'ballast.bench-read/1',
  node: process.version,
  rounds,
  pages: { text: plainPages.length, html: htmlPages.length },
  characters: {
    text: plainTexts.reduce((sum, text) => sum + text.length, 0),
    html: htmlSources.reduce((sum, text) => sum + text.length, 0),
  },
  medianHtmlKilobytes: median(htmlPages.map((page) => page.bytes.length / 1000)),
  pagesPerSecond: {
    readText: plainPages.length / median(taken.readText),
    recognisers: plainPages.length / median(taken.recognisers),
    readHtml: htmlPages.length / median(taken.readHtml),
    readability: htmlPages.length / median(taken.readability),
  },
  ratios: {
    'time of reading HTML / time of Readability + linkedom (body only)': perRound('readHtml', 'readability'),
    'time of reading text / time of Recognizers-Text zh (quantities only)': perRound(
      'readText',
      'recognisers',
    ),
  },
};

/** Least-squares slope of log time over log length: 1 is linear. */
function slope(points) {
  const xs = points.map((p) => Math.log(p.length));
  const ys = points.map((p) => Math.log(p.seconds));
  const mean = (values) => values.reduce((sum, v) => sum + v, 0) / values.length;
  const [mx, my] = [mean(xs), mean(ys)];
  return (
    xs.reduce((sum, x, i) => sum + (x - mx) * (ys[i] - my), 0) / xs.reduce((sum, x) => sum + (x - mx) ** 2, 0)
  );
}

/** A page of about `length` characters: paragraphs of the corpus in turn, each time with other numbers in them. */
function longPage(length) {
  const paragraphs = plainTexts
    .flatMap((text) => text.split(/\r?\n/))
    .map((line) => line.trim())
    .filter((line) => line.length > 60 && /[。.]/.test(line));
  const lines = ['一九九九年以来工业运行数据汇编', ''];
  let written = 0;
  for (let i = 0; written < length; i++) {
    const line = paragraphs[i % paragraphs.length].replace(/\d\.\d/g, (n) =>
      (Number(n) + (i % 7) / 10).toFixed(1),
    );
    lines.push(`　　${line}`, '');
    written += line.length + 4;
  }
  return lines.join('\n');
}

if (!options['no-growth']) {
  result.growth = {};
  const lengths = [4_000, 16_000, 64_000, 256_000, 1_000_000];
  for (const [form, dress] of [
    ['text', (page) => page],
    ['html', wrapped],
  ]) {
    const points = [];
    for (const length of lengths) {
      const page = dress({ name: `long-${length}.txt`, bytes: encoder.encode(longPage(length)) });
      const runs = [];
      for (let i = 0; i < Math.min(rounds, 3); i++) runs.push(await seconds(() => reader.read(page)));
      points.push({ length, seconds: median(runs) });
    }
    result.growth[form] = { slope: slope(points.slice(1)), points };
  }
}

if (options.json) console.log(JSON.stringify(result, null, 2));
else {
  const n = (value, digits = 1) => value.toFixed(digits);
  console.log(
    `${result.pages.text} plain pages (${result.characters.text} characters), ${result.pages.html} HTML pages (median ${n(result.medianHtmlKilobytes, 0)} kB), medians of ${rounds} rounds, processor time, Node ${process.version}`,
  );
  console.log('\npages per second');
  for (const [name, value] of Object.entries(result.pagesPerSecond))
    console.log(`  ${name.padEnd(12)} ${n(value).padStart(8)}`);
  console.log('\nratios');
  for (const [name, value] of Object.entries(result.ratios))
    console.log(`  ${n(value, 3).padStart(8)}  ${name}`);
  for (const [form, { slope: s, points }] of Object.entries(result.growth ?? {})) {
    console.log(`\ntime against length, ${form}: log-log slope ${n(s, 2)} (16 k to 1 M characters)`);
    for (const p of points)
      console.log(`  ${String(p.length).padStart(9)} characters ${n(p.seconds * 1000).padStart(9)} ms`);
  }
}

/**
 * The article found in a page, beside @mozilla/readability over linkedom: character F1 on every page whose article is
 * known, punctuation ignored, and processor time of both on the same pages in one run.
 *
 *   node bench/read/body.mjs [--rounds 5] [--json]
 *
 * Needs a build (npm run build). Pages: the shapes of test/read, the labelled corpora, and ../shared/seeds where that
 * folder exists. A page of plain text is given to Readability with every line in a paragraph element.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Readability } from '@mozilla/readability';
import { parseHTML } from 'linkedom';
import { runnerImport } from 'vite';
import { CleaningLexiconSchema, cleanPage } from '../../dist/read/clean/index.js';
import { RepairLexiconSchema, repairLines } from '../../dist/read/repair/index.js';
import { loadLexicons } from '../../dist/store/index.js';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const { values: options } = parseArgs({
  options: { rounds: { type: 'string', default: '5' }, json: { type: 'boolean', default: false } },
});
const rounds = Number(options.rounds);
if (!Number.isInteger(rounds) || rounds < 1)
  throw new Error(`--rounds ${options.rounds}: a whole number of at least 1`);

const load = async (path) => (await runnerImport(join(root, path))).module;
const { pageShapes } = await load('test/read/clean/shapes/index.ts');
const { shapes } = await load('test/read/clean/fixtures/shapes.ts');
const encoder = new TextEncoder();

const pages = [...pageShapes, ...shapes].map(({ name, page, body, deck }) => ({
  group: 'shapes',
  name,
  bytes: encoder.encode(page),
  body,
  deck,
}));
for (const [group, folder, gold] of [
  ['corpus', 'test/read/corpus/pages', 'test/read/corpus/gold'],
  ['held out', 'test/read/corpus/heldout/pages', 'test/read/corpus/heldout/gold'],
  ['seeds', '../shared/seeds', '../shared/read/gold'],
]) {
  if (!existsSync(join(root, folder))) continue;
  for (const name of readdirSync(join(root, folder)).sort()) {
    const label = join(root, gold, name.replace(/\.[a-z]+$/, '.json'));
    if (!existsSync(label)) continue;
    const { cleanedParagraphs, deck } = JSON.parse(readFileSync(label, 'utf8'));
    pages.push({ group, name, bytes: readFileSync(join(root, folder, name)), body: cleanedParagraphs, deck });
  }
}

function decoded(bytes) {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('gb18030').decode(bytes);
  }
}
const isMarkup = (text) => /<(?:p|div|html|td)\b/i.test(text);
const escapeHtml = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const asMarkup = (text) => {
  const body = text.replace(/^---\n[\s\S]*?\n---\n/, '');
  if (/<html\b/i.test(body)) return body;
  const inner = isMarkup(body)
    ? body
    : body
        .split('\n')
        .map((line) => `<p>${escapeHtml(line)}</p>`)
        .join('\n');
  return `<html><head><title></title></head><body>${inner}</body></html>`;
};

const lexicons = await loadLexicons();
const cleaning = CleaningLexiconSchema.parse(lexicons.cleaning);
const repair = RepairLexiconSchema.parse(lexicons.repair);
const asItIs = (lines, context) => ({ lines: [...lines], title: context.title, repairs: [] });
const ours = async (page, repairer) =>
  (await cleanPage({ name: page.name, bytes: page.bytes }, cleaning, repairer)).clean.paragraphs
    .map((paragraph) => paragraph.text.text)
    .join('\n');
const readability = (html) => new Readability(parseHTML(html).document).parse()?.textContent ?? '';

const letters = (text) => text.replace(/[^\p{L}\p{N}]+/gu, '');

/** Length of the longest common subsequence. */
function common(a, b) {
  let row = new Uint32Array(b.length + 1);
  for (let i = 0; i < a.length; i++) {
    const next = new Uint32Array(b.length + 1);
    const code = a.charCodeAt(i);
    for (let j = 0; j < b.length; j++)
      next[j + 1] = b.charCodeAt(j) === code ? row[j] + 1 : Math.max(row[j + 1], next[j]);
    row = next;
  }
  return row[b.length];
}

function f1(found, wanted) {
  const a = letters(found);
  const b = letters(wanted);
  if (a.length === 0 || b.length === 0) return 0;
  return (200 * common(a, b)) / (a.length + b.length);
}

/** A summary may be given with the article or without it. */
const score = (found, page) => {
  const body = page.body.join('\n');
  return page.deck === undefined
    ? f1(found, body)
    : Math.max(f1(found, body), f1(found, `${page.deck}\n${body}`));
};

const rows = [];
for (const page of pages) {
  const text = decoded(page.bytes);
  let peer = '';
  try {
    peer = readability(asMarkup(text));
  } catch {
    // Readability throws on pages without a document; it then finds nothing.
  }
  const own = await ours(page, (lines, context) => repairLines(lines, context, repair));
  rows.push({
    group: page.group,
    name: page.name,
    markup: isMarkup(text),
    ballast: score(own, page),
    readability: score(peer, page),
  });
}

const timed = pages
  .map((page) => ({ ...page, html: decoded(page.bytes) }))
  .filter(({ html }) => isMarkup(html))
  .map((page) => ({ ...page, html: asMarkup(page.html) }));
const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];
const cost = { ballast: [], readability: [] };
for (let round = 0; round <= rounds; round++) {
  let before = process.cpuUsage();
  for (const page of timed) await ours(page, asItIs);
  let used = process.cpuUsage(before);
  const own = (used.user + used.system) / 1000;
  before = process.cpuUsage();
  for (const { html } of timed) {
    try {
      readability(html);
    } catch {
      // as above
    }
  }
  used = process.cpuUsage(before);
  // The first round warms both up.
  if (round === 0) continue;
  cost.ballast.push(own);
  cost.readability.push((used.user + used.system) / 1000);
}
const perSecond = (tool) => (timed.length * 1000) / median(cost[tool]);
const mean = (list, tool) => list.reduce((sum, row) => sum + row[tool], 0) / list.length;
const summary = new Map();
for (const row of rows) {
  const group = `${row.group}, ${row.markup ? 'HTML' : 'text'}`;
  summary.set(group, [...(summary.get(group) ?? []), row]);
}
const result = {
  schema: 'ballast.bench-body/1',
  pages: rows,
  worse: rows.filter((row) => row.ballast < row.readability - 1).map(({ name }) => name),
  pagesPerSecond: { ballast: perSecond('ballast'), readability: perSecond('readability') },
  timeRatio: median(cost.ballast) / median(cost.readability),
};

if (options.json) console.log(JSON.stringify(result));
else {
  const line = (name, a, b) =>
    console.log(`${a.toFixed(1).padStart(7)} ${b.toFixed(1).padStart(12)}   ${name}`);
  console.log('Ballast  Readability   body, character F1');
  for (const row of rows) line(`${row.group}/${row.name}`, row.ballast, row.readability);
  console.log('\nmeans');
  for (const [group, list] of summary)
    line(`${group} (${list.length})`, mean(list, 'ballast'), mean(list, 'readability'));
  console.log(
    `\nworse by more than a point: ${result.worse.length === 0 ? 'none' : result.worse.join(', ')}`,
  );
  console.log(
    `HTML pages per second of processor time: Ballast ${result.pagesPerSecond.ballast.toFixed(0)}, Readability ${result.pagesPerSecond.readability.toFixed(0)}; time ratio ${result.timeRatio.toFixed(2)}`,
  );
}

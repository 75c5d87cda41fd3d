/**
 * Kills processes with SIGKILL in the middle of importing, and looks at what they leave. Usage, after a build:
 * node test/store/kill.mjs --rounds 40 [--seed 1]. Prints one JSON document; exit code 1 if anything was lost.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { writeSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Workspace } from '../../dist/store/index.js';

const FIGURES = 30;

function page(number) {
  const original = Buffer.from(`page ${number}\n${'工业增加值增长。'.repeat(number % 400)}`);
  const observations = Array.from({ length: FIGURES }, (_, i) => ({
    id: `o${i}`,
    textSpan: `${i}.5%`,
    clause: `增长${i}.5%`,
    start: i,
    end: i + 4,
    indicator: `指标${i}`,
    value: i + 0.5,
    unit: '%',
    kind: 'growth',
    period: '2024',
    scope: { region: '全国', industry: null, group: null },
    comparator: '同比',
    approx: false,
    bound: null,
  }));
  const document = {
    schema: 'ballast.read/1',
    source: `page-${number}.txt`,
    sha256: createHash('sha256').update(original).digest('hex'),
    format: 'text',
    title: `第${number}页`,
    published: '2025-01-17',
    eventDates: [],
    outlet: null,
    originalOutlet: null,
    authors: [],
    editors: [],
    cleanedParagraphs: ['增长。'.repeat(500)],
    paragraphRoles: ['body'],
    paragraphRawLine: [1],
    directions: [],
    observations,
    targets: [],
    programmes: [],
    people: [],
    orgs: [],
    regions: [],
    industries: [],
    futureIndustries: [],
    repairs: [],
    offsetMap: { encoding: 'utf-8', runs: [] },
    selfChecks: [],
  };
  return { document, original };
}

/** Imports for ever; says each page on standard output once it is told that it is committed. */
async function importForever(dir, first) {
  for (let run = 0; ; run++) {
    const workspace = await Workspace.open(dir);
    const notices = workspace.notices.map((notice) => notice.en);
    if (notices.length > 0) writeSync(1, `notice ${JSON.stringify(notices)}\n`);
    const started = workspace.startImport({ kind: 'pages', source: 'kill' });
    for (let batch = 0; batch < 6; batch++) {
      const pages = Array.from({ length: 1 + (batch % 3) * 4 }, (_, i) =>
        page(first + run * 100 + batch * 10 + i),
      );
      await started.addDocuments(pages, { readerVersion: `1.${run}` });
      writeSync(1, pages.map(({ document }) => `committed ${document.sha256}\n`).join(''));
      // A further reading deletes, retires and writes anew.
      if (batch % 2 === 1) await started.addDocuments(pages, { readerVersion: `2.${run}` });
    }
    await started.finish();
    await workspace.close();
  }
}

async function holdForever(dir) {
  await Workspace.open(dir);
  writeSync(1, 'open\n');
  setInterval(() => undefined, 1000);
}

function mulberry32(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * One child, killed `delay` milliseconds after it was started, or after it said its page number `after`; the pages
 * that it knew to be committed, and how long it took to the first of them.
 */
async function killed(dir, first, after, delay) {
  const begun = performance.now();
  let firstCommit = null;
  const child = spawn(
    process.execPath,
    [fileURLToPath(import.meta.url), '--child', dir, '--first', String(first)],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const committed = [];
  const notices = [];
  const lines = createInterface({ input: child.stdout });
  lines.on('line', (line) => {
    if (line.startsWith('committed ') && line.length === 74) {
      committed.push(line.slice(10));
      firstCommit ??= performance.now() - begun;
      if (committed.length === after) setTimeout(() => child.kill('SIGKILL'), delay);
    } else if (line.startsWith('notice ')) notices.push(line.slice(7));
  });
  const over = new Promise((resolve) => child.on('close', (code, signal) => resolve({ code, signal })));
  if (after === 0) setTimeout(() => child.kill('SIGKILL'), delay);
  return { committed, notices, firstCommit, ...(await over) };
}

async function faultsOf(dir, committed) {
  const workspace = await Workspace.open(dir);
  const faults = workspace.notices.map((notice) => notice.en);
  const documents = await workspace.documents();
  const known = new Map(documents.map((document) => [document.sha256, document]));
  if (known.size !== documents.length) faults.push('a document stands twice');
  for (const sha256 of committed) if (!known.has(sha256)) faults.push(`lost ${sha256}`);
  for (const document of documents) {
    if (document.figures !== FIGURES) faults.push(`${document.source} has ${document.figures} figures`);
    await workspace.originals.get(document.sha256).catch((error) => faults.push(error.en));
  }
  if ((await workspace.readings()).length !== documents.length) faults.push('a reading is missing');
  await workspace.close();
  return { faults, documents: documents.length };
}

async function main(rounds, seed) {
  const random = mulberry32(seed);
  const result = { rounds, seed, committed: 0, documents: 0, killedBeforeFirstCommit: 0, faults: [] };
  let dir = null;
  let committed = [];
  let usual = 500;
  for (let round = 0; round < rounds; round++) {
    // A new workspace every third round, so that kills fall into its making too.
    if (round % 3 === 0) {
      if (dir) await rm(dir, { recursive: true, force: true });
      dir = await mkdtemp(join(tmpdir(), 'ballast-kill-'));
      committed = [];
    }
    const [after, delay] =
      round % 3 === 0 ? [0, usual * (0.3 + 0.8 * random())] : [1 + Math.floor(random() * 60), random() * 40];
    const run = await killed(dir, round * 10_000, after, delay);
    usual = run.firstCommit ?? usual;
    if (run.signal !== 'SIGKILL')
      result.faults.push(`round ${round}: the child ended by itself (${run.code})`);
    for (const notice of run.notices) result.faults.push(`round ${round}: ${notice}`);
    if (run.committed.length === 0) result.killedBeforeFirstCommit++;
    committed.push(...run.committed);
    result.committed += run.committed.length;
    const { faults, documents } = await faultsOf(dir, committed);
    result.documents = Math.max(result.documents, documents);
    result.faults.push(...faults.map((fault) => `round ${round}: ${fault}`));
  }
  if (dir) await rm(dir, { recursive: true, force: true });
  console.log(JSON.stringify(result, null, 2));
  process.exitCode = result.faults.length > 0 ? 1 : 0;
}

const { values } = parseArgs({
  options: {
    child: { type: 'string' },
    hold: { type: 'string' },
    first: { type: 'string', default: '0' },
    rounds: { type: 'string', default: '40' },
    seed: { type: 'string', default: '1' },
  },
});
if (values.hold) await holdForever(values.hold);
else if (values.child) await importForever(values.child, Number(values.first));
else await main(Number(values.rounds), Number(values.seed));

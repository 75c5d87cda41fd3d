/**
 * Many firms through the command line: generated firms as a file, judged for the whole SME ladder by `ballast assess`
 * into a workbook and into JSON; and as a workspace, judged there and written as `ballast brief ladder`. Processor time
 * of whole processes.
 *
 *   node bench/assess/many.mjs [--firms 3000] [--missing 0.05] [--workspace] [--keep] [--cli dist/cli/main.js] [--json]
 *
 * Needs a build (npm run build).
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { DuckDBInstance } from '@duckdb/node-api';
import { RulebookSet, verdictsSql } from '../../dist/assess/index.js';
import { importFirmItems, readRulebookFiles, Workspace } from '../../dist/store/index.js';
import { firmsSql } from './firms.mjs';

const { values: options } = parseArgs({
  options: {
    firms: { type: 'string', default: '3000' },
    missing: { type: 'string', default: '0.05' },
    workspace: { type: 'boolean', default: false },
    keep: { type: 'boolean', default: false },
    cli: { type: 'string', default: fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url)) },
    json: { type: 'boolean', default: false },
  },
});

const ON = '2026-05-01';
const TITLES = ['企业规模', '科技型', '创新型', '专精特新', '小巨人'];
const AREAS = ['330100', '330200', '440300', '320500', '510100', '370200'];

const set = new RulebookSet(await readRulebookFiles('none'));
const rulebooks = TITLES.map(
  (title) => set.choose({ title, on: ON, application: 'new', area: null }).rulebook,
);
const levelRulebook = (title) => rulebooks.find((rulebook) => rulebook.title === title) ?? null;
const judging = { on: ON, application: 'new', items: set.items, levelRulebook };
const { columns } = verdictsSql(rulebooks, judging);

/** One firm of the wide table, as the issue has it in JSON. */
function formOf(row, id) {
  const firm = {
    name: `企业${String(id).padStart(6, '0')}`,
    area: AREAS[id % AREAS.length],
    titles: [],
    awards: [],
  };
  for (const column of columns) {
    const value = row[column.name];
    if (value === null) continue;
    if (column.kind === 'title') {
      if (value) firm.titles.push({ title: column.title, from: '2025-01-01', to: '2027-12-31' });
    } else if (column.kind === 'award') {
      if (value) firm.awards.push({ level: column.level, rank: column.rankAtMost ?? 1, date: '2026-01-01' });
    } else if (column.kind === 'industry') firm.industry = value;
    else if (column.kind === 'number' && column.year !== null)
      firm[column.item] = { ...firm[column.item], [column.year]: value };
    else firm[column.item] = value instanceof Date ? value.toISOString().slice(0, 10) : value;
  }
  return firm;
}

async function generated() {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const reader = await connection.runAndReadAll(
    firmsSql(columns, set.items, Number(options.firms), Number(options.missing)),
  );
  const firms = reader.getRowObjectsJS().map(formOf);
  connection.closeSync();
  instance.closeSync();
  return firms;
}

/** Firms in long form, taken in as a table of theirs would be. */
async function fill(dir, file, firms) {
  const workspace = await Workspace.open(dir);
  const items = [];
  const titles = [];
  for (const [at, firm] of firms.entries()) {
    const place = { creditCode: null, name: firm.name, sheet: null, row: at + 2 };
    const add = (item, year, value) =>
      items.push({
        ...place,
        item,
        year,
        value,
        unit: null,
        column: year === null ? item : `${item} ${year}`,
      });
    for (const [item, value] of Object.entries(firm)) {
      if (item === 'name' || item === 'titles') continue;
      if (item === 'awards') add(item, null, JSON.stringify(value));
      else if (typeof value === 'object')
        for (const [year, number] of Object.entries(value)) add(item, Number(year), number);
      else add(item, null, value);
    }
    add('titles', null, 'known');
    for (const { title, from, to } of firm.titles)
      titles.push({ ...place, title, from, to, batch: null, areaCode: null, area: null, other: {} });
  }
  await importFirmItems(
    workspace,
    file,
    { items, titles, rejects: [], mended: [] },
    { mapping: null, released: null, publisher: null, synthetic: true },
  );
  await workspace.close();
}

function timed(what, args) {
  const start = performance.now();
  const child = spawnSync(process.execPath, ['--import', pathToFileURL(hook).href, options.cli, ...args], {
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const usage = /USAGE (.*)/.exec(child.stderr);
  if (child.status !== 0 || usage === null)
    return { what, failed: child.status, said: child.stderr.slice(-600) };
  return { what, seconds: (performance.now() - start) / 1000, ...JSON.parse(usage[1]) };
}

const place = mkdtempSync(join(tmpdir(), 'ballast-many-'));
// A process tells what it took when it ends.
const hook = join(place, 'usage.mjs');
writeFileSync(
  hook,
  `process.on('exit', () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  const cpu = (userCPUTime + systemCPUTime) / 1e6;
  process.stderr.write('\\nUSAGE ' + JSON.stringify({ cpu, megabytes: Math.round(maxRSS / 1024) }) + '\\n');
});
`,
);
try {
  const firms = await generated();
  const file = join(place, 'firms.json');
  writeFileSync(file, JSON.stringify({ firms }));
  const dir = join(place, 'workspace');
  const base = ['--ladder', '--on', ON, '--workspace', dir];
  const results = [];
  if (options.workspace) {
    const start = performance.now();
    await fill(dir, file, firms);
    results.push({
      what: 'the workspace is filled (not timed as a process)',
      seconds: (performance.now() - start) / 1000,
    });
    results.push(timed('assess of the workspace, text', ['assess', ...base]));
    results.push(
      timed('brief ladder', [
        'brief',
        'ladder',
        '--area',
        '全国',
        '--on',
        ON,
        '--workspace',
        dir,
        '--out',
        join(place, 'l.html'),
      ]),
    );
  } else {
    results.push(timed('assess of a file, text', ['assess', file, ...base]));
    results.push(
      timed('assess of a file, workbook', ['assess', file, ...base, '--out', join(place, 'o.xlsx')]),
    );
    results.push(timed('assess of a file, JSON', ['assess', file, ...base, '--out', join(place, 'o.json')]));
  }
  if (options.keep) results.push(timed('assess of a file, kept', ['assess', file, ...base, '--keep']));
  const said = {
    firms: firms.length,
    titles: TITLES.length,
    megabytesOfFile: statSync(file).size / 2 ** 20,
    results,
  };
  process.stdout.write(options.json ? `${JSON.stringify(said, null, 2)}\n` : `${text(said)}\n`);
} finally {
  rmSync(place, { recursive: true, force: true });
}

function text({ firms, titles, results }) {
  return [
    `${firms} firms × ${titles} titles`,
    ...results.map(({ what, seconds, cpu, megabytes, failed, said }) =>
      failed !== undefined
        ? `${what}: ended with ${failed}: ${said}`
        : `${what}: ${seconds.toFixed(1)} s${cpu === undefined ? '' : `, ${cpu.toFixed(1)} s of processor, ${megabytes} MB`}`,
    ),
  ].join('\n');
}

// Import with all checks beside DuckDB's own readers, and panel growth beside hand-written SQL. After a build:
// node bench/measure/store.mjs [--rows 1000000] [--panel 10000000] [--full] [--runs 3]. Prints one JSON document;
// progress on standard error. `--full` is 10 million report rows and a panel of 100 million.
import { spawn } from 'node:child_process';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { DuckDBInstance } from '@duckdb/node-api';

const { values: options } = parseArgs({
  options: {
    rows: { type: 'string', default: '1000000' },
    panel: { type: 'string', default: '10000000' },
    runs: { type: 'string', default: '3' },
    full: { type: 'boolean', default: false },
    only: { type: 'string' },
    job: { type: 'string' },
    input: { type: 'string' },
    folder: { type: 'string' },
  },
});
const ROWS = options.full ? 10_000_000 : Number(options.rows);
const PANEL = options.full ? 100_000_000 : Number(options.panel);
const RUNS = Number(options.runs);
const ITEMS = 10;
const MONTHS = 50;
const SIGNS = '0123456789ABCDEFGHJKLMNPQRTUWXY';

const say = (text) => process.stderr.write(`${text}\n`);

/** Seconds, and processor seconds of all threads, since it was made. */
function stopwatch() {
  const started = performance.now();
  const before = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(before);
    return { seconds: (performance.now() - started) / 1000, processorSeconds: (user + system) / 1e6 };
  };
}

async function connect(path, settings = {}) {
  const instance = await DuckDBInstance.create(path, { ...settings });
  return { instance, connection: await instance.connect() };
}

/** A credit code with its check character (GB 32100). */
function creditCode(number) {
  const base = `91340100${String(number).padStart(9, '0')}`;
  let sum = 0;
  let weight = 1;
  for (const sign of base) {
    sum += SIGNS.indexOf(sign) * weight;
    weight = (weight * 3) % 31;
  }
  return base + SIGNS[(31 - (sum % 31)) % 31];
}

/** Firms × months × items, 1.5 per cent missing, a few errors of each kind; ordered by month, as forms come in. */
async function generateReports(folder) {
  const firms = Math.ceil(ROWS / MONTHS / ITEMS / 0.985);
  const { instance, connection } = await connect(':memory:');
  await connection.run('CREATE TABLE firms (f INTEGER, code VARCHAR)');
  const appender = await connection.createAppender('firms');
  for (let f = 0; f < firms; f++) {
    appender.appendInteger(f);
    appender.appendVarchar(creditCode(f));
    appender.endRow();
  }
  appender.closeSync();
  const uniform = (salt) => `((hash(f, m, i, ${salt}) >> 11)::DOUBLE / 9007199254740992)`;
  const normal = (salt) => `(sqrt(-2 * ln(1 - ${uniform(salt)})) * cos(6.283185307 * ${uniform(salt + 1)}))`;
  const firmNormal = (salt) =>
    `(sqrt(-2 * ln(1 - (hash(f, ${salt}) >> 11)::DOUBLE / 9007199254740992)) * cos(6.283185307 * (hash(f, ${salt + 1}) >> 11)::DOUBLE / 9007199254740992))`;
  const error = uniform(50);
  const sql = `
    SELECT code AS "统一社会信用代码", printf('%04d-%02d', 2021 + m // 12, m % 12 + 1) AS "报告期",
      ['营业收入', '工业总产值', '工业销售产值', '出口交货值', '工业增加值', '利润总额', '用电量', '应收账款', '存货', '从业人员平均人数'][i + 1] AS "指标",
      greatest(0.01, round(exp(11 + 1.4 * ${firmNormal(1)} + 0.004 * m + 0.06 * cos(0.5236 * m) + 0.08 * ${normal(10)} - 0.7 * i)
        * CASE WHEN ${error} < 0.0002 THEN 10000 WHEN ${error} < 0.0004 THEN 0.0001 WHEN ${error} < 0.0006 THEN 10
          WHEN ${error} < 0.0008 THEN 2.8 ELSE 1 END, 2)) AS "数值"
    FROM range(${MONTHS}) AS months(m), firms, range(${ITEMS}) AS items(i)
    WHERE ${uniform(60)} >= 0.015 ORDER BY m, f, i`;
  const csv = join(folder, 'reports.csv');
  const parquet = join(folder, 'reports.parquet');
  await connection.run(`COPY (${sql}) TO '${csv}' (HEADER)`);
  await connection.run(`COPY (SELECT * FROM read_csv('${csv}')) TO '${parquet}' (FORMAT parquet)`);
  connection.closeSync();
  instance.closeSync();
  return { csv, parquet };
}

/** Cells of firms by area, industry, month and item, as integers. */
async function generatePanel(folder) {
  const path = join(folder, 'panel.duckdb');
  const { instance, connection } = await connect(path);
  const firms = Math.ceil(PANEL / 60 / 0.985);
  await connection.run(`
    CREATE TABLE panel AS
    SELECT (f % 340)::SMALLINT AS area, (hash(f) % 41)::SMALLINT AS industry, (24240 + m)::INTEGER AS month,
      (1000 + hash(f, m) % 100000)::BIGINT AS value
    FROM range(60) AS months(m), range(${firms}) AS firms(f) WHERE hash(m, f) % 1000 >= 15`);
  await connection.run('CHECKPOINT');
  connection.closeSync();
  instance.closeSync();
  return path;
}

/** One job in a process of its own: seconds, processor seconds and peak memory. */
function inProcess(job, input, folder) {
  return new Promise((resolve, reject) => {
    const child = spawn(
      process.execPath,
      [
        fileURLToPath(import.meta.url),
        '--job',
        job,
        '--input',
        input,
        '--folder',
        folder,
        '--panel',
        String(PANEL),
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    let result = null;
    createInterface({ input: child.stdout }).on('line', (line) => {
      result = JSON.parse(line);
    });
    child.on('close', (code) =>
      code === 0 ? resolve(result) : reject(new Error(`${job} ended with ${code}`)),
    );
  });
}

const JOBS = {
  async readCsv(input, folder) {
    const { connection } = await connect(join(folder, 'plain.duckdb'));
    const taken = stopwatch();
    await connection.run(`CREATE TABLE reports AS SELECT * FROM read_csv('${input}')`);
    await connection.run('CHECKPOINT');
    return taken();
  },
  async readParquet(input, folder) {
    const { connection } = await connect(join(folder, 'plain.duckdb'));
    const taken = stopwatch();
    await connection.run(`CREATE TABLE reports AS SELECT * FROM read_parquet('${input}')`);
    await connection.run('CHECKPOINT');
    return taken();
  },
  async importReports(input, folder) {
    const { importTable, loadCodes, loadLexicons, Workspace } = await import('../../dist/store/index.js');
    const { reportCheckRules, reportChecks } = await import('../../dist/measure/index.js');
    const lexicons = await loadLexicons();
    const codes = await loadCodes(lexicons);
    const workspace = await Workspace.open(join(folder, 'workspace'));
    const steps = {};
    let step = null;
    let since = performance.now();
    const taken = stopwatch();
    const mark = (name) => {
      const now = performance.now();
      if (step !== null) steps[step] = (steps[step] ?? 0) + Math.round(now - since);
      step = name;
      since = now;
    };
    const result = await importTable(workspace, input, {
      as: 'reports',
      lexicons,
      codes,
      today: '2026-11-21',
      checks: reportChecks(reportCheckRules(lexicons)),
      onStep: ({ en }) => mark(en),
    });
    mark(null);
    const spent = taken();
    const { accepted, rejected } = result;
    await workspace.close();
    return {
      ...spent,
      steps,
      accepted,
      rejected,
      held: result.reports.held,
      findings: result.reports.findings,
    };
  },

  /** What a careful analyst writes: cells once, joined to themselves a year back. */
  async byHand(input) {
    const { connection } = await connect(input, { access_mode: 'READ_ONLY' });
    const taken = stopwatch();
    const reader = await connection.runAndReadAll(`
      WITH cells AS MATERIALIZED (
        SELECT area, industry, month, sum(value) AS value, count(*) AS "rows" FROM panel GROUP BY ALL
      ), areas AS (SELECT area, month, sum(value) AS value FROM cells GROUP BY ALL)
      SELECT count(*), sum((c.value / b.value - 1) * 100), sum((c.value - b.value) / ab.value * 100),
        sum(c.value / a.value * 100), sum(b."rows")
      FROM cells AS c JOIN areas AS a ON a.area = c.area AND a.month = c.month
      LEFT JOIN cells AS b ON b.area = c.area AND b.industry = c.industry AND b.month = c.month - 12
      LEFT JOIN areas AS ab ON ab.area = c.area AND ab.month = c.month - 12`);
    return { ...taken(), cells: Number(reader.getRowsJS()[0][0]) };
  },
  async panelSql(input) {
    const { panelSql } = await import('../../dist/measure/index.js');
    const { connection } = await connect(input, { access_mode: 'READ_ONLY' });
    const taken = stopwatch();
    const sql = panelSql({
      relation: 'panel',
      area: 'area',
      industry: 'industry',
      month: 'month',
      value: 'value',
    });
    const reader = await connection.runAndReadAll(
      `SELECT count(*), sum(growth), sum(pull), sum(share), sum("baseRows") FROM (${sql})`,
    );
    return { ...taken(), cells: Number(reader.getRowsJS()[0][0]) };
  },
};

JOBS.reportSums = async (input) => {
  const { reportSumsSql } = await import('../../dist/measure/index.js');
  const { connection } = await connect(input, { access_mode: 'READ_ONLY' });
  const started = performance.now();
  const reader = await connection.runAndReadAll(reportSumsSql(SUMS));
  return { seconds: (performance.now() - started) / 1000, cells: reader.getRowsJS().length };
};
/** What an analyst writes for one item, without asking for the same firms: the least that a sum costs. */
JOBS.plainSums = async (input) => {
  const { connection } = await connect(input, { access_mode: 'READ_ONLY' });
  const started = performance.now();
  const reader = await connection.runAndReadAll(`
    SELECT (series & 65535) >> 1 AS item, month, e.area_code[:4] AS area, sum(value), count(*)
    FROM report_values AS v JOIN reporters AS r ON r.id = v.series >> 16
    LEFT JOIN enterprises AS e ON e.credit_code = r.code
    WHERE v.revised_by IS NULL GROUP BY ALL`);
  return { seconds: (performance.now() - started) / 1000, cells: reader.getRowsJS().length };
};
const SUMS = {
  items: Array.from({ length: ITEMS }, (_, id) => ({ id, stock: id === 7 })),
  ranges: [
    ...Array.from({ length: 12 }, (_, m) => ({ start: 2024 * 12, end: 2024 * 12 + m })),
    { start: 2024 * 12 + 7, end: 2024 * 12 + 7 },
  ],
  areas: ['34'],
  areaDigits: 4,
  divisions: null,
  firms: null,
};

/** Reports as a workspace holds them, with a register of the firms; made in the database, as only the query is timed. */
async function generateWorkspace(folder) {
  const path = join(folder, 'sums.duckdb');
  const { instance, connection } = await connect(path);
  const firms = Math.ceil(ROWS / MONTHS / ITEMS / 0.985);
  await connection.run(`
    CREATE TABLE reporters AS SELECT f::INTEGER AS id, 'F' || f AS code FROM range(${firms}) AS firms(f);
    CREATE TABLE enterprises AS
    SELECT code AS credit_code, code AS name, '34' || printf('%02d', 1 + id % 16) || '00' AS area_code,
      'GB/T 4754-2017:' || printf('%02d', 6 + hash(id) % 41) AS industry_code, NULL::INTEGER AS revised_by FROM reporters;
    CREATE TABLE report_values AS
    SELECT (f * 65536 + i * 2)::BIGINT AS series, (${2021 * 12} + m)::INTEGER AS month,
      (1000 + hash(f, m, i) % 100000)::DOUBLE AS value, NULL::INTEGER AS revised_by
    FROM range(${MONTHS}) AS months(m), range(${firms}) AS firms(f), range(${ITEMS}) AS items(i)
    WHERE hash(m, f, i) % 1000 >= 15`);
  await connection.run('CHECKPOINT');
  connection.closeSync();
  instance.closeSync();
  return path;
}

async function measured(names, input, folder) {
  const runs = Object.fromEntries(names.map((name) => [name, []]));
  for (let run = 0; run < RUNS; run++) {
    // In turn, so that a busy machine is busy for all of them.
    for (const name of names) {
      const own = await mkdtemp(join(folder, `${name}-`));
      const result = await inProcess(name, input, own);
      await rm(own, { recursive: true, force: true });
      say(
        `  ${name}: ${result.seconds.toFixed(2)} s, ${result.processorSeconds.toFixed(2)} s of processor, ${result.peakMb} MB`,
      );
      runs[name].push(result);
    }
  }
  return Object.fromEntries(
    names.map((name) => [name, runs[name].sort((a, b) => a.seconds - b.seconds)[Math.floor(RUNS / 2)]]),
  );
}

function ratioOf(ours, theirs) {
  return {
    seconds: Number((ours.seconds / theirs.seconds).toFixed(2)),
    processorSeconds: Number((ours.processorSeconds / theirs.processorSeconds).toFixed(2)),
  };
}

async function main() {
  const folder = await mkdtemp(join(tmpdir(), 'ballast-bench-'));
  const report = { bench: 'measure/store', rows: ROWS, panelRows: PANEL, runs: RUNS };
  try {
    const wanted = (name) => options.only === undefined || options.only.split(',').includes(name);
    if (wanted('csv') || wanted('parquet')) {
      say(`generating ${ROWS} reports`);
      const { csv, parquet } = await generateReports(folder);
      report.csvMb = Math.round((await stat(csv)).size / 1e6);
      if (wanted('csv')) {
        const { readCsv, importReports } = await measured(['readCsv', 'importReports'], csv, folder);
        report.csv = { readCsv, importReports, ratio: ratioOf(importReports, readCsv) };
      }
      if (wanted('parquet')) {
        const { readParquet, importReports } = await measured(
          ['readParquet', 'importReports'],
          parquet,
          folder,
        );
        report.parquet = { readParquet, importReports, ratio: ratioOf(importReports, readParquet) };
      }
    }
    if (wanted('panel')) {
      say(`generating a panel of ${PANEL}`);
      const panel = await generatePanel(folder);
      const { byHand, panelSql } = await measured(['byHand', 'panelSql'], panel, folder);
      report.panel = { byHand, panelSql, ratio: ratioOf(panelSql, byHand) };
    }
    if (wanted('sums')) {
      say(`generating ${ROWS} reports with a register`);
      const database = await generateWorkspace(folder);
      const { plainSums, reportSums } = await measured(['plainSums', 'reportSums'], database, folder);
      report.sums = { plainSums, reportSums, ratio: ratioOf(reportSums, plainSums) };
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  console.log(JSON.stringify(report, null, 2));
}

if (options.job) {
  const result = await JOBS[options.job](options.input, options.folder);
  console.log(
    JSON.stringify({
      ...result,
      peakMb: Math.round(process.resourceUsage().maxRSS / 1024),
    }),
  );
  process.exit(0);
} else await main();

/**
 * Gives the firms of a workspace titles with days, and the values that the SME ladder asks for: what makes pre-checks of all
 * firms as heavy as they get. Written straight into the tables, as one import.
 *
 *   node bench/serve/firm-items.mjs --workspace DIR [--missing 0.05] [--titled 0.2]
 *
 * `missing` is the share of values that are not known, `titled` the share of firms with a title. Needs a build
 * (npm run build), and that nothing else has the workspace open.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { DuckDBInstance } from '@duckdb/node-api';
import { RulebookSet, verdictsSql } from '../../dist/assess/index.js';
import { readRulebookFiles } from '../../dist/store/index.js';
import { firmsSql } from '../assess/firms.mjs';

const { values: options } = parseArgs({
  options: {
    workspace: { type: 'string' },
    missing: { type: 'string', default: '0.05' },
    titled: { type: 'string', default: '0.2' },
  },
});
if (!options.workspace) throw new Error('--workspace DIR is wanted');

const ON = '2026-05-01';
const TITLES = ['企业规模', '科技型', '创新型', '专精特新', '小巨人'];
const set = new RulebookSet(await readRulebookFiles('none'));
const rulebooks = TITLES.map(
  (title) => set.choose({ title, on: ON, application: 'new', area: null }).rulebook,
);
const levelRulebook = (title) => rulebooks.find((rulebook) => rulebook.title === title) ?? null;
const { columns } = verdictsSql(rulebooks, { on: ON, application: 'new', items: set.items, levelRulebook });

const instance = await DuckDBInstance.create(join(options.workspace, 'ballast.duckdb'));
const connection = await instance.connect();
const run = async (sql) => connection.run(sql);
const [[firms, id]] = (
  await connection.runAndReadAll(
    `SELECT (SELECT count(*) FROM enterprises WHERE revised_by IS NULL)::INTEGER,
       (SELECT coalesce(max(id), 0) + 1 FROM imports)::INTEGER`,
  )
).getRows();
const now = '2026-05-01T00:00:00.000Z';
await run(`CREATE TEMP TABLE wide AS ${firmsSql(columns, set.items, firms, Number(options.missing))}`);
await run(`CREATE TEMP TABLE named AS
  SELECT row_number() OVER (ORDER BY credit_code, name) - 1 AS id, credit_code, name
  FROM enterprises WHERE revised_by IS NULL`);
await run('BEGIN TRANSACTION');
for (const { name, kind, item, year = null } of columns) {
  if (kind !== 'number' && kind !== 'item') continue;
  const cell = `w."${name}"`;
  const [value, words] = kind === 'number' ? [cell, 'NULL'] : ['NULL', `${cell}::VARCHAR`];
  await run(`INSERT INTO firm_items
    SELECT n.credit_code, n.name, '${item}', ${year ?? 'NULL'}, ${value}, ${words}, NULL, 
      'made-up', NULL, n.id + 2, '${name}', ${id}, '${now}', NULL
    FROM named AS n JOIN wide AS w ON w.id = n.id WHERE ${cell} IS NOT NULL ORDER BY n.id`);
}
await run(`INSERT INTO titles
  SELECT n.credit_code, n.name, (['创新型中小企业', '专精特新中小企业', '专精特新“小巨人”企业'])[1 + (n.id % 3)::INTEGER],
    (2022 + n.id % 4)::VARCHAR || '-07-01', (2025 + n.id % 4)::VARCHAR || '-06-30', NULL, NULL, NULL, '{}', n.id::VARCHAR,
    'made-up', NULL, n.id + 2, ${id}, '${now}', NULL
  FROM named AS n WHERE (hash(n.id) % 1000)::DOUBLE / 1000 < ${Number(options.titled)}`);
const [[items]] = (
  await connection.runAndReadAll(`SELECT count(*)::INTEGER FROM firm_items WHERE import_id = ${id}`)
).getRows();
await run(`INSERT INTO imports VALUES (${id}, 'firm-items', 'made-up', '${now}', '${now}', ${items}, 0, 0)`);
await run(`INSERT INTO sources (sha256, file, kind, title, bytes, mapping, released, synthetic, import_id, recorded_at)
  VALUES ('made-up', 'made-up', 'firm-items', NULL, 0, NULL, NULL, true, ${id}, '${now}')`);
await run('COMMIT');
await run('CHECKPOINT');
connection.closeSync();
instance.closeSync();
process.stdout.write(`${JSON.stringify({ firms, values: items })}\n`);

/**
 * Twenty conditions on the same firms, every failing one reported, in one run: a rulebook as SQL and as the judge reads
 * it, json-rules-engine, and zen-engine by each of its two ways that report every condition. Their answers must agree.
 *
 *   node bench/assess/peers.mjs [--firms 4000000] [--sample 20000] [--threads 2] [--rounds 3] [--json]
 *
 * Needs a build (npm run build) and, since its packages for some platforms are not to be had and it would stop npm ci:
 *   npm install --no-save @gorules/zen-engine@0.54.0
 * Without it the bench runs against json-rules-engine alone, and says so.
 */
import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { DuckDBInstance } from '@duckdb/node-api';
import { Engine } from 'json-rules-engine';
import { judgement, parseItems, parseRulebook, verdictSql } from '../../dist/assess/index.js';
import { firmsSql } from './firms.mjs';

const zen = await import('@gorules/zen-engine').catch(() => null);
if (zen === null)
  process.stderr.write(
    'zen-engine is not installed (npm install --no-save @gorules/zen-engine@0.54.0): left out\n',
  );

const { values: options } = parseArgs({
  options: {
    firms: { type: 'string', default: '4000000' },
    sample: { type: 'string', default: '20000' },
    threads: { type: 'string', default: '2' },
    rounds: { type: 'string', default: '3' },
    json: { type: 'boolean', default: false },
  },
});
const [firms, sample, rounds] = [options.firms, options.sample, options.rounds].map(Number);
const ON = '2026-05-01';

const yearly = (item, basis, bound) => ({ item, basis, ...bound });
/** Numbers, choices and flags, as the rules have them. */
const CONDITIONS = [
  yearly('revenue', 'lastYear', { atLeast: 5000, unit: '万元' }),
  yearly('staff', 'lastYear', { atLeast: 20, unit: '人' }),
  yearly('staff', 'lastYear', { atMost: 500, unit: '人' }),
  yearly('assets', 'lastYear', { atMost: 20000, unit: '万元' }),
  yearly('rdExpense', 'lastYear', { atLeast: 100, unit: '万元' }),
  yearly('mainRevenue', 'lastYear', { over: 4000, unit: '万元' }),
  yearly('netProfit', 'lastYear', { over: 0, unit: '万元' }),
  yearly('platformScore', 'thisYear', { atLeast: 60, unit: '分' }),
  { item: 'yearsInSegment', atLeast: 3, unit: '年' },
  { item: 'ip.class1', atLeast: 1, unit: '项' },
  { item: 'ip.class2', atLeast: 2, unit: '项' },
  { item: 'marketShare.rank', below: 10, unit: '位' },
  { item: 'marketShare.scope', oneOf: ['国内', '全球'] },
  { item: 'rdInstitution', oneOf: ['国家级', '省部级', '市级'] },
  { flag: 'flags.dishonest', is: false },
  { flag: 'flags.majorAccident', is: false },
  { flag: 'flags.abnormalOperation', is: false },
  { flag: 'flags.restrictedProduct', is: false },
  { flag: 'keyField', is: true },
  { flag: 'strategicEmerging', is: true },
];

const items = parseItems(
  readFileSync(new URL('../../rulebooks/items.yaml', import.meta.url), 'utf8'),
  'items.yaml',
);
const rulebook = parseRulebook(
  JSON.stringify({
    id: 'twenty',
    title: 'twenty',
    name: 'twenty conditions',
    subject: 'enterprise',
    document: { name: 'bench', part: null, number: 'bench', issuer: 'bench', issued: null },
    official: null,
    inForce: { from: '2020-01-01', to: null },
    area: '100000',
    status: 'current',
    confidence: 'DER',
    checked: '2026-01-01',
    owner: 'bench',
    needsOverlay: false,
    criteria: Object.fromEntries(
      CONDITIONS.map((condition, at) => [
        `c${at}`,
        { clause: String(at), text: `c${at}`, evidence: [], ...condition },
      ]),
    ),
    pass: 'all',
    validityMonths: null,
  }),
  'twenty.yaml',
  items,
);
const judging = { on: ON, application: 'new', items };
const { columns, query } = verdictSql(rulebook, judging);

/** Facts of the peers are flat, by a name that every one of them takes. */
const factOf = (name) => name.replace(/[.@]/g, '_');
const columnOf = (condition) => {
  const id = condition.item ?? condition.flag;
  const column = columns.find((each) => each.item === id && (each.year ?? null) === yearOf(condition));
  return column.name;
};
function yearOf({ basis }) {
  return basis === 'lastYear' ? 2025 : basis === 'thisYear' ? 2026 : null;
}

const OPERATORS = {
  atLeast: 'greaterThanInclusive',
  over: 'greaterThan',
  atMost: 'lessThanInclusive',
  below: 'lessThan',
};
const SIGNS = { atLeast: '>=', over: '>', atMost: '<=', below: '<' };

function asJsonRule(condition) {
  const fact = factOf(columnOf(condition));
  if ('oneOf' in condition) return { fact, operator: 'in', value: condition.oneOf };
  if ('flag' in condition) return { fact, operator: 'equal', value: condition.is };
  const side = Object.keys(OPERATORS).find((key) => key in condition);
  return { fact, operator: OPERATORS[side], value: condition[side] };
}

function asZen(condition) {
  const fact = factOf(columnOf(condition));
  if ('oneOf' in condition) return `${fact} in [${condition.oneOf.map((one) => `'${one}'`).join(', ')}]`;
  if ('flag' in condition) return `${fact} == ${condition.is}`;
  const side = Object.keys(SIGNS).find((key) => key in condition);
  return `${fact} ${SIGNS[side]} ${condition[side]}`;
}

const maskOf = (results) => results.reduce((mask, holds, at) => (holds ? mask : mask + 2 ** at), 0);

async function timed(name, count, work) {
  const taken = [];
  let answer;
  for (let round = 0; round < rounds; round++) {
    const [start, used] = [performance.now(), process.cpuUsage()];
    answer = await work();
    const { user, system } = process.cpuUsage(used);
    taken.push({ seconds: (performance.now() - start) / 1000, processor: (user + system) / 1e6 });
  }
  const median = (key) => taken.map((each) => each[key]).sort((a, b) => a - b)[Math.floor(rounds / 2)];
  process.stderr.write(`${name}: ${median('seconds').toFixed(2)} s\n`);
  return { name, perSecond: count / median('seconds'), perProcessor: count / median('processor'), answer };
}

const instance = await DuckDBInstance.create(':memory:', { threads: options.threads });
const connection = await instance.connect();
await connection.run(`CREATE TABLE firms AS ${firmsSql(columns, items, firms, 0)}`);
const read = await connection.runAndReadAll(`SELECT * FROM firms ORDER BY id LIMIT ${sample}`);
const rows = read.getRowObjectsJS();
const facts = rows.map((row) => Object.fromEntries(columns.map(({ name }) => [factOf(name), row[name]])));

const results = [];
const inSql = async () => {
  await connection.run(`CREATE OR REPLACE TABLE judged AS ${query('firms')}`);
};
await inSql();
results.push(await timed('rulebook as SQL', firms, inSql));
const masks = await connection.runAndReadAll(`SELECT fail0 FROM judged ORDER BY id LIMIT ${sample}`);
const expected = masks.getRows().map(([mask]) => Number(mask));

const subjects = rows.map((row) => ({
  name: '',
  creditCode: null,
  area: null,
  industry: null,
  single: new Map(columns.flatMap(({ item, year, name }) => (year == null ? [[item, row[name]]] : []))),
  yearly: new Map(
    columns.flatMap(({ item, year, name }) => (year == null ? [] : [[item, new Map([[year, row[name]]])]])),
  ),
  titles: null,
  awards: null,
  faults: [],
  origin: new Map(),
}));
results.push(
  await timed('judge, with readings', sample, () =>
    subjects.map((subject) =>
      maskOf(judgement(rulebook, subject, judging).criteria.map(({ state }) => state === 'met')),
    ),
  ),
);

const engine = new Engine([
  { name: 'twenty', conditions: { all: CONDITIONS.map(asJsonRule) }, event: { type: 'met' } },
]);
results.push(
  await timed('json-rules-engine', sample, async () => {
    const found = [];
    for (const fact of facts) {
      const { results: met, failureResults } = await engine.run(fact);
      const [result] = [...met, ...failureResults];
      found.push(maskOf(result.conditions.all.map((condition) => condition.result)));
    }
    return found;
  }),
);

const graph = {
  nodes: [
    { id: 'in', type: 'inputNode', name: 'in', position: { x: 0, y: 0 } },
    {
      id: 'twenty',
      type: 'expressionNode',
      name: 'twenty',
      position: { x: 1, y: 0 },
      content: {
        expressions: CONDITIONS.map((condition, at) => ({
          id: `e${at}`,
          key: `c${at}`,
          value: asZen(condition),
        })),
      },
    },
    { id: 'out', type: 'outputNode', name: 'out', position: { x: 2, y: 0 } },
  ],
  edges: [
    { id: 'a', type: 'edge', sourceId: 'in', targetId: 'twenty' },
    { id: 'b', type: 'edge', sourceId: 'twenty', targetId: 'out' },
  ],
};
if (zen !== null) {
  const decision = new zen.ZenEngine().createDecision(Buffer.from(JSON.stringify(graph)));
  results.push(
    await timed('zen-engine, expression node, 64 in flight', sample, async () => {
      const found = new Array(sample);
      let next = 0;
      const lane = async () => {
        for (let at = next++; at < facts.length; at = next++) {
          const { result } = await decision.evaluate(facts[at]);
          found[at] = maskOf(CONDITIONS.map((_, place) => result[`c${place}`]));
        }
      };
      await Promise.all(Array.from({ length: 64 }, lane));
      return found;
    }),
  );

  const expression = `[${CONDITIONS.map(asZen).join(', ')}]`;
  results.push(
    await timed('zen-engine, one expression', sample, () =>
      facts.map((fact) => maskOf(zen.evaluateExpressionSync(expression, fact))),
    ),
  );
}
connection.closeSync();
instance.closeSync();

for (const { name, answer } of results) {
  if (answer === undefined) continue;
  const at = expected.findIndex((mask, place) => mask !== answer[place]);
  if (at >= 0) throw new Error(`${name} differs on firm ${at}: ${answer[at]} instead of ${expected[at]}`);
}
const [ours] = results;
const table = results.map(({ name, perSecond, perProcessor }) => ({
  name,
  firmsPerSecond: Math.round(perSecond),
  firmsPerProcessorSecond: Math.round(perProcessor),
  times: ours.perSecond / perSecond,
  timesByProcessor: ours.perProcessor / perProcessor,
}));
const lines = table.map(
  (row) =>
    `${row.name}: ${row.firmsPerSecond} firms/s, ours ${row.times.toFixed(1)} times; by processor time ${row.firmsPerProcessorSecond} firms/s, ${row.timesByProcessor.toFixed(1)} times`,
);
process.stdout.write(
  options.json
    ? `${JSON.stringify({ firms, sample, threads: options.threads, results: table }, null, 2)}\n`
    : `${lines.join('\n')}\n`,
);

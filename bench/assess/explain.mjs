/**
 * How long one firm waits for its verdict by each rulebook, with every reason, gap and duty in words: the first time, when
 * the rulebook is made ready, and once it stands.
 *
 *   node bench/assess/explain.mjs [--rounds 500] [--json]
 *
 * Needs a build (npm run build).
 */
import { readdirSync, readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { judge, parseItems, parseRulebook, subjectOf } from '../../dist/assess/index.js';

const { values: options } = parseArgs({
  options: { rounds: { type: 'string', default: '500' }, json: { type: 'boolean', default: false } },
});
const rounds = Number(options.rounds);

const folder = new URL('../../rulebooks/', import.meta.url);
const read = (name) => readFileSync(new URL(name, folder), 'utf8');
const items = parseItems(read('items.yaml'), 'items.yaml');
const load = () =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.yaml') && name !== 'items.yaml')
    .map((name) => parseRulebook(read(name), name, items))
    .filter(({ subject, status }) => subject.includes('enterprise') && status === 'current');

const firm = subjectOf(
  {
    name: '示例精密',
    area: '440300',
    industry: 'C3484',
    registered: '2012-05-01',
    staff: { 2024: 210, 2025: 230 },
    rdStaff: { 2025: 40 },
    revenue: { 2023: 5200, 2024: 5600, 2025: 6100 },
    mainRevenue: { 2024: 5200, 2025: 5700 },
    rdExpense: { 2024: 520, 2025: 700 },
    assets: { 2025: 9000 },
    liabilities: { 2025: 5200 },
    netProfit: { 2025: 600 },
    equityRaised: { 2024: 0, 2025: 2000 },
    yearsInSegment: 6,
    marketShare: { value: 9, rank: 3, scope: '国内' },
    ip: { class1: 5, class1HighValue: 1, class1SelfDeveloped: 5, class2: 8 },
    titles: [{ title: '专精特新', from: '2024-06-01', to: '2027-05-31' }],
    platformScore: { 2026: 63 },
    keyField: true,
    flags: { dishonest: false, majorAccident: false },
  },
  { items },
);

function timesOf(work) {
  const start = performance.now();
  work();
  return performance.now() - start;
}

const results = [];
const rulebooks = load();
for (const rulebook of rulebooks) {
  const levelRulebook = (title) => rulebooks.find((each) => each.title === title) ?? null;
  const explain = () => judge(rulebook, firm, { on: '2026-05-01', application: 'new', items, levelRulebook });
  const first = timesOf(explain);
  const taken = Array.from({ length: rounds }, () => timesOf(explain)).sort((a, b) => a - b);
  results.push({
    rulebook: rulebook.id,
    criteria: rulebook.criteria.length,
    first,
    median: taken[Math.floor(rounds / 2)],
    ninetyNinth: taken[Math.floor(rounds * 0.99)],
  });
}
process.stdout.write(
  options.json
    ? `${JSON.stringify(results, null, 2)}\n`
    : `${results
        .map(
          ({ rulebook, criteria, first, median, ninetyNinth }) =>
            `${rulebook}: ${criteria} criteria, first ${first.toFixed(2)} ms, then ${median.toFixed(3)} ms, 99 of 100 within ${ninetyNinth.toFixed(3)} ms`,
        )
        .join('\n')}\n`,
);

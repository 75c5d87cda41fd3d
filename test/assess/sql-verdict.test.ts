import { type DuckDBConnection, DuckDBDateValue, DuckDBInstance, type DuckDBValue } from '@duckdb/node-api';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Column,
  type JudgeOptions,
  judgement,
  MASK_BITS,
  type Rulebook,
  STATES,
  type Subject,
  stateAt,
  verdictSql,
  verdictsSql,
  wideRow,
  wideTableSql,
} from '../../src/assess/index.js';
import { UserError } from '../../src/model/index.js';
import { anyRulebook } from './rulebooks.js';
import { allShipped, items, levelRulebook } from './shipped.js';
import { anySubject } from './subjects.js';

let instance: DuckDBInstance;
let connection: DuckDBConnection;

beforeAll(async () => {
  instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  connection = await instance.connect();
});

afterAll(() => {
  connection.closeSync();
  instance.closeSync();
});

/** What the judge says, in the form of `bySql`. */
function byJudge(rulebook: Rulebook, subject: Subject, options: JudgeOptions) {
  const judged = judgement(rulebook, subject, options);
  return {
    state: judged.state,
    criteria: Object.fromEntries(judged.criteria.map(({ id, state }) => [id, state])),
    level: judged.level && { low: judged.level.low?.id ?? null, high: judged.level.high?.id ?? null },
    scores: judged.scores.map(({ table, interval }) => [table.id, round(interval.low), round(interval.high)]),
  };
}

function round(points: number | null): number | null {
  return points === null ? null : Number(points.toFixed(6)) + 0;
}

/** Rows of the query, as `byJudge` has them. */
async function bySql(rulebook: Rulebook, subjects: readonly Subject[], options: JudgeOptions) {
  const { columns, criteria, query } = verdictSql(rulebook, options);
  await fill(columns, subjects, options.on);
  const reader = await connection.runAndReadAll(`${query('wide')} ORDER BY id`);
  return reader.getRowObjects().map((row) => told(row, '', rulebook, criteria));
}

async function fill(columns: readonly Column[], subjects: readonly Subject[], on: string): Promise<void> {
  await connection.run(`DROP TABLE IF EXISTS wide; ${wideTableSql('wide', columns)}`);
  const appender = await connection.createAppender('wide');
  for (const [id, subject] of subjects.entries()) {
    appender.appendBigInt(BigInt(id));
    for (const [at, cell] of wideRow(subject, columns, on).entries()) {
      if (cell === null) appender.appendNull();
      else if (typeof cell === 'number') appender.appendDouble(cell);
      else if (typeof cell === 'boolean') appender.appendBoolean(cell);
      else if (columns[at]!.type === 'VARCHAR') appender.appendVarchar(cell);
      else appender.appendDate(new DuckDBDateValue(Date.parse(cell) / 86_400_000));
    }
    appender.endRow();
  }
  appender.closeSync();
}

function told(
  row: Record<string, DuckDBValue>,
  prefix: string,
  rulebook: Rulebook,
  criteria: readonly string[],
) {
  const masks = (kind: string) =>
    Array.from({ length: Math.max(1, Math.ceil(criteria.length / MASK_BITS)) }, (_, at) => {
      return row[`${prefix}${kind}${at}`] as bigint;
    });
  const all = {
    fail: masks('fail'),
    unknown: masks('unknown'),
    manual: masks('manual'),
    notApplicable: masks('notApplicable'),
  };
  return {
    state: STATES[Number(row[`${prefix}state`])],
    criteria: Object.fromEntries(criteria.map((id, place) => [id, stateAt(place, all)])),
    level:
      rulebook.levels.length === 0
        ? null
        : { low: row[`${prefix}levelLow`], high: row[`${prefix}levelHigh`] },
    scores: rulebook.scores.map(({ id }) => [
      id,
      round(row[`${prefix}scoreLow:${id}`] as number | null),
      round(row[`${prefix}scoreHigh:${id}`] as number | null),
    ]),
  };
}

const shipped = allShipped();
const subject = anySubject(shipped, items);

describe('a rulebook as SQL', () => {
  const seen = new Map<string, number>();

  for (const rulebook of shipped)
    for (const application of ['new', 'review'] as const)
      it(`says of every subject what the judge says: ${rulebook.id}, ${application}`, async () => {
        const options: JudgeOptions = { on: '2026-05-01', application, items, levelRulebook, drafts: true };
        const subjects = fc.sample(subject, { numRuns: 150, seed: 5 });
        const rows = await bySql(rulebook, subjects, options);
        for (const [at, one] of subjects.entries()) {
          expect(rows[at]).toEqual(byJudge(rulebook, one, options));
          for (const state of Object.values(rows[at]!.criteria)) seen.set(state, (seen.get(state) ?? 0) + 1);
        }
      });

  it('and the subjects were of every kind', () => {
    const all = [...seen.values()].reduce((sum, count) => sum + count, 0);
    for (const state of STATES) expect(seen.get(state) ?? 0, state).toBeGreaterThan(all / 50);
  });

  it('has as many masks as criteria ask for', async () => {
    const { criteria, gates, ...rest } = shipped.find(({ id }) => id === 'little-giant-2026')!;
    const copies = Array.from({ length: 8 }, (_, copy) =>
      criteria.map((criterion) => ({ ...criterion, id: `${criterion.id}.${copy}` })),
    ).flat();
    const pass = { all: copies.slice(70).map(({ id }) => ({ criterion: id })) };
    const long: Rulebook = { ...rest, criteria: copies, gates: gates.map((id) => `${id}.0`), pass };
    const options: JudgeOptions = { on: '2026-05-01', application: 'new', items, levelRulebook };
    const subjects = fc.sample(subject, { numRuns: 100, seed: 3 });
    expect(copies.length).toBeGreaterThan(2 * MASK_BITS);
    expect(await bySql(long, subjects, options)).toEqual(subjects.map((one) => byJudge(long, one, options)));
  });

  it('refuses criteria that rest on themselves or on none', () => {
    const sound = shipped.find(({ id }) => id === 'little-giant-2026')!;
    const options: JudgeOptions = { on: '2026-05-01', application: 'new', items, levelRulebook };
    const resting = (criterion: string): Rulebook => ({
      ...sound,
      criteria: sound.criteria.map((each) =>
        each.id === 'tier' ? { ...each, condition: { criterion } } : each,
      ),
    });
    for (const criterion of ['tier', 'nothing'])
      for (const work of [
        () => verdictSql(resting(criterion), options),
        () => judgement(resting(criterion), fc.sample(subject, { numRuns: 1, seed: 1 })[0]!, options),
      ])
        expect(work).toThrow(UserError);
  });

  it('judges by several rulebooks in one pass', async () => {
    const ladder = shipped.filter(({ title }) => ['企业规模', '小巨人', '科技型'].includes(title));
    const options: JudgeOptions = {
      on: '2026-05-01',
      application: 'new',
      items,
      levelRulebook,
      drafts: true,
    };
    const subjects = fc.sample(subject, { numRuns: 60, seed: 4 });
    const { columns, criteria, query } = verdictsSql(ladder, options);
    await fill(columns, subjects, options.on);
    const rows = (await connection.runAndReadAll(`${query('wide')} ORDER BY id`)).getRowObjects();
    for (const rulebook of ladder)
      for (const [at, one] of subjects.entries())
        expect(told(rows[at]!, `${rulebook.id}.`, rulebook, criteria.get(rulebook.id)!)).toEqual(
          byJudge(rulebook, one, options),
        );
  });

  it('computes nothing by a draft that is not asked for, as the judge does', async () => {
    const options: JudgeOptions = { on: '2026-05-01', application: 'new', items, levelRulebook };
    const subjects = fc.sample(subject, { numRuns: 5, seed: 6 });
    for (const draft of shipped.filter(({ status }) => status === 'draft')) {
      expect(verdictSql(draft, options).columns).toEqual([]);
      for (const [at, { state, criteria }] of (await bySql(draft, subjects, options)).entries()) {
        const judged = byJudge(draft, subjects[at]!, options);
        expect({ state, criteria }).toEqual({ state: judged.state, criteria: judged.criteria });
        expect(state).toBe('manualReview');
      }
    }
  });

  it('says what the judge says by random rulebooks', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyRulebook,
        fc.array(subject, { minLength: 12, maxLength: 12 }),
        fc.constantFrom('2026-05-01', '2026-02-28', '2024-02-29'),
        fc.constantFrom('new' as const, 'review' as const),
        fc.boolean(),
        async (rulebook, subjects, on, application, drafts) => {
          const options: JudgeOptions = { on, application, items, levelRulebook, drafts, draftLaid: true };
          const rows = await bySql(rulebook, subjects, options);
          expect(rows).toEqual(subjects.map((one) => byJudge(rulebook, one, options)));
        },
      ),
      { numRuns: Number(process.env.PARITY_RUNS ?? 40), seed: Number(process.env.PARITY_SEED ?? 11) },
    );
  }, 120_000);
});

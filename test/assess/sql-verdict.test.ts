import { type DuckDBConnection, DuckDBDateValue, DuckDBInstance } from '@duckdb/node-api';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type JudgeOptions,
  judgement,
  MASK_BITS,
  type Rulebook,
  STATES,
  type Subject,
  stateAt,
  verdictSql,
  wideRow,
  wideTableSql,
} from '../../src/assess/index.js';
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

function round(points: number): number {
  return Number(points.toFixed(6)) + 0;
}

async function bySql(rulebook: Rulebook, subjects: readonly Subject[], options: JudgeOptions) {
  const { columns, criteria, query } = verdictSql(rulebook, options);
  await connection.run(`DROP TABLE IF EXISTS wide; ${wideTableSql('wide', columns)}`);
  const appender = await connection.createAppender('wide');
  for (const [id, subject] of subjects.entries()) {
    appender.appendBigInt(BigInt(id));
    for (const [at, cell] of wideRow(subject, columns, options.on).entries()) {
      if (cell === null) appender.appendNull();
      else if (typeof cell === 'number') appender.appendDouble(cell);
      else if (typeof cell === 'boolean') appender.appendBoolean(cell);
      else if (columns[at]!.type === 'VARCHAR') appender.appendVarchar(cell);
      else appender.appendDate(new DuckDBDateValue(Date.parse(cell) / 86_400_000));
    }
    appender.endRow();
  }
  appender.closeSync();
  const reader = await connection.runAndReadAll(`${query('wide')} ORDER BY id`);
  return reader.getRowObjects().map((row) => {
    const masks = (kind: string) =>
      Array.from({ length: Math.max(1, Math.ceil(criteria.length / MASK_BITS)) }, (_, at) => {
        return row[`${kind}${at}`] as bigint;
      });
    const all = {
      fail: masks('fail'),
      unknown: masks('unknown'),
      manual: masks('manual'),
      notApplicable: masks('notApplicable'),
    };
    return {
      state: STATES[Number(row.state)],
      criteria: Object.fromEntries(criteria.map((id, place) => [id, stateAt(place, all)])),
      level: rulebook.levels.length === 0 ? null : { low: row.levelLow, high: row.levelHigh },
      scores: rulebook.scores.map(({ id }) => [
        id,
        round(row[`scoreLow:${id}`] as number),
        round(row[`scoreHigh:${id}`] as number),
      ]),
    };
  });
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

  it('says what the judge says by random rulebooks', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyRulebook,
        fc.array(subject, { minLength: 12, maxLength: 12 }),
        fc.constantFrom('2026-05-01', '2026-02-28', '2024-02-29'),
        fc.constantFrom('new' as const, 'review' as const),
        async (rulebook, subjects, on, application) => {
          const options: JudgeOptions = { on, application, items, levelRulebook };
          const rows = await bySql(rulebook, subjects, options);
          expect(rows).toEqual(subjects.map((one) => byJudge(rulebook, one, options)));
        },
      ),
      { numRuns: Number(process.env.RUNS ?? 60), seed: Number(process.env.SEED ?? 11) },
    );
  }, 120_000);
});

// Aggregation: by hand, with shares, by region; every sum is kept and every identity still holds.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  aggregateSatellites,
  aggregateTable,
  aggregationOf,
  type Concordance,
  checkIdentities,
  concordanceOf,
  type IoTable,
  readConcordance,
  readIoTables,
} from '../../../src/chain/index.js';
import { readIoFile } from '../../../src/verbs/io-tables.js';
import { describeWith, SHARED } from '../../measure/reference.js';
import { gridOf } from './layouts/grid-of.js';

const TABLE = readIoTables(
  gridOf(`
单位：万元|||||||
代码|名称|01|02|03|TC|EX|IM|GO
01|农业|10|20|5|60|15|10|100
02|轻工|30|40|2|123|15|10|200
03|重工|4|6|50|240|20|20|300
VA001|劳动者报酬|56|134|243||||
TI|总投入|100|200|300||||`),
)[0]!.table;

function concordance(
  ...rows: [from: string, to: string, name?: string | undefined, weight?: number | undefined][]
): Concordance {
  return {
    source: 'map.csv',
    rows: rows.map(([from, to, name, weight], at) => ({
      from,
      to,
      name: name ?? null,
      weight: weight ?? null,
      line: at + 2,
    })),
  };
}

describe('aggregation', () => {
  it('adds flows, uses and value added, and keeps names', () => {
    const { table, unused } = aggregateTable(
      TABLE,
      concordance(['2', 'B', '工业'], ['3', 'B', '工业'], ['1', 'A'], ['9', 'C', '服务业']),
    );
    expect(table.industries).toEqual([
      { code: 'B', name: '工业', nameEn: null, region: null },
      { code: 'A', name: '农业', nameEn: null, region: null },
    ]);
    // B to B: 40 + 2 + 6 + 50; B to A: 30 + 4; A to B: 20 + 5.
    expect([...table.intermediate]).toEqual([98, 34, 25, 10]);
    expect(table.finalUses.map(({ name, values }) => [name, ...values])).toEqual([
      ['最终消费', 363, 60],
      ['出口', 35, 15],
    ]);
    expect([...table.imports!]).toEqual([30, 10]);
    expect([...table.valueAdded[0]!.values]).toEqual([377, 56]);
    expect([...table.output]).toEqual([500, 100]);
    expect(unused).toEqual(['9']);
  });

  it('splits rows and columns by weight', () => {
    const { table } = aggregateTable(
      TABLE,
      concordance(['01', 'A'], ['02', 'A', undefined, 0.25], ['02', 'B', undefined, 0.75], ['03', 'B']),
    );
    expect([...table.output]).toEqual([150, 450]);
    // A to A: 10 + 20/4 + 30/4 + 40/16.
    expect(table.intermediate[0]).toBe(10 + 5 + 7.5 + 2.5);
    expect(table.industries.map(({ name }) => name)).toEqual(['农业、轻工', '轻工、重工']);
  });

  it.each<[string, Concordance, RegExp]>([
    ['unmapped', concordance(['01', 'A']), /map\.csv: industries that are not mapped: 02 轻工, 03 重工\./],
    [
      'doubly mapped',
      concordance(['01', 'A'], ['01', 'B'], ['02', 'A'], ['03', 'B']),
      /“01” is mapped more than once without weights: A \(line 2\), B \(line 3\)/,
    ],
    [
      'weights that do not sum to 1',
      concordance(['01', 'A', undefined, 0.3], ['01', 'B', undefined, 0.6], ['02', 'A'], ['03', 'B']),
      /the weights of “01” sum to 0\.9, expected 1/,
    ],
    [
      'two names',
      concordance(['01', 'A', '甲'], ['02', 'A', '乙'], ['03', 'A']),
      /line 3: “A” is named “乙”, and “甲” on line 2/,
    ],
  ])('refuses a concordance with %s', (_, rows, message) => {
    expect(() => aggregateTable(TABLE, rows)).toThrowError(
      expect.objectContaining({ name: 'UserError', en: expect.stringMatching(message) }),
    );
  });

  it('goes region by region, and by region alone', () => {
    const regional = readIoTables(
      gridOf(`
||京||冀||京|冀|GO
||1|2|1|2|TC|TC|GO
京|1|1|2|3|4|60|30|100
|2|1|2|3|4|100|90|200
冀|1|1|2|3|4|200|90|300
|2|1|2|3|4|300|90|400
|TVA|96|192|288|384||`),
    )[0]!.table;
    const sectors = aggregateTable(regional, concordance(['1', 'T', '全部'], ['2', 'T', '全部'])).table;
    expect(sectors.industries.map(({ region, name }) => `${region}${name}`)).toEqual(['京全部', '冀全部']);
    expect([...sectors.intermediate]).toEqual([6, 14, 6, 14]);
    const region = concordance(['京', 'JJJ', '京津冀'], ['冀', 'JJJ', '京津冀']);
    const whole = aggregateTable(regional, null, region).table;
    expect(whole.industries).toEqual([
      { code: '1', name: '1', nameEn: null, region: '京津冀' },
      { code: '2', name: '2', nameEn: null, region: '京津冀' },
    ]);
    expect([...whole.intermediate]).toEqual([8, 12, 8, 12]);
    expect(whole.finalUses.map(({ region: of, values }) => [of, ...values])).toEqual([['京津冀', 380, 580]]);
  });

  it('splits satellite accounts as it splits industries', () => {
    const rows = concordance(
      ['01', 'A'],
      ['02', 'A', undefined, 0.5],
      ['02', 'B', undefined, 0.5],
      ['03', 'B'],
    );
    const accounts = aggregateSatellites(
      {
        stressors: [
          { code: 'E', name: '能源', unit: '万吨标准煤' },
          { code: 'L', name: '就业', unit: '万人' },
        ],
        values: Float64Array.of(1, 2, 3, 10, 20, 30),
        direct: null,
      },
      aggregationOf(TABLE.industries, rows),
    );
    expect([...accounts.values]).toEqual([2, 4, 20, 40]);
  });

  it('keeps every balance, whatever is put together or split', () => {
    const made = fc.integer({ min: 2, max: 6 }).chain((n) =>
      fc.record({
        z: fc.array(fc.integer({ min: 0, max: 999 }), { minLength: n * n, maxLength: n * n }),
        uses: fc.array(fc.integer({ min: 0, max: 9999 }), { minLength: n, maxLength: n }),
        groups: fc.array(fc.integer({ min: 0, max: 2 }), { minLength: n, maxLength: n }),
        split: fc.array(fc.integer({ min: 0, max: 8 }), { minLength: n, maxLength: n }),
      }),
    );
    fc.assert(
      fc.property(made, ({ z, uses, groups, split }) => {
        const n = uses.length;
        const output = Float64Array.from(
          uses,
          (use, i) => use + z.slice(i * n, (i + 1) * n).reduce((a, b) => a + b),
        );
        const value = (j: number) => output[j]! - uses.reduce((sum, _, i) => sum + z[i * n + j]!, 0);
        const table: IoTable = {
          ...TABLE,
          industries: uses.map((_, i) => ({ code: `${i}`, name: `部门${i}`, nameEn: null, region: null })),
          intermediate: Float64Array.from(z),
          finalUses: [{ ...TABLE.finalUses[0]!, values: Float64Array.from(uses) }],
          imports: null,
          valueAdded: [{ ...TABLE.valueAdded[0]!, values: Float64Array.from(uses, (_, j) => value(j)) }],
          output,
        };
        const rows = groups.flatMap((group, i): [string, string, undefined, number | undefined][] =>
          split[i] === 0
            ? [[`${i}`, `G${group}`, undefined, undefined]]
            : [
                [`${i}`, `G${group}`, undefined, split[i]! / 8],
                [`${i}`, `G${(group + 1) % 3}`, undefined, 1 - split[i]! / 8],
              ],
        );
        const { table: sums } = aggregateTable(table, concordance(...rows));
        const total = (values: Float64Array) => values.reduce((a, b) => a + b, 0);
        expect(total(sums.output)).toBeCloseTo(total(output), 6);
        expect(total(sums.intermediate)).toBeCloseTo(total(table.intermediate), 6);
        for (const check of checkIdentities(sums).checks) {
          expect(Math.abs(check.largest!.residual), check.identity).toBeLessThan(1e-6);
          expect(check.beyondRounding).toBe(0);
        }
      }),
      { seed: 7, numRuns: 60 },
    );
  });
});

describe('a concordance', () => {
  const rows = [
    { from: '01', to: 'A', name: '甲', weight: null },
    { from: '02', to: 'B', name: null, weight: 0.5 },
  ];

  it('is read by its headings, in any order, or by position', () => {
    const named = readConcordance(gridOf('名称,到,权重,从\n甲,A,,01\n,B,0.5,02', 'm', ','));
    expect(named.rows).toMatchObject(rows);
    const bare = readConcordance(gridOf('01,A,甲\n02,B,,0.5', 'm', ','));
    expect(bare.rows).toMatchObject(rows);
    expect(bare.rows.map(({ line }) => line)).toEqual([1, 2]);
  });

  it('may be YAML, as a list or by group', () => {
    expect(
      concordanceOf('m.yaml', [
        { from: '01', to: 'A', name: '甲' },
        { from: '02', to: 'B', weight: 0.5 },
      ]).rows,
    ).toMatchObject(rows);
    expect(concordanceOf('m.yaml', { A: { name: '甲', from: ['01', 2] }, B: ['03'] }).rows).toMatchObject([
      { from: '01', to: 'A', name: '甲' },
      { from: '2', to: 'A', name: '甲' },
      { from: '03', to: 'B', name: null },
    ]);
  });

  it.each([
    ['from,to\n,A', /m, line 2: from is empty/],
    ['from,to,weight\n01,A,1.5', /m, line 2, column weight: “1.5”. Expected a number from 0 to 1/],
    ['from,to', /m: there is no correspondence/],
  ])('with a fault names the line', (text, message) => {
    expect(() => readConcordance(gridOf(text, 'm', ','))).toThrowError(
      expect.objectContaining({ en: expect.stringMatching(message) }),
    );
  });
});

describeWith('data/io-nbs', 'the national table of 2020 in 153 industries', () => {
  it('in three sectors still balances, and its output is that of the whole', async () => {
    const { table } = (await readIoFile(`${SHARED}data/io-nbs/china_2020_153.csv`)).readings[0]!;
    const sector = (i: number) =>
      i < 5 ? ['1', '第一产业'] : i < 103 ? ['2', '第二产业'] : ['3', '第三产业'];
    const rows = table.industries.map(({ code }, i) => [code, ...sector(i)] as [string, string, string]);
    const { table: sums } = aggregateTable(table, concordance(...rows));
    expect(sums.industries.map(({ name }) => name)).toEqual(['第一产业', '第二产业', '第三产业']);
    const total = (values: Float64Array) => values.reduce((a, b) => a + b, 0);
    // 总产出 2020, 万元, NBS.
    expect(total(sums.output)).toBeCloseTo(26990278045.4323, 3);
    for (const check of checkIdentities(sums).checks) expect(check.beyondRounding, check.identity).toBe(0);
  });
});

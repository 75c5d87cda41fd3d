// The long form: what can be left out, what is told by codes, and that a table comes back as it went.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  checkIdentities,
  type IoTable,
  isValueAdded,
  LONG_COLUMNS,
  longRows,
  readIoTables,
} from '../../../../src/chain/index.js';
import { readIoFile } from '../../../../src/verbs/io-tables.js';
import { describeWith, SHARED } from '../../../measure/reference.js';
import { gridOf } from './grid-of.js';

function written(table: IoTable): string {
  const lines = [...longRows(table)].map((row) => LONG_COLUMNS.map((column) => row[column] ?? '').join('|'));
  return [LONG_COLUMNS.join('|'), ...lines].join('\n');
}

describe('the long form', () => {
  it('needs from, to and value alone', () => {
    const [reading] = readIoTables(
      gridOf(
        `
from,to,value
01,01,10
01,02,20
02,01,30
02,02,40
01,TC,50
02,TC,60
02,EX,70
VA001,01,40
VA001,02,140`,
        'flows',
        ',',
      ),
    );
    const { table, layout, findings } = reading!;
    expect(layout).toBe('long');
    expect(table.industries.map(({ code }) => code)).toEqual(['01', '02']);
    expect([...table.intermediate]).toEqual([10, 20, 30, 40]);
    expect(table.finalUses.map(({ kind, name, values }) => [kind, name, ...values])).toEqual([
      ['consumption', '最终消费', 50, 60],
      ['export', '出口', 0, 70],
    ]);
    expect(table.valueAdded.map(({ kind, values }) => [kind, ...values])).toEqual([
      ['compensation', 40, 140],
    ]);
    expect([...table.output]).toEqual([80, 200]);
    expect(findings.map(({ finding }) => finding)).toEqual(['outputDerived']);
  });

  it('takes regions, origins and kinds', () => {
    const [reading] = readIoTables(
      gridOf(
        `
from_region,from,to_region,to,origin,kind,value
京,a,京,a,domestic,,1
京,a,冀,a,domestic,,2
冀,a,冀,a,imports,,3
冀,a,京,消费,domestic,consumption,4
冀,a,京,消费,imports,consumption,5
,工资,冀,a,,compensation,6
,a,,,,output,9`.replace('\n,a,,', '\n冀,a,,'),
        'flows',
        ',',
      ),
    );
    const { table } = reading!;
    expect(table.industries.map(({ region, code }) => `${region}${code}`)).toEqual(['京a', '冀a']);
    expect([...table.intermediate]).toEqual([1, 2, 0, 0]);
    expect([...table.importedIntermediate!]).toEqual([0, 0, 0, 3]);
    expect(table.finalUses).toEqual([
      {
        code: '消费',
        name: '最终消费',
        kind: 'consumption',
        region: '京',
        values: Float64Array.of(0, 4),
        imported: Float64Array.of(0, 5),
      },
    ]);
    expect([...table.output]).toEqual([0, 9]);
  });

  it('reports what it leaves out and what it adds up', () => {
    const [reading] = readIoTables(gridOf('from,to,value\n1,1,5\n1,2,x\n2,1,3\n1,1,4', 'flows', ','));
    expect([...reading!.table.intermediate]).toEqual([9, 0, 3, 0].slice(0, 4));
    expect(reading!.findings.map(({ finding, severity, row }) => [finding, severity, row])).toEqual([
      ['notANumber', 'error', 3],
      ['duplicate', 'warning', 5],
      ['outputDerived', 'note', null],
    ]);
  });

  it('refuses a word for part or kind that it does not know', () => {
    expect(() => readIoTables(gridOf('from,to,kind,value\n1,2,exprot,3', 'flows', ','))).toThrowError(
      expect.objectContaining({
        en: expect.stringContaining('row 2, column kind: “exprot”. Expected one of'),
      }),
    );
  });
});

describe('a table written in the long form', () => {
  const value = fc.oneof(
    fc.constant(0),
    fc.double({ noNaN: true, min: -1e9, max: 1e12 }).map((x) => x + 0),
  );
  const vector = (n: number) =>
    fc.array(value, { minLength: n, maxLength: n }).map((x) => Float64Array.from(x));
  const tables = fc.integer({ min: 1, max: 4 }).chain((n) =>
    fc
      .record({
        isNonCompetitive: fc.boolean(),
        isRegional: fc.boolean(),
        z: vector(n * n),
        m: vector(n * n),
        uses: fc.array(fc.tuple(vector(n), vector(n)), { maxLength: 3 }),
        imports: fc.option(vector(n)),
        inflows: fc.option(vector(n)),
        discrepancy: fc.option(vector(n)),
        added: fc.array(vector(n), { maxLength: 3 }),
        output: vector(n),
      })
      .map((made): IoTable => {
        const kinds = ['households', 'export', 'other'] as const;
        const outlays = ['compensation', 'productTaxes', 'other'] as const;
        return {
          title: '某省2020年投入产出表',
          year: 2020,
          unit: '万元',
          industries: Array.from({ length: n }, (_, i) => ({
            code: `00${i + 1}`,
            name: `部门 ${i}`,
            nameEn: i % 2 === 0 ? null : `sector ${i}`,
            region: made.isRegional ? ['甲', '乙'][i % 2]! : null,
          })),
          intermediate: made.z,
          importedIntermediate: made.isNonCompetitive ? made.m : null,
          finalUses: made.uses.map(([values, imported], at) => ({
            code: `F${at}`,
            name: `用途${at}`,
            kind: kinds[at]!,
            region: made.isRegional ? '甲' : null,
            values,
            imported: made.isNonCompetitive ? imported : null,
          })),
          imports: made.imports,
          inflows: made.inflows,
          discrepancy: made.discrepancy,
          valueAdded: made.added.map((values, at) => ({
            code: `V${at}`,
            name: `投入${at}`,
            kind: outlays[at]!,
            values,
          })),
          output: made.output,
        };
      }),
  );

  it('comes back the same', () => {
    fc.assert(
      fc.property(tables, (table) => {
        const [reading] = readIoTables(gridOf(written(table)));
        expect(reading!.table).toEqual(table);
        expect(reading!.findings).toEqual([]);
      }),
      { seed: 7, numRuns: 60 },
    );
  });
});

describeWith('data/io-province-2007', 'flows and totals of the provinces, 2007', () => {
  const folder = `${SHARED}data/io-province-2007/`;

  it('are thirty tables with uses, value added and names', async () => {
    const { readings } = await readIoFile(`${folder}province_sector_2007_flows.csv`, {
      totalsFile: `${folder}province_sector_2007_totals.csv`,
    });
    expect(readings).toHaveLength(30);
    const beijing = readings[0]!.table;
    expect(beijing.title).toContain('北京');
    expect(beijing.unit).toBe('万元');
    expect(beijing.industries).toHaveLength(42);
    expect(beijing.industries[0]).toEqual({ code: '1', name: '农林牧渔业', nameEn: null, region: null });
    expect(beijing.intermediate[0]).toBe(936147.79);
    expect(beijing.output[0]).toBe(2731300.9);
    expect(beijing.finalUses.map(({ kind }) => kind)).toEqual([
      'ruralHouseholds',
      'urbanHouseholds',
      'government',
      'fixedCapital',
      'inventories',
      'export',
      'outflow',
    ]);
    expect(beijing.valueAdded.filter(isValueAdded)).toHaveLength(4);
    expect(beijing.inflows![0]).toBe(1746047.75);
    for (const { table, stated } of readings) {
      for (const { identity, largest } of checkIdentities(table, stated).checks)
        if (identity === 'rowBalance' || identity === 'columnBalance')
          expect(Math.abs(largest!.residual), `${table.title} ${identity}`).toBeLessThan(2);
    }
  });
});

// Every identity, on a table by hand in which each is then broken in turn; and on the real tables.
import { describe, expect, it } from 'vitest';
import {
  checkIdentities,
  examineTable,
  type IdentityName,
  type IoReading,
  readIoTables,
} from '../../../src/chain/index.js';
import { readIoFile } from '../../../src/verbs/io-tables.js';
import { describeWith, SHARED } from '../../measure/reference.js';
import { gridOf } from './layouts/grid-of.js';

// 100.0 + 50.0 used; 70 consumed of which 40 rural; 30.0 imported; 10.0 from other provinces.
const TABLE = `
单位：万元||||||||||||
代码|名称|01|02|TIU|FU101|FU102|THC|EX|TFU|IM|调入|GO
01|农业|100|50|150|40|30|70|20.5|90.5|30|10|200.5
02|工业|40|200|240|60|90|150|120|270|8|2|500
TII|中间投入合计|140|250|390|100|120|220|140.5|360.5|||
VA001|劳动者报酬|50.5|150||||||||||
VA004|营业盈余|10|100||||||||||
TVA|增加值合计|60.5|250||||||||||
TI|总投入|200.5|500||||||||||`;

function reportOf(text: string) {
  const [reading] = readIoTables(gridOf(text));
  return { reading: reading!, report: checkIdentities(reading!.table, reading!.stated) };
}

function broken({ checks }: ReturnType<typeof checkIdentities>): string[] {
  return checks.filter(({ beyondRounding }) => beyondRounding > 0).map(({ identity }) => identity);
}

describe('identities', () => {
  it('are all checked and all hold', () => {
    const { report } = reportOf(TABLE);
    expect(report.decimals).toBe(1);
    expect(report.checks.map(({ identity, checked }) => [identity, checked])).toEqual([
      ['intermediateUse', 2],
      ['finalSubtotal', 2],
      ['finalUse', 2],
      ['rowBalance', 2],
      ['intermediateInput', 2],
      ['valueAdded', 2],
      ['totalInput', 2],
      ['columnBalance', 2],
      ['outputIsInput', 2],
      ['finalUseColumns', 3],
      ['grossProduct', 1],
    ]);
    expect(broken(report)).toEqual([]);
  });

  it.each<[string, string, IdentityName[]]>([
    ['|50|150|40', '|50|155|40', ['intermediateUse']],
    ['|40|30|70|', '|40|30|75|', ['finalSubtotal']],
    ['|20.5|90.5|', '|20.5|95.5|', ['finalUse']],
    ['|30|10|200.5', '|35|10|200.5', ['rowBalance', 'grossProduct']],
    ['合计|140|250|390', '合计|145|250|390', ['intermediateInput', 'totalInput']],
    ['合计|60.5|250', '合计|65.5|250', ['valueAdded', 'totalInput']],
    ['|200.5|500|||', '|205.5|500|||', ['totalInput', 'outputIsInput']],
    ['|50.5|150|', '|55.5|150|', ['valueAdded', 'columnBalance', 'grossProduct']],
    ['390|100|120', '390|105|120', ['finalUseColumns']],
  ])('%s → %s breaks what it should', (from, to, expected) => {
    const { report } = reportOf(TABLE.replace(from, to));
    expect(broken(report)).toEqual(expected);
    for (const check of report.checks) {
      if (check.beyondRounding === 0) continue;
      expect(check.largest!.residual, check.identity).toBeCloseTo(
        check.largest!.added - check.largest!.printed,
        9,
      );
      expect(Math.abs(check.largest!.residual)).toBeCloseTo(5, 9);
    }
  });

  it('name the industry, the figures and the share', () => {
    const { reading, report } = reportOf(TABLE.replace('|50|150|40', '|50|155|40'));
    const findings = examineTable(reading.table, report);
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({
      finding: 'residual',
      severity: 'warning',
      item: '农业',
      value: 150,
      expected: 155,
      en: 'intermediateUse (intermediate use = Σ flows of the row): 1 of 2 are off by more than rounding, most of all “农业”: 155 against 150, off by -5 万元 (3.2%).',
    });
  });

  it('allow a sum of rounded figures half a unit for each', () => {
    // Three thirds of 100, each written 33.3, make 99.9: within four half units of 0.1, not of 0.01.
    const thirds = (third: string) => `
代码|1|2|3|GO
1|${third}|${third}|${third}|100.0
2|0|0|0|0
3|0|0|0|0
VA001|66.7|0|0|
TI|100.0|${third}|${third}|`;
    const rounded = reportOf(thirds('33.3').replace('GO', 'TIU'));
    expect(broken(rounded.report)).toEqual([]);
    expect(rounded.report.checks[0]!.largest).toMatchObject({
      residual: expect.closeTo(-0.1, 9),
      tolerance: expect.closeTo(0.2, 9),
    });
    const finer = reportOf(
      thirds('33.30').replace('GO', 'TIU').replace('66.7', '66.71').replaceAll('33.30', '33.31'),
    );
    expect(finer.report.decimals).toBe(2);
    expect(broken(finer.report)).toContain('intermediateUse');
  });

  it('hold region by region in a table of several', () => {
    const text = `
||京||冀||TC|GO
||1|2|1|2|TC|GO
京|1|1|2|3|4|90|100
|2|1|2|3|4|190|200
冀|1|1|2|3|4|290|300
|2|1|2|3|4|390|400
|TVA|96|192|288|384||`;
    const held = reportOf(text).report;
    expect(held.checks.map(({ identity }) => identity)).toEqual([
      'rowBalance',
      'columnBalance',
      'grossProduct',
      'regionalUses',
      'regionalInputs',
    ]);
    expect(broken(held)).toEqual([]);
    const off = reportOf(text.replace('|290|300', '|280|300')).report;
    expect(broken(off)).toEqual(['rowBalance', 'grossProduct', 'regionalUses']);
    expect(off.checks.find(({ identity }) => identity === 'regionalUses')!.residuals).toMatchObject([
      { region: '冀', printed: 700, added: 690, residual: -10 },
    ]);
  });
});

describe('what is odd about a table', () => {
  it('is told with names and values, and is never fatal', () => {
    const { reading, report } = reportOf(`
单位：万元||||||
代码|名称|01|02|03|FU103|FU202|GO
01|农业|-5|50|0|55|-100|0
02|工业|40|700|0|-40|-200|500
03|军工|0|0|0|0|0|0
VA001|报酬|1|1|0|||`);
    const findings = examineTable(reading.table, report).filter(({ finding }) => finding !== 'residual');
    expect(findings.map(({ finding, severity, item, value }) => [finding, severity, item, value])).toEqual([
      ['negativeFlow', 'warning', '农业 → 农业', -5],
      ['negativeFinalUse', 'warning', '工业 → 政府消费', -40],
      ['zeroOutput', 'warning', '农业', 0],
      ['inputsExceedOutput', 'warning', '工业', 750],
      ['zeroOutput', 'note', '军工', 0],
    ]);
  });

  it('is told of the largest twenty cells and counted for the rest', () => {
    const n = 6;
    const rows = Array.from({ length: n }, (_, i) => [i + 1, ...new Array(n).fill(-(i + 1)), 100].join('|'));
    const { reading, report } = reportOf(
      [`代码|${rows.map((_, i) => i + 1).join('|')}|GO`, ...rows].join('\n'),
    );
    const negative = examineTable(reading.table, report).filter(({ finding }) => finding === 'negativeFlow');
    expect(negative).toHaveLength(21);
    expect(negative[0]!.value).toBe(-6);
    expect(negative[20]).toMatchObject({ item: null, value: 36 });
  });
});

describeWith('data/io-nbs', 'the national tables', () => {
  it.each(['china_2012_139', 'china_2017_149', 'china_2020_153', 'china_2017_42', 'china_2020_42'])(
    '%s: every identity holds to the fifteenth digit',
    async (name) => {
      const { readings } = await readIoFile(`${SHARED}data/io-nbs/${name}.csv`);
      const { table, stated } = readings[0]!;
      const report = checkIdentities(table, stated);
      expect(report.checks.length).toBeGreaterThanOrEqual(9);
      expect(broken(report)).toEqual([]);
    },
  );

  it('china_2007_135: the column of 工艺品及其他制造业 is short by 0.445', async () => {
    const { readings } = await readIoFile(`${SHARED}data/io-nbs/china_2007_135.csv`);
    const { table, stated } = readings[0]!;
    const report = checkIdentities(table, stated);
    expect(broken(report)).toEqual(['columnBalance', 'outputIsInput', 'grossProduct']);
    const column = report.checks.find(({ identity }) => identity === 'columnBalance')!;
    expect(column.beyondRounding).toBe(1);
    expect(column.largest).toMatchObject({ name: '工艺品及其他制造业', residual: expect.closeTo(-0.445, 3) });
  });
});

describeWith('data/io-oecd', 'OECD, China 2017', () => {
  it('balances to the rounding of one decimal, taxes on products within intermediate input', async () => {
    const { readings } = await readIoFile(`${SHARED}data/io-oecd/OECD21ed_CHN_2017.csv`);
    const { table, stated, findings } = readings[0]!;
    const report = checkIdentities(table, stated);
    expect(report.decimals).toBe(1);
    // Totals as printed miss each other by up to half a million dollars: they were rounded to whole ones.
    expect(broken(report)).toEqual(['totalInput']);
    expect(findings.map(({ finding }) => finding)).toEqual(['noUnit', 'signTurned']);
  });
});

describeWith('data/io-province-2007', 'the provincial tables of 2007', () => {
  let readings: IoReading[];

  it('are thirty, one of them two rows up', async () => {
    ({ readings } = await readIoFile(`${SHARED}data/io-province-2007/ChinaIO_zhangda1021.xls`));
    expect(readings).toHaveLength(30);
    const tops = readings.map(({ places }) => places[0]!.range);
    expect(new Set(tops)).toEqual(new Set(['D9:AS50', 'D6:AS47']));
    for (const { table } of readings) {
      expect(table.industries).toHaveLength(42);
      expect(table.finalUses.some(({ kind }) => kind === 'outflow')).toBe(true);
      expect(table.inflows).not.toBeNull();
    }
  });

  it('balance within 2 万元', () => {
    for (const { table, stated } of readings) {
      for (const { identity, largest } of checkIdentities(table, stated).checks) {
        if (!['rowBalance', 'columnBalance', 'outputIsInput', 'grossProduct'].includes(identity)) continue;
        expect(Math.abs(largest!.residual), `${table.title} ${identity}`).toBeLessThan(2);
      }
    }
  });

  it('have three negative flows', () => {
    const negative = readings.flatMap(({ table, stated }) =>
      examineTable(table, checkIdentities(table, stated))
        .filter(({ finding }) => finding === 'negativeFlow')
        .map(({ item, value }) => [item, value]),
    );
    expect(negative).toEqual([
      ['金融业 → 综合技术服务业', -241],
      ['金融业 → 燃气生产和供应业', -82.21],
      ['居民服务和其他服务业 → 造纸印刷及文教体育用品制造业', -9.14],
    ]);
  });

  it('print one total of final use that does not fit: 黑龙江', () => {
    const off = readings.filter(({ table, stated }) =>
      checkIdentities(table, stated).checks.some(
        ({ identity, largest }) => identity === 'finalUse' && Math.abs(largest!.residual) > 10,
      ),
    );
    expect(off.map(({ table }) => table.title)).toEqual(['黑龙江省2007年投入产出表']);
  });
});

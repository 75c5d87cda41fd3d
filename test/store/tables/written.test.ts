/** Numbers, units and periods as cells and headings write them. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { columnLetters, printPeriod } from '../../../src/model/index.js';
import { columnOfLetters } from '../../../src/store/tables/words.js';
import { scaled, writtenNumber } from '../../../src/store/tables/written-number.js';
import { periodInside, writtenPeriod } from '../../../src/store/tables/written-period.js';
import { headingUnit, writtenUnit } from '../../../src/store/tables/written-unit.js';
import { processorTime } from '../../processor-time.js';
import { lexicon } from './sheets-made.js';

describe('periods', () => {
  const cases: [written: string, period: string | null, year?: number][] = [
    ['2024年', '2024'],
    ['2024年度', '2024'],
    ['2024.8', '2024-08'],
    ['2024/08/31', '2024-08-31'],
    ['20240831', '2024-08-31'],
    ['2024年1—8月', '2024-01/2024-08'],
    ['2024年1-8月份', '2024-01/2024-08'],
    ['2024年上半年', '2024-H1'],
    ['2024年第三季度', '2024-Q3'],
    ['２０２４年８月', '2024-08'],
    ['2021-2023年', '2021/2023'],
    ['2024年8月末', 'asof:2024-08'],
    ['截至2024年8月底', 'asof:2024-08'],
    ['24年8月', '2024-08'],
    ['十四五', '2021/2025'],
    ['8月累计', '2024-01/2024-08', 2024],
    ['前三季度', '2024-01/2024-09', 2024],
    ['8月', null],
    ['2024年13月', null],
    ['2023年2月29日', null],
    ['工业', null],
    ['12.5', null],
    ['8', null, 2024],
  ];
  for (const [written, period, year] of cases) {
    it(`${written} is ${period}`, () => {
      const found = writtenPeriod(written, { year: year ?? null });
      expect(found && printPeriod(found)).toBe(period);
    });
  }

  it('inside words, the longest at its place', () => {
    const found = periodInside('安徽省2024年1-8月工业增加值');
    expect(printPeriod(found!.period)).toBe('2024-01/2024-08');
    expect(periodInside('产值12345')).toBeNull();
    expect(periodInside('增长2024.5%')).toBeNull();
  });

  it('reads what it prints', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1950, max: 2050 }), fc.integer({ min: 1, max: 12 }), (year, month) => {
        const period = { kind: 'month', year, month } as const;
        expect(writtenPeriod(printPeriod(period))).toEqual(period);
        expect(writtenPeriod(`${year}年${month}月`)).toEqual(period);
      }),
    );
  });
});

describe('numbers', () => {
  it('never take a mark for a digit', () => {
    expect(writtenNumber('123.4①', lexicon)).toMatchObject({ value: 123.4, note: '①' });
    expect(writtenNumber('12*3', lexicon).kind).toBe('text');
    expect(writtenNumber('1.2.3', lexicon).kind).toBe('text');
    expect(writtenNumber('12-15', lexicon).kind).toBe('text');
  });

  it('come back from every way of writing them', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e9, max: 1e9 }), fc.integer({ min: 0, max: 3 }), (whole, decimals) => {
        const value = Number((whole / 10 ** decimals).toFixed(decimals));
        const plain = value.toFixed(decimals);
        const grouped = plain.replace(/\B(?<!\.\d*)(?=(\d{3})+(?!\d))/g, ',');
        const wide = grouped.replace(/[\d.,-]/g, (char) => String.fromCharCode(char.charCodeAt(0) + 0xfee0));
        for (const form of [plain, grouped, wide, ` ${plain} `, `${plain}%`]) {
          expect(writtenNumber(form, lexicon)).toMatchObject({ kind: 'number', value });
        }
      }),
    );
  });

  it('take linear time on any cell', () => {
    const started = processorTime();
    for (const hostile of [
      '1,'.repeat(50_000),
      '('.repeat(100_000),
      '9'.repeat(100_000),
      ' '.repeat(100_000),
    ]) {
      writtenNumber(hostile, lexicon);
      writtenPeriod(hostile);
      periodInside(hostile);
      headingUnit(hostile, lexicon);
    }
    expect(processorTime() - started).toBeLessThan(2_000);
  });

  it('scale without the noise of binary fractions', () => {
    expect(scaled(936147.79, 1e4)).toBe(9361477900);
    expect(scaled(0.1, 1e8)).toBe(1e7);
    expect(scaled(-1.005, 100)).toBe(-100.5);
  });
});

describe('units', () => {
  it('are a base and a scale', () => {
    expect(writtenUnit('万千瓦时', lexicon)).toMatchObject({ base: '千瓦时', scale: 1e4 });
    expect(writtenUnit('亿美元', lexicon)).toMatchObject({ base: '美元', scale: 1e8 });
    expect(writtenUnit('10k_yuan', lexicon)).toMatchObject({ base: '元', scale: 1e4 });
    expect(writtenUnit('万 吨', lexicon)).toMatchObject({ base: '吨', scale: 1e4 });
    expect(writtenUnit('个百分点', lexicon)).toMatchObject({ base: '个百分点', of: 'percent' });
    expect(writtenUnit('蒲式耳', lexicon)).toBeNull();
  });

  it('stand in headings in many ways', () => {
    const cases: [heading: string, words: string, unit: string | null][] = [
      ['产值（万元）', '产值', '元'],
      ['产值/亿元', '产值', '元'],
      ['增速，%', '增速', '%'],
      ['gdp_100m_yuan', 'gdp', '元'],
      ['产值(现价)(万元)', '产值(现价)', '元'],
      ['产值（现价）', '产值(现价)', null],
      ['±%', '±', '%'],
    ];
    for (const [heading, words, unit] of cases) {
      const found = headingUnit(heading, lexicon);
      expect([found.words, found.units?.[0]?.base ?? null, found.unknown]).toEqual([words, unit, null]);
    }
  });
});

it('letters of columns and their numbers are each other’s inverse', () => {
  expect([0, 25, 26, 701, 702, 16_383].map(columnLetters)).toEqual(['A', 'Z', 'AA', 'ZZ', 'AAA', 'XFD']);
  for (let column = 0; column < 18_278; column += 7)
    expect(columnOfLetters(columnLetters(column))).toBe(column);
  expect(columnOfLetters('A1')).toBe(-1);
});

import { beforeAll, describe, expect, test } from 'vitest';
import { type AreaCodes, type AreaQuestion, areaStem, type ResolvedArea } from '../../src/model/index.js';
import { loadCodes } from '../../src/store/index.js';

let areas: AreaCodes;
beforeAll(async () => {
  areas = (await loadCodes()).areas;
});

function resolved(text: string, question: AreaQuestion = {}): ResolvedArea {
  const found = areas.resolve(text, question);
  if (found.status !== 'resolved') throw new Error(`${text}: ${found.why.en}`);
  return found;
}

describe('names in their usual forms', () => {
  test.each([
    ['内蒙', '150000'],
    ['内蒙古', '150000'],
    ['内蒙古自治区', '150000'],
    ['内 蒙 古', '150000'],
    ['新疆维吾尔自治区', '650000'],
    ['广西区', null],
    ['广西自治区', '450000'],
    ['粤', '440000'],
    ['深圳', '440300'],
    ['深圳市', '440300'],
    ['广东深圳市', '440300'],
    ['广东省深圳', '440300'],
    ['广东省深圳市南山区', '440305'],
    ['安徽合肥', '340100'],
    ['北京市朝阳区', '110105'],
    ['延边州', '222400'],
    ['昆山', '320583'],
    ['昆山市', '320583'],
    ['吉林', '220000'],
    ['吉林市', '220200'],
    ['全国', '000000'],
    ['我国', '000000'],
    ['北京①', '110000'],
    ['其中：浙江', '330000'],
    ['44', '440000'],
    ['４４０３', '440300'],
    ['440305', '440305'],
    ['440305000000', '440305'],
    ['440300 深圳市', '440300'],
    ['深圳市（440300）', '440300'],
  ])('%s is %s', (text, code) => {
    const found = areas.resolve(text);
    expect(found.status === 'resolved' ? found.code : null).toBe(code);
  });

  test('a code and a name that contradict each other are not guessed at', () => {
    const found = areas.resolve('440100 深圳市');
    expect(found.status).toBe('ambiguous');
    if (found.status !== 'resolved')
      expect(found.suggestions.map((area) => area.code)).toEqual(['440100', '440300']);
  });

  test('one name of several areas of a level is ambiguous, and not within one of them', () => {
    expect(areas.resolve('朝阳区').status).toBe('ambiguous');
    expect(resolved('朝阳区', { within: '110000' }).code).toBe('110105');
    expect(resolved('海南').level).toBe('province');
    expect(resolved('海南', { level: 'prefecture' }).code).toBe('632500');
  });

  test('what is near is suggested', () => {
    const found = areas.resolve('黑龙汇省');
    expect(found.status).toBe('unknown');
    if (found.status === 'unknown') expect(found.suggestions[0]?.name).toBe('黑龙江省');
    const county = areas.resolve('昆珊市');
    if (county.status === 'unknown') expect(county.suggestions.map((area) => area.name)).toContain('昆山市');
    expect(areas.resolve('广东省（不含深圳）').status).toBe('unknown');
    expect(areas.resolve('999999').status).toBe('unknown');
    expect(areas.resolve('').status).toBe('unknown');
    expect(areas.resolve('长'.repeat(5000)).status).toBe('unknown');
  });
});

describe('history', () => {
  test('重庆 was a city of 四川 until March 1997', () => {
    expect(resolved('重庆', { on: '1996-12-31' })).toMatchObject({ code: '510200', level: 'prefecture' });
    expect(resolved('重庆', { on: '1997-12-31' })).toMatchObject({ code: '500000', level: 'province' });
    const early = resolved('500000', { on: '1990-01-01' });
    expect(early.notYet).toMatchObject({ from: '1997-03-14', outOf: [{ name: '四川省' }] });
  });

  test('海南 was a part of 广东 until April 1988', () => {
    const early = resolved('海南省', { on: '1987-12-31' });
    expect(early.notYet).toMatchObject({ from: '1988-04-13', outOf: [{ code: '440000' }] });
    expect(resolved('海南省', { on: '1988-12-31' }).notYet).toBeUndefined();
  });

  test('襄樊 became 襄阳 and kept its code', () => {
    expect(resolved('襄樊').abolished).toMatchObject({
      on: '2010-11-26',
      how: 'renamed',
      into: [{ code: '420600', name: '襄阳市' }],
    });
    expect(resolved('襄樊市', { on: '2008-06-30' }).abolished).toBeUndefined();
    expect(resolved('420600', { on: '2008-06-30' }).name).toBe('襄樊市');
    expect(resolved('420600', { on: '2012-06-30' }).name).toBe('襄阳市');
  });

  test('巢湖 was split among three, 莱芜 went into 济南', () => {
    expect(
      resolved('巢湖', { on: '2012-01-01', level: 'prefecture' }).abolished?.into.map((area) => area.name),
    ).toEqual(['合肥市', '芜湖市', '马鞍山市']);
    expect(resolved('巢湖市', { on: '2010-01-01' }).code).toBe('341400');
    expect(resolved('莱芜').abolished).toMatchObject({ into: [{ name: '济南市' }] });
  });

  test('a prefecture that became a city is found by its old code', () => {
    expect(resolved('152700').abolished).toMatchObject({ how: 'upgraded', into: [{ name: '鄂尔多斯市' }] });
    expect(resolved('忻州', { on: '1995-01-01' }).name).toBe('忻州地区');
    expect(resolved('南宁', { on: '2000-01-01' }).name).toBe('南宁市');
  });

  test('counties that are gone point to what stands in their place', () => {
    expect(resolved('宣武区').abolished).toMatchObject({ on: '2010-10', into: [{ name: '西城区' }] });
    expect(resolved('江干区').abolished?.into.map((area) => area.name)).toEqual(['上城区', '钱塘区']);
  });

  test('every code that history points to exists', () => {
    for (const level of ['province', 'prefecture', 'county'] as const) {
      for (const area of areas.list(level)) expect(resolved(area.code).code).toBe(area.code);
    }
  });
});

describe('groups', () => {
  test('the four regions of the statistics bureau cover the 31 provinces once', () => {
    const all = ['nbs-east', 'nbs-central', 'nbs-west', 'nbs-northeast'].flatMap((id) => areas.members(id));
    expect(all.map((area) => area.code).sort()).toEqual(
      areas
        .list('province')
        .map((area) => area.code)
        .filter((code) => code < '700000'),
    );
  });

  test('东部 is the definition of 2011; the one of 1986 has 辽宁 in it', () => {
    const east = resolved('东部地区');
    expect(east).toMatchObject({ level: 'group', version: '2011', publisher: '国家统计局' });
    expect(east.members).toHaveLength(10);
    expect(areas.members('three-belts-east').map((area) => area.name)).toContain('辽宁省');
  });

  test('members that belong in part only are named', () => {
    expect(resolved('成渝').partly?.map((area) => area.name)).toContain('重庆市');
    expect(resolved('珠三角').members).toHaveLength(9);
    expect(resolved('长江经济带').members).toHaveLength(11);
  });

  test('the area around an area', () => {
    expect(areas.parent('440305')?.name).toBe('深圳市');
    expect(areas.parent('440300')?.name).toBe('广东省');
    expect(areas.parent('440000')?.name).toBe('全国');
    expect(areas.parent('429004')?.name).toBe('湖北省');
  });
});

test('codes of areas begin as those that they lie in', () => {
  expect(['000000', '100000', '430000', '430100', '430102', '469000'].map(areaStem)).toEqual([
    '',
    '',
    '43',
    '4301',
    '430102',
    '4690',
  ]);
});

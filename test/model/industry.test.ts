import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import type { IndustryCodes, IndustryQuestion, ResolvedIndustry } from '../../src/model/index.js';
import { loadCodes } from '../../src/store/index.js';

let industries: IndustryCodes;
beforeAll(async () => {
  industries = (await loadCodes()).industries;
});

function resolved(text: string, question: IndustryQuestion = {}): ResolvedIndustry {
  const found = industries.resolve(text, question);
  if (found.status !== 'resolved') throw new Error(`${text}: ${found.why.en}`);
  return found;
}

test('GB/T 4754-2017 has its official counts', () => {
  const counts = (['section', 'division', 'group'] as const).map((level) => industries.list(level).length);
  expect(counts).toEqual([20, 97, 473]);
  expect(industries.list('division', { version: '2011' })).toHaveLength(96);
  expect(industries.list('division', { version: '2002' })).toHaveLength(95);
  expect(industries.list('sector', { system: 'NBS IO-42' })).toHaveLength(42);
});

describe('names and codes', () => {
  test.each([
    ['C36', '36'],
    ['Ｃ３６', '36'],
    ['36', '36'],
    ['C36 汽车制造业', '36'],
    ['36、汽车制造业', '36'],
    ['汽车制造业（C36）', '36'],
    ['汽车制造业', '36'],
    ['汽车制造', '36'],
    ['其中：汽车制造业', '36'],
    ['361', '361'],
    ['汽车整车制造', '361'],
    ['C', 'C'],
    ['制造业', 'C'],
    ['采矿业', 'B'],
    ['计算机通信和其他电子设备制造业', '39'],
    ['计算机、通信及其他电子设备制造业', '39'],
    ['黑色金属冶炼及压延加工业', '31'],
    ['电力、热力的生产和供应业', '44'],
    ['电力、热力、燃气及水生产和供应业', 'D'],
    ['6', '06'],
    ['规模以上工业', 'industry'],
    ['TOT', 'industry'],
    ['装备制造业', 'equipment'],
    ['食品制造业', '14'],
    ['农副食品加工业', '13'],
  ])('%s is %s', (text, code) => {
    expect(resolved(text).code).toBe(code);
  });

  test('a class that is not in the list is its group', () => {
    expect(resolved('3611')).toMatchObject({ code: '361', below: '3611', section: 'C' });
  });

  test('a wrong section, an unknown code and a contradiction are refused with what is near', () => {
    expect(industries.resolve('D36').status).toBe('unknown');
    expect(industries.resolve('98').status).toBe('unknown');
    expect(industries.resolve('36 医药制造业').status).toBe('ambiguous');
    const near = industries.resolve('汽车制照业');
    expect(near.status === 'unknown' && near.suggestions[0]?.code).toBe('36');
    const old = industries.resolve('交通运输设备制造业');
    expect(old.status).toBe('unknown');
    if (old.status === 'unknown') expect(old.why.zh).toContain('2002');
    expect(() => industries.resolve('36', { version: '1984' })).toThrow(RangeError);
  });
});

describe('editions', () => {
  test('the same code means different things in different editions', () => {
    expect(resolved('40').name).toBe('仪器仪表制造业');
    expect(resolved('40', { version: '2002' }).name).toBe('通信设备、计算机及其他电子设备制造业');
  });

  test('what an old industry became, and whether whole', () => {
    expect(industries.correspondence('37', { version: '2002' })).toMatchObject({
      partly: true,
      to: [{ code: '36' }, { code: '37' }, { code: '43' }],
    });
    expect(industries.correspondence('30', { version: '2002' })).toMatchObject({
      partly: false,
      to: [{ name: '橡胶和塑料制品业' }],
    });
    expect(industries.correspondence('25', { version: '2011' })?.to[0]?.name).toBe(
      '石油、煤炭及其他燃料加工业',
    );
    for (const version of ['2011', '2002']) {
      for (const division of industries.list('division', { version })) {
        expect(industries.correspondence(division.code, { version })?.to.length).toBeGreaterThan(0);
      }
    }
  });

  test('sectors of the input–output tables are made of divisions', () => {
    expect(resolved('交通运输设备', { system: 'NBS IO-42' })).toMatchObject({ code: '18', version: '2017' });
    expect(industries.divisions('18', { system: 'NBS IO-42' })).toEqual(['36', '37']);
    expect(industries.divisions('17', { system: 'NBS IO-42', version: '2007' })).toEqual(['37']);
  });

  test('sets open into divisions', () => {
    expect(industries.divisions('industry')).toHaveLength(41);
    expect(industries.divisions('equipment')).toEqual(['33', '34', '35', '36', '37', '38', '39', '40']);
    expect(industries.divisions('primary').length + industries.divisions('secondary').length).toBe(4 + 43);
    expect(['primary', 'secondary', 'tertiary'].flatMap((id) => industries.divisions(id)).sort()).toEqual(
      industries.list('division').map((division) => division.code),
    );
  });
});

const table = fileURLToPath(
  new URL('../../../shared/data/classifications/gbt4754_2017.csv', import.meta.url),
);
test.skipIf(!existsSync(table))(
  'agrees with the classification rebuilt elsewhere (skipped without ../shared)',
  () => {
    const other = new Map<string, string>();
    for (const line of readFileSync(table, 'utf8').split('\n').slice(1)) {
      const row = /^([A-Z]|\d{2,3}),(?:"([^"]*)"|([^,]*)),/.exec(line);
      if (row) other.set(row[1]!, (row[2] ?? row[3]!).normalize('NFKC'));
    }
    const ours = (['section', 'division', 'group'] as const).flatMap((level) => industries.list(level));
    const differing = ours
      .filter((one) => other.get(one.code) !== one.name.normalize('NFKC'))
      .map((one) => one.code);
    expect(other.size).toBe(590);
    // Names that amendment no. 1 of 2019 changed.
    expect(differing).toEqual(['111', '112', '119', '684']);
  },
);

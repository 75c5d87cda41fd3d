import { describe, expect, it } from 'vitest';
import {
  type ChainInput,
  chainBrief,
  picturesOf,
  renderHtml,
  renderMarkdown,
} from '../../src/brief/index.js';
import {
  bestAddedLinks,
  buildSupplyNetwork,
  cascadeModel,
  economicSystemicRiskIndex,
  type IoTable,
  inputClasses,
} from '../../src/chain/index.js';
import { lexicon, rules } from './brief-data.js';

// Miller & Blair's two industries: A = [[0.15, 0.25], [0.20, 0.05]], output 1000 and 2000.
const table: IoTable = {
  title: '两部门表',
  year: 2020,
  unit: '万元',
  industries: ['农业', '制造业'].map((name, i) => ({ code: `S${i + 1}`, name, nameEn: null, region: null })),
  intermediate: Float64Array.of(150, 500, 200, 100),
  importedIntermediate: null,
  finalUses: [
    {
      code: 'F',
      name: '最终使用',
      kind: 'consumption',
      region: null,
      values: Float64Array.of(400, 1900),
      imported: null,
    },
  ],
  imports: Float64Array.of(50, 150),
  inflows: Float64Array.of(0, 50),
  discrepancy: null,
  valueAdded: [{ code: 'V', name: '增加值', kind: 'total', values: Float64Array.of(650, 1400) }],
  output: Float64Array.of(1000, 2000),
}; // prettier-ignore

const origin = (file: string) => ({
  file,
  sha256: file.padEnd(64, '0'),
  sheet: null,
  released: '2024-01-01',
});

const tableOnly: ChainInput = {
  name: '某链',
  home: null,
  table: {
    name: '两部门表',
    table,
    source: origin('io.csv'),
    places: [{ part: 'intermediate', range: 'C5:D6' }],
  },
  network: null,
  shock: null,
  map: null,
  lexicon,
  rules,
}; // prettier-ignore

/** Steel of two makers into machines of two, machines into cars; one maker sells most of the steel. */
function network(): NonNullable<ChainInput['network']> {
  const ids = ['钢一', '钢二', '机一', '机二', '车'];
  const sectors = ['钢', '钢', '机', '机', '车'];
  const rows = [
    ['钢一', '机一', 60],
    ['钢一', '机二', 30],
    ['钢二', '机二', 40],
    ['机一', '车', 80],
    ['机二', '车', 20],
  ] as const;
  const { network } = buildSupplyNetwork(
    ids.map((id, i) => ({ id, sector: sectors[i]! })),
    rows.map(([supplier, buyer, weight]) => ({ supplier, buyer, weight })),
  );
  const { classes } = inputClasses(network, [
    { supplierSector: '钢', buyerSector: '机', class: 2 },
    { supplierSector: '机', buyerSector: '车', class: 2 },
  ]);
  const options = { leak: 0.3 };
  const stop = { rule: 'converged', tolerance: 1e-9 } as const;
  const risk = economicSystemicRiskIndex(network, classes, { stop, ...options });
  return {
    model: cascadeModel(network, classes, options),
    classes,
    risk,
    stop,
    mending: bestAddedLinks(network, classes, risk, { stop, cascade: options }),
    leak: { zh: '三成', en: 'three tenths' },
    firms: ids.map((name, i) => ({ name, area: null, row: i + 2, revenue: null })),
    links: rows.map(([supplier, buyer, value], i) => ({
      supplier: ids.indexOf(supplier),
      buyer: ids.indexOf(buyer),
      value,
      row: i + 2,
      grade: i === 0 ? 'D' : 'A',
    })),
    unit: '万元',
    firmFile: origin('firms.csv'),
    linkFile: origin('links.csv'),
    notes: [],
  };
}

const options = { lang: 'zh', today: '2024-06-30' } as const;
const text = (input: ChainInput, lang: 'zh' | 'en' = 'zh') =>
  renderMarkdown(chainBrief(input, { ...options, lang }));

describe('brief of a chain', () => {
  it('says of a table what its inverse says: multipliers, linkages, supply from outside', () => {
    const brief = text(tableOnly);
    // Column sums of L = (I − A)⁻¹: 1.2541 + 0.2640 and 0.3300 + 1.1221.
    expect(brief).toMatch(/产出乘数最高的是农业（1\.52\[\^\d+\]）、制造业（1\.45/);
    expect(brief).toMatch(/\| 农业 \| 1000万元\[\^\d+\] \| 1\.52\[\^\d+\] \| 1\.02/);
    // (150 + 50) of 2200.
    expect(brief).toMatch(/制造业\*\*（9\.1%/);
  });

  it('leads every number to the row of its industry', () => {
    const { footnotes, sources } = chainBrief(tableOnly, options);
    expect(sources).toHaveLength(1);
    const rows = footnotes.flatMap(({ place }) =>
      place.kind === 'row' ? [[place.row, place.cells.map((cell) => cell.column).join()]] : [],
    );
    expect(rows.some(([row, columns]) => row === 6 && String(columns).includes('总产出'))).toBe(true);
    for (const { place } of footnotes)
      if (place.kind === 'formula') expect(place.inputs.length).toBeGreaterThan(0);
  });

  it('lists what it could not write, and writes no empty section', () => {
    const brief = chainBrief(tableOnly, options);
    const ids = brief.sections.map(({ id }) => id);
    expect(ids).toEqual(['strength', 'dependence', 'method', 'unwritten', 'sources']);
    const markdown = renderMarkdown(brief);
    for (const missing of ['一家停产的代价', '一次冲击的过程', '先补哪几条', '图谱与缺口'])
      expect(markdown).toMatch(new RegExp(`、${missing} \\| `));
  });

  it('tells of a network who costs most, who is the only supplier, and what to add', () => {
    const own = network();
    const brief = text({ ...tableOnly, table: null, network: own });
    const first = [...own.risk.esri.keys()].sort((a, b) => own.risk.esri[b]! - own.risk.esri[a]!)[0]!;
    expect(brief).toContain(`代价最大的是**${own.firms[first]!.name}**`);
    expect(brief).toContain(`${(100 * own.risk.esri[first]!).toFixed(2)}%`);
    // 机一 has steel from 钢一 alone.
    expect(brief).toMatch(/只有一家供应商的必需投入有 1 项/);
    expect(brief).toMatch(/钢一 \|[^\n]*机一/);
    expect(own.mending!.links.length > 0).toBe(brief.includes('先补的供应关系'));
    // 60 of 230 rests on grade D.
    expect(brief).toContain('占金额 26.1%');
    // No circles, so that the end is reached exactly.
    expect(brief).toMatch(/偏低不超过 0\[/);
  });

  it('marks what is made up, whole or in part', () => {
    const synthetic = new Set([origin('links.csv').sha256, origin('firms.csv').sha256]);
    const brief = chainBrief({ ...tableOnly, network: network(), synthetic }, options);
    expect(brief.synthetic).not.toBeNull();
    const html = renderHtml(brief);
    expect(html).toContain('合成数据');
    expect(brief.sources.map(({ synthetic }) => synthetic)).toContain(false);
    expect(chainBrief(tableOnly, options).synthetic).toBeNull();
  });

  it('is whole in English', () => {
    const brief = text({ ...tableOnly, network: network() }, 'en');
    expect(brief).toContain('The highest output multipliers are those of');
    expect(brief).toContain('The costliest outage is that of');
    expect(
      brief.split('\n').filter((line) => /[部门产业损失]{3}/.test(line) && !/\[\^|^\|/.test(line)),
    ).toEqual([]);
  });

  it('same input, same bytes; every picture has its own name and source', () => {
    const input = { ...tableOnly, network: network() };
    expect(renderHtml(chainBrief(input, options))).toBe(renderHtml(chainBrief(input, options)));
    const pictures = picturesOf(chainBrief(input, options));
    expect(new Set(pictures.map(({ id }) => id)).size).toBe(pictures.length);
    for (const { source } of pictures) expect(source.zh).toMatch(/来源：\S/);
  });
});

import { describe, expect, it } from 'vitest';
import {
  type BriefDocument,
  type MonthlyInput,
  monthlyBrief,
  renderMarkdown,
} from '../../src/brief/index.js';
import type { Figure } from '../../src/model/index.js';
import { across, lexicon, rules } from './brief-data.js';
import { figures, NATION } from './province.js';
import { CITIES, HUNAN, reported, SHA } from './reported.js';

const base: MonthlyInput = {
  figures: [],
  area: HUNAN,
  period: '2024-08',
  nation: NATION,
  province: null,
  parts: CITIES,
  peers: [],
  outline: null,
  lexicon,
  across,
  rules,
  reported: reported(),
  titles: new Map([[SHA, { title: '规上企业月报', outlet: '省统计局', file: 'data/企业月报.csv' }]]),
};
const write = (more: Partial<MonthlyInput> = {}, lang: 'zh' | 'en' = 'zh') =>
  monthlyBrief({ ...base, ...more }, { lang, today: '2024-09-21' });
const plain = (brief: BriefDocument) =>
  renderMarkdown(brief)
    .replace(/\[\^\d+\](?!:)/g, '')
    .replaceAll('**', '')
    .replaceAll('&#58;', ':');

const published = (indicator: string, value: number, more: Partial<Figure> = {}): Figure => ({
  ...figures([{ indicator, kind: 'growth', value, area: HUNAN }], '公报.xlsx')[0]!,
  id: `${indicator} ${JSON.stringify(more)}`,
  ...more,
});

describe('a monthly brief of reports alone', () => {
  const text = plain(write());

  it('tells level and growth, over which firms, and that it was computed', () => {
    expect(text).toContain(
      '1—8月，湖南省上报企业工业总产值同比增长12.0%（同口径5家企业；按公布数计算，未作可比口径调整），增速与1—7月持平',
    );
    expect(plain(write({}, 'en'))).toContain(
      'the same 5 firms; computed from published levels, not comparable-adjusted',
    );
  });

  it('ranks industries by pull, and areas by growth, and draws both', () => {
    expect(text).toContain('有数据的3个大类行业中，2个实现增长，增长面为66.7%');
    expect(text).toContain(
      '拉动最大的是：计算机、通信和其他电子设备制造业工业总产值同比增长15.0%，拉动9.00个百分点，贡献率75.0%',
    );
    expect(text).toContain('下拉最大的是：纺织业工业总产值同比下降10.0%，下拉1.00个百分点，贡献率−8.3%');
    expect(text).toContain('| 1 | 湘潭市 | 20.0 | 20.0 | — | 6.00 | 50.0 |');
    const kinds = write().sections.flatMap((s) =>
      s.blocks.flatMap((b) => (b.type === 'pictures' ? b.pictures.map((p) => p.id) : [])),
    );
    expect(kinds).toEqual(expect.arrayContaining(['industry-pull', 'areas']));
  });

  it('leads to the file, with the firms and values that were added up', () => {
    const brief = write();
    const sums = brief.footnotes.filter((note) => note.place.kind === 'reports');
    expect(sums.length).toBeGreaterThan(10);
    expect(sums.every((note) => note.source === 1)).toBe(true);
    expect(plain(brief)).toContain(
      '湖南省 工业总产值 2024年1—8月：896亿元 — 5 家企业上报的 40 个数加总 · \\[1\\] 规上企业月报 · 2024-09-18 发布',
    );
    expect(plain(brief)).toContain('规上企业月报 · 省统计局 / 企业月报.csv');
  });

  it('counts firms that grow and lose, and says which could not be placed', () => {
    expect(text).toContain('| 工业总产值 | 1296亿元 | 6 | 12.0 | 80.0 | 5 |');
    expect(text).toContain('上报企业亏损面为33.3%，与上年同期持平');
    expect(text).toContain('名录中没有地区的上报企业1家未计入');
  });
});

describe('published figures and sums of reports', () => {
  it('are not mixed: what was published of an indicator goes before its sum', () => {
    const brief = write({
      figures: [published('工业总产值', 9.9), published('规模以上工业增加值', 7.7)],
    });
    const text = plain(brief);
    expect(text).toContain('湖南省规模以上工业增加值同比增长7.7%');
    // Published, so the table of reports leaves it out; no sentence computes with both.
    expect(text).not.toMatch(/\| 工业总产值 \|/);
    for (const note of brief.footnotes) {
      if (note.place.kind !== 'formula') continue;
      const kinds = new Set(
        note.place.inputs.map((n) => {
          const place = brief.footnotes[n - 1]!.place;
          return place.kind === 'formula' ? 'formula' : place.kind;
        }),
      );
      expect(kinds.has('row') && kinds.has('reports')).toBe(false);
    }
  });

  it('give industries and areas of one scope each, and say which', () => {
    const industries = ['汽车制造业', '纺织业'].map((name, i) =>
      published('增加值', 5 + i, { industry: { name, code: null } }),
    );
    const text = plain(write({ figures: [published('规模以上工业增加值', 7.7), ...industries] }));
    expect(text).toContain('表2 分行业增加值\n');
    expect(text).toContain('表3 各地区工业总产值（上报企业加总）');
    expect(text).not.toContain('表2 分行业工业总产值');
  });

  it('have a pull from published shares where no pull was published', () => {
    const industries = ['汽车制造业', '纺织业'].flatMap((name, i) => [
      published('增加值', 5 + i, { industry: { name, code: null } }),
      published('增加值占规模以上工业比重', 30, {
        kind: 'share',
        period: '2023-01/2023-08',
        comparator: null,
        industry: { name, code: null },
      }),
    ]);
    const brief = write({ figures: [published('规模以上工业增加值', 7.7), ...industries] });
    expect(plain(brief)).toContain('拉动最大的是：纺织业增加值同比增长6.0%，拉动1.80个百分点');
    expect(brief.footnotes.find((note) => note.sentence === '30% × 6')).toBeDefined();
  });
});

describe('marks of made-up data', () => {
  const real = published('规模以上工业增加值', 6.6);

  it('go by the figures that are used: another made-up table marks nothing', () => {
    const brief = write({ figures: [real], reported: undefined as never, synthetic: new Set([SHA]) });
    expect(brief.synthetic).toBeNull();
    expect(renderMarkdown(brief)).not.toContain('‡');
  });

  it('stand beside each made-up number, and beside no other', () => {
    const brief = write({ figures: [real], synthetic: new Set([SHA]) });
    expect(brief.synthetic?.zh).toContain('合成数据');
    const text = plain(brief);
    expect(text).toContain('规模以上工业增加值同比增长6.6%。');
    expect(text).not.toContain('6.6%‡');
    expect(text).toMatch(/上报企业利润总额[\d.]+亿元‡/);
    expect(brief.sources.map(({ synthetic }) => synthetic)).toEqual([false, true]);
  });

  it('hold for what is computed from a made-up number', () => {
    const made = reported('企业月报.synthetic.csv');
    const brief = write({ reported: made });
    expect(plain(brief)).toContain('增长面为66.7%‡');
  });
});

it('is English throughout in English, but for names', () => {
  const text = renderMarkdown(write({}, 'en'));
  const names = /湖南省|长沙市|株洲市|湘潭市|规上企业月报|省统计局|企业月报\.csv/g;
  expect(text.replace(names, '').match(/[\u4e00-\u9fff]+/g) ?? []).toEqual([]);
});

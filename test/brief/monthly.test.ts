import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  type BriefDocument,
  type Inline,
  type MonthlyInput,
  monthlyBrief,
  renderHtml,
  renderMarkdown,
} from '../../src/brief/index.js';
import type { Figure } from '../../src/model/index.js';
import { across, lexicon, rules } from './brief-data.js';
import { CITIES, figures, LINJIANG, NATION, province } from './province.js';

const input: MonthlyInput = {
  figures: province(),
  area: LINJIANG,
  period: '2024-08',
  nation: NATION,
  province: null,
  parts: CITIES,
  peers: [],
  outline: null,
  lexicon,
  across,
  rules,
};
const options = { lang: 'zh', today: '2024-09-21' } as const;
const brief = monthlyBrief(input, options);

function words(inlines: readonly Inline[], lang: 'zh' | 'en' = 'zh'): string {
  return inlines
    .map((part) =>
      part.type === 'break' ? ' ' : typeof part.words === 'string' ? part.words : part.words[lang],
    )
    .join('');
}

function text(document: BriefDocument, section: string, lang: 'zh' | 'en' = 'zh'): string {
  return (document.sections.find((s) => s.id === section)?.blocks ?? [])
    .map((block) =>
      block.type === 'paragraph'
        ? words(block.inlines, lang)
        : block.type === 'list'
          ? block.items.map((item) => words(item, lang)).join('\n')
          : '',
    )
    .filter((line) => line !== '')
    .join('\n');
}

function unwritten(document: BriefDocument): string {
  const table = document.sections.find((s) => s.id === 'unwritten')?.blocks[0];
  return table?.type === 'table'
    ? table.rows.map((row) => row.cells.map((cell) => words(cell)).join(': ')).join('\n')
    : '';
}

function without(drop: (figure: Figure) => boolean): BriefDocument {
  return monthlyBrief({ ...input, figures: province().filter((f) => !drop(f)) }, options);
}

/** The brief of a province with nothing but these cumulative growth rates, of January–July and January–August. */
function turned(before: number, now: number): string {
  const made = figures([
    { indicator: '规模以上工业增加值', kind: 'growth', value: before, period: '2024-01/2024-07' },
    { indicator: '规模以上工业增加值', kind: 'growth', value: now, period: '2024-01/2024-08' },
  ]);
  return text(monthlyBrief({ ...input, figures: made, parts: [] }, options), 'overall');
}

describe('the monthly brief', () => {
  it('has the sections of a bulletin, in its order', () => {
    expect(brief.sections.map((s) => s.id)).toEqual([
      'overall',
      'sectors',
      'industries',
      'drivers',
      'efficiency',
      'leading',
      'investment',
      'areas',
      'firms',
      'problems',
      'unwritten',
      'sources',
    ]);
  });

  it('writes the sentences of the overall section', () => {
    expect(text(brief, 'overall')).toBe(
      '1—8月，临江省规模以上工业增加值同比增长6.3%，增速较1—7月回落0.2个百分点，高于全国0.5个百分点。' +
        '8月当月同比增长5.4%，增速较上月回落0.2个百分点，连续6个月增长。',
    );
    expect(text(brief, 'overall', 'en')).toContain(
      'grew year on year by 6.3%, slower than in January–July by 0.2 percentage points',
    );
  });

  it('counts how many industries grow, and names those that pull and hold back', () => {
    const industries = text(brief, 'industries');
    expect(industries).toContain('有数据的13个大类行业中，10个实现增长，增长面为76.9%');
    expect(industries).toContain(
      '拉动最大的是：计算机、通信和其他电子设备制造业增加值同比增长14.2%，拉动1.92个百分点',
    );
    expect(industries).toContain('非金属矿物制品业增加值同比下降6.8%，下拉0.42个百分点，贡献率−6.7%');
  });

  it('tells products and groups of industries among the new drivers only', () => {
    expect(text(brief, 'drivers')).toContain('新能源汽车产量同比增长112.4%、实现翻番');
    expect(text(brief, 'drivers')).toContain('占规模以上工业的比重为15.7%');
    expect(text(brief, 'industries')).not.toContain('高技术制造业');
  });

  it('words a turn by its condition', () => {
    expect(turned(6.5, 6.6)).toContain('加快0.1个百分点');
    expect(turned(6.5, 6.4)).toContain('回落0.1个百分点');
    expect(turned(6.5, 6.5)).toContain('持平');
    expect(turned(-0.3, 0.2)).toContain('由负转正');
    expect(turned(-3, -1)).toContain('降幅较1—7月收窄2.0个百分点');
    expect(turned(-1, -3)).toContain('降幅较1—7月扩大2.0个百分点');
    expect(turned(-0.3, 0)).not.toContain('由负转正');
    expect(turned(0.1, 0)).toContain('与上年同期持平');
  });

  it('leaves out a clause whose inputs are missing, keeps the sentence, and says what was missing', () => {
    const lone = without((f) => f.area.name === '全国');
    expect(text(lone, 'overall')).toMatch(/^1—8月，临江省规模以上工业增加值同比增长6\.3%，增速较1—7月回落/);
    expect(text(lone, 'overall')).not.toContain('全国');
    expect(unwritten(lone)).toContain('总体：与全国之差: 全国规模以上工业增加值同比增速（2024年1—8月）');
    expect(unwritten(brief)).toContain('亏损面');
    expect(unwritten(brief)).toContain('十一、下一步');
  });

  it('writes nothing from two values of one day that differ', () => {
    const [first] = province().filter((f) => f.indicator === '应收账款');
    const rival: Figure = {
      ...first!,
      id: 'rival',
      value: 12.5,
      source: { ...first!.source, quote: '12.5' } as Figure['source'],
    };
    const doubtful = monthlyBrief({ ...input, figures: [...province(), rival] }, options);
    expect(text(doubtful, 'efficiency')).not.toContain('应收账款');
    expect(unwritten(doubtful)).toContain('两处数值不一');
  });

  it('takes the later release of one fact', () => {
    const [first] = province().filter((f) => f.indicator === '应收账款');
    const later: Figure = {
      ...first!,
      id: 'later',
      value: 8.1,
      released: '2024-09-25',
      source: { ...first!.source, quote: '8.1' } as Figure['source'],
    };
    expect(
      text(monthlyBrief({ ...input, figures: [...province(), later] }, options), 'efficiency'),
    ).toContain('应收账款同比增长8.1%');
  });

  it('compares nothing of different scope', () => {
    const mixed = province().map((f) =>
      f.area.name === '全国' ? { ...f, indicator: '全部工业增加值', scope: '全部工业增加值' } : f,
    );
    const document = monthlyBrief({ ...input, figures: mixed }, options);
    expect(text(document, 'overall')).not.toContain('全国');
  });

  it('ranks an area only where every peer has its figure', () => {
    const city = { ...input, area: CITIES[1]!, province: LINJIANG, parts: [], peers: CITIES };
    expect(text(monthlyBrief(city, options), 'overall')).toContain(
      '高于全省0.8个百分点，居全省第2位（6个地区）',
    );
    const fewer = province().filter((f) => f.area.name !== '石门州');
    const partial = monthlyBrief({ ...city, figures: fewer }, options);
    expect(text(partial, 'overall')).not.toContain('位');
    expect(unwritten(partial)).toContain('1个同级地区的增速：石门州');
  });

  it('says January and February together, against the whole year before', () => {
    const start = monthlyBrief({ ...input, period: '2024-02' }, options);
    expect(start.title).toContain('2024年1—2月');
    expect(text(start, 'overall')).toContain('增速较上年全年加快2.2个百分点');
  });

  it('refuses what is no period of a year so far', () => {
    for (const period of ['2024-03/2024-08', 'August', '2012/2021'])
      expect(() => monthlyBrief({ ...input, period }, options)).toThrow(/不可用/);
  });

  it('leads from every number to its row or formula, and back', () => {
    const html = renderHtml(brief);
    const ids = [...html.matchAll(/ id="([^"]+)"/g)].map((m) => m[1]!);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, link] of html.matchAll(/ href="#([^"]*)"/g)) expect(ids, link).toContain(link);
    for (const note of brief.footnotes) {
      if (note.place.kind === 'row') expect(note.place.cells.length).toBeGreaterThan(0);
      if (note.place.kind === 'formula') expect(note.place.inputs.length).toBeGreaterThan(0);
      expect(note.place.kind === 'formula' ? note.source : note.source !== null).toBe(
        note.place.kind === 'formula' ? null : true,
      );
    }
    const gap = brief.footnotes.find((n) => n.sentence === '6.3 − 5.8');
    expect(gap?.place).toMatchObject({ kind: 'formula' });
  });

  it('marks made-up data on the page, in every picture and in the file', () => {
    expect(brief.synthetic?.zh).toContain('合成数据');
    const html = renderHtml(brief);
    expect(html).toContain('<meta name="ballast:synthetic"');
    expect(html).toContain('<p class="synthetic">');
    const pictures = html.match(/<figure/g)!.length;
    expect(html.match(/<p class="source bad">[^\n]*?<\/p><\/figure>/g)!.length).toBe(pictures);
    expect(renderMarkdown(brief).startsWith('> **合成数据')).toBe(true);
    const real = figures([{ indicator: '规模以上工业增加值', kind: 'growth', value: 6 }], '月报.xlsx');
    expect(monthlyBrief({ ...input, figures: real }, options).synthetic).toBeNull();
  });

  it('defines every footnote that its Markdown calls', () => {
    const markdown = renderMarkdown(brief, { pictures: (picture) => `charts/${picture.id}.svg` });
    const called = new Set([...markdown.matchAll(/\[\^(\d+)\](?!:)/g)].map((m) => m[1]));
    const defined = new Set([...markdown.matchAll(/^\[\^(\d+)\]: /gm)].map((m) => m[1]));
    expect([...called].filter((n) => !defined.has(n))).toEqual([]);
    expect(markdown).toContain('![规模以上工业增加值累计增速](charts/growth.svg)');
  });

  it('is the same whatever the order of the figures', () => {
    const reversed = monthlyBrief({ ...input, figures: province().reverse() }, options);
    expect(renderHtml(reversed)).toBe(renderHtml(brief));
  });

  it('states problems by conditions, and the writer’s words as theirs', () => {
    expect(text(brief, 'problems')).toContain('增收不增利');
    const remarks = {
      by: '运行处',
      date: '2024-09-21',
      problems: ['个别企业检修'],
      next: ['抓好技改项目开工'],
    };
    const signed = monthlyBrief({ ...input, remarks }, options);
    expect(text(signed, 'problems')).toContain('个别企业检修（运行处，2024-09-21）');
    expect(text(signed, 'next')).toContain('抓好技改项目开工（运行处，2024-09-21）');
  });

  it('lets no text of a table become markup', () => {
    const hostile = province().map((f) =>
      f.industry?.name === '纺织业'
        ? { ...f, industry: { ...f.industry, name: '<script>x</script>"onload=' } }
        : f,
    );
    const html = renderHtml(monthlyBrief({ ...input, figures: hostile }, options));
    expect(html).not.toContain('<script');
    expect(html).toContain('&lt;script&gt;');
  });

  it('stands with no figures', () => {
    const empty = monthlyBrief({ ...input, figures: [] }, options);
    expect(empty.sections.map((s) => s.id)).toEqual(['unwritten']);
    expect(renderHtml(empty)).toContain('</html>');
  });
});

const SERIES = '../shared/data/series/nbs_industrial_va_yoy_by_industry.csv';

describe.skipIf(!existsSync(SERIES))('on the national monthly series (needs ../shared)', () => {
  const rows = readFileSync(existsSync(SERIES) ? SERIES : 'package.json', 'utf8')
    .trim()
    .split('\n')
    .slice(1);
  const real: Figure[] = rows.map((row, i) => {
    const [, period, code, industry, value] = /^([^,]*),([^,]*),"?(.*?)"?,([^,]*)$/.exec(row) ?? [];
    return {
      ...figures(
        [
          {
            indicator: '工业增加值',
            kind: 'growth',
            value: Number(value),
            period: period!,
            area: NATION,
            industry: industry!,
            code: code!,
          },
        ],
        'nbs.csv',
      )[0]!,
      id: `nbs:${i}`,
      industry:
        code === 'TOT'
          ? null
          : { name: industry!, code: { system: 'GB/T 4754', version: '2017', code: code! } },
    };
  });

  it('writes the month of a real release', () => {
    const months = [...new Set(real.map((f) => f.period!))].sort();
    const document = monthlyBrief(
      { ...input, figures: real, area: NATION, parts: [], period: months.at(-1)! },
      options,
    );
    expect(text(document, 'overall')).toMatch(/^\d+月当月同比增长[\d.]+%/);
    expect(document.synthetic).toBeNull();
  });
});

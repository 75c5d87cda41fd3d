import { describe, expect, it } from 'vitest';
import { nearDuplicates, representatives } from '../../../src/read/across/index.js';
import { processorTime } from '../../processor-time.js';
import { goldAtHand, goldPages, page } from './pages.js';

const STORY = [
  '临江省今年前三季度规模以上工业增加值同比增长5.8%，比上半年加快0.6个百分点，装备制造业增长9.1%。',
  '省里表示，下一步将从稳增长、强链条、育企业三个方面发力，支持企业设备更新和技术改造，推动数字化转型。',
  '截至9月末，全省累计培育专精特新中小企业3120家，其中国家级小巨人企业208家，占全国的2.6%。',
];

function sentences(seed: number, count: number): string {
  let state = seed;
  const next = (n: number) => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return (state >>> 8) % n;
  };
  return Array.from({ length: count }, () =>
    Array.from({ length: 20 }, () => String.fromCharCode(0x4e00 + next(3000))).join(''),
  ).join('。');
}

describe('near duplicates', () => {
  it('finds a copy whatever its punctuation and headings, and quotes the page whose date can be trusted', () => {
    const first = page('a', STORY, { published: '2023-10-20' });
    const copy = page('b', ['要闻', ...STORY.map((p) => p.replaceAll('，', ', ').replaceAll('。', '.'))], {
      published: '2025-01-01',
      publishedTrust: 'suspect',
    });
    const [group, ...others] = nearDuplicates([copy, first]);
    expect(others).toEqual([]);
    expect(group!.representative).toBe(first.sha256);
    expect(group!.members.map((m) => [m.source, m.relation])).toEqual([
      ['a', 'representative'],
      ['b', 'copy'],
    ]);
    expect(representatives([group!]).get(copy.sha256)).toBe(first.sha256);
  });

  it('finds an excerpt of a tenth', () => {
    const long = page('long', [sentences(7, 100)]);
    const excerpt = page('short', [long.cleanedParagraphs[0]!.slice(900, 1110)]);
    const [group] = nearDuplicates([excerpt, long]);
    expect(group!.members.map((m) => [m.source, m.relation])).toEqual([
      ['long', 'representative'],
      ['short', 'excerpt'],
    ]);
    expect(group!.members[1]!.containment).toBe(1);
  });

  it('keeps the releases of two months apart, though their sentences are the same', () => {
    const release = (month: number, figures: string[]) =>
      page(`${month}月`, [
        `1—${month}月份，全国规模以上工业企业实现利润总额${figures[0]}亿元，同比增长${figures[1]}%。在41个工业大类行业中，有多数行业利润总额同比增长，少数行业持平或者下降，行业结构继续改善。`,
        `其中国有控股企业实现利润总额${figures[2]}亿元，同比增长${figures[3]}%；股份制企业的情况好于外商及港澳台投资企业，私营企业利润继续恢复，企业累计营业收入保持增长，成本压力有所缓解。`,
        '附注：规模以上工业企业利润总额、营业收入等指标的增速均按可比口径计算，由于统计执法、剔除重复数据、企业改制剥离等因素，同比口径与公布的上年同期数据之间存在不可比因素，不能直接相比计算增速。',
        '统计范围为年主营业务收入2000万元及以上的工业法人单位，采用定期统计报表制度，由企业通过联网直报平台按月报送，各级统计机构对数据质量进行审核和查询，并按照国民经济行业分类标准进行分组汇总。',
      ]);
    const pages = [
      release(4, ['26582.3', '3.5', '9237.4', '13.9']),
      release(5, ['34410.1', '1.0', '11955.7', '9.8']),
    ];
    expect(nearDuplicates(pages)).toEqual([]);
  });

  it('takes empty pages as no copies, and does not depend on the order of input', () => {
    expect(nearDuplicates([page('a', []), page('b', [])])).toEqual([]);
    const pages = [page('x', STORY), page('y', STORY), page('z', [sentences(3, 20)])];
    expect(nearDuplicates([...pages].reverse())).toEqual(nearDuplicates(pages));
  });

  it('costs in proportion to the number of pages', { timeout: 20_000 }, () => {
    const pages = Array.from({ length: 400 }, (_, i) => page(`p${i}`, [sentences(i + 1, 20)]));
    const time = (count: number) => {
      const start = processorTime();
      nearDuplicates(pages.slice(0, count));
      return processorTime() - start;
    };
    time(100);
    expect(time(400)).toBeLessThan(time(100) * 4 * 3 + 50);
  });

  it.skipIf(!goldAtHand)('finds no copies among the labelled pages (skipped without ../shared)', () => {
    expect(nearDuplicates(goldPages())).toEqual([]);
  });
});

import { describe, expect, test } from 'vitest';
import { readMilestones } from '../../src/read/milestones.js';
import { lexicon, pageOf } from './directions/lexicon.js';

const milestones = (sentence: string, date: string | null = '2023-03-10') => {
  const article = pageOf('页', sentence);
  return readMilestones(article, date === null ? null : { date }, lexicon).map((target) => {
    expect(article.text.slice(target.start, target.end)).toBe(target.textSpan);
    return `${target.deadline} ${target.textSpan} → ${target.indicator}`;
  });
};

describe('milestones', () => {
  test('a deed without an object takes it from the clause before', () => {
    expect(milestones('我们正在抓紧编制发展规划，今年下半年将陆续出台。')).toEqual([
      '2023-H2 我们正在抓紧编制发展规划，今年下半年将陆续出台 → 发展规划出台',
    ]);
  });

  test('a deadline governs the clauses after it; those with numbers are no milestones', () => {
    expect(milestones('到2025年，产值达到5000亿元，治理体系基本建立，创新能力显著增强。')).toEqual([
      '2025 治理体系基本建立 → 治理体系基本建立',
      '2025 创新能力显著增强 → 创新能力显著增强',
    ]);
  });

  test('年底前, and a month that is still ahead', () => {
    expect(milestones('年底前完成中期评估。')).toEqual(['2023 年底前完成中期评估 → 完成中期评估']);
    expect(milestones('6月底前完成方案编制。')).toEqual(['2023-06 6月底前完成方案编制 → 完成方案编制']);
  });

  test('years in the names of papers are no deadlines', () => {
    expect(milestones('《行动方案（2025—2027年）》将在年底前印发。')).toEqual([
      '2023 《行动方案（2025—2027年）》将在年底前印发 → 《行动方案（2025—2027年）》印发',
    ]);
  });

  test.each([
    '大会将于8月28日至31日在济南举办。',
    '目前，规划已经出台。',
    '2022年，体系基本建成。',
    '4月份数据将于5月17日发布。',
    '将加快推进体系建设。',
  ])('no milestone: %s', (sentence) => {
    expect(milestones(sentence)).toEqual([]);
  });

  test('without an anchor only absolute years resolve', () => {
    expect(milestones('今年将出台方案。', null)).toEqual([]);
    expect(milestones('到2030年建成先进基地。', null)).toEqual(['2030 到2030年建成先进基地 → 建成先进基地']);
  });
});

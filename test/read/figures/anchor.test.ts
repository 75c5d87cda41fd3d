import { describe, expect, test } from 'vitest';
import { assembleArticle } from '../../../src/read/article.js';
import { readPageTime } from '../../../src/read/figures/anchor.js';

const timeOf = (published: string | null, ...paragraphs: string[]) =>
  readPageTime(
    assembleArticle(
      '标题',
      paragraphs.map((text) => ({ text, role: 'body' as const })),
    ),
    published,
  );

test('a day without a year takes the year of a page date near it', () => {
  const time = timeOf('2023-03-02', '部长3月1日在新闻发布会上介绍，将做好六方面工作。');
  expect(time.eventDates[0]).toMatchObject({ date: '2023-03-01' });
  expect(time.publishedTrust).toBe('ok');
});

test('a page published in January speaks of December before', () => {
  expect(timeOf('2023-01-03', '会议12月30日在北京召开。').eventDates[0]?.date).toBe('2022-12-30');
});

test('a page date that contradicts the text is suspect and resolves nothing', () => {
  const time = timeOf(
    '2025-07-06',
    '9月23日，司长在发布会上表示，成效显著。',
    '2021年有17个集群产值增长；今年上半年完成产值6.2万亿元。',
  );
  expect(time.publishedTrust).toBe('suspect');
  expect(time.eventDates[0]).toMatchObject({ date: '2022-09-23', yearInferred: true });
  expect(time.anchor?.year).toBe(2022);
});

test('history in the text does not make a page suspect', () => {
  const time = timeOf('2021-11-01', '11月1日，大会开幕。', '2012年到2020年，增加值增长。今年以来总体恢复。');
  expect(time.publishedTrust).toBe('ok');
  expect(time.anchor?.year).toBe(2021);
});

test('without a day in the text the page date is the event', () => {
  expect(timeOf('2024-09-27', '1—8月份，利润增长0.5%。').eventDates[0]?.date).toBe('2024-09-27');
});

describe('days that anchor nothing', () => {
  test.each(['本办法自3月1日起施行。', '截至6月30日，共有企业100家。'])('%s', (text) =>
    expect(timeOf(null, text).eventDates).toEqual([]),
  );
});

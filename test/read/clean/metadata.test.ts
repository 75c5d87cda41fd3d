import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { CleaningLexiconSchema, vocabularyOf } from '../../../src/read/clean/lexicon.js';
import { classifyLines, splitLines } from '../../../src/read/clean/lines.js';
import {
  creditsOf,
  namesIn,
  readMetadata,
  siteOfTitle,
  withoutSite,
} from '../../../src/read/clean/metadata.js';
import { TracedText } from '../../../src/read/traced.js';

const words = parse(readFileSync(new URL('../../../lexicons/cleaning.yaml', import.meta.url), 'utf8'));
const vocabulary = vocabularyOf(CleaningLexiconSchema.parse(words.cleaning));

describe('site names at the end of titles', () => {
  it.each([
    ['制造业规模连续13年居首_新浪财经_新浪网', '制造业规模连续13年居首', '新浪网'],
    ['关于做好培育工作的通知 - 某省工业和信息化厅', '关于做好培育工作的通知', '某省工业和信息化厅'],
    ['制造业“稳”中有“进”——一季度工业观察', '制造业“稳”中有“进”——一季度工业观察', null],
    ['某省部署八项举措|经济日报', '某省部署八项举措', '经济日报'],
    ['1-8月份规模以上工业企业利润增长', '1-8月份规模以上工业企业利润增长', null],
    ['工信部：_十四五_及中长期规划将陆续出台', '工信部：_十四五_及中长期规划将陆续出台', null],
  ])('%s', (text, title, site) => {
    const found = withoutSite(TracedText.at(text, 0), null, vocabulary);
    expect([found.title.text, found.site]).toEqual([title, site]);
  });
});

describe('the site that a document title names beside the headline', () => {
  const headline = '一枚轴承转出百亿产业';
  it.each([
    [`${headline}_县域_江源网`, '江源网'],
    [`${headline}--财经--江源网`, '江源网'],
    [`江源日报数字报-${headline}`, '江源日报'],
    [`${headline}_远山经济网——权威经济门户`, '远山经济网'],
    [`${headline}_手机远易网`, '远易网'],
    [`${headline}-卅六度`, '卅六度'],
    [`${headline} - 政策解读 - 某省工业和信息化厅`, '某省工业和信息化厅'],
    [`${headline}_新闻频道_远声视网(example.com)`, '远声视网'],
    [headline, null],
    [`${headline}_正文`, null],
    ['云岭日报多媒体数字版', '云岭日报'],
  ])('%s', (text, site) => {
    expect(siteOfTitle(text, headline, vocabulary)).toBe(site);
  });
});

describe('dates of a page', () => {
  const published = (lines: string) => {
    const page = `某省工业开局平稳\n${lines}\n某省前两个月装备制造业增加值同比增长7.8%，高于全部规模以上工业。`;
    return readMetadata(
      classifyLines(splitLines(page), null, vocabulary),
      { frontMatter: null, html: null },
      null,
      vocabulary,
    ).published;
  };
  it.each([
    ['发布时间：2024-03-06 09:12 更新时间：2024-03-09 10:00', '2024-03-06'],
    ['成文日期：2024-03-05\n发布日期：2024-03-08', '2024-03-08'],
    ['发布日期：2024-03-08\n成文日期：2024-03-05', '2024-03-08'],
    ['今天是2026年11月21日 星期六\n2024-03-06', '2024-03-06'],
    ['打印时间：2026-11-21 10:00:00', null],
  ])('%s', (lines, date) => {
    expect(published(lines)).toBe(date);
  });
});

describe('credits', () => {
  it('are read label by label', () => {
    const found = creditsOf('来源：某某日报 2023-03-02 作者：张三 李四 责任编辑：王 五_N123', vocabulary);
    expect(found.map(({ label, value }) => [label, value])).toEqual([
      ['来源', '某某日报'],
      ['作者', '张三 李四'],
      ['责任编辑', '王 五_N123'],
    ]);
  });
  it.each([
    ['张三 李四', ['张三', '李四']],
    ['王 伟', ['王伟']],
    ['记者张三、通讯员李四', ['张三', '李四']],
    ['邓健 SF123', ['邓健']],
    ['方砚_N7712', ['方砚']],
    ['林乔 分享到：微信 微博', ['林乔']],
    ['佚名', []],
    ['admin', []],
  ])('names in %s', (value, names) => {
    expect(namesIn(value, vocabulary)).toEqual(names);
  });
});

describe('a page of text', () => {
  const read = (page: string) => {
    const classed = classifyLines(splitLines(page), null, vocabulary);
    return readMetadata(classed, { frontMatter: null, html: null }, null, vocabulary);
  };
  const body = '某省前两个月装备制造业增加值同比增长7.8%，高于全部规模以上工业2.1个百分点。';
  const title = '某省装备制造业稳中提质';
  it('tells the site from the first publisher', () => {
    expect(read(`${title}\n2023-03-02 10:57 来源：某某资讯网\n媒体来源：某某证券报\n${body}`)).toMatchObject({
      outlet: '某某资讯网',
      originalOutlet: '某某证券报',
    });
  });
  it('takes the wire service from the opening', () => {
    expect(
      read(`${title}\n${body.replace('某省', '新华社某市3月2日电（记者张三、李四）某省')}\n${body}`),
    ).toMatchObject({
      outlet: null,
      originalOutlet: '新华社',
      authors: ['张三', '李四'],
    });
  });
  it('takes the outlet that speaks of itself', () => {
    expect(
      read(
        `${title}\n作者：小编 2023-03-02\n某某财经APP获悉，${body}\n本文编选自“某某工信”公众号；编辑：王五。`,
      ),
    ).toMatchObject({
      outlet: '某某财经',
      originalOutlet: '某某工信',
      authors: ['小编'],
      editors: ['王五'],
    });
  });
  it('dates a notice by its signature', () => {
    expect(
      read(`关于做好培育工作的通知\n各有关单位：\n${body}\n某省工业和信息化厅\n2023年3月2日`),
    ).toMatchObject({
      published: '2023-03-02',
      publishedRaw: '2023年3月2日',
    });
  });
  it('does not take a date of the text for its own', () => {
    expect(read(`${title}\n截至2023年3月2日，${body}\n${body}`).published).toBeNull();
  });
});

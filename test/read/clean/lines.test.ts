import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { findDates, readDate } from '../../../src/read/clean/date.js';
import { CleaningLexiconSchema, vocabularyOf } from '../../../src/read/clean/lexicon.js';
import {
  isSiteTitle,
  joinHeadlines,
  joinWrappedLines,
  kindOfLine,
  markParticulars,
  splitAtIndents,
  splitLines,
} from '../../../src/read/clean/lines.js';

const words = parse(readFileSync(new URL('../../../lexicons/cleaning.yaml', import.meta.url), 'utf8'));
const vocabulary = vocabularyOf(CleaningLexiconSchema.parse(words.cleaning));

describe('what a line is by its words', () => {
  it.each([
    ['breadcrumb', '您现在的位置： 首页 >> 新闻中心 >> 工作动态'],
    ['breadcrumb', '财经 > 产经 > 正文'],
    ['dateline', '2023-03-02 10:57 来源：某某日报 作者：张三'],
    ['dateline', '某某日报　2023年3月2日'],
    ['dateline', '发布时间：2023-03-02　浏览次数：35　字体：【大】【中】【小】'],
    ['dateline', '某省统计局办公室编 第12期 2023年3月2日'],
    ['byline', '来源：某省工业和信息化厅'],
    ['byline', '本报记者 张三 李四'],
    ['byline', '本文转自“某某观察”微信公众号'],
    ['editor', '（责任编辑：王小可）'],
    ['editor', '编辑/方可'],
    ['editor', '一审：张三 二审：李四 三审：王五'],
    ['chrome', '分享到：微信 微博 QQ空间'],
    ['chrome', '【字体：大 中 小】'],
    ['chrome', '阅读 1024'],
    ['advert', '炒股就看某某研报，权威，专业，及时，全面！'],
    ['advert', '【广告】年中特惠'],
    ['disclaimer', '某某声明：本文仅代表作者个人观点。'],
    ['disclaimer', '京ICP备12345678号 版权所有'],
    ['related', '相关阅读'],
    ['related', '>> 推荐文章 <<'],
    ['related', '上一篇下一篇'],
    ['comments', '网友评论(12)'],
    ['comments', '共 35 条评论'],
    ['caption', '图为某企业生产车间。新华社记者 张三 摄'],
    ['leadIn', '全文如下：'],
    ['originalTitle', '原标题：某省部署八项举措'],
    ['attachment', '附件：1.申报书.docx'],
    ['chrome', '某工信发〔2024〕18号'],
    ['chrome', '某某省工业和信息化厅文件'],
    ['chrome', '第07版：县域'],
    ['chrome', '1234人评论'],
    ['chrome', '— 12 —'],
    ['chrome', '某某新闻 3月6日 09:12'],
    ['byline', '来　源：某省工业和信息化厅'],
    ['byline', '（行业发展部）'],
    ['byline', '某某网某市3月5日电（记者 张三）'],
    ['dateline', '2024年03月06日 07:30 来源于 某某周刊 可以听文章啦！'],
    ['caption', '某县一家轴承厂的质检员在抽检产品。图：张三/某某周刊'],
    ['advert', '看财经，专业，快捷，独家，一手掌握脉搏。'],
    ['disclaimer', '抄送：省财政厅，省科技厅。'],
    ['teaser', '某市推进数字化改造，已有三百家企业完成诊断 ...[详细]'],
  ])('%s: %s', (kind, text) => {
    expect(kindOfLine(text, vocabulary)).toBe(kind);
  });

  it.each([
    '2023年3月2日，国务院新闻办公室举行新闻发布会。',
    '截至2023年3月2日，全省累计培育智能工厂120家',
    '设计 制造 服务一体化发展',
    '编辑部署能力显著提升，软件产业收入增长12%。',
    '相关政策落地见效，企业获得感增强。',
    '来源多元、结构优化的能源供给体系加快形成。',
    '记者：请问下一步在稳增长方面还有哪些考虑？',
    '加强统筹协调',
    '声明指出，各方同意加强产业链合作。',
    '附件所列企业应当于4月30日前完成填报。',
    '严厉打击侵犯知识产权行为。',
    '技术支持能力持续增强，服务企业1200家。',
    '会议时间：3月6日 09:00',
    '报到时间 3月6日 09:00',
    '三、有关政策文件',
    '全面实施节能、节水、节材、降耗。',
    '（一）夯实基础',
    '第3版标准已于去年发布，覆盖12个行业',
    '一是加快改造！二是加快升级！三是加快转型！四是加快布局！',
  ])('text: %s', (text) => {
    expect(kindOfLine(text, vocabulary)).toBe('text');
  });
});

describe('dates', () => {
  it.each([
    ['2023年3月2日', '2023-03-02'],
    ['2023-03-02 10:57:00', '2023-03-02'],
    ['2023/3/2', '2023-03-02'],
    ['2023.03.02', '2023-03-02'],
    ['20230302', '2023-03-02'],
    ['2023 03/02 10:57:13', '2023-03-02'],
    ['二〇二三年十二月二十一日', '2023-12-21'],
    ['Wed, 01 Mar 2023 15:59:59 GMT', '2023-03-01'],
    ['Wed, 01 Mar 2023 16:00:00 GMT', '2023-03-02'],
    ['2023-03-01T16:30:00.000Z', '2023-03-02'],
    ['2023-03-02T00:30:00+08:00', '2023-03-02'],
    ['2023-03-01T23:30:00-05:00', '2023-03-02'],
    ['2023-13-02', null],
    ['第2023-03号', null],
    ['增长2023.5', null],
  ])('%s is %s', (text, date) => {
    expect(readDate(text)).toBe(date);
  });
  it('says where they stand', () => {
    const text = '发布于 2023年3月2日 10:57，更新于 2023-03-04';
    expect(findDates(text).map(({ start, end }) => text.slice(start, end))).toEqual([
      '2023年3月2日 10:57',
      '2023-03-04',
    ]);
  });
});

describe('lines broken at a fixed width', () => {
  const paragraph =
    '工业和信息化部表示，下一步将推动制造业高质量发展，提升产业链供应链韧性和安全水平，加快建设现代化产业体系，培育更多专精特新企业。';
  const broken = paragraph.match(/.{1,20}/g)!;
  it('are joined, and paragraphs kept apart', () => {
    const lines = splitLines([...broken, '', ...broken].join('\n'));
    expect(joinWrappedLines(lines).map((line) => line.text.text)).toEqual([paragraph, paragraph]);
  });
  it('keep the place of every character', () => {
    const page = broken.join('\r\n');
    const [joined] = joinWrappedLines(splitLines(`${page}\r\n${page}`));
    for (const [i, origin] of joined!.text.origin.entries())
      expect(page[origin % (page.length + 2)]).toBe(joined!.text.text[i]);
  });
  it('are not seen in a page of whole paragraphs', () => {
    const lines = splitLines([paragraph, paragraph, '短句。', paragraph].join('\n'));
    expect(joinWrappedLines(lines)).toHaveLength(4);
  });
});

describe('particulars of an official document', () => {
  const marked = (page: string) =>
    markParticulars(splitLines(page), vocabulary).map((line) => [line.hint ?? null, line.text.text]);
  it('are known together, whatever their blanks, and put together from cells', () => {
    expect(
      marked('索 引 号：1/2\n文　　号\n某工信发〔2024〕18号\n成文日期\n2024-03-05\n有效性\n关于某事的通知'),
    ).toEqual([
      ['particular', '索 引 号：1/2'],
      ['particular', '文　　号：某工信发〔2024〕18号'],
      ['particular', '成文日期：2024-03-05'],
      ['particular', '有效性：关于某事的通知'],
    ]);
  });
  it('are not seen in the text of a document', () => {
    const body = '为落实全省工作部署，现就有关事项通知如下，请认真贯彻执行。';
    expect(marked(`${body}\n名称：甲\n类别：乙\n有效期：一年`).every(([hint]) => hint === null)).toBe(true);
  });
});

describe('a page that lost its line breaks', () => {
  it('is cut where paragraphs were indented', () => {
    const text =
      '某省工业平稳增长　　发布时间：2024-03-06　　第一段说的是增长，增速有所加快。　　第二段说的是投资，结构继续优化。　　第三段说的是下一步，要狠抓落实，推动项目尽快达产见效，确保完成全年目标任务。';
    expect(splitAtIndents(splitLines(text)).map((line) => line.text.text)).toEqual(text.split('　　'));
  });
  it('is left whole where blanks only set words apart', () => {
    const text = `本报讯　　${'今年以来，全省工业经济保持平稳增长，结构持续优化。'.repeat(4)}`;
    expect(splitAtIndents(splitLines(text))).toHaveLength(1);
  });
});

describe('a headline over several lines', () => {
  const joined = (page: string) => joinHeadlines(splitLines(page), vocabulary).map((line) => line.text.text);
  it('is joined up to what the document is called', () => {
    expect(joined('某厅关于开展2024年度\n某某培育\n工作的通知\n各市局：')).toEqual([
      '某厅关于开展2024年度某某培育工作的通知',
      '各市局：',
    ]);
  });
  it('is not made of a headline and the text below it', () => {
    const page = '某厅关于开展培育工作的通知\n各市局：\n关于上述事项\n\n另行发布通知';
    expect(joined(page)).toEqual(page.split(/\n+/));
  });
});

describe('names of sites', () => {
  it.each([
    '江源日报数字报',
    '临江机械网--行业新闻',
    '临江省人民政府 政府信息公开',
    '打印页面',
    '某工信发〔2024〕18号',
  ])('%s is no headline', (text) => expect(isSiteTitle(text, vocabulary)).toBe(true));
  it.each([
    '一枚轴承转出百亿产业',
    '关于公布第二批名单的公告',
    '我省新增三家国家级制造业创新中心',
    '工业经济开局平稳_江源网',
  ])('%s is one', (text) => expect(isSiteTitle(text, vocabulary)).toBe(false));
});

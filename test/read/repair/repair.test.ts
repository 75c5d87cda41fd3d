import { describe, expect, test } from 'vitest';
import { TracedText } from '../../../src/read/traced.js';
import { processorTime } from '../../processor-time.js';
import { CLEAN_PAGES } from '../clean-pages.js';
import { gb18030, seeded, slip } from '../mess.js';
import { lexicon, linesOf, repairText, undo } from './page.js';

const text = (page: ReturnType<typeof repairText>) => page.lines.map((line) => line.text).join('\n');

describe('entities', () => {
  test.each([
    ['利润&nbsp;总额&nbsp;', '利润 总额 '],
    ['&#24037;&#x4e1a;&#12288;增长', '工业　增长'],
    ['&amp;amp;quot;小巨人&amp;quot;', '"小巨人"'],
    ['研发（R&amp;D）经费', '研发（R&D）经费'],
    ['&#147;专精特新&#148;', '“专精特新”'],
    ['&nbsp&nbsp关于印发', '  关于印发'],
    ['见 http://a.example/x?a=1&copy=2&lt=3', '见 http://a.example/x?a=1&copy=2&lt=3'],
    ['A&B &unknown; &', 'A&B &unknown; &'],
    ['增&#8203;加', '增加'],
  ])('%s', (before, after) => {
    expect(text(repairText(before))).toBe(after);
  });
});

test('invisible characters go, a no-break space becomes a space', () => {
  expect(text(repairText('制\u200b造\ufeff业\u00a0强\u0007国\u00ad\u202a。'))).toBe('制造业 强国。');
});

describe('wrongly decoded UTF-8', () => {
  const sentence = '工业和信息化部规划司负责人表示，制造业增加值占比稳步提升。';
  test('read as Windows-1252', () => {
    expect(text(repairText('å·¥ä¸šå’Œ“ä¿¡æ\u0081¯åŒ–â€\u009d'))).toBe('工业和“信息化”');
  });
  test('read as Latin-1', () => {
    expect(text(repairText(Buffer.from(sentence, 'utf8').toString('latin1')))).toBe(sentence);
  });
  test('read as GB 18030', () => {
    const even = '工业和信息化部规划司有关负责人介绍，制造业增加值占比提升';
    const wrong = new TextDecoder('gb18030').decode(new TextEncoder().encode(even));
    expect(text(repairText(wrong))).toBe(even);
  });
  test('what a second conversion destroyed stays', () => {
    const lost = '锟斤拷锟斤拷锟斤拷业锟斤拷';
    expect(text(repairText(lost))).toBe(lost);
  });
});

describe('pinyin', () => {
  test('is stripped in every form once the page shows that it was injected', () => {
    const page =
      '產(chan)(chan)業(yè)結構（gòu）優(you1)化,綠(lǜ)色(se)發(fā)展(zhan),智能(AI)和GDP(gdp)以及重(chóng)慶(qìng)(市)';
    expect(text(repairText(`${page}\n行(háng)業數(shu)據(jù)`))).toBe(
      '产业结构优化,绿色发展,智能(AI)和GDP(gdp)以及重庆(市)\n行业数据',
    );
  });
  test('a remark on how to say a name stays', () => {
    const page = '邳(pī)州市位于江苏北部，与睢(suī)宁县相邻。亳(bó)州市也派代表参加。';
    expect(text(repairText(page))).toBe(page);
  });
});

describe('script', () => {
  test('a traditional page is simplified, title too, character for character', () => {
    const page = repairText('工業經濟著力穩增長，顯著改善。\n有關部門將於近日發佈細則。', '著眼產業鏈');
    expect(text(page)).toBe('工业经济着力稳增长，显著改善。\n有关部门将于近日发布细则。');
    expect(page.title?.text).toBe('着眼产业链');
    expect(Array.from(page.lines[1]!.origin)).toEqual(Array.from(page.lines[1]!.origin, (_, i) => 16 + i));
  });
  test('a traditional quotation in a simplified page stays', () => {
    const page = `${CLEAN_PAGES[0]!.paragraphs.join('\n')}\n碑文写道：“開物成務，經世濟民，實業興邦，澤被後世。”`;
    expect(text(repairText(page))).toBe(page);
  });
});

describe('slipped bytes', () => {
  test('a worked example: the bytes of 保”任务 read one late', () => {
    const sentence = '着力落实“六稳”“六保”任务,加大投资力度';
    const bytes = gb18030(sentence);
    const lost = sentence.indexOf('保') * 2;
    expect(bytes.slice(lost, lost + 2)).toEqual([0xb1, 0xa3]);
    bytes[lost] = 0x3f;
    const wrong = new TextDecoder('gb18030').decode(Uint8Array.from(bytes));
    expect(wrong).toContain('六?！比挝�,');
    expect(text(repairText(wrong))).toBe(sentence);
  });
  test('an honest question mark is no lost byte', () => {
    const page = '怎么看?一季度数据说明了什么?企业反映的困难?我们认为?总体平稳。';
    expect(text(repairText(page))).toBe(page);
  });
  test('rare characters in names stay', () => {
    const page = '衢州、亳州、邳州、鄱阳、溧阳、蚌埠、岫岩、郫都等地的镍氢、锂硫、钽铌企业参加了会议。';
    expect(text(repairText(page))).toBe(page);
  });
  test('a digit that went with a byte is not invented', () => {
    const random = seeded(5);
    const wrong = slip('太阳能电池产量分别增长38.6%、21.4%', random, {
      kind: 'marked lead',
      decoder: 'swallowing',
    });
    expect(text(repairText(wrong))).not.toMatch(/增长8\.6/);
  });
});

describe('interleaved title', () => {
  const title = '云岭市加快建设先进制造业集群 打造三个千亿级产业高地';
  test('pieces go, the text’s own words stay', () => {
    const page = [
      title,
      '会议指出，云岭市加集群是产业分工深化的高级形式，快建设先必须摆在突出位置。进制造业去年全市高端装备、生物医药实现集群打造营业收入2260亿元，三个千亿同比增长11.4%。',
      '会议明确，级产业高到2027年，地三个集群规模均迈上新台阶，云岭市加研发经费投入强度达到4.2%以上，快建设先培育一批龙头企业。',
    ].join('\n');
    expect(text(repairText(page, title)).split('\n').slice(1)).toEqual([
      '会议指出，集群是产业分工深化的高级形式，必须摆在突出位置。去年全市高端装备、生物医药实现营业收入2260亿元，同比增长11.4%。',
      '会议明确，到2027年，三个集群规模均迈上新台阶，研发经费投入强度达到4.2%以上，培育一批龙头企业。',
    ]);
  });
  test('a lead that repeats the title clause by clause stays', () => {
    const page = [
      title,
      '近日，云岭市召开推进会，加快建设先进制造业集群，打造三个千亿级产业高地。先进制造业集群建设，三个千亿级产业，云岭市都有部署。',
      '云岭市提出，先进制造业，产业高地，集群建设，三者要统筹推进。加快建设，打造样板，云岭市有基础。',
    ].join('\n');
    expect(repairText(page, title).repairs).toEqual([]);
  });
});

describe('the log', () => {
  test('overlapping repairs are one reversible edit with the place on the page', () => {
    const came = '产(chan)业(ye)结(jie)构(gou)优(you)化(hua)&nbsp;&#22686;(zeng)長';
    const page = repairText(`${came}`);
    expect(undo(page)).toEqual([came]);
    for (const repair of page.repairs) {
      expect(came.slice(repair.rawStart, repair.rawEnd)).toBe(repair.before);
      expect(page.lines[repair.line]!.text.slice(repair.start, repair.end)).toBe(repair.after);
    }
  });
  test('clean lines are handed back as they are', () => {
    const lines = CLEAN_PAGES[0]!.paragraphs.map((paragraph) => TracedText.at(paragraph, 0));
    const page = repairText(CLEAN_PAGES[0]!.paragraphs.join('\n'), CLEAN_PAGES[0]!.title);
    expect(page.repairs).toEqual([]);
    expect(page.lines.map((line) => line.text)).toEqual(lines.map((line) => line.text));
  });
});

test('cost is linear on long hostile text', () => {
  const hostile = [
    '&amp;'.repeat(40_000),
    '?工'.repeat(100_000),
    '蝿'.repeat(200_000),
    '(a'.repeat(100_000),
    '產(chan'.repeat(30_000),
    'å·¥'.repeat(60_000),
    '，加快'.repeat(60_000),
  ];
  for (const line of hostile) {
    const began = processorTime();
    repairText(line, '省工信厅：加快培育先进制造业集群');
    expect(processorTime() - began).toBeLessThan(8000);
  }
  expect(linesOf('').length).toBe(1);
  expect(lexicon.words.length).toBeGreaterThan(100);
});

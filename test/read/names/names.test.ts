/** Names on sentences of our own, on hostile text, and on the labelled pages where they are at hand. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, test } from 'vitest';
import { parse } from 'yaml';
import type { ParagraphRole } from '../../../src/model/index.js';
import { assembleArticle } from '../../../src/read/article.js';
import { namesLexicon, readNames } from '../../../src/read/names/index.js';
import { Trie } from '../../../src/read/names/trie.js';
import { processorTime } from '../../processor-time.js';

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');
const SHARED = resolve(ROOT, '../shared/read');
const lexicon = namesLexicon(
  Object.assign(
    {},
    ...['names', 'areas', 'industries'].map((file) =>
      parse(readFileSync(join(ROOT, 'lexicons', `${file}.yaml`), 'utf8')),
    ),
  ),
);

function read(...lines: string[]) {
  const paragraphs = lines.map((text) => ({
    text,
    role: (/^.{2,30}：$/.test(text) ? 'speaker' : 'body') as ParagraphRole,
  }));
  return readNames(assembleArticle('', paragraphs), lexicon);
}

const programmes = (text: string) => read(text).programmes.map(({ name }) => name);
const orgs = (text: string) => read(text).orgs.map(({ name }) => name);
const people = (...lines: string[]) => read(...lines).people;

describe('trie', () => {
  it('takes the longest word at every place', () => {
    const trie = Trie.of([
      ['汽车', 1],
      ['新能源汽车', 2],
      ['能源', 3],
    ]);
    expect([...trie.scan('新能源汽车与汽车')].map(({ value }) => value)).toEqual([2, 1]);
  });
});

describe('programmes', () => {
  test.each([
    ['要深入实施绿色铸造提质工程，', ['绿色铸造提质工程']],
    ['实施工业节水增效行动和数字物流示范工程。', ['工业节水增效行动', '数字物流示范工程']],
    ['组织开展“千企升级”行动，', ['“千企升级”行动']],
    ['省里正在抓紧编制“十五五”及中长期的新材料产业发展规划，', ['“十五五”及中长期的新材料产业发展规划']],
    ['建成36个国家绿色数据中心、12个省级工业互联网示范平台。', ['省级工业互联网示范平台']],
    ['印发《关于推进轻工业稳增长的若干措施》。', ['关于推进轻工业稳增长的若干措施']],
    ['实施国家特色产业集群培育工程，', ['国家特色产业集群培育工程']],
    ['在机器人领域建设国家制造业创新中心，', ['国家制造业创新中心']],
    ['设立国家海洋装备产业投资基金，', ['国家海洋装备产业投资基金']],
    ['推行“揭榜挂帅”，落实“六稳”“六保”任务。', ['“揭榜挂帅”', '“六稳”“六保”']],
    ['建设中国（湖北）自由贸易试验区，', ['中国（湖北）自由贸易试验区']],
  ])('%s', (text, expected) => expect(programmes(text)).toEqual(expected));

  test.each([
    '推进重大工程建设，一批重大项目开工。',
    '规划司司长表示，总工程师到场，工程机械产量增长。',
    '企业计划投资10亿元，制定具体行动方案。',
    '发展战略性新兴产业，提供一体化解决方案。',
    '要采取实际行动，做好中长期规划。',
  ])('none in: %s', (text) => expect(programmes(text)).toEqual([]));
});

describe('people', () => {
  it('joins titles, and lets the fullest role stand', () => {
    expect(
      people('工信部总工程师、新闻发言人赵志国表示，形势向好。', '工信部总工程师赵志国说，还要努力。'),
    ).toEqual([{ name: '赵志国', role: '总工程师、新闻发言人', org: '工业和信息化部' }]);
  });

  it('reads the department as part of the role', () => {
    expect(people('国家统计局工业司司长汤魏巍解读数据。')[0]).toMatchObject({
      role: '工业司司长',
      org: '国家统计局',
    });
  });

  it('tells a name from the verb after it', () => {
    expect(
      people('某证券首席宏观分析师王青接受采访。', '厅长李国会见客人，李国表示欢迎。').map(
        ({ name }) => name,
      ),
    ).toEqual(['王青', '李国']);
  });

  it('reads lists of those present', () => {
    expect(
      people('副市长孙丽华、市工信局局长胡晓东、陈明，以及企业代表出席。').map(({ name }) => name),
    ).toEqual(['孙丽华', '胡晓东', '陈明']);
  });

  it('reads speaker lines', () => {
    expect(
      people('主持人 周建军：', '中央广播电视总台央视记者：', '林晓燕：').map(({ name }) => name),
    ).toEqual(['周建军', '林晓燕']);
  });

  it('marks leaders who are only cited', () => {
    expect(people('习近平总书记强调，制造业是立国之本。')).toEqual([
      { name: '习近平', role: '总书记', org: null, mentionedOnly: true },
    ]);
  });

  it('leaves reporters and editors out', () => {
    expect(people('本报讯（记者 李明 通讯员 王芳）会议召开。责任编辑 张华')).toEqual([]);
  });

  it('reads foreign names', () => {
    expect(people('西门子公司总裁罗兰·布施表示，将扩大投资。')[0]).toMatchObject({
      name: '罗兰·布施',
      role: '总裁',
    });
  });
});

describe('organisations', () => {
  test.each([
    ['山东省工信厅会同省财政厅印发通知。', ['山东省工业和信息化厅', '山东省财政厅']],
    ['由中国电子技术标准化研究院、海尔集团主办。', ['中国电子技术标准化研究院', '海尔集团']],
    ['国家统计局江苏调查总队发布。', ['国家统计局江苏调查总队']],
    ['据发改委介绍，工信部门和财政部门共同推进。', ['国家发展和改革委员会']],
    ['上市公司和龙头企业增多，该公司与重点实验室合作。', []],
  ])('%s', (text, expected) => expect(orgs(text)).toEqual(expected));

  it('keeps every way it is written', () => {
    expect(read('国务院新闻办公室举行发布会，国新办介绍。').orgs).toEqual([
      { name: '国务院新闻办公室', mentions: ['国务院新闻办公室', '国新办'] },
    ]);
  });

  it('lists outlets that ask', () => {
    expect(read('海蓝卫视记者：', '请问形势如何？').orgs.map(({ name }) => name)).toEqual(['海蓝卫视']);
  });
});

describe('regions', () => {
  test.each([
    ['大会在山东济南举办，随后在山东省青岛市巡展。', ['山东省', '济南', '青岛市']],
    ['山东省人民政府主办。', []],
    ['新华社北京8月12日电', []],
    ['其中东部地区增长较快，普通化工品下降。', ['东部地区']],
    ['东部、中部、西部和东北地区投资增长。', ['东部', '中部', '西部', '东北地区']],
    ['白银价格上涨，甘肃省白银市增长。', ['甘肃省', '白银市']],
    ['对欧盟、越南出口增长，京津冀协同。', ['欧盟', '越南', '京津冀']],
  ])('%s', (text, expected) => expect(read(text).regions).toEqual(expected));
});

describe('industries', () => {
  it('reads lists to their first item', () => {
    expect(
      read('聚焦超硬钻具、智能家电、电梯部件、海工装备和现代印刷装备等领域，加强攻关。').industries,
    ).toEqual(['超硬钻具', '智能家电', '电梯部件', '海工装备', '现代印刷装备']);
  });

  it('leaves other lists alone', () => {
    expect(read('在税收、融资、人才、用地等领域给予支持。').industries).toEqual([]);
  });

  it('keeps divisions of the classification whole', () => {
    expect(read('计算机、通信和其他电子设备制造业增长9%，汽车制造业增长5%。').industries).toEqual([
      '计算机、通信和其他电子设备制造业',
      '汽车制造业',
    ]);
  });

  it('lists what is called an industry of the future apart', () => {
    const { industries, futureIndustries } = read(
      '培育新能源汽车等产业，布局脑机接口、深地探测等未来产业，推进6G研发。',
    );
    expect(industries).toEqual(['新能源汽车']);
    expect(futureIndustries).toEqual(['脑机接口', '深地探测', '6G']);
    expect(read('要前瞻布局未来产业。').futureIndustries).toEqual(['未来产业']);
  });
});

describe('cost', () => {
  test.each([
    '等',
    '工程',
    '《',
    '”',
    '（',
    '市长王伟、',
    '中国公司',
    '司长李强说',
    '实验室主任',
    'A工程和',
    '砖、',
    '首批政策、',
    '”机制',
    '，厅长，',
    '董事长郑和平',
    '、砖和',
  ])('stays linear on a page of %s', (unit) => {
    const time = (length: number) => {
      const article = assembleArticle('', [{ text: unit.repeat(length / unit.length), role: 'body' }]);
      const start = processorTime();
      readNames(article, lexicon);
      return processorTime() - start;
    };
    time(20_000);
    expect(time(160_000)).toBeLessThan(24 * Math.max(20, time(20_000)));
  });
});

const gold = join(SHARED, 'gold');
describe.skipIf(!existsSync(gold))('labelled pages (../shared is absent when skipped)', async () => {
  if (!existsSync(gold)) return;
  const { scoreDoc } = (await import(join(SHARED, 'score.mjs'))) as {
    scoreDoc(
      gold: unknown,
      read: unknown,
    ): Record<string, { tp: number; pred: number; gold: number }> & {
      people_role: number | null;
    };
  };
  const totals = new Map<string, number[]>();
  const roles: number[] = [];
  for (const file of readdirSync(gold)) {
    const page = JSON.parse(readFileSync(join(gold, file), 'utf8'));
    const article = assembleArticle(
      page.title,
      page.cleanedParagraphs.map((text: string, i: number) => ({ text, role: page.paragraphRoles[i] })),
    );
    const names = readNames(article, lexicon);
    const score = scoreDoc(
      { ...page, future_industries: page.futureIndustries },
      { ...names, future_industries: names.futureIndustries },
    );
    for (const field of ['programmes', 'people', 'orgs', 'regions', 'industries', 'future_industries']) {
      const { tp, pred, gold: labelled } = score[field]!;
      const [a, b] = totals.get(field) ?? [0, 0];
      totals.set(field, [a! + 2 * tp, b! + pred + labelled]);
    }
    if (score.people_role !== null) roles.push(score.people_role);
  }
  const f1 = (field: string) => (100 * totals.get(field)![0]!) / totals.get(field)![1]!;
  test.each([
    ['programmes', 85],
    ['people', 100],
    ['orgs', 85],
    ['regions', 85],
    ['industries', 85],
    ['future_industries', 85],
  ])('%s', (field, target) => expect(f1(field)).toBeGreaterThanOrEqual(target));
  it('roles', () => expect(roles.reduce((a, b) => a + b, 0) / roles.length).toBeGreaterThanOrEqual(0.9));
});

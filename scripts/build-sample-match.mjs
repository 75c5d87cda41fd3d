// Writes samples/match: tasks of the made-up province, what its 180 firms can do, large and small firms, finance products,
// needs, and steps on the way to the market. Seeded; --check compares with the files that are there. Firms are those of
// samples/economy; all of it is made up.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { csv, randomFrom } from './seeded.mjs';

const FOLDER = new URL('../samples/match/', import.meta.url);
const ECONOMY = new URL('../samples/economy/', import.meta.url);
const NOTE = '合成数据';

const random = randomFrom(20260301);
const whole = (low, high) => low + Math.floor(random() * (high - low + 1));
const one = (list) => list[Math.floor(random() * list.length)];
const some = (list, count) => {
  const left = [...list];
  const taken = [];
  while (taken.length < count && left.length > 0)
    taken.push(...left.splice(Math.floor(random() * left.length), 1));
  return taken;
};

const [head, ...lines] = readFileSync(new URL('enterprises.synthetic.csv', ECONOMY), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => line.split(','));
const firms = lines.map((line) => Object.fromEntries(head.map((column, i) => [column, line[i]])));

const CITY_CODE = {
  江城市: '990100',
  北桥市: '990200',
  南浦市: '990300',
  东屏市: '990400',
  西堰市: '990500',
  石门州: '990600',
};

// What firms of an industry make, can do and hold patents on.
const SKILLS = {
  B06: [['动力煤', '洗精煤'], ['智能化综采', '瓦斯抽采利用'], ['一种综采面支架跟机控制方法']],
  C13: [['食用植物油', '大米', '饲料'], ['低温压榨', '谷物色选'], ['一种稻米加工在线水分检测装置']],
  C14: [['速冻食品', '调味品', '乳制品'], ['无菌灌装', '冷链保鲜'], ['一种发酵罐温度分区控制方法']],
  C17: [['棉纱', '坯布', '功能性面料'], ['无水染色', '紧密赛络纺'], ['一种导电纤维混纺工艺']],
  C26: [
    ['锂盐电解质六氟磷酸锂', '电子级氢氟酸', '聚碳酸酯', '有机硅单体', '光学级树脂单体'],
    ['高纯溶剂精馏提纯', '氟化合成', '聚合反应放大', '微通道连续流合成'],
    ['一种六氟磷酸锂结晶提纯方法', '一种电子级湿化学品金属离子去除方法', '一种高耐热聚碳酸酯制备方法'],
  ],
  C27: [['化学原料药', '中药饮片', '注射剂'], ['手性合成', '冻干制剂'], ['一种缓释微球制备方法']],
  C30: [
    ['水泥', '浮法玻璃', '碳化硅陶瓷部件'],
    ['低碳熟料煅烧', '陶瓷凝胶注模'],
    ['一种碳化硅陶瓷密封环烧结方法'],
  ],
  C31: [
    ['高强度钢板', '无取向硅钢片', '齿轮钢'],
    ['薄板坯连铸连轧', '二次冷轧减薄'],
    ['一种高牌号无取向硅钢退火工艺', '一种齿轮钢夹杂物控制方法'],
  ],
  C32: [
    ['电解铜箔', '铜合金带材', '高纯铝', '稀土永磁体'],
    ['生箔电解添加剂调控', '精密轧制', '晶界扩散', '真空熔炼'],
    ['一种极薄锂电铜箔表面处理方法', '一种钕铁硼晶界扩散方法', '一种高强高导铜合金制备方法'],
  ],
  C34: [
    ['谐波减速器', '精密滚珠丝杠', '高速轴承', '真空泵', '液压阀'],
    ['齿轮磨削精密加工', '轴承套圈超精研', '动平衡检测', '表面渗氮热处理'],
    ['一种谐波减速器柔轮齿形修形方法', '一种高速主轴轴承油气润滑结构', '一种滚珠丝杠预紧力检测装置'],
  ],
  C35: [
    ['锂电池极片涂布机', '激光焊接设备', '半导体清洗设备', '工业机器人本体'],
    ['机器视觉检测', '运动控制算法', '真空腔体加工', '张力闭环控制'],
    ['一种双面涂布机面密度闭环控制方法', '一种晶圆单片清洗装置', '一种机器人关节力矩估计方法'],
  ],
  C36: [
    ['车身结构件', '线控制动系统', '电驱动桥', '汽车线束'],
    ['一体化压铸', '制动冗余控制', '热成形', '整车轻量化设计'],
    ['一种线控制动踏板模拟器', '一种电驱桥两挡换挡机构', '一种大型压铸件变形控制方法'],
  ],
  C38: [
    ['驱动电机', '动力电池模组', '储能变流器', '固态电池', '充电模块'],
    ['扁线绕组', '电池热管理', '硫化物固态电解质涂覆', '大功率变换器拓扑设计', '电磁兼容设计'],
    ['一种扁线电机定子油冷结构', '一种固态电池界面改性方法', '一种储能变流器并网阻抗重塑方法'],
  ],
  C39: [
    ['车规级功率模块', '碳化硅芯片', '毫米波雷达', '压力传感器', '高速连接器', '印制电路板'],
    ['功率器件封装银烧结', '芯片可靠性验证', '射频前端设计', 'MEMS 微加工', '高频板材压合'],
    ['一种碳化硅功率模块双面散热封装', '一种压阻式压力传感器温漂补偿方法', '一种毫米波雷达天线阵列'],
  ],
  D44: [['电力', '供热'], ['机组深度调峰', '余热回收'], ['一种汽轮机低压缸零出力控制方法']],
};

const providers = firms.map((firm) => {
  const [products, abilities, patents] = SKILLS[firm.行业代码];
  const named = firm.称号 === '' ? 0 : firm.称号.split('、').length;
  const own = some(products, Math.min(products.length, whole(1, 2 + (named > 1 ? 1 : 0))));
  const can = some(abilities, whole(1, 2));
  const won = named > 1 && random() < 0.3 ? whole(1, 2) : 0;
  return {
    ...firm,
    products: own.join('、'),
    abilities: can.map((ability) => `${one(['具备', '自有', '掌握'])}${ability}能力`).join('、'),
    patents: random() < 0.35 + named * 0.2 ? some(patents, 1).join('、') : '',
    won,
    finished: random() < 0.15 ? 1 : 0,
    terminated: random() < 0.05 ? 1 : 0,
    places: random() < 0.04 ? 0 : whole(1, 3),
    group: '',
  };
});
// Two groups of firms: a task takes one of each at most.
for (const [group, code] of [
  ['临江电控集团', 'C39'],
  ['临江动力集团', 'C38'],
])
  for (const firm of providers.filter(({ 行业代码 }) => 行业代码 === code).slice(2, 5)) firm.group = group;

const firmTable = [
  [
    '统一社会信用代码',
    '企业名称',
    '地区代码',
    '行业代码',
    '主要产品',
    '技术能力',
    '专利',
    '称号',
    '揭榜优胜',
    '揭榜完成',
    '揭榜终止',
    '可承担任务数',
    '所属集团',
    '备注',
  ],
  ...providers.map((firm) => [
    firm.统一社会信用代码,
    firm.企业名称,
    CITY_CODE[firm.地区],
    firm.行业代码,
    firm.products,
    firm.abilities,
    firm.patents,
    firm.称号,
    firm.won,
    firm.finished,
    firm.terminated,
    firm.places,
    firm.group,
    NOTE,
  ]),
];

const CHALLENGES = [
  [
    'LJ-01',
    '车规级碳化硅功率模块封装',
    '揭榜挂帅',
    '新一代信息技术',
    '功率半导体',
    '面向800V平台的碳化硅功率模块，突破银烧结与双面散热封装，形成车规级可靠性验证能力',
    '热阻≤0.12 K/W（瞬态热阻测试）；功率循环≥60000 次（功率循环试验）；结温≥200 ℃（高温工作寿命试验）',
    2000,
    'C39、C38',
    '',
    '',
    '',
    5,
  ],
  [
    'LJ-02',
    '硫化物全固态电池中试',
    '揭榜挂帅',
    '新能源',
    '固态电池',
    '突破硫化物固态电解质涂覆与界面改性，建立全固态电池中试线',
    '能量密度≥400 Wh/kg（第三方检测）；循环寿命≥1000 次（25℃循环）',
    3000,
    'C38、C26',
    '',
    '',
    '',
    5,
  ],
  [
    'LJ-03',
    '机器人谐波减速器长寿命',
    '揭榜挂帅',
    '智能制造',
    '机器人关节',
    '谐波减速器柔轮材料与齿形修形，提高疲劳寿命与回差精度',
    '额定寿命≥10000 h（台架试验）；回差≤20 arcsec（回差测试）',
    1200,
    'C34、C35',
    '',
    '',
    '',
    4,
  ],
  [
    'LJ-04',
    '极薄锂电铜箔量产',
    '产业基础再造',
    '新材料',
    '铜箔',
    '4.5微米极薄锂电铜箔生箔电解与表面处理，稳定宽幅收卷',
    '厚度≤4.5 μm（称重法）；抗拉强度≥400 MPa（拉伸试验）；幅宽≥1300 mm（量测）',
    800,
    'C32',
    '',
    '',
    '',
    3,
  ],
  [
    'LJ-05',
    '高速电主轴轴承',
    '产业基础再造',
    '基础零部件',
    '轴承',
    '高速主轴轴承套圈超精研与油气润滑，替代进口',
    'dn值≥2500000 mm·r/min（台架试验）；精度寿命≥8000 h（台架试验）',
    900,
    'C34',
    '',
    '专精特新',
    '',
    3,
  ],
  [
    'LJ-06',
    '锂电池极片双面涂布机首台套',
    '首台套',
    '高端装备',
    '锂电装备',
    '宽幅高速双面涂布机，面密度闭环控制',
    '涂布速度≥100 m/min（现场测试）；面密度偏差≤1 %（在线检测）',
    1500,
    'C35',
    '',
    '',
    '套',
    2,
  ],
  [
    'LJ-07',
    '线控制动系统功能安全',
    '揭榜挂帅',
    '智能网联汽车',
    '线控底盘',
    '线控制动冗余控制与踏板模拟，满足功能安全要求',
    '响应时间≤120 ms（整车试验）；冗余切换≤50 ms（台架试验）',
    1800,
    'C36',
    '',
    '',
    '',
    4,
  ],
  [
    'LJ-08',
    '储能变流器构网技术',
    '揭榜挂帅',
    '新型储能',
    '变流器',
    '构网型储能变流器并网阻抗重塑与大功率拓扑',
    '转换效率≥99 %（效率测试）；过载能力≥2 倍（台架试验）',
    1000,
    'C38',
    '',
    '',
    '',
    4,
  ],
  [
    'LJ-09',
    '极紫外光刻胶',
    '揭榜挂帅',
    '新材料',
    '光刻胶',
    '极紫外曝光用化学放大型光致抗蚀剂，含光产酸剂与酸扩散抑制',
    '分辨率≤13 nm（曝光验证）；线边粗糙度≤2 nm（电镜量测）',
    5000,
    'C26',
    '',
    '',
    '',
    2,
  ],
  [
    'LJ-10',
    '稀土永磁晶界扩散共性技术',
    '共性技术平台',
    '新材料',
    '稀土永磁',
    '为驱动电机企业提供钕铁硼晶界扩散与减重稀土的中试和检测服务',
    '内禀矫顽力≥25 kOe（磁性能测试）；重稀土用量≤0.5 %（成分分析）',
    600,
    'C32',
    '',
    '',
    '',
    2,
  ],
  [
    'LJ-11',
    '半导体单片清洗设备',
    '首台套',
    '高端装备',
    '半导体设备',
    '晶圆单片湿法清洗设备，颗粒去除与金属污染控制',
    '颗粒去除率≥99 %（颗粒计数）；产能≥60 片/h（现场测试）',
    1600,
    'C35',
    '',
    '',
    '套',
    2,
  ],
  [
    'LJ-12',
    '压力传感器温漂补偿',
    '大企业发布',
    '仪器仪表',
    '传感器',
    '汽车线控系统用压力传感器，宽温区温漂补偿与微加工',
    '精度≤0.5 %（标定）；工作温度≥125 ℃（高温试验）',
    300,
    'C39',
    '',
    '',
    '',
    3,
  ],
]; // prettier-ignore
const challengeTable = [
  [
    '任务编号',
    '任务名称',
    '类别',
    '领域',
    '方向',
    '需求',
    '指标',
    '预算(万元)',
    '发榜单位',
    '发榜日期',
    '申报截止',
    '行业',
    '地区代码',
    '称号',
    '够格称号',
    '计数',
    '入围名额',
    '备注',
  ],
  ...CHALLENGES.map(
    ([
      id,
      title,
      kind,
      field,
      direction,
      need,
      indicators,
      budget,
      industries,
      area,
      titles,
      counted,
      places,
    ]) => [
      id,
      title,
      kind,
      field,
      direction,
      need,
      indicators,
      budget,
      kind === '大企业发布' ? '北桥泰盛汽车集团（合成）' : '临江省工业和信息化厅（合成）',
      '2026-03-02',
      '2026-04-30',
      industries,
      area,
      titles,
      '',
      counted,
      places,
      NOTE,
    ],
  ),
];

// The largest firms ask, small ones offer.
const LARGE_NEEDS = {
  C36: ['线控制动压力传感器与高速连接器配套', 'C39'],
  C38: ['储能变流器用碳化硅功率模块与电路板配套', 'C39、C32'],
  C39: ['半导体清洗设备与机器视觉检测装备配套', 'C35'],
  C35: ['机器人用谐波减速器与滚珠丝杠、高速轴承配套', 'C34'],
  C31: ['真空泵、液压阀与检测装置配套', 'C34、C35'],
  C26: ['聚合反应自动化装备与高纯提纯设备配套', 'C35'],
};
const large = firms.filter((firm) => LARGE_NEEDS[firm.行业代码] && Number(firm.从业人员) >= 300);
const largest = Object.keys(LARGE_NEEDS).flatMap((code) =>
  large.filter((firm) => firm.行业代码 === code).slice(0, 2),
);
const small = providers
  .filter(
    ({ 行业代码, 从业人员 }) =>
      ['C34', 'C35', 'C38', 'C39', 'C32'].includes(行业代码) && Number(从业人员) < 300,
  )
  .filter((firm) => !largest.some((other) => other.统一社会信用代码 === firm.统一社会信用代码))
  .slice(0, 30);
const largeTable = [
  [
    '统一社会信用代码',
    '企业名称',
    '地区代码',
    '行业代码',
    '需求',
    '配套行业',
    '名额',
    '意向名单',
    '不接受',
    '备注',
  ],
  ...largest.map((firm) => [
    firm.统一社会信用代码,
    firm.企业名称,
    CITY_CODE[firm.地区],
    firm.行业代码,
    ...LARGE_NEEDS[firm.行业代码],
    whole(1, 3),
    '',
    '',
    NOTE,
  ]),
];
const smallTable = [
  [
    '统一社会信用代码',
    '企业名称',
    '地区代码',
    '行业代码',
    '主要产品',
    '技术能力',
    '专利',
    '称号',
    '合作意向',
    '名额',
    '备注',
  ],
  ...small.map((firm) => [
    firm.统一社会信用代码,
    firm.企业名称,
    CITY_CODE[firm.地区],
    firm.行业代码,
    firm.products,
    firm.abilities,
    firm.patents,
    firm.称号,
    `希望为大企业提供${firm.products}配套`,
    whole(1, 2),
    NOTE,
  ]),
];

const productTable = [
  [
    '产品编号',
    '产品名称',
    '机构',
    '方式',
    '起点金额(万元)',
    '最高金额(万元)',
    '年化成本(%)',
    '最长期限(月)',
    '地区',
    '行业',
    '称号',
    '企业规模',
    '无严重失信',
    '营业收入不低于(万元)',
    '净利润不低于(万元)',
    '资产负债率不高于(%)',
    '研发费用占比不低于(%)',
    '成立满(年)',
    '人工核实',
    '备注',
  ],
  [
    'P01',
    '专精特新信用贷',
    '临江银行（合成）',
    '贷款',
    50,
    1000,
    3.65,
    36,
    '',
    '',
    '专精特新、小巨人',
    '',
    '是',
    1000,
    '',
    70,
    '',
    2,
    '',
    NOTE,
  ],
  [
    'P02',
    '研发贷',
    '临江银行（合成）',
    '贷款',
    100,
    3000,
    3.9,
    24,
    '',
    'C34、C35、C38、C39',
    '',
    '',
    '是',
    2000,
    0,
    65,
    5,
    '',
    '',
    NOTE,
  ],
  [
    'P03',
    '设备更新融资租赁',
    '长江租赁（合成）',
    '租赁',
    300,
    10000,
    5.2,
    60,
    '',
    'C',
    '',
    '',
    '是',
    3000,
    '',
    75,
    '',
    3,
    '租赁物权属清晰',
    NOTE,
  ],
  [
    'P04',
    '首台套保险',
    '临江保险（合成）',
    '保险',
    '',
    5000,
    2.1,
    12,
    '',
    'C35',
    '',
    '',
    '',
    '',
    '',
    '',
    '',
    '',
    '列入首台套目录',
    NOTE,
  ],
  [
    'P05',
    '小微担保',
    '省担保集团（合成）',
    '担保',
    10,
    500,
    1,
    12,
    '',
    '',
    '',
    '小型、微型',
    '是',
    '',
    '',
    70,
    '',
    1,
    '',
    NOTE,
  ],
  [
    'P06',
    '成果转化基金',
    '省产业基金（合成）',
    '股权',
    500,
    5000,
    '',
    84,
    '',
    'C26、C38、C39',
    '',
    '',
    '是',
    '',
    '',
    '',
    3,
    '',
    '投资决策委员会审议',
    NOTE,
  ],
  [
    'P07',
    '深圳创新贷',
    '示例银行（合成）',
    '贷款',
    50,
    500,
    4.1,
    12,
    '深圳市',
    '',
    '',
    '',
    '是',
    500,
    '',
    70,
    '',
    1,
    '',
    NOTE,
  ],
]; // prettier-ignore

/** Needs are those of the sample firms of ballast assess: their items can be judged. */
const needTable = [
  ['企业', '需求金额(万元)', '期限(月)', '方式', '备注'],
  ['示例精密', 800, 24, '贷款、担保', NOTE],
  ['示例精密', 1500, 48, '租赁', NOTE],
  ['示例材料', 300, 12, '', NOTE],
]; // prettier-ignore

const STAGES = ['专精特新培育', '上市后备', '辅导备案', '申报受理', '注册生效', '已上市'];
const listingTable = [['企业', '阶段', '日期', '备注']];
for (const firm of providers.filter(({ 称号 }) => 称号.includes('专精特新')).slice(0, 24)) {
  let month = whole(0, 10);
  const last = whole(0, 5);
  for (let stage = 0; stage <= last; stage++) {
    if (month > 41) break;
    const day = `${2023 + Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}-${String(whole(1, 28)).padStart(2, '0')}`;
    listingTable.push([firm.企业名称, STAGES[stage], day, NOTE]);
    month += whole(4, 10);
  }
}

// The life of one task so far: three apply, two are shortlisted, one is tested.
const leads = providers
  .filter(({ 行业代码 }) => 行业代码 === 'C39')
  .slice(0, 3)
  .map(({ 企业名称 }) => 企业名称);
const stepTable = [
  ['任务编号', '牵头单位', '联合单位', '推荐单位', '状态', '日期', '经办', '证据', '备注', '实测'],
  ...leads.map((lead, i) => [
    'LJ-01',
    lead,
    i === 0 ? '江城大学（合成）' : '',
    '江城市工信局（合成）',
    '已申报',
    `2026-03-${String(16 + i)}`,
    lead,
    '申报书',
    NOTE,
    '',
  ]),
  ...leads.map((lead) => [
    'LJ-01',
    lead,
    '',
    '江城市工信局（合成）',
    '已推荐',
    '2026-04-20',
    '江城市工信局（合成）',
    '推荐函',
    NOTE,
    '',
  ]),
  ...leads
    .slice(0, 2)
    .map((lead) => [
      'LJ-01',
      lead,
      '',
      '',
      '入围揭榜',
      '2026-05-15',
      '临江省工信厅（合成）',
      '入围公示',
      NOTE,
      '',
    ]),
  ...leads
    .slice(0, 2)
    .map((lead) => ['LJ-01', lead, '', '', '攻关中', '2026-06-01', lead, '任务书', NOTE, '']),
  [
    'LJ-01',
    leads[0],
    '',
    '',
    '已测评',
    '2026-10-10',
    '省检测院（合成）',
    '测评报告',
    NOTE,
    '1=0.11；2=52000；3=205',
  ],
]; // prettier-ignore

// What small firms of the province need: their names stand in samples/economy, so that a workspace of it knows them.
const firmNeedTable = [
  needTable[0],
  ...some(smallTable.slice(1), 12).map((row) => [
    row[smallTable[0].indexOf('企业名称')],
    100 * whole(2, 30),
    one([12, 24, 36, 60]),
    one(['贷款', '贷款、担保', '租赁', '股权', '']),
    NOTE,
  ]),
];

const FILES = {
  'firms.synthetic.csv': firmTable,
  'challenges.synthetic.csv': challengeTable,
  'challenge-steps.synthetic.csv': stepTable,
  'large.synthetic.csv': largeTable,
  'small.synthetic.csv': smallTable,
  'products.synthetic.csv': productTable,
  'needs.synthetic.csv': needTable,
  'firm-needs.synthetic.csv': firmNeedTable,
  'listing.synthetic.csv': listingTable,
};

mkdirSync(FOLDER, { recursive: true });
let differing = 0;
for (const [name, rows] of Object.entries(FILES)) {
  const text = csv(rows);
  const file = new URL(name, FOLDER);
  if (process.argv.includes('--check')) {
    if (readFileSync(file, 'utf8') !== text) {
      console.error(`${name} is not what this program writes`);
      differing++;
    }
  } else writeFileSync(file, text);
}
if (differing > 0) process.exit(1);

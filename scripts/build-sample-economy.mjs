// Writes samples/economy: a made-up province of 180 firms over 36 months, its ladder of titles with 420 smaller firms, and
// the national figures shown beside it.
// Seeded, so that every run writes the same bytes; --check compares with the files that are there.
// Every figure of the province is worked out from the reports as written, so that parts add up to totals.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { ladderFiles } from './sample-ladder.mjs';
import { csv, randomFrom } from './seeded.mjs';

const FOLDER = new URL('../samples/economy/', import.meta.url);
const FIRMS = 180;
const YEARS = [2022, 2023, 2024];
const NOTE = '合成数据';
const PROVINCE = '临江省';

const random = randomFrom(20241231);
const between = (low, high) => low + (high - low) * random();
const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
/** Firms' growth rates are Laplace-like (Stanley et al. 1996): most near the middle, tails fatter than normal. */
const laplace = (scale) => {
  const u = random() - 0.5;
  return -scale * Math.sign(u) * Math.log(1 - 2 * Math.abs(u));
};
const pick = (weighted) => {
  let left = random() * weighted.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [one, weight] of weighted) {
    left -= weight;
    if (left < 0) return one;
  }
  return weighted.at(-1)[0];
};

// Divisions of GB/T 4754-2017. `weight`: share of the firms; `scale`: their size beside the average; `rate`: value
// added in output; `trend`: growth of output a year; `rest`: how far work stops at the Spring Festival; `power`: kWh a yuan.
const DIVISIONS = [
  ['B06', '煤炭开采和洗选业', 5, 1.6, 0.42, [0.02, 0.01], 0.1, 0.055],
  ['C13', '农副食品加工业', 16, 0.8, 0.18, [0.03, 0.02], 0.35, 0.03],
  ['C14', '食品制造业', 8, 0.6, 0.26, [0.04, 0.05], 0.3, 0.035],
  ['C17', '纺织业', 13, 0.6, 0.2, [-0.02, 0.01], 0.45, 0.07],
  ['C26', '化学原料和化学制品制造业', 16, 1.2, 0.22, [0.05, 0.07], 0.1, 0.12],
  ['C27', '医药制造业', 8, 0.8, 0.34, [-0.03, 0.03], 0.25, 0.03],
  ['C30', '非金属矿物制品业', 17, 0.7, 0.24, [-0.02, -0.05], 0.4, 0.13],
  ['C31', '黑色金属冶炼和压延加工业', 5, 2.5, 0.17, [0.03, -0.02], 0.1, 0.14],
  ['C32', '有色金属冶炼和压延加工业', 8, 2.2, 0.16, [0.06, 0.08], 0.12, 0.1],
  ['C34', '通用设备制造业', 16, 0.7, 0.24, [0.03, 0.04], 0.4, 0.035],
  ['C35', '专用设备制造业', 14, 0.7, 0.26, [0.04, 0.03], 0.4, 0.03],
  ['C36', '汽车制造业', 13, 1.9, 0.21, [0.09, 0.1], 0.35, 0.03],
  ['C38', '电气机械和器材制造业', 16, 1.3, 0.2, [0.11, 0.09], 0.35, 0.035],
  ['C39', '计算机、通信和其他电子设备制造业', 18, 1.7, 0.2, [0.04, 0.13], 0.3, 0.04],
  ['D44', '电力、热力生产和供应业', 7, 1.8, 0.36, [0.05, 0.05], 0, 0.06],
].map(([code, name, weight, scale, rate, trend, rest, power]) => ({
  code,
  name,
  weight,
  scale,
  rate,
  trend,
  rest,
  power,
}));

const SECTIONS = [
  ['B', '采矿业'],
  ['C', '制造业'],
  ['D', '电力、热力、燃气及水生产和供应业'],
];

// The real catalogue of high-tech manufacturing goes by classes of four digits; whole divisions stand for it here.
const GROUPS = [
  ['高技术制造业', ['C27', 'C39']],
  ['装备制造业', ['C34', 'C35', 'C36', 'C38', 'C39']],
];

const CITIES = [
  { code: '990100', name: '江城市', weight: 30, strong: ['C39', 'C38', 'C35'] },
  { code: '990200', name: '北桥市', weight: 22, strong: ['C36', 'C34', 'C31'] },
  { code: '990300', name: '南浦市', weight: 16, strong: ['C32', 'C26'] },
  { code: '990400', name: '东屏市', weight: 14, strong: ['C17', 'C27', 'C38'] },
  { code: '990500', name: '西堰市', weight: 11, strong: ['C13', 'C14', 'C30'] },
  { code: '990600', name: '石门州', weight: 7, strong: ['B06', 'D44', 'C30'] },
];

const CLUSTERS = [
  {
    name: '江城电子信息集群',
    city: '江城市',
    codes: ['C39', 'C38'],
    industry: '新一代信息技术',
    level: '省级',
    listed: 2022,
  },
  {
    name: '北桥汽车集群',
    city: '北桥市',
    codes: ['C36', 'C34'],
    industry: '汽车',
    level: '省级',
    listed: 2021,
  },
  {
    name: '南浦铜基新材料集群',
    city: '南浦市',
    codes: ['C32', 'C26'],
    industry: '新材料',
    level: '市级',
    listed: 2023,
  },
];

const MONTHS = YEARS.flatMap((year) => Array.from({ length: 12 }, (_, i) => ({ year, month: i + 1 })));
const SEASON = [0.97, 0.93, 1.06, 0.99, 1, 1.06, 0.97, 0.97, 1.03, 1, 1.01, 1.05];
const POWER_SEASON = [1.08, 1.02, 0.97, 0.91, 0.92, 0.99, 1.1, 1.11, 1, 0.92, 0.95, 1.07];
/** Share of the twenty days around the Spring Festival (22 January 2023, 10 February 2024 …) that lies in January. */
const FESTIVAL_IN_JANUARY = { 2022: 0.35, 2023: 0.85, 2024: 0 };

const SIGNS = '0123456789ABCDEFGHJKLMNPQRTUWXY';
/** GB 32100-2015 with its check character; the division code 99xxxx belongs to no place. */
function creditCode(city, i) {
  const body = `91${city.code}MA0${String(i + 1).padStart(6, '0')}`;
  const sum = [...body].reduce((all, sign, k) => all + SIGNS.indexOf(sign) * (3 ** k % 31), 0);
  return body + SIGNS[(31 - (sum % 31)) % 31];
}

const SYLLABLES = [...'启明华信远航恒泰瑞安金源盛达博创新锐联众天合嘉禾永固长青东升宏图'];
const TRADES = {
  B06: '煤业',
  C13: '粮油',
  C14: '食品',
  C17: '纺织',
  C26: '化工',
  C27: '药业',
  C30: '建材',
  C31: '钢铁',
  C32: '铜业',
  C34: '机械',
  C35: '装备',
  C36: '汽车零部件',
  C38: '电气',
  C39: '电子',
  D44: '能源',
}; // prettier-ignore

function firms() {
  const names = new Set();
  return Array.from({ length: FIRMS }, (_, i) => {
    // One firm of every division first, so that none is empty.
    const division = DIVISIONS[i] ?? pick(DIVISIONS.map((one) => [one, one.weight]));
    const city = pick(
      CITIES.map((one) => [one, one.weight * (one.strong.includes(division.code) ? 4 : 0.6)]),
    );
    let name;
    do {
      const word = () => SYLLABLES[Math.floor(random() * SYLLABLES.length)];
      name = `${city.name.slice(0, 2)}${word()}${word()}${TRADES[division.code]}有限公司`;
    } while (names.has(name));
    names.add(name);
    // Log-normal body; every twelfth firm or so in a Pareto tail (Axtell 2001), cut off so that none is the province.
    const tail = random() < 0.08 ? Math.min((1 - random()) ** (-1 / 1.1), 12) * 3 : 1;
    const size = Math.exp(Math.log(42_000) + 0.9 * normal()) * division.scale * Math.min(tail, 20);
    return {
      code: creditCode(city, i),
      name,
      city,
      division,
      size,
      rate: division.rate * between(0.85, 1.15),
      margin: 0.058 + laplace(0.02),
      power: division.power * Math.exp(0.25 * normal()),
      founded: `${Math.floor(between(1992, 2020))}-${String(1 + Math.floor(random() * 12)).padStart(2, '0')}`,
      growth: YEARS.map((_, k) => division.trend[Math.max(0, k - 1)] + laplace(0.06)),
    };
  });
}

/** Money in thousands of yuan, as firms report it; power in thousands of kilowatt-hours, written in tens of them. */
function report(firm) {
  let level = Math.log(firm.size);
  return MONTHS.map(({ year, month }) => {
    level += firm.growth[YEARS.indexOf(year)] / 12;
    const inJanuary = FESTIVAL_IN_JANUARY[year];
    const festival = month === 1 ? inJanuary : month === 2 ? 1 - inJanuary : 0;
    const utility = firm.division.code === 'D44';
    const season = utility ? POWER_SEASON[month - 1] : SEASON[month - 1];
    const output = Math.exp(level + laplace(0.025)) * season * (1 - 0.6 * firm.division.rest * festival);
    const written = Math.round(output);
    const revenue = Math.round(written * between(0.94, 1.0));
    return {
      year,
      month,
      output: written,
      added: Math.round(written * firm.rate),
      revenue,
      profit: Math.round(revenue * (firm.margin + laplace(0.004))),
      power: Math.max(1, Math.round(output * firm.power * 0.98 ** (year - 2022) * Math.exp(laplace(0.01)))),
    };
  });
}

const all = firms().map((firm) => ({ ...firm, reports: report(firm) }));

const SIZES = [
  ['大型', 1000, 400_000],
  ['中型', 300, 20_000],
  ['小型', 20, 3000],
];
for (const firm of all) {
  const revenue = firm.reports.filter((r) => r.year === 2024).reduce((sum, r) => sum + r.revenue, 0);
  firm.employees = Math.max(20, Math.round((revenue / 1300) * Math.exp(0.3 * normal())));
  firm.scale = SIZES.find(([, people, money]) => firm.employees >= people && revenue >= money)?.[0] ?? '微型';
  const small = firm.scale !== '大型';
  const rank = random();
  firm.titles = !small ? (rank < 0.2 ? ['制造业单项冠军'] : []) : [];
  if (small && rank < 0.55) firm.titles.push('创新型中小企业');
  if (small && rank < 0.3) firm.titles.push('专精特新中小企业');
  if (small && rank < 0.08) firm.titles.push('专精特新“小巨人”企业');
}

/** Sum over the firms that `of` takes, from January to `month` of `year`, or of the month alone. */
function total(item, year, month, of = () => true, alone = false) {
  let sum = 0;
  for (const firm of all)
    if (of(firm))
      for (const one of firm.reports)
        if (one.year === year && (alone ? one.month === month : one.month <= month)) sum += one[item];
  return sum;
}

const spanOf = (year, month) => (month === 12 ? `${year}年` : `${year}年1-${month}月`);
const rounded = (value, digits = 1) => (Math.round(value * 10 ** digits) / 10 ** digits).toFixed(digits);
const growthOf = (item, year, month, of, alone) =>
  rounded(100 * (total(item, year, month, of, alone) / total(item, year - 1, month, of, alone) - 1));

function figures() {
  const rows = [];
  const add = (indicator, period, value, unit, more = {}) =>
    rows.push([indicator, period, more.area ?? PROVINCE, more.industry ?? '', value, unit, NOTE]);
  const sections = SECTIONS.map(([code, name]) => [name, (firm) => firm.division.code.startsWith(code)]);
  const divisions = DIVISIONS.map(({ code, name }) => [name, (firm) => firm.division.code === code]);
  const cities = CITIES.map((city) => [city.name, (firm) => firm.city === city]);
  const groups = GROUPS.map(([name, codes]) => [name, (firm) => codes.includes(firm.division.code)]);
  for (const year of YEARS) {
    const period = `${year}年`;
    add('规模以上工业增加值', period, total('added', year, 12), '千元');
    for (const [industry, of] of [...sections, ...divisions])
      add('增加值', period, total('added', year, 12, of), '千元', { industry });
    for (const [area, of] of cities)
      add('规模以上工业增加值', period, total('added', year, 12, of), '千元', { area });
  }
  for (const year of YEARS.slice(1))
    for (let month = 2; month <= 12; month++) {
      const period = spanOf(year, month);
      const before = total('added', year - 1, month);
      const change = total('added', year, month) - before;
      add('规模以上工业增加值同比增长', period, growthOf('added', year, month), '%');
      if (month > 2)
        add(
          '规模以上工业增加值同比增长',
          `${year}年${month}月`,
          growthOf('added', year, month, undefined, true),
          '%',
        );
      for (const [industry, of] of sections)
        add('增加值同比增长', period, growthOf('added', year, month, of), '%', { industry });
      for (const [area, of] of cities)
        add('规模以上工业增加值同比增长', period, growthOf('added', year, month, of), '%', { area });
      for (const [name, of] of groups) {
        add(`${name}增加值同比增长`, period, growthOf('added', year, month, of), '%');
        add(
          `${name}增加值占规模以上工业比重`,
          period,
          rounded((100 * total('added', year, month, of)) / total('added', year, month)),
          '%',
        );
      }
      for (const [industry, of] of divisions) {
        const now = total('added', year, month, of);
        const then = total('added', year - 1, month, of);
        add('增加值同比增长', period, growthOf('added', year, month, of), '%', { industry });
        add('拉动点数', period, rounded((100 * (now - then)) / before, 2), '个百分点', { industry });
        add('对规模以上工业增长的贡献率', period, rounded((100 * (now - then)) / change), '%', { industry });
        add('增加值占规模以上工业比重', period, rounded((100 * now) / total('added', year, month)), '%', {
          industry,
        });
      }
      add('工业用电量', period, (total('power', year, month) / 10).toFixed(1), '万千瓦时');
      add('工业用电量同比增长', period, growthOf('power', year, month), '%');
      for (const [item, name] of [
        ['revenue', '营业收入'],
        ['profit', '利润总额'],
      ]) {
        add(name, period, total(item, year, month), '千元');
        add(`${name}同比增长`, period, growthOf(item, year, month), '%');
      }
      add(
        '营业收入利润率',
        period,
        rounded((100 * total('profit', year, month)) / total('revenue', year, month), 2),
        '%',
      );
    }
  return rows;
}

/** In a file of its own: what stands in a column of names must be filled in every row. */
function firmFigures() {
  const largest = [...all].sort((a, b) => yearOutput(b, 2024) - yearOutput(a, 2024)).slice(0, 8);
  return largest.flatMap((firm) => [
    [firm.name, '工业总产值', '2024年', PROVINCE, yearOutput(firm, 2024), '千元', NOTE],
    [
      firm.name,
      '工业总产值同比增长',
      '2024年',
      PROVINCE,
      growthOf('output', 2024, 12, (one) => one === firm),
      '%',
      NOTE,
    ],
  ]);
}

function yearOutput(firm, year) {
  return firm.reports.filter((r) => r.year === year).reduce((sum, r) => sum + r.output, 0);
}

/** What the reports and the list of firms say of each cluster, and a few counts that only a cluster's own return has. */
function clusterFigures() {
  const rows = [];
  for (const cluster of CLUSTERS) {
    const of = (firm) => firm.city.name === cluster.city && cluster.codes.includes(firm.division.code);
    const members = all.filter(of);
    const add = (indicator, year, value, unit) =>
      rows.push([cluster.name, indicator, `${year}年`, cluster.city, value, unit, NOTE]);
    const held = (title) => members.filter((firm) => firm.titles.includes(title)).length;
    const research = between(2.4, 4.2);
    const supply = between(34, 48);
    const patents = Math.round(members.length * between(18, 40));
    for (const year of YEARS.slice(1)) {
      const later = year - 2023;
      add('规模以上企业', year, members.length, '家');
      for (const [item, name] of [
        ['output', '产值'],
        ['revenue', '营业收入'],
        ['profit', '利润总额'],
      ]) {
        add(name, year, total(item, year, 12, of), '千元');
        add(`${name}同比增长`, year, growthOf(item, year, 12, of), '%');
      }
      for (const [title, name] of [
        ['创新型中小企业', '创新型中小企业'],
        ['专精特新中小企业', '专精特新中小企业'],
        ['专精特新“小巨人”企业', '专精特新小巨人企业'],
        ['制造业单项冠军', '制造业单项冠军'],
      ])
        add(
          name,
          year,
          later === 1 ? held(title) : Math.max(0, held(title) - Math.floor(between(0, 3))),
          '家',
        );
      add('研发投入强度', year, rounded(research + 0.2 * later, 2), '%');
      add('有效发明专利', year, patents + Math.round(patents * 0.11) * later, '件');
      add('本地配套率', year, rounded(supply + 1.8 * later), '%');
    }
  }
  return rows;
}

// Real figures as published; `seen` says where they were read. One file a release, as a release has one date.
const NATIONAL = [
  {
    released: '2024-01-19',
    publisher: '国务院新闻办公室、工业和信息化部（见《青岛财经日报》2024-01-22）',
    rows: [
      ['规模以上工业增加值同比增长', '2023年', 4.6, '%'],
      ['制造业增加值同比增长', '2023年', 5.0, '%'],
    ],
  },
  {
    released: '2024-07-05',
    publisher: '国务院新闻办公室、工业和信息化部（见 economy.neamco.com、heicmy.com）',
    rows: [
      ['全部工业增加值', '2023年', 39.9, '万亿元'],
      ['全部工业增加值占国内生产总值比重', '2023年', 31.7, '%'],
      ['制造业增加值占国内生产总值比重', '2023年', 26.2, '%'],
      ['高技术制造业增加值占规模以上工业比重', '2023年', 15.7, '%'],
      ['数字化研发设计工具普及率', '2023年', 80.1, '%'],
      ['关键工序数控化率', '2023年', 62.9, '%'],
    ],
  },
  {
    released: '2025-07-11',
    publisher: '全国数据，见 chaxiaohao 2025-07-11 的转述',
    rows: [
      ['国内生产总值', '2024年', 134.9084, '万亿元'],
      ['国内生产总值同比增长', '2024年', 5.0, '%'],
      ['全部工业增加值', '2024年', 40.5442, '万亿元'],
      ['全部工业增加值同比增长', '2024年', 5.7, '%'],
      ['规模以上工业增加值同比增长', '2024年', 5.8, '%'],
      ['装备制造业增加值同比增长', '2024年', 7.7, '%'],
      ['高技术制造业增加值同比增长', '2024年', 8.9, '%'],
    ],
  },
];

const files = {
  'enterprises.synthetic.csv': csv([
    [
      '统一社会信用代码',
      '企业名称',
      '地区',
      '行业代码',
      '企业规模',
      '从业人员',
      '成立日期',
      '称号',
      '所属集群',
      '备注',
    ],
    ...all.map((f) => [
      f.code,
      f.name,
      f.city.name,
      f.division.code,
      f.scale,
      f.employees,
      f.founded,
      f.titles.join('、'),
      CLUSTERS.find(({ city, codes }) => city === f.city.name && codes.includes(f.division.code))?.name ?? '',
      NOTE,
    ]),
  ]), // prettier-ignore
  'reports.synthetic.csv': csv([
    [
      '统一社会信用代码',
      '报告期',
      '工业总产值(千元)',
      '工业增加值(千元)',
      '营业收入(千元)',
      '利润总额(千元)',
      '工业用电量(万千瓦时)',
    ],
    ...all.flatMap((firm) =>
      firm.reports.map((r) => [
        firm.code,
        `${r.year}-${String(r.month).padStart(2, '0')}`,
        r.output,
        r.added,
        r.revenue,
        r.profit,
        (r.power / 10).toFixed(1),
      ]),
    ),
  ]),
  'figures.synthetic.csv': csv([['指标', '时期', '地区', '行业', '数值', '单位', '备注'], ...figures()]),
  'firm-figures.synthetic.csv': csv([
    ['企业名称', '指标', '时期', '地区', '数值', '单位', '备注'],
    ...firmFigures(),
  ]),
  'clusters.synthetic.csv': csv([
    ['集群名称', '地区', '主导产业', '级别', '认定年份', '集群促进机构', '备注'],
    ...CLUSTERS.map((c) => [
      c.name,
      c.city,
      c.industry,
      c.level,
      c.listed,
      `${c.name.slice(0, -2)}产业促进中心`,
      NOTE,
    ]),
  ]),
  'cluster-figures.synthetic.csv': csv([
    ['集群名称', '指标', '时期', '地区', '数值', '单位', '备注'],
    ...clusterFigures(),
  ]),
  ...ladderFiles(all, { divisions: DIVISIONS, cities: CITIES, creditCode }),
  ...Object.fromEntries(
    NATIONAL.map(({ released, publisher, rows }) => [
      `national-${released}.csv`,
      csv([
        ['指标', '时期', '地区', '数值', '单位', '备注'],
        ...rows.map((row) => [row[0], row[1], '全国', row[2], row[3], publisher]),
      ]),
    ]),
  ),
};

if (process.argv.includes('--check')) {
  const stale = Object.entries(files).filter(
    ([name, text]) => readFileSync(new URL(name, FOLDER), 'utf8') !== text,
  );
  console.log(stale.length === 0 ? 'samples/economy is up to date' : `stale: ${stale.map(([name]) => name)}`);
  process.exitCode = stale.length === 0 ? 0 : 1;
} else {
  mkdirSync(FOLDER, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(new URL(name, FOLDER), text);
}

// The ladder of the made-up province: what the rulebooks ask of each firm, titles with their days, and small firms that
// file no monthly reports. A source of chance of its own, so that the other files of the province stay as they are.
import { csv, randomFrom } from './seeded.mjs';

const NOTE = '合成数据';
const SMALL_FIRMS = 420;
/** The samples are judged in the middle of 2026: the last year of accounts is 2025. */
const YEARS = [2023, 2024, 2025];
const ACCOUNTS = [...YEARS].reverse();

// Chance that a firm stands on no rung, on the first, the second, the third.
const SMALL_MIX = [0.42, 0.38, 0.165, 0.035];
/** Mean quality of the firms of each rung, and its spread: what research, patents, growth and scores hang on. */
const QUALITY = [
  [-0.5, 0.75],
  [0.25, 0.7],
  [0.95, 0.6],
  [1.75, 0.45],
];

// Batches as they come in life, at about one a year. A title holds three years, the technology register one.
const BATCHES = {
  创新型中小企业: [
    ['2022-12-01', '2025-11-30', 0.24],
    ['2023-09-01', '2026-08-31', 0.22],
    ['2024-09-01', '2027-08-31', 0.36],
    ['2025-09-01', '2028-08-31', 0.18],
  ],
  专精特新中小企业: [
    ['2022-12-15', '2025-12-14', 0.22],
    ['2023-12-15', '2026-12-14', 0.24],
    ['2024-11-20', '2027-11-19', 0.34],
    ['2025-11-20', '2028-11-19', 0.2],
  ],
  '专精特新“小巨人”企业': [
    ['2022-09-01', '2025-08-31', 0.14],
    ['2023-07-14', '2026-07-13', 0.3],
    ['2024-09-02', '2027-09-01', 0.3],
    ['2025-10-20', '2028-10-19', 0.26],
  ],
  制造业单项冠军: [
    ['2023-01-01', '2025-12-31', 0.3],
    ['2024-03-08', '2027-03-07', 0.7],
  ],
  高新技术企业: [
    ['2023-11-22', '2026-11-21', 0.4],
    ['2024-12-07', '2027-12-06', 0.35],
    ['2025-12-10', '2028-12-09', 0.25],
  ],
};
/** Of the holders whose time ran out before the day of judging, so many were confirmed by a review. */
const CONFIRMED = 0.72;
const CONFIRMED_AGAIN = {
  '2025-11-30': ['2025-12-01', '2028-11-30'],
  '2025-12-14': ['2025-12-15', '2028-12-14'],
  '2025-08-31': ['2025-09-01', '2028-08-31'],
  '2025-12-31': ['2026-01-01', '2028-12-31'],
};
const TECHNOLOGY = '科技型中小企业';
const TERMS = [
  ['2024-06-18', '2025-03-31', 0.62],
  ['2025-06-12', '2026-03-31', 0.72],
  ['2026-06-10', '2027-03-31', 0.8],
];
const LADDER = ['创新型中小企业', '专精特新中小企业', '专精特新“小巨人”企业'];

/** Research beside the mean of all, and whether the division belongs to the strategic emerging industries. */
const TRADES = {
  B06: [-0.5, 0, '煤业'],
  C13: [-0.45, 0, '粮油'],
  C14: [-0.35, 0, '食品'],
  C17: [-0.3, 0, '纺织'],
  C26: [0.05, 0.3, '化工'],
  C27: [0.45, 0.9, '药业'],
  C30: [-0.25, 0.1, '建材'],
  C31: [-0.4, 0.05, '钢铁'],
  C32: [-0.2, 0.2, '铜业'],
  C34: [0.1, 0.35, '机械'],
  C35: [0.25, 0.6, '装备'],
  C36: [0.1, 0.5, '汽车零部件'],
  C38: [0.15, 0.55, '电气'],
  C39: [0.4, 0.85, '电子'],
  D44: [-0.6, 0.2, '能源'],
};
const SMALL_WEIGHTS = {
  C13: 6,
  C14: 6,
  C17: 7,
  C26: 9,
  C27: 6,
  C30: 6,
  C32: 3,
  C34: 15,
  C35: 14,
  C36: 10,
  C38: 13,
  C39: 16,
};
const FIRST = [...'精微德卓凌科智汇同辰亿力星奇迅达拓宇京峰聚能朗清晟跃'];

/**
 * `all`: the firms of the register, each with division, city, founding month, titles and reports of 2022–2024 in
 * thousands of yuan. Gives the files by name.
 */
export function ladderFiles(all, { divisions, cities, creditCode }) {
  const random = randomFrom(20260630);
  const between = (low, high) => low + (high - low) * random();
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const laplace = (scale) => {
    const u = random() - 0.5;
    return -scale * Math.sign(u) * Math.log(1 - 2 * Math.abs(u));
  };
  const within = (value, low, high) => Math.min(high, Math.max(low, value));
  const pick = (weighted) => {
    let left = random() * weighted.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [one, weight] of weighted) {
      left -= weight;
      if (left < 0) return one;
    }
    return weighted.at(-1)[0];
  };
  /** Counts with more spread than Poisson's come from a mean that is itself by chance (Greenwood and Yule 1920). */
  const poisson = (mean) => {
    const edge = Math.exp(-Math.min(mean, 60));
    let k = 0;
    for (let product = random(); product > edge; product *= random()) k++;
    return k;
  };

  const names = new Set(all.map(({ name }) => name));
  const small = Array.from({ length: SMALL_FIRMS }, (_, i) => smallFirm(i));
  const firms = [...all.map(reporting), ...small];
  for (const firm of firms) Object.assign(firm, itemsOf(firm));
  for (const firm of firms) firm.held = titlesOf(firm);

  return {
    'small-firms.synthetic.csv': csv([
      ['统一社会信用代码', '企业名称', '地区', '行业代码', '企业规模', '从业人员', '成立日期', '备注'],
      ...small.map((f) => [
        f.code,
        f.name,
        f.city.name,
        f.division.code,
        f.staff[2025] < 20 || f.revenue[2025] < 300 ? '微型' : '小型',
        f.staff[2025],
        f.registered.slice(0, 7),
        NOTE,
      ]),
    ]),
    'titles.synthetic.csv': csv([
      ['统一社会信用代码', '企业名称', '地区', '称号', '有效期起', '有效期止', '备注'],
      ...firms.flatMap((f) =>
        f.held.map(([title, from, to]) => [f.code, f.name, f.city.name, title, from, to, NOTE]),
      ),
    ]),
    'firm-items.synthetic.csv': csv(itemTable(firms)),
  };

  function smallFirm(i) {
    const division = pick(
      divisions.filter(({ code }) => code in SMALL_WEIGHTS).map((one) => [one, SMALL_WEIGHTS[one.code]]),
    );
    const city = pick(
      cities.map((one) => [one, one.weight * (one.strong.includes(division.code) ? 3 : 0.8)]),
    );
    let name;
    do {
      const word = () => FIRST[Math.floor(random() * FIRST.length)];
      name = `${city.name.slice(0, 2)}${word()}${word()}${TRADES[division.code][2]}${random() < 0.4 ? '科技' : ''}有限公司`;
    } while (names.has(name));
    names.add(name);
    const tier = pick(SMALL_MIX.map((weight, at) => [at, weight]));
    const quality = QUALITY[tier][0] + QUALITY[tier][1] * normal();
    // Log-normal: most of a few ten million yuan; the higher titles ask for more.
    const least = [300, 500, 1600, 5200][tier];
    const last = Math.max(
      least * between(0.92, 1.5),
      Math.exp(Math.log(2600) + 0.95 * normal() + 0.3 * quality + 0.25 * tier),
    );
    const year = Math.floor(between(1998, 2022 - 2 * tier));
    return {
      code: creditCode(city, 1000 + i),
      name,
      city,
      division,
      tier,
      quality,
      revenue: backwards(Math.min(last, 39_000), quality, 0.1),
      registered: `${year}-${String(1 + Math.floor(random() * 12)).padStart(2, '0')}-${String(1 + Math.floor(random() * 28)).padStart(2, '0')}`,
    };
  }

  /** Of a firm that reports: revenue of 2023 and 2024 is the sum of its months, in ten thousands of yuan. */
  function reporting(firm) {
    const held = firm.titles;
    const tier = held.includes(LADDER[2])
      ? 3
      : held.includes(LADDER[1])
        ? 2
        : held.includes(LADDER[0])
          ? 1
          : 0;
    const champion = held.includes('制造业单项冠军');
    const quality = (champion ? 1.4 : QUALITY[tier][0]) + QUALITY[tier][1] * normal();
    const reported = (year) =>
      firm.reports.filter((one) => one.year === year).reduce((sum, { revenue }) => sum + revenue, 0) / 10;
    const growth = 0.035 + 0.035 * quality + laplace(0.06);
    const revenue = {
      2023: Math.round(reported(2023)),
      2024: Math.round(reported(2024)),
      2025: Math.round(reported(2024) * (1 + within(growth, -0.4, 0.8))),
    };
    const { code, name, city, division, employees } = firm;
    return {
      code,
      name,
      city,
      division,
      tier,
      champion,
      quality,
      revenue,
      employees,
      registered: `${firm.founded}-${String(1 + Math.floor(random() * 28)).padStart(2, '0')}`,
    };
  }

  function backwards(last, quality, spread) {
    const revenue = { 2025: Math.round(last) };
    for (const year of [2024, 2023]) {
      const growth = within(0.05 + 0.045 * quality + laplace(spread), -0.45, 1.2);
      revenue[year] = Math.round(revenue[year + 1] / (1 + growth));
    }
    return revenue;
  }

  function itemsOf(firm) {
    const { quality: q, revenue, division, tier, registered } = firm;
    const [research, emerging] = TRADES[division.code];
    const byYear = (of) => Object.fromEntries(YEARS.map((year) => [year, of(year)]));
    const size = Math.log(revenue[2025] / 5000);
    const rate = Math.exp(Math.log(0.036) + research + 0.26 * q + 0.3 * normal() - 0.1 * Math.max(0, size));
    const rd = byYear((year) =>
      Math.round(revenue[year] * within(rate * Math.exp(0.07 * normal()), 0.001, 0.3)),
    );
    const heads = firm.employees ?? Math.max(6, Math.round((revenue[2025] / 62) * Math.exp(0.3 * normal())));
    const staff = byYear((year) => Math.max(5, Math.round(heads * (revenue[year] / revenue[2025]) ** 0.5)));
    // Most firms live off one business, a few have let it slip.
    const main = within(
      0.972 - 0.035 * Math.abs(normal()) - (random() < 0.15 ? between(0.05, 0.3) : 0),
      0.4,
      0.999,
    );
    const mainRevenue = byYear((year) =>
      Math.round(revenue[year] * within(main + 0.006 * normal(), 0.35, 1)),
    );
    const assets = byYear((year) => Math.round(revenue[year] * Math.exp(0.05 + 0.3 * normal())));
    const debt = within(0.5 + 0.17 * normal() - 0.03 * q, 0.08, 1.1);
    const liabilities = byYear((year) =>
      Math.round(assets[year] * within(debt + 0.02 * normal(), 0.05, 1.15)),
    );
    const margin = 0.05 + 0.018 * q + laplace(0.022);
    const netProfit = byYear((year) => Math.round(revenue[year] * (margin + laplace(0.006))));
    const raises = random() < (q > 0.6 ? 0.14 : 0.03);
    const raisedIn = 2023 + Math.floor(random() * 3);
    const equityRaised = byYear((year) =>
      raises && year === raisedIn ? Math.round(between(30, 600)) * 10 : 0,
    );
    const class1 = Math.min(
      60,
      poisson(Math.exp(-0.15 + 0.62 * q + 0.18 * Math.log(1 + rd[2025] / 100) + 0.5 * normal())),
    );
    const transferred =
      class1 > 1 && random() < 0.18 ? 1 + Math.floor(random() * Math.min(2, class1 - 1)) : 0;
    const age = 2025 - Number(registered.slice(0, 4));
    const rank = q > 0.3 ? Math.max(1, Math.round(Math.exp(1.9 - 0.7 * q + 0.6 * normal()))) : null;
    const score = (drift) => Number(within(51 + 8.5 * q + 4.5 * normal() + drift, 20, 96).toFixed(1));
    return {
      staff,
      rd,
      mainRevenue,
      assets,
      liabilities,
      netProfit,
      totalProfit: byYear((year) =>
        Math.round(netProfit[year] > 0 ? netProfit[year] / 0.86 : netProfit[year]),
      ),
      costExpense: byYear((year) => Math.round(revenue[year] - netProfit[year] * 1.1)),
      equityRaised,
      techStaff: Math.max(
        1,
        Math.round(staff[2025] * within(0.17 + 0.05 * q + 0.05 * normal() + 0.1 * research, 0.02, 0.7)),
      ),
      rdStaff: Math.max(
        1,
        Math.round(staff[2025] * within(0.12 + 0.04 * q + 0.04 * normal() + 0.08 * research, 0.01, 0.6)),
      ),
      yearsInSegment: Math.max(1, Math.floor(age * between(0.4, 1))),
      share: q > -0.2 ? Number(within(Math.exp(1.35 + 0.5 * q + 0.6 * normal()), 0.3, 68).toFixed(1)) : null,
      rank,
      scope: rank === null ? null : random() < 0.12 ? '省内' : '国内',
      class1,
      highValue: class1 > 0 && random() < 0.1 + 0.04 * class1 ? 1 : 0,
      selfDeveloped: class1 - transferred,
      transferred,
      class2: poisson(Math.exp(1.5 + 0.3 * q + 0.4 * normal())),
      institution: pick([
        ['国家级', q > 1.4 ? 3 : 0.2],
        ['省部级', q > 0.8 ? 25 : 6],
        ['市级', 24],
        ['市级以下', 14],
        ['无', q > 0.8 ? 16 : 50],
      ]),
      emerging: random() < emerging,
      digital: within(Math.round(1.7 + 0.45 * q + 0.6 * normal()), 0, 4),
      score: { 2025: score(-1.5), 2026: score(0) },
      keyField: q > 0.2 ? random() < 0.75 : random() < 0.3,
      award:
        tier > 1 && random() < 0.05
          ? `省部级 第${1 + Math.floor(random() * 4)}名 ${2023 + Math.floor(random() * 3)}-11-15`
          : '',
    };
  }

  function titlesOf(firm) {
    const { tier, champion, quality, revenue, staff, registered } = firm;
    const held = [];
    const take = (title) => {
      const eligible = BATCHES[title].filter(([from]) => from > `${Number(registered.slice(0, 4)) + 2}`);
      const [from, to] = pick((eligible.length > 0 ? eligible : BATCHES[title]).map((one) => [one, one[2]]));
      held.push([title, from, to]);
      const again = CONFIRMED_AGAIN[to];
      if (again !== undefined && random() < CONFIRMED) held.push([title, ...again]);
    };
    for (let rung = 0; rung < tier; rung++) take(LADDER[rung]);
    if (champion) take('制造业单项冠军');
    if (random() < within(0.28 + 0.22 * quality, 0.02, 0.95)) take('高新技术企业');
    const isSmall = revenue[2025] <= 20_000 && staff[2025] <= 500;
    if (isSmall && random() < within(0.2 + 0.18 * quality, 0.02, 0.8)) {
      // Entered anew every year, and lapsed from the end of March to the next entry.
      for (const [from, to, chance] of TERMS) if (random() < chance) held.push([TECHNOLOGY, from, to]);
    }
    return held;
  }

  /** One row a firm, one column an item and year; blank is not known. */
  function itemTable(firms) {
    /** What is left out on purpose: a share of the values of an item that nobody has filled in. */
    const given = (value, share) => (value === null || random() < share ? '' : value);
    const yearly = (name, of, share, years = ACCOUNTS) =>
      years.map((year) => [`${year}年${name}`, (f) => given(of(f)[year], share)]);
    const yes = (value) => (value ? '是' : '否');
    const flag = (name, chance, share) => [name, () => given(yes(random() < chance), share)];
    const columns = [
      ['统一社会信用代码', (f) => f.code],
      ['企业名称', (f) => f.name],
      ['地区', (f) => f.city.name],
      ['行业代码', (f) => f.division.code],
      ['注册成立日期', (f) => f.registered],
      ...yearly('从业人员（人）', (f) => f.staff, 0.01),
      ['2025年研发人员（人）', (f) => given(f.rdStaff, 0.06)],
      ['2025年科技人员（人）', (f) => given(f.techStaff, 0.08)],
      ...yearly('营业收入（万元）', (f) => f.revenue, 0.008),
      ...yearly('主营业务收入（万元）', (f) => f.mainRevenue, 0.03),
      ...yearly('研发费用（万元）', (f) => f.rd, 0.025),
      ['2025年成本费用（万元）', (f) => given(f.costExpense[2025], 0.1)],
      ...yearly('资产总额（万元）', (f) => f.assets, 0.015, [2025, 2024]),
      ...yearly('负债总额（万元）', (f) => f.liabilities, 0.02, [2025, 2024]),
      ...yearly('净利润（万元）', (f) => f.netProfit, 0.015),
      ['2025年利润总额（万元）', (f) => given(f.totalProfit[2025], 0.03)],
      ...yearly('新增股权融资（万元）', (f) => f.equityRaised, 0.05),
      ['从事特定细分市场年限（年）', (f) => given(f.yearsInSegment, 0.05)],
      ['主导产品市场占有率（%）', (f) => given(f.share, 0.12)],
      ['主导产品市场排名（位）', (f) => given(f.rank, 0.35)],
      ['市场占有率的范围', (f) => given(f.scope, 0.1)],
      ['Ⅰ类知识产权（项）', (f) => given(f.class1, 0.03)],
      ['Ⅰ类高价值知识产权（项）', (f) => given(f.highValue, 0.06)],
      ['自主研发的Ⅰ类知识产权（项）', (f) => given(f.selfDeveloped, 0.04)],
      ['转让取得的Ⅰ类知识产权（项）', (f) => given(f.transferred, 0.04)],
      ['Ⅱ类知识产权（项）', (f) => given(f.class2, 0.03)],
      ['研发机构级别', (f) => given(f.institution, 0.05)],
      ['数字化水平等级（级）', (f) => given(f.digital, 0.3)],
      // Scores come from the official platform: who has not filed there has none.
      ['2026年专精特新发展评价得分（分）', (f) => given(f.score[2026], f.tier > 0 ? 0.1 : 0.45)],
      ['2025年专精特新发展评价得分（分）', (f) => given(f.score[2025], f.tier > 1 ? 0.1 : 0.6)],
      ['主导产品属于重点领域并处于关键环节', (f) => given(yes(f.keyField), f.tier > 0 ? 0.1 : 0.4)],
      ['主导产品属于战略性新兴产业', (f) => given(yes(f.emerging), 0.08)],
      ['科技奖励', (f) => f.award],
      flag('在中国境内注册并具有独立法人资格', 1, 0.03),
      flag('中国境内（不含港澳台）居民企业', 1, 0.04),
      flag('列入严重失信主体名单', 0.006, 0.03),
      flag('列入经营异常名录', 0.01, 0.03),
      flag('产品属于禁止、限制或淘汰类', 0.012, 0.04),
      flag('近三年发生较大以上事故', 0.01, 0.04),
      flag('上年及当年发生重大事故或严重违法', 0.005, 0.05),
      flag('上年及当年有科研严重失信行为', 0.003, 0.05),
      flag('近三年有数据造假行为', 0.002, 0.05),
      flag('近三年有偷漏税行为', 0.004, 0.06),
      flag('与已认定的小巨人企业有控股关系', 0.015, 0.06),
      flag('同一集团内有主导产品相近的企业申报', 0.01, 0.08),
      flag('拥有自主品牌', 0.7, 0.12),
      ['备注', () => NOTE],
    ];
    return [columns.map(([heading]) => heading), ...firms.map((firm) => columns.map(([, of]) => of(firm)))];
  }
}

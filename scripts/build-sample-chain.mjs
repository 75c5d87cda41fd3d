// Writes samples/chain: an input–output table of the made-up province, who supplies whom among its 180 firms, how much
// each input matters, one chain, and shocks to try. Seeded; --check compares with the files that are there. Firms and
// their money are those of samples/economy, so that industries of the table are the firms' reports over their coverage.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { csv, randomFrom } from './seeded.mjs';

const FOLDER = new URL('../samples/chain/', import.meta.url);
const ECONOMY = new URL('../samples/economy/', import.meta.url);
const NOTE = '合成数据';
const PROVINCE = '临江省';
const YEAR = 2024;

const random = randomFrom(20241201);
const between = (low, high) => low + (high - low) * random();

function rowsOf(name) {
  const [head, ...rows] = readFileSync(new URL(name, ECONOMY), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => line.split(','));
  return rows.map((row) => Object.fromEntries(head.map((column, i) => [column, row[i]])));
}

/** Reports are in thousands of yuan; here in 万元, as tables and invoices have it. */
const firms = rowsOf('enterprises.synthetic.csv').map((row) => ({
  id: row.统一社会信用代码,
  name: row.企业名称,
  city: row.地区,
  sector: row.行业代码,
  output: 0,
  added: 0,
  revenue: 0,
  profit: 0,
}));
const firmOf = new Map(firms.map((firm) => [firm.id, firm]));
for (const row of rowsOf('reports.synthetic.csv')) {
  if (!row.报告期.startsWith(String(YEAR))) continue;
  const firm = firmOf.get(row.统一社会信用代码);
  firm.output += Number(row['工业总产值(千元)']) / 10;
  firm.added += Number(row['工业增加值(千元)']) / 10;
  firm.revenue += Number(row['营业收入(千元)']) / 10;
  firm.profit += Number(row['利润总额(千元)']) / 10;
}

// inputs: what a unit of intermediate input is made of, by sector; home: how much of its use households, government and
// investment take beside industry; abroad, away: how much of what is used comes from other countries and provinces.
const SECTORS = [
  {
    code: 'A01',
    name: '农林牧渔业',
    output: 0.16,
    rate: 0.58,
    abroad: 0.02,
    away: 0.14,
    inputs: { A01: 20, C13: 18, C26: 22, C35: 4, D44: 8, G: 10, S: 18 },
    home: [0.1, 0, 0.01],
  },
  {
    code: 'B06',
    name: '煤炭开采和洗选业',
    abroad: 0.03,
    away: 0.3,
    inputs: { B06: 8, C34: 10, C35: 18, C31: 8, D44: 22, G: 14, S: 20 },
    home: [0.002, 0, 0],
  },
  {
    code: 'C13',
    name: '农副食品加工业',
    abroad: 0.06,
    away: 0.22,
    inputs: { A01: 66, C13: 8, C14: 3, C26: 2, D44: 4, G: 7, S: 10 },
    home: [0.055, 0, 0],
  },
  {
    code: 'C14',
    name: '食品制造业',
    abroad: 0.03,
    away: 0.34,
    inputs: { A01: 26, C13: 34, C14: 6, C26: 6, D44: 5, G: 8, S: 15 },
    home: [0.06, 0, 0],
  },
  {
    code: 'C17',
    name: '纺织业',
    abroad: 0.04,
    away: 0.3,
    inputs: { A01: 22, C17: 34, C26: 18, C34: 2, D44: 8, G: 6, S: 10 },
    home: [0.018, 0, 0],
  },
  {
    code: 'C26',
    name: '化学原料和化学制品制造业',
    abroad: 0.1,
    away: 0.32,
    inputs: { B06: 10, C26: 40, C31: 2, C34: 3, C32: 4, D44: 15, G: 9, S: 12, A01: 3 },
    home: [0.012, 0, 0],
  },
  {
    code: 'C27',
    name: '医药制造业',
    abroad: 0.09,
    away: 0.34,
    inputs: { A01: 12, C26: 26, C27: 20, C13: 4, C30: 3, D44: 5, G: 6, S: 24 },
    home: [0.03, 0.04, 0],
  },
  {
    code: 'C30',
    name: '非金属矿物制品业',
    abroad: 0.01,
    away: 0.14,
    inputs: { B06: 16, C30: 30, C26: 8, C31: 4, C34: 2, D44: 18, G: 12, S: 10 },
    home: [0.004, 0, 0],
  },
  {
    code: 'C31',
    name: '黑色金属冶炼和压延加工业',
    abroad: 0.05,
    away: 0.42,
    inputs: { B06: 24, C31: 34, C30: 3, C32: 3, C34: 3, D44: 14, G: 10, S: 9 },
    home: [0, 0, 0],
  },
  {
    code: 'C32',
    name: '有色金属冶炼和压延加工业',
    abroad: 0.22,
    away: 0.26,
    inputs: { B06: 6, C26: 7, C32: 52, C34: 3, D44: 16, G: 8, S: 8 },
    home: [0, 0, 0],
  },
  {
    code: 'C34',
    name: '通用设备制造业',
    abroad: 0.12,
    away: 0.36,
    inputs: { C31: 34, C32: 9, C34: 24, C38: 8, C39: 6, D44: 4, G: 5, S: 10 },
    home: [0.002, 0, 0.07],
  },
  {
    code: 'C35',
    name: '专用设备制造业',
    abroad: 0.14,
    away: 0.34,
    inputs: { C31: 28, C32: 8, C34: 22, C35: 10, C38: 8, C39: 10, D44: 3, G: 4, S: 7 },
    home: [0.001, 0.004, 0.09],
  },
  {
    code: 'C36',
    name: '汽车制造业',
    abroad: 0.08,
    away: 0.36,
    inputs: { C31: 14, C32: 8, C26: 7, C30: 3, C34: 9, C36: 34, C38: 12, C39: 6, D44: 1, G: 2, S: 4 },
    home: [0.07, 0.01, 0.05],
  },
  {
    code: 'C38',
    name: '电气机械和器材制造业',
    abroad: 0.06,
    away: 0.3,
    inputs: { C32: 34, C31: 9, C26: 12, C30: 3, C34: 5, C38: 16, C39: 10, D44: 2, G: 3, S: 6 },
    home: [0.03, 0.004, 0.06],
  },
  {
    code: 'C39',
    name: '计算机、通信和其他电子设备制造业',
    abroad: 0.31,
    away: 0.3,
    inputs: { C32: 8, C26: 6, C30: 3, C38: 9, C39: 58, C34: 2, D44: 2, G: 3, S: 9 },
    home: [0.04, 0.01, 0.05],
  },
  {
    code: 'D44',
    name: '电力、热力生产和供应业',
    abroad: 0,
    away: 0.18,
    inputs: { B06: 54, D44: 14, C38: 6, C34: 5, C26: 2, G: 8, S: 11 },
    home: [0.03, 0.01, 0],
  },
  {
    code: 'E',
    name: '建筑业',
    output: 0.22,
    rate: 0.25,
    abroad: 0,
    away: 0.04,
    inputs: { C30: 30, C31: 18, C32: 4, C38: 7, C34: 2, C26: 3, D44: 2, G: 8, S: 22, E: 4 },
    home: [0.004, 0.01, 0.4],
  },
  {
    code: 'G',
    name: '交通运输、仓储和邮政业',
    output: 0.14,
    rate: 0.45,
    abroad: 0.02,
    away: 0.2,
    inputs: { C36: 12, C26: 6, D44: 8, G: 26, S: 40, C34: 3, E: 5 },
    home: [0.07, 0.03, 0],
  },
  {
    code: 'S',
    name: '批发零售和其他服务业',
    output: 0.62,
    rate: 0.62,
    abroad: 0.02,
    away: 0.12,
    inputs: { S: 56, G: 10, E: 6, C39: 6, C38: 2, C36: 3, D44: 7, C14: 6, C27: 4 },
    home: [0.45, 0.5, 0.08],
  },
]; // prettier-ignore
const at = new Map(SECTORS.map(({ code }, i) => [code, i]));
const n = SECTORS.length;

/** The firms report most of what their industry makes. */
const COVERAGE = 0.82;

function table() {
  const reported = (code, item) =>
    firms.filter((firm) => firm.sector === code).reduce((sum, firm) => sum + firm[item], 0);
  const industry = firms.reduce((sum, firm) => sum + firm.output, 0) / COVERAGE;
  const x = SECTORS.map((one) =>
    Math.round(one.output === undefined ? reported(one.code, 'output') / COVERAGE : one.output * industry),
  );
  const rate = SECTORS.map(
    (one, j) => one.rate ?? reported(one.code, 'added') / COVERAGE / x[j], // value added as reported
  );
  const z = SECTORS.map(() => new Array(n).fill(0));
  for (const [j, { inputs }] of SECTORS.entries()) {
    const all = Object.values(inputs).reduce((sum, weight) => sum + weight, 0);
    // A trace of everything else, so that no cell of the table is empty but by nature.
    for (let i = 0; i < n; i++) {
      const weight = inputs[SECTORS[i].code] ?? 0;
      const share = (0.97 * weight) / all + (0.03 / n) * between(0.4, 1.6);
      z[i][j] = share * (1 - rate[j]) * x[j] * (weight > 0 ? between(0.93, 1.07) : 1);
    }
  }
  // What industry takes of a product is at most most of what the province makes of it; services make up the difference.
  for (const [i, row] of z.entries()) {
    const most = ([0.7, 0.8, 0.9][i % 3] * x[i]) / row.reduce((sum, v) => sum + v, 0);
    if (most >= 1 || SECTORS[i].code === 'S') continue;
    for (let j = 0; j < n; j++) {
      z[at.get('S')][j] += row[j] * (1 - most) * 0.5;
      row[j] *= most;
    }
  }
  for (const row of z) for (let j = 0; j < n; j++) row[j] = Math.round(row[j]);
  const inputsOf = (j) => z.reduce((sum, row) => sum + row[j], 0);
  const added = x.map((value, j) => value - inputsOf(j));
  const valueAdded = [
    ['VA001', '劳动者报酬', 0.46],
    ['VA002', '生产税净额', 0.11],
    ['VA003', '固定资产折旧', 0.15],
  ].map(([code, name, share]) => [code, name, added.map((v) => Math.round(v * share * between(0.9, 1.1)))]);
  valueAdded.push([
    'VA004',
    '营业盈余',
    added.map((v, j) => v - valueAdded.reduce((sum, [, , values]) => sum + values[j], 0)),
  ]);
  const income = added.reduce((sum, v) => sum + v, 0);
  const whole = [0, 1, 2].map((k) => SECTORS.reduce((sum, { home }) => sum + home[k], 0));
  const uses = SECTORS.map(({ home, abroad, away }, i) => {
    const intermediate = z[i].reduce((sum, v) => sum + v, 0);
    const [households, government, capital] = [0.36, 0.14, 0.34].map((share, k) =>
      Math.round((share * income * (home[k] ?? 0)) / whole[k]),
    );
    const stocks = Math.round(x[i] * between(-0.004, 0.012));
    const used = intermediate + households + government + capital + stocks;
    const imports = Math.round(abroad * used);
    let inflow = Math.round(away * used);
    // What is made or brought in and not used here goes out; where that would be nothing, more was brought in.
    const least = Math.round((0.04 + 0.3 * away) * x[i]);
    inflow += Math.max(0, least - (x[i] + imports + inflow - used));
    const out = x[i] + imports + inflow - used;
    const exports = Math.round(out * (abroad > 0.05 ? between(0.18, 0.32) : between(0.02, 0.1)));
    return [households, government, capital, stocks, exports, out - exports, imports, inflow];
  });
  return { x, z, added, valueAdded, uses };
}

const { x, z, added, valueAdded, uses } = table();

/** As statistics bureaus publish tables of provinces: heads in three rows, names and codes, totals. */
function ioTable() {
  const USES = [
    ['居民消费', 'FU101'],
    ['政府消费', 'FU103'],
    ['固定资本形成总额', 'FU201'],
    ['存货变动', 'FU202'],
    ['出口', 'EX'],
    ['调出', 'OF'],
    ['进口', 'IM'],
    ['调入', 'IF'],
  ];
  const sum = (values) => values.reduce((all, value) => all + value, 0);
  const pad = (cells, width = n + 2 + 1 + USES.length + 2) => [
    ...cells,
    ...new Array(Math.max(0, width - cells.length)).fill(''),
  ];
  const finalUse = (i) => sum(uses[i].slice(0, 6));
  return csv([
    pad([`${PROVINCE}${YEAR}年投入产出表（合成数据，不是真实统计，按当年生产者价格计算）`]),
    pad(['单位：万元']),
    [
      '投入＼产出',
      '',
      ...SECTORS.map(({ name }) => name),
      '中间使用合计',
      ...USES.slice(0, 6).map(([name]) => name),
      '最终使用合计',
      '进口',
      '调入',
      '总产出',
    ],
    [
      '',
      '代码',
      ...SECTORS.map(({ code }) => code),
      'TIU',
      ...USES.slice(0, 6).map(([, code]) => code),
      'TFU',
      'IM',
      'IF',
      'GO',
    ],
    ...SECTORS.map(({ name, code }, i) => [
      name,
      code,
      ...z[i],
      sum(z[i]),
      ...uses[i].slice(0, 6),
      finalUse(i),
      uses[i][6],
      uses[i][7],
      x[i],
    ]),
    pad([
      '中间投入合计',
      'TII',
      ...SECTORS.map((_, j) => sum(z.map((row) => row[j]))),
      sum(z.map((row) => sum(row))),
    ]),
    ...valueAdded.map(([code, name, values]) => pad([name, code, ...values, sum(values)])),
    pad(['增加值合计', 'TVA', ...added, sum(added)]),
    pad(['总投入', 'TI', ...x, sum(x)]),
  ]); // prettier-ignore
}

const INDUSTRY = SECTORS.filter(({ output }) => output === undefined).map(({ code }) => code);

/** Of what an industry buys from another, how much firms of the province take from each other. */
const LOCAL = 0.5;

/** Evidence as seen: A invoices, B both sides' reports, C one side's word, D inferred. */
const EVIDENCE = [
  ['A', 0.45, '增值税发票归集'],
  ['B', 0.25, '供需双方填报'],
  ['C', 0.2, '单方填报'],
  ['D', 0.1, '按产品与区位推断'],
];

function chance(weighted) {
  let left = random() * weighted.reduce((sum, [, weight]) => sum + weight, 0);
  for (const one of weighted) {
    left -= one[1];
    if (left < 0) return one;
  }
  return weighted.at(-1);
}

function links() {
  const found = [];
  for (const buyer of firms) {
    const inputs = SECTORS[at.get(buyer.sector)].inputs;
    const j = at.get(buyer.sector);
    for (const code of INDUSTRY) {
      const weight = inputs[code];
      if (weight === undefined) continue;
      const needed = ((z[at.get(code)][j] / x[j]) * buyer.output * LOCAL) / COVERAGE;
      if (needed < 260) continue;
      const rivals = firms.filter((one) => one.sector === code && one !== buyer);
      // Large buyers spread what they buy; a few inputs of each industry come from one maker.
      const wanted = Math.min(
        rivals.length,
        random() < 0.22 ? 1 : 1 + Math.floor(between(0, 0.5 + 0.5 * Math.log10(buyer.output / 2000 + 1))),
      );
      const chosen = new Map();
      for (let k = 0; k < wanted; k++) {
        const [supplier] = chance(
          rivals
            .filter((one) => !chosen.has(one))
            .map((one) => [one, one.output ** 0.8 * (one.city === buyer.city ? 3 : 1)]),
        );
        chosen.set(supplier, between(0.3, 1));
      }
      const all = [...chosen.values()].reduce((sum, part) => sum + part, 0);
      for (const [supplier, part] of chosen) found.push({ supplier, buyer, value: (needed * part) / all });
    }
  }
  // Nobody sells more than most of what it makes, or pays more than it costs.
  for (const side of ['supplier', 'buyer'])
    for (const firm of firms) {
      const own = found.filter((link) => link[side] === firm);
      const sum = own.reduce((total, link) => total + link.value, 0);
      const most = side === 'supplier' ? 0.7 * firm.revenue : 0.85 * (firm.revenue - firm.profit);
      if (sum > most) for (const link of own) link.value *= most / sum;
    }
  return found
    .map(({ supplier, buyer, value }) => ({ supplier, buyer, value: Math.round(value) }))
    .filter(({ value }) => value >= 10)
    .map((link) => {
      const [grade, , source] = chance(EVIDENCE);
      return { ...link, grade, source };
    });
}

// 2 essential: without it nothing is made; 1: less is made; 0: it can wait.
const ESSENTIAL = {
  B06: ['D44'],
  C13: ['A01', 'C13'],
  C14: ['C13'],
  C17: ['C17', 'C26'],
  C26: ['B06', 'C26', 'D44'],
  C27: ['C26', 'C27'],
  C30: ['C30', 'D44', 'B06'],
  C31: ['B06', 'C31', 'D44'],
  C32: ['C32', 'D44'],
  C34: ['C31'],
  C35: ['C31', 'C34'],
  C36: ['C36', 'C31', 'C38'],
  C38: ['C32', 'C38'],
  C39: ['C39', 'C38'],
  D44: ['B06'],
}; // prettier-ignore

const classOf = (supplier, buyer) =>
  ESSENTIAL[buyer].includes(supplier) ? 2 : (SECTORS[at.get(buyer)].inputs[supplier] ?? 0) >= 4 ? 1 : 0;

const CHAIN = '临江新能源汽车产业链';
// [id, name, stage, division of the firms that make it, how many of them are shown, share made in the province]
const NODES = [
  ['N01', '动力煤', '能源', 'B06', 3, 0.55],
  ['N02', '电力', '能源', 'D44', 4, 0.8],
  ['N03', '电解铜', '原材料', 'C32', 4, 0.5],
  ['N04', '锂盐', '原材料', null, 0, 0],
  ['N05', '工业硅', '原材料', 'C26', 2, 0.2],
  ['N06', '钢材', '原材料', 'C31', 4, 0.4],
  ['N07', '工程塑料', '原材料', 'C26', 4, 0.35],
  ['N08', '正极材料', '材料', 'C26', 3, 0.25],
  ['N09', '负极材料', '材料', 'C30', 2, 0.15],
  ['N10', '电解液', '材料', 'C26', 2, 0.3],
  ['N11', '隔膜', '材料', null, 0, 0],
  ['N12', '铜箔', '材料', 'C32', 3, 0.45],
  ['N13', '硅钢片', '材料', 'C31', 1, 0.2],
  ['N14', '功率半导体', '零部件', 'C39', 2, 0.1],
  ['N15', '车规级芯片', '零部件', null, 0, 0],
  ['N16', '传感器', '零部件', 'C39', 3, 0.25],
  ['N17', '电芯', '零部件', 'C38', 4, 0.4],
  ['N18', '轴承和齿轮', '零部件', 'C34', 4, 0.45],
  ['N19', '线束', '零部件', 'C38', 3, 0.5],
  ['N20', '动力电池系统', '总成', 'C38', 3, 0.35],
  ['N21', '驱动电机', '总成', 'C38', 3, 0.4],
  ['N22', '电控系统', '总成', 'C39', 2, 0.2],
  ['N23', '车身和底盘', '总成', 'C36', 4, 0.6],
  ['N24', '制造装备', '装备', 'C35', 4, 0.35],
  ['N25', '新能源整车', '整车', 'C36', 2, 0.5],
  ['N26', '电池回收', '回收', 'C26', 1, 0.3],
];
const EDGES = [
  ['N01', 'N02', 'B'],
  ['N02', 'N03', 'B'],
  ['N02', 'N06', 'B'],
  ['N01', 'N06', 'B'],
  ['N02', 'N05', 'C'],
  ['N02', 'N08', 'C'],
  ['N02', 'N17', 'C'],
  ['N04', 'N08', 'A'],
  ['N04', 'N10', 'B'],
  ['N05', 'N14', 'B'],
  ['N05', 'N09', 'C'],
  ['N03', 'N12', 'A'],
  ['N03', 'N19', 'A'],
  ['N06', 'N13', 'A'],
  ['N06', 'N18', 'A'],
  ['N06', 'N23', 'A'],
  ['N07', 'N11', 'C'],
  ['N07', 'N19', 'B'],
  ['N07', 'N23', 'B'],
  ['N08', 'N17', 'A'],
  ['N09', 'N17', 'A'],
  ['N10', 'N17', 'A'],
  ['N11', 'N17', 'A'],
  ['N12', 'N17', 'A'],
  ['N13', 'N21', 'A'],
  ['N14', 'N22', 'A'],
  ['N15', 'N22', 'A'],
  ['N15', 'N16', 'B'],
  ['N16', 'N22', 'B'],
  ['N17', 'N20', 'A'],
  ['N22', 'N20', 'C'],
  ['N18', 'N21', 'A'],
  ['N18', 'N23', 'A'],
  ['N03', 'N21', 'A'],
  ['N19', 'N25', 'A'],
  ['N20', 'N25', 'A'],
  ['N21', 'N25', 'A'],
  ['N22', 'N25', 'A'],
  ['N23', 'N25', 'A'],
  ['N24', 'N17', 'B'],
  ['N24', 'N23', 'B'],
  ['N18', 'N24', 'B'],
  ['N16', 'N24', 'C'],
  // Of the cars made, so many come back for their batteries; the others leave the chain.
  ['N25', 'N26', 'C', 0.05],
  ['N26', 'N08', 'C'],
]; // prettier-ignore
const GRADES = { A: '企业访谈并核对合同', B: '行业协会资料', C: '公开报道' };
/** Where the rest comes from, by node: another province or country, and its part of the rest. */
const ELSEWHERE = {
  N04: [
    ['西部某省', 0.7],
    ['国外', 0.3],
  ],
  N05: [['西部某省', 1]],
  N09: [['邻省', 0.8]],
  N11: [
    ['东部某省', 0.75],
    ['国外', 0.25],
  ],
  N14: [
    ['国外', 0.85],
    ['东部某省', 0.15],
  ],
  N16: [
    ['东部某省', 0.5],
    ['国外', 0.5],
  ],
  N22: [['东部某省', 1]],
}; // prettier-ignore

function chainFiles() {
  const stages = [...new Set(NODES.map(([, , stage]) => stage))];
  const nodes = NODES.map(([id, name, stage]) => [
    CHAIN,
    id,
    name,
    stage,
    stages.indexOf(stage) + 1,
    '行业协会资料',
    `${YEAR}-12-31`,
    NOTE,
  ]); // prettier-ignore
  const edges = EDGES.map(([from, to, grade, share], i) => [
    CHAIN,
    from,
    to,
    '投入',
    share ?? '',
    grade,
    GRADES[grade],
    `${YEAR}-${String(1 + (i % 12)).padStart(2, '0')}-15`,
    NOTE,
  ]); // prettier-ignore
  const actors = NODES.flatMap(([id, , , division, count, made]) => {
    const makers = firms
      .filter((firm) => firm.sector === division)
      .sort((a, b) => b.output - a.output || (a.id < b.id ? -1 : 1))
      // Not always the largest: neighbours of one division make different things.
      .filter((_, i) => i % 2 === Number(id.slice(1)) % 2 || division === 'C31' || division === 'B06')
      .slice(0, count);
    const all = makers.reduce((sum, firm) => sum + firm.output, 0);
    return [
      ...makers.map((firm) => [
        CHAIN,
        id,
        firm.name,
        firm.id,
        '企业',
        PROVINCE,
        ((made * firm.output) / all).toFixed(3),
        'B',
        '企业填报',
        `${YEAR}-12-31`,
        NOTE,
      ]),
      ...(ELSEWHERE[id] ?? []).map(([area, part]) => [
        CHAIN,
        id,
        area,
        '',
        '地区',
        area,
        ((1 - made) * part).toFixed(3),
        'C',
        '行业协会资料',
        `${YEAR}-12-31`,
        NOTE,
      ]),
    ]; // prettier-ignore
  });
  return {
    'chain-nodes.synthetic.csv': csv([
      ['产业链', '节点编号', '名称', '环节', '环节次序', '来源', '日期', '备注'],
      ...nodes,
    ]),
    'chain-edges.synthetic.csv': csv([
      ['产业链', '上游', '下游', '关系', '份额', '证据等级', '来源', '日期', '备注'],
      ...edges,
    ]),
    'chain-actors.synthetic.csv': csv([
      ['产业链', '节点', '主体', '编号', '类型', '地区', '份额', '证据等级', '来源', '日期', '备注'],
      ...actors,
    ]),
  };
}

const SCENARIOS = `# 合成数据：${PROVINCE}是虚构的。Synthetic: the province is made up.
# 每个数可以写成一个值，或 [低, 高] 两个值，后者抽样计算区间。A value, or a range [low, high] that is drawn from.
schema: ballast.scenarios/1
table: io-table.synthetic.csv
draws: 20
seed: 1
scenarios:
  - name: 有色金属减产一月
    kind: dynamic
    days: 365
    parameters: { inventoryDays: 30, inventoryRestorationDays: 15 }
    events:
      - { kind: capacity, start: 5, duration: 30, loss: { C32: [0.3, 0.5] }, recoveryDays: 15 }
  - name: 限电两周
    kind: dynamic
    days: 180
    parameters: { inventoryDays: 30, inventoryRestorationDays: 15 }
    events:
      - { kind: capacity, start: 5, duration: 14, loss: { D44: 0.2 }, recoveryDays: 5 }
  - name: 汽车最终需求减少一成
    kind: quantity
    finalDemand: { C36: -0.1 }
  - name: 煤价上涨两成
    kind: price
    cost: { B06: 0.2 }
  - name: 电子行业退出三成
    kind: extraction
    group: [C39]
    share: 0.3
`;

const files = {
  'io-table.synthetic.csv': ioTable(),
  'firms.synthetic.csv': csv([
    ['统一社会信用代码', '企业名称', '地区', '行业代码', '营业收入(万元)', '营业成本(万元)', '备注'],
    ...firms.map((f) => [
      f.id,
      f.name,
      f.city,
      f.sector,
      Math.round(f.revenue),
      Math.round(f.revenue - f.profit),
      NOTE,
    ]),
  ]), // prettier-ignore
  'links.synthetic.csv': csv([
    ['供应企业', '采购企业', '产品', '金额', '单位', '时期', '证据等级', '来源', '备注'],
    ...links().map(({ supplier, buyer, value, grade, source }) => [
      supplier.id,
      buyer.id,
      supplier.sector,
      value,
      '万元',
      `${YEAR}年`,
      grade,
      source,
      NOTE,
    ]),
  ]), // prettier-ignore
  'input-classes.synthetic.csv': csv([
    ['供应行业', '采购行业', '类别', '备注'],
    ...INDUSTRY.flatMap((k) => INDUSTRY.map((l) => [k, l, classOf(k, l), NOTE])),
  ]),
  ...chainFiles(),
  'scenarios.yaml': SCENARIOS,
};

if (process.argv.includes('--check')) {
  const stale = Object.entries(files).filter(
    ([name, text]) => readFileSync(new URL(name, FOLDER), 'utf8') !== text,
  );
  console.log(stale.length === 0 ? 'samples/chain is up to date' : `stale: ${stale.map(([name]) => name)}`);
  process.exitCode = stale.length === 0 ? 0 : 1;
} else {
  mkdirSync(FOLDER, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(new URL(name, FOLDER), text);
}

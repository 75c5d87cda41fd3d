// Words of the field and what they mean here, in Chinese.
const terms = {
  scope: {
    name: '口径',
    means:
      '一个数算的是哪些单位、哪种价格、哪段时间。口径不同的数不能直接相减、相比；公布的原句里写明口径，见“出处”。',
  },
  yoy: {
    name: '同比',
    means: '与上年同期相比。增速按可比价格和可比口径计算，与用两年公布数相除得到的常不相等。',
  },
  cumulative: { name: '累计', means: '自年初起算到当月，如 1—9 月。累计数不能与单月数相比。' },
  asOf: {
    name: '按何时已知',
    means: '只用到那一天为止已经发布（或已经入库）的数，重现当时看到的情形；之后的修订不算进来。',
  },
  vintage: { name: '历次发布', means: '同一个数每次发布都留存，后来的修订不覆盖先前的。' },
  pull: {
    name: '拉动',
    means: '某一部分的增量占上年总量的百分之几，单位是百分点；各部分的拉动相加等于总量增速。',
  },
  contributionRate: { name: '贡献率', means: '某一部分的增量占总增量的百分之几；各部分相加为 100%。' },
  baseShare: { name: '基期比重', means: '上年同期某一部分占总量的百分之几。' },
  computed: {
    name: '按公布数计算',
    means: '用公布的水平值直接算出，没有按可比价格、可比口径调整，与统计部门公布的增速可能不同。',
  },
  synthetic: { name: '合成数据', means: '为演示而编造，不是真实统计；凡由它算出的都带此标记。' },
  stale: { name: '过期', means: '来源的日期早于一年前。仍可用，但应请责任人更新。' },
  met: { name: '符合', means: '按已有数据，这一条达到了要求。预审结论，不代表认定。' },
  unmet: { name: '不符合', means: '按已有数据，这一条没有达到；差多少列在差距里。' },
  unknown: { name: '缺数据', means: '没有判断这一条所需的数据。缺不等于零，也不等于不符合。' },
  manualReview: { name: '需人工判断', means: '条款要由人判断，如“市场占有率居前列”；程序只列出依据。' },
  notApplicable: { name: '不适用', means: '这一条不针对这类企业。' },
  precheck: { name: '预审', means: '按公开的认定条件逐条核对，只说符合与否和差距，不代表授予称号。' },
  direction: { name: '部署', means: '文件列出的一项工作方向，如“提升产业科技创新能力”。' },
  measure: { name: '举措', means: '某项部署之下要做的具体事情。' },
  target: { name: '目标', means: '写明数值的要求，常带期限，如“到 2025 年达到 1 万家”。' },
  line: { name: '主线', means: '同一项工作在历次文件中的表述连成一行：新增、沿用、改述、未提、重提。' },
  repair: { name: '修复', means: '网页文本中被改正的地方，如错位字节、断行、混入的拼音；原样可在原页查看。' },
  hhi: {
    name: 'HHI',
    means: '赫芬达尔指数：各份额平方之和，从接近 0（分散）到 1（集中于一处）。',
  },
  cr3: { name: '前三占比', means: '最大的三家（三地）合计所占的份额。' },
  lq: {
    name: '区位商',
    means: '某地该行业所占比重与全部地区该行业比重之比；大于 1 表示该行业在此地相对集中。',
  },
  coverage: { name: '数据覆盖', means: '按权重计，有数据的指标占多少。覆盖低的名次不可靠。' },
  rankRange: {
    name: '名次区间',
    means: '权重在所设值附近随机变动时，名次落在的范围（5%—95%）。区间越宽，名次越取决于权重。',
  },
  firstChance: { name: '居首机会', means: '权重随机变动的各次中，名列第一的比例。' },
  scale: {
    name: '归一方法',
    means: '把单位不同的指标化为可加的分：极差法按最大最小值，标准分按均值和标准差，位次法只看先后。',
  },
  upstreamness: { name: '上游度', means: '到最终使用平均还要经过几道环节；数越大越靠上游。' },
} as const;

type Terms = { readonly [Name in keyof typeof terms]: { name: string; means: string } };
export const termsZh: Terms = terms;

/** A small ledger with everything a brief has to show: years, series, copies, contradictions, repairs, hostile text. */
import type { ReadDocument } from '../../src/model/index.js';
import { directed, observed, page, promised } from '../read/across/pages.js';

export const HOSTILE = `<script>alert("x")</script><img src=x onerror='a()'> javascript:alert(1) "&' ]]> https://evil.example/a`;

const OFFICE = { name: '临江省工业和信息化厅', mentions: ['省工信厅'] };

function yearly(
  year: number,
  value: string,
  rate: number,
  lines: string[],
  themes: string[][],
): ReadDocument {
  const items = lines.map((line, i) => `${'一二三四五六'[i]}是${line}`).join('；');
  const text = [
    `${year}年，全省规模以上工业增加值${value}，同比增长${rate}%，高技术制造业占比稳步提高。`,
    `省工信厅厅长陈望介绍，下一步做好${lines.length}方面工作：${items}。`,
  ];
  const document = page(`${year}.txt`, text, {
    title: `省工信厅：${year}年工业运行情况`,
    published: `${year + 1}-01-20`,
    publishedTrust: 'ok',
    eventDates: [{ date: `${year + 1}-01-20`, what: '新闻发布会' }],
    outlet: '临江日报',
    people: [{ name: '陈望', role: '厅长', org: OFFICE.name }],
    orgs: [OFFICE],
  });
  const scope = { region: '临江省', industry: null, group: null };
  const period = String(year);
  observed(document, value, {
    indicator: '规模以上工业增加值',
    value: Number.parseFloat(value) * 1e8,
    unit: '元',
    kind: 'level',
    period,
    scope,
  });
  observed(document, `${rate}%`, {
    indicator: '规模以上工业增加值同比增速',
    value: rate,
    unit: '%',
    kind: 'growth',
    period,
    scope,
    comparator: '同比',
  });
  directed(document, lines, themes);
  for (const direction of document.directions)
    direction.measures.push({
      text: direction.title,
      start: direction.start,
      end: direction.end,
      themes: direction.themes,
    });
  return document;
}

export function ledgerPages(): ReadDocument[] {
  const pages = [
    yearly(
      2020,
      '8421.5亿元',
      3.1,
      ['稳住工业经济大盘', '补齐产业链短板', '推动企业上云用数'],
      [['steady'], ['chain'], ['digital']],
    ),
    yearly(
      2021,
      '9310.2亿元',
      9.4,
      ['稳住工业经济大盘', '提升产业链供应链韧性', '培育专精特新企业'],
      [['steady'], ['chain'], ['firms']],
    ),
    yearly(
      2022,
      '9876.0亿元',
      4.7,
      ['稳住工业经济大盘', '提升产业链供应链韧性和安全水平', '培育专精特新企业', '推动企业上云用数赋智'],
      [['steady'], ['chain'], ['firms'], ['digital']],
    ),
  ];
  const [, , latest] = pages;
  const tail = `全省专精特新企业已有1200多家，力争2023年超过1500家，到2025年制造业占比达到30%以上。${HOSTILE}`;
  latest!.cleanedParagraphs.push(tail);
  latest!.paragraphRoles.push('body');
  latest!.paragraphRawLine.push(9);
  observed(latest!, '1200多家', {
    indicator: '专精特新企业数量',
    value: 1200,
    unit: '家',
    kind: 'count',
    period: 'asof:2022-12',
    bound: 'over',
    approx: true,
    scope: { region: '临江省', industry: null, group: null },
  });
  observed(latest!, '超过1500家', {
    indicator: '专精特新企业数量',
    value: 1500,
    unit: '家',
    kind: 'target',
    baseKind: 'count',
    period: '2023',
    bound: 'over',
    scope: { region: '临江省', industry: null, group: null },
  });
  promised(latest!, '力争2023年超过1500家', {
    indicator: '专精特新企业数量',
    value: 1500,
    unit: '家',
    deadline: '2023',
    bound: 'over',
  });
  promised(latest!, '到2025年制造业占比达到30%以上', {
    indicator: '制造业占比',
    value: 30,
    unit: '%',
    deadline: '2025',
    bound: 'over',
  });
  latest!.selfChecks.push(
    { check: 'announced-count', ok: true, zh: '说4方面，列出4方面', en: '4 announced, 4 found', spans: [] },
    {
      check: 'parts-sum',
      ok: false,
      zh: `分项之和与合计不符${HOSTILE}`,
      en: `parts do not add up ${HOSTILE}`,
      spans: [{ start: 0, end: 5 }],
    },
  );
  const text = latest!.cleanedParagraphs.join('\n');
  const at = text.indexOf('专精特新企业已有');
  latest!.repairs.push(
    {
      operation: 'pinyin',
      start: at,
      end: at,
      rawStart: 0,
      rawEnd: 6,
      before: '(zhuān)',
      after: '',
    },
    {
      operation: 'slipped-bytes',
      start: at + 4,
      end: at + 6,
      rawStart: 9,
      rawEnd: 13,
      before: '?！比<b>',
      after: text.slice(at + 4, at + 6),
    },
    {
      operation: 'script',
      start: at + 6,
      end: at + 7,
      rawStart: 20,
      rawEnd: 21,
      before: '"',
      after: text.slice(at + 6, at + 7),
    },
  );
  const copy: ReadDocument = {
    ...structuredClone(latest!),
    source: 'copy.html',
    sha256: 'c'.repeat(64),
    title: `转载${HOSTILE}`,
    published: '2025-05-05',
    publishedTrust: 'suspect',
    outlet: HOSTILE,
    selfChecks: [],
  };
  const other = page('other.txt', ['记者获悉，2022年全省规上工业增加值为9912.0亿元。'], {
    title: '另一家的说法',
    published: '2023-01-20',
    eventDates: [{ date: '2023-01-20', what: '报道', yearInferred: true, evidence: HOSTILE }],
    outlet: '临江晚报',
  });
  observed(other, '9912.0亿元', {
    indicator: '规上工业增加值',
    value: 991_200_000_000,
    unit: '元',
    kind: 'level',
    period: '2022',
    scope: { region: '临江省', industry: null, group: null },
  });
  const final = page('final.txt', ['经核实，2021年全省规模以上工业增加值为9388.6亿元。'], {
    title: '关于2021年数据最终核实的公告',
    published: '2022-12-26',
    outlet: '临江省统计局',
  });
  observed(final, '9388.6亿元', {
    indicator: '规模以上工业增加值',
    value: 938_860_000_000,
    unit: '元',
    kind: 'level',
    period: '2021-01/2021-12',
    scope: { region: '临江', industry: null, group: null },
  });
  return [...pages, copy, other, final];
}

export const THEMES = [
  { id: 'steady', zh: '工业稳增长', en: 'Steady growth' },
  { id: 'chain', zh: '产业链韧性', en: 'Supply chains' },
  { id: 'firms', zh: '企业梯度培育', en: 'Enterprises' },
  { id: 'digital', zh: '数字化', en: 'Digital' },
];

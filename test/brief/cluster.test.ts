import { describe, expect, it } from 'vitest';
import { type ClusterInput, clusterBrief, renderHtml, renderMarkdown } from '../../src/brief/index.js';
import { across, lexicon, rules } from './brief-data.js';
import { CLUSTER, clusterFigures, OTHER_CLUSTER } from './province.js';

const input: ClusterInput = {
  figures: clusterFigures(),
  cluster: CLUSTER,
  period: '2023',
  others: [OTHER_CLUSTER],
  lexicon,
  across,
  rules,
};
const options = { lang: 'zh', today: '2024-03-02' } as const;
const brief = clusterBrief(input, options);
const markdown = renderMarkdown(brief);

describe('the cluster report', () => {
  it('has the sections whose data are there, in order', () => {
    expect(brief.sections.map((s) => s.id)).toEqual([
      'profile',
      'scale',
      'ladder',
      'innovation',
      'chain',
      'upgrading',
      'governance',
      'benchmark',
      'risks',
      'unwritten',
      'sources',
    ]);
  });

  it('tells growth as published and the change of counts and rates as computed', () => {
    const plain = markdown.replace(/‡|\[\^\d+\]/g, '');
    expect(plain).toContain('工业总产值2310亿元，同比增长11.2%');
    expect(plain).toContain('研发投入强度4.1%，比上年同期降低0.2个百分点');
    expect(plain).toContain('规模以上企业318家，比上年同期增加17家');
  });

  it('counts the ladder of firms and its change', () => {
    const table = brief.sections.find((s) => s.id === 'ladder')!.blocks[0]!;
    if (table.type !== 'table') throw new Error('no table');
    expect(table.rows.length).toBe(4);
    expect(JSON.stringify(table.rows[2])).toContain('4家');
  });

  it('warns where a condition holds, and only there', () => {
    const risks = JSON.stringify(brief.sections.find((s) => s.id === 'risks'));
    expect(risks).toContain('回款变慢');
    expect(risks).toContain('研发投入强度减少');
    expect(risks).not.toContain('工业总产值下降');
  });

  it('sets it beside its past and another cluster', () => {
    const benchmark = JSON.stringify(brief.sections.find((s) => s.id === 'benchmark'));
    expect(benchmark).toContain(OTHER_CLUSTER);
    expect(benchmark).toContain('1870亿元');
  });

  it('lists what could not be written', () => {
    const unwritten = JSON.stringify(brief.sections.find((s) => s.id === 'unwritten'));
    for (const words of ['断点堵点卡点清单', '链主企业', '十二、措施与责任'])
      expect(unwritten).toContain(words);
    const alone = clusterBrief({ ...input, others: [] }, options);
    expect(JSON.stringify(alone.sections.find((s) => s.id === 'unwritten'))).toContain('--against');
  });

  it('leads from every number to its row', () => {
    const html = renderHtml(brief);
    const ids = new Set([...html.matchAll(/ id="([^"]+)"/g)].map((m) => m[1]));
    for (const [, link] of html.matchAll(/ href="#([^"]*)"/g)) expect(ids, link).toContain(link);
  });
});

import { describe, expect, it } from 'vitest';
import { ledgerBrief, renderHtml, renderMarkdown } from '../../src/brief/index.js';
import { lexicon } from '../read/across/pages.js';
import { HOSTILE, ledgerPages, THEMES } from './ledger.js';

const options = { lang: 'zh', today: '2024-03-01', title: `台账<b>"${'x'}"` } as const;
const brief = ledgerBrief({ documents: ledgerPages(), themes: THEMES, lexicon }, options);
const html = renderHtml(brief);

describe('the ledger brief', () => {
  it('has a section for each thing a director asks about', () => {
    expect(brief.sections.map((s) => s.id)).toEqual([
      'headline',
      'movement',
      'targets',
      'charts',
      'measures',
      'doubts',
      'figures',
      'sources',
    ]);
  });

  it('links every number to its sentence and back', () => {
    const ids = new Set([...html.matchAll(/ id="([^"]+)"/g)].map((m) => m[1]));
    const links = [...html.matchAll(/ href="([^"]*)"/g)].map((m) => m[1]!);
    expect(links.length).toBeGreaterThan(60);
    for (const link of links) {
      expect(link.startsWith('#')).toBe(true);
      expect(ids, link).toContain(link.slice(1));
    }
    for (const note of brief.footnotes)
      for (let use = 1; use <= note.uses; use++) {
        expect(ids).toContain(`r${note.number}-${use}`);
        expect(links).toContain(`#r${note.number}-${use}`);
      }
    expect([...html.matchAll(/ id="([^"]+)"/g)].length).toBe(ids.size);
  });

  it('shows each cited sentence whole, in its paragraph', () => {
    for (const note of brief.footnotes) {
      const pieces = brief.appendix
        .flatMap((a) => a.excerpts.flatMap((e) => e.pieces))
        .filter((p) => p.note === note.number);
      expect(pieces.map((p) => p.text).join('')).toBe(note.sentence);
      expect(pieces.some((p) => p.cited)).toBe(true);
    }
  });

  it('shows what repair removed and restored', () => {
    expect(html).toContain('<del>(zhuān)</del>');
    expect(html).toContain('<del>?！比&lt;b&gt;</del><ins>');
    expect(html).toContain('<ins title="&quot;">');
  });

  it('lets no text of a page become markup', () => {
    expect(html).not.toContain('<script');
    expect(html).not.toContain('<img');
    expect(html).not.toMatch(/(?:href|src)="(?!#)/);
    expect(html).not.toMatch(/ on\w+=['"]/);
    expect(html).toContain('&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;');
    const opened = [...html.matchAll(/<(\w+)[\s>]/g)].map((m) => m[1]!);
    const known =
      'html head meta title style body input div header span label h1 h2 h3 p ul li nav a main section b small sup table colgroup col thead tr th tbody td br details summary svg line path circle text u ins del i footer'.split(
        ' ',
      );
    expect([...new Set(opened)].filter((name) => !known.includes(name))).toEqual([]);
    const markdown = renderMarkdown(brief);
    expect(markdown).not.toMatch(/<(?:script|img|b)/);
    expect(markdown).not.toContain('javascript:');
    expect(markdown).not.toContain('https://');
  });

  it('loads nothing', () => {
    expect(html).not.toMatch(/url\(|@import|<link|<iframe|<object/);
    expect(html).toContain('default-src &#39;none&#39;');
  });

  it('speaks both languages, one chosen', () => {
    expect(html).toContain('id="lang-zh" aria-label="中文" checked');
    expect(renderHtml({ ...brief, lang: 'en' })).toContain('id="lang-en" aria-label="English" checked');
    expect(html).toContain('>Targets and progress<');
    expect(html).toContain('>目标与进展<');
    expect(renderMarkdown({ ...brief, lang: 'en' })).toContain('## Targets and progress');
  });

  it('is the same whatever the order of the pages', () => {
    const reversed = ledgerBrief({ documents: ledgerPages().reverse(), themes: THEMES, lexicon }, options);
    expect(renderHtml(reversed)).toBe(html);
    expect(renderMarkdown(reversed)).toBe(renderMarkdown(brief));
  });

  it('sets contradicting values side by side and counts the copy as no witness', () => {
    const doubts = JSON.stringify(brief.sections.find((s) => s.id === 'doubts'));
    expect(doubts).toContain('9876.0亿元');
    expect(doubts).toContain('9912.0亿元');
    expect(doubts).toContain('（转载）');
    expect(doubts).toContain('2025-05-05');
  });

  it('shows a later release as a revision, and counts it apart from contradictions', () => {
    const { blocks } = brief.sections.find((s) => s.id === 'doubts')!;
    const at = blocks.findIndex((b) => b.type === 'heading' && JSON.stringify(b.words).includes('修订'));
    const rows = JSON.stringify(blocks[at + 1]);
    expect(rows).toMatch(
      /9310\.2亿元.*9388\.6亿元.*首次.*临江日报 2022-01-20.*现为.*临江省统计局 2022-12-26/,
    );
    const contradicted = JSON.stringify(blocks.slice(0, at));
    expect(contradicted).toContain('9912.0亿元');
    expect(contradicted).not.toContain('9388.6亿元');
    expect(JSON.stringify(brief.summary)).toMatch(/1 个经后来的发布修订.*1 处说法不一/);
    const series = JSON.stringify(brief.sections.find((s) => s.id === 'charts'));
    expect(series).toContain('9388.6亿元');
    expect(series).not.toContain('9310.2亿元');
  });

  it('says how far each target has come at the given day', () => {
    const targets = brief.sections.find((s) => s.id === 'targets')!.blocks[0]!;
    if (targets.type !== 'table') throw new Error('no table');
    const [first] = targets.rows;
    expect(JSON.stringify(first)).toContain('已过期');
    expect(JSON.stringify(first)).toContain('不到300家');
    expect(first!.progress).toEqual({ cell: 3, share: 0.8 });
  });

  it('defines every footnote that the Markdown calls', () => {
    const markdown = renderMarkdown(brief);
    const called = new Set([...markdown.matchAll(/\[\^(\d+)\](?!:)/g)].map((m) => m[1]));
    const defined = new Set([...markdown.matchAll(/^\[\^(\d+)\]: /gm)].map((m) => m[1]));
    expect(called).toEqual(defined);
  });

  it('stands with no pages, and with a page that says nothing', () => {
    const empty = ledgerBrief({ documents: [] }, options);
    expect(empty.sections.map((s) => s.id)).toEqual(['sources']);
    expect(renderHtml(empty)).toContain('</html>');
    expect(renderMarkdown(empty)).toContain('# ');
  });

  it('cuts a paragraph without end down to what is cited', () => {
    const [document] = ledgerPages();
    document!.cleanedParagraphs.push(`${'字'.repeat(200_000)}`);
    document!.observations.push({
      ...document!.observations[0]!,
      id: 'far',
      indicator: '远处的数',
      start: 150_000,
      end: 150_004,
      textSpan: '字字字字',
    });
    const long = renderHtml(ledgerBrief({ documents: [document!], lexicon }, options));
    expect(long.length).toBeLessThan(60_000);
  });

  it('keeps hostile words readable', () => {
    expect(brief.sources.some((s) => s.outlet === HOSTILE)).toBe(true);
  });
});

import { describe, expect, it } from 'vitest';
import type { ReadDocument } from '../../../src/model/index.js';
import { policyMovement } from '../../../src/read/across/index.js';
import { processorTime } from '../../processor-time.js';
import { directed, goldAtHand, goldPages, lexicon, page } from './pages.js';

function agenda(
  date: string,
  titles: string[],
  themes: string[][] = [],
  org = '临江省工业和信息化厅',
): ReadDocument {
  return directed(
    page(`${org}${date}`, [`${date}要做好${titles.length}件事`, ...titles], {
      eventDates: [{ date, what: '会议' }],
      people: [{ name: '陈望', role: '厅长', org }],
    }),
    titles,
    themes,
  );
}

function told(documents: ReadDocument[]): Record<string, string> {
  return Object.fromEntries(
    policyMovement(documents, { lexicon })[0]!.lines.map((l) => [
      l.title,
      l.moments.map((m) => `${m.date.slice(0, 4)} ${m.state}`).join(', '),
    ]),
  );
}

describe('policy movement', () => {
  const first = ['稳住工业经济大盘', '补齐产业链短板', '推动企业上云用数'];
  const second = ['稳住工业经济大盘', '提升产业链供应链韧性', '培育专精特新企业'];
  const third = ['稳住工业经济大盘', '提升产业链供应链韧性和安全水平', '推动企业上云用数赋智'];

  it('tells kept, reworded, new, dropped and returned lines apart', () => {
    expect(
      told([agenda('2021-01-10', first), agenda('2022-01-10', second), agenda('2023-01-10', third)]),
    ).toEqual({
      稳住工业经济大盘: '2021 new, 2022 kept, 2023 kept',
      提升产业链供应链韧性和安全水平: '2022 new, 2023 reworded',
      补齐产业链短板: '2021 new, 2022 dropped',
      推动企业上云用数赋智: '2021 new, 2022 dropped, 2023 returned',
      培育专精特新企业: '2022 new, 2023 dropped',
    });
  });

  it('explains each match by what the two wordings share', () => {
    const [movement] = policyMovement([agenda('2022-01-10', second), agenda('2023-01-10', third)], {
      lexicon,
    });
    const line = movement!.lines.find((l) => l.title.startsWith('提升产业链'))!;
    const { match } = line.moments[1]!;
    expect(match!.shared).toEqual(['提升产业链供应链韧性']);
    expect(match!.score).toBeGreaterThan(0.5);
    expect(match!.why.zh).toContain('都说「提升产业链供应链韧性」');
    expect(match!.why.en).toContain('match');
  });

  it('gives every line of a page to one line of the page before at most', () => {
    const before = agenda('2022-01-10', ['建设产业集群', '建设创新中心', '稳定工业增长']);
    const after = agenda('2023-01-10', ['建设先进产业集群', '建设世界级产业集群', '稳定工业增长']);
    const lines = policyMovement([before, after], { lexicon })[0]!.lines;
    const continued = lines.filter((l) => l.title.includes('集群') && l.moments[0]!.date.startsWith('2022'));
    expect(continued).toHaveLength(1);
  });

  it('joins other words of one theme by the theme', () => {
    const themes = [['chain'], ['digital'], ['steady']];
    const before = agenda('2022-01-10', ['补短板锻长板', '上云用数', '稳增长'], themes);
    const after = agenda('2023-01-10', ['锻造长板强链', '智改数转用数', '稳住增长'], themes);
    const lines = policyMovement([before, after], { lexicon })[0]!.lines;
    expect(lines.map((l) => l.moments.map((m) => m.state))).toEqual([
      ['new', 'reworded'],
      ['new', 'reworded'],
      ['new', 'reworded'],
    ]);
  });

  it('never says that a page on one subject drops the others', () => {
    const single = agenda('2022-06-01', ['培育先进制造业集群']);
    const moves = told([agenda('2022-01-10', first), single, agenda('2023-01-10', first)]);
    expect(moves.补齐产业链短板).toBe('2022 new, 2023 kept');
  });

  it('does not compare one issuer with another, but a department with its house', () => {
    const movements = policyMovement(
      [
        agenda('2022-01-10', first, [], '工业和信息化部'),
        agenda('2023-01-10', first, [], '工业和信息化部规划司'),
        agenda('2023-02-10', first, [], '临江市工业和信息化局'),
      ],
      { lexicon },
    );
    expect(movements.map((m) => [m.issuer, m.pages.length])).toEqual([
      ['工业和信息化部', 2],
      ['临江市工业和信息化局', 1],
    ]);
  });

  it('leaves out undated pages', () => {
    const undated = { ...agenda('2022-01-10', first), eventDates: [] };
    expect(policyMovement([undated], { lexicon })).toEqual([]);
  });

  it.skipIf(!goldAtHand)('follows the lines of the labelled pages (skipped without ../shared)', () => {
    const moves = told(goldPages());
    expect(moves.健全产业科技创新体系).toBe('2022 new, 2023 reworded');
    expect(moves.推动工业高端化智能化绿色化发展).toMatch(/^2021 new, 2022 dropped, 2023 returned$/);
    expect(moves.促进工业经济稳定增长).toBe('2023 new');
  });

  it('sets long lists of many words side by side without waiting', () => {
    const list = (year: number) =>
      Array.from({ length: 300 }, (_, i) =>
        Array.from({ length: 40 }, (_, j) =>
          String.fromCharCode(0x4e00 + ((i * 97 + j * 31 + (j < 30 ? 0 : year * 13)) % 900)),
        ).join(''),
      );
    const pages = [2021, 2022, 2023].map((year) => agenda(`${year}-01-10`, list(year)));
    const begun = processorTime();
    const [movement] = policyMovement(pages, { lexicon, duplicates: [] });
    expect(processorTime() - begun).toBeLessThan(3_000);
    expect(movement!.lines).toHaveLength(300);
    expect(movement!.lines.every((l) => l.moments.length === 3)).toBe(true);
  });
});

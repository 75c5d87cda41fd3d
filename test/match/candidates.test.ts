import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  CandidateSearch,
  type Challenge,
  FIT_WEIGHTS,
  type Provider,
  searchTerms,
  TextIndex,
} from '../../src/match/index.js';

const provider = (id: string, extra: Partial<Provider> = {}): Provider => ({
  id,
  name: `企业${id}`,
  area: '440300',
  industry: 'C3484',
  products: '',
  capabilities: '',
  patents: '',
  titles: [],
  record: { won: 0, finished: 0, terminated: 0 },
  places: 1,
  group: null,
  ...extra,
});
const challenge = (extra: Partial<Challenge> = {}): Challenge => ({
  id: 'T1',
  kind: 'openChallenge',
  field: '未来制造',
  direction: '人形机器人',
  title: '高扭矩密度一体化关节',
  need: '面向人形机器人，研制谐波减速器与无框力矩电机一体化的关节模组',
  indicators: [],
  budget: null,
  publisher: '某部',
  applyUntil: null,
  published: null,
  industries: ['C3491'],
  area: null,
  titles: [],
  counted: null,
  ...extra,
});

describe('search terms', () => {
  it('pairs of Han characters, words of letters and digits whole', () => {
    expect(searchTerms('谐波减速器，ＡＢＢ RV-20E 轴')).toEqual([
      '谐波',
      '波减',
      '减速',
      '速器',
      'abb',
      'rv-20e',
      '轴',
    ]);
    expect(searchTerms('，。 ')).toEqual([]);
  });
});

describe('the index', () => {
  const texts = [['谐波减速器'], ['行星减速器'], ['无框力矩电机'], ['']];
  const index = new TextIndex(texts, [{ name: 'products', weight: 1 }]);
  const ranked = (words: string) => {
    const scores = new Float64Array(texts.length);
    const touched = new Uint32Array(texts.length);
    const query = index.query(words);
    const count = index.score(query, scores, touched);
    return [...touched.slice(0, count)].sort((a, b) => scores[b]! - scores[a]!);
  };

  it('finds the text with the rarer words first, and none that has no word', () => {
    expect(ranked('谐波减速器')).toEqual([0, 1]);
    expect(ranked('电机')).toEqual([2]);
    expect(ranked('飞机')).toEqual([]);
  });

  it('puts neighbouring pairs together again; what it explains adds up to the score', () => {
    const query = index.query('谐波减速器与电机');
    expect(index.explain(query, 0).map(({ words }) => words)).toEqual(['谐波减速器']);
    expect(query.absent).toEqual(['器与', '与电']);
    const scores = new Float64Array(texts.length);
    index.score(query, scores, new Uint32Array(texts.length));
    for (const text of texts.keys()) {
      const told = index.explain(query, text).reduce((sum, { points }) => sum + points, 0);
      expect(told).toBeCloseTo(scores[text]!, 6);
      expect(scores[text]! / query.ideal).toBeLessThanOrEqual(1);
    }
  });

  it('is that of a reckoning text by text (property)', () => {
    const word = fc.constantFrom('减速', '电机', '轴承', 'cnc', '控制', '，');
    const text = fc.array(word, { maxLength: 6 }).map((words) => words.join(' '));
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 8 }), text, (all, words) => {
        const made = new TextIndex(
          all.map((one) => [one]),
          [{ name: 'a', weight: 1 }],
        );
        const scores = new Float64Array(all.length);
        made.score(made.query(words), scores, new Uint32Array(all.length));
        const mean = all.reduce((sum, one) => sum + searchTerms(one).length, 0) / all.length;
        for (const [at, one] of all.entries()) {
          let expected = 0;
          for (const term of new Set(searchTerms(words))) {
            const count = (of: string) => searchTerms(of).filter((each) => each === term).length;
            if (count(one) === 0) continue;
            const holders = all.filter((each) => count(each) > 0).length;
            const idf = Math.log(1 + (all.length - holders + 0.5) / (holders + 0.5));
            const weight = count(one) / (0.4 + (0.6 * searchTerms(one).length) / mean);
            expected += (1 + Math.log(count(words))) * idf * (weight / (1.2 + weight));
          }
          expect(scores[at]).toBeCloseTo(expected, 6);
        }
      }),
    );
  });
});

describe('candidates', () => {
  const firms = [
    provider('a', { products: '谐波减速器、关节模组', industry: 'C3491' }),
    provider('b', { products: '无框力矩电机', titles: ['专精特新“小巨人”企业'], industry: 'C3812' }),
    provider('c', { products: '饮料', industry: 'C1520' }),
    provider('d', { products: '谐波减速器、关节模组', industry: 'C3491', places: 0 }),
  ];
  const search = new CandidateSearch(firms);

  it('each score is the sum of its terms, and says why', () => {
    const { candidates, filtered, gap } = search.find(challenge(), { count: 3 });
    expect(candidates.map((one) => firms[one.provider]!.id)).toEqual(['a', 'b']);
    for (const { score, terms } of candidates)
      expect(terms.reduce((sum, { points }) => sum + points, 0)).toBeCloseTo(score, 12);
    expect(candidates[0]!.terms.find(({ term }) => term === 'text')!.reason.zh).toContain('关节');
    expect(candidates[0]!.terms.find(({ term }) => term === 'industry')!.value).toBe(1);
    expect(candidates[1]!.terms.find(({ term }) => term === 'titles')!.value).toBe(0.85);
    expect(filtered).toEqual([
      { reason: { zh: '已无揭榜余量', en: 'no place left for another task' }, count: 1 },
    ]);
    expect(gap).toBeNull();
  });

  it('hard filters: area, titles, a filter of the caller', () => {
    const found = (asked: Challenge, options = {}) =>
      search.find(asked, { count: 9, ...options }).candidates.map((one) => firms[one.provider]!.id);
    expect(found(challenge({ area: '310000' }))).toEqual([]);
    expect(found(challenge({ area: '440000' })).sort()).toEqual(['a', 'b']);
    expect(found(challenge({ titles: ['小巨人'] }))).toEqual(['b']);
    const filter = (one: number) => (firms[one]!.id === 'a' ? { zh: '不合条件', en: 'not eligible' } : null);
    expect(found(challenge(), { filter })).toEqual(['b']);
  });

  it('says the gap where nobody can, with the nearest and what nobody has', () => {
    const asked = challenge({
      title: '可控核聚变第一壁',
      direction: '聚变能源',
      need: '研制第一壁钨铜材料，减速器除外',
    });
    const { gap, candidates } = search.find(asked, { count: 3 });
    expect(gap!.absent).toContain('聚变');
    expect(candidates.length).toBeGreaterThan(0);
    expect(gap!.reason.zh).toContain('缺口');
  });

  it('nearness along the chain counts half at most; weights can be set', () => {
    const closeness = (one: string, other: string) => (one === '34' && other === '38' ? 1 : 0);
    const { candidates } = search.find(challenge(), { count: 3, closeness });
    const values = candidates.map(({ terms }) => terms.find(({ term }) => term === 'industry')!.value);
    expect(Math.min(...values.filter((value) => value > 0))).toBe(0.5);
    const titles = search.find(challenge(), {
      count: 3,
      weights: { text: 0, industry: 0, record: 0, titles: 1, area: 0 },
    });
    expect(firms[titles.candidates[0]!.provider]!.id).toBe('b');
    expect(titles.candidates[0]!.score).toBeCloseTo(0.85 * titles.candidates[0]!.support, 12);
    expect(() => search.find(challenge(), { count: 3, weights: { ...FIT_WEIGHTS, text: -1 } })).toThrow(
      'text',
    );
  });

  it('a title says little for a firm whose texts do not answer the need', () => {
    const { candidates } = search.find(challenge(), { count: 9 });
    for (const { support, score, terms } of candidates) {
      const cover = terms[0]!.value;
      expect(support).toBeCloseTo(Math.min(1, cover / 0.36) ** 2, 12);
      const rest = terms.slice(1).reduce((sum, { weight, value }) => sum + weight * value, 0);
      expect(score).toBeCloseTo(terms[0]!.points + support * rest, 12);
    }
  });

  it('a challenge without words is refused', () => {
    expect(() => search.find(challenge({ title: '', direction: '', need: '。' }), { count: 3 })).toThrow(
      'T1',
    );
  });

  it('the order of firms does not matter', () => {
    const reversed = [...firms].reverse();
    const other = new CandidateSearch(reversed).find(challenge(), { count: 3 });
    expect(other.candidates.map((one) => reversed[one.provider]!.id)).toEqual(['a', 'b']);
  });
});

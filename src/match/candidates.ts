/** Who could solve a challenge: hard filters, then a score whose every term is shown. */
import { areaStem, type Bilingual, UserError } from '../model/index.js';
import type { Challenge } from './challenge.js';
import { type MatchedWords, TextIndex } from './text-index.js';

export interface Provider {
  id: string;
  name: string;
  /** GB/T 2260 code. */
  area: string | null;
  /** GB/T 4754-2017 code: C3484 or 3484. */
  industry: string | null;
  products: string;
  capabilities: string;
  patents: string;
  titles: readonly string[];
  /** Tasks taken up before, ended well or badly. */
  record: { won: number; finished: number; terminated: number };
  /** Tasks it could take up at once; 0 for none. */
  places: number;
  /** Firms of one group share a name here. */
  group: string | null;
}

/** Weights of the terms; they are divided by their sum. */
export interface FitWeights {
  text: number;
  industry: number;
  record: number;
  titles: number;
  area: number;
}

export const FIT_WEIGHTS: FitWeights = { text: 0.5, industry: 0.2, record: 0.1, titles: 0.1, area: 0.1 };

export type FitTerm = keyof FitWeights;

export interface CandidateTerm {
  term: FitTerm;
  weight: number;
  /** 0 to 1. */
  value: number;
  /** weight · value; of every term but the text, times the support of the candidate. */
  points: number;
  reason: Bilingual;
}

export interface Candidate {
  provider: number;
  score: number;
  /**
   * 0 to 1: how far the texts answer the need, the square of its cover over three times the least cover. Industry, record,
   * titles and area count in this proportion, for they say nothing of a firm that does something else.
   */
  support: number;
  terms: CandidateTerm[];
  /** Words of the challenge that the firm's texts have. */
  words: MatchedWords[];
}

export interface CandidateList {
  challenge: string;
  candidates: Candidate[];
  /** Firms that would have been among the best but for a filter, by its reason. */
  filtered: { reason: Bilingual; count: number }[];
  /** Nobody's texts cover enough of the need: what nobody has, and the candidates are the nearest only. */
  gap: { reason: Bilingual; absent: string[] } | null;
}

export interface CandidateOptions {
  count: number;
  weights?: FitWeights;
  /** Below this share of the need's words, weighted by rarity, a text does not count as an answer. */
  leastCover?: number;
  /** 0 to 1 between two divisions of GB/T 4754 (39, 34): how near they are along the chain, from an input–output table. */
  closeness?: (one: string, other: string) => number;
  /** A further filter, such as the conditions of a rulebook: null where the firm may, else the reason why not. */
  filter?: (provider: number, challenge: Challenge) => Bilingual | null;
}

/** What a title says of a firm's ability, 0 to 1; the best one counts. */
export const TITLE_VALUES: Readonly<Record<string, number>> = {
  单项冠军: 1,
  小巨人: 0.85,
  专精特新: 0.65,
  高新技术企业: 0.5,
  技术创新示范企业: 0.5,
  创新型: 0.4,
  科技型: 0.3,
};

const FIELDS = [
  { name: 'products', weight: 3 },
  { name: 'capabilities', weight: 2 },
  { name: 'patents', weight: 1.5 },
  { name: 'name', weight: 1 },
];
export const FIELD_NAMES: Readonly<Record<string, Bilingual>> = {
  products: { zh: '产品', en: 'products' },
  capabilities: { zh: '能力', en: 'capabilities' },
  patents: { zh: '专利', en: 'patents' },
  name: { zh: '名称', en: 'name' },
};
const LEAST_COVER = 0.12;

/** Firms made ready for many challenges: O(characters) once, then O(postings of the words) a challenge. */
export class CandidateSearch {
  readonly #providers: readonly Provider[];
  readonly #index: TextIndex;
  readonly #scores: Float64Array;
  readonly #touched: Uint32Array;
  readonly #codes: readonly (string | null)[];
  readonly #codeOf: Int32Array;
  readonly #titles: Float64Array;
  readonly #record: Float64Array;

  constructor(providers: readonly Provider[], index = new TextIndex(textsOf(providers), FIELDS)) {
    this.#providers = providers;
    this.#index = index;
    this.#scores = new Float64Array(providers.length);
    this.#touched = new Uint32Array(providers.length);
    const known = new Map<string | null, number>();
    this.#codeOf = Int32Array.from(providers, ({ industry }) => {
      const code = industry === null ? null : bareCode(industry);
      if (!known.has(code)) known.set(code, known.size);
      return known.get(code)!;
    });
    this.#codes = [...known.keys()];
    this.#titles = Float64Array.from(providers, ({ titles }) =>
      titles.reduce((best, title) => Math.max(best, titleValue(title)), 0),
    );
    this.#record = Float64Array.from(providers, ({ record }) => recordValue(record));
  }

  /** As the constructor, but others get their turn meanwhile: `pause` is awaited after every stretch of the work. */
  static async open(providers: readonly Provider[], pause: () => Promise<void>): Promise<CandidateSearch> {
    return new CandidateSearch(providers, await TextIndex.open(textsOf(providers), FIELDS, pause));
  }

  /** The best candidates, most first; ties by id. Throws `UserError` for contradictory options. */
  find(challenge: Challenge, options: CandidateOptions): CandidateList {
    const { count, leastCover = LEAST_COVER, closeness = () => 0, filter } = options;
    const weights = normalised(options.weights ?? FIT_WEIGHTS);
    const providers = this.#providers;
    const query = this.#index.query(needOf(challenge));
    if (query.pieces.length === 0)
      throw new UserError({
        zh: `任务 ${challenge.id} 没有可检索的需求文字`,
        en: `challenge ${challenge.id} has no words to search by`,
      });
    const scores = this.#scores;
    const touched = this.#index.score(query, scores, this.#touched);
    const industryOf = this.#codes.map((code) => industryValue(challenge.industries, code, closeness));
    const best = new BestFew(count, providers);
    const left = new Map<string, { reason: Bilingual; count: number }>();
    for (let at = 0; at < touched; at++) {
      const one = this.#touched[at]!;
      const cover = scores[one]! / query.ideal;
      scores[one] = 0;
      const total =
        weights.text * cover +
        supportOf(cover, leastCover) *
          (weights.industry * industryOf[this.#codeOf[one]!]!.value +
            weights.record * this.#record[one]! +
            weights.titles * this.#titles[one]! +
            weights.area * areaValue(challenge.area, providers[one]!.area));
      if (!best.wouldTake(one, total)) continue;
      const refused = builtInFilter(challenge, providers[one]!) ?? filter?.(one, challenge) ?? null;
      if (refused !== null) {
        const seen = left.get(refused.zh);
        if (seen) seen.count++;
        else left.set(refused.zh, { reason: refused, count: 1 });
        continue;
      }
      best.take(one, total, cover);
    }
    const candidates = best.all().map(({ provider, score, cover }): Candidate => {
      const industry = industryOf[this.#codeOf[provider]!]!;
      const one = providers[provider]!;
      const support = supportOf(cover, leastCover);
      const term = (name: FitTerm, value: number, reason: Bilingual): CandidateTerm => ({
        term: name,
        weight: weights[name],
        value,
        points: weights[name] * value * (name === 'text' ? 1 : support),
        reason,
      });
      const words = this.#index.explain(query, provider);
      const shown = words.slice(0, 5).map(({ words: phrase }) => phrase);
      return {
        provider,
        score,
        support,
        words,
        terms: [
          term('text', cover, {
            zh: `文字覆盖需求的 ${(100 * cover).toFixed(0)}%：${shown.join('、')}`,
            en: `texts cover ${(100 * cover).toFixed(0)} % of the need: ${shown.join(', ')}`,
          }),
          term('industry', industry.value, industry.reason),
          term('record', this.#record[provider]!, recordReason(one.record)),
          term('titles', this.#titles[provider]!, titleReason(one.titles)),
          term('area', areaValue(challenge.area, one.area), areaReason(challenge.area, one.area)),
        ],
      };
    });
    return {
      challenge: challenge.id,
      candidates,
      filtered: [...left.values()].sort((a, b) => b.count - a.count || (a.reason.zh < b.reason.zh ? -1 : 1)),
      gap: candidates.some(({ terms }) => terms[0]!.value >= leastCover)
        ? null
        : gapOf(candidates, query.absent, leastCover),
    };
  }
}

function textsOf(providers: readonly Provider[]): string[][] {
  return providers.map(({ products, capabilities, patents, name }) => [
    products,
    capabilities,
    patents,
    name,
  ]);
}

function supportOf(cover: number, leastCover: number): number {
  return leastCover > 0 ? Math.min(1, cover / (3 * leastCover)) ** 2 : 1;
}

function gapOf(candidates: readonly Candidate[], absent: readonly string[], leastCover: number) {
  const nearest = candidates[0]?.terms[0]?.value ?? 0;
  return {
    absent: [...absent],
    reason: {
      zh: `没有企业的文字覆盖需求的 ${(100 * leastCover).toFixed(0)}%（最近的为 ${(100 * nearest).toFixed(0)}%）：这是缺口，以下只是最接近的企业`,
      en: `no firm's texts cover ${(100 * leastCover).toFixed(0)} % of the need (the nearest ${(100 * nearest).toFixed(0)} %): this is a gap, the firms below are only the nearest`,
    },
  };
}

/** What a challenge asks, in one text: its title and direction count twice, as they name the thing. */
export function needOf({ title, direction, need, indicators }: Challenge): string {
  return [title, title, direction, need, ...indicators.map(({ name }) => name)].join('\n');
}

function builtInFilter({ area, titles, publisher }: Challenge, provider: Provider): Bilingual | null {
  if (provider.places === 0) return { zh: '已无揭榜余量', en: 'no place left for another task' };
  if (provider.name === publisher) return { zh: '即发榜单位', en: 'is the publisher' };
  if (area !== null && provider.area === null) return { zh: '地区不明', en: 'area unknown' };
  if (area !== null && !within(provider.area!, area))
    return { zh: '不在要求的地区', en: 'not in the area asked for' };
  if (titles.length > 0 && !titles.some((title) => provider.titles.some((held) => held.includes(title))))
    return {
      zh: `没有要求的称号（${titles.join('、')}）`,
      en: `holds none of the titles asked for (${titles.join(', ')})`,
    };
  return null;
}

/** 440300 lies in 440000 and in 100000. */
function within(code: string, area: string): boolean {
  return code.startsWith(areaStem(area));
}

function areaValue(wanted: string | null, has: string | null): number {
  if (wanted === null || has === null) return 0;
  return within(has, wanted) ? 1 : has.slice(0, 2) === wanted.slice(0, 2) ? 0.6 : 0;
}

function areaReason(wanted: string | null, has: string | null): Bilingual {
  if (wanted === null) return { zh: '任务不限地区', en: 'the task is open to any area' };
  if (has === null) return { zh: '企业地区不明', en: 'the area of the firm is unknown' };
  return within(has, wanted)
    ? { zh: '在要求的地区', en: 'in the area asked for' }
    : { zh: '不在要求的地区', en: 'outside the area asked for' };
}

/** Without its letter: C3484 -> 3484; a section stays a letter. */
function bareCode(code: string): string {
  return /^[A-T]\d/.test(code) ? code.slice(1) : code;
}

/** By the digits that two codes share: class 1, group 0.8, division 0.6; else nearness along the chain, 0.5 at most. */
function industryValue(
  wanted: readonly string[],
  code: string | null,
  closeness: (one: string, other: string) => number,
): { value: number; reason: Bilingual } {
  if (wanted.length === 0)
    return { value: 0, reason: { zh: '任务未限定行业', en: 'the task names no industry' } };
  if (code === null)
    return { value: 0, reason: { zh: '企业行业不明', en: 'the industry of the firm is unknown' } };
  let best = { value: 0, reason: { zh: `行业 ${code} 与任务不相关`, en: `industry ${code} is not related` } };
  for (const one of wanted) {
    const other = bareCode(one);
    let shared = 0;
    while (shared < Math.min(code.length, other.length) && code[shared] === other[shared]) shared++;
    const value = shared >= 4 ? 1 : shared === 3 ? 0.8 : shared === 2 ? 0.6 : 0;
    if (value > best.value)
      best = {
        value,
        reason: {
          zh: `行业 ${code} 与 ${one} 同属 ${code.slice(0, shared)}`,
          en: `industry ${code} and ${one} are both ${code.slice(0, shared)}`,
        },
      };
    if (value === 0) {
      const near = Math.max(0, Math.min(1, closeness(other.slice(0, 2), code.slice(0, 2)))) * 0.5;
      if (near > best.value)
        best = {
          value: near,
          reason: {
            zh: `行业 ${code} 与 ${one} 在产业链上相邻（${near.toFixed(2)}）`,
            en: `industry ${code} is near ${one} along the chain (${near.toFixed(2)})`,
          },
        };
    }
  }
  return best;
}

function titleValue(title: string): number {
  let best = 0;
  for (const [name, value] of Object.entries(TITLE_VALUES))
    if (title.includes(name)) best = Math.max(best, value);
  return best;
}

function titleReason(titles: readonly string[]): Bilingual {
  const named = titles.filter((title) => titleValue(title) > 0);
  return named.length === 0
    ? { zh: '未见相关称号', en: 'no title that counts' }
    : { zh: named.join('、'), en: named.join(', ') };
}

/** (won + ½ finished) / (all + 2): a firm without a record is at 0, one win of one at a third. */
function recordValue({ won, finished, terminated }: Provider['record']): number {
  return (won + finished / 2) / (won + finished + terminated + 2);
}

function recordReason({ won, finished, terminated }: Provider['record']): Bilingual {
  return won + finished + terminated === 0
    ? { zh: '无揭榜记录', en: 'no record of tasks' }
    : {
        zh: `曾揭榜：优胜 ${won}、完成 ${finished}、终止 ${terminated}`,
        en: `tasks before: ${won} won, ${finished} finished, ${terminated} terminated`,
      };
}

function normalised(weights: FitWeights): FitWeights {
  const entries = Object.entries(weights) as [FitTerm, number][];
  const sum = entries.reduce((total, [, weight]) => total + weight, 0);
  const bad = entries.find(([, weight]) => !(weight >= 0) || weight === Number.POSITIVE_INFINITY);
  if (bad || sum === 0)
    throw new UserError({
      zh: bad ? `权重 ${bad[0]} 应不小于 0，这里是 ${bad[1]}` : '权重不能全为 0',
      en: bad
        ? `the weight of ${bad[0]} should be at least 0, found ${bad[1]}`
        : 'the weights cannot all be 0',
    });
  return Object.fromEntries(entries.map(([term, weight]) => [term, weight / sum])) as unknown as FitWeights;
}

/** The best few so far, the worst of them first to go. */
class BestFew {
  readonly #few: { provider: number; score: number; cover: number }[] = [];
  readonly #count: number;
  readonly #providers: readonly Provider[];

  constructor(count: number, providers: readonly Provider[]) {
    this.#count = count;
    this.#providers = providers;
  }

  wouldTake(provider: number, score: number): boolean {
    const worst = this.#few.at(-1);
    return this.#few.length < this.#count || this.#before(provider, score, worst!);
  }

  take(provider: number, score: number, cover: number): void {
    let at = this.#few.length;
    while (at > 0 && this.#before(provider, score, this.#few[at - 1]!)) at--;
    this.#few.splice(at, 0, { provider, score, cover });
    if (this.#few.length > this.#count) this.#few.pop();
  }

  all() {
    return this.#few;
  }

  #before(provider: number, score: number, other: { provider: number; score: number }): boolean {
    if (score !== other.score) return score > other.score;
    return this.#providers[provider]!.id < this.#providers[other.provider]!.id;
  }
}

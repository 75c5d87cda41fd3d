/** Where a chain map has a gap: no known maker, no maker at home, one source. Each with its rule and its evidence. */
import type { Bilingual, Definition } from '../../model/index.js';
import { adjacency, type ChainMap } from './chain-map.js';

export type GapRule = 'noKnownMaker' | 'noHomeMaker' | 'oneSource';

/** `met`: there is the gap. `unknown`: the data do not say. `manualReview`: the data point to it without proving it. */
export type GapState = 'met' | 'unmet' | 'unknown' | 'manualReview' | 'notApplicable';

export interface GapFinding {
  node: number;
  rule: GapRule;
  state: GapState;
  why: Bilingual;
  /** What was held against the threshold; null where the rule has none or the data do not give it. */
  value: number | null;
  /** Where missing shares leave more than one value possible. */
  range: [low: number, high: number] | null;
  threshold: number | null;
  /** Actors by their index in the map. */
  evidence: number[];
}

export interface GapOptions {
  /** Whether an area lies in the home area; null where none is named, and the rule is not applied. */
  isHome: ((area: string) => boolean) | null;
  homeName: string | null;
  /** One source above this HHI of shares; default 0.4, the European Commission's (2021). */
  concentration?: number;
  /** Shares that add up to less than this leave the source of the rest unknown; default 0.98. */
  coverage?: number;
}

/**
 * The gaps of every node. A maker of a kind of a product is a maker of that product, not the other way round. An actor
 * with a stated share of 0 is none. Areas with shares are taken where the data have them, else firms' shares by area.
 */
export function chainGaps(map: ChainMap, options: GapOptions): GapFinding[] {
  const { concentration = 0.4, coverage = 0.98 } = options;
  const makers = makersOf(map);
  const at: number[][] = map.nodes.map(() => []);
  for (const [actor, { atNode }] of map.actors.entries()) if (atNode !== null) at[atNode]!.push(actor);
  const recorded = makers.filter((own) => own.length > 0).length;
  return map.nodes.flatMap((_, node): GapFinding[] => {
    const own = makers[node]!;
    return [
      noKnownMaker(node, own, recorded, map),
      noHomeMaker(node, own, map, options),
      oneSource(node, at[node]!, map, own, concentration, coverage),
    ];
  });
}

/** Actors of each node, those of its kinds included, by their index. */
export function makersOf(map: ChainMap): number[][] {
  const n = map.nodes.length;
  const own: number[][] = Array.from({ length: n }, () => []);
  for (const [at, { atNode, share }] of map.actors.entries())
    if (atNode !== null && share !== 0) own[atNode]!.push(at);
  const kinds = adjacency(map, 'isA', 'in');
  return own.map((actors, i) => {
    if (kinds.start[i] === kinds.start[i + 1]) return actors;
    const seen = new Set([i]);
    const all = new Set(actors);
    for (const at of seen)
      for (let k = kinds.start[at]!; k < kinds.start[at + 1]!; k++) {
        const kind = kinds.node[k]!;
        if (seen.has(kind)) continue;
        seen.add(kind);
        for (const actor of own[kind]!) all.add(actor);
      }
    return [...all];
  });
}

function finding(node: number, rule: GapRule, state: GapState, zh: string, en: string): GapFinding {
  return { node, rule, state, why: { zh, en }, value: null, range: null, threshold: null, evidence: [] };
}

function noKnownMaker(node: number, own: readonly number[], recorded: number, map: ChainMap): GapFinding {
  const total = map.nodes.length;
  if (recorded === 0)
    return finding(
      node,
      'noKnownMaker',
      'unknown',
      '图谱没有录入任何主体',
      'no actor at all is recorded in the map',
    );
  if (own.length === 0)
    return finding(
      node,
      'noKnownMaker',
      'met',
      `没有录入主体（全图 ${recorded}/${total} 个环节有）`,
      `no actor is recorded here (${recorded} of ${total} nodes have some)`,
    );
  const names = own.slice(0, 3).map((at) => map.actors[at]!.name);
  const found = finding(
    node,
    'noKnownMaker',
    'unmet',
    `已录入 ${own.length} 个主体：${names.join('、')}${own.length > 3 ? ' 等' : ''}`,
    `${own.length} actors are recorded: ${names.join(', ')}${own.length > 3 ? ' …' : ''}`,
  );
  return { ...found, evidence: [...own] };
}

function noHomeMaker(
  node: number,
  own: readonly number[],
  map: ChainMap,
  { isHome, homeName }: GapOptions,
): GapFinding {
  const rule = 'noHomeMaker';
  if (isHome === null)
    return finding(node, rule, 'notApplicable', '没有指定本地范围', 'no home area is named');
  if (own.length === 0) return finding(node, rule, 'unknown', '没有录入主体', 'no actor is recorded here');
  const home = own.filter((at) => {
    const { area } = map.actors[at]!;
    return area !== null && isHome(area);
  });
  const share = home.reduce((sum, at) => {
    const { kind, share: part } = map.actors[at]!;
    return kind === 'area' && part !== null ? sum + part : sum;
  }, 0);
  if (home.length > 0) {
    const names = home.slice(0, 3).map((at) => map.actors[at]!.name);
    const part = share > 0 ? { zh: `，份额 ${percent(share)}`, en: `, share ${percent(share)}` } : null;
    const found = finding(
      node,
      rule,
      'unmet',
      `${homeName ?? '本地'}有 ${home.length} 个主体：${names.join('、')}${home.length > 3 ? ' 等' : ''}${part?.zh ?? ''}`,
      `${home.length} actors in ${homeName ?? 'the home area'}: ${names.join(', ')}${home.length > 3 ? ' …' : ''}${part?.en ?? ''}`,
    );
    return { ...found, evidence: home, value: share > 0 ? share : null };
  }
  const unknown = own.filter((at) => {
    const { area } = map.actors[at]!;
    return area === null || isRemainder(area);
  });
  if (unknown.length > 0)
    return {
      ...finding(
        node,
        rule,
        'unknown',
        `${unknown.length} 个主体的所在地不明，其余都不在${homeName ?? '本地'}`,
        `the place of ${unknown.length} actors is unknown, none of the others is in ${homeName ?? 'the home area'}`,
      ),
      evidence: unknown,
    };
  return {
    ...finding(
      node,
      rule,
      'met',
      `已录入的 ${own.length} 个主体都不在${homeName ?? '本地'}`,
      `none of the ${own.length} recorded actors is in ${homeName ?? 'the home area'}`,
    ),
    evidence: [...own],
  };
}

interface SharesBySource {
  shares: number[];
  evidence: number[];
  by: 'area' | 'firm' | 'firmArea';
}

function oneSource(
  node: number,
  own: readonly number[],
  map: ChainMap,
  makers: readonly number[],
  threshold: number,
  coverage: number,
): GapFinding {
  const rule = 'oneSource';
  const found = sharesAt(own, map);
  if (found === null) {
    if (makers.length === 1)
      return {
        ...finding(
          node,
          rule,
          'manualReview',
          `只录入了一个主体（${map.actors[makers[0]!]!.name}），没有份额`,
          `only one actor is recorded (${map.actors[makers[0]!]!.name}), without a share`,
        ),
        threshold,
        evidence: [...makers],
      };
    return {
      ...finding(node, rule, 'unknown', '没有份额数据', 'no shares are recorded'),
      threshold,
      evidence: [...makers],
    };
  }
  const { shares, evidence, by } = found;
  const sum = shares.reduce((all, share) => all + share, 0);
  const scale = sum > 1 ? 1 / sum : 1;
  const known = shares.reduce((all, share) => all + (share * scale) ** 2, 0);
  const rest = Math.max(0, 1 - sum);
  // At least: the rest is spread over very many. At most: it is all one further source, or the largest one's.
  const largest = Math.max(...shares) * scale;
  const high = rest === 0 ? known : known - largest ** 2 + (largest + rest) ** 2;
  const complete = sum >= coverage;
  const value = complete ? known : null;
  const state = known > threshold ? 'met' : complete || high <= threshold ? 'unmet' : 'unknown';
  const name = {
    area: { zh: '国家或地区', en: 'areas' },
    firm: { zh: '企业', en: 'firms' },
    firmArea: { zh: '按所在地合计的企业', en: 'firms by area' },
  }[by];
  const interval = complete ? number(known) : `${number(known)}–${number(high)}`;
  const top = evidence
    .map((at) => map.actors[at]!)
    .sort((a, b) => b.share! - a.share!)
    .slice(0, 2)
    .map(({ name: actor, share }) => `${actor} ${percent(share!)}`);
  return {
    node,
    rule,
    state,
    why: {
      zh: `${name.zh}份额的 HHI 为 ${interval}，门槛 ${threshold}；${top.join('、')}${complete ? '' : `；份额只覆盖 ${percent(sum)}`}`,
      en: `HHI of shares by ${name.en} ${interval}, threshold ${threshold}; ${top.join(', ')}${complete ? '' : `; shares cover ${percent(sum)} only`}`,
    },
    value,
    range: complete ? null : [known, high],
    threshold,
    evidence,
  };
}

/** Own shares of a node: by area, else by firm put together by area, else by firm. Shares of kinds are of another whole. */
function sharesAt(own: readonly number[], map: ChainMap): SharesBySource | null {
  const areas: number[] = [];
  const firms: number[] = [];
  for (const at of own) {
    const { kind, share: part, name } = map.actors[at]!;
    if (part !== null && part > 0 && !isRemainder(name)) (kind === 'area' ? areas : firms).push(at);
  }
  const share = (at: number) => map.actors[at]!.share!;
  if (areas.length > 0) return { shares: areas.map(share), evidence: areas, by: 'area' };
  if (firms.length === 0) return null;
  if (firms.some((at) => map.actors[at]!.area === null))
    return { shares: firms.map(share), evidence: firms, by: 'firm' };
  const byArea = new Map<string, number>();
  for (const at of firms) {
    const area = map.actors[at]!.area!;
    byArea.set(area, (byArea.get(area) ?? 0) + share(at));
  }
  return { shares: [...byArea.values()], evidence: firms, by: 'firmArea' };
}

/** Several sources under one name, whose shares say nothing of any one source. */
export function isRemainder(name: string): boolean {
  return /^(?:其他|其它|其余|various|others?|rest of (?:the )?world|row)(?:国家|地区|企业|厂商| countries| areas| firms| companies)*$/i.test(
    name.trim(),
  );
}

function percent(share: number): string {
  return `${Number((100 * share).toFixed(1))}%`;
}

function number(value: number): string {
  return value.toFixed(2);
}

export const GAP_DEFINITIONS = {
  noKnownMaker: {
    name: { zh: '无已知生产者', en: 'no known maker' },
    definition: {
      zh: '该环节及其细类没有录入任何企业或地区；全图都没有主体时为不明',
      en: 'no firm or area is recorded at the node or at a kind of it; unknown where the whole map has none',
    },
    formula: '|makers| = 0',
    unit: '1',
    source: 'Ballast',
  },
  noHomeMaker: {
    name: { zh: '本地无生产者', en: 'no maker in the home area' },
    definition: {
      zh: '已录入的主体都有所在地，且都不在本地范围内；有主体所在地不明时为不明',
      en: 'the place of every recorded actor is known and none is in the home area; unknown where a place is missing',
    },
    formula: '|makers ∩ home| = 0',
    unit: '1',
    source: 'Ballast',
  },
  oneSource: {
    name: { zh: '来源单一', en: 'one source' },
    definition: {
      zh: '来源份额的赫芬达尔指数高于门槛；份额不全时给出可能的范围，范围跨过门槛为不明',
      en: 'the Herfindahl index of source shares is over the threshold; where shares are missing, its possible range, and unknown where the range crosses the threshold',
    },
    formula: 'HHI = Σ s² > τ',
    unit: '1',
    source: 'European Commission 2021 (τ = 0.4)',
  },
} as const satisfies Record<GapRule, Definition>;

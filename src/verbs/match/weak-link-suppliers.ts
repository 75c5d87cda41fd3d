// Suppliers for each weak link that the risk of a supply network points to, and who of them should take which.
import type { AddedLink, AddedLinks, Nearness } from '../../chain/index.js';
import { type Candidate, type Challenge, matchPartners, type PairValue } from '../../match/index.js';
import type { Bilingual } from '../../model/index.js';
import type { Codes } from '../../store/index.js';

const NEARNESS: Record<Nearness, Bilingual> = {
  sameCity: { zh: '同城', en: 'same city' },
  sameProvince: { zh: '同省', en: 'same province' },
  elsewhere: { zh: '省外', en: 'elsewhere' },
  unknown: { zh: '不详', en: 'unknown' },
};

/** Candidates from outside for a link that nobody inside can take. */
const OUTSIDE = 3;

export interface WeakLinks {
  /** By buyer and supplier now: the suppliers that could take a part of it. */
  weak: { buyer: number; from: number; proposals: AddedLink[] }[];
  /** By place in `weak`: the supplier that a stable matching gives it. */
  chosen: ReadonlyMap<number, number>;
  stable: boolean;
  gaps: (AddedLinks['gaps'][number] & { candidates: Candidate[] })[];
}

/**
 * What a supplier is worth to a link is the fall of the total risk; what the link is worth to a supplier is the order it
 * brings, as a share of its sales. Every supplier takes one link and every link one supplier, by a stable matching in
 * which links propose. Links that nobody inside can take are searched for among firms outside by their texts: `search` gives
 * the best of those for a need.
 */
export function weakLinkSuppliers(
  found: AddedLinks,
  firmOf: (number: number) => { name: string; sector: string },
  search: ((need: Challenge, count: number) => readonly Candidate[]) | null,
  { industries }: Codes,
): WeakLinks {
  const links = new Map<string, { buyer: number; from: number; proposals: typeof found.links }>();
  for (const link of found.links) {
    const key = `${link.buyer} ${link.from}`;
    const group = links.get(key) ?? { buyer: link.buyer, from: link.from, proposals: [] };
    group.proposals.push(link);
    links.set(key, group);
  }
  const weak = [...links.values()];
  const suppliers = [...new Set(found.links.map(({ to }) => to))];
  const pairs = weak.flatMap(({ proposals }, large) =>
    proposals.map(
      (link): PairValue => ({
        large,
        small: suppliers.indexOf(link.to),
        worthToLarge: -link.change,
        worthToSmall: link.order,
      }),
    ),
  );
  const matching = matchPartners({
    largePlaces: weak.map(() => 1),
    smallPlaces: suppliers.map(() => 1),
    pairs,
    proposing: 'large',
  });
  const chosen = new Map(matching.matches.map(({ large, small }) => [large, suppliers[small]!]));
  const industryName = (code: string) => {
    const found = industries.resolve(code);
    return found.status === 'resolved' ? found.name : code;
  };
  const gaps = found.gaps.map(({ buyer, supplier, ...gap }) => {
    const code = firmOf(supplier).sector;
    const need = industryName(code);
    const task: Challenge = {
      ...{ id: `${buyer} ${supplier}`, kind: 'largeFirm', field: '', direction: '', title: need, need },
      ...{ indicators: [], budget: null, publisher: firmOf(buyer).name, applyUntil: null, published: null },
      ...{ industries: [code], area: null, titles: [], counted: null },
    };
    const candidates =
      search === null
        ? []
        : search(task, OUTSIDE).filter(({ terms }) =>
            terms.some(({ term, value }) => term === 'industry' && value > 0),
          );
    return { buyer, supplier, ...gap, candidates };
  });
  return { weak, chosen, stable: matching.blocking === 0, gaps };
}

/** Why a supplier is proposed for a link. */
export function weakLinkReason({
  nearness,
  order,
  relative,
}: {
  nearness: Nearness;
  order: number;
  relative: number;
}): Bilingual {
  const percent = (share: number) => `${(100 * share).toPrecision(3)}%`;
  return {
    zh: `同行业，${NEARNESS[nearness].zh}，订单为其现有销售的 ${percent(order)}，总风险 ${percent(relative)}`,
    en: `same industry, ${NEARNESS[nearness].en}, the order is ${percent(order)} of its sales, total risk ${percent(relative)}`,
  };
}

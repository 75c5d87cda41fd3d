/** Random subjects whose values lie on, beside and far from the edges of a rulebook, or are not known. */
import fc from 'fast-check';
import type { Item, ItemCatalogue, Rulebook, Subject } from '../../src/assess/index.js';

const YEARS = [2021, 2022, 2023, 2024, 2025, 2026];
const WHOLES = [100, 1000, 6000];
const DAYS = [
  '2010-02-28',
  '2012-02-29',
  '2023-05-01',
  '2023-04-30',
  '2025-05-02',
  '2026-05-01',
  '2026-05-02',
];
const INDUSTRIES = [
  'C3484',
  '3484',
  'C39',
  'C',
  '39',
  'I6510',
  '6510',
  'F51',
  '5211',
  'K7010',
  '7020',
  'J66',
  'A01',
  '9',
  'S',
];

/** Every number that the rulebook writes. */
function edgesOf(rulebook: Rulebook): number[] {
  const edges = new Set<number>();
  const visit = (value: unknown) => {
    if (typeof value === 'number') edges.add(value);
    else if (Array.isArray(value)) value.forEach(visit);
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(visit);
  };
  visit([rulebook.criteria, rulebook.scores, rulebook.levels]);
  return [...edges];
}

function titlesOf(rulebook: Rulebook): string[] {
  const titles = new Set<string>(['别的称号']);
  const visit = (value: unknown) => {
    if (typeof value !== 'object' || value === null) return;
    for (const [key, inner] of Object.entries(value)) {
      if ((key === 'holds' || key === 'lacks') && Array.isArray(inner))
        for (const one of inner) titles.add(one);
      else visit(inner);
    }
  };
  visit([rulebook.criteria, rulebook.scores, rulebook.levels]);
  return [...titles];
}

/** Sure enough to be known that firms are told apart: each has its own share of values that are missing. */
export function anySubject(rulebooks: readonly Rulebook[], items: ItemCatalogue): fc.Arbitrary<Subject> {
  const edges = [...new Set(rulebooks.flatMap(edgesOf))];
  const titles = [...new Set(rulebooks.flatMap(titlesOf))];
  const near = fc.constantFrom(...edges, 0, 1, -1);
  const number = fc.oneof(
    { weight: 4, arbitrary: near },
    {
      weight: 4,
      arbitrary: fc.tuple(near, fc.constantFrom(...WHOLES)).map(([edge, whole]) => (edge * whole) / 100),
    },
    {
      weight: 2,
      arbitrary: fc
        .tuple(near, fc.constantFrom(-1e-6, 1e-6, -1e-13, 1e-13))
        .map(([edge, by]) => edge * (1 + by)),
    },
    { weight: 3, arbitrary: fc.constantFrom(...WHOLES) },
    { weight: 2, arbitrary: fc.double({ min: -100, max: 60_000, noNaN: true }) },
    { weight: 1, arbitrary: fc.constantFrom(0, -5) },
  );
  const anyValue = (item: Item): fc.Arbitrary<number | boolean | string> => {
    if (item.shape === 'flag') return fc.boolean();
    if (item.shape === 'date') return fc.constantFrom(...DAYS);
    if (item.shape === 'choice') return fc.constantFrom(...item.choices, '别的');
    return item.shape === 'text' ? fc.constantFrom('甲', '乙') : number;
  };
  const catalogue = [...items.values()];
  const day = fc.option(fc.constantFrom(...DAYS), { nil: null });
  const held = fc.record({ title: fc.constantFrom(...titles), from: day, to: day });
  const award = fc.record({
    level: fc.constantFrom('国家级', '省部级', '市级'),
    rank: fc.option(fc.integer({ min: 1, max: 6 }), { nil: null }),
    date: fc.constantFrom(...DAYS),
  });
  return fc.nat(4).chain((missing) => {
    const known = <T>(arbitrary: fc.Arbitrary<T>) =>
      missing === 0 ? arbitrary : fc.option(arbitrary, { nil: null, freq: 10 - 2 * missing });
    const single = fc.tuple(
      ...catalogue
        .filter(({ shape }) => shape !== 'yearly')
        .map((item) => known(anyValue(item)).map((value) => [item.id, value] as const)),
    );
    const yearly = fc.tuple(
      ...catalogue
        .filter(({ shape }) => shape === 'yearly')
        .map((item) =>
          fc.tuple(...YEARS.map(() => known(number))).map((values) => [item.id, values] as const),
        ),
    );
    return fc
      .record({
        single,
        yearly,
        industry: known(fc.constantFrom(...INDUSTRIES)),
        titles: known(fc.array(held, { maxLength: 3 })),
        awards: known(fc.array(award, { maxLength: 2 })),
      })
      .map(
        ({ single, yearly, industry, titles, awards }): Subject => ({
          name: '某企业',
          creditCode: null,
          area: '440300',
          industry,
          single: new Map(single.flatMap(([id, value]) => (value === null ? [] : [[id, value]]))),
          yearly: new Map(
            yearly.map(([id, values]) => [
              id,
              new Map(values.flatMap((value, at) => (value === null ? [] : [[YEARS[at]!, value]]))),
            ]),
          ),
          titles,
          awards,
          faults: [],
          origin: new Map(),
        }),
      );
  });
}

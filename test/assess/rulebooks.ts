/** Random small rulebooks over the shipped catalogue: conditions of every kind, nested, referring to each other. */
import fc from 'fast-check';
import type {
  Band,
  Basis,
  Condition,
  Criterion,
  Item,
  Quantity,
  Rulebook,
  Scoring,
} from '../../src/assess/index.js';
import { items } from './shipped.js';

const YEARLY: Basis[] = [
  'lastYear',
  'thisYear',
  'eachOfTwoYears',
  'eachOfThreeYears',
  'eitherOfTwoYears',
  'anyOfThreeYears',
  'sumOfTwoYears',
  'sumOfThreeYears',
  'sumOfFiveYears',
  'averageOfTwoYears',
  'averageOfThreeYears',
];
const GROWTH: Basis[] = [
  'growthOverOneYear',
  'compoundGrowthOverTwoYears',
  'averageGrowthOverTwoYears',
  'compoundGrowthOverThreeYears',
];
const EDGES = [-5, 0, 1, 3, 10, 60, 100, 1000];

const ofShape = (shape: Item['shape']) => [...items.values()].filter((item) => item.shape === shape);
const money = ofShape('yearly').filter((item) => item.unit === '万元');
const counted = ofShape('single').filter((item) => item.unit === '项');

function anyQuantity(bases: readonly Basis[]): fc.Arbitrary<{ quantity: Quantity; unit: string }> {
  const basis = fc.constantFrom(...bases);
  return fc.oneof(
    fc.record({ item: fc.constantFrom(...money), basis }).map(({ item, basis }) => ({
      quantity: { item: item.id, basis },
      unit: GROWTH.includes(basis) ? '%' : '万元',
    })),
    fc
      .record({
        item: fc.constantFrom(...money),
        per: fc.constantFrom(...money),
        basis: basis.filter((each) => !GROWTH.includes(each)),
      })
      .map(({ item, per, basis }) => ({ quantity: { item: item.id, per: per.id, basis }, unit: '%' })),
    fc.constantFrom(...counted).map((item) => ({ quantity: { item: item.id }, unit: '项' })),
    fc
      .constantFrom(...ofShape('date'))
      .map((item) => ({ quantity: { item: item.id, basis: 'yearsSince' as const }, unit: '年' })),
  );
}

const edge = fc.constantFrom(...EDGES);
const bounds = fc.oneof(
  edge.map((atLeast) => ({ atLeast })),
  edge.map((over) => ({ over })),
  edge.map((atMost) => ({ atMost })),
  edge.map((below) => ({ below })),
  fc
    .tuple(edge, edge)
    .filter(([low, high]) => low < high)
    .map(([over, atMost]) => ({ over, atMost })),
  fc
    .tuple(edge, edge)
    .filter(([low, high]) => low < high)
    .map(([atLeast, below]) => ({ atLeast, below })),
);

const flag = fc.constantFrom(...ofShape('flag').map(({ id }) => id));
const title = fc.constantFrom('专精特新', '小巨人', '高新技术企业');

const leaf: fc.Arbitrary<Condition> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc
      .tuple(anyQuantity([...YEARLY, ...GROWTH]), bounds)
      .map(([{ quantity, unit }, bound]) => ({ ...quantity, ...bound, unit })),
  },
  fc.record({ flag, is: fc.boolean() }),
  { weight: 2, arbitrary: fc.record({ declared: flag, is: fc.boolean() }) },
  fc.array(title, { minLength: 1, maxLength: 2 }).map((holds) => ({ holds })),
  title.map((lacks) => ({ lacks: [lacks] })),
  fc.record({
    industry: fc.array(fc.constantFrom('C', '39', 'C348', '65', 'J', '701'), { minLength: 1, maxLength: 3 }),
    except: fc.array(fc.constantFrom('3484', 'C39', '70'), { maxLength: 2 }),
  }),
  fc
    .record({
      level: fc.constantFrom('国家级', '省部级', '市级'),
      rankAtMost: fc.option(fc.constantFrom(1, 3), { nil: undefined }),
      withinYears: fc.constantFrom(1, 3),
    })
    .map(({ rankAtMost, ...award }) => ({ award: { ...award, ...(rankAtMost && { rankAtMost }) } })),
  fc.constantFrom(...ofShape('choice')).map((item) => ({ item: item.id, oneOf: item.choices.slice(0, 2) })),
  fc
    .subarray(['大型', '中型', '小型', '微型'], { minLength: 1, maxLength: 3 })
    .map((oneOf) => ({ level: { title: '企业规模', oneOf } })),
  fc.constant({ manual: true as const }),
);

function condition(references: readonly string[], scores: boolean): fc.Arbitrary<Condition> {
  return fc.letrec<{ node: Condition }>((tie) => ({
    node: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      leaf,
      ...(references.length > 0 ? [fc.constantFrom(...references).map((criterion) => ({ criterion }))] : []),
      ...(scores
        ? [
            fc
              .tuple(fc.constantFrom(undefined, 'one', 'two'), fc.constantFrom(5, 10, 15, 20))
              .map(([part, atLeast]) => ({ score: 'points', ...(part && { part }), atLeast })),
          ]
        : []),
      tie('node').map((not) => ({ not })),
      fc.array(tie('node'), { minLength: 1, maxLength: 3 }).map((all) => ({ all })),
      fc.array(tie('node'), { minLength: 1, maxLength: 3 }).map((any) => ({ any })),
    ),
  })).node;
}

const points = fc.constantFrom(0, 2, 5, 8, 10);

/** Bands that cover every value once. */
const bands = fc
  .tuple(
    fc.uniqueArray(edge, { minLength: 1, maxLength: 4 }),
    fc.array(points, { minLength: 5, maxLength: 5 }),
    fc.boolean(),
  )
  .map(([edges, given, upperIncluded]): Band[] => {
    const rising = edges.sort((a, b) => a - b);
    return Array.from({ length: rising.length + 1 }, (_, at) => {
      const [low, high] = [rising[at - 1], rising[at]];
      return {
        ...(low !== undefined && (upperIncluded ? { over: low } : { from: low })),
        ...(high !== undefined && (upperIncluded ? { to: high } : { below: high })),
        points: given[at]!,
      };
    });
  });

const scored = anyQuantity([...YEARLY.filter((basis) => !/^e|^any/.test(basis)), ...GROWTH]);
const plainScoring: fc.Arbitrary<Scoring> = fc.oneof(
  fc.record({ read: scored, bands }).map(({ read, bands }) => ({ ...read, bands })),
  fc
    .record({
      ways: fc.array(fc.record({ when: leaf, points }), { minLength: 1, maxLength: 4 }),
      rest: fc.option(points),
    })
    .map(({ ways, rest }) => ({ first: [...ways, ...(rest === null ? [] : [{ points: rest }])] })),
  fc.record({
    sum: fc.array(fc.record({ when: leaf, points }), { minLength: 1, maxLength: 4 }),
    cap: points,
  }),
  fc
    .record({ read: scored, every: fc.constantFrom(2, 3, 10), points: fc.constantFrom(1, 2.5), cap: points })
    .map(({ read, ...rest }) => ({ ...read, ...rest })),
  fc
    .record({
      read: scored,
      base: fc.oneof(edge, fc.constantFrom({ parameter: 'loaded' }, { parameter: 'open' })),
      lead: edge,
      weight: fc.oneof(points, fc.constant({ parameter: 'loaded' })),
    })
    .map(({ read, ...rest }) => ({ ...read, ...rest })),
  fc.constant({ manual: true as const }),
);
const scoring = fc.oneof(
  { weight: 5, arbitrary: plainScoring },
  {
    weight: 1,
    arbitrary: fc.array(plainScoring, { minLength: 1, maxLength: 3 }).map((bestOf) => ({ bestOf })),
  },
);

const text = { zh: '条', en: 'clause' };

function anyCriterion(id: string, references: readonly string[]): fc.Arbitrary<Criterion> {
  const rare = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 4 });
  return fc
    .record({
      condition: condition(references, true),
      only: fc.constantFrom(undefined, undefined, undefined, 'new' as const, 'review' as const),
      applies: fc.option(condition([], false), { nil: undefined, freq: 3 }),
      unless: fc.option(condition([], false), { nil: undefined, freq: 3 }),
      claimed: rare(fc.boolean()),
      confidence: fc.constantFrom('V1' as const, 'V1' as const, 'V2' as const, 'MEM' as const),
    })
    .map(({ condition, only, applies, unless, claimed, confidence }) => ({
      id,
      clause: '一',
      text,
      condition,
      ...(only && { only }),
      ...(applies && { applies }),
      ...(unless && { unless: { text, condition: unless } }),
      ...(claimed !== undefined && { claimed }),
      evidence: [],
      confidence,
    }));
}

/** With a pass rule, or with levels, or with both. */
export const anyRulebook: fc.Arbitrary<Rulebook> = fc
  .record({
    criteria: fc.tuple(
      anyCriterion('gate', []),
      anyCriterion('a', []),
      anyCriterion('b', ['a']),
      anyCriterion('c', ['a', 'b']),
    ),
    gated: fc.boolean(),
    pass: fc.option(condition(['a', 'b', 'c'], true)),
    levels: fc.array(condition(['a', 'b', 'c'], true), { maxLength: 3 }),
    entries: fc.array(
      fc.record({ scoring, part: fc.constantFrom('one', 'two'), most: fc.constantFrom(5, 10) }),
      {
        minLength: 1,
        maxLength: 4,
      },
    ),
    most: fc.constantFrom(8, 20),
  })
  .map(
    ({ criteria, gated, pass, levels, entries, most }): Rulebook => ({
      id: 'random',
      title: '随机',
      aliases: [],
      name: text,
      subject: 'enterprise',
      document: { name: '随机', part: null, number: '', issuer: '', issued: null },
      official: null,
      inForce: { from: '2020-01-01', to: null },
      supersedes: [],
      covers: [],
      area: '100000',
      status: 'current',
      confidence: 'V1',
      checked: '2026-11-21',
      owner: '',
      notes: [],
      needsOverlay: false,
      parameters: [
        { id: 'loaded', name: text, unit: '%', value: 7 },
        { id: 'open', name: text, unit: '%', value: null },
      ],
      gates: gated ? ['gate'] : [],
      criteria,
      scores: [
        {
          id: 'points',
          name: text,
          parts: [
            { id: 'one', name: text, most },
            { id: 'two', name: text, most: 20 },
          ],
          entries: entries.map((entry, at) => ({ id: `e${at}`, name: text, clause: '一', ...entry })),
        },
      ],
      pass,
      levels: levels.map((condition, at) => ({ id: `l${at}`, name: text, condition })),
      validityMonths: null,
      duties: [],
      source: { file: 'random.yaml', sha256: '0'.repeat(64), overlays: [] },
    }),
  );

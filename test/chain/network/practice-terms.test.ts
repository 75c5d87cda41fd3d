import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  economicSystemicRiskIndex,
  inputClasses,
  irreplaceability,
  type PRACTICE_RULES,
  type PracticeInput,
  practiceFindings,
  type SectorFacts,
} from '../../../src/chain/index.js';
import { anyNetwork, networkOf } from './small-networks.js';

// Ore (0) to steel (1, 2), chips (3) to boards (4), both to cars (5, 6).
const network = networkOf(
  7,
  [
    [0, 1, 10],
    [0, 2, 10],
    [1, 5, 20],
    [2, 6, 20],
    [3, 4, 5],
    [4, 5, 9],
    [4, 6, 9],
  ],
  ['ore', 'steel', 'steel', 'chip', 'board', 'car', 'car'],
);
const { classes } = inputClasses(network, [], { missing: 2 });
const risk = economicSystemicRiskIndex(network, classes, { leak: 0.3, stop: { rule: 'eps', eps: 1e-6 } });
const input: PracticeInput = { network, risk, classes };

const of = (given: PracticeInput, rule: keyof typeof PRACTICE_RULES, changed = {}) =>
  practiceFindings(given, changed).findings.filter((finding) => finding.rule === rule);

describe('practice terms', () => {
  it('断点: the chip maker hangs on the board maker, and nothing else parts the chain', () => {
    expect(of(input, 'partsTheChain', { cutOff: 1 })).toMatchObject([
      { term: 'breakPoint', subject: { kind: 'firm', firm: 4 }, state: 'met' },
    ]);
    expect(of(input, 'partsTheChain')).toEqual([]);
    expect(practiceFindings(input).counts.partsTheChain).toEqual({ unmet: 1 });
  });

  it('断点: a product that nobody on the list makes, once its share of imports is known', () => {
    const sectorFacts = new Map<string, SectorFacts>([
      ['lathe', { importShare: 0.8 }],
      ['resist', {}],
      ['steel', { importShare: 0.9 }],
    ]);
    const found = of({ ...input, sectorFacts }, 'noDomesticSeller');
    const state = (code: string) =>
      found.find(({ subject }) => subject.kind === 'sector' && subject.sector === code)!;
    expect(state('lathe').state).toBe('met');
    expect(state('resist')).toMatchObject({ state: 'unknown', missing: ['importShare'] });
    expect(state('steel').state).toBe('unmet');
    // Nobody sells cars in this network: that is no verdict on imports.
    expect(state('car')).toMatchObject({ state: 'unknown' });
  });

  it('堵点: unknown while use of capacity is, and it says so', () => {
    const found = of(input, 'constrainedNode');
    expect(found.length).toBeGreaterThan(0);
    for (const { state, missing } of found) {
      expect(state).toBe('unknown');
      expect(missing).toEqual(['capacityUse']);
    }
    const capacityUse = new Float64Array(7).fill(0.5);
    capacityUse[4] = 0.95;
    expect(of({ ...input, capacityUse }, 'constrainedNode')).toMatchObject([
      { subject: { kind: 'firm', firm: 4 }, state: 'met' },
    ]);
  });

  it('卡点: an essential input with one supplier and nobody to step in', () => {
    const inputs = of(input, 'soleEssentialSource').map(({ subject }) =>
      subject.kind === 'input' ? [subject.buyer, subject.supplier] : null,
    );
    expect(inputs).toEqual([
      [1, 0],
      [2, 0],
      [4, 3],
      [5, 4],
      [6, 4],
    ]);
    expect(of({ ...input, classes: null }, 'soleEssentialSource')[0]).toMatchObject({
      state: 'unknown',
      missing: ['inputClass'],
    });
  });

  it('卡脖子 and 强链 need figures from outside; zero is a value', () => {
    const sectorFacts = new Map<string, SectorFacts>([
      [
        'chip',
        {
          importHerfindahl: 0.6,
          importsOverExports: 2,
          worldExportHerfindahl: 0.5,
          complexityPercentile: 0.9,
          largestSourceShare: 0.7,
        },
      ],
      ['steel', { backwardLinkage: 1.2, forwardLinkage: 1.1, revealedComparativeAdvantage: 0 }],
      ['board', { backwardLinkage: 1.2, forwardLinkage: 1.1, revealedComparativeAdvantage: 2 }],
    ]);
    const states = (rule: keyof typeof PRACTICE_RULES) =>
      Object.fromEntries(
        of({ ...input, sectorFacts }, rule).map(({ subject, state }) => [
          subject.kind === 'sector' ? subject.sector : '',
          state,
        ]),
      );
    expect(states('foreignStranglehold')).toMatchObject({ chip: 'met', steel: 'unknown' });
    expect(states('strongOnAllSides')).toMatchObject({ steel: 'unmet', board: 'met', chip: 'unknown' });
  });

  it('链主 is never granted: the rest is for experts', () => {
    const found = of(input, 'leadsItsChain', { riskPercentile: 0.5, soleSourceLinks: 2 });
    expect(found.length).toBeGreaterThan(0);
    for (const { state } of found) expect(state).toBe('manualReview');
    expect(of({ ...input, risk: null }, 'leadsItsChain').every(({ state }) => state === 'unknown')).toBe(
      true,
    );
  });

  it('σ is what others of the market cannot make good', () => {
    // Strengths 10, 30, 60 in one market: 10/90, 30/70, and 60/40 above 1.
    const one = networkOf(
      4,
      [
        [0, 3, 10],
        [1, 3, 30],
        [2, 3, 60],
      ],
      ['a', 'a', 'a', 'b'],
    );
    expect([...irreplaceability(one)]).toEqual([10 / 90, 30 / 70, 1, 0]);
    expect([...irreplaceability(one, null)]).toEqual([1, 1, 1, 1]);
  });

  it('every finding follows from its criteria, and every subject is counted once', () => {
    fc.assert(
      fc.property(anyNetwork(), (any) => {
        const { findings, counts } = practiceFindings({ network: any, risk: null, classes: null });
        for (const { criteria, state, missing } of findings) {
          expect(criteria.filter((one) => one.state === 'unknown').map((one) => one.measure)).toEqual(
            missing,
          );
          if (criteria.some((one) => one.state === 'unmet')) expect(state).toBe('unmet');
          else if (missing.length > 0) expect(state).toBe('unknown');
        }
        const sectors = Object.values(counts.strongOnAllSides).reduce((a, b) => a + b, 0);
        expect(sectors).toBe(any.sectors.length);
      }),
      { seed: 29, numRuns: 100 },
    );
  });
});

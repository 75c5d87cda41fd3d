/**
 * One fact with all who state it. Copies of a page are no second witness. Values that differ follow one another as
 * vintages or stand side by side as a contradiction, as `relateValues` has it.
 */
import {
  type Bound,
  compareText,
  type FigureKind,
  type Observation,
  type ReadDocument,
  relateValues,
  releasedOn,
  type Scope,
  sha256,
  spokenOn,
  type Valued,
  valueInterval,
} from '../../model/index.js';
import { groupBy } from './grouping.js';
import { type FactKey, Normaliser } from './indicator.js';
import { type AcrossLexicon, acrossLexicon } from './lexicon.js';
import { type DuplicateGroup, nearDuplicates, representatives } from './near-duplicates.js';
import { type Citation, CitedPage, inTimeOrder } from './pages.js';

/** One place where a page states a fact. */
export interface Mention extends Citation {
  observation: string;
  textSpan: string;
  clause: string;
  value: number;
  bound: Bound | null;
  approx: boolean;
  periodInferred: boolean;
  /** The day the page speaks of, null where unknown. */
  said: string | null;
  /** The day the page made it known, null where unknown. */
  released: string | null;
  outlet: string | null;
  /** SHA-256 of the page that this page copies. */
  copyOf: string | null;
}

/**
 * `current`: the value that stands. `superseded`: a later release revises it. `disputed`: others stand beside it that
 * no revision explains.
 */
export type Standing = 'current' | 'superseded' | 'disputed';

/** One value given for a fact, by one or many; `low` to `high` is what all of them allow, `released` the first day. */
export interface Statement extends Valued {
  standing: Standing;
  approx: boolean;
  /** As the most precise mention writes it. */
  textSpan: string;
  mentions: Mention[];
  /** Pages that are no copies of each other. */
  independent: number;
}

export interface Fact {
  id: string;
  key: FactKey;
  indicator: string;
  unit: string;
  kind: FigureKind;
  baseKind: FigureKind | null;
  period: string | null;
  scope: Scope;
  comparator: string | null;
  /** What stands before what is superseded; of equals the best supported first, then the later said. */
  statements: Statement[];
  /** The same page gives other values under the same name: it speaks of something that its words alone do not tell apart. */
  ambiguous: boolean;
}

export interface ConsolidateOptions {
  lexicon?: AcrossLexicon;
  duplicates?: readonly DuplicateGroup[];
}

interface Interval {
  low: number;
  high: number;
}

interface Sighting {
  observation: Observation;
  mention: Mention;
  interval: Interval;
  key: FactKey;
  /** The page, or the page it copies. */
  witness: string;
}

/** Pages contradict each other. */
export function isConflict(fact: Fact): boolean {
  return fact.statements.some((s) => s.standing === 'disputed');
}

/** A later release has revised an earlier one. */
export function isRevised(fact: Fact): boolean {
  return fact.statements.some((s) => s.standing === 'superseded');
}

/** Facts in the order in which they are first stated. */
export function consolidate(documents: readonly ReadDocument[], options: ConsolidateOptions = {}): Fact[] {
  const copies = representatives(options.duplicates ?? nearDuplicates(documents));
  const ordered = inTimeOrder(documents);
  const normaliser = new Normaliser(
    options.lexicon ?? acrossLexicon({}),
    ordered.flatMap((d) => d.observations.flatMap((o) => o.scope.industry ?? [])),
  );
  const sightings: Sighting[] = [];
  for (const document of ordered) {
    const page = new CitedPage(document);
    const witness = copies.get(document.sha256) ?? document.sha256;
    for (const observation of document.observations) {
      const key = normaliser.key(observation);
      const mention = mentionOf(page, observation, witness);
      sightings.push({ observation, key, witness, mention, interval: allowed(document, observation) });
    }
  }
  return [...groupBy(sightings, identity)].flatMap(([id, same]) => factsOf(id, same));
}

function allowed(document: ReadDocument, observation: Observation): Interval {
  const { start, end, textSpan: quote } = observation;
  const [low, high] = valueInterval({
    ...observation,
    source: { kind: 'page', document: document.sha256, start, end, quote },
  });
  return { low, high };
}

/** A fact without period, or named by nothing but its kind, is not known to be any other page's. */
function identity({ key, witness }: Sighting): string {
  return keyText(key) + (key.period === '' || key.indicator === '' ? `|${witness}` : '');
}

function mentionOf(page: CitedPage, observation: Observation, witness: string): Mention {
  const { document } = page;
  return {
    ...page.cite(observation),
    observation: observation.id,
    textSpan: observation.textSpan,
    clause: observation.clause,
    value: observation.value,
    bound: observation.bound,
    approx: observation.approx,
    periodInferred: observation.periodInferred ?? false,
    said: spokenOn(document),
    released: releasedOn(document),
    outlet: document.outlet,
    copyOf: witness === document.sha256 ? null : witness,
  };
}

function factsOf(id: string, sightings: readonly Sighting[]): Fact[] {
  const apart = new Set<string>();
  for (const [witness, own] of groupBy(sightings, (s) => s.witness))
    for (const page of groupBy(own, (s) => s.mention.document).values())
      if (clusters(page).length > 1) apart.add(witness);
  const facts: Fact[] = [];
  const common = sightings.filter((s) => !apart.has(s.witness));
  if (common.length > 0) facts.push(fact(id, clusters(common), false));
  for (const witness of apart)
    for (const cluster of clusters(sightings.filter((s) => s.witness === witness)))
      facts.push(fact(`${id}|${witness}|${cluster.members[0]!.observation.value}`, [cluster], true));
  return facts;
}

interface Cluster {
  members: Sighting[];
  /** What all of them allow. */
  common: Interval;
}

/** Sightings whose intervals all meet, the most precise first. */
function clusters(sightings: readonly Sighting[]): Cluster[] {
  const found: Cluster[] = [];
  const width = (s: Sighting) => s.interval.high - s.interval.low;
  for (const sighting of [...sightings].sort((a, b) => width(a) - width(b))) {
    const { low, high } = sighting.interval;
    const home = found.find(({ common }) => common.low <= high && low <= common.high);
    if (home === undefined) found.push({ members: [sighting], common: { low, high } });
    else {
      home.members.push(sighting);
      home.common.low = Math.max(home.common.low, low);
      home.common.high = Math.min(home.common.high, high);
    }
  }
  return found;
}

function fact(id: string, groups: readonly Cluster[], ambiguous: boolean): Fact {
  const all = groups.flatMap((g) => g.members);
  const name = wording(all);
  return {
    id: `f${sha256(id).slice(0, 16)}`,
    key: all[0]!.key,
    indicator: name.indicator,
    unit: name.unit,
    kind: name.kind,
    baseKind: name.baseKind ?? null,
    period: name.period,
    scope: name.scope,
    comparator: name.comparator,
    statements: statementsOf(groups),
    ambiguous,
  };
}

function statementsOf(groups: readonly Cluster[]): Statement[] {
  const made = groups.map(statement);
  const revises = (later: Statement, earlier: Statement) =>
    relateValues(later, earlier) === 'vintage' && compareText(later.released!, earlier.released!) > 0;
  for (const earlier of made)
    if (made.some((later) => revises(later, earlier))) earlier.standing = 'superseded';
  const standing = made.filter((s) => s.standing !== 'superseded');
  if (standing.length > 1) for (const one of standing) one.standing = 'disputed';
  return made.sort(byWeight);
}

function statement({ members, common }: Cluster): Statement {
  const precise = members[0]!;
  return {
    standing: 'current',
    value: precise.observation.value,
    bound: precise.observation.bound,
    approx: precise.observation.approx,
    textSpan: precise.observation.textSpan,
    low: common.low,
    high: common.high,
    released: members.reduce<string | null>(
      (first, { mention: { released } }) =>
        first === null || (released !== null && released < first) ? released : first,
      null,
    ),
    mentions: members
      .map((s) => s.mention)
      .sort(
        (a, b) =>
          Number(a.copyOf !== null) - Number(b.copyOf !== null) ||
          compareText(a.said ?? '9999', b.said ?? '9999') ||
          compareText(a.document, b.document) ||
          a.start - b.start,
      ),
    independent: new Set(members.map((s) => s.witness)).size,
  };
}

function byWeight(a: Statement, b: Statement): number {
  const latest = (s: Statement) =>
    s.mentions.reduce((day, m) => (compareText(m.said ?? '', day) > 0 ? m.said! : day), '');
  const passed = (s: Statement) => Number(s.standing === 'superseded');
  return (
    passed(a) - passed(b) ||
    b.independent - a.independent ||
    compareText(latest(b), latest(a)) ||
    a.value - b.value
  );
}

/** The observation whose wording most mentions use; of equals the longest name, which says most. */
function wording(sightings: readonly Sighting[]): Observation {
  const uses = new Map<string, number>();
  for (const s of sightings) uses.set(s.observation.indicator, (uses.get(s.observation.indicator) ?? 0) + 1);
  return [...sightings].sort(
    (a, b) =>
      uses.get(b.observation.indicator)! - uses.get(a.observation.indicator)! ||
      b.observation.indicator.length - a.observation.indicator.length ||
      compareText(a.observation.indicator, b.observation.indicator),
  )[0]!.observation;
}

function keyText(key: FactKey): string {
  return [
    key.indicator,
    key.unit,
    key.kind,
    key.period,
    key.region,
    key.industry,
    key.group,
    key.comparator,
  ].join('|');
}

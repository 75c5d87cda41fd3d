/** One fact with all who state it. Copies of a page are no second witness; values that differ stand side by side. */
import {
  type Bound,
  type FigureKind,
  type Observation,
  type ReadDocument,
  type Scope,
  sha256,
} from '../../model/index.js';
import { groupBy } from './grouping.js';
import { type FactKey, Normaliser } from './indicator.js';
import { type AcrossLexicon, acrossLexicon } from './lexicon.js';
import { type DuplicateGroup, nearDuplicates, representatives } from './near-duplicates.js';
import { type Citation, CitedPage, compareText, inTimeOrder, pageDate } from './pages.js';
import { type Interval, interval, overlap } from './rounding.js';

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
  outlet: string | null;
  /** SHA-256 of the page that this page copies. */
  copyOf: string | null;
}

/** One value given for a fact, by one or many. */
export interface Statement extends Interval {
  value: number;
  bound: Bound | null;
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
  /** Best supported first, then the later said. More than one: pages contradict each other. */
  statements: Statement[];
  /** The same page gives other values under the same name: it speaks of something that its words alone do not tell apart. */
  ambiguous: boolean;
}

export interface ConsolidateOptions {
  lexicon?: AcrossLexicon;
  duplicates?: readonly DuplicateGroup[];
}

interface Sighting {
  observation: Observation;
  mention: Mention;
  interval: Interval;
  key: FactKey;
  /** The page, or the page it copies. */
  witness: string;
}

export function isConflict(fact: Fact): boolean {
  return fact.statements.length > 1;
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
      sightings.push({ observation, key, witness, mention, interval: interval(observation) });
    }
  }
  return [...groupBy(sightings, identity)].flatMap(([id, same]) => factsOf(id, same));
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
    said: pageDate(document),
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
      facts.push(fact(`${id}|${witness}|${cluster[0]!.observation.value}`, [cluster], true));
  return facts;
}

/** Sightings whose intervals all meet, the most precise first. */
function clusters(sightings: readonly Sighting[]): Sighting[][] {
  const found: { members: Sighting[]; common: Interval }[] = [];
  const width = (s: Sighting) => s.interval.high - s.interval.low;
  for (const sighting of [...sightings].sort((a, b) => width(a) - width(b))) {
    const home = found.find((c) => overlap(c.common, sighting.interval));
    if (home === undefined) found.push({ members: [sighting], common: { ...sighting.interval } });
    else {
      home.members.push(sighting);
      home.common.low = Math.max(home.common.low, sighting.interval.low);
      home.common.high = Math.min(home.common.high, sighting.interval.high);
    }
  }
  return found.map((c) => c.members);
}

function fact(id: string, groups: Sighting[][], ambiguous: boolean): Fact {
  const all = groups.flat();
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
    statements: groups.map(statement).sort(byWeight),
    ambiguous,
  };
}

function statement(members: readonly Sighting[]): Statement {
  const precise = members[0]!;
  return {
    value: precise.observation.value,
    bound: precise.observation.bound,
    approx: precise.observation.approx,
    textSpan: precise.observation.textSpan,
    low: precise.interval.low,
    high: precise.interval.high,
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
  return b.independent - a.independent || compareText(latest(b), latest(a)) || a.value - b.value;
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

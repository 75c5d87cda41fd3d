/** What criteria, scores and the outcome of a rulebook ask of each other. */
import type { YamlFault, YamlPath } from '../model/index.js';
import type { Condition, Criterion, Rulebook, Scoring } from './rulebook.js';

/** Criteria, and scores whose entries ask for criteria, that in the end ask for themselves. */
export function referenceCircles(rulebook: Rulebook): YamlFault[] {
  const faults: YamlFault[] = [];
  const asks = new Map<string, { to: Set<string>; path: YamlPath }>();
  const gates = new Set(rulebook.gates);
  for (const criterion of rulebook.criteria) {
    const { id } = criterion;
    const path = [gates.has(id) ? 'gates' : 'criteria', id];
    asks.set(`criterion ${id}`, { to: new Set(asked(criterion)), path });
  }
  for (const table of rulebook.scores) {
    const to = new Set(table.entries.flatMap(({ scoring }) => scoringReferences(scoring)));
    asks.set(`score ${table.id}`, { to, path: ['scores', table.id] });
  }
  const done = new Set<string>();
  const visit = (node: string, route: string[]): void => {
    if (done.has(node)) return;
    const start = route.indexOf(node);
    if (start >= 0) {
      const circle = [...route.slice(start), node].map((name) => name.split(' ')[1]).join(' → ');
      faults.push({
        path: asks.get(node)!.path,
        reason: { zh: `条件互相引用，成了循环：${circle}`, en: `a circle of references: ${circle}` },
      });
      return;
    }
    for (const next of asks.get(node)?.to ?? []) visit(next, [...route, node]);
    done.add(node);
  };
  for (const node of asks.keys()) visit(node, []);
  return faults;
}

/** Ids of criteria that neither a gate, nor `pass`, nor a level comes to: they are shown and decide nothing. */
export function idleCriteria(rulebook: Rulebook): string[] {
  const counted = new Set<string>();
  const count = (names: readonly string[]): void => {
    for (const name of names) {
      if (counted.has(name)) continue;
      counted.add(name);
      const criterion = rulebook.criteria.find(({ id }) => name === `criterion ${id}`);
      if (criterion) count(asked(criterion));
      const table = rulebook.scores.find(({ id }) => name === `score ${id}`);
      if (table) count(table.entries.flatMap(({ scoring }) => scoringReferences(scoring)));
    }
  };
  count(rulebook.gates.map((id) => `criterion ${id}`));
  if (rulebook.pass) count(references(rulebook.pass));
  count(rulebook.levels.flatMap(({ condition }) => references(condition)));
  return rulebook.criteria.map(({ id }) => id).filter((id) => !counted.has(`criterion ${id}`));
}

/** What a criterion asks for, its exception and those it is for included. */
function asked({ condition, applies, unless }: Criterion): string[] {
  return [condition, ...(applies ? [applies] : []), ...(unless ? [unless.condition] : [])].flatMap(
    references,
  );
}

function references(condition: Condition): string[] {
  if ('all' in condition) return condition.all.flatMap(references);
  if ('any' in condition) return condition.any.flatMap(references);
  if ('not' in condition) return references(condition.not);
  if ('criterion' in condition) return [`criterion ${condition.criterion}`];
  if ('score' in condition) return [`score ${condition.score}`];
  return [];
}

function scoringReferences(scoring: Scoring): string[] {
  if ('bestOf' in scoring) return scoring.bestOf.flatMap(scoringReferences);
  if ('first' in scoring) return scoring.first.flatMap(({ when }) => (when ? references(when) : []));
  if ('sum' in scoring) return scoring.sum.flatMap(({ when }) => references(when));
  return [];
}

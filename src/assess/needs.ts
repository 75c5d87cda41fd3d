/** What a rulebook asks of a subject: items with their years, titles, awards, the industry. For templates and papers. */
import type { Application, Basis, Condition, Item, Quantity, Rulebook, Scoring } from './rulebook.js';

export interface Needs {
  /** In the order of the catalogue; no years for what has one value. */
  items: { item: Item; years: number[] }[];
  /** Short titles that a condition asks for, in the order in which they come. */
  titles: string[];
  awards: boolean;
  industry: boolean;
}

const YEARS_BACK: Record<Basis, readonly number[]> = {
  asOf: [],
  yearsSince: [],
  thisYear: [0],
  lastYear: [1],
  eachOfTwoYears: [2, 1],
  eitherOfTwoYears: [2, 1],
  sumOfTwoYears: [2, 1],
  averageOfTwoYears: [2, 1],
  growthOverOneYear: [2, 1],
  eachOfThreeYears: [3, 2, 1],
  anyOfThreeYears: [3, 2, 1],
  sumOfThreeYears: [3, 2, 1],
  averageOfThreeYears: [3, 2, 1],
  compoundGrowthOverTwoYears: [3, 1],
  averageGrowthOverTwoYears: [3, 2, 1],
  compoundGrowthOverThreeYears: [4, 1],
  sumOfFiveYears: [5, 4, 3, 2, 1],
};

/**
 * What the rulebooks together ask for on a day. `levelOf` gives the rulebook of a title that a condition grades by
 * (企业规模), null where there is none.
 */
export function needsOf(
  rulebooks: readonly Rulebook[],
  items: ReadonlyMap<string, Item>,
  { on, application }: { on: string; application: Application },
  levelOf: (title: string) => Rulebook | null = () => null,
): Needs {
  const year = Number(on.slice(0, 4));
  const years = new Map<string, Set<number>>();
  const titles: string[] = [];
  const seen = new Set<string>();
  let awards = false;
  let industry = false;
  const ask = (id: string, basis: Basis | undefined) => {
    const own = years.get(id) ?? new Set<number>();
    years.set(id, own);
    if (items.get(id)?.shape !== 'yearly') return;
    for (const back of YEARS_BACK[basis ?? 'lastYear']) own.add(year - back);
  };
  const quantity = ({ item, per, basis }: Quantity) => {
    ask(item, basis);
    if (per !== undefined) ask(per, basis);
  };
  const condition = (one: Condition): void => {
    if ('all' in one) one.all.forEach(condition);
    else if ('any' in one) one.any.forEach(condition);
    else if ('not' in one) condition(one.not);
    else if ('oneOf' in one) ask(one.item, undefined);
    else if ('item' in one) quantity(one);
    else if ('flag' in one) ask(one.flag, undefined);
    else if ('declared' in one) ask(one.declared, undefined);
    else if ('industry' in one) industry = true;
    else if ('award' in one) awards = true;
    else if ('level' in one) {
      const other = levelOf(one.level.title);
      if (other !== null) book(other);
    } else if ('holds' in one || 'lacks' in one)
      for (const title of 'holds' in one ? one.holds : one.lacks)
        if (!titles.includes(title)) titles.push(title);
  };
  const scoring = (one: Scoring): void => {
    if ('quantity' in one) quantity(one.quantity);
    else if ('first' in one) for (const { when } of one.first) when && condition(when);
    else if ('sum' in one) for (const { when } of one.sum) condition(when);
    else if ('bestOf' in one) one.bestOf.forEach(scoring);
  };
  const book = (rulebook: Rulebook): void => {
    if (seen.has(rulebook.id)) return;
    seen.add(rulebook.id);
    for (const criterion of rulebook.criteria) {
      if (criterion.only !== undefined && criterion.only !== application) continue;
      condition(criterion.condition);
      if (criterion.applies) condition(criterion.applies);
      if (criterion.unless) condition(criterion.unless.condition);
    }
    for (const { entries } of rulebook.scores) for (const entry of entries) scoring(entry.scoring);
    if (rulebook.pass) condition(rulebook.pass);
    for (const level of rulebook.levels) condition(level.condition);
  };
  rulebooks.forEach(book);
  return {
    items: [...items.values()]
      .filter(({ id }) => years.has(id))
      .map((item) => ({ item, years: [...years.get(item.id)!].sort((a, b) => a - b) })),
    titles,
    awards,
    industry,
  };
}

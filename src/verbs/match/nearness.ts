// How near two divisions of GB/T 4754 are along the chain, by an input–output table.
import type { IoTable } from '../../chain/index.js';
import type { Bilingual } from '../../model/index.js';
import type { Codes } from '../../store/index.js';

export interface Nearness {
  closeness: (one: string, other: string) => number;
  /** Industries of the table that stand for no division: they are left out. */
  unknown: string[];
  note: Bilingual;
}

/**
 * The square root of the largest of four shares, 0 to 1: of what one sells to industries what goes to the other, of what
 * one buys from industries what comes from the other, and the same the other way round. Flows of an industry of the
 * table that stands for several divisions count for each of them.
 */
export function nearnessOf(table: IoTable, { industries }: Codes): Nearness {
  const n = table.industries.length;
  const sales = new Float64Array(n);
  const purchases = new Float64Array(n);
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++) {
      const flow = Math.max(0, table.intermediate[i * n + j]!);
      sales[i]! += flow;
      purchases[j]! += flow;
    }
  const unknown: string[] = [];
  const sectorsOf = new Map<string, number[]>();
  for (const [at, { code, name }] of table.industries.entries()) {
    const divisions = divisionsOf(code, name, industries);
    if (divisions.length === 0) unknown.push(name);
    for (const division of divisions) sectorsOf.set(division, [...(sectorsOf.get(division) ?? []), at]);
  }
  const share = (i: number, j: number) => {
    const flow = Math.max(0, table.intermediate[i * n + j]!);
    return Math.max(sales[i]! > 0 ? flow / sales[i]! : 0, purchases[j]! > 0 ? flow / purchases[j]! : 0);
  };
  const closeness = (one: string, other: string) => {
    let best = 0;
    for (const i of sectorsOf.get(one) ?? [])
      for (const j of sectorsOf.get(other) ?? [])
        if (i !== j) best = Math.max(best, share(i, j), share(j, i));
    return Math.sqrt(best);
  };
  return {
    closeness,
    unknown,
    note: {
      zh: `产业链相邻程度取自“${table.title}”：两行业间中间流量占任一方中间销售或中间购进的最大份额的平方根`,
      en: `nearness along the chain is of “${table.title}”: the square root of the largest share of the flow between two industries in what either sells to or buys from industries`,
    },
  };
}

/** Two digits each, without the letter of the section. */
function divisionsOf(code: string, name: string, industries: Codes['industries']): string[] {
  const bare = (one: string) => one.replace(/^[A-T]/, '').slice(0, 2);
  const byName = industries.resolve(name);
  if (byName.status === 'resolved') {
    const found = industries.divisions(byName.code).map(bare);
    return found.length > 0 ? found : [bare(byName.code)].filter((one) => /^\d\d$/.test(one));
  }
  const system = 'NBS IO-42';
  for (const text of [name, code]) {
    const sector = text === '' ? null : industries.resolve(text, { system });
    if (sector?.status === 'resolved') return industries.divisions(sector.code, { system }).map(bare);
  }
  return [];
}

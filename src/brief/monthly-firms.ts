/** Section 9 of the monthly brief: firms, and tables of named units. */
import type { Bilingual, Figure } from '../model/index.js';
import { compareText } from '../read/across/index.js';
import type { Block, Section } from './brief-document.js';
import { both, said } from './desk.js';
import type { MonthlyDesk } from './monthly.js';
import { cell, GROWTH, paragraph, section, sentence } from './monthly-parts.js';
import { size } from './phrase.js';
import { reportedScope, reportedTable } from './reported-sums.js';

export function firmsSection(at: MonthlyDesk): Section | null {
  const { desk, months } = at;
  const fresh = desk.write(desk.indicatorName('newFirms'), () => {
    const count = desk.want({ indicator: 'newFirms', kind: 'count', period: months.now });
    return count === null
      ? null
      : sentence([
          [said(both('新增规模以上工业企业', 'Firms new above the scale: ')), desk.cite(size(count), count)],
        ]);
  });
  return section('firms', both('九、企业', '9. Firms'), [
    paragraph([fresh, reportedScope(desk, months.now)]),
    reportedTable(desk, months.now),
    groupTable(at, /(?:公司|集团|厂|企业)$/u, both('表4 重点企业', 'T4 Firms'), ['output', 'revenue']),
  ]);
}

/** T4 and T5: one row for each named unit that figures speak of. */
export function groupTable(
  { desk, months }: MonthlyDesk,
  names: RegExp,
  title: Bilingual,
  indicators: readonly string[],
): Block | null {
  const rows = new Map<string, Map<string, Figure>>();
  for (const indicator of indicators)
    for (const kind of ['level', GROWTH] as const)
      for (const figure of desk.all({ indicator, kind, period: months.now, area: desk.area })) {
        if (figure.group === null || !names.test(figure.group)) continue;
        const row = rows.get(figure.group) ?? new Map<string, Figure>();
        rows.set(figure.group, row.set(`${indicator} ${kind}`, figure));
      }
  if (rows.size === 0) return null;
  const keys = indicators.flatMap((indicator) =>
    (['level', GROWTH] as const)
      .map((kind) => ({ indicator, kind, key: `${indicator} ${kind}` }))
      .filter(({ key }) => [...rows.values()].some((row) => row.has(key))),
  );
  const first = keys[0]!.key;
  return {
    type: 'table',
    title,
    dense: true,
    columns: [
      { title: both('名称', 'Name'), align: 'start', width: 46 },
      ...keys.map(({ indicator, kind }) => ({
        title:
          kind === GROWTH
            ? both(
                `${desk.indicatorName(indicator).zh}同比 %`,
                `${desk.indicatorName(indicator).en}, growth, %`,
              )
            : desk.indicatorName(indicator),
        align: 'end' as const,
        width: 54 / keys.length,
      })),
    ],
    rows: [...rows]
      .sort(([a, x], [b, y]) => (y.get(first)?.value ?? 0) - (x.get(first)?.value ?? 0) || compareText(a, b))
      .map(([name, row]) => ({
        cells: [[said(name)], ...keys.map(({ key }) => cell(desk, row.get(key) ?? null))],
      })),
  };
}

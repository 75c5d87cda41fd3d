/** What a reader with one minute reads of the monthly brief. */
import type { Area, Bilingual } from '../model/index.js';
import type { Inline } from './brief-document.js';
import { both, said } from './desk.js';
import type { MonthlyDesk } from './monthly.js';
import { areaOrder, comparableScope, leadName, overallLead } from './monthly-basis.js';
import { industryRows } from './monthly-industries.js';
import { NATION } from './monthly-overall.js';
import { GROWTH, growth, signedWithUnit } from './monthly-parts.js';
import { capital, size } from './phrase.js';
import { gapClause } from './turns.js';

/** What a reader with one minute reads: each line only where its figures are there. */
export function highlights(at: MonthlyDesk): Inline[][] {
  const { desk, months, input } = at;
  const find = (indicator: string, area?: Area) => {
    const query = { indicator, kind: GROWTH, period: months.now };
    return desk.find(area === undefined ? query : { ...query, area });
  };
  const lead = overallLead(at);
  const own = desk.find({ ...lead, kind: GROWTH, period: months.now });
  const nation = lead.of === 'published' ? find('valueAdded', input.nation) : null;
  const gap = own === null || nation === null ? null : gapClause(desk, own, nation, NATION);
  const { rows } = industryRows(at);
  const [strongest] = rows.filter((r) => r.pull !== null && r.pull.value > 0);
  const [revenue, profit] = [find('revenue'), find('profit')];
  const order = areaOrder(at);
  const [first, last] = [order[0], order.at(-1)];
  const left = desk.unwritten.length;
  const comma = said(both('，', ', '));
  const stop = said(both('。', '.'));
  const lines: (Inline[] | null)[] = [
    own === null
      ? null
      : [
          said(capitalised(leadName(desk, lead))),
          ...growth(desk, own, true),
          ...comparableScope(desk, own),
          ...(gap === null ? [] : [comma, ...gap]),
          stop,
        ],
    strongest === undefined
      ? null
      : [
          said(
            both(
              `拉动最大的行业是${strongest.name.zh}，拉动`,
              `The strongest pull is that of ${strongest.name.en}, `,
            ),
          ),
          desk.cite(size(strongest.pull!), strongest.pull!),
          stop,
        ],
    revenue === null || profit === null
      ? null
      : [
          said(both('营业收入', 'Revenue ')),
          ...growth(desk, revenue),
          said(both('，利润总额', ', profit ')),
          ...growth(desk, profit),
          stop,
        ],
    first === undefined || last === undefined || first === last
      ? null
      : [
          said(
            both(
              `各地中${first.figure.area.name}最快（`,
              `Of the areas ${first.figure.area.name} is fastest (`,
            ),
          ),
          desk.cite(signedWithUnit(first.figure), first.figure),
          said(both(`），${last.figure.area.name}最慢（`, `), ${last.figure.area.name} slowest (`)),
          desk.cite(signedWithUnit(last.figure), last.figure),
          said(both('）。', ').')),
        ],
    left === 0
      ? null
      : [
          {
            type: 'section',
            words: both(`${left} 句因缺少数据未写`, `${left} sentences not written for want of data`),
            section: 'unwritten',
          },
          stop,
        ],
  ];
  return lines.filter((l): l is Inline[] => l !== null);
}

function capitalised({ zh, en }: Bilingual): Bilingual {
  return both(zh, `${capital(en)} `);
}

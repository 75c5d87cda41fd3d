/** Sections 5 to 7 of the monthly brief: efficiency, inputs and leading indicators, investment. */
import type { Area } from '../model/index.js';
import type { Inline, Section } from './brief-document.js';
import { both, said } from './desk.js';
import type { MonthRange } from './figure-desk.js';
import type { MonthlyDesk } from './monthly.js';
import { groupTable } from './monthly-firms.js';
import { GROWTH, growth, paragraph, pictures, section, sentence } from './monthly-parts.js';
import { seriesAgainst } from './monthly-pictures.js';
import { capital, size } from './phrase.js';
import { reportedSentence } from './reported-sums.js';
import { turnClause } from './turns.js';

/** 营业收入2300亿元，同比增长6.3%，增速较1—7月加快0.2个百分点。 */
function indicatorSentence(at: MonthlyDesk, indicator: string, area: Area = at.input.area): Inline[] | null {
  const { desk, months } = at;
  const name = desk.indicatorName(indicator);
  return desk.write(name, () => {
    const level = desk.find({ indicator, kind: 'level', period: months.now, area });
    const query = { indicator, kind: GROWTH, area };
    const now =
      level === null
        ? desk.want({ ...query, period: months.now })
        : desk.find({ ...query, period: months.now });
    if (now === null && level === null) {
      const before = { period: months.before, label: months.beforeLabel };
      return reportedSentence(desk, indicator, months.now, before);
    }
    const before = now === null ? null : desk.find({ ...query, period: months.before });
    const start = both(name.zh, `${capital(name.en)} `);
    return sentence([
      level === null
        ? [said(start), ...growth(desk, now!)]
        : [said(both(start.zh, `${start.en}came to `)), desk.cite(size(level), level)],
      level === null || now === null ? null : [said(both('', 'and ')), ...growth(desk, now)],
      before === null ? null : turnClause(desk, now!, before, months.beforeLabel),
    ]);
  });
}

/** A rate or share: 营业收入利润率为5.3%，较上年同期提高0.2个百分点。 */
function rateSentence(at: MonthlyDesk, indicator: string): Inline[] | null {
  const { desk, months } = at;
  const name = desk.indicatorName(indicator);
  return desk.write(name, () => {
    const statedIn = (period: MonthRange) =>
      desk.find({ indicator, kind: 'level', period }) ?? desk.find({ indicator, kind: 'share', period });
    const published = statedIn(months.now);
    const now = published ?? desk.find({ indicator, kind: 'share', period: months.now, of: 'reports' });
    if (now === null) {
      desk.want({ indicator, kind: 'level', period: months.now });
      return null;
    }
    const of = published === null ? 'reports' : 'published';
    const yearBefore = { start: months.now.start - 12, end: months.now.end - 12 };
    const stated = desk.find({ indicator, kind: 'difference', period: months.now, of });
    // Of reports, two years speak of two sets of firms: their difference is that of the same ones, or none.
    const before = of === 'reports' ? null : statedIn(yearBefore);
    const change =
      stated ??
      (before === null
        ? null
        : desk.compute(
            now,
            { indicator: name.zh, kind: 'difference', value: now.value - before.value, unit: '个百分点' },
            `${now.value} − ${before.value}`,
            both('本期减上年同期', 'this period less a year earlier'),
            [now, before],
          ));
    return sentence([
      [
        said(
          of === 'reports'
            ? both(`上报企业${name.zh}为`, `${capital(name.en)} of the firms that report was `)
            : both(`${name.zh}为`, `${capital(name.en)} was `),
        ),
        desk.cite(size(now), now),
      ],
      change === null
        ? null
        : change.value === 0
          ? [desk.cite(both('与上年同期持平', 'level with a year earlier'), change)]
          : [
              said(change.value > 0 ? both('同比提高', 'up ') : both('同比降低', 'down ')),
              desk.cite(size(change), change),
              said(both('', ' on a year earlier')),
            ],
    ]);
  });
}

export function efficiencySection(at: MonthlyDesk): Section | null {
  return section('efficiency', both('五、效益', '5. Efficiency'), [
    paragraph([
      indicatorSentence(at, 'revenue'),
      indicatorSentence(at, 'profit'),
      rateSentence(at, 'margin'),
      rateSentence(at, 'lossShare'),
      indicatorSentence(at, 'receivables'),
    ]),
  ]);
}

export function leadingSection(at: MonthlyDesk): Section | null {
  const { desk } = at;
  return section('leading', both('六、要素与先行指标', '6. Inputs and leading indicators'), [
    paragraph([
      indicatorSentence(at, 'electricity'),
      indicatorSentence(at, 'valueAddedTax'),
      rateSentence(at, 'salesRatio'),
      indicatorSentence(at, 'exports'),
      indicatorSentence(at, 'producerPrices'),
      indicatorSentence(at, 'freight'),
    ]),
    pictures([
      seriesAgainst(at, 'electricity', both('用电量与增加值累计增速', 'Electricity use and value added'), [
        { industry: null, name: both('增加值', 'value added') },
        { industry: null, indicator: 'electricity', name: desk.indicatorName('electricity') },
      ]),
    ]),
  ]);
}

export function investmentSection(at: MonthlyDesk): Section | null {
  return section('investment', both('七、投资与项目', '7. Investment and projects'), [
    paragraph([
      indicatorSentence(at, 'investment'),
      indicatorSentence(at, 'upgrading'),
      rateSentence(at, 'projectsStarted'),
      rateSentence(at, 'projectsDone'),
    ]),
    groupTable(at, /(?:项目|工程|基地)$/u, both('表5 重点项目', 'T5 Projects'), [
      'investment',
      'projectsDone',
    ]),
  ]);
}

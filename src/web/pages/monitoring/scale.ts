// In which multiple of its unit an indicator is read, and what its series are called.
import type { SeriesAnswer } from '../../../server/contract/monitoring.js';
import { type Language, useLanguage } from '../../language.js';
import { unitIn } from '../../parts/unit.js';

export interface Scale {
  by: number;
  unit: string;
}

type Series = SeriesAnswer['series'][number];

/** 元 as 亿元, 家 as it is: so that the largest value has no more digits than can be read. */
export function scaleOf(unit: string, values: readonly number[], language: Language): Scale {
  const most = values.reduce((max, value) => Math.max(max, Math.abs(value)), 0);
  const own = unitIn(unit, language);
  if (most < 1e6 || unit === '%') return { by: 1, unit: own };
  if (most < 1e8) return { by: 1e4, unit: language === 'zh' ? `万${unit}` : `10⁴ ${own}` };
  return { by: 1e8, unit: language === 'zh' ? `亿${unit}` : `10⁸ ${own}` };
}

/** What tells the series of an answer apart. */
export function useSeriesName({ series: all }: SeriesAnswer): (series: Series) => string {
  const { words, say } = useLanguage();
  const areas = new Set(all.map(({ area }) => area)).size > 1;
  const industries = new Set(all.map(({ industry }) => industry)).size > 1;
  return ({ area, industry, industryName, group }) =>
    [
      (areas || !industries) && area,
      industries && (industry === '' ? words.monitoring.whole : say(industryName)),
      group,
    ]
      .filter(Boolean)
      .join(' · ');
}

// Series as a table: a row a series, a column a period, the latest first; every number opens its origin.
import { Button } from 'antd';
import { useState } from 'react';
import type { SeriesAnswer } from '../../../server/contract/monitoring.js';
import { useLanguage } from '../../language.js';
import { Figure } from '../../parts/figure.js';
import { SyntheticMark } from '../../parts/synthetic-mark.js';
import type { Scale } from './scale.js';
import { useSeriesName } from './scale.js';

const MOST_PERIODS = 60;
/** Drawn at once; of thirty areas sixty periods are two thousand numbers. */
const FIRST_PERIODS = 15;
/** Periods that fit on paper; the style sheet leaves out what comes after. */
const PRINTED = 7;

export function SeriesTable({ answer, scale }: { answer: SeriesAnswer; scale: Scale }) {
  const { words, say } = useLanguage();
  const own = words.monitoring;
  const name = useSeriesName(answer);
  const [all, setAll] = useState(false);
  const most = [...answer.periods].reverse().slice(0, MOST_PERIODS);
  const periods = all ? most : most.slice(0, FIRST_PERIODS);
  const marked = answer.series.some(({ points }) =>
    points.some(({ revised, disputed }) => revised || disputed),
  );
  return (
    <>
      {marked && <p className="panel-note">{own.marks}</p>}
      {periods.length > PRINTED && <p className="panel-note print-only">{own.printed(PRINTED)}</p>}
      <section className="plain-table series-table" tabIndex={0} aria-label={say(answer.name)}>
        <table>
          <thead>
            <tr>
              <th scope="col">{own.series}</th>
              {periods.map((period) => (
                <th key={period.key} scope="col" className="is-number">
                  {say(period)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {answer.series.map((series) => {
              const points = new Map(series.points.map((point) => [point.period, point]));
              return (
                <tr key={series.key}>
                  <th scope="row">
                    {name(series)} {series.synthetic && <SyntheticMark />}
                  </th>
                  {periods.map((period) => {
                    const point = points.get(period.key);
                    return (
                      <td key={period.key} className="is-number">
                        {point ? (
                          <Figure
                            value={point.value / scale.by}
                            period={say(period)}
                            originId={point.originId}
                          >
                            {(point.revised || point.disputed) && (
                              <sup
                                className="series-mark"
                                title={`${point.disputed ? own.disputed : own.revised} · ${own.versions(point.vintages)}`}
                              >
                                {point.disputed ? '≠' : 'r'}
                              </sup>
                            )}
                          </Figure>
                        ) : (
                          <span className="figure-missing">—</span>
                        )}
                      </td>
                    );
                  })}
                </tr>
              );
            })}
          </tbody>
        </table>
      </section>
      {most.length > periods.length && (
        <Button size="small" className="no-print" onClick={() => setAll(true)}>
          {own.earlier(most.length - periods.length)}
        </Button>
      )}
    </>
  );
}

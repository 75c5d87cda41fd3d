// Where the firms of an industry are: map, bars and table of areas, with quotients and how concentrated they are.
import { Spin } from 'antd';
import type { Concentration } from '../../../server/contract/clusters.js';
import { useAnswer } from '../../api.js';
import { useLanguage } from '../../language.js';
import { Chart } from '../../parts/chart.js';
import { Empty } from '../../parts/empty.js';
import { Failed } from '../../parts/failed.js';
import { Figure, written } from '../../parts/figure.js';
import { ChoiceFilter, Filters, SegmentFilter } from '../../parts/filters.js';
import { MapChart } from '../../parts/map-chart.js';
import { SourceLine } from '../../parts/source-line.js';
import { Term } from '../../parts/term.js';
import { unitIn } from '../../parts/unit.js';
import { followed, useAddress, useQueryValue } from '../../router.js';
import { pageOf } from './ranking.js';

export const CONCENTRATION = '/clusters/concentration';
const MEASURES = ['firms', 'share', 'quotient'] as const;
type Measure = (typeof MEASURES)[number];
/** Bars that are read at a glance; the table has all areas. */
const MOST_BARS = 20;

export function ConcentrationView() {
  const { words, say: told, language } = useLanguage();
  const say = words.clusters.concentrate;
  const { query } = useAddress();
  const [asked] = useQueryValue('measure', 'firms');
  const question = new URLSearchParams();
  for (const name of ['industry', 'level']) {
    const value = query.get(name);
    if (value) question.set(name, value);
  }
  const { data, error, refetch } = useAnswer<Concentration>(`${CONCENTRATION}?${question}`);
  if (error) return <Failed failure={error} again={() => refetch()} />;
  if (!data) return <Spin />;
  if (data.all === 0)
    return (
      <Empty
        action={
          <a href="/data" onClick={followed}>
            {words.pages.data}
          </a>
        }
      >
        {say.none}
      </Empty>
    );
  const measure: Measure =
    MEASURES.find((name) => name === asked && (name !== 'quotient' || data.industry !== null)) ?? 'firms';
  const shownOf = (area: Concentration['areas'][number]) =>
    measure === 'quotient' ? area.quotient : area[measure];
  const unit = { firms: unitIn('家', language), share: '%', quotient: say.ratio }[measure];
  const industry = data.industries.find(({ key }) => key === data.industry);
  const title = `${industry ? told(industry) : say.every} · ${say.measures[measure]}`;
  const shown = data.areas
    .filter((area) => (shownOf(area) ?? 0) > 0)
    .sort((a, b) => (shownOf(b) ?? 0) - (shownOf(a) ?? 0));
  const source = (
    <SourceLine
      source={say.source}
      unit={unit}
      released={data.recordedAt?.slice(0, 10) ?? null}
      synthetic={data.synthetic}
    />
  );
  const onMap = shown.flatMap((area) => {
    const value = shownOf(area);
    return area.code !== null && value !== null
      ? [{ code: area.code, value: Number(value.toFixed(2)), marked: area.clusters.length > 0 }]
      : [];
  });
  const bars = shown.slice(0, MOST_BARS);
  return (
    <>
      <Filters names={['industry', 'level', 'measure']}>
        <ChoiceFilter
          name="industry"
          label={words.clusters.industry}
          width={240}
          choices={data.industries.map((one) => ({ value: one.key, label: `${told(one)}（${one.firms}）` }))}
        />
        <SegmentFilter
          name="measure"
          label={say.measure}
          initial="firms"
          choices={MEASURES.filter((name) => name !== 'quotient' || data.industry !== null).map((value) => ({
            value,
            label: say.measures[value],
          }))}
        />
        <SegmentFilter
          name="level"
          label={say.level}
          initial={data.level}
          choices={(['province', 'place'] as const).map((value) => ({ value, label: say.levels[value] }))}
        />
      </Filters>
      {data.concentration && (
        <p>
          <Term of="hhi" />{' '}
          <Figure value={data.concentration.hhi} digits={3} origin={data.concentration.origins.hhi} />
          {'　'}
          <Term of="cr3" />{' '}
          <Figure
            value={data.concentration.cr3}
            unit="%"
            digits={1}
            origin={data.concentration.origins.cr3}
          />
          {'　'}
          {say.counted(data.firms, shown.length)}
          {data.nowhere > 0 && ` · ${say.nowhere(data.nowhere)}`}
        </p>
      )}
      <div className={onMap.length > 0 ? 'side-by-side' : undefined}>
        <Chart
          name="areas"
          title={title}
          source={source}
          height={Math.max(140, 24 * bars.length + 36)}
          option={(colours) => ({
            grid: { left: 8, right: 56, top: 8, bottom: 8, containLabel: true },
            xAxis: { type: 'value', show: false },
            yAxis: {
              type: 'category',
              inverse: true,
              data: bars.map(({ area }) => area),
              axisLabel: { color: colours.ink, width: 130, overflow: 'truncate' },
            },
            series: [
              {
                type: 'bar',
                name: say.measures[measure],
                barMaxWidth: 18,
                data: bars.map((area) => Number((shownOf(area) ?? 0).toFixed(2))),
                label: {
                  show: true,
                  position: 'right',
                  color: colours.ink,
                  formatter: ({ value }: { value: number }) => written(value, language),
                },
              },
            ],
          })}
          table={{
            head: [words.clusters.area, say.measures.firms, `${say.measures.share} %`, say.measures.quotient],
            rows: data.areas.map((area) => [
              area.area,
              area.firms,
              Number(area.share.toFixed(2)),
              area.quotient === null ? null : Number(area.quotient.toFixed(3)),
            ]),
          }}
        />
        {onMap.length > 0 && <MapChart title={title} unit={unit} values={onMap} source={source} />}
      </div>
      {onMap.length > 0 ? (
        <p className="panel-note">{say.marked}</p>
      ) : (
        <p className="panel-note">{data.level === 'province' ? say.noCodes : say.placesNoMap}</p>
      )}
      <section className="plain-table" tabIndex={0} aria-label={title}>
        <table>
          <thead>
            <tr>
              <th scope="col">{words.clusters.area}</th>
              <th scope="col" className="is-number">
                {say.measures.firms}
              </th>
              <th scope="col" className="is-number">
                {say.measures.share}
              </th>
              <th scope="col" className="is-number">
                <Term of="lq">{say.measures.quotient}</Term>
              </th>
              <th scope="col">{words.pages.clusters}</th>
            </tr>
          </thead>
          <tbody>
            {data.areas.map((area) => (
              <tr key={area.area}>
                <th scope="row">{area.area}</th>
                <td className="is-number">
                  <Figure value={area.firms} origin={area.origins.firms} />
                </td>
                <td className="is-number">
                  <Figure value={area.share} unit="%" digits={1} origin={area.origins.share} />
                </td>
                <td className="is-number">
                  {area.quotient === null ? (
                    <span className="figure-missing">—</span>
                  ) : (
                    <Figure value={area.quotient} digits={2} origin={area.origins.quotient} />
                  )}
                </td>
                <td>
                  {area.clusters.map((name) => (
                    <a key={name} className="cluster-link" href={pageOf(name)} onClick={followed}>
                      {name}
                    </a>
                  ))}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  );
}

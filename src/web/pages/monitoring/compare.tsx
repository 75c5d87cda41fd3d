// One period: all areas, or all industries, side by side; provinces on the map.
import { Alert, Spin } from 'antd';
import type { SeriesAnswer } from '../../../server/contract/monitoring.js';
import { useAnswer } from '../../api.js';
import { useLanguage } from '../../language.js';
import { Chart } from '../../parts/chart.js';
import type { ChartColours } from '../../parts/chart-colours.js';
import { Empty } from '../../parts/empty.js';
import { Failed } from '../../parts/failed.js';
import { written } from '../../parts/figure.js';
import { ChoiceFilter, Filters, SegmentFilter } from '../../parts/filters.js';
import { MapChart } from '../../parts/map-chart.js';
import { SourceLine } from '../../parts/source-line.js';
import { useAddress, useQueryValue } from '../../router.js';
import { type Indicator, questionOf } from './indicator.js';
import { scaleOf } from './scale.js';
import { SeriesTable } from './series-table.js';

const NATION = '100000';
const PROVINCE = /^(?:[1-6]\d|7[01]|8[12])0000$/;

export function Compare({ indicator }: { indicator: Indicator }) {
  const { words, say, language } = useLanguage();
  const own = words.monitoring;
  const { query } = useAddress();
  // Industries where they are stated, areas else.
  const initial = indicator.industries > 1 || indicator.areas < 2 ? 'industry' : 'area';
  const [across] = useQueryValue('across', initial);
  const [period] = useQueryValue('period');
  const asked = questionOf(indicator, query);
  const areas = query.getAll('area');
  const industries = query.getAll('industry');
  if (across === 'area') {
    asked.set('area', '*');
    if (industries[0]) asked.set('industry', industries[0] === 'total' ? '' : industries[0]);
  } else {
    if (areas[0]) asked.set('area', areas[0]);
    asked.set('industry', '*');
  }
  asked.set('compare', '0');
  const frequency = query.get('frequency');
  if (frequency) asked.set('frequency', frequency);
  const { data, error, refetch } = useAnswer<SeriesAnswer>(`/monitoring/series?${asked}`);
  if (error) return <Failed failure={error} again={() => refetch()} />;
  if (!data) return <Spin />;
  const at = data.periods.find(({ key }) => key === period) ?? fullest(data);
  // Of amounts the whole would dwarf its parts; rates are held against it.
  const amounts = data.kind === 'level' || data.kind === 'count';
  const parts = data.series.filter((series) => across !== 'area' || !amounts || !isNation(series));
  const rows = (parts.length > 1 ? parts : data.series)
    .flatMap((series) => {
      const point = series.points.find((one) => one.period === at?.key);
      const name =
        across === 'area' ? series.area : series.industry === '' ? own.whole : say(series.industryName);
      return point ? [{ series, point, name: [name, series.group].filter(Boolean).join(' · ') }] : [];
    })
    .sort((a, b) => b.point.value - a.point.value);
  // In the table as in the picture; what the picture leaves out, as the whole, stands first.
  const place = new Map(rows.map(({ series }, i) => [series.key, i]));
  const table = {
    ...data,
    series: [...data.series].sort((a, b) => (place.get(a.key) ?? -1) - (place.get(b.key) ?? -1)),
  };
  const scale = scaleOf(
    data.unit,
    data.series.flatMap(({ points }) => points.map(({ value }) => value)),
    language,
  );
  const title = `${say(data.name)} · ${own.kinds[data.kind]} · ${at ? say(at) : ''}`;
  const option = (colours: ChartColours) => ({
    grid: { left: 8, right: 56, top: 8, bottom: 8, containLabel: true },
    tooltip: {
      trigger: 'axis',
      axisPointer: { type: 'shadow' },
      valueFormatter: (value: unknown) => `${written(Number(value), language)} ${scale.unit}`,
    },
    xAxis: {
      type: 'value',
      axisLabel: { color: colours.soft },
      splitLine: { lineStyle: { color: colours.rule } },
    },
    yAxis: {
      type: 'category',
      inverse: true,
      data: rows.map(({ name }) => name),
      axisLabel: { color: colours.ink, width: 140, overflow: 'truncate' },
    },
    series: [
      {
        type: 'bar',
        name: say(data.name),
        barMaxWidth: 18,
        data: rows.map(({ series, point }) => ({
          value: point.value / scale.by,
          itemStyle: {
            color:
              point.value < 0
                ? colours.fall
                : across === 'area'
                  ? isNation(series)
                    ? colours.nation
                    : colours.self
                  : series.industry === ''
                    ? colours.province
                    : colours.self,
          },
        })),
        label: {
          show: true,
          position: 'right',
          color: colours.soft,
          formatter: ({ value }: { value: number }) => written(value, language),
        },
      },
    ],
  });
  const provinces = rows.flatMap(({ series, point }) =>
    series.areaCode !== null && PROVINCE.test(series.areaCode) && series.group === ''
      ? [{ code: series.areaCode, value: point.value / scale.by }]
      : [],
  );
  const onMap = across === 'area' && provinces.length > 0;
  const source = (
    <SourceLine
      source={[...new Set(rows.map(({ series }) => series.source))].slice(0, 4).join('；')}
      unit={scale.unit}
      released={rows[0]?.point.released ?? null}
      synthetic={rows.some(({ series }) => series.synthetic)}
    />
  );
  return (
    <>
      <Filters names={['across', 'area', 'industry', 'frequency', 'period']}>
        <SegmentFilter
          name="across"
          label={own.across}
          initial={initial}
          choices={(['industry', 'area'] as const).map((value) => ({ value, label: own.acrossOf[value] }))}
        />
        {across === 'area' ? (
          <ChoiceFilter
            name="industry"
            label={own.industries}
            choices={data.industries.map((industry) => ({
              value: industry.key === '' ? 'total' : industry.key,
              label: industry.key === '' ? own.whole : say(industry),
            }))}
          />
        ) : (
          <ChoiceFilter
            name="area"
            label={own.areas}
            initial={data.chosen.areas[0] ?? ''}
            required
            choices={data.areas.map((area) => ({ value: area.key, label: say(area) }))}
          />
        )}
        <ChoiceFilter
          name="frequency"
          label={own.frequency}
          width={120}
          required
          initial={data.frequency}
          choices={data.frequencies.map((one) => ({
            value: one.frequency,
            label: own.frequencies[one.frequency],
          }))}
        />
        <ChoiceFilter
          name="period"
          label={own.period}
          required
          initial={at?.key ?? ''}
          choices={[...data.periods].reverse().map((one) => ({ value: one.key, label: say(one) }))}
        />
      </Filters>
      {data.isCut && <Alert type="warning" showIcon title={own.cut} />}
      {rows.length === 0 ? (
        <Empty>{own.noValue}</Empty>
      ) : (
        <div className={onMap ? 'side-by-side' : undefined}>
          <Chart
            name="shown"
            title={title}
            option={option}
            height={Math.max(160, 26 * rows.length + 40)}
            table={{
              head: [own.series, scale.unit],
              rows: rows.map(({ name, point }) => [name, point.value / scale.by]),
            }}
            tableView={<SeriesTable answer={table} scale={scale} />}
            source={source}
          />
          {onMap && <MapChart title={title} unit={scale.unit} values={provinces} source={source} />}
        </div>
      )}
      <SeriesTable answer={table} scale={scale} />
    </>
  );
}

const isNation = ({ area, areaCode }: SeriesAnswer['series'][number]) =>
  areaCode === NATION || area === '全国';

/** The latest of the periods that most series have. */
function fullest({ periods, series }: SeriesAnswer): SeriesAnswer['periods'][number] | undefined {
  const counts = new Map<string, number>();
  for (const { points } of series)
    for (const { period } of points) counts.set(period, (counts.get(period) ?? 0) + 1);
  const most = Math.max(0, ...counts.values());
  return [...periods].reverse().find(({ key }) => counts.get(key) === most);
}

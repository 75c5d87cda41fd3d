import { Alert, Spin } from 'antd';
import type { SeriesAnswer } from '../../../server/contract/monitoring.js';
import { useAnswer } from '../../api.js';
import { useLanguage } from '../../language.js';
import { Chart } from '../../parts/chart.js';
import type { ChartColours } from '../../parts/chart-colours.js';
import { Failed } from '../../parts/failed.js';
import { written } from '../../parts/figure.js';
import { ChoiceFilter, Filters, SegmentFilter } from '../../parts/filters.js';
import { SourceLine } from '../../parts/source-line.js';
import { useAddress } from '../../router.js';
import { type Indicator, ManyFilter, questionOf } from './indicator.js';
import { scaleOf, useSeriesName } from './scale.js';
import { SeriesTable } from './series-table.js';

/** Lines that can be told apart; the table has them all. */
const MOST_LINES = 7;

export function Trend({ indicator }: { indicator: Indicator }) {
  const { words, say, language } = useLanguage();
  const own = words.monitoring;
  const { query } = useAddress();
  const asked = questionOf(indicator, query);
  for (const area of query.getAll('area')) asked.append('area', area);
  for (const industry of query.getAll('industry'))
    asked.append('industry', industry === 'total' ? '' : industry);
  const frequency = query.get('frequency');
  if (frequency) asked.set('frequency', frequency);
  if (query.get('beside') === 'no') asked.set('compare', '0');
  const { data, error, refetch } = useAnswer<SeriesAnswer>(`/monitoring/series?${asked}`);
  if (error) return <Failed failure={error} again={() => refetch()} />;
  if (!data) return <Spin />;
  return (
    <>
      <SeriesFilters answer={data} />
      {data.isCut && <Alert type="warning" showIcon title={own.cut} />}
      <TrendChart
        answer={data}
        title={`${say(data.name)} · ${own.kinds[data.kind]} · ${own.frequencies[data.frequency]}`}
        language={language}
      />
    </>
  );
}

export function SeriesFilters({ answer }: { answer: SeriesAnswer }) {
  const { words, say } = useLanguage();
  const own = words.monitoring;
  return (
    <Filters names={['area', 'industry', 'frequency', 'beside']}>
      <ManyFilter
        name="area"
        label={own.areas}
        chosen={answer.chosen.areas}
        choices={answer.areas.map((area) => ({ value: area.key, label: `${say(area)}（${area.figures}）` }))}
      />
      <ManyFilter
        name="industry"
        label={own.industries}
        width={220}
        chosen={answer.chosen.industries.map((key) => (key === '' ? 'total' : key))}
        choices={answer.industries.map((industry) => ({
          value: industry.key === '' ? 'total' : industry.key,
          label: industry.key === '' ? own.whole : `${industry.code ?? ''} ${say(industry)}`.trim(),
        }))}
      />
      <ChoiceFilter
        name="frequency"
        label={own.frequency}
        width={120}
        required
        initial={answer.frequency}
        choices={answer.frequencies.map(({ frequency, figures }) => ({
          value: frequency,
          label: `${own.frequencies[frequency]}（${figures}）`,
        }))}
      />
      <SegmentFilter
        name="beside"
        label={own.beside}
        initial="yes"
        choices={[
          { value: 'yes', label: own.beside },
          { value: 'no', label: own.besides.no },
        ]}
      />
    </Filters>
  );
}

function TrendChart(props: { answer: SeriesAnswer; title: string; language: 'zh' | 'en' }) {
  const { answer, title, language } = props;
  const { say } = useLanguage();
  const name = useSeriesName(answer);
  const scale = scaleOf(
    answer.unit,
    answer.series.flatMap(({ points }) => points.map(({ value }) => value)),
    language,
  );
  const lines = [
    ...answer.series.filter(({ role }) => role === 'self').slice(0, MOST_LINES),
    ...answer.series.filter(({ role }) => role !== 'self').slice(0, 2),
  ];
  const valueAt = (series: SeriesAnswer['series'][number]) => {
    const points = new Map(series.points.map(({ period, value }) => [period, value / scale.by]));
    return answer.periods.map(({ key }) => points.get(key) ?? null);
  };
  const several = lines.filter(({ role }) => role === 'self').length > 1;
  const option = (colours: ChartColours) => ({
    grid: { left: 8, right: 16, top: 40, bottom: 8, containLabel: true },
    tooltip: {
      trigger: 'axis',
      valueFormatter: (value: unknown) =>
        typeof value === 'number' ? `${written(value, language)} ${scale.unit}` : '—',
    },
    legend: { type: 'scroll', top: 0, textStyle: { color: colours.ink } },
    xAxis: {
      type: 'category',
      data: answer.periods.map(say),
      axisLabel: { color: colours.soft, hideOverlap: true },
      axisLine: { lineStyle: { color: colours.rule } },
    },
    yAxis: {
      type: 'value',
      name: scale.unit,
      scale: answer.kind !== 'growth',
      nameTextStyle: { color: colours.soft },
      axisLabel: { color: colours.soft },
      splitLine: { lineStyle: { color: colours.rule } },
    },
    series: lines.map((series, i) => {
      // A series never looks like the province or the nation beside it.
      const own = colours.series.filter((one) => one !== colours.province && one !== colours.nation);
      const colour =
        series.role === 'self' ? (several ? own[i % own.length] : colours.self) : colours[series.role];
      return {
        type: 'line',
        name: name(series),
        data: valueAt(series),
        connectNulls: false,
        symbolSize: 5,
        ...(colour !== undefined && { color: colour }),
        lineStyle: {
          type: series.role === 'self' ? 'solid' : 'dashed',
          width: series.role === 'self' ? 2 : 1.5,
        },
      };
    }),
  });
  const sources = [...new Set(answer.series.map(({ source }) => source))].slice(0, 4).join('；');
  const released =
    answer.series
      .map(({ released: day }) => day ?? '')
      .sort()
      .at(-1) || null;
  const table = {
    head: ['', ...answer.periods.map(say)],
    rows: answer.series.map((series) => [name(series), ...valueAt(series)]),
  };
  return (
    <>
      <Chart
        name="shown"
        title={title}
        option={option}
        table={table}
        tableView={<SeriesTable answer={answer} scale={scale} />}
        height={320}
        source={
          <SourceLine
            source={sources}
            unit={scale.unit}
            released={released}
            synthetic={answer.series.some(({ synthetic }) => synthetic)}
          />
        }
      />
      <SeriesTable answer={answer} scale={scale} />
    </>
  );
}

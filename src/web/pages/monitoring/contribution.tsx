import { Alert, Spin, Typography } from 'antd';
import type { ContributionAnswer } from '../../../server/contract/monitoring.js';
import { useAnswer } from '../../api.js';
import { useLanguage } from '../../language.js';
import { Chart } from '../../parts/chart.js';
import type { ChartColours } from '../../parts/chart-colours.js';
import { Empty } from '../../parts/empty.js';
import { Failed } from '../../parts/failed.js';
import { Figure, written } from '../../parts/figure.js';
import { ChoiceFilter, Filters, SegmentFilter } from '../../parts/filters.js';
import { SourceLine } from '../../parts/source-line.js';
import { Term } from '../../parts/term.js';
import { unitIn } from '../../parts/unit.js';
import { useAddress } from '../../router.js';
import { type Indicator, questionOf } from './indicator.js';
import { scaleOf } from './scale.js';

export function Contribution({ indicator }: { indicator: Indicator }) {
  const { words, say, language } = useLanguage();
  const own = words.monitoring;
  const { query } = useAddress();
  const asked = questionOf(indicator, query);
  asked.delete('kind');
  for (const name of ['of', 'area', 'period', 'division']) {
    const value = query.get(name);
    if (value) asked.set(name, value);
  }
  const { data, error, refetch } = useAnswer<ContributionAnswer>(`/monitoring/contribution?${asked}`);
  if (error) return <Failed failure={error} again={() => refetch()} />;
  if (!data) return <Spin />;
  const scale = scaleOf(
    data.unit,
    data.parts.map(({ value }) => value),
    language,
  );
  const title = `${own.pulls} · ${data.area} ${say(data.name)} · ${data.when ? say(data.when) : ''}`;
  const option = (colours: ChartColours) => ({
    grid: { left: 8, right: 56, top: 8, bottom: 8, containLabel: true },
    tooltip: { trigger: 'axis', axisPointer: { type: 'shadow' } },
    xAxis: {
      type: 'value',
      axisLabel: { color: colours.soft },
      splitLine: { lineStyle: { color: colours.rule } },
    },
    yAxis: {
      type: 'category',
      inverse: true,
      data: data.parts.map(say),
      axisLabel: { color: colours.ink, width: 140, overflow: 'truncate' },
    },
    series: [
      {
        type: 'bar',
        name: own.pull,
        barMaxWidth: 18,
        data: data.parts.map(({ pull }) => ({
          value: Number(pull.toFixed(4)),
          itemStyle: { color: pull < 0 ? colours.fall : colours.self },
        })),
        label: {
          show: true,
          position: 'right',
          color: colours.soft,
          formatter: ({ value }: { value: number }) => written(value, language, 2),
        },
      },
    ],
  });
  return (
    <>
      <Filters names={['of', 'area', 'period', 'division']}>
        <SegmentFilter
          name="of"
          label={own.of}
          initial={data.by}
          choices={(['industry', 'area'] as const).map((value) => ({ value, label: own.acrossOf[value] }))}
        />
        <ChoiceFilter
          name="area"
          label={own.areas}
          required
          initial={data.area}
          choices={data.areas.map((area) => ({ value: area, label: area }))}
        />
        <ChoiceFilter
          name="period"
          label={own.period}
          required
          initial={data.period ?? ''}
          choices={data.periods.map((period) => ({ value: period.key, label: say(period) }))}
        />
        {data.divisions.length > 1 && (
          <SegmentFilter
            name="division"
            label={own.division}
            initial={data.division ?? ''}
            choices={data.divisions.map(({ key, parts }) => ({
              value: key,
              label: `${own.divisions[key] ?? key} ${parts}`,
            }))}
          />
        )}
      </Filters>
      {data.parts.length === 0 ? (
        <Empty>{own.noContribution}</Empty>
      ) : (
        <>
          <p>
            <strong>
              {own.total} <Figure value={data.growth} unit="%" digits={2} origin={data.growthOrigin} />
            </strong>
            {data.rest && (
              <Typography.Text type="secondary">
                {' '}
                {own.rest(written(data.rest.pull, language, 2))}
              </Typography.Text>
            )}
          </p>
          {data.notes.length > 0 && <Alert type="info" showIcon title={data.notes.map(say).join('；')} />}
          <Chart
            name="shown"
            title={title}
            option={option}
            height={Math.max(160, 26 * data.parts.length + 40)}
            table={{
              head: [own.part, own.value, own.growth, own.baseShare, own.pull, own.contribution],
              rows: data.parts.map((part) => [
                say(part),
                part.value,
                part.growth,
                part.baseShare,
                part.pull,
                part.contribution,
              ]),
            }}
            tableView={<Parts data={data} by={scale.by} unit={scale.unit} />}
            source={
              <SourceLine
                source={data.parts[0]!.origins.value.publisher ?? data.parts[0]!.origins.value.title ?? ''}
                unit={unitIn('个百分点', language)}
                released={data.parts[0]!.origins.value.released}
                synthetic={data.synthetic}
              />
            }
          />
          <Parts data={data} by={scale.by} unit={scale.unit} />
        </>
      )}
    </>
  );
}

function Parts({ data, by, unit }: { data: ContributionAnswer; by: number; unit: string }) {
  const { words, say } = useLanguage();
  const own = words.monitoring;
  return (
    <section className="plain-table series-table" tabIndex={0} aria-label={own.pulls}>
      <table>
        <thead>
          <tr>
            <th scope="col">{own.part}</th>
            <th scope="col" className="is-number">
              {own.value}（{unit}）
            </th>
            {(
              [
                ['computed', own.growth],
                ['baseShare', own.baseShare],
                ['pull', own.pull],
                ['contributionRate', own.contribution],
              ] as const
            ).map(([of, head]) => (
              <th key={of} scope="col" className="is-number">
                <Term of={of}>{head}</Term>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {data.parts.map((part) => (
            <tr key={part.key}>
              <th scope="row">{say(part)}</th>
              <td className="is-number">
                <Figure value={part.value / by} origin={part.origins.value} />
              </td>
              <td className="is-number">
                <Figure value={part.growth} unit="%" digits={2} origin={part.origins.growth} />
              </td>
              <td className="is-number">
                <Figure value={part.baseShare} unit="%" digits={2} origin={part.origins.baseShare} />
              </td>
              <td className="is-number">
                <Figure value={part.pull} digits={2} origin={part.origins.pull} />
              </td>
              <td className="is-number">
                <Figure value={part.contribution} unit="%" digits={1} origin={part.origins.contribution} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

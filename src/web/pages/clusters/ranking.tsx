// The ranking under the weights that are set, and how far it hangs on them.
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Button, Card, Segmented, Select, Slider, Spin, Table, Tooltip, Typography } from 'antd';
import type { ClusterRanking } from '../../../server/contract/clusters.js';
import { type ApiFailure, ask } from '../../api.js';
import { useLanguage } from '../../language.js';
import { Chart } from '../../parts/chart.js';
import { Empty } from '../../parts/empty.js';
import { Failed } from '../../parts/failed.js';
import { SourceLine } from '../../parts/source-line.js';
import { SyntheticMark } from '../../parts/synthetic-mark.js';
import { Term } from '../../parts/term.js';
import { followed, useAddress, useQueryValue } from '../../router.js';

export function useRanking() {
  const [period, setPeriod] = useQueryValue('period');
  const [weights, setWeights] = useQueryValue('weights');
  const [scale, setScale] = useQueryValue('scale', 'minMax');
  const asked = new URLSearchParams({
    ...(period && { period }),
    ...(weights && { weights }),
    normalisation: scale,
  });
  const path = `/clusters?${asked}`;
  const answer = useQuery<ClusterRanking, ApiFailure>({
    queryKey: [path],
    queryFn: ({ signal }) => ask<ClusterRanking>(path, { signal }),
    // The old order stays in sight while a weight is moved.
    placeholderData: keepPreviousData,
  });
  return { ...answer, setPeriod, weights, setWeights, scale, setScale };
}

/** Of clusters that can be told apart by colour; the table has them all. */
const MOST_BARS = 7;

/** Under the weights that are set, so that it says the same rank. */
export function pageOf(name: string, asked: URLSearchParams = new URLSearchParams()): string {
  const query = new URLSearchParams({ name });
  for (const key of ['period', 'weights', 'scale']) if (asked.has(key)) query.set(key, asked.get(key)!);
  return `/clusters?${query}`;
}

export function RankingView() {
  const { words, say: told } = useLanguage();
  const say = words.clusters;
  const { query } = useAddress();
  const { data, error, refetch, setPeriod, setWeights, weights, scale, setScale } = useRanking();
  if (error) return <Failed failure={error} again={() => refetch()} />;
  if (!data) return <Spin />;
  if (data.clusters.length === 0) return <Empty>{say.none}</Empty>;
  const abilityName = (id: string) => {
    const found = data.abilities.find((ability) => ability.id === id);
    return found ? told(found.name) : id;
  };
  const percent = (share: number, digits = 0) => `${(100 * share).toFixed(digits)}%`;
  const source = (
    <SourceLine
      source={`${say.source}；${told(data.definitions[0]!.name)} ${data.definitions[0]!.formula}`}
      period={data.period}
      synthetic={data.clusters.some(({ synthetic }) => synthetic)}
    />
  );
  const scored = data.clusters.filter(({ score }) => score !== null);
  const set = (id: string, weight: number) =>
    setWeights(
      data.abilities
        .map((ability) => `${ability.id}:${ability.id === id ? weight : ability.weight}`)
        .join(','),
    );
  return (
    <div className="stack">
      <div className="tools">
        <span>{say.period}</span>
        <Select
          size="small"
          aria-label={say.period}
          value={data.period}
          style={{ width: 120 }}
          options={data.periods.map((value) => ({ value, label: value }))}
          onChange={setPeriod}
        />
        <Term of="scale">{say.scale}</Term>
        <Segmented
          size="small"
          aria-label={say.scale}
          value={scale}
          onChange={setScale}
          options={(['minMax', 'zScore', 'rank'] as const).map((value) => ({
            value,
            label: say.scales[value],
          }))}
        />
      </div>
      <Card
        size="small"
        title={say.weights}
        extra={
          weights !== '' && (
            <Button size="small" onClick={() => setWeights(null)}>
              {say.even}
            </Button>
          )
        }
      >
        <div className="panels" style={{ gridTemplateColumns: 'repeat(auto-fill, minmax(200px, 1fr))' }}>
          {data.abilities.map(({ id, name, weight }) => (
            <div key={id}>
              {told(name)}：<strong>{weight}</strong>
              <Slider
                min={0}
                max={100}
                step={5}
                value={weight}
                ariaLabelForHandle={told(name)}
                onChange={(value) => set(id, value)}
              />
            </div>
          ))}
        </div>
      </Card>
      <Table
        size="small"
        pagination={false}
        rowKey="name"
        className="wide-table"
        dataSource={data.clusters}
        columns={[
          { title: say.rank, width: 60, render: (_, { rank }) => rank ?? '—' },
          {
            title: say.cluster,
            className: 'cluster-name',
            render: (_, { name, synthetic }) => (
              <>
                <a href={pageOf(name, query)} onClick={followed}>
                  {name}
                </a>{' '}
                {synthetic && <SyntheticMark />}
              </>
            ),
          },
          {
            title: say.score,
            align: 'right',
            render: (_, { score, why }) =>
              score === null ? (
                <Typography.Text type="secondary">{why ? told(why) : '—'}</Typography.Text>
              ) : (
                score.toFixed(1)
              ),
          },
          {
            title: <Term of="rankRange">{say.range}</Term>,
            align: 'right',
            render: (_, { range }) =>
              range === null ? '—' : range.low === range.high ? range.low : `${range.low}—${range.high}`,
          },
          {
            title: <Term of="firstChance">{say.first}</Term>,
            align: 'right',
            render: (_, { range }) => (range === null ? '—' : percent(range.first)),
          },
          {
            title: <Term of="coverage">{say.coverage}</Term>,
            align: 'right',
            render: (_, { coverage }) => percent(coverage),
          },
          {
            title: say.missing,
            render: (_, { missing }) => (
              <Tooltip
                title={missing
                  .map((id) =>
                    data.abilities.flatMap(({ indicators }) => indicators).find((one) => one.id === id),
                  )
                  .flatMap((one) => (one ? [told(one.name)] : []))
                  .join('、')}
              >
                <span>{say.missingOf(missing.length)}</span>
              </Tooltip>
            ),
          },
        ]}
      />
      <Chart
        name="scores"
        title={say.scores}
        source={source}
        height={300}
        option={(colours) => ({
          grid: { left: 48, right: 16, top: 36, bottom: 40 },
          legend: { type: 'scroll', top: 0, textStyle: { color: colours.ink } },
          tooltip: {
            trigger: 'axis',
            valueFormatter: (value: unknown) => (value == null ? '—' : Number(value).toFixed(1)),
          },
          xAxis: {
            type: 'category',
            data: data.abilities.map(({ name }) => told(name)),
            axisLabel: { color: colours.ink, interval: 0, width: 110, overflow: 'break' },
          },
          yAxis: { type: 'value', min: 0, max: 100, axisLabel: { color: colours.soft } },
          series: scored.slice(0, MOST_BARS).map(({ name, abilities }) => ({
            type: 'bar',
            name,
            data: data.abilities.map(({ id }) => abilities.find((one) => one.id === id)?.score ?? null),
          })),
        })}
        table={{
          head: [say.cluster, ...data.abilities.map(({ name }) => told(name))],
          rows: data.clusters.map(({ name, abilities }) => [
            name,
            ...data.abilities.map(({ id }) => {
              const score = abilities.find((one) => one.id === id)?.score ?? null;
              return score === null ? null : Number(score.toFixed(1));
            }),
          ]),
        }}
      />
      {data.flips.length > 0 && (
        <Card size="small" title={say.flips}>
          <ul style={{ margin: 0, paddingLeft: 18 }}>
            {data.flips.map(({ above, below, flip }) => (
              <li key={above}>
                {flip === null
                  ? say.noFlip(above, below)
                  : say.flip(above, below, abilityName(flip.ability), percent(flip.from), percent(flip.to))}
              </li>
            ))}
          </ul>
          <Typography.Text type="secondary">
            {say.drawn(data.draws)}
            {data.cautions.map((caution) => ` · ${told(caution)}`)}
          </Typography.Text>
        </Card>
      )}
    </div>
  );
}

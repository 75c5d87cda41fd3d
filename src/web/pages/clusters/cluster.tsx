// One cluster: who it is, its five abilities with every number's origin, its firms, where they are, its chains.
import { Card, Descriptions, Spin, Table, Typography } from 'antd';
import type { ClusterPage } from '../../../server/contract/clusters.js';
import { useAnswer } from '../../api.js';
import { useLanguage } from '../../language.js';
import { AgeBadge } from '../../parts/age-badge.js';
import { Chart } from '../../parts/chart.js';
import { Empty } from '../../parts/empty.js';
import { Failed } from '../../parts/failed.js';
import { Figure } from '../../parts/figure.js';
import { PageHead } from '../../parts/page-head.js';
import { SourceLine } from '../../parts/source-line.js';
import { SyntheticMark } from '../../parts/synthetic-mark.js';
import { briefPeriod, WriteBrief } from '../../parts/write-brief.js';
import { followed, useAddress } from '../../router.js';
import { CONCENTRATION } from './concentration.js';
import { useRanking } from './ranking.js';

export function ClusterView({ name }: { name: string }) {
  const { words, say: told } = useLanguage();
  const say = words.clusters;
  const ranking = useRanking().data;
  const { query } = useAddress();
  const back = new URLSearchParams(query);
  back.delete('name');
  const { data, error, refetch } = useAnswer<ClusterPage>(`/clusters/page?name=${encodeURIComponent(name)}`);
  if (error) return <Failed failure={error} again={() => refetch()} />;
  if (!data) return <Spin />;
  const { entry } = data;
  const own = ranking?.clusters.find((cluster) => cluster.name === name);
  const inFrame = new Set(own?.values.map(({ originId }) => originId));
  const source = (
    <SourceLine source={say.source} released={entry.recordedAt.slice(0, 10)} synthetic={entry.synthetic} />
  );
  const spread = (
    title: string,
    key: string,
    rows: readonly { name: string; firms: number; share: number }[],
  ) => (
    <Chart
      name={key}
      title={title}
      source={source}
      height={Math.max(120, 26 * Math.min(rows.length, 12) + 40)}
      option={(colours) => ({
        grid: { left: 8, right: 56, top: 8, bottom: 8, containLabel: true },
        xAxis: { type: 'value', show: false },
        yAxis: {
          type: 'category',
          inverse: true,
          data: rows.slice(0, 12).map((row) => row.name),
          axisLabel: { color: colours.ink, width: 150, overflow: 'truncate' },
        },
        series: [
          {
            type: 'bar',
            name: say.count,
            data: rows.slice(0, 12).map(({ firms }) => firms),
            label: { show: true, position: 'right', color: colours.ink },
          },
        ],
      })}
      table={{
        head: [title, say.count, `${say.share} %`],
        rows: rows.map((row) => [row.name, row.firms, Number((100 * row.share).toFixed(1))]),
      }}
    />
  );
  return (
    <>
      <PageHead
        title={name}
        marks={entry.synthetic && <SyntheticMark />}
        actions={
          <>
            <WriteBrief
              kind="cluster"
              subject={name}
              choices={{ period: briefPeriod(query.get('period') ?? '') }}
            />
            <a href={back.size === 0 ? '/clusters' : `/clusters?${back}`} onClick={followed}>
              ← {say.back}
            </a>
          </>
        }
      />
      <div className="stack">
        <Descriptions
          size="small"
          column={{ xs: 1, sm: 2, md: 3 }}
          items={[
            ...(['area', 'industry', 'level', 'listed', 'organisation'] as const).map((key) => ({
              key,
              label: say.facts[key],
              children: entry[key] ?? words.parts.missing,
            })),
            {
              key: 'rank',
              label: say.rank,
              children: own?.rank ? `${own.rank} / ${ranking!.clusters.length}` : '—',
            },
            { key: 'age', label: say.recorded, children: <AgeBadge day={entry.recordedAt.slice(0, 10)} /> },
          ]}
        />
        <div className="panels is-flowing">
          {ranking?.abilities.map((ability) => (
            <Card
              key={ability.id}
              size="small"
              title={told(ability.name)}
              extra={own?.abilities.find(({ id }) => id === ability.id)?.score?.toFixed(1) ?? '—'}
            >
              <Table
                size="small"
                pagination={false}
                showHeader={false}
                rowKey="id"
                dataSource={ability.indicators}
                columns={[
                  { render: (_, { name: of }) => told(of) },
                  {
                    align: 'right',
                    render: (_, { id }) => {
                      const found = own?.values.find((value) => value.indicator === id);
                      return found ? (
                        <Figure
                          value={found.value}
                          unit={found.unit}
                          period={found.period}
                          originId={found.originId}
                        />
                      ) : (
                        <span className="figure-missing">{say.noValue}</span>
                      );
                    },
                  },
                ]}
              />
            </Card>
          ))}
          <Card size="small" title={say.others}>
            <Table
              size="small"
              pagination={{ pageSize: 8, size: 'small' }}
              showHeader={false}
              rowKey="originId"
              dataSource={data.values.filter(({ originId }) => !inFrame.has(originId))}
              columns={[
                {
                  render: (_, { indicator, period, kind }) =>
                    [indicator, kind === 'growth' && say.growth, period].filter(Boolean).join(' '),
                },
                {
                  align: 'right',
                  render: (_, { value, unit, period, originId }) => (
                    <Figure value={value} unit={unit} period={period} originId={originId} />
                  ),
                },
              ]}
            />
          </Card>
        </div>
        {data.firmsInAll === 0 ? (
          <Empty>{say.noFirms}</Empty>
        ) : (
          <>
            <div className="panels">
              {spread(
                say.where,
                'areas',
                data.areas.map(({ area, firms, share }) => ({ name: area, firms, share })),
              )}
              {spread(
                say.industries,
                'industries',
                data.industries.map(({ industry, firms, share }) => ({ name: industry, firms, share })),
              )}
            </div>
            {data.concentration && (
              <Typography.Text>
                {say.concentration(
                  data.concentration.hhi.toFixed(3),
                  `${(100 * data.concentration.cr3).toFixed(0)}%`,
                )}{' '}
                <a href={CONCENTRATION} onClick={followed}>
                  {say.views.concentration}
                </a>
              </Typography.Text>
            )}
            {data.chains.length > 0 && (
              <Card size="small" title={say.chains}>
                {data.chains.map(({ chain, firms, nodes }) => (
                  <div key={chain}>
                    <a href={`/chains?chain=${encodeURIComponent(chain)}`} onClick={followed}>
                      {say.chainOf(chain, firms, nodes.length)}
                    </a>
                  </div>
                ))}
              </Card>
            )}
            <Table
              size="small"
              title={() => <strong>{`${say.firms}（${say.firmsOf(data.firmsInAll)}）`}</strong>}
              rowKey="id"
              pagination={{ pageSize: 20, size: 'small' }}
              dataSource={data.firms}
              columns={[
                {
                  title: say.firm,
                  render: (_, { id, name: firm }) => (
                    <a href={`/firms/${encodeURIComponent(id)}`} onClick={followed}>
                      {firm}
                    </a>
                  ),
                },
                { title: say.area, dataIndex: 'area' },
                { title: say.industry, dataIndex: 'industry' },
              ]}
            />
          </>
        )}
      </div>
    </>
  );
}

// Every firm closed alone: the ranking, computed as a job and kept.

import { useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Card, Segmented, Statistic, Tag } from 'antd';
import { useEffect } from 'react';
import type { ChainsSummary, NetworkFirm, RankingSummary } from '../../../server/contract/chains.js';
import { useAnswer } from '../../api.js';
import { useLanguage } from '../../language.js';
import { Chart } from '../../parts/chart.js';
import { DataTable, type Sort, useServerRows } from '../../parts/data-table.js';
import { Empty } from '../../parts/empty.js';
import { Failed } from '../../parts/failed.js';
import { ChoiceFilter, WordsFilter } from '../../parts/filters.js';
import { JobProgress, useWork } from '../../parts/job.js';
import { SourceLine } from '../../parts/source-line.js';
import { goTo, useQueryValue } from '../../router.js';
import { money, percent } from './amounts.js';
import { NetworkNotes } from './network-notes.js';

const TOP = 20;

export default function RiskView({ summary }: { summary: ChainsSummary }) {
  const { words, say: told, language } = useLanguage();
  const say = words.chains;
  const queries = useQueryClient();
  const [rule, setRule] = useQueryValue('rule', 'certified');
  const [text] = useQueryValue('text');
  const [sector] = useQueryValue('sector');
  const [sorted, setSorted] = useQueryValue('sort', 'esri.down');
  const [key, order] = sorted.split('.') as [string, string];
  const { data: kept } = useAnswer<{ ranking: RankingSummary | null }>('/chains/ranking');
  const job = useWork<RankingSummary>();
  const isDone = job.result !== null;
  useEffect(() => {
    if (isDone) void queries.invalidateQueries();
  }, [isDone, queries]);
  const asked = new URLSearchParams({ ...(text && { text }), ...(sector && { sector }), sort: key, order });
  const rows = useServerRows<NetworkFirm>(summary.network ? `/chains/firms?${asked}` : null);
  const { data: top } = useAnswer<{ items: NetworkFirm[] }>(
    summary.network && kept?.ranking ? `/chains/firms?count=${TOP}` : null,
  );
  if (summary.network === null) return <Empty>{summary.noNetwork && told(summary.noNetwork)}</Empty>;
  const { network } = summary;
  const ranking = kept?.ranking ?? null;
  const source = (
    <SourceLine
      source={[...network.files, 'Diem et al. (2022), Scientific Reports 12:7719'].join('、')}
      period={network.period}
      synthetic={network.synthetic}
      released={ranking?.computedAt.slice(0, 10) ?? null}
    />
  );
  const items = top?.items.filter(({ esri }) => esri !== null) ?? [];
  return (
    <div className="stack">
      <NetworkNotes network={network} />
      <div className="tools">
        <Segmented
          size="small"
          aria-label={say.rule2}
          value={rule}
          onChange={setRule}
          options={[
            { value: 'certified', label: say.converged },
            { value: 'eps', label: `${say.eps} = 0.01` },
          ]}
        />
        <Button
          size="small"
          type="primary"
          loading={job.running}
          onClick={() => job.start('/chains/ranking', { rule })}
        >
          {say.compute}
        </Button>
      </div>
      {job.job && job.job.state !== 'done' && <JobProgress job={job.job} />}
      {job.failure && <Failed failure={job.failure} />}
      {ranking === null ? (
        <Alert type="info" showIcon title={say.noRanking} />
      ) : (
        <Card size="small">
          <div className="tools">
            <Tag color="green">{say.kept(ranking.computedAt.slice(0, 16).replace('T', ' '))}</Tag>
            <Tag>{ranking.rule === 'eps' ? `${say.eps} = ${ranking.parameter}` : say.ways[ranking.way]}</Tag>
            {ranking.stale && <Tag color="red">{say.stale}</Tag>}
          </div>
          <div className="panels" style={{ gridTemplateColumns: 'repeat(auto-fill, minmax(140px, 1fr))' }}>
            <Statistic title={say.mean} value={percent(ranking.mean)} />
            <Statistic title={say.largest} value={percent(ranking.largest)} />
            <Statistic title={say.above} value={ranking.above10Percent} />
            {ranking.largestErrorBound !== null && (
              <Statistic title={say.bound} value={ranking.largestErrorBound.toExponential(1)} />
            )}
          </div>
        </Card>
      )}
      {items.length > 0 && (
        <Chart
          name="top"
          title={say.topFirms}
          height={22 * items.length + 60}
          source={source}
          onPick={({ index }) => goTo(`/chains/close?firms=${items[index]!.id}`)}
          option={(colours) => ({
            grid: { left: 8, right: 60, top: 28, bottom: 24, containLabel: true },
            legend: { top: 0, textStyle: { color: colours.ink } },
            tooltip: { trigger: 'axis', valueFormatter: (value: unknown) => `${Number(value).toFixed(2)}%` },
            xAxis: { type: 'value', axisLabel: { formatter: '{value}%', color: colours.soft } },
            yAxis: {
              type: 'category',
              inverse: true,
              data: items.map(({ name }) => name),
              axisLabel: { color: colours.ink, width: 170, overflow: 'truncate' },
            },
            series: [
              {
                type: 'bar',
                name: say.down,
                data: items.map(({ down }) => 100 * down!),
                itemStyle: { color: colours.self },
              },
              {
                type: 'bar',
                name: say.up,
                data: items.map(({ up }) => 100 * up!),
                itemStyle: { color: colours.province },
              },
            ],
          })}
          table={{
            head: [say.rank, say.firm, say.sector, `${say.esri} %`, `${say.down} %`, `${say.up} %`],
            rows: items.map(({ rank, name, sectorName, esri, down, up }) => [
              rank,
              name,
              sectorName,
              Number((100 * esri!).toFixed(3)),
              Number((100 * down!).toFixed(3)),
              Number((100 * up!).toFixed(3)),
            ]),
          }}
        />
      )}
      <div className="filters">
        <WordsFilter name="text" label={say.search} />
        <ChoiceFilter
          name="sector"
          label={say.sector}
          choices={network.sectors.map(({ code, name }) => ({ value: code, label: `${code} ${name}` }))}
        />
      </div>
      <DataTable<NetworkFirm>
        label={say.views.risk}
        rows={rows}
        rowKey={({ id }) => id}
        sort={{ key, down: order === 'down' }}
        onSort={(next: Sort | null) => setSorted(next && `${next.key}.${next.down ? 'down' : 'up'}`)}
        onOpen={({ id }) => goTo(`/chains/close?firms=${id}`)}
        columns={[
          { key: 'rank', title: say.rank, width: 60, number: true, render: ({ rank }) => rank ?? '—' },
          { key: 'name', title: say.firm, width: 180, grow: 2, sortable: true, render: ({ name }) => name },
          { key: 'sector', title: say.sector, width: 140, grow: 2, render: ({ sectorName }) => sectorName },
          { key: 'area', title: say.area, width: 80, render: ({ area }) => area ?? '' },
          share('esri', say.esri),
          share('down', say.down),
          share('up', say.up),
          {
            key: 'output',
            title: say.output,
            width: 140,
            number: true,
            sortable: true,
            render: ({ output }) => money(output, network.unit, language),
          },
          {
            key: 'suppliers',
            title: say.suppliers,
            width: 80,
            number: true,
            sortable: true,
            render: (row) => row.suppliers,
          },
          {
            key: 'customers',
            title: say.customers,
            width: 80,
            number: true,
            sortable: true,
            render: (row) => row.customers,
          },
        ]}
      />
      {source}
    </div>
  );
}

function share(key: 'esri' | 'down' | 'up', title: string) {
  return {
    key,
    title,
    width: 124,
    number: true,
    sortable: true,
    render: (row: NetworkFirm) => (row[key] === null ? '—' : percent(row[key])),
  };
}

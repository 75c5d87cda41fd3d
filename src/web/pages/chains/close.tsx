// What the network loses when a firm closes: worked out at once.
import { Alert, Button, Card, Segmented, Spin, Statistic, Tag, Typography } from 'antd';
import type {
  ChainsSummary,
  ClosureAnswer,
  FirmDossier,
  NetworkFirm,
} from '../../../server/contract/chains.js';
import { useAnswer } from '../../api.js';
import { useLanguage } from '../../language.js';
import { Chart, PlainTable } from '../../parts/chart.js';
import { DataTable, useServerRows } from '../../parts/data-table.js';
import { Empty } from '../../parts/empty.js';
import { Failed } from '../../parts/failed.js';
import { ChoiceFilter, WordsFilter } from '../../parts/filters.js';
import { SourceLine } from '../../parts/source-line.js';
import { useQueryValue } from '../../router.js';
import { money, percent } from './amounts.js';
import { NetworkNotes } from './network-notes.js';

export default function CloseView({ summary }: { summary: ChainsSummary }) {
  const { words, say: told } = useLanguage();
  const say = words.chains;
  const [text] = useQueryValue('text');
  const [sector] = useQueryValue('sector');
  const [chosen, setChosen] = useQueryValue('firms');
  const ids = chosen === '' ? [] : chosen.split(',');
  const asked = new URLSearchParams({ ...(text && { text }), ...(sector && { sector }) });
  const rows = useServerRows<NetworkFirm>(summary.network ? `/chains/firms?${asked}` : null);
  if (summary.network === null) return <Empty>{summary.noNetwork && told(summary.noNetwork)}</Empty>;
  return (
    <div className="stack">
      <NetworkNotes network={summary.network} />
      <div className="two-columns">
        <section className="stack" aria-label={say.pickFirms}>
          <Typography.Text type="secondary">{say.pickFirms}</Typography.Text>
          <div className="filters">
            <WordsFilter name="text" label={say.search} />
            <ChoiceFilter
              name="sector"
              label={say.sector}
              choices={summary.network.sectors.map(({ code, name }) => ({
                value: code,
                label: `${code} ${name}`,
              }))}
            />
          </div>
          <DataTable<NetworkFirm>
            label={say.firm}
            rows={rows}
            rowKey={({ id }) => id}
            selected={ids[0] ?? null}
            height={560}
            onOpen={({ id }) => setChosen(id)}
            columns={[
              {
                key: 'name',
                title: say.firm,
                width: 190,
                grow: 3,
                render: ({ id, name }) => (
                  <>
                    <Button
                      size="small"
                      type="text"
                      aria-label={`${say.closed}：${name}`}
                      aria-pressed={ids.includes(id)}
                      onClick={() =>
                        setChosen(
                          (ids.includes(id) ? ids.filter((one) => one !== id) : [...ids, id]).join(',') ||
                            null,
                        )
                      }
                    >
                      {ids.includes(id) ? '☑' : '☐'}
                    </Button>
                    {name}
                  </>
                ),
              },
              {
                key: 'sector',
                title: say.sector,
                width: 90,
                grow: 2,
                render: ({ sectorName }) => sectorName,
              },
              {
                key: 'esri',
                title: say.esri,
                width: 80,
                number: true,
                render: ({ esri }) => (esri === null ? '—' : percent(esri)),
              },
            ]}
          />
        </section>
        <section className="stack" aria-live="polite">
          {ids.length === 0 ? (
            <Empty>{say.pickFirst}</Empty>
          ) : (
            <Loss ids={ids} clear={() => setChosen(null)} />
          )}
          {ids.length === 1 && <Firm id={ids[0]!} />}
        </section>
      </div>
    </div>
  );
}

function Loss({ ids, clear }: { ids: readonly string[]; clear(): void }) {
  const { words, language } = useLanguage();
  const say = words.chains;
  const [rule, setRule] = useQueryValue('rule', 'converged');
  const { data, error, refetch } = useAnswer<ClosureAnswer>(
    `/chains/close?firms=${ids.map(encodeURIComponent).join(',')}&rule=${rule}`,
  );
  if (error) return <Failed failure={error} again={() => refetch()} />;
  if (!data) return <Spin />;
  const source = (
    <SourceLine
      source={`${data.method.name[language]} ${data.method.formula}；${data.method.source}`}
      period={data.period}
      synthetic={data.synthetic}
    />
  );
  return (
    <>
      <div className="tools">
        {say.closed}：
        {data.firms.map(({ id, name, sectorName }) => (
          <Tag key={id}>
            {name}（{sectorName}）
          </Tag>
        ))}
        <Button size="small" onClick={clear}>
          {say.clear}
        </Button>
        <Segmented
          size="small"
          aria-label={say.rule2}
          value={rule}
          onChange={setRule}
          options={[
            { value: 'converged', label: say.converged },
            { value: 'eps', label: `${say.eps} = 0.01` },
          ]}
        />
      </div>
      <Card size="small">
        <div className="big-loss" data-testid="loss">
          {say.lossOf(percent(data.esri))}
        </div>
        <div className="panels" style={{ gridTemplateColumns: 'repeat(auto-fill, minmax(150px, 1fr))' }}>
          <Statistic title={say.lostMoney} value={money(data.lost, data.unit, language)} />
          <Statistic title={say.ofWhich} value={money(data.lostOwn, data.unit, language)} />
          <Statistic title={say.down} value={percent(data.down)} />
          <Statistic title={say.up} value={percent(data.up)} />
        </div>
        <Typography.Text type="secondary">
          {say.affected(data.affected)} · {say.took(data.milliseconds.toFixed(0), data.iterations)}
          {data.bound !== null && ` · ${say.bound} ${data.bound.toExponential(1)}`} ·{' '}
          {data.method.stop[language]}
        </Typography.Text>
      </Card>
      <Chart
        name="sectors"
        title={say.bySector}
        source={source}
        height={Math.max(140, 26 * data.sectors.slice(0, 12).length + 50)}
        option={(colours) => ({
          grid: { left: 8, right: 60, top: 8, bottom: 24, containLabel: true },
          tooltip: { valueFormatter: (value: unknown) => `${Number(value).toFixed(2)}%` },
          xAxis: { type: 'value', axisLabel: { formatter: '{value}%', color: colours.soft } },
          yAxis: {
            type: 'category',
            inverse: true,
            data: data.sectors.slice(0, 12).map(({ name }) => name),
            axisLabel: { color: colours.ink, width: 150, overflow: 'truncate' },
          },
          series: [
            {
              type: 'bar',
              name: say.ofSector,
              data: data.sectors.slice(0, 12).map(({ esri }) => 100 * esri),
              itemStyle: { color: colours.bad },
              label: {
                show: true,
                position: 'right',
                formatter: (p: { value: number }) => `${p.value.toFixed(2)}%`,
                color: colours.ink,
              },
            },
          ],
        })}
        table={{
          head: [
            say.sector,
            `${say.ofSector} %`,
            `${say.down} %`,
            `${say.up} %`,
            say.firm,
            `${say.largest} %`,
          ],
          rows: data.sectors.map(({ name, esri, down, up, firms, largestLoss }) => [
            name,
            rounded(esri),
            rounded(down),
            rounded(up),
            firms,
            rounded(largestLoss),
          ]),
        }}
      />
      <Typography.Text strong>{say.byFirm}</Typography.Text>
      <PlainTable
        label={say.byFirm}
        table={{
          head: [say.firm, say.sector, `${say.down} %`, `${say.up} %`, say.lost],
          rows: data.losers.map(({ name, sectorName, down, up, lost }) => [
            name,
            sectorName,
            rounded(down),
            rounded(up),
            money(lost, data.unit, language),
          ]),
        }}
      />
      {data.routes.length > 0 && (
        <>
          <Typography.Text strong>{say.routes}</Typography.Text>
          <PlainTable
            label={say.routes}
            table={{
              head: [say.route, say.channel, `${say.lossShare} %`, `${say.contribution} %`],
              rows: data.routes.map(({ firms, channel, loss, contribution }) => [
                firms.map(({ name }) => name).join(' → '),
                say.channels[channel],
                rounded(loss),
                rounded(contribution),
              ]),
            }}
          />
        </>
      )}
    </>
  );
}

function Firm({ id }: { id: string }) {
  const { words, language } = useLanguage();
  const say = words.chains;
  const { data } = useAnswer<FirmDossier>(`/chains/firm?id=${encodeURIComponent(id)}`);
  if (!data) return null;
  const sides = [
    [say.suppliers, data.suppliersLargest, data.suppliers],
    [say.customers, data.customersLargest, data.customers],
    [say.peers, data.peers, null],
  ] as const;
  return (
    <div
      className="panels"
      style={{ gridTemplateColumns: 'repeat(auto-fill, minmax(min(310px, 100%), 1fr))' }}
    >
      {sides.map(([title, partners, count]) => (
        <Card key={title} size="small" title={`${title}${count === null ? '' : `（${count}）`}`}>
          {partners.length === 0 ? (
            <Alert type="warning" title={words.nothing} />
          ) : (
            <PlainTable
              label={title}
              table={{
                head: [say.firm, say.amount, `${say.share} %`],
                rows: partners.map(({ name, value, share }) => [
                  name,
                  money(value, data.unit, language),
                  Number((100 * share).toFixed(1)),
                ]),
              }}
            />
          )}
        </Card>
      ))}
    </div>
  );
}

const rounded = (share: number) => Number((100 * share).toFixed(3));

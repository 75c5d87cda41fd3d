// Links to add first, found as a job.
import { Alert, Button, Typography } from 'antd';
import type { ChainsSummary, MendAsked, MendResult } from '../../../server/contract/chains.js';
import { useLanguage } from '../../language.js';
import { PlainTable } from '../../parts/chart.js';
import { csvOf, type Sheet, save } from '../../parts/download.js';
import { Empty } from '../../parts/empty.js';
import { Failed } from '../../parts/failed.js';
import { JobProgress, useWork } from '../../parts/job.js';
import { MovedShare, WITHINS } from '../../parts/moved-share.js';
import { SourceLine } from '../../parts/source-line.js';
import { useQueryValue } from '../../router.js';
import { money, percent } from './amounts.js';
import { NetworkNotes } from './network-notes.js';

export default function MendView({ summary }: { summary: ChainsSummary }) {
  const { words, say: told, language } = useLanguage();
  const say = words.chains;
  const [movedText, setMoved] = useQueryValue('moved', '50');
  const [withinText, setWithin] = useQueryValue('within', 'any');
  const moved = Math.min(100, Math.max(10, Number(movedText) || 50));
  const within = WITHINS.find((one) => one === withinText) ?? 'any';
  const job = useWork<MendResult>();
  if (summary.network === null) return <Empty>{summary.noNetwork && told(summary.noNetwork)}</Empty>;
  const { result } = job;
  const table: Sheet = {
    head: [
      say.buyer,
      say.oldSupplier,
      say.newSupplier,
      say.amount,
      say.order,
      say.nearness,
      say.change,
      say.relative,
    ],
    rows: (result?.links ?? []).map((link) => [
      link.buyer.name,
      link.from.name,
      link.to.name,
      money(link.value, result!.unit, language),
      percent(link.order, 0),
      say.nearnesses[link.nearness],
      Number(link.change.toFixed(4)),
      percent(link.relative, 2),
    ]),
  };
  return (
    <div className="stack">
      <NetworkNotes network={summary.network} />
      <Typography.Text>{say.mendIdle}</Typography.Text>
      <div className="tools">
        <MovedShare
          moved={moved}
          onMoved={(next) => setMoved(String(next))}
          within={within}
          onWithin={setWithin}
        />
        <Button
          size="small"
          type="primary"
          loading={job.running}
          onClick={() =>
            job.start('/chains/mend', {
              moved: moved / 100,
              within: within === 'any' ? null : within,
            } satisfies MendAsked)
          }
        >
          {say.mendRun}
        </Button>
      </div>
      {job.job && job.job.state !== 'done' && <JobProgress job={job.job} />}
      {job.failure && <Failed failure={job.failure} />}
      {result && (
        <>
          {result.together && (
            <Alert
              type="success"
              showIcon
              title={say.together(
                result.together.links,
                percent(result.together.change / result.together.before),
              )}
            />
          )}
          <div className="tools">
            <Button
              size="small"
              onClick={() => save(`${say.views.mend}.csv`, csvOf(table), 'text/csv;charset=utf-8')}
            >
              {words.parts.chart.csv}
            </Button>
          </div>
          <PlainTable label={say.views.mend} table={table} />
          {result.gaps.length > 0 && (
            <>
              <Typography.Text strong>{say.mendGaps}</Typography.Text>
              <PlainTable
                label={say.mendGaps}
                table={{
                  head: [say.buyer, say.supplier, say.sector, say.amount],
                  rows: result.gaps.map(({ buyer, supplier, value }) => [
                    buyer.name,
                    supplier.name,
                    supplier.sectorName,
                    money(value, result.unit, language),
                  ]),
                }}
              />
            </>
          )}
          <SourceLine source={result.measure[language]} period={result.period} synthetic={result.synthetic} />
        </>
      )}
    </div>
  );
}

// Chains: map, closures, ranking, shocks and links to add, each under an address of its own.
import { Spin } from 'antd';
import { lazy, Suspense, useEffect } from 'react';
import type { ChainsSummary } from '../../../server/contract/chains.js';
import type { Job } from '../../../server/contract/shared.js';
import { useAnswer } from '../../api.js';
import { useLanguage } from '../../language.js';
import { Failed } from '../../parts/failed.js';
import { PageHead } from '../../parts/page-head.js';
import { SyntheticMark } from '../../parts/synthetic-mark.js';
import { WriteBrief } from '../../parts/write-brief.js';
import { followed, useAddress } from '../../router.js';
import './chains.css';

const MapView = lazy(() => import('./map.js'));
const CloseView = lazy(() => import('./close.js'));
const RiskView = lazy(() => import('./risk.js'));
const ShockView = lazy(() => import('./shock.js'));
const MendView = lazy(() => import('./mend.js'));

const VIEWS = { map: MapView, close: CloseView, risk: RiskView, shock: ShockView, mend: MendView };
type View = keyof typeof VIEWS;

export default function Chains() {
  const { words } = useLanguage();
  const say = words.chains;
  const { path } = useAddress();
  const asked = path.split('/')[2] as View | undefined;
  const view: View = asked !== undefined && asked in VIEWS ? asked : 'map';
  const { data, error, refetch } = useAnswer<ChainsSummary>('/chains');
  const Shown = VIEWS[view];
  const { query } = useAddress();
  // The play of a shock is about a table, all else about the chain.
  const [chain, table] = [data?.chains[0]?.name ?? '', data?.ioTables[0]?.name ?? ''];
  const subject = view === 'shock' ? (query.get('table') ?? table) : (query.get('chain') ?? (chain || table));
  const synthetic = data?.network?.synthetic || data?.chains.some((chain) => chain.synthetic);
  return (
    <>
      <PageHead
        title={words.pages.chains}
        about={say.about}
        marks={synthetic && <SyntheticMark />}
        actions={
          subject !== '' && (
            <WriteBrief kind="chain" subject={subject} choices={{ home: query.get('home') ?? '' }} />
          )
        }
      />
      <nav className="tools chain-tabs" aria-label={words.pages.chains}>
        {(Object.keys(VIEWS) as View[]).map((key) => (
          <a
            key={key}
            href={key === 'map' ? '/chains' : `/chains/${key}`}
            aria-current={key === view ? 'page' : undefined}
            onClick={followed}
          >
            {say.views[key]}
          </a>
        ))}
      </nav>
      {error && <Failed failure={error} again={() => refetch()} />}
      {data?.opening && <Opening job={data.opening} over={refetch} />}
      {data && !(data.opening && NEEDS_NETWORK.has(view)) ? (
        <Suspense fallback={<Spin />}>
          <Shown summary={data} />
        </Suspense>
      ) : (
        !error && <Spin />
      )}
    </>
  );
}

/** Views of the supply network alone. */
const NEEDS_NETWORK: ReadonlySet<View> = new Set(['close', 'risk', 'mend']);

/** That the network is being opened, until it is. */
function Opening({ job, over }: { job: Job; over: () => void }) {
  const { say: told } = useLanguage();
  // biome-ignore lint/correctness/useExhaustiveDependencies: listens once for each job
  useEffect(() => {
    const events = new EventSource(`/api/v1/jobs/${job.id}/events`);
    events.addEventListener('job', (event) => {
      if ((JSON.parse((event as MessageEvent<string>).data) as Job).ended === null) return;
      events.close();
      over();
    });
    return () => events.close();
  }, [job.id]);
  return (
    <p role="status" className="notes">
      <Spin size="small" /> {told(job.note ?? job.title)}…
    </p>
  );
}

// Chains: map, closures, ranking, shocks and links to add, each under an address of its own.
import { Spin } from 'antd';
import { lazy, Suspense } from 'react';
import type { ChainsSummary } from '../../../server/contract/chains.js';
import { useAnswer } from '../../api.js';
import { useLanguage } from '../../language.js';
import { Failed } from '../../parts/failed.js';
import { PageHead } from '../../parts/page-head.js';
import { SyntheticMark } from '../../parts/synthetic-mark.js';
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
  const synthetic = data?.network?.synthetic || data?.chains.some((chain) => chain.synthetic);
  return (
    <>
      <PageHead title={words.pages.chains} about={say.about} marks={synthetic && <SyntheticMark />} />
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
      {data ? (
        <Suspense fallback={<Spin />}>
          <Shown summary={data} />
        </Suspense>
      ) : (
        !error && <Spin />
      )}
    </>
  );
}

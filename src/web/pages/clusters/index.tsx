// Clusters: the ranking, or the page of one.
import { useLanguage } from '../../language.js';
import { PageHead } from '../../parts/page-head.js';
import { Views } from '../../parts/views.js';
import { useAddress, useQueryValue } from '../../router.js';
import { ClusterView } from './cluster.js';
import { CONCENTRATION, ConcentrationView } from './concentration.js';
import { RankingView } from './ranking.js';
import './clusters.css';

export default function Clusters() {
  const { words } = useLanguage();
  const { path } = useAddress();
  const [name] = useQueryValue('name');
  if (name !== '') return <ClusterView name={name} />;
  return (
    <>
      <PageHead title={words.pages.clusters} about={words.clusters.about} />
      <Views
        label={words.pages.clusters}
        views={[
          { path: '/clusters', label: words.clusters.views.ranking },
          { path: CONCENTRATION, label: words.clusters.views.concentration },
        ]}
      />
      {path === CONCENTRATION ? <ConcentrationView /> : <RankingView />}
    </>
  );
}

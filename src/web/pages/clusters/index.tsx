// Clusters: the ranking, or the page of one.
import { useLanguage } from '../../language.js';
import { PageHead } from '../../parts/page-head.js';
import { useQueryValue } from '../../router.js';
import { ClusterView } from './cluster.js';
import { RankingView } from './ranking.js';
import './clusters.css';

export default function Clusters() {
  const { words } = useLanguage();
  const [name] = useQueryValue('name');
  if (name !== '') return <ClusterView name={name} />;
  return (
    <>
      <PageHead title={words.pages.clusters} about={words.clusters.about} />
      <RankingView />
    </>
  );
}

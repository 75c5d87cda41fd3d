// Policy: pages, search, lines of work, measures, targets; below it the reading view of one page.
import { useLanguage } from '../../language.js';
import { PageHead } from '../../parts/page-head.js';
import { Views } from '../../parts/views.js';
import { useAddress } from '../../router.js';
import { Documents } from './documents.js';
import { Lines } from './lines.js';
import { Measures } from './measures.js';
import { Reading } from './reading.js';
import { Search } from './search.js';
import { Targets } from './targets.js';
import './policy.css';

const VIEWS = { documents: Documents, search: Search, lines: Lines, measures: Measures, targets: Targets };
type View = keyof typeof VIEWS;
const NAMES = Object.keys(VIEWS) as View[];

export default function Policy() {
  const { words } = useLanguage();
  const { path } = useAddress();
  const [, , first = 'documents'] = path.split('/');
  if (/^[0-9a-f]{64}$/.test(first)) return <Reading key={first} document={first} />;
  const view = NAMES.find((name) => name === first) ?? 'documents';
  const Shown = VIEWS[view];
  return (
    <>
      <PageHead title={words.pages.policy} about={words.policy.about} />
      <Views
        label={words.pages.policy}
        views={NAMES.map((key) => ({
          path: key === 'documents' ? '/policy' : `/policy/${key}`,
          label: words.policy.tabs[key],
        }))}
      />
      <Shown />
    </>
  );
}

// Match: tasks, one task, shortlist, partners, one firm, weak links and finance, each under an address of its own.
import { Spin } from 'antd';
import { lazy, Suspense } from 'react';
import { useLanguage } from '../../language.js';
import { PageHead } from '../../parts/page-head.js';
import { Views } from '../../parts/views.js';
import { useAddress } from '../../router.js';
import { BoardView } from './board.js';
import './match.css';

const TaskView = lazy(() => import('./task.js'));
const ShortlistView = lazy(() => import('./shortlist.js'));
const PartnersView = lazy(() => import('./partners.js'));
const FirmView = lazy(() => import('./firm.js'));
const WeakView = lazy(() => import('./weak-links.js'));
const FinanceView = lazy(() => import('./finance.js'));

const FURTHER = {
  shortlist: ShortlistView,
  partners: PartnersView,
  firm: FirmView,
  weak: WeakView,
  finance: FinanceView,
};
type Further = keyof typeof FURTHER;

export default function Match() {
  const { words } = useLanguage();
  const say = words.match;
  const { path } = useAddress();
  const [, , asked, id] = path.split('/');
  if (asked === 'task' && id)
    return (
      <Suspense fallback={<Spin />}>
        <TaskView key={id} id={decodeURIComponent(id)} />
      </Suspense>
    );
  const view = asked !== undefined && asked in FURTHER ? (asked as Further) : null;
  const Shown = view === null ? BoardView : FURTHER[view];
  const about = {
    shortlist: say.shortlistAbout,
    partners: say.partnersAbout,
    firm: say.firmAbout,
    weak: say.weakAbout,
    finance: say.financeAbout,
  };
  return (
    <>
      <PageHead title={words.pages.match} about={view === null ? say.about : about[view]} />
      <Views
        label={words.pages.match}
        views={[
          { path: '/match', label: say.views.board },
          ...(Object.keys(FURTHER) as Further[]).map((key) => ({
            path: `/match/${key}`,
            label: say.views[key],
          })),
        ]}
      />
      <Suspense fallback={<Spin />}>
        <Shown />
      </Suspense>
    </>
  );
}

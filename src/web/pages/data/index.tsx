// Data: what comes in, what was refused, where it is from, what goes out.
import type { WorkspaceSummary } from '../../../server/contract/workspace.js';
import { useAnswer } from '../../api.js';
import { useLanguage } from '../../language.js';
import { PageHead } from '../../parts/page-head.js';
import { Views } from '../../parts/views.js';
import { useAddress } from '../../router.js';
import { Backup } from './backup.js';
import { Exports } from './exports.js';
import { Importing } from './importing.js';
import { Rejects } from './rejects.js';
import { Revisions, Sources } from './sources.js';

const VIEWS = ['import', 'rejects', 'sources', 'revisions', 'exports', 'backup'] as const;

export default function Data() {
  const { words } = useLanguage();
  const { path } = useAddress();
  const { data } = useAnswer<WorkspaceSummary>('/workspace');
  const view = VIEWS.find((name) => path === `/data/${name}`) ?? 'import';
  const open = data?.counts.openRejects ?? 0;
  const pages = {
    import: <Importing />,
    rejects: <Rejects />,
    sources: <Sources />,
    revisions: <Revisions />,
    exports: <Exports />,
    backup: <Backup />,
  };
  return (
    <>
      <PageHead title={words.pages.data} about={words.data.about} />
      <Views
        label={words.pages.data}
        views={VIEWS.map((name) => ({
          path: `/data/${name}`,
          label:
            name === 'rejects' && open > 0 ? `${words.data.tabs[name]}（${open}）` : words.data.tabs[name],
        }))}
      />
      {pages[view]}
    </>
  );
}

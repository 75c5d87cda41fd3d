// Briefs: those that were written, to be read here and taken home.
import { Button, Skeleton, Typography } from 'antd';
import type { SavedBrief } from '../../../server/contract/briefs.js';
import { useAnswer } from '../../api.js';
import { useLanguage } from '../../language.js';
import { Empty } from '../../parts/empty.js';
import { Failed } from '../../parts/failed.js';
import { PageHead } from '../../parts/page-head.js';
import { followed, useAddress } from '../../router.js';

const addressOf = (name: string) => `/api/v1/briefs/${encodeURIComponent(name)}`;

export default function Briefs() {
  const { words } = useLanguage();
  const { path } = useAddress();
  const { data, error, refetch } = useAnswer<SavedBrief[]>('/briefs');
  const asked = path.startsWith('/briefs/') ? decodeURIComponent(path.slice('/briefs/'.length)) : null;
  const chosen =
    data?.find(({ name }) => name === asked) ?? data?.find(({ format }) => format === 'html') ?? data?.[0];
  const text = words.briefs;
  return (
    <>
      <PageHead title={words.pages.briefs} about={text.about} />
      {error && <Failed failure={error} again={() => refetch()} />}
      {!data && !error && <Skeleton active />}
      {data?.length === 0 && <Empty>{text.none}</Empty>}
      {data && chosen && (
        <div className="briefs">
          <nav className="brief-list" aria-label={text.saved}>
            {data.map((brief) => (
              <a
                key={brief.name}
                href={`/briefs/${encodeURIComponent(brief.name)}`}
                onClick={followed}
                aria-current={brief === chosen ? 'page' : undefined}
              >
                {brief.name}
                <span className="panel-note">
                  {' '}
                  {text.written} {brief.written.slice(0, 16).replace('T', ' ')} ·{' '}
                  {(brief.bytes / 1024).toFixed(0)} kB
                </span>
              </a>
            ))}
          </nav>
          <section className="brief-view" aria-label={text.preview}>
            <div className="page-actions">
              <Typography.Text strong>{chosen.name}</Typography.Text>
              <Button size="small" type="primary" href={`${addressOf(chosen.name)}?download=1`}>
                {text.download}
              </Button>
              {chosen.format !== 'docx' && (
                <Button size="small" href={addressOf(chosen.name)} target="_blank">
                  {text.open}
                </Button>
              )}
            </div>
            {chosen.format === 'docx' ? (
              <Empty>{text.noPreview}</Empty>
            ) : (
              // A page of its own: it may not run scripts, and reaches nothing of the workbench.
              <iframe
                key={chosen.name}
                title={chosen.name}
                src={addressOf(chosen.name)}
                sandbox="allow-same-origin allow-popups"
              />
            )}
          </section>
        </div>
      )}
    </>
  );
}

// One brief: its page, where its numbers come from, the writer's own words, and what is taken home.
import { useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Drawer, Popconfirm, Select, Skeleton, Typography } from 'antd';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Brief, BriefWritten } from '../../../server/contract/briefs.js';
import type { Job } from '../../../server/contract/shared.js';
import type { WorkspaceSummary } from '../../../server/contract/workspace.js';
import { type ApiFailure, ask, send, useAnswer } from '../../api.js';
import { useLanguage } from '../../language.js';
import { Failed } from '../../parts/failed.js';
import { JobProgress, useJob } from '../../parts/job.js';
import { PageHead } from '../../parts/page-head.js';
import { SyntheticMark } from '../../parts/synthetic-mark.js';
import { followed, goTo, useQueryValue } from '../../router.js';
import { instant, Stale } from './list.js';
import { Note } from './note.js';
import { RemarksFields, remarksOf, type Typed, typedOf } from './remarks.js';

const FORMATS = ['docx', 'html', 'md'] as const;

export function OneBrief({ name }: { name: string }) {
  const { words, language, say: told } = useLanguage();
  const say = words.briefs;
  const queries = useQueryClient();
  const { message } = App.useApp();
  const [version, setVersion] = useQueryValue('version');
  const [noteAsked, setNote] = useQueryValue('note');
  const shown = /^\d+$/.test(version) ? `version=${version}` : '';
  const path = `/briefs/${encodeURIComponent(name)}`;
  const { data: brief, error, refetch } = useAnswer<Brief>(`${path}${shown && `?${shown}`}`);
  const today = useAnswer<WorkspaceSummary>('/workspace').data?.today ?? '';
  const [typed, setTyped] = useState<Typed | null>(null);
  const [failure, setFailure] = useState<ApiFailure | null>(null);
  const [jobId, setJobId] = useState<string | null>(null);
  const job = useJob(jobId);
  const done = job?.state === 'done';
  const frame = useRef<HTMLIFrameElement>(null);
  useEffect(() => {
    if (!done || jobId === null) return;
    ask<BriefWritten>(`/jobs/${jobId}/result`).then((written) => {
      message.success(say.saved(written.version));
      // Told once: what is typed from here on is kept, whatever else changes.
      setJobId(null);
      setTyped(null);
      setVersion(null);
      void queries.invalidateQueries();
    }, setFailure);
  }, [done, jobId, queries, message, say, setVersion]);
  const follow = useCallback(
    (event: MouseEvent) => {
      const link = (event.target as Element | null)?.closest('a');
      const address = link?.getAttribute('href') ?? '';
      const note = /^#n(\d+)$/.exec(address)?.[1];
      if (note !== undefined) {
        event.preventDefault();
        setNote(note);
      } else if (address.startsWith('/') && !event.ctrlKey && !event.metaKey) {
        event.preventDefault();
        goTo(address);
      }
    },
    [setNote],
  );
  if (error)
    return (
      <>
        <PageHead
          title={name}
          about={
            <a className="brief-back" href="/briefs" onClick={followed}>
              ← {words.pages.briefs}
            </a>
          }
        />
        <Failed failure={error} again={() => refetch()} />
      </>
    );
  if (!brief) return <Skeleton active />;
  const remarks = typed ?? typedOf(brief.settings.remarks, today);
  const kept = remarksOf(remarks);
  const busy = job !== null && job.ended === null;
  const again = async (change: object) => {
    setFailure(null);
    try {
      const started = await send<{ job: Job }>('PUT', path, { basedOn: brief.version, ...change });
      setJobId(started.job.id);
    } catch (refused) {
      setFailure(refused as ApiFailure);
    }
  };
  const remove = async () => {
    try {
      await send('DELETE', path);
      await queries.invalidateQueries({ queryKey: ['/briefs'] });
      goTo('/briefs');
    } catch (refused) {
      setFailure(refused as ApiFailure);
    }
  };
  const show = (id: string) =>
    frame.current?.contentDocument
      ?.getElementById(id)
      ?.scrollIntoView({ behavior: 'smooth', block: 'start' });
  const note = /^\d+$/.test(noteAsked) ? Number(noteAsked) : null;
  const files = brief.newer.map(({ source }) => source.split(/[\\/]/).at(-1));
  return (
    <>
      <PageHead
        title={brief.title}
        marks={brief.synthetic && <SyntheticMark />}
        about={
          <>
            <a className="brief-back" href="/briefs" onClick={followed}>
              ← {words.pages.briefs}
            </a>{' '}
            · {say.kinds[brief.kind]} · {say.written} {instant(brief.written)} · {say.notes(brief.footnotes)}
            {brief.notWritten > 0 && ` · ${say.notWritten(brief.notWritten)}`} <Stale brief={brief} />
          </>
        }
        actions={
          <>
            <Typography.Text type="secondary">{say.download}</Typography.Text>
            {FORMATS.map((format) => (
              <Button
                key={format}
                size="small"
                type={format === 'docx' ? 'primary' : 'default'}
                href={`/api/v1${path}/file?format=${format}${shown && `&${shown}`}`}
                download
              >
                {say.formats[format]}
              </Button>
            ))}
            {brief.versions.length > 1 && (
              <Select
                size="small"
                aria-label={say.versions}
                value={version === '' ? String(brief.version) : version}
                popupMatchSelectWidth={false}
                options={[...brief.versions].reverse().map((one) => ({
                  value: String(one.version),
                  label: `${say.version(one.version)} · ${instant(one.written)}`,
                }))}
                onChange={(value) => setVersion(value === String(brief.version) ? null : value)}
              />
            )}
            <Popconfirm
              title={say.removeSure}
              okText={say.removeYes}
              cancelText={say.removeNo}
              onConfirm={remove}
            >
              <Button size="small">{say.remove}</Button>
            </Popconfirm>
          </>
        }
      />
      {failure && <Failed failure={failure} again={() => void queries.invalidateQueries()} />}
      {brief.newer.length > 0 && (
        <Alert
          type="warning"
          showIcon
          title={say.staleAbout(files.slice(0, 5).join('、'))}
          action={
            <Button size="small" loading={busy} onClick={() => void again({})}>
              {say.again}
            </Button>
          }
        />
      )}
      {job && job.state !== 'done' && <JobProgress job={job} />}
      <div className="brief-one">
        <nav className="brief-contents" aria-label={say.contents}>
          <Typography.Text type="secondary">{say.contents}</Typography.Text>
          <ul>
            {brief.headings.map(({ id, title }) => (
              <li key={id}>
                <button type="button" className="brief-heading" onClick={() => show(id)}>
                  {told(title)}
                </button>
              </li>
            ))}
          </ul>
        </nav>
        <section className="brief-view" aria-label={say.preview}>
          <Typography.Text type="secondary">{say.hint}</Typography.Text>
          {/* A page of its own that may not run scripts; its clicks are heard from here. */}
          <iframe
            ref={frame}
            key={`${version || brief.version} ${language}`}
            className="brief-page"
            title={brief.title}
            src={`/api/v1${path}/preview?lang=${language}${shown && `&${shown}`}`}
            sandbox="allow-same-origin allow-popups"
            onLoad={({ currentTarget }) => currentTarget.contentDocument?.addEventListener('click', follow)}
          />
        </section>
        <form
          className="brief-words"
          onSubmit={(event) => {
            event.preventDefault();
            if (kept !== 'unsigned' && !busy) void again({ remarks: kept });
          }}
        >
          <RemarksFields typed={remarks} change={setTyped} />
          {kept === 'unsigned' && <Typography.Text type="danger">{say.remarksNeed}</Typography.Text>}
          <Button htmlType="submit" block disabled={kept === 'unsigned'} loading={busy}>
            {say.save}
          </Button>
        </form>
      </div>
      <Drawer
        open={note !== null}
        onClose={() => setNote(null)}
        title={note === null ? '' : say.note(note)}
        size={440}
        mask={false}
        destroyOnHidden
      >
        {note !== null && (
          <Note
            path={path}
            version={shown}
            number={note}
            open={(number) => setNote(String(number))}
            jump={() => {
              setNote(null);
              show(`n${note}`);
            }}
          />
        )}
      </Drawer>
    </>
  );
}

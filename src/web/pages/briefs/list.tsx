// Every brief of the workspace, the one written last first.
import { Button, Skeleton, Tag, Tooltip, Typography } from 'antd';
import type { BriefEntry, BriefFile, BriefList } from '../../../server/contract/briefs.js';
import { useAnswer } from '../../api.js';
import { useLanguage } from '../../language.js';
import { type Column, DataTable, rowsOf } from '../../parts/data-table.js';
import { Empty } from '../../parts/empty.js';
import { Failed } from '../../parts/failed.js';
import { PageHead } from '../../parts/page-head.js';
import { SyntheticMark } from '../../parts/synthetic-mark.js';
import { followed, goTo } from '../../router.js';

export const addressOf = (name: string) => `/briefs/${encodeURIComponent(name)}`;
export const instant = (iso: string) => {
  const at = new Date(iso);
  const two = (n: number) => String(n).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${two(at.getHours())}:${two(at.getMinutes())}`;
};

export function Stale({ brief }: { brief: Pick<BriefEntry, 'newer'> }) {
  const { words } = useLanguage();
  const say = words.briefs;
  if (brief.newer.length === 0) return <Tag>{say.fresh}</Tag>;
  const files = brief.newer.map(({ source }) => source.split(/[\\/]/).at(-1));
  return (
    <Tooltip title={say.staleAbout(files.slice(0, 5).join('、'))}>
      <Tag color="gold">{say.stale}</Tag>
    </Tooltip>
  );
}

export function BriefsList() {
  const { words } = useLanguage();
  const say = words.briefs;
  const { data, error, refetch } = useAnswer<BriefList>('/briefs');
  const columns: Column<BriefEntry>[] = [
    {
      key: 'title',
      title: say.columns.title,
      width: 280,
      grow: 3,
      render: (brief) => (
        <a href={addressOf(brief.name)} onClick={followed}>
          {brief.title}
        </a>
      ),
    },
    { key: 'kind', title: say.columns.kind, width: 150, render: ({ kind }) => say.kinds[kind] },
    {
      key: 'subject',
      title: say.columns.subject,
      width: 150,
      grow: 1.4,
      render: ({ subject }) => subject ?? say.whole,
    },
    { key: 'time', title: say.columns.time, width: 90, render: ({ time }) => time ?? '—' },
    {
      key: 'written',
      title: say.columns.written,
      width: 205,
      grow: 1.4,
      render: ({ written, version }) => (
        <span className="brief-when">
          {instant(written)} · {say.version(version)}
        </span>
      ),
    },
    {
      key: 'state',
      title: say.columns.state,
      width: 170,
      render: (brief) => (
        <>
          <Stale brief={brief} />
          {brief.synthetic && <SyntheticMark />}
        </>
      ),
    },
  ];
  return (
    <>
      <PageHead
        title={words.pages.briefs}
        about={say.about}
        actions={
          <Button size="small" type="primary" href="/briefs/new" onClick={followedButton('/briefs/new')}>
            {say.write}
          </Button>
        }
      />
      {error && <Failed failure={error} again={() => refetch()} />}
      {!data && !error && <Skeleton active />}
      {data?.briefs.length === 0 && <Empty>{say.none}</Empty>}
      {data && data.briefs.length > 0 && (
        <DataTable
          label={say.views.list}
          columns={columns}
          rows={rowsOf(data.briefs)}
          rowKey={({ name }) => name}
          onOpen={({ name }) => goTo(addressOf(name))}
          height={Math.min(560, 44 + 34 * data.briefs.length)}
        />
      )}
      {data && data.files.length > 0 && <Files files={data.files} />}
    </>
  );
}

/** Buttons with an address: a plain click stays in the page. */
const followedButton = (address: string) => (event: React.MouseEvent<HTMLElement>) => {
  if (event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  goTo(address);
};

function Files({ files }: { files: readonly BriefFile[] }) {
  const { words } = useLanguage();
  const say = words.briefs;
  return (
    <section aria-label={say.files}>
      <Typography.Title level={2} className="section-title">
        {say.files}
      </Typography.Title>
      <Typography.Paragraph type="secondary">{say.filesAbout}</Typography.Paragraph>
      <ul className="brief-files">
        {files.map(({ name, bytes, written }) => (
          <li key={name}>
            <a href={`/briefs/files/${encodeURIComponent(name)}`} onClick={followed}>
              {name}
            </a>{' '}
            <span className="brief-when">
              {instant(written)} · {(bytes / 1024).toFixed(0)} kB
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

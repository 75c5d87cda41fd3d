// The whole workspace as one file, and back: into another workspace beside this one, or in the place of it.
import { useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Checkbox, Upload as Drop, Input, Spin, Typography } from 'antd';
import { useEffect, useState } from 'react';
import type { Restored, RestoreState, Restoring } from '../../../server/contract/backup.js';
import { ApiFailure, ask, send } from '../../api.js';
import { useLanguage } from '../../language.js';
import { Failed } from '../../parts/failed.js';

/** How often the server is asked whether it is back, in milliseconds. */
const ASK_EVERY = 700;

export function Backup() {
  const { words } = useLanguage();
  const say = words.data;
  return (
    <>
      <section aria-label={say.backup}>
        <Typography.Title level={2} className="section-title">
          {say.backup}
        </Typography.Title>
        <p>
          <Button href="/api/v1/backup" type="primary">
            {say.backupNow}
          </Button>{' '}
          <Typography.Text type="secondary">{say.backupHint}</Typography.Text>
        </p>
      </section>
      <section aria-label={say.restore}>
        <Typography.Title level={2} className="section-title">
          {say.restore}
        </Typography.Title>
        <Restore />
      </section>
    </>
  );
}

function Restore() {
  const { words } = useLanguage();
  const say = words.data;
  const queries = useQueryClient();
  const [file, setFile] = useState<File | null>(null);
  const [name, setName] = useState('');
  const [busy, setBusy] = useState<'looking' | 'beside' | 'replacing' | null>(null);
  const [found, setFound] = useState<Restoring | null>(null);
  const [sure, setSure] = useState(false);
  const [failure, setFailure] = useState<ApiFailure | null>(null);
  const [made, setMade] = useState<string | null>(null);
  const [replaced, setReplaced] = useState<string | null>(null);
  const under = async (what: NonNullable<typeof busy>, work: () => Promise<void>) => {
    setBusy(what);
    setFailure(null);
    setMade(null);
    setReplaced(null);
    try {
      await work();
    } catch (error) {
      if (!(error instanceof ApiFailure)) throw error;
      setFailure(error);
    } finally {
      setBusy(null);
    }
  };
  const bodyOf = (chosen: File) => {
    const body = new FormData();
    body.append('file', chosen);
    return body;
  };
  const drop = () => {
    if (found) void send('DELETE', `/restore/replace/${found.id}`).catch(() => undefined);
    setFound(null);
    setSure(false);
    setFile(null);
  };
  const look = (chosen: File) =>
    under('looking', async () => {
      setFound(await send<Restoring>('POST', '/restore/replace', bodyOf(chosen)));
    });
  const beside = (chosen: File) =>
    under('beside', async () => {
      const answer = await send<Restored>(
        'POST',
        `/restore?name=${encodeURIComponent(name.trim())}`,
        bodyOf(chosen),
      );
      setMade(answer.name);
    });
  const replace = (what: Restoring) =>
    under('replacing', async () => {
      await send('POST', `/restore/replace/${what.id}`);
      const kept = await restored();
      setFound(null);
      setSure(false);
      setFile(null);
      setReplaced(kept);
      await queries.invalidateQueries();
    });
  useEffect(() => {
    if (busy !== 'replacing') return;
    // What is left in the middle ends with a workspace all the same; only its outcome is not told.
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', warn);
    return () => removeEventListener('beforeunload', warn);
  }, [busy]);
  return (
    <>
      {failure && <Failed failure={failure} />}
      {made !== null && <Alert type="success" showIcon title={say.restoredBeside(made)} />}
      {replaced !== null && <Alert type="success" showIcon title={say.restoredHere(replaced)} />}
      {file === null ? (
        <Drop.Dragger
          accept=".tar"
          showUploadList={false}
          className="drop is-small"
          beforeUpload={(chosen) => {
            setFile(chosen);
            setFound(null);
            setMade(null);
            setReplaced(null);
            setFailure(null);
            return false;
          }}
        >
          <p>{say.chooseBackup}</p>
          <Typography.Text type="secondary">{say.restoreHint}</Typography.Text>
        </Drop.Dragger>
      ) : (
        <Spin spinning={busy !== null} {...(busy === null ? {} : { description: say.restoring[busy] })}>
          <p>
            <strong>{file.name}</strong> {(file.size / 2 ** 20).toFixed(1)} MB{' '}
            <Button size="small" onClick={drop} disabled={busy !== null}>
              {say.forget}
            </Button>
          </p>
          {found === null ? (
            <div className="filters">
              <Button type="primary" onClick={() => look(file)}>
                {say.lookAtBackup}
              </Button>
              <label className="filter">
                <span className="filter-label">{say.orBeside}</span>
                <Input
                  size="small"
                  style={{ width: 180 }}
                  value={name}
                  placeholder={say.newName}
                  onChange={(event) => setName(event.target.value)}
                />
              </label>
              <Button size="small" disabled={name.trim() === ''} onClick={() => beside(file)}>
                {say.restoreBeside}
              </Button>
            </div>
          ) : (
            <Replacement
              found={found}
              sure={sure}
              onSure={setSure}
              onGo={() => replace(found)}
              onStop={drop}
            />
          )}
        </Spin>
      )}
    </>
  );
}

function Replacement({
  found,
  sure,
  onSure,
  onGo,
  onStop,
}: {
  found: Restoring;
  sure: boolean;
  onSure: (sure: boolean) => void;
  onGo: () => void;
  onStop: () => void;
}) {
  const { words, language } = useLanguage();
  const say = words.data;
  const count = (value: number | boolean | undefined) =>
    typeof value === 'number' ? value.toLocaleString(language === 'zh' ? 'zh-CN' : 'en') : '—';
  return (
    <>
      <Alert type="warning" showIcon title={say.replaceWarning} description={say.replaceKept(found.kept)} />
      <div className="plain-table" tabIndex={0} role="region" aria-label={say.whatIsReplaced}>
        <table>
          <caption>{say.whatIsReplaced}</caption>
          <thead>
            <tr>
              <th scope="col">{say.content}</th>
              <th scope="col">{say.nowHere}</th>
              <th scope="col">
                {say.inBackup(found.made.at.slice(0, 16).replace('T', ' '), found.made.version)}
              </th>
            </tr>
          </thead>
          <tbody>
            {Object.entries(say.counted).map(([key, name]) => (
              <tr key={key}>
                <th scope="row">{name}</th>
                <td className="is-number">{count(found.now[key])}</td>
                <td
                  className={`is-number ${Number(found.backup[key]) < Number(found.now[key]) ? 'is-faulty' : ''}`}
                >
                  {count(found.backup[key])}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p>
        <Checkbox checked={sure} onChange={(event) => onSure(event.target.checked)}>
          {say.sure}
        </Checkbox>
      </p>
      <p>
        <Button danger type="primary" disabled={!sure} onClick={onGo}>
          {say.replaceNow}
        </Button>{' '}
        <Button onClick={onStop}>{say.leaveIt}</Button>
      </p>
    </>
  );
}

/** Waits until the server, which closes everything for it, is back; gives the name under which the old one stays. */
async function restored(): Promise<string> {
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, ASK_EVERY));
    let state: RestoreState;
    try {
      state = await ask<RestoreState>('/restore/last');
    } catch (error) {
      // No answer: it is not back yet.
      if (error instanceof ApiFailure && error.status === 0) continue;
      throw error;
    }
    if (state.state === 'done') return state.kept ?? '';
    if (state.state === 'failed' && state.failure) throw new ApiFailure(500, state.failure);
    if (state.state === 'none')
      throw new ApiFailure(500, {
        zh: '服务已重新启动，没有替换工作区',
        en: 'The server was started anew; the workspace was not replaced',
      });
  }
}

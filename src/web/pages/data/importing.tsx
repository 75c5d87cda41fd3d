// Files: dropped, understood, looked at, taken in.
import { Alert, Button, Upload as Drop, Spin, Typography } from 'antd';
import { useState } from 'react';
import type { Upload } from '../../../server/contract/data.js';
import { ApiFailure, send } from '../../api.js';
import { useLanguage } from '../../language.js';
import { type Dropped, ImportItem } from './import-item.js';
import { Templates } from './templates.js';

const ACCEPTED = [
  ...['.csv', '.tsv', '.txt', '.xlsx', '.xls', '.ods', '.parquet'],
  ...['.html', '.htm', '.shtml', '.mht', '.mhtml', '.md', '.docx', '.pdf'],
].join(',');

export function Importing() {
  const { words, language } = useLanguage();
  const [items, setItems] = useState<readonly Dropped[]>([]);
  const [opened, setOpened] = useState<string | null>(null);
  const [failures, setFailures] = useState<readonly { file: string; failure: ApiFailure }[]>([]);
  const [sending, setSending] = useState<string | null>(null);
  const [go, setGo] = useState(0);
  const receive = async (files: readonly File[]) => {
    setFailures([]);
    const uploads: Upload[] = [];
    for (const [at, file] of files.entries()) {
      setSending(files.length > 1 ? `${at + 1} / ${files.length} ${file.name}` : file.name);
      try {
        const body = new FormData();
        body.append('file', file);
        uploads.push(await send<Upload>('POST', '/uploads', body));
      } catch (error) {
        if (!(error instanceof ApiFailure)) throw error;
        setFailures((before) => [...before, { file: file.name, failure: error }]);
      }
    }
    setSending(null);
    const fresh = uploads.filter(
      (upload) => !items.some((item) => item.uploads.some(({ id }) => id === upload.id)),
    );
    const known = uploads.find((upload) => !fresh.includes(upload));
    const groups = grouped(fresh);
    setItems((before) => [...before, ...groups]);
    setOpened((before) => groups[0]?.uploads[0].id ?? known?.id ?? before);
  };
  const forget = (item: Dropped) => {
    setItems((before) => before.filter((one) => one !== item));
    for (const { id } of item.uploads) void send('DELETE', `/uploads/${id}`).catch(() => undefined);
  };
  const all = items.flatMap(({ uploads }) => uploads);
  return (
    <>
      <Drop.Dragger
        accept={ACCEPTED}
        multiple
        showUploadList={false}
        className={items.length > 0 ? 'drop is-small' : 'drop'}
        beforeUpload={(file, files) => {
          // Called for each of the files that were dropped together.
          if (file === files[0]) void receive(files);
          return false;
        }}
      >
        <Spin spinning={sending !== null} {...(sending === null ? {} : { description: sending })}>
          <p>{items.length > 0 ? words.data.dropMore : words.data.drop}</p>
          <Typography.Text type="secondary">{words.data.dropHint}</Typography.Text>
        </Spin>
      </Drop.Dragger>
      {failures.map(({ file, failure }) => (
        <Alert
          key={file}
          type="error"
          showIcon
          closable
          title={failure[language].includes(file) ? failure[language] : `${file}：${failure[language]}`}
        />
      ))}
      {items.length > 1 && (
        <p className="import-all">
          <Button type="primary" onClick={() => setGo((before) => before + 1)}>
            {words.data.importAll}
          </Button>{' '}
          <Typography.Text type="secondary">{words.data.importAllHint}</Typography.Text>
        </p>
      )}
      {items.map((item) => (
        <ImportItem
          key={item.uploads.map(({ id }) => id).join(' ')}
          item={item}
          all={all}
          open={opened === item.uploads[0].id}
          onOpen={(open) => setOpened(open ? item.uploads[0].id : null)}
          onForget={() => forget(item)}
          onPart={() =>
            setItems((before) =>
              before.flatMap((one) =>
                one === item ? one.uploads.map((upload): Dropped => ({ uploads: [upload] })) : one,
              ),
            )
          }
          go={go}
        />
      ))}
      <Templates />
    </>
  );
}

/** Tables of a chain that are dropped together are read together; any other file stands for itself. */
function grouped(uploads: readonly Upload[]): Dropped[] {
  const [first, ...rest] = uploads.filter(({ guess }) => guess === 'chain');
  const items = uploads
    .filter(({ guess }) => guess !== 'chain')
    .map((upload): Dropped => ({ uploads: [upload] }));
  return first === undefined ? items : [{ uploads: [first, ...rest] }, ...items];
}

// A file: dropped, understood, looked at, taken in.
import { useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Checkbox, Upload as Drop, Input, Select, Spin, Tag, Typography } from 'antd';
import { useEffect, useState } from 'react';
import type {
  Fault,
  Imported,
  MappedColumn,
  Preview,
  TablePreview,
  TableSaid,
  Upload,
} from '../../../server/contract/data.js';
import type { Job } from '../../../server/contract/shared.js';
import { ApiFailure, ask, send } from '../../api.js';
import { useLanguage } from '../../language.js';
import { Failed } from '../../parts/failed.js';
import { JobProgress, useJob } from '../../parts/job.js';
import { followed } from '../../router.js';

const KINDS: readonly TableSaid['as'][] = [
  'figures',
  'enterprises',
  'reports',
  'clusters',
  'titles',
  'links',
  'input-classes',
];
const TEXTS = ['title', 'area', 'indicator', 'unit', 'period', 'released', 'publisher'] as const;

export function Importing() {
  const { words } = useLanguage();
  const [upload, setUpload] = useState<Upload | null>(null);
  const [failure, setFailure] = useState<ApiFailure | null>(null);
  const [sending, setSending] = useState(false);
  const receive = async (file: File) => {
    setSending(true);
    setFailure(null);
    try {
      const body = new FormData();
      body.append('file', file);
      setUpload(await send<Upload>('POST', '/uploads', body));
    } catch (error) {
      if (!(error instanceof ApiFailure)) throw error;
      setFailure(error);
    } finally {
      setSending(false);
    }
  };
  return (
    <>
      {failure && <Failed failure={failure} />}
      {upload === null ? (
        <Drop.Dragger
          accept=".csv,.tsv,.txt,.xlsx,.xls,.parquet"
          showUploadList={false}
          beforeUpload={(file) => {
            void receive(file);
            return false;
          }}
        >
          <Spin spinning={sending}>
            <p>{words.data.drop}</p>
            <Typography.Text type="secondary">{words.data.dropHint}</Typography.Text>
          </Spin>
        </Drop.Dragger>
      ) : (
        <Understood key={upload.id} upload={upload} another={() => setUpload(null)} />
      )}
    </>
  );
}

function Understood({ upload, another }: { upload: Upload; another: () => void }) {
  const { words } = useLanguage();
  const queries = useQueryClient();
  const [said, setSaid] = useState<TableSaid>({ as: upload.guess });
  const [preview, setPreview] = useState<Preview | null>(null);
  const [failure, setFailure] = useState<ApiFailure | null>(null);
  const [jobId, setJobId] = useState<string | null>(null);
  const [result, setResult] = useState<Imported | null>(null);
  const job = useJob(jobId);
  useEffect(() => {
    const cancel = new AbortController();
    // What is typed is asked for when the typing rests.
    const timer = setTimeout(() => {
      ask<Preview>(`/uploads/${upload.id}/preview`, {
        method: 'POST',
        body: JSON.stringify(said),
        headers: { 'content-type': 'application/json' },
        signal: cancel.signal,
      }).then(
        (answer) => {
          setPreview(answer);
          setFailure(null);
        },
        (error) => {
          if (cancel.signal.aborted) return;
          setPreview(null);
          setFailure(error as ApiFailure);
        },
      );
    }, 250);
    return () => {
      clearTimeout(timer);
      cancel.abort();
    };
  }, [upload.id, said]);
  const done = job?.state === 'done';
  useEffect(() => {
    if (!done || jobId === null) return;
    ask<Imported>(`/jobs/${jobId}/result`).then(setResult, setFailure);
    void queries.invalidateQueries();
  }, [done, jobId, queries]);
  const set = (change: Partial<TableSaid>) => setSaid((before) => ({ ...before, ...change }));
  const start = async () => {
    try {
      setJobId((await send<{ job: Job }>('POST', `/uploads/${upload.id}/import`, said)).job.id);
    } catch (error) {
      setFailure(error as ApiFailure);
    }
  };
  const say = words.data;
  return (
    <section aria-label={upload.file}>
      <div className="page-head-row">
        <Typography.Title level={2} className="section-title">
          {upload.file} <Tag>{(upload.bytes / 1024).toFixed(1)} kB</Tag>
        </Typography.Title>
        <Button size="small" onClick={another}>
          {say.another}
        </Button>
      </div>
      <div className="filters">
        <label className="filter">
          <span className="filter-label">{say.kind}</span>
          <Select
            size="small"
            aria-label={say.kind}
            value={said.as}
            popupMatchSelectWidth={false}
            style={{ minWidth: 140 }}
            options={KINDS.map((kind) => ({ value: kind, label: say.kinds[kind] }))}
            onChange={(as) => setSaid(({ mapping: _, ...rest }) => ({ ...rest, as }))}
          />
        </label>
        {TEXTS.map((name) => (
          <label key={name} className="filter">
            <span className="filter-label">{say.said[name]}</span>
            <Input
              size="small"
              type={name === 'released' ? 'date' : 'text'}
              style={{ width: name === 'title' || name === 'publisher' ? 150 : 110 }}
              value={said[name] ?? ''}
              onChange={(event) => {
                const { value } = event.target;
                setSaid(
                  ({ [name]: _, ...rest }) => (value === '' ? rest : { ...rest, [name]: value }) as TableSaid,
                );
              }}
            />
          </label>
        ))}
        <Checkbox
          checked={said.synthetic ?? false}
          onChange={(event) => set({ synthetic: event.target.checked })}
        >
          {say.said.synthetic}
        </Checkbox>
        <Typography.Text type="secondary">{say.saidHint}</Typography.Text>
      </div>
      {failure && <Failed failure={failure} />}
      <p>
        <Button
          type="primary"
          disabled={preview === null || (job !== null && job.state !== 'failed' && job.state !== 'cancelled')}
          onClick={start}
        >
          {say.doImport}
        </Button>
      </p>
      {job && <JobProgress job={job} />}
      {result && <Result result={result} />}
      {preview === null && failure === null && <Spin />}
      {result === null &&
        preview?.tables.map((table) => (
          <TableView key={table.sheet} table={table} onMapping={(mapping) => set({ mapping })} />
        ))}
    </section>
  );
}

function Result({ result }: { result: Imported }) {
  const { words, say } = useLanguage();
  return (
    <Alert
      type={result.rejected > 0 ? 'warning' : 'success'}
      showIcon
      title={
        result.knownAs === null
          ? words.data.result(result.accepted, result.revised, result.unchanged, result.rejected)
          : words.data.known(result.knownAs)
      }
      description={
        <>
          {result.notices.map((notice) => (
            <p key={notice.en}>{say(notice)}</p>
          ))}
          <ul>
            {result.reasons.map((reason) => (
              <li key={reason.en}>
                {reason.count} × {words.data.faultOf(reason.row, reason.column)} {say(reason)}
              </li>
            ))}
          </ul>
          {result.rejected > 0 && (
            <a href={`/data/rejects?import=${result.importId}`} onClick={followed}>
              {words.data.toRejects}
            </a>
          )}
        </>
      }
    />
  );
}

function TableView({
  table,
  onMapping,
}: {
  table: TablePreview;
  onMapping: (mapping: TablePreview['mapping']) => void;
}) {
  const { words, say } = useLanguage();
  const { columns } = table.mapping;
  const change = (index: number, part: Partial<MappedColumn>) =>
    onMapping({
      ...table.mapping,
      columns: columns.map((column, i) => (i === index ? { ...column, ...part } : column)),
    });
  const faultAt = new Map(table.faults.map((fault) => [`${fault.row} ${fault.column}`, fault]));
  const faultyRow = new Map(table.faults.map((fault) => [fault.row, fault]));
  const width = Math.max(...table.lines.map(({ cells }) => cells.length), 0);
  const letters = Array.from({ length: width }, (_, i) => lettersOf(i));
  return (
    <section className="preview" aria-label={table.sheet}>
      <Typography.Title level={3} className="section-title">
        {table.sheet}
      </Typography.Title>
      <p>
        {words.data.counts(table.rows, table.values, table.missing)} ·{' '}
        <strong>{words.data.faults(table.rejected)}</strong>
      </p>
      {table.notices.map((notice) => (
        <Alert key={notice.en} type="info" showIcon title={say(notice)} />
      ))}
      {table.faults.length > 0 && (
        <ul className="fault-list">
          {table.faults.map((fault) => (
            <li key={`${fault.row} ${fault.column} ${fault.en}`}>
              {words.data.faultOf(fault.row, fault.column)} <code>{fault.value}</code> {say(fault)}
            </li>
          ))}
        </ul>
      )}
      <div
        className="plain-table"
        tabIndex={0}
        role="region"
        aria-label={`${words.data.preview} ${table.sheet}`}
      >
        <table>
          <thead>
            <tr>
              <th scope="col">{words.data.row}</th>
              {letters.map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
            <tr>
              <th scope="row">{words.data.role}</th>
              {letters.map((name, i) => {
                const index = columns.findIndex((column, at) =>
                  column.column ? column.column === name : at === i,
                );
                const column = columns[index];
                return (
                  <td key={name}>
                    {column && (
                      <Select
                        size="small"
                        variant="borderless"
                        aria-label={`${name} ${words.data.role}`}
                        title={column.why ?? ''}
                        popupMatchSelectWidth={false}
                        value={column.role}
                        options={Object.entries(words.data.roles).map(([value, label]) => ({ value, label }))}
                        onChange={(role) => change(index, { role })}
                      />
                    )}
                  </td>
                );
              })}
            </tr>
          </thead>
          <tbody>
            {table.lines.map(({ row, cells }) => (
              <tr key={row} className={faultyRow.has(row) ? 'is-faulty-row' : undefined}>
                <th scope="row">{row}</th>
                {letters.map((name, i) => {
                  const fault: Fault | undefined = faultAt.get(`${row} ${name}`);
                  return (
                    <td key={name} className={fault && 'is-faulty'} title={fault && say(fault)}>
                      {cells[i] ?? ''}
                      {fault && <span className="visually-hidden">（{say(fault)}）</span>}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function lettersOf(index: number): string {
  let letters = '';
  for (let rest = index + 1; rest > 0; rest = Math.floor((rest - 1) / 26))
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  return letters;
}

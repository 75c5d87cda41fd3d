// One file that was dropped: what it is taken for, what is said of it, its preview, and what became of it.
import { useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Checkbox, Input, Select, Spin, Tag, Typography } from 'antd';
import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import {
  FILE_KINDS,
  type FileKind,
  type Imported,
  IO_LAYOUTS,
  type Preview,
  type TableSaid,
  type Upload,
} from '../../../server/contract/data.js';
import type { Job } from '../../../server/contract/shared.js';
import { type ApiFailure, ask, send } from '../../api.js';
import { useLanguage } from '../../language.js';
import { Failed } from '../../parts/failed.js';
import { JobProgress, useJob } from '../../parts/job.js';
import { followed } from '../../router.js';
import { TableView } from './table-preview.js';

type Text = 'title' | 'area' | 'indicator' | 'unit' | 'period' | 'released' | 'publisher' | 'name' | 'sheet';

const TABLE: readonly Text[] = [
  'title',
  'area',
  'indicator',
  'unit',
  'period',
  'released',
  'publisher',
  'sheet',
];
/** What can be said of a file of a kind. */
const TEXTS: Partial<Record<FileKind, readonly Text[]>> = {
  'io-table': ['name', 'title', 'unit', 'period', 'released', 'publisher', 'sheet'],
  chain: ['name', 'released', 'publisher'],
  'firm-items': ['unit', 'released', 'publisher', 'sheet'],
  challenges: ['released', 'publisher', 'sheet'],
  'challenge-entries': [],
  capabilities: ['released', 'publisher', 'sheet'],
  'large-firms': ['released', 'publisher', 'sheet'],
  'small-firms': ['released', 'publisher', 'sheet'],
  'finance-products': ['released', 'publisher', 'sheet'],
  'finance-needs': ['released', 'publisher', 'sheet'],
  'layout-table': ['name', 'title', 'unit', 'released', 'publisher', 'sheet'],
  neighbours: ['title', 'publisher'],
  pages: [],
};
const ENCODINGS = ['utf-8', 'gb18030', 'big5', 'utf-16le'] as const;
const BESIDE = ['totals', 'concordance', 'regions'] as const;

export interface Dropped {
  /** The first is the file; the others are tables of the same chain. */
  uploads: readonly [Upload, ...Upload[]];
}

export interface ImportItemProps {
  item: Dropped;
  /** All uploads of the page, of which one may stand beside an input–output table. */
  all: readonly Upload[];
  open: boolean;
  onOpen: (open: boolean) => void;
  onForget: () => void;
  /** Tables of a chain that are to be imported each by itself. */
  onPart: () => void;
  /** Counts up when all are to be imported. */
  go: number;
}

export function ImportItem({ item, all, open, onOpen, onForget, onPart, go }: ImportItemProps) {
  const { words, language } = useLanguage();
  const queries = useQueryClient();
  const [upload, ...others] = item.uploads;
  const [said, setSaid] = useState<TableSaid>({ as: upload.guess });
  const [preview, setPreview] = useState<Preview | null>(null);
  const [failure, setFailure] = useState<ApiFailure | null>(null);
  const [jobId, setJobId] = useState<string | null>(null);
  const [result, setResult] = useState<Imported | null>(null);
  const job = useJob(jobId);
  const body = useId();
  const withOthers = said.as === 'chain' ? others.map(({ id }) => id).join(' ') : '';
  const asked: TableSaid = withOthers === '' ? said : { ...said, with: withOthers.split(' ') };
  const question = JSON.stringify(asked);
  useEffect(() => {
    const cancel = new AbortController();
    // What is typed is asked for when the typing rests.
    const timer = setTimeout(() => {
      ask<Preview>(`/uploads/${upload.id}/preview`, {
        method: 'POST',
        body: question,
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
  }, [upload.id, question]);
  const done = job?.state === 'done';
  useEffect(() => {
    if (!done || jobId === null) return;
    ask<Imported>(`/jobs/${jobId}/result`).then(setResult, setFailure);
    void queries.invalidateQueries();
  }, [done, jobId, queries]);
  const busy = job !== null && job.state !== 'failed' && job.state !== 'cancelled' && job.state !== 'lost';
  const ready = preview !== null && !busy;
  const start = async () => {
    try {
      setJobId((await send<{ job: Job }>('POST', `/uploads/${upload.id}/import`, asked)).job.id);
    } catch (error) {
      setFailure(error as ApiFailure);
    }
  };
  const started = useRef(go);
  useEffect(() => {
    if (go === started.current || !ready || result !== null) return;
    started.current = go;
    void start();
  });
  const set = (change: Partial<TableSaid>) => setSaid((before) => ({ ...before, ...change }));
  const setOr = (name: keyof TableSaid, value: string | boolean | undefined) =>
    setSaid(
      ({ [name]: _, ...rest }) =>
        (value === '' || value === undefined || value === false
          ? rest
          : { ...rest, [name]: value }) as TableSaid,
    );
  const say = words.data;
  const faults = preview?.tables.reduce((sum, { rejected }) => sum + rejected, 0) ?? 0;
  const beside = all.filter(({ id }) => id !== upload.id && !others.some((one) => one.id === id));
  const texts = TEXTS[said.as] ?? TABLE;
  return (
    <section className="import-item" aria-label={upload.file}>
      <div className="page-head-row">
        <Typography.Title level={2} className="section-title">
          <button
            type="button"
            className="import-toggle"
            aria-expanded={open}
            aria-controls={body}
            onClick={() => onOpen(!open)}
          >
            <span aria-hidden="true">{open ? '▾' : '▸'}</span>{' '}
            {item.uploads.map(({ file }) => file).join(' + ')}
          </button>{' '}
          <Tag>{(item.uploads.reduce((sum, { bytes }) => sum + bytes, 0) / 1024).toFixed(1)} kB</Tag>
          <Tag color="blue">{say.kinds[said.as]}</Tag>
          <Status failed={failure !== null} waiting={preview === null} faults={faults} result={result} />
        </Typography.Title>
        <Button size="small" onClick={onForget}>
          {say.forget}
        </Button>
      </div>
      {/* What became of it stays in sight when the rest is folded. */}
      <div id={body}>
        {open && (
          <>
            <div className="filters">
              <Choice label={say.kind}>
                <Select
                  size="small"
                  aria-label={say.kind}
                  value={said.as}
                  popupMatchSelectWidth={false}
                  style={{ minWidth: 140 }}
                  options={FILE_KINDS.map((kind) => ({
                    value: kind,
                    label: kind === upload.guess ? `${say.kinds[kind]} · ${say.guessed}` : say.kinds[kind],
                  }))}
                  onChange={(as) => setSaid(({ mapping: _, ...rest }) => ({ ...rest, as }))}
                />
              </Choice>
              {said.as === 'io-table' && (
                <Choice label={say.said.layout}>
                  <Select
                    size="small"
                    aria-label={say.said.layout}
                    value={said.layout ?? ''}
                    popupMatchSelectWidth={false}
                    style={{ minWidth: 120 }}
                    options={[
                      { value: '', label: say.found },
                      ...IO_LAYOUTS.map((layout) => ({
                        value: layout,
                        label: say.layouts[layout] ?? layout,
                      })),
                    ]}
                    onChange={(layout) => setOr('layout', layout)}
                  />
                </Choice>
              )}
              {texts.map((name) => (
                <Choice key={name} label={say.said[name]}>
                  <Input
                    size="small"
                    type={name === 'released' ? 'date' : 'text'}
                    style={{ width: ['title', 'publisher', 'name'].includes(name) ? 150 : 110 }}
                    {...(name === 'name' && said.as === 'chain'
                      ? { placeholder: upload.file.replace(/\.[^.]+$/, '') }
                      : {})}
                    value={said[name] ?? ''}
                    onChange={(event) => setOr(name, event.target.value)}
                  />
                </Choice>
              ))}
              {/\.(?:csv|tsv|txt)$/i.test(upload.file) && said.as !== 'pages' && (
                <Choice label={say.said.encoding}>
                  <Select
                    size="small"
                    aria-label={say.said.encoding}
                    value={said.encoding ?? ''}
                    popupMatchSelectWidth={false}
                    style={{ minWidth: 90 }}
                    options={[
                      { value: '', label: say.found },
                      ...ENCODINGS.map((value) => ({ value, label: value })),
                    ]}
                    onChange={(encoding) => setOr('encoding', encoding)}
                  />
                </Choice>
              )}
              {said.as === 'io-table' &&
                beside.length > 0 &&
                BESIDE.map((name) => (
                  <Choice key={name} label={say.said[name]}>
                    <Select
                      size="small"
                      aria-label={say.said[name]}
                      value={said[name] ?? ''}
                      popupMatchSelectWidth={false}
                      style={{ minWidth: 120 }}
                      options={[
                        { value: '', label: '—' },
                        ...beside.map(({ id, file }) => ({ value: id, label: file })),
                      ]}
                      onChange={(id) => setOr(name, id)}
                    />
                  </Choice>
                ))}
              {said.as !== 'pages' && said.as !== 'challenge-entries' && (
                <Checkbox
                  checked={said.synthetic ?? false}
                  onChange={(event) => setOr('synthetic', event.target.checked)}
                >
                  {say.said.synthetic}
                </Checkbox>
              )}
              {said.as === 'figures' && (
                <Checkbox
                  checked={said.confirmed ?? false}
                  onChange={(event) => setOr('confirmed', event.target.checked)}
                >
                  {say.said.confirmed}
                </Checkbox>
              )}
              {said.as === 'enterprises' && (
                <Checkbox
                  checked={said.keepNames ?? false}
                  onChange={(event) => setOr('keepNames', event.target.checked)}
                >
                  {say.said.keepNames}
                </Checkbox>
              )}
              {texts.length > 0 && <Typography.Text type="secondary">{say.saidHint}</Typography.Text>}
            </div>
            {said.as === 'chain' && others.length > 0 && (
              <p>
                {say.together(item.uploads.length)}{' '}
                <Button size="small" onClick={onPart}>
                  {say.apart}
                </Button>
              </p>
            )}
            {failure && <Failed failure={failure} />}
            <p>
              <Button type="primary" disabled={!ready} onClick={start}>
                {say.doImport}
              </Button>
            </p>
          </>
        )}
        {job && <JobProgress job={job} />}
        {result && <ImportResult result={result} />}
        {open && preview === null && failure === null && <Spin />}
        {open &&
          result === null &&
          preview?.tables.map((table, at) => (
            <TableView
              // Two sheets may have one name.
              // biome-ignore lint/suspicious/noArrayIndexKey: tables come in one order
              key={`${at} ${table.sheet}`}
              table={table}
              onMapping={(mapping) => set({ mapping })}
            />
          ))}
      </div>
      {!open && failure && <p className="import-fault">{failure[language]}</p>}
    </section>
  );
}

function Choice({ label, children }: { label: string; children: ReactNode }) {
  return (
    <label className="filter">
      <span className="filter-label">{label}</span>
      {children}
    </label>
  );
}

function Status({
  failed,
  waiting,
  faults,
  result,
}: {
  failed: boolean;
  waiting: boolean;
  faults: number;
  result: Imported | null;
}) {
  const { words } = useLanguage();
  const say = words.data;
  if (result?.nothing) return <Tag color="red">{say.nothingTaken}</Tag>;
  if (result)
    return (
      <Tag color={result.rejected > 0 ? 'gold' : 'green'}>
        {result.rejected > 0 ? say.partly : say.imported}
      </Tag>
    );
  if (failed) return <Tag color="red">{say.cannot}</Tag>;
  if (waiting) return <Tag>{say.looking}</Tag>;
  return <Tag color={faults > 0 ? 'gold' : 'green'}>{say.faults(faults)}</Tag>;
}

export function ImportResult({ result }: { result: Imported }) {
  const { words, say } = useLanguage();
  return (
    <Alert
      type={result.nothing !== null ? 'error' : result.rejected > 0 ? 'warning' : 'success'}
      showIcon
      title={
        result.nothing !== null
          ? say(result.nothing)
          : result.knownAs === null
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
            <a
              href={result.importId === null ? '/data/rejects' : `/data/rejects?import=${result.importId}`}
              onClick={followed}
            >
              {words.data.toRejects}
            </a>
          )}
          {result.documents.map(({ sha256, title }) => (
            <p key={sha256}>
              <a href={`/policy/${sha256}`} onClick={followed}>
                {words.data.readPage(title)}
              </a>
            </p>
          ))}
        </>
      }
    />
  );
}

// Rows that were refused, with what is wrong in place; mended here and imported again.
import { useQueryClient } from '@tanstack/react-query';
import { App, Button, Input, Pagination, Spin, Typography } from 'antd';
import { useState } from 'react';
import type { Mended, Mending, RejectedRow, RejectPage } from '../../../server/contract/data.js';
import { type ApiFailure, send, useAnswer } from '../../api.js';
import { useLanguage } from '../../language.js';
import { Empty } from '../../parts/empty.js';
import { Failed } from '../../parts/failed.js';
import { useQueryValue } from '../../router.js';

const COUNT = 50;
const nameOf = ({ importId, seq }: { importId: number; seq: number }) => `${importId}:${seq}`;

export function Rejects() {
  const { words } = useLanguage();
  const queries = useQueryClient();
  const { message } = App.useApp();
  const [only] = useQueryValue('import');
  const [part, setPart] = useQueryValue('part', '1');
  const [changes, setChanges] = useState<ReadonlyMap<string, Record<string, string>>>(new Map());
  const [failure, setFailure] = useState<ApiFailure | null>(null);
  const [busy, setBusy] = useState(false);
  const from = (Math.max(1, Number(part) || 1) - 1) * COUNT;
  const { data, error, refetch } = useAnswer<RejectPage>(
    `/rejects?from=${from}&count=${COUNT}${/^\d+$/.test(only) ? `&import=${only}` : ''}`,
  );
  if (error) return <Failed failure={error} again={() => refetch()} />;
  if (!data) return <Spin />;
  if (data.total === 0) return <Empty>{words.data.nothingRejected}</Empty>;
  const change = (row: RejectedRow, heading: string, value: string) =>
    setChanges((before) =>
      new Map(before).set(nameOf(row), { ...before.get(nameOf(row)), [heading]: value }),
    );
  const changed = data.items.filter((row) => row.record !== null && changes.has(nameOf(row)));
  const mend = async () => {
    setBusy(true);
    setFailure(null);
    try {
      const body: Mending = {
        rows: changed.map((row) => ({
          importId: row.importId,
          seq: row.seq,
          record: { ...row.record, ...changes.get(nameOf(row)) },
        })),
      };
      const { accepted, open } = await send<Mended>('POST', '/rejects/mend', body);
      // Rows of other parts may wait with changes of their own.
      setChanges((before) => {
        const next = new Map(before);
        for (const row of changed) next.delete(nameOf(row));
        return next;
      });
      message[open.length > 0 ? 'warning' : 'success'](words.data.mended(accepted, open.length));
      await queries.invalidateQueries();
    } catch (refused) {
      setFailure(refused as ApiFailure);
      // What is not in conflict stays as it was typed.
      if ((refused as ApiFailure).status === 409) await queries.invalidateQueries();
    } finally {
      setBusy(false);
    }
  };
  const groups = new Map<string, RejectedRow[]>();
  for (const row of data.items) {
    const name = `${row.importId} ${row.record === null}`;
    groups.set(name, [...(groups.get(name) ?? []), row]);
  }
  return (
    <>
      {failure && <Failed failure={failure} />}
      <p>
        <Button type="primary" disabled={changed.length === 0} loading={busy} onClick={mend}>
          {words.data.mend(changed.length)}
        </Button>
      </p>
      {[...groups.values()].map((rows) => (
        <Group key={nameOf(rows[0]!)} rows={rows} changes={changes} onChange={change} />
      ))}
      {data.total > COUNT && (
        <Pagination
          size="small"
          current={from / COUNT + 1}
          pageSize={COUNT}
          total={data.total}
          showSizeChanger={false}
          onChange={(next) => setPart(String(next))}
        />
      )}
    </>
  );
}

function Group({
  rows,
  changes,
  onChange,
}: {
  rows: readonly RejectedRow[];
  changes: ReadonlyMap<string, Record<string, string>>;
  onChange: (row: RejectedRow, heading: string, value: string) => void;
}) {
  const { words, say } = useLanguage();
  const [first] = rows;
  // Empty cells are not in a record, and may be what is missing: the fullest row gives the order.
  const fullest = [...rows].sort(
    (a, b) => Object.keys(b.record ?? {}).length - Object.keys(a.record ?? {}).length,
  );
  const headings = [
    ...new Set([
      ...fullest.flatMap(({ record }) => Object.keys(record ?? {})),
      ...rows.flatMap(({ record, column }) => (record === null || column === null ? [] : [column])),
    ]),
  ];
  const title = `${words.data.import} ${first!.importId} · ${first!.file.replace(/^.*[\\/]/, '')} · ${words.data.kinds[first!.kind] ?? first!.kind}`;
  return (
    <section className="rejects" aria-label={title}>
      <Typography.Title level={2} className="section-title">
        {title}
      </Typography.Title>
      <div className="plain-table" tabIndex={0} role="region" aria-label={title}>
        <table>
          <thead>
            <tr>
              <th scope="col">{words.data.row}</th>
              <th scope="col">{words.data.reason}</th>
              {headings.map((heading) => (
                <th key={heading} scope="col">
                  {heading}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => {
              const reason = `${nameOf(row)}-reason`;
              return (
                <tr key={nameOf(row)}>
                  <th scope="row">{row.row ?? '—'}</th>
                  <td className="reject-reason" id={reason}>
                    {row.column && <strong>{row.column}：</strong>}
                    {say(row)}
                    {row.record === null && ` ${words.data.notHere}`}
                  </td>
                  {headings.map((heading) => {
                    const isFaulty = row.column === heading;
                    return (
                      <td key={heading} className={isFaulty ? 'is-faulty' : undefined}>
                        <Input
                          size="small"
                          status={isFaulty ? 'error' : ''}
                          aria-label={`${words.data.faultOf(row.row, heading)}`}
                          aria-invalid={isFaulty}
                          aria-describedby={reason}
                          value={changes.get(nameOf(row))?.[heading] ?? String(row.record?.[heading] ?? '')}
                          onChange={(event) => onChange(row, heading, event.target.value)}
                        />
                      </td>
                    );
                  })}
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </section>
  );
}

// The titles that a firm holds or held, set by hand: the old record stays as an older vintage.
import { useQueryClient } from '@tanstack/react-query';
import { App, Button, Input, Select, Table, Tag } from 'antd';
import { useState } from 'react';
import type { Firm, TitleEdited } from '../../../server/contract/firms.js';
import { type ApiFailure, send } from '../../api.js';
import { useLanguage } from '../../language.js';

type Held = NonNullable<Firm['titles']>[number];
type Standing = NonNullable<TitleEdited['now']>;

interface Row {
  key: string;
  /** Null for one that is being added. */
  held: Held | null;
}

const ADDED = 'added';

export function FirmTitles({ path, firm }: { path: string; firm: Firm }) {
  const { words, language } = useLanguage();
  const text = words.firms;
  const { message } = App.useApp();
  const queries = useQueryClient();
  /** Which row is being set, and to what. */
  const [draft, setDraft] = useState<{ key: string; now: Standing } | null>(null);
  const [isSaving, setSaving] = useState(false);
  const rows: Row[] = (firm.titles ?? []).map((held, i) => ({
    key: `${held.title} ${held.from} ${held.to} ${i}`,
    held,
  }));
  if (draft?.key === ADDED) rows.push({ key: ADDED, held: null });
  const choices = firm.verdicts.map(({ title }) => title);

  const save = async (was: TitleEdited['was'], now: Standing | null) => {
    setSaving(true);
    try {
      await send('PUT', `${path}/titles`, { was, now } satisfies TitleEdited);
      message.success(text.titleSaved);
      setDraft(null);
      await queries.invalidateQueries();
    } catch (error) {
      message.error((error as ApiFailure)[language] ?? String(error));
      if ((error as ApiFailure).status === 409) await queries.invalidateQueries();
    } finally {
      setSaving(false);
    }
  };
  // A word in the register has no days; with days it becomes an entry of its own.
  const wasOf = (held: Held | null): TitleEdited['was'] =>
    held === null || held.written === null ? null : { title: held.written, from: held.from, to: held.to };
  const begin = (row: Row, now: Partial<Standing> = {}) =>
    setDraft({
      key: row.key,
      now: {
        title: row.held?.written ?? row.held?.title ?? '',
        from: row.held?.from ?? null,
        to: row.held?.to ?? null,
        ...now,
      },
    });
  const day = (name: 'from' | 'to', label: string) => (
    <Input
      size="small"
      type="date"
      className="firm-day"
      aria-label={label}
      value={draft?.now[name] ?? ''}
      onChange={({ target }) =>
        draft && setDraft({ ...draft, now: { ...draft.now, [name]: target.value || null } })
      }
    />
  );
  return (
    <>
      {rows.length > 0 && (
        <Table<Row>
          size="small"
          pagination={false}
          scroll={{ x: 760 }}
          dataSource={rows}
          columns={[
            {
              title: text.titles,
              key: 'title',
              render: (_, { key, held }) =>
                key === draft?.key && held === null ? (
                  <Select
                    size="small"
                    autoFocus
                    aria-label={text.titles}
                    style={{ minWidth: 150 }}
                    showSearch
                    placeholder={text.chooseTitle}
                    value={draft.now.title || null}
                    options={choices.map((title) => ({ value: title, label: title }))}
                    onChange={(title: string) => setDraft({ ...draft, now: { ...draft.now, title } })}
                  />
                ) : (
                  <>
                    <span lang="zh">{held?.title}</span> {held && !held.valid && <Tag>{text.notInForce}</Tag>}
                  </>
                ),
            },
            {
              title: text.from,
              key: 'from',
              width: 150,
              render: (_, { key, held }) => (key === draft?.key ? day('from', text.from) : held?.from),
            },
            {
              title: text.to,
              key: 'to',
              width: 150,
              render: (_, { key, held }) => (key === draft?.key ? day('to', text.to) : held?.to),
            },
            { title: text.source, key: 'source', render: (_, { held }) => held?.source },
            {
              title: '',
              key: 'change',
              width: 190,
              render: (_, row) => {
                const { key, held } = row;
                if (key === draft?.key)
                  return (
                    <span className="firm-value">
                      <Button
                        size="small"
                        type="primary"
                        loading={isSaving}
                        disabled={draft.now.title === ''}
                        onClick={() => void save(wasOf(held), draft.now)}
                      >
                        {text.save}
                      </Button>
                      <Button size="small" onClick={() => setDraft(null)}>
                        {text.cancel}
                      </Button>
                    </span>
                  );
                const label = `${held!.title} ${held!.from ?? ''}`;
                return (
                  <span className="firm-value">
                    <Button
                      size="small"
                      type="link"
                      aria-label={`${text.edit}：${label}`}
                      onClick={() => begin(row)}
                    >
                      {text.edit}
                    </Button>
                    {held!.valid && (
                      <Button
                        size="small"
                        type="link"
                        aria-label={`${text.endTitle}：${label}`}
                        onClick={() => begin(row, { to: firm.on })}
                      >
                        {text.endTitle}
                      </Button>
                    )}
                  </span>
                );
              },
            },
          ]}
        />
      )}
      <p className="firm-note">
        <Button
          size="small"
          disabled={draft !== null}
          onClick={() => setDraft({ key: ADDED, now: { title: '', from: firm.on, to: null } })}
        >
          {text.addTitle}
        </Button>{' '}
        {firm.titles === null && text.titlesNotKnown}
      </p>
    </>
  );
}

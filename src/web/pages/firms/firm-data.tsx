// What is known of a firm, where each value stands, and values set by hand: the old one stays as an older vintage.
import { useQueryClient } from '@tanstack/react-query';
import { App, Button, Input, InputNumber, Popover, Select, Spin, Table } from 'antd';
import { useState } from 'react';
import type { Firm, FirmItem, ItemVintages } from '../../../server/contract/firms.js';
import { type ApiFailure, send, useAnswer } from '../../api.js';
import { useLanguage } from '../../language.js';
import { Failed } from '../../parts/failed.js';
import { unitIn } from '../../parts/unit.js';
import { FirmTitles } from './firm-titles.js';

type Value = FirmItem['values'][number]['value'];

interface Row {
  key: string;
  item: FirmItem;
  year: number | null;
  value: Value | null;
  source: FirmItem['values'][number]['source'];
}

export function FirmData({ path, firm }: { path: string; firm: Firm }) {
  const { words, say, language } = useLanguage();
  const text = words.firms;
  const last = Number(firm.on.slice(0, 4)) - 1;
  const rows = firm.items.flatMap((item): Row[] => {
    const row = (year: number | null, value: Value | null, source: Row['source']): Row => ({
      key: `${item.item}@${year ?? ''}`,
      item,
      year,
      value,
      source,
    });
    const known = item.values.map(({ year, value, source }) => row(year, value, source));
    const wanted = item.shape === 'yearly' ? last : null;
    return known.some(({ year }) => year === wanted) ? known : [row(wanted, null, null), ...known];
  });
  return (
    <>
      <FirmTitles path={path} firm={firm} />
      <Table<Row>
        size="small"
        className="firm-criteria"
        scroll={{ x: 820 }}
        pagination={{ pageSize: 50, hideOnSinglePage: true, showSizeChanger: false }}
        dataSource={rows}
        columns={[
          {
            title: text.item,
            key: 'item',
            render: (_, { item }) => (
              <span title={say(item.note)}>
                {say(item.name)}
                {item.official && <span className="firm-note"> {text.official}</span>}
              </span>
            ),
          },
          { title: text.year, dataIndex: 'year', width: 80 },
          {
            title: text.value,
            key: 'value',
            width: 260,
            render: (_, row) => <ValueCell key={String(row.value)} path={path} row={row} />,
          },
          {
            title: text.unit,
            key: 'unit',
            width: 80,
            render: (_, { item }) => item.unit && unitIn(item.unit, language),
          },
          {
            title: text.source,
            key: 'source',
            render: (_, { source }) =>
              source && <small>{text.place(source.file ?? '', source.row, source.column)}</small>,
          },
        ]}
      />
    </>
  );
}

function ValueCell({ path, row }: { path: string; row: Row }) {
  const { words, language } = useLanguage();
  const text = words.firms;
  const { message } = App.useApp();
  const queries = useQueryClient();
  const { item, year, value } = row;
  const [draft, setDraft] = useState<Value | null | undefined>(undefined);
  const [isSaving, setSaving] = useState(false);
  const written =
    value === null
      ? text.blank
      : typeof value === 'boolean'
        ? value
          ? text.yes
          : text.no
        : typeof value === 'number'
          ? value.toLocaleString(language === 'zh' ? 'zh-CN' : 'en')
          : value;
  const label = `${item.name[language]}${year === null ? '' : ` ${year}`}`;
  if (draft === undefined)
    return (
      <span className="firm-value">
        {value === null ? (
          <span className="figure-missing">{written}</span>
        ) : (
          <Popover trigger="click" title={text.history} content={<History path={path} row={row} />}>
            <button
              type="button"
              className="figure figure-link"
              aria-label={`${label}：${written}，${text.history}`}
            >
              {written}
            </button>
          </Popover>
        )}
        <Button
          size="small"
          type="link"
          aria-label={`${value === null ? text.addValue : text.edit}：${label}`}
          onClick={() => setDraft(value)}
        >
          {value === null ? text.addValue : text.edit}
        </Button>
      </span>
    );
  const save = async () => {
    setSaving(true);
    try {
      await send('PUT', `${path}/items`, { edits: [{ item: item.item, year, value: draft, was: value }] });
      message.success(text.saved);
      setDraft(undefined);
      await queries.invalidateQueries();
    } catch (error) {
      message.error((error as ApiFailure)[language] ?? String(error));
      if ((error as ApiFailure).status === 409) await queries.invalidateQueries();
    } finally {
      setSaving(false);
    }
  };
  return (
    <span className="firm-value">
      {item.shape === 'yearly' || item.shape === 'single' ? (
        <InputNumber
          size="small"
          autoFocus
          aria-label={label}
          value={typeof draft === 'number' ? draft : null}
          onChange={(next) => setDraft(next)}
          onPressEnter={save}
        />
      ) : item.shape === 'flag' || item.shape === 'choice' ? (
        <Select
          size="small"
          aria-label={label}
          style={{ minWidth: 90 }}
          allowClear
          value={draft === null ? null : String(draft)}
          options={
            item.shape === 'flag'
              ? [
                  { value: 'true', label: text.yes },
                  { value: 'false', label: text.no },
                ]
              : item.choices.map((choice) => ({ value: choice, label: choice }))
          }
          onChange={(next: string | null | undefined) =>
            setDraft(next == null ? null : item.shape === 'flag' ? next === 'true' : next)
          }
        />
      ) : (
        <Input
          size="small"
          aria-label={label}
          value={draft === null ? '' : String(draft)}
          onChange={(event) => setDraft(event.target.value === '' ? null : event.target.value)}
          onPressEnter={save}
        />
      )}
      <Button size="small" type="primary" loading={isSaving} onClick={save}>
        {text.save}
      </Button>
      <Button size="small" onClick={() => setDraft(undefined)}>
        {text.cancel}
      </Button>
    </span>
  );
}

function History({ path, row: { item, year } }: { path: string; row: Row }) {
  const { words } = useLanguage();
  const text = words.firms;
  const { data, error } = useAnswer<ItemVintages>(
    `${path}/items/${encodeURIComponent(item.item)}${year === null ? '' : `?year=${year}`}`,
  );
  if (error) return <Failed failure={error} />;
  if (!data) return <Spin />;
  return (
    <ul className="origin-list">
      {data.items.map(({ value, source, until }) => (
        <li key={source.recordedAt + String(value)}>
          <strong>{String(value ?? text.blank)}</strong> {item.unit} ·{' '}
          {until === null ? text.stands : text.until(until.slice(0, 10))} ·{' '}
          {text.place(source.file ?? '', source.row, source.column)}
        </li>
      ))}
    </ul>
  );
}

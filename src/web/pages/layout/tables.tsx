// The tables there are, and a new one: dropped, its columns guessed and told, kept with what was refused.
import { useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Checkbox, Input, Select, Table, Typography } from 'antd';
import { type ChangeEvent, useId, useState } from 'react';
import type { Upload } from '../../../server/contract/data.js';
import type { GuessedTable, LayoutTables, TableKept } from '../../../server/contract/layout.js';
import { type ApiFailure, ask, send } from '../../api.js';
import { useLanguage } from '../../language.js';
import { Failed } from '../../parts/failed.js';
import { SyntheticMark } from '../../parts/synthetic-mark.js';
import { followed, goTo } from '../../router.js';
import { addressOfTable, figureKey } from './controls.js';

export function TablesView({ tables }: { tables: LayoutTables }) {
  const { words } = useLanguage();
  const say = words.layout;
  const years = (list: readonly number[]) =>
    list.length === 0
      ? '—'
      : list.length === 1
        ? String(list[0])
        : `${list[0]}—${list.at(-1)}（${list.length}）`;
  return (
    <div className="stack">
      <h2 className="layout-title">{say.keptTables}</h2>
      <section className="layout-scroll" tabIndex={0} aria-label={say.keptTables}>
        <Table
          size="small"
          pagination={false}
          rowKey="name"
          dataSource={tables.tables}
          columns={[
            {
              title: say.columns.name,
              render: (_, { name, synthetic }) => (
                <>
                  <a href={addressOfTable({ table: name })} onClick={followed}>
                    {name}
                  </a>{' '}
                  {synthetic && <SyntheticMark />}
                </>
              ),
            },
            { title: say.columns.value, render: (_, { value, unit }) => `${value}${unit && `（${unit}）`}` },
            { title: say.columns.areas, align: 'right', dataIndex: 'areas' },
            { title: say.columns.activities, align: 'right', dataIndex: 'activities' },
            { title: say.columns.years, render: (_, table) => years(table.years) },
            { title: say.columns.rows, align: 'right', dataIndex: 'rows' },
            { title: say.columns.file, dataIndex: 'file' },
            { title: say.columns.recorded, render: (_, { recordedAt }) => recordedAt.slice(0, 10) },
          ]}
        />
      </section>
      <h2 className="layout-title">{say.figureTables}</h2>
      {tables.figures.length === 0 ? (
        <Typography.Text type="secondary">{say.noFigureTables}</Typography.Text>
      ) : (
        <section className="layout-scroll" tabIndex={0} aria-label={say.figureTables}>
          <Table
            size="small"
            pagination={{ pageSize: 10, size: 'small', hideOnSinglePage: true }}
            rowKey={figureKey}
            dataSource={tables.figures}
            columns={[
              {
                title: say.columns.name,
                render: (_, of) => (
                  <>
                    <a
                      href={addressOfTable({
                        indicator: of.indicator,
                        unit: of.unit,
                        areas: of.areas,
                        industries: of.industries,
                      })}
                      onClick={followed}
                    >
                      {say.figureTable(
                        of.indicator,
                        say.areaLevels[of.areas],
                        say.industryLevels[of.industries],
                      )}
                    </a>{' '}
                    {of.synthetic && <SyntheticMark />}
                  </>
                ),
              },
              { title: say.unit, dataIndex: 'unit' },
              { title: say.columns.areas, align: 'right', dataIndex: 'areaCount' },
              { title: say.columns.activities, align: 'right', dataIndex: 'industryCount' },
              { title: say.columns.years, render: (_, of) => years(of.years) },
              { title: say.columns.rows, align: 'right', dataIndex: 'values' },
            ]}
          />
        </section>
      )}
      <h2 className="layout-title">{say.adjoining}</h2>
      <p>
        {tables.neighbours === null
          ? say.noAdjoining
          : say.adjoins(tables.neighbours.pairs, tables.neighbours.file)}{' '}
        {tables.neighbours?.synthetic && <SyntheticMark />}
      </p>
      <div className="panels">
        <NewTable />
        <NewNeighbours />
      </div>
    </div>
  );
}

/** A file goes to the server at once; what it seems to be comes back. */
function FileField({
  label,
  hint,
  sent,
  failed,
}: {
  label: string;
  hint: string;
  sent(upload: Upload): void;
  failed(failure: ApiFailure): void;
}) {
  const id = useId();
  const choose = useLanguage().words.layout.chooseFile;
  const take = (event: ChangeEvent<HTMLInputElement>) => {
    const file = event.target.files?.[0];
    if (!file) return;
    const form = new FormData();
    form.set('file', file);
    send<Upload>('POST', '/uploads', form).then(sent, failed);
  };
  return (
    <div>
      <h2 className="layout-title">{label}</h2>
      <p className="panel-note">{hint}</p>
      <input
        id={id}
        className="visually-hidden layout-file-input"
        type="file"
        accept=".csv,.tsv,.txt,.xlsx,.xls,.ods,.parquet"
        aria-label={label}
        onChange={take}
      />
      <label className="layout-file" htmlFor={id}>
        {choose}
      </label>
    </div>
  );
}

interface Draft {
  upload: Upload;
  guess: GuessedTable;
  name: string;
  unit: string;
  publisher: string;
  area: string | null;
  activity: string | null;
  value: string | null;
  year: string | null;
  synthetic: boolean;
}

function NewTable() {
  const { words } = useLanguage();
  const say = words.layout;
  const client = useQueryClient();
  const [draft, setDraft] = useState<Draft | null>(null);
  const [kept, setKept] = useState<TableKept | null>(null);
  const [failure, setFailure] = useState<ApiFailure | null>(null);
  const sent = (upload: Upload) => {
    setFailure(null);
    setKept(null);
    ask<GuessedTable>(`/layout/uploads/${upload.id}`).then(
      (guess) =>
        setDraft({
          upload,
          guess,
          name: upload.file.replace(/\.[^.]+$/, ''),
          unit: '',
          publisher: '',
          area: guess.area,
          activity: guess.activity,
          value: guess.value ?? guess.values[0] ?? null,
          year: guess.year,
          synthetic: false,
        }),
      setFailure,
    );
  };
  const keep = () => {
    if (draft === null) return;
    const { upload, guess: _, year, publisher, ...rest } = draft;
    send<TableKept>('POST', `/layout/uploads/${upload.id}/keep`, {
      ...rest,
      ...(year !== null && { year }),
      ...(publisher !== '' && { publisher }),
    }).then((done) => {
      setKept(done);
      setDraft(null);
      void client.invalidateQueries({ queryKey: ['/layout/tables'] });
    }, setFailure);
  };
  const columnOf = (key: 'area' | 'activity' | 'value' | 'year', label: string) =>
    draft && (
      <label className="filter">
        <span className="filter-label">{label}</span>
        <Select
          size="small"
          aria-label={label}
          style={{ minWidth: 140 }}
          value={draft[key]}
          allowClear={key === 'year'}
          placeholder={say.noColumn}
          options={(key === 'value' ? draft.guess.values : draft.guess.columns).map((value) => ({
            value,
            label: value,
          }))}
          onChange={(next: string | null | undefined) => setDraft({ ...draft, [key]: next ?? null })}
        />
      </label>
    );
  const textOf = (key: 'name' | 'unit' | 'publisher', label: string) =>
    draft && (
      <label className="filter">
        <span className="filter-label">{label}</span>
        <Input
          size="small"
          aria-label={label}
          value={draft[key]}
          onChange={(event) => setDraft({ ...draft, [key]: event.target.value })}
        />
      </label>
    );
  return (
    <div className="stack">
      <FileField label={say.upload} hint={say.uploadHint} sent={sent} failed={setFailure} />
      {failure && <Failed failure={failure} />}
      {draft && (
        <fieldset className="layout-draft">
          <legend>
            {draft.upload.file}：{say.which}
          </legend>
          <div className="filters">
            {columnOf('area', say.area)}
            {columnOf('activity', say.activity)}
            {columnOf('value', say.columns.value)}
            {columnOf('year', say.yearColumn)}
          </div>
          <div className="filters">
            {textOf('name', say.tableName)}
            {textOf('unit', say.unit)}
            {textOf('publisher', say.publisher)}
            <Checkbox
              checked={draft.synthetic}
              onChange={(event) => setDraft({ ...draft, synthetic: event.target.checked })}
            >
              {say.synthetic}
            </Checkbox>
          </div>
          <Button
            type="primary"
            size="small"
            disabled={
              draft.name.trim() === '' ||
              draft.area === null ||
              draft.activity === null ||
              draft.value === null
            }
            onClick={keep}
          >
            {say.keep}
          </Button>
        </fieldset>
      )}
      {kept && (
        <Alert
          type={kept.rejected > 0 ? 'warning' : 'success'}
          showIcon
          title={kept.knownAs === null ? say.keptNow(kept.accepted, kept.rejected) : say.knownAlready}
          action={
            <Button size="small" onClick={() => goTo(addressOfTable({ table: kept.name }))}>
              {say.use}
            </Button>
          }
        />
      )}
    </div>
  );
}

function NewNeighbours() {
  const { words } = useLanguage();
  const say = words.layout;
  const client = useQueryClient();
  const [kept, setKept] = useState<TableKept | null>(null);
  const [failure, setFailure] = useState<ApiFailure | null>(null);
  return (
    <div className="stack">
      <FileField
        label={say.uploadAdjoining}
        hint={say.uploadAdjoiningHint}
        failed={setFailure}
        sent={({ id }) => {
          setFailure(null);
          send<TableKept>('POST', `/layout/uploads/${id}/neighbours`, { synthetic: false }).then((done) => {
            setKept(done);
            void client.invalidateQueries();
          }, setFailure);
        }}
      />
      {failure && <Failed failure={failure} />}
      {kept && (
        <Alert
          type="success"
          showIcon
          title={kept.knownAs === null ? say.keptNow(kept.accepted, kept.rejected) : say.knownAlready}
        />
      )}
    </div>
  );
}

// Every firm of the workspace: scrolled and filtered on the server.
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { FirmChoices, FirmPage, FirmRow } from '../../../server/contract/firms.js';
import { useAnswer } from '../../api.js';
import { useLanguage } from '../../language.js';
import { type Column, DataTable, type Sort, useServerRows } from '../../parts/data-table.js';
import { Failed } from '../../parts/failed.js';
import { ChoiceFilter, Filters, WordsFilter } from '../../parts/filters.js';
import { JobProgress, useJob } from '../../parts/job.js';
import { PageHead } from '../../parts/page-head.js';
import { StateTag } from '../../parts/state-tag.js';
import { SyntheticMark } from '../../parts/synthetic-mark.js';
import { followed, goTo, useAddress, useQueryValue } from '../../router.js';
import { JudgingDay } from './judging-day.js';

const NAMES = ['on', 'text', 'area', 'industry', 'title', 'judged', 'state', 'sort', 'down'] as const;
const STATES = ['met', 'unmet', 'unknown', 'manualReview'] as const;

function addressOf(key: string, about: { title: string; on: string }): string {
  const query = new URLSearchParams(Object.entries(about).filter(([, value]) => value !== ''));
  return `/firms/${encodeURIComponent(key)}${query.size === 0 ? '' : `?${query}`}`;
}

export function FirmTable() {
  const { words, say, language } = useLanguage();
  const text = words.firms;
  const { query } = useAddress();
  const [judged] = useQueryValue('judged');
  const [on] = useQueryValue('on');
  const about = { title: judged, on };
  const [sortKey, setSortKey] = useQueryValue('sort', judged ? 'nearest' : 'name');
  const [down, setDown] = useQueryValue('down');
  const choices = useAnswer<FirmChoices>(`/firms/choices${on === '' ? '' : `?on=${on}`}`);
  const asked = new URLSearchParams([...query].filter(([name]) => NAMES.includes(name as 'text')));
  if (judged === '') asked.delete('state');
  asked.set('sort', judged === '' && sortKey === 'nearest' ? 'name' : sortKey);
  const rows = useServerRows<FirmRow, FirmPage>(`/firms?${asked}`);
  const judging = rows.first?.judging ?? null;
  const job = useJob(judging?.job ?? null);
  useAgainWhile(judging !== null, job?.ended ?? null);
  const number = (value: number | null) =>
    value === null ? words.parts.missing : value.toLocaleString(language === 'zh' ? 'zh-CN' : 'en');
  const columns: Column<FirmRow>[] = [
    {
      key: 'name',
      title: text.name,
      width: 230,
      grow: 2,
      sortable: true,
      render: ({ key, name, synthetic }) => (
        <>
          <a href={addressOf(key, about)} onClick={followed} lang="zh">
            {name}
          </a>{' '}
          {synthetic && <SyntheticMark />}
        </>
      ),
    },
    { key: 'area', title: text.area, width: 90, sortable: true, render: ({ area }) => area ?? '' },
    {
      key: 'industry',
      title: text.industry,
      width: 150,
      grow: 1.4,
      sortable: true,
      render: ({ industry }) => (industry ? say(industry) : ''),
    },
    {
      key: 'rung',
      title: text.rung,
      width: 150,
      grow: 1.3,
      sortable: true,
      render: ({ rung, titlesKnown }) => (rung ? say(rung.name) : titlesKnown ? '–' : text.unknownTitles),
    },
    { key: 'lapses', title: text.lapses, width: 105, sortable: true, render: ({ lapses }) => lapses ?? '' },
    {
      key: 'revenue',
      title: `${text.revenue} (${text.wanyuan})`,
      width: language === 'zh' ? 140 : 190,
      number: true,
      sortable: true,
      render: ({ revenue }) => number(revenue),
    },
    {
      key: 'staff',
      title: text.staff,
      width: 100,
      number: true,
      sortable: true,
      render: ({ staff }) => number(staff),
    },
    ...(judged === ''
      ? []
      : ([
          {
            key: 'nearest',
            title: text.state,
            width: 125,
            sortable: true,
            render: ({ state }) =>
              state ? <StateTag state={state} /> : judging ? text.judging : text.noRule,
          },
          {
            key: 'missing',
            title: text.missing,
            width: 110,
            number: true,
            render: ({ unmet, unknown }) => (unmet === null ? '' : text.missingOf(unmet, unknown ?? 0)),
          },
        ] satisfies Column<FirmRow>[])),
  ];
  const sort: Sort = { key: sortKey, down: down === 'true' };
  const { data } = choices;
  return (
    <>
      <PageHead title={words.pages.firms} about={text.about}>
        <Filters names={NAMES}>
          <WordsFilter name="text" label={text.search} />
          <JudgingDay shown={data?.on} />
          <ChoiceFilter
            name="area"
            label={text.area}
            width={120}
            choices={(data?.areas ?? []).map(({ code, name, firms }) => ({
              value: code,
              label: `${name} (${firms})`,
            }))}
          />
          <ChoiceFilter
            name="industry"
            label={text.industry}
            choices={(data?.industries ?? []).map(({ code, name, firms }) => ({
              value: code,
              label: `${code} ${say(name)} (${firms})`,
            }))}
          />
          <ChoiceFilter
            name="title"
            label={text.title}
            choices={[
              ...(data?.titles ?? []).map(({ title, firms }) => ({
                value: title,
                label: `${title} (${firms})`,
              })),
              { value: 'none', label: text.noTitle },
            ]}
          />
          <ChoiceFilter
            name="judged"
            label={text.judged}
            width={130}
            choices={(data?.rulebooks ?? []).map(({ title }) => ({ value: title, label: title }))}
          />
          {judged !== '' && (
            <ChoiceFilter
              name="state"
              label={text.state}
              width={120}
              choices={STATES.map((state) => ({ value: state, label: words.parts.states[state] }))}
            />
          )}
        </Filters>
      </PageHead>
      {judging && (job ? <JobProgress job={job} /> : <p aria-live="polite">{text.judgingAll}</p>)}
      {choices.error && <Failed failure={choices.error} again={() => choices.refetch()} />}
      <DataTable
        label={text.list}
        columns={columns}
        rows={rows}
        rowKey={({ key }) => key}
        sort={sort}
        onSort={(next) => {
          setSortKey(next?.key ?? null);
          setDown(next?.down ? 'true' : null);
        }}
        onOpen={({ key }) => goTo(addressOf(key, about))}
        height={620}
        empty={judging ? text.judgingAll : NAMES.some((name) => query.has(name)) ? text.noneFound : text.none}
      />
    </>
  );
}

const AGAIN_MS = 700;

/** Asks for the list again until it has its verdicts, and at once when the job that makes them ends. */
function useAgainWhile(isUnderWay: boolean, ended: string | null) {
  const queries = useQueryClient();
  useEffect(() => {
    if (!isUnderWay) return;
    const again = () =>
      queries.invalidateQueries({ predicate: ({ queryKey: [path] }) => String(path).startsWith('/firms?') });
    if (ended !== null) void again();
    const timer = setInterval(again, AGAIN_MS);
    return () => clearInterval(timer);
  }, [isUnderWay, ended, queries]);
}

// A new brief: kind, subject, period, language, remarks. What is chosen stands in the address.
import { useQueryClient } from '@tanstack/react-query';
import { Button, Input, Radio, Select, Typography } from 'antd';
import { useEffect, useId, useState } from 'react';
import type {
  BriefKind,
  BriefPeriods,
  BriefSettings,
  BriefSubjects,
  BriefWritten,
} from '../../../server/contract/briefs.js';
import type { Job } from '../../../server/contract/shared.js';
import type { WorkspaceSummary } from '../../../server/contract/workspace.js';
import { type ApiFailure, ask, send, useAnswer } from '../../api.js';
import { useLanguage } from '../../language.js';
import { Failed } from '../../parts/failed.js';
import { JobProgress, useJob } from '../../parts/job.js';
import { PageHead } from '../../parts/page-head.js';
import { followed, goTo, useAddress, useQueryValue } from '../../router.js';
import { LayoutChoice, layoutOf, layoutSettings } from './layout-choice.js';
import { addressOf } from './list.js';
import { RemarksFields, remarksOf, type Typed, typedOf } from './remarks.js';

const KINDS: readonly BriefKind[] = [
  'monthly',
  'cluster',
  'ledger',
  'chain',
  'ladder',
  'firm',
  'challenge',
  'layout',
];
const DAYS: ReadonlySet<BriefKind> = new Set(['ladder', 'firm', 'challenge']);

export function NewBrief() {
  const { words, language } = useLanguage();
  const say = words.briefs;
  const id = useId();
  const queries = useQueryClient();
  const [asked, setKind] = useQueryValue('kind', 'monthly');
  const kind = KINDS.find((one) => one === asked) ?? 'monthly';
  const [subject, setSubject] = useQueryValue('subject');
  const [period, setPeriod] = useQueryValue('period');
  const [lang, setLang] = useQueryValue('lang', language);
  const [on, setOn] = useQueryValue('on');
  const [title, setTitle] = useState('');
  const [home, setHome] = useQueryValue('home');
  const today = useAnswer<WorkspaceSummary>('/workspace').data?.today ?? '';
  const [typed, setTyped] = useState<Typed | null>(null);
  const remarks = typed ?? typedOf(undefined, today);
  const [search, setSearch] = useState('');
  const { query } = useAddress();
  const of = kind === 'layout' ? layoutOf(query) : null;
  const table = of === null ? '' : `&${new URLSearchParams(of)}`;
  const subjects = useAnswer<BriefSubjects>(
    kind === 'ledger' || (kind === 'layout' && of === null)
      ? null
      : `/briefs/subjects?kind=${kind}&search=${encodeURIComponent(search)}${table}`,
  );
  const dated = kind === 'monthly' || kind === 'cluster';
  const periods = useAnswer<BriefPeriods>(
    dated && subject !== '' ? `/briefs/periods?kind=${kind}&subject=${encodeURIComponent(subject)}` : null,
  );
  const latest = periods.data?.items[0] ?? '';
  const time = period === '' ? latest : period;
  const [failure, setFailure] = useState<ApiFailure | null>(null);
  const [jobId, setJobId] = useState<string | null>(null);
  const job = useJob(jobId);
  const done = job?.state === 'done';
  useEffect(() => {
    if (!done || jobId === null) return;
    ask<BriefWritten>(`/jobs/${jobId}/result`).then(({ name }) => {
      void queries.invalidateQueries();
      goTo(addressOf(name));
    }, setFailure);
  }, [done, jobId, queries]);
  const kept = remarksOf(remarks);
  const ready =
    (kind === 'ledger' || subject !== '') &&
    (!dated || time !== '') &&
    (kind !== 'layout' || of !== null) &&
    kept !== 'unsigned';
  const busy = job !== null && job.ended === null;
  const write = async () => {
    setFailure(null);
    const common = {
      ...(title.trim() !== '' && { title: title.trim() }),
      ...(kept !== null && kept !== 'unsigned' && { remarks: kept }),
    };
    const chosen =
      of !== null
        ? layoutSettings(query, subject, of)
        : settingsOf(kind as Exclude<BriefKind, 'layout'>, { subject, time, on, home: home.trim() });
    const settings = { ...chosen, ...common };
    try {
      const started = await send<{ job: Job }>('POST', '/briefs', {
        settings,
        lang: lang === 'en' ? 'en' : 'zh',
      });
      setJobId(started.job.id);
    } catch (error) {
      setFailure(error as ApiFailure);
    }
  };
  const offered = (subjects.data?.items ?? []).map(({ value, label, figures }) => ({
    value,
    label: figures === null || figures === 0 ? label : `${label}（${say.figures(figures)}）`,
  }));
  return (
    <>
      <PageHead
        title={say.write}
        about={
          <a href="/briefs" onClick={followed}>
            ← {words.pages.briefs}
          </a>
        }
      />
      <form
        className="brief-new"
        onSubmit={(event) => {
          event.preventDefault();
          if (ready && !busy) void write();
        }}
      >
        <fieldset className="brief-kinds">
          <legend>{say.kind}</legend>
          <Radio.Group
            value={kind}
            onChange={({ target }) => {
              setKind(target.value as string);
              setSubject(null);
              setPeriod(null);
              setSearch('');
            }}
          >
            {KINDS.map((one) => (
              <Radio key={one} value={one}>
                {say.kinds[one]}
                <Typography.Text type="secondary" className="brief-about">
                  {say.kindsAbout[one]}
                </Typography.Text>
              </Radio>
            ))}
          </Radio.Group>
        </fieldset>
        <div className="brief-choices">
          {kind === 'layout' && <LayoutChoice id={id} />}
          {kind !== 'ledger' && (
            <div className="brief-field">
              <label htmlFor={`${id}-subject`}>{say.subjects[kind]}</label>
              <Select
                id={`${id}-subject`}
                showSearch={{ filterOption: false, onSearch: setSearch }}
                placeholder={say.subjectHint}
                value={subject === '' ? null : subject}
                options={offered}
                loading={subjects.isFetching}
                onChange={(value) => {
                  setSubject(value);
                  setPeriod(null);
                }}
              />
            </div>
          )}
          {dated && (
            <div className="brief-field">
              <label htmlFor={`${id}-period`}>{say.period}</label>
              <Select
                id={`${id}-period`}
                showSearch
                placeholder={subject === '' ? say.periodHint : say.noPeriods}
                notFoundContent={subject === '' ? say.periodHint : say.noPeriods}
                value={time === '' ? null : time}
                options={(periods.data?.items ?? []).map((value) => ({ value, label: value }))}
                onChange={(value) => setPeriod(value)}
              />
            </div>
          )}
          {DAYS.has(kind) && (
            <div className="brief-field">
              <label htmlFor={`${id}-on`}>{say.on}</label>
              <Input
                id={`${id}-on`}
                type="date"
                value={on}
                title={say.onHint}
                onChange={({ target }) => setOn(target.value)}
              />
            </div>
          )}
          {kind === 'chain' && (
            <div className="brief-field">
              <label htmlFor={`${id}-home`}>{say.home}</label>
              <Input
                id={`${id}-home`}
                value={home}
                placeholder={say.homeHint}
                onChange={({ target }) => setHome(target.value)}
              />
            </div>
          )}
          <div className="brief-field">
            <label htmlFor={`${id}-title`}>{say.title}</label>
            <Input
              id={`${id}-title`}
              value={title}
              maxLength={200}
              placeholder={say.titleHint}
              onChange={({ target }) => setTitle(target.value)}
            />
          </div>
          <fieldset className="brief-field brief-language">
            <legend>{say.language}</legend>
            <Radio.Group value={lang} onChange={({ target }) => setLang(target.value as string)}>
              <Radio value="zh">{say.languages.zh}</Radio>
              <Radio value="en">{say.languages.en}</Radio>
            </Radio.Group>
          </fieldset>
          <RemarksFields typed={remarks} change={setTyped} />
          {kept === 'unsigned' && <Typography.Text type="danger">{say.remarksNeed}</Typography.Text>}
          {failure && <Failed failure={failure} />}
          {job && job.state !== 'done' && <JobProgress job={job} />}
          <Button type="primary" htmlType="submit" disabled={!ready} loading={busy}>
            {say.start}
          </Button>
        </div>
      </form>
    </>
  );
}

function settingsOf(
  kind: Exclude<BriefKind, 'layout'>,
  { subject, time, on, home }: { subject: string; time: string; on: string; home: string },
): BriefSettings {
  const day = on === '' ? {} : { on };
  switch (kind) {
    case 'ledger':
      return { kind };
    case 'monthly':
      return { kind, area: subject, period: time };
    case 'cluster':
      return { kind, cluster: subject, period: time };
    case 'chain':
      return { kind, chain: subject, ...(home !== '' && { home }) };
    case 'ladder':
      return { kind, area: subject, ...day };
    case 'firm':
      return { kind, firm: subject, ...day };
    case 'challenge':
      return { kind, challenge: subject, ...day };
  }
}

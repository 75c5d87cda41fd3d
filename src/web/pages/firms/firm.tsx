// One firm: where it stands on the ladder, what is missing for each title, and what would change that.
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Alert, Button, Descriptions, Spin, Steps, Table, Tag } from 'antd';
import type { Firm, FirmVerdict, TitleVerdict } from '../../../server/contract/firms.js';
import { type ApiFailure, ask, useAnswer } from '../../api.js';
import { useLanguage } from '../../language.js';
import { Empty } from '../../parts/empty.js';
import { Failed } from '../../parts/failed.js';
import { PageHead } from '../../parts/page-head.js';
import { StateTag } from '../../parts/state-tag.js';
import { SyntheticMark } from '../../parts/synthetic-mark.js';
import { Tabs } from '../../parts/tabs.js';
import { WriteBrief } from '../../parts/write-brief.js';
import { followed, useQueryValue } from '../../router.js';
import { Criteria } from './criteria.js';
import { FirmData } from './firm-data.js';
import { Gaps } from './gaps.js';
import { JudgingDay } from './judging-day.js';
import { WhatIfTab } from './what-if.js';
import './firms.css';

export function FirmPage({ firm: key }: { firm: string }) {
  const { words, say, language } = useLanguage();
  const text = words.firms;
  const [on] = useQueryValue('on');
  const [chosen, choose] = useQueryValue('title');
  const [tab, setTab] = useQueryValue('tab', 'criteria');
  const path = `/firms/${encodeURIComponent(key)}`;
  const day = on === '' ? '' : `?on=${on}`;
  const {
    data: firm,
    error,
    refetch,
  } = useQuery<Firm, ApiFailure>({
    queryKey: [`${path}${day}`],
    queryFn: ({ signal }) => ask<Firm>(`${path}${day}`, { signal }),
    // Of the same firm on another day: it stays in sight while a day is being typed.
    placeholderData: keepPreviousData,
  });
  const title = chosen || (firm && nextTitle(firm)) || '';
  const judged = useAnswer<FirmVerdict>(
    title === '' ? null : `${path}/verdicts/${encodeURIComponent(title)}${day}`,
  );
  if (error) return <Failed failure={error} again={() => refetch()} />;
  if (!firm) return <Spin className="frame-wait" />;
  const standing = firm.ladder.findLastIndex(({ held }) => held !== null);
  const failed = judged.error && <Failed failure={judged.error} again={() => judged.refetch()} />;
  const shown = judged.data;
  return (
    <>
      <PageHead
        title={<span lang="zh">{firm.name}</span>}
        marks={firm.synthetic && <SyntheticMark />}
        actions={
          <>
            <WriteBrief kind="firm" subject={firm.creditCode ?? firm.name} />
            <JudgingDay shown={firm.on} />{' '}
            <a href={on === '' ? '/firms' : `/firms?on=${on}`} onClick={followed}>
              ← {text.back}
            </a>
          </>
        }
      />
      <Descriptions
        size="small"
        column={{ xs: 1, sm: 2, lg: 4 }}
        items={[
          { key: 'code', label: text.code, children: firm.creditCode ?? text.unknownValue },
          { key: 'area', label: text.area, children: firm.area ?? text.unknownValue },
          {
            key: 'industry',
            label: text.industry,
            children: firm.industry ? say(firm.industry) : text.unknownValue,
          },
          {
            key: 'size',
            label: text.size,
            children: [firm.size, firm.registered && `${text.registered} ${firm.registered}`]
              .filter(Boolean)
              .join(' · '),
          },
        ]}
      />
      <section aria-label={text.ladder} className="firm-ladder">
        <Steps
          size="small"
          current={standing}
          items={firm.ladder.map(({ name, held }) => ({
            title: say(name),
            status: held ? 'finish' : 'wait',
            content: held
              ? held.to
                ? text.validTo(held.to)
                : text.openEnd
              : firm.titles
                ? text.notHeld
                : text.unknownTitles,
          }))}
        />
      </section>
      {firm.doubts.length > 0 && (
        <Alert
          type="warning"
          title={text.doubts}
          description={
            <ul>
              {firm.doubts.map(({ severity, reason }) => (
                <li key={reason.zh}>
                  {text[severity]}：{say(reason)}
                </li>
              ))}
            </ul>
          }
        />
      )}
      <h2 className="firm-heading">{text.verdicts}</h2>
      <div className="firm-titles">
        {firm.verdicts.map((verdict) => (
          <TitleCard
            key={verdict.title}
            verdict={verdict}
            isChosen={verdict.title === title}
            choose={() => choose(verdict.title)}
          />
        ))}
      </div>
      <Tabs
        label={firm.name}
        activeKey={tab}
        onChange={setTab}
        items={[
          {
            key: 'criteria',
            label: text.tabs.criteria,
            children: failed || (shown ? <Criteria shown={shown} /> : <Spin />),
          },
          {
            key: 'gaps',
            label: text.tabs.gaps,
            children:
              failed ||
              (shown ? (
                <Gaps path={path} on={firm.on} shown={shown} tryIt={() => setTab('whatif')} />
              ) : (
                <Spin />
              )),
          },
          {
            key: 'whatif',
            label: text.tabs.whatIf,
            children:
              failed ||
              (shown ? (
                <WhatIfTab
                  key={`${title} ${firm.on} ${judged.dataUpdatedAt}`}
                  path={path}
                  on={firm.on}
                  shown={shown}
                />
              ) : (
                <Spin />
              )),
          },
          {
            key: 'calendar',
            label: text.tabs.calendar,
            children: (
              <FirmCalendar firm={firm} ics={`/api/v1${path}/calendar.ics?on=${firm.on}&lang=${language}`} />
            ),
          },
          { key: 'items', label: text.tabs.items, children: <FirmData path={path} firm={firm} /> },
        ]}
      />
    </>
  );
}

/** The title on the rung above the one that is held: what a firm asks about first. */
function nextTitle(firm: Firm): string | undefined {
  const standing = firm.ladder.findLastIndex(({ held }) => held !== null);
  const next = firm.ladder[Math.min(standing + 1, firm.ladder.length - 1)]!.id;
  return (firm.verdicts.find(({ rung }) => rung === next) ?? firm.verdicts[0])?.title;
}

function TitleCard({
  verdict,
  isChosen,
  choose,
}: {
  verdict: TitleVerdict;
  isChosen: boolean;
  choose: () => void;
}) {
  const { words, say, language } = useLanguage();
  const text = words.firms;
  const { title, name, state, unmet, unknown, manual, application, held, earliest, draft } = verdict;
  return (
    <button type="button" aria-pressed={isChosen} className="firm-title" onClick={choose}>
      <strong lang="zh">{title}</strong>
      {language !== 'zh' && <span>{say(name)}</span>} {held && <Tag color="blue">{text.title}</Tag>}
      <span>{state ? <StateTag state={state} /> : text.noRule}</span>
      <small>
        {text.application[application]}
        {draft && ` · ${text.draft}`}
      </small>
      <small>{text.missingCount(unmet, unknown, manual)}</small>
      {earliest && (
        <small>
          {text.earliest} {earliest}
        </small>
      )}
    </button>
  );
}

function FirmCalendar({ firm, ics }: { firm: Firm; ics: string }) {
  const { words, say } = useLanguage();
  const text = words.firms;
  if (firm.calendar.length === 0) return <Empty>{text.noCalendar}</Empty>;
  return (
    <>
      <p>
        <Button href={ics} download>
          {text.ics}
        </Button>
      </p>
      <Table
        size="small"
        pagination={false}
        scroll={{ x: 700 }}
        rowKey="uid"
        dataSource={firm.calendar}
        columns={[
          { title: text.due, dataIndex: 'date', width: 110 },
          {
            title: text.titles,
            dataIndex: 'title',
            width: 120,
            render: (title: string) => <span lang="zh">{title}</span>,
          },
          { title: '', key: 'kind', width: 110, render: (_, { kind }) => <Tag>{text.kinds[kind]}</Tag> },
          {
            title: text.what,
            key: 'what',
            render: (_, event) => (
              <>
                {say(event.text)}
                {event.clause && `（${event.clause}）`}
                {event.note && <div className="firm-note">{say(event.note)}</div>}
              </>
            ),
          },
        ]}
      />
    </>
  );
}

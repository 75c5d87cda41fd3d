// Layout: which industries fit an area, why, and how far such lists came true.
import { Alert, Spin } from 'antd';
import { useMemo } from 'react';
import { useLanguage } from '../../language.js';
import { Empty } from '../../parts/empty.js';
import { Failed } from '../../parts/failed.js';
import { Figure } from '../../parts/figure.js';
import { JobProgress } from '../../parts/job.js';
import { PageHead } from '../../parts/page-head.js';
import { SyntheticMark } from '../../parts/synthetic-mark.js';
import { WriteBrief } from '../../parts/write-brief.js';
import { followed, useAddress, useQueryValue } from '../../router.js';
import { areaOf, useArea, useAsked, usePast, useSpace, type Worked } from './asked.js';
import { Choose, Conventions, WeightSliders } from './controls.js';
import { FitView } from './fit.js';
import { type Chosen, percent, ShortList } from './list.js';
import { measured, type Seen, seen } from './origin.js';
import { PastView } from './past.js';
import { Reasons } from './reasons.js';
import { SpaceView } from './space.js';
import { TablesView } from './tables.js';
import './layout.css';

const VIEWS = ['list', 'space', 'fit', 'data'] as const;
type View = (typeof VIEWS)[number];

export default function Layout() {
  const { words } = useLanguage();
  const say = words.layout;
  const { path, query } = useAddress();
  const asked = useAsked();
  const [view] = useQueryValue('view', 'list');
  const [horizon] = useQueryValue('horizon');
  const [activity, choose] = useQueryValue('activity');
  const space = useSpace(asked.study);
  const areaName = areaOf(asked.list, space.data);
  const area = useArea(asked.study, asked.list, areaName);
  const past = usePast(asked.study, view === 'list' ? asked.list : null, areaName, horizon);
  const found = useMemo(
    () =>
      space.data && area.data && space.data.nodes.length === area.data.activities.length
        ? seen(space.data, area.data)
        : null,
    [space.data, area.data],
  );
  const none = asked.tables && asked.study === null;
  const current: View = none ? 'data' : VIEWS.includes(view as View) ? (view as View) : 'list';
  const chosen: Chosen = { activity, choose };
  const addressOf = (next: View) => {
    const other = new URLSearchParams(query);
    if (next === 'list') other.delete('view');
    else other.set('view', next);
    return other.size === 0 ? path : `${path}?${other}`;
  };
  return (
    <>
      <PageHead
        title={words.pages.layout}
        about={say.about}
        marks={space.data?.source.synthetic && <SyntheticMark />}
        actions={
          asked.list !== null &&
          areaName !== null && (
            <WriteBrief
              kind="layout"
              subject={areaName}
              choices={{ ...withoutArea(asked.list), ...(horizon !== '' && { horizon }) }}
            />
          )
        }
      >
        <nav className="views" aria-label={say.viewsOf}>
          {VIEWS.map((one) => (
            <a
              key={one}
              href={addressOf(one)}
              onClick={followed}
              aria-current={one === current ? 'page' : undefined}
            >
              {say.views[one]}
            </a>
          ))}
        </nav>
      </PageHead>
      {asked.failure && <Failed failure={asked.failure} />}
      {!asked.tables && !asked.failure && <Spin />}
      {none && <Empty>{say.none}</Empty>}
      {asked.tables && current === 'data' && <TablesView tables={asked.tables} />}
      {asked.tables && asked.study && current !== 'data' && (
        <div className="stack">
          <Choose tables={asked.tables} study={asked.study} space={space.data} area={areaName} />
          <Conventions tables={asked.tables} />
          <Working of={space} />
          {!space.error && <Working of={area} />}
          {found && (
            <>
              <Standing found={found} />
              <div className="layout-two">
                <div className="stack">
                  {current === 'list' && <WeightSliders standard={asked.tables.weights} area={found.area} />}
                  {current === 'list' && <ShortList seen={found} past={past.data} chosen={chosen} />}
                  {current === 'space' && <SpaceView seen={found} chosen={chosen} />}
                  {current === 'fit' && <FitView seen={found} chosen={chosen} />}
                </div>
                <div className="stack">
                  {(current !== 'list' || activity !== '') && <Reasons seen={found} chosen={chosen} />}
                  {current === 'list' && (
                    <>
                      <Working of={past} />
                      {past.data && <PastView past={past.data} area={found.area} space={found.space} />}
                    </>
                  )}
                </div>
              </div>
              <Notes found={found} />
            </>
          )}
        </div>
      )}
    </>
  );
}

/** What the page is asked for, of whatever area. */
function withoutArea(list: URLSearchParams): Record<string, string> {
  const { area: _, ...rest } = Object.fromEntries(list);
  return rest;
}

function Working({ of }: { of: Worked<object> }) {
  if (of.error) return <Failed failure={of.error} again={of.again} />;
  if (of.job) return <JobProgress job={of.job} />;
  return of.data ? null : <Spin />;
}

function Standing({ found }: { found: Seen }) {
  const { words, language, say: told } = useLanguage();
  const say = words.layout;
  const { area, space } = found;
  return (
    <div className="layout-standing">
      <span>
        {say.standing(
          area.area,
          area.diversity,
          space.nodes.length,
          space.year === null ? '' : say.inYear(space.year),
        )}
      </span>
      {area.eci !== null && area.eciRank !== null && (
        <span>
          {say.eci}{' '}
          <Figure
            value={area.eci}
            digits={2}
            origin={measured(
              found,
              'eci',
              area.eci,
              area.recommended[0]?.standsOn.map(({ activity }) => activity) ?? [],
              language,
            )}
          />{' '}
          · {say.eciRank(area.eciRank, area.areas)}
        </span>
      )}
      <span>
        {say.neighboursOf} {area.neighbours.length}
        {area.neighboursGiven && `：${area.neighbours.join(language === 'zh' ? '、' : ', ')}`}
      </span>
      <span>{say.overlap(percent(area.overlap.without, 0), percent(area.overlap.with, 0))}</span>
      {space.refusals.map((refusal) => (
        <Alert key={refusal.zh} type="warning" showIcon title={`${say.refused}${told(refusal)}`} />
      ))}
    </div>
  );
}

function Notes({ found }: { found: Seen }) {
  const { words, say: told } = useLanguage();
  const say = words.layout;
  const { area, space } = found;
  const notes = [
    ...space.doubts,
    ...area.doubts,
    ...space.notes,
    ...(space.dropped && space.dropped.areas.length + space.dropped.activities.length > 0
      ? [
          {
            zh: `${words.layout.dropped(space.dropped.areas.length, space.dropped.activities.length)}`,
            en: `${words.layout.dropped(space.dropped.areas.length, space.dropped.activities.length)}`,
          },
        ]
      : []),
    ...area.taxonomies.map(({ name, nameEn, publisher, document }) => ({
      zh: `${say.tags}：${publisher}${document === null ? '' : ` ${document}`} ${name}`,
      en: `${say.tags}: ${publisher}${document === null ? '' : ` ${document}`} ${nameEn}`,
    })),
  ];
  const used = ['advantage', 'proximity', 'density', 'opportunityGain', 'eci', 'pci', 'areaUnderCurve'];
  return (
    <div className="panels">
      <details>
        <summary>
          {say.doubts}（{notes.length}）
        </summary>
        <ul className="origin-list">
          {notes.map((note) => (
            <li key={note.zh}>{told(note)}</li>
          ))}
        </ul>
      </details>
      <details>
        <summary>
          {say.method}（{say.profile} {space.profile.name}）
        </summary>
        <dl className="layout-methods">
          {used.flatMap((name) => {
            const one = space.definitions[name];
            return one === undefined
              ? []
              : [
                  <dt key={`${name}-name`}>{told(one.name)}</dt>,
                  <dd key={name}>
                    {told(one.definition)} <code>{one.formula}</code> {one.source}
                  </dd>,
                ];
          })}
        </dl>
      </details>
    </div>
  );
}

// The tasks: a board by stage or a table, filtered, with who covers each best or that nobody does.

import { useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Spin, Tag } from 'antd';
import { useEffect } from 'react';
import type { Board, BoardTask } from '../../../server/contract/match.js';
import { useAnswer } from '../../api.js';
import { useLanguage } from '../../language.js';
import { type Column, DataTable, rowsOf, type Sort } from '../../parts/data-table.js';
import { csvOf, save } from '../../parts/download.js';
import { Empty } from '../../parts/empty.js';
import { Failed } from '../../parts/failed.js';
import { ChoiceFilter, Filters, SegmentFilter, WordsFilter } from '../../parts/filters.js';
import { JobProgress, useWork } from '../../parts/job.js';
import { SourceLine } from '../../parts/source-line.js';
import { followed, goTo, useQueryValue } from '../../router.js';
import { firmPage, taskPage } from './candidates.js';
import { percent } from './score.js';

type State = BoardTask['state'];

const LANES = {
  draft: ['draft'],
  published: ['published'],
  applying: ['applied', 'recommended'],
  working: ['shortlisted', 'inProgress', 'midCheck'],
  tested: ['tested'],
  ended: ['won', 'finished', 'terminated'],
} as const satisfies Record<string, readonly State[]>;
type Lane = keyof typeof LANES;
/** Cards beyond which a lane takes more room. */
const WIDE = 4;
/** Cards drawn of one lane. */
const MOST = 40;
const DAY_MS = 86_400_000;

export const daysBetween = (from: string, to: string) =>
  Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);

export function BoardView() {
  const { words, say: told } = useLanguage();
  const say = words.match;
  const { data, error, refetch } = useAnswer<Board>('/match');
  const [view] = useQueryValue('show', 'cards');
  const [text] = useQueryValue('text');
  const [field] = useQueryValue('field');
  const [kind] = useQueryValue('kind');
  const [only] = useQueryValue('only', 'all');
  if (error) return <Failed failure={error} again={() => refetch()} />;
  if (!data) return <Spin />;
  if (data.tasks.length === 0)
    return (
      <Empty
        action={
          <Button type="primary" size="small" onClick={() => goTo('/data')}>
            {say.toData}
          </Button>
        }
      >
        {say.none}
      </Empty>
    );
  const tasks = data.tasks.filter(
    (task) =>
      (field === '' || task.field === field) &&
      (kind === '' || task.kind === kind) &&
      (only !== 'gaps' || task.cover?.gap != null || task.cover?.refused != null) &&
      (text === '' ||
        [task.id, task.title, task.direction, task.publisher, task.cover?.best?.name ?? ''].some((part) =>
          part.includes(text),
        )),
  );
  const kinds = [...new Set(data.tasks.map((task) => task.kind))];
  const download = () =>
    save(
      `${say.views.board}.csv`,
      csvOf({
        head: [say.task, '', say.field, say.direction, say.state, say.until, say.best, say.cover, say.gap],
        rows: tasks.map((task) => [
          task.id,
          task.title,
          task.field,
          task.direction,
          say.states[task.stage],
          task.applyUntil,
          task.cover?.best?.name ?? null,
          task.cover?.best ? Number(task.cover.best.cover.toFixed(4)) : null,
          task.cover?.gap ? told(task.cover.gap) : null,
        ]),
      }),
      'text/csv;charset=utf-8',
    );
  return (
    <>
      <Filters names={['text', 'field', 'kind', 'only']}>
        <SegmentFilter
          name="show"
          label={say.show}
          initial="cards"
          choices={[
            { value: 'cards', label: say.cards },
            { value: 'table', label: say.table },
          ]}
        />
        <WordsFilter name="text" label={say.search} />
        <ChoiceFilter
          name="field"
          label={say.field}
          width={140}
          choices={data.fields.map((value) => ({ value, label: value }))}
        />
        <ChoiceFilter
          name="kind"
          label={say.kind}
          width={130}
          choices={kinds.map((value) => ({ value, label: say.kinds[value] }))}
        />
        <SegmentFilter
          name="only"
          label={say.gapsOnly}
          initial="all"
          choices={[
            { value: 'all', label: say.gapsAll },
            { value: 'gaps', label: say.gapsOf },
          ]}
        />
        <Button size="small" onClick={download}>
          {words.parts.chart.csv}
        </Button>
      </Filters>
      {!data.covered && <Uncovered />}
      {tasks.length === 0 ? (
        <Empty>{say.noneFit}</Empty>
      ) : view === 'table' ? (
        <TaskTable tasks={tasks} on={data.on} />
      ) : (
        <div className="match-board">
          {(Object.keys(LANES) as Lane[]).map((lane) => (
            <LaneView
              key={lane}
              lane={lane}
              on={data.on}
              tasks={tasks.filter(({ stage }) => (LANES[lane] as readonly State[]).includes(stage))}
            />
          ))}
        </div>
      )}
      {data.notes.map((note) => (
        <p key={note.zh} className="match-small match-soft">
          {told(note)}
        </p>
      ))}
      <SourceLine source={data.files.join('、') || say.source} period={data.on} synthetic={data.synthetic} />
    </>
  );
}

/** Where it takes long, who fits best is worked out as a job. */
function Uncovered() {
  const { words } = useLanguage();
  const say = words.match;
  const work = useWork<{ done: boolean }>();
  const client = useQueryClient();
  const done = work.result !== null;
  useEffect(() => {
    if (done) void client.invalidateQueries({ queryKey: ['/match'] });
  }, [done, client]);
  return (
    <Alert
      type="info"
      showIcon
      title={say.notCovered}
      action={
        <Button size="small" loading={work.running} onClick={() => work.start('/match/covers', {})}>
          {say.compute}
        </Button>
      }
      description={
        <>
          {work.failure && <Failed failure={work.failure} />}
          {work.job && <JobProgress job={work.job} />}
        </>
      }
    />
  );
}

function LaneView({ lane, tasks, on }: { lane: Lane; tasks: readonly BoardTask[]; on: string }) {
  const { words } = useLanguage();
  const say = words.match;
  return (
    <section
      className={`match-lane${tasks.length === 0 ? ' is-empty' : tasks.length > WIDE ? ' is-wide' : ''}`}
      aria-label={say.lanes[lane]}
    >
      <h2>
        {say.lanes[lane]} <span className="match-count">{tasks.length}</span>
      </h2>
      <ul>
        {tasks.slice(0, MOST).map((task) => (
          <li key={task.id} className="match-card">
            <a href={taskPage(task.id)} onClick={followed}>
              <span className="match-id">{task.id}</span> {task.title}
            </a>
            <div className="match-small match-soft">
              {[task.field, task.direction].filter(Boolean).join(' · ')}
            </div>
            <div className="match-small">
              {task.applications === 0
                ? task.applyUntil && say.left(daysBetween(on, task.applyUntil))
                : say.applicationsOf(task.applications, task.shortlisted)}
              {task.testDue && ` · ${say.due(task.testDue)}`}
            </div>
            <CoverOf task={task} />
          </li>
        ))}
      </ul>
      {tasks.length > MOST && <p className="match-small">{say.more(tasks.length - MOST)}</p>}
    </section>
  );
}

function CoverOf({ task: { cover } }: { task: BoardTask }) {
  const { words, say: told } = useLanguage();
  const say = words.match;
  if (cover === null) return null;
  if (cover.refused)
    return (
      <div className="match-small">
        <Tag className="match-gap">{say.refused}</Tag> {told(cover.refused)}
      </div>
    );
  return (
    <div className="match-small">
      {cover.gap && (
        <Tag className="match-gap" title={told(cover.gap)}>
          {say.gap}
        </Tag>
      )}
      {cover.best && (
        <>
          <a href={firmPage(cover.best.key)} onClick={followed}>
            {cover.best.name}
          </a>{' '}
          <span className="match-cover" title={say.coverOf(percent(cover.best.cover))}>
            <span style={{ width: percent(Math.min(1, cover.best.cover)) }} />
          </span>{' '}
          {percent(cover.best.cover)}
        </>
      )}
    </div>
  );
}

function TaskTable({ tasks, on }: { tasks: readonly BoardTask[]; on: string }) {
  const { words } = useLanguage();
  const say = words.match;
  const [order, setOrder] = useQueryValue('sort');
  const [key = '', way = ''] = order.split(':');
  const sort: Sort | null = key === '' ? null : { key, down: way === 'down' };
  const columns: Column<BoardTask>[] = [
    {
      key: 'title',
      title: say.task,
      width: 240,
      grow: 3,
      sortable: true,
      render: ({ id, title }) => (
        <a href={taskPage(id)} onClick={followed}>
          {id} {title}
        </a>
      ),
    },
    { key: 'field', title: say.field, width: 120, sortable: true, render: ({ field }) => field },
    { key: 'stage', title: say.state, width: 90, sortable: true, render: ({ stage }) => say.states[stage] },
    {
      key: 'applyUntil',
      title: say.until,
      width: 230,
      sortable: true,
      render: ({ applyUntil }) =>
        applyUntil === null
          ? words.parts.missing
          : `${applyUntil}（${say.left(daysBetween(on, applyUntil))}）`,
    },
    {
      key: 'applications',
      title: say.applications,
      width: 130,
      sortable: true,
      render: ({ applications, shortlisted }) =>
        applications === 0 ? say.noApplications : say.applicationsOf(applications, shortlisted),
    },
    {
      key: 'best',
      title: say.best,
      width: 170,
      grow: 2,
      sortable: true,
      render: ({ cover }) =>
        cover?.best ? (
          <a href={firmPage(cover.best.key)} onClick={followed}>
            {cover.best.name}
          </a>
        ) : (
          '—'
        ),
    },
    {
      key: 'cover',
      title: say.cover,
      width: 110,
      number: true,
      sortable: true,
      render: ({ cover }) => (
        <>
          {cover?.gap && <Tag className="match-gap">{say.gap}</Tag>}
          {cover?.best ? percent(cover.best.cover) : '—'}
        </>
      ),
    },
  ];
  const keyOf = (task: BoardTask): string | number => {
    if (key === 'cover') return task.cover?.best?.cover ?? -1;
    if (key === 'applications') return task.applications;
    if (key === 'best') return task.cover?.best?.name ?? '';
    return (task as unknown as Record<string, string | null>)[key] ?? '';
  };
  const sorted =
    sort === null
      ? tasks
      : [...tasks].sort((a, b) => {
          const [x, y] = [keyOf(a), keyOf(b)];
          const way =
            typeof x === 'number' && typeof y === 'number' ? x - y : String(x).localeCompare(String(y), 'zh');
          return sort.down ? -way : way;
        });
  return (
    <DataTable
      label={say.views.board}
      columns={columns}
      rows={rowsOf(sorted)}
      rowKey={({ id }) => id}
      sort={sort}
      onSort={(next) => setOrder(next && `${next.key}:${next.down ? 'down' : 'up'}`)}
      onOpen={({ id }) => goTo(taskPage(id))}
    />
  );
}

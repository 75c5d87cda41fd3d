// One page as it was read: what it says is marked in its text, the page as it came stands beside it.
import { Button, Card, Checkbox, Popover, Spin, Tag, Tooltip, Typography } from 'antd';
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import type { RawPage, ReadPage } from '../../../server/contract/policy.js';
import { useAnswer } from '../../api.js';
import { useLanguage } from '../../language.js';
import { AgeBadge } from '../../parts/age-badge.js';
import { Empty } from '../../parts/empty.js';
import { Failed } from '../../parts/failed.js';
import { Figure } from '../../parts/figure.js';
import { PageHead } from '../../parts/page-head.js';
import { Tabs } from '../../parts/tabs.js';
import { followed, goTo, useAddress, useQueryValue } from '../../router.js';
import { MARK_KINDS, type Mark, type MarkKind, type Stretch, stretches } from './marks.js';

const SHOWN = MARK_KINDS.join(',');
const PLURAL = {
  direction: 'directions',
  measure: 'measures',
  figure: 'figures',
  target: 'targets',
  person: 'people',
  repair: 'repairs',
} as const;

export function Reading({ document }: { document: string }) {
  const { data, error, refetch } = useAnswer<ReadPage>(`/documents/${document}`);
  if (error) return <Failed failure={error} again={() => refetch()} />;
  return data ? <Page page={data} /> : <Spin className="frame-wait" />;
}

interface Cited {
  start: number;
  end: number;
}

function useCited(page: ReadPage): Cited | null {
  const { query } = useAddress();
  const start = Number(query.get('start') ?? Number.NaN);
  const end = Number(query.get('end') ?? Number.NaN);
  const asked = query.get('words')?.trim().split(/\s+/)[0] ?? '';
  return useMemo(() => {
    const fits = Number.isInteger(start) && Number.isInteger(end) && start < end && end <= page.text.length;
    if (fits && start >= 0) return { start, end };
    const at = asked === '' ? -1 : page.text.indexOf(asked);
    return at < 0 ? null : { start: at, end: at + asked.length };
  }, [page, start, end, asked]);
}

function Page({ page }: { page: ReadPage }) {
  const { words } = useLanguage();
  const own = words.policy;
  const [shown, setShown] = useQueryValue('marks', SHOWN);
  const [side, setSide] = useQueryValue('side', 'raw');
  const cited = useCited(page);
  const kinds = useMemo(() => new Set(shown.split(',')), [shown]);
  const marks = useMemo(() => marksOf(page, cited), [page, cited]);
  const text = useRef<HTMLElement>(null);
  useEffect(() => {
    if (cited) text.current?.querySelector('[data-cited]')?.scrollIntoView({ block: 'center' });
  }, [cited]);
  const failed = page.selfChecks.filter(({ ok }) => !ok);
  const count = (kind: (typeof MARK_KINDS)[number]) => marks.filter((mark) => mark.kind === kind).length;
  const go = (span: Cited) => {
    const next = new URLSearchParams(location.search);
    next.set('start', String(span.start));
    next.set('end', String(span.end));
    next.delete('words');
    goTo(`${location.pathname}?${next}`, { replace: true });
  };
  return (
    <>
      <a href="/policy" onClick={followed} className="no-print">
        ← {own.back}
      </a>
      <PageHead
        title={page.title || page.source}
        actions={
          <Button size="small" href={`/api/v1/documents/${page.sha256}/original`} download={page.source}>
            {own.download}
          </Button>
        }
      >
        <p className="reading-about">
          {page.outlet && <span>{page.outlet}</span>}
          <span>
            {own.published}：{page.published ?? own.undated}{' '}
            {page.publishedTrust === 'suspect' ? (
              <Tag color="gold">{own.suspect}</Tag>
            ) : (
              page.published && <AgeBadge day={page.published} />
            )}
          </span>
          {page.eventDate && (
            <span>
              {own.event}：{page.eventDate}
            </span>
          )}
          <span>{page.source}</span>
          <Tooltip
            title={
              failed.length > 0 ? (
                <ul className="origin-list">
                  {failed.map((check) => (
                    <li key={check.zh}>
                      <Say text={check} />
                    </li>
                  ))}
                </ul>
              ) : null
            }
          >
            <Tag color={failed.length > 0 ? 'red' : 'default'} tabIndex={failed.length > 0 ? 0 : undefined}>
              {failed.length > 0 ? own.checksFailed(failed.length) : own.checksFine}
            </Tag>
          </Tooltip>
        </p>
        {page.copies.length > 0 && (
          <p>
            {own.copyOf}：
            {page.copies.map((copy) => (
              <a key={copy.document} href={`/policy/${copy.document}`} onClick={followed}>
                {copy.title}
              </a>
            ))}
          </p>
        )}
        <Checkbox.Group
          className="reading-marks no-print"
          value={[...kinds]}
          onChange={(next) => setShown(next.length === 0 ? 'none' : next.join(','))}
          options={MARK_KINDS.map((kind) => ({
            value: kind,
            label: (
              <span className={`mark-${kind}`}>
                {own[PLURAL[kind]]} {count(kind)}
              </span>
            ),
          }))}
        />
      </PageHead>
      <div className="reading">
        <article ref={text} className="reading-text" aria-label={own.clean}>
          {page.paragraphs.map((paragraph) => (
            <p key={paragraph.start} className={`reading-${paragraph.role}`}>
              {stretches(
                paragraph.start,
                paragraph.end,
                marks.filter(({ kind }) => kind === 'cited' || kinds.has(kind)),
              ).map((stretch) => (
                <Marked key={stretch.start} page={page} stretch={stretch} />
              ))}
            </p>
          ))}
        </article>
        <Card size="small" className="reading-side">
          <Tabs
            label={own.side}
            activeKey={side}
            onChange={setSide}
            items={[
              { key: 'raw', label: own.raw, children: side === 'raw' && <Raw page={page} cited={cited} /> },
              {
                key: 'figures',
                label: `${own.figures} ${page.figures.length}`,
                children: <Figures page={page} go={go} />,
              },
              {
                key: 'directions',
                label: `${own.directions} ${page.directions.length}`,
                children: <Directions page={page} go={go} />,
              },
              {
                key: 'targets',
                label: `${own.targets} ${page.targets.length}`,
                children: <Targets page={page} go={go} />,
              },
              {
                key: 'people',
                label: `${own.people} ${page.people.length}`,
                children: <People page={page} go={go} />,
              },
              {
                key: 'repairs',
                label: `${own.repairs} ${page.repairs.length}`,
                children: <Repairs page={page} go={go} />,
              },
            ]}
          />
        </Card>
      </div>
    </>
  );
}

function Say({ text }: { text: { zh: string; en: string } }) {
  return useLanguage().say(text);
}

function marksOf(page: ReadPage, cited: Cited | null): Mark[] {
  const of = (kind: MarkKind, spans: readonly Cited[]): Mark[] =>
    spans.map(({ start, end }, index) => ({ kind, start, end, index }));
  return [
    ...of('direction', page.directions),
    ...of(
      'measure',
      page.directions.flatMap(({ measures }) => measures),
    ),
    ...of('figure', page.figures),
    ...of('target', page.targets),
    ...page.people.flatMap(({ spans }, index) =>
      spans.map(({ start, end }): Mark => ({ kind: 'person', start, end, index })),
    ),
    ...of('repair', page.repairs),
    ...(cited === null ? [] : of('cited', [cited])),
  ];
}

/** A stretch of text; the text of a page is only ever a text node. */
function Marked({ page, stretch }: { page: ReadPage; stretch: Stretch }) {
  const { words } = useLanguage();
  const text = page.text.slice(stretch.start, stretch.end);
  if (stretch.marks.length === 0) return text;
  const has = (kind: MarkKind) => stretch.marks.find((mark) => mark.kind === kind);
  const classes = stretch.marks.map(({ kind }) => `mark-${kind}`).join(' ');
  const repair = has('repair');
  const person = has('person');
  const cited = has('cited');
  const told = [
    repair &&
      `${words.policy.operations[page.repairs[repair.index]!.operation]}，${words.policy.was} ${visible(page.repairs[repair.index]!.before)}`,
    person && [page.people[person.index]!.org, page.people[person.index]!.role].filter(Boolean).join(' '),
  ]
    .filter(Boolean)
    .join('；');
  const figure = has('figure');
  if (figure)
    return (
      <FigureMark page={page} index={figure.index} classes={classes} cited={cited !== undefined}>
        {text}
      </FigureMark>
    );
  const span = (
    <span className={classes} data-cited={cited ? '' : undefined}>
      {text}
    </span>
  );
  return told === '' ? span : <Tooltip title={told}>{span}</Tooltip>;
}

function FigureMark(props: {
  page: ReadPage;
  index: number;
  classes: string;
  cited: boolean;
  children: ReactNode;
}) {
  const figure = props.page.figures[props.index]!;
  return (
    <Popover
      trigger="click"
      content={
        <>
          {figure.indicator} <Figure {...figure} />
          <br />
          <Typography.Text type="secondary">
            {[figure.period, figure.scope, figure.kind].filter(Boolean).join(' · ')}
          </Typography.Text>
        </>
      }
    >
      <button
        type="button"
        className={`reading-figure ${props.classes}`}
        data-cited={props.cited ? '' : undefined}
      >
        {props.children}
      </button>
    </Popover>
  );
}

const visible = (text: string) =>
  text === '' ? '∅' : text.replace(/[\u200b-\u200f\ufeff\u00ad]/g, '␣').replaceAll('\n', '⏎');

type Side = { page: ReadPage; go(span: Cited): void };

function Raw({ page, cited }: { page: ReadPage; cited: Cited | null }) {
  const { words } = useLanguage();
  const { data, error, refetch } = useAnswer<RawPage>(`/documents/${page.sha256}/raw`);
  const place = useRef<HTMLElement>(null);
  const marks = useMemo((): Mark[] => {
    if (!data) return [];
    return [
      ...page.repairs.map(
        ({ rawStart, rawEnd }, index): Mark => ({ kind: 'repair', start: rawStart, end: rawEnd, index }),
      ),
      ...(cited === null
        ? []
        : rawSpans(data, cited).map((span): Mark => ({ kind: 'cited', ...span, index: 0 }))),
    ];
  }, [data, page, cited]);
  useEffect(() => {
    const frame = place.current;
    const mark = marks.length > 0 ? frame?.querySelector<HTMLElement>('[data-cited]') : null;
    if (mark && frame) frame.scrollTop = mark.offsetTop - frame.offsetTop - 80;
  }, [marks]);
  if (error) return <Failed failure={error} again={() => refetch()} />;
  if (!data) return <Spin />;
  return (
    <>
      <Typography.Text type="secondary">
        {words.policy.encoding}：{page.encoding}
        {data.text.length < data.total && ` · ${words.policy.rawCut(data.text.length, data.total)}`}
      </Typography.Text>
      <section ref={place} className="reading-raw" tabIndex={0} aria-label={words.policy.raw}>
        {stretches(0, data.text.length, marks).map(({ start, end, marks: here }) => {
          const text = data.text.slice(start, end);
          if (here.length === 0) return text;
          return (
            <span
              key={start}
              className={here.map(({ kind }) => `mark-${kind}`).join(' ')}
              data-cited={here.some(({ kind }) => kind === 'cited') ? '' : undefined}
            >
              {text}
            </span>
          );
        })}
      </section>
    </>
  );
}

/** Where the characters of a span of the cleaned text stand on the page as it came. */
function rawSpans({ runs }: RawPage, { start, end }: Cited): Cited[] {
  return runs.flatMap(({ clean, raw, length }) => {
    const from = Math.max(start, clean);
    const to = Math.min(end, clean + length);
    return from < to ? [{ start: raw + from - clean, end: raw + to - clean }] : [];
  });
}

function Place({ span, go, children }: { span: Cited; go: Side['go']; children: ReactNode }) {
  return (
    <button type="button" className="reading-place" onClick={() => go(span)}>
      {children}
    </button>
  );
}

function Figures({ page, go }: Side) {
  if (page.figures.length === 0) return <Empty />;
  return (
    <ul className="reading-list">
      {page.figures.map((figure) => (
        <li key={figure.originId}>
          <Place span={figure} go={go}>
            {figure.indicator}
          </Place>{' '}
          <Figure {...figure} />{' '}
          <Typography.Text type="secondary">
            {[figure.period, figure.scope].filter(Boolean).join(' · ')}
          </Typography.Text>
        </li>
      ))}
    </ul>
  );
}

function Directions({ page, go }: Side) {
  const { words } = useLanguage();
  if (page.directions.length === 0) return <Empty />;
  return (
    <ol className="reading-list">
      {page.directions.map((direction) => (
        <li key={direction.start}>
          <Place span={direction} go={go}>
            {direction.title}
          </Place>{' '}
          {direction.status && <Tag>{words.policy.status[direction.status]}</Tag>}
          {direction.speaker && <Typography.Text type="secondary">{direction.speaker}</Typography.Text>}
          <ul>
            {direction.measures.map((measure) => (
              <li key={measure.start}>
                <Place span={measure} go={go}>
                  {measure.text}
                </Place>
              </li>
            ))}
          </ul>
        </li>
      ))}
    </ol>
  );
}

function Targets({ page, go }: Side) {
  if (page.targets.length === 0) return <Empty />;
  return (
    <ul className="reading-list">
      {page.targets.map((target) => (
        <li key={target.start}>
          <Place span={target} go={go}>
            {target.quote}
          </Place>{' '}
          <Typography.Text type="secondary">
            {[target.indicator, target.deadline].filter(Boolean).join(' · ')}
          </Typography.Text>
        </li>
      ))}
    </ul>
  );
}

function People({ page, go }: Side) {
  if (page.people.length === 0) return <Empty />;
  return (
    <ul className="reading-list">
      {page.people.map((person) => (
        <li key={`${person.name}-${person.role}`}>
          {person.spans[0] ? (
            <Place span={person.spans[0]} go={go}>
              {person.name}
            </Place>
          ) : (
            person.name
          )}{' '}
          <Typography.Text type="secondary">
            {[person.org, person.role].filter(Boolean).join(' ')}
          </Typography.Text>
        </li>
      ))}
    </ul>
  );
}

function Repairs({ page, go }: Side) {
  const { words } = useLanguage();
  const [all, setAll] = useState(false);
  if (page.repairs.length === 0) return <Empty />;
  const shown = all ? page.repairs : page.repairs.slice(0, 100);
  return (
    <>
      <ul className="reading-list">
        {shown.map((repair) => (
          <li key={`${repair.rawStart}-${repair.start}`}>
            <Place span={repair} go={go}>
              {words.policy.operations[repair.operation]}
            </Place>{' '}
            <del>{visible(repair.before)}</del> → <ins>{visible(repair.after)}</ins>
          </li>
        ))}
      </ul>
      {shown.length < page.repairs.length && (
        <Button size="small" onClick={() => setAll(true)}>
          {words.policy.all} {page.repairs.length}
        </Button>
      )}
    </>
  );
}

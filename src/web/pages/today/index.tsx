// What wants attention today.
import { Card, Skeleton, Tag } from 'antd';
import { type ReactNode, useEffect, useState } from 'react';
import type { Today as Told } from '../../../server/contract/today.js';
import type { WorkspaceSummary } from '../../../server/contract/workspace.js';
import { useAnswer } from '../../api.js';
import { useLanguage } from '../../language.js';
import { AgeBadge } from '../../parts/age-badge.js';
import { Failed } from '../../parts/failed.js';
import { Figure, written } from '../../parts/figure.js';
import { PageHead } from '../../parts/page-head.js';
import { SyntheticMark } from '../../parts/synthetic-mark.js';
import { followed, useQueryValue } from '../../router.js';
import { Start } from './start.js';

const KEPT = 'ballast.visited';
const DAY_MS = 86_400_000;

/** The visit before this one; of today's visits the first counts, so that a reload hides nothing. */
function useLastVisit(): string | null {
  const [last] = useState(() => {
    const kept = JSON.parse(localStorage.getItem(KEPT) ?? 'null') as {
      now: string;
      before: string | null;
    } | null;
    return kept !== null && Date.now() - Date.parse(kept.now) < DAY_MS
      ? kept
      : { now: new Date().toISOString(), before: kept?.now ?? null };
  });
  useEffect(() => localStorage.setItem(KEPT, JSON.stringify(last)), [last]);
  return last.before;
}

export default function Today() {
  const { words, language, say } = useLanguage();
  const visit = useLastVisit();
  const [since] = useQueryValue('since', visit ?? '');
  const { data, error, refetch } = useAnswer<Told>(
    `/today${since === '' ? '' : `?since=${encodeURIComponent(since)}`}`,
  );
  const { data: held } = useAnswer<WorkspaceSummary>('/workspace');
  const text = words.today;
  if (error) return <Failed failure={error} again={() => refetch()} />;
  if (!data || !held)
    return (
      <>
        <PageHead title={words.pages.today} />
        <Skeleton active />
      </>
    );
  const { documents, figures, enterprises, chains, links } = held.counts;
  const hasChains = chains + links > 0;
  if (documents + figures + enterprises + chains + links === 0) return <Start />;
  return (
    <>
      <PageHead title={words.pages.today} about={text.about(data.today, data.since.slice(0, 10))} />
      <div className="panels is-flowing">
        <Panel
          name="turns"
          list={data.turns}
          all="/monitoring?view=compare&across=area"
          row={(turn) => (
            <>
              <a className="panel-what" href={seriesOf(turn.originId)} onClick={followed}>
                {turn.area} {turn.indicator}
              </a>
              <Tag title={say(turn.condition)}>{say(turn.word)}</Tag>
              <Figure {...turn} />
              <span className="panel-note">
                {text.from('')}
                <Figure {...turn.before} />
              </span>
            </>
          )}
        />
        <Panel
          name="lateTargets"
          list={data.lateTargets}
          all="/policy/targets"
          row={(target) => (
            <>
              <a
                className="panel-what"
                href={`/policy/${target.document}?start=${target.start}&end=${target.end}`}
                onClick={followed}
                title={target.title}
              >
                {target.quote}
              </a>
              <Tag color={target.state === 'late' ? 'red' : 'default'}>
                {target.state === 'late' ? text.late : text.noFigure}
              </Tag>
              {target.latest && <Figure {...target.latest} />}
              <span className="panel-note panel-line">
                {target.deadline && `${text.deadline} ${target.deadline} · `}
                {say(target.why)}
              </span>
            </>
          )}
        />
        <Panel
          name="lapsing"
          list={data.lapsing}
          all="/firms?sort=lapses"
          row={(title) => (
            <>
              <a
                className="panel-what"
                href={`/firms/${encodeURIComponent(title.creditCode ?? title.name)}`}
                onClick={followed}
              >
                {title.name}
              </a>
              <span>{title.title}</span>
              <span className="panel-note panel-line">
                {title.to} · {text.days(title.days)}
              </span>
            </>
          )}
        />
        <Panel
          name="rejects"
          list={data.rejects}
          all="/data/rejects"
          row={(reject) => (
            <>
              <a className="panel-what" href={`/data/rejects?import=${reject.importId}`} onClick={followed}>
                {reject.file}
              </a>
              <span>{words.data.kinds[reject.kind] ?? reject.kind}</span>
              <span className="panel-note">{text.rows(reject.count)}</span>
            </>
          )}
        />
        <Panel
          name="arrivals"
          list={data.arrivals}
          all="/data/sources"
          row={(source) => (
            <>
              {source.document === null ? (
                <a className="panel-what" href="/data/sources" onClick={followed}>
                  {source.file}
                </a>
              ) : (
                <a className="panel-what" href={`/policy/${source.document}`} onClick={followed}>
                  {source.file}
                </a>
              )}
              {source.synthetic && <SyntheticMark />}
              <span className="panel-note">
                {text.arrived(source.figures, source.indicators)}
                {source.latest && ` · ${text.upTo} ${source.latest}`}
              </span>
            </>
          )}
        />
        <Panel
          name="newFigures"
          list={data.newFigures}
          all="/monitoring"
          row={(figure) => (
            <>
              <a className="panel-what" href={seriesOf(figure.originId)} onClick={followed}>
                {[figure.area, figure.industry, figure.group, figure.indicator].filter(Boolean).join(' ')}
              </a>
              <span className="panel-note">{figure.period}</span>
              <Figure {...figure} />
            </>
          )}
        />
        <Panel
          name="gaps"
          list={data.gaps}
          all="/chains"
          row={(gap) => (
            <>
              <a
                className="panel-what"
                href={`/chains?chain=${encodeURIComponent(gap.chain)}&node=${encodeURIComponent(gap.id)}`}
                onClick={followed}
              >
                {gap.node}
              </a>
              <span className="panel-note">{gap.chain}</span>
              <span className="panel-note panel-line">{say(gap.why)}</span>
            </>
          )}
        />
        <Panel
          name="weakLinks"
          list={data.weakLinks}
          all={hasChains ? '/chains/risk' : '/data'}
          row={(link) => (
            <>
              <a
                className="panel-what"
                href={`/chains/close?text=${encodeURIComponent(link.supplier)}`}
                onClick={followed}
              >
                {link.product} · {link.supplier}
              </a>
              <span className="panel-note">
                {text.supplier(`${written(100 * link.share, language, 0)}%`, link.buyers)}
              </span>
            </>
          )}
        />
        <Panel
          name="stale"
          list={data.stale}
          all="/data/sources"
          row={(source) => (
            <>
              <a
                className="panel-what"
                href={
                  source.kind === 'chain'
                    ? `/chains?chain=${encodeURIComponent(source.file)}`
                    : '/data/sources'
                }
                onClick={followed}
              >
                {source.file}
              </a>
              {source.synthetic && <SyntheticMark />}
              <AgeBadge day={source.day} />
              <span className="panel-note panel-line">
                {source.kind === 'chain'
                  ? text.entries(source.entries)
                  : (words.data.kinds[source.kind] ?? source.kind)}{' '}
                · {source.owner ? `${text.owner} ${source.owner}` : text.noOwner}
              </span>
            </>
          )}
        />
      </div>
    </>
  );
}

const seriesOf = (originId: string | null) => `/monitoring?figure=${originId ?? ''}`;

type Name =
  | 'newFigures'
  | 'arrivals'
  | 'turns'
  | 'lateTargets'
  | 'lapsing'
  | 'weakLinks'
  | 'gaps'
  | 'stale'
  | 'rejects';

function Panel<Item>({
  name,
  list,
  all,
  row,
}: {
  name: Name;
  /** Where all of them stand. */
  all: string;
  list: { total: number; items: readonly Item[] };
  row: (item: Item) => ReactNode;
}) {
  const { words, language } = useLanguage();
  return (
    <Card
      size="small"
      className="panel"
      title={<h2>{words.today[name]}</h2>}
      extra={
        list.total > 0 && (
          <a
            href={all}
            onClick={followed}
            aria-label={`${words.today[name]} ${words.today.all} ${written(list.total, language)}`}
          >
            {words.today.all} {written(list.total, language)}
          </a>
        )
      }
    >
      {list.items.length === 0 ? (
        <p className="panel-none">{words.today.none[name]}</p>
      ) : (
        <ul className="panel-list">
          {list.items.map((item, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the list is shown as it comes and never changed in place
            <li key={index}>{row(item)}</li>
          ))}
        </ul>
      )}
    </Card>
  );
}

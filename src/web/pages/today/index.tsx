// What wants attention today.
import { Card, Skeleton, Tag } from 'antd';
import { type ReactNode, useEffect, useState } from 'react';
import type { Today as Told } from '../../../server/contract/today.js';
import { useAnswer } from '../../api.js';
import { useLanguage } from '../../language.js';
import { AgeBadge } from '../../parts/age-badge.js';
import { Empty } from '../../parts/empty.js';
import { Failed } from '../../parts/failed.js';
import { Figure, written } from '../../parts/figure.js';
import { PageHead } from '../../parts/page-head.js';
import { SyntheticMark } from '../../parts/synthetic-mark.js';
import { followed, useQueryValue } from '../../router.js';

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
  const text = words.today;
  if (error) return <Failed failure={error} again={() => refetch()} />;
  if (!data)
    return (
      <>
        <PageHead title={words.pages.today} />
        <Skeleton active />
      </>
    );
  return (
    <>
      <PageHead title={words.pages.today} about={text.about(data.today, data.since.slice(0, 10))} />
      <div className="panels">
        <Panel
          name="turns"
          list={data.turns}
          row={(turn) => (
            <>
              <span className="panel-what">
                {turn.area} {turn.indicator}
              </span>
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
          name="newFigures"
          list={data.newFigures}
          row={(figure) => (
            <>
              <span className="panel-what">
                {figure.area} {figure.indicator}
              </span>
              <span className="panel-note">{figure.period}</span>
              <Figure {...figure} />
            </>
          )}
        />
        <Panel
          name="lateTargets"
          list={data.lateTargets}
          row={(target) => (
            <>
              <a
                className="panel-what"
                href={`/policy/${target.document}?start=${target.start}&end=${target.end}`}
                onClick={followed}
                title={target.title}
              >
                {target.indicator} {target.quote}
              </a>
              <Tag color={target.state === 'late' ? 'red' : 'default'}>
                {target.state === 'late' ? text.late : text.noFigure}
              </Tag>
              <span className="panel-note">
                {target.deadline && `${text.deadline} ${target.deadline}`} {say(target.why)}
              </span>
              {target.latest && <Figure {...target.latest} />}
            </>
          )}
        />
        <Panel
          name="lapsing"
          list={data.lapsing}
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
              <span className="panel-note">
                {title.to} · {text.days(title.days)}
              </span>
            </>
          )}
        />
        <Panel
          name="weakLinks"
          list={data.weakLinks}
          row={(link) => (
            <>
              <span className="panel-what">{link.product}</span>
              <span>{link.supplier}</span>
              <span className="panel-note">
                {text.supplier(`${written(100 * link.share, language, 0)}%`, link.buyers)}
              </span>
            </>
          )}
        />
        <Panel
          name="rejects"
          list={data.rejects}
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
          name="stale"
          list={data.stale}
          row={(source) => (
            <>
              <span className="panel-what">
                {source.file} {source.synthetic && <SyntheticMark />}
              </span>
              <span className="panel-note">
                {text.entries(source.entries)} · {source.owner ?? text.noOwner}
              </span>
              <AgeBadge day={source.day} />
            </>
          )}
        />
      </div>
    </>
  );
}

type Name = 'newFigures' | 'turns' | 'lateTargets' | 'lapsing' | 'weakLinks' | 'stale' | 'rejects';

function Panel<Item>({
  name,
  list,
  row,
}: {
  name: Name;
  list: { total: number; items: readonly Item[] };
  row: (item: Item) => ReactNode;
}) {
  const { words } = useLanguage();
  return (
    <Card
      size="small"
      className="panel"
      title={<h2>{words.today[name]}</h2>}
      extra={list.total > 0 && <strong>{list.total}</strong>}
    >
      {list.items.length === 0 ? (
        <Empty>{words.today.none[name]}</Empty>
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

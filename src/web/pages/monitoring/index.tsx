// Monitoring: indicators by areas, industries and periods, picture and table together.
import { Spin } from 'antd';
import { useEffect } from 'react';
import type { FigureView, IndicatorList } from '../../../server/contract/monitoring.js';
import { useAnswer } from '../../api.js';
import { useLanguage } from '../../language.js';
import { Empty } from '../../parts/empty.js';
import { Failed } from '../../parts/failed.js';
import { Filters } from '../../parts/filters.js';
import { PageHead } from '../../parts/page-head.js';
import { Views } from '../../parts/views.js';
import { briefPeriod, WriteBrief } from '../../parts/write-brief.js';
import { goTo, useAddress, useQueryValue } from '../../router.js';
import { Compare } from './compare.js';
import { Contribution } from './contribution.js';
import { IndicatorFilter, KnownFilter, useIndicator } from './indicator.js';
import { Trend } from './trend.js';
import './monitoring.css';

const VIEWS = { trend: Trend, compare: Compare, contribution: Contribution };
type View = keyof typeof VIEWS;
const NAMES = Object.keys(VIEWS) as View[];

export default function Monitoring() {
  const { words } = useLanguage();
  const own = words.monitoring;
  const { data, error, refetch } = useAnswer<IndicatorList>('/monitoring/indicators');
  const { query } = useAddress();
  const asked = query.get('view');
  const view = NAMES.find((name) => name === asked) ?? 'trend';
  const indicator = useIndicator(data?.items ?? [], view === 'contribution');
  const Shown = VIEWS[view];
  // What is looked at stays when the view changes; a period of one view need not be one of another.
  const viewAt = (name: View) => {
    const next = new URLSearchParams(query);
    next.delete('period');
    if (name === 'trend') next.delete('view');
    else next.set('view', name);
    return next.size === 0 ? '/monitoring' : `/monitoring?${next}`;
  };
  const figure = useFigureAsked();
  if (figure.error) return <Failed failure={figure.error} />;
  if (figure.pending) return <Spin className="frame-wait" />;
  if (error) return <Failed failure={error} again={() => refetch()} />;
  if (!data) return <Spin className="frame-wait" />;
  return (
    <>
      <PageHead
        title={words.pages.monitoring}
        about={own.about}
        actions={
          <WriteBrief
            kind="monthly"
            subject={query.get('area') ?? ''}
            choices={{ period: briefPeriod(query.get('period') ?? '') }}
          />
        }
      />
      {indicator === null ? (
        <Empty>{own.none}</Empty>
      ) : (
        <>
          <Filters names={['indicator', 'area', 'industry', 'frequency', 'asOf', 'by', 'period', 'division']}>
            <IndicatorFilter items={data.items} levels={view === 'contribution'} />
            <KnownFilter indicator={indicator} />
          </Filters>
          <Views
            label={words.pages.monitoring}
            shown={viewAt(view)}
            views={NAMES.map((key) => ({ path: viewAt(key), label: own.tabs[key] }))}
          />
          <Shown indicator={indicator} />
        </>
      )}
    </>
  );
}

/** `?figure=` names one figure: the address becomes that of the series it stands in. */
function useFigureAsked() {
  const [id] = useQueryValue('figure');
  const { data, error } = useAnswer<FigureView>(id === '' ? null : `/monitoring/figures/${id}`);
  useEffect(() => {
    if (!data || id === '') return;
    const view = new URLSearchParams({
      indicator: [data.id, data.kind, data.unit].join('~'),
      area: data.area,
      frequency: data.frequency,
    });
    if (data.industry !== '') view.set('industry', data.industry);
    goTo(`/monitoring?${view}`, { replace: true });
  }, [data, id]);
  return { error, pending: id !== '' };
}

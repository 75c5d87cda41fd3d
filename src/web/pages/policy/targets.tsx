import { Spin, Tag, Typography } from 'antd';
import type { TargetItem, TargetList } from '../../../server/contract/policy.js';
import { useAnswer } from '../../api.js';
import { useLanguage } from '../../language.js';
import { Empty } from '../../parts/empty.js';
import { Failed } from '../../parts/failed.js';
import { Figure } from '../../parts/figure.js';
import { Filters, SegmentFilter } from '../../parts/filters.js';
import { followed, useQueryValue } from '../../router.js';

const STATES = ['met', 'open', 'pastDue', 'unknown'] as const;
const COLOURS = { met: 'green', open: 'blue', pastDue: 'red', unknown: 'default' } as const;

export function Targets() {
  const { words } = useLanguage();
  const own = words.policy;
  const { data, error, refetch } = useAnswer<TargetList>('/policy/targets');
  const [state] = useQueryValue('state');
  if (error) return <Failed failure={error} again={() => refetch()} />;
  if (!data) return <Spin />;
  if (data.items.length === 0) return <Empty>{own.none}</Empty>;
  const shown = data.items.filter((item) => state === '' || item.state === state);
  const count = (one: TargetItem['state']) => data.items.filter((item) => item.state === one).length;
  return (
    <>
      <Filters names={['state']}>
        <SegmentFilter
          name="state"
          label={own.state}
          choices={[
            { value: '', label: `${own.all} ${data.items.length}` },
            ...STATES.map((value) => ({ value, label: `${own.targetStates[value]} ${count(value)}` })),
          ]}
        />
      </Filters>
      <Typography.Paragraph type="secondary">{own.asOf(data.today)}</Typography.Paragraph>
      <section className="plain-table targets-table" tabIndex={0} aria-label={own.tabs.targets}>
        <table>
          <thead>
            <tr>
              {[own.target, own.due, own.latest, own.gap, own.state, own.why].map((head, i) => (
                <th key={head} scope="col" className={i === 3 ? 'is-number' : undefined}>
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((item) => (
              <Row key={`${item.origin.id}-${item.indicator}`} item={item} />
            ))}
          </tbody>
        </table>
      </section>
    </>
  );
}

function Row({ item }: { item: TargetItem }) {
  const { words, say } = useLanguage();
  const own = words.policy;
  const [first] = item.citations;
  return (
    <tr>
      <td>
        {item.value === null ? null : <Figure {...item} />}{' '}
        <a href={`/policy/${first!.document}?start=${first!.start}&end=${first!.end}`} onClick={followed}>
          {item.text}
        </a>{' '}
        {item.citations.length > 1 && (
          <Typography.Text type="secondary">×{item.citations.length}</Typography.Text>
        )}
        <br />
        <Typography.Text type="secondary">{item.indicator}</Typography.Text>
      </td>
      <td className="is-narrow">
        {item.due ?? '—'}
        <br />
        <Typography.Text type="secondary">
          {item.daysLeft === null ? '' : own.daysLeft(item.daysLeft)}
        </Typography.Text>
      </td>
      <td className="is-narrow">
        {item.latest ? (
          <>
            <Figure {...item.latest} />
            <br />
            <Typography.Text type="secondary">{say(item.latest.when)}</Typography.Text>
          </>
        ) : (
          '—'
        )}
      </td>
      <td className="is-number is-narrow">
        {item.state === 'met' || item.gap === null ? (
          '—'
        ) : (
          <Figure
            value={item.gap}
            unit={item.unit === '%' ? '个百分点' : item.unit}
            origin={item.gapOrigin}
          />
        )}
      </td>
      <td className="is-narrow">
        <Tag color={COLOURS[item.state]}>{own.targetStates[item.state]}</Tag>
      </td>
      <td>
        <Typography.Text type="secondary">{say(item.why)}</Typography.Text>
      </td>
    </tr>
  );
}

// What is missing for a title, how and by when it can be closed, and the least that would have to change.
import { Alert, Button, Spin, Table } from 'antd';
import { useState } from 'react';
import type { FirmVerdict, SmallestChange } from '../../../server/contract/firms.js';
import { useAnswer } from '../../api.js';
import { useLanguage } from '../../language.js';
import { Failed } from '../../parts/failed.js';
import { StateTag } from '../../parts/state-tag.js';
import { goTo } from '../../router.js';

export function Gaps({
  path,
  on,
  shown: { verdict },
  tryIt,
}: {
  path: string;
  on: string;
  shown: FirmVerdict;
  tryIt: () => void;
}) {
  const { words, say } = useLanguage();
  const text = words.firms;
  const [asked, setAsked] = useState(false);
  const smallest = useAnswer<SmallestChange>(
    asked
      ? `${path}/smallest-change/${encodeURIComponent(verdict.title)}?on=${on}&application=${verdict.application}`
      : null,
  );
  const nameOf = (id: string) => {
    const found = verdict.criteria.find((criterion) => criterion.id === id);
    return found ? say(found.text) : id;
  };
  const found = smallest.data;
  return (
    <>
      {verdict.gaps.length === 0 ? (
        <Alert type="info" title={text.noGaps} />
      ) : (
        <Table
          size="small"
          pagination={false}
          scroll={{ x: 860 }}
          rowKey="criterion"
          dataSource={verdict.gaps}
          columns={[
            {
              title: text.criterion,
              key: 'criterion',
              width: 240,
              render: (_, gap) => nameOf(gap.criterion),
            },
            {
              title: text.state,
              key: 'state',
              width: 130,
              render: (_, { state }) => <StateTag state={state} />,
            },
            { title: text.gap, key: 'gap', render: (_, gap) => say(gap.text) },
            { title: text.remedy, key: 'remedy', render: (_, { remedy }) => (remedy ? say(remedy) : '') },
            { title: text.earliest, dataIndex: 'earliest', width: 110 },
          ]}
        />
      )}
      <section className="firm-smallest" aria-live="polite">
        <h3>{text.smallest}</h3>
        {!asked && <Button onClick={() => setAsked(true)}>{text.smallestAsk}</Button>}
        {smallest.error && <Failed failure={smallest.error} />}
        {asked && smallest.isPending && <Spin />}
        {found && (
          <Alert
            type={found.outcome === 'found' || found.outcome === 'none' ? 'success' : 'warning'}
            title={say(found.text)}
            description={
              found.blockers.length > 0 && (
                <ul>
                  {found.blockers.map(({ criterion, reason }) => (
                    <li key={criterion}>
                      {nameOf(criterion)}：{say(reason)}
                    </li>
                  ))}
                </ul>
              )
            }
            action={
              found.changes.length > 0 && (
                <Button
                  size="small"
                  onClick={() => {
                    const query = new URLSearchParams(location.search);
                    query.set(
                      'set',
                      found.changes
                        .map(({ item, year, to }) => `${item}${year ? `@${year}` : ''}=${to}`)
                        .join(';'),
                    );
                    goTo(`${location.pathname}?${query}`, { replace: true });
                    tryIt();
                  }}
                >
                  {text.apply}
                </Button>
              )
            }
          />
        )}
      </section>
    </>
  );
}

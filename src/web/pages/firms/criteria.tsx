// A verdict criterion by criterion: wanted, actual, period, source and reason.
import { Alert, Table } from 'antd';
import type { FirmVerdict, JudgedCriterion } from '../../../server/contract/firms.js';
import { useLanguage } from '../../language.js';
import { StateTag } from '../../parts/state-tag.js';

export function Criteria({ shown: { verdict, rulebook } }: { shown: FirmVerdict }) {
  const { words, say } = useLanguage();
  const text = words.firms;
  return (
    <>
      <Alert
        type={verdict.state === 'met' ? 'success' : verdict.state === 'unmet' ? 'error' : 'warning'}
        title={
          <>
            <strong lang="zh">{verdict.title}</strong> <StateTag state={verdict.state} />{' '}
            {say(verdict.reason)}
          </>
        }
        description={
          <>
            {text.preCheck} {verdict.rulebook.draft && <strong>{text.draft}</strong>}
            <div className="firm-note">
              {text.rulebook}：{say(rulebook.name)}（{rulebook.document}，{rulebook.number}；
              {text.checked(rulebook.checked)}）。{say(verdict.rulebook.whyChosen)}
            </div>
          </>
        }
      />
      <Table<JudgedCriterion>
        size="small"
        className="firm-criteria"
        pagination={false}
        scroll={{ x: 980 }}
        rowKey="id"
        dataSource={verdict.criteria}
        columns={[
          {
            title: text.criterion,
            key: 'text',
            width: 230,
            render: (_, one) => (
              <>
                {say(one.text)}
                <div className="firm-note">{one.clause}</div>
              </>
            ),
          },
          {
            title: text.state,
            key: 'state',
            width: 118,
            render: (_, { state }) => <StateTag state={state} />,
          },
          { title: text.wanted, key: 'wanted', width: 230, render: (_, { wanted }) => say(wanted) },
          {
            title: text.actual,
            key: 'actual',
            width: 170,
            render: (_, { actual }) => (actual ? say(actual) : words.parts.missing),
          },
          {
            title: text.period,
            key: 'period',
            width: 106,
            // A state of a day is known by the day.
            render: (_, { period }) => period?.replace('asof:', ''),
          },
          {
            title: text.reason,
            key: 'reason',
            render: (_, one) => (
              <>
                {say(one.reason)}
                {one.exception && (
                  <div>
                    {text.exception}：{say(one.exception)}
                  </div>
                )}
                {one.sources.length > 0 && (
                  <details className="firm-note">
                    <summary>
                      {text.source} ({one.sources.length})
                    </summary>
                    {one.sources.map((source) => (
                      <div key={source}>{source}</div>
                    ))}
                  </details>
                )}
              </>
            ),
          },
        ]}
      />
      {verdict.scores.map((score) => (
        <section key={score.id} className="firm-scores">
          <h3>
            {text.scores}：{say(score.name)} {text.score(score.low, score.high)}
          </h3>
          <Table
            size="small"
            pagination={false}
            scroll={{ x: 700 }}
            rowKey="id"
            dataSource={score.entries}
            columns={[
              { title: text.criterion, key: 'name', width: 240, render: (_, entry) => say(entry.name) },
              {
                title: text.actual,
                key: 'actual',
                width: 160,
                render: (_, { actual }) => (actual ? say(actual) : words.parts.missing),
              },
              {
                title: text.scores,
                key: 'score',
                width: 110,
                align: 'right',
                render: (_, { low, high, most }) => `${text.score(low, high)} / ${most}`,
              },
              { title: text.reason, key: 'reason', render: (_, entry) => say(entry.reason) },
            ]}
          />
        </section>
      ))}
    </>
  );
}

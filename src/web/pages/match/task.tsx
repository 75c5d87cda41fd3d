// One task: what it asks, how far it has come, who could solve it and why.
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Alert, Button, Descriptions, Spin, Tag } from 'antd';
import type { TaskPage } from '../../../server/contract/match.js';
import { type ApiFailure, ask } from '../../api.js';
import { useLanguage } from '../../language.js';
import { Failed } from '../../parts/failed.js';
import { Figure } from '../../parts/figure.js';
import { PageHead } from '../../parts/page-head.js';
import { SourceLine } from '../../parts/source-line.js';
import { StateTag } from '../../parts/state-tag.js';
import { SyntheticMark } from '../../parts/synthetic-mark.js';
import { followed, goTo, useQueryValue } from '../../router.js';
import { daysBetween } from './board.js';
import { Candidates, firmPage } from './candidates.js';
import { StepForm } from './step-form.js';
import { Weights } from './weights.js';

export default function TaskView({ id }: { id: string }) {
  const { words, say: told } = useLanguage();
  const say = words.match;
  const [weights, setWeights] = useQueryValue('weights');
  const path = `/match/task/${encodeURIComponent(id)}${weights === '' ? '' : `?weights=${encodeURIComponent(weights)}`}`;
  const { data, error, refetch } = useQuery<TaskPage, ApiFailure>({
    queryKey: [path],
    queryFn: ({ signal }) => ask<TaskPage>(path, { signal }),
    // The old order stays in sight while a weight is moved.
    placeholderData: keepPreviousData,
  });
  if (error) return <Failed failure={error} again={() => refetch()} />;
  if (!data) return <Spin />;
  const wanted = [
    data.area ?? say.anyArea,
    ...data.industries,
    ...data.titles,
    ...data.qualifies.map((title) => `${say.qualifies} ${title}`),
  ];
  const budget = data.budget && (
    <Figure value={data.budget.value} unit={data.budget.unit} origin={data.budget} />
  );
  return (
    <>
      <PageHead
        title={
          <>
            {data.id} {data.title}
          </>
        }
        marks={data.synthetic && <SyntheticMark />}
        actions={
          <Button size="small" onClick={() => goTo('/match')}>
            {say.back}
          </Button>
        }
      />
      <Descriptions
        size="small"
        column={{ xs: 1, sm: 2, lg: 3 }}
        items={[
          { key: 'kind', label: say.kind, children: say.kinds[data.kind] },
          {
            key: 'field',
            label: say.field,
            children: [data.field, data.direction].filter(Boolean).join(' · ') || words.parts.missing,
          },
          { key: 'state', label: say.state, children: say.states[data.state] },
          { key: 'publisher', label: say.publisher, children: data.publisher || words.parts.missing },
          {
            key: 'until',
            label: say.until,
            children:
              data.applyUntil === null
                ? words.parts.missing
                : `${data.applyUntil}（${say.left(daysBetween(data.on, data.applyUntil))}）`,
          },
          { key: 'budget', label: say.budget, children: budget ?? words.parts.missing },
          { key: 'wanted', label: say.wanted, span: 'filled', children: wanted.join('、') },
          { key: 'need', label: say.need, span: 'filled', children: data.need || words.parts.missing },
        ]}
      />
      <Indicators task={data} />
      <Weights given={data.weights} written={weights} names={say.terms} onChange={setWeights} />
      {data.refused && <Alert type="error" showIcon title={say.refused} description={told(data.refused)} />}
      {data.gap && (
        <Alert
          type="warning"
          showIcon
          title={told(data.gap.reason)}
          description={
            data.gap.absent.length > 0 && `${say.absent}：${data.gap.absent.slice(0, 30).join('、')}`
          }
        />
      )}
      {data.refused === null && (
        <Candidates
          key={data.id}
          label={`${say.candidates}：${data.title}`}
          firms={data.candidates}
          synthetic={data.synthetic}
          first={data.candidates[0]?.key ?? null}
        />
      )}
      <p className="match-small match-soft">
        {say.candidatesOf(data.candidates.length, data.firms)}
        {data.filtered.map(({ reason, count }) => ` · ${say.filtered(count, told(reason))}`)}
      </p>
      <Life task={data} again={() => void refetch()} />
      <SourceLine
        source={`${data.file === null ? say.source : say.row(data.file, data.row)}；${say.method}；${say.methodOf}`}
        period={data.on}
        synthetic={data.synthetic}
      />
    </>
  );
}

function Indicators({ task }: { task: TaskPage }) {
  const { words } = useLanguage();
  const say = words.match;
  if (task.indicators.length === 0) return null;
  const measured = task.applications.filter(({ indicators }) =>
    indicators.some((one) => one.measured !== null),
  );
  return (
    <section className="plain-table match-table" tabIndex={0} aria-label={say.indicators}>
      <table>
        <caption>{say.indicators}</caption>
        <thead>
          <tr>
            <th scope="col">{say.indicator}</th>
            <th scope="col" className="is-number">
              {say.target}
            </th>
            <th scope="col">{say.test}</th>
            {measured.map(({ lead }) => (
              <th key={lead} scope="col" className="is-number">
                {say.measured}：{lead}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {task.indicators.map(({ number, name, comparison, target, unit, testMethod }) => (
            <tr key={number}>
              <td>
                {number}. {name}
              </td>
              <td className="is-number">
                {comparison} <Figure value={target} unit={unit} />
              </td>
              <td>{testMethod}</td>
              {measured.map(({ lead, indicators }) => {
                const found = indicators.find((one) => one.number === number);
                return (
                  <td key={lead} className="is-number">
                    <Figure value={found?.measured ?? null} unit={unit} />{' '}
                    <StateTag state={found?.state ?? 'unknown'} />
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Life({ task, again }: { task: TaskPage; again: () => void }) {
  const { words } = useLanguage();
  const say = words.match;
  const limits = task.rules
    ? (['mostPartners', 'mostShortlisted', 'mostMonths', 'mostRecommended'] as const).flatMap((key) => {
        const most = task.rules![key];
        return most === null ? [] : [say.limits[key](most)];
      })
    : [];
  return (
    <section className="match-life">
      <h2>{say.life}</h2>
      {task.rules && (
        <p className="match-small match-soft">
          {say.rules(task.rules.document)}
          {limits.length > 0 && `：${limits.join('；')}`}
        </p>
      )}
      {task.applications.length === 0 ? (
        <p>{say.noApplications}</p>
      ) : (
        <section className="plain-table match-table" tabIndex={0} aria-label={say.life}>
          <table>
            <thead>
              <tr>
                <th scope="col">{say.lead}</th>
                <th scope="col">{say.state}</th>
                <th scope="col">{say.partnersOf}</th>
                <th scope="col">{say.recommendedBy}</th>
                <th scope="col">{say.steps}</th>
              </tr>
            </thead>
            <tbody>
              {task.applications.map((one) => (
                <tr key={one.lead}>
                  <td>
                    {one.key === null ? (
                      one.lead
                    ) : (
                      <a href={firmPage(one.key)} onClick={followed}>
                        {one.lead}
                      </a>
                    )}
                  </td>
                  <td>
                    <Tag>{say.states[one.state]}</Tag>
                    {one.testDue && say.due(one.testDue)}
                  </td>
                  <td>{one.partners.join('、') || '—'}</td>
                  <td>{one.recommendedBy ?? '—'}</td>
                  <td>
                    <ol className="match-steps">
                      {one.steps.map((step) => (
                        <li key={`${step.to} ${step.on}`}>
                          {step.on} {say.states[step.to]} · {step.by}
                          {step.evidence && ` · ${step.evidence}`}
                        </li>
                      ))}
                    </ol>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      <StepForm task={task} done={again} />
    </section>
  );
}

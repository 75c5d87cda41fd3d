// Solvers for all tasks together, and why those with higher scores were passed over.
import { Alert, Button, InputNumber, Tag } from 'antd';
import { useEffect } from 'react';
import type { ShortlistAsked, ShortlistResult } from '../../../server/contract/match.js';
import { useLanguage } from '../../language.js';
import { csvOf, save } from '../../parts/download.js';
import { Failed } from '../../parts/failed.js';
import { JobProgress, useWork } from '../../parts/job.js';
import { SourceLine } from '../../parts/source-line.js';
import { followed, useQueryValue } from '../../router.js';
import { firmPage, taskPage } from './candidates.js';
import { Weights } from './weights.js';

const USUAL = { text: 0.5, industry: 0.2, record: 0.1, titles: 0.1, area: 0.1 };

export default function ShortlistView() {
  const { words, say: told } = useLanguage();
  const say = words.match;
  const [places, setPlaces] = useQueryValue('places', '5');
  const [weights, setWeights] = useQueryValue('weights');
  const work = useWork<ShortlistResult>();
  const { start, result } = work;
  // biome-ignore lint/correctness/useExhaustiveDependencies: begins again where what is asked changes
  useEffect(() => {
    start('/match/shortlist', {
      places: Number(places),
      ...(weights !== '' && { weights }),
    } satisfies ShortlistAsked);
  }, [places, weights]);
  const given =
    weights === ''
      ? USUAL
      : Object.fromEntries(
          weights.split(',').map((part) => [part.split(':')[0]!, Number(part.split(':')[1]) / 100]),
        );
  const download = () =>
    save(
      `${say.views.shortlist}.csv`,
      csvOf({
        head: [say.task, '', say.firm, say.score, say.rank, say.group],
        rows: result!.tasks.flatMap((task) =>
          task.chosen.map((firm) => [
            task.id,
            task.title,
            firm.name,
            Number(firm.score.toFixed(4)),
            firm.rank,
            firm.group,
          ]),
        ),
      }),
      'text/csv;charset=utf-8',
    );
  return (
    <div className="match-stack-of">
      <div className="match-tools">
        <label className="match-inline">
          {say.places2}{' '}
          <InputNumber
            size="small"
            min={1}
            max={50}
            precision={0}
            aria-label={say.places2}
            value={Number(places)}
            onChange={(value) => value !== null && setPlaces(String(value))}
          />
        </label>
        {result && (
          <Button size="small" onClick={download}>
            {words.parts.chart.csv}
          </Button>
        )}
      </div>
      <Weights given={given} written={weights} names={say.terms} onChange={setWeights} />
      {work.failure && <Failed failure={work.failure} />}
      {work.job && work.job.state !== 'done' && <JobProgress job={work.job} />}
      {result && (
        <>
          <Alert
            type={result.optimal ? 'success' : 'warning'}
            showIcon
            title={say.sum(result.score.toFixed(3), result.optimal, result.bound.toFixed(3))}
            description={result.notes.length > 1 && result.notes.slice(0, -1).map(told).join('；')}
          />
          <section className="plain-table match-table" tabIndex={0} aria-label={say.views.shortlist}>
            <table>
              <thead>
                <tr>
                  <th scope="col">{say.task}</th>
                  <th scope="col" className="is-number">
                    {say.places}
                  </th>
                  <th scope="col">{say.chosen}</th>
                  <th scope="col">{say.passedOver}</th>
                </tr>
              </thead>
              <tbody>
                {result.tasks.map((task) => (
                  <tr key={task.id}>
                    <td>
                      <a href={taskPage(task.id)} onClick={followed}>
                        {task.id} {task.title}
                      </a>
                    </td>
                    <td className="is-number">{task.places}</td>
                    <td>
                      {task.gap && <Tag className="match-gap">{say.gap}</Tag>}
                      {task.gap && <span className="match-small">{told(task.gap)}</span>}
                      <ul className="match-plain">
                        {task.chosen.map((firm) => (
                          <li key={firm.key}>
                            <a href={firmPage(firm.key)} onClick={followed}>
                              {firm.name}
                            </a>{' '}
                            <span className="match-soft">
                              {firm.score.toFixed(3)} · {say.rank} {firm.rank}
                            </span>
                          </li>
                        ))}
                      </ul>
                    </td>
                    <td>
                      <ul className="match-plain">
                        {task.passedOver.map((firm) => (
                          <li key={firm.key}>
                            {firm.name}{' '}
                            <span className="match-soft">
                              {firm.score.toFixed(3)} ·{' '}
                              {firm.elsewhere.length > 0
                                ? say.elsewhere(firm.elsewhere.join('、'))
                                : firm.group !== null && task.chosen.some(({ group }) => group === firm.group)
                                  ? say.sameGroup(firm.group)
                                  : say.noPlace}
                            </span>
                          </li>
                        ))}
                      </ul>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
          {result.refused.map(({ id, reason }) => (
            <p key={id} className="match-small">
              <Tag className="match-gap">{say.refused}</Tag> {told(reason)}
            </p>
          ))}
          <SourceLine
            source={`${say.source}；${say.method}`}
            period={result.on}
            synthetic={result.synthetic}
          />
        </>
      )}
    </div>
  );
}

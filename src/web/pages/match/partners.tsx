// Large firms and small ones: the stable matching of what both sides would like.
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Alert, Button, Spin } from 'antd';
import type { PartnersAnswer } from '../../../server/contract/match.js';
import { type ApiFailure, ask } from '../../api.js';
import { useLanguage } from '../../language.js';
import { csvOf, save } from '../../parts/download.js';
import { Empty } from '../../parts/empty.js';
import { Failed } from '../../parts/failed.js';
import { SegmentFilter } from '../../parts/filters.js';
import { SourceLine } from '../../parts/source-line.js';
import { followed, goTo, useQueryValue } from '../../router.js';
import { firmMatches } from './candidates.js';

export default function PartnersView() {
  const { words, say: told } = useLanguage();
  const say = words.match;
  const [proposing] = useQueryValue('proposing', 'large');
  const path = `/match/partners?proposing=${proposing}`;
  const { data, error, refetch } = useQuery<PartnersAnswer, ApiFailure>({
    queryKey: [path],
    queryFn: ({ signal }) => ask<PartnersAnswer>(path, { signal }),
    placeholderData: keepPreviousData,
  });
  if (error) return <Failed failure={error} again={() => refetch()} />;
  if (!data) return <Spin />;
  if (data.large === 0 || data.small === 0)
    return (
      <Empty
        action={
          <Button type="primary" size="small" onClick={() => goTo('/data')}>
            {say.toData}
          </Button>
        }
      >
        {say.noPartners}
      </Empty>
    );
  const download = () =>
    save(
      `${say.views.partners}.csv`,
      csvOf({
        head: [say.sides.large, say.need, say.sides.small, say.offer, say.worthToLarge, say.worthToSmall],
        rows: data.matches.map((one) => [
          one.large.name,
          one.need,
          one.small.name,
          one.offer,
          Number(one.worthToLarge.toFixed(4)),
          Number(one.worthToSmall.toFixed(4)),
        ]),
      }),
      'text/csv;charset=utf-8',
    );
  const bar = (worth: number, rank: number) => (
    <>
      {worth.toFixed(3)}{' '}
      <span className="match-cover" aria-hidden="true">
        <span style={{ width: `${Math.min(100, 100 * worth)}%` }} />
      </span>
      <div className="match-soft match-small">{say.place(rank)}</div>
    </>
  );
  return (
    <div className="match-stack-of">
      <div className="match-tools">
        <span className="filter-label">{say.proposing}</span>
        <SegmentFilter
          name="proposing"
          label={say.proposing}
          initial="large"
          choices={[
            { value: 'large', label: say.sides.large },
            { value: 'small', label: say.sides.small },
          ]}
        />
        <Button size="small" onClick={download}>
          {words.parts.chart.csv}
        </Button>
      </div>
      <Alert
        type={data.blocking === 0 ? 'success' : 'error'}
        showIcon
        title={
          data.blocking === 0
            ? say.stable(data.matches.length, data.large, data.small)
            : say.unstable(data.blocking)
        }
      />
      <section className="plain-table match-table" tabIndex={0} aria-label={say.views.partners}>
        <table>
          <thead>
            <tr>
              <th scope="col">{say.sides.large}</th>
              <th scope="col">{say.need}</th>
              <th scope="col">{say.sides.small}</th>
              <th scope="col">{say.offer}</th>
              <th scope="col">{say.worthToLarge}</th>
              <th scope="col">{say.worthToSmall}</th>
            </tr>
          </thead>
          <tbody>
            {data.matches.map((one) => (
              <tr key={`${one.large.key} ${one.small.key}`}>
                <td>
                  <a href={firmMatches(one.large.key)} onClick={followed}>
                    {one.large.name}
                  </a>
                  <div className="match-soft match-small">{one.large.area}</div>
                </td>
                <td>{one.need}</td>
                <td>
                  <a href={firmMatches(one.small.key)} onClick={followed}>
                    {one.small.name}
                  </a>
                  <div className="match-soft match-small">{one.small.area}</div>
                </td>
                <td>{one.offer}</td>
                <td>{bar(one.worthToLarge, one.rankForLarge)}</td>
                <td>{bar(one.worthToSmall, one.rankForSmall)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {data.worseOff.length > 0 && (
        <section className="plain-table match-table" tabIndex={0} aria-label={say.worseOff}>
          <table>
            <caption>{say.worseOff}</caption>
            <thead>
              <tr>
                <th scope="col">{say.side}</th>
                <th scope="col">{say.firm}</th>
                <th scope="col">{say.placesUsed}</th>
                <th scope="col">{say.why}</th>
              </tr>
            </thead>
            <tbody>
              {data.worseOff.map(({ side, firm, partners, places, reason }) => (
                <tr key={`${side} ${firm.key}`}>
                  <td>{say.sides[side]}</td>
                  <td>
                    <a href={firmMatches(firm.key)} onClick={followed}>
                      {firm.name}
                    </a>
                  </td>
                  <td>
                    {partners} / {places}
                  </td>
                  <td>{told(reason)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      {data.notes.map((note) => (
        <p key={note.zh} className="match-small match-soft">
          {told(note)}
        </p>
      ))}
      <SourceLine source={`${data.files.join('、')}；${say.methodOf}`} synthetic={data.synthetic} />
    </div>
  );
}

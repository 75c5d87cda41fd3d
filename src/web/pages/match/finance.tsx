// Firms and money: which products a firm may have by their conditions, in five states, ranked by weights.
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Alert, Button, Spin } from 'antd';
import { Fragment, useState } from 'react';
import type { FinanceAnswer, FinanceProductRow } from '../../../server/contract/match.js';
import { type ApiFailure, ask } from '../../api.js';
import { useLanguage } from '../../language.js';
import { csvOf, save } from '../../parts/download.js';
import { Empty } from '../../parts/empty.js';
import { Failed } from '../../parts/failed.js';
import { Figure } from '../../parts/figure.js';
import { SourceLine } from '../../parts/source-line.js';
import { StateTag } from '../../parts/state-tag.js';
import { followed, goTo, useQueryValue } from '../../router.js';
import { firmPage } from './candidates.js';
import { TermBars } from './reasons.js';
import { scoreOrigin } from './score.js';
import { Weights } from './weights.js';

export default function FinanceView() {
  const { words, say: told } = useLanguage();
  const say = words.match;
  const [weights, setWeights] = useQueryValue('weights');
  const path = `/match/finance${weights === '' ? '' : `?weights=${encodeURIComponent(weights)}`}`;
  const { data, error, refetch } = useQuery<FinanceAnswer, ApiFailure>({
    queryKey: [path],
    queryFn: ({ signal }) => ask<FinanceAnswer>(path, { signal }),
    placeholderData: keepPreviousData,
  });
  if (error) return <Failed failure={error} again={() => refetch()} />;
  if (!data) return <Spin />;
  if (data.products === 0 || data.needs.length === 0)
    return (
      <Empty
        action={
          <Button type="primary" size="small" onClick={() => goTo('/data')}>
            {say.toData}
          </Button>
        }
      >
        {data.rejects.length > 0 ? data.rejects.map(told).join('；') : say.noFinance}
      </Empty>
    );
  const download = () =>
    save(
      `${say.views.finance}.csv`,
      csvOf({
        head: [say.firm, say.needAmount, say.product, say.institution, say.condition, say.score, say.reasons],
        rows: data.needs.flatMap(({ firm, amount, products }) =>
          products.map((one) => [
            firm,
            amount.value,
            one.name,
            one.institution,
            words.parts.states[one.state],
            one.score === null ? null : Number(one.score.toFixed(4)),
            one.reasons.map(told).join('；'),
          ]),
        ),
      }),
      'text/csv;charset=utf-8',
    );
  return (
    <div className="match-stack-of">
      <Alert type="info" showIcon title={told(data.screening)} />
      <Weights given={data.weights} written={weights} names={say.financeTerms} onChange={setWeights} />
      <div className="match-tools">
        <span>{say.firmsWith(data.needs.length, data.products)}</span>
        <Button size="small" onClick={download}>
          {words.parts.chart.csv}
        </Button>
      </div>
      {data.needs.map(({ firm, key, amount, products }) => (
        <section key={`${firm} ${amount.value}`} className="match-need">
          <h2 className="match-h2">
            {key === null ? (
              firm
            ) : (
              <a href={firmPage(key)} onClick={followed}>
                {firm}
              </a>
            )}{' '}
            <span className="match-soft">
              {say.needAmount} <Figure value={amount.value} unit={amount.unit} origin={amount} />
            </span>
          </h2>
          <Products label={firm} products={products} synthetic={data.synthetic} />
        </section>
      ))}
      {data.rejects.length > 0 && (
        <Alert
          type="warning"
          showIcon
          title={say.rejects}
          description={
            <ul className="match-plain">
              {data.rejects.map((one) => (
                <li key={one.zh}>{told(one)}</li>
              ))}
            </ul>
          }
        />
      )}
      {data.notes.map((note) => (
        <p key={note.zh} className="match-small match-soft">
          {told(note)}
        </p>
      ))}
      <SourceLine
        source={`${data.files.join('、')}；${say.method2}`}
        period={data.on}
        synthetic={data.synthetic}
      />
    </div>
  );
}

function Products({
  label,
  products,
  synthetic,
}: {
  label: string;
  products: readonly FinanceProductRow[];
  synthetic: boolean;
}) {
  const { words, say: told } = useLanguage();
  const say = words.match;
  const [open, setOpen] = useState<string | null>(null);
  return (
    <section className="plain-table match-table" tabIndex={0} aria-label={label}>
      <table>
        <thead>
          <tr>
            <th scope="col">{say.product}</th>
            <th scope="col">{say.institution}</th>
            <th scope="col">{say.way}</th>
            <th scope="col" className="is-number">
              {say.rate}
            </th>
            <th scope="col" className="is-number">
              {say.limit}
            </th>
            <th scope="col" className="is-number">
              {say.months}
            </th>
            <th scope="col">{say.condition}</th>
            <th scope="col" className="is-number">
              {say.score}
            </th>
          </tr>
        </thead>
        <tbody>
          {products.map((one) => (
            <Fragment key={one.id}>
              <tr className={one.score === null ? 'match-refused' : undefined}>
                <td>{one.name}</td>
                <td>{one.institution}</td>
                <td>{one.kind}</td>
                <td className="is-number">
                  {one.rate === null ? '—' : <Figure value={one.rate} unit="%" />}
                </td>
                <td className="is-number">
                  {one.mostAmount === null ? '—' : <Figure value={one.mostAmount} unit="万元" />}
                </td>
                <td className="is-number">{one.mostMonths === null ? '—' : say.monthsOf(one.mostMonths)}</td>
                <td>
                  <StateTag state={one.state} />
                  {(one.reasons.length > 0 || one.terms.length > 0) && (
                    <button
                      type="button"
                      className="match-open"
                      aria-expanded={open === one.id}
                      aria-label={`${say.open}：${one.name}`}
                      onClick={() => setOpen(open === one.id ? null : one.id)}
                    >
                      <span aria-hidden="true">{open === one.id ? '▾' : '▸'}</span>
                    </button>
                  )}
                </td>
                <td className="is-number">
                  {one.score === null ? (
                    '—'
                  ) : (
                    <Figure
                      value={one.score}
                      digits={3}
                      origin={scoreOrigin(`${one.name} ${say.score}`, one.score, one.terms, {
                        formula: say.method2,
                        method: '',
                        names: say.financeTerms,
                        synthetic,
                      })}
                    />
                  )}
                </td>
              </tr>
              {open === one.id && (
                <tr className="match-opened">
                  <td colSpan={8}>
                    {one.terms.length > 0 && <TermBars terms={one.terms} names={say.financeTerms} />}
                    <ul className="match-plain">
                      {one.reasons.map((reason) => (
                        <li key={reason.zh}>{told(reason)}</li>
                      ))}
                    </ul>
                  </td>
                </tr>
              )}
            </Fragment>
          ))}
        </tbody>
      </table>
    </section>
  );
}
